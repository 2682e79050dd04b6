//! Who accepted which change, and why; and the editions that were released.

use serde::Deserialize;
use serde::Serialize;
use std::collections::BTreeMap;

/// What was decided of an item.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Decided {
    /// Nothing yet.
    #[default]
    Open,
    /// It is right.
    Accepted,
    /// Somebody must answer.
    Queried,
    /// It is wrong.
    Rejected,
}

impl Decided {
    /// Returns its name in the file.
    pub fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Accepted => "accepted",
            Self::Queried => "queried",
            Self::Rejected => "rejected",
        }
    }
}

/// A decision on one item.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Decision {
    /// What changed, in a line.
    pub change: String,
    /// The hash of the item: the decision holds for this and lapses with it.
    pub item: String,
    /// What was decided.
    pub state: Decided,
    /// By whom.
    pub by: String,
    /// Why.
    pub because: String,
    /// When, as they gave it.
    pub date: String,
    /// Who accepted the same after them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<Remark>,
    /// Who is to decide; empty when anybody may.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub assigned: String,
    /// Until when.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub due: String,
    /// What was said of it, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub comments: Vec<Remark>,
    /// What had been decided before, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub history: Vec<Earlier>,
}

/// What somebody said, when.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Remark {
    /// Who.
    pub by: String,
    /// What.
    pub because: String,
    /// When, as they gave it.
    pub date: String,
}

/// A decision that another replaced.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Earlier {
    /// What had changed, in a line.
    pub change: String,
    /// The hash of what was decided on.
    pub item: String,
    /// What was decided.
    pub state: Decided,
    /// By whom.
    pub by: String,
    /// Why.
    pub because: String,
    /// When.
    pub date: String,
}

impl Decision {
    /// Returns the decision with what was said and decided before it.
    #[must_use]
    pub fn after(self, earlier: &Self) -> Self {
        let mut history = earlier.history.clone();
        if earlier.state != Decided::Open {
            let Self { change, item, state, by, because, date, .. } = earlier.clone();
            history.push(Earlier { change, item, state, by, because, date });
        }
        Self {
            history,
            comments: earlier.comments.clone(),
            assigned: earlier.assigned.clone(),
            due: earlier.due.clone(),
            ..self
        }
    }
}

/// Decisions by the id of their item.
pub type Review = BTreeMap<String, Decision>;

/// A release.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Released {
    /// Its place in the order of releases, from 1.
    pub number: usize,
    /// The edition, in words.
    pub edition: String,
    /// When, as it was given; the edition's own date otherwise.
    pub date: String,
    /// The release before it; empty for the first.
    pub after: String,
    /// The BLAKE3 hash of its archive.
    pub archive: String,
    /// Items that were accepted for it.
    pub accepted: usize,
    /// Items that were open when it was forced.
    pub open: usize,
    /// Why it was forced; empty when it was not.
    pub forced: String,
}

/// Releases by id.
pub type Releases = BTreeMap<String, Released>;
