//! The files within a workbook, unpacked within limits.

use std::io::Cursor;
use std::io::Read as _;

/// The most bytes that the files of a workbook may have together, and any of them.
const MOST: u64 = 256 * 1024 * 1024;

type Archive<'b> = zip::ZipArchive<Cursor<&'b [u8]>>;

fn open(bytes: &[u8]) -> Result<Archive<'_>, String> {
    let archive = zip::ZipArchive::new(Cursor::new(bytes));
    archive.map_err(|error| format!("it is no workbook: {error}"))
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
