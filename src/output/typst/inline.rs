//! Line nodes as Typst: string literals, and calls of the template's functions.

use crate::labels::base;
use crate::model::document::Block;
use crate::model::document::Inline;
use crate::model::document::REPORT;
use crate::model::document::TERM;
use crate::model::document::Verdict;
use crate::output::typst::breaks::breakable;
use crate::output::typst::literal::code;
use crate::output::typst::literal::literal;
use crate::output::typst::math;
use crate::output::typst::writer::TITLE;
use crate::output::typst::writer::Words;
use crate::output::typst::writer::Writer;

impl Writer<'_> {
    /// Returns a literal whose words fit a line.
    fn words(&self, text: &str) -> String {
        literal(&breakable(text, self.words.width, self.words.bold))
    }

    fn text(&self, out: &mut String, text: &str) {
        if !text.is_empty() {
            out.push('#');
            out.push_str(&self.words(text));
            out.push(';');
        }
    }

    /// Returns line nodes; numbers lead to where they come from.
    pub(super) fn inlines(&mut self, content: &[Inline]) -> String {
        let mut out = String::new();
        for node in content {
            self.inline(node, &mut out);
        }
        out
    }

    /// Returns line nodes of a heading or a caption: lists repeat them, so that numbers in
    /// them lead nowhere.
    pub(super) fn title(&mut self, content: &[Inline]) -> String {
        let before = (self.linked, self.words);
        self.linked = false;
        let width = self.words.width.min(TITLE);
        self.words = Words { width, bold: true };
        let out = self.inlines(content);
        (self.linked, self.words) = before;
        out
    }

    /// Returns line nodes in brackets, or `none`.
    pub(super) fn option(&mut self, content: &[Inline]) -> String {
        if content.is_empty() {
            return "none".to_owned();
        }
        format!("[{}]", self.title(content))
    }

    fn inline(&mut self, node: &Inline, out: &mut String) {
        match node {
            Inline::Text { text: words } | Inline::Fixed { text: words, .. } => {
                self.text(out, words);
            }
            Inline::Math(formula) => {
                out.push_str(&format!("#{};", math::equation(formula, None)));
            }
            Inline::Stat { id, text: words, .. } => self.number(id, words, out),
            Inline::Emph { content } => self.wrap("emph", content, out),
            Inline::Strong { content } => self.wrap("strong", content, out),
            Inline::Strike { content } => self.wrap("strike", content, out),
            Inline::Lang { language, content } => {
                self.wrap(&format!("text({})", spoken(language)), content, out);
            }
            Inline::Code { text } => out.push_str(&format!(
                "#raw({});",
                code(&breakable(text, self.words.width, true))
            )),
            // There is no report beside a PDF that is sent.
            Inline::Link { url, content } if url.starts_with(REPORT) => {
                out.push_str(&self.inlines(content));
            }
            Inline::Link { url, content } => {
                self.wrap(&format!("link({})", literal(url)), content, out);
            }
            Inline::Claim(claim) => match claim.verdict {
                Verdict::Holds => out.push_str(&self.inlines(&claim.content)),
                Verdict::Fails => {
                    let fails = format!("fails({})", literal(&claim.because));
                    self.wrap(&fails, &claim.content, out);
                }
            },
            Inline::Ref { target, text } => {
                let (target, text) = (literal(target), self.words(text));
                out.push_str(&format!("#link(label({target}))[#{text};];"));
            }
            Inline::Cite { keys, text: words, raised, .. } => {
                if *raised {
                    out.push_str("#super[");
                }
                match keys.first().filter(|key| self.listed.contains(*key)) {
                    Some(key) => {
                        let target = literal(&format!("ref-{key}"));
                        let words = self.words(words);
                        out.push_str(&format!("#link(label({target}))[#{words};];"));
                    }
                    None => self.text(out, words),
                }
                if *raised {
                    out.push_str("];");
                }
            }
            Inline::Footnote { index, .. } => self.footnote(*index, out),
            Inline::Mark { id, number, .. } => {
                let id = literal(id);
                if !number.is_empty() {
                    out.push_str(&format!("#para({id}, {});", literal(number)));
                } else if id.starts_with(&format!("\"{TERM}")) {
                    out.push_str(&format!("#place-of({id});"));
                }
            }
            Inline::Checkbox { checked } => {
                out.push_str(&format!("#checkbox({checked});"));
            }
            Inline::SoftBreak => out.push(' '),
            Inline::HardBreak => out.push_str("#linebreak();"),
        }
    }

    fn wrap(&mut self, call: &str, content: &[Inline], out: &mut String) {
        let inner = self.inlines(content);
        out.push_str(&format!("#{call}[{inner}];"));
    }

    /// A number leads to its declaration in the appendix, and the first one is where the
    /// appendix leads back to.
    fn number(&mut self, id: &str, words: &str, out: &mut String) {
        let stat = self.publication.statistics.get(id).filter(|_| self.linked);
        let Some(stat) = stat else {
            self.text(out, words);
            return;
        };
        let block = &stat.provenance.block;
        let name = if self.used.insert(block.clone()) { "first-num" } else { "num" };
        out.push_str(&format!("#{name}({}, {});", literal(block), literal(words)));
    }

    fn footnote(&mut self, index: usize, out: &mut String) {
        let notes = &self.publication.document.footnotes;
        if notes.get(index).is_some_and(|note| note.ended) {
            let first = self.noted.insert(index);
            if first {
                self.ended.push(index);
            }
            out.push_str(&format!("#endmark({}, {first});", index + 1));
            return;
        }
        let label = literal(&format!("note-{}", index + 1));
        if !self.noted.insert(index) {
            out.push_str(&format!("#footnote(label({label}));"));
            return;
        }
        let body = self.note(index);
        out.push_str(&format!("#footnote[{body}]#label({label});"));
    }

    /// Returns what a note says.
    pub(super) fn note(&mut self, index: usize) -> String {
        let notes = &self.publication.document.footnotes;
        let blocks = notes.get(index).map(|note| note.blocks.as_slice());
        let body = self.apart(|writer| match blocks.unwrap_or_default() {
            // The first paragraph is on the line of the number.
            [Block::Paragraph { content, .. }, rest @ ..] => {
                let body = writer.inlines(content);
                writer.put(&body);
                writer.blocks(rest);
            }
            blocks => writer.blocks(blocks),
        });
        body.trim_end().to_owned()
    }
}

/// Returns a language as arguments of Typst's `text`, which knows regions of two letters.
pub(super) fn spoken(language: &str) -> String {
    let region = language.split('-').skip(1).find(|part| part.len() == 2);
    let region = region.map(|region| format!(", region: {}", literal(region)));
    format!("lang: {}{}", literal(&base(language)), region.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::literal;

    #[test]
    fn a_text_cannot_leave_its_literal() {
        assert_eq!(
            literal("\" + read(\"/etc/passwd\") + \"\\"),
            "\"\\\" + read(\\\"/etc/passwd\\\") + \\\"\\\\\""
        );
        assert_eq!(literal("#import \"x\"\n"), "\"#import \\\"x\\\" \"");
    }
}
