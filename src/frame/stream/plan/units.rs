//! What a grouped query asks of rows, in units that each look at one column, with what is joined by
//! it: such a unit need be run only once for each different text of the column.

use crate::frame::query::Lowered;
use crate::frame::query::Refusal;
use crate::frame::query::column;
use crate::frame::query::expressions;
use crate::frame::query::lower;
use crate::frame::query::parse;
use crate::frame::stream::plan::measures::Item;
use crate::frame::stream::plan::measures::Role;
use crate::frame::stream::plan::select::Tables;
use crate::frame::stream::plan::select::asked;
use crate::frame::stream::plan::select::constraint;
use crate::frame::stream::plan::select::names;
use crate::frame::stream::plan::select::own;
use crate::frame::stream::plan::select::table;
use crate::frame::stream::plan::select::using;
use sqlparser::ast::BinaryOperator;
use sqlparser::ast::Expr;
use sqlparser::ast::GroupByExpr;
use sqlparser::ast::Ident;
use sqlparser::ast::Join;
use sqlparser::ast::JoinConstraint;
use sqlparser::ast::Select;
use sqlparser::ast::SelectItem;
use sqlparser::ast::TableFactor;
use std::collections::BTreeSet;

/// The column that numbers the rows a unit looks at.
pub(in crate::frame::stream) const ROW: &str = "reissue row";

/// Items asked together. The first column of the answer is [`ROW`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::frame::stream) struct Unit {
    /// The one column of the large table that they look at; none where there are more or none.
    pub column: Option<String>,
    /// By number.
    pub items: Vec<usize>,
    pub query: Lowered,
    /// Names that the query looks at.
    pub names: BTreeSet<String>,
    /// Whether each item is the column as it stands, of every row: nobody need be asked.
    pub bare: bool,
}

/// Units that together ask every item, each of rows in the same order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::frame::stream) struct Units {
    pub all: Vec<Unit>,
    /// Queries that find keys which a joined table has twice: the units only serve where there
    /// are none.
    pub doubled: Vec<Lowered>,
}

impl Unit {
    /// Returns the unit that asks all items of the rows a query chooses.
    pub(super) fn of_rows(select: &Select, items: &[Item]) -> Result<Self, Refusal> {
        Self::new(select.clone(), None, items, (0..items.len()).collect())
    }

    fn new(
        mut select: Select,
        column: Option<String>,
        all: &[Item],
        items: Vec<usize>,
    ) -> Result<Self, Refusal> {
        let row = Expr::Identifier(Ident::with_quote('"', ROW));
        let chosen = items.iter().filter_map(|at| Some((*at, all.get(*at)?)));
        select.projection = std::iter::once(SelectItem::UnnamedExpr(row))
            .chain(chosen.map(|(at, item)| SelectItem::ExprWithAlias {
                expr: item.expr.clone(),
                alias: Ident::with_quote('"', own("item", at)),
            }))
            .collect();
        select.group_by = GroupByExpr::Expressions(Vec::new(), Vec::new());
        select.having = None;
        select.distinct = None;
        let names = names(&select);
        let query = lower(&asked(select))?;
        Ok(Self { column, items, query, names, bare: false })
    }
}

/// Returns the units that can ask a query; none where they might come to something else. The
/// conditions of the query become items.
pub(super) fn units(
    select: &Select,
    tables: &Tables,
    items: &mut Vec<Item>,
) -> Result<Option<Units>, Refusal> {
    let Some(names) = Names::of(select, tables) else { return Ok(None) };
    let joins = select.from.iter().flat_map(|from| &from.joins);
    let Some(lookup) = Lookup::of(&names, joins) else { return Ok(None) };
    if let Some(condition) = &select.selection {
        let conditions = conjuncts(condition).into_iter().cloned();
        items.extend(conditions.map(|expr| Item { expr, role: Role::Condition }));
    }
    let mut columns: Vec<(Option<String>, Vec<usize>)> = Vec::new();
    if let Some(column) = &lookup.column {
        columns.push((Some(column.clone()), Vec::new()));
    }
    for (number, item) in items.iter().enumerate() {
        let Some(mut reads) = names.read(&item.expr) else { return Ok(None) };
        if reads.others {
            reads.columns.extend(lookup.column.clone());
        }
        let mut read = reads.columns.into_iter();
        let column = match (read.next(), read.next()) {
            (Some(column), None) => Some(column),
            _ if reads.others => return Ok(None),
            _ => None,
        };
        match columns.iter_mut().find(|(other, _)| *other == column) {
            Some((_, items)) => items.push(number),
            None => columns.push((column, vec![number])),
        }
    }
    let mut all = Vec::new();
    for (column, numbers) in columns {
        let mut select = select.clone();
        select.selection = None;
        if column.is_none() || column != lookup.column {
            select.from.iter_mut().for_each(|from| from.joins.clear());
        }
        let stands = |number: &usize| {
            let item = items.get(*number).filter(|item| item.role != Role::Condition);
            let found = item.and_then(|item| names.resolved(&item.expr));
            found.is_some_and(|(table, name)| table == 0 && Some(name) == column)
        };
        let joined = select.from.iter().any(|from| !from.joins.is_empty());
        let bare = !joined && numbers.iter().all(stands);
        all.push(Unit { bare, ..Unit::new(select, column, items, numbers)? });
    }
    // What fails must not be asked of rows that the query leaves out.
    let chooses = select.selection.is_some() || lookup.column.is_some();
    if chooses && all.iter().any(|unit| unit.query.can_fail()) {
        return Ok(None);
    }
    Ok(Some(Units { all, doubled: lookup.doubled }))
}

/// Returns the conditions that a condition is made of by `AND`.
fn conjuncts(condition: &Expr) -> Vec<&Expr> {
    match condition {
        Expr::Nested(inner) => conjuncts(inner),
        Expr::BinaryOp { left, op: BinaryOperator::And, right } => {
            conjuncts(left).into_iter().chain(conjuncts(right)).collect()
        }
        other => vec![other],
    }
}

/// The names that a query can use, and what they mean.
struct Names<'q> {
    tables: &'q Tables,
    /// For each table of the query, its name or alias there, and its number.
    aliases: Vec<(String, usize)>,
    /// Columns that joins have in common.
    common: BTreeSet<String>,
}

/// What an expression looks at.
#[derive(Default)]
struct Reads {
    /// Columns of the large table.
    columns: BTreeSet<String>,
    /// Whether there are columns of other tables.
    others: bool,
}

impl<'q> Names<'q> {
    fn of(select: &Select, tables: &'q Tables) -> Option<Self> {
        let from = select.from.first()?;
        let joined = from.joins.iter().map(|join| &join.relation);
        let mut names = Self { tables, aliases: Vec::new(), common: BTreeSet::new() };
        for factor in std::iter::once(&from.relation).chain(joined) {
            let TableFactor::Table { alias, .. } = factor else { return None };
            let name = table(factor).ok()?;
            let number = tables.iter().position(|(other, _)| *other == name)?;
            let alias = alias.as_ref().map_or(name, |alias| alias.name.value.clone());
            names.aliases.push((alias, number));
        }
        for join in &from.joins {
            names.common.extend(using(constraint(join)?));
        }
        Some(names)
    }

    /// Returns the number of the table in which a column is, and its name there.
    fn resolved(&self, expr: &Expr) -> Option<(usize, String)> {
        let has = |number: usize, column: &str| {
            let table = self.tables.get(number);
            table.is_some_and(|(_, columns)| columns.iter().any(|c| c == column))
        };
        match expr {
            Expr::Identifier(name) if self.common.contains(&name.value) => {
                has(0, &name.value).then(|| (0, name.value.clone()))
            }
            Expr::Identifier(name) => {
                let mut found = (0..self.tables.len()).filter(|at| has(*at, &name.value));
                let one = found.next()?;
                found.next().is_none().then(|| (one, name.value.clone()))
            }
            Expr::CompoundIdentifier(parts) => {
                let [table, column] = parts.as_slice() else { return None };
                let mut found =
                    self.aliases.iter().filter(|(alias, _)| *alias == table.value);
                let (_, number) = found.next()?;
                let one = found.next().is_none() && has(*number, &column.value);
                one.then(|| (*number, column.value.clone()))
            }
            _ => None,
        }
    }

    /// Returns what an expression looks at; none where a name is not clear.
    fn read(&self, expr: &Expr) -> Option<Reads> {
        let mut reads = Reads::default();
        let mut clear = true;
        expressions(expr, |expr| {
            if column(expr).is_some() {
                match self.resolved(expr) {
                    Some((0, column)) => {
                        reads.columns.insert(column);
                    }
                    Some(_) => reads.others = true,
                    None => clear = false,
                }
            }
        });
        clear.then_some(reads)
    }
}

/// Joins that look up rows by one column of the large table.
#[derive(Default)]
struct Lookup {
    /// The column; none where nothing is joined.
    column: Option<String>,
    doubled: Vec<Lowered>,
}

impl Lookup {
    fn of<'q>(names: &Names<'_>, joins: impl Iterator<Item = &'q Join>) -> Option<Self> {
        let mut lookup = Self::default();
        let mut columns = BTreeSet::new();
        for (number, join) in joins.enumerate() {
            let (_, joined) = names.aliases.get(number + 1)?;
            let column = match constraint(join)? {
                JoinConstraint::On(on) => {
                    let (key, by) = equality(on, |side| {
                        names.resolved(side).filter(|(table, _)| table == joined)
                    })?;
                    columns.extend(names.read(by)?.columns);
                    key
                }
                using @ JoinConstraint::Using(_) => {
                    let mut shared = self::using(using);
                    let column = shared.next().filter(|_| shared.next().is_none())?;
                    columns.insert(column.clone());
                    column
                }
                JoinConstraint::Natural | JoinConstraint::None => return None,
            };
            let (table, _) = names.tables.get(*joined)?;
            let quoted = |name: &str| format!("\"{}\"", name.replace('"', "\"\""));
            let (table, column) = (quoted(table), quoted(&column));
            let sql = format!(
                "SELECT {column} FROM {table} WHERE {column} IS NOT NULL GROUP BY {column} HAVING COUNT(*) > 1"
            );
            lookup.doubled.push(lower(&*parse(&sql).ok()?).ok()?);
        }
        let joins = !lookup.doubled.is_empty();
        let mut columns = columns.into_iter();
        lookup.column = columns.next();
        (columns.next().is_none() && joins == lookup.column.is_some()).then_some(lookup)
    }
}

/// Returns the column on one side of an equality, and the other side.
fn equality(
    on: &Expr,
    column: impl Fn(&Expr) -> Option<(usize, String)>,
) -> Option<(String, &Expr)> {
    match on {
        Expr::Nested(inner) => equality(inner, column),
        Expr::BinaryOp { left, op: BinaryOperator::Eq, right } => {
            match (column(left), column(right)) {
                (Some((_, key)), None) => Some((key, &**right)),
                (None, Some((_, key))) => Some((key, &**left)),
                _ => None,
            }
        }
        _ => None,
    }
}
