//! Rows that agree in every column a query looks at, counted once for all.

use crate::frame::check::Judged;
use crate::frame::engine::Values;
use crate::frame::stream::plan::ROWS;
use crate::frame::stream::reading::Column;
use crate::frame::stream::reading::Columns;
use foldhash::fast::FixedState;
use std::collections::HashMap;
use std::hash::Hash;
use std::hash::Hasher;

/// Binary digits of the places of a tally, at the most: 8 MiB of counts, and a million texts.
const MOST: u32 = 20;

/// The different texts of a column, numbered as they were met.
#[derive(Default)]
pub(super) struct Texts {
    short: HashMap<Short, u32, FixedState>,
    long: HashMap<Box<str>, u32, FixedState>,
    list: Vec<Box<str>>,
    /// Whether the contract is kept by each.
    sound: Vec<bool>,
    /// Whether one of them breaks it.
    broken: bool,
}

/// A text of at most 32 bytes: the first and the last half of them, which may have some in common,
/// and how many there are.
#[derive(PartialEq, Eq)]
struct Short(u128, u128, usize);

impl Short {
    #[inline]
    fn of(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        let (first, last) = if let Some((first, last)) = halves::<16>(bytes) {
            (u128::from_le_bytes(first), u128::from_le_bytes(last))
        } else if let Some((first, last)) = halves::<8>(bytes) {
            (u64::from_le_bytes(first).into(), u64::from_le_bytes(last).into())
        } else if let Some((first, last)) = halves::<4>(bytes) {
            (u32::from_le_bytes(first).into(), u32::from_le_bytes(last).into())
        } else {
            (bytes.iter().fold(0, |word, byte| word << 8 | u128::from(*byte)), 0)
        };
        (bytes.len() <= 32).then_some(Self(first, last, bytes.len()))
    }
}

/// Returns the first and the last bytes of a text that has so many.
#[inline]
fn halves<const N: usize>(bytes: &[u8]) -> Option<([u8; N], [u8; N])> {
    Some((*bytes.first_chunk()?, *bytes.last_chunk()?))
}

impl Hash for Short {
    #[inline]
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u128(self.0 ^ self.1.rotate_left(56));
    }
}

impl Texts {
    /// Returns the number of each of these texts; new ones are looked at once.
    pub(super) fn numbers<'t>(
        &mut self,
        texts: impl Iterator<Item = &'t str>,
        sound: impl Fn(&str) -> bool,
    ) -> Vec<u32> {
        let mut numbers = Vec::with_capacity(texts.size_hint().0);
        for text in texts {
            let short = Short::of(text);
            let known = match &short {
                Some(short) => self.short.get(short),
                None => self.long.get(text),
            };
            numbers.push(match known {
                Some(number) => *number,
                None => self.put(text, short, sound(text)),
            });
        }
        numbers
    }

    /// Numbers a new text.
    #[cold]
    fn put(&mut self, text: &str, short: Option<Short>, sound: bool) -> u32 {
        let number = self.list.len() as u32;
        match short {
            Some(short) => self.short.insert(short, number),
            None => self.long.insert(text.into(), number),
        };
        self.list.push(text.into());
        self.sound.push(sound);
        self.broken |= !sound;
        number
    }

    /// Returns whether the text of a number keeps the contract.
    pub(super) fn is_sound(&self, number: u32) -> bool {
        self.sound.get(number as usize).is_some_and(|sound| *sound)
    }

    /// Returns whether all texts do.
    pub(super) fn are_sound(&self) -> bool {
        !self.broken
    }

    /// Returns the binary digits that the numbers need.
    fn digits(&self) -> u32 {
        usize::BITS - self.list.len().saturating_sub(1).leading_zeros()
    }
}

/// How many rows have these texts: the numbers of the texts, side by side in binary, are the
/// place of the count.
#[derive(Default)]
pub(super) struct Tally {
    /// Columns by number.
    columns: Vec<usize>,
    /// Digits that each column's numbers have in a place.
    digits: Vec<u32>,
    counts: Vec<i64>,
}

impl Tally {
    pub(super) fn new(columns: Vec<usize>) -> Self {
        Self { digits: vec![0; columns.len()], columns, counts: vec![0] }
    }

    /// Returns the columns it tells rows apart by.
    pub(super) fn columns(&self) -> &[usize] {
        &self.columns
    }

    /// Returns whether there is room for rows of the texts that are known.
    pub(super) fn has_room(&self, known: &[Option<Texts>]) -> bool {
        self.needed(known).iter().sum::<u32>() <= MOST
    }

    fn needed(&self, known: &[Option<Texts>]) -> Vec<u32> {
        let digits = |column: &usize| known.get(*column)?.as_ref().map(Texts::digits);
        self.columns.iter().map(|column| digits(column).unwrap_or(0)).collect()
    }

    /// Counts rows by the numbers of their texts; there must be room.
    pub(super) fn add(
        &mut self,
        rows: usize,
        known: &[Option<Texts>],
        numbers: &[Vec<u32>],
    ) {
        let digits = self.needed(known);
        if digits != self.digits {
            self.widen(digits);
        }
        let mut places = vec![0_u32; rows];
        for (column, digits) in self.columns.iter().zip(&self.digits) {
            let numbers = numbers.get(*column).map_or(&[][..], Vec::as_slice);
            for (place, number) in places.iter_mut().zip(numbers) {
                *place = (*place << digits) | number;
            }
        }
        for place in places {
            if let Some(count) = self.counts.get_mut(place as usize) {
                *count += 1;
            }
        }
    }

    /// Makes room for larger numbers.
    fn widen(&mut self, digits: Vec<u32>) {
        let mut counts = vec![0; 1 << digits.iter().sum::<u32>()];
        for (place, count) in self.met() {
            let mut wide = 0;
            for (number, digits) in self.apart(place).into_iter().zip(&digits) {
                wide = (wide << digits) | number;
            }
            if let Some(there) = counts.get_mut(wide) {
                *there = count;
            }
        }
        (self.digits, self.counts) = (digits, counts);
    }

    fn met(&self) -> impl Iterator<Item = (usize, i64)> {
        self.counts.iter().copied().enumerate().filter(|(_, count)| *count > 0)
    }

    /// Returns the numbers that stand side by side in a place.
    fn apart(&self, place: usize) -> Vec<usize> {
        let mut shift = self.digits.iter().sum::<u32>();
        let number = |digits: &u32| {
            shift -= digits;
            place >> shift & ((1 << digits) - 1)
        };
        self.digits.iter().map(number).collect()
    }

    /// Returns a row for each that was met, with how many there are of it, and the number of
    /// these rows; nothing if there are none.
    pub(super) fn table<'t>(
        &self,
        columns: &'t [Column<'t>],
        known: &'t [Option<Texts>],
    ) -> Option<(usize, Columns<'t>)> {
        let (places, counts): (Vec<usize>, Vec<i64>) = self.met().unzip();
        if places.is_empty() {
            return None;
        }
        let rows: Vec<Vec<usize>> =
            places.iter().map(|place| self.apart(*place)).collect();
        let mut out = Vec::new();
        for (at, number) in self.columns.iter().enumerate() {
            let column = columns.get(*number)?;
            let texts = &known.get(*number)?.as_ref()?.list;
            let judged: Vec<Judged<'_, '_>> =
                texts.iter().map(|text| column.field.judge(text)).collect();
            column.put(rows.iter().map(|row| judged.get(*row.get(at)?)), &mut out);
        }
        let counts = counts.into_iter().map(Some).collect();
        out.push((ROWS.to_owned(), Values::Integer(counts)));
        Some((rows.len(), out))
    }

    /// Forgets all rows.
    pub(super) fn clear(&mut self) {
        *self = Self::new(std::mem::take(&mut self.columns));
    }
}

#[cfg(test)]
mod tests {
    use super::Tally;
    use super::Texts;

    #[test]
    fn counts_stay_with_their_texts_as_the_numbers_grow() {
        let mut known = vec![Some(Texts::default()), Some(Texts::default())];
        let mut tally = Tally::new(vec![0, 1]);
        let mut expected = std::collections::BTreeMap::new();
        for block in 0..50_usize {
            let row =
                |row: usize| [format!("a{}", row % (block + 1)), format!("b{}", row % 7)];
            let rows: Vec<[String; 2]> = (0..40).map(row).collect();
            let numbers: Vec<Vec<u32>> = (0..2)
                .map(|at| {
                    let texts = rows.iter().map(|row| row[at].as_str());
                    known[at].as_mut().unwrap().numbers(texts, |_| true)
                })
                .collect();
            tally.add(rows.len(), &known, &numbers);
            for row in rows {
                *expected.entry(row).or_insert(0) += 1;
            }
        }
        let texts = |at: usize| &known[at].as_ref().unwrap().list;
        let counted = tally.met().map(|(place, count)| {
            let numbers = tally.apart(place);
            let text = |at: usize| texts(at)[numbers[at]].to_string();
            ([text(0), text(1)], count)
        });
        assert_eq!(counted.collect::<std::collections::BTreeMap<_, _>>(), expected);
    }

    #[test]
    fn every_different_text_has_its_own_number() {
        let mut texts = Vec::new();
        for length in 0..40 {
            for place in 0..=length {
                let mut text = "a".repeat(length);
                text.insert(place, 'é');
                texts.push(text);
            }
            texts.extend([" ".repeat(length), "\0".repeat(length)]);
        }
        texts.sort();
        texts.dedup();
        let count = texts.len() as u32;
        let mut known = Texts::default();
        for _ in 0..2 {
            let numbers = known.numbers(texts.iter().map(String::as_str), |_| true);
            assert_eq!(numbers, (0..count).collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_tally_says_when_it_has_no_room() {
        let mut known = vec![Some(Texts::default())];
        let many: Vec<String> = (0..1_100_000).map(|row| row.to_string()).collect();
        let texts = many.iter().map(String::as_str);
        let tally = Tally::new(vec![0]);
        assert!(tally.has_room(&known));
        known[0].as_mut().unwrap().numbers(texts, |_| true);
        assert!(!tally.has_room(&known));
    }
}
