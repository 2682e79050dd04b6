//! One sample: mean, spread, quantiles and the t interval of the mean.

use crate::stat::estimate::Undefined;
use crate::stat::estimate::t_quantile;

/// What describes a sample.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sample {
    /// Observations.
    pub n: usize,
    /// Mean.
    pub mean: f64,
    /// Median (type 7).
    pub median: f64,
    /// Standard deviation, divisor n − 1.
    pub sd: f64,
    /// Standard error of the mean, sd/√n.
    pub se: f64,
    /// Lower end of the t interval of the mean.
    pub ci_low: f64,
    /// Upper end.
    pub ci_high: f64,
}

/// Returns the values in ascending order, so that no result depends on that of the rows.
pub(super) fn sorted(values: &[f64]) -> Vec<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted
}

/// Returns the power of two by which values are to be measured where their squares would leave
/// the range of a double; none where they keep within it. Scaling by it costs no digit.
pub(super) fn unit_of(values: &[&[f64]]) -> Option<f64> {
    let all = values.iter().flat_map(|values| values.iter());
    let most = all.fold(0.0_f64, |most, value| most.max(value.abs()));
    let usual = most <= 0.0 || !most.is_finite() || (1e-100..1e100).contains(&most);
    (!usual).then(|| most.log2().floor().clamp(-1022.0, 1022.0).exp2())
}

/// Returns values in a unit.
pub(super) fn in_unit(values: &[f64], unit: f64) -> Vec<f64> {
    values.iter().map(|value| value / unit).collect()
}

/// Returns the mean: the sum of differences from the first value, over n, plus that value;
/// a large common offset loses no digits. Errors on an empty sample.
pub fn mean(values: &[f64]) -> Result<f64, Undefined> {
    let sorted = sorted(values);
    let Some(origin) = sorted.get(sorted.len() / 2).copied() else {
        return Err(Undefined::new("there are no observations"));
    };
    let total = compensated(sorted.iter().map(|value| value - origin));
    Ok(origin + total / sorted.len() as f64)
}

/// Sums with Neumaier's compensation, in the order given.
pub(in crate::stat) fn compensated(values: impl Iterator<Item = f64>) -> f64 {
    let mut total = 0.0_f64;
    let mut lost = 0.0_f64;
    for value in values {
        let next = total + value;
        lost += if total.abs() >= value.abs() {
            (total - next) + value
        } else {
            (value - next) + total
        };
        total = next;
    }
    total + lost
}

/// Returns the sum of squared deviations from the mean, in two passes.
pub(super) fn squares(values: &[f64], mean: f64) -> f64 {
    let sorted = sorted(values);
    let of_squares = compensated(sorted.iter().map(|value| (value - mean).powi(2)));
    let of_deviations = compensated(sorted.iter().map(|value| value - mean));
    of_squares - of_deviations * of_deviations / sorted.len().max(1) as f64
}

/// Returns a quantile of type 7: linear between order statistics at h = (n − 1)·p.
pub fn quantile(values: &[f64], p: f64) -> Result<f64, Undefined> {
    let sorted = sorted(values);
    if sorted.is_empty() {
        return Err(Undefined::new("there are no observations"));
    }
    let h = (sorted.len() - 1) as f64 * p.clamp(0.0, 1.0);
    let below = h.floor();
    let at = |index: f64| sorted.get(index as usize).copied();
    let low = at(below).unwrap_or(f64::NAN);
    let high = at(below + 1.0).unwrap_or(low);
    Ok(low + (h - below) * (high - low))
}

/// Describes a sample: x̄ ± t(n−1)·s/√n at `level` (0.95 for 95 %). Errors with fewer than
/// two observations, which have no spread.
pub fn describe(values: &[f64], level: f64) -> Result<Sample, Undefined> {
    if let Some(unit) = unit_of(&[values]) {
        let found = describe(&in_unit(values, unit), level)?;
        return Ok(Sample {
            n: found.n,
            mean: found.mean * unit,
            median: found.median * unit,
            sd: found.sd * unit,
            se: found.se * unit,
            ci_low: found.ci_low * unit,
            ci_high: found.ci_high * unit,
        });
    }
    let n = values.len();
    let mean = mean(values)?;
    if n < 2 {
        return Err(Undefined::new("there is only one observation"));
    }
    let sd = (squares(values, mean) / (n - 1) as f64).max(0.0).sqrt();
    let se = sd / (n as f64).sqrt();
    let half = t_quantile(level, (n - 1) as f64)? * se;
    let median = quantile(values, 0.5)?;
    Ok(Sample { n, mean, median, sd, se, ci_low: mean - half, ci_high: mean + half })
}

/// A weighted mean with its error.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Weighted {
    /// Σwx/Σw.
    pub mean: f64,
    /// √(n/(n − 1)·Σ(w·(x − mean)/Σw)²), by linearisation; none with one observation.
    pub se: Option<f64>,
    /// (Σw)²/Σw²: as many observations of equal weight tell as much (Kish 1965).
    pub effective: f64,
    /// Σw.
    pub total: f64,
}

/// Returns the weighted mean of values. Errors where there are none, a weight is negative or
/// not finite, or all weights are zero.
pub fn weighted_mean(values: &[f64], weights: &[f64]) -> Result<Weighted, Undefined> {
    if weights.iter().any(|weight| !(weight.is_finite() && *weight >= 0.0)) {
        return Err(Undefined::new("a weight is negative or not a number"));
    }
    if let Some(unit) = unit_of(&[values]) {
        let found = weighted_mean(&in_unit(values, unit), weights)?;
        let se = found.se.map(|se| se * unit);
        return Ok(Weighted { mean: found.mean * unit, se, ..found });
    }
    if let Some(unit) = unit_of(&[weights]) {
        let found = weighted_mean(values, &in_unit(weights, unit))?;
        return Ok(Weighted { total: found.total * unit, ..found });
    }
    let mut pairs: Vec<(f64, f64)> =
        values.iter().copied().zip(weights.iter().copied()).collect();
    pairs.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let Some((origin, _)) = pairs.get(pairs.len() / 2).copied() else {
        return Err(Undefined::new("there are no observations"));
    };
    let total = compensated(pairs.iter().map(|(_, w)| *w));
    if total <= 0.0 {
        return Err(Undefined::new("all weights are zero"));
    }
    let off = compensated(pairs.iter().map(|(x, w)| w * (x - origin))) / total;
    let n = pairs.len() as f64;
    let share = |(x, w): &(f64, f64)| (w * ((x - origin) - off) / total).powi(2);
    let se = (n > 1.0)
        .then(|| (n / (n - 1.0) * compensated(pairs.iter().map(share))).max(0.0).sqrt());
    let squares = compensated(pairs.iter().map(|(_, w)| (w / total).powi(2)));
    Ok(Weighted { mean: origin + off, se, effective: 1.0 / squares, total })
}

#[cfg(test)]
mod tests {
    use super::describe;
    use super::mean;
    use super::quantile;
    use super::weighted_mean;
    use crate::stat::estimate::design::oracle;

    #[test]
    fn the_reference_results_agree() {
        // R 4.2.2 mean, sd, quantile type 7, t interval.
        for reference in oracle::all("summary.") {
            let x = reference.vector("x").unwrap();
            let got = describe(&x, 0.95).unwrap();
            reference.check("mean", got.mean);
            reference.check("median", got.median);
            reference.check("sd", got.sd);
            reference.check("se", got.se);
            reference.check("ci95_low", got.ci_low);
            reference.check("ci95_high", got.ci_high);
            for (field, p) in [("q05", 0.05), ("q25", 0.25), ("q90", 0.9)] {
                reference.check(field, quantile(&x, p).unwrap());
            }
        }
    }

    #[test]
    fn the_reference_weighted_means_agree() {
        for reference in oracle::all("weighted_mean.") {
            let (x, w) = (reference.vector("x").unwrap(), reference.vector("w").unwrap());
            reference.check("value", weighted_mean(&x, &w).unwrap().mean);
        }
    }

    #[test]
    fn equal_weights_give_the_plain_mean_and_error() {
        let x = [1.5, 2.0, 7.25, 4.0];
        let (plain, got) =
            (describe(&x, 0.95).unwrap(), weighted_mean(&x, &[0.3; 4]).unwrap());
        assert!((got.mean - plain.mean).abs() < 1e-15);
        assert!((got.se.unwrap() - plain.se).abs() < 1e-15);
        assert!((got.effective - 4.0).abs() < 1e-14);
        assert!(weighted_mean(&x, &[1.0, -1.0, 1.0, 1.0]).is_err());
        assert!(weighted_mean(&x, &[0.0; 4]).is_err());
        assert_eq!(weighted_mean(&[2.0], &[3.0]).unwrap().se, None);
    }

    #[test]
    fn a_large_offset_loses_no_digits() {
        let values: Vec<f64> = (0..100).map(|i| 1e12 + f64::from(i) * 0.25).collect();
        let sample = describe(&values, 0.95).unwrap();
        let near: Vec<f64> = (0..100).map(|i| f64::from(i) * 0.25).collect();
        let plain = describe(&near, 0.95).unwrap();
        assert!((sample.sd / plain.sd - 1.0).abs() < 1e-13);
        assert!((sample.mean - 1e12 - plain.mean).abs() < 1e-3);
    }

    #[test]
    fn the_numerical_accuracy_sets_have_their_certified_values() {
        // NIST reference data, NumAcc 1 to 4: one value, then two that alternate about it.
        let three = describe(&[10_000_001.0, 10_000_003.0, 10_000_002.0], 0.95).unwrap();
        assert!((three.mean - 10_000_002.0).abs() < f64::EPSILON);
        assert!((three.sd - 1.0).abs() < f64::EPSILON);
        for (whole, digits) in [(1.0, 1e-14), (1_000_000.0, 2e-9), (10_000_000.0, 2e-8)] {
            let mut values = vec![whole + 0.2];
            for _ in 0..500 {
                values.extend([whole + 0.1, whole + 0.3]);
            }
            let found = describe(&values, 0.95).unwrap();
            assert!((found.mean / (whole + 0.2) - 1.0).abs() < 1e-15);
            // No more digits than the values hold of their tenths.
            assert!((found.sd / 0.1 - 1.0).abs() < digits, "{whole}: {}", found.sd);
        }
    }

    #[test]
    fn very_large_and_very_small_values_keep_their_spread() {
        let plain = describe(&[1.0, 2.0, 4.0, 8.5], 0.95).unwrap();
        for power in [515, -532, -1010, 1015] {
            let unit = f64::from(power).exp2();
            let found = describe(&[1.0, 2.0, 4.0, 8.5].map(|v| v * unit), 0.95).unwrap();
            assert_eq!(found.sd.to_bits(), (plain.sd * unit).to_bits(), "2^{power}");
            assert_eq!(found.ci_low.to_bits(), (plain.ci_low * unit).to_bits());
            let weighted =
                weighted_mean(&[1.0, 2.0].map(|v| v * unit), &[1.0, 3.0]).unwrap();
            assert!(weighted.se.unwrap() > 0.0 && weighted.se.unwrap().is_finite());
        }
    }

    #[test]
    fn the_order_of_rows_changes_no_bit() {
        let values = [0.1, 0.2, 0.3, 1e9, -1e9, 7.7];
        let mut other = values;
        other.reverse();
        assert_eq!(mean(&values).unwrap().to_bits(), mean(&other).unwrap().to_bits());
    }

    #[test]
    fn quantiles_are_of_type_seven() {
        // R: quantile(c(1, 2, 4, 8), 0.3)
        assert!((quantile(&[8.0, 1.0, 4.0, 2.0], 0.3).unwrap() - 1.9).abs() < 1e-15);
    }

    #[test]
    fn one_observation_has_no_spread() {
        assert_eq!(
            describe(&[3.0], 0.95).unwrap_err().reason,
            "there is only one observation"
        );
    }
}
