//! What a `SELECT` names, and what one is that we write.

use crate::frame::query::Part;
use crate::frame::query::Refusal;
use crate::frame::query::plain;
use sqlparser::ast::Expr;
use sqlparser::ast::Ident;
use sqlparser::ast::Query;
use sqlparser::ast::Select;
use sqlparser::ast::SetExpr;
use sqlparser::ast::Spanned as _;
use sqlparser::ast::TableFactor;
use sqlparser::ast::Visit;
use sqlparser::ast::Visitor;
use std::collections::BTreeSet;
use std::ops::ControlFlow;

/// The tables of a query with their columns, the large one first.
pub(in crate::frame::stream) type Tables = [(String, Vec<String>)];

/// Returns the name of a column of the groups: an author's are none like it.
pub(in crate::frame::stream) fn own(kind: &str, number: usize) -> String {
    format!("reissue {kind} {number}")
}

/// Returns a query that is nothing but a `SELECT`.
pub(super) fn asked(select: Select) -> Query {
    Query {
        with: None,
        body: Box::new(SetExpr::Select(Box::new(select))),
        order_by: None,
        limit_clause: None,
        fetch: None,
        locks: Vec::new(),
        for_clause: None,
        settings: None,
        format_clause: None,
        pipe_operators: Vec::new(),
    }
}

/// Returns the name of a plain table.
pub(super) fn table(factor: &TableFactor) -> Result<String, Refusal> {
    match factor {
        TableFactor::Table {
            name,
            alias,
            args: None,
            with_hints,
            version: None,
            with_ordinality: false,
            partitions,
            json_path: None,
            sample: None,
            index_hints,
        } if with_hints.is_empty()
            && partitions.is_empty()
            && index_hints.is_empty()
            && alias.as_ref().is_none_or(|alias| alias.columns.is_empty()) =>
        {
            Ok(plain(name))
        }
        other => {
            let message = format!("`{other}` is no plain table");
            Err(Part::refusal(message, other.span(), "make it a frame, and join that"))
        }
    }
}

/// Returns the names of columns in a part of a query.
pub(super) fn columns_in(part: &impl Visit) -> BTreeSet<String> {
    struct Names(BTreeSet<String>);
    impl Visitor for Names {
        type Break = ();

        fn pre_visit_expr(&mut self, expr: &Expr) -> ControlFlow<()> {
            let name = match expr {
                Expr::Identifier(name) => Some(name),
                Expr::CompoundIdentifier(parts) => parts.last(),
                _ => None,
            };
            self.0.extend(name.map(|name: &Ident| name.value.clone()));
            ControlFlow::Continue(())
        }
    }
    let mut names = Names(BTreeSet::new());
    let _ = part.visit(&mut names);
    names.0
}
