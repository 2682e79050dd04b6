//! A walk through the tree of a query: the parser's visitors are a large piece of program for each
//! type that visits, so that all that only look share this one.
//!
//! In: a part of a query, and who looks. Out: the first refusal of who looks, or what was found.

use crate::frame::query::refusal::Refusal;
use sqlparser::ast::Expr;
use sqlparser::ast::ObjectName;
use sqlparser::ast::Query;
use sqlparser::ast::Select;
use sqlparser::ast::TableFactor;
use sqlparser::ast::Visit;
use sqlparser::ast::Visitor;
use std::collections::BTreeSet;
use std::ops::ControlFlow;

/// What is met on the way, the outer before the inner.
#[derive(Clone, Copy)]
pub(in crate::frame) enum Met<'q> {
    Query(&'q Query),
    /// A query after all within it.
    QueryEnd,
    Select(&'q Select),
    Table(&'q TableFactor),
    Relation(&'q ObjectName),
    Expr(&'q Expr),
    /// An expression after all within it.
    ExprEnd(&'q Expr),
}

/// Walks through a part of a query, until somebody refuses to go on.
pub(in crate::frame) fn walk(
    part: &impl Visit,
    look: &mut dyn FnMut(Met<'_>) -> Result<(), Refusal>,
) -> Result<(), Refusal> {
    match part.visit(&mut Walk(look)) {
        ControlFlow::Break(refusal) => Err(refusal),
        ControlFlow::Continue(()) => Ok(()),
    }
}

/// Looks at every expression in a part of a query.
pub(in crate::frame) fn expressions(part: &impl Visit, mut look: impl FnMut(&Expr)) {
    let _ = walk(part, &mut |met| {
        if let Met::Expr(expr) = met {
            look(expr);
        }
        Ok(())
    });
}

/// Returns the names of the columns in a part of a query.
pub(in crate::frame) fn columns(part: &impl Visit) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    expressions(part, |expr| names.extend(column(expr).map(str::to_owned)));
    names
}

/// Returns the name of the column that an expression is.
pub(in crate::frame) fn column(expr: &Expr) -> Option<&str> {
    match expr {
        Expr::Identifier(name) => Some(&name.value),
        Expr::CompoundIdentifier(parts) => parts.last().map(|name| name.value.as_str()),
        _ => None,
    }
}

struct Walk<'w>(&'w mut dyn FnMut(Met<'_>) -> Result<(), Refusal>);

impl Walk<'_> {
    fn meet(&mut self, met: Met<'_>) -> ControlFlow<Refusal> {
        match (self.0)(met) {
            Ok(()) => ControlFlow::Continue(()),
            Err(refusal) => ControlFlow::Break(refusal),
        }
    }
}

impl Visitor for Walk<'_> {
    type Break = Refusal;

    fn pre_visit_query(&mut self, query: &Query) -> ControlFlow<Refusal> {
        self.meet(Met::Query(query))
    }

    fn post_visit_query(&mut self, _: &Query) -> ControlFlow<Refusal> {
        self.meet(Met::QueryEnd)
    }

    fn pre_visit_select(&mut self, select: &Select) -> ControlFlow<Refusal> {
        self.meet(Met::Select(select))
    }

    fn pre_visit_table_factor(&mut self, table: &TableFactor) -> ControlFlow<Refusal> {
        self.meet(Met::Table(table))
    }

    fn pre_visit_relation(&mut self, name: &ObjectName) -> ControlFlow<Refusal> {
        self.meet(Met::Relation(name))
    }

    fn pre_visit_expr(&mut self, expr: &Expr) -> ControlFlow<Refusal> {
        self.meet(Met::Expr(expr))
    }

    fn post_visit_expr(&mut self, expr: &Expr) -> ControlFlow<Refusal> {
        self.meet(Met::ExprEnd(expr))
    }
}
