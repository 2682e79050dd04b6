//! Tables for re-use: CSV, and a spreadsheet held to the Analysis Function's checklist for
//! accessible spreadsheets, as far as a program can.

use crate::press::built;
use crate::press::ends;
use crate::press::pack;
use crate::press::press;
use std::collections::BTreeSet;

#[test]
fn tables_leave_as_numbers_that_no_spreadsheet_runs() {
    let project = built();
    project.replace("report/tables.yaml", "label: Without}", "label: '=1+1'}");
    project.build_page();
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
    let csv = String::from_utf8(files["tables/growth.csv"].clone()).unwrap();
    let lines: Vec<&str> = csv.lines().collect();
    assert_eq!(
        lines,
        [
            "Districts,\"Districts, column 2\",Change (%),\"95% interval, lower end (%)\",\"95% interval, upper end (%)\"",
            "With a planting scheme,4,30.257800536653644,22.960406752499253,37.555194320808035",
            "'=1+1,4,7.534784734472089,4.419850918787802,10.649718550156376"
        ]
    );
}

#[test]
fn what_a_spreadsheet_would_run_is_disarmed_and_numbers_stay_numbers() {
    let harmless = reissue::figure::harmless;
    for formula in ["=1+1", "+cmd", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "-inf"] {
        assert_eq!(harmless(formula), format!("'{formula}"));
    }
    for plain in ["-2.5", "+3", "-1e-7", "a=b", "", "2 - 1", "\u{2212}3.2 to 4.1"] {
        assert_eq!(harmless(plain), plain);
    }
}

/// What stands between two texts, each time.
fn all<'a>(text: &'a str, open: &str, close: &str) -> Vec<&'a str> {
    text.split(open).skip(1).map(|rest| rest.split(close).next().unwrap()).collect()
}

/// A row's cells: their attributes and their words.
fn cells(row: &str) -> Vec<(&str, &str)> {
    all(row, "<table:table-cell", "</table:table-cell>")
        .into_iter()
        .map(|cell| {
            let (attributes, content) = cell.split_once('>').unwrap();
            let words = all(content, "<text:p>", "</text:p>");
            assert_eq!(words.len(), 1, "a cell holds one line: {cell}");
            let inner = words[0].strip_suffix("</text:a>").unwrap_or(words[0]);
            (attributes, inner.rsplit_once('>').map_or(inner, |(_, text)| text))
        })
        .collect()
}

/// The part of an XML element's attributes with this name.
fn attribute<'a>(attributes: &'a str, name: &str) -> &'a str {
    let found = all(attributes, &format!("{name}=\""), "\"");
    found.first().copied().unwrap_or_default()
}

#[test]
fn the_spreadsheet_passes_the_checklist_for_accessible_spreadsheets() {
    let project = built();
    press(&project, &[]);
    let files = pack(&project, "press");
    let ods = &files["tables/tables.ods"];
    // The type comes first, not compressed, so that programs know the file by its bytes.
    assert_eq!(&ods[30..38], b"mimetype");
    assert_eq!(&ods[38..84], b"application/vnd.oasis.opendocument.spreadsheet");
    let parts = crate::harness::unpacked(ods);
    let part = |name: &str| String::from_utf8(parts[name].clone()).unwrap();
    let (content, meta, styles) =
        (part("content.xml"), part("meta.xml"), part("styles.xml"));
    // Title, author and language are set.
    assert!(meta.contains("<dc:title>Tables of Street trees</dc:title>"), "{meta}");
    assert!(meta.contains("<dc:creator>Your organisation</dc:creator>"));
    assert!(meta.contains("<dc:language>en-GB</dc:language>"));
    assert!(styles.contains("fo:language=\"en\" fo:country=\"GB\""));
    // Nothing merged, hidden, repeated, coloured, frozen or drawn.
    for never in [
        "spanned",
        "covered",
        "visibility",
        "display=\"false\"",
        "repeated",
        "fo:color",
        "background-color",
        "<draw:",
        "Split",
    ] {
        assert!(!content.contains(never) && !styles.contains(never), "{never}");
    }
    let sheets: Vec<(&str, &str)> = all(&content, "<table:table ", "</table:table>")
        .into_iter()
        .map(|sheet| (attribute(sheet.split_once('>').unwrap().0, "table:name"), sheet))
        .collect();
    let names: Vec<&str> = sheets.iter().map(|(name, _)| *name).collect();
    assert_eq!(names[..3], ["Cover", "Contents", "Notes"]);
    assert!(names.len() > 3);
    assert!(names[3..].iter().all(|name| name.starts_with("Table_")), "{names:?}");
    // The contents lead to every table.
    let links = all(sheets[1].1, "xlink:href=\"#", "\"");
    let targets: Vec<String> =
        names[3..].iter().map(|name| format!("{name}.A1")).collect();
    assert_eq!(links, targets);
    let ranges = all(&content, "<table:database-range ", "/>");
    assert_eq!(
        ranges.len(),
        names.len() - 1,
        "a marked table on each sheet but the cover"
    );
    let mut used = BTreeSet::new();
    for (name, sheet) in &sheets {
        let rows: Vec<Vec<(&str, &str)>> =
            all(sheet, "<table:table-row>", "</table:table-row>")
                .into_iter()
                .map(cells)
                .collect();
        // A title first; no blank row, no blank cell.
        assert_eq!(attribute(rows[0][0].0, "table:style-name"), "Heading_20_1", "{name}");
        for row in &rows {
            assert!(!row.is_empty(), "{name}");
            assert!(
                row.iter().all(|(_, words)| !words.trim().is_empty()),
                "{name}: {row:?}"
            );
        }
        let widths = all(sheet, "<table:table-column ", "/>").len();
        let widest = rows.iter().map(Vec::len).max().unwrap();
        assert_eq!(widths, widest, "{name}: a width for every column");
        let Some(range) = ranges.iter().find(|range| {
            attribute(range, "table:target-range-address")
                .starts_with(&format!("{name}.A"))
        }) else {
            assert_eq!(*name, "Cover");
            continue;
        };
        // One table, from the first column and the row of its heads to the last cell.
        assert_eq!(attribute(range, "table:contains-header"), "true");
        let address = attribute(range, "table:target-range-address");
        let (from, to) = address.split_once(':').unwrap();
        let first: usize = from.rsplit_once('A').unwrap().1.parse().unwrap();
        let last: usize = to
            .trim_start_matches(|c: char| !c.is_ascii_digit())
            .rsplit(|c: char| c.is_ascii_uppercase())
            .next()
            .unwrap()
            .parse()
            .unwrap();
        assert_eq!(last, rows.len(), "{name}");
        let heads = &rows[first - 1];
        assert_eq!(sheet.matches("<table:table-header-rows>").count(), 1, "{name}");
        assert!(attribute(heads[0].0, "table:style-name").starts_with("head"), "{name}");
        let distinct: BTreeSet<&str> = heads.iter().map(|(_, words)| *words).collect();
        assert_eq!(distinct.len(), heads.len(), "{name}: heads are distinct");
        for row in &rows[first..] {
            assert_eq!(row.len(), heads.len(), "{name}");
            for (attributes, words) in row {
                let number = words.parse::<f64>().is_ok();
                let float = attribute(attributes, "office:value-type") == "float";
                assert_eq!(
                    number, float,
                    "{name}: `{words}` is a number and stored as one"
                );
                if words.starts_with('[') {
                    used.insert(*words);
                }
            }
        }
        // Words over the table fill one cell each, which nothing beside it cuts.
        assert!(rows[..first - 1].iter().all(|row| row.len() == 1), "{name}");
    }
    let notes = sheets[2].1;
    assert!(used.iter().all(|mark| notes.contains(&format!("<text:p>{mark}</text:p>"))));
}
