//! Values of a group that read otherwise in the data and are otherwise the same: every statistic
//! of the old value is that of the new one.

use crate::diff::align::named::Definitions;
use crate::diff::align::named::Value as Renamed;
use crate::diff::align::word::reworded;
use crate::model::edition::Edition;
use crate::model::family::Family;
use crate::model::id::folded;
use crate::model::id::segment;
use crate::model::statistic::Stat;
use serde_json::Value;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// Returns the values of groups that have another name.
pub(super) fn renamed(old: &Edition, new: &Edition) -> Vec<Renamed> {
    let mut changed: BTreeMap<&str, [BTreeSet<&str>; 2]> = BTreeMap::new();
    for (id, is) in &new.statistics.families {
        let Some(was) = old.statistics.families.get(id) else { continue };
        if was.dimensions != is.dimensions {
            continue;
        }
        for (at, dimension) in is.dimensions.iter().enumerate() {
            let (a, b) = (values(was, at), values(is, at));
            let sets = changed.entry(dimension).or_default();
            sets[0].extend(a.difference(&b));
            sets[1].extend(b.difference(&a));
        }
    }
    let mut out = Vec::new();
    for (dimension, [gone, come]) in changed {
        for was in &gone {
            let mut twins = come.iter().filter(|is| {
                let one = Renamed::new(dimension, was, is);
                same(old, new, &one)
            });
            if let (Some(is), None) = (twins.next(), twins.next()) {
                out.push(Renamed::new(dimension, was, is));
            }
        }
    }
    // Two values that became one are another grouping.
    let known = out.clone();
    out.retain(|one| {
        let twins =
            known.iter().filter(|other| (&other.of, &other.new) == (&one.of, &one.new));
        twins.count() == 1
    });
    out
}

fn values(family: &Family, dimension: usize) -> BTreeSet<&str> {
    let keys = family.members.iter().filter_map(|member| member.key.get(dimension));
    keys.map(String::as_str).collect()
}

/// Returns whether every statistic of a value is that of its new name.
fn same(old: &Edition, new: &Edition, one: &Renamed) -> bool {
    let says = |stat: &Stat| {
        let printed = stat.printed().replace(&one.old, &one.new);
        let p = stat.test.as_ref().map(|test| test.p);
        (stat.number(), printed, stat.interval.clone(), p)
    };
    let mut any = false;
    for (id, was) in &old.statistics.families {
        let Some(at) = was.dimensions.iter().position(|name| *name == one.of) else {
            continue;
        };
        let Some(is) = new.statistics.families.get(id) else { continue };
        let members = was
            .members
            .iter()
            .filter(|member| member.key.get(at).is_some_and(|value| *value == one.old));
        for member in members {
            let mut key = member.key.clone();
            if let Some(value) = key.get_mut(at) {
                value.clone_from(&one.new);
            }
            let twin = is.members.iter().find(|other| other.key == key);
            let stats = (
                old.statistics.get(&member.id),
                twin.and_then(|twin| new.statistics.get(&twin.id)),
            );
            let (Some(before), Some(after)) = stats else { return false };
            if says(before) != says(after) {
                return false;
            }
            any = true;
        }
    }
    any
}

/// Puts the new name of a value into a record: into ids, keys and units.
pub(super) fn rename(edition: &mut Value, one: &Renamed) {
    let Value::Object(members) = edition else { return };
    for name in ["statistics", "figures", "units", "looked_at"] {
        members.get_mut(name).into_iter().for_each(|part| everywhere(part, one));
    }
    for name in ["document", "documents", "translations"] {
        members.get_mut(name).into_iter().for_each(|part| bound(part, one));
    }
}

/// Renames a value, and the ids of its statistics, wherever they are a whole text.
fn everywhere(value: &mut Value, one: &Renamed) {
    match value {
        Value::String(text) => *text = own(text, one),
        Value::Array(items) => items.iter_mut().for_each(|value| everywhere(value, one)),
        Value::Object(members) => {
            let all = std::mem::take(members);
            for (name, mut value) in all {
                everywhere(&mut value, one);
                members.insert(own(&name, one), value);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Renames the ids of statistics that a document shows.
fn bound(value: &mut Value, one: &Renamed) {
    match value {
        Value::Object(members) => {
            let stat = members.get("type").and_then(Value::as_str) == Some("stat");
            if let Some(Value::String(id)) = members.get_mut("id").filter(|_| stat) {
                *id = own(id, one);
            }
            members.values_mut().for_each(|value| bound(value, one));
        }
        Value::Array(items) => items.iter_mut().for_each(|value| bound(value, one)),
        Value::String(_) | Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Returns a text under the new name where it is the value, or the id of a statistic of it.
fn own(text: &str, one: &Renamed) -> String {
    if text == one.old {
        return one.new.clone();
    }
    let (was, is) = (segment(&one.old), segment(&one.new));
    let parts: Vec<&str> =
        text.split('.').map(|part| if part == was { &*is } else { part }).collect();
    if parts.len() > 1 { parts.join(".") } else { text.to_owned() }
}

/// Returns declarations with the settings that only follow a new name in their new form.
pub(super) fn under(old: &Definitions, new: &Definitions, one: &Renamed) -> Definitions {
    let each = old.iter().map(|(name, definition)| {
        let mut definition = definition.clone();
        if let Some(is) = new.get(name) {
            let settings = std::mem::take(&mut definition.settings);
            for (path, text) in settings {
                let follows = |(other, now): &(&String, &String)| {
                    even(other, one) == even(&path, one)
                        && even(now, one) == even(&text, one)
                };
                let twin = if is.settings.contains_key(&path) {
                    is.settings.get_key_value(&path).filter(follows)
                } else {
                    is.settings.iter().find(follows)
                };
                let (path, text) = twin.map_or((path.clone(), text.clone()), |(a, b)| {
                    (a.clone(), b.clone())
                });
                definition.settings.insert(path, text);
            }
        }
        (name.clone(), definition)
    });
    each.collect()
}

/// Returns a text in which a value has its new name, however that is written.
fn even(text: &str, one: &Renamed) -> String {
    // The longer first: one may be a part of the other.
    let (long, short) = if one.old.len() > one.new.len() {
        (&one.old, &one.new)
    } else {
        (&one.new, &one.old)
    };
    let text = text.replace(long, "\u{1}").replace(short, "\u{1}");
    let (was, is) = (folded(&segment(&one.old)), folded(&segment(&one.new)));
    let letter = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
    reworded(&text, letter, |word| {
        let plain = folded(word);
        (plain == was || plain == is).then_some(is.as_str())
    })
}

#[cfg(test)]
mod tests {
    use super::Renamed;
    use super::even;
    use super::own;

    #[test]
    fn a_value_is_renamed_in_ids_and_however_authors_write_it() {
        let one = Renamed::new("type", "Damage and arson", "Damage");
        assert_eq!(own("Damage and arson", &one), "Damage");
        assert_eq!(own("rate.nbi.Damage-and-arson", &one), "rate.nbi.Damage");
        assert_eq!(own("Damage and arson fell.", &one), "Damage and arson fell.");
        assert_eq!(
            even("value(\"rate.nbi.damage_and_arson\") < 0", &one),
            even("value(\"rate.nbi.damage\") < 0", &one)
        );
        assert_eq!(even("all but Damage and arson", &one), even("all but Damage", &one));
        assert_ne!(even("rate.nbi.theft", &one), even("rate.nbi.damage", &one));
    }
}
