//! Which columns hold years, so that they print without separators.
//!
//! In: the project, and a table or a query with the name of a column. Out: whether the contract or
//! the query makes it a year: as it is, as the least or greatest of years, or as the year of a date.

use crate::frame::query;
use crate::frame::query::Met;
use crate::project::Project;
use sqlparser::ast::DateTimeField;
use sqlparser::ast::Expr;
use sqlparser::ast::Query;
use sqlparser::ast::SelectItem;

/// How many frames are followed, each read by the one before.
pub(super) const DEEPEST: usize = 16;

/// Returns whether a column of a frame or resource holds years.
pub fn is_year(project: &Project, table: &str, column: &str) -> bool {
    of_table(project, table, column, DEEPEST)
}

/// Returns whether a column that a query gives holds years.
pub fn gives_years(project: &Project, sql: &str, column: &str) -> bool {
    project.is_year(column) || of_query(project, sql, column, DEEPEST)
}

fn of_table(project: &Project, table: &str, column: &str, deepest: usize) -> bool {
    let frames = &project.statistics.frames;
    let frame = frames.iter().find(|frame| frame.name == table);
    project.is_year(column)
        || frame.is_some_and(|frame| of_query(project, &frame.decl.sql, column, deepest))
}

fn of_query(project: &Project, sql: &str, column: &str, deepest: usize) -> bool {
    let (Ok(query), Some(deepest)) = (query::parse(sql), deepest.checked_sub(1)) else {
        return false;
    };
    let tables = query::tables(&query);
    let known =
        |name: &str| tables.iter().any(|table| of_table(project, table, name, deepest));
    items(&query, column).iter().any(|expr| holds_years(expr, &known))
}

/// Returns what a query and those within it select under a name.
pub(super) fn items(query: &Query, column: &str) -> Vec<Expr> {
    let mut items = Vec::new();
    let _ = query::walk(query, &mut |met| {
        let Met::Select(select) = met else { return Ok(()) };
        for item in &select.projection {
            match item {
                SelectItem::ExprWithAlias { expr, alias } if alias.value == column => {
                    items.push(expr.clone());
                }
                SelectItem::UnnamedExpr(expr) if query::column(expr) == Some(column) => {
                    items.push(expr.clone());
                }
                _ => {}
            }
        }
        Ok(())
    });
    items
}

fn holds_years(expr: &Expr, known: &dyn Fn(&str) -> bool) -> bool {
    if let Some(name) = query::column(expr) {
        return known(name);
    }
    match expr {
        Expr::Nested(inner) | Expr::Cast { expr: inner, .. } => holds_years(inner, known),
        Expr::Extract { field: DateTimeField::Year, .. } => true,
        Expr::Function(function) => {
            let args = query::arguments(function).unwrap_or_default();
            match function.name.to_string().to_lowercase().as_str() {
                "year" => true,
                "min" | "max" | "median" | "first" | "last" | "first_value"
                | "last_value" | "lag" | "lead" => {
                    args.first().is_some_and(|arg| holds_years(arg, known))
                }
                "coalesce" | "greatest" | "least" => {
                    args.iter().any(|arg| holds_years(arg, known))
                }
                _ => false,
            }
        }
        _ => false,
    }
}
