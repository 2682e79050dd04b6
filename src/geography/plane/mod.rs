//! Boundaries in one plane: their reference system checked, projected, on a fine grid, with
//! common borders.

use crate::geography::crs::BRITISH;
use crate::geography::crs::Crs;
use crate::geography::crs::DEGREES;
use crate::geography::crs::names;
use crate::geography::overlap::overlapping;
use crate::geography::shape::Looks;
use crate::geography::shape::crosses_itself;
use crate::geography::shape::middle;
use crate::geography::topology;
use crate::geography::topology::Point;
use crate::model::geography::Boundaries;
use crate::model::geography::Ring;
use proj4rs::transform::transform;
use rayon::prelude::*;

/// Units of the grid along the longer side.
const FINE: f64 = 4_000_000.0;
/// Where the British National Grid is used, in degrees: west, south, east, north.
const BRITAIN: [f64; 4] = [-9.1, 49.7, 2.1, 61.1];
/// The same in metres.
const GRID: [f64; 4] = [-100_000.0, -50_000.0, 800_000.0, 1_350_000.0];

/// What is declared beside a file.
#[derive(Debug, Clone, Copy, Default)]
pub struct Wanted<'a> {
    /// The reference system of the file, where the file does not say it.
    pub crs: Option<&'a str>,
    /// The projection to draw in.
    pub projection: Option<&'a str>,
}

/// Why boundaries cannot be drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Whether the projection is at fault; else the reference system of the file.
    pub projection: bool,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
}

/// Areas in a plane, x to the right and y down.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Plane {
    /// Lines between the places where more than two of them meet.
    pub chains: Vec<Vec<Point>>,
    /// The rings of each area: chain `n` forwards, `-n - 1` backwards.
    pub areas: Vec<Vec<Vec<i32>>>,
    /// A place inside each area; none for an area without a ring.
    pub middles: Vec<Option<Point>>,
    /// Width and height of the grid.
    pub size: (i32, i32),
    /// How long a unit is, in metres.
    pub unit: f64,
    /// The projection in words.
    pub projection: String,
    /// Areas of which a ring crosses itself.
    pub crossed: Vec<usize>,
    /// Pairs of areas that cover the same ground.
    pub overlaps: Vec<(usize, usize)>,
}

fn refused(message: String, help: impl Into<String>) -> Refusal {
    Refusal { projection: false, message, help: help.into() }
}

/// The extent of some rings: west, south, east, north.
fn extent<'a>(rings: impl Iterator<Item = &'a Ring>) -> [f64; 4] {
    rings.flatten().fold(
        [f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY],
        |[west, south, east, north], (x, y)| {
            [west.min(*x), south.min(*y), east.max(*x), north.max(*y)]
        },
    )
}

fn within(inner: [f64; 4], outer: [f64; 4]) -> bool {
    inner[0] >= outer[0]
        && inner[1] >= outer[1]
        && inner[2] <= outer[2]
        && inner[3] <= outer[3]
}

/// Brings boundaries into the plane of a projection.
pub fn plane(boundaries: Boundaries, wanted: Wanted<'_>) -> Result<Plane, Refusal> {
    let all = || boundaries.rings.iter().flatten();
    let bounds = extent(all());
    let source = source(&boundaries, wanted, bounds)?;
    let mut rings = boundaries.rings;
    if source.is_degrees() {
        unwrap(&mut rings);
    }
    let bounds = extent(rings.iter().flatten());
    let (target, words) = target(&source, wanted, bounds)?;
    if source != target {
        project(&mut rings, &source, &target)?;
    }
    let [west, south, east, north] = extent(rings.iter().flatten());
    let side = (east - west).max(north - south);
    if !(side > 0.0 && side.is_finite()) {
        return Err(refused(
            "the boundaries have no extent".to_owned(),
            "look at the coordinates of the file",
        ));
    }
    let scale = FINE / side;
    let on_grid = |(x, y): (f64, f64)| -> Point {
        (((x - west) * scale).round() as i32, ((north - y) * scale).round() as i32)
    };
    let rings: Vec<Vec<Vec<Point>>> = rings
        .into_par_iter()
        .map(|area| {
            let rings = area.into_iter().map(|ring| {
                let mut points: Vec<Point> = ring.into_iter().map(on_grid).collect();
                points.dedup();
                if points.first() == points.last() {
                    points.pop();
                }
                points
            });
            rings.filter(|points| points.len() > 2).collect()
        })
        .collect();
    let crossed = rings.par_iter().enumerate();
    let looks = Looks::default();
    let crossed =
        crossed.filter(|(_, area)| area.iter().any(|ring| crosses_itself(ring, &looks)));
    let crossed = crossed.map(|(at, _)| at).collect();
    let overlaps = overlapping(&rings, &looks);
    if looks.too_many() {
        return Err(refused(
            "the outlines run to and fro too often to be looked at".to_owned(),
            "take a generalised file, or simplify it",
        ));
    }
    let middles = rings.par_iter().map(|area| middle(area)).collect();
    let counts: Vec<usize> = rings.iter().map(Vec::len).collect();
    let flat: Vec<Vec<Point>> = rings.into_iter().flatten().collect();
    let found = topology::cut(&flat);
    let mut parts = found.rings.into_iter();
    let areas = counts.into_iter().map(|count| parts.by_ref().take(count).collect());
    Ok(Plane {
        areas: areas.collect(),
        chains: found.chains,
        middles,
        size: (
            ((east - west) * scale).ceil() as i32,
            ((north - south) * scale).ceil() as i32,
        ),
        unit: 1.0 / scale,
        projection: words,
        crossed,
        overlaps,
    })
}

/// The reference system of the file: as declared, as the file says, or as its format has it.
fn source(
    boundaries: &Boundaries,
    wanted: Wanted<'_>,
    bounds: [f64; 4],
) -> Result<Crs, Refusal> {
    let known = "declare it with `crs:` beside `path:`, such as `crs: \"EPSG:27700\"`";
    let like_degrees = within(bounds, [-180.5, -90.0, 360.5, 90.0]);
    let named = wanted.crs.or(boundaries.crs.as_deref());
    let crs = match named {
        Some(name) => Crs::find(name).map_err(|why| {
            refused(
                format!("the coordinate reference system is not understood: {why}"),
                known,
            )
        })?,
        None if boundaries.degrees && like_degrees => {
            Crs::of_epsg(DEGREES).map_err(|why| refused(why, known))?
        }
        None if boundaries.degrees => {
            return Err(refused(
                format!(
                    "the file does not say its coordinate reference system, and coordinates such as {} are no degrees",
                    place(bounds)
                ),
                known,
            ));
        }
        None => {
            return Err(refused(
                "the file does not say its coordinate reference system".to_owned(),
                known,
            ));
        }
    };
    let words = named.map_or_else(|| "longitude and latitude".to_owned(), shortened);
    if crs.is_degrees() && !like_degrees {
        return Err(refused(
            format!(
                "coordinates such as {} are no degrees, as {words} has them",
                place(bounds)
            ),
            "declare the system that the file is in; metres in Great Britain are usually `crs: \"EPSG:27700\"`",
        ));
    }
    if !crs.is_degrees() && like_degrees {
        return Err(refused(
            format!(
                "coordinates such as {} are degrees, and {words} counts in metres",
                place(bounds)
            ),
            "declare `crs: \"EPSG:4326\"`",
        ));
    }
    if crs.epsg == Some(BRITISH) && !within(bounds, GRID) {
        return Err(refused(
            format!(
                "coordinates such as {} lie outside the British National Grid",
                place(bounds)
            ),
            "declare the system that the file is in with `crs:`",
        ));
    }
    let [west, south, east, north] = bounds;
    if crs.is_degrees()
        && within([south, west, north, east], BRITAIN)
        && !within(bounds, BRITAIN)
    {
        return Err(refused(
            format!(
                "the coordinates seem to be latitude and longitude: {} lies in Great Britain only the other way round",
                place(bounds)
            ),
            "write longitude first, as GeoJSON wants it",
        ));
    }
    Ok(crs)
}

/// A definition or well-known text would fill a message.
fn shortened(name: &str) -> String {
    let short: String = name.chars().take(60).collect();
    if short.len() < name.len() { format!("`{short}…`") } else { format!("`{short}`") }
}

fn place([west, south, ..]: [f64; 4]) -> String {
    let number = |value: f64| {
        let text = format!("{value:.2}");
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    };
    format!("({}, {})", number(west), number(south))
}

/// The projection to draw in, with its name: as declared; that of the file if it has one; the
/// British National Grid in Great Britain; else an equal-area one about the middle.
fn target(
    source: &Crs,
    wanted: Wanted<'_>,
    bounds: [f64; 4],
) -> Result<(Crs, String), Refusal> {
    let fault =
        |message: String, help: String| Refusal { projection: true, message, help };
    if let Some(name) = wanted.projection {
        let names: Vec<String> = names().map(|name| format!("`{name}`")).collect();
        let help = format!("write {}, or `EPSG:` with a number", names.join(", "));
        let crs = Crs::find(name).map_err(|why| fault(why, help.clone()))?;
        if crs.is_degrees() {
            return Err(fault(format!("`{name}` is no projection, but degrees"), help));
        }
        let outside = source.is_degrees() && !within(bounds, BRITAIN);
        if crs.epsg == Some(BRITISH) && outside {
            return Err(fault(
                format!("{} lies outside the British National Grid", place(bounds)),
                "leave `projection:` out, or name one for that part of the world"
                    .to_owned(),
            ));
        }
        let words = crs.words();
        return Ok((crs, words));
    }
    if !source.is_degrees() {
        return Ok((source.clone(), source.words()));
    }
    if within(bounds, BRITAIN) {
        let crs = Crs::of_epsg(BRITISH).map_err(|why| fault(why, String::new()))?;
        let words = crs.words();
        return Ok((crs, words));
    }
    let [west, south, east, north] = bounds;
    let mut longitude = f64::midpoint(west, east).round();
    if longitude > 180.0 {
        longitude -= 360.0;
    }
    let latitude = f64::midpoint(south, north).round();
    let crs = if east - west > 180.0 {
        Crs::find("equal_earth")
    } else {
        Crs::about(longitude, latitude)
    };
    let crs = crs.map_err(|why| fault(why, String::new()))?;
    let words = if crs.epsg.is_some() {
        crs.words()
    } else {
        let side = |value: f64, plus: &str, minus: &str| {
            format!("{}° {}", value.abs(), if value < 0.0 { minus } else { plus })
        };
        format!(
            "equal-area projection about {}, {}",
            side(latitude, "N", "S"),
            side(longitude, "E", "W")
        )
    };
    Ok((crs, words))
}

/// Joins what the antimeridian parts: longitudes go on beyond 180 where the areas lie on both
/// sides of it.
fn unwrap(rings: &mut [Vec<Ring>]) {
    for ring in rings.iter_mut().flatten() {
        let mut shift = 0.0;
        let mut last: Option<f64> = None;
        for (x, _) in ring {
            let found = *x;
            if let Some(last) = last {
                if found - last > 180.0 {
                    shift -= 360.0;
                } else if found - last < -180.0 {
                    shift += 360.0;
                }
            }
            last = Some(found);
            *x += shift;
        }
    }
    // The widest gap between degrees that some area covers.
    let mut covered = [false; 360];
    for ring in rings.iter().flatten() {
        let [west, _, east, _] = extent(std::iter::once(ring));
        let (from, to) = (west.floor() as i64, east.ceil() as i64);
        for degree in from..to.max(from + 1).min(from + 360) {
            if let Some(slot) = covered.get_mut(degree.rem_euclid(360) as usize) {
                *slot = true;
            }
        }
    }
    let mut widest = (0_usize, 0_usize);
    for start in 0..360 {
        let free = (0..360).take_while(|step| !covered[(start + step) % 360]).count();
        if free > widest.1 {
            widest = (start, free);
        }
    }
    let gap = (widest.0 + widest.1) as f64 % 360.0;
    let west = if gap > 180.0 { gap - 360.0 } else { gap };
    let beyond = extent(rings.iter().flatten());
    if widest.1 == 0 || (beyond[0] >= west - 1.0 && beyond[2] <= west + 361.0) {
        return;
    }
    for ring in rings.iter_mut().flatten() {
        let [from, ..] = extent(std::iter::once(&*ring));
        let turns = ((from - west + 0.5) / 360.0).floor() * 360.0;
        ring.iter_mut().for_each(|(x, _)| *x -= turns);
    }
}

fn project(rings: &mut [Vec<Ring>], source: &Crs, target: &Crs) -> Result<(), Refusal> {
    let fault = |message: String| Refusal {
        projection: true,
        message,
        help: "name a projection for that part of the world with `projection:`"
            .to_owned(),
    };
    rings.par_chunks_mut(64).try_for_each(|areas| {
        let from = source.projection().map_err(fault)?;
        let to = target.projection().map_err(fault)?;
        for ring in areas.iter_mut().flatten() {
            for (x, y) in ring.iter_mut() {
                let was = (*x, *y);
                let mut at = if source.is_degrees() {
                    (x.to_radians(), y.to_radians(), 0.0)
                } else {
                    (*x, *y, 0.0)
                };
                let done = transform(&from, &to, &mut at);
                if done.is_err() || !at.0.is_finite() || !at.1.is_finite() {
                    let words = target.words();
                    let message =
                        format!("{:.3}, {:.3} has no place in {words}", was.0, was.1);
                    return Err(fault(message));
                }
                (*x, *y) = (at.0, at.1);
            }
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests;
