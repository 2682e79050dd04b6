//! Where each item stands with its reviewers.

use crate::diff::tell::line;
use crate::model::comparison::Class;
use crate::model::comparison::Comparison;
use crate::model::comparison::Item;
use crate::model::signoff::Decision;
use crate::model::signoff::Review;
use crate::model::signoff::Verdict;
use serde::Serialize;

/// Where an item stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Standing {
    /// Nobody has decided.
    Open,
    /// Somebody decided on another form of it.
    Lapsed,
    /// It was accepted.
    Accepted,
    /// Somebody must answer.
    Queried,
    /// It was rejected.
    Rejected,
}

impl Standing {
    /// Returns its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Lapsed => "lapsed",
            Self::Accepted => "accepted",
            Self::Queried => "queried",
            Self::Rejected => "rejected",
        }
    }
}

/// Returns where an item stands.
pub fn standing(item: &Item, review: &Review) -> Standing {
    let Some(decision) = review.get(&item.id) else { return Standing::Open };
    match decision.state {
        Verdict::Open => Standing::Open,
        _ if decision.item != item.hash => Standing::Lapsed,
        Verdict::Accepted => Standing::Accepted,
        Verdict::Queried => Standing::Queried,
        Verdict::Rejected => Standing::Rejected,
    }
}

/// Returns the items that hold a release back: conclusions and numbers that were not accepted.
pub fn unaccepted<'a>(comparison: &'a Comparison, review: &Review) -> Vec<&'a Item> {
    let signed = comparison.items.iter().filter(|item| item.class.signed());
    signed.filter(|item| standing(item, review) != Standing::Accepted).collect()
}

/// Returns the sign-off with a block for every item to be decided, in which git finds each
/// decision on lines of its own; decisions on items that are gone stay on record.
pub fn prepared(comparison: &Comparison, review: &Review) -> Review {
    let mut out = review.clone();
    for item in comparison.items.iter().filter(|item| item.class.signed()) {
        let block = out.entry(item.id.clone()).or_default();
        if block.state == Verdict::Open {
            block.change = change(item);
            block.item.clone_from(&item.hash);
        }
    }
    out
}

/// Notes a decision on an item.
pub fn decide(review: &mut Review, item: &Item, decision: Decision) {
    let (change, hash) = (change(item), item.hash.clone());
    review.insert(item.id.clone(), Decision { change, item: hash, ..decision });
}

/// Returns an item in one line, for the record.
pub fn change(item: &Item) -> String {
    format!("{}: {}", class(item.class), line(item))
}

fn class(class: Class) -> &'static str {
    class.noun(1)
}
