//! Quantiles of what rows are grouped by: the engine takes them from another group.
//!
//! In: a `SELECT`. Out: the refusal of such a quantile.

use crate::frame::query::refusal::Part;
use crate::frame::query::refusal::Refusal;
use crate::frame::query::written::arguments;
use sqlparser::ast::Expr;
use sqlparser::ast::GroupByExpr;
use sqlparser::ast::Select;
use sqlparser::ast::SelectItem;
use sqlparser::ast::Spanned as _;
use sqlparser::ast::Value;
use sqlparser::ast::Visit as _;
use sqlparser::ast::Visitor;
use std::ops::ControlFlow;

/// Refuses a quantile that looks only at what the query groups by.
pub(super) fn check(select: &Select) -> Result<(), Refusal> {
    let GroupByExpr::Expressions(groups, _) = &select.group_by else { return Ok(()) };
    let named = groups.iter().filter_map(|key| named(key, select));
    let mut quantiles = Quantiles { keys: groups.iter().chain(named).collect() };
    for flow in
        [select.projection.visit(&mut quantiles), select.having.visit(&mut quantiles)]
    {
        if let ControlFlow::Break(refusal) = flow {
            return Err(refusal);
        }
    }
    Ok(())
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

/// Looks for quantiles of keys.
struct Quantiles<'q> {
    keys: Vec<&'q Expr>,
}

impl Visitor for Quantiles<'_> {
    type Break = Refusal;

    fn pre_visit_expr(&mut self, expr: &Expr) -> ControlFlow<Refusal> {
        let Expr::Function(function) = expr else { return ControlFlow::Continue(()) };
        let name = function.name.to_string().to_lowercase();
        let arguments = arguments(function).unwrap_or_default();
        let of = arguments.first().filter(|_| name.starts_with("quantile_"));
        let mut reads =
            Reads { keys: &self.keys, within: 0, keyed: false, others: false };
        if let Some(of) = of {
            let _ = of.visit(&mut reads);
        }
        if !reads.keyed || reads.others {
            return ControlFlow::Continue(());
        }
        let message = format!(
            "`{expr}` looks only at what the query groups by: each group has one value"
        );
        let help = "name the value by `MIN(…)`";
        ControlFlow::Break(Part::refusal(message, expr.span(), help))
    }
}

/// What an expression looks at.
struct Reads<'k> {
    keys: &'k [&'k Expr],
    /// How many keys are around.
    within: usize,
    keyed: bool,
    others: bool,
}

impl Reads<'_> {
    fn is_key(&self, expr: &Expr) -> bool {
        let same = |key: &Expr| {
            key == expr || last(key).is_some_and(|it| last(expr) == Some(it))
        };
        self.keys.iter().any(|key| same(key))
    }
}

impl Visitor for Reads<'_> {
    type Break = ();

    fn pre_visit_expr(&mut self, expr: &Expr) -> ControlFlow<()> {
        let key = self.is_key(expr);
        self.within += usize::from(key);
        self.keyed |= key;
        self.others |= self.within == 0 && last(expr).is_some();
        ControlFlow::Continue(())
    }

    fn post_visit_expr(&mut self, expr: &Expr) -> ControlFlow<()> {
        self.within -= usize::from(self.is_key(expr));
        ControlFlow::Continue(())
    }
}

/// Returns the name of a column.
fn last(expr: &Expr) -> Option<&str> {
    match expr {
        Expr::Identifier(name) => Some(&name.value),
        Expr::CompoundIdentifier(parts) => parts.last().map(|name| name.value.as_str()),
        _ => None,
    }
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
        ] {
            let sql = format!("SELECT k AS a, 2 * {quantile} AS q FROM t GROUP BY {by}");
            let why = format!(
                "`{quantile}` looks only at what the query groups by: each group has one value"
            );
            assert_eq!(refused(&sql).unwrap_err(), why);
        }
        for sql in [
            "SELECT k, QUANTILE_CONT(LENGTH(k) + n, 0.5) AS q FROM t GROUP BY k",
            "SELECT QUANTILE_CONT(k, 0.5) AS q FROM t",
            "SELECT CASE WHEN k < 9 THEN 1 END AS a, QUANTILE_CONT(k, 0.5) AS q FROM t GROUP BY 1",
            "SELECT k, MEDIAN(LENGTH(k)) AS q FROM t GROUP BY k",
        ] {
            assert!(refused(sql).is_ok(), "{sql}");
        }
    }
}
