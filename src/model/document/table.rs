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
    /// The heads over that one, the outermost first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub over: Vec<Vec<Inline>>,
    /// The marks of the notes on its head; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

impl PrintedColumn {
    /// Returns the heads over its own, the outermost first.
    pub fn shared(&self) -> Vec<&[Inline]> {
        let own = std::iter::once(&self.spanner).filter(|spanner| !spanner.is_empty());
        self.over.iter().chain(own).map(Vec::as_slice).collect()
    }
}

/// A cell of the heads of a table.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Head<'a> {
    /// The column whose head it is, or the first one that it is over.
    pub column: usize,
    /// Whether it is over the heads of columns.
    pub over: bool,
    /// What it says.
    pub words: &'a [Inline],
    /// How many columns it is over.
    pub columns: usize,
    /// How many rows of heads it takes.
    pub rows: usize,
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
    /// The bar under its value: where it begins, and how long it is, in hundredths of the cell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bar: Option<(u8, u8)>,
}

impl Cell {
    /// Returns where its bar begins, how long it is, and where zero is, in hundredths of the cell.
    pub fn bar(&self) -> Option<(u8, u8, u8)> {
        let below = self.sort.is_some_and(|value| value < 0.0);
        self.bar.map(|(from, long)| (from, long, if below { from + long } else { from }))
    }
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
    /// Whether the heads of columns of figures are turned, to be read from below.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub turned: bool,
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
            turned: false,
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

    /// Returns the rows of heads over columns, from above: a head that neighbours share is one cell
    /// over them, and one with nothing below or over it takes the rows that it has for itself.
    pub fn head_rows(&self, columns: &[usize]) -> Vec<Vec<Head<'_>>> {
        let columns: Vec<(usize, &PrintedColumn)> =
            columns.iter().filter_map(|at| Some((*at, self.columns.get(*at)?))).collect();
        let levels = columns.iter().map(|(_, column)| column.shared().len());
        let levels = levels.max().unwrap_or_default();
        let mut rows: Vec<Vec<Head<'_>>> = vec![Vec::new(); levels + 1];
        let mut before: Vec<&[Inline]> = Vec::new();
        for (at, column) in columns {
            let shared = column.shared();
            for (level, words) in shared.iter().copied().enumerate() {
                let last = level + 1 == shared.len();
                let same = before.get(..=level) == shared.get(..=level)
                    && last == (level + 1 == before.len());
                match rows[level].last_mut().filter(|_| same) {
                    Some(head) => head.columns += 1,
                    None => rows[level].push(Head {
                        column: at,
                        over: true,
                        words,
                        columns: 1,
                        rows: if last { levels - level } else { 1 },
                    }),
                }
            }
            let level = if shared.is_empty() { 0 } else { levels };
            rows[level].push(Head {
                column: at,
                over: false,
                words: &column.label,
                columns: 1,
                rows: levels + 1 - level,
            });
            before = shared;
        }
        rows
    }

    /// Returns the head of each column in one line: with the one that it shares.
    pub fn heads(&self) -> Vec<Vec<Inline>> {
        let head = |column: &PrintedColumn| {
            let own = std::iter::once(column.label.as_slice());
            let mut head: Vec<Inline> = Vec::new();
            for words in column.shared().into_iter().chain(own) {
                if !head.is_empty() && !words.is_empty() {
                    head.push(Inline::text(": "));
                }
                head.extend(words.iter().cloned());
            }
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

#[cfg(test)]
mod tests {
    use super::Cell;
    use super::PrintedColumn;
    use super::TableBlock;
    use crate::model::diagnostic::Span;
    use crate::model::document::Inline;
    use crate::model::document::plain;

    #[test]
    fn bars_on_both_sides_of_zero_share_its_place() {
        let cell = |value, bar| Cell { sort: Some(value), bar, ..Cell::default() };
        assert_eq!(cell(-5.0, Some((20, 30))).bar(), Some((20, 30, 50)));
        assert_eq!(cell(5.0, Some((50, 30))).bar(), Some((50, 30, 50)));
        assert_eq!(cell(5.0, None).bar(), None);
    }

    /// Returns the rows of heads as "words columns×rows".
    fn rows(columns: &[&[&str]]) -> Vec<Vec<String>> {
        let text = |text: &&str| vec![Inline::text(*text)];
        let columns = columns.iter().map(|heads| {
            let mut over: Vec<Vec<Inline>> = heads.iter().map(text).collect();
            let label = over.pop().unwrap_or_default();
            let spanner = over.pop().unwrap_or_default();
            PrintedColumn { label, spanner, over, ..PrintedColumn::default() }
        });
        let table = TableBlock {
            columns: columns.collect(),
            ..TableBlock::empty(Span::new("a.md", 0..0))
        };
        let all: Vec<usize> = (0..table.columns.len()).collect();
        let rows = table.head_rows(&all);
        let cell = |head: &super::Head<'_>| {
            format!("{} {}×{}", plain(head.words), head.columns, head.rows)
        };
        rows.iter().map(|row| row.iter().map(cell).collect()).collect()
    }

    #[test]
    fn heads_over_heads_are_shared_by_neighbours_under_the_same_heads() {
        let heads = rows(&[
            &["Area"],
            &["Residents", "Men", "2019"],
            &["Residents", "Men", "2024"],
            &["Residents", "Women", "2019"],
            &["Homes", "2024"],
            &["Money", "Men", "2024"],
        ]);
        assert_eq!(
            heads,
            [
                vec!["Area 1×3", "Residents 3×1", "Homes 1×2", "Money 1×1"],
                vec!["Men 2×1", "Women 1×1", "Men 1×1"],
                vec!["2019 1×1", "2024 1×1", "2019 1×1", "2024 1×1", "2024 1×1"],
            ]
        );
        assert_eq!(rows(&[&["Area"], &["Trees"]]), [["Area 1×1", "Trees 1×1"]]);
    }
}
