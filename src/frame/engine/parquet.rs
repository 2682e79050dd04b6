//! Parquet files as plain tables; what no column can hold is refused by name.

use crate::frame::engine::footer;
use crate::frame::engine::geoparquet::geometries;
use crate::frame::engine::geoparquet::length;
use crate::frame::engine::geoparquet::without_notes;
use crate::frame::engine::guarded;
use crate::frame::engine::ready::Ready;
use crate::frame::engine::table;
use crate::frame::engine::words;
use crate::frame::query::Refusal;
use crate::model::table::Table;
use polars::prelude::ArrowDataType;
use polars::prelude::Column;
use polars::prelude::DataType;
use polars::prelude::IntoColumn as _;
use polars::prelude::NewChunkedArray as _;
use polars::prelude::PolarsResult;
use polars::prelude::StringChunked;
use polars_io::SerReader as _;
use polars_io::parquet::read::ParquetReader;
use std::io::Cursor;
use std::sync::Arc;

/// Reads a Parquet file: all its columns' names, and those of the columns that are wanted with
/// their cells.
pub(in crate::frame) fn parquet(
    bytes: &Arc<[u8]>,
    wanted: &[&str],
) -> Result<(Vec<String>, Table), Refusal> {
    footer::within(bytes).map_err(Refusal::Other)?;
    let read = || -> PolarsResult<Result<(Vec<String>, Ready), Refusal>> {
        let mut reader = ParquetReader::new(Cursor::new(Arc::clone(bytes)));
        let types = types(&mut reader)?;
        // Texts stored as numbers into a dictionary (categories of pandas, factors of R) are so
        // only in the notes that Arrow adds; the file itself holds plain texts.
        let mut plain = types.clone();
        let noted = |dtype: &ArrowDataType| {
            matches!(dtype, ArrowDataType::Dictionary(..) | ArrowDataType::Extension(_))
        };
        if types.iter().any(|(_, dtype)| noted(dtype)) {
            reader = without_notes(bytes)?;
            plain = self::types(&mut reader)?;
        }
        if let Some(wide) = footer::widened(bytes) {
            reader = without_notes(&Arc::from(wide))?;
        }
        let mut columns = Vec::new();
        // Without names that are wanted, all are.
        let all = wanted.is_empty();
        for (index, ((name, noted), (_, stored))) in types.iter().zip(&plain).enumerate()
        {
            let kept = match noted {
                ArrowDataType::Dictionary(_, values, _) => is_kept(values, stored),
                ArrowDataType::Extension(_) => is_kept(stored, stored),
                noted => is_kept(noted, stored),
            };
            let named = wanted.contains(&name.as_str());
            match kept {
                Ok(()) if all || named => columns.push(index),
                Err(what) if named => {
                    let text = format!(
                        "column `{name}` holds {what}, which no column of a table can be"
                    );
                    return Ok(Err(Refusal::Other(text)));
                }
                Ok(()) | Err(_) => {}
            }
        }
        let shapes = geometries(bytes);
        let names = types.into_iter().map(|(name, _)| name);
        let names = names.filter(|name| !shapes.contains(name)).collect();
        let mut frame = reader.with_projection(Some(columns)).finish()?;
        let decimals: Vec<Column> = frame
            .columns()
            .iter()
            .filter(|column| column.dtype().is_decimal())
            .map(written)
            .collect::<PolarsResult<_>>()?;
        for column in decimals {
            frame.with_column(column)?;
        }
        Ok(Ok((names, Ready(frame))))
    };
    let (names, ready) = guarded(read)?.map_err(|error| words::plain(&error))??;
    let columns = ready.0.columns().iter();
    footer::texts(bytes, columns.map(length).sum()).map_err(Refusal::Other)?;
    Ok((names, table(&ready)?))
}

/// Returns decimals as their texts, so that each is read with all its digits or refused where it
/// stands.
fn written(column: &Column) -> PolarsResult<Column> {
    let texts = column.cast(&DataType::String)?;
    let bare = |text: &str| match text.split_once('.') {
        Some(_) => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
        None => text.to_owned(),
    };
    let cells = texts.str()?.iter().map(|text| text.map(bare));
    Ok(StringChunked::from_iter_options(column.name().clone(), cells).into_column())
}

/// Returns the columns of a file and their types.
fn types<R: polars_io::mmap::MmapBytesReader>(
    reader: &mut ParquetReader<R>,
) -> PolarsResult<Vec<(String, ArrowDataType)>> {
    let schema = reader.schema()?;
    let fields = schema.iter_values();
    Ok(fields.map(|field| (field.name.to_string(), field.dtype.clone())).collect())
}

/// Returns whether values of a type, as stored in the file, become plain cells.
fn is_kept(noted: &ArrowDataType, stored: &ArrowDataType) -> Result<(), String> {
    use ArrowDataType as Type;
    let texts =
        |dtype: &Type| matches!(dtype, Type::Utf8 | Type::LargeUtf8 | Type::Utf8View);
    match noted {
        Type::Null
        | Type::Boolean
        | Type::Int8
        | Type::Int16
        | Type::Int32
        | Type::Int64
        | Type::UInt8
        | Type::UInt16
        | Type::UInt32
        | Type::UInt64
        | Type::Float32
        | Type::Float64
        | Type::Date32
        | Type::Timestamp(_, None)
        | Type::Decimal(..)
            if noted == stored =>
        {
            Ok(())
        }
        noted if texts(noted) && texts(stored) => Ok(()),
        Type::Timestamp(_, Some(_)) => Err("times of a time zone".to_owned()),
        Type::Binary
        | Type::LargeBinary
        | Type::BinaryView
        | Type::FixedSizeBinary(_) => Err("bytes".to_owned()),
        Type::List(_) | Type::FixedSizeList(..) | Type::LargeList(_) => {
            Err("lists".to_owned())
        }
        Type::Struct(_) | Type::Map(..) => Err("records".to_owned()),
        Type::Duration(_) | Type::Interval(_) => Err("spans of time".to_owned()),
        Type::Time32(_) | Type::Time64(_) => Err("times of day".to_owned()),
        other => Err(format!("values of the Arrow type {other:?}")),
    }
}
