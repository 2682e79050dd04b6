//! What the cards of repeated, planned and judged comparisons say is how they were made.

use crate::stat::estimate::power::Plan;
use crate::stat::kind::cards::again::Fit;
use crate::stat::kind::cards::again::GROWTH;
use crate::stat::kind::cards::again::Row;
use crate::stat::kind::cards::again::changes;
use crate::stat::kind::cards::again::get;
use crate::stat::kind::cards::again::given;
use crate::stat::kind::cards::again::held;
use crate::stat::kind::cards::again::mean;
use crate::stat::kind::cards::again::near;
use crate::stat::kind::cards::again::plain;
use crate::stat::kind::cards::again::rows;
use crate::stat::kind::cards::again::sorted;
use crate::stat::kind::trial::computed;
use crate::stat::kind::trial::panel_small;
use crate::stat::kind::trial::with_warnings;

#[test]
#[expect(clippy::too_many_lines, reason = "one project, computed once")]
fn repeated_comparisons_are_what_their_cards_say() {
    let grid = "grid: {kind: robustness, of: growth, specifications: [{name: later, title: l, from: 2015}, {name: residents, title: r, weights: population}, {name: trimmed, title: t, trim: 25}, {name: northless, title: n, without: {region: north}}, {name: adjusted, title: a, stat: adjusted}]}";
    let all = computed(
        &format!(
            "  {GROWTH}\n  {grid}\n  without: {{kind: leave_one_out, of: growth, drop: region}}\n  before: {{kind: placebo, of: growth, from: 2012, to: 2014}}\n  adjusted: {{kind: ancova, of: growth, unit: count, covariates: [{{name: residents, measure: population}}]}}\n  matched: {{kind: matching, of: growth, covariates: [{{name: residents, measure: population}}]}}\n  corrected: {{kind: adjust, method: holm, of: {{a: growth.difference, b: before, c: 0.04}}}}\n  could: {{kind: power, of: growth, alpha: 0.5}}\n  planned: {{kind: power, n: [150, 29], sd: [20, 14], difference: 7.5}}\n  spread: {{kind: dispersion, frame: panel, measure: {{rate: y, of: population}}, by: [group], where: {{year: 2012}}}}\n"
        ),
        &panel_small(),
    );
    let [x, y] = [true, false].map(|treated| changes(2014, 2019, treated));
    let between = |from, to| {
        mean(&plain(&changes(from, to, true))) - mean(&plain(&changes(from, to, false)))
    };
    let welch = "mean(treated) − mean(control); Welch t, Satterthwaite df; Δ = ";
    held(&all, "before", &format!("{welch}y(2014) − y(2012)"), between(2012, 2014));
    held(&all, "grid.later", &format!("{welch}y(2019) − y(2015)"), between(2015, 2019));
    let without = |region: &str| {
        let kept = |side: &[(Row, f64)]| {
            let own = side.iter().filter(|(row, _)| row.region != region);
            mean(&own.map(|(_, change)| *change).collect::<Vec<f64>>())
        };
        kept(&x) - kept(&y)
    };
    held(
        &all,
        "grid.northless",
        &format!("{welch}y(2019) − y(2014); region ≠ north"),
        without("north"),
    );
    let weighed = |side: &[(Row, f64)]| {
        let sum: f64 = side.iter().map(|(row, change)| row.population * change).sum();
        sum / side.iter().map(|(row, _)| row.population).sum::<f64>()
    };
    held(
        &all,
        "grid.residents",
        "weighted mean(treated) − weighted mean(control); CR2, Satterthwaite df; Δ = y(2019) − y(2014); w = population(2014)",
        weighed(&x) - weighed(&y),
    );
    let trimmed = |side: &[(Row, f64)]| {
        let all = sorted(plain(side));
        let cut = all.len() / 4;
        mean(&all[cut..all.len() - cut])
    };
    held(
        &all,
        "grid.trimmed",
        "trimmed mean(treated) − trimmed mean(control); winsorised variances, Yuen–Welch t; Δ = y(2019) − y(2014); γ = 25%",
        trimmed(&x) - trimmed(&y),
    );
    let runs = ["north", "south", "east"].map(without);
    let each = "d(k) = mean(treated) − mean(control), region ≠ k";
    let least = runs.iter().copied().fold(f64::INFINITY, f64::min);
    let most = runs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    held(&all, "without.low", &format!("min over k of d(k); {each}"), least);
    held(&all, "without.high", &format!("max over k of d(k); {each}"), most);
    held(&all, "without.runs", "n", 3.0);
    let same = runs.iter().filter(|run| **run > 0.0).count() as f64;
    held(
        &all,
        "without.agree",
        &format!("100·Σ 1(sign d(k) = sign d)/Σ 1; {each}"),
        100.0 * same / 3.0,
    );
    let both = [x.clone(), y.clone()].concat();
    let line = |(row, _): &(Row, f64)| vec![row.treated, 1.0, row.y, row.population];
    let fit = Fit::alike(both.iter().map(line).collect()).coefficients(&plain(&both));
    let model = "Δy(i) = α + β·treated(i) + λ·y(i, 2014) + δ(1)·residents(i) + ε(i), Δ = y(2019) − y(2014)";
    held(&all, "adjusted", &format!("{model}; HC2, n − k df"), fit[0]);
    held(&all, "adjusted.slope", &format!("λ; {model}"), fit[2]);
    let plain_difference = mean(&plain(&x)) - mean(&plain(&y));
    held(
        &all,
        "adjusted.moved",
        &format!("mean(treated) − mean(control) − β; {model}"),
        plain_difference - fit[0],
    );
    held(&all, "grid.adjusted", &format!("{model}; HC2, n − k df"), fit[0]);
    let nearest = |row: &Row| {
        let far = |other: &&(Row, f64)| (other.0.population - row.population).abs();
        y.iter().min_by(|a, b| far(a).total_cmp(&far(b))).unwrap().1
    };
    let apart: Vec<f64> = x.iter().map(|(row, change)| change - nearest(row)).collect();
    held(
        &all,
        "matched",
        "mean of y(i) − mean of y over the partners of i",
        mean(&apart),
    );
    let p = |id: &str| get(&all, id).test.as_ref().unwrap().p;
    let raw = sorted(vec![p("growth.difference"), p("before"), 0.04]);
    let mut worst = 0.0_f64;
    let holm: Vec<f64> = (0..3)
        .map(|at| {
            worst = worst.max((raw[at] * (3 - at) as f64).min(1.0));
            worst
        })
        .collect();
    for (outcome, own) in [("a", p("growth.difference")), ("b", p("before")), ("c", 0.04)]
    {
        let stat = get(&all, &format!("corrected.{outcome}"));
        let formula = &stat.provenance.formula;
        assert!(formula.starts_with(
            "max over j ≤ i of min(1, (m − j + 1)·p(j)); m = 3, p = 0.04, "
        ));
        let listed = formula.split("p = ").nth(1).unwrap().split(", ");
        for (said, raw) in listed.zip(&raw) {
            assert!((said.parse::<f64>().unwrap() - raw).abs() < 1e-5 * raw, "{formula}");
        }
        let at = raw.iter().position(|raw| raw.to_bits() == own.to_bits()).unwrap();
        near(stat.number().unwrap(), holm[at], outcome);
    }
    for block in ["could", "planned"] {
        let card = |member: &str| get(&all, &format!("{block}.{member}"));
        let said = &card("power").provenance.formula;
        let n = ["n₁", "n₂"].map(|letter| given(said, letter));
        let s = ["s₁", "s₂"].map(|letter| given(said, letter));
        let (delta, alpha) = (given(said, "δ"), given(said, "α"));
        let se = (s[0] * s[0] / n[0] + s[1] * s[1] / n[1]).sqrt();
        // The card rounds to six digits.
        let close = |member: &str, wanted: f64| {
            let got = card(member).number().unwrap();
            assert!(
                (got - wanted).abs() < 1e-4 * wanted.abs(),
                "{block}.{member}: {got} {wanted}"
            );
        };
        close("se", se);
        let plan =
            Plan::new((n[0] as usize, n[1] as usize), (s[0], s[1]), alpha).unwrap();
        close("power", 100.0 * plan.power(delta).unwrap());
        close("mde", plan.detectable(0.8).unwrap());
        close("mde_normal", plan.detectable_normal(0.8).unwrap());
        close("df", plan.df);
    }
    let at_first: Vec<Row> =
        rows(true).into_iter().filter(|row| row.year == 2012).collect();
    let side = |treated: f64| -> f64 {
        let own: Vec<&Row> =
            at_first.iter().filter(|row| (row.treated - treated).abs() < 0.5).collect();
        let rate = own.iter().map(|row| row.y).sum::<f64>()
            / own.iter().map(|row| row.population).sum::<f64>();
        let term = |row: &&Row| {
            (row.y - rate * row.population).powi(2) / (rate * row.population)
        };
        own.iter().map(term).sum()
    };
    let chi2 = side(0.0) + side(1.0);
    held(
        &all,
        "spread",
        "Σ(y − μ)²/μ over its degrees of freedom; μ = P·Σy/ΣP, group",
        chi2 / 10.0,
    );
    held(&all, "spread.chi2", "Σ(y − μ)²/μ; μ = P·Σy/ΣP, group", chi2);
    held(&all, "spread.df", "n − 2", 10.0);
}

#[test]
fn the_level_of_a_design_follows_from_its_criteria_by_the_rule_on_its_card() {
    let facts = |random: &str, lot: &str| {
        format!(
            "quasi_random: {{is: {random}, because: r}}, randomised: {{is: {lot}, because: l}}"
        )
    };
    let all = computed(
        &format!(
            "  {GROWTH}\n  areas: {{kind: count, frame: panel, distinct: area, by: [group]}}\n  start: {{kind: balance, frame: panel, where: {{year: 2014}}, group: {{column: group, treated: nbi, control: benchmark}}, covariates: [{{name: y, measure: y}}]}}\n  adjusted: {{kind: ancova, of: growth, unit: count}}\n  three: {{kind: maryland_scale, comparison: areas.benchmark, before_and_after: growth.difference, alike: start, adjusted: [adjusted], {}}}\n  two: {{kind: maryland_scale, comparison: areas.benchmark, before_and_after: growth.difference, alike: start, {}}}\n  one: {{kind: maryland_scale, comparison: areas.benchmark, {}}}\n  five: {{kind: maryland_scale, comparison: areas.benchmark, alike: start, tolerance: 9, {}}}\n  four: {{kind: maryland_scale, comparison: areas.benchmark, alike: start, {}}}\n",
            facts("no", "no"),
            facts("no", "no"),
            facts("no", "no"),
            facts("no", "yes"),
            facts("no", "yes"),
        ),
        &panel_small(),
    );
    let rule = "5: comparison ∧ randomised ∧ alike; 4: comparison ∧ (quasi_random ∨ randomised); 3: comparison ∧ before_and_after ∧ (alike ∨ adjusted); 2: (comparison ∧ before_and_after) ∨ adjusted; 1: comparison ∨ before_and_after";
    for (at, block) in ["one", "two", "three", "four", "five"].into_iter().enumerate() {
        let met = |name: &str| match &get(&all, &format!("{block}.met.{name}")).value {
            crate::model::statistic::Value::Text(said) => said == "yes",
            crate::model::statistic::Value::Number(_) => panic!("a number"),
        };
        let holds = |rule: &str| {
            // Each part of a conjunction holds where one of its alternatives does.
            let any = |part: &str| {
                let mut names = part.trim_matches(['(', ')']).split(" ∨ ");
                names.any(|name| {
                    let both = name.trim_matches(['(', ')']);
                    both.split(" ∧ ").all(met)
                })
            };
            if rule.starts_with('(') { any(rule) } else { rule.split(" ∧ ").all(any) }
        };
        let level = rule.split("; ").find_map(|line| {
            let (level, rule) = line.split_once(": ").unwrap();
            holds(rule).then(|| level.parse::<f64>().unwrap())
        });
        held(&all, block, rule, level.unwrap());
        near(level.unwrap(), (at + 1) as f64, block);
    }
}

#[test]
fn leaving_out_what_the_sample_has_not_is_no_run_and_rows_without_a_value_are_counted() {
    let rows = panel_small().replace(",south\n", ",\n");
    let (all, told) = with_warnings(
        &format!(
            "  {GROWTH}\n  without: {{kind: leave_one_out, of: growth, drop: region}}\n"
        )
        .replace("where: {region: [north, south, east]}, ", ""),
        &rows,
    );
    held(&all, "without.runs", "n", 3.0);
    assert_eq!(
        told,
        ["3 of 12 values of `without` have no `region` and are left out in no run"]
    );
}
