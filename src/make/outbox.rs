//! Writing: the one door to disk for output. A folder is swapped whole, so that a reader
//! sees the old edition or the new one, whatever happens in between.

use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::diag::Result;
use crate::make::Progress;
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

    /// Begins an edition with these files; nobody sees it before it is published.
    pub fn stage(&self, files: &Files) -> Result<Staged> {
        let folder = self.fill("staged", files)?;
        Ok(Staged { folder, aside: self.folder.join("aside") })
    }
}

/// An edition on its way into the output folder.
#[derive(Debug)]
pub struct Staged {
    folder: PathBuf,
    aside: PathBuf,
}

#[expect(clippy::disallowed_methods, reason = "the home of writing")]
impl Staged {
    /// Adds a file.
    pub fn add(&mut self, name: &str, bytes: &[u8]) -> Result<()> {
        write_within(&self.folder, name, bytes)
    }

    /// Puts the edition in the place of a folder, at once.
    pub fn publish(self, out: &Path) -> Result<()> {
        let Self { folder: staged, aside } = self;
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

#[expect(clippy::disallowed_methods, reason = "the home of writing")]
fn write_within(folder: &Path, name: &str, bytes: &[u8]) -> Result<()> {
    let path = folder.join(name);
    if let Some(parent) = path.parent() {
        std::fs::create_dir_all(parent).map_err(|error| failed(&path, &error))?;
    }
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
