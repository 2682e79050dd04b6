//! Small files of data, boundaries, pictures and works that stand for very much: each is refused at
//! the place that names it, soon, within a gigabyte.

use crate::harness::Project;
use crate::hostile::measured;
use std::collections::BTreeMap;
use std::io::Write as _;
use std::time::Duration;

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const LINKS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// Holds a check to its limits and what it says; returns the memory that it held, in MB.
fn refused(what: &str, project: &Project, said: &str) -> u64 {
    let run = measured(project.path(), &["check"]);
    assert!(run.took < Duration::from_secs(40), "{what}: {:?}", run.took);
    assert!(run.memory < 1024, "{what}: {} MB", run.memory);
    let short: String = run.ran.err.chars().take(600).collect();
    assert_eq!(run.ran.code, 1, "{what}: {short}");
    assert!(run.ran.err.contains(said), "{what}: {short}");
    assert!(run.ran.err.contains("--> "), "{what} has no place: {short}");
    run.memory
}

fn packed(parts: &[(&str, String)]) -> Vec<u8> {
    let parts: BTreeMap<String, Vec<u8>> = parts
        .iter()
        .map(|(name, text)| ((*name).to_owned(), text.clone().into_bytes()))
        .collect();
    reissue::output::archive::zip(&parts).unwrap()
}

/// A project whose data come from another file.
fn data(name: &str, bytes: &[u8]) -> Project {
    let project = Project::starter();
    project.file(&format!("data/{name}"), bytes);
    project.replace("data/datapackage.yaml", "path: trees.csv", &format!("path: {name}"));
    project
}

fn xlsx(head: &str, rows: &str, shared: &str) -> Vec<u8> {
    let first =
        "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>district</t></is></c></row>";
    packed(&[
        (
            "xl/workbook.xml",
            format!(
                "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{LINKS}\"><sheets><sheet name=\"t\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
            ),
        ),
        (
            "_rels/.rels",
            format!(
                "<Relationships><Relationship Id=\"r1\" Type=\"{LINKS}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                "<Relationships><Relationship Id=\"r1\" Type=\"{LINKS}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/worksheets/sheet1.xml",
            format!(
                "<worksheet xmlns=\"{MAIN}\">{head}<sheetData>{first}{rows}</sheetData></worksheet>"
            ),
        ),
        ("xl/sharedStrings.xml", shared.to_owned()),
    ])
}

fn ods(rows: &str) -> Vec<u8> {
    packed(&[(
        "content.xml",
        format!(
            "<office:document-content><office:body><office:spreadsheet><table:table table:name=\"t\">\
             <table:table-row>{}</table:table-row>{rows}</table:table></office:spreadsheet></office:body></office:document-content>",
            cell("district", "")
        ),
    )])
}

fn cell(text: &str, more: &str) -> String {
    format!(
        "<table:table-cell office:value-type=\"string\" {more}><text:p>{text}</text:p></table:table-cell>"
    )
}

#[test]
fn workbooks_that_stand_for_very_much_are_refused() {
    let long = "x".repeat(1 << 20);
    let rows: String = (2..2000)
        .map(|at| format!("<row r=\"{at}\"><c r=\"A{at}\" t=\"s\"><v>0</v></c></row>"))
        .collect();
    let shared = |text: &str, more: &str| {
        format!("<sst xmlns=\"{MAIN}\" {more}><si><t>{text}</t></si></sst>")
    };
    let raised = "<r><rPr><vertAlign val=\"superscript\"/></rPr><t>1</t></r>";
    let hidden = "<table:table-row table:number-rows-repeated=\"1048576\" table:visibility=\"collapse\"/>";
    let columns = "<col min=\"1\" max=\"16384\" hidden=\"1\"/>".repeat(20_000);
    let much = "its cells hold more than the 268435456 bytes allowed";
    for (what, name, bytes, said) in [
        ("a text of many cells", "t.xlsx", xlsx("", &rows, &shared(&long, "")), much),
        (
            "a count of texts",
            "t.xlsx",
            xlsx("", "", &shared("a", "uniqueCount=\"18446744073709551615\"")),
            "its list of texts says to hold 18446744073709551615 of them",
        ),
        (
            "a count that is not quite as large",
            "t.xlsx",
            xlsx("", "", &shared("a", "count=\"1\" uniqueCount=\"4000000000000\"")),
            "its list of texts says to hold 4000000000000 of them",
        ),
        (
            "marks",
            "t.xlsx",
            xlsx(
                "",
                "",
                &format!(
                    "<sst xmlns=\"{MAIN}\"><si>{}</si></sst>",
                    raised.repeat(50_000)
                ),
            ),
            "has a head but no rows",
        ),
        (
            "hidden columns",
            "t.xlsx",
            xlsx(&format!("<cols>{columns}</cols>"), "", &shared("a", "")),
            "",
        ),
        (
            "a cell repeated",
            "t.ods",
            ods(&format!(
                "<table:table-row>{}</table:table-row>",
                cell(&long, "table:number-columns-repeated=\"16384\"")
            )),
            much,
        ),
        ("hidden rows", "t.ods", ods(&hidden.repeat(1000)), "has a head but no rows"),
    ] {
        refused(what, &data(name, &bytes), said);
    }
}

#[test]
fn a_parquet_file_that_nests_without_end_is_refused() {
    let count = 300_000_u32;
    let mut footer = vec![0x15, 2, 0x19, 0xfc];
    let mut number = count;
    while number > 127 {
        footer.push((number & 127) as u8 | 128);
        number >>= 7;
    }
    footer.push(number as u8);
    (0..count).for_each(|_| footer.extend([0x48, 1, b'a', 0x15, 2, 0]));
    footer.extend([0x16, 0, 0x19, 0x0c, 0]);
    let length = (footer.len() as u32).to_le_bytes();
    let bytes = [b"PAR1".as_slice(), &footer, &length, b"PAR1"].concat();
    refused(
        "nested",
        &data("t.parquet", &bytes),
        "its columns nest more than 64 levels deep",
    );
}

#[test]
fn boundaries_that_stand_for_very_much_are_refused() {
    let with = |name: &str, bytes: &[u8]| {
        let project = Project::starter();
        project.file(&format!("data/{name}"), bytes);
        let contract = project.read("data/datapackage.yaml");
        project.file(
            "data/datapackage.yaml",
            format!("{contract}  - name: areas\n    path: {name}\n    schema:\n      fields:\n        - {{name: district, type: string}}\n"),
        );
        project
    };
    let feature = |properties: &str| {
        format!(
            "{{\"type\":\"Feature\",\"properties\":{{{properties}}},\"geometry\":null}}"
        )
    };
    let apart: Vec<String> =
        (0..5000).map(|at| feature(&format!("\"k{at}\":1"))).collect();
    let keys: Vec<String> = (0..100_000).map(|at| format!("\"k{at}\":1")).collect();
    let many = [apart.join(","), vec![feature(&keys.join(",")); 60].join(",")];
    for features in many {
        let text =
            format!("{{\"type\":\"FeatureCollection\",\"features\":[{features}]}}");
        refused(
            "properties",
            &with("a.geojson", text.as_bytes()),
            "more than the 5000000 cells",
        );
    }
    let arc: Vec<String> =
        (0..20_000).map(|at| format!("[{},{}]", at % 7, at % 11)).collect();
    let areas = vec!["{\"type\":\"Polygon\",\"arcs\":[[0,-1]]}"; 20_000].join(",");
    let text = format!(
        "{{\"type\":\"Topology\",\"arcs\":[[{}]],\"objects\":{{\"a\":{{\"type\":\"GeometryCollection\",\"geometries\":[{areas}]}}}}}}",
        arc.join(",")
    );
    refused("arcs", &with("a.topojson", text.as_bytes()), "more than the 5000000 points");
    for (mebibytes, said) in [
        (300, "it unpacks to more than the 268435456 bytes"),
        (200, "The file code ' 0 ' is invalid"),
    ] {
        let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        let plain = zip::write::SimpleFileOptions::default();
        zip.start_file("a.dbf", plain).unwrap();
        zip.write_all(b"\x03\x7c\x01\x01\0\0\0\0\x41\0\x03\0").unwrap();
        zip.write_all(&[0; 20]).unwrap();
        zip.write_all(b"code\0\0\0\0\0\0\0C\0\0\0\0\x02\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\r")
            .unwrap();
        zip.start_file("a.shp", plain).unwrap();
        let piece = vec![0; 1 << 20];
        (0..mebibytes).for_each(|_| zip.write_all(&piece).unwrap());
        let zip = zip.finish().unwrap().into_inner();
        let memory = refused("shapes", &with("a.zip", &zip), said);
        assert!(memory < 256, "{memory} MB");
    }
}

#[test]
fn drawings_that_stand_for_very_much_are_refused() {
    let start = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"40\" height=\"30\">";
    let masks: String = (1..40)
        .map(|at| {
            let before = at - 1;
            format!(
                "<mask id=\"m{at}\"><rect mask=\"url(#m{before})\"/><rect mask=\"url(#m{before})\"/></mask>"
            )
        })
        .collect();
    let few: String = masks.split_inclusive("</mask>").take(24).collect();
    let styled: String = (1..25)
        .map(|at| {
            format!(
                "<mask id=\"m{at}\"><rect class=\"c{0}\"/><rect class=\"c{0}\"/></mask>",
                at - 1
            )
        })
        .collect();
    let rules: String = (0..25).map(|at| format!(".c{at}{{mask:url(#m{at})}}")).collect();
    let attributes: Vec<String> = (0..20_000).map(|at| format!("a{at}=\"1\"")).collect();
    for (what, inside, said) in [
        ("masks", format!("{masks}<rect mask=\"url(#m39)\"/>"), "make more than 1000000"),
        (
            "masks of masks",
            format!("{few}<rect mask=\"url(#m24)\"/>"),
            "make more than 1000000",
        ),
        (
            "masks of a style",
            format!("<style>{rules}</style>{styled}<rect class=\"c24\"/>"),
            "make more than 1000000",
        ),
        (
            "text",
            format!("<text>{}</text>", "a".repeat(200_000)),
            "more than 100000 bytes of text",
        ),
        (
            "attributes",
            format!("<rect {}/>", attributes.join(" ")),
            "more than 1000 attributes",
        ),
    ] {
        let project = Project::starter();
        project.file("report/a.svg", format!("{start}{inside}</svg>"));
        let chapter = project.read("report/chapters/3-data.md");
        let chapter = format!("{chapter}\n![A picture](report/a.svg)\n");
        project.file("report/chapters/3-data.md", chapter);
        refused(what, &project, said);
    }
}

#[test]
fn works_that_stand_for_very_much_are_refused() {
    let entry = "@article{a, title = s44, author={A}, year=2000, journal={J}}";
    let doubled: String =
        (1..45).map(|at| format!("@string{{s{at} = s{0} # s{0}}}\n", at - 1)).collect();
    for (what, text, said) in [
        (
            "doubled",
            format!("@string{{s0 = \"aaaaaaaaaa\"}}\n{doubled}{entry}"),
            "its fields have more than the 16777216 bytes allowed",
        ),
        (
            "circle of abbreviations",
            format!("@string{{s44 = s44}}\n{entry}"),
            "the abbreviation `s44` is made of itself",
        ),
        (
            "circle of works",
            "@book{a, crossref={b}}\n@book{b, crossref={a}}".to_owned(),
            "the entry `a` takes over from itself",
        ),
        (
            "braces",
            format!("@book{{a, title = {}x{}}}", "{".repeat(50_000), "}".repeat(50_000)),
            "its braces or commands nest too deeply",
        ),
    ] {
        let project = Project::starter();
        project.file("report/works.bib", text);
        let report = project.read("report/report.yaml");
        project.file(
            "report/report.yaml",
            format!("{report}bibliography: report/works.bib\n"),
        );
        refused(what, &project, said);
    }
}
