//! A side of a comparison by its name: a project, a built folder, a record, a release, a
//! revision.

use crate::cli::ui::Ui;
use crate::make;
use crate::make::OpenedSide;
use crate::make::Seal;
use crate::model::comparison::Comparison;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Failure;
use crate::model::diagnostic::Result;
use crate::model::diagnostic::Sources;
use crate::model::edition::Edition;
use crate::output::archive::Archive;
use crate::output::git;
use crate::project;
use crate::project::Disk;
use crate::project::Files as _;
use crate::project::ProjectPath;
use std::path::Path;

/// Reads two sides at once; what is wrong with either is said.
pub(super) fn sides(
    ui: Ui,
    project: (&Path, &Seal),
    names: [&str; 2],
) -> Option<(OpenedSide, OpenedSide)> {
    let line = ui.progress();
    let [old, new] = names;
    let read = rayon::join(|| side(project, old), || side(project, new));
    line.clear();
    // Both, so that what is wrong with either is said.
    let (old, new) = (told(ui, old, read.0), told(ui, new, read.1));
    Some((old?, new?))
}

/// Reads a side; what is wrong with it is said.
pub(super) fn opened(ui: Ui, project: (&Path, &Seal), name: &str) -> Option<OpenedSide> {
    told(ui, name, side(project, name))
}

fn told(
    ui: Ui,
    name: &str,
    (side, sources): (Result<OpenedSide>, Sources),
) -> Option<OpenedSide> {
    side.map_err(|failure| {
        ui.urgent(&format!("in {name}:"));
        ui.findings(failure.diagnostics(), &sources);
    })
    .ok()
}

/// Returns the side that an argument names.
pub(super) fn side(
    (project, seal): (&Path, &Seal),
    name: &str,
) -> (Result<OpenedSide>, Sources) {
    if let Some(rev) = name.strip_prefix("git:") {
        let (rev, path) = match rev.split_once(':') {
            Some((rev, path)) => (rev, Some(path)),
            None => (rev, None),
        };
        let read = git::tree(project, rev, path)
            .and_then(|tree| Ok((tree, git::revision(project, rev, path)?)));
        return match read {
            Ok((tree, files)) => {
                woven(OpenedSide::kept(name, Box::new(files), (project, seal), &tree))
            }
            Err(failure) => (Err(failure), Sources::new()),
        };
    }
    if name == "release:latest" {
        let latest = project::releases(&Disk::new(project)).and_then(|releases| {
            let none = || unreadable(name, "there is no release yet");
            project::latest(&releases).cloned().ok_or_else(none)
        });
        return match latest {
            Ok(id) => side((project, seal), &format!("release:{id}")),
            Err(failure) => (Err(failure), Sources::new()),
        };
    }
    let released = project.join(make::release_place(name.trim_start_matches("release:")));
    let place = if released.is_file() { released } else { project.join(name) };
    if place.extension().is_some_and(|end| end.eq_ignore_ascii_case("zip")) {
        return (archived(&place, name), Sources::new());
    }
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
        let read = read.map(|edition| {
            let edited = make::edited(&place, &edition);
            OpenedSide { edited, ..recorded(name, edition) }
        });
        return (read, Sources::new());
    }
    if place.join("report").join("report.yaml").is_file() {
        return woven(OpenedSide::woven(name, Box::new(Disk::new(place))));
    }
    let failure =
        unreadable(name, "neither edition.json nor report/report.yaml is there");
    (Err(failure), Sources::new())
}

/// Reads a release.
fn archived(place: &Path, name: &str) -> Result<OpenedSide> {
    let (folder, file) = place
        .parent()
        .zip(place.file_name())
        .ok_or_else(|| unreadable(name, "it has no name"))?;
    let path = ProjectPath::new(&file.to_string_lossy())
        .map_err(|why| unreadable(name, &why))?;
    let disk = Disk::new(folder);
    if !disk.exists(&path) {
        return Err(unreadable(name, "there is no such archive"));
    }
    // One open file is hashed and then read, so that no other can take its place between.
    let mut source = disk.source(&path)?;
    // An archive in the list of releases must be the one that was released.
    let id = place.file_stem().map(|stem| stem.to_string_lossy().into_owned());
    let root = folder.parent().filter(|_| folder.ends_with("releases"));
    if let (Some(id), Some(root)) = (id, root)
        && let Some(released) = project::releases(&Disk::new(root))?.get(&id)
    {
        let mut hasher = blake3::Hasher::new();
        hasher
            .update_reader(&mut source)
            .map_err(|error| unreadable(name, &error.to_string()))?;
        if hasher.finalize().to_hex().as_str() != released.archive {
            let why = "its hash is not the one in releases/releases.yaml";
            return Err(make::altered(name, why).into());
        }
    }
    make::opened(name, Archive::open(Box::new(source))?)
}

/// Compares the latest release, or else the last commit, with the working tree.
pub(super) fn against_latest(
    ui: Ui,
    project: (&Path, &Seal),
    old: Option<&str>,
    new: Option<&str>,
) -> Option<Comparison> {
    let releases = match project::releases(&Disk::new(project.0)) {
        Ok(releases) => releases,
        Err(failure) => {
            ui.findings(failure.diagnostics(), &Sources::new());
            return None;
        }
    };
    let latest = project::latest(&releases).map(|id| format!("release:{id}"));
    let old = old.or(latest.as_deref()).unwrap_or("git:HEAD");
    let (old, new) = sides(ui, project, [old, new.unwrap_or(".")])?;
    Some(make::compare(&old, &new))
}

fn recorded(name: &str, edition: Edition) -> OpenedSide {
    OpenedSide { name: name.to_owned(), edition, files: None, edited: Vec::new() }
}

fn woven(
    made: (Result<OpenedSide>, Vec<Diagnostic>, Sources),
) -> (Result<OpenedSide>, Sources) {
    let (side, _, sources) = made;
    (side, sources)
}

/// Reads a record.
pub(super) fn built(folder: &Path, file: &str, name: &str) -> Result<Edition> {
    let path = ProjectPath::new(file).map_err(|why| unreadable(name, &why))?;
    let disk = Disk::new(folder);
    let missing = |_| unreadable(name, &format!("{file} is missing"));
    let size = disk.size(&path).map_err(missing)?;
    if size > project::RECORD {
        let why = format!(
            "its record has {size} bytes, more than the {} allowed",
            project::RECORD
        );
        return Err(unreadable(name, &why));
    }
    let bytes = disk.read(&path).map_err(missing)?;
    project::edition(&bytes).map_err(|why| unreadable(name, &why))
}

pub(super) fn unreadable(name: &str, why: &str) -> Failure {
    Diagnostic::error(Code::R0701, format!("cannot read the edition `{name}`: {why}"))
        .help(
            "build it first with `reissue build`, or name a release, a folder that it wrote, its edition.json, a project's \
             folder, or `git:REV`; paths start at the project's folder",
        )
        .into()
}
