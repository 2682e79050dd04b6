//! Answers by degree, whatever they are about: `Very safe`, `Fairly safe`, `A bit unsafe`; and
//! groups counted from an end: `Most deprived`, `Second`, `Least deprived`.

use crate::model::order::bands;
use crate::model::order::scales::SCALES;
use std::collections::BTreeSet;

/// How much words before or behind another say, or in its place.
const DEGREES: &[(&str, f64)] = &[
    ("not at all", -4.0),
    ("not very", -1.0),
    ("not particularly", -1.0),
    ("not so", -1.0),
    ("not", -2.0),
    ("completely", 5.0),
    ("entirely", 5.0),
    ("totally", 5.0),
    ("extremely", 5.0),
    ("strongly", 4.0),
    ("definitely", 4.0),
    ("very much", 4.0),
    ("very", 4.0),
    ("highly", 4.0),
    ("a great deal", 4.0),
    ("a lot", 4.0),
    ("greatly", 4.0),
    ("significantly", 4.0),
    ("substantially", 4.0),
    ("much", 4.0),
    ("far", 4.0),
    ("most", 4.0),
    ("fairly", 2.0),
    ("probably", 2.0),
    ("mostly", 2.0),
    ("quite", 2.0),
    ("somewhat", 2.0),
    ("moderately", 2.0),
    ("rather", 2.0),
    ("reasonably", 2.0),
    ("tend to", 2.0),
    ("more", 2.0),
    ("partly", 1.0),
    ("a little", 1.0),
    ("a bit", 1.0),
    ("slightly", 1.0),
    ("less", -2.0),
    ("least", -4.0),
];
/// A word alone.
const PLAIN: f64 = 3.0;

/// Words and what is their opposite, beside those that begin with `un`, `dis`, `in` or `im`.
const OPPOSITES: &[(&str, &str)] = &[
    ("better", "worse"),
    ("more", "less"),
    ("more", "fewer"),
    ("higher", "lower"),
    ("easy", "difficult"),
    ("easy", "hard"),
    ("easier", "harder"),
    ("good", "bad"),
    ("good", "poor"),
    ("well", "badly"),
    ("positive", "negative"),
    ("happy", "sad"),
    ("faster", "slower"),
    ("improved", "worsened"),
    ("support", "oppose"),
    ("favour", "oppose"),
    ("increased", "decreased"),
    ("increase", "decrease"),
    ("risen", "fallen"),
    ("yes", "no"),
];

const MIDDLE: &[&str] = &[
    "about the same",
    "the same",
    "same",
    "no change",
    "no difference",
    "unchanged",
    "stayed the same",
    "stayed about the same",
    "remained the same",
    "neutral",
    "neither",
    "average",
];

fn is_opposite(of: &str, word: &str) -> bool {
    let prefixed = ["un", "dis", "in", "im"];
    OPPOSITES.contains(&(of, word))
        || prefixed.iter().any(|start| word.strip_prefix(start) == Some(of))
}

/// A value as its words are compared.
fn plain(value: &str) -> String {
    let small = value.to_lowercase().replace('_', " ").replace('\u{2019}', "'");
    let small = small.replace("-sized", "");
    let small = small.trim_end_matches('.');
    let not = ["do not ", "don't ", "did not ", "didn't "];
    match not.iter().find_map(|word| small.strip_prefix(word)) {
        Some(rest) => format!("not {rest}"),
        None => small.to_owned(),
    }
}

fn is_middle(value: &str) -> bool {
    MIDDLE.contains(&value) || value.starts_with("neither ")
}

/// Returns the places of answers: by a scale that has them all, by degree, or counted from an end.
pub(super) fn answers(values: &[&str]) -> Option<Vec<f64>> {
    let small: Vec<String> = values.iter().map(|value| plain(value)).collect();
    on_scale(&small)
        .or_else(|| degrees(&small))
        .or_else(|| from_end(&small))
        .or_else(|| counted(&small))
}

/// Returns the places of values that say how many in words: `Not deprived in any dimension`, `Deprived in
/// one dimension`, `Deprived in two dimensions`.
fn counted(small: &[String]) -> Option<Vec<f64>> {
    let number = |value: &String| {
        let mut words = value.split([' ', '-']);
        let none = value.starts_with("not ") || value.starts_with("no ");
        words.find_map(bands::word).or(none.then_some(0.0))
    };
    let found: Vec<f64> = small.iter().map(number).collect::<Option<_>>()?;
    let mut several: Vec<f64> = found.iter().copied().filter(|at| *at > 0.0).collect();
    let count = several.len();
    several.sort_by(f64::total_cmp);
    several.dedup();
    // They are about one thing: `Four Oaks` and `One Tree Hill` are names.
    let told = small.iter().zip(&found).filter(|(_, at)| **at > 0.0);
    let words = told.map(|(value, _)| value.split(' ').collect::<BTreeSet<&str>>());
    let shared = words.reduce(|a, b| a.intersection(&b).copied().collect())?;
    (!shared.is_empty() && count > 1 && several.len() == count && found.len() - count < 2)
        .then_some(found)
}

fn on_scale(small: &[String]) -> Option<Vec<f64>> {
    SCALES.iter().find_map(|scale| {
        let place = |value: &String| scale.iter().position(|known| known == value);
        small.iter().map(|value| place(value).map(|at| at as f64)).collect()
    })
}

/// The same where all name what they are about: `High risk`, `Not confident at all`,
/// `Before the pandemic`.
pub(super) fn without_shared(values: &[&str]) -> Option<Vec<f64>> {
    let small: Vec<String> = values.iter().map(|value| plain(value)).collect();
    let said = small.iter().filter(|value| !is_middle(value));
    let words = said.map(|value| value.split(' ').collect::<BTreeSet<&str>>());
    let shared = words.reduce(|a, b| a.intersection(&b).copied().collect())?;
    if shared.is_empty() {
        return None;
    }
    let bare = |value: &String| {
        if is_middle(value) {
            return Some(value.clone());
        }
        let own = value.split(' ').filter(|word| !shared.contains(word));
        let own = plain(&own.collect::<Vec<&str>>().join(" "));
        // `Expected`, between `Below expected` and `Above expected`.
        Some(if own.is_empty() { "at".to_owned() } else { own })
    };
    let bare: Vec<String> = small.iter().map(bare).collect::<Option<_>>()?;
    on_scale(&bare).or_else(|| by_degree_alone(&bare))
}

/// The places of words of degree that say nothing else: `very`, `fairly`, `not at all`.
fn by_degree_alone(small: &[String]) -> Option<Vec<f64>> {
    let place = |value: &String| {
        let known = DEGREES.iter().find(|(words, _)| words == value);
        known.map(|(_, much)| -much).or(is_middle(value).then_some(0.0))
    };
    small.iter().map(place).collect()
}

/// Returns how much an answer says of what.
fn degree(value: &str) -> Option<(&str, f64)> {
    // `Not confident at all`.
    let not = value.strip_prefix("not ").and_then(|rest| rest.strip_suffix(" at all"));
    if let Some(root) = not {
        return Some((root, -4.0));
    }
    let before = DEGREES.iter().find_map(|(words, much)| {
        Some((value.strip_prefix(words)?.strip_prefix(' ')?, *much))
    });
    // `Agree strongly`, `Yes, definitely`.
    before.or_else(|| {
        DEGREES.iter().find_map(|(words, much)| {
            let root = value.strip_suffix(words)?.strip_suffix(' ')?;
            Some((root.trim_end_matches(','), *much))
        })
    })
}

/// Returns the places of answers that say one word, or it and its opposite, by degree, the most of it first;
/// nothing where they do not, or no degree is said.
fn degrees(small: &[String]) -> Option<Vec<f64>> {
    let mut said = Vec::new();
    for value in small {
        if is_middle(value) {
            said.push(None);
            continue;
        }
        let degree = degree(value);
        let (root, much) = degree.unwrap_or((value.as_str(), PLAIN));
        if root.contains(' ') {
            return None;
        }
        said.push(Some((root, much, degree.is_some())));
    }
    let all = || said.iter().flatten();
    let (first, ..) = *all().next()?;
    let other = all().map(|(root, ..)| *root).find(|root| *root != first);
    let good = match other {
        Some(other) if is_opposite(other, first) => other,
        Some(other) if !is_opposite(first, other) => return None,
        _ => first,
    };
    let known = |root: &str| root == first || Some(root) == other;
    let by_degree = all().any(|(.., said)| *said) || said.iter().any(Option::is_none);
    if !by_degree || !all().all(|(root, ..)| known(root)) {
        return None;
    }
    let place = |said: &Option<(&str, f64, bool)>| match said {
        None => 0.0,
        Some((root, much, _)) if *root == good => -much,
        Some((_, much, _)) => *much,
    };
    Some(said.iter().map(place).collect())
}

/// What one end is called, and the other.
const ENDS: [(&str, &str); 5] = [
    ("most deprived", "least deprived"),
    ("poorest", "richest"),
    ("lowest", "highest"),
    ("bottom", "top"),
    ("smallest", "largest"),
];

const ORDINALS: [&str; 10] = [
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth",
    "tenth",
];

/// The number of `2nd` or `second`.
fn ordinal(word: &str) -> Option<f64> {
    let written =
        ORDINALS.iter().position(|known| *known == word).map(|at| at as f64 + 1.0);
    let digits = ["st", "nd", "rd", "th"].iter().find_map(|end| word.strip_suffix(end));
    written.or_else(|| digits?.parse().ok())
}

/// Returns the places of groups that are counted from an end, both of which are named.
fn from_end(small: &[String]) -> Option<Vec<f64>> {
    let (low, high) = ENDS.into_iter().find(|(low, high)| {
        let named = |end: &str| small.iter().any(|value| value.contains(end));
        named(low) && named(high)
    })?;
    let place = |value: &String| {
        // Of `Second fifth` the first word counts.
        let at = value.split_whitespace().find_map(ordinal);
        let at_end = |end: &str| {
            let before = value.split_once(end).map(|(before, _)| before.trim())?;
            Some(before.split_whitespace().find_map(ordinal).unwrap_or(1.0))
        };
        match (at_end(low), at_end(high)) {
            (Some(at), None) => Some(at),
            (None, Some(at)) => Some(1e6 - at),
            // `Most deprived 20%`, `20-40%`.
            (None, None) if value.contains("middle") => Some(5e5),
            (None, None) => at.or_else(|| Some(1.0 + bands::lowest(value)?)),
            (Some(_), Some(_)) => None,
        }
    };
    let places: Vec<f64> = small.iter().map(place).collect::<Option<_>>()?;
    let mut sorted = places.clone();
    sorted.sort_by(f64::total_cmp);
    sorted.dedup();
    (sorted.len() == places.len()).then_some(places)
}
