//! The typst that is started before its document is made: its PDF is that of one that starts with
//! it, and it never outlives the build.

use crate::harness::Project;
use crate::harness::typst;
use std::path::Path;

const CHAPTER: &str = "report/chapters/2-claims.md";

/// A typst that does something first, notes its number and what it sets, and then is the real one.
fn noting(project: &Project, first: &str) {
    let (runs, real) = (project.path().join("runs"), typst());
    let (runs, real) = (runs.display(), real.display());
    let script = format!(
        "for last; do main=$before; before=$last; done\n{first}\necho $$ $main >>'{runs}'\nexec '{real}' \"$@\""
    );
    project.program("noting", &script);
    project.file("runs", "");
}

/// What was set so far, and by which process.
fn runs(project: &Project) -> Vec<(String, String)> {
    let text = project.read("runs");
    let pairs = text.lines().filter_map(|line| line.split_once(' '));
    pairs.map(|(pid, main)| (pid.to_owned(), main.to_owned())).collect()
}

fn mains(project: &Project) -> Vec<String> {
    let mains = runs(project).into_iter().map(|(_, main)| main);
    mains.filter(|main| !main.is_empty()).collect()
}

fn built(project: &Project) -> Vec<u8> {
    let ran = project.run(&["build", "--no-cache", "--typst", "./noting"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    project.files("out").remove("report.pdf").unwrap()
}

#[test]
fn a_typst_that_is_started_ahead_gives_the_very_pdf_of_one_that_is_not() {
    let project = Project::starter();
    noting(&project, "");
    let ahead = built(&project);
    assert_eq!(mains(&project), ["ahead.typ"]);
    noting(&project, "[ \"$main\" = ahead.typ ] && exit 1");
    assert!(built(&project) == ahead, "the PDFs differ");
    assert_eq!(mains(&project), ["main.typ"]);
}

#[test]
fn a_typst_that_dies_before_its_document_spoils_no_build() {
    let project = Project::starter();
    noting(&project, "");
    let good = built(&project);
    for death in ["kill -9 $$", "cat >/dev/null", "echo %PDF-1.7", "exit 0"] {
        noting(&project, &format!("[ \"$main\" = ahead.typ ] && {{ {death}; exit; }}"));
        assert!(built(&project) == good, "{death}");
        assert_eq!(mains(&project), ["main.typ"], "{death}");
    }
}

#[test]
fn a_template_that_typst_refuses_is_told_as_ever() {
    let project = Project::starter();
    let template = reissue::output::builtin("pdf/template.typ").unwrap();
    let template = String::from_utf8(template.to_vec()).unwrap();
    project.file("templates/pdf/template.typ", template + "\n#panic(\"no\")\n");
    let told = |first: &str| {
        noting(&project, first);
        let ran = project.run(&["build", "--typst", "./noting"]);
        assert_eq!(ran.code, 1);
        ran.err
    };
    let (ahead, plain) = (told(""), told("[ \"$main\" = ahead.typ ] && exit 1"));
    assert!(ahead.contains("error[R0603]: typst refused the document"), "{ahead}");
    assert_eq!(ahead, plain);
}

#[test]
fn a_typst_that_has_nothing_to_set_ends_with_the_build() {
    let project = Project::starter();
    noting(&project, "");
    let build = || {
        project.file("runs", "");
        let ran = project.run(&["build", "--typst", "./noting"]);
        let runs = runs(&project).into_iter().map(|(pid, _)| pid);
        let left = runs.filter(|pid| Path::new("/proc").join(pid).exists());
        assert_eq!(left.collect::<Vec<_>>(), [""; 0], "{}", ran.err);
        ran
    };
    assert_eq!(build().code, 0);
    let pdf = project.files("out").remove("report.pdf");
    let style = reissue::output::builtin("html/style.css").unwrap();
    let style = String::from_utf8(style.to_vec()).unwrap();
    project.file("templates/html/style.css", style + "\n/* another */\n");
    assert_eq!(build().code, 0);
    assert!(project.files("out").remove("report.pdf") == pdf);
    project.file(CHAPTER, project.read(CHAPTER) + "\n{{ stat(\"nowhere\") }}\n");
    assert_eq!(build().code, 1);
}

#[test]
fn another_template_is_read_though_one_was_read_ahead() {
    let project = Project::starter();
    noting(&project, "");
    let first = built(&project);
    let template = reissue::output::builtin("pdf/template.typ").unwrap();
    let template = String::from_utf8(template.to_vec()).unwrap();
    project.file(
        "templates/pdf/template.typ",
        template.replace("#let base = 9.8pt", "#let base = 9.2pt"),
    );
    let second = built(&project);
    assert!(first != second, "the size is the old one");
    project.file("templates/pdf/template.typ", template);
    assert!(built(&project) == first, "the size is not the old one again");
    assert_eq!(mains(&project), ["ahead.typ"; 3]);
}
