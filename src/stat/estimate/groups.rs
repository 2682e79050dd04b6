//! Tests of means by Student's t: of two groups, and of pairs.

use crate::stat::estimate::Alternative;
use crate::stat::estimate::Undefined;
use crate::stat::estimate::design::from_common_origin;
use crate::stat::estimate::p_of_t;
use crate::stat::estimate::sample::mean;
use crate::stat::estimate::sample::squares;
use crate::stat::estimate::t_quantile;

/// A t test of a difference of means.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TTest {
    /// mean(x) − mean(y), or the mean of x − y.
    pub difference: f64,
    /// The t statistic.
    pub t: f64,
    /// Degrees of freedom.
    pub df: f64,
    /// Two-sided p value.
    pub p: f64,
    /// Standard error of the difference.
    pub se: f64,
    /// Lower end of the two-sided interval of the difference.
    pub ci_low: f64,
    /// Upper end.
    pub ci_high: f64,
}

impl TTest {
    fn new(difference: f64, se: f64, df: f64, level: f64) -> Result<Self, Undefined> {
        let t = difference / se;
        let half = t_quantile(level, df)? * se;
        Ok(Self {
            difference,
            t,
            df,
            p: p_of_t(t, df)?,
            se,
            ci_low: difference - half,
            ci_high: difference + half,
        })
    }

    /// Returns the p value against an alternative.
    pub fn p_against(&self, alternative: Alternative) -> f64 {
        let towards = match alternative {
            Alternative::TwoSided => return self.p,
            Alternative::Greater => self.t > 0.0,
            Alternative::Less => self.t < 0.0,
        };
        if towards { self.p / 2.0 } else { 1.0 - self.p / 2.0 }
    }

    /// Returns the interval against an alternative; a one-sided one is open at one end.
    pub fn interval_against(
        &self,
        alternative: Alternative,
        level: f64,
    ) -> Result<(f64, f64), Undefined> {
        // One-sided at 95 % ends where two-sided at 90 % does.
        let half = || Ok(t_quantile(2.0 * level - 1.0, self.df)? * self.se);
        Ok(match alternative {
            Alternative::TwoSided => {
                let half = t_quantile(level, self.df)? * self.se;
                (self.difference - half, self.difference + half)
            }
            Alternative::Greater => (self.difference - half()?, f64::INFINITY),
            Alternative::Less => (f64::NEG_INFINITY, self.difference + half()?),
        })
    }
}

/// Mean and variance (divisor n − 1) of a group with at least two observations.
pub(super) fn moments(values: &[f64], which: &str) -> Result<(f64, f64, f64), Undefined> {
    let n = values.len();
    if n < 2 {
        let held = if n == 0 { "no" } else { "only one" };
        return Err(Undefined::new(format!("the {which} group has {held} observation")));
    }
    let mean = mean(values)?;
    Ok((n as f64, mean, squares(values, mean) / (n - 1) as f64))
}

/// Tests the difference of two means without assuming equal variances:
/// t = (x̄ − ȳ)/√(s²ₓ/n + s²ᵧ/m), with Satterthwaite's df (Welch 1947). Errors with fewer
/// than two observations in a group, or when neither varies.
pub fn welch(x: &[f64], y: &[f64], level: f64) -> Result<TTest, Undefined> {
    let (x, y) = from_common_origin(x, y);
    let (n, mean_x, var_x) = moments(&x, "treated")?;
    let (m, mean_y, var_y) = moments(&y, "control")?;
    let (part_x, part_y) = (var_x / n, var_y / m);
    let variance = part_x + part_y;
    if variance <= 0.0 {
        return Err(Undefined::new("neither group varies"));
    }
    let df =
        variance * variance / (part_x * part_x / (n - 1.0) + part_y * part_y / (m - 1.0));
    TTest::new(mean_x - mean_y, variance.sqrt(), df, level)
}

/// Tests the difference of two means with one variance for both groups:
/// t = (x̄ − ȳ)/(s·√(1/n + 1/m)), n + m − 2 df (Student 1908). Errors on an empty group, with
/// fewer than three observations in all, or when neither group varies.
pub fn student(x: &[f64], y: &[f64], level: f64) -> Result<TTest, Undefined> {
    let (x, y) = from_common_origin(x, y);
    if x.is_empty() || y.is_empty() {
        let which = if x.is_empty() { "treated" } else { "control" };
        return Err(Undefined::new(format!("the {which} group has no observation")));
    }
    let (n, m) = (x.len() as f64, y.len() as f64);
    let df = n + m - 2.0;
    if df < 1.0 {
        return Err(Undefined::new("each group has only one observation"));
    }
    let (mean_x, mean_y) = (mean(&x)?, mean(&y)?);
    let pooled = (squares(&x, mean_x) + squares(&y, mean_y)) / df;
    if pooled <= 0.0 {
        return Err(Undefined::new("neither group varies"));
    }
    let se = (pooled * (1.0 / n + 1.0 / m)).sqrt();
    TTest::new(mean_x - mean_y, se, df, level)
}

/// Tests the mean of paired differences x − y: t = d̄/(s/√n), n − 1 df. Errors where the
/// lengths differ, with fewer than two pairs, or where all differences are equal.
pub fn paired_t(x: &[f64], y: &[f64], level: f64) -> Result<TTest, Undefined> {
    if x.len() != y.len() {
        return Err(Undefined::new("the two variables differ in length"));
    }
    let differences: Vec<f64> = x.iter().zip(y).map(|(x, y)| x - y).collect();
    if differences.len() < 2 {
        return Err(Undefined::new("there are fewer than two pairs"));
    }
    let centre = mean(&differences)?;
    let n = differences.len() as f64;
    let variance = squares(&differences, centre) / (n - 1.0);
    if variance <= 0.0 {
        return Err(Undefined::new("all pairs differ by the same amount"));
    }
    TTest::new(centre, (variance / n).sqrt(), n - 1.0, level)
}

#[cfg(test)]
mod tests {
    use super::TTest;
    use super::paired_t;
    use super::student;
    use super::welch;
    use crate::stat::estimate::Alternative;
    use crate::stat::estimate::design::oracle;
    use crate::stat::estimate::design::oracle::Reference;

    type Estimator = fn(&[f64], &[f64], f64) -> Result<TTest, super::Undefined>;

    fn check(reference: &Reference, estimator: Estimator) {
        let id = &reference.id;
        let level = if id.contains("conf90") { 0.9 } else { 0.95 };
        let alternative = match id.rsplit('.').next() {
            Some("greater") => Alternative::Greater,
            Some("less") => Alternative::Less,
            _ => Alternative::TwoSided,
        };
        let (x, y) = (reference.vector("x").unwrap(), reference.vector("y").unwrap());
        let got = estimator(&x, &y, level).unwrap();
        let (low, high) = got.interval_against(alternative, level).unwrap();
        reference.check("diff", got.difference);
        reference.check("t", got.t);
        reference.check("df", got.df);
        reference.check("p", got.p_against(alternative));
        reference.check("se", got.se);
        for (field, end) in [("ci_low", low), ("ci_high", high)] {
            if end.is_finite() {
                reference.check(field, end);
            } else {
                assert!(reference.is_infinite(field), "{id} {field}");
            }
        }
    }

    #[test]
    fn the_reference_results_agree() {
        // R 4.2.2 t.test; 50-digit arithmetic.
        let sets: [(&str, Estimator); 3] =
            [("welch_t.", welch), ("student_t.", student), ("paired_t.", paired_t)];
        for (start, estimator) in sets {
            for reference in oracle::all(start) {
                check(&reference, estimator);
            }
        }
    }

    #[test]
    fn students_test_is_not_welch_s() {
        let (x, y) = ([1.0, 2.5, 4.0, 8.0, 19.0], [0.5, 1.0, 2.0]);
        let (a, b) = (welch(&x, &y, 0.95).unwrap(), student(&x, &y, 0.95).unwrap());
        assert!((a.difference - b.difference).abs() < 1e-14);
        assert!((a.se - b.se).abs() > 0.1 && (a.df - b.df).abs() > 1.0);
    }

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
    fn what_is_undefined_says_why() {
        let reason = |found: Result<TTest, super::Undefined>| found.unwrap_err().reason;
        assert_eq!(
            reason(welch(&[1.0, 2.0], &[3.0], 0.95)),
            "the control group has only one observation"
        );
        assert_eq!(
            reason(student(&[1.0], &[3.0], 0.95)),
            "each group has only one observation"
        );
        assert!(student(&[1.0, 2.0], &[3.0], 0.95).is_ok());
        assert_eq!(reason(student(&[1.0, 1.0], &[3.0], 0.95)), "neither group varies");
        assert_eq!(
            reason(paired_t(&[1.0, 2.0], &[3.0, 4.0], 0.95)),
            "all pairs differ by the same amount"
        );
        assert_eq!(
            reason(paired_t(&[1.0], &[3.0], 0.95)),
            "there are fewer than two pairs"
        );
    }
}
