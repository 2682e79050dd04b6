//! The words of a language that say more, less, not, perhaps or because of: what the prose is
//! read by. They are in `templates/words/en.yaml`, for a translator to replace.
//!
//! A project replaces the file of a language with `templates/words/LANGUAGE.yaml`, and adds words of
//! its own in `report/words.yaml`, which has the same keys.
//!
//! **In:** files of words, by what they say. **Out:** a [`Lexicon`].
//! **Guarantees:** a language without such a file has no lexicon, and its words are not read.

use crate::model::diagnostic::Result;
use crate::project::yaml::Yaml;
use regex::Regex;
use serde::Deserialize;
use serde::de::value::StrDeserializer;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::LazyLock;

/// The words of English.
const ENGLISH: &str = include_str!("../../templates/words/en.yaml");

/// What a word says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
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
    /// "fell by".
    By,
    /// "a fall of".
    Of,
    /// "from … to".
    From,
    /// "from … to".
    To,
    /// "more … than".
    Than,
    /// Joins two numbers of one verb.
    And,
    /// Sets two numbers of one verb against each other.
    Against,
    /// Before a noun of change.
    Article,
    /// A movement without a direction.
    Neutral,
    /// Between a number and what follows it.
    Between,
    /// A gap grew.
    Widens,
    /// A gap shrank.
    Narrows,
    /// A comparison of size, which a fall turns round.
    Size,
    /// Nothing is asserted of what happened.
    Modal,
    /// Turns the next verb round.
    Turn,
    /// Nothing changed.
    Flat,
    /// Something of which numbers are counted.
    Counted,
    /// The number after it was given before.
    Known,
    /// A length of time or another measure that is no result.
    Duration,
    /// A number that is none.
    Idiom,
    /// Goes further than an association.
    Causal,
    /// Says what somebody did.
    Doing,
    /// Who may have done it.
    Doer,
    /// How something was counted.
    Counting,
    /// Somebody else's statement, or a doubt.
    Reported,
    /// Surer than a rule can test.
    Sure,
    /// The largest, whatever the sign.
    SizeMost,
    /// The smallest.
    SizeLeast,
    /// Found by a test.
    Significant,
    /// A noun that "significant" only describes.
    NamedTest,
    /// Almost as much as the number after it.
    Nearly,
    /// More than it.
    Above,
    /// Less than it.
    Below,
    /// About as much.
    About,
    /// What happened is only possible.
    Hedge,
    /// Of a pace: "more slowly" is less.
    Slow,
    /// How a number was summed up.
    Middling,
    /// "more than 12" reaches a number.
    Approximates,
    /// "at least", "at most"; superlatives of adjectives.
    AtEnd,
    /// Between a verb and its number.
    Reaching,
    /// Verbs with "up" and "down" that say no direction.
    Phrasal,
    /// What a noun of change was.
    Reached,
    /// Where something is.
    Position,
    /// A movement that is never a noun.
    VerbOnly,
    /// Stands after a verb without a direction of its own.
    Adverb,
    /// "up" and "down".
    Particle,
    /// Stands for a noun before "of".
    Pronoun,
    /// A number of it is no change.
    LevelNoun,
    /// Before "most" as a superlative.
    BeforeMost,
    /// Adjectives that "most" and "least" only describe.
    Describing,
    /// "a", "an", "one".
    One,
    /// "a" and "an".
    Indefinite,
    /// A unit after "half a".
    PerUnit,
    /// After "a third": a part of all did it.
    PartVerb,
    /// After "double": no ratio.
    AfterDouble,
    /// How often, unless compared.
    Often,
    /// After "twice": a ratio.
    AsMany,
    /// After "three times": how often.
    Frequency,
    /// A unit of percent.
    Percent,
    /// Before a number given before.
    Determiner,
    /// Sets clauses against each other.
    Contrast,
    /// Before a date.
    When,
    /// Of the noun after it.
    Lacking,
    /// Not one.
    NotOne,
    /// After a verb: not what was done.
    NoObject,
    /// Makes a verb a passive.
    Passive,
    /// Ends who did it.
    Elsewhere,
    /// Denies what follows.
    Instead,
    /// Before "significant".
    Intensifier,
    /// "is significant".
    Copula,
    /// After "significant": it described no noun.
    GoesOn,
    /// What a test is of.
    TestedNoun,
    /// Names a cause whoever stands before.
    Strong,
    /// Names a cause where somebody may have done it.
    Done,
    /// The cause of a count may follow.
    Given,
    /// Joins years.
    YearJoint,
    /// Makes years a span.
    YearSpan,
    /// Before a year: when it was.
    Dated,
    /// Says alone that nothing changed.
    FlatAlone,
    /// With "to": how far, not which way.
    UpTo,
    /// Ends of a rank, never a quantity.
    Rank,
    /// Denies all of them.
    Nobody,
    /// Each one.
    Each,
    /// Each of a few.
    Both,
    /// Two that are as large as one another.
    Equal,
    /// After a claim: of whom it is.
    Within,
    /// Before a unit of time: "£3 an hour more".
    AnHour,
    /// After "would": what people said of themselves.
    Attitude,
    /// After "half": of what.
    OfAll,
    /// It did more than the other: "A outperformed B".
    Beats,
    /// It did less than the other.
    Trails,
    /// Says which is good, not which is more.
    Better,
    /// Less of it is better: with these, "worse" is more.
    Bad,
    /// It got worse.
    Worsened,
    /// It got better.
    Bettered,
    /// A change told by a comparison: "has become more common".
    Become,
    /// What a ratio compares: "more likely", "at greater risk".
    Odds,
    /// Names a ratio between groups.
    RatioNoun,
    /// How many noughts a number has.
    Scale,
    /// A unit of percentage points.
    Points,
    /// A unit of percent.
    Percents,
    /// Says a place in a rank.
    Ranked,
    /// The end of a rank.
    Last,
    /// Without exception.
    Universal,
    /// All of them.
    Everyone,
    /// None of them.
    NobodyAtAll,
    /// Numbers near it are ages.
    Age,
    /// Before "over 65": an age.
    Person,
    /// Before digits and a length of time: no result.
    Spell,
    /// After "5%": the level of a test.
    TestLevel,
    /// "It should be noted that" supposes nothing.
    Noted,
    /// Before "thousand": no number.
    Vague,
    /// What a year beside it is of.
    AboutYear,
    /// Ends no sentence with its full stop.
    Abbreviation,
    /// What was done with all of them, not what they did.
    DesignVerb,
}

impl Sense {
    /// Returns the sense of a key of a file of words.
    fn named(key: &str) -> Option<Self> {
        let key = StrDeserializer::<serde::de::value::Error>::new(key);
        Self::deserialize(key).ok()
    }

    /// Returns whether a word of this sense alone states something: one that only ties others
    /// together does not.
    fn states(self) -> bool {
        self <= Self::Compared && self != Self::Roughly
    }
}

/// What one word says, as bits: looked up once for each word of a text.
#[derive(Debug, Clone, Copy, Default)]
pub struct Senses {
    bits: [u64; 4],
    /// Whether words of more than one begin with it.
    opens: bool,
}

impl Senses {
    fn add(&mut self, sense: Sense) {
        let at = sense as usize;
        if let Some(bits) = self.bits.get_mut(at / 64) {
            *bits |= 1 << (at % 64);
        }
    }

    /// Returns whether the word says something.
    pub fn has(self, sense: Sense) -> bool {
        let at = sense as usize;
        self.bits.get(at / 64).is_some_and(|bits| bits >> (at % 64) & 1 == 1)
    }

    /// Returns whether words of more than one begin with it.
    pub fn opens(self) -> bool {
        self.opens
    }
}

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
    opposite: BTreeMap<String, String>,
    kin: BTreeMap<String, Vec<String>>,
    antonyms: BTreeMap<String, String>,
    months: Vec<String>,
    part_names: Vec<String>,
    #[serde(flatten)]
    senses: BTreeMap<String, Vec<String>>,
}

/// Keys of a file of words beside those of senses.
const TABLES: &[&str] = &[
    "numbers",
    "parts",
    "folds",
    "places_words",
    "shares",
    "opposite",
    "kin",
    "antonyms",
    "months",
    "part_names",
];

/// The words of a language by what they say.
#[derive(Debug, Default, Clone)]
pub struct Lexicon {
    words: BTreeMap<String, BTreeSet<Sense>>,
    stems: Vec<(String, Sense)>,
    /// Words of more than one, by their first.
    phrases: BTreeMap<String, Vec<(Vec<String>, Sense)>>,
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
    /// A word for the data, with the word that it rules out.
    pub opposite: BTreeMap<String, String>,
    /// Words that say the same of the data.
    pub kin: BTreeMap<String, Vec<String>>,
    /// Words that say the reverse of one another, each way.
    pub antonyms: BTreeMap<String, Vec<String>>,
    months: Vec<String>,
    part_names: Vec<String>,
    /// Dates and parts whose numbers are no results.
    pub free: Option<Regex>,
    /// The keys of the files that it was read from.
    keys: BTreeSet<String>,
    /// The hash of those files.
    pub hash: String,
}

static LEXICON: LazyLock<Arc<Lexicon>> = LazyLock::new(|| {
    Arc::new(Lexicon::parse("templates/words/en.yaml", ENGLISH).unwrap_or_default())
});

/// Returns the words of English.
pub fn lexicon() -> &'static Lexicon {
    &LEXICON
}

/// Returns the words of a language, by its tag; none where the program has no file for it.
pub fn words_of(language: &str) -> Option<Arc<Lexicon>> {
    let own = language.split('-').next().unwrap_or_default();
    own.eq_ignore_ascii_case("en").then(|| Arc::clone(&LEXICON))
}

impl Lexicon {
    /// Reads a file of words.
    pub fn parse(file: &str, text: &str) -> Result<Self> {
        Self::default().with(&Yaml::parse(file, text)?)
    }

    /// Returns the words with those of another file: its words are added, its numbers and pairs
    /// replace those of the same word.
    pub fn with(&self, yaml: &Yaml) -> Result<Self> {
        let mut out = self.clone();
        let written: Written = yaml.decode()?;
        for (key, words) in &written.senses {
            let Some(sense) = Sense::named(key) else {
                let english = lexicon().keys.iter().map(String::as_str);
                let known: Vec<&str> = english.chain(TABLES.iter().copied()).collect();
                return Err(yaml.unknown(&[], key, &known).into());
            };
            for word in words {
                out.add(word, sense);
            }
        }
        out.keys.extend(written.senses.into_keys());
        out.hash = blake3::hash(format!("{}{}", out.hash, yaml.canonical()).as_bytes())
            .to_hex()
            .to_string();
        let lower =
            |words: Numbers| words.into_iter().map(|(w, n)| (w.to_lowercase(), n));
        out.numbers.extend(lower(written.numbers));
        out.parts.extend(lower(written.parts));
        out.folds.extend(lower(written.folds));
        out.places.extend(lower(written.places_words));
        let of = |(words, (from, to)): (String, (f64, f64))| (split(&words), from, to);
        for (words, from, to) in written.shares.into_iter().map(of) {
            out.shares.retain(|(known, ..)| *known != words);
            out.shares.push((words, from, to));
        }
        out.shares.sort_by_key(|(words, ..)| std::cmp::Reverse(words.len()));
        out.opposite.extend(written.opposite);
        out.kin.extend(written.kin);
        for (word, others) in both_ways(written.antonyms) {
            out.antonyms.entry(word).or_default().extend(others);
        }
        out.months.extend(written.months);
        out.part_names.extend(written.part_names);
        out.free = free(&out.months, &out.part_names);
        Ok(out)
    }

    fn add(&mut self, word: &str, sense: Sense) {
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
        out.opens = self.phrases.contains_key(word);
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
            parts.iter().enumerate().all(|(at, part)| next(at) == Some(part.as_str()))
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

/// Returns pairs of words by either word.
fn both_ways(pairs: BTreeMap<String, String>) -> BTreeMap<String, Vec<String>> {
    let mut out: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (one, other) in pairs {
        out.entry(one.clone()).or_default().push(other.clone());
        out.entry(other).or_default().push(one);
    }
    out
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
        r"\b\d{{1,2}}\s(?:{})\b|\b(?i:{})s?\s\d+(?:\.\d+)*\b",
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
    use super::lexicon;
    use super::words_of;
    use crate::project::Yaml;

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
