//! What has a place of its own: the cover, key findings, references; and the order of findings and authors.

use crate::diff::bound::bound;
use crate::diff::bound::typed;
use crate::diff::cause::written;
use crate::diff::meaning::meaning;
use crate::diff::part;
use crate::diff::shown::Passage;
use crate::diff::sides::Sides;
use crate::diff::swaps::change;
use crate::diff::told::told;
use crate::model::comparison::Class;
use crate::model::comparison::Item;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// Compares what has a place of its own: the cover, findings, references.
pub(super) fn slots(sides: &Sides<'_>, bibliography: &str) -> Vec<Item> {
    let (before, after) = (&sides.before.passages, &sides.after.passages);
    let line = |slot: &str| {
        if slot.starts_with("reference ") {
            bibliography.to_owned()
        } else {
            part::changed(sides, slot)
        }
    };
    let named = |list: &'_ [Passage]| -> BTreeMap<String, Passage> {
        let slots = list.iter().filter(|one| !one.slot.is_empty());
        slots.map(|one| (one.slot.clone(), one.clone())).collect()
    };
    let (mut old, mut new) = (named(before), named(after));
    let mut out = findings(&mut old, &mut new, &part::changed(sides, ""));
    for (slot, is) in &new {
        match old.get(slot) {
            Some(was) if was.words == is.words => {}
            was => {
                let mut item = single(slot, was, Some(is), &line(slot));
                let Some(was) = was else {
                    out.push(item);
                    continue;
                };
                if typed(sides, was, is) {
                    continue;
                }
                let change = change(sides, was, is, &item.id);
                for mut number in change.items {
                    number.cause = written(&line(slot));
                    out.push(number);
                }
                if change.worded {
                    let kind = meaning(was, is).or_else(|| bound(was, is));
                    item.kind = kind.unwrap_or(item.kind);
                    out.push(item);
                }
            }
        }
    }
    let gone = old.iter().filter(|(slot, _)| !new.contains_key(*slot));
    out.extend(gone.map(|(slot, was)| single(slot, Some(was), None, &line(slot))));
    out
}

/// Tells that key findings or authors stand in another order.
pub(super) fn orders(sides: &Sides<'_>) -> Vec<Item> {
    let named = |list: &'_ [Passage], start: &str, end: &str| -> Vec<Passage> {
        let own = |one: &&Passage| one.slot.starts_with(start) && one.slot.ends_with(end);
        list.iter().filter(own).cloned().collect()
    };
    let mut out = Vec::new();
    for (start, end, what) in
        [("finding ", " title", "key findings"), ("cover author ", "", "authors")]
    {
        let (was, is) = (
            named(&sides.before.passages, start, end),
            named(&sides.after.passages, start, end),
        );
        let kept = |list: &[Passage], other: &[Passage]| -> Vec<Passage> {
            let known = |one: &&Passage| other.iter().any(|two| two.slot == one.slot);
            list.iter().filter(known).cloned().collect()
        };
        let (was, is) = (kept(&was, &is), kept(&is, &was));
        if was.iter().map(|one| &one.slot).eq(is.iter().map(|one| &one.slot)) {
            continue;
        }
        let text = |list: &[Passage]| -> String {
            list.iter().map(|one| one.text.trim()).collect::<Vec<_>>().join("; ")
        };
        let id = format!("words:order.{}", what.replace(' ', "-"));
        let mut item = Item::new(Class::Statements, id, "in another order")
            .title(format!("the {what}"))
            .values(text(&was), text(&is));
        item.places.extend(is.iter().map(|one| one.place.clone()));
        item.cause = written(&part::changed(sides, ""));
        out.push(item);
    }
    out
}

/// Takes out the key findings that came or went as a whole, an item each.
fn findings(
    old: &mut BTreeMap<String, Passage>,
    new: &mut BTreeMap<String, Passage>,
    line: &str,
) -> Vec<Item> {
    let named = |side: &BTreeMap<String, Passage>| -> BTreeSet<String> {
        let slots = side.keys().filter_map(|slot| slot.strip_prefix("finding "));
        slots.filter_map(|slot| slot.split(' ').next()).map(str::to_owned).collect()
    };
    let mut out = renamed(old, new, line, &named);
    let (was, is) = (named(old), named(new));
    for (ids, side, kind) in [
        (was.difference(&is), old, "key finding removed"),
        (is.difference(&was), new, "key finding added"),
    ] {
        for id in ids {
            let own = format!("finding {id} ");
            // Its title, what it says, its caveat, and then the rest.
            let mut parts: Vec<Passage> = ["title", "text", "caveat"]
                .iter()
                .filter_map(|part| side.remove(&format!("{own}{part}")))
                .collect();
            let rest: Vec<String> =
                side.keys().filter(|slot| slot.starts_with(&own)).cloned().collect();
            parts.extend(rest.iter().filter_map(|slot| side.remove(slot)));
            let whole = Passage::joined(&parts.iter().collect::<Vec<_>>());
            let (before, after) = if kind.ends_with("removed") {
                (Some(&whole), None)
            } else {
                (None, Some(&whole))
            };
            let mut item = told(&format!("words:finding.{id}"), kind, before, after);
            item.class = Class::Conclusions;
            item.cause = written(line);
            out.push(item);
        }
    }
    out
}

/// Gives the key findings of the old side that say the same under another id that one, an item each.
fn renamed(
    old: &mut BTreeMap<String, Passage>,
    new: &BTreeMap<String, Passage>,
    line: &str,
    named: &dyn Fn(&BTreeMap<String, Passage>) -> BTreeSet<String>,
) -> Vec<Item> {
    let (was, is) = (named(old), named(new));
    let mut out = Vec::new();
    let mut fresh: Vec<&String> = is.difference(&was).collect();
    for id in was.difference(&is) {
        // Its words and statistics, whatever the data make of these.
        let says = |side: &BTreeMap<String, Passage>, id: &str| {
            let text = side.get(&format!("finding {id} text"))?;
            Some(text.pieces.iter().map(|(what, _)| what.clone()).collect::<Vec<_>>())
        };
        let same = |other: &&String| {
            says(old, id).is_some_and(|text| says(new, other) == Some(text))
        };
        let Some(at) = fresh.iter().position(same) else { continue };
        let other = fresh.remove(at);
        let own = format!("finding {id} ");
        let slots: Vec<String> =
            old.keys().filter(|slot| slot.starts_with(&own)).cloned().collect();
        for slot in slots {
            let rest = slot.trim_start_matches(&own).to_owned();
            if let Some(passage) = old.remove(&slot) {
                let slot = format!("finding {other} {rest}");
                old.insert(slot.clone(), Passage { slot, ..passage });
            }
        }
        let mut item = Item::new(Class::Method, format!("finding:{other}"), "renamed")
            .title("a key finding")
            .values(id.clone(), other.clone());
        item.cause = written(line);
        out.push(item);
    }
    out
}

fn single(slot: &str, was: Option<&Passage>, is: Option<&Passage>, line: &str) -> Item {
    let kind = match (was, is) {
        (None, _) => "added",
        (_, None) => "removed",
        (Some(_), Some(_)) => "changed",
    };
    let mut item = told(&format!("words:{}", slot.replace(' ', ".")), kind, was, is);
    // `report.yaml` chooses the picture on the cover; its own declaration describes it.
    let path = |side: Option<&Passage>| {
        let mut keys = side.into_iter().flat_map(|one| &one.pieces);
        let key = keys.find_map(|(key, _)| key.strip_prefix("{▣").map(str::to_owned));
        key.and_then(|key| key.rsplit_once(' ').map(|(path, _)| path.to_owned()))
    };
    let chosen = slot.starts_with("cover picture")
        && (was.is_none() || is.is_none() || path(was) != path(is));
    if item.cause.inputs.is_empty() || chosen {
        item.cause = written(line);
    }
    item
}
