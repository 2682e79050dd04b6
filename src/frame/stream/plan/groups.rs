//! A grouped query in parts: expressions over rows, what is made of them for each group, and a
//! query over the groups.

use crate::frame::query::Lowered;
use crate::frame::query::Part;
use crate::frame::query::Refusal;
use crate::frame::query::arguments;
use crate::frame::query::columns;
use crate::frame::query::lower;
use crate::frame::stream::plan::measures::Item;
use crate::frame::stream::plan::measures::Measure;
use crate::frame::stream::plan::measures::Role;
use crate::frame::stream::plan::measures::how;
use crate::frame::stream::plan::measures::where_true;
use crate::frame::stream::plan::rows::HELP;
use crate::frame::stream::plan::rows::is_bare;
use crate::frame::stream::plan::rows::not_known;
use crate::frame::stream::plan::rows::of_a_row;
use crate::frame::stream::plan::rows::parts;
use crate::frame::stream::plan::select::Tables;
use crate::frame::stream::plan::select::asked;
use crate::frame::stream::plan::select::own;
use crate::frame::stream::plan::units::Unit;
use crate::frame::stream::plan::units::Units;
use crate::frame::stream::plan::units::units;
use sqlparser::ast::DuplicateTreatment;
use sqlparser::ast::Expr;
use sqlparser::ast::Function;
use sqlparser::ast::FunctionArg;
use sqlparser::ast::FunctionArgExpr;
use sqlparser::ast::FunctionArguments;
use sqlparser::ast::GroupByExpr;
use sqlparser::ast::Ident;
use sqlparser::ast::Query;
use sqlparser::ast::Select;
use sqlparser::ast::SelectItem;
use sqlparser::ast::SetExpr;
use sqlparser::ast::Spanned as _;
use sqlparser::ast::Value;
use sqlparser::ast::VisitMut as _;
use sqlparser::ast::VisitorMut;
use std::ops::ControlFlow;

/// The name of the groups in the query over them.
pub(in crate::frame::stream) const GROUPS: &str = "groups";

/// A grouped query in parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::frame::stream) struct Grouped {
    /// Expressions over rows; those that the groups are told apart by come first.
    pub items: Vec<Item>,
    pub keys: usize,
    pub measures: Vec<Measure>,
    /// What is asked of all rows: the items, of those rows that the query chooses.
    pub rows: Unit,
    /// The same in smaller units, each over one column or so, if it can be asked so.
    pub units: Option<Units>,
    /// What is asked of the groups.
    pub last: Lowered,
}

/// A query being taken apart.
struct Grouping<'q> {
    select: &'q Select,
    tables: &'q Tables,
    items: Vec<Item>,
    keys: usize,
    measures: Vec<Measure>,
}

/// Returns what a query groups by; an error for what is no list of expressions.
fn group_by(select: &Select) -> Result<&[Expr], Refusal> {
    match &select.group_by {
        GroupByExpr::Expressions(groups, modifiers) if modifiers.is_empty() => Ok(groups),
        GroupByExpr::Expressions(..) => {
            let message = "its `GROUP BY` has a modifier";
            Err(Part::refusal(message, select.group_by.span(), HELP))
        }
        GroupByExpr::All(_) => {
            let message = "`GROUP BY ALL` names no columns";
            Err(Part::refusal(message, select.group_by.span(), "name the columns"))
        }
    }
}

/// Returns the parts of a query; none for one that neither groups nor counts.
pub(super) fn grouped(
    select: &Select,
    tables: &Tables,
) -> Result<Option<Grouped>, Refusal> {
    let groups = group_by(select)?;
    let counts = select.projection.iter().filter_map(expression).any(has_aggregate);
    if groups.is_empty() && !counts && select.having.is_none() {
        return Ok(None);
    }
    let (items, measures) = (Vec::new(), Vec::new());
    let mut grouping = Grouping { select, tables, items, keys: 0, measures };
    for group in groups {
        let key = grouping.resolved(group)?;
        of_a_row(key)?;
        // Whether no rows at all are one such group, engines do not agree.
        if columns(key).is_empty() {
            let message = format!("its group `{key}` is the same for every row");
            return Err(Part::refusal(message, key.span(), "group by columns"));
        }
        grouping.item(key.clone(), Role::Key);
    }
    grouping.keys = grouping.items.len();
    let mut last = select.clone();
    for item in &mut last.projection {
        let Some(expr) = expression(item) else {
            let message = format!("`{item}` names no single column");
            return Err(Part::refusal(message, item.span(), "name its columns"));
        };
        let name = match &item {
            SelectItem::ExprWithAlias { alias, .. } => Some(alias.clone()),
            _ => named(expr),
        };
        let alias = name.ok_or_else(|| {
            let message = format!("`{expr}` has no name");
            Part::refusal(message, expr.span(), "name it by `AS …`")
        })?;
        let expr = grouping.combined(expr)?;
        *item = SelectItem::ExprWithAlias { expr, alias };
    }
    let having = select.having.as_ref().map(|having| grouping.having(having));
    last.selection = having.transpose()?;
    last.having = None;
    last.from = from_groups()?;
    last.group_by = GroupByExpr::Expressions(Vec::new(), Vec::new());
    let Grouping { mut items, keys, measures, .. } = grouping;
    let rows = Unit::of_rows(select, &items)?;
    let units = units(select, tables, &mut items)?;
    let mut last = lower(&asked(last))?;
    for (number, measure) in measures.iter().enumerate() {
        last.call(&identifier("measure", number).to_string(), &measure.part.0);
    }
    for (number, key) in items.iter().take(keys).enumerate() {
        last.call(&identifier("key", number).to_string(), &key.expr.to_string());
    }
    Ok(Some(Grouped { items, keys, measures, rows, units, last }))
}

/// Returns `FROM groups`.
fn from_groups() -> Result<Vec<sqlparser::ast::TableWithJoins>, Refusal> {
    let query: Box<Query> =
        crate::frame::query::parse(&format!("SELECT 1 FROM {GROUPS}"))?;
    match *query.body {
        SetExpr::Select(select) => Ok(select.from),
        _ => Ok(Vec::new()),
    }
}

fn expression(item: &SelectItem) -> Option<&Expr> {
    match item {
        SelectItem::UnnamedExpr(expr) | SelectItem::ExprWithAlias { expr, alias: _ } => {
            Some(expr)
        }
        _ => None,
    }
}

/// Returns the name a column gets without `AS`.
fn named(expr: &Expr) -> Option<Ident> {
    match expr {
        Expr::Identifier(name) => Some(name.clone()),
        Expr::CompoundIdentifier(parts) => parts.last().cloned(),
        _ => None,
    }
}

/// Returns whether an aggregate that can be combined is in an expression, however deep.
fn has_aggregate(expr: &Expr) -> bool {
    if let Expr::Function(function) = expr
        && is_aggregate(function)
    {
        return true;
    }
    parts(expr).is_some_and(|parts| parts.into_iter().any(has_aggregate))
}

fn is_aggregate(function: &Function) -> bool {
    how(function, false, false).is_some()
}

fn identifier(kind: &str, number: usize) -> Expr {
    Expr::Identifier(Ident::with_quote('"', own(kind, number)))
}

impl<'q> Grouping<'q> {
    /// Returns how many tables have a column.
    fn owners(&self, column: &str) -> usize {
        self.tables
            .iter()
            .filter(|(_, columns)| columns.iter().any(|c| c == column))
            .count()
    }

    /// Returns what `GROUP BY` means: a column rather than an alias, an alias, or the item of a
    /// number.
    fn resolved(&self, group: &'q Expr) -> Result<&'q Expr, Refusal> {
        let item = |number: usize| {
            let item = self.select.projection.get(number.checked_sub(1)?)?;
            expression(item)
        };
        match group {
            Expr::Identifier(name) if self.owners(&name.value) == 0 => {
                self.alias(&name.value).ok_or_else(|| Refusal::Column(name.value.clone()))
            }
            Expr::Value(value) => match &value.value {
                Value::Number(text, _) => {
                    let found = text.parse().ok().and_then(item);
                    found.ok_or_else(|| not_known(group))
                }
                _ => Err(not_known(group)),
            },
            other => Ok(other),
        }
    }

    /// Returns the expression that an alias names.
    fn alias(&self, name: &str) -> Option<&'q Expr> {
        self.select.projection.iter().find_map(|item| match item {
            SelectItem::ExprWithAlias { expr, alias } if alias.value == name => {
                Some(expr)
            }
            _ => None,
        })
    }

    /// Returns the number of a key that an expression is.
    fn key(&self, expr: &Expr) -> Option<usize> {
        let bare = |expr: &Expr| match expr {
            Expr::CompoundIdentifier(parts) => {
                let last = parts.last()?;
                (self.owners(&last.value) == 1).then(|| last.value.clone())
            }
            Expr::Identifier(name) => {
                (self.owners(&name.value) == 1).then(|| name.value.clone())
            }
            _ => None,
        };
        let name = bare(expr);
        let same = |key: &Expr| *key == *expr || (name.is_some() && bare(key) == name);
        self.items.iter().take(self.keys).position(|item| same(&item.expr))
    }

    /// Returns a condition on groups; a name may be an alias.
    fn having(&mut self, having: &Expr) -> Result<Expr, Refusal> {
        if let Expr::Identifier(name) = having
            && self.owners(&name.value) == 0
        {
            let expr = self.alias(&name.value);
            let expr = expr.ok_or_else(|| Refusal::Column(name.value.clone()))?;
            return self.combined(expr).map(|expr| Expr::Nested(Box::new(expr)));
        }
        self.rebuilt(having, Self::having)
    }

    /// Returns an expression over groups as one over the groups.
    fn combined(&mut self, expr: &Expr) -> Result<Expr, Refusal> {
        self.rebuilt(expr, Self::combined)
    }

    fn rebuilt(
        &mut self,
        expr: &Expr,
        inner: fn(&mut Self, &Expr) -> Result<Expr, Refusal>,
    ) -> Result<Expr, Refusal> {
        if let Some(number) = self.key(expr) {
            return Ok(identifier("key", number));
        }
        if let Expr::Function(function) = expr
            && is_aggregate(function)
        {
            return self.aggregate(expr, function);
        }
        if let Expr::Identifier(_) | Expr::CompoundIdentifier(_) = expr {
            let message =
                format!("`{expr}` is neither grouped by nor counted, summed, and so on");
            return Err(Part::refusal(
                message,
                expr.span(),
                "group by it, or name its `MIN`",
            ));
        }
        // The parts are known; each is exchanged for what stands for it.
        let Some(known) = parts(expr) else { return Err(not_known(expr)) };
        let made = known.into_iter().map(|part| inner(self, part));
        let made = made.collect::<Result<Vec<Expr>, Refusal>>()?;
        let mut out = expr.clone();
        exchange(&mut out, made);
        Ok(out)
    }

    /// Returns the number of an item, known or new.
    fn item(&mut self, expr: Expr, role: Role) -> usize {
        let item = Item { expr, role };
        let known = self.items.iter().position(|other| *other == item);
        known.unwrap_or_else(|| {
            self.items.push(item);
            self.items.len() - 1
        })
    }

    /// Returns an aggregate over groups as one over the groups.
    fn aggregate(&mut self, expr: &Expr, function: &Function) -> Result<Expr, Refusal> {
        let FunctionArguments::List(list) = &function.args else {
            return Err(not_known(expr));
        };
        let distinct = list.duplicate_treatment == Some(DuplicateTreatment::Distinct);
        let mut bare = function.clone();
        if let FunctionArguments::List(list) = &mut bare.args {
            list.duplicate_treatment = None;
        }
        let arg = if let [FunctionArg::Unnamed(FunctionArgExpr::Wildcard)] = &*list.args {
            None
        } else {
            let args = arguments(function).unwrap_or_default();
            let arg = args.first().copied().ok_or_else(|| not_known(expr))?;
            of_a_row(arg)?;
            Some(arg.clone())
        };
        let of_rows = arg.is_none() && function.filter.is_none();
        let known = how(function, distinct, of_rows).filter(|_| is_bare(&bare));
        let (how, role) = known.ok_or_else(|| not_known(expr))?;
        let arg = match &function.filter {
            Some(filter) => {
                of_a_row(filter)?;
                let one = || Expr::value(Value::Number("1".to_owned(), false));
                Some(where_true(filter, arg.unwrap_or_else(one)))
            }
            None => arg,
        };
        let item = arg.map(|arg| self.item(arg, role));
        let known = self.measures.iter().position(|m| m.how == how && m.item == item);
        let number = known.unwrap_or_else(|| {
            self.measures.push(Measure {
                how,
                item,
                part: (expr.to_string(), expr.span()),
            });
            self.measures.len() - 1
        });
        Ok(identifier("measure", number))
    }
}

/// Puts other expressions in the places of the parts of one, in their order.
fn exchange(expr: &mut Expr, parts: Vec<Expr>) {
    struct Exchange {
        depth: usize,
        parts: std::vec::IntoIter<Expr>,
    }
    impl VisitorMut for Exchange {
        type Break = ();

        fn pre_visit_expr(&mut self, expr: &mut Expr) -> ControlFlow<()> {
            self.depth += 1;
            if self.depth == 2 {
                self.parts.next().into_iter().for_each(|part| *expr = part);
            }
            ControlFlow::Continue(())
        }

        fn post_visit_expr(&mut self, _: &mut Expr) -> ControlFlow<()> {
            self.depth -= 1;
            ControlFlow::Continue(())
        }
    }
    let _ = expr.visit(&mut Exchange { depth: 0, parts: parts.into_iter() });
}
