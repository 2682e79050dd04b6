//! Joins to look-ups: what they drop, multiply and split is declared, or the build is refused.

use crate::harness::Project;

/// The starter project, whose trees are looked up in a table of areas.
fn project(lookup: &str, declared: &str) -> Project {
    let project = Project::starter();
    let contract = project.read("data/datapackage.yaml");
    project
        .file("data/areas.csv", format!("old,new,share\n{lookup}"))
        .file(
            "data/datapackage.yaml",
            format!("{contract}  - name: areas\n    path: areas.csv\n    schema:\n      fields:\n        - {{name: old, type: string}}\n        - {{name: new, type: string}}\n        - {{name: share, type: number}}\n"),
        );
    let sql = "SELECT a.new AS area, SUM(t.trees * a.share) AS trees FROM trees t JOIN areas a ON t.district = a.old GROUP BY a.new";
    project.replace(
        "report/statistics.yaml",
        "frames:\n",
        &format!("frames:\n  by_area:\n    sql: {sql}\n    key: [area]\n    lookups:\n      - {{from: trees, on: district, to: areas, by: old{declared}}}\n"),
    );
    project
}

fn all() -> String {
    (1..9).map(|at| format!("D{at},N{},1\n", at % 2)).collect()
}

/// Returns the first line of what is said.
fn said(lookup: &str, declared: &str) -> String {
    let ran = project(lookup, declared).run(&["check"]);
    ran.err.lines().next().unwrap_or_default().to_owned()
}

#[test]
fn a_look_up_that_knows_every_row_once_is_in_order() {
    assert_eq!(said(&all(), ""), "no faults found");
}

#[test]
fn rows_without_a_partner_are_counted_and_may_be_declared() {
    let without = all().replace("D3,N1,1\n", "");
    assert_eq!(
        said(&without, ""),
        "error[R0231]: 7 of 56 rows of `trees` (12.5%) have no partner in `areas` by `old`, where 0 are declared: D3"
    );
    assert_eq!(said(&without, ", unmatched: 7"), "no faults found");
    assert_eq!(
        said(&all(), ", unmatched: 7"),
        "error[R0231]: 0 of 56 rows of `trees` (0.0%) have no partner in `areas` by `old`, where 7 are declared"
    );
}

#[test]
fn rows_that_a_join_would_count_twice_need_weights_that_add_up_to_one() {
    let split = all().replace("D3,N1,1\n", "D3,N1,0.25\nD3,N0,0.75\n");
    assert_eq!(
        said(&split, ""),
        "error[R0231]: 1 keys of `old` occur more than once in `areas`, where 0 are declared: 7 rows of `trees` are counted several times (D3)"
    );
    assert_eq!(said(&split, ", weight: share"), "no faults found");
    assert_eq!(said(&split, ", doubled: 1"), "no faults found");
    let more = split.replace("0.75", "0.85");
    assert_eq!(
        said(&more, ", weight: share"),
        "error[R0232]: the weights of 1 of 8 keys of `areas` do not add up to 1: those of D3 to 1.100000"
    );
    let blank = split.replace("0.75", "");
    assert!(said(&blank, ", weight: share").ends_with("those of D3 to a blank"));
}

#[test]
fn a_missing_value_prints_the_marker_of_its_own_publisher() {
    let project = Project::starter();
    let contract = project.read("data/datapackage.yaml");
    let missing = "missingValues: [{value: \"\", label: blank}, {value: \"NA\", label: suppressed}]";
    project
        .file("data/b.csv", "k,v\na,1\nb,NA\n")
        .file(
            "data/datapackage.yaml",
            format!("{contract}  - name: b\n    path: b.csv\n    schema:\n      {missing}\n      fields:\n        - {{name: k, type: string}}\n        - {{name: v, type: integer}}\n"),
        );
    project.replace(
        "report/statistics.yaml",
        "frames:\n",
        "frames:\n  b2: {sql: \"SELECT k, v, v_reason FROM b\", key: [k]}\n",
    );
    let tables = project.read("report/tables.yaml");
    project.file("report/tables.yaml", format!("{}\n  b: {{title: T, frame: b2, columns: [{{label: K, column: k}}, {{label: V, column: v}}]}}\n", tables.trim_end()));
    let chapter = project.read("report/chapters/1-numbers.md");
    project.file(
        "report/chapters/1-numbers.md",
        format!("{chapter}\n{{{{ table(\"b\") }}}}\n"),
    );
    let ran = project.run(&["build", "--html-only"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(project.read("out/tables/b.csv"), "K,V\na,1\nb,NA\n");
}
