//! An entry as its reader sees it: its values by their paths, and its lines in the file.

use crate::model::diagnostic::Sources;
use crate::model::diagnostic::Span;
use crate::project::yaml::Yaml;
use crate::project::yaml::name::name_of;
use serde_yaml::Value;
use std::collections::BTreeMap;

impl Yaml {
    /// Returns the text of the entry's content, canonical: for hashing.
    pub fn canonical(&self) -> String {
        serde_json::to_string(&*self.value).unwrap_or_default()
    }

    /// Returns the same with the places of all that stands in it: for hashing what holds them.
    pub fn placed(&self) -> String {
        format!("{} at {}", self.canonical(), self.places.under(&self.path))
    }

    /// Returns every value under this entry by its path, such as `where.year`, as text.
    pub fn settings(&self) -> BTreeMap<String, String> {
        let mut out = BTreeMap::new();
        leaves(&self.value, "", &mut out);
        out
    }

    /// Returns the lines of this entry as they stand in the file, and the first's number.
    pub fn block(&self, sources: &Sources) -> (usize, String) {
        block_at(sources, &self.span())
    }

    /// Returns the items of the list under a key, each with its lines and the first's number.
    pub fn items(
        &self,
        key: &str,
        sources: &Sources,
    ) -> Vec<(usize, String, BTreeMap<String, String>)> {
        let Some(Value::Sequence(items)) = self.value.get(key) else { return Vec::new() };
        items
            .iter()
            .enumerate()
            .map(|(at, item)| {
                let place = self.place(&[key, &at.to_string()]);
                let (line, block) = block_at(sources, &place);
                let mut settings = BTreeMap::new();
                leaves(item, "", &mut settings);
                (line, block, settings)
            })
            .collect()
    }
}

/// Collects the values under a value by their paths.
fn leaves(value: &Value, path: &str, out: &mut BTreeMap<String, String>) {
    let inner = |name: &str| {
        if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
    };
    match value {
        Value::Mapping(mapping) => {
            for (key, value) in mapping {
                leaves(value, &inner(&name_of(key)), out);
            }
        }
        Value::Sequence(items) => {
            let plain =
                items.iter().all(|item| !item.is_mapping() && !item.is_sequence());
            if plain {
                let words: Vec<String> = items.iter().map(name_of).collect();
                out.insert(path.to_owned(), words.join(", "));
                return;
            }
            for (at, item) in items.iter().enumerate() {
                // An item is known by its name where it has one, so that another before it
                // does not change its path.
                let name = ["id", "name", "key", "stat", "label", "words"]
                    .iter()
                    .find_map(|key| item.get(key).and_then(Value::as_str))
                    .map_or_else(|| at.to_string(), str::to_owned);
                let mut path = inner(&name);
                let under = format!("{path}.");
                let next = out.range(under.clone()..).next();
                if next.is_some_and(|(known, _)| known.starts_with(&under)) {
                    path = inner(&format!("{name} ({at})"));
                }
                leaves(item, &path, out);
            }
        }
        Value::Null
        | Value::Bool(_)
        | Value::Number(_)
        | Value::String(_)
        | Value::Tagged(_) => {
            out.insert(path.to_owned(), name_of(value).trim().to_owned());
        }
    }
}

/// Returns the line that holds a byte with all lines under it that stand deeper, and its number.
fn block_at(sources: &Sources, place: &Span) -> (usize, String) {
    let (number, line_start) = sources.line(&place.file, place.start).unwrap_or((1, 0));
    let text = sources.text(&place.file).unwrap_or_default();
    let depth = |line: &str| line.len() - line.trim_start().len();
    let mut lines = text.get(line_start..).unwrap_or_default().lines();
    let Some(first) = lines.next() else { return (number, String::new()) };
    let mut block = vec![first];
    block.extend(
        lines.take_while(|line| line.trim().is_empty() || depth(line) > depth(first)),
    );
    while block.last().is_some_and(|line| line.trim().is_empty()) {
        block.pop();
    }
    (number, block.join("\n"))
}
