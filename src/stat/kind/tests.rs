//! Kinds by hand: numbers that a wrong formula would miss, what is missing, and what is refused.

use crate::model::statistic::Statistics;
use crate::stat::kind::trial::computed;
use crate::stat::kind::trial::refused;
use crate::stat::kind::trial::with_warnings;

/// Five areas against three, of unlike spread.
const ROWS: &str = "\
area,group,year,y,population,months
A1,nbi,2012,1,100,12
A1,nbi,2024,2,100,12
A2,nbi,2012,2,200,12
A2,nbi,2024,4.5,200,12
A3,nbi,2012,4,100,12
A3,nbi,2024,8,100,12
A4,nbi,2012,0,400,12
A4,nbi,2024,16,400,12
A5,nbi,2012,8,100,12
A5,nbi,2024,27,100,12
B1,benchmark,2012,5,100,12
B1,benchmark,2024,5.5,100,12
B2,benchmark,2012,6,100,12
B2,benchmark,2024,6,100,12
B3,benchmark,2012,7,100,12
B3,benchmark,2024,8,100,9
";

const TWO: &str =
    "frame: panel, group: {column: group, treated: nbi, control: benchmark}";
const LEVEL: &str = "measure: y, where: {year: 2012}";
const CHANGE: &str = "measure: y, area: area, time: year, from: 2012, to: 2024";

fn number(statistics: &Statistics, id: &str) -> f64 {
    statistics.stats.get(id).unwrap_or_else(|| panic!("no `{id}`")).number().unwrap()
}

fn near(got: f64, want: f64) {
    assert!((got - want).abs() < 1e-12 * (1.0 + want.abs()), "got {got}, want {want}");
}

#[test]
fn welch_s_test_is_not_student_s() {
    // Means 3 and 6; squares about them 40 and 2: s² is 10 and 1.
    let found = computed(
        &format!(
            "  w: {{kind: welch, {TWO}, {LEVEL}}}\n  s: {{kind: student, {TWO}, {LEVEL}}}\n"
        ),
        ROWS,
    );
    near(number(&found, "w"), -3.0);
    near(number(&found, "s"), -3.0);
    near(number(&found, "w.se"), (10.0_f64 / 5.0 + 1.0 / 3.0).sqrt());
    near(number(&found, "s.se"), (42.0_f64 / 6.0 * (1.0 / 5.0 + 1.0 / 3.0)).sqrt());
    let part = (2.0_f64, 1.0 / 3.0);
    near(
        number(&found, "w.df"),
        (part.0 + part.1).powi(2) / (part.0 * part.0 / 4.0 + part.1 * part.1 / 2.0),
    );
    near(number(&found, "s.df"), 6.0);
    near(number(&found, "w.treated"), 3.0);
    near(number(&found, "w.control"), 6.0);
}

#[test]
fn a_standard_deviation_is_that_of_a_sample() {
    let found = computed(
        "  d: {kind: describe, frame: panel, measure: y, where: {year: 2012}, by: [group]}\n",
        ROWS,
    );
    near(number(&found, "d.nbi.sd"), 10.0_f64.sqrt());
    near(number(&found, "d.nbi.variance"), 10.0);
    near(number(&found, "d.nbi.se"), 2.0_f64.sqrt());
    near(number(&found, "d.nbi.median"), 2.0);
    near(number(&found, "d.nbi.q25"), 1.0);
    near(number(&found, "d.nbi.sum"), 15.0);
    assert_eq!(found.families["d.sd"].members.len(), 2);
    assert_eq!(found.families["d"].dimensions, ["group"]);
}

#[test]
fn a_single_value_has_a_mean_and_no_spread() {
    let found = computed(
        "  d: {kind: describe, frame: panel, measure: y, where: {area: A1, year: 2012}}\n",
        ROWS,
    );
    near(number(&found, "d"), 1.0);
    assert!(found.stats["d"].interval.is_none());
    assert!(!found.stats.contains_key("d.sd"));
}

#[test]
fn one_sided_intervals_are_open_and_say_so() {
    let found = computed(
        &format!(
            "  g: {{kind: welch, {TWO}, {LEVEL}, alternative: greater}}\n  l: {{kind: welch, {TWO}, {LEVEL}, alternative: less}}\n"
        ),
        ROWS,
    );
    let (greater, less) = (&found.stats["g"], &found.stats["l"]);
    let interval = greater.interval.as_ref().unwrap();
    assert!(interval.high.is_infinite() && interval.low.is_finite());
    let printed = greater.format.range(interval.low, interval.high);
    assert!(printed.starts_with("at least \u{2212}"), "{printed}");
    assert!(
        greater.test.as_ref().unwrap().p > 0.5 && less.test.as_ref().unwrap().p < 0.5
    );
    // Through JSON and back.
    let text = serde_json::to_string(greater).unwrap();
    assert!(text.contains("\"high\":\"Infinity\""), "{text}");
    let back: crate::model::statistic::Stat = serde_json::from_str(&text).unwrap();
    assert_eq!(&back, greater);
}

#[test]
fn a_block_s_own_areas_can_be_named_instead_of_drawn_again() {
    let blocks = format!(
        "  c: {{kind: change, frame: panel, {CHANGE}, as: absolute, by: [group], compare: {{treated: nbi, control: benchmark}}}}\n  of: {{kind: welch, of: c}}\n  own: {{kind: welch, {TWO}, {CHANGE}}}\n"
    );
    let found = computed(&blocks, ROWS);
    near(number(&found, "of"), number(&found, "own"));
    near(number(&found, "of"), number(&found, "c.difference"));
    near(number(&found, "of.p"), number(&found, "own.p"));
}

#[test]
fn areas_may_count_by_their_residents_at_the_start() {
    let blocks = format!(
        "  c: {{kind: change, frame: panel, {CHANGE}, as: absolute, by: [group], weights: population}}\n"
    );
    let found = computed(&blocks, ROWS);
    // (1·100 + 2.5·200 + 4·100 + 16·400 + 19·100)/900
    near(number(&found, "c.nbi"), 9300.0 / 900.0);
    assert!(found.stats["c.nbi"].interval.is_some());
}

/// Three areas, one of which withholds its count in the second year.
const WITHHELD: &str = "\
area,group,year,y,population
A1,nbi,2012,10,100
A1,nbi,2024,20,100
A2,nbi,2012,10,100
A2,nbi,2024,c,100
A3,nbi,2012,*,100
A3,nbi,2024,30,100
";

#[test]
fn what_is_missing_is_counted_by_its_reason() {
    let found = computed(
        &format!(
            "  d: {{kind: describe, frame: panel, measure: y, by: [year]}}\n  c: {{kind: describe, frame: panel, {CHANGE}, by: [group]}}\n"
        ),
        WITHHELD,
    );
    near(number(&found, "d.2024.missing"), 1.0);
    near(number(&found, "d.2024.missing.c"), 1.0);
    near(number(&found, "d.2012.missing.sign-star"), 1.0);
    near(number(&found, "c.nbi.n"), 1.0);
    near(number(&found, "c.nbi.of"), 3.0);
    near(number(&found, "c.nbi.missing"), 2.0);
}

#[test]
fn what_has_no_value_says_why_where_the_data_do() {
    let found = computed(
        "  t: {kind: level, frame: panel, measure: y, summary: total, by: [area, year]}\n",
        WITHHELD,
    );
    let missing: Vec<(&str, &str)> =
        found.missing.iter().map(|(id, why)| (id.as_str(), why.as_str())).collect();
    assert_eq!(missing, [("t.A2.2024", "c"), ("t.A3.2012", "*")]);
}

#[test]
fn counts_withheld_bound_a_total_and_its_change() {
    let found = computed(
        "  t: {kind: level, frame: panel, measure: y, summary: total, by: [year], suppressed: {reason: c}}
  a: {kind: change, frame: panel, measure: y, area: area, time: year, from: 2012, to: 2024, as: absolute, summary: total, where: {area: [A1, A2]}, suppressed: {reason: c}}
  p: {kind: change, frame: panel, measure: y, area: area, time: year, from: 2012, to: 2024, as: percent, summary: mean, where: {area: [A1, A2]}, suppressed: {reason: c, low: 1, high: 3}}\n",
        WITHHELD,
    );
    near(number(&found, "t.2024"), 50.0);
    near(number(&found, "t.2024.at_least"), 50.0);
    near(number(&found, "t.2024.at_most"), 54.0);
    near(number(&found, "a"), 10.0);
    near(number(&found, "a.at_least"), 0.0);
    near(number(&found, "a.at_most"), 4.0);
    near(number(&found, "p.at_least"), (100.0 - 90.0) / 2.0);
    near(number(&found, "p.at_most"), (100.0 - 70.0) / 2.0);
}

#[test]
fn a_total_that_leaves_out_rows_without_a_value_says_so_unless_it_gives_a_reason() {
    let rows = "area,group,year,y\nA,x,2023,10\nB,x,2023,c\nC,x,2023,30\nA,x,2024,12\nB,x,2024,15\nC,x,2024,31\n";
    let block = |more: &str| {
        format!(
            "  t: {{kind: level, frame: panel, measure: y, summary: total, by: [year]{more}}}\n"
        )
    };
    let (_, said) = with_warnings(&block(""), rows);
    assert_eq!(
        said,
        ["the total of 2023 leaves out 1 of 3 rows, which have no value of `y`"]
    );
    assert_eq!(refused(&block(", gaps: ' '"), rows), ["`gaps` gives no reason"]);
    let (found, said) = with_warnings(&block(", gaps: B was closed"), rows);
    assert_eq!(said, Vec::<String>::new());
    let definition = &found.stats["t.2023"].provenance.definition;
    assert!(definition.ends_with("are left out (B was closed)"), "{definition}");
    let mean = block("").replace("summary: total", "summary: mean");
    assert_eq!(with_warnings(&mean, rows).1, Vec::<String>::new());
}

#[test]
fn a_rate_over_an_incomplete_year_is_refused_unless_waived() {
    let block = |waived: &str| {
        format!(
            "  r: {{kind: level, frame: panel, measure: {{rate: y, of: population, complete: {{column: months, at_least: 12{waived}}}}}, by: [group], where: {{year: 2024}}}}\n"
        )
    };
    assert_eq!(
        refused(&block(""), ROWS),
        ["a rate of `y` over incomplete periods: `months` is below 12 in B3 benchmark"]
    );
    assert_eq!(refused(&block(", waived: ' '"), ROWS), ["`waived` gives no reason"]);
    let found = computed(&block(", waived: counted by hand"), ROWS);
    let definition = &found.stats["r.nbi"].provenance.definition;
    assert!(definition.contains("counted by hand"), "{definition}");
    let before = block("").replace("2024", "2012");
    assert_eq!(computed(&before, ROWS).stats.len(), 2);
}

#[test]
fn what_is_undefined_is_refused_with_its_reason() {
    let one = |kind: &str, rest: &str| {
        refused(&format!("  x: {{kind: {kind}, {rest}}}\n"), ROWS).join("; ")
    };
    let thin = "frame: panel, measure: y, where: {year: 2012, area: [A1, A2, B1]}, group: {column: group, treated: nbi, control: benchmark}";
    assert_eq!(
        one("welch", thin),
        "`x` is undefined: the control group has only one observation"
    );
    let alike = "frame: panel, measure: population, where: {year: 2012, group: benchmark}, group: {column: area, treated: B1, control: B2}";
    assert_eq!(
        one("student", alike),
        "`x` is undefined: each group has only one observation"
    );
    let gone =
        "frame: panel, measure: y, group: {column: group, treated: nbi, control: nobody}";
    assert_eq!(one("mann_whitney", gone), "there is no group `nobody`");
    assert_eq!(one("welch", "frame: panel, measure: y"), "no two groups are compared");
    assert_eq!(one("welch", "measure: y"), "`frame:` is missing");
    assert_eq!(
        one(
            "welch",
            "frame: panel, measure: y, time: year, group: {column: group, treated: nbi, control: benchmark}"
        ),
        "`area:` is missing: a change needs `area`, `time`, `from` and `to`"
    );
    assert_eq!(
        one("wilcoxon", &format!("{TWO}, {CHANGE}")),
        "a paired test looks at one group at two times"
    );
    assert_eq!(
        one("fisher", "table: [[1, 2, 3], [4, 5, 6]]"),
        "the table has 2 rows and 3 columns, where two of each are wanted"
    );
    assert_eq!(
        one("rate_ratio", "counts: [4, 0], exposure: [10, 10]"),
        "`x` is undefined: the control has no event"
    );
    assert_eq!(
        one("ols", "frame: panel, measure: y, covariates: [f]"),
        "a covariate may not be called `f`"
    );
    assert_eq!(
        one(
            "ols",
            "frame: panel, measure: y, covariates: [population, {name: twice, measure: population}]"
        ),
        "`x` is undefined: `twice` is a combination of the covariates before it"
    );
    assert_eq!(one("adjust", "method: holm, of: {a: 1.5}"), "1.5 is no p value");
    assert_eq!(
        one("describe", "frame: panel, measure: y, quantiles: [101]"),
        "101 is not between 0 and 100 percent"
    );
}

#[test]
fn a_table_is_counted_from_rows_or_added_up_from_a_column() {
    let found = computed(
        "  rows: {kind: chi_square, frame: panel, rows: group, columns: year, row_keys: [nbi, benchmark]}
  sums: {kind: proportions, frame: panel, rows: group, columns: year, count: population, row_keys: [nbi, benchmark]}
  share: {kind: proportions, frame: panel, measure: {share: months, of: population}, group: {column: group, treated: nbi, control: benchmark}}
  rates: {kind: rate_ratio, frame: panel, measure: {rate: months, of: population}, group: {column: group, treated: nbi, control: benchmark}}
  spread: {kind: dispersion, frame: panel, measure: {rate: months, of: population}, by: [group]}\n",
        ROWS,
    );
    near(number(&found, "rows"), 0.0);
    near(number(&found, "sums.treated"), 50.0);
    near(number(&found, "share.treated"), 100.0 * 120.0 / 1800.0);
    near(number(&found, "share.control"), 100.0 * 69.0 / 600.0);
    near(number(&found, "rates"), (120.0 / 1800.0) / (69.0 / 600.0));
    near(number(&found, "rates.treated"), 1000.0 * 120.0 / 1800.0);
    near(number(&found, "spread.df"), 14.0);
}

#[test]
fn a_regression_through_powers_keeps_its_digits() {
    // y = (year − 2012)/12 exactly, whatever the offset.
    let found = computed(
        "  t: {kind: trend, frame: panel, measure: y, time: year, where: {group: nbi}}
  o: {kind: ols, frame: panel, measure: y, covariates: [{name: at, measure: year}, population], errors: hc3, where: {group: nbi}}\n",
        ROWS,
    );
    near(number(&found, "t"), (57.5 - 15.0) / 5.0 / 12.0);
    assert!((number(&found, "o.at") - number(&found, "t")).abs() < 1e-12);
    let hc3 = number(&found, "o.at.hc3");
    let interval = found.stats["o.at"].interval.as_ref().unwrap();
    assert!((number(&found, "o.at.se") - hc3).abs() < 1e-15);
    assert!((interval.high + interval.low - 2.0 * number(&found, "o.at")).abs() < 1e-12);
    assert_eq!(interval.method, "least squares, HC3");
}
