//! Ordinary least squares on several covariates.
//!
//! Columns are centred and made orthogonal one by one (modified Gram–Schmidt, the outcome
//! as the last column) in doubled precision, so that covariates that nearly depend on one
//! another, such as the powers of a variable, keep the digits their data hold.

use crate::stat::estimate::Undefined;
use crate::stat::estimate::double::Double;
use crate::stat::estimate::law::f_tail;
use crate::stat::estimate::p_of_t;
use crate::stat::estimate::sample::in_unit;
use crate::stat::estimate::sample::unit_of;
use crate::stat::estimate::t_quantile;

/// What is left of a column beside those before it, below which it depends on them.
const DEPENDENT: f64 = 1e-13;

/// One column of the design.
#[derive(Debug, Clone, PartialEq)]
pub struct Covariate {
    /// Its name, for refusals.
    pub name: String,
    /// Its values, one an observation.
    pub values: Vec<Double>,
}

/// How the errors of coefficients are estimated.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Errors {
    /// From one variance of all observations.
    #[default]
    Classical,
    /// From each squared residual (White 1980).
    Hc0,
    /// The same, times n/(n − k).
    Hc1,
    /// Each over 1 − h, its leverage h.
    Hc2,
    /// Each over (1 − h)² (the jackknife).
    Hc3,
}

/// One coefficient.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Coefficient {
    /// Its value.
    pub value: f64,
    /// Classical standard error.
    pub se: f64,
    /// Standard errors HC0 to HC3; HC2 and HC3 do not exist where an observation determines
    /// its own fit.
    pub robust: [Option<f64>; 4],
}

impl Coefficient {
    /// Returns the standard error of a sort.
    pub fn error(&self, errors: Errors) -> Option<f64> {
        match errors {
            Errors::Classical => Some(self.se),
            Errors::Hc0 => self.robust[0],
            Errors::Hc1 => self.robust[1],
            Errors::Hc2 => self.robust[2],
            Errors::Hc3 => self.robust[3],
        }
    }
}

/// A fitted regression.
#[derive(Debug, Clone, PartialEq)]
pub struct Fit {
    /// Observations.
    pub n: usize,
    /// Observations less coefficients.
    pub df: f64,
    /// The intercept first, where there is one, then the covariates in order.
    pub coefficients: Vec<Coefficient>,
    /// 1 − Σe²/Σ(y − ȳ)²; without an intercept 1 − Σe²/Σy².
    pub r2: f64,
    /// 1 − (1 − R²)·(n − 1)/df; without an intercept n in place of n − 1.
    pub adjusted_r2: f64,
    /// √(Σe²/df).
    pub sigma: f64,
    /// F of all covariates, its first degrees of freedom, and its p value; none where the
    /// fit leaves nothing over.
    pub f: Option<(f64, f64, f64)>,
    /// Whether the residuals are no larger than the rounding of the outcome.
    pub exact: bool,
}

impl Fit {
    /// Returns t and its two-sided p value; none where the fit leaves nothing over.
    pub fn test(
        &self,
        of: &Coefficient,
        se: f64,
    ) -> Result<Option<(f64, f64)>, Undefined> {
        if self.exact || se <= 0.0 {
            return Ok(None);
        }
        let t = of.value / se;
        Ok(Some((t, p_of_t(t, self.df)?)))
    }

    /// Returns the interval b ± t(df)·se.
    pub fn interval(
        &self,
        of: &Coefficient,
        se: f64,
        level: f64,
    ) -> Result<(f64, f64), Undefined> {
        let half = t_quantile(level, self.df)? * se;
        Ok((of.value - half, of.value + half))
    }
}

/// Fits y = b₀ + Σ bⱼ·xⱼ + e. Errors where a value is not finite, there are no more
/// observations than coefficients, the outcome is constant, or a covariate is constant or a
/// combination of those before it.
pub fn ols(
    y: &[f64],
    covariates: &[Covariate],
    intercept: bool,
) -> Result<Fit, Undefined> {
    let n = y.len();
    let k = covariates.len() + usize::from(intercept);
    if n <= k {
        return Err(Undefined::new(format!(
            "{n} observations cannot tell {k} coefficients and leave an error"
        )));
    }
    if let Some(fit) = in_units(y, covariates, intercept) {
        return fit;
    }
    let order = order(y, covariates);
    let taken = |values: &[Double]| -> Vec<Double> {
        order.iter().filter_map(|at| values.get(*at).copied()).collect()
    };
    let outcome: Vec<Double> = y.iter().map(|value| Double::from(*value)).collect();
    let mut columns: Vec<Vec<Double>> =
        covariates.iter().map(|covariate| taken(&covariate.values)).collect();
    let mut rest = taken(&outcome);
    if columns.iter().flatten().chain(&rest).any(|value| !value.value().is_finite()) {
        return Err(Undefined::new("a value is not a number"));
    }
    let count = Double::from(n as f64);
    let largest = y.iter().fold(0.0_f64, |most, value| most.max(value.abs()));
    let mut means = vec![Double::ZERO; columns.len()];
    let mut mean = Double::ZERO;
    if intercept {
        for (column, mean) in columns.iter_mut().zip(&mut means) {
            *mean = centre(column, count);
        }
        mean = centre(&mut rest, count);
    }
    let total = dot(&rest, &rest);
    if total.value().sqrt() <= 1e-28 * largest * (n as f64).sqrt() {
        return Err(Undefined::new("the outcome does not vary"));
    }
    let (upper, projected) = orthogonal(&mut columns, &mut rest, covariates, &means)?;
    let slopes = solved(&upper, &projected);
    let inverse = inverted(&upper);
    let left = dot(&rest, &rest);
    let df = (n - k) as f64;
    // Residuals within the rounding of the outcome are no residuals.
    let exact = left.value().sqrt() <= largest * f64::EPSILON * (n as f64).sqrt();
    let sigma = if exact { 0.0 } else { (left.value() / df).sqrt() };
    let leverage: Vec<f64> = (0..n)
        .map(|row| {
            let own: f64 = columns
                .iter()
                .map(|q| q.get(row).map_or(0.0, |q| q.value().powi(2)))
                .sum();
            own + if intercept { 1.0 / n as f64 } else { 0.0 }
        })
        .collect();
    // Rows of (XᵀX)⁻¹Xᵀ: what each observation adds to each coefficient.
    let mut shares: Vec<Vec<f64>> = (0..columns.len())
        .map(|j| {
            (0..n)
                .map(|row| {
                    let part = |l: usize| {
                        let q = columns.get(l).and_then(|q| q.get(row).copied());
                        inverse[j][l] * q.unwrap_or_default()
                    };
                    (j..columns.len()).map(part).sum::<Double>().value()
                })
                .collect()
        })
        .collect();
    let mut values: Vec<f64> = slopes.iter().map(|slope| slope.value()).collect();
    if intercept {
        let off: Double = slopes.iter().zip(&means).map(|(b, mean)| *b * *mean).sum();
        values.insert(0, (mean - off).value());
        let first = (0..n)
            .map(|row| {
                let moved = shares.iter().zip(&means);
                1.0 / n as f64
                    - moved.map(|(share, mean)| mean.value() * share[row]).sum::<f64>()
            })
            .collect();
        shares.insert(0, first);
    }
    let residuals: Vec<f64> =
        rest.iter().map(|e| if exact { 0.0 } else { e.value() }).collect();
    let coefficients = values
        .into_iter()
        .zip(&shares)
        .map(|(value, share)| Coefficient {
            value,
            se: sigma * share.iter().map(|w| w * w).sum::<f64>().sqrt(),
            robust: robust(share, &residuals, &leverage, df),
        })
        .collect();
    let r2 = if exact { 1.0 } else { 1.0 - (left / total).value() };
    let all = n as f64 - if intercept { 1.0 } else { 0.0 };
    let explained = columns.len() as f64;
    let f = if exact || columns.is_empty() {
        None
    } else {
        let f = ((total - left).value() / explained) / (left.value() / df);
        Some((f, explained, f_tail(f, explained, df)?))
    };
    let adjusted_r2 = 1.0 - (1.0 - r2) * all / df;
    Ok(Fit { n, df, coefficients, r2, adjusted_r2, sigma, f, exact })
}

/// Fits in units of the variables where their squares would leave the range of a double; none
/// where they keep within it.
fn in_units(
    y: &[f64],
    covariates: &[Covariate],
    intercept: bool,
) -> Option<Result<Fit, Undefined>> {
    let of = |values: &[f64]| unit_of(&[values]);
    let columns: Vec<Option<f64>> = covariates
        .iter()
        .map(|covariate| covariate.values.iter().map(|value| value.value()).collect())
        .map(|values: Vec<f64>| of(&values))
        .collect();
    let outcome = of(y);
    if outcome.is_none() && columns.iter().all(Option::is_none) {
        return None;
    }
    let outcome = outcome.unwrap_or(1.0);
    let scaled: Vec<Covariate> = covariates
        .iter()
        .zip(&columns)
        .map(|(covariate, unit)| Covariate {
            name: covariate.name.clone(),
            values: covariate
                .values
                .iter()
                .map(|value| value.in_unit(unit.unwrap_or(1.0)))
                .collect(),
        })
        .collect();
    let units = intercept.then_some(1.0).into_iter();
    let units = units.chain(columns.iter().map(|unit| unit.unwrap_or(1.0)));
    Some(ols(&in_unit(y, outcome), &scaled, intercept).map(|mut fit| {
        fit.sigma *= outcome;
        for (coefficient, unit) in fit.coefficients.iter_mut().zip(units) {
            let back = |value: f64| value / unit * outcome;
            coefficient.value = back(coefficient.value);
            coefficient.se = back(coefficient.se);
            coefficient.robust = coefficient.robust.map(|se| se.map(back));
        }
        fit
    }))
}

/// Returns the order of the rows by their values, so that theirs in the file is no matter.
fn order(y: &[f64], covariates: &[Covariate]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..y.len()).collect();
    order.sort_by(|a, b| {
        let by = |values: &[Double]| {
            let at = |row: &usize| values.get(*row).map_or(0.0, |value| value.value());
            at(a).total_cmp(&at(b))
        };
        let first = covariates.iter().map(|covariate| by(&covariate.values));
        first
            .chain([y[*a].total_cmp(&y[*b])])
            .find(|order| order.is_ne())
            .unwrap_or(std::cmp::Ordering::Equal)
    });
    order
}

/// Takes the mean off a column and returns it.
fn centre(column: &mut [Double], count: Double) -> Double {
    let mean = column.iter().copied().sum::<Double>() / count;
    for value in column {
        *value = *value - mean;
    }
    mean
}

fn dot(a: &[Double], b: &[Double]) -> Double {
    a.iter().zip(b).map(|(a, b)| *a * *b).sum()
}

/// Takes off `from` its part along the unit column `q`, and returns how much that is.
fn take_off(from: &mut [Double], q: &[Double]) -> Double {
    let along = dot(q, from);
    for (value, unit) in from.iter_mut().zip(q) {
        *value = *value - along * *unit;
    }
    along
}

/// Makes the columns orthonormal in place, takes them off the outcome, and returns the
/// upper triangle that made them and the outcome's part along each.
fn orthogonal(
    columns: &mut [Vec<Double>],
    outcome: &mut [Double],
    covariates: &[Covariate],
    means: &[Double],
) -> Result<(Vec<Vec<Double>>, Vec<Double>), Undefined> {
    let k = columns.len();
    let sizes: Vec<f64> =
        columns.iter().map(|column| dot(column, column).value().sqrt()).collect();
    let mut upper = vec![vec![Double::ZERO; k]; k];
    let mut projected = vec![Double::ZERO; k];
    for j in 0..k {
        let (done, open) = columns.split_at_mut(j + 1);
        let Some(column) = done.last_mut() else { continue };
        let size = dot(column, column).sqrt();
        let name = covariates.get(j).map_or("", |covariate| covariate.name.as_str());
        let scale = means[j].value().abs() * (column.len() as f64).sqrt();
        if sizes[j] <= 1e-28 * scale || sizes[j] <= 0.0 {
            return Err(Undefined::new(format!("`{name}` does not vary")));
        }
        if size.value() <= DEPENDENT * sizes[j] {
            return Err(Undefined::new(format!(
                "`{name}` is a combination of the covariates before it"
            )));
        }
        for value in column.iter_mut() {
            *value = *value / size;
        }
        upper[j][j] = size;
        for (column_after, l) in open.iter_mut().zip(j + 1..) {
            upper[j][l] = take_off(column_after, column);
        }
        projected[j] = take_off(outcome, column);
    }
    Ok((upper, projected))
}

/// Solves an upper triangle from the bottom.
fn solved(upper: &[Vec<Double>], right: &[Double]) -> Vec<Double> {
    let k = right.len();
    let mut out = vec![Double::ZERO; k];
    for j in (0..k).rev() {
        let known: Double = (j + 1..k).map(|l| upper[j][l] * out[l]).sum();
        out[j] = (right[j] - known) / upper[j][j];
    }
    out
}

/// Inverts an upper triangle.
fn inverted(upper: &[Vec<Double>]) -> Vec<Vec<Double>> {
    let k = upper.len();
    let mut out = vec![vec![Double::ZERO; k]; k];
    for at in 0..k {
        let mut unit = vec![Double::ZERO; k];
        unit[at] = Double::from(1.0);
        for (row, value) in out.iter_mut().zip(solved(upper, &unit)) {
            row[at] = value;
        }
    }
    out
}

/// Returns the errors HC0 to HC3 of one coefficient.
fn robust(
    share: &[f64],
    residuals: &[f64],
    leverage: &[f64],
    df: f64,
) -> [Option<f64>; 4] {
    let n = residuals.len() as f64;
    let sum = |power: i32| -> Option<f64> {
        let mut total = 0.0;
        for ((w, e), h) in share.iter().zip(residuals).zip(leverage) {
            let left = 1.0 - h;
            if power > 0 && left <= 1e-12 {
                return None;
            }
            total += (w * e).powi(2) / left.powi(power);
        }
        Some(total.sqrt())
    };
    let plain = sum(0);
    [plain, plain.map(|se| se * (n / df).sqrt()), sum(1), sum(2)]
}

#[cfg(test)]
mod tests;
