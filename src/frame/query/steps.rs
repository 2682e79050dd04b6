//! The queries within a query, as steps: the engine knows our functions only in the outermost
//! query, so each inner one becomes a query of its own, run before the one around it.
//!
//! In: the inner queries of a tree, innermost first. Out: named steps, and in their place the
//! names. Guarantees: a name that `WITH` gives is known only where SQL knows it.

use crate::frame::query::read::parse;
use crate::frame::query::refusal::Part;
use crate::frame::query::refusal::Refusal;
use crate::frame::query::tables::plain;
use crate::frame::query::walk::Met;
use crate::frame::query::walk::expressions;
use crate::frame::query::walk::walk;
use crate::frame::query::written::names;
use sqlparser::ast::Cte;
use sqlparser::ast::Expr;
use sqlparser::ast::Ident;
use sqlparser::ast::ObjectName;
use sqlparser::ast::Query;
use sqlparser::ast::SetExpr;
use sqlparser::ast::Spanned as _;
use sqlparser::ast::TableAlias;
use sqlparser::ast::TableFactor;
use sqlparser::ast::Visit;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// Begins the name of each step.
const STEP: &str = "reissue_step_";

/// A query that runs before others, which read its result under its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::frame) struct Step {
    /// The name of its result.
    pub name: String,
    /// Its text.
    pub sql: String,
}

/// The steps found so far.
#[derive(Default)]
pub(super) struct Steps {
    /// In the order in which they run.
    pub all: Vec<Step>,
    /// What `WITH` named, by query: the outermost first.
    scopes: Vec<BTreeMap<String, String>>,
}

impl Steps {
    /// Enters a query.
    pub(super) fn enter(&mut self) {
        self.scopes.push(BTreeMap::new());
    }

    /// Adds a query that the one entered last names by `WITH`.
    pub(super) fn name(&mut self, cte: &Cte) -> Result<(), Refusal> {
        let step = self.add(&cte.query);
        let step = self.renamed(step, Some(&cte.alias));
        if let Some(scope) = self.scopes.last_mut()
            && scope.insert(cte.alias.name.value.clone(), step).is_some()
        {
            let message = format!("`WITH` gives the name `{}` twice", cte.alias.name);
            return Err(Part::refusal(message, cte.alias.name.span, "choose another"));
        }
        Ok(())
    }

    /// Leaves a query: the parts that `UNION` and the like join become steps.
    pub(super) fn leave(&mut self, query: &mut Query) -> Result<(), Refusal> {
        self.scopes.pop();
        if matches!(*query.body, SetExpr::SetOperation { .. }) {
            self.sides(&mut query.body)?;
            // The engine would also sort each side.
            let joined = self.add(&of_body((*query.body).clone())?);
            query.body = read(&joined)?.body;
        }
        Ok(())
    }

    fn sides(&mut self, body: &mut SetExpr) -> Result<(), Refusal> {
        match body {
            SetExpr::SetOperation { left, right, .. } => {
                self.sides(left)?;
                self.sides(right)
            }
            SetExpr::Select(_) | SetExpr::Query(_) => {
                let step = match body {
                    SetExpr::Query(query) => self.add(query),
                    _ => self.add(&of_body(body.clone())?),
                };
                *body = *read(&step)?.body;
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// Puts the name of a step in the place of a table that is a query or that `WITH` names, and
    /// the name that the engine knows in the place of any other.
    pub(super) fn table(&mut self, factor: &mut TableFactor) -> Result<(), Refusal> {
        match factor {
            TableFactor::Derived { lateral: false, subquery, alias, sample: None } => {
                let step = self.add(subquery);
                let step = self.renamed(step, alias.as_ref());
                let shown = alias.take().map(|alias| plain_alias(alias.name));
                *factor = table(&step)?;
                if let TableFactor::Table { alias, .. } = factor {
                    *alias = shown;
                }
            }
            TableFactor::Table { name, alias, args: None, .. } => {
                let own = plain(name);
                let found = self.scopes.iter().rev().find_map(|scope| scope.get(&own));
                let step = found.cloned().unwrap_or_else(|| registered(&own));
                let step = self.renamed(step, alias.as_ref());
                let shown = match alias.take() {
                    Some(alias) => alias.name,
                    None => own_name(name, own),
                };
                *alias = Some(plain_alias(shown));
                *name = ObjectName::from(vec![Ident::with_quote('"', step)]);
            }
            TableFactor::NestedJoin { .. } if has_ours(factor) => {
                let message = "a join in parentheses computes in its `ON`";
                let help = "write the joins one after another";
                return Err(Part::refusal(message, factor.span(), help));
            }
            _ => {}
        }
        Ok(())
    }

    /// Makes a step of a query within an expression that calls our functions.
    pub(super) fn within(&mut self, expr: &mut Expr) -> Result<(), Refusal> {
        let (Expr::Subquery(query)
        | Expr::InSubquery { subquery: query, .. }
        | Expr::Exists { subquery: query, .. }) = expr
        else {
            return Ok(());
        };
        if !has_ours(&**query) {
            return Ok(());
        }
        if let Some(outer) = around(query) {
            let message = format!(
                "a query computes for each row of the query around it (`{outer}`)"
            );
            let help = "make it a frame, and join that";
            return Err(Part::refusal(message, query.span(), help));
        }
        let step = self.add(query);
        **query = *read(&step)?;
        Ok(())
    }

    fn add(&mut self, query: &Query) -> String {
        self.push(query.to_string())
    }

    fn push(&mut self, sql: String) -> String {
        let name = format!("{STEP}{}", self.all.len());
        self.all.push(Step { name: name.clone(), sql });
        name
    }

    /// Returns a step with the columns that an alias names.
    fn renamed(&mut self, step: String, alias: Option<&TableAlias>) -> String {
        let Some(alias) = alias.filter(|alias| !alias.columns.is_empty()) else {
            return step;
        };
        // Under a name of its own: the engine keeps it for the queries that follow.
        let mut alias = alias.clone();
        alias.name = Ident::new(format!("reissue_columns_{}", self.all.len()));
        self.push(format!("SELECT * FROM (SELECT * FROM \"{step}\") {alias}"))
    }
}

/// Returns the name under which the engine knows a table: no alias of an author has it, since the
/// engine takes an alias that is also the name of a table for that table.
pub(in crate::frame) fn registered(table: &str) -> String {
    format!("reissue_table_{table}")
}

/// Returns the name of a table as the query writes it, which says whether case counts.
fn own_name(name: &ObjectName, plain: String) -> Ident {
    let ident = name.0.last().and_then(|part| part.as_ident());
    ident.cloned().unwrap_or_else(|| Ident::with_quote('"', plain))
}

/// Returns a query of all rows of a step.
fn read(step: &str) -> Result<Box<Query>, Refusal> {
    parse(&format!("SELECT * FROM {step}"))
}

/// Returns a step as a table.
fn table(step: &str) -> Result<TableFactor, Refusal> {
    match *read(step)?.body {
        SetExpr::Select(mut select) if !select.from.is_empty() => {
            Ok(select.from.swap_remove(0).relation)
        }
        _ => Err(Refusal::Other(format!("`{step}` is no table"))),
    }
}

/// Returns a query of nothing but a body.
fn of_body(body: SetExpr) -> Result<Query, Refusal> {
    let mut query = *read(STEP)?;
    *query.body = body;
    Ok(query)
}

fn plain_alias(name: Ident) -> TableAlias {
    TableAlias { explicit: true, name, columns: Vec::new(), at: None }
}

/// Returns whether a part of a query calls one of our functions.
fn has_ours(part: &impl Visit) -> bool {
    let mut ours = false;
    expressions(part, |expr| {
        ours |=
            matches!(expr, Expr::Function(function) if names::is_ours(&function.name));
    });
    ours
}

/// Returns a column that a query takes from a query around it.
fn around(query: &Query) -> Option<String> {
    let mut tables = BTreeSet::new();
    let mut columns = Vec::new();
    let _ = walk(query, &mut |met| {
        match met {
            Met::Table(TableFactor::Table { name, alias, .. }) => {
                let alias = alias.as_ref().map(|alias| alias.name.value.clone());
                tables.insert(alias.unwrap_or_else(|| plain(name)));
            }
            Met::Expr(Expr::CompoundIdentifier(parts)) => columns.push(parts.clone()),
            _ => {}
        }
        Ok(())
    });
    let known = |parts: &&Vec<Ident>| {
        parts.first().is_some_and(|table| tables.contains(&table.value))
    };
    let outer = columns.iter().find(|parts| !known(parts))?;
    let outer: Vec<String> = outer.iter().map(ToString::to_string).collect();
    Some(outer.join("."))
}
