//! Rows in groups: which row is of which.

use crate::model::numbered::Numbered;

/// Rows that are looked for together.
const SOME: usize = 32;

/// Groups by number, in the order in which they were met: rows of some codes.
pub(super) struct Groups {
    width: usize,
    /// The codes of each.
    codes: Vec<u32>,
    /// One for each code after the first: the groups by the codes so far and this one.
    pairs: Vec<Numbered<u64>>,
    len: usize,
}

impl Groups {
    /// Returns none, told apart by so many codes; one for all rows where there are none.
    pub(super) fn new(width: usize) -> Self {
        let pairs = (1..width.max(2)).map(|_| Numbered::default());
        let len = usize::from(width == 0);
        Self { width, codes: Vec::new(), pairs: pairs.collect(), len }
    }

    /// Returns how many there are.
    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// Returns the code of each in a column.
    pub(super) fn column(&self, at: usize) -> impl ExactSizeIterator<Item = u32> {
        let codes = self.codes.get(at..).unwrap_or_default();
        codes.iter().step_by(self.width.max(1)).copied()
    }

    /// Returns the numbers of the groups of some rows, known or new.
    pub(super) fn numbers(&mut self, columns: &[&[u32]], rows: usize) -> Vec<u32> {
        let (mut numbers, rest) = match columns {
            [first, rest @ ..] if !rest.is_empty() => (first.to_vec(), rest),
            _ => (vec![0; rows], columns),
        };
        let pair = |number: u32, code: u32| (u64::from(number) << 32) | u64::from(code);
        for (pairs, column) in self.pairs.iter_mut().zip(rest) {
            for (numbers, column) in numbers.chunks_mut(SOME).zip(column.chunks(SOME)) {
                for (number, code) in numbers.iter().zip(column) {
                    pairs.touch(pair(*number, *code));
                }
                for (number, code) in numbers.iter_mut().zip(column) {
                    *number = pairs.number(pair(*number, *code), |_| true);
                }
            }
        }
        for (row, number) in numbers.iter().enumerate() {
            if *number as usize == self.len {
                let codes = columns.iter().map(|column| column.get(row).copied());
                self.codes.extend(codes.map(Option::unwrap_or_default));
                self.len += 1;
            }
        }
        numbers
    }
}

#[cfg(test)]
mod tests {
    use super::Groups;
    use std::collections::BTreeMap;

    #[test]
    fn rows_with_the_same_codes_are_one_group_however_many_there_are() {
        let mut groups = Groups::new(2);
        let mut known = BTreeMap::new();
        for block in 0..40_u32 {
            let a: Vec<u32> = (0..1000).map(|row| (row * 7 + block) % 900).collect();
            let b: Vec<u32> = (0..1000).map(|row| row % (block + 1)).collect();
            let numbers = groups.numbers(&[&a, &b], 1000);
            for ((a, b), number) in a.into_iter().zip(b).zip(numbers) {
                let next = known.len() as u32;
                assert_eq!(*known.entry((a, b)).or_insert(next), number);
            }
        }
        assert_eq!(groups.len(), known.len());
        assert!(known.len() > 4096);
        let pairs = groups.column(0).zip(groups.column(1)).zip(0..);
        assert!(pairs.into_iter().all(|(pair, number)| known[&pair] == number));
    }

    #[test]
    fn one_key_or_many_tell_rows_apart() {
        for width in 1..6 {
            let mut groups = Groups::new(width);
            let columns: Vec<Vec<u32>> = (0..width as u32)
                .map(|at| (0..9000).map(|row| row / (at + 1) % (1 << (2 * at))).collect())
                .collect();
            let columns: Vec<&[u32]> = columns.iter().map(Vec::as_slice).collect();
            let numbers = groups.numbers(&columns, 9000);
            assert_eq!(groups.numbers(&columns, 9000), numbers);
            let mut known = BTreeMap::new();
            for (row, number) in numbers.into_iter().enumerate() {
                let codes: Vec<u32> = columns.iter().map(|column| column[row]).collect();
                let kept: Vec<u32> = (0..width)
                    .map(|at| groups.column(at).nth(number as usize).unwrap())
                    .collect();
                assert_eq!(kept, codes);
                let next = known.len() as u32;
                assert_eq!(*known.entry(codes).or_insert(next), number);
            }
            assert_eq!(groups.len(), known.len());
        }
    }

    #[test]
    fn without_keys_all_rows_are_one_group() {
        let mut groups = Groups::new(0);
        assert_eq!((groups.len(), groups.numbers(&[], 3)), (1, vec![0, 0, 0]));
    }
}
