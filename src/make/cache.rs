//! Results of earlier runs, found again by the hash of everything they depend on.
//!
//! An entry is never trusted when damaged: it carries its own hash, and one that does not
//! match is a miss.

use crate::make::outbox::write_one;
use crate::model::key::Key;
use std::path::Path;
use std::path::PathBuf;

/// The most bytes kept; the entries unused longest go first.
const MOST: u64 = 256 * 1024 * 1024;

/// A folder of entries.
#[derive(Debug, Clone)]
pub struct Cache {
    folder: PathBuf,
}

/// What was found under a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// The result of an earlier run.
    Hit(Vec<u8>),
    /// Nothing.
    Miss,
    /// An entry that does not match its own hash.
    Damaged,
}

#[expect(
    clippy::disallowed_methods,
    reason = "the cache's own folder, written by make alone"
)]
impl Cache {
    /// Returns the cache in a folder; entries of another version of the program are not seen.
    pub fn new(desk: &Path) -> Self {
        Self { folder: desk.join("cache").join(env!("CARGO_PKG_VERSION")) }
    }

    fn path(&self, key: &Key) -> PathBuf {
        // The sort of the step is only for people who look into the folder.
        let sort = key.step().split(' ').next().unwrap_or_default();
        self.folder.join(format!("{sort}-{}", key.hash().to_hex()))
    }

    /// Looks up a result.
    pub fn get(&self, key: &Key) -> Found {
        let path = self.path(key);
        let Ok(bytes) = std::fs::read(&path) else { return Found::Miss };
        match bytes.split_at_checked(blake3::OUT_LEN) {
            Some((hash, body)) if blake3::hash(body).as_bytes() == hash => {
                // The time of last use orders the clearing; nothing else looks at it.
                if let Ok(file) = std::fs::OpenOptions::new().write(true).open(&path) {
                    let _ = file.set_modified(std::time::SystemTime::now());
                }
                Found::Hit(body.to_vec())
            }
            _ => Found::Damaged,
        }
    }

    /// Stores a result; a full disk only costs the reuse.
    pub fn put(&self, key: &Key, body: &[u8]) {
        let mut bytes = blake3::hash(body).as_bytes().to_vec();
        bytes.extend_from_slice(body);
        let _ = write_one(&self.path(key), &bytes);
    }

    /// Removes the entries unused longest until the rest fits.
    pub fn clear(&self) {
        let Ok(entries) = std::fs::read_dir(&self.folder) else { return };
        let mut files: Vec<(std::time::SystemTime, u64, PathBuf)> = entries
            .filter_map(Result::ok)
            .filter_map(|entry| {
                let about = entry.metadata().ok()?;
                Some((about.modified().ok()?, about.len(), entry.path()))
            })
            .collect();
        files.sort();
        let mut total: u64 = files.iter().map(|(_, size, _)| size).sum();
        for (_, size, path) in files {
            if total <= MOST {
                break;
            }
            if std::fs::remove_file(path).is_ok() {
                total -= size;
            }
        }
    }
}
