//! Two groups: the difference of their means with Welch's test, and its standardised size.

use crate::stat::estimate::Undefined;
use crate::stat::estimate::p_of_t;
use crate::stat::estimate::sample::mean;
use crate::stat::estimate::sample::squares;
use crate::stat::estimate::t_quantile;
use statrs::function::gamma::ln_gamma;

/// Welch's test of two means.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Welch {
    /// mean(x) − mean(y).
    pub difference: f64,
    /// The t statistic.
    pub t: f64,
    /// Satterthwaite's degrees of freedom.
    pub df: f64,
    /// Two-sided p value.
    pub p: f64,
    /// Standard error of the difference.
    pub se: f64,
    /// Lower end of the interval of the difference.
    pub ci_low: f64,
    /// Upper end.
    pub ci_high: f64,
}

/// Mean and variance (divisor n − 1) of a group with at least two observations.
fn moments(values: &[f64], which: &str) -> Result<(f64, f64, f64), Undefined> {
    let n = values.len();
    if n < 2 {
        let count = if n == 0 { "no observation" } else { "one observation" };
        return Err(Undefined::new(format!("the {which} group has only {count}")
            .replace("only no", "no")));
    }
    let mean = mean(values)?;
    Ok((n as f64, mean, squares(values, mean) / (n - 1) as f64))
}

/// Tests the difference of two means without assuming equal variances:
/// t = (x̄ − ȳ)/√(s²ₓ/n + s²ᵧ/m), with Satterthwaite's df (Welch 1947). Errors with fewer
/// than two observations in a group, or when neither varies.
pub fn welch(x: &[f64], y: &[f64], level: f64) -> Result<Welch, Undefined> {
    let (n, mean_x, var_x) = moments(x, "treated")?;
    let (m, mean_y, var_y) = moments(y, "control")?;
    let (part_x, part_y) = (var_x / n, var_y / m);
    let variance = part_x + part_y;
    if variance <= 0.0 {
        return Err(Undefined::new("neither group varies"));
    }
    let se = variance.sqrt();
    let difference = mean_x - mean_y;
    let df = variance * variance
        / (part_x * part_x / (n - 1.0) + part_y * part_y / (m - 1.0));
    let t = difference / se;
    let half = t_quantile(level, df)? * se;
    Ok(Welch {
        difference,
        t,
        df,
        p: p_of_t(t, df)?,
        se,
        ci_low: difference - half,
        ci_high: difference + half,
    })
}

/// A standardised difference of two means.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HedgesG {
    /// g = J(df)·d.
    pub value: f64,
    /// Cohen's d, with the pooled standard deviation.
    pub d: f64,
    /// Lower end of the noncentral-t interval.
    pub ci_low: f64,
    /// Upper end.
    pub ci_high: f64,
}

/// Standardises the difference of two means by the pooled standard deviation, with the
/// exact correction J = Γ(df/2)/(√(df/2)·Γ((df−1)/2)) (Hedges 1981). The interval inverts
/// the noncentral t law of the pooled t statistic and is scaled by J.
pub fn hedges_g(x: &[f64], y: &[f64], level: f64) -> Result<HedgesG, Undefined> {
    let (n, mean_x, var_x) = moments(x, "treated")?;
    let (m, mean_y, var_y) = moments(y, "control")?;
    let df = n + m - 2.0;
    let pooled = ((n - 1.0) * var_x + (m - 1.0) * var_y) / df;
    if pooled <= 0.0 {
        return Err(Undefined::new("neither group varies"));
    }
    let d = (mean_x - mean_y) / pooled.sqrt();
    let j = (ln_gamma(df / 2.0) - ln_gamma((df - 1.0) / 2.0)).exp() / (df / 2.0).sqrt();
    let scale = (1.0 / n + 1.0 / m).sqrt();
    let t = d / scale;
    let tail = (1.0 - level) / 2.0;
    let low = noncentrality(t, df, 1.0 - tail) * scale;
    let high = noncentrality(t, df, tail) * scale;
    Ok(HedgesG { value: j * d, d, ci_low: j * low, ci_high: j * high })
}

/// Returns the noncentrality δ at which P(T ≤ t) equals `p`; the law falls as δ rises.
fn noncentrality(t: f64, df: f64, p: f64) -> f64 {
    let (mut low, mut high) = (t - 40.0, t + 40.0);
    for _ in 0..200 {
        let middle = f64::midpoint(low, high);
        if noncentral_cdf(t, df, middle) > p {
            low = middle;
        } else {
            high = middle;
        }
    }
    f64::midpoint(low, high)
}

/// Returns P(T ≤ t) for T = (Z + δ)/√(χ²/df): the normal law at t·√(v/df) − δ, averaged
/// over the density of √(χ²/df) by Simpson's rule.
fn noncentral_cdf(t: f64, df: f64, delta: f64) -> f64 {
    // s = √(χ²/df) has mode near 1 and spread 1/√(2·df); eleven spreads hold all its mass.
    let spread = 1.0 / (2.0 * df).sqrt();
    let low = (1.0 - 11.0 * spread).max(1e-12);
    let high = 1.0 + 14.0 * spread;
    let steps = 800;
    let width = (high - low) / f64::from(steps);
    let constant = (df / 2.0) * (df / 2.0).ln() - ln_gamma(df / 2.0) + 2f64.ln();
    let mut total = 0.0;
    for step in 0..=steps {
        let s = low + width * f64::from(step);
        let density = (constant + (df - 1.0) * s.ln() - df * s * s / 2.0).exp();
        let weight = match step {
            0 => 1.0,
            step if step == steps => 1.0,
            step if step % 2 == 1 => 4.0,
            _ => 2.0,
        };
        total += weight * density * normal_cdf(t * s - delta);
    }
    total * width / 3.0
}

fn normal_cdf(z: f64) -> f64 {
    0.5 * statrs::function::erf::erfc(-z / std::f64::consts::SQRT_2)
}

#[cfg(test)]
mod tests {
    use super::hedges_g;
    use super::welch;

    #[test]
    fn a_shift_of_one_group_moves_the_difference_and_not_the_error() {
        let x = [1.0, 2.5, 4.0, 8.0];
        let y = [0.5, 1.0, 2.0];
        let moved: Vec<f64> = x.iter().map(|v| v + 10.0).collect();
        let (a, b) = (welch(&x, &y, 0.95).unwrap(), welch(&moved, &y, 0.95).unwrap());
        assert!((b.difference - a.difference - 10.0).abs() < 1e-12);
        assert!((b.se - a.se).abs() < 1e-12);
    }

    #[test]
    fn a_scale_leaves_the_effect_size_as_it_is() {
        let x = [1.0, 2.5, 4.0, 8.0];
        let y = [0.5, 1.0, 2.0];
        let scale = |v: &[f64]| v.iter().map(|v| v * 7.0).collect::<Vec<f64>>();
        let a = hedges_g(&x, &y, 0.95).unwrap();
        let b = hedges_g(&scale(&x), &scale(&y), 0.95).unwrap();
        assert!((a.value - b.value).abs() < 1e-12);
        assert!((a.ci_low - b.ci_low).abs() < 1e-9);
    }

    #[test]
    fn a_group_of_one_area_is_refused() {
        assert_eq!(
            welch(&[1.0, 2.0], &[3.0], 0.95).unwrap_err().reason,
            "the control group has only one observation"
        );
    }
}
