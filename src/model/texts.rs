//! Different texts, numbered as they are met, and columns of them.

use crate::model::numbered::Numbered;
use foldhash::fast::FixedState;
use std::hash::BuildHasher as _;

/// Different texts, or bytes, by number.
#[derive(Debug, Clone, Default)]
pub(crate) struct Texts {
    table: Numbered<(u64, u64)>,
    /// The bytes of all, one after another, and where each ends.
    bytes: Vec<u8>,
    ends: Vec<usize>,
}

/// What is in the place of a length where a key does not say all.
const LONG: u64 = 0xff << 56;

/// Returns up to 15 bytes, and how many there are, as two numbers: the same for no other bytes.
/// Longer ones may share them.
#[inline]
fn key(bytes: &[u8]) -> (u64, u64) {
    let len = bytes.len();
    if len > 15 {
        return (FixedState::default().hash_one(bytes), LONG | len as u64);
    }
    // The first and the last bytes, which may have some in common.
    let (low, high) = if let Some((first, last)) = halves::<8>(bytes) {
        let (first, last) = (u64::from_le_bytes(first), u64::from_le_bytes(last));
        let last = u128::from(last) << (8 * (len - 8));
        (first | last as u64, (last >> 64) as u64)
    } else if let Some((first, last)) = halves::<4>(bytes) {
        let (first, last) = (u32::from_le_bytes(first), u32::from_le_bytes(last));
        (u64::from(first) | (u64::from(last) << (8 * (len - 4))), 0)
    } else {
        (bytes.iter().fold(0, |number, byte| (number << 8) | u64::from(*byte)), 0)
    };
    (low, high | ((len as u64) << 56))
}

/// Returns the first and the last bytes of a text that has so many.
#[inline]
fn halves<const N: usize>(bytes: &[u8]) -> Option<([u8; N], [u8; N])> {
    Some((*bytes.first_chunk()?, *bytes.last_chunk()?))
}

impl Texts {
    /// Returns the number of a text, known or new.
    #[inline]
    pub(crate) fn number(&mut self, bytes: &[u8]) -> u32 {
        let key = key(bytes);
        let (all, ends) = (&self.bytes, &self.ends);
        let is =
            |number: u32| key.1 < LONG || within(all, ends, number as usize) == bytes;
        let number = self.table.number(key, is);
        if number as usize == self.ends.len() {
            self.bytes.extend_from_slice(bytes);
            self.ends.push(self.bytes.len());
        }
        number
    }

    /// Returns how many there are.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Returns the bytes of a number.
    pub(crate) fn bytes(&self, number: usize) -> &[u8] {
        within(&self.bytes, &self.ends, number)
    }

    /// Returns the texts from a number on.
    pub(crate) fn from(
        &self,
        number: usize,
    ) -> impl ExactSizeIterator<Item = &str> + Clone {
        (number.min(self.len())..self.len())
            .map(|at| std::str::from_utf8(self.bytes(at)).unwrap_or_default())
    }
}

/// Returns the bytes of a number among all.
fn within<'b>(all: &'b [u8], ends: &[usize], number: usize) -> &'b [u8] {
    let begin = number.checked_sub(1).map_or(Some(0), |before| ends.get(before).copied());
    let end = ends.get(number).copied();
    begin.zip(end).and_then(|(begin, end)| all.get(begin..end)).unwrap_or_default()
}

/// The texts of a column, each different one once; a missing cell is none.
///
/// They are numbered in the order of their first rows, so that columns of the same cells are the same.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TextCells {
    /// For each row the number of its text, from 1 on; 0 where it is missing.
    codes: Vec<u32>,
    /// All texts, one after another, and where each ends.
    all: String,
    ends: Vec<usize>,
}

impl TextCells {
    /// Makes cells of texts and the number of each; none where a number has no text, or they are not in
    /// the order of their first rows.
    pub(crate) fn new(codes: Vec<u32>, texts: &[&str]) -> Option<Self> {
        let mut most = 0;
        for code in &codes {
            if *code > most + 1 {
                return None;
            }
            most = most.max(*code);
        }
        let ends = texts.iter().scan(0, |end, text| {
            *end += text.len();
            Some(*end)
        });
        let ends = ends.collect();
        (most as usize == texts.len()).then(|| Self { codes, all: texts.concat(), ends })
    }

    /// Returns how many rows there are.
    pub fn len(&self) -> usize {
        self.codes.len()
    }

    /// Returns whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.codes.is_empty()
    }

    /// Returns the text of a row.
    pub fn get(&self, row: usize) -> Option<&str> {
        self.text(*self.codes.get(row)?)
    }

    /// Returns the texts of all rows.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Option<&str>> {
        self.codes.iter().map(|code| self.text(*code))
    }

    /// Returns for each row the number of its text, from 1 on, and 0 where it is missing.
    pub(crate) fn codes(&self) -> &[u32] {
        &self.codes
    }

    /// Returns the different texts.
    pub(crate) fn texts(&self) -> impl ExactSizeIterator<Item = &str> {
        let text = |at: u32| self.text(at + 1).unwrap_or_default();
        (0..self.ends.len() as u32).map(text)
    }

    /// Returns the text of a number.
    pub(crate) fn text(&self, code: u32) -> Option<&str> {
        let at = (code as usize).checked_sub(1)?;
        let begin = at.checked_sub(1).map_or(Some(0), |at| self.ends.get(at).copied())?;
        self.all.get(begin..*self.ends.get(at)?)
    }

    /// Returns the cells of some rows.
    #[must_use]
    pub(crate) fn of(&self, rows: impl Iterator<Item = usize>) -> Self {
        let mut numbers = vec![0; self.ends.len() + 1];
        let mut texts = Vec::new();
        let mut numbered = |row: usize| {
            let code = self.codes.get(row).copied().unwrap_or_default();
            let number = numbers.get_mut(code as usize)?;
            if *number == 0 {
                texts.push(self.text(code)?);
                *number = texts.len() as u32;
            }
            Some(*number)
        };
        let codes = rows.map(|row| numbered(row).unwrap_or_default()).collect();
        Self::new(codes, &texts).unwrap_or_default()
    }
}

/// Cells of texts in the making.
#[derive(Debug, Default)]
pub(crate) struct Writer {
    codes: Vec<u32>,
    texts: Texts,
}

impl Writer {
    /// Returns one that expects so many rows.
    pub(crate) fn new(rows: usize) -> Self {
        Self { codes: Vec::with_capacity(rows), texts: Texts::default() }
    }

    /// Adds a row.
    pub(crate) fn push(&mut self, text: Option<&str>) {
        let code = text.map_or(0, |text| self.texts.number(text.as_bytes()) + 1);
        self.codes.push(code);
    }

    /// Returns the cells.
    pub(crate) fn finish(self) -> TextCells {
        let Texts { bytes, ends, .. } = self.texts;
        // Texts one after another are a text.
        let all = String::from_utf8(bytes).unwrap_or_default();
        TextCells { codes: self.codes, all, ends }
    }
}

impl<T: AsRef<str>> FromIterator<Option<T>> for TextCells {
    fn from_iter<I: IntoIterator<Item = Option<T>>>(cells: I) -> Self {
        let cells = cells.into_iter();
        let mut writer = Writer::new(cells.size_hint().0);
        cells.for_each(|cell| writer.push(cell.as_ref().map(AsRef::as_ref)));
        writer.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::TextCells;
    use super::Texts;

    #[test]
    fn cells_of_texts_are_the_same_wherever_they_came_from() {
        let words = [Some("b"), None, Some(""), Some("b"), Some("aé"), None];
        let cells: TextCells = words.into_iter().collect();
        assert!(cells.iter().eq(words));
        assert_eq!(cells.codes(), [1, 0, 2, 1, 3, 0]);
        assert_eq!(cells.texts().collect::<Vec<_>>(), ["b", "", "aé"]);
        assert_eq!((cells.get(4), cells.get(5), cells.get(6)), (Some("aé"), None, None));
        let rows = [4, 1, 3, 0, 9];
        let some = [Some("aé"), None, Some("b"), Some("b"), None];
        assert_eq!(cells.of(rows.into_iter()), some.into_iter().collect());
    }

    #[test]
    fn cells_whose_numbers_have_no_text_or_another_order_are_none() {
        assert!(TextCells::new(vec![1, 0, 2, 1], &["a", "b"]).is_some());
        for codes in [vec![1, 3], vec![2, 1], vec![1, 1], vec![1, 2, 3]] {
            assert_eq!(TextCells::new(codes, &["a", "b"]), None);
        }
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
            let numbers: Vec<u32> =
                texts.iter().map(|text| known.number(text.as_bytes())).collect();
            assert_eq!(numbers, (0..count).collect::<Vec<_>>());
        }
        assert_eq!(known.from(0).collect::<Vec<_>>(), texts);
    }
}
