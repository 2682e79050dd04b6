//! Decisions on what changed, releases that wait for them, and the guard against drift.

use crate::harness::Project;
use crate::harness::Ran;

/// A project with a first release, and one cell changed since.
fn revised() -> Project {
    let project = Project::starter();
    let ran = project.run(&["release", "first", "--html-only", "--date", "2025-02-01"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    project.replace("data/trees.csv", "D1,planting,2024,1109", "D1,planting,2024,1300");
    project
}

fn accept(project: &Project, pattern: &str) -> Ran {
    project.run(&[
        "review",
        "--accept",
        pattern,
        "--by",
        "Research desk",
        "--because",
        "late returns",
    ])
}

#[test]
fn a_release_waits_until_what_changed_is_accepted() {
    let project = revised();
    let refused = project.run(&["release", "second", "--html-only"]);
    assert_eq!(refused.code, 1);
    assert_eq!(
        refused.err,
        "\
error[R0711]: 2 items are not accepted: `headline:growth.planting`, and 1 more
 |
 = help: decide on them with `reissue review`, or release with `--force --because REASON`

1 error
"
    );
    assert_eq!(accept(&project, "headline:*").code, 1);
    assert_eq!(accept(&project, "number:*").code, 0);
    let done = project.run(&["release", "second", "--html-only"]);
    assert_eq!(done.code, 0, "{}", done.err);
    assert!(
        done.err.starts_with(
            "\
warning[R0738]: the edition is called “First edition”, as the one before it
 --> report/report.yaml:4:10
  |
4 | edition: First edition
  |          ^^^^^^^^^^^^^
  |
  = help: say in `edition:` what it is: “Second edition”, “First edition, corrected”

1 warning
"
        ),
        "{}",
        done.err
    );
    let again = project.run(&["release", "second", "--html-only"]);
    assert!(again.err.starts_with("error[R0711]: release `second` is there already\n"));
    let list = project.run(&["releases"]);
    let lines: Vec<&str> = list.out.lines().collect();
    assert!(lines[0].starts_with("first  2025-02-01  Street trees, First edition  "));
    assert!(lines[1].starts_with("second  2025-01-15  Street trees, First edition  "));
    assert_eq!(list.code, 0);
}

#[test]
fn a_forced_release_records_its_reason() {
    let project = revised();
    let bare = project.run(&["release", "second", "--html-only", "--force"]);
    assert_eq!(bare.err, "error: `--force` needs its reason: `--because REASON`\n");
    let done = project.run(&[
        "release",
        "second",
        "--html-only",
        "--force",
        "--because",
        "the minister waits",
    ]);
    assert_eq!(done.code, 0, "{}", done.err);
    let listed = project.read("releases/releases.yaml");
    assert!(listed.contains("  open: 2\n  forced: \"the minister waits\"\n"), "{listed}");
}

#[test]
fn an_acceptance_lapses_when_the_item_changes_again() {
    let project = revised();
    accept(&project, "*");
    let standings = |project: &Project| -> Vec<String> {
        let list = project.run(&["review", "--list"]).out;
        let items = list.lines().filter(|line| !line.starts_with(' '));
        items.map(|line| line.split(' ').next().unwrap().to_owned()).collect()
    };
    assert_eq!(standings(&project), ["accepted", "accepted"]);
    project.replace("data/trees.csv", "D1,planting,2024,1300", "D1,planting,2024,1301");
    assert_eq!(standings(&project), ["lapsed", "lapsed"]);
    project.replace("data/trees.csv", "D1,planting,2024,1301", "D1,planting,2024,1300");
    assert_eq!(standings(&project), ["accepted", "accepted"]);
}

#[test]
fn a_query_needs_a_name_and_a_reason() {
    let project = revised();
    let nobody = project.run(&["review", "--accept", "*"]);
    assert!(nobody.err.starts_with("error[R0712]: nobody decides\n"), "{}", nobody.err);
    let why = project.run(&["review", "--reject", "*", "--by", "Research desk"]);
    assert!(
        why.err.starts_with("error[R0712]: a query or rejection needs its reason\n"),
        "{}",
        why.err
    );
    let unknown =
        project.run(&["review", "--accept", "nunber:x", "--by", "Research desk"]);
    assert!(unknown.err.starts_with("error[R0712]: no change is called `nunber:x`\n"));
}

#[test]
fn the_items_are_walked_and_each_answer_is_kept() {
    let project = revised();
    let ran = project
        .answered(&["review"], "a\nResearch desk\nseen the returns\nq\n\nwhich area?\n");
    assert!(
        ran.err.contains("1 of 2\n  Change in street trees, districts with a planting scheme: 30.3% → 36.1%"),
        "{}",
        ran.err
    );
    assert_eq!(
        project.read("report/review.yaml").replace('\u{a0}', " "),
        "\
# Sign-off of changes, written by `reissue review`. One block an item, sorted.

\"headline:growth.planting\":
  change: \"conclusion: Change in street trees, districts with a planting scheme: 30.3% → 36.1% (+5.8 percentage points, +19.3%): headline reads differently\"
  item: \"ITEM\"
  state: \"accepted\"
  by: \"Research desk\"
  because: \"seen the returns\"
  date: \"\"

\"number:growth.difference\":
  change: \"number: Change in street trees, difference between districts with a planting scheme and districts without one: 22.7 → 28.6 percentage points (+5.8, +25.7%)\"
  item: \"ITEM\"
  state: \"queried\"
  by: \"Research desk\"
  because: \"which area?\"
  date: \"\"
"
        .replacen("ITEM", &hash(&project, 0), 1)
        .replacen("ITEM", &hash(&project, 1), 1)
    );
}

fn hash(project: &Project, at: usize) -> String {
    let json = project.run(&["diff", "release:first", ".", "--format", "json"]).out;
    let found: serde_json::Value = serde_json::from_str(&json).unwrap();
    found["items"][at]["hash"].as_str().unwrap().to_owned()
}

#[test]
fn git_merges_what_two_reviewers_decided() {
    let project = revised();
    let git = |args: &[&str]| {
        let done = std::process::Command::new("git")
            .current_dir(project.path())
            .args(["-c", "user.name=a", "-c", "user.email=a@b.c"])
            .args(args)
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&done.stdout).into_owned();
        assert!(done.status.success(), "{said}");
    };
    // Nobody answers: the blocks are written, open.
    project.answered(&["review"], "");
    project.run(&["review", "--query", "data:*", "--by", "N. Body", "--because", "x"]);
    git(&["init", "-q", "-b", "main"]);
    git(&["add", "-A"]);
    git(&["commit", "-q", "-m", "base"]);
    git(&["checkout", "-q", "-b", "other"]);
    accept(&project, "number:*");
    git(&["commit", "-q", "-a", "-m", "numbers"]);
    git(&["checkout", "-q", "main"]);
    accept(&project, "headline:*");
    git(&["commit", "-q", "-a", "-m", "headlines"]);
    git(&["merge", "-q", "other"]);
    let list = project.run(&["review", "--list"]).out;
    assert_eq!(
        list.lines().filter(|line| line.starts_with("accepted")).count(),
        2,
        "{list}"
    );
}

#[test]
fn the_same_edition_is_released_as_the_same_bytes_and_compares_as_the_same() {
    let release = || {
        let project = Project::starter();
        let ran = project.run(&["release", "first", "--html-only"]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        (std::fs::read(project.path().join("releases/first.zip")).unwrap(), project)
    };
    let ((a, project), (b, _)) = (release(), release());
    assert!(a == b);
    let same = project.run(&["diff", "release:first", "."]);
    assert_eq!((same.code, same.out.as_str()), (0, "nothing changed\n"));
    project.file("releases/first.zip", [&a[..], b"x"].concat());
    let list = project.run(&["releases"]);
    assert_eq!(list.code, 1);
    assert!(list.out.ends_with("the archive is missing or altered\n"), "{}", list.out);
}

#[test]
fn a_check_against_a_release_guards_against_drift() {
    let project = revised();
    let drifted = project.run(&["check", "--against", "first"]);
    assert_eq!(drifted.code, 1, "{}", drifted.err);
    assert!(
        drifted.out.starts_with("1 conclusion, 1 number, 1 figure"),
        "{}",
        drifted.out
    );
    assert!(drifted.err.ends_with("2 items wait for review\n"), "{}", drifted.err);
    let conclusions = ["check", "--against", "first", "--fail-on", "conclusions"];
    assert_eq!(project.run(&conclusions).code, 1);
    project.replace("data/trees.csv", "D1,planting,2024,1300", "D1,planting,2024,1109");
    project.replace("report/chapters/2-claims.md", "What to try next", "What to try now");
    let fine = project.run(&["check", "--against", "first"]);
    assert_eq!(fine.code, 0, "{}", fine.out);
    assert!(fine.err.ends_with("no item waits for review\n"), "{}", fine.err);
    let unknown = project.run(&["check", "--against", "nowhere"]);
    assert_eq!(unknown.code, 2);
    // What is wrong hides nothing that changed.
    project.replace("data/datapackage.yaml", "minimum: 2000", "minimum: 1990");
    project.replace("report/chapters/1-numbers.md", "trees rose by", "trees fell by");
    let wrong = project.run(&["check", "--against", "first"]);
    assert_eq!(wrong.code, 1);
    assert!(wrong.err.contains("error[R0530]"), "{}", wrong.err);
    assert!(wrong.out.contains("a guard was loosened"), "{}", wrong.out);
}

#[test]
fn another_reason_of_a_waiver_is_told() {
    let project = Project::starter();
    let waived = "allow:\n  - {words: nine lives, because: a saying}\n";
    project.replace("report/report.yaml", "generated:", &format!("{waived}generated:"));
    project.run(&["release", "first", "--html-only", "--date", "2025-02-01"]);
    project.replace("report/report.yaml", "because: a saying", "because: as all say");
    let told = project.run(&["diff", "release:first", ".", "--all"]);
    assert_eq!(
        told.out,
        "\
1 guard

Guards (1)
  because a saying → as all say: “nine lives”, words that need no binding (a guard was changed)
      guard:allow.nine-lives
      because: a saying → as all say
      because of report/report.yaml:24
"
    );
}

#[test]
fn a_notice_of_revisions_is_drafted_with_the_reasons_that_were_given() {
    let project = revised();
    accept(&project, "headline:*");
    let notice = project.run(&["release", "--notice"]).out;
    assert_eq!(
        notice.replace('\u{a0}', " "),
        "\
# Corrections and revisions

*Street trees*, First edition (2025-01-15), compared with First edition (2025-01-15).

## Revisions

- Change in street trees, districts with a planting scheme: 30.3% becomes 36.1%. Shown in key finding “Trees”; 1 Numbers come from the data; table 1.1. Reason: late returns.
- Change in street trees, difference between districts with a planting scheme and districts without one: 22.7 percentage points becomes 28.6 percentage points. Shown in 1 Numbers come from the data. Reason: trees: 1 row changed (D1, 2024).
"
    );
}

#[test]
fn a_pattern_that_accepts_several_items_needs_a_reason_and_a_class_is_that_class_alone() {
    let project = revised();
    project.replace("report/chapters/2-claims.md", "What to try next", "What to try now");
    project.replace(
        "report/chapters/2-claims.md",
        "Write a digit into",
        "Write a digit in",
    );
    let run = |pattern: &str| {
        project.run(&["review", "--accept", pattern, "--by", "Research desk"])
    };
    let refused = run("*");
    assert_eq!(refused.code, 2);
    assert_eq!(
        refused.err,
        "\
error[R0712]: `*` accepts 7 changes without a reason
 |
 = help: say why with `--because`, or accept each by its name; words and layout alone need no reason

1 error
"
    );
    // Words alone need none, and a class names its own items, whatever their ids begin with.
    let words = run("words:*");
    assert!(words.err.starts_with("accepted 2 items: words:"), "{}", words.err);
    let numbers = run("numbers:*");
    assert!(
        numbers.err.starts_with("accepted 1 item: number:growth.difference\n"),
        "{}",
        numbers.err
    );
    let rest = run("*");
    assert!(rest.err.contains("accepts 4 changes"), "{}", rest.err);
    // One item needs none.
    assert_eq!(run("headline:*").code, 0);
}

#[test]
fn a_pattern_leaves_alone_what_another_person_decided() {
    let project = revised();
    let reject = [
        "review",
        "--reject",
        "number:growth.difference",
        "--by",
        "Desk B",
        "--because",
        "wrong denominator",
    ];
    project.run(&reject);
    let ran = accept(&project, "*");
    assert_eq!(
        ran.err,
        "left alone: number:growth.difference was rejected by Desk B: wrong denominator; name it in full to decide on it anew\naccepted 4 items: headline:growth.planting, figure:trees_index, table:growth, data:data/trees.csv\n1 item is not accepted\n"
    );
    assert!(project.read("report/review.yaml").contains("state: \"rejected\""));
    // A doubt of one's own is no more swept aside.
    let again = project.run(&["review", "--accept", "*", "--by", "Desk B"]);
    assert!(
        again.err.contains("left alone: number:growth.difference was rejected by Desk B"),
        "{}",
        again.err
    );
    // Named in full it is decided anew, and what was decided stays on record.
    assert_eq!(accept(&project, "number:growth.difference").code, 0);
    let kept = project.read("report/review.yaml");
    assert!(
        kept.contains(
            "\"state\":\"rejected\",\"by\":\"Desk B\",\"because\":\"wrong denominator\""
        ),
        "{kept}"
    );
}

#[test]
fn a_lapsed_decision_shows_what_had_been_accepted() {
    let project = revised();
    accept(&project, "*");
    project.replace("data/trees.csv", "D1,planting,2024,1300", "D1,planting,2024,1400");
    let list = project.run(&["review", "--list"]).out;
    assert!(list.contains("lapsed    headline:growth.planting"), "{list}");
    assert!(list.contains("accepted was: conclusion: Change in street trees, districts with a planting scheme: 30.3%"), "{list}");
}

#[test]
fn a_decision_on_words_names_them() {
    let project = Project::starter();
    let ran = project.run(&["release", "first", "--html-only", "--date", "2025-02-01"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    project.replace("report/report.yaml", "title: Street trees", "title: Street weeds");
    let list = project.run(&["review", "--list"]).out;
    assert!(list.contains(": changed: “Street trees” → “Street weeds”\n"), "{list}");
}

#[test]
fn comments_and_who_is_to_decide_are_in_the_same_file() {
    let project = revised();
    project.run(&[
        "review",
        "--comment",
        "number:*",
        "--by",
        "Desk B",
        "--because",
        "asked the registry",
    ]);
    project.run(&[
        "review",
        "--assign",
        "number:*",
        "--to",
        "Desk C",
        "--due",
        "2026-01-31",
    ]);
    let list = project.run(&["review", "--list"]).out;
    assert!(
        list.contains(
            "[for Desk C by 2026-01-31]\n          Desk B: asked the registry\n"
        ),
        "{list}"
    );
    assert_eq!(accept(&project, "*").code, 0);
    let kept = project.read("report/review.yaml");
    assert!(kept.contains("assigned: \"Desk C\""), "{kept}");
    let nobody = project.run(&["review", "--comment", "number:*"]);
    assert!(
        nobody.err.starts_with("error[R0712]: a comment needs its words and a name\n")
    );
}

#[test]
fn two_people_sign_where_the_report_asks_for_two() {
    let project = revised();
    let report = project.read("report/report.yaml");
    project.file("report/report.yaml", format!("review: {{signatories: 2}}\n{report}"));
    assert_eq!(accept(&project, "*").code, 1);
    let list = project.run(&["review", "--list"]).out;
    assert!(list.starts_with("accepted once "), "{list}");
    // The same person twice is one person.
    assert_eq!(accept(&project, "*").code, 1);
    let second = project.run(&["review", "--accept", "*", "--by", "Desk B"]);
    assert_eq!(second.code, 0, "{}", second.err);
    assert!(
        project
            .run(&["review", "--list"])
            .out
            .contains("(Research desk: late returns; Desk B)")
    );
}

#[test]
fn a_signature_stays_when_the_first_signs_again_and_a_name_in_capitals_is_the_same_one() {
    let project = revised();
    let report = project.read("report/report.yaml");
    project.file("report/report.yaml", format!("review: {{signatories: 2}}\n{report}"));
    assert_eq!(accept(&project, "*").code, 1);
    // Capital letters and spaces make nobody another.
    let same = project.run(&["review", "--accept", "*", "--by", "research  Desk "]);
    assert_eq!(same.code, 1, "{}", same.err);
    let second = project.run(&["review", "--accept", "*", "--by", "Desk B"]);
    assert_eq!(second.code, 0, "{}", second.err);
    let item = project.run(&["review", "--list"]).out;
    let id = item.split_whitespace().nth(1).unwrap().to_owned();
    for because in ["", "read again"] {
        let by = ["--by", "Research desk", "--because", because];
        let again = [["review", "--accept", &id].as_slice(), &by].concat();
        assert_eq!(project.run(&again).code, 0, "{because}");
    }
    let list = project.run(&["review", "--list"]).out;
    assert!(list.contains("(Research desk: read again; Desk B)"), "{list}");
}

#[test]
fn who_takes_the_second_signature_out_needs_it_for_that() {
    let project = Project::starter();
    let report = project.read("report/report.yaml");
    project.file("report/report.yaml", format!("review: {{signatories: 2}}\n{report}"));
    project.build_page();
    let done = project.run(&["release", "first", "--html-only"]);
    assert_eq!(done.code, 0, "{}", done.err);
    project.file("report/report.yaml", report);
    let told = project.run(&["check", "--against", "first"]);
    assert!(
        told.out.contains(
            "  signatories 2 → 1: how many persons sign a release (a guard was loosened)"
        ),
        "{}",
        told.out
    );
    assert_eq!(accept(&project, "*").code, 1);
    let second = project.run(&["review", "--accept", "*", "--by", "Desk B"]);
    assert_eq!(second.code, 0, "{}", second.err);
}

#[test]
fn a_conflict_in_the_signoff_is_reported_at_its_line() {
    let project = revised();
    accept(&project, "*");
    let kept = project.read("report/review.yaml");
    project.file(
        "report/review.yaml",
        kept.replacen("\n\n", "\n\n<<<<<<< HEAD\n=======\n>>>>>>> b\n", 1),
    );
    let ran = project.run(&["review", "--list"]);
    assert!(
        ran.err.starts_with("error[R0720]: `report/review.yaml` line 3: git left a conflict (its marks are on lines 3, 4, 5)\n"),
        "{}",
        ran.err
    );
}

#[test]
fn the_notice_after_a_release_is_about_what_it_changed() {
    let project = revised();
    accept(&project, "*");
    let done = project.run(&["release", "second", "--html-only"]);
    assert_eq!(done.code, 0, "{}", done.err);
    let notice = project.run(&["release", "--notice"]).out;
    assert!(notice.contains("30.3% becomes 36.1%"), "{notice}");
}

#[test]
fn an_archive_that_was_exchanged_is_altered_for_every_command() {
    let project = revised();
    project.build_page();
    let archive = std::fs::read(project.path().join("releases/first.zip")).unwrap();
    let mut files = crate::harness::unpacked(&archive);
    files.insert(
        "out/edition.json".to_owned(),
        project.read("out/edition.json").into_bytes(),
    );
    project.file("releases/first.zip", reissue::output::archive::zip(&files).unwrap());
    for command in [
        &["diff", "release:first", "."][..],
        &["diff", "releases/first.zip", "."],
        &["check", "--against", "first"],
        &["review", "--list"],
        &["release", "second", "--html-only"],
    ] {
        let ran = project.run(command);
        assert_eq!(ran.code, 2, "{command:?}: {}", ran.out);
        assert!(
            ran.err.contains("error[R0721]: the archive of `"),
            "{command:?}: {}",
            ran.err
        );
    }
}

#[test]
fn a_page_edited_after_it_was_built_is_noticed() {
    let project = Project::starter();
    project.build_page();
    let page = project.read("out/index.html");
    project.file("out/index.html", page.replacen("Street trees", "Street weeds", 1));
    let ran = project.run(&["diff", "out", "."]);
    assert_eq!(ran.code, 1);
    assert!(
        ran.out
            .contains("out/index.html: edited by hand, or missing, since it was built"),
        "{}",
        ran.out
    );
}

#[test]
fn a_sheet_can_be_printed_and_signed() {
    let project = revised();
    let report = project.read("report/report.yaml");
    project.file("report/report.yaml", format!("review: {{signatories: 2}}\n{report}"));
    accept(&project, "headline:*");
    for args in [
        ["--accept", "headline:*", "--by", "Desk B"].as_slice(),
        &[
            "--comment",
            "headline:*",
            "--by",
            "Desk C",
            "--because",
            "asked",
            "--date",
            "2026-01-02",
        ],
        &["--assign", "headline:*", "--to", "Desk D", "--due", "2026-01-31"],
    ] {
        project.run(&[["review"].as_slice(), args].concat());
    }
    let ran = project.run(&["review", "--sheet", "sheet.html"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    let sheet = project.read("sheet.html").replace('\u{a0}', " ");
    assert!(
        sheet.contains("<td>accepted by Research desk<br>late returns<br>also by Desk B<br>for Desk D, due 2026-01-31<br>Desk C, 2026-01-02: asked</td>"),
        "{sheet}"
    );
    assert_eq!(sheet.matches("Signature").count(), 2);
}

#[test]
fn a_strict_check_refuses_a_guard_that_was_loosened_since_the_release() {
    let project = Project::starter();
    let waived = "allow:\n  - {words: nine lives, because: a saying}\n";
    project.replace("report/report.yaml", "generated:", &format!("{waived}generated:"));
    project.run(&["release", "first", "--html-only", "--date", "2025-02-01"]);
    assert_eq!(project.run(&["check", "--strict"]).code, 0);
    project.replace("report/report.yaml", waived, "");
    let told = project.run(&["diff", "release:first", "."]);
    assert_eq!(
        told.out,
        "\
1 definition

Method (1)
  words that need no binding (report/report.yaml:23): a guard was tightened: allow: “nine lives” → none
"
    );
    project.replace("report/report.yaml", "generated:", &format!("{waived}generated:"));
    project.replace("data/datapackage.yaml", "minimum: 2000", "minimum: 1990");
    assert_eq!(project.run(&["check"]).code, 0);
    let refused = project.run(&["check", "--strict"]);
    assert_eq!(refused.code, 1);
    assert_eq!(
        refused.err,
        "\
error[R0550]: a guard was loosened since `first`: year minimum 2000 → 1990 (resource trees)
  --> data/datapackage.yaml:20:9
   |
20 |         - {name: year, type: year, constraints: {required: true, minimum: 1990}}
   |         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
   |
   = help: put it back, or accept it with `reissue review --accept 'guard:resource.trees' --by NAME`

1 error
"
    );
    accept(&project, "guard:*");
    let accepted = project.run(&["check", "--strict"]);
    assert_eq!((accepted.code, &*accepted.err), (0, "no faults found\n"));
}
