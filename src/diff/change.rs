//! What changed between two editions, as plain data.

use serde::Serialize;

/// Everything that changed, class by class.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Comparison {
    /// Conclusions: claims, signs, significance, ranks, areas.
    pub conclusions: Vec<Conclusion>,
    /// Numbers as printed.
    pub numbers: Vec<NumberChange>,
    /// Values that moved below the precision of print.
    pub unseen: Vec<NumberChange>,
    /// Figures.
    pub figures: Vec<FigureChange>,
    /// Tables.
    pub tables: Vec<TableChange>,
    /// Words the author changed; numbers that merely followed the data are not among them.
    pub words: Vec<WordsChange>,
    /// Definitions, tests, filters.
    pub method: Vec<MethodChange>,
    /// Data files.
    pub data: Vec<FileChange>,
    /// Everything else: templates, declarations, the program.
    pub rest: Vec<FileChange>,
}

/// A conclusion that changed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Conclusion {
    /// What happened: `claim fails`, `claim holds`, `sign`, `interval`, `significance`,
    /// `rank`, `units`.
    pub kind: String,
    /// The claim or statistic.
    pub id: String,
    /// What it is, in words.
    pub title: String,
    /// Before.
    pub old: String,
    /// After.
    pub new: String,
    /// Where it is shown.
    pub places: Vec<String>,
    /// The inputs that changed and that it depends on; several are said to be joint.
    pub cause: Vec<String>,
}

/// A number that changed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NumberChange {
    /// The statistic.
    pub id: String,
    /// What it is, in words.
    pub title: String,
    /// As printed before.
    pub old: String,
    /// As printed after.
    pub new: String,
    /// New less old, in the statistic's unit.
    pub by: Option<f64>,
    /// The same in percent of the old.
    pub percent: Option<f64>,
    /// Where it is shown.
    pub places: Vec<String>,
    /// The inputs that changed and that it depends on; several are said to be joint.
    pub cause: Vec<String>,
}

/// A figure that changed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FigureChange {
    /// The figure.
    pub id: String,
    /// `added`, `removed`, or what of it changed: `points`, `drawing`, `words`.
    pub what: String,
    /// Points that moved: statistic, before, after; largest first.
    pub points: Vec<NumberChange>,
    /// Title, caption or note, as a line diff; empty when unchanged.
    pub words: String,
}

/// A table that changed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TableChange {
    /// The table.
    pub id: String,
    /// `added`, `removed` or `cells`.
    pub what: String,
    /// Rows that came, by their first cell.
    pub rows_in: Vec<String>,
    /// Rows that went.
    pub rows_out: Vec<String>,
    /// Cells: row, column from 1, before, after.
    pub cells: Vec<(String, usize, String, String)>,
}

/// Words that changed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WordsChange {
    /// Where.
    pub place: String,
    /// `added`, `removed`, `changed` or `moved`.
    pub what: String,
    /// Before, with `{id}` for numbers.
    pub old: String,
    /// After.
    pub new: String,
}

/// A definition that changed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MethodChange {
    /// The declaration: `statistic growth`, `frame panel`, `claim grew_faster`.
    pub block: String,
    /// `added`, `removed` or `changed`.
    pub what: String,
    /// The definition before.
    pub old: String,
    /// The definition after.
    pub new: String,
}

/// A file that changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FileChange {
    /// Its path.
    pub path: String,
    /// `added`, `removed` or `changed`.
    pub what: String,
    /// Rows and columns that came, went or changed, by key; empty where it is not known.
    pub detail: String,
}

impl Comparison {
    /// Returns whether nothing changed.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
