//! Watching a project while an editor saves.

use crate::harness::Project;
use reissue::make::Outcome;
use reissue::make::Progress;
use reissue::make::Request;
use reissue::make::Silent;
use reissue::watch::Follower;
use reissue::watch::watch;
use std::sync::Mutex;
use std::sync::mpsc::Receiver;
use std::sync::mpsc::Sender;
use std::sync::mpsc::TryRecvError;
use std::sync::mpsc::channel;
use std::time::Duration;

/// Tells of each build, and stops when told to.
struct Told {
    built: Sender<bool>,
    stop: Receiver<()>,
}

impl Follower for Told {
    fn begin(&mut self) {}

    fn end(&mut self, outcome: &Outcome) {
        let _ = self.built.send(outcome.done);
    }

    fn goes_on(&mut self) -> bool {
        // A test that fails lets go of the other end.
        self.stop.try_recv() == Err(TryRecvError::Empty)
    }
}

/// Watches the starter project; `act` does things and waits for builds.
fn watching(poll: Option<Duration>, act: impl FnOnce(&Project, &dyn Fn() -> bool)) {
    let project = Project::starter();
    let (built, builds) = channel();
    let (stop, stopped) = channel();
    let request = Request::of(project.path());
    std::thread::scope(|scope| {
        let stop = stop;
        let watching = scope.spawn(move || {
            let mut told = Told { built, stop: stopped };
            watch(&request, poll, &Silent, &mut told).unwrap();
        });
        let next = || builds.recv_timeout(Duration::from_secs(20)).unwrap();
        assert!(next(), "the first build");
        act(&project, &next);
        stop.send(()).unwrap();
        watching.join().unwrap();
    });
}

const CHAPTER: &str = "report/chapters/2-claims.md";

#[test]
fn a_save_in_place_by_rename_and_by_delete_and_create_are_seen() {
    watching(None, |project, next| {
        project.replace(CHAPTER, "What to try next", "What to try first");
        assert!(next());
        assert!(project.read("out/index.html").contains("What to try first"));

        let path = project.path().join(CHAPTER);
        let beside = path.with_extension("swp");
        let text = project.read(CHAPTER).replace("try first", "try second");
        std::fs::write(&beside, text).unwrap();
        std::fs::rename(&beside, &path).unwrap();
        assert!(next());
        assert!(project.read("out/index.html").contains("What to try second"));

        let text = project.read(CHAPTER).replace("try second", "try third");
        std::fs::remove_file(&path).unwrap();
        std::fs::write(&path, text).unwrap();
        // The file may have been seen missing: the last build is the one that counts.
        while !next() || !project.read("out/index.html").contains("What to try third") {}
    });
}

#[test]
fn a_failed_build_keeps_the_last_good_page_and_the_next_good_one_follows() {
    watching(None, |project, next| {
        let good = project.read("out/index.html");
        project.replace("report/claims.yaml", "is: greater", "is: less");
        assert!(!next());
        assert_eq!(project.read("out/index.html"), good);
        project.replace("report/claims.yaml", "is: less", "is: greater");
        assert!(next());
    });
}

#[test]
fn a_file_that_was_missing_is_waited_for() {
    watching(None, |project, next| {
        project.file(
            "report/published.yaml",
            "published:\n  a:\n    says: growth\n    value: 99\n    statistic: growth.planting\n    tolerance: 0.1\n    source: x\n",
        );
        assert!(next());
    });
}

#[test]
fn a_project_without_events_is_polled() {
    watching(Some(Duration::from_millis(200)), |project, next| {
        project.replace(CHAPTER, "What to try next", "What to try first");
        assert!(next());
    });
}

#[test]
fn an_edit_right_after_a_build_and_one_while_it_runs_are_seen() {
    watching(None, |project, next| {
        for round in 0..5 {
            // The first of them comes before anything is watched.
            project.replace(CHAPTER, "try ", &format!("try {round} "));
            while !project.read("out/index.html").contains(&format!("try {round} ")) {
                assert!(next());
            }
        }
    });
}

#[test]
fn a_touch_and_a_file_that_nobody_reads_are_no_changes() {
    watching(None, |project, next| {
        let chapter = project.read(CHAPTER);
        project.file(CHAPTER, &chapter);
        project.file("report/chapters/.2-claims.md.swp", "an editor's own");
        project.file("report/notes.txt", "not read");
        std::thread::sleep(Duration::from_millis(600));
        let before = project.outputs();
        project.replace(CHAPTER, "What to try next", "What to try first");
        assert!(next());
        // The one build that was told of is the one that changed something.
        assert_ne!(project.outputs(), before);
    });
}

#[test]
fn a_folder_that_was_missing_is_waited_for() {
    watching(None, |project, next| {
        let page = reissue::output::builtin("html/page.html").unwrap();
        let page = String::from_utf8(page.to_vec()).unwrap();
        project.file("templates/html/page.html", page.replace("<main", "<main data-own"));
        assert!(next());
        assert!(project.read("out/index.html").contains("<main data-own"));
    });
}

#[test]
fn a_folder_that_is_deleted_and_made_again_is_still_watched() {
    watching(None, |project, next| {
        let files = project.files("report/chapters");
        let folder = project.path().join("report/chapters");
        for word in ["first", "second"] {
            std::fs::remove_dir_all(&folder).unwrap();
            assert!(!next(), "the chapters are missing");
            for (name, text) in &files {
                project.file(&format!("report/chapters/{name}"), text);
            }
            while !next() {}
            project.replace(CHAPTER, "What to try next", &format!("What to try {word}"));
            while !project.read("out/index.html").contains(&format!("try {word}")) {
                next();
            }
        }
    });
}

#[test]
fn a_file_that_is_always_written_to_holds_up_nothing() {
    watching(None, |project, next| {
        let done = std::sync::atomic::AtomicBool::new(false);
        std::thread::scope(|scope| {
            scope.spawn(|| {
                while !done.load(std::sync::atomic::Ordering::Relaxed) {
                    project.file("data/log.txt", "a line");
                    std::thread::sleep(Duration::from_millis(5));
                }
            });
            project.replace(CHAPTER, "What to try next", "What to try first");
            let seen = next();
            done.store(true, std::sync::atomic::Ordering::Relaxed);
            assert!(seen);
        });
    });
}

#[test]
fn many_files_of_another_branch_are_one_change() {
    watching(None, |project, next| {
        let git = |args: &[&str]| {
            let ran = std::process::Command::new("git")
                .current_dir(project.path())
                .args(["-c", "user.name=Reader", "-c", "user.email=reader@example.org"])
                .args(args)
                .output()
                .unwrap();
            assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
        };
        project.file(".gitignore", "out/\n.reissue/\n");
        git(&["init", "--quiet", "--initial-branch=first"]);
        git(&["add", "."]);
        git(&["commit", "--quiet", "--message=First"]);
        let numbers = "report/chapters/1-numbers.md";
        project.replace(CHAPTER, "What to try next", "What to try first");
        assert!(next());
        project.replace("report/report.yaml", "2-claims.md", "2-other.md");
        git(&["mv", CHAPTER, "report/chapters/2-other.md"]);
        let text = project.read(numbers);
        project.file(numbers, text + "\nThe other branch.\n");
        while !project.read("out/index.html").contains("The other branch") {
            next();
        }
        git(&["add", "."]);
        git(&["commit", "--quiet", "--message=Second"]);
        for (revision, other) in [("HEAD~1", false), ("-", true)] {
            git(&["checkout", "--quiet", revision]);
            while project.read("out/index.html").contains("The other branch") != other {
                assert!(next());
            }
        }
    });
}

/// Saves the rest of a file right after the first build has read its half.
struct Saving<'a> {
    project: &'a Project,
    rest: Mutex<Option<String>>,
}

impl Progress for Saving<'_> {
    fn begin(&self, _: &str) {}

    fn end(&self, name: &str) {
        if name == "project"
            && let Some(text) = self.rest.lock().unwrap().take()
        {
            self.project.file("report/claims.yaml", text);
        }
    }

    fn wait(&self, _: Option<&str>) {}
}

#[test]
fn a_fault_in_a_file_that_was_half_written_is_not_told() {
    let project = Project::starter();
    let text = project.read("report/claims.yaml");
    project.file("report/claims.yaml", "claims: {");
    let (built, builds) = channel();
    let (stop, stopped) = channel();
    let request = Request::of(project.path());
    std::thread::scope(|scope| {
        let stop = stop;
        scope.spawn(|| {
            let saving = Saving { project: &project, rest: Mutex::new(Some(text)) };
            let mut told = Told { built, stop: stopped };
            watch(&request, None, &saving, &mut told).unwrap();
        });
        assert!(builds.recv_timeout(Duration::from_secs(20)).unwrap());
        stop.send(()).unwrap();
    });
}
