//! The cells of a block of records, of those columns that somebody looks at.

use crate::frame::stream::blocks::Block;

/// Which columns are looked at.
#[derive(Debug, Clone)]
pub(super) struct Looked {
    /// For each column of the file its place among those looked at.
    slots: Vec<Option<usize>>,
    count: usize,
}

impl Looked {
    /// Nothing is looked at in a file of so many columns.
    pub(super) fn none(width: usize) -> Self {
        Self { slots: vec![None; width], count: 0 }
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

/// The cells of a block, column by column, as ranges of its text.
pub(super) struct Grid {
    text: String,
    columns: Vec<Vec<(u32, u32)>>,
    rows: usize,
    /// Rows that have another number of cells than the header, and the number.
    odd: Vec<(usize, usize)>,
}

impl Grid {
    /// Finds the cells of a block; bytes that are not UTF-8 give the line of the first.
    pub(super) fn new(block: Block, looked: &Looked) -> Result<Self, usize> {
        let text = String::from_utf8(block.bytes).map_err(|error| {
            let good = error.utf8_error().valid_up_to();
            let before = error.as_bytes().get(..good).unwrap_or_default();
            memchr::memchr_iter(b'\n', before).count() + 1
        })?;
        let columns = vec![Vec::new(); looked.count];
        let mut grid = Self { text, columns, rows: 0, odd: Vec::new() };
        if block.quoted {
            grid.quoted(looked);
        } else {
            grid.plain(looked);
        }
        Ok(grid)
    }

    fn plain(&mut self, looked: &Looked) {
        let bytes = self.text.as_bytes();
        let mut start = 0;
        let mut column = 0;
        let mut cut = |at: usize| {
            let ends_record = bytes.get(at) != Some(&b',');
            let mut end = at;
            if ends_record && end > start && bytes.get(end - 1) == Some(&b'\r') {
                end -= 1;
            }
            // A line without anything is no record.
            if !(ends_record && end == start && column == 0) {
                if let Some(Some(slot)) = looked.slots.get(column)
                    && let Some(cells) = self.columns.get_mut(*slot)
                {
                    cells.push((start as u32, end as u32));
                }
                column += 1;
                if ends_record {
                    if column != looked.slots.len() {
                        Self::close_odd(&mut self.columns, self.rows);
                        self.odd.push((self.rows, column));
                    }
                    self.rows += 1;
                    column = 0;
                }
            }
            start = at + 1;
        };
        let (words, rest) = bytes.as_chunks::<8>();
        for (place, word) in words.iter().enumerate() {
            let word = u64::from_le_bytes(*word);
            let mut found = bytes_like(word, b',') | bytes_like(word, b'\n');
            while found != 0 {
                cut(8 * place + found.trailing_zeros() as usize / 8);
                found &= found - 1;
            }
        }
        for (place, byte) in rest.iter().enumerate() {
            if matches!(byte, b',' | b'\n') {
                cut(8 * words.len() + place);
            }
        }
        cut(bytes.len());
    }

    /// The same where cells may be quoted: they are written out anew without quotation.
    fn quoted(&mut self, looked: &Looked) {
        let mut text = String::new();
        let mut reader = csv::ReaderBuilder::new()
            .flexible(true)
            .has_headers(false)
            .from_reader(self.text.as_bytes());
        let mut record = csv::StringRecord::new();
        while reader.read_record(&mut record).unwrap_or(false) {
            for (cell, slot) in record.iter().zip(&looked.slots) {
                if let Some(cells) = slot.and_then(|slot| self.columns.get_mut(slot)) {
                    let start = text.len() as u32;
                    text.push_str(cell);
                    cells.push((start, text.len() as u32));
                }
            }
            if record.len() != looked.slots.len() {
                Self::close_odd(&mut self.columns, self.rows);
                self.odd.push((self.rows, record.len()));
            }
            self.rows += 1;
        }
        self.text = text;
    }

    /// Gives a row that was too short empty cells.
    fn close_odd(columns: &mut [Vec<(u32, u32)>], row: usize) {
        for cells in columns {
            cells.resize(row + 1, (0, 0));
        }
    }

    /// Returns how many records there are.
    pub(super) fn rows(&self) -> usize {
        self.rows
    }

    /// Returns the rows with another number of cells than the header, and the number.
    pub(super) fn odd(&self) -> &[(usize, usize)] {
        &self.odd
    }

    /// Returns the texts of a column looked at, from the first row on.
    pub(super) fn column(&self, slot: usize) -> impl Iterator<Item = &str> {
        let cells = self.columns.get(slot).into_iter().flatten();
        cells.map(|range| self.text_of(*range))
    }

    /// Returns the text of a cell in a column looked at.
    pub(super) fn cell(&self, row: usize, slot: usize) -> &str {
        let cell = self.columns.get(slot).and_then(|cells| cells.get(row));
        cell.map_or("", |range| self.text_of(*range))
    }

    fn text_of(&self, (from, to): (u32, u32)) -> &str {
        self.text.get(from as usize..to as usize).unwrap_or_default()
    }

    /// Returns the space of the block, for another one.
    pub(super) fn into_space(self) -> Vec<u8> {
        self.text.into_bytes()
    }
}

/// Returns a word whose bytes have the highest bit where those of `word` are `byte`, and no
/// other bit.
fn bytes_like(word: u64, byte: u8) -> u64 {
    const LOW: u64 = u64::from_ne_bytes([0x7f; 8]);
    let other = word ^ u64::from_ne_bytes([byte; 8]);
    !(((other & LOW) + LOW) | other | LOW)
}

#[cfg(test)]
mod tests {
    use super::Block;
    use super::Grid;
    use super::Looked;

    fn block(text: &str) -> Block {
        Block { index: 0, bytes: text.as_bytes().to_vec(), quoted: text.contains('"') }
    }

    fn all(text: &str, width: usize) -> Vec<Vec<String>> {
        let mut looked = Looked::none(width);
        let slots: Vec<usize> = (0..width).map(|column| looked.at(column)).collect();
        let grid = Grid::new(block(text), &looked).unwrap();
        let row = |row| slots.iter().map(move |slot| (row, *slot));
        (0..grid.rows())
            .map(|at| {
                row(at).map(|(row, slot)| grid.cell(row, slot).to_owned()).collect()
            })
            .collect()
    }

    /// The rows as the reader of small files sees them, of one width.
    fn reference(text: &str, width: usize) -> Vec<Vec<String>> {
        let mut reader = csv::ReaderBuilder::new()
            .flexible(true)
            .has_headers(false)
            .from_reader(text.as_bytes());
        let mut rows: Vec<Vec<String>> = reader
            .records()
            .map(|row| row.unwrap().iter().map(str::to_owned).collect())
            .collect();
        rows.iter_mut().for_each(|row| row.resize(width, String::new()));
        rows
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
            "ein längerer,Text\nüber,mehrere,Wörter\r\n\u{ac}\u{8a},-\u{80}\n,,,,,,,,\n",
        ] {
            for width in 1..4 {
                assert_eq!(all(text, width), reference(text, width), "{text:?}");
            }
        }
    }

    #[test]
    fn only_columns_looked_at_are_kept_and_other_widths_are_noted() {
        let mut looked = Looked::none(3);
        let slot = looked.at(2);
        let grid = Grid::new(block("a,b,c\nd\n1,2,3,4\n"), &looked).unwrap();
        assert_eq!(grid.column(slot).collect::<Vec<_>>(), ["c", "", "3"]);
        assert_eq!(grid.odd(), [(1, 1), (2, 4)]);
    }
}
