//! `GeoParquet`: a table with a column of well-known binary, and notes about it.

use crate::frame::engine::footer;
use crate::frame::engine::guarded;
use crate::geography::Outlines;
use crate::geography::rings_of_wkb;
use crate::model::geography::Boundaries;
use polars::prelude::BinaryChunked;
use polars::prelude::Column;
use polars::prelude::PolarsResult;
use polars::prelude::StringChunked;
use polars_io::SerReader as _;
use polars_io::parquet::read::ParquetReader;
use serde_json::Value;
use std::io::Cursor;
use std::sync::Arc;

/// Reads the boundaries of a file; the attributes come with the other columns.
pub(in crate::frame) fn geoparquet(bytes: &Arc<[u8]>) -> Result<Boundaries, String> {
    footer::within(bytes)?;
    let notes = notes(bytes)?.ok_or("it is a table without a geometry")?;
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let name = notes.get("primary_column").and_then(text);
    let name = name.unwrap_or_else(|| "geometry".to_owned());
    let about = notes.pointer(&format!("/columns/{}", name.replace('/', "~1")));
    let about = about.cloned().unwrap_or_default();
    let encoding = about.get("encoding").and_then(Value::as_str).unwrap_or("WKB");
    if encoding != "WKB" {
        return Err(format!("its geometries are kept as `{encoding}`, not as `WKB`"));
    }
    let mut out =
        Boundaries { degrees: about.get("crs").is_none(), ..Boundaries::default() };
    out.crs = about.get("crs").and_then(crs);
    let wide = footer::widened(bytes).map_or_else(|| Arc::clone(bytes), Arc::from);
    let read = || -> PolarsResult<_> { without_notes(&wide)?.finish() };
    let frame = guarded(read)
        .map_err(|refusal| refusal.to_string())?
        .map_err(|error| error.to_string())?;
    footer::texts(bytes, frame.columns().iter().map(length).sum())?;
    let geometries = frame.column(&name).map_err(|error| error.to_string())?;
    let geometries = geometries.binary().map_err(|error| error.to_string())?;
    let mut outlines = Outlines::default();
    for (row, geometry) in geometries.iter().enumerate() {
        let rings = geometry.map(|bytes| rings_of_wkb(bytes, &mut outlines)).transpose();
        let rings = rings.map_err(|why| format!("row {}: {why}", row + 1))?;
        out.rings.push(rings.unwrap_or_default());
    }
    for column in frame.columns() {
        if let Ok(texts) = column.str() {
            let at = out.header.len();
            out.header.push(column.name().to_string());
            out.cells.resize(out.rings.len(), Vec::new());
            for (row, text) in out.cells.iter_mut().zip(texts.iter()) {
                row.resize(at, None);
                row.push(text.map(str::to_owned));
            }
        } else if let Ok(numbers) = column.cast(&polars::prelude::DataType::String) {
            let Ok(texts) = numbers.str() else { continue };
            let at = out.header.len();
            out.header.push(column.name().to_string());
            out.cells.resize(out.rings.len(), Vec::new());
            for (row, text) in out.cells.iter_mut().zip(texts.iter()) {
                row.resize(at, None);
                row.push(text.map(str::to_owned));
            }
        }
    }
    Ok(out)
}

/// Returns how many bytes the texts of a column have, each cell counted.
pub(super) fn length(column: &Column) -> u64 {
    let texts = column.str().into_iter().flat_map(StringChunked::iter);
    let bytes = column.binary().into_iter().flat_map(BinaryChunked::iter);
    let lengths = texts.flatten().map(str::len).chain(bytes.flatten().map(<[u8]>::len));
    lengths.map(|length| length as u64).sum()
}

/// Returns a reader of a file that passes over the notes of Arrow, in which columns may have types
/// (such as `geoarrow.wkb`) that are only names for what the file holds.
pub(super) fn without_notes(
    bytes: &Arc<[u8]>,
) -> PolarsResult<ParquetReader<Cursor<Arc<[u8]>>>> {
    let mut reader = ParquetReader::new(Cursor::new(Arc::clone(bytes)));
    let mut metadata = reader.get_metadata()?.as_ref().clone();
    metadata.key_value_metadata = None;
    let mut reader = ParquetReader::new(Cursor::new(Arc::clone(bytes)));
    reader.set_metadata(Arc::new(metadata));
    Ok(reader)
}

/// The columns of geometries: they are no attributes, and no part of the table.
pub(super) fn geometries(bytes: &Arc<[u8]>) -> Vec<String> {
    let columns = notes(bytes).ok().flatten().and_then(|notes| {
        Some(notes.get("columns")?.as_object()?.keys().cloned().collect())
    });
    columns.unwrap_or_default()
}

/// What the file says about its geometries.
fn notes(bytes: &Arc<[u8]>) -> Result<Option<Value>, String> {
    let read = || -> PolarsResult<Option<String>> {
        let mut reader = ParquetReader::new(Cursor::new(Arc::clone(bytes)));
        let metadata = reader.get_metadata()?;
        let notes = metadata.key_value_metadata().as_ref();
        let found = notes.and_then(|notes| notes.iter().find(|note| note.key == "geo"));
        Ok(found.and_then(|note| note.value.clone()))
    };
    let text = guarded(read)
        .map_err(|refusal| refusal.to_string())?
        .map_err(|error| error.to_string())?;
    text.map(|text| serde_json::from_str(&text).map_err(|error| error.to_string()))
        .transpose()
}

/// The reference system of PROJJSON: its number in a register, or its name.
fn crs(about: &Value) -> Option<String> {
    let register = about.pointer("/id/authority").and_then(Value::as_str);
    let code = about
        .pointer("/id/code")
        .map(|code| code.as_str().map_or_else(|| code.to_string(), str::to_owned));
    match (register, code) {
        (Some("OGC"), Some(code)) => Some(code),
        (Some(register), Some(code)) => Some(format!("{register}:{code}")),
        _ => about.get("name").and_then(Value::as_str).map(str::to_owned),
    }
}

#[cfg(test)]
mod tests {
    use super::super::parquet::parquet;
    use super::geoparquet;
    use std::sync::Arc;

    /// Two squares on the British National Grid, with the notes of Arrow that geopandas writes now.
    const SQUARES: &[u8] = include_bytes!("../../../tests/data/squares.parquet");

    #[test]
    fn small_unsigned_numbers_are_read_as_numbers() {
        let bytes: Arc<[u8]> =
            Arc::from(&include_bytes!("../../../tests/data/unsigned.parquet")[..]);
        let (names, table) = parquet(&bytes, &["b", "a", "d"]).unwrap();
        assert_eq!(names, ["a", "b", "c", "d"]);
        let cells: Vec<Vec<String>> = (0..table.rows())
            .map(|row| {
                let cells = table.columns.iter().map(|column| column.key(row));
                cells.map(Option::unwrap_or_default).collect()
            })
            .collect();
        assert_eq!(cells, [["1", "65535", "x"], ["", "0", "y"], ["255", "7", "x"]]);
    }

    #[test]
    fn a_column_of_shapes_is_read_whatever_arrow_calls_its_type_and_is_no_attribute() {
        let bytes: Arc<[u8]> = Arc::from(SQUARES);
        let found = geoparquet(&bytes).unwrap();
        assert_eq!(found.header, ["district", "trees"]);
        assert_eq!(found.crs.as_deref(), Some("EPSG:27700"));
        assert_eq!(found.cell(1, 0), Some("Elm"));
        assert_eq!(found.rings[1].len(), 1);
        assert_eq!(found.rings[1][0].len(), 4);
        let (names, table) = parquet(&bytes, &["district", "trees"]).unwrap();
        assert_eq!(names, ["district", "trees"]);
        assert_eq!(table.rows(), 2);
        let refused = parquet(&bytes, &["geometry"]).unwrap_err().to_string();
        assert_eq!(
            refused,
            "column `geometry` holds bytes, which no column of a table can be"
        );
    }
}
