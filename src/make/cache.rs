//! Results of earlier runs, found again by the hash of everything they depend on.
//!
//! An entry is never trusted when damaged: it carries a seal, and one that does not match is a
//! miss. The seal is this user's and machine's, so that entries which came with a project are
//! not used.

use crate::make::folder::Folder;
use crate::make::seal::Seal;
use crate::model::key::Key;
use rustix::fs::FileType;

/// The most bytes kept; the entries unused longest go first.
const MOST: u64 = 256 * 1024 * 1024;

/// A folder of entries; none where it cannot be written.
#[derive(Debug)]
pub struct Cache {
    folder: Option<Folder>,
    seal: Seal,
    /// Whether it only reads.
    reads: bool,
}

/// What was found under a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// The result of an earlier run.
    Hit(Vec<u8>),
    /// Nothing.
    Miss,
    /// An entry that does not match its seal.
    Damaged,
}

/// Returns what an entry is called.
fn name(key: &Key) -> String {
    // The sort of the step is only for people who look into the folder.
    let sort = key.step().split(' ').next().unwrap_or_default().replace('/', "");
    format!("{sort}-{}", key.hash().to_hex())
}

impl Cache {
    /// Returns the cache in a working folder; entries of another version of the program are
    /// not seen.
    pub fn new(desk: &Folder, seal: &Seal) -> Self {
        let folder =
            desk.made("cache").and_then(|all| all.made(env!("CARGO_PKG_VERSION")));
        Self { folder: folder.ok(), seal: seal.clone(), reads: false }
    }

    /// Returns the same for somebody who changes nothing in it.
    pub fn read_only(desk: &Folder, seal: &Seal) -> Self {
        let folder =
            desk.within("cache").and_then(|all| all.within(env!("CARGO_PKG_VERSION")));
        Self { folder: folder.ok(), seal: seal.clone(), reads: true }
    }

    /// Looks up a result.
    pub fn get(&self, key: &Key) -> Found {
        let name = name(key);
        let Some(folder) = &self.folder else { return Found::Miss };
        let Some(mut bytes) = folder.read(&name) else { return Found::Miss };
        if self.seal.opened(&name, &bytes).is_none() {
            // Without a lasting key nothing of an earlier run can match.
            return if self.seal.lasts() { Found::Damaged } else { Found::Miss };
        }
        // The time of last use orders the clearing; nothing else looks at it.
        if !self.reads {
            folder.touch(&name);
        }
        Found::Hit(bytes.split_off(blake3::OUT_LEN))
    }

    /// Stores a result; a full disk only costs the reuse.
    pub fn put(&self, key: &Key, body: &[u8]) {
        let name = name(key);
        if let Some(folder) = self.folder.as_ref().filter(|_| !self.reads) {
            let _ = folder.replace(&name, &self.seal.sealed(&name, body));
        }
    }

    /// Removes the entries unused longest until the rest fits.
    pub fn clear(&self) {
        let Some(folder) = &self.folder else { return };
        let Ok(entries) = folder.entries() else { return };
        let mut files: Vec<(std::time::SystemTime, u64, String)> = entries
            .into_iter()
            .filter(|(_, kind)| *kind == FileType::RegularFile)
            .filter_map(|(name, _)| {
                let name = name.to_str()?.to_owned();
                let about = folder.file(&name)?.metadata().ok()?;
                Some((about.modified().ok()?, about.len(), name))
            })
            .collect();
        files.sort();
        let mut total: u64 = files.iter().map(|(_, size, _)| size).sum();
        for (_, size, name) in files {
            if total <= MOST {
                break;
            }
            if folder.remove(&name).is_ok() {
                total -= size;
            }
        }
    }
}
