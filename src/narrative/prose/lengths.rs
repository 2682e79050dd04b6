//! Lengths of time beside a change ("over the past five years", "in the three years to 2024"), against
//! the years that it is between.

use crate::model::calendar::Step;
use crate::narrative::prose::Fault;
use crate::narrative::prose::fact::Fact;
use crate::narrative::prose::fact::Sign;
use crate::narrative::prose::passage::Sentence;
use crate::project::sense::Sense;
use std::ops::Range;

/// A length in years.
struct Length {
    tokens: Range<usize>,
    years: i64,
}

/// Reports lengths of time that are not those of the change beside them.
pub(super) fn read(s: Sentence<'_>, out: &mut Vec<Fault>) {
    if s.asks() {
        return;
    }
    let changes: Vec<&Fact> = s
        .numbers()
        .into_iter()
        .filter_map(|at| s.fact(at))
        .filter(|fact| fact.sign != Sign::Level)
        .collect();
    let spans: Vec<Option<i64>> = changes.iter().map(|fact| span(fact)).collect();
    let Some(Some(first)) = spans.first().copied() else { return };
    // Changes over several lengths: whose it is cannot be told.
    if spans.iter().any(|span| *span != Some(first)) {
        return;
    }
    let lengths: Vec<Length> = (0..s.len()).filter_map(|at| s.length(at)).collect();
    if lengths.iter().any(|length| length.years == first) {
        return;
    }
    let [length] = lengths.as_slice() else { return };
    if s.supposed(length.tokens.start) {
        return;
    }
    let fact = changes[0];
    let help =
        format!("write {}, or show the statistic of that period", fact.period_words());
    out.push(s.other_period(length.tokens.clone(), fact, help));
}

/// Returns over how many years something changed, where it is a whole number of them.
fn span(fact: &Fact) -> Option<i64> {
    let (from, Some(to)) = fact.period? else { return None };
    let yearly = matches!(from.step, Step::Year | Step::Season) && from.step == to.step;
    yearly.then(|| to.year() - from.year()).filter(|years| *years > 0)
}

impl Sentence<'_> {
    /// "over the past five years", "in the three years to 2024", "over a decade".
    fn length(&self, at: usize) -> Option<Length> {
        // "the lowest in a decade" is no length of the change.
        let ranked = at > 0
            && (self.is(at - 1, Sense::Most)
                || self.is(at - 1, Sense::Least)
                || self.is(at - 1, Sense::LevelNoun));
        if !self.is(at, Sense::OverTime) || ranked {
            return None;
        }
        let mut i = at + 1;
        while i < at + 5
            && self.is(i, Sense::OverBefore)
            && self.number(i).is_none_or(|_| self.is(i, Sense::Indefinite))
        {
            i += 1;
        }
        let digits = self.word(i).parse::<i64>().ok().filter(|n| *n < 100);
        let spelt = self.number(i).filter(|(n, _)| n.fract() == 0.0);
        let (count, end) = match (digits, spelt) {
            (Some(n), _) => (n, i + 1),
            #[expect(clippy::cast_possible_truncation, reason = "a small whole number")]
            (None, Some((n, end))) => (n as i64, end),
            (None, None) => (1, i),
        };
        let counted = digits.is_some() || spelt.is_some();
        let (year, decade) =
            (self.is(end, Sense::YearsNoun), self.is(end, Sense::Decade));
        // "in the year" alone is no length; "in the year to 2024" is.
        let to = self.is(end + 1, Sense::To);
        if !(year && (counted || to) || decade) || self.is(end + 1, Sense::Age) {
            return None;
        }
        let plain = i == at + 1
            && !self.is(at, Sense::OverBefore)
            && self.is(at, Sense::When)
            && counted;
        // "in three years": how soon, or how often.
        if plain && !to {
            return None;
        }
        Some(Length {
            tokens: at..end + 1,
            years: if decade { count * 10 } else { count },
        })
    }
}
