//! `kind: balance` — how alike two groups were at the start, covariate by covariate.
//!
//! ```yaml
//! start:
//!   kind: balance
//!   frame: panel
//!   where: {year: 2012}
//!   group: {column: group, treated: nbi, control: benchmark}
//!   covariates:
//!     - {name: residents, measure: population, title: Residents}
//!     - {name: crime, measure: {rate: offences, of: population}, title: Crime rate}
//!   weights: population        # a column of each covariate's frame; optional
//! ```
//!
//! **Formula.** (m₁ − m₀)/√((s₁² + s₀²)/2) over areas, divisor n − 1 (of a covariate of zeros and
//! ones s² is p(1 − p)), treated less control; the variance ratio is
//! s₁²/s₀². With `weights:` the means are weighted and the deviations stay those before weighting; the ratio
//! is of weighted variances, divisor Σw − Σw²/Σw.
//!
//! **Gives.** A family by `covariate` of standardised mean differences (details `variance_ratio`, `mean_treated`,
//! `mean_control`, `sd_treated`, `sd_control`), the families `ID.treated` and `ID.control` of the group means, and
//! `ID.flag`, "yes" where the size exceeds a tenth. `ID.largest` is the largest size and `ID.flagged` counts
//! those beyond a tenth. With `weights:` also the family `ID.stages` by `stage` (before, after) and `covariate`, for a love plot, and
//! `ID.largest_after` and `ID.flagged_after`. No test: the groups were not drawn by lot, and the question is one of size.
//!
//! **Unit.** Standard deviations; the group means that of the covariate.
//!
//! **Undefined** with fewer than two areas in a group, or where a group does not vary.
//!
//! **Reference.** Austin (2009), doi:10.1002/sim.3697; Stuart (2010), doi:10.1214/09-STS313. Tested against R 4.2 and numpy.
//!
//! **Example.** Over this repository's report:
//!
//! ```text
//! start.needs = 0.12
//! start.flag.needs = yes
//! start.flagged = 1
//! ```

use crate::model::diagnostic::Result;
use crate::model::format::Format;
use crate::model::format::Unit;
use crate::model::statistic::Stat;
use crate::model::statistic::Value;
use crate::model::statistic::only_rows;
use crate::project::Filter;
use crate::project::Measure;
use crate::project::OneOrMany;
use crate::project::Scalar;
use crate::stat::draft::Context;
use crate::stat::draft::How;
use crate::stat::draft::Made;
use crate::stat::draft::count;
use crate::stat::draft::listed;
use crate::stat::estimate::Undefined;
use crate::stat::estimate::describe;
use crate::stat::estimate::design::smd;
use crate::stat::estimate::design::weighted_smd;
use crate::stat::kind::Kind;
use crate::stat::kind::settings::Groups;
use crate::stat::measure::measure_format;
use crate::stat::measure::measure_words;
use serde::Deserialize;

#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::stat) struct Balance {
    /// The frame read: one row for each area, or for each area and time.
    frame: String,
    /// The groups compared: the column, and the values that are treated and control.
    group: Groups,
    /// What is adjusted for: columns, or a name with a measure.
    covariates: Vec<Covariate>,
    /// Rows to keep: a column, and a value or a list of values.
    #[serde(default, rename = "where")]
    filter: Filter,
    /// The column by which rows count; equally unless given.
    #[serde(default)]
    weights: Option<String>,
}

/// Beyond this size a difference is worth watching.
pub(in crate::stat) const FLAG: f64 = 0.1;

/// What is compared at the start.
#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::stat) struct Covariate {
    /// The name in ids.
    pub name: String,
    /// What is measured: a column, a share or a rate.
    pub measure: Measure,
    /// The words that a reader sees.
    #[serde(default)]
    pub title: Option<String>,
    /// Rows that hold it, such as those of the year before the start.
    #[serde(default, rename = "where")]
    pub filter: Filter,
    /// The frame it is read from; that of the block unless given.
    #[serde(default)]
    pub frame: Option<String>,
}

impl Covariate {
    /// Returns its title, or its name.
    pub fn words(&self) -> &str {
        self.title.as_deref().unwrap_or(&self.name)
    }

    /// Whether it says itself which rows it is measured on.
    pub fn is_elsewhere(&self) -> bool {
        !self.filter.is_empty() || self.frame.is_some()
    }
}

/// The values of one column of the families, with their keys.
type Members = Vec<(Vec<String>, String)>;

impl Kind for Balance {
    const NAME: &'static str = "balance";
    const MANUAL: &'static str = include_str!("balance.rs");

    fn compute(&self, context: &Context<'_>) -> Result<Made> {
        compute(context, self)
    }
}

/// Computes `kind: balance`.
fn compute(context: &Context<'_>, settings: &Balance) -> Result<Made> {
    let mut made = Made::default();
    let mut lists: [Members; 4] = Default::default();
    let (mut before, mut after) = (Members::new(), Members::new());
    let mut sizes: [Vec<f64>; 2] = [Vec::new(), Vec::new()];
    let found = context.each(&settings.covariates, &["covariates"], |covariate| {
        Ok((covariate, compare(context, settings, covariate)?))
    })?;
    for (covariate, found) in found {
        let stage = |stage: &str| vec![stage.to_owned(), covariate.name.clone()];
        sizes[0].extend(found.columns[0].number());
        before.push((stage("before"), found.columns[0].id.clone()));
        if let Some(weighted) = found.weighted {
            sizes[1].extend(weighted.number());
            after.push((stage("after"), weighted.id.clone()));
            made.stats.push(weighted);
        }
        for (list, stat) in lists.iter_mut().zip(found.columns) {
            list.push((vec![covariate.name.clone()], stat.id.clone()));
            made.stats.push(stat);
        }
    }
    let block = &context.block;
    let dimensions = ["covariate".to_owned()];
    let how = How {
        definition: "Over the standardised mean differences at the start".to_owned(),
        frame: settings.frame.clone(),
        ..How::default()
    };
    for (suffix, members) in ["", ".treated", ".control", ".flag"].iter().zip(lists) {
        let id = format!("{}{suffix}", block.id);
        made.families.push(listed(id, &block.title, &dimensions, members));
    }
    for (suffix, words, sizes) in
        [("", "", &sizes[0]), ("_after", ", after weighting", &sizes[1])]
    {
        if sizes.is_empty() {
            continue;
        }
        let largest = sizes.iter().fold(0.0_f64, |most, size| most.max(size.abs()));
        let flagged = sizes.iter().filter(|size| size.abs() > FLAG).count() as f64;
        let (effect, count) = (Format::of(Unit::Effect), Format::of(Unit::Count));
        for (name, what, formula, value, format) in [
            ("largest", "the largest of all", "max |d|", largest, effect),
            ("flagged", "beyond a tenth", "number of |d| > 0.1", flagged, count),
        ] {
            let from = if suffix.is_empty() { &before } else { &after };
            let how = How {
                formula: formula.to_owned(),
                from: from.iter().map(|(_, id)| id.clone()).collect(),
                ..how.clone()
            };
            let id = context.id(&[format!("{name}{suffix}")]);
            let title = format!("{}, {what}{words}", block.title);
            made.stats.push(context.number(id, title, value, format, &how)?);
        }
    }
    if !after.is_empty() {
        let dimensions = ["stage".to_owned(), "covariate".to_owned()];
        let members = before.into_iter().chain(after).collect();
        let id = format!("{}.stages", block.id);
        made.families.push(listed(id, &block.title, &dimensions, members));
    }
    Ok(made)
}

/// What one covariate comes to.
struct Compared {
    /// The difference, the means of the treated and of the control, and the flag.
    columns: [Stat; 4],
    /// The difference after weighting.
    weighted: Option<Stat>,
}

/// One group's values of a covariate, with their weights.
struct Arm {
    values: Vec<f64>,
    weights: Vec<f64>,
    of: usize,
    /// The rows it is made of, in words for each column.
    kept: Vec<String>,
}

fn side(
    context: &Context<'_>,
    settings: &Balance,
    covariate: &Covariate,
    key: &str,
) -> Result<Arm> {
    let reader = context.reader(covariate.frame.as_ref().unwrap_or(&settings.frame))?;
    let own = covariate.is_elsewhere();
    let mut filter = if own { &covariate.filter } else { &settings.filter }.clone();
    let one = OneOrMany::One(Scalar::Text(key.to_owned()));
    filter.insert(settings.group.column.clone(), one);
    let weights = match &settings.weights {
        None => None,
        Some(name) => Some(reader.numbers(name, &["weights"])?),
    };
    let (rows, kept) = reader.pass(&filter)?;
    let measured = reader.measure(&covariate.measure, &rows)?;
    let mut side = Arm { values: Vec::new(), weights: Vec::new(), of: rows.len(), kept };
    for row in rows {
        let value = measured.parts(row).and_then(|parts| parts.value());
        let weight = weights.map_or(Some(1.0), |column| column.number(row));
        if let (Some(value), Some(weight)) = (value, weight) {
            side.values.push(value);
            side.weights.push(weight);
        }
    }
    Ok(side)
}

fn compare(
    context: &Context<'_>,
    settings: &Balance,
    covariate: &Covariate,
) -> Result<Compared> {
    let frame = covariate.frame.as_ref().unwrap_or(&settings.frame);
    let groups = [&settings.group.treated, &settings.group.control];
    let x = side(context, settings, covariate, groups[0])?;
    let y = side(context, settings, covariate, groups[1])?;
    let name =
        covariate.title.clone().unwrap_or_else(|| covariate.name.replace('_', " "));
    let id = context.id(std::slice::from_ref(&covariate.name));
    let undefined = |error: Undefined| context.undefined(&id, &error.reason);
    let found = smd(&x.values, &y.values).map_err(undefined)?;
    let ours = describe(&x.values, 0.95).map_err(undefined)?;
    let theirs = describe(&y.values, 0.95).map_err(undefined)?;
    let words = measure_words(&covariate.measure);
    let said = format!(
        "Standardised mean difference of {words} at the start, treated less control"
    );
    let both: Vec<String> =
        x.kept.iter().filter(|words| y.kept.contains(words)).cloned().collect();
    let how = How {
        definition: only_rows(&said, &both),
        formula: "(m₁ − m₀)/√((s₁² + s₀²)/2)".to_owned(),
        frame: frame.clone(),
        rows: x.values.len() + y.values.len(),
        files: context.reader(frame)?.files(),
        from: Vec::new(),
    };
    let title = format!("{}, {name}", context.block.title);
    let effect = || Format::of(Unit::Effect);
    let mut difference =
        context.number(id.clone(), title.clone(), found.smd, effect(), &how)?;
    difference.n = vec![
        count(groups[0], x.values.len(), x.of),
        count(groups[1], y.values.len(), y.of),
    ];
    for (detail, value) in [
        ("mean_treated", ours.mean),
        ("mean_control", theirs.mean),
        ("sd_treated", found.sds.0),
        ("sd_control", found.sds.1),
        ("variance_ratio", found.variance_ratio),
    ] {
        if value.is_finite() {
            difference.details.insert(detail.to_owned(), value);
        }
    }
    let weighted = if settings.weights.is_some() {
        let after = weighted_smd((&x.values, &x.weights), (&y.values, &y.weights))
            .map_err(undefined)?;
        let how = How {
            definition: only_rows(&format!("{said}, after weighting"), &both),
            formula: "(Σwx/Σw − Σwy/Σw)/√((s₁² + s₀²)/2), s before weighting".to_owned(),
            ..how.clone()
        };
        let id = context.id(&["after".to_owned(), covariate.name.clone()]);
        let title = format!("{title}, after weighting");
        let mut stat = context.number(id, title, after.smd, effect(), &how)?;
        if after.variance_ratio.is_finite() {
            stat.details.insert("variance_ratio".to_owned(), after.variance_ratio);
        }
        Some(stat)
    } else {
        None
    };
    let mean = |side: &str, group: &str, value: f64, of: &Arm| {
        let how = How {
            definition: only_rows(&format!("Mean over areas of {words}"), &of.kept),
            formula: "mean(y)".to_owned(),
            rows: of.values.len(),
            ..how.clone()
        };
        let id = context.id(&[side.to_owned(), covariate.name.clone()]);
        let title = format!("{name}, {}", context.words(&settings.group.column, group));
        let format = match measure_format(&covariate.measure) {
            // Means of large counts are told in whole ones.
            format if format.unit == Unit::Count => {
                let large = ours.mean.abs().min(theirs.mean.abs()) >= LARGE;
                Format::of(Unit::Number).decimals(u8::from(!large))
            }
            format => format,
        };
        context.number(id, title, value, format, &how)
    };
    let treated = mean("treated", groups[0], ours.mean, &x)?;
    let control = mean("control", groups[1], theirs.mean, &y)?;
    let flag = context.stat(
        context.id(&["flag".to_owned(), covariate.name.clone()]),
        format!("{name}, beyond a tenth of a standard deviation"),
        Value::Text(if found.smd.abs() > FLAG { "yes" } else { "no" }.to_owned()),
        Format::of(Unit::Number),
        &How { formula: "|d| > 0.1".to_owned(), ..how.clone() },
    );
    Ok(Compared { columns: [difference, treated, control, flag], weighted })
}

/// From here on a mean of counts has no decimals.
const LARGE: f64 = 1000.0;

#[cfg(test)]
mod tests {
    use crate::stat::kind::trial::computed;
    use crate::stat::kind::trial::panel_small;

    #[test]
    fn a_covariate_beyond_a_tenth_is_flagged_and_weights_give_a_second_stage() {
        let blocks = "  start:\n    kind: balance\n    frame: panel\n    where: {year: 2012}\n    group: {column: group, treated: nbi, control: benchmark}\n    weights: population\n    covariates:\n      - {name: y, measure: y}\n      - {name: residents, measure: population}\n";
        let statistics = computed(blocks, &panel_small());
        let of = |id: &str| statistics.get(id).unwrap().number().unwrap();
        let (x, y) = (of("start.y"), of("start.residents"));
        assert!((of("start.largest") - x.abs().max(y.abs())).abs() < 1e-15);
        let flag = |id: &str| statistics.get(id).unwrap().printed();
        for (name, size) in [("y", x), ("residents", y)] {
            let want = if size.abs() > 0.1 { "yes" } else { "no" };
            assert_eq!(flag(&format!("start.flag.{name}")), want);
        }
        let stages: Vec<String> = statistics.families["start.stages"]
            .members
            .iter()
            .map(|member| format!("{} {}", member.key.join("/"), member.id))
            .collect();
        assert_eq!(
            stages,
            [
                "before/y start.y",
                "before/residents start.residents",
                "after/y start.after.y",
                "after/residents start.after.residents",
            ]
        );
        assert!((of("start.after.y") - x).abs() > 1e-3);
    }
}
