//! How a gap changed ("a gap that has been closing since 2012", "narrowed in 2024", "is smaller than in 2010"), against what
//! its two sides left between them at that time.
//!
//! **In:** a sentence with the two numbers of a gap, or the gap itself. **Out:** faults.

use crate::model::calendar::Period;
use crate::model::diagnostic::Code;
use crate::model::statistic::Statistics;
use crate::narrative::prose::Fault;
use crate::narrative::prose::fact::Fact;
use crate::narrative::prose::fact::Sign;
use crate::narrative::prose::fellows::then;
use crate::narrative::prose::passage::Sentence;
use crate::narrative::prose::ranks::End;
use crate::narrative::prose::series::series;
use crate::project::sense::Sense;

/// Reports gaps that are said to have become wider, or narrower, and did not.
pub(super) fn read(s: Sentence<'_>, statistics: &Statistics, out: &mut Vec<Fault>) {
    if s.asks() || s.numbers().is_empty() {
        return;
    }
    out.extend((0..s.len()).find_map(|at| s.gap_since(at, statistics)));
    out.extend(s.rank_ends().iter().find_map(|end| s.widest_since(end, statistics)));
}

/// Returns the two levels that a gap is the difference of.
fn sides_of(statistics: &Statistics, gap: &Fact) -> Option<(Fact, Fact)> {
    let [more, less] = statistics.find(&gap.id)?.provenance.from.as_slice() else {
        return None;
    };
    let level = |id: &String| {
        let fact = Fact::of(statistics, statistics.find(id)?, "")?;
        fact.level_time().is_some().then_some(fact)
    };
    Some((level(more)?, level(less)?))
}

impl Sentence<'_> {
    /// "x in A and y in B, a gap that has been closing since 2012": against what the two were then, or are by now.
    fn gap_since(&self, at: usize, statistics: &Statistics) -> Option<Fault> {
        let (wide, narrow) = (self.is(at, Sense::Widens), self.is(at, Sense::Narrows));
        // "is smaller than it was in 2010", "was wider in 2012".
        let compared = self.way(at).filter(|(_, compares)| *compares);
        let gap = (at.saturating_sub(30)..at)
            .any(|i| self.is(i, Sense::Gap) && !self.parted(i, at));
        // "closed some of the gap".
        let gap =
            gap || (at + 1..at + 6).any(|i| self.is(i, Sense::Gap) && wide != narrow);
        // "the difference between A and B has grown since 2010".
        let has = at > 0 && self.is(at - 1, Sense::Has);
        let moved = self.way(at).filter(|(_, compares)| !compares && has);
        let wide = if wide == narrow { compared.or(moved)?.0 } else { wide };
        if !gap || self.supposed(at) || self.turned(at) {
            return None;
        }
        let stop = (at + 8).min(self.len());
        let since = (at + 1..stop).find_map(|i| self.year(i).map(|year| (i, year)));
        // "From 2022 to 2024 the lead shrank".
        let from = (1..at).find_map(|i| {
            let led = self.is(i - 1, Sense::From) || self.is(i - 1, Sense::Betwixt);
            self.year(i).filter(|_| led).map(|year| (i, year))
        });
        let facts: Vec<&Fact> =
            self.numbers().into_iter().filter_map(|n| self.fact(n)).collect();
        let found = match *facts.as_slice() {
            [gap] if gap.sign == Sign::Gap => sides_of(statistics, gap),
            [a, b] => Some((a.clone(), b.clone())),
            _ => None,
        };
        let (a, b) = found?;
        let (a, b) = (&a, &b);
        let (own, other) = (a.level_time()?, b.level_time()?);
        if own != other || a.unit != b.unit || a.block() != b.block() {
            return None;
        }
        let all = series(statistics, a);
        let of_year = |year: i64| all.iter().find(|one| one.period.year() == year);
        let led = |i: usize, sense: Sense| i > 0 && self.is(i - 1, sense);
        let than = (at + 1..stop).any(|i| self.is(i, Sense::Than));
        let end = match since {
            None if let Some((_, year)) = from
                && compared.is_none() =>
            {
                of_year(year).map(|one| one.period).filter(|then| *then < own)?
            }
            // "has narrowed since 2019", "is smaller than in 2019".
            Some((i, year)) if led(i, Sense::Onward) || than => {
                let then = if own.year() == year { all.last() } else { of_year(year) };
                then.map(|one| one.period)?
            }
            // "narrowed between 2021 and 2024".
            Some((i, year)) if led(i, Sense::Betwixt) && compared.is_none() => {
                of_year(year).map(|one| one.period).filter(|then| *then < own)?
            }
            // "narrowed in 2024": from the year before.
            Some((i, year)) if led(i, Sense::Within) && year == own.year() => {
                if compared.is_some() {
                    return None;
                }
                all.iter().rfind(|one| one.period < own).map(|one| one.period)?
            }
            // "x in 2024, was wider in 2012".
            Some((i, year)) if led(i, Sense::Within) && compared.is_some() => {
                let end = of_year(year).map(|one| one.period)?;
                return self.gap_then(at, !wide, [a, b], own, end, statistics);
            }
            _ => return None,
        };
        self.gap_then(at, wide, [a, b], own, end, statistics)
    }

    /// "The gap, x, was the narrowest since 2015": at no time since then was it narrower.
    fn widest_since(&self, end: &End, statistics: &Statistics) -> Option<Fault> {
        let stop = (end.tokens.end + 4).min(self.len());
        let since = (end.tokens.end..stop).find(|i| self.is(*i, Sense::Onward))?;
        let year = self.year(since + 1)?;
        let [number] = *self.numbers().as_slice() else { return None };
        let gap = self.fact(number).filter(|fact| fact.sign == Sign::Gap)?;
        let (a, b) = sides_of(statistics, gap)?;
        let own = a.level_time().filter(|own| b.level_time() == Some(*own))?;
        let size = |one: &Fact, other: &Fact| (one.rounded - other.rounded).abs();
        let now = size(&a, &b);
        let beaten = series(statistics, &a).into_iter().find_map(|one| {
            let between = year < one.period.year() && one.period < own;
            let other = then(statistics, &b, one.period).filter(|_| between)?;
            let was = size(&one.fact, &other);
            let beats = if end.top { was > now } else { was < now };
            beats.then_some((one, other))
        });
        let (one, other) = beaten.filter(|_| end.place == 1)?;
        let shown = format!(
            "{} and {} in {}, {} and {} in {}",
            a.printed,
            b.printed,
            own.words(),
            one.fact.printed,
            other.printed,
            one.period.words()
        );
        let help = "name the time since when it is, or leave it out";
        Some(self.belied(end.tokens.clone(), &shown, help))
    }

    /// Holds a gap that is said to have become wider, or narrower, to what it was at another time.
    fn gap_then(
        &self,
        at: usize,
        wide: bool,
        [a, b]: [&Fact; 2],
        own: Period,
        end: Period,
        statistics: &Statistics,
    ) -> Option<Fault> {
        let (c, d) = (then(statistics, a, end)?, then(statistics, b, end)?);
        let (here, there) =
            ((a.rounded - b.rounded).abs(), (c.rounded - d.rounded).abs());
        let (was, is) = if own < end { (here, there) } else { (there, here) };
        let other_way = if wide { is < was } else { is > was };
        (own != end && other_way).then(|| {
            Fault::wrong(
                Code::R0531,
                self.range(at, at),
                format!(
                    "`{}` contradicts the data: {} and {} in {}, {} and {} in {}",
                    self.word(at),
                    a.printed,
                    b.printed,
                    own.words(),
                    c.printed,
                    d.printed,
                    end.words()
                ),
                "change the word, or name the time since when it did".to_owned(),
            )
        })
    }
}
