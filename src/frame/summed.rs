//! Sums in SQL over columns of which some rows have no value: SQL leaves these out without a word.
//!
//! **In:** a query over one table that is held. **Out:** what each such sum leaves out, in words.
//! **Guarantees:** rows that its `WHERE` leaves out are not counted; nothing is said where it counts the values, too.

use crate::frame::Frames;
use crate::frame::query;
use crate::model::diagnostic::Span;
use crate::model::table::Table;
use sqlparser::ast::Expr;
use sqlparser::ast::GroupByExpr;
use sqlparser::ast::Query;
use sqlparser::ast::Select;
use sqlparser::ast::SetExpr;
use std::collections::BTreeSet;

/// What is to be done about such a sum.
pub const SUM_HELP: &str = "leave such rows out by `WHERE … IS NOT NULL`, say what they count as by `COALESCE(…, 0)`, or give `COUNT(…)` of the column beside it";

impl Frames<'_> {
    /// Returns what the sums of a query leave out.
    pub fn sums_with_gaps(&self, sql: &str) -> Vec<String> {
        let found = query::parse(sql).ok().and_then(|parsed| self.gaps_of(&parsed));
        found.unwrap_or_default()
    }

    fn gaps_of(&self, parsed: &Query) -> Option<Vec<String>> {
        let SetExpr::Select(select) = &*parsed.body else { return None };
        let [from] = select.from.as_slice() else { return None };
        let tables = query::tables(parsed);
        let [table] = tables.as_slice() else { return None };
        // A row without a partner has no value by intention.
        if parsed.with.is_some() || !from.joins.is_empty() || !self.is_held(table) {
            return None;
        }
        let (summed, counted) = (called(select, "sum"), called(select, "count"));
        let columns = summed.difference(&counted);
        let said = columns.filter_map(|column| {
            let (lacking, all) = self.lacking(parsed, select, column)?;
            (lacking > 0.0 && lacking < all).then(|| {
                let has = if lacking > 1.0 { "have" } else { "has" };
                format!("`SUM({column})` leaves out {lacking} of {all} rows of `{table}`, which {has} no value of it")
            })
        });
        Some(said.collect())
    }

    /// Returns how many of the rows that a query looks at have no value of a column, and how many there are.
    fn lacking(
        &self,
        parsed: &Query,
        select: &Select,
        column: &str,
    ) -> Option<(f64, f64)> {
        let name = column.replace('"', "\"\"");
        let counts = format!("SELECT COUNT(*) AS a, COUNT(\"{name}\") AS b FROM t");
        let SetExpr::Select(counts) = *query::parse(&counts).ok()?.body else {
            return None;
        };
        let select = Select {
            projection: counts.projection,
            group_by: GroupByExpr::Expressions(Vec::new(), Vec::new()),
            having: None,
            distinct: None,
            ..select.clone()
        };
        let own = Query {
            body: Box::new(SetExpr::Select(Box::new(select))),
            order_by: None,
            limit_clause: None,
            ..parsed.clone()
        };
        let table: Table = self.query(&own.to_string(), &Span::new("", 0..0)).ok()?;
        let value = |name: &str| table.column(name)?.number(0);
        let (all, there) = (value("a")?, value("b")?);
        Some((all - there, all))
    }
}

/// Returns the plain columns that a function of this name is called with.
fn called(select: &Select, name: &str) -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    query::expressions(&select.projection, |expr| {
        let Expr::Function(function) = expr else { return };
        if function.over.is_none() && function.name.to_string().eq_ignore_ascii_case(name)
        {
            let arguments = query::arguments(function).unwrap_or_default();
            if let [argument] = arguments.as_slice() {
                out.extend(query::column(argument).map(str::to_owned));
            }
        }
    });
    out
}
