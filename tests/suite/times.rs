//! Times and orders: sorted as time, to scale with gaps, said by words, held against the titles.

use crate::harness::Project;

/// A report with a line over a column of periods.
fn report(periods: &[&str], subtitle: &str) -> Project {
    let mut csv = "period,v\n".to_owned();
    for (at, period) in periods.iter().enumerate() {
        csv.push_str(&format!("{period},{}\n", 100 + at));
    }
    let project = Project::starter();
    project
        .file("report/claims.yaml", "")
        .file("report/tables.yaml", "tables:\n  t: {title: T, head: P, columns: [{label: V, stat: \"s.{row}\"}], rows: {from: s, by: period}}\n")
        .file("data/d.csv", csv)
        .file(
            "data/datapackage.yaml",
            "name: d\nresources:\n  - name: d\n    path: d.csv\n    schema:\n      fields:\n        - {name: period, type: string}\n        - {name: v, type: integer}\n",
        )
        .file(
            "report/statistics.yaml",
            "frames:\n  f: {sql: 'SELECT period, v FROM d', key: [period]}\nstatistics:\n  s: {kind: level, title: S, frame: f, measure: v, summary: total, by: [period]}\n",
        )
        .file(
            "report/figures.yaml",
            format!("figures:\n  g: {{kind: line, headline: A line, subtitle: \"{subtitle}\", source: Made up, data: s, x: period}}\n"),
        )
        .file(
            "report/report.yaml",
            "title: T\nedition: E\ndate: \"2025-01-15\"\ndescription: A trial.\nauthors: [{name: A publisher, role: publisher}]\nnotice: Made up.\nchapters: [report/chapters/1-numbers.md]\n",
        )
        .file(
            "report/chapters/1-numbers.md",
            "# T\n\n{{ figure(\"g\") }}\n\n{{ table(\"t\") }}\n\nLast: {{ stat(\"s.latest\", show=\"period\") }}, {{ stat(\"s.latest\") }}; before {{ stat(\"s.previous\") }}.\n",
        );
    project
}

fn drawn(project: &Project) -> Vec<(String, String)> {
    let csv = project.read("out/figures/g.csv");
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    reader
        .records()
        .map(|row| row.unwrap())
        .map(|row| (row[2].to_owned(), row[4].to_owned()))
        .collect()
}

#[test]
fn periods_are_sorted_as_time_and_placed_to_scale() {
    for (periods, xs) in [
        (
            &["Mar 2022", "Jan 2022", "Dec 2021"][..],
            &["2021-12", "2022-01", "2022-03"][..],
        ),
        (&["2021/22", "2017/18", "2018/19"], &["2017/18", "2018/19", "2021/22"]),
        (&["Q1 2022", "Q4 2021", "Q3 2022"], &["2021-Q4", "2022-Q1", "2022-Q3"]),
    ] {
        let project = report(periods, "Things");
        let ran = project.run(&["build", "--html-only"]);
        assert_eq!((ran.code, ran.err.as_str()), (0, "wrote out/index.html\n"));
        let found: Vec<String> = drawn(&project).into_iter().map(|(_, x)| x).collect();
        assert_eq!(found, xs, "{periods:?}");
    }
}

#[test]
fn a_time_without_a_value_is_a_gap_in_the_line() {
    let paths = |periods: &[&str]| {
        let project = report(periods, "Things");
        project.build_page();
        let svg = project.read("out/figures/g.svg");
        svg.matches("class=\"k-treated\"").count()
    };
    let whole = paths(&["2017/18", "2018/19", "2019/20", "2020/21", "2021/22"]);
    let parted = paths(&["2017/18", "2018/19", "2021/22", "2022/23"]);
    assert!(parted > whole, "{parted} > {whole}");
}

#[test]
fn words_for_times_mean_the_last_that_there_are() {
    let project = report(
        &["Jan 2022", "Feb 2022", "Dec 2021"],
        "{{ stat('s.first', show='period') }} to {{ stat('s.latest', show='period') }}",
    );
    project.build_page();
    let page = project.read("out/index.html");
    assert!(page.contains(">Feb 2022<"), "{page}");
    let data = project.read("data/d.csv");
    project.file("data/d.csv", format!("{data}Mar 2022,500\n"));
    let ran = project.run(&["build", "--html-only"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, "wrote out/index.html\n"));
    assert!(project.read("out/index.html").contains(">Mar 2022<"));
}

#[test]
fn a_subtitle_of_another_period_is_reported() {
    let project = report(&["2022", "2023", "2024"], "Things, 2022 to 2023");
    let ran = project.run(&["build", "--html-only"]);
    assert!(
        ran.err.starts_with("warning[R0441]: figure `g`: the subtitle says \"2022 to 2023\", and the figure shows 2022 to 2024\n"),
        "{}",
        ran.err
    );
}

#[test]
fn a_line_over_names_is_reported_and_a_declared_order_is_kept() {
    let project = report(&["red", "amber", "green"], "Things");
    project.replace("report/chapters/1-numbers.md", "Last:", "{% if false %}Last:");
    let chapter = project.read("report/chapters/1-numbers.md");
    project.file(
        "report/chapters/1-numbers.md",
        format!("{}{{% endif %}}\n", chapter.trim_end()),
    );
    let ran = project.run(&["build", "--html-only"]);
    assert!(
        ran.err.starts_with("warning[R0440]: figure `g`: a line joins values that are neither numbers nor times\n"),
        "{}",
        ran.err
    );
    let statistics = project.read("report/statistics.yaml");
    project.file(
        "report/statistics.yaml",
        format!(
            "{statistics}labels:\n  period: {{order: [red, amber, green], red: Stop}}\n"
        ),
    );
    let ran = project.run(&["build", "--html-only"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, "wrote out/index.html\n"));
    let keys: Vec<String> = drawn(&project).into_iter().map(|(key, _)| key).collect();
    assert_eq!(keys, ["red", "amber", "green"]);
}

#[test]
fn months_and_days_in_digits_alone_are_not_drawn_as_plain_numbers() {
    for (cells, what) in [
        (
            ["202012", "202101", "202103"],
            "a line joins months as if they were plain numbers: `202012`, `202101`",
        ),
        (
            ["20201231", "20210101", "20210103"],
            "a line joins days as if they were plain numbers: `20201231`, `20210101`",
        ),
    ] {
        let project = report(&cells, "Things");
        project.file("report/chapters/1-numbers.md", "# T\n\n{{ figure(\"g\") }}\n");
        let ran = project.run(&["check"]);
        let head = format!("warning[R0440]: figure `g`: {what}\n");
        assert!(ran.err.contains(&head), "{}", ran.err);
    }
    let project = report(&["201819", "201920", "202122"], "Things");
    let ran = project.run(&["check"]);
    assert!(!ran.err.contains("R0440"), "{}", ran.err);
}

/// A report whose statistic keeps the last month by `where:`.
fn of_one_month(words: &str) -> String {
    let project = report(&["2022-01", "2022-02", "2022-03"], "Things");
    project.file(
        "report/statistics.yaml",
        "frames:\n  f: {sql: 'SELECT period, v, v AS w FROM d', key: [period]}\nstatistics:\n  s: {kind: level, title: S, frame: f, measure: v, summary: total, by: [w], where: {period: latest - 1}}\n",
    );
    project.file(
        "report/figures.yaml",
        format!("figures:\n  g: {{kind: bar, headline: Things, source: Made up, data: s, x: w, {words}}}\n"),
    );
    project.file("report/tables.yaml", "tables:\n  t: {title: \"Things, March 2022\", head: P, columns: [{label: V, stat: \"s.{row}\"}], rows: {from: s, by: w}}\n");
    project.file(
        "report/chapters/1-numbers.md",
        "# T\n\n{{ figure(\"g\") }}\n\n{{ table(\"t\") }}\n",
    );
    let ran = project.run(&["check"]);
    let heads = ran.err.lines().filter(|line| line.starts_with("warning[R0441]"));
    heads.collect::<Vec<_>>().join("\n")
}

#[test]
fn titles_and_notes_are_held_to_the_period_that_where_keeps() {
    let table = "warning[R0441]: table `t`: the title says \"March 2022\", and what is shown is of February 2022";
    assert_eq!(of_one_month("subtitle: \"Things, February 2022\""), table);
    assert_eq!(
        of_one_month(
            "subtitle: \"Things, 2021\", note: \"January 2022 to February 2022, as counted\""
        ),
        format!(
            "{table}\nwarning[R0441]: figure `g`: the subtitle says \"2021\", and what is shown is of February 2022\n\
             warning[R0441]: figure `g`: the note says \"January 2022 to February 2022\", and what is shown is of February 2022"
        )
    );
}

#[test]
fn a_card_says_which_rows_are_kept_with_the_time_that_a_word_means() {
    let project = report(&["2022", "2023", "2024"], "Things");
    project.file(
        "report/statistics.yaml",
        "frames:\n  f: {sql: 'SELECT period, v FROM d', key: [period]}\nstatistics:\n  s: {kind: level, title: S, frame: f, measure: v, summary: total, by: [period]}\n  o: {kind: level, title: O, frame: f, measure: v, summary: total, where: {period: latest - 1}}\n",
    );
    let ran = project.run(&["explain", "o"]);
    assert!(
        ran.out.contains("; only rows with `period` 2023\n"),
        "{}{}",
        ran.out,
        ran.err
    );
}

#[test]
fn a_time_that_a_word_means_and_that_has_no_value_is_said_by_name() {
    let project = report(&["2022 Q1", "2022 Q2", "2022 Q3"], "Things");
    project
        .file("data/d.csv", "area,period,v\nA,2022 Q1,3\nA,2022 Q2,4\nA,2022 Q3,5\nB,2022 Q1,6\nB,2022 Q2,*\nB,2022 Q3,7\n")
        .replace("data/datapackage.yaml", "fields:\n", "missingValues: [\"*\"]\n      fields:\n        - {name: area, type: string}\n")
        .file("report/statistics.yaml", "statistics:\n  s: {kind: level, title: S, frame: d, measure: v, summary: total, by: [area, period]}\n")
        .file("report/figures.yaml", "figures: {}\n")
        .file("report/tables.yaml", "tables: {}\n")
        .file("report/chapters/1-numbers.md", "# T\n\nB had {{ stat(\"s.B.previous\") }}.\n");
    let ran = project.run(&["check"]);
    assert_eq!(
        ran.err,
        "error[R0502]: unknown statistic `s.B.previous`\n \
         --> report/chapters/1-numbers.md:3:15\n  |\n\
         3 | B had {{ stat(\"s.B.previous\") }}.\n  |               ^^^^^^^^^^^^^^\n  |\n  \
         = help: `s.B.previous` is `s.B.2022-Q2`, which has no value; the statistics of this block are \
         `s.A.2022-Q1`, `s.A.2022-Q2`, `s.A.2022-Q3`, `s.B.2022-Q1`, `s.B.2022-Q3`\n\n1 error\n"
    );
}

#[test]
fn a_word_in_prose_that_counts_over_months_without_a_row_is_said_at_the_call() {
    let months = ["2023-01", "2023-02", "2023-06", "2023-07", "2023-08"];
    let project = report(&months, "Things");
    project
        .file("report/statistics.yaml", "statistics:\n  s: {kind: level, title: S, frame: d, measure: v, summary: total, by: [period]}\n")
        .file("report/figures.yaml", "figures: {}\n")
        .file("report/tables.yaml", "tables: {}\n")
        .file("report/chapters/1-numbers.md", "# T\n\nIt had {{ stat(\"s.latest - 1\") }}, before that {{ stat(\"s.latest - 3\") }}.\n");
    let ran = project.run(&["check"]);
    assert_eq!(
        ran.err,
        "warning[R0313]: `latest - 3` is 2023-02, further away than it counts: 3 between have no row\n \
         --> report/chapters/1-numbers.md:3:56\n  |\n\
         3 | It had {{ stat(\"s.latest - 1\") }}, before that {{ stat(\"s.latest - 3\") }}.\n  \
         |                                                        ^^^^^^^^^^^^^^\n  |\n  \
         = help: write the time itself, or `previous` for the last before with a value\n\n1 warning\nno errors found\n"
    );
}

#[test]
fn a_line_over_months_without_a_year_that_closes_up_a_gap_is_reported() {
    let project = report(&["Jan", "Feb", "May"], "Things");
    project
        .file("report/tables.yaml", "tables: {}\n")
        .file("report/chapters/1-numbers.md", "# T\n\n{{ figure(\"g\") }}\n");
    let ran = project.run(&["check"]);
    assert_eq!(
        ran.err,
        "warning[R0440]: figure `g`: a line joins `Feb` and `May` as if nothing were between them: 2 without a row\n \
         --> report/figures.yaml:2:86\n  |\n\
         2 |   g: {kind: line, headline: A line, subtitle: \"Things\", source: Made up, data: s, x: period}\n  \
         |                                                                                      ^^^^^^\n  |\n  \
         = help: write the year beside the month, or the date, so that times are to scale, or draw bars or dots\n\n1 warning\nno errors found\n"
    );
}
