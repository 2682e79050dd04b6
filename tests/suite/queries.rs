//! SQL of frames as authors write it: what it comes to, and what is refused at its place.

use crate::harness::Project;

/// The starter project with the SQL of its frame exchanged.
fn framed(sql: &str) -> Project {
    let project = Project::starter();
    project.replace(
        "report/statistics.yaml",
        "SELECT district, scheme, year, trees FROM trees",
        sql,
    );
    project
}

/// What a statistic of a project is.
fn value(project: &Project, id: &str) -> String {
    let ran = project.run(&["stats", id]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    ran.out
}

#[test]
fn whole_numbers_that_pass_the_largest_are_refused_at_the_part_that_does() {
    for (sql, part) in [
        (
            "SELECT district, scheme, year, CAST(trees * 100 AS INT) * 100000000000000000 AS trees FROM trees",
            "CAST(trees * 100 AS INT) * 100000000000000000",
        ),
        (
            "SELECT district, scheme, year, SUM(trees + 9000000000000000000) + 0 * SUM(trees) AS trees FROM trees, (SELECT 1 AS one UNION ALL SELECT 2 AS one) AS twice GROUP BY district, scheme, year",
            "SUM(trees + 9000000000000000000)",
        ),
        (
            "SELECT district, scheme, year, POWER(trees, 9) AS trees FROM trees",
            "POWER(trees, 9)",
        ),
        (
            "SELECT district, scheme, year, -9223372036854775807 - trees AS trees FROM trees",
            "-9223372036854775807 - trees",
        ),
    ] {
        let said = framed(sql).refusal();
        let wanted = format!(
            "error[R0205]: the whole numbers of `{part}` pass the largest that there is (about 9.2 × 10^18)\n --> report/statistics.yaml:4:"
        );
        assert!(said.starts_with(&wanted), "{said}");
    }
}

#[test]
fn an_integer_of_sql_has_as_many_digits_as_one_of_a_file() {
    let plain =
        value(&framed("SELECT district, scheme, year, trees FROM trees"), "growth");
    let large = "SELECT district, scheme, year, CAST(trees * 100 AS INT) * 1000000 AS trees FROM trees";
    assert_eq!(value(&framed(large), "growth"), plain);
}

#[test]
fn counts_are_subtracted_below_zero() {
    let project = framed(
        "SELECT district, scheme, year, COUNT(*) - 5 AS trees FROM trees GROUP BY district, scheme, year",
    );
    project.replace(
        "report/statistics.yaml",
        "statistics:\n",
        "statistics:\n  least:\n    kind: level\n    title: Least\n    frame: panel\n    measure: trees\n    summary: min\n    by: [year]\n\n",
    );
    let said = project.run(&["stats", "least.2018"]);
    assert!(said.out.contains("\u{2212}4"), "{}{}", said.out, said.err);
}

#[test]
fn parts_of_a_query_can_be_named_first() {
    let plain =
        value(&framed("SELECT district, scheme, year, trees FROM trees"), "growth");
    let named = "WITH seen AS (SELECT * FROM trees WHERE year > 0) SELECT district, scheme, year, trees FROM seen";
    assert_eq!(value(&framed(named), "growth"), plain);
    let again = framed(
        "WITH trees AS (SELECT * FROM trees) SELECT district, scheme, year, trees FROM trees",
    );
    let said = again.refusal();
    assert!(
        said.starts_with("error[R0205]: `WITH` gives the name of a table, `trees`\n --> report/statistics.yaml:4:15\n"),
        "{said}"
    );
}

#[test]
fn what_is_no_query_is_refused() {
    for (sql, word) in [
        ("TRUNCATE TABLE trees", "`TRUNCATE` is no query"),
        ("EXPLAIN SELECT * FROM trees", "`EXPLAIN` is no query"),
        ("SHOW TABLES", "`SHOW` is no query"),
        ("DELETE FROM trees", "`DELETE` is no query"),
        ("SELECT * FROM read_csv('x.csv')", "`read_csv(…)` is no table"),
    ] {
        let said = framed(sql).refusal();
        assert!(said.starts_with(&format!("error[R0205]: {word}\n")), "{said}");
    }
}

#[test]
fn rounding_in_sql_is_rounding_in_print() {
    let project = Project::starter();
    project.file("data/halves.csv", "k,v\na,0.5\nb,2.5\nc,0.285\nd,1.005\ne,-0.5\n");
    project.replace(
        "data/datapackage.yaml",
        "resources:\n",
        "resources:\n  - name: halves\n    path: halves.csv\n    schema: {fields: [{name: k, type: string}, {name: v, type: number}]}\n",
    );
    project.replace(
        "report/statistics.yaml",
        "labels:\n",
        "  halved: {sql: \"SELECT k, ROUND(v) AS r0, ROUND(v, 2) AS r2 FROM halves\", key: [k]}\n\nlabels:\n",
    );
    project.replace(
        "report/statistics.yaml",
        "statistics:\n",
        "statistics:\n  r0: {kind: level, title: R, frame: halved, measure: r0, summary: total, by: [k]}\n  r2: {kind: level, title: R, frame: halved, measure: r2, summary: total, by: [k]}\n\n",
    );
    let shown = |id: &str| {
        let ran = project.run(&["stats", id, "--format", "json"]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        let all: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
        all[id]["value"].as_f64().unwrap()
    };
    let all =
        |name: &str| ["a", "b", "c", "d", "e"].map(|k| shown(&format!("{name}.{k}")));
    assert_eq!(format!("{:?}", all("r0")), "[1.0, 3.0, 0.0, 1.0, -1.0]");
    assert_eq!(format!("{:?}", all("r2")), "[0.5, 2.5, 0.29, 1.01, -0.5]");
}

#[test]
fn texts_that_parquet_keeps_in_a_dictionary_are_texts() {
    let project = Project::starter();
    let bytes = include_bytes!("../data/categories.parquet");
    project.file("data/categories.parquet", bytes);
    project.replace(
        "data/datapackage.yaml",
        "resources:\n",
        "resources:\n  - name: categories\n    path: categories.parquet\n    schema: {fields: [{name: k, type: string}, {name: v, type: string}]}\n",
    );
    let ran = project.run(&["check"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, "no faults found\n"));
}
