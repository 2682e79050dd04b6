//! The records of a file, all cells in one text: a file of many rows is not as many small texts.

/// Records, each with its place in the file.
#[derive(Debug, Default)]
pub(super) struct Records {
    /// The cells, one after another.
    text: String,
    /// Where each cell ends, from where its record begins.
    ends: Vec<u32>,
    rows: Vec<Row>,
}

/// A record: where its cells and their ends begin, and its place.
#[derive(Debug)]
struct Row {
    text: usize,
    ends: usize,
    place: Place,
}

/// Where the reader was before a record: its byte, and its line from 1.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    pub byte: usize,
    pub line: u64,
}

/// Returns where the reader was before a record.
pub(super) fn place(record: &csv::StringRecord) -> Option<Place> {
    let position = record.position()?;
    let byte = usize::try_from(position.byte()).unwrap_or(0);
    Some(Place { byte, line: position.line() })
}

impl Records {
    /// Adds a record.
    pub(super) fn push(&mut self, record: &csv::StringRecord) {
        let place = place(record).unwrap_or(Place { byte: 0, line: 1 });
        self.rows.push(Row { text: self.text.len(), ends: self.ends.len(), place });
        let mut end = 0;
        for cell in record {
            self.text.push_str(cell);
            end += cell.len() as u32;
            self.ends.push(end);
        }
    }

    /// Returns how many there are.
    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// Keeps the first of them.
    pub(super) fn truncate(&mut self, rows: usize) {
        let Some(next) = self.rows.get(rows) else { return };
        self.text.truncate(next.text);
        self.ends.truncate(next.ends);
        self.rows.truncate(rows);
    }

    /// Returns where the reader was before a record.
    pub(super) fn place(&self, row: usize) -> Option<Place> {
        self.rows.get(row).map(|row| row.place)
    }

    /// Returns the cells of a record.
    pub(super) fn cells(&self, row: usize) -> impl ExactSizeIterator<Item = &str> {
        let (text, ends) = self.of(row).unwrap_or_default();
        let mut begin = 0;
        ends.iter().map(move |end| {
            let begin = std::mem::replace(&mut begin, *end as usize);
            text.get(begin..*end as usize).unwrap_or_default()
        })
    }

    /// Returns a cell.
    pub(super) fn cell(&self, row: usize, column: usize) -> Option<&str> {
        let (text, ends) = self.of(row)?;
        let begin =
            column.checked_sub(1).map_or(Some(0), |before| ends.get(before).copied())?;
        text.get(begin as usize..*ends.get(column)? as usize)
    }

    /// Returns the text from where a record begins, and the ends of its cells.
    fn of(&self, row: usize) -> Option<(&str, &[u32])> {
        let own = self.rows.get(row)?;
        let end = self.rows.get(row + 1).map_or(self.ends.len(), |next| next.ends);
        Some((self.text.get(own.text..)?, self.ends.get(own.ends..end)?))
    }
}

#[cfg(test)]
mod tests {
    use super::Records;

    #[test]
    fn records_are_what_was_put_in() {
        let rows: [&[&str]; 5] = [&["a", "", "é"], &[], &[""], &["b"], &["", "cd"]];
        let mut records = Records::default();
        rows.iter().for_each(|row| records.push(&csv::StringRecord::from(row.to_vec())));
        assert_eq!(records.len(), 5);
        for (at, row) in rows.iter().enumerate() {
            assert_eq!(records.cells(at).collect::<Vec<_>>(), *row);
            let cells = (0..4).map(|column| records.cell(at, column));
            assert_eq!(cells.flatten().collect::<Vec<_>>(), *row);
        }
        assert_eq!((records.cell(5, 0), records.cells(5).count()), (None, 0));
        records.truncate(2);
        assert_eq!((records.len(), records.cell(0, 2)), (2, Some("é")));
        assert_eq!(records.cells(1).count(), 0);
    }
}
