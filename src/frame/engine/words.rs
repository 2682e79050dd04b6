//! The engine's faults in our words.

use crate::frame::engine::functions::fault_in;
use crate::frame::query::Lowered;
use crate::frame::query::Refusal;
use polars::prelude::DataType;
use polars::prelude::PolarsError;

/// Translates a fault of a query.
pub(super) fn refusal(error: &PolarsError, lowered: &Lowered) -> Refusal {
    let text = error.to_string();
    match fault_in(&text) {
        Some((number, fault)) => lowered.fault(number, fault),
        None => plain(error),
    }
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
            if line.starts_with("no column named") {
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
        "operation not supported for dtypes `str`",
        "a text is computed with; use `CAST` where it is a number",
    ),
    (
        "operation not supported for dtype `str`",
        "a text is used as a number or a date; use `CAST` on it",
    ),
    (
        "datatypes of join keys don't match",
        "a join compares columns of two types; use `CAST` on one of them",
    ),
    ("'is_in' cannot check for", "`IN` compares values of two types; use `CAST` on one"),
    (
        "to Boolean not supported",
        "a condition is neither true nor false; compare with a value",
    ),
    (
        "filter predicate must be of type",
        "`WHERE` has a value that is neither true nor false; compare it with another",
    ),
    ("unsupported function", "the engine has no such function"),
    (
        "no function matches the given name and arguments",
        "a function has other arguments",
    ),
    (
        "requires equal number of columns",
        "the two sides have different numbers of columns",
    ),
    ("unsupported SQL join constraint", "a join has no `ON`"),
    ("no table or struct column named", "there is no such table in the query"),
    ("is not currently supported", "the engine does not have that"),
    (
        "ordinal value must refer to a valid column",
        "`ORDER BY` or `GROUP BY` has the number of no column",
    ),
    (
        "only 'ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW'",
        "rows before or after are not looked at by a frame of a window; join the table with itself, or use `LAG` and `LEAD`",
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

/// Returns a message in our words, with the first sentence of the engine's after them.
fn translated(text: &str) -> Option<Refusal> {
    let (_, meaning) = MEANINGS.iter().find(|(piece, _)| text.contains(piece))?;
    let text = text.split_once(". ").map_or(text, |(first, _)| first);
    let text = text.replace("reissue_table_", "");
    Some(Refusal::Other(format!("{meaning} (the engine says: {text})")))
}

/// Returns the first quoted name of a message's first line, or its first word.
fn name_in(message: &str) -> String {
    let line = message.lines().next().unwrap_or_default();
    let quoted = line.find(['\'', '"', '`']).and_then(|at| {
        let quote = line.get(at..)?.chars().next()?;
        line.get(at + 1..)?.split(quote).next()
    });
    let name = quoted.or_else(|| line.split_whitespace().next());
    name.unwrap_or_default().to_owned()
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
