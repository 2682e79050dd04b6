//! Where every key and value of a file stands.

use crate::model::diagnostic::Span;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

/// The byte ranges of the keys and values of one file, by path.
#[derive(Debug, Clone, Default)]
pub struct Places {
    file: Arc<str>,
    root: Place,
}

/// Where a value stands, its key, where it has one, and what is within it.
#[derive(Debug, Clone, Default)]
pub(super) struct Place {
    pub(super) key: Option<Range<usize>>,
    pub(super) value: Range<usize>,
    /// By key, or by number in a list.
    pub(super) inner: BTreeMap<String, Self>,
    /// Whether it was given by language.
    spoken: bool,
}

impl Place {
    pub(super) fn new(value: Range<usize>, inner: BTreeMap<String, Self>) -> Self {
        Self { key: None, value, inner, spoken: false }
    }

    /// Returns the place with that of its key.
    pub(super) fn under(self, key: Range<usize>) -> Self {
        Self { key: Some(key), ..self }
    }

    /// Adds the ranges of what is within: keys and values.
    fn ranges<'p>(&'p self, out: &mut Vec<&'p Range<usize>>) {
        out.extend(self.key.iter().chain([&self.value]));
        self.inner.values().for_each(|place| place.ranges(out));
    }
}

impl Places {
    pub(super) fn new(file: &str, root: Place) -> Self {
        Self { file: Arc::from(file), root }
    }

    /// Returns the place of a value, or of its nearest ancestor's key.
    pub fn value(&self, path: &[&str]) -> Span {
        let (place, whole) = self.deepest(path);
        if whole { self.span(&place.value) } else { self.nearest(place) }
    }

    /// Returns the place of a key, or of its nearest ancestor's key.
    pub fn key(&self, path: &[&str]) -> Span {
        self.nearest(self.deepest(path).0)
    }

    pub(super) fn key_of(&self, path: &[String]) -> Span {
        self.nearest(self.deepest(path).0)
    }

    /// Returns every range under a path, as text: for hashing.
    pub(super) fn under(&self, path: &[String]) -> String {
        let mut ranges = Vec::new();
        if let (place, true) = self.deepest(path) {
            place.ranges(&mut ranges);
        }
        format!("{ranges:?}")
    }

    /// Returns the places of a file in which values by language are one of them: `path`, and the key chosen.
    pub(super) fn chosen(&self, choices: &[(Vec<String>, String)]) -> Self {
        let mut out = self.clone();
        for (path, key) in choices {
            let mut inner = Some(&mut out.root);
            for name in path {
                inner = inner.and_then(|place| place.inner.get_mut(name));
            }
            let Some(place) = inner else { continue };
            if let Some(chosen) = place.inner.get(key).cloned() {
                (place.key, place.value) = (chosen.key, chosen.value);
                place.inner.extend(chosen.inner);
            }
            place.spoken = true;
        }
        out
    }

    /// Returns whether a value, or one that it is in, was given by language.
    pub(super) fn is_spoken(&self, path: &[String]) -> bool {
        let mut place = &self.root;
        for name in path {
            if place.spoken {
                return true;
            }
            let Some(inner) = place.inner.get(name) else { return false };
            place = inner;
        }
        place.spoken
    }

    /// Returns the place at the end of a path, or the last that there is on the way, and whether it is the end.
    fn deepest(&self, path: &[impl AsRef<str>]) -> (&Place, bool) {
        let mut place = &self.root;
        for name in path {
            let Some(inner) = place.inner.get(name.as_ref()) else {
                return (place, false);
            };
            place = inner;
        }
        (place, true)
    }

    fn nearest(&self, place: &Place) -> Span {
        self.span(place.key.as_ref().unwrap_or(&place.value))
    }

    fn span(&self, range: &Range<usize>) -> Span {
        Span::new(Arc::clone(&self.file), range.clone())
    }
}
