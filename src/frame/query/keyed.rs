//! Quantiles of what rows are grouped by: the engine takes them from another group.
//!
//! In: a `SELECT`. Out: the refusal of such a quantile.

use crate::frame::query::refusal::Part;
use crate::frame::query::refusal::Refusal;
use crate::frame::query::walk::Met;
use crate::frame::query::walk::columns;
use crate::frame::query::walk::walk;
use crate::frame::query::written::arguments;
use sqlparser::ast::Expr;
use sqlparser::ast::Function;
use sqlparser::ast::GroupByExpr;
use sqlparser::ast::Select;
use sqlparser::ast::SelectItem;
use sqlparser::ast::Spanned as _;
use sqlparser::ast::Value;
use std::collections::BTreeSet;

/// Refuses a quantile that looks only at what the query groups by.
pub(super) fn check(select: &Select) -> Result<(), Refusal> {
    let GroupByExpr::Expressions(groups, _) = &select.group_by else { return Ok(()) };
    let named = groups.iter().filter_map(|key| named(key, select));
    let keys = groups.iter().chain(named).flat_map(columns).collect();
    let mut look = |met: Met<'_>| match met {
        Met::Expr(Expr::Function(function)) => of_keys(function, &keys),
        _ => Ok(()),
    };
    walk(&select.projection, &mut look)?;
    walk(&select.having, &mut look)
}

/// Returns the expression that `GROUP BY` names by its alias or its number.
fn named<'q>(key: &Expr, select: &'q Select) -> Option<&'q Expr> {
    let number = match key {
        Expr::Value(value) => match &value.value {
            Value::Number(text, _) => text.parse::<usize>().ok()?.checked_sub(1),
            _ => None,
        },
        _ => None,
    };
    let item = |item: &SelectItem| {
        matches!((item, key), (SelectItem::ExprWithAlias { alias, .. }, Expr::Identifier(name))
            if alias.value == name.value)
    };
    let item = match number {
        Some(number) => select.projection.get(number),
        None => select.projection.iter().find(|one| item(one)),
    };
    match item? {
        SelectItem::UnnamedExpr(expr) | SelectItem::ExprWithAlias { expr, .. } => {
            Some(expr)
        }
        _ => None,
    }
}

/// Refuses a quantile of columns that the keys look at.
fn of_keys(function: &Function, keys: &BTreeSet<String>) -> Result<(), Refusal> {
    let name = function.name.to_string().to_lowercase();
    let arguments = arguments(function).unwrap_or_default();
    let of = arguments.first().filter(|_| name.starts_with("quantile_"));
    let columns = of.map(|of| columns(*of)).unwrap_or_default();
    if columns.is_empty() || !columns.is_subset(keys) {
        return Ok(());
    }
    let message = format!("`{function}` looks only at columns that the query groups by");
    let help = "use `MEDIAN`, or `MIN` where each group has one value";
    Err(Part::refusal(message, function.span(), help))
}

#[cfg(test)]
mod tests {
    use crate::frame::query::lower;
    use crate::frame::query::parse;

    #[test]
    fn a_quantile_of_what_is_grouped_by_is_refused() {
        let refused =
            |sql: &str| lower(&parse(sql).unwrap()).map_err(|why| why.to_string());
        for (quantile, by) in [
            ("QUANTILE_CONT(LENGTH(k), 0.5)", "k"),
            ("QUANTILE_DISC(LENGTH(t.k), 0.5)", "k"),
            ("QUANTILE_CONT(LENGTH(UPPER(k)), 0.5)", "UPPER(k)"),
            ("QUANTILE_CONT(k, 0.5)", "1"),
            ("QUANTILE_CONT(k, 0.5)", "a"),
            ("QUANTILE_CONT(k, 0.5)", "k + 2"),
        ] {
            let sql = format!("SELECT k AS a, 2 * {quantile} AS q FROM t GROUP BY {by}");
            let why =
                format!("`{quantile}` looks only at columns that the query groups by");
            assert_eq!(refused(&sql).unwrap_err(), why);
        }
        for sql in [
            "SELECT k, QUANTILE_CONT(LENGTH(k) + n, 0.5) AS q FROM t GROUP BY k",
            "SELECT QUANTILE_CONT(k, 0.5) AS q FROM t",
            "SELECT k, MEDIAN(LENGTH(k)) AS q FROM t GROUP BY k",
        ] {
            assert!(refused(sql).is_ok(), "{sql}");
        }
    }
}
