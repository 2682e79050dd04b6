//! What authors get wrong, and the whole message each fault is met with.

use crate::harness::Project;

/// Asserts what `check` says; the number of errors is its last line.
fn says(project: &Project, message: &str) {
    let err = project.refusal();
    assert_eq!(err.trim_end(), message.trim_end(), "\n{err}");
}

#[test]
fn a_misspelt_key_is_shown_with_the_nearest() {
    let project = Project::starter();
    project.replace(
        "report/statistics.yaml",
        "    measure: trees\n    area",
        "    measur: trees\n    area",
    );
    says(
        &project,
        "\
error[R0103]: unknown key `measur`
  --> report/statistics.yaml:17:5
   |
17 |     measur: trees
   |     ^^^^^^
   |
   = help: did you mean `measure`? the keys are `frame`, `measure`, `area`, `time`, `from`, `to`, `as`, `summary`, `where`, `by`, `compare`, `weights`, and 2 more

1 error",
    );
}

#[test]
fn a_missing_key_is_shown_at_its_entry() {
    let project = Project::starter();
    project.replace("report/statistics.yaml", "    from: 2018\n", "");
    says(
        &project,
        "\
error[R0103]: missing key `from`
  --> report/statistics.yaml:13:3
   |
13 |   growth:
   |   ^^^^^^
   |
   = help: add `from:` here

1 error",
    );
}

#[test]
fn a_value_of_the_wrong_type_is_shown() {
    let project = Project::starter();
    project.replace(
        "report/statistics.yaml",
        "by: [scheme]\n    compare",
        "by: scheme\n    compare",
    );
    says(
        &project,
        "\
error[R0103]: invalid type: string \"scheme\", expected a sequence
  --> report/statistics.yaml:23:9
   |
23 |     by: scheme
   |         ^^^^^^

1 error",
    );
}

#[test]
fn a_value_out_of_its_range_is_shown() {
    let project = Project::starter();
    project.replace(
        "report/statistics.yaml",
        "    as: percent\n",
        "    as: percent\n    decimals: 12\n",
    );
    says(
        &project,
        "\
error[R0103]: `decimals` must be 0 to 9, found 12
  --> report/statistics.yaml:23:15
   |
23 |     decimals: 12
   |               ^^

1 error",
    );
}

#[test]
fn a_duplicate_key_is_refused() {
    let project = Project::starter();
    project.replace(
        "report/claims.yaml",
        "    is: greater\n",
        "    is: greater\n    is: less\n",
    );
    let err = project.refusal();
    assert!(
        err.starts_with("error[R0102]: `report/claims.yaml` is not well formed: "),
        "{err}"
    );
    assert!(err.contains("duplicate"), "{err}");
}

#[test]
fn a_missing_file_is_shown_where_it_is_named() {
    let project = Project::starter();
    project.remove("data/trees.csv");
    says(
        &project,
        "\
error[R0101]: cannot read `data/trees.csv`: there is no such file
  --> data/datapackage.yaml:11:11
   |
11 |     path: trees.csv
   |           ^^^^^^^^^

1 error",
    );
}

#[test]
fn an_unknown_column_is_shown_with_the_columns() {
    let project = Project::starter();
    project.replace(
        "report/statistics.yaml",
        "measure: trees\n    area",
        "measure: tree\n    area",
    );
    says(
        &project,
        "\
error[R0302]: unknown column `tree` in frame `panel`
  --> report/statistics.yaml:17:14
   |
17 |     measure: tree
   |              ^^^^ not a column of `panel`
   |
   = help: did you mean `trees`? the columns are `district`, `scheme`, `year`, `trees`

1 error",
    );
}

#[test]
fn an_unknown_column_in_sql_is_shown_in_the_sql() {
    let project = Project::starter();
    project.replace(
        "report/statistics.yaml",
        "SELECT district, scheme, year, trees",
        "SELECT district, scheme, year, tres",
    );
    let err = project.refusal();
    assert!(err.starts_with("error[R0206]: unknown column `tres`"), "{err}");
    assert!(err.contains("--> report/statistics.yaml:4:41"), "{err}");
    assert!(err.contains("did you mean `trees`?"), "{err}");
}

#[test]
fn an_unknown_table_in_sql_is_shown_in_the_sql() {
    let project = Project::starter();
    project.replace("report/statistics.yaml", "FROM trees", "FROM tress");
    says(
        &project,
        "\
error[R0206]: unknown table `tress`
 --> report/statistics.yaml:4:52
  |
4 |     sql: SELECT district, scheme, year, trees FROM tress
  |                                                    ^^^^^
  |
  = help: did you mean `trees`? the tables are `panel`, `trees`

1 error",
    );
}

#[test]
fn an_unknown_statistic_figure_and_reference_are_shown_together() {
    let project = Project::starter();
    let text = project.read("report/chapters/1-numbers.md");
    let text = text
        .replacen("stat(\"growth.none\")", "stat(\"growth.nun\")", 1)
        .replace("figure(\"trees_index\")", "figure(\"tree_index\")")
        .replace("ref(\"growth\")", "ref(\"grow\")");
    project.file("report/chapters/1-numbers.md", text);
    let err = project.refusal();
    for part in [
        "error[R0502]: unknown statistic `growth.nun`\n --> report/chapters/1-numbers.md:7:83\n",
        "= help: did you mean `growth.none`? the statistics of this block are `growth.difference`, `growth.effect`, `growth.none`, `growth.planting`",
        "error[R0502]: unknown figure `tree_index`\n  --> report/chapters/1-numbers.md:11:11\n",
        "error[R0504]: there is no `grow` to refer to\n  --> report/chapters/1-numbers.md:13:8\n",
    ] {
        assert!(err.contains(part), "{part}\n\n{err}");
    }
}

#[test]
fn a_ragged_file_is_shown_at_its_line() {
    let project = Project::starter();
    project.replace("data/trees.csv", "D1,planting,2020,905", "D1,planting,2020,905,7");
    let err = project.refusal();
    assert!(err.starts_with("error[R0201]: "), "{err}");
    assert!(err.contains("--> data/trees.csv:4:"), "{err}");
}

#[test]
fn bytes_that_are_no_text_are_refused() {
    let project = Project::starter();
    let mut bytes = project.read("data/trees.csv").into_bytes();
    bytes.extend(b"D9,pl\xe4nting,2018,5\n");
    project.file("data/trees.csv", bytes);
    let err = project.refusal();
    assert!(
        err.starts_with(
            "error[R0106]: `data/trees.csv` is not UTF-8: line 58 holds other bytes"
        ),
        "{err}"
    );
    assert!(err.contains("= help: save the file as UTF-8"), "{err}");
}

#[test]
fn an_empty_file_is_refused() {
    let project = Project::starter();
    project.file("data/trees.csv", "");
    let err = project.refusal();
    assert!(err.starts_with("error[R0201]: "), "{err}");
    assert!(err.contains("data/trees.csv"), "{err}");
}

#[test]
fn a_file_of_one_endless_line_is_refused_and_does_not_hang() {
    let project = Project::starter();
    project.file("data/trees.csv", "x".repeat(64 * 1024 * 1024));
    let err = project.refusal();
    assert!(
        err.starts_with("error[R0204]: ") || err.starts_with("error[R0201]: "),
        "{}",
        &err[..300.min(err.len())]
    );
    assert!(err.len() < 20_000, "the message is {} bytes long", err.len());
}

#[test]
fn every_bad_cell_is_shown_at_once() {
    let project = Project::starter();
    project.replace("data/trees.csv", "D1,planting,2019,859", "D1,planting,2019,8x9");
    project.replace("data/trees.csv", "D2,planting,2019,668", "D2,plant,2019,-5");
    says(
        &project,
        "\
error[R0202]: row 9, column `scheme`: `plant` is not one of `planting`, `none`
  --> data/trees.csv:10:4
   |
10 | D2,plant,2019,-5
   |    ^^^^^

error[R0202]: row 2, column `trees`: `8x9` is not a whole number
 --> data/trees.csv:3:18
  |
3 | D1,planting,2019,8x9
  |                  ^^^
  |
  = help: mend the cell, or declare the marker in `missingValues` (now ``, `*`)

error[R0202]: row 9, column `trees`: `-5` is below the minimum 0
  --> data/trees.csv:10:15
   |
10 | D2,plant,2019,-5
   |               ^^

3 errors",
    );
}

#[test]
fn a_repeated_primary_key_is_shown_with_the_first() {
    let project = Project::starter();
    project.replace("data/trees.csv", "D1,planting,2019,859", "D1,planting,2018,859");
    says(
        &project,
        "\
error[R0203]: row 2: the primary key (D1, 2018) occurs twice
 --> data/trees.csv:3:1
  |
3 | D1,planting,2018,859
  | ^^
  |
 ::: data/trees.csv:2:1
  |
2 | D1,planting,2018,818
  | -- first here

1 error",
    );
}

#[test]
fn a_group_with_one_area_has_no_test() {
    let project = Project::starter();
    let data = project.read("data/trees.csv");
    let kept: Vec<&str> = data
        .lines()
        .filter(|line| {
            !["D6", "D7", "D8"].iter().any(|district| line.starts_with(district))
        })
        .collect();
    project.file("data/trees.csv", kept.join("\n") + "\n");
    says(
        &project,
        "\
error[R0303]: `growth.difference` is undefined: the control group has only one observation
  --> report/statistics.yaml:13:3
   |
13 |   growth:
   |   ^^^^^^

1 error",
    );
}

#[test]
fn a_zero_baseline_of_every_area_is_undefined() {
    let project = Project::starter();
    let data = project.read("data/trees.csv");
    let zeroed: Vec<String> = data
        .lines()
        .map(|line| {
            if line.contains(",none,2018,") {
                line[..line.rfind(',').unwrap()].to_owned() + ",0"
            } else {
                line.to_owned()
            }
        })
        .collect();
    project.file("data/trees.csv", zeroed.join("\n") + "\n");
    let err = project.refusal();
    assert!(
        err.contains("error[R0303]: `growth.none` is undefined: there are no observations\n  --> report/statistics.yaml:13:3"),
        "{err}"
    );
}

#[test]
fn anchors_that_explode_are_refused() {
    let project = Project::starter();
    let mut text = "a: &a [x,x,x,x,x,x,x,x,x]\n".to_owned();
    for (name, of) in "bcdefghi".chars().zip("abcdefgh".chars()) {
        let list = vec![format!("*{of}"); 9].join(",");
        text.push_str(&format!("{name}: &{name} [{list}]\n"));
    }
    project.file("report/claims.yaml", text);
    let err = project.refusal();
    assert!(
        err.starts_with("error[R0102]: `report/claims.yaml` is not well formed: repetition limit exceeded"),
        "{err}"
    );
}

#[test]
fn frames_in_a_circle_are_named() {
    let project = Project::starter();
    project.replace(
        "report/statistics.yaml",
        "    sql: SELECT district, scheme, year, trees FROM trees\n    key: [district, year]\n",
        "    sql: SELECT * FROM other\n    key: [district, year]\n  other:\n    sql: SELECT * FROM panel\n    key: [district, year]\n",
    );
    says(
        &project,
        "\
error[R0207]: frames depend on one another in a circle: `panel`, `other`
 --> report/statistics.yaml:3:3
  |
3 |   panel:
  |   ^^^^^
  |
  = help: let one of them read the resources alone

1 error",
    );
}

#[test]
fn a_path_may_not_leave_the_project() {
    for (path, why) in [
        ("../../etc/passwd", "`data/../../etc/passwd` leaves the project"),
        ("/etc/passwd", "`/etc/passwd` is absolute; paths start at the project's root"),
    ] {
        let project = Project::starter();
        project.replace(
            "data/datapackage.yaml",
            "path: trees.csv",
            &format!("path: {path}"),
        );
        let err = project.refusal();
        assert!(err.starts_with(&format!("error[R0104]: {why}\n")), "{err}");
        assert!(err.contains("--> data/datapackage.yaml:11:11"), "{err}");
    }
}

#[test]
fn a_symbolic_link_may_not_lead_out_of_the_project() {
    let project = Project::starter();
    project.remove("data/trees.csv");
    std::os::unix::fs::symlink("/etc/passwd", project.path().join("data/trees.csv"))
        .unwrap();
    let err = project.refusal();
    assert!(
        err.starts_with("error[R0104]: `data/trees.csv` leads outside the project through a symbolic link\n"),
        "{err}"
    );
}

#[test]
fn a_chapter_that_includes_itself_is_refused() {
    let project = Project::starter();
    project.file(
        "report/chapters/2-claims.md",
        "# Round\n\n{{ claim(\"grew_faster\", \"x\") }}\n\n{% include \"report/chapters/2-claims.md\" %}\n",
    );
    let err = project.refusal();
    assert!(err.contains("error[R0501]: "), "{err}");
    assert!(err.contains("circle"), "{err}");
}

#[test]
fn template_syntax_that_cannot_be_read_is_shown_at_its_place() {
    let project = Project::starter();
    project.replace(
        "report/chapters/2-claims.md",
        "## What to try next",
        "{{ stat(\"growth.none\" }}",
    );
    let err = project.refusal();
    assert!(err.contains("error[R0501]: the template cannot be read: "), "{err}");
    assert!(err.contains("--> report/chapters/2-claims.md:7:"), "{err}");
}

#[test]
fn raw_html_and_odd_links_are_refused() {
    let project = Project::starter();
    project.replace(
        "report/chapters/2-claims.md",
        "## What to try next",
        "A <b>bold</b> [link](javascript:alert(1)).\n\n## What to try next",
    );
    let err = project.refusal();
    assert!(err.contains("error[R0503]: raw HTML stands in the text\n --> report/chapters/2-claims.md:7:3\n"), "{err}");
    assert!(
        err.contains(
            "error[R0503]: a link leads to something other than a web or mail address\n"
        ),
        "{err}"
    );
}

#[test]
fn a_bare_number_is_a_warning_and_strictly_an_error() {
    let project = Project::starter();
    project.replace(
        "report/chapters/2-claims.md",
        "## What to try next",
        "It rose by 12%.\n\n## What to try next",
    );
    let loose = project.run(&["check"]);
    assert_eq!(loose.code, 0);
    assert_eq!(
        loose.err,
        "\
warning[R0506]: the number `12%` is bound to no value
 --> report/chapters/2-claims.md:7:12
  |
7 | It rose by 12%.
  |            ^^^
  |
  = help: write `stat(\"id\")`, or `fixed(\"…\", because=\"…\")` with the reason

1 warning
no errors found
"
    );
    assert_eq!(project.run(&["check", "--strict"]).code, 1);
}

#[test]
fn an_interval_around_a_total_is_refused() {
    let project = Project::starter();
    project.replace(
        "report/statistics.yaml",
        "    as: percent\n",
        "    as: percent\n    summary: total\n",
    );
    let err = project.refusal();
    assert!(err.contains("error[R0502]: `growth.difference` has no interval"), "{err}");
}

#[test]
fn a_figure_in_print_that_is_not_reproduced_names_both() {
    let project = Project::starter();
    project.file(
        "report/published.yaml",
        "published:\n  headline:\n    says: growth with a scheme\n    value: 31.5\n    statistic: growth.planting\n    tolerance: 0.05\n    source: nowhere\n",
    );
    project.replace(
        "report/report.yaml",
        "generated: [provenance]",
        "generated: [published, provenance]",
    );
    let err = project.refusal();
    assert!(
        err.contains("error[R0310]: `headline` is published as 31.5% and recomputed as 30.3%\n  --> report/published.yaml:4:12\n"),
        "{err}"
    );
}

#[test]
fn a_failed_build_loses_nothing_of_the_last() {
    let project = Project::starter();
    let before = project.build_page();
    for (path, from, to) in [
        ("data/trees.csv", "D1,planting,2018,818", "D1,planting,2018,x"),
        ("report/statistics.yaml", "frame: panel", "frame: pannel"),
        ("report/chapters/2-claims.md", "# Claims", "Claims"),
    ] {
        project.replace(path, from, to);
        assert_eq!(project.run(&["build", "--html-only"]).code, 1);
        assert_eq!(project.outputs(), before, "{path}");
    }
}
