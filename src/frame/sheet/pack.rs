//! The files within a workbook, unpacked within limits.

use crate::project::COMPOUND;
use crate::project::ZIP;
use crate::project::kind_of;
use std::io::Cursor;
use std::io::Read as _;

/// The most bytes that the files of a workbook may have together, and any of them.
const MOST: u64 = 256 * 1024 * 1024;

type Archive<'b> = zip::ZipArchive<Cursor<&'b [u8]>>;

fn open(bytes: &[u8]) -> Result<Archive<'_>, String> {
    let archive = zip::ZipArchive::new(Cursor::new(bytes));
    archive.map_err(|error| format!("it is no workbook: {error}"))
}

/// Returns why a file is not what its ending says, where its first bytes tell: it is protected by a
/// password, or a workbook of another format, or no workbook at all.
pub(super) fn otherwise(bytes: &[u8], format: &str) -> Option<String> {
    let utf16: Vec<u8> = "EncryptedPackage".bytes().flat_map(|byte| [byte, 0]).collect();
    let holds = |part: &[u8]| bytes.windows(part.len()).any(|window| window == part);
    let (compound, zip) = (bytes.starts_with(COMPOUND), bytes.starts_with(ZIP));
    let newer = format != "xls";
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let protected = compound && holds(&utf16)
        || zip
            && format == "ods"
            && matches!(find(bytes, "META-INF/manifest.xml"), Ok(Some(xml)) if xml.contains("encryption-data"));
    if protected {
        return Some("it is protected by a password: save it without one".to_owned());
    }
    match (newer, compound, zip) {
        (true, true, _) => Some("it is a workbook of the older format: call it `.xls`".to_owned()),
        (false, _, true) => Some("it is a workbook of a newer format: call it `.xlsx`".to_owned()),
        (true, _, true) | (false, true, _) => None,
        _ if text.trim_ascii_start().starts_with(b"<") => Some(
            "it is a page or XML under the name of a workbook: open it in a spreadsheet program, and save it as `.xlsx`".to_owned(),
        ),
        _ => Some(match kind_of(bytes) {
            Some(kind) => format!("it is {}, no workbook", kind.what),
            None => "it is no workbook: a text of cells is called `.csv`".to_owned(),
        }),
    }
}

/// Checks that nothing in a workbook unpacks to more than the limit, whatever it says of itself:
/// everything is unpacked once, and nothing kept.
pub(super) fn check(bytes: &[u8]) -> Result<(), String> {
    let mut archive = open(bytes)?;
    let mut left = MOST;
    for index in 0..archive.len() {
        let file = archive.by_index(index).map_err(|error| error.to_string())?;
        let mut within = file.take(left + 1);
        let read = std::io::copy(&mut within, &mut std::io::sink());
        let read = read.map_err(|error| format!("it is damaged: {error}"))?;
        left = left.checked_sub(read).ok_or_else(too_large)?;
    }
    Ok(())
}

fn too_large() -> String {
    format!("it unpacks to more than the {MOST} bytes allowed")
}

/// Returns the files of a workbook whose names end like this, in letters of any case.
pub(super) fn ending(bytes: &[u8], end: &str) -> Result<Vec<String>, String> {
    let archive = open(bytes)?;
    let names = archive.file_names().filter_map(|name| Some(name.ok()?.into_owned()));
    let names: Vec<String> =
        names.filter(|name| name.to_lowercase().ends_with(end)).collect();
    let texts = names.iter().map(|name| Ok(find(bytes, name)?.unwrap_or_default()));
    texts.collect()
}

/// Returns a file of a workbook as text; none where it is not there.
pub(super) fn find(bytes: &[u8], name: &str) -> Result<Option<String>, String> {
    let mut archive = open(bytes)?;
    let Ok(file) = archive.by_name(name) else { return Ok(None) };
    let mut text = Vec::new();
    let read = file.take(MOST + 1).read_to_end(&mut text);
    read.map_err(|error| format!("`{name}` in it is damaged: {error}"))?;
    if text.len() as u64 > MOST {
        return Err(too_large());
    }
    let text = String::from_utf8(text);
    text.map(Some).map_err(|_| format!("`{name}` in it is not UTF-8"))
}

/// Returns a file that a workbook must have.
pub(super) fn text(bytes: &[u8], name: &str) -> Result<String, String> {
    find(bytes, name)?.ok_or_else(|| format!("it is no workbook: it has no `{name}`"))
}

#[cfg(test)]
mod tests {
    use super::otherwise;

    #[test]
    fn a_file_that_is_not_what_its_ending_says_is_told_by_its_first_bytes() {
        let compound = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
        let locked: Vec<u8> = compound
            .iter()
            .copied()
            .chain(*b"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0")
            .collect();
        for (bytes, format, why) in [
            (
                &locked[..],
                "xlsx",
                Some("it is protected by a password: save it without one"),
            ),
            (
                compound,
                "xlsx",
                Some("it is a workbook of the older format: call it `.xls`"),
            ),
            (
                b"PK\x03\x04",
                "xls",
                Some("it is a workbook of a newer format: call it `.xlsx`"),
            ),
            (
                b"\xef\xbb\xbf\n<html>",
                "xls",
                Some(
                    "it is a page or XML under the name of a workbook: open it in a spreadsheet program, and save it as `.xlsx`",
                ),
            ),
            (
                b"a,b\n1,2\n",
                "ods",
                Some("it is no workbook: a text of cells is called `.csv`"),
            ),
            (compound, "xls", None),
            (b"PK\x03\x04", "xlsb", None),
        ] {
            assert_eq!(otherwise(bytes, format).as_deref(), why, "{format}");
        }
    }
}
