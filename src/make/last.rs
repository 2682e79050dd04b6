//! What the last run read, wrote and was asked, to know whether anything changed since.

use crate::make::Desk;
use crate::make::Request;
use crate::make::edition::json;
use crate::make::outbox::write_one;
use crate::model::diagnostic::Result;
use crate::model::key::Key;
use crate::project::Disk;
use crate::project::Files as _;
use crate::project::Moment;
use crate::project::ProjectPath;
use crate::project::Reads;
use crate::project::Recorded;
use crate::project::Stamps;
use serde::Deserialize;
use serde::Serialize;
use std::collections::BTreeMap;

/// Fields of the keys of steps, by step.
pub(super) type StepKeys = BTreeMap<String, BTreeMap<String, String>>;

/// The record of a run.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct LastRun {
    key: BTreeMap<String, String>,
    /// Project path → hash, or none when the file was looked for and missing.
    reads: BTreeMap<String, Option<String>>,
    /// Path in the output folder → hash.
    outputs: BTreeMap<String, String>,
    /// How large files looked when they were hashed.
    #[serde(default)]
    stamps: BTreeMap<String, (String, String)>,
    /// Fields of the keys of single steps.
    pub steps: StepKeys,
    /// The embargo that stands on the outputs.
    #[serde(default)]
    pub embargo: Option<Moment>,
}

fn run_key(request: &Request) -> Result<Key> {
    let key = Key::new("edition")
        .field("draft", request.draft.to_string())
        .field("strict", request.strict.to_string())
        .field("editions", request.editions.to_string())
        .field("lift", format!("{:?}", request.lift.as_ref().map(|lift| &lift.because)))
        .field("typst", request.typst_version()?);
    Ok(key)
}

#[expect(
    clippy::disallowed_methods,
    reason = "the record of the last run, written by make alone"
)]
pub(super) fn last_run(desk: &Desk) -> LastRun {
    let bytes = std::fs::read(desk.folder().join("last.json")).unwrap_or_default();
    serde_json::from_slice(&bytes).unwrap_or_default()
}

/// Returns whether the edition in the output folder is what a run would write.
#[expect(
    clippy::disallowed_methods,
    reason = "make compares what it wrote with what is there"
)]
pub(super) fn up_to_date(request: &Request, last: &LastRun, disk: &Disk) -> bool {
    let same_inputs = last.reads.iter().all(|(path, hash)| {
        let now = ProjectPath::new(path)
            .ok()
            .filter(|path| disk.exists(path))
            .and_then(|path| disk.hash(&path).ok().map(|hash| hash.to_hex().to_string()));
        now == *hash
    });
    !last.outputs.is_empty()
        && same_inputs
        && run_key(request).is_ok_and(|key| last.key == *key.fields())
        && last.outputs.iter().all(|(name, hash)| {
            std::fs::read(request.out.join(name))
                .is_ok_and(|bytes| blake3::hash(&bytes).to_hex().as_str() == hash)
        })
}

impl LastRun {
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
pub(super) fn last_reads(last: &LastRun) -> Reads {
    last.reads
        .iter()
        .filter_map(|(path, hash)| {
            let hash = hash.as_ref().and_then(|hash| blake3::Hash::from_hex(hash).ok());
            Some((ProjectPath::new(path).ok()?, hash))
        })
        .collect()
}

/// Keeps the record of a run. One with findings names no outputs: the next one says them again.
pub(super) fn remember(
    desk: &Desk,
    request: &Request,
    files: &Recorded<'_>,
    outputs: BTreeMap<String, String>,
    steps: StepKeys,
    embargo: Option<&Moment>,
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
    let embargo = embargo.cloned();
    let last = LastRun { key, reads, outputs, stamps, steps, embargo };
    write_one(&desk.folder().join("last.json"), &json(&last)?)
}
