//! The sealed list of what a pack holds, and the check of a pack against it.

use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Result;
use crate::output::archive::Archive;
use crate::press::Files;
use crate::press::json::json;
use crate::press::words::Voice;
use serde::Deserialize;
use serde::Serialize;
use sha2::Digest as _;
use sha2::Sha256;
use std::collections::BTreeMap;
use std::fmt::Write as _;

const SCHEMA: &str = "reissue-press/1";
/// The list, for programs.
pub(super) const MANIFEST: &str = "manifest.json";
/// The list, for `sha256sum --check`.
pub(super) const SUMS: &str = "SHA256SUMS";
/// The whole pack as one file, within its folder.
pub(super) const ARCHIVE: &str = "press-kit";

/// What a pack holds, and on what terms.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// `reissue-press/1`.
    pub schema: String,
    /// Title of the report.
    pub report: String,
    /// Edition.
    pub edition: String,
    /// Date of the edition.
    pub date: String,
    /// The moment before which nothing may be published; empty without an embargo.
    pub embargo: String,
    /// Whether the embargo is lifted from this pack.
    pub lifted: bool,
    /// Why it was lifted before its time; empty when it was not.
    pub because: String,
    /// Whose copy it is; empty unless it was asked for.
    pub recipient: String,
    /// SHA-256 of every file by its path.
    pub files: BTreeMap<String, String>,
}

/// What is wrong with a pack.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Checked {
    /// The list.
    pub manifest: Manifest,
    /// SHA-256 of the list.
    pub seal: String,
    /// Files that differ from the list.
    pub altered: Vec<String>,
    /// Files that are in the list and not in the pack.
    pub missing: Vec<String>,
    /// Files that are in the pack and not in the list.
    pub added: Vec<String>,
}

impl Checked {
    /// Returns whether the pack is as it was sealed.
    pub fn whole(&self) -> bool {
        self.altered.is_empty() && self.missing.is_empty() && self.added.is_empty()
    }
}

/// Returns the SHA-256 of bytes in hexadecimal.
pub(super) fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}

/// Adds the lists of everything in the pack, and returns the seal: the hash of the list.
pub(super) fn seal(voice: Voice<'_>, files: &mut Files) -> Result<String> {
    use rayon::prelude::*;
    let meta = voice.meta();
    let hashes: BTreeMap<String, String> =
        files.par_iter().map(|(name, bytes)| (name.clone(), sha256(bytes))).collect();
    let manifest = Manifest {
        schema: SCHEMA.to_owned(),
        report: meta.title.clone(),
        edition: meta.edition.clone(),
        date: meta.date.clone(),
        embargo: meta.embargo.as_ref().map(ToString::to_string).unwrap_or_default(),
        lifted: voice.lifted().is_some() && meta.embargo.is_some(),
        because: voice.lifted().and_then(|one| one.because.clone()).unwrap_or_default(),
        recipient: voice.terms.recipient.clone().unwrap_or_default(),
        files: hashes,
    };
    let bytes = json(&manifest)?;
    let seal = sha256(&bytes);
    let sums = sums(&manifest, &seal);
    files.insert(MANIFEST.to_owned(), bytes);
    files.insert(SUMS.to_owned(), sums.into_bytes());
    Ok(seal)
}

/// Returns the list for `sha256sum --check`.
fn sums(manifest: &Manifest, seal: &str) -> String {
    let mut sums = String::new();
    for (name, hash) in &manifest.files {
        let _ = writeln!(sums, "{hash}  {name}");
    }
    let _ = writeln!(sums, "{seal}  {MANIFEST}");
    sums
}

/// Where the files of a pack are read from, one at a time.
pub trait Contents {
    /// Returns the names of the files, in order.
    fn names(&mut self) -> Result<Vec<String>>;
    /// Passes a file on in pieces.
    fn pass(&mut self, name: &str, take: &mut dyn FnMut(&[u8])) -> Result<()>;
    /// Opens the same pack as one file within; none where there cannot be one.
    fn archive(&mut self, name: &str) -> Option<Result<Archive<'static>>>;
}

impl Contents for Archive<'_> {
    fn names(&mut self) -> Result<Vec<String>> {
        Ok(Archive::names(self))
    }

    fn pass(&mut self, name: &str, take: &mut dyn FnMut(&[u8])) -> Result<()> {
        Archive::pass(self, name, take)
    }

    fn archive(&mut self, _: &str) -> Option<Result<Archive<'static>>> {
        None
    }
}

/// The largest list, in bytes.
const LIST: usize = 16 * 1024 * 1024;

/// Reads a list whole; one that is too large is cut off, and so is neither read nor the same.
fn list(pack: &mut dyn Contents, name: &str) -> Result<Vec<u8>> {
    let mut bytes: Vec<u8> = Vec::new();
    pack.pass(name, &mut |piece| {
        let room = LIST.saturating_sub(bytes.len());
        bytes.extend_from_slice(piece.get(..room.min(piece.len())).unwrap_or_default());
    })?;
    Ok(bytes)
}

/// Checks the files of a pack against its list. What is in it and cannot be read is altered.
pub fn check(pack: &mut dyn Contents) -> Result<Checked> {
    let names = pack.names()?;
    let there = |name: &str| names.iter().any(|other| other == name);
    if !there(MANIFEST) {
        return Err(Diagnostic::error(
            Code::R0705,
            format!("this is no press pack: {MANIFEST} is missing"),
        )
        .help("name a folder or a .zip that `reissue press` wrote")
        .into());
    }
    let bytes = list(pack, MANIFEST)?;
    let manifest: Manifest = serde_json::from_slice(&bytes).map_err(|error| {
        Diagnostic::error(Code::R0705, format!("{MANIFEST} cannot be read: {error}"))
    })?;
    let seal = sha256(&bytes);
    let mut out = Checked { seal, ..Checked::default() };
    let missing = |name: &&String| names.binary_search(name).is_err();
    out.missing.extend(manifest.files.keys().filter(missing).cloned());
    if !there(SUMS) {
        out.missing.push(SUMS.to_owned());
    } else if !list(pack, SUMS)
        .is_ok_and(|own| own == sums(&manifest, &out.seal).as_bytes())
    {
        out.altered.push(SUMS.to_owned());
    }
    for name in names.iter().filter(|name| *name != MANIFEST && *name != SUMS) {
        if let Some(hash) = manifest.files.get(name) {
            let mut hasher = Sha256::new();
            let read = pack.pass(name, &mut |piece| hasher.update(piece));
            if read.is_err() || hex(&hasher.finalize()) != *hash {
                out.altered.push(name.clone());
            }
            continue;
        }
        let plain = !name.contains('/') && name.rsplit('.').next() == Some("zip");
        let inner =
            (plain && name.starts_with(ARCHIVE)).then(|| pack.archive(name)).flatten();
        match inner.map(|archive| archive.and_then(|mut archive| check(&mut archive))) {
            // The same pack as one file: it must be whole, and hold the same list.
            Some(Ok(inner)) if inner.whole() && inner.seal == out.seal => {}
            Some(_) => out.altered.push(name.clone()),
            None => out.added.push(name.clone()),
        }
    }
    out.manifest = manifest;
    Ok(out)
}
