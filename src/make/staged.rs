//! A folder of outputs on its way: it takes the place of the one before as a whole, so that a
//! reader sees the old edition or the new one, whatever happens in between.
//!
//! What it replaces must be its own: a folder whose record lists every file that is in it.

use crate::make::files::Files;
use crate::make::folder::Fault;
use crate::make::folder::Folder;
use crate::make::folder::destination;
use crate::make::folder::shown;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Result;
use rayon::prelude::*;
use rustix::fs::FileType;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;
use std::path::PathBuf;

/// The folder in which files are gathered.
const STAGED: &str = "staged";
/// Where the folder before goes, where the system cannot exchange two.
const ASIDE: &str = "aside";
/// What file managers leave in folders.
const LITTER: &[&str] = &[".DS_Store", "Thumbs.db", "desktop.ini"];

/// What a folder of outputs is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FolderSort {
    /// An edition of the report.
    Edition,
    /// A press pack.
    Pack,
}

impl FolderSort {
    /// Returns the record by which such a folder is known, and what its schema starts with.
    const fn record(self) -> (&'static str, &'static str) {
        match self {
            Self::Edition => ("edition.json", "reissue-edition/"),
            Self::Pack => ("manifest.json", "reissue-press/"),
        }
    }

    /// Returns whether a file is part of such a folder although its record does not list it.
    fn unlisted(self, name: &str) -> bool {
        let pack = name == "SHA256SUMS"
            || name.strip_prefix("press-kit").is_some_and(|rest| rest.ends_with("zip"));
        name == self.record().0 || self == Self::Pack && pack && !name.contains('/')
    }
}

/// As much of a record as tells what it lists.
#[derive(Debug, Default, Deserialize)]
struct Record {
    schema: String,
    #[serde(default)]
    outputs: BTreeMap<String, String>,
    #[serde(default)]
    files: BTreeMap<String, String>,
}

/// Where outputs go.
#[derive(Debug)]
struct Place {
    /// The folder that it is in.
    within: Folder,
    name: String,
    path: PathBuf,
    /// The folder itself, where it is there.
    before: Option<Folder>,
}

impl Place {
    fn find(base: &Path, out: &Path) -> Result<Self> {
        let path = out.to_owned();
        let no_folder = |fault: Fault| match fault {
            Fault::Name(_) => Diagnostic::error(
                Code::R0811,
                format!("`{}` is not a folder for outputs alone", out.display()),
            )
            .help("name a new folder: it is replaced as a whole by every build"),
            fault => fault.about(out),
        };
        let (within, name) = destination(base, out).map_err(no_folder)?;
        let before = match within.within(&name) {
            Ok(before) => Some(before),
            Err(Fault::System(error)) if error.kind() == std::io::ErrorKind::NotFound => {
                None
            }
            Err(fault) => return Err(fault.about(&path).into()),
        };
        Ok(Self { within, name, path, before })
    }

    /// Refuses a folder that holds what reissue did not write.
    fn check(&self, sort: FolderSort, known: &BTreeMap<String, String>) -> Result<()> {
        let Some(before) = &self.before else { return Ok(()) };
        match strays(before, sort, known).map_err(|fault| fault.about(&self.path))? {
            Some(stray) => Err(self.refused(&stray).into()),
            None => Ok(()),
        }
    }

    fn refused(&self, stray: &str) -> Diagnostic {
        let (folder, name) = (shown(&self.path), &self.name);
        let message = format!("`{folder}` holds `{stray}`, which reissue did not write");
        Diagnostic::error(Code::R0811, message).help(format!(
            "`{name}` is replaced as a whole: move what else is in it, or name another folder"
        ))
    }
}

/// Returns the first file in a folder that reissue did not write.
fn strays(
    folder: &Folder,
    sort: FolderSort,
    known: &BTreeMap<String, String>,
) -> Result<Option<String>, Fault> {
    let (record, schema) = sort.record();
    let files = folder.all()?;
    let litter = |name: &str| LITTER.contains(&name.rsplit('/').next().unwrap_or(name));
    let stray = |listed: &dyn Fn(&str) -> bool| {
        let mut strays = files.iter().filter(|(name, kind)| {
            *kind != FileType::RegularFile || !(listed(name) || litter(name))
        });
        strays.next().map(|(name, _)| name.clone())
    };
    // Usually the last run tells.
    let remembered = |name: &str| known.contains_key(name) || sort.unlisted(name);
    if stray(&|_| false).is_none() || !known.is_empty() && stray(&remembered).is_none() {
        return Ok(None);
    }
    let bytes = folder.read(record).unwrap_or_default();
    let read: Record = serde_json::from_slice(&bytes).unwrap_or_default();
    if !read.schema.starts_with(schema) {
        return Ok(stray(&|_| false));
    }
    let listed = |name: &str| {
        read.outputs.contains_key(name)
            || read.files.contains_key(name)
            || sort.unlisted(name)
    };
    Ok(stray(&listed))
}

/// Returns whether a folder holds these files, its record and nothing else.
pub(super) fn holds_only(folder: &Folder, outputs: &BTreeMap<String, String>) -> bool {
    strays(folder, FolderSort::Edition, outputs).is_ok_and(|stray| stray.is_none())
}

/// Files on their way into the output folder.
#[derive(Debug)]
pub struct Staged {
    desk: Folder,
    folder: Folder,
    place: Place,
    sort: FolderSort,
    known: BTreeMap<String, String>,
    hashes: BTreeMap<String, String>,
}

impl Staged {
    pub(super) fn begin(
        desk: &Folder,
        (base, out): (&Path, &Path),
        sort: FolderSort,
        known: &BTreeMap<String, String>,
    ) -> Result<Self> {
        let place = Place::find(base, out)?;
        place.check(sort, known)?;
        let begun = || -> Result<(Folder, Folder), Fault> {
            desk.refuse_link(STAGED.as_ref())?;
            desk.remove(STAGED)?;
            Ok((desk.again()?, desk.made(STAGED)?))
        };
        let path = desk.path().join(STAGED);
        let (desk, folder) = begun().map_err(|fault| fault.about(&path))?;
        Ok(Self {
            desk,
            folder,
            place,
            sort,
            known: known.clone(),
            hashes: BTreeMap::new(),
        })
    }

    /// Adds a file. One that the edition before has with the same bytes is taken over with its
    /// time, so that whoever copies the folder on sees what is new.
    pub fn add(&mut self, name: &str, bytes: &[u8]) -> Result<()> {
        let hash = self.put(name, bytes)?;
        self.hashes.insert(name.to_owned(), hash);
        Ok(())
    }

    /// Adds files, side by side; of those that cannot be written the first is told.
    pub fn add_all(&mut self, files: &Files) -> Result<()> {
        let put = |(name, bytes): (&String, &Vec<u8>)| -> Result<(String, String)> {
            Ok((name.clone(), self.put(name, bytes)?))
        };
        let added: Vec<_> = files.par_iter().map(put).collect();
        for file in added {
            self.hashes.extend([file?]);
        }
        Ok(())
    }

    /// Adds files of the folder before, by their hashes; those that were altered since are left out.
    pub(super) fn keep(&mut self, files: &BTreeMap<String, String>) -> Result<()> {
        for (name, hash) in files {
            let bytes = self.place.before.as_ref().and_then(|before| before.read(name));
            let same = |bytes: &Vec<u8>| blake3::hash(bytes).to_hex().as_str() == hash;
            if let Some(bytes) = bytes.filter(same) {
                self.add(name, &bytes)?;
            }
        }
        Ok(())
    }

    /// Adds the hashes of files that were put into the folder one at a time.
    pub(super) fn join(&mut self, put: impl IntoIterator<Item = (String, String)>) {
        self.hashes.extend(put);
    }

    /// Puts a file into the folder; returns the hash of its content, for [`Staged::join`].
    pub(super) fn put(&self, name: &str, bytes: &[u8]) -> Result<String> {
        let taken = self.place.before.as_ref().is_some_and(|before| {
            let Some(file) = before.file(name) else { return false };
            let same =
                file.metadata().is_ok_and(|about| about.len() == bytes.len() as u64)
                    && before.read(name).is_some_and(|before| before == bytes);
            same && self.folder.take(before, name, &file)
        });
        if !taken {
            let fault = |fault: Fault| fault.about(&self.folder.path().join(name));
            self.folder.replace_or_create(name, bytes).map_err(fault)?;
        }
        Ok(blake3::hash(bytes).to_hex().to_string())
    }

    /// Returns the content hashes of the files so far.
    pub fn hashes(&self) -> &BTreeMap<String, String> {
        &self.hashes
    }

    /// Puts the files in the place of the folder, at once.
    pub fn publish(self) -> Result<()> {
        let path = self.place.path.clone();
        match self.swap() {
            Ok(None) => Ok(()),
            Ok(Some(stray)) => Err(stray.into()),
            Err(fault) => Err(fault.about(&path).into()),
        }
    }

    /// Returns the refusal where something was put into the folder meanwhile.
    fn swap(self) -> Result<Option<Diagnostic>, Fault> {
        let Self { desk, place, .. } = &self;
        let to = (&place.within, place.name.as_str());
        place.within.refuse_link(place.name.as_ref())?;
        if place.within.kind(&place.name).is_none() {
            desk.rename(STAGED, to)?;
            return Ok(None);
        }
        let old = if desk.exchange(STAGED, to).is_ok() {
            STAGED
        } else {
            desk.remove(ASIDE)?;
            place.within.rename(&place.name, (desk, ASIDE))?;
            if let Err(fault) = desk.rename(STAGED, to) {
                let _ = desk.rename(ASIDE, to);
                return Err(fault);
            }
            ASIDE
        };
        // What stood there is looked at once more, now that nobody finds it any longer.
        let stray = match desk.within(old) {
            Ok(before) => strays(&before, self.sort, &self.known)?,
            Err(_) => Some(place.name.clone()),
        };
        if let Some(stray) = stray {
            if old == STAGED {
                desk.exchange(STAGED, to)?;
            } else {
                place.within.rename(&place.name, (desk, STAGED))?;
                desk.rename(ASIDE, to)?;
            }
            return Ok(Some(place.refused(&stray)));
        }
        desk.remove(old)?;
        Ok(None)
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "a test writes what it looks at")]
mod tests {
    use crate::make::Desk;
    use crate::make::FolderSort;
    use crate::make::OutFiles as Files;
    use crate::make::Staged;
    use std::path::Path;

    fn stage(desk: &Desk, root: &Path) -> Staged {
        let out = root.join("out");
        let known =
            ["a/same", "changed", "edited"].map(|name| (name.to_owned(), String::new()));
        desk.stage((root, &out), FolderSort::Edition, &known.into()).unwrap()
    }

    fn publish(root: &Path, files: &[(&str, &str)]) {
        let mut staged = stage(&Desk::open(root, None).unwrap(), root);
        for (name, text) in files {
            staged.add(name, text.as_bytes()).unwrap();
        }
        staged.publish().unwrap();
    }

    #[test]
    fn of_files_that_cannot_be_written_the_first_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let desk = Desk::open(folder.path(), None).unwrap();
        let files = (10..99).map(|at| (format!("file/{at}"), vec![0; at * 99]));
        let files: Files = files.collect();
        for _ in 0..20 {
            let mut staged = stage(&desk, folder.path());
            staged.add("file", b"no folder").unwrap();
            let failure = staged.add_all(&files).unwrap_err();
            let said = &failure.into_diagnostics()[0].message;
            assert!(said.contains("`file/10`"), "{said}");
        }
    }

    #[test]
    fn a_file_that_stays_keeps_its_time_and_one_that_was_touched_is_written_anew() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        let files = [("a/same", "one"), ("changed", "one"), ("edited", "one")];
        publish(root, &files);
        let long_ago = std::time::SystemTime::UNIX_EPOCH;
        for (name, _) in files {
            let file =
                crate::make::folder::File::open(root.join("out").join(name)).unwrap();
            file.set_modified(long_ago).unwrap();
        }
        std::fs::write(root.join("out/edited"), "by hand").unwrap();
        publish(root, &[("a/same", "one"), ("changed", "two"), ("edited", "one")]);
        let about =
            |name: &str| std::fs::symlink_metadata(root.join("out").join(name)).unwrap();
        assert_eq!(about("a/same").modified().unwrap(), long_ago);
        for (name, text) in [("a/same", "one"), ("changed", "two"), ("edited", "one")] {
            assert_eq!(
                std::fs::read_to_string(root.join("out").join(name)).unwrap(),
                text
            );
            assert!(about(name).is_file(), "{name}");
            assert!(
                name == "a/same" || about(name).modified().unwrap() != long_ago,
                "{name}"
            );
        }
    }
}
