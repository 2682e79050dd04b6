//! `report/tables.yaml`: what is tabulated.

use crate::project::reading::Names;
use serde::Deserialize;
use serde::Serialize;
use std::collections::BTreeMap;

/// A table: its words, and either cells of statistics or the rows of a frame.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TableDecl {
    /// Title; Tera, may hold `stat()` and `claim()`.
    pub title: String,
    /// Measure, places, period; Tera.
    #[serde(default)]
    pub subtitle: String,
    /// Note under the table; Tera.
    #[serde(default)]
    pub note: String,
    /// Source line; Tera.
    #[serde(default)]
    pub source: String,
    /// Head of the first column, which names the rows.
    #[serde(default)]
    pub head: String,
    /// Columns. In a column's `stat:`, `{row}` stands for the row's key.
    pub columns: Vec<ColumnDecl>,
    /// Rows of statistics.
    #[serde(default)]
    pub rows: Option<RowsDecl>,
    /// Rows of a frame.
    #[serde(default)]
    pub frame: Option<String>,
    /// Rows that belong together, each list under a heading; the other rows follow them. Rows are
    /// named by what their first column prints.
    #[serde(default)]
    pub groups: Vec<GroupDecl>,
    /// The frame's column whose values are the headings of the rows; it is not a column of the table.
    #[serde(default)]
    pub group: Option<String>,
    /// Rows that sum up others, by what their first column prints.
    #[serde(default)]
    pub totals: Vec<String>,
    /// Whether the heads of columns of figures are turned, to be read from below.
    #[serde(default)]
    pub turned: bool,
    /// Notes on single cells, rows and columns; each gets a letter.
    #[serde(default)]
    pub notes: Vec<NoteDecl>,
}

/// Rows under a heading.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GroupDecl {
    /// The heading.
    pub label: String,
    /// The rows, by what their first column prints.
    pub rows: Vec<String>,
}

/// A note on a cell; without a column on a row's name, without a row on a column's head.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NoteDecl {
    /// The row, by what its first column prints.
    #[serde(default)]
    pub row: Option<String>,
    /// The column, by its label.
    #[serde(default)]
    pub column: Option<String>,
    /// What the note says; Tera.
    pub text: String,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ColumnDecl {
    /// Its head.
    pub label: String,
    /// The statistic of a cell, with `{row}` for the row's key.
    #[serde(default)]
    pub stat: Option<String>,
    /// How the statistic is shown, as in `stat(id, show=…)`.
    #[serde(default)]
    pub show: Option<String>,
    /// The frame's column.
    #[serde(default)]
    pub column: Option<String>,
    /// Unit of a frame's column.
    #[serde(default)]
    pub unit: Option<String>,
    /// Words of the unit: the sign of a currency, "£" unless given.
    #[serde(default)]
    pub noun: Option<String>,
    /// Digits after the decimal point of a frame's column.
    #[serde(default)]
    pub decimals: Option<u8>,
    /// Words for the values of a frame's column.
    #[serde(default)]
    pub labels: BTreeMap<String, String>,
    /// A head over this one, shared with the neighbours that have the same; several, one over the
    /// other, as a list that begins with the outermost.
    #[serde(default)]
    pub spanner: Names,
    /// Whether cells are shaded by their value, in five steps: the higher, the darker.
    #[serde(default)]
    pub shade: bool,
    /// Whether each cell has a bar under its value, as long as the value is great; all begin at zero.
    #[serde(default)]
    pub bar: bool,
}

/// The rows of a table of statistics.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(
    untagged,
    expecting = "expected a list of `{key: …, label: …}` or `{from: FAMILY, by: DIMENSION}`"
)]
pub enum RowsDecl {
    /// Listed.
    List(Vec<RowDecl>),
    /// One for each value of a family's dimension.
    Each(EachDecl),
}

/// One listed row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RowDecl {
    /// What stands for `{row}` in the columns.
    pub key: String,
    /// Its name.
    pub label: String,
}

/// Rows from a family's dimension.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EachDecl {
    /// The family.
    pub from: String,
    /// Its dimension.
    pub by: String,
    /// Sort rows by this column's value, greatest first; by key otherwise.
    #[serde(default)]
    pub sort: Option<String>,
    /// Words for the keys.
    #[serde(default)]
    pub labels: BTreeMap<String, String>,
}
