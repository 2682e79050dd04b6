//! The table of a sheet as cells to check: rows and places are the sheet's own.

use crate::frame::check::Cellular;
use crate::frame::check::Flaw;
use crate::frame::sheet::Found;
use crate::frame::sheet::Kind;
use crate::frame::sheet::Row;
use crate::frame::sheet::Worksheet;
use crate::frame::sheet::letters;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Findings;
use crate::model::diagnostic::Span;
use crate::model::format::WHOLE;
use crate::project::HiddenDecl;
use std::borrow::Cow;
use std::collections::BTreeSet;

/// The table of a sheet.
pub(in crate::frame) struct SheetCells {
    path: String,
    sheet: Worksheet,
    found: Found,
}

impl SheetCells {
    pub(in crate::frame) fn new(path: &str, mut sheet: Worksheet, found: Found) -> Self {
        sheet.fill_merged(found.heads.iter().copied().max().unwrap_or(0));
        Self { path: path.to_owned(), sheet, found }
    }

    fn row(&self, row: usize) -> Option<&Row> {
        self.sheet.rows.get(*self.found.rows.get(row)?)
    }

    /// Reports what a reader of the sheet would not see in the table: hidden rows and columns, cells
    /// without a head, and notes under the table.
    pub(in crate::frame) fn look(&self, hidden: Option<HiddenDecl>, out: &mut Findings) {
        if self.found.rows.is_empty() {
            let message = format!("sheet `{}` has a head but no rows", self.sheet.name);
            out.push(Diagnostic::error(Code::R0201, message).at(self.top(), ""));
        }
        self.unseen(hidden, out);
        self.merged(out);
        let known: BTreeSet<usize> = self.found.columns.iter().copied().collect();
        let skip = hidden == Some(HiddenDecl::Skip);
        let (left, right) = self.found.within;
        let known_or_hidden = |column: &usize| {
            known.contains(column)
                || !(left..=right).contains(column)
                || skip && self.sheet.hidden_columns.contains(column)
        };
        let rows = || (0..self.found.rows.len()).filter_map(|row| self.row(row));
        let stray = rows()
            .flat_map(|row| row.cells.iter().enumerate().map(move |cell| (row, cell)))
            .find(|(_, (column, cell))| !cell.is_blank() && !known_or_hidden(column));
        if let Some((row, (column, cell))) = stray {
            let message = format!("`{}` is in a column without a head", cell.text.trim());
            out.push(
                Diagnostic::error(Code::R0614, message)
                    .at(place(&self.path, &self.sheet.name, row.number, column), "")
                    .help("leave it out with `range:`, or give its column a head"),
            );
        }
        let filled = |row: &Row| row.cells.iter().filter(|cell| !cell.is_blank()).count();
        let notes: Vec<&Row> = if known.len() > 2 {
            let mut last: Vec<&Row> = rows().collect();
            let full = last.iter().rposition(|row| filled(row) > 1);
            last.split_off(full.map_or(0, |at| at + 1))
        } else {
            Vec::new()
        };
        if let (Some(first), false) = (notes.first(), self.found.rows.is_empty()) {
            let column =
                first.cells.iter().position(|cell| !cell.is_blank()).unwrap_or(0);
            let count = notes.len();
            let message = format!(
                "the table ends in {}: `{}`",
                if count == 1 {
                    "a note".to_owned()
                } else {
                    format!("{count} rows of notes")
                },
                first.text(column).chars().take(60).collect::<String>()
            );
            out.push(
                Diagnostic::error(Code::R0614, message)
                    .at(place(&self.path, &self.sheet.name, first.number, column), "")
                    .help(format!(
                        "leave them out with `dialect: {{footerRows: {count}}}`"
                    )),
            );
        }
    }

    /// Reports numbers that are merged over several rows, of which only the first has them.
    fn merged(&self, out: &mut Findings) {
        let head = self.found.heads.iter().copied().max().unwrap_or(0);
        let numbers: Vec<String> = self
            .sheet
            .over_rows(head)
            .into_iter()
            .filter(|(top, _, left, _)| {
                let rows =
                    self.found.rows.iter().filter_map(|at| self.sheet.rows.get(*at));
                let cell = rows
                    .filter(|row| row.number == *top)
                    .find_map(|row| row.cells.get(*left));
                self.found.columns.contains(left)
                    && cell
                        .is_some_and(|cell| !cell.is_blank() && cell.kind != Kind::Text)
            })
            .map(|(top, bottom, left, _)| format!("{0}{top}:{0}{bottom}", letters(left)))
            .collect();
        if let Some(list) = listed("cell", &numbers) {
            let message = format!(
                "sheet `{}` merges a number over several rows, of which only the first has it: {list}",
                self.sheet.name
            );
            out.push(Diagnostic::warning(Code::R0230, message).at(self.top(), "").help(
                "split the cells in the workbook, and say there what each row has",
            ));
        }
    }

    fn unseen(&self, hidden: Option<HiddenDecl>, out: &mut Findings) {
        if hidden.is_some() {
            return;
        }
        let rows: Vec<usize> = (0..self.found.rows.len())
            .filter_map(|row| self.row(row))
            .filter(|row| row.hidden)
            .map(|row| row.number)
            .collect();
        let columns: Vec<String> = self
            .found
            .columns
            .iter()
            .filter(|column| self.sheet.hidden_columns.contains(column))
            .map(|column| letters(*column))
            .collect();
        let parts = [listed("row", &spans(&rows)), listed("column", &columns)];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        if parts.is_empty() {
            return;
        }
        let message = format!(
            "hidden in sheet `{}`, and read: {}",
            self.sheet.name,
            parts.join("; ")
        );
        out.push(Diagnostic::warning(Code::R0615, message).at(self.top(), "").help(
            "say `hidden: read` if that is meant, or `hidden: skip` to leave them out",
        ));
    }
}

/// Returns runs of numbers: 3, 5 to 9.
fn spans(numbers: &[usize]) -> Vec<String> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for number in numbers {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == *number => *last = *number,
            _ => runs.push((*number, *number)),
        }
    }
    let word = |(first, last): &(usize, usize)| {
        if first == last { first.to_string() } else { format!("{first} to {last}") }
    };
    runs.iter().map(word).collect()
}

fn listed(noun: &str, names: &[String]) -> Option<String> {
    let plural = if names.len() == 1 && !names.iter().any(|name| name.contains(' ')) {
        ""
    } else {
        "s"
    };
    let more = if names.len() > 8 { ", …" } else { "" };
    let first: Vec<&str> = names.iter().take(8).map(String::as_str).collect();
    (!names.is_empty()).then(|| format!("{noun}{plural} {}{more}", first.join(", ")))
}

/// Returns the place of a cell: its file, sheet, and name in it.
pub(in crate::frame) fn place(
    path: &str,
    sheet: &str,
    row: usize,
    column: usize,
) -> Span {
    Span::new(format!("{path}, sheet \"{sheet}\", cell {}{row}", letters(column)), 0..0)
}

/// Returns whether a number is one of several that a workbook may have been given: it keeps doubles.
fn loses_digits(text: &str) -> bool {
    let digits = text.trim_start_matches('-').trim_end_matches('0');
    digits.len() > 15 && text.parse().is_ok_and(|number: f64| number.abs() >= WHOLE)
}

impl Cellular for SheetCells {
    fn rows(&self) -> usize {
        self.found.rows.len()
    }

    fn header(&self) -> &[String] {
        &self.found.header
    }

    fn text(&self, row: usize, column: usize) -> Option<Cow<'_, str>> {
        let column = *self.found.columns.get(column)?;
        Some(self.row(row)?.text(column).into())
    }

    fn place(&self, row: usize, column: usize) -> Span {
        let column = self.found.columns.get(column).copied().unwrap_or(0);
        place(&self.path, &self.sheet.name, self.number(row), column)
    }

    fn top(&self) -> Span {
        let row = self.found.heads.last().copied().unwrap_or(1);
        let column = self.found.columns.first().copied().unwrap_or(0);
        place(&self.path, &self.sheet.name, row, column)
    }

    fn number(&self, row: usize) -> usize {
        self.row(row).map_or(row + 1, |row| row.number)
    }

    fn flaw(&self, row: usize, column: usize) -> Option<Flaw> {
        let column = *self.found.columns.get(column)?;
        let cell = self.row(row)?.cells.get(column)?;
        match cell.kind {
            Kind::Error => Some((
                "is an error of the spreadsheet",
                "mend its formula, or declare the sign in `missingValues` with the reason",
            )),
            Kind::Number if loses_digits(&cell.text) => Some((
                "has more digits than a number of a workbook keeps",
                "write a code as a text in the workbook, and an amount in a larger unit",
            )),
            _ => None,
        }
    }
}
