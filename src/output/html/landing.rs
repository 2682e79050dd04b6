//! The page of the publication as a whole: its report and documents, data, areas, how to cite it, its versions.

use crate::model::diagnostic::Result;
use crate::model::document::Contact;
use crate::model::document::Licence;
use crate::model::document::plain;
use crate::model::moment::long_date;
use crate::model::signoff::Releases;
use crate::output::Linked;
use crate::output::Publication;
use crate::output::brand;
use crate::output::feed::ordered;
use crate::output::html::Templates;
use crate::output::html::inline::inlines;
use crate::output::html::metadata;
use crate::output::policy::sealed;
use serde::Serialize;

/// The page's template.
const LANDING: &str = "landing.html";

/// The page.
#[derive(Debug, Serialize)]
struct Landing<'a> {
    language: &'a str,
    title: &'a str,
    subtitle: &'a str,
    description: &'a str,
    edition: &'a str,
    date: String,
    iso_date: &'a str,
    url: &'a str,
    embargo: String,
    draft: bool,
    pdf: bool,
    /// Whether the files of figures, tables and numbers are beside the page.
    beside: bool,
    /// Markup.
    notice: String,
    citation: &'a str,
    licence: &'a Licence,
    contacts: &'a [Contact],
    /// What the page that lists local editions is called; empty without one.
    editions: &'a str,
    documents: &'a [Linked],
    tables: Vec<Data<'a>>,
    figures: Vec<Data<'a>>,
    versions: Vec<Version>,
    /// JSON-LD.
    metadata: String,
    style: String,
    /// Markup.
    logo: String,
}

/// The numbers behind a table or a figure, as a file.
#[derive(Debug, Serialize)]
struct Data<'a> {
    id: &'a str,
    number: &'a str,
    title: String,
}

/// A version of the publication.
#[derive(Debug, Serialize)]
struct Version {
    name: String,
    date: String,
    iso_date: String,
    /// Whether it is this edition.
    current: bool,
    /// How many changes since the version before were accepted for it.
    accepted: usize,
}

/// Returns the page; `releases` are those so far.
pub fn landing(
    publication: &Publication<'_>,
    releases: &Releases,
    templates: &Templates,
) -> Result<String> {
    let document = publication.document;
    let meta = &document.meta;
    let page = Landing {
        language: &meta.language,
        title: &meta.title,
        subtitle: &meta.subtitle,
        description: &meta.description,
        edition: &meta.edition,
        date: long_date(&meta.date),
        iso_date: &meta.date,
        url: &meta.url,
        embargo: meta.embargo_words(),
        draft: publication.draft,
        pdf: publication.pdf,
        beside: publication.beside,
        notice: inlines(publication, &meta.notice),
        citation: &meta.citation,
        licence: &meta.licence,
        contacts: &meta.contacts,
        editions: publication.editions.unwrap_or_default(),
        documents: publication.documents,
        tables: document
            .tables()
            .map(|one| Data {
                id: &one.id,
                number: &one.number,
                title: plain(&one.title),
            })
            .collect(),
        figures: document
            .figures()
            .map(|one| Data {
                id: &one.id,
                number: &one.number,
                title: plain(&one.headline),
            })
            .collect(),
        versions: versions(publication, releases),
        metadata: metadata::metadata(publication),
        style: format!("{}{}", templates.style, brand::style(publication.theme)),
        logo: brand::reversed(publication.theme),
    };
    let page = templates.pages.fill(LANDING, &page)?;
    Ok(sealed(brand::with_fonts(page, publication.theme)))
}

/// Returns the versions, the newest first: this edition, and what was released.
fn versions(publication: &Publication<'_>, releases: &Releases) -> Vec<Version> {
    let meta = &publication.document.meta;
    let own = format!("{}, {}", meta.title, meta.edition);
    let mut out: Vec<Version> = ordered(releases)
        .map(|(_, released)| Version {
            name: released.edition.clone(),
            date: long_date(&released.date),
            iso_date: released.date.clone(),
            current: released.edition == own && released.date == meta.date,
            accepted: released.accepted,
        })
        .collect();
    if !out.iter().any(|version| version.current) {
        let version = Version {
            name: own,
            date: long_date(&meta.date),
            iso_date: meta.date.clone(),
            current: true,
            accepted: 0,
        };
        out.insert(0, version);
    }
    out
}
