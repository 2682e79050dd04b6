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
//! ```
//!
//! Gives a family by `covariate` of standardised mean differences, the families `ID.treated`
//! and `ID.control` of the group means, and `ID.largest`, the largest size of a difference.
//! No test: the groups were not drawn by lot.

use crate::diag::Result;
use crate::project::Estimated;
use crate::project::Filter;
use crate::project::Measure;
use crate::project::OneOrMany;
use crate::project::Scalar;
use crate::stat::draft::Context;
use crate::stat::draft::How;
use crate::stat::draft::Made;
use crate::stat::draft::count;
use crate::stat::draft::family;
use crate::stat::draft::measure_format;
use crate::stat::draft::measure_words;
use crate::stat::estimate::Undefined;
use crate::stat::estimate::describe;
use crate::stat::estimate::design::smd;
use crate::stat::kind::panel::Groups;
use crate::stat::number::Format;
use crate::stat::number::Unit;
use crate::stat::value::Stat;
use serde::Deserialize;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Settings {
    frame: String,
    group: Groups,
    covariates: Vec<Covariate>,
    #[serde(default, rename = "where")]
    filter: Filter,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Covariate {
    name: String,
    measure: Measure,
    #[serde(default)]
    title: Option<String>,
    #[serde(default, rename = "where")]
    filter: Filter,
    #[serde(default)]
    frame: Option<String>,
}

/// What one covariate comes to.
struct Compared {
    name: String,
    difference: Stat,
    /// The means of the treated and of the control.
    means: [Stat; 2],
    how: How,
}

/// Computes `kind: balance`.
pub(in crate::stat) fn compute(context: &Context<'_>, decl: &Estimated) -> Result<Made> {
    let settings: Settings = decl.settings.decode()?;
    let mut made = Made::default();
    let mut families: [Vec<(Vec<String>, String)>; 3] =
        [Vec::new(), Vec::new(), Vec::new()];
    let mut largest: Option<(f64, How)> = None;
    for covariate in &settings.covariates {
        let found = compare(context, &settings, covariate)?;
        let size = found.difference.number().unwrap_or_default().abs();
        if largest.as_ref().is_none_or(|(most, _)| size > *most) {
            largest = Some((size, found.how));
        }
        let [ours, theirs] = found.means;
        for (list, stat) in families.iter_mut().zip([found.difference, ours, theirs]) {
            list.push((vec![found.name.clone()], stat.id.clone()));
            made.stats.push(stat);
        }
    }
    let dimensions = ["covariate".to_owned()];
    let block = &context.block;
    for (suffix, members) in ["", ".treated", ".control"].iter().zip(families) {
        // Covariates keep the order in which they are declared.
        let order = members.clone();
        let id = format!("{}{suffix}", block.id);
        let mut list = family(id, &block.title, &dimensions, members);
        list.members
            .sort_by_key(|member| order.iter().position(|(key, _)| *key == member.key));
        made.families.push(list);
    }
    if let Some((most, how)) = largest {
        let id = context.id(&["largest".to_owned()]);
        let title = format!("{}, the largest of all", block.title);
        made.stats.push(context.number(
            id,
            title,
            most,
            Format::of(Unit::Effect),
            &how,
        )?);
    }
    Ok(made)
}

fn compare(
    context: &Context<'_>,
    settings: &Settings,
    covariate: &Covariate,
) -> Result<Compared> {
    let frame = covariate.frame.as_ref().unwrap_or(&settings.frame);
    let reader = context.reader(frame)?;
    let own = !covariate.filter.is_empty() || covariate.frame.is_some();
    let filter = if own { &covariate.filter } else { &settings.filter };
    let side = |key: &str| -> Result<(Vec<f64>, usize)> {
        let one = OneOrMany::One(Scalar::Text(key.to_owned()));
        let mut filter = filter.clone();
        filter.insert(settings.group.column.clone(), one);
        let rows = reader.keep(&filter)?;
        let measured = reader.measure(&covariate.measure, &rows)?;
        let values = rows.iter().filter_map(|row| measured.parts(*row)?.value());
        Ok((values.collect(), rows.len()))
    };
    let groups = [&settings.group.treated, &settings.group.control];
    let ((x, of_x), (y, of_y)) = (side(groups[0])?, side(groups[1])?);
    let name =
        covariate.title.clone().unwrap_or_else(|| covariate.name.replace('_', " "));
    let id = context.id(std::slice::from_ref(&covariate.name));
    let undefined = |error: Undefined| context.undefined(&id, &error.reason);
    let found = smd(&x, &y).map_err(undefined)?;
    let ours = describe(&x, 0.95).map_err(undefined)?;
    let theirs = describe(&y, 0.95).map_err(undefined)?;
    let words = measure_words(&covariate.measure);
    let how = How {
        definition: format!(
            "Standardised mean difference of {words} at the start, treated less control"
        ),
        formula: "(m₁ − m₀)/√((s₁² + s₀²)/2)".to_owned(),
        frame: frame.clone(),
        rows: x.len() + y.len(),
        files: reader.files(),
        from: Vec::new(),
    };
    let title = format!("{}, {name}", context.block.title);
    let format = Format::of(Unit::Effect);
    let mut difference = context.number(id.clone(), title, found.smd, format, &how)?;
    difference.n = vec![count(groups[0], x.len(), of_x), count(groups[1], y.len(), of_y)];
    for (detail, value) in [
        ("mean_treated", ours.mean),
        ("mean_control", theirs.mean),
        ("sd_treated", ours.sd),
        ("sd_control", theirs.sd),
        ("variance_ratio", found.variance_ratio),
    ] {
        difference.details.insert(detail.to_owned(), value);
    }
    let mean = |side: &str, group: &str, value: f64| {
        let how = How {
            definition: format!("Mean over areas of {words}"),
            formula: "mean(y)".to_owned(),
            ..how.clone()
        };
        let id = context.id(&[side.to_owned(), covariate.name.clone()]);
        let title = format!("{name}, {}", context.words(&settings.group.column, group));
        let format = match measure_format(&covariate.measure) {
            format if format.unit == Unit::Count => Format::of(Unit::Number).decimals(1),
            format => format,
        };
        context.number(id, title, value, format, &how)
    };
    let means = [
        mean("treated", groups[0], ours.mean)?,
        mean("control", groups[1], theirs.mean)?,
    ];
    Ok(Compared { name: covariate.name.clone(), difference, means, how })
}
