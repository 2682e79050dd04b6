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
use crate::model::document::PictureBlock;
use crate::model::document::visit_blocks;
use crate::model::unreadable::control;
use crate::project::Files;
use crate::project::Project;
use crate::project::ProjectPath;
use crate::project::labels_path;
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
            "the fonts have Latin, Greek and Cyrillic letters and common signs: write the word in these \
             letters, bring a font that has it (`reissue explain brand`), or leave the sign out",
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
pub(super) fn check(
    project: &Project,
    files: &dyn Files,
    document: &Document,
    found: &mut Findings,
) {
    words(project, files, found);
    row(project, found);
    // A message names the first of them only; the others stand at its place.
    let chapters =
        || project.front.iter().chain(&project.chapters).chain(&project.appendices);
    let typed = |one: &Diagnostic| {
        let span = &one.primary.as_ref()?.span;
        let file = chapters().find(|file| file.path.as_str() == &*span.file)?;
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
    if let Some(cover) = &document.meta.cover {
        out.extend(picture(cover, &fresh));
    }
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

/// Reports characters of the project's own words of outputs, which are set in pictures, too.
fn words(project: &Project, files: &dyn Files, found: &mut Findings) {
    let path = ProjectPath::new(&labels_path(project.report.language.as_str()));
    let Ok(path) = path else { return };
    let whole = project.row.is_none() && project.document.is_none();
    if !whole || !files.found(&path) {
        return;
    }
    let Ok(text) = files.text(&path) else { return };
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let (start, words) = (at, line.trim_end());
        at += line.len();
        let mut missing = missing_in_print(words);
        missing.retain(|c| !control(*c));
        if !words.starts_with('#') && !missing.is_empty() {
            let place = Span::new(path.as_str(), start..start + words.len());
            found.push(lacking(&missing, place));
        }
    }
}

/// Reports characters in the values of the row that an edition is made for.
fn row(project: &Project, found: &mut Findings) {
    let Some(row) = &project.row else { return };
    let mut missing: BTreeSet<char> = BTreeSet::new();
    for words in row.words.values() {
        missing.extend(missing_in_pictures(words));
    }
    if !missing.is_empty() {
        let place = project.report_yaml.place(&["editions", "each"]);
        let message = format!("in the row `{}`", row.name);
        let fault = lacking(&missing, place.clone());
        found.push(Diagnostic { primary: None, ..fault }.at(place, message));
    }
}

/// Returns the finding of who made a picture and on what terms.
fn picture(
    picture: &PictureBlock,
    fresh: &dyn Fn(&str) -> BTreeSet<char>,
) -> Option<Diagnostic> {
    let mut missing = fresh(&picture.credit);
    missing.extend(fresh(&picture.licence));
    (!missing.is_empty()).then(|| lacking(&missing, picture.span.clone()))
}

fn text(node: &Inline) -> &str {
    match node {
        Inline::Math(formula) => &formula.source,
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
            Block::Heading { span, .. }
            | Block::Paragraph { span, .. }
            | Block::Equation { span, .. } => span,
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
                let fields = container.fields.iter().map(|(_, line)| line);
                for line in std::iter::once(&container.title).chain(fields) {
                    let content = line.clone();
                    let span = container.span.clone();
                    let line = [Block::Paragraph { content, span }];
                    blocks(&line, &container.span, fresh, out);
                }
                let portrait = container.picture.as_deref().map(std::slice::from_ref);
                blocks(portrait.unwrap_or_default(), &container.span, fresh, out);
                blocks(&container.blocks, &container.span, fresh, out);
                continue;
            }
            Block::Picture(one) => out.extend(picture(one, fresh)),
            _ => {}
        }
        let mut missing = BTreeSet::new();
        visit_blocks(std::slice::from_ref(block), &mut |node| {
            missing.extend(fresh(text(node)));
        });
        match block {
            Block::Code { text, .. } => missing.extend(fresh(text)),
            Block::Equation { formula, .. } => missing.extend(fresh(&formula.source)),
            _ => {}
        }
        if !missing.is_empty() {
            out.push(lacking(&missing, place.clone()));
        }
    }
}
