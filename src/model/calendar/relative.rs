//! Times by words: `latest`, `first`, `previous`, `latest - 1`.

use crate::model::calendar::period;
use crate::model::order::Scheme;

/// A time by its place among others: `latest`, `first`, `previous`, `latest - 2`, `first + 1`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relative {
    /// So many before the last.
    Before(usize),
    /// So many after the first.
    After(usize),
}

impl Relative {
    /// Reads a word for a time.
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        if text == "previous" {
            return Some(Self::Before(1));
        }
        let count = |rest: &str, sign: char| -> Option<usize> {
            let rest = rest.trim();
            if rest.is_empty() {
                return Some(0);
            }
            rest.strip_prefix(sign)?.trim().parse().ok()
        };
        if let Some(rest) = text.strip_prefix("latest") {
            return count(rest, '-').map(Self::Before);
        }
        text.strip_prefix("first").and_then(|rest| count(rest, '+')).map(Self::After)
    }

    /// Returns the one that is meant of values in order.
    pub fn of<'v>(self, ordered: &[&'v str]) -> Option<&'v str> {
        match self {
            Self::Before(count) => {
                ordered.len().checked_sub(1 + count).map(|at| ordered[at])
            }
            Self::After(count) => ordered.get(count).copied(),
        }
    }
}

/// Returns the value that a word for a time means among others; the word itself where it is one of
/// them, or where the values are neither numbers nor times.
pub fn resolved<'v>(word: &'v str, values: &[&'v str]) -> &'v str {
    let Some(relative) = Relative::read(word).filter(|_| !values.contains(&word)) else {
        return word;
    };
    let mut ordered = values.to_vec();
    ordered.sort_unstable();
    ordered.dedup();
    let (scheme, ranks) = crate::model::order::ranks(&ordered, None);
    let one = ordered.len() == 1 && period(ordered[0]).is_some();
    if !one && !matches!(scheme, Scheme::Numbers | Scheme::Time | Scheme::Cycle) {
        return word;
    }
    let mut sorted = vec![""; ordered.len()];
    for (value, rank) in ordered.iter().zip(ranks) {
        sorted[rank] = value;
    }
    relative.of(&sorted).unwrap_or(word)
}
