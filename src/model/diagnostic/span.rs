//! Places in source files: byte ranges, and the lines and columns people see.

use crate::model::diagnostic::Diagnostic;
use serde::Deserialize;
use serde::Serialize;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;
use std::sync::OnceLock;

/// A byte range in a file of the project.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Span {
    /// The file's path from the project's root, with `/`.
    pub file: Arc<str>,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// Returns the span of a range in a file.
    pub fn new(file: impl Into<Arc<str>>, range: Range<usize>) -> Self {
        Self { file: file.into(), start: range.start, end: range.end }
    }

    /// Returns the bytes covered.
    pub fn range(&self) -> Range<usize> {
        self.start..self.end
    }
}

/// A line and column as people count them: both from 1, columns in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
}

/// The texts of the files that diagnostics may point into.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(from = "BTreeMap<Arc<str>, Lines>", into = "BTreeMap<Arc<str>, Lines>")]
pub struct Sources(BTreeMap<Arc<str>, Source>);

/// Lines of a file: all of them, or those that findings point into.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lines {
    /// The lines, one under another.
    pub text: Arc<str>,
    /// The number of each in the file, from 1; none where they are all of the file.
    pub numbers: Arc<[usize]>,
}

impl From<BTreeMap<Arc<str>, Lines>> for Sources {
    fn from(texts: BTreeMap<Arc<str>, Lines>) -> Self {
        let mut sources = Self::new();
        texts.into_iter().for_each(|(file, lines)| sources.show(file, lines));
        sources
    }
}

impl From<Sources> for BTreeMap<Arc<str>, Lines> {
    fn from(sources: Sources) -> Self {
        sources.0.into_iter().map(|(file, source)| (file, source.lines)).collect()
    }
}

/// A file's text, with an index of its lines: a report asks for thousands of places.
#[derive(Debug, Clone)]
struct Source {
    lines: Lines,
    /// Where each line starts; built on first use, and shared by clones.
    starts: Arc<OnceLock<Vec<usize>>>,
}

impl Source {
    fn starts(&self) -> &[usize] {
        self.starts.get_or_init(|| {
            let ends = memchr::memchr_iter(b'\n', self.lines.text.as_bytes());
            std::iter::once(0).chain(ends.map(|end| end + 1)).collect()
        })
    }
}

impl Sources {
    /// Returns an empty set.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds or replaces a file's text.
    pub fn insert(&mut self, file: impl Into<Arc<str>>, text: impl Into<Arc<str>>) {
        self.show(file, Lines { text: text.into(), numbers: Arc::default() });
    }

    /// Adds or replaces what is to be seen of a file.
    pub fn show(&mut self, file: impl Into<Arc<str>>, lines: Lines) {
        self.0.insert(file.into(), Source { lines, starts: Arc::default() });
    }

    /// Adds the texts of others.
    pub fn join(&mut self, others: Self) {
        self.0.extend(others.0);
    }

    /// Returns a file's text.
    pub fn text(&self, file: &str) -> Option<&str> {
        self.0.get(file).map(|source| source.lines.text.as_ref())
    }

    /// Returns every file with its text.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(file, source)| (file.as_ref(), source.lines.text.as_ref()))
    }

    /// Returns those of the files that findings point into.
    #[must_use]
    pub fn behind(&self, found: &[Diagnostic]) -> Self {
        let labels =
            found.iter().flat_map(|found| found.primary.iter().chain(&found.related));
        let held = labels.filter_map(|label| {
            let (file, source) = self.0.get_key_value(&label.span.file)?;
            Some((Arc::clone(file), source.clone()))
        });
        Self(held.collect())
    }

    /// Returns the number of the line that holds a byte, from 1, and where the line starts.
    pub fn line(&self, file: &str, at: usize) -> Option<(usize, usize)> {
        let source = self.0.get(file)?;
        let starts = source.starts();
        let index = starts.partition_point(|start| *start <= at).checked_sub(1)?;
        let number = source.lines.numbers.get(index).copied().unwrap_or(index + 1);
        Some((number, *starts.get(index)?))
    }

    /// Returns the line and column of a span's start.
    pub fn position(&self, span: &Span) -> Option<Position> {
        let text = self.text(&span.file)?;
        let start = floor(text, span.start);
        let (line, line_start) = self.line(&span.file, start)?;
        Some(Position { line, column: text.get(line_start..start)?.chars().count() + 1 })
    }

    /// Returns `file:line:column`, or the file alone when its text is not held.
    pub fn place(&self, span: &Span) -> String {
        self.position(span).map_or_else(
            || span.file.to_string(),
            |at| format!("{}:{}:{}", span.file, at.line, at.column),
        )
    }
}

/// Returns the nearest character boundary at or before a byte offset.
pub(super) fn floor(text: &str, offset: usize) -> usize {
    let mut at = offset.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::Sources;
    use super::Span;

    #[test]
    fn columns_count_characters_and_lines_count_from_one() {
        let mut sources = Sources::new();
        sources.insert("a.md", "one\n€uro x\n");
        assert_eq!(sources.place(&Span::new("a.md", 10..11)), "a.md:2:5");
    }
}
