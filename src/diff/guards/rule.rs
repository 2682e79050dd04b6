//! The rules of claims, of figures in print and of contracts: what a changed setting lets pass.

use crate::diff::changed::Changed;
use crate::diff::guards::Turn;
use crate::diff::guards::contract::contract;
use crate::diff::guards::greater;
use crate::diff::guards::held;
use crate::diff::guards::item;
use crate::diff::settings::excerpt;
use crate::diff::sides::Sides;
use crate::model::comparison::Detail;
use crate::model::comparison::Item;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// Returns the item of a claim, a figure in print or a contract whose rule was loosened or
/// changed.
pub(in crate::diff) fn rule(sides: &Sides<'_>, one: &Changed) -> Option<Item> {
    // A figure in print that nothing is held to any more.
    let unpublished = one.sort() == "published" && one.what == "removed";
    if one.what != "changed" && !unpublished {
        return None;
    }
    let settings = |old: bool| {
        let side = if old { sides.old } else { sides.new };
        side.definitions.get(&one.name).map(|one| &one.settings)
    };
    let none = BTreeMap::new();
    let (old, new) = (settings(true)?, settings(false).unwrap_or(&none));
    let mut turns: Vec<(Turn, Detail)> = match one.sort() {
        "claim" | "local-claim" => one
            .settings
            .meaning
            .iter()
            .map(|part| (claim(part, old, new), part.clone()))
            .collect(),
        "published" if unpublished => {
            let was = |key: &str| old.get(key).map_or("", String::as_str);
            let shown = format!("{} = {}", was("statistic"), was("value"));
            vec![(Turn::Loosened, Detail::new("figure in print", shown, ""))]
        }
        "published" => one
            .settings
            .meaning
            .iter()
            .map(|part| match part.what.as_str() {
                "tolerance" => (greater(part), part.clone()),
                _ => (Turn::Changed, part.clone()),
            })
            .collect(),
        // Words of better and worse are held to it.
        "statistic" | "local-statistic" => one
            .settings
            .meaning
            .iter()
            .filter(|part| part.what == "better" && !part.old.is_empty())
            .map(|part| {
                let gone = part.new.is_empty();
                (if gone { Turn::Loosened } else { Turn::Changed }, part.clone())
            })
            .collect(),
        "resource" => contract(old, new),
        "quotation" => quotation(&one.settings.meaning, old, new),
        _ => return None,
    };
    turns.sort_by_key(|(turn, _)| *turn);
    let (turn, _) = turns.first()?;
    if *turn == Turn::Tightened {
        return None;
    }
    let (turn, details) =
        (*turn, turns.into_iter().map(|(_, part)| part).collect::<Vec<_>>());
    let passing: Vec<Detail> = match one.sort() {
        "claim" | "local-claim" => details.iter().filter_map(held::words).collect(),
        _ => Vec::new(),
    };
    let id = one.name.split_once(' ').map_or("", |(_, id)| id);
    let words = sides.after.claims.get(id).map(|claim| claim.words.clone());
    let says =
        words.filter(|_| one.sort() == "claim").or_else(|| new.get("says").cloned());
    let title = match says {
        Some(says) => format!("{} “{says}”", one.name),
        None => one.name.clone(),
    };
    let cause = one.cause(&details);
    let mut item = item(&one.name.replace(' ', "."), turn, title, details, cause);
    item.details.extend(passing);
    // What a wider guard lets through is the number that moved under it.
    if matches!(one.sort(), "claim" | "local-claim" | "published") {
        item.details.extend(held::numbers(sides, &one.name));
    }
    if one.sort() == "claim" {
        let uses = sides.after.claimed().filter(|(used, ..)| *used == id);
        item.places = uses.map(|(.., place)| place.clone()).collect();
        item.places.dedup();
    }
    Some(item)
}

/// Returns what changed of words that were approved: whoever agreed to them agreed to no others.
fn quotation(
    parts: &[Detail],
    old: &BTreeMap<String, String>,
    new: &BTreeMap<String, String>,
) -> Vec<(Turn, Detail)> {
    let text = |side: &BTreeMap<String, String>, key: &str| {
        side.get(key).cloned().unwrap_or_default()
    };
    if text(old, "status") != "approved" {
        return Vec::new();
    }
    let renewed = text(old, "date") != text(new, "date");
    let turn = |part: &Detail| match part.what.as_str() {
        "words" | "speaker" | "role" | "organisation" if !renewed => Turn::Loosened,
        path if path.starts_with("says.") && part.new.is_empty() => Turn::Loosened,
        _ => Turn::Changed,
    };
    let shown = |part: &Detail| {
        let (old, new) = if part.what == "words" {
            excerpt(&part.old, &part.new)
        } else {
            (part.old.clone(), part.new.clone())
        };
        Detail { old, new, ..part.clone() }
    };
    parts.iter().map(|part| (turn(part), shown(part))).collect()
}

/// Returns what a changed setting makes of a claim's rule.
fn claim(
    part: &Detail,
    old: &BTreeMap<String, String>,
    new: &BTreeMap<String, String>,
) -> Turn {
    let is = new.get("is").map_or("", String::as_str);
    let turned = |wider: bool| {
        let turn = greater(part);
        match (turn, wider) {
            (Turn::Loosened, false) => Turn::Tightened,
            (Turn::Tightened, false) => Turn::Loosened,
            _ => turn,
        }
    };
    match part.what.as_str() {
        "tolerance" => turned(matches!(is, "similar" | "flat")),
        "level" => {
            // The level is 5 unless said.
            let said = |text: &str| {
                if text.is_empty() { "5".to_owned() } else { text.to_owned() }
            };
            let part = Detail::new("level", said(&part.old), said(&part.new));
            match (greater(&part), is) {
                (Turn::Loosened, "not_significant") => Turn::Tightened,
                (Turn::Tightened, "not_significant") => Turn::Loosened,
                (turn, _) => turn,
            }
        }
        "value" => match is {
            "at_most" | "below" | "fall" => turned(true),
            "at_least" | "above" | "rise" => turned(false),
            _ => Turn::Changed,
        },
        "correction" if part.new.is_empty() && is == "significant" => Turn::Loosened,
        "words" => {
            let list = |text: &str| -> BTreeSet<String> {
                text.split(", ")
                    .filter(|word| !word.is_empty())
                    .map(str::to_owned)
                    .collect()
            };
            let (was, is) = (list(&part.old), list(&part.new));
            if is.is_subset(&was) && !is.is_empty() {
                Turn::Tightened
            } else {
                Turn::Loosened
            }
        }
        "holds" => {
            if let Some(turn) = thresholds(old, new) {
                return turn;
            }
            let split = |side: &BTreeMap<String, String>, by: &str| -> BTreeSet<String> {
                let whole = side.get("holds").map_or("", String::as_str);
                let flat = whole.split_whitespace().collect::<Vec<_>>().join(" ");
                flat.split(by).map(str::to_owned).collect()
            };
            let (was, is) = (split(old, " and "), split(new, " and "));
            let (were, are) = (split(old, " or "), split(new, " or "));
            let alone = |parts: &BTreeSet<String>| {
                parts.iter().all(|part| !part.contains(" and ") && !part.contains(" or "))
            };
            // "a and b" became "a or b".
            if were.len() == 1 && alone(&are) && was.is_subset(&are) {
                Turn::Loosened
            } else if are.len() == 1 && alone(&were) && is.is_subset(&were) {
                Turn::Tightened
            } else if is.is_subset(&was) {
                Turn::Loosened
            } else if was.is_subset(&is) {
                Turn::Tightened
            } else {
                Turn::Changed
            }
        }
        _ => Turn::Changed,
    }
}

/// Returns what became of a condition of which only the numbers changed that something is held
/// against: `p("a") < 0.05` let more pass as `p("a") < 0.25`.
fn thresholds(
    old: &BTreeMap<String, String>,
    new: &BTreeMap<String, String>,
) -> Option<Turn> {
    let words = |side: &BTreeMap<String, String>| -> Vec<String> {
        let whole = side.get("holds").map_or("", String::as_str);
        whole.split_whitespace().map(str::to_owned).collect()
    };
    let (was, is) = (words(old), words(new));
    if was.len() != is.len() || was.iter().any(|word| word == "not") {
        return None;
    }
    let mut turns = BTreeSet::new();
    for (at, (a, b)) in was.iter().zip(&is).enumerate() {
        if a == b {
            continue;
        }
        let (a, b): (f64, f64) = (a.parse().ok()?, b.parse().ok()?);
        // A number that is reckoned with further is no threshold.
        let end = is.get(at + 1).is_none_or(|word| matches!(word.as_str(), "and" | "or"));
        let wider = match at.checked_sub(1).and_then(|at| is.get(at))?.as_str() {
            "<" | "<=" if end => b > a,
            ">" | ">=" if end => b < a,
            _ => return None,
        };
        turns.insert(if wider { Turn::Loosened } else { Turn::Tightened });
    }
    turns.into_iter().next()
}

#[cfg(test)]
mod tests {
    use super::Turn;
    use super::claim;
    use crate::model::comparison::Detail;
    use std::collections::BTreeMap;

    #[test]
    fn a_rule_is_loosened_by_what_lets_more_pass() {
        let turn = |what: &str, is: &str, old: &str, new: &str| {
            let side = |text: &str| {
                let mut out = BTreeMap::from([("is".to_owned(), is.to_owned())]);
                out.insert(what.to_owned(), text.to_owned());
                out
            };
            claim(&Detail::new(what, old, new), &side(old), &side(new))
        };
        assert_eq!(turn("tolerance", "similar", "3", "12"), Turn::Loosened);
        assert_eq!(turn("tolerance", "similar", "12", "3"), Turn::Tightened);
        assert_eq!(turn("tolerance", "greater", "3", "12"), Turn::Tightened);
        assert_eq!(turn("level", "significant", "", "10"), Turn::Loosened);
        assert_eq!(turn("level", "significant", "5", "1"), Turn::Tightened);
        assert_eq!(turn("level", "not_significant", "5", "1"), Turn::Loosened);
        assert_eq!(turn("value", "at_most", "0", "5"), Turn::Loosened);
        assert_eq!(turn("value", "at_least", "10", "5"), Turn::Loosened);
        assert_eq!(turn("correction", "significant", "p_holm", ""), Turn::Loosened);
        assert_eq!(turn("words", "", "twice", "twice, thrice"), Turn::Loosened);
        assert_eq!(turn("holds", "", "a > b and c > d", "a > b"), Turn::Loosened);
        assert_eq!(turn("holds", "", "a > b", "a > b and c > d"), Turn::Tightened);
        assert_eq!(turn("holds", "", "a > b", "a > c"), Turn::Changed);
        assert_eq!(
            turn("holds", "", "a > b and c > d", "a > b or c > d"),
            Turn::Loosened
        );
        assert_eq!(
            turn("holds", "", "a > b or c > d", "a > b and c > d"),
            Turn::Tightened
        );
        assert_eq!(turn("holds", "", "a > b or c > d", "a > b"), Turn::Tightened);
        assert_eq!(turn("holds", "", "p < 0.05", "p < 0.25"), Turn::Loosened);
        assert_eq!(
            turn("holds", "", "a > 2 and b < 3", "a > 3 and b < 3"),
            Turn::Tightened
        );
        assert_eq!(turn("holds", "", "a > 2 * b", "a > 1 * b"), Turn::Changed);
        assert_eq!(turn("holds", "", "not a < 2", "not a < 3"), Turn::Changed);
        assert_eq!(turn("than", "greater", "a", "b"), Turn::Changed);
    }
}
