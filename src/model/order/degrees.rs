//! Answers by degree, whatever they are about: `Very safe`, `Fairly safe`, `A bit unsafe`; and
//! groups counted from an end: `Most deprived`, `Second`, `Least deprived`.

/// How much a word before or in the place of another says.
const DEGREES: &[(&str, f64)] = &[
    ("not at all ", -4.0),
    ("not very ", -1.0),
    ("not particularly ", -1.0),
    ("not so ", -1.0),
    ("not ", -2.0),
    ("completely ", 5.0),
    ("extremely ", 5.0),
    ("strongly ", 4.0),
    ("very ", 4.0),
    ("a lot ", 4.0),
    ("much ", 4.0),
    ("far ", 4.0),
    ("fairly ", 2.0),
    ("quite ", 2.0),
    ("somewhat ", 2.0),
    ("moderately ", 2.0),
    ("rather ", 2.0),
    ("reasonably ", 2.0),
    ("tend to ", 2.0),
    ("a little ", 1.0),
    ("a bit ", 1.0),
    ("slightly ", 1.0),
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
];

const MIDDLE: &[&str] = &[
    "about the same",
    "the same",
    "same",
    "no change",
    "no difference",
    "unchanged",
    "neutral",
    "neither",
    "average",
];

fn is_opposite(of: &str, word: &str) -> bool {
    let prefixed = ["un", "dis", "in", "im"];
    OPPOSITES.contains(&(of, word))
        || prefixed.iter().any(|start| word.strip_prefix(start) == Some(of))
}

/// Returns the places of answers that say one word, or it and its opposite, by degree, the most of it first;
/// nothing where they do not, or no degree is said.
pub(super) fn degrees(values: &[&str]) -> Option<Vec<f64>> {
    let small: Vec<String> =
        values.iter().map(|value| value.to_lowercase().replace('_', " ")).collect();
    let is_middle =
        |value: &str| MIDDLE.contains(&value) || value.starts_with("neither ");
    let mut said = Vec::new();
    for value in &small {
        if is_middle(value) {
            said.push(None);
            continue;
        }
        let degree = DEGREES
            .iter()
            .find_map(|(words, much)| Some((value.strip_prefix(words)?, *much)));
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
pub(super) fn from_end(values: &[&str]) -> Option<Vec<f64>> {
    let small: Vec<String> =
        values.iter().map(|value| value.to_lowercase().replace('_', " ")).collect();
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
            (None, None) => at,
            (Some(_), Some(_)) => None,
        }
    };
    let places: Vec<f64> = small.iter().map(place).collect::<Option<_>>()?;
    let mut sorted = places.clone();
    sorted.sort_by(f64::total_cmp);
    sorted.dedup();
    (sorted.len() == places.len()).then_some(places)
}
