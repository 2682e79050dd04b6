//! Releases: an edition with its sources in one archive that never changes.

use crate::diff;
use crate::make::compare::OpenedSide;
use crate::make::files::json;
use crate::make::outbox::write_within;
use crate::model::comparison::Comparison;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Findings;
use crate::model::diagnostic::Result;
use crate::model::diagnostic::Span;
use crate::model::document::Block;
use crate::model::document::Quoted;
use crate::model::edition::Edition;
use crate::model::signoff::Released;
use crate::model::signoff::Review;
use crate::output::archive;
use crate::output::archive::Archive;
use crate::output::archive::Unpacked;
use crate::project;
use crate::project::Disk;
use crate::project::Files as _;
use crate::project::ProjectPath;
use crate::project::RELEASES;
use crate::project::REVIEW;
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::Path;

/// The name and version of the form of a release.
pub const SCHEMA: &str = "reissue-release/1";

/// What is asked of a release.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Its id.
    pub id: String,
    /// When; the edition's own date unless given.
    pub date: String,
    /// Why it is released although items are open.
    pub forced: String,
}

/// What a release says of itself, as `release.json` in its archive.
#[derive(Debug, Serialize)]
struct Manifest<'a> {
    schema: &'a str,
    id: &'a str,
    #[serde(flatten)]
    released: &'a Released,
    inputs: &'a BTreeMap<String, String>,
    outputs: &'a BTreeMap<String, String>,
    review: &'a Review,
}

fn refused(message: String) -> Diagnostic {
    Diagnostic::error(Code::R0711, message)
}

/// Refuses an id that cannot name a release.
pub fn check_release(root: &Path, id: &str) -> Result<()> {
    let good = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    if id.is_empty() || id.starts_with('.') || !id.chars().all(good) {
        return Err(refused(format!("`{id}` cannot name a release"))
            .help("use letters, digits, `-`, `_` and `.`, such as `2025-07` or `v1.1`")
            .into());
    }
    if project::releases(&Disk::new(root))?.contains_key(id) {
        return Err(refused(format!("release `{id}` is there already"))
            .help("a release never changes; choose another id")
            .into());
    }
    Ok(())
}

/// Returns why a release must wait: conclusions and numbers that nobody accepted.
pub fn held_back(comparison: &Comparison, review: &Review) -> Option<Diagnostic> {
    let open = diff::unaccepted(comparison, review);
    let (first, count) = (open.first()?, open.len());
    let items = if count == 1 { "item is" } else { "items are" };
    let more =
        if count > 1 { format!(", and {} more", count - 1) } else { String::new() };
    Some(
        refused(format!("{count} {items} not accepted: `{}`{more}", first.id)).help(
            "decide on them with `reissue review`, or release with `--force --because REASON`",
        ),
    )
}

/// Writes the edition in the output folder, with its sources, as a release.
pub fn release(
    root: &Path,
    out: &Path,
    wanted: &Wanted,
    comparison: Option<&Comparison>,
) -> Result<Released> {
    check_release(root, &wanted.id)?;
    let (disk, built) = (Disk::new(root), Disk::new(out));
    let review = project::review(&disk)?;
    let mut releases = project::releases(&disk)?;
    let record = read(&built, "edition.json")?;
    let edition = project::edition(&record)
        .map_err(|why| refused(format!("the edition's record cannot be read: {why}")))?;
    if edition.draft {
        return Err(refused("a draft cannot be released".to_owned())
            .help("mend the claims that fail, and build without `--draft`")
            .into());
    }
    unapproved(&edition)?;
    let open = comparison.map_or(0, |found| diff::unaccepted(found, &review).len());
    let signed = comparison
        .map_or(0, |found| found.items.iter().filter(|item| item.class.signed()).count());
    let meta = &edition.document.meta;
    let mut released = Released {
        number: releases.values().map(|one| one.number).max().unwrap_or(0) + 1,
        edition: format!("{}, {}", meta.title, meta.edition),
        date: if wanted.date.is_empty() {
            meta.date.clone()
        } else {
            wanted.date.clone()
        },
        after: project::latest(&releases).cloned().unwrap_or_default(),
        archive: String::new(),
        accepted: signed - open,
        open,
        forced: wanted.forced.clone(),
    };
    let mut files = BTreeMap::new();
    for (name, hash) in &edition.outputs {
        files.insert(format!("out/{name}"), checked(&built, name, hash)?);
    }
    files.insert("out/edition.json".to_owned(), record);
    for (name, hash) in &edition.inputs {
        files.insert(format!("project/{name}"), checked(&disk, name, hash)?);
    }
    if let Ok(bytes) = read(&disk, REVIEW) {
        files.insert(format!("project/{REVIEW}"), bytes);
    }
    let manifest = Manifest {
        schema: SCHEMA,
        id: &wanted.id,
        released: &released,
        inputs: &edition.inputs,
        outputs: &edition.outputs,
        review: &review,
    };
    files.insert("release.json".to_owned(), json(&manifest)?);
    let archive = archive::zip(&files)?;
    released.archive = blake3::hash(&archive).to_hex().to_string();
    write_within(root, &place(&wanted.id), &archive)?;
    releases.insert(wanted.id.clone(), released.clone());
    write_within(root, RELEASES, project::releases_text(&releases).as_bytes())?;
    Ok(released)
}

/// Refuses an edition in which a quotation is shown that nobody approved.
fn unapproved(edition: &Edition) -> Result<()> {
    let documents = edition.documents.values().chain(edition.translations.values());
    let mut open: BTreeMap<&str, (&Quoted, &Span)> = BTreeMap::new();
    for document in std::iter::once(&edition.document).chain(documents) {
        for block in document.blocks() {
            if let Block::Container(container) = block
                && let Some(quoted) =
                    container.quoted.as_ref().filter(|one| !one.approved)
            {
                open.entry(&quoted.id).or_insert((quoted, &container.span));
            }
        }
    }
    let faults = open.into_iter().map(|(id, (quoted, span))| {
        let message = if quoted.empty {
            format!("quotation `{id}` has no words yet")
        } else {
            format!("quotation `{id}` is a draft")
        };
        Diagnostic::error(Code::R0717, message).at(span.clone(), "shown here").help(
            "a release waits until it is approved: write `status: approved`, `approved_by:` and `date:` in `report/quotations.yaml`, or take the call out",
        )
    });
    let mut found = Findings::new();
    found.extend(faults);
    found.finish(()).map(|_| ())
}

/// Returns where a release lies in the project.
pub fn place(id: &str) -> String {
    format!("releases/{id}.zip")
}

fn read(disk: &Disk, name: &str) -> Result<Vec<u8>> {
    let path = ProjectPath::new(name).map_err(refused)?;
    Ok(disk.read(&path)?.to_vec())
}

fn checked(disk: &Disk, name: &str, hash: &str) -> Result<Vec<u8>> {
    let bytes = read(disk, name)?;
    if blake3::hash(&bytes).to_hex().as_str() == hash {
        return Ok(bytes);
    }
    Err(refused(format!("`{name}` changed since the edition was built"))
        .help("build again, and release then")
        .into())
}

/// Returns whether a release's archive is there and as it was written.
pub fn is_whole(root: &Path, id: &str, released: &Released) -> bool {
    let hash = ProjectPath::new(&place(id)).map(|path| Disk::new(root).hash(&path));
    hash.is_ok_and(|hash| {
        hash.is_ok_and(|hash| hash.to_hex().as_str() == released.archive)
    })
}

/// Opens a release as a side of a comparison; one whose files are not those of its record is
/// refused.
pub fn opened(name: &str, mut archive: Archive<'static>) -> Result<OpenedSide> {
    let damaged = |why: String| {
        Diagnostic::error(Code::R0701, format!("cannot read the edition `{name}`: {why}"))
    };
    if archive.size("out/edition.json").is_none() {
        return Err(damaged("it holds no edition.json".to_owned()).into());
    }
    let record = archive.read("out/edition.json", project::RECORD)?;
    let edition = project::edition(&record).map_err(damaged)?;
    let own = [("out", &edition.outputs), ("project", &edition.inputs)];
    for (folder, hashes) in own {
        for (path, hash) in hashes {
            let place = format!("{folder}/{path}");
            let mut hasher = blake3::Hasher::new();
            let read = archive.pass(&place, &mut |piece| {
                hasher.update(piece);
            });
            if read.is_err() || hasher.finalize().to_hex().as_str() != hash {
                let why = format!("`{place}` is not the file of its record");
                return Err(altered(name, &why).into());
            }
        }
    }
    let files: Box<dyn project::Files> = Box::new(Unpacked::new(archive, "project/"));
    Ok(OpenedSide {
        name: name.to_owned(),
        edition,
        files: Some(files),
        edited: Vec::new(),
    })
}

/// Says that an archive is not as it was released.
pub fn altered(name: &str, why: &str) -> Diagnostic {
    Diagnostic::error(Code::R0721, format!("the archive of `{name}` is altered: {why}"))
        .help("take the archive as it was released, from a copy or the repository's history")
}

/// Writes the sign-off.
pub fn write_review(root: &Path, review: &Review) -> Result<()> {
    write_within(root, REVIEW, project::review_text(review).as_bytes())
}
