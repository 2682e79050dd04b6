//! The keys of every file of a project, read from its schema.
//!
//! **In:** the schemas. **Out:** each key with its type, default, kinds and words.
//! **Guarantees:** a key that several kinds share with the same words is one entry.

use crate::manual::schema::FILES;
use crate::manual::schema::resolved;
use crate::manual::schema::schema;
use serde_json::Value;
use std::sync::LazyLock;

/// How deep settings are followed; deeper ones repeat themselves.
const DEEP: usize = 8;

/// A key of a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Key {
    /// The file's name.
    pub file: &'static str,
    /// The keys that lead to it, ids left out: `figures`, `marks`, `text`.
    pub path: Vec<String>,
    /// The same as it is written, with `ID` for ids.
    pub written: String,
    /// What it is for.
    pub about: String,
    /// What may be written, in words.
    pub form: String,
    /// The words that may be written, each with what it means.
    pub choices: Vec<(String, String)>,
    /// What holds when it is not given.
    pub default: Option<Value>,
    /// Whether it must be given.
    pub needed: bool,
    /// The kinds that know it; all where there are none.
    pub kinds: Vec<String>,
}

impl Key {
    /// Returns what holds when it is not given, as it is written; empty where that is nothing.
    pub fn default_text(&self) -> String {
        match &self.default {
            _ if self.needed => "none: it must be given".to_owned(),
            None | Some(Value::Null | Value::Object(_)) => String::new(),
            Some(Value::String(text)) if text.is_empty() => String::new(),
            Some(Value::Array(items)) if items.is_empty() => String::new(),
            Some(Value::String(text)) => format!("`{}`", text.escape_default()),
            Some(value) => format!("`{value}`"),
        }
    }
}

/// Returns the keys of all files, in the files' order.
pub fn keys() -> &'static [Key] {
    static KEYS: LazyLock<Vec<Key>> = LazyLock::new(read);
    &KEYS
}

fn read() -> Vec<Key> {
    let mut out: Vec<Key> = Vec::new();
    for file in FILES {
        let root = schema(file);
        let mut walk = Walk { root: &root, file: file.name, out: &mut out };
        walk.object(&root, &At::default());
    }
    out
}

/// Where a walk over a schema has come to.
#[derive(Debug, Clone, Default)]
struct At {
    path: Vec<String>,
    written: String,
    kind: Option<String>,
}

impl At {
    fn key(&self, name: &str) -> Self {
        let mut next = self.clone();
        next.path.push(name.to_owned());
        let dot = if next.written.is_empty() { "" } else { "." };
        next.written = format!("{}{dot}{name}", self.written);
        next
    }

    fn id(&self) -> Self {
        Self { written: format!("{}.ID", self.written), ..self.clone() }
    }
}

struct Walk<'a> {
    root: &'a Value,
    file: &'static str,
    out: &'a mut Vec<Key>,
}

impl<'a> Walk<'a> {
    /// Adds the keys of an object.
    fn object(&mut self, schema: &'a Value, at: &At) {
        if at.path.len() > DEEP {
            return;
        }
        let schema = resolved(self.root, schema);
        let cases = schema.get("allOf").and_then(Value::as_array);
        for case in cases.into_iter().flatten() {
            let kind = case.pointer("/if/properties/kind/const").and_then(Value::as_str);
            let mut inner = at.clone();
            inner.kind = kind.map(str::to_owned).or(inner.kind);
            self.object(case.get("then").unwrap_or(case), &inner);
        }
        let needed: Vec<&str> = schema
            .get("required")
            .and_then(Value::as_array)
            .map(|keys| keys.iter().filter_map(Value::as_str).collect())
            .unwrap_or_default();
        let properties = schema.get("properties").and_then(Value::as_object);
        // Each kind adds its own name.
        let own = properties.filter(|_| cases.is_none());
        for (name, property) in own.into_iter().flatten() {
            self.property(name, property, needed.contains(&name.as_str()), at);
        }
        if let Some(inner) = schema.get("additionalProperties").filter(|s| s.is_object())
        {
            self.object(inner, &at.id());
        }
        for one in alternatives(schema).filter(|_| own.is_none()) {
            self.object(one, at);
        }
        if let Some(items) = schema.get("items") {
            self.object(items, at);
        }
    }

    fn property(&mut self, name: &str, property: &'a Value, needed: bool, at: &At) {
        let next = at.key(name);
        let whole = resolved(self.root, property);
        let about = said(property).or_else(|| said(whole)).unwrap_or_default();
        let key = Key {
            file: self.file,
            path: next.path.clone(),
            written: next.written.clone(),
            about,
            form: self.form(property),
            choices: self.choices(property),
            default: property.get("default").cloned(),
            needed,
            kinds: at.kind.iter().cloned().collect(),
        };
        let same = |known: &&mut Key| {
            known.file == key.file
                && known.path == key.path
                && known.about == key.about
                && known.form == key.form
                && known.needed == key.needed
        };
        match self.out.iter_mut().find(same) {
            Some(known) => known.kinds.extend(key.kinds),
            None => self.out.push(key),
        }
        self.object(property, &next);
    }

    /// Returns what may be written, in words.
    fn form(&self, schema: &Value) -> String {
        let schema = resolved(self.root, schema);
        if schema.get("const").is_some() || schema.get("enum").is_some() {
            return "a word".to_owned();
        }
        let mut forms: Vec<String> = Vec::new();
        for one in alternatives(schema) {
            let form = self.form(one);
            if !form.is_empty() && !forms.contains(&form) {
                forms.push(form);
            }
        }
        if !forms.is_empty() {
            return forms.join(" or ");
        }
        let list = |schema: &Value| match schema.get("items") {
            Some(items) => {
                let each = self.form(items);
                if each.is_empty() {
                    "a list".to_owned()
                } else {
                    format!("a list, each {each}")
                }
            }
            None => "a list".to_owned(),
        };
        let one = |name: &str| match name {
            "string" => "text".to_owned(),
            "integer" => "a whole number".to_owned(),
            "number" => "a number".to_owned(),
            "boolean" => "`true` or `false`".to_owned(),
            "array" => list(schema),
            "object" if schema.get("properties").is_some() => "a mapping".to_owned(),
            "object" => "a mapping from names".to_owned(),
            _ => String::new(),
        };
        let words: Vec<String> = match schema.get("type") {
            Some(Value::String(name)) => vec![one(name)],
            Some(Value::Array(names)) => {
                names.iter().filter_map(Value::as_str).map(one).collect()
            }
            _ => Vec::new(),
        };
        let words: Vec<String> =
            words.into_iter().filter(|word| !word.is_empty()).collect();
        words.join(" or ")
    }

    /// Returns the words that may be written, where there is a fixed list of them.
    fn choices(&self, schema: &Value) -> Vec<(String, String)> {
        let schema = resolved(self.root, schema);
        let about = said(schema).unwrap_or_default();
        if let Some(word) = schema.get("const").and_then(Value::as_str) {
            return vec![(word.to_owned(), about)];
        }
        if let Some(words) = schema.get("enum").and_then(Value::as_array) {
            let words = words.iter().filter_map(Value::as_str);
            return words.map(|word| (word.to_owned(), String::new())).collect();
        }
        let inner = alternatives(schema).chain(schema.get("items"));
        inner.flat_map(|one| self.choices(one)).collect()
    }
}

/// Returns what a schema says in words.
fn said(schema: &Value) -> Option<String> {
    let text = schema.get("description").and_then(Value::as_str)?;
    Some(text.replace('\n', " "))
}

/// Returns the forms that a schema allows beside one another.
fn alternatives(schema: &Value) -> impl Iterator<Item = &Value> {
    ["anyOf", "oneOf"]
        .into_iter()
        .filter_map(|word| schema.get(word).and_then(Value::as_array))
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::keys;

    #[test]
    fn every_key_says_what_it_is_for() {
        let silent: Vec<String> = keys()
            .iter()
            .filter(|key| key.about.trim().is_empty())
            .map(|key| format!("{} {} {:?}", key.file, key.written, key.kinds))
            .collect();
        assert_eq!(silent, Vec::<String>::new(), "{} keys", silent.len());
    }
}
