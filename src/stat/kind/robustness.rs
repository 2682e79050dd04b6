//! `kind: robustness` — the difference of a `change` block under every declared alternative.
//!
//! ```yaml
//! growth_grid:
//!   kind: robustness
//!   of: growth
//!   specifications:
//!     - {name: totals, title: Group totals, summary: total}
//!     - {name: ranks, title: Hodges–Lehmann shift, estimator: mann_whitney}
//!     - {name: later, title: From 2014, from: 2014}
//!     - {name: without_r1, title: Without region 1, without: {region: R1}}
//!     - {name: trimmed, title: Without the extreme tenths, trim: 10}
//! ```
//!
//! Gives a family by `specification`, first the block's own as `main`; `ID.count`, and how many
//! agree with `main` in sign (`ID.agree_sign`) and in what their interval says of zero
//! (`ID.agree_interval`, of `ID.with_interval` that have one).

use crate::diag::Result;
use crate::project::Change;
use crate::project::Estimated;
use crate::project::Filter;
use crate::project::OneOrMany;
use crate::project::Scalar;
use crate::project::Summary;
use crate::stat::draft::Context;
use crate::stat::draft::How;
use crate::stat::draft::Made;
use crate::stat::draft::count;
use crate::stat::draft::family;
use crate::stat::draft::interval;
use crate::stat::draft::test;
use crate::stat::estimate::Undefined;
use crate::stat::estimate::quantile;
use crate::stat::estimate::rank::mann_whitney;
use crate::stat::estimate::welch;
use crate::stat::kind::comparison::Compared;
use crate::stat::kind::comparison::change_of;
use crate::stat::kind::comparison::compared;
use crate::stat::measured::Parts;
use crate::stat::measured::total;
use crate::stat::number::Format;
use crate::stat::number::Unit;
use crate::stat::rows::text;
use crate::stat::value::Interval;
use crate::stat::value::Test;
use serde::Deserialize;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Settings {
    of: String,
    specifications: Vec<Specification>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Specification {
    name: String,
    title: String,
    #[serde(default)]
    summary: Option<Summary>,
    #[serde(default)]
    estimator: Estimator,
    #[serde(default)]
    from: Option<Scalar>,
    #[serde(default)]
    to: Option<Scalar>,
    /// Rows to leave out.
    #[serde(default)]
    without: Filter,
    /// Percent of the areas left out at each end of each group.
    #[serde(default)]
    trim: f64,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Estimator {
    #[default]
    Welch,
    MannWhitney,
    Median,
}

/// What one specification comes to.
struct Outcome {
    value: f64,
    interval: Option<Interval>,
    test: Option<Test>,
    used: (usize, usize),
}

/// Computes `kind: robustness`.
pub(in crate::stat) fn compute(context: &Context<'_>, decl: &Estimated) -> Result<Made> {
    let settings: Settings = decl.settings.decode()?;
    let (block, change) = change_of(context, &settings.of)?;
    let own = Specification {
        name: "main".to_owned(),
        title: "As reported".to_owned(),
        ..Specification::default()
    };
    let mut made = Made::default();
    let mut members = Vec::new();
    let mut outcomes: Vec<Outcome> = Vec::new();
    for specification in std::iter::once(&own).chain(&settings.specifications) {
        let changed = altered(change, specification);
        let mut found = compared(context, block, change, &changed)?;
        leave_out(context, &mut found, specification)?;
        let key = vec![specification.name.clone()];
        let id = context.id(&key);
        let outcome = outcome(&found, &changed, specification)
            .map_err(|error| context.undefined(&id, &error.reason))?;
        let how = How {
            definition: format!(
                "Difference for “{}” under another choice: {}",
                block.title, specification.title
            ),
            formula: "Δ(treated) − Δ(control)".to_owned(),
            frame: change.frame.clone(),
            rows: 2 * (outcome.used.0 + outcome.used.1),
            files: found.files.clone(),
            from: vec![format!("{}.difference", block.id)],
        };
        let title = format!("{}, {}", context.block.title, specification.title);
        let mut stat = context.number(
            id.clone(),
            title,
            outcome.value,
            found.format.clone(),
            &how,
        )?;
        stat.interval.clone_from(&outcome.interval);
        stat.test.clone_from(&outcome.test);
        stat.n = vec![
            count(found.treated.key.join(", "), outcome.used.0, found.treated.of),
            count(found.control.key.join(", "), outcome.used.1, found.control.of),
        ];
        members.push((key, id));
        made.stats.push(stat);
        outcomes.push(outcome);
    }
    let Some((main, others)) = outcomes.split_first() else { return Ok(made) };
    let clear = |outcome: &Outcome| {
        outcome
            .interval
            .as_ref()
            .map(|interval| interval.low > 0.0 || interval.high < 0.0)
    };
    let same_sign =
        others.iter().filter(|other| other.value.signum() == main.value.signum()).count();
    let with_interval = others.iter().filter(|other| other.interval.is_some()).count();
    let same_interval = others
        .iter()
        .filter(|other| clear(other).is_some() && clear(other) == clear(main))
        .count();
    let how = How {
        definition: format!("Count over the alternatives to “{}”", block.title),
        formula: "n".to_owned(),
        from: members.iter().map(|(_, id)| id.clone()).collect(),
        ..How::default()
    };
    for (name, words, value) in [
        ("count", "alternatives", others.len()),
        ("agree_sign", "alternatives with the same sign", same_sign),
        ("with_interval", "alternatives with an interval", with_interval),
        (
            "agree_interval",
            "alternatives whose interval says the same of zero",
            same_interval,
        ),
    ] {
        let id = context.id(&[name.to_owned()]);
        let title = format!("{}, {words}", context.block.title);
        made.stats.push(context.number(
            id,
            title,
            value as f64,
            Format::of(Unit::Count),
            &how,
        )?);
    }
    let order = members.clone();
    let dimensions = ["specification".to_owned()];
    let mut grid = family(&context.block.id, &context.block.title, &dimensions, members);
    grid.members
        .sort_by_key(|member| order.iter().position(|(key, _)| *key == member.key));
    made.families.push(grid);
    Ok(made)
}

/// Returns the block's settings with those of a specification in their place.
fn altered(change: &Change, specification: &Specification) -> Change {
    let mut changed = change.clone();
    if let Some(summary) = specification.summary {
        changed.summary = summary;
    }
    if let Some(from) = &specification.from {
        changed.from.clone_from(from);
    }
    if let Some(to) = &specification.to {
        changed.to.clone_from(to);
    }
    changed
}

/// Takes out the areas that a specification leaves out; one without a value stays.
fn leave_out(
    context: &Context<'_>,
    found: &mut Compared<'_>,
    specification: &Specification,
) -> Result<()> {
    for (name, left_out) in &specification.without {
        let reader = context.reader(&found.decl.frame)?;
        let column = reader.column(name, &["specifications"])?;
        let left_out: Vec<String> = match left_out {
            OneOrMany::One(scalar) => vec![text(scalar)],
            OneOrMany::Many(scalars) => scalars.iter().map(text).collect(),
        };
        for group in [&mut found.treated, &mut found.control] {
            group
                .areas
                .retain(|area| !left_out.iter().any(|key| column.is_key(area.row, key)));
        }
    }
    Ok(())
}

fn outcome(
    found: &Compared<'_>,
    changed: &Change,
    specification: &Specification,
) -> Result<Outcome, Undefined> {
    let level = changed.level;
    let (x, y) = found.values();
    let (x, y) = (trimmed(x, specification.trim)?, trimmed(y, specification.trim)?);
    let used = (x.len(), y.len());
    let plain = |value: f64| Outcome { value, interval: None, test: None, used };
    if changed.summary == Summary::Total {
        let of = |areas: &[crate::stat::kind::area_change::AreaChange]| {
            let start: Vec<Parts> = areas.iter().map(|area| area.start).collect();
            let end: Vec<Parts> = areas.iter().map(|area| area.end).collect();
            crate::stat::kind::area_change::change_of(
                changed.form,
                total(&start),
                total(&end),
            )
            .ok_or_else(|| Undefined::new("the baseline is zero or missing"))
        };
        return Ok(plain(of(&found.treated.areas)? - of(&found.control.areas)?));
    }
    Ok(match specification.estimator {
        Estimator::Welch => {
            let result = welch(&x, &y, level / 100.0)?;
            Outcome {
                interval: Some(interval(result.ci_low, result.ci_high, level, "Welch")),
                test: Some(test("Welch t test", result.t, Some(result.df), result.p)),
                ..plain(result.difference)
            }
        }
        Estimator::MannWhitney => {
            let result = mann_whitney(&x, &y, level / 100.0)?;
            let p = result.p_exact.unwrap_or(result.p_normal);
            Outcome {
                interval: Some(interval(
                    result.hl_low,
                    result.hl_high,
                    level,
                    "Hodges–Lehmann",
                )),
                test: Some(test("Mann–Whitney test", result.u, None, p)),
                ..plain(result.hodges_lehmann)
            }
        }
        Estimator::Median => plain(quantile(&x, 0.5)? - quantile(&y, 0.5)?),
    })
}

/// Leaves out so many percent of the values at each end.
fn trimmed(values: Vec<f64>, percent: f64) -> Result<Vec<f64>, Undefined> {
    if percent <= 0.0 {
        return Ok(values);
    }
    let mut sorted = values;
    sorted.sort_by(f64::total_cmp);
    let cut = (sorted.len() as f64 * percent / 100.0).floor() as usize;
    let kept = sorted.len().saturating_sub(2 * cut);
    if kept < 2 {
        return Err(Undefined::new("too few areas are left"));
    }
    Ok(sorted.into_iter().skip(cut).take(kept).collect())
}
