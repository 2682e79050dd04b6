//! Numbers as printed, and values that moved below the precision of print.

use crate::diff::shown::Showing;
use crate::diff::shown::Shown;
use crate::diff::sides::Sides;
use crate::diff::sides::apart;
use crate::model::comparison::Class;
use crate::model::comparison::Detail;
use crate::model::comparison::Item;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// Returns the numbers that changed but those that are told as headlines: first as printed,
/// those
/// in sentences before those in tables, the largest relative change first.
pub(super) fn numbers(sides: &Sides<'_>, headlines: &BTreeSet<String>) -> Vec<Item> {
    let (mut printed, mut unseen) = (Vec::new(), Vec::new());
    for id in sides.shown() {
        let (Some(was), Some(is)) =
            (sides.old.statistics.get(id), sides.new.statistics.get(id))
        else {
            continue;
        };
        let details = reprinted(sides, id);
        if !details.is_empty() && !headlines.contains(id) {
            let rounded = was.value == is.value && was.format != is.format;
            let kind = match (rounded, was.format.unit == is.format.unit) {
                (true, true) => "printed differently",
                (_, false) => "unit changed",
                (false, true) => "moved",
            };
            let mut item = sides.about(Class::Numbers, "number", kind, was, is);
            item.details = details;
            if item.old == item.new
                && let Some(first) = item.details.first()
            {
                (item.old, item.new) = (first.old.clone(), first.new.clone());
                // How far the value moved is not how far this did.
                item.movement = None;
            }
            printed.push(item);
        } else if details.is_empty()
            && (was.value != is.value || was.interval != is.interval)
        {
            let mut item = sides.about(Class::Unseen, "unseen", "moved", was, is);
            (item.old, item.new) = apart(was, is);
            unseen.push(item);
        }
    }
    let size = |item: &Item| {
        item.movement.as_ref().and_then(|moved| moved.percent).unwrap_or(0.0).abs()
    };
    // What stands in a sentence is read; what stands in a table is looked up.
    let tabled = |item: &Item| item.places.iter().all(|place| place.sentence.is_empty());
    printed.sort_by(|a, b| {
        let order = tabled(a).cmp(&tabled(b)).then_with(|| size(b).total_cmp(&size(a)));
        order.then_with(|| a.id.cmp(&b.id))
    });
    printed.extend(unseen);
    printed
}

/// Returns the ways of showing a statistic that say something else than before.
pub(super) fn reprinted(sides: &Sides<'_>, id: &str) -> Vec<Detail> {
    let (before, after) = (texts(&sides.before, id), texts(&sides.after, id));
    let mut out = Vec::new();
    for (show, was) in &before {
        // The same way of showing it must say the same on both sides.
        if let Some(is) = after.get(show)
            && was != is
        {
            let list = |texts: &BTreeSet<&str>, other: &BTreeSet<&str>| {
                let gone: Vec<&str> = texts.difference(other).copied().collect();
                gone.join(", ")
            };
            out.push(Detail::new(*show, list(was, is), list(is, was)));
        }
    }
    out
}

fn texts<'a>(shown: &'a Shown, id: &str) -> BTreeMap<&'a str, BTreeSet<&'a str>> {
    let mut out: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for Showing { show, text, .. } in shown.numbers.get(id).into_iter().flatten() {
        out.entry(show).or_default().insert(text);
    }
    out
}
