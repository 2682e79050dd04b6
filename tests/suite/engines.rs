//! Frames that engines answer: what is refused before anything is connected to, and answers, where
//! `REISSUE_ADBC_SQLITE` names a driver, and `REISSUE_ADBC_POSTGRESQL` another with `REISSUE_POSTGRESQL`,
//! the words by which it connects as a superuser. Clusters are `REISSUE_ADBC_FLIGHTSQL` with
//! `REISSUE_FLIGHTSQL` (`.ci/run` starts one) and `REISSUE_ADBC_SPARK` with `REISSUE_SPARK`, the address
//! at which each listens (`tests/engines/spark` starts Spark and runs the test that is ignored).

use crate::harness::Project;
use crate::harness::Ran;
use crate::harness::program;
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

/// Returns a profile whose driver a variable names, where it does.
fn profile(driver: &str, uri: &str) -> Option<String> {
    let driver = std::env::var(driver).ok().filter(|driver| !driver.is_empty())?;
    cfg!(feature = "engines").then(|| {
        format!(
            "profile_version = 1\ndriver = \"{driver}\"\n[Options]\nuri = \"{uri}\"\n"
        )
    })
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
    // Without a driver there is nobody to ask.
    let Some(profile) = profile("REISSUE_ADBC_SQLITE", "") else { return };
    let query = QUERY.replace(
        "SELECT district, trees FROM counts",
        "SELECT 'D' || n AS district, n * 10 AS trees FROM (SELECT 2 AS n UNION SELECT 1)",
    );
    let query = query.replace("SELECT COUNT(*) FROM counts", "SELECT 3");
    let project = project("store", &query);
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

#[test]
fn a_query_that_would_end_the_one_around_it_is_not_asked() {
    let project = project(
        "store",
        &QUERY.replace(
            "FROM counts\n    version",
            "FROM counts) AS x; DROP TABLE counts\n    version",
        ),
    );
    let ran = fetch(&project, &["counted"], None);
    assert_eq!(
        error(&ran),
        "error[R0349]: `sql` is not one query: it closes a parenthesis that it does not open"
    );
    assert!(ran.err.contains("--> report/statistics.yaml:7:10\n"), "{}", ran.err);
}

#[test]
fn an_answer_that_is_late_or_empty_is_told_at_what_the_author_wrote() {
    // Without a driver there is nobody to ask.
    let Some(profile) = profile("REISSUE_ADBC_SQLITE", "") else { return };
    let said = |sql: &str| {
        let project = project("store, timeout: 1s", &QUERY.replace("SELECT district, trees FROM counts\n    version: SELECT COUNT(*) FROM counts", sql));
        fetch(&project, &[], Some(&profile)).err
    };
    assert_eq!(
        said("SELECT 'D1' AS district, 1 AS trees WHERE 0"),
        "asks `store` for the rows of `counted`\nerror[R0201]: `counted`: what was made has a header but no rows\n --> report/statistics.yaml:7:10\n  |\n7 |     sql: SELECT 'D1' AS district, 1 AS trees WHERE 0\n  |          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ this made `district,trees`\n\n1 error\nnothing is kept\n"
    );
    let endless = said(
        "WITH RECURSIVE a(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM a) SELECT 'D' AS district, MAX(n) AS trees FROM a",
    );
    assert!(
        endless.starts_with("asks `store` for the rows of `counted`\nerror[R0349]: engine `store` gave no answer within 1s\n --> report/statistics.yaml:3:36\n"),
        "{endless}"
    );
}

#[test]
fn a_report_from_an_engine_is_that_from_a_file_but_for_where_the_numbers_are_from() {
    let Some(profile) = profile("REISSUE_ADBC_SQLITE", "") else { return };
    let file = Project::starter();
    let of_file = file.build_page();
    let engine = Project::starter();
    // The rows as the engine's own words, the last first.
    let trees = engine.read("data/trees.csv");
    let rows = trees.lines().rev().filter(|line| line.starts_with('D')).map(|line| {
        let cells = line.split(',').map(|cell| match cell {
            "" | "*" => "NULL".to_owned(),
            cell => cell
                .parse::<i64>()
                .map_or_else(|_| format!("'{cell}'"), |n| n.to_string()),
        });
        format!("({})", cells.collect::<Vec<_>>().join(", "))
    });
    let values = rows.collect::<Vec<_>>().join(", ");
    let contract = engine.read("data/datapackage.yaml");
    let fields = contract
        .split_once("      fields:\n")
        .unwrap()
        .1
        .replace("        - ", "      - ");
    let contract = contract.split_once("resources:").unwrap().0.to_owned();
    engine.file("data/datapackage.yaml", format!("{contract}resources: []\n"));
    engine.replace(
        DECLARED,
        "frames:\n",
        &format!("engines:\n  store: {{profile: store}}\nframes:\n  trees:\n    engine: store\n    sql: SELECT column1 AS district, column2 AS scheme, column3 AS year, column4 AS trees FROM (VALUES {values})\n    key: [district, year]\n    fields:\n{fields}"),
    );
    let ran = fetch(&engine, &[], Some(&profile));
    assert_eq!(ran.code, 0, "{}", ran.err);
    let of_engine = engine.build_page();
    let names = |built: &std::collections::BTreeMap<String, Vec<u8>>| {
        built.keys().cloned().collect::<Vec<_>>()
    };
    assert_eq!(names(&of_file), names(&of_engine));
    for (name, bytes) in &of_file {
        match name.as_str() {
            // Both are made of the numbers, which stand in the third.
            "index.html" | "edition.json" => {}
            "statistics.json" => {
                assert_eq!(numbers(bytes), numbers(&of_engine[name]));
            }
            _ => assert!(of_engine[name] == *bytes, "{name}"),
        }
    }
}

/// Returns the numbers of a record without the files and lines that they are from.
fn numbers(bytes: &[u8]) -> serde_json::Value {
    let mut value: serde_json::Value = serde_json::from_slice(bytes).unwrap();
    let mut seen = 0;
    for one in value["stats"].as_object_mut().unwrap().values_mut() {
        let provenance = one["provenance"].as_object_mut().unwrap();
        seen += usize::from(provenance.remove("files").is_some());
        provenance.remove("span");
    }
    assert!(seen > 10, "only {seen} numbers are from a file");
    value
}

#[test]
fn postgresql_says_why_and_stops_what_is_not_waited_for() {
    let uri = std::env::var("REISSUE_POSTGRESQL").unwrap_or_default();
    let Some(profile) = profile("REISSUE_ADBC_POSTGRESQL", &uri) else { return };
    let asked = |sql: &str, profile: &str| {
        let project = project("store, timeout: 2s", &QUERY.replace("SELECT district, trees FROM counts\n    version: SELECT COUNT(*) FROM counts", sql));
        let ran = fetch(&project, &[], Some(profile));
        let kept = project.path().join("data/extracts/counted.csv");
        (error(&ran).to_owned(), std::fs::read_to_string(kept).unwrap_or_default())
    };
    let said = |sql: &str| asked(sql, &profile).0;
    assert!(said("SELECT 1 / 0").ends_with("ERROR:  division by zero (SQLSTATE 22012)"));
    assert!(said("SELECT nope").ends_with(" (SQLSTATE 42703)"));
    assert_eq!(
        said("SELECT 'D1' AS district, '12.34'::money AS trees"),
        "error[R0349]: engine `store` answers with the type money, whose numbers its driver changes, in column `trees`: cast it in the SQL"
    );
    // What a query has already sent is not kept when it fails.
    let (broken, kept) = asked(
        "SELECT n::text AS district, 1 / (9000 - n) AS trees FROM generate_series(1, 9000) n",
        &profile,
    );
    assert_eq!(
        broken,
        "error[R0349]: engine `store` broke off its answer: [libpq] Execution error [PGRES_FATAL_ERROR]: ERROR:  division by zero"
    );
    assert_eq!(kept, "");
    let (stranger, _) = asked("SELECT 1", &profile.replace("user=", "user=stranger_to_"));
    assert!(
        stranger.starts_with("error[R0349]: engine `store` cannot be reached: "),
        "{stranger}"
    );
    assert_eq!(
        said("SELECT 'asleep' AS district, pg_sleep(60)::text AS trees"),
        "error[R0349]: engine `store` gave no answer within 2s"
    );
    let (_, kept) = asked(
        "SELECT 'all' AS district, COUNT(*) AS trees FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%asleep%' AND pid <> pg_backend_pid()",
        &profile,
    );
    assert_eq!(kept, "district,trees\nall,0\n");
}

#[test]
fn postgresql_stops_the_query_of_one_who_was_killed() {
    let uri = std::env::var("REISSUE_POSTGRESQL").unwrap_or_default();
    let Some(profile) = profile("REISSUE_ADBC_POSTGRESQL", &uri) else { return };
    let active = || {
        let sql = "SELECT 'all' AS district, COUNT(*) AS trees FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%left alone%' AND query NOT LIKE '%pg_stat%'";
        let project = project("store", &QUERY.replace("SELECT district, trees FROM counts\n    version: SELECT COUNT(*) FROM counts", sql));
        let ran = fetch(&project, &[], Some(&profile));
        assert_eq!(ran.code, 0, "{}", ran.err);
        project.read("data/extracts/counted.csv").contains("all,1")
    };
    let until = |wanted: bool| {
        (0..40).any(|_| {
            std::thread::sleep(std::time::Duration::from_millis(200));
            active() == wanted
        })
    };
    let sql = "SELECT 'left alone' AS district, pg_sleep(60)::text AS trees";
    let project = project("store", &QUERY.replace("SELECT district, trees FROM counts\n    version: SELECT COUNT(*) FROM counts", sql));
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(folder.path().join("adbc/profiles")).unwrap();
    std::fs::write(folder.path().join("adbc/profiles/store.toml"), &profile).unwrap();
    let mut child = program(project.path())
        .arg("fetch")
        .env("XDG_CONFIG_HOME", folder.path())
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    assert!(until(true), "the query never began");
    // The process that is connected cannot say that the query is not wanted.
    let connected = format!("/proc/{0}/task/{0}/children", child.id());
    let connected = std::fs::read_to_string(connected).unwrap();
    let kill = std::process::Command::new("kill")
        .arg("-9")
        .args(connected.split_whitespace())
        .status();
    assert!(kill.unwrap().success());
    assert_eq!(child.wait().unwrap().code(), Some(1));
    assert!(until(false), "the query goes on");
}

/// Asks a cluster for totals of a million numbers, which its workers add up in parts, and holds them to
/// what arithmetic says they are.
fn a_million_numbers_in_parts(profile: &str) {
    let query = QUERY.replace(
        "SELECT district, trees FROM counts",
        "SELECT concat('D', CAST(id % 40 AS STRING)) AS district, CAST(SUM(id) AS BIGINT) AS trees FROM range(0, 1000000, 1, 8) GROUP BY concat('D', CAST(id % 40 AS STRING))",
    );
    let project =
        project("store", &query.replace("SELECT COUNT(*) FROM counts", "SELECT 'a'"));
    let ran = fetch(&project, &["counted"], Some(profile));
    assert_eq!(ran.code, 0, "{}", ran.err);
    // k, k + 40 … k + 40 × 24,999
    let total = |k: u64| 25_000 * k + 40 * (24_999 * 25_000 / 2);
    let mut rows: Vec<String> = (0..40).map(|k| format!("D{k},{}\n", total(k))).collect();
    rows.sort();
    let kept = project.read("data/extracts/counted.csv");
    assert_eq!(kept, format!("district,trees\n{}", rows.concat()));
    assert_eq!(project.run(&["check"]).err, "no faults found\n");
    // Whatever goes wrong is told at the author's query, and what was kept stays.
    for (broken, said) in [
        (
            "CAST('NaN' AS DOUBLE)",
            "answers with the number NaN, in column `trees` of row 1",
        ),
        ("array(1)", "which has no text: cast it in the SQL, in column `trees` of row 1"),
        ("nowhere", "engine `store` refuses the query: "),
    ] {
        project.replace(DECLARED, "CAST(SUM(id) AS BIGINT)", broken);
        let ran = fetch(&project, &["counted"], Some(profile));
        assert!(error(&ran).contains(said), "{}", ran.err);
        assert!(ran.err.contains(" --> report/statistics.yaml:7:10\n"), "{}", ran.err);
        assert_eq!(project.read("data/extracts/counted.csv"), kept);
        project.replace(DECLARED, broken, "CAST(SUM(id) AS BIGINT)");
    }
}

#[test]
fn workers_of_a_cluster_add_up_to_what_arithmetic_says() {
    let uri = std::env::var("REISSUE_FLIGHTSQL").unwrap_or_default();
    let Some(profile) = profile("REISSUE_ADBC_FLIGHTSQL", &uri) else { return };
    a_million_numbers_in_parts(&profile);
}

#[test]
#[ignore = "takes Spark, which tests/engines/spark installs and starts"]
fn spark_adds_up_to_what_arithmetic_says() {
    let uri = std::env::var("REISSUE_SPARK").unwrap_or_default();
    let profile = profile("REISSUE_ADBC_SPARK", &uri).unwrap();
    a_million_numbers_in_parts(&profile);
}
