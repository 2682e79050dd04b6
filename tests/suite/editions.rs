//! An edition for each row of a frame: its numbers, its claims, and what it may not show.

use crate::harness::Project;

const EDITIONS: &str = r#"
editions:
  each: places
  title: "{district}: street trees"
  subtitle: "One of the {scheme}"
  chapters: [report/local/brief.md]
  statistics: report/local/statistics.yaml
  figures: report/local/figures.yaml
  claims: report/local/claims.yaml
  withhold:
    - families: [growth_by_district]
      base: {stat: "trees_by_district.{scheme}.{district}", least: 500}
"#;

const STATISTICS: &str = "
frames:
  places:
    sql: SELECT district, scheme FROM trees WHERE year = 2018
    key: [district]
statistics:
  growth_by_district:
    kind: change
    title: Change in street trees
    frame: panel
    measure: trees
    area: district
    time: year
    from: 2018
    to: 2024
    as: percent
    by: [scheme, district]
  trees_by_district:
    kind: level
    title: Street trees
    frame: panel
    measure: trees
    unit: count
    where: {year: 2018}
    by: [scheme, district]
";

const FIGURES: &str = r#"
figures:
  own:
    kind: strip
    headline: Growth in {district} among its group
    subtitle: Change in street trees of each district, %, 2018 to 2024
    source: Invented counts
    data: growth_by_district
    x: district
    series: scheme
    keep: {scheme: ["{scheme}"]}
    highlight: ["{district}"]
"#;

const CLAIMS: &str = "
claims:
  ahead:
    says: the district grew by more than the mean of its group
    kind: comparison
    of: growth_by_district.{scheme}.{district}
    is: greater
    than: growth.{scheme}
";

const BRIEF: &str = r#"# Where {{ column("district") }} stands

{{ column("district") }} is one of the {{ column("scheme") }}.
{% if shown("growth_by_district.{scheme}.{district}") -%}
Trees grew by {{ stat("growth_by_district.{scheme}.{district}") }}
{%- if value("growth_by_district.{scheme}.{district}") > value("growth.{scheme}") %},
{{ claim("ahead", "more than in the mean of its group") }}{% endif %}.

{{ figure("own") }}
{%- else -%}
Too few trees to tell.
{%- endif %}
"#;

fn project() -> Project {
    let project = Project::starter();
    let report = project.read("report/report.yaml");
    project
        .file("report/report.yaml", format!("{report}{EDITIONS}"))
        .file("report/local/statistics.yaml", STATISTICS)
        .file("report/local/figures.yaml", FIGURES)
        .file("report/local/claims.yaml", CLAIMS)
        .file("report/local/brief.md", BRIEF);
    project
}

fn build(project: &Project) {
    let ran = project.run(&["build", "--html-only", "--editions"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
}

/// The words of a page's main part.
fn words(project: &Project, district: &str) -> String {
    let page = project.read(&format!("out/editions/{district}/index.html"));
    let main = page.split("<main").nth(1).unwrap().split("</main>").next().unwrap();
    let mut out = String::new();
    for piece in main.split('<') {
        out.push_str(piece.split_once('>').map_or("", |(_, text)| text));
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn each_row_has_an_edition_with_its_own_numbers_and_its_own_mark() {
    let project = project();
    build(&project);
    let words = words(&project, "D1");
    assert!(
        words.contains(
            "D1 is one of the districts with a planting scheme. Trees grew by 35.6%"
        ),
        "{words}"
    );
    let page = project.read("out/editions/D1/index.html");
    assert!(page.contains("<title>D1: street trees</title>"));
    assert!(page.contains("One of the districts with a planting scheme"));
    assert!(page.contains("id=\"figure-own\""));
    assert!(page.contains("Growth in D1 among its group"));
    assert!(page.contains("The data in this report are made up."));
    let districts = project.read("data/trees.csv").matches(",2018,").count();
    let pages = project.outputs().into_keys();
    let pages = pages.filter(|name| name.starts_with("editions/")).count();
    assert_eq!(pages, districts + 1, "a page for each district, and their list");
}

#[test]
fn what_rests_on_too_few_is_in_no_edition() {
    let project = project();
    project.replace("report/report.yaml", "least: 500", "least: 700");
    build(&project);
    // D2 has 642 trees, D1 has 818.
    assert!(words(&project, "D2").contains("Too few trees to tell."));
    let other = project.read("out/editions/D1/index.html");
    assert!(other.contains("growth_by_district.planting.D1"));
    let hidden = "growth_by_district.planting.D2";
    for (name, bytes) in project.outputs() {
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains(hidden), "{name} shows {hidden}");
    }
}

#[test]
fn a_value_that_is_withheld_and_not_asked_for_with_care_stops_the_build() {
    let project = project();
    project.replace("report/report.yaml", "least: 500", "least: 700").replace(
        "report/local/brief.md",
        "{% if shown",
        "{% if true or shown",
    );
    let ran = project.run(&["build", "--html-only", "--editions"]);
    assert_eq!(ran.code, 1);
    let first = ran.err.lines().next().unwrap();
    assert!(
        first.starts_with(
            "error[R0502]: unknown statistic `growth_by_district.planting.D2` (edition `D2`"
        ),
        "{}",
        ran.err
    );
    assert!(ran.err.contains("--> report/local/brief.md:"), "{}", ran.err);
}

#[test]
fn a_check_of_editions_finds_what_only_they_show_and_writes_nothing() {
    let project = project();
    let clean = project.run(&["check", "--editions"]);
    assert_eq!((clean.code, clean.err.as_str()), (0, "no faults found\n"));
    project.replace("report/local/brief.md", "{% if shown", "{% if false and shown");
    project.replace("report/local/brief.md", "Too few trees", "{{ stat(\"no\") }} trees");
    let plain = project.run(&["check"]);
    assert_eq!(
        (plain.code, plain.err.as_str()),
        (
            0,
            "no faults found\nthe local editions were not woven: add `--editions` to check them, too\n"
        )
    );
    let ran = project.run(&["check", "--editions"]);
    assert_eq!(ran.code, 1);
    let first = ran.err.lines().next().unwrap();
    assert_eq!(first, "error[R0502]: unknown statistic `no` (edition `D1` and 7 more)");
    assert!(ran.err.contains("--> report/local/brief.md:"), "{}", ran.err);
    assert!(!project.path().join("out").exists());
}

#[test]
fn a_page_lists_the_editions_and_the_report_leads_to_it() {
    let project = project();
    project.replace(
        "report/report.yaml",
        "  chapters: [report/local",
        "  index: {title: Every district, group: scheme, says: \"code {district}\"}\n  chapters: [report/local",
    );
    build(&project);
    let list = project.read("out/editions/index.html");
    assert!(list.contains("<h1>Every district</h1>"), "{list}");
    assert!(list.contains("<h2>Districts with a planting scheme <span"), "{list}");
    assert!(
        list.contains(
            "<li><a class=\"name\" href=\"D1/index.html\">D1: street trees</a> <span class=\"says\">code D1</span></li>"
        ),
        "{list}"
    );
    let whole = project.read("out/index.html");
    assert!(whole.contains("<a href=\"editions/index.html\">Every district</a>"));
    let one = project.read("out/editions/D1/index.html");
    assert!(one.contains("<a href=\"../index.html\">Every district</a>"));
}

#[test]
fn a_build_without_editions_leaves_none_that_are_stale_and_says_so() {
    let project = project();
    build(&project);
    let ran = project.run(&["build", "--html-only"]);
    assert_eq!(
        (ran.code, ran.err.as_str()),
        (
            0,
            "wrote out/index.html\nleft out out/editions/, which stood there before: add `--editions` to make it\n"
        )
    );
    assert!(!project.path().join("out/editions").exists());
    assert!(!project.read("out/index.html").contains("editions/index.html"));
}

#[test]
fn a_claim_that_fails_for_one_row_names_the_edition() {
    let project = project();
    project.replace(
        "report/local/brief.md",
        "{%- if value(\"growth_by_district.{scheme}.{district}\") > value(\"growth.{scheme}\") %}",
        "{%- if true %}",
    );
    let ran = project.run(&["build", "--html-only", "--editions"]);
    assert_eq!(ran.code, 1);
    assert!(
        ran.err.starts_with("error[R0505]: claim `ahead` does not hold: "),
        "{}",
        ran.err
    );
    assert!(ran.err.contains("(edition `"), "{}", ran.err);
}

#[test]
fn titles_of_editions_are_held_to_the_data() {
    let project = project();
    project.replace(
        "report/report.yaml",
        "subtitle: \"One of the {scheme}\"",
        "subtitle: \"One of the {scheme}, where trees doubled\"\n  index: {title: Growth thanks to the scheme}",
    );
    let text = project.run(&["check"]).err;
    assert!(text.contains("`doubled` is bound to no claim"), "{text}");
    assert!(text.contains("`thanks to` goes further than the design supports"), "{text}");
}

#[test]
fn editions_of_an_unknown_frame_are_refused_at_the_name() {
    let project = project();
    project.replace("report/report.yaml", "each: places", "each: place");
    let ran = project.run(&["build", "--html-only", "--editions"]);
    assert_eq!(
        (ran.code, ran.err.lines().next().unwrap()),
        (1, "error[R0301]: unknown frame `place`")
    );
    assert!(ran.err.contains("did you mean `places`?"), "{}", ran.err);
}

#[test]
fn editions_are_the_same_bytes_every_time() {
    let one = project();
    let two = project();
    build(&one);
    build(&two);
    let again = one.run(&["build", "--html-only", "--editions"]);
    assert_eq!((again.code, again.err.as_str()), (0, "out/ is up to date\n"));
    assert_eq!(one.outputs(), two.outputs());
}
