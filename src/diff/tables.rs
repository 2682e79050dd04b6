//! Tables that changed, by the keys of their rows and the heads of their columns.

use crate::diff::cause::written;
use crate::diff::figures::placed;
use crate::diff::settings::settings;
use crate::diff::settings::short;
use crate::diff::shown::TableShown;
use crate::diff::sides::Sides;
use crate::model::comparison::Class;
use crate::model::comparison::Detail;
use crate::model::comparison::Item;
use crate::model::comparison::Place;
use crate::model::name::Name;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// Returns the tables that changed, by id.
pub(super) fn tables(sides: &Sides<'_>) -> Vec<Item> {
    let (before, after) = (&sides.before.tables, &sides.after.tables);
    let ids: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    ids.into_iter().filter_map(|id| table(sides, id)).collect()
}

fn table(sides: &Sides<'_>, id: &str) -> Option<Item> {
    let (was, is) = (sides.before.tables.get(id), sides.after.tables.get(id));
    let shown = is.or(was)?;
    let declared = Name::Table(id.to_owned());
    let mut item = Item::new(Class::Tables, format!("table:{id}"), "")
        .title(format!("table {}, {}", shown.number, shown.title));
    item.places.push(Place {
        at: format!("table {}", shown.number),
        line: shown.line.clone(),
        sentence: String::new(),
    });
    let (Some(was), Some(is)) = (was, is) else {
        let kind = if was.is_none() { "added" } else { "removed" };
        kind.clone_into(&mut item.kind);
        item.class = Class::Statements;
        item.cause = placed(&shown.line, is.is_some());
        return Some(item);
    };
    let compared = Compared::new(was, is);
    let counted = |count: usize, one: &str, many: &str| {
        let noun = if count == 1 { one } else { many };
        (count > 0).then(|| format!("{count} {noun}"))
    };
    let kind: Vec<String> = [
        counted(compared.cells.len(), "cell changed", "cells changed"),
        turned("row", &compared.rows),
        turned("column", &compared.columns),
        compared.turned.then(|| "columns in another order".to_owned()),
        compared.reordered.then(|| "rows in another order".to_owned()),
    ]
    .into_iter()
    .flatten()
    .collect();
    if kind.is_empty() {
        return None;
    }
    item.kind = kind.join(", ");
    let (before, after) = (
        sides.old.definitions.get(&declared.to_string()),
        sides.new.definitions.get(&declared.to_string()),
    );
    let own = before.map(|one| &one.settings) != after.map(|one| &one.settings);
    // Cells that the author bound to something else, and rows that he took out.
    let settings = settings(before, after);
    let bound = !settings.meaning.is_empty();
    let named = bound || !settings.words.is_empty();
    let declared: &[Name] = if own || shown.ids.is_empty() { &[declared] } else { &[] };
    let moved =
        !compared.cells.is_empty() || !compared.rows.is_empty() || compared.reordered;
    let ids = was.ids.iter().chain(&is.ids).filter(|_| moved);
    item.cause = sides.causes.of(ids.map(String::as_str), declared);
    if item.cause.inputs.is_empty() && !settings.place.is_empty() {
        item.cause = written(&settings.place);
    }
    // A head is read with every cell under it.
    let first = compared.columns.first().filter(|_| !bound);
    if let Some(first) = first.or(compared.cells.first()).or(compared.rows.first()) {
        (item.old, item.new) = (first.old.clone(), first.new.clone());
    }
    // Heads of columns are words that every cell under them is read with, names of rows those of every cell beside them.
    if bound && !compared.cells.is_empty() {
        item.class = Class::Numbers;
    } else if !compared.columns.is_empty() || named && !compared.rows.is_empty() {
        item.class = Class::Statements;
    }
    item.details = compared.columns;
    if compared.turned {
        let (before, after) = (was.columns.join(", "), is.columns.join(", "));
        if item.old.is_empty() && item.new.is_empty() {
            (item.old, item.new) = (short(&before), short(&after));
        }
        item.details.push(Detail::new("columns", before, after));
    }
    item.details.extend(compared.rows);
    item.details.extend(compared.cells);
    Some(item)
}

/// Returns how many rows or columns came, went or have another name, in words.
fn turned(noun: &str, changed: &[Detail]) -> Option<String> {
    let what = |one: &Detail| match one.what.rsplit(' ').next() {
        Some("in") => "added",
        Some("out") => "removed",
        _ => "renamed",
    };
    let first = what(changed.first()?);
    let same = changed.iter().all(|one| what(one) == first);
    let plural = if changed.len() == 1 { "" } else { "s" };
    let what = if same { first } else { "added, removed or renamed" };
    Some(format!("{} {noun}{plural} {what}", changed.len()))
}

#[derive(Default)]
struct Compared {
    columns: Vec<Detail>,
    rows: Vec<Detail>,
    cells: Vec<Detail>,
    reordered: bool,
    /// Whether its columns stand in another order.
    turned: bool,
}

/// The rows of a table by their first cell; a second row of the same name is told apart.
fn keyed(rows: &[Vec<String>]) -> Vec<(String, &[String])> {
    let firsts: Vec<String> =
        rows.iter().map(|row| row.first().cloned().unwrap_or_default()).collect();
    told_apart(&firsts).into_iter().zip(rows.iter().map(Vec::as_slice)).collect()
}

/// Returns names in which a second of the same has its number.
fn told_apart(names: &[String]) -> Vec<String> {
    let mut seen: BTreeMap<&String, usize> = BTreeMap::new();
    let number = |name| {
        let count = seen.entry(name).or_default();
        *count += 1;
        if *count > 1 { format!("{name} ({count})") } else { name.clone() }
    };
    names.iter().map(number).collect()
}

/// Pairs names of two lists: equal ones, then those at which everything else is equal.
fn paired(
    old: &[String],
    new: &[String],
    alike: impl Fn(usize, usize) -> bool,
) -> Vec<(Option<usize>, Option<usize>)> {
    let places: BTreeMap<&String, usize> =
        old.iter().enumerate().map(|(at, name)| (name, at)).collect();
    let mut free: BTreeSet<usize> = (0..old.len()).collect();
    let mut out: Vec<(Option<usize>, Option<usize>)> = new
        .iter()
        .enumerate()
        .map(|(at, name)| {
            let found = places.get(name).copied();
            found.iter().for_each(|found| {
                free.remove(found);
            });
            (found, Some(at))
        })
        .collect();
    for (was, is) in &mut out {
        if let (None, Some(at)) = (*was, *is)
            && let Some(found) = free.iter().copied().find(|old| alike(*old, at))
        {
            free.remove(&found);
            *was = Some(found);
        }
    }
    out.extend(free.into_iter().map(|old| (Some(old), None)));
    out
}

/// Pairs columns whose heads were exchanged by what stands under them.
fn exchanged(
    columns: &mut [(Option<usize>, Option<usize>)],
    alike: impl Fn(usize, usize) -> bool,
) {
    let count = columns.len();
    let twos = (0..count).flat_map(|first| (first + 1..count).map(move |b| (first, b)));
    for (first, second) in twos {
        let both = (columns[first], columns[second]);
        let ((Some(a), Some(b)), (Some(c), Some(d))) = both else { continue };
        if alike(a, d) && alike(c, b) && !alike(a, b) {
            columns[first] = (Some(c), Some(b));
            columns[second] = (Some(a), Some(d));
        }
    }
}

impl Compared {
    fn new(was: &TableShown, is: &TableShown) -> Self {
        let mut out = Self::default();
        let cell = |row: &[String], at: usize| row.get(at).cloned().unwrap_or_default();
        // By the names of rows, in whatever order these stand.
        let column = |table: &TableShown, at: usize| -> BTreeMap<String, String> {
            let rows = keyed(&table.rows).into_iter();
            rows.map(|(name, row)| (name, cell(row, at))).collect()
        };
        let heads = (told_apart(&was.columns), told_apart(&is.columns));
        let below = |table: &TableShown, at: usize| -> Vec<String> {
            table.rows.iter().map(|row| cell(row, at)).collect()
        };
        let alike = |old: usize, new: usize| {
            column(was, old) == column(is, new) || below(was, old) == below(is, new)
        };
        let mut columns = paired(&heads.0, &heads.1, alike);
        exchanged(&mut columns, alike);
        let mut last = None;
        for pair in &columns {
            match *pair {
                (Some(a), Some(b)) => {
                    out.turned |= last > Some(a);
                    last = Some(a);
                    let (a, b) = (cell(&was.columns, a), cell(&is.columns, b));
                    if a != b {
                        out.columns.push(Detail::new("column renamed", a, b));
                    }
                }
                (None, Some(b)) => {
                    out.columns.push(Detail::new("column in", "", cell(&is.columns, b)));
                }
                (Some(a), None) => {
                    out.columns.push(Detail::new(
                        "column out",
                        cell(&was.columns, a),
                        "",
                    ));
                }
                (None, None) => {}
            }
        }
        let (old, new) = (keyed(&was.rows), keyed(&is.rows));
        let names = |rows: &[(String, &[String])]| -> Vec<String> {
            rows.iter().map(|(key, _)| key.clone()).collect()
        };
        let rest =
            |row: &(String, &[String])| row.1.get(1..).unwrap_or_default().to_vec();
        let rows = paired(&names(&old), &names(&new), |a, b| {
            let (a, b) = (old.get(a).map(rest), new.get(b).map(rest));
            a == b && a.is_some_and(|rest| rest.iter().any(|cell| !cell.is_empty()))
        });
        let mut last = None;
        for pair in &rows {
            let (a, b) =
                (pair.0.and_then(|at| old.get(at)), pair.1.and_then(|at| new.get(at)));
            match (a, b) {
                (Some(a), Some(b)) => {
                    out.reordered |= last > pair.0;
                    last = pair.0;
                    if a.0 != b.0 {
                        out.rows.push(Detail::new(
                            "row renamed",
                            a.0.clone(),
                            b.0.clone(),
                        ));
                    }
                    for both in &columns {
                        let (Some(x), Some(y)) = *both else { continue };
                        let (x, y) = (cell(a.1, x), cell(b.1, y));
                        // The first cell names the row.
                        if x != y && both.1 != Some(0) {
                            let head = both.1.map(|at| cell(&is.columns, at));
                            let what = format!("{}, {}", b.0, head.unwrap_or_default());
                            out.cells.push(Detail::new(what, x, y));
                        }
                    }
                }
                (None, Some(b)) => out.rows.push(Detail::new("row in", "", b.0.clone())),
                (Some(a), None) => out.rows.push(Detail::new("row out", a.0.clone(), "")),
                (None, None) => {}
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::Compared;
    use crate::diff::shown::TableShown;

    fn table(columns: &[&str], rows: &[&[&str]]) -> TableShown {
        let own = |list: &[&str]| {
            list.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>()
        };
        TableShown {
            columns: own(columns),
            rows: rows.iter().map(|row| own(row)).collect(),
            ..TableShown::default()
        }
    }

    #[test]
    fn a_new_column_is_one_change_and_not_one_a_row() {
        let old = table(&["Area", "Growth"], &[&["A", "1"], &["B", "2"]]);
        let new =
            table(&["Area", "Size", "Growth"], &[&["A", "9", "1"], &["B", "9", "2"]]);
        let found = Compared::new(&old, &new);
        assert_eq!((found.columns.len(), found.cells.len(), found.rows.len()), (1, 0, 0));
    }

    #[test]
    fn heads_that_were_exchanged_are_columns_renamed_and_no_cells() {
        let old = table(&["Group", "With", "Without"], &[&["A", "150", "29"]]);
        let new = table(&["Group", "Without", "With"], &[&["A", "150", "29"]]);
        let found = Compared::new(&old, &new);
        let renamed: Vec<(&str, &str)> = found
            .columns
            .iter()
            .map(|one| (one.old.as_str(), one.new.as_str()))
            .collect();
        assert_eq!(renamed, [("With", "Without"), ("Without", "With")]);
        assert!(found.cells.is_empty());
    }

    #[test]
    fn a_head_is_renamed_although_the_rows_stand_in_another_order() {
        let old = table(&["Area", "Test"], &[&["A", "1"], &["B", "2"]]);
        let new = table(&["Area", "p value"], &[&["B", "2"], &["A", "1"]]);
        let found = Compared::new(&old, &new);
        let told: Vec<&str> = found.columns.iter().map(|one| &*one.what).collect();
        assert_eq!(told, ["column renamed"]);
        assert!(found.reordered && found.cells.is_empty() && found.rows.is_empty());
    }

    #[test]
    fn columns_in_another_order_change_no_cell() {
        let old = table(&["Area", "Growth", "Size"], &[&["A", "1", "9"]]);
        let new = table(&["Area", "Size", "Growth"], &[&["A", "9", "1"]]);
        let found = Compared::new(&old, &new);
        assert!(found.turned);
        assert_eq!((found.columns.len(), found.cells.len(), found.rows.len()), (0, 0, 0));
        assert!(!Compared::new(&old, &old).turned);
    }

    #[test]
    fn rows_are_matched_by_name_and_renamed_ones_by_what_they_hold() {
        let old = table(&["Area", "Growth"], &[&["A", "1"], &["B", "2"], &["C", "3"]]);
        let new = table(&["Area", "Growth"], &[&["B", "2"], &["A", "1"], &["Cee", "3"]]);
        let found = Compared::new(&old, &new);
        assert!(found.reordered);
        assert_eq!((found.cells.len(), found.rows.len()), (0, 1));
        assert_eq!(found.rows[0].what, "row renamed");
    }
}
