//! Keys by number, in the order in which they were met.

/// A table of open addressing that holds each key where it is looked for, so that one look is
/// enough.
pub(super) struct Table<K> {
    /// The key, and its number from 1 on.
    entries: Vec<(K, u32)>,
    len: u32,
}

/// What can be looked for in a table.
pub(super) trait Key: Copy + Default + Eq {
    /// Returns a hash.
    fn mixed(self) -> usize;
}

impl Key for u64 {
    #[inline]
    fn mixed(self) -> usize {
        (self, 0).mixed()
    }
}

impl Key for (u64, u64) {
    #[inline]
    fn mixed(self) -> usize {
        let (one, other) =
            (self.0 ^ 0x9e37_79b9_7f4a_7c15, self.1 ^ 0xa076_1d64_78bd_642f);
        let product = u128::from(one) * u128::from(other);
        (product as u64 ^ (product >> 64) as u64) as usize
    }
}

impl<K: Key> Default for Table<K> {
    fn default() -> Self {
        Self { entries: vec![(K::default(), 0); 1024], len: 0 }
    }
}

impl<K: Key> Table<K> {
    /// Returns how many keys there are.
    pub(super) fn len(&self) -> usize {
        self.len as usize
    }

    /// Returns the number of a key, known or new; of what is known by the same key, `is` says whether
    /// it is meant.
    #[inline]
    pub(super) fn number(&mut self, key: K, is: impl Fn(u32) -> bool) -> u32 {
        let mut place = key.mixed();
        loop {
            place &= self.entries.len() - 1;
            match self.entries.get(place) {
                Some((_, 0)) | None => return self.put(place, key),
                Some((known, number)) if *known == key && is(*number - 1) => {
                    return *number - 1;
                }
                Some(_) => place += 1,
            }
        }
    }

    #[cold]
    fn put(&mut self, place: usize, key: K) -> u32 {
        self.len += 1;
        if let Some(entry) = self.entries.get_mut(place) {
            *entry = (key, self.len);
        }
        if self.len() > self.entries.len() / 8 * 5 {
            let all = vec![(K::default(), 0); self.entries.len() * 2];
            let mask = all.len() - 1;
            for (key, number) in std::mem::replace(&mut self.entries, all) {
                let mut place = key.mixed() & mask;
                while number > 0 && self.entries.get(place).is_some_and(|it| it.1 > 0) {
                    place = (place + 1) & mask;
                }
                let entry = self.entries.get_mut(place).filter(|_| number > 0);
                entry.into_iter().for_each(|entry| *entry = (key, number));
            }
        }
        self.len - 1
    }
}

#[cfg(test)]
mod tests {
    use super::Table;

    #[test]
    fn what_shares_a_key_is_told_apart_as_the_table_grows() {
        let mut table = Table::default();
        for number in (0..4000_u32).chain(0..4000) {
            // Two things share each key.
            let found = table.number(u64::from(number / 2), |known| known == number);
            assert_eq!(found, number);
        }
        assert_eq!(table.len(), 4000);
    }
}
