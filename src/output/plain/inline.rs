//! Nodes within a line, as plain text or Markdown.

use crate::model::document::Inline;
use crate::model::document::REPORT;
use crate::model::document::Verdict;
use crate::model::format::NBSP;
use crate::output::plain::writer::TextForm;
use crate::output::plain::writer::Writer;
use crate::say;

/// Characters that Markdown may take for markup.
const MARKUP: &str = "\\`*_[]<>#|~&";

/// Returns a text in which nothing is markup.
pub(super) fn escaped(text: &str, form: TextForm) -> String {
    if form == TextForm::Text {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    for (at, character) in text.char_indices() {
        // At the start of a line these make a list, a heading or a rule.
        let first = at == 0 && "-+=".contains(character);
        let numbered = ".)".contains(character)
            && text.get(at + 1..).is_some_and(|after| after.starts_with(' '))
            && text.get(..at).is_some_and(|before| {
                !before.is_empty() && before.chars().all(|c| c.is_ascii_digit())
            });
        if MARKUP.contains(character) || first || numbered {
            out.push('\\');
        }
        out.push(character);
    }
    out
}

/// Notes the footnotes whose marks are in a line.
pub(super) fn marks(content: &[Inline], out: &mut Vec<usize>) {
    for node in content {
        match node {
            Inline::Footnote { index, .. } => out.push(*index),
            Inline::Emph { content }
            | Inline::Strong { content }
            | Inline::Strike { content }
            | Inline::Lang { content, .. }
            | Inline::Link { content, .. } => marks(content, out),
            Inline::Claim(claim) => marks(&claim.content, out),
            _ => {}
        }
    }
}

impl Writer<'_> {
    /// Returns a line; a break that the author asked for is a line end.
    pub(super) fn inlines(&self, content: &[Inline]) -> String {
        let mut out = String::new();
        for node in content {
            self.inline(node, &mut out);
        }
        out
    }

    fn marked(&self, mark: &str, content: &[Inline], out: &mut String) {
        let inner = self.inlines(content);
        // Markdown knows no mark beside a space.
        let text = inner.trim();
        if self.form == TextForm::Text || text.is_empty() {
            out.push_str(&inner);
            return;
        }
        let start = inner.len() - inner.trim_start().len();
        out.push_str(inner.get(..start).unwrap_or_default());
        out.push_str(&format!("{mark}{text}{mark}"));
        out.push_str(inner.get(start + text.len()..).unwrap_or_default());
    }

    /// Brackets that are no link.
    fn brackets(&self) -> (&'static str, &'static str) {
        if self.form == TextForm::Markdown { ("\\[", "\\]") } else { ("[", "]") }
    }

    fn inline(&self, node: &Inline, out: &mut String) {
        match node {
            Inline::Text { text }
            | Inline::Stat { text, .. }
            | Inline::Fixed { text, .. }
            | Inline::Ref { text, .. }
            | Inline::Cite { text, .. } => out.push_str(&escaped(text, self.form)),
            Inline::Emph { content } => self.marked("*", content, out),
            Inline::Strong { content } => self.marked("**", content, out),
            Inline::Strike { content } => self.marked("~~", content, out),
            Inline::Lang { language, content } => {
                let inner = self.inlines(content);
                if self.form == TextForm::Markdown {
                    out.push_str(&format!("<span lang=\"{language}\">{inner}</span>"));
                } else {
                    out.push_str(&inner);
                }
            }
            Inline::Code { text } if self.form == TextForm::Markdown => {
                let ticks = "`".repeat(1 + text.matches('`').count());
                out.push_str(&format!("{ticks}{text}{ticks}"));
            }
            Inline::Code { text } => out.push_str(text),
            Inline::Link { url, content } => {
                let inner = self.inlines(content);
                if url.starts_with(REPORT) {
                    // There is no report beside a text that is sent.
                    out.push_str(&inner);
                } else if self.form == TextForm::Markdown {
                    out.push_str(&format!("[{inner}](<{url}>)"));
                } else if inner == *url || format!("mailto:{inner}") == *url {
                    out.push_str(&inner);
                } else {
                    let url = url.strip_prefix("mailto:").unwrap_or(url);
                    out.push_str(&format!("{inner} <{url}>"));
                }
            }
            Inline::Math(formula) => {
                out.push_str(&escaped(&formula.words(), self.form));
            }
            Inline::Claim(claim) => {
                out.push_str(&self.inlines(&claim.content));
                if claim.verdict == Verdict::Fails {
                    let because = say!("claim-fails", because = claim.because.as_str());
                    let because = escaped(&because, self.form);
                    let (open, close) = self.brackets();
                    out.push_str(&format!(" {open}{because}{close}"));
                }
            }
            Inline::Footnote { index, .. } => {
                let (open, close) = self.brackets();
                out.push_str(&format!("{NBSP}{open}{}{close}", index + 1));
            }
            Inline::Mark { number, .. } if number.is_empty() => {}
            Inline::Mark { number, .. } => {
                out.push_str(&format!("{}{NBSP}", escaped(number, self.form)));
            }
            Inline::Checkbox { checked } => {
                out.push_str(if *checked { "[x] " } else { "[ ] " });
            }
            Inline::SoftBreak => out.push(' '),
            Inline::HardBreak if self.form == TextForm::Markdown => out.push_str("  \n"),
            Inline::HardBreak => out.push('\n'),
        }
    }
}
