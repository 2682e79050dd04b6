//! Faults of how files are read: encodings, formats, several files, sheets, shapes.

use crate::harness::Project;
use crate::messages::cases;
use std::io::Write as _;

const CONTRACT: &str = "data/datapackage.yaml";

/// Adds settings to the resource.
fn set(project: &Project, settings: &str) {
    project.replace(CONTRACT, "    schema:\n", &format!("    {settings}\n    schema:\n"));
}

/// Puts the rows of the starter's file into a sheet of an ODS under two lines of notes, changed as
/// XML.
fn sheet(project: &Project, change: impl Fn(String) -> String) {
    let row = |cells: Vec<String>| {
        format!("<table:table-row>{}</table:table-row>", cells.concat())
    };
    let cell = |text: &str| match text.parse::<f64>() {
        Ok(number) => format!(
            "<table:table-cell office:value-type=\"float\" office:value=\"{number}\"><text:p>{text}</text:p></table:table-cell>"
        ),
        Err(_) => format!(
            "<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>"
        ),
    };
    let trees = project.read("data/trees.csv");
    let notes = ["Table 1: Street trees", "Some cells are empty."];
    let rows = notes
        .iter()
        .map(|note| row(vec![cell(note)]))
        .chain(trees.lines().map(|line| row(line.split(',').map(cell).collect())));
    let rows: String = rows.collect();
    let xml = format!(
        "<?xml version=\"1.0\"?><office:document-content><office:body><office:spreadsheet>\
         <table:table table:name=\"Cover\"><table:table-row>{}</table:table-row></table:table>\
         <table:table table:name=\"Trees\">{rows}</table:table>\
         </office:spreadsheet></office:body></office:document-content>",
        cell("Street trees")
    );
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    archive.start_file("content.xml", zip::write::SimpleFileOptions::default()).unwrap();
    archive.write_all(change(xml).as_bytes()).unwrap();
    project.file("data/trees.ods", archive.finish().unwrap().into_inner());
    project.replace(CONTRACT, "path: trees.csv", "path: trees.ods");
}

fn kept(xml: String) -> String {
    xml
}

cases! {
    an_unknown_encoding: |p: &Project| set(p, "encoding: utf-ate");
    a_byte_that_the_encoding_does_not_have: |p: &Project| {
        let mut bytes = p.read("data/trees.csv").into_bytes();
        bytes.extend(b"D9,pl\x81nting,2018,5\n");
        p.file("data/trees.csv", bytes);
        set(p, "encoding: windows-1252");
    };
    an_encoding_that_the_file_does_not_have: |p: &Project| {
        p.replace("data/trees.csv", "D1,planting,2018", "Dé,planting,2018");
        set(p, "encoding: utf-16");
    };
    a_format_that_cannot_be_used: |p: &Project| {
        p.replace(CONTRACT, "{name: year, type: year,", "{name: year, type: date, format: \"%d/%Q/%Y\",");
    };
    files_of_other_columns: |p: &Project| {
        p.file("data/trees_2030.csv", "district,scheme,period,trees\nD1,planting,2030,5\n");
        p.replace(CONTRACT, "path: trees.csv", "path: trees*.csv");
    };
    a_pattern_that_matches_no_file: |p: &Project| {
        p.replace(CONTRACT, "path: trees.csv", "path: shrubs*.csv");
    };
    a_file_that_is_listed_twice: |p: &Project| {
        p.replace(CONTRACT, "path: trees.csv", "path: [trees.csv, trees.csv]");
    };
    a_name_for_a_column_that_no_file_has: |p: &Project| set(p, "rename: {tress: trees}");
    a_bad_cell_in_the_second_of_two_files: |p: &Project| {
        p.file("data/trees_2030.csv", "trees,district,scheme,year\nmany,D1,planting,2030\n");
        p.replace(CONTRACT, "path: trees.csv", "path: trees*.csv");
    };
    a_column_declared_empty_that_is_not: |p: &Project| set(p, "emptyColumns: [scheme]");
    columns_to_turn_that_there_are_not: |p: &Project| set(p, "unpivot: {columns: '[0-9]{4}', name: year, value: trees}");
    a_column_to_split_into_another_number_of_values: |p: &Project| set(p, "split: {column: scheme, by: '-', into: [one, other]}");
    rows_to_turn_that_occur_twice: |p: &Project| set(p, "pivot: {name: scheme, value: trees, by: [district]}");
    another_number_of_rows: |p: &Project| set(p, "expect: {rows: {min: 1000}}");
    combinations_that_are_missing: |p: &Project| set(p, "complete: [district, scheme]");
    a_frame_of_another_number_of_rows: |p: &Project| {
        p.replace("report/statistics.yaml", "    key: [district, year]\n", "    key: [district, year]\n    expect: {rows: 3}\n");
    };
    a_workbook_without_the_name_of_a_sheet: |p: &Project| sheet(p, kept);
    a_sheet_that_there_is_not: |p: &Project| {
        sheet(p, kept);
        set(p, "sheet: Tree");
    };
    a_bad_cell_of_a_sheet: |p: &Project| {
        sheet(p, |xml| xml.replacen("office:value=\"818\"", "office:value=\"-818\"", 1));
        set(p, "sheet: Trees");
    };
    a_note_under_the_table_of_a_sheet: |p: &Project| {
        sheet(p, |xml| xml.replace("</table:table></office:spreadsheet>", "<table:table-row><table:table-cell office:value-type=\"string\"><text:p>Source: a survey</text:p></table:table-cell></table:table-row></table:table></office:spreadsheet>"));
        set(p, "sheet: Trees");
    };
    an_error_of_a_spreadsheet: |p: &Project| {
        sheet(p, |xml| xml.replacen("<text:p>818</text:p>", "<text:p>#DIV/0!</text:p>", 1));
        set(p, "sheet: 2");
    };
    a_sheet_that_holds_no_table: |p: &Project| {
        sheet(p, kept);
        set(p, "sheet: Cover");
    };
    a_workbook_that_is_none: |p: &Project| {
        p.file("data/trees.xlsx", "not a workbook");
        p.replace(CONTRACT, "path: trees.csv", "path: trees.xlsx");
    };
    a_sheet_that_repeats_a_cell_without_end: |p: &Project| {
        sheet(p, |xml| xml.replacen("<table:table-cell office:value-type=\"float\"", "<table:table-cell table:number-columns-repeated=\"2000000000\" office:value-type=\"float\"", 1));
        set(p, "sheet: Trees");
    };
}

#[test]
fn hidden_rows_of_a_sheet_are_said() {
    let project = Project::starter();
    sheet(&project, |xml| {
        let (head, rest) = xml.split_once("<text:p>district</text:p>").unwrap();
        let rest = rest.replacen(
            "<table:table-row>",
            "<table:table-row table:visibility=\"collapse\">",
            1,
        );
        format!("{head}<text:p>district</text:p>{rest}")
    });
    set(&project, "sheet: Trees");
    let ran = project.run(&["check"]);
    assert!(ran.err.contains("[R0615]: "), "{}", ran.err);
    assert!(ran.err.contains("hidden in sheet `Trees`, and read: row 4"), "{}", ran.err);
    set(&project, "hidden: read");
    let ran = project.run(&["check", "--strict"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, "no faults found\n"));
}

#[test]
fn a_sheet_gives_what_its_csv_gives() {
    let project = Project::starter();
    let before = project.run(&["stats", "--format", "csv"]).out;
    sheet(&project, kept);
    set(&project, "sheet: Trees");
    let after = project.run(&["stats", "--format", "csv"]).out;
    assert_eq!(before, after);
}
