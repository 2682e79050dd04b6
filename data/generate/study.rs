//! The made-up study: places, outcomes, what is hidden of them, and the files they fill.
//!
//! Truth first, gaps last: every figure is drawn and calibrated before any cell is hidden, so
//! a hidden cell never disturbs another one.

mod calibrate;
mod country;
mod outcomes;
mod places;
mod random;
mod types;

use outcomes::Series;
use places::{Area, FIRST_YEAR, GROUPS, Group};
use random::Random;
use std::collections::BTreeSet;
use std::fmt::Display;

/// Everything follows from this number; another one makes another country.
const SEED: u64 = 20_122_024;

/// Months are missing from one police force's files of this year, as a place in a series.
const FORCE_GAP: usize = 9;
/// The region of that force, and how many areas it polices.
const FORCE: (usize, usize) = (1, 2);

/// One area with all that is known of it.
struct Place {
    area: Area,
    businesses: Series,
    children: Series,
    low_income: Series,
    offences: Series,
    types: Vec<types::Counts>,
}

/// Returns every file as its name and its text.
pub(crate) fn generate() -> Vec<(&'static str, String)> {
    let mut ranks = BTreeSet::new();
    let mut places: Vec<Place> = GROUPS
        .iter()
        .zip(0..)
        .flat_map(|(group, at)| draw(group, at * 16, &mut ranks))
        .collect();
    places.sort_by(|a, b| a.area.code.cmp(&b.area.code));
    let force: Vec<String> = places
        .iter()
        .filter(|place| place.area.treated && place.area.region == FORCE.0)
        .map(|place| place.area.code.clone())
        .take(FORCE.1)
        .collect();
    vec![
        ("regions.csv", regions()),
        ("areas.csv", areas(&places)),
        ("population.csv", yearly("population", &places, |place| &place.area.population)),
        ("businesses.csv", yearly("local_units", &places, |place| &place.businesses)),
        ("children.csv", children(&places)),
        ("crime.csv", crime(&places, &force)),
        ("crime_types.csv", crime_types(&places, &force)),
        ("boundaries.geojson", boundaries(&places)),
    ]
}

/// Draws one group; each outcome has a stream of its own, counted from `stream`.
fn draw(group: &Group, stream: u64, ranks: &mut BTreeSet<usize>) -> Vec<Place> {
    let random = |purpose: u64| Random::new(SEED, stream + purpose);
    let areas = places::draw(group, &mut random(1), ranks);
    let businesses = outcomes::businesses(&areas, &mut random(2));
    let children = outcomes::children(&areas, &mut random(3));
    let offences = outcomes::crime(&areas, &mut random(4));
    let types = types::split(&areas, &offences, &mut random(5));
    areas
        .into_iter()
        .zip(businesses)
        .zip(children)
        .zip(offences)
        .zip(types)
        .map(|((((area, businesses), (children, low_income)), offences), types)| Place {
            area,
            businesses,
            children,
            low_income,
            offences,
            types,
        })
        .collect()
}

/// Writes a row: its cells, commas between them.
fn row(text: &mut String, cells: &[&dyn Display]) {
    let cells: Vec<String> = cells.iter().map(ToString::to_string).collect();
    text.push_str(&cells.join(","));
    text.push('\n');
}

fn regions() -> String {
    let mut text = "region,region_name,tile_column,tile_row\n".to_owned();
    for at in 0..places::REGIONS {
        let name = format!("Region {}", at + 1);
        row(&mut text, &[&places::region_code(at), &name, &(at % 3 + 1), &(at / 3 + 1)]);
    }
    text
}

fn boundaries(places: &[Place]) -> String {
    let areas: Vec<&Area> = places.iter().map(|place| &place.area).collect();
    country::boundaries(&areas, &mut Random::new(SEED, 64))
}

fn areas(places: &[Place]) -> String {
    let mut text = "area,group,region,deprivation_rank,deprivation_decile,\
                    community_needs_score,wave\n"
        .to_owned();
    for Place { area, .. } in places {
        let group = if area.treated { "nbi" } else { "benchmark" };
        let needs = format!("{}.{}", area.needs / 10, area.needs % 10);
        let wave = area.wave.map(|wave| wave.to_string()).unwrap_or_default();
        let region = places::region_code(area.region);
        row(
            &mut text,
            &[&area.code, &group, &region, &area.rank, &area.decile(), &needs, &wave],
        );
    }
    text
}

/// Writes a file of one complete measure, every year.
fn yearly(name: &str, places: &[Place], measure: impl Fn(&Place) -> &Series) -> String {
    let mut text = format!("area,year,{name}\n");
    for place in places {
        for (year, count) in (FIRST_YEAR..).zip(measure(place)) {
            row(&mut text, &[&place.area.code, &year, count]);
        }
    }
    text
}

/// Writes child poverty: whole areas suppressed (`c`), and single cells rounded away (`*`).
fn children(places: &[Place]) -> String {
    let mut random = Random::new(SEED, 101);
    let mut starred = BTreeSet::new();
    while starred.len() < 6 {
        let year = outcomes::CHILD_START + 1 + random.index(6);
        let area = &places[random.index(places.len())].area;
        if !area.suppressed() {
            starred.insert((area.code.clone(), year));
        }
    }
    let mut text = "area,year,children,low_income_children\n".to_owned();
    for place in places {
        for at in outcomes::CHILD_START..=outcomes::CHILD_END {
            let low_income = if area_hides(&place.area, at) {
                "c".to_owned()
            } else if starred.contains(&(place.area.code.clone(), at)) {
                "*".to_owned()
            } else {
                place.low_income[at].to_string()
            };
            let year = FIRST_YEAR + at;
            row(&mut text, &[&place.area.code, &year, &place.children[at], &low_income]);
        }
    }
    text
}

/// Returns whether the publisher holds back an area's child poverty in a year.
fn area_hides(area: &Area, year: usize) -> bool {
    match outcomes::suppression(area) {
        None => false,
        Some(outcomes::Suppression::Always) => true,
        Some(outcomes::Suppression::Year(hidden)) => hidden == year,
    }
}

/// Writes all crime, but for the year that a force reported in part.
fn crime(places: &[Place], force: &[String]) -> String {
    let mut text = "area,year,offences\n".to_owned();
    for place in places {
        for (at, count) in place.offences.iter().enumerate() {
            let year = FIRST_YEAR + at;
            if at == FORCE_GAP && force.contains(&place.area.code) {
                row(&mut text, &[&place.area.code, &year, &"[x]"]);
            } else {
                row(&mut text, &[&place.area.code, &year, count]);
            }
        }
    }
    text
}

/// Writes crime by type; between the headline years a few cells were never recorded.
fn crime_types(places: &[Place], force: &[String]) -> String {
    let mut random = Random::new(SEED, 102);
    let mut unrecorded = BTreeSet::new();
    while unrecorded.len() < 40 {
        let year = types::FIRST + 1 + random.index(11);
        let kind = random.index(types::NAMES.len());
        let code = &places[random.index(places.len())].area.code;
        if year != FORCE_GAP || !force.contains(code) {
            unrecorded.insert((code.clone(), year, kind));
        }
    }
    let mut text = "area,year,type,offences\n".to_owned();
    for place in places {
        let code = &place.area.code;
        for (at, counts) in (types::FIRST..).zip(&place.types) {
            for (kind, name) in types::NAMES.iter().enumerate() {
                let cell = if at == FORCE_GAP && force.contains(code) {
                    "[x]".to_owned()
                } else if unrecorded.contains(&(code.clone(), at, kind)) {
                    "..".to_owned()
                } else {
                    counts[kind].to_string()
                };
                row(&mut text, &[code, &(FIRST_YEAR + at), name, &cell]);
            }
        }
    }
    text
}
