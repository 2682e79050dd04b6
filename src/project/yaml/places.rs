//! Where every key and value of a file stands.

use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Result;
use crate::model::diagnostic::Span;
use saphyr_parser::Event;
use saphyr_parser::Parser;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

/// The most collections within one another.
const DEEPEST: usize = 64;

/// Ends each part of a path that is one text: no key of a file that is accepted holds it, and it comes
/// before all that one can, so that such paths have the order of their parts.
const END: char = '\0';

/// The byte ranges of the keys and values of one file, by path.
#[derive(Debug, Clone, Default)]
pub struct Places {
    file: Arc<str>,
    keys: BTreeMap<String, Range<usize>>,
    values: BTreeMap<String, Range<usize>>,
    /// The paths of values that were given by language.
    spoken: BTreeSet<String>,
}

/// Returns a path as one text.
fn joined(path: &[impl AsRef<str>]) -> String {
    let mut out = String::new();
    path.iter().for_each(|part| push(&mut out, part.as_ref()));
    out
}

/// Adds a part to a path.
fn push(path: &mut String, part: &str) {
    path.push_str(part);
    path.push(END);
}

/// Returns a path without its last part; none where it has no parts.
fn parent(path: &str) -> Option<&str> {
    let bare = path.strip_suffix(END)?;
    path.get(..bare.rfind(END).map_or(0, |at| at + 1))
}

impl Places {
    /// Returns the place of a value, or of its nearest ancestor's key.
    pub fn value(&self, path: &[&str]) -> Span {
        let path = joined(path);
        match self.values.get(&path) {
            Some(range) => Span::new(Arc::clone(&self.file), range.clone()),
            None => self.nearest(&path),
        }
    }

    /// Returns the place of a key, or of its nearest ancestor's key.
    pub fn key(&self, path: &[&str]) -> Span {
        self.nearest(&joined(path))
    }

    /// Returns every range under a path, as text: for hashing.
    pub(super) fn under(&self, path: &[String]) -> String {
        let path = &joined(path);
        let ranges = [&self.keys, &self.values].into_iter().flat_map(|places| {
            let rest = places.range(path.clone()..);
            rest.take_while(|(other, _)| other.starts_with(path)).map(|(_, range)| range)
        });
        format!("{:?}", ranges.collect::<Vec<_>>())
    }

    /// Returns the places of a file in which values by language are one of them: `path`, and the key chosen.
    pub(super) fn chosen(&self, choices: &[(Vec<String>, String)]) -> Self {
        let mut out = self.clone();
        for (path, key) in choices {
            let path = joined(path);
            let mut from = path.clone();
            push(&mut from, key);
            for places in [&mut out.keys, &mut out.values] {
                let inner: Vec<(String, Range<usize>)> = places
                    .range(from.clone()..)
                    .take_while(|(other, _)| other.starts_with(&from))
                    .map(|(other, range)| {
                        let rest = other.get(from.len()..).unwrap_or_default();
                        (format!("{path}{rest}"), range.clone())
                    })
                    .collect();
                places.extend(inner);
            }
            out.spoken.insert(path);
        }
        out
    }

    /// Returns whether a value, or one that it is in, was given by language.
    pub(super) fn is_spoken(&self, path: &[String]) -> bool {
        (0..=path.len())
            .any(|to| self.spoken.contains(&joined(path.get(..to).unwrap_or_default())))
    }

    pub(super) fn key_of(&self, path: &[String]) -> Span {
        self.nearest(&joined(path))
    }

    fn nearest(&self, mut path: &str) -> Span {
        loop {
            if let Some(range) = self.keys.get(path).or_else(|| self.values.get(path)) {
                return Span::new(Arc::clone(&self.file), range.clone());
            }
            match parent(path) {
                Some(parent) => path = parent,
                None => return Span::new(Arc::clone(&self.file), 0..0),
            }
        }
    }
}

/// One collection that is being read.
enum Open {
    Mapping { keyed: bool },
    Sequence { next: usize },
}

/// Walks the events of a file and notes where each key and value stands.
pub(super) fn index(file: &str, text: &str) -> Result<Places> {
    let mut places = Places { file: Arc::from(file), ..Places::default() };
    let offsets: Vec<usize> =
        text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let byte = |index: usize| offsets.get(index).copied().unwrap_or(text.len());
    let mut open: Vec<Open> = Vec::new();
    let mut path = String::new();
    let mut starts: Vec<usize> = Vec::new();
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|error| {
            let at = byte(error.marker().index());
            let message = format!("`{file}` is not well formed: {}", error.info());
            Diagnostic::error(Code::R0102, message)
                .at(Span::new(file, word(text, at)), "here")
        })?;
        let range = byte(span.start.index())..byte(span.end.index());
        match event {
            Event::Scalar(scalar, ..) => {
                if let Some(Open::Mapping { keyed: keyed @ false }) = open.last_mut() {
                    *keyed = true;
                    push(&mut path, &scalar);
                    if let Some(first) = places.keys.insert(path.clone(), range.clone()) {
                        let message = format!("the key `{scalar}` occurs twice");
                        return Err(Diagnostic::error(Code::R0102, message)
                            .at(Span::new(file, range), "")
                            .related(Span::new(file, first), "first here")
                            .into());
                    }
                } else {
                    enter(&mut open, &mut path);
                    let end = text
                        .get(range.clone())
                        .map_or(range.end, |found| range.start + found.trim_end().len());
                    places.values.insert(path.clone(), range.start..end);
                    leave(&mut open, &mut path);
                }
            }
            Event::Alias(_) => {
                enter(&mut open, &mut path);
                places.values.insert(path.clone(), range);
                leave(&mut open, &mut path);
            }
            Event::MappingStart(..) | Event::SequenceStart(..) => {
                if open.len() == DEEPEST {
                    let message =
                        format!("`{file}` nests more than {DEEPEST} levels deep");
                    return Err(Diagnostic::error(Code::R0102, message)
                        .at(Span::new(file, word(text, range.start)), "here")
                        .into());
                }
                enter(&mut open, &mut path);
                starts.push(range.start);
                open.push(if matches!(event, Event::MappingStart(..)) {
                    Open::Mapping { keyed: false }
                } else {
                    Open::Sequence { next: 0 }
                });
            }
            Event::MappingEnd | Event::SequenceEnd => {
                open.pop();
                let start = starts.pop().unwrap_or_default();
                let found = text.get(start..range.end).unwrap_or_default();
                let line = found.lines().next().unwrap_or_default().trim_end();
                places.values.insert(path.clone(), start..start + line.len());
                leave(&mut open, &mut path);
            }
            Event::Nothing
            | Event::StreamStart
            | Event::StreamEnd
            | Event::DocumentStart(_)
            | Event::DocumentEnd => {}
        }
    }
    Ok(places)
}

/// Steps into the next item of a sequence.
fn enter(open: &mut [Open], path: &mut String) {
    if let Some(Open::Sequence { next }) = open.last_mut() {
        push(path, &next.to_string());
        *next += 1;
    }
}

/// Steps out of a value: the key or index it stood under is done.
fn leave(open: &mut [Open], path: &mut String) {
    if let Some(Open::Mapping { keyed }) = open.last_mut() {
        *keyed = false;
    }
    let up = parent(path).filter(|_| !open.is_empty()).map(str::len);
    path.truncate(up.unwrap_or(path.len()));
}

/// Returns the range of the word at a byte offset, for a caret that can be seen.
pub(super) fn word(text: &str, at: usize) -> Range<usize> {
    let at = at.min(text.len());
    let rest = text.get(at..).unwrap_or_default();
    let length = rest.find(char::is_whitespace).unwrap_or(rest.len());
    at..at + length
}
