//! Sheets of XLSX: values by the library, and what it does not tell: hidden rows and columns, and
//! superscript marks within texts.

use crate::frame::sheet::Cell;
use crate::frame::sheet::Filling;
use crate::frame::sheet::Kind;
use crate::frame::sheet::Worksheet;
use crate::frame::sheet::library::cell;
use crate::frame::sheet::library::merges;
use crate::frame::sheet::library::workbook;
use crate::frame::sheet::pack;
use calamine::Data;
use quick_xml::Reader;
use quick_xml::events::BytesStart;
use quick_xml::events::Event;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// The most columns of a sheet.
const WIDEST: usize = 16_384;

/// Reads a sheet.
pub(super) fn sheet(bytes: &[u8], name: &str) -> Result<Worksheet, String> {
    let marked = raised(&pack::find(bytes, "xl/sharedStrings.xml")?.unwrap_or_default())?;
    let mut book: calamine::Xlsx<_> = workbook(bytes)?;
    let failed = |error: calamine::XlsxError| error.to_string();
    let merged = book.merge_cells_by_sheet_name(name).map_err(failed)?;
    let mut filling = Filling::default();
    {
        let mut cells = book.worksheet_cells_reader(name).map_err(failed)?;
        let percent: BTreeSet<usize> = cells
            .styles()
            .iter()
            .enumerate()
            .filter(|(_, style)| {
                let format = style.number_format.as_ref();
                format.is_some_and(|format| is_percent(&format.format_code))
            })
            .map(|(index, _)| index)
            .collect();
        let codes: BTreeMap<usize, usize> = cells
            .styles()
            .iter()
            .enumerate()
            .filter_map(|(index, style)| {
                let format = style.number_format.as_ref()?;
                Some((index, padded(&format.format_code)?))
            })
            .collect();
        while let Some((found, style)) =
            cells.next_cell_with_style_id().map_err(failed)?
        {
            let (row, column) = found.get_position();
            let value = Data::from(found.get_value().clone());
            let mut cell = cell(value, percent.contains(&style));
            if let Some(width) = codes.get(&style)
                && cell.kind == Kind::Number
                && cell.text.bytes().all(|byte| byte.is_ascii_digit())
            {
                // A code is what is shown of it.
                let text = format!("{:0>width$}", cell.text);
                cell = Cell { text, kind: Kind::Text };
            }
            if let Some(with_mark) = marked.get(&cell.text) {
                cell = Cell { text: with_mark.clone(), ..cell };
            }
            filling.put((row as usize, column as usize), cell)?;
        }
    }
    let mut sheet = Worksheet { merged: merges(&merged), ..filling.sheet() };
    if let Some(path) = path(bytes, name)?
        && let Some(xml) = pack::find(bytes, &path)?
    {
        let (rows, columns) = hidden(&xml)?;
        sheet.rows.iter_mut().for_each(|row| row.hidden = rows.contains(&row.number));
        sheet.hidden_columns = columns.into_iter().collect();
    }
    Ok(sheet)
}

/// Checks that no list of shared texts says to hold more of them than it can: the library makes room
/// for as many as it says.
pub(super) fn check(bytes: &[u8]) -> Result<(), String> {
    const ENOUGH: u64 = 1_000_000;
    for xml in pack::ending(bytes, "sharedstrings.xml")? {
        let mut reader = Reader::from_str(&xml);
        let most = ENOUGH.max(xml.len() as u64);
        loop {
            let event = next(&mut reader)?;
            let (Event::Start(tag) | Event::Empty(tag)) = &event else {
                if matches!(event, Event::Eof) {
                    break;
                }
                continue;
            };
            if tag.local_name().as_ref() != "sst" {
                continue;
            }
            let text: &str = tag;
            let mut numbers = text.split(|sign: char| !sign.is_ascii_digit());
            let large = |number: &&str| match number.parse::<u64>() {
                Ok(number) => number > most,
                Err(_) => !number.is_empty(),
            };
            if let Some(number) = numbers.find(large) {
                return Err(format!(
                    "it is damaged: its list of texts says to hold {number} of them in {} bytes",
                    xml.len()
                ));
            }
            break;
        }
    }
    Ok(())
}

/// Returns how many digits a format shows at least, where it shows whole numbers with zeros before them: `0000`.
fn padded(format: &str) -> Option<usize> {
    (format.len() > 1 && format.bytes().all(|byte| byte == b'0')).then_some(format.len())
}

/// Returns whether a format shows a percentage; a sign of percent in quotes is only text.
fn is_percent(format: &str) -> bool {
    let (mut quoted, mut escaped) = (false, false);
    for sign in format.chars() {
        match sign {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => quoted = !quoted,
            '%' if !quoted => return true,
            _ => {}
        }
    }
    false
}

pub(super) fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = tag.attributes().flatten().find(|attribute| {
        let key: &str = attribute.key.as_ref();
        key == name || key.rsplit(':').next() == Some(name)
    })?;
    let text = quick_xml::escape::unescape(&found.value).ok()?;
    Some(text.into_owned())
}

/// Returns the next event, or why the XML cannot be read.
pub(super) fn next<'x>(reader: &mut Reader<&'x [u8]>) -> Result<Event<'x>, String> {
    reader.read_event().map_err(|error| format!("its XML cannot be read: {error}"))
}

/// Adds what an event holds of a text.
pub(super) fn add_text(event: &Event<'_>, text: &mut String) {
    match event {
        Event::Text(part) => text.push_str(&part.xml10_content()),
        Event::CData(part) => text.push_str(&part.xml10_content()),
        Event::GeneralRef(entity) => {
            let written = format!("&{};", &**entity);
            let known = quick_xml::escape::unescape(&written);
            text.push_str(&known.unwrap_or_default());
        }
        _ => {}
    }
}

/// Adds a superscript mark in brackets, unless it is blank.
pub(super) fn add_mark(mark: &str, text: &mut String) {
    if !mark.trim().is_empty() {
        text.truncate(text.trim_end().len());
        text.extend([" [", mark.trim(), "]"]);
    }
}

/// Returns the shared texts that hold superscript marks, with the marks in brackets.
fn raised(xml: &str) -> Result<BTreeMap<String, String>, String> {
    let mut reader = Reader::from_str(xml);
    let mut out = BTreeMap::new();
    let (mut whole, mut shown, mut run) = (String::new(), String::new(), String::new());
    let (mut up, mut any, mut reading) = (false, false, false);
    loop {
        let event = next(&mut reader)?;
        match &event {
            Event::Start(tag) | Event::Empty(tag) => match tag.local_name().as_ref() {
                "si" => {
                    (whole, shown, any) = (String::new(), String::new(), false);
                }
                "r" => (run, up) = (String::new(), false),
                "vertAlign" => {
                    up = attribute(tag, "val").as_deref() == Some("superscript");
                }
                "t" => {
                    run.clear();
                    reading = true;
                }
                _ => {}
            },
            Event::End(tag) => match tag.local_name().as_ref() {
                "t" => {
                    reading = false;
                    whole += &run;
                    if up && !run.trim().is_empty() {
                        any = true;
                        add_mark(&run, &mut shown);
                    } else {
                        shown += &run;
                    }
                }
                "r" => up = false,
                "si" if any => {
                    out.insert(whole.clone(), shown.clone());
                }
                _ => {}
            },
            Event::Eof => return Ok(out),
            _ if reading => add_text(&event, &mut run),
            _ => {}
        }
    }
}

/// Returns the file of a sheet within its workbook.
fn path(bytes: &[u8], name: &str) -> Result<Option<String>, String> {
    let (Some(book), Some(relations)) = (
        pack::find(bytes, "xl/workbook.xml")?,
        pack::find(bytes, "xl/_rels/workbook.xml.rels")?,
    ) else {
        return Ok(None);
    };
    let tags = |xml: &str, wanted: &str, keys: [&str; 2]| -> Result<_, String> {
        let mut reader = Reader::from_str(xml);
        let mut out: Vec<(String, String)> = Vec::new();
        loop {
            match next(&mut reader)? {
                Event::Start(tag) | Event::Empty(tag)
                    if tag.local_name().as_ref() == wanted =>
                {
                    let [a, b] = keys.map(|key| attribute(&tag, key).unwrap_or_default());
                    out.push((a, b));
                }
                Event::Eof => return Ok(out),
                _ => {}
            }
        }
    };
    let sheets = tags(&book, "sheet", ["name", "r:id"])?;
    let id = sheets.into_iter().find(|(known, _)| known == name).map(|(_, id)| id);
    let targets = tags(&relations, "Relationship", ["Id", "Target"])?;
    let target = targets.into_iter().find(|(known, _)| Some(known) == id.as_ref());
    Ok(target.map(|(_, target)| match target.strip_prefix('/') {
        Some(whole) => whole.to_owned(),
        None => format!("xl/{target}"),
    }))
}

/// Returns the hidden rows, from 1, and columns, from 0, of a sheet.
fn hidden(xml: &str) -> Result<(BTreeSet<usize>, BTreeSet<usize>), String> {
    let mut reader = Reader::from_str(xml);
    let (mut rows, mut columns) = (BTreeSet::new(), BTreeSet::new());
    let mut last = 0;
    loop {
        let event = next(&mut reader)?;
        let (Event::Start(tag) | Event::Empty(tag)) = &event else {
            if matches!(event, Event::Eof) {
                return Ok((rows, columns));
            }
            continue;
        };
        let number = |key: &str| attribute(tag, key).and_then(|it| it.parse().ok());
        let is_hidden =
            || matches!(attribute(tag, "hidden").as_deref(), Some("1" | "true"));
        match tag.local_name().as_ref() {
            "row" => {
                last = number("r").unwrap_or(last + 1);
                if is_hidden() {
                    rows.insert(last);
                }
            }
            "col" if is_hidden() => {
                let (first, end) =
                    (number("min").unwrap_or(1), number("max").unwrap_or(1));
                if columns.len() < WIDEST {
                    columns.extend((first.max(1) - 1)..end.min(WIDEST));
                }
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::is_percent;
    use super::padded;

    #[test]
    fn zeros_alone_show_so_many_digits() {
        assert_eq!(padded("0000"), Some(4));
        assert_eq!(padded("0"), None);
        assert_eq!(padded("0.00"), None);
    }

    #[test]
    fn a_sign_of_percent_in_quotes_shows_no_percentage() {
        assert!(is_percent("0.0%"));
        assert!(is_percent("0%;-0%"));
        assert!(!is_percent("0.0\"%\""));
        assert!(!is_percent("0.0\\%"));
        assert!(!is_percent("General"));
    }
}
