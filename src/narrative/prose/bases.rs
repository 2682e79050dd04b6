//! How many times, or what part, something is of what it was at a time whose number the sentence does not show: "more than
//! twice as often as in 2012", "a third lower than in 2013", "more than halved in 2020, to x".
//!
//! **In:** an amount in words, the only level of its sentence and the series of it. **Out:** whether the series bears the
//! amount out.
//! **Guarantees:** nothing is said where the base could be more than one time, or the number another's.

use crate::model::format::Unit;
use crate::model::statistic::Statistics;
use crate::narrative::prose::amounts::Amount;
use crate::narrative::prose::amounts::Said;
use crate::narrative::prose::fact::Fact;
use crate::narrative::prose::passage::Sentence;
use crate::narrative::prose::series::At;
use crate::narrative::prose::series::series;
use crate::project::lexicon::Ending;
use crate::project::sense::Sense;

/// A level, what it was at the time that is meant, and whether an amount in words is borne out by the two.
pub(super) struct Based<'f> {
    pub fact: &'f Fact,
    pub base: At,
    pub holds: bool,
}

impl<'f> Sentence<'f> {
    /// Holds an amount to the series of the sentence's only number.
    pub(super) fn based(
        &self,
        said: &Said,
        statistics: &Statistics,
    ) -> Option<Based<'f>> {
        let [at] = *self.numbers().as_slice() else { return None };
        let fact = self.fact(at)?;
        let own = fact.level_time()?;
        let plain = !matches!(fact.unit, Unit::P | Unit::Ratio | Unit::Index);
        let first = said.tokens.start;
        if !plain || self.parted(first, at) || self.supposed(first) || self.turned(first)
        {
            return None;
        }
        // "half as many as Caldham": of another member, and not of another time.
        let mut series = series(statistics, fact).into_iter();
        let base = match self.base_year(said)? {
            Base::Year(year) if year != own.year() => {
                let mut then = series.filter(|one| one.period.year() == year);
                then.next().filter(|_| then.next().is_none())?
            }
            Base::Year(_) => return None,
            // "halved to x": since the time before.
            Base::Before => {
                let to = self.before(at).is_some_and(|i| self.is(i, Sense::To));
                series.rfind(|one| to && one.period < own)?
            }
            // "down to x in 2020, it has since quadrupled": from x to the last that there is.
            Base::Since => {
                series.next_back().filter(|one| at < first && own < one.period)?
            }
        };
        let since = base.period > own;
        if base.fact.rounded <= 0.0 || fact.rounded <= 0.0 {
            return None;
        }
        let ratio = if since {
            base.fact.value / fact.value
        } else {
            fact.value / base.fact.value
        };
        let (from, to, is) = match said.amount {
            Amount::Times(from, to) => (from, to, ratio),
            Amount::Share(from, to) => {
                let way = self.way_of_part(said)?;
                (from, to, 100.0 * if way { ratio - 1.0 } else { 1.0 - ratio })
            }
            Amount::Count(_) => return None,
        };
        Some(Based { fact, base, holds: from <= is && is <= to })
    }

    /// Returns which way a part goes: "a third lower", "fell by more than a third".
    fn way_of_part(&self, said: &Said) -> Option<bool> {
        let behind = self.way(said.tokens.end).filter(|(_, compares)| *compares);
        let by = self.before(said.tokens.start).filter(|i| self.is(*i, Sense::By));
        let moved = by.and_then(|by| {
            let led = (by.saturating_sub(3)..by).rev();
            led.into_iter().find_map(|i| self.way(i).filter(|(_, compares)| !compares))
        });
        behind.or(moved).map(|(up, _)| up)
    }

    /// Returns the time with which an amount compares.
    fn base_year(&self, said: &Said) -> Option<Base> {
        let end = said.tokens.end;
        let near = end..(end + 9).min(self.len());
        let mark = |i: &usize| self.mark(*i, ';') || self.mark(*i, ':');
        let stop = near.clone().find(mark).unwrap_or(near.end);
        // "than in 2013", "as often as in 2012", "what it had been in 2010", "its 2015 rate".
        let joins = |i: usize| self.is(i, Sense::Than) || self.is(i, Sense::As);
        let mut joints = (end..stop).filter(|i| joins(*i)).peekable();
        if joints.peek().is_some() {
            return joints.find_map(|i| self.year_of_than(i)).map(Base::Year);
        }
        let own = self.is(end, Sense::Own) || self.is(end, Sense::What);
        if own {
            return (end..stop).find_map(|i| self.year(i)).map(Base::Year);
        }
        let start = said.tokens.start;
        if (start.saturating_sub(4)..start)
            .any(|i| self.is(i, Sense::Onward) && i > 0 && self.is(i - 1, Sense::Has))
        {
            return Some(Base::Since);
        }
        let verb = self.lexicon.ends(self.word(start), Ending::Participle)
            && said.tokens.len() == 1;
        let by = self.before(said.tokens.start).is_some_and(|i| self.is(i, Sense::By));
        let years = (0..self.len()).filter(|i| self.year(*i).is_some()).count();
        (years < 2 && (verb || by)).then_some(Base::Before)
    }
}

/// With what an amount compares.
enum Base {
    Year(i64),
    /// The time before that of the number.
    Before,
    /// That of the number: it is said of what came since.
    Since,
}
