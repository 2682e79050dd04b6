//! A query in the form in which the engine sees it: arithmetic that the engine would let
//! overflow, or round in another way than we print, becomes calls of our own functions.

use crate::frame::query::fault::Fault;
use crate::frame::query::keyed;
use crate::frame::query::misread;
use crate::frame::query::refusal::Part;
use crate::frame::query::refusal::Refusal;
use crate::frame::query::steps::Step;
use crate::frame::query::steps::Steps;
use crate::frame::query::written::arguments;
use crate::frame::query::written::call;
use crate::frame::query::written::integer;
use crate::frame::query::written::names;
use crate::frame::query::written::not;
use crate::frame::query::written::or_else;
use crate::frame::query::written::unnamed;
use crate::frame::query::written::whole;
use sqlparser::ast::BinaryOperator;
use sqlparser::ast::CastKind;
use sqlparser::ast::DataType;
use sqlparser::ast::ExactNumberInfo;
use sqlparser::ast::Expr;
use sqlparser::ast::Function;
use sqlparser::ast::FunctionArguments;
use sqlparser::ast::Query;
use sqlparser::ast::Select;
use sqlparser::ast::Spanned as _;
use sqlparser::ast::TableFactor;
use sqlparser::ast::UnaryOperator;
use sqlparser::ast::VisitMut;
use sqlparser::ast::VisitorMut;
use sqlparser::tokenizer::Span;
use std::ops::ControlFlow;

/// A query in the engine's form.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::frame) struct Lowered {
    /// Queries that run before it.
    pub steps: Vec<Step>,
    /// Its text.
    pub sql: String,
    /// Parts that may fail, by the number that our functions get.
    parts: Vec<(String, Span)>,
}

impl Lowered {
    /// Returns whether there are rows of which it cannot be asked.
    pub(in crate::frame) fn can_fail(&self) -> bool {
        !self.parts.is_empty() || self.sql.contains("CAST(")
    }

    /// Calls a name of ours what the author calls it, in what is said of parts.
    pub(in crate::frame) fn call(&mut self, ours: &str, meant: &str) {
        for (text, _) in &mut self.parts {
            *text = text.replace(ours, meant);
        }
    }

    /// Returns the refusal of the part with a number, in which a function of ours failed.
    pub(in crate::frame) fn fault(&self, number: usize, fault: Fault) -> Refusal {
        let (text, at) = self.parts.get(number).cloned().unwrap_or_else(nothing);
        fault.refusal(&text, at)
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
        ControlFlow::Continue(()) => Ok(Lowered {
            steps: lowering.steps.all,
            sql: query.to_string(),
            parts: lowering.parts,
        }),
    }
}

#[derive(Default)]
struct Lowering {
    /// The expressions around the one that is looked at, as written, with their places.
    around: Vec<(String, Span)>,
    parts: Vec<(String, Span)>,
    steps: Steps,
}

/// Goes on, or ends with a refusal.
fn go_on(result: Result<(), Refusal>) -> ControlFlow<Refusal> {
    match result {
        Ok(()) => ControlFlow::Continue(()),
        Err(refusal) => ControlFlow::Break(refusal),
    }
}

impl VisitorMut for Lowering {
    type Break = Refusal;

    fn pre_visit_query(&mut self, query: &mut Query) -> ControlFlow<Refusal> {
        self.steps.enter();
        let Some(with) = query.with.take() else { return ControlFlow::Continue(()) };
        if with.recursive {
            let message = "`WITH RECURSIVE` is not supported";
            let help = "make each step a frame";
            return ControlFlow::Break(Part::refusal(message, with.span(), help));
        }
        for mut cte in with.cte_tables {
            VisitMut::visit(&mut cte.query, self)?;
            go_on(self.steps.name(&cte))?;
        }
        ControlFlow::Continue(())
    }

    fn post_visit_query(&mut self, query: &mut Query) -> ControlFlow<Refusal> {
        go_on(self.steps.leave(query))
    }

    fn pre_visit_select(&mut self, select: &mut Select) -> ControlFlow<Refusal> {
        go_on(misread::groups(select))?;
        go_on(misread::aggregates(select))?;
        go_on(misread::joins(select))?;
        go_on(keyed::check(select))
    }

    fn post_visit_table_factor(
        &mut self,
        factor: &mut TableFactor,
    ) -> ControlFlow<Refusal> {
        go_on(self.steps.table(factor))
    }

    fn pre_visit_expr(&mut self, expr: &mut Expr) -> ControlFlow<Refusal> {
        // Inner ones become calls before the outer one is looked at.
        let part = may_fail(expr).then(|| (expr.to_string(), expr.span()));
        self.around.push(part.unwrap_or_else(nothing));
        ControlFlow::Continue(())
    }

    fn post_visit_expr(&mut self, expr: &mut Expr) -> ControlFlow<Refusal> {
        let part = self.around.pop().unwrap_or_else(nothing);
        match self.lowered(expr, part) {
            Ok(Some(lowered)) => *expr = lowered,
            Ok(None) => {}
            Err(refusal) => return ControlFlow::Break(refusal),
        }
        go_on(self.steps.within(expr))
    }
}

/// Returns whether an expression is one that [`Lowering::lowered`] may want to name.
fn may_fail(expr: &Expr) -> bool {
    matches!(
        expr,
        Expr::BinaryOp { .. }
            | Expr::UnaryOp { .. }
            | Expr::Function(_)
            | Expr::Cast { .. }
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
                    BinaryOperator::Modulo => names::REST,
                    BinaryOperator::DuckIntegerDivide => names::QUOTIENT,
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
                        BinaryOperator::Plus => a.checked_add(b),
                        BinaryOperator::Minus => a.checked_sub(b),
                        BinaryOperator::Multiply => a.checked_mul(b),
                        _ => None,
                    };
                    if let Some(folded) = folded.filter(|n| i64::try_from(*n).is_ok()) {
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
            Expr::Cast { data_type, expr, .. } => {
                if is_whole(data_type) {
                    let number = self.number(part);
                    **expr = call(names::INTEGER, vec![(**expr).clone(), number]);
                }
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
                misread::plain_start(start, part.1)?;
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
        misread::of_columns(function, &name, &args, &part)?;
        misread::window(function, &name, &part)?;
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
            ("mod", [a, b]) => {
                let number = self.number(part);
                Some(call(names::REST, vec![a.clone(), b.clone(), number]))
            }
            ("pow" | "power", [base, exponent]) => {
                let number = self.number(part);
                Some(call(names::POWER, vec![base.clone(), exponent.clone(), number]))
            }
            ("substr" | "substring", [_, start]) => {
                misread::plain_start(start, part.1)?;
                None
            }
            _ => None,
        })
    }
}

/// Returns whether a type is one of whole numbers.
fn is_whole(data_type: &DataType) -> bool {
    let text = data_type.to_string().to_uppercase();
    text.contains("INT") && !text.contains("INTERVAL")
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
            "SELECT reissue_multiply(a, 2, 0) AS b, COUNT(*) AS n FROM \"reissue_table_t\" AS t GROUP BY reissue_multiply(a, 2, 0)"
        );
        assert_eq!(
            lowered("SELECT -a, 2 * 3 - 7, a / b, SUM(x) OVER (PARTITION BY k) FROM t"),
            "SELECT reissue_subtract(0, a, 0), (-1), a / b, reissue_sum(SUM(reissue_whole(x)) OVER (PARTITION BY k), SUM(CAST(x AS DOUBLE)) OVER (PARTITION BY k), 1) FROM \"reissue_table_t\" AS t"
        );
        assert_eq!(
            lowered("SELECT ROUND(CAST(x AS INT), -2), CAST(y AS REAL) FROM t"),
            "SELECT reissue_round(CAST(reissue_integer(x, 0) AS BIGINT), (-2)), CAST(y AS DOUBLE) FROM \"reissue_table_t\" AS t"
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
