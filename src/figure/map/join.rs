//! Values and areas brought together by a key: what has no partner is counted and named.

use crate::figure::map::chosen::FEW;
use crate::figure::map::chosen::beyond;
use crate::figure::map::chosen::insets;
use crate::figure::map::chosen::keys;
use crate::figure::map::outlines::crossed;
use crate::figure::map::outlines::overlapping;
use crate::figure::plan::Planner;
use crate::model::chart::Chart;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Result;
use crate::model::diagnostic::did_you_mean;
use crate::model::format::Unit;
use crate::model::geography::Map;
use crate::model::geography::MapPage;
use crate::model::geography::MapStyle;
use crate::model::geography::Outline;
use crate::model::words::some;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// Returns the areas of a chart; none where the boundaries are not at hand.
pub(in crate::figure) fn map(
    planner: &Planner<'_>,
    chart: &mut Chart,
) -> Result<Option<Map>> {
    let decl = planner.decl();
    let Some(resource) = &decl.boundaries else {
        return Err(planner
            .fault("kind", "a map needs the boundaries of its areas".to_owned())
            .help("add `boundaries:` with a resource of GeoJSON, TopoJSON, a zipped Shapefile or GeoParquet")
            .into());
    };
    let Some(page) = planner.page() else { return Ok(None) };
    let sheet = &page.sheet;
    let key = column(planner, page, "join", decl.join.as_ref().or(page.key.as_ref()))?;
    let Some(key) = key else {
        let names = sheet.header.iter().map(|name| format!("`{name}`"));
        return Err(planner
            .fault("boundaries", format!("`{resource}` has no primary key of one column"))
            .help(format!(
                "say which attribute is the key with `join:`: {}",
                some(&names.collect::<Vec<String>>(), FEW)
            ))
            .into());
    };
    let names = column(planner, page, "names", decl.names.as_ref())?;
    let group = column(planner, page, "outline", decl.outline.as_ref())?;
    let text = |row: usize, column: usize| -> Option<String> {
        sheet.cells.get(row)?.get(column)?.clone()
    };
    let labels: BTreeMap<&str, &str> = chart
        .points()
        .map(|(_, _, point)| (point.key.as_str(), point.label.as_str()))
        .collect();
    let mut areas: Vec<Outline> = Vec::new();
    let (mut bare, mut shapeless) = (0, Vec::new());
    for (row, rings) in sheet.areas.iter().enumerate() {
        let Some(own) = text(row, key) else {
            bare += 1;
            continue;
        };
        let label = labels.get(own.as_str()).copied().filter(|label| *label != own);
        let name = match names.and_then(|column| text(row, column)) {
            Some(name) => name,
            None => {
                label.map_or_else(|| planner.label(planner.across(), &own), str::to_owned)
            }
        };
        let Some(at) = sheet.middles.get(row).copied().flatten() else {
            shapeless.push(name);
            continue;
        };
        let group = group.and_then(|column| text(row, column)).unwrap_or_default();
        areas.push(Outline { key: own, name, group, rings: rings.clone(), at });
    }
    refuse_odd(planner, page, &areas, bare, &shapeless)?;
    let shown = keys(planner, &areas, &decl.areas, &[])?;
    beyond(planner, chart, &areas, &shown)?;
    let own: Vec<&Outline> = areas
        .iter()
        .filter(|area| shown.is_empty() || shown.contains(&area.key))
        .collect();
    if decl.style != MapStyle::Locator || chart.points().next().is_some() {
        matched(planner, chart, &own)?;
    }
    let named: BTreeMap<&str, &str> =
        areas.iter().map(|area| (area.key.as_str(), area.name.as_str())).collect();
    for point in chart
        .panels
        .iter_mut()
        .flat_map(|panel| &mut panel.series)
        .flat_map(|series| &mut series.points)
    {
        if let Some(name) = named.get(point.key.as_str()) {
            point.label = (*name).to_owned();
        }
    }
    crossed(planner, page, &areas);
    overlapping(planner, page, (&areas, &shown));
    fits(planner, chart)?;
    let insets = insets(planner, &areas, &shown)?;
    Ok(Some(Map {
        resource: resource.clone(),
        style: decl.style,
        chains: sheet.chains.clone(),
        areas,
        classes: Vec::new(),
        method: String::new(),
        shown,
        insets,
        no_data: decl.no_data.clone().unwrap_or_default(),
        projection: sheet.projection.clone(),
        unit: sheet.unit,
    }))
}

fn column(
    planner: &Planner<'_>,
    page: &MapPage,
    setting: &str,
    name: Option<&String>,
) -> Result<Option<usize>> {
    let Some(name) = name else { return Ok(None) };
    let header = &page.sheet.header;
    let found = header.iter().position(|known| known == name);
    found.map(Some).ok_or_else(|| {
        planner
            .fault(setting, format!("`{}` has no attribute `{name}`", page.file))
            .help(did_you_mean(name, header.iter().map(String::as_str), "attributes"))
            .into()
    })
}

fn refuse_odd(
    planner: &Planner<'_>,
    page: &MapPage,
    areas: &[Outline],
    bare: usize,
    shapeless: &[String],
) -> Result<()> {
    let fault = |message: String, help: &str| -> Result<()> {
        let at = planner.place(&["boundaries"]);
        Err(Diagnostic::error(Code::R0690, message).at(at, "").help(help).into())
    };
    if bare > 0 {
        let (areas, have) = if bare == 1 { ("area", "has") } else { ("areas", "have") };
        let message = format!("{bare} {areas} of `{}` {have} no key", page.file);
        return fault(
            message,
            "an area without a key can carry no value: give it one, or remove it",
        );
    }
    if !shapeless.is_empty() {
        let many = shapeless.len();
        let (areas, have) = if many == 1 { ("area", "has") } else { ("areas", "have") };
        let message = format!(
            "{many} {areas} of `{}` {have} no shape: {}",
            page.file,
            some(shapeless, FEW)
        );
        return fault(message, "give it one, or remove it from the file");
    }
    let mut seen = BTreeSet::new();
    let twice: BTreeSet<&str> = areas
        .iter()
        .map(|area| area.key.as_str())
        .filter(|key| !seen.insert(*key))
        .collect();
    if !twice.is_empty() {
        let many = twice.len();
        let names: Vec<String> =
            twice.into_iter().map(|key| format!("`{key}`")).collect();
        let (keys, occur) = if many == 1 { ("key", "occurs") } else { ("keys", "occur") };
        let message = format!(
            "{many} {keys} of `{}` {occur} more than once: {}",
            page.file,
            some(&names, FEW)
        );
        return fault(
            message,
            "join the parts of an area to one feature of several polygons",
        );
    }
    Ok(())
}

/// Holds values and areas to one another.
fn matched(planner: &Planner<'_>, chart: &mut Chart, areas: &[&Outline]) -> Result<()> {
    let known: BTreeSet<&str> = areas.iter().map(|area| area.key.as_str()).collect();
    let keys: BTreeSet<String> = chart.keys().into_iter().map(str::to_owned).collect();
    let lost: Vec<&String> =
        keys.iter().filter(|key| !known.contains(key.as_str())).collect();
    let empty: Vec<&Outline> =
        areas.iter().copied().filter(|area| !keys.contains(&area.key)).collect();
    if !lost.is_empty() {
        let (values, have) =
            if lost.len() == 1 { ("value", "has") } else { ("values", "have") };
        let names = |keys: &[&String]| {
            some(&keys.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>(), FEW)
        };
        let mut message = format!(
            "{} {values} of {} {have} no area in `{}`: {}",
            lost.len(),
            keys.len(),
            planner.page().map_or("", |page| &page.file),
            names(&lost)
        );
        if !empty.is_empty() {
            let many = empty.len();
            let (words, have) =
                if many == 1 { ("area", "has") } else { ("areas", "have") };
            let unmatched: Vec<&String> = empty.iter().map(|area| &area.key).collect();
            message.push_str(&format!(
                "; {many} {words} {have} no value: {}",
                names(&unmatched)
            ));
        }
        let help = alike(&lost, &empty).or_else(|| vintage(&lost, &empty));
        let help = help.unwrap_or_else(|| {
            if lost.len() == keys.len() {
                "no key matches: `x:` and the key of the boundaries hold different codes; name another attribute with `join:`".to_owned()
            } else {
                "keys that match only in part are often of another year: take boundaries of the year of the data, or draw the values that have an area with `only:`".to_owned()
            }
        });
        return Err(Diagnostic::error(Code::R0693, message)
            .at(planner.place(&["boundaries"]), "")
            .help(help)
            .into());
    }
    if !empty.is_empty() && planner.decl().no_data.is_none() {
        let (words, have) =
            if empty.len() == 1 { ("area", "has") } else { ("areas", "have") };
        let names: Vec<String> = empty.iter().map(|area| area.name.clone()).collect();
        let message = format!(
            "{} {words} of {} {have} no value: {}",
            empty.len(),
            areas.len(),
            some(&names, FEW)
        );
        planner.warn(
            Diagnostic::warning(Code::R0692, message)
                .at(planner.place(&["boundaries"]), "")
                .help("they are hatched; where that is meant, say why with `no_data:`"),
        );
    }
    chart.missing =
        empty.iter().map(|area| (area.key.clone(), area.name.clone())).collect();
    Ok(())
}

/// Says that keys would match but for capital letters or blanks.
fn alike(lost: &[&String], empty: &[&Outline]) -> Option<String> {
    let plain = |key: &str| key.trim().to_lowercase();
    let areas: BTreeMap<String, &str> =
        empty.iter().map(|area| (plain(&area.key), area.key.as_str())).collect();
    let (key, area) =
        lost.iter().find_map(|key| Some((key.as_str(), *areas.get(&plain(key))?)))?;
    let what = if key.trim() == area.trim() {
        "blanks at their ends"
    } else {
        "capital letters or blanks at their ends"
    };
    Some(format!(
        "`{key}` of the data and `{area}` of the boundaries differ only in {what}: write them alike in one of the files"
    ))
}

/// The last number that small areas of the census of 2011 have: those of 2021 go on after it.
const LAST_OF_2011: [(&str, u32, &str); 1] =
    [("E01", 33_768, "lower layer super output areas")];

/// Says which census each side is of, where the codes show it.
fn vintage(lost: &[&String], empty: &[&Outline]) -> Option<String> {
    for (prefix, last, name) in LAST_OF_2011 {
        let number = |key: &str| key.strip_prefix(prefix)?.parse::<u32>().ok();
        let later =
            lost.iter().filter(|key| number(key).is_some_and(|at| at > last)).count();
        let later_areas = empty
            .iter()
            .filter(|area| number(&area.key).is_some_and(|at| at > last))
            .count();
        let (data, bounds) = match (later, later_areas) {
            (0, 0) => continue,
            (later, _) if later > 0 => ("2021", "2011"),
            _ => ("2011", "2021"),
        };
        return Some(format!(
            "the data have {name} of the census of {data}, the boundaries those of {bounds}: codes after `{prefix}0{last}` are of 2021. Take boundaries of {data}, or bring the data to the areas of {bounds} with a lookup"
        ));
    }
    let start = |key: &str| -> Option<String> { key.get(..3).map(str::to_owned) };
    let prefix = |mut keys: Vec<Option<String>>| -> Option<String> {
        keys.dedup();
        match keys.as_slice() {
            [Some(only)] if only.starts_with(|c: char| c.is_ascii_uppercase()) => {
                Some(only.clone())
            }
            _ => None,
        }
    };
    let data = prefix(lost.iter().map(|key| start(key)).collect())?;
    let bounds = prefix(empty.iter().map(|area| start(&area.key)).collect())?;
    (data != bounds).then(|| {
        format!("the values are of areas `{data}…`, the boundaries of areas `{bounds}…`: these are different kinds of areas")
    })
}

/// Refuses what a style cannot show, and warns of what misleads.
fn fits(planner: &Planner<'_>, chart: &Chart) -> Result<()> {
    let style = planner.decl().style;
    let unit = chart.format.unit;
    let mislead = |message: &str, help: &str| {
        planner.warn(
            Diagnostic::warning(Code::R0697, message)
                .at(planner.place(&["style"]), "")
                .help(help),
        );
    };
    match style {
        MapStyle::Symbols => {
            if let Some((_, _, point)) =
                chart.points().find(|(_, _, point)| point.value < 0.0)
            {
                let message =
                    format!("a circle cannot show {} ({})", point.printed, point.label);
                return Err(planner
                    .fault("style", message)
                    .help("circles are for counts: use `style: choropleth`")
                    .into());
            }
            if !matches!(unit, Unit::Count | Unit::Currency | Unit::Number) {
                mislead(
                    "circles show counts, and these values are none",
                    "use `style: choropleth`",
                );
            }
        }
        MapStyle::Choropleth if unit == Unit::Count => {
            mislead(
                "colours on areas of different size show rates, and these values are counts",
                "use `style: symbols`, or draw a rate",
            );
        }
        _ => {}
    }
    let mut seen = BTreeSet::new();
    if chart.points().any(|(_, _, point)| !seen.insert(point.key.as_str())) {
        return Err(planner
            .fault("series", "a map has one value an area".to_owned())
            .help("keep one with `keep:`, or draw a map for each")
            .into());
    }
    Ok(())
}
