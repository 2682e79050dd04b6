//! The rows of a file read in passes of which something is to be said.

use crate::frame::breaches::MOST;
use crate::frame::remark::Remark;

/// Rows of which something is to be said, and how much.
#[derive(Default)]
pub(super) struct Faults {
    /// How many breaches of the contract there are.
    pub count: usize,
    /// Their rows, one for each breach, with the row that has the same key: the first of them.
    rows: Vec<(usize, usize)>,
    /// Rows that are no records.
    pub remarks: Vec<(usize, Remark)>,
    /// Rows with letters that were encoded twice: the first of them, and how many.
    pub twice: Vec<usize>,
    pub doubled: usize,
}

impl Faults {
    /// Notes a breach in a row.
    pub(super) fn add(&mut self, row: usize) {
        self.pair(row, row);
    }

    /// Notes that a row has the key of an earlier one.
    pub(super) fn pair(&mut self, row: usize, first: usize) {
        self.count += 1;
        self.rows.push((row, first));
        if self.rows.len() > 20 * MOST {
            self.cut();
        }
    }

    /// Notes that letters of a row were encoded twice.
    pub(super) fn encoded(&mut self, row: usize) {
        self.doubled += 1;
        if self.twice.len() < MOST {
            self.twice.push(row);
        }
    }

    /// Adds what is to be said of rows further down, below so many.
    pub(super) fn append(&mut self, below: Self, above: usize) {
        let Self { count, rows, remarks, twice, doubled } = below;
        self.count += count;
        self.rows
            .extend(rows.into_iter().map(|(row, first)| (row + above, first + above)));
        self.cut();
        self.remarks.extend(remarks.into_iter().map(|(row, it)| (row + above, it)));
        self.doubled += doubled;
        let room = MOST - self.twice.len().min(MOST);
        self.twice.extend(twice.into_iter().take(room).map(|row| row + above));
    }

    /// Notes the last rows of so many that are no records, the last first.
    pub(super) fn end(&mut self, trailing: &[Remark], rows: usize) {
        let last = rows - trailing.len().min(rows);
        self.remarks.retain(|(row, _)| *row < last);
        let trailing = trailing.iter().rev().enumerate();
        self.remarks.extend(trailing.map(|(index, remark)| (last + index, *remark)));
    }

    fn cut(&mut self) {
        self.rows.sort_unstable();
        self.rows.truncate(MOST);
    }

    /// Returns whether nothing is to be said.
    pub(super) fn is_empty(&self) -> bool {
        self.count == 0 && self.remarks.is_empty() && self.twice.is_empty()
    }

    /// Returns the rows to be looked at again for their breaches.
    pub(super) fn rows(&mut self) -> impl Iterator<Item = usize> {
        self.cut();
        self.rows.iter().flat_map(|(row, first)| [*row, *first])
    }
}

#[cfg(test)]
mod tests {
    use super::Faults;
    use crate::frame::breaches::MOST;

    #[test]
    fn the_first_rows_are_kept_and_all_breaches_counted() {
        let mut whole = Faults::default();
        for block in 0..3 {
            let mut part = Faults::default();
            (0..10_000).rev().for_each(|row| part.add(row));
            whole.append(part, block * 10_000);
        }
        whole.pair(7, 3);
        assert_eq!(whole.count, 30_001);
        let rows: Vec<usize> = whole.rows().collect();
        assert_eq!(rows.len(), 2 * MOST);
        assert_eq!(rows[..4], [0, 0, 1, 1]);
        assert!(rows.contains(&3) && !rows.contains(&MOST));
    }
}
