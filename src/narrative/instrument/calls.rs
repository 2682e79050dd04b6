//! Calls of our functions in the tags of a template: where they are, and the names of their
//! arguments.

use crate::model::diagnostic::Span;
use std::ops::Range;

/// Our functions, with the names of their positional arguments.
const FUNCTIONS: &[(&str, &[&str])] = &[
    ("stat", &["id"]),
    ("value", &["id"]),
    ("figure", &["id"]),
    ("table", &["id"]),
    ("ref", &["id"]),
    ("cite", &["key", "key2", "key3", "key4", "key5"]),
    ("claim", &["id", "words"]),
    ("fixed", &["text"]),
    ("p", &["id"]),
    ("low", &["id"]),
    ("high", &["id"]),
    ("shown", &["id"]),
    ("column", &["name"]),
];

/// A call of one of our functions in the author's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::narrative) struct Call {
    /// The whole call.
    pub span: Span,
    /// Its first argument.
    pub first: Span,
}
/// What may be called besides our functions.
const BUILT_IN: &[&str] =
    &["range", "throw", "super", "if", "elif", "and", "or", "not", "in", "is"];

/// Returns the names of our functions.
pub(in crate::narrative) fn functions() -> impl Iterator<Item = &'static str> {
    FUNCTIONS.iter().map(|(name, _)| *name)
}

/// Finds the first call in a tag of something that is no function, filter or test.
pub(super) fn stranger(code: &str, start: usize, text: &str) -> Option<Range<usize>> {
    let mut quote: Option<char> = None;
    let mut word: Option<usize> = None;
    for (index, character) in code.char_indices() {
        let at = start + index;
        match quote {
            Some(open) if character == open => quote = None,
            None if matches!(character, '"' | '\'' | '`') => quote = Some(character),
            None if character.is_alphanumeric() || character == '_' => {
                word.get_or_insert(at);
                continue;
            }
            None if character == '(' => {
                let name = word.and_then(|from| text.get(from..at)).unwrap_or_default();
                let before =
                    word.and_then(|from| text.get(start..from)).unwrap_or_default();
                let before = before.trim_end();
                let last = before.rsplit(char::is_whitespace).next().unwrap_or_default();
                let applied = before.ends_with(['|', '.', ':'])
                    || matches!(last, "is" | "not" | "macro" | "filter" | "component");
                let known =
                    BUILT_IN.contains(&name) || functions().any(|own| own == name);
                if let Some(from) =
                    word.filter(|_| !applied && !known && !name.is_empty())
                {
                    return Some(from..at);
                }
            }
            _ => {}
        }
        word = None;
    }
    None
}
/// One argument list that is being read.
struct Open {
    name: Option<&'static [&'static str]>,
    start: usize,
    argument: usize,
    argument_start: usize,
    keyword: bool,
    first: Option<Range<usize>>,
}

/// Finds the calls of our functions; each learns its number and its arguments their names.
pub(super) fn find_calls(
    text: &str,
    inside: Range<usize>,
    span: &impl Fn(Range<usize>) -> Span,
    calls: &mut Vec<Call>,
    insertions: &mut Vec<(usize, String)>,
) {
    let code = text.get(inside.clone()).unwrap_or_default();
    let mut stack: Vec<Open> = Vec::new();
    let mut quote: Option<char> = None;
    let mut word_start: Option<usize> = None;
    for (index, character) in code.char_indices() {
        let at = inside.start + index;
        if let Some(open) = quote {
            if character == open {
                quote = None;
            }
            continue;
        }
        if character.is_alphanumeric() || character == '_' {
            word_start.get_or_insert(at);
            continue;
        }
        let word =
            word_start.take().and_then(|start| Some((start, text.get(start..at)?)));
        match character {
            '"' | '\'' | '`' => quote = Some(character),
            '(' => {
                let known = word.and_then(|(start, name)| {
                    FUNCTIONS
                        .iter()
                        .find(|(known, _)| *known == name)
                        .map(|f| (start, f.1))
                });
                stack.push(Open {
                    name: known.map(|(_, arguments)| arguments),
                    start: known.map_or(at, |(start, _)| start),
                    argument: 0,
                    argument_start: at + 1,
                    keyword: false,
                    first: None,
                });
            }
            '=' => {
                let next = text.as_bytes().get(at + 1);
                let before = at.checked_sub(1).and_then(|at| text.as_bytes().get(at));
                let comparison = next == Some(&b'=')
                    || matches!(before, Some(b'=' | b'!' | b'<' | b'>'));
                if let Some(open) = stack.last_mut().filter(|_| !comparison) {
                    open.keyword = true;
                }
            }
            ',' => {
                if let Some(open) = stack.last_mut() {
                    argument(text, open, at, insertions);
                    open.argument += 1;
                    open.argument_start = at + 1;
                    open.keyword = false;
                }
            }
            ')' => {
                let Some(mut open) = stack.pop() else { continue };
                let empty = text
                    .get(open.argument_start..at)
                    .is_none_or(|rest| rest.trim().is_empty());
                if !empty {
                    argument(text, &mut open, at, insertions);
                }
                if open.name.is_some() {
                    let separator = if open.argument == 0 && empty { "" } else { ", " };
                    let trailing = open.argument > 0 && empty;
                    let separator = if trailing { "" } else { separator };
                    insertions.push((at, format!("{separator}at={}", calls.len())));
                    let first = open.first.clone().unwrap_or(open.start..at + 1);
                    calls.push(Call {
                        span: span(open.start..at + 1),
                        first: span(first),
                    });
                }
            }
            _ => {}
        }
    }
    // A call left open gets its names all the same, so that what Tera says is the true fault.
    for mut open in stack {
        argument(text, &mut open, inside.end, insertions);
    }
}

/// Names a positional argument.
fn argument(
    text: &str,
    open: &mut Open,
    end: usize,
    insertions: &mut Vec<(usize, String)>,
) {
    let Some(names) = open.name else { return };
    let raw = text.get(open.argument_start..end).unwrap_or_default();
    let start = open.argument_start + (raw.len() - raw.trim_start().len());
    let stop = start + raw.trim().len();
    if open.argument == 0 {
        open.first = Some(start..stop);
    }
    if !open.keyword
        && let Some(name) = names.get(open.argument)
    {
        insertions.push((start, format!("{name}=")));
    }
}
