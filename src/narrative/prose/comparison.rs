//! The only two numbers of a statement, and the only word that compares them: "spent x, well behind
//! owners at y", "in 2016 it was x; by 2022 it was lower, y".

use crate::model::format::Unit;
use crate::narrative::prose::Fault;
use crate::narrative::prose::fact::Fact;
use crate::narrative::prose::fact::Sign;
use crate::narrative::prose::passage::Kind;
use crate::narrative::prose::passage::Sentence;
use crate::project::lexicon::Ending;
use crate::project::sense::Sense;

/// Reports a comparison that goes the other way than its two numbers.
pub(super) fn read(s: Sentence<'_>, out: &mut Vec<Fault>) {
    if s.asks() {
        return;
    }
    let goals = (0..s.len()).filter_map(|at| s.reached_goal(at).or_else(|| s.offset(at)));
    let pair = || s.compared_pair().or_else(|| s.set_against());
    let pair = if s.compares_gaps() { None } else { pair() };
    let numbers =
        (0..s.len()).filter_map(|at| s.against_number(at).or_else(|| s.only_so_much(at)));
    for fault in goals.chain(pair).chain(numbers) {
        let had = |had: &Fault| {
            had.range.start < fault.range.end && fault.range.start < had.range.end
        };
        if !out.iter().any(had) {
            out.push(fault);
        }
    }
}

/// A word that says of two things which is more.
#[derive(Debug, Clone, Copy)]
struct Comparator {
    at: usize,
    words: usize,
    up: bool,
    /// Whether what it compares with follows: "behind B", "outdid B", "lower than B".
    object: bool,
}

impl Sentence<'_> {
    /// Returns the words that compare, and whether a movement is beside them.
    fn comparators(&self) -> (Vec<Comparator>, bool) {
        let (mut out, mut moves) = (Vec::new(), false);
        let mut at = 0;
        while at < self.len() {
            let (beats, trails) =
                (self.says(at, Sense::Beats), self.says(at, Sense::Trails));
            let words = beats.max(trails);
            // "Once behind B, A has …": it was so.
            let once =
                at > 0 && self.is(at - 1, Sense::Earlier) && !self.is(at - 1, Sense::Has);
            if words > 0 && once {
                at += words;
                continue;
            }
            if words > 0 {
                let up = (beats > 0) != self.is(at + words, Sense::By);
                out.push(Comparator { at, words, up, object: true });
                at += words;
                continue;
            }
            if let Some((up, compares)) = self.way(at) {
                moves |= !compares;
                // "more than x", "less than half": how a number is reached.
                let reach = self.is(at, Sense::Approximates)
                    && self.is(at + 1, Sense::Than)
                    && (matches!(self.kind(at + 2), Some(Kind::Number(_)))
                        || self.number(at + 2).is_some()
                        || self.number(at + 3).is_some()
                            && self.is(at + 2, Sense::Indefinite)
                        || self.counts(
                            at + 2 + usize::from(self.is(at + 2, Sense::Indefinite)),
                        ));
                if compares && !reach {
                    let place = self.is(at, Sense::Position)
                        && matches!(self.kind(at + 1), Some(Kind::Word))
                        && !self.is(at + 1, Sense::And);
                    let than = (at + 1..(at + 14).min(self.len()))
                        .any(|i| self.is(i, Sense::Than));
                    // "are slowly disappearing, from x to y": how, and not which is less.
                    let how = self.is(at, Sense::Slow)
                        && self.lexicon.ends(self.word(at), Ending::Adverb);
                    if than || !how {
                        out.push(Comparator { at, words: 1, up, object: place || than });
                    }
                }
            }
            at += 1;
        }
        (out, moves)
    }

    /// Returns the numbers of the two things on either side of a comparison, where it names both.
    fn named_pair<'f>(
        &self,
        one: &Comparator,
        a: &'f Fact,
        b: &'f Fact,
    ) -> Option<(&'f Fact, &'f Fact)> {
        let (numbers, names) = self.told_apart();
        let mentions = self.mentions(&names.iter().flatten().cloned().collect());
        let subject = mentions.iter().rev().find(|m| m.tokens.end <= one.at)?;
        let object = mentions.iter().find(|m| m.tokens.start >= one.at + one.words)?;
        let named = |fact: &Fact, name: &Vec<String>| {
            let mut own = numbers.iter().zip(&names);
            own.any(|(at, own)| {
                own.contains(name) && self.fact(*at).is_some_and(|f| f.id == fact.id)
            })
        };
        let close = object.tokens.start <= one.at + one.words + 4;
        if !one.object || !close {
            return None;
        }
        [(a, b), (b, a)]
            .into_iter()
            .find(|(x, y)| named(x, &subject.name) && named(y, &object.name))
    }

    fn compared_pair(&self) -> Option<Fault> {
        let (comparators, moves) = self.comparators();
        let [one] = comparators.as_slice() else { return None };
        let claimed = self.tokens.get(one.at).is_some_and(|token| token.claim.is_some());
        // "higher than in 2012 in both, by x in A and by more, y, in B": of another time.
        let than = (one.at + 1..self.len()).find(|i| self.is(*i, Sense::Than));
        let earlier = self.than_before(one.at) == Some(true);
        let of_all = |i: usize| self.is(i, Sense::Any) || self.is(i, Sense::Each);
        let other = |than: usize| {
            earlier
                || self.year_of_than(than).is_some()
                || of_all(than + 1)
                || of_all(than + 2)
        };
        if than.is_some_and(other) {
            return None;
        }
        // "x of y, more than any other": of the others.
        if claimed || self.supposed(one.at) || self.outdoes(one.at).is_some() {
            return None;
        }
        let (first, second, a, b) = self.two(one.at)?;
        // "A (x in 2018) had overtaken B by 2024, when it made y": both are of A.
        if self.both_of_one(one.at, one.words, first..second, a, b) {
            return None;
        }
        // A change beside a movement is of that; "growth was slower, at x against y" is of two of them.
        let sized = self.is(one.at, Sense::Size) && !self.is(one.at, Sense::Approximates);
        let pace = (self.is(one.at, Sense::Pace) || sized)
            && a.sign == Sign::Change
            && a.way() == b.way()
            && one.at < first
            && self.ends(second, Sense::Against) > 0;
        if moves && !pace || a.sign != b.sign || a.sign == Sign::Gap {
            return None;
        }
        // The number right before it says by how much.
        if self.governs_after(first, one.at) && first < one.at
            || self.governs_after(second, one.at) && second < one.at
        {
            return None;
        }
        if let Some((x, y)) = self.named_pair(one, a, b) {
            return self.contradicted(one, x, y);
        }
        let led = (0..first).any(|i| self.says(i, Sense::Complement) > 0);
        let apart = |from: usize, to: usize| {
            (from..to)
                .any(|i| self.mark(i, ',') || self.mark(i, ';') || self.mark(i, ':'))
        };
        // "below the target of x, at y": the number right after the object is its own.
        let own = one.at < first
            && self.is(second - 1, Sense::At)
            && self.mark(second.saturating_sub(2), ',')
            && !(first..second).any(|i| self.is(i, Sense::Than));
        // "exceeded their level of 2019 (x) by 2024 (y)".
        let level = one.at < first
            && (one.at..first).any(|i| self.is(i, Sense::LevelNoun))
            && a.series() == b.series()
            && a.period < b.period;
        // "x in 2023 and slightly more, y, in 2024".
        let said_again = first < one.at
            && one.words == 1
            && self.mark(one.at + 1, ',')
            && one.at + 2 == second;
        if said_again {
            return self.contradicted(one, b, a);
        }
        let own = own || level;
        let swapped = if one.object {
            led && first < one.at || own
        } else if one.at < first {
            false
        } else if one.at < second {
            led || apart(first + 1, one.at)
        } else {
            return None;
        };
        let (x, y) = if swapped { (b, a) } else { (a, b) };
        self.contradicted(one, x, y)
    }

    /// "rose to x but remains below the y of 2019": the number that a word has for its object, against the one before it.
    fn against_number(&self, at: usize) -> Option<Fault> {
        let beats = self.says(at, Sense::Beats).max(self.says(at, Sense::Trails));
        let (up, words) = match self.way(at) {
            Some((up, true)) if beats < 2 => {
                // "a smaller share than the y of 2010".
                let noun = usize::from(self.is(at + 1, Sense::LevelNoun));
                let than = usize::from(self.is(at + 1 + noun, Sense::Than));
                let object = self.is(at, Sense::Position) || beats == 1 || than == 1;
                (up, object.then_some(1 + noun * than + than)?)
            }
            _ => return None,
        };
        let the = at + words + usize::from(self.is(at + words, Sense::Determiner));
        let second = self.fact(the).map(|_| the)?;
        // "more than x of them": how the number is reached.
        let reach = self.is(at, Sense::Approximates) && the == at + words;
        let first = self.numbers().into_iter().rfind(|n| *n < at)?;
        let (a, b) = (self.fact(first)?, self.fact(second)?);
        let levels = a.level_time().is_some() && b.level_time().is_some();
        let of_one_time = a.block() == b.block() && a.period == b.period;
        let one = a.is_of_one_series(b) || of_one_time;
        let alike = a.unit == b.unit && a.id != b.id && one;
        let claimed = self.tokens.get(at).is_some_and(|token| token.claim.is_some());
        let one = Comparator { at, words: 1, up, object: true };
        let held = levels && alike && !reach && !claimed && !self.unsaid(at);
        if held { self.contradicted(&one, a, b) } else { None }
    }

    /// "fell by x in A and by only y in B", where y is more: what is called little against what is not.
    fn only_so_much(&self, at: usize) -> Option<Fault> {
        let only = at.checked_sub(1).filter(|i| self.is(*i, Sense::Scant))?;
        let b = self.fact(at)?;
        let first = self.numbers().into_iter().rfind(|n| *n < at)?;
        let a = self.fact(first).filter(|_| first > 0)?;
        let both = self.is(first - 1, Sense::Scant);
        let joins = (first + 1..only).any(|i| {
            self.is(i, Sense::And)
                || self.is(i, Sense::Contrast)
                || self.ends(i + 1, Sense::Against) > 0
        });
        let alike = a.unit == b.unit
            && a.sign == b.sign
            && a.way() == b.way()
            && a.block() == b.block()
            && a.period == b.period
            && a.id != b.id
            && a.unit != Unit::P;
        // "rose in x areas and fell in only y": each of its own.
        let moves = (first + 1..at).any(|i| self.way(i).is_some());
        let more = b.rounded.abs() > a.rounded.abs();
        let held = joins && alike && more && !both && !moves && !self.supposed(only);
        held.then(|| self.pair_fault(only, 1, b, a))
    }

    /// "A used x, while B used less, y": each in a clause of its own.
    fn set_against(&self) -> Option<Fault> {
        let (comparators, moves) = self.comparators();
        let [one] = comparators.as_slice() else { return None };
        let claimed = self.tokens.get(one.at).is_some_and(|token| token.claim.is_some());
        let numbers = self.numbers();
        let [first, second] = *numbers.as_slice() else { return None };
        let apart = |i: usize| self.mark(i, ';') || self.is(i, Sense::Contrast);
        let next = |i: usize| {
            self.mark(i, ',')
                || self.mark(i, ':')
                || self.mark(i, '(')
                || self.is(i, Sense::At)
        };
        let behind = one.at + one.words;
        let close =
            (behind + 1..behind + 3).contains(&second) && (behind..second).all(next);
        let set = (first..one.at).any(apart);
        // "x of A and a larger share of B, y": what stands between is what the second is of.
        let noun = self.is(behind, Sense::LevelNoun)
            && second < behind + 10
            && next(second - 1)
            && (behind..second - 1).all(|i| matches!(self.kind(i), Some(Kind::Word)));
        let share = noun && (first..one.at).any(|i| self.is(i, Sense::And) || apart(i));
        // A movement before both is what they are shares of.
        let still = !(first..second).any(|i| self.way(i).is_some_and(|(_, c)| !c));
        let stands = first < one.at && (close && set && !moves || share && still);
        if !stands || one.object || claimed || self.supposed(one.at) {
            return None;
        }
        let (a, b) = (self.fact(first)?, self.fact(second)?);
        let levels = a.sign == Sign::Level && b.sign == Sign::Level && a.unit == b.unit;
        let known = a.unit != Unit::P && a.unit != Unit::Year && a.id != b.id;
        if levels && known { self.contradicted(one, b, a) } else { None }
    }

    /// "met the standard: x, where y is required", "missed the target of y, at x".
    fn reached_goal(&self, at: usize) -> Option<Fault> {
        let (meets, misses) = (self.says(at, Sense::Meets), self.says(at, Sense::Misses));
        let words = meets.max(misses);
        let end = at + words;
        let noun = (end..end + 4).find(|i| self.is(*i, Sense::Goal));
        let end = noun.filter(|_| words > 0 && !self.supposed(at))? + 1;
        let (first, second, a, b) = self.two(at)?;
        let wanted = |n: usize, fact: &Fact| {
            let near = n.saturating_sub(3)..(n + 4).min(self.len());
            let titled = fact.title.to_lowercase();
            near.into_iter().any(|i| self.is(i, Sense::Goal) && i != end - 1)
                || self.is(n - 1, Sense::Of) && n == end + 1
                || titled.split(' ').any(|word| self.lexicon.says(word, Sense::Goal))
        };
        let (is, goal) = match (wanted(first, a), wanted(second, b)) {
            (false, true) => (a, b),
            (true, false) => (b, a),
            _ => return None,
        };
        let less = match self.less_is_better(at) {
            Some(less) => less,
            None if is.unit == Unit::Percent => false,
            None => return None,
        };
        let reached =
            if less { is.rounded <= goal.rounded } else { is.rounded >= goal.rounded };
        let said = (meets > 0) != self.turned(at);
        (said != reached).then(|| self.pair_fault(at, end - at, is, goal))
    }

    /// "the rise of x more than made up for the fall of y", "was only partly offset by".
    fn offset(&self, at: usize) -> Option<Fault> {
        let (whole, part) =
            (self.says(at, Sense::Offsets), self.says(at, Sense::OffsetsPart));
        let words = whole.max(part);
        if words == 0 || self.supposed(at) {
            return None;
        }
        let apart = |i: &usize| self.mark(*i, ';');
        let numbers = self.numbers_around(at, at, &apart);
        let [first, second] = numbers.as_slice() else { return None };
        let (a, b) = (self.fact(*first)?, self.fact(*second)?);
        let alike = a.unit == b.unit && a.sign == b.sign && *first < at && at < *second;
        let by = self.is(at + words, Sense::By);
        let (did, undone) = if by { (b, a) } else { (a, b) };
        let more = did.rounded.abs() > undone.rounded.abs();
        let said = (whole > 0) != self.turned(at);
        (alike && more != said).then(|| self.pair_fault(at, words, did, undone))
    }

    /// Returns a fault where a comparison says of one number that it is more, or less, than another
    /// and it is the other way round.
    fn contradicted(&self, one: &Comparator, x: &Fact, y: &Fact) -> Option<Fault> {
        // "hardly more than y": a little more.
        if one.at > 0 && self.is(one.at - 1, Sense::Fronts) {
            return None;
        }
        let places = self.is_a_place(x) && self.is_a_place(y);
        let up = (one.up != self.turned(one.at)) != places;
        // The size of a fall counts, where it is compared with another.
        let fell = x.sign == Sign::Change && x.way() < 0 && y.way() < 0;
        let size = fell && (self.is(one.at, Sense::Pace) || self.is(one.at, Sense::Size));
        let more = if size { x.rounded < y.rounded } else { x.rounded > y.rounded };
        let less = if size { x.rounded > y.rounded } else { x.rounded < y.rounded };
        let holds = if up { more } else { less };
        (!holds && (x.rounded - y.rounded).abs() > f64::EPSILON)
            .then(|| self.pair_fault(one.at, one.words, x, y))
    }
}
