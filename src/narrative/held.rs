//! What a document beside the report is held to: that it says no more than the report, that its
//! headline is a claim, and how long it may be.
//!
//! **In:** the documents, woven; the claims that the report makes. **Out:** findings.

use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Findings;
use crate::model::diagnostic::Span;
use crate::model::document::Block;
use crate::model::document::Claim;
use crate::model::document::Document;
use crate::model::document::Inline;
use crate::model::document::every;
use crate::model::document::plain;
use crate::model::document::visit;
use crate::model::name::Name;
use crate::project::DocumentSource;
use crate::project::Project;
use std::collections::BTreeSet;

/// What may stand between two claims of a headline.
const BETWEEN: &[&str] = &["and", "but", "while", "yet", "as"];

/// Reports what a document says beyond the report; `told` are the claims that the report makes.
pub fn held(
    whole: &Project,
    source: &DocumentSource,
    document: &Document,
    told: &BTreeSet<Name>,
    found: &mut Findings,
) {
    let index = source.index.to_string();
    let place = |key: &str| whole.report_yaml.place(&["documents", &index, key]);
    if source.decl.kind.is_news() {
        headline(&document.meta.headline, "headline", place("title"), found);
        headline(&document.meta.standfirst, "standfirst", place("standfirst"), found);
    }
    let mut said = BTreeSet::new();
    visit(document, &mut |node| {
        if let Inline::Claim(claim) = node
            && !told.contains(&Name::Claim(claim.id.clone()))
            && said.insert(claim.id.clone())
        {
            found.extend(beyond(whole, source, claim));
        }
    });
    length(source, document, &place("words"), found);
}

/// Returns a finding where a claim that the report does not make is not marked as new.
fn beyond(whole: &Project, source: &DocumentSource, claim: &Claim) -> Option<Diagnostic> {
    let entry = whole.claims.iter().find(|entry| entry.id == claim.id)?;
    let message = format!("the report does not make the claim `{}`", claim.id);
    (!entry.decl.new).then(|| {
        Diagnostic::error(Code::R0707, message)
            .at(claim.span.clone(), format!("document `{}` makes it", source.decl.id))
            .related(entry.span(), "declared here")
            .help("make the claim in the report, too, or write `new: true` where it is declared")
    })
}

/// Reports words of a headline that are not within a claim.
fn headline(content: &[Inline], what: &str, at: Span, found: &mut Findings) {
    let outside: Vec<Inline> = content
        .iter()
        .filter(|node| !matches!(node, Inline::Claim(_)))
        .cloned()
        .collect();
    let words = plain(&outside);
    let words: Vec<&str> = words
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| {
            !word.is_empty() && !BETWEEN.contains(&word.to_lowercase().as_str())
        })
        .collect();
    if content.is_empty() || words.is_empty() {
        return;
    }
    found.push(
        Diagnostic::error(
            Code::R0709,
            format!("the {what} of a news release must be a claim: \"{}\" is outside one", words.join(" ")),
        )
        .at(at, "")
        .help("write all of it as `{{ claim(\"id\", \"the words\") }}`; what it asserts is then held to the data"),
    );
}

/// Reports a document that is longer or shorter than it may be.
fn length(source: &DocumentSource, document: &Document, at: &Span, found: &mut Findings) {
    let (most, least) = (source.decl.words.most, source.decl.words.least);
    if most.is_none() && least.is_none() {
        return;
    }
    let count = words(document);
    let id = &source.decl.id;
    let counted = format!("document `{id}` has {count} words");
    if let Some(most) = most.filter(|most| count > *most) {
        let over = count - most;
        found.push(
            Diagnostic::error(
                Code::R0706,
                format!("{counted}, {over} more than the {most} allowed"),
            )
            .at(at.clone(), "")
            .help("shorten its chapters, or raise `most:`"),
        );
    }
    if let Some(least) = least.filter(|least| count < *least) {
        let under = least - count;
        found.push(
            Diagnostic::error(
                Code::R0706,
                format!("{counted}, {under} fewer than the {least} asked for"),
            )
            .at(at.clone(), "")
            .help("write more, or lower `least:`"),
        );
    }
}

/// Counts the words of the title, the standfirst and the chapters that authors wrote.
fn words(document: &Document) -> usize {
    let of = |content: &[Inline]| plain(content).split_whitespace().count();
    let meta = &document.meta;
    let written = document.chapters.iter().filter(|chapter| !chapter.file.is_empty());
    let chapters = written.map(|chapter| {
        let blocks = every(&chapter.blocks).into_iter().map(|block| match block {
            Block::Heading { content, .. } | Block::Paragraph { content, .. } => {
                of(content)
            }
            Block::Definitions { items } => items.iter().map(|(term, _)| of(term)).sum(),
            Block::Figure(figure) => of(&figure.headline) + of(&figure.subtitle),
            Block::Table(table) => {
                let cells = table.rows.iter().flatten().map(|cell| of(&cell.content));
                of(&table.title) + cells.sum::<usize>()
            }
            Block::Container(container) => of(&container.title),
            Block::Alert { title, .. } => of(title),
            Block::Picture(picture) => of(&picture.caption),
            _ => 0,
        });
        of(&chapter.title) + blocks.sum::<usize>()
    });
    of(&meta.headline) + of(&meta.standfirst) + chapters.sum::<usize>()
}
