//! Characters that no font has, which would print as empty boxes.
//!
//! **In:** texts as they are read, and the document at the end. **Out:** an error for each place.

use crate::figure::letters::missing_in_pictures;
use crate::figure::letters::missing_in_print;
use crate::figure::letters::named;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Findings;
use crate::model::diagnostic::Span;
use crate::model::document::Block;
use crate::model::document::Document;
use crate::model::document::Inline;
use crate::model::document::visit_blocks;
use crate::model::unreadable::control;
use crate::project::Project;
use std::cell::RefCell;
use std::collections::BTreeSet;

/// Settings of `report.yaml` that do not print.
const UNPRINTED: &[&str] = &[
    "keywords",
    "front",
    "chapters",
    "appendices",
    "bibliography",
    "style",
    "data",
    "allow",
    "review",
];

/// The error for characters that no font has.
pub(super) fn lacking(missing: &BTreeSet<char>, place: Span) -> Diagnostic {
    Diagnostic::error(Code::R0623, format!("no font has {}", named(missing)))
        .at(place, "")
        .help(
            "the fonts have Latin, Greek, Cyrillic and Devanagari letters and common signs: write the word in \
             these letters, or leave the sign out",
        )
}

/// Returns the range of the run of characters in a text that no font has, and which they are.
pub(super) fn run(text: &str) -> Option<(std::ops::Range<usize>, BTreeSet<char>)> {
    let mut missing = missing_in_print(text);
    // These have a message of their own where they are typed.
    missing.retain(|c| !control(*c));
    let start = text.find(|c| missing.contains(&c))?;
    let end = text.rfind(|c| missing.contains(&c))?;
    let width = text.get(end..)?.chars().next()?.len_utf8();
    Some((start..end + width, missing))
}

/// Reports characters without a font in what is not read as Markdown: the settings of the report,
/// values that come from data, and works.
pub(super) fn check(project: &Project, document: &Document, found: &mut Findings) {
    // A message names the first of them only; the others stand at its place.
    let files =
        || project.front.iter().chain(&project.chapters).chain(&project.appendices);
    let typed = |one: &Diagnostic| {
        let span = &one.primary.as_ref()?.span;
        let file = files().find(|file| file.path.as_str() == &*span.file)?;
        file.text.get(span.start..span.end).map(str::to_owned)
    };
    let mut reported = BTreeSet::new();
    for one in found.so_far().iter().filter(|one| one.code == Code::R0623) {
        reported.extend(one.message.chars());
        reported.extend(typed(one).unwrap_or_default().chars());
    }
    let controls = found.so_far().iter().any(|one| one.code == Code::R0661);
    let yaml = &project.report_yaml;
    let more = RefCell::new(Vec::new());
    // The notice, findings and titles are set in pictures of the press pack, too.
    let whole = project.row.is_none();
    let _same = yaml.mapped(&|path, text| {
        let printed = whole && !path.first().is_some_and(|key| UNPRINTED.contains(key));
        let missing = missing_in_pictures(text);
        if printed && !missing.is_empty() {
            more.borrow_mut().push(lacking(&missing, yaml.place(path)));
        }
        text.to_owned()
    });
    let mut out = more.into_inner();
    let told: BTreeSet<char> = out.iter().flat_map(|one| one.message.chars()).collect();
    let fresh = |text: &str| -> BTreeSet<char> {
        let mut missing = missing_in_print(text);
        missing.retain(|c| !reported.contains(c) && !told.contains(c));
        missing.retain(|c| !controls || !control(*c));
        missing
    };
    for chapter in &document.chapters {
        let place = Span::new(chapter.file.as_str(), 0..0);
        blocks(&chapter.blocks, &place, &fresh, &mut out);
    }
    for note in &document.footnotes {
        blocks(&note.blocks, &yaml.span(), &fresh, &mut out);
    }
    if let Some(file) = &project.bibliography {
        let mut missing = BTreeSet::new();
        let works = document.references.iter().map(|work| Block::Paragraph {
            content: work.content.clone(),
            span: Span::new("", 0..0),
        });
        let works: Vec<Block> = works.collect();
        visit_blocks(&works, &mut |node| missing.extend(fresh(text(node))));
        if !missing.is_empty() {
            let at = file.text.find(|c| missing.contains(&c));
            let range = at.map_or(0..0, |at| {
                at..at + file.text[at..].chars().next().map_or(0, char::len_utf8)
            });
            out.push(lacking(&missing, Span::new(file.path.as_str(), range)));
        }
    }
    found.extend(out);
}

fn text(node: &Inline) -> &str {
    match node {
        Inline::Text { text }
        | Inline::Code { text }
        | Inline::Stat { text, .. }
        | Inline::Fixed { text, .. }
        | Inline::Ref { text, .. }
        | Inline::Cite { text, .. } => text,
        _ => "",
    }
}

/// Looks at each block with the nearest place there is.
fn blocks(
    all: &[Block],
    above: &Span,
    fresh: &dyn Fn(&str) -> BTreeSet<char>,
    out: &mut Vec<Diagnostic>,
) {
    for block in all {
        let place = match block {
            Block::Heading { span, .. } | Block::Paragraph { span, .. } => span,
            Block::Table(table) => &table.span,
            _ => above,
        };
        match block {
            Block::List { items, .. } => {
                items.iter().for_each(|item| blocks(item, place, fresh, out));
                continue;
            }
            Block::Quote { blocks: inner } | Block::Alert { blocks: inner, .. } => {
                blocks(inner, place, fresh, out);
                continue;
            }
            Block::Container(container) => {
                blocks(&container.blocks, place, fresh, out);
                continue;
            }
            _ => {}
        }
        let mut missing = BTreeSet::new();
        visit_blocks(std::slice::from_ref(block), &mut |node| {
            missing.extend(fresh(text(node)));
        });
        if let Block::Code { text, .. } = block {
            missing.extend(fresh(text));
        }
        if !missing.is_empty() {
            out.push(lacking(&missing, place.clone()));
        }
    }
}
