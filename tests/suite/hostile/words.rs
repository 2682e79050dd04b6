//! Words of a stranger on the terminal and in spreadsheets.

use crate::harness::Project;
use std::process::Command;

const NASTY: &str =
    "\u{1b}]0;x\u{7}\u{1b}[31mD\u{202e}9\u{2067}\nerror: fake\u{9b}31m\u{7f}";

/// The starter project with a district of this name, and statistics and a figure that show it.
fn with_district(name: &str) -> Project {
    let project = Project::starter();
    let quoted = format!("\"{}\"", name.replace('"', "\"\""));
    let data = project.read("data/trees.csv").replace("D1,", &format!("{quoted},"));
    project.file("data/trees.csv", data);
    let statistics = project.read("report/statistics.yaml")
        + "\n  by_district:\n    kind: level\n    frame: panel\n    measure: trees\n    where: {year: 2024}\n    by: [district]\n  first:\n    kind: sql\n    sql: SELECT MAX(district) AS district FROM panel\n  worded:\n    kind: sql\n    sql: SELECT district FROM panel ORDER BY LENGTH(district) DESC, year LIMIT 1\n";
    project.file("report/statistics.yaml", statistics);
    project
}

fn acts(text: &str) -> Vec<char> {
    let marks = |c: &char| {
        (c.is_control() && !matches!(c, '\n' | '\t'))
            || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}')
            || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{206f}')
    };
    text.chars().filter(marks).collect()
}

fn git(project: &Project, args: &[&str]) {
    let who = ["-c", "user.name=a", "-c", "user.email=a@example.org"];
    let done =
        Command::new("git").args(who).args(args).current_dir(project.path()).output();
    assert!(done.unwrap().status.success());
}

#[test]
fn nothing_that_a_project_holds_acts_on_the_terminal() {
    let project = with_district(NASTY);
    git(&project, &["init", "-q"]);
    git(&project, &["add", "-A"]);
    git(&project, &["commit", "-qm", "first"]);
    let data = project.read("data/trees.csv");
    let changed: Vec<String> =
        data.lines()
            .map(|line| {
                if line.contains("2024,") { format!("{line}0") } else { line.to_owned() }
            })
            .collect();
    project.file("data/trees.csv", changed.join("\n"));
    for args in [
        &["check"][..],
        &["check", "--message-format", "short"],
        &["check", "--message-format", "json"],
        &["stats"],
        &["stats", "--format", "csv"],
        &["stats", "--format", "json"],
        &["explain", "worded"],
        &["explain", "by_district"],
        &["explain", "worded", "--why"],
        &["data", "describe"],
        &["data", "check"],
        &["diff", "git:HEAD"],
        &["diff", "git:HEAD", "--all"],
        &["diff", "git:HEAD", "--format", "markdown"],
        &["diff", "git:HEAD", "--format", "json"],
        &["review", "--list", "git:HEAD"],
    ] {
        let ran = project.run(args);
        let said = format!("{}{}", ran.out, ran.err);
        assert!((0..=1).contains(&ran.code), "{args:?}: {said}");
        assert!(acts(&said).is_empty(), "{args:?}: {}", said.escape_debug());
        assert!(
            !said.lines().any(|line| line.starts_with("error: fake")),
            "{args:?}: {said}"
        );
    }
    let json = project.run(&["stats", "--format", "json"]).out;
    let values: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(values["worded"]["value"].as_str(), Some(NASTY), "JSON keeps the value");
}

#[test]
fn names_in_messages_do_not_act_on_the_terminal() {
    let yaml = NASTY.escape_unicode().to_string();
    let yaml = yaml.replace("\\u{", "\\U{").replace('}', "");
    let long: Vec<String> =
        yaml.split("\\U{").skip(1).map(|hex| format!("\\U{hex:0>8}")).collect();
    let name = format!("\"{}\"", long.concat());
    for (path, from, to) in [
        (
            "report/statistics.yaml",
            "    measure: trees\n    area",
            format!("    measure: {name}\n    area"),
        ),
        (
            "report/statistics.yaml",
            "    frame: panel\n    measure",
            format!("    frame: {name}\n    measure"),
        ),
        ("report/report.yaml", "  - report/chapters/3-data.md", format!("  - {name}")),
        (
            "report/report.yaml",
            "title: Street trees\n",
            format!("{name}: 1\ntitle: Street trees\n"),
        ),
        ("data/datapackage.yaml", "path: trees.csv", format!("path: {name}")),
        (
            "data/datapackage.yaml",
            "enum: [planting, none]",
            format!("enum: [planting, {name}]"),
        ),
    ] {
        let project = Project::starter();
        project.replace(path, from, &to);
        for format in ["full", "short", "json"] {
            let ran = project.run(&["check", "--message-format", format]);
            let said = format!("{}{}", ran.out, ran.err);
            assert_eq!(ran.code, 1, "{to}: {said}");
            assert!(acts(&said).is_empty(), "{to}: {}", said.escape_debug());
            assert!(
                !said.lines().any(|line| line.starts_with("error: fake")),
                "{to}: {said}"
            );
        }
    }
}

#[test]
fn no_cell_of_the_statistics_is_a_formula() {
    for name in
        ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", " =1+1", "\u{200b}=1", "＝1+1"]
    {
        let project = with_district(name);
        let csv = project.run(&["stats", "--format", "csv"]).out;
        let mut reader = csv::Reader::from_reader(csv.as_bytes());
        let (mut cells, mut disarmed) = (0, 0);
        for record in reader.records() {
            for cell in &record.unwrap() {
                cells += 1;
                disarmed += usize::from(cell.starts_with('\''));
                let start = cell
                    .trim_start_matches(|c: char| c.is_whitespace() || c == '\u{200b}');
                let risky = start.starts_with(['=', '+', '-', '@', '＝']);
                assert!(!risky || start.parse::<f64>().is_ok(), "{name:?}: {cell:?}");
            }
        }
        assert!(cells > 20 && disarmed > 0, "{name:?}: {csv}");
    }
}

#[test]
fn addresses_that_run_something_are_refused_wherever_they_are_written() {
    for address in [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "vbscript:x",
        "data:text/html,x",
        "\tjavascript:alert(1)",
        "java\tscript:alert(1)",
        "file:///etc/passwd",
        "//example.org",
    ] {
        let quoted = format!("\"{}\"", address.replace('\t', "\\t"));
        for (path, from, to) in [
            (
                "report/report.yaml",
                "role: publisher}",
                format!("role: publisher, url: {quoted}}}"),
            ),
            (
                "report/report.yaml",
                "\"https://creativecommons.org/publicdomain/zero/1.0/\"",
                quoted.clone(),
            ),
            (
                "report/chapters/3-data.md",
                "# ",
                format!("[a](<{}>)\n\n# ", address.replace('\t', "&#9;")),
            ),
        ] {
            let project = Project::starter();
            project.replace(path, from, &to);
            let ran = project.run(&["check"]);
            assert_eq!(ran.code, 1, "{path} {address:?}: {}", ran.err);
            assert!(ran.err.contains("error[R0503]"), "{path} {address:?}: {}", ran.err);
        }
    }
}

#[test]
fn control_characters_of_an_author_are_refused_where_they_are() {
    let escaped = |path: &str, old: &str| {
        let project = Project::starter();
        let (before, after) = old.split_at(old.len() - 2);
        project.replace(path, old, &format!("{before}\\x07{after}"));
        project
    };
    let chapter = |words: &str| {
        let project = Project::starter();
        let path = "report/chapters/3-data.md";
        project.file(path, format!("{}\n{words}\n", project.read(path)));
        project
    };
    let report = "report/report.yaml";
    let project = Project::starter();
    project.replace(report, "title: Trees", "title: \"Tr\\x07ees\"");
    let control = "error[R0661]: control character U+0007 in the text";
    for (what, project, said, place) in [
        ("a setting", project, control, "report/report.yaml:"),
        (
            "a date",
            escaped(report, "date: \"2025-01-15\""),
            control,
            "report/report.yaml:5:",
        ),
        (
            "a chapter",
            chapter("A \u{7} bell."),
            control,
            "report/chapters/3-data.md:46:3",
        ),
        ("an entity", chapter("A &#7; bell."), control, "report/chapters/3-data.md:46:"),
        (
            "code",
            chapter("`a\u{8}b`"),
            "error[R0661]: control character U+0008",
            "3-data.md:46:3",
        ),
        (
            "a form feed",
            chapter("a\u{c}b"),
            "error[R0661]: control character U+000C",
            "3-data.md:46:2",
        ),
        (
            "a letter of another alphabet",
            chapter("This was c\u{430}used by rain."),
            "error[R0662]: `c\u{430}used` has a letter of another alphabet: `\u{430}` (U+0430)",
            "3-data.md:46:10",
        ),
        (
            "one written as an entity",
            chapter("This was c&#1072;used by rain."),
            "error[R0662]: `c\u{430}used` has a letter of another alphabet",
            "3-data.md:46:",
        ),
    ] {
        let ran = project.run(&["check"]);
        assert_eq!(ran.code, 1, "{what}: {}", ran.err);
        assert!(ran.err.contains(said), "{what}: {}", ran.err);
        assert!(ran.err.contains(place), "{what}: {}", ran.err);
    }
    // What divides the data, or stands for a missing cell, is not printed.
    let project = Project::starter();
    let contract = "data/datapackage.yaml";
    project.replace(
        contract,
        "path: trees.csv\n",
        "path: trees.csv\n    dialect: {delimiter: \"\\x1f\"}\n",
    );
    project.file("data/trees.csv", project.read("data/trees.csv").replace(',', "\u{1f}"));
    let ran = project.run(&["check"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
}
