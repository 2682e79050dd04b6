//! Nearest-neighbour matching of one group to the other on covariates.
//!
//! Distances are Mahalanobis' or standardised Euclidean, both with the covariances of the two
//! groups taken together (divisor n − 1). Ties go to the partner that comes first, so that
//! callers decide them by the order they give. Without replacement the closest of all pairs
//! that are left is made first, once around for each neighbour.

use crate::stat::estimate::Undefined;
use crate::stat::estimate::linear::Matrix;
use crate::stat::estimate::linear::inverse;
use crate::stat::estimate::p_of_t;
use crate::stat::estimate::power::check_level;
use crate::stat::estimate::power::normal_cdf;
use crate::stat::estimate::power::normal_quantile;
use crate::stat::estimate::sample::compensated;
use crate::stat::estimate::sample::mean;
use crate::stat::estimate::sample::squares;
use crate::stat::estimate::t_quantile;

/// How areas are matched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// Whether covariates that go together count once: Mahalanobis' distance; else each
    /// counts in its own standard deviations.
    pub mahalanobis: bool,
    /// Whether a partner may serve several.
    pub replacement: bool,
    /// Partners for each.
    pub neighbours: usize,
}

/// A matched difference.
#[derive(Debug, Clone, PartialEq)]
pub struct Matched {
    /// Mean over the areas matched of their outcome less that of their partners.
    pub difference: f64,
    /// Its standard error: with replacement after Abadie and Imbens (2006), else of the mean
    /// of the pairs' differences.
    pub se: f64,
    /// The test statistic, difference/se.
    pub t: f64,
    /// Its degrees of freedom; none stands for the normal law.
    pub df: Option<f64>,
    /// Two-sided p value.
    pub p: f64,
    /// Lower end of the interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// For each area of `x`, its partners in `y`.
    pub partners: Vec<Vec<usize>>,
    /// For each area of `y`, the part it has in the comparison; they add up to the areas of x.
    pub weights: Vec<f64>,
}

/// One area: its outcome and its covariates.
#[derive(Debug, Clone, PartialEq)]
pub struct Unit {
    /// The outcome.
    pub outcome: f64,
    /// The covariates, in one order for all.
    pub covariates: Vec<f64>,
}

/// Gives each area of `x` its nearest in `y` and compares outcomes.
///
/// With replacement the variance is `[Σ(dᵢ − d̄)² + Σ Kⱼ(Kⱼ − 1)/M²·σ²ⱼ]/n²`, Kⱼ how often j
/// serves, σ²ⱼ half the squared difference from its nearest of its own group (Abadie and
/// Imbens 2006, doi:10.1111/j.1468-0262.2006.00655.x), and the law is normal; without it,
/// `Σ(dᵢ − d̄)²/(n(n − 1))` and t with n − 1 df. Errors with fewer than two areas in either
/// group, too few partners, or covariates that do not vary or depend on one another.
pub fn matched(
    x: &[Unit],
    y: &[Unit],
    rule: Rule,
    level: f64,
) -> Result<Matched, Undefined> {
    check_level(level)?;
    for (group, which) in [(x, "matched"), (y, "other")] {
        if group.len() < 2 {
            return Err(Undefined::new(format!(
                "the {which} group has fewer than two areas"
            )));
        }
    }
    let m = rule.neighbours;
    let needed = if rule.replacement { m } else { m * x.len() };
    if m == 0 || needed > y.len() {
        return Err(Undefined::new(format!(
            "{} areas cannot give {m} each to {}{}",
            y.len(),
            x.len(),
            if rule.replacement { "" } else { " without replacement" }
        )));
    }
    let metric = metric(x, y, rule.mahalanobis)?;
    let partners = if rule.replacement {
        nearest(x, y, m, &metric)
    } else {
        pairs(x, y, m, &metric)
    };
    let mut uses = vec![0_usize; y.len()];
    for partner in partners.iter().flatten() {
        uses[*partner] += 1;
    }
    let differences = x
        .iter()
        .zip(&partners)
        .map(|(unit, partners)| {
            let theirs: Vec<f64> = partners.iter().map(|at| y[*at].outcome).collect();
            Ok(unit.outcome - mean(&theirs)?)
        })
        .collect::<Result<Vec<f64>, Undefined>>()?;
    let n = x.len() as f64;
    let difference = mean(&differences)?;
    let own = squares(&differences, difference);
    let (variance, df) = if rule.replacement {
        let repeated = y.iter().enumerate().map(|(at, unit)| {
            let others: Vec<Unit> = y
                .iter()
                .enumerate()
                .filter(|(j, _)| *j != at)
                .map(|(_, u)| u.clone())
                .collect();
            let alike = nearest(std::slice::from_ref(unit), &others, 1, &metric);
            let gap = alike
                .first()
                .and_then(|found| found.first())
                .map_or(0.0, |j| unit.outcome - others[*j].outcome);
            let k = uses[at] as f64;
            k * (k - 1.0) / (m * m) as f64 * gap * gap / 2.0
        });
        ((own + compensated(repeated)) / (n * n), None)
    } else {
        (own / (n * (n - 1.0)), Some(n - 1.0))
    };
    let se = variance.sqrt();
    if !(se > 0.0 && se.is_finite()) {
        return Err(Undefined::new("the matched differences do not vary"));
    }
    let t = difference / se;
    let (p, half) = match df {
        Some(df) => (p_of_t(t, df)?, t_quantile(level, df)? * se),
        None => (2.0 * normal_cdf(-t.abs()), normal_quantile(0.5 + level / 2.0) * se),
    };
    Ok(Matched {
        difference,
        se,
        t,
        df,
        p,
        low: difference - half,
        high: difference + half,
        partners,
        weights: uses.into_iter().map(|uses| uses as f64 / m as f64).collect(),
    })
}

/// Returns the matrix of squared distances: d² = (a − b)ᵀ·metric·(a − b).
fn metric(x: &[Unit], y: &[Unit], mahalanobis: bool) -> Result<Matrix, Undefined> {
    let all: Vec<&Unit> = x.iter().chain(y).collect();
    let k = all.first().map_or(0, |unit| unit.covariates.len());
    if k == 0 {
        return Err(Undefined::new("there is no covariate to match on"));
    }
    let columns: Vec<Vec<f64>> = (0..k)
        .map(|j| {
            let column: Vec<f64> = all.iter().map(|unit| unit.covariates[j]).collect();
            let mean = mean(&column)?;
            Ok(column.iter().map(|value| value - mean).collect())
        })
        .collect::<Result<_, Undefined>>()?;
    let sd: Vec<f64> = columns
        .iter()
        .map(|column| (squares(column, 0.0) / (all.len() - 1) as f64).sqrt())
        .collect();
    if let Some(flat) = sd.iter().position(|sd| !(*sd > 0.0 && sd.is_finite())) {
        return Err(Undefined::new(format!("covariate {} does not vary", flat + 1)));
    }
    // Correlations first: the covariates' units are far apart.
    let correlation = Matrix::from_fn(k, k, |i, j| {
        if i == j {
            return 1.0;
        }
        if !mahalanobis {
            return 0.0;
        }
        let products = columns[i].iter().zip(&columns[j]).map(|(a, b)| a * b);
        compensated(products) / ((all.len() - 1) as f64 * sd[i] * sd[j])
    });
    let inverted = inverse(&correlation)
        .ok_or_else(|| Undefined::new("the covariates depend on one another"))?;
    Ok(Matrix::from_fn(k, k, |i, j| inverted.at(i, j) / (sd[i] * sd[j])))
}

fn distance(a: &Unit, b: &Unit, metric: &Matrix) -> f64 {
    let gap: Vec<f64> =
        a.covariates.iter().zip(&b.covariates).map(|(a, b)| a - b).collect();
    gap.iter().zip(metric.apply(&gap)).map(|(gap, along)| gap * along).sum()
}

/// Every distance, each rounded to its first twelve digits so that ties are ties.
fn distances(x: &[Unit], y: &[Unit], metric: &Matrix) -> Vec<Vec<f64>> {
    let all: Vec<Vec<f64>> =
        x.iter().map(|a| y.iter().map(|b| distance(a, b, metric)).collect()).collect();
    let largest = all.iter().flatten().copied().fold(f64::MIN_POSITIVE, f64::max);
    let step = largest * 1e-12;
    all.into_iter()
        .map(|row| row.into_iter().map(|d| (d / step).round() * step).collect())
        .collect()
}

fn nearest(x: &[Unit], y: &[Unit], m: usize, metric: &Matrix) -> Vec<Vec<usize>> {
    distances(x, y, metric)
        .into_iter()
        .map(|row| {
            let mut order: Vec<usize> = (0..y.len()).collect();
            order.sort_by(|a, b| row[*a].total_cmp(&row[*b]).then(a.cmp(b)));
            order.truncate(m);
            order
        })
        .collect()
}

fn pairs(x: &[Unit], y: &[Unit], m: usize, metric: &Matrix) -> Vec<Vec<usize>> {
    let distances = distances(x, y, metric);
    let mut order: Vec<(usize, usize)> =
        (0..x.len()).flat_map(|i| (0..y.len()).map(move |j| (i, j))).collect();
    order.sort_by(|a, b| {
        distances[a.0][a.1].total_cmp(&distances[b.0][b.1]).then(a.cmp(b))
    });
    let mut partners: Vec<Vec<usize>> = vec![Vec::new(); x.len()];
    let mut taken = vec![false; y.len()];
    for round in 0..m {
        for (i, j) in &order {
            if partners[*i].len() == round && !taken[*j] {
                partners[*i].push(*j);
                taken[*j] = true;
            }
        }
    }
    partners
}

#[cfg(test)]
mod tests {
    use super::Rule;
    use super::Unit;
    use super::matched;

    /// Two made-up groups; the same numbers as in the reference runs.
    fn group(n: usize, a: usize, b: usize) -> Vec<Unit> {
        (0..n)
            .map(|i| {
                let first = (i * a % 17) as f64;
                Unit {
                    outcome: ((i * 13 + a) % 29) as f64 / 3.0 + i as f64 * 0.1,
                    covariates: vec![
                        first + (i % 3) as f64 * 0.5,
                        (i * b % 23) as f64 * 1.7 + first * 0.4,
                    ],
                }
            })
            .collect()
    }

    const RULE: Rule = Rule { mahalanobis: true, replacement: true, neighbours: 1 };

    #[test]
    fn brute_force_gives_the_same_partners_difference_and_error() {
        // numpy 2.4.6: all distances, stable argsort, the variance of Abadie and Imbens.
        let (x, y) = (group(6, 7, 5), group(11, 3, 8));
        let check = |rule: Rule, partners: &[&[usize]], difference: f64, se: f64| {
            let got = matched(&x, &y, rule, 0.95).unwrap();
            assert_eq!(got.partners, partners);
            assert!((got.difference - difference).abs() < 1e-12);
            assert!((got.se - se).abs() < 1e-12);
            let used: f64 = got.weights.iter().sum();
            assert!((used - 6.0).abs() < 1e-12);
        };
        let one: &[&[usize]] = &[&[0], &[9], &[10], &[2], &[8], &[6]];
        check(RULE, one, -0.555_555_555_555_555_7, 1.936_709_482_963_094_4);
        let two: &[&[usize]] = &[&[0, 6], &[9, 3], &[10, 4], &[2, 8], &[8, 2], &[6, 0]];
        let rule = Rule { neighbours: 2, ..RULE };
        check(rule, two, -0.955_555_555_555_555_7, 1.812_638_528_834_139);
        let two: &[&[usize]] = &[&[0, 6], &[9, 3], &[10, 4], &[2, 7], &[8, 5], &[6, 0]];
        let rule = Rule { neighbours: 2, mahalanobis: false, ..RULE };
        check(rule, two, -0.888_888_888_888_889_2, 1.837_527_469_630_343);
        let rule = Rule { replacement: false, ..RULE };
        check(rule, one, -0.555_555_555_555_555_7, 2.121_558_942_306_108);
    }

    #[test]
    fn units_of_the_covariates_and_a_shift_of_outcomes_change_nothing() {
        let (x, y) = (group(6, 7, 5), group(11, 3, 8));
        let moved = |units: &[Unit], by: f64| -> Vec<Unit> {
            let of = |unit: &Unit| Unit {
                outcome: unit.outcome + by,
                covariates: vec![
                    1000.0 * unit.covariates[0] + 3.0,
                    unit.covariates[1] / 8.0 - 1.0,
                ],
            };
            units.iter().map(of).collect()
        };
        for mahalanobis in [true, false] {
            let rule = Rule { mahalanobis, ..RULE };
            let a = matched(&x, &y, rule, 0.95).unwrap();
            let b = matched(&moved(&x, 1e6), &moved(&y, 1e6), rule, 0.95).unwrap();
            assert_eq!(a.partners, b.partners);
            assert!((a.difference - b.difference).abs() < 1e-6);
            assert!((a.se / b.se - 1.0).abs() < 1e-6);
        }
    }

    #[test]
    fn ties_go_to_the_first_and_no_partner_serves_twice_without_replacement() {
        let unit = |outcome: f64, at: f64| Unit { outcome, covariates: vec![at] };
        let x = [unit(1.0, 0.0), unit(4.0, 0.0)];
        let y = [unit(2.0, 1.0), unit(3.0, -1.0), unit(9.0, 5.0)];
        let rule = Rule { replacement: false, ..RULE };
        assert_eq!(matched(&x, &y, rule, 0.95).unwrap().partners, [[0], [1]]);
        assert_eq!(matched(&x, &y, RULE, 0.95).unwrap().partners, [[0], [0]]);
        let reason = |rule| matched(&x, &y, rule, 0.95).unwrap_err().reason;
        assert_eq!(
            reason(Rule { neighbours: 2, ..rule }),
            "3 areas cannot give 2 each to 2 without replacement"
        );
        assert_eq!(
            reason(Rule { neighbours: 4, ..RULE }),
            "3 areas cannot give 4 each to 2"
        );
        let flat = [unit(1.0, 2.0), unit(2.0, 2.0)];
        assert_eq!(
            matched(&flat, &flat, RULE, 0.95).unwrap_err().reason,
            "covariate 1 does not vary"
        );
        let same = |unit: &Unit| Unit {
            covariates: vec![unit.covariates[0], 2.0 * unit.covariates[0]],
            ..unit.clone()
        };
        let (x, y): (Vec<Unit>, Vec<Unit>) =
            (x.iter().map(same).collect(), y.iter().map(same).collect());
        assert_eq!(
            matched(&x, &y, RULE, 0.95).unwrap_err().reason,
            "the covariates depend on one another"
        );
    }
}
