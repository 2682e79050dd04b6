//! Chapters for the page: text, figures and tables in order, each note after the paragraph
//! that refers to it first.

use crate::model::document::Block;
use crate::model::document::Chapter;
use crate::model::document::Document;
use crate::model::document::Inline;
use crate::model::document::Part;
use crate::model::document::plain;
use crate::model::document::visit_blocks;
use crate::model::escape::escape;
use crate::output::Publication;
use crate::output::html::block::blocks;
use crate::output::html::block::figure_view;
use crate::output::html::block::table_view;
use crate::output::html::container::frame;
use crate::output::html::inline::inlines;
use crate::output::html::view::BlockView;
use crate::output::html::view::ChapterView;
use crate::output::html::view::Entry;
use crate::output::html::view::SectionView;
use crate::say;
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// Returns the contents.
pub(super) fn contents(document: &Document) -> Vec<Entry<'_>> {
    let chapters = document.chapters.iter();
    let entries = chapters.map(|chapter| Entry {
        id: &chapter.id,
        number: &chapter.number,
        name: plain(&chapter.title),
        sections: sections(&chapter.blocks),
    });
    entries.collect()
}

fn sections(blocks: &[Block]) -> Vec<SectionView<'_>> {
    let sections = blocks.iter().filter_map(|block| match block {
        Block::Heading { level: 2, id, number, content, .. } => {
            Some(SectionView { id, number, name: plain(content) })
        }
        _ => None,
    });
    sections.collect()
}

/// The notes whose marks have come.
#[derive(Debug, Default)]
struct Told {
    notes: BTreeSet<usize>,
    /// Those that wait for the list of endnotes.
    ended: Vec<usize>,
}

/// Returns the chapters.
pub(super) fn chapters<'a>(publication: &Publication<'a>) -> Vec<ChapterView<'a>> {
    let mut told = Told::default();
    let mut out: Vec<ChapterView<'a>> = publication
        .document
        .chapters
        .iter()
        .map(|chapter| view(publication, chapter, &mut told))
        .collect();
    // A note whose mark stands outside the chapters closes the last one.
    let rest: String = (0..publication.document.footnotes.len())
        .filter(|index| !told.notes.contains(index))
        .map(|index| note(publication, index))
        .collect();
    if !rest.is_empty()
        && let Some(last) = out.last_mut()
    {
        last.blocks.push(BlockView { text: rest, ..BlockView::default() });
    }
    out
}

fn view<'a>(
    publication: &Publication<'a>,
    chapter: &'a Chapter,
    told: &mut Told,
) -> ChapterView<'a> {
    let (text, back) = chapter.before_back();
    let mut blocks = parts(publication, text, told);
    if chapter.file.is_empty() && chapter.id == "references" {
        blocks.push(BlockView { text: references(publication), ..BlockView::default() });
    }
    blocks.extend(parts(publication, back, told));
    ChapterView {
        id: &chapter.id,
        number: &chapter.number,
        part: match chapter.part {
            Part::Front => "front",
            Part::Body => "body",
            Part::Appendix => "appendix",
        },
        title: inlines(publication, &chapter.title),
        blocks,
    }
}

/// The works cited.
fn references(publication: &Publication<'_>) -> String {
    let all = &publication.document.references;
    if all.is_empty() {
        return String::new();
    }
    let mut out = "<ul class=\"references\">\n".to_owned();
    for reference in all {
        let key = escape(&reference.key);
        let entry = inlines(publication, &reference.content);
        let _ = writeln!(out, "<li id=\"ref-{key}\">{entry}</li>");
    }
    out.push_str("</ul>\n");
    out
}

fn parts<'a>(
    publication: &Publication<'a>,
    list: &'a [Block],
    told: &mut Told,
) -> Vec<BlockView<'a>> {
    let mut out: Vec<BlockView<'a>> = Vec::new();
    let mut text = String::new();
    add(publication, list, told, &mut text, &mut out);
    if !text.is_empty() {
        out.push(BlockView { text, ..BlockView::default() });
    }
    out
}

/// Adds blocks: text is gathered until a figure or a table comes, also one within a named block.
fn add<'a>(
    publication: &Publication<'a>,
    list: &'a [Block],
    told: &mut Told,
    text: &mut String,
    out: &mut Vec<BlockView<'a>>,
) {
    for block in list {
        if let Block::Container(container) = block {
            let (open, close) = frame(publication, container);
            text.push_str(&open);
            if container.kind == "endnotes" {
                for index in std::mem::take(&mut told.ended) {
                    text.push_str(&note(publication, index));
                }
            }
            add(publication, &container.blocks, told, text, out);
            text.push_str(&close);
            continue;
        }
        let alone = std::slice::from_ref(block);
        let mut notes = String::new();
        visit_blocks(alone, &mut |node| {
            if let Inline::Footnote { index, .. } = node
                && told.notes.insert(*index)
            {
                let own = publication.document.footnotes.get(*index);
                if own.is_some_and(|note| note.ended) {
                    told.ended.push(*index);
                } else {
                    notes.push_str(&note(publication, *index));
                }
            }
        });
        let (figure, table) = match block {
            Block::Figure(figure) => (Some(figure_view(publication, figure)), None),
            Block::Table(table) if !table.id.is_empty() => {
                (None, Some(table_view(publication, table)))
            }
            _ => {
                let html = blocks(publication, alone);
                if notes.is_empty() {
                    text.push_str(&html);
                } else {
                    text.push_str("<div class=\"noted\">\n");
                    text.push_str(&html);
                    text.push_str(&format!("<div>\n{notes}</div>\n</div>\n"));
                }
                continue;
            }
        };
        if !text.is_empty() {
            out.push(BlockView { text: std::mem::take(text), ..BlockView::default() });
        }
        out.push(BlockView { text: String::new(), figure, table });
        text.push_str(&notes);
    }
}

fn note(publication: &Publication<'_>, index: usize) -> String {
    let notes = &publication.document.footnotes;
    let body = notes.get(index).map(|note| blocks(publication, &note.blocks));
    let number = index + 1;
    let back = say!("note-back", number = number.to_string());
    format!(
        "<div class=\"note\" role=\"note\" id=\"note-{number}\">\n<a class=\"back\" href=\"#noteref-{number}\" aria-label=\"{back}\">{number}</a>\n{}</div>\n",
        body.unwrap_or_default()
    )
}
