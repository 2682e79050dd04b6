//! What calls stand for in a line: numbers, references, claims, words in another language.

use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Span;
use crate::model::document::Block;
use crate::model::document::Claim;
use crate::model::document::Inline;
use crate::model::document::Verdict;
use crate::narrative::instrument::END;
use crate::narrative::instrument::NODE;
use crate::narrative::instrument::marked;
use crate::narrative::met::Claimed;
use crate::narrative::parse::CAPITAL;
use crate::narrative::parse::EQUATION_MARK;
use crate::narrative::parse::FIGURE_MARK;
use crate::narrative::parse::Origin;
use crate::narrative::parse::PICTURE_MARK;
use crate::narrative::parse::QUOTATION_MARK;
use crate::narrative::parse::Reader;
use crate::narrative::parse::TABLE_MARK;
use crate::narrative::parse::as_line;
use crate::narrative::parse::math::DOLLAR;
use crate::narrative::parse::read;
use crate::narrative::prose::Kind;
use crate::narrative::weave::Piece;
use std::ops::Range;

impl Reader<'_, '_, '_> {
    /// Reports a number bound by hand that is not the one of its reason.
    fn by_hand(&mut self, text: &str, because: &str, span: &Span) {
        let guard = self.reading.guard;
        if let Some(fault) = guard.by_hand(text, because).filter(|_| self.lint) {
            let place = guard.narrowed(span, text, 0);
            self.reading.met.found.push(guard.finding(fault, place));
        }
    }

    pub(super) fn piece(&mut self, index: usize, piece: Piece, out: &mut Vec<Inline>) {
        match &piece {
            Piece::Stat { id, show, text, span } => self.number(id, show, text, span),
            Piece::Fixed { text, because, span } => {
                self.passage.slot(Kind::Hand, None);
                self.by_hand(text, because, span);
            }
            Piece::Cite { .. } => self.passage.slot(Kind::Cited, None),
            Piece::Claim { .. } | Piece::Term { .. } | Piece::Paragraph { .. } => {}
            _ => self.passage.slot(Kind::Other, None),
        }
        out.push(match piece {
            Piece::Stat { id, show, text, span } => Inline::Stat { id, show, text, span },
            Piece::Fixed { text, because, .. } => Inline::Fixed { text, because },
            Piece::Figure { id, .. } => mark(FIGURE_MARK, &id, index),
            Piece::Table { id, .. } => mark(TABLE_MARK, &id, index),
            Piece::Picture { id, .. } => mark(PICTURE_MARK, &id, index),
            Piece::Quotation { id, .. } => mark(QUOTATION_MARK, &id, index),
            Piece::Image(picture) => mark(PICTURE_MARK, &picture.path, index),
            Piece::Equation(_) => mark(EQUATION_MARK, "", index),
            Piece::Ref { id, text, span } => {
                self.reading.met.referred.push((id.clone(), span));
                let text = text.unwrap_or_else(|| {
                    if starts_sentence(out) { CAPITAL.to_owned() } else { String::new() }
                });
                Inline::Ref { target: id, text }
            }
            Piece::Cite(call) => {
                let keys = call.keys.clone();
                let added = call.added();
                let cited = &mut self.reading.met.cited;
                cited.push(call);
                let text = (cited.len() - 1).to_string();
                Inline::Cite { keys, text, raised: false, added }
            }
            Piece::Term { term, span } => {
                let (id, number) = (String::new(), String::new());
                Inline::Mark { id, term, number, span }
            }
            Piece::Paragraph { id, span } => {
                let (term, number) = (String::new(), String::new());
                Inline::Mark { id, term, number, span }
            }
            Piece::Lang { language, words, span } => {
                let content = self.spoken(&language, &words, &span);
                Inline::Lang { language, content }
            }
            Piece::Claim { id, words, span } => {
                let judged = self.reading.judged.get(&id);
                let blocks = read(
                    self.reading,
                    &span.file,
                    &as_line(&words),
                    Origin::Place(&span),
                    false,
                );
                let content = match blocks.into_iter().next() {
                    Some(Block::Paragraph { content, .. }) => content,
                    _ => vec![Inline::text(words)],
                };
                let start = self.passage.text.len();
                let before = self.passage.text.clone();
                self.said(&content, &span);
                self.passage.claims.push((start..self.passage.text.len(), id.clone()));
                self.reading.met.claimed.push(Claimed {
                    id: id.clone(),
                    content: content.clone(),
                    before,
                    after: String::new(),
                    span: span.clone(),
                });
                Inline::Claim(Claim {
                    id,
                    content,
                    verdict: if judged.is_none_or(|judged| judged.holds) {
                        Verdict::Holds
                    } else {
                        Verdict::Fails
                    },
                    because: judged
                        .map(|judged| judged.because.clone())
                        .unwrap_or_default(),
                    span,
                })
            }
        });
    }

    /// Reads words in another language: of their own, for the words around them say nothing of them.
    fn spoken(&mut self, language: &str, words: &str, span: &Span) -> Vec<Inline> {
        let before = self.reading.enter(language);
        let text = as_line(words);
        let origin = Origin::Place(span);
        let blocks = read(self.reading, &span.file, &text, origin, self.lint);
        self.reading.language = before;
        match blocks.into_iter().next() {
            Some(Block::Paragraph { content, .. }) => content,
            _ => vec![Inline::text(words)],
        }
    }

    /// Returns characters of code with the printed text in place of markers; what code
    /// cannot hold is refused.
    pub(super) fn code(&mut self, text: &str, range: &Range<usize>) -> String {
        let mut out = String::new();
        let text = &text.replace(DOLLAR, "$");
        let mut rest = text.as_str();
        while let Some((before, tail)) = rest.split_once(NODE) {
            out.push_str(before);
            let (number, after) = tail.split_once(END).unwrap_or((tail, ""));
            let piece = marked(number).and_then(|index| self.reading.pieces.get(index));
            let refused = match piece {
                Some(Piece::Stat { text, .. } | Piece::Fixed { text, .. }) => {
                    out.push_str(text);
                    None
                }
                Some(Piece::Claim { span, .. }) => Some(("claim", span.clone())),
                Some(Piece::Lang { span, .. }) => Some(("lang", span.clone())),
                Some(Piece::Term { span, .. }) => Some(("index", span.clone())),
                Some(Piece::Paragraph { span, .. }) => Some(("paragraph", span.clone())),
                Some(Piece::Ref { span, .. }) => Some(("ref", span.clone())),
                Some(Piece::Figure { span, .. }) => Some(("figure", span.clone())),
                Some(Piece::Table { span, .. }) => Some(("table", span.clone())),
                Some(Piece::Picture { span, .. }) => Some(("picture", span.clone())),
                Some(Piece::Quotation { span, .. }) => Some(("quotation", span.clone())),
                Some(Piece::Cite(_) | Piece::Image(_) | Piece::Equation(_)) => {
                    Some(("cite", self.place(range)))
                }
                None => None,
            };
            if let Some((name, span)) = refused {
                let message = format!("`{name}()` is called within code");
                let fault = Diagnostic::error(Code::R0502, message).at(span, "");
                self.reading.met.found.push(fault.help(
                    "take the call out of the code; to show how a call is written, put it \
                     between `{% raw %}` and `{% endraw %}`",
                ));
            }
            rest = after;
        }
        out.push_str(rest);
        out
    }
}

/// Stands for a figure, a table or a picture until it is put in place.
pub(super) fn mark(sort: char, name: &str, index: usize) -> Inline {
    Inline::Ref { target: format!("{sort}{name}"), text: index.to_string() }
}

/// Returns whether what comes next begins a sentence.
fn starts_sentence(before: &[Inline]) -> bool {
    match before.iter().rev().find(|node| !matches!(node, Inline::SoftBreak)) {
        None => true,
        Some(Inline::Text { text }) => {
            text.trim_end().ends_with(['.', '?', '!', ':'])
                || text.trim().is_empty() && before.len() == 1
        }
        Some(_) => false,
    }
}
