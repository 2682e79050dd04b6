//! The order of categories: declared, or the one that a reader expects.
//!
//! **In:** the values of a column, and the order declared for it, if any.
//! **Out:** a rank for each value.
//! **Guarantees:** numbers come by size, periods by time, months, days of the week, age bands and
//! answers as people say them, and numbers inside names count: `Decile 2` is before `Decile 10`.

mod bands;
mod degrees;
mod scales;

use crate::labels;
use crate::model::calendar::month_named;
use crate::model::calendar::periods;
use crate::model::order::bands::Band;
use crate::model::order::bands::band;
use crate::model::order::bands::sets_of_bands;
use crate::model::order::degrees::degrees;
use crate::model::order::degrees::from_end;
use crate::model::order::scales::SCALES;
use crate::model::order::scales::is_rest;
use std::cmp::Ordering;

const DAYS: [&str; 7] =
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// How a set of values is ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    /// As declared.
    Declared,
    /// By size.
    Numbers,
    /// By time.
    Time,
    /// As the months or the days of the week follow one another.
    Cycle,
    /// By the lower bounds of bands.
    Bands,
    /// As answers are said from one end to the other.
    Scale,
    /// By name, with the numbers in it.
    Names,
}

/// The place of a value: its rank in a scheme, and what decides between equals.
type Place = (f64, f64);

/// Returns the scheme of distinct values, and the rank of each.
pub fn ranks(values: &[&str], declared: Option<&[String]>) -> (Scheme, Vec<usize>) {
    let (scheme, places) = places(values, declared);
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|a, b| {
        places[*a]
            .0
            .total_cmp(&places[*b].0)
            .then(places[*a].1.total_cmp(&places[*b].1))
            .then_with(|| natural(values[*a], values[*b]))
    });
    let mut ranks = vec![0; values.len()];
    for (rank, at) in order.into_iter().enumerate() {
        ranks[at] = rank;
    }
    (scheme, ranks)
}

fn places(values: &[&str], declared: Option<&[String]>) -> (Scheme, Vec<Place>) {
    if let Some(declared) = declared {
        let place = |value: &&str| {
            let at = declared.iter().position(|known| known == value);
            (at.unwrap_or(declared.len()) as f64, 0.0)
        };
        return (Scheme::Declared, values.iter().map(place).collect());
    }
    let told: Vec<&str> =
        values.iter().copied().filter(|value| !is_rest(value)).collect();
    // What has no place in a scheme follows those that have.
    let with = |place: &dyn Fn(&str) -> Option<Place>| -> Option<Vec<Place>> {
        let all: Option<Vec<Place>> = told.iter().map(|value| place(value)).collect();
        all.filter(|all| all.len() > 1)?;
        let end = (f64::INFINITY, 0.0);
        Some(
            values
                .iter()
                .map(
                    |value| {
                        if is_rest(value) { end } else { place(value).unwrap_or(end) }
                    },
                )
                .collect(),
        )
    };
    let number = |value: &str| {
        value.parse::<f64>().ok().filter(|n| n.is_finite()).map(|n| (n, 0.0))
    };
    if let Some(places) = with(&number) {
        return (Scheme::Numbers, places);
    }
    if let Some(all) = periods(told.iter().copied()) {
        let place = |value: &str| {
            let at = told.iter().position(|known| *known == value)?;
            all.get(at).map(|period| (period.number as f64, 0.0))
        };
        if let Some(places) = with(&place) {
            return (Scheme::Time, places);
        }
    }
    let month = |value: &str| month_named(value).map(|at| (at as f64, 0.0));
    let day = |value: &str| day_named(value).map(|at| (at as f64, 0.0));
    let scales = SCALES.iter().map(|scale| {
        move |value: &str| {
            let small = value.to_lowercase().replace('_', " ");
            scale.iter().position(|known| *known == small).map(|at| (at as f64, 0.0))
        }
    });
    if let Some(places) = with(&month).or_else(|| with(&day)) {
        return (Scheme::Cycle, places);
    }
    if let Some(places) = scales.into_iter().find_map(|scale| with(&scale)) {
        return (Scheme::Scale, places);
    }
    let found = degrees(&told).or_else(|| from_end(&told));
    if let Some(found) = found {
        let place = |value: &str| {
            let at = told.iter().position(|known| *known == value)?;
            found.get(at).map(|place| (*place, 0.0))
        };
        if let Some(places) = with(&place) {
            return (Scheme::Scale, places);
        }
    }
    let bands: Vec<Band> = told.iter().filter_map(|value| band(value)).collect();
    // `Under 1` comes before `0-4`, in which it ends.
    let bound = |value: &str| {
        let own = band(value)?;
        let holds = |other: &&Band| {
            own.side < 0.0
                && other.at < own.at
                && other.end.is_some_and(|end| own.at <= end)
        };
        let at = bands.iter().filter(holds).map(|other| other.at).min_by(f64::total_cmp);
        Some((at.unwrap_or(own.at), own.side))
    };
    if bands.len() == told.len()
        && sets_of_bands(&bands)
        && let Some(places) = with(&bound)
    {
        return (Scheme::Bands, places);
    }
    // `No qualifications` comes before `Level 1`.
    let none = |value: &str| scales::is_none(value);
    let counted = |value: &&str| value.contains(|letter: char| letter.is_ascii_digit());
    let levels = told.iter().filter(|value| counted(value)).count();
    let levels = levels > 1 && told.iter().all(|value| counted(value) || none(value));
    // Numbers come before names, and both before what is left over; a value alone is ordered by
    // nothing.
    let place = |value: &&str| match number(value) {
        Some((n, _)) => (n, 0.0),
        None if is_rest(value) => (f64::INFINITY, 1.0),
        None if levels && none(value) => (f64::NEG_INFINITY, 0.0),
        None => (f64::INFINITY, 0.0),
    };
    (Scheme::Names, values.iter().map(place).collect())
}

/// Whether values are numbers or bands of numbers, from the lowest to the highest.
pub fn rises(values: &[&str]) -> bool {
    let (scheme, ranks) = ranks(values, None);
    matches!(scheme, Scheme::Numbers | Scheme::Bands) && ranks.is_sorted()
}

/// Returns the number of a day of the week by its name or the start of it, from 0.
fn day_named(value: &str) -> Option<usize> {
    let small = value.to_lowercase();
    DAYS.iter().position(|day| *day == small || day.get(..3) == Some(&small))
}

/// Returns which months, or which days of the week, values name, each from 0.
pub fn in_cycle(values: &[&str]) -> Option<Vec<usize>> {
    let all = |of: fn(&str) -> Option<usize>| -> Option<Vec<usize>> {
        values.iter().map(|value| of(value)).collect()
    };
    all(month_named).or_else(|| all(day_named))
}

/// Returns the first two of months or days of the week between which others have no value, and how many.
pub fn closed_up<'v>(keys: &[&'v str]) -> Option<(&'v str, &'v str, usize)> {
    let mut placed: Vec<(usize, &str)> =
        in_cycle(keys)?.into_iter().zip(keys.iter().copied()).collect();
    placed.sort_unstable();
    placed
        .array_windows()
        .find(|[a, b]| b.0 > a.0 + 1)
        .map(|[a, b]| (a.1, b.1, b.0 - a.0 - 1))
}

/// Orders two names: numbers inside them by size, letters as the language of this thread orders them.
pub fn natural(a: &str, b: &str) -> Ordering {
    if let (Ok(x), Ok(y)) = (a.parse::<f64>(), b.parse::<f64>()) {
        return x.total_cmp(&y).then_with(|| a.cmp(b));
    }
    let (x, y) = (pieces(a), pieces(b));
    for (x, y) in x.iter().zip(&y) {
        let order = match (x.parse::<u64>(), y.parse::<u64>()) {
            (Ok(x), Ok(y)) => x.cmp(&y),
            (Ok(_), Err(_)) => Ordering::Less,
            (Err(_), Ok(_)) => Ordering::Greater,
            (Err(_), Err(_)) => labels::compare(x, y),
        };
        if order.is_ne() {
            return order;
        }
    }
    x.len().cmp(&y.len()).then_with(|| a.cmp(b))
}

/// Cuts a name where digits begin and end.
fn pieces(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut from = 0;
    let mut before: Option<bool> = None;
    for (at, character) in text.char_indices() {
        let digit = character.is_ascii_digit();
        if before.is_some_and(|before| before != digit) {
            out.push(text.get(from..at).unwrap_or_default());
            from = at;
        }
        before = Some(digit);
    }
    out.push(text.get(from..).unwrap_or_default());
    out
}

#[cfg(test)]
mod tests {
    use super::Scheme;
    use super::ranks;
    use super::rises;

    fn sorted(values: &[&'static str]) -> (Scheme, Vec<&'static str>) {
        let (scheme, ranks) = ranks(values, None);
        let mut out = values.to_vec();
        out.sort_by_key(|value| ranks[values.iter().position(|v| v == value).unwrap()]);
        (scheme, out)
    }

    #[test]
    #[expect(clippy::too_many_lines, reason = "one line for each order")]
    fn values_come_in_the_order_that_a_reader_expects() {
        for (scheme, expected) in [
            (Scheme::Numbers, &["-1", "2", "9", "10", "Total"][..]),
            (Scheme::Time, &["2017/18", "2018/19", "2021/22"]),
            (Scheme::Time, &["Q4 2021", "Q1 2022", "Q2 2022"]),
            (Scheme::Time, &["Dec 2021", "Jan 2022", "April 2022"]),
            (Scheme::Cycle, &["Jan", "Feb", "Mar", "Apr", "Sept", "Dec"]),
            (Scheme::Cycle, &["Monday", "Tuesday", "Sunday"]),
            (Scheme::Bands, &["Under 5", "5-9", "10-14", "65+", "Not stated"]),
            (Scheme::Bands, &["0 to 4", "5 to 9", "10 to 14", "90 and over", "All ages"]),
            (Scheme::Bands, &["<5", "5", ">5"]),
            (Scheme::Bands, &["Under 1", "0-4", "1-4", "5-9"]),
            (Scheme::Bands, &["0-4", "5-9", "10-14", "Under 16", "15-19"]),
            (Scheme::Bands, &["1 (most deprived)", "2", "9", "10 (least deprived)"]),
            (Scheme::Bands, &["Under 5 (infants)", "5-9 (children)", "10-14"]),
            (Scheme::Bands, &["1 - most deprived", "2", "10 - least deprived"]),
            (Scheme::Names, &["Ward (1)", "Ward (2)", "Ward (10)"]),
            (
                Scheme::Bands,
                &["Less than £10,000", "£10,000 to £19,999", "£100,000 or more"],
            ),
            (
                Scheme::Scale,
                &["Very good", "Good", "Fair", "Bad", "Very bad", "Don't know"],
            ),
            (Scheme::Scale, &["Strongly agree", "Agree", "Neither", "Disagree"]),
            (Scheme::Names, &["Decile 1", "Decile 2", "Decile 10"]),
            (Scheme::Names, &["alpha", "Beta", "gamma"]),
            (Scheme::Names, &["Apples", "Pears", "Zebras", "Other"]),
            (Scheme::Names, &["East", "North", "All areas"]),
            (Scheme::Names, &["All Saints", "Bowdon"]),
            (Scheme::Names, &["Level 1", "Level 2"]),
            (
                Scheme::Names,
                &["No qualifications", "Level 1", "Level 4 and above", "Other"],
            ),
            (
                Scheme::Bands,
                &[
                    "Less than 1 year",
                    "1 to 2 years",
                    "3 to 5 years",
                    "More than 10 years",
                ],
            ),
            (Scheme::Bands, &["1 person", "2 people", "10 or more people"]),
            (
                Scheme::Bands,
                &["9 years and under", "10 to 19 years", "90 years and over"],
            ),
            (Scheme::Names, &["1 year", "6 months"]),
            (Scheme::Bands, &["None", "One", "Two", "Three or more", "Unknown"]),
            (Scheme::Bands, &["Before 6am", "6am to 9am", "9am to noon", "After noon"]),
            (
                Scheme::Bands,
                &["Micro (0 to 9)", "Small (10 to 49)", "Large (250+)", "Not known"],
            ),
            (
                Scheme::Scale,
                &[
                    "Very safe",
                    "Fairly safe",
                    "A bit unsafe",
                    "Very unsafe",
                    "Don't know",
                ],
            ),
            (
                Scheme::Scale,
                &[
                    "Much better",
                    "A bit better",
                    "About the same",
                    "A bit worse",
                    "Much worse",
                ],
            ),
            (
                Scheme::Scale,
                &[
                    "Very worried",
                    "Fairly worried",
                    "Not very worried",
                    "Not at all worried",
                ],
            ),
            (
                Scheme::Scale,
                &["Very easy", "Easy", "Neither easy nor difficult", "Difficult"],
            ),
            (
                Scheme::Scale,
                &["Not at all", "A little", "Somewhat", "A lot", "Extremely"],
            ),
            (
                Scheme::Scale,
                &["Most deprived 10%", "2nd", "3rd", "9th", "Least deprived 10%"],
            ),
            (
                Scheme::Scale,
                &[
                    "Most deprived quintile",
                    "Second quintile",
                    "Third quintile",
                    "Least deprived quintile",
                ],
            ),
            (Scheme::Scale, &["Lowest fifth", "Second fifth", "Highest fifth"]),
            (Scheme::Scale, &["XS", "S", "M", "L", "XL", "XXL"]),
            (Scheme::Scale, &["None", "Some", "Severe"]),
            (Scheme::Scale, &["Spring", "Summer", "Autumn", "Winter"]),
            (Scheme::Scale, &["Baseline", "Midline", "Endline"]),
            (Scheme::Scale, &["Before", "During", "After"]),
            (
                Scheme::Scale,
                &[
                    "Every day",
                    "Several times a week",
                    "Once a month",
                    "Less often",
                    "Never",
                ],
            ),
            (Scheme::Scale, &["Excellent", "Good", "Requires improvement", "Inadequate"]),
            (Scheme::Names, &["Fair Isle", "Very Street"]),
            (Scheme::Names, &["Leeds", "Quite Town", "York"]),
            (Scheme::Names, &["R1", "R9", "R10"]),
        ] {
            let mut mixed = expected.to_vec();
            mixed.sort_unstable();
            assert_eq!(sorted(&mixed), (scheme, expected.to_vec()));
            mixed.reverse();
            assert_eq!(sorted(&mixed), (scheme, expected.to_vec()));
        }
    }

    #[test]
    fn a_declared_order_goes_before_any_other() {
        let declared = ["low", "high"].map(str::to_owned);
        let (scheme, ranks) = ranks(&["high", "low", "strange"], Some(&declared));
        assert_eq!((scheme, ranks), (Scheme::Declared, vec![1, 0, 2]));
    }

    #[test]
    fn ages_rise_and_names_do_not() {
        assert!(rises(&["Under 16", "16 to 24", "65 and over"]));
        assert!(!rises(&["65 and over", "16 to 24", "Under 16"]));
        assert!(!rises(&["East", "North"]));
    }
}
