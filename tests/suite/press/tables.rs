//! Tables for re-use.

use crate::press::built;
use crate::press::ends;
use crate::press::pack;
use crate::press::press;

#[test]
fn tables_leave_as_numbers_that_no_spreadsheet_runs() {
    let project = built();
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
    let ods = &files["tables/tables.ods"];
    // The type comes first, not compressed, so that programs know the file by its bytes.
    assert_eq!(&ods[30..38], b"mimetype");
    assert_eq!(&ods[38..84], b"application/vnd.oasis.opendocument.spreadsheet");
}
