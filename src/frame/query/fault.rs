//! How a function of ours can fail in a query, in words.
//!
//! In: a fault, and the part of the query. Out: its refusal.

use crate::frame::query::refusal::Part;
use crate::frame::query::refusal::Refusal;
use sqlparser::tokenizer::Span;

/// How a function of ours can fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::frame) enum Fault {
    /// A whole number passes the largest.
    Overflow,
    /// A division by zero.
    Zero,
    /// A number that is no whole one is cast to one.
    Fraction,
    /// A whole number has a negative exponent.
    Exponent,
    /// A text is no number.
    Text,
}

impl Fault {
    /// Returns the refusal of a part of a query in which a function failed.
    pub(in crate::frame) fn refusal(self, text: &str, at: Span) -> Refusal {
        let (message, help) = match self {
            Self::Overflow => (
                format!(
                    "the whole numbers of `{text}` pass the largest that there is (about 9.2 × 10^18)"
                ),
                "compute with `CAST(… AS DOUBLE)`, or in a larger unit",
            ),
            Self::Zero => (
                format!("`{text}` divides by zero"),
                "leave such rows out, or write `NULLIF(…, 0)`: what is divided by that is missing",
            ),
            Self::Fraction => (
                format!("`{text}` would drop a fraction"),
                "say how: `FLOOR(…)`, `CEIL(…)` or `ROUND(…)` within the `CAST`",
            ),
            Self::Exponent => (
                format!("`{text}` has a negative exponent, and both are whole numbers"),
                "write one of them with a point: `POWER(2.0, -1)`",
            ),
            Self::Text => (
                format!("`{text}` computes with a text"),
                "use `CAST(… AS DOUBLE)` where the texts are numbers; texts are joined by `||`",
            ),
        };
        Part::refusal(message, at, help)
    }
}
