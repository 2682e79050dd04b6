//! What the columns of a table are for: time, groups, what is measured; for a first report.

use crate::frame::infer::column;
use crate::frame::infer::grid::Grid;
use crate::frame::infer::guess::Guess;
use crate::frame::infer::publisher;
use crate::frame::infer::totals;
use crate::frame::notes;
use crate::model::calendar::Step;
use std::collections::BTreeMap;

/// What the columns of a table are for.
#[derive(Debug, Clone, Default)]
pub struct Roles {
    /// The column of time, with its last value.
    pub time: Option<(String, String)>,
    /// The column of what is compared: areas, categories.
    pub group: Option<String>,
    /// The column that is measured; none where rows are counted.
    pub measure: Option<String>,
    /// Whether other columns are measured too, so that it must be named.
    pub several: bool,
    /// Columns that must be held to one value for the measure to mean one thing.
    pub held: Vec<(String, String)>,
    /// What it is, in words.
    pub title: String,
    /// Where it comes from, in words.
    pub source: String,
    /// Whether values are percentages.
    pub percent: bool,
    /// Rows of the group that are totals of others.
    pub totals: Vec<String>,
    /// Whether a group occurs once for each value of time and what is held.
    pub single: bool,
    /// Whether there are no groups, and one value for each time.
    pub series: bool,
    /// Whether the column of time holds numbers.
    pub time_is_number: bool,
    /// The groups by their values, the highest first.
    pub shown: Vec<(String, f64)>,
    /// The last value of time as the file has it.
    pub time_raw: Option<String>,
}

/// Words in the names of columns of places and the like.
const PLACES: [&str; 10] = [
    "name",
    "area",
    "region",
    "district",
    "authority",
    "ward",
    "school",
    "country",
    "constituency",
    "county",
];

/// Returns whether a column of words tells rows apart.
fn texts(guess: &Guess) -> bool {
    guess.kind == "string"
        && !guess.is_code
        && guess.step.is_none()
        && guess.distinct > 1
        && !publisher::qualifies(&guess.name)
}

/// Guesses what the columns are for.
pub(super) fn roles(guesses: &[Guess], grid: &Grid, known: &publisher::Known) -> Roles {
    let measure = guesses
        .iter()
        .find(|guess| {
            guess.is_number()
                && ["value", "OBS_VALUE", "people"].contains(&guess.name.as_str())
        })
        .or_else(|| {
            guesses
                .iter()
                .find(|guess| guess.is_number() && publisher::measures(&guess.name))
        });
    let time = guesses
        .iter()
        .find(|guess| guess.step.is_some() && guess.step != Some(Step::Day))
        .or_else(|| guesses.iter().find(|guess| guess.step.is_some()));
    // Rows that are counted are those of all days: the last has few.
    let time = time.filter(|guess| measure.is_some() || guess.step != Some(Step::Day));
    let time = time.map(|guess| last_measured(guess, guesses, measure, grid));
    let time = time.as_ref();
    let grouping = |guess: &&Guess| texts(guess) && !publisher::defines(&guess.name);
    let named = guesses.iter().filter(grouping).filter(|guess| {
        let lower = guess.name.to_lowercase();
        PLACES.iter().any(|word| lower.contains(word)) || lower == "crime type"
    });
    // Of several as many the first; words before codes, whose names are capitals: REF_AREA.
    let worded = |guess: &Guess| guess.name.chars().any(char::is_lowercase);
    let named = named.rev().max_by_key(|guess| (guess.distinct, worded(guess)));
    let by_type = guesses
        .iter()
        .filter(|guess| texts(guess))
        .find(|guess| guess.name.to_lowercase().contains("type"));
    let group = by_type
        .filter(|_| measure.is_none())
        .or(named)
        .or_else(|| guesses.iter().filter(grouping).max_by_key(|guess| guess.distinct))
        .or_else(|| guesses.iter().find(|guess| guess.is_code && guess.distinct > 1));
    let measured = (time, measure);
    let first = compared(group, None, measured, guesses, grid, known);
    // One group alone compares nothing: what it is made of does.
    if let (Some(whole), [(only, _)]) = (group, first.shown.as_slice()) {
        let parts = guesses.iter().filter(grouping);
        let parts = parts.filter(|guess| {
            guess.name != whole.name && !follows(guess, whole, guesses, grid)
        });
        let within = (whole.name.clone(), only.clone());
        let found = parts.rev().max_by_key(|guess| guess.distinct).map(|part| {
            compared(Some(part), Some(&within), measured, guesses, grid, known)
        });
        return found.filter(|roles| roles.shown.len() > 1).unwrap_or(first);
    }
    first
}

/// Says what the columns are for, where the groups of one are compared, perhaps `within` one of another.
fn compared(
    group: Option<&Guess>,
    within: Option<&(String, String)>,
    (time, measure): (Option<&Guess>, Option<&Guess>),
    guesses: &[Guess],
    grid: &Grid,
    known: &publisher::Known,
) -> Roles {
    let held: Vec<(String, String)> = guesses
        .iter()
        .filter(|guess| measure.is_some() && texts(guess) && guess.distinct <= 30)
        .filter(|guess| within.is_none_or(|(name, _)| *name != guess.name))
        .filter(|guess| group.is_none_or(|group| group.name != guess.name))
        .filter(|guess| {
            publisher::defines(&guess.name) || !guess.name.to_lowercase().contains("name")
        })
        .filter(|guess| group.is_none_or(|group| !follows(guess, group, guesses, grid)))
        .map(|guess| (guess.name.clone(), guess.leading.clone()))
        .collect();
    let at = |name: &str| guesses.iter().position(|guess| guess.name == name);
    let held = together(held, within, guesses, grid, (time, measure));
    let totals = group
        .and_then(|group| at(&group.name))
        .map(|at| {
            let sums = totals::sums(guesses, grid, at);
            let cells = || grid.rows.iter().filter_map(|row| row.get(at));
            let list = totals::among(cells().map(String::as_str));
            let is_one = |cell: &str| totals::is_total(cell, list) || sums.contains(cell);
            let cells = cells();
            let mut found: Vec<String> = cells
                .filter(|cell| is_one(cell) || unknown(cell))
                .map(|cell| notes::split(cell).0.to_owned())
                .collect();
            found.sort();
            found.dedup();
            found
        })
        .unwrap_or_default();
    let measured = guesses
        .iter()
        .filter(|guess| guess.is_number() && publisher::measures(&guess.name));
    let mut out = Roles {
        time: time.map(|guess| (guess.name.clone(), guess.leading.clone())),
        group: group.map(|guess| guess.name.clone()),
        measure: measure.map(|guess| guess.name.clone()),
        several: 1 < measured.count(),
        held,
        title: known.title.clone(),
        source: known.source.as_ref().map(|(title, _)| title.clone()).unwrap_or_default(),
        percent: false,
        totals,
        single: true,
        series: false,
        time_is_number: time.is_some_and(|guess| guess.kind == "year"),
        shown: Vec::new(),
        time_raw: None,
    };
    out.time_raw = time.map(|guess| guess.leading_raw.clone());
    out.series = measure.is_some()
        && out.group.is_none()
        && out.held.is_empty()
        && grid.rows.len() > 2
        && time.is_some_and(|guess| guess.is_whole && guess.distinct == grid.rows.len());
    show(&mut out, guesses, grid);
    // A rate or share of several rows is not their sum.
    let said = |text: &str| {
        let lower = text.to_lowercase();
        ["rate", "percent", "per cent", "proportion", "share", "mean", "average", "%"]
            .iter()
            .any(|word| lower.contains(word))
    };
    let is_rate = measure.is_some_and(|guess| {
        said(&guess.name) || guess.keys.iter().any(|(_, value)| value == "percent")
    }) || out.held.iter().any(|(_, value)| said(value));
    let is_percent = |text: &str| {
        let lower = text.trim().to_lowercase();
        ["percent", "percentage", "per cent", "%"].contains(&lower.as_str())
    };
    let constant = guesses.iter().filter(|guess| guess.distinct == 1);
    out.percent = measure.is_some_and(|guess| {
        let name = guess.name.to_lowercase();
        let words = || name.split(|c: char| !c.is_alphanumeric() && c != '%');
        guess.keys.iter().any(|(key, value)| *key == "format" && value == "percent")
            || name.contains('%')
            || words().any(|word| ["percent", "percentage", "pct"].contains(&word))
    }) || constant.map(|guess| guess.leading.as_str()).any(is_percent)
        || out.held.iter().any(|(_, value)| is_percent(value));
    if is_rate && !out.single {
        out.shown.clear();
        out.group = None;
    }
    out
}

/// Returns whether a column has one value for each group (its code, the region that it lies in): to
/// hold it to one value would leave groups out.
fn follows(column: &Guess, group: &Guess, guesses: &[Guess], grid: &Grid) -> bool {
    let at = |guess: &Guess| guesses.iter().position(|other| other.name == guess.name);
    let (Some(own), Some(group)) = (at(column), at(group)) else { return false };
    let mut known: BTreeMap<&str, &str> = BTreeMap::new();
    grid.rows.iter().all(|row| match (row.get(group), row.get(own)) {
        (Some(group), Some(own)) => *known.entry(group).or_insert(own) == own.as_str(),
        _ => true,
    })
}

/// Returns values of the columns that are held which occur together, at the last time, where
/// something was measured; `within` one value of another column, which is held as well.
fn together(
    mut held: Vec<(String, String)>,
    within: Option<&(String, String)>,
    guesses: &[Guess],
    grid: &Grid,
    (time, measure): (Option<&Guess>, Option<&Guess>),
) -> Vec<(String, String)> {
    let at = |name: &str| guesses.iter().position(|guess| guess.name == name);
    let cell = |row: &&Vec<String>, name: &str| {
        at(name).and_then(|at| row.get(at)).cloned().unwrap_or_default()
    };
    let shown = |row: &&Vec<String>| {
        time.is_none_or(|time| cell(row, &time.name) == time.leading_raw)
            && measure.is_none_or(|measure| {
                column::value(measure, &cell(row, &measure.name)).is_some()
            })
    };
    let agrees = |row: &&Vec<String>| {
        held.iter().filter(|(name, value)| cell(row, name) == *value).count()
    };
    // Of rows that agree in as many the first.
    let inside =
        |row: &&Vec<String>| within.is_none_or(|(name, value)| cell(row, name) == *value);
    let rows = grid.rows.iter().filter(shown).filter(inside);
    let best = rows.rev().max_by_key(agrees);
    if let Some(row) = best {
        held.iter_mut().for_each(|(name, value)| *value = cell(&row, name));
    }
    held.extend(within.cloned());
    held
}

/// Returns whether a value is no group of its own.
fn unknown(value: &str) -> bool {
    value.trim().eq_ignore_ascii_case("unknown")
}

/// Returns the column of time with the last value at which something was measured.
fn last_measured(
    time: &Guess,
    guesses: &[Guess],
    measure: Option<&Guess>,
    grid: &Grid,
) -> Guess {
    let at = |name: &str| guesses.iter().position(|guess| guess.name == name);
    let (Some(measure), Some(own)) = (measure, at(&time.name)) else {
        return time.clone();
    };
    let Some(place) = at(&measure.name) else { return time.clone() };
    let cell = |row: &Vec<String>, at: usize| row.get(at).cloned().unwrap_or_default();
    let measured: Vec<String> = grid
        .rows
        .iter()
        .filter(|row| column::value(measure, &cell(row, place)).is_some())
        .map(|row| cell(row, own))
        .collect();
    let cells: Vec<&str> = measured.iter().map(String::as_str).collect();
    let last = column::guess(&time.name, &cells);
    if last.leading.is_empty() || last.kind != time.kind {
        return time.clone();
    }
    Guess { leading: last.leading, leading_raw: last.leading_raw, ..time.clone() }
}

/// Finds the groups and their values, as the query of the first chart will.
fn show(roles: &mut Roles, guesses: &[Guess], grid: &Grid) {
    let at = |name: &str| guesses.iter().position(|guess| guess.name == name);
    let Some(group) = roles.group.as_deref().and_then(at) else { return };
    let time = roles.time.as_ref().and_then(|(name, _)| at(name));
    let raw = roles.time_raw.clone();
    let measure = roles.measure.as_deref().and_then(at);
    let noted = guesses
        .get(group)
        .is_some_and(|guess| guess.keys.iter().any(|(key, _)| *key == "footnotes"));
    let mut values: BTreeMap<String, (f64, usize)> = BTreeMap::new();
    for row in &grid.rows {
        let cell = |at: usize| row.get(at).map_or("", String::as_str);
        let other_time = time
            .zip(raw.as_deref())
            .is_some_and(|(at, raw)| cell(at) != raw && notes::split(cell(at)).0 != raw);
        let other = roles
            .held
            .iter()
            .any(|(name, value)| at(name).is_some_and(|at| cell(at) != value));
        let name = if noted { notes::split(cell(group)).0 } else { cell(group) };
        if other_time
            || other
            || name.is_empty()
            || roles.totals.iter().any(|it| it == name)
        {
            continue;
        }
        let value = match measure {
            None => Some(1.0),
            Some(at) => guesses.get(at).and_then(|guess| column::value(guess, cell(at))),
        };
        if let Some(value) = value {
            let own = values.entry(name.to_owned()).or_default();
            *own = (own.0 + value, own.1 + 1);
        }
    }
    roles.single = values.values().all(|(_, count)| *count == 1);
    let mut shown: Vec<(String, f64)> =
        values.into_iter().map(|(name, (value, _))| (name, value)).collect();
    shown.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    roles.shown = shown;
}
