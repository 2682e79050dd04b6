//! How many rows a query can make, before it is run.
//!
//! In: the tree of a query, and what is known of its tables. Out: the refusal of a join, or of
//! queries one below the other, with more rows than the budget allows. Guarantees: a query that
//! passes makes no more rows than that, at the end or on the way.

use crate::frame::query::refusal::Part;
use crate::frame::query::refusal::Refusal;
use crate::frame::query::tables::plain;
use crate::frame::query::walk::Met;
use crate::frame::query::walk::walk;
use crate::model::budget;
use sqlparser::ast::BinaryOperator;
use sqlparser::ast::Cte;
use sqlparser::ast::Distinct;
use sqlparser::ast::Expr;
use sqlparser::ast::GroupByExpr;
use sqlparser::ast::Join;
use sqlparser::ast::JoinConstraint;
use sqlparser::ast::JoinOperator;
use sqlparser::ast::Query;
use sqlparser::ast::Select;
use sqlparser::ast::SetExpr;
use sqlparser::ast::Spanned as _;
use sqlparser::ast::TableFactor;
use sqlparser::ast::TableWithJoins;
use std::collections::BTreeMap;

/// What is known of the tables of a query.
pub(in crate::frame) trait Known {
    /// Returns how many rows a table has.
    fn rows(&self, table: &str) -> Option<u64>;
    /// Returns the most rows of a table that agree in these columns.
    fn most(&self, table: &str, columns: &[String]) -> Option<u64>;
}

/// Refuses a query that can make more rows than the budget allows.
pub(in crate::frame) fn check(query: &Query, known: &dyn Known) -> Result<(), Refusal> {
    let mut bounds = Bounds { known, named: BTreeMap::new() };
    // Parts are named before they are used, and are met in this order.
    walk(query, &mut |met| match met {
        Met::Query(query) => bounds.query(query).map(drop),
        _ => Ok(()),
    })
}

struct Bounds<'a> {
    known: &'a dyn Known,
    /// The rows of the parts that `WITH` names, and what their groups are made of.
    named: BTreeMap<String, (u64, Option<Vec<String>>)>,
}

impl Bounds<'_> {
    fn query(&mut self, query: &Query) -> Result<u64, Refusal> {
        for Cte { alias, query, .. } in
            query.with.iter().flat_map(|with| &with.cte_tables)
        {
            if !self.named.contains_key(&alias.name.value) {
                let rows = self.query(query)?;
                self.named.insert(alias.name.value.clone(), (rows, groups(query)));
            }
        }
        self.set(&query.body)
    }

    fn set(&mut self, body: &SetExpr) -> Result<u64, Refusal> {
        match body {
            SetExpr::Select(select) => self.select(select),
            SetExpr::Query(query) => self.query(query),
            SetExpr::SetOperation { left, right, .. } => {
                let rows = self.set(left)?.saturating_add(self.set(right)?);
                held(rows, "the queries one below the other", || body.span())?;
                Ok(rows)
            }
            SetExpr::Values(values) => Ok(values.rows.len() as u64),
            _ => Ok(0),
        }
    }

    fn select(&mut self, select: &Select) -> Result<u64, Refusal> {
        let mut rows: u64 = 1;
        for from in &select.from {
            rows = rows.saturating_mul(self.joined(from)?);
            let more = select.from.len() > 1;
            if more {
                held(rows, "every row with every other", || from.span())?;
            }
        }
        Ok(rows)
    }

    fn joined(&mut self, from: &TableWithJoins) -> Result<u64, Refusal> {
        let mut rows = self.table(&from.relation)?;
        for (at, join) in from.joins.iter().enumerate() {
            let other = self.table(&join.relation)?;
            let mut made = rows.saturating_mul(other);
            let (alone, constraint) = sort(join);
            if alone {
                continue;
            }
            if made > budget::rows()
                && let Some(constraint) = constraint
            {
                // Each row meets as many as agree with it in what the join compares.
                let right = self.agreeing(&join.relation, constraint);
                if let Some(most) = right {
                    made = made.min(rows.saturating_mul(most).saturating_add(other));
                }
                if at == 0
                    && let Some(most) = self.agreeing(&from.relation, constraint)
                {
                    made = made.min(other.saturating_mul(most).saturating_add(rows));
                }
            }
            held(made, "this join", || join.relation.span())?;
            rows = made;
        }
        Ok(rows)
    }

    fn table(&mut self, factor: &TableFactor) -> Result<u64, Refusal> {
        Ok(match factor {
            TableFactor::Table { name, .. } => {
                let name = plain(name);
                let named = self.named.get(&name).map(|(rows, _)| *rows);
                named.or_else(|| self.known.rows(&name)).unwrap_or(0)
            }
            TableFactor::Derived { subquery, .. } => self.query(subquery)?,
            TableFactor::NestedJoin { table_with_joins, .. } => {
                self.joined(table_with_joins)?
            }
            _ => 0,
        })
    }

    /// Returns the most rows of a table that agree in the columns of a constraint.
    fn agreeing(&self, factor: &TableFactor, constraint: &JoinConstraint) -> Option<u64> {
        let (name, alias, made) = match factor {
            TableFactor::Table { name, alias, .. } => (plain(name), alias, None),
            TableFactor::Derived { subquery, alias, .. } => {
                (String::new(), alias, groups(subquery))
            }
            _ => return None,
        };
        let called = alias.as_ref().map_or(name.as_str(), |alias| &alias.name.value);
        let columns = compared(constraint, called);
        if columns.is_empty() {
            return None;
        }
        let made = made.or_else(|| self.named.get(&name)?.1.clone());
        if made.is_some_and(|made| made.iter().all(|column| columns.contains(column))) {
            return Some(1);
        }
        self.known.most(&name, &columns)
    }
}

/// Refuses more rows than the budget allows.
fn held(
    rows: u64,
    what: &str,
    at: impl FnOnce() -> sqlparser::tokenizer::Span,
) -> Result<(), Refusal> {
    let most = budget::rows();
    if rows <= most {
        return Ok(());
    }
    let message = format!("{what} can make {rows} rows, more than the {most} allowed");
    Err(Part::refusal(
        message,
        at(),
        "join on columns that identify a row; `--max-rows` allows more",
    ))
}

/// Returns whether a join makes no more rows than there were, and what it compares.
fn sort(join: &Join) -> (bool, Option<&JoinConstraint>) {
    match &join.join_operator {
        JoinOperator::Semi(_)
        | JoinOperator::LeftSemi(_)
        | JoinOperator::Anti(_)
        | JoinOperator::LeftAnti(_) => (true, None),
        JoinOperator::Join(constraint)
        | JoinOperator::Inner(constraint)
        | JoinOperator::Left(constraint)
        | JoinOperator::LeftOuter(constraint)
        | JoinOperator::Right(constraint)
        | JoinOperator::RightOuter(constraint)
        | JoinOperator::FullOuter(constraint) => (false, Some(constraint)),
        _ => (false, None),
    }
}

/// Returns the columns of a table that a constraint compares with others for equality.
fn compared(constraint: &JoinConstraint, table: &str) -> Vec<String> {
    let mut out = Vec::new();
    match constraint {
        JoinConstraint::Using(names) => out.extend(names.iter().map(plain)),
        JoinConstraint::On(on) => {
            let mut rest = vec![on];
            while let Some(expression) = rest.pop() {
                match expression {
                    Expr::Nested(inner) => rest.push(inner),
                    Expr::BinaryOp { left, op: BinaryOperator::And, right } => {
                        rest.extend([&**left, &**right]);
                    }
                    Expr::BinaryOp { left, op: BinaryOperator::Eq, right } => {
                        let own = [left, right].map(|side| column(side, table));
                        if let [Some(name), None] | [None, Some(name)] = own {
                            out.push(name);
                        }
                    }
                    _ => {}
                }
            }
        }
        JoinConstraint::Natural | JoinConstraint::None => {}
    }
    out
}

/// Returns the name of a column of a table.
fn column(expression: &Expr, table: &str) -> Option<String> {
    match expression {
        Expr::Nested(inner) => column(inner, table),
        Expr::CompoundIdentifier(parts) => match parts.as_slice() {
            [of, name] if of.value == table => Some(name.value.clone()),
            _ => None,
        },
        _ => None,
    }
}

/// Returns the columns of which a query has each combination once; none where it may repeat any.
fn groups(query: &Query) -> Option<Vec<String>> {
    let SetExpr::Select(select) = &*query.body else { return None };
    let name = |expression: &Expr| match expression {
        Expr::Identifier(name) => Some(name.value.clone()),
        Expr::CompoundIdentifier(parts) => parts.last().map(|name| name.value.clone()),
        _ => None,
    };
    if let Some(Distinct::Distinct) = &select.distinct {
        let items = select.projection.iter().map(|item| match item {
            sqlparser::ast::SelectItem::UnnamedExpr(expression) => name(expression),
            sqlparser::ast::SelectItem::ExprWithAlias { alias, .. } => {
                Some(alias.value.clone())
            }
            _ => None,
        });
        return items.collect();
    }
    match &select.group_by {
        GroupByExpr::Expressions(by, _) if !by.is_empty() => {
            // What a group is called outside.
            let outside = |expression: &Expr| {
                let own = name(expression)?;
                let renamed = select.projection.iter().find_map(|item| match item {
                    sqlparser::ast::SelectItem::ExprWithAlias { expr, alias }
                        if name(expr).as_deref() == Some(&own) =>
                    {
                        Some(alias.value.clone())
                    }
                    _ => None,
                });
                Some(renamed.unwrap_or(own))
            };
            by.iter().map(outside).collect()
        }
        _ => None,
    }
}
