//! How much the words of a sentence tell for a finding, and how much against: "Results day brought little cheer" is
//! one, "Results day is in August" is none, and no list has either.
//!
//! **In:** `templates/words/en.weights`, a weight for each word, pair of words, beginning and ending. **Out:** their sum,
//! over the root of how many words there are.
//! **Guarantees:** whole numbers are added, so that the sum is the same everywhere. The file is made from the sentences
//! in `tests/sentences`, by a test of `narrative::prose::weighed` (`BLESS=1`), which also holds it to them.

use foldhash::fast::FixedState;
use std::collections::HashMap;
use std::fmt::Arguments;
use std::fmt::Write as _;

/// What is added for every sentence.
pub(crate) const BIAS: &str = "bias";
const THOUSAND: i32 = 1000;
/// Before the first word.
const START: &str = "^";

/// Weights by what they are of.
#[derive(Debug, Default)]
pub struct Weights(HashMap<&'static str, i32, FixedState>);

/// What a sentence weighs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sum {
    /// Above zero, the more it reads as a finding.
    pub all: i32,
    /// What each of its words adds.
    pub words: Vec<i32>,
}

impl Weights {
    /// Reads a file of weights: what each is of, a tab, and the weight.
    pub(crate) fn read(file: &'static str) -> Self {
        let lines = file.lines().filter_map(|line| line.split_once('\t'));
        Self(lines.filter_map(|(of, weight)| Some((of, weight.parse().ok()?))).collect())
    }

    /// Weighs the words and marks of a sentence, in lower case.
    pub fn weigh(&self, words: &[&str]) -> Sum {
        let mut out = Sum { all: 0, words: vec![0; words.len()] };
        let mut known: Vec<&str> = Vec::new();
        features(words, |feature, at| {
            let Some((of, weight)) = self.0.get_key_value(feature) else { return };
            if !known.iter().any(|had| std::ptr::eq(*had, *of)) {
                known.push(of);
                out.all += weight;
                out.words[at] += weight;
            }
        });
        // A long sentence has more of everything.
        let words = i32::try_from(words.len()).unwrap_or(i32::MAX / THOUSAND);
        let root = words.saturating_mul(THOUSAND * THOUSAND).isqrt().max(1);
        out.all = out.all.saturating_mul(THOUSAND) / root;
        out.all += self.0.get(BIAS).copied().unwrap_or_default();
        out
    }
}

/// Tells what a sentence has that is weighed, with the word at which it ends: its words, their beginnings and endings, and
/// pairs of words that follow one another or have one between them. What occurs twice is told twice.
pub(crate) fn features(words: &[&str], mut tell: impl FnMut(&str, usize)) {
    let mut key = String::new();
    let mut put = |at: usize, of: Arguments<'_>| {
        key.clear();
        let _ = key.write_fmt(of);
        tell(&key, at);
    };
    let digits = |word: &'_ str| word.starts_with(|c: char| c.is_ascii_digit());
    let mut before = [START, ""];
    for (at, word) in words.iter().enumerate() {
        let word = if digits(word) { "0" } else { *word };
        let letters: Vec<usize> = word.char_indices().map(|(start, _)| start).collect();
        if word.starts_with(char::is_alphanumeric) {
            put(at, format_args!("w {word}"));
            for length in 2..5 {
                let end = letters.len().checked_sub(length).filter(|rest| *rest > 2);
                if let Some(end) = end.and_then(|end| word.get(letters[end]..)) {
                    put(at, format_args!("e {end}"));
                }
            }
            if let Some(start) = letters.get(5).and_then(|end| word.get(..*end)) {
                put(at, format_args!("p {start}"));
            }
        }
        put(at, format_args!("b {} {word}", before[0]));
        if !before[1].is_empty() {
            put(at, format_args!("k {} {word}", before[1]));
        }
        before = [word, before[0]];
    }
}
