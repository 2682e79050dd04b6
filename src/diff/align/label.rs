//! Labels that read otherwise, put into the old edition wherever that alone makes the difference.

use crate::diff::align::named::Definitions;
use crate::diff::align::named::Relabelled;
use crate::labels::capital;
use serde_json::Value;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// Returns the labels that read otherwise, by their column.
pub(super) fn labels(
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

pub(super) fn relabel(
    old: &mut Value,
    new: &Value,
    pairs: Pairs<'_>,
    found: &mut Relabelled,
) {
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
    for name in ["document", "documents"] {
        if let Some(document) = new.get(name) {
            shown(document, &mut tables, &mut texts);
        }
    }
    for name in ["document", "documents"] {
        if let Some(document) = old.get_mut(name) {
            printed(document, (&tables, &texts), pairs, found);
        }
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
    pairs.iter().fold(text.to_owned(), |text, (old, new)| {
        text.replace(old, new).replace(&capital(old), &capital(new))
    })
}

#[cfg(test)]
mod tests {
    use super::replaced;

    #[test]
    fn a_label_is_replaced_within_words_and_where_it_begins_them() {
        let pairs = [("old areas".to_owned(), "new areas".to_owned())];
        assert_eq!(
            replaced("Old areas, and old areas", &pairs),
            "New areas, and new areas"
        );
    }
}
