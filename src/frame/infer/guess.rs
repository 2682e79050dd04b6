//! What was guessed of a column.

use crate::frame::infer::grid::Grid;
use crate::model::calendar::Step;
use std::collections::BTreeMap;

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

/// Percentages that the publisher gives as whole numbers print as such.
pub(super) fn whole_percentages(guesses: &mut [Guess]) {
    let percent = guesses.iter().any(|guess| {
        let lower = guess.leading.to_lowercase();
        guess.distinct == 1
            && ["percent", "per cent", "%"].iter().any(|word| lower.starts_with(word))
    });
    for guess in guesses.iter_mut().filter(|guess| percent && guess.kind == "integer") {
        guess.keys.push(("decimals", "0".to_owned()));
    }
}

/// Returns the markers of missing values that no other column has as a value.
pub(super) fn shared(guesses: &[Guess], grid: &Grid) -> BTreeMap<String, String> {
    let mut out = BTreeMap::new();
    for (marker, reason) in guesses.iter().flat_map(|guess| &guess.missing) {
        out.entry(marker.clone()).or_insert_with(|| reason.clone());
    }
    let is_value = |marker: &String| {
        guesses.iter().enumerate().any(|(at, guess)| {
            !guess.missing.iter().any(|(own, _)| own == marker)
                && grid.rows.iter().any(|row| row.get(at) == Some(marker))
        })
    };
    out.retain(|marker, _| !is_value(marker));
    out
}
