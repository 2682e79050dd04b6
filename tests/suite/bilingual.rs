//! A publication in two languages.

use crate::harness::Project;
use crate::harness::typst;

/// The starter in English and Welsh.
fn bilingual() -> Project {
    let project = Project::starter();
    for path in ["2-claims", "3-data"] {
        project.remove(&format!("report/chapters/{path}.md"));
    }
    let report = project.read("report/report.yaml");
    let report = report.replace(
        "title: Street trees\n",
        "title: {en: Street trees, cy: Coed stryd}\ntranslations:\n  - {language: cy, guard: digits}\n",
    );
    let (before, rest) = report.split_once("chapters:").unwrap();
    let (_, after) = rest.split_once("generated:").unwrap();
    project.file(
        "report/report.yaml",
        format!(
            "{before}chapters: {{en: [report/chapters/1-numbers.md], cy: [report/cy/1-numbers.md]}}\ngenerated:{after}"
        ),
    );
    project.replace(
        "report/statistics.yaml",
        "planting: districts with a planting scheme",
        "planting: {en: districts with a planting scheme, cy: ardaloedd gyda chynllun}",
    );
    let figures = project.read("report/figures.yaml");
    let headline =
        figures.lines().find(|line| line.trim().starts_with("headline:")).unwrap();
    let words = headline.trim().trim_start_matches("headline: ");
    project.file(
        "report/figures.yaml",
        figures.replacen(
            headline,
            &format!("    headline: {{en: {words}, cy: Tyfodd y coed}}"),
            1,
        ),
    );
    project.file(
        "report/chapters/1-numbers.md",
        "# Numbers\n\nTrees grew by {{ stat(\"growth.planting\") }}.\n\n{{ figure(\"trees_index\") }}\n\n{{ table(\"growth\") }}\n",
    );
    project.file(
        "report/cy/1-numbers.md",
        "# Rhifau\n\nTyfodd y coed {{ stat(\"growth.planting\") }}.\n\n{{ figure(\"trees_index\") }}\n\n{{ table(\"growth\") }}\n",
    );
    project
}

#[test]
fn a_publication_in_two_languages_is_built_compared_and_released_together() {
    let project = bilingual();
    project.replace(
        "report/figures.yaml",
        "labels: {planting: With a scheme, none: Without}",
        "labels: {planting: {en: With a scheme, cy: Gyda chynllun}, none: {en: Without, cy: Heb}}",
    );
    let report = project.read("report/report.yaml");
    project.file(
        "report/report.yaml",
        format!("{report}pdf: {{facing: true, bleed: 3, archive: true}}\n"),
    );
    crate::brand::brand(&project, "");
    project.replace(
        "report/brand.yaml",
        "name: Harbour Trust",
        "name: {en: Harbour Trust, cy: Ymddiriedolaeth yr Harbwr}",
    );
    let ran = project.run(&["build", "--typst", &typst().to_string_lossy()]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    // The PDF of each language is one for archives, with its data, and says where it is cut.
    for folder in ["out", "out/languages/cy"] {
        let pdf = std::fs::read(project.path().join(folder).join("report.pdf")).unwrap();
        for said in [
            "<pdfaid:part>3<",
            "<pdfuaid:part>1<",
            "(figure-trees_index.csv)",
            "/TrimBox",
        ] {
            let found = pdf.windows(said.len()).any(|part| part == said.as_bytes());
            assert!(found, "{folder}: {said}");
        }
    }
    let (english, welsh) =
        (project.read("out/index.html"), project.read("out/languages/cy/index.html"));
    for (page, has, lacks) in [
        (&english, "<h1>Street trees</h1>", "Coed stryd"),
        (
            &english,
            "<link rel=\"alternate\" hreflang=\"cy\" href=\"languages/cy/index.html\">",
            "Ffigur",
        ),
        (
            &english,
            "<a href=\"languages/cy/index.html\" lang=\"cy\" hreflang=\"cy\">Cymraeg</a>",
            "Tyfodd",
        ),
        (&welsh, "<html lang=\"cy\">", "Trees grew by"),
        (&welsh, "<h1>Coed stryd</h1>", "Figure 1"),
        (&welsh, "Tyfodd y coed <a class=\"v\"", "with a planting scheme, percentage"),
        (
            &welsh,
            "<a href=\"../../index.html\" lang=\"en-GB\" hreflang=\"en-GB\">English</a>",
            "Source:",
        ),
        (&welsh, "30.3%", "Skip to"),
    ] {
        assert!(page.contains(has), "{has}: {page}");
        assert!(!page.contains(lacks), "{lacks}");
    }
    assert!(project.path().join("out/languages/cy/report.pdf").exists());
    assert!(project.read(".reissue/languages-cy/template.typ").contains("[Cynnwys]"));
    assert!(project.read(".reissue/typst/template.typ").contains("[Contents]"));
    for (folder, name) in
        [("typst", "Harbour Trust"), ("languages-cy", "Ymddiriedolaeth yr Harbwr")]
    {
        let brand = project.read(&format!(".reissue/{folder}/brand.typ"));
        assert!(brand.contains(&format!("alt: \"{name}\"")), "{brand}");
    }
    let before = project.path().join("before");
    std::fs::rename(project.path().join("out"), &before).unwrap();
    // What changes in both languages is apart from what changes in one.
    project.replace(
        "report/chapters/1-numbers.md",
        "Trees grew by",
        "The trees grew by as much as",
    );
    project.replace("report/cy/1-numbers.md", "# Rhifau", "# Y rhifau");
    project.replace("report/figures.yaml", "cy: Tyfodd y coed", "cy: Gostyngodd y coed");
    // Words of a drawing are in no passage.
    project.replace("report/figures.yaml", "cy: Heb}", "cy: Dim}");
    project.build_page();
    let ran = project.run(&["diff", "before", "out", "--format", "json"]);
    let found: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    let items = found["items"].as_array().unwrap();
    let drawing = items.iter().find(|item| item["id"] == "figure:trees_index").unwrap();
    assert_eq!(drawing["kind"], "other words in the drawing");
    assert_eq!(
        (&drawing["old"], &drawing["new"]),
        (&"label, none, cy: Heb".into(), &"Dim".into())
    );
    let told: Vec<(&str, &str, &str)> = items
        .iter()
        .map(|item| {
            let text = |key: &str| item[key].as_str().unwrap();
            (text("kind"), text("new"), text("class"))
        })
        .filter(|(kind, ..)| kind.contains(" only, not in "))
        .collect();
    let renamed = items.iter().find(|item| {
        item["new"] == "Y rhifau" && !item["kind"].as_str().unwrap().contains(" only")
    });
    assert_eq!(renamed.unwrap()["class"], "statements");
    assert_eq!(
        told,
        [
            ("changed in `cy` only, not in `en-GB`", "Gostyngodd y coed", "statements"),
            (
                "changed in `en-GB` only, not in `cy`",
                "The trees grew by as much as 30.3%.",
                "statements"
            ),
            ("changed in `cy` only, not in `en-GB`", "Y rhifau", "statements"),
        ]
    );
}

#[test]
fn a_document_in_two_languages_is_built_linked_and_compared_like_the_report() {
    let project = bilingual();
    let report = project.read("report/report.yaml");
    let (report, _) = report.split_once("# A news release").unwrap();
    project.file(
        "report/report.yaml",
        format!(
            "{report}documents:\n  - id: news\n    kind: summary\n    title: {{en: In short, cy: Yn gryno}}\n    chapters: {{en: [report/news.md], cy: [report/cy/news.md]}}\n  - {{id: same, kind: summary, title: Data, chapters: [report/same.md]}}\n"
        ),
    );
    let text = |title: &str, words: &str| {
        format!("# {title}\n\n{words} {{{{ stat(\"growth.planting\") }}}}.\n")
    };
    project.file("report/news.md", text("Found", "Trees grew by"));
    project.file("report/cy/news.md", text("Canfyddiad", "Tyfodd y coed"));
    project.file("report/same.md", text("Data", "Trees grew by"));
    let files = project.build_page();
    let page = |name: &str| String::from_utf8(files[name].clone()).unwrap();
    let welsh = page("languages/cy/documents/news/index.html");
    assert!(welsh.contains("<html lang=\"cy\">") && welsh.contains("Tyfodd y coed"));
    assert!(welsh.contains("<a href=\"../../../../documents/news/index.html\" lang=\"en-GB\" hreflang=\"en-GB\">English</a>"));
    assert!(welsh.contains("<a href=\"../../index.html\">Coed stryd</a>"), "{welsh}");
    let english = page("documents/news/index.html");
    assert!(english.contains("<a href=\"../../languages/cy/documents/news/index.html\" lang=\"cy\" hreflang=\"cy\">Cymraeg</a>"));
    assert!(page("languages/cy/index.html").contains("documents/news/index.html"));
    assert!(!files.contains_key("languages/cy/documents/same/index.html"));
    let before = project.path().join("before");
    std::fs::rename(project.path().join("out"), &before).unwrap();
    project.replace("report/cy/news.md", "Tyfodd y coed", "Cododd y coed");
    project.build_page();
    let ran = project.run(&["diff", "before", "out", "--format", "json"]);
    let found: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    let items = found["items"].as_array().unwrap();
    let only = "changed in `cy` only, not in `en-GB`";
    let told: Vec<&serde_json::Value> =
        items.iter().filter(|item| item["kind"] == only).collect();
    assert_eq!(told.len(), 1, "{}", ran.out);
    assert_eq!(told[0]["new"], "Cododd y coed 30.3%.");
}

#[test]
fn a_value_that_lacks_a_language_and_chapters_of_no_language_are_refused() {
    let project = bilingual();
    project.replace("report/figures.yaml", ", cy: Tyfodd y coed", "");
    project.replace(
        "report/report.yaml",
        "subtitle: A first report, to change into your own",
        "subtitle: {en: A, cy: B, fr: C}",
    );
    project.replace(
        "report/report.yaml",
        "cy: [report/cy/1-numbers.md]",
        "cy: [report/chapters/1-numbers.md]",
    );
    project.replace("report/report.yaml", "generated:", "pdf: {bleed: 99}\ngenerated:");
    let ran = project.run(&["check"]);
    for words in [
        "error[R0103]: `bleed` must be 0 to 20 millimetres, found 99",
        "error[R0528]: `headline` has nothing in `cy`",
        "report/figures.yaml:4:",
        "error[R0528]: `subtitle` is given in `fr`, and the publication is in `en-GB` and `cy`",
        "error[R0529]: `report/chapters/1-numbers.md` is a chapter in every language",
    ] {
        assert!(ran.err.contains(words), "{}", ran.err);
    }
}

#[test]
fn words_that_are_given_once_are_told_where_the_other_language_prints_them() {
    let project = bilingual();
    project.replace(
        "report/figures.yaml",
        "labels: {planting: With a scheme, none: Without}",
        "labels: {planting: {en: With a scheme, cy: Gyda chynllun}, none: {en: Without, cy: Heb}}",
    );
    project.replace(
        "report/figures.yaml",
        "source: Made-up survey of street trees",
        "source: {all: Made-up survey of street trees}",
    );
    project.replace("report/cy/1-numbers.md", "\n\n{{ table(\"growth\") }}", "");
    let ran = project.run(&["check", "--message-format", "short"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let told = ran.err.lines().filter(|line| line.contains("R0528")).map(|line| {
        let (place, message) = line.split_once(": warning[R0528]: ").unwrap();
        let (file, _) = place.split_once(':').unwrap();
        (file.to_owned(), message.split(" given once").next().unwrap().to_owned())
    });
    let told: Vec<(String, String)> = told.collect();
    let of = |file: &str| -> Vec<&str> {
        let path = format!("report/{file}.yaml");
        let of = told.iter().filter(|(file, _)| *file == path);
        of.map(|(_, said)| said.as_str()).collect()
    };
    assert_eq!(of("figures"), ["`subtitle` is"], "{}", ran.err);
    assert_eq!(of("tables"), [""; 0]);
    assert_eq!(of("statistics"), ["`title` is", "`title` is", "`none` is"]);
    let report = of("report");
    for said in
        ["`subtitle` is", "`edition` is", "`notice` is", "`text` is", "`label` is"]
    {
        assert!(report.contains(&said), "{report:?}");
    }
}
