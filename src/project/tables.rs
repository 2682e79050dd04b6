//! `report/tables.yaml`: what is tabulated.

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
