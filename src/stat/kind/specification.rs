//! One alternative of a `robustness` block: a `change` block with some of its settings changed.

use crate::labels::capital;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Result;
use crate::model::statistic::Choice;
use crate::model::statistic::Interval;
use crate::model::statistic::Stat;
use crate::model::statistic::Test;
use crate::model::table::Column;
use crate::project::Filter;
use crate::project::OneOrMany;
use crate::project::Scalar;
use crate::project::StatDecl;
use crate::stat::draft::Context;
use crate::stat::draft::How;
use crate::stat::draft::count;
use crate::stat::draft::interval;
use crate::stat::draft::test;
use crate::stat::estimate::Undefined;
use crate::stat::estimate::panel::Observation;
use crate::stat::estimate::panel::two_means;
use crate::stat::estimate::quantile;
use crate::stat::estimate::rank::mann_whitney;
use crate::stat::estimate::welch;
use crate::stat::estimate::yuen;
use crate::stat::kind::area_change::Change;
use crate::stat::kind::area_change::held;
use crate::stat::kind::change::BASELINE;
use crate::stat::kind::change::of_one_area;
use crate::stat::kind::comparison::Compared;
use crate::stat::kind::comparison::compared;
use crate::stat::kind::settings::Summary;
use crate::stat::measured::Parts;
use crate::stat::measured::total;
use crate::stat::remark::Remark;
use crate::stat::rows::text;
use serde::Deserialize;

#[derive(Debug, Default, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Specification {
    /// The name in ids.
    pub name: String,
    /// The words that a reader sees.
    pub title: String,
    /// Another summary of each group.
    #[serde(default)]
    pub summary: Option<Summary>,
    /// How the groups are compared.
    #[serde(default)]
    pub estimator: Estimator,
    /// The earlier time.
    #[serde(default)]
    pub from: Option<Scalar>,
    /// The later time.
    #[serde(default)]
    pub to: Option<Scalar>,
    /// Rows to leave out.
    #[serde(default)]
    pub without: Filter,
    /// Percent of the areas left out at each end of each group.
    #[serde(default)]
    pub trim: f64,
    /// A column by which areas count.
    #[serde(default)]
    pub weights: Option<String>,
    /// Another statistic, in place of all of these.
    #[serde(default)]
    pub stat: Option<String>,
}

#[derive(
    Debug, Default, Clone, Copy, PartialEq, Eq, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub(super) enum Estimator {
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

/// Returns what sets specifications apart, group by group: which of them is computed how. An
/// estimate of another statistic has a model of its own, and nothing else is said of it.
pub(super) fn choices<'a>(
    change: &Change,
    specifications: impl Iterator<Item = &'a Specification>,
) -> Vec<Choice> {
    let mut out: Vec<Choice> = Vec::new();
    for one in specifications {
        for (group, label) in one.choices(change) {
            let label = capital(&label);
            let known =
                out.iter_mut().find(|known| known.group == group && known.label == label);
            match known {
                Some(known) => known.members.push(one.name.clone()),
                None => out.push(Choice {
                    group: group.to_owned(),
                    label,
                    members: vec![one.name.clone()],
                }),
            }
        }
    }
    // Groups stand together, in the order in which they are told.
    let place = |group: &str| GROUPS.iter().position(|known| *known == group);
    out.sort_by_key(|choice| place(&choice.group));
    let labels = |group: &str| out.iter().filter(|other| other.group == group).count();
    let several: Vec<bool> = out.iter().map(|one| labels(&one.group) > 1).collect();
    let mut several = several.into_iter();
    out.retain(|_| several.next().unwrap_or(false));
    out
}

/// What can be chosen.
const GROUPS: [&str; 5] = ["Summary", "Period", "Areas", "Weights", "Model"];

impl Specification {
    /// How the difference is computed.
    fn formula(&self, changed: &Change) -> &'static str {
        match (changed.summary, self.estimator) {
            (Summary::Total, _) => "Δ(total of treated) − Δ(total of control)",
            _ if self.weights.is_some() => {
                "weighted mean(treated) − weighted mean(control); CR2, Satterthwaite df"
            }
            (_, Estimator::Welch) if self.trim > 0.0 => {
                "trimmed mean(treated) − trimmed mean(control); winsorised variances, Yuen–Welch t"
            }
            (_, Estimator::Welch) => {
                "mean(treated) − mean(control); Welch t, Satterthwaite df"
            }
            (_, Estimator::MannWhitney) => "median of x(i) − y(j)",
            (_, Estimator::Median) => "median(treated) − median(control)",
        }
    }

    /// What it changes by, and what it leaves out or weighs, as a formula has it.
    fn settings(&self, changed: &Change) -> String {
        let mut all = vec![format!("Δ = {}", of_one_area(changed))];
        if let Some(weights) = &self.weights {
            all.push(format!("w = {weights}({})", text(&changed.from)));
        }
        if self.trim > 0.0 {
            all.push(format!("γ = {}%", self.trim));
        }
        for (column, left_out) in &self.without {
            let left_out: Vec<String> = match left_out {
                OneOrMany::One(scalar) => vec![text(scalar)],
                OneOrMany::Many(scalars) => scalars.iter().map(text).collect(),
            };
            all.push(format!("{column} ≠ {}", left_out.join(", ")));
        }
        all.join("; ")
    }

    /// The choices that it makes: group and words.
    fn choices(&self, change: &Change) -> Vec<(&'static str, String)> {
        let [summary, period, areas, weights, model] = GROUPS;
        if self.stat.is_some() {
            return vec![(model, self.title.clone())];
        }
        let altered = altered(change, self);
        let middle = match (altered.summary, self.estimator) {
            (Summary::Total, _) => "group totals",
            (_, Estimator::Welch) => "mean of areas",
            (_, Estimator::MannWhitney) => "Hodges–Lehmann shift",
            (_, Estimator::Median) => "median of areas",
        };
        let left_out = self.trim > 0.0 || !self.without.is_empty();
        vec![
            (summary, middle.to_owned()),
            (period, format!("{} to {}", text(&altered.from), text(&altered.to))),
            (areas, if left_out { self.title.clone() } else { "all areas".to_owned() }),
            (
                weights,
                match &self.weights {
                    Some(_) => self.title.clone(),
                    None => "areas count alike".to_owned(),
                },
            ),
            (model, "plain difference".to_owned()),
        ]
    }
}

/// Computes the block with the settings of a specification.
pub(super) fn specified(
    context: &Context<'_>,
    block: &StatDecl,
    change: &Change,
    specification: &Specification,
    at: usize,
) -> Result<Stat> {
    let changed = altered(change, specification);
    let mut found = compared(context, block, change, &changed)?;
    leave_out(context, &mut found, specification)?;
    if specification.trim != 0.0
        && (specification.estimator != Estimator::Welch
            || changed.summary == Summary::Total)
    {
        let index = at.to_string();
        let message = "`trim:` goes with the difference of means alone";
        return Err(context
            .contradiction(&["specifications", &index, "trim"], message)
            .help("leave `trim:` out: medians and ranks bear extreme areas as they are")
            .into());
    }
    let id = context.id(std::slice::from_ref(&specification.name));
    let undefined = |error: Undefined| context.undefined(&id, &error.reason);
    let outcome = match &specification.weights {
        Some(column) => {
            let index = at.to_string();
            let place = ["specifications", index.as_str(), "weights"];
            if specification.estimator != Estimator::Welch
                || specification.trim > 0.0
                || changed.summary == Summary::Total
            {
                let message = "weights go with the mean of all areas alone";
                return Err(context.contradiction(&place, message).into());
            }
            let reader = context.reader(&changed.frame)?;
            let column = reader.numbers(column, &place)?;
            weighted(&found, column, changed.level).map_err(undefined)?
        }
        None => outcome(&found, &changed, specification).map_err(undefined)?,
    };
    let all = (found.treated.values().len(), found.control.values().len());
    if specification.trim > 0.0 && outcome.used == all {
        let index = at.to_string();
        context.remark(Remark::new(
            Code::R0312,
            format!(
                "`{}` trims nothing: {}% of {} and of {} areas is less than one",
                specification.name, specification.trim, all.0, all.1
            ),
            &["specifications", &index, "trim"],
            "`trim` is in percent of the areas, at each end",
        ));
    }
    let how = How {
        definition: format!(
            "Difference for “{}” under another choice: {}",
            block.title, specification.title
        ),
        formula: format!(
            "{}; {}",
            specification.formula(&changed),
            specification.settings(&changed)
        ),
        frame: change.frame.clone(),
        rows: 2 * (outcome.used.0 + outcome.used.1),
        files: found.files.clone(),
        from: vec![format!("{}.difference", block.id)],
    };
    let title = format!("{}, {}", context.block.title, specification.title);
    let format = found.format.clone();
    let mut stat = context.number(id.clone(), title, outcome.value, format, &how)?;
    stat.interval = outcome.interval;
    stat.test = outcome.test;
    stat.n = vec![
        count(found.treated.key.join(", "), outcome.used.0, found.treated.of),
        count(found.control.key.join(", "), outcome.used.1, found.control.of),
    ];
    Ok(stat)
}

/// Compares means weighted by a column at the first time; areas without a weight are left out.
fn weighted(
    found: &Compared<'_>,
    column: &Column,
    level: f64,
) -> Result<Outcome, Undefined> {
    let mut rows = Vec::new();
    let mut used = [0, 0];
    for (treated, group) in [(false, &found.control), (true, &found.treated)] {
        for area in &group.areas {
            if let (Some(y), Some(weight)) = (area.change, column.number(area.row)) {
                let unit = rows.len();
                rows.push(Observation {
                    unit,
                    cluster: unit,
                    time: 0,
                    treated,
                    y,
                    weight,
                });
                used[usize::from(treated)] += 1;
            }
        }
    }
    let result = two_means(&rows, level / 100.0)?;
    let method = "CR2, Satterthwaite df";
    let t = result.estimate / result.se_cr2;
    Ok(Outcome {
        value: result.estimate,
        interval: Some(interval(result.ci_low, result.ci_high, level, method)),
        test: Some(test("CR2 t test", t, Some(result.df_cr2), result.p_cr2)),
        used: (used[1], used[0]),
    })
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
    let used = (x.len(), y.len());
    let plain = |value: f64| Outcome { value, interval: None, test: None, used };
    if changed.summary == Summary::Total {
        let of = |areas: &[crate::stat::kind::area_change::AreaChange]| {
            held(areas.iter().map(|area| (area.start, area.end)))?;
            let start: Vec<Parts> = areas.iter().map(|area| area.start).collect();
            let end: Vec<Parts> = areas.iter().map(|area| area.end).collect();
            crate::stat::kind::area_change::change_of(
                changed.form,
                total(&start),
                total(&end),
            )
            .ok_or_else(|| Undefined::new(BASELINE))
        };
        return Ok(plain(of(&found.treated.areas)? - of(&found.control.areas)?));
    }
    Ok(match specification.estimator {
        Estimator::Welch if specification.trim > 0.0 => {
            let result = yuen(&x, &y, specification.trim / 100.0, level / 100.0)?;
            let t = result.test;
            Outcome {
                value: t.difference,
                interval: Some(interval(t.ci_low, t.ci_high, level, "Yuen–Welch")),
                test: Some(test("Yuen–Welch t test", t.t, Some(t.df), t.p)),
                used: result.used,
            }
        }
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
