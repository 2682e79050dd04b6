//! Extracts: whether each is there, and whether it is still what its declaration would make.

use crate::frame::Frames;
use crate::frame::fetched::listed;
use crate::frame::place::path;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Findings;
use crate::model::diagnostic::Severity;
use crate::model::diagnostic::Span;
use crate::model::extract::Extracted;
use crate::project::Extract;
use crate::project::Maker;
use crate::project::ProjectPath;
use crate::project::ResourceDecl;
use std::collections::BTreeSet;

/// Returns every data file that can be read; an extract that is not there is reported.
pub(super) fn kept<'a>(
    frames: &Frames<'a>,
    found: &mut Findings,
) -> Vec<&'a ResourceDecl> {
    let project = frames.project;
    let mut resources: Vec<&ResourceDecl> = project.resources().collect();
    for extract in &project.statistics.extracts {
        let file = path(project, &extract.resource);
        let there = file.is_some_and(|file| frames.files.exists(&file));
        if !there || !project.extracts.contains_key(&extract.name) {
            resources.retain(|resource| resource.name != extract.name);
            let message = format!("frame `{}` has not been fetched", extract.name);
            let at = extract.made_at();
            found.push(
                Diagnostic::error(Code::R0343, message).at(at, "").help(again(extract)),
            );
        }
    }
    resources
}

/// Says how an extract is made.
fn again(extract: &Extract) -> String {
    let name = &extract.name;
    match &extract.maker {
        Maker::Program(_) => {
            format!(
                "`reissue fetch --run {name}` runs the program and keeps what it makes"
            )
        }
        Maker::Query(query) => {
            format!("`reissue fetch {name}` asks `{}` and keeps the answer", query.engine)
        }
    }
}

impl Frames<'_> {
    /// Returns the files from which a frame was made elsewhere.
    pub(super) fn made_from(&self, name: &str) -> impl Iterator<Item = &str> {
        let extract = self.project.statistics.extract(name);
        let entry = extract.and_then(|_| self.project.extracts.get(name));
        entry.into_iter().flat_map(|entry| entry.reads.keys()).map(String::as_str)
    }

    /// Reports each extract that is not what its declaration would make now.
    pub fn stale(&self, severity: Severity) -> Findings {
        let mut found = Findings::new();
        for extract in &self.project.statistics.extracts {
            if let Some(entry) = self.project.extracts.get(&extract.name) {
                let faults = self.faults(extract, entry).into_iter();
                found.extend(faults.map(|fault| Diagnostic { severity, ..fault }));
            }
        }
        found
    }

    fn faults(&self, extract: &Extract, entry: &Extracted) -> Vec<Diagnostic> {
        let name = &extract.name;
        let fault = |code, message: String, at: Span| {
            Diagnostic::error(code, message).at(at, "").help(again(extract))
        };
        let mut out = Vec::new();
        let file = path(self.project, &extract.resource);
        if let Some(file) = file
            && self
                .files
                .hash(&file)
                .is_ok_and(|hash| hash.to_hex().as_str() != entry.hash)
        {
            let message = format!("`{file}` is not as `reissue fetch` wrote it");
            out.push(fault(Code::R0346, message, extract.yaml.span()));
        }
        if entry.declaration != extract.declaration() {
            let message = format!("`{name}` was fetched under another declaration");
            out.push(fault(Code::R0344, message, extract.made_at()));
        }
        out.extend(self.moved(extract, entry).into_iter().map(|(index, message)| {
            fault(Code::R0345, message, extract.yaml.place(&["program", "reads", &index]))
        }));
        out
    }

    /// Returns what changed among the files that a program reads, each with its place in the list.
    fn moved(&self, extract: &Extract, entry: &Extracted) -> Vec<(String, String)> {
        let (mut out, mut read) = (Vec::new(), BTreeSet::new());
        for (index, written) in extract.reads().iter().enumerate() {
            for path in listed(self.files, written) {
                let was = entry.reads.get(path.as_str());
                let is =
                    self.files.hash(&path).ok().map(|hash| hash.to_hex().to_string());
                let what = match (was, is) {
                    (Some(was), Some(is)) if *was == is => None,
                    (Some(_), Some(_)) => Some("changed"),
                    (None, Some(_)) => Some("is new"),
                    (_, None) => Some("is not there"),
                };
                let message = |what| {
                    format!("`{path}` {what} since `{}` was fetched", extract.name)
                };
                out.extend(what.map(|what| (index.to_string(), message(what))));
                read.insert(path);
            }
        }
        let gone = entry.reads.keys().filter(|path| {
            ProjectPath::new(path).is_ok_and(|path| !read.contains(&path))
        });
        // A list that differs is another declaration.
        if entry.declaration == extract.declaration() {
            out.extend(gone.map(|path| {
                let message =
                    format!("`{path}` is gone since `{}` was fetched", extract.name);
                (String::new(), message)
            }));
        }
        out
    }
}
