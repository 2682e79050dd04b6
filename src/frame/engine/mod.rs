//! The embedded engine: polars behind plain tables.

mod footer;
mod functions;
mod geoparquet;
mod parquet;
mod ready;
mod round;
mod sizes;
mod words;

pub(super) use geoparquet::geoparquet;
pub(super) use parquet::parquet;
pub(super) use ready::Ready;

use crate::frame::check::Typed;
use crate::frame::check::is_whole_kept;
use crate::frame::engine::sizes::Sizes;
use crate::frame::engine::words::refusal;
use crate::frame::guard;
use crate::frame::query;
use crate::frame::query::Lowered;
use crate::frame::query::Refusal;
use crate::model::table::Cells;
use crate::model::table::Column;
use crate::model::table::Table;
use crate::project::FieldType;
use polars::prelude::AnyValue;
use polars::prelude::Column as PolarsColumn;
use polars::prelude::DataFrame;
use polars::prelude::DataType;
use polars::prelude::IntoLazy as _;
use polars::prelude::LazyFrame;
use polars::prelude::NamedFrom as _;
use polars::prelude::Series;
use polars::sql::SQLContext;
use rayon::prelude::*;
use std::borrow::Cow;

/// Calls the engine.
fn guarded<T>(call: impl FnOnce() -> T) -> Result<T, Refusal> {
    guard::guarded(call)
        .map_err(|why| Refusal::Other(format!("the engine gave up: {why}")))
}

/// Hands a table to the engine.
pub(super) fn ready(table: &Table) -> Result<Ready, Refusal> {
    let columns: Vec<PolarsColumn> = table.columns.iter().map(series).collect();
    let frame =
        DataFrame::new(table.rows(), columns).map_err(|error| words::plain(&error))?;
    Ok(Ready(frame))
}

/// The cells of a column of a block.
pub(super) enum Values<'t> {
    Integer(Vec<Option<i64>>),
    Number(Vec<Option<f64>>),
    Bool(Vec<Option<bool>>),
    Text(Vec<Option<Cow<'t, str>>>),
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
            (Self::Text(cells), Some(Typed::Text(cell))) => {
                cells.push(Some(Cow::Borrowed(cell)));
            }
            (Self::Text(cells), Some(Typed::Stamp(cell))) => {
                cells.push(Some(Cow::Owned(cell.as_str().to_owned())));
            }
            (Self::Text(cells), _) => cells.push(None),
        }
    }
}

/// Rows whose columns are handed over side by side: fewer are done before another thread is awake.
const MANY: usize = 100_000;

/// Hands a block of so many rows to the engine.
pub(super) fn block(
    rows: usize,
    columns: Vec<(String, Values<'_>)>,
) -> Result<Ready, Refusal> {
    let series = |(name, values): (String, Values<'_>)| -> PolarsColumn {
        let name = name.as_str().into();
        match values {
            Values::Integer(cells) => Series::new(name, cells),
            Values::Number(cells) => Series::new(name, cells),
            Values::Bool(cells) => Series::new(name, cells),
            Values::Text(cells) => Series::new(name, cells),
        }
        .into()
    };
    let columns = if rows < MANY {
        columns.into_iter().map(series).collect()
    } else {
        columns.into_par_iter().map(series).collect()
    };
    Ok(Ready(DataFrame::new(rows, columns).map_err(|error| words::plain(&error))?))
}

/// Takes columns back from the engine, texts where they are.
pub(super) fn values(ready: &Ready) -> Result<Vec<Values<'_>>, Refusal> {
    let columns = ready.0.columns().iter().map(|column| {
        Ok(match column.str() {
            Ok(texts) => {
                Values::Text(texts.iter().map(|text| text.map(Cow::Borrowed)).collect())
            }
            Err(_) => match plain(column, |_| true)?.cells {
                Cells::Integer(cells) => Values::Integer(cells),
                Cells::Number(cells) => Values::Number(cells),
                Cells::Bool(cells) => Values::Bool(cells),
                Cells::Text(cells) => {
                    let owned = |text: Option<&str>| text.map(|it| it.to_owned().into());
                    Values::Text(cells.iter().map(owned).collect())
                }
            },
        })
    });
    columns.collect()
}

/// Puts the rows of one table under those of another with the same columns.
pub(super) fn append(above: Ready, below: &Ready) -> Result<Ready, Refusal> {
    let Ready(mut frame) = above;
    frame.vstack_mut(&below.0).map_err(|error| words::plain(&error))?;
    Ok(Ready(frame))
}

/// Runs a query over tables under their names; rows that its order takes for equal are ordered by
/// a key.
pub(super) fn query(
    sql: &str,
    key: &[String],
    tables: &[(String, &Ready)],
) -> Result<Table, Refusal> {
    let mut parsed = query::parse(sql)?;
    let known = Sizes(tables);
    query::rows(&parsed, &known)?;
    query::padded(&parsed, || known.longest())?;
    query::by_key(&mut parsed, key);
    table(&collect(&query::lower(&parsed)?, tables)?)
}

/// The same with a query that is ready for the engine; what comes out stays with it.
pub(super) fn collect(
    lowered: &Lowered,
    tables: &[(String, &Ready)],
) -> Result<Ready, Refusal> {
    guarded(|| {
        let mut context = SQLContext::new().with_function_registry(functions::registry());
        for (name, Ready(frame)) in tables {
            context.register(&query::registered(name), frame.clone().lazy());
        }
        for step in &lowered.steps {
            let lazy = context.execute(&step.sql)?;
            context.register(&step.name, lazy);
        }
        let lazy = context.execute(&lowered.sql);
        lazy.and_then(LazyFrame::collect).map(Ready)
    })?
    .map_err(|error| refusal(&error, lowered))
}

fn series(column: &Column) -> PolarsColumn {
    let name = column.name.as_str().into();
    let series = match &column.cells {
        Cells::Integer(cells) => Series::new(name, cells),
        Cells::Number(cells) => Series::new(name, cells),
        Cells::Text(cells) => Series::new(name, cells.iter().collect::<Vec<_>>()),
        Cells::Bool(cells) => Series::new(name, cells),
    };
    series.into()
}

/// Takes a table back from the engine.
pub(super) fn table(ready: &Ready) -> Result<Table, Refusal> {
    let columns = ready.0.columns().par_iter().map(|it| plain(it, f64::is_finite));
    // The first column at fault is what is said.
    let columns: Vec<Result<Column, Refusal>> = columns.collect();
    let columns = columns.into_iter().collect::<Result<_, _>>()?;
    Ok(Table { columns, files: Vec::new() })
}

/// Refuses a table with a whole number that would print as another.
pub(super) fn printable(table: &Table) -> Result<(), Refusal> {
    for column in &table.columns {
        let Cells::Integer(cells) = &column.cells else { continue };
        let lost = |cell: &Option<i64>| cell.is_some_and(|cell| !is_whole_kept(cell));
        if let Some(row) = cells.iter().position(lost) {
            return Err(Refusal::Other(format!(
                "column `{}` has in row {} a number with more digits than can be kept (about 16): cast it to a text, or compute in a larger unit",
                column.name,
                row + 1
            )));
        }
    }
    Ok(())
}

/// Takes a column back; its numbers must be as they are wanted.
fn plain(column: &PolarsColumn, wanted: impl Fn(f64) -> bool) -> Result<Column, Refusal> {
    let name = column.name().to_string();
    let dtype = column.dtype();
    let failed = |_| {
        let text =
            format!("column `{name}` of type {dtype} has numbers too large to keep");
        Refusal::Other(text)
    };
    let cells = if dtype.is_integer() {
        let whole = column.strict_cast(&DataType::Int64).map_err(failed)?;
        Cells::Integer(whole.i64().map_err(failed)?.iter().collect())
    } else if dtype.is_float() {
        let whole = column.strict_cast(&DataType::Float64).map_err(failed)?;
        let cells: Vec<Option<f64>> = whole.f64().map_err(failed)?.iter().collect();
        let bad = |cell: &Option<f64>| cell.is_some_and(|value| !wanted(value));
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
        Cells::Text(texts.iter().collect())
    } else if matches!(dtype, DataType::Null) {
        Cells::Text(vec![None::<&str>; column.len()].into_iter().collect())
    } else if matches!(dtype, DataType::Date | DataType::Datetime(..) | DataType::Time) {
        // In the engine's own words.
        let get = |row: usize| column.get(row).unwrap_or(AnyValue::Null);
        let text = |value: AnyValue<'_>| (!value.is_null()).then(|| value.to_string());
        Cells::Text((0..column.len()).map(|row| text(get(row))).collect())
    } else {
        return Err(Refusal::Other(format!(
            "column `{name}` holds {}, not one value a row",
            words::kind_of(dtype)
        )));
    };
    Ok(Column { name, cells })
}

#[cfg(test)]
mod tests;
