//! What each result looked at when it was made, as one graph of names.

use crate::model::name::Name;
use serde::Deserialize;
use serde::Serialize;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// Results by name, each with the names of what it looked at.
///
/// A value of a block looked at its block, and at the values it was derived from; its
/// provenance says so, and the graph does not repeat it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Graph(BTreeMap<Name, BTreeSet<Name>>);

impl Graph {
    /// Notes what a result looked at.
    pub fn note(&mut self, result: Name, looked_at: impl IntoIterator<Item = Name>) {
        self.0.entry(result).or_default().extend(looked_at);
    }

    /// Adds another graph.
    pub fn join(&mut self, other: Self) {
        for (result, looked_at) in other.0 {
            self.note(result, looked_at);
        }
    }

    /// Returns whether nothing was noted.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns what a result looked at, itself left out.
    pub fn looked_at(&self, result: &Name) -> impl Iterator<Item = &Name> {
        self.0.get(result).into_iter().flatten()
    }
}
