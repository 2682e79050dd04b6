//! Tests whether two groups vary alike.

use crate::stat::estimate::Undefined;
use crate::stat::estimate::design::from_common_origin;
use crate::stat::estimate::groups::moments;
use crate::stat::estimate::law::f_tail;
use crate::stat::estimate::sample::in_unit;
use crate::stat::estimate::sample::mean;
use crate::stat::estimate::sample::quantile;
use crate::stat::estimate::sample::squares;
use crate::stat::estimate::sample::unit_of;

/// A comparison of two variances.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Variances {
    /// s²ₓ/s²ᵧ.
    pub ratio: f64,
    /// Two-sided p value of the ratio under normality, F with n − 1 and m − 1 df.
    pub p: f64,
    /// F of the distances from each group's median (Brown and Forsythe 1974); none where
    /// these distances do not vary.
    pub brown_forsythe: Option<(f64, f64)>,
}

/// Compares the variances of two groups. Errors with fewer than two observations in a
/// group, or where a group does not vary.
pub fn variances(x: &[f64], y: &[f64]) -> Result<Variances, Undefined> {
    if let Some(unit) = unit_of(&[x, y]) {
        return variances(&in_unit(x, unit), &in_unit(y, unit));
    }
    let (x, y) = from_common_origin(x, y);
    let (n, _, var_x) = moments(&x, "treated")?;
    let (m, _, var_y) = moments(&y, "control")?;
    if var_x <= 0.0 || var_y <= 0.0 {
        let which = if var_x <= 0.0 { "treated" } else { "control" };
        return Err(Undefined::new(format!("the {which} group does not vary")));
    }
    let ratio = var_x / var_y;
    let above = f_tail(ratio, n - 1.0, m - 1.0)?;
    // The lower tail is the upper tail of the inverse, without cancellation.
    let below = f_tail(1.0 / ratio, m - 1.0, n - 1.0)?;
    Ok(Variances {
        ratio,
        p: (2.0 * above.min(below)).min(1.0),
        brown_forsythe: brown_forsythe(&x, &y)?,
    })
}

fn brown_forsythe(x: &[f64], y: &[f64]) -> Result<Option<(f64, f64)>, Undefined> {
    let distances = |values: &[f64]| -> Result<Vec<f64>, Undefined> {
        let median = quantile(values, 0.5)?;
        Ok(values.iter().map(|value| (value - median).abs()).collect())
    };
    let (x, y) = (distances(x)?, distances(y)?);
    let (n, m) = (x.len() as f64, y.len() as f64);
    let (mean_x, mean_y) = (mean(&x)?, mean(&y)?);
    let within = squares(&x, mean_x) + squares(&y, mean_y);
    let df = n + m - 2.0;
    if within <= 0.0 || df < 1.0 {
        return Ok(None);
    }
    let between = n * m / (n + m) * (mean_x - mean_y).powi(2);
    let f = between / (within / df);
    Ok(Some((f, f_tail(f, 1.0, df)?)))
}

#[cfg(test)]
mod tests {
    use super::variances;
    use crate::stat::estimate::design::oracle;

    #[test]
    fn the_reference_results_agree() {
        for reference in oracle::all("var_test.") {
            let (x, y) = (reference.vector("x").unwrap(), reference.vector("y").unwrap());
            let got = variances(&x, &y).unwrap();
            reference.check("f", got.ratio);
            reference.check("p_two_sided", got.p);
            let (f, p) = got.brown_forsythe.unwrap();
            reference.check("brown_forsythe_f", f);
            reference.check("brown_forsythe_p", p);
        }
    }

    #[test]
    fn a_constant_group_is_refused() {
        let reason = variances(&[1.0, 2.0], &[3.0, 3.0]).unwrap_err().reason;
        assert_eq!(reason, "the control group does not vary");
    }
}
