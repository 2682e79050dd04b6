//! Parts of a whole: "of whom x were women" is no more than what it is of, and "the remaining x" makes
//! up the whole with what is before it.

use crate::model::diagnostic::Code;
use crate::model::format::Unit;
use crate::narrative::prose::Fault;
use crate::narrative::prose::fact::Fact;
use crate::narrative::prose::fact::Sign;
use crate::narrative::prose::passage::Kind;
use crate::narrative::prose::passage::Sentence;
use crate::project::sense::Sense;

/// Reports parts that do not fit their whole.
pub(super) fn read(s: Sentence<'_>, out: &mut Vec<Fault>) {
    if s.asks() {
        return;
    }
    for at in 0..s.len() {
        let fault = s.part_of(at).or_else(|| s.of_all(at)).or_else(|| s.remaining(at));
        out.extend(fault.filter(|_| !s.supposed(at)));
    }
}

impl Sentence<'_> {
    /// "x people, of whom y were women", "x people, y of them women".
    fn part_of(&self, at: usize) -> Option<Fault> {
        if !(self.is(at, Sense::Of) && self.is(at + 1, Sense::Whom)) {
            return None;
        }
        // "not one of them came near x".
        if at > 0 && (self.number(at - 1).is_some() || self.is(at - 1, Sense::NotOne)) {
            return None;
        }
        let count = |i: &usize| {
            self.fact(*i).is_some_and(|f| f.unit == Unit::Count && f.sign == Sign::Level)
        };
        let numbers = self.numbers();
        let whole = numbers.iter().rev().find(|i| **i < at).filter(|i| count(i))?;
        let (whole, part) = if whole + 1 == at {
            (numbers.iter().rev().find(|i| **i < *whole).filter(|i| count(i))?, whole)
        } else {
            (whole, numbers.iter().find(|i| **i > at).filter(|i| count(i))?)
        };
        let (whole, part) = (self.fact(*whole)?, self.fact(*part)?);
        (part.rounded > whole.rounded).then(|| self.pair_fault(at, 2, part, whole))
    }

    /// "Of the x schools inspected, y were good", "y of the x schools".
    fn of_all(&self, at: usize) -> Option<Fault> {
        let all = at + 1 + usize::from(self.is(at + 1, Sense::Determiner));
        let count = |i: usize| {
            self.fact(i).filter(|f| f.unit == Unit::Count && f.sign == Sign::Level)
        };
        let whole = count(all).filter(|_| self.is(at, Sense::Of))?;
        let before = at.checked_sub(1);
        let opens = before.is_none_or(|i| !matches!(self.kind(i), Some(Kind::Word)));
        let part = match before.and_then(count) {
            Some(part) => part,
            None if opens => {
                let next = (all + 1..self.len()).find(|i| self.fact(*i).is_some())?;
                let comma = (all + 1..next).any(|i| self.mark(i, ','));
                let verb = self.is(next + 1, Sense::Copula)
                    || self.is(next + 1, Sense::PartVerb)
                    || self.mark(next + 1, '(');
                count(next).filter(|_| comma && verb)?
            }
            None => return None,
        };
        (part.rounded > whole.rounded).then(|| self.pair_fault(at, 1, part, whole))
    }

    /// "x were funded in full and the remaining y in part".
    fn remaining(&self, at: usize) -> Option<Fault> {
        if at == 0
            || !self.is(at, Sense::Remaining)
            || !self.is(at - 1, Sense::Determiner)
        {
            return None;
        }
        let numbers = self.numbers();
        let next = *numbers.iter().find(|i| **i > at && **i <= at + 3)?;
        let facts: Vec<&Fact> = numbers
            .iter()
            .filter(|i| **i <= next)
            .filter_map(|i| self.fact(*i))
            .collect();
        // Shares of each of two groups, or means of them, make up no whole.
        let apart = facts
            .iter()
            .any(|f| f.average.is_some() || f.state && f.unit == Unit::Percent);
        let shares = !apart
            && facts.iter().all(|f| {
                f.unit == Unit::Percent
                    && f.sign == Sign::Level
                    && (0.0..=100.0).contains(&f.value)
            });
        let sum: f64 = facts.iter().map(|fact| fact.rounded).sum();
        (shares && facts.len() > 1 && (sum - 100.0).abs() > 1.0).then(|| {
            Fault::wrong(
                Code::R0532,
                self.range(at, at),
                format!(
                    "`{}` contradicts the numbers: together they are {sum:.1}%",
                    self.word(at)
                ),
                "name the part that is left out, or leave the word out".to_owned(),
            )
        })
    }
}
