//! Fences of named blocks, `::: {.box #id title="…"}` to `:::`, as Pandoc and Quarto write them.
//!
//! A fence is a line of its own wherever Markdown may have a block: at the start of a line, in a
//! list item, in a quotation. To the Markdown parser it is shown as a thematic break of the same
//! length, so that the parser says what it stands in and no offset moves; one that the parser
//! does not take for a block (it is in code) is left as it was typed.

use crate::narrative::parse::options::options;
use pulldown_cmark::Event;
use pulldown_cmark::Parser;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

/// A line of three colons or more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fence {
    /// Where it is in the text.
    pub range: Range<usize>,
    /// What it does.
    pub sort: FenceSort,
}

/// What a fence does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum FenceSort {
    /// It opens a block.
    Open(Attributes),
    /// It closes the innermost block.
    Close,
    /// It is written as another tool wants it.
    Foreign,
    /// Its attributes cannot be read from here on.
    Broken(usize),
}

/// What stands between the braces of a fence.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Attributes {
    /// Classes, each with its place.
    pub classes: Vec<(String, Range<usize>)>,
    /// The anchor; empty unless given.
    pub id: String,
    /// Names, values and the places of the values.
    pub values: Vec<(String, String, Range<usize>)>,
}

/// Returns the text with a thematic break in the place of each fence, and the fences by where
/// they begin.
pub(super) fn find(text: &str) -> (Cow<'_, str>, BTreeMap<usize, Fence>) {
    if !text.contains(":::") {
        return (Cow::Borrowed(text), BTreeMap::new());
    }
    let mut fences = candidates(text);
    loop {
        let shown = with_breaks(text, &fences);
        let breaks: Vec<usize> = Parser::new_ext(&shown, options())
            .into_offset_iter()
            .filter(|(event, _)| matches!(event, Event::Rule))
            .map(|(_, range)| range.start)
            .collect();
        let before = fences.len();
        fences.retain(|start, _| breaks.binary_search(start).is_ok());
        if fences.len() == before {
            return (Cow::Owned(shown), fences);
        }
    }
}

/// Returns the lines that may be fences, by where their colons begin.
fn candidates(text: &str) -> BTreeMap<usize, Fence> {
    let mut out = BTreeMap::new();
    let mut from = 0;
    for line in text.split_inclusive('\n') {
        let start = from + marks(line);
        from += line.len();
        let rest = text.get(start..from).unwrap_or_default().trim_end();
        if rest.starts_with(":::") {
            let range = start..start + rest.len();
            out.insert(start, Fence { sort: sort(rest, start), range });
        }
    }
    out
}

/// Returns how many bytes of a line open what the rest of it stands in.
fn marks(line: &str) -> usize {
    let mut rest = line;
    loop {
        let trimmed = rest.trim_start_matches([' ', '\t', '>']);
        let digits = trimmed.bytes().take_while(u8::is_ascii_digit).count();
        let mark = match (digits, trimmed.get(digits..digits + 1)) {
            (0, Some("-" | "*" | "+")) => 1,
            (1..=9, Some("." | ")")) => digits + 1,
            _ => return line.len() - trimmed.len(),
        };
        match trimmed.get(mark..) {
            Some(after) if after.starts_with(' ') => rest = after,
            _ => return line.len() - trimmed.len(),
        }
    }
}

fn with_breaks(text: &str, fences: &BTreeMap<usize, Fence>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for Fence { range, .. } in fences.values() {
        out.push_str(text.get(from..range.start).unwrap_or_default());
        out.push_str("***");
        out.extend(std::iter::repeat_n(' ', range.len() - 3));
        from = range.end;
    }
    out.push_str(text.get(from..).unwrap_or_default());
    out
}

/// Returns what a fence does; `start` is where it begins.
fn sort(fence: &str, start: usize) -> FenceSort {
    let colons = fence.len() - fence.trim_start_matches(':').len();
    let inner = fence.trim_end_matches(':').get(colons..).unwrap_or_default();
    let words = inner.trim();
    if words.is_empty() {
        return FenceSort::Close;
    }
    let at = start + colons + (inner.len() - inner.trim_start().len());
    let name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    if words.chars().all(name) {
        let class = (words.to_owned(), at..at + words.len());
        return FenceSort::Open(Attributes {
            classes: vec![class],
            ..Attributes::default()
        });
    }
    let braced = words.strip_prefix('{').map(str::trim_start);
    match braced {
        Some(inside) if inside.starts_with(['.', '#']) || inside.contains('=') => {
            match attributes(words, at) {
                Ok(attributes) => FenceSort::Open(attributes),
                Err(place) => FenceSort::Broken(place),
            }
        }
        _ => FenceSort::Foreign,
    }
}

/// Reads `{.class #id name="value"}`, or returns where it cannot be read.
fn attributes(text: &str, start: usize) -> Result<Attributes, usize> {
    let mut out = Attributes::default();
    let mut at = 1;
    let name = |from: usize| -> usize {
        let rest = text.get(from..).unwrap_or_default();
        rest.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_')))
            .unwrap_or(rest.len())
    };
    loop {
        let rest = text.get(at..).unwrap_or_default();
        let blank = rest.len() - rest.trim_start().len();
        at += blank;
        let Some(first) = text.get(at..).and_then(|rest| rest.chars().next()) else {
            return Err(start + at.saturating_sub(1));
        };
        match first {
            '}' => {
                let after = text.get(at + 1..).unwrap_or_default();
                return if after.trim().is_empty() {
                    Ok(out)
                } else {
                    Err(start + at + 1)
                };
            }
            '.' | '#' => {
                let length = name(at + 1);
                let word = text.get(at + 1..at + 1 + length).unwrap_or_default();
                if word.is_empty() || first == '#' && !out.id.is_empty() {
                    return Err(start + at);
                }
                if first == '.' {
                    let place = start + at + 1..start + at + 1 + length;
                    out.classes.push((word.to_owned(), place));
                } else {
                    word.clone_into(&mut out.id);
                }
                at += 1 + length;
            }
            _ => {
                let length = name(at);
                let key = text.get(at..at + length).unwrap_or_default();
                let equals = text.get(at + length..).is_some_and(|r| r.starts_with('='));
                if key.is_empty() || !equals {
                    return Err(start + at);
                }
                let from = at + length + 1;
                let (value, inside, next) =
                    value(text, from).ok_or(start + from.min(text.len() - 1))?;
                let place = start + inside.start..start + inside.end;
                out.values.push((key.to_owned(), value, place));
                at = next;
            }
        }
    }
}

/// Returns a value, where it stands without its quotation marks, and what follows it.
fn value(text: &str, from: usize) -> Option<(String, Range<usize>, usize)> {
    let rest = text.get(from..)?;
    let quote = rest.chars().next().filter(|first| matches!(first, '"' | '\''));
    let Some(quote) = quote else {
        let end = rest.find(|c: char| c.is_whitespace() || c == '}')?;
        let word = rest.get(..end).filter(|word| !word.is_empty())?;
        return Some((word.to_owned(), from..from + end, from + end));
    };
    let mut out = String::new();
    let mut escaped = false;
    for (index, character) in rest.char_indices().skip(1) {
        match character {
            _ if escaped => {
                if character != quote {
                    out.push('\\');
                }
                out.push(character);
                escaped = false;
            }
            '\\' => escaped = true,
            _ if character == quote => {
                return Some((out, from + 1..from + index, from + index + 1));
            }
            _ => out.push(character),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::FenceSort;
    use super::find;

    fn sorts(text: &str) -> Vec<String> {
        let (shown, fences) = find(text);
        assert_eq!(shown.len(), text.len(), "no offset moves");
        let fences = fences.into_values().map(|fence| match fence.sort {
            FenceSort::Open(found) => {
                let classes = found.classes.iter().map(|(class, _)| class.as_str());
                let values = found.values.iter().map(|(name, value, place)| {
                    format!("{name}={value}@{}", &text[place.clone()])
                });
                let values: Vec<String> = values.collect();
                let classes: Vec<&str> = classes.collect();
                format!("{} #{} {}", classes.join("."), found.id, values.join(" "))
            }
            FenceSort::Close => "close".to_owned(),
            FenceSort::Foreign => "foreign".to_owned(),
            FenceSort::Broken(at) => format!("broken at {at}"),
        });
        fences.collect()
    }

    #[test]
    fn fences_are_read_as_pandoc_and_quarto_write_them() {
        assert_eq!(
            sorts("::: {.box #how title=\"A \\\"b\\\" c\" place='x'}\ntext\n:::"),
            ["box #how title=A \"b\" c@A \\\"b\\\" c place=x@x", "close"]
        );
        assert_eq!(sorts("::::: box :::::\nx\n:::"), ["box # ", "close"]);
        assert_eq!(sorts("a\n::: box\n- item\n:::"), ["box # ", "close"]);
        assert_eq!(
            sorts("- ::: box\n  x\n  :::\n\n> ::: box\n> y\n> :::"),
            ["box # ", "close", "box # ", "close"]
        );
        assert_eq!(sorts("| a |\n|---|\n| b |\n:::"), ["close"]);
    }

    #[test]
    fn what_is_in_code_is_no_fence_and_what_other_tools_write_is_foreign() {
        assert_eq!(sorts("```\n::: box\n```\n\n    ::: box\n"), Vec::<String>::new());
        assert_eq!(sorts("::: warning Heads up\n:::{note}\nx"), ["foreign", "foreign"]);
        assert_eq!(sorts("::: {.box title=\"a}\n"), ["broken at 16"]);
        assert_eq!(sorts("::: {.box title}\n"), ["broken at 10"]);
    }
}
