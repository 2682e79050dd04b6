//! The typst that is kept between builds: its PDFs are those of one that is not, and it never
//! outlives who keeps it.

use crate::harness::Project;
use crate::harness::ignored;
use crate::harness::typst;
use reissue::make::Outcome;
use reissue::make::Request;
use reissue::make::Silent;
use reissue::make::build;
use reissue::model::diagnostic::Style;
use reissue::model::diagnostic::render;
use reissue::output::typst::Program;
use rustix::process::Pid;
use rustix::process::Signal;
use rustix::process::kill_process;
use std::path::Path;
use std::time::Duration;
use std::time::Instant;

const CHAPTER: &str = "report/chapters/2-claims.md";
/// How long what must happen may take on a busy machine.
const SOON: Duration = Duration::from_secs(20);

/// A project, and builds of it with a typst that is kept and one that is not.
struct Bench {
    project: Project,
    kept: Request,
    plain: Request,
}

impl Bench {
    fn new() -> Self {
        let project = Project::starter();
        let path = project.path().join(noting(&project));
        let kept =
            Program::find(Some(&path), None, &[]).unwrap().checked().unwrap().kept();
        let plain = Program::find(Some(&typst()), None, &[]).unwrap();
        let request = |program: Program, out: &str, cache: bool| Request {
            typst: Some(program),
            out: project.path().join(out),
            cache,
            ..Request::of(project.path())
        };
        project.file("runs", "");
        let (kept, plain) = (request(kept, "out", true), request(plain, "plain", false));
        Self { project, kept, plain }
    }

    /// Builds with the kept one; the PDF must be that of the other.
    fn same(&self, what: &str) {
        let outcome = build(&self.kept, &Silent);
        assert!(outcome.done, "{what}: {}", told(&outcome));
        let outcome = build(&self.plain, &Silent);
        assert!(outcome.done, "{what}: {}", told(&outcome));
        let pdf = |folder: &str| self.project.files(folder).remove("report.pdf").unwrap();
        assert!(pdf("out") == pdf("plain"), "{what}: the PDFs differ");
    }

    /// What typst was run for so far: the number of each run, and its first argument.
    fn runs(&self) -> Vec<(String, String)> {
        let runs = self.project.read("runs");
        let pair = |line: &str| {
            let (pid, what) = line.split_once(' ').unwrap();
            (pid.to_owned(), what.to_owned())
        };
        runs.lines().map(pair).collect()
    }

    fn ran(&self) -> Vec<String> {
        self.runs().into_iter().map(|(_, what)| what).collect()
    }
}

/// A typst that notes its number and what it is run for, and then is the real one.
fn noting(project: &Project) -> String {
    let runs = project.path().join("runs");
    let (runs, real) = (runs.display(), typst());
    let real = real.display();
    project.program("noting", &format!("echo $$ $1 >>'{runs}'\nexec '{real}' \"$@\""))
}

fn told(outcome: &Outcome) -> String {
    render(&outcome.diagnostics, &outcome.sources, Style::Full { colour: false })
}

fn lives(pid: &str) -> bool {
    Path::new("/proc").join(pid).exists()
}

fn until(what: &str, holds: impl Fn() -> bool) {
    let begun = Instant::now();
    while !holds() {
        assert!(begun.elapsed() < SOON, "{what}");
        std::thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn a_kept_typst_gives_the_very_pdf_of_one_that_is_not() {
    let bench = Bench::new();
    let project = &bench.project;
    bench.same("the first build");
    for (number, word) in ["first", "second", "third"].iter().enumerate() {
        let before = ["next", "first", "second"][number];
        let (from, to) = (format!("to try {before}"), format!("to try {word}"));
        project.replace(CHAPTER, &from, &to);
        bench.same(&to);
    }
    project.replace("data/trees.csv", "D1,planting,2024,1109", "D1,planting,2024,1309");
    bench.same("a number and its pictures");
    project.replace("report/figures.yaml", "trees_index", "trees_again");
    for naming in ["report/report.yaml", "report/chapters/1-numbers.md"] {
        project.replace(naming, "trees_index", "trees_again");
    }
    bench.same("a picture of another name");
    let template = reissue::output::builtin("pdf/template.typ").unwrap();
    let template = String::from_utf8(template.to_vec()).unwrap();
    project.file("templates/pdf/template.typ", template + "\n// another\n");
    bench.same("a template");
    let ran = bench.ran();
    // The system may keep news from a process that watches; then another one does.
    let watches = ran.iter().all(|what| what == "watch") && ran.len() < 4;
    assert!(watches, "one process does (nearly) all: {ran:?}");

    project.replace("report/report.yaml", "date: \"20", "date: \"19");
    bench.same("another date");
    assert_eq!(bench.ran().len(), ran.len() + 1, "a date is given at the start");
}

#[test]
fn a_refusal_is_told_as_by_one_that_is_not_kept_and_ends_when_mended() {
    let bench = Bench::new();
    bench.same("the first build");
    let template = reissue::output::builtin("pdf/template.typ").unwrap();
    let template = String::from_utf8(template.to_vec()).unwrap();
    let broken = format!("{template}\n#panic(\"no\")\n");
    let before = bench.project.outputs();
    bench.project.file("templates/pdf/template.typ", broken);
    let (kept, plain) = (build(&bench.kept, &Silent), build(&bench.plain, &Silent));
    assert!(!kept.done && told(&kept).contains("error[R0603]"), "{}", told(&kept));
    assert_eq!(told(&kept), told(&plain));
    assert!(bench.project.outputs() == before);
    bench.project.file("templates/pdf/template.typ", template + "\n// mended\n");
    bench.same("mended");
    assert_eq!(bench.ran(), ["watch", "compile"]);
}

#[test]
fn nothing_new_for_a_kept_typst_is_set_again() {
    let bench = Bench::new();
    let kept = Request { cache: false, ..bench.kept.clone() };
    for _ in 0..3 {
        assert!(build(&kept, &Silent).done);
    }
    bench.same("three times the same");
    assert_eq!(bench.ran(), ["watch"]);
}

#[test]
fn a_kept_typst_that_is_killed_spoils_no_build() {
    let bench = Bench::new();
    bench.same("the first build");
    let pid = bench.runs().remove(0).0.parse().unwrap();
    kill_process(Pid::from_raw(pid).unwrap(), Signal::KILL).unwrap();
    for word in ["first", "second"] {
        let text = bench.project.read(CHAPTER);
        bench.project.file(CHAPTER, format!("{text}\nThe {word} after.\n"));
        bench.same(word);
    }
    assert_eq!(bench.ran(), ["watch", "compile", "compile"]);
}

#[test]
fn other_builds_of_the_project_do_not_disturb_a_kept_typst() {
    let bench = Bench::new();
    bench.same("the first build");
    let text = bench.project.read(CHAPTER);
    for round in 0..3 {
        // Another typst works in the same folder, with other words.
        bench
            .project
            .file(CHAPTER, format!("{text}\nThe other{}.\n", " one".repeat(round)));
        assert!(build(&bench.plain, &Silent).done);
        // The kept one may just be writing there.
        let folder = bench.project.path().join(".reissue/typst");
        until("the folder stays", || std::fs::remove_dir_all(&folder).is_ok());
        bench.project.file(CHAPTER, format!("{text}\nThis{}.\n", " one".repeat(round)));
        bench.same("after another");
    }
}

#[test]
fn a_typst_that_cannot_watch_is_run_as_ever() {
    let project = Project::starter();
    let real = typst();
    let script =
        format!("[ \"$1\" = watch ] && exit 2\nexec '{}' \"$@\"", real.display());
    let path = project.path().join(project.program("plain", &script));
    let program =
        Program::find(Some(&path), None, &[]).unwrap().checked().unwrap().kept();
    let request = Request { typst: Some(program), ..Request::of(project.path()) };
    assert!(build(&request, &Silent).done);
    project.whole();
}

#[test]
fn a_kept_typst_ends_with_whoever_keeps_it() {
    let bench = Bench::new();
    bench.same("the first build");
    let pid = bench.runs().remove(0).0;
    assert!(lives(&pid));
    let Bench { project, kept, .. } = bench;
    drop(kept);
    assert!(!lives(&pid), "typst is left behind");
    drop(project);
}

#[test]
fn a_kept_typst_ends_with_a_program_that_is_killed() {
    let signals = [Signal::KILL, Signal::HUP, Signal::INT];
    for signal in signals.into_iter().filter(|signal| !ignored(*signal)) {
        let bench = Bench::new();
        let project = &bench.project;
        let mut child = project.spawn(&["watch", "--typst", "./noting"]);
        until("the first build", || project.path().join("out/report.pdf").exists());
        let watching = bench.runs().into_iter().find(|(_, what)| what == "watch");
        let (pid, _) = watching.unwrap();
        assert!(lives(&pid));
        kill_process(Pid::from_child(&child), signal).unwrap();
        child.wait().unwrap();
        until("typst is left behind", || !lives(&pid));
    }
}
