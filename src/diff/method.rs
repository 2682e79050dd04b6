//! Declarations that changed: what of them is a matter of method, and what is words.

use crate::diff::settings::Settings;
use crate::diff::settings::settings;
use crate::diff::settings::short;
use crate::diff::settings::summary;
use crate::diff::sides::Sides;
use crate::model::comparison::Cause;
use crate::model::comparison::Class;
use crate::model::comparison::Detail;
use crate::model::comparison::Input;
use crate::model::comparison::Item;
use crate::model::edition::Edition;
use std::collections::BTreeSet;

/// Sorts of declarations that say how numbers come about and what must hold of them.
const METHOD: &[&str] = &["frame", "statistic", "claim", "published"];

/// A declaration that changed, came or went.
#[derive(Debug, Clone)]
pub(super) struct Changed {
    /// Its name: `statistic growth`.
    pub name: String,
    /// Its file.
    pub file: String,
    /// `added`, `removed` or `changed`.
    pub what: &'static str,
    /// What of it.
    pub settings: Settings,
}

impl Changed {
    /// Returns the sort of the declaration: `statistic`.
    pub(super) fn sort(&self) -> &str {
        self.name.split(' ').next().unwrap_or_default()
    }

    /// Returns it as an input that others may depend on; words are none.
    pub(super) fn input(&self) -> Option<Input> {
        (!self.settings.meaning.is_empty()).then(|| self.as_input(&self.settings.meaning))
    }

    /// Returns a figure or table of which only words changed, as the cause of these.
    pub(super) fn worded(&self) -> Option<Input> {
        let only = self.settings.meaning.is_empty() && !self.settings.words.is_empty();
        (only && matches!(self.sort(), "figure" | "table"))
            .then(|| self.as_input(&self.settings.words))
    }

    fn as_input(&self, settings: &[Detail]) -> Input {
        let what = if self.what == "changed" {
            format!("{}: {}", self.name, summary(settings))
        } else {
            format!("{} {}", self.name, self.what)
        };
        Input {
            name: self.name.clone(),
            file: self.file.clone(),
            place: self.settings.place.clone(),
            what,
            alone: String::new(),
        }
    }

    /// Returns the cause that names the declaration itself.
    pub(super) fn cause(&self, settings: &[Detail]) -> Cause {
        Cause { inputs: vec![self.as_input(settings)], ..Cause::default() }
    }
}

/// Returns the declarations that differ, by name; also those that differ in comments alone.
pub(super) fn definitions(old: &Edition, new: &Edition) -> Vec<Changed> {
    let names: BTreeSet<&String> =
        old.definitions.keys().chain(new.definitions.keys()).collect();
    names
        .into_iter()
        .filter_map(|name| {
            let (was, is) = (old.definitions.get(name), new.definitions.get(name));
            let what = match (was, is) {
                (Some(a), Some(b)) if a.settings == b.settings && a.text == b.text => {
                    return None;
                }
                (Some(_), Some(_)) => "changed",
                (None, _) => "added",
                (Some(_), None) => "removed",
            };
            let file = is.or(was).map(|one| one.file.clone()).unwrap_or_default();
            Some(Changed { name: name.clone(), file, what, settings: settings(was, is) })
        })
        .collect()
}

/// Returns what of the declarations is a matter of method, and words of them that no passage
/// shows.
pub(super) fn items(sides: &Sides<'_>, changed: &[Changed]) -> Vec<Item> {
    let mut out = Vec::new();
    for one in changed {
        let Settings { meaning, words, .. } = &one.settings;
        let method = METHOD.contains(&one.sort());
        if method && !meaning.is_empty() {
            let id = format!("method:{}", one.name.replace(' ', "."));
            let mut item =
                Item::new(Class::Method, id, one.what).title(title(sides, &one.name));
            if one.what == "changed"
                && let Some(first) = meaning.first()
            {
                item = item.values(
                    format!("{}: {}", first.what, short(&first.old)),
                    format!("{}: {}", first.what, short(&first.new)),
                );
            }
            item.details.clone_from(meaning);
            item.cause = one.cause(meaning);
            out.push(item);
        }
        // Words of a declaration that came or went are part of its coming and going.
        let worded = one.what == "changed" && (method || one.sort() == "labels");
        let words: Vec<Detail> = if one.sort() == "labels" && worded {
            meaning.iter().chain(words).cloned().collect()
        } else {
            words.clone()
        };
        if worded && !words.is_empty() {
            let id = format!("words:{}", one.name.replace(' ', "."));
            let mut item = Item::new(Class::Words, id, "words of a declaration")
                .title(one.name.clone());
            if let Some(first) = words.first() {
                item = item.values(first.old.clone(), first.new.clone());
            }
            item.cause = one.cause(&words);
            item.details = words;
            out.push(item);
        }
    }
    out
}

/// Returns what a declaration is called, with its title where it has one.
fn title(sides: &Sides<'_>, name: &str) -> String {
    let definitions = [&sides.new.definitions, &sides.old.definitions];
    let found = definitions.into_iter().find_map(|side| side.get(name));
    let title =
        found.and_then(|one| one.settings.get("title").or(one.settings.get("says")));
    title.map_or_else(|| name.to_owned(), |title| format!("{name} ({title})"))
}
