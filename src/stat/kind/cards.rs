//! What the card of a value says is how it was made: values computed again from the formula.

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
