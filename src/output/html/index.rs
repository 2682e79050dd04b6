//! The page that lists the local editions.

use crate::labels::capital;
use crate::model::diagnostic::Result;
use crate::model::moment::long_date;
use crate::output::Publication;
use crate::output::brand;
use crate::output::html::Templates;
use crate::output::html::inline::inlines;
use crate::output::policy::sealed;
use serde::Serialize;

/// The page's template.
const INDEX: &str = "editions.html";

/// A local edition as the list names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Listed {
    /// Its folder.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What stands beside the title; may be empty.
    pub says: String,
    /// The list that it stands in; may be empty.
    pub group: String,
}

/// The page.
#[derive(Debug, Serialize)]
struct Index<'a> {
    language: &'a str,
    title: &'a str,
    whole: &'a str,
    edition: &'a str,
    date: String,
    iso_date: &'a str,
    embargo: String,
    draft: bool,
    pdf: bool,
    /// Markup.
    notice: String,
    citation: &'a str,
    count: usize,
    groups: Vec<Group<'a>>,
    style: String,
    /// Markup.
    logo: String,
    script: &'a str,
}

/// Editions under one heading.
#[derive(Debug, Serialize)]
struct Group<'a> {
    name: String,
    editions: Vec<&'a Listed>,
}

/// Returns the page that lists the editions of a report, group by group in the order in which
/// they come.
pub fn index(
    whole: &Publication<'_>,
    title: &str,
    editions: &[Listed],
    templates: &Templates,
) -> Result<String> {
    let meta = &whole.document.meta;
    let mut groups: Vec<Group<'_>> = Vec::new();
    for edition in editions {
        let name = capital(&edition.group);
        match groups.iter_mut().find(|group| group.name == name) {
            Some(group) => group.editions.push(edition),
            None => groups.push(Group { name, editions: vec![edition] }),
        }
    }
    let page = Index {
        language: &meta.language,
        title,
        whole: &meta.title,
        edition: &meta.edition,
        date: long_date(&meta.date),
        iso_date: &meta.date,
        embargo: meta.embargo_words(),
        draft: whole.draft,
        pdf: whole.pdf,
        notice: inlines(whole, &meta.notice),
        citation: &meta.citation,
        count: editions.len(),
        groups,
        style: format!("{}{}", templates.style, brand::style(whole.theme)),
        logo: brand::reversed(whole.theme),
        script: &templates.finder,
    };
    let page = templates.pages.fill(INDEX, &page)?;
    Ok(sealed(brand::with_fonts(page, whole.theme)))
}
