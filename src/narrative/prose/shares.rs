//! Parts of all, as they are said: "a third", "three in ten", "most areas", "none of them".
//!
//! **In:** a sentence. **Out:** [`Said`]s of parts, in percent.

use crate::model::format::Unit;
use crate::narrative::prose::amounts::Amount;
use crate::narrative::prose::amounts::Said;
use crate::narrative::prose::fact::Sign;
use crate::narrative::prose::passage::Kind;
use crate::narrative::prose::passage::Sentence;
use crate::project::lexicon::Ending;
use crate::project::sense::Sense;

impl Sentence<'_> {
    /// "in both halves of the country": parts of something, where the word could be a verb.
    pub(super) fn counts_parts(&self, at: usize) -> bool {
        let counted = |i: usize| self.is(i, Sense::Both) || self.number(i).is_some();
        self.lexicon.parts.contains_key(self.word(at)) && at > 0 && counted(at - 1)
    }

    /// "most areas", "almost all", "a majority".
    pub(super) fn share(&self, at: usize) -> Option<Said> {
        let said = |words: &[String]| {
            words.iter().enumerate().all(|(n, word)| self.word(at + n) == word)
        };
        // "the bulk (x) of all": the number stands before the last word.
        let parted = |words: &[String]| {
            let end = at + words.len().saturating_sub(1);
            words.split_last().is_some_and(|(of, rest)| {
                said(rest)
                    && self.lexicon.says(of, Sense::Of)
                    && self.said_again(end).is_some()
                    && self.word(end + 3) == of
            })
        };
        let (words, from, to) = self
            .lexicon
            .shares
            .iter()
            .find(|(words, ..)| said(words) || words.len() > 1 && parted(words))?;
        let end = at + words.len() - usize::from(!said(words));
        let before = at.checked_sub(1).map_or("", |i| self.word(i));
        let counted =
            |from: usize, to: usize| (from..to).any(|i| self.is(i, Sense::Counted));
        let whole = *from >= 99.95 || *to <= 0.05;
        let last = words.last().map(String::as_str);
        let last_is =
            |sense: Sense| last.is_some_and(|word| self.lexicon.says(word, sense));
        // "mostly", "overwhelmingly": of anything, unless a share is right beside it.
        let adverb = words.len() == 1
            && last.is_some_and(|w| self.lexicon.ends(w, Ending::Adverb));
        let fits = match last {
            _ if self.share_beside(at, end) => true,
            _ if adverb => false,
            _ if whole => self.whole(at, end),
            _ if last_is(Sense::MostOf) => {
                let of = self.is(end, Sense::Of);
                let plain = !self.lexicon.says(before, Sense::BeforeMost)
                    && !self.is(end, Sense::Restrictive);
                // "Most applications were": a plural at the start of a sentence.
                let plural = self.lexicon.ends(self.word(end), Ending::Plural);
                let opens = at == 0 && plural && self.word(end).len() > 4;
                plain
                    && (opens
                        || of && counted(end, end + 5)
                        || counted(end, end + 2)
                        || counted(end, end + 3)
                            && !self.lexicon.ends(self.word(end), Ending::Adverb)
                            && self.adjective(end))
            }
            _ if last_is(Sense::FewOf) => {
                let alone = at == 0 || !matches!(self.kind(at - 1), Some(Kind::Word));
                (alone || words.len() > 1) && (counted(end, end + 3))
            }
            // "a two-thirds majority".
            _ if last_is(Sense::MajorityOf) => {
                let part = before.rsplit('-').next().unwrap_or(before);
                !self.lexicon.parts.contains_key(part)
            }
            _ => true,
        };
        fits.then_some(Said { tokens: at..end, amount: Amount::Share(*from, *to) })
    }

    /// Returns whether the only share of a sentence is set right beside words ("most of them (62%)",
    /// "62%, or most of them"), so that they say it again, whatever is counted; or a count, where
    /// another says how many all are.
    fn share_beside(&self, at: usize, end: usize) -> bool {
        let level = |i: usize, unit: Unit| {
            self.fact(i).is_some_and(|f| f.unit == unit && f.sign == Sign::Level)
        };
        let one = match self.numbers().as_slice() {
            [one] if level(*one, Unit::Percent) => *one,
            [all, part] if level(*all, Unit::Count) && level(*part, Unit::Count) => *part,
            _ => return false,
        };
        let opens = |i: usize| {
            matches!(self.kind(i), Some(Kind::Mark('(' | ',' | ':' | '—' | '–')))
        };
        let plain = |from: usize, to: usize| {
            (from..to).all(|i| {
                matches!(self.kind(i), Some(Kind::Word)) && !self.is(i, Sense::Contrast)
            })
        };
        let closed = matches!(self.kind(one + 1), None | Some(Kind::Mark(_)));
        let behind = (end + 1..end + 12).contains(&one)
            && opens(one - 1)
            && plain(end, one - 1)
            && closed;
        let before = (one + 2..one + 4).contains(&at) && opens(one + 1);
        let named =
            at > 0 && (self.is(at - 1, Sense::Article) || self.is(at - 1, Sense::At));
        (behind || before && plain(one + 2, at))
            && !named
            && !self.turned(at)
            && !self.supposed(at)
    }

    /// Returns whether "every", "all" or "none" says what all of something counted did: not what was
    /// done with all of them, or must be.
    fn whole(&self, at: usize, end: usize) -> bool {
        if self.tokens.get(at).is_some_and(|token| token.claim.is_some()) {
            return true;
        }
        let opens = at == 0 || !matches!(self.kind(at - 1), Some(Kind::Word));
        let singular =
            |i: usize| self.lexicon.says(&format!("{}s", self.word(i)), Sense::Counted);
        let noun = (end..end + 4).find(|i| self.is(*i, Sense::Counted) || singular(*i));
        let Some(noun) = noun.filter(|_| opens) else { return false };
        let words = (end..noun).all(|i| matches!(self.kind(i), Some(Kind::Word)));
        let next = noun + 1;
        let verb = matches!(self.kind(next), Some(Kind::Word));
        let design = (next..next + 4)
            .any(|i| self.is(i, Sense::DesignVerb) || self.is(i, Sense::Hedge));
        words && verb && !design && !self.supposed(at)
    }

    /// Returns whether a word between "most" and what is counted only describes it.
    fn adjective(&self, at: usize) -> bool {
        !self.is(at, Sense::Describing)
    }

    /// "a third", "two-thirds", "half", "one in three".
    pub(super) fn part(&self, at: usize) -> Option<Said> {
        let word = self.word(at);
        if let Some(said) = self.of_every(at) {
            return Some(said);
        }
        // "one in three", "four out of five".
        if let Some((n, end)) = self.number(at) {
            // "one pupil in nine", "one Portside household in four".
            let noun = |words: usize| {
                let over = end + words;
                (end..over).all(|i| {
                    !self.word(i).is_empty()
                        && !self.is(i, Sense::OutOf)
                        && !self.is(i, Sense::Of)
                        && !self.is(i, Sense::Duration)
                }) && self.is(over, Sense::OutOf)
                    && self.number(over + 1).is_some_and(|(m, _)| m >= 3.0)
            };
            let words = (1..3).find(|words| n < 10.0 && noun(*words)).unwrap_or(0);
            let end = end + words;
            let over = if self.is(end, Sense::OutOf) && self.is(end + 1, Sense::Each) {
                end + 2
            } else if self.is(end, Sense::OutOf) && !self.is(end + 1, Sense::Of) {
                end + 1
            } else if self.is(end, Sense::OutOf) && self.is(end + 1, Sense::Of) {
                end + 2 + usize::from(self.is(end + 2, Sense::Each))
            } else {
                usize::MAX
            };
            if over != usize::MAX
                && let Some((m, stop)) = self.number(over)
                && n < m
                && !self.is(stop, Sense::Duration)
            {
                return Some(self.shared_out(at, stop, n / m));
            }
        }
        let (number, from, unit) = match word.split_once('-') {
            Some((a, b)) if self.lexicon.parts.contains_key(b) => (
                self.lexicon
                    .numbers
                    .get(a)
                    .copied()
                    .or(self.lexicon.says(a, Sense::Indefinite).then_some(1.0))?,
                at,
                b,
            ),
            _ if self.lexicon.parts.contains_key(word) => {
                let before = at.checked_sub(1).map_or("", |i| self.word(i));
                let number = self.lexicon.numbers.get(before).copied();
                let half = self.lexicon.parts.get(word) == Some(&2.0)
                    && !self.lexicon.ends(word, Ending::Plural);
                match number {
                    _ if half => (1.0, at, word),
                    Some(number) => (number, at - 1, word),
                    None if self.lexicon.says(before, Sense::Indefinite) => {
                        (1.0, at, word)
                    }
                    None => return None,
                }
            }
            _ => return None,
        };
        let parts = *self.lexicon.parts.get(unit)?;
        let half = parts <= 2.0 && !self.lexicon.ends(unit, Ending::Plural);
        let end = at + 1;
        // "a tenth of lessons or more": whom it is about.
        if (end..end + 4)
            .any(|i| self.is(i, Sense::Or) && self.is(i + 1, Sense::Approximates))
        {
            return None;
        }
        // "a third of", "by a third", "a third fewer", "a third were"; not "a third reason".
        let of = self.is(end, Sense::Of);
        let unit_of = of
            && self.is(end + 1, Sense::Indefinite)
            && !self.is(end + 2, Sense::PerUnit);
        let start = if self.is(from.saturating_sub(1), Sense::One) {
            from.saturating_sub(1)
        } else {
            from
        };
        // "by a third", "was up a fifth".
        let by = start.checked_sub(1).and_then(|_| self.before(start)).is_some_and(|j| {
            // "by x, or a third", "by x, or more than a third".
            let soft =
                self.is(j, Sense::Than) && j > 1 && self.is(j - 1, Sense::Approximates);
            let or = if soft { j - 2 } else { j };
            let again = self.is(or, Sense::Or) && or > 0 && self.mark(or - 1, ',');
            // "lost x of them, about a tenth."
            let set_off = self.mark(j, ',')
                && j + 1 < start
                && !matches!(self.kind(end), Some(Kind::Word))
                && (0..j).any(|i| matches!(self.kind(i), Some(Kind::Number(_))));
            set_off
                || self.is(j, Sense::By)
                || self.way(j).is_some_and(|(_, compares)| !compares)
                || again
        });
        let claimed = self.tokens.get(at).is_some_and(|token| token.claim.is_some());
        let says = claimed
            || self.said_again(end).is_some()
            || of && !unit_of
            || by
            || self.way(end).is_some()
            || self.is(end, Sense::PartVerb)
            || number > 1.0 && parts > 2.0
            || half
                && (self.is(end, Sense::OfAll)
                    || self.is(end, Sense::Counted)
                    || self.is(end + 1, Sense::Counted))
            || half
                && self.is(end, Sense::Indefinite)
                && self.is(end + 1, Sense::PerUnit);
        // "two and a half years": the half belongs to the number before.
        if half
            && from >= 2
            && self.is(from - 1, Sense::Indefinite)
            && self.is(from - 2, Sense::And)
        {
            if !self.is(end, Sense::Times) {
                return None;
            }
            let (whole, _) = self.number(from.checked_sub(3)?)?;
            let begin = from - 3;
            return Some(Said {
                tokens: begin..end + 1,
                amount: self.softened(begin, whole + 0.5, true),
            });
        }
        if !says || unit_of && !by || self.is(end, Sense::Duration) && !of {
            return None;
        }
        Some(self.shared_out(from, end, number / parts))
    }

    /// "of every five farms, two", "out of every ten pupils four".
    fn of_every(&self, at: usize) -> Option<Said> {
        let each = at.checked_sub(1).filter(|i| self.is(*i, Sense::Each))?;
        let (all, end) = self.number(at)?;
        let stop = (end + 4).min(self.len());
        let (part, over) = (end..stop).find_map(|i| self.number(i))?;
        let of = each > 0 && self.is(each - 1, Sense::Of);
        let beside = matches!(self.kind(over), None | Some(Kind::Mark('(' | ',' | '.')));
        (of && part < all && beside).then(|| self.shared_out(at, over, part / all))
    }

    fn shared_out(&self, from: usize, end: usize, part: f64) -> Said {
        let start = if from > 0 && self.is(from - 1, Sense::Indefinite) {
            from - 1
        } else {
            from
        };
        // "a quarter as many": of another number; "half as much again": and that number.
        if self.is(end, Sense::As) && self.is(end + 1, Sense::Many) {
            if self.is(end + 2, Sense::Again) {
                let amount = self.softened(start, 1.0 + part, true);
                return Said { tokens: from..end + 3, amount };
            }
            return Said { tokens: from..end, amount: self.softened(start, part, true) };
        }
        Said { tokens: from..end, amount: self.softened(start, part * 100.0, false) }
    }
}
