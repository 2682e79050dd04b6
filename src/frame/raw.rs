//! A data file as texts: the rows of a CSV, each cell with its place.

use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::diag::Failure;
use crate::diag::Findings;
use crate::diag::Result;
use crate::diag::Span;
use std::sync::Arc;

/// The longest cell accepted, in bytes.
const LONGEST_CELL: usize = 1024 * 1024;

/// A file's cells as texts, row by row.
#[derive(Debug)]
pub(super) struct Raw {
    /// Project path.
    pub file: Arc<str>,
    /// Column names, from the first row.
    pub header: Vec<String>,
    /// One record a row.
    records: Vec<csv::StringRecord>,
}

impl Raw {
    /// Returns how many rows there are below the header.
    pub fn rows(&self) -> usize {
        self.records.len()
    }

    /// Returns a cell's text.
    pub fn cell(&self, row: usize, column: usize) -> &str {
        self.records.get(row).and_then(|record| record.get(column)).unwrap_or_default()
    }

    /// Returns the place of a cell in the file's text.
    pub fn span(&self, text: &str, row: usize, column: usize) -> Span {
        let start = self
            .records
            .get(row)
            .and_then(csv::StringRecord::position)
            .map_or(0, |position| usize::try_from(position.byte()).unwrap_or(0));
        let range = cell_range(text, start, column);
        Span::new(Arc::clone(&self.file), range)
    }
}

/// Finds the bytes of the nth cell of the record that starts at an offset.
fn cell_range(text: &str, start: usize, column: usize) -> std::ops::Range<usize> {
    let mut start = start.min(text.len());
    while text.get(start..start + 1).is_some_and(|c| c == "\n" || c == "\r") {
        start += 1;
    }
    let mut quoted = false;
    let mut index = 0;
    let mut from = start;
    for (at, character) in text.get(start..).unwrap_or_default().char_indices() {
        let at = start + at;
        match character {
            '"' => quoted = !quoted,
            ',' if !quoted => {
                if index == column {
                    return from..at;
                }
                index += 1;
                from = at + 1;
            }
            '\n' | '\r' if !quoted => return from..at,
            _ => {}
        }
    }
    from..text.len()
}

/// Reads a CSV file's text; ragged rows and overlong cells are all reported.
pub(super) fn read(file: &str, text: &str) -> Result<Raw> {
    let broken = |message: String| -> Failure {
        Diagnostic::error(Code::R0201, message).at(Span::new(file, 0..0), "").into()
    };
    if text.trim().is_empty() {
        return Err(broken(format!("`{file}` is empty")));
    }
    let mut reader =
        csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let header: Vec<String> = reader
        .headers()
        .map_err(|error| broken(format!("cannot read `{file}`: {error}")))?
        .iter()
        .map(|name| name.trim().to_owned())
        .collect();
    let mut found = Findings::new();
    let mut raw = Raw { file: Arc::from(file), header, records: Vec::new() };
    for record in reader.records() {
        let record =
            record.map_err(|error| broken(format!("cannot read `{file}`: {error}")))?;
        let row = raw.records.len();
        let cells = record.len();
        let long = record.iter().position(|cell| cell.len() > LONGEST_CELL);
        raw.records.push(record);
        if let Some(column) = long {
            found.push(
                Diagnostic::error(
                    Code::R0201,
                    format!(
                        "row {} has a cell of {} bytes, more than the {LONGEST_CELL} allowed",
                        row + 1,
                        raw.cell(row, column).len()
                    ),
                )
                .at(raw.span(text, row, column), "")
                .help("look for a quotation mark that is never closed"),
            );
        }
        if cells != raw.header.len() {
            let at = raw.span(text, row, cells.min(raw.header.len()).saturating_sub(1));
            found.push(
                Diagnostic::error(
                    Code::R0201,
                    format!(
                        "row {} has {cells} cells where the header has {}",
                        row + 1,
                        raw.header.len()
                    ),
                )
                .at(at, "the row ends or breaks here"),
            );
        }
    }
    if raw.records.is_empty() {
        found.push(
            Diagnostic::error(Code::R0201, format!("`{file}` has a header but no rows"))
                .at(Span::new(file, 0..0), ""),
        );
    }
    found.finish(raw).map(|warned| warned.value)
}

#[cfg(test)]
mod tests {
    use super::cell_range;

    #[test]
    fn a_cell_is_found_behind_quoted_commas() {
        let text = "a,b,c\n\"x,y\",2,3\n";
        assert_eq!(&text[cell_range(text, 6, 1)], "2");
        assert_eq!(&text[cell_range(text, 6, 2)], "3");
    }
}
