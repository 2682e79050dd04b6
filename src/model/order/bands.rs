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
    /// What its bounds count: `month` and `year`, `person`.
    units: Option<(&'static str, &'static str)>,
}

impl Band {
    /// A band without end on one side of a bound.
    fn open(at: f64, side: f64) -> Self {
        Self { at, side, end: None, ranged: true, units: None }
    }
}

/// Returns the places of values that all are bands of one thing: the lower bound, and the side of it.
pub(super) fn bounds(values: &[&str]) -> Option<Vec<(f64, f64)>> {
    let bands: Vec<Band> =
        values.iter().map(|value| band(value)).collect::<Option<_>>()?;
    let bands = in_one_unit(bands).filter(|all| all.iter().any(|band| band.ranged))?;
    // `Under 1` comes before `0-4`, in which it ends.
    let bound = |own: &Band| {
        let holds = |other: &&Band| {
            own.side < 0.0
                && other.at < own.at
                && other.end.is_some_and(|end| own.at <= end)
        };
        let at = bands.iter().filter(holds).map(|other| other.at).min_by(f64::total_cmp);
        (at.unwrap_or(own.at), own.side)
    };
    Some(bands.iter().map(bound).collect())
}

/// Returns the lower bound of a value that is a band of two.
pub(super) fn lowest(value: &str) -> Option<f64> {
    band(value).filter(|band| band.end.is_some()).map(|band| band.at)
}

/// Days in what times are counted in.
const TIMES: &[(&str, f64)] = &[
    ("year", 365.25),
    ("month", 30.4375),
    ("week", 7.0),
    ("day", 1.0),
    ("hour", 1.0 / 24.0),
    ("minute", 1.0 / 1440.0),
];

/// Returns bands of different times in days; nothing where they count what cannot be compared.
fn in_one_unit(mut bands: Vec<Band>) -> Option<Vec<Band>> {
    let units: BTreeSet<&str> =
        bands.iter().filter_map(|band| band.units).flat_map(|(a, b)| [a, b]).collect();
    if units.len() < 2 {
        return Some(bands);
    }
    let days = |unit: &str| TIMES.iter().find(|(known, _)| *known == unit);
    for band in &mut bands {
        match band.units {
            Some((low, high)) => {
                band.at *= days(low)?.1;
                if let Some(end) = &mut band.end {
                    *end *= days(high)?.1;
                }
            }
            None if band.at == 0.0 && band.end.is_none() => {}
            None => return None,
        }
    }
    Some(bands)
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
    // What is counted stands behind a number.
    let words = small.split_whitespace();
    let words: Vec<&str> =
        words.flat_map(parted).filter(|word| !word.is_empty()).collect();
    let (first, rest) = words.split_first()?;
    let mut units: Vec<&'static str> = Vec::new();
    let mut kept = vec![*first];
    for word in rest {
        match UNITS.iter().find(|(_, words)| words.contains(word)) {
            Some((unit, _)) => units.push(unit),
            None => kept.push(word),
        }
    }
    let found = range(&kept.join(" "))?;
    let units = match units.as_slice() {
        [] => None,
        [one] => Some((*one, *one)),
        [low, .., high] => Some((*low, *high)),
    };
    let mixed = units.is_some_and(|(low, high)| low != high);
    (!mixed || found.end.is_some()).then_some(Band { units, ..found })
}

/// A number and the unit that is written close to it, apart: `2km`, `15mins`.
fn parted(word: &str) -> [&str; 2] {
    let at = word.find(|c: char| c.is_alphabetic()).filter(|at| *at > 0);
    let parts = at.and_then(|at| word.split_at_checked(at));
    let known = |unit: &str| UNITS.iter().any(|(_, words)| words.contains(&unit));
    parts
        .filter(|(_, unit)| known(unit))
        .map_or([word, ""], |(number, unit)| [number, unit])
}

fn range(small: &str) -> Option<Band> {
    let small = small
        .trim_start_matches("aged ")
        .trim_start_matches("ages ")
        .trim_start_matches("age ")
        .trim_end_matches(" old")
        .trim_end_matches(" oed")
        .trim();
    // `Under-5s`.
    let joined = ["under", "over"].iter().find_map(|word| {
        let bare = small.strip_prefix(word)?.strip_prefix('-')?;
        Some(format!("{word} {bare}"))
    });
    let small = joined.as_deref().unwrap_or(small);
    // `Small (10 to 49)`: the name of a band, and the band.
    let named = small.strip_suffix(')').and_then(|rest| rest.split_once(" ("));
    if let Some((name, inner)) = named
        && bound(name).is_none()
        && let Some(found) = range(inner).filter(|band| band.ranged)
    {
        return Some(found);
    }
    let below = [
        "under ",
        "less than ",
        "up to ",
        "below ",
        "fewer than ",
        "before ",
        "o dan ",
        "llai na ",
        "<",
    ];
    let above =
        ["over ", "more than ", "above ", "at least ", "after ", "dros ", "mwy na ", ">"];
    let after = [
        "+",
        " and over",
        " or over",
        " or more",
        " and above",
        " plus",
        " and older",
        " or older",
        " a throsodd",
        " a hŷn",
        " neu fwy",
        " neu hŷn",
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
    for sign in [" to less than ", " to under ", " to ", " i ", "-"] {
        let ends = small.split_once(sign);
        let ends = ends.and_then(|(low, high)| cut(low.trim()).zip(cut(high.trim())));
        if let Some((at, end)) = ends {
            return Some(Band {
                at,
                side: 0.0,
                end: Some(end),
                ranged: true,
                units: None,
            });
        }
    }
    let ranged = hour(small).is_some();
    cut(small).map(|at| Band { at, side: 0.0, end: None, ranged, units: None })
}

/// Numbers in words.
const WORDS: [&str; 13] = [
    "none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
    "ten", "eleven", "twelve",
];

/// Returns the number that a word says, from one.
pub(super) fn word(text: &str) -> Option<f64> {
    WORDS.iter().skip(1).position(|known| *known == text).map(|at| at as f64 + 1.0)
}

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
    // `Over-65s`.
    let text = text
        .strip_suffix('s')
        .filter(|bare| bare.ends_with(|last: char| last.is_ascii_digit()))
        .unwrap_or(text);
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
