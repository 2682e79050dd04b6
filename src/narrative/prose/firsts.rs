//! What is said to be so for the first time ("above half for the first time, at x", "more A (x) than B (y) for the first
//! time"), against the earlier values of the same series.
//!
//! **In:** a sentence, the series of its numbers. **Out:** faults.

use crate::model::calendar::Period;
use crate::model::statistic::Statistics;
use crate::narrative::prose::Fault;
use crate::narrative::prose::amounts::Amount;
use crate::narrative::prose::fact::Fact;
use crate::narrative::prose::fellows::then;
use crate::narrative::prose::passage::Sentence;
use crate::narrative::prose::series::At;
use crate::narrative::prose::series::series;
use crate::narrative::prose::series::told;
use crate::narrative::prose::series::was_and_is;
use crate::project::sense::Sense;
use std::cmp::Ordering;

/// Reports what was so before.
pub(super) fn read(s: Sentence<'_>, statistics: &Statistics, out: &mut Vec<Fault>) {
    let said = |at: &usize| {
        s.says(*at, Sense::FirstTime) > 0 && !s.supposed(*at) && !s.turned(*at)
    };
    if s.asks() {
        return;
    }
    let found = (0..s.len()).find(said);
    out.extend(found.and_then(|at| {
        s.first_time(at, statistics).or_else(|| s.moved_first(at, statistics))
    }));
    out.extend((0..s.len()).find_map(|at| s.first_move(at, statistics)));
    out.extend(s.only_then(statistics).or_else(|| s.not_since(statistics)));
}

impl Sentence<'_> {
    /// Returns whether a comparison stands between the two numbers of a sentence: "more A (x) than B (y)".
    fn compares_both(&self) -> bool {
        let [first, second] = *self.numbers().as_slice() else { return false };
        (first + 1..second).any(|i| {
            self.is(i, Sense::Than)
                || self.says(i, Sense::Beats).max(self.says(i, Sense::Trails)) > 0
        })
    }

    /// "above half for the first time, at x", "more A (x) than B (y) for the first time": it was so before.
    fn first_time(&self, at: usize, statistics: &Statistics) -> Option<Fault> {
        let words = self.says(at, Sense::FirstTime);
        // "for the first time since 2015".
        let stop = (at + words + 3).min(self.len());
        let since = (at + words..stop).any(|i| self.is(i, Sense::Onward));
        let near = |n: &usize| !self.parted(at, *n);
        let facts: Vec<&Fact> = self
            .numbers()
            .into_iter()
            .filter(near)
            .filter_map(|n| self.fact(n))
            .collect();
        let facts: Vec<(Period, &Fact)> = facts
            .into_iter()
            .filter_map(|fact| Some((fact.level_time()?, fact)))
            .collect();
        let help = "say since when it is so, or leave the words out";
        let found = match *facts.as_slice() {
            _ if since => None,
            [(own, fact)]
                if let Some((word, (year, _))) = (0..self.len())
                    .find_map(|i| Some((i, self.compared_year(i)?)))
                    .filter(|(_, (year, _))| *year < own.year()) =>
            {
                // "fell below its 2019 level for the first time".
                let all = series(statistics, fact);
                let level = all.iter().find(|one| one.period.year() == year)?;
                let way = fact.rounded.total_cmp(&level.fact.rounded);
                let said = self.way(word)?.0;
                let fits = said == (way == Ordering::Greater) && way != Ordering::Equal;
                let before = all.iter().find(|one| {
                    let same = one.fact.rounded.total_cmp(&level.fact.rounded) == way;
                    level.period < one.period && one.period < own && same
                })?;
                fits.then(|| format!("`{}` is {}", before.fact.id, before.fact.printed))
            }
            [(own, fact)] => {
                let said = self.amounts();
                let mut parts = said.iter().filter_map(|one| match one.amount {
                    Amount::Share(from, to) => Some((one, from, to)),
                    _ => None,
                });
                let (part, from, to) = parts.next().filter(|_| parts.next().is_none())?;
                let held = |fact: &Fact| {
                    part.amount.of(fact).is_some_and(|n| from <= n && n <= to)
                };
                let before = series(statistics, fact)
                    .into_iter()
                    .find(|one| one.period < own && held(&one.fact) && held(fact))?;
                Some(format!("`{}` is {}", before.fact.id, before.fact.printed))
            }
            [(one, a), (other, b)]
                if one == other && a.unit == b.unit && self.compares_both() =>
            {
                let way = a.rounded.total_cmp(&b.rounded);
                let before = series(statistics, a).into_iter().find_map(|x| {
                    let y = then(statistics, b, x.period)?;
                    let same = x.fact.rounded.total_cmp(&y.rounded) == way;
                    (x.period < one && same && way != Ordering::Equal)
                        .then_some((x.fact, y))
                })?;
                let (x, y) = before;
                Some(format!(
                    "`{}` is {}, and `{}` is {}",
                    x.id, x.printed, y.id, y.printed
                ))
            }
            [(one, a), (other, b)] if a.series() == b.series() => {
                let (now, level, from) =
                    if one > other { (a, b, other) } else { (b, a, one) };
                let way = now.rounded.total_cmp(&level.rounded);
                let until = one.max(other);
                let before = series(statistics, now).into_iter().find(|x| {
                    let same = x.fact.rounded.total_cmp(&level.rounded) == way;
                    from < x.period && x.period < until && same
                })?;
                Some(format!("`{}` is {}", before.fact.id, before.fact.printed))
            }
            _ => None,
        }?;
        Some(self.belied(at..at + words, &found, help))
    }

    /// "fell in 2024 for the first time since 2019, to x": it did not, or did before.
    fn moved_first(&self, at: usize, statistics: &Statistics) -> Option<Fault> {
        let words = self.says(at, Sense::FirstTime);
        let verb = (self.clause(at)..at)
            .rev()
            .find(|i| self.way(*i).is_some_and(|(_, compares)| !compares))?;
        let (up, _) = self.way(verb)?;
        // "rose above half for the first time".
        let over = (verb + 1..at + words).any(|i| {
            self.is(i, Sense::Position)
                || self.is(i, Sense::Than)
                || self.is(i, Sense::To)
        });
        let facts = self.numbers().into_iter().filter_map(|n| self.fact(n));
        let facts: Vec<&Fact> = facts.collect();
        let [fact] = *facts.as_slice() else { return None };
        let own = fact.level_time()?;
        if over || self.turned(verb) || !self.is_about(self.clause(verb)..at, fact) {
            return None;
        }
        let stop = (at + words + 3).min(self.len());
        let since = (at + words..stop).find(|i| self.is(*i, Sense::Onward));
        let since = since.and_then(|i| self.year(i + 1));
        let all = series(statistics, fact);
        let went = |pair: &[At]| {
            let (was, is) = (pair[0].fact.rounded, pair[1].fact.rounded);
            if up { was < is } else { was > is }
        };
        let wrong = all.windows(2).find(|pair| {
            let then = since.is_none_or(|since| since <= pair[0].period.year());
            if pair[1].period == own {
                !went(pair)
            } else {
                then && pair[1].period < own && went(pair)
            }
        })?;
        let help = "say since when it is so, or leave the words out";
        Some(self.belied(verb..at + words, &told(wrong), help))
    }

    /// "Only in 2024 did it begin to fall, when x": it fell before, or did not fall then.
    fn only_then(&self, statistics: &Statistics) -> Option<Fault> {
        let first = usize::from(self.is(0, Sense::Sole) || self.is(0, Sense::Turn));
        let year = self.year(first + 1).filter(|_| first > 0)?;
        let dated = self.is(first, Sense::InYear);
        let did = (first + 2..first + 4).any(|i| self.is(i, Sense::Auxiliary));
        let moves = |i: &usize| self.way(*i).is_some_and(|(_, compares)| !compares);
        let mut verbs = (first + 3..(first + 10).min(self.len())).filter(moves);
        let verb = verbs.next().filter(|_| dated && did)?;
        let (up, _) = self.way(verb)?;
        let [number] = *self.numbers().as_slice() else { return None };
        let fact = self.fact(number).filter(|fact| fact.level_time().is_some())?;
        let about = self.is_about(first + 2..verb, fact);
        let all = series(statistics, fact);
        let steps = all.windows(2).filter(|pair| pair[1].period.year() <= year);
        let wrong = steps.into_iter().find(|pair| {
            let way = pair[1].fact.rounded.total_cmp(&pair[0].fact.rounded);
            let moved = way == if up { Ordering::Greater } else { Ordering::Less };
            moved != (pair[1].period.year() == year)
        });
        let wrong = wrong.filter(|_| about && !self.supposed(verb))?;
        let help = "say when it began to, or leave the words out";
        Some(self.belied(verb..verb + 1, &told(wrong), help))
    }

    /// "Not since 2021 have so few households switched: x": a year in between had fewer.
    fn not_since(&self, statistics: &Statistics) -> Option<Fault> {
        let opens = self.is(0, Sense::Turn) && self.is(1, Sense::Onward);
        let year = self.year(2).filter(|_| opens)?;
        let so = (3..10.min(self.len())).find(|i| {
            (self.is(*i, Sense::SoMuch) || self.is(*i, Sense::SoLittle))
                && self.is(i - 1, Sense::So)
        })?;
        let up = self.is(so, Sense::SoMuch);
        let [number] = *self.numbers().as_slice() else { return None };
        let fact = self.fact(number)?;
        let own = fact.level_time()?;
        let passed = series(statistics, fact).into_iter().find(|one| {
            let (a, b) = (one.fact.rounded, fact.rounded);
            let between = year < one.period.year() && one.period < own;
            between && if up { a > b } else { a < b }
        })?;
        let shown = was_and_is(&passed, fact, own);
        Some(self.belied(so - 1..so + 1, &shown, "name the time since when it is so"))
    }

    /// "rose to x, its first increase since 2015": there was one between, or this is none.
    fn first_move(&self, at: usize, statistics: &Statistics) -> Option<Fault> {
        let first = self.lexicon.places.get(self.word(at)).is_some_and(|n| *n < 2.0);
        let noun = (at + 1..at + 3)
            .find(|i| self.way(*i).is_some_and(|(_, compares)| !compares))
            .filter(|_| first && !self.supposed(at))?;
        let (up, _) = self.way(noun)?;
        let stop = (noun + 4).min(self.len());
        let since = (noun + 1..stop).find(|i| self.is(*i, Sense::Onward))?;
        let year = self.year(since + 1)?;
        let facts = self.numbers().into_iter().filter_map(|n| self.fact(n));
        let facts: Vec<&Fact> = facts.collect();
        let [fact] = *facts.as_slice() else { return None };
        let own = fact.level_time()?;
        let all = series(statistics, fact);
        let steps = all
            .windows(2)
            .filter(|pair| year < pair[1].period.year() && pair[1].period <= own);
        let wrong = steps.into_iter().find(|pair| {
            let way = pair[1].fact.rounded.total_cmp(&pair[0].fact.rounded);
            let moved = way == if up { Ordering::Greater } else { Ordering::Less };
            moved != (pair[1].period == own)
        })?;
        let shown = told(wrong);
        let help = "say since when it is so, or leave the words out";
        Some(self.belied(at..noun + 1, &shown, help))
    }
}
