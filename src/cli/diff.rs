//! `reissue diff`: what changed between two editions, ordered by how much it matters.

use crate::cli::Exit;
use crate::cli::args::DiffArgs;
use crate::cli::args::DiffFormat;
use crate::cli::ui::Ui;
use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::diag::Failure;
use crate::diag::Result;
use crate::diag::Sources;
use crate::diff;
use crate::diff::Edition;
use crate::make;
use crate::output::git;
use crate::project::Disk;
use crate::project::Files as _;
use crate::project::ProjectPath;
use std::path::Path;

pub(super) fn diff(ui: Ui, args: &DiffArgs) -> Exit {
    let old = args.old.as_deref().unwrap_or("git:HEAD");
    let new = args.new.as_deref().unwrap_or(".");
    let line = ui.progress();
    let sides = (side(&args.project, old), side(&args.project, new));
    line.clear();
    let mut editions = Vec::new();
    for (name, (edition, sources)) in [(old, sides.0), (new, sides.1)] {
        match edition {
            Ok(edition) => editions.push(edition),
            Err(failure) => {
                ui.urgent(&format!("in {name}:"));
                ui.findings(failure.diagnostics(), &sources);
            }
        }
    }
    let [old, new] = editions.as_slice() else { return Exit::Failed };
    let found = diff::compare(old, new);
    ui.data(&match args.format {
        DiffFormat::Text => diff::tell(&found, false),
        DiffFormat::Markdown => diff::tell(&found, true),
        DiffFormat::Json => serde_json::to_string_pretty(&found)
            .map(|text| text + "\n")
            .unwrap_or_default(),
    });
    if found.is_empty() { Exit::Done } else { Exit::Found }
}

/// Returns the edition that an argument names.
fn side(project: &Path, name: &str) -> (Result<Edition>, Sources) {
    if let Some(rev) = name.strip_prefix("git:") {
        let (rev, path) = match rev.split_once(':') {
            Some((rev, path)) => (rev, Some(path)),
            None => (rev, None),
        };
        return match git::revision(project, rev, path) {
            Ok(files) => woven(make::record(&files)),
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
        return (read, Sources::new());
    }
    if place.join("edition.json").is_file() {
        return (built(&place, "edition.json", name), Sources::new());
    }
    if place.join("report").join("report.yaml").is_file() {
        return woven(make::record(&Disk::new(place)));
    }
    let failure =
        unreadable(name, "neither edition.json nor report/report.yaml is there");
    (Err(failure), Sources::new())
}

fn woven(
    record: (Result<Edition>, Vec<Diagnostic>, Sources),
) -> (Result<Edition>, Sources) {
    let (edition, _, sources) = record;
    (edition, sources)
}

/// Reads a record.
pub(super) fn built(folder: &Path, file: &str, name: &str) -> Result<Edition> {
    let path = ProjectPath::new(file).map_err(|why| unreadable(name, &why))?;
    let bytes = Disk::new(folder)
        .read(&path)
        .map_err(|_| unreadable(name, &format!("{file} is missing")))?;
    let schema = serde_json::from_slice::<serde_json::Value>(&bytes)
        .map_err(|error| unreadable(name, &format!("it is not JSON: {error}")))?;
    let schema = schema.get("schema").and_then(|schema| schema.as_str()).unwrap_or("");
    if schema != diff::SCHEMA {
        let why = format!("its schema is `{schema}`, not `{}`", diff::SCHEMA);
        return Err(unreadable(name, &why));
    }
    serde_json::from_slice(&bytes)
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
