//! What a sentence says that a number is: a mean or a median, in which money, for how long, of which group it is not; and
//! the interval beside it. Each is held to the statistic.
//!
//! **In:** a sentence. **Out:** faults.

use crate::model::diagnostic::Code;
use crate::model::format::Unit;
use crate::narrative::prose::Fault;
use crate::narrative::prose::fact::Average;
use crate::narrative::prose::fact::Fact;
use crate::narrative::prose::fact::Sign;
use crate::narrative::prose::passage::Kind;
use crate::narrative::prose::passage::Sentence;
use crate::project::sense::Sense;

/// Signs of money.
const MONEY: [char; 4] = ['£', '€', '$', '¥'];

/// Reports what a number is not.
pub(super) fn read(s: Sentence<'_>, out: &mut Vec<Fault>) {
    if s.asks() {
        return;
    }
    for at in s.numbers() {
        let Some(fact) = s.fact(at) else { continue };
        let fault = s
            .other_average(at, fact)
            .or_else(|| s.other_money(at, fact))
            .or_else(|| s.other_length(at, fact))
            .or_else(|| s.denied_group(at, fact))
            .or_else(|| s.denied_share(at, fact))
            .or_else(|| s.interval_of_another(at, fact));
        out.extend(fault);
    }
}

impl Sentence<'_> {
    fn is_no(&self, from: usize, to: usize, fact: &Fact) -> Fault {
        let said = match self.kind(from) {
            Some(Kind::Mark(sign)) => sign.to_string(),
            _ => self.words(&(from..to + 1)),
        };
        Fault::wrong(
            Code::R0542,
            self.range(from, to),
            format!(
                "`{said}` is not what the number beside it is of: `{}` is {} (“{}”)",
                fact.id, fact.printed, fact.title
            ),
            "write what it is of, or show the statistic that the words name".to_owned(),
        )
    }

    /// "The median income was x", where x is a mean.
    fn other_average(&self, at: usize, fact: &Fact) -> Option<Fault> {
        let own = fact.average?;
        let clause = self.clause_of(at);
        let mut before = (clause.start..at).rev().take_while(|i| self.fact(*i).is_none());
        let named = |i: usize| {
            // "This would mean x more" is a verb.
            let noun = i == clause.start
                || self.is(i + 1, Sense::Of)
                || [Sense::Determiner, Sense::Indefinite, Sense::Own]
                    .iter()
                    .any(|sense| self.is(i - 1, *sense));
            match (self.is(i, Sense::Median), self.is(i, Sense::Mean) && noun) {
                (true, _) => Some(Average::Median),
                (_, true) => Some(Average::Mean),
                _ => None,
            }
        };
        let (word, said) = before.find_map(|i| Some((i, named(i)?)))?;
        // "the median of their mean incomes": its title says what is averaged.
        let titled = fact.title.to_lowercase().contains(self.word(word));
        (said != own && !titled).then(|| self.is_no(word, word, fact))
    }

    /// "€x", where x is in pounds.
    fn other_money(&self, at: usize, fact: &Fact) -> Option<Fault> {
        let sign = at.checked_sub(1).and_then(|i| match self.kind(i) {
            Some(Kind::Mark(sign)) => Some(sign),
            _ => None,
        })?;
        let money = MONEY.contains(&sign) && fact.unit == Unit::Currency;
        (money && !fact.noun_says(sign)).then(|| self.is_no(at - 1, at - 1, fact))
    }

    /// "x a week", where x is for a month.
    fn other_length(&self, at: usize, fact: &Fact) -> Option<Fault> {
        let each = |word: &str| ["a", "per", "each", "every"].contains(&word);
        let unit = self.is(at + 2, Sense::Duration) && each(self.word(at + 1));
        let said = self.one(self.word(at + 2));
        let title = fact.title.to_lowercase();
        let words: Vec<&str> = title
            .split(|c: char| !c.is_alphanumeric())
            .filter(|w| !w.is_empty())
            .collect();
        let titled = words.windows(2).find_map(|pair| {
            let [before, word] = pair else { return None };
            let length = self.lexicon.says(word, Sense::Duration);
            (each(before) && length).then(|| self.one(word))
        })?;
        (unit && said != titled).then(|| self.is_no(at + 1, at + 2, fact))
    }

    /// "Households not in the scheme had x", where x is of those in it, and nothing else is said of these.
    fn denied_group(&self, at: usize, fact: &Fact) -> Option<Fault> {
        let clause = self.clause_of(at);
        // The "not" of a name denies nothing by itself, but what it is of.
        let says = |word: &str| {
            [Sense::Turn, Sense::Outside]
                .iter()
                .any(|sense| self.lexicon.says(word, *sense))
        };
        let denies = |i: usize| says(self.word(i));
        // "not in the scheme" denies "in the scheme", "outside the scheme" what ends so.
        let title: Vec<String> = fact
            .title
            .to_lowercase()
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect();
        let affirmed = |phrase: &[&str]| {
            title.windows(phrase.len()).enumerate().any(|(from, words)| {
                let denied = (from.saturating_sub(2)..from)
                    .any(|i| title.get(i).is_some_and(|word| says(word)));
                words == phrase && !denied
            })
        };
        for word in clause.clone().filter(|i| denies(*i)) {
            let end = (word + 1..clause.end.min(word + 6))
                .take_while(|i| matches!(self.kind(*i), Some(Kind::Word)))
                .last()
                .unwrap_or(word);
            for last in (word + 2..=end).rev() {
                let phrase: Vec<&str> = (word + 1..=last).map(|i| self.word(i)).collect();
                let place = [Sense::Within, Sense::Determiner];
                let led = place.iter().any(|sense| self.is(word + 1, *sense));
                let elsewhere = (0..self.len()).any(|i| {
                    i != word + 1
                        && phrase
                            .iter()
                            .enumerate()
                            .all(|(n, own)| self.word(i + n) == *own)
                });
                if led && !elsewhere && affirmed(&phrase) {
                    return Some(self.is_no(word, last, fact));
                }
            }
        }
        None
    }

    /// "x of repairs were not done in time", "failed to do x of their repairs in time", where x is what was done in time.
    fn denied_share(&self, at: usize, fact: &Fact) -> Option<Fault> {
        let denies = |word: &str| {
            [Sense::Turn, Sense::Lacking]
                .iter()
                .any(|sense| self.lexicon.says(word, *sense))
        };
        let mut titled = fact.title.split(|c: char| !c.is_alphanumeric() && c != '’');
        let share = fact.unit == Unit::Percent && fact.sign == Sign::Level;
        if !share || titled.any(|word| denies(&word.to_lowercase())) {
            return None;
        }
        let word = |i: usize| matches!(self.kind(i), Some(Kind::Word));
        let own = |i: usize| self.word(i).len() > 3 && self.is_titled(i, fact);
        // Behind the number and what it is a part of.
        let from = at + 1 + usize::from(self.mark(at + 1, '%'));
        let behind =
            (from + 1..(from + 12).min(self.len())).find(|i| denies(self.word(*i)));
        let behind = behind.filter(|i| {
            let verb =
                [Sense::Copula, Sense::Has].iter().any(|sense| self.is(i - 1, *sense));
            let joined = self.word(*i).contains('’') && !self.is(*i, Sense::Lacking);
            // "of those who were not asked", "were not only on time".
            let whose = (from..*i).any(|i| self.is(i, Sense::Relative));
            let only = self.is(i + 1, Sense::Alone);
            let denied = (verb || joined) && !whose && !only;
            self.is(from, Sense::Of) && denied && (from..*i).all(word)
        });
        // Before it, with the verb between.
        let before = at.checked_sub(2).filter(|i| {
            // "failed to do x of".
            let fails = self.is(*i, Sense::To) && *i > 0 && self.is(i - 1, Sense::Turn);
            let not = denies(self.word(*i)) && !self.is(*i, Sense::Lacking);
            // "did not reach x of", "did not exceed x of" are about the number.
            let about = [Sense::Saw, Sense::Reached, Sense::Meets, Sense::Misses];
            let beats =
                self.says(at - 1, Sense::Beats) + self.says(at - 1, Sense::Trails);
            let plain = word(at - 1)
                && self.way(at - 1).is_none()
                && beats == 0
                && !about.iter().any(|sense| self.is(at - 1, *sense));
            (fails || not) && plain && self.is(from, Sense::Of)
        });
        let denied = behind.or(before)?;
        let start = if before == Some(denied) { from } else { denied + 1 };
        let named =
            (start..start + 7).take_while(|i| word(*i)).filter(|i| own(*i)).count();
        let enough = if before == Some(denied) { named > 1 } else { named > 0 };
        (enough && !self.supposed(denied)).then(|| {
            let first = denied - usize::from(self.is(denied, Sense::To));
            Fault::wrong(
                Code::R0542,
                self.range(first, denied),
                format!(
                    "`{}` denies what the number beside it is of: `{}` is {} (“{}”)",
                    self.words(&(first..denied + 1)),
                    fact.id,
                    fact.printed,
                    fact.title
                ),
                "show the share that is meant, or leave the denial out".to_owned(),
            )
        })
    }

    /// "x, interval y", where y is the interval of another statistic of the same block.
    fn interval_of_another(&self, at: usize, fact: &Fact) -> Option<Fault> {
        let behind = (at + 1..self.len())
            .take_while(|i| self.fact(*i).is_none() && !self.mark(*i, ';'))
            .filter_map(|i| match self.kind(i) {
                Some(Kind::Evidence(other)) => Some((i, self.facts.get(other)?)),
                _ => None,
            });
        let behind: Vec<(usize, &Fact)> = behind.collect();
        let (place, other) = *behind.first().filter(|(i, _)| *i < at + 9)?;
        // "x and y (intervals of x and of y)": of both, in their order.
        if behind.iter().any(|(_, one)| one.id != other.id) {
            return None;
        }
        let same = other.id != fact.id
            && other.block() == fact.block()
            && other.unit == fact.unit
            && other.sign == fact.sign;
        // "x; in the others y to z": of what is named beside it.
        let named = (at + 1..place).any(|i| {
            matches!(self.kind(i), Some(Kind::Word))
                && self.is_titled(i, other)
                && !self.is_titled(i, fact)
        });
        (same && !named).then(|| {
            Fault::wrong(
                Code::R0542,
                self.range(place, place),
                format!(
                    "this is of `{}`, and the number before it is `{}`, {}",
                    other.id, fact.id, fact.printed
                ),
                format!("show that of `{}`, or name what it is of", fact.id),
            )
        })
    }
}
