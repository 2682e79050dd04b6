//! Footnotes and citations in the order in which they are read.

use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::document::Document;
use crate::model::document::Footnote;
use crate::model::document::Inline;
use crate::model::document::visit_mut;
use crate::narrative::cite::Call;
use crate::narrative::cite::Cited;
use crate::narrative::met::Met;

/// Returns the footnotes in the order of their first mark.
pub(super) fn footnotes(met: &mut Met) -> Vec<Footnote> {
    let mut notes = std::mem::take(&mut met.footnotes);
    let mut out = Vec::new();
    for (file, label) in &met.noted {
        let at = notes.iter().position(|note| note.file == *file && note.label == *label);
        let blocks = at.map(|at| notes.remove(at).blocks).unwrap_or_default();
        out.push(Footnote { label: label.clone(), blocks, ended: false });
    }
    for note in notes {
        let message = format!("footnote `{}` has no mark in the text", note.label);
        met.found.push(
            Diagnostic::warning(Code::R0510, message).at(note.span, "").help(format!(
                "write `[^{}]` where it belongs, or remove it",
                note.label
            )),
        );
    }
    out
}

/// Returns the citations in reading order; each node keeps the number of its call.
pub(super) fn calls(
    document: &mut Document,
    cited: &[Call],
    ledger: &[Call],
) -> Vec<Call> {
    let mut calls: Vec<Call> = Vec::new();
    visit_mut(document, &mut |node| {
        if let Inline::Cite { text, .. } = node {
            let (list, number) = match text.strip_prefix('+') {
                Some(number) => (ledger, number),
                None => (cited, text.as_str()),
            };
            if let Some(call) = number.parse().ok().and_then(|at: usize| list.get(at)) {
                calls.push(call.clone());
                *text = (calls.len() - 1).to_string();
            }
        }
    });
    calls
}

/// Puts formatted citations in the place of their calls, and the works at the end.
pub(super) fn put_citations(document: &mut Document, (texts, references): Cited) {
    visit_mut(document, &mut |node| {
        if let Inline::Cite { text, raised, .. } = node {
            let formatted = text.parse().ok().and_then(|at: usize| texts.get(at));
            (*text, *raised) = formatted.cloned().unwrap_or_default();
        }
    });
    document.references = references;
}
