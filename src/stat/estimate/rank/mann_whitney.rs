//! The Mann–Whitney test and the Hodges–Lehmann shift of two independent samples.

use crate::stat::estimate::Undefined;
use crate::stat::estimate::power::check_level;
use crate::stat::estimate::power::normal_cdf;
use crate::stat::estimate::power::normal_quantile;
use crate::stat::estimate::rank::doubled_ranks;
use crate::stat::estimate::rank::finite;
use crate::stat::estimate::rank::kth_smallest;
use crate::stat::estimate::rank::order_at;
use crate::stat::estimate::rank::p_of_z;
use crate::stat::estimate::rank::two_sided;
use crate::stat::estimate::sample::sorted;

/// Additions an exact distribution may take.
const EXACT_WORK: f64 = 2e8;

/// The Mann–Whitney test (Wilcoxon rank sum).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MannWhitney {
    /// Pairs with x > y, ties counting half; R's W.
    pub u: f64,
    /// Two-sided p value over all splits of the midranks, where that is feasible.
    pub p_exact: Option<f64>,
    /// Two-sided p value, tie-corrected normal approximation with continuity correction.
    pub p_normal: f64,
    /// The same without the correction.
    pub p_normal_uncorrected: f64,
    /// With the correction, against x being greater.
    pub p_normal_greater: f64,
    /// With the correction, against x being less.
    pub p_normal_less: f64,
    /// Whether values are tied across the samples or within them.
    pub tied: bool,
    /// The median of all differences x − y.
    pub hodges_lehmann: f64,
    /// Lower end of its interval.
    pub hl_low: f64,
    /// Upper end.
    pub hl_high: f64,
    /// u/(n·m): the probability that x exceeds y.
    pub auc: f64,
}

/// Tests whether `x` tends to exceed `y` (Mann and Whitney 1947) and estimates the shift
/// (Hodges and Lehmann 1963), with the interval of `level`. The interval is exact without
/// ties and where the exact distribution is feasible, else from the normal approximation.
/// Errors on an empty group or where all values are equal.
pub fn mann_whitney(x: &[f64], y: &[f64], level: f64) -> Result<MannWhitney, Undefined> {
    check_level(level)?;
    let (n, m) = (x.len(), y.len());
    if n == 0 || m == 0 {
        return Err(Undefined::new("a group has no observation"));
    }
    let pooled: Vec<f64> = x.iter().chain(y).copied().collect();
    finite(&pooled)?;
    let (ranks, ties) = doubled_ranks(&pooled);
    let (n_f, m_f) = (n as f64, m as f64);
    let total = n_f + m_f;
    let sum: u64 = ranks.iter().take(n).sum();
    let u = sum as f64 / 2.0 - n_f * (n_f + 1.0) / 2.0;
    let variance = n_f * m_f / 12.0 * ((total + 1.0) - ties / (total * (total - 1.0)));
    if variance <= 0.0 {
        return Err(Undefined::new("all values are equal"));
    }
    let law = splits(&ranks, n.min(m));
    let p_exact = law.as_deref().map(|law| {
        let sum = if n <= m { sum } else { ranks.iter().sum::<u64>() - sum };
        two_sided(law, sum as usize)
    });
    let sorted_x = sorted(x);
    let sorted_y = sorted(y);
    let pairs = n as u64 * m as u64;
    let tail = (1.0 - level) / 2.0;
    let rank = match &law {
        // The smallest u with P(U ≤ u) ≥ tail, as R's qwilcox; doubled ranks step by two.
        Some(law) if ties == 0.0 => {
            let smaller = n.min(m);
            order_at(law, smaller * (smaller + 1), tail)
        }
        _ => {
            let z = normal_quantile(tail);
            (n_f * m_f / 2.0 + z * variance.sqrt()).round().max(0.0) as u64
        }
    }
    .clamp(1, pairs.div_ceil(2));
    let middle = f64::midpoint(
        difference(&sorted_x, &sorted_y, pairs.div_ceil(2)),
        difference(&sorted_x, &sorted_y, pairs / 2 + 1),
    );
    let off = u - n_f * m_f / 2.0;
    Ok(MannWhitney {
        u,
        p_exact,
        p_normal: p_of_z((off.abs() - 0.5) / variance.sqrt(), off),
        p_normal_uncorrected: p_of_z(off.abs() / variance.sqrt(), off),
        p_normal_greater: normal_cdf((0.5 - off) / variance.sqrt()),
        p_normal_less: normal_cdf((off + 0.5) / variance.sqrt()),
        tied: ties > 0.0,
        hodges_lehmann: middle,
        hl_low: difference(&sorted_x, &sorted_y, rank),
        hl_high: difference(&sorted_x, &sorted_y, pairs - rank + 1),
        auc: u / (n_f * m_f),
    })
}

/// Returns the law of the sum of `size` of the ranks drawn at random, by sum; nothing where
/// that takes too long.
fn splits(ranks: &[u64], size: usize) -> Option<Vec<f64>> {
    let mut largest = ranks.to_vec();
    largest.sort_unstable();
    let reach: u64 = largest.iter().rev().take(size).sum();
    if ranks.len() as f64 * size as f64 * reach as f64 > EXACT_WORK {
        return None;
    }
    let width = reach as usize + 1;
    // law[k][s]: the probability that k of the ranks so far were drawn and sum to s, when
    // each is drawn with probability size/len: conditioning on k = size makes it uniform.
    let chance = size as f64 / ranks.len() as f64;
    let mut law = vec![vec![0.0; width]; size + 1];
    law[0][0] = 1.0;
    for (done, rank) in largest.iter().enumerate() {
        let rank = *rank as usize;
        for k in (0..=size.min(done + 1)).rev() {
            let (lower, upper) = law.split_at_mut(k);
            // k of the ranks so far, which come in order, sum to k·rank at most.
            let most = (k * rank).min(width - 1);
            let (low, high) = upper[0].split_at_mut(rank.min(width));
            for cell in low.iter_mut().take(most + 1) {
                *cell *= 1.0 - chance;
            }
            let above = (most + 1).saturating_sub(rank);
            match lower.last() {
                Some(below) => {
                    for (cell, from) in high.iter_mut().zip(below).take(above) {
                        *cell = *cell * (1.0 - chance) + chance * from;
                    }
                }
                None => {
                    for cell in high.iter_mut().take(above) {
                        *cell *= 1.0 - chance;
                    }
                }
            }
        }
    }
    let mut last = law.pop()?;
    let total: f64 = last.iter().sum();
    for cell in &mut last {
        *cell /= total;
    }
    (total > 0.0).then_some(last)
}

/// Returns the k-th smallest (from 1) of all differences x − y of sorted samples.
fn difference(x: &[f64], y: &[f64], k: u64) -> f64 {
    kth_smallest(k, |limit| {
        // Of ascending y those from `from` on have x − y ≤ limit; `from` rises with x.
        let mut from = 0;
        let mut count = 0_u64;
        for value in x {
            while y.get(from).is_some_and(|y| value - y > limit) {
                from += 1;
            }
            count += (y.len() - from) as u64;
        }
        count
    })
}

#[cfg(test)]
mod tests {
    use super::difference;
    use super::mann_whitney;
    use crate::stat::estimate::design::oracle;

    const X: [f64; 7] = [3.5, 1.25, 9.0, 4.0, 4.0, 7.75, -2.0];
    const Y: [f64; 7] = [2.0, 4.0, 11.5, 0.5, 6.0, 5.0, -1.0];

    #[test]
    fn the_reference_results_agree() {
        for reference in oracle::all("mann_whitney.") {
            let (x, y) = (reference.vector("x").unwrap(), reference.vector("y").unwrap());
            let got = mann_whitney(&x, &y, 0.95).unwrap();
            reference.check("U_x", got.u);
            reference.check("auc", got.auc);
            reference.check("p_normal_cc", got.p_normal);
            reference.check("p_normal_nocc", got.p_normal_uncorrected);
            reference.check("p_normal_cc_greater", got.p_normal_greater);
            reference.check("p_exact_conditional", got.p_exact.unwrap());
            assert_eq!(got.tied, !reference.has("p_exact"));
            if reference.has("p_exact") {
                reference.check("p_exact", got.p_exact.unwrap());
                reference.check("hodges_lehmann", got.hodges_lehmann);
                reference.check("hl_ci95_low", got.hl_low);
                reference.check("hl_ci95_high", got.hl_high);
            }
        }
    }

    #[test]
    fn swapping_the_groups_mirrors_the_result() {
        let few = [1.5, 8.0, 2.5];
        let (a, b) = (
            mann_whitney(&X, &few, 0.95).unwrap(),
            mann_whitney(&few, &X, 0.95).unwrap(),
        );
        assert!((a.p_exact.unwrap() - b.p_exact.unwrap()).abs() < 1e-14);
        assert!((a.p_normal_greater - b.p_normal_less).abs() < 1e-14);
        assert!((a.auc + b.auc - 1.0).abs() < 1e-15);
        assert!((a.hodges_lehmann + b.hodges_lehmann).abs() < 1e-15);
        assert!((a.hl_low + b.hl_high).abs() < 1e-15);
    }

    #[test]
    fn the_kth_difference_is_that_of_the_sorted_table() {
        let (mut x, mut y) = (X, Y);
        x.sort_by(f64::total_cmp);
        y.sort_by(f64::total_cmp);
        let mut table: Vec<f64> = X.iter().flat_map(|x| Y.map(|y| x - y)).collect();
        table.sort_by(f64::total_cmp);
        for (k, want) in (1..).zip(&table) {
            assert!((difference(&x, &y, k) - want).abs() < f64::MIN_POSITIVE);
        }
    }

    #[test]
    fn the_programme_s_size_has_an_exact_p() {
        let x: Vec<f64> = (0..150).map(|i| f64::from(i * 37 % 151) + 20.0).collect();
        let y: Vec<f64> = (0..29).map(|i| f64::from(i * 11 % 29) * 5.0 + 0.5).collect();
        let got = mann_whitney(&x, &y, 0.95).unwrap();
        assert!((got.p_exact.unwrap() - got.p_normal).abs() < 2e-3);
        assert!(got.hl_low < got.hodges_lehmann && got.hodges_lehmann < got.hl_high);
    }

    #[test]
    fn what_is_undefined_says_why() {
        let reason = mann_whitney(&[1.0, 1.0], &[1.0], 0.95).unwrap_err().reason;
        assert_eq!(reason, "all values are equal");
        let reason = mann_whitney(&[], &[1.0], 0.95).unwrap_err().reason;
        assert_eq!(reason, "a group has no observation");
    }
}
