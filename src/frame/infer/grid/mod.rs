//! A file as rows of texts under a header, whatever stands around them; and what of that the
//! contract must say.

mod book;
mod bounds;
mod cut;
mod lines;
mod split;
mod text;

pub(super) use book::of_book;
pub(super) use text::of_text;

use crate::frame::engine;
use crate::frame::guard::guarded;
use crate::frame::notes;
use crate::geography;
use crate::geography::Format;
use crate::model::calendar::Step;

/// A table as published.
#[derive(Debug, Default)]
pub(super) struct Grid {
    pub header: Vec<String>,
    /// Marks of footnotes in the header.
    pub marks: Vec<Option<String>>,
    pub rows: Vec<Vec<String>>,
    /// Settings of the resource that reading needs, as lines of YAML under it.
    pub settings: Vec<String>,
    /// How many lines the header has.
    pub lines: usize,
    /// Whether the file has columns that are not among these.
    pub subset: bool,
    /// Lines above the header.
    pub above: Vec<String>,
    /// Lines below the table.
    pub below: Vec<String>,
    /// Columns that became rows and had a mark of a footnote, with it.
    pub noted: Vec<(String, String)>,
    /// What the marks of columns that became rows refer to.
    pub notes: Vec<String>,
    /// The sheet's name.
    pub sheet: Option<String>,
    /// Names of columns in the file, and what they are called in the contract.
    pub rename: Vec<(String, String)>,
    /// Regular expressions of columns that are empty.
    pub empty: Vec<String>,
    /// What a person should check.
    pub checks: Vec<String>,
}

/// Reads a Parquet file; says why it cannot be read.
pub(in crate::frame::infer) fn of_parquet(
    bytes: &std::sync::Arc<[u8]>,
) -> Result<Grid, String> {
    let (names, table) =
        engine::parquet(bytes, &[]).map_err(|refusal| refusal.to_string())?;
    let header: Vec<String> = table.names().map(str::to_owned).collect();
    let rows = (0..table.rows()).map(|row| {
        table.columns.iter().map(|column| column.key(row).unwrap_or_default()).collect()
    });
    let mut grid = Grid { rows: rows.collect(), ..Grid::default() };
    let left: Vec<String> =
        names.into_iter().filter(|name| !header.contains(name)).collect();
    if !left.is_empty() {
        grid.subset = true;
        grid.checks.push(format!(
            "left out, because no column of a table can hold them: {}",
            left.join(", ")
        ));
    }
    grid.header = header;
    Ok(grid)
}

/// Reads the attributes of a file of boundaries; says why it cannot be read.
pub(in crate::frame::infer) fn of_boundaries(
    format: Format,
    bytes: &[u8],
) -> Result<Grid, String> {
    let found = guarded(|| geography::read(format, bytes)).unwrap_or_else(Err)?;
    let text = |cell: &Option<String>| cell.clone().unwrap_or_default();
    let rows = found.cells.iter().map(|row| row.iter().map(text).collect()).collect();
    let mut grid = Grid { header: found.header, rows, ..Grid::default() };
    grid.checks.push(
        "its outlines are drawn by `boundaries:` of a map; the columns are its attributes"
            .to_owned(),
    );
    Ok(grid)
}

/// Columns that become rows, because their names are periods.
#[derive(Debug)]
pub(super) struct Wide {
    pub columns: Vec<usize>,
    /// A regular expression of the names, or the list.
    pub pattern: Option<String>,
    pub name: &'static str,
    /// What else their names say, a text for each of them.
    pub groups: Option<Vec<String>>,
}

fn is_period(text: &str) -> bool {
    crate::model::calendar::period(text).is_some()
}

fn step_name(step: Step) -> &'static str {
    match step {
        Step::Year | Step::Season => "year",
        Step::Quarter => "quarter",
        Step::Month => "month",
        Step::Day => "date",
    }
}

/// Returns a regular expression of texts that have the same signs and as many digits.
fn shape(name: &str) -> String {
    let mut out = String::new();
    let mut run = 0;
    for sign in name.chars().chain(['\0']) {
        if sign.is_ascii_digit() {
            run += 1;
            continue;
        }
        if run > 0 {
            out += &format!("[0-9]{{{run}}}");
            run = 0;
        }
        if sign != '\0' {
            out += &regex::escape(&sign.to_string());
        }
    }
    out
}

impl Grid {
    /// Returns the columns whose names are periods of one step, where there are three or more.
    pub(super) fn wide(&self) -> Option<Wide> {
        use crate::model::calendar::period;
        use crate::model::calendar::periods;
        let base = |name: &str| notes::split(name).0.to_owned();
        let columns: Vec<usize> = (0..self.header.len())
            .filter(|at| {
                self.header.get(*at).is_some_and(|name| period(&base(name)).is_some())
            })
            .collect();
        let names: Vec<&String> =
            columns.iter().filter_map(|at| self.header.get(*at)).collect();
        let bases: Vec<String> = names.iter().map(|name| base(name)).collect();
        let all = periods(bases.iter().map(String::as_str))?;
        if columns.len() < 3 || columns.len() == self.header.len() {
            return None;
        }
        let ages = bases.iter().any(|name| name.len() < 4);
        if ages {
            return None;
        }
        let name = step_name(all.first()?.step);
        let marked = names.iter().zip(&bases).any(|(name, base)| *name != base);
        let mut patterns: Vec<String> = bases.iter().map(|name| shape(name)).collect();
        patterns.dedup();
        let pattern = match patterns.as_slice() {
            [one] if marked => Some(format!("{one}( ?[(\\[].*)?")),
            [one] => Some(one.clone()),
            _ => None,
        };
        let name =
            if self.header.iter().any(|head| head == name) { "period" } else { name };
        Some(Wide { columns, pattern, name, groups: None })
    }

    /// Returns the columns whose names, of several lines, are a group and a period: `Males 2021`.
    pub(super) fn wide_in_groups(&self) -> Option<Wide> {
        use crate::model::calendar::periods;
        if self.lines < 2 || self.header.iter().any(|name| name == "group") {
            return None;
        }
        let split = |name: &str, first: bool| -> Option<(String, String)> {
            let spaces = name.match_indices(' ').map(|(at, _)| name.split_at(at));
            spaces
                .map(|(left, right)| (left.trim(), right.trim()))
                .map(|(left, right)| if first { (right, left) } else { (left, right) })
                .find(|(group, period)| is_period(period) && !is_period(group))
                .map(|(group, period)| (group.to_owned(), period.to_owned()))
        };
        [false, true].into_iter().find_map(|first| {
            let parts: Vec<(usize, String, String)> = self
                .header
                .iter()
                .enumerate()
                .filter_map(|(at, name)| {
                    split(name, first).map(|(group, period)| (at, group, period))
                })
                .collect();
            let distinct = |texts: &mut dyn Iterator<Item = &String>| {
                texts.collect::<std::collections::BTreeSet<_>>().len()
            };
            let groups = distinct(&mut parts.iter().map(|(_, group, _)| group));
            let times = distinct(&mut parts.iter().map(|(_, _, time)| time));
            let all = periods(parts.iter().map(|(_, _, time)| time.as_str()))?;
            let mut shapes: Vec<String> =
                parts.iter().map(|(_, _, time)| shape(time)).collect();
            shapes.dedup();
            let [one] = shapes.as_slice() else { return None };
            let name = step_name(all.first()?.step);
            let full = groups * times == parts.len() && groups > 1 && times > 1;
            if !full || parts.len() == self.header.len() {
                return None;
            }
            let time = format!("(?<{name}>{one})");
            let pattern = if first {
                format!("{time} (?<group>.+)")
            } else {
                format!("(?<group>.+) {time}")
            };
            let regex = regex::Regex::new(&format!("^(?:{pattern})$")).ok()?;
            let matched = self.header.iter().filter(|name| regex.is_match(name)).count();
            (matched == parts.len() && !self.header.iter().any(|head| head == name)).then(
                || Wide {
                    columns: parts.iter().map(|(at, ..)| *at).collect(),
                    pattern: Some(pattern),
                    name,
                    groups: Some(parts.into_iter().map(|(_, group, _)| group).collect()),
                },
            )
        })
    }

    /// Makes columns rows.
    pub(super) fn unpivot(&mut self, wide: &Wide, value: &str) {
        let stay: Vec<usize> =
            (0..self.header.len()).filter(|at| !wide.columns.contains(at)).collect();
        let pick = |row: &[String], at: usize| row.get(at).cloned().unwrap_or_default();
        let mut rows = Vec::with_capacity(self.rows.len() * wide.columns.len());
        for row in &self.rows {
            for (index, at) in wide.columns.iter().enumerate() {
                let mut new: Vec<String> = stay.iter().map(|at| pick(row, *at)).collect();
                let name = pick(&self.header, *at);
                match wide.groups.as_ref().and_then(|groups| groups.get(index)) {
                    Some(group) => {
                        let time = name.replacen(group.as_str(), "", 1).trim().to_owned();
                        // The order of the groups of the expression is that of the columns.
                        let first = wide
                            .pattern
                            .as_deref()
                            .unwrap_or("")
                            .starts_with("(?<group>");
                        if first {
                            new.extend([group.clone(), time]);
                        } else {
                            new.extend([time, group.clone()]);
                        }
                    }
                    None => new.push(name),
                }
                new.push(pick(row, *at));
                rows.push(new);
            }
        }
        for at in &wide.columns {
            if let Some(mark) = self.marks.get(*at).cloned().flatten() {
                self.noted.push((pick(&self.header, *at), mark));
            }
        }
        let marks = stay.iter().map(|at| self.marks.get(*at).cloned().flatten());
        let names: Vec<&str> = match &wide.pattern {
            Some(pattern)
                if wide.groups.is_some() && pattern.starts_with("(?<group>") =>
            {
                vec!["group", wide.name, value]
            }
            _ if wide.groups.is_some() => vec![wide.name, "group", value],
            _ => vec![wide.name, value],
        };
        self.marks = marks.chain(names.iter().map(|_| None)).collect();
        let header = stay.iter().map(|at| pick(&self.header, *at));
        self.header = header.chain(names.into_iter().map(str::to_owned)).collect();
        self.rows = rows;
    }

    /// Returns what to check about rows that have a name and nothing else, where others have more.
    pub(super) fn lonely(&self) -> Option<String> {
        let bare = |row: &&Vec<String>| {
            let mut filled = row.iter().map(|cell| !cell.trim().is_empty());
            filled.next() == Some(true) && !filled.any(|filled| filled)
        };
        let names: Vec<String> = self
            .rows
            .iter()
            .filter(bare)
            .filter_map(|row| Some(format!("`{}`", row.first()?)))
            .collect();
        let first: Vec<&str> = names.iter().take(5).map(String::as_str).collect();
        (!names.is_empty() && names.len() < self.rows.len()).then(|| {
            format!(
                "rows with nothing but a name, kept as rows without a value: {} ({}{}); if they \
                 head the rows below them, name them in `commentRows` and give these a column",
                names.len(),
                first.join(", "),
                if names.len() > first.len() { ", …" } else { "" }
            )
        })
    }

    /// Takes marks of footnotes off the names of columns, but not off periods, which keep theirs.
    pub(super) fn unmarked(&mut self) {
        self.marks.resize(self.header.len(), None);
        for (at, name) in self.header.iter_mut().enumerate() {
            let (base, mark) = notes::split(name);
            let base = base.to_owned();
            if mark.is_none() || is_period(&base) {
                continue;
            }
            self.rename.retain(|(_, new)| new != name);
            self.rename.push((std::mem::replace(name, base.clone()), base));
            if let Some(own) = self.marks.get_mut(at) {
                *own = mark;
            }
        }
    }

    /// Takes out columns that have no name, or one of annotations, and no cell.
    pub(super) fn drop_empty(&mut self) {
        let blank = |at: usize| {
            self.rows
                .iter()
                .all(|row| row.get(at).is_none_or(|cell| cell.trim().is_empty()))
        };
        let drop: Vec<usize> = (0..self.header.len())
            .filter(|at| {
                let name = self.header.get(*at).map_or("", String::as_str);
                (name.is_empty() || name.ends_with("Annotations")) && blank(*at)
            })
            .collect();
        if drop.is_empty() {
            return;
        }
        let names: Vec<&String> =
            drop.iter().filter_map(|at| self.header.get(*at)).collect();
        if names.iter().any(|name| name.is_empty())
            && drop.iter().any(|at| *at + 1 < self.header.len())
        {
            self.empty.push(String::new());
        }
        let kept = (0..self.header.len()).filter(|at| !drop.contains(at));
        let mut annotated = kept.filter_map(|at| self.header.get(at));
        if annotated.any(|name| name.ends_with("Annotations")) {
            // One for all would take in those that have cells.
            let own = names.iter().filter(|name| !name.is_empty());
            self.empty.extend(own.map(|name| regex::escape(name)));
        } else if names.iter().any(|name| !name.is_empty()) {
            self.empty.push(".* - Annotations".to_owned());
        }
        let keep = |row: &mut Vec<String>| {
            let mut at = 0;
            row.retain(|_| {
                at += 1;
                !drop.contains(&(at - 1))
            });
        };
        keep(&mut self.header);
        self.rows.iter_mut().for_each(keep);
        let count = drop.len();
        self.checks.push(format!("{count} columns without a cell are declared empty: a later file that fills one is refused"));
    }
}
