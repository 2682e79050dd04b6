//! Which areas of the boundaries a map is about, and what stands in its insets.

use crate::figure::plan::Planner;
use crate::model::chart::Chart;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Result;
use crate::model::diagnostic::did_you_mean;
use crate::model::geography::Inset;
use crate::model::geography::Outline;
use crate::model::geography::Purpose;
use crate::model::words::some;
use std::collections::BTreeSet;

/// The most names that a message lists.
pub(super) const FEW: usize = 5;

/// Refuses values of areas that the map is not about: nobody would see them.
pub(super) fn beyond(
    planner: &Planner<'_>,
    chart: &Chart,
    areas: &[Outline],
    shown: &BTreeSet<String>,
) -> Result<()> {
    if shown.is_empty() {
        return Ok(());
    }
    let keys: BTreeSet<&str> = chart.keys().into_iter().collect();
    let outside: Vec<String> = areas
        .iter()
        .filter(|area| keys.contains(area.key.as_str()) && !shown.contains(&area.key))
        .map(|area| area.name.clone())
        .collect();
    if outside.is_empty() {
        return Ok(());
    }
    let (values, lie) =
        if outside.len() == 1 { ("value", "lies") } else { ("values", "lie") };
    let message = format!(
        "{} {values} of {} {lie} outside the `areas:` of the map: {}",
        outside.len(),
        keys.len(),
        some(&outside, FEW)
    );
    Err(Diagnostic::error(Code::R0693, message)
        .at(planner.place(&["areas"]), "")
        .help("draw the values of these areas alone with `only:`, or add the others to `areas:`")
        .into())
}

/// The keys of the areas that a list of `areas:` names: keys, beginnings of keys, or groups.
pub(super) fn keys(
    planner: &Planner<'_>,
    areas: &[Outline],
    wanted: &[String],
    path: &[&str],
) -> Result<BTreeSet<String>> {
    let mut out = BTreeSet::new();
    for (index, wanted) in wanted.iter().enumerate() {
        let found = areas.iter().filter(|area| match wanted.strip_suffix('*') {
            Some(start) => area.key.starts_with(start),
            None => area.key == *wanted || area.group == *wanted,
        });
        let found: Vec<String> = found.map(|area| area.key.clone()).collect();
        if found.is_empty() {
            let index = index.to_string();
            let place = [path, &["areas", &index]].concat();
            let known = areas.iter().map(|area| area.key.as_str());
            return Err(Diagnostic::error(
                Code::R0401,
                format!("there is no area `{wanted}`"),
            )
            .at(planner.place(&place), "")
            .help(did_you_mean(wanted, known, "areas"))
            .into());
        }
        out.extend(found);
    }
    Ok(out)
}

pub(super) fn insets(
    planner: &Planner<'_>,
    areas: &[Outline],
    shown: &BTreeSet<String>,
) -> Result<Vec<Inset>> {
    let mut out = Vec::new();
    for (at, inset) in planner.decl().insets.iter().enumerate() {
        let at = at.to_string();
        let path = ["insets", at.as_str()];
        let fault = |message: &str, help: &str| -> Result<Vec<Inset>> {
            Err(Diagnostic::error(Code::R0401, message)
                .at(planner.place(&path), "")
                .help(help)
                .into())
        };
        let keys = keys(planner, areas, &inset.areas, &path)?;
        let purpose = match (inset.areas.is_empty(), inset.moved) {
            (true, true) => {
                return fault(
                    "an inset that is moved has areas",
                    "say which with `areas:`",
                );
            }
            (true, false) if shown.is_empty() => {
                return fault(
                    "the inset shows all areas, as the map does",
                    "say which areas the inset shows with its `areas:`, or which the map is about with `areas:` of the figure",
                );
            }
            (true, false) => Purpose::Overview,
            (false, true) => Purpose::Apart,
            (false, false) => Purpose::Zoom,
        };
        let outside = keys.iter().find(|key| !shown.is_empty() && !shown.contains(*key));
        if let Some(outside) = outside {
            return fault(
                &format!(
                    "`{outside}` is in the inset, but not among the `areas:` of the map"
                ),
                "add it there, or take it out here",
            );
        }
        out.push(Inset { label: inset.label.clone(), keys, purpose });
    }
    Ok(out)
}
