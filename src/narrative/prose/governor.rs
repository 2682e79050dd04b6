//! The direction word that governs a number: the nearest one that a small word ties to it.
//!
//! **In:** a sentence and the place of a number. **Out:** a [`Governor`]. Numbers that are joined by
//! "and" or "against" share one.

use crate::narrative::prose::fact::Fact;
use crate::narrative::prose::fact::Sign;
use crate::narrative::prose::passage::FAR;
use crate::narrative::prose::passage::Kind;
use crate::narrative::prose::passage::Sentence;
use crate::project::lexicon::Ending;
use crate::project::sense::Sense;

/// A direction word that governs a number.
#[derive(Debug, Clone, Copy)]
pub(super) struct Governor {
    /// Where it is.
    pub at: usize,
    /// Whether it says up.
    pub up: bool,
    /// Whether it compares two things rather than two times.
    pub compares: bool,
}

impl Sentence<'_> {
    /// Steps over what softens a number before it: "about", "just over", "an average of".
    pub(super) fn before(&self, at: usize) -> Option<usize> {
        let mut j = at.checked_sub(1)?;
        loop {
            let word = self.word(j);
            if matches!(
                self.kind(j),
                Some(Kind::Mark('£' | '$' | '€' | '+' | '−' | '-' | '~' | '*'))
            ) {
                j = j.checked_sub(1)?;
            } else if self.is(j, Sense::By) {
                return Some(j);
            } else if self.mark(j, ',')
                && let Some(open) = self.averaged_aside(j)
            {
                j = open.checked_sub(1)?;
            } else if self.is(j, Sense::Of) {
                let of = j.checked_sub(1)?;
                if self.is(of, Sense::Middling) {
                    j = of.checked_sub(1)?;
                    continue;
                }
                return Some(j);
            } else if self.is(j, Sense::Than)
                && j > 0
                && self.way(j - 1).is_some_and(|(_, c)| c)
            {
                // "by more than": how the number is reached.
                let tied = j >= 2
                    && (self.is(j - 2, Sense::By)
                        || self.is(j - 2, Sense::Of)
                        || self.is(j - 2, Sense::To));
                let approximates = self.is(j - 1, Sense::Approximates);
                if tied
                    || (approximates
                        && j >= 2
                        && self.way(j - 2).is_some_and(|(_, c)| !c))
                {
                    j = j.checked_sub(2)?;
                } else {
                    return Some(j);
                }
            } else if self.lexicon.says(word, Sense::AtEnd)
                && j > 0
                && self.is(j - 1, Sense::At)
            {
                j = j.checked_sub(2)?;
            } else if (self.is(j, Sense::Roughly)
                || self.is(j, Sense::Nearly)
                || self.is(j, Sense::About))
                && !self.is(j, Sense::And)
                && !(self.is(j, Sense::More) || self.is(j, Sense::Less))
                || self.lexicon.says(word, Sense::Reaching)
                    && (!self.is(j, Sense::Particle) || self.is(j + 1, Sense::To))
            {
                j = j.checked_sub(1)?;
            } else {
                return Some(j);
            }
        }
    }

    /// "gained, on average, x": where the aside before a comma opens.
    fn averaged_aside(&self, close: usize) -> Option<usize> {
        let near = close.saturating_sub(4)..close;
        let open = near.rev().find(|i| self.mark(*i, ','))?;
        let aside = open + 1..close;
        let plain = aside.clone().all(|i| matches!(self.kind(i), Some(Kind::Word)));
        (plain && aside.into_iter().any(|i| self.is(i, Sense::Middling))).then_some(open)
    }

    /// Returns the direction word that is tied to a number.
    pub(super) fn governor(&self, at: usize) -> Option<Governor> {
        if let Some(after) = self.after(at) {
            return Some(after);
        }
        if let Some(paired) = self.paired(at) {
            return Some(paired);
        }
        let j = self.before(at)?;
        if self.is(j, Sense::By) {
            return self.verb(j);
        }
        if self.is(j, Sense::Of) {
            return self.noun(j);
        }
        if let Some((up, false)) = self.way(j) {
            // "make up 12%", "set up 12 schemes".
            let adverb = self.is(j, Sense::Particle);
            if adverb && j > 0 && self.is(j - 1, Sense::Phrasal) {
                return None;
            }
            return Some(Governor { at: j, up, compares: false });
        }
        let opens = matches!(self.kind(j), Some(Kind::Mark('(' | ':' | '—' | '–')));
        if self.is(j, Sense::At) && self.fact(at).is_some_and(|f| f.sign == Sign::Change)
        {
            return self.ranked_move(j);
        }
        let change = self.fact(at).is_some_and(|fact| fact.sign == Sign::Change);
        if opens && change {
            // "that of B did not (x)".
            // "faster in those that did (x) than in those that did not (y)" says of whom the number is.
            let whose = j > 2 && self.is(j - 3, Sense::Relative);
            let not = j > 0
                && self.is(j - 1, Sense::Turn)
                && !self.is(j - 1, Sense::With)
                && !whose;
            if let Some(more) = self.more_of(j) {
                return Some(more);
            }
            let found = self.nearest(j, false).filter(|g| !g.compares);
            // "fell in all counties except A (x)".
            let all =
                |i: usize| (i.saturating_sub(3)..i).any(|i| self.is(i, Sense::Each));
            let barred = |g: &Governor| {
                (g.at..j).any(|i| self.says(i, Sense::Barring) > 0 && all(i))
            };
            return found.map(|g| Governor { up: (g.up != not) != barred(&g), ..g });
        }
        if self.is(j, Sense::Reached) && change {
            return self.subject(j);
        }
        None
    }

    /// "rose in A but fell in B (x and y)", "rose and fell by x and y respectively": as many movements
    /// as numbers behind them.
    fn paired(&self, at: usize) -> Option<Governor> {
        let (from, to) = (at.saturating_sub(FAR), self.len().min(at + FAR));
        let open = (from..at).rev().find(|i| self.mark(*i, '('));
        let bracket = open.and_then(|open| {
            let close = (open..to).find(|i| self.mark(*i, ')'))?;
            (close > at).then_some((from, open..close))
        });
        let (from, range) = bracket.or_else(|| {
            let end = (at..to).find(|i| self.is(*i, Sense::Respectively))?;
            let number = |i: &usize| matches!(self.kind(*i), Some(Kind::Number(_)));
            let first = (self.clause(at)..to).find(number)?;
            // "grew by a and b, while C fell by c and d respectively": of the clause before the numbers alone.
            let own = (from..first).rfind(number).map_or(from, |n| n + 1);
            Some((own, first..end))
        })?;
        let (open, close) = (range.start, range.end);
        let numbers: Vec<usize> =
            (open..close).filter(|i| self.fact(*i).is_some()).collect();
        let moves: Vec<Governor> = (from..open)
            .filter_map(|i| {
                let (up, compares) = self.way(i)?;
                (!compares).then_some(Governor { at: i, up, compares })
            })
            .collect();
        let place = numbers.iter().position(|number| *number == at)?;
        let mixed = moves.iter().any(|one| one.up != moves[0].up);
        (numbers.len() > 1 && numbers.len() == moves.len() && mixed).then(|| moves[place])
    }

    /// "more teachers (+4%)", "fewer pupils (x)": a comparison of a noun with what was before.
    fn more_of(&self, open: usize) -> Option<Governor> {
        let at = (open.saturating_sub(4)..open).rev().find(|i| self.way(*i).is_some())?;
        let (up, compares) = self.way(at)?;
        let noun = (at + 1..open).all(|i| {
            matches!(self.kind(i), Some(Kind::Word))
                && !self.is(i, Sense::Than)
                && !self.is(i, Sense::Within)
                && !self.lexicon.ends(self.word(i), Ending::Adverb)
        });
        (compares && noun && at + 1 < open && self.is(at, Sense::Approximates))
            .then_some(Governor { at, up, compares: false })
    }

    /// "The largest decrease was in …, at": the noun of change that a superlative describes.
    fn ranked_move(&self, at: usize) -> Option<Governor> {
        let start = self.clause(at);
        (start + 1..at).rev().find_map(|i| {
            let (up, false) = self.way(i)? else { return None };
            let ranked =
                self.is(i - 1, Sense::SizeMost) || self.is(i - 1, Sense::SizeLeast);
            ranked.then_some(Governor { at: i, up, compares: false })
        })
    }

    /// "a … rise", "… higher", "… more": what stands right after a number.
    fn after(&self, at: usize) -> Option<Governor> {
        let fact = self.fact(at)?;
        let mut i = at + 1;
        while i < at + 6
            && (self.mark(i, '-') || self.is(i, Sense::Between) && self.way(i).is_none())
        {
            i += 1;
        }
        // "£3 an hour more".
        if self.is(i, Sense::AnHour) && self.is(i + 1, Sense::Duration) {
            i += 2;
        }
        // "6.7 weeks less": what it is measured in; "sooner" is of another scale.
        let titled = fact.title.to_lowercase();
        let unit = self.is(i, Sense::Duration)
            || titled.split(' ').any(|own| own.trim_matches(',') == self.word(i));
        // "x weeks longer than in A"; "x weeks later" is of time alone.
        let than = (i + 2..i + 10).any(|i| self.is(i, Sense::Than));
        let graded = self.is(i + 1, Sense::Approximates)
            || than
                && !self.is(i + 1, Sense::Timing)
                && self.way(i + 1).is_some_and(|(_, compares)| compares);
        if unit && graded && fact.sign == Sign::Gap && self.way(i).is_none() {
            i += 1;
        }
        let (up, compares) = self.way(i)?;
        if compares {
            // "twice more" and "… more likely" are not of this number alone.
            let once = self.is(i + 1, Sense::Or);
            let above = self.is(i, Sense::Position);
            let near = i == at + 1 || fact.sign != Sign::Level;
            if once || !near || (above && fact.sign == Sign::Level) {
                return None;
            }
            // "fell most in A, where it was x less": the number says it by itself.
            let clause =
                (0..at).rev().find(|k| self.is(*k, Sense::Restrictive)).unwrap_or(0);
            let moved = (clause..at).any(|k| self.way(k).is_some_and(|(_, c)| !c));
            if i == at + 1 && clause > 0 && !moved {
                return Some(Governor { at: i, up, compares: true });
            }
            return Some(self.compared(i, up));
        }
        // "a 5% fall": an article before the number.
        let article = self.before(at).is_none_or(|j| {
            self.is(j, Sense::Article) || j + 1 < at || self.is(j, Sense::And)
        });
        let noun = !self.is(i, Sense::VerbOnly);
        // "was 17% up on 2010".
        let copula = self.is(i, Sense::Particle)
            && i == at + 1
            && self.before(at).is_some_and(|j| self.is(j, Sense::Reached));
        (article && noun || copula).then_some(Governor { at: i, up, compares: false })
    }

    /// A comparison, turned round where it is of a fall: "a larger fall", "fell further".
    pub(super) fn compared(&self, at: usize, up: bool) -> Governor {
        let turned = self.is(at, Sense::Size) && self.falling(at);
        Governor { at, up: up != turned, compares: true }
    }

    /// Returns whether a comparison is of a fall: the nearest move in its clause is one.
    pub fn falling(&self, at: usize) -> bool {
        let start = self.clause(at);
        // "not fallen … more" is of no fall.
        let near = |i: usize| {
            let (up, compares) = self.way(i)?;
            (!compares && !self.turned(i)).then_some((up, false))
        };
        // What follows directly decides: "a smaller fall".
        let after = (at + 1..(at + 4).min(self.len())).find_map(near);
        let before = (start..at).rev().find_map(near);
        let nearest = match after {
            Some(way) if !self.is(at + 1, Sense::Than) => Some(way),
            _ => before,
        };
        // "Theft is down: the north recorded x less": of a verb of its own.
        let own = (start..at).any(|i| self.is(i, Sense::Saw));
        let apart = |i: &usize| !self.parted(*i, at);
        let led = || (0..start).rev().filter(apart).find_map(near).filter(|_| !own);
        nearest.or_else(led).is_some_and(|(up, _)| !up)
    }

    /// The verb before "by".
    fn verb(&self, by: usize) -> Option<Governor> {
        self.nearest(by, true)
    }

    /// Returns the nearest direction word before a place.
    fn nearest(&self, at: usize, comparisons: bool) -> Option<Governor> {
        for i in (0..at).rev() {
            if self.is(i, Sense::Neutral) && self.way(i).is_none() {
                let adverb = self.is(i, Sense::Adverb);
                if !adverb {
                    return None;
                }
            }
            if self.is(i, Sense::Widens) || self.is(i, Sense::Narrows) {
                return Some(Governor {
                    at: i,
                    up: self.is(i, Sense::Widens),
                    compares: false,
                });
            }
            let Some((up, compares)) = self.way(i) else { continue };
            // "rose rather than fell, by": the word that is not denied governs.
            if self.ends(i, Sense::Instead) == 2
                && (i.saturating_sub(4)..i).any(|k| self.way(k).is_some_and(|(_, c)| !c))
            {
                continue;
            }
            if self.is(i, Sense::Particle) && i + 1 < at && self.is(i + 1, Sense::To) {
                continue;
            }
            if self.is(i, Sense::Particle) && i > 0 && self.is(i - 1, Sense::Phrasal) {
                continue;
            }
            if compares && !comparisons {
                continue;
            }
            // "above" and "further" between a verb and "by" say where, not which way.
            if compares && self.is(i + 1, Sense::Than) && i + 2 < at {
                // "rose more than elsewhere, by": the verb decides.
                if self.verb_before(i).is_some() {
                    continue;
                }
            }
            if compares {
                return Some(self.compared(i, up));
            }
            return Some(Governor { at: i, up, compares: false });
        }
        None
    }

    fn verb_before(&self, at: usize) -> Option<usize> {
        (at.saturating_sub(3)..at).rev().find(|i| self.way(*i).is_some_and(|(_, c)| !c))
    }

    /// The noun before "of": "a rise of", "a fall in benchmark areas of".
    fn noun(&self, of: usize) -> Option<Governor> {
        let pronoun = self.is(of.checked_sub(1)?, Sense::Pronoun);
        let apart = self.mark(of - 1, ',');
        let far = if pronoun || apart { 30 } else { 9 };
        for i in (of.saturating_sub(far)..of).rev() {
            if matches!(self.kind(i), Some(Kind::Number(_))) && !pronoun {
                return None;
            }
            if matches!(self.kind(i), Some(Kind::Mark(';'))) {
                return None;
            }
            // "a rise in the share of": the number is of the share.
            if i + 1 == of && self.is(i, Sense::LevelNoun) {
                return None;
            }
            if let Some((up, false)) = self.way(i) {
                return Some(Governor { at: i, up, compares: false });
            }
        }
        None
    }

    /// "The fall in benchmark areas was": a noun of change that the sentence is about.
    fn subject(&self, copula: usize) -> Option<Governor> {
        let start = self.clause(copula);
        let from =
            (start..copula).rev().find(|i| self.mark(*i, ',')).map_or(start, |i| i + 1);
        for i in from..copula {
            if self.is(i, Sense::LevelNoun) || self.is(i, Sense::Gap) {
                return None;
            }
            if let Some((up, false)) = self.way(i) {
                let noun = i == from
                    || self.is(i - 1, Sense::Article)
                    || self
                        .lexicon
                        .ends(self.word(i.saturating_sub(1)), Ending::Adjective);
                return noun.then_some(Governor { at: i, up, compares: false });
            }
        }
        None
    }

    /// A number that shares the verb of the one before it: "by … and …", "by … against …".
    pub(super) fn shared(
        &self,
        at: usize,
        fact: &Fact,
        known: &[(usize, Governor)],
    ) -> Option<Governor> {
        let j = self.before(at)?;
        let (first, governor) = *known.last()?;
        let other = self.fact(first)?;
        let listed =
            self.mark(j, ',') && j.checked_sub(1).is_some_and(|i| self.fact(i).is_some());
        let and = self.is(j, Sense::And) || listed;
        let against = self.ends(j + 1, Sense::Against) > 0;
        let open = (first + 1..j).any(|i| self.way(i).is_some_and(|(_, c)| !c));
        // A number printed with its minus says itself which way it went.
        let both =
            (self.clause(governor.at)..governor.at).any(|i| self.is(i, Sense::Both));
        let plain = both || !fact.shown.contains('−') && !fact.shown.starts_with('+');
        ((and || against)
            && !open
            && plain
            && fact.unit == other.unit
            && fact.sign == other.sign
            && !governor.compares)
            .then_some(governor)
    }
}
