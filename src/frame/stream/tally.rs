//! Rows that agree in every column a query looks at, counted once for all.

use crate::frame::check::Judged;
use crate::frame::engine::Values;
use crate::frame::stream::grid::Grid;
use crate::frame::stream::plan::ROWS;
use crate::frame::stream::reading::Column;
use foldhash::fast::FixedState;
use std::collections::HashMap;

/// Different rows kept, at the most: more are handed on and forgotten.
const MOST: usize = 400_000;

/// The most columns that a row is told apart by.
pub(super) const WIDEST: usize = 8;

/// The rows met so far.
pub(super) struct Tally<'a> {
    columns: Vec<(&'a Column<'a>, Texts)>,
    /// How many rows have these texts; the numbers of the texts stand side by side in the key.
    rows: HashMap<u128, i64, FixedState>,
}

/// The different texts of a column, numbered as they were met.
#[derive(Default)]
struct Texts {
    numbers: HashMap<Box<str>, u32, FixedState>,
    texts: Vec<Box<str>>,
}

impl Texts {
    fn number(&mut self, text: &str) -> u32 {
        if let Some(number) = self.numbers.get(text) {
            return *number;
        }
        let number = self.texts.len() as u32;
        self.numbers.insert(text.into(), number);
        self.texts.push(text.into());
        number
    }
}

/// A table in the making: named columns of values.
pub(super) type Columns<'t> = Vec<(String, Values<'t>)>;

impl<'a> Tally<'a> {
    pub(super) fn new(columns: impl Iterator<Item = &'a Column<'a>>) -> Self {
        let columns = columns.map(|column| (column, Texts::default())).collect();
        Self { columns, rows: HashMap::default() }
    }

    /// Counts the rows of a block.
    pub(super) fn add(&mut self, grid: &Grid) {
        let bits = self.bits();
        let mut keys = vec![0_u128; grid.rows()];
        for (column, texts) in &mut self.columns {
            for (key, text) in keys.iter_mut().zip(grid.column(column.slot)) {
                *key = (*key << bits) | u128::from(texts.number(text));
            }
        }
        for key in keys {
            *self.rows.entry(key).or_insert(0) += 1;
        }
    }

    /// Returns whether there may be no room for the rows of another block.
    pub(super) fn is_full(&self, block: usize) -> bool {
        let texts = self.columns.iter().map(|(_, texts)| texts.texts.len()).max();
        let numbers = 1_usize << self.bits().min(31);
        self.rows.len() > MOST || texts.unwrap_or(0) + block >= numbers
    }

    fn bits(&self) -> u32 {
        (128 / self.columns.len().max(1) as u32).min(32)
    }

    /// Returns a row for each that was met, with how many there are of it; nothing if there
    /// are none.
    pub(super) fn columns(&self) -> Option<Columns<'_>> {
        if self.rows.is_empty() {
            return None;
        }
        let mut met: Vec<(u128, i64)> =
            self.rows.iter().map(|(key, count)| (*key, *count)).collect();
        met.sort_unstable();
        let bits = self.bits();
        let mask = (1_u128 << bits) - 1;
        let mut out = Vec::new();
        for (place, (column, texts)) in self.columns.iter().rev().enumerate() {
            let shift = bits * place as u32;
            let judged: Vec<Judged<'_, '_>> =
                texts.texts.iter().map(|text| column.field.judge(text)).collect();
            let cell =
                |(key, _): &(u128, i64)| judged.get((key >> shift & mask) as usize);
            column.put(met.iter().map(cell), &mut out);
        }
        let counts = met.iter().map(|(_, count)| Some(*count)).collect();
        out.push((ROWS.to_owned(), Values::Integer(counts)));
        Some(out)
    }

    /// Forgets all rows.
    pub(super) fn clear(&mut self) {
        self.rows.clear();
        for (_, texts) in &mut self.columns {
            *texts = Texts::default();
        }
    }
}
