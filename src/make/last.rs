//! What the last run read, wrote and was asked, to know whether anything changed since.

use crate::make::Desk;
use crate::make::Outcome;
use crate::make::Request;
use crate::make::Steps;
use crate::make::Woven;
use crate::make::files::json;
use crate::make::folder::Folder;
use crate::make::folder::destination;
use crate::make::seal::Seal;
use crate::make::staged;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Result;
use crate::model::diagnostic::Sources;
use crate::model::key::Key;
use crate::model::moment::Moment;
use crate::narrative::Measured;
use crate::project::Disk;
use crate::project::DocumentSource;
use crate::project::Files;
use crate::project::Project;
use crate::project::ProjectPath;
use crate::project::Reads;
use crate::project::Recorded;
use crate::project::Stamps;
use rayon::prelude::*;
use serde::Deserialize;
use serde::Serialize;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// Fields of the keys of steps, by step.
pub(super) type StepKeys = BTreeMap<String, BTreeMap<String, String>>;

/// The record of a run.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct LastRun {
    key: BTreeMap<String, String>,
    /// Project path → hash, or none when the file was looked for and missing.
    reads: BTreeMap<String, Option<String>>,
    /// The output folder.
    out: String,
    /// Path in the output folder → hash.
    outputs: BTreeMap<String, String>,
    /// What was found, to be reported again: warnings only.
    found: Vec<Diagnostic>,
    /// The texts that the findings point into.
    sources: Sources,
    /// Whether the project declares local editions.
    local: bool,
    /// How large files looked when they were hashed.
    stamps: BTreeMap<String, (String, String)>,
    /// Fields of the keys of single steps.
    pub steps: StepKeys,
    /// The embargo that stands on the outputs.
    pub embargo: Option<Moment>,
    /// How long the documents beside the report are.
    measured: Vec<Measured>,
}

/// What of a request bears on its findings. The language is asked for by a file that was read, and its
/// words are in such files or in the program.
fn asked(request: &Request) -> Key {
    Key::in_no_language("edition")
        .field("draft", request.draft.to_string())
        .field("strict", request.strict.to_string())
        .field("editions", request.editions.to_string())
        .field("only", request.only.join(" "))
        .field("lift", format!("{:?}", request.lift.as_ref().map(|lift| &lift.because)))
}

fn run_key(request: &Request) -> Result<Key> {
    let key = asked(request);
    match &request.typst {
        Some(program) => program.keyed(key),
        None => Ok(key.field("typst", "")),
    }
}

/// Where the record is kept, under a seal.
const NAME: &str = "last-run";

/// Reads the record from a working folder; one that this user did not keep on this machine is
/// none.
pub(super) fn last_run(desk: &Folder, seal: &Seal) -> LastRun {
    let bytes = desk.read(NAME).unwrap_or_default();
    let record = seal.opened(NAME, &bytes).map(serde_json::from_slice);
    record.and_then(std::result::Result::ok).unwrap_or_default()
}

/// Returns whether the edition in the output folder is what a run would write.
pub(super) fn up_to_date(request: &Request, last: &LastRun, disk: &Disk) -> bool {
    !last.outputs.is_empty()
        && last.same_inputs(disk)
        && run_key(request).is_ok_and(|key| last.key == *key.fields())
        && out(request).is_some_and(|out| {
            staged::holds_only(&out, &last.outputs)
                && last.outputs.par_iter().all(|(name, hash)| {
                    let hashed = out.read(name).map(|bytes| blake3::hash(&bytes));
                    hashed.is_some_and(|now| now.to_hex().as_str() == hash)
                })
        })
}

/// Returns whether a check would find what the last run found.
pub(super) fn checked(request: &Request, last: &LastRun, disk: &Disk) -> bool {
    let asked = asked(request);
    let same = |(name, value)| last.key.get(name) == Some(value);
    !last.outputs.is_empty() && asked.fields().iter().all(same) && last.same_inputs(disk)
}

/// Opens the output folder; a link is none.
fn out(request: &Request) -> Option<Folder> {
    let (folder, name) = destination(&request.root, &request.out).ok()?;
    folder.within(&name).ok()
}

impl LastRun {
    /// Returns whether all that was read is as it was.
    fn same_inputs(&self, disk: &dyn Files) -> bool {
        self.same_but(disk, &BTreeSet::new())
    }

    /// Returns whether all that was read is as it was, but for some files.
    fn same_but(&self, disk: &dyn Files, but: &BTreeSet<&ProjectPath>) -> bool {
        self.reads.par_iter().all(|(path, hash)| {
            let Ok(path) = ProjectPath::new(path) else { return false };
            if but.contains(&path) {
                return true;
            }
            match hash {
                // What is there and cannot be read is a fault that has to be reported.
                None => !disk.found(&path),
                Some(hash) => {
                    let now = disk.exists(&path).then(|| disk.hash(&path).ok()).flatten();
                    now.is_some_and(|now| now.to_hex().as_str() == hash.as_str())
                }
            }
        })
    }

    /// Returns the outcome of a run that has nothing to do: the last one's.
    pub(super) fn again(self, request: &Request, steps: Steps<'_>) -> Outcome {
        steps.reused("edition");
        Outcome {
            reads: last_reads(&self),
            stamps: self.stamps(),
            diagnostics: self.found,
            sources: self.sources,
            steps: steps.into_steps(),
            done: true,
            unwoven: self.local && !request.editions,
            embargo: self.embargo,
            measured: self.measured,
        }
    }

    /// Returns the files that were written into the output folder of a request.
    pub(super) fn wrote(&self, request: &Request) -> BTreeMap<String, String> {
        let same = self.out == request.out.to_string_lossy();
        if same { self.outputs.clone() } else { BTreeMap::new() }
    }

    /// Returns the files in the output folder that a run for some documents alone leaves as they are: all
    /// but those of these documents, if nothing that they were made of has changed.
    pub(super) fn kept(
        &self,
        request: &Request,
        files: &dyn Files,
        project: &Project,
    ) -> BTreeMap<String, String> {
        let of = |id: &String| request.only.contains(id);
        let (own, others): (Vec<_>, Vec<_>) =
            project.documents.iter().partition(|source| of(&source.decl.id));
        let shown = |list: &[&'_ DocumentSource]| -> BTreeSet<ProjectPath> {
            let files = list
                .iter()
                .flat_map(|one| one.chapters.iter().chain(one.template.as_deref()));
            files.map(|file| file.path.clone()).collect()
        };
        let (mine, theirs) = (shown(&own), shown(&others));
        let but: BTreeSet<&ProjectPath> = mine.difference(&theirs).collect();
        let asked = |key: &BTreeMap<String, String>| {
            let mut key = key.clone();
            key.remove("only");
            key
        };
        let same =
            run_key(request).is_ok_and(|key| asked(key.fields()) == asked(&self.key));
        if !same || !self.same_but(files, &but) {
            return BTreeMap::new();
        }
        let mut kept = self.wrote(request);
        kept.remove("edition.json");
        kept.retain(|name, _| {
            let folder =
                name.strip_prefix("documents/").and_then(|rest| rest.split_once('/'));
            folder.is_none_or(|(id, _)| !request.only.iter().any(|only| only == id))
        });
        kept
    }

    /// Returns how large files looked when they were hashed.
    pub(super) fn stamps(&self) -> Stamps {
        let known = self.stamps.iter().filter_map(|(path, (stamp, hash))| {
            let hash = blake3::Hash::from_hex(hash).ok()?;
            Some((ProjectPath::new(path).ok()?, (stamp.clone(), hash)))
        });
        known.collect()
    }
}

/// Returns what the last run read.
fn last_reads(last: &LastRun) -> Reads {
    last.reads
        .iter()
        .filter_map(|(path, hash)| {
            let hash = hash.as_ref().and_then(|hash| blake3::Hash::from_hex(hash).ok());
            Some((ProjectPath::new(path).ok()?, hash))
        })
        .collect()
}

/// Keeps the record of a run.
pub(super) fn remember(
    desk: &Desk,
    request: &Request,
    files: &Recorded<'_>,
    outputs: BTreeMap<String, String>,
    (found, sources): (&[Diagnostic], &Sources),
    woven: &Woven,
    steps: StepKeys,
) -> Result<()> {
    let reads = files
        .reads()
        .into_iter()
        .map(|(path, hash)| {
            (path.as_str().to_owned(), hash.map(|hash| hash.to_hex().to_string()))
        })
        .collect();
    let stamps = files
        .stamps()
        .into_iter()
        .map(|(path, (stamp, hash))| {
            (path.as_str().to_owned(), (stamp, hash.to_hex().to_string()))
        })
        .collect();
    let key = run_key(request)?.fields().clone();
    let last = LastRun {
        key,
        reads,
        out: request.out.to_string_lossy().into_owned(),
        outputs,
        found: found.to_vec(),
        sources: sources.behind(found),
        local: woven.project.editions.is_some(),
        stamps,
        steps,
        embargo: woven.document.meta.held().cloned(),
        measured: woven.measured(),
    };
    let bytes = request.seal.sealed(NAME, &json(&last)?);
    let written = desk.folder().replace(NAME, &bytes);
    Ok(written.map_err(|fault| fault.about(&desk.folder().path().join(NAME)))?)
}
