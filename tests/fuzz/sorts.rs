//! The sorts of cases: what is damaged, and who reads it.

use crate::fuzz::beside;
use crate::fuzz::damage;
use crate::fuzz::damage::PIECES;
use crate::fuzz::damage::SQL;
use crate::fuzz::woven;
use crate::harness::Random;
use reissue::memo::Forgetful;
use reissue::model::edition::Edition;
use reissue::output::archive::Archive;
use reissue::press::Judge;
use reissue::project::Memory;
use std::collections::BTreeMap;
use std::io::Cursor;
use std::sync::OnceLock;

/// Files by path.
type Files = BTreeMap<String, Vec<u8>>;

/// A sort of cases.
type Sort = (&'static str, fn(&mut Random));

/// Every sort; the seed of a case chooses.
pub(super) const SORTS: [Sort; 14] = [
    ("YAML", yaml),
    ("Markdown", markdown),
    ("YAML", yaml),
    ("SQL", sql),
    ("CSV", csv),
    ("record", record),
    ("archive", archive),
    ("picture", picture),
    ("boundaries", boundaries),
    ("workbook", workbook),
    ("labels", beside::labels),
    ("words", beside::words),
    ("style", beside::style),
    ("font", beside::font),
];

/// The project that `reissue new` makes.
pub(super) fn starter() -> Files {
    let files = reissue::output::builtin_under("new/");
    files.map(|(path, bytes)| (path.to_owned(), bytes.to_vec())).collect()
}

/// Weaves a project.
pub(super) fn run(files: &Files) {
    let mut memory = Memory::new();
    files.iter().for_each(|(path, bytes)| memory.insert(path.clone(), bytes));
    woven(&memory);
}

fn chosen(files: &Files, ending: &str, random: &mut Random) -> String {
    let names: Vec<&String> =
        files.keys().filter(|name| name.ends_with(ending)).collect();
    names[random.below(names.len())].clone()
}

fn yaml(random: &mut Random) {
    let mut files = starter();
    for _ in 0..=random.below(3) {
        let name = chosen(&files, ".yaml", random);
        let text = String::from_utf8_lossy(&files[&name]).into_owned();
        let damaged = match serde_yaml::from_str(&text) {
            Ok(tree) if random.below(4) > 0 => {
                serde_yaml::to_string(&damage::tree(&tree, random)).unwrap_or_default()
            }
            _ => damage::text(&text, random, PIECES),
        };
        files.insert(name, damaged.into_bytes());
    }
    run(&files);
}

fn markdown(random: &mut Random) {
    let mut files = starter();
    for _ in 0..=random.below(6) {
        let name = chosen(&files, ".md", random);
        let text = String::from_utf8_lossy(&files[&name]).into_owned();
        files.insert(name, damage::text(&text, random, PIECES).into_bytes());
    }
    run(&files);
}

fn sql(random: &mut Random) {
    let mut files = starter();
    let name = "report/statistics.yaml";
    let text = String::from_utf8_lossy(&files[name]).into_owned();
    let query = "SELECT district, scheme, year, trees FROM trees";
    let mut damaged = query.to_owned();
    for _ in 0..=random.below(6) {
        let mut words: Vec<&str> = damaged.split(' ').collect();
        let at = random.below(words.len());
        match random.below(3) {
            0 => words[at] = SQL[random.below(SQL.len())],
            1 => words.insert(at, SQL[random.below(SQL.len())]),
            _ => drop(words.remove(at)),
        }
        damaged = words.join(" ");
        if damaged.is_empty() {
            damaged.push_str("SELECT");
        }
    }
    let quoted = format!("sql: {}", serde_json::to_string(&damaged).unwrap());
    files.insert(
        name.to_owned(),
        text.replace(&format!("sql: {query}"), &quoted).into_bytes(),
    );
    run(&files);
}

fn csv(random: &mut Random) {
    let mut files = starter();
    let name = "data/trees.csv".to_owned();
    for _ in 0..=random.below(4) {
        let damaged = if random.below(4) == 0 {
            damage::bytes(&files[&name], random)
        } else {
            let text = String::from_utf8_lossy(&files[&name]).into_owned();
            let rows: Vec<&str> = text.lines().collect();
            let at = random.below(rows.len().max(1));
            let mut rows: Vec<String> = rows.into_iter().map(str::to_owned).collect();
            if let Some(row) = rows.get_mut(at) {
                let mut cells: Vec<&str> = row.split(',').collect();
                let cell = random.below(cells.len());
                match random.below(4) {
                    0 => drop(cells.remove(cell)),
                    1 => cells.insert(cell, ""),
                    _ => cells[cell] = PIECES[random.below(PIECES.len())],
                }
                *row = cells.join([",", ",", ";", "\t"][random.below(4)]);
            }
            rows.join("\n").into_bytes()
        };
        files.insert(name.clone(), damaged);
    }
    run(&files);
}

/// The record of the starter, as it is written.
fn edition() -> &'static Edition {
    static EDITION: OnceLock<Edition> = OnceLock::new();
    EDITION.get_or_init(|| {
        let mut memory = Memory::new();
        starter().iter().for_each(|(path, bytes)| memory.insert(path.clone(), bytes));
        reissue::make::record(&memory, &Forgetful).0.unwrap()
    })
}

/// A record that still decodes is compared with the true one, in both directions.
fn record(random: &mut Random) {
    let mut tree: serde_yaml::Value = serde_yaml::to_value(edition()).unwrap();
    for _ in 0..=random.below(3) {
        tree = damage::tree(&tree, random);
    }
    let Ok(json) = serde_json::to_vec(&tree) else { return };
    match reissue::project::edition(&json) {
        Err(why) => assert!(!why.is_empty()),
        Ok(other) => {
            let drifts = reissue::diff::Drifts::default();
            for (old, new) in [(edition(), &other), (&other, edition())] {
                let found = reissue::diff::compare(old, new, &drifts);
                let _ = reissue::diff::terminal(
                    &found,
                    true,
                    reissue::diff::Screen { width: 80, rows: None },
                );
                let _ = reissue::diff::markdown(&found);
            }
            let _ = Judge::new(&other, &[], &[]).verify(b"%PDF-1.7");
        }
    }
}

fn archive(random: &mut Random) {
    let bytes =
        damage::bytes(&reissue::output::archive::zip(&starter()).unwrap(), random);
    match Archive::open(Box::new(Cursor::new(bytes))) {
        Err(failure) => assert!(!failure.into_diagnostics().is_empty()),
        Ok(mut archive) => {
            for name in archive.names() {
                assert!(!name.starts_with('/') && !name.contains(".."), "{name}");
                drop(archive.read(&name, 1 << 20));
            }
        }
    }
}

const SVG: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"40\" height=\"30\" viewBox=\"0 0 40 30\"><defs><linearGradient id=\"a\"><stop offset=\"0\" stop-color=\"#fff\"/></linearGradient></defs><g transform=\"scale(2)\"><rect width=\"9\" height=\"9\" fill=\"url(#a)\"/><path d=\"M0 0L9 9Z\"/><text x=\"1\" y=\"2\">a</text><use href=\"#a\"/></g></svg>\n";

/// A PNG of a few pixels.
fn png() -> Vec<u8> {
    fn chunk(name: [u8; 4], content: &[u8], out: &mut Vec<u8>) {
        let mut crc = flate2::Crc::new();
        crc.update(&name);
        crc.update(content);
        out.extend((content.len() as u32).to_be_bytes());
        out.extend(name);
        out.extend(content);
        out.extend(crc.sum().to_be_bytes());
    }
    let mut out = b"\x89PNG\r\n\x1a\n".to_vec();
    let head = [0, 0, 0, 4, 0, 0, 0, 3, 8, 2, 0, 0, 0];
    chunk(*b"IHDR", &head, &mut out);
    let mut packed =
        flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut packed, &[0; 39]).unwrap();
    chunk(*b"tEXt", b"Title\0a", &mut out);
    chunk(*b"IDAT", &packed.finish().unwrap(), &mut out);
    chunk(*b"IEND", &[], &mut out);
    out
}

/// A picture in a chapter, which is also judged.
fn picture(random: &mut Random) {
    let (name, bytes) = if random.below(2) == 0 {
        ("a.png", damage::bytes(&png(), random))
    } else {
        let pieces = [
            "<g>",
            "</g>",
            "<svg>",
            "/>",
            "\"",
            "<image href=\"x\"/>",
            "<script>",
            "<filter/>",
            "style=\"a\"",
            "&a;",
            "<!DOCTYPE a [<!ENTITY a \"b\">]>",
            "1e99",
            "-1",
            "NaN",
            "<use href=\"#a\"/>",
            "url(#a)",
            "onload=\"x\"",
        ];
        ("a.svg", damage::text(SVG, random, &pieces).into_bytes())
    };
    let _ = Judge::new(edition(), &[], &[]).verify(&bytes);
    let mut files = starter();
    files.insert(format!("report/{name}"), bytes);
    let chapter = files.get_mut("report/chapters/3-data.md").unwrap();
    chapter.extend(format!("\n![A picture](report/{name})\n").into_bytes());
    run(&files);
}

/// Boundaries of the districts.
fn boundaries(random: &mut Random) {
    let areas: Vec<String> = (1..=8)
        .map(|at| {
            let (west, east) = (f64::from(at) / 10.0, f64::from(at + 1) / 10.0);
            format!(
                "{{\"type\":\"Feature\",\"properties\":{{\"district\":\"D{at}\",\"n\":{at}}},\"geometry\":{{\"type\":\"Polygon\",\"coordinates\":[[[{west},51],[{east},51],[{east},52],[{west},52],[{west},51]]]}}}}"
            )
        })
        .collect();
    let text =
        format!("{{\"type\":\"FeatureCollection\",\"features\":[{}]}}", areas.join(","));
    let damaged = if random.below(3) == 0 {
        damage::bytes(text.as_bytes(), random)
    } else {
        let mut tree: serde_yaml::Value = serde_json::from_str(&text).unwrap();
        for _ in 0..=random.below(4) {
            tree = damage::tree(&tree, random);
        }
        serde_json::to_vec(&tree).unwrap_or_default()
    };
    let mut files = starter();
    files.insert("data/areas.geojson".to_owned(), damaged);
    let contract = files.get_mut("data/datapackage.yaml").unwrap();
    contract.extend(
        b"  - name: areas\n    path: areas.geojson\n    schema:\n      fields:\n        - {name: district, type: string}\n        - {name: n, type: integer}\n",
    );
    let statistics = files.get_mut("report/statistics.yaml").unwrap();
    statistics.extend(
        b"\n  by_district:\n    kind: level\n    title: Trees\n    frame: panel\n    measure: trees\n    where: {year: 2024}\n    by: [district]\n",
    );
    let figures = files.get_mut("report/figures.yaml").unwrap();
    figures.extend(
        b"  mapped:\n    kind: map\n    headline: Trees\n    subtitle: Trees, 2024\n    source: Survey\n    data: by_district\n    x: district\n    boundaries: areas\n",
    );
    run(&files);
}

/// A workbook in the place of the CSV.
fn workbook(random: &mut Random) {
    let cells = |row: &str, at: usize| {
        let cells: Vec<String> = row
            .split(',')
            .enumerate()
            .map(|(column, text)| {
                let place = format!("{}{at}", char::from(b'A' + column as u8));
                match text.parse::<f64>() {
                    Ok(number) => format!("<c r=\"{place}\"><v>{number}</v></c>"),
                    Err(_) => format!(
                        "<c r=\"{place}\" t=\"inlineStr\"><is><t>{text}</t></is></c>"
                    ),
                }
            })
            .collect();
        format!("<row r=\"{at}\">{}</row>", cells.concat())
    };
    let csv = String::from_utf8(starter()["data/trees.csv"].clone()).unwrap();
    let rows: Vec<String> =
        csv.lines().enumerate().map(|(at, row)| cells(row, at + 1)).collect();
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let packed = "http://schemas.openxmlformats.org/package/2006";
    let mut parts: BTreeMap<String, Vec<u8>> = [
        ("[Content_Types].xml", format!("<Types xmlns=\"{packed}/content-types\"><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/></Types>")),
        ("_rels/.rels", format!("<Relationships xmlns=\"{packed}/relationships\"><Relationship Id=\"r1\" Type=\"{relations}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>")),
        ("xl/workbook.xml", format!("<workbook xmlns=\"{main}\" xmlns:r=\"{relations}\"><sheets><sheet name=\"trees\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>")),
        ("xl/_rels/workbook.xml.rels", format!("<Relationships xmlns=\"{packed}/relationships\"><Relationship Id=\"r1\" Type=\"{relations}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>")),
        ("xl/worksheets/sheet1.xml", format!("<worksheet xmlns=\"{main}\"><dimension ref=\"A1:D57\"/><sheetData>{}</sheetData></worksheet>", rows.concat())),
    ]
    .map(|(name, text)| (name.to_owned(), text.into_bytes()))
    .into();
    let pieces = [
        "<c r=\"XFD1048576\"><v>1</v></c>",
        "<row r=\"1048576\">",
        "<row>",
        "</row>",
        "r=\"A0\"",
        "t=\"s\"",
        "t=\"d\"",
        "t=\"e\"",
        "<f>1+1</f>",
        "&a;",
        "<![CDATA[",
        "\"",
        "<mergeCell ref=\"A1:D9\"/>",
        "1e999",
        "-1",
        "../../x",
        "sheet2.xml",
    ];
    if random.below(3) > 0 {
        let name = parts.keys().nth(random.below(parts.len())).unwrap().clone();
        let text = String::from_utf8_lossy(&parts[&name]).into_owned();
        parts.insert(name, damage::text(&text, random, &pieces).into_bytes());
    }
    let mut bytes = reissue::output::archive::zip(&parts).unwrap();
    if random.below(3) == 0 {
        bytes = damage::bytes(&bytes, random);
    }
    let mut files = starter();
    files.remove("data/trees.csv");
    files.insert("data/trees.xlsx".to_owned(), bytes);
    let contract = String::from_utf8(files["data/datapackage.yaml"].clone()).unwrap();
    let contract = contract.replace("path: trees.csv", "path: trees.xlsx");
    files.insert("data/datapackage.yaml".to_owned(), contract.into_bytes());
    run(&files);
}
