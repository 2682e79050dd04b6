//! What a table has for publication beside its cells: rows in groups, totals, shading, and notes
//! on cells.
//!
//! **In:** the declaration and its filled cells.
//! **Out:** the same cells, with rows of a group side by side.
//! **Guarantees:** no row is lost; a name that is no row or column is an error at its place.

use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Findings;
use crate::model::diagnostic::did_you_mean;
use crate::model::document::Cell;
use crate::model::document::RowGroup;
use crate::model::document::SHADES;
use crate::model::document::TableNote;
use crate::model::document::plain;
use crate::narrative::parse;
use crate::narrative::parse::Reading;
use crate::narrative::tables::Body;
use crate::narrative::tables::texts;
use crate::narrative::world::Texts;
use crate::project::Entry;
use crate::project::TableDecl;

/// Lays a filled table out as declared.
pub(super) fn lay(
    entry: &Entry<TableDecl>,
    words: &Texts,
    body: &mut Body,
    reading: &mut Reading<'_>,
) {
    let found = &mut reading.met.found;
    if entry.decl.group.is_some()
        && (entry.decl.frame.is_none() || !entry.decl.groups.is_empty())
    {
        let message = "`group:` is a column of a frame, and takes the place of `groups:`";
        found.push(
            Diagnostic::error(Code::R0403, message).at(entry.place(&["group"]), ""),
        );
    }
    // A table that could not be filled has said why.
    if body.rows.is_empty() {
        return;
    }
    if !entry.decl.groups.is_empty() {
        groups(entry, body, found);
    }
    for (n, name) in entry.decl.totals.iter().enumerate() {
        body.totals.extend(row(entry, &["totals", &n.to_string()], name, body, found));
    }
    shade(entry, body, found);
    bars(entry, body, found);
    notes(entry, words, body, reading);
}

/// Brings rows of the same heading together, in the order of the headings; rows without one
/// follow them.
pub(super) fn gather(body: &mut Body, headings: &[String], of: &[Option<usize>]) {
    let place = |at: &Option<usize>| at.unwrap_or(headings.len());
    let mut rows: Vec<(usize, Vec<Cell>)> =
        of.iter().map(place).zip(std::mem::take(&mut body.rows)).collect();
    rows.sort_by_key(|(at, _)| *at);
    for (at, heading) in headings.iter().enumerate() {
        let from = rows.partition_point(|(own, _)| *own < at);
        let rows = rows.partition_point(|(own, _)| *own <= at) - from;
        if rows > 0 {
            body.groups.push(RowGroup { label: texts(heading), from, rows });
        }
    }
    body.rows = rows.into_iter().map(|(_, row)| row).collect();
}

fn groups(entry: &Entry<TableDecl>, body: &mut Body, found: &mut Findings) {
    let mut of: Vec<Option<usize>> = vec![None; body.rows.len()];
    let mut headings = Vec::new();
    for (at, group) in entry.decl.groups.iter().enumerate() {
        headings.push(group.label.clone());
        let at_group = at.to_string();
        for (setting, empty, what) in [
            ("label", group.label.trim().is_empty(), "a group without a heading"),
            ("rows", group.rows.is_empty(), "a group without rows"),
        ] {
            let place = entry.place(&["groups", &at_group, setting]);
            found.extend(
                empty.then(|| Diagnostic::error(Code::R0403, what).at(place, "")),
            );
        }
        for (n, name) in group.rows.iter().enumerate() {
            let place = ["groups", &at.to_string(), "rows", &n.to_string()];
            for row in row(entry, &place, name, body, found) {
                if of[row].is_some_and(|own| own != at) {
                    let message = format!("the row `{name}` is in two groups");
                    found.push(
                        Diagnostic::error(Code::R0403, message)
                            .at(entry.place(&place), ""),
                    );
                }
                of[row] = Some(at);
            }
        }
    }
    gather(body, &headings, &of);
}

/// Returns the rows of a name.
fn row(
    entry: &Entry<TableDecl>,
    place: &[&str],
    name: &str,
    body: &Body,
    found: &mut Findings,
) -> Vec<usize> {
    let names: Vec<String> = body
        .rows
        .iter()
        .map(|row| row.first().map(|cell| plain(&cell.content)).unwrap_or_default())
        .collect();
    let rows: Vec<usize> = (0..names.len()).filter(|at| names[*at] == name).collect();
    if rows.is_empty() {
        let help = did_you_mean(name, names.iter().map(String::as_str), "rows");
        let message = format!("no row is called `{name}`");
        found.push(
            Diagnostic::error(Code::R0403, message).at(entry.place(place), "").help(help),
        );
    }
    rows
}

/// Returns the place of the column under a label.
fn column(
    entry: &Entry<TableDecl>,
    place: &[&str],
    label: &str,
    body: &Body,
    found: &mut Findings,
) -> Option<usize> {
    let labels: Vec<String> =
        body.columns.iter().map(|column| plain(&column.label)).collect();
    let at = labels.iter().position(|own| own == label);
    if at.is_none() {
        let help = did_you_mean(label, labels.iter().map(String::as_str), "columns");
        let message = format!("no column is called `{label}`");
        found.push(
            Diagnostic::error(Code::R0403, message).at(entry.place(place), "").help(help),
        );
    }
    at
}

/// The cells of a column that have a number and are no total, with the lowest and the highest.
fn numbers<'b>(
    entry: &Entry<TableDecl>,
    body: &'b mut Body,
    n: usize,
) -> (Vec<&'b mut Cell>, f64, f64) {
    // The first column of a table of statistics is that of its rows' names.
    let first = body.columns.len() - entry.decl.columns.len().min(body.columns.len());
    let (at, totals) = (first + n, &body.totals);
    let rows = body.rows.iter_mut().enumerate();
    let rows = rows.filter(|(row, _)| !totals.contains(row)).map(|(_, row)| row);
    let cells = rows
        .filter_map(|row| row.get_mut(at).filter(|cell| cell.sort.is_some()))
        .collect::<Vec<_>>();
    let values = cells.iter().filter_map(|cell| cell.sort);
    let (least, most) =
        values.fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), v| (a.min(v), b.max(v)));
    (cells, least, most)
}

/// Puts a bar under the cells of columns, all from zero; totals have none.
fn bars(entry: &Entry<TableDecl>, body: &mut Body, found: &mut Findings) {
    for (n, decl) in entry.decl.columns.iter().enumerate().filter(|(_, decl)| decl.bar) {
        let place = entry.place(&["columns", &n.to_string(), "bar"]);
        let (cells, least, most) = numbers(entry, body, n);
        if decl.shade {
            let message = format!(
                "column `{}` is shaded and has bars: they say the same",
                decl.label
            );
            let help = "remove `shade:` or `bar:`";
            found.push(Diagnostic::error(Code::R0403, message).at(place, "").help(help));
            continue;
        }
        if cells.is_empty() {
            let message = format!("column `{}` has no numbers for bars", decl.label);
            found.push(Diagnostic::error(Code::R0403, message).at(place, ""));
            continue;
        }
        let (low, high) = (least.min(0.0), most.max(0.0));
        if high <= low {
            continue;
        }
        let part = |value: f64| ((value - low) / (high - low) * 100.0).round() as u8;
        for cell in cells {
            let value = cell.sort.unwrap_or_default();
            let (from, to) = (part(value.min(0.0)), part(value.max(0.0)));
            cell.bar = Some((from, to - from));
        }
        body.barred = true;
    }
}

/// Shades the cells of columns in equal steps between their lowest and their highest value;
/// totals are not part of it.
fn shade(entry: &Entry<TableDecl>, body: &mut Body, found: &mut Findings) {
    for (n, decl) in entry.decl.columns.iter().enumerate().filter(|(_, decl)| decl.shade)
    {
        let (mut cells, least, most) = numbers(entry, body, n);
        if cells.is_empty() {
            let message = format!("column `{}` has no numbers to shade", decl.label);
            let place = entry.place(&["columns", &n.to_string(), "shade"]);
            found.push(Diagnostic::error(Code::R0403, message).at(place, ""));
        }
        if least >= most {
            continue;
        }
        for cell in &mut cells {
            let part = (cell.sort.unwrap_or(least) - least) / (most - least);
            cell.shade =
                1 + (part * f64::from(SHADES)).min(f64::from(SHADES) - 0.5) as u8;
        }
        body.shaded = true;
    }
}

/// Marks what notes are on, in the order in which a reader meets the marks, and reads their words.
fn notes(
    entry: &Entry<TableDecl>,
    words: &Texts,
    body: &mut Body,
    reading: &mut Reading<'_>,
) {
    let found = &mut reading.met.found;
    // Each note with what it is on: a head, or cells.
    let mut on: Vec<(usize, Option<usize>, Vec<usize>)> = Vec::new();
    for (n, note) in entry.decl.notes.iter().enumerate() {
        let at = n.to_string();
        if note.text.trim().is_empty() {
            let place = entry.place(&["notes", &at, "text"]);
            found.push(
                Diagnostic::error(Code::R0403, "a note without words").at(place, ""),
            );
        }
        if note.row.is_none() && note.column.is_none() {
            let message = "a note needs `row:` or `column:`, or both";
            let place = entry.place(&["notes", &at]);
            found.push(Diagnostic::error(Code::R0403, message).at(place, ""));
            continue;
        }
        let rows = note
            .row
            .iter()
            .flat_map(|name| row(entry, &["notes", &at, "row"], name, body, found))
            .collect();
        let column = match &note.column {
            Some(label) => column(entry, &["notes", &at, "column"], label, body, found),
            None => Some(0),
        };
        on.push((n, column, rows));
    }
    // Heads come before rows.
    on.sort_by_key(|(_, column, rows)| (rows.first().map(|row| row + 1), *column));
    // The same words have one letter, wherever they stand.
    let mut letters: Vec<&str> = Vec::new();
    for (n, column, rows) in on {
        let Some(column) = column else { continue };
        let own = entry.decl.notes[n].text.trim();
        let known = letters.iter().position(|known| *known == own);
        let at = known.unwrap_or(letters.len());
        let Some(mark) = ('a'..='z').nth(at) else {
            let message = "a table has at most 26 notes with letters";
            let place = entry.place(&["notes"]);
            reading.met.found.push(Diagnostic::error(Code::R0403, message).at(place, ""));
            return;
        };
        if entry.decl.notes[n].row.is_none() {
            body.columns[column].note.push(mark);
        }
        for row in rows {
            if let Some(cell) = body.rows[row].get_mut(column) {
                cell.note.push(mark);
            }
        }
        if known.is_some() {
            continue;
        }
        letters.push(own);
        let text = words.get(&format!("notes.{n}")).map_or("", String::as_str);
        let place = entry.place(&["notes", &n.to_string(), "text"]);
        let content = parse::line(reading, text, &place);
        body.notes.push(TableNote { mark: mark.to_string(), content });
    }
}
