//! The words of a figure as they are drawn.

use crate::figure::Texts;
use crate::model::document::Document;
use crate::model::document::FigureBlock;
use crate::model::document::plain;

/// Returns the words of a figure as plain text.
pub(super) fn texts(document: &Document, figure: &FigureBlock) -> Texts {
    Texts {
        headline: plain(&figure.headline),
        subtitle: plain(&figure.subtitle),
        note: plain(&figure.note),
        source: plain(&figure.source),
        embargo: document.meta.embargo_words(),
        notice: plain(&document.meta.notice),
        alt: plain(&figure.alt),
        annotations: figure.annotations.iter().map(|words| plain(words)).collect(),
        credit: String::new(),
    }
}
