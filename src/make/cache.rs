//! Results of earlier runs, found again by the hash of everything they depend on.
//!
//! An entry is never trusted when damaged: it carries a seal, and one that does not match is a
//! miss. The seal is this user's and machine's, so that entries which came with a project are
//! not used.

use crate::make::folder::Folder;
use crate::make::pack::Pack;
use crate::make::pack::SMALL;
use crate::make::seal::Seal;
use crate::model::key::Key;
use rustix::fs::FileType;
use std::collections::BTreeMap;
use std::sync::Mutex;

/// The most bytes kept; the entries unused longest go first.
const MOST: u64 = 256 * 1024 * 1024;

/// A folder of entries; none where it cannot be written.
#[derive(Debug)]
pub struct Cache {
    folder: Option<Folder>,
    seal: Seal,
    /// Whether it only reads.
    reads: bool,
    /// Small results, by the sort of the step.
    packs: Mutex<BTreeMap<String, Pack>>,
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

/// Returns the sort of a step.
fn sort(key: &Key) -> String {
    key.step().split(' ').next().unwrap_or_default().replace('/', "")
}

/// Returns what the pack of a sort is called.
fn pack_name(sort: &str) -> String {
    format!("{sort}-small")
}

impl Cache {
    /// Returns the cache in a working folder; entries of another version of the program are
    /// not seen.
    pub fn new(desk: &Folder, seal: &Seal) -> Self {
        let folder =
            desk.made("cache").and_then(|all| all.made(env!("CARGO_PKG_VERSION")));
        Self {
            folder: folder.ok(),
            seal: seal.clone(),
            reads: false,
            packs: Mutex::default(),
        }
    }

    /// Returns the same for somebody who changes nothing in it.
    pub fn read_only(desk: &Folder, seal: &Seal) -> Self {
        let folder =
            desk.within("cache").and_then(|all| all.within(env!("CARGO_PKG_VERSION")));
        Self {
            folder: folder.ok(),
            seal: seal.clone(),
            reads: true,
            packs: Mutex::default(),
        }
    }

    /// Looks up a result.
    pub fn get(&self, key: &Key) -> Found {
        let Some(folder) = &self.folder else { return Found::Miss };
        let (sort, hash) = (sort(key), key.hash());
        let (small, damaged) = self
            .pack(folder, &sort, |pack| (pack.get(&hash), pack.is_damaged()))
            .unwrap_or_default();
        if let Some(bytes) = small {
            return Found::Hit(bytes);
        }
        let name = format!("{sort}-{}", hash.to_hex());
        let Some(mut bytes) = folder.read(&name) else {
            return if damaged { Found::Damaged } else { Found::Miss };
        };
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
        let Some(folder) = self.folder.as_ref().filter(|_| !self.reads) else { return };
        let (sort, hash) = (sort(key), key.hash());
        if body.len() <= SMALL {
            self.pack(folder, &sort, |pack| pack.put(&hash, body));
        } else {
            let name = format!("{sort}-{}", hash.to_hex());
            let _ = folder.replace(&name, &self.seal.sealed(&name, body));
        }
    }

    /// Does something with the pack of a sort.
    fn pack<T>(
        &self,
        folder: &Folder,
        sort: &str,
        work: impl FnOnce(&mut Pack) -> T,
    ) -> Option<T> {
        let mut packs = self.packs.lock().ok()?;
        if !packs.contains_key(sort) {
            let name = pack_name(sort);
            let pack = Pack::read(folder, &self.seal, &name);
            if !self.reads {
                folder.touch(&name);
            }
            packs.insert(sort.to_owned(), pack);
        }
        packs.get_mut(sort).map(work)
    }

    /// Writes the small results that came since.
    pub(super) fn write(&self) {
        if let Some(folder) = self.folder.as_ref().filter(|_| !self.reads)
            && let Ok(mut packs) = self.packs.lock()
        {
            for (sort, pack) in packs.iter_mut() {
                pack.write(folder, &self.seal, &pack_name(sort));
            }
        }
    }

    /// Writes what is not written yet, and removes the entries unused longest until the rest fits.
    pub fn clear(&self) {
        self.write();
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

impl Drop for Cache {
    /// A run that ended early, or that went on after the clearing, leaves what it found out, too.
    fn drop(&mut self) {
        self.write();
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "a test looks at what was written")]
mod tests {
    use super::Cache;
    use super::Found;
    use crate::make::folder::Folder;
    use crate::make::pack::SMALL;
    use crate::make::seal::Seal;
    use crate::model::key::Key;

    #[test]
    fn small_results_of_one_sort_share_a_file_and_large_ones_have_their_own() {
        let scratch = tempfile::tempdir().unwrap();
        let state = scratch.path().join("state");
        let seal = Seal::kept(Some(&state));
        let desk = Folder::make(&scratch.path().join("desk")).unwrap();
        let key = |step: &str| Key::new(step.to_owned()).field("a", "b");
        let large = vec![1; SMALL + 1];
        let cache = Cache::new(&desk, &seal);
        cache.put(&key("statistic one"), b"1");
        cache.put(&key("statistic two"), b"2");
        cache.put(&key("chapter one"), b"3");
        cache.put(&key("chapter two"), &large);
        assert_eq!(cache.get(&key("statistic one")), Found::Hit(b"1".to_vec()));
        drop(cache);
        let folder = scratch.path().join("desk/cache").join(env!("CARGO_PKG_VERSION"));
        let names = || -> Vec<String> {
            let entries = std::fs::read_dir(&folder).unwrap();
            let name = |entry: std::io::Result<std::fs::DirEntry>| {
                entry.unwrap().file_name().into_string().unwrap()
            };
            let mut names: Vec<String> = entries.map(name).collect();
            names.sort();
            names
        };
        let own = format!("chapter-{}", key("chapter two").hash().to_hex());
        assert_eq!(
            names(),
            [own, "chapter-small".to_owned(), "statistic-small".to_owned()]
        );
        let reading = Cache::read_only(&desk, &seal);
        assert_eq!(reading.get(&key("statistic two")), Found::Hit(b"2".to_vec()));
        assert_eq!(reading.get(&key("chapter two")), Found::Hit(large));
        assert_eq!(reading.get(&key("chapter three")), Found::Miss);
        reading.put(&key("figure one"), b"4");
        drop(reading);
        assert_eq!(names().len(), 3);
        // Of a damaged pack nothing is used, and each result is said to be damaged.
        std::fs::write(folder.join("statistic-small"), "damaged").unwrap();
        let cache = Cache::new(&desk, &seal);
        assert_eq!(cache.get(&key("statistic one")), Found::Damaged);
        assert_eq!(cache.get(&key("chapter one")), Found::Hit(b"3".to_vec()));
    }
}
