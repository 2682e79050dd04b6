//! Line nodes as HTML.

use crate::labels::capital;
use crate::model::document::Inline;
use crate::model::document::TERM;
use crate::model::document::Verdict;
use crate::model::document::plain;
use crate::model::escape::escape;
use crate::output::Publication;
use crate::output::html::math::math;
use crate::say;
use std::fmt::Write as _;

/// Returns words with the names between backticks as code.
pub(in crate::output) fn coded(words: &str) -> String {
    let piece = |node: &Inline| match node {
        Inline::Code { text } => format!("<code>{}</code>", escape(text)),
        other => escape(&plain(std::slice::from_ref(other))),
    };
    crate::model::document::coded(words).iter().map(piece).collect()
}

/// Returns text with a line break after each sentence: a space to a reader, a line to a
/// comparison of two editions.
fn sentences(text: &str) -> String {
    let escaped = escape(text);
    let mut out = String::with_capacity(escaped.len());
    let mut rest = escaped.as_str();
    while let Some(at) = rest.find(". ") {
        let (sentence, tail) = rest.split_at(at + 1);
        out.push_str(sentence);
        out.push('\n');
        rest = tail.get(1..).unwrap_or_default();
    }
    out.push_str(rest);
    out
}

/// Returns line nodes as HTML.
pub(super) fn inlines(publication: &Publication<'_>, content: &[Inline]) -> String {
    let mut out = String::new();
    for node in content {
        inline(publication, node, &mut out);
    }
    out
}

fn wrap(publication: &Publication<'_>, tag: &str, content: &[Inline], out: &mut String) {
    let _ = write!(out, "<{tag}>{}</{tag}>", inlines(publication, content));
}

fn inline(publication: &Publication<'_>, node: &Inline, out: &mut String) {
    match node {
        Inline::Text { text } => out.push_str(&sentences(text)),
        Inline::Emph { content } => wrap(publication, "em", content, out),
        Inline::Strong { content } => wrap(publication, "strong", content, out),
        Inline::Strike { content } => wrap(publication, "del", content, out),
        Inline::Lang { language, content } => {
            let inner = inlines(publication, content);
            let _ = write!(out, "<span lang=\"{}\">{inner}</span>", escape(language));
        }
        Inline::Code { text } => {
            let _ = write!(out, "<code>{}</code>", escape(text));
        }
        Inline::Link { url, content } => {
            let inner = inlines(publication, content);
            let _ = write!(out, "<a href=\"{}\">{inner}</a>", escape(url));
        }
        Inline::Math(formula) => out.push_str(&math(formula, false)),
        Inline::Stat { id, text, .. } => {
            let id = escape(id);
            let text = escape(text);
            let _ =
                write!(out, "<a class=\"v\" href=\"#v-{id}\" data-v=\"{id}\">{text}</a>");
        }
        Inline::Claim(claim) => {
            let inner = inlines(publication, &claim.content);
            let id = escape(&claim.id);
            match claim.verdict {
                // A link may not hold another.
                Verdict::Holds if inner.contains("<a ") => out.push_str(&inner),
                Verdict::Holds => {
                    let _ =
                        write!(out, "<a class=\"claim\" href=\"#c-{id}\">{inner}</a>");
                }
                Verdict::Fails => {
                    let because =
                        escape(&say!("claim-fails", because = claim.because.as_str()));
                    let _ = write!(
                        out,
                        "<mark class=\"fails\" data-claim=\"{id}\">{inner} <small>[{because}]</small></mark>"
                    );
                }
            }
        }
        Inline::Fixed { text, because } => {
            let _ = write!(
                out,
                "<span class=\"fixed\" title=\"{}\">{}</span>",
                escape(because),
                escape(text)
            );
        }
        Inline::Ref { target, text } => {
            let _ = write!(out, "<a href=\"#{}\">{}</a>", escape(target), escape(text));
        }
        Inline::Cite { keys, text, raised, .. } => {
            let target = keys.first().map(|key| escape(key)).unwrap_or_default();
            let (open, close) = if *raised { ("<sup>", "</sup>") } else { ("", "") };
            let _ = write!(
                out,
                "{open}<a class=\"cite\" href=\"#ref-{target}\">{}</a>{close}",
                escape(text)
            );
        }
        Inline::Footnote { index, mark } => {
            let number = index + 1;
            let id = match mark {
                1 => format!("noteref-{number}"),
                mark => format!("noteref-{number}-{mark}"),
            };
            let _ = write!(
                out,
                "<sup><a id=\"{id}\" href=\"#note-{number}\" aria-label=\"{}\">{number}</a></sup>",
                say!("note-number", number = number.to_string())
            );
        }
        Inline::Mark { id, number, .. } if number.is_empty() => {
            // One in a heading or a caption leads to all of it.
            if id.starts_with(TERM) {
                let _ = write!(out, "<span id=\"{}\"></span>", escape(id));
            }
        }
        Inline::Mark { id, number, .. } => {
            let (id, number) = (escape(id), escape(number));
            let name =
                escape(&capital(&say!("reference-paragraph", number = number.as_str())));
            let _ = write!(
                out,
                "<a class=\"para\" id=\"{id}\" href=\"#{id}\" aria-label=\"{name}\">{number}</a> "
            );
        }
        Inline::Checkbox { checked } => {
            let state = if *checked { " checked" } else { "" };
            let label = if *checked { say!("task-done") } else { say!("task-open") };
            let _ = write!(
                out,
                "<input type=\"checkbox\" disabled{state} aria-label=\"{label}\"> "
            );
        }
        Inline::SoftBreak => out.push('\n'),
        Inline::HardBreak => out.push_str("<br>\n"),
    }
}

#[cfg(test)]
mod tests {
    use super::escape;
    use super::sentences;

    #[test]
    fn nothing_in_a_text_becomes_markup() {
        assert_eq!(
            escape("<script>alert('x')</script> & \"\u{202e}evil"),
            "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;evil"
        );
    }

    #[test]
    fn a_sentence_stands_on_a_line() {
        assert_eq!(sentences("One. Two at 5.5 points. "), "One.\nTwo at 5.5 points.\n");
    }
}
