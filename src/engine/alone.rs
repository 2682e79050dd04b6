//! Whether SQL is one query that can stand in parentheses.

/// Says why SQL cannot stand within a query of ours: it ends one, or closes its parentheses, so that
/// what follows would be run by itself. What engines read in different ways is refused as well.
pub fn not_alone(sql: &str) -> Option<&'static str> {
    let mut depth = 0_usize;
    let mut rest = sql.trim().trim_end_matches(';');
    while let Some(c) = rest.chars().next() {
        let after = rest.get(c.len_utf8()..).unwrap_or_default();
        rest = match c {
            '\'' | '"' | '`' => {
                let (inside, after) = after.split_once(c).unwrap_or((after, ""));
                if inside.ends_with('\\') {
                    return Some(
                        "it has a backslash before a quotation mark, which engines read differently",
                    );
                }
                after
            }
            '-' if after.starts_with('-') => after.split_once('\n').unwrap_or_default().1,
            '/' if after.starts_with('*') => {
                let inside = after.get(1..).unwrap_or_default();
                let (inside, after) = inside.split_once("*/").unwrap_or((inside, ""));
                if inside.contains(['\'', '"', '`']) || inside.contains("/*") {
                    return Some(
                        "it has a comment with a quotation mark or a comment in it, which engines read differently",
                    );
                }
                after
            }
            '$' if dollars(after) => {
                return Some("it quotes by `$`, which engines read differently");
            }
            '(' => {
                depth += 1;
                after
            }
            ')' => match depth.checked_sub(1) {
                None => return Some("it closes a parenthesis that it does not open"),
                Some(less) => {
                    depth = less;
                    after
                }
            },
            ';' => return Some("it is more than one statement"),
            _ => after,
        };
    }
    None
}

/// Returns whether what comes after `$` makes a quotation mark of it: `$` or `name$`.
fn dollars(after: &str) -> bool {
    let name = |c: char| c.is_alphanumeric() || c == '_';
    after.trim_start_matches(name).starts_with('$')
}

#[cfg(test)]
mod tests {
    use super::not_alone;

    #[test]
    fn a_query_stands_alone_whatever_its_texts_and_names_hold() {
        for sql in [
            "SELECT a FROM t",
            "SELECT (a + 1) AS b FROM t; ",
            "WITH x AS (SELECT 1 AS a) SELECT * FROM x -- don't count; (of all",
            "SELECT ';)' AS a, \"b);\" FROM `c;)`",
            "SELECT 'it''s; )' AS a, 'a\\b' AS b, $1 AS c",
            "SELECT 1 /* ; ) */ AS a -- $$ ' \n FROM t",
        ] {
            assert_eq!(not_alone(sql), None, "{sql}");
        }
    }

    #[test]
    fn sql_that_ends_the_query_around_it_or_may_is_refused() {
        let refused = |sql: &str| not_alone(sql).unwrap_or_default();
        let closes = "it closes a parenthesis that it does not open";
        assert_eq!(refused("SELECT 1) AS x; DROP TABLE t"), closes);
        assert_eq!(refused("SELECT '' || 'é') AS x -- '"), closes);
        assert_eq!(refused("SELECT 1; DROP TABLE t"), "it is more than one statement");
        // A text ends at the backslash in PostgreSQL and goes on in Spark.
        assert_eq!(
            refused(r"SELECT 'a\' || ' ) AS x -- '"),
            "it has a backslash before a quotation mark, which engines read differently"
        );
        // Comments are within one another in PostgreSQL and not in SQLite.
        for sql in ["SELECT 1 /* ' */ ) /* ' */", "SELECT 1 /* /* */ ' */ ) -- '"] {
            assert_eq!(
                refused(sql),
                "it has a comment with a quotation mark or a comment in it, which engines read differently"
            );
        }
        for sql in ["SELECT $$ ' $$ ) -- '", "SELECT $a$ ' $a$ ) -- '"] {
            assert_eq!(refused(sql), "it quotes by `$`, which engines read differently");
        }
    }
}
