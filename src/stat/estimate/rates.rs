//! Counts of events: rates, their ratio, and whether they vary more than Poisson counts do.

use crate::stat::estimate::Undefined;
use crate::stat::estimate::contingency::Ratio;
use crate::stat::estimate::contingency::clopper_pearson;
use crate::stat::estimate::law::chi_square_tail;
use crate::stat::estimate::law::gamma_quantile;
use crate::stat::estimate::law::sums;
use crate::stat::estimate::power::check_level;
use crate::stat::estimate::power::normal_cdf;
use crate::stat::estimate::power::normal_quantile;
use crate::stat::estimate::sample::compensated;
use crate::stat::estimate::sample::sorted;

/// Events and what they are counted over: people, or people times years.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Events {
    /// How many.
    pub count: f64,
    /// Over how much.
    pub exposure: f64,
}

/// Counts that an exact test looks at; what is larger is no count of events.
const MOST: f64 = 1e12;

/// Two rates of events compared.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RateRatio {
    /// Events per unit of exposure, with the exact interval of each.
    pub rates: [(f64, f64, f64); 2],
    /// The first rate over the second; none where the second is zero.
    pub ratio: Option<f64>,
    /// Two-sided p value of the binomial test, outcomes no more likely than the observed.
    pub p_exact: f64,
    /// Lower end of the exact interval of the ratio.
    pub exact_low: f64,
    /// Upper end; infinite where the second count is zero.
    pub exact_high: f64,
    /// The interval on the log scale, ± z·√(1/a + 1/b).
    pub wald: Ratio,
    /// Its two-sided p value; none where a count is zero.
    pub p_wald: Option<f64>,
}

/// Compares two rates of events. Given their sum, the first count is binomial with the first
/// share of the exposure: the test and the exact interval (Clopper and Pearson) follow. Errors
/// on a count that is negative or not whole, an exposure that is not positive, or no event.
pub fn rate_ratio(
    first: Events,
    second: Events,
    level: f64,
) -> Result<RateRatio, Undefined> {
    check_level(level)?;
    for events in [first, second] {
        if events.count < 0.0 || events.count.fract() != 0.0 || events.count > MOST {
            let count = events.count;
            return Err(Undefined::new(format!(
                "{count} is not a whole number of events"
            )));
        }
        if !(events.exposure.is_finite() && events.exposure > 0.0) {
            return Err(Undefined::new("an exposure is not positive"));
        }
    }
    let (a, b) = (first.count, second.count);
    let total = a + b;
    if total <= 0.0 {
        return Err(Undefined::new("there is no event"));
    }
    let (low, high) = clopper_pearson(a, total, level);
    let relative = second.exposure / first.exposure;
    let as_ratio = |share: f64| share / (1.0 - share) * relative;
    let z = -normal_quantile((1.0 - level) / 2.0);
    let log_se = (1.0 / a + 1.0 / b).sqrt();
    let ratio = (b > 0.0).then(|| a / b * relative);
    Ok(RateRatio {
        rates: [rate(first, level), rate(second, level)],
        ratio,
        p_exact: binomial_test(a as u64, total as u64, 1.0 / (1.0 + relative)),
        exact_low: as_ratio(low),
        exact_high: if b > 0.0 { as_ratio(high) } else { f64::INFINITY },
        wald: Ratio::new(a * relative, b, log_se, z),
        p_wald: (log_se.is_finite()).then(|| {
            (2.0 * normal_cdf(-((a / b * relative).ln() / log_se).abs())).min(1.0)
        }),
    })
}

/// Returns a rate with its exact interval: quantiles of Gamma laws (Garwood 1936).
fn rate(events: Events, level: f64) -> (f64, f64, f64) {
    let tail = (1.0 - level) / 2.0;
    let low = if events.count > 0.0 { gamma_quantile(tail, events.count) } else { 0.0 };
    let high = gamma_quantile(1.0 - tail, events.count + 1.0);
    let per = events.exposure;
    (events.count / per, low / per, high / per)
}

/// Returns the probability of the outcomes of `n` trials no more likely than `x`, with a
/// relative slack of 1e-7.
fn binomial_test(x: u64, n: u64, share: f64) -> f64 {
    let odds = share / (1.0 - share);
    let up = |at: u64| odds * (n - at) as f64 / (at + 1) as f64;
    sums((0, n), x, 0.0, up).no_more_likely
}

/// How much counts vary beside what a Poisson law of one rate would have them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Dispersion {
    /// Pearson's χ²/df; 1 for Poisson counts.
    pub ratio: f64,
    /// Σ(y − μ)²/μ, μ the exposure times the pooled rate.
    pub chi2: f64,
    /// Counts less one for each group.
    pub df: f64,
    /// P(χ² at least as large).
    pub p: f64,
}

/// Measures over-dispersion of counts about the pooled rate of their own group. Errors with
/// no group of two counts, or where a group has no event or an exposure is not positive.
pub fn dispersion(groups: &[Vec<Events>]) -> Result<Dispersion, Undefined> {
    let mut terms = Vec::new();
    let mut df = 0.0;
    for group in groups {
        if group.iter().any(|events| !(events.exposure > 0.0 && events.count >= 0.0)) {
            return Err(Undefined::new(
                "an exposure is not positive, or a count negative",
            ));
        }
        let sum = |of: fn(&Events) -> f64| {
            let values: Vec<f64> = group.iter().map(of).collect();
            compensated(sorted(&values).into_iter())
        };
        let rate = sum(|events| events.count) / sum(|events| events.exposure);
        if !(rate.is_finite() && rate > 0.0) {
            return Err(Undefined::new("a group has no event"));
        }
        df += group.len() as f64 - 1.0;
        terms.extend(group.iter().map(|events| {
            let expected = rate * events.exposure;
            (events.count - expected).powi(2) / expected
        }));
    }
    if df < 1.0 {
        return Err(Undefined::new("no group has two counts"));
    }
    let chi2 = compensated(sorted(&terms).into_iter());
    Ok(Dispersion { ratio: chi2 / df, chi2, df, p: chi_square_tail(chi2, df)? })
}

#[cfg(test)]
mod tests {
    use super::Events;
    use super::dispersion;
    use super::rate_ratio;
    use crate::stat::estimate::design::oracle;

    fn events(count: f64, exposure: f64) -> Events {
        Events { count, exposure }
    }

    #[test]
    fn the_reference_results_agree() {
        for reference in oracle::all("poisson_rate_ratio.") {
            let counts = reference.vector("counts").unwrap();
            let exposure = reference.vector("exposure").unwrap();
            let got = rate_ratio(
                events(counts[0], exposure[0]),
                events(counts[1], exposure[1]),
                0.95,
            )
            .unwrap();
            reference.check("rate1", 1000.0 * got.rates[0].0);
            reference.check("rate1_ci95_exact_low", 1000.0 * got.rates[0].1);
            reference.check("rate1_ci95_exact_high", 1000.0 * got.rates[0].2);
            reference.check("rate2", 1000.0 * got.rates[1].0);
            reference.check("rate_ratio", got.ratio.unwrap());
            reference.check("p_exact", got.p_exact);
            reference.check("ci95_exact_low", got.exact_low);
            reference.check("ci95_exact_high", got.exact_high);
            reference.check("ci95_wald_low", got.wald.low.unwrap());
            if counts[0] > 0.0 {
                reference.check("ci95_wald_high", got.wald.high.unwrap());
                reference.check("p_wald", got.p_wald.unwrap());
            } else {
                assert_eq!((got.wald.high, got.p_wald), (None, None));
            }
        }
    }

    #[test]
    fn turning_the_groups_inverts_the_ratio() {
        let (a, b) = (events(142.0, 21450.0), events(61.0, 11803.0));
        let (one, other) =
            (rate_ratio(a, b, 0.9).unwrap(), rate_ratio(b, a, 0.9).unwrap());
        assert!((one.ratio.unwrap() * other.ratio.unwrap() - 1.0).abs() < 1e-14);
        assert!((one.exact_low * other.exact_high - 1.0).abs() < 1e-12);
        assert!((one.p_exact - other.p_exact).abs() < 1e-13);
        let open = rate_ratio(events(4.0, 700.0), events(0.0, 500.0), 0.95).unwrap();
        assert!(open.ratio.is_none() && open.exact_high.is_infinite());
    }

    #[test]
    fn counts_of_hundreds_of_millions_have_an_exact_p_at_once() {
        // scipy 1.17.1 binomtest, beta.ppf and gamma.ppf.
        let (a, b) = (events(200_010_000.0, 1e9), events(199_990_000.0, 1e9));
        let got = rate_ratio(a, b, 0.95).unwrap();
        let near = |got: f64, want: f64| {
            assert!((got / want - 1.0).abs() < 1e-9, "got {got}, want {want}");
        };
        near(got.p_exact, 0.317_334_705_540_55);
        near(got.exact_low, 0.999_904_003_209_573_6);
        near(got.exact_high, 1.000_296_045_211_790_6);
        near(got.rates[0].1, 0.199_982_282_177_734_84);
        near(got.rates[0].2, 0.200_037_720_716_640_33);
    }

    #[test]
    fn counts_of_a_million_have_an_exact_p() {
        let (a, b) = (events(1_000_500.0, 1e6), events(1_000_000.0, 1e6));
        let got = rate_ratio(a, b, 0.95).unwrap();
        assert!((got.p_exact - got.p_wald.unwrap()).abs() < 1e-3);
    }

    #[test]
    fn counts_that_vary_as_poisson_do_have_a_ratio_near_one() {
        // χ² by hand: counts 8, 12, 10 over equal exposure, mean 10: (4 + 4 + 0)/10.
        let group = vec![events(8.0, 5.0), events(12.0, 5.0), events(10.0, 5.0)];
        let got = dispersion(&[group]).unwrap();
        assert!((got.chi2 - 0.8).abs() < 1e-14 && (got.ratio - 0.4).abs() < 1e-14);
        // With two degrees of freedom P(χ² > x) = exp(−x/2).
        assert!((got.p - (-0.4_f64).exp()).abs() < 1e-14);
    }

    #[test]
    fn what_is_undefined_says_why() {
        let reason = |a, b| rate_ratio(a, b, 0.95).unwrap_err().reason;
        assert_eq!(reason(events(0.0, 1.0), events(0.0, 2.0)), "there is no event");
        assert_eq!(
            reason(events(1.5, 1.0), events(0.0, 2.0)),
            "1.5 is not a whole number of events"
        );
        assert_eq!(
            reason(events(1.0, 0.0), events(1.0, 2.0)),
            "an exposure is not positive"
        );
        let alone = dispersion(&[vec![events(3.0, 1.0)]]).unwrap_err().reason;
        assert_eq!(alone, "no group has two counts");
    }
}
