//! Tables for publication: heads over heads, rows in groups, totals, shading and notes on cells.

use crate::harness::Project;

/// The starter with a table of some districts.
fn laid() -> Project {
    let project = Project::starter();
    project.replace(
        "report/statistics.yaml",
        "statistics:\n",
        "statistics:\n  trees: {kind: level, title: Trees, frame: panel, measure: trees, summary: total, by: [district, year]}\n",
    );
    project.replace(
        "report/tables.yaml",
        "tables:\n",
        "tables:
  kinds:
    title: Street trees
    note: Made up.
    head: District
    columns:
      - {label: \"2018\", stat: \"trees.{row}.2018\", spanner: Trees counted, bar: true}
      - {label: \"2024\", stat: \"trees.{row}.2024\", spanner: [Trees counted], shade: true}
    rows:
      - {key: D5, label: Southgate}
      - {key: D1, label: Northgate}
      - {key: D2, label: Eastgate}
      - {key: D3, label: The largest}
    groups:
      - {label: With a scheme, rows: [Northgate, Eastgate]}
      - {label: Without, rows: [Southgate]}
    totals: [The largest]
    notes:
      - {row: Eastgate, column: \"2018\", text: \"As in {{ stat(\\\"districts.none\\\") }} others.\"}
      - {column: \"2024\", text: Provisional.}
      - {row: Southgate, text: Provisional.}
",
    );
    project.replace(
        "report/chapters/1-numbers.md",
        "{{ table(\"growth\") }}",
        "{{ table(\"growth\") }}\n\n{{ table(\"kinds\") }}",
    );
    project
}

#[test]
fn names_in_the_layout_of_a_table_that_are_none_are_refused_at_their_place() {
    let project = laid();
    project.replace(
        "report/tables.yaml",
        "rows: [Southgate]",
        "rows: [Southgat, Northgate]",
    );
    project.replace("report/tables.yaml", "totals: [The largest]", "totals: [Largest]");
    project.replace(
        "report/tables.yaml",
        "{column: \"2024\", text",
        "{column: \"2042\", text",
    );
    project.replace(
        "report/tables.yaml",
        "    notes:\n",
        "    notes:\n      - {text: On nothing.}\n",
    );
    project.replace("report/tables.yaml", "text: Provisional.", "text: ' '");
    project.replace(
        "report/tables.yaml",
        "    totals:",
        "      - {label: '', rows: []}\n    totals:",
    );
    let ran = project.run(&["check", "--message-format", "short"]);
    let expected = [
        "report/tables.yaml:16:33: error[R0403]: no row is called `Southgat`",
        "report/tables.yaml:16:43: error[R0403]: the row `Northgate` is in two groups",
        "report/tables.yaml:17:17: error[R0403]: a group without a heading",
        "report/tables.yaml:17:27: error[R0403]: a group without rows",
        "report/tables.yaml:18:14: error[R0403]: no row is called `Largest`",
        "report/tables.yaml:20:9: error[R0403]: a note needs `row:` or `column:`, or both",
        "report/tables.yaml:22:18: error[R0403]: no column is called `2042`",
        "report/tables.yaml:22:32: error[R0403]: a note without words",
    ];
    for line in expected {
        assert!(ran.err.contains(line), "{line}: {}", ran.err);
    }
}

#[test]
fn a_table_for_publication_has_its_rows_in_groups_and_its_notes_in_reading_order() {
    let project = laid();
    let out = project.build_page();
    let page = String::from_utf8(out["index.html"].clone()).unwrap();
    let table = page.split_once("id=\"table-kinds\"").unwrap().1;
    let table = table.split_once("</figure>").unwrap().0;
    assert!(
        table.contains("<td rowspan=\"2\">")
            || table.contains("<th scope=\"col\" rowspan=\"2\">District</th>"),
        "{table}"
    );
    assert!(
        table.contains(
            "<th scope=\"colgroup\" class=\"over\" colspan=\"2\">Trees counted</th>"
        ),
        "{table}"
    );
    let at = |text: &str| table.find(text).unwrap_or_else(|| panic!("{text}: {table}"));
    let order = [
        "2024<sup class=\"mark\">a</sup>",
        "colspan=\"3\">With a scheme</th>",
        ">Northgate<",
        ">Eastgate<",
        "642</a><sup class=\"mark\">b</sup>",
        "colspan=\"3\">Without</th>",
        "Southgate<sup class=\"mark\">a</sup>",
        "<tr class=\"total\">",
        ">The largest<",
        "<sup class=\"mark\">a</sup> Provisional.",
        "<sup class=\"mark\">b</sup> As in <a",
        "Made up. The stronger the shade, the higher the value. Bars begin at zero.",
    ];
    for pair in order.windows(2) {
        assert!(at(pair[0]) < at(pair[1]), "{pair:?}: {table}");
    }
    assert_eq!(table.matches("Provisional.").count(), 1, "{table}");
    // The total is the greatest and is not part of the scale.
    assert!(table.contains("shade-5\" data-sort=\"1109\""), "{table}");
    assert!(!table.contains("shade-5\" data-sort=\"1204\""), "{table}");
    assert!(table.contains("<rect x=\"0%\" width=\"100%\" height=\"100%\"/>"), "{table}");
    assert!(table.contains("<rect x=\"0%\" width=\"78%\" height=\"100%\"/>"), "{table}");
    assert_eq!(table.matches("<svg class=\"bar\"").count(), 3, "{table}");
    let csv = str::from_utf8(&out["tables/kinds.csv"]).unwrap();
    assert_eq!(
        csv,
        "Group,District,Trees counted: 2018,Trees counted: 2024
With a scheme,Northgate,818,1109
With a scheme,Eastgate,642,811
Without,Southgate,760,836
,The largest,908,1204
"
    );
}

#[test]
fn a_unit_in_words_stands_in_the_head_where_a_whole_column_has_it_and_heads_may_be_turned()
 {
    let project = laid();
    project.replace(
        "report/statistics.yaml",
        "summary: total, by: [district, year]}",
        "summary: total, by: [district, year], unit: rate, noun: \"per 100 streets\"}",
    );
    project.replace(
        "report/tables.yaml",
        "    head: District\n",
        "    head: District\n    turned: true\n",
    );
    let out = project.build_page();
    let page = String::from_utf8(out["index.html"].clone()).unwrap();
    let table = page.split_once("id=\"table-kinds\"").unwrap().1;
    let table = table.split_once("</figure>").unwrap().0;
    let head = "<th scope=\"col\" class=\"n\"><span class=\"up\">2018 (per 100 streets)</span></th>";
    assert!(table.contains(head), "{table}");
    assert!(table.contains(">818.0</a>"), "{table}");
    assert_eq!(table.matches("per 100 streets").count(), 2, "{table}");
}

#[test]
fn a_table_without_rows_says_so() {
    let project = laid();
    project.replace(
        "report/statistics.yaml",
        "    key: [district, year]\n",
        "    key: [district, year]\n  gone:\n    sql: SELECT district FROM trees WHERE year = 1900\n    key: [district]\n    may_be_empty: true\n",
    );
    project.replace(
        "report/tables.yaml",
        "tables:\n",
        "tables:\n  gone: {title: Districts that went, frame: gone, columns: [{label: District, column: district}]}\n",
    );
    project.replace(
        "report/chapters/1-numbers.md",
        "{{ table(\"kinds\") }}",
        "{{ table(\"kinds\") }}\n\n{{ table(\"gone\") }}",
    );
    let page = String::from_utf8(project.build_page()["index.html"].clone()).unwrap();
    let table = page.split_once("id=\"table-gone\"").unwrap().1;
    let table = table.split_once("</figure>").unwrap().0;
    assert!(table.contains("<p class=\"under\">There are no rows.</p>"), "{table}");
}
