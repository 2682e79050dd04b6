//! Repositories whose own configuration names programs: none is run.

use crate::harness::Project;
use crate::harness::run_in;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;

fn git(folder: &Path, args: &[&str]) -> String {
    let ran = Command::new("git")
        .args(["-c", "user.email=a@example.org", "-c", "user.name=A"])
        .args(args)
        .current_dir(folder)
        .env_remove("GIT_DIR")
        .output()
        .unwrap();
    assert!(ran.status.success(), "{args:?}: {}", String::from_utf8_lossy(&ran.stderr));
    String::from_utf8(ran.stdout).unwrap()
}

fn commit(folder: &Path) {
    git(folder, &["add", "-A", "-f"]);
    git(folder, &["commit", "-qm", "a commit"]);
}

/// A project in a repository, with a commit and a change since.
fn committed() -> Project {
    let project = Project::starter();
    git(project.path(), &["init", "-q"]);
    commit(project.path());
    project.replace("report/chapters/3-data.md", "# ", "# New ");
    project
}

#[test]
fn nothing_that_the_repository_configures_is_run() {
    let project = committed();
    let mark = project.path().join("RAN");
    let touch = format!("touch {}", mark.display());
    project.program("run", &touch);
    let run = project.path().join("run").display().to_string();
    for (key, value) in [
        ("tar.zip.command", run.as_str()),
        ("tar.tar.command", &run),
        ("filter.evil.smudge", &run),
        ("filter.evil.clean", &run),
        ("filter.evil.process", &run),
        ("filter.evil.required", "true"),
        ("diff.external", &run),
        ("diff.evil.textconv", &run),
        ("diff.evil.command", &run),
        ("core.fsmonitor", &run),
        ("core.hooksPath", "hooks"),
        ("core.pager", &run),
        ("core.editor", &run),
        ("core.sshCommand", &run),
        ("core.gitProxy", &run),
        ("core.askPass", &run),
        ("core.alternateRefsCommand", &run),
        ("credential.helper", &format!("!{run}")),
        ("gpg.program", &run),
        ("log.showSignature", "true"),
        ("pager.ls-tree", &run),
        ("pager.rev-parse", &run),
        ("pager.cat-file", &run),
        ("alias.ls-tree", &format!("!{run}")),
        ("alias.cat-file", &format!("!{run}")),
        ("remote.evil.promisor", "true"),
        ("remote.evil.url", &format!("ext::{run}")),
        ("remote.evil.uploadpack", &run),
        ("protocol.ext.allow", "always"),
        ("core.repositoryformatversion", "1"),
        ("extensions.partialClone", "evil"),
    ] {
        git(project.path(), &["config", key, value]);
    }
    project.file(".gitattributes", "* filter=evil diff=evil\n*.csv export-subst\n");
    project.file(".git/info/attributes", "* filter=evil diff=evil\n");
    for hook in ["post-checkout", "fsmonitor-watchman", "reference-transaction"] {
        project.program(&format!("hooks/{hook}"), &touch);
        project.program(&format!(".git/hooks/{hook}"), &touch);
    }
    for args in [
        &["diff"][..],
        &["review", "--list", "git:HEAD"],
        &["check"],
        &["build", "--html-only"],
    ] {
        let ran = project.run(args);
        assert_ne!(ran.code, 2, "{args:?}: {}", ran.err);
        assert!(!mark.exists(), "{args:?}");
    }
    // An object that is not there is not fetched.
    let out = Command::new("git")
        .args(["rev-parse", "HEAD:report/report.yaml"])
        .current_dir(project.path())
        .output()
        .unwrap();
    let hash = String::from_utf8(out.stdout).unwrap();
    let (folder, name) = hash.trim().split_at(2);
    let object = project.path().join(".git/objects").join(folder).join(name);
    std::fs::remove_file(object).unwrap();
    std::fs::remove_dir_all(project.path().join(".reissue")).unwrap();
    let _ = std::fs::remove_file(&mark);
    let ran = project.run(&["diff"]);
    assert_eq!(ran.code, 2, "{}", ran.err);
    assert!(!mark.exists());
}

#[test]
fn a_folder_that_looks_like_a_repository_within_another_is_none() {
    let outer = tempfile::tempdir().unwrap();
    let project = outer.path().join("project");
    for (path, bytes) in reissue::output::builtin_under("new/") {
        let path = project.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    git(&project, &["init", "-q", "--bare", "bare"]);
    for part in ["HEAD", "config", "objects", "refs"] {
        std::fs::rename(project.join("bare").join(part), project.join(part)).unwrap();
    }
    std::fs::remove_dir_all(project.join("bare")).unwrap();
    let own = ["--git-dir=.", "--work-tree=."];
    git(&project, &[&own[..], &["add", "report", "data"]].concat());
    git(&project, &[&own[..], &["commit", "-qm", "x"]].concat());
    let mark = outer.path().join("RAN");
    let config = format!(
        "[core]\n\tbare = false\n\tworktree = .\n\tfsmonitor = \"touch {0}; false\"\n[tar \"zip\"]\n\tcommand = \"touch {0}\"\n",
        mark.display()
    );
    std::fs::write(project.join("config"), config).unwrap();
    std::fs::write(project.join("refs/keep"), "").unwrap();
    git(outer.path(), &["init", "-q"]);
    commit(outer.path());
    git(outer.path(), &["clone", "-q", ".", "clone"]);
    let ran = run_in(&outer.path().join("clone/project"), &["diff"], &[]);
    assert_eq!(ran.code, 2, "{}", ran.err);
    assert!(ran.err.contains("bare repository"), "{}", ran.err);
    assert!(!mark.exists());
}

#[test]
fn what_the_environment_says_to_git_is_not_heard() {
    let project = committed();
    let other = tempfile::tempdir().unwrap();
    git(other.path(), &["init", "-q"]);
    let elsewhere = other.path().join(".git").display().to_string();
    let ran = run_in(
        project.path(),
        &["diff", "--fail-on", "conclusions"],
        &[
            ("GIT_DIR", &elsewhere),
            ("GIT_EXTERNAL_DIFF", "false"),
            ("GIT_CONFIG_PARAMETERS", "no"),
        ],
    );
    assert_eq!(ran.code, 0, "{}", ran.err);
}

#[test]
fn objects_of_another_folder_are_not_read() {
    let project = committed();
    let other = tempfile::tempdir().unwrap();
    git(other.path(), &["init", "-q"]);
    let objects = other.path().join(".git/objects").display().to_string();
    project.file(".git/objects/info/alternates", format!("{objects}\n"));
    let ran = project.run(&["diff"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("takes objects from elsewhere"), "{}", ran.err);
}

#[test]
fn a_link_in_a_revision_is_what_it_leads_to_within_the_project_or_nothing() {
    let project = Project::starter();
    let chapter = "report/chapters/3-data.md";
    project.file("report/words/data.md", project.read(chapter));
    let lead = |target: &str| {
        let _ = std::fs::remove_file(project.path().join(chapter));
        symlink(target, project.path().join(chapter)).unwrap();
    };
    lead("../words/data.md");
    git(project.path(), &["init", "-q"]);
    commit(project.path());
    let ran = project.run(&["diff"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
    lead("/etc/passwd");
    commit(project.path());
    let ran = project.run(&["diff", "git:HEAD", "git:HEAD~1"]);
    assert_eq!(ran.code, 2, "{}", ran.err);
    assert!(ran.err.contains("there is no such file"), "{}", ran.err);
}
