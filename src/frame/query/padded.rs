//! Functions that make a text much longer than it was.
//!
//! In: the tree of a query, and the longest text of its tables. Out: the refusal of a function
//! that could make a text of more than a mebibyte.

use crate::frame::query::refusal::Part;
use crate::frame::query::refusal::Refusal;
use crate::frame::query::walk::Met;
use crate::frame::query::walk::walk;
use sqlparser::ast::Expr;
use sqlparser::ast::Function;
use sqlparser::ast::FunctionArg;
use sqlparser::ast::FunctionArgExpr;
use sqlparser::ast::FunctionArguments;
use sqlparser::ast::Query;
use sqlparser::ast::Spanned as _;
use sqlparser::ast::Value;

/// The most bytes of a text that a query makes.
const LONGEST: f64 = 1_048_576.0;
/// The widest text that is padded.
const WIDEST: f64 = 1000.0;

/// Refuses a query that could make very long texts of texts of at most so many bytes.
pub(in crate::frame) fn check(
    query: &Query,
    longest: impl FnOnce() -> usize,
) -> Result<(), Refusal> {
    let mut growth = Growth { nested: 1.0, levels: vec![Level::default()], at: None };
    walk(query, &mut |met| growth.meet(met))?;
    let times = growth.levels.first().map_or(1.0, |level| level.within);
    match growth.at {
        Some(at) if times * longest() as f64 > LONGEST => Err(Part::refusal(
            "`REPLACE` could make a text of more than 1,048,576 bytes",
            at,
            "replace by something shorter",
        )),
        _ => Ok(()),
    }
}

/// How many times as long a text can become.
struct Growth {
    /// In the calls around the one that is looked at.
    nested: f64,
    /// In the queries around it.
    levels: Vec<Level>,
    at: Option<sqlparser::tokenizer::Span>,
}

struct Level {
    own: f64,
    within: f64,
}

impl Default for Level {
    fn default() -> Self {
        Self { own: 1.0, within: 1.0 }
    }
}

/// Returns how many times as long a call makes its text.
fn times(function: &Function) -> f64 {
    if !function.name.to_string().eq_ignore_ascii_case("replace") {
        return 1.0;
    }
    let arguments = arguments(function);
    let length = |at: usize| arguments.get(at).and_then(|text| length(text));
    let from = length(1).unwrap_or(1.0).max(1.0);
    (length(2).unwrap_or(1000.0) / from).max(1.0)
}

impl Growth {
    fn meet(&mut self, met: Met<'_>) -> Result<(), Refusal> {
        match met {
            Met::Query(_) => self.levels.push(Level::default()),
            Met::QueryEnd => {
                let inner = self.levels.pop().unwrap_or_default();
                if let Some(outer) = self.levels.last_mut() {
                    outer.within = outer.within.max(inner.own * inner.within);
                }
            }
            Met::Expr(Expr::Function(function)) => {
                self.nest(function);
                return not_wide(function);
            }
            Met::ExprEnd(Expr::Function(function)) => self.nested /= times(function),
            _ => {}
        }
        Ok(())
    }

    fn nest(&mut self, function: &Function) {
        let times = times(function);
        if times > 1.0 {
            self.nested *= times;
            self.at.get_or_insert(function.span());
            if let Some(level) = self.levels.last_mut() {
                level.own = level.own.max(self.nested);
            }
        }
    }
}

/// Refuses to pad a text to more than a width.
fn not_wide(function: &Function) -> Result<(), Refusal> {
    let name = function.name.to_string().to_uppercase();
    let width = || arguments(function).get(1).and_then(|width| number(width));
    if !matches!(name.as_str(), "LPAD" | "RPAD") || width().is_some_and(|it| it <= WIDEST)
    {
        return Ok(());
    }
    let message = format!("`{name}` needs a width of at most 1,000");
    Err(Part::refusal(message, function.span(), "write the width as a number"))
}

fn arguments(function: &Function) -> Vec<&Expr> {
    let FunctionArguments::List(list) = &function.args else { return Vec::new() };
    let plain = list.args.iter().filter_map(|argument| match argument {
        FunctionArg::Unnamed(FunctionArgExpr::Expr(expression)) => Some(expression),
        _ => None,
    });
    plain.collect()
}

fn number(expression: &Expr) -> Option<f64> {
    let Expr::Value(value) = expression else { return None };
    let Value::Number(text, _) = &value.value else { return None };
    text.parse().ok()
}

fn length(expression: &Expr) -> Option<f64> {
    let Expr::Value(value) = expression else { return None };
    let Value::SingleQuotedString(text) = &value.value else { return None };
    Some(text.len() as f64)
}
