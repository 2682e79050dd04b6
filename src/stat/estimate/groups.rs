//! Tests of means by Student's t: of two groups, and of pairs.

use crate::stat::estimate::Alternative;
use crate::stat::estimate::Undefined;
use crate::stat::estimate::design::from_common_origin;
use crate::stat::estimate::p_of_t;
use crate::stat::estimate::sample::in_unit;
use crate::stat::estimate::sample::mean;
use crate::stat::estimate::sample::sorted;
use crate::stat::estimate::sample::squares;
use crate::stat::estimate::sample::unit_of;
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

    /// Returns the test with its lengths in another unit.
    fn times(self, unit: f64) -> Self {
        Self {
            difference: self.difference * unit,
            se: self.se * unit,
            ci_low: self.ci_low * unit,
            ci_high: self.ci_high * unit,
            ..self
        }
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
    if let Some(unit) = unit_of(&[x, y]) {
        return Ok(welch(&in_unit(x, unit), &in_unit(y, unit), level)?.times(unit));
    }
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
    if let Some(unit) = unit_of(&[x, y]) {
        return Ok(student(&in_unit(x, unit), &in_unit(y, unit), level)?.times(unit));
    }
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
    if let Some(unit) = unit_of(&[x, y]) {
        return Ok(paired_t(&in_unit(x, unit), &in_unit(y, unit), level)?.times(unit));
    }
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

/// A test of trimmed means, with how many observations of each group are left.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Yuen {
    /// The test; its difference is that of the trimmed means.
    pub test: TTest,
    /// Observations that are not trimmed.
    pub used: (usize, usize),
}

/// Tests the difference of two trimmed means, `trim` of each group left out at each end (Yuen
/// 1974): their errors come from the winsorised variances, d = (n − 1)s²/(h(h − 1)) with h
/// observations left, and df as Welch's. Errors where fewer than two are left, or where neither
/// group varies.
pub fn yuen(x: &[f64], y: &[f64], trim: f64, level: f64) -> Result<Yuen, Undefined> {
    if !(0.0..0.5).contains(&trim) {
        return Err(Undefined::new(format!(
            "{}% cannot be trimmed at each end",
            100.0 * trim
        )));
    }
    if let Some(unit) = unit_of(&[x, y]) {
        let found = yuen(&in_unit(x, unit), &in_unit(y, unit), trim, level)?;
        return Ok(Yuen { test: found.test.times(unit), ..found });
    }
    let (x, y) = from_common_origin(x, y);
    let (mean_x, part_x, h) = winsorised(&x, trim)?;
    let (mean_y, part_y, l) = winsorised(&y, trim)?;
    let variance = part_x + part_y;
    if variance <= 0.0 {
        return Err(Undefined::new("neither group varies between the ends trimmed"));
    }
    let (df_x, df_y) = (h as f64 - 1.0, l as f64 - 1.0);
    let df = variance * variance / (part_x * part_x / df_x + part_y * part_y / df_y);
    let test = TTest::new(mean_x - mean_y, variance.sqrt(), df, level)?;
    Ok(Yuen { test, used: (h, l) })
}

/// Returns the trimmed mean, its squared error and the observations left.
fn winsorised(values: &[f64], trim: f64) -> Result<(f64, f64, usize), Undefined> {
    let mut values = sorted(values);
    let n = values.len();
    // A share such as 0.1 of 30 is three, whatever its last binary digit.
    let cut = (n as f64 * trim + 1e-9).floor() as usize;
    let left = n.saturating_sub(2 * cut);
    if left < 2 {
        return Err(Undefined::new("too few areas are left"));
    }
    let trimmed = mean(&values[cut..n - cut])?;
    let (low, high) = (values[cut], values[n - cut - 1]);
    for value in &mut values {
        *value = value.clamp(low, high);
    }
    let squares = squares(&values, mean(&values)?);
    let left_f = left as f64;
    Ok((trimmed, squares / (left_f * (left_f - 1.0)), left))
}

#[cfg(test)]
mod tests {
    use super::TTest;
    use super::paired_t;
    use super::student;
    use super::welch;
    use super::yuen;
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
    fn trimmed_means_are_tested_by_their_winsorised_variances() {
        // scipy 1.17.1 ttest_ind(equal_var=False, trim=…); mpmath, 40 digits, from Yuen (1974).
        let x = [3.1, 4.7, 5.2, 6.0, 6.3, 7.1, 7.9, 8.4, 9.6, 10.2, 11.5, 14.0, 39.0];
        let y = [-6.0, 0.4, 1.1, 1.9, 2.2, 2.8, 3.0, 3.7, 21.0];
        for (trim, want) in [
            (
                0.1,
                [
                    4.919_191_919_191_92,
                    1.867_390_799_395_407,
                    11.148_706_394_751_887,
                    0.088_343_507_167_660_43,
                    -0.869_352_603_676_825_3,
                    10.707_736_442_060_664,
                ],
            ),
            (
                0.2,
                [
                    5.865_079_365_079_365,
                    5.026_179_603_220_252,
                    12.083_847_781_301_236,
                    0.000_289_832_666_284_781_7,
                    3.324_564_759_837_701_7,
                    8.405_593_970_321_029,
                ],
            ),
            (
                0.25,
                [
                    5.728_571_428_571_429,
                    5.037_906_998_651_75,
                    8.930_607_609_685_126,
                    0.000_718_571_482_529_983_1,
                    3.153_237_195_634_386,
                    8.303_905_661_508_471,
                ],
            ),
        ] {
            let got = yuen(&x, &y, trim, 0.95).unwrap().test;
            let got = [got.difference, got.t, got.df, got.p, got.ci_low, got.ci_high];
            for (got, want) in got.iter().zip(want) {
                assert!((got / want - 1.0).abs() < 1e-10, "{trim}: {got} {want}");
            }
        }
        assert_eq!(yuen(&x, &y, 0.2, 0.95).unwrap().used, (9, 7));
        // Without trimming it is Welch's test.
        assert_eq!(
            yuen(&x, &y, 0.0, 0.95).unwrap().test.df.to_bits() >> 4,
            welch(&x, &y, 0.95).unwrap().df.to_bits() >> 4
        );
        assert!(yuen(&x, &y, 0.5, 0.95).is_err());
    }

    #[test]
    fn a_test_does_not_depend_on_the_unit_of_its_values() {
        let (x, y) = ([1.0, 2.5, 4.0, 8.0, 19.0], [0.5, 1.0, 2.0]);
        let plain = welch(&x, &y, 0.95).unwrap();
        for power in [515, -532] {
            let unit = f64::from(power).exp2();
            let found = welch(&x.map(|v| v * unit), &y.map(|v| v * unit), 0.95).unwrap();
            assert!((found.p / plain.p - 1.0).abs() < 1e-13);
            assert!((found.se / unit / plain.se - 1.0).abs() < 1e-13);
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
