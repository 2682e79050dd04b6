//! The words of a language that say more, less, not, perhaps or because of: what the prose is
//! read by. They stand in `templates/words/en.yaml`, for a translator to replace.

use crate::project::yaml::Yaml;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// The words of English.
const ENGLISH: &str = include_str!("../../templates/words/en.yaml");

/// What a word says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Sense {
    /// It became more.
    Rise,
    /// It became less.
    Fall,
    /// There is more of it than of something else.
    More,
    /// There is less of it.
    Less,
    /// The statement is turned round.
    Negation,
    /// It is not said to have happened.
    Supposed,
    /// A gap, whose size is not its sign.
    Gap,
    /// How a number is reached: "about", "almost".
    Roughly,
    /// The upper end of a rank.
    Most,
    /// The lower end of a rank.
    Least,
    /// A place in a rank.
    Places,
    /// How many of all.
    Quantity,
    /// How many times.
    Ratio,
    /// Why.
    Cause,
    /// How sure.
    Certainty,
    /// Whether that is good.
    Good,
    /// Against what.
    Compared,
}

/// The words of a language by what they say.
#[derive(Debug, Default)]
pub struct Lexicon {
    words: BTreeMap<String, BTreeSet<Sense>>,
    stems: Vec<(String, Sense)>,
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    let read = Yaml::parse("templates/words/en.yaml", ENGLISH).ok();
    let lists: Option<BTreeMap<Sense, Vec<String>>> =
        read.and_then(|yaml| yaml.decode().ok());
    let mut out = Lexicon::default();
    for (sense, words) in lists.unwrap_or_default() {
        for word in words {
            match word.strip_suffix('*') {
                Some(stem) => out.stems.push((stem.to_owned(), sense)),
                None => {
                    out.words.entry(word).or_default().insert(sense);
                }
            }
        }
    }
    out
});

/// Returns the words of the language.
pub fn lexicon() -> &'static Lexicon {
    &LEXICON
}

impl Lexicon {
    /// Returns whether a word, in lower case, says something.
    pub fn says(&self, word: &str, sense: Sense) -> bool {
        self.words.get(word).is_some_and(|senses| senses.contains(&sense))
            || self
                .stems
                .iter()
                .any(|(stem, of)| *of == sense && word.starts_with(stem.as_str()))
    }

    /// Returns whether a change of this word may change what is stated.
    pub fn tells(&self, word: &str) -> bool {
        let senses = self.words.get(word).into_iter().flatten();
        let mut told = senses.filter(|sense| !matches!(sense, Sense::Roughly));
        told.next().is_some()
            || self.stems.iter().any(|(stem, _)| word.starts_with(stem.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::Sense;
    use super::lexicon;

    #[test]
    fn the_words_of_english_can_be_read() {
        assert!(lexicon().says("rose", Sense::Rise));
        assert!(lexicon().says("halved", Sense::Fall));
        assert!(lexicon().says("doubling", Sense::Ratio));
        assert!(lexicon().tells("not"));
        assert!(!lexicon().tells("trees"));
    }
}
