//! What a grouped query makes of the rows of a group: its aggregates.

use crate::frame::query::arguments;
use sqlparser::ast::CaseWhen;
use sqlparser::ast::Expr;
use sqlparser::ast::Function;
use sqlparser::ast::Value;
use sqlparser::ast::helpers::attached_token::AttachedToken;
use sqlparser::tokenizer::Span;

/// What is asked of an expression over rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::frame::stream) enum Role {
    /// Its values are told apart.
    Key,
    /// Its numbers are added.
    Sum,
    /// Its least or greatest value is sought.
    Extreme,
    /// Whether it is missing.
    Count,
    /// Whether it is true: only such rows are asked.
    Condition,
}

/// An expression over the cells of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::frame::stream) struct Item {
    pub expr: Expr,
    pub role: Role,
}

/// What is made of the rows of a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::frame::stream) enum How {
    Rows,
    Count,
    Distinct,
    Sum,
    Mean,
    /// The variance of a sample.
    Variance,
    /// Its square root.
    Deviation,
    /// The bits of the share of values that are below.
    Quantile(u64),
    Least,
    Greatest,
}

/// A number for each group, made of an item; how many rows there are, of none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::frame::stream) struct Measure {
    pub how: How,
    pub item: Option<usize>,
    /// The author's expression, and its place.
    pub part: (String, Span),
}

/// Returns what an aggregate makes of its argument, or of rows where it has none; none for what is
/// no aggregate, or one that must see all rows at once.
pub(super) fn how(
    function: &Function,
    distinct: bool,
    of_rows: bool,
) -> Option<(How, Role)> {
    let name = function.name.to_string().to_uppercase();
    Some(match name.as_str() {
        "COUNT" if distinct => (How::Distinct, Role::Key),
        "COUNT" if of_rows => (How::Rows, Role::Count),
        "COUNT" => (How::Count, Role::Count),
        _ if distinct || of_rows => return None,
        "SUM" => (How::Sum, Role::Sum),
        "AVG" => (How::Mean, Role::Sum),
        "VAR" | "VAR_SAMP" | "VARIANCE" => (How::Variance, Role::Sum),
        "STDDEV" | "STDDEV_SAMP" => (How::Deviation, Role::Sum),
        "MEDIAN" => (How::Quantile(0.5_f64.to_bits()), Role::Sum),
        "QUANTILE_CONT" => {
            let arguments = arguments(function)?;
            let [_, Expr::Value(share)] = arguments.as_slice() else { return None };
            let Value::Number(share, _) = &share.value else { return None };
            let share: f64 = share.parse().ok().filter(|share| *share <= 1.0)?;
            (How::Quantile(share.to_bits()), Role::Sum)
        }
        "MIN" => (How::Least, Role::Extreme),
        "MAX" => (How::Greatest, Role::Extreme),
        _ => return None,
    })
}

/// Returns an expression that is missing where a condition is not true.
pub(super) fn where_true(condition: &Expr, result: Expr) -> Expr {
    Expr::Case {
        case_token: AttachedToken::empty(),
        end_token: AttachedToken::empty(),
        operand: None,
        conditions: vec![CaseWhen { condition: condition.clone(), result }],
        else_result: None,
    }
}
