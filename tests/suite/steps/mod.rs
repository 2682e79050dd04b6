//! Which steps run again, for every kind of change.

mod chapters;
mod versions;

use crate::harness::Project;
use crate::harness::state;
use reissue::make::Outcome;
use reissue::make::Request;
use reissue::make::Seal;
use reissue::make::Silent;
use reissue::make::build;
use reissue::output::typst::Program;
use std::path::Path;

/// A stand-in for typst that says it has this version.
fn typst(folder: &Path, version: &str) -> Program {
    use std::os::unix::fs::PermissionsExt as _;
    let path = folder.join("typst");
    let script = format!(
        "#!/bin/sh\nif [ \"$1\" = --version ]; then echo 'typst {version} (stand-in)'; else printf '%%PDF-1.7 stand-in'; fi\n"
    );
    std::fs::write(&path, script).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    Program::find(Some(&path), None, &[]).unwrap()
}

struct Bench {
    project: Project,
    tools: tempfile::TempDir,
}

impl Bench {
    /// The starter project, built once.
    fn new() -> Self {
        // As the program is stamped: what one keeps the other uses.
        reissue::model::key::made_by(env!("REISSUE_BUILD"));
        let bench =
            Self { project: Project::starter(), tools: tempfile::tempdir().unwrap() };
        assert!(bench.build("0.15.1").done);
        bench
    }

    fn build(&self, version: &str) -> Outcome {
        let request = Request {
            typst: Some(typst(self.tools.path(), version)),
            seal: Seal::kept(Some(&state().join("reissue"))),
            ..Request::of(self.project.path())
        };
        build(&request, &Silent)
    }

    /// Builds, and returns which of the steps over single things ran: `statistic growth`.
    fn ran(&self) -> Vec<String> {
        let outcome = self.build("0.15.1");
        assert!(outcome.done, "{:?}", outcome.diagnostics);
        single(&outcome)
    }
}

fn single(outcome: &Outcome) -> Vec<String> {
    let ran = outcome.steps.iter().filter(|step| !step.reused);
    let mut names: Vec<String> = ran
        .map(|step| step.name.clone())
        .filter(|name| name.contains(' ') || name == "pdf")
        .collect();
    names.sort();
    names
}

const NONE: [&str; 0] = [];
const CHAPTER: &str = "report/chapters/2-claims.md";
/// The steps of the starter's chapters.
const NUMBERS: &str = "chapter report/chapters/1-numbers.md";
const CLAIMS: &str = "chapter report/chapters/2-claims.md";

#[test]
fn a_touched_file_is_no_change() {
    let bench = Bench::new();
    let text = bench.project.read(CHAPTER);
    bench.project.file(CHAPTER, text);
    let outcome = bench.build("0.15.1");
    assert_eq!(outcome.steps.len(), 1);
    assert!(outcome.steps[0].reused);
    assert_eq!(outcome.steps[0].name, "edition");
}

#[test]
fn a_comment_in_a_declaration_computes_and_draws_nothing() {
    let bench = Bench::new();
    for file in ["statistics", "figures", "tables", "claims", "report"] {
        let path = format!("report/{file}.yaml");
        let text = bench.project.read(&path);
        bench.project.file(&path, format!("# A remark.\n{text}"));
        // A chapter knows where the words of its figures and tables stand.
        let moved = ["figures", "tables"].contains(&file);
        let ran: &[&str] = if moved { &[NUMBERS] } else { &NONE };
        assert_eq!(bench.ran(), ran, "{file}");
    }
    let path = "data/datapackage.yaml";
    let text = bench.project.read(path);
    bench.project.file(path, format!("# A remark.\n{text}"));
    assert_eq!(bench.ran(), NONE);
}

#[test]
fn a_cell_that_matters_makes_what_depends_on_it() {
    let bench = Bench::new();
    // A year in the middle of the series: the change from first to last year stands.
    bench.project.replace(
        "data/trees.csv",
        "D1,planting,2021,949",
        "D1,planting,2021,950",
    );
    assert_eq!(
        bench.ran(),
        [
            "alone trees_index",
            "figure trees_index",
            "frame panel",
            "pdf",
            "png trees_index",
            "resource trees",
            "rows trees",
            // Both read the column; only the index comes out different.
            "statistic growth",
            "statistic trees_index",
        ]
    );
}

#[test]
fn a_cell_that_no_frame_reads_stops_at_the_frame() {
    let bench = Bench::new();
    let data = bench.project.read("data/trees.csv");
    let with = |note: &str| -> String {
        let mut lines = data.lines();
        let head = format!("{},note", lines.next().unwrap());
        let rest = lines.map(|line| format!("{line},{note}"));
        std::iter::once(head).chain(rest).collect::<Vec<_>>().join("\n") + "\n"
    };
    bench.project.replace(
        "data/datapackage.yaml",
        "- {name: trees, type: integer",
        "- {name: note, type: string}\n        - {name: trees, type: integer",
    );
    bench.project.file("data/trees.csv", with("counted"));
    assert_eq!(bench.ran(), ["frame panel", "resource trees", "rows trees"]);
    bench.project.file("data/trees.csv", with("estimated"));
    assert_eq!(bench.ran(), ["frame panel", "resource trees", "rows trees"]);
}

#[test]
fn rows_in_another_order_stop_at_the_frame() {
    let bench = Bench::new();
    let data = bench.project.read("data/trees.csv");
    let mut lines: Vec<&str> = data.lines().collect();
    lines[1..].reverse();
    bench.project.file("data/trees.csv", lines.join("\n") + "\n");
    assert_eq!(bench.ran(), ["frame panel", "resource trees", "rows trees"]);
}

#[test]
fn windows_line_ends_compute_and_draw_nothing() {
    let bench = Bench::new();
    let text = bench.project.read("data/trees.csv").replace('\n', "\r\n");
    bench.project.file("data/trees.csv", text);
    assert_eq!(bench.ran(), ["resource trees"]);
    let text = bench.project.read(CHAPTER).replace('\n', "\r\n");
    bench.project.file(CHAPTER, text);
    assert_eq!(bench.ran(), NONE);
}

#[test]
fn a_label_computes_only_the_statistics_that_use_it() {
    let bench = Bench::new();
    bench.project.replace(
        "report/statistics.yaml",
        "districts without one",
        "other districts",
    );
    assert_eq!(
        bench.ran(),
        [
            NUMBERS,
            "pdf",
            "statistic districts",
            "statistic growth",
            "statistic trees_index"
        ]
    );
}

#[test]
fn a_template_of_the_page_makes_the_page_alone() {
    let bench = Bench::new();
    let page = reissue::output::builtin("html/page.html").unwrap();
    let page =
        String::from_utf8(page.to_vec()).unwrap().replace("<main", "<main data-own");
    bench.project.file("templates/html/page.html", page);
    assert_eq!(bench.ran(), NONE);
    assert!(bench.project.read("out/index.html").contains("<main data-own"));
}

#[test]
fn a_template_of_the_pdf_makes_the_pdf_alone() {
    let bench = Bench::new();
    let template = reissue::output::builtin("pdf/template.typ").unwrap();
    let template = String::from_utf8(template.to_vec()).unwrap();
    bench.project.file("templates/pdf/template.typ", format!("{template}\n// own\n"));
    assert_eq!(bench.ran(), ["pdf"]);
}

#[test]
fn a_deleted_file_fails_and_its_return_finds_all_that_was_kept() {
    let bench = Bench::new();
    let data = bench.project.read("data/trees.csv");
    let before = bench.project.outputs();
    bench.project.remove("data/trees.csv");
    assert!(!bench.build("0.15.1").done);
    assert_eq!(bench.project.outputs(), before);
    bench.project.file("data/trees.csv", data);
    assert_eq!(bench.ran(), NONE);
}

#[test]
fn the_way_back_to_an_earlier_state_runs_nothing() {
    let bench = Bench::new();
    let data = bench.project.read("data/trees.csv");
    bench.project.replace(
        "data/trees.csv",
        "D1,planting,2024,1109",
        "D1,planting,2024,1110",
    );
    assert!(bench.ran().contains(&"statistic growth".to_owned()));
    bench.project.file("data/trees.csv", data);
    assert_eq!(bench.ran(), NONE);
}

#[test]
fn what_ran_says_which_field_of_its_key_changed() {
    let bench = Bench::new();
    bench.project.replace(
        "data/trees.csv",
        "D1,planting,2021,949",
        "D1,planting,2021,950",
    );
    let outcome = bench.build("0.15.1");
    let changed = |name: &str| {
        let step = outcome.steps.iter().find(|step| step.name == name).unwrap();
        step.changed.clone()
    };
    assert_eq!(changed("resource trees"), ["file data/trees.csv"]);
    assert_eq!(changed("frame panel"), ["resource trees"]);
    assert_eq!(changed("statistic growth"), ["column trees of panel"]);
    assert_eq!(changed("figure trees_index"), ["chart"]);
    assert_eq!(changed("png trees_index"), ["svg"]);
}
