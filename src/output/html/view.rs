//! What the page's templates are given: plain values, with markup only where a field says
//! so.

use crate::model::document::Author;
use crate::model::document::Contact;
use crate::model::document::Licence;
use crate::output::Linked;
use crate::output::Tongue;
use serde::Serialize;
use std::borrow::Cow;

/// The page.
#[derive(Debug, Serialize)]
pub(super) struct Page<'a> {
    pub language: &'a str,
    pub og_locale: String,
    pub title: &'a str,
    pub subtitle: &'a str,
    pub edition: &'a str,
    pub date: String,
    pub iso_date: &'a str,
    /// Begins with the embargo, if one holds.
    pub description: String,
    /// Until when nothing may be published; may be empty.
    pub embargo: String,
    pub keywords: String,
    pub authors: &'a [Author],
    pub licence: &'a Licence,
    pub contacts: Cow<'a, [Contact]>,
    pub citation: &'a str,
    /// Where the page is published; may be empty.
    pub url: &'a str,
    /// Address of the picture shown with a shared link; may be empty.
    pub picture: String,
    pub picture_alt: String,
    /// The publisher's logo, for a coloured ground; may be empty.
    pub logo: String,
    /// The picture on the cover, and its credits; may be empty.
    pub cover: String,
    pub cover_credits: String,
    pub draft: bool,
    /// The title of the whole report, of which this is a local edition; may be empty.
    pub whole: &'a str,
    /// What the page that lists the local editions is called; may be empty.
    pub editions: &'a str,
    /// The documents that are published beside the report and have a page.
    pub documents: Vec<&'a Linked>,
    /// The page of the publication as a whole; empty without one.
    pub landing: &'static str,
    /// The languages it is published in; none where there is one.
    pub languages: &'a [Tongue],
    /// What a document beside the report is, and for whom; may be empty.
    pub kind: String,
    pub audience: &'a str,
    /// Its title and the sentence under it; markup.
    pub headline: String,
    pub standfirst: String,
    /// Whether other files stand beside the page.
    pub beside: bool,
    pub pdf: bool,
    /// The file of every number; empty where there is none.
    pub numbers_file: &'a str,
    /// Markup.
    pub notice: String,
    pub findings: Vec<FindingView<'a>>,
    /// The contents: every chapter.
    pub contents: Vec<Entry<'a>>,
    /// The chapters of this page.
    pub chapters: Vec<ChapterView<'a>>,
    /// Whether it is a chapter's page, on which the cover is one line.
    pub slim: bool,
    /// Its place among the pages, where each chapter has one.
    pub site: Option<Site<'a>>,
    pub cards: Vec<Card<'a>>,
    pub claims: Vec<ClaimView<'a>>,
    /// JSON-LD.
    pub metadata: String,
    pub style: String,
    pub script: &'a str,
}

/// A key finding.
#[derive(Debug, Serialize)]
pub(super) struct FindingView<'a> {
    pub id: &'a str,
    pub title: &'a str,
    pub numbers: Vec<BigNumberView<'a>>,
    /// Markup.
    pub text: String,
    /// What must be said beside it; may be empty.
    pub caveat: &'a str,
    /// The figure's id; may be empty.
    pub figure: &'a str,
    pub figure_number: &'a str,
}

/// A number set large; its unit in words stays small beside it.
#[derive(Debug, Serialize)]
pub(super) struct BigNumberView<'a> {
    pub id: &'a str,
    pub figure: String,
    pub unit: String,
    pub label: &'a str,
}

/// A chapter.
#[derive(Debug, Serialize)]
pub(super) struct ChapterView<'a> {
    pub id: &'a str,
    pub number: &'a str,
    pub part: &'static str,
    /// Markup.
    pub title: String,
    pub blocks: Vec<BlockView<'a>>,
}

/// A page among those of a site.
#[derive(Debug, Serialize)]
pub(super) struct Site<'a> {
    /// The id of its chapter; empty on the first.
    pub chapter: &'a str,
    pub page: Turn,
    pub before: Option<Turn>,
    pub after: Option<Turn>,
    /// The file of the style, and of what the search looks through.
    pub style: &'static str,
    pub search: &'static str,
}

/// A page that another leads to.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Turn {
    pub page: String,
    pub number: String,
    /// Plain.
    pub name: String,
}

/// A chapter in the contents.
#[derive(Debug, Serialize)]
pub(super) struct Entry<'a> {
    pub id: &'a str,
    pub number: &'a str,
    /// Plain.
    pub name: String,
    pub sections: Vec<SectionView<'a>>,
}

/// A section in the contents.
#[derive(Debug, Serialize)]
pub(super) struct SectionView<'a> {
    pub id: &'a str,
    pub number: &'a str,
    pub name: String,
}

/// A part of a chapter: one of the three.
#[derive(Debug, Default, Serialize)]
pub(super) struct BlockView<'a> {
    /// Markup.
    pub text: String,
    pub figure: Option<FigureView<'a>>,
    pub table: Option<TableView<'a>>,
}

/// A figure; texts are markup.
#[derive(Debug, Serialize)]
pub(super) struct FigureView<'a> {
    pub id: &'a str,
    pub number: &'a str,
    pub headline: String,
    pub subtitle: String,
    pub note: String,
    pub source: String,
    /// SVG for a page and for a telephone; empty when there is none.
    pub wide: &'a str,
    pub narrow: &'a str,
    /// The chart in words and as a table, plain.
    pub sentences: &'a [String],
    pub head: &'a [String],
    pub rows: &'a [Vec<String>],
    pub tall: bool,
}

/// A declared table; texts are markup.
#[derive(Debug, Serialize)]
pub(super) struct TableView<'a> {
    pub id: &'a str,
    pub number: &'a str,
    pub title: String,
    pub subtitle: String,
    pub body: String,
    /// A line for each note that a letter marks.
    pub notes: String,
    pub note: String,
    pub source: String,
}

/// The card that words which assert something open.
#[derive(Debug, Serialize)]
pub(super) struct ClaimView<'a> {
    pub id: &'a str,
    /// The condition, with the values put in; markup.
    pub because: String,
}

/// The card that a number opens: what it is, how it was computed, and from what.
#[derive(Debug, Serialize)]
pub(super) struct Card<'a> {
    pub id: &'a str,
    pub title: String,
    pub value: String,
    pub unrounded: String,
    pub interval: String,
    pub test: String,
    pub used: String,
    /// Markup.
    pub definition: String,
    /// Markup.
    pub formula: String,
    pub frame: &'a str,
    pub frame_rows: usize,
    pub from: String,
    pub files: String,
    pub declared: String,
}
