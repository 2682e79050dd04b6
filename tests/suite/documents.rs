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

const ALIKE: &str = r"
  - id: short
    kind: summary
    title: Street trees for councils
    audience: councils
    chapters: [report/documents/news.md]
    outputs: [page]
";

#[test]
fn a_document_is_written_as_page_text_and_markdown_with_the_values_of_the_report() {
    let project = announced(&format!("{ANOTHER}{ALIKE}"), TEXT);
    let ran = project.run(&["build", "--html-only"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    project.whole();
    let report = project.read("out/index.html");
    assert!(report.contains("<a href=\"documents/news/index.html\">News release</a>"));
    assert!(report.contains("<a href=\"documents/summary/index.html\">Summary</a>"));
    assert!(
        report
            .contains("<a href=\"documents/short/index.html\">Summary for councils</a>")
    );
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
fn one_changed_cell_moves_the_number_in_every_document_and_the_press_pack() {
    let others = "  - {id: summary, kind: summary, title: In short, chapters: [report/documents/short.md]}\n\
                  \x20 - {id: brief, kind: brief, title: A brief, chapters: [report/documents/short.md]}\n";
    let project = announced(others, TEXT);
    project.file(
        "report/documents/short.md",
        "# In short\n\nA gain of {{ stat(\"growth.planting\") }}.\n",
    );
    let printed = || {
        for command in [&["build", "--html-only"][..], &["press", "--no-pdf"]] {
            let ran = project.run(command);
            assert_eq!(ran.code, 0, "{}", ran.err);
        }
        let in_files = |files: &[&str]| {
            files.iter().map(|file| project.read(file)).collect::<Vec<_>>()
        };
        in_files(&[
            "out/index.html",
            "out/documents/news/news.txt",
            "out/documents/news/index.html",
            "out/documents/summary/summary.txt",
            "out/documents/brief/brief.md",
            "out/statistics.json",
            "press/news.txt",
            "press/news.html",
            "press/facts.json",
            "press/findings/growth.txt",
        ])
    };
    let before = printed();
    project.replace("data/trees.csv", "D1,planting,2024,1109", "D1,planting,2024,1300");
    let after = printed();
    let (old, new) = ("30.3%", "36.1%");
    for (at, (before, after)) in before.iter().zip(&after).enumerate() {
        // The record keeps values as they are computed.
        let (old, new) = if at == 5 { ("30.2578", "36.0952") } else { (old, new) };
        assert!(before.contains(old) && !before.contains(new), "{at}: {before}");
        assert!(after.contains(new) && !after.contains(old), "{at}: {after}");
    }
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
fn a_document_cannot_have_at_least_more_words_than_at_most() {
    let project = announced("    words: {most: 5, least: 9}\n", TEXT);
    let said = project.refusal();
    let message = "document `news` cannot have at most 5 and at least 9 words";
    assert!(said.contains(message), "{said}");
    let line = project.read("report/report.yaml").lines().count();
    assert!(said.contains(&format!("report/report.yaml:{line}:29")), "{said}");
}

#[test]
fn a_document_alone_is_made_and_the_rest_is_kept_while_it_is_of_the_same_values() {
    let project = announced(ANOTHER, TEXT);
    let first = project.build_page();
    project.replace("report/documents/news.md", "the others", "and the others");
    let summary = "report/documents/summary.md";
    project.file(summary, TEXT);
    project.replace(
        "report/report.yaml",
        "title: Street trees in short\n    chapters: [report/documents/news.md]",
        "title: Street trees in short\n    chapters: [report/documents/summary.md]",
    );
    let ran = project.run(&["build", "--html-only", "--only", "news"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.err.contains("left out the rest of out/"), "{}", ran.err);
    assert!(ran.err.contains("\n`news`: 32 words, reading age 8\n"), "{}", ran.err);
    project.whole();
    let only: Vec<String> = project.outputs().into_keys().collect();
    let news = ["index.html", "news.md", "news.txt"]
        .map(|name| format!("documents/news/{name}"));
    assert_eq!(only, [&news[..], &["edition.json".to_owned()]].concat());
    project.build_page();
    project.replace("report/documents/news.md", "and the others", "all others");
    let ran = project.run(&["build", "--html-only", "--only", "news"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    project.whole();
    let kept = project.outputs();
    assert_eq!(kept.len(), first.len());
    assert_eq!(kept["index.html"], first["index.html"]);
    assert!(project.read("out/documents/news/news.txt").contains("all others"));
    let ran = project.run(&["build", "--html-only", "--only", "nws"]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("error[R0718]: there is no document `nws`"), "{}", ran.err);
    assert!(ran.err.contains("did you mean `news`?"), "{}", ran.err);
}

#[test]
fn the_page_of_a_template_says_what_every_page_must_say() {
    let project = announced("    template: report/documents/page.html\n", TEXT);
    let page = |body: &str| {
        project.file(
            "report/documents/page.html",
            format!("{{% extends \"page.html\" %}}\n{body}\n"),
        );
        project.run(&["check"])
    };
    for emptied in [
        "{% block notice %}{% if false %}{{ notice }}{% endif %}{% endblock %}{% block foot %}{% for one in contacts %}{{ one.name }}{% endfor %}{% endblock %}",
        "{% block notice %}<!-- {{ notice }} -->{% endblock %}{% block foot %}<p hidden>{{ notice }}</p>{% for one in contacts %}{{ one.name }}{% endfor %}{% endblock %}",
        "{% block notice %}{{ notice | truncate(length=5) }}{% endblock %}{% block foot %}{% for one in contacts %}{{ one.name }}{% endfor %}{% endblock %}",
    ] {
        let ran = page(emptied);
        let message =
            "the page of the template `report/documents/page.html` leaves out the notice";
        assert!(ran.err.contains(message), "{}", ran.err);
        assert!(ran.err.contains("report/documents/page.html:2:"), "{}", ran.err);
    }
    let ran = page(
        "{% block embargo %}{% if embargo == 'x' %}{{ embargo }}{% endif %}{% endblock %}{% block foot %}{{ contacts | length }}{% endblock %}",
    );
    for what in ["embargo", "contacts"] {
        assert!(ran.err.contains(&format!("leaves out the {what}")), "{}", ran.err);
    }
    let ran = page(
        "{% block notice %}{{ super() }}{% endblock %}{% block main %}<h2>Own</h2>{{ super() }}{% endblock %}",
    );
    assert_eq!(ran.code, 0, "{}", ran.err);
    // The page of the report itself is held to the same.
    let own =
        String::from_utf8(reissue::output::builtin("html/page.html").unwrap().to_vec())
            .unwrap();
    project.file(
        "templates/html/page.html",
        own.replace("{% for contact in contacts %}", "{% for contact in [] %}"),
    );
    let said = project.refusal();
    assert!(
        said.contains(
            "the page of the template `templates/html/page.html` leaves out the contacts"
        ),
        "{said}"
    );
}

#[test]
fn a_document_refers_to_places_of_the_report() {
    let text = format!("{TEXT}\nMore is in {{{{ ref(\"numbers\") }}}}.\n");
    let project = announced("", &text);
    let chapter = project.read("report/chapters/1-numbers.md");
    let head = chapter.lines().next().unwrap().to_owned();
    project.replace(
        "report/chapters/1-numbers.md",
        &head,
        &format!("{head} {{#numbers}}"),
    );
    project.build_page();
    let link = "<a href=\"../../index.html#numbers\">chapter\u{a0}1 of the report</a>";
    let page = project.read("out/documents/news/index.html");
    assert!(page.contains(link), "{page}");
    let text = project.read("out/documents/news/news.txt");
    assert!(text.contains("More is in chapter 1 of the report."), "{text}");
    let report = project.read("report/report.yaml");
    project
        .file("report/report.yaml", format!("url: https://example.org/trees/\n{report}"));
    project.build_page();
    let text = project.read("out/documents/news/news.txt");
    assert!(text.contains("<https://example.org/trees/#numbers>"), "{text}");
    project.replace("report/documents/news.md", "ref(\"numbers\")", "ref(\"numbrs\")");
    let said = project.refusal();
    assert!(said.contains("there is no `numbrs` to refer to"), "{said}");
    assert!(said.contains("did you mean `numbers`?"), "{said}");
}

#[test]
fn what_a_document_lacks_is_reported_at_its_place() {
    let project = announced(
        "    template: report/documents/page.html\n    notice: Made up.\n  - {id: news, kind: summary, title: ' ', chapters: []}\n",
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
        "document `news` has a notice and no language of its own",
        "document `news` has no chapters",
        "the template `report/documents/page.html` lacks the block `notice`",
    ] {
        assert!(ran.err.contains(message), "{message}: {}", ran.err);
    }
    let project = announced("    template: report/documents/page.html\n", TEXT);
    project.file(
        "report/documents/page.html",
        "{% extends \"page.html\" %}\n{% block notices %}{% endblock %}\n",
    );
    let said = project.refusal();
    let told = "error[R0604]: the page template failed: Block `notices` is not defined in any parent template\n --> report/documents/page.html:2:10\n";
    assert!(said.contains(told), "{said}");
}

/// A report and its news release, released once; the same claim and the same number in both.
fn released() -> Project {
    let text = format!(
        "{TEXT}\nThere {{{{ claim(\"grew_faster\", \"trees grew faster\") }}}} than elsewhere.\n"
    );
    let project = announced("", &text);
    let ran = project.run(&["release", "first", "--html-only"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    project
}

#[test]
fn a_release_waits_for_a_document_that_says_a_claim_in_its_old_words() {
    let project = released();
    project.replace(
        "report/figures.yaml",
        "Trees grew faster",
        "Street trees grew faster",
    );
    let all = ["--by", "Research desk", "--because", "seen"];
    let accepted = project.run(&[&["review", "--accept", "*"][..], &all].concat());
    assert_eq!(accepted.code, 1, "{}", accepted.err);
    assert!(
        accepted.err.contains("left alone: mixed:claim.grew_faster: "),
        "{}",
        accepted.err
    );
    let held = project.run(&["release", "second", "--html-only"]);
    assert_eq!(held.code, 1, "{}", held.err);
    let place = held.err.split("error[R0736]: ").nth(3).unwrap();
    assert_eq!(
        place.split("\n\nerror").next().unwrap(),
        "\
“There trees grew faster than elsewhere.” (What the report found of the news release `news`) was not updated: Trees grew faster where they were planted → Street trees grew faster where they were planted
 --> report/documents/news.md:5:1
  |
5 | There {{ claim(\"grew_faster\", \"trees grew faster\") }} than elsewhere.
  | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ claim `grew_faster` in the news release `news`
  |
  = help: update the sentence, or accept it as it is with `reissue review --accept 'mixed:claim.grew_faster' --by NAME`"
    );
    project.run(&[&["review", "--accept", "mixed:*"][..], &all].concat());
    let done = project.run(&["release", "second", "--html-only"]);
    assert_eq!(done.code, 0, "{}", done.err);
}

#[test]
fn words_that_changed_in_one_of_several_places_of_the_report_leave_a_document_behind() {
    let project = announced(
        ANOTHER,
        "# Found\n\nThere trees {{ claim(\"grew_faster\", \"grew faster\") }}.\n",
    );
    let chapter = project.read("report/chapters/2-claims.md");
    let again = "\nAgain: they {{ claim(\"grew_faster\", \"grew faster\") }}.\n";
    project.file("report/chapters/2-claims.md", format!("{chapter}{again}"));
    project.build_page();
    std::fs::rename(project.path().join("out"), project.path().join("old")).unwrap();
    project.replace(
        "report/chapters/2-claims.md",
        "\"grew faster\"",
        "\"grew more quickly\"",
    );
    let ran = project.run(&["diff", "old", "."]);
    let item = ran.out.split("claim `grew_faster` in the news release").nth(1).unwrap();
    assert!(item.starts_with(" `news`…d the summary `summary`: not updated ← report/chapters/2-claims.md:3\n"), "{}", ran.out);
}

#[test]
fn a_changed_rule_names_each_document_whose_sentence_is_as_before() {
    let project = released();
    project.replace(
        "report/claims.yaml",
        "than: growth.none",
        "than: growth.none\n    tolerance: 1",
    );
    let ran = project.run(&["diff", "release:first", ".", "--format", "json"]);
    let found: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    let items = found["items"].as_array().unwrap();
    let item = items.iter().find(|item| item["id"] == "mixed:claim.grew_faster").unwrap();
    assert_eq!(item["class"], "statements");
    assert_eq!(item["title"], "claim `grew_faster` in the news release `news`");
    assert_eq!(
        (&item["old"], &item["new"]),
        (&"tolerance: none".into(), &"tolerance: 1".into())
    );
    let lines: Vec<&str> = item["places"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["line"].as_str().unwrap())
        .collect();
    assert_eq!(
        lines,
        ["report/report.yaml:39", "report/report.yaml:40", "report/documents/news.md:5"]
    );
}

/// What differs between the report and its news release before and after a change, by the ids that begin so.
fn compared(change: impl FnOnce(&Project), id: &str) -> Vec<serde_json::Value> {
    let text = format!("{TEXT}\nGained: {{{{ stat(\"growth.planting\") }}}} of trees.\n");
    let (old, new) = (announced("", &text), announced("", &text));
    let sentence = "\n\nGained: {{ stat(\"growth.planting\") }} of trees.\n";
    for project in [&old, &new] {
        let chapter = project.read("report/chapters/1-numbers.md");
        project.file("report/chapters/1-numbers.md", chapter + sentence);
    }
    change(&new);
    let ran = old.run(&[
        "diff",
        ".",
        new.path().to_str().unwrap(),
        "--format",
        "json",
        "--all",
    ]);
    let found: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    let items = found["items"].as_array().unwrap().iter();
    items.filter(|item| item["id"].as_str().unwrap().starts_with(id)).cloned().collect()
}

#[test]
fn a_statistic_that_is_computed_otherwise_names_each_sentence_that_is_as_before() {
    let change = |project: &Project| {
        project.replace("report/statistics.yaml", "    from: 2018", "    from: 2019");
    };
    let items = compared(change, "mixed:");
    assert_eq!(items.len(), 1, "{items:?}");
    let item = &items[0];
    assert_eq!(item["id"], "mixed:statistic.growth");
    assert_eq!(
        (&item["old"], &item["new"]),
        (&"from: 2018".into(), &"from: 2019".into())
    );
    let lines = item["places"].as_array().unwrap().iter().map(|place| &place["line"]);
    let lines: std::collections::BTreeSet<&str> =
        lines.filter_map(serde_json::Value::as_str).collect();
    assert_eq!(
        lines.into_iter().collect::<Vec<_>>(),
        ["report/documents/news.md:3", "report/documents/news.md:5"]
    );
}

#[test]
fn a_sentence_that_two_documents_share_and_one_has_no_longer_is_an_item() {
    let change = |project: &Project| {
        project.replace("report/chapters/1-numbers.md", "Gained: ", "Gained in all: ");
    };
    let items = compared(change, "mixed:");
    assert_eq!(items.len(), 1, "{items:?}");
    let places = items[0]["places"].as_array().unwrap();
    assert_eq!(places.len(), 1, "{places:?}");
    assert_eq!(places[0]["line"], "report/documents/news.md:5");
    assert_eq!(places[0]["sentence"], "Gained: 30.3% of trees.");
}

#[test]
fn a_document_that_was_updated_with_the_report_is_not_left_behind() {
    let project = released();
    for (file, from, to) in [
        (
            "report/figures.yaml",
            "Trees grew faster where they were planted",
            "Trees grew faster with a scheme",
        ),
        (
            "report/report.yaml",
            "Trees grew faster where there was a scheme",
            "Trees grew faster with a scheme",
        ),
        (
            "report/report.yaml",
            "The number of trees grew faster with a scheme",
            "The number of trees grew faster in schemes",
        ),
        (
            "report/documents/news.md",
            "trees grew faster",
            "the number of trees grew faster",
        ),
        ("report/chapters/2-claims.md", "\"grew faster\"", "\"grew more quickly\""),
    ] {
        project.replace(file, from, to);
    }
    let ran = project.run(&["diff", "release:first", ".", "--format", "json"]);
    assert!(!ran.out.contains("mixed:"), "{}", ran.out);
}
