//! What the engine takes for something else than SQL says.
//!
//! In: parts of a query. Out: refusals of those that it would get wrong without a word.

use crate::frame::query::refusal::Part;
use crate::frame::query::refusal::Refusal;
use crate::frame::query::walk::Met;
use crate::frame::query::walk::column;
use crate::frame::query::walk::columns;
use crate::frame::query::walk::expressions;
use crate::frame::query::walk::walk;
use crate::frame::query::written::integer;
use sqlparser::ast::BinaryOperator;
use sqlparser::ast::DuplicateTreatment;
use sqlparser::ast::Expr;
use sqlparser::ast::Function;
use sqlparser::ast::FunctionArguments;
use sqlparser::ast::GroupByExpr;
use sqlparser::ast::JoinConstraint;
use sqlparser::ast::JoinOperator;
use sqlparser::ast::Select;
use sqlparser::ast::SelectItem;
use sqlparser::ast::Spanned as _;
use sqlparser::ast::Value;
use sqlparser::ast::Visit;
use sqlparser::ast::WindowType;
use sqlparser::tokenizer::Span;

/// Functions that make one value of many rows.
const AGGREGATES: &[&str] = &[
    "array_agg",
    "avg",
    "corr",
    "count",
    "covar",
    "covar_pop",
    "covar_samp",
    "first",
    "group_concat",
    "last",
    "listagg",
    "max",
    "median",
    "min",
    "quantile_cont",
    "quantile_disc",
    "stddev",
    "stddev_pop",
    "stddev_samp",
    "string_agg",
    "sum",
    "total",
    "var",
    "var_pop",
    "var_samp",
    "variance",
];

/// Returns whether a function makes one value of many rows, and is not asked for each row.
fn is_aggregate(function: &Function) -> bool {
    let name = function.name.to_string().to_lowercase();
    function.over.is_none() && AGGREGATES.contains(&name.as_str())
}

/// Refuses aggregates that SQL does not allow, and the engine repeats in every row: in `WHERE`,
/// and beside plain columns without `GROUP BY`.
pub(super) fn aggregates(select: &Select) -> Result<(), Refusal> {
    if let Some(at) = select.selection.as_ref().and_then(|chosen| Uses::of(chosen).first)
    {
        let message = "`WHERE` looks at each row, and cannot look at an aggregate";
        let help = "choose groups by `HAVING`, or make the aggregate a frame and join it";
        return Err(Part::refusal(message, at, help));
    }
    let grouped = !matches!(&select.group_by, GroupByExpr::Expressions(groups, _) if groups.is_empty());
    let uses: Vec<Uses> = select.projection.iter().map(Uses::of).collect();
    let aggregate = uses.iter().any(|uses| uses.first.is_some());
    let bare = uses.iter().find_map(|uses| uses.bare.clone());
    let wild = select.projection.iter().find(|item| {
        matches!(item, SelectItem::Wildcard(_) | SelectItem::QualifiedWildcard(..))
    });
    let bare = bare.or_else(|| wild.map(|wild| (wild.to_string(), wild.span())));
    let window = uses.iter().find_map(|uses| uses.window);
    if let Some(at) = window.filter(|_| aggregate || grouped) {
        let message = "a window looks at groups, and the engine would look at their rows";
        let help = "make the groups first: `WITH g AS (SELECT … GROUP BY …) SELECT … OVER (…) FROM g`";
        return Err(Part::refusal(message, at, help));
    }
    match bare.filter(|_| aggregate && !grouped) {
        Some((name, at)) => {
            let message =
                format!("`{name}` is neither grouped by nor within an aggregate");
            let help = "add `GROUP BY`, or `OVER ()` to have the aggregate in every row";
            Err(Part::refusal(message, at, help))
        }
        None => Ok(()),
    }
}

/// What part of a query uses, outside of queries within it.
#[derive(Default)]
struct Uses {
    /// The place of its first aggregate.
    first: Option<Span>,
    /// The place of its first function over a window.
    window: Option<Span>,
    /// The first column that is in no aggregate.
    bare: Option<(String, Span)>,
    /// How many aggregates, and how many queries, are around.
    aggregates: usize,
    queries: usize,
}

impl Uses {
    fn of(part: &impl Visit) -> Self {
        let mut uses = Self::default();
        let _ = walk(part, &mut |met| {
            uses.meet(met);
            Ok(())
        });
        uses
    }

    fn meet(&mut self, met: Met<'_>) {
        match met {
            Met::Query(_) => self.queries += 1,
            Met::QueryEnd => self.queries -= 1,
            _ if self.queries > 0 => {}
            Met::Expr(Expr::Function(function)) if is_aggregate(function) => {
                self.first.get_or_insert_with(|| function.span());
                self.aggregates += 1;
            }
            Met::Expr(Expr::Function(function)) if function.over.is_some() => {
                self.window.get_or_insert_with(|| function.span());
            }
            Met::Expr(expr) if column(expr).is_some() && self.aggregates == 0 => {
                self.bare.get_or_insert_with(|| (expr.to_string(), expr.span()));
            }
            Met::ExprEnd(Expr::Function(function)) if is_aggregate(function) => {
                self.aggregates -= 1;
            }
            _ => {}
        }
    }
}

/// Refuses a join that keeps rows without a partner and joins by more than equal columns: the
/// engine applies the rest to what was joined, and drops the rows that were to be kept.
pub(super) fn joins(select: &Select) -> Result<(), Refusal> {
    for join in select.from.iter().flat_map(|from| &from.joins) {
        let (JoinOperator::Left(constraint)
        | JoinOperator::LeftOuter(constraint)
        | JoinOperator::Right(constraint)
        | JoinOperator::RightOuter(constraint)
        | JoinOperator::FullOuter(constraint)
        | JoinOperator::Semi(constraint)
        | JoinOperator::LeftSemi(constraint)
        | JoinOperator::RightSemi(constraint)
        | JoinOperator::Anti(constraint)
        | JoinOperator::LeftAnti(constraint)
        | JoinOperator::RightAnti(constraint)) = &join.join_operator
        else {
            continue;
        };
        let JoinConstraint::On(on) = constraint else { continue };
        if let Some(other) = unequal(on) {
            let message =
                format!("a join that keeps rows without a partner joins by `{other}`");
            let help = "join by equal columns alone; choose rows of a table before it is joined: `LEFT JOIN (SELECT … WHERE …) AS t ON …`";
            return Err(Part::refusal(message, other.span(), help));
        }
    }
    Ok(())
}

/// Returns the first part of a condition that is no equality of columns of two tables.
fn unequal(on: &Expr) -> Option<&Expr> {
    match on {
        Expr::Nested(inner) => unequal(inner),
        Expr::BinaryOp { left, op: BinaryOperator::And, right } => {
            unequal(left).or_else(|| unequal(right))
        }
        Expr::BinaryOp { left, op: BinaryOperator::Eq, right } => {
            let (a, b) = (qualifiers(left), qualifiers(right));
            let apart = match (a.as_slice(), b.as_slice()) {
                ([Some(a)], [Some(b)]) => a != b,
                ([_], [_]) => true,
                // None, or several.
                _ => false,
            };
            (!apart).then_some(on)
        }
        _ => Some(on),
    }
}

/// Returns the different tables that the columns of an expression name; none for those that name
/// no table.
fn qualifiers(expr: &Expr) -> Vec<Option<String>> {
    let mut names = Vec::new();
    expressions(expr, |expr| {
        let name = match expr {
            Expr::Identifier(_) => None,
            Expr::CompoundIdentifier(parts) => {
                parts.first().map(|table| table.value.clone())
            }
            _ => return,
        };
        if !names.contains(&name) {
            names.push(name);
        }
    });
    names
}

/// Refuses a running aggregate that does not say which rows it takes: where rows come at the same
/// place, SQL takes them all at once, and the engine one by one.
pub(super) fn window(
    function: &Function,
    name: &str,
    part: &(String, Span),
) -> Result<(), Refusal> {
    let running = match &function.over {
        Some(WindowType::WindowSpec(window)) => {
            !window.order_by.is_empty() && window.window_frame.is_none()
        }
        Some(WindowType::NamedWindow(_)) => true,
        None => false,
    };
    if !running || !(AGGREGATES.contains(&name) || name == "last_value") {
        return Ok(());
    }
    let message = format!("`{}` does not say which rows it takes", part.0);
    let help = if name == "last_value" {
        "write `FIRST_VALUE` with the other order"
    } else {
        "write `OVER (… ORDER BY … ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)` for a running value, and leave out `ORDER BY` for the value of all"
    };
    Err(Part::refusal(message, part.1, help))
}

/// Refuses a `GROUP BY` of what is the same in all rows.
pub(super) fn groups(select: &Select) -> Result<(), Refusal> {
    let GroupByExpr::Expressions(groups, _) = &select.group_by else { return Ok(()) };
    match groups.iter().find(|group| is_constant(group, &select.projection)) {
        Some(group) => {
            let message =
                format!("it groups by `{group}`, which is the same in all rows");
            let help = "leave it out of `GROUP BY`";
            Err(Part::refusal(message, group.span(), help))
        }
        None => Ok(()),
    }
}

/// Refuses an aggregate of no column: the engine takes a constant for a single row.
pub(super) fn of_columns(
    function: &Function,
    name: &str,
    args: &[Expr],
    part: &(String, Span),
) -> Result<(), Refusal> {
    let Some(arg) = args.first().filter(|_| AGGREGATES.contains(&name)) else {
        return Ok(());
    };
    let distinct = matches!(&function.args, FunctionArguments::List(list)
        if list.duplicate_treatment == Some(DuplicateTreatment::Distinct));
    let row = matches!(arg, Expr::Value(value) if value.value != Value::Null);
    if !columns(arg).is_empty() || (name == "count" && row && !distinct) {
        return Ok(());
    }
    let message = format!("`{}` looks at no column", part.0);
    Err(Part::refusal(
        message,
        part.1,
        "count the rows by `COUNT(*)`, and compute with that",
    ))
}

/// Returns whether what is grouped by looks at no column: the engine makes a group of no rows.
fn is_constant(group: &Expr, items: &[SelectItem]) -> bool {
    let number = integer(group).and_then(|number| usize::try_from(number).ok());
    match number.and_then(|number| items.get(number.checked_sub(1)?)) {
        Some(SelectItem::UnnamedExpr(expr) | SelectItem::ExprWithAlias { expr, .. }) => {
            columns(expr).is_empty()
        }
        Some(_) => false,
        None => columns(group).is_empty(),
    }
}

/// Refuses a start of a part of a text that is no plain number: the engine takes another
/// expression for the result.
pub(super) fn plain_start(start: &Expr, at: Span) -> Result<(), Refusal> {
    if integer(start).is_some_and(|start| start > 0) {
        Ok(())
    } else {
        let message = format!("`SUBSTR` begins at `{start}`, which is no number from 1");
        let help = "write the number, or give the length too: `SUBSTR(x, start, length)`";
        Err(Part::refusal(message, at, help))
    }
}
