//! What is said of all times of a series, against its members: "the most since 2015", "fell without
//! interruption from x to y", "went up and down between x and y", "fell to x".
//!
//! The series of a number are the members of its family that differ from it in time alone.

use crate::model::calendar::Period;
use crate::model::diagnostic::Code;
use crate::model::format::Unit;
use crate::model::statistic::Statistics;
use crate::narrative::prose::Fault;
use crate::narrative::prose::fact::Fact;
use crate::narrative::prose::fact::Sign;
use crate::narrative::prose::kin::Kin;
use crate::narrative::prose::kin::MANY;
use crate::narrative::prose::passage::Kind;
use crate::narrative::prose::passage::Sentence;
use crate::narrative::prose::ranks::End;
use crate::project::lexicon::Ending;
use crate::project::sense::Sense;
use std::ops::Range;

/// A value of a series.
pub(super) struct At {
    pub period: Period,
    pub fact: Fact,
}

/// Returns in words what a value was at another time, and what is shown of it.
pub(super) fn was_and_is(other: &At, fact: &Fact, own: Period) -> String {
    format!(
        "{} in {}, {} in {}",
        other.fact.printed,
        other.period.words(),
        fact.shown,
        own.words()
    )
}

/// Returns values of a series in words: "79% in 2021, 81% in 2022".
pub(super) fn told(values: &[At]) -> String {
    let one = |at: &At| format!("{} in {}", at.fact.printed, at.period.words());
    values.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// Reports statements about a series that its members contradict.
pub(super) fn read(s: Sentence<'_>, statistics: &Statistics, out: &mut Vec<Fault>) {
    if s.asks() || s.numbers().is_empty() {
        return;
    }
    if let [end] = s.rank_ends().as_slice() {
        out.extend(s.since(end, statistics).or_else(|| s.at_its_end(end, statistics)));
    }
    for at in 0..s.len() {
        out.extend(s.steps(at, statistics).or_else(|| s.moved_since(at, statistics)));
    }
    let numbers = s.numbers();
    // Two numbers of a series are held to one another.
    let alone = |fact: &Fact| {
        numbers
            .iter()
            .filter(|n| s.fact(**n).is_some_and(|one| one.series() == fact.series()))
            .count()
            == 1
    };
    out.extend(s.than_then(&numbers, statistics));
    out.extend(s.moved_between(&numbers));
    out.extend(s.unchanged_since(&numbers, statistics));
    out.extend(s.never_moved(statistics));
    out.extend(numbers.iter().find_map(|at| s.never_passed(*at, statistics)));
    out.extend(numbers.iter().find_map(|at| s.never_more(*at, statistics)));
    for at in &numbers {
        if s.fact(*at).is_some_and(alone) {
            let came = s.came_to(*at, statistics, true);
            let moved = came.or_else(|| s.moved_until(*at, statistics));
            out.extend(moved.or_else(|| s.came_from_nowhere(*at, statistics)));
        } else {
            out.extend(s.came_to(*at, statistics, false));
        }
    }
}

/// Returns the series of a number, from the earliest time to the latest.
pub(super) fn series(statistics: &Statistics, fact: &Fact) -> Vec<At> {
    let Some(kin) = Kin::of(statistics, fact, MANY) else { return Vec::new() };
    let same = |other: &Fact| {
        other.unit == fact.unit
            && other.sign == fact.sign
            && other.series() == fact.series()
    };
    let mut out: Vec<At> = kin
        .stats
        .iter()
        .filter_map(|stat| Fact::of(statistics, stat, ""))
        .filter(same)
        .filter_map(|fact| match fact.period {
            Some((period, None)) => Some(At { period, fact }),
            _ => None,
        })
        .collect();
    out.sort_by_key(|one| one.period);
    out
}

impl Sentence<'_> {
    /// "the most since 2015", "the lowest for ten years": no time in between had more, or less.
    fn since(&self, end: &End, statistics: &Statistics) -> Option<Fault> {
        let fact = self.fact(self.ranked_number(end, &self.numbers())?)?;
        let (own, None) = fact.period? else { return None };
        let stop = (end.tokens.end + 9).min(self.len());
        let start = (end.tokens.end..stop).find_map(|i| self.first_year(i, own))?;
        // "has had the longest list since 2021": in each of its years.
        let led = end.tokens.start.saturating_sub(4)..end.tokens.start;
        if led.into_iter().any(|i| self.is(i, Sense::Has) && self.is(i + 1, Sense::Has)) {
            return None;
        }
        if end.place != 1 || fact.sign != Sign::Level {
            return None;
        }
        let between = |period: Period| start < period.year() && period < own;
        let help = "name the time since when it is, or leave it out";
        self.beaten(end, fact, statistics, between, help)
    }

    /// Returns that a time among those that are meant had more, or less, than is said to be at the end.
    pub(super) fn beaten(
        &self,
        end: &End,
        fact: &Fact,
        statistics: &Statistics,
        among: impl Fn(Period) -> bool,
        help: &str,
    ) -> Option<Fault> {
        let beaten = series(statistics, fact).into_iter().find(|one| {
            let (a, b) = (one.fact.rounded, fact.rounded);
            among(one.period) && if end.top { a > b } else { a < b }
        })?;
        Some(Fault::wrong(
            Code::R0543,
            self.range(end.tokens.start, end.tokens.end - 1),
            format!(
                "`{}` contradicts the data: `{}` is {}, and `{}` is {}",
                self.words(&end.tokens),
                fact.id,
                fact.printed,
                beaten.fact.id,
                beaten.fact.printed
            ),
            help.to_owned(),
        ))
    }

    /// Returns the year that "since 2015" or "for ten years" begins after.
    fn first_year(&self, at: usize, own: Period) -> Option<i64> {
        if self.is(at, Sense::Onward)
            && let Some(year) = self.year(at + 1)
        {
            return Some(year);
        }
        if !(self.is(at, Sense::Onward) || self.is(at, Sense::OverTime)) {
            return None;
        }
        let first = at + 1 + usize::from(self.is(at + 1, Sense::Determiner));
        #[expect(clippy::cast_possible_truncation, reason = "a small whole number")]
        let (count, end) = match (self.word(first).parse::<i64>(), self.number(first)) {
            (Ok(n), _) if n < 100 => (n, first + 1),
            (_, Some((n, end))) => (n as i64, end),
            _ if self.is(first, Sense::Indefinite) => (1, first + 1),
            _ => return None,
        };
        if self.is(end, Sense::YearsNoun) {
            Some(own.year() - count)
        } else {
            self.is(end, Sense::Decade).then(|| own.year() - count * 10)
        }
    }

    /// "fell to x", "a rise to x": at some time before it was higher, or lower; beside other numbers of its series, only
    /// what is said of its own year.
    fn came_to(&self, at: usize, statistics: &Statistics, alone: bool) -> Option<Fault> {
        let fact = self.fact(at)?;
        let (own, None) = fact.period? else { return None };
        let to = self.before(at).filter(|to| self.is(*to, Sense::To))?;
        let verb = self.verb_of(to)?;
        let (up, false) = self.way(verb)? else { return None };
        // "up to" is a bound.
        if fact.sign != Sign::Level
            || self.says(verb, Sense::Ceiling) > 0
            || self.supposed(verb)
            || self.turned(verb)
        {
            return None;
        }
        let before: Vec<At> =
            series(statistics, fact).into_iter().filter(|one| one.period < own).collect();
        let came = |one: &At| {
            if up {
                one.fact.rounded < fact.rounded
            } else {
                one.fact.rounded > fact.rounded
            }
        };
        let last = before.last()?;
        // "between 2023 and 2024, rising to x": from then.
        let named = |one: &&At| {
            let year = one.period.year().to_string();
            (0..self.len()).any(|i| self.word(i) == year && !self.parted(verb, i))
        };
        let then: Vec<&At> = before.iter().filter(named).collect();
        let then = if then.is_empty() { before.iter().collect() } else { then };
        // "rose again in 2024, to x": from the year before.
        let year = own.year().to_string();
        let in_it =
            (verb + 1..to).any(|i| self.word(i) == year && self.is(i - 1, Sense::InYear));
        // "rose again to x".
        let in_it = in_it || self.is(verb + 1, Sense::Again);
        // "slipped to x in 2024", and no other time is said of it.
        let part = self.statements().into_iter().find(|part| part.contains(&verb))?;
        let spans = [Sense::Onward, Sense::YearsNoun, Sense::Decade, Sense::Betwixt];
        let span = (part.start..at).any(|i| {
            spans.iter().any(|sense| self.is(i, *sense)) || self.is(i, Sense::From)
        });
        let span = span || (at..at + 5).any(|i| self.is(i, Sense::From));
        let has = (verb.saturating_sub(3)..verb).any(|i| self.is(i, Sense::Has));
        let other = (0..at).any(|i| self.year(i).is_some() && self.word(i) != year);
        let behind = (at + 1..at + 6).any(|i| {
            self.word(i) == year
                && (self.is(i - 1, Sense::Within) || self.is(i - 1, Sense::InYear))
        });
        let told = self.is_past(verb) || self.is_going(verb);
        let own_year = behind && !other && !span && !has && told;
        let in_it = in_it || own_year;
        if !in_it && !alone {
            return None;
        }
        let then = if in_it { vec![last] } else { then };
        (!then.into_iter().any(came))
            .then(|| self.never_came(verb..to + 1, fact, last, up))
    }

    /// The fault of words that say that a number became more, or less, where no time before had less, or more.
    pub(super) fn never_came(
        &self,
        tokens: Range<usize>,
        fact: &Fact,
        last: &At,
        up: bool,
    ) -> Fault {
        let now = fact.level_time().map(Period::words).unwrap_or_default();
        let shown = format!(
            "before {} in {now} it was {}, in {}, and never {}",
            fact.shown,
            last.fact.printed,
            last.period.words(),
            if up { "lower" } else { "higher" }
        );
        let help = "change the word, or name the value that it moved from";
        self.belied(tokens, &shown, help)
    }

    /// "has risen since 2016, when it was x": from that time to the last that there is.
    fn moved_since(&self, at: usize, statistics: &Statistics) -> Option<Fault> {
        let (up, false) = self.way(at)? else { return None };
        let has = (at.saturating_sub(3)..at).any(|i| self.is(i, Sense::Has));
        let since = (at + 1..at + 4).find(|i| self.is(*i, Sense::Onward))?;
        let year = self.year(since + 1).filter(|_| has && !self.unsaid(at))?;
        let number = self.numbers().into_iter().find(|n| *n > since)?;
        let near = number < since + 9 && !(since..number).any(|i| self.mark(i, ';'));
        let fact = self.fact(number).filter(|_| near)?;
        let claimed = self.tokens.get(at).is_some_and(|token| token.claim.is_some());
        if fact.level_time().map(Period::year) != Some(year) || claimed {
            return None;
        }
        let series = series(statistics, fact);
        let last = series.last().filter(|last| last.period.year() > year)?;
        let (was, is) = (fact.rounded, last.fact.rounded);
        let moved = if up { is > was } else { is < was };
        (moved == self.turned(at)).then(|| {
            let shown = format!(
                "{} in {year}, {} in {}",
                fact.printed,
                last.fact.printed,
                last.period.words()
            );
            self.belied(at..at + 1, &shown, "say which way it went since then")
        })
    }

    /// "had narrowed to x", where x is all that there is: nothing says what it was before.
    fn came_from_nowhere(&self, at: usize, statistics: &Statistics) -> Option<Fault> {
        let fact = self.fact(at)?;
        let to = self.before(at).filter(|to| self.is(*to, Sense::To))?;
        let verb = self.verb_of(to).or(to.checked_sub(1))?;
        let moves = self.way(verb).is_some_and(|(_, compares)| !compares)
            || self.is(verb, Sense::Widens)
            || self.is(verb, Sense::Narrows);
        let told = fact.sign == Sign::Level || fact.sign == Sign::Gap;
        let free = self.says(verb, Sense::Ceiling) > 0
            || self.supposed(verb)
            || self.loosely(verb)
            || self.tokens.get(verb).is_some_and(|one| one.claim.is_some());
        let alone = self.numbers().len() == 1 && series(statistics, fact).len() < 2;
        let measured = !matches!(fact.unit, Unit::P | Unit::Year | Unit::Effect);
        // "The share rises to x in the north" compares.
        let happened = self.is_past(verb) || self.follows(verb, &[Sense::Has]);
        (moves && happened && told && !free && alone && measured).then(|| {
            Fault::loose(
                Code::R0506,
                self.range(verb, to),
                format!(
                    "`{}` is bound to no claim: `{}` has no earlier value",
                    self.words(&(verb..to + 1)),
                    fact.id
                ),
                "show what it moved from as well, or write `claim(\"id\", \"…\")`"
                    .to_owned(),
            )
        })
    }

    /// "At x, it is lower than in 2018", "below its level of 2018, at x": against the value of that year.
    fn than_then(&self, numbers: &[usize], statistics: &Statistics) -> Option<Fault> {
        // "slightly down on the previous year".
        let on = |at: &usize| {
            let moved = self.way(*at).map_or(self.is(*at, Sense::Bettered), |(_, c)| !c);
            let noun = moved && self.is(at + 1, Sense::NoObject);
            (self.is(*at, Sense::Particle) || noun)
                && !self.is(at + 1, Sense::Dated)
                && ((at + 2..at + 4).any(|i| self.says(i, Sense::YearBefore) > 0)
                    || self.year(at + 2).is_some())
        };
        // "less than two fifths" is how a part is reached; "than the year before" is not.
        let compares = |at: &usize| {
            self.way(*at).is_some_and(|(_, c)| c)
                && (!self.threshold(*at)
                    || self.than_before(*at) == Some(true)
                    || self.compared_year(*at).is_some())
        };
        // "overtook their total of 2019".
        let passed = |at: &usize| {
            self.says(*at, Sense::Beats) == 1
                && self.way(*at).is_none()
                && self.compared_year(*at).is_some()
        };
        let at = (0..self.len()).find(|at| compares(at) || on(at) || passed(at))?;
        // Those of its own clause, where it has any.
        let near: Vec<usize> =
            numbers.iter().copied().filter(|n| !self.parted(at, *n)).collect();
        let mut near = if near.is_empty() { numbers.to_vec() } else { near };
        // "x of y hospitals, two fewer than in 2023".
        if let Some((part, _)) = self.part_of_whole() {
            near.retain(|n| self.fact(*n).is_some_and(|fact| fact.id == part.id));
        }
        // "peaked at x in 2022 and eased to y, although it remains above its level of 2014": what it is by now.
        let times: Vec<_> = near.iter().filter_map(|n| self.fact(*n)).collect();
        let one = times.windows(2).all(|pair| pair[0].series() == pair[1].series());
        let parted = near.iter().all(|n| *n < at && self.parted(at, *n));
        if one && parted && near.len() > 1 {
            near.sort_by_key(|n| self.fact(*n).and_then(Fact::level_time));
            near.drain(..near.len() - 1);
        }
        let numbers = near.as_slice();

        let one = numbers.first()?;
        let fact = self.fact(*one).filter(|fact| fact.sign == Sign::Level)?;
        // "The gap between A (x) and B (y) is wider": of no number.
        let gap = |i: usize| self.is(i, Sense::Gap) && !self.parted(i, at);
        if fact.sign != Sign::Gap && (0..(at + 3).min(self.len())).any(gap) {
            return None;
        }
        // "Both the north and the west, at x and y, ran more than in 2019": each of them.
        let facts: Vec<&Fact> = numbers.iter().filter_map(|n| self.fact(*n)).collect();
        let alike = |other: &&Fact| {
            other.block() == fact.block()
                && other.sign == fact.sign
                && other.period == fact.period
        };
        if facts.len() != numbers.len() || !facts.iter().all(alike) {
            return None;
        }
        let (own, None) = fact.period? else { return None };
        // "below its starting value".
        let first = || {
            let near = at + 1..at + 4;
            let start = near.into_iter().find(|i| self.is(*i, Sense::Starting))?;
            let level = matches!(self.kind(start + 1), Some(Kind::Word));
            let led = level && self.is(at, Sense::Position);
            let known = series(statistics, fact);
            known.first().filter(|_| led).map(|one| one.period.year())
        };
        // "no higher than the year before".
        let last = || {
            let before = on(&at) || self.than_before(at)?;
            let series = series(statistics, fact);
            let last = series.iter().rfind(|one| one.period < own);
            last.filter(|_| before).map(|one| one.period.year())
        };
        let year = self.compared_year(at).map(|(year, _)| year);
        // "an improvement on 2023".
        let on_year = || self.year(at + 2).filter(|_| on(&at));
        let year = year.or_else(on_year).or_else(first).or_else(last)?;
        // The number right before a comparison says by how much.
        if self.supposed(at)
            || one + 1 == at
            || self.is(at, Sense::Size) && self.falling(at)
        {
            return None;
        }
        facts.into_iter().find_map(|fact| self.against_then(at, fact, year, statistics))
    }

    /// Holds a number to the value of its series in another year, of which it is said to be more or less.
    fn against_then(
        &self,
        at: usize,
        fact: &Fact,
        year: i64,
        statistics: &Statistics,
    ) -> Option<Fault> {
        let (own, None) = fact.period? else { return None };
        let up = self.way(at).is_none_or(|(up, _)| up);
        let series = series(statistics, fact);
        let mut then = series.iter().filter(|one| one.period.year() == year);
        let then = then.next().filter(|_| then.next().is_none() && own.year() != year)?;
        let (is, was) = (fact.rounded, then.fact.rounded);
        let neither = (self.clause(at)..at).any(|i| self.is(i, Sense::Neither));
        let turned = neither || self.turned(at);
        let holds = if up == turned { is < was } else { is > was };
        let level = turned && (is - was).abs() < f64::EPSILON;
        (!holds && !level).then(|| {
            Fault::wrong(
                Code::R0531,
                self.range(at, at),
                format!(
                    "`{}` contradicts the data: {} in {}, {} in {}",
                    self.word(at),
                    fact.shown,
                    own.words(),
                    then.fact.printed,
                    then.period.words()
                ),
                "change the word, or name the year that it holds of".to_owned(),
            )
        })
    }

    /// Returns whether a comparison is with the time before: "than the year before".
    pub(super) fn than_before(&self, at: usize) -> Option<bool> {
        let near = at + 1..(at + 10).min(self.len());
        let than = near.into_iter().find(|i| self.is(*i, Sense::Than))?;
        Some((than + 1..than + 4).any(|i| self.says(i, Sense::YearBefore) > 0))
    }

    /// Returns the year that a comparison is with, and where it stands: "than in 2018", "below its level of 2018".
    pub(super) fn compared_year(&self, at: usize) -> Option<(i64, usize)> {
        let end = (at + 12).min(self.len());
        let word = |i: usize| matches!(self.kind(i), Some(Kind::Word));
        let mut years = (at + 1..end)
            .take_while(|i| word(*i))
            .filter_map(|i| Some((self.year(i)?, i)));
        let found = years.find(|(_, place)| self.is_compared_with(at, *place));
        // "lower in 2021, at x, than it had been in 2019".
        found.or_else(|| {
            let apart = |i: &usize| {
                self.mark(*i, ';')
                    || self.is(*i, Sense::Contrast)
                    || self.way(*i).is_some()
            };
            let mut near = (at + 1..end).take_while(|i| !apart(i));
            let than = near.find(|i| self.is(*i, Sense::Than))?;
            let year = self.year_of_than(than)?;
            let place = (than + 1..than + 7).find(|i| self.year(*i) == Some(year))?;
            Some((year, place))
        })
    }

    /// Returns whether a year is that with which a word compares.
    fn is_compared_with(&self, at: usize, place: usize) -> bool {
        let than = (at + 1..place).any(|i| self.is(i, Sense::Than));
        let level = self.is(at, Sense::Position)
            && (at + 1..place + 2).any(|i| self.is(i, Sense::LevelNoun));
        // "above its 2019 level".
        let own = level && self.is(place + 1, Sense::LevelNoun);
        // "exceed their 2019 level".
        let object = self.is(place + 1, Sense::LevelNoun)
            && place == at + 2
            && [Sense::Own, Sense::Determiner].iter().any(|s| self.is(at + 1, *s));
        // "more than in any year since 2018": with those after it.
        let led = self.is(place - 1, Sense::Dated)
            && !(at + 1..place)
                .any(|i| self.is(i, Sense::Any) || self.is(i, Sense::Each));
        (led || own) && (than || level) || object
    }

    /// Returns the word of movement that "to" belongs to: "fell to", "fell sharply to", "fell in the north to".
    fn verb_of(&self, to: usize) -> Option<usize> {
        let mut last = to.checked_sub(1)?;
        // "fell again, to", "rose in the west in 2024, to".
        while last > 0 && (self.mark(last, ',') || self.is(last, Sense::Softens)) {
            last -= 1;
        }
        let near = to.saturating_sub(10)..last + 1;
        let phrase = |i: usize| {
            let small = [
                Sense::Within,
                Sense::Dated,
                Sense::Determiner,
                Sense::Softens,
                Sense::Intensifier,
            ];
            small.iter().any(|sense| self.is(i, *sense))
                || self.is(i, Sense::Both)
                || self.lexicon.ends(self.word(i), Ending::Adverb)
                || [Sense::Within, Sense::Dated, Sense::Determiner, Sense::Both]
                    .iter()
                    .any(|sense| i > 0 && self.is(i - 1, *sense))
        };
        let verb = near.rev().find(|i| self.way(*i).is_some());
        if let Some(verb) = verb.filter(|_| self.mark(to - 1, ','))
            && (verb + 1..=last).all(phrase)
        {
            return Some(verb);
        }
        let adverb = |i: usize| self.lexicon.ends(self.word(i), Ending::Adverb);
        if self.way(last).is_some() {
            return Some(last);
        }
        let mut near = (to.saturating_sub(8)..to).rev().take_while(|i| {
            let years = self.year(i + 1).is_some() && self.year(i - 1).is_some();
            matches!(self.kind(*i), Some(Kind::Word))
                && (years || !self.is(*i, Sense::And))
        });
        let verb = near.find(|i| self.way(*i).is_some())?;
        let next = verb + 1 + usize::from(adverb(verb + 1));
        // "rose in the west to", "a fall in revenue to".
        let noun = self.led_by(verb, 3, &[Sense::Indefinite]) && to < verb + 5;
        let place =
            self.is(next, Sense::Within) && (self.is(verb, Sense::VerbOnly) || noun);
        // "climb between 2010 and 2024 to": the two years are all that stands between.
        let years = self.is(next, Sense::Betwixt) && next + 4 == to;
        (next == to || place || years).then_some(verb)
    }

    /// Returns whether a time is none before the first year that a sentence names.
    pub(super) fn since_then(&self, period: Period) -> bool {
        let first = (0..self.len()).filter_map(|i| self.year(i)).min();
        let own = period.year();
        first.is_none_or(|first| {
            first <= own
                || self.numbers().iter().any(|n| {
                    self.fact(*n)
                        .and_then(|fact| fact.period)
                        .is_some_and(|(p, _)| p.year() == first)
                })
        })
    }

    /// "fell without interruption from x to y", "went up and down between x and y": every step between
    /// the times of the sentence.
    fn steps(&self, at: usize, statistics: &Statistics) -> Option<Fault> {
        let steadily = self.says(at, Sense::Steadily);
        let unsteadily = self.says(at, Sense::Unsteadily);
        let words = steadily.max(unsteadily);
        if words == 0 || self.supposed(at) || self.turned(at) {
            return None;
        }
        // Those of its own clause, where it has any.
        let all = self.numbers();
        let near: Vec<usize> =
            all.iter().copied().filter(|n| !self.parted(at, *n)).collect();
        // "A has shrunk every year, whereas B reached x": of A.
        if near.is_empty() && at < all.iter().copied().min()? {
            return None;
        }
        let levels: Vec<(Period, &Fact)> = if near.is_empty() { all } else { near }
            .into_iter()
            .filter_map(|n| self.fact(n))
            .filter_map(|fact| match fact.period? {
                (period, None) => Some((period, fact)),
                _ => None,
            })
            .collect();
        let (first, fact) = *levels.iter().min_by_key(|one| one.0)?;
        let (last, other) = *levels.iter().max_by_key(|one| one.0)?;
        if fact.series() != other.series() {
            return None;
        }
        // "rose every year, reaching x": from the first time that there is.
        let alone = first == last;
        let way = (at.saturating_sub(4)..at).rev().find_map(|i| self.way(i));
        let way = way.filter(|(_, compares)| !compares).map(|(up, _)| up);
        if alone && (way.is_none() || steadily == 0 || self.compared_year(at).is_some()) {
            return None;
        }
        // "x in 2019, and gone up every year since": from its own time on.
        let since = self.is(at + words, Sense::Onward)
            && !matches!(self.kind(at + words + 1), Some(Kind::Word | Kind::Number(_)));
        let on = alone && since && self.numbers().iter().any(|n| *n < at);
        // "every year since 2020".
        let onward = self.is(at + words, Sense::Onward);
        let from = self.year(at + words + 1).filter(|_| onward);
        // "After falling from x to y, it has risen every year and stood at z": from y on.
        let numbers = self.numbers();
        let fallen = numbers.iter().rev().find(|n| **n < at).filter(|n| {
            let pair =
                numbers.iter().position(|one| one == *n).filter(|place| *place > 0);
            let led = self.before(**n).is_some_and(|to| self.is(to, Sense::To));
            led && pair.is_some() && numbers.iter().any(|n| *n > at)
        });
        let fallen = fallen.and_then(|n| self.fact(*n)).and_then(|fact| fact.period);
        let first = fallen.map_or(first, |(period, _)| period.max(first));
        let meant = |one: &At| match (on, alone) {
            _ if from.is_some_and(|year| one.period.year() < year) => false,
            // "every year since 2020, when it was x": until the end.
            (false, true) if from.is_some_and(|year| last.year() <= year) => true,
            (false, true) if from.is_some() => one.period <= last,
            (true, _) => first <= one.period,
            (false, true) => one.period <= last && self.since_then(one.period),
            (false, false) => first <= one.period && one.period <= last,
        };
        let between: Vec<At> =
            series(statistics, fact).into_iter().filter(meant).collect();
        let rises = |pair: &[At]| pair[1].fact.rounded > pair[0].fact.rounded;
        let falls = |pair: &[At]| pair[1].fact.rounded < pair[0].fact.rounded;
        let all = between.windows(2).all(rises) || between.windows(2).all(falls);
        let odd = if unsteadily > 0 {
            all.then_some(0)?
        } else {
            let up = way.filter(|_| alone).unwrap_or(other.rounded > fact.rounded);
            between
                .windows(2)
                .position(|pair| if up { !rises(pair) } else { !falls(pair) })?
        };
        let pair = between.get(odd..odd + 2).filter(|_| between.len() > 2)?;
        let every = if unsteadily > 0 { ", and so on at every step" } else { "" };
        let shown = told(pair) + every;
        let help = "say what the series did between the two times";
        Some(self.belied(at..at + words, &shown, help))
    }
}
