//! Numbers in words and parts of all, as they are said: "a third", "most areas", "doubled", "twelve
//! schools".
//!
//! **In:** a sentence. **Out:** [`Said`]s: how much each says, and with which tokens.

use crate::model::format::Unit;
use crate::narrative::prose::fact::Fact;
use crate::narrative::prose::fact::Sign;
use crate::narrative::prose::passage::Kind;
use crate::narrative::prose::passage::Sentence;
use crate::project::lexicon::Ending;
use crate::project::sense::Sense;
use std::ops::Range;

/// What a number in words says.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::narrative) enum Amount {
    /// A part of all, in percent: from, to.
    Share(f64, f64),
    /// So many times: from, to.
    Times(f64, f64),
    /// A count, a percentage, or by how much something changed.
    Count(f64),
}

/// A number in words, with its tokens.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::narrative) struct Said {
    pub tokens: Range<usize>,
    pub amount: Amount,
}

impl Amount {
    /// Returns what a number is as this sort of amount; none where it is no such.
    pub(super) fn of(&self, fact: &Fact) -> Option<f64> {
        match (self, fact.unit, fact.sign) {
            (Self::Share(..), Unit::Percent, Sign::Level)
                if (0.0..=100.0).contains(&fact.value) =>
            {
                Some(fact.value)
            }
            (Self::Share(..), Unit::Ratio, _) if (0.0..=1.0).contains(&fact.value) => {
                Some(fact.value * 100.0)
            }
            (Self::Share(..), Unit::Percent, Sign::Change) => Some(fact.value.abs()),
            (Self::Times(..), Unit::Ratio, _) => Some(fact.value),
            (Self::Times(..), Unit::Percent, Sign::Change) => {
                Some(1.0 + fact.value / 100.0)
            }
            _ => None,
        }
    }
}

/// How far a number that is said as such may be from the value, as a part of it.
const EXACT: f64 = 0.026;
/// The same for "about".
const NEAR: f64 = 0.1;
/// A share, in percent of all, that nobody says more exactly than as one in so many.
const SMALL: f64 = 10.0;
/// How far, in percent of all, a share may be from what "nearly" or "about" says.
const NEAR_SHARE: f64 = 6.0;

impl Sentence<'_> {
    /// Returns the words of tokens as they are written.
    pub fn words(&self, tokens: &Range<usize>) -> String {
        let words: Vec<&str> = tokens.clone().map(|at| self.word(at)).collect();
        words.join(" ")
    }

    /// Returns the percentages of a text, in digits and in words, each from and to: one in digits is
    /// as wide as its last place.
    pub fn percents(&self) -> Vec<(f64, f64)> {
        let shares = self.amounts().into_iter().filter_map(|said| match said.amount {
            Amount::Share(from, to) => Some((from, to)),
            Amount::Count(n) if self.says(said.tokens.end, Sense::Percents) > 0 => {
                Some((n - 0.5, n + 0.5))
            }
            Amount::Times(..) | Amount::Count(_) => None,
        });
        let digits = (0..self.len()).filter_map(|at| {
            let number: f64 = self.word(at).replace(',', "").parse().ok()?;
            let percent =
                self.mark(at + 1, '%') || self.says(at + 1, Sense::Percents) > 0;
            let places = self.word(at).split_once('.').map_or(0, |(_, d)| d.len());
            let half = 0.5 / 10_f64.powi(i32::try_from(places).ok()?);
            percent.then_some((number - half, number + half))
        });
        shares.chain(digits).collect()
    }

    /// Returns the numbers in words, in order.
    pub fn amounts(&self) -> Vec<Said> {
        let mut out = Vec::new();
        let mut at = 0;
        while at < self.len() {
            let idiom = self.says(at, Sense::Idiom);
            if idiom > 1
                || (idiom == 1 && !self.lexicon.parts.contains_key(self.word(at)))
            {
                at += idiom;
                continue;
            }
            let found = self
                .share(at)
                .or_else(|| self.part(at))
                .or_else(|| self.times(at))
                .or_else(|| self.restated(at))
                .or_else(|| self.count(at));
            at = match found {
                Some(said) => {
                    let end = said.tokens.end;
                    out.push(said);
                    end
                }
                None => at + 1,
            };
        }
        out
    }

    /// "more than three, or x": a ratio in words, and the same as it is.
    fn restated(&self, at: usize) -> Option<Said> {
        let (n, end) = self.number(at)?;
        let or = self.mark(end, ',') && self.is(end + 1, Sense::Or);
        let ratio = self.fact(end + 2).is_some_and(|fact| fact.unit == Unit::Ratio);
        (or && ratio)
            .then(|| Said { tokens: at..end, amount: self.softened(at, n, true) })
    }

    /// "doubled", "twice", "three times", "sixfold".
    fn times(&self, at: usize) -> Option<Said> {
        let word = self.word(at);
        let whole = |n: f64, end: usize| Said {
            tokens: at..end,
            amount: self.softened(at, n, true),
        };
        if let Some(n) = self.lexicon.folds.get(word) {
            // "double figures" and the like are idioms.
            let digits = self.is(at + 1, Sense::AfterDouble);
            // "asked twice" is no ratio; "twice as many" is one.
            let often = self.lexicon.says(word, Sense::Often)
                && !self.is(at + 1, Sense::AsMany)
                && self
                    .tokens
                    .get(at + 1)
                    .is_none_or(|next| matches!(next.kind, Kind::Word | Kind::Mark(_)))
                && self.tokens.get(at).is_none_or(|own| own.claim.is_none());
            let parts = self.counts_parts(at);
            return (!digits && !often && !parts).then(|| whole(*n, at + 1));
        }
        if let Some(stem) = self
            .lexicon
            .stem(word, Ending::Multiple)
            .map(|stem| stem.trim_end_matches('-'))
            && let Some(n) = self.lexicon.numbers.get(stem)
        {
            return Some(whole(*n, at + 1));
        }
        let (n, end) = self.number(at)?;
        if self.is(end, Sense::Times) {
            let often =
                self.is(end + 1, Sense::Frequency) && !self.is(end + 1, Sense::From);
            return (!often).then(|| whole(n, end + 1));
        }
        self.is(end, Sense::Fold).then(|| whole(n, end + 1))
    }

    /// "twelve schools", "fell by three", "twenty-one per cent", "seven of the nine".
    fn count(&self, at: usize) -> Option<Said> {
        let (n, end) = self.number(at)?;
        let said = Some(Said { tokens: at..end, amount: Amount::Count(n) });
        let next = self.word(end);
        // "two thirds" is read as a part.
        if self.lexicon.parts.contains_key(next) {
            return None;
        }
        let percent = self.lexicon.says(next, Sense::Percent)
            || self.says(end, Sense::Percents) > 0
            || self.mark(end, '%');
        // "at the five per cent level": of a test.
        let level = (end + 1..end + 3).any(|i| self.is(i, Sense::TestLevel));
        if percent && level {
            return None;
        }
        let noun = self.is(end, Sense::ShareNoun);
        if percent && !(noun && self.word(end + 1).is_empty()) {
            return if self.loosely(at) { None } else { said };
        }
        let tied = self.before(at).filter(|j| self.is(*j, Sense::By));
        let moved = tied.is_some_and(|by| {
            (by.saturating_sub(12)..by).any(|i| self.way(i).is_some_and(|(_, c)| !c))
        });
        let lasting = (end..end + 3).any(|i| self.is(i, Sense::Duration))
            || at > 0 && self.is(at - 1, Sense::Age);
        if moved && !lasting && !self.loosely(at) {
            return said;
        }
        if self.is(at.wrapping_sub(1), Sense::Known) && at > 0
            || lasting
            || self.loosely(at)
        {
            return None;
        }
        let counted = (end..end + 3).any(|i| {
            self.is(i, Sense::Counted)
                && (end..i).all(|k| {
                    matches!(self.kind(k), Some(Kind::Word))
                        && !self.is(k, Sense::To)
                        && !self.is(k, Sense::From)
                        && !self.is(k, Sense::And)
                })
        });
        // "two hundred stallholders (118)": whatever is counted.
        let beside = Said { tokens: at..end, amount: Amount::Count(n) };
        if self.counted_beside(&beside).is_some() {
            return said;
        }
        if n >= 10.0 {
            return if counted { said } else { None };
        }
        // "seven of the nine regions".
        let of = self.is(end, Sense::Of);
        let over = end + 1 + usize::from(self.is(end + 1, Sense::Determiner));
        let all = self.number(over).is_some_and(|(m, _)| m > n)
            || matches!(self.kind(over), Some(Kind::Number(_)))
            || self.word(over).starts_with(|c: char| c.is_numeric());
        if of && all {
            return said;
        }
        // "A dozen forces saw theft rise": anything in the plural that saw a change.
        let plural = |i: usize| {
            let word = self.word(i);
            word.len() > 4
                && self.lexicon.ends(word, Ending::Plural)
                && self.way(i).is_none()
                && !self.is(i, Sense::Duration)
                && !self.is(i, Sense::Neutral)
        };
        let saw = plural(end)
            && (end + 1..end + 3)
                .any(|i| self.is(i, Sense::Article) && !self.is(i, Sense::Of))
            && (end + 1..end + 6).any(|i| self.way(i).is_some_and(|(_, c)| !c));
        if saw && n >= 2.0 {
            return said;
        }
        // "three regions saw a rise", "fell in five districts".
        let start = self.clause(at);
        let happens = (start..self.len().min(end + 9)).any(|i| {
            self.way(i).is_some_and(|(_, c)| !c) && !self.is(i, Sense::Particle)
        });
        if counted && happens && n >= 2.0 { said } else { None }
    }

    /// Reads a number in words: its value, and where it ends.
    pub fn number(&self, at: usize) -> Option<(f64, usize)> {
        let numbers = &self.lexicon.numbers;
        // "a few thousand" is no number.
        let scale = numbers.get(self.word(at)).is_some_and(|n| *n >= 100.0);
        // Nor is the "thousand" that a number in thousands is printed with.
        let printed = at > 0 && matches!(self.kind(at - 1), Some(Kind::Number(_)));
        if scale && at > 0 && (printed || self.is(at - 1, Sense::Vague)) {
            return None;
        }
        // "A higher score means", "a score of 12" is what is measured; "a score of areas" are twenty.
        let of = self.is(at + 1, Sense::Of)
            && matches!(self.kind(at + 2), Some(Kind::Word))
            && !self.word(at + 2).starts_with(char::is_numeric);
        if self.is(at, Sense::Measuring) && self.is(at, Sense::Fares) && !of {
            return None;
        }
        let one = |word: &str| -> Option<f64> {
            if let Some(n) = numbers.get(word) {
                return Some(*n);
            }
            let (tens, ones) = word.split_once('-')?;
            let (tens, ones) = (numbers.get(tens)?, numbers.get(ones)?);
            (*tens >= 20.0 && *tens < 100.0 && *ones < 10.0).then_some(tens + ones)
        };
        let (mut sum, mut run, mut end) = (0.0, one(self.word(at))?, at + 1);
        loop {
            let joint = usize::from(self.is(end, Sense::And) && run >= 100.0);
            let Some(next) = one(self.word(end + joint)) else { break };
            if next >= 1000.0 && joint == 0 {
                sum += run * next;
                run = 0.0;
            } else if next >= 12.0
                && (next.rem_euclid(100.0) == 0.0 || self.is(end, Sense::Scale))
                && joint == 0
                && run < 100.0
            {
                run *= next;
            } else if run.rem_euclid(100.0) == 0.0 && next < 100.0 && run > 0.0 {
                run += next;
            } else {
                break;
            }
            end += 1 + joint;
        }
        Some((sum + run, end))
    }

    /// Returns what a number is taken for after the words that soften it: "almost", "about".
    pub(super) fn softened(&self, at: usize, n: f64, times: bool) -> Amount {
        let at = if at > 0
            && (self.is(at - 1, Sense::One) || self.is(at - 1, Sense::Of))
            && self.ends(at, Sense::Nearly) == 0
        {
            at - 1
        } else {
            at
        };
        // "more than halved" is less than a half; "more than half as much" is more.
        let fell = times && n < 1.0 && self.lexicon.folds.contains_key(self.word(at));
        // "nearly nine in ten" is no 77%.
        let near = |part: f64| {
            let width = n.abs() * part;
            if times { width } else { width.min(NEAR_SHARE) }
        };
        let (from, to) = if self.ends(at, Sense::Floor) > 0 {
            (n, f64::INFINITY)
        } else if self.ends(at, Sense::Ceiling) > 0 {
            (f64::NEG_INFINITY, n)
        } else if fell && self.ends(at, Sense::Above) > 0 {
            (f64::NEG_INFINITY, n * 0.9999)
        } else if fell && self.ends(at, Sense::Nearly) > 0 {
            (n * 1.001, n * 1.15)
        } else if self.ends(at, Sense::Nearly) > 0 {
            (n - near(0.15), n * 0.999)
        } else if self.ends(at, Sense::Above) > 0 {
            (n * 1.0001, if self.barely(at) { n * 1.12 } else { f64::INFINITY })
        } else if self.ends(at, Sense::Below) > 0 {
            (if self.barely(at) { n * 0.88 } else { f64::NEG_INFINITY }, n * 0.9999)
        } else if self.ends(at, Sense::About) > 0 {
            (n - near(NEAR), n + near(NEAR))
        } else {
            // "one in twenty" of 4.6%.
            let wide = match (times, n <= SMALL) {
                (true, _) => EXACT,
                (false, true) => NEAR,
                (false, false) => EXACT * 2.0,
            };
            (n * (1.0 - wide), n * (1.0 + wide))
        };
        if times { Amount::Times(from, to) } else { Amount::Share(from, to) }
    }

    /// Returns whether words before a place say that a number is hardly passed: "just over",
    /// "slightly less than".
    fn barely(&self, at: usize) -> bool {
        (at.saturating_sub(3)..at).any(|i| self.is(i, Sense::Slightly))
    }

    /// Returns whether what is said is an aim or a condition.
    pub(super) fn loosely(&self, at: usize) -> bool {
        self.supposed(at) || {
            let start = self.clause(at);
            let stop = (at..self.len())
                .find(|i| self.mark(*i, ';') || self.mark(*i, ','))
                .unwrap_or(self.len());
            (start..stop)
                .any(|i| self.is(i, Sense::Hedge) && !self.is(i + 1, Sense::Attitude))
        }
    }

    /// "twelve fewer than in 2023 (x)": whether the only two counts of a sentence are so far apart.
    fn counted_apart(&self, n: f64) -> Option<(bool, &Fact)> {
        let levels = self.numbers().into_iter().filter_map(|at| self.fact(at));
        let counts: Vec<&Fact> = levels
            .filter(|fact| fact.sign == Sign::Level && fact.unit == Unit::Count)
            .collect();
        let [a, b] = counts.as_slice() else { return None };
        if a.block() != b.block() && !a.is_of_one_series(b) {
            return None;
        }
        let apart = (a.rounded - b.rounded).abs();
        Some(((apart - n).abs() < 0.5, b))
    }

    /// Returns whether the count in brackets behind an amount bears it out: "twelve projects (12)",
    /// "none of the councils (0)", or the reverse, "12 (a dozen)".
    pub(super) fn counted_beside(&self, said: &Said) -> Option<(bool, &Fact)> {
        let end = said.tokens.end;
        if let Amount::Count(n) = said.amount
            && (end..end + 3).any(|i| self.is(i, Sense::Approximates))
            && (end..end + 3).any(|i| self.is(i, Sense::Than))
        {
            return self.counted_apart(n);
        }
        let alone = |at: usize| {
            self.fact(at).filter(|_| self.mark(at - 1, '(') && self.mark(at + 1, ')'))
        };
        let open = (end..(end + 8).min(self.len()))
            .find(|i| !matches!(self.kind(*i), Some(Kind::Word)));
        let fact = open.and_then(|open| alone(open + 1)).or_else(|| {
            let start = (said.tokens.start.saturating_sub(3)..said.tokens.start)
                .rev()
                .find(|i| self.mark(*i, '('))?;
            self.fact(start.checked_sub(1)?).filter(|_| self.mark(end, ')'))
        })?;
        let percent = self.says(end, Sense::Percents) > 0 || self.mark(end, '%');
        let unit = if percent { Unit::Percent } else { Unit::Count };
        // "more than five for each (5.2)".
        let each = fact.unit == Unit::Ratio
            && !percent
            && (end..end + 8).any(|i| self.is(i, Sense::Each));
        if fact.unit != unit && !each || fact.sign != Sign::Level {
            return None;
        }
        match said.amount {
            Amount::Count(n) => {
                let soft = self.softened(said.tokens.start, n, true);
                let (Amount::Times(from, to) | Amount::Share(from, to)) = soft else {
                    return None;
                };
                Some((from <= fact.rounded && fact.rounded <= to, fact))
            }
            // None of them: nothing is counted.
            Amount::Share(from, to)
                if from <= 0.0
                    && to <= 0.05
                    && !open.is_some_and(|open| {
                        (end..open).any(|i| self.way(i).is_some())
                    }) =>
            {
                Some((fact.rounded.abs() < 0.5, fact))
            }
            Amount::Share(..) | Amount::Times(..) => None,
        }
    }
}
