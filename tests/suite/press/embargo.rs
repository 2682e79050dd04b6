//! What is under embargo says so, until it is lifted.

use crate::harness::Project;
use crate::harness::typst;
use crate::press::built;
use crate::press::declare;
use crate::press::pack;
use crate::press::press;

const EMBARGO: &str = "embargo: 2099-07-01T00:01+01:00";
const WORDS: &str = "EMBARGOED until 00:01 on Wednesday 1 July 2099 (UTC+01:00)";
const PAST: &str = "embargo: 2001-07-01T00:01+01:00";

#[test]
fn an_embargo_stands_on_everything_until_it_is_lifted() {
    let project = built();
    declare(&project, EMBARGO);
    let ran = press(&project, &[]);
    let folder = "press-embargoed-until-2099-07-01-0001";
    assert!(ran.err.contains(&format!("files to {folder}, seal ")), "{}", ran.err);
    let files = pack(&project, folder);
    assert!(files.contains_key("press-kit-embargoed-until-2099-07-01-0001.zip"));
    for (name, bytes) in &files {
        let text = String::from_utf8_lossy(bytes);
        let end = name.rsplit('.').next().unwrap();
        match end {
            "svg" => {
                let drawing = text.split("</metadata>").nth(1).unwrap();
                assert!(drawing.contains("EMBARGOED"), "{name}");
            }
            "html" => assert!(text.contains(WORDS), "{name}"),
            "txt" if name.ends_with("caption.txt") || name.starts_with("findings") => {
                assert!(text.contains(WORDS), "{name}");
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
        "error[R0704]: the edition is under embargo until 00:01 on Wednesday 1 July 2099 (UTC+01:00)\n |\n = help: wait, or lift it with `--lift --force --because REASON`, which the pack records\n\n1 error\n"
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

/// The size of the letters that say the embargo of a drawing and of its smallest, and whether the former are on a
/// band over its whole width.
fn banded(svg: &str) -> (f64, f64, bool) {
    let number = |text: &str, name: &str| {
        let rest = text.split(&format!(" {name}=\"")).nth(1)?;
        rest.split('"').next()?.parse::<f64>().ok()
    };
    let width = number(svg, "width").unwrap();
    let sizes = svg.split("<text ").skip(1).filter_map(|text| number(text, "font-size"));
    let least = sizes.fold(f64::INFINITY, f64::min);
    let said = svg.split("<text ").find(|text| text.contains(">EMBARGOED")).unwrap();
    let (size, y) = (number(said, "font-size").unwrap(), number(said, "y").unwrap());
    let band = svg.split("<rect ").skip(1).any(|rect| {
        let rect = format!(" {}", rect.split('>').next().unwrap());
        let side = |name| number(&rect, name).unwrap_or_default();
        side("x") == 0.0
            && (side("width") - width).abs() < 0.1
            && side("height") < width / 2.0
            && side("y") < y
            && y < side("y") + side("height")
    });
    (size, least, band)
}

#[test]
fn a_picture_says_its_embargo_on_a_band_in_larger_letters_than_its_notes() {
    let project = built();
    declare(&project, EMBARGO);
    press(&project, &[]);
    let files = pack(&project, "press-embargoed-until-2099-07-01-0001");
    let mut count = 0;
    for (name, bytes) in files.iter().filter(|(name, _)| drawing(name)) {
        let svg = String::from_utf8_lossy(bytes);
        let (size, least, band) = banded(svg.split("</metadata>").nth(1).unwrap());
        assert!(band, "{name}");
        assert!(size >= 1.2 * least, "{name}: {size}, and {least}");
        count += 1;
    }
    assert_eq!(count, 12);
    for size in ["slide", "portrait"] {
        let args = ["trees_index", "--format", "svg", "--size", size, "-o", "one.svg"];
        press(&project, &args);
        assert!(banded(project.read("one.svg").split("</metadata>").nth(1).unwrap()).2);
    }
    // The band goes with the embargo.
    press(&project, &["--lift", "--force", "--because", "leaked elsewhere"]);
    assert!(
        !project.read("press/trees_index/trees_index-social.svg").contains("EMBARGOED")
    );
}

#[test]
fn an_address_at_which_there_is_nothing_yet_is_left_out_or_said_to_work_later() {
    let project = built();
    let url = "https://example.org/trees/";
    declare(&project, &format!("{EMBARGO}\nurl: {url}\ncitation: Trees, 2025. {url}"));
    press(&project, &[]);
    let works = "The address works from 00:01 on Wednesday 1 July 2099 (UTC+01:00).";
    let folder = "press-embargoed-until-2099-07-01-0001";
    for (name, bytes) in pack(&project, folder) {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let text = text.split("</metadata>").last().unwrap();
        if text.contains("example.org") {
            assert!(text.contains(works), "{name}");
        }
        let says = ["citation", "embed-code", "README", "index", "metadata", "oembed"];
        let says = says.iter().any(|one| name.contains(one));
        let with_citation = name.contains("card") || name.contains("findings");
        if !says && !with_citation && name != "facts.json" {
            assert!(!text.contains("example.org"), "{name}");
        }
    }
    let read = |name: &str| project.read(&format!("{folder}/{name}"));
    assert_eq!(
        read("trees_index/embed-code.txt").lines().next().unwrap(),
        format!("<!-- {WORDS}. {works} -->")
    );
    for name in ["trees_index/caption.txt", "trees_index/embed.html"] {
        assert!(!read(name).contains("example.org"), "{name}");
    }
    assert!(read("trees_index/metadata.json").contains("\"permalink\": \"\""));
    let said = |args: &[&str]| press(&project, args).out;
    for form in ["post", "caption"] {
        let out = said(&["trees_index", "--format", form]);
        assert!(!out.contains("example.org"), "{out}");
    }
    let cite = said(&["trees_index", "--format", "citation"]);
    let cited = format!("Trees, 2025. {url} ({works})\n");
    assert!(cite.contains(&cited), "{cite}");
    // Once it has ended all of them are there.
    press(&project, &["--lift", "--force", "--because", "leaked elsewhere"]);
    let caption = project.read("press/trees_index/caption.txt");
    assert!(caption.ends_with(&format!("{url}#figure-trees_index\n")), "{caption}");
    assert!(!project.read("press/index.html").contains("The address works"));
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

/// A build of the page alone with an embargo, that must succeed.
fn page(project: &Project, args: &[&str]) -> String {
    let mut all = vec!["build", "--html-only"];
    all.extend_from_slice(args);
    let ran = project.run(&all);
    assert_eq!(ran.code, 0, "{}", ran.err);
    ran.err
}

/// The files of an edition that can say something: all but bare data.
fn speaking(project: &Project) -> Vec<(String, String)> {
    let files = project.outputs().into_iter();
    let told = files.filter(|(name, _)| {
        matches!(name.rsplit('.').next(), Some("html" | "json" | "svg"))
    });
    told.map(|(name, bytes)| (name, String::from_utf8(bytes).unwrap())).collect()
}

#[test]
fn the_report_itself_is_stamped_in_page_pictures_and_records() {
    let project = Project::starter();
    declare(&project, EMBARGO);
    let files = speaking(&project);
    assert!(files.len() >= 5, "{}", files.len());
    for (name, text) in &files {
        let said = match name.as_str() {
            "edition.json" | "statistics.json" => {
                text.contains("\"embargo\":\"2099-07-01T00:01+01:00\"")
            }
            // Words in a picture break into lines.
            name if name.rsplit('.').next() == Some("svg") => text.contains("EMBARGOED"),
            _ => text.contains(WORDS),
        };
        assert!(said, "{name}");
    }
    let page = project.read("out/index.html");
    for place in [
        format!("<title>Street trees ({WORDS})</title>"),
        format!("<meta property=\"og:title\" content=\"Street trees ({WORDS})\">"),
        format!("<meta property=\"og:description\" content=\"{WORDS}. A small report"),
        "<meta name=\"robots\" content=\"noindex\">".to_owned(),
        format!("\"conditionsOfAccess\": \"{WORDS}\""),
        format!("@top-center {{ content: \"{WORDS}\";"),
        format!(
            "<strong>{WORDS}.</strong> Nothing on this page may be published before."
        ),
    ] {
        assert!(page.contains(&place), "{place}");
    }
}

#[test]
fn the_pdf_is_set_and_described_with_the_embargo() {
    let project = Project::starter();
    let report = project.read("report/report.yaml");
    project.file("report/report.yaml", format!("{EMBARGO}\n{report}"));
    // Lists and tables that run over pages keep their tags under the stamp.
    let chapter = project.read("report/chapters/3-data.md");
    let long = "- An item of a long list\n".repeat(200);
    project.file("report/chapters/3-data.md", format!("{chapter}\n{long}"));
    let typst = typst();
    let ran = project.run(&["build", "--typst", &typst.to_string_lossy()]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let main = project.read(".reissue/typst/main.typ");
    let marked = format!("embargo: [#metadata(none)<told:embargo>#\"{WORDS}\"]");
    assert!(main.contains(&marked), "{main}");
    assert!(main.contains(&format!("description: \"{WORDS}. A small report")));
    let pdf = std::fs::read(project.path().join("out/report.pdf")).unwrap();
    let text = String::from_utf8_lossy(&pdf);
    assert!(text.contains("EMBARGOED until 00:01"), "the metadata of the PDF lack it");
}

#[test]
fn a_build_takes_the_stamps_off_only_when_it_may_and_records_it() {
    let project = Project::starter();
    let report = project.read("report/report.yaml");
    project.file("report/report.yaml", format!("{EMBARGO}\n{report}"));
    let said = page(&project, &[]);
    assert!(
        said.ends_with(
            "stamped: under embargo until 00:01 on Wednesday 1 July 2099 (UTC+01:00)\n"
        ),
        "{said}"
    );
    let stamped = project.outputs();
    let ran = project.run(&["build", "--html-only", "--lift"]);
    assert_eq!(ran.code, 2);
    assert_eq!(
        ran.err,
        "error[R0704]: the edition is under embargo until 00:01 on Wednesday 1 July 2099 (UTC+01:00)\n |\n = help: wait, or lift it with `--lift --force --because REASON`, which the edition records\n\n1 error\n"
    );
    assert_eq!(project.outputs(), stamped, "what was there stays");
    page(&project, &["--lift", "--force", "--because", "leaked elsewhere"]);
    for (name, text) in speaking(&project) {
        assert!(!text.contains("EMBARGOED"), "{name}");
    }
    let record = project.read("out/edition.json");
    assert!(record.contains("\"because\":\"leaked elsewhere\""));
    // A pack of it is clean, and tells the reason.
    press(&project, &[]);
    let ran = project.run(&["verify", "press"]);
    assert!(ran.out.contains("because: leaked elsewhere\n"), "{}", ran.out);
    // The stamps are back with the next build that does not ask.
    page(&project, &[]);
    assert_eq!(project.outputs(), stamped);
}

#[test]
fn an_embargo_that_has_passed_stays_on_the_pages_until_a_run_is_asked_to_lift_it() {
    let project = Project::starter();
    let report = project.read("report/report.yaml");
    project.file("report/report.yaml", format!("{PAST}\n{report}"));
    let standing = "stamped, although the embargo passed at 00:01 on Sunday 1 July 2001 (UTC+01:00): `reissue build --lift` takes the stamps off\n";
    for _ in 0..2 {
        let said = page(&project, &[]);
        assert!(said.ends_with(standing), "{said}");
    }
    let said = page(&project, &["--lift"]);
    assert!(!said.contains("embargo"), "{said}");
    assert!(!project.read("out/index.html").contains("EMBARGOED"));
    let lifted = project.outputs();
    let said = page(&project, &["--lift"]);
    assert!(said.contains("up to date"), "{said}");
    assert_eq!(project.outputs(), lifted);
}

#[test]
fn a_comparison_bears_the_embargo_of_its_new_side() {
    let project = built();
    std::fs::rename(project.path().join("out"), project.path().join("first")).unwrap();
    project.replace("report/report.yaml", "First edition", "Second edition");
    declare(&project, EMBARGO);
    for format in ["html", "markdown", "json"] {
        let ran = project.run(&["diff", "first", "out", "--format", format]);
        assert_eq!(ran.code, 1, "{}", ran.err);
        assert!(ran.out.contains(WORDS), "{format}");
    }
    for format in ["html", "markdown"] {
        let ran = project.run(&["diff", "out", "first", "--format", format]);
        assert_eq!(ran.code, 1, "{}", ran.err);
        assert!(!ran.out.contains(WORDS), "{format}");
    }
}

/// Returns whether a file of a pack is a drawing.
fn drawing(name: &str) -> bool {
    std::path::Path::new(name).extension().is_some_and(|end| end == "svg")
}
