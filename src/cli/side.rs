//! A side of a comparison by its name: a project, a built folder, a record, a release, a
//! revision.

use crate::cli::ui::Ui;
use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::diag::Failure;
use crate::diag::Result;
use crate::diag::Sources;
use crate::diff;
use crate::diff::Edition;
use crate::make::Side;
use crate::output::git;
use crate::project::Disk;
use crate::project::Files as _;
use crate::project::ProjectPath;
use std::path::Path;

/// Reads two sides at once; what is wrong with either is said.
pub(super) fn sides(ui: Ui, project: &Path, names: [&str; 2]) -> Option<(Side, Side)> {
    let line = ui.progress();
    let [old, new] = names;
    let read = rayon::join(|| side(project, old), || side(project, new));
    line.clear();
    let mut found = Vec::new();
    for (name, (side, sources)) in [(old, read.0), (new, read.1)] {
        match side {
            Ok(side) => found.push(side),
            Err(failure) => {
                ui.urgent(&format!("in {name}:"));
                ui.findings(failure.diagnostics(), &sources);
            }
        }
    }
    let new = found.pop()?;
    Some((found.pop()?, new))
}

/// Returns the side that an argument names.
pub(super) fn side(project: &Path, name: &str) -> (Result<Side>, Sources) {
    if let Some(rev) = name.strip_prefix("git:") {
        let (rev, path) = match rev.split_once(':') {
            Some((rev, path)) => (rev, Some(path)),
            None => (rev, None),
        };
        return match git::revision(project, rev, path) {
            Ok(files) => woven(Side::woven(name, Box::new(files))),
            Err(failure) => (Err(failure), Sources::new()),
        };
    }
    let place = project.join(name);
    if place.is_file() {
        let (folder, file) = (place.parent(), place.file_name());
        let file = file.map(|file| file.to_string_lossy().into_owned());
        let read = folder.zip(file).map_or_else(
            || Err(unreadable(name, "it has no name")),
            |(folder, file)| built(folder, &file, name),
        );
        return (read.map(|edition| recorded(name, edition)), Sources::new());
    }
    if place.join("edition.json").is_file() {
        let read = built(&place, "edition.json", name);
        return (read.map(|edition| recorded(name, edition)), Sources::new());
    }
    if place.join("report").join("report.yaml").is_file() {
        return woven(Side::woven(name, Box::new(Disk::new(place))));
    }
    let failure =
        unreadable(name, "neither edition.json nor report/report.yaml is there");
    (Err(failure), Sources::new())
}

fn recorded(name: &str, edition: Edition) -> Side {
    Side { name: name.to_owned(), edition, files: None }
}

fn woven(made: (Result<Side>, Vec<Diagnostic>, Sources)) -> (Result<Side>, Sources) {
    let (side, _, sources) = made;
    (side, sources)
}

/// Reads a record.
pub(super) fn built(folder: &Path, file: &str, name: &str) -> Result<Edition> {
    let path = ProjectPath::new(file).map_err(|why| unreadable(name, &why))?;
    let bytes = Disk::new(folder)
        .read(&path)
        .map_err(|_| unreadable(name, &format!("{file} is missing")))?;
    decoded(&bytes, name)
}

/// Decodes a record.
pub(super) fn decoded(bytes: &[u8], name: &str) -> Result<Edition> {
    let schema = serde_json::from_slice::<serde_json::Value>(bytes)
        .map_err(|error| unreadable(name, &format!("it is not JSON: {error}")))?;
    let schema = schema.get("schema").and_then(|schema| schema.as_str()).unwrap_or("");
    if schema != diff::SCHEMA {
        let why = format!("its schema is `{schema}`, not `{}`", diff::SCHEMA);
        return Err(unreadable(name, &why));
    }
    serde_json::from_slice(bytes)
        .map_err(|error| unreadable(name, &format!("it is damaged: {error}")))
}

pub(super) fn unreadable(name: &str, why: &str) -> Failure {
    Diagnostic::error(Code::R0701, format!("cannot read the edition `{name}`: {why}"))
        .help(
            "name a folder that `reissue build` wrote, its edition.json, a project's folder, \
             or `git:REV`; paths start at the project's folder",
        )
        .into()
}
