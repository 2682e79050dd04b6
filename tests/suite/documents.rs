//! Documents beside the report: what is written, and what they are held to.

use crate::harness::Project;

const NEWS: &str = r#"
documents:
  - id: news
    kind: news
    title: '{{ claim("grew_faster", "Trees grew faster where there was a scheme") }}'
    standfirst: '{{ claim("grew_faster", "The number of trees grew faster with a scheme") }}'
    audience: journalists
    chapters: [report/documents/news.md]
"#;

const TEXT: &str = r#"# What the report found

Districts with a planting scheme gained {{ stat("growth.planting") }}, the others {{ stat("growth.none") }}.
"#;

/// The starter with a news release.
fn announced(more: &str, text: &str) -> Project {
    let project = Project::starter();
    let report = project.read("report/report.yaml");
    project
        .file("report/report.yaml", format!("{report}{NEWS}{more}"))
        .file("report/documents/news.md", text);
    project
}

const ANOTHER: &str = r"
  - id: summary
    kind: summary
    title: Street trees in short
    chapters: [report/documents/news.md]
    outputs: [page]
";

#[test]
fn a_document_is_written_as_page_text_and_markdown_with_the_values_of_the_report() {
    let project = announced(ANOTHER, TEXT);
    let ran = project.run(&["build", "--html-only"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    project.whole();
    let report = project.read("out/index.html");
    assert!(report.contains("<a href=\"documents/news/index.html\">News release</a>"));
    assert!(report.contains("<a href=\"documents/summary/index.html\">Summary</a>"));
    let page = project.read("out/documents/news/index.html");
    assert!(page.contains("News release for journalists"));
    assert!(page.contains(">30.3%</a>"), "{page}");
    assert_eq!(
        project.read("out/documents/news/news.txt"),
        "News release for journalists, 15 January 2025

Trees grew faster where there was a scheme
==========================================

The number of trees grew faster with a scheme

What the report found
---------------------

Districts with a planting scheme gained 30.3%, the others 7.5%.

--

The data in this report are made up.

Licence: CC0 1.0, https://creativecommons.org/publicdomain/zero/1.0/

The report: Street trees
"
    );
    let markdown = project.read("out/documents/news/news.md");
    assert!(markdown.contains("gained 30.3%, the others 7.5%."), "{markdown}");
    assert!(!project.path().join("out/documents/summary/summary.txt").exists());
}

#[test]
fn the_report_is_found_at_an_address_with_documents_in_it() {
    let project = announced("", TEXT);
    let report = project.read("report/report.yaml");
    let url = "url: https://example.org/documents/trees/\n";
    project.file("report/report.yaml", format!("{url}{report}"));
    let ran = project.run(&["build", "--html-only"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let text = project.read("out/documents/news/news.txt");
    let line = "The report: Street trees, https://example.org/documents/trees/\n";
    assert!(text.ends_with(line), "{text}");
}

#[test]
fn a_changed_cell_is_one_item_with_its_places_in_report_and_documents() {
    let (old, new) = (announced("", TEXT), announced("", TEXT));
    new.replace("data/trees.csv", "D1,planting,2024,1109", "D1,planting,2024,1300");
    let ran = old.run(&["diff", ".", new.path().to_str().unwrap(), "--all"]);
    let item = ran.out.split("headline:growth.planting").nth(1).unwrap();
    let item = item.split("number:").next().unwrap();
    for place in [
        "in key finding “Trees”",
        "in 1 Numbers come from the data",
        "in What the report found of the news release `news`: report/documents/news.md:3",
    ] {
        assert!(item.contains(place), "{place}: {item}");
    }
    assert_eq!(ran.out.matches("headline:growth.planting").count(), 1, "{}", ran.out);
}

#[test]
fn changed_words_of_a_document_are_a_change_of_the_publication() {
    let (old, new) = (announced("", TEXT), announced("", TEXT));
    new.replace("report/documents/news.md", "the others", "and the rest");
    new.replace(
        "report/report.yaml",
        "Trees grew faster where",
        "Trees grew faster there where",
    );
    let ran = old.run(&["diff", ".", new.path().to_str().unwrap()]);
    assert!(
        ran.out.contains("What the report found of the news release `news`"),
        "{}",
        ran.out
    );
    assert!(ran.out.contains("the title of the news release `news`"), "{}", ran.out);
}

#[test]
fn a_document_says_no_more_than_the_report() {
    let text = format!(
        "{TEXT}\nThere, {{{{ claim(\"grew\", \"the number of trees grew\") }}}}.\n"
    );
    let project = announced("", &text);
    let claims = project.read("report/claims.yaml");
    let grew = "  grew:\n    says: the number of trees grew\n    kind: direction\n    of: growth.planting\n    is: rise\n";
    project.file("report/claims.yaml", format!("{claims}{grew}"));
    let ran = project.run(&["check"]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("the report does not make the claim `grew`"), "{}", ran.err);
    assert!(ran.err.contains("report/documents/news.md:5:11"), "{}", ran.err);
    project.file("report/claims.yaml", format!("{claims}{grew}    new: true\n"));
    assert_eq!(project.run(&["check"]).code, 0);
}

#[test]
fn a_name_in_code_asserts_nothing() {
    let text = format!("{TEXT}\nWrite `growth` for it.\n");
    assert_eq!(announced("", &text).run(&["check"]).code, 0);
}

#[test]
fn the_headline_of_a_news_release_is_a_claim() {
    let project = announced("", TEXT);
    project.replace(
        "report/report.yaml",
        "title: '{{ claim(\"grew_faster\", \"Trees grew faster where there was a scheme\") }}'",
        "title: Schemes plant trees that last",
    );
    let ran = project.run(&["check"]);
    assert!(
        ran.err.contains("the headline of a news release must be a claim: \"Schemes plant trees that last\" is outside one"),
        "{}",
        ran.err
    );
}

#[test]
fn a_document_has_no_more_words_than_it_may() {
    let project = announced("    words: {most: 20, least: 2}\n", TEXT);
    let ran = project.run(&["check"]);
    assert!(
        ran.err.contains("document `news` has 31 words, 11 more than the 20 allowed"),
        "{}",
        ran.err
    );
}

#[test]
fn what_a_document_lacks_is_reported_at_its_place() {
    let project = announced(
        "    template: report/documents/page.html\n  - {id: news, kind: summary, title: ' ', chapters: []}\n",
        TEXT,
    );
    project.file(
        "report/documents/page.html",
        "<html>{% block main %}{% endblock %}</html>",
    );
    let ran = project.run(&["check"]);
    for message in [
        "document `news` is declared twice",
        "document `news` has no title",
        "document `news` has no chapters",
        "the template `report/documents/page.html` lacks the block `notice`",
    ] {
        assert!(ran.err.contains(message), "{message}: {}", ran.err);
    }
}
