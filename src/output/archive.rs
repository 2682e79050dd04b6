//! Files as one archive, the same bytes for the same files, and the way back.

use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Failure;
use crate::model::diagnostic::Result;
use std::collections::BTreeMap;
use std::io::Cursor;
use std::io::Read as _;
use std::io::Write as _;
use zip::CompressionMethod;
use zip::DateTime;
use zip::ZipArchive;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// The largest archive that is unpacked, in bytes of its content.
const LARGEST: u64 = 2 * 1024 * 1024 * 1024;

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
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
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
    let cursor = writer.finish().map_err(|error| failed(&error))?;
    Ok(cursor.into_inner())
}

/// Returns the files in a ZIP archive; an archive of unlikely size is refused.
pub fn unzip(bytes: &[u8]) -> Result<Files> {
    let failed = |error: &dyn std::fmt::Display| -> Failure {
        Diagnostic::error(Code::R0701, format!("the archive cannot be read: {error}"))
            .into()
    };
    let mut archive =
        ZipArchive::new(Cursor::new(bytes)).map_err(|error| failed(&error))?;
    let mut files = Files::new();
    let mut left = LARGEST;
    for index in 0..archive.len() {
        let entry = archive.by_index(index).map_err(|error| failed(&error))?;
        if entry.is_dir() {
            continue;
        }
        let name = entry.name().map_err(|error| failed(&error))?.into_owned();
        let mut content = Vec::new();
        let read = entry.take(left).read_to_end(&mut content);
        left = left.saturating_sub(read.map_err(|error| failed(&error))? as u64);
        if left == 0 {
            return Err(failed(&"it holds too much"));
        }
        if files.insert(name.clone(), content).is_some() {
            return Err(failed(&format!("it holds `{name}` twice")));
        }
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::Files;
    use super::unzip;
    use super::zip;

    #[test]
    fn the_same_files_give_the_same_bytes_and_come_back() {
        let files: Files =
            [("a.txt".to_owned(), b"a".to_vec()), ("b.png".to_owned(), b"b".to_vec())]
                .into();
        let archive = zip(&files).unwrap();
        assert_eq!(archive, zip(&files).unwrap());
        assert!(archive.starts_with(b"PK"));
        assert_eq!(unzip(&archive).unwrap(), files);
        assert!(unzip(b"PK no").is_err());
    }
}
