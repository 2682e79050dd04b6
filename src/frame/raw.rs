//! A data file as texts: the rows of a CSV, each cell with its place.

use crate::frame::breaches::Breaches;
use crate::frame::heads;
use crate::frame::records::Place;
use crate::frame::records::Records;
use crate::frame::records::place;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Failure;
use crate::model::diagnostic::Findings;
use crate::model::diagnostic::Result;
use crate::model::diagnostic::Span;
use crate::project::DialectDecl;
use std::sync::Arc;

/// The longest cell accepted, in bytes.
pub(super) const LONGEST_CELL: usize = 1024 * 1024;

/// Records of a file: its header, and some rows, each with its number from 0.
#[derive(Default)]
pub(super) struct Seen {
    pub head: Vec<csv::StringRecord>,
    pub rows: Vec<(usize, csv::StringRecord)>,
}

/// A file's cells as texts, row by row.
#[derive(Debug)]
pub(super) struct Raw {
    /// Project path.
    pub file: Arc<str>,
    /// Column names.
    pub header: Vec<String>,
    /// Where the header stands.
    pub top: Span,
    /// One record a row.
    records: Records,
    /// The number of each row, from 0, where some are left out.
    numbers: Vec<usize>,
    dialect: DialectDecl,
}

impl Raw {
    /// Returns how many rows there are below the header.
    pub fn rows(&self) -> usize {
        self.records.len()
    }

    /// Returns the rows of a file that are looked at, of so many.
    pub fn of(
        file: &str,
        text: &str,
        seen: &Seen,
        all: usize,
        wanted: &dyn Fn(&str) -> bool,
    ) -> (Self, Findings) {
        let header = joined(&seen.head, "", wanted);
        let (mut numbers, mut records) = (Vec::new(), Records::default());
        for (number, record) in &seen.rows {
            numbers.push(*number);
            records.push(record);
        }
        let (file, dialect) = (Arc::from(file), DialectDecl::default());
        let top = top(&file, text, 0);
        let raw = Self { file, header, top, records, numbers, dialect };
        let found = whole(&raw, text, all);
        (raw, found)
    }

    /// Returns the number of a row in its file, from 1.
    pub fn number(&self, row: usize) -> usize {
        self.numbers.get(row).copied().unwrap_or(row) + 1
    }

    /// Returns whether a row has fewer cells than the header, or more that are not empty.
    pub fn is_ragged(&self, row: usize) -> bool {
        let columns = self.header.len();
        let cells = || self.records.cells(row);
        let more = || cells().skip(columns).any(|cell| !cell.trim().is_empty());
        row < self.rows() && (cells().len() < columns || more())
    }

    /// Returns a cell's text.
    pub fn cell(&self, row: usize, column: usize) -> &str {
        self.records.cell(row, column).unwrap_or_default()
    }

    /// Returns the line, from 1, on which a row begins.
    pub fn line(&self, text: &str, row: usize) -> u64 {
        self.records.place(row).map_or(0, |place| begins(text, place, &self.dialect).1)
    }

    /// Returns the place of a cell in the file's text.
    pub fn span(&self, text: &str, row: usize, column: usize) -> Span {
        let place = self.records.place(row);
        let start = place.map_or(0, |place| begins(text, place, &self.dialect).0);
        Span::new(Arc::clone(&self.file), cell_range(text, start, column, &self.dialect))
    }
}

/// Returns the byte at which a record begins, and its line from 1. The reader's own
/// position is before the empty lines and comments that it passes over.
fn begins(text: &str, place: Place, dialect: &DialectDecl) -> (usize, u64) {
    let mut line = place.line;
    // Text without its initial spaces is shorter, but has the same lines.
    let mut start = if dialect.skip_initial_space {
        let before = usize::try_from(line.saturating_sub(1)).unwrap_or(0);
        let ends = text.match_indices('\n').map(|(at, _)| at + 1);
        std::iter::once(0).chain(ends).nth(before).unwrap_or(0)
    } else {
        place.byte.min(text.len())
    };
    loop {
        let rest = text.get(start..).unwrap_or_default();
        let comment =
            dialect.comment_char.is_some_and(|mark| rest.starts_with(mark.char()));
        let end = rest.find('\n').map_or(rest.len(), |at| at + 1);
        let passed = rest.get(..end).unwrap_or_default();
        if rest.is_empty() || !(comment || matches!(passed, "\n" | "\r\n")) {
            return (start, line);
        }
        start += end;
        line += 1;
    }
}

/// Returns the line, from 1, on which a record of a usual dialect begins.
pub(super) fn line_of(text: &str, record: &csv::StringRecord) -> u64 {
    place(record).map_or(1, |place| begins(text, place, &DialectDecl::default()).1)
}

/// Finds the bytes of the nth cell of the record that starts at an offset.
fn cell_range(
    text: &str,
    start: usize,
    column: usize,
    dialect: &DialectDecl,
) -> std::ops::Range<usize> {
    let (quote, delimiter) = (dialect.quote_char.char(), dialect.delimiter.char());
    let mut quoted = false;
    let mut index = 0;
    let mut from = start;
    for (at, character) in text.get(start..).unwrap_or_default().char_indices() {
        let at = start + at;
        if character == quote {
            quoted = !quoted;
        } else if character == delimiter && !quoted {
            if index == column {
                return from..at;
            }
            index += 1;
            from = at + 1;
        } else if matches!(character, '\n' | '\r') && !quoted {
            return from..at;
        }
    }
    from..text.len()
}

/// Returns the place of the line at an offset.
fn top(file: &Arc<str>, text: &str, at: usize) -> Span {
    let end = text.get(at..).and_then(|rest| rest.find(['\n', '\r']));
    Span::new(Arc::clone(file), at..end.map_or(text.len(), |end| at + end))
}

/// Reads a CSV file's text, and says what is wrong with rows as such. `fields` are
/// the columns declared, which name the columns of a file without a header; `wanted` returns whether
/// the contract knows a name.
pub(super) fn read(
    file: &str,
    text: &str,
    dialect: &DialectDecl,
    fields: &[&str],
    wanted: &dyn Fn(&str) -> bool,
) -> Result<(Raw, Findings)> {
    let broken = |message: String| -> Failure {
        Diagnostic::error(Code::R0201, message).at(Span::new(file, 0..0), "").into()
    };
    if text.trim().is_empty() {
        return Err(broken(format!("`{file}` is empty")));
    }
    let tight = dialect.skip_initial_space.then(|| without_initial_spaces(text, dialect));
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(dialect.delimiter.0)
        .quote(dialect.quote_char.0)
        .double_quote(dialect.double_quote)
        .escape(dialect.escape_char.map(|escape| escape.0))
        .comment(dialect.comment_char.map(|comment| comment.0))
        .from_reader(tight.as_deref().unwrap_or(text).as_bytes());
    let header_rows: &[u64] = if dialect.header { &dialect.header_rows } else { &[] };
    let last_of_header = header_rows.iter().copied().max().unwrap_or(0);
    let plain = last_of_header <= 1 && dialect.comment_rows.is_empty();
    let mut head: Vec<csv::StringRecord> = Vec::new();
    let mut records = Records::default();
    let mut record = csv::StringRecord::new();
    let unread = |error: csv::Error| broken(format!("cannot read `{file}`: {error}"));
    while reader.read_record(&mut record).map_err(unread)? {
        // Looking up the line costs; below a header on the first line it is not asked.
        let line = match place(&record) {
            Some(place) if !plain || head.is_empty() => begins(text, place, dialect).1,
            _ => 2,
        };
        // An empty first line moves the header of a plain file down, as it always has.
        if header_rows.contains(&line) || (plain && dialect.header && head.is_empty()) {
            head.push(record.clone());
        } else if line > last_of_header && !dialect.comment_rows.contains(&line) {
            records.push(&record);
        }
    }
    records.truncate(records.len().saturating_sub(dialect.footer_rows));
    let header = if dialect.header {
        joined(&head, &dialect.header_join, wanted)
    } else {
        fields.iter().map(|name| (*name).to_owned()).collect()
    };
    let begin = head
        .first()
        .and_then(place)
        .or(records.place(0))
        .map_or(0, |place| begins(text, place, dialect).0);
    let file: Arc<str> = Arc::from(file);
    let top = top(&file, text, begin);
    if header.is_empty() {
        let lines: Vec<String> = header_rows.iter().map(u64::to_string).collect();
        return Err(broken(format!(
            "`{file}` has no header on line {}",
            lines.join(", ")
        )));
    }
    let (numbers, dialect, all) = (Vec::new(), dialect.clone(), records.len());
    let raw = Raw { file, header, top, records, numbers, dialect };
    let found = whole(&raw, text, all);
    Ok((raw, found))
}

/// Returns the names of the columns; empty cells at the end name none.
pub(super) fn joined(
    head: &[csv::StringRecord],
    join: &str,
    wanted: &dyn Fn(&str) -> bool,
) -> Vec<String> {
    let cells = |record: &csv::StringRecord| -> Vec<String> {
        record.iter().map(|cell| cell.trim().to_owned()).collect()
    };
    let mut rows: Vec<Vec<String>> = head.iter().map(cells).collect();
    heads::carried(&mut rows);
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let mut names: Vec<String> = (0..columns)
        .map(|column| {
            let parts = rows.iter().filter_map(|row| row.get(column));
            let parts: Vec<&str> =
                parts.map(String::as_str).filter(|part| !part.is_empty()).collect();
            parts.join(join)
        })
        .collect();
    while names.last().is_some_and(String::is_empty) {
        names.pop();
    }
    heads::numbered(&mut names, wanted);
    names
}

/// Reports ragged rows and overlong cells, in a file of so many rows. Empty cells beyond the header
/// are no fault: exports like to end every row in a delimiter.
fn whole(raw: &Raw, text: &str, all: usize) -> Findings {
    let mut found = Findings::new();
    let mut breaches = Breaches::new(&mut found, &raw.file);
    let columns = raw.header.len();
    for row in 0..raw.rows() {
        let record = || raw.records.cells(row);
        let cells = record().len();
        if let Some(column) = record().position(|cell| cell.len() > LONGEST_CELL) {
            breaches.push(|| {
                let message = format!(
                    "row {} has a cell of {} bytes, more than the {LONGEST_CELL} allowed",
                    raw.number(row),
                    raw.cell(row, column).len()
                );
                Diagnostic::error(Code::R0201, message)
                    .at(raw.span(text, row, column), "")
                    .help("look for a quotation mark that is never closed")
            });
        }
        if !raw.is_ragged(row) {
            continue;
        }
        breaches.push(|| {
            let at = raw.span(text, row, cells.min(columns).saturating_sub(1));
            let plural = if cells == 1 { "" } else { "s" };
            let help = if record().any(|cell| cell.contains('\n')) {
                "look for a quotation mark that is never closed".to_owned()
            } else {
                let line = raw.line(text, row);
                format!(
                    "quote a cell that holds a delimiter; a line that is no data is left out \
                     by `dialect: {{commentRows: [{line}]}}`, lines at the end by `footerRows`"
                )
            };
            let message = format!(
                "row {} has {cells} cell{plural} where the header has {columns}",
                raw.number(row)
            );
            Diagnostic::error(Code::R0201, message)
                .at(at, "the row ends or breaks here")
                .help(help)
        });
    }
    if all == 0 {
        let message = format!("`{}` has a header but no rows", raw.file);
        breaches.push(|| Diagnostic::error(Code::R0201, message).at(raw.top.clone(), ""));
    }
    breaches.close();
    found
}

/// Takes the spaces after delimiters out, except within quotes.
fn without_initial_spaces(text: &str, dialect: &DialectDecl) -> String {
    let (quote, delimiter) = (dialect.quote_char.char(), dialect.delimiter.char());
    let mut out = String::with_capacity(text.len());
    let mut quoted = false;
    let mut begins = true;
    for character in text.chars() {
        if begins && character == ' ' && !quoted {
            continue;
        }
        if character == quote {
            quoted = !quoted;
        }
        begins = !quoted && (character == delimiter || matches!(character, '\n' | '\r'));
        out.push(character);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::cell_range;
    use super::read;
    use crate::project::DialectDecl;
    use crate::project::Symbol;

    #[test]
    fn a_cell_is_found_behind_quoted_commas() {
        let text = "a,b,c\n\"x,y\",2,3\n";
        let dialect = DialectDecl::default();
        assert_eq!(&text[cell_range(text, 6, 1, &dialect)], "2");
        assert_eq!(&text[cell_range(text, 6, 2, &dialect)], "3");
    }

    #[test]
    fn a_preamble_a_second_header_a_comma_at_the_end_and_a_footer_are_no_data() {
        let text = "\n\"Counts\"\n\n\"Year\",\"2014\",\"2015\",\n\"Area\",\n\"A, north\",5,7,\n\n\"B\",..,8,\n\"Total\",5,15\n";
        let dialect = DialectDecl {
            header_rows: vec![4],
            comment_rows: vec![5],
            footer_rows: 1,
            ..DialectDecl::default()
        };
        let (raw, _) = read("x.csv", text, &dialect, &[], &|_| true).unwrap();
        assert_eq!(raw.header, ["Year", "2014", "2015"]);
        assert_eq!(raw.rows(), 2);
        assert_eq!(raw.cell(0, 0), "A, north");
        assert_eq!(&text[raw.span(text, 1, 1).range()], "..");
        assert_eq!(&text[raw.top.range()], "\"Year\",\"2014\",\"2015\",");
    }

    #[test]
    fn header_lines_are_joined_and_files_without_one_are_named_by_the_schema() {
        let two = DialectDecl { header_rows: vec![1, 2], ..DialectDecl::default() };
        let (raw, _) =
            read("x.csv", "n,n\n2014,2015\n1,2\n", &two, &[], &|_| true).unwrap();
        assert_eq!(raw.header, ["n 2014", "n 2015"]);
        let none = DialectDecl { header: false, ..DialectDecl::default() };
        let (raw, _) = read("x.csv", "1,2\n", &none, &["a", "b"], &|_| true).unwrap();
        assert_eq!(
            (raw.header.as_slice(), raw.rows()),
            (["a".to_owned(), "b".to_owned()].as_slice(), 1)
        );
    }

    #[test]
    fn semicolons_comments_and_initial_spaces_are_read_and_cells_keep_their_places() {
        let dialect = DialectDecl {
            delimiter: Symbol(b';'),
            comment_char: Some(Symbol(b'#')),
            skip_initial_space: true,
            ..DialectDecl::default()
        };
        let text = "a; b\n# note\n1; \"x; y\"\n2;  z\n";
        let (raw, _) = read("x.csv", text, &dialect, &[], &|_| true).unwrap();
        assert_eq!(raw.header, ["a", "b"]);
        assert_eq!((raw.cell(0, 1), raw.cell(1, 1)), ("x; y", "z"));
        assert_eq!(&text[raw.span(text, 1, 0).range()], "2");
        assert_eq!(&text[raw.span(text, 1, 1).range()], "  z");
    }
}
