//! How many digits after the point a column has that a query only gives another name.
//!
//! In: the project, and a frame with the name of a column. Out: the digits that the contract declares of the
//! field behind it. Guarantees: what a query computes has no digits of its own.

use crate::frame::query;
use crate::frame::years::DEEPEST;
use crate::frame::years::items;
use crate::project::Project;
use sqlparser::ast::Expr;

/// Returns the declared digits of a column of a frame or resource.
pub(super) fn followed(project: &Project, table: &str, column: &str) -> Option<u8> {
    let mut fields = project.resources().flat_map(|file| &file.schema.fields);
    if !fields.any(|field| field.decimals.is_some()) {
        return None;
    }
    of_table(project, table, column, DEEPEST)
}

fn of_table(project: &Project, table: &str, column: &str, deepest: usize) -> Option<u8> {
    if let Some(own) = project.decimals_of(column) {
        return Some(own);
    }
    let frames = &project.statistics.frames;
    let frame = frames.iter().find(|frame| frame.name == table)?;
    let query = query::parse(&frame.decl.sql).ok()?;
    let deepest = deepest.checked_sub(1)?;
    let tables = query::tables(&query);
    let behind = |column: &str| {
        tables.iter().filter_map(|table| of_table(project, table, column, deepest)).max()
    };
    let items = items(&query, column);
    if items.is_empty() {
        // `SELECT *` hands it on.
        return behind(column);
    }
    let plain = items.iter().map(|item| plain(item).and_then(behind));
    plain.collect::<Option<Vec<u8>>>()?.into_iter().max()
}

/// Returns the column that an expression is.
fn plain(expr: &Expr) -> Option<&str> {
    match expr {
        Expr::Nested(inner) => plain(inner),
        _ => query::column(expr),
    }
}
