//! `report/report.yaml`: title, edition, chapters in order, outputs, notice, contacts.

use crate::model::document::Design;
use crate::model::moment::Day;
use crate::model::moment::Lifted;
use crate::model::moment::Moment;
use crate::project::documents::DocumentDecl;
use crate::project::editions::EditionsDecl;
use crate::project::path::ProjectPath;
use crate::project::press::PressDecl;
use crate::project::terms::Address;
use crate::project::terms::ContactDecl;
use crate::project::terms::Language;
use crate::project::terms::Link;
use crate::project::translations::TranslationDecl;
use serde::Deserialize;
use serde::Serialize;

/// The publication's own description.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReportDecl {
    /// Title.
    pub title: String,
    /// Second title.
    #[serde(default)]
    pub subtitle: String,
    /// Edition, such as "First edition".
    pub edition: String,
    /// Date of publication: `2025-07-01`.
    pub date: Day,
    /// BCP 47 language tag.
    #[serde(default)]
    pub language: Language,
    /// What sentences are held to the data by: `words`, the default, or `digits`, for a language that has no
    /// file of words.
    #[serde(default)]
    pub guard: GuardDecl,
    /// Description for metadata.
    #[serde(default)]
    pub description: String,
    /// Keywords for metadata.
    #[serde(default)]
    pub keywords: Vec<String>,
    /// Publishers and authors.
    #[serde(default)]
    pub authors: Vec<AuthorDecl>,
    /// Web address at which this edition is published, ending in `/`.
    #[serde(default)]
    pub url: Address,
    /// The picture on the cover: an id of `pictures.yaml`.
    #[serde(default)]
    pub cover: Option<String>,
    /// The moment before which nothing may be published.
    #[serde(default)]
    pub embargo: Option<Moment>,
    /// That it is lifted; asked of a run, never declared.
    #[serde(skip)]
    pub lifted: Option<Lifted>,
    /// The notice that stands on every page, figure and press file; Tera. Without it there is none.
    #[serde(default)]
    pub notice: String,
    /// Terms of use.
    #[serde(default)]
    pub licence: LicenceDecl,
    /// Whom to ask.
    #[serde(default)]
    pub contacts: Vec<ContactDecl>,
    /// How to cite this edition.
    #[serde(default)]
    pub citation: String,
    /// Key findings, in order.
    #[serde(default)]
    pub findings: Vec<FindingDecl>,
    /// Chapters before the numbered ones.
    #[serde(default)]
    pub front: Vec<ProjectPath>,
    /// Numbered chapters.
    pub chapters: Vec<ProjectPath>,
    /// Lettered appendices.
    #[serde(default)]
    pub appendices: Vec<ProjectPath>,
    /// Whether paragraphs are numbered by chapter, 1.1, 1.2, so that others can refer to them; sections then have no
    /// numbers.
    #[serde(default)]
    pub numbered_paragraphs: bool,
    /// Appendices the program writes: `published`, `provenance`, `references`.
    #[serde(default)]
    pub generated: Vec<Generated>,
    /// Data contract.
    #[serde(default = "contract")]
    pub data: ProjectPath,
    /// Bibliography: Hayagriva YAML or BibTeX.
    #[serde(default)]
    pub bibliography: Option<ProjectPath>,
    /// How works are cited and listed: the name of a CSL style, such as `apa`, or a file of the
    /// project ending in `.csl`.
    #[serde(default = "harvard")]
    pub style: String,
    /// Settings of the page.
    #[serde(default)]
    pub html: HtmlDecl,
    /// Settings of the PDF.
    #[serde(default)]
    pub pdf: PdfDecl,
    /// `association`, the default, or `causal`: how far the wording may go.
    #[serde(default)]
    pub design: Design,
    /// An edition for each row of a frame.
    #[serde(default)]
    pub editions: Option<EditionsDecl>,
    /// The publication in other languages, from the same data, statistics, figures and claims.
    #[serde(default)]
    pub translations: Vec<TranslationDecl>,
    /// Documents that are published beside the report.
    #[serde(default)]
    pub documents: Vec<DocumentDecl>,
    /// How changes are signed off.
    #[serde(default)]
    pub review: ReviewDecl,
    /// What the press is handed beside figures and findings.
    #[serde(default)]
    pub press: PressDecl,
    /// Words that the bare-number and wording checks should let pass, each with a reason.
    #[serde(default)]
    pub allow: Vec<AllowDecl>,
}

/// What sentences are held to the data by.
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
pub enum GuardDecl {
    /// Numbers, and the words beside them: directions, ratios, names, and words of cause.
    #[default]
    Words,
    /// Numbers alone, and words for directions where the program has those of the language: people read the other words.
    Digits,
}

/// The style of a report that names none.
fn harvard() -> String {
    "harvard-cite-them-right".to_owned()
}

/// How changes are signed off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ReviewDecl {
    /// How many people must accept a change: 1 or 2.
    pub signatories: Signatories,
}

impl Default for ReviewDecl {
    fn default() -> Self {
        Self { signatories: Signatories(1) }
    }
}

/// How many people must accept a change.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(try_from = "usize")]
pub struct Signatories(usize);

impl TryFrom<usize> for Signatories {
    type Error = String;

    fn try_from(count: usize) -> Result<Self, String> {
        if (1..=9).contains(&count) {
            Ok(Self(count))
        } else {
            Err(format!("{count} signatories: write 1 to 9"))
        }
    }
}

/// Words let pass.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AllowDecl {
    /// The words.
    pub words: String,
    /// Why.
    pub because: String,
}

pub(super) fn contract() -> ProjectPath {
    ProjectPath::contract()
}

/// An appendix the program writes.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Generated {
    /// Figures in print against the recomputed ones.
    Published,
    /// Every number with its definition.
    Provenance,
    /// The list of works cited.
    References,
}

/// Settings of the page.
#[derive(
    Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(deny_unknown_fields, default)]
pub struct HtmlDecl {
    /// `folder`, the default, `file` or `pages`.
    pub form: PageForm,
    /// Whether there is a page of the publication as a whole, `publication.html`: report and documents,
    /// data, areas, how to cite, versions with their dates; with a `url:` also `releases.atom`, a feed of
    /// the releases.
    pub landing: bool,
}

/// Whether it is one page, and whether it leans on files beside it.
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
pub enum PageForm {
    /// Downloads are files beside the page.
    #[default]
    Folder,
    /// The page stands alone: it makes the downloads itself, so that it can be mailed.
    File,
    /// One page a chapter: `index.html` links to all of them.
    Pages,
}

/// The most millimetres that a PDF may have beyond its edges.
pub(super) const MOST_BLEED: u8 = 20;

/// Settings of the PDF.
#[derive(
    Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(deny_unknown_fields, default)]
pub struct PdfDecl {
    /// `a4` or `us-letter`.
    pub paper: Paper,
    /// Whether left and right pages face each other: the margin at the spine is the wider one.
    pub facing: bool,
    /// How many millimetres of colour and cover stand beyond the edges, for a printer who cuts them off: 3 as a
    /// rule, 20 at most; none unless given.
    #[schemars(range(max = 20))]
    pub bleed: u8,
    /// Whether the PDF is one for archives, PDF/A-3, with the data of its figures and tables in it.
    pub archive: bool,
}

/// A paper size.
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
#[serde(rename_all = "kebab-case")]
pub enum Paper {
    /// 210 × 297 mm.
    #[default]
    A4,
    /// 8.5 × 11 in.
    UsLetter,
}

/// A publisher or author.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AuthorDecl {
    /// Name.
    pub name: String,
    /// `organisation` or `person`.
    #[serde(default = "organisation")]
    pub kind: AuthorKind,
    /// Role, such as "publisher".
    #[serde(default)]
    pub role: String,
    /// Web address.
    #[serde(default)]
    pub url: Link,
}

fn organisation() -> AuthorKind {
    AuthorKind::Organisation
}

/// Who an author is.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum AuthorKind {
    /// An organisation.
    Organisation,
    /// A person.
    Person,
}

/// Terms of use.
#[derive(
    Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(deny_unknown_fields)]
pub struct LicenceDecl {
    /// Name.
    pub name: String,
    /// Web address.
    #[serde(default)]
    pub url: Link,
}

/// A key finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FindingDecl {
    /// Its id.
    pub id: String,
    /// A few words over it.
    pub title: String,
    /// The finding; Tera.
    pub text: String,
    /// What must be said beside it when it is quoted.
    #[serde(default)]
    pub caveat: String,
    /// The figure that shows it.
    #[serde(default)]
    pub figure: Option<String>,
    /// Numbers set large.
    #[serde(default)]
    pub numbers: Vec<NumberDecl>,
}

/// A number set large.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NumberDecl {
    /// The statistic.
    pub stat: String,
    /// How it is shown.
    #[serde(default)]
    pub show: Option<String>,
    /// What it is.
    pub label: String,
}
