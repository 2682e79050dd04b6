//! What a `SELECT` names, and what one is that we write.

use crate::frame::query::Part;
use crate::frame::query::Refusal;
use crate::frame::query::columns;
use crate::frame::query::plain;
use sqlparser::ast::Join;
use sqlparser::ast::JoinConstraint;
use sqlparser::ast::JoinOperator;
use sqlparser::ast::ObjectName;
use sqlparser::ast::Query;
use sqlparser::ast::Select;
use sqlparser::ast::SetExpr;
use sqlparser::ast::Spanned as _;
use sqlparser::ast::TableFactor;
use std::collections::BTreeSet;

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

/// Returns the names of the columns that a `SELECT` looks at.
pub(super) fn names(select: &Select) -> BTreeSet<String> {
    let joins = select.from.iter().flat_map(|from| &from.joins);
    let shared = joins.filter_map(constraint).flat_map(using);
    columns(select).into_iter().chain(shared).collect()
}

/// Returns by what a table is joined; none where the join is no `JOIN` or `LEFT JOIN`.
pub(super) fn constraint(join: &Join) -> Option<&JoinConstraint> {
    match &join.join_operator {
        JoinOperator::Join(by)
        | JoinOperator::Inner(by)
        | JoinOperator::Left(by)
        | JoinOperator::LeftOuter(by) => Some(by),
        _ => None,
    }
}

/// Returns the columns of `USING`.
pub(super) fn using(constraint: &JoinConstraint) -> impl Iterator<Item = String> {
    let columns: &[ObjectName] = match constraint {
        JoinConstraint::Using(columns) => columns,
        _ => &[],
    };
    columns.iter().map(plain)
}
