//! Bands of numbers, as tables name them: `Under 5`, `5-9`, `65 and over`.

use std::collections::BTreeSet;

/// A band of numbers.
#[derive(Debug, Clone)]
pub(super) struct Band {
    /// Its bound; of two the lower.
    pub at: f64,
    /// On which side of that it lies.
    pub side: f64,
    /// Its upper bound, where it has two.
    pub end: Option<f64>,
    /// Whether it is a range and not a number alone.
    ranged: bool,
    /// What is counted: `year`, `person`.
    unit: Option<&'static str>,
}

impl Band {
    /// A band without end on one side of a bound.
    fn open(at: f64, side: f64) -> Self {
        Self { at, side, end: None, ranged: true, unit: None }
    }
}

/// Whether values are bands: at least one has a range, and all count the same.
pub(super) fn sets_of_bands(bands: &[Band]) -> bool {
    let units: BTreeSet<&str> = bands.iter().filter_map(|band| band.unit).collect();
    units.len() < 2 && bands.iter().any(|band| band.ranged)
}

/// What bands count, by its words.
const UNITS: &[(&str, &[&str])] = &[
    ("year", &["year", "years", "yrs", "yr"]),
    ("month", &["month", "months"]),
    ("week", &["week", "weeks"]),
    ("day", &["day", "days"]),
    ("hour", &["hour", "hours", "hrs"]),
    ("minute", &["minute", "minutes", "mins"]),
    ("mile", &["mile", "miles"]),
    ("kilometre", &["km", "kilometre", "kilometres"]),
    ("person", &["person", "people", "persons"]),
    ("child", &["child", "children"]),
    ("adult", &["adult", "adults"]),
    ("pupil", &["pupil", "pupils"]),
    ("employee", &["employee", "employees"]),
    ("room", &["room", "rooms"]),
    ("bedroom", &["bedroom", "bedrooms"]),
    ("car", &["car", "cars"]),
    ("time", &["time", "times"]),
];

/// Reads a band: `Under 5`, `5-9`, `10 to 14`, `65+`, `90 and over`, `<1`, `£10,000 or more`,
/// `6 to 10 years`, `Small (10 to 49)`, `Five or more`.
pub(super) fn band(value: &str) -> Option<Band> {
    let small = value.to_lowercase().replace(['\u{2013}', '\u{2212}'], "-");
    let mut units = BTreeSet::new();
    let counted = |word: &&str| {
        let unit = UNITS.iter().find(|(_, words)| words.contains(word));
        units.extend(unit.map(|(unit, _)| *unit));
        unit.is_none()
    };
    // What is counted stands behind a number.
    let words: Vec<&str> = small.split_whitespace().collect();
    let (first, rest) = words.split_first()?;
    let kept = rest.iter().copied().filter(counted);
    let small = std::iter::once(*first).chain(kept).collect::<Vec<_>>().join(" ");
    let unit = units.pop_first().filter(|_| units.is_empty());
    let mixed = !units.is_empty();
    let found = range(&small).filter(|_| !mixed)?;
    Some(Band { unit, ..found })
}

fn range(small: &str) -> Option<Band> {
    let small = small
        .trim_start_matches("aged ")
        .trim_start_matches("ages ")
        .trim_start_matches("age ")
        .trim_end_matches(" old")
        .trim();
    // `Small (10 to 49)`: the name of a band, and the band.
    let named = small.strip_suffix(')').and_then(|rest| rest.split_once(" ("));
    if let Some((name, inner)) = named
        && bound(name).is_none()
        && let Some(found) = range(inner).filter(|band| band.ranged)
    {
        return Some(found);
    }
    let below =
        ["under ", "less than ", "up to ", "below ", "fewer than ", "before ", "<"];
    let above = ["over ", "more than ", "above ", "at least ", "after ", ">"];
    let after = [
        "+",
        " and over",
        " or over",
        " or more",
        " and above",
        " plus",
        " and older",
        " or older",
    ];
    let before = [" and under", " or less", " or under", " or fewer", " and below"];
    let cut = |rest: &str| bound(rest);
    // A remark is no part of a band: `1 (most deprived)`, `10 - least deprived`.
    let remark = [" (", ": ", " - "].iter().find_map(|sign| {
        let (own, rest) = small.split_once(sign)?;
        cut(rest).is_none().then_some(own)
    });
    if let Some(own) = remark {
        return range(own).map(|band| Band { ranged: true, ..band });
    }
    for word in below {
        if let Some(rest) = small.strip_prefix(word) {
            return cut(rest.trim_start_matches('=')).map(|n| Band::open(n, -1.0));
        }
    }
    for word in above {
        if let Some(rest) = small.strip_prefix(word) {
            return cut(rest.trim_start_matches('=')).map(|n| Band::open(n, 1.0));
        }
    }
    for word in after {
        if let Some(rest) = small.strip_suffix(word) {
            return cut(rest.trim()).map(|n| Band::open(n, 1.0));
        }
    }
    for word in before {
        if let Some(rest) = small.strip_suffix(word) {
            return cut(rest.trim()).map(|n| Band::open(n, -1.0));
        }
    }
    for sign in [" to less than ", " to under ", " to ", "-"] {
        let ends = small.split_once(sign);
        let ends = ends.and_then(|(low, high)| cut(low.trim()).zip(cut(high.trim())));
        if let Some((at, end)) = ends {
            return Some(Band {
                at,
                side: 0.0,
                end: Some(end),
                ranged: true,
                unit: None,
            });
        }
    }
    cut(small).map(|at| Band { at, side: 0.0, end: None, ranged: false, unit: None })
}

/// Numbers in words.
const WORDS: [&str; 13] = [
    "none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
    "ten", "eleven", "twelve",
];

/// Returns the hour of a time of day: `6am`, `noon`.
fn hour(text: &str) -> Option<f64> {
    let (number, later) = match text {
        "noon" | "midday" => return Some(12.0),
        "midnight" => return Some(0.0),
        _ => match text.strip_suffix("am") {
            Some(number) => (number, 0.0),
            None => (text.strip_suffix("pm")?, 12.0),
        },
    };
    let hour: f64 = number.trim().replace([':', '.'], "").parse().ok()?;
    let hour = if hour > 24.0 { hour / 100.0 } else { hour };
    Some(hour % 12.0 + later)
}

/// Returns the number of a bound, with the sign of a currency and separators.
fn bound(text: &str) -> Option<f64> {
    let text = text.trim();
    let word = WORDS.iter().position(|word| *word == text).map(|at| at as f64);
    if let Some(known) = word.or_else(|| hour(text)) {
        return Some(known);
    }
    let bare = text.trim_start_matches(['£', '$', '€']).trim_end_matches('%');
    let (bare, factor) = match bare.strip_suffix(['k', 'm']) {
        Some(rest) if bare.ends_with('k') => (rest, 1e3),
        Some(rest) => (rest, 1e6),
        None => (bare, 1.0),
    };
    let number: f64 = bare.replace(',', "").parse().ok()?;
    number.is_finite().then_some(number * factor)
}
