//! The words of a language that say more, less, not, perhaps or because of: what the prose is
//! read by. They are in `templates/words/en.yaml`, for a translator to replace; `cy.yaml` has those of Welsh
//! for directions and comparisons.
//!
//! A project replaces the file of a language with `templates/words/LANGUAGE.yaml`, and adds words of
//! its own in `report/words.yaml`, which has the same keys.
//!
//! **In:** files of words, by what they say. **Out:** a [`Lexicon`].
//! **Guarantees:** a language without such a file has no lexicon, and its words are not read.

use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Findings;
use crate::model::diagnostic::Result;
use crate::project::inflect::Inflections;
use crate::project::inflect::Rule;
use crate::project::inflect::ended;
use crate::project::sense::Sense;
use crate::project::senses::Senses;
use crate::project::weights::Weights;
use crate::project::word_limits;
use crate::project::yaml::Yaml;
use foldhash::fast::FixedState;
use regex::Regex;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::LazyLock;

/// The words of English.
const ENGLISH: &str = include_str!("../../templates/words/en.yaml");
/// Words of Welsh: directions and comparisons.
const WELSH: &str = include_str!("../../templates/words/cy.yaml");

/// How much words of English tell for a finding.
pub(crate) const WEIGHTS: &str = include_str!("../../templates/words/en.weights");

/// What is looked up for every word of a text.
type ByWord<T> = HashMap<String, T, FixedState>;

/// Words with the number each stands for.
type Numbers = BTreeMap<String, f64>;

/// A file of words as it is written; that of a project may have only some keys.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Written {
    numbers: Numbers,
    parts: Numbers,
    folds: Numbers,
    places_words: Numbers,
    shares: BTreeMap<String, (f64, f64)>,
    sizes: BTreeMap<String, (f64, f64)>,
    figures: BTreeMap<String, (f64, f64)>,
    endings: BTreeMap<Ending, Vec<String>>,
    superlatives: BTreeMap<String, String>,
    inflections: BTreeMap<String, Rule>,
    irregular: BTreeMap<String, Vec<String>>,
    opposite: BTreeMap<String, String>,
    kin: BTreeMap<String, Vec<String>>,
    antonyms: BTreeMap<String, String>,
    swapped: BTreeMap<String, String>,
    spellings: BTreeMap<String, String>,
    topics: BTreeMap<String, Vec<String>>,
    of_place: BTreeMap<String, String>,
    months: Vec<String>,
    part_names: Vec<String>,
    #[serde(flatten)]
    senses: BTreeMap<String, Vec<String>>,
}

/// Keys of a file of words beside those of senses: tables whose keys are words.
const WORDS: &[&str] = &[
    "numbers",
    "parts",
    "folds",
    "places_words",
    "shares",
    "sizes",
    "figures",
    "superlatives",
    "irregular",
    "opposite",
    "kin",
    "antonyms",
    "swapped",
    "spellings",
    "topics",
    "of_place",
];
/// Those that are something else.
const LISTS: &[&str] = &["endings", "inflections", "months", "part_names"];

/// Returns the keys that a file of words may have.
fn known_keys() -> Vec<&'static str> {
    lexicon().keys.iter().map(String::as_str).chain(tables()).collect()
}

/// Keys of a file of words beside those of senses.
fn tables() -> impl Iterator<Item = &'static str> {
    WORDS.iter().chain(LISTS).copied()
}

/// A form of a word that its ending tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    /// "sharply".
    Adverb,
    /// "rising", "reduced".
    Participle,
    /// "rising".
    Gerund,
    /// "poorer".
    Comparative,
    /// "schools".
    Plural,
    /// "annual".
    Adjective,
    /// "sixfold".
    Multiple,
    /// "Leeds’s".
    Possessive,
}

/// The words of a language by what they say.
#[derive(Debug, Default, Clone)]
pub struct Lexicon {
    words: ByWord<BTreeSet<Sense>>,
    stems: Vec<(String, Sense)>,
    /// Words of more than one, by their first.
    phrases: ByWord<Vec<(Vec<String>, Sense)>>,
    /// Numbers in words.
    pub numbers: Numbers,
    /// Parts of one: "third" is 3.
    pub parts: Numbers,
    /// How many times, as one word: "doubled" is 2.
    pub folds: Numbers,
    /// Places in a rank: "second" is 2.
    pub places: Numbers,
    /// How many of all in percent, the longest words first.
    pub shares: Vec<(Vec<String>, f64, f64)>,
    /// Words for the size of a change, in percent or points.
    pub sizes: BTreeMap<String, (f64, f64)>,
    /// How many figures a number has: from, to.
    pub figures: Vec<(Vec<String>, f64, f64)>,
    /// How words change their form.
    inflections: Inflections,
    endings: BTreeMap<Ending, Vec<String>>,
    /// A word for the data, with the word that it rules out.
    pub opposite: BTreeMap<String, String>,
    /// Words that say the same of the data.
    pub kin: BTreeMap<String, Vec<String>>,
    /// Words that say the reverse of one another, each way.
    pub antonyms: BTreeMap<String, Vec<String>>,
    /// Words of which one in the place of the other makes another statement, each way.
    pub swapped: BTreeMap<String, Vec<String>>,
    /// Spellings of one word, with the one that stands for all.
    pub spellings: BTreeMap<String, String>,
    /// What something is called after where it is: "northern" of "north".
    pub of_place: BTreeMap<String, String>,
    /// Rows of words by which readers call one thing that is measured.
    pub topics: BTreeMap<String, Vec<String>>,
    /// The shortest word for not one: "no".
    pub none: Option<String>,
    months: Vec<String>,
    part_names: Vec<String>,
    /// Dates and parts whose numbers are no results.
    pub free: Option<Regex>,
    /// The keys of the files that it was read from.
    keys: BTreeSet<String>,
    /// How much words tell for a finding; none for words that a project replaces.
    pub weights: Option<&'static LazyLock<Weights>>,
    /// Whether the program's own file for the language has only some of the keys.
    pub partial: bool,
    /// The hash of those files.
    pub hash: String,
}

static LEXICON: LazyLock<Arc<Lexicon>> = LazyLock::new(|| {
    let mut read = Lexicon::parse("templates/words/en.yaml", ENGLISH).unwrap_or_default();
    read.weights = Some(&ENGLISH_WEIGHTS);
    let both = format!("{}{}", read.hash, blake3::hash(WEIGHTS.as_bytes()).to_hex());
    read.hash = blake3::hash(both.as_bytes()).to_hex().to_string();
    Arc::new(read)
});

/// Read where the first sentence is weighed.
static ENGLISH_WEIGHTS: LazyLock<Weights> = LazyLock::new(|| Weights::read(WEIGHTS));

/// Begins to read the words of English, beside whatever else is done.
pub(crate) fn begin() {
    rayon::spawn(|| {
        let _ = lexicon();
    });
}

/// Returns the words of English.
pub fn lexicon() -> &'static Lexicon {
    &LEXICON
}

static SOME_WELSH: LazyLock<Arc<Lexicon>> = LazyLock::new(|| {
    let read = Lexicon::parse("templates/words/cy.yaml", WELSH);
    Arc::new(Lexicon { partial: true, ..read.unwrap_or_default() })
});

/// Returns the words of a language, by its tag; none where the program has no file for it.
pub fn words_of(language: &str) -> Option<Arc<Lexicon>> {
    match language.split('-').next().unwrap_or_default().to_lowercase().as_str() {
        "en" => Some(Arc::clone(&LEXICON)),
        "cy" => Some(Arc::clone(&SOME_WELSH)),
        _ => None,
    }
}

impl Lexicon {
    /// Reads a file of words.
    pub fn parse(file: &str, text: &str) -> Result<Self> {
        Self::default().with(&Yaml::parse(file, text)?)
    }

    /// Returns the words with those of another file: its words are added, its numbers and pairs
    /// replace those of the same word.
    pub fn with(&self, yaml: &Yaml) -> Result<Self> {
        let mut found = Findings::new();
        found.extend(word_limits::excess(yaml, WORDS));
        let mut out = found.finish(self.clone())?.value;
        let written: Written = match yaml.decode() {
            Ok(written) => written,
            // Whatever stands under a key, the message is at the key.
            Err(failure) => {
                let mut found = Findings::new();
                found.extend(yaml.unknown_keys(&known_keys()));
                let senses = lexicon().keys.iter().filter(|key| yaml.has(key));
                for key in senses {
                    let Some(words) = yaml.without(key).1 else {
                        let message = format!("`{key}` has no list of words");
                        found.push(
                            Diagnostic::error(Code::R0103, message)
                                .at(yaml.place(&[key]), "")
                                .help(format!("write `{key}: [one, \"two words\"]`")),
                        );
                        continue;
                    };
                    found.keep(words.decode::<Vec<String>>());
                }
                found.finish(())?;
                return Err(failure);
            }
        };
        out.inflections.extend(written.inflections, written.irregular);
        for (key, words) in &written.senses {
            let Some(sense) = Sense::named(key) else {
                return Err(yaml.unknown(&[], key, &known_keys()).into());
            };
            for word in words {
                out.add(word, sense);
            }
        }
        out.superlatives(&written.superlatives);
        out.keys.extend(written.senses.into_keys());
        out.hash = blake3::hash(format!("{}{}", out.hash, yaml.canonical()).as_bytes())
            .to_hex()
            .to_string();
        let numbers = |words: Numbers| out.valued(words).collect::<Numbers>();
        let (counts, parts) = (numbers(written.numbers), numbers(written.parts));
        let (folds, places) = (numbers(written.folds), numbers(written.places_words));
        let sizes: BTreeMap<String, (f64, f64)> = out.valued(written.sizes).collect();
        out.numbers.extend(counts);
        out.parts.extend(parts);
        out.folds.extend(folds);
        out.places.extend(places);
        out.sizes.extend(sizes);
        let of = |(words, (from, to)): (String, (f64, f64))| (split(&words), from, to);
        for (words, from, to) in written.shares.into_iter().map(of) {
            out.shares.retain(|(known, ..)| *known != words);
            out.shares.push((words, from, to));
        }
        out.shares.sort_by_key(|(words, ..)| std::cmp::Reverse(words.len()));
        let figures = written.figures.into_iter();
        out.figures.extend(figures.map(|(words, (from, to))| (split(&words), from, to)));
        out.endings.extend(written.endings);
        out.opposite.extend(written.opposite);
        out.kin.extend(written.kin);
        both_ways(written.antonyms, &mut out.antonyms);
        both_ways(written.swapped, &mut out.swapped);
        out.spellings.extend(written.spellings);
        out.topics.extend(written.topics);
        out.of_place.extend(written.of_place);
        out.months.extend(written.months);
        out.part_names.extend(written.part_names);
        let none = out.words.iter().filter(|(_, senses)| senses.contains(&Sense::NotOne));
        out.none = none
            .map(|(word, _)| word.clone())
            .min_by_key(|word| (word.len(), word.clone()));
        out.free = free(&out.months, &out.part_names);
        Ok(out)
    }

    /// Returns what a project's own file of words lacks of the words of English: what those keys tell is not
    /// read.
    pub fn lacking(yaml: &Yaml) -> Option<Diagnostic> {
        let mut keys = known_keys();
        keys.retain(|key| !yaml.has(key));
        keys.sort_unstable();
        let named: Vec<String> = keys.iter().map(|key| format!("`{key}`")).collect();
        let place = yaml.span();
        let message = format!("`{}` lacks {}", place.file, named.join(", "));
        let help = "copy them from `reissue templates --copy words/en.yaml`, or write them without words where the language has none; sentences are not held to the data by what they tell";
        (!keys.is_empty())
            .then(|| Diagnostic::warning(Code::R0541, message).at(place, "").help(help))
    }

    /// Adds the superlatives of comparatives: "rarer" makes "rarest". A word that says something else
    /// already stays as it is ("latest").
    fn superlatives(&mut self, endings: &BTreeMap<String, String>) {
        for (of, sense) in [(Sense::More, Sense::Most), (Sense::Less, Sense::Least)] {
            let own = self.words.iter().filter(|(_, senses)| senses.contains(&of));
            let made: Vec<String> =
                own.flat_map(|(word, _)| ended(word, endings)).collect();
            for word in made {
                self.words.entry(word).or_insert_with(|| BTreeSet::from([sense]));
            }
        }
    }

    /// Returns whether a word has the ending of a form; of two endings that fit the longer one counts,
    /// and one that begins with `!` is of no such word.
    pub fn ends(&self, word: &str, form: Ending) -> bool {
        let endings = self.endings.get(&form).into_iter().flatten();
        let fits =
            endings.filter(|ending| word.ends_with(ending.trim_start_matches('!')));
        let longest = fits.max_by_key(|ending| ending.trim_start_matches('!').len());
        longest.is_some_and(|ending| !ending.starts_with('!'))
    }

    /// Returns a word without the ending of a form; none where it has none.
    pub fn stem<'w>(&self, word: &'w str, form: Ending) -> Option<&'w str> {
        let mut endings = self.endings.get(&form).into_iter().flatten();
        endings.find_map(|ending| word.strip_suffix(ending.as_str()))
    }

    /// Returns whether a word is a form of a verb that no rule makes: "fell", "fallen".
    pub fn is_irregular_past(&self, word: &str) -> bool {
        self.inflections.is_irregular(word)
    }

    /// Returns whether a word, in lower case, is a month.
    pub fn is_month(&self, word: &str) -> bool {
        self.months.iter().any(|month| month.to_lowercase() == word)
    }

    /// Returns every form of words, in lower case, with the value of each.
    fn valued<V: Copy>(
        &self,
        words: BTreeMap<String, V>,
    ) -> impl Iterator<Item = (String, V)> {
        words.into_iter().flat_map(|(word, value)| {
            let forms = self.inflections.forms(&word).into_iter();
            forms.map(move |form| (form.word.to_lowercase(), value))
        })
    }

    /// Adds every form of a word or phrase; a past is no noun.
    fn add(&mut self, written: &str, sense: Sense) {
        for form in self.inflections.forms(written) {
            self.add_form(&form.word, sense);
            if form.past && !form.word.contains(' ') {
                self.add_form(&form.word, Sense::VerbOnly);
            }
        }
    }

    fn add_form(&mut self, word: &str, sense: Sense) {
        if let Some(stem) = word.strip_suffix('*') {
            self.stems.push((stem.to_owned(), sense));
            return;
        }
        let parts = split(word);
        match parts.as_slice() {
            [one] => {
                self.words.entry(one.clone()).or_default().insert(sense);
            }
            [first, ..] => {
                self.phrases.entry(first.clone()).or_default().push((parts, sense));
            }
            [] => {}
        }
    }

    /// Returns all that a word, in lower case, says.
    pub fn senses(&self, word: &str) -> Senses {
        let mut out = Senses::default();
        for sense in self.words.get(word).into_iter().flatten() {
            out.add(*sense);
        }
        for (_, sense) in
            self.stems.iter().filter(|(stem, _)| word.starts_with(stem.as_str()))
        {
            out.add(*sense);
        }
        for (_, sense) in self.phrases.get(word).into_iter().flatten() {
            out.add_opening(*sense);
        }
        out
    }

    /// Returns whether a word, in lower case, says something.
    pub fn says(&self, word: &str, sense: Sense) -> bool {
        self.words.get(word).is_some_and(|senses| senses.contains(&sense))
            || self
                .stems
                .iter()
                .any(|(stem, of)| *of == sense && word.starts_with(stem.as_str()))
    }

    /// Returns how many of the next words say something together; 0 where they do not.
    pub fn length<'w>(
        &self,
        next: impl Fn(usize) -> Option<&'w str>,
        sense: Sense,
    ) -> usize {
        let Some(first) = next(0) else { return 0 };
        let phrases = self.phrases.get(first).into_iter().flatten();
        let fits = |parts: &[String]| {
            // `_` is any word.
            parts.iter().enumerate().all(|(at, part)| {
                next(at)
                    .is_some_and(|word| word == part || part == "_" && !word.is_empty())
            })
        };
        let longest = phrases
            .filter(|(parts, of)| *of == sense && fits(parts))
            .map(|(parts, _)| parts.len())
            .max();
        longest.unwrap_or_else(|| usize::from(self.says(first, sense)))
    }

    /// Returns whether a change of this word may change what is stated.
    pub fn tells(&self, word: &str) -> bool {
        let senses = self.words.get(word).into_iter().flatten();
        let mut told = senses.filter(|sense| sense.states());
        told.next().is_some()
            || self
                .stems
                .iter()
                .any(|(stem, sense)| sense.states() && word.starts_with(stem.as_str()))
    }
}

/// Adds pairs of words, each under the other.
fn both_ways(pairs: BTreeMap<String, String>, to: &mut BTreeMap<String, Vec<String>>) {
    for (one, other) in pairs {
        to.entry(one.clone()).or_default().push(other.clone());
        to.entry(other).or_default().push(one);
    }
}

/// Returns the pattern of dates ("1 July") and numbers of parts ("chapter 3").
fn free(months: &[String], parts: &[String]) -> Option<Regex> {
    if months.is_empty() || parts.is_empty() {
        return None;
    }
    let any = |words: &[String]| {
        words.iter().map(|word| regex::escape(word)).collect::<Vec<_>>().join("|")
    };
    let pattern = format!(
        r"\b(?:0?[1-9]|[12]\d|3[01])\s(?:{})\b|\b(?i:{})s?\s\d+(?:\.\d+)*\b",
        any(months),
        any(parts)
    );
    Regex::new(&pattern).ok()
}

/// Returns the words of a phrase, in lower case.
fn split(words: &str) -> Vec<String> {
    words.split_whitespace().map(str::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::ENGLISH;
    use super::Lexicon;
    use super::Sense;
    use super::Senses;
    use super::lexicon;
    use super::words_of;
    use crate::project::Yaml;

    #[test]
    fn there_is_a_bit_for_every_sense() {
        let senses = lexicon().keys.iter().filter_map(|key| Sense::named(key));
        let (kept, lost): (Vec<Sense>, Vec<Sense>) = senses.partition(|sense| {
            let mut of_word = Senses::default();
            of_word.add(*sense);
            of_word.has(*sense)
        });
        assert_eq!(lost, Vec::<Sense>::new());
        assert!(kept.len() > 200);
    }

    #[test]
    fn the_words_of_english_can_be_read() {
        Lexicon::parse("templates/words/en.yaml", ENGLISH).unwrap();
        assert!(lexicon().says("rose", Sense::Rise));
        assert!(lexicon().says("halved", Sense::Fall));
        assert!(lexicon().says("doubling", Sense::Ratio));
        assert!(lexicon().tells("not"));
        assert!(!lexicon().tells("trees"));
        assert!(!lexicon().tells("areas"));
    }

    #[test]
    fn a_file_of_words_that_lacks_keys_is_said_to() {
        let lacks = |text: &str| {
            let yaml = Yaml::parse("templates/words/en.yaml", text).unwrap();
            Lexicon::lacking(&yaml).map(|found| found.message)
        };
        assert_eq!(lacks(ENGLISH), None);
        let kept =
            |line: &&str| !line.starts_with("kin:") && !line.starts_with("opposite:");
        let older: Vec<&str> = ENGLISH.lines().filter(kept).collect();
        let said = lacks(&older.join("\n"));
        assert_eq!(
            said.as_deref(),
            Some("`templates/words/en.yaml` lacks `kin`, `opposite`")
        );
    }

    #[test]
    fn words_of_a_project_are_added_to_those_of_its_language() {
        let own = "rise: [burgeoned]\nnumbers: {gross: 144}\nshares: {\"the lot\": [99.95, 100]}\n";
        let own = Yaml::parse("report/words.yaml", own).unwrap();
        let words = lexicon().with(&own).unwrap();
        assert!(words.says("burgeoned", Sense::Rise) && words.says("rose", Sense::Rise));
        assert_eq!(words.numbers.get("gross"), Some(&144.0));
        assert_eq!(words.numbers.get("twelve"), Some(&12.0));
        assert_ne!(words.hash, lexicon().hash);
    }

    #[test]
    fn a_key_of_no_sense_is_reported_with_the_nearest() {
        let own = Yaml::parse("report/words.yaml", "rises: [burgeoned]\n").unwrap();
        let failure = lexicon().with(&own).unwrap_err();
        let faults = failure.into_diagnostics();
        assert_eq!(faults[0].message, "unknown key `rises`");
    }

    #[test]
    fn the_words_of_welsh_can_be_read() {
        Lexicon::parse("templates/words/cy.yaml", super::WELSH).unwrap();
        let welsh = words_of("cy").unwrap();
        assert!(welsh.partial && !lexicon().partial);
        assert!(welsh.says("gynyddodd", Sense::Rise));
        assert!(welsh.says("ostyngiad", Sense::Fall));
    }

    #[test]
    fn a_language_without_a_file_has_no_words() {
        assert!(words_of("en-GB").is_some());
        assert!(words_of("de").is_none());
        assert!(words_of("enm").is_none());
    }

    #[test]
    fn a_phrase_is_read_as_a_whole() {
        let words = ["because", "of", "it"];
        let next = |at: usize| words.get(at).copied();
        assert_eq!(lexicon().length(next, Sense::Causal), 2);
        assert_eq!(lexicon().length(|at| words.get(at + 1).copied(), Sense::Causal), 0);
    }
}
