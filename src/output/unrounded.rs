//! The values that the numbers of a table's cells were printed from.
//!
//! **In:** a cell, its printed number and the statistics. **Out:** the value, where one alone rounds to it.

use crate::model::document::Cell;
use crate::model::document::Inline;
use crate::model::format::round;
use crate::model::statistic::Statistics;

/// Ways to show a statistic that print its value.
pub(super) const VALUES: &[&str] =
    &["value", "number", "size", "signed", "signed_number"];
/// An end of an interval.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    Low,
    High,
}

/// Returns the values that the number of a cell, or of one end of its interval, may be printed from.
pub(super) fn behind(cell: &Cell, statistics: &Statistics, end: Option<End>) -> Vec<f64> {
    let mut shown = cell.content.iter().filter_map(|node| match node {
        Inline::Stat { id, show, .. } => Some((id, show.as_str())),
        _ => None,
    });
    let Some((id, show)) = shown.next() else { return cell.sort.into_iter().collect() };
    let Some(stat) = statistics.get(id).filter(|_| shown.next().is_none()) else {
        return Vec::new();
    };
    let end = match show {
        "low" => Some(End::Low),
        "high" => Some(End::High),
        "interval" | "range" | "range_number" => end,
        "size" | "size_number" => {
            return stat.number().map(f64::abs).into_iter().collect();
        }
        "detail" => return stat.details.values().copied().collect(),
        _ if VALUES.contains(&show) => return stat.number().into_iter().collect(),
        _ => None,
    };
    let ends = stat.interval.as_ref().zip(end);
    let ends = ends.map(|(interval, end)| match end {
        End::Low => interval.low,
        End::High => interval.high,
    });
    ends.into_iter().collect()
}

/// Returns whether a cell says of its statistic only that it is less than what is printed at least.
pub(super) fn is_hidden(cell: &Cell, statistics: &Statistics) -> bool {
    cell.content.iter().any(|node| {
        let Inline::Stat { id, text, .. } = node else { return false };
        let Some(stat) = statistics.get(id) else { return false };
        behind(cell, statistics, None).into_iter().any(|value| {
            let format = &stat.format;
            format.keeps_back(value)
                && (*text == format.full(value) || *text == format.number(value))
        })
    })
}

/// Returns the one value that is printed as this number; where none or several are, what is printed.
pub(super) fn unrounded(text: String, decimals: usize, behind: &[f64]) -> String {
    let mut values = behind.iter().filter(|value| round(**value, decimals) == text);
    let Some(first) = values.next() else { return text };
    // Zero has one sign.
    if values.all(|value| value.total_cmp(first).is_eq()) {
        (first + 0.0).to_string()
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::unrounded;

    #[test]
    fn a_printed_number_is_the_one_value_that_rounds_to_it() {
        let of = |text: &str, decimals, behind: &[f64]| {
            unrounded(text.to_owned(), decimals, behind)
        };
        assert_eq!(of("66.7", 1, &[66.65]), "66.65");
        assert_eq!(of("-1234.5", 1, &[-1_234.51]), "-1234.51");
        assert_eq!(of("0", 0, &[-0.0]), "0");
        // Of another measure, or of several, what is printed stays.
        assert_eq!(of("66.7", 1, &[66.64]), "66.7");
        assert_eq!(of("66.7", 1, &[66.65, 66.71]), "66.7");
        assert_eq!(of("66.7", 1, &[66.65, 12.0, 66.65]), "66.65");
    }
}
