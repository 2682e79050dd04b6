//! The tags of a template of Tera, as Tera reads them: quoted text may hold what would end a tag,
//! nothing within `raw` or a comment is one, and `{#so-named}` names a heading.
//!
//! **In:** a template. **Out:** its [`Tag`]s, with their places, in their order.

use std::ops::Range;

/// What a tag is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TagSort {
    /// `{{ … }}`.
    Value,
    /// `{% … %}`.
    Statement,
    /// `{# … #}`.
    Comment,
    /// `{#so-named}`, which Tera would take for a comment.
    Anchor,
}

/// A tag of a template.
#[derive(Debug, Clone)]
pub struct Tag<'t> {
    /// What it is.
    pub sort: TagSort,
    /// Where it is, with its braces.
    pub range: Range<usize>,
    /// Where its code is, between the braces.
    pub inside: Range<usize>,
    text: &'t str,
}

impl<'t> Tag<'t> {
    /// Returns its code, without the signs that eat spaces.
    pub fn code(&self) -> &'t str {
        let code = self.text.get(self.inside.clone()).unwrap_or_default();
        code.trim_matches(['-', ' ', '\n', '\t', '\r'])
    }

    /// Returns the word that says what a statement does: `for`, `include`.
    pub fn verb(&self) -> &'t str {
        let statement = self.sort == TagSort::Statement;
        let code = if statement { self.code() } else { "" };
        code.split(|c: char| !(c.is_alphanumeric() || c == '_'))
            .next()
            .unwrap_or_default()
    }
}

/// Returns the tags of a template.
pub fn tags(text: &str) -> Tags<'_> {
    Tags { text, at: 0, raw: false }
}

/// The tags of a template, one after the other.
#[derive(Debug)]
pub struct Tags<'t> {
    text: &'t str,
    at: usize,
    raw: bool,
}

impl<'t> Iterator for Tags<'t> {
    type Item = Tag<'t>;

    fn next(&mut self) -> Option<Tag<'t>> {
        loop {
            let rest = self.text.get(self.at..)?;
            let start = self.at + opening(rest)?;
            let tag = read(self.text, start);
            // Within `raw` only its end is a tag.
            if self.raw && tag.code() != "endraw" {
                self.at = start + 2;
                continue;
            }
            self.raw = tag.verb() == "raw";
            self.at = tag.range.end;
            return Some(tag);
        }
    }
}

/// Returns where the next tag opens.
fn opening(text: &str) -> Option<usize> {
    let opens =
        |at: &usize| matches!(text.as_bytes().get(at + 1), Some(b'{' | b'%' | b'#'));
    text.match_indices('{').map(|(at, _)| at).find(opens)
}

/// Reads the tag that opens at a place.
fn read(text: &str, start: usize) -> Tag<'_> {
    let (sort, close) = match text.as_bytes().get(start + 1) {
        Some(b'{') => (TagSort::Value, "}}"),
        Some(b'%') => (TagSort::Statement, "%}"),
        _ => (TagSort::Comment, "#}"),
    };
    if let Some(length) = anchor(text, start) {
        let range = start..start + length;
        return Tag { sort: TagSort::Anchor, inside: start + 2..range.end, range, text };
    }
    let end = tag_end(text, start + 2, close, sort == TagSort::Comment);
    let inside = start + 2..end.saturating_sub(2).max(start + 2);
    Tag { sort, range: start..end, inside, text }
}

/// Returns the length of an anchor where one stands here: a heading's, `{#so-named}`, or the
/// first attribute of a block's fence, `::: {#so-named .box}`.
fn anchor(text: &str, at: usize) -> Option<usize> {
    let name = text.get(at..)?.strip_prefix("{#")?;
    let end =
        name.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_'))?;
    let before = text.get(..at)?.rsplit('\n').next()?;
    let fence =
        before.trim_start().starts_with(":::") && before.trim_end().ends_with(':');
    let closed = name.get(end..)?.starts_with('}');
    (end > 0 && (closed || fence)).then_some(end + if closed { 3 } else { 2 })
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

#[cfg(test)]
mod tests {
    use super::tags;

    fn verbs(text: &str) -> Vec<&str> {
        tags(text).map(|tag| tag.verb()).collect()
    }

    #[test]
    fn nothing_within_raw_or_a_comment_is_a_tag() {
        let text = "{% raw %}{% include \"a\" %}{{ b {# {% endraw %}{%- include 'c' -%}";
        assert_eq!(verbs(text), ["raw", "endraw", "include"]);
        assert_eq!(verbs("{# {% include \"a\" %} #}{% set x = 1 %}"), ["", "set"]);
        assert_eq!(verbs("{%- raw -%}\n{% x %}\n{%- endraw %}"), ["raw", "endraw"]);
    }

    #[test]
    fn quoted_text_ends_no_tag_and_an_anchor_is_no_comment() {
        let text = "# A {#name}\n{{ f(\"%} }}\") }}{% if a == '%}' %}";
        let ranges: Vec<&str> = tags(text).map(|tag| &text[tag.range]).collect();
        assert_eq!(ranges, ["{#name}", "{{ f(\"%} }}\") }}", "{% if a == '%}' %}"]);
    }

    #[test]
    fn a_tag_that_is_left_open_ends_with_the_text() {
        assert_eq!(tags("a {{ b").last().map(|tag| tag.range), Some(2..6));
        assert_eq!(verbs("a {%"), [""]);
        assert_eq!(verbs("{% raw %}{{"), ["raw"]);
    }
}
