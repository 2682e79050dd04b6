//! Different texts, numbered as they are met.

use foldhash::fast::FixedState;
use std::collections::HashMap;

/// Different texts, or bytes, by number.
#[derive(Default)]
pub(super) struct Texts {
    /// Those that are one number.
    short: HashMap<u128, u32, FixedState>,
    long: HashMap<Box<[u8]>, u32, FixedState>,
    list: Vec<Box<[u8]>>,
}

/// Returns up to 15 bytes, and how many there are, as one number.
#[inline]
fn short(bytes: &[u8]) -> Option<u128> {
    let len = bytes.len();
    if len > 15 {
        return None;
    }
    // The first and the last bytes, which may have some in common.
    let number = if let Some((first, last)) = halves::<8>(bytes) {
        let (first, last) = (u64::from_le_bytes(first), u64::from_le_bytes(last));
        u128::from(first) | (u128::from(last) << (8 * (len - 8)))
    } else if let Some((first, last)) = halves::<4>(bytes) {
        let (first, last) = (u32::from_le_bytes(first), u32::from_le_bytes(last));
        u128::from(first) | (u128::from(last) << (8 * (len - 4)))
    } else {
        bytes.iter().fold(0, |number, byte| (number << 8) | u128::from(*byte))
    };
    Some(number | ((len as u128) << 120))
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
        let short = short(bytes);
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
    fn put(&mut self, bytes: &[u8], short: Option<u128>) -> u32 {
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
