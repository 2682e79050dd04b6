//! What changed between two editions, and why.

mod catalogue;
mod forms;
mod signoff;

use crate::harness::Project;
use reissue::diff;

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
fn nothing_changed_is_said_in_two_words() {
    assert_eq!(after(|_| ()), ("nothing changed\n".to_owned(), 0));
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
        told.replace('\u{a0}', " "),
        "\
1 conclusion, 1 number, 1 figure, 1 table, 1 data file

Causes (1)
  [1] data/trees.csv: 1 row changed (D1, 2024) (behind 4 items)

Conclusions (1)
  Change in street trees, districts with a planting scheme: 30.3% → 36.1% (+5.8 percentage points, +19.3%) ← [1]

Numbers as printed (1)
  Change in street trees, difference between…districts without one: 22.7 → 28.6 percentage points (+5.8, +25.7%) ← [1]

Figures (1)
  figure 1.1, Trees grew faster where they were planted: 1 point moved: 130.3 → 136.1 ← [1]

Tables (1)
  table 1.1, Change in street trees: 2 cells changed: With a planting scheme, Change +30.3% → +36.1% ← [1]

Data (1)
  data/trees.csv: 1 row changed (D1, 2024)

`--all` shows every part
"
    );
}

#[test]
fn everything_about_a_claim_that_no_longer_holds_is_told_when_asked() {
    let project = Project::starter();
    project.build_page();
    std::fs::rename(project.path().join("out"), project.path().join("old")).unwrap();
    project.replace("report/claims.yaml", "is: greater", "is: less");
    let told = project.run(&["diff", "old", ".", "--all"]).out;
    assert_eq!(
        told,
        "\
1 guard, 1 conclusion

Causes (1)
  [1] report/claims.yaml:7: claim grew_faster: is: greater → less (behind 1 item)

Guards (1)
  is greater → less: claim grew_faster “Trees grew faster where they were planted” (a guard was changed)
      guard:claim.grew_faster
      in figure 1.1: report/figures.yaml:4: Trees grew faster where they were planted
      in 2 Claims are held to the data: report/chapters/2-claims.md:3: The words “grew faster” are a claim: report/claims.yaml says what must hold for them.
      is: greater → less
      because of report/claims.yaml:7: claim grew_faster: is: greater → less

Conclusions (1)
  “Trees grew faster where they were planted” in figure 1.1: no longer true: now 30.3% > 7.5%: fails, was 30.3% > 7.5% ← [1]
      claim:grew_faster
      in figure 1.1: report/chapters/1-numbers.md:11
      in 2 Claims are held to the data: report/chapters/2-claims.md:3
      because of report/claims.yaml:7: claim grew_faster: is: greater → less
"
    );
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
    assert_eq!(
        told,
        "\
1 change of words

Words (1)
  2.1 What to try now: section renamed ← report/chapters/2-claims.md:7
      - What to try next
      + What to try now
"
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
fn the_exit_code_can_wait_for_what_matters() {
    let project = Project::starter();
    project.build_page();
    std::fs::rename(project.path().join("out"), project.path().join("old")).unwrap();
    project.replace("report/chapters/2-claims.md", "What to try next", "What to try now");
    let code = |weight| project.run(&["diff", "old", ".", "--fail-on", weight]).code;
    assert_eq!(["conclusions", "numbers", "words", "any"].map(code), [0, 0, 1, 1]);
    // A guard that was loosened hides what would be concluded.
    project.replace(
        "report/report.yaml",
        "title: Street trees",
        "design: causal\ntitle: Street trees",
    );
    let code = |weight| project.run(&["diff", "old", ".", "--fail-on", weight]).code;
    assert_eq!(code("conclusions"), 1);
}

#[test]
fn a_comparison_comes_as_markdown_and_as_json() {
    let found = catalogue::compared(|edited| {
        edited.replace(
            "report/report.yaml",
            "title: Street trees",
            "title: Town *and* <trees>",
        );
    });
    assert_eq!(
        diff::markdown(&found),
        "\
**1 statement**

## Statements (1)

- the cover, title: changed in the cover, title because of report/report.yaml:2 (`words:cover.title`)
  - - Street trees
  - + Town \\*and\\* &lt;trees&gt;
"
    );
    let json = serde_json::to_value(&found).unwrap();
    assert_eq!(json["schema"], "reissue-diff/1");
    assert_eq!(json["items"][0]["class"], "statements");
    assert_eq!(json["items"][0]["marks"]["old"][0], serde_json::json!(["Street", true]));
}
