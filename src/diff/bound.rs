//! Passages that read as before: whether their numbers are bound to the data as before.

use crate::diff::line::is_mark;
use crate::diff::line::statistic;
use crate::diff::shown::Fixed;
use crate::diff::shown::Passage;
use crate::diff::sides::Sides;
use std::cmp::Ordering;

/// Returns whether a passage reads as before and a number in it is bound by hand now, which is told
/// among the guards.
pub(super) fn typed(sides: &Sides<'_>, was: &Passage, is: &Passage) -> bool {
    let marks = |one: &Passage| -> Vec<String> {
        let keys = one.pieces.iter().map(|(key, _)| key);
        keys.filter(|key| is_mark(key) || key.starts_with("{→")).cloned().collect()
    };
    let here = |one: &&Fixed| one.place == is.place && one.sentence == is.text;
    let count = |list: &[Fixed]| list.iter().filter(here).count();
    was.text == is.text
        && marks(was) == marks(is)
        && count(&sides.after.fixed)
            > sides.before.fixed.iter().filter(|one| one.sentence == was.text).count()
}

/// What is said of a passage in which a number that was typed follows the data now.
pub(super) const BOUND: &str = "a number is bound to the data now";

/// Returns what became of the numbers of a passage that reads as before.
pub(super) fn bound(was: &Passage, is: &Passage) -> Option<String> {
    let count = |one: &Passage| {
        one.pieces.iter().filter(|(key, _)| statistic(key).is_some()).count()
    };
    match count(was).cmp(&count(is)) {
        _ if was.text != is.text => None,
        Ordering::Less => Some(BOUND.to_owned()),
        Ordering::Greater => Some("a number is no longer bound to the data".to_owned()),
        Ordering::Equal => None,
    }
}
