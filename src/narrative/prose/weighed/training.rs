//! Makes the weights from sentences that are known to be findings, or to be none: a linear support vector machine, by
//! dual coordinate descent (Hsieh and others 2008, "A dual coordinate descent method for large-scale linear SVM", with
//! squared hinge loss). What few sentences have counts for more (the square of the inverse document frequency, with
//! harmonic numbers for logarithms), and what a long sentence has counts for less (by the root of its words).
//!
//! Only sums, products and roots are used, in one order: the same sentences make the same file everywhere.

#![expect(
    clippy::disallowed_methods,
    reason = "a test reads the sentences and writes the file"
)]

use crate::narrative::prose::passage::Origin;
use crate::narrative::prose::passage::Passage;
use crate::narrative::prose::passage::Sentence;
use crate::project::Yaml;
use crate::project::lexicon::WEIGHTS;
use crate::project::lexicon::lexicon;
use crate::project::weights::BIAS;
use crate::project::weights::Weights;
use crate::project::weights::features;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::path::Path;

/// How much a sentence that is read wrongly costs.
const COST: f64 = 0.3;
/// How often each sentence is looked at.
const ROUNDS: usize = 100;
/// In how many sentences something must be.
const SEEN: usize = 2;
/// What counts as one, of how rare something is.
const RARE: f64 = 7.0;
/// What one is, in the file.
const UNIT: f64 = 1000.0;
/// Weights below this are left out.
const LEAST: i32 = 30;

#[derive(Deserialize)]
struct Item {
    text: String,
    #[serde(default)]
    wrong: bool,
}

/// Returns the words and marks of a text.
fn words(text: &str) -> Vec<String> {
    let mut passage = Passage::default();
    passage.text(text, Origin::Text(0..text.len()));
    let sentences = passage.sentences(lexicon()).into_iter();
    let words = sentences.flat_map(|tokens| {
        let s = Sentence { tokens: &tokens, facts: &[], lexicon: lexicon() };
        s.weighed_words()
    });
    words.map(|(_, word)| word).collect()
}

/// Returns the sentences that are learned from.
fn corpus() -> Vec<Item> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sentences");
    let mut files: Vec<_> = ["projects", "words"]
        .iter()
        .flat_map(|folder| std::fs::read_dir(root.join(folder)).unwrap())
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "yaml"))
        .collect();
    files.sort();
    let read = |path: &std::path::PathBuf| -> Vec<Item> {
        let text = std::fs::read_to_string(path).unwrap();
        let file = path.to_string_lossy();
        let items: BTreeMap<String, Vec<Item>> =
            Yaml::parse(&file, &text).unwrap().decode().unwrap();
        items.into_values().flatten().collect()
    };
    let mut items: Vec<Item> = files.iter().flat_map(read).collect();
    // What is beside a number is held to it.
    items.retain(|item| !item.text.contains('<'));
    items
}

/// Returns how much each feature counts, by how many of all sentences have it: near one for a rare word.
fn rarity(all: usize, having: usize) -> f64 {
    let between = (having + 1..=all).map(|one| 1.0 / one as f64).sum::<f64>();
    (between / RARE) * (between / RARE)
}

/// Returns the file of weights that sentences make.
fn trained(items: &[Item]) -> String {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let all: Vec<(usize, BTreeSet<String>)> = items
        .iter()
        .map(|item| {
            let words = words(&item.text);
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            let mut own = BTreeSet::new();
            features(&words, |feature, _| {
                own.insert(feature.to_owned());
            });
            for feature in &own {
                *seen.entry(feature.clone()).or_default() += 1;
            }
            (words.len(), own)
        })
        .collect();
    seen.retain(|_, count| *count >= SEEN);
    let places: BTreeMap<&str, usize> =
        seen.keys().enumerate().map(|(at, feature)| (feature.as_str(), at)).collect();
    let rare: Vec<f64> = seen.values().map(|count| rarity(all.len(), *count)).collect();
    let bias = places.len();
    let rows: Vec<Vec<(usize, f64)>> = all
        .iter()
        .map(|(words, own)| {
            let length = (*words as f64).sqrt();
            let known = own.iter().filter_map(|f| places.get(f.as_str()).copied());
            known.map(|at| (at, rare[at] / length)).chain([(bias, 1.0)]).collect()
        })
        .collect();
    let mut weights = vec![0.0; bias + 1];
    let mut pull = vec![0.0; rows.len()];
    let slack = 1.0 / (2.0 * COST);
    let squares = |row: &Vec<(usize, f64)>| row.iter().map(|(_, x)| x * x).sum::<f64>();
    let curve: Vec<f64> = rows.iter().map(|row| squares(row) + slack).collect();
    for round in 0..ROUNDS {
        for step in 0..rows.len() {
            // Another order each round, and the same one every time.
            let at = (step * 7919 + round * 104_729) % rows.len();
            let row = &rows[at];
            let side = if items[at].wrong { 1.0 } else { -1.0 };
            let sum: f64 = row.iter().map(|(place, x)| weights[*place] * x).sum();
            let slope = side * sum - 1.0 + pull[at] * slack;
            let next = (pull[at] - slope / curve[at]).max(0.0);
            let moved = (next - pull[at]) * side;
            pull[at] = next;
            row.iter().for_each(|(place, x)| weights[*place] += moved * x);
        }
    }
    let whole = |weight: f64| (weight * UNIT).round() as i32;
    let named =
        places.iter().map(|(feature, at)| (*feature, whole(weights[*at] * rare[*at])));
    let mut lines: Vec<String> = named
        .filter(|(_, weight)| weight.abs() >= LEAST)
        .map(|(feature, weight)| format!("{feature}\t{weight}\n"))
        .collect();
    lines.insert(0, format!("{BIAS}\t{}\n", whole(weights[bias])));
    lines.concat()
}

#[test]
fn the_weights_of_words_are_those_of_the_sentences_that_they_were_learned_from() {
    let items = corpus();
    let made = trained(&items);
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/words/en.weights");
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&file, &made).unwrap();
    } else {
        assert!(made == WEIGHTS, "run with BLESS=1 to make the weights again");
    }
    let made: &'static str = Box::leak(made.into_boxed_str());
    let weights = Weights::read(made);
    let right = items.iter().filter(|item| {
        let words = words(&item.text);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        (weights.weigh(&words).all > 0) == item.wrong
    });
    assert!(right.count() * 100 > items.len() * 97);
}
