//! What is known to be the same for a row wherever its block ends: the positive list.

use crate::frame::query::Part;
use crate::frame::query::Refusal;
use crate::frame::query::arguments;
use sqlparser::ast::BinaryOperator;
use sqlparser::ast::CaseWhen;
use sqlparser::ast::CastKind;
use sqlparser::ast::DataType;
use sqlparser::ast::Expr;
use sqlparser::ast::Function;
use sqlparser::ast::FunctionArguments;
use sqlparser::ast::Spanned as _;
use sqlparser::ast::UnaryOperator;
use sqlparser::ast::Value;

/// Functions whose result depends on the cells of one row alone.
const OF_A_ROW: &[&str] = &[
    "abs",
    "cbrt",
    "ceil",
    "ceiling",
    "char_length",
    "character_length",
    "coalesce",
    "concat",
    "concat_ws",
    "div",
    "ends_with",
    "exp",
    "floor",
    "greatest",
    "if",
    "ifnull",
    "least",
    "left",
    "length",
    "ln",
    "log",
    "log10",
    "log1p",
    "log2",
    "lower",
    "lpad",
    "ltrim",
    "mod",
    "nullif",
    "octet_length",
    "pow",
    "power",
    "regexp_like",
    "replace",
    "reverse",
    "right",
    "round",
    "rpad",
    "rtrim",
    "sign",
    "split_part",
    "sqrt",
    "starts_with",
    "strpos",
    "substr",
    "trunc",
    "upper",
];

/// What to do about a query that needs more than a row at a time.
pub(super) const HELP: &str =
    "count and sum the rows first, and do the rest in a frame over this one";

/// Returns the refusal of a part of a query.
pub(super) fn not_known(expr: &Expr) -> Refusal {
    let message = format!("`{expr}` is not known to come out the same in blocks of rows");
    Part::refusal(message, expr.span(), HELP)
}

/// Checks that an expression depends on the cells of one row alone.
pub(super) fn of_a_row(expr: &Expr) -> Result<(), Refusal> {
    match expr {
        Expr::Identifier(_) => return Ok(()),
        Expr::CompoundIdentifier(parts) if parts.len() == 2 => return Ok(()),
        _ => {}
    }
    match parts(expr) {
        Some(parts) => parts.into_iter().try_for_each(of_a_row),
        None => Err(not_known(expr)),
    }
}

/// Returns the parts of an expression that is made of them cell by cell, in the order in which the
/// parser's visitors meet them; none for anything else, columns among it.
pub(super) fn parts(expr: &Expr) -> Option<Vec<&Expr>> {
    Some(match expr {
        Expr::Value(value) => match value.value {
            Value::Number(..)
            | Value::SingleQuotedString(_)
            | Value::Boolean(_)
            | Value::Null => Vec::new(),
            _ => return None,
        },
        Expr::Nested(inner)
        | Expr::IsNull(inner)
        | Expr::IsNotNull(inner)
        | Expr::IsTrue(inner)
        | Expr::IsNotTrue(inner)
        | Expr::IsFalse(inner)
        | Expr::IsNotFalse(inner)
        | Expr::UnaryOp {
            op: UnaryOperator::Not | UnaryOperator::Minus | UnaryOperator::Plus,
            expr: inner,
        } => vec![inner],
        Expr::IsDistinctFrom(left, right) | Expr::IsNotDistinctFrom(left, right) => {
            vec![left, right]
        }
        Expr::BinaryOp { left, op, right } if is_plain(op) => vec![left, right],
        Expr::Between { expr, negated: _, low, high } => vec![expr, low, high],
        Expr::InList { expr, list, negated: _ } => {
            std::iter::once(&**expr).chain(list).collect()
        }
        Expr::Like { negated: _, any: false, expr, pattern, escape_char: None }
        | Expr::ILike { negated: _, any: false, expr, pattern, escape_char: None } => {
            vec![expr, pattern]
        }
        Expr::Case { case_token: _, end_token: _, operand, conditions, else_result } => {
            let cases = conditions
                .iter()
                .flat_map(|CaseWhen { condition, result }| [condition, result]);
            operand
                .as_deref()
                .into_iter()
                .chain(cases)
                .chain(else_result.as_deref())
                .collect()
        }
        Expr::Cast {
            kind:
                CastKind::Cast
                | CastKind::TryCast
                | CastKind::DoubleColon
                | CastKind::SafeCast,
            expr,
            data_type,
            array: false,
            format: None,
        } if is_plain_type(data_type) => vec![expr],
        Expr::Ceil { expr, field: _ } | Expr::Floor { expr, field: _ } => vec![expr],
        Expr::Position { expr, r#in } => vec![expr, r#in],
        Expr::Substring {
            expr,
            substring_from,
            substring_for,
            special: _,
            shorthand: _,
        } => {
            let bounds =
                substring_from.as_deref().into_iter().chain(substring_for.as_deref());
            std::iter::once(&**expr).chain(bounds).collect()
        }
        Expr::Trim { trim_where: _, trim_what, expr, trim_characters } => {
            let what = trim_what.as_deref().into_iter();
            what.chain([&**expr]).chain(trim_characters.iter().flatten()).collect()
        }
        Expr::Function(function) => return function_parts(function),
        _ => return None,
    })
}

/// Returns the arguments of a function of one row.
fn function_parts(function: &Function) -> Option<Vec<&Expr>> {
    let name = function.name.to_string().to_lowercase();
    if !OF_A_ROW.contains(&name.as_str())
        || !is_bare(function)
        || function.filter.is_some()
    {
        return None;
    }
    arguments(function)
}

/// Returns whether a function has nothing but its arguments, and perhaps a filter.
pub(super) fn is_bare(function: &Function) -> bool {
    let Function {
        name: _,
        uses_odbc_syntax,
        parameters,
        args,
        filter: _,
        null_treatment,
        over,
        within_group,
    } = function;
    let clauses =
        matches!(args, FunctionArguments::List(list) if list.clauses.is_empty());
    let distinct = matches!(args, FunctionArguments::List(list) if list.duplicate_treatment.is_some());
    let parameters = matches!(parameters, FunctionArguments::None);
    clauses
        && !distinct
        && parameters
        && !uses_odbc_syntax
        && null_treatment.is_none()
        && over.is_none()
        && within_group.is_empty()
}

fn is_plain(op: &BinaryOperator) -> bool {
    matches!(
        op,
        BinaryOperator::Plus
            | BinaryOperator::Minus
            | BinaryOperator::Multiply
            | BinaryOperator::Divide
            | BinaryOperator::DuckIntegerDivide
            | BinaryOperator::Modulo
            | BinaryOperator::StringConcat
            | BinaryOperator::Gt
            | BinaryOperator::Lt
            | BinaryOperator::GtEq
            | BinaryOperator::LtEq
            | BinaryOperator::Eq
            | BinaryOperator::NotEq
            | BinaryOperator::Spaceship
            | BinaryOperator::And
            | BinaryOperator::Or
    )
}

fn is_plain_type(data_type: &DataType) -> bool {
    matches!(
        data_type,
        DataType::Int(_)
            | DataType::Integer(_)
            | DataType::BigInt(_)
            | DataType::SmallInt(_)
            | DataType::Double(_)
            | DataType::DoublePrecision
            | DataType::Float(_)
            | DataType::Real
            | DataType::Varchar(_)
            | DataType::Text
            | DataType::String(_)
            | DataType::Boolean
            | DataType::Bool
    )
}
