//! Anchors: the way back from woven text to the author's characters.

use std::ops::Range;

/// Closes either.
pub(in crate::narrative) const END: char = '\u{E001}';

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
