//! `map`: areas on a map, coloured by class, as circles, dots or hexagons, or pointed out.
//!
//! `boundaries:` is a resource of GeoJSON, TopoJSON, a zipped Shapefile or GeoParquet, whose
//! primary key (or `join:`) has the values of the dimension `x:`. `style:` is `choropleth` for
//! rates, `symbols` for counts, `dots` for many small areas, `hexes` to give each the same room, or
//! `locator`, which needs no data, to show where the highlighted areas are. `classes:` has a
//! `method:` (`quantile`, `equal`, `jenks`) and a `count:`, or `breaks:` of your own; classes turn
//! at zero, or at the `reference:`, where values lie on both sides of it, and `better: lower` makes
//! the higher side orange. `names:` is the
//! attribute with the names, `outline:` one by which thicker borders are drawn, `no_data:` says why
//! areas have no value. `areas:` says which areas the map is about, where the file holds more;
//! `insets:` draws small maps beside it: a crowded part, larger, with a mark where it lies;
//! areas far off (`moved: true`); or, without `areas:` of its own, where the map lies among all
//! boundaries. Do not use it where places do not matter: a sorted `bar` compares better.
//!
//! ```yaml
//! growth_map:
//!   kind: map
//!   headline: Growth differs from area to area
//!   subtitle: Change in local business units by area in percent, 2012 to 2024
//!   data: growth_on_map
//!   x: area
//!   boundaries: boundaries
//!   names: name
//!   classes: {method: quantile, count: 5}
//!   source: Synthetic data
//! ```

use crate::figure::describe::rank;
use crate::figure::draw::Need;
use crate::figure::draw::less::Less;
use crate::figure::kind::Kind;
use crate::figure::kind::Names;
use crate::figure::kind::without_intervals;
use crate::figure::map;
use crate::figure::map::classes;
use crate::figure::map::join;
use crate::figure::place::Area;
use crate::figure::plan::Marking;
use crate::figure::plan::Planner;
use crate::figure::svg::Svg;
use crate::figure::theme::Look;
use crate::model::chart::Chart;
use crate::model::diagnostic::Result;
use crate::model::format::Format;
use crate::model::format::Unit;
use crate::model::geography::MapStyle;
use crate::model::geography::Outline;
use crate::model::words::listed;
use crate::say;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The most names that a message or a sentence lists.
const FEW: usize = 5;

pub(super) struct Map;

impl Kind for Map {
    fn manual(&self) -> &'static str {
        include_str!("map.rs")
    }

    fn panels(&self) -> Option<Names> {
        Some(Names::Each)
    }

    fn settings(&self) -> &'static [&'static str] {
        &[
            "highlight",
            "boundaries",
            "join",
            "names",
            "outline",
            "style",
            "classes",
            "projection",
            "areas",
            "insets",
            "no_data",
            "better",
        ]
    }

    fn plan(&self, planner: &Planner<'_>) -> Result<Chart> {
        let decl = planner.decl();
        if decl.style == MapStyle::Locator && decl.data.is_none() && decl.items.is_empty()
        {
            return Ok(planner.empty(Format::of(Unit::Number)));
        }
        planner.listed_or_family()
    }

    fn finish(&self, planner: &Planner<'_>, chart: &mut Chart) -> Result<()> {
        without_intervals(chart);
        let mut map = join::map(planner, chart)?;
        if let Some(map) = &mut map {
            classes::classify(planner, chart, map)?;
        }
        chart.map = map.map(Arc::new);
        Ok(())
    }

    fn marked(&self, chart: &Chart) -> Vec<Marking> {
        let Some(map) = &chart.map else { return Vec::new() };
        let count = map.classes.len();
        let all = map::counts(chart, &map.classes);
        let classes = map.classes.iter().zip(all).enumerate();
        let classes = classes.map(|(at, (class, all))| {
            let last = at + 1 == count;
            let title = format!("Areas with {}", map::class(chart, class, last));
            let points = map::within(chart, class, last);
            let ends = [chart.format.rounded(class.from), chart.format.rounded(class.to)];
            Marking::new("count", all as f64, chart, points)
                .printed(Format::of(Unit::Number).decimals(0))
                .named(&title, "")
                .of(ends.map(|end| end.to_string()).iter().map(String::as_str))
                .by(
                    "Number of areas in the class, by their values as printed: its lower break is in it, its upper one only in the last",
                    "number of y with low ≤ y < high",
                )
        });
        classes.collect()
    }

    fn highlights<'a>(&self, chart: &'a Chart) -> Vec<&'a str> {
        match &chart.map {
            Some(map) => {
                let shown = map.areas.iter().filter(|area| map.shows(area));
                shown.map(|area| area.key.as_str()).collect()
            }
            None => chart.keys(),
        }
    }

    fn need(&self, chart: &Chart, look: &Look, width: f64) -> Need {
        match &chart.map {
            Some(map) => map::need(chart, map, look, width),
            None => Need { least: 1.0, natural: 1.0, most: 1.0 },
        }
    }

    fn paint(&self, chart: &Chart, svg: &Svg, area: Area) {
        if let Some(map) = &chart.map {
            map::paint(chart, map, svg, area);
        }
    }

    fn foot(&self, chart: &Chart) -> String {
        chart.map.as_ref().map_or_else(String::new, |map| map::foot(map))
    }

    fn sentences(&self, chart: &Chart) -> (Vec<String>, Vec<String>) {
        sentences(chart)
    }

    fn less<'a>(&self, whole: Less<'a>, level: usize) -> Option<Less<'a>> {
        if level == 1 { whole.without_insets() } else { None }
    }

    fn most_series(&self) -> Option<usize> {
        None
    }
}

/// The extremes, what the classes hold, where the highest class is, and what has no value.
fn sentences(chart: &Chart) -> (Vec<String>, Vec<String>) {
    let Some(map) = &chart.map else { return (Vec::new(), Vec::new()) };
    let mut out = Vec::new();
    if map.style == MapStyle::Locator {
        let marked = map.areas.iter().filter(|area| chart.highlight.contains(&area.key));
        let names: Vec<String> = marked.map(|area| area.name.clone()).collect();
        if !names.is_empty() {
            out.push(say!(
                "map-locator",
                names = listed(&names),
                count = map.areas.iter().filter(|area| map.shows(area)).count(),
            ));
        }
        return (out.clone(), out);
    }
    let (main, _) = rank::sentences(chart);
    out.extend(main);
    let count = map.classes.len();
    let counts = map::counts(chart, &map.classes);
    if let Some(top) = map.classes.last().filter(|_| count > 1) {
        let areas: BTreeMap<&str, &Outline> =
            map.areas.iter().map(|area| (area.key.as_str(), area)).collect();
        let mut groups: Vec<(&str, usize)> = Vec::new();
        for (_, _, point) in chart.points() {
            let within = chart.format.rounded(point.value) >= top.from;
            let area = areas.get(point.key.as_str());
            let Some(area) = area.filter(|area| within && !area.group.is_empty()) else {
                continue;
            };
            match groups.iter_mut().find(|(known, _)| *known == area.group) {
                Some((_, many)) => *many += 1,
                None => groups.push((&area.group, 1)),
            }
        }
        groups.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        if !groups.is_empty() {
            let listed_groups: Vec<String> = groups
                .iter()
                .take(3)
                .map(|(group, many)| say!("map-in-group", count = *many, group = *group))
                .collect();
            out.push(say!(
                "map-highest",
                count = counts.last().copied().unwrap_or(0),
                class = map::class(chart, top, true),
                rest = if groups.len() > 3 { "some" } else { "all" },
                groups = listed(&listed_groups),
            ));
        }
    }
    out.extend(missing(chart));
    let short = out.clone();
    out.extend(map.classes.iter().zip(counts).enumerate().map(|(at, (class, held))| {
        let words = map::class(chart, class, at + 1 == count);
        say!("map-class", class = words, count = held)
    }));
    (short, out)
}

/// Which areas have no value; nothing where all have one.
pub(super) fn missing(chart: &Chart) -> Option<String> {
    let missing = chart.without_value();
    let names: Vec<&str> = missing.iter().take(FEW).map(|(_, name)| *name).collect();
    let many = missing.len();
    match many {
        0 => None,
        1..=FEW => Some(say!("map-missing-named", count = many, names = listed(&names))),
        _ => Some(say!("map-missing", count = many)),
    }
}
