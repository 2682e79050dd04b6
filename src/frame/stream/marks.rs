//! Where cells end in a block of regular records, by looking for separators and quotation marks.
//!
//! The loops here meet every byte of a file. They are written with places in arrays of a fixed
//! length, which the compiler makes instructions on many bytes of; it does not for iterators that
//! come from another unit of compilation.

/// Records that are as many cells as the header has names, with a comma between and a line end
/// after them.
pub(super) struct Regular {
    pub rows: usize,
    /// Whether there are line ends of two characters.
    pub returns: bool,
}

/// The end before the first cell.
pub(super) const START: u32 = u32::MAX;

/// Finds where cells end, from the second of `ends` on, if all records are regular, and what is
/// `quoted` is whole cells without line breaks or quotation marks. A single column is not taken
/// for regular: a line without anything is no record, and only counting cells shows one.
pub(super) fn regular(
    bytes: &[u8],
    width: usize,
    quoted: bool,
    ends: &mut Vec<u32>,
) -> Option<Regular> {
    if width < 2 {
        return None;
    }
    let quotes = quoted.then(|| Quotes { ended: true, ..Quotes::default() });
    let mut marks = Marks { count: 1, ends, lines: 0, returns: 0, quotes };
    let (chunks, rest) = bytes.as_chunks::<64>();
    for (number, some) in chunks.chunks(Marks::SOME).enumerate() {
        marks.find(some, 64 * Marks::SOME * number);
    }
    let mut last = [0; 64];
    last.iter_mut().zip(rest).for_each(|(last, byte)| *last = *byte);
    marks.find(&[last], 64 * chunks.len());
    let Marks { ends, mut count, mut lines, returns, quotes } = marks;
    if quotes.is_some_and(|quotes| quotes.open || quotes.odd) {
        return None;
    }
    if let Some(first) = ends.first_mut() {
        *first = START;
    }
    // The end of the file ends a line.
    if bytes.last().is_some_and(|last| *last != b'\n')
        && let Some(end) = ends.get_mut(count)
    {
        *end = bytes.len() as u32;
        (count, lines) = (count + 1, lines + 1);
    }
    let cells = ends.get(1..count).unwrap_or_default();
    if cells.len() != lines * width {
        return None;
    }
    // There are as many line ends as rows: if each row has one at its end, none is elsewhere.
    let mut paired = 0;
    for row in cells.chunks_exact(width) {
        let end = *row.last()? as usize;
        if bytes.get(end).is_some_and(|byte| *byte != b'\n') {
            return None;
        }
        paired += usize::from(end > 0 && bytes.get(end - 1) == Some(&b'\r'));
    }
    let all_paired = returns == paired && bytes.last() != Some(&b'\r');
    all_paired.then_some(Regular { rows: lines, returns: returns > 0 })
}

/// Where commas and line breaks stand, and how many line breaks and returns there are.
struct Marks<'e> {
    ends: &'e mut Vec<u32>,
    count: usize,
    lines: usize,
    returns: usize,
    quotes: Option<Quotes>,
}

/// What quotation marks have come to so far.
#[derive(Default)]
struct Quotes {
    /// Whether a quotation is open, one has just closed, or a cell has just ended.
    open: bool,
    closed: bool,
    ended: bool,
    /// Whether one is no whole cell.
    odd: bool,
}

impl Quotes {
    /// Returns which of the separators of a chunk are not quoted.
    fn outside(&mut self, chunk: &[u8; 64], found: u64) -> u64 {
        let quotes = bits(chunk, |byte| byte == b'"');
        // From each opening mark on, up to the one that closes it.
        let mut inside = quotes;
        for step in [1, 2, 4, 8, 16, 32] {
            inside ^= inside << step;
        }
        if self.open {
            inside = !inside;
        }
        let found = found & !inside;
        let begins = (found << 1) | u64::from(self.ended);
        let closing = quotes & !inside;
        let after = (closing << 1) | u64::from(self.closed);
        self.odd |= quotes & inside & !begins != 0
            || after & !found & !bits(chunk, |byte| byte == b'\r') != 0;
        (self.open, self.closed, self.ended) =
            (inside >> 63 == 1, closing >> 63 == 1, found >> 63 == 1);
        found
    }
}

impl Marks<'_> {
    /// Chunks that are looked at together: in so many, a byte can count what it meets.
    const SOME: usize = 32;

    /// Finds the marks of some chunks, of which the first begins there.
    fn find(&mut self, chunks: &[[u8; 64]], begin: usize) {
        let mut lines = [0_u8; 16];
        let mut returns = [0_u8; 16];
        for chunk in chunks {
            let (parts, _) = chunk.as_chunks::<16>();
            for part in parts {
                for (at, byte) in part.iter().enumerate() {
                    lines[at] += u8::from(*byte == b'\n');
                    returns[at] += u8::from(*byte == b'\r');
                }
            }
        }
        self.lines += lines.iter().map(|lines| usize::from(*lines)).sum::<usize>();
        self.returns +=
            returns.iter().map(|returns| usize::from(*returns)).sum::<usize>();
        let room = self.count + 64 * chunks.len() + 1;
        if self.ends.len() < room {
            self.ends.resize(2 * room, START);
        }
        let mut count = self.count;
        let mut first = begin as u32;
        for chunk in chunks {
            let mut found = bits(chunk, |byte| matches!(byte, b',' | b'\n'));
            if let Some(quotes) = &mut self.quotes {
                found = quotes.outside(chunk, found);
            }
            while found != 0 {
                if let Some(end) = self.ends.get_mut(count) {
                    *end = first + found.trailing_zeros();
                }
                found &= found.wrapping_sub(1);
                count += 1;
            }
            first += 64;
        }
        self.count = count;
    }
}

/// Returns a word with a bit for each byte, from the lowest, of which something is true.
#[inline]
fn bits(bytes: &[u8; 64], is: impl Fn(u8) -> bool) -> u64 {
    let mut found = [0; 64];
    for (at, byte) in bytes.iter().enumerate() {
        found[at] = if is(*byte) { 0xff } else { 0 };
    }
    // A product moves one bit of each byte, all ones or all noughts, to the top.
    let mut bits = 0;
    let (words, _) = found.as_chunks::<8>();
    for (number, word) in words.iter().enumerate() {
        let one_each = u64::from_le_bytes(*word) & 0x8040_2010_0804_0201;
        bits |= (one_each.wrapping_mul(0x0101_0101_0101_0101) >> 56) << (8 * number);
    }
    bits
}
