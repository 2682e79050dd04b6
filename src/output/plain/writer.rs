//! What plain text is written with.

use crate::output::Publication;
use std::collections::BTreeSet;

/// The widest line of a plain text.
pub(super) const COLUMNS: usize = 72;

/// A form of plain text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TextForm {
    /// Lines of 72 columns, no markup.
    Text,
    /// Markdown, a paragraph a line.
    Markdown,
}

/// Writes a document as plain text, line by line.
pub(super) struct Writer<'a> {
    pub publication: &'a Publication<'a>,
    pub form: TextForm,
    /// What each further line begins with.
    pub indent: String,
    /// What the next line begins with in the place of that.
    pub mark: Option<String>,
    pub noted: BTreeSet<usize>,
    pub out: String,
}

impl<'a> Writer<'a> {
    pub fn new(publication: &'a Publication<'a>, form: TextForm) -> Self {
        let (indent, out) = (String::new(), String::new());
        Self { publication, form, indent, mark: None, noted: BTreeSet::new(), out }
    }
}
