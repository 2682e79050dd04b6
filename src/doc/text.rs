//! Walking the tree: its plain text, and a visit to every line node.

use crate::doc::Document;
use crate::doc::block::Block;
use crate::doc::inline::Inline;

/// Returns the characters of a line, without markup.
pub fn plain(content: &[Inline]) -> String {
    let mut out = String::new();
    for node in content {
        match node {
            Inline::Text { text }
            | Inline::Code { text }
            | Inline::Stat { text, .. }
            | Inline::Fixed { text, .. }
            | Inline::Ref { text, .. }
            | Inline::Cite { text, .. } => out.push_str(text),
            Inline::Emph { content }
            | Inline::Strong { content }
            | Inline::Strike { content }
            | Inline::Link { content, .. } => out.push_str(&plain(content)),
            Inline::Claim(claim) => out.push_str(&plain(&claim.content)),
            Inline::Image { alt, .. } => out.push_str(alt),
            Inline::SoftBreak | Inline::HardBreak => out.push(' '),
            Inline::Footnote { .. } | Inline::Checkbox { .. } => {}
        }
    }
    out
}

/// Calls a function for every line node of a document, in reading order: findings,
/// chapters, footnotes, references.
pub fn visit<'a>(document: &'a Document, each: &mut impl FnMut(&'a Inline)) {
    inlines(&document.meta.notice, each);
    for finding in &document.findings {
        inlines(&finding.content, each);
        for number in &finding.numbers {
            inlines(std::slice::from_ref(&number.stat), each);
        }
    }
    for chapter in &document.chapters {
        inlines(&chapter.title, each);
        visit_blocks(&chapter.blocks, each);
    }
    for footnote in &document.footnotes {
        visit_blocks(&footnote.blocks, each);
    }
    for reference in &document.references {
        inlines(&reference.content, each);
    }
}

/// Calls a function for every line node of blocks, in reading order.
pub fn visit_blocks<'a>(list: &'a [Block], each: &mut impl FnMut(&'a Inline)) {
    for block in list {
        match block {
            Block::Heading { content, .. } | Block::Paragraph { content, .. } => {
                inlines(content, each);
            }
            Block::List { items, .. } => {
                items.iter().for_each(|item| visit_blocks(item, each));
            }
            Block::Quote { blocks: inner } | Block::Alert { blocks: inner, .. } => {
                visit_blocks(inner, each);
            }
            Block::Definitions { items } => {
                for (term, meanings) in items {
                    inlines(term, each);
                    meanings.iter().for_each(|meaning| visit_blocks(meaning, each));
                }
            }
            Block::Table(table) => {
                inlines(&table.title, each);
                inlines(&table.subtitle, each);
                table.columns.iter().for_each(|column| inlines(&column.label, each));
                table.rows.iter().flatten().for_each(|cell| inlines(&cell.content, each));
                inlines(&table.note, each);
                inlines(&table.source, each);
            }
            Block::Figure(figure) => {
                for text in [
                    &figure.headline,
                    &figure.subtitle,
                    &figure.note,
                    &figure.source,
                    &figure.alt,
                ] {
                    inlines(text, each);
                }
            }
            Block::Code { .. } | Block::Rule => {}
        }
    }
}

fn inlines<'a>(content: &'a [Inline], each: &mut impl FnMut(&'a Inline)) {
    for node in content {
        each(node);
        match node {
            Inline::Emph { content }
            | Inline::Strong { content }
            | Inline::Strike { content }
            | Inline::Link { content, .. } => inlines(content, each),
            Inline::Claim(claim) => inlines(&claim.content, each),
            Inline::Text { .. }
            | Inline::Code { .. }
            | Inline::Image { .. }
            | Inline::Stat { .. }
            | Inline::Fixed { .. }
            | Inline::Ref { .. }
            | Inline::Cite { .. }
            | Inline::Footnote { .. }
            | Inline::Checkbox { .. }
            | Inline::SoftBreak
            | Inline::HardBreak => {}
        }
    }
}
