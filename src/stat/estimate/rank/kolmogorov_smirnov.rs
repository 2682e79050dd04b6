//! The two-sample test of Kolmogorov and Smirnov.

use crate::stat::estimate::Undefined;
use crate::stat::estimate::rank::finite;
use std::f64::consts::PI;

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

#[cfg(test)]
mod tests {
    use super::ks_two_sample;
    use crate::stat::estimate::design::oracle;

    #[test]
    fn the_reference_results_agree() {
        for reference in oracle::all("ks_two_sample.") {
            let (x, y) = (reference.vector("x").unwrap(), reference.vector("y").unwrap());
            let got = ks_two_sample(&x, &y).unwrap();
            reference.check("D", got.d);
            reference.check("p_exact", got.p_exact.unwrap());
            reference.check("p_asymptotic_kolmogorov", got.p_asymptotic);
        }
    }

    #[test]
    fn an_empty_group_is_refused() {
        let reason = ks_two_sample(&[], &[1.0]).unwrap_err().reason;
        assert_eq!(reason, "a group has no observation");
    }
}
