//! Plans of single queries: what is planned, and what is refused.

use crate::frame::query::Fault;
use crate::frame::stream::plan::Asked;
use crate::frame::stream::plan::Grouped;
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

fn grouped(sql: &str) -> Grouped {
    match planned(sql).unwrap().asked {
        Asked::Groups(grouped) => *grouped,
        Asked::Rows(..) => panic!("{sql} is not grouped"),
    }
}

/// Returns the query of each unit, and its column.
fn units(sql: &str) -> Option<Vec<(Option<String>, String)>> {
    let units = grouped(sql).units?.all.into_iter();
    Some(units.map(|unit| (unit.column, unit.query.sql)).collect())
}

#[test]
fn a_query_is_taken_apart_by_the_columns_it_looks_at() {
    let sql = "SELECT s.place, SUBSTR(s.month, 1, 4) AS year, COUNT(*) AS n, MAX(s.x) AS x FROM street AS s JOIN areas AS a ON a.id = s.place WHERE s.x > 0 GROUP BY s.place, SUBSTR(s.month, 1, 4)";
    let plan = grouped(sql);
    assert_eq!(
        plan.rows.query.sql,
        "SELECT \"reissue row\", s.place AS \"reissue item 0\", SUBSTR(s.month, 1, 4) AS \"reissue item 1\", s.x AS \"reissue item 2\" FROM \"reissue_table_street\" AS s JOIN \"reissue_table_areas\" AS a ON a.id = s.place WHERE s.x > 0"
    );
    let unit = |column: &str, sql: &str| (Some(column.to_owned()), sql.to_owned());
    assert_eq!(
        units(sql).unwrap(),
        [
            unit(
                "place",
                "SELECT \"reissue row\", s.place AS \"reissue item 0\" FROM \"reissue_table_street\" AS s JOIN \"reissue_table_areas\" AS a ON a.id = s.place"
            ),
            unit(
                "month",
                "SELECT \"reissue row\", SUBSTR(s.month, 1, 4) AS \"reissue item 1\" FROM \"reissue_table_street\" AS s"
            ),
            unit(
                "x",
                "SELECT \"reissue row\", s.x AS \"reissue item 2\", s.x > 0 AS \"reissue item 3\" FROM \"reissue_table_street\" AS s"
            ),
        ]
    );
    assert_eq!(
        plan.last.sql,
        "SELECT \"reissue key 0\" AS place, \"reissue key 1\" AS year, \"reissue measure 0\" AS n, \"reissue measure 1\" AS x FROM \"reissue_table_groups\" AS groups"
    );
}

#[test]
fn a_query_stays_whole_where_its_parts_might_come_to_something_else() {
    for sql in [
        // What the condition leaves out might fail.
        "SELECT SUM(CAST(place AS INT)) AS n FROM street WHERE month > '2'",
        // What is joined depends on two columns of a row.
        "SELECT COUNT(*) AS n FROM street AS s JOIN areas AS a ON a.id = s.place || s.month",
        "SELECT COUNT(*) AS n FROM street AS s JOIN areas AS a ON a.id = s.place AND a.x = s.x",
        "SELECT SUM(a.x) AS n FROM street AS s JOIN areas AS a ON a.id < s.place",
        "SELECT s.month || a.id AS k, COUNT(*) AS n FROM street AS s JOIN areas AS a ON a.id = s.place GROUP BY 1",
    ] {
        assert_eq!(units(sql), None, "{sql}");
    }
    let both = units("SELECT place || month AS k, COUNT(*) AS n FROM street GROUP BY 1");
    assert_eq!(both.unwrap()[0].0, None);
}

#[test]
fn an_expression_around_aggregates_is_applied_to_the_whole() {
    let plan = grouped("SELECT 100 / COUNT(*) + MIN(x) AS n FROM street");
    assert!(!plan.rows.query.sql.contains("100"), "{}", plan.rows.query.sql);
    assert!(plan.last.sql.contains("100 / \"reissue measure 0\""), "{}", plan.last.sql);
    let said = plan.last.fault(0, Fault::Overflow).to_string();
    assert!(!said.contains("reissue"), "{said}");
}

#[test]
fn names_in_group_by_mean_columns_before_aliases() {
    let key = |sql: &str| grouped(sql).items[0].expr.to_string();
    let sql = "SELECT UPPER(place) AS place, COUNT(*) AS n FROM street GROUP BY place";
    assert_eq!(key(sql), "place");
    let sql = "SELECT UPPER(place) AS big, COUNT(*) AS n FROM street GROUP BY big";
    assert_eq!(key(sql), "UPPER(place)");
}

#[test]
fn rows_that_are_only_chosen_are_put_together() {
    let plan = planned("SELECT place FROM street WHERE x > 9").unwrap();
    assert!(matches!(plan.asked, Asked::Rows(_, None)));
    assert_eq!(plan.names.unwrap().into_iter().collect::<Vec<_>>(), ["place", "x"]);
    assert_eq!(planned("SELECT * FROM street").unwrap().names, None);
}

#[test]
fn what_is_not_known_to_come_out_the_same_is_refused_in_words() {
    for (sql, why) in [
        (
            "SELECT QUANTILE_DISC(x, 0.5) AS x FROM street",
            "`QUANTILE_DISC(x, 0.5)` is not known to come out the same in blocks of rows",
        ),
        (
            "SELECT STRING_AGG(place, ',') AS x FROM street",
            "`STRING_AGG(place, ',')` is not known to come out the same in blocks of rows",
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
