//! Frames that engines answer: what is refused before anything is connected to, and, where a driver is
//! named by `REISSUE_ADBC_SQLITE`, an answer.

use crate::harness::Project;
use crate::harness::Ran;
use crate::harness::run_in;

const DECLARED: &str = "report/statistics.yaml";

/// The starter project with an engine and a frame that it answers.
fn project(profile: &str, frame: &str) -> Project {
    let project = Project::starter();
    project.replace(
        DECLARED,
        "frames:\n",
        &format!("engines:\n  store: {{profile: {profile}}}\nframes:\n  counted:\n{frame}    key: [district]\n    fields:\n      - {{name: district, type: string}}\n      - {{name: trees, type: integer}}\n"),
    );
    project
}

const QUERY: &str = "    engine: store\n    sql: SELECT district, trees FROM counts\n    version: SELECT COUNT(*) FROM counts\n";

/// Runs `fetch` with the profiles of a person.
fn fetch(project: &Project, args: &[&str], profile: Option<&str>) -> Ran {
    let folder = tempfile::tempdir().unwrap();
    let profiles = folder.path().join("adbc/profiles");
    std::fs::create_dir_all(&profiles).unwrap();
    if let Some(text) = profile {
        std::fs::write(profiles.join("store.toml"), text).unwrap();
    }
    let home = folder.path().to_string_lossy().into_owned();
    let args = [&["fetch"], args].concat();
    let mut ran = run_in(project.path(), &args, &[("XDG_CONFIG_HOME", &home)]);
    ran.err = ran.err.replace(&home, "[HOME]");
    ran
}

/// Returns the first error of what was said.
fn error(ran: &Ran) -> &str {
    ran.err.lines().find(|line| line.starts_with("error")).unwrap_or_default()
}

#[test]
fn a_project_names_an_engine_by_a_bare_profile_and_a_frame_has_one_maker() {
    let refused = |profile: &str, frame: &str| {
        error(&project(profile, frame).run(&["check"])).to_owned()
    };
    for profile in ["../store", "/tmp/x", "libdriver.so", "'profile://x'", "''"] {
        let name = profile.trim_matches('\'');
        assert_eq!(
            refused(profile, QUERY),
            format!("error[R0348]: `{name}` cannot be the name of a profile")
        );
    }
    assert_eq!(
        refused("store", &QUERY.replace("engine: store", "engine: stroe")),
        "error[R0103]: unknown engine `stroe`"
    );
    assert_eq!(
        refused("store", "    engine: store\n"),
        "error[R0103]: missing key `sql`"
    );
    assert_eq!(
        refused("store", &format!("{QUERY}    program: {{run: [sh], reads: []}}\n")),
        "error[R0103]: a program and a query cannot both make a frame"
    );
    assert_eq!(
        refused("store", QUERY),
        "error[R0343]: frame `counted` has not been fetched"
    );
}

#[test]
fn a_profile_that_lacks_something_is_reported_before_anything_is_connected_to() {
    let project = project("store", QUERY);
    let ran = fetch(&project, &["counted"], None);
    assert_eq!(ran.code, 1);
    assert_eq!(
        error(&ran),
        "error[R0348]: the profile `[HOME]/adbc/profiles/store.toml` is not there, or cannot be read"
    );
    assert!(ran.err.ends_with("nothing is kept\n"), "{}", ran.err);
    let text = "profile_version = 1\ndriver = \"none\"\n[Options]\nuri = \"{{ env_var(NOT_SET) }}\"\n";
    let ran = fetch(&project, &[], Some(text));
    assert_eq!(
        error(&ran),
        "error[R0348]: the profile `[HOME]/adbc/profiles/store.toml` takes the variable `NOT_SET`, which is not set"
    );
    let ran = fetch(&project, &["countd"], Some(text));
    assert_eq!(ran.code, 2);
    assert_eq!(
        ran.err,
        "error: no engine makes a frame `countd`; did you mean `counted`? the frames made by engines are `counted`\n"
    );
    // The connection is a process of its own, and says what it lacks.
    let ran = fetch(&project, &[], Some(&text.replace("{{ env_var(NOT_SET) }}", "x")));
    let said = if cfg!(feature = "engines") {
        "error[R0349]: engine `store` cannot be opened: "
    } else {
        "error[R0349]: engine `store` cannot be asked: this `reissue` was compiled without the feature `engines`"
    };
    assert!(error(&ran).starts_with(said), "{}", ran.err);
}

#[test]
fn an_engine_answers_and_its_answer_is_kept() {
    let driver = std::env::var("REISSUE_ADBC_SQLITE").unwrap_or_default();
    if driver.is_empty() || !cfg!(feature = "engines") {
        // There is no driver to ask, or `engines` is off.
        return;
    }
    let query = QUERY.replace(
        "SELECT district, trees FROM counts",
        "SELECT 'D' || n AS district, n * 10 AS trees FROM (SELECT 2 AS n UNION SELECT 1)",
    );
    let query = query.replace("SELECT COUNT(*) FROM counts", "SELECT 3");
    let project = project("store", &query);
    let profile = format!("profile_version = 1\ndriver = \"{driver}\"\n[Options]\n");
    let ran = fetch(&project, &[], Some(&profile));
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(
        project.read("data/extracts/counted.csv"),
        "district,trees\nD1,10\nD2,20\n"
    );
    assert!(project.read("data/extracts.yaml").contains("data: \"3\""));
    assert_eq!(project.run(&["check"]).err, "no faults found\n");
    let ran = fetch(&project, &["--check"], Some(&profile));
    assert_eq!(ran.err, "counted: the data are those fetched (`3`)\n");
    project.replace(DECLARED, "n * 10", "nn * 10");
    let ran = fetch(&project, &[], Some(&profile));
    assert!(error(&ran).contains("refuses the query"), "{}", ran.err);
    assert!(ran.err.contains("report/statistics.yaml:"), "{}", ran.err);
    let ran = project.run(&["check"]);
    assert_eq!(
        error(&ran),
        "error[R0344]: `counted` was fetched under another declaration"
    );
}
