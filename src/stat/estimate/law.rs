//! Tails and quantiles of the laws behind tests of variances and counts.

use crate::stat::estimate::Undefined;
use statrs::function::beta::checked_beta_reg;
use statrs::function::gamma::checked_gamma_lr;
use statrs::function::gamma::checked_gamma_ur;

/// Returns P(F > f) for the law of F with `above` and `below` degrees of freedom.
pub(super) fn f_tail(f: f64, above: f64, below: f64) -> Result<f64, Undefined> {
    let share = below / (below + above * f.max(0.0));
    checked_beta_reg(below / 2.0, above / 2.0, share).map_err(|_| {
        Undefined::new(format!("an F law with {above} and {below} degrees of freedom"))
    })
}

/// Returns P(χ² > x) for the law of χ² with `df` degrees of freedom.
pub(super) fn chi_square_tail(x: f64, df: f64) -> Result<f64, Undefined> {
    if x <= 0.0 {
        return Ok(1.0);
    }
    checked_gamma_ur(df / 2.0, x / 2.0)
        .map_err(|_| Undefined::new(format!("a χ² law with {df} degrees of freedom")))
}

/// Returns the quantile of the Beta law, both parameters positive.
pub(super) fn beta_quantile(p: f64, a: f64, b: f64) -> f64 {
    rising_root(0.0, 1.0, |x| checked_beta_reg(a, b, x).unwrap_or(0.0) - p)
}

/// Returns the quantile of the Gamma law with scale 1.
pub(super) fn gamma_quantile(p: f64, shape: f64) -> f64 {
    // Beyond twenty standard deviations above the mean nothing is left.
    let most = shape + 20.0 * shape.sqrt() + 800.0;
    rising_root(0.0, most, |x| checked_gamma_lr(shape, x).unwrap_or(0.0) - p)
}

/// Returns where a rising function crosses zero, by bisection down to neighbouring doubles.
pub(super) fn rising_root(low: f64, high: f64, f: impl Fn(f64) -> f64) -> f64 {
    let (mut low, mut high) = (low, high);
    for _ in 0..1100 {
        let middle = f64::midpoint(low, high);
        if middle <= low || middle >= high {
            break;
        }
        if f(middle) < 0.0 {
            low = middle;
        } else {
            high = middle;
        }
    }
    f64::midpoint(low, high)
}

#[cfg(test)]
mod tests {
    use super::beta_quantile;
    use super::chi_square_tail;
    use super::f_tail;
    use super::gamma_quantile;

    #[test]
    fn tails_and_quantiles_have_their_known_values() {
        // R: pf(4, 1, 10, lower = FALSE), pchisq(3.84145882069412, 1, lower = FALSE).
        assert!(
            (f_tail(4.0, 1.0, 10.0).unwrap() - 0.073_388_034_770_740_39).abs() < 1e-13
        );
        assert!(
            (chi_square_tail(3.841_458_820_694_124, 1.0).unwrap() - 0.05).abs() < 1e-14
        );
        assert!((chi_square_tail(0.0, 3.0).unwrap() - 1.0).abs() < 1e-15);
        // The Beta law (1, b) has quantile 1 − (1 − p)^(1/b), the Gamma law (1) −ln(1 − p).
        assert!(
            (beta_quantile(0.2, 1.0, 4.0) - (1.0 - 0.8_f64.powf(0.25))).abs() < 1e-14
        );
        assert!((gamma_quantile(0.975, 1.0) + 0.025_f64.ln()).abs() < 1e-12);
    }
}
