//! Seeded resampling of a difference of means: permutation of labels, and the bootstrap.
//!
//! The generator is splitmix64 (Steele, Lea and Flood 2014), written out here so that a seed
//! gives the same draws everywhere and always. Values are sorted before anything is drawn.

use crate::stat::estimate::Undefined;
use crate::stat::estimate::design::from_common_origin;
use crate::stat::estimate::power::check_level;
use crate::stat::estimate::power::normal_cdf;
use crate::stat::estimate::power::normal_quantile;
use crate::stat::estimate::sample::compensated;
use crate::stat::estimate::sample::mean;
use crate::stat::estimate::sample::quantile;
use crate::stat::estimate::sample::sorted;
use std::collections::BTreeMap;

/// Splits up to which every one is looked at.
const EVERY: f64 = 100_000.0;

/// A permutation test.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Permutation {
    /// Share of the splits at least as far from their mean as the observed one.
    pub p_two_sided: f64,
    /// Share of the splits whose difference is at least the observed one.
    pub p_greater: f64,
    /// Share of the splits whose difference is at most the observed one.
    pub p_less: f64,
    /// Whether every split was looked at.
    pub exact: bool,
    /// Splits looked at, the observed one among them.
    pub arrangements: usize,
}

/// Bootstrap intervals of a difference of means.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bootstrap {
    /// Lower end, percentile method (quantiles of type 7).
    pub low_percentile: f64,
    /// Upper end.
    pub high_percentile: f64,
    /// Lower end, bias-corrected and accelerated.
    pub low_bca: f64,
    /// Upper end.
    pub high_bca: f64,
}

/// The splitmix64 generator.
pub(super) struct Random(u64);

impl Random {
    /// Returns the generator at its start.
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Returns a number below `bound`, each alike (Lemire 2019, by rejection).
    pub fn below(&mut self, bound: usize) -> usize {
        let bound = bound.max(1) as u64;
        let threshold = bound.wrapping_neg() % bound;
        loop {
            let product = u128::from(self.next()) * u128::from(bound);
            if product as u64 >= threshold {
                return (product >> 64) as usize;
            }
        }
    }
}

/// One stratum: its values less their mean, ascending, and how many are treated.
struct Stratum {
    values: Vec<f64>,
    treated: usize,
}

/// Tests the difference of the means of treated `x` and control `y` by permuting the labels
/// within strata; `strata` names each value's stratum, in the order of `x` and of `y`.
///
/// p is the share of splits with |D − E D| ≥ |d − E D|, relative slack 1e-9; E D is zero
/// without strata. Every split is looked at up to 100,000 of them; beyond, `draws` seeded
/// ones and p = (1 + hits)/(1 + draws). Errors on an empty group, strata of other lengths,
/// no draws, or where no stratum both varies and holds both groups.
pub fn permutation_mean_diff(
    x: &[f64],
    y: &[f64],
    strata: Option<(&[usize], &[usize])>,
    draws: usize,
    seed: u64,
) -> Result<Permutation, Undefined> {
    let (strata, observed) = strata_of(x, y, strata)?;
    let spread: f64 = strata.iter().flat_map(|s| &s.values).map(|v| v.abs()).sum();
    // Sums of centred values that are all zero in truth hold rounding alone.
    let slack = observed.abs() * 1e-9 + 1e-14 * spread;
    let tails = |sums: &mut dyn Iterator<Item = f64>| {
        let (mut far, mut above, mut below) = (0_usize, 0_usize, 0_usize);
        for sum in sums {
            far += usize::from(sum.abs() >= observed.abs() - slack);
            above += usize::from(sum >= observed - slack);
            below += usize::from(sum <= observed + slack);
        }
        [far, above, below].map(|count| count as f64)
    };
    let splits: f64 = strata.iter().map(|s| choose(s.values.len(), s.treated)).product();
    if splits <= 1.0 || spread <= 0.0 {
        return Err(Undefined::new("permuting the labels changes nothing"));
    }
    if splits <= EVERY {
        let mut sums = vec![0.0];
        for stratum in &strata {
            let mut own = Vec::new();
            subsets(&stratum.values, stratum.treated, 0.0, &mut own);
            sums = sums
                .iter()
                .flat_map(|sum| own.iter().map(move |part| sum + part))
                .collect();
        }
        let count = sums.len() as f64;
        let [far, above, below] = tails(&mut sums.iter().copied());
        return Ok(Permutation {
            p_two_sided: far / count,
            p_greater: above / count,
            p_less: below / count,
            exact: true,
            arrangements: sums.len(),
        });
    }
    if draws == 0 {
        return Err(Undefined::new("no draws were asked for"));
    }
    let mut random = Random::new(seed);
    let mut pools: Vec<Vec<f64>> = strata.iter().map(|s| s.values.clone()).collect();
    let mut drawn = (0..draws).map(|_| {
        let mut sum = 0.0;
        for (pool, stratum) in pools.iter_mut().zip(&strata) {
            for at in 0..stratum.treated {
                pool.swap(at, at + random.below(stratum.values.len() - at));
            }
            sum += pool.iter().take(stratum.treated).sum::<f64>();
        }
        sum
    });
    let count = draws as f64;
    let [far, above, below] = tails(&mut drawn);
    Ok(Permutation {
        p_two_sided: (1.0 + far) / (1.0 + count),
        p_greater: (1.0 + above) / (1.0 + count),
        p_less: (1.0 + below) / (1.0 + count),
        exact: false,
        arrangements: draws + 1,
    })
}

/// Returns the strata in order, and the treated values' sum less its expectation.
fn strata_of(
    x: &[f64],
    y: &[f64],
    strata: Option<(&[usize], &[usize])>,
) -> Result<(Vec<Stratum>, f64), Undefined> {
    check(x, y)?;
    let mut members: BTreeMap<usize, (Vec<f64>, Vec<f64>)> = BTreeMap::new();
    if let Some((of_x, of_y)) = strata {
        if of_x.len() != x.len() || of_y.len() != y.len() {
            return Err(Undefined::new("a value has no stratum"));
        }
        for (value, stratum) in x.iter().zip(of_x) {
            members.entry(*stratum).or_default().0.push(*value);
        }
        for (value, stratum) in y.iter().zip(of_y) {
            members.entry(*stratum).or_default().1.push(*value);
        }
    } else {
        members.insert(0, (x.to_vec(), y.to_vec()));
    }
    let mut strata = Vec::new();
    let mut observed = 0.0;
    for (treated, control) in members.into_values() {
        let all: Vec<f64> = treated.iter().chain(&control).copied().collect();
        let all = sorted(&all);
        // Measured from the middle value, then centred: a common offset loses no digits.
        let origin = all.get(all.len() / 2).copied().unwrap_or(0.0);
        let shift = compensated(all.iter().map(|v| v - origin)) / all.len() as f64;
        let centre = |v: &f64| (v - origin) - shift;
        observed += sorted(&treated).iter().map(centre).sum::<f64>();
        let values = all.iter().map(centre).collect();
        strata.push(Stratum { values, treated: treated.len() });
    }
    Ok((strata, observed))
}

/// Refuses empty groups and values that are not numbers.
fn check(x: &[f64], y: &[f64]) -> Result<(), Undefined> {
    if x.is_empty() || y.is_empty() {
        return Err(Undefined::new("a group has no observation"));
    }
    if x.iter().chain(y).any(|value| !value.is_finite()) {
        return Err(Undefined::new("a value is not a number"));
    }
    Ok(())
}

/// Returns how many ways there are to choose `k` of `n`.
fn choose(n: usize, k: usize) -> f64 {
    let k = k.min(n - k.min(n));
    (0..k).fold(1.0, |ways, at| (ways * (n - at) as f64 / (at + 1) as f64).round())
}

/// Adds the sums of all subsets of `size` values to `sums`.
fn subsets(values: &[f64], size: usize, sum: f64, sums: &mut Vec<f64>) {
    if size == 0 {
        sums.push(sum);
    } else if let Some((first, rest)) = values.split_first() {
        subsets(rest, size - 1, sum + first, sums);
        if rest.len() >= size {
            subsets(rest, size, sum, sums);
        }
    }
}

/// Returns intervals of the difference of means by `draws` seeded resamples of each group:
/// percentile, and `BCa` (Efron 1987) with z₀ = Φ⁻¹(share of draws below the estimate, ties
/// half) and a = Σl³/(6·(Σl²)^1.5), l = (x − x̄)/n and −(y − ȳ)/m (Davison and Hinkley 1997,
/// section 5.3). Errors with fewer than two values in a group, without variation, with
/// fewer than 100 draws, or where the estimate lies outside all draws.
pub fn bootstrap_mean_diff(
    x: &[f64],
    y: &[f64],
    draws: usize,
    seed: u64,
    level: f64,
) -> Result<Bootstrap, Undefined> {
    check(x, y)?;
    if x.len() < 2 || y.len() < 2 {
        return Err(Undefined::new("a group has only one observation"));
    }
    check_level(level)?;
    if draws < 100 {
        return Err(Undefined::new("there are fewer than 100 draws"));
    }
    let (x, y) = from_common_origin(x, y);
    let (mean_x, mean_y) = (mean(&x)?, mean(&y)?);
    let centred = |values: &[f64], mean: f64| -> Vec<f64> {
        sorted(values).iter().map(|value| value - mean).collect()
    };
    let (x, y) = (centred(&x, mean_x), centred(&y, mean_y));
    if x.iter().chain(&y).all(|value| *value == 0.0) {
        return Err(Undefined::new("neither group varies"));
    }
    let mut random = Random::new(seed);
    // Differences from the estimate itself; it is added back at the end.
    let off: Vec<f64> = (0..draws)
        .map(|_| resampled(&x, &mut random) - resampled(&y, &mut random))
        .collect();
    let below = off.iter().filter(|d| **d < 0.0).count() as f64;
    let level_with = off.iter().filter(|d| **d == 0.0).count() as f64;
    let share = (below + level_with / 2.0) / draws as f64;
    if share <= 0.0 || share >= 1.0 {
        return Err(Undefined::new("every draw lies on one side of the estimate"));
    }
    let bias = normal_quantile(share);
    let power = |power: i32| {
        let (n, m) = (x.len() as f64, y.len() as f64);
        compensated(x.iter().map(|v| (v / n).powi(power)))
            + compensated(y.iter().map(|v| (-v / m).powi(power)))
    };
    let acceleration = power(3) / (6.0 * power(2).powf(1.5));
    let tail = (1.0 - level) / 2.0;
    let adjusted = |z: f64| {
        let step = bias + z;
        normal_cdf(bias + step / (1.0 - acceleration * step))
    };
    let estimate = mean_x - mean_y;
    let at = |p: f64| quantile(&off, p).map(|off| estimate + off);
    let z = normal_quantile(tail);
    Ok(Bootstrap {
        low_percentile: at(tail)?,
        high_percentile: at(1.0 - tail)?,
        low_bca: at(adjusted(z))?,
        high_bca: at(adjusted(-z))?,
    })
}

/// Returns the mean of as many values drawn with replacement.
fn resampled(values: &[f64], random: &mut Random) -> f64 {
    let sum: f64 =
        (0..values.len()).filter_map(|_| values.get(random.below(values.len()))).sum();
    sum / values.len() as f64
}

#[cfg(test)]
mod tests {
    use super::Random;
    use super::bootstrap_mean_diff;
    use super::permutation_mean_diff;
    use crate::stat::estimate::design::oracle;

    const X: [f64; 6] = [3.5, 1.25, 9.0, 4.0, 7.75, 12.0];
    const Y: [f64; 5] = [2.0, 4.0, 0.5, 6.0, 5.0];

    #[test]
    fn the_generator_is_splitmix64() {
        // The first outputs from seed 1234567 as published with the reference code.
        let mut random = Random::new(1_234_567);
        assert_eq!(random.next(), 6_457_827_717_110_365_317);
        assert_eq!(random.next(), 3_203_168_211_198_807_973);
    }

    #[test]
    fn the_reference_results_agree() {
        for reference in oracle::all("permutation_mean_diff.") {
            let (x, y) = (reference.vector("x").unwrap(), reference.vector("y").unwrap());
            let got = permutation_mean_diff(&x, &y, None, 0, 0).unwrap();
            assert!(got.exact);
            reference.check("p_two_sided", got.p_two_sided);
            reference.check("p_greater", got.p_greater);
            reference.check("p_less", got.p_less);
            reference.check("n_arrangements", got.arrangements as f64);
        }
    }

    #[test]
    fn the_order_of_rows_changes_not_a_bit() {
        let (mut x, mut y) = (X, Y);
        x.reverse();
        y.rotate_left(2);
        assert_eq!(
            permutation_mean_diff(&X, &Y, None, 0, 1),
            permutation_mean_diff(&x, &y, None, 0, 1)
        );
        assert_eq!(
            bootstrap_mean_diff(&X, &Y, 500, 1, 0.9),
            bootstrap_mean_diff(&x, &y, 500, 1, 0.9)
        );
        let wide: Vec<f64> = (0..40).map(|i| f64::from(i * i % 23) / 7.0).collect();
        let mut other = wide.clone();
        other.reverse();
        let a = permutation_mean_diff(&wide, &Y, None, 999, 1).unwrap();
        assert!(!a.exact && a.arrangements == 1000);
        assert_eq!(a, permutation_mean_diff(&other, &Y, None, 999, 1).unwrap());
    }

    #[test]
    fn drawn_splits_agree_with_all_splits() {
        let wide: Vec<f64> = (0..14).map(|i| f64::from(i * i % 23) / 3.0).collect();
        let exact = permutation_mean_diff(&wide, &Y, None, 0, 1).unwrap();
        assert!(exact.exact && exact.arrangements == 11_628);
        let more: Vec<f64> = wide.iter().flat_map(|v| [*v, *v]).collect();
        let a = permutation_mean_diff(&more, &Y, None, 20_000, 1).unwrap();
        let b = permutation_mean_diff(&more, &Y, None, 20_000, 2).unwrap();
        assert!(!more.is_empty() && (a.p_two_sided - b.p_two_sided).abs() < 0.02);
    }

    #[test]
    fn strata_keep_their_labels_within() {
        // Two strata of 3 and 2: C(3,2)·C(2,1) splits, and a shift of one changes nothing.
        let (x, y) = ([1.0, 4.0, 2.0], [3.0, 6.0]);
        let strata = (&[0, 0, 1][..], &[0, 1][..]);
        let a = permutation_mean_diff(&x, &y, Some(strata), 0, 0).unwrap();
        assert_eq!(a.arrangements, 6);
        let b =
            permutation_mean_diff(&[1.0, 4.0, 98.0], &[3.0, 102.0], Some(strata), 0, 0);
        assert_eq!(a, b.unwrap());
        assert!(
            permutation_mean_diff(&x, &y, Some((&[0, 0, 0], &[1, 1])), 9, 0).is_err()
        );
        assert!(permutation_mean_diff(&x, &[], None, 9, 0).is_err());
        assert!(permutation_mean_diff(&[1.0; 4], &[1.0; 3], None, 9, 0).is_err());
    }

    #[test]
    fn a_shift_and_a_scale_move_the_bootstrap_interval() {
        let a = bootstrap_mean_diff(&X, &Y, 2000, 3, 0.95).unwrap();
        let b = bootstrap_mean_diff(
            &X.map(|v| 2.0 * v + 8.0),
            &Y.map(|v| 2.0 * v),
            2000,
            3,
            0.95,
        )
        .unwrap();
        assert!((b.low_bca - 2.0 * a.low_bca - 8.0).abs() < 1e-9);
        assert!((b.high_percentile - 2.0 * a.high_percentile - 8.0).abs() < 1e-9);
        // x is skewed to the right: BCa shifts up.
        assert!(a.low_bca > a.low_percentile && a.high_bca > a.high_percentile);
    }

    #[test]
    fn the_bootstrap_interval_is_near_the_normal_one() {
        let x: Vec<f64> = (0..200).map(|i| f64::from(i * 73 % 200)).collect();
        let y: Vec<f64> = (0..100).map(|i| f64::from(i * 37 % 100)).collect();
        let got = bootstrap_mean_diff(&x, &y, 5000, 11, 0.95).unwrap();
        let se = (200.0_f64 * 200.0 / 12.0 / 200.0 + 100.0 * 100.0 / 12.0 / 100.0).sqrt();
        assert!((got.low_percentile - (50.0 - 1.96 * se)).abs() < 0.3 * se);
        assert!((got.high_bca - (50.0 + 1.96 * se)).abs() < 0.3 * se);
        assert!(bootstrap_mean_diff(&[1.0, 1.0], &[2.0, 2.0], 500, 1, 0.95).is_err());
        assert!(bootstrap_mean_diff(&X, &Y, 5, 1, 0.95).is_err());
    }
}
