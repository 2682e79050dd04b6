//! Files that do not begin with one line of names: heads of several lines, several tables on a sheet,
//! merged cells, hidden sheets, numbers in other spellings. Each becomes a project whose first report
//! passes a strict check.

use crate::harness::Ran;
use crate::harness::run_in;
use std::io::Write as _;

/// A workbook of sheets of rows; `2>Males` is merged over two columns, `3vNorth` over three rows, and a
/// sheet whose name begins with `!` is hidden.
fn workbook(sheets: &[(&str, &[&[&str]])]) -> Vec<u8> {
    let cell = |text: &str| {
        let (attributes, text) = match (text.split_once('>'), text.split_once('v')) {
            (Some((columns, rest)), _) if columns.parse::<u8>().is_ok() => (
                format!(
                    " table:number-columns-spanned=\"{columns}\" table:number-rows-spanned=\"1\""
                ),
                rest,
            ),
            (_, Some((rows, rest))) if rows.parse::<u8>().is_ok() => (
                format!(
                    " table:number-columns-spanned=\"1\" table:number-rows-spanned=\"{rows}\""
                ),
                rest,
            ),
            _ => (String::new(), text),
        };
        match (text.is_empty(), text.parse::<f64>()) {
            (true, _) => "<table:table-cell/>".to_owned(),
            (_, Ok(number)) => format!(
                "<table:table-cell{attributes} office:value-type=\"float\" office:value=\"{number}\"><text:p>{text}</text:p></table:table-cell>"
            ),
            _ => format!(
                "<table:table-cell{attributes} office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>"
            ),
        }
    };
    let sheet = |(name, rows): &(&str, &[&[&str]])| {
        let rows: String = rows
            .iter()
            .map(|row| {
                let cells: String = row.iter().map(|text| cell(text)).collect();
                format!("<table:table-row>{cells}</table:table-row>")
            })
            .collect();
        let style = if name.starts_with('!') { " table:style-name=\"ta2\"" } else { "" };
        let name = name.trim_start_matches('!');
        format!("<table:table table:name=\"{name}\"{style}>{rows}</table:table>")
    };
    let sheets: String = sheets.iter().map(sheet).collect();
    let xml = format!(
        "<?xml version=\"1.0\"?><office:document-content><office:automatic-styles>\
         <style:style style:name=\"ta2\" style:family=\"table\"><style:table-properties table:display=\"false\"/></style:style>\
         </office:automatic-styles><office:body><office:spreadsheet>{sheets}</office:spreadsheet></office:body></office:document-content>"
    );
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    archive.start_file("content.xml", zip::write::SimpleFileOptions::default()).unwrap();
    archive.write_all(xml.as_bytes()).unwrap();
    archive.finish().unwrap().into_inner()
}

/// Makes a project around files; returns what was said, the contract, and what a strict check says.
fn made(files: &[(&str, Vec<u8>)]) -> (String, String, Ran) {
    let folder = tempfile::tempdir().unwrap();
    let mut args = vec!["new", "report", "--from"];
    for (name, bytes) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    let first = files[0].0.split('/').next().unwrap();
    args.push(if files.len() > 1 { first } else { files[0].0 });
    let ran = run_in(folder.path(), &args, &[]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let report = folder.path().join("report");
    let contract = std::fs::read_to_string(report.join("data/datapackage.yaml")).unwrap();
    let checked = run_in(&report, &["check", "--strict"], &[]);
    (ran.err, contract, checked)
}

/// Makes a project around a file, and holds its contract and what was said to parts of them.
fn reads(name: &str, bytes: Vec<u8>, parts: &[&str]) {
    let (said, contract, checked) = made(&[(name, bytes)]);
    for part in parts {
        assert!(
            contract.contains(part) || said.contains(part),
            "{part}\n{said}{contract}"
        );
    }
    assert_eq!(
        (checked.code, checked.err.as_str()),
        (0, "no faults found\n"),
        "{contract}"
    );
}

#[test]
fn a_head_of_two_lines_is_read_as_one_and_its_periods_become_rows() {
    let over: &[&[&str]] = &[
        &["Table 1: Pupils by sex"],
        &["Source: A made-up survey"],
        &[],
        &["District", "2>Males", "", "2>Females [note 1]", ""],
        &["", "2021", "2022", "2021", "2022"],
        &["Northam", "101", "111", "121", "131"],
        &["Southam", "102", "112", "122", "132"],
        &["Eastham", "103", "113", "123", "133"],
        &["Note 1: Girls and women."],
    ];
    let parts = [
        "title: Pupils by sex\n",
        "dialect: {headerRows: [4, 5], footerRows: 1}",
        "unpivot: {columns: '(?<group>.+) (?<year>[0-9]{4})', value: value}",
        "primaryKey: [District, group, year]",
        "the column `Females 2021` is marked [note 1]",
    ];
    reads("pupils.ods", workbook(&[("Table 1", over)]), &parts);
    // Where the second line of the head is as full as a row is, it is still no row.
    let narrow: &[&[&str]] = &[
        &["District", "2>Pupils", ""],
        &["", "2021/22", "2022/23"],
        &["Northam", "101", "111"],
        &["Southam", "102", "112"],
        &["Eastham", "103", "113"],
    ];
    reads("narrow.ods", workbook(&[("Data", narrow)]), &["headerRows: [1, 2]", "Pupils"]);
    for text in [
        "Area,Males,,Females,\n,2021,2022,2021,2022\nA,10,12,20,25\nB,11,13,21,26\nC,12,14,22,27\n",
        ",2021,2021,2022,2022\nArea,Males,Females,Males,Females\nA,10,20,12,25\nB,11,21,13,26\nC,12,22,14,27\n",
    ] {
        let parts =
            ["dialect: {headerRows: [1, 2]}", "(?<group>.+)", "a row for each Area"];
        reads("people.csv", text.as_bytes().to_vec(), &parts);
    }
}

#[test]
fn tables_of_one_sheet_are_told_apart_and_hidden_sheets_are_left_out_with_a_word() {
    let one: &[&[&str]] = &[
        &["Area", "Low", "High", "", "Area", "Low", "High"],
        &["A", "1", "5", "", "A", "11", "15"],
        &["B", "2", "6", "", "B", "12", "16"],
        &["C", "3", "7", "", "C", "13", "17"],
    ];
    reads("beside.ods", workbook(&[("Data", one)]), &["range: A1:C", "range: E1:G"]);
    let under: &[&[&str]] = &[
        &["Males"],
        &["Area", "Low", "High"],
        &["A", "1", "5"],
        &["B", "2", "6"],
        &[],
        &["Females"],
        &["Area", "Low", "High"],
        &["A", "11", "15"],
        &["B", "12", "16"],
    ];
    let hidden: &[&[&str]] = &[&["Area", "Sum", "n"], &["A", "1", "5"], &["B", "2", "6"]];
    let book = workbook(&[("Data", under), ("!Workings", hidden)]);
    let parts = [
        "range: A2:C4",
        "range: A7:C",
        "title: Females",
        "sheet `Workings` is hidden in the workbook, and left out",
    ];
    reads("under.ods", book, &parts);
}

#[test]
fn text_that_is_merged_over_rows_belongs_to_each() {
    let rows: &[&[&str]] = &[
        &["Region", "District", "Homes"],
        &["3vNorth", "A", "11"],
        &["", "B", "12"],
        &["", "C", "13"],
        &["2vSouth", "D", "14"],
        &["", "E", "15"],
    ];
    let numbers: &[&[&str]] = &[
        &["District", "Homes", "Budget"],
        &["A", "11", "2v500"],
        &["B", "12", ""],
        &["C", "13", "60"],
    ];
    let (_, _, checked) = made(&[("budgets.ods", workbook(&[("Homes", numbers)]))]);
    assert!(
        checked.err.contains("[R0230]: sheet `Homes` merges a number over several rows, of which only the first has it: cell C2:C3"),
        "{}",
        checked.err
    );
    let parts = [
        "{name: Region, type: string, constraints: {required: true",
        "text that is merged over several rows is read as belonging to each of them",
    ];
    reads("homes.ods", workbook(&[("Homes", rows)]), &parts);
}

#[test]
fn names_that_occur_again_or_are_not_there_are_given() {
    let twice = "Area,Value,Value\nA,1,4\nB,2,5\nC,3,6\n";
    reads(
        "twice.csv",
        twice.into(),
        &["{name: Value 2, type: integer", "several columns are called `Value`"],
    );
    let none = "Northam,E09000001,12.5\nSoutham,E09000002,13.5\nEastham,E09000003,14.5\n";
    reads(
        "none.csv",
        none.into(),
        &["dialect: {header: false}", "{name: column_3, type: number"],
    );
    let first = ",n,m\n1,5,8\n2,6,8\n3,7,8\n";
    reads(
        "first.csv",
        first.into(),
        &["rename: {\"\": row}", "{name: row, type: integer"],
    );
}

#[test]
fn numbers_are_read_as_publishers_write_them() {
    let text = "k,brackets,space,money,minus,spaced\na,\"(1,234)\",1 234,£1.2m,\u{2212}4,1\u{a0}234\nb,\"2,345\",2 345,£3.4m,3,12\nc,(56),12,£0.5m,2,13\n";
    let parts = [
        "format: accounting",
        "{name: space, type: integer, groupChar: \" \"",
        "format: scaled",
        "{name: minus, type: integer, constraints: {required: true}}",
        "{name: spaced, type: integer, groupChar: \" \"",
    ];
    reads("numbers.csv", text.into(), &parts);
    let text =
        "time_period,region_name,n\n202021,A,1\n202021,B,2\n202122,A,3\n202122,B,4\n";
    reads("ees.csv", text.into(), &["primaryKey: [time_period, region_name]"]);
}

#[test]
fn files_a_force_and_a_month_have_one_contract_that_holds_for_all() {
    let head = "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,Last outcome category,Context\n";
    let file = |month: &str, force: &str, sort: &str| {
        let rows = (0..6).map(|at| {
            format!("{month}{force}{at},{month},{force},{force},-0.1{at},51.5,Near,E0100000{at},A 00{at}A,{sort},,\n")
        });
        (head.to_owned() + &rows.collect::<String>()).into_bytes()
    };
    let files = [
        (
            "crime/2024-01/2024-01-northshire-street.csv",
            file("2024-01", "Northshire", "Burglary"),
        ),
        (
            "crime/2024-01/2024-01-southshire-street.csv",
            file("2024-01", "Southshire", "Drugs"),
        ),
        (
            "crime/2024-02/2024-02-northshire-street.csv",
            file("2024-02", "Northshire", "Robbery"),
        ),
    ];
    let (said, contract, checked) = made(&files);
    assert!(contract.contains("path: \"crime/*/*-street.csv\""), "{contract}");
    assert!(contract.contains("enum: [Burglary, Drugs, Robbery]"), "{contract}");
    assert!(contract.contains("primaryKey: [Crime ID]"), "{contract}");
    assert!(said.contains("3 files are one table"), "{said}");
    assert_eq!(
        (checked.code, checked.err.as_str()),
        (0, "no faults found\n"),
        "{contract}"
    );
}

#[test]
fn a_parquet_file_is_described_too() {
    let bytes = include_bytes!("../data/categories.parquet").to_vec();
    reads(
        "categories.parquet",
        bytes,
        &["path: categories.parquet", "{name: k, type: string"],
    );
}

#[test]
fn the_folder_may_follow_the_files() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.csv"), "area,n\nA,1\nB,2\n").unwrap();
    let ran = run_in(folder.path(), &["new", "--from", "a.csv", "mine"], &[]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(folder.path().join("mine/report/report.yaml").exists());
    let ran = run_in(folder.path(), &["new", "--from", "a.csv"], &[]);
    assert_eq!(
        (ran.code, ran.err.as_str()),
        (
            2,
            "error: which folder is to be made? Write `reissue new FOLDER --from FILE`\n"
        )
    );
}

#[test]
fn sheets_that_are_charts_are_no_tables_and_a_small_table_is_one() {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let links = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let sheet = |name: &str, at: u8| {
        format!("<sheet name=\"{name}\" sheetId=\"{at}\" r:id=\"r{at}\"/>")
    };
    let link = |at: u8, kind: &str, target: &str| {
        format!(
            "<Relationship Id=\"r{at}\" Type=\"{links}/{kind}\" Target=\"{target}\"/>"
        )
    };
    let row = |at: u8, name: &str, value: &str| {
        format!(
            "<row r=\"{at}\"><c r=\"B{at}\" t=\"inlineStr\"><is><t>{name}</t></is></c>{value}</row>"
        )
    };
    let number = |at: u8, value: u8| format!("<c r=\"C{at}\"><v>{value}</v></c>");
    let head =
        row(3, "district", "<c r=\"C3\" t=\"inlineStr\"><is><t>trees</t></is></c>");
    let rows =
        [head, row(4, "Northam", &number(4, 12)), row(5, "Southam", &number(5, 7))]
            .concat();
    let files = [
        (
            "xl/workbook.xml",
            format!(
                "<workbook xmlns=\"{main}\" xmlns:r=\"{links}\"><sheets>{}{}</sheets></workbook>",
                sheet("Figure 1", 1),
                sheet("Data", 2)
            ),
        ),
        (
            "_rels/.rels",
            format!(
                "<Relationships>{}</Relationships>",
                link(1, "officeDocument", "xl/workbook.xml")
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                "<Relationships>{}{}</Relationships>",
                link(1, "chartsheet", "chartsheets/sheet1.xml"),
                link(2, "worksheet", "worksheets/sheet1.xml")
            ),
        ),
        ("xl/chartsheets/sheet1.xml", format!("<chartsheet xmlns=\"{main}\"/>")),
        (
            "xl/worksheets/sheet1.xml",
            format!(
                "<worksheet xmlns=\"{main}\"><sheetData>{rows}</sheetData></worksheet>"
            ),
        ),
    ];
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, xml) in files {
        archive.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(xml.as_bytes()).unwrap();
    }
    let bytes = archive.finish().unwrap().into_inner();
    reads("trees.xlsx", bytes, &["2 rows, 2 columns, a row for each district"]);
}

#[test]
fn two_files_of_a_resource_with_the_same_rows_are_reported() {
    let rows = |v: u8| format!("area,v\nTrafford,{v}\nBury,7\n");
    let project = crate::harness::Project::starter();
    project
        .file("data/y2022.csv", rows(1))
        .file("data/y2023.csv", rows(2))
        .file("data/y2023-copy.csv", rows(2))
        .file(
            "data/datapackage.yaml",
            "name: d\nresources:\n  - name: d\n    path: \"y*.csv\"\n    schema:\n      fields:\n        - {name: area, type: string}\n        - {name: v, type: integer}\n",
        )
        .file("report/statistics.yaml", "statistics:\n  s: {kind: level, title: S, frame: d, measure: v, summary: total}\n")
        .file("report/figures.yaml", "figures: {}\n")
        .file("report/tables.yaml", "tables: {}\n")
        .file("report/claims.yaml", "claims: {}\n")
        .file("report/report.yaml", "title: T\nedition: E\ndate: \"2025-01-15\"\ndescription: A trial.\nauthors: [{name: A publisher, role: publisher}]\nnotice: Made up.\nchapters: [report/chapters/1-numbers.md]\n")
        .file("report/chapters/1-numbers.md", "# T\n\n{{ stat(\"s\") }}\n");
    let ran = project.run(&["check"]);
    assert_eq!(
        ran.err,
        "warning[R0612]: `data/y2023.csv` holds the same rows as `data/y2023-copy.csv`\n \
         --> data/y2023.csv:1:1\n  |\n\
         1 | area,v\n  | ^^^^^^\n  |\n  \
         = help: remove one of them, so that nothing counts twice; a `primaryKey` makes it an error\n\n1 warning\nno errors found\n"
    );
}
