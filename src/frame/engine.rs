//! The embedded engine: polars behind plain tables.

use crate::frame::check::Typed;
use crate::model::table::Cells;
use crate::model::table::Column;
use crate::model::table::Table;
use crate::project::FieldType;
use polars::prelude::AnyValue;
use polars::prelude::Column as PolarsColumn;
use polars::prelude::DataFrame;
use polars::prelude::DataType;
use polars::prelude::IntoLazy;
use polars::prelude::NamedFrom;
use polars::prelude::Series;
use polars::sql::SQLContext;
use polars_io::SerReader;
use polars_io::parquet::read::ParquetReader;
use std::io::Cursor;

/// Why a query failed, in the engine's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Refusal {
    /// The text is not SQL, or uses what the engine does not have.
    Syntax(String),
    /// A column that does not exist.
    Column(String),
    /// Anything else.
    Other(String),
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Syntax(text) | Self::Other(text) => f.write_str(text),
            Self::Column(name) => write!(f, "unknown column `{name}`"),
        }
    }
}

/// A table as the engine holds it.
#[derive(Clone)]
pub(super) struct Ready(DataFrame);

impl Ready {
    /// Returns how many rows there are.
    pub(super) fn rows(&self) -> usize {
        self.0.height()
    }
}

impl std::fmt::Debug for Ready {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Ready")
    }
}

/// Hands a table to the engine.
pub(super) fn ready(table: &Table) -> Result<Ready, Refusal> {
    let columns: Vec<PolarsColumn> = table.columns.iter().map(series).collect();
    let frame = DataFrame::new(table.rows(), columns).map_err(|error| refusal(&error))?;
    Ok(Ready(frame))
}

/// The cells of a column of a block.
pub(super) enum Values<'t> {
    Integer(Vec<Option<i64>>),
    Number(Vec<Option<f64>>),
    Bool(Vec<Option<bool>>),
    Text(Vec<Option<&'t str>>),
}

impl<'t> Values<'t> {
    pub(super) fn new(kind: FieldType, rows: usize) -> Self {
        match kind {
            FieldType::Integer | FieldType::Year => {
                Self::Integer(Vec::with_capacity(rows))
            }
            FieldType::Number => Self::Number(Vec::with_capacity(rows)),
            FieldType::Boolean => Self::Bool(Vec::with_capacity(rows)),
            FieldType::String
            | FieldType::Date
            | FieldType::Yearmonth
            | FieldType::Any => Self::Text(Vec::with_capacity(rows)),
        }
    }

    pub(super) fn push(&mut self, value: Option<Typed<'t>>) {
        match (self, value) {
            (Self::Integer(cells), Some(Typed::Integer(cell))) => cells.push(Some(cell)),
            (Self::Integer(cells), _) => cells.push(None),
            (Self::Number(cells), Some(Typed::Number(cell))) => cells.push(Some(cell)),
            (Self::Number(cells), _) => cells.push(None),
            (Self::Bool(cells), Some(Typed::Bool(cell))) => cells.push(Some(cell)),
            (Self::Bool(cells), _) => cells.push(None),
            (Self::Text(cells), Some(Typed::Text(cell))) => cells.push(Some(cell)),
            (Self::Text(cells), _) => cells.push(None),
        }
    }
}

/// Hands a block of rows to the engine.
pub(super) fn block(columns: Vec<(String, Values<'_>)>) -> Result<Ready, Refusal> {
    let rows = columns.first().map_or(0, |(_, values)| match values {
        Values::Integer(cells) => cells.len(),
        Values::Number(cells) => cells.len(),
        Values::Bool(cells) => cells.len(),
        Values::Text(cells) => cells.len(),
    });
    let columns = columns
        .into_iter()
        .map(|(name, values)| {
            let name = name.as_str().into();
            match values {
                Values::Integer(cells) => Series::new(name, cells),
                Values::Number(cells) => Series::new(name, cells),
                Values::Bool(cells) => Series::new(name, cells),
                Values::Text(cells) => Series::new(name, cells),
            }
            .into()
        })
        .collect();
    Ok(Ready(DataFrame::new(rows, columns).map_err(|error| refusal(&error))?))
}

/// Puts the rows of one table under those of another with the same columns.
pub(super) fn append(above: Ready, below: &Ready) -> Result<Ready, Refusal> {
    let Ready(mut frame) = above;
    frame.vstack_mut(&below.0).map_err(|error| refusal(&error))?;
    Ok(Ready(frame))
}

/// Runs a query over tables under their names.
pub(super) fn query(sql: &str, tables: &[(String, &Ready)]) -> Result<Table, Refusal> {
    table(&collect(sql, tables)?)
}

/// The same; what comes out stays with the engine.
pub(super) fn collect(sql: &str, tables: &[(String, &Ready)]) -> Result<Ready, Refusal> {
    let mut context = SQLContext::new();
    for (name, Ready(frame)) in tables {
        context.register(name, frame.clone().lazy());
    }
    let lazy = context.execute(sql).map_err(|error| refusal(&error))?;
    lazy.collect().map(Ready).map_err(|error| refusal(&error))
}

/// Returns the tables that a query names.
pub(super) fn tables_of(sql: &str) -> Result<Vec<String>, Refusal> {
    polars::sql::extract_table_identifiers(sql, false, true)
        .map_err(|error| refusal(&error))
}

/// Reads a Parquet file.
pub(super) fn parquet(bytes: &[u8]) -> Result<Table, Refusal> {
    let reader = ParquetReader::new(Cursor::new(bytes.to_vec()));
    let frame = reader.finish().map_err(|error| refusal(&error))?;
    table(&Ready(frame))
}

fn series(column: &Column) -> PolarsColumn {
    let name = column.name.as_str().into();
    let series = match &column.cells {
        Cells::Integer(cells) => Series::new(name, cells),
        Cells::Number(cells) => Series::new(name, cells),
        Cells::Text(cells) => Series::new(name, cells),
        Cells::Bool(cells) => Series::new(name, cells),
    };
    series.into()
}

/// Takes a table back from the engine.
pub(super) fn table(ready: &Ready) -> Result<Table, Refusal> {
    let mut columns = Vec::new();
    for column in ready.0.columns() {
        columns.push(plain(column)?);
    }
    Ok(Table { columns, files: Vec::new() })
}

fn plain(column: &PolarsColumn) -> Result<Column, Refusal> {
    let name = column.name().to_string();
    let dtype = column.dtype();
    let failed = |error: polars::prelude::PolarsError| refusal(&error);
    let cells = if dtype.is_integer() {
        let whole = column.cast(&DataType::Int64).map_err(failed)?;
        Cells::Integer(whole.i64().map_err(failed)?.iter().collect())
    } else if dtype.is_float() {
        let whole = column.cast(&DataType::Float64).map_err(failed)?;
        let cells: Vec<Option<f64>> = whole.f64().map_err(failed)?.iter().collect();
        let bad = |cell: &Option<f64>| cell.is_some_and(|value| !value.is_finite());
        if let Some(row) = cells.iter().position(bad) {
            return Err(Refusal::Other(format!(
                "column `{name}` is not finite in row {} (a division by zero?)",
                row + 1
            )));
        }
        Cells::Number(cells)
    } else if dtype.is_bool() {
        Cells::Bool(column.bool().map_err(failed)?.iter().collect())
    } else if let Ok(texts) = column.str() {
        Cells::Text(texts.iter().map(|text| text.map(str::to_owned)).collect())
    } else {
        // Dates and the like, in the engine's own words.
        let get = |row: usize| column.get(row).unwrap_or(AnyValue::Null);
        let text = |value: AnyValue<'_>| (!value.is_null()).then(|| value.to_string());
        Cells::Text((0..column.len()).map(|row| text(get(row))).collect())
    };
    Ok(Column { name, cells })
}

fn refusal(error: &polars::prelude::PolarsError) -> Refusal {
    use polars::prelude::PolarsError;
    let text = error.to_string();
    let first = text.lines().next().unwrap_or_default().to_owned();
    match error {
        PolarsError::ColumnNotFound(message)
        | PolarsError::SchemaFieldNotFound(message) => {
            Refusal::Column(name_in(message.as_ref()))
        }
        PolarsError::SQLSyntax(message) | PolarsError::SQLInterface(message) => {
            let message = message.to_string();
            let line = message.lines().next().unwrap_or_default().to_owned();
            if line.contains("column") && line.contains("not found") {
                Refusal::Column(name_in(&line))
            } else {
                Refusal::Syntax(line)
            }
        }
        PolarsError::Context { error, .. } | PolarsError::ExprContext { error, .. } => {
            refusal(error)
        }
        _ => Refusal::Other(first),
    }
}

/// Returns the first quoted name of a message, or its first word.
fn name_in(message: &str) -> String {
    for quote in ['\'', '"', '`'] {
        if let Some(name) = message.split(quote).nth(1) {
            return name.to_owned();
        }
    }
    message.split_whitespace().next().unwrap_or_default().to_owned()
}
