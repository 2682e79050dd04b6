//! What multiples and parts are of: the two numbers of a sentence ("doubled from x to y", "grew by x, half the growth of
//! the others (y)"), or something that it shows no number of ("twice its 2015 rate").
//!
//! **In:** a sentence, an amount in words. **Out:** whether the numbers bear it out, and which.

use crate::model::format::Unit;
use crate::narrative::prose::amounts::Amount;
use crate::narrative::prose::amounts::Said;
use crate::narrative::prose::fact::Fact;
use crate::narrative::prose::fact::Sign;
use crate::narrative::prose::passage::Sentence;
use crate::project::lexicon::Ending;
use crate::project::sense::Sense;

impl Sentence<'_> {
    /// Returns whether an amount is of what there was at a time, or in a clause, of which the sentence shows no number.
    pub(super) fn of_another_time(&self, said: &Said, near: &[usize]) -> bool {
        // "about a quarter more than in 2014".
        let end = said.tokens.end;
        let compared = self.way(end).is_some_and(|(_, compares)| compares);
        let than = (end + 1..end + 4).find(|i| self.is(*i, Sense::Than) && compared);
        let shown = |year: i64| {
            let mut facts = self.numbers().into_iter().filter_map(|n| self.fact(n));
            // An index has the year that it starts from within it.
            facts.any(|fact| {
                fact.unit == Unit::Index
                    || fact.period.is_some_and(|(own, _)| own.year() == year)
            })
        };
        if than.and_then(|than| self.year_of_than(than)).is_some_and(|year| !shown(year))
        {
            return true;
        }
        // "up from less than two fifths in 2012".
        let year = self.year(end + 1);
        let from = (said.tokens.start.saturating_sub(4)..said.tokens.start)
            .any(|i| self.is(i, Sense::From));
        if from && self.is(end, Sense::Within) && year.is_some_and(|year| !shown(year)) {
            return true;
        }
        // "A had fewer (x against y), whereas those in B doubled".
        let own = |at: &usize| !self.parted(said.tokens.start, *at);
        matches!(said.amount, Amount::Times(..))
            && (!near.is_empty() && !near.iter().any(own) || self.as_in_another_year(end))
    }

    /// "Half of the districts, x, did, and the remaining y did not": the number that the part is, and that of the rest where
    /// it is told.
    pub(super) fn half_and_rest(&self, said: &Said) -> Option<(&Fact, Option<&Fact>)> {
        let end = said.tokens.end;
        let count = |at: usize| {
            self.fact(at).filter(|f| f.unit == Unit::Count && f.sign == Sign::Level)
        };
        let comma = (end..(end + 8).min(self.len())).find(|i| self.mark(*i, ','))?;
        let of = matches!(said.amount, Amount::Share(..)) && self.is(end, Sense::Of);
        let part = count(comma + 1).filter(|_| of && self.mark(comma + 2, ','))?;
        let rest = (comma + 3..self.len()).find(|i| self.is(*i, Sense::Remaining));
        Some((part, rest.and_then(|i| count(i + 1))))
    }

    /// "twice the … of", "doubled from … to …": how many times one of two levels is the other.
    pub(super) fn times_of_levels(
        &self,
        said: &Said,
        within: &dyn Fn(f64) -> bool,
    ) -> Option<(bool, &Fact)> {
        let end = said.tokens.end;
        let ordered = (self.is(end, Sense::As) && self.is(end + 1, Sense::Many)
            || self.is(end, Sense::AsMany) && !self.is(end, Sense::As))
            && (end..(end + 14).min(self.len())).any(|i| {
                self.is(i, Sense::As) && i > end + 1 || self.is(i, Sense::Pronoun)
            })
            && !(0..said.tokens.start).any(|i| self.says(i, Sense::Complement) > 0)
            && self.numbers().iter().any(|at| *at > end);
        let levels = self.numbers().into_iter().filter_map(|at| self.fact(at));
        let levels: Vec<&Fact> = levels
            .filter(|fact| fact.unit != Unit::Ratio && fact.unit != Unit::P)
            .collect();
        let alike = |pair: &&[&Fact]| {
            pair[0].unit == pair[1].unit
                && pair[0].rounded != 0.0
                && pair[1].rounded != 0.0
                && pair[0].sign == pair[1].sign
        };
        let ratios = |pair: &[&Fact]| {
            // The second as a reader sees it: −10 is twice −5.
            [pair[1].value / pair[0].value, pair[1].rounded / pair[0].rounded]
        };
        // A verb says which came first: "doubled from … to …".
        let verb = self.lexicon.ends(self.word(said.tokens.start), Ending::Participle);
        let ways = |pair: &[&Fact], ratio: f64| {
            // "more than halved: x, against y the year before".
            let timed = pair[0].period.zip(pair[1].period);
            let backward = verb && timed.is_some_and(|((a, _), (b, _))| a > b);
            // "A (x) is twice as likely as B (y)": of the first by the second.
            if ordered || backward {
                [1.0 / ratio; 2]
            } else {
                [ratio, if verb { ratio } else { 1.0 / ratio }]
            }
        };
        let mut pairs = levels.windows(2).filter(alike).peekable();
        let first = pairs.peek().map(|pair| pair[1])?;
        let fits = pairs.find(|pair| {
            let all = ratios(pair).into_iter().flat_map(|ratio| ways(pair, ratio));
            all.into_iter().any(within)
        });
        Some(fits.map_or((false, first), |pair| (true, pair[1])))
    }

    /// Returns whether a multiple is of what there was in a year of which the sentence has no number: "half as many again
    /// as in 2019".
    fn as_in_another_year(&self, end: usize) -> bool {
        let as_in = (end..(end + 5).min(self.len())).find(|i| self.is(*i, Sense::As));
        // "twice its 2015 rate".
        let rate = self.is(end, Sense::Own) && self.is(end + 2, Sense::LevelNoun);
        let rate = self.year(end + 1).filter(|_| rate);
        let Some(year) = as_in.and_then(|i| self.year_of_than(i)).or(rate) else {
            return false;
        };
        let facts = self.numbers().into_iter().filter_map(|n| self.fact(n)?.period);
        !facts.into_iter().any(|(own, _)| own.year() == year)
    }

    /// "grew by x, half the growth of the others (y)": what part one change is of the other, in percent.
    pub(super) fn part_of_change(&self, said: &Said) -> Option<(f64, &Fact)> {
        let end = said.tokens.end;
        let of = usize::from(self.is(end, Sense::Of));
        let numbers = self.numbers();
        // "was a quarter of growth elsewhere (x against y)".
        if let [first, second] = numbers.as_slice()
            && end <= *first
            && self.is(end, Sense::Of)
            && (first + 1..*second).any(|i| self.ends(i + 1, Sense::Against) > 0)
        {
            let (a, b) = (self.fact(*first)?, self.fact(*second)?);
            // "fewer than half of pupils (x, against y)" says it of x.
            let share = a.sign == Sign::Level && a.unit == Unit::Percent;
            let alike =
                a.sign == b.sign && a.unit == b.unit && a.way() == b.way() && !share;
            return (alike && b.way() != 0).then(|| (100.0 * a.value / b.value, a));
        }
        let before = numbers.iter().rev().find(|at| **at < said.tokens.start)?;
        let after = numbers.iter().find(|at| **at >= end)?;
        let (a, b) = (self.fact(*before)?, self.fact(*after)?);
        let changes = a.sign == Sign::Change && b.sign == Sign::Change;
        let moved = (end..*after).any(|i| self.way(i).is_some_and(|(_, c)| !c))
            || self.is(end + of, Sense::Pronoun);
        let tied = self.is(end + of, Sense::OfAll) && after - end < 14 && moved;
        let alike = changes && a.unit == b.unit && a.way() == b.way() && b.way() != 0;
        (tied && alike).then(|| (100.0 * a.value / b.value, a))
    }

    /// Returns whether a part says by how much something moved: "fell by more than a third".
    pub(super) fn by_part(&self, at: usize) -> bool {
        let led = (at.saturating_sub(4)..at).rev().find(|i| self.is(*i, Sense::By));
        led.is_some_and(|by| {
            (by.saturating_sub(3)..by).any(|i| self.way(i).is_some_and(|(_, c)| !c))
        })
    }
}
