//! Files as one archive, the same bytes for the same files.

use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::diag::Result;
use crate::press::Files;
use crate::project::LARGEST;
use std::io::Cursor;
use std::io::Read as _;
use std::io::Write as _;
use zip::CompressionMethod;
use zip::DateTime;
use zip::ZipArchive;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Returns the files as a ZIP archive, in the order of their names, with one fixed time.
pub fn zip(files: &Files) -> Result<Vec<u8>> {
    let failed = |error: &dyn std::fmt::Display| {
        Diagnostic::error(Code::R0702, format!("the pack cannot be made: {error}"))
    };
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        // Pictures are compressed already.
        let method = if name.rsplit('.').next() == Some("png") {
            CompressionMethod::Stored
        } else {
            CompressionMethod::Deflated
        };
        let options = SimpleFileOptions::default()
            .compression_method(method)
            .last_modified_time(DateTime::default())
            .unix_permissions(0o644);
        writer.start_file(name.as_str(), options).map_err(|error| failed(&error))?;
        writer.write_all(bytes).map_err(|error| failed(&error))?;
    }
    let cursor = writer.finish().map_err(|error| failed(&error))?;
    Ok(cursor.into_inner())
}

/// Returns the files of a ZIP archive.
pub fn unzip(bytes: &[u8]) -> Result<Files> {
    let failed = |error: &dyn std::fmt::Display| {
        Diagnostic::error(Code::R0701, format!("the archive cannot be read: {error}"))
    };
    let mut archive =
        ZipArchive::new(Cursor::new(bytes)).map_err(|error| failed(&error))?;
    let mut files = Files::new();
    for index in 0..archive.len() {
        let file = archive.by_index(index).map_err(|error| failed(&error))?;
        if !file.is_file() {
            continue;
        }
        let name = file.name().map_err(|error| failed(&error))?.into_owned();
        let mut bytes = Vec::new();
        // An archive of a few bytes may hold any number of them.
        let size = file.take(LARGEST).read_to_end(&mut bytes);
        if size.map_err(|error| failed(&error))? as u64 == LARGEST {
            return Err(
                failed(&format!("`{name}` is larger than any file may be")).into()
            );
        }
        files.insert(name, bytes);
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::zip;
    use crate::press::Files;

    #[test]
    fn the_same_files_give_the_same_bytes() {
        let files: Files =
            [("a.txt".to_owned(), b"a".to_vec()), ("b.png".to_owned(), b"b".to_vec())]
                .into();
        assert_eq!(zip(&files).unwrap(), zip(&files).unwrap());
        assert!(zip(&files).unwrap().starts_with(b"PK"));
    }
}
