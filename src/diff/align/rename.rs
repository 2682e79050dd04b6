//! Declarations that have another name and are otherwise the same.

use crate::diff::align::named::Definitions;
use crate::diff::align::named::Renamed;
use serde_json::Value;

/// Sorts of declarations that others refer to by name.
const SORTS: [&str; 4] = ["statistic", "claim", "figure", "table"];

/// Settings of statistics that name other statistics.
const REFERENCES: [&str; 6] = ["of", "than", "stat", "statistic", "minus", "over"];

/// Returns a declaration that went and stands there under another name with the same settings.
pub(super) fn renamed(old: &Definitions, new: &Definitions) -> Option<Renamed> {
    for sort in SORTS {
        let only = |a: &Definitions, b: &Definitions| -> Vec<String> {
            let names = a.keys().filter(|name| !b.contains_key(*name));
            names
                .filter_map(|name| {
                    name.strip_prefix(&format!("{sort} ")).map(str::to_owned)
                })
                .collect()
        };
        let (gone, come) = (only(old, new), only(new, old));
        let settings = |side: &Definitions, id: &str| {
            side.get(&format!("{sort} {id}")).map(|one| one.settings.clone())
        };
        for was in &gone {
            let same = |is: &&String| settings(old, was) == settings(new, is);
            let mut twins = come.iter().filter(same);
            let unique = gone
                .iter()
                .filter(|other| settings(old, other) == settings(old, was))
                .count()
                == 1;
            if let (Some(is), None, true) = (twins.next(), twins.next(), unique) {
                return Some(Renamed { sort, old: was.clone(), new: is.clone() });
            }
        }
    }
    None
}

/// Returns declarations with one of them, and what names it, under its new name.
pub(super) fn under(definitions: &Definitions, one: &Renamed) -> Definitions {
    let declared = format!("{} {}", one.sort, one.old);
    let follows = matches!(one.sort, "statistic" | "claim");
    let each = definitions.iter().map(|(name, definition)| {
        let mut definition = definition.clone();
        if *name == declared {
            return (format!("{} {}", one.sort, one.new), definition);
        }
        let sort = name.split(' ').next().unwrap_or_default();
        for (setting, text) in &mut definition.settings {
            let key = setting.rsplit('.').next().unwrap_or_default();
            let names = match sort {
                // SQL and columns have names of their own.
                "statistic" => {
                    REFERENCES.contains(&key)
                        || own(text, one).is_some_and(|_| text.contains('.'))
                }
                "frame" | "resource" | "labels" => false,
                _ => true,
            };
            if follows && names {
                *text = mentions(text, one);
            }
        }
        (name.clone(), definition)
    });
    each.collect()
}

/// Returns a text in which a name, as a whole word, is the new one.
pub(super) fn mentions(text: &str, one: &Renamed) -> String {
    let word = |c: char| c.is_alphanumeric() || c == '_';
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(&one.old) {
        let (before, after) = rest.split_at(at);
        let after = after.get(one.old.len()..).unwrap_or_default();
        let starts = !before
            .chars()
            .next_back()
            .or(out.chars().next_back())
            .is_some_and(|c| word(c) || c == '.');
        let ends = !after.chars().next().is_some_and(word);
        out.push_str(before);
        out.push_str(if starts && ends { &one.new } else { &one.old });
        rest = after;
    }
    out + rest
}

/// Puts the new name into a record.
pub(super) fn rename(edition: &mut Value, one: &Renamed) {
    let Value::Object(members) = edition else { return };
    for name in ["document", "documents", "translations"] {
        members.get_mut(name).into_iter().for_each(|documents| nodes(documents, one));
    }
    members.get_mut("looked_at").into_iter().for_each(|graph| looked_at(graph, one));
    if one.sort == "statistic" {
        for name in ["statistics", "figures"] {
            members.get_mut(name).into_iter().for_each(|part| everywhere(part, one));
        }
    }
    if one.sort == "figure"
        && let Some(Value::Object(figures)) = members.get_mut("figures")
        && let Some(mut chart) = figures.remove(&one.old)
    {
        if let Some(id) = chart.get_mut("id") {
            *id = one.new.clone().into();
        }
        figures.insert(one.new.clone(), chart);
    }
    if one.sort == "figure" {
        // What the figure computes for itself is called after it.
        let of = |id: &str| format!("figure.{id}");
        let drawn = Renamed { old: of(&one.old), new: of(&one.new), ..*one };
        for name in ["statistics", "figures", "document"] {
            members.get_mut(name).into_iter().for_each(|part| everywhere(part, &drawn));
        }
    }
}

/// Renames the nodes of a document that are or show what was renamed.
fn nodes(value: &mut Value, one: &Renamed) {
    match value {
        Value::Object(members) => {
            let sort = members.get("type").and_then(Value::as_str).unwrap_or_default();
            let field = match (sort, one.sort) {
                ("stat", "statistic")
                | ("claim", "claim")
                | ("figure", "figure")
                | ("table", "table") => "id",
                ("ref", "figure" | "table") => {
                    let (old, new) = (anchor(one, &one.old), anchor(one, &one.new));
                    if let Some(Value::String(target)) = members.get_mut("target")
                        && *target == old
                    {
                        *target = new;
                    }
                    ""
                }
                // A finding has no type of its own.
                ("", "figure") => "figure",
                _ => "",
            };
            if let Some(Value::String(name)) = members.get_mut(field) {
                *name = own(name, one).unwrap_or_else(|| name.clone());
            }
            members.values_mut().for_each(|value| nodes(value, one));
        }
        Value::Array(items) => items.iter_mut().for_each(|value| nodes(value, one)),
        Value::String(_) | Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Returns where a reference to a figure or table leads.
fn anchor(one: &Renamed, id: &str) -> String {
    format!("{}-{id}", one.sort)
}

/// Renames every name and member in a part of a record that holds statistics.
fn everywhere(value: &mut Value, one: &Renamed) {
    match value {
        Value::String(text) => {
            if let Some(name) = own(text, one) {
                *text = name;
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|value| everywhere(value, one)),
        Value::Object(members) => {
            let all = std::mem::take(members);
            for (name, mut value) in all {
                everywhere(&mut value, one);
                members.insert(own(&name, one).unwrap_or(name), value);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Renames what results looked at: "statistic growth", "value growth.nbi".
fn looked_at(value: &mut Value, one: &Renamed) {
    let name = |text: &str| -> Option<String> {
        let (sort, name) = text.split_once(' ')?;
        let value = one.sort == "statistic" && matches!(sort, "value" | "family");
        let found = own(name, one).filter(|_| sort == one.sort || value)?;
        Some(format!("{sort} {found}"))
    };
    match value {
        Value::String(text) => *text = name(text).unwrap_or_else(|| text.clone()),
        Value::Array(items) => items.iter_mut().for_each(|value| looked_at(value, one)),
        Value::Object(members) => {
            for (text, mut value) in std::mem::take(members) {
                looked_at(&mut value, one);
                members.insert(name(&text).unwrap_or(text), value);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Returns the new form of a name, or of one of its members.
pub(super) fn own(name: &str, one: &Renamed) -> Option<String> {
    let rest = name.strip_prefix(&one.old)?;
    (rest.is_empty() || rest.starts_with('.')).then(|| format!("{}{rest}", one.new))
}

#[cfg(test)]
mod tests {
    use super::mentions;
    use super::own;
    use crate::diff::align::named::Renamed;

    fn one() -> Renamed {
        Renamed { sort: "statistic", old: "growth".to_owned(), new: "rise".to_owned() }
    }

    #[test]
    fn a_name_is_replaced_as_a_whole_word_and_with_its_members() {
        assert_eq!(own("growth.nbi", &one()).as_deref(), Some("rise.nbi"));
        assert_eq!(own("growth_rate", &one()), None);
        assert_eq!(
            mentions("value(\"growth.nbi\") > growth_rate.a and near.growth", &one()),
            "value(\"rise.nbi\") > growth_rate.a and near.growth"
        );
    }
}
