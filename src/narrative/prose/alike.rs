//! Words that say how alike numbers are: "unchanged", "equally", "nothing separated them", "poles
//! apart".
//!
//! **In:** a sentence. **Out:** faults where its numbers differ more, or less, than the words say.

use crate::model::diagnostic::Code;
use crate::model::format::Unit;
use crate::narrative::prose::Fault;
use crate::narrative::prose::fact::Fact;
use crate::narrative::prose::fact::Sign;
use crate::narrative::prose::passage::Sentence;
use crate::project::lexicon::Ending;
use crate::project::sense::Sense;

/// Reports "poles apart" and the like beside numbers that are nearly equal.
pub(super) fn far(s: Sentence<'_>, out: &mut Vec<Fault>) {
    for at in 0..s.len() {
        let words = s.says(at, Sense::FarApart);
        if words == 0 || s.asks() || s.turned(at) || s.supposed(at) {
            continue;
        }
        let Some((_, _, a, b)) = s.two(at) else { continue };
        let large = a.rounded.abs().max(b.rounded.abs());
        if a.sign == Sign::Level && (a.rounded - b.rounded).abs() < 0.1 * large {
            out.push(s.pair_fault(at, words, a, b));
        }
    }
}

/// Reports "unchanged" and the like beside numbers that differ.
pub(super) fn flat(s: Sentence<'_>, out: &mut Vec<Fault>) {
    if s.asks() {
        return;
    }
    let mut at = 0;
    while at < s.len() {
        let words = s.says(at, Sense::Flat);
        // "twice as much as", "half as many as" are ratios.
        let multiple = at > 0
            && (s.lexicon.folds.contains_key(s.word(at - 1))
                || s.lexicon.parts.contains_key(s.word(at - 1))
                || s.is(at - 1, Sense::Times));
        let equal = if multiple { 0 } else { s.says(at, Sense::Equal) };
        let words = words.max(equal).max(usize::from(s.flat_state(at)));
        let alone = words > 1
            || words == 1
                && (equal > 0 || s.is(at, Sense::FlatAlone) || s.flat_state(at));
        if !alone || s.turned(at) || s.supposed(at) {
            at += 1;
            continue;
        }
        out.extend(s.moved_after_all(at, words, equal > 0));
        at += words;
    }
}

impl Sentence<'_> {
    /// "was broadly stable", "remains much the same": what a verb of state says stayed as it was.
    fn flat_state(&self, at: usize) -> bool {
        let adverb = |i: usize| {
            self.lexicon.ends(self.word(i), Ending::Adverb)
                || self.is(i, Sense::Intensifier)
        };
        self.is(at, Sense::FlatState)
            && (at.saturating_sub(3)..at)
                .rev()
                .find(|i| !adverb(*i))
                .is_some_and(|i| self.is(i, Sense::Copula))
    }

    fn moved_after_all(&self, at: usize, words: usize, equal: bool) -> Option<Fault> {
        let apart = |i: &usize| {
            self.mark(*i, ';')
                || self.is(*i, Sense::Contrast)
                || self.way(*i).is_some_and(|(_, compares)| !compares)
                    // "unchanged, adding x" is of one thing.
                    && !(*i > 0
                        && self.mark(*i - 1, ',')
                        && self.lexicon.ends(self.word(*i), Ending::Gerund))
        };
        let mut numbers = self.numbers_around(at, at + words, &apart);
        // "which had started from much the same level": earlier still.
        let open = (0..at).rev().find(|i| self.mark(*i, ',')).unwrap_or(0);
        if (open..at).any(|i| self.is(i, Sense::Earlier) && self.is_past(i + 1)) {
            return None;
        }
        // "Apart from a peak of x in 2020, it has barely changed".
        let barred = self.says(0, Sense::Barring) > 0;
        let comma = (0..at).find(|i| self.mark(*i, ',')).filter(|_| barred);
        numbers.retain(|n| comma.is_none_or(|comma| *n > comma) && !self.parted(at, *n));
        // "in towns and villages alike": both of them.
        let joined = (at.saturating_sub(4)..at).any(|i| self.is(i, Sense::And));
        let adverb = self.lexicon.ends(self.word(at), Ending::Adverb);
        if words == 1 && equal && joined && !adverb && !self.follows(at, &[Sense::Copula])
        {
            return None;
        }
        let fault = |is: String| {
            Fault::wrong(
                Code::R0539,
                self.range(at, at + words - 1),
                format!("`{}` contradicts the data: {is}", self.words(&(at..at + words))),
                "say which way it went, or show another statistic".to_owned(),
            )
        };
        match numbers.as_slice() {
            [one] if !equal => {
                let fact = self.fact(*one)?;
                let near = one.abs_diff(at) < 12;
                let moved = fact.sign == Sign::Change
                    && match fact.unit {
                        Unit::Percent => fact.rounded.abs() > 1.0,
                        Unit::Points => fact.rounded.abs() > 0.5,
                        _ => fact.clear == Some(true),
                    };
                (near && moved)
                    .then(|| fault(format!("`{}` is {}", fact.id, fact.printed)))
            }
            // "nothing separated A from B: the gap was x".
            [one] => {
                let fact = self.fact(*one).filter(|fact| fact.sign == Sign::Gap)?;
                let wide = matches!(fact.unit, Unit::Points | Unit::Percent)
                    && fact.rounded.abs() > 1.0;
                (fact.clear.unwrap_or(wide))
                    .then(|| fault(format!("`{}` is {}", fact.id, fact.printed)))
            }
            _ => {
                let facts: Vec<&Fact> =
                    numbers.iter().map(|at| self.fact(*at)).collect::<Option<_>>()?;
                let alike = |pair: &[&Fact]| {
                    let changes = pair[0].sign == Sign::Change && words > 1;
                    pair[0].unit == pair[1].unit
                        && (equal || changes || pair[0].period != pair[1].period)
                };
                let level =
                    |fact: &&Fact| fact.sign == Sign::Level && fact.unit != Unit::P;
                // "at the same rate: x and y".
                let change =
                    |fact: &&Fact| (equal || words > 1) && fact.sign == Sign::Change;
                let by_value = |a: &&&Fact, b: &&&Fact| a.rounded.total_cmp(&b.rounded);
                let (low, high) =
                    (facts.iter().min_by(by_value)?, facts.iter().max_by(by_value)?);
                let large = low.rounded.abs().max(high.rounded.abs());
                let all = facts.iter().all(level);
                let share = if all { 0.04 } else { 0.2 };
                let apart = high.rounded - low.rounded > share * large;
                ((all || facts.iter().all(change))
                    && facts.windows(2).all(alike)
                    && apart)
                    .then(|| fault(format!("{} is not {}", low.shown, high.shown)))
            }
        }
    }
}
