//! A checked table as plain columns: what leaves `frame/`.

use crate::model::texts::TextCells;
use foldhash::fast::FixedState;
use rayon::prelude::*;
use serde::Deserialize;
use serde::Serialize;
use std::cmp::Ordering;
use std::collections::HashMap;
use std::hash::Hash;

/// The cells of a column; a missing cell is none.
#[derive(Debug, Clone, PartialEq)]
pub enum Cells {
    /// Whole numbers, years among them.
    Integer(Vec<Option<i64>>),
    /// Numbers.
    Number(Vec<Option<f64>>),
    /// Texts.
    Text(TextCells),
    /// Truth values.
    Bool(Vec<Option<bool>>),
}

/// A named column.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// Its cells, one a row.
    pub cells: Cells,
}

impl Column {
    /// Returns a cell as a number.
    pub fn number(&self, row: usize) -> Option<f64> {
        match &self.cells {
            Cells::Integer(cells) => cells.get(row).copied().flatten().map(|n| n as f64),
            Cells::Number(cells) => cells.get(row).copied().flatten(),
            Cells::Text(_) | Cells::Bool(_) => None,
        }
    }

    /// Returns the digits after the point that its values have, two at most, or as many as show two digits of the largest; none
    /// where all are whole.
    pub fn fraction(&self) -> Option<u8> {
        let Cells::Number(cells) = &self.cells else { return None };
        let values = || cells.iter().flatten().filter(|value| value.is_finite());
        let whole =
            |value: f64| (value - value.round()).abs() < 1e-9 * value.abs().max(1.0);
        let fits = |digits: u8| {
            let scale = 10_f64.powi(i32::from(digits));
            values().all(|value| whole(value * scale))
        };
        if fits(0) {
            return None;
        }
        let largest = values().fold(0.0_f64, |most, value| most.max(value.abs()));
        let most = (1.0 - largest.log10().floor()).clamp(2.0, 9.0) as u8;
        Some((1..most).find(|digits| fits(*digits)).unwrap_or(most))
    }

    /// Returns a cell as the text of a key: whole numbers without separators.
    pub fn key(&self, row: usize) -> Option<String> {
        match &self.cells {
            Cells::Integer(cells) => {
                cells.get(row).copied().flatten().map(|n| n.to_string())
            }
            Cells::Number(cells) => {
                cells.get(row).copied().flatten().map(|n| n.to_string())
            }
            Cells::Text(cells) => cells.get(row).map(str::to_owned),
            Cells::Bool(cells) => {
                cells.get(row).copied().flatten().map(|b| b.to_string())
            }
        }
    }

    /// Compares two cells: missing ones first, numbers by size, texts by their characters.
    pub fn compare(&self, a: usize, b: usize) -> Ordering {
        fn of<T>(cells: &[Option<T>], row: usize) -> Option<&T> {
            cells.get(row).and_then(Option::as_ref)
        }
        match &self.cells {
            Cells::Integer(cells) => of(cells, a).cmp(&of(cells, b)),
            Cells::Number(cells) => match (of(cells, a), of(cells, b)) {
                (Some(a), Some(b)) => a.total_cmp(b),
                (a, b) => a.is_some().cmp(&b.is_some()),
            },
            Cells::Text(cells) => cells.get(a).cmp(&cells.get(b)),
            Cells::Bool(cells) => of(cells, a).cmp(&of(cells, b)),
        }
    }

    /// Returns for each row the number of its key among the distinct keys, and these in the
    /// order of their first row: a key is written once, however many rows have it.
    pub fn codes(&self) -> (Vec<Option<usize>>, Vec<String>) {
        match &self.cells {
            Cells::Integer(cells) => coded(cells.iter().copied(), i64::to_string),
            Cells::Number(cells) => {
                let bits = cells.iter().map(|cell| cell.map(f64::to_bits));
                coded(bits, |bits| f64::from_bits(*bits).to_string())
            }
            Cells::Text(cells) => {
                let code = |code: &u32| (*code as usize).checked_sub(1);
                let keys = cells.texts().map(str::to_owned);
                (cells.codes().iter().map(code).collect(), keys.collect())
            }
            Cells::Bool(cells) => coded(cells.iter().copied(), bool::to_string),
        }
    }

    /// Returns for each row the place of its cell among the distinct cells in order, from 1 on and
    /// 0 for a missing one, and a number that is greater than all.
    fn ranks(&self) -> (Vec<usize>, usize) {
        if let Cells::Text(cells) = &self.cells {
            let mut order: Vec<(&str, usize)> = cells.texts().zip(1..).collect();
            order.par_sort_unstable();
            let mut ranks = vec![0; order.len() + 1];
            for ((_, code), rank) in order.into_iter().zip(1..) {
                ranks.get_mut(code).into_iter().for_each(|own| *own = rank);
            }
            let rank = |code: &u32| ranks.get(*code as usize).copied().unwrap_or(0);
            return (cells.codes().iter().map(rank).collect(), ranks.len());
        }
        let (codes, keys) = self.codes();
        let mut first = vec![usize::MAX; keys.len()];
        for (row, code) in codes.iter().enumerate() {
            let first = code.and_then(|code| first.get_mut(code));
            first.into_iter().for_each(|first| *first = row.min(*first));
        }
        let mut order: Vec<usize> = (0..keys.len()).collect();
        order.sort_by(|a, b| match (first.get(*a), first.get(*b)) {
            (Some(a), Some(b)) => self.compare(*a, *b),
            _ => Ordering::Equal,
        });
        let mut ranks = vec![0; keys.len()];
        for (rank, code) in order.into_iter().enumerate() {
            ranks.get_mut(code).into_iter().for_each(|own| *own = rank + 1);
        }
        let rank = |code: usize| ranks.get(code).copied();
        let ranks = codes.into_iter().map(|code| code.and_then(rank).unwrap_or(0));
        (ranks.collect(), keys.len() + 1)
    }

    /// Returns whether a cell's key is this text.
    pub fn is_key(&self, row: usize, key: &str) -> bool {
        match &self.cells {
            Cells::Text(cells) => cells.get(row) == Some(key),
            Cells::Integer(cells) => {
                let cell = cells.get(row).copied().flatten();
                cell.is_some() && cell == key.parse().ok()
            }
            Cells::Number(_) | Cells::Bool(_) => {
                self.key(row).is_some_and(|cell| cell == key)
            }
        }
    }

    /// Returns whether the column holds numbers.
    pub fn is_numeric(&self) -> bool {
        matches!(self.cells, Cells::Integer(_) | Cells::Number(_))
    }

    /// Returns whether no cell is missing.
    pub fn is_whole(&self) -> bool {
        match &self.cells {
            Cells::Integer(cells) => cells.iter().all(Option::is_some),
            Cells::Number(cells) => cells.iter().all(Option::is_some),
            Cells::Text(cells) => !cells.codes().contains(&0),
            Cells::Bool(cells) => cells.iter().all(Option::is_some),
        }
    }

    /// Returns how many rows there are.
    pub fn len(&self) -> usize {
        match &self.cells {
            Cells::Integer(cells) => cells.len(),
            Cells::Number(cells) => cells.len(),
            Cells::Text(cells) => cells.len(),
            Cells::Bool(cells) => cells.len(),
        }
    }

    /// Returns whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

fn coded<K: Copy + Eq + Hash>(
    cells: impl Iterator<Item = Option<K>>,
    key: impl Fn(&K) -> String,
) -> (Vec<Option<usize>>, Vec<String>) {
    let mut keys: Vec<String> = Vec::new();
    let mut known: HashMap<K, usize, FixedState> = HashMap::default();
    let mut last: Option<(K, usize)> = None;
    let codes = cells.map(|cell| {
        let cell = cell?;
        if let Some((same, code)) = last
            && same == cell
        {
            return Some(code);
        }
        let code = *known.entry(cell).or_insert_with(|| {
            keys.push(key(&cell));
            keys.len() - 1
        });
        last = Some((cell, code));
        Some(code)
    });
    (codes.collect(), keys)
}

/// Returns a number for each of `rows` rows that is the same for rows with the same keys in
/// all columns, from 0 in the order of their first rows; none where a key is missing.
pub fn row_codes(columns: &[&Column], rows: usize) -> Vec<Option<usize>> {
    let mut all = columns.iter().map(|column| column.codes().0);
    let Some(mut out) = all.next() else { return vec![Some(0); rows] };
    for codes in all {
        let mut known: HashMap<(usize, usize), usize, FixedState> = HashMap::default();
        for (number, code) in out.iter_mut().zip(codes) {
            *number = number.zip(code).map(|pair| {
                let next = known.len();
                *known.entry(pair).or_insert(next)
            });
        }
    }
    out
}

/// Returns a number for each of `rows` rows, the same for the same cells and greater for greater
/// ones: columns that come first count first, and missing cells are least.
pub fn row_ranks(columns: &[&Column], rows: usize) -> Vec<usize> {
    let mut out = vec![0; rows];
    let mut most = 1_usize;
    let ranks: Vec<_> = columns.par_iter().map(|column| column.ranks()).collect();
    for (ranks, count) in ranks {
        if most.checked_mul(count).is_none() {
            (out, most) = narrowed(&out);
        }
        most = most.saturating_mul(count);
        for (rank, own) in out.iter_mut().zip(ranks) {
            *rank = *rank * count + own;
        }
    }
    out
}

/// Returns numbers in the same order that are no greater than they must, and how many there are.
fn narrowed(numbers: &[usize]) -> (Vec<usize>, usize) {
    let mut known = numbers.to_vec();
    known.sort_unstable();
    known.dedup();
    let rank = |number: &usize| known.partition_point(|other| other < number);
    (numbers.iter().map(rank).collect(), known.len())
}

/// What is known of a table without its cells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Digest {
    /// Hash of everything it holds.
    pub hash: String,
    /// The columns in order: name and hash of the cells.
    pub columns: Vec<(String, String)>,
    /// How many rows there are.
    pub rows: usize,
    /// Data files behind it, project paths, sorted.
    pub files: Vec<String>,
}

/// A checked table.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Table {
    /// Its columns, all of one length.
    pub columns: Vec<Column>,
    /// Data files behind it, project paths, sorted.
    pub files: Vec<String>,
}

impl Table {
    /// Returns a column by name.
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// Returns the columns' names, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().map(|column| column.name.as_str())
    }

    /// Returns how many rows there are.
    pub fn rows(&self) -> usize {
        self.columns.first().map_or(0, Column::len)
    }

    /// Returns what is known of the table without its cells.
    pub fn digest(&self) -> Digest {
        let columns: Vec<(String, String)> = self
            .columns
            .par_iter()
            .map(|column| (column.name.clone(), Content::of(&column.cells)))
            .collect();
        let all = (&columns, &self.files);
        let hash = blake3::hash(&serde_json::to_vec(&all).unwrap_or_default());
        Digest {
            hash: hash.to_hex().to_string(),
            columns,
            rows: self.rows(),
            files: self.files.clone(),
        }
    }
}

impl Digest {
    /// Returns the columns' names, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().map(|(name, _)| name.as_str())
    }

    /// Returns the hash of a column's cells.
    pub fn column(&self, name: &str) -> Option<&str> {
        let found = self.columns.iter().find(|(known, _)| known == name);
        found.map(|(_, hash)| hash.as_str())
    }
}

/// Hashes cells: a mark of presence, then the cell; texts with their length before them.
#[derive(Default)]
struct Content {
    hasher: blake3::Hasher,
    bytes: Vec<u8>,
}

impl Content {
    /// Bytes that are handed over at once: many small updates would be slow.
    const BLOCK: usize = 64 * 1024;

    fn push(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
        if self.bytes.len() >= Self::BLOCK {
            self.hasher.update(&self.bytes);
            self.bytes.clear();
        }
    }

    fn cells<T>(
        &mut self,
        sort: u8,
        cells: impl ExactSizeIterator<Item = Option<T>>,
        put: impl Fn(&mut Self, T),
    ) {
        self.push(&[sort]);
        self.push(&(cells.len() as u64).to_le_bytes());
        for cell in cells {
            match cell {
                Some(cell) => put(self, cell),
                None => self.bytes.push(0),
            }
        }
    }

    /// Puts down that a cell is there, and eight bytes of it.
    #[inline]
    fn there(&mut self, bytes: [u8; 8]) {
        let mut there = [1; 9];
        there.iter_mut().skip(1).zip(bytes).for_each(|(to, byte)| *to = byte);
        self.push(&there);
    }

    /// Returns the hash of a column's cells.
    fn of(cells: &Cells) -> String {
        let mut all = Self::default();
        match cells {
            Cells::Integer(cells) => {
                all.cells(0, cells.iter().copied(), |all, cell: i64| {
                    all.there(cell.to_le_bytes());
                });
            }
            Cells::Number(cells) => {
                all.cells(1, cells.iter().copied(), |all, cell: f64| {
                    all.there(cell.to_bits().to_le_bytes());
                });
            }
            Cells::Text(cells) => all.cells(2, cells.iter(), |all, cell| {
                all.there((cell.len() as u64).to_le_bytes());
                all.push(cell.as_bytes());
            }),
            Cells::Bool(cells) => all.cells(3, cells.iter().copied(), |all, cell| {
                all.push(&[1, u8::from(cell)]);
            }),
        }
        all.hasher.update(&all.bytes);
        all.hasher.finalize().to_hex().to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::Cells;
    use super::Column;
    use super::row_codes;
    use super::row_ranks;
    use std::cmp::Ordering;

    #[test]
    fn rows_are_ranked_as_their_cells_compare() {
        let column = |cells| Column { name: String::new(), cells };
        let some = |row: usize, parts: usize| Some(row % parts).filter(|rest| *rest > 0);
        let texts = (0..300).map(|row| some(row, 7).map(|cell| format!("é{cell}")));
        let numbers = (0..300).map(|row| some(row, 11).map(|cell| 2.0 - cell as f64));
        let columns = [
            column(Cells::Text(texts.collect())),
            column(Cells::Number(numbers.collect())),
            column(Cells::Integer((0..300).map(|row| Some(row % 13)).collect())),
            column(Cells::Bool((0..300).map(|row| Some(row % 2 == 0)).collect())),
        ];
        // As often as it takes for the numbers to be narrowed.
        let columns: Vec<&Column> = columns.iter().cycle().take(40).collect();
        let ranks = row_ranks(&columns, 300);
        for a in 0..300 {
            for b in 0..300 {
                let orders = columns.iter().map(|column| column.compare(a, b));
                let order = orders.fold(Ordering::Equal, Ordering::then);
                assert_eq!(ranks[a].cmp(&ranks[b]), order);
            }
        }
    }

    #[test]
    fn keys_of_many_columns_are_told_apart() {
        // As digits of one number to the base 65,536, five of these would leave 64 bits.
        let column = |last| {
            let cells = (0..65_535).chain([last]).map(Some).collect();
            Column { name: "digit".to_owned(), cells: Cells::Integer(cells) }
        };
        let (first, other) = (column(1), column(0));
        let codes = row_codes(&[&first, &other, &other, &other, &other], 65_536);
        assert_eq!(codes, (0..65_536).map(Some).collect::<Vec<_>>());
    }
}
