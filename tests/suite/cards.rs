//! The cards of all values of the report in this repository: what they say is how they were made.

use crate::harness::run_in;
use serde_json::Value;
use std::path::Path;

fn statistics() -> serde_json::Map<String, Value> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let ran = run_in(root, &["stats", "--format", "json"], &[]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    serde_json::from_str(&ran.out).unwrap()
}

fn text<'a>(stat: &'a Value, field: &str) -> &'a str {
    stat["provenance"][field].as_str().unwrap()
}

/// The value that a formula over other values comes to; none for one that is not known here.
fn derived(all: &serde_json::Map<String, Value>, stat: &Value) -> Option<f64> {
    let from = stat["provenance"]["from"].as_array()?;
    let y: Option<Vec<f64>> =
        from.iter().map(|id| all.get(id.as_str()?)?["value"].as_f64()).collect();
    let mut y = y.filter(|y| !y.is_empty())?;
    let formula = text(stat, "formula");
    let ids: Vec<&str> = from.iter().filter_map(Value::as_str).collect();
    match formula {
        "n" if text(stat, "definition").contains("that the chart draws") => {
            Some(y.len() as f64)
        }
        "Σy / n" => Some(y.iter().sum::<f64>() / y.len() as f64),
        "quantile 0.5 of y, type 7" => {
            y.sort_by(f64::total_cmp);
            Some(f64::midpoint(y[(y.len() - 1) / 2], y[y.len() / 2]))
        }
        "min(y)" => y.into_iter().min_by(f64::total_cmp),
        "max(y)" => y.into_iter().max_by(f64::total_cmp),
        "number of y with |y| ≤ 0.1" => {
            Some(y.iter().filter(|y| y.abs() <= 0.1).count() as f64)
        }
        "Δ(treated) − Δ(control)"
        | "mean(treated) − mean(control); Welch t, Satterthwaite df" => {
            (y.len() == 2).then(|| y[0] - y[1])
        }
        _ if ids.len() == 2 && formula == format!("{} − {}", ids[0], ids[1]) => {
            Some(y[0] - y[1])
        }
        _ if ids.len() == 2 && formula == format!("{} / {}", ids[0], ids[1]) => {
            Some(y[0] / y[1])
        }
        _ => None,
    }
}

#[test]
fn no_member_of_an_estimate_shows_the_formula_of_another_number() {
    let all = statistics();
    let mut wrong = Vec::new();
    for (id, stat) in &all {
        let Some((main, _)) = id.rsplit_once('.') else { continue };
        let Some(main) = all.get(main) else { continue };
        let formula = text(stat, "formula");
        let same = !formula.is_empty() && formula == text(main, "formula");
        // A group's value and that of a smaller group are made in the same way.
        let alike = text(stat, "definition") == text(main, "definition");
        if same && formula != "n" && !alike {
            wrong.push(format!("{id}: {formula}"));
        }
        if same && alike && stat["title"].as_str().is_some_and(|t| t.contains("p value"))
        {
            wrong.push(format!("{id}: {formula}"));
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn values_that_are_made_of_others_come_to_what_their_cards_say() {
    let all = statistics();
    let mut held = 0;
    for (id, stat) in &all {
        let Some(wanted) = derived(&all, stat) else { continue };
        let got = stat["value"].as_f64().unwrap();
        assert!(
            (got - wanted).abs() < 1e-9 * (1.0 + wanted.abs()),
            "{id}: {got}, not {wanted}"
        );
        held += 1;
    }
    assert!(held > 60, "{held}");
}

#[test]
fn counts_are_whole_and_shares_of_what_there_is() {
    for (id, stat) in &statistics() {
        for count in stat["n"].as_array().unwrap() {
            assert!(count["used"].as_u64() <= count["of"].as_u64(), "{id}");
        }
        if text(stat, "formula") == "n" {
            let value = stat["value"].as_f64().unwrap();
            assert!(value >= 0.0 && value.fract() == 0.0, "{id}: {value}");
        }
    }
}
