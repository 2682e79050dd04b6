//! Tables of counts: χ², Fisher's exact test, and two proportions.

use crate::stat::estimate::Undefined;
use crate::stat::estimate::law::LARGE;
use crate::stat::estimate::law::Sums;
use crate::stat::estimate::law::beta_quantile;
use crate::stat::estimate::law::chi_square_tail;
use crate::stat::estimate::law::log_odds;
use crate::stat::estimate::law::rising_root;
use crate::stat::estimate::law::sums;
use crate::stat::estimate::power::check_level;
use crate::stat::estimate::power::falling_root;
use crate::stat::estimate::power::normal_cdf;
use crate::stat::estimate::power::normal_quantile;
use crate::stat::estimate::sample::compensated;

/// Pearson's χ² test of independence.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ChiSquare {
    /// Σ(O − E)²/E.
    pub chi2: f64,
    /// (rows − 1)·(columns − 1).
    pub df: f64,
    /// Its p value.
    pub p: f64,
    /// Of two rows and two columns: χ² with |O − E| less ½ (Yates 1934), and its p value.
    pub yates: Option<(f64, f64)>,
    /// √(χ²/(n·min(rows − 1, columns − 1))).
    pub cramers_v: f64,
    /// The least count expected.
    pub least_expected: f64,
}

/// Fisher's exact test of a table of two rows and two columns.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fisher {
    /// Sum over the tables no more likely than the one observed.
    pub p: f64,
    /// P(as few in the first cell or fewer).
    pub p_less: f64,
    /// P(as many in the first cell or more).
    pub p_greater: f64,
    /// The odds ratio at which the margins make the table most likely; infinite where the
    /// first cell can hold no more.
    pub odds_ratio: f64,
    /// Lower end of its exact interval.
    pub ci_low: f64,
    /// Upper end; may be infinite.
    pub ci_high: f64,
}

/// Two proportions compared.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Proportions {
    /// The first, x₁/n₁, and the second.
    pub p: [f64; 2],
    /// p₁ − p₂, with Wald's interval, which ends at −1 and 1; none where it has no width.
    pub difference: (f64, Option<(f64, f64)>),
    /// Newcombe's (1998, method 10) interval of p₁ − p₂, from Wilson's of each.
    pub newcombe: (f64, f64),
    /// Two-sided p value of z with the pooled proportion; none where that is 0 or 1.
    pub p_value: Option<f64>,
    /// p₁/p₂ with its interval on the log scale.
    pub risk_ratio: Ratio,
    /// The odds ratio with its interval on the log scale.
    pub odds_ratio: Ratio,
    /// Wilson's (1927) interval of each proportion.
    pub wilson: [(f64, f64); 2],
    /// Clopper and Pearson's (1934) exact interval of each.
    pub clopper: [(f64, f64); 2],
}

/// A ratio with its interval; parts that do not exist are none.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ratio {
    /// The ratio; infinite where only its denominator is zero, none where both parts are.
    pub value: Option<f64>,
    /// Lower end; zero where the ratio is zero.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
}

impl Ratio {
    /// Returns value·exp(± z·se of the logarithm).
    pub(super) fn new(above: f64, below: f64, log_se: f64, z: f64) -> Self {
        let value = (below > 0.0 || above > 0.0).then(|| above / below);
        let bounded =
            value.filter(|value| *value > 0.0 && value.is_finite() && log_se.is_finite());
        // Two shares that are whole do not vary: their interval would have no width.
        let bounded = bounded.filter(|_| log_se > 0.0);
        let low = bounded.map(|value| value * (-z * log_se).exp());
        Self {
            value,
            low: low.or_else(|| value.filter(|value| *value <= 0.0)),
            high: bounded.map(|value| value * (z * log_se).exp()),
        }
    }
}

/// Tests whether rows and columns of a table are independent (Pearson 1900). Errors on
/// fewer than two rows or columns, rows of different lengths, a negative count, or a row or
/// column that holds nothing.
pub fn chi_square(table: &[Vec<f64>]) -> Result<ChiSquare, Undefined> {
    let columns = table.first().map_or(0, Vec::len);
    if table.len() < 2 || columns < 2 {
        return Err(Undefined::new("the table has fewer than two rows or columns"));
    }
    if table.iter().any(|row| row.len() != columns) {
        return Err(Undefined::new("the rows of the table differ in length"));
    }
    if table.iter().flatten().any(|count| !(count.is_finite() && *count >= 0.0)) {
        return Err(Undefined::new("the table holds a negative count"));
    }
    let of_rows: Vec<f64> = table.iter().map(|row| row.iter().sum()).collect();
    let of_columns: Vec<f64> =
        (0..columns).map(|at| table.iter().map(|row| row[at]).sum()).collect();
    if of_rows.iter().chain(&of_columns).any(|sum| *sum <= 0.0) {
        return Err(Undefined::new("a row or column of the table holds nothing"));
    }
    let n: f64 = of_rows.iter().sum();
    let mut expected = Vec::new();
    for (row, of_row) in table.iter().zip(&of_rows) {
        let cells = row.iter().zip(&of_columns);
        expected.extend(cells.map(|(count, of)| (*count, of_row * of / n)));
    }
    let statistic = |less: f64| {
        compensated(expected.iter().map(|(o, e)| ((o - e).abs() - less).powi(2) / e))
    };
    let df = ((table.len() - 1) * (columns - 1)) as f64;
    let chi2 = statistic(0.0);
    let yates = if table.len() == 2 && columns == 2 {
        // Never beyond the expectation itself, as R does.
        let off = expected.iter().map(|(o, e)| (o - e).abs()).fold(0.5, f64::min);
        let chi2 = statistic(off);
        Some((chi2, chi_square_tail(chi2, df)?))
    } else {
        None
    };
    let shorter = (table.len() - 1).min(columns - 1) as f64;
    Ok(ChiSquare {
        chi2,
        df,
        p: chi_square_tail(chi2, df)?,
        yates,
        cramers_v: (chi2 / (n * shorter)).sqrt(),
        least_expected: expected.iter().map(|(_, e)| *e).fold(f64::INFINITY, f64::min),
    })
}

/// Cases that an exact test looks at.
const MOST: f64 = 1e12;

/// Refuses counts that are negative or not whole, and returns them as whole numbers.
fn whole(counts: &[f64]) -> Result<Vec<u64>, Undefined> {
    let count = |value: &f64| {
        let fits = *value >= 0.0 && *value <= MOST && value.fract() == 0.0;
        fits.then_some(*value as u64).ok_or_else(|| {
            Undefined::new(format!("{value} is not a whole number of cases"))
        })
    };
    counts.iter().map(count).collect()
}

/// The law of the first cell given the margins.
struct Margins {
    row: u64,
    other: u64,
    column: u64,
}

impl Margins {
    const fn new([a, b, c, d]: [u64; 4]) -> Self {
        Self { row: a + b, other: c + d, column: a + c }
    }

    /// Returns the least and the greatest value of the cell.
    fn range(&self) -> (u64, u64) {
        (self.column.saturating_sub(self.other), self.row.min(self.column))
    }

    /// Adds up the law at an odds ratio, given by its logarithm.
    fn sums(&self, at: u64, log_odds: f64, least: f64) -> Sums {
        let odds = log_odds.exp();
        let up = |x: u64| {
            let up = (self.row - x) as f64 * (self.column - x) as f64;
            let down = (x + 1) as f64 * (self.other + x + 1 - self.column) as f64;
            odds * (up / down)
        };
        sums(self.range(), at, least, up)
    }
}

/// Tests the independence of a table of two rows and two columns given its margins (Fisher
/// 1935): the p value sums the tables no more likely than the one observed, with a relative
/// slack of 1e-7; the odds ratio is the conditional maximum-likelihood estimate and its
/// interval inverts both one-sided tests. Errors on counts that are not whole or where a
/// margin is zero.
pub fn fisher(table: [f64; 4], level: f64) -> Result<Fisher, Undefined> {
    check_level(level)?;
    let counts = whole(&table)?;
    let [a, b, c, d] = [counts[0], counts[1], counts[2], counts[3]];
    if a + b == 0 || c + d == 0 || a + c == 0 || b + d == 0 {
        return Err(Undefined::new("a row or column of the table holds nothing"));
    }
    let margins = Margins::new([a, b, c, d]);
    let (least, most) = margins.range();
    let law = margins.sums(a, 0.0, 0.0);
    let tail = (1.0 - level) / 2.0;
    // A root needs no more of the law than its digits: weights far out add nothing to them.
    let at = |log: f64| margins.sums(a, log, 1e-22);
    if [a, b, c, d].iter().all(|count| *count as f64 > LARGE) {
        let middle = (a as f64 / b as f64 * (d as f64 / c as f64)).ln();
        let run = [a, b, c, d].map(|count| 1.0 / count as f64).iter().sum::<f64>().sqrt();
        let z = normal_quantile(1.0 - tail) * run;
        let most_likely = falling_root(|log| Ok(-at(log).off * run), middle, run)?;
        let low = log_odds(|log| at(log).above, tail, middle - z, run)?;
        let high = log_odds(|log| 1.0 - at(log).below, 1.0 - tail, middle + z, run)?;
        return Ok(Fisher {
            p: law.no_more_likely,
            p_less: law.below,
            p_greater: law.above,
            odds_ratio: most_likely.exp(),
            ci_low: low.exp(),
            ci_high: high.exp(),
        });
    }
    let odds =
        |f: &dyn Fn(Sums) -> f64| rising_root(-700.0, 700.0, |log| f(at(log))).exp();
    let (first, last) = (a == least, a == most);
    Ok(Fisher {
        p: law.no_more_likely,
        p_less: law.below,
        p_greater: law.above,
        odds_ratio: if first {
            0.0
        } else if last {
            f64::INFINITY
        } else {
            odds(&|law| law.off)
        },
        ci_low: if first { 0.0 } else { odds(&|law| law.above - tail) },
        ci_high: if last { f64::INFINITY } else { odds(&|law| tail - law.below) },
    })
}

/// Returns Clopper and Pearson's interval of x of n.
pub(super) fn clopper_pearson(x: f64, n: f64, level: f64) -> (f64, f64) {
    let tail = (1.0 - level) / 2.0;
    if x > LARGE && n - x > LARGE {
        // The same ends, from sums of the binomial law about its mode.
        let law = |log: f64| {
            let odds = log.exp();
            let up = |k: u64| odds * (n - k as f64) / (k + 1) as f64;
            sums((0, n as u64), x as u64, 1e-22, up)
        };
        let (middle, run) = ((x / (n - x)).ln(), (n / (x * (n - x))).sqrt());
        let z = normal_quantile(1.0 - tail) * run;
        let low = log_odds(|log| law(log).above, tail, middle - z, run);
        let high = log_odds(|log| 1.0 - law(log).below, 1.0 - tail, middle + z, run);
        if let (Ok(low), Ok(high)) = (low, high) {
            return (1.0 / (1.0 + (-low).exp()), 1.0 / (1.0 + (-high).exp()));
        }
    }
    let low = if x <= 0.0 { 0.0 } else { beta_quantile(tail, x, n - x + 1.0) };
    let high = if x >= n { 1.0 } else { beta_quantile(1.0 - tail, x + 1.0, n - x) };
    (low, high)
}

fn wilson(p: f64, n: f64, z: f64) -> (f64, f64) {
    let centre = (p + z * z / (2.0 * n)) / (1.0 + z * z / n);
    let half = z / (1.0 + z * z / n) * (p * (1.0 - p) / n + z * z / (4.0 * n * n)).sqrt();
    // At none or all of n one end is 0 or 1 exactly.
    let low = if p <= 0.0 { 0.0 } else { centre - half };
    let high = if p >= 1.0 { 1.0 } else { centre + half };
    (low, high)
}

/// Compares x₁ of n₁ with x₂ of n₂, given as a table of cases and others. Errors where a
/// group is empty or a count is negative.
pub fn proportions(table: [f64; 4], level: f64) -> Result<Proportions, Undefined> {
    check_level(level)?;
    if table.iter().any(|count| !(count.is_finite() && *count >= 0.0)) {
        return Err(Undefined::new("the table holds a negative count"));
    }
    let [a, b, c, d] = table;
    let (n, m) = (a + b, c + d);
    if n <= 0.0 || m <= 0.0 {
        let which = if n <= 0.0 { "treated" } else { "control" };
        return Err(Undefined::new(format!("the {which} group holds nothing")));
    }
    let (p1, p2) = (a / n, c / m);
    let z = -normal_quantile((1.0 - level) / 2.0);
    let difference = a / n - c / m;
    let half = z * (p1 * (1.0 - p1) / n + p2 * (1.0 - p2) / m).sqrt();
    let wald = (half > 0.0)
        .then(|| ((difference - half).max(-1.0), (difference + half).min(1.0)));
    let (own, theirs) = (wilson(p1, n, z), wilson(p2, m, z));
    let pooled = (a + c) / (n + m);
    let se = (pooled * (1.0 - pooled) * (1.0 / n + 1.0 / m)).sqrt();
    let risk_se = (1.0 / a - 1.0 / n + 1.0 / c - 1.0 / m).sqrt();
    let odds_se = (1.0 / a + 1.0 / b + 1.0 / c + 1.0 / d).sqrt();
    Ok(Proportions {
        p: [p1, p2],
        difference: (difference, wald),
        newcombe: (
            difference - (p1 - own.0).hypot(theirs.1 - p2),
            difference + (own.1 - p1).hypot(p2 - theirs.0),
        ),
        p_value: (se > 0.0).then(|| 2.0 * normal_cdf(-(difference / se).abs())),
        risk_ratio: Ratio::new(p1, p2, risk_se, z),
        odds_ratio: Ratio::new(a * d, b * c, odds_se, z),
        wilson: [own, theirs],
        clopper: [clopper_pearson(a, n, level), clopper_pearson(c, m, level)],
    })
}

#[cfg(test)]
mod tests {
    use super::chi_square;
    use super::fisher;
    use super::proportions;
    use crate::stat::estimate::design::oracle;
    use crate::stat::estimate::design::oracle::Reference;

    fn table(reference: &Reference) -> [f64; 4] {
        reference.vector("table").unwrap().try_into().unwrap()
    }

    #[test]
    fn the_reference_results_of_chi_square_agree() {
        for reference in oracle::all("chi_square_") {
            let cells = reference.vector("table").unwrap();
            let rows: Vec<Vec<f64>> =
                cells.chunks(cells.len() / 2).map(<[f64]>::to_vec).collect();
            let got = chi_square(&rows).unwrap();
            reference.check("chi2", got.chi2);
            reference.check("df", got.df);
            reference.check("p", got.p);
            if reference.has("cramers_v") {
                reference.check("cramers_v", got.cramers_v);
                assert!(got.yates.is_none());
            } else {
                reference.check("chi2_yates", got.yates.unwrap().0);
                reference.check("p_yates", got.yates.unwrap().1);
                reference.check("min_expected", got.least_expected);
            }
        }
    }

    #[test]
    fn the_reference_results_of_fisher_agree() {
        for reference in oracle::all("fisher_exact.") {
            let got = fisher(table(&reference), 0.95).unwrap();
            reference.check("p_two_sided", got.p);
            reference.check("p_less", got.p_less);
            reference.check("p_greater", got.p_greater);
            reference.check("or_conditional_mle", got.odds_ratio);
            reference.check("ci95_low", got.ci_low);
            reference.check("ci95_high", got.ci_high);
        }
    }

    #[test]
    fn the_reference_results_of_two_proportions_agree() {
        for reference in oracle::all("two_proportions.") {
            let got = proportions(table(&reference), 0.95).unwrap();
            reference.check("p1", got.p[0]);
            reference.check("p2", got.p[1]);
            reference.check("diff", got.difference.0);
            let (low, high) = got.difference.1.unwrap();
            reference.check("diff_ci95_low", low);
            reference.check("diff_ci95_high", high);
            reference.check("p_value", got.p_value.unwrap());
            for (name, ratio) in [("risk", got.risk_ratio), ("odds", got.odds_ratio)] {
                let short = format!("{}r", &name[..1]);
                reference.check(&format!("{name}_ratio"), ratio.value.unwrap());
                reference.check(&format!("{short}_ci95_low"), ratio.low.unwrap());
                let field = format!("{short}_ci95_high");
                match ratio.high {
                    Some(high) => reference.check(&field, high),
                    None => assert!(reference.id.ends_with("zero_cell")),
                }
            }
            reference.check("p1_wilson_low", got.wilson[0].0);
            reference.check("p1_wilson_high", got.wilson[0].1);
            reference.check("p1_clopper_low", got.clopper[0].0);
            reference.check("p1_clopper_high", got.clopper[0].1);
        }
    }

    #[test]
    fn the_interval_of_a_difference_of_shares_stays_within_them() {
        // Newcombe (1998), Statistics in Medicine 17, 873, table II, method 10; statsmodels
        // 0.15.0 confint_proportions_2indep(method="newcomb").
        for (table, low, high) in [
            (
                [56.0, 14.0, 48.0, 32.0],
                0.052_431_472_402_364_98,
                0.333_872_654_036_906_14,
            ),
            ([9.0, 1.0, 3.0, 7.0], 0.170_522_723_934_502_9, 0.809_017_973_535_488),
            (
                [5.0, 51.0, 0.0, 29.0],
                -0.038_137_147_903_536_936,
                0.192_560_013_855_111_65,
            ),
            ([0.0, 8.0, 0.0, 9.0], -0.299_145_048_419_544_15, 0.324_407_564_883_880_34),
            ([10.0, 0.0, 0.0, 10.0], 0.607_509_350_430_524_1, 1.0),
        ] {
            let got = proportions(table, 0.95).unwrap();
            assert!(
                (got.newcombe.0 - low).abs() < 1e-12,
                "{table:?}: {:?}",
                got.newcombe
            );
            assert!(
                (got.newcombe.1 - high).abs() < 1e-12,
                "{table:?}: {:?}",
                got.newcombe
            );
        }
        // Wald's would end at 110 points, and has no width where both shares are none or all.
        let beyond = proportions([7.0, 1.0, 1.0, 8.0], 0.99).unwrap();
        let (_, wald) = beyond.difference;
        assert!(wald.unwrap().1 <= 1.0 && beyond.newcombe.1 < 1.0);
        assert_eq!(proportions([0.0, 8.0, 0.0, 9.0], 0.95).unwrap().difference.1, None);
    }

    #[test]
    fn tables_of_hundreds_of_millions_are_tested_at_once() {
        // scipy 1.17.1 hypergeom, and the normal law of the logarithm for the interval.
        let got = fisher([100_010_000.0, 99_990_000.0, 1e8, 1e8], 0.95).unwrap();
        assert!((got.p / 0.317_358_903 - 1.0).abs() < 1e-7, "{}", got.p);
        let (log, se) = (got.odds_ratio.ln(), (4.0 / 1e8_f64).sqrt());
        assert!((log - (100_010_000.0_f64 / 99_990_000.0).ln()).abs() < 1e-10);
        assert!((got.ci_low.ln() - (log - 1.959_963_984_540_054 * se)).abs() < 1e-7);
        assert!((got.ci_high.ln() - (log + 1.959_963_984_540_054 * se)).abs() < 1e-7);
    }

    #[test]
    fn turning_the_rows_inverts_the_odds_ratio() {
        let (a, b) =
            (fisher([12.0, 5.0, 3.0, 9.0], 0.95), fisher([3.0, 9.0, 12.0, 5.0], 0.95));
        let (a, b) = (a.unwrap(), b.unwrap());
        assert!((a.odds_ratio * b.odds_ratio - 1.0).abs() < 1e-12);
        assert!((a.ci_low * b.ci_high - 1.0).abs() < 1e-12);
        assert!((a.p - b.p).abs() < 1e-14 && (a.p_less - b.p_greater).abs() < 1e-14);
        let open = fisher([6.0, 0.0, 3.0, 4.0], 0.95).unwrap();
        assert!(open.odds_ratio.is_infinite() && open.ci_high.is_infinite());
        assert!(open.ci_low > 0.5);
    }

    #[test]
    fn what_is_undefined_says_why() {
        let reason = fisher([1.5, 2.0, 3.0, 4.0], 0.95).unwrap_err().reason;
        assert_eq!(reason, "1.5 is not a whole number of cases");
        let reason = fisher([0.0, 0.0, 3.0, 4.0], 0.95).unwrap_err().reason;
        assert_eq!(reason, "a row or column of the table holds nothing");
        let reason = chi_square(&[vec![1.0, 0.0], vec![2.0, 0.0]]).unwrap_err().reason;
        assert_eq!(reason, "a row or column of the table holds nothing");
        let reason = proportions([0.0, 0.0, 3.0, 4.0], 0.95).unwrap_err().reason;
        assert_eq!(reason, "the treated group holds nothing");
        assert_eq!(proportions([0.0, 2.0, 0.0, 4.0], 0.95).unwrap().p_value, None);
    }
}
