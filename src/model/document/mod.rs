//! The document tree: a publication as plain data, between the text that enters and the
//! text that leaves.
//!
//! **In:** built by `narrative` alone.
//! **Out:** read by the writers, by `diff` and by `press`.
//! **Guarantees:** no markup and no half-rendered string: a number, a figure and a claim
//! are nodes that know their id; every node that came from a line knows its place.

mod block;
mod container;
mod formula;
mod inline;
mod listing;
mod site;
mod table;
mod text;

use crate::say;
pub use block::Alert;
pub use block::Block;
pub use block::FigureBlock;
pub use block::PictureBlock;
pub use container::BlockForm;
pub use container::Container;
pub use container::Count;
pub use container::Field;
pub use container::FieldSort;
pub use container::KINDS as CONTAINERS;
pub use container::Kind as ContainerKind;
pub use container::Need;
pub use container::Quoted;
pub use container::index as container_index;
pub use container::kind as container_kind;
pub use container::named;
pub use formula::Class;
pub use formula::Formula;
pub use formula::Layout as FormulaLayout;
pub use formula::Math;
pub use formula::Place as FormulaPlace;
pub use formula::accent as formula_accent;
pub use inline::Claim;
pub use inline::Inline;
pub use inline::TERM;
pub use inline::Verdict;
pub use site::FRONT;
pub use site::LANDING;
pub use table::Cell;
pub use table::Head;
pub use table::NOT_APPLICABLE;
pub use table::NOT_AVAILABLE;
pub use table::PrintedColumn;
pub use table::RowGroup;
pub use table::SHADES;
pub use table::TableBlock;
pub use table::TableNote;
pub use text::coded;
pub use text::every;
pub use text::plain;
pub use text::sentences;
pub use text::visit;
pub use text::visit_blocks;
pub use text::visit_blocks_mut;
pub use text::visit_chapter;
pub use text::visit_chapter_mut;
pub use text::visit_mut;
pub use text::visit_pictures_mut;

use crate::labels::capital;
use crate::model::moment::Lifted;
use crate::model::moment::Moment;
use serde::Deserialize;
use serde::Serialize;
use std::borrow::Cow;
use std::collections::BTreeSet;

/// Where the report is from the folder of a document beside it, as long as it has no address.
pub const REPORT: &str = "../../";

/// A publication.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// What stands on the cover and in the metadata.
    pub meta: Meta,
    /// The findings that stand at the top, in order.
    pub findings: Vec<Finding>,
    /// Chapters and appendices, in order.
    pub chapters: Vec<Chapter>,
    /// Footnotes, in the order of their first reference; number = index + 1.
    pub footnotes: Vec<Footnote>,
    /// Works cited, in the order of the list of references.
    pub references: Vec<Reference>,
    /// Facts for single areas, by area.
    #[serde(default)]
    pub local: Vec<LocalFact>,
}

impl Document {
    /// Returns the document as it is laid out: its back page comes last, wherever it is written,
    /// and lists hold what they list.
    pub fn laid_out(&self) -> Cow<'_, Self> {
        let placed = |block: &Block| block.is_back_page() || listing::is_listing(block);
        if !self.blocks().any(placed) {
            return Cow::Borrowed(self);
        }
        let mut out = self.clone();
        listing::fill(&mut out);
        let mut back = Vec::new();
        for chapter in &mut out.chapters {
            back.extend(chapter.blocks.extract_if(.., |block| block.is_back_page()));
        }
        if let Some(last) = out.chapters.last_mut() {
            last.blocks.extend(back);
        }
        Cow::Owned(out)
    }

    /// Returns every block of its chapters in reading order, also those within others.
    pub fn blocks(&self) -> impl Iterator<Item = &Block> {
        self.chapters.iter().flat_map(|chapter| every(&chapter.blocks))
    }

    /// Returns its figures, in order.
    pub fn figures(&self) -> impl Iterator<Item = &FigureBlock> {
        self.blocks().filter_map(|block| match block {
            Block::Figure(figure) => Some(figure),
            _ => None,
        })
    }

    /// Returns the ids of figures that stand beside others.
    pub fn beside(&self) -> BTreeSet<&str> {
        let groups = self.blocks().filter_map(|block| match block {
            Block::Container(group) => Some(group),
            _ => None,
        });
        let groups = groups.filter(|group| {
            group.kind().is_some_and(|kind| kind.form == BlockForm::Figures)
        });
        let figures =
            groups.flat_map(|group| &group.blocks).filter_map(|block| match block {
                Block::Figure(figure) => Some(figure.id.as_str()),
                _ => None,
            });
        figures.collect()
    }

    /// Returns its pictures, that of the cover first.
    pub fn pictures(&self) -> impl Iterator<Item = &PictureBlock> {
        let inside = self.blocks().filter_map(|block| match block {
            Block::Picture(picture) => Some(picture),
            _ => None,
        });
        self.meta.cover.iter().chain(inside)
    }

    /// Returns its declared tables, in order.
    pub fn tables(&self) -> impl Iterator<Item = &TableBlock> {
        self.blocks().filter_map(|block| match block {
            Block::Table(table) if !table.id.is_empty() => Some(table),
            _ => None,
        })
    }
}

/// What stands on the cover and in the metadata.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Meta {
    /// Title.
    pub title: String,
    /// Second title; may be empty.
    pub subtitle: String,
    /// What a document beside the report is: "news", "summary"; empty for the report itself.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub kind: String,
    /// For whom such a document is written; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub audience: String,
    /// The title of such a document, with its numbers and claims.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub headline: Vec<Inline>,
    /// The sentence under it, likewise.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub standfirst: Vec<Inline>,
    /// Edition, such as "First edition".
    pub edition: String,
    /// Date of publication as the author wrote it (`2025-07-01`); never a clock's.
    pub date: String,
    /// BCP 47 language tag, such as `en-GB`.
    pub language: String,
    /// Web address of the folder at which this edition is published; may be empty.
    #[serde(default)]
    pub url: String,
    /// Whether each chapter is a page of its own.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub pages: bool,
    /// Whether paragraphs are numbered.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub paragraphs: bool,
    /// The picture on the cover.
    #[serde(default)]
    pub cover: Option<PictureBlock>,
    /// The moment before which nothing may be published.
    #[serde(default)]
    pub embargo: Option<Moment>,
    /// That the embargo is lifted from this edition.
    #[serde(default)]
    pub lifted: Option<Lifted>,
    /// How far the wording may go.
    #[serde(default)]
    pub design: Design,
    /// Publishing organisations and authors, in order.
    pub authors: Vec<Author>,
    /// The one-paragraph description for metadata.
    pub description: String,
    /// Keywords.
    pub keywords: Vec<String>,
    /// The notice that travels with every page, figure and number.
    pub notice: Vec<Inline>,
    /// Licence, as name and address.
    pub licence: Licence,
    /// Contacts, as name and address of mail or page.
    pub contacts: Vec<Contact>,
    /// How to cite this edition, in words.
    pub citation: String,
}

impl Meta {
    /// Returns what a document beside the report is called: "News release", "Summary".
    pub fn called(&self) -> String {
        match self.kind.as_str() {
            "news" => say!("kind-news"),
            kind @ ("summary" | "brief") => say!(&format!("kind-{kind}")),
            kind => capital(kind),
        }
    }

    /// Returns that, and for whom it is.
    pub fn called_for(&self) -> String {
        let called = self.called();
        if self.audience.is_empty() {
            called
        } else {
            say!("kind-for", kind = called, audience = self.audience.as_str())
        }
    }

    /// The embargo that holds.
    pub fn held(&self) -> Option<&Moment> {
        self.embargo.as_ref().filter(|_| self.lifted.is_none())
    }

    /// The line that says until when nothing may be published; empty when nothing holds.
    pub fn embargo_words(&self) -> String {
        self.held().map(embargoed).unwrap_or_default()
    }
}

/// "EMBARGOED until 00:01 on 1 July 2025 (UTC+01:00)".
pub fn embargoed(until: &Moment) -> String {
    say!("embargoed", moment = until.words())
}

/// How far the wording may go.
#[derive(
    Debug,
    Clone,
    Copy,
    Default,
    PartialEq,
    Eq,
    Serialize,
    Deserialize,
    schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Design {
    /// Words of association alone, such as `associated with`.
    #[default]
    Association,
    /// Words of cause may be used, such as `caused`.
    Causal,
}

/// A person or organisation that stands behind the publication.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Author {
    /// Name.
    pub name: String,
    /// `organisation` or `person`.
    pub kind: String,
    /// Role, such as "publisher"; may be empty.
    pub role: String,
    /// Web address; may be empty.
    pub url: String,
}

/// The terms of use.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Licence {
    /// Name, such as "CC BY 4.0".
    pub name: String,
    /// Web address; may be empty.
    pub url: String,
}

/// Whom to ask.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// For what: "Press", "Data".
    pub role: String,
    /// Name of the person or office.
    pub name: String,
    /// Address of mail or page; may be empty.
    pub address: String,
}

/// A key finding.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// Id, by which `press` pulls it.
    pub id: String,
    /// A few words over it: "Local business".
    pub title: String,
    /// The finding, one or two sentences.
    pub content: Vec<Inline>,
    /// What must be said beside it when it is quoted; may be empty.
    #[serde(default)]
    pub caveat: String,
    /// The figure that shows it; may be absent.
    pub figure: Option<String>,
    /// Numbers set large on the card, each with its label.
    pub numbers: Vec<BigNumber>,
}

/// A number set large.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BigNumber {
    /// The statistic, as a node.
    pub stat: Inline,
    /// What it is.
    pub label: String,
}

/// A fact for one area.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LocalFact {
    /// Id of the fact, the same for every area.
    pub id: String,
    /// A few words over it.
    pub title: String,
    /// Key of the area.
    pub area: String,
    /// Name of the area.
    pub name: String,
    /// The statistic.
    pub stat: String,
    /// The value as printed; empty when the fact is withheld.
    pub printed: String,
    /// What may be said; empty when the fact is withheld.
    pub sentence: String,
    /// Why the fact is withheld; empty when it is told.
    pub withheld: String,
}

/// Where a chapter stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Part {
    /// Before the numbered chapters: the summary.
    Front,
    /// A numbered chapter.
    Body,
    /// A lettered appendix.
    Appendix,
}

/// One chapter.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Chapter {
    /// Its anchor, unique in the document.
    pub id: String,
    /// "3", "A", or empty for front matter.
    pub number: String,
    /// Where it stands.
    pub part: Part,
    /// Its title.
    pub title: Vec<Inline>,
    /// The file it came from, or empty for a generated one.
    pub file: String,
    /// What it says.
    pub blocks: Vec<Block>,
}

impl Chapter {
    /// Returns what it says, and the back page where that stands at its end.
    pub fn before_back(&self) -> (&[Block], &[Block]) {
        let text = self.blocks.iter().rposition(|block| !block.is_back_page());
        self.blocks.split_at(text.map_or(0, |at| at + 1))
    }
}

/// A footnote.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Footnote {
    /// The author's label.
    pub label: String,
    /// What it says.
    pub blocks: Vec<Block>,
    /// Whether it stands in a list of endnotes.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub ended: bool,
}

/// A work cited.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reference {
    /// The key by which it is cited.
    pub key: String,
    /// The formatted entry: text, emphasis and links.
    pub content: Vec<Inline>,
}
