//! An example for each key: cut out of the example files under `templates/manual/examples/`, of
//! the page of the kind, or of the built-in theme.
//!
//! **In:** a key. **Out:** the shortest YAML that shows it in its place.
//! **Guarantees:** the example files are those that the tests decode.

use crate::figure;
use crate::manual::keys::Key;
use crate::output::builtin;
use crate::stat;
use serde_yaml::Mapping;
use serde_yaml::Value;

/// Returns the example of a key.
pub fn example(key: &Key) -> Option<String> {
    let path: Vec<&str> = key.path.iter().map(String::as_str).collect();
    let pages = key.kinds.iter().filter_map(|kind| of_page(key.file, kind));
    let cut = std::iter::once(of_file(key.file))
        .flatten()
        .chain(pages)
        .find_map(|whole| cut(&whole, &key.written, &key.kinds))?;
    let text = serde_yaml::to_string(&cut).ok()?;
    (!path.is_empty()).then_some(text)
}

fn of_file(name: &str) -> Option<Value> {
    let path = match name {
        "theme.yaml" => "figures/theme.yaml".to_owned(),
        name => format!("manual/examples/{name}"),
    };
    serde_yaml::from_slice(builtin(&path)?).ok()
}

/// Returns the example on the page of a kind, as the whole file would be.
fn of_page(file: &str, kind: &str) -> Option<Value> {
    let (section, page) = match file {
        "statistics.yaml" => ("statistics", stat::manual(kind)?),
        "figures.yaml" => ("figures", figure::manual(kind)?),
        _ => return None,
    };
    let text = page.split("```yaml\n").nth(1)?.split("```").next()?;
    let inner: Value = serde_yaml::from_str(text).ok()?;
    let mut whole = Mapping::new();
    whole.insert(section.into(), inner);
    Some(Value::Mapping(whole))
}

/// Cuts out what leads to a key: `figures.ID.marks.text`. Where `ID` stands, the first entry
/// that has the rest, of a kind that knows it.
fn cut(value: &Value, path: &str, kinds: &[String]) -> Option<Value> {
    let (first, rest) = path.split_once('.').unwrap_or((path, ""));
    match value {
        Value::Sequence(items) => {
            let item = items.iter().find_map(|item| cut(item, path, kinds))?;
            Some(Value::Sequence(vec![item]))
        }
        Value::Mapping(entries) if first == "ID" => {
            entries.iter().find_map(|(id, entry)| {
                let kind = entry.get("kind");
                let known = kinds.is_empty()
                    || kind
                        .and_then(Value::as_str)
                        .is_some_and(|kind| kinds.iter().any(|known| known == kind));
                let inner = cut(entry, rest, kinds).filter(|_| known)?;
                let mut out = Mapping::new();
                let inner = match (inner, kind.filter(|_| !kinds.is_empty())) {
                    (Value::Mapping(inner), Some(kind)) => {
                        let mut whole = Mapping::new();
                        whole.insert("kind".into(), kind.clone());
                        whole.extend(inner);
                        Value::Mapping(whole)
                    }
                    (inner, _) => inner,
                };
                out.insert(id.clone(), inner);
                Some(Value::Mapping(out))
            })
        }
        Value::Mapping(entries) => {
            let inner = entries.get(first)?;
            let inner =
                if rest.is_empty() { short(inner) } else { cut(inner, rest, kinds)? };
            let mut out = Mapping::new();
            out.insert(first.into(), inner);
            Some(Value::Mapping(out))
        }
        Value::Null
        | Value::Bool(_)
        | Value::Number(_)
        | Value::String(_)
        | Value::Tagged(_) => None,
    }
}

/// The value itself, of a long list or mapping its first entry.
fn short(value: &Value) -> Value {
    match value {
        Value::Sequence(items) if items.iter().any(Value::is_mapping) => {
            Value::Sequence(items.iter().take(1).cloned().collect())
        }
        Value::Mapping(entries) if entries.values().any(Value::is_mapping) => {
            Value::Mapping(
                entries.iter().take(1).map(|(a, b)| (a.clone(), b.clone())).collect(),
            )
        }
        value => value.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::example;
    use crate::manual::keys::keys;

    #[test]
    fn every_key_has_an_example() {
        let without: Vec<String> = keys()
            .iter()
            .filter(|key| example(key).is_none())
            .map(|key| format!("{} {} {:?}", key.file, key.written, key.kinds))
            .collect();
        assert!(without.is_empty(), "{} keys:\n{}", without.len(), without.join("\n"));
    }
}
