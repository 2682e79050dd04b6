//! Queries within queries: whatever is checked in a query is checked in each part of it.

use super::query;
use super::ready;
use crate::frame::query::Refusal;
use crate::model::table::Cells;
use crate::model::table::Column;
use crate::model::table::Table;

fn column(name: &str, cells: Cells) -> Column {
    Column { name: name.to_owned(), cells }
}

fn run(sql: &str) -> Result<Vec<String>, Refusal> {
    let texts = |all: &[&str]| all.iter().map(Some).collect();
    let t = Table {
        columns: vec![
            column("k", Cells::Text(texts(&["a", "b", "b"]))),
            column(
                "i",
                Cells::Integer(vec![Some(1), Some(5_000_000_000_000_000_000), Some(3)]),
            ),
            column("x", Cells::Number(vec![Some(0.5), Some(2.5), Some(0.285)])),
        ],
        files: Vec::new(),
    };
    let u = Table {
        columns: vec![
            column("k", Cells::Text(texts(&["a", "b"]))),
            column("w", Cells::Integer(vec![Some(10), Some(20)])),
        ],
        files: Vec::new(),
    };
    let (t, u) = (ready(&t)?, ready(&u)?);
    let out = query(sql, &[], &[("t".to_owned(), &t), ("u".to_owned(), &u)])?;
    let row = |row: usize| {
        let cells = out.columns.iter().map(|column| column.key(row).unwrap_or_default());
        cells.collect::<Vec<_>>().join(" ")
    };
    let mut rows: Vec<String> = (0..out.rows()).map(row).collect();
    if !sql.contains("ORDER BY") {
        rows.sort();
    }
    Ok(rows)
}

/// Queries with `{}` in the place of a query of one column `n`.
const AROUND: &[&str] = &[
    "{}",
    "SELECT n FROM ({}) AS d",
    "SELECT n FROM ({})",
    "SELECT d.n FROM ({}) AS d",
    "SELECT m AS n FROM ({}) AS d(m)",
    "WITH d AS ({}) SELECT n FROM d",
    "WITH d AS ({}) SELECT d.n FROM d WHERE d.n = d.n",
    "WITH d(m) AS ({}) SELECT e.m AS n FROM d AS e",
    "WITH d AS ({}), e AS (SELECT n FROM d) SELECT n FROM e",
    "SELECT n FROM (WITH d AS ({}) SELECT n FROM d) AS f",
    "WITH d AS (SELECT 'x' AS n FROM t) SELECT n FROM (WITH d AS ({}) SELECT n FROM d) AS f",
    "SELECT n FROM (SELECT n FROM ({}) AS d) AS e",
    "({}) UNION ALL ({})",
    "SELECT n FROM ({}) AS d UNION SELECT n FROM ({}) AS e",
    "{} UNION ALL {} ORDER BY n",
    "({}) INTERSECT ({})",
    "SELECT DISTINCT u.k, n FROM u CROSS JOIN ({}) AS d",
    "SELECT x AS n FROM t WHERE x IN ({})",
    "SELECT x AS n FROM t WHERE x > 0 AND x NOT IN ({})",
    "SELECT w * 1.0 AS n FROM u UNION ALL {}",
    "SELECT k, MAX(n) AS n FROM t CROSS JOIN ({}) AS d GROUP BY k",
];

#[test]
fn rounding_is_ours_in_every_part_of_a_query() {
    for around in AROUND {
        // What rounds half to even gives 0 and 2, and 0.28.
        let ours =
            run(&around.replace("{}", "SELECT ROUND(x, 2) + ROUND(x) AS n FROM t"));
        let known = run(&around.replace(
            "{}",
            "SELECT CASE WHEN x = 0.5 THEN 1.5 WHEN x = 2.5 THEN 5.5 ELSE 0.29 END AS n FROM t",
        ));
        assert_eq!(ours, known, "{around}");
        assert!(ours.is_ok(), "{around}: {ours:?}");
    }
}

#[test]
fn whole_numbers_that_pass_the_largest_are_refused_in_every_part_of_a_query() {
    for inner in
        ["SELECT i * 2 AS n FROM t", "SELECT SUM(i) + 5000000000000000000 AS n FROM t"]
    {
        for around in AROUND {
            let refusal = run(&around.replace("{}", inner)).unwrap_err().to_string();
            assert!(
                refusal.contains("pass the largest that there is"),
                "{around}: {refusal}"
            );
        }
    }
    // Sums of whole numbers, wherever.
    for sql in [
        "SELECT SUM(i) AS n FROM (SELECT i FROM t UNION ALL SELECT i FROM t) AS d",
        "SELECT k FROM t GROUP BY k HAVING SUM(i) * 2 > 0",
        "SELECT SUM(i) OVER () AS n FROM (SELECT 9000000000000000000 AS i, k FROM t) AS d",
    ] {
        let refusal = run(sql).unwrap_err().to_string();
        assert!(refusal.contains("pass the largest that there is"), "{sql}: {refusal}");
    }
}

#[test]
fn names_of_columns_behind_a_table_are_those_that_count() {
    assert_eq!(run("SELECT k FROM u AS v(w, k)").unwrap(), ["10", "20"]);
    assert_eq!(
        run("SELECT v.k FROM u AS v(w, k) ORDER BY v.k DESC").unwrap(),
        ["20", "10"]
    );
}

#[test]
fn a_query_for_each_row_may_choose_rows_but_not_compute() {
    let chosen =
        "SELECT k FROM u WHERE EXISTS (SELECT 1 FROM t WHERE t.k = u.k AND t.x > 1)";
    assert_eq!(run(chosen).unwrap(), ["b"]);
    let computed = "SELECT k FROM u WHERE EXISTS (SELECT 1 FROM t WHERE t.k = u.k AND t.i * 2 > u.w)";
    assert_eq!(
        run(computed).unwrap_err().to_string(),
        "a query computes for each row of the query around it (`u.k`)"
    );
}

#[test]
fn a_name_of_a_part_hides_a_table_of_that_name_only_there() {
    let sql = "SELECT d.n, u.w FROM (WITH u AS (SELECT 'a' AS n FROM t LIMIT 1) SELECT n FROM u) AS d JOIN u ON u.k = d.n";
    assert_eq!(run(sql).unwrap(), ["a 10"]);
    assert_eq!(run("SELECT t.w FROM u AS t").unwrap(), ["10", "20"]);
    assert_eq!(
        run("SELECT u.w, t.x FROM u AS t JOIN t AS u ON t.k = u.k")
            .unwrap_err()
            .to_string(),
        "unknown column `w`"
    );
    assert_eq!(
        run("SELECT t.w, u.x FROM u AS t JOIN t AS u ON t.k = u.k AND u.x < 1").unwrap(),
        ["10 0.5", "20 0.285"]
    );
    let sql =
        "SELECT t.n, u.w FROM (SELECT 'b' AS n FROM t LIMIT 1) AS t JOIN u ON u.k = t.n";
    assert_eq!(run(sql).unwrap(), ["b 20"]);
}

/// What the engine would get wrong without a word.
#[test]
fn what_the_engine_takes_for_something_else_is_refused() {
    for (sql, wanted) in [
        (
            "SELECT k, SUM(i) AS s FROM t",
            "`k` is neither grouped by nor within an aggregate",
        ),
        (
            "SELECT *, COUNT(*) AS s FROM t",
            "`*` is neither grouped by nor within an aggregate",
        ),
        (
            "SELECT k FROM t WHERE SUM(x) > 1",
            "`WHERE` looks at each row, and cannot look at an aggregate",
        ),
        (
            "SELECT k, RANK() OVER (ORDER BY COUNT(*)) AS r FROM t GROUP BY k",
            "a window looks at groups, and the engine would look at their rows",
        ),
        (
            "SELECT k, SUM(COUNT(*)) OVER () AS r FROM t GROUP BY k",
            "a window looks at groups, and the engine would look at their rows",
        ),
        (
            "SELECT t.k, w FROM t LEFT JOIN u ON t.k = u.k AND u.w > 15",
            "a join that keeps rows without a partner joins by `u.w > 15`",
        ),
        (
            "SELECT t.k, w FROM t FULL JOIN u ON t.k = u.k AND t.k = 'a'",
            "a join that keeps rows without a partner joins by `t.k = 'a'`",
        ),
        (
            "SELECT k, SUM(x) OVER (ORDER BY k) AS r FROM t",
            "`SUM(x) OVER (ORDER BY k)` does not say which rows it takes",
        ),
        (
            "SELECT k, LAST_VALUE(x) OVER (ORDER BY k) AS r FROM t",
            "`LAST_VALUE(x) OVER (ORDER BY k)` does not say which rows it takes",
        ),
        ("SELECT CAST(x AS INT) AS r FROM t", "`CAST(x AS INT)` would drop a fraction"),
        ("SELECT x::bigint AS r FROM t", "`x::BIGINT` would drop a fraction"),
        ("SELECT w % 0 AS r FROM u", "`w % 0` divides by zero"),
        ("SELECT MOD(w, w - 10) AS r FROM u", "`MOD(w, w - 10)` divides by zero"),
        ("SELECT w // 0 AS r FROM u", "`w // 0` divides by zero"),
        ("SELECT k + 1 AS r FROM t", "`k + 1` computes with a text"),
        (
            "SELECT POWER(w, -1) AS r FROM u",
            "`POWER(w, -1)` has a negative exponent, and both are whole numbers",
        ),
    ] {
        assert_eq!(run(sql).unwrap_err().to_string(), wanted, "{sql}");
    }
}

#[test]
fn the_rest_of_a_division_has_the_sign_of_what_is_divided() {
    assert_eq!(
        run("SELECT (w - 17) % 3 AS a, MOD(w - 17.5, 3) AS b, (w - 17) // 2 AS c FROM u")
            .unwrap(),
        ["-1 -1.5 -4", "0 2.5 1"]
    );
    let joined =
        "SELECT t.k, w FROM t LEFT JOIN (SELECT * FROM u WHERE w > 15) AS v ON t.k = v.k";
    assert_eq!(run(joined).unwrap(), ["a ", "b 20", "b 20"]);
}

/// Messages that the engine gives, with what the author made wrong.
#[test]
fn faults_that_the_engine_finds_are_put_in_our_words() {
    let say = "(the engine says: ";
    for (sql, wanted) in [
        ("SELECT k * x AS a FROM t", "`k * x` computes with a text"),
        (
            "SELECT SUM(k) AS s FROM t",
            "a text is used as a number or a date; use `CAST` on it ",
        ),
        ("SELECT w FROM t JOIN u ON t.i = u.k", "a join compares columns of two types; "),
        (
            "SELECT k FROM t WHERE i IN (SELECT k FROM u)",
            "`IN` compares values of two types; ",
        ),
        (
            "SELECT k FROM t WHERE x",
            "`WHERE` has a value that is neither true nor false; ",
        ),
        ("SELECT NOSUCH(k) AS a FROM t", "the engine has no such function "),
        ("SELECT SUM(x, i) AS a FROM t", "a function has other arguments "),
        (
            "SELECT k FROM t UNION SELECT k, w FROM u",
            "the two sides have different numbers of ",
        ),
        ("SELECT w FROM t JOIN u", "a join has no `ON` "),
        ("SELECT z.k FROM t", "there is no such table in the query "),
        ("SELECT k FROM t ORDER BY nosuch", "unknown column `nosuch`"),
        ("SELECT t.nosuch FROM t", "unknown column `nosuch`"),
        (
            "SELECT k, k FROM t",
            "two columns have the same name; name one of them by `AS` ",
        ),
    ] {
        let refusal = run(sql).unwrap_err().to_string();
        assert!(refusal.starts_with(wanted), "{sql}: {refusal}");
        let own = wanted.ends_with('`') || wanted.ends_with("text");
        assert_eq!(refusal.contains(say), !own, "{sql}: {refusal}");
        assert!(!refusal.contains("reissue_"), "{sql}: {refusal}");
    }
}
