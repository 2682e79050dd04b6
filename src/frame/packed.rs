//! Files that are compressed as a whole: gzip and zstd are unpacked, others and what is no text refused.
//!
//! **In:** the bytes of a file. **Out:** the bytes within, or why they are not read.
//! **Guarantees:** what comes out is no more than files of its size unpack to, and never more than a
//! file may have.

use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Span;
use crate::project::GZIP;
use crate::project::Kind;
use crate::project::LARGEST;
use crate::project::ZSTD;
use crate::project::kind_of;
use flate2::read::MultiGzDecoder;
use std::borrow::Cow;
use std::io::Error;
use std::io::ErrorKind;
use std::io::Read;

/// What any file may unpack to.
const FREE: u64 = 256 << 20;
/// How many times its own size a larger file may unpack to.
const TIMES: u64 = 64;

/// Returns whether a file's name says that it is compressed in a way that is read.
pub(in crate::frame) fn named(path: &str) -> bool {
    bare(path).len() < path.len()
}

/// Returns a file's name without the ending of what it is compressed by.
pub(crate) fn bare(path: &str) -> &str {
    let endings = [".gz", ".zst"];
    endings.iter().find_map(|ending| path.strip_suffix(ending)).unwrap_or(path)
}

/// Returns the bytes of a file, or those within where it is compressed.
pub(in crate::frame) fn unpacked<'b>(
    path: &str,
    bytes: &'b [u8],
) -> Result<Cow<'b, [u8]>, Box<Diagnostic>> {
    if bytes.starts_with(GZIP) {
        return within(path, "gzip", bytes.len(), Ok(MultiGzDecoder::new(bytes)));
    }
    if bytes.starts_with(ZSTD) {
        return within(path, "zstd", bytes.len(), zstd::Decoder::new(bytes));
    }
    match kind_of(bytes) {
        Some(kind) => Err(Box::new(kind.refusal(path))),
        None => Ok(Cow::Borrowed(bytes)),
    }
}

/// Returns what is within a file whose name says that it is compressed, to be read piece by piece; another as
/// it is.
pub(in crate::frame) fn pieces<'r>(
    path: &str,
    size: u64,
    from: impl Read + Send + 'r,
) -> std::io::Result<Box<dyn Read + Send + 'r>> {
    let rest = FREE.max(size.saturating_mul(TIMES));
    Ok(match path.rsplit_once('.') {
        Some((_, "gz")) => Box::new(Limited { from: MultiGzDecoder::new(from), rest }),
        Some((_, "zst")) => Box::new(Limited { from: zstd::Decoder::new(from)?, rest }),
        _ => Box::new(from),
    })
}

/// What is within a compressed file, as long as it is no more than it may be.
struct Limited<R> {
    from: R,
    rest: u64,
}

impl<R: Read> Read for Limited<R> {
    fn read(&mut self, space: &mut [u8]) -> std::io::Result<usize> {
        let count = self.from.read(space)?;
        self.rest = self.rest.checked_sub(count as u64).ok_or(ErrorKind::FileTooLarge)?;
        Ok(count)
    }
}

/// Says why what is within a file cannot be read piece by piece.
pub(in crate::frame) fn broken(path: &str, size: u64, error: &Error) -> Diagnostic {
    if error.kind() == ErrorKind::FileTooLarge {
        return grown(path, FREE.max(size.saturating_mul(TIMES)));
    }
    let gzip = path.rsplit_once('.').is_some_and(|(_, end)| end == "gz");
    damaged(path, if gzip { "gzip" } else { "zstd" }, error)
}

fn damaged(path: &str, what: &str, error: &Error) -> Diagnostic {
    let message = format!("`{path}` is compressed by {what}, and damaged: {error}");
    let fault = Diagnostic::error(Code::R0333, message);
    fault.at(Span::new(path, 0..0), "").help("get it anew from its source")
}

fn grown(path: &str, most: u64) -> Diagnostic {
    let message = format!(
        "`{path}` unpacks to more than the {most} bytes allowed to a file of its size"
    );
    let fault = Diagnostic::error(Code::R0107, message).at(Span::new(path, 0..0), "");
    fault.help("look whether it is what it should be, or store it as Parquet")
}

fn within(
    path: &str,
    what: &str,
    size: usize,
    reader: std::io::Result<impl Read>,
) -> Result<Cow<'static, [u8]>, Box<Diagnostic>> {
    let most = FREE.max((size as u64).saturating_mul(TIMES)).min(LARGEST);
    let mut out = Vec::new();
    let read = reader.and_then(|reader| reader.take(most + 1).read_to_end(&mut out));
    if let Err(error) = read {
        return Err(Box::new(damaged(path, what, &error)));
    }
    if out.len() as u64 > most {
        return Err(Box::new(grown(path, most)));
    }
    // What is packed twice is packed on purpose.
    match kind_of(&out) {
        Some(kind) => Err(Box::new(inner(path, kind))),
        None => Ok(Cow::Owned(out)),
    }
}

/// The refusal of what is no text within a compressed file.
pub(in crate::frame) fn inner(path: &str, kind: &Kind) -> Diagnostic {
    if !kind.is_packed() {
        return kind.refusal(path);
    }
    let message = format!("`{path}` is compressed twice, or an archive within");
    let fault = Diagnostic::error(Code::R0333, message).at(Span::new(path, 0..0), "");
    fault.help("unpack it, and name the file that comes out")
}

#[cfg(test)]
mod tests {
    use super::unpacked;
    use flate2::Compression;
    use flate2::write::GzEncoder;
    use std::io::Write as _;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut writer = GzEncoder::new(Vec::new(), Compression::fast());
        writer.write_all(bytes).unwrap();
        writer.finish().unwrap()
    }

    #[test]
    fn what_is_packed_reads_as_what_is_within() {
        let text = "a,b\n1,2\n".repeat(1000).into_bytes();
        let parts = [gzip(&text[..100]), gzip(&text[100..])].concat();
        let zstd = zstd::encode_all(text.as_slice(), 3).unwrap();
        for bytes in [text.clone(), gzip(&text), parts, zstd] {
            assert_eq!(unpacked("x.csv", &bytes).unwrap().as_ref(), text.as_slice());
        }
    }

    #[test]
    fn what_is_cut_off_or_packed_twice_or_grows_too_much_is_refused() {
        let packed = gzip(b"a,b\n1,2\n");
        let fault = |bytes: &[u8]| unpacked("x.csv.gz", bytes).unwrap_err().message;
        assert!(
            fault(&packed[..packed.len() - 4])
                .starts_with("`x.csv.gz` is compressed by gzip, and damaged: "),
        );
        assert_eq!(
            fault(&gzip(&packed)),
            "`x.csv.gz` is compressed twice, or an archive within"
        );
        assert_eq!(
            fault(&gzip(b"SQLite format 3\0\x10")),
            "`x.csv.gz` is a database, such as a GeoPackage, not a text"
        );
        let mut bomb = GzEncoder::new(Vec::new(), Compression::best());
        let zeros = vec![0; 1 << 20];
        for _ in 0..257 {
            bomb.write_all(&zeros).unwrap();
        }
        assert_eq!(
            fault(&bomb.finish().unwrap()),
            "`x.csv.gz` unpacks to more than the 268435456 bytes allowed to a file of its size"
        );
    }
}
