//! Writing: a project's working folder, and files that the user named. Everything goes through
//! folders held open ([`Folder`]), so that no link leads a write elsewhere.

use crate::make::Progress;
use crate::make::files::Files;
use crate::make::folder::Fault;
use crate::make::folder::File;
use crate::make::folder::Folder;
use crate::make::folder::destination;
use crate::make::staged::FolderSort;
use crate::make::staged::Staged;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Result;
use rustix::fs::FileType;
use std::collections::BTreeMap;
use std::io::Read as _;
use std::io::Seek as _;
use std::io::SeekFrom;
use std::io::Write as _;
use std::path::Path;

/// A project's working folder.
pub(super) const WORKING: &str = ".reissue";

/// A project's working folder, `.reissue`, held by one build at a time.
#[derive(Debug)]
pub struct Desk {
    folder: Folder,
    _lock: File,
}

impl Desk {
    /// Opens the working folder. Another build that holds it is an error, or waited for where
    /// there is somebody to tell.
    pub fn open(root: &Path, waiting: Option<&dyn Progress>) -> Result<Self> {
        let folder = working_folder(root)?;
        let path = folder.path().join("lock");
        let mut lock = folder.own("lock").map_err(|fault| fault.about(&path))?;
        let holder = || {
            let text = folder.read("lock").unwrap_or_default();
            Some(String::from_utf8_lossy(&text).trim().to_owned())
                .filter(|holder| !holder.is_empty())
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
    pub fn folder(&self) -> &Folder {
        &self.folder
    }

    /// Returns a folder within, emptied and filled with files.
    pub fn fill(&self, name: &str, files: &Files) -> Result<Folder> {
        let path = self.folder.path().join(name);
        let filled = || -> Result<Folder, Fault> {
            self.folder.refuse_link(name.as_ref())?;
            self.folder.remove(name)?;
            self.folder.private(name)
        };
        let folder = filled().map_err(|fault| fault.about(&path))?;
        folder.write_all(files)?;
        Ok(folder)
    }

    /// Returns a folder within that holds these files and no others, for somebody who watches it:
    /// what is not asked for goes first, what is there already is left alone, and `last` is
    /// written in any case, after all others.
    pub fn lay(&self, name: &str, files: &Files, last: &str) -> Result<Folder> {
        let laid = || -> Result<Folder, Fault> {
            let folder = self.folder.private(name)?;
            tidy(&folder, files)?;
            let mut rest = files.iter().filter(|(name, _)| *name != last);
            rest.try_for_each(|file| put(&folder, file))?;
            if let Some((name, bytes)) = files.get_key_value(last) {
                folder.rewrite(name, bytes)?;
            }
            Ok(folder)
        };
        laid().or_else(|_| self.fill(name, files))
    }

    /// Returns a folder within that holds these files and a gate: a file that is the standard
    /// input of whoever opens it. Nothing else is there, so that whoever begins in it reads nothing
    /// of an earlier run, and follows no link that came with the project. There is none where the
    /// system has no such file.
    pub fn gate(&self, name: &str, files: &Files, gate: &str) -> Option<Folder> {
        let folder = self.folder.private(name).ok()?;
        tidy(&folder, files).ok()?;
        files.iter().try_for_each(|file| put(&folder, file)).ok()?;
        (is_gate(&folder, gate) || folder.link(gate, STDIN)).then_some(folder)
    }

    /// Begins what will take the place of a folder, named from `base`; nobody sees it before it
    /// is published. A folder that holds anything which reissue did not write is refused;
    /// `known` are the files that it is known to hold.
    pub fn stage(
        &self,
        (base, out): (&Path, &Path),
        sort: FolderSort,
        known: &BTreeMap<String, String>,
    ) -> Result<Staged> {
        Staged::begin(&self.folder, (base, out), sort, known)
    }
}

/// Opens a project's working folder, which is made if need be.
pub(super) fn working_folder(root: &Path) -> Result<Folder> {
    let opened = Folder::open(root).and_then(|root| root.made(WORKING));
    Ok(opened.map_err(|fault| fault.about(&root.join(WORKING)))?)
}

impl Folder {
    /// Writes files into the folder.
    pub(super) fn write_all(&self, files: &Files) -> Result<()> {
        files.iter().try_for_each(|(name, bytes)| {
            let fault = |fault: Fault| fault.about(&self.path().join(name));
            Ok(self.rewrite(name, bytes).map_err(fault)?)
        })
    }
}

/// What a gate leads to.
const STDIN: &str = "/dev/stdin";

fn is_gate(folder: &Folder, name: impl AsRef<std::ffi::OsStr>) -> bool {
    folder.target(name).is_some_and(|target| target == STDIN.as_bytes())
}

/// Writes a file into a folder, unless it is there.
fn put(folder: &Folder, (name, bytes): (&String, &Vec<u8>)) -> Result<(), Fault> {
    let same = folder.read(name).is_some_and(|before| before == *bytes);
    if same { Ok(()) } else { folder.rewrite(name, bytes) }
}

/// Removes from a folder what is not among these files, but for a gate.
fn tidy(folder: &Folder, files: &Files) -> Result<(), Fault> {
    for (name, kind) in folder.all()? {
        let plain = kind == FileType::RegularFile;
        if !(plain && files.contains_key(&name) || is_gate(folder, &name)) {
            folder.remove_file(&name)?;
        }
    }
    Ok(())
}

/// Makes a new folder with files, where there is none or an empty one.
pub fn write_new(folder: &Path, files: &Files) -> Result<()> {
    Folder::make(folder).map_err(|fault| fault.about(folder))?.write_all(files)
}

/// Writes a template of the project that is not there yet.
pub fn write_template(root: &Path, name: &str, bytes: &[u8]) -> Result<()> {
    let path = format!("templates/{name}");
    if root.join(&path).exists() {
        let message = format!("`{path}` is there already");
        return Err(Diagnostic::error(Code::R0811, message)
            .help("remove it first, or rename it")
            .into());
    }
    write_within(root, &path, bytes)
}

/// Writes a source of the project that its author asked for: the contract, or a data file.
pub fn write_source(root: &Path, name: &str, bytes: &[u8]) -> Result<()> {
    write_within(root, name, bytes)
}

/// Writes a file of the project.
pub(super) fn write_within(root: &Path, name: &str, bytes: &[u8]) -> Result<()> {
    let written = Folder::open(root).and_then(|root| root.replace(name, bytes));
    Ok(written.map_err(|fault| fault.about(&root.join(name)))?)
}

/// The folders of a project whose files its author writes, or that reissue keeps for itself.
const SOURCES: &[&str] = &[".git", WORKING, "data", "releases", "report", "templates"];

/// Writes one file that the user named, whole or not at all. A source of the project, and a
/// file of another kind, stay as they are.
pub fn write_file(path: &Path, bytes: &[u8]) -> Result<()> {
    let (folder, name) =
        destination(Path::new(""), path).map_err(|fault| fault.about(path))?;
    refuse_source(&folder, &name)?;
    if let Some(file) = folder.file(&name) {
        let is = kind(bytes, bytes);
        let was = kind_of(file).unwrap_or(is);
        if was != is {
            let message = format!(
                "`{name}` is there already, and is {was}: it is not replaced by {is}"
            );
            return Err(Diagnostic::error(Code::R0811, message)
                .help("name another file, or remove this one")
                .into());
        }
    }
    Ok(folder.replace(&name, bytes).map_err(|fault| fault.about(path))?)
}

/// Refuses a file among the sources of a project.
fn refuse_source(folder: &Folder, name: &str) -> Result<()> {
    let here = folder.path();
    let here = if here.as_os_str().is_empty() { Path::new(".") } else { here };
    let Ok(full) = here.canonicalize() else { return Ok(()) };
    for root in full.ancestors() {
        let Some(first) =
            full.strip_prefix(root).ok().and_then(|p| p.components().next())
        else {
            continue;
        };
        let first = first.as_os_str().to_string_lossy();
        if SOURCES.contains(&&*first) && root.join("report").join("report.yaml").is_file()
        {
            let message =
                format!("`{first}/{name}` would be among the sources of a project");
            return Err(Diagnostic::error(Code::R0811, message)
                .help(
                    "write it elsewhere: `reissue` changes nothing that an author writes",
                )
                .into());
        }
    }
    Ok(())
}

/// As many bytes of a file as tell its kind, from its start or before its end.
const SIGNATURE: u64 = 64 * 1024;

/// Returns what a file is; an empty one is nothing yet.
fn kind_of(mut file: File) -> Option<&'static str> {
    let size = file.metadata().ok()?.len();
    let (mut start, mut end) = (Vec::new(), Vec::new());
    (&mut file).take(SIGNATURE).read_to_end(&mut start).ok()?;
    file.seek(SeekFrom::Start(size.saturating_sub(SIGNATURE))).ok()?;
    file.take(SIGNATURE).read_to_end(&mut end).ok()?;
    Some(kind(&start, &end)).filter(|_| size > 0)
}

/// Returns what a file is that starts and ends with these bytes.
fn kind(start: &[u8], end: &[u8]) -> &'static str {
    let text = String::from_utf8_lossy(start.get(..512).unwrap_or(start));
    let text = text.trim_start().to_ascii_lowercase();
    // The list of an archive's files is its end.
    let packed = || end.windows(SUMS.len()).any(|window| window == SUMS);
    match () {
        () if start.starts_with(b"\x89PNG") => "a PNG",
        () if start.starts_with(b"%PDF") => "a PDF",
        () if start.starts_with(b"PK") && packed() => "a press pack",
        () if start.starts_with(b"PK") => "an archive",
        () if text.starts_with("<!doctype html") || text.starts_with("<html") => "a page",
        () if text.starts_with("<svg") || text.starts_with("<?xml") => "a drawing",
        () if text.starts_with('{') => "JSON",
        () => "text",
    }
}

/// What is in every press pack and in no other archive.
const SUMS: &[u8] = b"SHA256SUMS";
