//! Guards that were loosened: rules, thresholds and waivers that let more pass than they did.
//!
//! What a guard lets pass shows nowhere in the report, so that only its own change tells of it.

use crate::diff::method::Changed;
use crate::diff::settings::short;
use crate::diff::shown::Fixed;
use crate::diff::shown::Passage;
use crate::diff::sides::Sides;
use crate::diff::statements::bare;
use crate::diff::words::written;
use crate::model::comparison::Cause;
use crate::model::comparison::Class;
use crate::model::comparison::Detail;
use crate::model::comparison::Input;
use crate::model::comparison::Item;
use crate::model::comparison::Place;
use crate::model::document::Design;
use crate::model::edition::Edition;
use crate::model::moment::Moment;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

const LOOSENED: &str = "a guard was loosened";
const CHANGED: &str = "a guard was changed";

/// What became of a guard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Turn {
    /// It lets more pass.
    Loosened,
    /// It tests something else.
    Changed,
    /// It lets less pass.
    Tightened,
}

/// Returns the guards that were loosened or changed, the loosened first.
pub(super) fn guards(sides: &Sides<'_>, changed: &[Changed]) -> Vec<Item> {
    let mut out: Vec<Item> = changed.iter().filter_map(|one| rule(sides, one)).collect();
    out.extend(unmade(sides));
    out.extend(by_hand(sides));
    out.extend(report(sides, changed));
    out.sort_by_key(|item| item.kind != LOOSENED);
    out
}

fn item(id: &str, turn: Turn, title: String, details: Vec<Detail>, cause: Cause) -> Item {
    let kind = if turn == Turn::Loosened { LOOSENED } else { CHANGED };
    let mut item = Item::new(Class::Guards, format!("guard:{id}"), kind).title(title);
    if let Some(first) = details.first() {
        let show =
            |text: &str| if text.is_empty() { "none".to_owned() } else { short(text) };
        item =
            item.values(format!("{} {}", first.what, show(&first.old)), show(&first.new));
    }
    item.details = details;
    item.cause = cause;
    item
}

/// Returns the item of a claim, a figure in print or a contract whose rule was loosened or
/// changed.
pub(super) fn rule(sides: &Sides<'_>, one: &Changed) -> Option<Item> {
    if one.what != "changed" {
        return None;
    }
    let settings = |old: bool| {
        let side = if old { sides.old } else { sides.new };
        side.definitions.get(&one.name).map(|one| &one.settings)
    };
    let (old, new) = (settings(true)?, settings(false)?);
    let mut turns: Vec<(Turn, Detail)> = match one.sort() {
        "claim" | "local-claim" => one
            .settings
            .meaning
            .iter()
            .map(|part| (claim(part, old, new), part.clone()))
            .collect(),
        "published" => one
            .settings
            .meaning
            .iter()
            .filter(|part| part.what == "tolerance")
            .map(|part| (greater(part), part.clone()))
            .collect(),
        "resource" => contract(old, new),
        _ => return None,
    };
    turns.sort_by_key(|(turn, _)| *turn);
    let (turn, _) = turns.first()?;
    if *turn == Turn::Tightened {
        return None;
    }
    let (turn, details) =
        (*turn, turns.into_iter().map(|(_, part)| part).collect::<Vec<_>>());
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
    if one.sort() == "claim" {
        let uses = sides.after.uses.iter().filter(|(used, ..)| used == id);
        item.places = uses.map(|(_, _, place)| place.clone()).collect();
        item.places.dedup();
    }
    Some(item)
}

fn greater(part: &Detail) -> Turn {
    match (number(&part.old), number(&part.new)) {
        (Some(old), Some(new)) if new > old => Turn::Loosened,
        (Some(_), Some(_)) => Turn::Tightened,
        _ => Turn::Changed,
    }
}

/// Reads a number; a missing one is zero.
fn number(text: &str) -> Option<f64> {
    if text.is_empty() { Some(0.0) } else { text.parse().ok() }
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
            let side = |side: &BTreeMap<String, String>| -> BTreeSet<String> {
                let whole = side.get("holds").map_or("", String::as_str);
                let flat = whole.split_whitespace().collect::<Vec<_>>().join(" ");
                flat.split(" and ").map(str::to_owned).collect()
            };
            let (was, is) = (side(old), side(new));
            if is.is_subset(&was) {
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

/// Rules of a contract that hold a cell.
const RULES: &[&str] = &[
    "type",
    "constraints.required",
    "constraints.unique",
    "constraints.minimum",
    "constraints.maximum",
    "constraints.exclusiveMinimum",
    "constraints.exclusiveMaximum",
    "constraints.minLength",
    "constraints.maxLength",
    "constraints.enum",
    "constraints.pattern",
];

/// Returns the rules of a contract that changed, field by field.
fn contract(
    old: &BTreeMap<String, String>,
    new: &BTreeMap<String, String>,
) -> Vec<(Turn, Detail)> {
    let mut out = Vec::new();
    let fields = |side: &BTreeMap<String, String>| -> BTreeSet<String> {
        let names = side.keys().filter_map(|path| path.strip_prefix("schema.fields."));
        names.filter_map(|path| path.strip_suffix(".name")).map(str::to_owned).collect()
    };
    let kept = fields(old);
    for field in fields(new).intersection(&kept) {
        for rule in RULES {
            let path = format!("schema.fields.{field}.{rule}");
            let text = |side: &BTreeMap<String, String>| {
                side.get(&path).cloned().unwrap_or_default()
            };
            let (was, is) = (text(old), text(new));
            if was == is || was.is_empty() {
                continue;
            }
            let part = Detail::new(
                format!("{field} {}", rule.trim_start_matches("constraints.")),
                was,
                is,
            );
            let list = |text: &str| -> BTreeSet<String> {
                text.split(", ").map(str::to_owned).collect()
            };
            let lower = rule.to_lowercase().contains("min");
            let turn = match *rule {
                _ if part.new.is_empty() || part.new == "false" => Turn::Loosened,
                "constraints.enum" if list(&part.new).is_subset(&list(&part.old)) => {
                    Turn::Tightened
                }
                "constraints.enum" => Turn::Loosened,
                "type" | "constraints.pattern" => Turn::Changed,
                _ => match greater(&part) {
                    Turn::Loosened if lower => Turn::Tightened,
                    Turn::Tightened if lower => Turn::Loosened,
                    turn => turn,
                },
            };
            out.push((turn, part));
        }
    }
    out
}

/// Returns words that stand as before and are no claim any more, or another one.
fn unmade(sides: &Sides<'_>) -> Vec<Item> {
    let count = |uses: &[(String, String, Place)], id: &str, words: &str| {
        uses.iter().filter(|(used, said, _)| used == id && said == words).count()
    };
    let mut seen = BTreeSet::new();
    let mut out = Vec::new();
    for (id, words, place) in &sides.before.uses {
        if !seen.insert((id, words)) {
            continue;
        }
        let (was, is) =
            (count(&sides.before.uses, id, words), count(&sides.after.uses, id, words));
        if is >= was || !stands(sides, words) {
            continue;
        }
        let other = sides.after.uses.iter().find(|(used, said, _)| {
            said == words
                && used != id
                && !sides.before.uses.iter().any(|(b, w, _)| b == used && w == said)
        });
        // A claim of another name with the same rule is the same guard.
        let rules = |edition: &Edition, id: &str| {
            edition
                .definitions
                .get(&format!("claim {id}"))
                .map(|one| one.settings.clone())
        };
        if let Some((other, ..)) = other
            && rules(sides.new, other) == rules(sides.old, id)
        {
            continue;
        }
        let (turn, new) = match other {
            Some((other, ..)) => (Turn::Changed, other.clone()),
            None => (Turn::Loosened, String::new()),
        };
        let at =
            sides.after.passages.iter().find(|one| one.text.contains(words.as_str()));
        let place = at.map_or(place, |one| &one.place).clone();
        let part = Detail::new("claim", id.clone(), new);
        let cause = written(if place.line.is_empty() {
            "report/report.yaml"
        } else {
            &place.line
        });
        let name = format!("claim.{id}.words");
        let mut item =
            item(&name, turn, format!("“{words}” in {}", place.at), vec![part], cause);
        item.places.push(place);
        out.push(item);
    }
    out
}

/// Returns whether words stand in the new edition.
fn stands(sides: &Sides<'_>, words: &str) -> bool {
    let words = bare(words);
    let parts = sides.after.figures.values().flat_map(|figure| figure.parts.values());
    let tables = sides.after.tables.values().flat_map(|table| table.parts.values());
    let holds = |one: &Passage| bare(&one.text).contains(&words);
    sides.after.passages.iter().chain(parts).chain(tables).any(holds)
}

/// Returns numbers that are newly bound by hand, each with what stood in its place.
fn by_hand(sides: &Sides<'_>) -> Vec<Item> {
    let mut left: Vec<&Fixed> = sides.before.fixed.iter().collect();
    let mut fresh = Vec::new();
    for one in &sides.after.fixed {
        let same = |old: &&Fixed| old.text == one.text && old.because == one.because;
        match left.iter().position(same) {
            Some(at) => {
                left.remove(at);
            }
            None => fresh.push(one),
        }
    }
    let mut out = Vec::new();
    for (at, one) in fresh.iter().enumerate() {
        let known = left
            .iter()
            .position(|old| old.because == one.because && old.place.at == one.place.at);
        let (kind, old) = match known.map(|at| left.remove(at)) {
            Some(old) => (CHANGED, format!("“{}”", old.text)),
            None => (LOOSENED, bound(sides, &one.place).unwrap_or_default()),
        };
        let part = Detail {
            note: format!("because {}", one.because),
            ..Detail::new("number", old, format!("fixed “{}”", one.text))
        };
        let turn = if kind == LOOSENED { Turn::Loosened } else { Turn::Changed };
        let line = if one.place.line.is_empty() {
            "report/report.yaml"
        } else {
            &one.place.line
        };
        let id =
            format!("fixed.{}-{}", short(&bare(&one.text)).replace(' ', "-"), at + 1);
        let title = format!("{}: {}", one.place.at, short(&one.sentence));
        let mut item = item(&id, turn, title, vec![part], written(line));
        item.places.push(Place { sentence: one.sentence.clone(), ..one.place.clone() });
        out.push(item);
    }
    out
}

/// Returns the statistic that was shown at a place and is shown there less often now.
fn bound(sides: &Sides<'_>, place: &Place) -> Option<String> {
    let count = |shown: &crate::diff::shown::Shown, id: &str| {
        let showings = shown.numbers.get(id).into_iter().flatten();
        showings.filter(|one| one.place.at == place.at).count()
    };
    sides.before.numbers.iter().find_map(|(id, showings)| {
        let showing = showings.iter().find(|one| one.place.at == place.at)?;
        (count(&sides.after, id) < count(&sides.before, id))
            .then(|| format!("{} (stat {id})", showing.text))
    })
}

/// Returns waivers and thresholds of `report.yaml` that let more pass.
fn report(sides: &Sides<'_>, changed: &[Changed]) -> Vec<Item> {
    let mut out = Vec::new();
    let line = changed.iter().find(|one| one.name == "report");
    let cause = |what: String| {
        let place = line.map_or("report/report.yaml", |one| one.settings.place.as_str());
        let mut cause = written(place);
        if let Some(Input { what: said, .. }) = cause.inputs.first_mut() {
            *said = what;
        }
        cause
    };
    let mut push = |id: &str, title: &str, part: Detail| {
        let cause = cause(String::new());
        out.push(item(id, Turn::Loosened, title.to_owned(), vec![part], cause));
    };
    let (old, new) = (&sides.old.document.meta, &sides.new.document.meta);
    if (old.design, new.design) == (Design::Association, Design::Causal) {
        push(
            "design",
            "how far the wording may go",
            Detail::new("design", "association", "causal"),
        );
    }
    if let Some(was) = &old.embargo
        && new.lifted.is_none()
        && new.embargo.as_ref() != Some(was)
    {
        let is = new.embargo.as_ref().map(Moment::words).unwrap_or_default();
        push(
            "embargo",
            "when the report may be published",
            Detail::new("embargo", was.words(), is),
        );
    }
    let empty = BTreeMap::new();
    let settings = |edition: &'_ Edition| {
        edition
            .definitions
            .get("report")
            .map_or_else(|| empty.clone(), |one| one.settings.clone())
    };
    let (old, new) = (settings(sides.old), settings(sides.new));
    let waived = allowed(&old);
    for (words, because) in
        allowed(&new).into_iter().filter(|(words, _)| !waived.contains_key(words))
    {
        let part = Detail {
            note: format!("because {because}"),
            ..Detail::new("allow", "", format!("“{words}”"))
        };
        push(
            &format!("allow.{}", bare(&words).replace(' ', "-")),
            "words that need no binding",
            part,
        );
    }
    let (was, is) = (least(&old), least(&new));
    for (name, (stat, threshold)) in &was {
        let title = format!("{name}: values that rest on too few are withheld");
        let id = name.replace(' ', ".");
        match is.get(name) {
            None => {
                push(&id, &title, Detail::new("withhold least", threshold.clone(), ""));
            }
            Some((other, _)) if other != stat => {
                push(
                    &id,
                    &title,
                    Detail::new("withhold by", stat.clone(), other.clone()),
                );
            }
            Some((_, now)) if number(now) < number(threshold) => {
                push(
                    &id,
                    &title,
                    Detail::new("withhold least", threshold.clone(), now.clone()),
                );
            }
            Some(_) => {}
        }
    }
    out
}

/// Returns the words that may stand unbound, with their reasons.
fn allowed(report: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let paths = report.iter().filter(|(path, _)| path.starts_with("allow."));
    paths
        .filter_map(|(path, words)| {
            let own = path.strip_suffix(".words")?;
            let because =
                report.get(&format!("{own}.because")).cloned().unwrap_or_default();
            Some((words.clone(), because))
        })
        .collect()
}

/// Returns the least number of things behind a value by what it is withheld of: `family x`.
fn least(report: &BTreeMap<String, String>) -> BTreeMap<String, (String, String)> {
    let mut out = BTreeMap::new();
    for (path, least) in report {
        let Some(own) = path.strip_suffix(".base.least") else { continue };
        let text =
            |key: &str| report.get(&format!("{own}.{key}")).cloned().unwrap_or_default();
        let stat = text("base.stat");
        if own.starts_with("editions.withhold.") {
            for family in text("families").split(", ") {
                out.insert(format!("family {family}"), (stat.clone(), least.clone()));
            }
        } else if let Some(id) = own.strip_prefix("press.local.") {
            out.insert(format!("press.local {id}"), (stat, least.clone()));
        }
    }
    out
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
        assert_eq!(turn("than", "greater", "a", "b"), Turn::Changed);
    }
}
