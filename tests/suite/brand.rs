//! A publisher's identity in every output, and what is refused of it.

use crate::harness::Project;

const BRAND: &str = "report/brand.yaml";
const LOGO: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 8 4\" width=\"8\" height=\"4\"><path d=\"M0 0H8V4z\" fill=\"#5b1a6b\"/></svg>";

/// Gives a project a publisher's identity.
pub(crate) fn brand(project: &Project, more: &str) {
    project.file("report/logo.svg", LOGO);
    project.file("report/a.ttf", ttf_noto_sans::BOLD);
    project.file("report/b.ttf", ttf_noto_sans::REGULAR);
    project.file(
        BRAND,
        format!("name: Harbour Trust\nlogo: {{file: report/logo.svg}}\n{more}"),
    );
}

fn branded(more: &str) -> Project {
    let project = Project::starter();
    brand(&project, more);
    project
}

#[test]
fn one_colour_a_logo_and_fonts_restyle_page_pictures_and_press_pack() {
    let project = branded(
        "fonts: {regular: report/a.ttf, bold: report/b.ttf}\nlight: {accent: \"#5b1a6b\"}\n",
    );
    let plain = Project::starter().build_page();
    let files = project.build_page();
    let text = |files: &std::collections::BTreeMap<String, Vec<u8>>, name: &str| {
        String::from_utf8(files[name].clone()).unwrap()
    };
    let page = text(&files, "index.html");
    for part in [
        "--accent:#5b1a6b;",
        "--band:#5b1a6b;",
        "--c-treated:#5b1a6b;",
        "<img class=\"logo\" src=\"data:image/svg+xml;base64,",
        "alt=\"Harbour Trust\"",
        "@font-face{font-family:'Noto Sans';font-weight:400",
        "font-src data:",
    ] {
        assert!(page.contains(part), "{part}");
    }
    // Bold letters are wider: the picture is measured in the font it is drawn in.
    let length = |svg: &str| {
        let (_, rest) = svg.split_once("Street trees, each district").map_or_else(
            || panic!("{svg}"),
            |(before, _)| before.rsplit_once("textLength=\"").unwrap(),
        );
        rest.split('"').next().unwrap().parse::<f64>().unwrap()
    };
    let (own, usual) = (
        text(&files, "figures/trees_index.svg"),
        text(&plain, "figures/trees_index.svg"),
    );
    assert!(own.contains("#5b1a6b") && !usual.contains("#5b1a6b"));
    assert!(length(&own) > length(&usual) * 1.02, "{} {}", length(&own), length(&usual));
    assert!(files["figures/trees_index.png"] != plain["figures/trees_index.png"]);
    assert_eq!(project.run(&["press", "--to", "press"]).code, 0);
    let gallery = project.read("press/index.html");
    assert!(gallery.contains("class=\"logo\""));
    assert!(project.read("press/style.css").contains("--accent:#5b1a6b;"));
    assert_eq!(project.run(&["verify", "press"]).code, 0);
    // Pictures that leave the report bear the mark, and are known with it.
    let mark = "<image class=\"mark\"";
    assert!(own.contains(mark) && !usual.contains(mark) && !page.contains(mark));
    for picture in ["social.svg", "social.png", "story-dark.png", "print-single.svg"] {
        let file = format!("press/trees_index/trees_index-{picture}");
        if picture.ends_with("svg") {
            assert!(project.read(&file).contains(mark), "{file}");
        }
        let ran = project.run(&["press", "--verify", &file]);
        assert!(ran.out.contains("current: figure 1"), "{file}: {}{}", ran.out, ran.err);
    }
    // A frame follows light and dark by itself.
    let frame = project.read("press/trees_index/embed.html");
    assert!(frame.contains("class=\"logo\"") && !frame.contains(mark));
    assert!(
        project.read("press/trees_index/embed.css").contains("@font-face{font-family:")
    );
    let ran = project.run(&["brand", "--sheet"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(project.read("brand.html").contains("<td>accent</td><td>#5b1a6b</td>"));
}

#[test]
fn every_page_carries_the_letters_it_is_set_in() {
    let page = Project::starter().build_page().remove("index.html").unwrap();
    let page = String::from_utf8(page).unwrap();
    assert_eq!(page.matches("@font-face").count(), 4);
    assert!(page.len() < 400_000, "{}", page.len());
}

#[test]
fn a_logo_of_the_colour_of_its_ground_is_reported_and_one_for_dark_grounds_helps() {
    let project = branded("light: {accent: \"#5b1a6b\"}\n");
    let told = "warning[R0560]: the logo cannot be seen on the cover, #5b1a6b";
    let ran = project.run(&["check"]);
    assert!(ran.err.contains(told), "{}", ran.err);
    let reversed = LOGO.replace("#5b1a6b", "#fff");
    project.file("report/white.svg", reversed);
    project.replace(
        BRAND,
        "report/logo.svg}",
        "report/logo.svg, reversed: report/white.svg}",
    );
    let ran = project.run(&["check"]);
    assert!(!ran.err.contains("R0560"), "{}", ran.err);
    project.replace(BRAND, "file: report/logo.svg", "file: report/white.svg");
    let ran = project.run(&["check"]);
    assert!(
        ran.err.contains("the logo cannot be seen on a light page, #ffffff"),
        "{}",
        ran.err
    );
    // On a light cover the same one serves; in the dark it would be lost.
    let project = branded("light: {accent: \"#5b1a6b\", band: \"#ffffff\"}\n");
    project.file("report/logo.svg", LOGO.replace("#5b1a6b", "#222222"));
    let ran = project.run(&["check"]);
    let told = "warning[R0560]: the logo cannot be seen on dark pages and pictures, #14171b\n --> report/brand.yaml:2:14\n";
    assert!(ran.err.contains(told) && !ran.err.contains("the cover, #"), "{}", ran.err);
}

#[test]
fn what_is_derived_for_a_dark_page_can_be_read_in_its_boxes() {
    use reissue::model::theme::Colour;
    let page = branded("light: {accent: \"#0a5c4a\"}\n").build_page();
    let page = String::from_utf8(page["index.html"].clone()).unwrap();
    let (_, dark) =
        page.rsplit_once("@media (prefers-color-scheme:dark){:root{").unwrap();
    for role in ["--accent:#", "--link:#"] {
        let hex = dark.split_once(role).unwrap().1.get(..6).unwrap();
        let part = |at: usize| u8::from_str_radix(&hex[at..at + 2], 16).unwrap();
        let colour = Colour(part(0), part(2), part(4));
        // The dark `--paper` of the page's style.
        assert!(page.contains("--paper: #1e2227"));
        let contrast = colour.contrast(Colour(0x1e, 0x22, 0x27));
        assert!(contrast >= 4.5, "{role}{hex}: {contrast}");
    }
}

#[test]
fn words_on_a_light_cover_have_their_colour_on_paper_too() {
    let project = branded(
        "light: {accent: \"#12436d\", band: \"#f4f5f7\", on_band: \"#12436d\"}\n",
    );
    let record: serde_json::Value =
        serde_json::from_slice(&project.build_page()["edition.json"]).unwrap();
    let brand = &record["theme"]["brand"];
    assert_eq!(brand["print"]["on-band"], "#12436d", "{brand}");
}
