//! What is odd about the outlines of a map's areas.

use crate::figure::map::chosen::FEW;
use crate::figure::plan::Planner;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::geography::MapPage;
use crate::model::geography::MapStyle;
use crate::model::geography::Outline;
use crate::model::words::some;
use std::collections::BTreeSet;

/// Warns of areas whose outlines cross themselves.
pub(super) fn crossed(planner: &Planner<'_>, page: &MapPage, areas: &[Outline]) {
    if page.sheet.crossed.is_empty() {
        return;
    }
    let names: Vec<String> = page
        .sheet
        .crossed
        .iter()
        .filter_map(|row| areas.get(*row).map(|area| area.name.clone()))
        .collect();
    let (outlines, cross) = if names.len() == 1 {
        ("outline", "crosses itself")
    } else {
        ("outlines", "cross themselves")
    };
    let message = format!(
        "{} {outlines} of `{}` {cross}: {}",
        names.len(),
        page.file,
        some(&names, FEW)
    );
    planner.warn(
        Diagnostic::warning(Code::R0695, message)
            .at(planner.place(&["boundaries"]), "")
            .help("what lies inside is not clear there; repair the file, such as with `ogr2ogr -makevalid`"),
    );
}

/// Warns of areas that hide others.
pub(super) fn overlapping(
    planner: &Planner<'_>,
    page: &MapPage,
    (areas, shown): (&[Outline], &BTreeSet<String>),
) {
    if !matches!(planner.decl().style, MapStyle::Choropleth | MapStyle::Locator) {
        return;
    }
    let drawn = |at: usize| {
        areas.get(at).filter(|area| shown.is_empty() || shown.contains(&area.key))
    };
    let pairs = page.sheet.overlaps.iter().filter_map(|(a, b)| {
        let (a, b) = (drawn(*a)?, drawn(*b)?);
        Some(format!("{} and {}", a.name, b.name))
    });
    let pairs: Vec<String> = pairs.collect();
    if pairs.is_empty() {
        return;
    }
    let many = if pairs.len() == 1 {
        "two areas".to_owned()
    } else {
        format!("{} pairs of areas", pairs.len())
    };
    let message =
        format!("{many} of `{}` cover the same ground: {}", page.file, some(&pairs, FEW));
    planner.warn(
        Diagnostic::warning(Code::R0698, message)
            .at(planner.place(&["boundaries"]), "")
            .help("what is drawn last hides the other: take boundaries of one kind of area, or say with `areas:` which of them the map is about"),
    );
}
