//! Figures and findings that leave the report.

use crate::harness::Project;
use crate::harness::Ran;
use crate::harness::typst;
use std::collections::BTreeMap;

/// The starter project, built.
fn built() -> Project {
    let project = Project::starter();
    project.build_page();
    project
}

/// A run of `press` that leaves the PDFs out and must succeed.
fn press(project: &Project, args: &[&str]) -> Ran {
    let mut all = vec!["press", "--no-pdf"];
    all.extend_from_slice(args);
    let ran = project.run(&all);
    assert_eq!(ran.code, 0, "{}", ran.err);
    ran
}

fn bytes(project: &Project, path: &str) -> Vec<u8> {
    std::fs::read(project.path().join(path)).unwrap()
}

/// The files of a pack by path.
fn pack(project: &Project, folder: &str) -> BTreeMap<String, Vec<u8>> {
    project.files(folder)
}

fn ends(name: &str, ending: &str) -> bool {
    name.rsplit('.').next() == Some(ending)
}

/// Adds a line at the top of `report.yaml` and builds again.
fn declare(project: &Project, line: &str) {
    let report = project.read("report/report.yaml");
    project.file("report/report.yaml", format!("{line}\n{report}"));
    project.build_page();
}

const EMBARGO: &str = "embargo: 2099-07-01T00:01+01:00";
const PAST: &str = "embargo: 2001-07-01T00:01+01:00";

#[test]
fn a_pack_holds_every_figure_and_finding_with_the_notice_and_the_edition() {
    let project = built();
    press(&project, &[]);
    for file in [
        "press/trees_index/caption.txt",
        "press/trees_index/metadata.json",
        "press/trees_index/card.html",
        "press/findings/growth.txt",
        "press/facts.json",
        "press/index.html",
        "press/README.txt",
    ] {
        assert!(
            project.read(file).contains("The data in this report are made up."),
            "{file}"
        );
    }
    // The notice and the edition stand inside every picture, line by line.
    for size in ["social", "card", "square", "story", "column", "print-single-dark"] {
        let svg = project.read(&format!("press/trees_index/trees_index-{size}.svg"));
        let drawing = svg.split("</metadata>").nth(1).unwrap();
        // Lines break where they have to.
        let texts = drawing.split("</text>").filter_map(|text| text.rsplit('>').next());
        let drawing = texts.collect::<Vec<_>>().join(" ");
        assert!(drawing.contains("made up."), "{size}");
        assert!(drawing.contains("First edition"), "{size}");
        assert!(drawing.contains("Source: Made-up survey"), "{size}");
    }
    let facts = project.read("press/facts.json");
    assert!(facts.contains("\"printed\": \"23.0% to 37.6% (95%)\""));
    assert!(
        facts.contains(
            "(Your organisation, Street trees, First edition, 15 January 2025)"
        )
    );
}

#[test]
fn a_picture_has_exactly_the_size_asked_for() {
    let project = built();
    for (size, want) in [
        ("social", (1200, 628)),
        ("card", (800, 418)),
        ("square", (1080, 1080)),
        ("story", (1080, 1920)),
    ] {
        let args = ["trees_index", "--format", "png", "--size", size, "-o", "one.png"];
        press(&project, &args);
        assert_eq!(measured(&bytes(&project, "one.png")), want, "{size}");
    }
    for (size, width) in [("column", 600), ("print-single", 1004), ("print-double", 2055)]
    {
        let args = ["trees_index", "--format", "png", "--size", size, "-o", "one.png"];
        press(&project, &args);
        assert_eq!(measured(&bytes(&project, "one.png")).0, width, "{size}");
    }
}

fn measured(png: &[u8]) -> (u32, u32) {
    let side = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().unwrap());
    (side(16), side(20))
}

#[test]
fn a_pack_is_the_same_bytes_each_time_and_says_so() {
    let project = built();
    press(&project, &[]);
    let first = pack(&project, "press");
    press(&project, &["--to", "kit.zip"]);
    press(&project, &[]);
    assert_eq!(pack(&project, "press"), first);
    assert_eq!(bytes(&project, "kit.zip"), first["press-kit.zip"]);
    for name in ["press", "kit.zip"] {
        let ran = project.run(&["verify", name]);
        assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
        let last = ran.out.lines().last().unwrap();
        assert!(last.starts_with("whole: "), "{last}");
    }
}

#[test]
fn a_pack_that_was_touched_is_found_out() {
    let project = built();
    press(&project, &[]);
    project.replace("press/facts.json", "30.3", "31.3");
    project.remove("press/trees_index/alt.txt");
    project.file("press/extra.txt", "more");
    let ran = project.run(&["verify", "press"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    let told: Vec<&str> = ran.out.lines().skip(2).collect();
    assert_eq!(
        told,
        ["altered facts.json", "missing trees_index/alt.txt", "added extra.txt"]
    );
    // A list made anew has another seal.
    let ran = project.run(&["verify", "press/press-kit.zip", "--seal", "00"]);
    assert_eq!(ran.code, 1);
    assert!(
        ran.out
            .ends_with("the seal is another: this is not the pack that was handed out\n")
    );
    let ran = project.run(&["verify", "data"]);
    assert_eq!(ran.code, 2);
    assert_eq!(
        ran.err,
        "error[R0705]: this is no press pack: manifest.json is missing\n |\n = help: name a folder or a .zip that `reissue press` wrote\n\n1 error\n"
    );
}

#[test]
fn every_pdf_of_a_pack_is_made_in_one_run_and_is_tagged() {
    let project = built();
    let typst = typst();
    let ran = project.run(&["press", "--typst", &typst.to_string_lossy()]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let files = pack(&project, "press");
    let pdfs: Vec<&String> = files.keys().filter(|name| ends(name, "pdf")).collect();
    assert_eq!(pdfs.len(), 15);
    for name in pdfs {
        assert!(files[name].starts_with(b"%PDF"), "{name}");
        let text = String::from_utf8_lossy(&files[name]);
        assert!(text.contains("/StructTreeRoot"), "{name}");
    }
    let verdict =
        project.run(&["press", "--verify", "press/trees_index/trees_index-card.pdf"]);
    assert_eq!(
        verdict.out,
        "press/trees_index/trees_index-card.pdf: current: figure 1.1 of First edition, 15 January 2025; its drawing is not checked\n"
    );
}

#[test]
fn an_embargo_stands_on_everything_until_it_is_lifted() {
    let project = built();
    declare(&project, EMBARGO);
    let ran = press(&project, &[]);
    let folder = "press-embargoed-until-2099-07-01-0001";
    assert!(ran.err.contains(&format!("files to {folder}, seal ")), "{}", ran.err);
    let files = pack(&project, folder);
    assert!(files.contains_key("press-kit-embargoed-until-2099-07-01-0001.zip"));
    let words = "EMBARGOED until 00:01 on 1 July 2099 (UTC+01:00)";
    for (name, bytes) in &files {
        let text = String::from_utf8_lossy(bytes);
        let end = name.rsplit('.').next().unwrap();
        match end {
            "svg" => {
                let drawing = text.split("</metadata>").nth(1).unwrap();
                assert!(drawing.contains("EMBARGOED"), "{name}");
            }
            "html" if !name.ends_with("revised.html") => {
                assert!(text.contains("EMBARGOED"), "{name}");
            }
            "txt" if name.ends_with("caption.txt") || name.starts_with("findings") => {
                assert!(text.contains(words), "{name}");
            }
            "json" if name.ends_with("metadata.json") || name == "facts.json" => {
                assert!(
                    text.contains("\"embargo\": \"2099-07-01T00:01+01:00\""),
                    "{name}"
                );
            }
            _ => {}
        }
    }
    let ran = project.run(&["press", "--no-pdf", "--lift"]);
    assert_eq!(ran.code, 2);
    assert_eq!(
        ran.err,
        "error[R0704]: the edition is under embargo until 00:01 on 1 July 2099 (UTC+01:00)\n |\n = help: wait, or lift it with `--lift --force --because REASON`, which the pack records\n\n1 error\n"
    );
    press(&project, &["--lift", "--force", "--because", "leaked elsewhere"]);
    let ran = project.run(&["verify", "press"]);
    assert_eq!(ran.code, 0);
    assert!(ran.out.contains(
        "embargo lifted before its time, 2099-07-01T00:01+01:00\nbecause: leaked elsewhere\n"
    ));
    let caption = project.read("press/trees_index/caption.txt");
    assert!(!caption.contains("EMBARGOED"), "{caption}");
}

#[test]
fn an_embargo_that_has_passed_is_lifted_without_a_word() {
    let project = built();
    declare(&project, PAST);
    press(&project, &["--lift"]);
    assert!(!project.read("press/index.html").contains("EMBARGOED"));
    let other = built();
    let ran = other.run(&["press", "--lift"]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.err.starts_with("error[R0704]: there is no embargo to lift\n"),
        "{}",
        ran.err
    );
}

#[test]
fn each_recipient_has_a_marked_copy_and_stands_in_the_list() {
    let project = built();
    press(&project, &["--for", "North desk", "--for", "=South desk", "-o", "kit.zip"]);
    let list = project.read("kit-access.csv");
    let rows: Vec<&str> = list.lines().collect();
    assert_eq!(rows[0], "recipient,pack,seal");
    assert!(rows[1].starts_with("\"North desk\",\"kit-for-north-desk.zip\","), "{list}");
    assert!(
        rows[2].starts_with("\"'=South desk\",\"kit-for-south-desk.zip\","),
        "{list}"
    );
    let ran = project.run(&["verify", "kit-for-north-desk.zip"]);
    assert!(ran.out.contains("copy for North desk\n"), "{}", ran.out);
}

#[test]
fn a_picture_in_the_wild_is_current_superseded_or_altered() {
    let project = built();
    press(&project, &[]);
    let png = "press/trees_index/trees_index-social.png";
    let svg = "press/trees_index/trees_index-social-dark.svg";
    let caption = "press/trees_index/caption.txt";
    let ran = project.run(&["press", "--verify", png, svg, caption]);
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    assert_eq!(
        ran.out,
        format!(
            "{png}: current: figure 1.1 of First edition, 15 January 2025\n{svg}: current: figure 1.1 of First edition, 15 January 2025\n{caption}: current: the caption of figure 1.1\n"
        )
    );
    // One pixel of the picture, one word of the caption.
    let (mut pixels, labels) = reissue::figure::decode(&bytes(&project, png)).unwrap();
    pixels.rgb[3000] ^= 1;
    let labels: Vec<(&str, String)> =
        labels.iter().map(|(name, text)| (name.as_str(), text.clone())).collect();
    project.file("pixel.png", reissue::figure::encode(&pixels, &labels).unwrap());
    pixels.rgb[3000] ^= 1;
    let other: Vec<(&str, String)> = labels
        .iter()
        .map(|(name, text)| (*name, text.replace("made up", "real")))
        .collect();
    project.file("caption.png", reissue::figure::encode(&pixels, &other).unwrap());
    project.file("bare.png", reissue::figure::encode(&pixels, &[]).unwrap());
    project.file("drawing.svg", project.read(svg).replace("Made-up", "Real"));
    project.file("caption.txt", project.read(caption).replace("made up", "real"));
    let said = |file: &str| {
        let ran = project.run(&["press", "--verify", file]);
        let code = ran.code;
        (code, ran.out.trim_end().to_owned())
    };
    let altered = |file: &str, why: &str| (1, format!("{file}: altered: {why}"));
    assert_eq!(
        said("pixel.png"),
        altered("pixel.png", "its pixels are not those that were recorded")
    );
    assert_eq!(
        said("caption.png"),
        altered(
            "caption.png",
            "its title, alternative text or caption is not the one that was recorded"
        )
    );
    assert_eq!(
        said("bare.png"),
        (
            0,
            "bare.png: current: its pixels are those of trees_index-social; the record was taken out"
                .to_owned()
        )
    );
    assert_eq!(
        said("drawing.svg"),
        altered("drawing.svg", "its drawing is not the one that was recorded")
    );
    assert_eq!(
        said("caption.txt"),
        altered(
            "caption.txt",
            "the caption of figure 1.1 has no line “The data in this report are real.”"
        )
    );
    // The next edition supersedes.
    project.replace("report/report.yaml", "First edition", "Second edition");
    project.build_page();
    let (code, out) = said(png);
    assert_eq!(code, 1);
    assert_eq!(
        out,
        format!(
            "{png}: superseded: by Second edition, 15 January 2025: the values are the same; it was of First edition, 15 January 2025; figure 1.1 now says “Trees grew faster where they were planted”"
        )
    );
}

#[test]
fn a_pack_says_what_changed_since_another_edition() {
    let project = built();
    std::fs::rename(project.path().join("out"), project.path().join("first")).unwrap();
    project.replace("report/report.yaml", "First edition", "Second edition");
    let data = project.read("data/trees.csv");
    let line = data.lines().last().unwrap().to_owned();
    let changed = format!("{line}9");
    project.file("data/trees.csv", data.replace(&line, &changed));
    let ran = project.run(&["build", "--html-only", "--draft"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    press(&project, &["--since", "first"]);
    let page = project.read("press/index.html");
    assert!(page.contains("What changed since First edition, 15 January 2025"));
    assert!(page.contains("Changed since First edition"), "{page}");
    let revised = project.read("press/trees_index/revised.html");
    assert!(
        revised.contains("Revised on 15 January 2025: Second edition, figures changed")
    );
}

#[test]
fn words_and_data_go_to_the_standard_output() {
    let project = built();
    let out = |args: &[&str]| {
        let mut all = vec!["press"];
        all.extend_from_slice(args);
        let ran = project.run(&all);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{args:?}");
        ran.out
    };
    assert_eq!(
        out(&["--list"]).lines().next().unwrap(),
        "trees_index\tfigure\tTrees grew faster where they were planted"
    );
    let text = out(&["trees_index", "--copy-text"]);
    for title in
        ["Caption", "Alternative text", "May be quoted as", "Cite as", "To embed"]
    {
        assert!(text.lines().any(|line| line == title), "{title}");
    }
    assert!(out(&["growth", "--format", "quote"]).starts_with('“'));
    assert!(out(&["trees_index", "--format", "svg", "-o", "-"]).starts_with("<svg"));
    let ran =
        project.run(&["press", "trees_index", "--format", "svg", "--size", "socail"]);
    assert_eq!(
        ran.err.lines().next().unwrap(),
        "error[R0702]: there is no size `socail`"
    );
}

#[test]
fn an_embed_needs_no_script_and_its_oembed_has_what_the_specification_asks() {
    let project = built();
    declare(&project, "url: https://example.org/trees/");
    press(&project, &[]);
    let page = project.read("press/trees_index/embed.html");
    assert!(!page.contains("<script"));
    assert!(page.contains("prefers-color-scheme"));
    let text = project.read("press/trees_index/oembed.json");
    let oembed: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(oembed["version"], "1.0");
    assert_eq!(oembed["type"], "rich");
    let html = oembed["html"].as_str().unwrap();
    assert!(html.starts_with(
        "<iframe src=\"https://example.org/trees/press/trees_index/embed.html\""
    ));
    assert!(html.contains(" sandbox=\""));
    for side in ["width", "height", "thumbnail_width", "thumbnail_height"] {
        assert!(oembed[side].is_u64(), "{side}");
    }
    assert!(oembed["thumbnail_url"].is_string());
}

#[test]
fn tables_leave_as_numbers_that_no_spreadsheet_runs() {
    let project = built();
    press(&project, &[]);
    let files = pack(&project, "press");
    let tables: Vec<&String> =
        files.keys().filter(|name| name.starts_with("tables/")).collect();
    assert!(tables.len() >= 2, "{tables:?}");
    for name in tables.iter().filter(|name| ends(name, "csv")) {
        let text = String::from_utf8(files[*name].clone()).unwrap();
        for cell in text.lines().flat_map(|line| line.split(',')) {
            let cell = cell.trim_matches('"');
            let runs = cell.starts_with(['=', '+', '@', '\t'])
                || cell.starts_with('-') && cell.parse::<f64>().is_err();
            assert!(!runs, "{name}: {cell}");
        }
    }
    let ods = &files["tables/tables.ods"];
    // The type comes first, not compressed, so that programs know the file by its bytes.
    assert_eq!(&ods[30..38], b"mimetype");
    assert_eq!(&ods[38..84], b"application/vnd.oasis.opendocument.spreadsheet");
}

#[test]
fn an_unknown_figure_and_a_missing_edition_are_said() {
    let project = Project::starter();
    let ran = project.run(&["press"]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.err.starts_with(
            "error[R0701]: cannot read the edition `out`: edition.json is missing\n"
        ),
        "{}",
        ran.err
    );
    project.build_page();
    let ran = project.run(&["press", "--no-pdf", "tree_index"]);
    assert_eq!(ran.code, 2);
    assert_eq!(
        ran.err,
        "error[R0702]: there is no figure or finding `tree_index`\n |\n = help: did you mean `trees_index`? the figures and findings are `trees_index`, `growth`\n\n1 error\n"
    );
}

/// Facts for the two groups of the starter project, as if they were areas.
const LOCAL: &str = "press:
  local:
    - id: growth
      title: Trees
      family: growth
      area: scheme
      rise: In {area} there were {size} more.
      fall: In {area} there were {size} fewer.
      level: In {area} there were as many.
";

#[test]
fn facts_for_areas_say_their_value_or_why_not() {
    let project = Project::starter();
    let report = project.read("report/report.yaml");
    project.file("report/report.yaml", format!("{report}{LOCAL}"));
    project.build_page();
    let edition = project.read("out/edition.json");
    assert!(
        edition.contains("In districts with a planting scheme there were 30.3% more.")
    );
    assert!(edition.contains("In districts without one there were 7.5% more."));
    project.file(
        "report/report.yaml",
        format!("{report}{LOCAL}      base: {{stat: growth.planting, least: 50}}\n"),
    );
    project.build_page();
    let edition = project.read("out/edition.json");
    assert!(edition.contains("\"withheld\": \"withheld: it rests on fewer than 50.0%\""));
}

#[test]
fn faults_of_what_the_press_is_told_are_shown_where_they_stand() {
    let refused = |text: &str| {
        let project = Project::starter();
        let report = project.read("report/report.yaml");
        project.file("report/report.yaml", format!("{report}{text}"));
        let message = project.refusal();
        message.lines().next().unwrap_or_default().to_owned()
            + "\n"
            + message
                .lines()
                .find(|line| line.contains("help:"))
                .unwrap_or_default()
                .trim()
    };
    assert_eq!(
        refused("embargo: 2025-07-01\n"),
        "error[R0103]: `2025-07-01` is no moment: write date, time and zone as `2025-07-01T00:01+01:00`\n"
    );
    assert_eq!(
        refused("url: example.org/report\n"),
        "error[R0103]: `example.org/report` is no address of a folder: write it as `https://example.org/report/`\n"
    );
    assert_eq!(
        refused(&LOCAL.replace("family: growth", "family: growht")),
        "error[R0306]: unknown family `growht`\n= help: did you mean `growth`? the families are `districts`, `growth`, `trees_index`"
    );
    assert_eq!(
        refused(&LOCAL.replace("{size} more", "{sice} more")),
        "error[R0703]: unknown name `{sice}`\n= help: did you mean `size`? the names are `scheme`, `area`, `size`, `value`"
    );
}
