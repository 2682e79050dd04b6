//! The messages about a file that was read in passes: the rows they are about are read once more, and
//! held to the contract as all rows of a file in memory are, so that both give the same messages, at
//! the same places.

use crate::frame::Frames;
use crate::frame::breaches::more;
use crate::frame::check;
use crate::frame::check::CsvCells;
use crate::frame::files;
use crate::frame::raw::Raw;
use crate::frame::raw::Seen;
use crate::frame::stream::blocks::Blocks;
use crate::frame::stream::blocks::Broken;
use crate::frame::stream::faults::Faults;
use crate::frame::stream::opened;
use crate::frame::text::undecoded;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Failure;
use crate::model::diagnostic::Findings;
use crate::model::diagnostic::Lines;
use crate::model::diagnostic::Result;
use crate::model::diagnostic::Severity;
use crate::model::table::Table;
use crate::project::LONGEST_LINE;
use crate::project::ProjectPath;
use crate::project::ResourceDecl;
use encoding_rs::UTF_8;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::io::BufRead as _;
use std::io::Read;

/// Bytes of a block.
const BLOCK: usize = 1024 * 1024;

/// Bytes of a line that are shown behind a place.
const BEHIND: u64 = 4096;

/// Returns what is to be said of a file of so many rows, with the lines that are pointed at.
pub(super) fn told(
    frames: &Frames<'_>,
    resource: &ResourceDecl,
    path: &ProjectPath,
    mut faults: Faults,
    rows: usize,
    unreadable: &dyn Fn(Broken) -> Failure,
) -> Result<(Findings, Lines)> {
    let mut wanted: BTreeSet<usize> = faults.rows().collect();
    wanted.extend(faults.remarks.iter().take(check::SHOWN).map(|(row, _)| *row));
    wanted.extend(&faults.twice);
    let (seen, lines) = look(opened(frames, path)?, &wanted).map_err(unreadable)?;
    let known = files::wanted(resource);
    let (raw, mut found) = Raw::of(path.as_str(), &lines.text, &seen, rows, &known);
    let cells = CsvCells { raw: &raw, source: &lines.text };
    let order: BTreeMap<usize, usize> =
        wanted.iter().enumerate().map(|(index, row)| (*row, index)).collect();
    let at = |row: usize| order.get(&row).copied().unwrap_or(0);
    found.extend(check::remarked(&faults.remarks, rows, &cells, &at));
    let all = faults.doubled == faults.twice.len();
    found.extend(check::twice(resource, &cells, all));
    let own = check::check(resource, &cells, &mut found, path.as_str());
    let mut tables: BTreeMap<&str, &Table> = BTreeMap::new();
    for key in &resource.schema.foreign_keys {
        let target = key.reference.resource.as_str();
        tables.extend(frames.table(target).ok().flatten().map(|table| (target, table)));
    }
    tables.insert(&resource.name, &own);
    check::foreign_keys(resource, &cells, &tables, &mut found, path.as_str());
    let errors = found.so_far().iter().filter(|it| it.severity == Severity::Error);
    let rest = faults.count.saturating_sub(errors.count());
    found.extend(more(path.as_str(), rest));
    Ok((found, lines))
}

/// Reads the header of a file and the rows that are wanted.
fn look(from: impl Read, wanted: &BTreeSet<usize>) -> Result<(Seen, Lines), Broken> {
    let mut blocks = Blocks::new(from, BLOCK);
    let mut space = Vec::new();
    let (mut text, mut numbers) = (String::new(), Vec::new());
    let mut seen = Seen::default();
    let end = wanted.last().map_or(1, |last| last + 2);
    let (mut count, mut above) = (0, 1);
    let breaks = |bytes: &[u8]| memchr::memchr_iter(b'\n', bytes).count();
    while count < end
        && let Some(block) = blocks.next(&mut space)?
    {
        let mark = if block.offset == 0 { &b"\xef\xbb\xbf"[..] } else { b"" };
        let bytes = block.bytes.strip_prefix(mark).unwrap_or(block.bytes);
        let mut reader = csv::ReaderBuilder::new()
            .flexible(true)
            .has_headers(false)
            .from_reader(bytes);
        let mut record = csv::ByteRecord::new();
        let mut begin = 0;
        while reader.read_byte_record(&mut record).unwrap_or(false) {
            let after = reader.position().byte() as usize;
            let row = usize::checked_sub(count, 1);
            count += 1;
            let whole = bytes.get(begin..after).unwrap_or_default();
            if row.is_none_or(|row| wanted.contains(&row)) {
                let ends = |byte: &&u8| matches!(byte, b'\n' | b'\r');
                // Empty lines above a record are no part of it, nor is its own line end.
                let blank = whole.iter().take_while(ends).count();
                let back = whole.iter().rev().take_while(ends).count();
                let own = whole.get(blank..whole.len() - back).unwrap_or_default();
                let line = above + breaks(bytes.get(..begin + blank).unwrap_or_default());
                let mut place = csv::Position::new();
                place.set_byte(text.len() as u64).set_line(line as u64);
                let mut cells = csv::StringRecord::from_byte_record_lossy(record.clone());
                cells.set_position(Some(place));
                match row {
                    Some(row) => seen.rows.push((row, cells)),
                    None => seen.head.push(cells),
                }
                text.push_str(&String::from_utf8_lossy(own));
                text.push('\n');
                numbers.extend(line..=line + breaks(own));
            }
            begin = after;
        }
        above += breaks(block.bytes);
    }
    Ok((seen, Lines { text: text.into(), numbers: numbers.into() }))
}

/// Returns what is wrong with a byte that is not UTF-8, or no sign of a text, with its line.
pub(super) fn not_text(
    path: &ProjectPath,
    offset: u64,
    from: impl Read,
) -> std::io::Result<(Diagnostic, Lines)> {
    let mut from = std::io::BufReader::new(from.take(offset + BEHIND));
    let (mut line, mut above, mut before) = (Vec::new(), 0, 0);
    loop {
        line.clear();
        let longest = LONGEST_LINE as u64 + BEHIND;
        let count = (&mut from).take(longest).read_until(b'\n', &mut line)? as u64;
        if count == 0 || before + count > offset {
            break;
        }
        before += count;
        above += 1;
    }
    let mut at = offset.saturating_sub(before) as usize;
    if before == 0 && line.starts_with(b"\xef\xbb\xbf") {
        line.drain(..3);
        at = at.saturating_sub(3);
    }
    let text: Cow<'_, str> = String::from_utf8_lossy(&line);
    let found = undecoded(path.as_str(), (&line, &text, at), above, UTF_8, None);
    let lines = Lines { text: (*text).into(), numbers: [above + 1].into() };
    Ok((found, lines))
}

#[cfg(test)]
mod tests {
    use super::look;
    use super::not_text;
    use crate::project::ProjectPath;
    use std::collections::BTreeSet;

    #[test]
    fn rows_are_found_again_with_the_lines_they_stand_on() {
        let text = "\u{feff}a,b\r\n\r\n1,\"x\r\ny\"\r\n2,\"z\"\r\n\n3,\n";
        let (seen, lines) = look(text.as_bytes(), &BTreeSet::from([0, 2])).unwrap();
        assert_eq!(&*lines.text, "a,b\n1,\"x\r\ny\"\n3,\n");
        assert_eq!(*lines.numbers, [1, 3, 4, 7]);
        let rows: Vec<(usize, &str)> =
            seen.rows.iter().map(|(row, record)| (*row, &record[1])).collect();
        assert_eq!(rows, [(0, "x\r\ny"), (2, "")]);
        assert_eq!(&seen.head[0], vec!["a", "b"]);
    }

    #[test]
    fn a_byte_that_is_no_text_is_told_at_its_line_and_column() {
        let path = ProjectPath::new("data/x.csv").unwrap();
        let bytes = b"\xef\xbb\xbfa,b\n\n1,\xc3\xa9\n2,caf\xe9\n3,4\n";
        let (found, lines) = not_text(&path, 18, &bytes[..]).unwrap();
        assert_eq!(
            found.message,
            "`data/x.csv` is not UTF-8: line 4, column 6 holds the byte 0xE9"
        );
        assert_eq!(*lines.numbers, [4]);
    }
}
