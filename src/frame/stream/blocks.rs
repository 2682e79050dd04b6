//! A CSV file as blocks of whole records, read one after another: never more than a few in
//! memory, however large the file.

use crate::project::LONGEST_LINE;
use std::io::BufRead as _;
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
    /// Whether cells may be quoted.
    pub quoted: bool,
}

/// Cuts a file into blocks.
pub(super) struct Blocks<R> {
    from: R,
    rest: Vec<u8>,
    index: usize,
    offset: u64,
    ended: bool,
}

/// Why a file cannot be cut.
#[derive(Debug)]
pub(super) enum Broken {
    /// It cannot be read.
    Io(std::io::Error),
    /// The line that begins after so many bytes is longer than any should be.
    Line(u64),
    /// The record that begins there is: its quotation may never close.
    Record(u64),
}

impl<R: Read> Blocks<R> {
    pub(super) fn new(from: R) -> Self {
        Self { from, rest: Vec::new(), index: 0, offset: 0, ended: false }
    }

    /// Returns the next block, in the space of an earlier one; none at the end.
    pub(super) fn next(&mut self, space: Vec<u8>) -> Result<Option<Block>, Broken> {
        let mut bytes = space;
        bytes.clear();
        bytes.reserve(BLOCK + BLOCK / 4);
        bytes.append(&mut self.rest);
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
            let quoted = memchr::memchr(b'"', &bytes).is_some();
            let end = match quoted {
                _ if self.ended => Some(bytes.len()),
                true => last_record_end(&bytes),
                false => memchr::memrchr(b'\n', &bytes).map(|at| at + 1),
            };
            if let Some(end) = end {
                self.rest.extend(bytes.drain(end..));
                self.index += 1;
                self.offset += bytes.len() as u64;
                return Ok(Some(Block { index: self.index - 1, bytes, quoted }));
            }
            if bytes.len() > LONGEST_LINE {
                return Err(match memchr::memchr(b'\n', &bytes) {
                    Some(_) => Broken::Record(self.offset),
                    None => Broken::Line(self.offset),
                });
            }
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

/// Returns where the last whole record ends: after a line break that stands in no quotation.
fn last_record_end(bytes: &[u8]) -> Option<usize> {
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

#[cfg(test)]
mod tests {
    use super::Blocks;
    use super::line_at;

    #[test]
    fn blocks_end_where_records_end_and_lose_nothing() {
        let line = "one,\"two\nlines\",three\n";
        let text = line.repeat(600_000);
        let mut blocks = Blocks::new(text.as_bytes());
        let mut whole = Vec::new();
        let mut count = 0;
        while let Some(block) = blocks.next(Vec::new()).unwrap() {
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
        let mut blocks = Blocks::new(text.as_bytes());
        let mut outcome = blocks.next(Vec::new());
        while let Ok(Some(_)) = outcome {
            outcome = blocks.next(Vec::new());
        }
        assert!(outcome.is_err());
    }

    #[test]
    fn lines_are_counted_up_to_a_place() {
        assert_eq!(line_at(4, &b"a\nb\nc"[..]).unwrap(), 3);
        assert_eq!(line_at(0, &b"a\nb"[..]).unwrap(), 1);
    }
}
