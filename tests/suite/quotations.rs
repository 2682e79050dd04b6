//! Declared quotations: how they are shown, what they are held to, and that a release waits.

use crate::harness::Project;

const APPROVED: &str = r#"quotations:
  chair:
    words: >-
      Where there was a scheme, trees grew by 30.3%. *That* is a start.

      Twenty years ago we had 12.
    role: Chair
    organisation: Your organisation
    status: approved
    approved_by: the chair
    date: "2025-01-10"
    says:
      - {words: "30.3%", stat: growth.planting}
      - {words: Twenty years ago we had 12, because: what the speaker remembers}
"#;

/// The starter with quotations, of which the report shows that of the chair.
fn quoting(quotations: &str) -> Project {
    let project = Project::starter();
    let chapter = project.read("report/chapters/1-numbers.md");
    project.file("report/quotations.yaml", quotations).file(
        "report/chapters/1-numbers.md",
        format!("{chapter}\n{{{{ quotation(\"chair\") }}}}\n"),
    );
    project
}

/// Adds a news release that shows it, too.
fn announced(project: &Project) {
    let report = project.read("report/report.yaml");
    let news = "documents:\n  - {id: news, kind: news, title: '{{ claim(\"grew_faster\", \"Trees grew faster with a scheme\") }}', standfirst: '{{ claim(\"grew_faster\", \"The number of trees grew faster with a scheme\") }}', chapters: [report/documents/news.md]}\n";
    project.file("report/report.yaml", format!("{report}{news}")).file(
        "report/documents/news.md",
        "# What was found\n\n{{ quotation(\"chair\") }}\n",
    );
}

#[test]
fn a_quotation_is_shown_word_for_word_with_its_speaker_in_every_form() {
    let project = quoting(APPROVED);
    announced(&project);
    let ran = project.run(&["build", "--html-only"]);
    assert_eq!((ran.code, ran.err.contains("warning")), (0, false), "{}", ran.err);
    let page = project.read("out/index.html");
    let said = page.split("<figure class=\"said quotation\">").nth(1).unwrap();
    let said = said.split("</figure>").next().unwrap().replace('\n', " ");
    assert!(said.contains(">30.3%</a>. *That* is a start.</p>"), "{said}");
    assert!(said.contains("Twenty years ago we had 12</span>.</p>"), "{said}");
    assert!(
        said.contains("<span class=\"by\">Chair</span> <span class=\"source\">Your organisation</span>"),
        "{said}"
    );
    let text = project.read("out/documents/news/news.txt");
    let said = "\
> Where there was a scheme, trees grew by 30.3%. *That* is a start.
>
> Twenty years ago we had 12.

— Chair, Your organisation
";
    assert!(text.contains(said), "{text}");
    let markdown = project.read("out/documents/news/news.md");
    assert!(
        markdown.contains(
            "> Where there was a scheme, trees grew by 30.3%. \\*That\\* is a start."
        ),
        "{markdown}"
    );
}

#[test]
fn a_draft_and_an_empty_slot_are_marked_and_stop_a_release() {
    let draft = "quotations:\n  chair: {role: Chair, words: We are glad of this.}\n";
    let slot = "quotations:\n  chair: {role: Chair, organisation: Your organisation}\n";
    for (quotation, mark, message) in [
        (draft, "Draft: these words are not approved", "quotation `chair` is a draft"),
        (slot, "Draft: no words yet", "quotation `chair` has no words yet"),
    ] {
        let project = quoting(quotation);
        let ran = project.run(&["build", "--html-only"]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        assert!(ran.err.contains(&format!("warning[R0717]: {message}")), "{}", ran.err);
        let page = project.read("out/index.html");
        assert!(page.contains(&format!("<p class=\"draft-mark\">{mark}</p>")));
        let ran = project.run(&["release", "first", "--html-only"]);
        assert_eq!(ran.code, 1, "{}", ran.err);
        assert!(ran.err.contains(&format!("error[R0717]: {message}")), "{}", ran.err);
        assert!(ran.err.contains("^ shown here"), "{}", ran.err);
        assert!(!project.path().join("releases/first.zip").exists());
    }
    let project = quoting(slot);
    project.run(&["build", "--html-only"]);
    let page = project.read("out/index.html");
    assert!(page.contains("<p>Quotation to come from Chair, Your organisation</p>"));
}

#[test]
fn an_approved_quotation_is_released_and_its_words_are_guarded_from_then_on() {
    let project = quoting(APPROVED);
    assert_eq!(project.run(&["release", "first", "--html-only"]).code, 0);
    project.replace("report/quotations.yaml", "is a start", "is a good start");
    let ran = project.run(&["diff", "release:first", "."]);
    let found = project.run(&["diff", "release:first", ".", "--format", "json"]).out;
    assert!(found.contains("\"guard:quotation.chair\""), "{found}");
    assert!(found.contains("a guard was loosened"), "{found}");
    let item = "words a start. Twenty → a good start. Twenty: quotation chair";
    assert!(ran.out.contains(item), "{}", ran.out);
    let ran = project.run(&["release", "second", "--html-only"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert!(ran.err.contains("not accepted: `guard:quotation.chair`"), "{}", ran.err);
}

#[test]
fn data_that_move_away_from_what_was_said_stop_the_build_and_leave_the_words() {
    let project = quoting(APPROVED);
    announced(&project);
    project.replace("data/trees.csv", "D1,planting,2024,1109", "D1,planting,2024,1300");
    let ran = project.run(&["check"]);
    assert_eq!(ran.code, 1);
    assert_eq!(ran.err.matches("error[R0715]").count(), 1, "{}", ran.err);
    let ran = project.run(&["build", "--draft", "--html-only"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.err.contains("warning[R0715]"), "{}", ran.err);
    let page = project.read("out/index.html").replace('\n', " ");
    assert!(page.contains(">30.3%</a>. *That* is a start."));
}
