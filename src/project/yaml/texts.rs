//! Every text of a file with the settings that lead to it.

use crate::project::yaml::Yaml;
use crate::project::yaml::name::name_of;
use serde_yaml::Value;

impl Yaml {
    /// Returns each text with the keys and the numbers in lists that lead to it, by which
    /// [`Yaml::place`] finds it; keys themselves are not among them.
    pub fn texts(&self) -> Vec<(Vec<String>, &str)> {
        let mut out = Vec::new();
        collect(&self.value, &mut Vec::new(), &mut out);
        out
    }
}

fn collect<'v>(
    value: &'v Value,
    path: &mut Vec<String>,
    out: &mut Vec<(Vec<String>, &'v str)>,
) {
    let mut within = |key: String, value: &'v Value| {
        path.push(key);
        collect(value, path, out);
        path.pop();
    };
    match value {
        Value::String(text) => out.push((path.clone(), text)),
        Value::Sequence(items) => {
            let numbered = items.iter().enumerate();
            numbered.for_each(|(at, item)| within(at.to_string(), item));
        }
        Value::Mapping(mapping) => {
            let named = mapping.iter().map(|(key, value)| (name_of(key), value));
            named.for_each(|(key, value)| within(key, value));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Tagged(_) => {}
    }
}
