//! What a series did until the time of a number, by a verb that no small word ties to it ("worsened since 2019, and x were
//! on time", "never fell below x", "unchanged on the year before"), against its other values.
//!
//! **In:** a sentence, the series of its numbers. **Out:** faults.

use crate::model::calendar::Period;
use crate::model::diagnostic::Code;
use crate::model::statistic::Statistics;
use crate::narrative::prose::Fault;
use crate::narrative::prose::fact::Sign;
use crate::narrative::prose::passage::Sentence;
use crate::narrative::prose::series::series;
use crate::narrative::prose::series::told;
use crate::narrative::prose::series::was_and_is;
use crate::project::lexicon::Ending;
use crate::project::sense::Sense;

/// How far from what it was something may be that is about the same, as a part of it.
const ALIKE: f64 = 0.04;

impl Sentence<'_> {
    /// "Timekeeping has worsened since 2019, and x were on time", "slipped in 2020, when the index read x": what moved, by
    /// the value at its end and that at its start.
    pub(super) fn moved_until(
        &self,
        at: usize,
        statistics: &Statistics,
    ) -> Option<Fault> {
        let fact = self.fact(at)?;
        let own = fact.level_time()?;
        let ties = [Sense::By, Sense::From, Sense::To, Sense::Of];
        let tied = self.before(at).is_some_and(|j| ties.iter().any(|s| self.is(j, *s)));
        let verb = self.only_move().filter(|_| !tied)?;
        let (up, _) = self.way(verb)?;
        // "x in A, and in B, the only one to have grown, y": of the number that is nearer.
        let between = verb.min(at) + 1..verb.max(at);
        let behind = at < verb && (verb..self.len()).any(|i| self.fact(i).is_some());
        if behind || between.into_iter().any(|i| self.fact(i).is_some()) {
            return None;
        }
        let start = self.clause(verb);
        let gap = (start..verb).any(|i| self.is(i, Sense::Gap));
        // "gained more homes than any other".
        let object = self.way(verb + 1).is_some_and(|(_, compares)| compares);
        let gap = gap || object;
        let about = self.is_about(start..(verb + 6).min(at.max(verb)), fact);
        if gap || !about || self.supposed(verb) {
            return None;
        }
        let years: Vec<(usize, i64)> =
            (1..self.len()).filter_map(|i| Some((i, self.year(i)?))).collect();
        let others: Vec<_> =
            years.iter().filter(|(_, year)| *year != own.year()).collect();
        let series = series(statistics, fact);
        let before = match others.as_slice() {
            // "has been losing visits since 2022, when there were x": from then on.
            [] if years.iter().any(|(i, _)| self.is(i - 1, Sense::Onward)) => {
                return None;
            }
            // "fell in 2020".
            [] => {
                // "At x in 2023, journeys were still falling".
                let going = self.lexicon.ends(self.word(verb), Ending::Gerund)
                    && self.follows(verb, &[Sense::Copula]);
                let in_it = going
                    || years.iter().any(|(i, _)| {
                        self.is(i - 1, Sense::InYear) && (verb..verb + 8).contains(i)
                    });
                series.iter().rfind(|one| one.period < own).filter(|_| in_it)?
            }
            [(i, year)] => {
                let since =
                    [Sense::Onward, Sense::From, Sense::Afterwards, Sense::Betwixt];
                let led = since.iter().any(|sense| self.is(i - 1, *sense));
                let mut then = series.iter().filter(|one| one.period.year() == *year);
                let then = then.next().filter(|_| then.next().is_none())?;
                Some(then).filter(|then| led && then.period < own)?
            }
            // "rose between 2020 and 2021, and were x in 2024".
            [(i, from), (j, to)] => {
                let led =
                    [Sense::Betwixt, Sense::From].iter().any(|s| self.is(i - 1, *s));
                let tied = i + 2 == *j && verb < *i && *i <= verb + 4;
                let of = |year: &i64| {
                    let mut then = series.iter().filter(|one| one.period.year() == *year);
                    then.next().filter(|_| then.next().is_none())
                };
                let (was, is) = (of(from)?, of(to)?);
                let (a, b) = (was.fact.rounded, is.fact.rounded);
                let other = self.moved_other_than(verb, up, a, b);
                return (led && tied && other).then(|| {
                    self.moved_otherwise(
                        verb,
                        (&was.fact.printed, was.period),
                        (&is.fact.printed, is.period),
                    )
                });
            }
            _ => return None,
        };
        let (was, is) = (before.fact.rounded, fact.rounded);
        self.moved_other_than(verb, up, was, is).then(|| {
            self.moved_otherwise(
                verb,
                (&before.fact.printed, before.period),
                (&fact.shown, own),
            )
        })
    }

    /// Returns whether something did not move as a word says, or did move as it denies ("saw no fall").
    fn moved_other_than(&self, verb: usize, up: bool, was: f64, is: f64) -> bool {
        if self.turned(verb) {
            // "hardly fell": a little.
            let far = (is - was).abs() > ALIKE * was.abs();
            far && (is > was) == up
        } else if up {
            is < was
        } else {
            is > was
        }
    }

    fn moved_otherwise(
        &self,
        verb: usize,
        (was, then): (&str, Period),
        (is, now): (&str, Period),
    ) -> Fault {
        Fault::wrong(
            Code::R0531,
            self.range(verb, verb),
            format!(
                "`{}` contradicts the data: {was} in {}, {is} in {}",
                self.word(verb),
                then.words(),
                now.words()
            ),
            "change the word, or name the time since when it did".to_owned(),
        )
    }

    /// Returns the only word of a sentence that says that something moved.
    pub(super) fn only_move(&self) -> Option<usize> {
        let moves = |i: &usize| {
            // "saw its turnout climb".
            let seen = self.led_by(*i, 4, &[Sense::Saw])
                && *i > 1
                && (self.is(i - 2, Sense::Determiner) || self.is(i - 2, Sense::Saw));
            let moves = self.way(*i).is_some_and(|(_, compares)| !compares);
            moves && (seen || self.happened(*i))
        };
        let mut verbs = (0..self.len()).filter(moves);
        verbs.next().filter(|_| verbs.next().is_none())
    }

    /// "never fell, from x to y": no time had less than the one before.
    pub(super) fn never_moved(&self, statistics: &Statistics) -> Option<Fault> {
        let moves = |i: &usize| self.way(*i).is_some_and(|(_, compares)| !compares);
        let verb = (1..self.len()).filter(moves).find(|i| {
            let fronted = (i.saturating_sub(2)..*i).any(|k| self.is(k, Sense::Fronts));
            fronted && !self.is(i + 1, Sense::Position) && !self.is(i + 1, Sense::To)
        })?;
        let (up, _) = self.way(verb)?;
        let facts: Vec<_> =
            self.numbers().into_iter().filter_map(|n| self.fact(n)).collect();
        let one = facts.first()?;
        let own = one.level_time()?;
        let same = facts.iter().all(|fact| fact.series() == one.series());
        if !same || self.supposed(verb) || facts.len() > 2 {
            return None;
        }
        let ends = facts.iter().filter_map(|fact| Some(fact.period?.0));
        let (first, last) = (ends.clone().min()?, ends.max()?);
        let mut series = series(statistics, one);
        series.retain(|at| {
            if facts.len() == 2 {
                first <= at.period && at.period <= last
            } else {
                at.period <= own && self.since_then(at.period)
            }
        });
        let pair = series.windows(2).find(|pair| {
            let (was, is) = (pair[0].fact.rounded, pair[1].fact.rounded);
            if up { is > was } else { is < was }
        })?;
        let shown = told(pair);
        Some(self.belied(verb..verb + 1, &shown, "say what it did between the two times"))
    }

    /// "never fell below x": no time had less.
    pub(super) fn never_passed(
        &self,
        at: usize,
        statistics: &Statistics,
    ) -> Option<Fault> {
        let fact = self.fact(at)?;
        let own = fact.level_time()?;
        let position = self.before(at).filter(|i| self.is(*i, Sense::Position))?;
        let (over, _) = self.way(position)?;
        let verb = position.checked_sub(1)?;
        let moves = self.way(verb).is_some_and(|(up, compares)| !compares && up == over);
        let never = (verb.saturating_sub(3)..verb).any(|i| self.is(i, Sense::Fronts));
        if !moves || !never || self.supposed(verb) {
            return None;
        }
        let passed = series(statistics, fact).into_iter().find(|one| {
            let (a, b) = (one.fact.rounded, fact.rounded);
            self.since_then(one.period) && if over { a > b } else { a < b }
        })?;
        Some(Fault::wrong(
            Code::R0531,
            self.range(verb, position),
            format!(
                "`{}` contradicts the data: {} in {}, {} in {}",
                self.words(&(verb..position + 1)),
                passed.fact.printed,
                passed.period.words(),
                fact.shown,
                own.words()
            ),
            "name the number that it never passed".to_owned(),
        ))
    }

    /// Returns whether a word says how much there was, and as in which year: "so few operations as in 2024".
    fn so_as_in(&self, at: usize, own: Period) -> bool {
        let much = self.is(at, Sense::SoMuch) || self.is(at, Sense::SoLittle);
        let as_in = |i: usize| {
            self.is(i, Sense::As)
                && self.is(i + 1, Sense::InYear)
                && self.year(i + 2) == Some(own.year())
        };
        much && self.is(at - 1, Sense::So) && (at + 1..at + 8).any(as_in)
    }

    /// "has never been higher than in 2024, when it reached x": at another time it was.
    pub(super) fn never_more(
        &self,
        number: usize,
        statistics: &Statistics,
    ) -> Option<Fault> {
        let fact = self.fact(number)?;
        let own = fact.level_time()?;
        let than = |at: &usize| {
            self.is(at + 1, Sense::Than)
                && self.is(at + 2, Sense::Within)
                && self.year(at + 3) == Some(own.year())
        };
        let compares = |at: &usize| self.way(*at).is_some_and(|(_, compares)| compares);
        let more = (0..number).filter(compares).find(than);
        let at = more.or_else(|| (1..number).find(|at| self.so_as_in(*at, own)))?;
        // "never", "at no election since 2010".
        let never = (0..at).any(|i| {
            self.is(i, Sense::Fronts)
                || i > 0 && self.is(i, Sense::Turn) && self.is(i - 1, Sense::At)
        });
        let never = never || more.is_none() && self.turned(at);
        if !never || self.supposed(at) {
            return None;
        }
        let up = match more {
            Some(at) => self.way(at)?.0,
            None => self.is(at, Sense::SoMuch),
        };
        let years = (0..self.len()).filter_map(|i| self.year(i));
        let since = years.filter(|year| *year != own.year()).min();
        let passed = series(statistics, fact).into_iter().find(|one| {
            let (a, b) = (one.fact.rounded, fact.rounded);
            let meant = since.is_none_or(|since| since <= one.period.year());
            meant && if up { a > b } else { a < b }
        })?;
        let shown = was_and_is(&passed, fact, own);
        Some(self.belied(at..at + 2, &shown, "name the time at which it was"))
    }

    /// "At x in 2019, rents had not fallen since 2016, when they were y": two values of one series, and a verb that no
    /// small word ties to either.
    pub(super) fn moved_between(&self, numbers: &[usize]) -> Option<Fault> {
        let [first, second] = *numbers else { return None };
        let (a, b) = (self.fact(first)?, self.fact(second)?);
        let ((at_a, None), (at_b, None)) = (a.period?, b.period?) else { return None };
        let alike = a.series() == b.series() && a.sign == Sign::Level && at_a != at_b;
        let verb = self.only_move().filter(|_| alike)?;
        let (up, _) = self.way(verb)?;
        let ties = [Sense::By, Sense::From, Sense::To, Sense::Of, Sense::Than];
        let tied = |at: usize| {
            self.before(at).is_some_and(|j| ties.iter().any(|s| self.is(j, *s)))
        };
        // Of the two times alone.
        let of_both = (0..self.len()).all(|i| {
            self.year(i).is_none_or(|year| year == at_a.year() || year == at_b.year())
        });
        // "has since recovered its losses, with x after y".
        let since = (verb + 1..verb + 4).any(|i| self.is(i, Sense::Onward))
            || self.before(second).is_some_and(|j| {
                // "had not recovered its old ridership, at x against y".
                let against = self.turned(verb) && self.ends(j + 1, Sense::Against) > 0;
                self.is(j, Sense::Afterwards) || against
            });
        let gap = (0..verb).any(|i| self.is(i, Sense::Gap));
        let other = tied(first) || tied(second) || gap || !of_both || !since;
        if other || self.supposed(verb) {
            return None;
        }
        let (from, to) = if at_a < at_b { (a, b) } else { (b, a) };
        let rose = to.rounded > from.rounded;
        let level = (to.rounded - from.rounded).abs() < f64::EPSILON;
        let holds = if self.turned(verb) { rose != up || level } else { rose == up };
        (!holds).then(|| self.pair_fault(verb, 1, to, from))
    }

    /// "At x, it was unchanged on the year before": against the value of then.
    pub(super) fn unchanged_since(
        &self,
        numbers: &[usize],
        statistics: &Statistics,
    ) -> Option<Fault> {
        let [one] = numbers else { return None };
        let fact = self.fact(*one)?;
        let own = fact.level_time()?;
        let at = (0..self.len()).find(|at| {
            let words = self.says(*at, Sense::Flat);
            words > 1 || words == 1 && self.is(*at, Sense::FlatAlone)
        })?;
        let words = self.says(at, Sense::Flat);
        let near = at + words..(at + words + 5).min(self.len());
        let before = near.clone().any(|i| self.says(i, Sense::YearBefore) > 0);
        // "held steady since 2010", "between 2018 and 2024"; "unchanged in 2024" says not from when.
        let other = |i: usize| self.year(i).filter(|year| *year != own.year());
        let year = near.into_iter().find_map(other);
        let series = series(statistics, fact);
        let then = series.iter().rfind(|one| match year {
            Some(year) => one.period.year() == year,
            None => before && one.period < own,
        })?;
        let (is, was) = (fact.rounded, then.fact.rounded);
        let about = (at.saturating_sub(2)..at).any(|i| {
            self.is(i, Sense::Roughly) || self.lexicon.ends(self.word(i), Ending::Adverb)
        });
        let near = if about { ALIKE } else { ALIKE / 4.0 };
        let apart = (is - was).abs() > near * was.abs();
        let other = then.period != own && apart;
        (other && !self.supposed(at) && !self.turned(at)).then(|| {
            let shown = was_and_is(then, fact, own);
            self.belied(at..at + words, &shown, "say which way it went")
        })
    }
}
