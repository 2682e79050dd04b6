//! The publication as a site: a front page, a page a chapter, and what they share.
//!
//! **In:** what one page would be made of. **Out:** every file of the site by its name.
//! **Guarantees:** a link leads to the page that holds what it names; a page holds the cards of the
//! numbers it shows; style and search are one file each, found from disk and without a server.

use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Result;
use crate::model::diagnostic::Span;
use crate::model::document::Chapter;
use crate::model::document::Document;
use crate::model::document::FRONT;
use crate::model::document::Inline;
use crate::model::document::visit_chapter;
use crate::output::Publication;
use crate::output::brand;
use crate::output::html::Files;
use crate::output::html::Templates;
use crate::output::html::card;
use crate::output::html::page;
use crate::output::html::search;
use crate::output::html::view::Site;
use crate::output::html::view::Turn;
use crate::output::policy::sealed;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::mem::take;

/// The style of every page.
const STYLE: &str = "style.css";
/// What the search looks through.
const SEARCH: &str = "search.js";

/// Returns the files of the site.
pub(super) fn write(
    publication: &Publication<'_>,
    templates: &Templates,
) -> Result<Files> {
    let document = publication.document;
    let parts = parts(document);
    let chapters = document.pages();
    let names: Vec<&str> =
        std::iter::once(FRONT).chain(chapters.iter().map(String::as_str)).collect();
    let mut all = page(publication, templates);
    let mut left = take(&mut all.chapters).into_iter();
    let style = take(&mut all.style);
    let turns: Vec<Turn> = names
        .iter()
        .enumerate()
        .map(|(at, name)| {
            let entry = at.checked_sub(1).and_then(|at| all.contents.get(at));
            Turn {
                page: (*name).to_owned(),
                number: entry.map_or("", |entry| entry.number).to_owned(),
                name: entry.map_or_else(|| all.title.to_owned(), |e| e.name.clone()),
            }
        })
        .collect();
    let mut filled = Vec::new();
    for (at, part) in parts.iter().enumerate() {
        let shown = &Publication { document: part, ..*publication };
        all.cards = card::cards(shown);
        all.claims = card::claims(shown);
        if at > 0 {
            all.findings.clear();
            all.metadata.clear();
            all.chapters = left.next().into_iter().collect();
        }
        all.slim = at > 0;
        all.site = Some(Site {
            chapter: at.checked_sub(1).map_or("", |at| &document.chapters[at].id),
            page: turns[at].clone(),
            before: at.checked_sub(1).map(|at| turns[at].clone()),
            after: turns.get(at + 1).cloned(),
            style: STYLE,
            search: SEARCH,
        });
        filled.push(templates.pages.fill(&templates.page, &all)?);
    }
    let linked = linked(&filled, &names, document);
    for (page, name) in linked.iter().zip(&names) {
        leads_on(page, name, &names)?;
    }
    let style = brand::fonts_in(&style, &linked.concat(), publication.theme);
    let mut out: Files = names
        .iter()
        .zip(linked)
        .map(|(name, page)| ((*name).to_owned(), sealed(page).into_bytes()))
        .collect();
    out.insert(STYLE.to_owned(), style.into_bytes());
    out.insert(SEARCH.to_owned(), search::index(publication, &turns).into_bytes());
    Ok(out)
}

/// Returns what is on each page: what comes before the chapters, and each chapter with its notes.
fn parts(document: &Document) -> Vec<Document> {
    let marked = |chapter: &Chapter| {
        let mut out = BTreeSet::new();
        visit_chapter(chapter, &mut |node| {
            if let Inline::Footnote { index, .. } = node {
                out.insert(*index);
            }
        });
        out
    };
    let within: Vec<_> = document.chapters.iter().map(marked).collect();
    let last = within.len();
    // The last chapter closes with the notes that are marked in none.
    let on = |chapter: usize, note: usize| {
        within.get(chapter).is_some_and(|notes| notes.contains(&note))
            || chapter + 1 == last && !within.iter().any(|notes| notes.contains(&note))
    };
    let empty = || Document {
        meta: document.meta.clone(),
        findings: Vec::new(),
        chapters: Vec::new(),
        footnotes: Vec::new(),
        references: Vec::new(),
        local: Vec::new(),
    };
    let front = Document { findings: document.findings.clone(), ..empty() };
    let chapters = document.chapters.iter().enumerate().map(|(at, chapter)| {
        let notes = document.footnotes.iter().enumerate();
        let notes = notes.filter(|(note, _)| on(at, *note));
        Document {
            chapters: vec![chapter.clone()],
            footnotes: notes.map(|(_, note)| note.clone()).collect(),
            references: document.references.clone(),
            ..empty()
        }
    });
    std::iter::once(front).chain(chapters).collect()
}

/// Returns the values of an attribute in a page.
fn values<'p>(page: &'p str, attribute: &str) -> impl Iterator<Item = &'p str> {
    page.split(attribute).skip(1).filter_map(|rest| rest.split('"').next())
}

const LINK: &str = "href=\"#";

/// Returns the pages with each link to another of them, by the name of that.
fn linked(pages: &[String], names: &[&str], document: &Document) -> Vec<String> {
    let own: Vec<BTreeSet<&str>> =
        pages.iter().map(|page| values(page, " id=\"").collect()).collect();
    let mut places: BTreeMap<&str, &str> = BTreeMap::new();
    for (ids, name) in own.iter().zip(names) {
        for id in ids {
            places.entry(id).or_insert(name);
        }
    }
    let chapters: BTreeSet<&str> =
        document.chapters.iter().map(|chapter| chapter.id.as_str()).collect();
    let link = |page: &String, own: &BTreeSet<&str>| {
        let mut pieces = page.split(LINK);
        let mut out = pieces.next().unwrap_or_default().to_owned();
        for piece in pieces {
            let id = piece.split('"').next().unwrap_or_default();
            match places.get(id).filter(|_| !own.contains(id)) {
                Some(name) if chapters.contains(id) => {
                    out.push_str("href=\"");
                    out.push_str(name);
                    out.push_str(piece.get(id.len()..).unwrap_or_default());
                }
                Some(name) => {
                    out.push_str("href=\"");
                    out.push_str(name);
                    out.push('#');
                    out.push_str(piece);
                }
                None => {
                    out.push_str(LINK);
                    out.push_str(piece);
                }
            }
        }
        out
    };
    pages.iter().zip(&own).map(|(page, own)| link(page, own)).collect()
}

/// Refuses a page that leads to no other, as one of a project's own template may.
fn leads_on(page: &str, own: &str, names: &[&str]) -> Result<()> {
    let led: BTreeSet<&str> =
        values(page, "href=\"").filter_map(|address| address.split('#').next()).collect();
    let Some(lost) = names.iter().find(|name| **name != own && !led.contains(**name))
    else {
        return Ok(());
    };
    let message = format!("`{own}` has no link to `{lost}`");
    Err(Diagnostic::error(Code::R0561, message)
        .at(Span::new("templates/html/page.html", 0..0), "")
        .help("`html: {form: pages}` needs a template that lists `contents`: without one of your own, the built-in one does")
        .into())
}
