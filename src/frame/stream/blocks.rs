//! A CSV file as blocks of whole records, read one after another: never more than a few in
//! memory, however large the file.

use crate::project::LONGEST_LINE;
use std::io::BufRead as _;
use std::io::ErrorKind;
use std::io::Read;

/// Whole records, as bytes.
#[derive(Debug)]
pub(super) struct Block<'s> {
    /// Its place among the blocks.
    pub index: usize,
    /// The bytes of the file before it.
    pub offset: u64,
    /// Its own.
    pub bytes: &'s [u8],
    /// Whether cells may be quoted.
    pub quoted: bool,
}

/// Cuts a file into blocks.
pub(super) struct Blocks<R> {
    from: R,
    /// Bytes of a block; its last record may make it longer.
    size: usize,
    /// What was read and is in no block yet.
    rest: Vec<u8>,
    index: usize,
    offset: u64,
    ended: bool,
    /// The last lines of what was given.
    tail: Vec<u8>,
}

/// Bytes at the end of a file in which notes about its table are looked for.
const TAIL: usize = 16 * 1024;

/// Why a file cannot be cut.
#[derive(Debug)]
pub(super) enum Broken {
    /// It cannot be read.
    Io(std::io::Error),
    /// Nothing is in it.
    Empty,
    /// The line that begins after so many bytes is longer than any should be.
    Line(u64),
    /// The record that begins there is: its quotation may never close.
    Record(u64),
    /// What stands there is not UTF-8.
    Text(u64),
}

impl Broken {
    /// Returns how many bytes stand before it; all of them where the system stopped the reading.
    pub(super) fn at(&self) -> u64 {
        match self {
            Self::Io(_) => u64::MAX,
            Self::Empty => 0,
            Self::Line(offset) | Self::Record(offset) | Self::Text(offset) => *offset,
        }
    }
}

impl<R: Read> Blocks<R> {
    pub(super) fn new(from: R, size: usize) -> Self {
        Self {
            from,
            size,
            rest: Vec::new(),
            index: 0,
            offset: 0,
            ended: false,
            tail: Vec::new(),
        }
    }

    /// Returns the next block, in a space that is used again and again; none at the end, nor
    /// after what is broken. The first is there even if it is empty.
    pub(super) fn next<'s>(
        &mut self,
        space: &'s mut Vec<u8>,
    ) -> Result<Option<Block<'s>>, Broken> {
        let cut = self.cut(space);
        if cut.is_err() {
            self.end();
        }
        let Some((end, quoted)) = cut? else { return Ok(None) };
        let (index, offset) = (self.index, self.offset);
        self.index += 1;
        self.offset += end as u64;
        let bytes = space.get(..end).unwrap_or_default();
        self.tail.extend(bytes.get(end.saturating_sub(TAIL)..).unwrap_or_default());
        let more = self.tail.len().saturating_sub(TAIL);
        self.tail.drain(..more);
        Ok(Some(Block { index, offset, bytes, quoted }))
    }

    /// Returns the last lines of what was given, the first of them perhaps in part.
    pub(super) fn tail(&self) -> &[u8] {
        &self.tail
    }

    /// Gives no more blocks.
    pub(super) fn end(&mut self) {
        self.ended = true;
        self.rest.clear();
    }

    /// Takes back all of the first block but the header, which has so many bytes.
    pub(super) fn after_header(&mut self, header: usize, first: &[u8]) {
        let records = first.get(header..).unwrap_or_default();
        self.rest.splice(..0, records.iter().copied());
        (self.index, self.offset) = (0, header as u64);
        self.tail.clear();
    }

    /// Fills the space with a block, and returns where it ends and whether it has quotation marks.
    fn cut(&mut self, space: &mut Vec<u8>) -> Result<Option<(usize, bool)>, Broken> {
        let mut filled = 0;
        let mut wanted = self.size.max(self.rest.len());
        loop {
            // It never becomes shorter: what was cleared once need not be cleared again.
            space.resize(wanted.max(space.len()), 0);
            if filled == 0
                && let Some(begin) = space.get_mut(..self.rest.len())
            {
                begin.copy_from_slice(&self.rest);
                filled = self.rest.len();
            }
            while !self.ended && filled < wanted {
                match self.from.read(space.get_mut(filled..wanted).unwrap_or_default()) {
                    Ok(0) => self.ended = true,
                    Ok(count) => filled += count,
                    Err(error) if error.kind() == ErrorKind::Interrupted => {}
                    Err(error) => return Err(Broken::Io(error)),
                }
            }
            let bytes = space.get(..filled).unwrap_or_default();
            if bytes.is_empty() && self.index > 0 {
                return Ok(None);
            }
            let quoted = memchr::memchr(b'"', bytes).is_some();
            let end = match quoted {
                _ if self.ended => Some(filled),
                true => last_record_end(bytes),
                false => memchr::memrchr(b'\n', bytes).map(|at| at + 1),
            };
            if let Some(end) = end {
                self.rest.clear();
                self.rest.extend_from_slice(bytes.get(end..).unwrap_or_default());
                return Ok(Some((end, quoted)));
            }
            if filled > LONGEST_LINE {
                return Err(match memchr::memchr(b'\n', bytes) {
                    Some(_) => Broken::Record(self.offset),
                    None => Broken::Line(self.offset),
                });
            }
            wanted += self.size;
        }
    }
}

/// Returns the number of the line, from 1, that begins after so many bytes.
pub(super) fn line_at(offset: u64, from: impl Read) -> std::io::Result<usize> {
    let mut bytes = std::io::BufReader::new(from.take(offset));
    let mut line = 1;
    loop {
        let read = bytes.fill_buf()?;
        if read.is_empty() {
            return Ok(line);
        }
        line += memchr::memchr_iter(b'\n', read).count();
        let count = read.len();
        bytes.consume(count);
    }
}

/// Returns where the last whole record ends: after a line break outside quotation marks. A
/// quotation begins with a cell; a quotation mark within one that does not is a sign like another.
fn last_record_end(bytes: &[u8]) -> Option<usize> {
    let byte = |at: usize| bytes.get(at).copied();
    let begins = |at: usize| match at.checked_sub(1).and_then(byte) {
        None | Some(b',' | b'\n' | b'\r') => true,
        Some(b'\xbf') => at == 3 && bytes.starts_with(b"\xef\xbb\xbf"),
        Some(_) => false,
    };
    let mut quoted = false;
    let mut doubled = None;
    let mut end = None;
    for at in memchr::memchr2_iter(b'"', b'\n', bytes) {
        match (byte(at), quoted) {
            (Some(b'"'), false) => quoted = begins(at),
            // Two within a quotation are one that it holds.
            (Some(b'"'), true) if doubled == Some(at) => doubled = None,
            (Some(b'"'), true) if byte(at + 1) == Some(b'"') => doubled = Some(at + 1),
            (Some(b'"'), true) => quoted = false,
            (_, true) => {}
            (_, false) => end = Some(at + 1),
        }
    }
    end
}

#[cfg(test)]
mod tests {
    use super::Blocks;
    use super::line_at;

    #[test]
    fn blocks_end_where_records_end_and_lose_nothing() {
        let line = "one,\"two\nlines\",three\n";
        let text = line.repeat(600_000);
        let mut blocks = Blocks::new(text.as_bytes(), 1 << 20);
        let mut space = Vec::new();
        let mut whole: Vec<u8> = Vec::new();
        let mut count = 0;
        while let Some(block) = blocks.next(&mut space).unwrap() {
            assert_eq!(block.bytes.len() % line.len(), 0);
            whole.extend(block.bytes);
            count += 1;
        }
        assert!(count > 2);
        assert!(whole == text.as_bytes());
    }

    #[test]
    fn marks_within_a_cell_quote_nothing() {
        // Were the inch a quotation, the next one would end before its line break.
        let text = "5\" pipe,a\n6,\"b\nc,d\"\n7,e\n".repeat(40);
        let mut blocks = Blocks::new(text.as_bytes(), 30);
        let mut space = Vec::new();
        let mut whole: Vec<u8> = Vec::new();
        while let Some(block) = blocks.next(&mut space).unwrap() {
            let begun = String::from_utf8(block.bytes.to_vec()).unwrap();
            assert!(begun.starts_with(['5', '6', '7']), "{begun}");
            whole.extend(block.bytes);
        }
        assert!(whole == text.as_bytes());
        let text = "\"a\"\"\n\"\"b\",c\n\"\",d\n";
        assert_eq!(super::last_record_end(text.as_bytes()), Some(text.len()));
    }

    #[test]
    fn a_quotation_that_never_closes_is_refused_before_the_file_is_in_memory() {
        let text = format!("a\n\"{}", "never\n".repeat(4_000_000));
        let mut blocks = Blocks::new(text.as_bytes(), 1 << 20);
        let mut space = Vec::new();
        let mut outcome = blocks.next(&mut space);
        while let Ok(Some(_)) = outcome {
            outcome = blocks.next(&mut space);
        }
        assert!(outcome.is_err());
    }

    #[test]
    fn what_follows_the_header_comes_again_at_its_own_place() {
        let text = "a,b\n1,2\n3,4\n5,6";
        let mut blocks = Blocks::new(text.as_bytes(), 9);
        let mut space = Vec::new();
        let first = blocks.next(&mut space).unwrap().unwrap();
        assert_eq!(first.bytes, b"a,b\n1,2\n");
        blocks.after_header(4, first.bytes);
        let mut met = Vec::new();
        while let Some(block) = blocks.next(&mut space).unwrap() {
            met.push((block.index, block.offset, block.bytes.to_vec()));
        }
        let expected = [(0, 4, b"1,2\n3,4\n".to_vec()), (1, 12, b"5,6".to_vec())];
        assert_eq!(met, expected);
    }

    #[test]
    fn a_header_alone_is_followed_by_a_block_of_nothing() {
        let mut blocks = Blocks::new(&b"a,b\n"[..], 9);
        let mut space = Vec::new();
        let first = blocks.next(&mut space).unwrap().unwrap();
        blocks.after_header(4, first.bytes);
        assert_eq!(blocks.next(&mut space).unwrap().unwrap().bytes, b"");
        assert!(blocks.next(&mut space).unwrap().is_none());
    }

    #[test]
    fn lines_are_counted_up_to_a_place() {
        assert_eq!(line_at(4, &b"a\nb\nc"[..]).unwrap(), 3);
        assert_eq!(line_at(0, &b"a\nb"[..]).unwrap(), 1);
    }
}
