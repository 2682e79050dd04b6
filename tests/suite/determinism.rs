//! Same input, same bytes; and what changes when the input does.

use crate::harness::Project;
use crate::harness::typst;
use std::collections::BTreeMap;

fn whole(project: &Project) -> BTreeMap<String, Vec<u8>> {
    let typst = typst();
    let ran = project.run(&["build", "--no-cache", "--typst", &typst.to_string_lossy()]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    project.outputs()
}

#[test]
fn two_builds_in_two_folders_are_the_same_bytes() {
    let (a, b) = (whole(&Project::starter()), whole(&Project::starter()));
    assert!(a.contains_key("report.pdf"));
    assert!(a == b, "{:?}", differing(&a, &b));
}

#[test]
fn a_cached_build_equals_a_clean_one() {
    let project = Project::starter();
    whole(&project);
    project.replace("report/chapters/2-claims.md", "What to try next", "What to try now");
    let typst = typst();
    let ran = project.run(&["build", "--typst", &typst.to_string_lossy()]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let cached = project.outputs();
    let clean = whole(&project);
    assert!(cached == clean, "{:?}", differing(&cached, &clean));
}

#[test]
fn what_a_chapter_says_is_held_to_values_that_it_does_not_show() {
    let project = Project::starter();
    let block = "statistics:\n  counts: {kind: level, title: Street trees, frame: panel, measure: trees, summary: total, better: higher, by: [scheme, year]}\n";
    project.replace("report/statistics.yaml", "statistics:\n", block);
    project.file(
        "report/chapters/9-own.md",
        "# Own\n\nStreet trees with a planting scheme have increased: {{ stat(\"counts.planting.2024\") }} in 2024.\n\nStreet trees with a planting scheme have got better: {{ stat(\"counts.planting.2024\") }} in 2024.\n",
    );
    project.replace(
        "report/report.yaml",
        "chapters:\n",
        "chapters:\n  - report/chapters/9-own.md\n",
    );
    project.build_page();
    // The value that is shown stays as it is.
    let data = project.read("data/trees.csv");
    let more = |line: &str| match line.rsplit_once(',') {
        Some((row, _)) if row.contains(",planting,") && !row.ends_with("2024") => {
            format!("{row},9000\n")
        }
        _ => format!("{line}\n"),
    };
    project.file("data/trees.csv", data.lines().map(more).collect::<String>());
    let own = |ran: &str| ran.matches("9-own.md").count();
    assert_eq!(own(&project.run(&["check", "--message-format", "short"]).err), 2);
    // Which values are the better ones is no value.
    project.file("data/trees.csv", &data);
    project.build_page();
    project.replace("report/statistics.yaml", "better: higher", "better: lower");
    let ran = project.run(&["check", "--message-format", "short"]).err;
    assert_eq!(own(&ran), 1, "{ran}");
}

#[test]
fn nothing_changed_is_nothing_done_in_any_language() {
    let project = Project::starter();
    project.build_page();
    let ran = project.run(&["build", "--html-only", "-v"]);
    assert_eq!(ran.err, " reused edition\nout/ is up to date\n");
    project.file("templates/labels/en.ftl", "contents = In this report\n");
    project.build_page();
    let ran = project.run(&["build", "--html-only", "-v"]);
    assert_eq!(ran.err, " reused edition\nout/ is up to date\n");
    project.file("templates/labels/en.ftl", "contents = In here\n");
    project.build_page();
    assert!(project.read("out/index.html").contains("In here"));
}

const NO_HEADLINE: &str = "warning[R0410]: figure `trees_index`: there is no headline\n --> report/figures.yaml:4:15\n  |\n4 |     headline: ''\n  |               ^^\n  |\n  = help: say the finding in at most 15 words, usually as a `claim()`\n\n1 warning\n";

#[test]
fn warnings_are_reported_again_when_nothing_changed() {
    let project = Project::starter();
    project.replace(
        "report/figures.yaml",
        "'{{ claim(\"grew_faster\", \"Trees grew faster where they were planted\") }}'",
        "''",
    );
    let first = project.run(&["build", "--html-only"]);
    assert_eq!(first.err, format!("{NO_HEADLINE}wrote out/index.html\n"));
    let again = project.run(&["build", "--html-only", "-v"]);
    assert_eq!(again.err, format!(" reused edition\n{NO_HEADLINE}out/ is up to date\n"));
    let checked = project.run(&["check", "-v"]);
    assert_eq!(checked.err, format!(" reused edition\n{NO_HEADLINE}no errors found\n"));
}

#[test]
fn a_check_after_a_build_uses_nothing_that_was_asked_otherwise_or_changed_since() {
    let project = Project::starter();
    project.build_page();
    let same = project.run(&["check", "-v"]);
    assert_eq!(same.err, " reused edition\nno faults found\n");
    let strict = project.run(&["check", "--strict", "-v"]);
    assert!(!strict.err.contains("reused edition"), "{}", strict.err);
    project.replace(
        "report/figures.yaml",
        "'{{ claim(\"grew_faster\", \"Trees grew faster where they were planted\") }}'",
        "''",
    );
    let changed = project.run(&["check"]);
    assert_eq!(changed.err, format!("{NO_HEADLINE}no errors found\n"));
}

#[test]
fn a_changed_word_draws_no_picture_again() {
    let project = Project::starter();
    project.build_page();
    project.replace("report/chapters/2-claims.md", "What to try next", "What to try now");
    let ran = project.run(&["build", "--html-only", "-v"]);
    assert!(ran.err.contains(" reused png trees_index\n"), "{}", ran.err);
}

#[test]
fn the_order_of_rows_changes_no_number() {
    let project = Project::starter();
    let before = project.build_page();
    let data = project.read("data/trees.csv");
    let mut lines: Vec<&str> = data.lines().collect();
    lines[1..].reverse();
    project.file("data/trees.csv", lines.join("\n") + "\n");
    let after = project.build_page();
    assert_eq!(before["statistics.json"], after["statistics.json"]);
    assert_eq!(before["index.html"].len(), after["index.html"].len());
}

#[test]
fn one_changed_cell_changes_exactly_what_depends_on_it() {
    let project = Project::starter();
    project.build_page();
    let before = statistics(&project);
    project.replace("data/trees.csv", "D1,planting,2021,949", "D1,planting,2021,950");
    project.build_page();
    let after = statistics(&project);
    let changed: Vec<&String> = before
        .iter()
        .filter(|(id, value)| after[*id] != **value)
        .map(|(id, _)| id)
        .collect();
    // 2021 is neither the start nor the end of the change: one point of one line moves.
    assert_eq!(changed, ["trees_index.planting.2021"]);
}

#[test]
fn one_changed_cell_changes_only_the_files_that_show_it() {
    let project = Project::starter();
    let before = project.build_page();
    project.replace("data/trees.csv", "D1,planting,2021,949", "D1,planting,2021,1949");
    let after = project.build_page();
    let changed = differing(&before, &after);
    assert!(changed.contains(&"figures/trees_index.svg".to_owned()));
    let wrong: Vec<&String> = changed
        .iter()
        .filter(|name| {
            let figure = name.starts_with("figures/trees_index");
            !figure
                && !matches!(
                    name.as_str(),
                    "index.html" | "edition.json" | "statistics.json"
                )
        })
        .collect();
    assert_eq!(wrong, Vec::<&String>::new());
    assert_eq!(before["tables/growth.csv"], after["tables/growth.csv"]);
}

#[test]
fn a_changed_end_year_changes_the_growth_and_what_is_made_of_it() {
    let project = Project::starter();
    project.build_page();
    let before = statistics(&project);
    let line = project.read("data/trees.csv");
    let line = line.lines().find(|line| line.starts_with("D1,planting,2024,")).unwrap();
    project.replace("data/trees.csv", line, "D1,planting,2024,1500");
    project.build_page();
    let after = statistics(&project);
    let changed: Vec<&String> = before
        .iter()
        .filter(|(id, value)| after[*id] != **value)
        .map(|(id, _)| id)
        .collect();
    assert_eq!(
        changed,
        [
            "growth.difference",
            "growth.effect",
            "growth.planting",
            "trees_index.planting.2024"
        ]
    );
}

fn statistics(project: &Project) -> BTreeMap<String, serde_json::Value> {
    let record: serde_json::Value =
        serde_json::from_str(&project.read("out/statistics.json")).unwrap();
    let stats = record["stats"].as_object().unwrap();
    stats.iter().map(|(id, stat)| (id.clone(), stat["value"].clone())).collect()
}

fn differing(
    a: &BTreeMap<String, Vec<u8>>,
    b: &BTreeMap<String, Vec<u8>>,
) -> Vec<String> {
    a.keys()
        .chain(b.keys())
        .filter(|name| a.get(*name) != b.get(*name))
        .cloned()
        .collect()
}

#[test]
fn a_damaged_cache_costs_time_and_not_truth() {
    let project = Project::starter();
    let before = project.build_page();
    let cache = project.path().join(".reissue/cache");
    let mut damaged = 0;
    for version in std::fs::read_dir(cache).unwrap() {
        for entry in std::fs::read_dir(version.unwrap().path()).unwrap() {
            std::fs::write(entry.unwrap().path(), "damaged").unwrap();
            damaged += 1;
        }
    }
    assert!(damaged > 0);
    project.remove("out/index.html");
    assert_eq!(project.build_page(), before);
}
