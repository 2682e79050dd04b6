//! Keys by number, in the order in which they were met.

/// A table of open addressing that holds each key where it is looked for, so that one look is
/// enough.
#[derive(Debug, Clone)]
pub(crate) struct Numbered<K> {
    /// The key, and its number from 1 on; no room at all as long as there are none.
    entries: Vec<(K, u32)>,
    len: u32,
}

/// What can be looked for in a table.
pub(crate) trait Key: Copy + Default + Eq {
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

impl<K> Default for Numbered<K> {
    fn default() -> Self {
        Self { entries: Vec::new(), len: 0 }
    }
}

impl<K: Key> Numbered<K> {
    /// Returns how many keys there are.
    pub(crate) fn len(&self) -> usize {
        self.len as usize
    }

    /// Looks where a key may be, so that it is at hand: to look for several at once takes no longer than to
    /// wait for one.
    #[inline]
    pub(crate) fn touch(&self, key: K) {
        let place = key.mixed() & self.entries.len().wrapping_sub(1);
        std::hint::black_box(self.entries.get(place).map(|(_, number)| *number));
    }

    /// Returns the number of a key, known or new; of what is known by the same key, `is` says whether
    /// it is meant.
    #[inline]
    pub(crate) fn number(&mut self, key: K, is: impl Fn(u32) -> bool) -> u32 {
        let mut place = key.mixed();
        loop {
            place &= self.entries.len().wrapping_sub(1);
            match self.entries.get(place) {
                Some((_, 0)) | None => return self.put(key),
                Some((known, number)) if *known == key && is(*number - 1) => {
                    return *number - 1;
                }
                Some(_) => place += 1,
            }
        }
    }

    #[cold]
    fn put(&mut self, key: K) -> u32 {
        if self.len() >= self.entries.len() / 8 * 5 {
            let all = vec![(K::default(), 0); (self.entries.len() * 2).max(1024)];
            let entries = std::mem::replace(&mut self.entries, all);
            let there = entries.into_iter().filter(|(_, number)| *number > 0);
            there.for_each(|(key, number)| self.place(key, number));
        }
        self.len += 1;
        self.place(key, self.len);
        self.len - 1
    }

    /// Puts a key in the first place that is free.
    fn place(&mut self, key: K, number: u32) {
        let mask = self.entries.len().wrapping_sub(1);
        let mut place = key.mixed() & mask;
        while self.entries.get(place).is_some_and(|(_, number)| *number > 0) {
            place = (place + 1) & mask;
        }
        let entry = self.entries.get_mut(place);
        entry.into_iter().for_each(|entry| *entry = (key, number));
    }
}

#[cfg(test)]
mod tests {
    use super::Numbered;

    #[test]
    fn what_shares_a_key_is_told_apart_as_the_table_grows() {
        let mut table = Numbered::default();
        for number in (0..4000_u32).chain(0..4000) {
            // Two things share each key.
            let found = table.number(u64::from(number / 2), |known| known == number);
            assert_eq!(found, number);
        }
        assert_eq!(table.len(), 4000);
    }
}
