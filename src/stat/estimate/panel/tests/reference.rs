//! Against reference results, whose sources are named.

use crate::stat::estimate::design::oracle;
use crate::stat::estimate::design::oracle::Reference;
use crate::stat::estimate::panel::Drawn;
use crate::stat::estimate::panel::Estimate;
use crate::stat::estimate::panel::Multipliers;
use crate::stat::estimate::panel::Observation;
use crate::stat::estimate::panel::event_study;
use crate::stat::estimate::panel::twfe;
use crate::stat::estimate::panel::two_means;
use crate::stat::estimate::panel::two_periods;
use crate::stat::estimate::panel::wild_bootstrap;

/// Rows of a reference file; the outcome per 1,000 and the weights on request.
pub(super) fn rows(file: &str, rate: bool, weighted: bool) -> Vec<Observation> {
    let mut areas: Vec<&str> = Vec::new();
    let mut rows = Vec::new();
    for line in file.lines().skip(1) {
        let fields: Vec<&str> = line.split(',').collect();
        let unit =
            areas.iter().position(|area| *area == fields[0]).unwrap_or_else(|| {
                areas.push(fields[0]);
                areas.len() - 1
            });
        let population: f64 = fields[4].parse().unwrap();
        if let Ok(y) = fields[3].parse::<f64>() {
            rows.push(Observation {
                unit,
                cluster: unit,
                time: fields[2].parse().unwrap(),
                treated: fields[1] == "nbi",
                y: if rate { 1000.0 * y / population } else { y },
                weight: if weighted { population } else { 1.0 },
            });
        }
    }
    rows
}

fn only(id: &str) -> Reference {
    oracle::all(id).into_iter().next().unwrap()
}

fn check_twfe(id: &str, obs: &[Observation], first: i64) {
    check_estimate(&only(id), &twfe(obs, first, 0.95).unwrap());
}

fn check_estimate(want: &Reference, got: &Estimate) {
    want.check("n_obs", got.n_obs as f64);
    want.check("n_areas", got.n_units as f64);
    want.check("estimate", got.estimate);
    want.check("se_CR0", got.se_cr0);
    want.check("se_CR2", got.se_cr2);
    want.check("df_CR2", got.df_cr2);
    want.check("p_CR2", got.p_cr2);
    want.check("se_ols", got.se_ols);
    want.check("se_CR1", got.se_cr1);
    want.check("se_CR1S_all_dummies", got.se_cr1s_all_dummies);
    let named = if want.has("se_CR1S_absorbed") {
        want.check("se_CR1S_absorbed", got.se_cr1s_absorbed);
        want.check("n_params", got.n_params as f64);
        got.se_cr1s_absorbed
    } else {
        got.se_cr1s_all_dummies
    };
    let judged = got.by_cr1s(named, 0.95).unwrap();
    want.check("p_CR1S", judged.p);
    want.check("ci95_low_CR1S", judged.low);
    want.check("ci95_high_CR1S", judged.high);
    assert!((f64::midpoint(got.ci_low, got.ci_high) - got.estimate).abs() < 1e-9);
}

#[test]
fn the_balanced_panel_agrees() {
    check_twfe("twfe.from_2015", &rows(oracle::PANEL, false, false), 2015);
}

#[test]
fn the_weighted_panel_agrees() {
    let obs = rows(oracle::PANEL, false, true);
    check_twfe("twfe.from_2015.weighted_by_population", &obs, 2015);
}

#[test]
fn the_unbalanced_panel_agrees() {
    check_twfe("twfe.rate.from_2018", &rows(oracle::RATES, true, false), 2018);
}

#[test]
fn two_periods_agree() {
    let check = |id: &str, obs: &[Observation], pre: i64, post: i64| {
        let (want, got) = (only(id), two_periods(obs, pre, post, 0.95).unwrap());
        check_estimate(&want, &got.estimate);
        let changes = got.changes.unwrap();
        want.check("welch_on_changes_t", changes.t);
        want.check("welch_on_changes_df", changes.df);
        want.check("welch_on_changes_p", changes.p);
        want.check("welch_on_changes_ci_low", changes.ci_low);
        want.check("welch_on_changes_ci_high", changes.ci_high);
    };
    let panel = rows(oracle::PANEL, false, false);
    check("did_two_period.2014_2019", &panel, 2014, 2019);
    check("did_two_period.2015_2021", &rows(oracle::RATES, true, false), 2015, 2021);
    check("did_two_period.2016_2022", &rows(oracle::TINY, false, false), 2016, 2022);
    assert_eq!(
        two_periods(&panel, 2019, 2014, 0.95).unwrap_err().reason,
        "2019 does not come before 2014"
    );
    let weighted = rows(oracle::PANEL, false, true);
    assert!(two_periods(&weighted, 2014, 2019, 0.95).unwrap().changes.is_none());
}

#[test]
fn the_event_study_agrees() {
    let want = only("event_study.base_2014");
    let study = event_study(&rows(oracle::PANEL, false, false), 2014, 0.95).unwrap();
    assert_eq!(study.coefficients.len(), 7);
    for (year, got) in &study.coefficients {
        want.check(&format!("coef.{year}"), got.estimate);
        want.check(&format!("se_CR0.{year}"), got.se_cr0);
        want.check(&format!("se_CR1S_absorbed.{year}"), got.se_cr1s_absorbed);
        want.check(&format!("se_CR2.{year}"), got.se_cr2);
        want.check(&format!("df_CR2.{year}"), got.df_cr2);
    }
    let (test, wald) = study.pretrend.unwrap();
    want.check("pretrend_wald_chi2_CR1S", wald.chi2);
    want.check("pretrend_p_chi2", wald.p_chi2);
    want.check("pretrend_F_CR1S", wald.f);
    want.check("pretrend_p_F", wald.p_f);
    want.check("pretrend_q", test.q as f64);
    want.check("pretrend_HTZ_F_CR2", test.f);
    want.check("pretrend_HTZ_df_denom", test.df);
    want.check("pretrend_HTZ_p", test.p);
}

/// The reference panel in regions of every fourth area.
fn of_regions() -> Vec<Observation> {
    let mut obs = rows(oracle::PANEL, false, false);
    for row in &mut obs {
        row.cluster = row.unit % 4;
    }
    obs
}

const RADEMACHER: Drawn =
    Drawn { draws: 9999, seed: 1, multipliers: Multipliers::Rademacher };

#[test]
fn every_wild_combination_agrees_with_fitting_anew() {
    // numpy 2.4.6: the model with all dummies fitted anew to each of 4,096 outcomes.
    let obs = rows(oracle::PANEL, false, false);
    let got = wild_bootstrap(&obs, None, 2015, RADEMACHER, 0.95).unwrap();
    assert!(got.exact && got.arrangements == 4096 && got.n_clusters == 12);
    assert!((got.t - 1.814_500_745_297_935_6).abs() < 1e-9);
    assert!((got.p - 0.128_906_25).abs() < 1e-15);
    let (low, high) = got.interval.unwrap();
    assert!(low > -6.503_911_5 && low < -6.502_934_8, "{low}");
    assert!(high > 31.579_096 && high < 31.580_073, "{high}");
    let obs = of_regions();
    let drawn = Drawn { multipliers: Multipliers::Webb, ..RADEMACHER };
    let got = wild_bootstrap(&obs, None, 2015, drawn, 0.95).unwrap();
    assert!(got.exact && got.arrangements == 1296);
    assert!((got.t - 1.352_586_952_076_931).abs() < 1e-9);
    assert!((got.p - 0.330_246_913_580_246_94).abs() < 1e-15);
    let got = wild_bootstrap(&obs, None, 2015, RADEMACHER, 0.95).unwrap();
    assert!((got.p - 0.375).abs() < 1e-15);
    assert!(got.interval.is_none(), "four clusters can reject nothing at 5%");
}

#[test]
fn drawn_wild_residuals_are_near_all_of_them_and_repeat() {
    let obs = rows(oracle::PANEL, false, false);
    let drawn = Drawn { draws: 3000, ..RADEMACHER };
    let a = wild_bootstrap(&obs, Some(2014), 2019, drawn, 0.95).unwrap();
    assert!(!a.exact && a.arrangements == 3001);
    let all = wild_bootstrap(&obs, Some(2014), 2019, RADEMACHER, 0.95).unwrap();
    assert!((a.p - all.p).abs() < 0.03);
    let mut other = obs.clone();
    other.reverse();
    assert_eq!(a, wild_bootstrap(&other, Some(2014), 2019, drawn, 0.95).unwrap());
    let mut moved = obs.clone();
    for row in &mut moved {
        row.y = 8.0 * row.y + 40.0;
    }
    let b = wild_bootstrap(&moved, Some(2014), 2019, drawn, 0.95).unwrap();
    assert!((a.p - b.p).abs() < 1e-12);
    assert!((8.0 * a.interval.unwrap().1 - b.interval.unwrap().1).abs() < 1e-5);
    let none = Drawn { draws: 0, ..RADEMACHER };
    assert!(wild_bootstrap(&obs, None, 2015, none, 0.95).is_err());
}

#[test]
fn weighted_means_agree_with_the_whole_projection() {
    // numpy 2.4.6: WLS of the changes 2014 to 2019 on the group, weights of 2014, CR2 by area.
    let all = rows(oracle::PANEL, false, true);
    let at = |time: i64| all.iter().filter(move |row| row.time == time);
    let changes: Vec<Observation> = at(2014)
        .zip(at(2019))
        .map(|(then, now)| Observation { time: 0, y: now.y - then.y, ..*then })
        .collect();
    let got = two_means(&changes, 0.95).unwrap();
    assert!((got.estimate - 24.936_782_010_702_608).abs() < 1e-9);
    assert!((got.se_cr2 - 13.116_093_804_643_686).abs() < 1e-9);
    assert!((got.df_cr2 - 5.224_246_662_477_532).abs() < 1e-9);
}
