//! Two numbers that are compared without "than": "A outperformed B (x against y)", "less …: x,
//! against y", "lowest in A, at x, and highest in B, at y", "has become more common: x in 2022".

use crate::model::diagnostic::Code;
use crate::model::format::Unit;
use crate::narrative::prose::Fault;
use crate::narrative::prose::fact::Fact;
use crate::narrative::prose::fact::Sign;
use crate::narrative::prose::passage::FAR;
use crate::narrative::prose::passage::Kind;
use crate::narrative::prose::passage::Sentence;
use crate::project::lexicon::Ending;
use crate::project::sense::Sense;
use std::ops::Range;

/// Reports pairs of numbers that lie the other way round than the words.
pub(super) fn read(s: Sentence<'_>, out: &mut Vec<Fault>) {
    // Who is ahead in a ranking has the lower number: `comparison` reads these.
    let mut facts = s.numbers().into_iter().filter_map(|at| s.fact(at)).peekable();
    let places = facts.peek().is_some() && facts.all(|fact| s.is_a_place(fact));
    if s.asks() || places {
        return;
    }
    for at in 0..s.len() {
        let found = s
            .outdone(at)
            .or_else(|| s.against(at))
            .or_else(|| s.became(at))
            .or_else(|| s.by_then(at))
            .or_else(|| s.odds(at))
            .or_else(|| s.sized_apart(at))
            .or_else(|| s.next_to(at))
            .or_else(|| s.the_larger(at));
        out.extend(found);
    }
    out.extend(s.extremes());
}

impl<'a> Sentence<'a> {
    /// Returns the only two numbers of a statement, when they can be compared and stand after its
    /// subject: from the last full clause to its end.
    pub(super) fn two(&self, at: usize) -> Option<(usize, usize, &'a Fact, &'a Fact)> {
        let apart = |i: &usize| self.mark(*i, ';') || self.is(*i, Sense::Contrast);
        let numbers = self.numbers_around(at, at, &apart);
        let [first, second] = numbers.as_slice() else { return None };
        let (a, b) = (self.fact(*first)?, self.fact(*second)?);
        let alike = a.unit == b.unit
            && a.sign == b.sign
            && a.sign != Sign::Gap
            && (a.sign == Sign::Level || a.value >= 0.0 && b.value >= 0.0);
        // "nine in ten, x of y, had more".
        let part = self.part_of_whole().is_some();
        let known = a.unit != Unit::P && a.unit != Unit::Year && a.id != b.id && !part;
        (alike && known).then_some((*first, *second, a, b))
    }

    /// Returns the numbers of the statement around a place, as far as one can be read.
    pub(super) fn numbers_around(
        &self,
        at: usize,
        after: usize,
        apart: &dyn Fn(&usize) -> bool,
    ) -> Vec<usize> {
        let (far, last) = (at.saturating_sub(FAR), (after + FAR).min(self.len()));
        let start = (far..at).rev().find(apart).map_or(far, |i| i + 1);
        let end = (after..last).find(apart).unwrap_or(last);
        let number = |i: &usize| matches!(self.kind(*i), Some(Kind::Number(_)));
        (start..end).filter(number).collect()
    }

    pub(super) fn pair_fault(
        &self,
        at: usize,
        words: usize,
        a: &Fact,
        b: &Fact,
    ) -> Fault {
        let is = if (a.rounded - b.rounded).abs() < f64::EPSILON {
            "is the same as"
        } else if a.rounded > b.rounded {
            "is more than"
        } else {
            "is less than"
        };
        let shown = format!("{} {is} {}", a.shown, b.shown);
        let help = "change the word, or the order of the numbers";
        self.belied(at..at + words, &shown, help)
    }

    /// "A outperformed B (x against y)", "A (x) lagged behind B (y)".
    fn outdone(&self, at: usize) -> Option<Fault> {
        let (beats, trails) = (self.says(at, Sense::Beats), self.says(at, Sense::Trails));
        let words = beats.max(trails);
        if words == 0 || self.supposed(at) {
            return None;
        }
        let (first, second, a, b) = self.two(at).or_else(|| self.two_behind(at))?;
        // Both numbers are of what stands before: "at x against y, A beat B" is not read.
        if second < at || first < at && second < at + words {
            return None;
        }
        let good = self.says(at, Sense::Better) > 0;
        // Which is better is another question than which is more.
        let less = good && self.less_is_better(at) == Some(true);
        let up = ((beats > 0) != self.turned(at)) != less;
        // "was overtaken by": the other did it.
        let up = up != (self.is(at + words, Sense::By));
        let once =
            at > 0 && self.is(at - 1, Sense::Earlier) && !self.is(at - 1, Sense::Has);
        if once || self.both_of_one(at, words, first..second, a, b) {
            return None;
        }
        // "more in A (x), with B close behind on y": y is what is behind.
        let tail = (at + words..second)
            .all(|i| self.is(i, Sense::At) || self.is(i, Sense::NoObject));
        let behind = first < at && second > at + words && tail;
        let (a, b) = if behind { (b, a) } else { (a, b) };
        // "exceeded their level of 2019 (x) by 2024 (y)": the first is what it is held against.
        let (one, other) = if self.of_its_level(at, first, a) { (b, a) } else { (a, b) };
        let holds =
            if up { one.rounded > other.rounded } else { one.rounded < other.rounded };
        (!holds).then(|| self.pair_fault(at, words, one, other))
    }

    /// Returns the only two numbers behind a place that can be compared, where those before it are of something else:
    /// "the x districts of A outpaced the y of B, at v and w".
    fn two_behind(&self, at: usize) -> Option<(usize, usize, &Fact, &Fact)> {
        let apart = |i: &usize| self.mark(*i, ';') || self.is(*i, Sense::Contrast);
        let end = (at..self.len()).find(apart).unwrap_or(self.len());
        let mut numbers: Vec<usize> = (at..end)
            .filter(|i| matches!(self.kind(*i), Some(Kind::Number(_))))
            .collect();
        let last = self.fact(*numbers.last()?)?;
        let alike = |n: &usize| {
            self.fact(*n).is_some_and(|f| f.unit == last.unit && f.sign == last.sign)
        };
        let before = (0..at).filter(|i| matches!(self.kind(*i), Some(Kind::Number(_))));
        let of_else = before.into_iter().all(|n| !alike(&n));
        numbers.retain(alike);
        let [first, second] = *numbers.as_slice() else { return None };
        let (a, b) = (self.fact(first)?, self.fact(second)?);
        let plain = a.sign == Sign::Level || a.value >= 0.0 && b.value >= 0.0;
        (of_else && plain && a.sign != Sign::Gap && a.id != b.id)
            .then_some((first, second, a, b))
    }

    /// "at x, ahead of B (y) and the rest (z)": the number right before, and that right behind the other.
    fn next_to(&self, at: usize) -> Option<Fault> {
        if let Some(fault) = self.passing(at) {
            return Some(fault);
        }
        let (beats, trails) = (self.says(at, Sense::Beats), self.says(at, Sense::Trails));
        let words = beats.max(trails);
        let first = at.checked_sub(2).filter(|_| words > 1 && self.mark(at - 1, ','))?;
        let open = (at + words..(at + words + 6).min(self.len()))
            .find(|i| !matches!(self.kind(*i), Some(Kind::Word)))?;
        let second = open + 1;
        let (a, b) = (self.fact(first)?, self.fact(second)?);
        let alike = a.unit == b.unit && a.sign == b.sign && a.period == b.period;
        let plain = a.sign == Sign::Level || a.value >= 0.0 && b.value >= 0.0;
        let less = self.less_is_better(at) == Some(true);
        if !self.mark(open, '(') || !alike || !plain || less || self.supposed(at) {
            return None;
        }
        let up = (beats > 0) != self.turned(at);
        let holds = if up { a.rounded > b.rounded } else { a.rounded < b.rounded };
        (!holds).then(|| self.pair_fault(at, words, a, b))
    }

    /// "fell by x in A, outpacing the y of B": of two changes the larger.
    fn passing(&self, at: usize) -> Option<Fault> {
        let (beats, trails) = (self.says(at, Sense::Beats), self.says(at, Sense::Trails));
        let words = beats.max(trails);
        let second = at + words + 1;
        let going = words == 1 && self.lexicon.ends(self.word(at), Ending::Gerund);
        let object = going && self.is(at + words, Sense::Determiner);
        let b = self.fact(second).filter(|_| object)?;
        let first = (0..at).rev().find(|i| self.fact(*i).is_some())?;
        let a = self.fact(first)?;
        let alike = a.unit == b.unit && a.sign == Sign::Change && b.sign == Sign::Change;
        let (x, y) = (a.rounded.abs(), b.rounded.abs());
        let holds = if beats > 0 { x > y } else { x < y };
        let said = !self.supposed(at) && !self.turned(at);
        (alike && a.way() == b.way() && said && !holds)
            .then(|| self.pair_fault(at, words, a, b))
    }

    /// "It was tenants who faced the steeper rise: x, compared with y": of two movements the larger, or smaller.
    fn the_larger(&self, at: usize) -> Option<Fault> {
        let (up, true) = self.way(at)? else { return None };
        let noun = self.way(at + 1).is_some_and(|(_, compares)| !compares);
        if at == 0 || !self.is(at - 1, Sense::Determiner) || !noun || self.supposed(at) {
            return None;
        }
        let numbers = self.numbers();
        let [first, second] = *numbers.as_slice() else { return None };
        let (a, b) = (self.fact(first)?, self.fact(second)?);
        let against = (first + 1..second).any(|i| self.ends(i + 1, Sense::Against) > 0);
        let alike = a.unit == b.unit
            && a.sign == Sign::Change
            && b.sign == Sign::Change
            && a.way() == b.way();
        let (x, y) = (a.rounded.abs(), b.rounded.abs());
        let holds = if up == self.turned(at) { x < y } else { x > y };
        (against && alike && at < first && !holds).then(|| self.pair_fault(at, 1, a, b))
    }

    /// Returns whether two numbers are of the one that outdid another: "A (x in 2018) had overtaken B by 2024, when it
    /// made y".
    pub(super) fn both_of_one(
        &self,
        at: usize,
        words: usize,
        numbers: Range<usize>,
        a: &Fact,
        b: &Fact,
    ) -> bool {
        let outdoes =
            self.says(at, Sense::Beats).max(self.says(at, Sense::Trails)) == words;
        let level = |i: usize| self.is(i, Sense::LevelNoun) && !self.is(i, Sense::By);
        let own = |i: usize| level(i) || self.is(i, Sense::Own);
        // "exceeded the x of 2019": the number itself is outdone.
        let named = |i: usize| {
            matches!(self.kind(i), Some(Kind::Word)) && !self.is(i, Sense::Determiner)
        };
        let stop = (at + words..numbers.end)
            .find(|i| !matches!(self.kind(*i), Some(Kind::Word)))
            .unwrap_or(numbers.end);
        (at + words..stop).any(named)
            && outdoes
            && a.series() == b.series()
            && numbers.contains(&at)
            && !(at..stop).any(own)
    }

    /// Returns whether the level of a year is the object of a comparison, and a number is that level.
    fn of_its_level(&self, at: usize, number: usize, fact: &Fact) -> bool {
        let between = at + 1..number;
        let level = between.clone().any(|i| self.is(i, Sense::LevelNoun));
        let year = fact.period.map(|(from, _)| from.year().to_string());
        let year = year.is_some_and(|year| between.clone().any(|i| self.word(i) == year));
        level && year && (self.mark(number - 1, '(') || self.is(number - 1, Sense::Of))
    }

    /// "less time to respond: x on average, against y", "was above that of 2021 (y)".
    fn against(&self, at: usize) -> Option<Fault> {
        let (up, compares) = self.way(at)?;
        if !compares || self.supposed(at) || self.is(at, Sense::Size) && self.falling(at)
        {
            return None;
        }
        let (first, second, a, b) = self.two(at)?;
        // One comparison, and no movement that it could be of.
        let near = at.saturating_sub(FAR)..(at + FAR).min(self.len());
        let others = near.into_iter().any(|i| i != at && self.way(i).is_some());
        let than = (at..second).any(|i| self.is(i, Sense::Than));
        if others || than {
            return None;
        }
        let before = self.before(second)?;
        let set = self.ends(before + 1, Sense::Against) > 0 && at < second;
        // "at x, was above that of … (y)".
        let position = first < at
            && at < second
            && self.is(at, Sense::Position)
            && self.mark(second - 1, '(');
        // The number right before a comparison says by how much.
        if !(set || position) || first + 1 == at {
            return None;
        }
        let up = up != self.turned(at);
        let holds = if up { a.rounded > b.rounded } else { a.rounded < b.rounded };
        (!holds).then(|| self.pair_fault(at, 1, a, b))
    }

    /// "has become more common: x in 2022, y in 2011".
    fn became(&self, at: usize) -> Option<Fault> {
        let (up, true) = self.way(at)? else { return None };
        if at == 0 || !self.is(at - 1, Sense::Become) || self.supposed(at) {
            return None;
        }
        let (_, _, a, b) = self.two(at)?;
        let ((at_a, None), (at_b, None)) = (a.period?, b.period?) else { return None };
        if !self.is(at + 1, Sense::Odds) || at_a == at_b {
            return None;
        }
        let (from, to) = if at_a < at_b { (a, b) } else { (b, a) };
        let up = up != self.turned(at - 1);
        let holds =
            if up { to.rounded > from.rounded } else { to.rounded < from.rounded };
        (!holds).then(|| self.pair_fault(at, 1, to, from))
    }

    /// "x in 2014, was no narrower by 2024 (y)": two levels of one series, the later compared.
    fn by_then(&self, at: usize) -> Option<Fault> {
        let (up, true) = self.way(at)? else { return None };
        let copula = (at.saturating_sub(3)..at).any(|i| self.is(i, Sense::Copula));
        let than = (at..self.len()).any(|i| self.is(i, Sense::Than));
        if !copula || than || self.supposed(at) {
            return None;
        }
        let (first, second, a, b) = self.two(at)?;
        let ((at_a, None), (at_b, None)) = (a.period?, b.period?) else { return None };
        if at_a == at_b || !(first < at && at < second) || a.series() != b.series() {
            return None;
        }
        let (from, to) = if at_a < at_b { (a, b) } else { (b, a) };
        // The number after the comparison is of the later time, or it is compared with an earlier.
        if to.id != b.id {
            return None;
        }
        let (was, is) = (from.rounded.abs(), to.rounded.abs());
        let turned = self.turned(at);
        let holds = if up { is > was } else { is < was };
        (holds == turned).then(|| self.pair_fault(at, 1, to, from))
    }

    /// "less likely (risk ratio x)": a ratio below one is less.
    fn odds(&self, at: usize) -> Option<Fault> {
        let (up, true) = self.way(at)? else { return None };
        if !self.is(at + 1, Sense::Odds) || self.supposed(at) {
            return None;
        }
        let start = self.clause(at);
        let ratios: Vec<usize> = (start..(at + FAR).min(self.len()))
            .filter(|n| self.fact(*n).is_some_and(|fact| fact.unit == Unit::Ratio))
            .collect();
        let [one] = ratios.as_slice() else { return None };
        let fact = self.fact(*one)?;
        let named = (one.saturating_sub(4)..*one)
            .any(|i| self.says(i, Sense::RatioNoun) > 0)
            || fact.compares;
        if !named || (at + 1..*one).any(|n| self.fact(n).is_some()) {
            return None;
        }
        let up = up != self.turned(at);
        let holds = if up { fact.rounded > 1.0 } else { fact.rounded < 1.0 };
        (!holds).then(|| self.other_ratio(at..at + 2, fact))
    }

    /// "by x in A and by a smaller y in B": a comparison right before its number, with the one before it.
    fn sized_apart(&self, at: usize) -> Option<Fault> {
        let (up, true) = self.way(at)? else { return None };
        let led = at > 0 && self.is(at - 1, Sense::Indefinite);
        // "by a, and by rather less in B, y".
        let by = (at.saturating_sub(2)..at).any(|i| self.is(i, Sense::By));
        let end = (at + 1..(at + 9).min(self.len()))
            .find(|i| !matches!(self.kind(*i), Some(Kind::Word)))?;
        let elsewhere = by && self.mark(end, ',') && self.is(at + 1, Sense::Within);
        let number = if elsewhere { end + 1 } else { at + 1 };
        let led = led || elsewhere;
        let b = self.fact(number).filter(|_| led && !self.is(at, Sense::Middling))?;
        let first = (0..at).rev().find(|i| self.fact(*i).is_some())?;
        let a = self.fact(first)?;
        let apart = (first..at).any(|i| self.mark(i, ';') || self.mark(i, ':'));
        let alike = a.unit == b.unit && a.sign == b.sign && a.sign != Sign::Gap;
        if apart || !alike || a.way() != b.way() || self.supposed(at) {
            return None;
        }
        let (x, y) = (b.rounded.abs(), a.rounded.abs());
        let holds = if up { x > y } else { x < y };
        (!holds).then(|| self.pair_fault(at, 1, b, a))
    }

    /// The fault of words that say "more" of a ratio below one, or "less" of one above.
    pub(super) fn other_ratio(&self, tokens: Range<usize>, fact: &Fact) -> Fault {
        let is = if fact.rounded > 1.0 { "above one" } else { "not above one" };
        Fault::wrong(
            Code::R0538,
            self.range(tokens.start, tokens.end - 1),
            format!(
                "`{}` contradicts the data: the ratio `{}` is {}, {is}",
                self.words(&tokens),
                fact.id,
                fact.printed
            ),
            "say it the other way round, or show another statistic".to_owned(),
        )
    }

    /// "lowest in A, at x, and highest in B, at y".
    fn extremes(&self) -> Option<Fault> {
        let find = |sense: Sense| (0..self.len()).find(|i| self.is(*i, sense));
        let (most, least) = (find(Sense::Most)?, find(Sense::Least)?);
        let at_end = |i: usize| i > 0 && self.is(i - 1, Sense::At);
        if at_end(most) || at_end(least) || self.supposed(most.max(least)) {
            return None;
        }
        let (first, second, a, b) = self.two(most.max(least))?;
        let (early, late) = (most.min(least), most.max(least));
        let each = early < first && first < late && late < second;
        if !each || self.turned(early) || self.turned(late) {
            return None;
        }
        let (high, low) = if most < least { (a, b) } else { (b, a) };
        (high.rounded < low.rounded).then(|| self.pair_fault(most, 1, high, low))
    }
}

/// Reports a unit after a number that is not its own: "12.5 percentage points" of a change in
/// percent, "3.1 million" of a number of billions.
pub(super) fn units(s: Sentence<'_>, out: &mut Vec<Fault>) {
    for at in s.numbers() {
        let Some(fact) = s.fact(at) else { continue };
        let next = at + 1;
        let sign = s.mark(next, '%');
        let percent = sign || s.says(next, Sense::Percents) > 0;
        let points = s.says(next, Sense::Points);
        let bare = !fact.shown.contains(|c: char| c.is_alphabetic() || c == '%');
        let scale = s.is(next, Sense::Scale);
        // "per 100 people" of a rate per 1,000; one that names no base has any.
        let of_base = fact.unit == Unit::Rate && s.rate_base(next);
        let digit = |word: &&str| word.starts_with(|c: char| c.is_ascii_digit());
        let mut bases = fact.printed.split_whitespace().skip(1).filter(digit);
        if of_base && bases.next().is_some_and(|base| base != s.word(next + 1)) {
            out.push(s.other_unit(next..next + 2, fact));
            continue;
        }
        let lead = at.checked_sub(1).and_then(|i| s.kind(i));
        let money = matches!(lead, Some(Kind::Mark('£' | '$' | '€')));
        let counted = s.is(next, Sense::Counted) && bare;
        let wrong = match fact.unit {
            Unit::Percent => points > 0 || counted || money || scale && bare,
            Unit::Points => percent || counted || money || scale && bare,
            Unit::Ratio | Unit::P => percent || points > 1 || money || scale,
            Unit::Year => percent || points > 0 || money || scale,
            _ => {
                // A count shown without its noun takes any sign before it.
                money && matches!(fact.unit, Unit::Count | Unit::Rate | Unit::Index)
                    || percent && !fact.noun_says('%')
                    || points > 1
                    || s.other_scale(next, fact)
            }
        };
        if !wrong {
            continue;
        }
        let length = points.max(s.says(next, Sense::Percents)).max(1);
        let said = if sign { "%".to_owned() } else { s.words(&(next..next + length)) };
        let (range, said) = if money && !(percent || points > 0 || scale || counted) {
            (s.range(at - 1, at - 1), "a sign of money".to_owned())
        } else {
            (s.range(next, next + length - 1), format!("`{said}`"))
        };
        out.push(Fault::wrong(
            Code::R0540,
            range,
            format!(
                "{said} is not the unit of the number: `{}` is {}",
                fact.id, fact.printed
            ),
            "write the number with its own unit, `stat(\"id\")`".to_owned(),
        ));
    }
}

impl Sentence<'_> {
    /// The fault of a unit that a number has not.
    fn other_unit(&self, tokens: Range<usize>, fact: &Fact) -> Fault {
        Fault::wrong(
            Code::R0540,
            self.range(tokens.start, tokens.end - 1),
            format!(
                "`{}` is not the unit of the number: `{}` is {}",
                self.words(&tokens),
                fact.id,
                fact.printed
            ),
            "write the number with its own unit, `stat(\"id\")`".to_owned(),
        )
    }

    /// Returns whether a word says another number of noughts than the number has.
    fn other_scale(&self, at: usize, fact: &Fact) -> bool {
        if !self.is(at, Sense::Scale) {
            return false;
        }
        let own = fact.printed.split_whitespace().map(str::to_lowercase);
        let scales: Vec<String> =
            own.filter(|word| self.lexicon.says(word, Sense::Scale)).collect();
        let bare = !fact
            .shown
            .split_whitespace()
            .any(|word| self.lexicon.says(&word.to_lowercase(), Sense::Scale));
        let titled = fact.title.split(|c: char| !c.is_alphanumeric());
        let titled = titled.map(str::to_lowercase).any(|word| word == self.word(at));
        // "2.1" of millions, and then "million"; but not "2.1 million" and then "million".
        !(bare && (titled || scales.iter().any(|own| own == self.word(at))))
    }
}
