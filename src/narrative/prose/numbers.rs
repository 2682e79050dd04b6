//! Numbers in words and parts of all: bound to a value beside them, or to nothing.
//!
//! A share ("a third", "most areas"), a ratio ("doubled") or a count ("twelve schools") beside the
//! number it sums up is held to it; one without such a number needs a claim.

use crate::model::diagnostic::Code;
use crate::model::format::Unit;
use crate::model::statistic::Statistics;
use crate::narrative::prose::Fault;
use crate::narrative::prose::amounts::Amount;
use crate::narrative::prose::amounts::Said;
use crate::narrative::prose::fact::Fact;
use crate::narrative::prose::fact::Sign;
use crate::narrative::prose::passage::Kind;
use crate::narrative::prose::passage::Sentence;
use crate::project::sense::Sense;
use std::ops::Range;

/// Reports numbers in words that are bound to nothing, or contradict the number beside them.
pub(super) fn read(s: Sentence<'_>, statistics: &Statistics, out: &mut Vec<Fault>) {
    if s.asks() {
        return;
    }
    figures(s, out);
    for said in s.amounts() {
        let first = said.tokens.start;
        if s.tokens.get(first).is_some_and(|token| token.claim.is_some()) {
            continue;
        }
        let range = s.range(first, said.tokens.end - 1);
        let words = s.words(&said.tokens);
        let bound = s.bound(&said);
        if bound.is_none()
            && let Some(based) = s.based(&said, statistics)
        {
            if !based.holds {
                out.push(Fault::wrong(
                    Code::R0532,
                    range,
                    format!(
                        "`{words}` contradicts the data: `{}` is {}, and {} in {}",
                        based.fact.id,
                        based.fact.printed,
                        based.base.fact.printed,
                        based.base.period.words()
                    ),
                    "write what the one is of the other, or show both numbers".to_owned(),
                ));
            }
            continue;
        }
        match bound {
            Some((true, _)) => {}
            Some((false, fact)) => out.push(Fault::wrong(
                Code::R0532,
                range,
                format!(
                    "`{words}` contradicts the number beside it: `{}` is {}",
                    fact.id, fact.printed
                ),
                "write what the number is, or leave the words out".to_owned(),
            )),
            None if s.tallied(first, statistics) => {}
            None if matches!(said.amount, Amount::Count(_)) => {
                let moved = s.moves_by(first, said.tokens.end);
                out.push(Fault::bare(range, &words, moved));
            }
            None if s.done_so_often(&said) => {}
            // "wants to halve it" states no result.
            None if s.loosely(first) => {}
            None => out.push(Fault::loose(
                Code::R0506,
                range,
                format!("`{words}` is bound to no claim"),
                "write `claim(\"id\", \"…\")`, and what must hold in `claims.yaml`"
                    .to_owned(),
            )),
        }
    }
}

/// Reports "double digits" and the like beside a number that has more or fewer of them.
fn figures(s: Sentence<'_>, out: &mut Vec<Fault>) {
    for at in 0..s.len() {
        let said = s.lexicon.figures.iter().find(|(words, ..)| {
            words.iter().enumerate().all(|(n, word)| s.word(at + n) == word)
        });
        let Some((words, from, to)) = said else { continue };
        let near = |n: &usize| n.abs_diff(at) <= 10;
        let numbers = s.numbers().into_iter().filter(near);
        let facts: Vec<&Fact> = numbers.filter_map(|n| s.fact(n)).collect();
        let fits = |fact: &&Fact| (*from..=*to).contains(&fact.rounded.abs());
        let claimed = s.tokens.get(at).is_some_and(|token| token.claim.is_some());
        if claimed || s.turned(at) || s.loosely(at) || facts.iter().any(fits) {
            continue;
        }
        let Some(fact) = facts.first() else { continue };
        let tokens = at..at + words.len();
        out.push(Fault::wrong(
            Code::R0532,
            s.range(at, tokens.end - 1),
            format!(
                "`{}` contradicts the number beside it: `{}` is {}",
                s.words(&tokens),
                fact.id,
                fact.printed
            ),
            "write what the number is, or leave the words out".to_owned(),
        ));
    }
}

impl<'a> Sentence<'a> {
    /// Returns what parts the levels of a sentence make, in percent: by how much one is above or below
    /// the other ("a quarter above", "dropped by a third"), or the part of all that is counted
    /// ("742 people, most of them (163) young").
    fn parts_of_levels(&self, tokens: &Range<usize>) -> Vec<(f64, &Fact)> {
        let levels = self.numbers().into_iter().filter_map(|at| self.fact(at));
        let levels: Vec<&Fact> = levels.filter(|f| f.sign == Sign::Level).collect();
        // "more than two in five of them: x of y".
        if let Some((a, b)) = self.part_of_whole() {
            return vec![(100.0 * a.value / b.value, a)];
        }
        let start = tokens.start.saturating_sub(1);
        let from = if self.is(start, Sense::One) { start } else { tokens.start };
        let before = self.before(from);
        // "made up a quarter".
        let made_up = |j: usize| {
            j > 0 && self.is(j, Sense::Particle) && self.is(j - 1, Sense::Phrasal)
        };
        let led = before.filter(|j| !made_up(*j)).and_then(|j| self.way(j));
        let led = led.filter(|(_, compares)| !compares);
        let way = led.or(self.way(tokens.end)).map(|(up, _)| up);
        if way.is_none() && !before.is_some_and(|j| self.is(j, Sense::By)) {
            let counts = levels.iter().all(|fact| fact.unit == Unit::Count);
            // "half of those in 1990 (x, against y)".
            let those = tokens.end + 1;
            let those = self.is(tokens.end, Sense::Of)
                && (self.is(those, Sense::Known) || self.is(those, Sense::Pronoun))
                && self.is(those + 1, Sense::Within);
            let against = (0..self.len()).any(|i| self.ends(i, Sense::Against) > 0);
            // "x, fewer than half of the y", "less than half of the previous year's y".
            let small = |i: &usize| {
                self.is(*i, Sense::Of)
                    || self.is(*i, Sense::Determiner)
                    || [Sense::Of, Sense::Own, Sense::Determiner]
                        .iter()
                        .any(|sense| self.is(tokens.end, *sense))
                        && matches!(self.kind(*i), Some(Kind::Word))
            };
            let near = tokens.end..self.len().min(tokens.end + 8);
            let next = near.into_iter().find(|i| !small(i));
            let whole = next.and_then(|next| self.fact(next));
            let part = self.numbers().into_iter().rev().find(|at| *at < tokens.start);
            if let (Some(b), Some(a)) = (whole, part.and_then(|at| self.fact(at)))
                && a.sign == b.sign
                && a.unit == b.unit
                && a.value * b.value > 0.0
                && !matches!(a.unit, Unit::P | Unit::Ratio)
            {
                return vec![(100.0 * a.value / b.value, a)];
            }
            return match levels.as_slice() {
                [a, b]
                    if those
                        && against
                        && a.unit == b.unit
                        && b.value > 0.0
                        && !matches!(a.unit, Unit::P | Unit::Ratio) =>
                {
                    vec![(100.0 * a.value / b.value, *a)]
                }
                [all, part] if counts && part.value <= all.value && all.value > 0.0 => {
                    vec![(100.0 * part.value / all.value, *part)]
                }
                _ => Vec::new(),
            };
        }
        let changes = self.numbers().into_iter().filter_map(|at| self.fact(at));
        if changes.into_iter().any(|fact| fact.sign != Sign::Level) {
            return Vec::new();
        }
        let mut out = Vec::new();
        for fact in &levels {
            let ratio = match fact.unit {
                Unit::Ratio => fact.value,
                Unit::Index => fact.value / 100.0,
                _ => continue,
            };
            let part = match way {
                Some(false) => 1.0 - ratio,
                Some(true) => ratio - 1.0,
                None => (ratio - 1.0).abs(),
            };
            out.push((100.0 * part, *fact));
        }
        for pair in levels.windows(2) {
            let (a, b) = (pair[0].value, pair[1].value);
            let plain = !matches!(pair[0].unit, Unit::Ratio | Unit::P);
            if pair[0].unit == pair[1].unit && plain && a * b > 0.0 {
                let parts = [(b / a - 1.0).abs(), (a / b - 1.0).abs()];
                out.extend(parts.map(|part| (100.0 * part, pair[1])));
            }
        }
        out
    }

    /// "x of y", "x million of the y", "of the y areas, x": two levels of which one is of the other, where the sentence has no others.
    pub(super) fn part_of_whole(&self) -> Option<(&'a Fact, &'a Fact)> {
        let [first, second] = *self.numbers().as_slice() else { return None };
        let led = |number: usize| {
            let before = (0..number).rev().find(|i| !self.is(*i, Sense::Determiner));
            before.filter(|of| self.is(*of, Sense::Of))
        };
        // "Of the y areas, x had more".
        let opens = led(first) == Some(0);
        let (part, whole) = if opens { (second, first) } else { (first, second) };
        let (a, b) = (self.fact(part)?, self.fact(whole)?);
        // "x million out of a total of the y".
        let out_of = (part + 1..whole).any(|i| self.is(i, Sense::OutOf));
        let near = opens
            || whole - part < if out_of { 10 } else { 5 }
                && led(whole).is_some_and(|of| {
                    (part + 1..of).all(|i| matches!(self.kind(i), Some(Kind::Word)))
                });
        let levels = a.sign == Sign::Level && b.sign == Sign::Level && a.unit == b.unit;
        let counts = !matches!(a.unit, Unit::P | Unit::Ratio | Unit::Percent);
        let fits = 0.0 <= a.value && a.value <= b.value && b.value > 0.0;
        (near && levels && counts && fits).then_some((a, b))
    }

    /// "is counted three times": how often something is done.
    fn done_so_often(&self, said: &Said) -> bool {
        let (first, end) = (said.tokens.start, said.tokens.end);
        matches!(said.amount, Amount::Times(..))
            && first > 1
            && self.is(first - 1, Sense::Handled)
            && self.is(first - 2, Sense::Passive)
            && !matches!(self.kind(end), Some(Kind::Word))
    }

    /// Returns the share that is set right behind a part of all, between marks.
    pub(super) fn said_again(&self, end: usize) -> Option<usize> {
        let (comma, bracket) = (self.mark(end, ','), self.mark(end, '('));
        let closed =
            comma && self.mark(end + 2, ',') || bracket && self.mark(end + 2, ')');
        let share = |fact: &&Fact| fact.sign == Sign::Level && fact.unit == Unit::Percent;
        self.fact(end + 1).filter(share).filter(|_| closed).map(|_| end + 1)
    }

    /// Returns the share that a part of all is said of, where each of several parts has one of its
    /// own: "a quarter of starts (x) and half of those (y)", "x, or a quarter, and y, or half".
    fn one_each(&self, said: &Said) -> Option<usize> {
        let numbers = self.numbers();
        let share = |at: &usize| {
            self.fact(*at)
                .is_some_and(|f| f.sign == Sign::Level && f.unit == Unit::Percent)
        };
        if numbers.len() < 2 || !numbers.iter().all(share) {
            return None;
        }
        let parts: Vec<Range<usize>> = self
            .amounts()
            .into_iter()
            .filter(|one| matches!(one.amount, Amount::Share(..)))
            .map(|one| one.tokens)
            .collect();
        let own = parts.iter().position(|tokens| *tokens == said.tokens)?;
        let turns = |before: bool| {
            let pairs = parts.iter().zip(&numbers);
            let own = pairs.clone().all(|(part, number)| (part.end <= *number) == before);
            let next = if before {
                parts.iter().skip(1).zip(&numbers).all(|(part, n)| *n < part.start)
            } else {
                parts.iter().zip(numbers.iter().skip(1)).all(|(part, n)| part.end <= *n)
            };
            own && next
        };
        let each = parts.len() == numbers.len() && (turns(true) || turns(false));
        numbers.get(own).copied().filter(|_| each)
    }

    /// "Most failed, when the pass rate was x": whether the rest of the only share beside it bears it out.
    fn of_the_others(&self, said: &Said, near: &[usize]) -> Option<(bool, &Fact)> {
        let (Amount::Share(from, to), [at]) = (&said.amount, near) else { return None };
        let fact = self.fact(*at)?;
        let rest = 100.0 - said.amount.of(fact)?;
        let of_others = self.is_when(said, *at) && self.denied(said.tokens.end);
        of_others.then_some((*from <= rest && rest <= *to, fact))
    }

    /// "a third failed to run on time, when punctuality was x": the number has a clause of its own.
    fn is_when(&self, said: &Said, number: usize) -> bool {
        let start = (said.tokens.end..number).rev().find(|i| self.mark(*i, ','));
        start.is_some_and(|i| {
            self.is(i + 1, Sense::Anaphor)
                && (i + 2..number).any(|i| self.is(i, Sense::Copula))
        })
    }

    /// Returns whether what follows a place is denied before another number or a mark: "a third of pupils cannot".
    fn denied(&self, from: usize) -> bool {
        (from..self.len())
            .take_while(|i| matches!(self.kind(*i), Some(Kind::Word)))
            .any(|i| self.is(i, Sense::Turn))
    }

    /// Returns whether the number beside an amount bears it out; none where there is no such.
    fn bound(&self, said: &Said) -> Option<(bool, &Fact)> {
        if let Some(counted) = self.counted_beside(said) {
            return Some(counted);
        }
        let (from, to) = match said.amount {
            Amount::Share(from, to) | Amount::Times(from, to) => (from, to),
            Amount::Count(_) => return None,
        };
        // "less than a third of the gap": of what no number beside it is.
        let end = said.tokens.end;
        if self.is(end, Sense::Of) && (end..end + 4).any(|i| self.is(i, Sense::Gap)) {
            return None;
        }
        let within = |n: f64| from <= n && n <= to;
        let far = |at: usize| {
            let before = said.tokens.start.saturating_sub(at);
            before.max((at + 1).saturating_sub(said.tokens.end))
        };
        let mut near: Vec<usize> = self.numbers();
        // The only number of a sentence is what a part of all is said of, however long its subject is.
        let apart = |at: usize| {
            let (from, to) = (at.min(said.tokens.start), at.max(said.tokens.start));
            (from..to).any(|i| self.mark(i, ';'))
        };
        let alone = near.len() == 1;
        near.retain(|at| far(*at) <= 14 || alone && !apart(*at));
        if self.of_another_time(said, &near) {
            return None;
        }
        // "a majority, 45%, of them", "most (45%)": the number says it again, and no other does.
        let own = match said.amount {
            Amount::Share(..) => {
                self.said_again(said.tokens.end).or_else(|| self.one_each(said))
            }
            Amount::Times(..) | Amount::Count(_) => None,
        };
        if let Some(own) = own {
            near = vec![own];
        }
        near.sort_by_key(|at| (far(*at), *at < said.tokens.start));
        let parts = match said.amount {
            Amount::Share(..) if own.is_none() => self.parts_of_levels(&said.tokens),
            Amount::Share(..) | Amount::Times(..) | Amount::Count(_) => Vec::new(),
        };
        if let (Amount::Share(..), Some((part, fact))) =
            (&said.amount, self.part_of_change(said))
        {
            return Some((within(part), fact));
        }
        if let Some((part, rest)) = self.half_and_rest(said) {
            // "A third of the y hospitals, x, had".
            let behind = (end..end + 8).find_map(|at| self.fact(at));
            let all = behind.filter(|all| !std::ptr::eq(*all, part)).map(|all| all.value);
            let all = rest.map(|rest| part.value + rest.value).or(all)?;
            return Some((within(100.0 * part.value / all), part));
        }
        if let Some((_, first)) = parts.first() {
            let fits = parts.iter().find(|(part, _)| within(*part));
            return Some((fits.is_some(), fits.map_or(first, |(_, fact)| fact)));
        }
        // "fell by more than a third to x": by how much, and no part of all.
        let moved =
            matches!(said.amount, Amount::Share(..)) && self.by_part(said.tokens.start);
        let level = |fact: &Fact| fact.sign == Sign::Level && fact.unit == Unit::Percent;
        let values: Vec<(f64, &Fact)> = near
            .iter()
            .filter_map(|at| {
                let fact = self.fact(*at).filter(|fact| !(moved && level(fact)))?;
                Some((said.amount.of(fact)?, fact))
            })
            .collect();
        // "a majority in each group": of every number.
        let each = (0..self.len()).any(|i| {
            self.is(i, Sense::Within)
                && (self.is(i + 1, Sense::Both) || self.is(i + 1, Sense::Each))
        });
        let shares = values.iter().all(|(_, fact)| fact.sign == Sign::Level);
        if each
            && shares
            && values.len() > 1
            && let Some((_, fact)) = values.iter().find(|(value, _)| !within(*value))
        {
            return Some((false, fact));
        }
        if let Some(found) = self.of_the_others(said, &near) {
            return Some(found);
        }
        if let Some((_, fact)) = values.iter().find(|(value, _)| within(*value)) {
            return Some((true, fact));
        }
        // "One bus in three was late; x ran on time": of the others, in a clause of its own.
        if let ([at], [(value, fact)], Amount::Share(..)) =
            (near.as_slice(), values.as_slice(), &said.amount)
            && fact.sign == Sign::Level
            && said.tokens.end < *at
            && ((said.tokens.end..*at).any(|i| self.mark(i, ';'))
                || self.is(at - 1, Sense::As))
            && within(100.0 - value)
        {
            return Some((true, fact));
        }
        // "nearly a third cannot, since x can": of those who do not.
        if let ([at], [(value, fact)], Amount::Share(..)) =
            (near.as_slice(), values.as_slice(), &said.amount)
            && fact.sign == Sign::Level
            // Between brackets alone it says the same again: "most did not (x)".
            && matches!(self.kind(at + 1), Some(Kind::Word))
            && self.denied(said.tokens.end) != self.denied(at + 1)
        {
            return Some((within(100.0 - value), fact));
        }
        if let Amount::Times(..) = said.amount
            && let Some(found) = self.times_of_levels(said, &within)
        {
            return Some(found);
        }
        let (_, fact) = values.first()?;
        Some((false, fact))
    }
}
