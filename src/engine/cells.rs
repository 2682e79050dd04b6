//! Rows of an engine as texts that read back as the same values.

use crate::engine::Fault;
use arrow_array::Array;
use arrow_array::RecordBatch;
use arrow_array::cast::AsArray as _;
use arrow_array::types::Date32Type;
use arrow_array::types::Decimal128Type;
use arrow_array::types::Decimal256Type;
use arrow_array::types::Float32Type;
use arrow_array::types::Float64Type;
use arrow_array::types::Int8Type;
use arrow_array::types::Int16Type;
use arrow_array::types::Int32Type;
use arrow_array::types::Int64Type;
use arrow_array::types::UInt8Type;
use arrow_array::types::UInt16Type;
use arrow_array::types::UInt32Type;
use arrow_array::types::UInt64Type;
use arrow_schema::DataType;

/// The most bytes of an answer.
const MOST: usize = 256 * 1024 * 1024;

/// The rows that came so far.
#[derive(Debug, Default)]
pub(super) struct Rows {
    header: Vec<String>,
    rows: Vec<Vec<String>>,
    bytes: usize,
}

impl Rows {
    /// Adds the rows of a batch.
    pub(super) fn add(&mut self, batch: &RecordBatch) -> Result<(), Fault> {
        let schema = batch.schema();
        let header: Vec<String> =
            schema.fields().iter().map(|field| field.name().clone()).collect();
        for (index, name) in header.iter().enumerate() {
            if header.iter().take(index).any(|other| other == name) {
                let message = format!("answers with two columns called `{name}`");
                return Err(Fault { message, ..Fault::default() });
            }
        }
        self.header = header;
        let columns: Vec<_> = self.header.iter().zip(batch.columns()).collect();
        for row in 0..batch.num_rows() {
            let mut cells = Vec::with_capacity(columns.len());
            for (name, column) in &columns {
                let cell = cell(column, row).map_err(|why| {
                    let number = self.rows.len() + 1;
                    let message =
                        format!("answers with {why}, in column `{name}` of row {number}");
                    Fault { message, ..Fault::default() }
                })?;
                self.bytes += cell.len();
                cells.push(cell);
            }
            if self.bytes > MOST {
                let message = format!("answers with more than {} MB", MOST >> 20);
                return Err(Fault { message, ..Fault::default() });
            }
            self.rows.push(cells);
        }
        Ok(())
    }

    /// Returns how many rows there are.
    pub(super) fn count(&self) -> usize {
        self.rows.len()
    }

    /// Returns the only cell.
    pub(super) fn only(self) -> Option<String> {
        match self.rows.as_slice() {
            [row] => match row.as_slice() {
                [cell] => Some(cell.clone()),
                _ => None,
            },
            _ => None,
        }
    }

    /// Returns the rows as CSV.
    pub(super) fn csv(&self) -> Result<String, Fault> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        let written = std::iter::once(&self.header)
            .chain(&self.rows)
            .try_for_each(|row| writer.write_record(row));
        let failed =
            |error: &dyn std::fmt::Display| Fault::of("is not understood", error);
        written.map_err(|error| failed(&error))?;
        let bytes = writer.into_inner().map_err(|error| failed(&error))?;
        String::from_utf8(bytes).map_err(|error| failed(&error))
    }
}

/// Returns a cell as text, empty where it is null, or says what it is that has no text.
fn cell(column: &dyn Array, row: usize) -> Result<String, String> {
    if column.is_null(row) {
        return Ok(String::new());
    }
    macro_rules! number {
        ($type:ty) => {
            column.as_primitive::<$type>().value(row).to_string()
        };
    }
    Ok(match column.data_type() {
        DataType::Utf8 => return text(column.as_string::<i32>().value(row)),
        DataType::LargeUtf8 => return text(column.as_string::<i64>().value(row)),
        DataType::Utf8View => return text(column.as_string_view().value(row)),
        DataType::Boolean => column.as_boolean().value(row).to_string(),
        DataType::Int8 => number!(Int8Type),
        DataType::Int16 => number!(Int16Type),
        DataType::Int32 => number!(Int32Type),
        DataType::Int64 => number!(Int64Type),
        DataType::UInt8 => number!(UInt8Type),
        DataType::UInt16 => number!(UInt16Type),
        DataType::UInt32 => number!(UInt32Type),
        DataType::UInt64 => number!(UInt64Type),
        DataType::Float32 => {
            let value = column.as_primitive::<Float32Type>().value(row);
            return finite(f64::from(value), || value.to_string());
        }
        DataType::Float64 => {
            let value = column.as_primitive::<Float64Type>().value(row);
            return finite(value, || value.to_string());
        }
        DataType::Decimal128(..) => {
            column.as_primitive::<Decimal128Type>().value_as_string(row)
        }
        DataType::Decimal256(..) => {
            column.as_primitive::<Decimal256Type>().value_as_string(row)
        }
        DataType::Date32 => {
            let date = column.as_primitive::<Date32Type>().value_as_date(row);
            date.map(|date| date.to_string()).ok_or("a day that no calendar has")?
        }
        other => return Err(format!("{other}, which has no text: cast it in the SQL")),
    })
}

/// Returns a text; an empty one could not be told from a missing value.
fn text(text: &str) -> Result<String, String> {
    if text.is_empty() {
        return Err("an empty text, which an extract cannot tell from a missing value: use NULLIF(…, '')".to_owned());
    }
    Ok(text.to_owned())
}

fn finite(value: f64, text: impl FnOnce() -> String) -> Result<String, String> {
    if value.is_finite() { Ok(text()) } else { Err(format!("the number {value}")) }
}
