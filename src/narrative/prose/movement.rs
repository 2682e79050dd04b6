//! Two numbers of one statement: "rose from … to …", "higher in … than in …", "up from".

use crate::model::calendar::Period;
use crate::model::diagnostic::Code;
use crate::narrative::prose::Fault;
use crate::narrative::prose::fact::Fact;
use crate::narrative::prose::fact::Sign;
use crate::narrative::prose::passage::Kind;
use crate::narrative::prose::passage::Sentence;
use crate::project::sense::Sense;

/// Reports pairs of numbers that go the other way than the words.
pub(super) fn read(s: Sentence<'_>, out: &mut Vec<Fault>) {
    let numbers = s.numbers();
    let mut last: Option<(usize, Step)> = None;
    for (n, at) in numbers.iter().copied().enumerate() {
        let rest = &numbers[n + 1..];
        // "from a to b, and in the west, from c to d": what ends one pair begins no other.
        if last.is_some_and(|(_, step)| step.to.max(step.from) == at) {
            continue;
        }
        if let Some(step) = s.ends_of(at, rest).or_else(|| s.up_from(at, &numbers[..n])) {
            let said = s.said(step).or_else(|| {
                // "… and from … to …" shares the verb.
                let (_, before) = last.as_ref()?;
                s.said(*before)
            });
            if let Some(said) = said {
                out.extend(s.moved(step, said));
            }
            last = Some((at, step));
        } else if let Some(step) = s.arrival(at, &numbers[..n])
            && let Some(said) = s.said(step)
        {
            out.extend(s.moved(step, said));
        }
    }
    if !s.compares_gaps() {
        than(s, &numbers, out);
    }
}

/// A movement: the numbers at its start and end, and where its words begin.
#[derive(Debug, Clone, Copy)]
struct Step {
    from: usize,
    to: usize,
    words: usize,
}

/// What is said of a movement.
#[derive(Debug, Clone, Copy)]
struct Said {
    at: usize,
    up: bool,
    /// Whether it is said of a gap, whose size counts and not its sign.
    gap: bool,
}

impl Sentence<'_> {
    fn led(&self, at: usize, sense: Sense) -> Option<usize> {
        let j = self.before(at)?;
        if self.is(j, sense) {
            return Some(j);
        }
        // "from the … of 12% to".
        None
    }

    /// "from … to …", and "to … from …".
    fn ends_of(&self, at: usize, rest: &[usize]) -> Option<Step> {
        let other = *rest.first()?;
        if !self.alike(at, other) || self.parted(at, other) {
            return None;
        }
        let from = self.led(at, Sense::From);
        let to = self.led(other, Sense::To);
        if let (Some(words), Some(_)) = (from, to) {
            return Some(Step { from: at, to: other, words });
        }
        let to = self.led(at, Sense::To);
        let from = self.led(other, Sense::From);
        if let (Some(words), Some(_)) = (to, from) {
            return Some(Step { from: other, to: at, words });
        }
        None
    }

    /// "…, up from …".
    fn up_from(&self, at: usize, before: &[usize]) -> Option<Step> {
        let words = self.led(at, Sense::From)?;
        let end = *before.last()?;
        let said = words.checked_sub(1)?;
        let way = self.way(said).filter(|(_, compares)| !compares)?;
        let _ = way;
        (self.alike(end, at)).then_some(Step { from: at, to: end, words })
    }

    /// "was … in 2012 and rose to … by 2024".
    fn arrival(self, at: usize, before: &[usize]) -> Option<Step> {
        let words = self.led(at, Sense::To)?;
        let first = *before.last()?;
        let (a, b) = (self.fact(first)?, self.fact(at)?);
        // "dipped to x in 2020, then climbed to y": of one series, from the one to the other.
        let moves = (first..words).filter(|i| self.way(*i).is_some_and(|(_, c)| !c));
        let on = a.series() == b.series() && a.period < b.period && moves.count() == 1;
        let came = self.led(first, Sense::To).is_some();
        if self.led(first, Sense::From).is_some() || came && !on {
            return None;
        }
        let between = (first..words).any(|i| self.way(i).is_some_and(|(_, c)| !c));
        let apart = a.period.is_some() && b.period.is_some() && a.period != b.period;
        let one =
            a.series() == b.series() || a.id.split('.').next() != b.id.split('.').next();
        (between && self.alike(first, at) && apart && one && a.sign == Sign::Level)
            .then_some(Step { from: first, to: at, words })
    }

    /// Returns whether two numbers can be compared.
    fn alike(&self, a: usize, b: usize) -> bool {
        match (self.fact(a), self.fact(b)) {
            (Some(a), Some(b)) => a.unit == b.unit && a.sign == b.sign,
            _ => false,
        }
    }

    /// Returns the word that says which way a movement went.
    fn said(&self, step: Step) -> Option<Said> {
        let start = self.clause(step.words);
        let start = if start == step.words { 0 } else { start };
        let gap = (start..step.words).any(|i| self.is(i, Sense::Gap));
        for i in (start..step.words).rev() {
            if self.is(i, Sense::Widens) || self.is(i, Sense::Narrows) {
                return Some(Said { at: i, up: self.is(i, Sense::Widens), gap: true });
            }
            // "became less punctual, going from x to y": the verb before the comma says which way.
            let going = i + 1 == step.words && i > 0 && self.mark(i - 1, ',');
            if self.is(i, Sense::Neutral)
                && !self.is(i, Sense::Adverb)
                && self.way(i).is_none()
                && !going
            {
                break;
            }
            if let Some((up, false)) = self.way(i) {
                return Some(Said { at: i, up, gap });
            }
            // Another pair has its own verb.
            if matches!(self.kind(i), Some(Kind::Number(_))) && i != step.to {
                break;
            }
        }
        // "from … it crept up to …".
        if step.from < step.to {
            let between =
                (step.from + 1..step.to).filter(|i| !self.is(*i, Sense::Neutral));
            let found = between.rev().find_map(|i| {
                let (up, compares) = self.way(i)?;
                (!compares).then_some(Said { at: i, up, gap })
            });
            if found.is_some() {
                return found;
            }
        }
        // "from … to …, a rise of …".
        let end = step.from.max(step.to);
        let after = (end + 1..(end + 12).min(self.len()))
            .find(|i| self.mark(*i, ',') || self.mark(*i, '—') || self.mark(*i, '('))?;
        let noun = after + 1;
        if !self.is(noun, Sense::Article) && self.way(noun).is_none() {
            return None;
        }
        let at = (noun..(noun + 4).min(self.len()))
            .find(|i| self.way(*i).is_some_and(|(_, c)| !c))?;
        let (up, _) = self.way(at)?;
        Some(Said { at, up, gap })
    }

    fn moved(&self, step: Step, said: Said) -> Option<Fault> {
        if self.unsaid(said.at) {
            return None;
        }
        let (from, to) = (self.fact(step.from)?, self.fact(step.to)?);
        let (mut a, mut b) = (from.rounded, to.rounded);
        if said.gap {
            (a, b) = (a.abs(), b.abs());
        }
        let up = said.up != self.turned(said.at);
        let holds = if up { b > a } else { b < a };
        // "did not rise": staying the same is not rising.
        if holds || (self.turned(said.at) && (a - b).abs() < f64::EPSILON) {
            return None;
        }
        let is = if (a - b).abs() < f64::EPSILON {
            "is no change"
        } else if b > a {
            "is a rise"
        } else {
            "is a fall"
        };
        Some(Fault::wrong(
            Code::R0531,
            self.range(said.at, said.at),
            format!(
                "`{}` contradicts the data: from {} to {} {is}",
                self.word(said.at),
                from.shown_value(),
                to.shown_value()
            ),
            "change the word, or the order of the numbers".to_owned(),
        ))
    }
}

impl Fact {
    /// Returns the value as it stands in a message.
    fn shown_value(&self) -> &str {
        if self.sign == Sign::Level { &self.shown } else { &self.printed }
    }
}

/// Reads "more … than".
fn than(s: Sentence<'_>, numbers: &[usize], out: &mut Vec<Fault>) {
    for at in 0..s.len() {
        let Some((up, true)) = s.way(at) else { continue };
        // "rise", "above" and "ahead" take no "than".
        let end = (at + 16).min(s.len());
        let stop =
            (at + 1..end).find(|i| s.mark(*i, ';') || s.way(*i).is_some_and(|(_, c)| c));
        let Some(than) = (at + 1..stop.unwrap_or(end)).find(|i| s.is(*i, Sense::Than))
        else {
            continue;
        };
        // "less than half", "more than double" are ratios.
        let next = than + 1 + usize::from(s.is(than + 1, Sense::Indefinite));
        if s.counts(next) || s.number(next).is_some() {
            continue;
        }
        // "fewer in 2024 than in 2014 (x against y)": of the two times.
        if let Some(year) = s.year_of_than(than) {
            out.extend(s.than_of_year(at, year, numbers));
            continue;
        }
        let before = numbers.iter().copied().rev().find(|n| *n < than);
        // "in the 4 areas that did (x) than in the 4 that did not (y)": of one sort.
        let alike = |n: &usize| {
            let pair = before.and_then(|n| s.fact(n)).zip(s.fact(*n));
            pair.is_none_or(|(a, b)| a.unit == b.unit && a.sign == b.sign)
        };
        let numbers: Vec<usize> = numbers.iter().copied().filter(alike).collect();
        let mut after = numbers.iter().copied().filter(|n| *n > than);
        let (first, second) = match (before, after.next()) {
            (Some(first), Some(second)) => {
                // "5 points higher than": the number is the difference.
                let own = first < at && s.governs_after(first, at);
                let reached = than + 1 == second
                    && than == at + 1
                    && !(at > 0 && s.mark(at - 1, ','));
                if own || reached {
                    continue;
                }
                (first, second)
            }
            (None, Some(first)) => {
                let Some(second) = after.next() else { continue };
                let set = (than..first).any(|i| {
                    matches!(s.kind(i), Some(Kind::Mark(':' | '(' | ',' | '—' | '–')))
                });
                if !set || than + 1 == first || s.led(first, Sense::From).is_some() {
                    continue;
                }
                (first, second)
            }
            _ => continue,
        };
        let (Some(a), Some(b)) = (s.fact(first), s.fact(second)) else { continue };
        // "hardly more than the y of last year": a little more.
        let hardly = at > 0 && s.is(at - 1, Sense::Fronts);
        if a.unit != b.unit || a.sign != b.sign || hardly || s.supposed(at) {
            continue;
        }
        // "fewer than at any other time": of all of them; "smaller than in B, where it fell from y": of a pair.
        let any =
            (than + 1..than + 3).any(|i| s.is(i, Sense::Any) || s.is(i, Sense::Each));
        let pair = s.led(second, Sense::From).is_some();
        if any || pair || s.parted(than, second) || s.parted(first, at) {
            continue;
        }
        // Numbers of another statement in between.
        if numbers.iter().filter(|n| **n > first && **n < second).count() > 0 {
            continue;
        }
        let (mut x, mut y) = (a.rounded, b.rounded);
        if s.is(at, Sense::Size) && s.falling(at) {
            if a.sign == Sign::Level && x >= 0.0 && y >= 0.0 {
                // Falls given as sizes.
            } else {
                (x, y) = (-x, -y);
            }
        } else if s.is(at, Sense::Size) && x < 0.0 && y < 0.0 {
            continue;
        }
        // Who is higher in a ranking has the lower number.
        let places = s.is_a_place(a) && s.is_a_place(b);
        let up = (up != s.turned(at)) != places;
        let holds = if up { x > y } else { x < y };
        if holds || s.turned(at) && (x - y).abs() < f64::EPSILON {
            continue;
        }
        let is = if (x - y).abs() < f64::EPSILON {
            "is the same as"
        } else if x > y {
            "is more than"
        } else {
            "is less than"
        };
        out.push(Fault::wrong(
            Code::R0531,
            s.range(at, at),
            format!(
                "`{} … than` contradicts the data: {} {is} {}",
                s.word(at),
                a.shown_value(),
                b.shown_value()
            ),
            "change the word, or the order of the numbers".to_owned(),
        ));
    }
}

impl Sentence<'_> {
    /// Returns the year that "than" compares with: "than in 2014", "than it was in 2014".
    pub(super) fn year_of_than(&self, than: usize) -> Option<i64> {
        let end = (than + 6).min(self.len());
        let word = |i: &usize| {
            matches!(self.kind(*i), Some(Kind::Word)) && !self.is(*i, Sense::And)
        };
        let mut words = (than + 1..end).take_while(word);
        let place = words.find(|i| self.year(*i).is_some())?;
        let plain = (than + 1..place).all(|i| {
            [
                Sense::Dated,
                Sense::Anaphor,
                Sense::Copula,
                Sense::Has,
                Sense::InYear,
                Sense::Pronoun,
            ]
            .iter()
            .any(|sense| self.is(i, *sense))
        });
        self.year(place).filter(|_| plain)
    }

    /// Holds a comparison of two times to the two levels of one series that are of these times.
    fn than_of_year(&self, at: usize, year: i64, numbers: &[usize]) -> Option<Fault> {
        let up = self.way(at)?.0 != self.turned(at);
        if self.supposed(at) || self.is(at, Sense::Size) && self.falling(at) {
            return None;
        }
        let of = |fact: &Fact| fact.level_time().map(Period::year);
        let near = |n: &&usize| !self.parted(at, **n);
        let facts: Vec<&Fact> =
            numbers.iter().filter(near).filter_map(|n| self.fact(*n)).collect();
        facts.iter().find_map(|then| {
            let now = facts.iter().find(|now| {
                now.is_of_one_series(then) && of(now).is_some_and(|own| own != year)
            })?;
            let (x, y) = (now.rounded, then.rounded);
            let holds = if up { x > y } else { x < y };
            let level = self.turned(at) && (x - y).abs() < f64::EPSILON;
            (of(then) == Some(year) && !holds && !level)
                .then(|| self.pair_fault(at, 1, now, then))
        })
    }

    /// Returns whether a number in words, a part or a multiple begins here.
    pub(super) fn counts(&self, at: usize) -> bool {
        let word = self.word(at);
        self.lexicon.folds.contains_key(word)
            || self.lexicon.parts.contains_key(word)
            || self.lexicon.numbers.contains_key(word) && self.is(at + 1, Sense::Times)
            // "fewer than one in ten".
            || self.part(at).is_some()
    }

    /// Returns whether a number says by how much: "5 points higher".
    pub(super) fn governs_after(&self, number: usize, at: usize) -> bool {
        (number + 1..at).all(|i| self.is(i, Sense::Between) || self.mark(i, '-'))
    }
}
