//! The key of a step: named fields, hashed by content.

use crate::labels;
use crate::model::name::Name;
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// The state of the program that makes results, in all keys: what one state kept, another does
/// not use. The version, unless `main` says more.
static PROGRAM: OnceLock<&str> = OnceLock::new();

/// Says which state of the program makes results, before the first key is made.
pub fn made_by(stamp: &'static str) {
    let _ = PROGRAM.set(stamp);
}

/// Everything a step's result depends on, by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    step: String,
    fields: BTreeMap<String, String>,
}

impl Key {
    /// Returns the key of a step of this version of the program, in the language that this thread
    /// writes in.
    pub fn new(step: impl Into<String>) -> Self {
        let key = Self::in_no_language(step);
        match labels::stamp() {
            Some(stamp) => key.field("labels", stamp),
            None => key,
        }
    }

    /// Returns the key of a step of this version of the program that begins before the language is
    /// known.
    pub fn in_no_language(step: impl Into<String>) -> Self {
        Self { step: step.into(), fields: BTreeMap::new() }.field(
            "reissue",
            PROGRAM.get().map_or(env!("CARGO_PKG_VERSION"), |stamp| *stamp),
        )
    }

    /// Returns the key of the step that makes what has a name.
    pub fn of(name: &Name) -> Self {
        Self::new(name.to_string())
    }

    /// Adds a field with a short value, kept as it is.
    #[must_use]
    pub fn field(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.fields.insert(name.into(), value.into());
        self
    }

    /// Adds a field by the hash of its content.
    #[must_use]
    pub fn content(self, name: impl Into<String>, bytes: &[u8]) -> Self {
        let hash = blake3::hash(bytes).to_hex().to_string();
        self.field(name, hash)
    }

    /// Returns the key of a part of the same step's work.
    #[must_use]
    pub fn part(mut self, name: &str) -> Self {
        self.fields.insert("part".to_owned(), name.to_owned());
        self
    }

    /// Returns the step's name.
    pub fn step(&self) -> &str {
        &self.step
    }

    /// Returns the fields by name.
    pub fn fields(&self) -> &BTreeMap<String, String> {
        &self.fields
    }

    /// Returns the hash; lengths go in before contents, so that no two keys look alike.
    pub fn hash(&self) -> blake3::Hash {
        let mut hasher = blake3::Hasher::new();
        let mut feed = |text: &str| {
            hasher.update(&(text.len() as u64).to_le_bytes());
            hasher.update(text.as_bytes());
        };
        feed(&self.step);
        for (name, value) in &self.fields {
            feed(name);
            feed(value);
        }
        hasher.finalize()
    }

    /// Returns the names of the fields that differ from another key's.
    pub fn changed(&self, before: &BTreeMap<String, String>) -> Vec<String> {
        let names = self.fields.keys().chain(before.keys());
        let mut changed: Vec<String> = names
            .filter(|name| self.fields.get(*name) != before.get(*name))
            .cloned()
            .collect();
        changed.sort();
        changed.dedup();
        changed
    }
}

/// Returns the hash of a value, by the JSON it has.
pub fn content<T: Serialize>(value: &T) -> String {
    let bytes = serde_json::to_vec(value).unwrap_or_default();
    blake3::hash(&bytes).to_hex().to_string()
}

#[cfg(test)]
mod tests {
    use super::Key;

    #[test]
    fn a_key_changes_with_every_field_and_not_with_their_order() {
        let key = Key::new("png").field("a", "1").field("b", "2");
        assert_eq!(key.hash(), Key::new("png").field("b", "2").field("a", "1").hash());
        assert_ne!(key.hash(), Key::new("png").field("a", "12").field("b", "").hash());
        assert_ne!(key.hash(), Key::new("pdf").field("a", "1").field("b", "2").hash());
    }

    #[test]
    fn the_fields_that_changed_are_named() {
        let before = Key::new("png").field("a", "1").field("b", "2");
        let after = Key::new("png").field("a", "1").field("b", "3").field("c", "4");
        assert_eq!(after.changed(before.fields()), ["b", "c"]);
    }
}
