//! The bytes of a text file as characters, by the encoding that its resource declares.

use crate::frame::packed::unpacked;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Span;
use encoding_rs::DecoderResult;
use encoding_rs::Encoding;
use encoding_rs::UTF_8;
use encoding_rs::UTF_16BE;
use encoding_rs::UTF_16LE;
use encoding_rs::WINDOWS_1252;
use std::borrow::Cow;

/// A text that was read, and what is to be said of it.
#[derive(Debug)]
pub(in crate::frame) struct Decoded {
    /// The text; with signs of replacement where it could not be read.
    pub text: String,
    /// What is wrong, or worth saying.
    pub found: Option<Diagnostic>,
}

/// Returns the encoding that a label names.
pub(in crate::frame) fn encoding(label: &str) -> Option<&'static Encoding> {
    // Names that people use and the WHATWG does not list.
    let label = match label.to_lowercase().as_str() {
        "utf-8-sig" | "utf8-bom" | "utf-8-bom" => "utf-8".to_owned(),
        "cp-1252" | "ansi" => "windows-1252".to_owned(),
        "latin-1" => "latin1".to_owned(),
        "utf16" => "utf-16".to_owned(),
        other => other.to_owned(),
    };
    Encoding::for_label(label.as_bytes())
}

/// Reads the bytes of a file; without a declared encoding, as UTF-8 or what a byte order mark says.
pub(in crate::frame) fn decode(
    path: &str,
    bytes: &[u8],
    declared: Option<&str>,
) -> Decoded {
    let bytes = match unpacked(path, bytes) {
        Ok(bytes) => bytes,
        Err(found) => {
            return Decoded { text: String::new(), found: Some(*found) };
        }
    };
    let bytes = bytes.as_ref();
    let marked = Encoding::for_bom(bytes);
    let known = match declared {
        None => marked.map_or(UTF_8, |(encoding, _)| encoding),
        Some(label) => match encoding(label) {
            Some(encoding) => encoding,
            None => return unknown(label, bytes),
        },
    };
    // `utf-16` says nothing of the order of bytes: the mark does.
    let wide = |it: &'static Encoding| it == UTF_16LE || it == UTF_16BE;
    let known = match marked {
        Some((by_mark, _)) if wide(by_mark) && wide(known) => by_mark,
        _ => known,
    };
    let skipped = marked.filter(|(by_mark, _)| *by_mark == known).map_or(0, |(_, n)| n);
    let body = bytes.get(skipped..).unwrap_or_default();
    let (text, bad) = read(known, body);
    if let Some(offset) = bad {
        let found = undecoded(path, (body, &text, offset), 0, known, declared);
        return Decoded { text, found: Some(found) };
    }
    let top = || Span::new(path, 0..0);
    let found = match declared {
        None if known != UTF_8 => Some(
            Diagnostic::warning(
                Code::R0610,
                format!("`{path}` is {}, by its byte order mark", known.name()),
            )
            .at(top(), "")
            .help("declare `encoding: utf-16` on the resource"),
        ),
        Some(label) if known.is_single_byte() && !body.is_ascii() && is_utf_8(bytes) => {
            let message =
                format!("`{path}` is declared `encoding: {label}`, but is UTF-8");
            Some(
                Diagnostic::warning(Code::R0610, message)
                    .at(top(), "")
                    .help("take `encoding:` out, or write `encoding: utf-8`"),
            )
        }
        _ => None,
    };
    Decoded { text, found }
}

fn is_utf_8(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_ok()
}

/// Decodes bytes; where some cannot be read, returns the text with signs of replacement, and how
/// many bytes stand before the first of them.
fn read(encoding: &'static Encoding, bytes: &[u8]) -> (String, Option<usize>) {
    if encoding == UTF_8 {
        return match std::str::from_utf8(bytes) {
            // A text has no zero bytes; UTF-16 without its mark has many.
            Ok(text) => (text.to_owned(), bytes.iter().position(|byte| *byte == 0)),
            Err(error) => {
                (String::from_utf8_lossy(bytes).into_owned(), Some(error.valid_up_to()))
            }
        };
    }
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let room = decoder.max_utf8_buffer_length_without_replacement(bytes.len());
    let mut text = String::with_capacity(room.unwrap_or(bytes.len()));
    let (result, taken) =
        decoder.decode_to_string_without_replacement(bytes, &mut text, true);
    if let DecoderResult::Malformed(length, after) = result {
        let at = taken.saturating_sub(usize::from(length) + usize::from(after));
        return (encoding.decode_without_bom_handling(bytes).0.into_owned(), Some(at));
    }
    // Bytes that the code page leaves open become control characters.
    let odd = |c: char| ('\u{80}'..='\u{9f}').contains(&c) || c == '\0';
    let bad = text.find(odd).map(|at| {
        let before = text.get(..at).unwrap_or_default();
        encoding.encode(before).0.len()
    });
    (text, bad)
}

/// The error for bytes that are not of the encoding: at their line and column, below so many lines.
pub(in crate::frame) fn undecoded(
    path: &str,
    (bytes, text, offset): (&[u8], &str, usize),
    above: usize,
    known: &'static Encoding,
    declared: Option<&str>,
) -> Diagnostic {
    let before = read(known, bytes.get(..offset).unwrap_or_default()).0;
    let line = above + before.matches('\n').count() + 1;
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let column = before.get(line_start..).unwrap_or_default().chars().count() + 1;
    let byte = bytes.get(offset).copied().unwrap_or_default();
    let message = format!(
        "`{path}` is not {}: line {line}, column {column} holds the byte 0x{byte:02X}",
        known.name()
    );
    let help = match declared {
        None => match (as_wide(bytes), as_western(bytes, offset)) {
            (Some(label), _) => format!(
                "declare `encoding: {label}` on the resource, which its zero bytes speak for, or save the file as UTF-8"
            ),
            (None, Some(word)) if byte != 0 => format!(
                "declare `encoding: windows-1252` on the resource, which reads `{word}` \
                 there, or save the file as UTF-8"
            ),
            (None, _) => "save the file as UTF-8, or declare its `encoding:`".to_owned(),
        },
        Some(_) if known != UTF_8 && is_utf_8(bytes) => {
            "take `encoding:` out: the file is UTF-8".to_owned()
        }
        Some(_) => "look for another `encoding:`, or save the file as UTF-8".to_owned(),
    };
    let end = text.get(before.len()..).and_then(|rest| rest.chars().next());
    let range = before.len()..before.len() + end.map_or(0, char::len_utf8);
    Diagnostic::error(Code::R0106, message).at(Span::new(path, range), "").help(help)
}

/// Returns the word around a byte as Windows-1252 would read it, where it would.
fn as_western(bytes: &[u8], offset: usize) -> Option<String> {
    let inside = |byte: &u8| byte.is_ascii_alphanumeric() || !byte.is_ascii();
    let before = bytes.get(..offset)?.iter().rev().take_while(|b| inside(b)).count();
    let after = bytes.get(offset..)?.iter().take_while(|b| inside(b)).count();
    let word = bytes.get(offset - before.min(30)..offset + after.min(30))?;
    let (text, bad) = read(WINDOWS_1252, word);
    bad.is_none().then_some(text)
}

/// Returns the encoding of two bytes a sign by which of the first bytes are zero, where many are.
fn as_wide(bytes: &[u8]) -> Option<&'static str> {
    let start = bytes.get(..bytes.len().min(1000))?;
    let zeros = |parity: usize| {
        let own = start.iter().enumerate().filter(|(at, _)| at % 2 == parity);
        own.filter(|(_, byte)| **byte == 0).count()
    };
    match (zeros(0), zeros(1)) {
        (even, odd) if 4 * even > start.len() && odd * 4 < even => Some("utf-16be"),
        (even, odd) if 4 * odd > start.len() && even * 4 < odd => Some("utf-16le"),
        _ => None,
    }
}

fn unknown(label: &str, bytes: &[u8]) -> Decoded {
    let message = format!("unknown encoding `{label}`");
    let found = Diagnostic::error(Code::R0610, message)
        .help("write `utf-8`, `windows-1252`, `iso-8859-15` or `utf-16`");
    let text: Cow<'_, str> = String::from_utf8_lossy(bytes);
    Decoded { text: text.into_owned(), found: Some(found) }
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn a_file_that_is_no_text_is_told_by_what_it_is() {
        let read = decode("x.gpkg", b"SQLite format 3\0\x10\0", None);
        let found = read.found.unwrap();
        assert_eq!(
            (found.message.as_str(), found.help.as_deref()),
            (
                "`x.gpkg` is a database, such as a GeoPackage, not a text",
                Some("save its layer as GeoJSON or GeoParquet, or its table as CSV")
            )
        );
        assert!(decode("x.csv", b"name,PAR1\nA,1\n", None).found.is_none());
    }

    #[test]
    fn each_encoding_is_read_with_and_without_its_mark() {
        let wide = |text: &str, mark: bool| {
            let units = mark.then_some(0xfeff).into_iter().chain(text.encode_utf16());
            units.flat_map(u16::to_le_bytes).collect::<Vec<u8>>()
        };
        let cases: [(&[u8], Option<&str>); 6] = [
            ("name\nCafé €\n".as_bytes(), None),
            (b"\xef\xbb\xbfname\nCaf\xc3\xa9 \xe2\x82\xac\n", Some("utf-8")),
            (b"\xef\xbb\xbfname\nCaf\xc3\xa9 \xe2\x82\xac\n", None),
            (b"name\nCaf\xe9 \x80\n", Some("windows-1252")),
            (&wide("name\nCafé €\n", true), Some("utf-16")),
            (&wide("name\nCafé €\n", false), Some("utf-16le")),
        ];
        for (bytes, label) in cases {
            let read = decode("x.csv", bytes, label);
            assert_eq!((read.text.as_str(), read.found), ("name\nCafé €\n", None));
        }
        let unsaid = decode("x.csv", &wide("a\n", true), None);
        assert_eq!(unsaid.text, "a\n");
        assert_eq!(
            unsaid.found.unwrap().message,
            "`x.csv` is UTF-16LE, by its byte order mark"
        );
    }

    #[test]
    fn bytes_that_do_not_decode_are_refused_at_their_line_and_column() {
        let read = decode("x.csv", b"name\nA,Caf\xe9\n", None);
        let found = read.found.unwrap();
        assert_eq!(
            found.message,
            "`x.csv` is not UTF-8: line 2, column 6 holds the byte 0xE9"
        );
        assert!(found.help.unwrap().contains("reads `Café` there"));
        let read = decode("x.csv", b"name\nA\xe9\x81\n", Some("windows-1252"));
        assert_eq!(
            read.found.unwrap().message,
            "`x.csv` is not windows-1252: line 2, column 3 holds the byte 0x81"
        );
        let zero = decode("x.csv", b"name\nA\0B\n", None).found.unwrap();
        assert_eq!(
            zero.message,
            "`x.csv` is not UTF-8: line 2, column 2 holds the byte 0x00"
        );
        for (unit, label) in [
            (u16::to_be_bytes as fn(u16) -> [u8; 2], "utf-16be"),
            (u16::to_le_bytes as fn(u16) -> [u8; 2], "utf-16le"),
        ] {
            for text in ["name,v\nCafé,1\n", "name,v\nBury,1\n"] {
                let bytes: Vec<u8> = text.encode_utf16().flat_map(unit).collect();
                let help = decode("x.csv", &bytes, None).found.unwrap().help.unwrap();
                let declared = format!("declare `encoding: {label}` on the resource");
                assert!(help.starts_with(&declared), "{help}");
                assert_eq!(decode("x.csv", &bytes, Some(label)).text, text);
            }
        }
        let odd = [b'a', 0, 0, 0xd8, b'b', 0];
        let read = decode("x.csv", &odd, Some("utf-16le"));
        assert_eq!(
            read.found.unwrap().message,
            "`x.csv` is not UTF-16LE: line 1, column 2 holds the byte 0x00"
        );
    }

    #[test]
    fn a_wrong_declaration_is_said() {
        let read = decode("x.csv", "Café\n".as_bytes(), Some("latin1"));
        assert_eq!(
            read.found.unwrap().message,
            "`x.csv` is declared `encoding: latin1`, but is UTF-8"
        );
        let read = decode("x.csv", b"a\n", Some("utf-ate"));
        assert_eq!(read.found.unwrap().message, "unknown encoding `utf-ate`");
    }
}
