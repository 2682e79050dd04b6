//! A few words that ask for very much work: each is an error at its place, soon, within a
//! gigabyte, and never the end of the stack.

use crate::harness::Project;
use crate::hostile::measured;
use std::time::Duration;

const SQL: &str = "SELECT district, scheme, year, trees FROM trees";

/// Checks a project, and holds the run to its limits.
fn checked(what: &str, project: &Project, args: &[&str]) -> (i32, String) {
    let run = measured(project.path(), args);
    assert!(run.took < Duration::from_secs(40), "{what}: {:?}", run.took);
    assert!(run.memory < 1024, "{what}: {} MB", run.memory);
    assert!((0..=1).contains(&run.ran.code), "{what}: {} {}", run.ran.code, run.ran.err);
    (run.ran.code, run.ran.err)
}

fn refused(what: &str, project: &Project, said: &str, place: &str) {
    let (code, err) = checked(what, project, &["check"]);
    let short: String = err.chars().take(600).collect();
    assert_eq!(code, 1, "{what}: {short}");
    assert!(err.contains(said), "{what}: {short}");
    assert!(err.contains(&format!("--> {place}")), "{what}: {short}");
}

fn chapter(words: &str) -> Project {
    let project = Project::starter();
    let path = "report/chapters/3-data.md";
    project.file(path, format!("{}\n{words}\n", project.read(path)));
    project
}

fn query(sql: &str) -> Project {
    let project = Project::starter();
    let sql = format!("sql: \"{}\"", sql.replace('"', "\\\""));
    project.replace("report/statistics.yaml", &format!("sql: {SQL}"), &sql);
    project
}

#[test]
fn queries_that_ask_for_very_much_are_refused_at_their_place() {
    let ors = vec!["year > 0"; 2000].join(" OR ");
    let values: Vec<String> =
        (0..3000).map(|at| format!("WHEN year = {at} THEN {at}")).collect();
    let crossed = "trees b CROSS JOIN trees c CROSS JOIN trees d CROSS JOIN trees e";
    let own = "SELECT a.district, a.scheme, a.year, a.trees FROM trees a";
    let on = |name: char| format!("JOIN trees {name} ON a.scheme = {name}.scheme");
    let many: Vec<String> = ('b'..'h').map(on).collect();
    let longer = format!(
        "{}scheme{}",
        "REPLACE(".repeat(8),
        ", 'a', 'aaaaaaaaaaaaaaaaaaaaaaaa')".repeat(8)
    );
    let chained: Vec<String> =
        (1..1000).map(|at| format!(", a{at} AS (SELECT * FROM a{})", at - 1)).collect();
    for (sql, said) in [
        (format!("{SQL} WHERE {ors}"), "it has more than 200 operators in a row"),
        (
            format!("SELECT district, scheme, year, trees{} AS trees FROM trees", "+0".repeat(5000)),
            "it has more than 200 operators in a row",
        ),
        (vec![SQL; 3000].join(" UNION ALL "), "it has more than 200 queries and joins in a row"),
        (
            format!("SELECT district, scheme, year, CASE {} END AS trees FROM trees", values.join(" ")),
            "it has more than 200 parts of `CASE` in a row",
        ),
        (
            format!("{SQL} WHERE {}year > 0{}", "(".repeat(5000), ")".repeat(5000)),
            "the SQL cannot be read: it is nested too deeply",
        ),
        (
            format!("WITH a0 AS (SELECT * FROM trees){} SELECT * FROM a999", chained.concat()),
            "it has more than 300 queries",
        ),
        (format!("{own} CROSS JOIN {crossed}"), "this join can make 550731776 rows"),
        (
            format!("{own}, trees b, trees c, trees d, trees e"),
            "every row with every other can make 550731776 rows, more than the 10000000 allowed",
        ),
        (format!("{own} {}", many.join(" ")), "this join can make"),
        (
            format!("{SQL} WHERE year IN (SELECT a.year FROM trees a CROSS JOIN {crossed})"),
            "this join can make 550731776 rows",
        ),
        (
            "SELECT LPAD(district, 1000000000, 'x') AS district, scheme, year, trees FROM trees".to_owned(),
            "`LPAD` needs a width of at most 1,000",
        ),
        (
            format!("SELECT district, {longer} AS scheme, year, trees FROM trees"),
            "`REPLACE` could make a text of more than 1,048,576 bytes",
        ),
    ] {
        refused(&sql.chars().take(60).collect::<String>(), &query(&sql), said, "report/statistics.yaml:4:");
    }
}

#[test]
fn joins_that_make_few_rows_pass_however_many_there_are() {
    let on = |name: char| {
        format!(
            "JOIN trees {name} ON {name}.district = a.district AND {name}.year = a.year"
        )
    };
    let many: Vec<String> = ('b'..'j').map(on).collect();
    let own = "SELECT a.district, a.scheme, a.year, a.trees FROM trees a";
    for rest in [
        many.join(" "),
        many.iter()
            .map(|join| {
                join.replace(
                    "JOIN trees",
                    "JOIN (SELECT district, year FROM trees GROUP BY district, year)",
                )
            })
            .collect::<Vec<_>>()
            .join(" "),
        many.iter()
            .map(|join| {
                join.replace(
                    "JOIN trees",
                    "LEFT JOIN (SELECT DISTINCT district, year FROM trees)",
                )
            })
            .collect::<Vec<_>>()
            .join(" "),
    ] {
        let (code, err) = checked("joins", &query(&format!("{own} {rest}")), &["check"]);
        assert_eq!(code, 0, "{err}");
    }
    // Who means it allows it.
    let project =
        query(&format!("{own} JOIN trees b ON a.scheme = b.scheme AND b.year = a.year"));
    project.replace("report/statistics.yaml", "SELECT a.", "SELECT DISTINCT a.");
    let (code, err) = checked("few", &project, &["check", "--max-rows", "100"]);
    assert_eq!(code, 1, "{err}");
    assert!(err.contains("more than the 100 allowed"), "{err}");
    let (code, err) = checked("more", &project, &["check", "--max-rows", "1000"]);
    assert_eq!(code, 0, "{err}");
}

#[test]
fn templates_that_ask_for_very_much_are_refused_at_their_place() {
    let turns = "error[R0591]: the loops of this text take more than 100000 turns; `--max-turns` allows more";
    let kept = "a value that is kept may have";
    let long = "x".repeat(100_000);
    for (words, said) in [
        (
            "{% for a in range(end=100000) %}{% for b in range(end=100000) %}{% endfor %}{% endfor %}".to_owned(),
            turns,
        ),
        (
            "{% set r = range(end=99000) %}{% for a in r %}{% for b in r %}{% endfor %}{% endfor %}".to_owned(),
            turns,
        ),
        (format!("{{% for a in \"{long}\" %}}{{% for b in \"{long}\" -%}} {{% endfor %}}{{% endfor %}}"), turns),
        ("{% set_global x = \"aaaaaaaa\" %}{% for i in range(end=40) %}{% set_global x = x ~ x %}{% endfor %}{{ x }}".to_owned(), kept),
        (format!("{{% set x = \"aaaaaaaa\" %}}{}{{{{ x }}}}", "{% set x = x ~ x %}".repeat(40)), kept),
        (
            format!("{{% set x %}}aaaaaaaa{{% endset %}}{}{{{{ x }}}}", "{% set x -%} {{ x }}{{ x }} {%- endset -%}".repeat(40)),
            kept,
        ),
        (
            format!("{{% set x = \"aaaaaaaa\" %}}{}", "{% set x = x | replace(from=\"a\", to=\"aaaaaaaaaaaaaaaa\") %}".repeat(12)),
            "the filter would make more than 65536 bytes of text",
        ),
        (
            "{% set r = range(end=9000) %}{{ r | join(sep=\"aaaaaaaaaaaaaaaa\") }}".to_owned(),
            "the filter would make more than 65536 bytes of text",
        ),
        (format!("{}x{}", "{% if true %}".repeat(3000), "{% endif %}".repeat(3000)), "the template nesting is too deep"),
        (format!("{{{{ {}1 }}}}", "1 + ".repeat(20_000)), "the expression is too complex"),
        (
            format!("{{% if false %}}{}{{% endif %}}", "{% elif false %}".repeat(20_000)),
            "an `if` has more than 200 branches",
        ),
        (
            format!("{{% component a() %}}{}{{% endcomponent a %}}{{{{<a/>}}}}", "{{<a/>}}".repeat(9)),
            "maximum render recursion depth for components exceeded",
        ),
        ("> ".repeat(3000), "the text nests more than 32 levels deep"),
        ("- ".repeat(20_000) + "x", "the text nests more than 32 levels deep"),
    ] {
        let what: String = words.chars().take(50).collect();
        refused(&what, &chapter(&words), said, "report/chapters/3-data.md:");
    }
    // Each includes the next ten times.
    let project = chapter("{% include \"report/parts/p0.md\" %}");
    for at in 0..9 {
        let next = format!("{{% include \"report/parts/p{}.md\" %}}\n", at + 1);
        project.file(&format!("report/parts/p{at}.md"), next.repeat(10));
    }
    project.file("report/parts/p9.md", "words\n");
    refused(
        "includes",
        &project,
        "the text renders to more than 8000000 bytes",
        "report/parts/p9.md:1:1",
    );
    let project = chapter("{% for a in range(end=1000) %}{{ a }} {% endfor %}");
    let (code, err) = checked("few", &project, &["check", "--max-turns", "10"]);
    assert_eq!(code, 1, "{err}");
    assert!(err.contains("take more than 10 turns"), "{err}");
}

#[test]
fn chains_and_webs_of_includes_and_frames_end() {
    let project = chapter("{% include \"report/parts/p0.md\" %}");
    for at in 0..300 {
        let next = format!("{{% include \"report/parts/p{}.md\" %}}\n", at + 1);
        project.file(&format!("report/parts/p{at}.md"), next);
    }
    project.file("report/parts/p300.md", "words\n");
    refused("chain", &project, "more than 32 levels deep", "report/parts/p");
    let project = chapter("{% include \"report/parts/p0.md\" %}");
    for at in 0..10 {
        let others = (0..10).filter(|other| *other != at);
        let all: String = others
            .map(|other| format!("{{% include \"report/parts/p{other}.md\" %}}\n"))
            .collect();
        project.file(&format!("report/parts/p{at}.md"), all);
    }
    refused("web", &project, "include one another in a circle", "report/parts/p");
    let frames = |count: usize, of: &dyn Fn(usize) -> String| {
        let project = Project::starter();
        let all: String = (0..count)
            .map(|at| {
                format!("  f{at}:\n    sql: {}\n    key: [district, year]\n", of(at))
            })
            .collect();
        project.replace(
            "report/statistics.yaml",
            "frames:\n",
            &format!("frames:\n{all}"),
        );
        project
    };
    let project = frames(500, &|at| match at {
        0 => SQL.to_owned(),
        _ => format!("SELECT * FROM f{}", at - 1),
    });
    let (code, err) = checked("frames", &project, &["check"]);
    assert_eq!(code, 0, "{err}");
    let project = frames(500, &|at| format!("SELECT * FROM f{}", (at + 1) % 500));
    refused(
        "circle",
        &project,
        "frames depend on one another in a circle",
        "report/statistics.yaml:3:",
    );
    let project = frames(40, &|at| match at {
        0 => "SELECT district || year AS district, year FROM trees".to_owned(),
        _ => format!(
            "SELECT district || 'a' AS district, year FROM f{0} UNION ALL SELECT district || 'b' AS district, year FROM f{0}",
            at - 1
        ),
    });
    let ran = measured(project.path(), &["check", "--max-rows", "10000"]);
    assert!(
        ran.ran.err.contains("the queries one below the other can make"),
        "{}",
        ran.ran.err
    );
}

#[test]
fn eight_thousand_equal_headings_and_long_lines_take_no_time() {
    for words in [
        vec!["## Same"; 8000].join("\n\n"),
        "word ".repeat(400_000),
        "x".repeat(2_000_000),
        "**a*".repeat(20_000),
        "[a](".repeat(20_000),
        "$$a$$ ".repeat(5_000),
        "| a ".repeat(2000)
            + "|\n"
            + &"|-".repeat(2000)
            + "|\n"
            + &"| b |\n".repeat(1000),
        "{% for a in range(end=20000) %}\n{% if true %}\n{% endif %}\n{% endfor %}"
            .to_owned(),
    ] {
        let what: String = words.chars().take(30).collect();
        let (code, err) = checked(&what, &chapter(&words), &["check"]);
        assert_eq!(code, 0, "{what}: {err}");
    }
}

#[test]
fn nesting_and_thousands_of_findings_take_no_time() {
    let many = (0..8_000).map(|at| format!("The number {at}7 fell by 3%.\n\n"));
    let rows = format!("| a | b |\n|--|--|\n{}", "| 1 | 2 |\n".repeat(8_000));
    let line = (0..20_000).map(|at| format!("in {at}7 words\n"));
    for (what, words) in [
        ("findings", many.collect::<String>()),
        ("rows of a table", rows),
        ("numbers of one paragraph", line.collect()),
        ("raw HTML", "<b>".repeat(8_000)),
    ] {
        let (_, err) =
            checked(what, &chapter(&words), &["check", "--message-format", "short"]);
        let placed =
            err.lines().filter(|line| line.starts_with("report/chapters/3-data.md:"));
        assert!(placed.count() > 7_600, "{what}");
    }
    let own = "in districts without one it rose by {{ stat(\"growth.planting\") }} and\n";
    checked("numbers of one family", &chapter(&own.repeat(5_000)), &["check"]);
    for (what, words) in [
        ("blocks", format!("{}a\n{}", "::: note\n".repeat(2000), ":::\n".repeat(2000))),
        ("blocks left open", "::: note\n".repeat(2000)),
        ("blocks in lists", format!("- {}a\n", "::: note\n  ".repeat(2000))),
    ] {
        let place = "report/chapters/3-data.md";
        refused(what, &chapter(&words), "levels deep", place);
    }
}

#[test]
fn thousands_of_keys_that_are_unknown_take_no_time() {
    let keys: String = (0..20_000).map(|at| format!("unknown{at}: 1\n")).collect();
    let project = Project::starter();
    let report = project.read("report/report.yaml");
    project.file("report/report.yaml", report + &keys);
    refused("keys", &project, "unknown key `unknown0`", "report/report.yaml");
}

#[test]
fn a_file_of_nothing_but_holes_ends_at_its_first_line() {
    let project = Project::starter();
    let path = project.path().join("data/trees.csv");
    let file = std::fs::OpenOptions::new().write(true).open(path).unwrap();
    file.set_len(1 << 39).unwrap();
    let place = "data/datapackage.yaml";
    refused("holes", &project, "line 58 of `data/trees.csv` is longer than", place);
}
