//! Faults of the machine: the `typst` program and the disk.

use crate::harness::Project;
use crate::harness::run_in;
use crate::messages::same;
use crate::messages::says;
use std::os::unix::fs::PermissionsExt as _;
use std::process::Command;
use std::time::Duration;
use std::time::Instant;

/// A typst that answers as told; it says the tested version when asked.
fn fake(project: &Project, script: &str) -> String {
    let version = "if [ \"$1\" = --version ]; then echo 'typst 0.15.1'; exit 0; fi";
    program(project, &format!("{version}\n{script}"))
}

fn program(project: &Project, script: &str) -> String {
    let path = project.path().join("fake-typst");
    std::fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    path.to_string_lossy().into_owned()
}

const FAKE: [&str; 3] = ["build", "--typst", "./fake-typst"];
const NOWHERE: [(&str, &str); 3] =
    [("PATH", "/nonexistent"), ("HOME", "/nonexistent"), ("XDG_CACHE_HOME", "")];

#[test]
fn a_typst_that_is_missing() {
    says("a_typst_that_is_missing", &["build"], &NOWHERE, &|_| {});
}

#[test]
fn a_typst_that_cannot_be_installed_without_cargo() {
    let name = "a_typst_that_cannot_be_installed_without_cargo";
    says(name, &["build", "--install-typst"], &NOWHERE, &|_| {});
}

#[test]
fn a_typst_that_cannot_be_installed_without_a_home() {
    let name = "a_typst_that_cannot_be_installed_without_a_home";
    let env = [("PATH", "/nonexistent"), ("HOME", ""), ("XDG_CACHE_HOME", "")];
    says(name, &["build", "--install-typst"], &env, &|_| {});
}

#[test]
fn a_typst_that_is_not_where_it_was_named() {
    let name = "a_typst_that_is_not_where_it_was_named";
    says(name, &["build", "--typst", "./nowhere/typst"], &[], &|_| {});
}

#[test]
fn a_typst_that_may_not_be_run() {
    says("a_typst_that_may_not_be_run", &FAKE, &[], &|p| {
        p.file("fake-typst", "no program");
    });
}

#[test]
fn a_typst_of_another_version() {
    says("a_typst_of_another_version", &FAKE, &[], &|p| {
        program(p, "echo 'typst 0.11.0 (abc)'");
    });
}

#[test]
fn a_typst_that_says_no_version() {
    says("a_typst_that_says_no_version", &FAKE, &[], &|p| {
        program(p, "exit 3");
    });
}

#[test]
fn a_typst_that_refuses_the_document() {
    says("a_typst_that_refuses_the_document", &FAKE, &[], &|p| {
        let line =
            "line=$(grep -n 'Nothing in this report' main.typ | head -1 | cut -d: -f1)";
        fake(
            p,
            &format!(
                "{line}\necho \"main.typ:$line:3: error: unknown font\" >&2\nexit 1"
            ),
        );
    });
}

#[test]
fn a_typst_that_dies() {
    says("a_typst_that_dies", &FAKE, &[], &|p| {
        fake(p, "echo 'thread main panicked' >&2\nkill -9 $$");
    });
}

#[test]
fn a_typst_that_says_nothing() {
    says("a_typst_that_says_nothing", &FAKE, &[], &|p| {
        fake(p, "exit 7");
    });
}

#[test]
fn a_typst_that_gives_no_pdf() {
    says("a_typst_that_gives_no_pdf", &FAKE, &[], &|p| {
        fake(p, "echo 'not a PDF'");
    });
}

#[test]
fn a_typst_that_hangs_is_stopped() {
    let args = ["build", "--typst", "./fake-typst", "--typst-patience", "1"];
    let start = Instant::now();
    says("a_typst_that_hangs_is_stopped", &args, &[], &|p| {
        // `exec`, so that the sleeper is the child; its number is kept for the question below.
        fake(p, "echo $$ > ../pid\nexec sleep 600");
    });
    assert!(start.elapsed() < Duration::from_mins(1), "it was waited for");
}

#[test]
fn a_typst_that_hangs_is_reaped_and_its_own_children_are_not_waited_for() {
    let project = Project::starter();
    let typst = fake(&project, "echo $$ > ../pid\nsleep 20\necho done");
    let start = Instant::now();
    let ran = project.run(&["build", "--typst", &typst, "--typst-patience", "1"]);
    assert!(start.elapsed() < Duration::from_secs(18), "{}", ran.err);
    assert_eq!(ran.code, 2, "{}", ran.err);
    let pid = project.read(".reissue/pid");
    let there = std::path::Path::new("/proc").join(pid.trim());
    assert!(!there.exists(), "process {pid} is still there");
}

#[test]
fn an_output_folder_within_a_file() {
    let name = "an_output_folder_within_a_file";
    says(name, &["build", "--html-only", "--out", "taken/out"], &[], &|p| {
        p.file("taken", "a file");
    });
}

#[test]
fn a_project_whose_working_folder_cannot_be_made() {
    // A file in its place: a folder without the right to write would not stop root.
    let name = "a_project_whose_working_folder_cannot_be_made";
    says(name, &["build", "--html-only"], &[], &|p| {
        p.file(".reissue", "a file");
    });
}

#[test]
fn a_disk_that_cannot_be_written() {
    // The kernel's own memory of processes: nobody may make a file there, not even root.
    let name = "a_disk_that_cannot_be_written";
    says(name, &["build", "--html-only", "--out", "/proc/reissue/out"], &[], &|_| {});
}

/// A disk that is full: the shell limits how large a file may grow, in blocks.
fn on_a_full_disk(project: &Project, blocks: u32) -> (i32, String) {
    // The signal that comes with the limit is ignored, as on a full disk there is none.
    let script = format!(
        "trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" build --html-only --no-cache"
    );
    let output = Command::new("bash")
        .args(["-c", &script, env!("CARGO_BIN_EXE_reissue")])
        .current_dir(project.path())
        .env("NO_COLOR", "1")
        .env_remove("CI")
        .output()
        .unwrap();
    let err = String::from_utf8(output.stderr).unwrap();
    (output.status.code().unwrap_or(-1), err)
}

#[test]
fn a_full_disk() {
    let project = Project::starter();
    let before = project.build_page();
    // Nothing new to write takes no room.
    assert_eq!(on_a_full_disk(&project, 16).0, 0);
    let data = project.read("data/trees.csv");
    project.replace("data/trees.csv", "D1,planting,2019,859", "D1,planting,2019,900");
    let (code, err) = on_a_full_disk(&project, 16);
    same("a_full_disk", &format!("exit {code}\n{err}"));
    assert!(project.outputs() == before, "the edition before is lost");
    // When there is room again the next build is as if nothing had been.
    project.file("data/trees.csv", data);
    let ran = project.run(&["build", "--html-only", "--no-cache"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(project.outputs() == before, "the edition differs");
}

#[test]
fn a_second_build_of_the_same_project() {
    let project = Project::starter();
    let desk = reissue::make::Desk::open(project.path(), None).unwrap();
    let ran = project.run(&["build", "--html-only"]);
    let said = ran.err.replace(&std::process::id().to_string(), "[PID]");
    same("a_second_build_of_the_same_project", &format!("exit {}\n{said}", ran.code));
    drop(desk);
    assert_eq!(project.run(&["build", "--html-only"]).code, 0);
}

#[test]
fn a_damaged_entry_of_the_cache() {
    let project = Project::starter();
    project.build_page();
    for version in std::fs::read_dir(project.path().join(".reissue/cache")).unwrap() {
        for entry in std::fs::read_dir(version.unwrap().path()).unwrap() {
            std::fs::write(entry.unwrap().path(), "damaged").unwrap();
        }
    }
    project.remove("out/index.html");
    let ran = project.run(&["build", "--html-only"]);
    let first = ran.err.split("\n\n").next().unwrap_or_default();
    let many = regex::Regex::new(r"and \d+ more").unwrap();
    let first = many.replace(first, "and [N] more");
    same("a_damaged_entry_of_the_cache", &format!("exit {}\n{first}\n", ran.code));
}

#[test]
fn a_folder_without_a_project() {
    let folder = tempfile::tempdir().unwrap();
    let ran = run_in(folder.path(), &["build"], &[]);
    same("a_folder_without_a_project", &format!("exit {}\n{}", ran.code, ran.err));
}
