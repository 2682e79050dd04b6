//! What a project brings beside its report: words, labels, a style of citations, fonts.

use crate::fuzz::damage;
use crate::fuzz::sorts::run;
use crate::fuzz::sorts::starter;
use crate::harness::Random;

/// Adds lines at the head of `report.yaml`.
fn declared(files: &mut std::collections::BTreeMap<String, Vec<u8>>, lines: &str) {
    let report = files.get_mut("report/report.yaml").unwrap();
    report.splice(0..0, lines.bytes());
}

/// The words of English that outputs print, damaged, for another language.
pub(super) fn labels(random: &mut Random) {
    let pieces = [
        "{ $count ->",
        "*[other] x",
        "[one] y",
        "}",
        "{",
        "{ figure }",
        "{ -term }",
        "-term = x",
        "{ NUMBER($number, minimumFractionDigits: 99) }",
        "{ \"\" }",
        "{ $x }",
        "\n    ",
        "\n.attribute = a",
        "#",
        "=",
        "\u{1b}[31m",
        "<script>",
        "&#xE000;",
    ];
    let mut text = include_str!("../../templates/labels/en.ftl").to_owned();
    for _ in 0..=random.below(6) {
        text = damage::text(&text, random, &pieces);
    }
    let mut files = starter();
    declared(&mut files, "language: de\nguard: digits\n");
    files.insert("templates/labels/de.ftl".to_owned(), text.into_bytes());
    run(&files);
}

/// Words of the project's own.
pub(super) fn words(random: &mut Random) {
    let text = "rise: [burgeon~, stood up]\nfall: [stood down, \"wan*\"]\ncounted: [allotments]\nnumbers: {gross: 144}\nshares: {the lot: [99.95, 100]}\nsizes: {a hair: [0, 1]}\nkin: {tree: [oak]}\ninflections: {ow: {present: [ows], past: [ew]}}\n";
    let mut tree: serde_yaml::Value = serde_yaml::from_str(text).unwrap();
    for _ in 0..=random.below(3) {
        tree = damage::tree(&tree, random);
    }
    let mut files = starter();
    let words = serde_yaml::to_string(&tree).unwrap_or_default();
    files.insert("report/words.yaml".to_owned(), words.into_bytes());
    let chapter = files.get_mut("report/chapters/3-data.md").unwrap();
    chapter
        .extend(b"\nThe lot of the allotments stood up by a hair, a gross of trees.\n");
    run(&files);
}

/// A style of citations of the project's own.
pub(super) fn style(random: &mut Random) {
    let text = "<style xmlns=\"http://purl.org/net/xbiblio/csl\" class=\"in-text\" version=\"1.0\"><info><title>House</title><id>house</id><updated>2024-01-01T00:00:00+00:00</updated></info><macro name=\"a\"><names variable=\"author\"><name and=\"text\"/></names></macro><macro name=\"b\"><group delimiter=\", \"><text macro=\"a\"/><date variable=\"issued\"><date-part name=\"year\"/></date></group></macro><citation><layout prefix=\"(\" suffix=\")\" delimiter=\"; \"><text macro=\"b\"/></layout></citation><bibliography><sort><key macro=\"a\"/></sort><layout><choose><if type=\"book\"><text macro=\"b\"/></if><else><text variable=\"title\"/></else></choose></layout></bibliography></style>";
    let pieces = [
        "<text macro=\"a\"/>",
        "<text macro=\"b\"/>",
        "<group>",
        "</group>",
        "<choose><if>",
        "<text value=\"x\"/>",
        "<number variable=\"volume\"/>",
        "<names variable=\"editor\"/>",
        "<label variable=\"page\"/>",
        "et-al-min=\"0\"",
        "form=\"ordinal\"",
        "macro=\"b\"",
        "name=\"a\"",
        "<macro name=\"a\">",
        "</macro>",
        "&lt;b>",
        "&a;",
        "\"",
        "-1",
        "99999999999",
    ];
    let mut text = text.to_owned();
    for _ in 0..=random.below(4) {
        text = damage::text(&text, random, &pieces);
    }
    let mut files = starter();
    declared(
        &mut files,
        "style: report/house.csl\nbibliography: report/references.yaml\n",
    );
    files.insert("report/house.csl".to_owned(), text.into_bytes());
    let works =
        b"a:\n  type: book\n  title: A book\n  author: [Writer, Ann]\n  date: 2020\n";
    files.insert("report/references.yaml".to_owned(), works.to_vec());
    let chapter = files.get_mut("report/chapters/3-data.md").unwrap();
    chapter.extend(b"\nAs is known {{ cite(\"a\") }}.\n");
    run(&files);
}

/// A font of a brand: its head and its tables.
pub(super) fn font(random: &mut Random) {
    let whole = ttf_noto_sans::REGULAR;
    let mut bytes = whole.to_vec();
    if random.below(2) == 0 {
        // The list of tables is the part that says most.
        let head = damage::bytes(&whole[..400], random);
        let end = head.len().min(400);
        bytes[..end].copy_from_slice(&head[..end]);
    } else {
        bytes = damage::bytes(whole, random);
    }
    let mut files = starter();
    files.insert("report/a.ttf".to_owned(), bytes);
    let brand = "name: A\nfonts: {regular: report/a.ttf, bold: report/a.ttf}\n";
    files.insert("report/brand.yaml".to_owned(), brand.as_bytes().to_vec());
    run(&files);
}
