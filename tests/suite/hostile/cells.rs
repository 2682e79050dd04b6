//! Cells that would be markup, formulas or code, if anything read them so.

use crate::harness::Project;
use crate::harness::typst;

/// The starter project with a table of its districts, one of which has a strange name.
fn with_district(name: &str) -> Project {
    let project = Project::starter();
    let quoted = format!("\"{}\"", name.replace('"', "\"\""));
    let data = project.read("data/trees.csv").replace("D1,", &format!("{quoted},"));
    project.file("data/trees.csv", data);
    project.file(
        "report/tables.yaml",
        project.read("report/tables.yaml")
            + "  all:\n    title: All\n    head: District\n    frame: panel\n    columns:\n      - {label: District, column: district}\n      - {label: Trees, column: trees}\n",
    );
    project.file(
        "report/statistics.yaml",
        project.read("report/statistics.yaml")
            + "\n  by_district:\n    kind: level\n    frame: panel\n    measure: trees\n    where: {year: 2024}\n    by: [district]\n  first:\n    kind: sql\n    sql: SELECT district FROM panel ORDER BY trees DESC LIMIT 1\n",
    );
    project.file(
        "report/figures.yaml",
        project.read("report/figures.yaml")
            + "  districts:\n    kind: bar\n    headline: Trees by district\n    subtitle: Street trees, 2024\n    source: Survey\n    data: by_district\n    x: district\n",
    );
    project.file(
        "report/chapters/1-numbers.md",
        project.read("report/chapters/1-numbers.md")
            + "\n{{ table(\"all\") }}\n\n{{ figure(\"districts\") }}\n\nThe largest is {{ stat(\"first\") }}.\n",
    );
    project
}

fn build(project: &Project) {
    let typst = typst();
    let ran = project.run(&["build", "--typst", &typst.to_string_lossy()]);
    assert_eq!(ran.code, 0, "{}", ran.err);
}

#[test]
fn a_script_stays_text() {
    let project = with_district("<script>alert(1)</script>");
    build(&project);
    let page = project.read("out/index.html");
    assert_eq!(page.matches("<script").count(), 3, "only the page's own");
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
    let svg = project.read("out/figures/districts.svg");
    assert!(!svg.contains("<script"));
}

#[test]
fn a_markdown_link_stays_text() {
    let project = with_district("[x](javascript:alert(1))");
    build(&project);
    assert!(!project.read("out/index.html").contains("href=\"javascript"));
}

#[test]
fn typst_code_stays_text() {
    let project = with_district("#import \"x\" $1$ \\ ] \" #panic()");
    build(&project);
    assert!(
        project
            .read(".reissue/typst/main.typ")
            .contains("\"#import \\\"x\\\" $1$ \\\\ ] \\\" #panic()\"")
    );
}

#[test]
fn a_formula_is_disarmed_in_csv() {
    let project = with_district("=cmd|' /C calc'!A0");
    build(&project);
    for file in ["out/tables/all.csv", "out/figures/districts.csv"] {
        let text = project.read(file);
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        for record in reader.records() {
            for cell in &record.unwrap() {
                assert!(!cell.starts_with('='), "{file}: {cell}");
            }
        }
    }
}

#[test]
fn private_and_direction_characters_change_nothing_around_them() {
    let project = with_district("a\u{e000}0\u{e001}b\u{202e}c\u{2067}d");
    build(&project);
    let page = project.read("out/index.html");
    assert!(!page.contains('\u{202e}'));
    assert!(
        page.contains("rose by <a class=\"v\""),
        "the numbers stand where they stood"
    );
}

#[test]
fn a_hundred_kilobytes_of_text_are_set() {
    let project = with_district(&"long words ".repeat(9_000));
    project.replace("report/chapters/1-numbers.md", "{{ figure(\"districts\") }}", "");
    let ran = project.run(&["build", "--html-only"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(project.read("out/index.html").len() > 90_000);
}
