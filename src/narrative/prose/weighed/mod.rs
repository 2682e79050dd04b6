//! Sentences that read as findings though no list has their words: "Results day brought little cheer".
//!
//! **In:** a sentence, and how much its words tell for a finding. **Out:** what it weighs, and the words that tell most.
//! **Guarantees:** nothing is weighed that holds a number, a claim or a work cited, that asks, defines or quotes, or that
//! is no whole sentence.

#[cfg(test)]
mod training;

use crate::narrative::prose::passage::Kind;
use crate::narrative::prose::passage::Sentence;
use crate::project::sense::Sense;

/// The fewest words of a sentence that is weighed.
const FEWEST: usize = 3;
/// How many of its words are named that tell most.
const NAMED: usize = 3;

/// What a sentence weighs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Weighed {
    /// Above zero, the more it reads as a finding.
    pub sum: i32,
    /// The words that tell most, in their order.
    pub words: Vec<String>,
}

impl Weighed {
    /// Returns the words as a message has them; empty where none tells much.
    pub(super) fn said(&self) -> String {
        let quoted: Vec<String> =
            self.words.iter().map(|word| format!("`{word}`")).collect();
        quoted.join(", ")
    }
}

impl Sentence<'_> {
    /// Returns what a whole sentence weighs that nothing in it is held by.
    pub(super) fn weighed(&self, text: &str) -> Option<Weighed> {
        let weights = self.lexicon.weights?;
        let ends = self.is_whole();
        let plain = |at: usize| {
            matches!(self.kind(at), Some(Kind::Word | Kind::Mark(_)))
                && self.tokens.get(at).is_some_and(|token| token.claim.is_none())
        };
        let all = 0..self.len();
        let count = all.clone().filter(|at| !self.word(*at).is_empty()).count();
        if !ends || count < FEWEST || !all.clone().all(plain) {
            return None;
        }
        let told = all.clone().find(|at| !self.word(*at).is_empty())?;
        let range = self.range(told, self.len() - 1);
        let quotes = text.get(range).is_some_and(|own| own.contains(['“', '"']));
        // What is only supposed has words of which nothing is stated.
        let aside = quotes
            || self.quoted(told, text)
            || self.is(told, Sense::Imperative)
            || self.is(told, Sense::HadBeen)
            || all.into_iter().any(|at| self.is(at, Sense::Hedge) || self.foreseen(at))
            || self.defines();
        if aside {
            return None;
        }
        let tokens = self.weighed_words();
        let words: Vec<&str> = tokens.iter().map(|(_, word)| word.as_str()).collect();
        let found = weights.weigh(&words);
        // Small words tell nothing to who reads the message.
        let tells = |at: usize| {
            let small = [
                Sense::Of,
                Sense::And,
                Sense::To,
                Sense::By,
                Sense::From,
                Sense::As,
                Sense::Within,
                Sense::NoObject,
            ];
            let place = tokens[at].0;
            words[at].starts_with(char::is_alphabetic)
                && !small.iter().chain(&Sense::JOINS).any(|sense| self.is(place, *sense))
        };
        let weights = found.words.iter().enumerate();
        let mut most: Vec<(i32, usize)> = weights
            .filter(|(at, weight)| **weight > 0 && tells(*at))
            .map(|(at, weight)| (-weight, at))
            .collect();
        most.sort_unstable();
        most.truncate(NAMED);
        most.sort_unstable_by_key(|(_, at)| *at);
        let words = most.into_iter().map(|(_, at)| words[at].to_owned()).collect();
        Some(Weighed { sum: found.all, words })
    }

    /// Returns the words and the marks that are weighed, each with its place.
    fn weighed_words(&self) -> Vec<(usize, String)> {
        let marks = [',', ';', ':', '.', '?', '!', '“'];
        let word = |at: usize| match self.kind(at)? {
            Kind::Word => Some(self.word(at).to_owned()),
            Kind::Mark(mark) => marks.contains(&mark).then(|| mark.to_string()),
            Kind::Number(_)
            | Kind::Evidence(_)
            | Kind::Hand
            | Kind::Cited
            | Kind::Other => None,
        };
        (0..self.len()).filter_map(|at| Some((at, word(at)?))).collect()
    }
}
