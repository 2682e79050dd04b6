//! The sealed list of what a pack holds, and the check of a pack against it.

use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Result;
use crate::output::archive;
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
    Sha256::digest(bytes).iter().fold(String::new(), |mut out, byte| {
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
    let mut sums = String::new();
    for (name, hash) in &manifest.files {
        let _ = writeln!(sums, "{hash}  {name}");
    }
    let _ = writeln!(sums, "{seal}  {MANIFEST}");
    files.insert(MANIFEST.to_owned(), bytes);
    files.insert(SUMS.to_owned(), sums.into_bytes());
    Ok(seal)
}

/// Checks the files of a pack, or of a pack as one file, against its list.
pub fn check(files: &Files) -> Result<Checked> {
    let Some(bytes) = files.get(MANIFEST) else {
        return Err(Diagnostic::error(
            Code::R0705,
            format!("this is no press pack: {MANIFEST} is missing"),
        )
        .help("name a folder or a .zip that `reissue press` wrote")
        .into());
    };
    let manifest: Manifest = serde_json::from_slice(bytes).map_err(|error| {
        Diagnostic::error(Code::R0705, format!("{MANIFEST} cannot be read: {error}"))
    })?;
    let seal = sha256(bytes);
    let mut out = Checked { seal, ..Checked::default() };
    for (name, hash) in &manifest.files {
        match files.get(name) {
            None => out.missing.push(name.clone()),
            Some(bytes) if sha256(bytes) != *hash => out.altered.push(name.clone()),
            Some(_) => {}
        }
    }
    for (name, bytes) in files {
        if manifest.files.contains_key(name) || name == MANIFEST || name == SUMS {
            continue;
        }
        let ending = name.rsplit('.').next();
        if name.starts_with(ARCHIVE) && ending == Some("zip") && !name.contains('/') {
            // The same pack as one file: it must be whole, and hold the same list.
            let inner = archive::unzip(bytes).and_then(|files| check(&files));
            if inner.is_ok_and(|inner| inner.whole() && inner.seal == out.seal) {
                continue;
            }
            out.altered.push(name.clone());
        } else {
            out.added.push(name.clone());
        }
    }
    out.manifest = manifest;
    Ok(out)
}

/// Checks a pack that is one file.
pub fn check_archive(bytes: &[u8]) -> Result<Checked> {
    check(&archive::unzip(bytes)?)
}
