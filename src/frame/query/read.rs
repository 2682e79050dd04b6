//! The text of a query as one `SELECT`.
//!
//! In: SQL as the author wrote it. Out: its tree, or a refusal at its place. Guarantees: nothing
//! but the declared tables is read, and nothing is written.

use crate::frame::query::chain;
use crate::frame::query::refusal::Part;
use crate::frame::query::refusal::Refusal;
use crate::frame::query::walk::Met;
use crate::frame::query::walk::walk;
use sqlparser::ast::Query;
use sqlparser::ast::SetExpr;
use sqlparser::ast::Spanned as _;
use sqlparser::ast::Statement;
use sqlparser::ast::TableFactor;
use sqlparser::dialect::GenericDialect;
use sqlparser::parser::Parser;
use sqlparser::parser::ParserError;
use sqlparser::parser::ParserOptions;
use sqlparser::tokenizer::Span;

/// Reads a text as one `SELECT`: the same reading as the engine's own.
pub(in crate::frame) fn parse(sql: &str) -> Result<Box<Query>, Refusal> {
    chain::check(sql)?;
    let options = ParserOptions { trailing_commas: true, ..ParserOptions::default() };
    let statements = Parser::new(&GenericDialect)
        .with_options(options)
        .try_with_sql(sql)
        .and_then(|mut parser| parser.parse_statements())
        .map_err(|error| unreadable(&error))?;
    let help = "write one `SELECT …`; parts of it can be named first by `WITH name AS (SELECT …)`";
    let mut statements = statements.into_iter();
    let query = match (statements.next(), statements.next()) {
        (Some(Statement::Query(query)), None) => query,
        (Some(_), Some(second)) => {
            let message = "it has several statements, and can have one";
            return Err(Part::refusal(message, second.span(), help));
        }
        (Some(other), None) => {
            let text = other.to_string();
            let word = text.split_whitespace().next().unwrap_or_default().to_uppercase();
            let message = format!("`{word}` is no query");
            return Err(Part::refusal(message, Span::empty(), help));
        }
        (None, _) => return Err(Part::refusal("it is empty", Span::empty(), help)),
    };
    walk(&query, &mut only_select)?;
    Ok(query)
}

/// Translates a fault of the parser: its message ends in the place.
fn unreadable(error: &ParserError) -> Refusal {
    let (ParserError::ParserError(text) | ParserError::TokenizerError(text)) = error
    else {
        return Refusal::Syntax("it is nested too deeply".to_owned());
    };
    let (message, place) = text.rsplit_once(" at Line: ").unwrap_or((text, ""));
    let place = place.split_once(", Column: ").and_then(|(line, column)| {
        Some((line.trim().parse().ok()?, column.trim().parse().ok()?))
    });
    let message = message.strip_prefix("sql parser error: ").unwrap_or(message);
    let Some((line, column)) = place else { return Refusal::Syntax(small(message)) };
    let start = sqlparser::tokenizer::Location::new(line, column);
    let message = format!("the SQL cannot be read: {}", small(message));
    Part::refusal(message, Span::new(start, start), "")
}

/// Returns a text with its first letter in lower case.
fn small(text: &str) -> String {
    let mut characters = text.chars();
    let first = characters.next().map(|first| first.to_lowercase().to_string());
    first.unwrap_or_default() + characters.as_str()
}

/// Refuses what reads or writes anything but the declared tables.
fn only_select(met: Met<'_>) -> Result<(), Refusal> {
    match met {
        Met::Query(query) => match &*query.body {
            SetExpr::Select(select) if select.into.is_some() => {
                let help = "declare a frame: its result has a name";
                let message = "`SELECT … INTO` is no query";
                Err(Part::refusal(message, select.span(), help))
            }
            SetExpr::Insert(_)
            | SetExpr::Update(_)
            | SetExpr::Delete(_)
            | SetExpr::Merge(_) => {
                let help = "write a `SELECT`";
                Err(Part::refusal("it changes tables", query.span(), help))
            }
            _ => Ok(()),
        },
        Met::Table(table) => {
            let name = match table {
                TableFactor::Table { args: Some(_), name, .. }
                | TableFactor::Function { name, .. } => name.to_string(),
                TableFactor::TableFunction { expr, .. } => expr.to_string(),
                _ => return Ok(()),
            };
            let message = format!("`{name}(…)` is no table");
            let help = "a query reads the resources of the contract, and frames";
            Err(Part::refusal(message, table.span(), help))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::parse;
    use crate::frame::query::Refusal;

    #[test]
    fn only_one_select_is_a_query() {
        for (sql, why) in [
            ("TRUNCATE TABLE a", "`TRUNCATE` is no query"),
            ("EXPLAIN SELECT 1", "`EXPLAIN` is no query"),
            ("SHOW TABLES", "`SHOW` is no query"),
            ("DELETE FROM a", "`DELETE` is no query"),
            ("CREATE TABLE b AS SELECT * FROM a", "`CREATE` is no query"),
            ("DROP TABLE a", "`DROP` is no query"),
            ("SELECT 1; SELECT 2", "it has several statements, and can have one"),
            ("", "it is empty"),
            ("SELECT * FROM read_csv('/etc/passwd')", "`read_csv(…)` is no table"),
            ("SELECT * INTO b FROM a", "`SELECT … INTO` is no query"),
            ("WITH x AS (DELETE FROM a) SELECT * FROM x", "it changes tables"),
        ] {
            match parse(sql) {
                Err(Refusal::Part(part)) => assert_eq!(part.message, why, "{sql}"),
                other => panic!("{sql}: {other:?}"),
            }
        }
    }

    #[test]
    fn what_cannot_be_read_is_refused_at_its_line_and_column() {
        let ended = parse("SELECT a\nFROM (b").unwrap_err();
        assert_eq!(ended, Refusal::Syntax("expected: ), found: EOF".to_owned()));
        let Err(Refusal::Part(part)) = parse("SELECT a,\nb FROM , c") else { panic!() };
        assert_eq!((part.at.start.line, part.at.start.column), (2, 8));
    }
}
