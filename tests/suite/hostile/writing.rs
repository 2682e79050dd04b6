//! Links, and folders and files that are not ours: nothing outside the project changes, and
//! nothing is lost.

use crate::harness::Project;
use crate::harness::Ran;
use crate::harness::run_in;
use crate::harness::typst;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;

/// A project in a folder with something precious beside it.
struct Home {
    folder: tempfile::TempDir,
}

impl Home {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let put = |path: &str, bytes: &[u8]| {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, bytes).unwrap();
        };
        for (path, bytes) in reissue::output::builtin_under("new/") {
            put(&format!("project/{path}"), bytes);
        }
        for file in
            ["precious/index.html", "precious/staged/a", "precious/sub/b", "bashrc"]
        {
            put(file, b"precious");
        }
        Self { folder }
    }

    fn project(&self) -> PathBuf {
        self.folder.path().join("project")
    }

    fn run(&self, args: &[&str]) -> Ran {
        run_in(&self.project(), args, &[])
    }

    fn built(self) -> Self {
        let ran = self.run(&["build", "--html-only"]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        self
    }

    /// Checks that what is precious is there, and no more.
    fn untouched(&self, case: &str) {
        let mut found = Vec::new();
        list(&self.folder.path().join("precious"), &mut found);
        list(&self.folder.path().join("bashrc"), &mut found);
        assert_eq!(found.len(), 4, "{case}: {found:?}");
        for path in found {
            assert_eq!(std::fs::read_to_string(&path).unwrap(), "precious", "{case}");
        }
    }

    /// Leads a path of the project elsewhere.
    fn lead(&self, path: &str, target: &str) {
        let path = self.project().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        let _ = std::fs::remove_dir_all(&path);
        let _ = std::fs::remove_file(&path);
        symlink(self.folder.path().join(target), path).unwrap();
    }
}

fn list(path: &Path, found: &mut Vec<PathBuf>) {
    if path.is_dir() {
        let entries = std::fs::read_dir(path).unwrap();
        entries.for_each(|entry| list(&entry.unwrap().path(), found));
    } else {
        found.push(path.to_owned());
    }
}

#[test]
fn a_link_in_the_working_folder_is_refused_or_removed_and_never_followed() {
    let typst = typst();
    let typst = typst.to_string_lossy();
    // Path of the project, what it leads to, whether the build must refuse.
    let cases = [
        (".reissue", "precious", true),
        (".reissue/lock", "bashrc", true),
        (".reissue/staged", "precious", true),
        (".reissue/typst", "precious", true),
        (".reissue/typst/template.typ", "bashrc", false),
        (".reissue/typst/main.typ", "bashrc", false),
        (".reissue/typst/fonts", "precious", false),
        (".reissue/typst/gate.typ", "bashrc", false),
        (".reissue/cache", "precious", false),
        (".reissue/cache/0.1.0", "precious", false),
        (".reissue/last-run", "bashrc", true),
        ("out", "precious", true),
        ("out", "nowhere", true),
        ("out/index.html", "bashrc", true),
        ("out/figures", "precious", true),
    ];
    for (path, target, refused) in cases {
        let home = Home::new();
        home.lead(path, target);
        let ran = home.run(&["build", "--typst", &typst]);
        assert_eq!(ran.code, if refused { 2 } else { 0 }, "{path}: {}", ran.err);
        assert_eq!(ran.err.contains("[R081"), refused, "{path}: {}", ran.err);
        if path == ".reissue" {
            assert!(ran.err.contains("error[R0810]: "), "{}", ran.err);
        }
        home.untouched(path);
        assert!(!home.folder.path().join("nowhere").exists());
    }
}

#[test]
fn a_link_among_what_an_edition_wrote_is_refused_and_its_target_kept() {
    for (path, target) in
        [("out/index.html", "bashrc"), ("out/figures", "precious"), ("out", "precious")]
    {
        let home = Home::new().built();
        home.lead(path, target);
        let ran = home.run(&["build", "--html-only"]);
        assert_eq!(ran.code, 2, "{path}: {}", ran.err);
        home.untouched(path);
    }
}

#[test]
fn a_file_with_a_second_name_outside_is_replaced_and_never_written_to() {
    let typst = typst();
    let typst = typst.to_string_lossy();
    for name in
        ["lock", "last-run", "typst/template.typ", "typst/main.typ", "typst/kept.typ"]
    {
        let home = Home::new();
        let path = home.project().join(".reissue").join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::hard_link(home.folder.path().join("bashrc"), &path).unwrap();
        let ran = home.run(&["build", "--typst", &typst]);
        assert_eq!(ran.code, if name == "lock" { 2 } else { 0 }, "{name}: {}", ran.err);
        home.untouched(name);
    }
    let home = Home::new().built();
    let page = home.project().join("out/index.html");
    std::fs::remove_file(&page).unwrap();
    std::fs::hard_link(home.folder.path().join("bashrc"), &page).unwrap();
    let home = home.built();
    assert!(std::fs::read_to_string(&page).unwrap().contains("<html"));
    home.untouched("out/index.html");
}

#[test]
fn a_lock_that_is_no_plain_file_is_named_as_what_it_is() {
    let message = "error[R0810]: cannot write `.reissue/lock`: `.reissue/lock` is not a plain file\n |\n = help: remove it; reissue writes to plain files only\n\n1 error\n";
    let project = Project::starter();
    let lock = project.path().join(".reissue/lock");
    std::fs::create_dir_all(&lock).unwrap();
    let folder = project.run(&["build", "--html-only"]);
    std::fs::remove_dir(&lock).unwrap();
    let mode = rustix::fs::Mode::from_raw_mode(0o600);
    let fifo = rustix::fs::FileType::Fifo;
    rustix::fs::mknodat(rustix::fs::CWD, &lock, fifo, mode, 0).unwrap();
    let pipe = project.run(&["build", "--html-only"]);
    for ran in [folder, pipe] {
        assert_eq!((ran.code, ran.err.as_str()), (2, message));
    }
}

#[test]
fn packs_releases_and_the_sign_off_go_through_no_link() {
    let release: &[&str] = &["release", "first", "--html-only"];
    let page: &[&str] = &["diff", ".", "out", "--format", "html", "-o", "changes.html"];
    let text: &[&str] = &["diff", ".", "out", "-o", "notes/changes.txt"];
    for (path, target, args) in [
        ("press", "precious", &["press", "--no-pdf"][..]),
        ("releases", "precious", release),
        ("releases/first.zip", "bashrc", release),
        ("releases/releases.yaml", "bashrc", release),
        ("changes.html", "bashrc", page),
        ("notes", "precious", text),
    ] {
        let home = Home::new().built();
        home.lead(path, target);
        let ran = home.run(args);
        assert_eq!(ran.code, 2, "{path}: {}", ran.err);
        home.untouched(path);
    }
    let home = Home::new().built();
    let data = home.project().join("data/trees.csv");
    let text = std::fs::read_to_string(&data).unwrap();
    std::fs::write(&data, text.replacen("D1,planting,2024,", "D1,planting,2024,1", 1))
        .unwrap();
    home.lead("report/review.yaml", "empty");
    std::fs::write(home.folder.path().join("empty"), "").unwrap();
    let ran = home.run(&["review", "out", ".", "--accept", "*", "--by", "A"]);
    assert_eq!(ran.code, 2, "{}", ran.err);
    assert_eq!(std::fs::read_to_string(home.folder.path().join("empty")).unwrap(), "");
}

#[test]
fn a_folder_of_others_is_not_replaced() {
    let home = Home::new();
    std::fs::create_dir(home.folder.path().join("bare")).unwrap();
    let before = Project::starter().files("");
    let absolute = home.folder.path().join("precious").display().to_string();
    for out in [
        "data",
        "report",
        ".",
        "..",
        "../precious",
        "report/chapters",
        ".reissue",
        "/",
        "../project",
        "data/..",
        "../bashrc",
        &absolute,
    ] {
        let ran = home.run(&["build", "--html-only", "--out", out]);
        assert_eq!(ran.code, 2, "{out}: {}", ran.err);
        home.untouched(out);
        for (name, bytes) in &before {
            let now = std::fs::read(home.project().join(name)).unwrap();
            assert!(now == *bytes, "{out}: {name}");
        }
    }
    // An empty one, a new one and one of an earlier edition are.
    for out in ["../bare", "../bare", "public", "public"] {
        let ran = home.run(&["build", "--html-only", "--no-cache", "--out", out]);
        assert_eq!(ran.code, 0, "{out}: {}", ran.err);
    }
    let home = home.built();
    for to in ["../precious", "data", "out", ".", "..", "../bashrc"] {
        let ran = home.run(&["press", "--no-pdf", "--to", to]);
        assert_eq!(ran.code, 2, "{to}: {}", ran.err);
        home.untouched(to);
    }
    for _ in 0..2 {
        let ran = home.run(&["press", "--no-pdf", "--to", "../pack"]);
        assert_eq!(ran.code, 0, "{}", ran.err);
    }
}

#[test]
fn what_somebody_put_into_the_output_folder_is_kept_and_named() {
    let project = Project::starter();
    project.build_page();
    project.file("out/notes.txt", "mine").file("out/.DS_Store", "");
    project.replace("report/report.yaml", "title: ", "title: New ");
    let ran = project.run(&["build", "--html-only"]);
    let message = "error[R0811]: `out` holds `notes.txt`, which reissue did not write\n |\n = help: `out` is replaced as a whole: move what else is in it, or name another folder\n\n1 error\n";
    assert_eq!((ran.code, ran.err.as_str()), (2, message));
    assert_eq!(project.read("out/notes.txt"), "mine");
    project.remove("out/notes.txt");
    project.build_page();
}

#[test]
fn a_single_file_replaces_no_source_and_nothing_of_another_kind() {
    let project = Project::starter();
    project.build_page();
    project.file("notes.md", "notes").file("thesis.pdf", "%PDF-1.7");
    project.file("all.zip", "PK\u{3}\u{4}");
    let before = project.files("");
    for args in [
        &["diff", ".", "out", "-o", "data/trees.csv"][..],
        &["diff", ".", "out", "-o", "report/chapters/new.md"],
        &["diff", ".", "out", "-o", ".git/hooks/x"],
        &["diff", ".", "out", "-o", "thesis.pdf"],
        &["diff", ".", "out", "--format", "html", "-o", "notes.md"],
        &["press", "trees_index", "--format", "csv", "-o", "data/trees.csv"],
        &["press", "--no-pdf", "--to", "all.zip"],
        &["build", "--html-only", "--timings", "report/report.yaml"],
    ] {
        let ran = project.run(args);
        assert!(ran.err.contains("R0811"), "{args:?}: {} {}", ran.code, ran.err);
        for (name, bytes) in &before {
            let now = std::fs::read(project.path().join(name)).unwrap();
            assert!(name.starts_with(".reissue/") || now == *bytes, "{args:?}: {name}");
        }
    }
    for _ in 0..2 {
        project.run(&["diff", ".", "out", "--format", "html", "-o", "changes.html"]);
        assert!(project.read("changes.html").contains("<html"));
        assert_eq!(project.run(&["press", "--no-pdf", "--to", "pack.zip"]).code, 0);
    }
}

#[test]
fn a_link_that_comes_and_goes_meanwhile_leads_no_write_out() {
    let home = Home::new().built();
    let (root, target) = (home.project(), home.folder.path().join("precious"));
    let stop = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let names = [".reissue/staged", ".reissue/cache/0.1.0", "out/figures", "out"];
            for name in names.iter().cycle() {
                if stop.load(Ordering::Relaxed) {
                    break;
                }
                let (path, aside) = (root.join(name), root.join("aside"));
                if std::fs::rename(&path, &aside).is_ok() {
                    let _ = symlink(&target, &path);
                    let _ = std::fs::remove_file(&path);
                    let _ = std::fs::rename(&aside, &path);
                    let _ = std::fs::remove_dir_all(&aside);
                }
            }
        });
        for round in 0..crate::harness::times(12) {
            let chapter = root.join("report/chapters/3-data.md");
            let text = std::fs::read_to_string(&chapter).unwrap();
            let text = format!("{text}\nRound {}.\n", "x".repeat(round));
            std::fs::write(&chapter, text).unwrap();
            // It may be refused, but nothing else may happen.
            let ran = home.run(&["build", "--html-only"]);
            assert!(matches!(ran.code, 0 | 2), "{}", ran.err);
        }
        stop.store(true, Ordering::Relaxed);
    });
    home.untouched("a race");
}
