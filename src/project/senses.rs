//! All that one word says, as bits.

use crate::project::sense::Sense;

/// What one word says, as bits: looked up once for each word of a text.
#[derive(Debug, Clone, Copy, Default)]
pub struct Senses {
    bits: [u64; 4],
    /// Whether words of more than one begin with it.
    pub(super) opens: bool,
}

impl Senses {
    pub(super) fn add(&mut self, sense: Sense) {
        let at = sense as usize;
        if let Some(bits) = self.bits.get_mut(at / 64) {
            *bits |= 1 << (at % 64);
        }
    }

    /// Returns whether the word says something.
    pub fn has(self, sense: Sense) -> bool {
        let at = sense as usize;
        self.bits.get(at / 64).is_some_and(|bits| bits >> (at % 64) & 1 == 1)
    }

    /// Returns whether words of more than one begin with it.
    pub fn opens(self) -> bool {
        self.opens
    }
}
