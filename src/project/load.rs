//! The author's files to a [`Project`].
//!
//! **In:** the files of a project, and the kinds that are known. **Out:** [`load`]: the project, and
//! the texts that diagnostics point into. **Guarantees:** every fault of every file is reported at
//! once, before any data are read; no file is read twice.

use crate::labels::Labels;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Result;
use crate::model::diagnostic::Sources;
use crate::model::diagnostic::Span;
use crate::model::extract::Extracts;
use crate::model::theme::Theme;
use crate::project::BrandDecl;
use crate::project::ChapterFile;
use crate::project::DocumentDecl;
use crate::project::DocumentSource;
use crate::project::EXTRACTS;
use crate::project::Editions;
use crate::project::EditionsDecl;
use crate::project::Entry;
use crate::project::FigureDecl;
use crate::project::Files;
use crate::project::Kinds;
use crate::project::PackageDecl;
use crate::project::Project;
use crate::project::ProjectPath;
use crate::project::QUOTATIONS;
use crate::project::QuotationDecl;
use crate::project::ReportDecl;
use crate::project::SYNONYMS;
use crate::project::StatisticsFile;
use crate::project::Synonyms;
use crate::project::Yaml;
use crate::project::brand;
use crate::project::calls;
use crate::project::check_id;
use crate::project::contract;
use crate::project::documents::check_documents;
use crate::project::documents::lacking;
use crate::project::embargo::doubtful;
use crate::project::extracts::ExtractsFile;
use crate::project::labels;
use crate::project::lexicon;
use crate::project::lexicon::Lexicon;
use crate::project::loader::Loader;
use crate::project::quotations::check_quotation;
use crate::project::report::MOST_BLEED;
use crate::project::rules;
use crate::project::statistics::check_names;
use crate::project::statistics::decode;
use crate::project::theme;
use crate::project::translations;
use crate::project::unread::unread;
use serde::de::DeserializeOwned;
use std::sync::Arc;

/// Loads a project, its declarations held to the kinds there are.
pub fn load(files: &dyn Files, kinds: &Kinds) -> (Result<Project>, Sources) {
    lexicon::begin();
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
    if project.is_some() {
        unread(files, &loader.sources, &mut loader.found);
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

impl Loader<'_> {
    /// Returns the report in the language that is loaded.
    fn report(&mut self, yaml: &Yaml) -> Option<ReportDecl> {
        let report: ReportDecl = self.found.keep(yaml.decode())?;
        self.found.extend(translations::faults(&report, yaml));
        if report.pdf.bleed > MOST_BLEED {
            let message = format!(
                "`bleed` must be 0 to {MOST_BLEED} millimetres, found {}",
                report.pdf.bleed
            );
            let place = yaml.place(&["pdf", "bleed"]);
            self.found.push(Diagnostic::error(Code::R0103, message).at(place, ""));
        }
        self.found.extend(calls::misplaced("report", yaml));
        Some(match self.translation {
            Some(index) => translations::report_of(report, index),
            None => report,
        })
    }

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
        let drawn = self.optional("report/figures.yaml");
        let mut figures = self.figures(drawn, kinds);
        for entry in &mut figures {
            entry.decl.span = Some(entry.yaml.span());
        }
        let pictures = self.entries("report/pictures.yaml", "pictures");
        let quotations = self.quotations();
        if let Some(yaml) = self.optional(SYNONYMS) {
            self.found.keep(Synonyms::decoded(&yaml));
        }
        let mut base = Theme::default();
        if let Some(yaml) = self.optional(brand::BRAND)
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
        let known = lexicon::words_of(language);
        let base = match own {
            Some(yaml) => {
                let own = self.found.keep(Lexicon::default().with(&yaml)).map(Arc::new);
                let same = |one: &Arc<Lexicon>| {
                    own.as_ref().is_some_and(|own| own.hash == one.hash)
                };
                // A copy that nobody changed lacks only what the program knows that it lacks.
                if known.as_ref().is_some_and(same) {
                    known
                } else {
                    self.found.extend(Lexicon::lacking(&yaml));
                    own
                }
            }
            None => known,
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
        self.entries_held(yaml, key, |_| Vec::new())
    }

    /// Returns what is declared under a key, each entry held to what its kind knows whether or not it
    /// can be decoded.
    fn entries_held<T: DeserializeOwned>(
        &mut self,
        yaml: &Yaml,
        key: &str,
        hold: fn(&Yaml) -> Vec<Diagnostic>,
    ) -> Vec<Entry<T>> {
        self.found.keep(yaml.only_keys(&[key]));
        let mut out = Vec::new();
        for (id, entry) in self.found.keep(yaml.entries(key)).unwrap_or_default() {
            self.found.keep(check_id(&id, &entry));
            let held = hold(&entry);
            match entry.decode() {
                Ok(decl) => {
                    self.found.extend(calls::misplaced(key, &entry));
                    out.push(Entry { id, decl, yaml: entry });
                }
                // What a kind says of its keys is nearer than what all entries have in common.
                Err(failure) => {
                    let known = |one: &Diagnostic| {
                        held.iter().any(|other| other.primary == one.primary)
                    };
                    let rest = failure.into_diagnostics();
                    self.found.extend(rest.into_iter().filter(|one| !known(one)));
                }
            }
            self.found.extend(held);
        }
        out
    }

    /// Returns the figures of a file, each held to its kind.
    fn figures(&mut self, yaml: Option<Yaml>, kinds: &Kinds) -> Vec<Entry<FigureDecl>> {
        let held = |yaml: Yaml| self.entries_held(&yaml, "figures", kinds.figure);
        yaml.map(held).unwrap_or_default()
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
        let figures = self.figures(figures, kinds);
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
