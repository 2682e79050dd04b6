//! Files as one archive, the same bytes for the same files, and the way back.
//!
//! An archive from elsewhere must have the form that is written here: plain files, each once,
//! under plain relative names. It is read one file at a time and never held unpacked; how much
//! it may unpack to is limited by its list, and each file is held to that list as it is read.

use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Result;
use crate::project;
use crate::project::LARGEST;
use crate::project::Memory;
use crate::project::ProjectPath;
use std::collections::BTreeMap;
use std::io::Cursor;
use std::io::Read;
use std::io::Seek;
use std::io::SeekFrom;
use std::io::Write as _;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;
use unicode_normalization::UnicodeNormalization as _;
use zip::CompressionMethod;
use zip::DateTime;
use zip::ZipArchive;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// The most files in an archive.
const MOST: usize = 60_000;
/// The most bytes of all files, unpacked.
const ROOM: u64 = 2 * 1024 * 1024 * 1024;
/// An archive that unpacks to more bytes than this must not grow more than so many times.
const SMALL: u64 = 256 * 1024 * 1024;
const TIMES: u64 = 20;
/// The longest name, in bytes.
const LONGEST: usize = 1024;

/// Files by path.
pub type Files = BTreeMap<String, Vec<u8>>;

/// Returns the files as a ZIP archive, in the order of their names, with one fixed time.
pub fn zip(files: &Files) -> Result<Vec<u8>> {
    packed(files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())))
}

/// Returns the files as an `OpenDocument` package: its type comes first and is not compressed.
pub fn document(files: &Files) -> Result<Vec<u8>> {
    let kind = files.get_key_value("mimetype").into_iter();
    let rest = files.iter().filter(|(name, _)| *name != "mimetype");
    packed(kind.chain(rest).map(|(name, bytes)| (name.as_str(), bytes.as_slice())))
}

fn packed<'a>(files: impl Iterator<Item = (&'a str, &'a [u8])>) -> Result<Vec<u8>> {
    let failed = |error: &dyn std::fmt::Display| {
        Diagnostic::error(Code::R0801, format!("the archive cannot be made: {error}"))
    };
    let files: Vec<(&str, &[u8])> = files.collect();
    // It does not grow beyond that by much, and need not be moved.
    let room = files.iter().map(|(_, bytes)| bytes.len()).sum();
    let mut writer = ZipWriter::new(Cursor::new(Vec::with_capacity(room)));
    let (mut count, mut unpacked) = (0, 0);
    let mut names = Vec::new();
    for (name, bytes) in files {
        names.push(name);
        (count, unpacked) = (count + 1, unpacked + bytes.len() as u64);
        let ending = name.rsplit('.').next().unwrap_or_default();
        // Pictures and packages are compressed already.
        let stored = matches!(ending, "png" | "pdf" | "ods" | "mimetype");
        let method =
            if stored { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        let options = SimpleFileOptions::default()
            .compression_method(method)
            .last_modified_time(DateTime::default())
            .unix_permissions(0o644);
        writer.start_file(name, options).map_err(|error| failed(&error))?;
        writer.write_all(bytes).map_err(|error| failed(&error))?;
    }
    let packed = writer.finish().map_err(|error| failed(&error))?.into_inner();
    // What could not be read again is not written.
    let why = excess(count, unpacked, packed.len() as u64);
    match why.or_else(|| clash(names.into_iter())) {
        Some(why) => Err(failed(&why).into()),
        None => Ok(packed),
    }
}

/// Returns why files of so many bytes are too much for an archive of so many.
fn excess(files: usize, unpacked: u64, packed: u64) -> Option<String> {
    if files > MOST {
        return Some(format!("it has more than {MOST} files"));
    }
    if unpacked > ROOM {
        return Some(format!("its files have more than {ROOM} bytes"));
    }
    (unpacked > SMALL && unpacked / TIMES > packed)
        .then(|| format!("its {packed} bytes unpack to {unpacked}"))
}

/// Returns why files cannot be beside one another in every file system: some tell neither capitals
/// nor the ways to write an accent apart.
fn clash<'a>(names: impl Iterator<Item = &'a str>) -> Option<String> {
    let mut known: BTreeMap<String, &str> = BTreeMap::new();
    for name in names {
        let folded = name.nfd().flat_map(char::to_lowercase).nfc().collect();
        if let Some(other) = known.insert(folded, name) {
            let (other, name) = (other.escape_default(), name.escape_default());
            return Some(format!(
                "`{other}` and `{name}` are one file where capitals and accents do not count"
            ));
        }
    }
    known.iter().find_map(|(folded, name)| {
        let inside = format!("{folded}/");
        let (next, _) = known.range(inside.clone()..).next()?;
        next.starts_with(&inside).then(|| format!("`{name}` is a file and a folder"))
    })
}

fn refused(why: &dyn std::fmt::Display) -> Diagnostic {
    Diagnostic::error(Code::R0590, format!("the archive cannot be read: {why}")).help(
        "use the archive that `reissue` wrote; this one was made or altered by another program",
    )
}

/// What an archive is read from.
pub trait Source: Read + Seek + Send {}

impl<T: Read + Seek + Send> Source for T {}

/// An archive that is read file by file.
pub struct Archive<'a> {
    archive: ZipArchive<Box<dyn Source + 'a>>,
    places: BTreeMap<String, (usize, u64)>,
}

impl std::fmt::Debug for Archive<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Archive").field("places", &self.places).finish_non_exhaustive()
    }
}

impl<'a> Archive<'a> {
    /// Reads the list of files; one that this program does not write so is refused.
    pub fn open(mut from: Box<dyn Source + 'a>) -> Result<Self> {
        let packed = from.seek(SeekFrom::End(0)).map_err(|error| refused(&error))?;
        // Asked first, because reading the list takes memory for each file in it.
        match count(&mut from, packed) {
            Ok(Some(count)) if count <= MOST => {}
            Ok(Some(_)) => {
                return Err(refused(&format!("it has more than {MOST} files")).into());
            }
            Ok(None) => return Err(refused(&"it is not a ZIP archive").into()),
            Err(error) => return Err(refused(&error).into()),
        }
        let mut archive = ZipArchive::new(from).map_err(|error| refused(&error))?;
        if archive.has_duplicate_names() {
            return Err(refused(&"two of its files have the same name").into());
        }
        if archive.has_overlapping_entries().map_err(|error| refused(&error))? {
            return Err(refused(&"two of its files share bytes").into());
        }
        let mut places: BTreeMap<String, (usize, u64)> = BTreeMap::new();
        let mut unpacked = 0_u64;
        for index in 0..archive.len() {
            let entry = archive.by_index_raw(index).map_err(|error| refused(&error))?;
            let name = entry.name().map_err(|error| refused(&error))?.into_owned();
            if !is_plain(&name) {
                let shown: String = name.chars().take(80).collect();
                let why =
                    format!("`{}` is not a plain relative path", shown.escape_debug());
                return Err(refused(&why).into());
            }
            if !entry.is_file() || entry.is_symlink() || entry.encrypted() {
                return Err(refused(&format!("`{name}` is not a plain file")).into());
            }
            unpacked = unpacked.saturating_add(entry.size());
            let size = entry.size();
            if places.insert(name.clone(), (index, size)).is_some() {
                return Err(refused(&format!("it holds `{name}` twice")).into());
            }
        }
        if let Some(why) = excess(places.len(), unpacked, packed) {
            return Err(refused(&why).into());
        }
        if let Some(why) = clash(places.keys().map(String::as_str)) {
            return Err(refused(&why).into());
        }
        Ok(Self { archive, places })
    }

    /// Returns the names of the files, in order.
    pub fn names(&self) -> Vec<String> {
        self.places.keys().cloned().collect()
    }

    /// Returns how many bytes a file has; none where it holds no such file.
    pub fn size(&self, name: &str) -> Option<u64> {
        self.places.get(name).map(|(_, size)| *size)
    }

    /// Reads a file of at most so many bytes.
    pub fn read(&mut self, name: &str, most: u64) -> Result<Vec<u8>> {
        let size = self.size(name).unwrap_or(0);
        if size > most {
            let why = format!("`{name}` has more than the {most} bytes allowed");
            return Err(refused(&why).into());
        }
        let mut content = Vec::with_capacity(size as usize);
        self.pass(name, &mut |piece| content.extend_from_slice(piece))?;
        Ok(content)
    }

    /// Passes a file on in pieces, and holds none of it.
    pub fn pass(&mut self, name: &str, take: &mut dyn FnMut(&[u8])) -> Result<()> {
        let place = self.places.get(name).copied();
        let (index, size) =
            place.ok_or_else(|| refused(&format!("it holds no `{name}`")))?;
        let mut entry = self.archive.by_index(index).map_err(|error| refused(&error))?;
        let mut piece = vec![0; 64 * 1024];
        let mut read = 0;
        loop {
            let count = entry
                .read(&mut piece)
                .map_err(|error| refused(&format!("`{name}` is damaged: {error}")))?;
            read += count as u64;
            // What the list says of the size may be a lie.
            if read > size || count == 0 && read < size {
                let why = format!("`{name}` does not have the {size} bytes of the list");
                return Err(refused(&why).into());
            }
            if count == 0 {
                return Ok(());
            }
            take(piece.get(..count).unwrap_or_default());
        }
    }
}

/// The files of one folder of an archive, read when they are asked for.
#[derive(Debug)]
pub struct Unpacked {
    archive: Mutex<Archive<'static>>,
    folder: &'static str,
}

impl Unpacked {
    /// Returns the files under a folder, which ends with `/`.
    pub fn new(archive: Archive<'static>, folder: &'static str) -> Self {
        Self { archive: Mutex::new(archive), folder }
    }

    fn with<T>(&self, ask: impl FnOnce(&mut Archive<'static>) -> T) -> T {
        ask(&mut self.archive.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn place(&self, path: &ProjectPath) -> String {
        format!("{}{path}", self.folder)
    }
}

impl project::Files for Unpacked {
    fn read(&self, path: &ProjectPath) -> Result<Arc<[u8]>> {
        if !self.exists(path) {
            return Memory::new().read(path);
        }
        self.with(|archive| archive.read(&self.place(path), LARGEST)).map(Arc::from)
    }

    fn exists(&self, path: &ProjectPath) -> bool {
        self.with(|archive| archive.size(&self.place(path)).is_some())
    }

    fn size(&self, path: &ProjectPath) -> Result<u64> {
        let size = self.with(|archive| archive.size(&self.place(path)));
        size.map_or_else(|| Ok(Memory::new().read(path)?.len() as u64), Ok)
    }
}

/// Returns whether a name is a path that stays inside and is written in one way only.
fn is_plain(name: &str) -> bool {
    name.len() <= LONGEST
        && !name.chars().any(char::is_control)
        && ProjectPath::new(name).is_ok_and(|path| path.as_str() == name)
}

/// Returns how many files an archive says that it holds, by its end; none where it has no end.
fn count(from: &mut dyn Source, packed: u64) -> std::io::Result<Option<usize>> {
    const END: &[u8] = b"PK\x05\x06";
    let longest = (END.len() + 18 + usize::from(u16::MAX)) as u64;
    from.seek(SeekFrom::Start(packed.saturating_sub(longest)))?;
    let mut tail = Vec::new();
    from.take(longest).read_to_end(&mut tail)?;
    let at = tail.windows(END.len()).rposition(|window| window == END);
    let count = at.and_then(|at| tail.get(at + 10..at + 12)?.first_chunk::<2>().copied());
    Ok(count.map(|count| usize::from(u16::from_le_bytes(count))))
}

#[cfg(test)]
mod tests;
