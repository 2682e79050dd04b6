//! Values that look alike: each has an id, a label and an edition of its own, and none is lost.

use crate::harness::Project;

/// A report over one file of two columns, with a total by the first.
fn report(rows: &[(&str, u32)]) -> Project {
    let mut csv = "grade,entries\n".to_owned();
    for (grade, entries) in rows {
        csv.push_str(&format!("\"{}\",{entries}\n", grade.replace('"', "\"\"")));
    }
    let project = Project::starter();
    for file in ["report/figures.yaml", "report/tables.yaml", "report/claims.yaml"] {
        project.file(file, "");
    }
    project
        .file("data/d.csv", csv)
        .file(
            "data/datapackage.yaml",
            "name: d
resources:
  - name: d
    path: d.csv
    schema:
      missingValues: [NA]
      fields:
        - {name: grade, type: string}
        - {name: entries, type: integer}
",
        )
        .file(
            "report/statistics.yaml",
            "frames:
  f: {sql: 'SELECT grade, entries FROM d', key: [entries]}
  grades: {sql: 'SELECT grade, MIN(entries) AS least FROM d WHERE grade IS NOT NULL GROUP BY grade', key: [grade]}
statistics:
  entries: {kind: level, title: Entries, frame: f, measure: entries, summary: total, by: [grade]}
",
        )
        .file(
            "report/tables.yaml",
            "tables:
  t: {title: Entries, head: Grade, columns: [{label: Entries, stat: \"entries.{row}\"}], rows: {from: entries, by: grade}}
",
        )
        .file(
            "report/figures.yaml",
            "figures:
  g: {kind: bar, headline: Entries by grade, subtitle: Entries, source: Made up, data: entries, x: grade}
",
        )
        .file(
            "report/report.yaml",
            "title: T
edition: E
date: \"2025-01-15\"
description: A trial.
authors: [{name: A publisher, role: publisher}]
notice: Made up.
chapters: [report/chapters/1-numbers.md]
",
        )
        .file(
            "report/chapters/1-numbers.md",
            "# Grades\n\n{{ figure(\"g\") }}\n\n{{ table(\"t\") }}\n",
        );
    project
}

fn rows_of(csv: &str) -> Vec<(String, String)> {
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let heads = reader.headers().unwrap().clone();
    let at = |name: &str| heads.iter().position(|head| head == name).unwrap();
    let (key, value) = (at("label"), at("value"));
    reader
        .records()
        .map(|row| row.unwrap())
        .map(|row| (row[key].to_owned(), row[value].to_owned()))
        .collect()
}

#[test]
fn values_that_look_alike_keep_their_numbers_in_figures_tables_and_statistics() {
    let long = "x".repeat(300);
    let longer = format!("{long} y");
    let alike = [
        "Grade A", "Grade A*", "65", "65+", "<5", ">5", "5-9", "5–9", "A & B", "A B",
        "-1", "1", "grade a", "GRADE A", "grade_a", "é", "e\u{301}", "", "  ", &long,
        &longer, "at_least", "entries", "a.b", "a/b", "a\\b", "'q'", "\"q\"", "жя", "©",
    ];
    let rows: Vec<(&str, u32)> =
        alike.iter().zip(1..).map(|(name, number)| (*name, 1_000 + number)).collect();
    let project = report(&rows);
    let out = project.build_page();
    let drawn = rows_of(str::from_utf8(&out["figures/g.csv"]).unwrap());
    let shown = project.run(&["stats", "--format", "json"]);
    let shown: serde_json::Value = serde_json::from_str(&shown.out).unwrap();
    assert_eq!(shown.as_object().unwrap().len(), rows.len());
    assert_eq!(drawn.len(), rows.len());
    for (name, number) in &rows {
        // A text that a spreadsheet would run has an apostrophe before it.
        let named = |label: &str| label == *name || label == format!("'{name}");
        assert!(
            drawn
                .iter()
                .any(|(label, value)| named(label) && *value == number.to_string()),
            "{name:?}: {drawn:?}"
        );
    }
    let page = String::from_utf8(out["index.html"].clone()).unwrap();
    for (_, number) in &rows {
        let printed = format!(">1,{}<", &number.to_string()[1..]);
        assert!(page.contains(&printed), "{printed}");
    }
}

#[test]
fn the_appendix_of_numbers_names_groups_as_the_data_do_and_each_file_once() {
    let project = report(&[("A & B", 120), ("N/A", 480)]);
    project.replace(
        "report/report.yaml",
        "chapters:",
        "generated: [provenance]\nchapters:",
    );
    project.replace(
        "report/statistics.yaml",
        "statistics:\n",
        "labels:\n  grade: {N/A: not assessed}\nstatistics:\n  one: {kind: count, title: Unassessed, frame: f, where: {grade: N/A}}\n",
    );
    project.replace(
        "report/chapters/1-numbers.md",
        "# Grades",
        "# Grades\n\n{{ stat(\"one\") }}",
    );
    let out = project.build_page();
    let page = String::from_utf8(out["index.html"].clone()).unwrap();
    let appendix = page.rsplit_once("Where every number comes from").unwrap().1;
    let appendix = appendix.split_once("</section>").unwrap().0;
    assert!(appendix.contains("<dd>A &amp; B: <a"), "{appendix}");
    assert!(appendix.contains("; not assessed: <a"), "{appendix}");
    assert!(
        appendix.contains("only rows with <code>grade</code> not assessed."),
        "{appendix}"
    );
    assert_eq!(appendix.matches("data/d.csv").count(), 1, "{appendix}");
}

#[test]
fn another_row_renames_no_group() {
    let ids = |rows: &[(&str, u32)]| {
        let ran = report(rows).run(&["stats"]);
        let lines = ran.out.lines().skip(1);
        lines
            .map(|line| line.split_whitespace().take(2).collect::<Vec<_>>().join(" "))
            .collect::<Vec<_>>()
    };
    let few = ids(&[("Grade A", 1), ("65+", 2)]);
    let many =
        ids(&[("65", 4), ("Grade A*", 3), ("grade a", 5), ("65+", 2), ("Grade A", 1)]);
    assert_eq!(few, ["entries.65-plus 2", "entries.Grade-A 1"]);
    assert!(few.iter().all(|id| many.contains(id)), "{many:?}");
}

#[test]
fn an_id_is_typed_without_capitals_while_it_means_one_group() {
    let chapter = "# T\n\n{{ stat(\"entries.grade_a\") }} entries. {{ figure(\"g\") }} {{ table(\"t\") }}\n";
    let project = report(&[("Grade A", 480), ("Grade A*", 120)]);
    project.file("report/chapters/1-numbers.md", chapter.replace(" {{", "\n\n{{"));
    let page = String::from_utf8(project.build_page()["index.html"].clone()).unwrap();
    assert!(page.contains("480"), "{page}");
    project.file("data/d.csv", "grade,entries\nGrade A,480\ngrade_a,5\n");
    let ran = project.run(&["build", "--html-only"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(
        ran.err.starts_with(
            "warning[R0342]: the ids `entries.Grade-A` and `entries.grade_a` differ only in capitals and hyphens\n"
        ),
        "{}",
        ran.err
    );
    project.file("data/d.csv", "grade,entries\nGrade A,480\nGrade a,5\n");
    let ran = project.run(&["build", "--html-only"]);
    assert_eq!(ran.code, 1);
    assert!(
        ran.err.starts_with("error[R0502]: unknown statistic `entries.grade_a`\n"),
        "{}",
        ran.err
    );
    assert!(ran.err.contains("`entries.Grade-A`, `entries.Grade-a`"), "{}", ran.err);
}

#[test]
fn groups_without_a_value_are_named_in_a_warning() {
    let project = report(&[("a", 1), ("b", 2)]);
    project.replace("report/statistics.yaml", "key: [entries]", "key: [grade]");
    project.file("data/d.csv", "grade,entries\na,1\nb,2\nc,NA\nd,NA\n");
    let ran = project.run(&["build", "--html-only"]);
    assert!(
        ran.err.contains(
            "warning[R0308]: 2 of 4 values of `grade` have no value of the measure, and are left out: c, d\n"
        ),
        "{}",
        ran.err
    );
}

#[test]
fn rows_without_a_group_are_counted_in_a_warning() {
    let project = report(&[("a", 1), ("b", 2)]);
    project.file("data/d.csv", "grade,entries\na,1\nb,2\nNA,4\n");
    let ran = project.run(&["build", "--html-only"]);
    assert_eq!(
        (ran.code, ran.err.as_str()),
        (
            0,
            r#"warning[R0341]: 1 of 3 rows of `f` has no `grade` and belongs to no group of `entries` (33.3%); they hold 4 of 7 of `entries`
 --> report/statistics.yaml:5:90
  |
5 |   entries: {kind: level, title: Entries, frame: f, measure: entries, summary: total, by: [grade]}
  |                                                                                          ^^^^^^^
  |
  = help: in the SQL, name them, `COALESCE("grade", 'Not stated') AS "grade"`, or leave them out, `WHERE "grade" IS NOT NULL`

1 warning
wrote out/index.html
"#
        )
    );
    let again = project.run(&["build", "--html-only"]);
    assert!(
        again.err.contains("warning[R0341]"),
        "a warning is said again: {}",
        again.err
    );
}

#[test]
fn a_group_called_as_a_result_of_its_block_is_refused() {
    let project = Project::starter();
    let data = project.read("data/trees.csv").replace(",none,", ",difference,");
    project.file("data/trees.csv", data);
    for file in ["data/datapackage.yaml", "report/statistics.yaml"] {
        let text = project.read(file).replace("none", "difference");
        project.file(file, text);
    }
    let ran = project.run(&["build", "--html-only"]);
    assert_eq!(ran.code, 1);
    assert!(
        ran.err
            .starts_with("error[R0340]: two results have the id `growth.difference`: "),
        "{}",
        ran.err
    );
}

#[test]
fn editions_of_values_that_look_alike_have_names_and_folders_of_their_own() {
    let names = ["Grade A", "Grade A*", "grade a", "CON", "<5", "*B*", "5–9"];
    let rows: Vec<(&str, u32)> =
        names.iter().zip(1..).map(|(name, number)| (*name, 1_000 + number)).collect();
    let project = report(&rows);
    let settings = project.read("report/report.yaml");
    project
        .file(
            "report/report.yaml",
            format!(
                "{settings}editions:
  each: grades
  title: \"{{grade}} alone\"
  chapters: [report/local.md]
  figures: report/local.yaml
  claims: report/local-claims.yaml
"
            ),
        )
        .file(
            "report/local.md",
            "# In {grade}\n\n{{ grade }} had {{ stat(\"entries.{grade}\") }} entries, {{ claim(\"some\", \"some\") }}. {% if grade == \"<5\" %}Few.{% endif %}\n\n{{ figure(\"own\") }}\n",
        )
        .file(
            "report/local-claims.yaml",
            "claims:\n  some: {says: there are entries, kind: threshold, of: \"entries.{grade}\", is: at_least, value: 1}\n",
        )
        .file(
            "report/local.yaml",
            "figures:
  own: {kind: bar, headline: \"Entries of {grade}\", subtitle: Entries, source: Made up, data: entries, x: grade, only: [\"{grade}\"], highlight: [\"{grade}\"]}
",
        );
    let ran = project.run(&["build", "--html-only", "--editions"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let out = project.outputs();
    let pages: Vec<&String> = out
        .keys()
        .filter(|path| path.starts_with("editions/") && path.matches('/').count() == 2)
        .collect();
    assert_eq!(pages.len(), rows.len(), "{pages:?}");
    let small: std::collections::BTreeSet<String> =
        pages.iter().map(|path| path.to_lowercase()).collect();
    assert_eq!(small.len(), rows.len(), "{pages:?}");
    assert!(out.contains_key("editions/CON-/index.html"), "{pages:?}");
    for (name, number) in &rows {
        let safe = name.replace('<', "&lt;");
        let title = format!("<title>{safe} alone</title>");
        let page = out
            .iter()
            .find(|(path, page)| {
                path.starts_with("editions/")
                    && String::from_utf8_lossy(page).contains(&title)
            })
            .map_or_else(
                || panic!("no edition of {name}"),
                |(_, page)| String::from_utf8_lossy(page).into_owned(),
            );
        assert!(page.contains(&format!("Entries of {safe}")), "{name}");
        assert!(page.contains(&format!(">1,{}<", &number.to_string()[1..])), "{name}");
        let slug = reissue::model::id::segment(name);
        if slug != *name {
            // Ids stand in links and their targets, never in the words.
            let words: String = page
                .split('<')
                .filter_map(|piece| piece.split_once('>'))
                .map(|(_, text)| text)
                .collect();
            let main =
                words.split("Where the numbers").next().unwrap_or_default().to_owned();
            assert!(!main.contains(&format!("Entries of {slug}")), "{name}");
        }
        assert_eq!(page.contains("Few."), *name == "<5", "{name}");
    }
}

#[test]
fn values_that_differ_in_signs_nobody_sees_are_reported() {
    let pairs = [
        ("Caf\u{e9}", "Cafe\u{301}", "Caf\u{e9}", "\"CafU+00E9\"", "\"CafeU+0301\""),
        ("Leeds", "Leeds ", "Leeds", "\"Leeds\"", "\"Leeds \""),
        ("St Ives", "St\u{a0}Ives", "St Ives", "\"St Ives\"", "\"StU+00A0Ives\""),
        ("Foo", "Fo\u{200b}o", "Foo", "\"FoU+200Bo\"", "\"Foo\""),
    ];
    for (one, other, seen, first, second) in pairs {
        let ran = report(&[(one, 4), (other, 3)]).run(&["stats"]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        let (first, second) = if one < other { (first, second) } else { (second, first) };
        let (first, second) =
            if seen == "Foo" { (second, first) } else { (first, second) };
        let message = format!(
            "warning[R0630]: two values of `grade` read as `{seen}`: {first} and {second}\n"
        );
        assert!(ran.err.contains(&message), "{}\n{message}", ran.err);
    }
    let plain = report(&[("O'Brien", 4), ("OBrien", 3), ("A\u{b2}", 1), ("A2", 2)]);
    assert!(!plain.run(&["stats"]).err.contains("R0630"));
}

#[test]
fn an_id_that_its_author_gave_is_taken_by_no_title_before_it() {
    let project = Project::starter();
    let page = |first: &str| {
        let text = format!(
            "# Data\n\nSee {{{{ ref(\"gaps\") }}}}.\n\n{first}## What is missing {{#gaps}}\n\nSome.\n"
        );
        project.file("report/chapters/3-data.md", text);
        let ran = project.run(&["build", "--html-only"]);
        assert_eq!((ran.code, ran.err.as_str()), (0, "wrote out/index.html\n"));
        project.read("out/index.html")
    };
    for first in ["", "## Gaps\n\nOf the wall.\n\n"] {
        let page = page(first);
        let (_, behind) = page.split_once("id=\"gaps\"").unwrap();
        assert!(
            behind.split("</h2>").next().unwrap().contains("What is missing"),
            "{first}"
        );
        assert_eq!(
            page.matches("href=\"#gaps\"").count(),
            2,
            "the contents and the reference"
        );
    }
}
