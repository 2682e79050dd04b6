//! A level where a difference is said: "x more than in the north", "x lower in 2024 than in 2019", "x ahead of the west",
//! "the gap between A and B was x".
//!
//! **In:** a sentence, the families of its numbers. **Out:** faults.
//! **Guarantees:** only a level that its title calls nothing else, and only where another member or another time is named
//! that it is compared with.

use crate::model::diagnostic::Code;
use crate::model::format::Unit;
use crate::model::statistic::Statistics;
use crate::narrative::prose::Fault;
use crate::narrative::prose::fact::Fact;
use crate::narrative::prose::fact::Sign;
use crate::narrative::prose::kin::FEW;
use crate::narrative::prose::kin::Kin;
use crate::narrative::prose::names::Mention;
use crate::narrative::prose::passage::Kind;
use crate::narrative::prose::passage::Sentence;
use crate::project::sense::Sense;
use std::ops::Range;

/// How far from a word of comparison that stands which it compares with.
const NEAR: usize = 6;

/// Reports levels that are said to be by how much two values differ.
pub(super) fn read(s: Sentence<'_>, statistics: &Statistics, out: &mut Vec<Fault>) {
    if s.asks() {
        return;
    }
    out.extend(s.no_gap());
    for at in s.numbers() {
        let Some(fact) = s.fact(at).filter(|fact| s.is_plain_level(fact)) else {
            continue;
        };
        let claimed = s.tokens.get(at).is_some_and(|token| token.claim.is_some());
        let Some(kin) = Kin::of(statistics, fact, FEW).filter(|_| !claimed) else {
            continue;
        };
        let mentions = s.mentions(&kin.names());
        let said = s.more_than(at, &mentions).or_else(|| s.gap_of(at, &mentions));
        let Some(words) = said.filter(|words| !s.supposed(words.start)) else { continue };
        out.push(Fault::wrong(
            Code::R0542,
            s.range(words.start, words.end - 1),
            format!(
                "`{}` is said of a difference, and the number beside it is none: `{}` is {} (“{}”)",
                s.words(&words),
                fact.id,
                fact.printed,
                fact.title
            ),
            "show the statistic of the difference, or the two levels".to_owned(),
        ));
    }
}

impl Sentence<'_> {
    /// "The gap has vanished: it was x in 2024": there is one.
    fn no_gap(&self) -> Option<Fault> {
        let [number] = *self.numbers().as_slice() else { return None };
        let fact = self.fact(number).filter(|fact| fact.sign == Sign::Gap)?;
        let gone = (0..self.len()).find(|at| self.says(*at, Sense::Vanished) > 0)?;
        let end = gone + self.says(gone, Sense::Vanished);
        let gap = (gone.saturating_sub(12)..gone).any(|i| self.is(i, Sense::Gap));
        // "closed to x", "all but vanished".
        let in_part = self.is(end, Sense::To)
            || self.is(end, Sense::By)
            || self.ends(gone, Sense::Nearly) > 0
            || self.turned(gone)
            || self.supposed(gone);
        (gap && !in_part && fact.rounded != 0.0).then(|| {
            let shown = format!("`{}` is {}", fact.id, fact.printed);
            self.belied(gone..end, &shown, "say how far it has narrowed")
        })
    }

    /// Returns whether a number is a level, and its title speaks of no difference ("Journeys gained").
    fn is_plain_level(&self, fact: &Fact) -> bool {
        let apart = [
            Sense::Gap,
            Sense::More,
            Sense::Less,
            Sense::Rise,
            Sense::Fall,
            Sense::Neutral,
            Sense::Ratio,
        ];
        let says = |word: &str| {
            let word = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
            apart.iter().any(|sense| self.lexicon.says(&word, *sense))
        };
        fact.sign == Sign::Level
            && !matches!(fact.unit, Unit::P | Unit::Ratio | Unit::Year | Unit::Points)
            && !fact.title.split_whitespace().any(says)
    }

    /// Returns where the unit behind a number ends: "million", "%", "minutes".
    fn behind_unit(&self, at: usize) -> usize {
        let unit = |i: usize| {
            [Sense::Scale, Sense::Percent, Sense::Duration, Sense::ShareNoun]
                .iter()
                .any(|sense| self.is(i, *sense))
                || self.mark(i, '%')
        };
        (at + 1..at + 3).find(|i| !unit(*i)).unwrap_or(at + 3)
    }

    /// "x million more journeys than the north", "x lower in 2024 than in 2019", "x ahead of the west".
    fn more_than(&self, at: usize, mentions: &[Mention]) -> Option<Range<usize>> {
        let word = self.behind_unit(at);
        let plain = |i: &usize| matches!(self.kind(*i), Some(Kind::Word));
        let named = |from: usize| {
            let near = from..from + NEAR;
            let stop = near.clone().find(|i| !plain(i)).unwrap_or(near.end);
            mentions.iter().any(|mention| (from..stop).contains(&mention.tokens.start))
                || (from..stop).any(|i| {
                    self.year(i).is_some() || self.says(i, Sense::YearBefore) > 0
                })
        };
        let (beats, trails) =
            (self.says(word, Sense::Beats), self.says(word, Sense::Trails));
        let words = beats.max(trails);
        if words > 0 && self.is(word, Sense::Position) && named(word + words) {
            return Some(word..word + words);
        }
        let (_, compares) = self.way(word)?;
        let than = (word + 1..word + 1 + NEAR)
            .take_while(plain)
            .find(|i| self.is(*i, Sense::Than))?;
        (compares && named(than + 1)).then_some(word..word + 1)
    }

    /// "The gap between A and B was x": of two members.
    fn gap_of(&self, at: usize, mentions: &[Mention]) -> Option<Range<usize>> {
        let [number] = *self.numbers().as_slice() else { return None };
        let gap = (0..at).rev().find(|i| {
            self.is(*i, Sense::Gap)
                && (i + 1..i + 3).any(|next| self.is(next, Sense::Betwixt))
        })?;
        let names =
            mentions.iter().filter(|m| gap < m.tokens.start && m.tokens.end <= at);
        let led = [Sense::Copula, Sense::Of, Sense::At, Sense::To, Sense::Reached];
        let tied = led.iter().any(|sense| self.is(at - 1, *sense));
        let marked = (gap..at).any(|i| matches!(self.kind(i), Some(Kind::Mark(_))));
        (number == at && tied && !marked && names.count() == 2).then_some(gap..gap + 1)
    }
}
