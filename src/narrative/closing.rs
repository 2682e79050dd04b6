//! The back page: where it may be written, since it is laid out at the end.

use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Findings;
use crate::model::document::Block;
use crate::model::document::Container;
use crate::model::document::Document;
use crate::model::document::every;

/// Reports a second back page, one within another block, and a chapter that has nothing else.
pub(super) fn check(document: &Document, found: &mut Findings) {
    let mut first: Option<&Container> = None;
    for chapter in &document.chapters {
        for block in &chapter.blocks {
            let inner = every(std::slice::from_ref(block)).into_iter().skip(1);
            inner.filter_map(back).for_each(|one| found.push(nested(one)));
            let Some(one) = back(block) else { continue };
            if let Some(first) = first {
                let message = "there is a second `back-page`";
                let finding = Diagnostic::error(Code::R0653, message)
                    .at(one.span.clone(), "")
                    .related(first.span.clone(), "first here")
                    .help("write all that the back page has in one block");
                found.push(finding);
            }
            first = first.or(Some(one));
            if chapter.blocks.len() == 1 {
                let message = "the chapter has nothing but the `back-page`, which is laid out at the end";
                let finding = Diagnostic::error(Code::R0653, message)
                    .at(one.span.clone(), "")
                    .help("write the block at the end of another chapter, and remove this one");
                found.push(finding);
            }
        }
    }
    let noted = document.footnotes.iter().flat_map(|note| every(&note.blocks));
    noted.filter_map(back).for_each(|one| found.push(nested(one)));
}

fn back(block: &Block) -> Option<&Container> {
    match block {
        Block::Container(container) if block.is_back_page() => Some(container),
        _ => None,
    }
}

fn nested(one: &Container) -> Diagnostic {
    Diagnostic::error(Code::R0653, "a `back-page` is within another block")
        .at(one.span.clone(), "")
        .help("write it on its own, at the end of a chapter")
}
