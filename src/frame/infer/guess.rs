//! What was guessed of a column.

use crate::model::calendar::Step;

/// What was guessed of a column.
#[derive(Debug, Clone, Default)]
pub(super) struct Guess {
    pub name: String,
    pub kind: &'static str,
    /// Further keys of the field with their values, as YAML.
    pub keys: Vec<(&'static str, String)>,
    /// Rules, as YAML.
    pub rules: Vec<(&'static str, String)>,
    /// Markers of missing values that occur, with their reasons; an empty reason is not known.
    pub missing: Vec<(String, String)>,
    /// Comments for the author.
    pub comments: Vec<String>,
    /// What a person should check.
    pub checks: Vec<String>,
    /// How many different values there are.
    pub distinct: usize,
    /// The step of time, where it holds periods.
    pub step: Option<Step>,
    /// Whether the values are codes of the official geography.
    pub is_code: bool,
    /// Whether no cell is blank.
    pub is_whole: bool,
    /// The last value in order of time, the most frequent one otherwise.
    pub leading: String,
    /// The same as the file has it.
    pub leading_raw: String,
}

impl Guess {
    pub(super) fn is_number(&self) -> bool {
        matches!(self.kind, "integer" | "number")
    }
}
