//! What a changed guard is about: the numbers it holds that moved beside it, and the words that it lets pass.
//!
//! **In:** two editions and a guard that changed. **Out:** parts of its item, and these in words.
//! **Guarantees:** a number that prints as before is not named.

use crate::diff::graph::claimed;
use crate::diff::line::sentence;
use crate::diff::settings::short;
use crate::diff::sides::Sides;
use crate::model::comparison::Class;
use crate::model::comparison::Detail;
use crate::model::comparison::Item;
use crate::model::comparison::Place;
use crate::model::format::p_value;
use crate::model::name::Name;
use crate::model::statistic::Stat;
use std::collections::BTreeSet;

/// What a part begins with that names a number.
const HOLDS: &str = "holds ";
/// The part of words that may pass.
const PASSES: &str = "lets pass";
/// The most numbers, and sentences, that are named of one guard.
const MOST: usize = 3;

/// Returns the numbers that a declaration holds and that moved as printed, a part each.
pub(super) fn numbers(sides: &Sides<'_>, name: &str) -> Vec<Detail> {
    let mut ids = BTreeSet::new();
    for edition in [sides.old, sides.new] {
        let definition = edition.definitions.get(name);
        let held = definition.map(|one| claimed(edition, one)).unwrap_or_default();
        ids.extend(held.into_iter().filter_map(|name| match name {
            Name::Statistic(id) => Some(id),
            _ => None,
        }));
    }
    let moved = |id: &String| {
        let (was, is) = (sides.old.statistics.get(id)?, sides.new.statistics.get(id)?);
        let part = |old: String, new: String, of: &str| {
            (old != new).then(|| Detail {
                note: id.clone(),
                ..Detail::new(format!("{HOLDS}{of}{}", is.title), old, new)
            })
        };
        part(was.printed(), is.printed(), "")
            .or_else(|| part(tested(was)?, tested(is)?, "the test of "))
    };
    ids.iter().filter_map(moved).collect()
}

fn tested(stat: &Stat) -> Option<String> {
    stat.test.as_ref().map(|test| p_value(test.p, 3))
}

/// Returns the words that a longer list of words lets pass.
pub(super) fn words(part: &Detail) -> Option<Detail> {
    let list = |text: &str| -> Vec<String> {
        let words = text.split(", ").filter(|word| !word.is_empty());
        words.map(str::to_owned).collect()
    };
    let was = list(&part.old);
    let come: Vec<String> = list(&part.new)
        .into_iter()
        .filter(|word| !was.contains(word))
        .map(|word| format!("“{word}”"))
        .collect();
    (part.what == "words" && !come.is_empty())
        .then(|| Detail::note(PASSES, come.join(", ")))
}

/// Returns the sentences of the new edition in which waived words stand, a part and a place each.
pub(super) fn sentences(sides: &Sides<'_>, words: &str) -> Vec<(Detail, Place)> {
    let words = words.to_lowercase();
    let mut out: Vec<(Detail, Place)> = Vec::new();
    for passage in &sides.after.passages {
        let Some(at) = passage.text.to_lowercase().find(&words) else { continue };
        // Capitals of some languages are longer or shorter than their small letters.
        let at = if passage.text.is_char_boundary(at) { at } else { 0 };
        let sentence = sentence(&passage.text, at);
        let part = Detail::note(PASSES, format!("“{}”", short(&sentence)));
        let place = Place { sentence, ..passage.place.clone() };
        if !out.iter().any(|(_, known)| *known == place) {
            out.push((part, place));
        }
    }
    out
}

/// Returns what a guard holds and lets pass, in words: "it holds Growth, which moved 2.1 → 9.8".
pub fn said(item: &Item) -> Vec<String> {
    if item.class != Class::Guards {
        return Vec::new();
    }
    let told = |part: &Detail| match part.what.strip_prefix(HOLDS) {
        Some(of) => {
            Some(format!("it holds {of}, which moved {} → {}", part.old, part.new))
        }
        None => (part.what == PASSES).then(|| format!("it lets pass {}", part.note)),
    };
    let all: Vec<String> = item.details.iter().filter_map(told).collect();
    let more = all.len().saturating_sub(MOST);
    let mut out: Vec<String> = all.into_iter().take(MOST).collect();
    if more > 0 {
        out.push(format!("and {more} more"));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::said;
    use super::words;
    use crate::model::comparison::Class;
    use crate::model::comparison::Detail;
    use crate::model::comparison::Item;

    #[test]
    fn the_words_that_a_longer_list_lets_pass_are_the_new_ones() {
        let of = |what: &str, old: &str, new: &str| words(&Detail::new(what, old, new));
        assert_eq!(
            of("words", "twice", "twice, thrice, fourfold").map(|part| part.note),
            Some("“thrice”, “fourfold”".to_owned())
        );
        assert_eq!(of("words", "twice, thrice", "twice"), None);
        assert_eq!(of("tolerance", "3", "12"), None);
    }

    #[test]
    fn a_guard_says_which_numbers_it_holds_and_no_more_than_three_of_them() {
        let mut item = Item::new(Class::Guards, "guard:claim.a", "a guard was loosened");
        let holds = |of: &str| Detail::new(format!("holds {of}"), "2.1", "9.8");
        item.details = vec![Detail::new("tolerance", "3", "12"), holds("Growth")];
        assert_eq!(said(&item), ["it holds Growth, which moved 2.1 → 9.8"]);
        item.details.extend(["A", "B", "C"].map(holds));
        assert_eq!(said(&item).last().map(String::as_str), Some("and 1 more"));
        item.class = Class::Numbers;
        assert_eq!(said(&item), [""; 0]);
    }
}
