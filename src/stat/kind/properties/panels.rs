//! What must hold of tables, rates and panels whatever the data.

use crate::model::statistic::Statistics;
use crate::stat::kind::properties::follows;
use crate::stat::kind::properties::near;
use crate::stat::kind::trial::computed;
use proptest::prelude::*;
use std::collections::BTreeSet;

/// An area: its values in four years, its residents, and its cases.
type Area = ([i32; 4], u32, u32);

/// Areas of each group, the treated first, no two of the same size or the same start.
fn areas() -> impl Strategy<Value = [Vec<Area>; 2]> {
    let area = || ([1_i32..1000, 1..1000, 1..1000, 1..1000], 50_u32..4000, 1_u32..40);
    let sides = [
        proptest::collection::vec(area(), 4..6),
        proptest::collection::vec(area(), 6..9),
    ];
    sides.prop_filter("areas differ", |sides| {
        let all = || sides.iter().flatten();
        let starts: BTreeSet<i32> = all().map(|area| area.0[0]).collect();
        let sizes: BTreeSet<u32> = all().map(|area| area.1).collect();
        starts.len() == all().count() && sizes.len() == all().count()
    })
}

/// How areas are written as rows: each value as `shift + scale·y`, each exposure as
/// `time·people`, each weight as `weight·people`.
#[derive(Clone, Copy)]
struct Written {
    shift: f64,
    scale: f64,
    time: f64,
    weight: f64,
    copies: usize,
}

const PLAIN: Written =
    Written { shift: 0.0, scale: 1.0, time: 1.0, weight: 1.0, copies: 1 };

fn rows(areas: &[Vec<Area>; 2], written: Written) -> Vec<String> {
    let Written { shift, scale, time, weight, copies } = written;
    let mut out = Vec::new();
    for (side, group) in ["nbi", "benchmark"].into_iter().enumerate() {
        for copy in 0..copies {
            for (at, (values, people, cases)) in areas[side].iter().enumerate() {
                let people = f64::from(*people);
                for (year, value) in (2010..).zip(values) {
                    out.push(format!(
                        "{group}{copy}{at},{group},{year},{},{people},{},{},{cases},R{}",
                        shift + scale * f64::from(*value),
                        time * people,
                        weight * people,
                        at % 5
                    ));
                }
            }
        }
    }
    out
}

fn found(blocks: &str, rows: &[String]) -> Statistics {
    let head = "area,group,year,y,population,exposure,w,cases,region";
    computed(blocks, &format!("{head}\n{}\n", rows.join("\n")))
}

const GROUP: &str = "group: {column: group, treated: nbi, control: benchmark}";

/// Declares every kind of table and rate.
fn tables() -> String {
    format!(
        "  chi: {{kind: chi_square, frame: panel, rows: group, columns: region, count: cases}}
  turned: {{kind: chi_square, frame: panel, rows: region, columns: group, count: cases}}
  fisher: {{kind: fisher, frame: panel, {GROUP}, measure: {{share: cases, of: population}}}}
  shares: {{kind: proportions, frame: panel, {GROUP}, measure: {{share: cases, of: population}}}}
  rates: {{kind: rate_ratio, frame: panel, {GROUP}, measure: {{rate: cases, of: exposure}}}}
  spread: {{kind: dispersion, frame: panel, by: [group], measure: {{rate: cases, of: exposure}}}}
"
    )
}

/// Declares every kind of panel.
fn panels() -> String {
    let panel = format!("frame: panel, measure: y, area: area, time: year, {GROUP}");
    let weighed = format!("{panel}, weights: {{column: w, at: 2010}}, cluster: region");
    format!(
        "  did: {{kind: did, {panel}, from: 2010, to: 2013}}
  did_weighed: {{kind: did, {weighed}, from: 2010, to: 2013}}
  twfe: {{kind: twfe, {panel}, first_treated: 2012}}
  twfe_weighed: {{kind: twfe, {weighed}, first_treated: 2012}}
  event: {{kind: event_study, {panel}, base: 2011}}
  event_weighed: {{kind: event_study, {weighed}, base: 2011}}
  wild: {{kind: wild_bootstrap, of: twfe, draws: 199}}
  wild_weighed: {{kind: wild_bootstrap, of: twfe_weighed, draws: 199}}
  growth: {{kind: change, frame: panel, measure: y, area: area, time: year, from: 2010, to: 2013, as: absolute, by: [group], compare: {{treated: nbi, control: benchmark}}}}
  matching: {{kind: matching, of: growth, match: treated, neighbours: 2, covariates: [{{name: residents, measure: population}}, {{name: start, measure: y}}]}}
  pairs: {{kind: matching, of: growth, match: treated, replacement: false, distance: euclidean, covariates: [{{name: residents, measure: population}}]}}
  ancova: {{kind: ancova, of: growth, covariates: [{{name: residents, measure: population}}]}}
"
    )
}

/// Swaps who is treated and who is the control.
fn swapped(blocks: &str) -> String {
    blocks
        .replace("treated: nbi, control: benchmark", "treated: benchmark, control: nbi")
        .replace("match: treated", "match: control")
}

fn number(all: &Statistics, id: &str) -> f64 {
    all.stats.get(id).unwrap_or_else(|| panic!("no `{id}`")).number().unwrap()
}

/// Whether a statistic of a panel is free of the unit of the values.
fn is_pure(id: &str) -> bool {
    let last = id.rsplit('.').next().unwrap_or_default();
    id.starts_with("event") && id.contains("pretrend")
        || (id.starts_with("matching.") || id.starts_with("pairs."))
        || last == "slope"
        || last.starts_with("df_")
        || last.starts_with("n_")
}

/// The errors of the statistics, their tests, and the ends of their intervals.
fn beside(all: &Statistics, id: &str) -> [Option<f64>; 3] {
    let stat = &all.stats[id];
    let width = stat.interval.as_ref().map(|interval| interval.high - interval.low);
    [width, stat.test.as_ref().map(|test| test.p), stat.details.get("se_cr2").copied()]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, max_shrink_iters: 8, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_rows_changes_no_bit(areas in areas(), turn in 1_usize..31) {
        let blocks = tables() + &panels();
        let mut lines = rows(&areas, PLAIN);
        let was = found(&blocks, &lines);
        lines.rotate_left(turn);
        lines.reverse();
        let is = found(&blocks, &lines);
        for (id, stat) in &was.stats {
            prop_assert_eq!(stat, &is.stats[id], "{}", id);
        }
    }

    #[test]
    fn swapping_the_groups_turns_a_table_and_a_ratio(areas in areas()) {
        let lines = rows(&areas, PLAIN);
        let (was, is) = (found(&tables(), &lines), found(&swapped(&tables()), &lines));
        for member in ["", ".p", ".df", ".cramers_v", ".least_expected"] {
            let of = |id: &str| number(&was, &format!("{id}{member}"));
            prop_assert!(near(of("chi"), of("turned")), "{}", member);
        }
        for (ours, theirs) in [
            ("fisher.odds_ratio", "fisher.odds_ratio"),
            ("fisher.odds_low", "fisher.odds_high"),
            ("fisher.odds_high", "fisher.odds_low"),
            ("shares.odds_ratio", "shares.odds_ratio"),
            ("shares.odds_low", "shares.odds_high"),
            ("shares.risk_ratio", "shares.risk_ratio"),
            ("shares.risk_low", "shares.risk_high"),
            ("rates", "rates"),
            ("rates.low", "rates.high"),
            ("rates.high", "rates.low"),
            ("rates.wald_low", "rates.wald_high"),
        ] {
            let (a, b) = (number(&was, ours), number(&is, theirs));
            prop_assert!(near(a * b, 1.0), "{}: {} · {}", ours, a, b);
        }
        for (ours, theirs) in [
            ("fisher", "fisher"),
            ("fisher.less", "fisher.greater"),
            ("fisher.greater", "fisher.less"),
            ("shares.p", "shares.p"),
            ("shares.treated", "shares.control"),
            ("shares.wilson.treated.low", "shares.wilson.control.low"),
            ("rates.p", "rates.p"),
            ("rates.wald_p", "rates.wald_p"),
            ("rates.treated_high", "rates.control_high"),
            ("spread", "spread"),
        ] {
            prop_assert!(near(number(&was, ours), number(&is, theirs)), "{}", ours);
        }
        prop_assert!(near(number(&was, "shares"), -number(&is, "shares")));
    }

    #[test]
    fn a_scale_of_the_exposure_leaves_ratios_and_divides_rates(areas in areas()) {
        let was = found(&tables(), &rows(&areas, PLAIN));
        let is = found(&tables(), &rows(&areas, Written { time: 8.0, ..PLAIN }));
        follows(&was, &is, |id, value| Some(match id {
            _ if id.starts_with("rates.treated") || id.starts_with("rates.control") => value / 8.0,
            _ => value,
        }))?;
    }

    #[test]
    fn a_shift_leaves_every_panel(areas in areas()) {
        let was = found(&panels(), &rows(&areas, PLAIN));
        let is = found(&panels(), &rows(&areas, Written { shift: 4096.0, ..PLAIN }));
        follows(&was, &is, |id, value| (!id.starts_with("growth")).then_some(value))?;
    }

    #[test]
    fn a_scale_scales_a_panel_and_its_errors(areas in areas()) {
        let was = found(&panels(), &rows(&areas, PLAIN));
        let is = found(&panels(), &rows(&areas, Written { scale: 8.0, ..PLAIN }));
        let unit = |id: &str| if is_pure(id) { 1.0 } else { 8.0 };
        follows(&was, &is, |id, value| {
            (!id.starts_with("growth")).then_some(unit(id) * value)
        })?;
        for id in ["did", "twfe_weighed", "event.2013", "wild", "wild_weighed", "matching", "pairs", "ancova"] {
            let [width, p, se] = beside(&was, id);
            let wanted = [width.map(|width| 8.0 * width), p, se.map(|se| 8.0 * se)];
            for (now, wanted) in beside(&is, id).into_iter().zip(wanted) {
                prop_assert_eq!(now.is_some(), wanted.is_some(), "{}", id);
                prop_assert!(near(now.unwrap_or(0.0), wanted.unwrap_or(0.0)), "{}", id);
            }
        }
    }

    #[test]
    fn swapping_the_groups_turns_the_sign_of_a_panel(areas in areas()) {
        let lines = rows(&areas, PLAIN);
        let (was, is) = (found(&panels(), &lines), found(&swapped(&panels()), &lines));
        for id in [
            "did", "did_weighed", "twfe", "twfe_weighed", "event.2010", "event.2013",
            "event_weighed.2013", "wild", "wild_weighed", "matching", "pairs", "ancova", "ancova.moved",
        ] {
            prop_assert!(near(number(&was, id), -number(&is, id)), "{}", id);
            for (a, b) in beside(&was, id).into_iter().zip(beside(&is, id)) {
                prop_assert_eq!(a.is_some(), b.is_some(), "{}", id);
                prop_assert!(near(a.unwrap_or(0.0), b.unwrap_or(0.0)), "{}: {:?} {:?}", id, a, b);
            }
        }
        for id in ["did.se_cr2", "twfe.se_cr1", "twfe.df_cr2", "event.pretrend", "ancova.slope", "matching.partners"] {
            prop_assert!(near(number(&was, id), number(&is, id)), "{}", id);
        }
    }

    #[test]
    fn areas_doubled_at_half_their_weight_are_the_same_areas(areas in areas()) {
        // A neighbour's copy is as near as it: matching is another question.
        let blocks: String = panels()
            .lines()
            .filter(|line| !line.contains("kind: matching"))
            .map(|line| format!("{line}\n"))
            .collect();
        let was = found(&blocks, &rows(&areas, PLAIN));
        let is = found(&blocks, &rows(&areas, Written { weight: 0.5, copies: 2, ..PLAIN }));
        for id in [
            "did_weighed", "did_weighed.se_cr0", "twfe_weighed", "twfe_weighed.se_cr0",
            "event_weighed.2010", "event_weighed.2013", "wild_weighed",
            // Without weights, doubled areas keep what has no errors.
            "did", "twfe", "event.2013", "ancova", "ancova.slope",
        ] {
            prop_assert!(near(number(&was, id), number(&is, id)), "{}", id);
        }
        prop_assert_eq!(beside(&was, "wild_weighed")[1], beside(&is, "wild_weighed")[1]);
    }
}
