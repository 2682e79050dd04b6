//! Tables of counts: χ², Fisher's exact test, and two proportions.

use crate::stat::estimate::Undefined;
use crate::stat::estimate::law::beta_quantile;
use crate::stat::estimate::law::chi_square_tail;
use crate::stat::estimate::law::rising_root;
use crate::stat::estimate::power::check_level;
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
    /// p₁ − p₂, with Wald's interval.
    pub difference: (f64, f64, f64),
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
    /// The ratio; none where its denominator is zero.
    pub value: Option<f64>,
    /// Lower end; zero where the ratio is zero.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
}

impl Ratio {
    /// Returns value·exp(± z·se of the logarithm).
    pub(super) fn new(above: f64, below: f64, log_se: f64, z: f64) -> Self {
        let value = (below > 0.0).then(|| above / below);
        let bounded = value.filter(|value| *value > 0.0 && log_se.is_finite());
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

/// Refuses counts that are negative or not whole, and returns them as whole numbers.
fn whole(counts: &[f64]) -> Result<Vec<u64>, Undefined> {
    let count = |value: &f64| {
        let fits = *value >= 0.0 && *value <= 9e15 && value.fract() == 0.0;
        fits.then_some(*value as u64).ok_or_else(|| {
            Undefined::new(format!("{value} is not a whole number of cases"))
        })
    };
    counts.iter().map(count).collect()
}

/// The law of the first cell given the margins, from its least value up.
struct Margins {
    least: u64,
    /// Logarithms of what is proportional to the probabilities.
    weights: Vec<f64>,
}

impl Margins {
    fn new(table: [u64; 4]) -> Self {
        let [a, b, c, d] = table;
        let (row, other, column) = (a + b, c + d, a + c);
        let least = column.saturating_sub(other);
        let most = row.min(column);
        let mut weights = vec![0.0];
        let mut weight = 0.0;
        for x in least..most {
            let up = (row - x) as f64 * (column - x) as f64;
            let down = (x + 1) as f64 * (other + x + 1 - column) as f64;
            weight += (up / down).ln();
            weights.push(weight);
        }
        Self { least, weights }
    }

    /// Returns the probabilities at an odds ratio.
    fn law(&self, log_odds: f64) -> Vec<f64> {
        let tilted = |(at, weight): (usize, &f64)| weight + log_odds * at as f64;
        let logs: Vec<f64> = self.weights.iter().enumerate().map(tilted).collect();
        let most = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let mut law: Vec<f64> = logs.iter().map(|log| (log - most).exp()).collect();
        let total = compensated(law.iter().copied());
        for share in &mut law {
            *share /= total;
        }
        law
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
    let at = (a - margins.least) as usize;
    let law = margins.law(0.0);
    let observed = law[at];
    let tail = (1.0 - level) / 2.0;
    let below = |law: &[f64]| compensated(law.iter().take(at + 1).copied()).min(1.0);
    let above = |law: &[f64]| compensated(law.iter().skip(at).copied()).min(1.0);
    let mean = |law: &[f64]| {
        compensated(law.iter().enumerate().map(|(at, share)| at as f64 * share))
    };
    let odds = |f: &dyn Fn(&[f64]) -> f64| {
        rising_root(-700.0, 700.0, |log| f(&margins.law(log))).exp()
    };
    let (first, last) = (at == 0, at + 1 == law.len());
    let none_less = |share: &&f64| **share <= observed * (1.0 + 1e-7);
    Ok(Fisher {
        p: compensated(law.iter().filter(none_less).copied()).min(1.0),
        p_less: below(&law),
        p_greater: above(&law),
        odds_ratio: if first {
            0.0
        } else if last {
            f64::INFINITY
        } else {
            odds(&|law| mean(law) - at as f64)
        },
        ci_low: if first { 0.0 } else { odds(&|law| above(law) - tail) },
        ci_high: if last { f64::INFINITY } else { odds(&|law| tail - below(law)) },
    })
}

/// Returns Clopper and Pearson's interval of x of n.
pub(super) fn clopper_pearson(x: f64, n: f64, level: f64) -> (f64, f64) {
    let tail = (1.0 - level) / 2.0;
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
    let pooled = (a + c) / (n + m);
    let se = (pooled * (1.0 - pooled) * (1.0 / n + 1.0 / m)).sqrt();
    let risk_se = (1.0 / a - 1.0 / n + 1.0 / c - 1.0 / m).sqrt();
    let odds_se = (1.0 / a + 1.0 / b + 1.0 / c + 1.0 / d).sqrt();
    Ok(Proportions {
        p: [p1, p2],
        difference: (difference, difference - half, difference + half),
        p_value: (se > 0.0).then(|| 2.0 * normal_cdf(-(difference / se).abs())),
        risk_ratio: Ratio::new(p1, p2, risk_se, z),
        odds_ratio: Ratio::new(a * d, b * c, odds_se, z),
        wilson: [wilson(p1, n, z), wilson(p2, m, z)],
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
            reference.check("diff_ci95_low", got.difference.1);
            reference.check("diff_ci95_high", got.difference.2);
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
