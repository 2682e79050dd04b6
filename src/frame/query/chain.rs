//! Long rows of operators, which make a tree as deep as they are long: every reader of such a
//! tree goes down it step by step, and its stack ends.
//!
//! In: the text of a query. Out: the refusal of a row that is too long, at its place. Guarantees:
//! whatever the text, a query that passes can be read, changed, printed and dropped.

use crate::frame::query::refusal::Part;
use crate::frame::query::refusal::Refusal;
use sqlparser::dialect::GenericDialect;
use sqlparser::keywords::Keyword;
use sqlparser::tokenizer::Token;
use sqlparser::tokenizer::Tokenizer;

/// The most operators in a row.
const OPERATORS: usize = 200;
/// The most parts of a `CASE`, joins or queries in a row.
const PARTS: usize = 200;

/// The most queries in all, one within or after another.
const QUERIES: usize = 300;

/// What is counted between two brackets.
#[derive(Default)]
struct Level {
    operators: usize,
    cases: usize,
    queries: usize,
}

/// Refuses a text with a row that is too long.
pub(super) fn check(sql: &str) -> Result<(), Refusal> {
    // What cannot be cut into words is refused by the parser, in its own words.
    let Ok(tokens) = Tokenizer::new(&GenericDialect, sql).tokenize_with_location() else {
        return Ok(());
    };
    let mut levels = vec![Level::default()];
    let mut queries = 0;
    for token in tokens {
        if matches!(token.token, Token::LParen) {
            levels.push(Level::default());
            continue;
        }
        let Some(level) = levels.last_mut() else { return Ok(()) };
        let (count, most, what, help) = match &token.token {
            Token::RParen => {
                levels.pop();
                continue;
            }
            Token::Comma => {
                level.operators = 0;
                continue;
            }
            Token::Word(word) => match word.keyword {
                Keyword::OR
                | Keyword::AND
                | Keyword::NOT
                | Keyword::LIKE
                | Keyword::IS => {
                    level.operators += 1;
                    let help =
                        "write `IN (…)`, or keep the values in a table and join it";
                    (level.operators, OPERATORS, "operators in a row", help)
                }
                Keyword::WHEN => {
                    level.operators = 0;
                    level.cases += 1;
                    let help = "keep the pairs in a table, and join it";
                    (level.cases, PARTS, "parts of `CASE` in a row", help)
                }
                Keyword::UNION | Keyword::INTERSECT | Keyword::EXCEPT | Keyword::JOIN => {
                    level.queries += 1;
                    let help = "make parts of it frames of their own";
                    (level.queries, PARTS, "queries and joins in a row", help)
                }
                Keyword::SELECT | Keyword::FROM | Keyword::WHERE | Keyword::ON => {
                    level.operators = 0;
                    queries += usize::from(word.keyword == Keyword::SELECT);
                    let help = "make parts of it frames of their own";
                    (queries, QUERIES, "queries", help)
                }
                _ => continue,
            },
            Token::Whitespace(_)
            | Token::Number(..)
            | Token::SingleQuotedString(_)
            | Token::Period
            | Token::SemiColon
            | Token::EOF => continue,
            // Any other sign joins or changes values.
            _ => {
                level.operators += 1;
                let help = "make parts of it frames of their own";
                (level.operators, OPERATORS, "operators in a row", help)
            }
        };
        if count > most {
            let message = format!("it has more than {most} {what}");
            return Err(Part::refusal(message, token.span, help));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::frame::query::Refusal;
    use crate::frame::query::parse;

    #[test]
    fn a_row_that_is_too_long_is_refused_at_its_place() {
        let long = |piece: &str, between: &str| vec![piece; 500].join(between);
        for (sql, why) in [
            (
                format!("SELECT a FROM b WHERE {}", long("a > 1", " OR ")),
                "operators in a row",
            ),
            (format!("SELECT {} FROM b", long("a", " + ")), "operators in a row"),
            (format!("SELECT {} FROM b", long("a", " || ")), "operators in a row"),
            (format!("SELECT {}a FROM b", "- ".repeat(500)), "operators in a row"),
            (format!("SELECT a{} FROM b", "::INT".repeat(500)), "operators in a row"),
            (
                format!("SELECT a FROM b WHERE {}", long("a = 1", " AND ")),
                "operators in a row",
            ),
            (long("SELECT a FROM b", " UNION ALL "), "queries and joins in a row"),
            (
                format!("SELECT a FROM b {}", "JOIN c USING (a) ".repeat(500)),
                "queries and joins in a row",
            ),
            (
                format!("SELECT CASE {} END FROM b", "WHEN a = 1 THEN 2 ".repeat(500)),
                "parts of `CASE` in a row",
            ),
        ] {
            let Err(Refusal::Part(part)) = parse(&sql) else { panic!("{why}") };
            assert_eq!(part.message, format!("it has more than 200 {why}"));
        }
    }

    #[test]
    fn long_lists_and_what_can_be_read_are_no_rows() {
        let list = vec!["a + b"; 5000].join(", ");
        assert!(check(&format!("SELECT {list} FROM c WHERE a IN ({list})")).is_ok());
        assert!(check(&vec!["a > 1"; 60].join(" OR ")).is_ok());
    }
}
