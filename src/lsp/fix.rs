//! Quick fixes: the nearest name, and a number bound to the statistic that has its value.

use crate::lsp::session::Session;
use crate::lsp::text;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Span;
use crate::narrative;
use std::ops::Range;

/// A change that mends a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fix {
    pub title: String,
    pub place: Range<usize>,
    pub text: String,
}

/// How many statistics are offered for a number.
const OFFERED: usize = 6;

/// Returns the fixes of a finding.
pub(super) fn fixes(session: &Session, found: &Diagnostic) -> Vec<Fix> {
    let Some(span) = found.span() else { return Vec::new() };
    let mut out: Vec<Fix> = nearest(session, found, span).into_iter().collect();
    if found.unbound.is_some() {
        out.extend(bound(session, span));
    }
    out
}

/// The name that the help offers, in place of the one that is not known.
fn nearest(session: &Session, found: &Diagnostic, span: &Span) -> Option<Fix> {
    let help = found.help.as_deref()?;
    let near = help.split_once("did you mean `")?.1.split('`').next()?;
    let wrong = found.message.rsplit('`').nth(1)?;
    let source = session.text(&span.file)?;
    let marked = source.get(span.range()).unwrap_or_default();
    let start = if let Some(at) = marked.find(wrong) {
        span.start + at
    } else {
        // The place may be that of the key, the name on the same line.
        let line = source.get(span.start..)?.split('\n').next()?;
        span.start + line.find(wrong)?
    };
    // Of `grwth.planting` the block alone is misspelt.
    let wrong = match wrong.split_once('.') {
        Some((block, _)) if !near.contains('.') => block,
        _ => wrong,
    };
    Some(Fix {
        title: format!("write `{near}`"),
        place: start..start + wrong.len(),
        text: near.to_owned(),
    })
}

/// Calls of the statistics that print as the number does.
fn bound(session: &Session, span: &Span) -> Vec<Fix> {
    let (Some(source), Some(statistics)) =
        (session.text(&span.file), &session.statistics)
    else {
        return Vec::new();
    };
    let Some(written) = source.get(span.range()) else { return Vec::new() };
    let quoted = if source.get(..span.start).is_some_and(|before| {
        before.rsplit('\n').next().is_some_and(|line| line.contains(": \""))
    }) {
        '\''
    } else {
        '"'
    };
    narrative::printing(statistics, written)
        .into_iter()
        .map(|(stat, call)| Fix {
            title: format!("bind to {} ({})", stat.id, stat.title),
            place: span.range(),
            text: format!("{{{{ {call} }}}}").replace('"', &quoted.to_string()),
        })
        .take(OFFERED)
        .collect()
}

/// Returns the finding as the protocol has it; none where no text has its place.
pub(super) fn protocol(
    session: &Session,
    found: &Diagnostic,
) -> Option<lsp_types::Diagnostic> {
    let span = found.span()?;
    let source = session.text(&span.file)?;
    Some(lsp_types::Diagnostic { range: text::range(&source, span), ..unplaced(found) })
}

/// Returns the finding at the beginning of a file.
pub(super) fn unplaced(found: &Diagnostic) -> lsp_types::Diagnostic {
    use crate::model::diagnostic::Severity;
    let severity = match found.severity {
        Severity::Error => lsp_types::DiagnosticSeverity::ERROR,
        Severity::Warning => lsp_types::DiagnosticSeverity::WARNING,
    };
    let note =
        found.primary.as_ref().map(|label| label.note.as_str()).unwrap_or_default();
    let mut message = found.message.clone();
    for part in [note, found.help.as_deref().unwrap_or_default()] {
        if !part.is_empty() {
            message.push('\n');
            message.push_str(part);
        }
    }
    lsp_types::Diagnostic {
        range: lsp_types::Range::default(),
        severity: Some(severity),
        code: Some(lsp_types::NumberOrString::String(found.code.name().to_owned())),
        source: Some("reissue".to_owned()),
        message,
        ..lsp_types::Diagnostic::default()
    }
}
