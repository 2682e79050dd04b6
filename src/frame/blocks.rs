//! A CSV file as blocks of whole records, read one after another: never more than a few in
//! memory, however large the file.

use crate::project::LONGEST_LINE;
use std::io::Read;

/// Bytes of a block; the end of its last record may make it a little longer.
const BLOCK: usize = 4 * 1024 * 1024;

/// Whole records, as bytes.
#[derive(Debug)]
pub(super) struct Block {
    /// Its place among the blocks.
    pub index: usize,
    /// The bytes.
    pub bytes: Vec<u8>,
}

/// Cuts a file into blocks.
pub(super) struct Blocks<'a> {
    from: Box<dyn Read + Send + 'a>,
    rest: Vec<u8>,
    index: usize,
    lines: usize,
    ended: bool,
}

/// Why a file cannot be cut.
#[derive(Debug)]
pub(super) enum Broken {
    /// It cannot be read.
    Io(std::io::Error),
    /// This line, from 1, is longer than any should be.
    Line(usize),
    /// The record that begins at this line is: its quotation may never close.
    Record(usize),
}

impl<'a> Blocks<'a> {
    pub(super) fn new(from: Box<dyn Read + Send + 'a>) -> Self {
        Self { from, rest: Vec::new(), index: 0, lines: 0, ended: false }
    }

    /// Returns the next block; none at the end.
    pub(super) fn next(&mut self) -> Result<Option<Block>, Broken> {
        let mut bytes = std::mem::take(&mut self.rest);
        loop {
            if !self.ended {
                let wanted = BLOCK.saturating_sub(bytes.len()).max(BLOCK / 4);
                let read = (&mut self.from)
                    .take(wanted as u64)
                    .read_to_end(&mut bytes)
                    .map_err(Broken::Io)?;
                self.ended = read < wanted;
            }
            if bytes.is_empty() {
                return Ok(None);
            }
            let end =
                if self.ended { Some(bytes.len()) } else { last_record_end(&bytes) };
            if let Some(end) = end {
                self.rest = bytes.split_off(end);
                self.index += 1;
                self.lines += memchr::memchr_iter(b'\n', &bytes).count();
                return Ok(Some(Block { index: self.index - 1, bytes }));
            }
            if bytes.len() > LONGEST_LINE {
                let line = self.lines + 1;
                return Err(match memchr::memchr(b'\n', &bytes) {
                    Some(_) => Broken::Record(line),
                    None => Broken::Line(line),
                });
            }
        }
    }
}

/// Returns where the last whole record ends: after a line break that stands in no quotation.
fn last_record_end(bytes: &[u8]) -> Option<usize> {
    if memchr::memchr(b'"', bytes).is_none() {
        return memchr::memrchr(b'\n', bytes).map(|at| at + 1);
    }
    let mut quoted = false;
    let mut end = None;
    for at in memchr::memchr2_iter(b'"', b'\n', bytes) {
        if bytes.get(at) == Some(&b'"') {
            quoted = !quoted;
        } else if !quoted {
            end = Some(at + 1);
        }
    }
    end
}

/// The cells of a block: texts in a row-major list.
pub(super) struct Grid {
    text: String,
    cells: Vec<(u32, u32)>,
    ends: Vec<u32>,
}

impl Grid {
    /// Finds the cells of a block; bytes that are not UTF-8 give the line of the first.
    pub(super) fn new(bytes: Vec<u8>) -> Result<Self, usize> {
        let text = String::from_utf8(bytes).map_err(|error| {
            let good = error.utf8_error().valid_up_to();
            let before = error.as_bytes().get(..good).unwrap_or_default();
            memchr::memchr_iter(b'\n', before).count() + 1
        })?;
        if memchr::memchr(b'"', text.as_bytes()).is_some() {
            return Ok(Self::quoted(&text));
        }
        let mut grid = Self { text, cells: Vec::new(), ends: Vec::new() };
        let bytes = grid.text.as_bytes();
        let mut start = 0;
        let mut first = 0;
        for at in memchr::memchr2_iter(b',', b'\n', bytes).chain([bytes.len()]) {
            let ends_record = bytes.get(at) != Some(&b',');
            let mut end = at;
            if ends_record && end > start && bytes.get(end - 1) == Some(&b'\r') {
                end -= 1;
            }
            // A line without anything is no record.
            let blank = ends_record && end == start && grid.cells.len() == first;
            if !blank {
                grid.cells.push((start as u32, end as u32));
                if ends_record {
                    first = grid.cells.len();
                    grid.ends.push(first as u32);
                }
            }
            start = at + 1;
        }
        Ok(grid)
    }

    /// The same where cells may be quoted: they are written out anew without quotation.
    fn quoted(text: &str) -> Self {
        let mut grid = Self { text: String::new(), cells: Vec::new(), ends: Vec::new() };
        let mut reader = csv::ReaderBuilder::new()
            .flexible(true)
            .has_headers(false)
            .from_reader(text.as_bytes());
        let mut record = csv::StringRecord::new();
        while reader.read_record(&mut record).unwrap_or(false) {
            for cell in &record {
                let start = grid.text.len() as u32;
                grid.text.push_str(cell);
                grid.cells.push((start, grid.text.len() as u32));
            }
            grid.ends.push(grid.cells.len() as u32);
        }
        grid
    }

    /// Returns how many records there are.
    pub(super) fn rows(&self) -> usize {
        self.ends.len()
    }

    fn bounds(&self, row: usize) -> (usize, usize) {
        let start = row.checked_sub(1).and_then(|before| self.ends.get(before));
        let end = self.ends.get(row);
        (start.map_or(0, |at| *at as usize), end.map_or(0, |at| *at as usize))
    }

    /// Returns how many cells a record has.
    pub(super) fn width(&self, row: usize) -> usize {
        let (start, end) = self.bounds(row);
        end - start
    }

    /// Returns a cell's text; of one that is not there, nothing.
    pub(super) fn cell(&self, row: usize, column: usize) -> &str {
        let (start, end) = self.bounds(row);
        let at = start + column;
        if at >= end {
            return "";
        }
        let range = self.cells.get(at).map(|(from, to)| *from as usize..*to as usize);
        range.and_then(|range| self.text.get(range)).unwrap_or_default()
    }

    /// Takes the first record away and returns its cells.
    pub(super) fn take_header(&mut self) -> Vec<String> {
        if self.ends.is_empty() {
            return Vec::new();
        }
        let names =
            (0..self.width(0)).map(|column| self.cell(0, column).trim().to_owned());
        let names: Vec<String> = names.collect();
        let count = names.len();
        self.cells.drain(..count);
        self.ends.remove(0);
        self.ends.iter_mut().for_each(|end| *end -= count as u32);
        names
    }
}

#[cfg(test)]
mod tests {
    use super::Blocks;
    use super::Grid;

    fn all(text: &str) -> Vec<Vec<String>> {
        let grid = Grid::new(text.as_bytes().to_vec()).unwrap();
        (0..grid.rows())
            .map(|row| {
                (0..grid.width(row))
                    .map(|column| grid.cell(row, column).to_owned())
                    .collect()
            })
            .collect()
    }

    /// The rows as the reader of small files sees them.
    fn reference(text: &str) -> Vec<Vec<String>> {
        let mut reader = csv::ReaderBuilder::new()
            .flexible(true)
            .has_headers(false)
            .from_reader(text.as_bytes());
        reader
            .records()
            .map(|row| row.unwrap().iter().map(str::to_owned).collect())
            .collect()
    }

    #[test]
    fn cells_are_those_that_the_reader_of_small_files_finds() {
        for text in [
            "a,b\n1,2\n",
            "a,b\r\n1,2\r\n\r\n3,\r\n",
            "a,b\n,\n\n\n4",
            "a,\"b,\nc\"\n1,\"say \"\"so\"\"\"\n",
            "",
            "\n\n",
            "é,ü\n1,2,3\n",
        ] {
            assert_eq!(all(text), reference(text), "{text:?}");
        }
    }

    #[test]
    fn blocks_end_where_records_end_and_lose_nothing() {
        let line = "one,\"two\nlines\",three\n";
        let text = line.repeat(600_000);
        let mut blocks = Blocks::new(Box::new(text.as_bytes()));
        let mut whole = Vec::new();
        let mut count = 0;
        while let Some(block) = blocks.next().unwrap() {
            assert_eq!(block.bytes.len() % line.len(), 0);
            whole.extend(block.bytes);
            count += 1;
        }
        assert!(count > 2);
        assert!(whole == text.as_bytes());
    }

    #[test]
    fn a_quotation_that_never_closes_is_refused_before_the_file_is_in_memory() {
        let text = format!("a\n\"{}", "never\n".repeat(4_000_000));
        let mut blocks = Blocks::new(Box::new(text.as_bytes()));
        let mut outcome = blocks.next();
        while let Ok(Some(_)) = outcome {
            outcome = blocks.next();
        }
        assert!(outcome.is_err());
    }
}
