//! Power of Welch's test, from the noncentral t law.

use crate::stat::estimate::Undefined;
use crate::stat::estimate::t_quantile;
use std::f64::consts::PI;
use std::f64::consts::SQRT_2;

/// Refuses a confidence level outside 0 to 1.
pub(super) fn check_level(level: f64) -> Result<(), Undefined> {
    if level > 0.0 && level < 1.0 {
        Ok(())
    } else {
        Err(Undefined::new(format!("a level of {level} lies outside 0 to 1")))
    }
}

/// Returns the standard normal P(Z ≤ z), to about 1e-14 of itself.
///
/// Below |z| = 3 by φ(z)·Σ z^(2k+1)/(2k+1)!!, whose terms have one sign; beyond by Laplace's
/// continued fraction for the tail. (statrs' erfc keeps about ten digits.)
pub(super) fn normal_cdf(z: f64) -> f64 {
    let size = z.abs();
    let density = (-size * size / 2.0).exp() / (2.0 * PI).sqrt();
    if size < 3.0 {
        let (mut term, mut sum, mut odd) = (size, size, 1.0);
        while term > 1e-17 * sum {
            odd += 2.0;
            term *= size * size / odd;
            sum += term;
        }
        return 0.5 + (density * sum).copysign(z);
    }
    // 1/(z + 1/(z + 2/(z + 3/(z + …)))), from the far end, as numerator and denominator; the
    // further out, the fewer levels give all digits. Beyond 39 the density is zero.
    let far = size.min(39.0);
    let levels = 12 + (500.0 / (far * far)) as u32;
    let (above, below) = (1..=levels).rev().fold((far, 1.0), |(above, below), level| {
        (far * above + f64::from(level) * below, above)
    });
    let tail = density * below / above;
    if z < 0.0 { tail } else { 1.0 - tail }
}

/// Returns the standard normal quantile: statrs' inverse with two Newton steps.
pub(super) fn normal_quantile(p: f64) -> f64 {
    // The smaller tail keeps its digits; the other is its mirror image.
    if p > 0.5 {
        return -normal_quantile(1.0 - p);
    }
    let mut z = -SQRT_2 * statrs::function::erf::erfc_inv(2.0 * p);
    for _ in 0..2 {
        let density = (-z * z / 2.0).exp() / (2.0 * PI).sqrt();
        if density > 0.0 && z.is_finite() {
            z -= (normal_cdf(z) - p) / density;
        }
    }
    z
}

/// Returns P(T ≤ t), T = (Z + ncp)/√(χ²(df)/df), to about 1e-13.
///
/// The mean of Φ(t·s − ncp) over the law of s = √(χ²/df), by the trapezoid rule in ln s:
/// the integrand is analytic and falls off at both ends, so the rule converges faster than
/// any power of the step. The law's constant cancels against its own sum. Errors unless
/// df > 0 and all three are finite.
pub fn noncentral_t_cdf(t: f64, df: f64, ncp: f64) -> Result<f64, Undefined> {
    if !(t.is_finite() && ncp.is_finite() && df.is_finite() && df > 0.0) {
        return Err(Undefined::new(format!(
            "a noncentral t law with {df} degrees of freedom and noncentrality {ncp}"
        )));
    }
    // The density of ln s is about normal with sd s₁ = 1/√(2·df); Φ turns over within about
    // s₂ = 1/(|ncp| + 3). With a third of the smaller, what the rule misses is of the order
    // of exp(−2π²/(h²·(1/s₁² + 1/s₂²))) = e⁻⁸⁸ at most, and e⁻⁴⁴ where df is below one.
    let law = 1.0 / (2.0 * df).sqrt();
    let step = law.min(1.0 / (ncp.abs() + 3.0)) / 3.0;
    let log_density = |v: f64| df * (v - (2.0 * v).exp_m1() / 2.0);
    let term = |v: f64| {
        let density = log_density(v).exp();
        (density, density * normal_cdf(t * v.exp() - ncp))
    };
    let (mut mass, mut below) = term(0.0);
    for side in [-step, step] {
        let mut at = 1.0;
        while log_density(side * at) > -46.0 {
            let (density, part) = term(side * at);
            mass += density;
            below += part;
            at += 1.0;
        }
    }
    Ok((below / mass).clamp(0.0, 1.0))
}

/// Returns the root of a falling function, nearly a straight line of slope −1/`run`, from a
/// start close to it: by the Illinois rule between values of both signs.
pub(super) fn falling_root(
    miss: impl Fn(f64) -> Result<f64, Undefined>,
    start: f64,
    run: f64,
) -> Result<f64, Undefined> {
    let off = miss(start)?;
    let mut step = 2.0 * off * run;
    let mut far = start + step;
    let mut there = miss(far)?;
    while there * off > 0.0 {
        step *= 2.0;
        far += step;
        there = miss(far)?;
    }
    let (mut low, mut below, mut high, mut above) =
        if off > 0.0 { (start, off, far, there) } else { (far, there, start, off) };
    let mut side = 0;
    for _ in 0..100 {
        if high - low <= 1e-13 * (1.0 + high.abs()) || below <= above {
            break;
        }
        let inside = low + (high - low) * below / (below - above);
        let middle = inside.clamp(low, high);
        let value = miss(middle)?;
        if value.abs() < 1e-14 {
            return Ok(middle);
        }
        if value > 0.0 {
            (low, below) = (middle, value);
            above = if side == 1 { above / 2.0 } else { above };
            side = 1;
        } else {
            (high, above) = (middle, value);
            below = if side == -1 { below / 2.0 } else { below };
            side = -1;
        }
    }
    Ok(f64::midpoint(low, high))
}

/// A planned comparison of two groups by the two-sided Welch test:
/// se = √(sd₁²/n₁ + sd₂²/n₂), with Satterthwaite's df from the sds given.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Plan {
    /// Standard error of the difference.
    pub se: f64,
    /// Degrees of freedom.
    pub df: f64,
    alpha: f64,
    critical: f64,
}

impl Plan {
    /// Plans a test at level `alpha`. Errors with fewer than two areas in a group, or where
    /// neither varies.
    pub fn new(n: (usize, usize), sd: (f64, f64), alpha: f64) -> Result<Self, Undefined> {
        if n.0 < 2 || n.1 < 2 {
            return Err(Undefined::new("a group has fewer than two areas"));
        }
        check_level(alpha)?;
        let (n1, n2) = (n.0 as f64, n.1 as f64);
        let (part1, part2) = (sd.0 * sd.0 / n1, sd.1 * sd.1 / n2);
        let variance = part1 + part2;
        if !(variance.is_finite() && variance > 0.0) {
            return Err(Undefined::new("neither group varies"));
        }
        let df = variance * variance
            / (part1 * part1 / (n1 - 1.0) + part2 * part2 / (n2 - 1.0));
        let critical = t_quantile(1.0 - alpha, df)?;
        Ok(Self { se: variance.sqrt(), df, alpha, critical })
    }

    /// Returns P(|T| > t(1 − α/2, df)) at a true difference, T noncentral t with ncp =
    /// difference/se: both tails.
    pub fn power(&self, difference: f64) -> Result<f64, Undefined> {
        let ncp = difference / self.se;
        // The upper tail is the lower tail of the mirrored law, without cancellation.
        Ok(noncentral_t_cdf(-self.critical, self.df, -ncp)?
            + noncentral_t_cdf(-self.critical, self.df, ncp)?)
    }

    /// Returns the power as if the standard deviations were known: both tails of the normal.
    pub fn power_normal(&self, difference: f64) -> f64 {
        let (z, ncp) = (-normal_quantile(self.alpha / 2.0), difference / self.se);
        normal_cdf(ncp - z) + normal_cdf(-ncp - z)
    }

    /// Returns the smallest positive difference that reaches a power. Errors where the power
    /// is not between alpha and 1.
    pub fn detectable(&self, power: f64) -> Result<f64, Undefined> {
        self.check(power)?;
        let goal = normal_quantile(power);
        let miss = |ncp: f64| -> Result<f64, Undefined> {
            let reached = self.power(ncp.max(0.0) * self.se)?.min(1.0 - 1e-16);
            Ok(goal - normal_quantile(reached))
        };
        Ok(falling_root(miss, self.critical + goal, 1.0)? * self.se)
    }

    /// Returns (z(1 − α/2) + z(power))·se: the textbook formula.
    pub fn detectable_normal(&self, power: f64) -> Result<f64, Undefined> {
        self.check(power)?;
        Ok((normal_quantile(power) - normal_quantile(self.alpha / 2.0)) * self.se)
    }

    fn check(&self, power: f64) -> Result<(), Undefined> {
        if power > self.alpha && power < 1.0 {
            return Ok(());
        }
        Err(Undefined::new(format!("the power lies outside {} to 1", self.alpha)))
    }
}

#[cfg(test)]
mod tests {
    use super::Plan;
    use super::noncentral_t_cdf;
    use super::normal_cdf;
    use super::normal_quantile;
    use crate::stat::estimate::design::oracle;
    use crate::stat::estimate::p_of_t;

    #[test]
    fn the_reference_results_agree() {
        for reference in oracle::all("welch_power.") {
            let n = |name: &str| reference.number(name) as usize;
            let f = |name: &str| reference.number(name);
            let plan = Plan::new((n("n1"), n("n2")), (f("sd1"), f("sd2")), 0.05).unwrap();
            reference.check("se", plan.se);
            reference.check("df", plan.df);
            reference.check("power", plan.power(f("delta")).unwrap());
            reference.check("power_normal", plan.power_normal(f("delta")));
        }
        for reference in oracle::all("welch_mde.") {
            let n = |name: &str| reference.number(name) as usize;
            let f = |name: &str| reference.number(name);
            let plan = Plan::new((n("n1"), n("n2")), (f("sd1"), f("sd2")), 0.05).unwrap();
            reference.check("se", plan.se);
            reference.check("df", plan.df);
            reference.check("mde", plan.detectable(f("power")).unwrap());
            reference.check("mde_normal", plan.detectable_normal(f("power")).unwrap());
        }
    }

    #[test]
    fn the_law_inverts_the_reference_intervals_of_an_effect_size() {
        for reference in oracle::all("cohens_d.") {
            let (x, y) = (reference.vector("x").unwrap(), reference.vector("y").unwrap());
            let (n, m) = (x.len() as f64, y.len() as f64);
            let scale = (1.0 / n + 1.0 / m).sqrt();
            let at = |field: &str| reference.value(field) / scale;
            let t = at("d");
            for (field, want) in
                [("d_ci95_noncentral_low", 0.975), ("d_ci95_noncentral_high", 0.025)]
            {
                let got = noncentral_t_cdf(t, n + m - 2.0, at(field)).unwrap();
                assert!((got - want).abs() < 2e-8, "{got} {want}");
            }
        }
    }

    #[test]
    fn what_is_detectable_has_the_power_that_was_asked_for() {
        for n in [(2, 2), (2, 90), (5, 7), (29, 150), (4000, 3000)] {
            for alpha in [0.001, 0.05, 0.4] {
                let plan = Plan::new(n, (1.5, 0.7), alpha).unwrap();
                for power in [alpha + 1e-6, alpha + 0.01, 0.5, 0.8, 0.99, 0.999_999] {
                    let found = plan.detectable(power).unwrap();
                    let reached = plan.power(found).unwrap();
                    assert!(found > 0.0, "{n:?} {alpha} {power}");
                    assert!(
                        (reached - power).abs() < 1e-11,
                        "{n:?} {alpha} {power}: {reached}"
                    );
                }
            }
        }
    }

    #[test]
    fn the_law_has_its_known_values() {
        for df in [0.7, 1.0, 4.5, 30.0, 4000.0] {
            for t in [-9.0, -1.3, 0.4, 2.0, 60.0] {
                let central = noncentral_t_cdf(t, df, 0.0).unwrap();
                let tail = p_of_t(t, df).unwrap() / 2.0;
                let want = if t < 0.0 { tail } else { 1.0 - tail };
                // statrs' incomplete beta loses digits at thousands of degrees of freedom.
                assert!((central - want).abs() < 1e-13 * df.max(10.0) / 10.0);
                let here = noncentral_t_cdf(t, df, 1.7).unwrap();
                let there = noncentral_t_cdf(-t, df, -1.7).unwrap();
                assert!((here + there - 1.0).abs() < 1e-13);
            }
            let zero = noncentral_t_cdf(0.0, df, 2.5).unwrap();
            assert!((zero - normal_cdf(-2.5)).abs() < 1e-14);
        }
        assert!((normal_cdf(-1.0) / 0.158_655_253_931_457_05 - 1.0).abs() < 1e-14);
        assert!((normal_cdf(-2.9) / 0.001_865_813_300_384_037_6 - 1.0).abs() < 1e-13);
        assert!((normal_cdf(-3.1) / 0.000_967_603_213_218_356_2 - 1.0).abs() < 1e-13);
        assert!((normal_quantile(0.975) - 1.959_963_984_540_054).abs() < 1e-14);
        assert!(noncentral_t_cdf(1.0, 0.0, 0.0).is_err());
    }

    #[test]
    fn a_scale_scales_the_detectable_difference() {
        let plan = |n, sd| Plan::new(n, sd, 0.05).unwrap();
        let one = plan((150, 29), (1.0, 1.0)).detectable(0.8).unwrap();
        let seven = plan((29, 150), (7.0, 7.0)).detectable(0.8).unwrap();
        assert!((one - 0.5826).abs() < 0.001);
        assert!((seven / one - 7.0).abs() < 1e-9);
        let power = plan((150, 29), (1.0, 1.0)).power(one).unwrap();
        assert!((power - 0.8).abs() < 1e-12);
        let none = plan((9, 5), (1.0, 2.0)).power(0.0).unwrap();
        assert!((none - 0.05).abs() < 1e-12);
    }
}
