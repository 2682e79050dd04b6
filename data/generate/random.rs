//! Draws that come out bit for bit alike on every machine.
//!
//! Only integer arithmetic, `+ - * /` and square roots are used: the logarithms, exponentials
//! and cosines of a platform's mathematics library may differ in their last digit, and one
//! digit can move a rounded count.

/// A stream of random numbers (splitmix64).
#[derive(Debug, Clone)]
pub(crate) struct Random {
    state: u64,
}

impl Random {
    /// Opens the stream of one purpose, so that a change to one file leaves the others alone.
    pub(crate) fn new(seed: u64, purpose: u64) -> Self {
        let mut stream =
            Self { state: seed ^ purpose.wrapping_mul(0xA076_1D64_78BD_642F) };
        stream.next();
        stream
    }

    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut word = self.state;
        word = (word ^ (word >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        word ^ (word >> 31)
    }

    /// Draws from 0 (included) to 1 (excluded).
    pub(crate) fn uniform(&mut self) -> f64 {
        (self.next() >> 11) as f64 / 9_007_199_254_740_992.0
    }

    /// Draws a place in a list of `length`.
    pub(crate) fn index(&mut self, length: usize) -> usize {
        (self.uniform() * length as f64) as usize
    }

    /// Draws from a distribution near the standard normal: twelve uniforms, less six.
    pub(crate) fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.uniform()).sum::<f64>() - 6.0
    }

    /// Draws from a distribution near the log-normal with median 1, kept within `limits`.
    pub(crate) fn log_normal(&mut self, sd: f64, limits: (f64, f64)) -> f64 {
        exp(sd * self.normal()).clamp(limits.0, limits.1)
    }

    /// Puts a list in random order.
    pub(crate) fn shuffle<T>(&mut self, list: &mut [T]) {
        for last in (1..list.len()).rev() {
            list.swap(last, self.index(last + 1));
        }
    }

    /// Draws one correlated disturbance a year, each remembering `memory` of the last.
    pub(crate) fn disturbance<const N: usize>(
        &mut self,
        sd: f64,
        memory: f64,
    ) -> [f64; N] {
        let fresh = sd * (1.0 - memory * memory).sqrt();
        let mut level = sd * self.normal();
        std::array::from_fn(|_| {
            level = memory * level + fresh * self.normal();
            level
        })
    }
}

/// Returns e to the power `x` for small `x`: the series at x / 64, squared six times.
pub(crate) fn exp(x: f64) -> f64 {
    let small = x / 64.0;
    let (mut term, mut sum) = (1.0, 1.0);
    for order in 1..12 {
        term = term * small / f64::from(order);
        sum += term;
    }
    (0..6).fold(sum, |power, _| power * power)
}
