//! What went wrong once in the engine, each against the truth as it can be worked out by hand.

use crate::model::statistic::Statistics;
use crate::model::statistic::Value;
use crate::stat::kind::trial::computed;
use crate::stat::kind::trial::refused;

fn number(found: &Statistics, id: &str) -> f64 {
    found.stats.get(id).unwrap_or_else(|| panic!("no `{id}`")).number().unwrap()
}

fn near(got: f64, want: f64) {
    assert!((got - want).abs() <= 1e-12 * (1.0 + want.abs()), "got {got}, want {want}");
}

/// Areas of both groups that all rise by 0.2.
fn alike() -> String {
    let mut rows = "area,group,year,y\n".to_owned();
    for (at, start) in ["0.1", "0.4", "0.7", "1.3", "2.9", "10.6"].iter().enumerate() {
        let end = format!("{:.1}", start.parse::<f64>().unwrap() + 0.2);
        let group = if at % 2 == 0 { "nbi" } else { "benchmark" };
        rows.push_str(&format!("A{at},{group},2012,{start}\nA{at},{group},2024,{end}\n"));
    }
    rows
}

const TWO: &str = "frame: panel, measure: y, area: area, time: year, from: 2012, to: 2024, group: {column: group, treated: nbi, control: benchmark}";
const CHANGE: &str = "kind: change, frame: panel, measure: y, area: area, time: year, from: 2012, to: 2024, as: absolute, by: [group], compare: {treated: nbi, control: benchmark}";

#[test]
fn changes_that_are_equal_in_the_data_s_figures_have_no_spread() {
    for (kind, reason) in [
        ("welch", "neither group varies"),
        ("student", "neither group varies"),
        ("effect_size", "neither group varies"),
        ("variances", "the treated group does not vary"),
        ("mann_whitney", "all values are equal"),
        ("permutation", "permuting changes nothing"),
    ] {
        let said =
            refused(&format!("  x: {{kind: {kind}, {TWO}}}\n"), &alike()).join("; ");
        assert!(
            said.starts_with("`x` is undefined") || said.contains(reason),
            "{kind}: {said}"
        );
    }
    let pairs = TWO.split(", group:").next().unwrap();
    assert_eq!(
        refused(&format!("  x: {{kind: paired_t, {pairs}}}\n"), &alike()),
        ["`x` is undefined: all pairs differ by the same amount"]
    );
    assert_eq!(
        refused(&format!("  x: {{{CHANGE}}}\n"), &alike()),
        ["`x.difference` is undefined: neither group varies"]
    );
    for kind in ["did", "twfe"] {
        let times =
            if kind == "did" { "from: 2012, to: 2024" } else { "first_treated: 2024" };
        let said = refused(
            &format!(
                "  x: {{kind: {kind}, frame: panel, measure: y, area: area, time: year, {times}, group: {{column: group, treated: nbi, control: benchmark}}}}\n"
            ),
            &alike(),
        );
        assert!(said[0].contains("fits every row exactly"), "{kind}: {said:?}");
    }
    let found = computed(
        &format!(
            "  x: {{{}}}\n",
            CHANGE.replace(", compare: {treated: nbi, control: benchmark}", "")
        ),
        &alike(),
    );
    assert_eq!(number(&found, "x.nbi").to_bits(), 0.2_f64.to_bits());
}

#[test]
fn percentages_that_are_equal_in_the_data_s_figures_are_ties() {
    let mut rows = "area,group,year,y\n".to_owned();
    for (at, (start, end)) in
        [("0.1", "0.3"), ("0.2", "0.6"), ("0.7", "2.1"), ("1.1", "3.3"), ("0.3", "1.2")]
            .iter()
            .enumerate()
    {
        let group = if at < 3 { "nbi" } else { "benchmark" };
        rows.push_str(&format!("A{at},{group},2012,{start}\nA{at},{group},2024,{end}\n"));
    }
    let found =
        computed(&format!("  x: {{kind: mann_whitney, {TWO}, as: percent}}\n"), &rows);
    // Three of 200% against 200% and 300%: three ties of six pairs.
    near(number(&found, "x.u"), 1.5);
}

const ROWS: &str = "\
area,group,year,y,population,w
A1,nbi,2012,2,1,1
A1,nbi,2024,3,1,1
A2,nbi,2012,3,4,2
A2,nbi,2024,5,4,
A3,nbi,2012,0,1,1
A3,nbi,2024,4,1,1
A4,nbi,2012,5,2,
A4,nbi,2024,0,2,1
";

#[test]
fn a_rate_for_each_one_is_no_column() {
    let blocks = "  t: {kind: level, frame: panel, measure: {rate: y, of: population, per: 1}, summary: total, by: [year]}\n  o: {kind: level, frame: panel, measure: {rate: y, of: population, per: 1}, summary: total, where: {year: 2012, area: [A1, A3]}}\n  c: {kind: change, frame: panel, measure: {rate: y, of: population, per: 1}, area: area, time: year, from: 2012, to: 2024, as: absolute, summary: total}\n";
    let found = computed(blocks, ROWS);
    near(number(&found, "t.2012"), 10.0 / 8.0);
    near(number(&found, "o"), 1.0);
    near(number(&found, "c"), 2.0 / 8.0);
}

#[test]
fn a_unit_without_a_weight_is_missing() {
    let found = computed(
        "  d: {kind: describe, frame: panel, measure: y, where: {year: 2012}, weights: w}\n",
        ROWS,
    );
    near(number(&found, "d"), 8.0 / 4.0);
    near(number(&found, "d.n"), 3.0);
    near(number(&found, "d.of"), 4.0);
    near(number(&found, "d.missing"), 1.0);
    assert_eq!((found.stats["d"].n[0].used, found.stats["d"].n[0].of), (3, 4));
}

#[test]
fn start_and_change_add_up_to_the_end_and_only_zero_starts_are_counted() {
    let rows = "area,group,year,y,population\nA1,nbi,2012,2,4\nA1,nbi,2024,3,4\nA2,nbi,2012,1,4\nA2,nbi,2024,3,0\nA3,nbi,2012,0,5\nA3,nbi,2024,2,4\n";
    let rate = "frame: panel, measure: {rate: y, of: population}, area: area, time: year, from: 2012, to: 2024";
    let found = computed(
        &format!(
            "  c: {{kind: change, {rate}, as: absolute}}\n  p: {{kind: change, {rate}, as: percent}}\n"
        ),
        rows,
    );
    let details = &found.stats["c"].details;
    near(details["start"] + number(&found, "c"), details["end"]);
    near(details["zero_at_start"], 0.0);
    near(found.stats["p"].details["zero_at_start"], 1.0);
    let weighted = computed(
        "  c: {kind: change, frame: panel, measure: y, area: area, time: year, from: 2012, to: 2024, as: absolute, weights: population}\n",
        ROWS,
    );
    let details = &weighted.stats["c"].details;
    near(details["start"] + number(&weighted, "c"), details["end"]);
}

#[test]
fn an_interval_of_a_difference_of_shares_has_a_width_and_ends_within_them() {
    let found = computed(
        "  wide: {kind: proportions, table: [[7, 1], [1, 8]], level: 99}\n  none: {kind: proportions, table: [[0, 8], [0, 9]]}\n  new: {kind: proportions, table: [[56, 14], [48, 32]], interval: newcombe}\n",
        ROWS,
    );
    let of = |id: &str| found.stats[id].interval.clone().unwrap();
    assert!(of("wide").high <= 100.0 && of("wide").low >= -100.0);
    assert_eq!(of("none").method, "Newcombe");
    near(of("none").low, -29.914_504_841_954_41);
    near(of("new").high, 33.387_265_403_690_61);
}

#[test]
fn an_infinite_ratio_has_a_member_that_says_so() {
    let found = computed(
        "  f: {kind: fisher, table: [[6, 0], [3, 4]]}\n  p: {kind: proportions, table: [[6, 0], [3, 4]]}\n  r: {kind: proportions, table: [[6, 1], [0, 4]]}\n",
        ROWS,
    );
    for id in ["f.odds_ratio", "p.odds_ratio", "r.risk_ratio"] {
        assert_eq!(found.stats[id].value, Value::Text("infinite".to_owned()), "{id}");
    }
    let interval = found.stats["f.odds_ratio"].interval.clone().unwrap();
    assert!(interval.low > 0.5 && interval.high.is_infinite());
}

#[test]
fn a_percentage_of_a_negative_start_is_refused() {
    let rows = "area,group,year,y\nA1,nbi,2012,-10\nA1,nbi,2024,-5\nA2,nbi,2012,4\nA2,nbi,2024,5\n";
    let change = "kind: change, frame: panel, measure: y, area: area, time: year, from: 2012, to: 2024, as: percent";
    assert_eq!(
        refused(&format!("  c: {{{change}}}\n"), rows),
        [
            "area `A1` starts from -10: a percentage of a negative start has the wrong sign"
        ]
    );
    assert_eq!(
        refused(&format!("  c: {{{change}, summary: total}}\n"), rows),
        ["`c` is undefined: the total at the start is not above zero, or is missing"]
    );
    assert_eq!(
        refused(
            "  i: {kind: level, frame: panel, measure: y, summary: total, index: {column: year, at: 2012}, by: [year]}\n",
            rows
        ),
        [
            "`i.2012` is undefined: the base of the index is below zero, and the series would turn its sign"
        ]
    );
}

#[test]
fn a_constant_series_has_a_trend_of_nothing() {
    let rows = "area,group,year,y\nA1,nbi,2012,3\nA1,nbi,2013,3\nA1,nbi,2014,3\nA2,nbi,2012,1\nA2,nbi,2013,2\nA2,nbi,2014,4\n";
    let found = computed(
        "  t: {kind: trend, frame: panel, measure: y, time: year, by: [area]}\n",
        rows,
    );
    near(number(&found, "t.A1"), 0.0);
    near(number(&found, "t.A2"), 1.5);
    assert!(found.stats["t.A1"].test.is_none());
    assert_eq!(found.families["t"].members.len(), 2);
}

#[test]
fn counts_withheld_that_are_one_at_least_are_part_of_a_total() {
    let rows = "area,group,year,y\nA1,nbi,2012,11\nA2,nbi,2012,7\nA3,nbi,2012,c\nA4,nbi,2012,c\n";
    let block = |low: u32| {
        format!(
            "  t: {{kind: level, frame: panel, measure: y, summary: total, suppressed: {{reason: c, low: {low}, high: 4}}}}\n"
        )
    };
    for (low, least) in [(0, 18.0), (1, 20.0), (3, 24.0)] {
        let found = computed(&block(low), rows);
        near(number(&found, "t"), least);
        near(number(&found, "t.at_least"), least);
        near(number(&found, "t.at_most"), 26.0);
        let formula = &found.stats["t"].provenance.formula;
        let said = format!(", y = {low} in 2 rows withheld");
        assert_eq!(formula.ends_with(&said), low > 0, "{formula}");
    }
}

#[test]
fn a_total_of_whole_numbers_is_exact_or_refused() {
    let rows = |last: u64| {
        format!("area,group,year,y\nA1,nbi,2012,9007199254740000\nA2,nbi,2012,{last}\n")
    };
    let block = "  t: {kind: level, frame: panel, measure: y, summary: total}\n";
    near(number(&computed(block, &rows(991)), "t"), 9_007_199_254_740_991.0);
    let message = refused(block, &rows(993)).join("; ");
    assert!(message.contains("the total passes 9,007,199,254,740,992"), "{message}");
    let rows = |last: u64| {
        format!("{}A1,nbi,2018,1\nA2,nbi,2018,{last}\n", rows(991))
            .replace("2018", "X")
            .replace("2012", "2018")
            .replace('X', "2012")
    };
    let changed = "  t: {kind: change, frame: panel, measure: y, area: area, time: year, from: 2012, to: 2018, as: absolute, summary: total}\n";
    let described = "  t: {kind: describe, frame: panel, measure: y}\n";
    near(number(&computed(changed, &rows(1)), "t"), 9_007_199_254_740_989.0);
    for block in [changed, described] {
        let message = refused(block, &rows(1).replace("991", "993")).join("; ");
        assert!(message.contains("the total passes 9,007,199,254,740,992"), "{message}");
    }
}

#[test]
fn extreme_values_keep_their_spread() {
    let rows = |unit: &str| {
        format!(
            "area,group,year,y\nA1,nbi,2012,1{unit}\nA2,nbi,2012,2{unit}\nA3,nbi,2012,4{unit}\n"
        )
    };
    for (unit, scale) in [("e155", 1e155), ("e-160", 1e-160)] {
        let found =
            computed("  d: {kind: describe, frame: panel, measure: y}\n", &rows(unit));
        let want = (14.0_f64 / 6.0).sqrt();
        assert!((number(&found, "d.sd") / scale / want - 1.0).abs() < 1e-14, "{unit}");
        assert!(found.stats["d"].interval.as_ref().unwrap().low.is_finite());
    }
}

#[test]
fn trimming_goes_with_means_alone() {
    let rows = crate::stat::kind::trial::panel_small();
    let grid = |one: &str| {
        format!(
            "  g: {{kind: change, frame: panel, measure: y, area: area, time: year, from: 2014, to: 2019, as: absolute, by: [group], compare: {{treated: nbi, control: benchmark}}}}\n  r: {{kind: robustness, of: g, specifications: [{{name: x, title: x, {one}}}]}}\n"
        )
    };
    for one in ["trim: 10, estimator: mann_whitney", "trim: 10, summary: total"] {
        assert_eq!(
            refused(&grid(one), &rows),
            ["`trim:` goes with the difference of means alone"]
        );
    }
    let found = computed(&grid("trim: 25"), &rows);
    assert_eq!(found.stats["r.x"].interval.as_ref().unwrap().method, "Yuen–Welch");
}

#[test]
fn a_rate_for_each_none_is_refused_when_the_project_is_loaded() {
    let blocks =
        "  t: {kind: level, frame: panel, measure: {rate: y, of: population, per: 0}}\n";
    assert_eq!(
        refused(blocks, ROWS),
        [
            "expected a column, `{share: COLUMN, of: COLUMN}` or `{rate: COLUMN, of: COLUMN, per: NUMBER, noun: TEXT}`"
        ]
    );
}

/// Four areas with a value in a unit, and a second variable. Without a unit, statsmodels 0.15
/// (`OLS`) gives the slope 2, its error 0.31622776601683794, its p value
/// 0.02409992705146672; scipy 1.17 (`linregress`, `pearsonr`) the same and r 0.9759000729485332.
fn in_unit(unit: &str) -> String {
    let mut rows = "area,group,year,y,x\n".to_owned();
    for (at, y) in [1, 2, 4, 7].iter().enumerate() {
        rows.push_str(&format!("A{at},nbi,{},{y}{unit},{at}\n", 2012 + at));
    }
    rows
}

#[test]
fn regressions_and_correlations_keep_their_digits_in_any_unit() {
    let blocks = "  o: {kind: ols, frame: panel, measure: y, covariates: [x], errors: hc3}\n  b: {kind: ols, frame: panel, measure: x, covariates: [y]}\n  t: {kind: trend, frame: panel, measure: y, time: year}\n  r: {kind: correlation, frame: panel, x: x, y: y}\n";
    let plain = computed(blocks, &in_unit(""));
    near(number(&plain, "t"), 2.0);
    near(number(&plain, "t.se"), 0.316_227_766_016_837_94);
    near(number(&plain, "t.p"), 0.024_099_927_051_466_72);
    near(number(&plain, "r"), 0.975_900_072_948_533_2);
    for (unit, scale) in [("e155", 1e155), ("e-160", 1e-160), ("e300", 1e300)] {
        let found = computed(blocks, &in_unit(unit));
        for id in ["o.x", "o.x.hc3", "o.x.se", "o.intercept", "t", "t.se"] {
            near(number(&found, id) / scale, number(&plain, id));
        }
        for id in ["b.y", "b.y.se"] {
            near(number(&found, id) * scale, number(&plain, id));
        }
        for id in ["o.x.p", "o.r2", "o.f", "o.f_p", "t.p", "r", "r.p", "r.t"] {
            near(number(&found, id), number(&plain, id));
        }
    }
}

#[test]
fn values_beyond_a_double_s_squares_are_refused_and_make_no_p_value() {
    let mut rows = "area,group,year,y\n".to_owned();
    for (at, y) in [1, 2, 4, 7, 3, 9].iter().enumerate() {
        let group = if at % 2 == 0 { "nbi" } else { "benchmark" };
        for year in 2012..2015 {
            let y = y * (year - 2011) + i32::from(year == 2014);
            rows.push_str(&format!("A{at},{group},{year},{y}e200\n"));
        }
    }
    let group = "group: {column: group, treated: nbi, control: benchmark}";
    for block in [
        format!(
            "kind: did, frame: panel, measure: y, area: area, time: year, from: 2012, to: 2014, {group}"
        ),
        format!(
            "kind: twfe, frame: panel, measure: y, area: area, time: year, first_treated: 2014, {group}"
        ),
        format!(
            "kind: event_study, frame: panel, measure: y, area: area, time: year, base: 2012, {group}"
        ),
    ] {
        let messages = refused(&format!("  d: {{{block}}}\n"), &rows);
        let [message] = messages.as_slice() else { panic!("{messages:?}") };
        assert!(
            message.starts_with("`d") && message.contains(" is undefined: "),
            "{message}"
        );
    }
}

#[test]
fn values_that_are_all_equal_have_no_interval() {
    let blocks = "  c: {kind: change, frame: panel, measure: y, area: area, time: year, from: 2012, to: 2024, as: absolute, by: [group]}\n  w: {kind: wilcoxon, frame: panel, measure: y, area: area, time: year, from: 2012, to: 2024}\n  d: {kind: describe, frame: panel, measure: y, area: area, time: year, from: 2012, to: 2024}\n  p: {kind: proportions, table: [[8, 0], [9, 0]]}\n";
    let found = computed(blocks, &alike());
    for id in ["c.nbi", "c.benchmark", "w", "d", "p.risk_ratio"] {
        assert_eq!(found.stats[id].interval, None, "{id}");
    }
    near(number(&found, "c.nbi"), 0.2);
    assert!(!found.stats.contains_key("p.risk_low"));
    assert!(found.stats["p"].interval.is_some());
}

#[test]
fn shares_of_zeros_and_ones_are_judged_by_the_deviations_that_are_shown() {
    let rows = "area,group,year,y\nA1,nbi,2012,1\nA2,nbi,2012,0\nA3,nbi,2012,1\nB1,benchmark,2012,0\nB2,benchmark,2012,0\nB3,benchmark,2012,1\n";
    let found = computed(
        "  b: {kind: balance, frame: panel, group: {column: group, treated: nbi, control: benchmark}, covariates: [{name: y, title: Y, measure: y}]}\n",
        rows,
    );
    let stat = &found.stats["b.y"];
    let of = |name: &str| stat.details[name];
    near(of("sd_treated"), (2.0_f64 / 9.0).sqrt());
    let pooled = f64::midpoint(of("sd_treated").powi(2), of("sd_control").powi(2));
    near(
        number(&found, "b.y"),
        (of("mean_treated") - of("mean_control")) / pooled.sqrt(),
    );
}

#[test]
fn a_whole_below_zero_is_refused_at_the_setting() {
    let rows = "area,group,year,y,n\nA1,nbi,2012,4,-10\nA2,nbi,2012,4,10\n";
    for measure in ["{share: y, of: n}", "{rate: y, of: n, per: 1000}"] {
        let block = format!("  s: {{kind: level, frame: panel, measure: {measure}}}\n");
        assert_eq!(
            refused(&block, rows),
            ["`n` is below zero in A1 nbi: a part of it has the wrong sign"]
        );
    }
    // A row that the block leaves out is no fault of it.
    computed(
        "  s: {kind: level, frame: panel, measure: {share: y, of: n}, where: {area: A2}}\n",
        rows,
    );
}
