//! The look of messages: full with the author's own lines, short for a terminal or an
//! editor, and JSON for programs.

use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Severity;
use crate::model::diagnostic::Span;
use crate::model::diagnostic::span::Sources;
use crate::model::diagnostic::span::floor;
use crate::model::visible::visible;
use crate::model::visible::visible_line;
use annotate_snippets::AnnotationKind;
use annotate_snippets::Level;
use annotate_snippets::Renderer;
use annotate_snippets::Snippet;
use serde_json::json;
use std::fmt::Write as _;
use std::ops::Range;

/// How diagnostics are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Style {
    /// With the author's lines, and colour or not.
    Full {
        /// Whether to colour.
        colour: bool,
    },
    /// One line each: `file:line:column: error[R0302]: message`.
    Short,
    /// One JSON object a line.
    Json,
}

/// The longest excerpt of a line shown, in bytes.
const LONGEST: usize = 160;

/// Draws diagnostics, in the order given, a blank line between full ones.
pub fn render(diagnostics: &[Diagnostic], sources: &Sources, style: Style) -> String {
    let drawn: Vec<String> = diagnostics
        .iter()
        .map(|diagnostic| match style {
            Style::Full { colour } => full(diagnostic, sources, colour),
            Style::Short => short(diagnostic, sources),
            Style::Json => machine(diagnostic, sources),
        })
        .collect();
    match style {
        Style::Full { .. } => drawn.join("\n"),
        Style::Short | Style::Json => drawn.concat(),
    }
}

/// Returns "2 errors, 1 warning", or nothing when there are none.
pub fn summary(diagnostics: &[Diagnostic]) -> String {
    let count = |severity| diagnostics.iter().filter(|d| d.severity == severity).count();
    let words = |n: usize, word: &str| match n {
        0 => None,
        1 => Some(format!("1 {word}")),
        n => Some(format!("{n} {word}s")),
    };
    [words(count(Severity::Error), "error"), words(count(Severity::Warning), "warning")]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(", ")
}

/// The lines around a span, cut to a bearable width.
struct Excerpt {
    text: String,
    first_line: usize,
    range: Range<usize>,
}

fn excerpt(span: &Span, sources: &Sources) -> Option<Excerpt> {
    let text = sources.text(&span.file)?;
    let start = floor(text, span.start);
    let end = floor(text, span.end.max(start));
    let (first_line, line_start) = sources.line(&span.file, start)?;
    let line_end = text.get(start..)?.find('\n').map_or(text.len(), |at| start + at);
    // Of a line end of two signs, the first is no part of the line, either.
    let ends = text.get(start..line_end)?.ends_with('\r');
    let line_end = line_end - usize::from(ends);
    let end = end.clamp(start, line_end);
    let from = if start - line_start > LONGEST {
        floor(text, start - LONGEST / 2)
    } else {
        line_start
    };
    let to = floor(text, line_end.min(start + LONGEST));
    let mut shown = String::new();
    if from > line_start {
        shown.push('…');
    }
    let offset = shown.len();
    shown.push_str(text.get(from..to)?);
    if to < line_end {
        shown.push('…');
    }
    let from_shown = start - from + offset;
    let to_shown = end.min(to) - from + offset;
    Some(Excerpt { text: shown, first_line, range: from_shown..to_shown.max(from_shown) })
}

fn full(diagnostic: &Diagnostic, sources: &Sources, colour: bool) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let mut group = level
        .primary_title(visible_line(&diagnostic.message).into_owned())
        .id(diagnostic.code.name())
        .elements(Vec::<Snippet<'_, annotate_snippets::Annotation<'_>>>::new());
    let labels =
        diagnostic.primary.iter().map(|label| (label, AnnotationKind::Primary)).chain(
            diagnostic.related.iter().map(|label| (label, AnnotationKind::Context)),
        );
    let mut unseen = Vec::new();
    for (label, kind) in labels {
        let Some(seen) = excerpt(&label.span, sources) else {
            unseen.push(visible_line(&label.span.file).into_owned());
            continue;
        };
        let mut annotation = kind.span(seen.range);
        if !label.note.is_empty() {
            annotation = annotation.label(visible_line(&label.note).into_owned());
        }
        group = group.element(
            Snippet::source(seen.text)
                .line_start(seen.first_line)
                .path(visible_line(&label.span.file).into_owned())
                .fold(false)
                .annotation(annotation),
        );
    }
    for file in unseen {
        group = group.element(annotate_snippets::Origin::path(file));
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(visible_line(help).into_owned()));
    }
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let mut out = renderer.term_width(200).render(&[group]);
    out.push('\n');
    out
}

fn short(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let mut out = String::new();
    if let Some(span) = diagnostic.span() {
        let _ = write!(out, "{}: ", sources.place(span));
    }
    let severity = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let _ = write!(out, "{severity}[{}]: {}", diagnostic.code, diagnostic.message);
    format!("{}\n", visible_line(&out))
}

fn machine(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let place = |span: &Span| {
        let position = sources.position(span);
        json!({
            "file": span.file,
            "line": position.map(|at| at.line),
            "column": position.map(|at| at.column),
            "start": span.start,
            "end": span.end,
        })
    };
    let value = json!({
        "code": diagnostic.code,
        "severity": diagnostic.severity,
        "message": diagnostic.message,
        "place": diagnostic.span().map(place),
        "note": diagnostic.primary.as_ref().map(|label| label.note.as_str()),
        "related": diagnostic
            .related
            .iter()
            .map(|label| json!({"place": place(&label.span), "note": label.note}))
            .collect::<Vec<_>>(),
        "help": diagnostic.help,
    });
    format!("{}\n", visible(&value.to_string()))
}

#[cfg(test)]
mod tests {
    use super::Style;
    use super::render;
    use crate::model::diagnostic::Code;
    use crate::model::diagnostic::Diagnostic;
    use crate::model::diagnostic::Sources;
    use crate::model::diagnostic::Span;

    fn sample() -> (Vec<Diagnostic>, Sources) {
        let text = "statistics:\n  sales:\n    measure: revenu\n";
        let at = text.find("revenu").unwrap();
        let mut sources = Sources::new();
        sources.insert("report/statistics.yaml", text);
        let diagnostic =
            Diagnostic::error(Code::R0302, "unknown column `revenu` in frame `sales`")
                .at(
                    Span::new("report/statistics.yaml", at..at + 6),
                    "not a column of `sales`",
                )
                .help("did you mean `revenue`? the columns are `date`, `revenue`");
        (vec![diagnostic], sources)
    }

    #[test]
    fn a_full_message_shows_the_authors_line_with_carets_and_help() {
        let (diagnostics, sources) = sample();
        assert_eq!(
            render(&diagnostics, &sources, Style::Full { colour: false }),
            "error[R0302]: unknown column `revenu` in frame `sales`
 --> report/statistics.yaml:3:14
  |
3 |     measure: revenu
  |              ^^^^^^ not a column of `sales`
  |
  = help: did you mean `revenue`? the columns are `date`, `revenue`
"
        );
    }

    #[test]
    fn a_short_message_is_one_line_with_its_place() {
        let (diagnostics, sources) = sample();
        assert_eq!(
            render(&diagnostics, &sources, Style::Short),
            "report/statistics.yaml:3:14: error[R0302]: unknown column `revenu` in frame `sales`\n"
        );
    }
}
