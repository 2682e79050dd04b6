//! Values that are given by language: `title: {en: Street trees, cy: Coed stryd}`.
//!
//! **In:** an entry, and the languages of the publication. **Out:** the entry in one of them.
//! **Guarantees:** a value keeps the place where its author wrote it; one that lacks the language is reported.

use crate::labels::base;
use crate::labels::tag_fault;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::words::listed;
use crate::project::yaml::Yaml;
use crate::project::yaml::name_of;
use serde_yaml::Mapping;
use serde_yaml::Value;
use std::sync::Arc;

/// The languages of a publication, and the one that is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spoken {
    /// The one that is asked for, as a tag.
    pub own: String,
    /// All of them; the report's first.
    pub all: Vec<String>,
}

impl Spoken {
    /// Returns the key under which a mapping has the value of a language: its tag, or the first part of it.
    fn key<'m>(mapping: &'m Mapping, tag: &str) -> Option<&'m Value> {
        let key = |wanted: &str| mapping.keys().find(|key| key.as_str() == Some(wanted));
        key(tag).or_else(|| key(&base(tag)))
    }

    fn has(&self, key: &str) -> bool {
        self.all.iter().any(|tag| tag == key || base(tag) == key)
    }

    /// Returns whether a mapping gives a value by language: in one of the publication, and in no others
    /// but languages.
    fn gives(&self, mapping: &Mapping) -> bool {
        tags(mapping).iter().any(|key| self.has(key))
    }
}

/// Returns the keys of a mapping, where each is the tag of a language; else nothing.
pub(super) fn tags(mapping: &Mapping) -> Vec<&str> {
    let keys: Option<Vec<&str>> = mapping.keys().map(Value::as_str).collect();
    let all = |keys: &Vec<&str>| keys.iter().all(|key| tag_fault(key).is_none());
    keys.filter(all).unwrap_or_default()
}

/// The key of words that serve every language: `{all: Local Trust}`.
const ALL: &str = "all";

/// Returns the words that serve every language, where a mapping has these alone.
fn same(mapping: &Mapping) -> Option<&Value> {
    let words = mapping.get(ALL).filter(|value| value.is_string());
    words.filter(|_| mapping.len() == 1)
}

impl Yaml {
    /// Returns the entry in a language, and what lacks it.
    pub fn spoken(&self, spoken: &Spoken) -> (Self, Vec<Diagnostic>) {
        let mut walk = Walk {
            spoken,
            path: self.path.clone(),
            chosen: Vec::new(),
            lacks: Vec::new(),
            beyond: Vec::new(),
        };
        let value = walk.value(&self.value);
        if walk.chosen.is_empty() && walk.lacks.is_empty() && walk.beyond.is_empty() {
            return (self.clone(), Vec::new());
        }
        let lacks = walk.lacks.iter().map(|path| {
            let key = path.last().map_or("", String::as_str);
            let message = format!("`{key}` has nothing in `{}`", spoken.own);
            Diagnostic::error(Code::R0528, message).at(self.places.key_of(path), "").help(
                format!(
                    "add `{}: …` beside the others, or give one value for all languages",
                    base(&spoken.own)
                ),
            )
        });
        let beyond = walk.beyond.iter().map(|path| {
            let (key, above) = path.split_last().map_or(("", &[][..]), |(k, a)| (k, a));
            let value = above.last().map_or("", String::as_str);
            let all: Vec<String> =
                spoken.all.iter().map(|tag| format!("`{tag}`")).collect();
            let message = format!(
                "`{value}` is given in `{key}`, and the publication is in {}",
                listed(&all)
            );
            Diagnostic::error(Code::R0528, message).at(self.places.key_of(path), "").help(
                format!(
                    "take it out, or add `{key}` to `translations:` in `report.yaml`"
                ),
            )
        });
        let lacks = lacks.chain(beyond).collect();
        let places = Arc::new(self.places.chosen(&walk.chosen));
        let value = Arc::new(value);
        (
            Self { value, path: self.path.clone(), places, taken: self.taken.clone() },
            lacks,
        )
    }
}

struct Walk<'a> {
    spoken: &'a Spoken,
    path: Vec<String>,
    /// What was chosen: the path of a value, and the key in it.
    chosen: Vec<(Vec<String>, String)>,
    /// The paths of values that lack the language.
    lacks: Vec<Vec<String>>,
    /// The paths of values in a language that the publication is not in.
    beyond: Vec<Vec<String>>,
}

impl Walk<'_> {
    fn within(&mut self, name: String, value: &Value) -> Value {
        self.path.push(name);
        let out = self.value(value);
        self.path.pop();
        out
    }

    /// Whether the keys of what is read are values of the data: `labels: {language: {en: English}}` of statistics,
    /// which are by column, `labels: {en: English}` of a figure.
    fn of_data(&self) -> bool {
        let path: Vec<&str> = self.path.iter().map(String::as_str).collect();
        match path.as_slice() {
            ["labels", _] | ["editions", .., "labels", _] => true,
            [.., last] => *last == "labels",
            [] => false,
        }
    }

    fn value(&mut self, value: &Value) -> Value {
        match value {
            Value::Mapping(mapping) if same(mapping).is_some() && !self.of_data() => {
                self.chosen.push((self.path.clone(), ALL.to_owned()));
                same(mapping).cloned().unwrap_or_default()
            }
            Value::Mapping(mapping) if self.spoken.gives(mapping) && !self.of_data() => {
                for key in tags(mapping).into_iter().filter(|key| !self.spoken.has(key)) {
                    self.beyond.push([self.path.as_slice(), &[key.to_owned()]].concat());
                }
                let Some(key) = Spoken::key(mapping, &self.spoken.own) else {
                    self.lacks.push(self.path.clone());
                    return mapping.values().next().cloned().unwrap_or_default();
                };
                self.chosen.push((self.path.clone(), name_of(key)));
                let chosen = mapping.get(key).cloned().unwrap_or_default();
                self.value(&chosen)
            }
            Value::Mapping(mapping) => {
                let entry = |(key, value): (&Value, &Value)| {
                    (key.clone(), self.within(name_of(key), value))
                };
                Value::Mapping(mapping.iter().map(entry).collect())
            }
            Value::Sequence(items) => {
                let item =
                    |(at, value): (usize, &Value)| self.within(at.to_string(), value);
                Value::Sequence(items.iter().enumerate().map(item).collect())
            }
            Value::Null
            | Value::Bool(_)
            | Value::Number(_)
            | Value::String(_)
            | Value::Tagged(_) => value.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Spoken;
    use crate::model::diagnostic::Sources;
    use crate::project::yaml::Yaml;

    #[test]
    fn a_value_by_language_is_that_of_the_language_at_its_own_place() {
        let text = "title: {en: Trees, cy: Coed}\nlist:\n  en: [a]\n  cy: [b, c]\nlabels: {tongue: {en: English, cy: Welsh}}\nsame: Both\nfigures: {a: {labels: {cy: {en: Welsh, cy: Cymraeg}}, source: {all: ONS}}}\n";
        let yaml = Yaml::parse("r.yaml", text).unwrap();
        let spoken = |own: &str| Spoken {
            own: own.to_owned(),
            all: vec!["en-GB".to_owned(), "cy".to_owned()],
        };
        let (welsh, lacks) = yaml.spoken(&spoken("cy"));
        assert_eq!(lacks, []);
        assert_eq!(welsh.text("title").as_deref(), Some("Coed"));
        assert_eq!(welsh.text("same").as_deref(), Some("Both"));
        let mut sources = Sources::new();
        sources.insert("r.yaml", text);
        assert_eq!(sources.place(&welsh.place(&["title"])), "r.yaml:1:24");
        assert_eq!(sources.place(&welsh.place(&["list", "1"])), "r.yaml:4:11");
        let settings = welsh.settings();
        assert_eq!(settings.get("labels.tongue.cy").map(String::as_str), Some("Welsh"));
        let label = settings.get("figures.a.labels.cy").map(String::as_str);
        assert_eq!(label, Some("Cymraeg"));
        assert_eq!(settings.get("figures.a.source").map(String::as_str), Some("ONS"));
        let (english, _) = yaml.spoken(&spoken("en-GB"));
        assert_eq!(english.text("title").as_deref(), Some("Trees"));
    }

    #[test]
    fn a_value_that_lacks_the_language_is_reported() {
        let yaml = Yaml::parse("r.yaml", "title: {en: Trees}\n").unwrap();
        let spoken =
            Spoken { own: "cy".to_owned(), all: vec!["en".to_owned(), "cy".to_owned()] };
        let (_, lacks) = yaml.spoken(&spoken);
        assert_eq!(lacks[0].message, "`title` has nothing in `cy`");
        let yaml = Yaml::parse("r.yaml", "title: {cy: Coed, fr: Arbres}\nby: {is: 1}\n")
            .unwrap();
        let (welsh, beyond) = yaml.spoken(&spoken);
        assert_eq!(welsh.text("title").as_deref(), Some("Coed"));
        let said: Vec<&str> = beyond.iter().map(|one| one.message.as_str()).collect();
        assert_eq!(
            said,
            ["`title` is given in `fr`, and the publication is in `en` and `cy`"]
        );
    }
}
