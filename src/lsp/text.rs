//! Places as the protocol counts them: lines from 0, columns in UTF-16 units.

use crate::model::diagnostic::Span;
use lsp_types::Position;
use lsp_types::Range;
use std::path::Path;
use std::path::PathBuf;
use std::str::FromStr as _;

/// Returns the place of a byte.
pub(super) fn position(text: &str, at: usize) -> Position {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    let before = text.get(..at).unwrap_or_default();
    let start = before.rfind('\n').map_or(0, |end| end + 1);
    let line = before.bytes().filter(|byte| *byte == b'\n').count();
    let column: usize =
        before.get(start..).unwrap_or_default().chars().map(char::len_utf16).sum();
    Position::new(as_u32(line), as_u32(column))
}

/// Returns the byte at a place; beyond the end of a line its end.
pub(super) fn offset(text: &str, place: Position) -> usize {
    let mut start = 0;
    for _ in 0..place.line {
        match text.get(start..).and_then(|rest| rest.find('\n')) {
            Some(end) => start += end + 1,
            None => return text.len(),
        }
    }
    let line = text.get(start..).unwrap_or_default();
    let line = line.split(['\n', '\r']).next().unwrap_or_default();
    let mut units = 0;
    for (at, character) in line.char_indices() {
        if units >= place.character {
            return start + at;
        }
        units += as_u32(character.len_utf16());
    }
    start + line.len()
}

/// Returns the range of a span.
pub(super) fn range(text: &str, span: &Span) -> Range {
    Range::new(position(text, span.start), position(text, span.end))
}

/// Returns the path of a `file:` address.
pub(super) fn path(uri: &lsp_types::Uri) -> Option<PathBuf> {
    let text = uri.as_str().strip_prefix("file://")?;
    let text = text.find('/').and_then(|at| text.get(at..))?;
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let code: Vec<u8> = rest.by_ref().take(2).collect();
            let code = std::str::from_utf8(&code).ok()?;
            bytes.push(u8::from_str_radix(code, 16).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    let text = String::from_utf8(bytes).ok()?;
    // `/C:/report` on Windows.
    let drive = text.as_bytes().get(2) == Some(&b':');
    Some(PathBuf::from(if drive { text.trim_start_matches('/') } else { text.as_str() }))
}

/// Returns the `file:` address of a path.
pub(super) fn uri(path: &Path) -> Option<lsp_types::Uri> {
    let mut out = String::from("file://");
    let text = path.to_str()?.replace('\\', "/");
    if !text.starts_with('/') {
        out.push('/');
    }
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~:".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    lsp_types::Uri::from_str(&out).ok()
}

fn as_u32(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::offset;
    use super::path;
    use super::position;
    use super::uri;
    use lsp_types::Position;
    use std::path::Path;

    #[test]
    fn columns_count_utf_16_units_and_lines_may_end_as_on_windows() {
        let text = "a\r\nö𝄞x\nend";
        let x = text.find('x').unwrap();
        assert_eq!(position(text, x), Position::new(1, 3));
        assert_eq!(offset(text, Position::new(1, 3)), x);
        assert_eq!(offset(text, Position::new(0, 99)), 1);
        assert_eq!(offset(text, Position::new(9, 0)), text.len());
    }

    #[test]
    fn an_address_is_the_path_it_was_made_of() {
        let original = Path::new("/tmp/a report/Übersicht%.md");
        assert_eq!(path(&uri(original).unwrap()).unwrap(), original);
    }
}
