//! Rows that hold others of the same table together: totals by name, rows that are the sum of all others,
//! and codes of areas within one another.
//!
//! **In:** the columns as guessed, and the rows.
//! **Out:** the values that are totals, and what a person should check.

use crate::frame::infer::column;
use crate::frame::infer::form::is_code;
use crate::frame::infer::grid::Grid;
use crate::frame::infer::guess::Guess;
use crate::frame::notes;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// Names of rows that hold others together.
const NAMES: &[&str] = &[
    "total",
    "totals",
    "grand total",
    "subtotal",
    "sub-total",
    "sum",
    "average",
    "mean",
    "median",
    "all",
    "overall",
    "england",
    "wales",
    "scotland",
    "great britain",
    "united kingdom",
    "uk",
    "england and wales",
    "northern ireland",
    "persons",
    "rows",
    "records",
    "base",
    "row count",
    "record count",
    "unweighted base",
    "weighted base",
    "run date",
    "greater manchester",
    "london",
];

/// The regions of England, by name.
const REGIONS: &[&str] = &[
    "north east",
    "north west",
    "yorkshire and the humber",
    "yorkshire and humber",
    "east midlands",
    "west midlands",
    "east of england",
    "east",
    "london",
    "south east",
    "south west",
];
/// What stands beside them in a list of the regions of the United Kingdom, none within another.
const BESIDE_REGIONS: &[&str] = &["wales", "scotland", "northern ireland", "london"];

/// Countries, by name: beside them, the United Kingdom is one.
const COUNTRIES: &[&str] = &[
    "australia",
    "austria",
    "belgium",
    "canada",
    "denmark",
    "finland",
    "france",
    "germany",
    "greece",
    "ireland",
    "italy",
    "japan",
    "netherlands",
    "norway",
    "poland",
    "portugal",
    "spain",
    "sweden",
    "united states",
];

/// What the values of a column are a list of.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Among {
    Others,
    Regions,
    Countries,
}

/// Returns what the values of a column are a list of.
pub(super) fn among<'a>(values: impl IntoIterator<Item = &'a str>) -> Among {
    let names: BTreeSet<String> = values
        .into_iter()
        .map(|value| notes::split(value.trim()).0.to_lowercase())
        .collect();
    let count = |list: &[&str]| list.iter().filter(|one| names.contains(**one)).count();
    match (count(REGIONS), count(COUNTRIES)) {
        (3.., _) => Among::Regions,
        (_, 2..) => Among::Countries,
        _ => Among::Others,
    }
}

/// Says of the first columns that their labels stand once for the rows below them, where it looks so.
pub(super) fn labels_once(guesses: &[Guess], grid: &Grid) -> Vec<String> {
    let looks = |(at, guess): &(usize, &Guess)| {
        let cells =
            || grid.rows.iter().map(|row| row.get(*at).map_or("", |it| it.trim()));
        let labels: Vec<&str> = cells().filter(|cell| !cell.is_empty()).collect();
        let different: BTreeSet<&&str> = labels.iter().collect();
        guess.kind == "string"
            && cells().next().is_some_and(|first| !first.is_empty())
            && labels.len() > 1
            && different.len() == labels.len()
            && 4 * (cells().count() - labels.len()) >= cells().count()
    };
    let last = guesses.len().saturating_sub(1);
    let first = guesses.iter().take(last).enumerate().take_while(looks);
    let say = |(_, guess): (usize, &Guess)| {
        format!(
            "`{}` names each group once, in its first row, and is empty in the rows under it: those rows belong to no group until the file repeats the name in each",
            guess.name
        )
    };
    first.map(say).collect()
}

/// Returns whether a value holds others of its column together.
pub(super) fn is_total(value: &str, among: Among) -> bool {
    let lower = notes::split(value.trim()).0.to_lowercase();
    let begins = |words: &[&str]| words.iter().any(|word| lower.starts_with(word));
    let one = match among {
        Among::Regions => BESIDE_REGIONS.contains(&lower.as_str()),
        Among::Countries => matches!(lower.as_str(), "united kingdom" | "uk"),
        Among::Others => false,
    };
    if one {
        return false;
    }
    NAMES.contains(&lower.as_str())
        || begins(&[
            "total ",
            "total:",
            "total,",
            "all ",
            "england outside",
            "england and wales",
            "england, wales",
            "great britain and",
            "united kingdom and",
            "england (",
            "number of ",
            "no. of ",
            "count of ",
            "# of ",
        ])
        || lower.ends_with(" total")
        || lower.ends_with(" (total)")
}

/// Returns the values of a column that are the sum of all others at every time, and in every other
/// breakdown.
pub(super) fn sums(guesses: &[Guess], grid: &Grid, column: usize) -> BTreeSet<String> {
    let Some(measure) = guesses
        .iter()
        .position(|guess| guess.is_number() && super::publisher::measures(&guess.name))
    else {
        return BTreeSet::new();
    };
    let Some(guess) = guesses.get(measure) else { return BTreeSet::new() };
    let text = |row: &Vec<String>, at: usize| row.get(at).cloned().unwrap_or_default();
    // What a value of the column decides, such as its code, is no breakdown of it.
    let decided = |other: usize| {
        let mut seen: BTreeMap<String, String> = BTreeMap::new();
        grid.rows.iter().all(|row| {
            let own = text(row, other);
            *seen.entry(text(row, column)).or_insert_with(|| own.clone()) == own
        })
    };
    let single = |other: usize| {
        grid.rows.iter().map(|row| text(row, other)).collect::<BTreeSet<_>>().len() == 1
    };
    let slices: Vec<usize> = (0..guesses.len())
        .filter(|at| *at != column && *at != measure)
        .filter(|at| guesses.get(*at).is_some_and(|guess| !guess.is_number()))
        .filter(|at| single(*at) || !decided(*at))
        .collect();
    let mut parts: BTreeMap<Vec<String>, BTreeMap<String, f64>> = BTreeMap::new();
    for row in &grid.rows {
        let Some(value) = column::value(guess, &text(row, measure)) else { continue };
        let key = slices.iter().map(|at| text(row, *at)).collect();
        *parts.entry(key).or_default().entry(text(row, column)).or_default() += value;
    }
    let large: Vec<&BTreeMap<String, f64>> =
        parts.values().filter(|part| part.len() >= 4).collect();
    let sums = |part: &&BTreeMap<String, f64>| -> BTreeSet<String> {
        let total: f64 = part.values().sum();
        let near =
            |value: f64| value > 0.0 && (2.0 * value - total).abs() <= 1e-9 * total;
        part.iter()
            .filter(|(_, value)| near(**value))
            .map(|(name, _)| name.clone())
            .collect()
    };
    let mut all = large.iter().map(sums);
    let first = all.next().unwrap_or_default();
    all.fold(first, |common, own| common.intersection(&own).cloned().collect())
}

/// The levels of official areas, by the beginning of their codes.
const LEVELS: [(&str, &[&str]); 9] = [
    (
        "countries",
        &["E92", "W92", "S92", "N92", "K02", "K03", "K04", "J99", "L93", "M83"],
    ),
    ("regions", &["E12", "E15", "E40"]),
    ("counties and combined authorities", &["E10", "E11", "E13", "E47"]),
    ("local authorities", &["E06", "E07", "E08", "E09", "W06", "S12", "N09"]),
    ("wards", &["E05", "W05", "S13", "E36"]),
    ("MSOAs", &["E02", "W02", "S02"]),
    ("LSOAs", &["E01", "W01", "S01"]),
    ("police force areas", &["E23", "W15"]),
    ("constituencies", &["E14", "W07", "S14", "N06", "N05"]),
];

/// Returns what to check about rows that hold others together.
pub(super) fn checks(guesses: &[Guess], grid: &Grid) -> Vec<String> {
    let mut out = Vec::new();
    for (at, guess) in guesses.iter().enumerate() {
        let values: BTreeSet<&str> = grid
            .rows
            .iter()
            .filter_map(|row| row.get(at))
            .map(String::as_str)
            .filter(|text| !text.trim().is_empty())
            .collect();
        if guess.is_code {
            let mut levels: BTreeMap<&str, &str> = BTreeMap::new();
            for code in values.iter().filter(|code| is_code(code)) {
                let level = LEVELS.iter().find(|(_, begins)| {
                    begins.iter().any(|begin| code.starts_with(begin))
                });
                if let Some((level, _)) = level {
                    levels.entry(level).or_insert(code);
                }
            }
            if levels.len() > 1 {
                let list: Vec<String> = levels
                    .iter()
                    .map(|(level, code)| format!("{level} ({code})"))
                    .collect();
                out.push(format!(
                    "`{}` has areas within one another: {}; hold one of them in the frame's SQL",
                    guess.name,
                    list.join(", ")
                ));
            }
        }
        let lower = guess.name.to_lowercase();
        if lower.contains("level") && guess.kind == "string" && values.len() > 1 {
            let list: Vec<String> =
                values.iter().take(4).map(|value| format!("`{value}`")).collect();
            out.push(format!(
                "`{}` has rows of several levels, which may be within one another ({}): hold one \
                 of them in the frame's SQL",
                guess.name,
                list.join(", ")
            ));
            continue;
        }
        if guess.kind != "string"
            || guess.is_code
            || guess.step.is_some()
            || values.len() < 2
        {
            continue;
        }
        let sums = sums(guesses, grid, at);
        let list = among(values.iter().copied());
        let is_one = |text: &&&str| is_total(text, list) || sums.contains(**text);
        let said = values.iter().filter(is_one);
        for total in said {
            let what = if sums.contains(*total) {
                "the sum of all the others"
            } else {
                "a row that may hold others together, or be about them"
            };
            out.push(format!(
                "`{}` has `{total}`, {what}: leave it out of sums in the frame's SQL",
                guess.name
            ));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_country_beside_regions_holds_none_of_them_and_beside_its_districts_all() {
        let regions = ["North East", "South West [note 2]", "London", "Wales", "England"];
        let districts = ["Cardiff", "Swansea", "Wales", "England"];
        let totals = |values: &[&'static str]| {
            let list = among(values.iter().copied());
            values.iter().copied().filter(|one| is_total(one, list)).collect::<Vec<_>>()
        };
        assert_eq!(totals(&regions), ["England"]);
        assert_eq!(totals(&districts), ["Wales", "England"]);
    }
}
