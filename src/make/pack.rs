//! Small results of earlier runs, those of one sort in one file: thousands of files of a few hundred
//! bytes take longer to open than what is in them takes to read.

use crate::make::folder::Folder;
use crate::make::seal::Seal;
use std::collections::BTreeMap;

/// The most bytes of a result that is small.
pub(super) const SMALL: usize = 16 * 1024;

/// The most bytes of a pack.
const MOST: usize = 32 * 1024 * 1024;

/// After how many runs that wrote something a result that none of them asked for is left out.
const OLDEST: u8 = 8;

/// What stands before the bytes of a result: its key, how many runs did not use it, and its length.
const HEAD: usize = blake3::OUT_LEN + 1 + 4;

type Name = [u8; blake3::OUT_LEN];

/// One result.
#[derive(Debug)]
struct Entry {
    /// How many runs did not ask for it, this one included, until it does.
    age: u8,
    bytes: Vec<u8>,
}

/// The small results of one sort.
#[derive(Debug, Default)]
pub(super) struct Pack {
    entries: BTreeMap<Name, Entry>,
    /// Whether there is something that the file does not hold.
    grown: bool,
    /// Whether the file does not match its seal.
    damaged: bool,
}

impl Pack {
    /// Reads a pack; one that is not there is empty.
    pub(super) fn read(folder: &Folder, seal: &Seal, name: &str) -> Self {
        let Some(bytes) = folder.read(name) else { return Self::default() };
        match seal.opened(name, &bytes).and_then(entries) {
            Some(entries) => Self { entries, ..Self::default() },
            None => Self { damaged: seal.lasts(), ..Self::default() },
        }
    }

    /// Returns whether the file did not match its seal.
    pub(super) fn is_damaged(&self) -> bool {
        self.damaged
    }

    /// Looks up a result.
    pub(super) fn get(&mut self, key: &blake3::Hash) -> Option<Vec<u8>> {
        let entry = self.entries.get_mut(key.as_bytes())?;
        entry.age = 0;
        Some(entry.bytes.clone())
    }

    /// Adds a result.
    pub(super) fn put(&mut self, key: &blake3::Hash, bytes: &[u8]) {
        self.entries.insert(*key.as_bytes(), Entry { age: 0, bytes: bytes.to_vec() });
        self.grown = true;
    }

    /// Writes the pack, if it holds something new; a full disk only costs the reuse.
    pub(super) fn write(&mut self, folder: &Folder, seal: &Seal, name: &str) {
        if std::mem::take(&mut self.grown) {
            let _ = folder.replace(name, &seal.sealed(name, &self.body()));
        }
    }

    /// Returns the results, those used last first, as long as there is room.
    fn body(&self) -> Vec<u8> {
        let mut order: Vec<(&Name, &Entry)> =
            self.entries.iter().filter(|(_, entry)| entry.age < OLDEST).collect();
        order.sort_by_key(|(_, entry)| entry.age);
        let mut out = Vec::new();
        for (name, entry) in order {
            let Ok(length) = u32::try_from(entry.bytes.len()) else { continue };
            if out.len() + HEAD + entry.bytes.len() > MOST {
                break;
            }
            out.extend_from_slice(name);
            out.push(entry.age);
            out.extend_from_slice(&length.to_le_bytes());
            out.extend_from_slice(&entry.bytes);
        }
        out
    }
}

/// Reads the results.
fn entries(mut body: &[u8]) -> Option<BTreeMap<Name, Entry>> {
    let mut out = Vec::new();
    while let Some((head, rest)) = body.split_at_checked(HEAD) {
        let (name, head) = head.split_first_chunk()?;
        let (age, length) = head.split_first()?;
        let length = u32::from_le_bytes(length.try_into().ok()?);
        let (bytes, rest) = rest.split_at_checked(length as usize)?;
        out.push((*name, Entry { age: age.saturating_add(1), bytes: bytes.to_vec() }));
        body = rest;
    }
    body.is_empty().then(|| out.into_iter().collect())
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "a test looks at what was written")]
mod tests {
    use super::MOST;
    use super::OLDEST;
    use super::Pack;
    use super::SMALL;
    use crate::make::folder::Folder;
    use crate::make::seal::Seal;

    fn key(number: usize) -> blake3::Hash {
        blake3::hash(&number.to_le_bytes())
    }

    #[test]
    fn a_pack_gives_back_what_was_put_into_it() {
        let scratch = tempfile::tempdir().unwrap();
        let (folder, seal) = (Folder::open(scratch.path()).unwrap(), Seal::default());
        let mut pack = Pack::read(&folder, &seal, "a");
        pack.put(&key(1), b"one");
        pack.put(&key(2), b"");
        pack.write(&folder, &seal, "a");
        let mut again = Pack::read(&folder, &seal, "a");
        assert_eq!(again.get(&key(1)), Some(b"one".to_vec()));
        assert_eq!(again.get(&key(2)), Some(Vec::new()));
        assert_eq!(again.get(&key(3)), None);
        // Under another name the seal is another.
        std::fs::copy(scratch.path().join("a"), scratch.path().join("b")).unwrap();
        assert_eq!(Pack::read(&folder, &seal, "b").get(&key(1)), None);
        // What was only read is not written again.
        std::fs::remove_file(scratch.path().join("a")).unwrap();
        again.write(&folder, &seal, "a");
        assert!(!scratch.path().join("a").exists());
    }

    #[test]
    fn a_result_that_nobody_asks_for_leaves_the_pack_after_a_while() {
        let scratch = tempfile::tempdir().unwrap();
        let (folder, seal) = (Folder::open(scratch.path()).unwrap(), Seal::default());
        let mut pack = Pack::default();
        pack.put(&key(0), b"used");
        pack.put(&key(1), b"unused");
        pack.write(&folder, &seal, "a");
        for round in 1..=usize::from(OLDEST) {
            let mut pack = Pack::read(&folder, &seal, "a");
            assert!(pack.get(&key(0)).is_some());
            assert!(pack.entries.contains_key(key(1).as_bytes()), "{round}");
            pack.put(&key(round + 1), b"new");
            pack.write(&folder, &seal, "a");
        }
        let mut pack = Pack::read(&folder, &seal, "a");
        assert!(pack.get(&key(0)).is_some());
        assert!(pack.get(&key(1)).is_none());
    }

    #[test]
    fn a_pack_has_an_end_and_keeps_what_was_used_last() {
        let scratch = tempfile::tempdir().unwrap();
        let (folder, seal) = (Folder::open(scratch.path()).unwrap(), Seal::default());
        let bytes = vec![7; SMALL];
        let many = MOST / SMALL;
        let mut pack = Pack::default();
        (0..many).for_each(|number| pack.put(&key(number), &bytes));
        pack.write(&folder, &seal, "a");
        let mut pack = Pack::read(&folder, &seal, "a");
        pack.put(&key(many), &bytes);
        pack.write(&folder, &seal, "a");
        assert!(
            std::fs::metadata(scratch.path().join("a")).unwrap().len()
                <= MOST as u64 + 32
        );
        assert!(Pack::read(&folder, &seal, "a").get(&key(many)).is_some());
    }
}
