//! A file of messages, read.

use crate::labels::Value;
use crate::labels::base;
use crate::labels::english;
use crate::labels::limits::excess;
use crate::labels::limits::unprintable;
use fluent_bundle::FluentArgs;
use fluent_bundle::FluentResource;
use fluent_bundle::concurrent::FluentBundle;
use icu_collator::CollatorBorrowed;
use icu_collator::options::CollatorOptions;
use icu_locale::Locale;
use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

/// The files that come with the program.
const FILES: &[(&str, &str)] = &[
    ("en", include_str!("../../templates/labels/en.ftl")),
    ("cy", include_str!("../../templates/labels/cy.ftl")),
];

/// What is wrong with a file of messages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// It cannot be read here.
    Syntax(Range<usize>, String),
    /// It has a message that the program does not know.
    Unknown(Range<usize>, String),
    /// A message has an argument that it is not given.
    Argument(Range<usize>, String, String),
    /// A message cannot be printed.
    Broken(Range<usize>, String, String),
    /// Messages that neither it nor the program has in this language.
    Missing(Vec<String>),
}

/// The messages of a language.
pub struct Labels {
    language: String,
    bundle: FluentBundle<FluentResource>,
    /// What it is made of beside the files of the program.
    own: Option<String>,
    /// How names are ordered; none of the language are as they are in code.
    collator: Option<CollatorBorrowed<'static>>,
    pub(super) decimal: String,
    pub(super) group: String,
}

impl fmt::Debug for Labels {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Labels").field("language", &self.language).finish_non_exhaustive()
    }
}

impl Labels {
    /// Returns no messages.
    pub(super) fn empty(language: &str) -> Self {
        let tag = base(language).parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![tag]);
        // The marks that keep scripts of two directions apart would be characters of the output.
        bundle.set_use_isolating(false);
        let (decimal, group) = (".".to_owned(), ",".to_owned());
        let locale = base(language).parse::<Locale>().unwrap_or(Locale::UNKNOWN);
        let collator =
            CollatorBorrowed::try_new(locale.into(), CollatorOptions::default());
        let (language, collator) = (base(language), collator.ok());
        Self { language, bundle, own: None, collator, decimal, group }
    }

    /// Returns the messages of a language that the program has.
    pub fn built_in(language: &str) -> Option<Self> {
        let base = base(language);
        let (_, text) = FILES.iter().find(|(name, _)| *name == base)?;
        let mut labels = Self::empty(language);
        labels.add(text);
        labels.ready();
        Some(labels)
    }

    /// Returns the messages of a language with those of a project's file, and what is wrong with them.
    pub fn with(language: &str, own: Option<&str>) -> (Arc<Self>, Vec<Fault>) {
        let built_in = Self::built_in(language);
        let Some(text) = own else {
            return match built_in {
                Some(labels) if labels.language == "en" => {
                    (Arc::clone(english()), Vec::new())
                }
                Some(labels) => (Arc::new(labels), Vec::new()),
                None => {
                    let missing = Fault::Missing(english().ids());
                    (Arc::clone(english()), vec![missing])
                }
            };
        };
        let known = built_in.is_some();
        let mut labels = built_in.unwrap_or_else(|| Self::empty(language));
        let mut faults = labels.add(text);
        faults.extend(labels.broken(text));
        labels.own = Some(blake3::hash(text.as_bytes()).to_hex().to_string());
        if !known {
            let has = |id: &String| labels.bundle.has_message(id);
            let missing: Vec<String> =
                english().ids().into_iter().filter(|id| !has(id)).collect();
            if !missing.is_empty() {
                faults.push(Fault::Missing(missing));
            }
        }
        labels.ready();
        (Arc::new(labels), faults)
    }

    /// Adds a file; its messages replace those of the same id.
    fn add(&mut self, text: &str) -> Vec<Fault> {
        if let Some((place, why)) = excess(text, &messages(text)) {
            return vec![Fault::Syntax(place, why)];
        }
        let (resource, errors) = match FluentResource::try_new(text.to_owned()) {
            Ok(resource) => (resource, Vec::new()),
            Err((resource, errors)) => (resource, errors),
        };
        let mut faults: Vec<Fault> = errors
            .into_iter()
            .map(|error| Fault::Syntax(error.pos.clone(), error.kind.to_string()))
            .collect();
        if self.language != "en" || self.bundle.has_message("figure") {
            faults.extend(held(text));
        }
        self.bundle.add_resource_overriding(resource);
        faults
    }

    /// Returns the messages of a file of a project that cannot be printed.
    fn broken(&self, text: &str) -> Vec<Fault> {
        let known = messages(FILES[0].1);
        let broken = |(id, begin, _): (&str, usize, &str)| {
            let (.., whole) = known.iter().find(|(other, ..)| *other == id)?;
            let given: BTreeSet<&str> = arguments(whole).map(|(name, _)| name).collect();
            let given: Vec<String> = given.into_iter().map(str::to_owned).collect();
            let why = unprintable(&self.bundle, id, &given)?;
            Some(Fault::Broken(begin..begin + id.len(), id.to_owned(), why))
        };
        messages(text).into_iter().filter_map(broken).collect()
    }

    /// Keeps what is asked for most often.
    fn ready(&mut self) {
        self.decimal = self.say("number-decimal", &[]);
        self.group = self.say("number-group", &[]);
    }

    /// Returns the language, without its region.
    pub fn language(&self) -> &str {
        &self.language
    }

    /// Compares two names.
    pub(super) fn compare(&self, a: &str, b: &str) -> Ordering {
        self.collator.as_ref().map_or_else(|| a.cmp(b), |own| own.compare(a, b))
    }

    /// Returns the ids of all messages of the language's file in the program.
    pub fn ids(&self) -> Vec<String> {
        let text = FILES.iter().find(|(name, _)| *name == self.language);
        text.map(|(_, text)| entries(text).map(|(id, _)| id.to_owned()).collect())
            .unwrap_or_default()
    }

    /// Returns whether there is a message of this id.
    pub fn knows(&self, id: &str) -> bool {
        self.bundle.has_message(id) || self.language != "en" && english().knows(id)
    }

    /// Returns the names of what a message of the program is given.
    pub fn arguments(&self, id: &str) -> Vec<String> {
        let text = FILES.iter().find(|(name, _)| *name == self.language);
        let all = text.map(|(_, text)| messages(text)).unwrap_or_default();
        let found = all.into_iter().find(|(other, ..)| *other == id);
        let names: BTreeSet<&str> =
            found.iter().flat_map(|(.., text)| arguments(text)).map(|(n, _)| n).collect();
        names.into_iter().map(str::to_owned).collect()
    }

    pub(super) fn stamp(&self) -> Option<String> {
        match &self.own {
            Some(hash) => Some(format!("{} {hash}", self.language)),
            None => (self.language != "en").then(|| self.language.clone()),
        }
    }

    /// Returns a message; in English where the language lacks it.
    pub fn say(&self, id: &str, arguments: &[(&str, Value<'_>)]) -> String {
        let found = self.bundle.get_message(id).and_then(|message| message.value());
        let Some(pattern) = found else {
            return match self.language.as_str() {
                "en" => id.to_owned(),
                _ => english().say(id, arguments),
            };
        };
        let arguments: FluentArgs<'_> = arguments
            .iter()
            .map(|(name, value)| ((*name).to_owned(), value.clone()))
            .collect();
        let mut errors = Vec::new();
        self.bundle.format_pattern(pattern, Some(&arguments), &mut errors).into_owned()
    }
}

/// Returns the ids of messages in a file with where each begins.
fn entries(text: &str) -> impl Iterator<Item = (&str, usize)> {
    let mut at = 0;
    text.split_inclusive('\n').filter_map(move |line| {
        let begin = at;
        at += line.len();
        let (id, _) = line.split_once('=')?;
        let id = id.trim_end();
        let first = id.chars().next()?;
        first.is_ascii_alphabetic().then_some((id, begin))
    })
}

/// Returns the arguments that a message names, each with its place: `$n`.
fn arguments(text: &str) -> impl Iterator<Item = (&str, usize)> {
    text.match_indices('$').filter_map(|(at, _)| {
        let name = text.get(at + 1..)?;
        let end = name
            .find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_')
            .unwrap_or(name.len());
        name.get(..end).filter(|name| !name.is_empty()).map(|name| (name, at))
    })
}

/// Returns each message of a file with its whole text.
fn messages(text: &str) -> Vec<(&str, usize, &str)> {
    let all: Vec<(&str, usize)> = entries(text).collect();
    let mut out = Vec::new();
    for (index, (id, begin)) in all.iter().enumerate() {
        let end = all.get(index + 1).map_or(text.len(), |(_, next)| *next);
        out.push((*id, *begin, text.get(*begin..end).unwrap_or_default()));
    }
    out
}

/// Holds the messages of a file to those of English: their ids, and the arguments they use.
fn held(text: &str) -> Vec<Fault> {
    let english = messages(FILES[0].1);
    let mut faults = Vec::new();
    for (id, begin, whole) in messages(text) {
        let Some((.., known)) = english.iter().find(|(other, ..)| *other == id) else {
            faults.push(Fault::Unknown(begin..begin + id.len(), id.to_owned()));
            continue;
        };
        let given: BTreeSet<&str> = arguments(known).map(|(name, _)| name).collect();
        for (name, at) in arguments(whole) {
            if !given.contains(name) {
                let place = begin + at..begin + at + 1 + name.len();
                faults.push(Fault::Argument(place, id.to_owned(), name.to_owned()));
            }
        }
    }
    faults
}
