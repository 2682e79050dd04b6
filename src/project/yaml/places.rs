//! Where every key and value of a file stands.

use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Result;
use crate::model::diagnostic::Span;
use saphyr_parser::Event;
use saphyr_parser::Parser;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

/// The most collections within one another.
const DEEPEST: usize = 64;

/// The byte ranges of the keys and values of one file, by path.
#[derive(Debug, Clone, Default)]
pub struct Places {
    file: Arc<str>,
    keys: BTreeMap<Vec<String>, Range<usize>>,
    values: BTreeMap<Vec<String>, Range<usize>>,
}

impl Places {
    /// Returns the place of a value, or of its nearest ancestor's key.
    pub fn value(&self, path: &[&str]) -> Span {
        let path: Vec<String> = path.iter().map(|part| (*part).to_owned()).collect();
        match self.values.get(&path) {
            Some(range) => Span::new(Arc::clone(&self.file), range.clone()),
            None => self.key_of(&path),
        }
    }

    /// Returns the place of a key, or of its nearest ancestor's key.
    pub fn key(&self, path: &[&str]) -> Span {
        let path: Vec<String> = path.iter().map(|part| (*part).to_owned()).collect();
        self.key_of(&path)
    }

    /// Returns every range under a path, as text: for hashing.
    pub(super) fn under(&self, path: &[String]) -> String {
        let ranges = [&self.keys, &self.values].into_iter().flat_map(|places| {
            let rest = places.range(path.to_vec()..);
            rest.take_while(|(other, _)| other.starts_with(path)).map(|(_, range)| range)
        });
        format!("{:?}", ranges.collect::<Vec<_>>())
    }

    /// Returns the places of a file in which values by language are one of them: `path`, and the key chosen.
    pub(super) fn chosen(&self, choices: &[(Vec<String>, String)]) -> Self {
        let mut out = self.clone();
        for (path, key) in choices {
            let mut from = path.clone();
            from.push(key.clone());
            for places in [&mut out.keys, &mut out.values] {
                let inner: Vec<(Vec<String>, Range<usize>)> = places
                    .range(from.clone()..)
                    .take_while(|(other, _)| other.starts_with(&from))
                    .map(|(other, range)| {
                        let rest = other.get(from.len()..).unwrap_or_default();
                        ([path.as_slice(), rest].concat(), range.clone())
                    })
                    .collect();
                places.extend(inner);
            }
        }
        out
    }

    pub(super) fn key_of(&self, path: &[String]) -> Span {
        let mut path = path;
        loop {
            if let Some(range) = self.keys.get(path).or_else(|| self.values.get(path)) {
                return Span::new(Arc::clone(&self.file), range.clone());
            }
            match path.split_last() {
                Some((_, parent)) => path = parent,
                None => return Span::new(Arc::clone(&self.file), 0..0),
            }
        }
    }
}

/// One collection that is being read.
enum Open {
    Mapping { key: Option<String> },
    Sequence { next: usize },
}

/// Walks the events of a file and notes where each key and value stands.
pub(super) fn index(file: &str, text: &str) -> Result<Places> {
    let mut places = Places { file: Arc::from(file), ..Places::default() };
    let offsets: Vec<usize> =
        text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let byte = |index: usize| offsets.get(index).copied().unwrap_or(text.len());
    let mut open: Vec<Open> = Vec::new();
    let mut path: Vec<String> = Vec::new();
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
                if let Some(Open::Mapping { key: key @ None }) = open.last_mut() {
                    *key = Some(scalar.to_string());
                    path.push(scalar.to_string());
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
                    Open::Mapping { key: None }
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
fn enter(open: &mut [Open], path: &mut Vec<String>) {
    if let Some(Open::Sequence { next }) = open.last_mut() {
        path.push(next.to_string());
        *next += 1;
    }
}

/// Steps out of a value: the key or index it stood under is done.
fn leave(open: &mut [Open], path: &mut Vec<String>) {
    match open.last_mut() {
        Some(Open::Mapping { key }) => {
            *key = None;
            path.pop();
        }
        Some(Open::Sequence { .. }) => {
            path.pop();
        }
        None => {}
    }
}

/// Returns the range of the word at a byte offset, for a caret that can be seen.
pub(super) fn word(text: &str, at: usize) -> Range<usize> {
    let at = at.min(text.len());
    let rest = text.get(at..).unwrap_or_default();
    let length = rest.find(char::is_whitespace).unwrap_or(rest.len());
    at..at + length
}
