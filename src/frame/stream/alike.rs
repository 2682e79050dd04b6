//! Every kind of fault, in a file that is held, packed, and read in passes: all give the same messages, at
//! the same line and column.

use crate::frame;
use crate::memo::Forgetful;
use crate::model::diagnostic::Style;
use crate::model::diagnostic::render;
use crate::project::Kinds;
use crate::project::Memory;
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write as _;

const NONE: Kinds =
    Kinds { statistics: &[], figure: |_| Vec::new(), logo: |_| Err((String::new(), "")) };

const HEAD: &str = "id,area,kind,month,day,n,x\n";

/// A file of so many rows without a fault.
fn sound(rows: usize) -> Vec<String> {
    let row = |i: usize| {
        let (kind, month, day) = (["b", "a"][i % 2], i % 12 + 1, i % 28 + 1);
        format!("{i},A{},{kind},2024-{month:02},2024-01-{day:02},{i},{i}.5", i % 5)
    };
    (1..=rows).map(row).collect()
}

/// The file with another cell in a row.
fn cell(row: usize, column: usize, text: &str) -> String {
    let mut rows = sound(30);
    let mut cells: Vec<&str> = rows[row - 1].split(',').collect();
    cells[column] = text;
    let changed = cells.join(",");
    rows[row - 1] = changed;
    format!("{HEAD}{}\n", rows.join("\n"))
}

/// The file with another row below the twentieth.
fn row(text: &str) -> String {
    let mut rows = sound(30);
    rows.insert(20, text.to_owned());
    format!("{HEAD}{}\n", rows.join("\n"))
}

/// What is said of a file with a name and bytes, and whether it keeps its contract.
fn said(name: &str, bytes: &[u8], streamed: bool) -> (bool, String) {
    let contract = format!(
        "name: d
resources:
  - {{name: areas, path: areas.csv, schema: {{fields: [{{name: code, type: string}}]}}}}
  - name: many
    path: {name}
    stream: {streamed}
    schema:
      fieldsMatch: exact
      primaryKey: [area, n]
      uniqueKeys: [[kind, n]]
      foreignKeys: [{{fields: [area], reference: {{resource: areas, fields: [code]}}}}]
      fields:
        - {{name: id, type: string, constraints: {{unique: true}}}}
        - {{name: area, type: string, constraints: {{pattern: 'A\\d'}}}}
        - {{name: kind, type: string, constraints: {{enum: [a, b]}}}}
        - {{name: month, type: yearmonth}}
        - {{name: day, type: date}}
        - {{name: n, type: integer, constraints: {{required: true, minimum: 0, maximum: 100000}}}}
        - {{name: x, type: number}}
"
    );
    let files = Memory::new()
        .with("report/report.yaml", "title: T\nedition: E\ndate: \"2025-01-01\"\nchapters: [report/chapters/1.md]\n")
        .with("report/chapters/1.md", "# T\n")
        .with("data/datapackage.yaml", contract)
        .with("data/areas.csv", "code\nA0\nA1\nA2\nA3\nA4\n")
        .with(format!("data/{name}"), bytes);
    let (project, mut sources) = crate::project::load(&files, &NONE);
    let project = project.unwrap();
    let loaded = frame::load(&project, &files, &Forgetful, &mut sources);
    let (kept, found) = match &loaded {
        Ok(frames) => (true, frames.warnings()),
        Err(failure) => (false, failure.diagnostics().to_vec()),
    };
    (
        kept,
        render(&found, &sources, Style::Full { colour: false }).replace(name, "many.csv"),
    )
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut writer = GzEncoder::new(Vec::new(), Compression::fast());
    writer.write_all(bytes).unwrap();
    writer.finish().unwrap()
}

/// Checks that a file gives the same messages however it is read, and returns them.
fn told(what: &str, bytes: &[u8]) -> (bool, String) {
    let held = said("many.csv", bytes, false);
    assert_eq!(said("many.csv", bytes, true), held, "{what}, streamed");
    // Warnings are the same, too; that of a file that asks to be streamed and is not is of its own.
    let zst = zstd::encode_all(bytes, 3).unwrap();
    for streamed in [false, true] {
        let gzip = said("many.csv.gz", &packed(bytes), streamed);
        assert_eq!(gzip, held, "{what}, by gzip, {streamed}");
        let zstd = said("many.csv.zst", &zst, streamed);
        assert_eq!(zstd, held, "{what}, by zstd, {streamed}");
    }
    held
}

/// What is wrong, the file, and the first message with its place.
#[expect(clippy::too_many_lines, reason = "a table")]
fn faults() -> Vec<(&'static str, String, &'static str)> {
    let late = {
        let mut rows = sound(30_000);
        rows[29_989] = rows[29_989].replace("2024-01-", "2024-02-3");
        format!("{HEAD}{}\n", rows.join("\n"))
    };
    let (first, thirty) = (sound(1)[0].clone(), sound(30).join("\n"));
    vec![
        (
            "a type",
            cell(20, 5, "12x"),
            "error[R0202]: row 20, column `n`: `12x` is not a whole number\n  --> data/many.csv:21:28",
        ),
        (
            "a pattern",
            cell(20, 1, "B1"),
            "error[R0202]: row 20, column `area`: `B1` does not match the pattern `A\\d`\n  --> data/many.csv:21:4",
        ),
        (
            "a minimum",
            cell(20, 5, "-3"),
            "error[R0202]: row 20, column `n`: `-3` is below the minimum 0\n  --> data/many.csv:21:28",
        ),
        (
            "a maximum",
            cell(20, 5, "100001"),
            "error[R0202]: row 20, column `n`: `100001` is above the maximum 100000\n  --> data/many.csv:21:28",
        ),
        (
            "a value that is required",
            cell(20, 5, ""),
            "error[R0202]: row 20, column `n`: `` is missing, but the contract requires a value\n  --> data/many.csv:21:28",
        ),
        (
            "a list of values",
            cell(20, 2, "c"),
            "error[R0202]: row 20, column `kind`: `c` is not one of `a`, `b`\n  --> data/many.csv:21:7",
        ),
        (
            "a column of values that differ",
            cell(20, 0, "3"),
            "error[R0202]: row 20, column `id`: `3` occurs twice, but must be unique\n  --> data/many.csv:21:1",
        ),
        (
            "a unique key",
            cell(20, 5, "02"),
            "error[R0203]: row 20: the unique key (b, 2) occurs twice\n  --> data/many.csv:21:7",
        ),
        (
            "a primary key",
            row(&first),
            "error[R0202]: row 21, column `id`: `1` occurs twice, but must be unique\n  --> data/many.csv:22:1",
        ),
        (
            "a key without a part",
            cell(20, 1, ""),
            "error[R0203]: row 20: the primary key has a missing part (missing, 20)\n  --> data/many.csv:21:4",
        ),
        (
            "a key that points nowhere",
            cell(20, 1, "A9"),
            "error[R0203]: row 20: `A9` is not in `areas`\n  --> data/many.csv:21:4",
        ),
        (
            "a row too short",
            row("31,B9,c"),
            "error[R0201]: row 21 has 3 cells where the header has 7\n  --> data/many.csv:22:7",
        ),
        (
            "a row too long",
            row("31,A1,a,2024-01,2024-01-01,31,1,9,9"),
            "error[R0201]: row 21 has 9 cells where the header has 7\n  --> data/many.csv:22:31",
        ),
        (
            "a short row among other faults",
            format!("{}31,A1,a\n", cell(20, 5, "12x")),
            "error[R0201]: row 31 has 3 cells where the header has 7\n  --> data/many.csv:32:7",
        ),
        (
            "a quotation without an end",
            cell(20, 1, "\"A1"),
            "error[R0201]: row 20 has 2 cells where the header has 7\n  --> data/many.csv:21:4",
        ),
        (
            "text behind a quotation",
            cell(20, 1, "\"A1\"z"),
            "error[R0202]: row 20, column `area`: `A1z` does not match the pattern `A\\d`\n  --> data/many.csv:21:4",
        ),
        (
            "a date that does not exist",
            cell(20, 4, "2024-02-30"),
            "error[R0202]: row 20, column `day`: `2024-02-30` is not a date like 2024-03-31\n  --> data/many.csv:21:17",
        ),
        (
            "a month that does not exist",
            cell(20, 3, "2024-13"),
            "error[R0202]: row 20, column `month`: `2024-13` is not a month like 2024-03\n  --> data/many.csv:21:9",
        ),
        (
            "a number past every size",
            cell(20, 5, "99999999999999999999"),
            "error[R0202]: row 20, column `n`: `99999999999999999999` is not a number of which every digit can be kept\n  --> data/many.csv:21:28",
        ),
        (
            "a number past a double",
            cell(20, 6, "1e400"),
            "error[R0202]: row 20, column `x`: `1e400` is not a number\n  --> data/many.csv:21:31",
        ),
        (
            "groups of digits",
            cell(20, 6, "\"1,234\""),
            "error[R0202]: row 20, column `x`: `1,234` is not a number\n  --> data/many.csv:21:31",
        ),
        (
            "a zero byte",
            cell(20, 0, "2\0"),
            "error[R0106]: `data/many.csv` is not UTF-8: line 21, column 2 holds the byte 0x00\n  --> data/many.csv:21:2",
        ),
        (
            "a cell that is too long",
            cell(20, 0, &"q".repeat(1_100_000)),
            "error[R0201]: row 20 has a cell of 1100000 bytes, more than the 1048576 allowed\n  --> data/many.csv:21:1",
        ),
        (
            "a name twice",
            format!("{}{thirty}\n", HEAD.replace("kind", "area")),
            "error[R0204]: column `area` occurs twice\n --> data/many.csv:1:1",
        ),
        (
            "a name too many",
            format!(
                "{}{}\n",
                HEAD.replace('\n', ",z\n"),
                thirty.replace('\n', ",1\n") + ",1"
            ),
            "error[R0204]: column `z` is not in the contract of `many`\n --> data/many.csv:1:1",
        ),
        (
            "no rows",
            HEAD.to_owned(),
            "error[R0201]: `data/many.csv` has a header but no rows\n --> data/many.csv:1:1",
        ),
        (
            "nothing",
            String::new(),
            "error[R0201]: `data/many.csv` is empty\n --> data/many.csv:1:1",
        ),
        (
            "a blank row",
            row(",,,,,,"),
            "warning[R0233]: row 21 is blank, and counted as a row\n  --> data/many.csv:22:1",
        ),
        (
            "a note below",
            format!("{HEAD}{thirty}\nSource: Home Office,,,,,,\n"),
            "warning[R0233]: row 31 reads as a note about the table: `Source: Home Office`\n  --> data/many.csv:32:1",
        ),
        (
            "letters encoded twice",
            cell(20, 0, "CafÃ©"),
            "warning[R0610]: row 20, column `id`: `CafÃ©` is in letters encoded twice, for `Café`\n  --> data/many.csv:21:1",
        ),
        (
            "lines of two signs, and blank ones",
            cell(20, 5, "12x").replace('\n', "\r\n\r\n"),
            "error[R0202]: row 20, column `n`: `12x` is not a whole number\n  --> data/many.csv:41:28",
        ),
        (
            "a byte order mark, and breaks within",
            format!("\u{feff}{}", cell(5, 0, "\"a\nb\"").replace(",21,21.5", ",?,21.5")),
            "error[R0202]: row 21, column `n`: `?` is not a whole number\n  --> data/many.csv:23:28",
        ),
        (
            "far down",
            late,
            "error[R0202]: row 29990, column `day`: `2024-02-303` is not a date like 2024-03-31\n     --> data/many.csv:29991:20",
        ),
    ]
}

#[test]
fn a_fault_is_told_the_same_held_packed_and_in_passes() {
    for (what, text, first) in faults() {
        let (_, said) = told(what, text.as_bytes());
        assert!(said.contains(first), "{what}: {}", said.get(..2000).unwrap_or(&said));
    }
    let latin = cell(20, 0, "caf?").replace("caf?", "caf\u{1}").into_bytes();
    let latin: Vec<u8> =
        latin.iter().map(|byte| if *byte == 1 { 0xe9 } else { *byte }).collect();
    let (_, said) = told("another encoding", &latin);
    assert!(
        said.starts_with("error[R0106]: `data/many.csv` is not UTF-8: line 21, column 4 holds the byte 0xE9\n  --> data/many.csv:21:4\n"),
        "{said}"
    );
    // One of many faults: a row of another width hides none of the others, and adds none of its own.
    let (_, said) = told("all", format!("{}31,B1,c\n", cell(20, 5, "12x")).as_bytes());
    assert_eq!(
        said.lines().filter(|line| line.starts_with("error")).count(),
        2,
        "{said}"
    );
}

#[test]
fn warnings_do_not_keep_a_file_from_being_used() {
    let (kept, said) = told("letters encoded twice", cell(20, 0, "CafÃ©").as_bytes());
    assert!(kept && said.starts_with("warning[R0610]"), "{said}");
    assert_eq!(
        told("sound", format!("{HEAD}{}\n", sound(9).join("\n")).as_bytes()),
        (true, String::new())
    );
}

#[test]
fn more_breaches_than_are_shown_are_counted_alike() {
    let rows: Vec<String> =
        sound(5000).iter().map(|row| row.replace("2024-01-", "2024-1-")).collect();
    let text = format!("{HEAD}{}\n", rows.join("\n"));
    let count = |streamed| {
        let (_, said) = said("many.csv", text.as_bytes(), streamed);
        assert!(said.contains("`data/many.csv` has 4800 more breaches\n"), "{streamed}");
        said.lines().filter(|line| line.starts_with("error")).count()
    };
    assert_eq!((count(false), count(true)), (201, 201));
}
