//! A template made ready for weaving: every call of ours learns its place, first arguments
//! get their names, and anchors let woven text be traced back to the author's characters.
//!
//! Anchors are private-use characters around a number; they stand only in front of plain
//! text, so whitespace control works as ever, and they are gone before Markdown is read.

use crate::diag::Span;
use std::ops::Range;

/// Opens an anchor.
const ANCHOR: char = '\u{E002}';
/// Opens the marker of a node.
pub(super) const NODE: char = '\u{E000}';
/// Closes either.
pub(super) const END: char = '\u{E001}';

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
];

/// A call of one of our functions in the author's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Call {
    /// The whole call.
    pub span: Span,
    /// Its first argument.
    pub first: Span,
}

/// A template made ready.
#[derive(Debug)]
pub(super) struct Ready {
    /// The text for Tera.
    pub text: String,
    /// Calls of functions that there are not: name and place.
    pub strangers: Vec<(String, Span)>,
    /// Insertions: offset in the author's text and bytes put in before it, ascending.
    inserted: Vec<(usize, usize)>,
}

impl Ready {
    /// Returns the author's offset of an offset in the ready text.
    pub fn original(&self, offset: usize) -> usize {
        let mut shift = 0;
        for (at, length) in &self.inserted {
            let start = at + shift;
            if offset < start {
                break;
            }
            if offset < start + length {
                return *at;
            }
            shift += length;
        }
        offset - shift
    }
}

/// Makes a template ready; `calls` collects the places of its calls, `source` is its number
/// among the templates.
pub(super) fn instrument(
    text: &str,
    file: &str,
    source: usize,
    place: Option<&Span>,
    calls: &mut Vec<Call>,
) -> Ready {
    let span = |range: Range<usize>| match place {
        Some(place) => place.clone(),
        None => Span::new(file, range),
    };
    let mut insertions: Vec<(usize, String)> = Vec::new();
    let mut strangers = Vec::new();
    let mut at = 0;
    let mut raw = false;
    while at < text.len() {
        let rest = text.get(at..).unwrap_or_default();
        let tag = if raw {
            rest.find("{%")
        } else {
            ["{{", "{%", "{#"].iter().filter_map(|open| rest.find(open)).min()
        };
        // `# Title {#id}` names a heading; Tera would take it for a comment.
        if let Some(open) = tag
            && let Some(length) = heading_id(rest.get(open..).unwrap_or_default())
        {
            if place.is_none() {
                anchors(text, at..at + open, source, &mut insertions);
            }
            insertions.push((at + open + 1, " ".to_owned()));
            at += open + length;
            continue;
        }
        let literal_end = tag.map_or(text.len(), |tag| at + tag);
        if place.is_none() {
            anchors(text, at..literal_end, source, &mut insertions);
        }
        let Some(_) = tag else { break };
        let open = text.get(literal_end..literal_end + 2).unwrap_or_default();
        let close = match open {
            "{{" => "}}",
            "{#" => "#}",
            _ => "%}",
        };
        let end = tag_end(text, literal_end + 2, close, open == "{#");
        let inside = literal_end + 2..end.saturating_sub(2).max(literal_end + 2);
        let words = text.get(inside.clone()).unwrap_or_default();
        let name = words.trim_matches(['-', ' ', '\n', '\t', '~']);
        if open == "{%" && name == "raw" {
            raw = true;
        } else if open == "{%" && name == "endraw" {
            raw = false;
        } else if !raw && open != "{#" {
            find_calls(text, inside.clone(), &span, calls, &mut insertions);
            if let Some(range) = stranger(words, inside.start, text) {
                let name = text.get(range.clone()).unwrap_or_default().to_owned();
                strangers.push((name, span(range)));
            }
        }
        at = end;
    }
    insertions.sort_by_key(|(at, _)| *at);
    let mut out = String::with_capacity(text.len() + 16 * insertions.len());
    let mut from = 0;
    let mut inserted = Vec::with_capacity(insertions.len());
    for (at, piece) in &insertions {
        out.push_str(text.get(from..*at).unwrap_or_default());
        out.push_str(piece);
        inserted.push((*at, piece.len()));
        from = *at;
    }
    out.push_str(text.get(from..).unwrap_or_default());
    Ready { text: out, strangers, inserted }
}

/// Returns the length of a heading's id, `{#so-named}`, where one stands here.
fn heading_id(text: &str) -> Option<usize> {
    let name = text.strip_prefix("{#")?;
    let end =
        name.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_'))?;
    (end > 0 && name.get(end..)?.starts_with('}')).then_some(end + 3)
}

/// Puts an anchor before the first visible character of each line of a literal stretch.
fn anchors(
    text: &str,
    range: Range<usize>,
    source: usize,
    insertions: &mut Vec<(usize, String)>,
) {
    let mut at = range.start;
    for line in text.get(range).unwrap_or_default().split_inclusive('\n') {
        let indent = line.len() - line.trim_start().len();
        if !line.trim().is_empty() {
            let place = at + indent;
            insertions.push((place, format!("{ANCHOR}{source}:{place}{END}")));
        }
        at += line.len();
    }
}

/// Returns the offset just past the end of a tag.
fn tag_end(text: &str, from: usize, close: &str, comment: bool) -> usize {
    let mut quote: Option<char> = None;
    for (index, character) in text.get(from..).unwrap_or_default().char_indices() {
        match quote {
            Some(open) if character == open => quote = None,
            Some(_) => {}
            None if !comment && matches!(character, '"' | '\'' | '`') => {
                quote = Some(character);
            }
            None => {
                if text.get(from + index..).is_some_and(|rest| rest.starts_with(close)) {
                    return from + index + close.len();
                }
            }
        }
    }
    text.len()
}

/// What may be called besides our functions.
const BUILT_IN: &[&str] =
    &["range", "throw", "super", "if", "elif", "and", "or", "not", "in", "is"];

/// Returns the names of our functions.
pub(super) fn functions() -> impl Iterator<Item = &'static str> {
    FUNCTIONS.iter().map(|(name, _)| *name)
}

/// Finds the first call in a tag of something that is no function, filter or test.
fn stranger(code: &str, start: usize, text: &str) -> Option<Range<usize>> {
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

fn find_calls(
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

/// Woven text without anchors, and the way back.
#[derive(Debug, Default)]
pub(super) struct Traced {
    /// The text for Markdown.
    pub text: String,
    /// Offset in the text, template number, offset in that template; ascending.
    anchors: Vec<(usize, usize, usize)>,
}

impl Traced {
    /// Takes the anchors out of woven text.
    pub fn new(woven: &str) -> Self {
        let mut traced = Self::default();
        let mut rest = woven;
        while let Some(at) = rest.find(ANCHOR) {
            traced.text.push_str(rest.get(..at).unwrap_or_default());
            let tail = rest.get(at + ANCHOR.len_utf8()..).unwrap_or_default();
            let (anchor, after) = tail.split_once(END).unwrap_or((tail, ""));
            if let Some((source, offset)) = anchor.split_once(':')
                && let (Ok(source), Ok(offset)) = (source.parse(), offset.parse())
            {
                traced.anchors.push((traced.text.len(), source, offset));
            }
            rest = after;
        }
        traced.text.push_str(rest);
        traced
    }

    /// Returns the template number and offset of a woven offset.
    pub fn original(&self, offset: usize) -> Option<(usize, usize)> {
        let index = self.anchors.partition_point(|(at, _, _)| *at <= offset);
        let (at, source, original) = self.anchors.get(index.checked_sub(1)?)?;
        Some((*source, original + (offset - at)))
    }
}

#[cfg(test)]
mod tests {
    use super::Traced;
    use super::instrument;

    #[test]
    fn positional_arguments_get_names_and_calls_their_places() {
        let mut calls = Vec::new();
        let text = "a {{ claim(\"x\", \"so \" ~ stat('y', show=\"p\")) }} b";
        let ready = instrument(text, "c.md", 0, None, &mut calls);
        let shown: String = ready.text.replace(['\u{E002}', '\u{E001}'], "|");
        assert_eq!(
            shown,
            "|0:0|a {{ claim(id=\"x\", words=\"so \" ~ stat(id='y', show=\"p\", at=0), at=1) }} |0:48|b"
        );
        assert_eq!(&text[calls[0].span.range()], "stat('y', show=\"p\")");
        assert_eq!(&text[calls[1].first.range()], "\"x\"");
    }

    #[test]
    fn the_id_of_a_heading_is_no_comment() {
        let mut calls = Vec::new();
        let ready =
            instrument("# T {#so-named}\n{# a note #}x", "c.md", 0, None, &mut calls);
        let shown = ready.text.replace(['\u{E002}', '\u{E001}'], "|");
        assert_eq!(shown, "|0:0|# T { #so-named}\n{# a note #}|0:28|x");
    }

    #[test]
    fn comparisons_are_not_keywords() {
        let mut calls = Vec::new();
        let ready = instrument(
            "{% if value(\"a\") >= value(\"b\") %}",
            "c.md",
            0,
            None,
            &mut calls,
        );
        assert_eq!(ready.text, "{% if value(id=\"a\", at=0) >= value(id=\"b\", at=1) %}");
    }

    #[test]
    fn woven_text_is_traced_to_the_authors_characters() {
        let mut calls = Vec::new();
        let text = "one {{ x }} two\n\n  three\n";
        let ready = instrument(text, "c.md", 0, None, &mut calls);
        let traced = Traced::new(&ready.text.replace("{{ x }}", "LONGER TEXT"));
        assert_eq!(traced.text, "one LONGER TEXT two\n\n  three\n");
        let at = traced.text.find("three").unwrap();
        assert_eq!(traced.original(at), Some((0, text.find("three").unwrap())));
        let at = traced.text.find("two").unwrap();
        assert_eq!(traced.original(at), Some((0, text.find("two").unwrap())));
    }
}
