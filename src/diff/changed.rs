//! Declarations that differ between two editions, setting by setting.

use crate::diff::settings::SettingChanges;
use crate::diff::settings::settings;
use crate::diff::settings::summary;
use crate::model::comparison::Cause;
use crate::model::comparison::Detail;
use crate::model::comparison::Input;
use crate::model::edition::Edition;
use std::collections::BTreeSet;

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
    pub settings: SettingChanges,
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
            place: self.settings.place_of(settings),
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
