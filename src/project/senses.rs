//! All that one word says, as bits.

use crate::project::sense::Sense;

/// A set of senses.
#[derive(Debug, Clone, Copy, Default)]
struct Set([u64; 8]);

impl Set {
    fn add(&mut self, sense: Sense) {
        let at = sense as usize;
        if let Some(bits) = self.0.get_mut(at / 64) {
            *bits |= 1 << (at % 64);
        }
    }

    fn remove(&mut self, sense: Sense) {
        let at = sense as usize;
        if let Some(bits) = self.0.get_mut(at / 64) {
            *bits &= !(1 << (at % 64));
        }
    }

    fn has(self, sense: Sense) -> bool {
        let at = sense as usize;
        self.0.get(at / 64).is_some_and(|bits| bits >> (at % 64) & 1 == 1)
    }
}

/// What one word says: looked up once for each word of a text.
#[derive(Debug, Clone, Copy, Default)]
pub struct Senses {
    own: Set,
    /// What phrases say that begin with it.
    opening: Set,
}

impl Senses {
    pub(super) fn add(&mut self, sense: Sense) {
        self.own.add(sense);
    }

    pub(super) fn add_opening(&mut self, sense: Sense) {
        self.opening.add(sense);
    }

    /// Takes out something that the word does not say where it stands.
    pub fn remove(&mut self, sense: Sense) {
        self.own.remove(sense);
        self.opening.remove(sense);
    }

    /// Returns whether the word says something.
    pub fn has(self, sense: Sense) -> bool {
        self.own.has(sense)
    }

    /// Returns whether a phrase that begins with the word may say something.
    pub fn opens(self, sense: Sense) -> bool {
        self.opening.has(sense)
    }

    /// Returns whether the word says nothing that is known.
    pub fn is_empty(self) -> bool {
        self.own.0 == Set::default().0
    }
}
