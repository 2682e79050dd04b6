//! A count or share of those that rose, or fell ("crime fell in x areas"), beside the opposite word: the statistic's
//! title says which it is of.
//!
//! **In:** a sentence. **Out:** faults.
//! **Guarantees:** only where the title has one direction, and the words that go with the number have one.

use crate::model::diagnostic::Code;
use crate::model::format::Unit;
use crate::narrative::prose::Fault;
use crate::narrative::prose::Origin;
use crate::narrative::prose::Passage;
use crate::narrative::prose::Token;
use crate::narrative::prose::fact::Fact;
use crate::narrative::prose::fact::Sign;
use crate::narrative::prose::passage::Kind;
use crate::narrative::prose::passage::Sentence;
use crate::project::sense::Sense;
use std::ops::Range;

/// Reports the opposite of what a number counts.
pub(super) fn read(s: Sentence<'_>, out: &mut Vec<Fault>) {
    if s.asks() {
        return;
    }
    for at in s.numbers() {
        let fault = s.fact(at).and_then(|fact| s.opposite_case(at, fact));
        let Some(fault) = fault else { continue };
        let had = |had: &Fault| {
            had.range.start < fault.range.end && fault.range.start < had.range.end
        };
        if !out.iter().any(had) {
            out.push(fault);
        }
    }
}

impl Sentence<'_> {
    fn opposite_case(&self, at: usize, fact: &Fact) -> Option<Fault> {
        let counts = matches!(fact.unit, Unit::Count | Unit::Percent)
            && fact.sign == Sign::Level
            && !fact.state;
        let up = counts.then(|| self.titled_way(fact))??;
        let verb = self.way_of_cases(at)?;
        let (said, _) = self.way(verb)?;
        // "was down in x areas", where x is of those in which it fell.
        (said != up && !self.turned(verb) && !self.unsaid(verb)).then(|| {
            Fault::wrong(
                Code::R0542,
                self.range(verb, verb),
                format!(
                    "`{}` is not what the number beside it is of: `{}` is {} (“{}”)",
                    self.word(verb),
                    fact.id,
                    fact.printed,
                    fact.title
                ),
                "write what it is of, or show the statistic that the words name"
                    .to_owned(),
            )
        })
    }

    /// Returns which way those went that a statistic counts, by its title; none where it says none, or more than one.
    fn titled_way(&self, fact: &Fact) -> Option<bool> {
        let mut title = Passage::default();
        title.text(&fact.title, Origin::Text(0..fact.title.len()));
        let tokens: Vec<Token> =
            title.sentences(self.lexicon).into_iter().flatten().collect();
        let title = Sentence { tokens: &tokens, facts: &[], lexicon: self.lexicon };
        let ways = (0..title.len()).filter_map(|i| title.way(i));
        let ways: Vec<bool> = ways.map(|(up, _)| up).collect();
        let turned = (0..title.len()).any(|i| title.is(i, Sense::Turn));
        // "more than the mean": how far, and not which way.
        let far = (0..title.len()).any(|i| title.is(i, Sense::Than));
        match ways.as_slice() {
            [up] if !turned && !far => Some(*up),
            _ => None,
        }
    }

    /// Returns the word that says what those did that are counted: "fell in x areas", "x areas had fewer", "in x areas
    /// crime went up".
    fn way_of_cases(&self, at: usize) -> Option<usize> {
        let part = self.statements().into_iter().find(|part| part.contains(&at))?;
        let apart = |i: usize| {
            matches!(self.kind(i), Some(Kind::Number(_) | Kind::Mark(';' | ':' | '—')))
        };
        let start =
            (part.start..at).rev().find(|i| apart(*i)).map_or(part.start, |i| i + 1);
        let end = (at + 1..part.end).find(|i| apart(*i)).unwrap_or(part.end);
        // "x of y areas had fewer": the number behind is that of all.
        let whole = (at + 2..at + 4).find(|i| self.fact(*i).is_some());
        let end = match whole.filter(|_| self.is(at + 1, Sense::Of)) {
            Some(own) => (own + 1..part.end).find(|i| apart(*i)).unwrap_or(part.end),
            None => end,
        };
        let says = |range: Range<usize>| -> Vec<usize> {
            range.filter(|i| self.states_way(*i)).collect()
        };
        let (before, after) = (says(start..at), says(at + 1..end));
        // "fell in x areas": the verb and where.
        if let [verb] = before.as_slice() {
            let led = self.before(at).is_some_and(|j| self.is(j, Sense::Within));
            let plain =
                (verb + 1..at).all(|i| !self.mark(i, ',') || self.mark(at - 1, ','));
            return (led || self.mark(at - 1, ',')).then_some(*verb).filter(|_| plain);
        }
        match (before.as_slice(), after.as_slice()) {
            ([], [verb]) => {
                let plain = !(at + 1..*verb).any(|i| self.is(i, Sense::And));
                plain.then_some(*verb)
            }
            _ => None,
        }
    }

    /// Returns whether a word says which way something went, and not how a number is reached.
    fn states_way(&self, at: usize) -> bool {
        let Some((_, compares)) = self.way(at) else { return false };
        let bound = self.tokens.get(at).is_some_and(|token| token.claim.is_some());
        let reach = compares && self.threshold(at)
            || self.is(at, Sense::Approximates) && self.is(at + 1, Sense::Than);
        let sized = self.is(at, Sense::Size) && !self.is(at, Sense::Approximates);
        !bound && !reach && !sized
    }
}
