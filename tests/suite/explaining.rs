//! `explain`: the chain from file and row to page, whole, for each sort of thing.

use crate::harness::Project;
use crate::harness::run_in;

/// Returns the chain of a thing of the starter project.
fn chain(project: &Project, id: &str) -> String {
    let ran = project.run(&["explain", "--why", id]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let at = ran.out.find("chain\n").unwrap();
    ran.out[at..].to_owned()
}

const DATA: &str = "  file data/trees.csv: 56 rows, hash 9fe949e9db00\n";
const FRAME: &str = "  → frame panel: 56 rows by district, year, declared at report/statistics.yaml:3:3\n";
const END: &str = "  → index.html, report.pdf, statistics.json, edition.json\n";

#[test]
fn the_chain_of_a_value_goes_from_the_rows_of_its_file_to_the_lines_that_print_it() {
    let project = Project::starter();
    let expected = format!(
        "chain\n{DATA}    28 rows of scheme planting: lines 2 to 29\n{FRAME}  → statistic growth.planting = 30.3%, 8 rows of panel, declared at report/statistics.yaml:13:3
  → claim grew_faster, declared at report/claims.yaml:3:3
  → table growth, in 1 Numbers come from the data
  → report/chapters/1-numbers.md:6 (1 Numbers come from the data), growth.planting
  → report/chapters/2-claims.md:3 (2 Claims are held to the data), claim grew_faster\n{END}"
    );
    assert_eq!(chain(&project, "growth.planting"), expected);
    let point = chain(&project, "trees_index.planting.2021");
    let rows = "\n    4 rows of scheme planting, year 2021: lines 5, 12, 19, 26\n";
    assert!(point.contains(rows), "{point}");
    let data = project.read("data/trees.csv");
    for line in [5, 12, 19, 26] {
        let line = data.lines().nth(line - 1).unwrap();
        assert!(line.contains(",planting,2021,"), "{line}");
    }
}

#[test]
fn the_chain_of_a_figure_a_table_and_a_claim_leads_to_themselves_alone() {
    let project = Project::starter();
    assert_eq!(
        chain(&project, "figure:trees_index"),
        format!(
            "chain\n{DATA}{FRAME}  → statistics trees_index: 14 values, declared at report/statistics.yaml:26:3
  → figure trees_index, in 1 Numbers come from the data
  → figures/trees_index.svg, .png, .csv, .json\n{END}"
        )
    );
    let table = chain(&project, "table:growth");
    assert!(!table.contains("claim"), "{table}");
    assert!(table.ends_with(&format!(
        "\n  → table growth, in 1 Numbers come from the data\n  → tables/growth.csv\n{END}"
    )));
    let claim = chain(&project, "claim:grew_faster");
    let line = "report/chapters/2-claims.md:3 (2 Claims are held to the data), claim grew_faster";
    assert!(claim.ends_with(&format!(
        "\n  → claim grew_faster, declared at report/claims.yaml:3:3\n  → {line}\n{END}"
    )));
    // What is said to be written is written.
    project.build_page();
    for end in ["svg", "png", "csv", "json"] {
        assert!(project.outputs().contains_key(&format!("figures/trees_index.{end}")));
    }
}

#[test]
fn a_file_a_page_and_a_block_are_found_by_the_names_people_use() {
    let project = Project::starter();
    let file = chain(&project, "file:data/trees.csv");
    assert_eq!(chain(&project, "file:trees.csv"), file);
    assert!(file.contains("\n  → statistics trees_index: 14 values, declared"), "{file}");
    let page = chain(&project, "page:report/chapters/1-numbers.md");
    assert_eq!(chain(&project, "page:1-numbers"), page);
    assert_eq!(chain(&project, "page:1"), page);
    assert!(page.contains("\n  → figure trees_index, in 1 "), "{page}");
    let block = project.run(&["explain", "growth"]);
    assert_eq!(
        block.out,
        "growth\n  values      4\n    growth.difference  22.7\u{a0}percentage points\n    growth.effect  5.60\n    growth.none  7.5%\n    growth.planting  30.3%\n"
    );
    // Tables, frames, files and pages have nothing but a chain to explain.
    let alone = project.run(&["explain", "table:growth"]);
    assert_eq!(alone.out, chain(&project, "table:growth"));
}

#[test]
fn of_what_is_not_there_the_nearest_of_its_sort_is_named() {
    let project = Project::starter();
    for (asked, near) in [
        (
            "figure:tree_index",
            "did you mean `figure:trees_index`? the figures are `figure:trees_index`",
        ),
        ("claim:grew", "the claims are `claim:grew_faster`"),
        ("table:grwth", "did you mean `table:growth`?"),
        ("frame:panl", "did you mean `frame:panel`?"),
        ("file:tree.csv", "the data files are `file:data/trees.csv`"),
        ("page:9", "the chapters are `page:report/chapters/1-numbers.md`"),
        ("grwth", "did you mean `growth`? the statistics are `districts`, `growth`, "),
    ] {
        let ran = project.run(&["explain", asked]);
        assert_eq!(ran.code, 2);
        let error = format!("error: there is nothing called `{asked}`\n");
        assert!(ran.err.starts_with(&error) && ran.err.contains(near), "{}", ran.err);
    }
}

#[test]
fn questions_of_authors_lead_to_their_page_first() {
    let folder = tempfile::tempdir().unwrap();
    for (question, page) in [
        ("sort bars by value", "order"),
        ("add a data file", "files"),
        ("change the font", "brand"),
        ("order categories", "order"),
        ("hide a label", "labels"),
        ("table note", "notes"),
        ("where are the templates", "templates"),
        ("month axis", "periods"),
        ("page size", "paper"),
        ("landscape table", "paper"),
        ("page numbers", "paper"),
        ("how do I hide a draft chapter", "chapters"),
        ("put an appendix last", "chapters"),
        ("how to make a new year", "newyear"),
        ("annotate a chart", "annotations"),
    ] {
        let words: Vec<&str> =
            std::iter::once("explain").chain(question.split(' ')).collect();
        let ran = run_in(folder.path(), &words, &[]);
        let wanted = run_in(folder.path(), &["explain", page], &[]).out;
        assert!(ran.out.starts_with(&wanted), "{question}: {}", ran.out);
    }
    let plain = run_in(folder.path(), &["explain", "figure.keep"], &[]);
    let typed = run_in(folder.path(), &["explain", "figure.keep:"], &[]);
    assert_eq!((plain.code, &plain.out), (0, &typed.out));
}
