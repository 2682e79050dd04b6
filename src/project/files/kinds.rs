//! Files that are no text, by the bytes they begin with.
//!
//! **In:** the first bytes of a file. **Out:** what it is, and the error where a text is wanted.

use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Span;

/// A kind of file that is no text.
#[derive(Debug)]
pub struct Kind {
    /// The bytes that it begins with.
    begin: &'static [u8],
    /// What it is, as a message says it.
    pub what: &'static str,
    /// The program that unpacks it, where it is packed.
    by: Option<&'static str>,
    /// What to do with it.
    instead: &'static str,
}

const fn packed(begin: &'static [u8], what: &'static str, by: &'static str) -> Kind {
    Kind { begin, what, by: Some(by), instead: "" }
}

const fn other(begin: &'static [u8], what: &'static str, instead: &'static str) -> Kind {
    Kind { begin, what, by: None, instead }
}

/// How a file compressed by gzip begins.
pub const GZIP: &[u8] = b"\x1f\x8b";
/// How a file compressed by zstd begins.
pub const ZSTD: &[u8] = b"\x28\xb5\x2f\xfd";
/// How a workbook of the older format begins.
pub const COMPOUND: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
/// How an archive begins, and a workbook of a newer format.
pub const ZIP: &[u8] = b"PK\x03\x04";
/// The most bytes that tell a kind.
pub const TELLING: u64 = 32;

const KINDS: &[Kind] = &[
    packed(GZIP, "compressed by gzip", "gunzip"),
    packed(ZSTD, "compressed by zstd", "unzstd"),
    packed(b"\xfd7zXZ\0", "compressed by xz", "unxz"),
    packed(b"\x04\x22\x4d\x18", "compressed by lz4", "unlz4"),
    packed(b"BZh91AY&SY", "compressed by bzip2", "bunzip2"),
    packed(ZIP, "a ZIP archive", "unzip"),
    packed(b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", "7z x"),
    packed(b"Rar!\x1a\x07", "a RAR archive", "unrar x"),
    other(
        b"SQLite format 3\0",
        "a database, such as a GeoPackage",
        "save its layer as GeoJSON or GeoParquet, or its table as CSV",
    ),
    other(b"PAR1", "a Parquet file", "call it `.parquet`"),
    other(b"ARROW1", "an Arrow file", "save it as Parquet"),
    other(COMPOUND, "a workbook of the older format", "call it `.xls`"),
    other(b"\0\0\x27\x0a", "a part of a shapefile", "put all its parts into one `.zip`"),
    other(b"%PDF-", "a PDF", "look for the table as CSV or a workbook"),
    other(b"$FL2@(#)", "an SPSS file", "save it as CSV"),
    other(b"<stata_dta>", "a Stata file", "save it as CSV"),
    other(b"\x89HDF", "an HDF5 file", "save it as CSV or Parquet"),
];

/// Returns which kind of file begins so.
pub fn kind_of(bytes: &[u8]) -> Option<&'static Kind> {
    KINDS.iter().find(|kind| bytes.starts_with(kind.begin))
}

impl Kind {
    /// Returns whether something else is packed in it.
    pub const fn is_packed(&self) -> bool {
        self.by.is_some()
    }

    /// Returns the error where a text is wanted.
    pub fn refusal(&self, path: &str) -> Diagnostic {
        let what = self.what;
        let fault = if let Some(by) = self.by {
            let workbook = if by == "unzip" {
                "; a workbook has the ending `.xlsx` or `.ods`"
            } else {
                ""
            };
            let message = format!("`{path}` is {what}, and must be unpacked to be read");
            Diagnostic::error(Code::R0333, message).help(format!(
                "unpack it (`{by}`), and name the file that comes out{workbook}"
            ))
        } else {
            let message = format!("`{path}` is {what}, not a text");
            Diagnostic::error(Code::R0106, message).help(self.instead)
        };
        fault.at(Span::new(path, 0..0), "")
    }
}
