//! Anchors: the way back from woven text to the author's characters.

use std::ops::Range;

/// Closes either.
pub(in crate::narrative) const END: char = '\u{E001}';

/// Keeps `{` and `#` apart until Tera has read them.
pub(in crate::narrative) const APART: char = '\u{E006}';
/// Ends a line that holds nothing but tags.
pub(in crate::narrative) const TAG: char = '\u{E007}';

/// Opens an anchor.
const ANCHOR: char = '\u{E002}';

/// Puts an anchor before the first visible character of each line of a literal stretch.
pub(super) fn anchors(
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
/// Returns woven text without what kept Tera from reading it otherwise. A line that held
/// only tags is dropped between rows of a table, which a blank line would end.
pub(in crate::narrative) fn plain(woven: &str) -> String {
    let woven = woven.replace(APART, "");
    if !woven.contains(TAG) {
        return woven;
    }
    let lines: Vec<&str> = woven.split_inclusive('\n').collect();
    let of_tags =
        |line: &&str| line.contains(TAG) && line.replace(TAG, "").trim().is_empty();
    // Whether the nearest line after each that holds more than tags is a row, and the one before.
    let mut after = vec![false; lines.len()];
    let mut row = false;
    for (line, after) in lines.iter().zip(&mut after).rev() {
        *after = row;
        if !of_tags(line) {
            row = line.contains('|');
        }
    }
    let mut before = false;
    let mut out = String::with_capacity(woven.len());
    for (line, after) in lines.iter().zip(after) {
        if of_tags(line) {
            if before && after {
                continue;
            }
        } else {
            before = line.contains('|');
        }
        out.push_str(&line.replace(TAG, ""));
    }
    out
}

/// Woven text without anchors, and the way back.
#[derive(Debug, Default)]
pub(in crate::narrative) struct Traced {
    /// The text for Markdown.
    pub text: String,
    /// Offset in the text, template number, offset in that template; ascending.
    anchors: Vec<(usize, usize, usize)>,
}

impl Traced {
    /// Takes the anchors out of woven text.
    pub fn new(woven: &str) -> Self {
        let woven = plain(woven);
        let mut traced = Self::default();
        let mut rest = woven.as_str();
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

    /// Returns the place of the last anchor: the template number and offset.
    pub fn last(&self) -> Option<(usize, usize)> {
        self.anchors.last().map(|(_, source, original)| (*source, *original))
    }

    /// Returns the template number and offset of a woven offset.
    pub fn original(&self, offset: usize) -> Option<(usize, usize)> {
        let index = self.anchors.partition_point(|(at, _, _)| *at <= offset);
        let (at, source, original) = self.anchors.get(index.checked_sub(1)?)?;
        Some((*source, original + (offset - at)))
    }
}
