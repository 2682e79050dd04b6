//! Units that came or went, and comparisons that rest on others than before.

use crate::diff::sides::Sides;
use crate::model::comparison::Class;
use crate::model::comparison::Detail;
use crate::model::comparison::Item;
use crate::model::name::Name;
use crate::model::statistic::GroupCount;
use crate::model::statistic::Stat;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// The most units named of those that came or went.
const NAMED: usize = 12;

/// Returns the units that came or went, and how many each comparison rests on.
pub(super) fn units(sides: &Sides<'_>) -> Vec<Item> {
    let mut out = Vec::new();
    // Several frames follow the same units: what is said of them is said once.
    let mut said: BTreeMap<(String, Vec<String>, Vec<String>), Vec<String>> =
        BTreeMap::new();
    for (name, new) in &sides.new.units {
        let Some(old) = sides.old.units.get(name) else { continue };
        let (was, is): (BTreeSet<&String>, BTreeSet<&String>) =
            (old.iter().collect(), new.iter().collect());
        let list = |a: &BTreeSet<&String>, b: &BTreeSet<&String>| -> Vec<String> {
            a.difference(b).map(|key| (*key).clone()).collect()
        };
        let (lost, gained) = (list(&was, &is), list(&is, &was));
        if lost.is_empty() && gained.is_empty() {
            continue;
        }
        let (frame, column) = name.split_once('.').unwrap_or(("", name));
        said.entry((column.to_owned(), lost, gained)).or_default().push(frame.to_owned());
    }
    let mut told: BTreeMap<String, usize> = BTreeMap::new();
    for ((column, lost, gained), frames) in &said {
        let count = told.entry(column.clone()).or_default();
        *count += 1;
        let id = if *count > 1 {
            format!("units:{column}:{count}")
        } else {
            format!("units:{column}")
        };
        let what = |count: usize| {
            if count == 1 { column.clone() } else { plural(column) }
        };
        let (kind, title) = match (lost.len(), gained.len()) {
            (count, 0) => ("units lost", format!("{count} {} lost", what(count))),
            (0, count) => ("units gained", format!("{count} {} gained", what(count))),
            (lost, gained) => (
                "units lost and gained",
                format!("{lost} {} lost, {gained} gained", what(lost)),
            ),
        };
        let of = |units: &BTreeMap<String, Vec<String>>| {
            let frame = frames.first().map_or("", String::as_str);
            let count = units.get(&format!("{frame}.{column}")).map_or(0, Vec::len);
            count.to_string()
        };
        let mut item = Item::new(Class::Conclusions, id, kind)
            .title(title)
            .values(of(&sides.old.units), of(&sides.new.units));
        for (what, keys) in [("lost", lost), ("gained", gained)] {
            if !keys.is_empty() {
                item.details.push(Detail::note(what, some(keys)));
            }
        }
        let declared: Vec<Name> = frames
            .iter()
            .flat_map(|frame| [Name::Frame(frame.clone()), Name::Resource(frame.clone())])
            .collect();
        item.cause = sides.causes.of([], &declared);
        out.push(item);
    }
    if out.is_empty() {
        out.extend(used(sides));
    }
    out
}

/// Returns the name of a column for several of its units: "areas", "countries".
fn plural(name: &str) -> String {
    let vowel = |text: &str| text.ends_with(['a', 'e', 'i', 'o', 'u']);
    match name.strip_suffix('y') {
        Some(stem) if !vowel(stem) => format!("{stem}ies"),
        _ if name.ends_with('s') => name.to_owned(),
        _ => format!("{name}s"),
    }
}

fn some(keys: &[String]) -> String {
    let first: Vec<&str> = keys.iter().take(NAMED).map(String::as_str).collect();
    let more = if keys.len() > NAMED {
        format!(" and {} more", keys.len() - NAMED)
    } else {
        String::new()
    };
    first.join(", ") + &more
}

/// Returns comparisons that rest on more or fewer units although none came or went: by what
/// happened to their counts, since one gap in the data shows in many.
fn used(sides: &Sides<'_>) -> Vec<Item> {
    let mut alike: BTreeMap<(String, String), Vec<&Stat>> = BTreeMap::new();
    for id in sides.shown() {
        let (Some(was), Some(is)) =
            (sides.old.statistics.get(id), sides.new.statistics.get(id))
        else {
            continue;
        };
        // A statistic that changed its groups has another definition: a matter of method.
        let groups = |n: &[GroupCount]| -> Vec<String> {
            n.iter().map(|count| count.group.clone()).collect()
        };
        if was.n != is.n && groups(&was.n) == groups(&is.n) {
            alike.entry((counts(was, &is.n), counts(is, &was.n))).or_default().push(is);
        }
    }
    let items = alike.into_iter().map(|((old, new), stats)| {
        let first = stats.first().map_or("", |stat| stat.id.as_str());
        let title = match stats.as_slice() {
            [one] => one.title.clone(),
            many => format!("{} statistics", many.len()),
        };
        let mut item = Item::new(
            Class::Conclusions,
            format!("used:{first}"),
            "rests on other units",
        )
        .title(title)
        .values(old, new);
        item.details = stats
            .iter()
            .take(NAMED)
            .map(|stat| Detail::note(stat.id.clone(), stat.title.clone()))
            .collect();
        item.cause = sides.causes.of(stats.iter().map(|stat| stat.id.as_str()), &[]);
        item
    });
    items.collect()
}

/// Returns the counts of a statistic's groups that differ from others.
fn counts(stat: &Stat, other: &[GroupCount]) -> String {
    let differing = stat.n.iter().zip(other).filter(|(a, b)| a != b).map(|(count, _)| {
        let group = if count.group.is_empty() { "all" } else { &count.group };
        format!("{group} {} of {}", count.used, count.of)
    });
    differing.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::plural;

    #[test]
    fn units_are_named_in_the_plural() {
        assert_eq!(
            ["area", "country", "day", "species"].map(plural),
            ["areas", "countries", "days", "species"]
        );
    }
}
