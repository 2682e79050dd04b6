//! Rows in groups: which row is of which.

/// Groups by number, in the order in which they were met: rows of some codes.
pub(super) struct Groups {
    width: usize,
    /// The codes of each.
    codes: Vec<u32>,
    /// Open addressing: half of the hash, and the number of the group from 1 on.
    table: Vec<u64>,
    len: usize,
}

impl Groups {
    /// Returns none, told apart by so many codes; one for all rows where there are none.
    pub(super) fn new(width: usize) -> Self {
        let mut groups = Self { width, codes: Vec::new(), table: vec![0; 1024], len: 0 };
        if width == 0 {
            groups.numbers(&[], 1);
        }
        groups
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
        let mut hashes = vec![0_u64; rows];
        for column in columns {
            for (hash, code) in hashes.iter_mut().zip(*column) {
                *hash = mixed(*hash, *code);
            }
        }
        let mut row = vec![0; self.width];
        let mut numbers = Vec::with_capacity(rows);
        for (at, hash) in hashes.into_iter().enumerate() {
            for (code, column) in row.iter_mut().zip(columns) {
                *code = column.get(at).copied().unwrap_or_default();
            }
            numbers.push(self.number(hash, &row));
        }
        numbers
    }

    #[inline]
    fn number(&mut self, hash: u64, row: &[u32]) -> u32 {
        let half = hash & !u64::from(u32::MAX);
        let mut place = hash as usize;
        loop {
            place &= self.table.len() - 1;
            let entry = self.table.get(place).copied().unwrap_or_default();
            if entry == 0 {
                return self.put(place, half, row);
            }
            let number = entry as u32 - 1;
            let begin = number as usize * self.width;
            if entry & !u64::from(u32::MAX) == half
                && self.codes.get(begin..begin + self.width) == Some(row)
            {
                return number;
            }
            place += 1;
        }
    }

    #[cold]
    fn put(&mut self, place: usize, half: u64, row: &[u32]) -> u32 {
        let number = self.len as u32;
        if let Some(entry) = self.table.get_mut(place) {
            *entry = half | u64::from(number + 1);
        }
        self.codes.extend_from_slice(row);
        self.len += 1;
        if self.len * 2 > self.table.len() {
            self.grow();
        }
        number
    }

    /// Doubles the table.
    fn grow(&mut self) {
        let mut table = vec![0; self.table.len() * 2];
        let mask = table.len() - 1;
        for number in 0..self.len {
            let begin = number * self.width;
            let row = self.codes.get(begin..begin + self.width).unwrap_or_default();
            let hash = row.iter().fold(0, |hash, code| mixed(hash, *code));
            let mut place = hash as usize & mask;
            while table.get(place).is_some_and(|entry| *entry != 0) {
                place = (place + 1) & mask;
            }
            if let Some(entry) = table.get_mut(place) {
                *entry = (hash & !u64::from(u32::MAX)) | (number as u64 + 1);
            }
        }
        self.table = table;
    }
}

/// Returns a hash with one more code in it.
#[inline]
fn mixed(hash: u64, code: u32) -> u64 {
    let product = u128::from(hash ^ u64::from(code) ^ 0x9e37_79b9_7f4a_7c15)
        * 0xa076_1d64_78bd_642f_u128;
    product as u64 ^ (product >> 64) as u64
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
    fn without_keys_all_rows_are_one_group() {
        let mut groups = Groups::new(0);
        assert_eq!((groups.len(), groups.numbers(&[], 3)), (1, vec![0, 0, 0]));
    }
}
