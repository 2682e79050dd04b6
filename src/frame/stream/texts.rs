//! Different texts, numbered as they are met.

use crate::frame::stream::table::Table;
use foldhash::fast::FixedState;
use std::hash::BuildHasher as _;

/// Different texts, or bytes, by number.
#[derive(Default)]
pub(super) struct Texts {
    table: Table<(u64, u64)>,
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
    pub(super) fn number(&mut self, bytes: &[u8]) -> u32 {
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
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Returns the bytes of a number.
    pub(super) fn bytes(&self, number: usize) -> &[u8] {
        within(&self.bytes, &self.ends, number)
    }

    /// Returns the texts from a number on.
    pub(super) fn from(
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

#[cfg(test)]
mod tests {
    use super::Texts;

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
