//! Back to an earlier level ("has yet to return to its level of 2019", "recovered the ground that it
//! lost"), and runs of years ("rose for four years running"), against the series of a number.

use crate::model::statistic::Statistics;
use crate::narrative::prose::Fault;
use crate::narrative::prose::course::Level;
use crate::narrative::prose::course::in_time;
use crate::narrative::prose::fact::Fact;
use crate::narrative::prose::passage::Sentence;
use crate::narrative::prose::series::At;
use crate::narrative::prose::series::series;
use crate::project::sense::Sense;

/// How much of what was lost may be missing where it is said to be regained.
const NEARLY: f64 = 0.1;

/// Reports levels that are, or are not, what they were, and runs that the series does not have.
pub(super) fn read(s: Sentence<'_>, statistics: &Statistics, out: &mut Vec<Fault>) {
    if s.asks() {
        return;
    }
    for at in 0..s.len() {
        let found = s.regained(at, statistics).or_else(|| s.running(at, statistics));
        let Some(fault) = found else { continue };
        let had = |had: &Fault| {
            had.range.start < fault.range.end && fault.range.start < had.range.end
        };
        if !out.iter().any(had) {
            out.push(fault);
        }
    }
}

impl Sentence<'_> {
    /// "has yet to return to its level of 2019: x in 2023, against y", "has recovered to x, from y in 2019".
    fn regained(&self, at: usize, statistics: &Statistics) -> Option<Fault> {
        let (short, back) = (self.says(at, Sense::YetTo), self.says(at, Sense::Regained));
        let words = short.max(back);
        if words == 0 {
            return None;
        }
        // "yet to return to its level" is no return.
        let within =
            (at.saturating_sub(3)..at).any(|i| self.says(i, Sense::YetTo) > at - i);
        let turned = short == 0 && (within || self.turned(at));
        // "A passed its level of x, whereas B has yet to regain its own".
        let other = self.numbers().into_iter().all(|n| self.parted(at, n));
        if turned || other || self.supposed(at) {
            return None;
        }
        let (from, mut to) = self.then_and_now(at + words, statistics)?;
        // "After dipping to x in 2020, it never got back to its level of 2018": until the last that there is.
        let dip = (0..at).any(|i| self.fact(i).is_some())
            && (0..at).any(|i| self.is(i, Sense::Afterwards))
            && self.is(0, Sense::Afterwards);
        if dip && let Some(last) = series(statistics, &to).pop() {
            to = last.fact;
        }
        let (start, end) = (from.period?.0, to.period?.0);
        // "Having bottomed out at x in 2021, it was back at its level by 2024": of another time.
        let later = (at..self.len()).any(|i| {
            self.year(i).is_some_and(|year| year > end.year())
                && self.is(i - 1, Sense::InYear)
        });
        if later {
            return None;
        }
        // Which way it went in between says from which side it comes back.
        let away = series(statistics, &to)
            .into_iter()
            .filter(|one| start < one.period && one.period < end)
            .map(|one| one.fact.rounded - from.rounded)
            .max_by(|a, b| a.abs().total_cmp(&b.abs()))?;
        let left = (to.rounded - from.rounded) * away.signum();
        // What one wants more of and has more of is no longer short of it.
        let past = match self.less_is_better(at) {
            Some(true) => to.rounded <= from.rounded,
            Some(false) => to.rounded >= from.rounded,
            None => false,
        };
        let wrong =
            if short > 0 { left <= 0.0 || past } else { left > NEARLY * away.abs() };
        (wrong && away != 0.0).then(|| self.at_odds(at, words, &[from, to]))
    }

    /// Returns the level that it is to come back to, and the one that it has.
    fn then_and_now(&self, end: usize, statistics: &Statistics) -> Option<(Fact, Fact)> {
        match self.one_measure().as_slice() {
            [a, b] => in_time(a, b).map(|(from, to)| (from.clone(), to.clone())),
            [Level { fact, .. }] => {
                let years = |i: usize| self.word(i).parse::<i64>().ok();
                let own = fact.period.map(|(own, _)| own.year());
                let near = end..(end + 7).min(self.len());
                let year = near.filter_map(|i| Some((i, years(i)?)));
                let year = year.into_iter().find(|(_, year)| Some(*year) != own);
                let all = series(statistics, fact);
                // "all that it lost in 2020": the level that it had before.
                let lost = |i: usize| self.way(i).is_some_and(|(_, compares)| !compares);
                if let Some((_, year)) = year.filter(|(at, _)| (end..*at).any(lost)) {
                    let before = all.into_iter().rfind(|one| one.period.year() < year);
                    return Some((before?.fact, (*fact).clone()));
                }
                let year = year.map(|(_, year)| year);
                // Where no time is named, it is the one that the series begins with.
                let first = all.first().map(|one| one.period.year());
                let year = year.or(first)?;
                let mut then = all.into_iter().filter(|one| one.period.year() == year);
                let one = then.next().filter(|_| then.next().is_none())?;
                (Some(one.period) < fact.period.map(|(own, _)| own))
                    .then(|| (one.fact, (*fact).clone()))
            }
            _ => None,
        }
    }

    /// "rose for four years running", "the third consecutive rise".
    fn running(&self, at: usize, statistics: &Statistics) -> Option<Fault> {
        let (run, words) =
            (self.says(at, Sense::Running), self.is(at, Sense::Consecutive));
        let last = match (run, words) {
            (0, false) => return None,
            (0, true) => at.checked_sub(1)?,
            // "for three years running", "the third annual improvement in succession".
            _ => (at.saturating_sub(4)..at.saturating_sub(1)).rev().find(|i| {
                let (places, numbers) = (&self.lexicon.places, &self.lexicon.numbers);
                places.contains_key(self.word(*i)) || numbers.contains_key(self.word(*i))
            })?,
        };
        let count = self.lexicon.places.get(self.word(last)).copied();
        let count = count.or_else(|| self.lexicon.numbers.get(self.word(last)).copied());
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a small whole number"
        )]
        let count = count.filter(|n| (2.0..50.0).contains(n))? as usize;
        let moves = |i: usize| self.way(i).filter(|(_, compares)| !compares);
        // "three consecutive annual increases".
        let (up, _) = (at + 1..at + 3)
            .filter(|_| words)
            .chain(last + 1..at)
            .find_map(moves)
            .or_else(|| (self.clause(last)..last).rev().find_map(moves))
            .or_else(|| (at + 1..at + 4).find_map(moves))?;
        let numbers = self.numbers();
        let near = |n: &usize| !self.parted(at, *n);
        let own = numbers.iter().any(near);
        // "fell for two years running, reaching x, only to rise again to y": the next is where it came to.
        let next = numbers.iter().copied().find(|n| *n > at && near(n));
        let from =
            |next: &usize| self.before(*next).is_some_and(|j| self.is(j, Sense::From));
        let next =
            next.filter(|next| !from(next) && (at..*next).all(|i| moves(i).is_none()));
        let numbers = next.map_or(numbers, |next| vec![next]);
        let fact = numbers
            .into_iter()
            .filter(|n| !own || near(n))
            .filter_map(|n| self.level_at(n))
            .filter(|level| level.period.is_some())
            .max_by_key(|level| level.period)?
            .fact;
        let (own, None) = fact.period? else { return None };
        let mut run_up = series(statistics, fact);
        // "fell, to x, after three consecutive rises": until then.
        let after = (last.saturating_sub(2)..last).any(|i| self.is(i, Sense::Afterwards));
        run_up.retain(|one| one.period < own || one.period == own && !after);
        let window = run_up.get(run_up.len().checked_sub(count + 1)?..)?;
        // "the third election in a row": of the times that there are.
        let years = (last + 1..at + 3)
            .any(|i| self.is(i, Sense::YearsNoun) || self.is(i, Sense::YearlyTitle));
        let yearly =
            |pair: &[At]| !years || pair[1].period.year() - pair[0].period.year() == 1;
        let broken = window.windows(2).find(|pair| {
            let (was, is) = (pair[0].fact.rounded, pair[1].fact.rounded);
            if up { is <= was } else { is >= was }
        })?;
        let said = !self.supposed(last) && !self.turned(last);
        (said && window.windows(2).all(yearly)).then(|| {
            let facts = [broken[0].fact.clone(), broken[1].fact.clone()];
            self.at_odds(last, at + run.max(1) - last, &facts)
        })
    }

    /// The fault of words that two values of a series contradict.
    fn at_odds(&self, at: usize, words: usize, facts: &[Fact; 2]) -> Fault {
        let shown = facts
            .each_ref()
            .map(|fact| format!("{} in {}", fact.printed, fact.period_words()));
        let help = "say what the series did between the two times";
        self.belied(at..at + words, &shown.join(", "), help)
    }
}
