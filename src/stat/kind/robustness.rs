//! `kind: robustness` — the difference of a `change` block under every declared alternative.
//!
//! ```yaml
//! business_grid:
//!   kind: robustness
//!   of: business_growth
//!   specifications:
//!     - {name: totals, title: Group totals, summary: total}
//!     - {name: ranks, title: Hodges–Lehmann shift, estimator: mann_whitney}
//!     - {name: residents, title: Weighted by residents, weights: population}
//!     - {name: later, title: From 2014, from: 2014}
//!     - {name: without_r1, title: Without region 1, without: {region: R1}}
//!     - {name: trimmed, title: Without the extreme tenths, trim: 10}
//!     - {name: matched, title: Matched areas, stat: business_matched}
//! ```
//!
//! **Formula.** Each alternative is the block with some of its settings changed: `summary`, `estimator`
//! (`welch`, `mann_whitney`, `median`), `from`, `to`, areas left out by `without` or, so many percent at each end of each group,
//! by `trim` (of means alone, judged by the test of Yuen and Welch); `weights` compares means weighted by a column at the first time, judged by CR2. `stat`
//! takes the estimate of another statistic, such as a `matching`, `ancova` or `twfe` block, in the same unit.
//!
//! **Gives.** A family by `specification`, first the block's own as `main`, in the unit of the difference, with the interval and
//! test of each estimator. `ID.count` counts the alternatives; `ID.agree_sign` those with `main`'s sign, and
//! `ID.agree_interval`, of the `ID.with_interval` that have one, those whose interval says the same of zero.
//! `ID.lowest` and `ID.highest` are the ends of all estimates. Which alternative makes which choice of summary, period, areas,
//! weights and model is kept for the chart.
//!
//! **Unit.** That of the block's difference.
//!
//! **Undefined** where an alternative is: the reason names it.
//!
//! **Reference.** Simonsohn, Simmons and Nelson (2020), doi:10.1038/s41562-020-0912-z, for the chart that `kind:
//! specification` draws.
//!
//! **Example.** Over this repository's report:
//!
//! ```text
//! business_grid.matched = 20.0 percentage points
//! business_grid.agree_sign = 13
//! business_grid.lowest = 8.8 percentage points
//! ```

use crate::model::diagnostic::Result;
use crate::model::format::Format;
use crate::model::format::Unit;
use crate::model::statistic::Stat;
use crate::project::StatDecl;
use crate::stat::draft::Context;
use crate::stat::draft::How;
use crate::stat::draft::Made;
use crate::stat::draft::listed;
use crate::stat::kind::Kind;
use crate::stat::kind::comparison::change_of;
use crate::stat::kind::specification::Specification;
use crate::stat::kind::specification::choices;
use crate::stat::kind::specification::specified;
use crate::stat::unit::unit_name;
use serde::Deserialize;

#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::stat) struct Robustness {
    /// The block that is computed again.
    of: String,
    /// The choices that could have been made as well, in order.
    specifications: Vec<Specification>,
}

impl Kind for Robustness {
    const NAME: &'static str = "robustness";
    const MANUAL: &'static str = include_str!("robustness.rs");

    fn needs(&self) -> Vec<String> {
        self.specifications.iter().filter_map(|one| one.stat.clone()).collect()
    }

    fn compute(&self, context: &Context<'_>) -> Result<Made> {
        compute(context, self)
    }
}

/// Computes `kind: robustness`.
fn compute(context: &Context<'_>, settings: &Robustness) -> Result<Made> {
    let (block, change) = change_of(context, &settings.of)?;
    let own = Specification {
        name: "main".to_owned(),
        title: "As reported".to_owned(),
        ..Specification::default()
    };
    let main = specified(context, block, change, &own, 0)?;
    let alternatives = settings.specifications.iter().enumerate();
    let others = context.each(alternatives, &["specifications"], |(at, other)| {
        let stat = match &other.stat {
            Some(id) => taken(context, block, &main, other, (id, at))?,
            None => specified(context, block, change, other, at)?,
        };
        Ok((other, stat))
    })?;
    let (names, mut stats): (Vec<&Specification>, Vec<Stat>) =
        std::iter::once((&own, main)).chain(others).unzip();
    let members: Vec<(Vec<String>, String)> = names
        .iter()
        .zip(&stats)
        .map(|(one, stat)| (vec![one.name.clone()], stat.id.clone()))
        .collect();
    let agreed = agreement(context, block, &stats)?;
    stats.extend(agreed);
    let dimensions = ["specification".to_owned()];
    let mut grid = listed(&context.block.id, &context.block.title, &dimensions, members);
    grid.choices = choices(change, names.into_iter());
    Ok(Made { stats, families: vec![grid], ..Made::default() })
}

/// Takes the estimate of another statistic, which must be in the unit of the first.
fn taken(
    context: &Context<'_>,
    block: &StatDecl,
    main: &Stat,
    specification: &Specification,
    (of, at): (&str, usize),
) -> Result<Stat> {
    let index = at.to_string();
    let place = ["specifications", index.as_str(), "stat"];
    let other = context.earlier(of, &place)?;
    let Some(value) = other.number() else {
        return Err(context.contradiction(&place, format!("`{of}` is no number")).into());
    };
    if main.format.unit != other.format.unit {
        let message = format!(
            "`{of}` is in {}, and the difference in {}",
            unit_name(other.format.unit),
            unit_name(main.format.unit)
        );
        return Err(context
            .contradiction(&place, message)
            .help("only estimates in one unit can be set side by side")
            .into());
    }
    let how = How {
        definition: String::new(),
        formula: other.provenance.formula.clone(),
        frame: other.provenance.frame.clone(),
        rows: other.provenance.rows,
        files: other.provenance.files.clone(),
        from: vec![of.to_owned()],
    };
    let title = format!("{}, {}", context.block.title, specification.title);
    let id = context.id(std::slice::from_ref(&specification.name));
    let mut stat = context.number(id, title, value, main.format.clone(), &how)?;
    // Which rows are kept, the other says.
    stat.provenance.definition = format!(
        "Difference for “{}” under another choice: {}; {}",
        block.title, specification.title, other.provenance.definition
    );
    stat.interval.clone_from(&other.interval);
    stat.test.clone_from(&other.test);
    stat.n.clone_from(&other.n);
    Ok(stat)
}

/// Returns which side of zero an interval lies on; zero where it holds it.
fn side(stat: &Stat) -> Option<i8> {
    let interval = stat.interval.as_ref()?;
    Some(i8::from(interval.low > 0.0) - i8::from(interval.high < 0.0))
}

/// How many alternatives agree with the first, and the ends of all.
fn agreement(
    context: &Context<'_>,
    block: &StatDecl,
    stats: &[Stat],
) -> Result<Vec<Stat>> {
    let Some((main, others)) = stats.split_first() else { return Ok(Vec::new()) };
    let sign = |stat: &Stat| stat.number().unwrap_or_default().signum();
    #[expect(clippy::float_cmp, reason = "signs are exact")]
    let same_sign = others.iter().filter(|other| sign(other) == sign(main)).count();
    let with_interval = others.iter().filter(|other| other.interval.is_some()).count();
    let same_interval = others
        .iter()
        .filter(|other| side(other).is_some() && side(other) == side(main))
        .count();
    let how = How {
        definition: format!("Over the alternatives to “{}”", block.title),
        formula: "n".to_owned(),
        from: stats.iter().map(|stat| stat.id.clone()).collect(),
        ..How::default()
    };
    let values = || stats.iter().filter_map(Stat::number);
    let lowest = values().fold(f64::INFINITY, f64::min);
    let highest = values().fold(f64::NEG_INFINITY, f64::max);
    let counted = || Format::of(Unit::Count);
    [
        ("count", "alternatives", others.len() as f64, counted()),
        ("agree_sign", "alternatives with the same sign", same_sign as f64, counted()),
        (
            "with_interval",
            "alternatives with an interval",
            with_interval as f64,
            counted(),
        ),
        (
            "agree_interval",
            "alternatives whose interval says the same of zero",
            same_interval as f64,
            counted(),
        ),
        ("lowest", "the smallest estimate", lowest, main.format.clone()),
        ("highest", "the largest estimate", highest, main.format.clone()),
    ]
    .into_iter()
    .map(|(name, words, value, format)| {
        let id = context.id(&[name.to_owned()]);
        let title = format!("{}, {words}", context.block.title);
        let formula = match name {
            "lowest" => "min(y)",
            "highest" => "max(y)",
            "agree_sign" => "number of sign(y) = sign(y₁), y₁ first",
            "with_interval" => "number of [low, high]",
            "agree_interval" => {
                "number of (low > 0) = (low₁ > 0), (high < 0) = (high₁ < 0), y₁ first"
            }
            _ => "n − 1",
        };
        let how = How { formula: formula.to_owned(), ..how.clone() };
        context.number(id, title, value, format, &how)
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use crate::stat::kind::trial::computed;
    use crate::stat::kind::trial::panel_small;
    use crate::stat::kind::trial::refused;

    const CHANGE: &str = "growth: {kind: change, frame: panel, measure: y, area: area, time: year, from: 2014, to: 2019, as: absolute, by: [group], compare: {treated: nbi, control: benchmark}}";

    #[test]
    fn weights_and_other_statistics_are_alternatives_too() {
        let blocks = format!(
            "  {CHANGE}\n  grid:\n    kind: robustness\n    of: growth\n    specifications:\n      - {{name: residents, title: by residents, weights: population}}\n      - {{name: adjusted, title: adjusted, stat: adjusted}}\n      - {{name: median, title: medians, estimator: median}}\n  adjusted: {{kind: ancova, of: growth, unit: count}}\n"
        );
        let statistics = computed(&blocks, &panel_small());
        let of = |id: &str| statistics.get(id).unwrap().number().unwrap();
        // numpy 2.4.6: WLS on the group, weights of 2014.
        assert!((of("grid.residents") - 24.936_782_010_702_608).abs() < 1e-9);
        let same = |a: f64, b: f64| assert!((a - b).abs() < 1e-12, "{a} {b}");
        same(of("grid.adjusted"), of("adjusted"));
        same(of("grid.main"), of("growth.difference"));
        assert_eq!((of("grid.count"), of("grid.with_interval")), (3.0, 2.0));
        assert_eq!((of("grid.agree_sign"), of("grid.agree_interval")), (3.0, 2.0));
        same(of("grid.lowest"), of("adjusted"));
        let most = of("grid.residents").max(of("grid.median")).max(of("grid.main"));
        same(of("grid.highest"), most);
    }

    #[test]
    fn the_choices_of_alternatives_are_told_in_groups() {
        let blocks = format!(
            "  {CHANGE}\n  grid:\n    kind: robustness\n    of: growth\n    specifications:\n      - {{name: later, title: from 2015, from: 2015}}\n      - {{name: trimmed, title: without the ends, trim: 10}}\n      - {{name: median, title: medians, estimator: median}}\n      - {{name: adjusted, title: adjusted, stat: adjusted}}\n  adjusted: {{kind: ancova, of: growth, unit: count}}\n"
        );
        let statistics = computed(&blocks, &panel_small());
        let told: Vec<String> = statistics.families["grid"]
            .choices
            .iter()
            .map(|one| format!("{}: {}: {}", one.group, one.label, one.members.join(" ")))
            .collect();
        assert_eq!(
            told,
            [
                "Summary: Mean of areas: main later trimmed",
                "Summary: Median of areas: median",
                "Period: 2014 to 2019: main trimmed median",
                "Period: 2015 to 2019: later",
                "Areas: All areas: main later median",
                "Areas: Without the ends: trimmed",
                "Model: Plain difference: main later trimmed median",
                "Model: Adjusted: adjusted",
            ]
        );
    }

    #[test]
    fn an_alternative_in_another_unit_is_refused() {
        let blocks = format!(
            "  {CHANGE}\n  areas: {{kind: count, frame: panel, distinct: area, unit: ratio}}\n  grid:\n    kind: robustness\n    of: growth\n    specifications:\n      - {{name: odd, title: odd, stat: areas}}\n"
        );
        assert_eq!(
            refused(&blocks, &panel_small()),
            ["`areas` is in ratio, and the difference in count"]
        );
        let blocks = format!(
            "  {CHANGE}\n  grid:\n    kind: robustness\n    of: growth\n    specifications:\n      - {{name: odd, title: odd, weights: population, trim: 10}}\n"
        );
        assert_eq!(
            refused(&blocks, &panel_small()),
            ["weights go with the mean of all areas alone"]
        );
    }
}
