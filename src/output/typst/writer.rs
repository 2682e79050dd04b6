//! What the writer of Typst source knows while it goes through a document.

use crate::model::diagnostic::Span;
use crate::output::Publication;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// The widest word of a heading that is not broken, in ems.
pub(super) const TITLE: f64 = 14.0;

/// The words that a line is sure to hold.
#[derive(Debug, Clone, Copy)]
pub(super) struct Words {
    /// The widest, in ems.
    pub width: f64,
    /// Whether they are bold.
    pub bold: bool,
}

/// Writes the document line by line.
pub(super) struct Writer<'a> {
    pub publication: &'a Publication<'a>,
    /// The folder of the figures, with its slash.
    pub pictures: &'a str,
    /// Whether numbers lead to the appendix that says where they come from.
    pub linked: bool,
    /// Declarations whose number was used.
    pub used: BTreeSet<String>,
    /// Works in the list of references.
    pub listed: BTreeSet<String>,
    /// Footnotes set.
    pub noted: BTreeSet<usize>,
    /// Those that wait for the list of endnotes.
    pub ended: Vec<usize>,
    /// The words that a line is sure to hold.
    pub words: Words,
    pub out: String,
    pub line: usize,
    pub lines: BTreeMap<usize, Span>,
}

impl Writer<'_> {
    /// Adds text that holds no line break of its own, as a line.
    pub fn put(&mut self, text: &str) {
        self.line += text.matches('\n').count() + 1;
        self.out.push_str(text);
        self.out.push('\n');
    }

    pub fn from(&mut self, span: &Span) {
        self.lines.insert(self.line, span.clone());
    }

    /// Returns what is written meanwhile, for a place within a line.
    pub fn apart(&mut self, write: impl FnOnce(&mut Self)) -> String {
        let (out, line) = (std::mem::take(&mut self.out), self.line);
        let lines = std::mem::take(&mut self.lines);
        write(self);
        (self.line, self.lines) = (line, lines);
        std::mem::replace(&mut self.out, out)
    }
}
