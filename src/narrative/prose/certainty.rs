//! What is said of chance and of intervals, against tests and intervals: "could have arisen by
//! chance", "the interval excludes zero", "the intervals overlap".

use crate::model::diagnostic::Code;
use crate::narrative::prose::Fault;
use crate::narrative::prose::fact::Fact;
use crate::narrative::prose::passage::Kind;
use crate::narrative::prose::passage::Sentence;
use crate::project::sense::Sense;

/// Reports statements about chance that the tests of the sentence contradict.
pub(super) fn read(s: Sentence<'_>, out: &mut Vec<Fault>) {
    if s.asks() {
        return;
    }
    let facts: Vec<&Fact> = (0..s.len())
        .filter_map(|i| match s.kind(i)? {
            Kind::Number(fact) | Kind::Evidence(fact) => s.facts.get(fact),
            Kind::Word | Kind::Hand | Kind::Cited | Kind::Other | Kind::Mark(_) => None,
        })
        .collect();
    if facts.is_empty() {
        return;
    }
    let before = out.len();
    let mut at = 0;
    while at < s.len() {
        let length = |sense: Sense| s.says(at, sense);
        let chance = length(Sense::ByChance);
        let beyond = length(Sense::BeyondChance);
        let (holds, leaves) = (length(Sense::HoldsZero), length(Sense::LeavesZero));
        let overlap = length(Sense::Overlap);
        let words = chance.max(beyond).max(holds).max(leaves).max(overlap);
        let claimed = s.tokens.get(at).is_some_and(|token| token.claim.is_some());
        // "could have arisen by chance" supposes nothing.
        let start = if chance > 0 { at.saturating_sub(3) } else { at };
        if words == 0 || claimed || s.supposed(start) {
            at += words.max(1);
            continue;
        }
        let turned = s.turned(at);
        let fault = if words == overlap && chance.max(beyond) == 0 {
            s.overlaps(&facts, !turned)
        } else if holds.max(leaves) > 0 {
            at_zero(&facts, (holds > leaves) != turned)
        } else {
            by_chance(&facts, (beyond > chance) != turned)
        };
        if let Some((is, help)) = fault {
            let said = s.words(&(at..at + words));
            let said = if turned { format!("not … {said}") } else { said };
            out.push(Fault::wrong(
                Code::R0534,
                s.range(at, at + words - 1),
                format!("`{said}` contradicts the data: {is}"),
                help.to_owned(),
            ));
        }
        at += words;
    }
    if out.len() == before {
        let found = (0..s.len()).find_map(|at| {
            s.against_chance(at, &facts).or_else(|| s.nothing_found(at, &facts))
        });
        out.extend(found);
    }
}

type Reason = Option<(String, &'static str)>;

/// Whether a test or an interval tells what the sentence is about from zero.
fn by_chance(facts: &[&Fact], clear: bool) -> Reason {
    let tested: Vec<&&Fact> = facts.iter().filter(|f| f.clear.is_some()).collect();
    let first = tested.first()?;
    if tested.iter().any(|fact| fact.clear == Some(clear)) {
        return None;
    }
    let id = &first.id;
    Some(if clear {
        (
            format!("the test of `{id}` does not tell it from zero"),
            "say that the data are consistent with no difference",
        )
    } else {
        (
            format!("the test of `{id}` tells it from zero"),
            "say that it is unlikely to be a matter of chance",
        )
    })
}

/// Whether zero is in the interval that the sentence is about.
fn at_zero(facts: &[&Fact], inside: bool) -> Reason {
    let held = |fact: &&&Fact| fact.interval.map(|(low, high)| low <= 0.0 && 0.0 <= high);
    let known: Vec<&&Fact> = facts.iter().filter(|f| held(f).is_some()).collect();
    let first = known.first()?;
    if known.iter().any(|fact| held(fact) == Some(inside)) {
        return None;
    }
    let id = &first.id;
    Some(if inside {
        (format!("zero is outside the interval of `{id}`"), "say that it excludes zero")
    } else {
        (format!("zero is inside the interval of `{id}`"), "say that it includes zero")
    })
}

impl Sentence<'_> {
    /// "larger than sampling error would explain", "strong evidence of a difference": a noun for chance
    /// or evidence, which each word that sets it aside turns round.
    fn against_chance(&self, at: usize, facts: &[&Fact]) -> Option<Fault> {
        let (chance, evidence) =
            (self.says(at, Sense::ChanceNoun), self.says(at, Sense::Evidence));
        let words = chance.max(evidence);
        let claimed = self.tokens.get(at).is_some_and(|token| token.claim.is_some());
        let end = at + words;
        // "the chance of": a share of cases; "evidence" alone: of anything.
        let other = if chance > 0 {
            self.is(end, Sense::Of)
        } else {
            !(end..end + 5).any(|i| self.is(i, Sense::TestedNoun))
        };
        if words == 0 || claimed || other {
            return None;
        }
        let start = at.saturating_sub(14).max(self.clause(at));
        let stop = (end + 3).min(self.len());
        let turns = (start..at)
            .chain(end..stop)
            .filter(|i| {
                self.is(*i, Sense::SetsAside) || *i < at && self.is(*i, Sense::Turn)
            })
            .count();
        let weak = (start..at).any(|i| self.is(i, Sense::Weak));
        let clear = if chance > 0 {
            turns % 2 == 1
        } else {
            (turns + usize::from(weak)) % 2 == 0
        };
        let (is, help) = by_chance(facts, clear)?;
        Some(Fault::wrong(
            Code::R0534,
            self.range(at, end - 1),
            format!("`{}` contradicts the data: {is}", self.words(&(at..end))),
            help.to_owned(),
        ))
    }

    /// "No difference was detected", "no association between": a test that tells it from zero.
    fn nothing_found(&self, at: usize, facts: &[&Fact]) -> Option<Fault> {
        let noun = (at + 1..at + 3).find(|i| self.is(*i, Sense::TestedNoun))?;
        let found = (noun + 1..self.len()).any(|i| self.is(i, Sense::Found));
        let claimed = self.tokens.get(at).is_some_and(|token| token.claim.is_some());
        let none = self.is(at, Sense::Lacking) && self.is(at, Sense::Turn);
        if !none || !found || claimed || self.way(noun).is_some() {
            return None;
        }
        let (is, help) = by_chance(facts, false)?;
        Some(Fault::wrong(
            Code::R0534,
            self.range(at, noun),
            format!("`{}` contradicts the data: {is}", self.words(&(at..noun + 1))),
            help.to_owned(),
        ))
    }

    /// Whether two intervals share values.
    fn overlaps(&self, facts: &[&Fact], shared: bool) -> Reason {
        let named = (0..self.len()).any(|i| self.is(i, Sense::IntervalNoun));
        let mut known: Vec<(&str, (f64, f64))> = facts
            .iter()
            .filter_map(|fact| Some((fact.id.as_str(), fact.interval?)))
            .collect();
        known.sort_by_key(|(id, _)| *id);
        known.dedup_by_key(|(id, _)| *id);
        let [(a, (low, high)), (b, (from, to))] = known.as_slice() else { return None };
        let is = low <= to && from <= high;
        (named && is != shared).then(|| {
            let are = if is { "share values" } else { "share no value" };
            (
                format!("the intervals of `{a}` and `{b}` {are}"),
                "say whether the intervals overlap as they do",
            )
        })
    }
}
