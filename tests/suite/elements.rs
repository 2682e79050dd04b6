//! What a published report is made of: named blocks, pictures, formulas, in every output.

use crate::harness::Project;
use crate::harness::words;

const CHAPTER: &str = "report/chapters/2-claims.md";

/// The starter with text more in its second chapter.
fn project(text: &str) -> Project {
    let project = Project::starter();
    let end = format!("{text}\n\n## What to try next");
    project.replace(CHAPTER, "## What to try next", &end);
    project
}

fn page(project: &Project) -> String {
    String::from_utf8(project.build_page().remove("index.html").unwrap()).unwrap()
}

#[test]
fn blocks_hold_all_that_markdown_can_say_and_are_counted() {
    let project = project(
        "::: {.case-study title=\"A *market* hall\" place=\"Area N024\"}\n\
         Text with {{ stat(\"growth.none\") }}.\n\n- one\n- two\n\n\
         :::: {.box #inner title=\"Within\"}\n```\n::: box\n```\n::::\n:::\n\n\
         > ::: question\n> Why?\n> :::\n\n\
         ::: {#second .box title=\"Second\"}\n{{ table(\"growth\") }}\n:::\n\n\
         ::: {.recommendation #plant who=\"The town\" when=\"2026\" evidence=\"growth, second\"}\nPlant.\n:::\n\n\
         See {{ ref(\"inner\") }}, {{ ref(\"second\") }} and {{ ref(\"plant\") }}.",
    );
    project.replace("report/chapters/1-numbers.md", "{{ table(\"growth\") }}", "");
    let page = page(&project);
    let words = words(&page);
    let words: Vec<&str> =
        words.split([' ', '\n']).filter(|word| !word.is_empty()).collect();
    let words = words.join(" ");
    for part in [
        "Case study A market hall Text with",
        "Box\u{a0}2.1 Within ::: box",
        "Question for reflection Why?",
        "Box\u{a0}2.2 Second Table 2.1",
        "EvidenceTable\u{a0}2.1, Box\u{a0}2.2",
        "See Box\u{a0}2.1, Box\u{a0}2.2 and Recommendation\u{a0}1.",
    ] {
        assert!(words.contains(part), "`{part}` is not in: {words}");
    }
    assert!(page.contains("<div class=\"block box\" id=\"inner\""));
}

#[test]
fn figures_side_by_side_share_a_number_and_have_letters() {
    let project = project(
        "::: {.figures #both title=\"Twice\"}\n{{ figure(\"trees_index\") }}\n\n{{ figure(\"again\") }}\n:::\n\n\
         {{ ref(\"both\") }}, {{ ref(\"trees_index\") }}, {{ ref(\"again\") }}.",
    );
    project.replace("report/chapters/1-numbers.md", "{{ figure(\"trees_index\") }}", "");
    let figures = project.read("report/figures.yaml");
    let again = figures.replace("figures:\n", "").replace("trees_index:\n", "again:\n");
    project.file("report/figures.yaml", figures + &again);
    let page = page(&project);
    let words = words(&page);
    assert!(
        words.contains("Figure\u{a0}2.1, Figure\u{a0}2.1a, Figure\u{a0}2.1b."),
        "{words}"
    );
    let record = String::from_utf8(project.outputs().remove("edition.json").unwrap());
    assert!(record.unwrap().contains("\"number\":\"2.1b\""));
}

#[test]
fn the_back_page_comes_last_wherever_it_is_written() {
    let project = project(
        "::: {.back-page #publisher title=\"The publisher\"}\nAn address.\n:::\n\n{{ cite(\"book\") }} and {{ ref(\"publisher\") }}.",
    );
    let declared = "generated: [provenance, references]\nbibliography: report/books.yaml";
    project
        .replace("report/report.yaml", "generated: [provenance]", declared)
        .file("report/books.yaml", "book:\n  type: book\n  title: The last book\n  author: Writer, A\n  date: 2020\n");
    let words = words(&page(&project));
    let place =
        |part: &str| words.rfind(part).unwrap_or_else(|| panic!("{part}: {words}"));
    assert!(place("The last book") < place("An address."), "{words}");
    assert_eq!(words.matches("An address.").count(), 1, "{words}");
    project.replace("report/report.yaml", "edition:", "html: {form: pages}\nedition:");
    let pages = project.build_page();
    let read = |name: &str| String::from_utf8_lossy(&pages[name]).into_owned();
    assert!(read("references.html").contains("id=\"publisher\""));
    assert!(
        read("claims-are-held-to-the-data.html").contains("references.html#publisher")
    );
}

#[test]
fn an_alert_may_have_a_title_of_its_own() {
    let page = page(&project("::: {.warning title=\"Read *this*\"}\nText.\n:::"));
    assert!(page.contains("<p class=\"alert-title\">Read <em>this</em></p>"));
}

#[test]
fn a_comparison_knows_the_words_of_blocks_and_what_they_are() {
    let project = project("::: {.box title=\"Before\"}\nText stays.\n:::");
    project.build_page();
    std::fs::rename(project.path().join("out"), project.path().join("old")).unwrap();
    project.replace(
        CHAPTER,
        "::: {.box title=\"Before\"}",
        "::: {.case-study title=\"After\"}",
    );
    project.build_page();
    let ran = project.run(&["diff", "old", "out"]);
    for part in ["Before", "After", "Case study"] {
        assert!(ran.out.contains(part), "{}", ran.out);
    }
}

/// A photograph of no thing: a JPEG with a place in its EXIF data and a colour profile.
fn photograph(width: u32, height: u32) -> Vec<u8> {
    let image = image::RgbImage::from_fn(width, height, |x, y| {
        image::Rgb([(x % 256) as u8, (y % 256) as u8, ((x + y) % 256) as u8])
    });
    let mut bytes = Vec::new();
    let mut encoder = image::codecs::jpeg::JpegEncoder::new(&mut bytes);
    image::ImageEncoder::set_icc_profile(&mut encoder, b"A PROFILE OF COLOURS".to_vec())
        .unwrap();
    encoder.encode_image(&image).unwrap();
    // An orientation of 6: turned a quarter to the right.
    let mut exif =
        b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0"
            .to_vec();
    exif.extend_from_slice(b"GPS 51.5N CAMERA 12345");
    let length = (exif.len() as u16 + 2).to_be_bytes();
    let segment = [&[0xff, 0xe1][..], &length, &exif].concat();
    [&bytes[..2], &segment, &bytes[2..]].concat()
}

fn holds(bytes: &[u8], words: &str) -> bool {
    bytes.windows(words.len()).any(|part| part == words.as_bytes())
}

#[test]
fn a_photograph_is_shown_at_several_sizes_upright_and_without_its_place() {
    let project = project(
        "![A *street* with trees](images/Street one.jpg \"A street in 2024\")\n\n{{ picture(\"lead\") }}\n\nSee {{ ref(\"lead\") }}.".replace("Street one", "street").as_str(),
    );
    project.file("images/street.jpg", photograph(1_200, 600));
    project.file(
        "report/pictures.yaml",
        "pictures:\n  lead:\n    file: images/street.jpg\n    alt: A street\n    caption: So it was\n    credit: 'Photo: the office'\n    licence: CC0 1.0\n    numbered: true\n",
    );
    let outputs = project.build_page();
    let page = String::from_utf8(outputs["index.html"].clone()).unwrap();
    let pictures: Vec<(&String, &Vec<u8>)> =
        outputs.iter().filter(|(path, _)| path.starts_with("pictures/")).collect();
    assert_eq!(pictures.len(), 2, "{:?}", outputs.keys());
    for (path, bytes) in &pictures {
        assert!(
            !holds(bytes, "GPS") && !holds(bytes, "CAMERA"),
            "{path} keeps its place"
        );
        assert!(holds(bytes, "A PROFILE OF COLOURS"), "{path} lost its profile");
        assert!(page.contains(path.as_str()), "{path} is not on the page");
    }
    assert!(page.contains("width=\"600\" height=\"1200\" alt=\"A street with trees\""));
    assert!(page.contains("480w, ") && page.contains("600w\" sizes="));
    let words = words(&page);
    assert!(words.contains("A street in 2024"));
    assert!(words.contains("Figure 2.1 So it was Photo: the office. CC0 1.0"), "{words}");
    assert!(words.contains("See Figure\u{a0}2.1."));
    assert_eq!(project.build_page(), outputs, "the same bytes again");
}

#[test]
fn a_drawing_is_only_shapes() {
    let project = project("![A drawing](images/plan.svg)");
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"40\" height=\"20\" onload=\"steal()\">\
               <script>steal()</script><text x=\"1\" y=\"9\" font-size=\"8\">Hall</text><rect width=\"9\" height=\"9\" fill=\"#12436d\"/></svg>";
    project.file("images/plan.svg", svg);
    let ran = project.run(&["build", "--html-only"]);
    assert!(
        ran.err.contains("is shown without its `<script>`, `onload=`"),
        "{}",
        ran.err
    );
    let outputs = project.outputs();
    let (_, drawing) =
        outputs.iter().find(|(path, _)| path.starts_with("pictures/plan-")).unwrap();
    assert!(!holds(drawing, "steal") && holds(drawing, "#12436d"));
}

#[test]
fn a_page_that_stands_alone_holds_its_pictures() {
    let project = project("![A street](images/street.jpg)");
    project.file("images/street.jpg", photograph(500, 400));
    project.replace("report/report.yaml", "edition:", "html: {form: file}\nedition:");
    let outputs = project.build_page();
    let page = String::from_utf8(outputs["index.html"].clone()).unwrap();
    assert!(page.contains("<img src=\"data:image/jpeg;base64,/9j/"));
    assert!(!outputs.keys().any(|path| path.starts_with("pictures/")));
}

#[test]
fn a_comparison_knows_another_picture_of_the_same_name() {
    let project = project("![A street](images/street.jpg)");
    project.file("images/street.jpg", photograph(50, 40));
    project.build_page();
    std::fs::rename(project.path().join("out"), project.path().join("old")).unwrap();
    project.file("images/street.jpg", photograph(60, 40));
    project.build_page();
    let ran = project.run(&["diff", "old", "out"]);
    assert!(ran.out.contains("images/street.jpg"), "{}", ran.out);
}

#[test]
fn formulas_are_mathml_numbered_and_hold_statistics() {
    let project = project(
        "It cost {{ fixed(\"$2,000\", because=\"x\") }} or $ more; the mean $\\bar{x}$ of\n$$\ny = \\frac{a}{b} + {{ stat(\"growth.none\") }}\n$$ {#eq-one}\nis in {{ ref(\"eq-one\") }}.",
    );
    let page = page(&project);
    assert!(page.contains("<math alttext=\"x bar\"><mover accent=\"true\"><mi>x</mi><mo>‾</mo></mover></math>"));
    assert!(page.contains("<div class=\"equation\" id=\"eq-one\">"));
    assert!(page.contains(
        "<mfrac><mi>a</mi><mi>b</mi></mfrac><mo>+</mo><mtext class=\"v\">7.5%</mtext>"
    ));
    let words = words(&page);
    assert!(words.contains("$2,000 or $ more; the mean"), "{words}");
    assert!(
        words.contains("(2.1)") && words.contains("is in Equation\u{a0}2.1."),
        "{words}"
    );
}

#[test]
fn logos_stand_in_a_row_that_holds_nothing_else() {
    let logos =
        "::: {.logos}\n![City council](report/a.svg)\n\n![Fund](report/a.svg)\n:::";
    let project = project(logos);
    project.file("report/a.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 8 4\" width=\"8\" height=\"4\"><path d=\"M0 0H8V4z\"/></svg>");
    let row = page(&project);
    let row = row
        .split_once("<div class=\"logos\">")
        .unwrap()
        .1
        .split_once("</div>")
        .unwrap()
        .0;
    assert_eq!(row.matches("<img ").count(), 2, "{row}");
    assert!(
        row.contains("alt=\"City council\"") && row.contains("alt=\"Fund\""),
        "{row}"
    );
    for other in ["Words.", "{{ table(\"growth\") }}"] {
        project.replace(CHAPTER, "![Fund](report/a.svg)", other);
        let told = "error[R0653]: `logos` holds pictures and nothing else, none of them counted as a figure";
        let ran = project.run(&["check", "--message-format", "short"]);
        assert!(ran.err.contains(told), "{}", ran.err);
        project.replace(CHAPTER, other, "![Fund](report/a.svg)");
    }
}

#[test]
fn a_page_with_a_formula_brings_the_font_that_sets_it() {
    let project = project("Text.");
    assert!(!page(&project).contains("'Formula Math';src"));
    project.replace(CHAPTER, "Text.", "It is $x^2$.");
    assert_eq!(
        page(&project).matches("'Formula Math';src:url(data:font/woff2").count(),
        1
    );
}

#[test]
fn lists_are_made_of_what_the_report_has() {
    let project = project(
        "Oaks{{ index(\"Oaks\") }} are trees.[^one] {{ paragraph(\"oaks\") }}\n\n\
         Elms{{ index(\"Elms\") }} and oaks{{ index(\"Oaks\") }} are counted.[^two]\n\n\
         [^one]: The first note.\n[^two]: The second note.\n\n\
         ::: {.recommendation title=\"Plant\" who=\"The town\" when=\"2026\" evidence=\"growth\"}\nPlant trees.\n:::\n\n\
         ::: {.recommendation #water who=\"All\" when=\"Soon\" evidence=\"growth\"}\nWater them.\n:::\n\n\
         ::: {.recommendations title=\"All of them\"}\n:::\n\n::: {.endnotes}\n:::\n\n::: {.index}\n:::\n\nSee {{ ref(\"oaks\") }}.",
    );
    project.replace(
        "report/report.yaml",
        "edition:",
        "numbered_paragraphs: true\nedition:",
    );
    let page = page(&project);
    let pressed = |text: &str| text.split_whitespace().collect::<String>();
    let said = pressed(&words(&page));
    for part in [
        "All of them Recommendation Who By when Evidence 1 Plant The town 2026 Table 1.1 2 Water them. All Soon Table 1.1",
        "Notes 1 The first note. 2 The second note.",
    ] {
        assert!(said.contains(&pressed(part)), "`{part}` is not in: {said}");
    }
    let (oaks, after) = page.split_once("id=\"oaks\"").unwrap();
    assert!(oaks.contains("<a class=\"para\" id=\"paragraph-1-1\" href=\"#paragraph-1-1\" aria-label=\"Paragraph\u{a0}1.1\">1.1</a>"));
    let number = after.split(['>', '<']).nth(1).unwrap().to_owned();
    assert!(number.starts_with("2."), "{number}");
    assert!(said.contains(&format!("Seeparagraph{number}.")), "{said}");
    let (_, index) = page.split_once("<div class=\"listing index\">").unwrap();
    let index = index.split("</div>").next().unwrap();
    let next = number.replace("2.", "").parse::<usize>().unwrap() + 1;
    let wanted = format!(
        "<li>Elms, <a href=\"#index-2\">2.{next}</a></li>\n<li>Oaks, <a href=\"#index-1\">{number}</a>, <a href=\"#index-3\">2.{next}</a></li>"
    );
    assert!(index.contains(&wanted), "{index}");
    assert!(page.contains("id=\"index-3\""));
    assert!(
        page.contains("href=\"#recommendation-1\"")
            && page.contains("id=\"recommendation-1\"")
    );
    // Notes at an end are not beside the text, too.
    assert_eq!(page.matches("The first note.").count(), 1);
}
