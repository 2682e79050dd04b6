//! Plans of single queries: what is planned, and what is refused.

use crate::frame::stream::plan::Plan;
use crate::frame::stream::plan::plan;

/// Plans a query over `street` (place, month, x) and `areas` (id, x).
fn planned(sql: &str) -> Result<Plan, String> {
    let table = |name: &str, columns: &[&str]| {
        (name.to_owned(), columns.iter().map(|column| (*column).to_owned()).collect())
    };
    let tables =
        [table("street", &["place", "month", "x"]), table("areas", &["id", "x"])];
    plan(sql, &tables).map_err(|refusal| refusal.to_string())
}

#[test]
fn counts_are_summed_by_the_same_keys() {
    let sql = "SELECT s.place, SUBSTR(s.month, 1, 4) AS year, COUNT(*) AS n, MAX(s.x) AS x FROM street AS s JOIN areas AS a ON a.id = s.place WHERE s.x > 0 GROUP BY s.place, SUBSTR(s.month, 1, 4)";
    let plan = planned(sql).unwrap();
    assert_eq!(
        plan.block.sql,
        "SELECT s.place AS \"reissue key 0\", SUBSTR(s.month, 1, 4) AS \"reissue key 1\", COUNT(*) AS \"reissue part 0\", MAX(s.x) AS \"reissue part 1\" FROM \"reissue_table_street\" AS s JOIN \"reissue_table_areas\" AS a ON a.id = s.place WHERE s.x > 0 GROUP BY s.place, SUBSTR(s.month, 1, 4)"
    );
    assert_eq!(
        plan.tally.unwrap().sql,
        "SELECT s.place AS \"reissue key 0\", SUBSTR(s.month, 1, 4) AS \"reissue key 1\", reissue_sum(SUM(reissue_whole(\"rows that agree\")), SUM(CAST(\"rows that agree\" AS DOUBLE)), 0) AS \"reissue part 0\", MAX(s.x) AS \"reissue part 1\" FROM \"reissue_table_street\" AS s JOIN \"reissue_table_areas\" AS a ON a.id = s.place WHERE s.x > 0 GROUP BY s.place, SUBSTR(s.month, 1, 4)"
    );
    let combine = plan.combine.unwrap();
    assert!(combine.last.sql.ends_with(
        "AS n, MAX(\"reissue part 1\") AS x FROM \"reissue_table_partial\" AS partial GROUP BY \"reissue key 0\", \"reissue key 1\""
    ), "{}", combine.last.sql);
}

#[test]
fn an_expression_around_aggregates_is_applied_to_the_whole() {
    let plan = planned("SELECT 100 / COUNT(*) + MIN(x) AS n FROM street").unwrap();
    assert!(!plan.block.sql.contains("100"), "{}", plan.block.sql);
    assert!(plan.combine.unwrap().last.sql.contains("100 / COALESCE("));
}

#[test]
fn names_in_group_by_mean_columns_before_aliases() {
    let plan =
        planned("SELECT UPPER(place) AS place, COUNT(*) AS n FROM street GROUP BY place");
    let plan = plan.unwrap();
    assert!(plan.block.sql.starts_with("SELECT place AS \"reissue key 0\""));
    let plan =
        planned("SELECT UPPER(place) AS big, COUNT(*) AS n FROM street GROUP BY big");
    assert!(
        plan.unwrap().block.sql.starts_with("SELECT UPPER(place) AS \"reissue key 0\"")
    );
}

#[test]
fn rows_that_are_only_chosen_are_put_together() {
    let plan = planned("SELECT place FROM street WHERE x > 9").unwrap();
    assert_eq!(plan.combine, None);
    assert_eq!(plan.names.unwrap().into_iter().collect::<Vec<_>>(), ["place", "x"]);
    assert_eq!(planned("SELECT * FROM street").unwrap().names, None);
}

#[test]
fn what_is_not_known_to_come_out_the_same_is_refused_in_words() {
    for (sql, why) in [
        (
            "SELECT MEDIAN(x) AS x FROM street",
            "`MEDIAN(x)` is not known to come out the same in blocks of rows",
        ),
        (
            "SELECT place, RANK() OVER (ORDER BY x) AS r FROM street",
            "`RANK() OVER (ORDER BY x)` is not known to come out the same in blocks of rows",
        ),
        (
            "SELECT 1 + ROW_NUMBER() OVER () AS r FROM street",
            "`ROW_NUMBER() OVER ()` is not known to come out the same in blocks of rows",
        ),
        (
            "SELECT x - LAG(x) OVER (ORDER BY month) AS r FROM street",
            "`LAG(x) OVER (ORDER BY month)` is not known to come out the same in blocks of rows",
        ),
        (
            "SELECT SUM(x) OVER () AS r FROM street",
            "`SUM(x) OVER ()` is not known to come out the same in blocks of rows",
        ),
        (
            "SELECT place, FIRST(x) AS r FROM street GROUP BY place",
            "`FIRST(x)` is not known to come out the same in blocks of rows",
        ),
        (
            "SELECT VAR(x) AS r FROM street",
            "`VAR(x)` is not known to come out the same in blocks of rows",
        ),
        (
            "SELECT COUNT(*) AS n FROM street WHERE x > (SELECT MAX(x) FROM areas)",
            "`(SELECT MAX(x) FROM areas)` is not known to come out the same in blocks of rows",
        ),
        (
            "SELECT COUNT(*) AS n FROM street WHERE place IN (SELECT place FROM street)",
            "`place IN (SELECT place FROM street)` is not known to come out the same in blocks of rows",
        ),
        (
            "SELECT SUM(DISTINCT x) AS n FROM street",
            "`SUM(DISTINCT x)` is not known to come out the same in blocks of rows",
        ),
        (
            "SELECT SUM(MAX(x)) AS n FROM street",
            "`MAX(x)` is not known to come out the same in blocks of rows",
        ),
        (
            "SELECT place, COUNT(*) AS n FROM street GROUP BY place ORDER BY n",
            "it has `ORDER BY`, which needs all rows at once",
        ),
        (
            "SELECT place, COUNT(*) AS n FROM street GROUP BY place LIMIT 3",
            "it has `LIMIT`, which needs all rows at once",
        ),
        (
            "SELECT place, month, COUNT(*) AS n FROM street GROUP BY place",
            "`month` is neither grouped by nor counted, summed, and so on",
        ),
        (
            "SELECT a.x FROM areas AS a JOIN street AS s ON a.x = s.x",
            "`street` is not the first table in `FROM`",
        ),
        (
            "SELECT s.x FROM street AS s FULL JOIN areas AS a ON a.x = s.x",
            "it has a join other than `JOIN` and `LEFT JOIN`",
        ),
        ("SELECT COUNT(*) FROM street", "`COUNT(*)` has no name"),
        (
            "WITH a AS (SELECT 1) SELECT x FROM street",
            "it has `WITH`, which needs all rows at once",
        ),
        (
            "SELECT x FROM street UNION ALL SELECT x FROM street",
            "it joins several queries",
        ),
    ] {
        assert_eq!(planned(sql).unwrap_err(), why, "{sql}");
    }
}
