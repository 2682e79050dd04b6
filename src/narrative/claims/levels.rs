//! A level in the words of a claim that compares changes: "was lower", where one rose by less than another.

use crate::model::diagnostic::Code;
use crate::narrative::claims::words::Check;
use crate::narrative::prose::Fault;
use crate::narrative::prose::Sentence;
use crate::project::ClaimKind;
use crate::project::sense::Sense;

impl Check<'_> {
    /// Words that compare how high things are, in a claim that compares how far they moved.
    pub(super) fn levels(&mut self) {
        let compares = match self.kind() {
            Some(kind) => matches!(kind, ClaimKind::Comparison | ClaimKind::Ratio),
            None => self.judge.compares_two(),
        };
        if !compares || !self.values.changes {
            return;
        }
        let s = self.s;
        let level = (self.first..s.len()).find_map(|at| Some((s.level(at)?, at)));
        if let Some((verb, at)) = level {
            let words = s.words(&(verb..at + 1));
            self.out.push(Fault::loose(
                Code::R0511,
                s.range(verb.max(self.first), at),
                format!("`{words}` is not what the claim tests: its rule compares changes"),
                format!(
                    "write what it says (“{}”), or test the levels with a claim of their own",
                    self.judge.entry.decl.says
                ),
            ));
        }
    }
}

impl Sentence<'_> {
    /// Returns the verb of a comparison of levels: "was" in "poverty was much lower", "had" in "had fewer crimes".
    fn level(&self, at: usize) -> Option<usize> {
        let moves = |i: usize| {
            self.way(i).is_some_and(|(_, compares)| !compares)
                || [Sense::Neutral, Sense::Gap, Sense::TestedNoun, Sense::Pace]
                    .into_iter()
                    .any(|sense| self.is(i, sense))
        };
        if !matches!(self.way(at), Some((_, true))) || self.is(at, Sense::Pace) {
            return None;
        }
        let verb = (at.saturating_sub(3)..at)
            .rev()
            .find(|i| self.is(*i, Sense::Copula) || self.is(*i, Sense::Has))?;
        // "had faster growth", "was up by less", "the rise was smaller": movements are compared.
        let moved = (0..at + 4).filter(|i| *i != at).any(moves);
        // "higher in 2024 than in 2012": with itself, that is a movement.
        let earlier = (at + 1..self.len()).any(|i| {
            let word = self.word(i);
            self.is(i, Sense::Earlier)
                || word.len() == 4
                    && word.starts_with(['1', '2'])
                    && word.parse::<u16>().is_ok()
        });
        (!moved && !earlier).then_some(verb)
    }
}
