//! What the card of a value says is how it was made: values computed again from the formula.

mod again;
mod models;
mod repeats;

use crate::model::statistic::Stat;
use crate::model::statistic::Statistics;
use crate::stat::kind::trial::computed;

/// Six areas of two groups, whose least, greatest, mean and median all differ.
const ROWS: &str = "\
area,group,year,y,population,months
A1,nbi,2012,1,100,12
A1,nbi,2024,2,100,12
A2,nbi,2012,2,200,12
A2,nbi,2024,4.5,200,12
A3,nbi,2012,40,300,12
A3,nbi,2024,8,300,12
B1,benchmark,2012,5,100,12
B1,benchmark,2024,5.5,100,12
B2,benchmark,2012,6,100,12
B2,benchmark,2024,6.5,100,12
B3,benchmark,2012,17,100,12
B3,benchmark,2024,8,100,12
";

/// The values (area, group, start, end) behind a card.
fn areas() -> Vec<(&'static str, &'static str, f64, f64)> {
    let rows: Vec<Vec<&str>> =
        ROWS.lines().skip(1).map(|l| l.split(',').collect()).collect();
    let value = |row: &Vec<&str>| row[3].parse::<f64>().unwrap();
    rows.chunks(2)
        .map(|two| (two[0][0], two[0][1], value(&two[0]), value(&two[1])))
        .collect()
}

fn quantile(values: &[f64], p: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let at = (sorted.len() - 1) as f64 * p;
    let (low, high) = (sorted[at.floor() as usize], sorted[at.ceil() as usize]);
    low + (high - low) * at.fract()
}

/// Computes what a formula says of values; none for a formula that is not known here.
fn by_formula(formula: &str, y: &[f64]) -> Option<f64> {
    let n = y.len() as f64;
    let sum: f64 = y.iter().sum();
    let squares: f64 = y.iter().map(|v| (v - sum / n).powi(2)).sum();
    // What follows the sign is the interval.
    Some(match formula.split(" ± ").next()? {
        "n" => n,
        "y" if y.len() == 1 => y[0],
        "Σy" => sum,
        "Σy/n" | "mean(y)" => sum / n,
        "min(y)" => quantile(y, 0.0),
        "max(y)" => quantile(y, 1.0),
        "median(y)" | "quantile 0.5 of y, type 7" => quantile(y, 0.5),
        "Σ(y − ȳ)²/(n − 1)" => squares / (n - 1.0),
        "√(Σ(y − ȳ)²/(n − 1))" | "√(Σ(y − mean)²/(n − 1))" => {
            (squares / (n - 1.0)).sqrt()
        }
        "quantile 0.75 − quantile 0.25 of y, type 7" => {
            quantile(y, 0.75) - quantile(y, 0.25)
        }
        _ => return None,
    })
}

/// Holds a card to values; says whether its formula is known here.
fn holds(stat: &Stat, y: &[f64]) -> bool {
    let Some(wanted) = by_formula(&stat.provenance.formula, y) else { return false };
    let got = stat.number().unwrap();
    assert!(
        (got - wanted).abs() < 1e-9 * (1.0 + wanted.abs()),
        "{}: {got}, not {wanted} by {}",
        stat.id,
        stat.provenance.formula
    );
    true
}

fn of<'a>(all: &'a Statistics, block: &'a str) -> impl Iterator<Item = &'a Stat> {
    all.stats.values().filter(move |stat| stat.provenance.block == block)
}

#[test]
fn summaries_are_what_their_cards_say() {
    let mut blocks = String::from(
        "  d: {kind: describe, frame: panel, measure: y, where: {year: 2012}, by: [group]}\n",
    );
    for summary in ["total", "mean", "median", "min", "max", "sd"] {
        blocks.push_str(&format!("  l_{summary}: {{kind: level, frame: panel, measure: y, where: {{year: 2012}}, summary: {summary}, by: [group]}}\n"));
        if summary != "sd" {
            blocks.push_str(&format!("  one_{summary}: {{kind: level, frame: panel, measure: y, where: {{year: 2012}}, summary: {summary}, by: [area]}}\n"));
        }
    }
    let all = computed(&blocks, ROWS);
    let mut held = 0;
    for stat in all.stats.values() {
        let parts: Vec<&str> = stat.id.split('.').collect();
        let y: Vec<f64> = areas()
            .iter()
            .filter(|(area, group, ..)| parts[1] == *area || parts[1] == *group)
            .map(|(_, _, start, _)| *start)
            .collect();
        let y = if parts.get(2) == Some(&"missing") { Vec::new() } else { y };
        held += usize::from(holds(stat, &y));
        // A member without a formula that is known here shows none.
        assert!(
            holds(stat, &y) || stat.provenance.formula.is_empty(),
            "{}: {}",
            stat.id,
            stat.provenance.formula
        );
    }
    assert_eq!(held, 64);
}

#[test]
fn changes_are_what_their_cards_say() {
    let change = "kind: change, frame: panel, measure: y, area: area, time: year, from: 2012, to: 2024";
    let blocks = format!(
        "  mean: {{{change}, as: percent, by: [group]}}\n  one: {{{change}, as: percent, by: [area]}}\n  apart: {{{change}, as: absolute, by: [area]}}\n  total: {{{change}, as: percent, summary: total, by: [group]}}\n  weighed: {{{change}, as: percent, weights: population, by: [group]}}\n"
    );
    let all = computed(&blocks, ROWS);
    for (block, formula) in [
        ("mean", "mean of 100·(y(2024)/y(2012) − 1)"),
        ("one", "100·(y(2024)/y(2012) − 1)"),
        ("apart", "y(2024) − y(2012)"),
        ("total", "100·(Σy(2024)/Σy(2012) − 1)"),
        ("weighed", "Σw·(100·(y(2024)/y(2012) − 1))/Σw"),
    ] {
        for stat in of(&all, block) {
            assert_eq!(stat.provenance.formula, formula, "{}", stat.id);
        }
    }
    let a3 = all.get("one.A3").and_then(Stat::number).unwrap();
    assert!((a3 + 80.0).abs() < 1e-9);
    // 100, 125 and −80 per cent, weighted by 100, 200 and 300.
    let weighed = all.get("weighed.nbi").and_then(Stat::number).unwrap();
    assert!(
        (weighed - (10_000.0 + 25_000.0 - 24_000.0) / 600.0).abs() < 1e-9,
        "{weighed}"
    );
}

/// What formulas are about, and how a value is computed from what they say.
struct Seen {
    /// Of the treated and of the control: what is compared, area by area.
    x: Vec<f64>,
    y: Vec<f64>,
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

fn variance(values: &[f64]) -> f64 {
    by_formula("Σ(y − ȳ)²/(n − 1)", values).unwrap()
}

/// Every value of one list with every value of another.
fn pairs(x: &[f64], y: &[f64], of: fn(f64, f64) -> f64) -> Vec<f64> {
    x.iter().flat_map(|a| y.iter().map(move |b| of(*a, *b))).collect()
}

impl Seen {
    fn both(&self) -> Vec<f64> {
        [self.x.as_slice(), &self.y].concat()
    }

    /// Computes what a formula says of two groups; none for one that is not known here.
    fn by(&self, formula: &str) -> Option<f64> {
        let Self { x, y } = self;
        let between = mean(x) - mean(y);
        let (s1, s0) = (variance(x), variance(y));
        let (n, m) = (x.len() as f64, y.len() as f64);
        let pooled = ((n - 1.0) * s1 + (m - 1.0) * s0) / (n + m - 2.0);
        // For four degrees of freedom: Γ(2)/(√2·Γ(3/2)).
        let j = 1.0 / (2.0_f64.sqrt() * std::f64::consts::PI.sqrt() / 2.0);
        let said = formula.split("; ").next()?;
        Some(match said {
            "mean(treated) − mean(control)"
            | "mean(Δ treated) − mean(Δ control)"
            | "y(i,t) = α + δ·treated(i) + γ·1(t = 2024) + β·treated(i)·1(t = 2024) + ε, t in 2012, 2024" => {
                between
            }
            "mean of end − start" => mean(&self.both()),
            "median of x(i) − y(j)" => quantile(&pairs(x, y, |a, b| a - b), 0.5),
            "median of (d(i) + d(j))/2, d = end − start without zeros" => {
                let d = self.both();
                let halves = (0..d.len())
                    .flat_map(|at| pairs(&d[at..=at], &d[at..], f64::midpoint));
                quantile(&halves.collect::<Vec<_>>(), 0.5)
            }
            "D = max |F(treated) − F(control)|" => {
                let share = |of: &[f64], at: f64| {
                    of.iter().filter(|value| **value <= at).count() as f64
                        / of.len() as f64
                };
                let apart =
                    self.both().into_iter().map(|at| (share(x, at) - share(y, at)).abs());
                apart.fold(0.0, f64::max)
            }
            "s₁²/s₀²" => s1 / s0,
            "(m₁ − m₀)/s_pooled" => between / pooled.sqrt(),
            "g = J·(m₁ − m₀)/s_pooled" => j * between / pooled.sqrt(),
            "(m₁ − m₀)/s₀" => between / s0.sqrt(),
            "(m₁ − m₀)/s₁" => between / s1.sqrt(),
            "(m₁ − m₀)/√((s₁² + s₀²)/2)" => {
                between / f64::midpoint(s1, s0).sqrt()
            }
            "max |d|" => (between / f64::midpoint(s1, s0).sqrt()).abs(),
            "number of |d| > 0.1" => 1.0,
            "Γ(df/2)/(√(df/2)·Γ((df − 1)/2))" => j,
            _ => return None,
        })
    }
}

/// The slope of y over x, and how closely they go together.
fn slope(x: &[f64], y: &[f64]) -> (f64, f64) {
    let products = |a: &[f64], b: &[f64]| -> f64 {
        a.iter().zip(b).map(|(u, v)| (u - mean(a)) * (v - mean(b))).sum()
    };
    let together = products(x, y);
    (together / products(x, x), together / (products(x, x) * products(y, y)).sqrt())
}

#[test]
fn comparisons_of_two_groups_are_what_their_cards_say() {
    let change = "frame: panel, measure: y, area: area, time: year, from: 2012, to: 2024";
    let group = "group: {column: group, treated: nbi, control: benchmark}";
    let mut blocks = format!(
        "  did: {{kind: did, {change}, {group}}}\n  balance: {{kind: balance, frame: panel, where: {{year: 2012}}, {group}, covariates: [{{name: y, measure: y}}]}}\n  paired_t: {{kind: paired_t, {change}, as: absolute}}\n  wilcoxon: {{kind: wilcoxon, {change}, as: absolute}}\n"
    );
    for kind in [
        "welch",
        "student",
        "mann_whitney",
        "kolmogorov_smirnov",
        "effect_size",
        "variances",
    ] {
        blocks.push_str(&format!(
            "  {kind}: {{kind: {kind}, {change}, as: absolute, {group}}}\n"
        ));
    }
    let all = computed(&blocks, ROWS);
    let of = |group: &str, value: fn(f64, f64) -> f64| -> Vec<f64> {
        let own = areas().into_iter().filter(|(_, of, ..)| *of == group);
        own.map(|(_, _, start, end)| value(start, end)).collect()
    };
    let both = |value: fn(f64, f64) -> f64| Seen {
        x: of("nbi", value),
        y: of("benchmark", value),
    };
    let (changes, starts) = (both(|start, end| end - start), both(|start, _| start));
    let mut held = std::collections::BTreeMap::<&str, usize>::new();
    for stat in all.stats.values() {
        let block = stat.provenance.block.as_str();
        let seen = if block == "balance" { &starts } else { &changes };
        let wanted = match stat.id.as_str() {
            // The definition says whose mean it is.
            "balance.treated.y" | "balance.control.y" => {
                let own = if stat.id.contains("treated") { "nbi" } else { "benchmark" };
                assert_eq!(
                    stat.provenance.definition,
                    format!(
                        "Mean over areas of y; only rows with `group` {own}, and `year` 2012"
                    )
                );
                assert_eq!(stat.provenance.rows, 3);
                Some(mean(if own == "nbi" { &seen.x } else { &seen.y }))
            }
            _ => seen.by(&stat.provenance.formula),
        };
        let Some((wanted, got)) = wanted.zip(stat.number()) else { continue };
        assert!(
            (got - wanted).abs() < 1e-9 * (1.0 + wanted.abs()),
            "{}: {got}, not {wanted} by {}",
            stat.id,
            stat.provenance.formula
        );
        *held.entry(block).or_default() += 1;
    }
    let held: Vec<(&str, usize)> = held.into_iter().collect();
    assert_eq!(
        held,
        [
            ("balance", 5),
            ("did", 2),
            ("effect_size", 7),
            ("kolmogorov_smirnov", 1),
            ("mann_whitney", 1),
            ("paired_t", 1),
            ("student", 1),
            ("variances", 1),
            ("welch", 1),
            ("wilcoxon", 1),
        ]
    );
}

#[test]
fn counts_rates_and_lines_are_what_their_cards_say() {
    let blocks = "  waldly: {kind: proportions, table: [[18, 40], [9, 41]]}\n  newcombe: {kind: proportions, table: [[18, 40], [9, 41]], interval: newcombe}\n  chi: {kind: chi_square, table: [[18, 22, 7], [9, 32, 5]]}\n  fisher: {kind: fisher, table: [[3, 1], [1, 3]]}\n  rates: {kind: rate_ratio, counts: [12, 5], exposure: [1000, 900]}\n  line: {kind: ols, frame: panel, where: {year: 2012}, measure: y, covariates: [{name: people, measure: population}]}\n  together: {kind: correlation, frame: panel, where: {year: 2012}, x: y, y: population}\n  share: {kind: level, frame: panel, where: {year: 2024}, measure: {share: y, of: population}}\n  rate: {kind: level, frame: panel, where: {year: 2024}, measure: {rate: y, of: population, per: 1000, noun: people}}\n  index: {kind: level, frame: panel, measure: y, index: {column: year, at: 2012, unit: area}, where: {year: [2012, 2024]}, by: [year]}\n  trend: {kind: trend, frame: panel, measure: y, time: year, by: [group]}\n";
    let all = computed(blocks, ROWS);
    let (starts, ends): (Vec<f64>, Vec<f64>) =
        areas().iter().map(|(_, _, start, end)| (*start, *end)).unzip();
    let people = [100.0, 200.0, 300.0, 100.0, 100.0, 100.0];
    let over = |values: &[f64], below: &[f64], times: f64| {
        mean(&values.iter().zip(below).map(|(a, b)| times * a / b).collect::<Vec<_>>())
    };
    let (line, together) = slope(&people, &starts);
    let table = [[18.0, 22.0, 7.0], [9.0, 32.0, 5.0]];
    let total: f64 = table.iter().flatten().sum();
    let expected = |row: usize, column: usize| {
        let across: f64 = table[row].iter().sum();
        across * (table[0][column] + table[1][column]) / total
    };
    let cells = (0..6).map(|at| (at / 3, at % 3));
    let chi: f64 =
        cells.map(|(r, c)| (table[r][c] - expected(r, c)).powi(2) / expected(r, c)).sum();
    let trend = |group: &str| {
        let own: Vec<_> =
            areas().into_iter().filter(|(_, of, ..)| *of == group).collect();
        let values: Vec<f64> = own.iter().flat_map(|(_, _, a, b)| [*a, *b]).collect();
        slope(&[2012.0, 2024.0].repeat(own.len()), &values).0
    };
    let proportions = 100.0 * (18.0 / 58.0 - 9.0 / 50.0);
    let cases = [
        ("waldly", "100·(x₁/n₁ − x₂/n₂); Wald's interval, pooled z test", proportions),
        (
            "newcombe",
            "100·(x₁/n₁ − x₂/n₂); Newcombe's interval, pooled z test",
            proportions,
        ),
        ("chi", "Σ(O − E)²/E", chi),
        // Of the five tables with these margins, in 70 ways, only the middle one is likelier.
        (
            "fisher",
            "Σ of the tables with the same margins that are no more likely",
            34.0 / 70.0,
        ),
        (
            "rates",
            "(a/T₁)/(b/T₂); exact binomial test and interval",
            (12.0 / 1000.0) / (5.0 / 900.0),
        ),
        ("line.people", "y = b₀ + Σ b(j)·x(j) + e; b ± t(n − k)·se", line),
        (
            "together",
            "Σ(x − x̄)(y − ȳ)/√(Σ(x − x̄)²·Σ(y − ȳ)²); interval by Fisher's z",
            together,
        ),
        ("share", "mean(100·x/c) ± t(n−1)·s/√n", over(&ends, &people, 100.0)),
        ("rate", "mean(1000·x/P) ± t(n−1)·s/√n", over(&ends, &people, 1000.0)),
        ("index.2024", "mean(100·y/base) ± t(n−1)·s/√n", over(&ends, &starts, 100.0)),
        ("trend.nbi", "y = a + b·t + e; b ± t(n − 2)·se", trend("nbi")),
        ("trend.benchmark", "y = a + b·t + e; b ± t(n − 2)·se", trend("benchmark")),
    ];
    for (id, formula, wanted) in cases {
        let stat = all.get(id).unwrap();
        assert_eq!(stat.provenance.formula, formula, "{id}");
        let got = stat.number().unwrap();
        assert!(
            (got - wanted).abs() < 1e-9 * (1.0 + wanted.abs()),
            "{id}: {got}, not {wanted}"
        );
    }
    for (id, counts) in [
        ("chi", ": Counts declared in the block: 18, 22, 7 / 9, 32, 5"),
        ("fisher", ": Counts declared in the block: 3, 1 / 1, 3"),
        ("rates", ": counts declared in the block: 12 / 1000, 5 / 900"),
    ] {
        let said = &all.get(id).unwrap().provenance.definition;
        assert!(said.ends_with(counts), "{id}: {said}");
    }
    for (id, name) in [("waldly", "Wald"), ("newcombe", "Newcombe")] {
        let method =
            all.get(id).unwrap().interval.as_ref().map(|found| found.method.as_str());
        assert_eq!(method, Some(name));
    }
}

#[test]
fn cards_name_the_rows_of_their_own_value_and_no_others() {
    let change = "kind: change, frame: panel, measure: y, area: area, time: year, from: 2012, to: 2024";
    let blocks = format!(
        "  growth: {{{change}, as: absolute, by: [group], compare: {{treated: nbi, control: benchmark}}}}\n  matched: {{kind: matching, of: growth, covariates: [{{name: people, measure: y}}]}}\n  start: {{kind: balance, frame: panel, where: {{year: 2012}}, group: {{column: group, treated: nbi, control: benchmark}}, covariates: [{{name: y, measure: y}}, {{name: people, measure: population, where: {{year: 2024}}}}, {{name: later, measure: y, where: {{year: 2024}}}}]}}\n"
    );
    let all = computed(&blocks, ROWS);
    for stat in all.stats.values() {
        let said = &stat.provenance.definition;
        let kept = said.split_once("; only rows with ").map_or("", |(_, kept)| kept);
        let columns: Vec<&str> = kept.split('`').skip(1).step_by(2).collect();
        let mut once = columns.clone();
        once.sort_unstable();
        once.dedup();
        assert_eq!(columns.len(), once.len(), "{}: {said}", stat.id);
    }
    let said = |id: &str| all.get(id).unwrap().provenance.definition.clone();
    for stat in of(&all, "matched") {
        let said = &stat.provenance.definition;
        assert!(!said.contains("only rows"), "{}: {said}", stat.id);
    }
    assert_eq!(
        said("start.later"),
        "Standardised mean difference of y at the start, treated less control; only rows with `year` 2024"
    );
    assert_eq!(
        said("start.control.y"),
        "Mean over areas of y; only rows with `group` benchmark, and `year` 2012"
    );
}
