//! A query over a file too large to hold: what is asked of its rows, block by block, and what of
//! the groups that these come to. Only what is known to come out the same that way is planned; all
//! else is refused at its place.

mod groups;
mod measures;
mod rows;
mod select;
mod units;

pub(super) use groups::GROUPS;
pub(super) use groups::Grouped;
pub(super) use measures::How;
pub(super) use measures::Measure;
pub(super) use measures::Role;
pub(super) use select::own;
pub(super) use units::ROW;
pub(super) use units::Unit;

use crate::frame::query::Lowered;
use crate::frame::query::Part;
use crate::frame::query::Refusal;
use crate::frame::query::lower;
use crate::frame::query::parse;
use crate::frame::stream::plan::groups::grouped;
use crate::frame::stream::plan::rows::HELP;
use crate::frame::stream::plan::rows::of_a_row;
use crate::frame::stream::plan::select::Tables;
use crate::frame::stream::plan::select::constraint;
use crate::frame::stream::plan::select::names;
use crate::frame::stream::plan::select::table;
use sqlparser::ast::Distinct;
use sqlparser::ast::JoinConstraint;
use sqlparser::ast::Query;
use sqlparser::ast::Select;
use sqlparser::ast::SelectFlavor;
use sqlparser::ast::SelectItem;
use sqlparser::ast::SetExpr;
use sqlparser::ast::Spanned;
use sqlparser::ast::WildcardAdditionalOptions;
use sqlparser::tokenizer::Span;
use std::collections::BTreeSet;

/// A query as it is answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Asked {
    /// Rows are chosen, and put together; then perhaps another query over all of them, which may
    /// also run over some of them first.
    Rows(Lowered, Option<Lowered>),
    /// Rows are grouped.
    Groups(Box<Grouped>),
}

/// A query in parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Plan {
    pub asked: Asked,
    /// Names that the query looks at, columns among them; none where it looks at all columns.
    pub names: Option<BTreeSet<String>>,
}

impl Plan {
    /// Returns whether each part looks at the texts of one column alone.
    pub(super) fn is_by_text(&self) -> bool {
        let Asked::Groups(grouped) = &self.asked else { return false };
        grouped.units.as_ref().is_some_and(|units| {
            // What is joined is gone through for each block with new texts.
            units.doubled.is_empty() && units.all.iter().all(|unit| unit.column.is_some())
        })
    }
}

/// Plans a query over a large table, or says in words why it cannot be.
pub(super) fn plan(sql: &str, tables: &Tables) -> Result<Plan, Refusal> {
    let large = tables.first().map_or("", |(name, _)| name.as_str());
    let query = parse(sql)?;
    let select = plain_select(&query)?;
    first_and_once(select, large)?;
    select.selection.iter().try_for_each(of_a_row)?;
    let distinct = match &select.distinct {
        None | Some(Distinct::All) => false,
        Some(Distinct::Distinct) => true,
        Some(Distinct::On(_)) => {
            let message = "`DISTINCT ON` needs all rows at once";
            return Err(Part::refusal(message, select.span(), HELP));
        }
    };
    let wild = |item: &SelectItem| {
        matches!(item, SelectItem::Wildcard(_) | SelectItem::QualifiedWildcard(..))
    };
    let names = (!select.projection.iter().any(wild)).then(|| names(select));
    // What is refused in memory is refused here, in the same words.
    let lowered = lower(&query)?;
    if let Some(grouped) = grouped(select, tables)? {
        return Ok(Plan { asked: Asked::Groups(Box::new(grouped)), names });
    }
    for item in &select.projection {
        match item {
            SelectItem::UnnamedExpr(expr)
            | SelectItem::ExprWithAlias { expr, alias: _ } => {
                of_a_row(expr)?;
            }
            SelectItem::Wildcard(options) | SelectItem::QualifiedWildcard(_, options)
                if is_bare(options) => {}
            other => {
                let message = format!(
                    "`{other}` is not known to come out the same in blocks of rows"
                );
                return Err(Part::refusal(message, other.span(), "name its columns"));
            }
        }
    }
    let all = || lower(&*parse(&format!("SELECT DISTINCT * FROM {GROUPS}"))?);
    let last = distinct.then(all).transpose()?;
    Ok(Plan { asked: Asked::Rows(lowered, last), names })
}

/// Returns the one `SELECT` of a query that has nothing else.
fn plain_select(query: &Query) -> Result<&Select, Refusal> {
    let Query {
        with,
        body,
        order_by,
        limit_clause,
        fetch,
        locks,
        for_clause,
        settings,
        format_clause,
        pipe_operators,
    } = query;
    let SetExpr::Select(select) = &**body else {
        let message = "it joins several queries";
        return Err(Part::refusal(message, query.span(), "make each of them a frame"));
    };
    let Select {
        select_token: _,
        optimizer_hints,
        distinct: _,
        select_modifiers,
        top,
        top_before_distinct: _,
        projection: _,
        exclude,
        into,
        from: _,
        lateral_views,
        prewhere,
        selection: _,
        connect_by,
        group_by: _,
        cluster_by,
        distribute_by,
        sort_by,
        having: _,
        named_window,
        qualify,
        window_before_qualify: _,
        value_table_mode,
        flavor,
    } = &**select;
    let limit = limit_clause.is_some() || fetch.is_some() || top.is_some();
    let other = !locks.is_empty()
        || for_clause.is_some()
        || settings.is_some()
        || format_clause.is_some()
        || !pipe_operators.is_empty()
        || !optimizer_hints.is_empty()
        || select_modifiers.is_some()
        || exclude.is_some()
        || into.is_some()
        || !lateral_views.is_empty()
        || prewhere.is_some()
        || !connect_by.is_empty()
        || !cluster_by.is_empty()
        || !distribute_by.is_empty()
        || !sort_by.is_empty()
        || value_table_mode.is_some()
        || *flavor != SelectFlavor::Standard;
    let window = qualify.is_some() || !named_window.is_empty();
    let at = |span: Option<Span>| span.unwrap_or_else(|| query.span());
    let found = [
        (with.is_some(), "WITH", at(with.as_ref().map(Spanned::span))),
        (order_by.is_some(), "ORDER BY", at(order_by.as_ref().map(Spanned::span))),
        (limit, "LIMIT", at(limit_clause.as_ref().map(Spanned::span))),
        (window, "WINDOW", at(qualify.as_ref().map(Spanned::span))),
        (other, "a clause of another dialect", query.span()),
    ];
    match found.iter().find(|(there, ..)| *there) {
        Some((_, word, at)) => {
            let message = format!("it has `{word}`, which needs all rows at once");
            Err(Part::refusal(message, *at, HELP))
        }
        None => Ok(select),
    }
}

/// Checks that the large table comes first, and once: joins then only add to its rows.
fn first_and_once(select: &Select, large: &str) -> Result<(), Refusal> {
    let refused = |message: String, at: Span| Err(Part::refusal(message, at, HELP));
    let [from] = select.from.as_slice() else {
        return refused("it has not one table in `FROM`".to_owned(), select.span());
    };
    if table(&from.relation)? != large {
        let message = format!("`{large}` is not the first table in `FROM`");
        return refused(message, from.relation.span());
    }
    for join in &from.joins {
        let relation = &join.relation;
        if table(relation)? == large {
            return refused(format!("it joins `{large}` with itself"), relation.span());
        }
        let Some(constraint) = constraint(join).filter(|_| !join.global) else {
            let message = "it has a join other than `JOIN` and `LEFT JOIN`".to_owned();
            return refused(message, relation.span());
        };
        match constraint {
            JoinConstraint::On(on) => of_a_row(on)?,
            JoinConstraint::Using(_) => {}
            JoinConstraint::Natural | JoinConstraint::None => {
                let message = "it has a join without `ON`".to_owned();
                return refused(message, relation.span());
            }
        }
    }
    Ok(())
}

/// Returns whether a wildcard is nothing but that.
fn is_bare(options: &WildcardAdditionalOptions) -> bool {
    let plain = WildcardAdditionalOptions {
        wildcard_token: options.wildcard_token.clone(),
        ..WildcardAdditionalOptions::default()
    };
    *options == plain
}

#[cfg(test)]
mod tests;
