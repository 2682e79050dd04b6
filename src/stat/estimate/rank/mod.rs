//! Tests by rank.
//!
//! Ranks are doubled midranks, whole numbers, so that ties are exact. Exact p values are
//! those of the full permutation distribution given the ties.

mod kolmogorov_smirnov;
mod mann_whitney;
mod signed_rank;

pub use kolmogorov_smirnov::KolmogorovSmirnov;
pub use kolmogorov_smirnov::ks_two_sample;
pub use mann_whitney::MannWhitney;
pub use mann_whitney::mann_whitney;
pub use signed_rank::SignedRank;
pub use signed_rank::wilcoxon_signed_rank;

use crate::stat::estimate::Undefined;
use crate::stat::estimate::power::normal_cdf;
use crate::stat::estimate::sample::compensated;

/// Refuses values that are not numbers.
pub(super) fn finite(values: &[f64]) -> Result<(), Undefined> {
    if values.iter().all(|value| value.is_finite()) {
        Ok(())
    } else {
        Err(Undefined::new("a value is not a number"))
    }
}

/// Refuses pairs that are none.
pub(super) fn paired(x: &[f64], y: &[f64]) -> Result<(), Undefined> {
    if x.len() != y.len() {
        return Err(Undefined::new("the two variables differ in length"));
    }
    finite(x)?;
    finite(y)
}

/// Returns twice the midrank of each value, and Σ(t³ − t) over ties of size t.
pub(super) fn doubled_ranks(values: &[f64]) -> (Vec<u64>, f64) {
    let mut order: Vec<(usize, f64)> =
        values.iter().map(|value| value + 0.0).enumerate().collect();
    order.sort_by(|a, b| a.1.total_cmp(&b.1));
    let mut ranks = vec![0; values.len()];
    let mut ties = 0.0;
    let mut before = 0_u64;
    for tie in order.chunk_by(|a, b| a.1 >= b.1) {
        let count = tie.len() as u64;
        for (place, _) in tie {
            if let Some(rank) = ranks.get_mut(*place) {
                *rank = 2 * before + count + 1;
            }
        }
        let size = count as f64;
        ties += size * size * size - size;
        before += count;
    }
    (ranks, ties)
}

/// Returns the probability of a sum at least as far from the mean of its law as `observed`;
/// the law is that of whole numbers and its mean a multiple of one half.
fn two_sided(law: &[f64], observed: usize) -> f64 {
    let mean = compensated(law.iter().enumerate().map(|(at, share)| at as f64 * share));
    let middle = (2.0 * mean).round() / 2.0;
    let far = (observed as f64 - middle).abs();
    let inside = |at: usize| (at as f64 - middle).abs() < far;
    let tail = law.iter().enumerate().filter(|(at, _)| !inside(*at)).map(|(_, p)| *p);
    compensated(tail).min(1.0)
}

/// Returns the two-sided normal p value; 1 where the statistic is at its mean.
fn p_of_z(z: f64, off: f64) -> f64 {
    if off == 0.0 { 1.0 } else { (2.0 * normal_cdf(-z)).min(1.0) }
}

/// Returns the k-th smallest (from 1) of a multiset, by bisection over the floating-point
/// numbers of how many of its members lie at or below a limit: no table of them all.
fn kth_smallest(k: u64, at_most: impl Fn(f64) -> u64) -> f64 {
    let (mut low, mut high) = (ordered(f64::MIN), ordered(f64::MAX));
    while low < high {
        let middle = low + (high - low) / 2;
        if at_most(unordered(middle)) >= k {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    unordered(low) + 0.0
}

/// Returns a whole number that is ordered as the value is.
const fn ordered(value: f64) -> u64 {
    let bits = value.to_bits();
    if bits >> 63 == 1 { !bits } else { bits | 1 << 63 }
}

/// Undoes [`ordered`].
const fn unordered(number: u64) -> f64 {
    f64::from_bits(if number >> 63 == 1 { number & !(1 << 63) } else { !number })
}

/// Returns how many of the first places of a law, stepping by two, hold less than `tail`:
/// the order statistic at which an exact interval ends.
fn order_at(law: &[f64], from: usize, tail: f64) -> u64 {
    let mut mass = 0.0;
    let reached = law.iter().skip(from).step_by(2).position(|share| {
        mass += share;
        mass >= tail
    });
    reached.unwrap_or(0) as u64
}
