//! Standardised sizes of a difference of two means.

use crate::stat::estimate::Undefined;
use crate::stat::estimate::design::from_common_origin;
use crate::stat::estimate::groups::moments;
use crate::stat::estimate::power::check_level;
use crate::stat::estimate::power::falling_root;
use crate::stat::estimate::power::noncentral_t_cdf;
use crate::stat::estimate::power::normal_quantile;
use crate::stat::estimate::sample::in_unit;
use crate::stat::estimate::sample::unit_of;
use statrs::function::gamma::ln_gamma;

/// A difference of two means in standard deviations.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EffectSize {
    /// Hedges' g = J(df)·d.
    pub value: f64,
    /// Lower end of g's noncentral-t interval.
    pub ci_low: f64,
    /// Upper end.
    pub ci_high: f64,
    /// Cohen's d, with the pooled standard deviation.
    pub d: f64,
    /// Lower end of d's noncentral-t interval.
    pub d_low: f64,
    /// Upper end.
    pub d_high: f64,
    /// The exact correction J(df) for few observations.
    pub j: f64,
    /// Standard error of d in large samples, √((n + m)/(nm) + d²/(2(n + m))).
    pub d_se: f64,
    /// Lower end of d ± z·se.
    pub d_normal_low: f64,
    /// Upper end.
    pub d_normal_high: f64,
    /// The difference over √((s²ₓ + s²ᵧ)/2).
    pub d_average_sd: f64,
    /// Glass's Δ: the difference over the control's own standard deviation; none where the
    /// control does not vary.
    pub glass_delta: Option<f64>,
}

/// Standardises the difference of two means by the pooled standard deviation, with the
/// exact correction J = Γ(df/2)/(√(df/2)·Γ((df−1)/2)) (Hedges 1981). The interval inverts
/// the noncentral t law of the pooled t statistic and is scaled by J. Errors with fewer than
/// two observations in a group, or where neither varies.
pub fn hedges_g(x: &[f64], y: &[f64], level: f64) -> Result<EffectSize, Undefined> {
    if let Some(unit) = unit_of(&[x, y]) {
        return hedges_g(&in_unit(x, unit), &in_unit(y, unit), level);
    }
    check_level(level)?;
    let (x, y) = from_common_origin(x, y);
    let (n, mean_x, var_x) = moments(&x, "treated")?;
    let (m, mean_y, var_y) = moments(&y, "control")?;
    let df = n + m - 2.0;
    let pooled = ((n - 1.0) * var_x + (m - 1.0) * var_y) / df;
    if pooled <= 0.0 {
        return Err(Undefined::new("neither group varies"));
    }
    let difference = mean_x - mean_y;
    let d = difference / pooled.sqrt();
    let j = (ln_gamma(df / 2.0) - ln_gamma((df - 1.0) / 2.0)).exp() / (df / 2.0).sqrt();
    let scale = (1.0 / n + 1.0 / m).sqrt();
    let t = d / scale;
    let tail = (1.0 - level) / 2.0;
    let d_low = noncentrality(t, df, 1.0 - tail)? * scale;
    let d_high = noncentrality(t, df, tail)? * scale;
    let d_se = ((n + m) / (n * m) + d * d / (2.0 * (n + m))).sqrt();
    let half = -normal_quantile(tail) * d_se;
    Ok(EffectSize {
        value: j * d,
        ci_low: j * d_low,
        ci_high: j * d_high,
        d,
        d_low,
        d_high,
        j,
        d_se,
        d_normal_low: d - half,
        d_normal_high: d + half,
        d_average_sd: difference / f64::midpoint(var_x, var_y).sqrt(),
        glass_delta: (var_y > 0.0).then(|| difference / var_y.sqrt()),
    })
}

/// Returns the noncentrality δ at which P(T ≤ t) equals `p`; the law falls as δ rises.
///
/// The root of Φ⁻¹(P) − Φ⁻¹(p), nearly a straight line in δ, from where the normal law that is
/// closest has it.
fn noncentrality(t: f64, df: f64, p: f64) -> Result<f64, Undefined> {
    let goal = normal_quantile(p);
    let miss = |delta: f64| -> Result<f64, Undefined> {
        let law = noncentral_t_cdf(t, df, delta)?.clamp(1e-300, 1.0 - 1e-16);
        Ok(normal_quantile(law) - goal)
    };
    let run = (1.0 + t * t / (2.0 * df)).sqrt();
    falling_root(miss, t - goal * run, run)
}

#[cfg(test)]
mod tests {
    use super::hedges_g;
    use crate::stat::estimate::design::oracle;

    #[test]
    fn the_reference_results_agree() {
        for reference in oracle::all("cohens_d.") {
            let (x, y) = (reference.vector("x").unwrap(), reference.vector("y").unwrap());
            let got = hedges_g(&x, &y, 0.95).unwrap();
            reference.check("d", got.d);
            reference.check("hedges_J", got.j);
            reference.check("hedges_g", got.value);
            reference.check("d_se_normal", got.d_se);
            reference.check("d_ci95_normal_low", got.d_normal_low);
            reference.check("d_ci95_normal_high", got.d_normal_high);
            reference.check("d_average_sd", got.d_average_sd);
            reference.check("glass_delta", got.glass_delta.unwrap());
            for (field, end) in [
                ("d_ci95_noncentral_low", got.d_low),
                ("d_ci95_noncentral_high", got.d_high),
                ("g_ci95_noncentral_low", got.ci_low),
                ("g_ci95_noncentral_high", got.ci_high),
            ] {
                // At 1e9 the interval is R's alone, from a t that keeps eight digits.
                let rel = if reference.id.ends_with("level_2022") { 1e-7 } else { 1e-9 };
                let want = reference.value(field);
                assert!((end / want - 1.0).abs() < rel, "{} {field}", reference.id);
            }
        }
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
}
