//! Wilcoxon's signed-rank test of pairs and the Hodges–Lehmann centre of their differences.

use crate::stat::estimate::Undefined;
use crate::stat::estimate::power::check_level;
use crate::stat::estimate::power::normal_quantile;
use crate::stat::estimate::rank::doubled_ranks;
use crate::stat::estimate::rank::kth_smallest;
use crate::stat::estimate::rank::order_at;
use crate::stat::estimate::rank::p_of_z;
use crate::stat::estimate::rank::paired;
use crate::stat::estimate::rank::two_sided;
use crate::stat::estimate::sample::sorted;

/// Pairs up to which the exact law is walked.
const EXACT: usize = 300;

/// The Wilcoxon signed-rank test.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SignedRank {
    /// Pairs that differ.
    pub n_used: usize,
    /// The ranks of |x − y| summed over pairs with x > y; R's V.
    pub w_plus: f64,
    /// Two-sided p value over all signs of the midranks, up to 300 pairs.
    pub p_exact: Option<f64>,
    /// Two-sided p value, tie-corrected normal approximation with continuity correction.
    pub p_normal: f64,
    /// The same without the correction.
    pub p_normal_uncorrected: f64,
    /// The median of the means of all two differences, each with itself among them.
    pub hodges_lehmann: f64,
    /// Lower end of its interval.
    pub hl_low: f64,
    /// Upper end.
    pub hl_high: f64,
    /// Whether sizes of differences are tied.
    pub tied: bool,
}

/// Tests paired differences x − y for symmetry about zero (Wilcoxon 1945) and estimates
/// their centre; zeros are left out. The interval is exact without ties, else from the
/// normal approximation. Errors where the lengths differ or no pair differs.
pub fn wilcoxon_signed_rank(
    x: &[f64],
    y: &[f64],
    level: f64,
) -> Result<SignedRank, Undefined> {
    paired(x, y)?;
    check_level(level)?;
    let differences: Vec<f64> =
        x.iter().zip(y).map(|(x, y)| x - y).filter(|d| *d != 0.0).collect();
    let n = differences.len();
    if n == 0 {
        return Err(Undefined::new("no pair differs"));
    }
    let sizes: Vec<f64> = differences.iter().map(|d| d.abs()).collect();
    let (ranks, ties) = doubled_ranks(&sizes);
    let sum: u64 =
        differences.iter().zip(&ranks).filter(|(d, _)| **d > 0.0).map(|(_, r)| r).sum();
    let law = (n <= EXACT).then(|| signs(&ranks));
    let count = n as f64;
    let w_plus = sum as f64 / 2.0;
    let off = w_plus - count * (count + 1.0) / 4.0;
    let sd = (count * (count + 1.0) * (2.0 * count + 1.0) / 24.0 - ties / 48.0).sqrt();
    let tail = (1.0 - level) / 2.0;
    let pairs = n as u64 * (n as u64 + 1) / 2;
    let rank = match &law {
        Some(law) if ties == 0.0 => order_at(law, 0, tail),
        _ => (pairs as f64 / 2.0 + normal_quantile(tail) * sd).round().max(0.0) as u64,
    }
    .clamp(1, pairs.div_ceil(2));
    let ascending = sorted(&differences);
    let walsh = |k: u64| walsh_mean(&ascending, k);
    Ok(SignedRank {
        n_used: n,
        w_plus,
        p_exact: law.as_deref().map(|law| two_sided(law, sum as usize)),
        p_normal: p_of_z((off.abs() - 0.5) / sd, off),
        p_normal_uncorrected: p_of_z(off.abs() / sd, off),
        hodges_lehmann: f64::midpoint(walsh(pairs.div_ceil(2)), walsh(pairs / 2 + 1)),
        hl_low: walsh(rank),
        hl_high: walsh(pairs - rank + 1),
        tied: ties > 0.0,
    })
}

/// Returns the law of the sum of the ranks that carry a plus, each with probability ½.
fn signs(ranks: &[u64]) -> Vec<f64> {
    let total: u64 = ranks.iter().sum();
    let mut law = vec![0.0; total as usize + 1];
    law[0] = 1.0;
    let mut reach = 0;
    for rank in ranks {
        let rank = *rank as usize;
        reach += rank;
        for at in (0..=reach).rev() {
            let with = if at >= rank { law[at - rank] } else { 0.0 };
            law[at] = f64::midpoint(law[at], with);
        }
    }
    law
}

/// Returns the k-th smallest (from 1) mean of two of the ascending values, i ≤ j.
fn walsh_mean(values: &[f64], k: u64) -> f64 {
    kth_smallest(k, |limit| {
        let mut count = 0_u64;
        let mut until = values.len();
        for (at, value) in values.iter().enumerate() {
            let over = |other: &f64| f64::midpoint(*value, *other) > limit;
            while until > 0 && values.get(until - 1).is_some_and(over) {
                until -= 1;
            }
            count += until.saturating_sub(at) as u64;
        }
        count
    })
}

#[cfg(test)]
mod tests {
    use super::walsh_mean;
    use super::wilcoxon_signed_rank;
    use crate::stat::estimate::design::oracle;

    #[test]
    fn the_reference_results_agree() {
        for reference in oracle::all("wilcoxon_signed_rank.") {
            let (x, y) = (reference.vector("x").unwrap(), reference.vector("y").unwrap());
            let got = wilcoxon_signed_rank(&x, &y, 0.95).unwrap();
            reference.check("n_used", got.n_used as f64);
            reference.check("W_plus", got.w_plus);
            reference.check("p_normal_cc", got.p_normal);
            reference.check("p_normal_nocc", got.p_normal_uncorrected);
            reference.check("p_exact_conditional", got.p_exact.unwrap());
        }
    }

    #[test]
    fn the_depression_scores_of_hollander_and_wolfe_agree() {
        // R's help page of wilcox.test: V = 40, exact p = 0.0390625. Their Hodges–Lehmann
        // estimate is 0.46, with the interval 0.010 to 0.786 of 96.1 %.
        let x = [1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30];
        let y = [0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 314.0 / 100.0, 1.29];
        let got = wilcoxon_signed_rank(&x, &y, 0.95).unwrap();
        assert!((got.w_plus - 40.0).abs() < f64::EPSILON);
        assert!((got.p_exact.unwrap() - 0.039_062_5).abs() < 1e-15);
        assert!((got.hodges_lehmann - 0.46).abs() < 1e-12, "{}", got.hodges_lehmann);
        assert!((got.hl_low - 0.010).abs() < 1e-12, "{}", got.hl_low);
        assert!((got.hl_high - 0.786).abs() < 1e-12, "{}", got.hl_high);
    }

    #[test]
    fn the_kth_mean_is_that_of_the_sorted_table() {
        let values = [-3.0, -1.5, 0.25, 2.0, 2.0, 7.5];
        let mut table = Vec::new();
        for (at, a) in values.iter().enumerate() {
            table.extend(values.iter().skip(at).map(|b| f64::midpoint(*a, *b)));
        }
        table.sort_by(f64::total_cmp);
        for (k, want) in (1..).zip(&table) {
            assert!((walsh_mean(&values, k) - want).abs() < f64::MIN_POSITIVE);
        }
    }

    #[test]
    fn pairs_that_are_all_alike_are_refused() {
        let reason = wilcoxon_signed_rank(&[1.0], &[1.0], 0.95).unwrap_err().reason;
        assert_eq!(reason, "no pair differs");
    }
}
