//! Balance of two groups at baseline, in numbers that do not depend on the sample's size.

use crate::stat::estimate::Undefined;
use crate::stat::estimate::sample::compensated;
use crate::stat::estimate::sample::in_unit;
use crate::stat::estimate::sample::mean;
use crate::stat::estimate::sample::sorted;
use crate::stat::estimate::sample::squares;
use crate::stat::estimate::sample::unit_of;
use crate::stat::estimate::sample::weighted_mean;

/// How far two groups lie apart before treatment.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Balance {
    /// (x̄ − ȳ)/√((s²ₓ + s²ᵧ)/2); of a covariate of zeros and ones s² is p(1 − p).
    pub smd: f64,
    /// (x̄ − ȳ)/sₓ, in standard deviations of the treated.
    pub smd_treated_sd: f64,
    /// s²ₓ/s²ᵧ; not finite where a share of the control is 0 or 1.
    pub variance_ratio: f64,
    /// The standard deviations of the treated and the control that it is measured in.
    pub sds: (f64, f64),
}

/// Returns the standardised mean difference of treated `x` and control `y` and the ratio of
/// their variances, divisor n − 1; of values that are all 0 or 1, of the variances p(1 − p)
/// (Austin 2009, doi:10.1002/sim.3697). Errors with fewer than two observations in a group, or
/// where a group does not vary (of zeros and ones: neither).
pub fn smd(x: &[f64], y: &[f64]) -> Result<Balance, Undefined> {
    if let Some(unit) = unit_of(&[x, y]) {
        let found = smd(&in_unit(x, unit), &in_unit(y, unit))?;
        let sds = (found.sds.0 * unit, found.sds.1 * unit);
        return Ok(Balance { sds, ..found });
    }
    let shares = are_binary(x, y);
    let (x, y) = from_common_origin(x, y);
    let (mean_x, var_x) = moments(&x, "treated", shares)?;
    let (mean_y, var_y) = moments(&y, "control", shares)?;
    balance(mean_x - mean_y, (var_x, var_y), var_x / var_y)
}

/// Returns the same after weighting: the difference of the weighted means over the standard
/// deviations *before* it, so that the two are on one scale (Stuart 2010,
/// doi:10.1214/09-STS313), and the ratio of the weighted variances, divisor Σw − Σw²/Σw.
/// Weights are positive or zero and as many as values. Errors as for [`smd`], and where a
/// group's weights leave fewer than two values.
pub fn weighted_smd(
    x: (&[f64], &[f64]),
    y: (&[f64], &[f64]),
) -> Result<Balance, Undefined> {
    if let Some(unit) = unit_of(&[x.0, y.0]) {
        let found = weighted_smd((&in_unit(x.0, unit), x.1), (&in_unit(y.0, unit), y.1))?;
        let sds = (found.sds.0 * unit, found.sds.1 * unit);
        return Ok(Balance { sds, ..found });
    }
    let shares = are_binary(x.0, y.0);
    let (values_x, values_y) = from_common_origin(x.0, y.0);
    let (_, var_x) = moments(&values_x, "treated", shares)?;
    let (_, var_y) = moments(&values_y, "control", shares)?;
    let (mean_x, after_x) = weighted_moments(&values_x, x.1, "treated", shares)?;
    let (mean_y, after_y) = weighted_moments(&values_y, y.1, "control", shares)?;
    balance(mean_x - mean_y, (var_x, var_y), after_x / after_y)
}

/// Whether values are all 0 or 1: then their means are shares, with variances p(1 − p).
fn are_binary(x: &[f64], y: &[f64]) -> bool {
    #[expect(clippy::float_cmp, reason = "0 and 1 are exact")]
    let is_binary = |value: &f64| *value == 0.0 || *value == 1.0;
    x.iter().chain(y).all(is_binary)
}

fn balance(
    difference: f64,
    (var_x, var_y): (f64, f64),
    variance_ratio: f64,
) -> Result<Balance, Undefined> {
    let sd = f64::midpoint(var_x, var_y).sqrt();
    if sd <= 0.0 {
        return Err(Undefined::new("neither group varies"));
    }
    Ok(Balance {
        smd: difference / sd,
        smd_treated_sd: difference / var_x.sqrt(),
        variance_ratio,
        sds: (var_x.sqrt(), var_y.sqrt()),
    })
}

/// Returns the weighted mean and variance of a group.
fn weighted_moments(
    values: &[f64],
    weights: &[f64],
    which: &str,
    shares: bool,
) -> Result<(f64, f64), Undefined> {
    let found = weighted_mean(values, weights)?;
    let mut parts: Vec<f64> = values
        .iter()
        .zip(weights)
        .map(|(value, weight)| weight * (value - found.mean).powi(2))
        .collect();
    parts.sort_by(f64::total_cmp);
    // Of shares p(1 − p): the same with the whole weight as divisor.
    let left = found.total - if shares { 0.0 } else { found.total / found.effective };
    let variance = compensated(parts.into_iter()) / left;
    if (variance > 0.0 || shares) && variance.is_finite() {
        Ok((found.mean, variance))
    } else {
        Err(Undefined::new(format!("the weighted {which} group does not vary")))
    }
}

/// Returns both groups measured from one value among them, so that an offset they share
/// costs the difference of their means no digits.
pub(super) fn from_common_origin(x: &[f64], y: &[f64]) -> (Vec<f64>, Vec<f64>) {
    let pooled: Vec<f64> = x.iter().chain(y).copied().collect();
    let pooled = sorted(&pooled);
    let origin = pooled.get(pooled.len() / 2).copied().unwrap_or(0.0);
    let shifted = |values: &[f64]| values.iter().map(|value| value - origin).collect();
    (shifted(x), shifted(y))
}

/// Returns the mean and the variance of a group.
fn moments(values: &[f64], which: &str, shares: bool) -> Result<(f64, f64), Undefined> {
    if values.len() < 2 {
        let held = if values.is_empty() { "no" } else { "only one" };
        return Err(Undefined::new(format!("the {which} group has {held} observation")));
    }
    let mean = mean(values)?;
    let divisor = if shares { values.len() } else { values.len() - 1 };
    let variance = squares(values, mean) / divisor as f64;
    if (variance > 0.0 || shares) && variance.is_finite() {
        Ok((mean, variance))
    } else {
        Err(Undefined::new(format!("the {which} group does not vary")))
    }
}

/// The reference results of `tests/oracle`, for the tests of this folder.
#[cfg(test)]
pub(crate) mod oracle {
    use serde_json::Value;

    /// `panel_small`'s rows.
    pub const PANEL: &str = include_str!("../../../tests/oracle/panel_small.csv");
    /// `rates`' rows.
    pub const RATES: &str = include_str!("../../../tests/oracle/rates.csv");
    /// `tiny_offset`'s rows.
    pub const TINY: &str = include_str!("../../../tests/oracle/tiny_offset.csv");

    /// One reference result.
    pub struct Reference {
        /// Its id.
        pub id: String,
        entry: Value,
    }

    /// Returns every reference result whose id starts so, of all three data sets.
    pub fn all(start: &str) -> Vec<Reference> {
        let sets = [
            include_str!("../../../tests/oracle/panel_small.json"),
            include_str!("../../../tests/oracle/rates.json"),
            include_str!("../../../tests/oracle/tiny_offset.json"),
        ];
        let mut found = Vec::new();
        for set in sets {
            let set: Value = serde_json::from_str(set).unwrap();
            for (id, entry) in set.as_object().unwrap() {
                if id.starts_with(start) {
                    found.push(Reference { id: id.clone(), entry: entry.clone() });
                }
            }
        }
        assert!(!found.is_empty(), "no reference result starts with {start}");
        found
    }

    impl Reference {
        /// Returns a vector among the arguments, where it is spelled out.
        pub fn vector(&self, name: &str) -> Option<Vec<f64>> {
            let values = self.entry["args"][name]["values"].as_array()?;
            Some(values.iter().map(|value| value.as_f64().unwrap()).collect())
        }

        /// Returns a number among the arguments.
        pub fn number(&self, name: &str) -> f64 {
            self.entry["args"][name].as_f64().unwrap()
        }

        /// Returns a text among the arguments of `x`'s selection.
        pub fn group(&self) -> &str {
            self.entry["args"]["x"]["select"]["where"]["group"].as_str().unwrap()
        }

        /// Whether the reference has this field.
        pub fn has(&self, field: &str) -> bool {
            self.entry["value"].get(field).is_some()
        }

        /// Returns a field.
        pub fn value(&self, field: &str) -> f64 {
            self.entry["value"][field].as_f64().unwrap()
        }

        /// Whether a field is infinite.
        pub fn is_infinite(&self, field: &str) -> bool {
            let text = self.entry["value"][field].as_str().unwrap_or_default();
            text.ends_with("Infinity")
        }

        /// Asserts that a field agrees within its tolerance.
        pub fn check(&self, field: &str, got: f64) {
            self.compare(field, &self.entry["value"][field], got);
        }

        /// Asserts that a list agrees within its tolerance.
        pub fn check_all(&self, field: &str, got: &[f64]) {
            let want = self.entry["value"][field].as_array().unwrap();
            assert_eq!(want.len(), got.len());
            for (want, got) in want.iter().zip(got) {
                self.compare(field, want, *got);
            }
        }

        fn compare(&self, field: &str, want: &Value, got: f64) {
            let want = want.as_f64().unwrap();
            let tolerance = &self.entry["tolerance"];
            let rel = tolerance["by_field"][field]
                .as_f64()
                .or_else(|| tolerance["rel"].as_f64())
                .unwrap();
            let abs = tolerance["abs"].as_f64().unwrap();
            let id = &self.id;
            assert!(
                (got - want).abs() <= abs + rel * want.abs(),
                "{id} {field}: got {got}, want {want}"
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::oracle;
    use super::smd;
    use super::weighted_smd;

    #[test]
    fn the_reference_results_agree() {
        for reference in oracle::all("smd.") {
            let (x, y) = (reference.vector("x").unwrap(), reference.vector("y").unwrap());
            let got = smd(&x, &y).unwrap();
            reference.check("smd", got.smd);
            reference.check("smd_treated_sd", got.smd_treated_sd);
            reference.check("variance_ratio", got.variance_ratio);
        }
    }

    #[test]
    fn a_common_scale_changes_nothing_and_order_not_a_bit() {
        let (x, y) = ([1.0, 2.5, 4.25, 0.1], [3.0, 0.7, 0.9]);
        let a = smd(&x, &y).unwrap();
        let b = smd(&x.map(|v| 8.0 * v), &y.map(|v| 8.0 * v)).unwrap();
        assert!((a.smd - b.smd).abs() < 1e-14);
        assert_eq!(a, smd(&[0.1, 4.25, 1.0, 2.5], &[0.9, 3.0, 0.7]).unwrap());
    }

    #[test]
    fn equal_weights_change_nothing_and_a_weight_of_two_counts_twice() {
        let (x, y) = ([1.0, 2.5, 4.25, 0.1], [3.0, 0.7, 0.9]);
        let plain = smd(&x, &y).unwrap();
        let even = weighted_smd((&x, &[2.0; 4]), (&y, &[0.5; 3])).unwrap();
        assert!((plain.smd - even.smd).abs() < 1e-14);
        assert!((plain.variance_ratio - even.variance_ratio).abs() < 1e-13);
        // numpy 2.4: np.average(y, weights=[2, 1, 0]) is 2.2333…, the sds stay as before.
        let uneven = weighted_smd((&x, &[1.0; 4]), (&y, &[2.0, 1.0, 0.0])).unwrap();
        let scale = (1.9625 - 4.6 / 3.0) / plain.smd;
        assert!((uneven.smd - (1.9625 - 6.7 / 3.0) / scale).abs() < 1e-13);
        let alone = weighted_smd((&x, &[1.0; 4]), (&y, &[1.0, 0.0, 0.0]));
        assert_eq!(alone.unwrap_err().reason, "the weighted control group does not vary");
    }

    #[test]
    fn the_difference_of_two_shares_is_standardised_by_p_times_one_less_p() {
        // Austin (2009): (p₁ − p₀)/√((p₁(1 − p₁) + p₀(1 − p₀))/2), by hand and by numpy 2.4.6
        // (np.var with ddof=0).
        let (x, y) = ([1.0, 1.0, 1.0, 0.0], [1.0, 0.0, 0.0, 0.0, 0.0]);
        let got = smd(&x, &y).unwrap();
        assert!((got.smd - 0.55 / 0.173_75_f64.sqrt()).abs() < 1e-14, "{}", got.smd);
        assert!((got.variance_ratio - 0.1875 / 0.16).abs() < 1e-14);
        let all = smd(&[1.0, 1.0], &y).unwrap();
        assert!((all.smd - 0.8 / 0.08_f64.sqrt()).abs() < 1e-14);
        assert!(smd(&[1.0, 1.0], &[1.0, 1.0]).is_err());
    }

    #[test]
    fn a_constant_group_is_refused() {
        let reason = smd(&[1.0, 2.0], &[3.0, 3.0]).unwrap_err().reason;
        assert_eq!(reason, "the control group does not vary");
    }
}
