//! A grouped query in two: one that groups each block, and one that groups what comes out again.

use crate::frame::query::Part;
use crate::frame::query::Refusal;
use crate::frame::query::arguments;
use crate::frame::query::call;
use crate::frame::stream::plan::rows::HELP;
use crate::frame::stream::plan::rows::is_bare;
use crate::frame::stream::plan::rows::not_known;
use crate::frame::stream::plan::rows::of_a_row;
use crate::frame::stream::plan::rows::parts;
use sqlparser::ast::BinaryOperator;
use sqlparser::ast::CastKind;
use sqlparser::ast::DataType;
use sqlparser::ast::DuplicateTreatment;
use sqlparser::ast::ExactNumberInfo;
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

/// The name of the partial results in the query that combines them.
pub(in crate::frame::stream) const PARTIAL: &str = "partial";

/// The tables of a query with their columns, the large one first.
pub(in crate::frame::stream) type Tables = [(String, Vec<String>)];

/// What is grouped by, and what each block of rows comes to.
struct Grouping<'q> {
    select: &'q Select,
    tables: &'q Tables,
    /// What the query groups by.
    keys: Vec<&'q Expr>,
    /// Columns of the partial results beside the keys: what is counted, summed, and so on.
    columns: Vec<Expr>,
    /// Columns whose different values are counted: partial results are grouped by them too.
    apart: Vec<Expr>,
}

/// A grouped query in parts.
pub(super) struct Grouped {
    /// What is asked of each block.
    pub block: Select,
    /// What makes fewer partial results of many.
    pub merge: Select,
    /// What is asked of all partial results.
    pub last: Select,
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
    let mut grouping = Grouping {
        select,
        tables,
        keys: Vec::new(),
        columns: Vec::new(),
        apart: Vec::new(),
    };
    for group in groups {
        let key = grouping.resolved(group)?;
        of_a_row(key)?;
        if !grouping.keys.contains(&key) {
            grouping.keys.push(key);
        }
    }
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
    last.having =
        select.having.as_ref().map(|having| grouping.having(having)).transpose()?;
    last.selection = None;
    last.from = partial()?;
    let by = |kind: &'static str, count: usize| {
        (0..count).map(move |number| identifier(kind, number))
    };
    let keys: Vec<Expr> = by("key", grouping.keys.len()).collect();
    last.group_by = GroupByExpr::Expressions(keys.clone(), Vec::new());
    let mut block = select.clone();
    let key_exprs: Vec<Expr> = grouping.keys.iter().map(|key| (*key).clone()).collect();
    let groups = key_exprs.iter().chain(&grouping.apart).cloned().collect();
    block.projection = items("key", key_exprs)
        .chain(items("apart", grouping.apart.clone()))
        .chain(items("part", grouping.columns.clone()))
        .collect();
    block.group_by = GroupByExpr::Expressions(groups, Vec::new());
    block.having = None;
    block.distinct = None;
    let apart: Vec<Expr> = by("apart", grouping.apart.len()).collect();
    let merged = grouping.columns.iter().enumerate().map(|(number, column)| {
        let name = match column {
            Expr::Function(function) => function.name.to_string().to_uppercase(),
            _ => String::new(),
        };
        let name = if name == "COUNT" { "SUM" } else { &name };
        call(name, vec![identifier("part", number)])
    });
    let mut merge = block.clone();
    merge.projection = items("key", keys.clone())
        .chain(items("apart", apart.clone()))
        .chain(items("part", merged.collect()))
        .collect();
    merge.group_by =
        GroupByExpr::Expressions(keys.into_iter().chain(apart).collect(), Vec::new());
    merge.selection = None;
    merge.from = partial()?;
    Ok(Some(Grouped { block, merge, last }))
}

/// Returns columns of partial results.
fn items(kind: &'static str, all: Vec<Expr>) -> impl Iterator<Item = SelectItem> {
    all.into_iter().enumerate().map(move |(number, expr)| SelectItem::ExprWithAlias {
        expr,
        alias: own(kind, number),
    })
}

/// Returns `FROM partial`.
fn partial() -> Result<Vec<sqlparser::ast::TableWithJoins>, Refusal> {
    let query: Box<Query> =
        crate::frame::query::parse(&format!("SELECT 1 FROM {PARTIAL}"))?;
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
    let name = function.name.to_string().to_uppercase();
    matches!(name.as_str(), "COUNT" | "SUM" | "MIN" | "MAX" | "AVG")
}

/// Returns the name of a column of partial results: an author's are none like it.
fn own(kind: &str, number: usize) -> Ident {
    Ident::with_quote('"', format!("reissue {kind} {number}"))
}

fn identifier(kind: &str, number: usize) -> Expr {
    Expr::Identifier(own(kind, number))
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
        let same = |key: &&Expr| **key == *expr || (name.is_some() && bare(key) == name);
        self.keys.iter().position(same)
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

    /// Returns an expression over groups as one over partial results.
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

    /// Adds a column to the partial results, and returns its name.
    fn column(&mut self, expr: Expr) -> Expr {
        let known = self.columns.iter().position(|column| *column == expr);
        let number = known.unwrap_or_else(|| {
            self.columns.push(expr);
            self.columns.len() - 1
        });
        identifier("part", number)
    }

    /// Returns an aggregate over groups as one over partial results.
    fn aggregate(&mut self, expr: &Expr, function: &Function) -> Result<Expr, Refusal> {
        let FunctionArguments::List(list) = &function.args else {
            return Err(not_known(expr));
        };
        let distinct = list.duplicate_treatment == Some(DuplicateTreatment::Distinct);
        let mut bare = function.clone();
        if let FunctionArguments::List(list) = &mut bare.args {
            list.duplicate_treatment = None;
        }
        let name = function.name.to_string().to_uppercase();
        if !is_bare(&bare) || (distinct && (name != "COUNT" || function.filter.is_some()))
        {
            return Err(not_known(expr));
        }
        if let Some(filter) = &function.filter {
            of_a_row(filter)?;
        }
        let arg = match list.args.as_slice() {
            [FunctionArg::Unnamed(FunctionArgExpr::Wildcard)]
                if name == "COUNT" && !distinct =>
            {
                None
            }
            [_] => {
                let args = arguments(function).unwrap_or_default();
                let arg = args.first().copied().ok_or_else(|| not_known(expr))?;
                of_a_row(arg)?;
                Some(arg)
            }
            _ => return Err(not_known(expr)),
        };
        if let (true, Some(arg)) = (distinct, arg) {
            let known = self.apart.iter().position(|other| other == arg);
            let number = known.unwrap_or_else(|| {
                self.apart.push(arg.clone());
                self.apart.len() - 1
            });
            return Ok(with_argument(function, "COUNT", identifier("apart", number)));
        }
        Ok(match (name.as_str(), arg) {
            ("COUNT", _) => {
                let counted = self.column(Expr::Function(bare));
                // The sum of no rows is missing, the count of none is zero.
                let zero = Expr::value(Value::Number("0".to_owned(), false));
                call("COALESCE", vec![call("SUM", vec![counted]), zero])
            }
            ("AVG", Some(arg)) => {
                let number = Expr::Cast {
                    kind: CastKind::Cast,
                    expr: Box::new(arg.clone()),
                    data_type: DataType::Double(ExactNumberInfo::None),
                    array: false,
                    format: None,
                };
                let sum = self.column(with_argument(&bare, "SUM", number));
                let count = self.column(with_argument(&bare, "COUNT", arg.clone()));
                let (sum, count) = (call("SUM", vec![sum]), call("SUM", vec![count]));
                let none = Expr::value(Value::Number("0".to_owned(), false));
                let mean = Expr::BinaryOp {
                    left: Box::new(sum),
                    op: BinaryOperator::Divide,
                    right: Box::new(call("NULLIF", vec![count, none])),
                };
                Expr::Nested(Box::new(mean))
            }
            ("SUM" | "MIN" | "MAX", Some(_)) => {
                let column = self.column(Expr::Function(bare));
                call(&name, vec![column])
            }
            _ => return Err(not_known(expr)),
        })
    }
}

/// Returns a function of another name and argument.
fn with_argument(function: &Function, name: &str, arg: Expr) -> Expr {
    let mut function = function.clone();
    function.name = vec![Ident::new(name)].into();
    if let FunctionArguments::List(list) = &mut function.args {
        list.args = vec![FunctionArg::Unnamed(FunctionArgExpr::Expr(arg))];
    }
    Expr::Function(function)
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
