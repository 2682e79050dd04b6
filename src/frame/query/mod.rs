//! The SQL of a query before the engine sees it: one `SELECT`, the tables it names, and the form
//! in which it is handed over.

mod lower;
mod place;

pub(super) use lower::Lowered;
pub(super) use lower::arguments;
pub(super) use lower::call;
pub(super) use lower::lower;
pub(super) use lower::names;
pub(super) use place::place;

use sqlparser::ast::Ident;
use sqlparser::ast::ObjectName;
use sqlparser::ast::Query;
use sqlparser::ast::SetExpr;
use sqlparser::ast::Spanned as _;
use sqlparser::ast::Statement;
use sqlparser::ast::TableFactor;
use sqlparser::ast::Visit as _;
use sqlparser::ast::Visitor;
use sqlparser::dialect::GenericDialect;
use sqlparser::parser::Parser;
use sqlparser::parser::ParserError;
use sqlparser::parser::ParserOptions;
use sqlparser::tokenizer::Span;
use std::collections::BTreeSet;
use std::ops::ControlFlow;

/// Why a query is not run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Refusal {
    /// The text is not SQL, or uses what the engine does not have.
    Syntax(String),
    /// A column that does not exist.
    Column(String),
    /// Anything else, in the engine's words.
    Other(String),
    /// A part of the query, in our words.
    Part(Box<Part>),
}

/// A part of a query that cannot be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Part {
    /// What is wrong.
    pub message: String,
    /// Where in the text of the query.
    pub at: Span,
    /// What to do.
    pub help: String,
}

impl Part {
    /// Returns the refusal of a part.
    pub(super) fn refusal(
        message: impl Into<String>,
        at: Span,
        help: impl Into<String>,
    ) -> Refusal {
        Refusal::Part(Box::new(Self { message: message.into(), at, help: help.into() }))
    }
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Syntax(text) | Self::Other(text) => f.write_str(text),
            Self::Column(name) => write!(f, "unknown column `{name}`"),
            Self::Part(part) => f.write_str(&part.message),
        }
    }
}

/// Reads a text as one `SELECT`: the same reading as the engine's own.
pub(super) fn parse(sql: &str) -> Result<Box<Query>, Refusal> {
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
    let mut only = OnlySelect;
    match query.visit(&mut only) {
        ControlFlow::Break(refusal) => Err(refusal),
        ControlFlow::Continue(()) => Ok(query),
    }
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
struct OnlySelect;

impl Visitor for OnlySelect {
    type Break = Refusal;

    fn pre_visit_query(&mut self, query: &Query) -> ControlFlow<Refusal> {
        match &*query.body {
            SetExpr::Select(select) if select.into.is_some() => {
                let help = "declare a frame: its result has a name";
                ControlFlow::Break(Part::refusal(
                    "`SELECT … INTO` is no query",
                    select.span(),
                    help,
                ))
            }
            SetExpr::Insert(_)
            | SetExpr::Update(_)
            | SetExpr::Delete(_)
            | SetExpr::Merge(_) => {
                let help = "write a `SELECT`";
                ControlFlow::Break(Part::refusal("it changes tables", query.span(), help))
            }
            _ => ControlFlow::Continue(()),
        }
    }

    fn pre_visit_table_factor(&mut self, table: &TableFactor) -> ControlFlow<Refusal> {
        let called = match table {
            TableFactor::Table { args: Some(_), name, .. }
            | TableFactor::Function { name, .. } => Some(name.to_string()),
            TableFactor::TableFunction { expr, .. } => Some(expr.to_string()),
            _ => None,
        };
        match called {
            Some(name) => {
                let message = format!("`{name}(…)` is no table");
                let help = "a query reads the resources of the contract, and frames";
                ControlFlow::Break(Part::refusal(message, table.span(), help))
            }
            None => ControlFlow::Continue(()),
        }
    }
}

/// Returns the tables that a query names, sorted: those that `WITH` names are none.
pub(super) fn tables(query: &Query) -> Vec<String> {
    let mut names = Tables::default();
    let _ = query.visit(&mut names);
    names.all.difference(&names.with).cloned().collect()
}

/// Returns the names that a query gives to parts of itself.
pub(super) fn with_names(query: &Query) -> Vec<Ident> {
    let mut names = Tables::default();
    let _ = query.visit(&mut names);
    names.idents
}

/// The names of tables in a query, and those that it gives itself.
#[derive(Default)]
struct Tables {
    all: BTreeSet<String>,
    with: BTreeSet<String>,
    idents: Vec<Ident>,
}

impl Visitor for Tables {
    type Break = ();

    fn pre_visit_query(&mut self, query: &Query) -> ControlFlow<()> {
        for table in query.with.iter().flat_map(|with| &with.cte_tables) {
            self.with.insert(table.alias.name.value.clone());
            self.idents.push(table.alias.name.clone());
        }
        ControlFlow::Continue(())
    }

    fn pre_visit_relation(&mut self, name: &ObjectName) -> ControlFlow<()> {
        self.all.insert(plain(name));
        ControlFlow::Continue(())
    }
}

/// Returns a table's name without quotes.
pub(super) fn plain(name: &ObjectName) -> String {
    let parts = name.0.iter().map(|part| match part.as_ident() {
        Some(ident) => ident.value.clone(),
        None => part.to_string(),
    });
    parts.collect::<Vec<_>>().join(".")
}

#[cfg(test)]
mod tests {
    use super::Refusal;
    use super::parse;
    use super::tables;

    #[test]
    fn tables_are_those_that_a_query_reads_wherever_it_names_them() {
        let sql = "WITH big AS (SELECT * FROM a WHERE x IN (SELECT x FROM b)) SELECT * FROM big JOIN (SELECT * FROM \"c d\") AS e ON big.x = e.x UNION ALL SELECT * FROM f";
        assert_eq!(tables(&parse(sql).unwrap()), ["a", "b", "c d", "f"]);
    }

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
