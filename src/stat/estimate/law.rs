//! Tails and quantiles of the laws behind tests of variances and counts.

use crate::stat::estimate::Undefined;
use crate::stat::estimate::beyond;
use crate::stat::estimate::power::falling_root;
use crate::stat::estimate::power::normal_quantile;
use statrs::function::beta::checked_beta_reg;
use statrs::function::gamma::checked_gamma_lr;
use statrs::function::gamma::checked_gamma_ur;

/// Returns P(F > f) for the law of F with `above` and `below` degrees of freedom.
pub(super) fn f_tail(f: f64, above: f64, below: f64) -> Result<f64, Undefined> {
    if f.is_nan() {
        return Err(beyond());
    }
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

/// Sums over a law on whole numbers with one mode, in numbers relative to its total.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Sums {
    /// P(X ≤ x).
    pub below: f64,
    /// P(X ≥ x).
    pub above: f64,
    /// P(an outcome no more likely than x, with a relative slack of 1e-7).
    pub no_more_likely: f64,
    /// The mean less x.
    pub off: f64,
}

/// Adds up a law from its mode outwards, as far as its weights are above `least` of the mode's:
/// the work grows with the standard deviation, not with the range. `up(k)` is P(k + 1)/P(k),
/// which falls; the range is `from..=to`, and x lies in it.
pub(super) fn sums(
    (from, to): (u64, u64),
    x: u64,
    least: f64,
    up: impl Fn(u64) -> f64,
) -> Sums {
    // The mode: the first k from which the law does not rise.
    let (mut low, mut high) = (from, to);
    while low < high {
        let middle = low + (high - low) / 2;
        if up(middle) > 1.0 { low = middle + 1 } else { high = middle }
    }
    let mode = low;
    // Below the smallest normal double a weight may never reach zero.
    let least = least.max(f64::MIN_POSITIVE);
    let walk = |visit: &mut dyn FnMut(u64, f64)| {
        let mut weight = 1.0;
        visit(mode, weight);
        for k in mode..to {
            weight *= up(k);
            if weight <= least {
                break;
            }
            visit(k + 1, weight);
        }
        weight = 1.0;
        for k in (from..mode).rev() {
            weight /= up(k);
            if weight <= least {
                break;
            }
            visit(k, weight);
        }
    };
    let mut observed = 0.0;
    let [mut total, mut below, mut above, mut off] = [Sum::default(); 4];
    walk(&mut |k, weight| {
        if k == x {
            observed = weight;
        }
        total.add(weight);
        if k <= x {
            below.add(weight);
        }
        if k >= x {
            above.add(weight);
        }
        off.add(weight * (k as f64 - x as f64));
    });
    let mut no_more = Sum::default();
    let most = observed * (1.0 + 1e-7);
    walk(&mut |_, weight| {
        if weight <= most {
            no_more.add(weight);
        }
    });
    let all = total.value();
    Sums {
        below: (below.value() / all).min(1.0),
        above: (above.value() / all).min(1.0),
        no_more_likely: (no_more.value() / all).min(1.0),
        off: off.value() / all,
    }
}

/// A sum with Neumaier's compensation.
#[derive(Debug, Clone, Copy, Default)]
struct Sum {
    total: f64,
    lost: f64,
}

impl Sum {
    fn add(&mut self, value: f64) {
        let next = self.total + value;
        self.lost += if self.total.abs() >= value.abs() {
            (self.total - next) + value
        } else {
            (value - next) + self.total
        };
        self.total = next;
    }

    const fn value(self) -> f64 {
        self.total + self.lost
    }
}

/// Returns the quantile of the Beta law, both parameters positive.
pub(super) fn beta_quantile(p: f64, a: f64, b: f64) -> f64 {
    rising_root(0.0, 1.0, |x| checked_beta_reg(a, b, x).unwrap_or(0.0) - p)
}

/// From this size on, laws of counts are summed about their mode or expanded.
pub(super) const LARGE: f64 = 1e6;

/// Returns the log odds at which a tail of a law of counts, which rises with them, reaches
/// `goal`: nearly a straight line on the normal scale.
pub(super) fn log_odds(
    tail: impl Fn(f64) -> f64,
    goal: f64,
    start: f64,
    run: f64,
) -> Result<f64, Undefined> {
    let scale = |p: f64| normal_quantile(p.clamp(1e-300, 1.0 - 1e-16));
    falling_root(|log| Ok(scale(goal) - scale(tail(log))), start, run)
}

/// Returns the quantile of the Gamma law with scale 1.
pub(super) fn gamma_quantile(p: f64, shape: f64) -> f64 {
    if shape > LARGE {
        // Cornish and Fisher's expansion; what it leaves out is below the last digit.
        let (z, root) = (normal_quantile(p), shape.sqrt());
        let cubed = z * z * z;
        return shape
            + z * root
            + (z * z - 1.0) / 3.0
            + (cubed - 7.0 * z) / (36.0 * root)
            - (3.0 * z * cubed + 7.0 * z * z - 16.0) / (810.0 * shape)
            + (9.0 * z * z * cubed + 256.0 * cubed - 433.0 * z)
                / (38880.0 * shape * root);
    }
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
