//! The dice that random charts are thrown with, and the words and sizes that they give.

/// `SplitMix64`: the same charts on every machine; tame ones are such as `check` has nothing
/// to say against.
pub(crate) struct Dice {
    state: u64,
    pub(super) tame: bool,
}

impl Dice {
    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub(super) fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }

    pub(super) fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    pub(super) fn chance(&mut self, share: f64) -> bool {
        self.share() < share
    }

    pub(super) fn of<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(list.len())]
    }

    pub(super) fn wild(seed: u64) -> Self {
        Self { state: seed, tame: false }
    }

    pub(crate) fn tame(seed: u64) -> Self {
        Self { state: seed, tame: true }
    }

    pub(super) fn words(&mut self, most: usize) -> String {
        const WORDS: [&str; 14] = [
            "areas",
            "with",
            "initiatives",
            "of",
            "Benchmark",
            "anti-social",
            "behaviour",
            "a",
            "Ñandú & <b>",
            "2012",
            "neighbourhoods",
            "Öffentlichkeitsbeteiligung",
            "rate",
            "W",
        ];
        let count = 1 + self.below(most);
        let word = |chance: &mut Self| match (chance.tame, chance.of(&WORDS)) {
            (true, "Ñandú & <b>") => "fell",
            (true, "neighbourhoods") => "region",
            (true, "Öffentlichkeitsbeteiligung") => "growth",
            (_, word) => word,
        };
        (0..count).map(|_| word(self)).collect::<Vec<_>>().join(" ")
    }

    pub(super) fn name(&mut self) -> String {
        match self.below(12) {
            _ if self.tame => self.words(3),
            0 => "Donaudampfschifffahrtsgesellschaftskapitänswitwe".to_owned(),
            1 => self.words(18),
            2 | 3 => self.words(7),
            4 => "W".repeat(1 + self.below(30)),
            _ => self.words(3),
        }
    }

    pub(super) fn scale(&mut self) -> (f64, f64) {
        if self.tame {
            let size = self.of(&[1.0, 10.0, 100.0, 1e4]);
            return (self.of(&[0.0, -0.5, -1.0, 1.0]) * size, size);
        }
        let size = self
            .of(&[1.0, 1.0, 10.0, 100.0, 100.0, 1e4, 1e6, 1e9, 1e13, 1e-3, 1e-9, 1e200]);
        let base = self.of(&[0.0, 0.0, -0.5, -1.0, 1.0, 10.0]);
        (base * size, size)
    }
}
