//! The level of an interval in words ("90% confidence interval") against that of the interval beside it.

use crate::model::diagnostic::Code;
use crate::narrative::prose::Fault;
use crate::narrative::prose::fact::Fact;
use crate::narrative::prose::passage::Kind;
use crate::narrative::prose::passage::Origin;
use crate::narrative::prose::passage::Passage;
use crate::narrative::prose::passage::Sentence;
use crate::project::lexicon::lexicon;
use crate::project::sense::Sense;
use std::ops::Range;

/// How near two levels must be to be one, in percent.
const NEAR: f64 = 1e-6;

/// Reports levels that no interval of their sentence has.
pub(super) fn read(s: Sentence<'_>, out: &mut Vec<Fault>) {
    let said = s.interval_levels();
    if said.is_empty() || s.asks() {
        return;
    }
    let facts = s.tokens.iter().filter_map(|token| match token.kind {
        Kind::Number(at) | Kind::Evidence(at) => s.facts.get(at),
        _ => None,
    });
    let known: Vec<&Fact> = facts.filter(|fact| fact.level.is_some()).collect();
    let Some(first) = known.first() else { return };
    for (tokens, level) in said {
        let same = |fact: &&Fact| fact.level.is_some_and(|own| has_level(own, level));
        if known.iter().any(same) || s.supposed(tokens.start) {
            continue;
        }
        out.extend(other_level(s, tokens, level, first));
    }
}

/// Returns the fault of a label that names another level than the interval below it has.
pub(super) fn mislabelled(s: Sentence<'_>, fact: &Fact) -> Option<Fault> {
    let (tokens, level) = s.interval_levels().into_iter().next()?;
    let other = fact.level.is_some_and(|own| !has_level(own, level));
    if other { other_level(s, tokens, level, fact) } else { None }
}

/// Returns whether an interval has a level that is said: its own, or the one that it has for several outcomes
/// together after it was widened for them (98.33% for three at 95%).
pub(in crate::narrative) fn has_level(own: f64, said: f64) -> bool {
    let times = (100.0 - said) / (100.0 - own);
    let whole = (times - times.round()).abs() < 0.01;
    let together = own.fract() > NEAR && times > 1.5 && whole;
    (own - said).abs() < NEAR || together
}

fn other_level(
    s: Sentence<'_>,
    tokens: Range<usize>,
    level: f64,
    fact: &Fact,
) -> Option<Fault> {
    let own = fact.level?;
    Some(Fault::wrong(
        Code::R0547,
        s.range(tokens.start, tokens.end - 1),
        format!(
            "`{level}%` is not the level of the interval: that of `{}` is {own}%",
            fact.id
        ),
        "write the level that the interval has, or compute it at this one, `level:`"
            .to_owned(),
    ))
}

/// Returns the levels of intervals that a text names, in percent.
pub(in crate::narrative) fn interval_levels(text: &str) -> Vec<f64> {
    let levels = |s: Sentence<'_>| s.interval_levels();
    in_each(text, levels).map(|(_, level)| level).collect()
}

/// Returns the first base of a rate that a text names: "1,000" of "per 1,000 people".
pub(in crate::narrative) fn rate_base(text: &str) -> Option<String> {
    let bases = |s: Sentence<'_>| {
        let base = |at: &usize| s.rate_base(*at);
        (0..s.len()).find(base).map(|at| s.word(at + 1).to_owned())
    };
    in_each(text, bases).next()
}

/// Returns what is found in each sentence of a text.
fn in_each<T, I: IntoIterator<Item = T>>(
    text: &str,
    find: impl Fn(Sentence<'_>) -> I,
) -> impl Iterator<Item = T> {
    let mut passage = Passage::default();
    passage.text(text, Origin::Text(0..text.len()));
    let lexicon = lexicon();
    let sentences = passage.sentences(lexicon);
    let found: Vec<I> = sentences
        .iter()
        .map(|tokens| find(Sentence { tokens, facts: &[], lexicon }))
        .collect();
    found.into_iter().flatten()
}

impl Sentence<'_> {
    /// "per 1,000": whether the base of a rate is named at a place.
    pub(super) fn rate_base(&self, at: usize) -> bool {
        // "93 in every 100" is a share.
        let share = at > 1
            && (self.is(at - 1, Sense::OutOf) || self.is(at - 1, Sense::Within))
            && (self.number(at - 2).is_some()
                || self.word(at - 2).starts_with(|c: char| c.is_ascii_digit())
                || matches!(self.kind(at - 2), Some(Kind::Number(_))));
        self.is(at, Sense::AnHour)
            && !share
            && !self.is(at, Sense::Indefinite)
            && self.word(at + 1).starts_with(|c: char| c.is_ascii_digit())
    }

    /// "95% intervals", "90% confidence interval": the level and its tokens.
    fn interval_levels(&self) -> Vec<(Range<usize>, f64)> {
        (0..self.len())
            .filter_map(|at| {
                let level: f64 = self.word(at).parse().ok()?;
                let sign = usize::from(self.mark(at + 1, '%'));
                let unit = sign.max(self.says(at + 1, Sense::Percents));
                let next = at + 1 + unit;
                let noun = (next..next + 2).find(|i| self.is(*i, Sense::IntervalNoun))?;
                let tied = (next..noun).all(|i| self.is(i, Sense::TestLevel));
                let own = tied && unit > 0 && (50.0..100.0).contains(&level);
                own.then_some((at..noun + 1, level))
            })
            .collect()
    }
}
