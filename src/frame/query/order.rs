//! The order of the rows of a query.
//!
//! In: its tree, and the columns that identify a row. Out: whether it gives an order, which then
//! does not leave open which of two equal rows comes first.

use sqlparser::ast::Expr;
use sqlparser::ast::Ident;
use sqlparser::ast::OrderByExpr;
use sqlparser::ast::OrderByKind;
use sqlparser::ast::Query;
use sqlparser::ast::SelectItem;
use sqlparser::ast::SetExpr;

/// Orders rows that `ORDER BY` takes for equal by their key; says whether there is an `ORDER BY`.
pub(in crate::frame) fn by_key(query: &mut Query, key: &[String]) -> bool {
    let given: Vec<&String> =
        key.iter().filter(|name| gives(&query.body, name)).collect();
    let keys = given.into_iter().map(|name| Ident::with_quote('"', name.as_str()));
    let keys: Vec<OrderByExpr> = keys.map(OrderByExpr::from).collect();
    match query.order_by.as_mut().map(|order| &mut order.kind) {
        Some(OrderByKind::Expressions(list)) => {
            list.extend(keys);
            true
        }
        Some(OrderByKind::All(_)) => true,
        None => false,
    }
}

/// Returns whether a query gives a column of a name.
fn gives(body: &SetExpr, name: &str) -> bool {
    let SetExpr::Select(select) = body else { return false };
    select.projection.iter().any(|item| match item {
        SelectItem::ExprWithAlias { alias, .. } => alias.value == name,
        SelectItem::UnnamedExpr(Expr::Identifier(own)) => own.value == name,
        SelectItem::UnnamedExpr(Expr::CompoundIdentifier(parts)) => {
            parts.last().is_some_and(|own| own.value == name)
        }
        _ => false,
    })
}
