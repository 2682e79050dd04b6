//! The workflows that `reissue new --ci` writes, run as their services run them, and the forms of
//! messages that services read.

use crate::harness::Project;
use crate::harness::run_in;
use crate::harness::typst;
use std::path::Path;
use std::process::Command;

/// Runs a script as a service does: the program on the path, and a checkout with its branches.
fn script(project: &Path, script: &str, env: &[(&str, &str)]) -> (i32, String) {
    let bin = project.with_file_name("bin");
    if !bin.exists() {
        std::fs::create_dir(&bin).unwrap();
        let program = env!("CARGO_BIN_EXE_reissue");
        std::os::unix::fs::symlink(program, bin.join("reissue")).unwrap();
    }
    let path = std::env::var("PATH").unwrap();
    let ran = Command::new("bash")
        .args(["-e", "-o", "pipefail", "-c", script])
        .current_dir(project)
        .env("PATH", format!("{}:{path}", bin.display()))
        .env("REISSUE_TYPST", typst())
        .env("XDG_STATE_HOME", project.with_file_name("state"))
        .env("REISSUE", "reissue")
        .env("BASE", "main")
        .env("GITHUB_STEP_SUMMARY", project.with_file_name("summary.md"))
        .env("CI_DEFAULT_BRANCH", "main")
        .envs(env.iter().copied())
        .output()
        .unwrap();
    let all = [ran.stdout, ran.stderr].concat();
    (ran.status.code().unwrap_or(-1), String::from_utf8(all).unwrap())
}

/// A new project with a workflow, committed, and a checkout of it: the folder `report`.
fn checkout(folder: &Path, service: &str) -> std::path::PathBuf {
    let ran = run_in(folder, &["new", "origin", "--ci", service], &[]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let commit = "git -C origin init -q -b main && git -C origin add . && \
        git -C origin -c user.name=A -c user.email=a@example.org commit -qm First && \
        git clone -q origin report";
    let done = Command::new("bash").args(["-ec", commit]).current_dir(folder).status();
    assert!(done.unwrap().success());
    folder.join("report")
}

/// Changes a number of the data.
fn grow(project: &Path) {
    let data = project.join("data/trees.csv");
    let text = std::fs::read_to_string(&data).unwrap();
    let (head, last) = text.trim_end().rsplit_once(',').unwrap();
    let changed = format!("{head},{}\n", last.parse::<i64>().unwrap() + 40);
    std::fs::write(&data, changed).unwrap();
}

/// The scripts of GitHub's steps by name, without the one that talks to the service.
fn steps(project: &Path) -> Vec<(String, String)> {
    let path = project.join(".github/workflows/report.yml");
    let text = std::fs::read_to_string(path).unwrap();
    let flow: serde_yaml::Value = serde_yaml::from_str(&text).unwrap();
    let steps = flow["jobs"]["report"]["steps"].as_sequence().unwrap();
    let step = |step: &serde_yaml::Value| {
        Some((step["name"].as_str()?.to_owned(), step["run"].as_str()?.to_owned()))
    };
    let steps: Vec<_> = steps.iter().filter_map(step).collect();
    assert_eq!(
        steps.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(),
        [
            "Install",
            "Check",
            "Build",
            "Compare with the last release, or with the branch",
            "Post what changed"
        ]
    );
    steps.into_iter().filter(|(name, _)| name != "Post what changed").collect()
}

#[test]
fn the_workflow_for_github_checks_builds_and_compares() {
    let folder = tempfile::tempdir().unwrap();
    let project = checkout(folder.path(), "github");
    grow(&project);
    for (name, run) in steps(&project) {
        let (code, said) = script(&project, &run, &[]);
        assert_eq!(code, 0, "{name}: {said}");
    }
    assert!(project.join("out/report.pdf").is_file());
    let changes = std::fs::read_to_string(project.join("changes.md")).unwrap();
    assert!(changes.contains("trees.csv"), "{changes}");
    let summary = std::fs::read_to_string(folder.path().join("summary.md")).unwrap();
    assert_eq!(summary, changes);
}

#[test]
fn the_workflow_for_github_stops_at_a_fault_and_marks_its_line() {
    let folder = tempfile::tempdir().unwrap();
    let project = checkout(folder.path(), "github");
    let chapter = project.join("report/chapters/1-numbers.md");
    let text = std::fs::read_to_string(&chapter).unwrap();
    std::fs::write(&chapter, format!("{text}\nIt is {{{{ stat(\"nowhere\") }}}}.\n"))
        .unwrap();
    let line = text.matches('\n').count() + 2;
    let (_, check) = steps(&project).swap_remove(1);
    let (code, said) = script(&project, &check, &[]);
    assert_eq!(code, 1, "{said}");
    let place = format!(
        "::error file=report/chapters/1-numbers.md,title=R0502,line={line},endLine={line},col=15,endColumn=24::unknown statistic `nowhere`"
    );
    assert!(said.starts_with(&place), "{said}");
}

#[test]
fn the_workflow_for_gitlab_checks_builds_and_compares_with_the_last_release() {
    let folder = tempfile::tempdir().unwrap();
    let project = checkout(folder.path(), "gitlab");
    let text = std::fs::read_to_string(project.join(".gitlab-ci.yml")).unwrap();
    let flow: serde_yaml::Value = serde_yaml::from_str(&text).unwrap();
    let lines = flow["report"]["script"].as_sequence().unwrap();
    let lines: Vec<&str> = lines.iter().map(|line| line.as_str().unwrap()).collect();
    let home = folder.path().join("cargo").to_string_lossy().into_owned();
    // What is released differs from the branch: against the release, nothing has changed.
    grow(&project);
    let (code, said) = script(&project, "reissue release 2024", &[]);
    assert_eq!(code, 0, "{said}");
    let (code, said) = script(&project, &lines.join("\n"), &[("CARGO_HOME", &home)]);
    assert_eq!(code, 0, "{said}");
    let changes = std::fs::read_to_string(project.join("changes.md")).unwrap();
    assert_eq!(changes, "Nothing changed.\n");
    let sarif = std::fs::read_to_string(project.join("check.sarif")).unwrap();
    let sarif: serde_json::Value = serde_json::from_str(&sarif).unwrap();
    assert_eq!(sarif["runs"][0]["results"], serde_json::json!([]));
}

#[test]
fn a_workflow_is_added_to_a_report_that_is_there_and_replaces_nothing() {
    let project = Project::starter();
    let before = project.read("report/report.yaml");
    let ran = project.run(&["new", ".", "--ci", "gitlab"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, "wrote ./.gitlab-ci.yml\n"));
    assert_eq!(project.read("report/report.yaml"), before);
    let again = project.run(&["new", ".", "--ci", "gitlab"]);
    assert_eq!(
        (again.code, again.err.as_str()),
        (
            2,
            "error: `./.gitlab-ci.yml` is there already\nhint: move it away to have it written anew\n"
        )
    );
}

#[test]
fn the_latest_release_is_asked_for_by_that_name_and_must_be_there() {
    let ran = Project::starter().run(&["diff", "release:latest"]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.err.contains(
            "cannot read the edition `release:latest`: there is no release yet"
        ),
        "{}",
        ran.err
    );
}

#[test]
fn sarif_is_one_document_with_every_finding_of_the_run() {
    let project = Project::starter();
    project.replace(
        "report/statistics.yaml",
        "statistics:",
        "statistcs: {}\nstatistics:",
    );
    let parent = project.path().parent().unwrap();
    let name = project.path().file_name().unwrap().to_str().unwrap();
    let ran = run_in(parent, &["check", "-C", name, "--message-format", "sarif"], &[]);
    assert_eq!((ran.code, ran.err.as_str()), (1, ""));
    let made: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    let result = &made["runs"][0]["results"][0];
    assert_eq!(result["ruleId"], "R0103");
    let uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        .as_str()
        .unwrap();
    assert_eq!(uri, format!("{name}/report/statistics.yaml"));
    let watched = project.run(&["watch", "--message-format", "sarif"]);
    assert_eq!(watched.code, 2);
    assert!(
        watched.err.contains("a SARIF document ends, and this does not"),
        "{}",
        watched.err
    );
}
