//! The one door to disk for reading, and what came through it.

mod disk;
mod kinds;
mod memory;
mod pieces;
mod recorded;

pub use disk::Disk;
pub use disk::LARGEST;
pub use disk::LONGEST_LINE;
pub use kinds::COMPOUND;
pub use kinds::GZIP;
pub use kinds::Kind;
pub use kinds::TELLING;
pub use kinds::ZIP;
pub use kinds::ZSTD;
pub use kinds::kind_of;
pub use memory::Memory;
pub use memory::Overlay;
pub use pieces::Pieces;
pub use recorded::Reads;
pub use recorded::Recorded;

use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Result;
use crate::project::path::ProjectPath;
use std::collections::BTreeMap;
use std::io::Cursor;
use std::sync::Arc;

/// How large files looked when they were hashed, and their hashes.
pub type Stamps = BTreeMap<ProjectPath, (String, blake3::Hash)>;

/// Files of more bytes are hashed again only when they look different.
const STAMPED: u64 = 64 * 1024 * 1024;

/// Where the files of a project come from. A path with `*` or `?` reads as the list of the files
/// that match it, so that a file which comes or goes is a change like any other.
pub trait Files: Send + Sync {
    /// Returns a file's bytes.
    fn read(&self, path: &ProjectPath) -> Result<Arc<[u8]>>;

    /// Returns whether a file is there.
    fn exists(&self, path: &ProjectPath) -> bool;

    /// Returns whether anything is at a path, a file that can be read or not.
    fn found(&self, path: &ProjectPath) -> bool {
        self.exists(path)
    }

    /// Returns how many bytes a file has.
    fn size(&self, path: &ProjectPath) -> Result<u64> {
        Ok(self.read(path)?.len() as u64)
    }

    /// Opens a file to read it piece by piece; whoever reads it to its end makes its hash known.
    fn open(&self, path: &ProjectPath) -> Result<Pieces> {
        Ok(Pieces::new(Cursor::new(self.read(path)?)))
    }

    /// Returns how large files looked when they were hashed.
    fn stamps(&self) -> Stamps {
        Stamps::new()
    }

    /// Returns the hash of a file's bytes.
    fn hash(&self, path: &ProjectPath) -> Result<blake3::Hash> {
        Ok(blake3::hash(&self.read(path)?))
    }

    /// Returns a file's text; bytes that are not UTF-8 are an error with their place.
    fn text(&self, path: &ProjectPath) -> Result<Arc<str>> {
        let bytes = self.read(path)?;
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
        match std::str::from_utf8(bytes) {
            Ok(text) => Ok(Arc::from(text)),
            Err(error) => {
                let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
                let line = before.split(|byte| *byte == b'\n').count();
                Err(Diagnostic::error(
                    Code::R0106,
                    format!("`{path}` is not UTF-8: line {line} holds other bytes"),
                )
                .help("save the file as UTF-8")
                .into())
            }
        }
    }
}

impl std::fmt::Debug for dyn Files + '_ {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Files")
    }
}
