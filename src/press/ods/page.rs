//! A sheet of the workbook as XML: rows, cells, links, and the marks of tables.

use crate::figure::text_width;
use crate::model::escape::escape_line;
use crate::output::sheet::SheetCell;
use std::fmt::Write as _;

/// A sheet of the workbook on its way to XML.
pub(super) struct OdsPage {
    pub name: String,
    /// Of each column, in millimetres.
    pub widths: Vec<u32>,
    pub body: String,
}

/// The side of its column on which something stands: words left, numbers right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Alignment {
    Left,
    Right,
}

impl Alignment {
    pub(super) fn of<'a>(mut cells: impl Iterator<Item = &'a SheetCell>) -> Self {
        let number = cells.any(|value| matches!(value, SheetCell::Number { .. }));
        if number { Self::Right } else { Self::Left }
    }

    pub(super) fn head(self) -> &'static str {
        if self == Self::Right { "headEnd" } else { "head" }
    }

    pub(super) fn words(self) -> &'static str {
        if self == Self::Right { "wrapEnd" } else { "wrap" }
    }
}

impl OdsPage {
    pub(super) fn new(name: impl Into<String>, widths: Vec<u32>) -> Self {
        Self { name: name.into(), widths, body: String::new() }
    }

    /// Adds a row.
    pub(super) fn cells(&mut self, cells: impl IntoIterator<Item = String>) {
        let cells: String = cells.into_iter().collect();
        let _ = writeln!(self.body, "<table:table-row>{cells}</table:table-row>");
    }

    /// Adds a row with words in its first column.
    pub(super) fn row(&mut self, style: &str, text: &str) {
        self.cells([words(style, text)]);
    }

    /// Adds the row of a table's heads, each with the side it stands on.
    pub(super) fn heads<'a>(
        &mut self,
        heads: impl IntoIterator<Item = (&'a str, Alignment)>,
    ) {
        self.body.push_str("<table:table-header-rows>\n");
        self.cells(heads.into_iter().map(|(head, side)| words(side.head(), head)));
        self.body.push_str("</table:table-header-rows>\n");
    }

    pub(super) fn write(&self, out: &mut String) {
        let name = escape_line(&self.name);
        let _ = writeln!(
            out,
            "<table:table table:name=\"{name}\" table:style-name=\"sheet\">"
        );
        for width in &self.widths {
            let _ = writeln!(out, "<table:table-column table:style-name=\"mm{width}\"/>");
        }
        out.push_str(&self.body);
        out.push_str("</table:table>\n");
    }
}

/// Millimetres for a text in the type of the cells.
fn room(text: &str, bold: bool) -> u32 {
    (text_width(text, 12.0, bold) * 25.4 / 72.0).ceil() as u32 + 6
}

/// Width of a column: its longest cell, within reason, and the longest word of its head.
pub(super) fn width<'a>(head: &str, cells: impl Iterator<Item = &'a SheetCell>) -> u32 {
    let words = head.split(' ').map(|word| room(word, true));
    let cells = cells.map(|value| match value {
        SheetCell::Words(text) | SheetCell::Number { text, .. } => {
            room(text, false).min(90)
        }
    });
    words.chain(cells).fold(25, u32::max)
}

pub(super) fn words(style: &str, text: &str) -> String {
    let style = if style.is_empty() {
        String::new()
    } else {
        format!(" table:style-name=\"{style}\"")
    };
    format!(
        "<table:table-cell{style} office:value-type=\"string\"><text:p>{}</text:p></table:table-cell>",
        escape_line(text)
    )
}

pub(super) fn link(target: &str, text: &str) -> String {
    format!(
        "<table:table-cell office:value-type=\"string\"><text:p><text:a xlink:type=\"simple\" xlink:href=\"{}\">{}</text:a></text:p></table:table-cell>",
        escape_line(target),
        escape_line(text)
    )
}

/// Marks a table, so that assistive technology and programs find its bounds. Rows count
/// from 1; the first is that of the heads.
pub(super) fn range(
    id: &str,
    sheet: &str,
    first: usize,
    columns: usize,
    last: usize,
) -> String {
    // A name of more than letters and digits is written in quotation marks.
    let bare = sheet.chars().all(|letter| letter.is_alphanumeric() || letter == '_');
    let quoted = || escape_line(&format!("'{}'", sheet.replace('\'', "''")));
    let sheet = if bare { sheet.to_owned() } else { quoted() };
    format!(
        "<table:database-range table:name=\"{}\" table:target-range-address=\"{sheet}.A{first}:{sheet}.{}{last}\" table:contains-header=\"true\" table:display-filter-buttons=\"false\"/>\n",
        escape_line(id),
        letters(columns)
    )
}

/// The name of a column, counted from 1: A, B … Z, AA.
fn letters(mut column: usize) -> String {
    let mut out = String::new();
    while column > 0 {
        column -= 1;
        let letter = u8::try_from(column % 26).unwrap_or(0) + b'A';
        out.insert(0, char::from(letter));
        column /= 26;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::letters;

    #[test]
    fn columns_are_named_as_in_a_spreadsheet() {
        assert_eq!([1, 26, 27, 52, 703].map(letters), ["A", "Z", "AA", "AZ", "AAA"]);
    }
}
