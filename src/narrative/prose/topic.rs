//! Whether words are about what a number measures.
//!
//! **In:** a sentence and a number. **Out:** whether a word is in the title of the number, or one by which readers call
//! what is in it ("timekeeping" of "buses on time").

use crate::narrative::prose::fact::Fact;
use crate::narrative::prose::passage::Sentence;
use crate::project::lexicon::Ending;
use std::ops::Range;

impl Sentence<'_> {
    fn one<'w>(&self, word: &'w str) -> &'w str {
        self.lexicon.stem(word, Ending::Plural).unwrap_or(word)
    }

    /// Returns whether the title of a number has a word, as one or many.
    pub(super) fn is_titled(&self, at: usize, fact: &Fact) -> bool {
        let own = self.one(self.word(at));
        let mut titled = titled(fact);
        !own.is_empty() && titled.any(|word| self.one(&word) == own)
    }

    /// Returns whether any of some words is about what a number measures.
    pub(super) fn is_about(&self, mut words: Range<usize>, fact: &Fact) -> bool {
        let title: Vec<String> = titled(fact).collect();
        let rows =
            self.lexicon.topics.values().filter(|row| {
                row.iter().any(|known| title.iter().any(|word| word == known))
            });
        let rows: Vec<_> = rows.collect();
        words.any(|at| {
            self.is_titled(at, fact)
                || rows.iter().any(|row| row.iter().any(|known| known == self.word(at)))
        })
    }
}

fn titled(fact: &Fact) -> impl Iterator<Item = String> {
    let words = fact.title.split(|c: char| !c.is_alphanumeric() && c != '-');
    words.filter(|word| word.chars().count() > 2).map(str::to_lowercase)
}
