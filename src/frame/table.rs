//! A checked table as plain columns: what leaves `frame/`.

use serde::Deserialize;
use serde::Serialize;

/// The cells of a column; a missing cell is none.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", content = "cells", rename_all = "lowercase")]
pub enum Cells {
    /// Whole numbers, years among them.
    Integer(Vec<Option<i64>>),
    /// Numbers.
    Number(Vec<Option<f64>>),
    /// Texts.
    Text(Vec<Option<String>>),
    /// Truth values.
    Bool(Vec<Option<bool>>),
}

/// A named column.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// Its cells, one a row.
    pub cells: Cells,
}

impl Column {
    /// Returns a cell as a number.
    pub fn number(&self, row: usize) -> Option<f64> {
        match &self.cells {
            Cells::Integer(cells) => cells.get(row).copied().flatten().map(|n| n as f64),
            Cells::Number(cells) => cells.get(row).copied().flatten(),
            Cells::Text(_) | Cells::Bool(_) => None,
        }
    }

    /// Returns a cell as the text of a key: whole numbers without separators.
    pub fn key(&self, row: usize) -> Option<String> {
        match &self.cells {
            Cells::Integer(cells) => {
                cells.get(row).copied().flatten().map(|n| n.to_string())
            }
            Cells::Number(cells) => {
                cells.get(row).copied().flatten().map(|n| n.to_string())
            }
            Cells::Text(cells) => cells.get(row).cloned().flatten(),
            Cells::Bool(cells) => {
                cells.get(row).copied().flatten().map(|b| b.to_string())
            }
        }
    }

    /// Returns whether the column holds numbers.
    pub fn is_numeric(&self) -> bool {
        matches!(self.cells, Cells::Integer(_) | Cells::Number(_))
    }

    /// Returns how many rows there are.
    pub fn len(&self) -> usize {
        match &self.cells {
            Cells::Integer(cells) => cells.len(),
            Cells::Number(cells) => cells.len(),
            Cells::Text(cells) => cells.len(),
            Cells::Bool(cells) => cells.len(),
        }
    }

    /// Returns whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// A checked table.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Table {
    /// Its columns, all of one length.
    pub columns: Vec<Column>,
    /// Data files behind it, project paths, sorted.
    pub files: Vec<String>,
}

impl Table {
    /// Returns a column by name.
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// Returns the columns' names, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().map(|column| column.name.as_str())
    }

    /// Returns how many rows there are.
    pub fn rows(&self) -> usize {
        self.columns.first().map_or(0, Column::len)
    }
}
