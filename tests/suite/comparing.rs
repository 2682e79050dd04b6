//! What changed between two editions, and why.

use crate::harness::Project;

/// Builds the starter, changes it, and returns what `diff` says of the two and its code.
fn after(change: impl FnOnce(&Project)) -> (String, i32) {
    let project = Project::starter();
    project.build_page();
    std::fs::rename(project.path().join("out"), project.path().join("old")).unwrap();
    change(&project);
    let ran = project.run(&["diff", "old", "."]);
    assert_eq!(ran.err, "");
    (ran.out, ran.code)
}

#[test]
fn nothing_changed_is_said_in_two_words_also_when_rows_are_sorted_anew() {
    assert_eq!(after(|_| ()), ("nothing changed\n".to_owned(), 0));
    let sorted = after(|project| {
        let data = project.read("data/trees.csv");
        let mut lines: Vec<&str> = data.lines().collect();
        lines[1..].reverse();
        project.file("data/trees.csv", lines.join("\n") + "\n");
    });
    assert_eq!(sorted, ("nothing changed\n".to_owned(), 0));
}

#[test]
fn one_cell_moves_the_numbers_that_depend_on_it_and_is_named_as_the_reason() {
    let (told, code) = after(|project| {
        project.replace(
            "data/trees.csv",
            "D1,planting,2024,1109",
            "D1,planting,2024,1300",
        );
    });
    assert_eq!(code, 1);
    assert_eq!(
        told,
        "\
Numbers as printed (2)
  growth.difference: 22.7 percentage points → 28.6 percentage points (+25.7%) [1 Numbers come from the data] because of data/trees.csv: 1 row changed (D1, 2024)
  growth.planting: 30.3% → 36.1% (+19.3%) [key finding “Trees”; 1 Numbers come from the data; table 1.1] because of data/trees.csv: 1 row changed (D1, 2024)
Figures (1)
  trees_index: points, 1 moved, most trees_index.planting.2024: 130.3 → 136.1
Tables (1)
  growth: cells
    With a planting scheme, column 3: +30.3% → +36.1%
    With a planting scheme, column 4: 23.0% to 37.6% → 11.4% to 60.8%
Data files (1)
  data/trees.csv: changed: 1 row changed (D1, 2024)
"
        .replace("22.7 percentage", "22.7\u{a0}percentage")
        .replace("28.6 percentage", "28.6\u{a0}percentage")
    );
}

#[test]
fn a_claim_that_no_longer_holds_comes_first() {
    let (told, _) = after(|project| {
        project.replace("report/claims.yaml", "is: greater", "is: less");
    });
    assert!(told.starts_with("Conclusions (1)\n  claim no longer true: “Trees grew faster where they were planted” (grew_faster)"), "{told}");
    assert!(told.contains("Method (1)\n  claim grew_faster: changed\n    - is: greater\n    + is: less\n"), "{told}");
}

#[test]
fn words_the_author_changed_are_told_apart_from_numbers_that_followed() {
    let (told, _) = after(|project| {
        project.replace(
            "report/chapters/2-claims.md",
            "What to try next",
            "What to try now",
        );
    });
    assert!(told.starts_with("Words (1)\n"), "{told}");
    assert!(told.contains("- What to try next\n    + What to try now\n"), "{told}");
}

#[test]
fn a_definition_that_changed_is_a_matter_of_method() {
    let (told, _) = after(|project| {
        project.replace(
            "report/statistics.yaml",
            "    as: percent\n",
            "    as: percent\n    level: 90\n",
        );
    });
    assert!(
        told.contains("Method (1)\n  statistic growth: changed\n")
            || told.contains("Method (1)\n  growth: changed\n"),
        "{told}"
    );
}

#[test]
fn a_revision_of_the_repository_is_a_side() {
    let project = Project::starter();
    let git = |args: &[&str]| {
        let done = std::process::Command::new("git")
            .current_dir(project.path())
            .args(["-c", "user.name=a", "-c", "user.email=a@b.c"])
            .args(args)
            .output()
            .unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    };
    git(&["init", "-q"]);
    git(&["add", "-A"]);
    git(&["commit", "-q", "-m", "first"]);
    let same = project.run(&["diff"]);
    assert_eq!((same.code, same.out.as_str()), (0, "nothing changed\n"));
    project.replace("report/report.yaml", "title: Street trees", "title: Town trees");
    assert_eq!(project.run(&["diff"]).code, 1);
    let unknown = project.run(&["diff", "git:nowhere"]);
    assert_eq!(unknown.code, 2);
    assert!(
        unknown.err.contains("error[R0701]: cannot read revision `nowhere`"),
        "{}",
        unknown.err
    );
}

#[test]
fn a_comparison_comes_as_markdown_and_as_json() {
    let project = Project::starter();
    project.build_page();
    std::fs::rename(project.path().join("out"), project.path().join("old")).unwrap();
    project.replace("data/trees.csv", "D1,planting,2024,1109", "D1,planting,2024,1300");
    let markdown = project.run(&["diff", "old", ".", "--format", "markdown"]).out;
    assert!(
        markdown.starts_with("## Numbers as printed (2)\n- growth.difference: "),
        "{markdown}"
    );
    let json = project.run(&["diff", "old", ".", "--format", "json"]).out;
    let found: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(found["numbers"].as_array().unwrap().len(), 2);
}
