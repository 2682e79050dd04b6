//! The publication as one web page that works from disk and without scripts.
//!
//! **In:** a [`Publication`] and the page's templates.
//! **Out:** the page.
//! **Guarantees:** every text is escaped; the only markup is written here or in a
//! template; an element or a sentence a line, so that two editions compare line by line.

mod block;
mod card;
mod chapter;
mod container;
mod index;
mod inline;
mod landing;
mod math;
mod metadata;
mod picture;
mod said;
mod search;
mod site;
mod view;

pub use index::Listed;
pub use index::index;
pub(super) use inline::coded;
pub use landing::landing;
pub use said::seen;
pub use said::unsaid;

use crate::figure;
use crate::model::diagnostic::Result;
use crate::model::document::FRONT;
use crate::model::document::Inline;
use crate::model::document::LANDING;
use crate::model::document::PictureBlock;
use crate::model::document::plain;
use crate::model::document::sentences;
use crate::model::escape::escape;
use crate::model::format::NBSP;
use crate::model::moment::long_date;
use crate::output::Publication;
use crate::output::brand;
use crate::output::builtin_under;
use crate::output::html::inline::inlines;
use crate::output::html::view::BigNumberView;
use crate::output::html::view::FindingView;
use crate::output::html::view::Page;
use crate::output::pages::Pages;
use crate::output::pages::Template;
use crate::output::policy::sealed;
use crate::output::template::readable;
use crate::output::template::template;
use crate::project::Files as ProjectFiles;
use std::collections::BTreeMap;

/// The page's own template; it includes the others.
const PAGE: &str = "page.html";

/// The templates of a project's pages, made ready once.
#[derive(Debug)]
pub struct Templates {
    pages: Pages,
    /// The template that a page begins with.
    page: String,
    style: String,
    script: String,
    finder: String,
}

impl Templates {
    /// Reads the templates: the project's own where it has them.
    pub fn read(files: &dyn ProjectFiles) -> Result<Self> {
        Self::with(files, None)
    }

    /// Reads the templates; a page template that is given, by its path and text, takes the
    /// place of `page.html`, which it may extend.
    pub fn with(files: &dyn ProjectFiles, own: Option<(&str, &str)>) -> Result<Self> {
        let markup =
            |name: &str| name.rsplit_once('.').is_some_and(|(_, end)| end == "html");
        let names = builtin_under("html/").map(|(name, _)| name);
        let mut all = names
            .filter(|name| markup(name))
            .map(|name| Template::read(files, name, &format!("html/{name}")))
            .collect::<Result<Vec<_>>>()?;
        if let Some((path, text)) = own {
            readable(path, text)?;
            all.push(Template {
                name: path.to_owned(),
                path: path.to_owned(),
                text: text.to_owned(),
                raw: text.to_owned(),
                own: true,
            });
        }
        let escaping: tera::EscapeFn = |text, out| out.write_all(escape(text).as_bytes());
        Ok(Self {
            pages: Pages::new(all, escaping)?,
            page: own.map_or(PAGE, |(path, _)| path).to_owned(),
            style: template(files, "html/style.css")?.to_string(),
            script: template(files, "html/script.js")?.to_string(),
            finder: template(files, "html/editions.js")?.to_string(),
        })
    }
}

/// Files by their name.
pub type Files = BTreeMap<String, Vec<u8>>;

/// Returns the files that the publication is on the web: one page, or a site.
pub fn pages(publication: &Publication<'_>, templates: &Templates) -> Result<Files> {
    let document = &*publication.document.laid_out();
    let publication = &Publication { document, ..*publication };
    if publication.document.meta.pages {
        return site::write(publication, templates);
    }
    let page = write(publication, templates)?;
    Ok([(FRONT.to_owned(), page.into_bytes())].into())
}

/// Returns the publication as one page.
pub fn write(publication: &Publication<'_>, templates: &Templates) -> Result<String> {
    let document = &*publication.document.laid_out();
    let publication = &Publication { document, ..*publication };
    let page = templates.pages.fill(&templates.page, &page(publication, templates))?;
    Ok(sealed(brand::with_fonts(page, publication.theme)))
}

fn page<'a>(publication: &Publication<'a>, templates: &'a Templates) -> Page<'a> {
    let meta = &publication.document.meta;
    let (picture, picture_alt) = shared_picture(publication);
    Page {
        language: &meta.language,
        og_locale: meta.language.replace('-', "_"),
        title: &meta.title,
        subtitle: &meta.subtitle,
        edition: &meta.edition,
        date: long_date(&meta.date),
        iso_date: &meta.date,
        description: sentences(&[&meta.embargo_words(), &meta.description]),
        embargo: meta.embargo_words(),
        keywords: meta.keywords.join(", "),
        authors: &meta.authors,
        licence: &meta.licence,
        contacts: meta.contacts.as_slice().into(),
        citation: &meta.citation,
        url: &meta.url,
        picture,
        picture_alt,
        logo: brand::reversed(publication.theme),
        cover: meta
            .cover
            .as_ref()
            .map(|cover| picture::image(publication, cover, "100vw"))
            .unwrap_or_default(),
        cover_credits: meta.cover.as_ref().map(PictureBlock::credits).unwrap_or_default(),
        draft: publication.draft,
        whole: publication.whole.map_or("", |whole| &whole.meta.title),
        editions: publication.editions.unwrap_or_default(),
        documents: publication.documents.iter().filter(|one| one.page).collect(),
        landing: if publication.landing { LANDING } else { "" },
        languages: publication.languages,
        kind: meta.called(),
        audience: &meta.audience,
        headline: inlines(publication, &meta.headline),
        standfirst: inlines(publication, &meta.standfirst),
        beside: publication.beside,
        pdf: publication.pdf,
        numbers_file: if publication.beside { "statistics.json" } else { "" },
        notice: inlines(publication, &meta.notice),
        findings: findings(publication),
        contents: chapter::contents(publication.document),
        chapters: chapter::chapters(publication),
        cards: card::cards(publication),
        claims: card::claims(publication),
        metadata: metadata::metadata(publication),
        slim: false,
        site: None,
        style: format!(
            "{}{}{}{}",
            templates.style,
            picture::focal_style(publication.document),
            figure::style(publication.theme, ".plot"),
            brand::style(publication.theme)
        ),
        script: &templates.script,
    }
}

/// The first figure stands for the report where its link is shared.
fn shared_picture(publication: &Publication<'_>) -> (String, String) {
    let base = &publication.document.meta.url;
    match publication.document.figures().next() {
        Some(figure) if publication.beside && !base.is_empty() => {
            let drawn = publication.figures.get(&figure.id);
            let alt = drawn.map(|drawn| drawn.alternatives.alt.clone());
            (format!("{base}figures/{}.png", figure.id), alt.unwrap_or_default())
        }
        _ => (String::new(), String::new()),
    }
}

fn numbered(number: &str) -> String {
    if number.is_empty() {
        String::new()
    } else {
        format!("<span class=\"number\">{}</span> ", escape(number))
    }
}

fn findings<'a>(publication: &Publication<'a>) -> Vec<FindingView<'a>> {
    let view = |finding: &'a crate::model::document::Finding| {
        let figure = finding.figure.as_deref().unwrap_or_default();
        FindingView {
            id: &finding.id,
            title: &finding.title,
            numbers: finding
                .numbers
                .iter()
                .map(|number| big(&number.stat, &number.label))
                .collect(),
            text: inlines(publication, &finding.content),
            caveat: &finding.caveat,
            figure,
            figure_number: figure_number(publication, figure),
        }
    };
    publication.document.findings.iter().map(view).collect()
}

fn big<'a>(node: &'a Inline, label: &'a str) -> BigNumberView<'a> {
    let (id, text) = match node {
        Inline::Stat { id, text, .. } => (id.as_str(), text.clone()),
        _ => ("", plain(std::slice::from_ref(node))),
    };
    let (figure, unit) = text.split_once(NBSP).unwrap_or((&text, ""));
    BigNumberView { id, figure: figure.to_owned(), unit: unit.replace(NBSP, " "), label }
}

fn figure_number<'a>(publication: &Publication<'a>, id: &str) -> &'a str {
    let mut figures = publication.document.figures();
    figures.find(|figure| figure.id == id).map_or("", |figure| figure.number.as_str())
}
