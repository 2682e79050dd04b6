//! A template made ready for weaving: every call of ours learns its place, first arguments
//! get their names, and anchors let woven text be traced back to the author's characters.
//!
//! Anchors are private-use characters around a number; they stand only in front of plain
//! text, so whitespace control works as ever, and they are gone before Markdown is read.

mod bounds;
mod calls;
mod trace;

pub(super) use calls::Call;
pub(super) use calls::arguments;
pub(super) use calls::functions;
pub(super) use trace::END;
pub(super) use trace::Traced;
pub(super) use trace::plain;

use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Span;
use crate::model::diagnostic::did_you_mean;
use crate::model::unreadable::private;
use crate::narrative::instrument::bounds::bound;
use crate::narrative::instrument::calls::Tags;
use crate::narrative::instrument::calls::stranger;
use crate::narrative::instrument::trace::APART;
use crate::narrative::instrument::trace::TAG;
use crate::narrative::instrument::trace::anchors;
use crate::project::tags::TagSort;
use crate::project::tags::tags;
use std::collections::BTreeSet;
use std::ops::Range;

/// Opens the marker of a node.
pub(super) const NODE: char = '\u{E000}';

/// Returns the marker of a piece. A filter that changes it, in letters, digits or length,
/// leaves none that can be read.
pub(super) fn marker(index: usize) -> String {
    format!("{NODE}n{index}T{}{END}", index % 89 + 10)
}

/// Returns the piece that a marker stands for, given what is between its ends.
pub(super) fn marked(inside: &str) -> Option<usize> {
    let (index, check) = inside.strip_prefix('n')?.split_once('T')?;
    let index: usize = index.parse().ok()?;
    (check == (index % 89 + 10).to_string()).then_some(index)
}

/// Returns the private-use characters of woven text that are no marker of a piece there is,
/// each with its range.
pub(super) fn stray(text: &str, pieces: usize) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(found) = text.get(at..).and_then(|rest| rest.find(private)) {
        let start = at + found;
        let rest = text.get(start..).unwrap_or_default();
        let inside = rest.strip_prefix(NODE).and_then(|rest| rest.split_once(END));
        let whole =
            inside.filter(|(inside, _)| marked(inside).is_some_and(|i| i < pieces));
        at = if let Some((_, after)) = whole {
            text.len() - after.len()
        } else {
            let end = start + rest.chars().next().map_or(1, char::len_utf8);
            out.push(start..end);
            end
        };
    }
    out
}

/// A template made ready.
#[derive(Debug)]
pub(crate) struct Ready {
    /// The text for Tera.
    pub text: String,
    /// Calls that cannot be: of functions or with arguments that there are not.
    pub faults: Vec<Diagnostic>,
    /// Insertions: offset in the author's text and bytes put in before it, ascending.
    inserted: Vec<(usize, usize)>,
}

impl Ready {
    /// Returns a template as it is.
    pub(crate) const fn plain(text: String) -> Self {
        Self { text, faults: Vec::new(), inserted: Vec::new() }
    }

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
/// among the templates, `columns` are those of the row of an edition.
pub(super) fn instrument(
    text: &str,
    file: &str,
    source: usize,
    place: Option<&Span>,
    calls: &mut Vec<Call>,
    columns: &BTreeSet<String>,
) -> Ready {
    let span = |range: Range<usize>| match place {
        Some(place) => place.clone(),
        None => Span::new(file, range),
    };
    let mut insertions: Vec<(usize, String)> = Vec::new();
    let mut faults = Vec::new();
    let mut at = 0;
    let child = ["{% extends ", "{%- extends "].iter().any(|tag| text.contains(tag));
    let mut raw = false;
    let mut captures = Vec::new();
    for tag in tags(text).map(Some).chain([None]) {
        let literal_end = tag.as_ref().map_or(text.len(), |tag| tag.range.start);
        let mut from = at;
        let fillable = (!raw).then_some(columns);
        for range in named(text, at..literal_end, fillable) {
            if place.is_none() {
                anchors(text, from..range.start - 1, source, &mut insertions);
            }
            from = range.end + 1;
            insertions.push((range.start, "{ column(name=\"".to_owned()));
            insertions.push((range.end, format!("\", at={}) }}", calls.len())));
            let whole = span(range.start - 1..range.end + 1);
            calls.push(Call { span: whole, first: span(range) });
        }
        if place.is_none() {
            anchors(text, from..literal_end, source, &mut insertions);
        }
        let Some(tag) = tag else { break };
        at = tag.range.end;
        raw = tag.verb() == "raw";
        // `# Title {#id}` names a heading; Tera would take it for a comment.
        if tag.sort == TagSort::Anchor {
            insertions.push((literal_end + 1, APART.to_string()));
            continue;
        }
        let inside = tag.inside.clone();
        let words = text.get(inside.clone()).unwrap_or_default();
        let name = words.trim_matches(['-', ' ', '\n', '\t', '~']);
        if tag.sort == TagSort::Value && columns.contains(name) && !is_own(text, name) {
            let start = inside.start + words.find(name).unwrap_or_default();
            let range = start..start + name.len();
            insertions.push((range.start, "column(name=\"".to_owned()));
            insertions.push((range.end, format!("\", at={})", calls.len())));
            calls.push(Call { span: span(range.clone()), first: span(range) });
        } else if tag.sort != TagSort::Comment && !matches!(tag.verb(), "raw" | "endraw")
        {
            let mut found = Tags {
                text,
                span: &span,
                calls,
                insertions: &mut insertions,
                faults: &mut faults,
            };
            found.find_calls(inside.clone());
            if tag.sort == TagSort::Statement {
                bound(text, &inside, at, &mut captures, &mut insertions);
            }
            if let Some(range) = stranger(words, inside.start, text) {
                let name = text.get(range.clone()).unwrap_or_default();
                let message = format!("unknown function `{name}`");
                let help = did_you_mean(name, functions(), "functions");
                let fault = Diagnostic::error(Code::R0501, message);
                faults.push(fault.at(span(range), "").help(help));
            }
        }
        // A template that extends another may hold nothing between its blocks.
        let value = tag.sort == TagSort::Value;
        if place.is_none() && !child && !value && of_tags(text, literal_end, at) {
            insertions.push((at, TAG.to_string()));
        }
    }
    woven(text, insertions, faults)
}

/// Makes the template of a page ready: what it asks for is counted, and nothing else changes.
pub(crate) fn counted(text: &str) -> Ready {
    let mut insertions = Vec::new();
    let mut captures = Vec::new();
    for tag in tags(text).filter(|tag| tag.sort == TagSort::Statement) {
        bound(text, &tag.inside, tag.range.end, &mut captures, &mut insertions);
    }
    woven(text, insertions, Vec::new())
}

/// Puts the insertions into a template.
fn woven(
    text: &str,
    mut insertions: Vec<(usize, String)>,
    faults: Vec<Diagnostic>,
) -> Ready {
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
    Ready { text: out, faults, inserted }
}

/// Returns whether a tag is the last of a line that holds nothing but tags.
fn of_tags(text: &str, start: usize, end: usize) -> bool {
    let before = text.get(..start).unwrap_or_default();
    let from = before.rfind('\n').map_or(0, |at| at + 1);
    let after = text.get(end..).unwrap_or_default();
    let tail = after.split('\n').next().unwrap_or_default();
    let closed = text.get(..end).unwrap_or_default();
    if !tail.trim().is_empty() || closed.ends_with("-%}") || closed.ends_with("-#}") {
        return false;
    }
    let mut rest = text.get(from..start).unwrap_or_default().trim_start();
    while let Some(inside) = ["{%", "{#"].iter().find_map(|open| rest.strip_prefix(open))
    {
        let close = inside.find("%}").or_else(|| inside.find("#}"));
        let Some(close) = close else { return false };
        rest = inside.get(close + 2..).unwrap_or_default().trim_start();
    }
    rest.is_empty()
}

/// Returns where `{column}` stands in plain text, without the braces.
fn named(
    text: &str,
    within: Range<usize>,
    columns: Option<&BTreeSet<String>>,
) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let Some(columns) = columns.filter(|columns| !columns.is_empty()) else {
        return out;
    };
    let plain = text.get(within.clone()).unwrap_or_default();
    let mut at = 0;
    while let Some(open) = plain.get(at..).and_then(|rest| rest.find('{')) {
        let start = at + open + 1;
        let end = plain.get(start..).and_then(|rest| rest.find(['{', '}', '\n']));
        let Some(end) = end.map(|end| start + end) else { break };
        let name = plain.get(start..end).unwrap_or_default();
        if plain.get(end..).is_some_and(|rest| rest.starts_with('}'))
            && columns.contains(name)
        {
            out.push(within.start + start..within.start + end);
        }
        at = end;
    }
    out
}

/// Whether the template gives a name a meaning of its own.
fn is_own(text: &str, name: &str) -> bool {
    [format!("for {name} in "), format!("set {name} "), format!("set {name}=")]
        .iter()
        .any(|words| text.contains(words))
}

#[cfg(test)]
mod tests {
    use super::TAG;
    use super::Traced;
    use super::instrument;
    use std::collections::BTreeSet;

    #[test]
    fn positional_arguments_get_names_and_calls_their_places() {
        let mut calls = Vec::new();
        let text = "a {{ claim(\"x\", \"so \" ~ stat('y', show=\"p\")) }} b";
        let ready = instrument(text, "c.md", 0, None, &mut calls, &BTreeSet::new());
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
        let ready = instrument(
            "# T {#so-named}\n{# a note #}x",
            "c.md",
            0,
            None,
            &mut calls,
            &BTreeSet::new(),
        );
        let shown =
            ready.text.replace(['\u{E002}', '\u{E001}'], "|").replace('\u{E006}', "");
        assert_eq!(shown, "|0:0|# T {#so-named}\n{# a note #}|0:28|x");
    }

    #[test]
    fn the_columns_of_a_row_stand_for_its_names_outside_of_calls() {
        let mut calls = Vec::new();
        let columns = BTreeSet::from(["area".to_owned()]);
        let text = "In {area}, {other} {{ area }}: {{ stat(\"x.{area}\") }} { {area";
        let ready = instrument(text, "c.md", 0, None, &mut calls, &columns);
        let shown = ready.text.replace(['\u{E002}', '\u{E001}'], "|");
        assert_eq!(
            shown,
            "|0:0|In {{ column(name=\"area\", at=0) }}|0:9|, {other} {{ column(name=\"area\", at=1) }}|0:29|: {{ stat(id=\"x.{area}\", at=2) }} |0:54|{ {area"
        );
        assert_eq!(&text[calls[0].span.range()], "{area}");
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
            &BTreeSet::new(),
        );
        let text = ready.text.replace(TAG, "");
        assert_eq!(text, "{% if value(id=\"a\", at=0) >= value(id=\"b\", at=1) %}");
    }

    #[test]
    fn woven_text_is_traced_to_the_authors_characters() {
        let mut calls = Vec::new();
        let text = "one {{ x }} two\n\n  three\n";
        let ready = instrument(text, "c.md", 0, None, &mut calls, &BTreeSet::new());
        let traced = Traced::new(&ready.text.replace("{{ x }}", "LONGER TEXT"));
        assert_eq!(traced.text, "one LONGER TEXT two\n\n  three\n");
        let at = traced.text.find("three").unwrap();
        assert_eq!(traced.original(at), Some((0, text.find("three").unwrap())));
        let at = traced.text.find("two").unwrap();
        assert_eq!(traced.original(at), Some((0, text.find("two").unwrap())));
    }
}
