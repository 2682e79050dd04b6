//! Writers: the document as HTML, and as Typst source and PDF.
//!
//! **In:** the document tree, the statistics, and the drawn figures.
//! **Out:** the bytes of each output.
//! **Guarantees:** writers are pure; text is escaped for where it lands; no other stage
//! starts a program (`typst`, `git`, `opener`, `confined`, `connection`).

pub mod brand;
pub mod brand_sheet;
pub mod changes;
pub mod archive;
mod child;
pub mod confined;
pub mod connection;
mod font;
pub mod git;
pub mod feed;
mod opener;
mod packed;
mod pages;
pub mod html;
pub(crate) mod sheet;
pub mod plain;
pub mod policy;
pub mod picture;
mod template;
pub mod typst;
mod unrounded;

pub use child::Busy;
pub use child::see_off;
pub use child::stop_all;
pub use opener::open;
pub use packed::keep_fonts;
pub use packed::recall_fonts;
pub use pages::fill;
pub use template::builtin;
pub use template::builtin_under;
pub use template::template;

use crate::figure::Alternatives;
use crate::figure::Picture;
use crate::model::diagnostic::Sources;
use crate::model::document::Document;
use crate::model::extract::Extracts;
use crate::model::statistic::Statistics;
use crate::model::theme::Theme;
use serde::Deserialize;
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A figure, drawn for a page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Drawn {
    /// SVG for a page.
    pub wide: String,
    /// SVG for a telephone.
    pub narrow: String,
    /// SVG for paper.
    pub print: String,
    /// SVG for half the width of paper, for a figure beside others.
    pub half: Option<String>,
    /// The chart in words and as a table.
    pub alternatives: Alternatives,
}

/// Everything a writer writes from.
#[derive(Debug, Clone, Copy)]
pub struct Publication<'a> {
    /// The document.
    pub document: &'a Document,
    /// The statistics.
    pub statistics: &'a Statistics,
    /// The figures by id.
    pub figures: &'a BTreeMap<String, Drawn>,
    /// The pictures from files, by path.
    pub pictures: &'a BTreeMap<String, Arc<Picture>>,
    /// What figures look like.
    pub theme: &'a Theme,
    /// Content hashes of the inputs: project path → hash.
    pub inputs: &'a BTreeMap<String, String>,
    /// How the extracts were made.
    pub extracts: &'a Extracts,
    /// The author's texts, for places.
    pub sources: &'a Sources,
    /// Whether claims may fail.
    pub draft: bool,
    /// Whether a PDF stands beside the page.
    pub pdf: bool,
    /// The report that this is published beside, as a document or as a local edition.
    pub whole: Option<&'a Document>,
    /// Whether the files of figures, tables and numbers stand beside the page.
    pub beside: bool,
    /// What the page that lists the local editions is called, where there are any.
    pub editions: Option<&'a str>,
    /// The documents that are published beside the report.
    pub documents: &'a [Linked],
    /// The languages it is published in, its own among them; none where there is one.
    pub languages: &'a [Tongue],
    /// Whether there is a page of the publication as a whole.
    pub landing: bool,
}

/// A language of a publication, as the pages in the others lead to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Tongue {
    /// Its tag: `cy`.
    pub tag: String,
    /// What its speakers call it: "Cymraeg".
    pub name: String,
    /// Its page, from the page that leads to it.
    pub page: String,
    /// Where it is published; may be empty.
    pub address: String,
    /// Whether it is the language of the page.
    pub own: bool,
}

impl<'a> Publication<'a> {
    /// Returns the address of the report that this is published beside, in `documents/ID/` or `editions/ID/`
    /// of it; none where that is not known.
    pub fn report_url(&self) -> Option<&'a str> {
        self.whole?;
        let url = self.document.meta.url.as_str();
        let (end, _) = url.strip_suffix('/')?.rmatch_indices('/').nth(1)?;
        url.get(..=end)
    }
}

/// A document beside the report, as the report's page leads to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Linked {
    /// Its id, which is its folder.
    pub id: String,
    /// What it is called: "News release", "Summary".
    pub name: String,
    /// The tag of its language.
    pub language: String,
    /// Its title.
    pub title: String,
    /// Its place among them.
    pub index: usize,
    /// Whether it has a page, a PDF, a text.
    pub page: bool,
    /// See `page`.
    pub pdf: bool,
    /// See `page`.
    pub text: bool,
}
