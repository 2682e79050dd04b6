//! Tests by rank, correlations and the linear trend.
//!
//! Ranks are doubled midranks, whole numbers, so that ties are exact. Exact p values are
//! those of the full permutation distribution given the ties.

use crate::stat::estimate::Undefined;
use crate::stat::estimate::p_of_t;
use crate::stat::estimate::power::check_level;
use crate::stat::estimate::power::normal_cdf;
use crate::stat::estimate::power::normal_quantile;
use crate::stat::estimate::sample::compensated;
use crate::stat::estimate::sample::sorted;
use crate::stat::estimate::t_quantile;
use std::f64::consts::PI;

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
    /// The median of all differences x − y.
    pub hodges_lehmann: f64,
    /// Lower end of its interval.
    pub hl_low: f64,
    /// Upper end.
    pub hl_high: f64,
    /// u/(n·m): the probability that x exceeds y.
    pub auc: f64,
}

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
}

/// The two-sample Kolmogorov–Smirnov test.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct KolmogorovSmirnov {
    /// The largest distance between the two empirical distributions.
    pub d: f64,
    /// Two-sided p value given the ties, where n·m ≤ 10⁷.
    pub p_exact: Option<f64>,
    /// Two-sided p value, 2Σ(−1)^(k−1)·exp(−2k²λ²), λ = D·√(nm/(n+m)).
    pub p_asymptotic: f64,
}

/// Pearson's correlation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pearson {
    /// Pairs.
    pub n: usize,
    /// The correlation.
    pub r: f64,
    /// r·√(df/(1 − r²)).
    pub t: f64,
    /// n − 2.
    pub df: f64,
    /// Two-sided p value.
    pub p: f64,
    /// Lower end of Fisher's z interval.
    pub ci_low: f64,
    /// Upper end.
    pub ci_high: f64,
}

/// Spearman's correlation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spearman {
    /// Pairs.
    pub n: usize,
    /// Pearson's correlation of the midranks.
    pub rho: f64,
    /// Two-sided p value by t with n − 2 degrees of freedom.
    pub p_t: f64,
    /// Two-sided p value over all orders; up to nine pairs without ties.
    pub p_exact: Option<f64>,
}

/// A straight line by least squares.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Trend {
    /// Points.
    pub n: usize,
    /// Change of y per unit of x.
    pub slope: f64,
    /// y at x = 0.
    pub intercept: f64,
    /// Standard error of the slope.
    pub se: f64,
    /// slope/se.
    pub t: f64,
    /// n − 2.
    pub df: f64,
    /// Two-sided p value of the slope.
    pub p: f64,
    /// Lower end of the slope's interval.
    pub ci_low: f64,
    /// Upper end.
    pub ci_high: f64,
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
            let smaller = n.min(m) as u64;
            let least = (smaller * (smaller + 1)) as usize;
            let mut mass = 0.0;
            law.iter()
                .skip(least)
                .step_by(2)
                .position(|share| {
                    mass += share;
                    mass >= tail
                })
                .unwrap_or(0) as u64
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
        hodges_lehmann: middle,
        hl_low: difference(&sorted_x, &sorted_y, rank),
        hl_high: difference(&sorted_x, &sorted_y, pairs - rank + 1),
        auc: u / (n_f * m_f),
    })
}

/// Tests paired differences x − y for symmetry about zero (Wilcoxon 1945); zeros are left
/// out. Errors where the lengths differ or no pair differs.
pub fn wilcoxon_signed_rank(x: &[f64], y: &[f64]) -> Result<SignedRank, Undefined> {
    paired(x, y)?;
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
    let p_exact = (n <= 300).then(|| {
        let total: u64 = ranks.iter().sum();
        let mut law = vec![0.0; total as usize + 1];
        law[0] = 1.0;
        let mut reach = 0;
        for rank in &ranks {
            let rank = *rank as usize;
            reach += rank;
            for at in (0..=reach).rev() {
                let with = if at >= rank { law[at - rank] } else { 0.0 };
                law[at] = f64::midpoint(law[at], with);
            }
        }
        two_sided(&law, sum as usize)
    });
    let count = n as f64;
    let w_plus = sum as f64 / 2.0;
    let off = w_plus - count * (count + 1.0) / 4.0;
    let sd = (count * (count + 1.0) * (2.0 * count + 1.0) / 24.0 - ties / 48.0).sqrt();
    Ok(SignedRank {
        n_used: n,
        w_plus,
        p_exact,
        p_normal: p_of_z((off.abs() - 0.5) / sd, off),
        p_normal_uncorrected: p_of_z(off.abs() / sd, off),
    })
}

/// Tests whether two samples come from one distribution. Errors on an empty group.
pub fn ks_two_sample(x: &[f64], y: &[f64]) -> Result<KolmogorovSmirnov, Undefined> {
    let (n, m) = (x.len(), y.len());
    if n == 0 || m == 0 {
        return Err(Undefined::new("a group has no observation"));
    }
    let mut pooled: Vec<(f64, bool)> = x
        .iter()
        .map(|value| (*value + 0.0, true))
        .chain(y.iter().map(|value| (*value + 0.0, false)))
        .collect();
    finite(x)?;
    finite(y)?;
    pooled.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    // Whether a value is the last of its ties: only there are the distributions compared.
    let last: Vec<bool> = pooled
        .iter()
        .zip(pooled.iter().skip(1).map(Some).chain([None]))
        .map(|(here, next)| next.is_none_or(|next| next.0 > here.0))
        .collect();
    let (mut of_x, mut of_y, mut largest) = (0_u64, 0_u64, 0_u64);
    for ((_, is_x), last) in pooled.iter().zip(&last) {
        if *is_x {
            of_x += 1;
        } else {
            of_y += 1;
        }
        if *last {
            largest = largest.max((of_x * m as u64).abs_diff(of_y * n as u64));
        }
    }
    let (n_f, m_f) = (n as f64, m as f64);
    let d = largest as f64 / (n_f * m_f);
    let p_exact = (n_f * m_f <= 1e7).then(|| reached(n, m, &last, largest));
    let lambda = d * (n_f * m_f / (n_f + m_f)).sqrt();
    Ok(KolmogorovSmirnov { d, p_exact, p_asymptotic: kolmogorov_tail(lambda) })
}

/// Returns the probability that a random order of n and m reaches the distance `largest`
/// (times n·m) at the end of some tie.
fn reached(n: usize, m: usize, last: &[bool], largest: u64) -> f64 {
    let there = |i: usize, j: usize| {
        let distance = (i as u64 * m as u64).abs_diff(j as u64 * n as u64);
        let end = i + j > 0 && last.get(i + j - 1).copied().unwrap_or(false);
        end && distance >= largest
    };
    let mut row = vec![0.0; m + 1];
    for i in 0..=n {
        let mut left = 0.0;
        for (j, cell) in row.iter_mut().enumerate() {
            let steps = (i + j) as f64;
            let value = if there(i, j) {
                1.0
            } else if i + j == 0 {
                0.0
            } else {
                // The step before came from (i − 1, j) with probability i/(i + j).
                (i as f64 * *cell + j as f64 * left) / steps
            };
            *cell = value;
            left = value;
        }
    }
    row.last().copied().unwrap_or(1.0).min(1.0)
}

/// Returns P(K > λ) of Kolmogorov's law, by whichever of its two series converges fast.
fn kolmogorov_tail(lambda: f64) -> f64 {
    if lambda <= 0.0 {
        return 1.0;
    }
    if lambda < 1.0 {
        let part =
            |k: f64| (-(2.0 * k - 1.0).powi(2) * PI * PI / (8.0 * lambda * lambda)).exp();
        let sum: f64 = (1..=20).map(|k| part(f64::from(k))).sum();
        return (1.0 - (2.0 * PI).sqrt() / lambda * sum).clamp(0.0, 1.0);
    }
    let part = |k: f64| (-2.0 * k * k * lambda * lambda).exp();
    let sum: f64 = (1..=20)
        .map(|k| if k % 2 == 1 { part(f64::from(k)) } else { -part(f64::from(k)) })
        .sum();
    (2.0 * sum).clamp(0.0, 1.0)
}

/// Returns the correlation of pairs with Fisher's z interval. Errors with fewer than four
/// pairs, where a variable is constant, or where all points lie on one line.
pub fn pearson(x: &[f64], y: &[f64], level: f64) -> Result<Pearson, Undefined> {
    check_level(level)?;
    let sums = Sums::new(x, y, 4)?;
    if sums.yy <= 0.0 {
        return Err(Undefined::new("the second variable is constant"));
    }
    let r = sums.xy / (sums.xx * sums.yy).sqrt();
    let df = sums.n - 2.0;
    if 1.0 - r.abs() < 1e-15 {
        return Err(Undefined::new("all points lie on one line"));
    }
    let t = r * (df / ((1.0 - r) * (1.0 + r))).sqrt();
    let half = -normal_quantile((1.0 - level) / 2.0) / (sums.n - 3.0).sqrt();
    Ok(Pearson {
        n: x.len(),
        r,
        t,
        df,
        p: p_of_t(t, df)?,
        ci_low: (r.atanh() - half).tanh(),
        ci_high: (r.atanh() + half).tanh(),
    })
}

/// Returns the correlation of midranks. Errors with fewer than three pairs or where a
/// variable is constant; a perfect order has p by the exact law where there is one, else 0.
pub fn spearman(x: &[f64], y: &[f64]) -> Result<Spearman, Undefined> {
    paired(x, y)?;
    let (ranks_x, ties_x) = doubled_ranks(x);
    let (ranks_y, ties_y) = doubled_ranks(y);
    let number =
        |ranks: &[u64]| ranks.iter().map(|r| *r as f64 / 2.0).collect::<Vec<_>>();
    let sums = Sums::new(&number(&ranks_x), &number(&ranks_y), 3)?;
    if sums.yy <= 0.0 {
        return Err(Undefined::new("the second variable is constant"));
    }
    let rho = (sums.xy / (sums.xx * sums.yy).sqrt()).clamp(-1.0, 1.0);
    let df = sums.n - 2.0;
    let rest = (1.0 - rho) * (1.0 + rho);
    let p_t = if rest > 0.0 { p_of_t(rho * (df / rest).sqrt(), df)? } else { 0.0 };
    let plain = ties_x == 0.0 && ties_y == 0.0;
    let p_exact = (plain && x.len() <= 9).then(|| {
        let squares: u64 =
            ranks_x.iter().zip(&ranks_y).map(|(a, b)| (a.abs_diff(*b) / 2).pow(2)).sum();
        let mut counts = Orders { squares, below: 0, above: 0, all: 0 };
        counts.visit(&mut (0..x.len() as u64).collect::<Vec<u64>>(), 0, 0);
        let tail = counts.below.min(counts.above);
        (2.0 * tail as f64 / counts.all as f64).min(1.0)
    });
    Ok(Spearman { n: x.len(), rho, p_t, p_exact })
}

/// Counts of the orders whose Σd² is at most, and at least, the observed one.
struct Orders {
    squares: u64,
    below: u64,
    above: u64,
    all: u64,
}

impl Orders {
    fn visit(&mut self, order: &mut [u64], at: usize, sum: u64) {
        if at == order.len() {
            self.all += 1;
            self.below += u64::from(sum <= self.squares);
            self.above += u64::from(sum >= self.squares);
            return;
        }
        for other in at..order.len() {
            order.swap(at, other);
            let step = order[at].abs_diff(at as u64).pow(2);
            self.visit(order, at + 1, sum + step);
            order.swap(at, other);
        }
    }
}

/// Fits y = intercept + slope·x by least squares on centred values. Errors with fewer than
/// three points, where x is constant, or where all points lie on the line.
pub fn linear_trend(x: &[f64], y: &[f64], level: f64) -> Result<Trend, Undefined> {
    let sums = Sums::new(x, y, 3)?;
    check_level(level)?;
    let slope = sums.xy / sums.xx;
    let rest = compensated(sums.pairs.iter().map(|(x, y)| (y - slope * x).powi(2)));
    let df = sums.n - 2.0;
    if rest <= 1e-28 * sums.yy {
        return Err(Undefined::new("all points lie on one line"));
    }
    let se = (rest / df / sums.xx).sqrt();
    let half = t_quantile(level, df)? * se;
    Ok(Trend {
        n: x.len(),
        slope,
        intercept: sums.mean_y - slope * sums.mean_x,
        se,
        t: slope / se,
        df,
        p: p_of_t(slope / se, df)?,
        ci_low: slope - half,
        ci_high: slope + half,
    })
}

/// Centred pairs, in the order of their values, and their sums of products.
struct Sums {
    n: f64,
    pairs: Vec<(f64, f64)>,
    mean_x: f64,
    mean_y: f64,
    xx: f64,
    xy: f64,
    yy: f64,
}

impl Sums {
    fn new(x: &[f64], y: &[f64], least: usize) -> Result<Self, Undefined> {
        paired(x, y)?;
        let mut pairs: Vec<(f64, f64)> =
            x.iter().copied().zip(y.iter().copied()).collect();
        pairs.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
        let (Some(first), true) = (pairs.first().copied(), pairs.len() >= least) else {
            return Err(Undefined::new(format!("there are fewer than {least} pairs")));
        };
        let n = pairs.len() as f64;
        let shift_x = compensated(pairs.iter().map(|(x, _)| x - first.0)) / n;
        let shift_y = compensated(pairs.iter().map(|(_, y)| y - first.1)) / n;
        for (x, y) in &mut pairs {
            *x = (*x - first.0) - shift_x;
            *y = (*y - first.1) - shift_y;
        }
        let xx = compensated(pairs.iter().map(|(x, _)| x * x));
        if xx <= 0.0 {
            return Err(Undefined::new("the first variable is constant"));
        }
        Ok(Self {
            n,
            mean_x: first.0 + shift_x,
            mean_y: first.1 + shift_y,
            xx,
            xy: compensated(pairs.iter().map(|(x, y)| x * y)),
            yy: compensated(pairs.iter().map(|(_, y)| y * y)),
            pairs,
        })
    }
}

/// Refuses values that are not numbers.
fn finite(values: &[f64]) -> Result<(), Undefined> {
    if values.iter().all(|value| value.is_finite()) {
        Ok(())
    } else {
        Err(Undefined::new("a value is not a number"))
    }
}

/// Refuses pairs that are none.
fn paired(x: &[f64], y: &[f64]) -> Result<(), Undefined> {
    if x.len() != y.len() {
        return Err(Undefined::new("the two variables differ in length"));
    }
    finite(x)?;
    finite(y)
}

/// Returns twice the midrank of each value, and Σ(t³ − t) over ties of size t.
fn doubled_ranks(values: &[f64]) -> (Vec<u64>, f64) {
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

/// Returns the k-th smallest (from 1) of all differences x − y of sorted samples, by
/// bisection over the floating-point numbers: no n × m table.
fn difference(x: &[f64], y: &[f64], k: u64) -> f64 {
    let count = |limit: f64| {
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
    };
    let (mut low, mut high) = (ordered(f64::MIN), ordered(f64::MAX));
    while low < high {
        let middle = low + (high - low) / 2;
        if count(unordered(middle)) >= k {
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

#[cfg(test)]
mod tests {
    use super::difference;
    use super::ks_two_sample;
    use super::linear_trend;
    use super::mann_whitney;
    use super::pearson;
    use super::spearman;
    use super::wilcoxon_signed_rank;
    use crate::stat::estimate::design::oracle;
    use crate::stat::estimate::design::oracle::Reference;

    fn vectors(reference: &Reference) -> (Vec<f64>, Vec<f64>) {
        (reference.vector("x").unwrap(), reference.vector("y").unwrap())
    }

    #[test]
    fn the_reference_mann_whitney_agrees() {
        for reference in oracle::all("mann_whitney.") {
            let (x, y) = vectors(&reference);
            let got = mann_whitney(&x, &y, 0.95).unwrap();
            reference.check("U_x", got.u);
            reference.check("auc", got.auc);
            reference.check("p_normal_cc", got.p_normal);
            reference.check("p_normal_nocc", got.p_normal_uncorrected);
            reference.check("p_exact_conditional", got.p_exact.unwrap());
            if reference.has("p_exact") {
                reference.check("p_exact", got.p_exact.unwrap());
                reference.check("hodges_lehmann", got.hodges_lehmann);
                reference.check("hl_ci95_low", got.hl_low);
                reference.check("hl_ci95_high", got.hl_high);
            }
        }
    }

    #[test]
    fn the_reference_signed_ranks_agree() {
        for reference in oracle::all("wilcoxon_signed_rank.") {
            let (x, y) = vectors(&reference);
            let got = wilcoxon_signed_rank(&x, &y).unwrap();
            reference.check("n_used", got.n_used as f64);
            reference.check("W_plus", got.w_plus);
            reference.check("p_normal_cc", got.p_normal);
            reference.check("p_normal_nocc", got.p_normal_uncorrected);
            reference.check("p_exact_conditional", got.p_exact.unwrap());
        }
    }

    #[test]
    fn the_reference_kolmogorov_smirnov_agrees() {
        for reference in oracle::all("ks_two_sample.") {
            let (x, y) = vectors(&reference);
            let got = ks_two_sample(&x, &y).unwrap();
            reference.check("D", got.d);
            reference.check("p_exact", got.p_exact.unwrap());
            reference.check("p_asymptotic_kolmogorov", got.p_asymptotic);
        }
    }

    #[test]
    fn the_reference_correlations_agree() {
        for reference in oracle::all("pearson.") {
            let (x, y) = vectors(&reference);
            let got = pearson(&x, &y, 0.95).unwrap();
            reference.check("n", got.n as f64);
            reference.check("r", got.r);
            reference.check("t", got.t);
            reference.check("df", got.df);
            reference.check("p", got.p);
            reference.check("ci95_low", got.ci_low);
            reference.check("ci95_high", got.ci_high);
        }
        for reference in oracle::all("spearman.") {
            let (x, y) = vectors(&reference);
            let got = spearman(&x, &y).unwrap();
            reference.check("n", got.n as f64);
            reference.check("rho", got.rho);
            reference.check("p_t_approx", got.p_t);
            if reference.has("p_exact") {
                reference.check("p_exact", got.p_exact.unwrap());
            }
        }
    }

    #[test]
    fn the_reference_trends_agree() {
        for reference in oracle::all("linear_trend.") {
            let (mut x, mut y) = (Vec::new(), Vec::new());
            for line in oracle::PANEL.lines().skip(1) {
                let fields: Vec<&str> = line.split(',').collect();
                if fields[1] == reference.group() {
                    x.push(fields[2].parse().unwrap());
                    y.push(fields[3].parse().unwrap());
                }
            }
            let got = linear_trend(&x, &y, 0.95).unwrap();
            reference.check("slope", got.slope);
            reference.check("intercept", got.intercept);
            reference.check("slope_se", got.se);
            reference.check("slope_t", got.t);
            reference.check("slope_p", got.p);
            reference.check("slope_ci95_low", got.ci_low);
            reference.check("slope_ci95_high", got.ci_high);
        }
    }

    const X: [f64; 7] = [3.5, 1.25, 9.0, 4.0, 4.0, 7.75, -2.0];
    const Y: [f64; 7] = [2.0, 4.0, 11.5, 0.5, 6.0, 5.0, -1.0];

    #[test]
    fn the_order_of_rows_changes_not_a_bit() {
        let order = [4, 2, 6, 0, 1, 5, 3];
        let (x, y) = (order.map(|at| X[at]), order.map(|at| Y[at]));
        assert_eq!(mann_whitney(&X, &Y, 0.9), mann_whitney(&x, &y, 0.9));
        assert_eq!(wilcoxon_signed_rank(&X, &Y), wilcoxon_signed_rank(&x, &y));
        assert_eq!(ks_two_sample(&X, &Y), ks_two_sample(&x, &y));
        assert_eq!(pearson(&X, &Y, 0.9), pearson(&x, &y, 0.9));
        assert_eq!(spearman(&X, &Y), spearman(&x, &y));
        assert_eq!(linear_trend(&X, &Y, 0.9), linear_trend(&x, &y, 0.9));
    }

    #[test]
    fn a_shift_and_a_scale_behave() {
        let moved = X.map(|v| 4.0 * v + 16.0);
        let four = Y.map(|v| 4.0 * v);
        let (a, b) = (
            mann_whitney(&X, &Y, 0.95).unwrap(),
            mann_whitney(&moved, &four, 0.95).unwrap(),
        );
        assert!((b.hodges_lehmann - 4.0 * a.hodges_lehmann - 16.0).abs() < 1e-12);
        let (a, b) =
            (linear_trend(&X, &Y, 0.9).unwrap(), linear_trend(&moved, &Y, 0.9).unwrap());
        assert!((a.slope - 4.0 * b.slope).abs() < 1e-12);
        assert!((a.p - b.p).abs() < 1e-12);
        assert_eq!(spearman(&X, &Y), spearman(&moved, &Y));
    }

    #[test]
    fn swapping_the_groups_mirrors_the_result() {
        let few = [1.5, 8.0, 2.5];
        let (a, b) = (
            mann_whitney(&X, &few, 0.95).unwrap(),
            mann_whitney(&few, &X, 0.95).unwrap(),
        );
        assert!((a.p_exact.unwrap() - b.p_exact.unwrap()).abs() < 1e-14);
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
        assert!(mann_whitney(&[1.0, 1.0], &[1.0], 0.95).is_err());
        assert!(wilcoxon_signed_rank(&[1.0], &[1.0]).is_err());
        assert!(ks_two_sample(&[], &[1.0]).is_err());
        assert!(pearson(&X, &X, 0.95).is_err());
        assert!(spearman(&X, &[1.0; 7]).is_err());
        assert!(linear_trend(&[1.0; 7], &Y, 0.95).is_err());
        assert!(linear_trend(&X, &Y[..3], 0.95).is_err());
    }
}
