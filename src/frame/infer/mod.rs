//! The contract of a file that nobody has described yet, guessed from the file, as YAML that an
//! author would be glad to have written.

mod column;
mod contract;
mod form;
mod grid;
mod guess;
mod key;
mod publisher;
mod roles;
mod separators;
mod start;
mod totals;
mod unnamed;
mod when;
mod yaml;

pub use contract::Group;
pub use contract::grouped;
pub use contract::inserted;
pub use contract::names_in;
pub use start::Start;
pub use start::start;

use crate::frame::infer::grid::Grid;
use crate::frame::infer::grid::Wide;
use crate::frame::infer::guess::Guess;
use crate::frame::infer::guess::shared;
use crate::frame::infer::guess::whole_percentages;
use crate::frame::infer::roles::Roles;
use crate::frame::sheet;
use crate::geography::Format;
use crate::model::words::counted;
use crate::project::quoted;

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

/// The most bytes of several files of one table that are looked at.
const MOST_LOOKED_AT: usize = 256 * 1024 * 1024;

/// Drafts the resources of a file, or of several that are one table: one for a text file, one for each
/// table of a workbook.
pub fn draft(group: &Group, taken: &[String]) -> Result<Vec<Draft>, String> {
    let path = group.path.as_str();
    let pattern = group.pattern.as_deref();
    let mut taken = taken.to_vec();
    let (mut grids, texts) = match (sheet::format_of(path), Format::of(None, path)) {
        (Some(format), _) => grid::of_book(&group.bytes, format)?,
        (None, Some(format)) => {
            (vec![grid::of_boundaries(format, &group.bytes)?], Vec::new())
        }
        _ if path.ends_with(".parquet") => {
            (vec![grid::of_parquet(&group.bytes)?], Vec::new())
        }
        _ => {
            let mut grid = grid::of_text(path, &group.bytes)?;
            let texts = grid.below.clone();
            let mut looked = group.bytes.len();
            for (other, bytes) in &group.others {
                looked += bytes.len();
                if looked > MOST_LOOKED_AT {
                    grid.checks.push("only the first 256 MiB were looked at".to_owned());
                    break;
                }
                let own = grid::of_text(other, bytes)?;
                if own.settings != grid.settings {
                    grid.checks.push(format!(
                        "`{other}` would be read otherwise than the first ({}): all files of a \
                         resource are read by one `dialect`",
                        match own.settings.join(", ") {
                            said if said.is_empty() => "plainly".to_owned(),
                            said => said,
                        }
                    ));
                }
                if own.header == grid.header {
                    grid.rows.extend(own.rows);
                } else {
                    grid.checks.push(format!(
                        "`{other}` has other columns, and was not looked at: see `rename`"
                    ));
                }
            }
            if !group.others.is_empty() {
                grid.checks.push(format!(
                    "{} files are one table: a column with the name of each is made by \
                     `fileColumn: {{name: file}}`",
                    group.others.len() + 1
                ));
            }
            (vec![grid], texts)
        }
    };
    if grids.is_empty() {
        return Err(
            "no sheet of it holds a table that could be recognised; a resource may name its `sheet` and `range`".to_owned(),
        );
    }
    let mut out = Vec::new();
    for grid in &mut grids {
        let known = publisher::of(pattern.unwrap_or(path), grid, &texts);
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
    let wide = Wide {
        columns: (start..own.header.len()).collect(),
        pattern: Some(r"[0-9]{1,3}\+?".to_owned()),
        name: "age",
        groups: None,
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

fn unpivot_line(wide: &Wide, value: &str, names: &[String]) -> String {
    let listed = || {
        let list: Vec<String> = names.iter().map(|name| quoted(name)).collect();
        format!("[{}]", list.join(", "))
    };
    let columns = wide.pattern.as_deref().map_or_else(listed, yaml::expression);
    if wide.groups.is_some() {
        return format!("unpivot: {{columns: {columns}, value: {value}}}");
    }
    format!("unpivot: {{columns: {columns}, name: {}, value: {value}}}", wide.name)
}

/// Says of columns of measurements beside those that become rows that their values occur again and again.
fn beside(grid: &Grid, wide: &Wide) -> Option<String> {
    let times = wide.columns.len();
    let measured = |at: usize| {
        let cells = grid.rows.iter().filter_map(|row| row.get(at));
        let filled = || cells.clone().filter(|cell| !cell.trim().is_empty());
        filled().any(|cell| form::is_number(cell) && cell.contains(['.', ',', '%']))
            && filled().all(|cell| form::is_value(cell))
    };
    let beside = grid.header.iter().enumerate();
    let names: Vec<String> = beside
        .filter(|(at, _)| !wide.columns.contains(at) && measured(*at))
        .map(|(_, name)| format!("`{name}`"))
        .collect();
    let (stay, each) =
        if names.len() == 1 { ("stays", "its") } else { ("stay", "their") };
    (!names.is_empty()).then(|| {
        format!(
            "{} {stay} beside the rows that are made of the others: each of {each} values is on {times} rows, whichever {} it is of",
            names.join(", "),
            wide.name
        )
    })
}

fn resource(
    name: &str,
    path: &str,
    grid: &mut Grid,
    known: &publisher::Known,
    texts: &[String],
) -> Draft {
    grid.drop_empty();
    grid.checks.extend(grid.lonely());
    if let Some(wide) = grid.wide().or_else(|| grid.wide_in_groups()) {
        let names: Vec<String> =
            wide.columns.iter().filter_map(|at| grid.header.get(*at).cloned()).collect();
        let again = beside(grid, &wide);
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
            below: grid.below.clone(),
            ..Grid::default()
        };
        own.unpivot(&wide, "value");
        own.notes = own
            .noted
            .iter()
            .map(|(name, mark)| publisher::note(name, mark, texts))
            .collect();
        for (name, mark) in &own.noted {
            own.checks.push(format!("the column `{name}` is marked [{mark}]"));
        }
        if wide.groups.is_some() {
            own.checks.push(
                "what the upper line of the head says is in the column `group`: give it a \
                 better name in `unpivot`, `primaryKey` and `fields`"
                    .to_owned(),
            );
        }
        own.checks.push(format!(
            "{} columns, `{}` to `{}`, become rows: one for each {}",
            names.len(),
            names.first().map_or("", String::as_str),
            names.last().map_or("", String::as_str),
            wide.name
        ));
        own.checks.extend(again);
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
    let mut guesses: Vec<Guess> = grid
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
            publisher::adjust(known, grid, texts, &mut guess);
            guess
        })
        .collect();
    separators::points_beside_commas(&mut guesses, grid);
    separators::commas_beside_commas(&mut guesses, grid);
    whole_percentages(&mut guesses);
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
            format!(", path: {}", quoted(address))
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
    if known.subset || grid.subset {
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
            match copies {
                1 => "a row is an exact copy of another".to_owned(),
                many => format!("{many} rows are exact copies of others"),
            }
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
    checks.extend(totals::labels_once(&guesses, grid));
    checks.extend(totals::checks(&guesses, grid));
    let roles = roles::roles(&guesses, grid, known);
    let identified = key.map_or_else(
        || "no key".to_owned(),
        |key| format!("a row for each {}", names(&key).join(", ")),
    );
    let summary = format!(
        "{name}: {}, {}, {identified}",
        counted(grid.rows.len(), "row"),
        counted(grid.header.len(), "column")
    );
    Draft { name: name.to_owned(), yaml: out, checks, summary, roles }
}
