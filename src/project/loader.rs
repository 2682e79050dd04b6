//! A file of the author's, read and parsed: once, in the language that is asked for.
//!
//! **In:** the files of a project. **Out:** texts and YAML with their places; what was found.
//! **Guarantees:** a file that cannot be read is reported where it was named.

use crate::model::diagnostic::Findings;
use crate::model::diagnostic::Result;
use crate::model::diagnostic::Sources;
use crate::model::diagnostic::Span;
use crate::project::ChapterFile;
use crate::project::Files;
use crate::project::ProjectPath;
use crate::project::Spoken;
use crate::project::Yaml;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Files that most projects have: parsed ahead, side by side.
const USUAL: &[&str] = &[
    "report/report.yaml",
    "report/statistics.yaml",
    "report/figures.yaml",
    "report/tables.yaml",
    "report/claims.yaml",
    "report/published.yaml",
];

/// What reads the files of a project, and what it found.
pub(super) struct Loader<'a> {
    /// The files.
    pub(super) files: &'a dyn Files,
    /// What was parsed ahead, by path.
    parsed: BTreeMap<&'a str, (Arc<str>, Result<Yaml>)>,
    /// The translation that is loaded, by its place; none for the report itself.
    pub(super) translation: Option<usize>,
    /// The languages in which values are given; none where there is one.
    pub(super) spoken: Option<Spoken>,
    /// The texts that were read.
    pub(super) sources: Sources,
    /// What is at fault.
    pub(super) found: Findings,
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
    pub(super) fn new(files: &'a dyn Files, translation: Option<usize>) -> Self {
        Self {
            files,
            parsed: ahead(files),
            translation,
            spoken: None,
            sources: Sources::new(),
            found: Findings::new(),
        }
    }
}

impl Loader<'_> {
    /// Reads a text; `named` is where the author names the file.
    pub(super) fn text(
        &mut self,
        path: &ProjectPath,
        named: Option<Span>,
    ) -> Option<Arc<str>> {
        let read = self.files.text(path).map_err(|failure| match named {
            Some(span) => failure.named_at(&span),
            None => failure,
        });
        let unix = unix(self.found.keep(read)?);
        self.sources.insert(path.as_str(), Arc::clone(&unix));
        Some(unix)
    }

    pub(super) fn yaml(
        &mut self,
        path: &ProjectPath,
        named: Option<Span>,
    ) -> Option<Yaml> {
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
    pub(super) fn in_language(&mut self, yaml: Yaml) -> Yaml {
        let Some(spoken) = &self.spoken else { return yaml };
        let (yaml, lacks) = yaml.spoken(spoken);
        self.found.extend(lacks);
        yaml
    }

    pub(super) fn optional(&mut self, path: &str) -> Option<Yaml> {
        let path = ProjectPath::new(path).ok()?;
        if self.files.found(&path) { self.yaml(&path, None) } else { None }
    }

    pub(super) fn chapter(
        &mut self,
        path: &ProjectPath,
        yaml: &Yaml,
        named: &[&str],
    ) -> Option<ChapterFile> {
        let text = self.text(path, Some(yaml.place(named)))?;
        Some(ChapterFile { path: path.clone(), text })
    }
}
