//! Files in a folder on disk, read within limits.

use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Failure;
use crate::model::diagnostic::Result;
use crate::project::files::Files;
use crate::project::files::Pieces;
use crate::project::files::STAMPED;
use crate::project::files::Stamps;
use crate::project::files::TELLING;
use crate::project::files::kind_of;
use crate::project::path::ProjectPath;
use crate::project::reading::is_pattern;
use crate::project::reading::matches;
use std::io::ErrorKind;
use std::io::Read;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::Mutex;
use std::time::Duration;

/// An open file.
#[expect(clippy::disallowed_types, reason = "the one door to disk for reading")]
type File = std::fs::File;

/// The largest file read, in bytes: larger ones are refused before they are loaded.
pub const LARGEST: u64 = 512 * 1024 * 1024;

/// Returns whether a file that begins so is not made of lines: it is no text, or an object of JSON.
fn is_lineless(bytes: &[u8]) -> bool {
    bytes.starts_with(b"{") || kind_of(bytes).is_some()
}

/// The longest line of a text file, in bytes: a longer one is refused as it is read.
pub const LONGEST_LINE: usize = 16 * 1024 * 1024;

/// The most files that a pattern may match.
const MOST_FILES: usize = 10_000;

/// Files in a folder on disk.
#[derive(Debug, Clone)]
pub struct Disk {
    root: PathBuf,
    stamps: Arc<Mutex<Stamps>>,
}

/// Longer than a tick of the times of files.
const TICK: Duration = Duration::from_millis(20);

impl Disk {
    /// Returns the files under a folder.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into(), stamps: Arc::default() }
    }

    /// Returns the same with what an earlier run knew of large files.
    #[must_use]
    pub fn with(self, stamps: Stamps) -> Self {
        Self { stamps: Arc::new(Mutex::new(stamps)), ..self }
    }

    /// Returns the folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Returns the paths of every plain file under the folder, in order.
    pub fn paths(&self) -> Result<Vec<String>> {
        self.listed(std::fs::FileType::is_file)
    }

    /// Returns the paths of what is neither a plain file nor a folder: links, pipes, devices.
    pub fn strangers(&self) -> Result<Vec<String>> {
        self.listed(|kind| !kind.is_file())
    }

    #[expect(clippy::disallowed_methods, reason = "the one door to disk for reading")]
    fn listed(&self, wanted: fn(&std::fs::FileType) -> bool) -> Result<Vec<String>> {
        let mut found = Vec::new();
        let mut folders = vec![String::new()];
        while let Some(folder) = folders.pop() {
            let failed = |error: std::io::Error| {
                let message = format!("cannot list `{folder}`: {error}");
                Diagnostic::error(Code::R0101, message)
            };
            for entry in std::fs::read_dir(self.root.join(&folder)).map_err(failed)? {
                let entry = entry.map_err(failed)?;
                let name = format!("{folder}{}", entry.file_name().to_string_lossy());
                let kind = entry.file_type().map_err(failed)?;
                if kind.is_dir() {
                    folders.push(format!("{name}/"));
                } else if wanted(&kind) {
                    found.push(name);
                }
            }
        }
        found.sort();
        Ok(found)
    }

    /// Returns the names of the files in the folder itself, in order.
    #[expect(clippy::disallowed_methods, reason = "the one door to disk for reading")]
    pub fn beside(&self) -> Result<Vec<String>> {
        let failed = |error: std::io::Error| {
            let message = format!("cannot list `{}`: {error}", self.root.display());
            Diagnostic::error(Code::R0101, message)
        };
        let mut found = Vec::new();
        for entry in std::fs::read_dir(&self.root).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            if entry.file_type().map_err(failed)?.is_file() {
                found.push(entry.file_name().to_string_lossy().into_owned());
            }
        }
        found.sort();
        Ok(found)
    }

    /// Opens a file, unless a symbolic link leads it outside: the system looks at the links while
    /// it opens, so that none can change between a check and the opening. What is no plain file
    /// (a pipe, a device) could be read for ever, or wait for ever to be opened.
    #[cfg(target_os = "linux")]
    pub(super) fn opened(&self, path: &ProjectPath) -> Result<File> {
        use rustix::fs::Mode;
        use rustix::fs::OFlags;
        use rustix::fs::ResolveFlags;
        use rustix::io::Errno;
        let failed = |error: Errno| unreadable(path, &error.into());
        let folder = OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC;
        let root =
            if self.root.as_os_str().is_empty() { Path::new(".") } else { &self.root };
        let root = rustix::fs::open(root, folder, Mode::empty()).map_err(failed)?;
        let plain = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
        let within = ResolveFlags::BENEATH | ResolveFlags::NO_MAGICLINKS;
        match rustix::fs::openat2(root, path.as_str(), plain, Mode::empty(), within) {
            Ok(file) => regular(path, file.into()),
            Err(Errno::XDEV) => Err(outside(path)),
            // A system without this call looks first and opens then.
            Err(Errno::NOSYS | Errno::PERM) => self.looked(path),
            Err(error) => Err(failed(error).into()),
        }
    }

    /// Opens a file, unless a symbolic link leads it outside.
    #[cfg(not(target_os = "linux"))]
    pub(super) fn opened(&self, path: &ProjectPath) -> Result<File> {
        self.looked(path)
    }

    /// Opens a file after a look at where it is.
    fn looked(&self, path: &ProjectPath) -> Result<File> {
        let full = self.locate(path)?;
        let about = std::fs::metadata(&full).map_err(|error| unreadable(path, &error))?;
        if !about.is_file() {
            return Err(irregular(path));
        }
        regular(path, File::open(&full).map_err(|error| unreadable(path, &error))?)
    }

    /// Opens a file to read parts of it.
    pub fn source(
        &self,
        path: &ProjectPath,
    ) -> Result<impl Read + std::io::Seek + Send + use<>> {
        Ok(std::io::BufReader::new(self.opened(path)?))
    }

    /// Returns the place on disk of a path, unless a symbolic link leads it outside.
    fn locate(&self, path: &ProjectPath) -> Result<PathBuf> {
        let full = self.root.join(path.as_str());
        let (Ok(real), Ok(root)) = (full.canonicalize(), self.root.canonicalize()) else {
            return Ok(full);
        };
        if real.starts_with(&root) { Ok(full) } else { Err(outside(path)) }
    }
}

fn outside(path: &ProjectPath) -> Failure {
    Diagnostic::error(
        Code::R0104,
        format!("`{path}` leads outside the project through a symbolic link"),
    )
    .help("copy the file into the project")
    .into()
}

fn irregular(path: &ProjectPath) -> Failure {
    let message = format!("cannot read `{path}`: it is not a file");
    Diagnostic::error(Code::R0101, message).into()
}

/// Returns an open file that is a plain file.
fn regular(path: &ProjectPath, file: File) -> Result<File> {
    let about = file.metadata().map_err(|error| unreadable(path, &error))?;
    if about.is_file() { Ok(file) } else { Err(irregular(path)) }
}

/// Why a file was not read to its end.
#[derive(Debug)]
enum Refused {
    /// The system said so.
    Failed(std::io::Error),
    /// It has more bytes than the limit.
    Large(u64),
    /// This line, from 1, is longer than the limit.
    Endless(usize),
}

/// Reads to the end, but no further than the limits: the most bytes, and the most of a line.
fn bounded(
    reader: &mut impl Read,
    most: u64,
    longest: usize,
    expected: u64,
) -> Result<Vec<u8>, Refused> {
    let mut bytes = Vec::with_capacity(usize::try_from(expected.min(most)).unwrap_or(0));
    let mut line = 0;
    loop {
        let start = bytes.len();
        let part = reader.by_ref().take(1024 * 1024).read_to_end(&mut bytes);
        if part.map_err(Refused::Failed)? == 0 {
            return Ok(bytes);
        }
        if bytes.len() as u64 > most {
            return Err(Refused::Large(bytes.len() as u64));
        }
        let new = bytes.get(start..).unwrap_or_default();
        // Lines that begin and end within the part are shorter than it.
        let first = new.iter().position(|byte| *byte == b'\n');
        line += first.unwrap_or(new.len());
        if line > longest && !is_lineless(&bytes) {
            let before = bytes.get(..start).unwrap_or_default();
            let lines = before.split(|byte| *byte == b'\n').count();
            return Err(Refused::Endless(lines));
        }
        if let Some(last) = new.iter().rposition(|byte| *byte == b'\n') {
            line = new.len() - last - 1;
        }
    }
}

impl Disk {
    /// Returns the paths of the files that match a pattern, sorted, a line each.
    #[expect(clippy::disallowed_methods, reason = "the one door to disk for reading")]
    fn listing(&self, pattern: &ProjectPath) -> Result<Arc<[u8]>> {
        let parts: Vec<&str> = pattern.as_str().split('/').collect();
        let mut found = vec![String::new()];
        for (index, part) in parts.iter().enumerate() {
            let mut next = Vec::new();
            for folder in &found {
                if !is_pattern(part) {
                    next.push(format!("{folder}{part}"));
                    continue;
                }
                let at = if folder.is_empty() {
                    self.root.clone()
                } else {
                    self.locate(
                        &ProjectPath::new(folder)
                            .map_err(|why| Diagnostic::error(Code::R0104, why))?,
                    )?
                };
                let Ok(entries) = std::fs::read_dir(at) else { continue };
                let names = entries.filter_map(|entry| {
                    Some(entry.ok()?.file_name().to_string_lossy().into_owned())
                });
                let fits = |name: &String| matches(part, name) && !name.starts_with('.');
                for name in names.filter(fits) {
                    let name = format!("{folder}{name}");
                    // The list has a line for each name.
                    ProjectPath::new(&name)
                        .map_err(|why| Diagnostic::error(Code::R0104, why))?;
                    next.push(name);
                }
                if next.len() > MOST_FILES {
                    let message = format!(
                        "`{pattern}` matches more than the {MOST_FILES} files allowed"
                    );
                    return Err(Diagnostic::error(Code::R0107, message).into());
                }
            }
            if index + 1 < parts.len() {
                next.iter_mut().for_each(|name| name.push('/'));
            }
            found = next;
        }
        found.retain(|name| self.root.join(name).is_file());
        found.sort();
        Ok(Arc::from(found.join("\n").into_bytes()))
    }

    fn load(&self, path: &ProjectPath) -> Result<Arc<[u8]>> {
        let failed = |error: &std::io::Error| unreadable(path, error);
        let large = |size: u64| {
            Diagnostic::error(
                Code::R0107,
                format!("`{path}` has {size} bytes, more than the {LARGEST} allowed"),
            )
            .help("split the file, or store it as Parquet")
        };
        let mut file = self.opened(path)?;
        let about = file.metadata().map_err(|error| failed(&error))?;
        if about.len() > LARGEST {
            return Err(large(about.len()).into());
        }
        match bounded(&mut file, LARGEST, LONGEST_LINE, about.len()) {
            Ok(bytes) => Ok(Arc::from(bytes)),
            Err(Refused::Failed(error)) => Err(failed(&error).into()),
            Err(Refused::Large(size)) => Err(large(size).into()),
            Err(Refused::Endless(line)) => Err(Diagnostic::error(
                Code::R0107,
                format!(
                    "line {line} of `{path}` is longer than the {LONGEST_LINE} bytes allowed"
                ),
            )
            .help("look for lost line ends, or a file that is no text")
            .into()),
        }
    }
}

impl Files for Disk {
    fn read(&self, path: &ProjectPath) -> Result<Arc<[u8]>> {
        if is_pattern(path.as_str()) {
            return self.listing(path);
        }
        self.load(path)
    }

    fn exists(&self, path: &ProjectPath) -> bool {
        if is_pattern(path.as_str()) {
            return self.listing(path).is_ok();
        }
        self.locate(path).is_ok_and(|full| full.is_file())
    }

    fn found(&self, path: &ProjectPath) -> bool {
        let mut place = self.root.clone();
        for (depth, part) in path.as_str().split('/').enumerate() {
            // What is in the place of a folder, a file or a link that leads nowhere, hides what
            // should be in it.
            if depth > 0 && !place.is_dir() {
                return true;
            }
            place.push(part);
            if let Err(error) = std::fs::symlink_metadata(&place) {
                return error.kind() != ErrorKind::NotFound;
            }
        }
        true
    }

    fn size(&self, path: &ProjectPath) -> Result<u64> {
        if is_pattern(path.as_str()) {
            return Ok(self.listing(path)?.len() as u64);
        }
        let full = self.locate(path)?;
        Ok(std::fs::metadata(full).map_err(|error| unreadable(path, &error))?.len())
    }

    /// The hash of a large file is kept with how the file looks: its size, both its times to
    /// the nanosecond, its number on the disk.
    fn open(&self, path: &ProjectPath) -> Result<Pieces> {
        let full = self.locate(path)?;
        let (size, before) = stamp(&full).map_err(|error| unreadable(path, &error))?;
        if size > STAMPED {
            // Whoever writes after this shows in the times: they are kept in ticks shorter than
            // that.
            std::thread::sleep(TICK);
        }
        let file = self.opened(path)?;
        let (stamps, path) = (Arc::clone(&self.stamps), path.clone());
        Ok(Pieces::new(file).then(move |hash| {
            if let Ok((size, after)) = stamp(&full)
                && let Ok(mut stamps) = stamps.lock()
                && size > STAMPED
                && after == before
            {
                stamps.insert(path, (after, hash));
            }
        }))
    }

    fn stamps(&self) -> Stamps {
        self.stamps.lock().map(|stamps| stamps.clone()).unwrap_or_default()
    }

    /// A large file that looks as it did when it was hashed last is not read again.
    fn hash(&self, path: &ProjectPath) -> Result<blake3::Hash> {
        if is_pattern(path.as_str()) {
            return Ok(blake3::hash(&self.listing(path)?));
        }
        let full = self.locate(path)?;
        let (size, now) = stamp(&full).map_err(|error| unreadable(path, &error))?;
        if size <= STAMPED {
            return Ok(blake3::hash(&self.read(path)?));
        }
        let known = self.stamps.lock().ok().and_then(|known| known.get(path).cloned());
        if let Some((_, hash)) = known.filter(|(stamp, _)| *stamp == now) {
            return Ok(hash);
        }
        let mut start = Vec::new();
        let read = self.opened(path)?.take(TELLING).read_to_end(&mut start);
        read.map_err(|error| unreadable(path, &error))?;
        let lines = !is_lineless(&start);
        let hash = self.open(path)?.hash(if lines { LONGEST_LINE } else { usize::MAX });
        Ok(hash.map_err(|error| unreadable(path, &error))?)
    }
}

fn unreadable(path: &ProjectPath, error: &std::io::Error) -> Diagnostic {
    let why = if error.kind() == ErrorKind::NotFound {
        "there is no such file".to_owned()
    } else {
        error.to_string()
    };
    Diagnostic::error(Code::R0101, format!("cannot read `{path}`: {why}"))
}

/// Returns a file's size, and how it looks.
fn stamp(path: &Path) -> std::io::Result<(u64, String)> {
    let about = std::fs::metadata(path)?;
    let size = about.len();
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        let (inode, device) = (about.ino(), about.dev());
        let written = (about.mtime(), about.mtime_nsec());
        let changed = (about.ctime(), about.ctime_nsec());
        Ok((size, format!("{size} {written:?} {changed:?} {inode} {device}")))
    }
    #[cfg(not(unix))]
    Ok((size, format!("{size} {:?}", about.modified()?)))
}

#[cfg(test)]
mod tests {
    use super::Refused;
    use super::bounded;

    #[test]
    fn a_line_without_end_is_refused_without_reading_on() {
        // A reader that never ends: only a limit lets this return.
        let mut endless = std::io::repeat(b'x');
        let refused = bounded(&mut endless, u64::MAX, 4 << 20, 0);
        assert!(matches!(refused, Err(Refused::Endless(1))));
        let mut after = std::io::Read::chain(&b"a,b\n1,2\n"[..], std::io::repeat(b'x'));
        let refused = bounded(&mut after, u64::MAX, 4 << 20, 0);
        assert!(matches!(refused, Err(Refused::Endless(3))));
    }

    #[test]
    fn a_file_that_grows_past_the_limit_is_refused() {
        let mut endless = std::io::repeat(b'\n');
        let refused = bounded(&mut endless, 8 << 20, 4 << 20, 0);
        assert!(matches!(refused, Err(Refused::Large(_))));
    }

    #[test]
    fn long_lines_within_the_limit_are_read_whole() {
        let text = format!("{}\n{}", "a".repeat(3 << 20), "b".repeat(3 << 20));
        let read = bounded(&mut text.as_bytes(), u64::MAX, 4 << 20, 0).unwrap();
        assert_eq!(read, text.as_bytes());
    }
}
