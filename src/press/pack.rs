//! Files as one archive, the same bytes for the same files.

use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::diag::Result;
use crate::press::Files;
use std::io::Cursor;
use std::io::Write as _;
use zip::CompressionMethod;
use zip::DateTime;
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
