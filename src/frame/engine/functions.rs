//! Our functions in the engine's SQL: whole numbers that refuse to wrap around, and rounding as
//! we print.

use crate::frame::engine::round::round;
use crate::frame::query::Fault;
use crate::frame::query::names;
use polars::prelude::BaseColumnUdf;
use polars::prelude::Column;
use polars::prelude::DataType;
use polars::prelude::Field;
use polars::prelude::Float64Chunked;
use polars::prelude::Int64Chunked;
use polars::prelude::IntoSeries as _;
use polars::prelude::NewChunkedArray as _;
use polars::prelude::PolarsError;
use polars::prelude::PolarsResult;
use polars::prelude::Schema;
use polars::prelude::Series;
use polars::prelude::UserDefinedFunction;
use polars::sql::FunctionOptions;
use polars::sql::FunctionRegistry;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::OnceLock;

/// Begins the message of a fault of ours; its place in [`FAULTS`] and the number of the part
/// follow.
const FAULT: &str = "reissue fault ";

/// What can go wrong, in the order in which messages number it.
const FAULTS: [Fault; 5] =
    [Fault::Overflow, Fault::Zero, Fault::Fraction, Fault::Exponent, Fault::Text];

/// Returns what the message of a fault of ours says: the number of the part, and what it is.
pub(super) fn fault_in(message: &str) -> Option<(usize, Fault)> {
    let (_, after) = message.split_once(FAULT)?;
    let (fault, after) = after.split_once(' ')?;
    let digits: String = after.chars().take_while(char::is_ascii_digit).collect();
    Some((digits.parse().ok()?, *FAULTS.get(fault.parse::<usize>().ok()?)?))
}

/// The functions that queries may call beside the engine's own.
pub(super) fn registry() -> Arc<dyn FunctionRegistry> {
    // One for all: two calls are equal only if they call the very same function.
    static ALL: OnceLock<Arc<Ours>> = OnceLock::new();
    Arc::clone(ALL.get_or_init(|| Arc::new(Ours::new()))) as Arc<dyn FunctionRegistry>
}

struct Ours(BTreeMap<&'static str, UserDefinedFunction>);

impl FunctionRegistry for Ours {
    fn register(&mut self, name: &str, _: UserDefinedFunction) -> PolarsResult<()> {
        Err(PolarsError::ComputeError(format!("cannot add `{name}`").into()))
    }

    fn get_udf(&self, name: &str) -> PolarsResult<Option<UserDefinedFunction>> {
        Ok(self.0.get(name).cloned())
    }

    fn contains(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }
}

/// What a function makes of its arguments, each as long as the longest or of one cell.
type Made = fn(&[Series]) -> PolarsResult<Series>;

/// The type that comes out, given those that go in.
type Typed = fn(&[DataType]) -> PolarsResult<DataType>;

impl Ours {
    fn new() -> Self {
        let all: [(&'static str, Made, Typed); 10] = [
            (names::ADD, |s| arithmetic(s, i64::checked_add, |a, b| a + b), joint),
            (names::SUBTRACT, |s| arithmetic(s, i64::checked_sub, |a, b| a - b), joint),
            (names::MULTIPLY, |s| arithmetic(s, i64::checked_mul, |a, b| a * b), joint),
            (names::POWER, power, joint),
            (names::REST, |s| divided(s, |a, b| a % b, |a, b| a % b), joint),
            (names::QUOTIENT, quotient, |_| Ok(DataType::Int64)),
            (names::INTEGER, integer, first),
            (names::SUM, sum, first),
            (names::WHOLE, wide, widened),
            (names::ROUND, rounded, first),
        ];
        let function = |(name, made, typed): (&'static str, Made, Typed)| {
            let run = move |columns: &mut [Column]| {
                let series: Vec<Series> =
                    columns.iter().map(|c| c.as_materialized_series().clone()).collect();
                made(&series).map(Column::from)
            };
            let field = move |_: &Schema, fields: &[Field]| {
                let known =
                    |field: &Field| field.dtype().clone().materialize_unknown(true);
                let types = fields.iter().map(known).collect::<PolarsResult<Vec<_>>>()?;
                let name = fields.first().map(|field| field.name().clone());
                Ok(Field::new(name.unwrap_or_default(), typed(&types)?))
            };
            let mut function =
                UserDefinedFunction::new(name.into(), BaseColumnUdf::new(run, field));
            function.options = FunctionOptions::elementwise();
            (name, function)
        };
        Self(all.into_iter().map(function).collect())
    }
}

/// What a type is to arithmetic.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Whole,
    Number,
    Missing,
    /// Dates, texts: the engine's own business.
    Other,
}

fn kind(dtype: &DataType) -> Kind {
    match dtype {
        DataType::Boolean => Kind::Whole,
        DataType::Null => Kind::Missing,
        dtype if dtype.is_integer() => Kind::Whole,
        dtype if dtype.is_float() => Kind::Number,
        _ => Kind::Other,
    }
}

/// Returns the type of arithmetic on two cells.
fn joint(types: &[DataType]) -> PolarsResult<DataType> {
    let [a, b, ..] = types else { return Err(wrong_arguments()) };
    Ok(match (kind(a), kind(b)) {
        // Refused when it is computed.
        _ if types.contains(&DataType::String) => DataType::Float64,
        (Kind::Other, _) | (_, Kind::Other) => {
            let empty = |dtype| Series::new_empty("".into(), dtype);
            (&empty(a) + &empty(b)).or_else(|_| &empty(a) - &empty(b))?.dtype().clone()
        }
        (Kind::Number, _) | (_, Kind::Number) => DataType::Float64,
        _ => DataType::Int64,
    })
}

fn first(types: &[DataType]) -> PolarsResult<DataType> {
    types.first().cloned().ok_or_else(wrong_arguments)
}

fn widened(types: &[DataType]) -> PolarsResult<DataType> {
    let first = first(types)?;
    Ok(if kind(&first) == Kind::Whole { DataType::Int64 } else { first })
}

fn wrong_arguments() -> PolarsError {
    PolarsError::ComputeError("a function has too few arguments".into())
}

fn failed(fault: Fault, number: &Series) -> PolarsError {
    let number = number.cast(&DataType::Int64).ok();
    let number = number.and_then(|number| number.i64().ok()?.get(0)).unwrap_or_default();
    let fault = FAULTS.iter().position(|other| *other == fault).unwrap_or_default();
    PolarsError::ComputeError(format!("{FAULT}{fault} {number}").into())
}

/// Returns the cells of a column of one cell or of many, for each of many rows.
fn spread<T: Copy + 'static>(
    cells: impl ExactSizeIterator<Item = Option<T>> + 'static,
    rows: usize,
) -> Box<dyn Iterator<Item = Option<T>>> {
    if cells.len() == 1 && rows != 1 {
        let mut cells = cells;
        let one = cells.next().flatten();
        return Box::new(std::iter::repeat_n(one, rows));
    }
    Box::new(cells)
}

/// Returns how many rows come of two columns: one of a single cell is as long as the other.
fn rows(a: &Series, b: &Series) -> usize {
    if a.len() == 1 { b.len() } else { a.len() }
}

/// Computes with whole numbers, and says where there is no result.
fn whole(
    a: &Series,
    b: &Series,
    number: &Series,
    checked: impl Fn(i64, i64) -> Result<i64, Fault>,
) -> PolarsResult<Series> {
    let rows = rows(a, b);
    let list = |series: &Series| -> PolarsResult<Vec<Option<i64>>> {
        Ok(series.strict_cast(&DataType::Int64)?.i64()?.iter().collect())
    };
    let (left, right) =
        (spread(list(a)?.into_iter(), rows), spread(list(b)?.into_iter(), rows));
    let mut out = Vec::with_capacity(rows);
    for pair in left.zip(right) {
        out.push(match pair {
            (Some(a), Some(b)) => {
                Some(checked(a, b).map_err(|fault| failed(fault, number))?)
            }
            _ => None,
        });
    }
    Ok(Int64Chunked::from_iter_options(a.name().clone(), out.into_iter()).into_series())
}

fn arithmetic(
    series: &[Series],
    checked: fn(i64, i64) -> Option<i64>,
    native: fn(&Series, &Series) -> PolarsResult<Series>,
) -> PolarsResult<Series> {
    let [a, b, number] = series else { return Err(wrong_arguments()) };
    if [a, b].iter().any(|side| *side.dtype() == DataType::String) {
        return Err(failed(Fault::Text, number));
    }
    match (kind(a.dtype()), kind(b.dtype())) {
        (Kind::Other, _) | (_, Kind::Other) => native(a, b),
        (Kind::Number, _) | (_, Kind::Number) => {
            native(&a.cast(&DataType::Float64)?, &b.cast(&DataType::Float64)?)
        }
        _ => whole(a, b, number, |a, b| checked(a, b).ok_or(Fault::Overflow)),
    }
}

fn power(series: &[Series]) -> PolarsResult<Series> {
    let [a, b, number] = series else { return Err(wrong_arguments()) };
    if joint(&[a.dtype().clone(), b.dtype().clone()])? == DataType::Int64 {
        return whole(a, b, number, |base, exponent| {
            if exponent < 0 {
                return Err(Fault::Exponent);
            }
            let exponent = u32::try_from(exponent).unwrap_or(u32::MAX);
            base.checked_pow(exponent).ok_or(Fault::Overflow)
        });
    }
    numbers(a, b, number, |base, exponent| Ok(base.powf(exponent)))
}

/// Computes with numbers, and says where there is no result.
fn numbers(
    a: &Series,
    b: &Series,
    number: &Series,
    made: impl Fn(f64, f64) -> Result<f64, Fault>,
) -> PolarsResult<Series> {
    let rows = rows(a, b);
    let list = |series: &Series| -> PolarsResult<Vec<Option<f64>>> {
        if *series.dtype() == DataType::String {
            return Err(failed(Fault::Text, number));
        }
        Ok(series.strict_cast(&DataType::Float64)?.f64()?.iter().collect())
    };
    let pairs =
        spread(list(a)?.into_iter(), rows).zip(spread(list(b)?.into_iter(), rows));
    let mut cells = Vec::with_capacity(rows);
    for pair in pairs {
        cells.push(match pair {
            (Some(a), Some(b)) => {
                Some(made(a, b).map_err(|fault| failed(fault, number))?)
            }
            _ => None,
        });
    }
    Ok(Float64Chunked::from_iter_options(a.name().clone(), cells.into_iter())
        .into_series())
}

/// Divides, and refuses to divide by zero.
fn divided(
    series: &[Series],
    whole_of: fn(i64, i64) -> i64,
    number_of: fn(f64, f64) -> f64,
) -> PolarsResult<Series> {
    let [a, b, number] = series else { return Err(wrong_arguments()) };
    if joint(&[a.dtype().clone(), b.dtype().clone()])? == DataType::Int64 {
        return whole(a, b, number, |a, b| match (a, b) {
            (_, 0) => Err(Fault::Zero),
            // There is no opposite of the smallest.
            (_, -1) => Ok(whole_of(a.max(-i64::MAX), b)),
            _ => Ok(whole_of(a, b)),
        });
    }
    numbers(
        a,
        b,
        number,
        |a, b| {
            if b == 0.0 { Err(Fault::Zero) } else { Ok(number_of(a, b)) }
        },
    )
}

fn quotient(series: &[Series]) -> PolarsResult<Series> {
    let floor =
        |a: i64, b: i64| a.div_euclid(b) - i64::from(b < 0 && a.rem_euclid(b) != 0);
    divided(series, floor, |a, b| (a / b).floor())?.strict_cast(&DataType::Int64)
}

/// Refuses numbers that are not whole.
fn integer(series: &[Series]) -> PolarsResult<Series> {
    let [one, number] = series else { return Err(wrong_arguments()) };
    if kind(one.dtype()) == Kind::Number {
        let cells = one.cast(&DataType::Float64)?;
        if cells.f64()?.iter().flatten().any(|cell| cell.fract() != 0.0) {
            return Err(failed(Fault::Fraction, number));
        }
    }
    Ok(one.clone())
}

/// Returns sums of whole numbers unless they are far from the same sums of numbers.
fn sum(series: &[Series]) -> PolarsResult<Series> {
    let [exact, near, number] = series else { return Err(wrong_arguments()) };
    if kind(exact.dtype()) != Kind::Whole {
        return Ok(exact.clone());
    }
    let (sums, numbers) = (exact.strict_cast(&DataType::Float64)?, near.f64()?);
    let far = |(sum, near): (Option<f64>, Option<f64>)| {
        sum.zip(near)
            .is_some_and(|(sum, near)| (sum - near).abs() > 1e18 + 1e-9 * near.abs())
    };
    let wrapped = sums.f64()?.iter().zip(numbers.iter()).any(far);
    if wrapped { Err(failed(Fault::Overflow, number)) } else { Ok(exact.clone()) }
}

fn wide(series: &[Series]) -> PolarsResult<Series> {
    let [one, ..] = series else { return Err(wrong_arguments()) };
    match kind(one.dtype()) {
        Kind::Whole => one.strict_cast(&DataType::Int64),
        Kind::Number | Kind::Missing | Kind::Other => Ok(one.clone()),
    }
}

fn rounded(series: &[Series]) -> PolarsResult<Series> {
    let [one, digits] = series else { return Err(wrong_arguments()) };
    let digits = digits.cast(&DataType::Int64)?.i64()?.get(0).unwrap_or_default();
    match kind(one.dtype()) {
        Kind::Number => {
            let cells = one.cast(&DataType::Float64)?;
            let cells =
                cells.f64()?.iter().map(|cell| cell.map(|cell| round(cell, digits)));
            let cells: Vec<Option<f64>> = cells.collect();
            let name = one.name().clone();
            let out =
                Float64Chunked::from_iter_options(name, cells.into_iter()).into_series();
            out.cast(one.dtype())
        }
        Kind::Whole if digits < 0 && *one.dtype() != DataType::Boolean => {
            let cells = one.strict_cast(&DataType::Int64)?;
            let tens = 10_i64.checked_pow(u32::try_from(-digits).unwrap_or(19));
            let near = |cell: i64| match tens {
                Some(tens) => {
                    let rest = cell % tens;
                    let up =
                        if 2 * rest.abs() >= tens { tens * rest.signum() } else { 0 };
                    cell - rest + up
                }
                None => 0,
            };
            let cells: Vec<Option<i64>> =
                cells.i64()?.iter().map(|cell| cell.map(near)).collect();
            let name = one.name().clone();
            let out =
                Int64Chunked::from_iter_options(name, cells.into_iter()).into_series();
            out.cast(one.dtype())
        }
        Kind::Whole | Kind::Missing => Ok(one.clone()),
        Kind::Other => Err(PolarsError::ComputeError(
            format!("`ROUND` rounds numbers, not {}", one.dtype()).into(),
        )),
    }
}
