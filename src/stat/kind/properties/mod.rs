//! What must hold of the declared kinds whatever the data: the order of rows, a shift, a
//! scale, the names of the groups, and rows doubled at half their weight.

mod panels;

use crate::model::statistic::Statistics;
use crate::stat::kind::trial::computed;
use proptest::prelude::*;

/// An area: its group, its values in two years, and its residents.
type Area = (bool, [i32; 2], u32);

/// Three to seven areas of each group, with ties.
fn areas() -> impl Strategy<Value = Vec<Area>> {
    let side = |treated: bool| {
        let area = (1_i32..60, 1_i32..60, 50_u32..400)
            .prop_map(move |(from, to, people)| (treated, [from, to], people));
        proptest::collection::vec(area, 3..7)
    };
    (side(true), side(false))
        .prop_map(|(a, b)| a.into_iter().chain(b).collect())
        .prop_filter("every group varies in level and change", |areas: &Vec<Area>| {
            [true, false].iter().all(|side| {
                let own = areas.iter().filter(|area| area.0 == *side);
                let varies = |of: &dyn Fn(&Area) -> i32| {
                    let mut values: Vec<i32> = own.clone().map(of).collect();
                    values.sort_unstable();
                    values.dedup();
                    values.len() > 1
                };
                varies(&|area| area.1[1]) && varies(&|area| area.1[1] - area.1[0])
            })
        })
}

/// Writes areas as rows, each value as `shift + scale·y`, with a weight.
fn rows(
    areas: &[Area],
    shift: f64,
    scale: f64,
    weight: f64,
    copies: usize,
) -> Vec<String> {
    let mut out = Vec::new();
    for copy in 0..copies {
        for (at, (treated, values, people)) in areas.iter().enumerate() {
            for (year, value) in [2012, 2024].iter().zip(values) {
                let group = if *treated { "nbi" } else { "benchmark" };
                let y = shift + scale * f64::from(*value);
                out.push(format!(
                    "A{copy}{at},{group},{year},{y},{people},{},R{}",
                    weight * f64::from(*people),
                    at % 3
                ));
            }
        }
    }
    out
}

fn csv(rows: &[String]) -> String {
    format!("area,group,year,y,population,w,region\n{}\n", rows.join("\n"))
}

const SAMPLES: &str =
    "frame: panel, group: {column: group, treated: nbi, control: benchmark}";
const CHANGE: &str = "area: area, time: year, from: 2012, to: 2024";

/// Declares every kind of two samples over levels (`l_`) and changes (`c_`), and the rest.
fn blocks() -> String {
    let mut out = String::new();
    for kind in [
        "welch",
        "student",
        "mann_whitney",
        "kolmogorov_smirnov",
        "permutation",
        "bootstrap",
        "effect_size",
        "variances",
        "power",
    ] {
        let own =
            if matches!(kind, "permutation" | "bootstrap") { ", draws: 200" } else { "" };
        // The noncentral law is slow: once is enough.
        let twice = !matches!(kind, "effect_size" | "power");
        let changes = format!(
            "  c_{kind}: {{kind: {kind}, {SAMPLES}, measure: y, {CHANGE}{own}}}\n"
        );
        out.push_str(if twice { &changes } else { "" });
        out.push_str(&format!(
            "  l_{kind}: {{kind: {kind}, {SAMPLES}, measure: y, where: {{year: 2024}}{own}}}\n"
        ));
    }
    out.push_str(&format!(
        "  paired_t: {{kind: paired_t, frame: panel, measure: y, {CHANGE}}}
  wilcoxon: {{kind: wilcoxon, frame: panel, measure: y, {CHANGE}}}
  describe: {{kind: describe, frame: panel, measure: y, by: [group, year], quantiles: [10, 90]}}
  weighed: {{kind: describe, frame: panel, measure: y, by: [year], weights: w}}
  pearson: {{kind: correlation, frame: panel, x: y, y: population}}
  spearman: {{kind: correlation, frame: panel, x: y, y: population, method: spearman}}
  kendall: {{kind: correlation, frame: panel, x: y, y: population, method: kendall}}
  ols: {{kind: ols, frame: panel, measure: y, covariates: [population, year], errors: hc1}}
  trend: {{kind: trend, frame: panel, measure: y, time: year, by: [group]}}
  change: {{kind: change, frame: panel, measure: y, {CHANGE}, as: absolute, by: [group], compare: {{treated: nbi, control: benchmark}}}}
"
    ));
    out
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-7 * (1.0 + a.abs().max(b.abs()))
}

/// Asserts of every statistic that what it was becomes `expected(id, was)`.
fn follows(
    was: &Statistics,
    is: &Statistics,
    expected: impl Fn(&str, f64) -> Option<f64>,
) -> Result<(), TestCaseError> {
    prop_assert_eq!(was.stats.len(), is.stats.len());
    for (id, stat) in &was.stats {
        let Some(now) = is.stats.get(id).and_then(crate::model::statistic::Stat::number)
        else {
            return Err(TestCaseError::fail(format!("`{id}` is gone")));
        };
        let before = stat.number().unwrap();
        if let Some(wanted) = expected(id, before) {
            prop_assert!(
                near(now, wanted),
                "{} was {}, is {}, not {}",
                id,
                before,
                now,
                wanted
            );
        }
    }
    Ok(())
}

/// Where a statistic stands: the mean of a level or an order statistic of one.
fn is_place(id: &str) -> bool {
    let last = id.rsplit('.').next().unwrap_or_default();
    let of_level = id.starts_with("l_") && matches!(last, "treated" | "control");
    let described = (id.starts_with("describe") || id.starts_with("weighed"))
        && !matches!(
            last,
            "sum"
                | "variance"
                | "sd"
                | "se"
                | "iqr"
                | "n"
                | "of"
                | "missing"
                | "weights"
                | "effective"
        );
    of_level || described
}

/// Whether a statistic is free of the unit of the values.
fn is_pure(id: &str) -> bool {
    let block = id.split('.').next().unwrap_or_default();
    let last = id.rsplit('.').next().unwrap_or_default();
    let member = id.contains('.');
    let kind = block.split_once('_').map_or(block, |(_, kind)| kind);
    match last {
        "t" | "df" | "p" | "n" | "of" | "missing" | "weights" | "effective" | "u"
        | "u_control" | "auc" | "p_exact" | "p_normal" | "p_uncorrected"
        | "p_greater" | "p_less" | "p_t" | "z" | "w" | "used" | "greater" | "less"
        | "arrangements" | "p_asymptotic" | "brown_forsythe" | "brown_forsythe_p"
        | "power" | "power_normal" | "mde_sd" | "r2" | "adjusted_r2" | "f" | "f_p"
        | "effect" => true,
        _ if matches!(block, "pearson" | "spearman" | "kendall") => true,
        _ if kind == "effect_size" => true,
        _ => {
            !member
                && matches!(kind, "kolmogorov_smirnov" | "permutation" | "variances")
                && (block.starts_with("l_") || block.starts_with("c_"))
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, max_shrink_iters: 8, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_rows_changes_no_bit(areas in areas(), turn in 1_usize..9) {
        let mut lines = rows(&areas, 0.0, 1.0, 1.0, 1);
        let was = computed(&blocks(), &csv(&lines));
        let turn = turn % lines.len();
        lines.rotate_left(turn);
        lines.reverse();
        let is = computed(&blocks(), &csv(&lines));
        for (id, stat) in &was.stats {
            prop_assert_eq!(stat, &is.stats[id], "{}", id);
        }
    }

    #[test]
    fn a_shift_moves_places_and_nothing_else(areas in areas()) {
        let was = computed(&blocks(), &csv(&rows(&areas, 0.0, 1.0, 1.0, 1)));
        let is = computed(&blocks(), &csv(&rows(&areas, 4096.0, 1.0, 1.0, 1)));
        follows(&was, &is, |id, value| match id {
            "ols.intercept" | "trend.nbi.intercept" | "trend.benchmark.intercept" => {
                Some(value + 4096.0)
            }
            _ if id.starts_with("ols.intercept.") => None,
            _ if id.starts_with("describe") && id.rsplit('.').next() == Some("sum") => None,
            _ if is_place(id) => Some(value + 4096.0),
            _ => Some(value),
        })?;
    }

    #[test]
    fn a_scale_scales_what_has_the_unit(areas in areas()) {
        let was = computed(&blocks(), &csv(&rows(&areas, 0.0, 1.0, 1.0, 1)));
        let is = computed(&blocks(), &csv(&rows(&areas, 0.0, 8.0, 1.0, 1)));
        follows(&was, &is, |id, value| Some(match id {
            _ if id.ends_with(".variance") => 64.0 * value,
            _ if is_pure(id) => value,
            _ => 8.0 * value,
        }))?;
    }

    #[test]
    fn swapping_the_names_of_the_groups_mirrors_the_difference(areas in areas()) {
        let lines = rows(&areas, 0.0, 1.0, 1.0, 1);
        let was = computed(&blocks(), &csv(&lines));
        let swapped = blocks().replace(
            "treated: nbi, control: benchmark",
            "treated: benchmark, control: nbi",
        );
        let is = computed(&swapped, &csv(&lines));
        for side in ["l", "c"] {
            for kind in ["welch", "student", "mann_whitney"] {
                let (a, b) =
                    (&was.stats[&format!("{side}_{kind}")], &is.stats[&format!("{side}_{kind}")]);
                prop_assert!(near(a.number().unwrap(), -b.number().unwrap()), "{}", kind);
                let (ours, theirs) = (a.interval.as_ref().unwrap(), b.interval.as_ref().unwrap());
                prop_assert!(near(ours.low, -theirs.high) && near(ours.high, -theirs.low));
            }
            for kind in ["welch", "student", "mann_whitney", "kolmogorov_smirnov", "variances"] {
                let p = |all: &Statistics| all.stats[&format!("{side}_{kind}.p")].number().unwrap();
                prop_assert!(near(p(&was), p(&is)), "{}", kind);
            }
            let number = |all: &Statistics, id: &str| {
                all.stats[&format!("{side}_{id}")].number().unwrap()
            };
            prop_assert!(near(number(&was, "permutation"), number(&is, "permutation")));
            prop_assert!(near(number(&was, "permutation.greater"), number(&is, "permutation.less")));
            prop_assert!(near(number(&was, "mann_whitney.u"), number(&is, "mann_whitney.u_control")));
            prop_assert!(near(number(&was, "mann_whitney.p_greater"), number(&is, "mann_whitney.p_less")));
            prop_assert!(near(number(&was, "variances") * number(&is, "variances"), 1.0));
        }
        for (id, sign) in
            [("change.difference", -1.0), ("l_effect_size", -1.0), ("l_power.mde", 1.0)]
        {
            let (a, b) = (was.stats[id].number().unwrap(), is.stats[id].number().unwrap());
            prop_assert!(near(a, sign * b), "{}", id);
        }
    }

    #[test]
    fn rows_doubled_at_half_their_weight_are_the_same_rows(areas in areas()) {
        let was = computed(&blocks(), &csv(&rows(&areas, 0.0, 1.0, 1.0, 1)));
        let is = computed(&blocks(), &csv(&rows(&areas, 0.0, 1.0, 0.5, 2)));
        for year in ["2012", "2024"] {
            for member in ["", ".weights"] {
                let id = format!("weighed.{year}{member}");
                let (a, b) = (was.stats[&id].number().unwrap(), is.stats[&id].number().unwrap());
                prop_assert!(near(a, b), "{}", id);
            }
        }
        // Doubled rows without weights keep every mean, slope and correlation.
        for id in ["l_welch", "c_student", "pearson", "spearman", "kendall", "ols.year", "trend.nbi"] {
            let (a, b) = (was.stats[id].number().unwrap(), is.stats[id].number().unwrap());
            prop_assert!(near(a, b), "{}", id);
        }
    }
}
