//! Writing: the one door to disk for output. A folder is swapped whole, so that a reader
//! sees the old edition or the new one, whatever happens in between.

use crate::make::Progress;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Result;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::Path;
use std::path::PathBuf;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;

/// Files to write: path within the folder → bytes.
pub type Files = BTreeMap<String, Vec<u8>>;

fn failed(path: &Path, error: &std::io::Error) -> Diagnostic {
    Diagnostic::error(Code::R0801, format!("cannot write `{}`: {error}", shown(path)))
        .help("make room or allow writing there; what was in the output folder is untouched")
}

/// Returns the last two parts of a path: enough to know it, nothing of the machine.
fn shown(path: &Path) -> String {
    let parts: Vec<String> = path
        .components()
        .map(|part| part.as_os_str().to_string_lossy().into_owned())
        .collect();
    parts.iter().rev().take(2).rev().cloned().collect::<Vec<_>>().join("/")
}

/// An open file.
#[expect(clippy::disallowed_types, reason = "the home of writing")]
type File = std::fs::File;

/// A project's working folder, `.reissue`, held by one build at a time.
#[derive(Debug)]
pub struct Desk {
    folder: PathBuf,
    _lock: File,
}

#[expect(clippy::disallowed_methods, reason = "the home of writing")]
impl Desk {
    /// Opens the working folder. Another build that holds it is an error, or waited for where
    /// there is somebody to tell.
    pub fn open(root: &Path, waiting: Option<&dyn Progress>) -> Result<Self> {
        let folder = root.join(".reissue");
        std::fs::create_dir_all(&folder).map_err(|error| failed(&folder, &error))?;
        let path = folder.join("lock");
        let mut lock = File::options()
            .create(true)
            .truncate(false)
            .read(true)
            .write(true)
            .open(&path)
            .map_err(|error| failed(&path, &error))?;
        let holder = || {
            let text = std::fs::read_to_string(&path).unwrap_or_default();
            Some(text.trim().to_owned()).filter(|holder| !holder.is_empty())
        };
        let free = lock.try_lock().is_ok()
            || waiting.is_some_and(|progress| {
                progress.wait(holder().as_deref());
                lock.lock().is_ok()
            });
        if !free {
            let who = holder().map_or(String::new(), |id| format!(" (process {id})"));
            return Err(Diagnostic::error(
                Code::R0803,
                format!("another build of this project is under way{who}"),
            )
            .help("wait for it to end, or stop it")
            .into());
        }
        // The content only names the holder for others; the lock itself is the kernel's.
        let _ = lock.set_len(0);
        let _ = writeln!(lock, "{}", std::process::id());
        Ok(Self { folder, _lock: lock })
    }

    /// Returns the folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Returns a folder within, emptied and filled with files.
    pub fn fill(&self, name: &str, files: &Files) -> Result<PathBuf> {
        let folder = self.folder.join(name);
        if folder.exists() {
            std::fs::remove_dir_all(&folder).map_err(|error| failed(&folder, &error))?;
        }
        write_all(&folder, files)?;
        Ok(folder)
    }

    /// Returns a folder within that holds these files and no others, for somebody who watches it:
    /// what is not asked for goes first, what stands there already is left alone, and `last` is
    /// written in any case, after all others.
    pub fn lay(&self, name: &str, files: &Files, last: &str) -> Result<PathBuf> {
        let folder = self.folder.join(name);
        let rest = files.iter().filter(|(name, _)| *name != last);
        let end = files.get_key_value(last);
        let laid = tidy(&folder, "", files).is_ok()
            && rest.map(|file| stand(&folder, file)).all(|stands| stands.is_ok())
            && end.is_none_or(|(name, bytes)| write_within(&folder, name, bytes).is_ok());
        if laid { Ok(folder) } else { self.fill(name, files) }
    }

    /// Returns a folder within where these files stand, beside what is there, and a gate: a file
    /// that is the standard input of whoever opens it. There is none where the system has no
    /// such file.
    pub fn gate(&self, name: &str, files: &Files, gate: &str) -> Option<PathBuf> {
        let folder = self.folder.join(name);
        files.iter().try_for_each(|file| stand(&folder, file)).ok()?;
        let path = folder.join(gate);
        (is_gate(&path) || make_gate(&path).is_ok()).then_some(folder)
    }

    /// Begins an edition that will stand in the place of a folder; nobody sees it before it is
    /// published.
    pub fn stage(&self, out: &Path) -> Result<Staged> {
        let folder = self.fill("staged", &Files::new())?;
        let (out, aside) = (out.to_owned(), self.folder.join("aside"));
        Ok(Staged { folder, aside, out, hashes: BTreeMap::new() })
    }
}

/// An edition on its way into the output folder.
#[derive(Debug)]
pub struct Staged {
    folder: PathBuf,
    aside: PathBuf,
    out: PathBuf,
    hashes: BTreeMap<String, String>,
}

#[expect(clippy::disallowed_methods, reason = "the home of writing")]
impl Staged {
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

    /// Puts a file into the folder; returns the hash of its content.
    fn put(&self, name: &str, bytes: &[u8]) -> Result<String> {
        let (new, old) = (self.folder.join(name), self.out.join(name));
        let plain = std::fs::symlink_metadata(&old).is_ok_and(|about| about.is_file());
        let same = plain && std::fs::read(&old).is_ok_and(|before| before == bytes);
        if !(same && parent(&new).is_ok() && std::fs::hard_link(&old, &new).is_ok()) {
            write_within(&self.folder, name, bytes)?;
        }
        Ok(blake3::hash(bytes).to_hex().to_string())
    }

    /// Returns the content hashes of the files so far.
    pub fn hashes(&self) -> &BTreeMap<String, String> {
        &self.hashes
    }

    /// Puts the edition in the place of the folder, at once.
    pub fn publish(self) -> Result<()> {
        let Self { folder: staged, aside, out, .. } = self;
        let out = out.as_path();
        if out.exists() {
            if exchange(&staged, out).is_err() {
                // Where the system cannot exchange, the old edition steps aside first.
                let _ = std::fs::remove_dir_all(&aside);
                std::fs::rename(out, &aside).map_err(|error| failed(out, &error))?;
                if let Err(error) = std::fs::rename(&staged, out) {
                    let _ = std::fs::rename(&aside, out);
                    return Err(failed(out, &error).into());
                }
                let _ = std::fs::remove_dir_all(&aside);
            }
            let _ = std::fs::remove_dir_all(&staged);
        } else {
            if let Some(parent) = out.parent() {
                std::fs::create_dir_all(parent).map_err(|error| failed(out, &error))?;
            }
            std::fs::rename(&staged, out).map_err(|error| failed(out, &error))?;
        }
        Ok(())
    }
}

/// Swaps two folders in one step of the system.
#[cfg(target_os = "linux")]
fn exchange(a: &Path, b: &Path) -> std::io::Result<()> {
    use rustix::fs::CWD;
    use rustix::fs::RenameFlags;
    rustix::fs::renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE)?;
    Ok(())
}

/// Elsewhere the folders are moved one after the other.
#[cfg(not(target_os = "linux"))]
fn exchange(_: &Path, _: &Path) -> std::io::Result<()> {
    Err(std::io::ErrorKind::Unsupported.into())
}

/// Writes files into a folder; each is on disk before its name is.
#[expect(clippy::disallowed_methods, reason = "the home of writing")]
pub fn write_all(folder: &Path, files: &Files) -> Result<()> {
    std::fs::create_dir_all(folder).map_err(|error| failed(folder, &error))?;
    files.iter().try_for_each(|(name, bytes)| write_within(folder, name, bytes))
}

/// Makes the folder that a file is in.
#[expect(clippy::disallowed_methods, reason = "the home of writing")]
fn parent(path: &Path) -> std::io::Result<()> {
    path.parent().map_or(Ok(()), std::fs::create_dir_all)
}

/// What a gate leads to.
const STDIN: &str = "/dev/stdin";

fn is_gate(path: &Path) -> bool {
    std::fs::read_link(path).is_ok_and(|target| target == Path::new(STDIN))
}

#[cfg(unix)]
fn make_gate(path: &Path) -> std::io::Result<()> {
    std::os::unix::fs::symlink(STDIN, path)
}

#[cfg(not(unix))]
fn make_gate(_: &Path) -> std::io::Result<()> {
    Err(std::io::ErrorKind::Unsupported.into())
}

/// Writes a file into a folder, unless it stands there.
#[expect(clippy::disallowed_methods, reason = "the home of writing")]
fn stand(folder: &Path, (name, bytes): (&String, &Vec<u8>)) -> Result<()> {
    let stands = std::fs::read(folder.join(name)).is_ok_and(|before| before == *bytes);
    if stands { Ok(()) } else { write_within(folder, name, bytes) }
}

/// Removes from a folder what is not among these files, but for a gate.
#[expect(clippy::disallowed_methods, reason = "the home of writing")]
fn tidy(folder: &Path, within: &str, files: &Files) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder.join(within))? {
        let entry = entry?;
        let name = format!("{within}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            tidy(folder, &format!("{name}/"), files)?;
        } else if !files.contains_key(&name) && !is_gate(&entry.path()) {
            std::fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

fn write_within(folder: &Path, name: &str, bytes: &[u8]) -> Result<()> {
    let path = folder.join(name);
    parent(&path).map_err(|error| failed(&path, &error))?;
    let mut file = File::create(&path).map_err(|error| failed(&path, &error))?;
    file.write_all(bytes).map_err(|error| failed(&path, &error))?;
    Ok(())
}

/// Writes one file by way of a temporary name, so that it is there whole or not at all.
#[expect(clippy::disallowed_methods, reason = "the home of writing")]
pub fn write_one(path: &Path, bytes: &[u8]) -> Result<()> {
    // Two threads, or two builds, may write the same entry.
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let temporary = path.with_extension(format!("tmp{}-{count}", std::process::id()));
    if let Some(parent) = path.parent() {
        std::fs::create_dir_all(parent).map_err(|error| failed(path, &error))?;
    }
    let written = std::fs::write(&temporary, bytes)
        .and_then(|()| std::fs::rename(&temporary, path));
    if written.is_err() {
        // Half a file takes room that may be what is lacking.
        let _ = std::fs::remove_file(&temporary);
    }
    written.map_err(|error| failed(path, &error).into())
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "a test writes what it looks at")]
mod tests {
    use super::Desk;
    use std::path::Path;

    fn publish(root: &Path, files: &[(&str, &str)]) {
        let mut staged =
            Desk::open(root, None).unwrap().stage(&root.join("out")).unwrap();
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
        let files: super::Files = files.collect();
        for _ in 0..20 {
            let mut staged = desk.stage(&folder.path().join("out")).unwrap();
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
        let files =
            [("a/same", "one"), ("changed", "one"), ("edited", "one"), ("link", "one")];
        publish(root, &files);
        let long_ago = std::time::SystemTime::UNIX_EPOCH;
        for (name, _) in files {
            let file = super::File::open(root.join("out").join(name)).unwrap();
            file.set_modified(long_ago).unwrap();
        }
        std::fs::write(root.join("out/edited"), "by hand").unwrap();
        std::fs::write(root.join("elsewhere"), "one").unwrap();
        std::fs::remove_file(root.join("out/link")).unwrap();
        std::os::unix::fs::symlink(root.join("elsewhere"), root.join("out/link"))
            .unwrap();
        publish(
            root,
            &[("a/same", "one"), ("changed", "two"), ("edited", "one"), ("link", "one")],
        );
        let about =
            |name: &str| std::fs::symlink_metadata(root.join("out").join(name)).unwrap();
        assert_eq!(about("a/same").modified().unwrap(), long_ago);
        for (name, text) in
            [("a/same", "one"), ("changed", "two"), ("edited", "one"), ("link", "one")]
        {
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
