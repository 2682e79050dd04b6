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
mod files;
mod font;
mod measure;
mod include;
mod inflect;
mod labels;
pub mod lexicon;
mod limits;
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
mod tables;
pub mod tags;
mod template;
mod terms;
mod translations;
mod theme;
mod yaml;

use crate::labels::Labels;
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
pub use labels::spoken;
pub use limits::Bytes;
pub use limits::Period;
pub use measure::*;
pub use path::ProjectPath;
pub use pictures::*;
pub use press::*;
pub use quotations::*;
pub use reading::*;
pub use record::*;
pub use report::*;
pub use signoff::*;
pub use statistics::*;
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
use crate::model::diagnostic::Findings;
use crate::model::diagnostic::Result;
use crate::model::diagnostic::Sources;
use crate::model::diagnostic::Span;
use crate::model::extract::Extracts;
use crate::model::theme::Theme;
use extracts::ExtractsFile;
use lexicon::Lexicon;
use rayon::prelude::*;
use serde::de::DeserializeOwned;
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
    pub figure: fn(&Entry<FigureDecl>) -> Vec<Diagnostic>,
    /// Reads a logo.
    pub logo: ReadLogo,
}

/// Loads a project, its declarations held to the kinds there are.
pub fn load(files: &dyn Files, kinds: &Kinds) -> (Result<Project>, Sources) {
    let mut loader = Loader::new(files, None);
    let mut project = loader.project(kinds);
    if let Some(whole) = &mut project {
        for index in 0..whole.report.translations.len() {
            let mut own = Loader::new(files, Some(index));
            let translation = own.project(kinds);
            if let Some(translation) = translation {
                let (report, yaml) = (&translation.report, &translation.report_yaml);
                own.found.extend(translations::untranslated(report, &whole.report, yaml));
                whole.translations.push(translation);
            }
            loader.sources.join(own.sources);
            // What every language meets is reported once.
            loader.found.join_new(own.found);
        }
    }
    let sources = loader.sources.clone();
    let result = match (project, loader.found.finish(())) {
        (Some(project), Ok(warned)) => {
            Ok(Project { warnings: warned.warnings, ..project })
        }
        (_, Err(failure)) => Err(failure),
        (None, Ok(_)) => {
            Err(Diagnostic::error(Code::R0101, "the project could not be read").into())
        }
    };
    (result, sources)
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

/// Files that most projects have: parsed ahead, side by side.
const USUAL: &[&str] = &[
    "report/report.yaml",
    "report/statistics.yaml",
    "report/figures.yaml",
    "report/tables.yaml",
    "report/claims.yaml",
    "report/published.yaml",
];

struct Loader<'a> {
    files: &'a dyn Files,
    /// What was parsed ahead, by path.
    parsed: BTreeMap<&'a str, (Arc<str>, Result<Yaml>)>,
    /// The translation that is loaded, by its place; none for the report itself.
    translation: Option<usize>,
    /// The languages in which values are given; none where there is one.
    spoken: Option<Spoken>,
    sources: Sources,
    found: Findings,
}

/// Returns a text with line ends as on Unix.
fn unix(text: Arc<str>) -> Arc<str> {
    if text.contains('\r') { text.replace("\r\n", "\n").into() } else { text }
}

/// Parses the usual files that are there; one that cannot be read is left to whoever asks.
fn ahead<'a>(files: &dyn Files) -> BTreeMap<&'a str, (Arc<str>, Result<Yaml>)> {
    let parse = |path: &&'a str| {
        let project_path = ProjectPath::new(path).ok()?;
        let there = files.exists(&project_path);
        let text = unix(there.then(|| files.text(&project_path).ok())??);
        let yaml = Yaml::parse(path, &text);
        Some((*path, (text, yaml)))
    };
    USUAL.par_iter().filter_map(parse).collect()
}

impl<'a> Loader<'a> {
    fn new(files: &'a dyn Files, translation: Option<usize>) -> Self {
        Self {
            files,
            parsed: ahead(files),
            translation,
            spoken: None,
            sources: Sources::new(),
            found: Findings::new(),
        }
    }

    /// Returns the report in the language that is loaded.
    fn report(&mut self, yaml: &Yaml) -> Option<ReportDecl> {
        let report: ReportDecl = self.found.keep(yaml.decode())?;
        self.found.extend(translations::faults(&report, yaml));
        self.found.extend(calls::misplaced("report", yaml));
        Some(match self.translation {
            Some(index) => translations::report_of(report, index),
            None => report,
        })
    }
}

impl Loader<'_> {
    fn project(&mut self, kinds: &Kinds) -> Option<Project> {
        let report_path = ProjectPath::new("report/report.yaml").ok()?;
        let report_yaml = self.yaml(&report_path, None)?;
        self.spoken = translations::languages(&report_yaml, self.translation);
        let report_yaml = self.in_language(report_yaml);
        let report = self.report(&report_yaml);
        let statistics = match self.optional("report/statistics.yaml") {
            Some(yaml) => decode(&yaml, kinds.statistics, &mut self.found),
            None => StatisticsFile::default(),
        };
        let mut figures: Vec<Entry<FigureDecl>> =
            self.entries("report/figures.yaml", "figures");
        for entry in &mut figures {
            entry.decl.span = Some(entry.yaml.span());
            self.found.extend((kinds.figure)(entry));
        }
        let pictures = self.entries("report/pictures.yaml", "pictures");
        let quotations = self.quotations();
        let mut base = Theme::default();
        if let Some(yaml) = self.optional("report/brand.yaml")
            && let Some(decl) = self.found.keep(yaml.decode::<BrandDecl>())
        {
            let found = &mut self.found;
            brand::lay_over(&yaml, &decl, self.files, kinds.logo, &mut base, found);
        }
        let theme_yaml = self.optional("report/theme.yaml");
        let theme = match &theme_yaml {
            Some(yaml) => self.found.keep(theme::over(yaml, &base)),
            None => Some(base),
        };
        let tables = self.entries("report/tables.yaml", "tables");
        let claims = self.entries("report/claims.yaml", "claims");
        let published = self.entries("report/published.yaml", "published");
        // The contract is read even if the report has faults, so that those of both are reported.
        let package_path = match &report {
            Some(report) => report.data.clone(),
            None => match report_yaml.text("data") {
                Some(path) => ProjectPath::new(&path).ok()?,
                None => contract(),
            },
        };
        let named = report_yaml.has("data").then(|| report_yaml.place(&["data"]));
        let package_yaml = self.yaml(&package_path, named);
        let package = package_yaml
            .as_ref()
            .and_then(|yaml| self.found.keep(yaml.decode::<PackageDecl>()));
        if let (Some(package), Some(yaml)) = (&package, &package_yaml) {
            rules::check(package, yaml, &mut self.found);
        }
        let report = report?;
        let language = report.language.as_str();
        let words = self.words(language);
        let labels = self.labels(language, &report_yaml.place(&["language"]));
        let bibliography = report
            .bibliography
            .clone()
            .and_then(|path| self.chapter(&path, &report_yaml, &["bibliography"]));
        let style = ends_in_csl(&report.style).then(|| self.style(&report, &report_yaml));
        let style = style.flatten();
        let front = self.chapters(&report.front, &report_yaml, "front");
        let chapters = self.chapters(&report.chapters, &report_yaml, "chapters");
        let appendices = self.chapters(&report.appendices, &report_yaml, "appendices");
        let editions =
            report.editions.clone().map(|decl| self.editions(decl, &report_yaml, kinds));
        if let Some(package) = &package {
            let resources: Vec<&str> =
                package.resources.iter().map(|resource| resource.name.as_str()).collect();
            let own = editions.as_ref().map(|editions| &editions.statistics);
            let files: Vec<&StatisticsFile> =
                std::iter::once(&statistics).chain(own).collect();
            check_names(&files, &resources, &mut self.found);
        }
        rules::extracts(&statistics.extracts, &package_path, &mut self.found);
        let extracts = self.extracts(&statistics, &package_path);
        if let Some(embargo) = &report.embargo {
            let place = report_yaml.place(&["embargo"]);
            self.found.extend(doubtful(embargo, language, &place));
        }
        let documents = self.documents(&report.documents, &report_yaml);
        let local = editions.as_ref().map_or(&[] as &[_], |editions| &editions.chapters);
        let mut texts: Vec<&[ChapterFile]> = vec![&front, &chapters, &appendices, local];
        texts.extend(documents.iter().map(|document| document.chapters.as_slice()));
        let parts = self.parts(&texts);
        Some(Project {
            package: package?,
            package_yaml: package_yaml?,
            package_path,
            extracts,
            statistics,
            figures,
            pictures,
            quotations,
            theme: Arc::new(theme?),
            theme_yaml,
            labels,
            words,
            tables,
            claims,
            published,
            bibliography,
            style,
            front,
            chapters,
            appendices,
            parts,
            editions,
            documents,
            translations: Vec::new(),
            translation: self.translation,
            row: None,
            document: None,
            report,
            report_yaml,
            sources: self.sources.clone(),
            warnings: Vec::new(),
        })
    }

    /// Reads a text; `named` is where the author names the file.
    fn text(&mut self, path: &ProjectPath, named: Option<Span>) -> Option<Arc<str>> {
        let read = self.files.text(path).map_err(|failure| match named {
            Some(span) => failure.named_at(&span),
            None => failure,
        });
        let unix = unix(self.found.keep(read)?);
        self.sources.insert(path.as_str(), Arc::clone(&unix));
        Some(unix)
    }

    fn yaml(&mut self, path: &ProjectPath, named: Option<Span>) -> Option<Yaml> {
        let yaml = if let Some((text, yaml)) = self.parsed.remove(path.as_str()) {
            self.sources.insert(path.as_str(), text);
            self.found.keep(yaml)?
        } else {
            let text = self.text(path, named)?;
            self.found.keep(Yaml::parse(path.as_str(), &text))?
        };
        // The contract is about the data, which have no language.
        let own = path.as_str().starts_with("report/");
        Some(if own { self.in_language(yaml) } else { yaml })
    }

    /// Returns a file with its values in the language that is loaded.
    fn in_language(&mut self, yaml: Yaml) -> Yaml {
        let Some(spoken) = &self.spoken else { return yaml };
        let (yaml, lacks) = yaml.spoken(spoken);
        self.found.extend(lacks);
        yaml
    }

    fn optional(&mut self, path: &str) -> Option<Yaml> {
        let path = ProjectPath::new(path).ok()?;
        if self.files.found(&path) { self.yaml(&path, None) } else { None }
    }

    /// Returns the words that outputs print in a language.
    fn labels(&mut self, language: &str, place: &Span) -> Arc<Labels> {
        let path = ProjectPath::new(&labels::path(language)).ok();
        let path = path.filter(|path| self.files.found(path));
        let own = path.and_then(|path| self.text(&path, None));
        let (labels, found) = labels::labels(language, own.as_deref(), place);
        self.found.extend(found);
        labels
    }

    /// Returns the words of the report's language: the project's own file of them, or the built-in one,
    /// and those that `report/words.yaml` adds.
    fn words(&mut self, language: &str) -> Option<Arc<Lexicon>> {
        let tag = language.split('-').next().unwrap_or_default().to_lowercase();
        let own = self.optional(&format!("templates/words/{tag}.yaml"));
        let base = match own {
            Some(yaml) => self.found.keep(Lexicon::default().with(&yaml)).map(Arc::new),
            None => lexicon::words_of(language),
        };
        let Some(yaml) = self.optional("report/words.yaml") else { return base };
        let with = base.unwrap_or_default().with(&yaml);
        self.found.keep(with).map(Arc::new)
    }

    fn entries<T: DeserializeOwned>(&mut self, path: &str, key: &str) -> Vec<Entry<T>> {
        let yaml = self.optional(path);
        yaml.map(|yaml| self.entries_of(&yaml, key)).unwrap_or_default()
    }

    fn entries_of<T: DeserializeOwned>(
        &mut self,
        yaml: &Yaml,
        key: &str,
    ) -> Vec<Entry<T>> {
        self.found.keep(yaml.only_keys(&[key]));
        let mut out = Vec::new();
        for (id, entry) in self.found.keep(yaml.entries(key)).unwrap_or_default() {
            self.found.keep(check_id(&id, &entry));
            if let Some(decl) = self.found.keep(entry.decode()) {
                self.found.extend(calls::misplaced(key, &entry));
                out.push(Entry { id, decl, yaml: entry });
            }
        }
        out
    }

    /// Reads how extracts were made, where frames have any.
    fn extracts(&mut self, of: &StatisticsFile, contract: &ProjectPath) -> Extracts {
        let path = contract.beside(EXTRACTS).ok().filter(|_| !of.extracts.is_empty());
        let path = path.filter(|path| self.files.found(path));
        let yaml = path.and_then(|path| self.yaml(&path, None));
        let file = yaml.and_then(|yaml| self.found.keep(yaml.decode::<ExtractsFile>()));
        file.unwrap_or_default().extracts
    }

    /// Loads what was said, and holds each quotation to what one must have.
    fn quotations(&mut self) -> Vec<Entry<QuotationDecl>> {
        let out = self.entries(QUOTATIONS, "quotations");
        for entry in &out {
            check_quotation(entry, &mut self.found);
        }
        out
    }

    /// Loads what editions are made of; entries with `{column}` are decoded again for each.
    fn editions(&mut self, decl: EditionsDecl, report: &Yaml, kinds: &Kinds) -> Editions {
        let statistics = match self.local(decl.statistics.as_ref(), report, "statistics")
        {
            Some(yaml) => decode(&yaml, kinds.statistics, &mut self.found),
            None => StatisticsFile::default(),
        };
        let mut chapters = Vec::new();
        for (index, path) in decl.chapters.iter().enumerate() {
            let named = ["editions", "chapters", &index.to_string()];
            chapters.extend(self.chapter(path, report, &named));
        }
        let figures = self.local(decl.figures.as_ref(), report, "figures");
        let tables = self.local(decl.tables.as_ref(), report, "tables");
        let claims = self.local(decl.claims.as_ref(), report, "claims");
        let figures: Vec<Entry<FigureDecl>> =
            figures.map(|yaml| self.entries_of(&yaml, "figures")).unwrap_or_default();
        self.found.extend(figures.iter().flat_map(kinds.figure));
        Editions {
            chapters,
            statistics,
            figures,
            tables: tables
                .map(|yaml| self.entries_of(&yaml, "tables"))
                .unwrap_or_default(),
            claims: claims
                .map(|yaml| self.entries_of(&yaml, "claims"))
                .unwrap_or_default(),
            decl,
        }
    }

    /// Loads what documents beside the report are made of.
    fn documents(
        &mut self,
        declared: &[DocumentDecl],
        report: &Yaml,
    ) -> Vec<DocumentSource> {
        check_documents(declared, report, &mut self.found);
        let source = |(index, decl): (usize, &DocumentDecl)| {
            let number = index.to_string();
            let mut chapters = Vec::new();
            for (at, path) in decl.chapters.iter().enumerate() {
                let named = ["documents", &number, "chapters", &at.to_string()];
                chapters.extend(self.chapter(path, report, &named));
            }
            let template = decl.template.as_ref().and_then(|path| {
                let file =
                    self.chapter(path, report, &["documents", &number, "template"])?;
                self.found.extend(lacking(&file));
                Some(Arc::new(file))
            });
            let voice = decl.language.as_ref().map(|language| {
                let place = report.place(&["documents", &number, "language"]);
                (self.labels(language.as_str(), &place), self.words(language.as_str()))
            });
            DocumentSource { decl: decl.clone(), index, chapters, template, voice }
        };
        declared.iter().enumerate().map(source).collect()
    }

    fn local(
        &mut self,
        path: Option<&ProjectPath>,
        report: &Yaml,
        key: &str,
    ) -> Option<Yaml> {
        self.yaml(path?, Some(report.place(&["editions", key])))
    }

    fn chapter(
        &mut self,
        path: &ProjectPath,
        yaml: &Yaml,
        named: &[&str],
    ) -> Option<ChapterFile> {
        let text = self.text(path, Some(yaml.place(named)))?;
        Some(ChapterFile { path: path.clone(), text })
    }

    /// Reads the style that a report brings.
    fn style(&mut self, report: &ReportDecl, yaml: &Yaml) -> Option<ChapterFile> {
        match ProjectPath::new(&report.style) {
            Ok(path) => self.chapter(&path, yaml, &["style"]),
            Err(why) => {
                self.found.push(
                    Diagnostic::error(Code::R0104, why).at(yaml.place(&["style"]), ""),
                );
                None
            }
        }
    }

    fn chapters(
        &mut self,
        paths: &[ProjectPath],
        yaml: &Yaml,
        key: &str,
    ) -> Vec<ChapterFile> {
        let mut out = Vec::new();
        for (index, path) in paths.iter().enumerate() {
            out.extend(self.chapter(path, yaml, &[key, &index.to_string()]));
        }
        out
    }
}

/// Returns whether a style is a file of the project rather than a name.
fn ends_in_csl(style: &str) -> bool {
    style.rsplit_once('.').is_some_and(|(_, end)| end.eq_ignore_ascii_case("csl"))
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
        let fields = self.resources().flat_map(|file| &file.schema.fields);
        let known = |order: &Vec<String>| {
            order.iter().filter(|value| values.contains(value.as_str())).count()
        };
        let fields = fields.filter(|field| field.name == column);
        let orders =
            fields.filter_map(FieldDecl::ordered).filter(|order| known(order) > 0);
        orders.min_by_key(|order| std::cmp::Reverse(known(order)))
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
