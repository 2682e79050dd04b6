//! Different texts, numbered as they are met.

use foldhash::fast::FixedState;
use std::collections::HashMap;
use std::hash::Hash;
use std::hash::Hasher;

/// Different texts, or bytes, by number.
#[derive(Default)]
pub(super) struct Texts {
    short: HashMap<Short, u32, FixedState>,
    long: HashMap<Box<[u8]>, u32, FixedState>,
    list: Vec<Box<[u8]>>,
}

/// At most 32 bytes: the first and the last half of them, which may have some in common, and how
/// many there are.
#[derive(PartialEq, Eq)]
struct Short(u128, u128, usize);

impl Short {
    #[inline]
    fn of(bytes: &[u8]) -> Option<Self> {
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
    /// Returns the number of a text, known or new.
    #[inline]
    pub(super) fn number(&mut self, bytes: &[u8]) -> u32 {
        let short = Short::of(bytes);
        let known = match &short {
            Some(short) => self.short.get(short),
            None => self.long.get(bytes),
        };
        match known {
            Some(number) => *number,
            None => self.put(bytes, short),
        }
    }

    #[cold]
    fn put(&mut self, bytes: &[u8], short: Option<Short>) -> u32 {
        let number = self.list.len() as u32;
        match short {
            Some(short) => self.short.insert(short, number),
            None => self.long.insert(bytes.into(), number),
        };
        self.list.push(bytes.into());
        number
    }

    /// Returns how many there are.
    pub(super) fn len(&self) -> usize {
        self.list.len()
    }

    /// Returns the bytes of a number.
    pub(super) fn bytes(&self, number: usize) -> &[u8] {
        self.list.get(number).map_or(&[][..], |bytes| &bytes[..])
    }

    /// Returns the texts from a number on.
    pub(super) fn from(&self, number: usize) -> impl Iterator<Item = &str> + Clone {
        let rest = self.list.get(number..).unwrap_or_default();
        rest.iter().map(|bytes| std::str::from_utf8(bytes).unwrap_or_default())
    }
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
