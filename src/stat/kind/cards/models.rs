//! What the cards of models and of resampling say is how they were made: values computed again from the
//! formula, the seed, the draws and the rows that the card tells.

use crate::stat::kind::cards::again::Fit;
use crate::stat::kind::cards::again::KEPT;
use crate::stat::kind::cards::again::PANEL;
use crate::stat::kind::cards::again::Row;
use crate::stat::kind::cards::again::Splitmix;
use crate::stat::kind::cards::again::effects;
use crate::stat::kind::cards::again::get;
use crate::stat::kind::cards::again::held;
use crate::stat::kind::cards::again::is;
use crate::stat::kind::cards::again::known;
use crate::stat::kind::cards::again::mean;
use crate::stat::kind::cards::again::near;
use crate::stat::kind::cards::again::quantile;
use crate::stat::kind::cards::again::rows;
use crate::stat::kind::cards::again::sorted;
use crate::stat::kind::trial::computed;
use crate::stat::kind::trial::panel_small;

const WHO: &str = "treated(i): group = nbi (1) or benchmark (0); CR2 by area";
const ONLY: &str = "; only rows with `region` north or south or east";

#[test]
fn panels_and_their_bootstraps_are_what_their_cards_say() {
    let all = computed(
        &format!(
            "  effects: {{kind: twfe, {PANEL}, first_treated: 2015, {KEPT}}}\n  weighed: {{kind: twfe, {PANEL}, first_treated: 2015, weights: population}}\n  two: {{kind: did, {PANEL}, from: 2014, to: 2019, complete: true}}\n  event: {{kind: event_study, {PANEL}, base: 2014, {KEPT}}}\n  dated: {{kind: placebo, of: effects, first_treated: 2013}}\n  wild: {{kind: wild_bootstrap, of: effects}}\n  webb: {{kind: wild_bootstrap, of: effects, distribution: webb, draws: 199, seed: 7}}\n"
        ),
        &panel_small(),
    );
    let (kept, every) = (rows(false), rows(true));
    let of = |rows: &[Row]| rows.iter().map(|row| row.y).collect::<Vec<f64>>();
    let treated = |first: i64| move |row: &Row| vec![row.treated * is(row.year >= first)];
    let model = |first: i64| {
        format!("y(i,t) = α(i) + γ(t) + β·treated(i)·1(t ≥ {first}) + ε; {WHO}")
    };
    let fit = Fit::alike(effects(&kept, &treated(2015)));
    let estimate = fit.coefficients(&of(&kept))[0];
    held(&all, "effects", &model(2015), estimate);
    let said = "Difference in differences of y, areas weighted equally, with effects of area and time; rows with a missing value are left out";
    assert_eq!(get(&all, "effects").provenance.definition, format!("{said}{ONLY}"));
    let w = every.iter().map(|row| row.population).collect();
    let weighed = Fit::new(effects(&every, &treated(2015)), w);
    held(&all, "weighed", &model(2015), weighed.coefficients(&of(&every))[0]);
    let ends: Vec<Row> =
        every.iter().filter(|row| [2014, 2019].contains(&row.year)).cloned().collect();
    let pooled = |row: &Row| {
        let late = is(row.year == 2019);
        vec![row.treated * late, 1.0, row.treated, late]
    };
    let two = Fit::alike(ends.iter().map(pooled).collect());
    held(
        &all,
        "two",
        &format!(
            "y(i,t) = α + δ·treated(i) + γ·1(t = 2019) + β·treated(i)·1(t = 2019) + ε, t in 2014, 2019; {WHO}"
        ),
        two.coefficients(&of(&ends))[0],
    );
    assert_eq!(
        get(&all, "two").provenance.definition,
        "Difference in differences of y, areas weighted equally, with effects of group and time; areas without both times are left out"
    );
    let others = [2012, 2013, 2015, 2016, 2017, 2018, 2019];
    let by_year = |row: &Row| -> Vec<f64> {
        others.iter().map(|year| row.treated * is(row.year == *year)).collect()
    };
    let found = Fit::alike(effects(&kept, &by_year)).coefficients(&of(&kept));
    let against =
        format!("y(i,t) = α(i) + γ(t) + Σ β(k)·treated(i)·1(t = k) + ε, k ≠ 2014; {WHO}");
    for (year, wanted) in others.iter().zip(&found) {
        held(&all, &format!("event.{year}"), &against, *wanted);
    }
    held(&all, "event.2014", "β(2014) = 0", 0.0);
    held(&all, "event.n_obs", "n", kept.len() as f64);
    let early: Vec<Row> = kept.iter().filter(|row| row.year < 2015).cloned().collect();
    let dated = Fit::alike(effects(&early, &treated(2013)));
    let formula = format!("{}; t < 2015", model(2013));
    held(&all, "dated", &formula, dated.coefficients(&of(&early))[0]);
    // The bootstraps: the null imposed, and each cluster multiplied by what is drawn.
    let clusters: Vec<String> = kept.iter().map(|row| row.area.clone()).collect();
    let areas = known(clusters.clone());
    let null = Fit::alike(effects(&kept, &|_| Vec::new()));
    let left = null.residuals(&of(&kept));
    let observed = fit.t(&of(&kept), &clusters);
    let hit = |v: &[f64]| {
        let factor = |area: &String| v[areas.iter().position(|one| one == area).unwrap()];
        let drawn: Vec<f64> =
            left.iter().zip(&clusters).map(|(e, area)| factor(area) * e).collect();
        fit.t(&drawn, &clusters).abs() >= observed.abs() * (1.0 - 1e-9)
    };
    let signs = |bits: u32| -> Vec<f64> {
        (0..areas.len()).map(|at| 1.0 - 2.0 * f64::from(bits >> at & 1)).collect()
    };
    let hits = (0..512).filter(|bits| hit(&signs(*bits))).count();
    held(&all, "wild", "share of 512 combinations with |t*| ≥ |t|, v = 1, −1", estimate);
    let p = |id: &str| get(&all, id).test.as_ref().unwrap().p;
    near(p("wild"), hits as f64 / 512.0, "p of wild");
    let (low, high) = (0.5_f64.sqrt(), 1.5_f64.sqrt());
    let values = [1.0, -1.0, low, -low, high, -high];
    let mut random = Splitmix(7);
    let draw = |_| {
        let v: Vec<f64> = areas.iter().map(|_| values[random.below(6)]).collect();
        hit(&v)
    };
    let hits = (0..199).map(draw).filter(|hit| *hit).count();
    held(
        &all,
        "webb",
        "(1 + hits)/(1 + 199), hits: draws with |t*| ≥ |t|, v = 1, −1, √½, −√½, √1½, −√1½; splitmix64 from seed 7",
        estimate,
    );
    near(p("webb"), (1 + hits) as f64 / 200.0, "p of webb");
    for id in ["wild", "webb", "dated"] {
        assert!(get(&all, id).provenance.definition.ends_with(ONLY), "{id}");
        assert_eq!(get(&all, id).provenance.rows, if id == "dated" { 27 } else { 72 });
    }
}

/// Twenty areas of two groups, of which there are more splits than are looked at.
fn twenty() -> String {
    let value = |at: usize| (at * 7919 % 101) as f64 + if at < 10 { 20.0 } else { 0.0 };
    let line = |at: usize| {
        let group = if at < 10 { "nbi" } else { "benchmark" };
        format!("A{at},{group},2020,{}\n", value(at))
    };
    format!("area,group,year,y\n{}", (0..20).map(line).collect::<String>())
}

#[test]
fn resampling_is_what_its_card_says() {
    let two = "frame: panel, measure: y, group: {column: group, treated: nbi, control: benchmark}";
    let all = computed(
        &format!(
            "  dealt: {{kind: permutation, {two}, draws: 499, seed: 5}}\n  drawn: {{kind: bootstrap, {two}, draws: 300, seed: 9, level: 90}}\n"
        ),
        &twenty(),
    );
    let text = twenty();
    let side = |group: &str| -> Vec<f64> {
        let own = text.lines().filter(|line| line.split(',').nth(1) == Some(group));
        own.map(|line| line.split(',').nth(3).unwrap().parse().unwrap()).collect()
    };
    let (x, y) = (sorted(side("nbi")), sorted(side("benchmark")));
    let estimate = mean(&x) - mean(&y);
    let mut pool = sorted([x.clone(), y.clone()].concat());
    let middle = mean(&pool);
    let mut random = Splitmix(5);
    let mut deal = |_| {
        for at in 0..10 {
            pool.swap(at, at + random.below(20 - at));
        }
        // Of two groups alike in number, D is twice what the treated's mean is above the middle.
        2.0 * (mean(&pool[..10]) - middle)
    };
    let dealt: Vec<f64> = (0..499).map(&mut deal).collect();
    let p = |hit: &dyn Fn(f64) -> bool| {
        (1 + dealt.iter().filter(|d| hit(**d)).count()) as f64 / 500.0
    };
    let formula = |hit: &str| {
        format!("(1 + hits)/(1 + 499), hits: draws with {hit}; splitmix64 from seed 5")
    };
    let least = estimate.abs() - 1e-9;
    held(&all, "dealt", &formula("|D − E D| ≥ |d − E D|"), p(&|d| d.abs() >= least));
    held(&all, "dealt.greater", &formula("D ≥ d"), p(&|d| d >= estimate - 1e-9));
    held(&all, "dealt.less", &formula("D ≤ d"), p(&|d| d <= estimate + 1e-9));
    held(&all, "dealt.difference", "mean(treated) − mean(control)", estimate);
    let mut random = Splitmix(9);
    let mut resampled = |values: &[f64]| {
        mean(&(0..10).map(|_| values[random.below(10)]).collect::<Vec<f64>>())
    };
    let drawn: Vec<f64> = (0..300).map(|_| resampled(&x) - resampled(&y)).collect();
    let quantiles = "mean(treated) − mean(control); quantiles of 300 draws, type 7, splitmix64 from seed 9";
    held(&all, "drawn", quantiles, estimate);
    for (name, p) in [("low", 0.05), ("high", 0.95)] {
        held(
            &all,
            &format!("drawn.percentile_{name}"),
            &format!("quantile {p} of mean(treated*) − mean(control*), type 7"),
            quantile(&drawn, p),
        );
        let bca = get(&all, &format!("drawn.bca_{name}"));
        let begins = "quantile Φ(z₀ + (z₀ + z)/(1 − a·(z₀ + z))) of mean(treated*)";
        assert!(bca.provenance.formula.starts_with(begins));
        assert!(bca.provenance.formula.contains(&format!("z = Φ⁻¹({p}), ")));
    }
}
