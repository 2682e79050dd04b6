//! What has another name in the new edition and is otherwise the same: declarations that were
//! renamed, and labels. The old edition is read under the new names, so that a name is told once
//! and not at every place that shows it.

use crate::model::edition::Definition;
use crate::model::edition::Edition;
use serde_json::Value;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// Sorts of declarations that others refer to by name.
const SORTS: [&str; 4] = ["statistic", "claim", "figure", "table"];

/// Settings of statistics that name other statistics.
const REFERENCES: [&str; 6] = ["of", "than", "stat", "statistic", "minus", "over"];

/// A declaration under another name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Renamed {
    /// `statistic`, `claim`, `figure` or `table`.
    pub sort: &'static str,
    pub old: String,
    pub new: String,
}

/// A label that reads otherwise, and what shows it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Relabelled {
    pub figures: BTreeSet<String>,
    pub tables: BTreeSet<String>,
    pub statistics: BTreeSet<String>,
}

/// The old edition under the names of the new one.
#[derive(Debug, Default)]
pub(super) struct Aligned {
    /// None where every name is the same.
    pub old: Option<Edition>,
    pub renamed: Vec<Renamed>,
    /// By the column whose labels changed.
    pub labels: BTreeMap<String, Relabelled>,
}

/// Reads the old edition under the names and labels of the new one.
pub(super) fn aligned(old: &Edition, new: &Edition) -> Aligned {
    let mut out = Aligned::default();
    let mut definitions = old.definitions.clone();
    // A claim may name a statistic, so that one renaming shows the next.
    while let Some(found) = renamed(&definitions, &new.definitions) {
        definitions = under(&definitions, &found);
        out.renamed.push(found);
    }
    let labels = labels(&old.definitions, &new.definitions);
    if out.renamed.is_empty() && labels.is_empty() {
        return out;
    }
    let (Ok(mut value), Ok(target)) =
        (serde_json::to_value(old), serde_json::to_value(new))
    else {
        return Aligned::default();
    };
    for one in &out.renamed {
        rename(&mut value, one);
    }
    for (column, pairs) in labels {
        let mut found = Relabelled::default();
        relabel(&mut value, &target, &pairs, &mut found);
        out.labels.insert(column, found);
    }
    out.old = serde_json::from_value(value)
        .ok()
        .map(|edition| Edition { definitions, ..edition });
    out
}

type Definitions = BTreeMap<String, Definition>;

/// Returns a declaration that went and stands there under another name with the same settings.
fn renamed(old: &Definitions, new: &Definitions) -> Option<Renamed> {
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
fn under(definitions: &Definitions, one: &Renamed) -> Definitions {
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
fn mentions(text: &str, one: &Renamed) -> String {
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
fn rename(edition: &mut Value, one: &Renamed) {
    let Value::Object(members) = edition else { return };
    if let Some(document) = members.get_mut("document") {
        nodes(document, one);
    }
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
                ("ref", "figure" | "table") => "target",
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

/// Returns the new form of a name, or of one of its members.
fn own(name: &str, one: &Renamed) -> Option<String> {
    let rest = name.strip_prefix(&one.old)?;
    (rest.is_empty() || rest.starts_with('.')).then(|| format!("{}{rest}", one.new))
}

/// Returns the labels that read otherwise, by their column.
fn labels(
    old: &Definitions,
    new: &Definitions,
) -> BTreeMap<String, Vec<(String, String)>> {
    let mut out = BTreeMap::new();
    for (name, is) in new {
        let (Some(column), Some(was)) = (name.strip_prefix("labels "), old.get(name))
        else {
            continue;
        };
        let pairs: Vec<(String, String)> = is
            .settings
            .iter()
            .filter_map(|(key, label)| {
                Some((was.settings.get(key)?.clone(), label.clone()))
            })
            .filter(|(a, b)| a != b && !a.is_empty() && !b.is_empty())
            .collect();
        if !pairs.is_empty() {
            out.insert(column.to_owned(), pairs);
        }
    }
    out
}

type Pairs<'a> = &'a [(String, String)];

fn relabel(old: &mut Value, new: &Value, pairs: Pairs<'_>, found: &mut Relabelled) {
    let each =
        |old: &mut Value, new: &Value, path: &[&str], names: &mut BTreeSet<String>| {
            let (mut a, mut b) = (Some(old), Some(new));
            for part in path {
                a = a.and_then(|value| value.get_mut(*part));
                b = b.and_then(|value| value.get(*part));
            }
            if let (Some(Value::Object(was)), Some(Value::Object(is))) = (a, b) {
                for (id, value) in was {
                    if is.get(id).is_some_and(|is| follow(value, is, pairs)) {
                        names.insert(id.clone());
                    }
                }
            }
        };
    each(old, new, &["figures"], &mut found.figures);
    each(old, new, &["statistics", "stats"], &mut found.statistics);
    each(old, new, &["statistics", "families"], &mut BTreeSet::new());
    let (mut tables, mut texts) = (BTreeMap::new(), BTreeSet::new());
    if let Some(document) = new.get("document") {
        shown(document, &mut tables, &mut texts);
    }
    if let Some(document) = old.get_mut("document") {
        printed(document, (&tables, &texts), pairs, found);
    }
}

/// Collects tables by id, and what statistics print.
fn shown<'a>(
    value: &'a Value,
    tables: &mut BTreeMap<&'a str, &'a Value>,
    texts: &mut BTreeSet<(&'a str, &'a str)>,
) {
    match value {
        Value::Object(members) => {
            let text = |name: &str| {
                members.get(name).and_then(Value::as_str).unwrap_or_default()
            };
            match text("type") {
                "table" => {
                    tables.insert(text("id"), value);
                }
                "stat" => {
                    texts.insert((text("id"), text("text")));
                }
                _ => {}
            }
            members.values().for_each(|value| shown(value, tables, texts));
        }
        Value::Array(items) => items.iter().for_each(|value| shown(value, tables, texts)),
        Value::String(_) | Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

type Known<'a> = (&'a BTreeMap<&'a str, &'a Value>, &'a BTreeSet<(&'a str, &'a str)>);

/// Puts new labels into the tables and the printed statistics of a document.
fn printed(
    value: &mut Value,
    known: Known<'_>,
    pairs: Pairs<'_>,
    found: &mut Relabelled,
) {
    let text = |value: &Value, name: &str| {
        value.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
    };
    match text(value, "type").as_str() {
        "table" => {
            let id = text(value, "id");
            if known.0.get(id.as_str()).is_some_and(|is| follow(value, is, pairs)) {
                found.tables.insert(id);
            }
        }
        "stat" => {
            let (id, now) = (text(value, "id"), replaced(&text(value, "text"), pairs));
            if known.1.contains(&(id.as_str(), now.as_str()))
                && let Some(text) = value.get_mut("text")
                && *text != now
            {
                *text = now.into();
                found.statistics.insert(id);
            }
        }
        _ => {}
    }
    match value {
        Value::Object(members) => {
            members.values_mut().for_each(|value| printed(value, known, pairs, found));
        }
        Value::Array(items) => {
            items.iter_mut().for_each(|value| printed(value, known, pairs, found));
        }
        Value::String(_) | Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Puts new labels wherever that alone makes the old text the new one; returns whether any did.
fn follow(old: &mut Value, new: &Value, pairs: Pairs<'_>) -> bool {
    match (old, new) {
        (Value::String(was), Value::String(is)) => {
            let changed = was != is && replaced(was, pairs) == *is;
            if changed {
                was.clone_from(is);
            }
            changed
        }
        (Value::Array(was), Value::Array(is)) if was.len() == is.len() => was
            .iter_mut()
            .zip(is)
            .fold(false, |any, (was, is)| follow(was, is, pairs) | any),
        (Value::Object(was), Value::Object(is)) => {
            was.iter_mut().fold(false, |any, (name, was)| {
                is.get(name).is_some_and(|is| follow(was, is, pairs)) | any
            })
        }
        _ => false,
    }
}

/// Returns a text with every old label in its new form, at the start of a sentence too.
fn replaced(text: &str, pairs: Pairs<'_>) -> String {
    let capital = |label: &str| {
        let mut letters = label.chars();
        letters.next().map_or_else(String::new, |first| {
            first.to_uppercase().chain(letters).collect()
        })
    };
    pairs.iter().fold(text.to_owned(), |text, (old, new)| {
        text.replace(old, new).replace(&capital(old), &capital(new))
    })
}

#[cfg(test)]
mod tests {
    use super::Renamed;
    use super::mentions;
    use super::own;
    use super::replaced;

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

    #[test]
    fn a_label_is_replaced_within_words_and_where_it_begins_them() {
        let pairs = [("old areas".to_owned(), "new areas".to_owned())];
        assert_eq!(
            replaced("Old areas, and old areas", &pairs),
            "New areas, and new areas"
        );
    }
}
