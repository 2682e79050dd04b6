//! The engine's faults in our words.

use crate::frame::engine::functions::OVERFLOW;
use crate::frame::query::Lowered;
use crate::frame::query::Refusal;
use polars::prelude::DataType;
use polars::prelude::PolarsError;

/// Translates a fault of a query.
pub(super) fn refusal(error: &PolarsError, lowered: &Lowered) -> Refusal {
    let text = error.to_string();
    if let Some((_, after)) = text.split_once(OVERFLOW) {
        let digits: String = after.chars().take_while(char::is_ascii_digit).collect();
        return lowered.overflow(digits.parse().unwrap_or(usize::MAX));
    }
    plain(error)
}

/// Translates a fault.
pub(super) fn plain(error: &PolarsError) -> Refusal {
    match error {
        PolarsError::ColumnNotFound(message)
        | PolarsError::SchemaFieldNotFound(message) => {
            Refusal::Column(name_in(message.as_ref()))
        }
        PolarsError::SQLSyntax(message) | PolarsError::SQLInterface(message) => {
            let message = message.to_string();
            let line = message.lines().next().unwrap_or_default().to_owned();
            if line.contains("column") && line.contains("not found") {
                return Refusal::Column(name_in(&line));
            }
            translated(&line).unwrap_or(Refusal::Syntax(line))
        }
        PolarsError::Context { error, .. } | PolarsError::ExprContext { error, .. } => {
            plain(error)
        }
        _ => {
            let text = error.to_string();
            let first = text.lines().next().unwrap_or_default();
            translated(first).unwrap_or_else(|| Refusal::Other(first.to_owned()))
        }
    }
}

/// What messages of the engine that authors meet mean, with a piece that each has.
const MEANINGS: &[(&str, &str)] = &[
    (
        "should participate in the GROUP BY",
        "it is neither grouped by nor within `COUNT`, `SUM` and the like",
    ),
    (
        "HAVING clause not valid outside of GROUP BY",
        "`HAVING` needs a `GROUP BY`; choose rows by `WHERE`",
    ),
    (
        "subquery comparisons with",
        "a value is compared with a query; make that query a frame and join it",
    ),
    (
        "unexpected subquery",
        "a query stands where a value is wanted; make it a frame and join it",
    ),
    (
        "cannot compare string with numeric type",
        "a text is compared with a number; use `CAST` on one of them",
    ),
    (
        "conversion from",
        "a `CAST` meets a value that has no such form; `TRY_CAST` makes it missing",
    ),
    ("ambiguous", "a column is in both tables; write `table.column`"),
    ("duplicate", "two columns have the same name; name one of them by `AS`"),
];

/// Returns a message in our words, with the engine's after them.
fn translated(text: &str) -> Option<Refusal> {
    let (_, meaning) = MEANINGS.iter().find(|(piece, _)| text.contains(piece))?;
    Some(Refusal::Other(format!("{meaning} (the engine says: {text})")))
}

/// Returns the first quoted name of a message, or its first word.
fn name_in(message: &str) -> String {
    for quote in ['\'', '"', '`'] {
        if let Some(name) = message.split(quote).nth(1) {
            return name.to_owned();
        }
    }
    message.split_whitespace().next().unwrap_or_default().to_owned()
}

/// Returns what a type holds that is no plain value.
pub(super) fn kind_of(dtype: &DataType) -> String {
    match dtype {
        DataType::List(_) | DataType::Array(..) => "lists".to_owned(),
        DataType::Struct(_) => "records".to_owned(),
        DataType::Binary => "bytes".to_owned(),
        DataType::Duration(_) => "spans of time".to_owned(),
        other => format!("values of type {other}"),
    }
}
