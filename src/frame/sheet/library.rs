//! Workbooks as the library reads them.

use crate::frame::sheet::Cell;
use crate::frame::sheet::Filling;
use crate::frame::sheet::Kind;
use crate::frame::sheet::Worksheet;
use crate::frame::sheet::percentage;
use calamine::Data;
use calamine::Dimensions;
use calamine::Reader as _;
use std::io::Cursor;

/// Opens a workbook of one format.
pub(super) fn workbook<'b, B>(bytes: &'b [u8]) -> Result<B, String>
where
    B: calamine::Reader<Cursor<&'b [u8]>>,
    B::Error: std::fmt::Display,
{
    B::new(Cursor::new(bytes)).map_err(|error| error.to_string())
}

/// Returns the sheets of a workbook that have cells, each with whether it is visible: charts and macros
/// can have sheets of their own.
pub(super) fn visible<'b, B>(book: &B) -> Vec<(String, bool)>
where
    B: calamine::Reader<Cursor<&'b [u8]>>,
{
    let sheets = book.sheets_metadata().iter();
    sheets
        .filter(|sheet| sheet.typ == calamine::SheetType::WorkSheet)
        .map(|sheet| {
            (sheet.name.clone(), sheet.visible == calamine::SheetVisible::Visible)
        })
        .collect()
}

/// Reads a sheet of the old binary format, which has at most 65,536 rows of 256 columns.
pub(super) fn dense(bytes: &[u8], name: &str) -> Result<Worksheet, String> {
    let mut book: calamine::Xls<_> = workbook(bytes)?;
    let range = book.worksheet_range(name).map_err(|error| error.to_string())?;
    let (top, left) = range.start().unwrap_or_default();
    let mut filling = Filling::default();
    for (row, column, data) in range.used_cells() {
        let at = (row + top as usize, column + left as usize);
        filling.put(at, cell(data.clone(), false))?;
    }
    let merged = book.merge_cells_by_sheet_name(name).unwrap_or_default();
    Ok(Worksheet { merged: merges(&merged), ..filling.sheet() })
}

pub(super) fn xlsb(bytes: &[u8], name: &str) -> Result<Worksheet, String> {
    let mut book: calamine::Xlsb<_> = workbook(bytes)?;
    let mut cells =
        book.worksheet_cells_reader(name).map_err(|error| error.to_string())?;
    let mut filling = Filling::default();
    while let Some(found) = cells.next_cell().map_err(|error| error.to_string())? {
        let (row, column) = found.get_position();
        let value = Data::from(found.get_value().clone());
        filling.put((row as usize, column as usize), cell(value, false))?;
    }
    Ok(filling.sheet())
}

pub(super) fn merges(dimensions: &[Dimensions]) -> Vec<(usize, usize, usize, usize)> {
    let merge = |it: &Dimensions| {
        let ((top, left), (bottom, right)) = (it.start, it.end);
        (top as usize + 1, bottom as usize + 1, left as usize, right as usize)
    };
    dimensions.iter().map(merge).collect()
}

/// Returns a value as its cell; numbers print with as few digits as tell them apart.
pub(super) fn cell(data: Data, percent: bool) -> Cell {
    let (text, kind) = match data {
        Data::Empty => (String::new(), Kind::Empty),
        Data::Int(number) => (number.to_string(), Kind::Number),
        Data::Float(number) if percent => percentage(number),
        Data::Float(number) => (number.to_string(), Kind::Number),
        Data::String(text) | Data::DurationIso(text) => (text, Kind::Text),
        Data::Bool(yes) => (yes.to_string().to_uppercase(), Kind::Bool),
        Data::DateTime(moment) if moment.is_datetime() => {
            let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
            let mut text = format!("{year:04}-{month:02}-{day:02}");
            if (hour, minute, second) != (0, 0, 0) {
                text += &format!("T{hour:02}:{minute:02}:{second:02}");
            }
            (text, Kind::Date)
        }
        Data::DateTime(length) => (length.as_f64().to_string(), Kind::Number),
        Data::DateTimeIso(text) => {
            let text = text.strip_suffix("T00:00:00").unwrap_or(&text).to_owned();
            (text, Kind::Date)
        }
        Data::Error(error) => (error.to_string(), Kind::Error),
    };
    Cell { text, kind }
}
