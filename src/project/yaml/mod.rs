//! YAML as typed values that know their places.
//!
//! `saphyr-parser` reads the text, values and the byte range of every key and value at once;
//! the path of a value joins the two, so an error of decoding, and any later stage, can
//! point at the author's own characters. `serde_yaml` decodes the values, and reads itself what few files
//! have: tags, anchors, keys that are no words.

mod left;
mod name;
mod places;
mod read;
mod settings;
mod spoken;
mod texts;

pub use places::Places;
pub use spoken::Spoken;

use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Findings;
use crate::model::diagnostic::Result;
use crate::model::diagnostic::Span;
use crate::model::diagnostic::did_you_mean;
use crate::model::unreadable::refused;
use crate::model::unreadable::unreadable;
use crate::model::words::listed;
use crate::project::homes::belongs;
use crate::project::path::is_refusal;
use crate::project::terms::is_no_link;
use crate::project::yaml::left::Left;
use crate::project::yaml::left::unknown_field;
use crate::project::yaml::left::within;
use crate::project::yaml::name::name_of;
use crate::project::yaml::read::Read;
use crate::project::yaml::read::read;
use serde::de::DeserializeOwned;
use serde_yaml::Value;
use std::sync::Arc;

/// The most faults of one value that are reported at once.
const MOST_FAULTS: usize = 50;

/// One parsed file, or an entry of it.
#[derive(Debug, Clone)]
pub struct Yaml {
    /// Shared, so that a project is cheap to copy.
    value: Arc<Value>,
    path: Vec<String>,
    places: Arc<Places>,
    /// Keys of the entry that were read before the rest is decoded: known, though no longer there.
    taken: Vec<String>,
}

impl Yaml {
    /// Reads a file's text.
    pub fn parse(file: &str, text: &str) -> Result<Self> {
        let Read { value, places, doubtful } = read(file, text)?;
        let value = match value {
            Value::Null => Value::Mapping(serde_yaml::Mapping::new()),
            other => other,
        };
        if doubtful && let Some((path, character)) = strange(&value, &mut Vec::new()) {
            let path: Vec<&str> = path.iter().map(String::as_str).collect();
            return Err(refused(character, places.value(&path)).into());
        }
        let (value, places) = (Arc::new(value), Arc::new(places));
        Ok(Self { value, path: Vec::new(), places, taken: Vec::new() })
    }

    /// Returns the places of the whole file.
    pub fn places(&self) -> &Arc<Places> {
        &self.places
    }

    /// Returns the place of this entry's key.
    pub fn span(&self) -> Span {
        self.places.key_of(&self.path)
    }

    /// Decodes the entry; each mismatch is an error at the key or value that does not fit.
    pub fn decode<T: DeserializeOwned>(&self) -> Result<T> {
        // Most entries are right; only faults are worth a walk that knows where it is.
        if let Ok(decoded) = T::deserialize(&*self.value) {
            return Ok(decoded);
        }
        let mut left = Left::of(&self.value);
        let mut found = Findings::new();
        for _ in 0..MOST_FAULTS {
            let error = match serde_path_to_error::deserialize(&left.value) {
                Ok(decoded) => return found.finish(decoded).map(|warned| warned.value),
                Err(error) => error,
            };
            let message = error.inner().to_string();
            let mut inner: Vec<String> = error
                .path()
                .iter()
                .map(ToString::to_string)
                .filter(|segment| segment != "?")
                .map(|segment| segment.trim_matches(['[', ']']).to_owned())
                .collect();
            let meant = left.written(&inner);
            if !left.explains(&meant, &message) {
                found.push(self.mismatch(&meant, &message));
            }
            if let Some(name) = unknown_field(&message)
                && inner.last().map(String::as_str) != Some(name)
            {
                inner.push(name.to_owned());
            }
            // Without what does not fit, the rest may show further faults.
            if !left.take_out(&inner) {
                break;
            }
        }
        found.finish(()).and_then(|_| {
            Err(Diagnostic::error(Code::R0103, "the entry cannot be read")
                .at(self.span(), "")
                .into())
        })
    }

    /// Returns this entry laid over another: mappings are joined, all else is replaced. The
    /// places are this entry's own.
    #[must_use]
    pub fn over(&self, base: &Self) -> Self {
        let value = Arc::new(joined(&base.value, &self.value));
        let (path, places) = (self.path.clone(), Arc::clone(&self.places));
        Self { value, path, places, taken: self.taken.clone() }
    }

    /// Returns the mapping under a key as entries in the file's order.
    pub fn entries(&self, key: &str) -> Result<Vec<(String, Self)>> {
        let Some(value) = self.value.get(key) else { return Ok(Vec::new()) };
        let mut path = self.path.clone();
        path.push(key.to_owned());
        match value {
            Value::Null => Ok(Vec::new()),
            Value::Mapping(mapping) => mapping
                .iter()
                .map(|(key, value)| {
                    let name = name_of(key);
                    let mut path = path.clone();
                    path.push(name.clone());
                    let places = Arc::clone(&self.places);
                    Ok((
                        name,
                        Self {
                            value: Arc::new(value.clone()),
                            path,
                            places,
                            taken: Vec::new(),
                        },
                    ))
                })
                .collect(),
            Value::Bool(_)
            | Value::Number(_)
            | Value::String(_)
            | Value::Sequence(_)
            | Value::Tagged(_) => {
                let message = format!("`{key}` must hold entries, each under its id");
                Err(Diagnostic::error(Code::R0103, message)
                    .at(self.places.key_of(&path), "")
                    .into())
            }
        }
    }

    /// Refuses keys at the top of the file other than those known.
    pub fn only_keys(&self, known: &[&str]) -> Result<()> {
        if !self.value.is_mapping() {
            return Err(Diagnostic::error(
                Code::R0103,
                "the file must hold keys and values",
            )
            .at(self.span(), "")
            .into());
        }
        let mut found = Findings::new();
        found.extend(self.unknown_keys(known));
        found.finish(()).map(|warned| warned.value)
    }

    /// Returns a finding for each key of the entry that is not known.
    pub fn unknown_keys(&self, known: &[&str]) -> Vec<Diagnostic> {
        let Value::Mapping(mapping) = &*self.value else { return Vec::new() };
        let names = mapping.keys().map(name_of);
        let unknown = names.filter(|name| !known.contains(&name.as_str()));
        unknown.map(|name| self.unknown(&[], &name, known)).collect()
    }

    /// Takes a word, a number or a truth value out of a mapping as a text, such as the `kind` by which
    /// an entry is decoded; what is none of them is a fault.
    pub fn take(&mut self, key: &str, found: &mut Findings) -> Option<String> {
        self.taken.push(key.to_owned());
        let Value::Mapping(mapping) = Arc::make_mut(&mut self.value) else { return None };
        match mapping.remove(key)? {
            Value::Null => None,
            value @ (Value::String(_) | Value::Number(_) | Value::Bool(_)) => {
                Some(name_of(&value))
            }
            value @ (Value::Sequence(_) | Value::Mapping(_) | Value::Tagged(_)) => {
                let what = if value.is_sequence() { "a list" } else { "keys and values" };
                let message = format!("expected a text, found {what}");
                let at = self.place(&[key]);
                found.push(Diagnostic::error(Code::R0103, message).at(at, ""));
                None
            }
        }
    }

    /// Returns the entry with each of its texts changed, keys among them, by the settings that
    /// lead to it; places stay.
    #[must_use]
    pub fn mapped(&self, change: &dyn Fn(&[&str], &str) -> String) -> Self {
        Self {
            value: Arc::new(mapped(&self.value, &mut Vec::new(), change)),
            path: self.path.clone(),
            places: Arc::clone(&self.places),
            taken: self.taken.clone(),
        }
    }

    /// Returns the entry without a key that holds a list, and what is under it.
    #[must_use]
    pub fn without(&self, key: &str) -> (Self, Option<Self>) {
        let mut rest = self.clone();
        let Value::Mapping(mapping) = Arc::make_mut(&mut rest.value) else {
            return (rest, None);
        };
        if !mapping.get(key).is_some_and(Value::is_sequence) {
            return (rest, None);
        }
        let inner = mapping.remove(key).map(|value| {
            let mut path = self.path.clone();
            path.push(key.to_owned());
            let (value, places) = (Arc::new(value), Arc::clone(&self.places));
            Self { value, path, places, taken: Vec::new() }
        });
        (rest, inner)
    }

    /// Returns the values of the list under a key; none where there is no list.
    pub fn listed(&self, key: &str) -> Vec<Self> {
        let list = self.value.get(key).and_then(Value::as_sequence);
        let item = |(at, value): (usize, &Value)| {
            let mut path = self.path.clone();
            path.extend([key.to_owned(), at.to_string()]);
            let (value, places) = (Arc::new(value.clone()), Arc::clone(&self.places));
            Self { value, path, places, taken: Vec::new() }
        };
        list.into_iter().flatten().enumerate().map(item).collect()
    }

    /// Returns whether the entry has a key.
    pub fn has(&self, key: &str) -> bool {
        self.value.get(key).is_some()
    }

    /// Returns the text under a key, where it is a text.
    pub fn text(&self, key: &str) -> Option<String> {
        self.value.get(key).and_then(Value::as_str).map(str::to_owned)
    }

    /// Returns the place of a value under this entry.
    pub fn place(&self, inner: &[&str]) -> Span {
        let mut path: Vec<&str> = self.path.iter().map(String::as_str).collect();
        path.extend_from_slice(inner);
        self.places.value(&path)
    }

    /// Returns the place of a key under this entry.
    pub fn key(&self, inner: &[&str]) -> Span {
        let mut path: Vec<&str> = self.path.iter().map(String::as_str).collect();
        path.extend_from_slice(inner);
        self.places.key(&path)
    }

    /// Returns whether a value under this entry, or one that it is in, was given by language.
    pub fn is_by_language(&self, inner: &[String]) -> bool {
        self.places.is_spoken(&[self.path.as_slice(), inner].concat())
    }

    /// Returns the finding for an unknown key.
    pub fn unknown(&self, inner: &[String], name: &str, known: &[&str]) -> Diagnostic {
        let mut path = self.path.clone();
        path.extend_from_slice(inner);
        if path.last().map(String::as_str) != Some(name) {
            path.push(name.to_owned());
        }
        // At the top of a file it may be a key of another.
        let belongs = belongs(name).filter(|_| path.len() == 1);
        let own = path.len() == self.path.len() + 1;
        let taken = self.taken.iter().filter(|_| own).map(String::as_str);
        let known = taken.chain(known.iter().copied());
        Diagnostic::error(Code::R0103, format!("unknown key `{name}`"))
            .at(self.places.key_of(&path), "")
            .help(belongs.unwrap_or_else(|| {
                // `{title: Offences per 1,000, unit: rate}`.
                if name.bytes().all(|byte| byte.is_ascii_digit()) {
                    "a comma ends a value within `{…}`: put the text before it in quotes"
                        .to_owned()
                } else {
                    did_you_mean(name, known, "keys")
                }
            }))
    }

    fn mismatch(&self, inner: &[String], message: &str) -> Diagnostic {
        let names: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
        let mut path = self.path.clone();
        path.extend_from_slice(inner);
        let strs: Vec<&str> = path.iter().map(String::as_str).collect();
        if unknown_field(message).is_some() {
            let (name, known) = names.split_first().unwrap_or((&"", &[]));
            return self.unknown(inner, name, known);
        }
        if message.starts_with("missing field") {
            let name = names.first().copied().unwrap_or_default();
            let key = self.places.key_of(&path);
            return Diagnostic::error(Code::R0103, format!("missing key `{name}`"))
                .at(key, "")
                .help(format!("add `{name}:` here"));
        }
        let span = self.places.value(&strs);
        if message.starts_with("unknown variant") {
            let (name, known) = names.split_first().unwrap_or((&"", &[]));
            return Diagnostic::error(Code::R0103, format!("unknown value `{name}`"))
                .at(span, "")
                .help(did_you_mean(name, known.iter().copied(), "values"));
        }
        let code = match message {
            _ if is_refusal(message) => Code::R0104,
            _ if is_no_link(message) => Code::R0503,
            _ => Code::R0103,
        };
        let value =
            inner.iter().try_fold(&*self.value, |value, name| within(value, name));
        let fault = Diagnostic::error(code, in_our_words(message)).at(span, "");
        let tags =
            value.and_then(Value::as_mapping).map(spoken::tags).unwrap_or_default();
        if tags.is_empty() {
            return fault;
        }
        let tags: Vec<String> = tags.iter().map(|tag| format!("`{tag}`")).collect();
        let tags = listed(&tags);
        fault.help(format!(
            "{tags} look like languages: a value by language needs those that `language:` and `translations:` in `report.yaml` declare"
        ))
    }
}

/// Finds the first character of a value's texts that no text may hold, by the path of the text.
fn strange(value: &Value, path: &mut Vec<String>) -> Option<(Vec<String>, char)> {
    // How data are divided, and what stands for a missing cell, is not printed.
    let bytes = path.iter().any(|key| key == "dialect" || key == "missingValues");
    let found = |text: &str| text.chars().find(|c| unreadable(*c) && !bytes);
    let inner: Vec<(String, &Value)> = match value {
        Value::String(text) => return found(text).map(|c| (path.clone(), c)),
        Value::Sequence(list) => {
            list.iter().enumerate().map(|(at, value)| (at.to_string(), value)).collect()
        }
        Value::Mapping(map) => {
            map.iter().map(|(key, value)| (name_of(key), value)).collect()
        }
        Value::Tagged(tagged) => return strange(&tagged.value, path),
        Value::Null | Value::Bool(_) | Value::Number(_) => return None,
    };
    for (name, value) in inner {
        let in_key = found(&name);
        path.push(name);
        let first = in_key.map(|c| (path.clone(), c)).or_else(|| strange(value, path));
        path.pop();
        if first.is_some() {
            return first;
        }
    }
    None
}

/// Says what the decoder says of a value of the wrong type in an author's words.
fn in_our_words(message: &str) -> String {
    let rest = ["invalid type: ", "invalid value: "]
        .iter()
        .find_map(|s| message.strip_prefix(s));
    let Some((found, expected)) = rest.and_then(|rest| rest.rsplit_once(", expected "))
    else {
        return message.to_owned();
    };
    let value = found.split_once(['`', '"']).map(|(_, value)| value);
    let found = match value.and_then(|value| value.strip_suffix(['`', '"'])) {
        Some(value) => format!("`{value}`"),
        None if found == "sequence" => "a list".to_owned(),
        None if found == "map" => "keys and values".to_owned(),
        None => "nothing".to_owned(),
    };
    let expected = match expected {
        "a sequence" => "a list",
        "a string" => "a text",
        "a boolean" => "`true` or `false`",
        "f32" | "f64" => "a number",
        "i8" | "i16" | "i32" | "i64" => "a whole number",
        "u8" | "u16" | "u32" | "u64" | "usize" => "a whole number, 0 or greater",
        "string or map" => "a word",
        other if other.starts_with("struct ") || other.ends_with("a map") => {
            "keys and values"
        }
        other => other,
    };
    format!("expected {expected}, found {found}")
}

fn joined(base: &Value, own: &Value) -> Value {
    match (base, own) {
        (Value::Mapping(base), Value::Mapping(own)) => {
            let mut out = base.clone();
            for (key, value) in own {
                let value = match base.get(key) {
                    Some(base) => joined(base, value),
                    None => value.clone(),
                };
                out.insert(key.clone(), value);
            }
            Value::Mapping(out)
        }
        (_, own) => own.clone(),
    }
}

fn mapped<'v>(
    value: &'v Value,
    path: &mut Vec<&'v str>,
    change: &dyn Fn(&[&str], &str) -> String,
) -> Value {
    match value {
        Value::String(text) => Value::String(change(path, text)),
        Value::Sequence(items) => {
            Value::Sequence(items.iter().map(|item| mapped(item, path, change)).collect())
        }
        Value::Mapping(mapping) => {
            let mut entry = |(key, value): (&'v Value, &'v Value)| {
                // A key under a setting is a value of the data: `labels: {"{area}": …}`.
                let named = match key {
                    Value::String(text) => Value::String(change(&[], text)),
                    other => other.clone(),
                };
                path.push(key.as_str().unwrap_or_default());
                let value = mapped(value, path, change);
                path.pop();
                (named, value)
            };
            Value::Mapping(mapping.iter().map(&mut entry).collect())
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Tagged(_) => {
            value.clone()
        }
    }
}

/// Returns a text in quotes that YAML and JSON read alike.
pub fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap_or_default()
}

#[cfg(test)]
mod tests;
