//! The cells of a block of records.

use crate::frame::raw::LONGEST_CELL;
use crate::frame::stream::blocks::Block;
use crate::frame::stream::blocks::Broken;
use crate::frame::stream::marks::Regular;
use crate::frame::stream::marks::START;
use crate::frame::stream::marks::regular;
use crate::frame::stream::odd::Odd;
use crate::frame::stream::odd::encoded;
use crate::frame::stream::odd::is_bare;
use crate::model::twice::decoded_twice;
use std::borrow::Cow;

/// Which columns are looked at.
#[derive(Debug, Clone)]
pub(super) struct Looked {
    /// For each column of the file its place among those looked at.
    slots: Vec<Option<usize>>,
    count: usize,
    /// Columns that have a name; the header may end in empty cells.
    named: usize,
}

impl Looked {
    /// Nothing is looked at in a file of so many columns, of which the first have names.
    pub(super) fn none(width: usize, named: usize) -> Self {
        Self { slots: vec![None; width], count: 0, named }
    }

    /// Returns how many columns have a name.
    pub(super) fn named(&self) -> usize {
        self.named
    }

    /// Looks at a column of the file, and returns its place among those looked at.
    pub(super) fn at(&mut self, column: usize) -> usize {
        let Some(slot) = self.slots.get_mut(column) else { return usize::MAX };
        *slot.get_or_insert_with(|| {
            self.count += 1;
            self.count - 1
        })
    }

    /// Returns how many columns the file has.
    pub(super) fn width(&self) -> usize {
        self.slots.len()
    }
}

/// The cells of a block, row by row: each begins after the one separator that ends the cell
/// before it.
pub(super) struct Grid<'b> {
    text: Cow<'b, str>,
    /// Where cells end; the first begins after the first of these.
    ends: &'b [u32],
    /// Cells in a row.
    width: usize,
    /// For each column looked at, its place in a row.
    places: Vec<usize>,
    rows: usize,
    /// Whether the last cell of a row may hold the first half of the line end.
    returns: bool,
    /// Whether cells may have quotation marks around them.
    quoted: bool,
    /// Rows of records that are not regular, of which something is to be said.
    odd: Option<Odd>,
}

impl<'b> Grid<'b> {
    /// Finds the cells of a block, with a space for where they end; bytes that are not UTF-8
    /// give the place of the first.
    pub(super) fn new(
        block: &Block<'b>,
        looked: &Looked,
        ends: &'b mut Vec<u32>,
    ) -> Result<Self, Broken> {
        let text = std::str::from_utf8(block.bytes)
            .map_err(|error| Broken::Text(block.offset + error.valid_up_to() as u64))?;
        // A text has no zero bytes, wherever it is read.
        if let Some(at) = memchr::memchr(0, block.bytes) {
            return Err(Broken::Text(block.offset + at as u64));
        }
        let mut places = vec![0; looked.count];
        let mut put = |slot: usize, at: usize| {
            if let Some(place) = places.get_mut(slot) {
                *place = at;
            }
        };
        let width = looked.width();
        let regular = (width == looked.named())
            .then(|| regular(block.bytes, width, block.quoted, ends))
            .flatten();
        if let Some(Regular { rows, returns }) = regular {
            let slots = looked.slots.iter().enumerate();
            slots.for_each(|(at, slot)| slot.iter().for_each(|slot| put(*slot, at)));
            let ends = ends.get(..=rows * width).unwrap_or_default();
            let text = Cow::Borrowed(text);
            return Ok(Self {
                text,
                ends,
                width,
                places,
                rows,
                returns,
                quoted: block.quoted,
                odd: None,
            });
        }
        let slots = looked.slots.iter().flatten().enumerate();
        slots.for_each(|(at, slot)| put(*slot, at));
        let (text, rows, odd) = rewritten(text, looked, ends);
        let (text, width) = (Cow::Owned(text), looked.count);
        let (returns, quoted, odd) = (false, false, Some(odd));
        Ok(Self { text, ends, width, places, rows, returns, quoted, odd })
    }

    /// Returns how many records there are.
    pub(super) fn rows(&self) -> usize {
        self.rows
    }

    /// Returns the rows of which something is to be said whatever the contract is.
    pub(super) fn odd(&mut self) -> Odd {
        self.odd.take().unwrap_or_else(|| self.odd_of_regular())
    }

    fn odd_of_regular(&self) -> Odd {
        let mut odd = Odd::default();
        let mut begin = 0;
        let ends = self.ends.get(1..).unwrap_or_default();
        for (row, ends) in ends.chunks_exact(self.width.max(1)).enumerate() {
            let [first, .., last] = *ends else { break };
            // Cells of a record take more room than blanks and quotation marks do.
            let next = self.text.as_bytes().get(first as usize + 1);
            let narrow = last - first <= 3 * self.width as u32
                && next.is_none_or(|byte| !byte.is_ascii_alphanumeric());
            if narrow && (1..self.width).all(|at| is_bare(self.at(row, at))) {
                let cells: Vec<&str> =
                    (0..self.width).map(|at| self.at(row, at)).collect();
                odd.look(row, &cells);
            }
            if (last - begin) as usize > LONGEST_CELL
                && (0..self.width).any(|at| self.at(row, at).len() > LONGEST_CELL)
            {
                odd.long.push(row);
            }
            begin = last;
        }
        odd.encoded = encoded(&self.text, ends, self.width.max(1));
        odd
    }

    /// Returns the text of a cell by its place in a row.
    fn at(&self, row: usize, place: usize) -> &str {
        self.placed(row, place).next().unwrap_or_default()
    }

    /// Returns the texts of a column looked at, from the first row on.
    pub(super) fn column(&self, slot: usize) -> Cells<'_> {
        self.from(0, slot)
    }

    /// Returns the text of a cell in a column looked at.
    pub(super) fn cell(&self, row: usize, slot: usize) -> &str {
        self.from(row, slot).next().unwrap_or_default()
    }

    fn from(&self, row: usize, slot: usize) -> Cells<'_> {
        self.placed(row, self.places.get(slot).copied().unwrap_or(self.ends.len()))
    }

    fn placed(&self, row: usize, place: usize) -> Cells<'_> {
        let ends = self.ends.get(row * self.width + place..).unwrap_or_default();
        let returns = self.returns && place + 1 == self.width;
        Cells { text: &self.text, ends, step: self.width, returns, quoted: self.quoted }
    }
}

/// The texts of a column.
pub(super) struct Cells<'g> {
    text: &'g str,
    /// Where the cell before the next one ends, where that one does, and so on.
    ends: &'g [u32],
    step: usize,
    returns: bool,
    quoted: bool,
}

impl<'g> Iterator for Cells<'g> {
    type Item = &'g str;

    #[inline]
    fn next(&mut self) -> Option<&'g str> {
        let [before, end, ..] = *self.ends else { return None };
        self.ends = self.ends.get(self.step..).unwrap_or_default();
        let (mut begin, mut end) = (before.wrapping_add(1) as usize, end as usize);
        // Byte by byte: to ask a text for a prefix is a call that compares memory.
        let bytes = self.text.as_bytes();
        let is = |at: usize, byte: u8| bytes.get(at) == Some(&byte);
        if self.returns && begin < end && is(end - 1, b'\r') {
            end -= 1;
        }
        if self.quoted && begin + 1 < end && is(begin, b'"') && is(end - 1, b'"') {
            (begin, end) = (begin + 1, end - 1);
        }
        Some(self.text.get(begin..end).unwrap_or_default())
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let cells = self.ends.len().saturating_sub(1).div_ceil(self.step.max(1));
        (cells, Some(cells))
    }
}

/// Writes the columns looked at anew, one separator after each cell and as many cells in each
/// row: what is quoted without quotation, what is missing empty.
fn rewritten(text: &str, looked: &Looked, ends: &mut Vec<u32>) -> (String, usize, Odd) {
    let mut out = String::with_capacity(text.len());
    let mut odd = Odd::default();
    let mut rows = 0;
    ends.clear();
    ends.push(START);
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .has_headers(false)
        .from_reader(text.as_bytes());
    let mut record = csv::StringRecord::new();
    while reader.read_record(&mut record).unwrap_or(false) {
        let slots = looked.slots.iter().enumerate();
        for (column, _) in slots.filter(|(_, slot)| slot.is_some()) {
            out.push_str(record.get(column).unwrap_or_default());
            ends.push(out.len() as u32);
            out.push('\n');
        }
        let more = record.iter().skip(looked.named()).any(|cell| !cell.trim().is_empty());
        if record.len() < looked.named() || more {
            odd.ragged.push(rows);
        }
        if record.iter().skip(1).all(is_bare) {
            odd.look(rows, &record.iter().collect::<Vec<_>>());
        }
        if record.iter().any(|cell| cell.len() > LONGEST_CELL) {
            odd.long.push(rows);
        }
        if record.iter().any(|cell| decoded_twice(cell).is_some()) {
            odd.encoded.push(rows);
        }
        rows += 1;
    }
    (out, rows, odd)
}

#[cfg(test)]
mod tests {
    use super::Block;
    use super::Grid;
    use super::Looked;
    use proptest::prelude::*;

    /// Rows of one width, and those that had another.
    type Rows = (Vec<Vec<String>>, Vec<usize>);

    fn block(text: &str) -> Block<'_> {
        let (bytes, quoted) = (text.as_bytes(), text.contains('"'));
        Block { index: 0, offset: 0, bytes, quoted }
    }

    fn all(text: &str, width: usize) -> Rows {
        let mut looked = Looked::none(width, width);
        // The last column first: places are not those of the file.
        let mut slots: Vec<usize> = (0..width).rev().map(|at| looked.at(at)).collect();
        slots.reverse();
        let mut ends = vec![7; 9];
        let mut grid = Grid::new(&block(text), &looked, &mut ends).unwrap();
        let row = |row| slots.iter().map(move |slot| (row, *slot));
        let rows: Vec<Vec<String>> = (0..grid.rows())
            .map(|at| {
                row(at).map(|(row, slot)| grid.cell(row, slot).to_owned()).collect()
            })
            .collect();
        for (column, slot) in slots.iter().enumerate() {
            let texts: Vec<&str> = grid.column(*slot).collect();
            let same: Vec<&String> = rows.iter().map(|row| &row[column]).collect();
            assert_eq!(texts, same, "{text:?}");
        }
        (rows, grid.odd().ragged)
    }

    /// The rows as the reader of small files sees them.
    fn reference(text: &str, width: usize) -> Rows {
        let mut reader = csv::ReaderBuilder::new()
            .flexible(true)
            .has_headers(false)
            .from_reader(text.as_bytes());
        let mut rows: Vec<Vec<String>> = reader
            .records()
            .map(|row| row.unwrap().iter().map(str::to_owned).collect())
            .collect();
        let odd = rows.iter().enumerate().filter(|(_, cells)| {
            cells.len() < width
                || cells.iter().skip(width).any(|cell| !cell.trim().is_empty())
        });
        let odd = odd.map(|(row, _)| row).collect();
        rows.iter_mut().for_each(|row| row.resize(width, String::new()));
        (rows, odd)
    }

    #[test]
    fn cells_are_those_that_the_reader_of_small_files_finds() {
        for text in [
            "a,b\n1,2\n",
            "a,b\r\n1,2\r\n\r\n3,\r\n",
            "a,b\r\n1,2\n3,4\r\n5,6",
            "a,b\n1,2\r",
            "a\r,b\n1,2\r\n",
            "a,b\n1,2\r\r\n",
            "a,b\n,\n\n\n4",
            "a,\"b,\nc\"\n1,\"say \"\"so\"\"\"\n",
            "",
            "\n\n",
            "é,ü\n1,2,3\n",
            "\"a, b\",c\r\nd,\"\"\r\n",
            "a,\"b\"\n\"c\",\"d\"",
            "a,\"b\"c\n",
            "a,\"b\n",
            "a,\"b\"\r\"c\"\n",
            "a\"b\",c\n",
            "a,b\n\"c\nd\",e,f\n",
            "ein längerer,Text\nüber,mehrere,Wörter\r\n\u{ac}\u{8a},-\u{80}\n,,,,,,,,\n",
        ] {
            for width in 1..4 {
                assert_eq!(all(text, width), reference(text, width), "{text:?}");
            }
        }
    }

    proptest! {
        #[test]
        fn cells_of_random_records_are_those_that_the_reader_of_small_files_finds(
            width in 1_usize..5,
            cells in prop::collection::vec(("[ab€é-]{0,9}|[a-z]{60,70}", 0..40), 0..80),
            odd in 0..12,
        ) {
            let mut text = String::new();
            for (at, (cell, kind)) in cells.iter().enumerate() {
                match kind {
                    0 if odd == 0 => text.push_str(&format!("\"{cell},\"\"\n\"")),
                    1 if odd == 1 => text.push('\r'),
                    2 if odd == 2 => text.push('\n'),
                    3 if odd == 3 => text.push(','),
                    0..20 if odd >= 8 => text.push_str(&format!("\"{cell},\"")),
                    20 if odd == 8 => text.push('"'),
                    21 if odd == 8 => text.push_str(&format!("\"{cell}\n\"")),
                    _ => text.push_str(cell),
                }
                let ends = (at + 1) % width == 0;
                text.push_str(match odd {
                    _ if !ends => ",",
                    4 | 5 | 10 => "\r\n",
                    6 if *kind < 20 => "\r\n",
                    _ => "\n",
                });
            }
            prop_assert_eq!(all(&text, width), reference(&text, width), "{:?}", text);
        }
    }

    #[test]
    fn only_columns_looked_at_are_kept_and_other_widths_are_noted() {
        let mut looked = Looked::none(3, 3);
        let slot = looked.at(2);
        let mut ends = Vec::new();
        let mut grid =
            Grid::new(&block("a,b,c\nd\n1,2,3,4\n"), &looked, &mut ends).unwrap();
        assert_eq!(grid.column(slot).collect::<Vec<_>>(), ["c", "", "3"]);
        assert_eq!(grid.odd().ragged, [1, 2]);
    }

    #[test]
    fn rows_are_noted_alike_in_regular_records_and_in_others() {
        let rows = "a,b,c\n,,\nSource: ONS, ,\nCafÃ©,1,2\né,-,-\nNorth,,\n----,---,---\nx,â€™,\n\"\",\"\",\"\"\n";
        let long = format!("{rows}1,{},3\n", "x".repeat(super::LONGEST_CELL + 1));
        let look = |text: &str| {
            let mut ends = Vec::new();
            Grid::new(&block(text), &Looked::none(3, 3), &mut ends).unwrap().odd()
        };
        let odd = look(&long);
        assert!(look(&long.replacen("b,c", "b,\"\nc\"", 1)) == odd);
        let rows: Vec<usize> = odd.remarks.iter().map(|(row, ..)| *row).collect();
        assert_eq!(rows, [1, 2, 6, 8]);
        assert_eq!((odd.encoded, odd.long, odd.ragged), (vec![3, 7], vec![9], vec![]));
    }
}
