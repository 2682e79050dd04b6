//! The values of an expression, in the form in which they are grouped.

use crate::frame::check::Typed;
use crate::frame::engine::Values;
use crate::frame::query::Refusal;
use crate::frame::stream::plan::Role;
use crate::model::texts::Texts;
use crate::project::FieldType;
use std::sync::Mutex;

/// The different values of an expression, by a number from 1 on; 0 is a missing one.
#[derive(Default)]
pub(super) struct Dictionary {
    kind: Option<FieldType>,
    texts: Texts,
}

impl Dictionary {
    /// Returns the numbers of cells.
    fn codes(&mut self, values: &Values<'_>) -> Vec<u32> {
        self.kind = Some(match values {
            Values::Integer(_) => FieldType::Integer,
            Values::Number(_) => FieldType::Number,
            Values::Bool(_) => FieldType::Boolean,
            Values::Text(_) => FieldType::String,
        });
        let texts = &mut self.texts;
        let mut code = |bytes: Option<&[u8]>| bytes.map_or(0, |it| texts.number(it) + 1);
        match values {
            Values::Integer(cells) => cells
                .iter()
                .map(|cell| code(cell.map(i64::to_le_bytes).as_ref().map(|it| &it[..])))
                .collect(),
            Values::Number(cells) => cells
                .iter()
                .map(|cell| code(cell.map(alike).as_ref().map(|it| &it[..])))
                .collect(),
            Values::Bool(cells) => cells
                .iter()
                .map(|cell| {
                    code(cell.map(|it| [u8::from(it)]).as_ref().map(|it| &it[..]))
                })
                .collect(),
            Values::Text(cells) => cells
                .iter()
                .map(|cell| code(cell.as_deref().map(str::as_bytes)))
                .collect(),
        }
    }

    /// Returns the bytes of a value that is there; greater ones have greater bytes if they are
    /// texts or truth values.
    pub(super) fn bytes(&self, code: u32) -> &[u8] {
        self.texts.bytes((code as usize).wrapping_sub(1))
    }

    /// Returns the cells of numbers.
    pub(super) fn cells(&self, codes: impl ExactSizeIterator<Item = u32>) -> Values<'_> {
        let kind = self.kind.unwrap_or(FieldType::String);
        let mut values = Values::new(kind, codes.len());
        for code in codes {
            let bytes = self.bytes(code);
            let word = || bytes.first_chunk().copied().unwrap_or_default();
            values.push((code > 0).then(|| match kind {
                FieldType::Integer => Typed::Integer(i64::from_le_bytes(word())),
                FieldType::Number => Typed::Number(f64::from_le_bytes(word())),
                FieldType::Boolean => Typed::Bool(bytes == [1]),
                _ => Typed::Text(std::str::from_utf8(bytes).unwrap_or_default()),
            }));
        }
        values
    }
}

/// Returns the bytes of a number, the same for all that count as equal.
fn alike(number: f64) -> [u8; 8] {
    let number = if number.is_nan() { f64::NAN } else { number + 0.0 };
    number.to_le_bytes()
}

/// What is said where one expression has values of two types: none of them is passed over.
pub(super) fn another_type() -> Refusal {
    Refusal::Other(
        "an expression has values of another type further down the file".to_owned(),
    )
}

/// Values of an expression, one a row.
#[derive(Debug, Clone)]
pub(super) enum Data {
    /// Numbers of a dictionary; of a count or a condition, 1 where it is there or true.
    Codes(Vec<u32>),
    Whole(Vec<Option<i64>>),
    Number(Vec<Option<f64>>),
}

impl Data {
    /// Returns values as their role wants them.
    pub(super) fn of(
        values: Values<'_>,
        role: Role,
        known: &Mutex<Dictionary>,
    ) -> Result<Self, Refusal> {
        let flag =
            |flags: Vec<bool>| Self::Codes(flags.into_iter().map(u32::from).collect());
        Ok(match (role, values) {
            (Role::Sum | Role::Extreme, Values::Integer(cells)) => Self::Whole(cells),
            (Role::Sum | Role::Extreme, Values::Number(cells)) => Self::Number(cells),
            (Role::Sum, Values::Bool(cells)) => {
                Self::Whole(cells.into_iter().map(|cell| cell.map(i64::from)).collect())
            }
            (Role::Sum, Values::Text(_)) => {
                return Err(Refusal::Other("texts have no sum".to_owned()));
            }
            (Role::Condition, Values::Bool(cells)) => {
                flag(cells.into_iter().map(|cell| cell == Some(true)).collect())
            }
            (Role::Condition, _) => {
                let message = "what `WHERE` asks is no condition".to_owned();
                return Err(Refusal::Other(message));
            }
            (Role::Count, values) => flag(match values {
                Values::Integer(cells) => cells.iter().map(Option::is_some).collect(),
                Values::Number(cells) => cells.iter().map(Option::is_some).collect(),
                Values::Bool(cells) => cells.iter().map(Option::is_some).collect(),
                Values::Text(cells) => cells.iter().map(Option::is_some).collect(),
            }),
            (Role::Key | Role::Extreme, values) => match known.lock() {
                Ok(mut known) => Self::Codes(known.codes(&values)),
                Err(_) => Self::Codes(Vec::new()),
            },
        })
    }

    /// Returns the values at places.
    pub(super) fn at(&self, places: &[u32]) -> Self {
        fn gather<T: Copy + Default>(cells: &[T], places: &[u32]) -> Vec<T> {
            let cell = |at: &u32| cells.get(*at as usize).copied().unwrap_or_default();
            places.iter().map(cell).collect()
        }
        match self {
            Self::Codes(cells) => Self::Codes(gather(cells, places)),
            Self::Whole(cells) => Self::Whole(gather(cells, places)),
            Self::Number(cells) => Self::Number(gather(cells, places)),
        }
    }

    /// Adds values below.
    pub(super) fn append(&mut self, below: Self) -> Result<(), Refusal> {
        match (self, below) {
            (Self::Codes(cells), Self::Codes(more)) => cells.extend(more),
            (Self::Whole(cells), Self::Whole(more)) => cells.extend(more),
            (Self::Number(cells), Self::Number(more)) => cells.extend(more),
            _ => return Err(another_type()),
        }
        Ok(())
    }

    /// Returns the values as numbers.
    pub(super) fn numbers(&self) -> impl Iterator<Item = Option<f64>> {
        let (whole, numbers) = match self {
            Self::Whole(cells) => (&cells[..], &[][..]),
            Self::Number(cells) => (&[][..], &cells[..]),
            Self::Codes(_) => (&[][..], &[][..]),
        };
        let whole = whole.iter().map(|cell| cell.map(|cell| cell as f64));
        whole.chain(numbers.iter().copied())
    }

    /// Returns the codes.
    pub(super) fn codes(&self) -> &[u32] {
        match self {
            Self::Codes(codes) => codes,
            Self::Whole(_) | Self::Number(_) => &[],
        }
    }
}
