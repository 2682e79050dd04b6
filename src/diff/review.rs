//! Where each item stands with its reviewers.

use crate::diff::settings::excerpt;
use crate::diff::settings::short;
use crate::diff::tell::line;
use crate::model::comparison::Class;
use crate::model::comparison::Comparison;
use crate::model::comparison::Item;
use crate::model::signoff::Decided;
use crate::model::signoff::Decision;
use crate::model::signoff::Remark;
use crate::model::signoff::Review;
use serde::Serialize;

/// Where an item stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Standing {
    /// Nobody has decided.
    Open,
    /// Somebody decided on another form of it.
    Lapsed,
    /// It was accepted, and waits for another person.
    Half,
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
            Self::Half => "accepted once",
            Self::Accepted => "accepted",
            Self::Queried => "queried",
            Self::Rejected => "rejected",
        }
    }
}

/// Returns where an item stands.
pub fn standing(comparison: &Comparison, item: &Item, review: &Review) -> Standing {
    let Some(decision) = review.get(&item.id) else { return Standing::Open };
    match decision.state {
        Decided::Open => Standing::Open,
        _ if decision.item != item.hash => Standing::Lapsed,
        Decided::Accepted if signed(decision) < comparison.signatories => Standing::Half,
        Decided::Accepted => Standing::Accepted,
        Decided::Queried => Standing::Queried,
        Decided::Rejected => Standing::Rejected,
    }
}

/// Returns the items that hold a release back: conclusions and numbers that were not accepted.
pub fn unaccepted<'a>(comparison: &'a Comparison, review: &Review) -> Vec<&'a Item> {
    let signed = comparison.items.iter().filter(|item| item.class.signed());
    signed
        .filter(|item| standing(comparison, item, review) != Standing::Accepted)
        .collect()
}

/// Returns the sign-off with a block for every item to be decided, in which git finds each
/// decision on lines of its own; decisions on items that are gone stay on record.
pub fn prepared(comparison: &Comparison, review: &Review) -> Review {
    let mut out = review.clone();
    for item in comparison.items.iter().filter(|item| item.class.signed()) {
        let block = out.entry(item.id.clone()).or_default();
        described(block, item);
    }
    out
}

/// Notes what an item is in a block that nobody has decided on.
pub fn described(block: &mut Decision, item: &Item) {
    if block.state == Decided::Open {
        block.change = change(item);
        block.item.clone_from(&item.hash);
    }
}

/// Returns whether two names are of one person: capital letters and spaces make nobody another.
pub fn same_person(a: &str, b: &str) -> bool {
    let words = |name: &str| -> Vec<String> {
        name.split_whitespace().map(str::to_lowercase).collect()
    };
    words(a) == words(b)
}

/// Returns how many persons accepted: one who stands twice in a file that was edited or merged is one.
fn signed(decision: &Decision) -> usize {
    let mut names = vec![decision.by.as_str()];
    for other in &decision.also {
        if !names.iter().any(|name| same_person(name, &other.by)) {
            names.push(&other.by);
        }
    }
    names.len()
}

/// Notes a decision on an item. What had been decided before is kept; a second person who
/// accepts what one has accepted signs beside them, and nobody's signature takes away another's.
pub fn decide(review: &mut Review, item: &Item, decision: Decision) {
    let (change, hash) = (change(item), item.hash.clone());
    let earlier = review.entry(item.id.clone()).or_default();
    let accepted = earlier.state == Decided::Accepted && earlier.item == hash;
    let first = same_person(&decision.by, &earlier.by);
    if accepted && decision.state == Decided::Accepted && !first {
        let signed =
            Remark { by: decision.by, because: decision.because, date: decision.date };
        earlier.also.retain(|other| !same_person(&other.by, &signed.by));
        earlier.also.push(signed);
        return;
    }
    let again = earlier.item == hash
        && first
        && (earlier.state, &earlier.because) == (decision.state, &decision.because);
    // Who accepts anew without a reason takes none back.
    let silent = accepted
        && first
        && decision.state == Decided::Accepted
        && decision.because.is_empty();
    if again || silent {
        return;
    }
    let also = if accepted && decision.state == Decided::Accepted {
        earlier.also.clone()
    } else {
        Vec::new()
    };
    *earlier = Decision { change, item: hash, also, ..decision.after(earlier) };
}

/// Returns whether another person decided on this form of an item, and it still holds.
pub fn of_another(review: &Review, item: &Item, by: &str) -> bool {
    review.get(&item.id).is_some_and(|one| {
        one.state != Decided::Open && one.item == item.hash && !same_person(&one.by, by)
    })
}

/// Returns whether somebody doubts this form of an item.
pub fn doubted(review: &Review, item: &Item) -> bool {
    review.get(&item.id).is_some_and(|one| {
        matches!(one.state, Decided::Queried | Decided::Rejected) && one.item == item.hash
    })
}

/// Returns an item in one line, for the record.
pub fn change(item: &Item) -> String {
    let mut out = format!("{}: {}", class(item.class), line(item));
    let [old, new] = [&item.marks.old, &item.marks.new].map(|runs| {
        let words: String = runs.iter().map(|(words, _)| words.as_str()).collect();
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    });
    if item.moved_only() || old == new {
        return out;
    }
    // A decision is on these words: a later form is known as another one by them.
    let (old, new) = excerpt(&old, &new);
    for (head, words) in [(": “", old), (" → “", new)] {
        if !words.is_empty() {
            out.push_str(head);
            out.push_str(&short(&words));
            out.push('”');
        }
    }
    out
}

fn class(class: Class) -> &'static str {
    class.noun(1)
}

#[cfg(test)]
mod tests {
    use super::signed;
    use crate::model::signoff::Decision;
    use crate::model::signoff::Remark;

    #[test]
    fn one_person_who_stands_twice_in_a_file_signs_once() {
        let also = |by: &str| Remark { by: by.to_owned(), ..Remark::default() };
        let decision = |others: &[&str]| Decision {
            by: "Ann Desk".to_owned(),
            also: others.iter().map(|by| also(by)).collect(),
            ..Decision::default()
        };
        assert_eq!(signed(&decision(&["ann  desk ", "ANN DESK"])), 1);
        assert_eq!(signed(&decision(&["Desk B", "desk b"])), 2);
    }
}
