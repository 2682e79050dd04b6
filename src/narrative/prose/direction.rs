//! Direction words beside a number, against its sign: "fell by", "a rise of", "more than in".
//!
//! What is supposed, asked or hoped is not judged.

use crate::model::diagnostic::Code;
use crate::model::statistic::Better;
use crate::narrative::prose::Fault;
use crate::narrative::prose::fact::Fact;
use crate::narrative::prose::fact::Sign;
use crate::narrative::prose::governor::Governor;
use crate::narrative::prose::names::Mention;
use crate::narrative::prose::names::words;
use crate::narrative::prose::passage::Kind;
use crate::narrative::prose::passage::Sentence;
use crate::project::lexicon::Ending;
use crate::project::sense::Sense;
use std::ops::Range;

/// Reports numbers whose sign is the reverse of what their direction word says.
pub(super) fn read(s: Sentence<'_>, out: &mut Vec<Fault>) {
    let mut known: Vec<(usize, Governor)> = Vec::new();
    for at in s.numbers() {
        let Some(fact) = s.fact(at) else { continue };
        out.extend(s.signed(at, fact));
        let found = s.governor(at).or_else(|| s.shared(at, fact, &known));
        let Some(governor) = found else {
            out.extend(s.unheld(at, fact).or_else(|| s.outdone_by(at, fact)));
            continue;
        };
        let by = s.before(at).is_some_and(|tied| s.is(tied, Sense::By));
        if let Some(fault) = s.moved_by_level(governor, fact).filter(|_| by) {
            out.push(fault);
            continue;
        }
        if let Some(before) = s.elided(governor.at).filter(|_| by) {
            out.extend(s.less_than_before(governor.at, before, at));
            continue;
        }
        known.push((at, governor));
        // "a fall of … would have been needed".
        let needed = (at + 1..at + 4).any(|i| s.is(i, Sense::Hedge));
        if let Some(fault) = s.judge(governor, fact).filter(|_| !needed) {
            out.push(fault);
        }
    }
}

/// Returns why a label cannot be that of a statistic: it says the other way than its title does.
pub(super) fn mislabelled(
    s: Sentence<'_>,
    title: Sentence<'_>,
    fact: &Fact,
) -> Option<Fault> {
    let ways = |s: Sentence<'_>| -> Vec<(usize, bool)> {
        let moves = |at: usize| s.way(at).filter(|(_, compares)| !compares);
        (0..s.len()).filter_map(|at| Some((at, moves(at)?.0))).collect()
    };
    let (said, named) = (ways(s), ways(title));
    let ([(at, up)], [(_, own)]) = (said.as_slice(), named.as_slice()) else {
        return None;
    };
    let turned = s.turned(*at) || (0..title.len()).any(|at| title.is(at, Sense::Turn));
    (up != own && !turned && fact.sign == Sign::Level).then(|| {
        Fault::wrong(
            Code::R0542,
            s.range(*at, *at),
            format!(
                "`{}` is not what the number beside it is of: `{}` is {} (“{}”)",
                s.word(*at),
                fact.id,
                fact.printed,
                fact.title
            ),
            "write what it is of, or show the statistic that the label names".to_owned(),
        )
    })
}

impl Sentence<'_> {
    /// Returns the direction of a word: whether it says up, and whether it compares.
    pub fn way(&self, at: usize) -> Option<(bool, bool)> {
        let (worse, better) =
            (self.is(at, Sense::Worsened), self.is(at, Sense::Bettered));
        if worse || better {
            // Of what one wants less of, "worsened" is a rise; of what one wants more of, a fall. "Worse than" compares,
            // which is read only where the statistic says which values are the better ones; "got worse" moves.
            let compares =
                self.is(at, Sense::Judged) && !(at > 0 && self.is(at - 1, Sense::Become));
            let less = if compares {
                self.declared_better(at).map(|better| better == Better::Lower)
            } else {
                self.less_is_better(at)
            };
            return less.map(|less| (worse == less, compares));
        }
        // "fewer and fewer", "ever higher": a comparison with itself is a movement.
        let again = |i: usize, other: usize| {
            self.is(i, Sense::And) && self.word(other) == self.word(at)
        };
        let grows = again(at + 1, at + 2)
            || at > 1 && again(at - 1, at - 2)
            || at > 0 && self.is(at - 1, Sense::Ever);
        if grows && (self.is(at, Sense::More) || self.is(at, Sense::Less)) {
            Some((self.is(at, Sense::More), false))
        } else if self.says(at, Sense::Trails).max(self.says(at, Sense::Beats)) > 1 {
            // "fell short of", "pulled ahead of": two things are compared.
            None
        } else if self.counts_parts(at) {
            None
        } else if self.is(at, Sense::Rise) {
            Some((true, false))
        } else if self.is(at, Sense::Fall) {
            Some((false, false))
        } else if self.is(at, Sense::Approximates) && self.is(at + 1, Sense::Slow)
            || at > 0 && self.is(at - 1, Sense::Or)
        {
            // "more slowly", "a tenth or more".
            None
        } else if self.is(at, Sense::Position) && self.ends(at + 1, Sense::Proceeds) > 1 {
            // "did not go ahead".
            None
        } else if self.is(at, Sense::More) || self.is(at, Sense::Less) {
            // "got longer" is a movement.
            let became = at > 0
                && self.is(at - 1, Sense::Become)
                && !self.is(at + 1, Sense::Than)
                && !self.is(at, Sense::Approximates)
                && !self.is(at, Sense::Pace)
                && !self.is(at, Sense::Position);
            Some((self.is(at, Sense::More) != self.sooner_is_less(at), !became))
        } else {
            None
        }
    }

    /// "quicker to arrive, at x minutes": who is faster takes less time; not "fell faster".
    fn sooner_is_less(&self, at: usize) -> bool {
        let moved = (at.saturating_sub(2)..at).any(|i| {
            self.is(i, Sense::Rise)
                || self.is(i, Sense::Fall)
                || self.is(i, Sense::Multiplied)
        });
        self.is(at, Sense::Pace)
            && !moved
            && self.sized(at).and_then(|number| self.fact(number)).is_some_and(|fact| {
                fact.sign == Sign::Level && fact.is_time_taken(self.lexicon)
            })
    }

    /// Returns whether one wants less of what is measured, rather than more; none where it is not
    /// known. The statistic beside a place says it; or the words before it, or the whole sentence with the
    /// titles of its numbers.
    pub fn less_is_better(&self, at: usize) -> Option<bool> {
        if let Some(better) = self.declared_better(at) {
            return Some(better == Better::Lower);
        }
        let known = |bad: bool, good: bool| (bad != good).then_some(bad);
        let near = at.saturating_sub(6)..at;
        let said = |range: Range<usize>, sense: Sense| {
            range.into_iter().any(|i| self.is(i, sense))
        };
        let own = known(said(near.clone(), Sense::Bad), said(near, Sense::Wanted));
        own.or_else(|| {
            let titled = |sense: Sense| {
                self.numbers().into_iter().filter_map(|i| self.fact(i)).any(|fact| {
                    fact.title.split_whitespace().any(|word| {
                        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
                        self.lexicon.says(&word.to_lowercase(), sense)
                    })
                })
            };
            let all = 0..self.len();
            known(
                said(all.clone(), Sense::Bad) || titled(Sense::Bad),
                said(all, Sense::Wanted) || titled(Sense::Wanted),
            )
        })
    }

    /// Returns which values are the better ones of the statistic beside a place, where it says so.
    fn declared_better(&self, at: usize) -> Option<Better> {
        self.fact(self.sized(at)?)?.better
    }

    /// Returns the fault of "improved by" and the like beside a number of which nothing says which values are the
    /// better ones.
    fn unheld(&self, at: usize, fact: &Fact) -> Option<Fault> {
        if fact.sign != Sign::Change || fact.better.is_some() {
            return None;
        }
        let j = self.before(at)?;
        let (by, of) = (self.is(j, Sense::By), self.is(j, Sense::Of));
        let start = self.clause(j).max(j.saturating_sub(9));
        let judged = |i: &usize| {
            (self.is(*i, Sense::Worsened) || self.is(*i, Sense::Bettered))
                && self.way(*i).is_none()
                && !self.is(*i, Sense::Judged)
        };
        let word = (start..j).rev().find(judged).filter(|_| by || of)?;
        let said = self.word(word);
        Some(Fault::loose(
            Code::R0546,
            self.range(word, word),
            format!(
                "`{said}` is held to nothing: no statistic says whether higher or lower values of `{}` are the better ones",
                fact.block()
            ),
            format!(
                "write `better: higher` or `better: lower` where `{}` is declared",
                fact.block()
            ),
        ))
    }

    /// "rose by x", where x is how much there was.
    fn moved_by_level(&self, governor: Governor, fact: &Fact) -> Option<Fault> {
        // What is counted may itself be what moved: "cases rose by x new ones".
        let titled = fact.title.split(|c: char| !c.is_alphanumeric());
        let moves = titled.map(str::to_lowercase).any(|word| {
            [Sense::Rise, Sense::Fall, Sense::Gap, Sense::Neutral]
                .iter()
                .any(|sense| self.lexicon.says(&word, *sense))
        });
        let single = matches!(fact.period, Some((_, None)));
        let level = fact.state && single && fact.sign == Sign::Level && !moves;
        (level && !governor.compares && !self.unsaid(governor.at)).then(|| {
            Fault::wrong(
                Code::R0531,
                self.range(governor.at, governor.at),
                format!(
                    "`{} by` wants a change: `{}` is {}, which is how much there was (“{}”)",
                    self.word(governor.at),
                    fact.id,
                    fact.printed,
                    fact.title
                ),
                "show the statistic of the change, or write `to` for `by`".to_owned(),
            )
        })
    }

    /// "A lagged behind B by x", where A has more by x.
    fn outdone_by(&self, at: usize, fact: &Fact) -> Option<Fault> {
        let (more, less) = fact.sides.as_ref().filter(|_| fact.sign == Sign::Gap)?;
        let (more, less) = (words(more), words(less));
        let by = self.before(at).filter(|by| self.is(*by, Sense::By))?;
        let start = self.clause(by);
        let beats = |i: usize| self.says(i, Sense::Beats);
        let trails = |i: usize| self.says(i, Sense::Trails);
        let verb = (start..by).find(|i| beats(*i).max(trails(*i)) > 0)?;
        let named = self.mentions(&[more.clone(), less].into());
        let subject =
            named.iter().find(|m| start <= m.tokens.start && m.tokens.end <= verb)?;
        let leads = (beats(verb) > 0) != self.turned(verb);
        let has_more = (subject.name == more) == (fact.way() > 0);
        // To outdo in what one wants less of is to have less; below zero, nobody knows. To outgrow is to have more.
        let less = self.less_is_better(verb);
        let judges = !self.is(verb, Sense::Outnumbers);
        if judges && (less == Some(true) || less.is_none() && fact.way() < 0) {
            return None;
        }
        let said = beats(verb).max(trails(verb));
        (leads != has_more && fact.way() != 0 && !self.unsaid(verb)).then(|| {
            let is = if has_more { "more" } else { "less" };
            Fault::wrong(
                Code::R0530,
                self.range(verb, verb + said - 1),
                format!(
                    "`{}` contradicts the data: `{}` is {}, so there is {is} of it in {}",
                    self.words(&(verb..verb + said)),
                    fact.id,
                    fact.printed,
                    self.words(&subject.tokens)
                ),
                "name the other one as the subject, or turn the verb".to_owned(),
            )
        })
    }

    /// "−" right before a number that is above zero and shows no sign of its own, "↓" before one that went up.
    fn signed(&self, at: usize, fact: &Fact) -> Option<Fault> {
        let before = at.checked_sub(1)?;
        let Some(Kind::Mark(mark)) = self.kind(before) else { return None };
        let arrow = match mark {
            '↑' | '▲' | '⬆' => Some(1),
            '↓' | '▼' | '⬇' => Some(-1),
            _ => None,
        };
        let end = |i: usize| self.tokens.get(i).map(|token| token.range.end);
        let start = |i: usize| self.tokens.get(i).map(|token| token.range.start);
        // A dash between words has spaces about it, and one of a range follows a number.
        let tight = end(before) == start(at)
            && before.checked_sub(1).is_none_or(|i| end(i) != start(before));
        let sign = match mark {
            '+' if tight => Some(1),
            '−' | '-' if tight => Some(-1),
            _ => None,
        };
        let said = arrow.filter(|_| fact.sign == Sign::Change).or(sign)?;
        let shows = fact.shown.starts_with(['−', '-', '+']);
        let way = fact.way();
        (way != 0 && way != said && !shows && !self.supposed(before)).then(|| {
            Fault::wrong(
                Code::R0530,
                self.range(before, before),
                format!(
                    "`{mark}` contradicts the data: `{}` is {}",
                    fact.id, fact.printed
                ),
                "leave the sign out: `show=\"signed\"` prints the one that the number has"
                    .to_owned(),
            )
        })
    }

    /// Returns the fault of a number whose sign its direction word reverses.
    fn judge(&self, governor: Governor, fact: &Fact) -> Option<Fault> {
        if !fact.directed() || self.unsaid(governor.at) {
            return None;
        }
        if governor.compares && fact.sign == Sign::Level {
            return None;
        }
        let start = self.clause(governor.at);
        let widened =
            self.is(governor.at, Sense::Widens) || self.is(governor.at, Sense::Narrows);
        if widened && fact.sign != Sign::Change {
            return None;
        }
        let gap = (start..governor.at).any(|i| self.is(i, Sense::Gap));
        if gap && fact.sign == Sign::Gap {
            return None;
        }
        let mut up = governor.up;
        if self.turned(governor.at) {
            up = !up;
        }
        if governor.compares && self.other_side(governor.at, fact) {
            up = !up;
        }
        let way = fact.way();
        if way == if up { 1 } else { -1 } {
            return None;
        }
        if way == 0 && (self.turned(governor.at) || fact.sign == Sign::Gap) {
            return None;
        }
        let said = self.word(governor.at);
        let is = match (way, governor.compares) {
            (0, _) => "it did not change",
            (1, false) => "it went up",
            (_, false) => "it went down",
            (1, true) => "there is more of it",
            (_, true) => "there is less of it",
        };
        let help = match (way, fact.sign) {
            (0, _) => "say that it hardly changed, or show another statistic".to_owned(),
            (1, Sign::Gap) => format!(
                "say that it is more, or show another statistic (“{}”)",
                fact.title
            ),
            (_, Sign::Gap) => format!(
                "say that it is less, or show another statistic (“{}”)",
                fact.title
            ),
            (1, _) => {
                format!("say that it rose, or show another statistic (“{}”)", fact.title)
            }
            _ => {
                format!("say that it fell, or show another statistic (“{}”)", fact.title)
            }
        };
        Some(Fault::wrong(
            Code::R0530,
            self.range(governor.at, governor.at),
            format!(
                "`{said}` contradicts the data: `{}` is {}, so {is}",
                fact.id, fact.printed
            ),
            help,
        ))
    }

    /// "rose by x in A, and less elsewhere, by y": the number before, of which the verb is.
    fn elided(&self, at: usize) -> Option<usize> {
        let joined = (at.saturating_sub(2)..at)
            .any(|i| self.is(i, Sense::And) || self.is(i, Sense::Contrast));
        let compared = self.is(at, Sense::More) || self.is(at, Sense::Less);
        let before = self.numbers().into_iter().rev().find(|n| *n < at);
        before.filter(|_| joined && compared && !self.is(at + 1, Sense::Than))
    }

    fn less_than_before(&self, at: usize, before: usize, after: usize) -> Option<Fault> {
        let (a, b) = (self.fact(after)?, self.fact(before)?);
        let alike = a.unit == b.unit && a.sign == b.sign && a.way() == b.way();
        let (x, y) = (a.rounded.abs(), b.rounded.abs());
        let up = self.is(at, Sense::More) != self.turned(at);
        let holds = if up { x > y } else { x < y };
        (alike && !holds && !self.supposed(at)).then(|| self.pair_fault(at, 1, a, b))
    }

    /// Returns whether a comparison is put from the other side: its subject is what the
    /// difference takes away.
    fn other_side(&self, at: usize, fact: &Fact) -> bool {
        let Some((more, less)) = &fact.sides else { return false };
        let (more, less) = (words(more), words(less));
        let mut named = self.mentions(&[more.clone(), less.clone()].into());
        // "a council tenant", of "councils".
        if named.is_empty() {
            let one = |name: &[String]| {
                let (last, rest) = name.split_last()?;
                let last = self.lexicon.stem(last, Ending::Plural)?.to_owned();
                Some(rest.iter().cloned().chain([last]).collect::<Vec<String>>())
            };
            if let (Some(a), Some(b)) = (one(&more), one(&less)) {
                let found = self.mentions(&[a.clone(), b].into());
                named.extend(found.into_iter().map(|mention| Mention {
                    name: if mention.name == a { more.clone() } else { less.clone() },
                    ..mention
                }));
            }
        }
        let than =
            (at..self.len()).find(|i| self.is(*i, Sense::Than)).unwrap_or(self.len());
        let find = |name: &[String], from: usize, to: usize| {
            let mut within = named.iter().filter(|m| from <= m.tokens.start);
            within.find(|m| m.name == name && m.tokens.start < to)
        };
        let subject = |name: &[String]| find(name, 0, than);
        let object = |name: &[String]| find(name, than, self.len());
        match (subject(&more), subject(&less)) {
            (None, Some(_)) => true,
            (None, None) => object(&more).is_some() && object(&less).is_none(),
            _ => false,
        }
    }
}
