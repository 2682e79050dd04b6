//! The project's files, parsed and checked: what the author declared.
//!
//! **In:** [`Files`], the one door to disk.
//! **Out:** a [`Project`]: typed declarations that know their places, and the texts of the
//! chapters.
//! **Guarantees:** every key is known, every id is well formed and unique, every path stays
//! inside the project; all faults of all files are reported at once.

mod brand;
mod calls;
mod claims;
mod contract;
mod dialect;
mod documents;
mod editions;
mod embargo;
mod extracts;
mod figures;
mod once;
mod part;
mod files;
mod font;
mod homes;
mod measure;
mod include;
mod inflect;
mod labels;
pub mod lexicon;
mod limits;
mod load;
mod loader;
mod path;
mod pictures;
mod press;
mod quotations;
mod reading;
mod record;
mod report;
mod rules;
pub mod sense;
pub mod senses;
mod signoff;
mod statistics;
mod strays;
mod synonyms;
mod tables;
pub mod tags;
mod template;
mod terms;
mod translations;
mod unread;
mod theme;
pub mod weights;
mod word_limits;
mod yaml;

use crate::labels::Labels;
pub use brand::BRAND;
pub use brand::BrandDecl;
pub use brand::FontsDecl;
pub use brand::LogoDecl;
pub use brand::ReadLogo;
pub use brand::RolesDecl;
pub use claims::*;
pub use contract::*;
pub use dialect::*;
pub use documents::*;
pub use editions::*;
pub use embargo::*;
pub use extracts::EXTRACTS;
pub use extracts::EngineDecl;
pub use extracts::Extract;
pub use extracts::ExtractDecl;
pub use extracts::Maker;
pub use extracts::ProgramDecl;
pub use extracts::QueryDecl;
pub use extracts::extracts_text;
pub use figures::*;
pub use files::*;
pub use font::Outlines;
pub use labels::path as labels_path;
pub use labels::spoken;
pub use limits::Bytes;
pub use limits::Period;
pub use load::load;
pub use measure::*;
pub use once::given_once;
pub use part::PartDecl;
pub use path::ProjectPath;
pub use pictures::*;
pub use press::*;
pub use quotations::*;
pub use reading::*;
pub use record::*;
pub use report::*;
pub use signoff::*;
pub use statistics::*;
pub use synonyms::SYNONYMS;
pub use synonyms::Synonyms;
pub use tables::*;
pub use template::*;
pub use terms::*;
pub use translations::FOLDER as TRANSLATIONS;
pub use translations::TranslationDecl;
pub use yaml::Places;
pub use yaml::Spoken;
pub use yaml::Yaml;
pub use yaml::quoted;

use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Result;
use crate::model::diagnostic::Sources;
use crate::model::diagnostic::Span;
use crate::model::extract::Extracts;
use crate::model::theme::Theme;
use lexicon::Lexicon;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

/// An entry of one of the files, with its id and its places.
#[derive(Debug, Clone)]
pub struct Entry<T> {
    /// Its id.
    pub id: String,
    /// What was declared.
    pub decl: T,
    /// The declaration with its places.
    pub yaml: Yaml,
}

impl<T> Entry<T> {
    /// Returns the place of the entry's id.
    pub fn span(&self) -> Span {
        self.yaml.span()
    }

    /// Returns the place of a value under it.
    pub fn place(&self, inner: &[&str]) -> Span {
        self.yaml.place(inner)
    }
}

/// A chapter's file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChapterFile {
    /// Its path.
    pub path: ProjectPath,
    /// Its text.
    pub text: Arc<str>,
}

/// Everything the author declared.
#[derive(Debug, Clone)]
pub struct Project {
    /// `report.yaml`.
    pub report: ReportDecl,
    /// `report.yaml` with its places.
    pub report_yaml: Yaml,
    /// The data contract.
    pub package: PackageDecl,
    /// The contract with its places.
    pub package_yaml: Yaml,
    /// The contract's path.
    pub package_path: ProjectPath,
    /// What is known of the extracts.
    pub extracts: Extracts,
    /// `statistics.yaml`.
    pub statistics: StatisticsFile,
    /// `figures.yaml`, in the file's order.
    pub figures: Vec<Entry<FigureDecl>>,
    /// `pictures.yaml`, in the file's order.
    pub pictures: Vec<Entry<PictureDecl>>,
    /// `quotations.yaml`, in the file's order.
    pub quotations: Vec<Entry<QuotationDecl>>,
    /// `theme.yaml`, over the built-in theme.
    pub theme: Arc<Theme>,
    /// `theme.yaml` with its places, where there is one.
    pub theme_yaml: Option<Yaml>,
    /// What was found when it was read, and is no fault.
    pub warnings: Vec<Diagnostic>,
    /// The words that outputs print by themselves, in the language of the report.
    pub labels: Arc<Labels>,
    /// The words by which prose is read; none where there is no file for its language.
    pub words: Option<Arc<Lexicon>>,
    /// `tables.yaml`, in the file's order.
    pub tables: Vec<Entry<TableDecl>>,
    /// `claims.yaml`, in the file's order.
    pub claims: Vec<Entry<ClaimDecl>>,
    /// `published.yaml`, in the file's order.
    pub published: Vec<Entry<PublishedDecl>>,
    /// The bibliography's path and text.
    pub bibliography: Option<ChapterFile>,
    /// The path and text of the style of citations, where the project brings one.
    pub style: Option<ChapterFile>,
    /// Chapters before the numbered ones.
    pub front: Vec<ChapterFile>,
    /// Numbered chapters.
    pub chapters: Vec<ChapterFile>,
    /// Appendices.
    pub appendices: Vec<ChapterFile>,
    /// Files that chapters include.
    pub parts: Vec<ChapterFile>,
    /// What an edition for each row of a frame is made of.
    pub editions: Option<Editions>,
    /// What is published beside the report.
    pub documents: Vec<DocumentSource>,
    /// The same in other languages, each a project of its own.
    pub translations: Vec<Self>,
    /// Which of them this is; none for the report itself.
    pub translation: Option<usize>,
    /// The row that this edition is made for; the whole report has none.
    pub row: Option<Arc<Row>>,
    /// The document beside the report that this is; the report itself is none.
    pub document: Option<Arc<DocumentSource>>,
    /// The texts that diagnostics may point into.
    pub sources: Sources,
}

/// What the stages know of the kinds that are declared, so that every typo is reported
/// before any data are read.
#[derive(Debug, Clone, Copy)]
pub struct Kinds {
    /// Decode the blocks of `statistics.yaml`.
    pub statistics: &'static [Decoder],
    /// Holds the kind and the settings of a figure to what there is.
    pub figure: fn(&Yaml) -> Vec<Diagnostic>,
    /// Reads a logo.
    pub logo: ReadLogo,
}

/// Returns whether an id is made of small letters, digits and `_`, a letter first.
fn is_id(id: &str) -> bool {
    id.starts_with(|first: char| first.is_ascii_lowercase())
        && id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

/// Refuses ids with characters that could not stand in a name, a file or an anchor.
fn check_id(id: &str, entry: &Yaml) -> Result<()> {
    if is_id(id) {
        return Ok(());
    }
    Err(Diagnostic::error(Code::R0108, format!("`{id}` cannot be an id"))
        .at(entry.span(), "")
        .help("write ids in small letters, digits and `_`, starting with a letter")
        .into())
}

/// Returns the words for a value of a column, or the value itself.
pub fn words<'a>(
    labels: &'a BTreeMap<String, BTreeMap<String, String>>,
    column: &str,
    value: &'a str,
) -> &'a str {
    labels.get(column).and_then(|words| words.get(value)).map_or(value, String::as_str)
}

impl Project {
    /// Returns whether this is the report itself, and no edition for a row, no document beside it and no
    /// translation.
    pub fn is_whole(&self) -> bool {
        self.row.is_none() && self.document.is_none() && self.translation.is_none()
    }

    /// Returns every data file with its contract: those of the data package, and extracts.
    pub fn resources(&self) -> impl Iterator<Item = &ResourceDecl> {
        let extracts = self.statistics.extracts.iter().map(|extract| &extract.resource);
        self.package.resources.iter().chain(extracts)
    }

    /// Returns the words by which a map names the publisher of its boundaries.
    pub fn attribution(&self, resource: &str) -> Option<String> {
        let found = self.package.resources.iter().find(|known| known.name == resource)?;
        let own = found.attribution().or_else(|| {
            let package = &self.package;
            let whole = ResourceDecl {
                sources: package.sources.clone(),
                licenses: package.licenses.clone(),
                ..found.clone()
            };
            whole.attribution()
        });
        own.map(|own| format!("Boundaries: {own}"))
    }

    /// Returns the order declared for the values of a column: by `order:` among its labels, or by a
    /// field of that name in the contract whose categories are ordered: of several, by the one that
    /// has most of the values.
    pub fn order_of(&self, column: &str, values: &BTreeSet<&str>) -> Option<Vec<String>> {
        if let Some(order) = self.statistics.orders.get(column) {
            return Some(order.clone());
        }
        let known = |order: &Vec<String>| {
            order.iter().filter(|value| values.contains(value.as_str())).count()
        };
        let orders = self.orders_in_contract(column).filter(|order| known(order) > 0);
        orders.min_by_key(|order| std::cmp::Reverse(known(order)))
    }

    fn orders_in_contract(&self, column: &str) -> impl Iterator<Item = Vec<String>> {
        let fields = self.resources().flat_map(|file| &file.schema.fields);
        fields.filter(move |field| field.name == column).filter_map(FieldDecl::ordered)
    }

    /// Returns every order declared for the values of a column.
    pub fn orders_of(&self, column: &str) -> Vec<Vec<String>> {
        let own = self.statistics.orders.get(column).cloned();
        own.into_iter().chain(self.orders_in_contract(column)).collect()
    }

    /// Returns the digits after the point that are declared of a column: the most, where several
    /// fields have its name.
    pub fn decimals_of(&self, column: &str) -> Option<u8> {
        let fields = self.resources().flat_map(|file| &file.schema.fields);
        fields
            .filter(|field| field.name == column)
            .filter_map(|field| field.decimals)
            .max()
    }

    /// Returns whether a column holds years: a field of that name is declared as `type: year`.
    pub fn is_year(&self, column: &str) -> bool {
        let mut fields = self.resources().flat_map(|file| &file.schema.fields);
        fields.any(|field| field.name == column && field.kind == FieldType::Year)
    }
}
