//! A query in the form in which the engine sees it: arithmetic that the engine would let
//! overflow, or round in another way than we print, becomes calls of our own functions.

use crate::frame::query::Part;
use crate::frame::query::Refusal;
use sqlparser::ast::BinaryOperator;
use sqlparser::ast::CastKind;
use sqlparser::ast::DataType;
use sqlparser::ast::DuplicateTreatment;
use sqlparser::ast::ExactNumberInfo;
use sqlparser::ast::Expr;
use sqlparser::ast::Function;
use sqlparser::ast::FunctionArg;
use sqlparser::ast::FunctionArgExpr;
use sqlparser::ast::FunctionArgumentList;
use sqlparser::ast::FunctionArguments;
use sqlparser::ast::GroupByExpr;
use sqlparser::ast::Ident;
use sqlparser::ast::ObjectName;
use sqlparser::ast::Query;
use sqlparser::ast::SelectItem;
use sqlparser::ast::SetExpr;
use sqlparser::ast::Spanned as _;
use sqlparser::ast::UnaryOperator;
use sqlparser::ast::Value;
use sqlparser::ast::Visit;
use sqlparser::ast::VisitMut;
use sqlparser::ast::Visitor;
use sqlparser::ast::VisitorMut;
use sqlparser::tokenizer::Span;
use std::ops::ControlFlow;

/// The names of our functions; no column or function of an author has one.
pub(in crate::frame) mod names {
    pub(in crate::frame) const ADD: &str = "reissue_add";
    pub(in crate::frame) const SUBTRACT: &str = "reissue_subtract";
    pub(in crate::frame) const MULTIPLY: &str = "reissue_multiply";
    pub(in crate::frame) const POWER: &str = "reissue_power";
    pub(in crate::frame) const SUM: &str = "reissue_sum";
    pub(in crate::frame) const WHOLE: &str = "reissue_whole";
    pub(in crate::frame) const ROUND: &str = "reissue_round";
}

/// A query in the engine's form.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::frame) struct Lowered {
    /// Its text.
    pub sql: String,
    /// Parts that may fail, by the number that our functions get.
    parts: Vec<(String, Span)>,
}

impl Lowered {
    /// Returns the refusal of the part of a number that passed the range of whole numbers.
    pub(in crate::frame) fn overflow(&self, number: usize) -> Refusal {
        let (text, at) = self.parts.get(number).cloned().unwrap_or_else(nothing);
        let message = format!(
            "the whole numbers of `{text}` pass the largest that there is (about 9.2 × 10^18)"
        );
        Part::refusal(
            message,
            at,
            "compute with `CAST(… AS DOUBLE)`, or in a larger unit",
        )
    }
}

/// Stands for a part that nobody will name.
fn nothing() -> (String, Span) {
    (String::new(), Span::empty())
}

/// Returns a query in the engine's form.
pub(in crate::frame) fn lower(query: &Query) -> Result<Lowered, Refusal> {
    let mut query = query.clone();
    let mut lowering = Lowering::default();
    match VisitMut::visit(&mut query, &mut lowering) {
        ControlFlow::Break(refusal) => Err(refusal),
        ControlFlow::Continue(()) => {
            Ok(Lowered { sql: query.to_string(), parts: lowering.parts })
        }
    }
}

#[derive(Default)]
struct Lowering {
    /// The expressions around the one that is looked at, as written, with their places.
    around: Vec<(String, Span)>,
    parts: Vec<(String, Span)>,
    /// How many queries are around the expression.
    depth: usize,
}

impl VisitorMut for Lowering {
    type Break = Refusal;

    fn post_visit_query(&mut self, _query: &mut Query) -> ControlFlow<Refusal> {
        self.depth -= 1;
        ControlFlow::Continue(())
    }

    fn pre_visit_query(&mut self, query: &mut Query) -> ControlFlow<Refusal> {
        self.depth += 1;
        let SetExpr::Select(select) = &*query.body else {
            return ControlFlow::Continue(());
        };
        let GroupByExpr::Expressions(groups, _) = &select.group_by else {
            return ControlFlow::Continue(());
        };
        match groups.iter().find(|group| is_constant(group, &select.projection)) {
            Some(group) => {
                let message =
                    format!("it groups by `{group}`, which is the same in all rows");
                let help = "leave it out of `GROUP BY`";
                ControlFlow::Break(Part::refusal(message, group.span(), help))
            }
            None => ControlFlow::Continue(()),
        }
    }

    fn pre_visit_expr(&mut self, expr: &mut Expr) -> ControlFlow<Refusal> {
        // Inner ones become calls before the outer one is looked at.
        let part = may_fail(expr).then(|| (expr.to_string(), expr.span()));
        self.around.push(part.unwrap_or_else(nothing));
        ControlFlow::Continue(())
    }

    fn post_visit_expr(&mut self, expr: &mut Expr) -> ControlFlow<Refusal> {
        let part = self.around.pop().unwrap_or_else(nothing);
        // Within a query in a query the engine does not know our functions.
        if self.depth > 1 {
            return ControlFlow::Continue(());
        }
        match self.lowered(expr, part) {
            Ok(Some(lowered)) => {
                *expr = lowered;
                ControlFlow::Continue(())
            }
            Ok(None) => ControlFlow::Continue(()),
            Err(refusal) => ControlFlow::Break(refusal),
        }
    }
}

/// Returns whether an expression is one that [`Lowering::lowered`] may want to name.
fn may_fail(expr: &Expr) -> bool {
    matches!(
        expr,
        Expr::BinaryOp { .. }
            | Expr::UnaryOp { .. }
            | Expr::Function(_)
            | Expr::Substring { .. }
    )
}

impl Lowering {
    /// Returns the number of a part: the same for the same text, so that expressions stay equal.
    fn number(&mut self, part: (String, Span)) -> Expr {
        let known = self.parts.iter().position(|(text, _)| *text == part.0);
        let number = known.unwrap_or_else(|| {
            self.parts.push(part);
            self.parts.len() - 1
        });
        whole(number as i128)
    }

    /// Returns what stands for an expression whose parts are lowered; none where it stays.
    fn lowered(
        &mut self,
        expr: &mut Expr,
        part: (String, Span),
    ) -> Result<Option<Expr>, Refusal> {
        Ok(match expr {
            Expr::BinaryOp { left, op, right } => {
                let name = match op {
                    BinaryOperator::Plus => names::ADD,
                    BinaryOperator::Minus => names::SUBTRACT,
                    BinaryOperator::Multiply => names::MULTIPLY,
                    _ => return Ok(None),
                };
                if [&**left, &**right]
                    .iter()
                    .any(|side| matches!(side, Expr::Interval(_)))
                {
                    return Ok(None);
                }
                if let (Some(a), Some(b)) = (integer(left), integer(right)) {
                    let folded = match op {
                        BinaryOperator::Plus => a + b,
                        BinaryOperator::Minus => a - b,
                        _ => a * b,
                    };
                    if i64::try_from(folded).is_ok() {
                        return Ok(Some(whole(folded)));
                    }
                }
                let number = self.number(part);
                Some(call(name, vec![(**left).clone(), (**right).clone(), number]))
            }
            Expr::UnaryOp { op: UnaryOperator::Minus, expr } => {
                if matches!(&**expr, Expr::Value(_)) {
                    return Ok(None);
                }
                let number = self.number(part);
                Some(call(names::SUBTRACT, vec![whole(0), (**expr).clone(), number]))
            }
            Expr::Cast { data_type, .. } => {
                // An author's integer has 64 bits, and a number all its digits.
                match data_type {
                    DataType::Int(_)
                    | DataType::Integer(_)
                    | DataType::Int4(_)
                    | DataType::Int32
                    | DataType::MediumInt(_) => *data_type = DataType::BigInt(None),
                    DataType::Real | DataType::Float4 | DataType::Float(_) => {
                        *data_type = DataType::Double(ExactNumberInfo::None);
                    }
                    _ => {}
                }
                None
            }
            // The engine leaves what is unknown unknown here; in SQL it is neither true nor false.
            Expr::IsNotTrue(inner) => Some(not(or_else(inner, false))),
            Expr::IsNotFalse(inner) => Some(or_else(inner, true)),
            Expr::IsTrue(inner) => Some(or_else(inner, false)),
            Expr::IsFalse(inner) => Some(not(or_else(inner, true))),
            Expr::IsUnknown(inner) => Some(Expr::IsNull(inner.clone())),
            Expr::IsNotUnknown(inner) => Some(Expr::IsNotNull(inner.clone())),
            Expr::Substring {
                substring_from: Some(start), substring_for: None, ..
            } => {
                plain_start(start, part.1)?;
                None
            }
            Expr::Function(function) => self.function(function, part)?,
            _ => None,
        })
    }

    fn function(
        &mut self,
        function: &Function,
        part: (String, Span),
    ) -> Result<Option<Expr>, Refusal> {
        let name = function.name.to_string().to_lowercase();
        let args = arguments(function).unwrap_or_default();
        let args: Vec<Expr> = args.into_iter().cloned().collect();
        of_columns(function, &name, &args, &part)?;
        Ok(match (name.as_str(), args.as_slice()) {
            ("sum", [summed]) => {
                let with = |summed: Expr| {
                    let mut function = function.clone();
                    if let FunctionArguments::List(list) = &mut function.args {
                        list.args = vec![unnamed(summed)];
                    }
                    Expr::Function(function)
                };
                let exact = with(call(names::WHOLE, vec![summed.clone()]));
                // What whole numbers that wrap come to is far from what numbers come to.
                let near = with(Expr::Cast {
                    kind: CastKind::Cast,
                    expr: Box::new(summed.clone()),
                    data_type: DataType::Double(ExactNumberInfo::None),
                    array: false,
                    format: None,
                });
                let number = self.number(part);
                Some(call(names::SUM, vec![exact, near, number]))
            }
            ("round", [rounded]) => {
                Some(call(names::ROUND, vec![rounded.clone(), whole(0)]))
            }
            ("round", [rounded, digits]) => {
                let digits = integer(digits).filter(|digits| (-18..=18).contains(digits));
                let digits = digits.ok_or_else(|| {
                    let message = format!("`{}` rounds to no number of digits", part.0);
                    Part::refusal(message, part.1, "write it as a number: `ROUND(x, 2)`")
                })?;
                Some(call(names::ROUND, vec![rounded.clone(), whole(digits)]))
            }
            ("pow" | "power", [base, exponent]) => {
                let number = self.number(part);
                Some(call(names::POWER, vec![base.clone(), exponent.clone(), number]))
            }
            ("substr" | "substring", [_, start]) => {
                plain_start(start, part.1)?;
                None
            }
            _ => None,
        })
    }
}

/// Refuses an aggregate of no column: the engine takes a constant for a single row.
fn of_columns(
    function: &Function,
    name: &str,
    args: &[Expr],
    part: &(String, Span),
) -> Result<(), Refusal> {
    const AGGREGATES: &[&str] = &[
        "avg", "count", "first", "last", "max", "median", "min", "stddev", "sum",
        "total", "var", "variance",
    ];
    let Some(arg) = args.first().filter(|_| AGGREGATES.contains(&name)) else {
        return Ok(());
    };
    let distinct = matches!(&function.args, FunctionArguments::List(list)
        if list.duplicate_treatment == Some(DuplicateTreatment::Distinct));
    let row = matches!(arg, Expr::Value(value) if value.value != Value::Null);
    if has_column(arg) || (name == "count" && row && !distinct) {
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
            !has_column(expr)
        }
        Some(_) => false,
        None => !has_column(group),
    }
}

/// Returns whether a column is in an expression, however deep.
fn has_column(expr: &Expr) -> bool {
    struct Columns;
    impl Visitor for Columns {
        type Break = ();

        fn pre_visit_expr(&mut self, expr: &Expr) -> ControlFlow<()> {
            match expr {
                Expr::Identifier(_) | Expr::CompoundIdentifier(_) => {
                    ControlFlow::Break(())
                }
                _ => ControlFlow::Continue(()),
            }
        }
    }
    Visit::visit(expr, &mut Columns).is_break()
}

/// Refuses a start of a part of a text that is no plain number: the engine takes another
/// expression for the result.
fn plain_start(start: &Expr, at: Span) -> Result<(), Refusal> {
    if integer(start).is_some_and(|start| start > 0) {
        Ok(())
    } else {
        let message = format!("`SUBSTR` begins at `{start}`, which is no number from 1");
        let help = "write the number, or give the length too: `SUBSTR(x, start, length)`";
        Err(Part::refusal(message, at, help))
    }
}

/// Returns the plain arguments of a function; none where there are others.
pub(in crate::frame) fn arguments(function: &Function) -> Option<Vec<&Expr>> {
    let FunctionArguments::List(list) = &function.args else { return None };
    let plain = list.args.iter().map(|arg| match arg {
        FunctionArg::Unnamed(FunctionArgExpr::Expr(expr)) => Some(expr),
        _ => None,
    });
    plain.collect()
}

fn unnamed(expr: Expr) -> FunctionArg {
    FunctionArg::Unnamed(FunctionArgExpr::Expr(expr))
}

/// Returns a call of a function.
pub(in crate::frame) fn call(name: &str, args: Vec<Expr>) -> Expr {
    let list = FunctionArgumentList {
        duplicate_treatment: None,
        args: args.into_iter().map(unnamed).collect(),
        clauses: Vec::new(),
    };
    Expr::Function(Function {
        name: ObjectName::from(vec![Ident::new(name)]),
        uses_odbc_syntax: false,
        parameters: FunctionArguments::None,
        args: FunctionArguments::List(list),
        filter: None,
        null_treatment: None,
        over: None,
        within_group: Vec::new(),
    })
}

fn not(expr: Expr) -> Expr {
    let inner = Box::new(Expr::Nested(Box::new(expr)));
    Expr::UnaryOp { op: UnaryOperator::Not, expr: inner }
}

/// Returns a truth value with another for what is unknown.
fn or_else(expr: &Expr, unless: bool) -> Expr {
    call("coalesce", vec![expr.clone(), Expr::value(Value::Boolean(unless))])
}

/// Returns the whole number that an expression writes.
fn integer(expr: &Expr) -> Option<i128> {
    match expr {
        Expr::Value(value) => match &value.value {
            Value::Number(text, _) => text.parse().ok(),
            _ => None,
        },
        Expr::UnaryOp { op: UnaryOperator::Minus, expr } => {
            integer(expr).map(|value| -value)
        }
        Expr::Nested(expr) => integer(expr),
        _ => None,
    }
}

/// Returns an expression that writes a whole number.
fn whole(value: i128) -> Expr {
    let digits = Expr::value(Value::Number(value.unsigned_abs().to_string(), false));
    if value < 0 {
        let negative = Expr::UnaryOp { op: UnaryOperator::Minus, expr: Box::new(digits) };
        return Expr::Nested(Box::new(negative));
    }
    digits
}

#[cfg(test)]
mod tests {
    use super::lower;
    use crate::frame::query::parse;

    fn lowered(sql: &str) -> String {
        lower(&parse(sql).unwrap()).unwrap().sql
    }

    #[test]
    fn arithmetic_becomes_calls_and_equal_parts_stay_equal() {
        assert_eq!(
            lowered("SELECT a * 2 AS b, COUNT(*) AS n FROM t GROUP BY a*2"),
            "SELECT reissue_multiply(a, 2, 0) AS b, COUNT(*) AS n FROM t GROUP BY reissue_multiply(a, 2, 0)"
        );
        assert_eq!(
            lowered("SELECT -a, 2 * 3 - 7, a / b, SUM(x) OVER (PARTITION BY k) FROM t"),
            "SELECT reissue_subtract(0, a, 0), (-1), a / b, reissue_sum(SUM(reissue_whole(x)) OVER (PARTITION BY k), SUM(CAST(x AS DOUBLE)) OVER (PARTITION BY k), 1) FROM t"
        );
        assert_eq!(
            lowered("SELECT ROUND(CAST(x AS INT), -2), CAST(y AS REAL) FROM t"),
            "SELECT reissue_round(CAST(x AS BIGINT), (-2)), CAST(y AS DOUBLE) FROM t"
        );
    }

    #[test]
    fn what_the_engine_would_take_for_something_else_is_refused() {
        for sql in [
            "SELECT SUBSTR(a, b) FROM t",
            "SELECT SUBSTRING(a FROM b) FROM t",
            "SELECT SUBSTR(a, 0) FROM t",
            "SELECT ROUND(a, b) FROM t",
            "SELECT SUM(1) FROM t",
            "SELECT 2 + 1 AS a, COUNT(*) FROM t GROUP BY 1",
            "SELECT COUNT(*) FROM t GROUP BY 'x'",
            "SELECT k, AVG(2 * 3) FROM t GROUP BY k",
            "SELECT COUNT(NULL) FROM t",
            "SELECT COUNT(DISTINCT 1) FROM t",
        ] {
            assert!(lower(&parse(sql).unwrap()).is_err(), "{sql}");
        }
    }
}
