//! Against their own definitions without shortcuts, and what must hold of any data.

use crate::stat::estimate::design::oracle;
use crate::stat::estimate::linear::Matrix;
use crate::stat::estimate::linear::inverse;
use crate::stat::estimate::linear::inverse_root;
use crate::stat::estimate::linear::trace_of_product;
use crate::stat::estimate::panel::EventStudy;
use crate::stat::estimate::panel::Observation;
use crate::stat::estimate::panel::event_study;
use crate::stat::estimate::panel::tests::reference::rows;
use crate::stat::estimate::panel::twfe;
use crate::stat::estimate::panel::two_periods;
use std::collections::BTreeSet;

/// A panel with gaps, singletons and uneven weights.
fn uneven() -> Vec<Observation> {
    let mut state = 7_u64;
    let mut draw = move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (state >> 40) as f64 / f64::from(1 << 24)
    };
    let mut rows = Vec::new();
    for unit in 0..23 {
        for time in 2010..2018_i64 {
            let (noise, kept) = (draw(), draw());
            if kept < 0.85 && (unit != 4 || time == 2012) {
                rows.push(Observation {
                    unit,
                    cluster: unit,
                    time,
                    treated: unit < 9,
                    y: unit as f64 + noise * (1.0 + unit as f64 / 9.0),
                    weight: 1.0 + draw() * 3.0,
                });
            }
        }
    }
    rows
}

#[test]
fn the_order_of_rows_changes_not_a_bit() {
    let obs = uneven();
    let mut other = obs.clone();
    other.reverse();
    other.rotate_left(37);
    assert_eq!(twfe(&obs, 2014, 0.95), twfe(&other, 2014, 0.95));
    let study =
        |obs: &[Observation]| -> EventStudy { event_study(obs, 2013, 0.95).unwrap() };
    assert_eq!(study(&obs), study(&other));
    assert!(study(&obs).pretrend.is_ok());
}

#[test]
fn a_scale_scales_and_a_shift_changes_nothing() {
    let obs = uneven();
    let mut moved = obs.clone();
    for row in &mut moved {
        row.y = 1000.0 * row.y + 3e6 + 500.0 * row.unit as f64;
        row.weight *= 250.0;
    }
    let a = twfe(&obs, 2014, 0.95).unwrap();
    let b = twfe(&moved, 2014, 0.95).unwrap();
    assert!((b.estimate / a.estimate - 1000.0).abs() < 1e-5);
    assert!((b.se_cr2 / a.se_cr2 - 1000.0).abs() < 1e-5);
    assert!((a.df_cr2 - b.df_cr2).abs() < 1e-9);
    assert!((a.p_cr2 - b.p_cr2).abs() < 1e-9);
}

#[test]
fn one_tested_time_gives_the_square_of_its_t() {
    let mut obs = uneven();
    obs.retain(|row| row.time >= 2012);
    let study = event_study(&obs, 2013, 0.95).unwrap();
    let (test, first) = (study.pretrend.unwrap().0, study.coefficients[0].1);
    let t = first.estimate / first.se_cr2;
    assert!((test.f - t * t).abs() < 1e-9);
    assert!((test.df - first.df_cr2).abs() < 1e-9);
    assert!((test.p - first.p_cr2).abs() < 1e-9);
}

/// An event study from the whole N × N projection with all dummies: the definition, without
/// the shortcuts.
struct Whole {
    /// Every `P_gh`, q × q.
    pairs: Vec<Vec<Matrix>>,
    cr0: Matrix,
    cr2: Matrix,
    others: Vec<i64>,
}

fn whole(obs: &[Observation], base: i64) -> Whole {
    let distinct = |of: &dyn Fn(&Observation) -> usize| -> Vec<usize> {
        obs.iter().map(of).collect::<BTreeSet<_>>().into_iter().collect()
    };
    let times: Vec<i64> =
        obs.iter().map(|row| row.time).collect::<BTreeSet<_>>().into_iter().collect();
    let units = distinct(&|row| row.unit);
    let clusters = distinct(&|row| row.cluster);
    let mut others = times.clone();
    others.retain(|time| *time != base);
    let q = others.len();
    let (first, last) = (units.len(), units.len() + times.len() - 1);
    let x = Matrix::from_fn(obs.len(), last + q, |i, j| {
        let row = &obs[i];
        f64::from(u8::from(if j < first {
            units[j] == row.unit
        } else if j < last {
            times[j - first + 1] == row.time
        } else {
            row.treated && others[j - last] == row.time
        }))
    });
    let weights: Vec<f64> = obs.iter().map(|row| row.weight).collect();
    let wx = x.scaled_rows(&weights);
    let m = inverse(&x.cross(&wx)).unwrap();
    let hat = x.times(&m).times(&wx.transposed());
    let rest = Matrix::from_fn(obs.len(), obs.len(), |i, j| {
        f64::from(u8::from(i == j)) - hat.at(i, j)
    });
    let y: Vec<f64> = obs.iter().map(|row| row.y).collect();
    let e = rest.apply(&y);
    let wanted: Vec<usize> = (last..last + q).collect();
    let plain = wx.times(&m.columns(&wanted));
    let (mut cr0, mut cr2) = (Matrix::zeros(q, q), Matrix::zeros(q, q));
    let mut parts = Vec::new();
    for cluster in clusters {
        let own: Vec<usize> =
            (0..obs.len()).filter(|i| obs[*i].cluster == cluster).collect();
        let rows =
            |of: &Matrix| Matrix::from_fn(own.len(), of.cols(), |i, j| of.at(own[i], j));
        let block = rows(&rest);
        let adjust = inverse_root(&block.times(&block.transposed()));
        let u = adjust.times(&rows(&plain));
        let residuals: Vec<f64> = own.iter().map(|i| e[*i]).collect();
        let score = rows(&plain).transposed().apply(&residuals);
        cr0.add_outer(1.0, &score, &score);
        let score = u.transposed().apply(&residuals);
        cr2.add_outer(1.0, &score, &score);
        parts.push(block.cross(&u));
    }
    let pairs = |g: &Matrix| parts.iter().map(|h| g.cross(h)).collect();
    Whole { pairs: parts.iter().map(pairs).collect(), cr0, cr2, others }
}

fn check_whole(obs: &[Observation], base: i64) {
    let near = |got: f64, want: f64| assert!((got / want - 1.0).abs() < 1e-8);
    let study = event_study(obs, base, 0.95).unwrap();
    let Whole { pairs, cr0, cr2, others } = whole(obs, base);
    for (at, (_, got)) in study.coefficients.iter().enumerate() {
        let mean: f64 = pairs.iter().enumerate().map(|(g, row)| row[g].at(at, at)).sum();
        let square: f64 =
            pairs.iter().flatten().map(|block| block.at(at, at).powi(2)).sum();
        near(got.df_cr2, mean * mean / square);
        near(got.se_cr0, cr0.at(at, at).sqrt());
        near(got.se_cr2, cr2.at(at, at).sqrt());
    }
    let tested: Vec<usize> = (0..others.len()).filter(|at| others[*at] < base).collect();
    let q = tested.len();
    assert_eq!(q, 3);
    let mut omega = Matrix::zeros(q, q);
    for (g, row) in pairs.iter().enumerate() {
        omega.accumulate(1.0, &row[g].minor(&tested));
    }
    let root = inverse_root(&omega);
    let mut spread = 0.0;
    for block in pairs.iter().flatten() {
        let block = root.times(&block.minor(&tested)).times(&root);
        let trace: f64 = (0..q).map(|at| block.at(at, at)).sum();
        spread += trace * trace + trace_of_product(&block, &block);
    }
    let df = (q * (q + 1)) as f64 / spread - q as f64 + 1.0;
    near(study.pretrend.unwrap().0.df, df);
}

/// The areas in five regions, and, where asked, with a weight that stays the same.
fn in_regions(steady: bool) -> Vec<Observation> {
    let mut obs = uneven();
    for row in &mut obs {
        row.cluster = row.unit % 5;
        if steady {
            row.weight = 1.0 + (row.unit % 5) as f64 / 3.0;
        }
    }
    obs
}

#[test]
fn the_shortcuts_agree_with_the_whole_projection() {
    check_whole(&uneven(), 2013);
}

#[test]
fn clusters_of_areas_agree_with_the_whole_projection() {
    check_whole(&in_regions(false), 2013);
    // So many copies of each area that a cluster's own matrix is not made.
    for steady in [1.0, 0.0] {
        let mut many = in_regions(true);
        let once = many.len();
        for copy in 1..2 {
            for at in 0..once {
                let mut row = many[at];
                row.unit += 100 * copy;
                row.y += ((row.unit * 37 + row.time as usize * 11) % 17) as f64 / 5.0;
                row.weight = steady * row.weight + (1.0 - steady);
                many.push(row);
            }
        }
        check_whole(&many, 2013);
    }
}

#[test]
fn a_cluster_changes_the_errors_and_not_the_estimate() {
    let by_area = uneven();
    let mut by_region = by_area.clone();
    for row in &mut by_region {
        row.cluster = row.unit % 5;
    }
    let a = twfe(&by_area, 2014, 0.95).unwrap();
    let b = twfe(&by_region, 2014, 0.95).unwrap();
    assert!((a.estimate - b.estimate).abs() < 1e-12);
    assert_eq!((a.n_clusters, b.n_clusters), (23, 5));
    for (a, b) in [(a.se_cr0, b.se_cr0), (a.se_cr2, b.se_cr2), (a.df_cr2, b.df_cr2)] {
        assert!((a / b - 1.0).abs() > 0.01);
    }
    assert!((a.se_ols / b.se_ols - 1.0).abs() < 1e-12);
    let mut torn = by_region;
    torn[0].cluster = 4 - torn[0].cluster;
    assert_eq!(
        twfe(&torn, 2014, 0.95).unwrap_err().reason,
        "an area changes its cluster between its rows"
    );
}

#[test]
fn the_errors_differ_by_their_factors() {
    let got = twfe(&uneven(), 2014, 0.95).unwrap();
    let (g, n) = (got.n_clusters as f64, got.n_obs as f64);
    let few = (g / (g - 1.0)).sqrt();
    assert!((got.se_cr1 / got.se_cr0 - few).abs() < 1e-12);
    let all = few * ((n - 1.0) / (n - got.n_params as f64)).sqrt();
    assert!((got.se_cr1s_all_dummies / got.se_cr0 - all).abs() < 1e-12);
    assert!(got.se_cr0 < got.se_cr1 && got.se_cr1 < got.se_cr1s_absorbed);
    assert!(got.se_cr1s_absorbed < got.se_cr1s_all_dummies);
}

#[test]
fn without_gaps_two_periods_are_a_model_with_effects() {
    let mut obs = rows(oracle::PANEL, false, false);
    obs.retain(|row| row.time == 2014 || row.time == 2019);
    let pooled = two_periods(&obs, 2014, 2019, 0.95).unwrap().estimate;
    let effects = twfe(&obs, 2019, 0.95).unwrap();
    for (a, b) in [
        (pooled.estimate, effects.estimate),
        (pooled.se_cr0, effects.se_cr0),
        (pooled.se_cr2, effects.se_cr2),
        (pooled.df_cr2, effects.df_cr2),
    ] {
        assert!((a / b - 1.0).abs() < 1e-10);
    }
    assert!((pooled.se_ols / effects.se_ols - 1.0).abs() > 1.0);
}

#[test]
fn swapped_labels_turn_the_sign() {
    let obs = uneven();
    let mut swapped = obs.clone();
    for row in &mut swapped {
        row.treated = !row.treated;
    }
    let (a, b) = (twfe(&obs, 2014, 0.95).unwrap(), twfe(&swapped, 2014, 0.95).unwrap());
    assert!((a.estimate + b.estimate).abs() < 1e-10);
    assert!((a.se_cr2 / b.se_cr2 - 1.0).abs() < 1e-9);
    assert!((a.df_cr2 / b.df_cr2 - 1.0).abs() < 1e-9);
}

#[test]
fn two_copies_within_a_cluster_are_one_area_of_twice_the_weight() {
    let once = uneven();
    let mut twice = once.clone();
    for row in &once {
        twice.push(Observation { unit: row.unit + 100, ..*row });
    }
    let (a, b) = (twfe(&once, 2014, 0.95).unwrap(), twfe(&twice, 2014, 0.95).unwrap());
    assert!((a.estimate - b.estimate).abs() < 1e-12);
    assert!((a.se_cr0 / b.se_cr0 - 1.0).abs() < 1e-9);
}

#[test]
fn what_cannot_be_estimated_says_why() {
    let obs = uneven();
    let reason = |obs: &[Observation], first| twfe(obs, first, 0.95).unwrap_err().reason;
    assert!(twfe(&obs, 2014, 95.0).is_err());
    assert_eq!(reason(&obs, 2009), "there is no time before 2009");
    assert_eq!(reason(&obs, 2019), "there is no time from 2019 on");
    assert_eq!(reason(&[], 2019), "no control area has values at two times or more");
    let one: Vec<Observation> =
        obs.iter().copied().filter(|row| row.unit == 0 || !row.treated).collect();
    assert_eq!(
        reason(&one, 2014),
        "only one treated area has values at two times or more"
    );
    let mut twice = obs.clone();
    twice.extend(obs.first().copied());
    assert!(reason(&twice, 2014).starts_with("an area has two values for 201"));
    let mut flat = obs.clone();
    for row in &mut flat {
        row.y = row.time as f64 * 1e9 + row.unit as f64;
    }
    assert!(reason(&flat, 2014).starts_with("the model fits every row exactly"));
    let mut bare = obs;
    bare.retain(|row| !(row.treated && row.time == 2011));
    assert_eq!(
        event_study(&bare, 2013, 0.95).unwrap_err().reason,
        "2011 cannot be compared with 2013: a group has no usable value there"
    );
}
