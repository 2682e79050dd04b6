//! A query over a file too large to hold, as a query over each block of its rows and one
//! over the partial results.

use sqlparser::ast::DuplicateTreatment;
use sqlparser::ast::Expr;
use sqlparser::ast::FunctionArguments;
use sqlparser::ast::GroupByExpr;
use sqlparser::ast::JoinOperator;
use sqlparser::ast::Query;
use sqlparser::ast::Select;
use sqlparser::ast::SelectItem;
use sqlparser::ast::SetExpr;
use sqlparser::ast::Statement;
use sqlparser::ast::TableFactor;
use sqlparser::dialect::GenericDialect;
use sqlparser::parser::Parser;

/// The name of the partial results in the query that combines them.
pub(super) const PARTIAL: &str = "partial";

/// The column of a tally that says how many rows a row stands for.
pub(super) const ROWS: &str = "rows that agree";

/// A query in two parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Plan {
    /// The query over each block.
    pub block: String,
    /// The query over all partial results; none where they are only put together.
    pub combine: Option<String>,
    /// The query over rows that stand for all that agree in what the query looks at; none where
    /// that is not the same.
    pub tally: Option<String>,
}

/// Plans a query over a large table, or says in words what stands in the way.
pub(super) fn plan(sql: &str, large: &str) -> Result<Plan, String> {
    let parsed =
        Parser::parse_sql(&GenericDialect, sql).map_err(|error| error.to_string())?;
    let [Statement::Query(query)] = parsed.as_slice() else {
        return Err("it is not one query".to_owned());
    };
    let select = plain_select(query)?;
    first_and_once(select, large)?;
    let GroupByExpr::Expressions(groups, modifiers) = &select.group_by else {
        return Err("`GROUP BY ALL` names no columns".to_owned());
    };
    if !modifiers.is_empty() {
        return Err("its `GROUP BY` has a modifier".to_owned());
    }
    let mut keys = Vec::new();
    let mut sums = Vec::new();
    for item in &select.projection {
        let (expression, name) = match item {
            SelectItem::UnnamedExpr(expression) => (expression, named(expression)),
            SelectItem::ExprWithAlias { expr, alias } => {
                (expr, Some(alias.value.clone()))
            }
            SelectItem::Wildcard(_) if groups.is_empty() => continue,
            _ => return Err(format!("`{item}` names no single column")),
        };
        match aggregate(expression)? {
            Some(function) => {
                let name =
                    name.ok_or_else(|| format!("`{expression}` has no name (`AS …`)"))?;
                sums.push(format!("{function}({0}) AS {0}", quoted(&name)));
            }
            None => keys.extend(name.map(|name| quoted(&name))),
        }
    }
    let block = sql.to_owned();
    if sums.is_empty() && groups.is_empty() {
        return Ok(Plan { block, combine: None, tally: None });
    }
    if keys.len() != groups.len() {
        return Err("it does not select just the columns it groups by".to_owned());
    }
    let columns = keys.iter().chain(&sums).cloned().collect::<Vec<_>>().join(", ");
    let by = if keys.is_empty() {
        String::new()
    } else {
        format!(" GROUP BY {}", keys.join(", "))
    };
    let combine = Some(format!("SELECT {columns} FROM {PARTIAL}{by}"));
    Ok(Plan { block, combine, tally: tally(query) })
}

/// Returns a query over rows that each stand for several: counts become sums of how many. Sums
/// would round in another order, and are not asked so.
fn tally(query: &Query) -> Option<String> {
    let mut query = query.clone();
    let SetExpr::Select(select) = &mut *query.body else { return None };
    for item in &mut select.projection {
        let (SelectItem::UnnamedExpr(expression)
        | SelectItem::ExprWithAlias { expr: expression, .. }) = item
        else {
            return None;
        };
        let Expr::Function(function) = &*expression else { continue };
        match function.name.to_string().to_uppercase().as_str() {
            "SUM" => return None,
            "COUNT" => {
                let rows = quoted(ROWS);
                let counted = function.args.to_string();
                let sum = match counted.trim_matches(['(', ')']) {
                    "*" => format!("SUM({rows})"),
                    _ => format!(
                        "SUM(CASE WHEN {counted} IS NOT NULL THEN {rows} ELSE 0 END)"
                    ),
                };
                let mut parser = Parser::new(&GenericDialect).try_with_sql(&sum).ok()?;
                *expression = parser.parse_expr().ok()?;
            }
            _ => {}
        }
    }
    Some(query.to_string())
}

/// Returns the one `SELECT` of a query that has nothing around it.
fn plain_select(query: &Query) -> Result<&Select, String> {
    let around = [
        (query.with.is_some(), "WITH"),
        (query.order_by.is_some(), "ORDER BY"),
        (query.limit_clause.is_some() || query.fetch.is_some(), "LIMIT"),
    ];
    let SetExpr::Select(select) = &*query.body else {
        return Err("it joins several queries".to_owned());
    };
    let within = [
        (select.distinct.is_some(), "DISTINCT"),
        (select.having.is_some(), "HAVING"),
        (select.qualify.is_some() || !select.named_window.is_empty(), "WINDOW"),
    ];
    match around.iter().chain(&within).find(|(there, _)| *there) {
        Some((_, word)) => Err(format!("it has `{word}`, which needs all rows at once")),
        None => Ok(select),
    }
}

/// Checks that the large table comes first, and once: joins then only add to its rows.
fn first_and_once(select: &Select, large: &str) -> Result<(), String> {
    let is_large = |table: &TableFactor| match table {
        TableFactor::Table { name, .. } => {
            Ok(name.to_string().trim_matches('"') == large)
        }
        _ => Err("it reads something that is no table".to_owned()),
    };
    let [from] = select.from.as_slice() else {
        return Err("it has not one table in `FROM`".to_owned());
    };
    if !is_large(&from.relation)? {
        return Err(format!("`{large}` is not the first table in `FROM`"));
    }
    for join in &from.joins {
        if is_large(&join.relation)? {
            return Err(format!("it joins `{large}` with itself"));
        }
        let kept = matches!(
            join.join_operator,
            JoinOperator::Join(_)
                | JoinOperator::Inner(_)
                | JoinOperator::Left(_)
                | JoinOperator::LeftOuter(_)
        );
        if !kept {
            return Err("it has a join other than `JOIN` and `LEFT JOIN`".to_owned());
        }
    }
    Ok(())
}

/// Returns the function that combines partial results of an aggregate; none for anything else.
fn aggregate(expression: &Expr) -> Result<Option<&'static str>, String> {
    let Expr::Function(function) = expression else { return Ok(None) };
    let name = function.name.to_string().to_uppercase();
    let combined = match name.as_str() {
        "COUNT" | "SUM" => "SUM",
        "MIN" => "MIN",
        "MAX" => "MAX",
        "AVG" | "MEAN" | "MEDIAN" | "STDDEV" | "VARIANCE" | "FIRST" | "LAST"
        | "QUANTILE_CONT" | "QUANTILE_DISC" => {
            return Err(format!("`{name}` cannot be put together from blocks of rows"));
        }
        _ => return Ok(None),
    };
    let distinct = matches!(&function.args, FunctionArguments::List(list)
        if list.duplicate_treatment == Some(DuplicateTreatment::Distinct));
    if distinct || function.over.is_some() {
        return Err(format!("`{expression}` cannot be put together from blocks of rows"));
    }
    Ok(Some(combined))
}

/// Returns the name a column gets without `AS`.
fn named(expression: &Expr) -> Option<String> {
    match expression {
        Expr::Identifier(name) => Some(name.value.clone()),
        Expr::CompoundIdentifier(parts) => parts.last().map(|name| name.value.clone()),
        _ => None,
    }
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::plan;

    #[test]
    fn counts_are_summed_by_the_same_keys() {
        let sql = "SELECT s.place, SUBSTR(s.month, 1, 4) AS year, COUNT(*) AS n, MAX(s.x) AS x FROM street AS s JOIN areas AS a ON a.id = s.place WHERE s.x > 0 GROUP BY s.place, SUBSTR(s.month, 1, 4)";
        assert_eq!(
            plan(sql, "street").unwrap().combine.unwrap(),
            "SELECT \"place\", \"year\", SUM(\"n\") AS \"n\", MAX(\"x\") AS \"x\" FROM partial GROUP BY \"place\", \"year\""
        );
    }

    #[test]
    fn rows_that_agree_are_counted_by_how_many_they_are() {
        let sql = "SELECT place, COUNT(*) AS n, COUNT(x) AS known, MIN(x) AS least FROM street GROUP BY place";
        assert_eq!(
            plan(sql, "street").unwrap().tally.unwrap(),
            "SELECT place, SUM(\"rows that agree\") AS n, SUM(CASE WHEN (x) IS NOT NULL THEN \"rows that agree\" ELSE 0 END) AS known, MIN(x) AS least FROM street GROUP BY place"
        );
        let sql = "SELECT place, SUM(x) AS n FROM street GROUP BY place";
        assert_eq!(plan(sql, "street").unwrap().tally, None);
    }

    #[test]
    fn rows_that_are_only_chosen_are_put_together() {
        let plan = plan("SELECT place FROM street WHERE x > 9", "street").unwrap();
        assert_eq!(plan.combine, None);
    }

    #[test]
    fn what_needs_all_rows_at_once_is_refused_in_words() {
        for (sql, why) in [
            (
                "SELECT AVG(x) AS x FROM street",
                "`AVG` cannot be put together from blocks of rows",
            ),
            (
                "SELECT COUNT(DISTINCT x) AS n FROM street",
                "`COUNT(DISTINCT x)` cannot be put together from blocks of rows",
            ),
            (
                "SELECT place, COUNT(*) AS n FROM street GROUP BY place ORDER BY n",
                "it has `ORDER BY`, which needs all rows at once",
            ),
            (
                "SELECT place, COUNT(*) AS n FROM street GROUP BY place, month",
                "it does not select just the columns it groups by",
            ),
            (
                "SELECT a.x FROM areas AS a JOIN street AS s ON a.x = s.x",
                "`street` is not the first table in `FROM`",
            ),
            ("SELECT COUNT(*) FROM street", "`COUNT(*)` has no name (`AS …`)"),
        ] {
            assert_eq!(plan(sql, "street").unwrap_err(), why);
        }
    }
}
