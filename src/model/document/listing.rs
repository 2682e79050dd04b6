//! Blocks that the program fills from what stands elsewhere: the table of recommendations, the index.

use crate::labels;
use crate::model::document::Document;
use crate::model::document::block::Block;
use crate::model::document::container::BlockForm;
use crate::model::document::container::Container;
use crate::model::document::container::named;
use crate::model::document::inline::Inline;
use crate::model::document::table::Cell;
use crate::model::document::table::PrintedColumn;
use crate::model::document::table::TableBlock;
use crate::model::document::text::plain;
use crate::model::document::text::visit_blocks;

/// Returns whether the program writes what the block holds.
pub(super) fn is_listing(block: &Block) -> bool {
    let Block::Container(container) = block else { return false };
    container.kind().is_some_and(|kind| kind.form == BlockForm::Listing)
}

/// Fills the lists of a document.
pub(super) fn fill(document: &mut Document) {
    let recommendations = recommendations(document);
    let index = index(document);
    for chapter in &mut document.chapters {
        put(&mut chapter.blocks, &recommendations, &index);
    }
}

fn put(blocks: &mut [Block], rows: &[Vec<Cell>], index: &[Vec<Inline>]) {
    for block in blocks {
        let Block::Container(container) = block else { continue };
        let span = container.span.clone();
        match container.kind.as_str() {
            "recommendations" => {
                let heads =
                    ["block-recommendation", "field-who", "field-when", "field-evidence"];
                let columns = heads.map(|label| PrintedColumn {
                    label: vec![Inline::text(named(label))],
                    ..PrintedColumn::default()
                });
                container.blocks = vec![Block::Table(TableBlock {
                    columns: columns.into(),
                    rows: rows.to_vec(),
                    row_heads: true,
                    ..TableBlock::empty(span)
                })];
            }
            "index" => {
                let items = index.iter().map(|entry| {
                    let (content, span) = (entry.clone(), span.clone());
                    vec![Block::Paragraph { content, span }]
                });
                container.blocks = vec![Block::List {
                    start: None,
                    loose: false,
                    items: items.collect(),
                }];
            }
            _ => put(&mut container.blocks, rows, index),
        }
    }
}

/// Returns a row for each recommendation.
fn recommendations(document: &Document) -> Vec<Vec<Cell>> {
    let all = document.blocks().filter_map(|block| match block {
        Block::Container(container) if container.kind == "recommendation" => {
            Some(container)
        }
        _ => None,
    });
    all.map(row).collect()
}

fn row(container: &Container) -> Vec<Cell> {
    let first = container.blocks.iter().find_map(|block| match block {
        Block::Paragraph { content, .. } => Some(content.as_slice()),
        _ => None,
    });
    let titled = Some(container.title.as_slice()).filter(|title| !title.is_empty());
    let mut what = vec![
        Inline::Ref { target: container.id.clone(), text: container.number.clone() },
        Inline::text(" "),
    ];
    what.extend_from_slice(titled.or(first).unwrap_or_default());
    let cell = |mut content: Vec<Inline>| {
        content.retain(|node| {
            !matches!(node, Inline::Footnote { .. } | Inline::Mark { .. })
        });
        Cell { content, ..Cell::default() }
    };
    let field = |name: &str| cell(container.field(name).unwrap_or_default().to_vec());
    vec![cell(what), field("who"), field("when"), field("evidence")]
}

/// Returns the terms in the order of the alphabet, each with links to where it stands.
fn index(document: &Document) -> Vec<Vec<Inline>> {
    let mut places: Vec<(String, Inline)> = Vec::new();
    for chapter in &document.chapters {
        let mut within = match chapter.number.as_str() {
            "" => plain(&chapter.title),
            number => number.to_owned(),
        };
        let mut note = |node: &Inline, within: &str| {
            if let Inline::Mark { id, term, .. } = node
                && !term.is_empty()
            {
                let link = Inline::Ref { target: id.clone(), text: within.to_owned() };
                places.push((term.clone(), link));
            }
        };
        for block in &chapter.blocks {
            if let Block::Heading { number, .. } = block
                && !number.is_empty()
            {
                within.clone_from(number);
            }
            let mut own = within.clone();
            visit_blocks(std::slice::from_ref(block), &mut |node| {
                if let Inline::Mark { number, .. } = node
                    && !number.is_empty()
                {
                    own.clone_from(number);
                }
                note(node, &own);
            });
        }
    }
    // Sorted as it is: places of a term stay in the order of the text.
    places.sort_by(|(one, _), (other, _)| labels::compare(one, other));
    let mut out: Vec<(String, Vec<Inline>)> = Vec::new();
    for (term, link) in places {
        if let Some((_, entry)) = out.last_mut().filter(|(last, _)| *last == term) {
            entry.extend([Inline::text(", "), link]);
        } else {
            let entry = vec![Inline::text(term.as_str()), Inline::text(", "), link];
            out.push((term, entry));
        }
    }
    out.into_iter().map(|(_, entry)| entry).collect()
}
