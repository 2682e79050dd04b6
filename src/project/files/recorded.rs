//! Files that remember what was read through them.

use crate::model::diagnostic::Result;
use crate::project::files::Files;
use crate::project::files::Pieces;
use crate::project::files::STAMPED;
use crate::project::files::Stamps;
use crate::project::path::ProjectPath;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::Mutex;

/// What a run asked for: each path with the hash of what was found, or none when it was
/// looked for and missing.
pub type Reads = BTreeMap<ProjectPath, Option<blake3::Hash>>;

/// Files that remember what was read through them. A run sees each file once: one that
/// changes meanwhile is the same to all who read it.
#[derive(Debug)]
pub struct Recorded<'a> {
    inner: &'a dyn Files,
    seen: Arc<Mutex<BTreeMap<ProjectPath, Glance>>>,
}

/// What was found of one file.
#[derive(Debug, Clone)]
enum Glance {
    /// Looked for, and missing or not readable.
    Nothing,
    /// Read.
    Read(Arc<[u8]>, blake3::Hash),
    /// Too large to keep; only its hash is known.
    Hashed(blake3::Hash),
}

impl<'a> Recorded<'a> {
    /// Returns files that remember what is read of `inner`.
    pub fn new(inner: &'a dyn Files) -> Self {
        Self { inner, seen: Arc::default() }
    }

    /// Returns what was read so far.
    pub fn reads(&self) -> Reads {
        let Ok(seen) = self.seen.lock() else { return Reads::new() };
        seen.iter()
            .map(|(path, glance)| {
                let hash = match glance {
                    Glance::Nothing => None,
                    Glance::Read(_, hash) | Glance::Hashed(hash) => Some(*hash),
                };
                (path.clone(), hash)
            })
            .collect()
    }

    fn note(&self, path: &ProjectPath, glance: Glance) {
        if let Ok(mut seen) = self.seen.lock() {
            seen.insert(path.clone(), glance);
        }
    }

    fn look(&self, path: &ProjectPath) -> Result<(Arc<[u8]>, blake3::Hash)> {
        let known = self.seen.lock().ok().and_then(|seen| seen.get(path).cloned());
        if let Some(Glance::Read(bytes, hash)) = known {
            return Ok((bytes, hash));
        }
        match self.inner.read(path) {
            Ok(bytes) => {
                let hash = blake3::hash(&bytes);
                self.note(path, Glance::Read(Arc::clone(&bytes), hash));
                Ok((bytes, hash))
            }
            Err(failure) => {
                self.note(path, Glance::Nothing);
                Err(failure)
            }
        }
    }
}

impl Files for Recorded<'_> {
    fn read(&self, path: &ProjectPath) -> Result<Arc<[u8]>> {
        Ok(self.look(path)?.0)
    }

    fn exists(&self, path: &ProjectPath) -> bool {
        if self.seen.lock().is_ok_and(|seen| {
            matches!(seen.get(path), Some(Glance::Read(..) | Glance::Hashed(_)))
        }) {
            return true;
        }
        let there = self.inner.exists(path);
        if !there {
            self.note(path, Glance::Nothing);
        }
        there
    }

    fn found(&self, path: &ProjectPath) -> bool {
        self.exists(path) || self.inner.found(path)
    }

    fn size(&self, path: &ProjectPath) -> Result<u64> {
        self.inner.size(path)
    }

    fn stamps(&self) -> Stamps {
        self.inner.stamps()
    }

    fn open(&self, path: &ProjectPath) -> Result<Pieces> {
        let pieces = match self.inner.open(path) {
            Ok(pieces) => pieces,
            Err(failure) => {
                self.note(path, Glance::Nothing);
                return Err(failure);
            }
        };
        let (seen, path) = (Arc::clone(&self.seen), path.clone());
        Ok(pieces.then(move |hash| {
            if let Ok(mut seen) = seen.lock() {
                seen.entry(path).or_insert(Glance::Hashed(hash));
            }
        }))
    }

    fn hash(&self, path: &ProjectPath) -> Result<blake3::Hash> {
        let known = self.seen.lock().ok().and_then(|seen| seen.get(path).cloned());
        if let Some(Glance::Hashed(hash)) = known {
            return Ok(hash);
        }
        if self.inner.size(path).is_ok_and(|size| size > STAMPED) {
            let hash = self.inner.hash(path)?;
            self.note(path, Glance::Hashed(hash));
            return Ok(hash);
        }
        Ok(self.look(path)?.1)
    }
}
