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
use crate::stat::draft::Context;
use crate::stat::draft::How;
use crate::stat::draft::Made;
use crate::stat::draft::count;
use crate::stat::draft::family;
use crate::stat::draft::measure_format;
use crate::stat::draft::measure_words;
use crate::stat::estimate::describe;
use crate::stat::estimate::design::smd;
use crate::stat::kind::panel::Groups;
use crate::stat::number::Format;
use crate::stat::number::Unit;
use crate::stat::rows::Reader;
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

/// Computes `kind: balance`.
pub(in crate::stat) fn compute(context: &Context<'_>, decl: &Estimated) -> Result<Made> {
    let settings: Settings = decl.settings.decode()?;
    let mut made = Made::default();
    let mut families: [Vec<(Vec<String>, String)>; 3] =
        [Vec::new(), Vec::new(), Vec::new()];
    let mut largest: Option<(f64, How)> = None;
    for covariate in &settings.covariates {
        let frame = covariate.frame.as_ref().unwrap_or(&settings.frame);
        let reader = Reader::new(context.block, frame, context.frames)?;
        let mut filter = if covariate.filter.is_empty() && covariate.frame.is_none() {
            settings.filter.clone()
        } else {
            covariate.filter.clone()
        };
        let mut side = |key: &str| -> Result<(Vec<f64>, usize)> {
            let one = crate::project::Scalar::Text(key.to_owned());
            filter.insert(
                settings.group.column.clone(),
                crate::project::OneOrMany::One(one),
            );
            let rows = reader.keep(&filter)?;
            let measured = reader.measure(&covariate.measure)?;
            let values = rows.iter().filter_map(|row| measured.parts(*row)?.value());
            Ok((values.collect(), rows.len()))
        };
        let (x, of_x) = side(&settings.group.treated)?;
        let (y, of_y) = side(&settings.group.control)?;
        let name =
            covariate.title.clone().unwrap_or_else(|| covariate.name.replace('_', " "));
        let key = vec![covariate.name.clone()];
        let id = context.id(&key);
        let undefined = |error: crate::stat::estimate::Undefined| {
            context.undefined(&id, &error.reason)
        };
        let found = smd(&x, &y).map_err(undefined)?;
        let (ours, theirs) = (
            describe(&x, 0.95).map_err(undefined)?,
            describe(&y, 0.95).map_err(undefined)?,
        );
        let how = How {
            definition: format!(
                "Standardised mean difference of {} at the start, treated less control",
                measure_words(&covariate.measure)
            ),
            formula: "(m₁ − m₀)/√((s₁² + s₀²)/2)".to_owned(),
            frame: frame.clone(),
            rows: x.len() + y.len(),
            files: reader.table.files.clone(),
            from: Vec::new(),
        };
        let title = format!("{}, {name}", context.block.title);
        let mut stat = context.number(
            id.clone(),
            title,
            found.smd,
            Format::of(Unit::Effect),
            &how,
        )?;
        stat.n = vec![
            count(&settings.group.treated, x.len(), of_x),
            count(&settings.group.control, y.len(), of_y),
        ];
        for (detail, value) in [
            ("mean_treated", ours.mean),
            ("mean_control", theirs.mean),
            ("sd_treated", ours.sd),
            ("sd_control", theirs.sd),
            ("variance_ratio", found.variance_ratio),
        ] {
            stat.details.insert(detail.to_owned(), value);
        }
        if largest.as_ref().is_none_or(|(most, _)| found.smd.abs() > *most) {
            largest = Some((found.smd.abs(), how.clone()));
        }
        let means = [
            ("treated", ours.mean, &settings.group.treated),
            ("control", theirs.mean, &settings.group.control),
        ];
        for (at, (side, mean, group)) in means.into_iter().enumerate() {
            let id = context.id(&[side.to_owned(), covariate.name.clone()]);
            let how = How {
                definition: format!(
                    "Mean over areas of {}",
                    measure_words(&covariate.measure)
                ),
                formula: "mean(y)".to_owned(),
                ..how.clone()
            };
            let words = context.words(&settings.group.column, group).to_owned();
            let format = match measure_format(&covariate.measure) {
                format if format.unit == Unit::Count => {
                    Format::of(Unit::Number).decimals(1)
                }
                format => format,
            };
            let mean = context.number(
                id.clone(),
                format!("{name}, {words}"),
                mean,
                format,
                &how,
            )?;
            made.stats.push(mean);
            if let Some(list) = families.get_mut(at + 1) {
                list.push((key.clone(), id));
            }
        }
        families[0].push((key, id));
        made.stats.push(stat);
    }
    let dimensions = ["covariate".to_owned()];
    let block = &context.block;
    let names = ["", ".treated", ".control"];
    for (suffix, members) in names.iter().zip(families) {
        // Covariates keep the order in which they are declared.
        let order = members.clone();
        let mut made_family =
            family(format!("{}{suffix}", block.id), &block.title, &dimensions, members);
        made_family
            .members
            .sort_by_key(|member| order.iter().position(|(key, _)| *key == member.key));
        made.families.push(made_family);
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
