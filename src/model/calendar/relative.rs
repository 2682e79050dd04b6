//! Times by words: `latest`, `first`, `previous`, `latest - 1`.

use crate::model::calendar::pace;
use crate::model::calendar::period;
use crate::model::calendar::periods;
use crate::model::order::Scheme;
use crate::model::order::in_cycle;

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
    in_order(values).and_then(|sorted| relative.of(&sorted)).unwrap_or(word)
}

/// Returns the time that a word such as `latest - 12` means where it counts over times that are not
/// there, and how many those are: what is meant is so much further away. `previous` counts none.
pub fn counted_over<'v>(word: &str, values: &[&'v str]) -> Option<(&'v str, usize)> {
    let relative = Relative::read(word).filter(|_| word.trim() != "previous")?;
    let sorted = in_order(values)?;
    let meant = relative.of(&sorted)?;
    let (count, from) = match relative {
        Relative::Before(count) => (count, sorted.last()?),
        Relative::After(count) => (count, sorted.first()?),
    };
    let numbers: Vec<f64> = match periods(sorted.iter().copied()) {
        Some(periods) => periods.iter().map(|period| period.number as f64).collect(),
        None => match in_cycle(&sorted) {
            Some(places) => places.into_iter().map(|at| at as f64).collect(),
            None => {
                sorted.iter().map(|value| value.parse().ok()).collect::<Option<_>>()?
            }
        },
    };
    let number = |wanted: &str| {
        let at = sorted.iter().position(|value| *value == wanted)?;
        numbers.get(at).copied()
    };
    let steps = ((number(from)? - number(meant)?).abs() / pace(&numbers)?).round();
    let missing = (steps as usize).checked_sub(count)?;
    (missing > 0).then_some((meant, missing))
}

/// Says that a word for a time counts over times that are not there.
pub fn over_gaps(word: &str, meant: &str, missing: usize) -> String {
    format!(
        "`{word}` is {meant}, further away than it counts: {missing} between have no row"
    )
}

/// What to write in the place of such a word.
pub const WHICH_TIME: &str =
    "write the time itself, or `previous` for the last before with a value";

/// Returns values in order; none where they are neither numbers nor times.
fn in_order<'v>(values: &[&'v str]) -> Option<Vec<&'v str>> {
    let mut ordered = values.to_vec();
    ordered.sort_unstable();
    ordered.dedup();
    let (scheme, ranks) = crate::model::order::ranks(&ordered, None);
    let one = ordered.len() == 1 && period(ordered[0]).is_some();
    if !one && !matches!(scheme, Scheme::Numbers | Scheme::Time | Scheme::Cycle) {
        return None;
    }
    let mut sorted = vec![""; ordered.len()];
    for (value, rank) in ordered.iter().zip(ranks) {
        sorted[rank] = value;
    }
    Some(sorted)
}

#[cfg(test)]
mod tests {
    use super::counted_over;

    #[test]
    fn a_word_that_counts_over_times_that_are_not_there_is_told() {
        let months = ["2023-03", "2023-04", "2023-05", "2023-09", "2023-10"];
        assert_eq!(counted_over("latest - 1", &months), None);
        assert_eq!(counted_over("latest - 2", &months), Some(("2023-05", 3)));
        assert_eq!(counted_over("first + 3", &months), Some(("2023-09", 3)));
        for word in ["first + 2", "first", "latest", "previous", "2023-05"] {
            assert_eq!(counted_over(word, &months), None, "{word}");
        }
        let years = ["2017/18", "2018/19", "2021/22"];
        assert_eq!(counted_over("previous", &years), None);
        let named = ["Jan", "Feb", "May", "Jun"];
        assert_eq!(counted_over("latest - 1", &named), None);
        assert_eq!(counted_over("latest - 2", &named), Some(("Feb", 2)));
        // Every second year is the pace of these, and nothing is missing.
        assert_eq!(counted_over("latest - 2", &["2011", "2013", "2015"]), None);
        assert_eq!(
            counted_over("latest - 2", &["2011", "2012", "2013", "2016"]),
            Some(("2012", 2))
        );
    }
}
