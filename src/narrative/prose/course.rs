//! The course of a series over the times a sentence names ("dropped back to x in 2023, having been y
//! in 2019"), lists in an order, and changes that are said to be of each year.

use crate::model::calendar::Period;
use crate::model::calendar::mentions;
use crate::model::calendar::period;
use crate::model::format::Unit;
use crate::narrative::prose::Fault;
use crate::narrative::prose::fact::Fact;
use crate::narrative::prose::fact::Sign;
use crate::narrative::prose::passage::Kind;
use crate::narrative::prose::passage::Sentence;
use crate::project::sense::Sense;
use std::cmp::Ordering;

/// Reports courses, orders and yearly rates that are not those of the numbers.
pub(super) fn read(s: Sentence<'_>, out: &mut Vec<Fault>) {
    if s.asks() {
        return;
    }
    let levels = s.one_measure();
    let known = |out: &[Fault], fault: &Fault| {
        out.iter().any(|had| {
            had.range.start < fault.range.end && fault.range.start < had.range.end
        })
    };
    for at in 0..s.len() {
        let found = s
            .arrived(at, &levels)
            .or_else(|| s.steady(at, &levels))
            .or_else(|| s.ordered(at, &levels))
            .or_else(|| s.summed_up(at, &levels))
            .or_else(|| s.yearly(at))
            .or_else(|| s.times_as_much(at));
        if let Some(fault) = found.filter(|fault| !known(out, fault)) {
            out.push(fault);
        }
    }
}

/// A level in a sentence.
#[derive(Clone, Copy)]
pub(super) struct Level<'a> {
    pub at: usize,
    pub fact: &'a Fact,
    pub period: Option<Period>,
}

impl<'a> Sentence<'a> {
    /// Returns the numbers of a sentence when all are levels of one measure, each its own.
    pub(super) fn one_measure(&self) -> Vec<Level<'a>> {
        let mut out: Vec<Level<'a>> = Vec::new();
        for at in self.numbers() {
            let Some(level) = self.level_at(at) else { return Vec::new() };
            let fact = level.fact;
            let alike = out.first().is_none_or(|first| {
                first.fact.unit == fact.unit && measure(first.fact) == measure(fact)
            });
            if !alike || out.iter().any(|level| level.fact.id == fact.id) {
                return Vec::new();
            }
            out.push(level);
        }
        out
    }

    /// Returns the number at a place where it is a level.
    pub(super) fn level_at(&self, at: usize) -> Option<Level<'a>> {
        let fact = self.fact(at).filter(|fact| {
            // How large a gap is at a time is a level of it.
            let level =
                fact.sign == Sign::Level || fact.sign == Sign::Gap && fact.value > 0.0;
            level && !matches!(fact.unit, Unit::P | Unit::Year | Unit::Ratio)
        })?;
        let period = match fact.period {
            Some((at, None)) => Some(at),
            _ => None,
        };
        Some(Level { at, fact, period })
    }

    /// "dropped back to x in 2023, having been y in 2019": a movement right before one of two levels.
    fn arrived(&self, at: usize, levels: &[Level<'a>]) -> Option<Fault> {
        let [a, b] = levels else { return None };
        let (up, false) = self.way(at)? else { return None };
        let (from, to) = in_time(a, b)?;
        let next = levels.iter().find(|level| level.at > at)?;
        let others = (0..self.len())
            .any(|i| i != at && self.way(i).is_some_and(|(_, compares)| !compares));
        // Nothing but small words and a year stands between, so that the movement is of the number.
        let tied = (at + 1..next.at).all(|i| {
            matches!(self.kind(i), Some(Kind::Word))
                && !self.is(i, Sense::Copula)
                && !(self.is(i, Sense::Of) && self.is(i - 1, Sense::Counted))
        });
        if !tied || next.at > at + 8 || others || self.supposed(at) || self.turned(at) {
            return None;
        }
        // "fell back to x but is still above y": y is not where it fell from.
        let other = levels.iter().find(|level| level.at > next.at);
        let set_apart = other.is_some_and(|other| {
            let mut between = next.at..other.at;
            between.clone().any(|i| self.is(i, Sense::Contrast))
                && between.any(|i| self.way(i).is_some_and(|(_, compares)| compares))
        });
        if set_apart {
            return None;
        }
        // "dropped to x in 2020, but by 2024 had reached y": it ended with the earlier one.
        let ended = next.fact.id == from.id
            && self.before(next.at).is_some_and(|to| self.is(to, Sense::To));
        if ended && other.is_some_and(|other| self.parted(next.at, other.at)) {
            return None;
        }
        // "fell back to x before jumping to y": each has its own.
        let own = other.is_some_and(|other| {
            (next.at..other.at).any(|i| self.is_past(i) || self.is_going(i))
                && self
                    .before(other.at)
                    // "fell to x and reached y".
                    .is_some_and(|to| self.is(to, Sense::To) || self.is_past(to))
        });
        if own {
            return None;
        }
        // "rose by x", "from x to y" are read elsewhere.
        let leads = (at + 1..next.at)
            .any(|i| self.is(i, Sense::To) || self.is(i, Sense::Position));
        let holds =
            if up { to.rounded > from.rounded } else { to.rounded < from.rounded };
        (leads && !holds).then(|| self.course(at, 1, &[from, to]))
    }

    /// "it was x in 2015 and y in 2024: it has closed", "the rise has been reversed: x in 2019, y in 2024".
    fn summed_up(&self, at: usize, levels: &[Level<'a>]) -> Option<Fault> {
        let [a, b] = levels else { return None };
        let moves = |i: usize| {
            let (wider, narrower) =
                (self.is(i, Sense::Widens), self.is(i, Sense::Narrows));
            let of_gap =
                (0..self.len()).any(|i| self.is(i, Sense::Gap)) && wider != narrower;
            let (up, compares) = self.way(i).unwrap_or((wider, !of_gap));
            (!compares).then_some(up)
        };
        let up = moves(at)?;
        let reversed =
            (at + 1..(at + 6).min(a.at)).any(|i| self.says(i, Sense::Reversed) > 0);
        let after =
            (b.at..at).any(|i| matches!(self.kind(i), Some(Kind::Mark(':' | ';' | '—'))));
        let others = (0..self.len()).any(|i| i != at && moves(i).is_some());
        if !(reversed || after) || others || self.supposed(at) {
            return None;
        }
        let (from, to) = in_time(a, b)?;
        let up = (up != reversed) != self.turned(at);
        let holds =
            if up { to.rounded > from.rounded } else { to.rounded < from.rounded };
        (!holds).then(|| self.course(at, 1, &[from, to]))
    }

    /// "climbed steadily from x through y to z".
    fn steady(&self, at: usize, levels: &[Level<'a>]) -> Option<Fault> {
        if !self.is(at, Sense::Steadily) || levels.len() < 3 {
            return None;
        }
        let near = (at.saturating_sub(2)..at + 3).filter(|i| *i != at);
        let mut ways = near.filter_map(|i| self.way(i)).filter(|(_, compares)| !compares);
        let ((up, _), None) = (ways.next()?, ways.next()) else { return None };
        if self.supposed(at) || self.turned(at) {
            return None;
        }
        let mut timed: Vec<(Period, &Fact)> =
            levels.iter().filter_map(|level| Some((level.period?, level.fact))).collect();
        timed.sort_by_key(|one| one.0);
        let distinct = timed.windows(2).all(|pair| pair[0].0 != pair[1].0);
        let facts: Vec<&Fact> = timed.iter().map(|(_, fact)| *fact).collect();
        let want = if up { Ordering::Less } else { Ordering::Greater };
        let holds = facts
            .windows(2)
            .all(|pair| pair[0].rounded.partial_cmp(&pair[1].rounded) == Some(want));
        (facts.len() == levels.len() && distinct && !holds)
            .then(|| self.course(at, 1, &facts))
    }

    /// "in descending order", and "the highest of the three" right before the first of them.
    fn ordered(&self, at: usize, levels: &[Level<'a>]) -> Option<Fault> {
        if levels.len() < 3 || levels.first()?.at < at || self.supposed(at) {
            return None;
        }
        let facts: Vec<&Fact> = levels.iter().map(|level| level.fact).collect();
        let sorted = |want: Ordering| {
            facts.windows(2).all(|pair| {
                let order = pair[0].rounded.partial_cmp(&pair[1].rounded);
                order == Some(want) || order == Some(Ordering::Equal)
            })
        };
        let down = self.says(at, Sense::Descending);
        let up = self.says(at, Sense::Ascending);
        let words = down.max(up);
        if words > 0 {
            let want = if down > 0 { Ordering::Greater } else { Ordering::Less };
            return (!sorted(want)).then(|| self.course(at, words, &facts));
        }
        let (most, least) = (self.is(at, Sense::Most), self.is(at, Sense::Least));
        let how_high = at > 0 && self.is(at - 1, Sense::At);
        let end = most != least
            && !self.turned(at)
            && !how_high
            && !self.is(at.wrapping_sub(1), Sense::Places);
        if !end {
            return None;
        }
        // "lowest in 2020: …" names the time, "of the three" the first of them.
        let year = (at + 1..levels[0].at).find_map(|i| {
            let word = self.word(i);
            let digits = word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit());
            word.parse::<i64>().ok().filter(|_| digits)
        });
        let named = levels
            .iter()
            .find(|level| year.is_some() && level.period.map(Period::year) == year);
        let counted = (at + 1..at + 5).any(|i| {
            self.is(i, Sense::Of)
                && self
                    .number(i + 2)
                    .is_some_and(|(n, _)| (n - facts.len() as f64).abs() < f64::EPSILON)
        });
        let one = match (year, named) {
            (Some(_), named) => named?.fact,
            (None, _) if counted => facts[0],
            _ => return None,
        };
        let beaten = facts.iter().any(|other| {
            if most { other.rounded > one.rounded } else { other.rounded < one.rounded }
        });
        beaten.then(|| {
            let mut shown = vec![one];
            shown.extend(facts.iter().filter(|fact| fact.id != one.id));
            self.course(at, 1, &shown)
        })
    }

    /// "rose by x a year": the whole change of several years.
    fn yearly(&self, at: usize) -> Option<Fault> {
        let fact = self.fact(at)?;
        let (from, Some(to)) = fact.period? else { return None };
        let words = self.says(at + 1, Sense::PerYear);
        // A change that is itself of each year says so in its title.
        let title = fact.title.to_lowercase();
        let each =
            title.split(' ').any(|word| self.lexicon.says(word, Sense::YearlyTitle));
        // "by an average of x a year" is of each.
        let each =
            each || (at.saturating_sub(3)..at).any(|i| self.is(i, Sense::Middling));
        let whole = fact.sign == Sign::Change && to.year() - from.year() > 1;
        (words > 0 && whole && !each && !self.supposed(at)).then(|| {
            let help = "say over how many years, or show a change of one year";
            self.other_period(at + 1..at + 1 + words, fact, help.to_owned())
        })
    }

    /// "earned less than …, at 1.3 times": a ratio above one is more.
    fn times_as_much(&self, at: usize) -> Option<Fault> {
        let (up, true) = self.way(at)? else { return None };
        let apart = |i: &usize| self.mark(*i, ';') || self.is(*i, Sense::Contrast);
        let end = (at..self.len()).find(apart).unwrap_or(self.len());
        let mut ratios = (at + 1..end).filter(|i| self.fact(*i).is_some());
        let (one, None) = (ratios.next()?, ratios.next()) else { return None };
        let fact = self.fact(one)?;
        let other = (0..end).any(|i| i != at && self.way(i).is_some());
        let than = (at + 1..one).any(|i| self.is(i, Sense::Than));
        let led =
            one > 0 && self.is(one - 1, Sense::At) && self.is(one + 1, Sense::Times);
        if fact.unit != Unit::Ratio || !than || !led || other || self.supposed(at) {
            return None;
        }
        let up = up != self.turned(at);
        let holds = if up { fact.rounded > 1.0 } else { fact.rounded < 1.0 };
        (!holds).then(|| self.other_ratio(at..at + 1, fact))
    }

    fn course(&self, at: usize, words: usize, facts: &[&Fact]) -> Fault {
        let one = |fact: &&Fact| match fact.period {
            Some((at, None)) => format!("{} in {}", fact.shown, at.words()),
            _ => fact.shown.clone(),
        };
        let shown: Vec<String> = facts.iter().map(one).collect();
        let help = "change the word, or the order of the numbers";
        self.belied(at..at + words, &shown.join(", "), help)
    }
}

/// Returns the parts of a title that name no time.
fn parts(fact: &Fact) -> Vec<String> {
    let parts = fact.title.split(", ").filter(|part| period(part).is_none());
    // "Pupils at the standard in 2019" and "… in 2023" are of one series.
    let timeless = |part: &str| {
        let named = mentions(part);
        named.iter().fold(part.to_owned(), |part, said| part.replacen(&said.words, "", 1))
    };
    parts.map(|part| timeless(part).to_lowercase()).collect()
}

/// Returns the place or group that a level is of.
pub(super) fn group(fact: &Fact) -> Vec<String> {
    parts(fact).into_iter().skip(1).collect()
}

/// Returns what a level measures: its title without times and without the place or group behind it.
fn measure(fact: &Fact) -> String {
    parts(fact).into_iter().next().unwrap_or_default()
}

/// Returns two levels of one series from the earlier to the later.
pub(super) fn in_time<'a>(a: &Level<'a>, b: &Level<'a>) -> Option<(&'a Fact, &'a Fact)> {
    if parts(a.fact) != parts(b.fact) {
        return None;
    }
    match a.period?.cmp(&b.period?) {
        Ordering::Less => Some((a.fact, b.fact)),
        Ordering::Greater => Some((b.fact, a.fact)),
        Ordering::Equal => None,
    }
}
