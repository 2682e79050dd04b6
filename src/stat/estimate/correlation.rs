//! Correlations of pairs: Pearson's, Spearman's and Kendall's.

use crate::stat::estimate::Undefined;
use crate::stat::estimate::p_of_t;
use crate::stat::estimate::power::check_level;
use crate::stat::estimate::power::normal_cdf;
use crate::stat::estimate::power::normal_quantile;
use crate::stat::estimate::rank::doubled_ranks;
use crate::stat::estimate::rank::paired;
use crate::stat::estimate::sample::compensated;
use crate::stat::estimate::sample::unit_of;

/// Pearson's correlation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pearson {
    /// Pairs.
    pub n: usize,
    /// The correlation.
    pub r: f64,
    /// n − 2.
    pub df: f64,
    /// r·√(df/(1 − r²)) and its two-sided p value; none where all points lie on one line.
    pub test: Option<(f64, f64)>,
    /// Fisher's z interval; none with three pairs, or where all points lie on one line.
    pub interval: Option<(f64, f64)>,
}

/// Spearman's correlation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spearman {
    /// Pairs.
    pub n: usize,
    /// Pearson's correlation of the midranks.
    pub rho: f64,
    /// Two-sided p value by t with n − 2 degrees of freedom; none where the orders agree
    /// or disagree in full.
    pub p_t: Option<f64>,
    /// Two-sided p value over all orders; up to twelve pairs without ties.
    pub p_exact: Option<f64>,
}

/// Kendall's correlation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Kendall {
    /// Pairs.
    pub n: usize,
    /// Concordant less discordant pairs of pairs, over the geometric mean of those untied
    /// in x and in y.
    pub tau_b: f64,
    /// Concordant less discordant, over its tie-corrected standard deviation.
    pub z: f64,
    /// Two-sided p value of z.
    pub p_normal: f64,
    /// Two-sided p value over all orders; up to 60 pairs without ties.
    pub p_exact: Option<f64>,
}

/// Returns the correlation of pairs with Fisher's z interval. Errors with fewer than three
/// pairs or where a variable is constant.
pub fn pearson(x: &[f64], y: &[f64], level: f64) -> Result<Pearson, Undefined> {
    check_level(level)?;
    let sums = Sums::new(x, y)?;
    let r = (sums.xy / (sums.xx.sqrt() * sums.yy.sqrt())).clamp(-1.0, 1.0);
    let df = sums.n - 2.0;
    let mut out = Pearson { n: x.len(), r, df, test: None, interval: None };
    if 1.0 - r.abs() < 1e-15 {
        return Ok(out);
    }
    let t = r * (df / ((1.0 - r) * (1.0 + r))).sqrt();
    out.test = Some((t, p_of_t(t, df)?));
    if sums.n > 3.0 {
        let half = -normal_quantile((1.0 - level) / 2.0) / (sums.n - 3.0).sqrt();
        out.interval = Some(((r.atanh() - half).tanh(), (r.atanh() + half).tanh()));
    }
    Ok(out)
}

/// Returns the correlation of midranks. Errors with fewer than three pairs or where a
/// variable is constant.
pub fn spearman(x: &[f64], y: &[f64]) -> Result<Spearman, Undefined> {
    paired(x, y)?;
    let (ranks_x, ties_x) = doubled_ranks(x);
    let (ranks_y, ties_y) = doubled_ranks(y);
    let number =
        |ranks: &[u64]| ranks.iter().map(|r| *r as f64 / 2.0).collect::<Vec<_>>();
    let sums = Sums::new(&number(&ranks_x), &number(&ranks_y))?;
    let rho = (sums.xy / (sums.xx * sums.yy).sqrt()).clamp(-1.0, 1.0);
    let df = sums.n - 2.0;
    let rest = (1.0 - rho) * (1.0 + rho);
    let p_t = if rest > 0.0 { Some(p_of_t(rho * (df / rest).sqrt(), df)?) } else { None };
    let plain = ties_x == 0.0 && ties_y == 0.0;
    let p_exact = (plain && x.len() <= 12).then(|| {
        let squares: u64 =
            ranks_x.iter().zip(&ranks_y).map(|(a, b)| (a.abs_diff(*b) / 2).pow(2)).sum();
        squares_tail(x.len(), squares)
    });
    Ok(Spearman { n: x.len(), rho, p_t, p_exact })
}

/// Returns Kendall's τ-b (1945) by counting the exchanges of a merge sort (Knight 1966),
/// with the tie-corrected normal approximation. Errors with fewer than three pairs or where
/// a variable is constant.
pub fn kendall(x: &[f64], y: &[f64]) -> Result<Kendall, Undefined> {
    paired(x, y)?;
    let n = x.len();
    if n < 3 {
        return Err(Undefined::new("there are fewer than three pairs"));
    }
    let (ranks_x, _) = doubled_ranks(x);
    let (ranks_y, _) = doubled_ranks(y);
    let mut pairs: Vec<(u64, u64)> = ranks_x.into_iter().zip(ranks_y).collect();
    pairs.sort_unstable();
    let sizes = |ties: Vec<usize>| -> Vec<f64> {
        ties.into_iter().filter(|size| *size > 1).map(|size| size as f64).collect()
    };
    let both = sizes(pairs.chunk_by(|a, b| a == b).map(<[_]>::len).collect());
    let in_x = sizes(pairs.chunk_by(|a, b| a.0 == b.0).map(<[_]>::len).collect());
    let mut second: Vec<u64> = pairs.iter().map(|(_, y)| *y).collect();
    let discordant = exchanges(&mut second) as f64;
    let in_y = sizes(second.chunk_by(|a, b| a == b).map(<[_]>::len).collect());
    let sum =
        |sizes: &[f64], of: fn(f64) -> f64| sizes.iter().map(|t| of(*t)).sum::<f64>();
    let twos = |t: f64| t * (t - 1.0);
    let all = twos(n as f64) / 2.0;
    let (x_tied, y_tied) = (sum(&in_x, twos) / 2.0, sum(&in_y, twos) / 2.0);
    if all <= x_tied {
        return Err(Undefined::new("the first variable is constant"));
    }
    if all <= y_tied {
        return Err(Undefined::new("the second variable is constant"));
    }
    let score = all - x_tied - y_tied + sum(&both, twos) / 2.0 - 2.0 * discordant;
    let weighed = |t: f64| t * (t - 1.0) * (2.0 * t + 5.0);
    let threes = |t: f64| t * (t - 1.0) * (t - 2.0);
    let n_f = n as f64;
    let variance = (weighed(n_f) - sum(&in_x, weighed) - sum(&in_y, weighed)) / 18.0
        + sum(&in_x, twos) * sum(&in_y, twos) / (2.0 * twos(n_f))
        + sum(&in_x, threes) * sum(&in_y, threes) / (9.0 * threes(n_f));
    let z = score / variance.sqrt();
    let plain = in_x.is_empty() && in_y.is_empty();
    Ok(Kendall {
        n,
        tau_b: score / ((all - x_tied).sqrt() * (all - y_tied).sqrt()),
        z,
        p_normal: (2.0 * normal_cdf(-z.abs())).min(1.0),
        p_exact: (plain && n <= 60).then(|| inversions_tail(n, discordant as usize)),
    })
}

/// Sorts by merging and returns how many pairs stood in the wrong order.
fn exchanges(values: &mut [u64]) -> u64 {
    if values.len() < 2 {
        return 0;
    }
    let (left, right) = values.split_at_mut(values.len() / 2);
    let mut count = exchanges(left) + exchanges(right);
    let mut merged = Vec::with_capacity(left.len() + right.len());
    let (mut rest, mut other) = (&*left, &*right);
    while let (Some(a), Some(b)) = (rest.first(), other.first()) {
        if a <= b {
            merged.push(*a);
            rest = &rest[1..];
        } else {
            merged.push(*b);
            count += rest.len() as u64;
            other = &other[1..];
        }
    }
    merged.extend_from_slice(rest);
    merged.extend_from_slice(other);
    values.copy_from_slice(&merged);
    count
}

/// Returns twice the smaller tail, at most 1, of the number of inversions of a random order.
fn inversions_tail(n: usize, observed: usize) -> f64 {
    let mut law = vec![1.0];
    for size in 2..=n {
        let mut next = vec![0.0; law.len() + size - 1];
        for (at, share) in law.iter().enumerate() {
            for cell in next.iter_mut().skip(at).take(size) {
                *cell += share / size as f64;
            }
        }
        law = next;
    }
    let below: f64 = law.iter().take(observed + 1).sum();
    let above: f64 = law.iter().skip(observed).sum();
    (2.0 * below.min(above)).min(1.0)
}

/// Returns twice the smaller tail, at most 1, of Σd² over all orders of `n`: sums over the
/// sets of places that the first so many may take.
fn squares_tail(n: usize, observed: u64) -> f64 {
    let most = n * (n * n - 1) / 3;
    let mut law = vec![vec![0_u64; most + 1]; 1 << n];
    law[0][0] = 1;
    for places in 0..(1_usize << n) - 1 {
        let own = std::mem::take(&mut law[places]);
        let next = places.count_ones() as usize;
        for place in (0..n).filter(|place| places >> place & 1 == 0) {
            let step = next.abs_diff(place).pow(2);
            let with = &mut law[places | 1 << place];
            for (cell, orders) in with.iter_mut().skip(step).zip(&own) {
                *cell += orders;
            }
        }
    }
    let last = law.pop().unwrap_or_default();
    let below: u64 = last.iter().take(observed as usize + 1).sum();
    let above: u64 = last.iter().skip(observed as usize).sum();
    let all: u64 = last.iter().sum();
    (2.0 * below.min(above) as f64 / all as f64).min(1.0)
}

/// Centred pairs, in the order of their values, and their sums of products.
struct Sums {
    n: f64,
    xx: f64,
    xy: f64,
    yy: f64,
}

impl Sums {
    fn new(x: &[f64], y: &[f64]) -> Result<Self, Undefined> {
        paired(x, y)?;
        let mut pairs: Vec<(f64, f64)> =
            x.iter().copied().zip(y.iter().copied()).collect();
        pairs.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
        let (Some(first), true) = (pairs.first().copied(), pairs.len() >= 3) else {
            return Err(Undefined::new("there are fewer than three pairs"));
        };
        // A correlation has no unit: each variable is measured in one that its squares allow.
        let units = [unit_of(&[x]).unwrap_or(1.0), unit_of(&[y]).unwrap_or(1.0)];
        for (x, y) in &mut pairs {
            (*x, *y) = (*x / units[0], *y / units[1]);
        }
        let first = (first.0 / units[0], first.1 / units[1]);
        let n = pairs.len() as f64;
        let shift_x = compensated(pairs.iter().map(|(x, _)| x - first.0)) / n;
        let shift_y = compensated(pairs.iter().map(|(_, y)| y - first.1)) / n;
        for (x, y) in &mut pairs {
            *x = (*x - first.0) - shift_x;
            *y = (*y - first.1) - shift_y;
        }
        let xx = compensated(pairs.iter().map(|(x, _)| x * x));
        let yy = compensated(pairs.iter().map(|(_, y)| y * y));
        if xx <= 0.0 {
            return Err(Undefined::new("the first variable is constant"));
        }
        if yy <= 0.0 {
            return Err(Undefined::new("the second variable is constant"));
        }
        Ok(Self { n, xx, xy: compensated(pairs.iter().map(|(x, y)| x * y)), yy })
    }
}

#[cfg(test)]
mod tests {
    use super::kendall;
    use super::pearson;
    use super::spearman;
    use crate::stat::estimate::design::oracle;
    use crate::stat::estimate::design::oracle::Reference;

    /// The vectors of a reference, from its file where they are not spelled out.
    fn vectors(reference: &Reference) -> (Vec<f64>, Vec<f64>) {
        if let (Some(x), Some(y)) = (reference.vector("x"), reference.vector("y")) {
            return (x, y);
        }
        assert!(reference.id.ends_with("score_v_population"));
        let cell = |at: usize| {
            let lines = oracle::RATES.lines().skip(1);
            lines.map(move |line| line.split(',').nth(at).unwrap().parse().unwrap())
        };
        (cell(5).collect(), cell(4).collect())
    }

    #[test]
    fn the_reference_results_agree() {
        for reference in oracle::all("pearson.") {
            let (x, y) = vectors(&reference);
            let got = pearson(&x, &y, 0.95).unwrap();
            reference.check("n", got.n as f64);
            reference.check("r", got.r);
            reference.check("t", got.test.unwrap().0);
            reference.check("df", got.df);
            reference.check("p", got.test.unwrap().1);
            reference.check("ci95_low", got.interval.unwrap().0);
            reference.check("ci95_high", got.interval.unwrap().1);
        }
        for reference in oracle::all("spearman.") {
            let (x, y) = vectors(&reference);
            let got = spearman(&x, &y).unwrap();
            reference.check("n", got.n as f64);
            reference.check("rho", got.rho);
            reference.check("p_t_approx", got.p_t.unwrap());
            if reference.has("p_exact") {
                reference.check("p_exact", got.p_exact.unwrap());
            }
        }
        for reference in oracle::all("kendall.") {
            let (x, y) = vectors(&reference);
            let got = kendall(&x, &y).unwrap();
            reference.check("tau_b", got.tau_b);
            reference.check("z", got.z);
            reference.check("p_normal", got.p_normal);
        }
    }

    #[test]
    fn kendall_s_exact_law_agrees_with_all_orders_of_four() {
        // Of 24 orders of four 1, 3, 5, 6, 5, 3, 1 have 0 to 6 inversions.
        let x = [1.0, 2.0, 3.0, 4.0];
        let p = |y: [f64; 4]| kendall(&x, &y).unwrap().p_exact.unwrap();
        assert!((p([1.0, 2.0, 3.0, 4.0]) - 2.0 / 24.0).abs() < 1e-15);
        assert!((p([2.0, 1.0, 3.0, 4.0]) - 8.0 / 24.0).abs() < 1e-15);
        assert!((p([2.0, 1.0, 4.0, 3.0]) - 18.0 / 24.0).abs() < 1e-15);
    }

    #[test]
    fn points_on_one_line_have_a_correlation_and_no_test() {
        let x = [1.0, 2.0, 4.0, 8.0];
        let found = pearson(&x, &x.map(|v| 3.0 - v), 0.95).unwrap();
        assert!((found.r + 1.0).abs() < 1e-15);
        assert_eq!((found.test, found.interval), (None, None));
        let found = spearman(&x, &x).unwrap();
        assert_eq!((found.rho.to_bits(), found.p_t), (1.0_f64.to_bits(), None));
        assert!((found.p_exact.unwrap() - 2.0 / 24.0).abs() < 1e-15);
    }

    #[test]
    fn a_constant_variable_is_refused() {
        let (x, one) = ([1.0, 2.0, 4.0, 8.0], [1.0; 4]);
        let reason = pearson(&one, &x, 0.95).unwrap_err().reason;
        assert_eq!(reason, "the first variable is constant");
        for reason in [
            pearson(&x, &one, 0.95).unwrap_err().reason,
            spearman(&x, &one).unwrap_err().reason,
            kendall(&x, &one).unwrap_err().reason,
        ] {
            assert_eq!(reason, "the second variable is constant");
        }
        let reason = kendall(&x[..2], &x[..2]).unwrap_err().reason;
        assert_eq!(reason, "there are fewer than three pairs");
    }
}
