//! Workbooks as tables of cells: XLSX, XLS, XLSB and ODS.
//!
//! A cell keeps the row and column of its sheet, so that a fault is shown where a spreadsheet shows
//! it. What a sheet says beside its values is kept too: merged cells, hidden rows and columns, cells
//! shown as percentages, superscript marks. XLS and XLSB tell nothing of the last three.

mod cells;
#[cfg(feature = "spreadsheets")]
mod library;
#[cfg(feature = "spreadsheets")]
mod ods;
#[cfg(feature = "spreadsheets")]
mod pack;
mod table;
#[cfg(feature = "spreadsheets")]
mod xlsx;

pub(super) use cells::SheetCells;
pub(super) use cells::place;
pub(super) use table::Found;
pub(super) use table::locate;
pub(super) use table::named;

use std::collections::BTreeMap;
use std::sync::Arc;

/// The most cells of a sheet that are held.
const MOST_CELLS: usize = 5_000_000;

/// The most bytes of text that the cells of a sheet hold together.
const MOST_TEXT: usize = 256 << 20;

/// The endings of the formats that are read.
const FORMATS: [&str; 5] = ["xlsx", "xlsm", "xls", "xlsb", "ods"];

/// Returns the format of a workbook by the ending of its path; none for another file.
pub(super) fn format_of(path: &str) -> Option<&'static str> {
    let end = path.rsplit_once('.')?.1.to_lowercase();
    FORMATS.into_iter().find(|format| *format == end)
}

/// What a cell holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Kind {
    #[default]
    Empty,
    Text,
    Number,
    /// A number shown as a percentage; its text is what is shown: `12.3%` for 0.123.
    Percent,
    Date,
    Bool,
    Error,
}

/// A cell.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Cell {
    pub text: String,
    pub kind: Kind,
}

impl Cell {
    /// Returns whether nothing is to be seen in it.
    pub(super) fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }
}

/// A row that holds something.
#[derive(Debug, Clone, Default)]
pub(super) struct Row {
    /// Its number in the sheet, from 1.
    pub number: usize,
    pub hidden: bool,
    /// Its cells from column A on; blank ones at the end are left out.
    pub cells: Vec<Cell>,
}

impl Row {
    /// Returns a cell's text without spaces around it.
    pub(super) fn text(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", |cell| cell.text.trim())
    }
}

/// A sheet.
#[derive(Debug, Clone, Default)]
pub(super) struct Worksheet {
    pub name: String,
    pub rows: Vec<Row>,
    /// Hidden columns, from 0.
    pub hidden_columns: Vec<usize>,
    /// Merged cells: first and last row, first and last column; rows from 1, columns from 0.
    pub merged: Vec<(usize, usize, usize, usize)>,
}

impl Worksheet {
    /// Gives a text that is merged over several rows below the head to each of them; returns how
    /// many cells were filled. A number belongs to its first row alone: given to each, it would be
    /// counted several times.
    pub(super) fn fill_merged(&mut self, head: usize) -> usize {
        let mut filled = 0;
        for (top, bottom, left, _) in self.over_rows(head) {
            let first = self.rows.iter().find(|row| row.number == top);
            let Some(cell) = first.and_then(|row| row.cells.get(left)).cloned() else {
                continue;
            };
            if cell.kind != Kind::Text {
                continue;
            }
            let within = |row: &&mut Row| row.number > top && row.number <= bottom;
            for row in self.rows.iter_mut().filter(within) {
                if row.cells.len() <= left {
                    row.cells.resize(left + 1, Cell::default());
                }
                if let Some(own) = row.cells.get_mut(left).filter(|own| own.is_blank()) {
                    own.clone_from(&cell);
                    filled += 1;
                }
            }
        }
        filled
    }

    /// Returns what is merged over several rows below the head.
    pub(super) fn over_rows(&self, head: usize) -> Vec<(usize, usize, usize, usize)> {
        let over = |it: &&(usize, usize, usize, usize)| it.0 > head && it.1 > it.0;
        self.merged.iter().filter(over).copied().collect()
    }
}

/// A workbook, open.
pub(super) struct Book {
    /// The names of its sheets, in order.
    pub names: Vec<String>,
    /// The places of those that are hidden.
    hidden: Vec<usize>,
    bytes: Arc<[u8]>,
    format: &'static str,
}

/// Reads a workbook; what its reader does not expect is an error like any other.
#[cfg(feature = "spreadsheets")]
fn within<T>(read: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    let read = crate::frame::guard::guarded(read);
    read.unwrap_or_else(|why| {
        Err(format!("it is damaged, and its reader gave up: {why}"))
    })
}

#[cfg(feature = "spreadsheets")]
impl Book {
    /// Opens a workbook; says why one cannot be read.
    pub(super) fn open(bytes: Arc<[u8]>, format: &'static str) -> Result<Self, String> {
        if let Some(why) = pack::otherwise(&bytes, format) {
            return Err(why);
        }
        let all = || match format {
            "xls" => {
                Ok(library::visible(&library::workbook::<calamine::Xls<_>>(&bytes)?))
            }
            "ods" => ods::names(&pack::text(&bytes, "content.xml")?),
            "xlsb" => {
                pack::check(&bytes)?;
                Ok(library::visible(&library::workbook::<calamine::Xlsb<_>>(&bytes)?))
            }
            _ => {
                pack::check(&bytes)?;
                xlsx::check(&bytes)?;
                Ok(library::visible(&library::workbook::<calamine::Xlsx<_>>(&bytes)?))
            }
        };
        let all = within(all)?;
        let hidden =
            (0..all.len()).filter(|at| all.get(*at).is_some_and(|it| !it.1)).collect();
        let names = all.into_iter().map(|(name, _)| name).collect();
        Ok(Self { names, hidden, bytes, format })
    }

    /// Returns whether the sheet at a place is hidden.
    pub(super) fn is_hidden(&self, index: usize) -> bool {
        self.hidden.contains(&index)
    }

    /// Reads a sheet by its place.
    pub(super) fn sheet(&self, index: usize) -> Result<Worksheet, String> {
        let name = self.names.get(index).ok_or("there is no such sheet")?;
        let mut sheet = within(|| match self.format {
            "ods" => ods::sheet(&pack::text(&self.bytes, "content.xml")?, index),
            "xls" => library::dense(&self.bytes, name),
            "xlsb" => library::xlsb(&self.bytes, name),
            _ => xlsx::sheet(&self.bytes, name),
        })?;
        sheet.name.clone_from(name);
        Ok(sheet)
    }
}

#[cfg(not(feature = "spreadsheets"))]
impl Book {
    pub(super) fn open(_: Arc<[u8]>, _: &'static str) -> Result<Self, String> {
        Err("the program was built without the feature `spreadsheets`".to_owned())
    }

    pub(super) fn is_hidden(&self, index: usize) -> bool {
        self.hidden.contains(&index)
    }

    pub(super) fn sheet(&self, _: usize) -> Result<Worksheet, String> {
        Err("the program was built without the feature `spreadsheets`".to_owned())
    }
}

/// Returns a share of one as a percentage: its point is moved, so that no digit is lost.
#[cfg(any(feature = "spreadsheets", test))]
fn percentage(share: f64) -> (String, Kind) {
    let shifted = crate::frame::check::shifted(&share.to_string(), 2);
    let percent = shifted.and_then(|text| text.parse::<f64>().ok()).unwrap_or(share);
    (format!("{percent}%"), Kind::Percent)
}

/// Cells put in one after another, in any order.
#[derive(Default)]
struct Filling {
    rows: BTreeMap<usize, Row>,
    cells: usize,
    text: usize,
}

impl Filling {
    /// Puts a cell in its row and column, both from 0.
    fn put(&mut self, (row, column): (usize, usize), cell: Cell) -> Result<(), String> {
        if cell.text.is_empty() {
            return Ok(());
        }
        // Few texts can be shared by many cells of the file.
        self.text += cell.text.len();
        if self.text > MOST_TEXT {
            return Err(format!(
                "its cells hold more than the {MOST_TEXT} bytes allowed"
            ));
        }
        let own = &mut self
            .rows
            .entry(row)
            .or_insert_with(|| Row { number: row + 1, ..Row::default() })
            .cells;
        if own.len() <= column {
            self.cells += column + 1 - own.len();
            if self.cells > MOST_CELLS {
                return Err(format!("it has more than the {MOST_CELLS} cells allowed"));
            }
            own.resize(column + 1, Cell::default());
        }
        if let Some(place) = own.get_mut(column) {
            *place = cell;
        }
        Ok(())
    }

    fn sheet(self) -> Worksheet {
        Worksheet { rows: self.rows.into_values().collect(), ..Worksheet::default() }
    }
}

/// Returns the letters of a column, from 0: A, …, Z, AA.
pub(super) fn letters(column: usize) -> String {
    let mut rest = column + 1;
    let mut out = Vec::new();
    while rest > 0 {
        out.push(char::from(b'A' + ((rest - 1) % 26) as u8));
        rest = (rest - 1) / 26;
    }
    out.iter().rev().collect()
}

/// Reads a range such as `A6:F40` or `A6:F`: rows from 1, columns from 0; without a last row, to the
/// end.
pub(super) fn range(text: &str) -> Option<(usize, usize, usize, usize)> {
    let corner = |text: &str| -> Option<(usize, Option<usize>)> {
        let text = text.trim().replace('$', "");
        let digits = text.find(|c: char| c.is_ascii_digit()).unwrap_or(text.len());
        let (letters, digits) = text.split_at(digits);
        if letters.is_empty() || letters.len() > 3 {
            return None;
        }
        let column = letters.chars().try_fold(0, |sum, letter| {
            let letter = letter.to_ascii_uppercase();
            letter
                .is_ascii_uppercase()
                .then(|| sum * 26 + (letter as usize - 'A' as usize) + 1)
        })?;
        let row = if digits.is_empty() { None } else { Some(digits.parse().ok()?) };
        Some((column - 1, row))
    };
    let (first, last) = text.split_once(':')?;
    let ((left, top), (right, bottom)) = (corner(first)?, corner(last)?);
    let (top, bottom) = (top.unwrap_or(1), bottom.unwrap_or(usize::MAX));
    (top <= bottom && left <= right).then_some((top, bottom, left, right))
}

#[cfg(test)]
mod tests {
    use super::letters;
    use super::percentage;
    use super::range;

    #[test]
    fn columns_have_letters_and_ranges_are_read() {
        let columns = [0, 25, 26, 51, 701, 702].map(letters);
        assert_eq!(columns, ["A", "Z", "AA", "AZ", "ZZ", "AAA"]);
        assert_eq!(range("A6:F40"), Some((6, 40, 0, 5)));
        assert_eq!(range("$b$2:aa"), Some((2, usize::MAX, 1, 26)));
        assert_eq!(range("6:40"), None);
        assert_eq!(range("F4:A1"), None);
    }

    #[test]
    fn a_percentage_loses_no_digit() {
        for (share, shown) in [
            (0.123, "12.3%"),
            (0.57, "57%"),
            (0.07, "7%"),
            (1.1, "110%"),
            (1e-7, "0.00001%"),
        ] {
            assert_eq!(percentage(share).0, shown);
        }
    }
}
