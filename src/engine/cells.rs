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
use arrow_schema::Field;
use arrow_schema::Schema;

/// The most bytes of an answer.
const MOST: usize = 256 * 1024 * 1024;

/// Past this, neighbouring whole numbers are the same double.
const WHOLE: f64 = 9_007_199_254_740_992.0;

/// The key under which the driver of `PostgreSQL` says of which type a column is there.
const POSTGRESQL: &str = "POSTGRESQL:type";

/// The rows that came so far.
#[derive(Debug)]
pub(super) struct Rows {
    header: Vec<String>,
    cells: Vec<Vec<String>>,
    bytes: usize,
}

impl Rows {
    /// Returns no rows yet, of columns that can be kept, or says which cannot.
    pub(super) fn new(schema: &Schema) -> Result<Self, String> {
        let header: Vec<String> =
            schema.fields().iter().map(|field| field.name().clone()).collect();
        for (index, name) in header.iter().enumerate() {
            if header.iter().take(index).any(|other| other == name) {
                return Err(format!("two columns called `{name}`"));
            }
        }
        schema.fields().iter().try_for_each(|field| plain(field))?;
        Ok(Self { header, cells: Vec::new(), bytes: 0 })
    }

    /// Adds the rows of a batch, or says what came that cannot be kept.
    pub(super) fn add(&mut self, batch: &RecordBatch) -> Result<(), String> {
        let columns: Vec<_> = self.header.iter().zip(batch.columns()).collect();
        for row in 0..batch.num_rows() {
            let mut cells = Vec::with_capacity(columns.len());
            for (name, column) in &columns {
                let cell = cell(column, row).map_err(|why| {
                    let number = self.cells.len() + 1;
                    format!("{why}, in column `{name}` of row {number}")
                })?;
                self.bytes += cell.len();
                cells.push(cell);
            }
            if self.bytes > MOST {
                return Err(format!("more than {} MB", MOST >> 20));
            }
            self.cells.push(cells);
        }
        Ok(())
    }

    /// Returns how many rows there are.
    pub(super) fn count(&self) -> usize {
        self.cells.len()
    }

    /// Returns the only cell.
    pub(super) fn only(self) -> Option<String> {
        match self.cells.as_slice() {
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
            .chain(&self.cells)
            .try_for_each(|row| writer.write_record(row));
        let failed =
            |error: &dyn std::fmt::Display| Fault::of("is not understood", error);
        written.map_err(|error| failed(&error))?;
        let bytes = writer.into_inner().map_err(|error| failed(&error))?;
        String::from_utf8(bytes).map_err(|error| failed(&error))
    }
}

/// Refuses a column whose whole numbers are not what the engine shows for them: an amount of money
/// comes as its hundredths.
fn plain(field: &Field) -> Result<(), String> {
    let there = field.metadata().get(POSTGRESQL).map(String::as_str);
    match there {
        Some(there) if field.data_type().is_integer() && !there.starts_with("int") => {
            let name = field.name();
            Err(format!(
                "the type {there}, whose numbers its driver changes, in column `{name}`: cast it in the SQL"
            ))
        }
        _ => Ok(()),
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
            return finite(column.as_primitive::<Float32Type>().value(row).into());
        }
        DataType::Float64 => {
            return finite(column.as_primitive::<Float64Type>().value(row));
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

/// Returns the digits of a number: of a shorter one those of its double, as for a Parquet file.
fn finite(value: f64) -> Result<String, String> {
    if !value.is_finite() {
        return Err(format!("the number {value}"));
    }
    if value.abs() >= WHOLE {
        return Err(format!(
            "the number {value}, of which a double may have lost digits: cast it to a decimal or a text in the SQL"
        ));
    }
    Ok(value.to_string())
}

#[cfg(test)]
mod tests {
    use super::Rows;
    use arrow_array::ArrayRef;
    use arrow_array::Float32Array;
    use arrow_array::Float64Array;
    use arrow_array::Int64Array;
    use arrow_array::RecordBatch;
    use arrow_array::StringArray;
    use arrow_schema::DataType;
    use arrow_schema::Field;
    use arrow_schema::Schema;
    use std::collections::HashMap;
    use std::sync::Arc;

    /// Returns what is kept of one column, or why nothing is.
    fn kept(column: ArrayRef) -> String {
        let batch = RecordBatch::try_from_iter([("v", column)]).unwrap();
        let mut rows = Rows::new(&batch.schema()).unwrap();
        match rows.add(&batch) {
            Ok(()) => rows.csv().unwrap(),
            Err(why) => why,
        }
    }

    #[test]
    fn numbers_are_kept_with_all_digits_or_not_at_all() {
        let doubles = |value: f64| kept(Arc::new(Float64Array::from(vec![value])));
        assert_eq!(doubles(0.1), "v\n0.1\n");
        assert_eq!(doubles(f64::NAN), "the number NaN, in column `v` of row 1");
        assert_eq!(
            doubles(9_007_199_254_740_993.0),
            "the number 9007199254740992, of which a double may have lost digits: cast it to a decimal or a text in the SQL, in column `v` of row 1"
        );
        assert_eq!(
            kept(Arc::new(Int64Array::from(vec![Some(9_007_199_254_740_993), Some(-1)]))),
            "v\n9007199254740993\n-1\n"
        );
        assert_eq!(
            kept(Arc::new(Float32Array::from(vec![0.1]))),
            "v\n0.10000000149011612\n"
        );
        assert_eq!(
            kept(Arc::new(StringArray::from(vec!["a", ""]))),
            "an empty text, which an extract cannot tell from a missing value: use NULLIF(…, ''), in column `v` of row 2"
        );
    }

    #[test]
    fn a_type_of_an_engine_whose_numbers_a_driver_changes_is_refused() {
        let made = |there: &str| {
            let said = HashMap::from([("POSTGRESQL:type".to_owned(), there.to_owned())]);
            let field = Field::new("v", DataType::Int64, true).with_metadata(said);
            Rows::new(&Schema::new(vec![field])).map(|rows| rows.csv().unwrap())
        };
        assert_eq!(made("int8").unwrap(), "v\n");
        assert_eq!(
            made("money").unwrap_err(),
            "the type money, whose numbers its driver changes, in column `v`: cast it in the SQL"
        );
        let twice = ["v", "v"].map(|name| Field::new(name, DataType::Int64, true));
        assert_eq!(
            Rows::new(&Schema::new(twice.to_vec())).unwrap_err(),
            "two columns called `v`"
        );
    }
}
