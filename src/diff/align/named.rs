//! What may have another name.

use crate::model::edition::Definition;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// The declarations of an edition by name.
pub(super) type Definitions = BTreeMap<String, Definition>;

/// A declaration under another name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::diff) struct Renamed {
    /// `statistic`, `claim`, `figure` or `table`.
    pub sort: &'static str,
    pub old: String,
    pub new: String,
}

/// A column under another name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::diff) struct RenamedColumn {
    /// Its data file, or `frame panel`.
    pub of: String,
    pub old: String,
    pub new: String,
}

/// A value of a group under another name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::diff) struct Value {
    /// The column that it is a value of.
    pub of: String,
    pub old: String,
    pub new: String,
}

impl Value {
    pub(super) fn new(of: &str, old: &str, new: &str) -> Self {
        Self { of: of.to_owned(), old: old.to_owned(), new: new.to_owned() }
    }
}

/// A label that reads otherwise, and what shows it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::diff) struct Relabelled {
    pub figures: BTreeSet<String>,
    pub tables: BTreeSet<String>,
    pub statistics: BTreeSet<String>,
}
