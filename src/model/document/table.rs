//! Tables: columns under heads, rows in groups, cells with what they show and their notes.

use crate::model::diagnostic::Span;
use crate::model::document::inline::Inline;
use crate::model::document::text::plain;
use serde::Deserialize;
use serde::Serialize;

/// A column of a table.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PrintedColumn {
    /// Its head.
    pub label: Vec<Inline>,
    /// Whether it holds figures, set to the right.
    pub numeric: bool,
    /// Whether its author centres it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub centred: bool,
    /// The head that it shares with its neighbours; may be empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub spanner: Vec<Inline>,
    /// The marks of the notes on its head; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// A cell of a table.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Cell {
    /// What it shows; a statistic is a node here too.
    pub content: Vec<Inline>,
    /// The value to sort by, where it is a number.
    pub sort: Option<f64>,
    /// Whether there is no value, and its content is the marker that says so.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub missing: bool,
    /// The marks of the notes on it; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// How dark it is shaded: from 1, the lowest values of its column, to [`SHADES`]; 0 is not.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub shade: u8,
}

/// The steps of shading.
pub const SHADES: u8 = 5;

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
fn is_zero(shade: &u8) -> bool {
    *shade == 0
}

/// Stands for a value that is missing or withheld in the data.
pub const NOT_AVAILABLE: &str = "[x]";
/// Stands where no value could be, as the interval of what has none.
pub const NOT_APPLICABLE: &str = "[z]";

/// A table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TableBlock {
    /// Its id in `tables.yaml`; empty for one written in Markdown.
    pub id: String,
    /// "2.1", or empty for one written in Markdown.
    pub number: String,
    /// Its title; empty for one written in Markdown.
    pub title: Vec<Inline>,
    /// What the numbers measure: measure, places, period.
    pub subtitle: Vec<Inline>,
    /// Columns.
    pub columns: Vec<PrintedColumn>,
    /// Rows of cells, as many as columns.
    pub rows: Vec<Vec<Cell>>,
    /// Whether the first column names the rows.
    pub row_heads: bool,
    /// Rows that belong together under a heading, from above.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<RowGroup>,
    /// Rows that sum up others, by their place.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub totals: Vec<usize>,
    /// Notes on cells and heads, in the order of their marks.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<TableNote>,
    /// Note under it.
    pub note: Vec<Inline>,
    /// Source line.
    pub source: Vec<Inline>,
    /// Its place.
    pub span: Span,
}

/// Rows of a table under a heading of their own.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RowGroup {
    /// The heading.
    pub label: Vec<Inline>,
    /// The place of the first row.
    pub from: usize,
    /// How many there are.
    pub rows: usize,
}

/// A note on a cell or a head of a table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TableNote {
    /// The letter that marks it.
    pub mark: String,
    /// What it says.
    pub content: Vec<Inline>,
}

impl TableBlock {
    /// Returns a table without columns and rows, whose rows are named by their first cells.
    pub fn empty(span: Span) -> Self {
        Self {
            id: String::new(),
            number: String::new(),
            title: Vec::new(),
            subtitle: Vec::new(),
            columns: Vec::new(),
            rows: Vec::new(),
            row_heads: true,
            groups: Vec::new(),
            totals: Vec::new(),
            notes: Vec::new(),
            note: Vec::new(),
            source: Vec::new(),
            span,
        }
    }

    /// Returns the heading above a row, where a group begins with it.
    pub fn opens(&self, row: usize) -> Option<&RowGroup> {
        self.groups.iter().find(|group| group.from == row)
    }

    /// Returns the group of a row.
    pub fn within(&self, row: usize) -> Option<&RowGroup> {
        let mut groups = self.groups.iter();
        groups.find(|group| (group.from..group.from + group.rows).contains(&row))
    }

    /// Returns whether the group of the row before ends, and none begins.
    pub fn closes(&self, row: usize) -> bool {
        self.opens(row).is_none()
            && self.groups.iter().any(|group| group.from + group.rows == row)
    }

    /// Returns the heads that columns share, from the left, each with how many share it; those
    /// without one stand alone under an empty head. Nothing where no column has one.
    pub fn spanners(&self, columns: &[usize]) -> Vec<(&[Inline], usize)> {
        let mut out: Vec<(&[Inline], usize)> = Vec::new();
        for column in columns.iter().filter_map(|at| self.columns.get(*at)) {
            match out.last_mut() {
                Some((spanner, count))
                    if !spanner.is_empty() && *spanner == column.spanner =>
                {
                    *count += 1;
                }
                _ => out.push((&column.spanner, 1)),
            }
        }
        if out.iter().all(|(spanner, _)| spanner.is_empty()) { Vec::new() } else { out }
    }

    /// Returns the head of each column in one line: with the one that it shares.
    pub fn heads(&self) -> Vec<Vec<Inline>> {
        let head = |column: &PrintedColumn| {
            let mut head = column.spanner.clone();
            if !head.is_empty() && !column.label.is_empty() {
                head.push(Inline::text(": "));
            }
            head.extend(column.label.iter().cloned());
            head
        };
        self.columns.iter().map(head).collect()
    }

    /// Returns the note under the table after those on cells and heads, each with what it is on in
    /// words: for where cells have no marks.
    pub fn noted(&self) -> Vec<Inline> {
        let heads = self.heads();
        let mut out = Vec::new();
        for note in &self.notes {
            let mut on: Vec<String> = Vec::new();
            for (column, head) in self.columns.iter().zip(&heads) {
                on.extend(column.note.contains(&note.mark).then(|| plain(head)));
            }
            for row in &self.rows {
                let name =
                    || row.first().map(|cell| plain(&cell.content)).unwrap_or_default();
                for (at, (cell, head)) in row.iter().zip(&heads).enumerate() {
                    if cell.note.contains(&note.mark) {
                        let head = if at == 0 {
                            String::new()
                        } else {
                            format!(", {}", plain(head))
                        };
                        on.push(name() + &head);
                    }
                }
            }
            out.push(Inline::text(format!("{}: ", on.join("; "))));
            out.extend(note.content.iter().cloned());
            out.push(Inline::text(" "));
        }
        out.extend(self.note.iter().cloned());
        out
    }

    /// Returns which rows belong together, and which sum up others, in words.
    pub fn grouped(&self) -> String {
        let name = |row: usize| {
            let first = self.rows.get(row).and_then(|row| row.first());
            first.map(|cell| plain(&cell.content)).unwrap_or_default()
        };
        let group = |group: &RowGroup| {
            let rows: Vec<String> =
                (group.from..group.from + group.rows).map(name).collect();
            format!("{}: {}", plain(&group.label), rows.join(", "))
        };
        let totals = self.totals.iter().map(|row| format!("= {}", name(*row)));
        self.groups.iter().map(group).chain(totals).collect::<Vec<_>>().join("; ")
    }
}
