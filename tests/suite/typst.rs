//! The `typst` program missing, wrong, failing and hanging.

use crate::harness::Project;
use crate::harness::run_in;

/// A program that answers as told.
fn fake(project: &Project, script: &str) -> String {
    use std::os::unix::fs::PermissionsExt as _;
    let path = project.path().join("fake-typst");
    std::fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    path.to_string_lossy().into_owned()
}

#[test]
fn a_missing_typst_is_said_with_what_to_run() {
    let project = Project::starter();
    let env =
        [("PATH", "/nonexistent"), ("HOME", "/nonexistent"), ("XDG_CACHE_HOME", "")];
    let ran = run_in(project.path(), &["build"], &env);
    assert_eq!(ran.code, 2);
    assert_eq!(
        ran.err,
        "error[R0601]: the `typst` program was not found\n |\n = help: run `reissue build --install-typst` once, name it with `--typst PATH`, or leave the PDF out with `--html-only`\n\n1 error\n"
    );
    let ran = run_in(project.path(), &["build", "--html-only"], &env);
    assert_eq!(ran.code, 0, "{}", ran.err);
}

#[test]
fn a_typst_of_another_version_is_refused() {
    let project = Project::starter();
    let typst = fake(&project, "echo 'typst 0.11.0 (abc)'");
    let ran = project.run(&["build", "--typst", &typst]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.err.starts_with(
            "error[R0602]: `fake-typst` is not typst 0.15: it says `typst 0.11.0 (abc)`\n"
        ),
        "{}",
        ran.err
    );
}

#[test]
fn a_typst_that_fails_is_reported_at_the_narrative_line_and_the_edition_stays() {
    let project = Project::starter();
    let before = project.build_page();
    let source =
        "line=$(grep -n 'Nothing in this report' main.typ | head -1 | cut -d: -f1)";
    let typst = fake(
        &project,
        &format!(
            "if [ \"$1\" = --version ]; then echo 'typst 0.15.1'; exit 0; fi\n{source}\necho \"main.typ:$line:3: error: unknown font\" >&2\nexit 1"
        ),
    );
    let ran = project.run(&["build", "--typst", &typst]);
    assert_eq!(ran.code, 1);
    assert!(
        ran.err.contains("error[R0603]: typst refused the document: unknown font"),
        "{}",
        ran.err
    );
    assert!(ran.err.contains("--> report/chapters/1-numbers.md:3:1"), "{}", ran.err);
    assert_eq!(project.outputs(), before);
}

#[test]
fn a_typst_that_cannot_be_run_is_said() {
    let project = Project::starter();
    let ran = project.run(&["build", "--typst", "/nonexistent/typst"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.starts_with("error[R0601]: `typst` cannot be run: "), "{}", ran.err);
}

#[test]
fn an_output_folder_that_cannot_be_written_is_said_and_left() {
    let project = Project::starter();
    project.file("taken", "a file");
    let ran = project.run(&["build", "--html-only", "--out", "taken/out"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert!(ran.err.contains("error[R0801]: cannot write `taken/out`"), "{}", ran.err);
    assert_eq!(project.read("taken"), "a file");
}

#[test]
fn a_second_build_of_the_same_project_says_who_holds_it() {
    let project = Project::starter();
    let desk = reissue::make::Desk::open(project.path(), false).unwrap();
    let ran = project.run(&["build", "--html-only"]);
    assert_eq!(ran.code, 1);
    assert!(
        ran.err.starts_with(
            "error[R0803]: another build of this project is under way (process "
        ),
        "{}",
        ran.err
    );
    drop(desk);
    assert_eq!(project.run(&["build", "--html-only"]).code, 0);
}
