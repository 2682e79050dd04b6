//! What lists are made of: the places of the terms of an index, the notes that stand at an end, and
//! lists that would be empty.

use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Findings;
use crate::model::document::Block;
use crate::model::document::Chapter;
use crate::model::document::Document;
use crate::model::document::Inline;
use crate::model::document::TERM;
use crate::model::document::visit;
use crate::model::document::visit_blocks;
use crate::model::document::visit_blocks_mut;
use std::collections::BTreeSet;

/// Gives the terms of the index their places, and tells notes at an end from those beside the text.
pub(super) fn read(document: &mut Document, found: &mut Findings) {
    unnumbered(document, found);
    let mut terms = 0;
    for chapter in &mut document.chapters {
        let id = chapter.id.clone();
        chapter.title.iter_mut().for_each(|node| lead(node, &id));
        chapter.blocks.iter_mut().for_each(|block| place(block, &mut terms));
    }
    unplaced(document, found);
    let mut waiting = BTreeSet::new();
    let mut ended = BTreeSet::new();
    let recommended = document.blocks().any(
        |block| matches!(block, Block::Container(one) if one.kind == "recommendation"),
    );
    for chapter in &document.chapters {
        end(&chapter.blocks, &mut waiting, &mut ended, found);
        empty(chapter, recommended, terms, found);
    }
    for index in ended {
        if let Some(note) = document.footnotes.get_mut(index) {
            note.ended = true;
        }
    }
}

/// Reports `paragraph()` where no paragraph has a number.
fn unnumbered(document: &Document, found: &mut Findings) {
    visit(document, &mut |node| {
        if let Inline::Mark { id, term, number, span } = node
            && term.is_empty()
            && number.is_empty()
        {
            let message = format!("`{id}` names no paragraph that has a number");
            let help = "write `numbered_paragraphs: true` in `report.yaml`; paragraphs of chapters and \
                        appendices have numbers, not those in lists, blocks and front matter";
            found.push(
                Diagnostic::error(Code::R0502, message).at(span.clone(), "").help(help),
            );
        }
    });
}

/// Reports terms that the index does not know, since they stand in no chapter.
fn unplaced(document: &Document, found: &mut Findings) {
    visit(document, &mut |node| {
        if let Inline::Mark { id, term, span, .. } = node
            && !term.is_empty()
            && id.is_empty()
        {
            let message = format!("the index cannot lead to `{term}` here");
            let help = "mark it in the text of a chapter: not in a footnote, a key finding, the notice or a block's title";
            found.push(
                Diagnostic::error(Code::R0502, message).at(span.clone(), "").help(help),
            );
        }
    });
}

/// Lets a term lead to what it stands in.
fn lead(node: &mut Inline, to: &str) {
    if let Inline::Mark { id, term, .. } = node
        && !term.is_empty()
    {
        to.clone_into(id);
    }
}

/// Gives the terms in a block their anchors: in a heading and around a figure or a table that of the whole.
fn place(block: &mut Block, terms: &mut usize) {
    let whole = match block {
        Block::Heading { id, .. } => Some(id.clone()),
        Block::Figure(figure) => Some(format!("figure-{}", figure.id)),
        Block::Table(table) if !table.id.is_empty() => {
            Some(format!("table-{}", table.id))
        }
        Block::Container(container) => {
            container.blocks.iter_mut().for_each(|block| place(block, terms));
            let id = container.id.clone();
            let fields = container.fields.iter_mut().flat_map(|(_, line)| line);
            container.title.iter_mut().chain(fields).for_each(|node| lead(node, &id));
            return;
        }
        _ => None,
    };
    visit_blocks_mut(std::slice::from_mut(block), &mut |node| {
        if let Inline::Mark { id, term, .. } = node
            && !term.is_empty()
        {
            *terms += 1;
            *id = whole.clone().unwrap_or_else(|| format!("{TERM}{terms}"));
        }
    });
}

/// Notes which notes stand before a list of them.
fn end(
    blocks: &[Block],
    waiting: &mut BTreeSet<usize>,
    ended: &mut BTreeSet<usize>,
    found: &mut Findings,
) {
    for block in blocks {
        match block {
            Block::Container(container) if container.kind == "endnotes" => {
                if waiting.is_empty() {
                    let message = "no footnote has its mark before this list of them";
                    let help = "mark one in the text, `[^label]`, or remove the block";
                    found.push(
                        Diagnostic::error(Code::R0653, message)
                            .at(container.span.clone(), "")
                            .help(help),
                    );
                }
                ended.append(waiting);
            }
            Block::Container(container) => end(&container.blocks, waiting, ended, found),
            _ => visit_blocks(std::slice::from_ref(block), &mut |node| {
                if let Inline::Footnote { index, .. } = node
                    && !ended.contains(index)
                {
                    waiting.insert(*index);
                }
            }),
        }
    }
}

/// Reports lists of what the report does not have.
fn empty(chapter: &Chapter, recommended: bool, terms: usize, found: &mut Findings) {
    for block in crate::model::document::every(&chapter.blocks) {
        let Block::Container(container) = block else { continue };
        let (message, help) = match container.kind.as_str() {
            "recommendations" if !recommended => (
                "there is no recommendation to list",
                "write `::: {.recommendation who=\"…\" when=\"…\" evidence=\"…\"}`, or remove the block",
            ),
            "index" if terms == 0 => (
                "no term is marked for this index",
                "write `{{ index(\"term\") }}` in the text, or remove the block",
            ),
            _ => continue,
        };
        found.push(
            Diagnostic::error(Code::R0653, message)
                .at(container.span.clone(), "")
                .help(help),
        );
    }
}
