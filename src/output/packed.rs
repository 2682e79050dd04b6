//! Fonts with some characters, packed: most pages hold the same ones as those of the run before, and of thousands of
//! editions, and to pack them takes longer than the rest of a page.
//!
//! **In:** a hash of a font and of characters; what an earlier run kept. **Out:** the packed font.
//! **Guarantees:** what is found is what would be made.

use crate::memo;
use crate::memo::Json;
use crate::memo::Memo;
use crate::model::key::Key;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::Mutex;

/// The most that are kept while a process runs.
const MOST: usize = 128;

/// Hash of a font and of characters.
type Name = [u8; blake3::OUT_LEN];

/// Those of this process.
static PACKED: Mutex<Packed> = Mutex::new(Packed::new());

struct Packed {
    known: BTreeMap<Name, Arc<str>>,
    /// Those that pages had.
    asked: BTreeSet<Name>,
    /// Whether one was made since they were kept.
    fresh: bool,
}

impl Packed {
    const fn new() -> Self {
        Self { known: BTreeMap::new(), asked: BTreeSet::new(), fresh: false }
    }

    fn get(&mut self, name: &Name) -> Option<Arc<str>> {
        let known = self.known.get(name).cloned()?;
        self.asked.insert(*name);
        Some(known)
    }

    fn put(&mut self, name: Name, font: Arc<str>) {
        if self.known.len() >= MOST {
            (self.known, self.asked) = Default::default();
        }
        self.known.insert(name, font);
        self.asked.insert(name);
        self.fresh = true;
    }

    /// Returns those that pages had, for a later run; nothing where it knows them.
    fn asked(&mut self) -> Option<Vec<(String, String)>> {
        if !std::mem::take(&mut self.fresh) {
            return None;
        }
        let font = |name: &Name| {
            let font = self.known.get(name)?.to_string();
            Some((blake3::Hash::from_bytes(*name).to_hex().to_string(), font))
        };
        Some(self.asked.iter().filter_map(font).collect())
    }

    /// Takes over those of an earlier run.
    fn join(&mut self, fonts: Vec<(String, String)>) {
        for (name, font) in fonts {
            if let Ok(name) = blake3::Hash::from_hex(name) {
                self.known.entry(*name.as_bytes()).or_insert_with(|| font.into());
            }
        }
    }
}

/// Returns a packed font by its name, or makes it.
pub(super) fn packed(name: Name, make: impl FnOnce() -> String) -> Arc<str> {
    let known = PACKED.lock().ok().and_then(|mut packed| packed.get(&name));
    known.unwrap_or_else(|| {
        let made: Arc<str> = make().into();
        if let Ok(mut packed) = PACKED.lock() {
            packed.put(name, Arc::clone(&made));
        }
        made
    })
}

fn key() -> Key {
    Key::in_no_language("fonts")
}

/// Takes over the fonts of the pages of an earlier run.
pub fn recall_fonts(memo: &dyn Memo) {
    if let Some(Json(fonts)) = memo::find(memo, &key())
        && let Ok(mut packed) = PACKED.lock()
    {
        packed.join(fonts);
    }
}

/// Keeps the fonts of the pages for a later run.
pub fn keep_fonts(memo: &dyn Memo) {
    let asked = PACKED.lock().ok().and_then(|mut packed| packed.asked());
    if let Some(fonts) = asked {
        memo::keep(memo, &key(), &Json(fonts));
    }
}

#[cfg(test)]
mod tests {
    use super::Packed;

    #[test]
    fn a_later_run_knows_the_fonts_that_pages_had_and_no_others() {
        let mut first = Packed::new();
        first.put([1; 32], "one".into());
        first.put([2; 32], "two".into());
        let kept = first.asked().unwrap();
        assert!(first.asked().is_none());
        let mut second = Packed::new();
        second.join(kept);
        assert_eq!(second.get(&[1; 32]).as_deref(), Some("one"));
        assert!(second.asked().is_none());
        second.put([3; 32], "three".into());
        let kept: Vec<String> =
            second.asked().unwrap().into_iter().map(|(_, font)| font).collect();
        assert_eq!(kept, ["one", "three"]);
    }
}
