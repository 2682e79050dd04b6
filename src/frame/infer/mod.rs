//! The contract of a file that nobody has described yet, guessed from the file, as YAML that an
//! author would be glad to have written.

mod column;
mod contract;
mod grid;
mod guess;
mod key;
mod publisher;
mod start;
mod yaml;

pub use contract::grouped;
pub use contract::inserted;
pub use contract::names_in;
pub use start::Start;
pub use start::start;

use crate::frame::infer::grid::Grid;
use crate::frame::infer::guess::Guess;
use crate::frame::notes;
use crate::frame::sheet;
use crate::model::calendar::Step;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A resource of the contract, drafted.
#[derive(Debug, Clone)]
pub struct Draft {
    /// Its name.
    pub name: String,
    /// Its entry under `resources:`.
    pub yaml: String,
    /// What a person should check.
    pub checks: Vec<String>,
    /// What was found, in a line.
    pub summary: String,
    /// What its columns are for, for a first report.
    pub roles: Roles,
}

/// What the columns of a table are for.
#[derive(Debug, Clone, Default)]
pub struct Roles {
    /// The column of time, with its last value.
    pub time: Option<(String, String)>,
    /// The column of what is compared: areas, categories.
    pub group: Option<String>,
    /// The column that is measured; none where rows are counted.
    pub measure: Option<String>,
    /// Columns that must be held to one value for the measure to mean one thing.
    pub held: Vec<(String, String)>,
    /// What it is, in words.
    pub title: String,
    /// Where it comes from, in words.
    pub source: String,
    /// Rows of the group that are totals of others.
    pub totals: Vec<String>,
    /// Whether a group occurs once for each value of time and what is held.
    pub single: bool,
    /// Whether the column of time holds numbers.
    pub time_is_number: bool,
    /// The groups by their values, the highest first.
    pub shown: Vec<(String, f64)>,
}

/// Drafts the resources of a file: one for a text file, one for each table of a workbook. `path` is
/// as the contract will say it; `pattern` stands for several files of which this is the first.
pub fn draft(
    path: &str,
    pattern: Option<&str>,
    bytes: &Arc<[u8]>,
    taken: &[String],
) -> Result<Vec<Draft>, String> {
    let mut taken = taken.to_vec();
    let (mut grids, texts) = match sheet::format_of(path) {
        Some(format) => grid::of_book(bytes, format)?,
        None if path.ends_with(".parquet") => {
            return Err(
                "a Parquet file has no need of guesses: declare its fields".to_owned()
            );
        }
        None => (vec![grid::of_text(path, bytes)?], Vec::new()),
    };
    if grids.is_empty() {
        return Err("no sheet of it holds a table that could be recognised".to_owned());
    }
    let mut out = Vec::new();
    for grid in &mut grids {
        let known = publisher::of(path, grid, &texts);
        let name = free(&known.name, &taken);
        taken.push(name.clone());
        out.push(resource(&name, pattern.unwrap_or(path), grid, &known, &texts));
        if let Some(ages) = ages(grid) {
            let name = free(&format!("{name}_by_age"), &taken);
            taken.push(name.clone());
            out.push(by_age(&name, pattern.unwrap_or(path), grid, &known, &ages, &texts));
        }
    }
    Ok(out)
}

/// Returns a name that no other resource has.
fn free(name: &str, taken: &[String]) -> String {
    let numbered = (2..).map(|number| format!("{name}_{number}"));
    std::iter::once(name.to_owned())
        .chain(numbered)
        .find(|name| !taken.contains(name))
        .unwrap_or_default()
}

/// Returns the columns of single years of age, where there are many.
fn ages(grid: &Grid) -> Option<Vec<usize>> {
    let age =
        |name: &str| name.trim_end_matches('+').parse::<u8>().is_ok_and(|age| age < 120);
    let found: Vec<usize> = (0..grid.header.len())
        .filter(|at| grid.header.get(*at).is_some_and(|name| age(name)))
        .collect();
    (found.len() >= 20).then_some(found)
}

fn by_age(
    name: &str,
    path: &str,
    grid: &Grid,
    known: &publisher::Known,
    ages: &[usize],
    texts: &[String],
) -> Draft {
    let measured = |at: &usize| {
        let cells: Vec<&str> =
            grid.rows.iter().filter_map(|row| row.get(*at)).map(String::as_str).collect();
        let head = grid.header.get(*at).map_or("", String::as_str);
        column::guess(head, &cells).is_number()
    };
    let first = ages.first().copied().unwrap_or(0);
    let keep: Vec<usize> = (0..grid.header.len())
        .filter(|at| ages.contains(at) || (*at < first && !measured(at)))
        .collect();
    let pick =
        |row: &Vec<String>| keep.iter().filter_map(|at| row.get(*at).cloned()).collect();
    let mut own = Grid {
        header: pick(&grid.header),
        rows: grid.rows.iter().map(pick).collect(),
        settings: grid.settings.clone(),
        ..Grid::default()
    };
    let start = own.header.len() - ages.len();
    let wide = grid::Wide {
        columns: (start..own.header.len()).collect(),
        pattern: Some(r"[0-9]{1,3}\+?".to_owned()),
        name: "age",
    };
    let known = publisher::Known {
        title: format!("{}, by single year of age", known.title),
        subset: true,
        ..known.clone()
    };
    own.unpivot(&wide, "people");
    let unpivot = unpivot_line(&wide, "people", &[]);
    finish(name, path, &own, &known, Some(unpivot), texts)
}

fn unpivot_line(wide: &grid::Wide, value: &str, names: &[String]) -> String {
    let listed = || {
        let list: Vec<String> = names.iter().map(|name| yaml::quoted(name)).collect();
        format!("[{}]", list.join(", "))
    };
    let columns = wide.pattern.as_deref().map_or_else(listed, yaml::expression);
    format!("unpivot: {{columns: {columns}, name: {}, value: {value}}}", wide.name)
}

fn resource(
    name: &str,
    path: &str,
    grid: &mut Grid,
    known: &publisher::Known,
    texts: &[String],
) -> Draft {
    grid.drop_empty();
    if let Some(wide) = grid.wide() {
        let names: Vec<String> =
            wide.columns.iter().filter_map(|at| grid.header.get(*at).cloned()).collect();
        let mut own = Grid {
            header: grid.header.clone(),
            marks: grid.marks.clone(),
            rows: std::mem::take(&mut grid.rows),
            settings: grid.settings.clone(),
            rename: grid.rename.clone(),
            empty: grid.empty.clone(),
            checks: grid.checks.clone(),
            sheet: grid.sheet.clone(),
            above: grid.above.clone(),
            ..Grid::default()
        };
        own.unpivot(&wide, "value");
        own.checks.push(format!(
            "{} columns, `{}` to `{}`, become rows: one for each {}",
            names.len(),
            names.first().map_or("", String::as_str),
            names.last().map_or("", String::as_str),
            wide.name
        ));
        let line = unpivot_line(&wide, "value", &names);
        return finish(name, path, &own, known, Some(line), texts);
    }
    if let Some(ages) = ages(grid) {
        let mut own = Grid {
            settings: grid.settings.clone(),
            checks: grid.checks.clone(),
            sheet: grid.sheet.clone(),
            ..Grid::default()
        };
        let keep: Vec<usize> =
            (0..grid.header.len()).filter(|at| !ages.contains(at)).collect();
        let all = std::iter::once(&grid.header).chain(&grid.rows);
        let mut all =
            all.map(|row| keep.iter().filter_map(|at| row.get(*at).cloned()).collect());
        own.header = all.next().unwrap_or_default();
        own.rows = all.collect();
        own.checks.push(format!(
            "{} columns of single years of age are left to `{name}_by_age`, where they are rows",
            ages.len()
        ));
        let known = publisher::Known { subset: true, ..known.clone() };
        return finish(name, path, &own, &known, None, texts);
    }
    finish(name, path, grid, known, None, texts)
}

fn finish(
    name: &str,
    path: &str,
    grid: &Grid,
    known: &publisher::Known,
    unpivot: Option<String>,
    texts: &[String],
) -> Draft {
    let guesses: Vec<Guess> = grid
        .header
        .iter()
        .enumerate()
        .map(|(at, head)| {
            let cells: Vec<&str> = grid
                .rows
                .iter()
                .map(|row| row.get(at).map_or("", String::as_str))
                .collect();
            let mut guess = column::guess(head, &cells);
            publisher::adjust(known, &mut guess);
            guess
        })
        .collect();
    let mut checks = grid.checks.clone();
    let key = key::key(&guesses, &grid.rows);
    let mut out = format!("  - name: {name}\n    path: {}\n", yaml::scalar(path));
    if !known.title.is_empty() {
        out += &yaml::folded("title", &known.title, 4);
    }
    let about = publisher::description(grid, texts);
    if !about.is_empty() {
        out += &yaml::folded("description", &about, 4);
    }
    if let Some((title, address)) = &known.source {
        let path = if address.is_empty() {
            String::new()
        } else {
            format!(", path: {}", yaml::quoted(address))
        };
        out +=
            &format!("    sources:\n      - {{title: {}{path}}}\n", yaml::scalar(title));
    }
    for setting in &grid.settings {
        out += &format!("    {setting}\n");
    }
    if !grid.rename.is_empty() {
        let pairs: Vec<String> = grid
            .rename
            .iter()
            .map(|(from, to)| format!("{}: {}", yaml::scalar(from), yaml::scalar(to)))
            .collect();
        out += &format!("    rename: {{{}}}\n", pairs.join(", "));
    }
    if !grid.empty.is_empty() {
        let list: Vec<String> =
            grid.empty.iter().map(|it| yaml::expression(it)).collect();
        out += &format!("    emptyColumns: [{}]\n", list.join(", "));
    }
    if let Some(unpivot) = unpivot {
        out += &format!("    {unpivot}\n");
    }
    out += "    schema:\n";
    if known.subset {
        out += "      fieldsMatch: subset   # the file has further columns\n";
    }
    let names = |key: &[usize]| -> Vec<String> {
        key.iter().filter_map(|at| guesses.get(*at)).map(|it| it.name.clone()).collect()
    };
    if let Some(key) = &key {
        let list: Vec<String> = names(key).iter().map(|it| yaml::scalar(it)).collect();
        out += &format!("      primaryKey: [{}]\n", list.join(", "));
    } else {
        let copies = key::copies(&grid.rows);
        let why = if copies > 0 {
            format!("{copies} rows are exact copies of others")
        } else {
            "no four columns tell all rows apart".to_owned()
        };
        out += &format!("      # no primaryKey: {why}\n");
        checks.push(format!("no columns identify a row: {why}"));
    }
    let shared = shared(&guesses, grid);
    if !shared.is_empty() {
        let mut all = Vec::new();
        if guesses.iter().any(|guess| !guess.is_whole) {
            all.push((String::new(), "blank".to_owned()));
        }
        all.extend(
            shared.iter().map(|(marker, reason)| (marker.clone(), reason.clone())),
        );
        out += "      missingValues:   # the reasons are guesses: see the publisher's notes\n";
        for item in yaml::missing(&all) {
            out += &format!("        - {item}\n");
        }
        for (marker, reason) in &shared {
            let reason =
                if reason.is_empty() { "a reason that is not known" } else { reason };
            checks.push(format!("`{marker}` is taken for missing: {reason}"));
        }
    }
    out += "      fields:\n";
    for (at, guess) in guesses.iter().enumerate() {
        let own = guess.missing.iter().any(|(marker, _)| !shared.contains_key(marker));
        let mark = grid.marks.get(at).cloned().flatten();
        let title = mark
            .map(|mark| publisher::note(&guess.name, &mark, texts))
            .unwrap_or_default();
        out += &yaml::field(guess, &title, own);
        checks.extend(guess.checks.iter().cloned());
    }
    let roles = roles(&guesses, grid, known);
    let identified = key.map_or_else(
        || "no key".to_owned(),
        |key| format!("a row for each {}", names(&key).join(", ")),
    );
    let summary = format!(
        "{name}: {} rows, {} columns, {identified}",
        grid.rows.len(),
        grid.header.len()
    );
    Draft { name: name.to_owned(), yaml: out, checks, summary, roles }
}

/// Returns the markers of missing values that no other column has as a value.
fn shared(guesses: &[Guess], grid: &Grid) -> BTreeMap<String, String> {
    let mut out = BTreeMap::new();
    for (marker, reason) in guesses.iter().flat_map(|guess| &guess.missing) {
        out.entry(marker.clone()).or_insert_with(|| reason.clone());
    }
    let is_value = |marker: &String| {
        guesses.iter().enumerate().any(|(at, guess)| {
            !guess.missing.iter().any(|(own, _)| own == marker)
                && grid.rows.iter().any(|row| row.get(at) == Some(marker))
        })
    };
    out.retain(|marker, _| !is_value(marker));
    out
}

/// Guesses what the columns are for.
fn roles(guesses: &[Guess], grid: &Grid, known: &publisher::Known) -> Roles {
    let time = guesses
        .iter()
        .find(|guess| guess.step.is_some() && guess.step != Some(Step::Day))
        .or_else(|| guesses.iter().find(|guess| guess.step.is_some()));
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
    let texts = |guess: &&Guess| {
        guess.kind == "string"
            && !guess.is_code
            && guess.step.is_none()
            && guess.distinct > 1
    };
    let named = guesses.iter().filter(texts).find(|guess| {
        let lower = guess.name.to_lowercase();
        lower.contains("name")
            || lower.contains("area")
            || lower.contains("region")
            || lower == "crime type"
    });
    let by_type = guesses
        .iter()
        .filter(texts)
        .find(|guess| guess.name.to_lowercase().contains("type"));
    let group = by_type
        .filter(|_| measure.is_none())
        .or(named)
        .or_else(|| guesses.iter().filter(texts).max_by_key(|guess| guess.distinct));
    let held: Vec<(String, String)> = guesses
        .iter()
        .filter(|guess| measure.is_some() && texts(guess) && guess.distinct <= 30)
        .filter(|guess| group.is_none_or(|group| group.name != guess.name))
        .filter(|guess| !guess.name.to_lowercase().contains("name"))
        .map(|guess| (guess.name.clone(), guess.leading.clone()))
        .collect();
    let at = |name: &str| guesses.iter().position(|guess| guess.name == name);
    // Of several columns that are held, only values that occur together.
    let held = match held.first() {
        Some((name, value)) => {
            let (at_first, cells) = (at(name), value.clone());
            let row = grid.rows.iter().find(|row| {
                at_first.and_then(|at| row.get(at)).is_some_and(|cell| *cell == cells)
            });
            held.into_iter()
                .map(|(name, value)| {
                    let own = at(&name).and_then(|at| row?.get(at)).cloned();
                    (name, own.unwrap_or(value))
                })
                .collect()
        }
        None => held,
    };
    let totals = group
        .and_then(|group| at(&group.name))
        .map(|at| {
            let mut found: Vec<String> = grid
                .rows
                .iter()
                .filter_map(|row| row.get(at))
                .map(|cell| notes::split(cell).0.to_owned())
                .filter(|cell| publisher::is_total(cell))
                .collect();
            found.sort();
            found.dedup();
            found
        })
        .unwrap_or_default();
    let mut out = Roles {
        time: time.map(|guess| (guess.name.clone(), guess.leading.clone())),
        group: group.map(|guess| guess.name.clone()),
        measure: measure.map(|guess| guess.name.clone()),
        held,
        title: known.title.clone(),
        source: known.source.as_ref().map(|(title, _)| title.clone()).unwrap_or_default(),
        totals,
        single: true,
        time_is_number: time.is_some_and(|guess| guess.kind == "year"),
        shown: Vec::new(),
    };
    show(&mut out, guesses, grid);
    out
}

/// Finds the groups and their values, as the query of the first chart will.
fn show(roles: &mut Roles, guesses: &[Guess], grid: &Grid) {
    let at = |name: &str| guesses.iter().position(|guess| guess.name == name);
    let Some(group) = roles.group.as_deref().and_then(at) else { return };
    let time = roles.time.as_ref().and_then(|(name, _)| at(name));
    let raw = time.and_then(|at| guesses.get(at)).map(|guess| guess.leading_raw.clone());
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
