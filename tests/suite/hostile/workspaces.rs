//! A workspace that came with a clone is not believed.

use crate::harness::Project;
use crate::harness::Ran;
use crate::harness::run_in;
use std::path::Path;

/// Builds as another user, who has another key.
fn build_as(project: &Project, state: &Path) -> Ran {
    let state = state.to_string_lossy();
    run_in(project.path(), &["build", "--html-only"], &[("XDG_STATE_HOME", &state)])
}

#[test]
fn a_doctored_page_is_built_anew_whatever_the_record_says() {
    let project = Project::starter();
    let (theirs, ours) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    assert_eq!(build_as(&project, theirs.path()).code, 0);
    let page = project.read("out/index.html");
    let forged = page.replace("Street trees", "FORGED");
    assert_ne!(page, forged);
    let hash = |text: &str| blake3::hash(text.as_bytes()).to_hex().to_string();
    for (path, mut bytes) in project.files(".reissue") {
        for (from, to) in
            [(hash(&page), hash(&forged)), ("Street trees".into(), "FORGED FORGE".into())]
        {
            let found: Vec<usize> =
                memchr::memmem::find_iter(&bytes, from.as_bytes()).collect();
            for at in found {
                bytes[at..at + from.len()].copy_from_slice(to.as_bytes());
            }
        }
        project.file(&format!(".reissue/{path}"), bytes);
    }
    for state in [&theirs, &ours] {
        project.file("out/index.html", &forged);
        let ran = build_as(&project, state.path());
        assert_eq!(ran.code, 0, "{}", ran.err);
        assert!(!ran.err.contains("up to date"), "{}", ran.err);
        assert_eq!(project.read("out/index.html"), page);
    }
}

#[test]
fn what_another_user_kept_is_not_used_even_where_it_is_whole() {
    let project = Project::starter();
    let (theirs, ours) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    assert_eq!(build_as(&project, theirs.path()).code, 0);
    let ran = build_as(&project, ours.path());
    assert!(ran.err.contains("R0802") && ran.err.contains("wrote out"), "{}", ran.err);
    // From then on it is ours.
    assert_eq!(build_as(&project, ours.path()).code, 0);
    assert_eq!(build_as(&project, ours.path()).err, "out/ is up to date\n");
}

#[test]
fn without_a_place_for_the_key_everything_works_and_nothing_is_used_again() {
    let project = Project::starter();
    project.file("taken", "");
    for _ in 0..2 {
        let ran = build_as(&project, &project.path().join("taken"));
        assert_eq!((ran.code, ran.err.as_str()), (0, "wrote out/index.html\n"));
    }
}
