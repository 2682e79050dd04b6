//! Numbers as readers see them: years, money, shares, what is less than a least value.

use crate::harness::Project;
use crate::harness::words;

/// The starter with a resource of rows and a statistic or table over it.
fn with(rows: &str, fields: &str, statistics: &str, table: &str) -> Project {
    let project = Project::starter();
    project.file("data/rows.csv", rows);
    project.replace(
        "data/datapackage.yaml",
        "resources:\n",
        &format!("resources:\n  - {{name: rows, path: rows.csv, schema: {{fields: [{fields}]}}}}\n"),
    );
    let (frames, blocks) = statistics.split_once("---\n").unwrap();
    project.replace(
        "report/statistics.yaml",
        "labels:\n",
        &format!("{frames}\nlabels:\n"),
    );
    project.replace(
        "report/statistics.yaml",
        "statistics:\n",
        &format!("statistics:\n{blocks}"),
    );
    if !table.is_empty() {
        project.replace("report/tables.yaml", "tables:\n", &format!("tables:\n{table}"));
        project.file("report/chapters/3-data.md", "# Data\n\n{{ table(\"shown\") }}\n");
    }
    project
}

const FIELDS: &str =
    "{name: k, type: string}, {name: y, type: year}, {name: v, type: number}";
const ROWS: &str = "k,y,v\nNorth,2018,1\nSouth,2021,1\nWest,2024,1\nEast,2023,12\n";

fn printed(project: &Project, id: &str) -> String {
    let ran = project.run(&["stats", id, "--format", "csv"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    ran.out
}

#[test]
fn a_year_has_no_separators_whatever_is_made_of_it() {
    let project = with(
        ROWS,
        FIELDS,
        "  f: {sql: \"SELECT k, y, v FROM rows\", key: [k]}\n  g: {sql: SELECT MAX(y) AS last FROM f, key: [last]}\n---\n  latest: {kind: level, title: L, frame: f, measure: y, summary: max}\n  of: {kind: describe, title: D, frame: f, measure: y}\n  asked: {kind: sql, title: S, sql: SELECT MIN(y) AS first FROM f}\n  copied: {kind: level, title: C, frame: g, measure: last, summary: mean}\n",
        "",
    );
    for (id, year) in [
        ("latest", "2024"),
        ("of.max", "2024"),
        ("of.min", "2018"),
        ("asked", "2018"),
        ("copied", "2024"),
    ] {
        let text = printed(&project, id);
        assert!(text.contains(year) && !text.contains("2,0"), "{id}: {text}");
    }
}

#[test]
fn a_mean_of_large_counts_has_no_tenths_and_a_small_share_is_less_than_one() {
    let rows = "k,y,v\nNorth,2018,7305\nSouth,2021,7306\nWest,2024,7308\n";
    let project = with(
        rows,
        FIELDS,
        "  f: {sql: \"SELECT k, y, v FROM rows\", key: [k]}\n  p: {sql: \"SELECT k, y, v / 20000 AS s FROM rows\", key: [k]}\n---\n  d: {kind: describe, title: D, frame: f, measure: v}\n  m: {kind: level, title: M, frame: f, measure: v, summary: mean}\n  s: {kind: level, title: S, frame: p, measure: s, unit: percent, least: 1, summary: mean}\n  c: {kind: level, title: C, frame: p, measure: s, least: 5, summary: mean}\n  e: {kind: level, title: E, frame: f, measure: v, unit: currency, noun: \"€\", summary: min}\n",
        "",
    );
    for (id, wanted) in [
        ("d", "7,306"),
        ("m", "7,306"),
        ("s", "<1%"),
        ("c", "less than 5"),
        ("e", "€7,305"),
    ] {
        let text = printed(&project, id);
        assert!(text.contains(wanted) && !text.contains("7,306.3"), "{id}: {text}");
    }
}

#[test]
fn a_measure_prints_with_the_digits_that_its_contract_declares() {
    // A total of tonnes with one decimal, and a mean above 1,000 of them.
    let rows = "k,y,v\nNorth,2018, 1200.4\nSouth,2021,1200.3 \nWest,2024,1400.25\n";
    let fields = "{name: k, type: string}, {name: y, type: year}, {name: v, type: number, decimals: 1}";
    let project = with(
        rows,
        fields,
        "  f: {sql: \"SELECT k, y, v FROM rows\", key: [k]}\n  g: {sql: \"SELECT k, v AS heavy, v * 1.0 AS made FROM f\", key: [k]}\n  h: {sql: \"SELECT * FROM g\", key: [k]}\n---\n  r: {kind: level, title: R, frame: h, measure: heavy, summary: total}\n  c: {kind: level, title: C, frame: h, measure: made, summary: total}\n  t: {kind: level, title: T, frame: f, measure: v, summary: total}\n  m: {kind: level, title: M, frame: f, measure: v, summary: mean}\n  d: {kind: describe, title: D, frame: f, measure: v}\n  e: {kind: level, title: E, frame: f, measure: v, summary: max, unit: currency}\n  o: {kind: level, title: O, frame: f, measure: v, summary: total, decimals: 0}\n",
        "  shown: {title: Most, frame: f, source: S, columns: [{label: K, column: k}, {label: V, column: v}]}\n",
    );
    for (id, wanted) in [
        ("t", "\"3,801.0\""),
        ("m", "\"1,267.0\""),
        ("d", "\"1,267.0\""),
        ("e", "\"£1,400.3\""),
        ("o", "\"3,801\""),
        // A column under another name, handed on; what a query computes has no digits of its own.
        ("r", "\"3,801.0\""),
        ("c", "\"3,801\""),
    ] {
        let text = printed(&project, id);
        assert!(text.contains(wanted), "{id}: {text}");
    }
    let page =
        words(&String::from_utf8(project.build_page()["index.html"].clone()).unwrap());
    assert!(page.contains("1,400.3") && page.contains("1,200.4"), "{page}");
    // Another precision is another text: nothing is taken from the cache.
    project.replace("data/datapackage.yaml", "decimals: 1", "decimals: 2");
    assert!(printed(&project, "t").contains("\"3,800.95\""));
    assert!(printed(&project, "r").contains("\"3,800.95\""));
}

#[test]
fn a_table_of_a_frame_keeps_the_order_of_its_query() {
    let project = with(
        ROWS,
        FIELDS,
        "  f: {sql: \"SELECT k, v FROM rows ORDER BY v DESC\", key: [k]}\n---\n",
        "  shown: {title: Most, frame: f, source: S, columns: [{label: K, column: k}, {label: V, column: v, unit: currency, noun: \"€\"}]}\n",
    );
    let page =
        words(&String::from_utf8(project.build_page()["index.html"].clone()).unwrap());
    let at = |word: &str| page.rfind(word).unwrap();
    // Equal values come in the order of the key.
    assert!(
        at("East") < at("North") && at("North") < at("South") && at("South") < at("West"),
        "{page}"
    );
    assert!(page.contains("€12"), "{page}");
}

#[test]
fn a_table_of_a_frame_without_an_order_comes_as_a_reader_expects() {
    let project = with(
        "place,month,n\nW10,Mar,1\nW2,Mar,2\nW10,Jan,3\nW2,Dec,4\n",
        "{name: place, type: string}, {name: month, type: string}, {name: n, type: integer}",
        "  shown:\n    sql: SELECT place, month, n FROM rows\n    key: [place, month]\n---\n",
        "  shown: {title: Rows, frame: shown, columns: [{label: Place, column: place}, {label: Month, column: month}, {label: N, column: n}]}\n",
    );
    let shown = || {
        let ran = project.run(&["build", "--html-only"]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        project.read("out/tables/shown.csv")
    };
    assert_eq!(shown(), "Place,Month,N\nW2,Mar,2\nW2,Dec,4\nW10,Jan,3\nW10,Mar,1\n");
    // An order that is declared later, and a column that groups the rows.
    project.replace(
        "report/statistics.yaml",
        "labels:\n",
        "labels:\n  month: {order: [Dec, Jan, Mar]}\n",
    );
    assert_eq!(shown(), "Place,Month,N\nW2,Dec,4\nW2,Mar,2\nW10,Jan,3\nW10,Mar,1\n");
    project.replace(
        "report/tables.yaml",
        "frame: shown, ",
        "frame: shown, group: month, ",
    );
    assert_eq!(
        shown(),
        "Group,Place,Month,N\nDec,W2,Dec,4\nJan,W10,Jan,3\nMar,W2,Mar,2\nMar,W10,Mar,1\n"
    );
}

#[test]
fn a_table_says_that_its_shares_do_not_add_up_as_printed() {
    let table = |sql: &str| {
        let project = with(
            ROWS,
            FIELDS,
            &format!("  f: {{sql: \"{sql}\", key: [k]}}\n---\n"),
            "  shown: {title: Shares, frame: f, source: S, columns: [{label: K, column: k}, {label: V, column: s, unit: percent}]}\n",
        );
        String::from_utf8(project.build_page()["index.html"].clone()).unwrap()
    };
    let note = "Percentages may not add up to 100 because of rounding.";
    assert!(table("SELECT k, 100.0 / 3 AS s FROM rows WHERE v < 2").contains(note));
    assert!(!table("SELECT k, 25.0 AS s FROM rows").contains(note));
    assert!(!table("SELECT k, 33.3 AS s FROM rows").contains(note));
}

#[test]
fn an_average_per_thing_that_is_money_prints_as_money() {
    let project = with(
        "k,y,v\nNorth,2018,611\nSouth,2021,305\n",
        FIELDS,
        "  f: {sql: \"SELECT k, v, 1 AS n FROM rows\", key: [k]}\n---\n  cost: {kind: level, title: Cost of each, frame: f, measure: {rate: v, of: n, per: 1}, unit: currency, by: [k]}\n",
        "",
    );
    assert!(printed(&project, "cost.North").contains("£611,currency"), "no money");
}

#[test]
fn a_part_without_a_whole_is_left_out_of_a_pooled_share_and_told() {
    let project = with(
        "k,y,v\nNorth,2021,12\nSouth,2021,72\nWest,2021,60\nEast,2021,20\n",
        FIELDS,
        "  f: {sql: \"SELECT k, y, v, CASE k WHEN 'North' THEN 100 WHEN 'South' THEN 0 WHEN 'West' THEN 200 ELSE 400 END AS n FROM rows\", key: [k]}\n---\n  poor: {kind: level, title: Poor, frame: f, measure: {share: v, of: n}, summary: total, by: [y], decimals: 1}\n",
        "",
    );
    assert!(printed(&project, "poor.2021").contains("13.1%"), "92 of 700");
    let told = project.run(&["check"]).err;
    assert!(
        told.contains("warning[R0315]: v as a share of n of 2021 leaves out 1 of 4 rows, whose whole is zero and whose part is not"),
        "{told}"
    );
}
