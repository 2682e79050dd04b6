//! Expressions that we write into a query.
//!
//! In: parts of a tree. Out: calls, numbers and truth values as the engine reads them.

use sqlparser::ast::Expr;
use sqlparser::ast::Function;
use sqlparser::ast::FunctionArg;
use sqlparser::ast::FunctionArgExpr;
use sqlparser::ast::FunctionArgumentList;
use sqlparser::ast::FunctionArguments;
use sqlparser::ast::Ident;
use sqlparser::ast::ObjectName;
use sqlparser::ast::UnaryOperator;
use sqlparser::ast::Value;

/// The names of our functions; no column or function of an author has one.
pub(in crate::frame) mod names {
    pub(in crate::frame) const ADD: &str = "reissue_add";
    pub(in crate::frame) const SUBTRACT: &str = "reissue_subtract";
    pub(in crate::frame) const MULTIPLY: &str = "reissue_multiply";
    pub(in crate::frame) const POWER: &str = "reissue_power";
    pub(in crate::frame) const REST: &str = "reissue_rest";
    pub(in crate::frame) const QUOTIENT: &str = "reissue_quotient";
    pub(in crate::frame) const INTEGER: &str = "reissue_integer";
    pub(in crate::frame) const SUM: &str = "reissue_sum";
    pub(in crate::frame) const WHOLE: &str = "reissue_whole";
    pub(in crate::frame) const ROUND: &str = "reissue_round";

    /// Returns whether a function is one of ours.
    pub(in crate::frame::query) fn is_ours(name: &sqlparser::ast::ObjectName) -> bool {
        name.to_string().starts_with("reissue_")
    }
}

/// Returns the plain arguments of a function; none where there are others.
pub(in crate::frame) fn arguments(function: &Function) -> Option<Vec<&Expr>> {
    let FunctionArguments::List(list) = &function.args else { return None };
    let plain = list.args.iter().map(|arg| match arg {
        FunctionArg::Unnamed(FunctionArgExpr::Expr(expr)) => Some(expr),
        _ => None,
    });
    plain.collect()
}

pub(super) fn unnamed(expr: Expr) -> FunctionArg {
    FunctionArg::Unnamed(FunctionArgExpr::Expr(expr))
}

/// Returns a call of a function.
pub(super) fn call(name: &str, args: Vec<Expr>) -> Expr {
    let list = FunctionArgumentList {
        duplicate_treatment: None,
        args: args.into_iter().map(unnamed).collect(),
        clauses: Vec::new(),
    };
    Expr::Function(Function {
        name: ObjectName::from(vec![Ident::new(name)]),
        uses_odbc_syntax: false,
        parameters: FunctionArguments::None,
        args: FunctionArguments::List(list),
        filter: None,
        null_treatment: None,
        over: None,
        within_group: Vec::new(),
    })
}

pub(super) fn not(expr: Expr) -> Expr {
    let inner = Box::new(Expr::Nested(Box::new(expr)));
    Expr::UnaryOp { op: UnaryOperator::Not, expr: inner }
}

/// Returns a truth value with another for what is unknown.
pub(super) fn or_else(expr: &Expr, unless: bool) -> Expr {
    call("coalesce", vec![expr.clone(), Expr::value(Value::Boolean(unless))])
}

/// Returns the whole number that an expression writes.
pub(super) fn integer(expr: &Expr) -> Option<i128> {
    match expr {
        Expr::Value(value) => match &value.value {
            Value::Number(text, _) => text.parse().ok(),
            _ => None,
        },
        Expr::UnaryOp { op: UnaryOperator::Minus, expr } => {
            integer(expr).map(|value| -value)
        }
        Expr::Nested(expr) => integer(expr),
        _ => None,
    }
}

/// Returns an expression that writes a whole number.
pub(super) fn whole(value: i128) -> Expr {
    let digits = Expr::value(Value::Number(value.unsigned_abs().to_string(), false));
    if value < 0 {
        let negative = Expr::UnaryOp { op: UnaryOperator::Minus, expr: Box::new(digits) };
        return Expr::Nested(Box::new(negative));
    }
    digits
}
