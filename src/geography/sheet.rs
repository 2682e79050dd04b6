//! What maps draw from: boundaries on a grid as fine as any picture shows, with their attributes.

use crate::geography::plane;
use crate::geography::plane::Refusal;
use crate::geography::plane::Wanted;
use crate::geography::simplify::simplified;
use crate::geography::topology::Point;
use crate::model::geography::Boundaries;
use crate::model::geography::MapSheet;

/// Units of the grid along the longer side of a map.
pub const GRID: i32 = 16_384;
/// Pixels along the longer side of the largest picture for which detail is kept.
const PIXELS: f64 = 3_200.0;
/// The smallest bend kept, in square pixels of that picture.
const BEND: f64 = 0.3;

/// Makes the sheet of a file of boundaries.
pub fn sheet(
    mut boundaries: Boundaries,
    wanted: Wanted<'_>,
) -> Result<MapSheet, Refusal> {
    let header = std::mem::take(&mut boundaries.header);
    let cells = std::mem::take(&mut boundaries.cells);
    let plane = plane(boundaries, wanted)?;
    let side = f64::from(plane.size.0.max(plane.size.1)).max(1.0);
    let pixel = side / PIXELS;
    let scale = f64::from(GRID) / side;
    let coarse = |(x, y): Point| -> Point {
        ((f64::from(x) * scale).round() as i32, (f64::from(y) * scale).round() as i32)
    };
    let least = least(plane.areas.iter().map(Vec::as_slice), plane.chains.len());
    let chains = plane.chains.iter().zip(&least).map(|(chain, least)| {
        let kept = simplified(chain, BEND * pixel * pixel, *least);
        let mut points: Vec<Point> = Vec::with_capacity(kept.len());
        for point in kept.into_iter().map(coarse) {
            if points.last() != Some(&point) || points.len() == 1 {
                points.push(point);
            }
        }
        steps(&points)
    });
    Ok(MapSheet {
        chains: chains.collect(),
        areas: plane.areas,
        middles: plane.middles.into_iter().map(|at| at.map(coarse)).collect(),
        unit: plane.unit / scale,
        projection: plane.projection,
        crossed: plane.crossed,
        overlaps: plane.overlaps,
        header,
        cells,
    })
}

/// How many points of each chain have to stay, so that no ring falls flat: four of one that is a
/// whole ring, three of one of two.
pub fn least<'a>(
    areas: impl Iterator<Item = &'a [Vec<i32>]>,
    chains: usize,
) -> Vec<usize> {
    let mut out = vec![2; chains];
    for ring in areas.flatten().filter(|ring| ring.len() < 3) {
        for chain in ring {
            let at = usize::try_from(if *chain < 0 { -chain - 1 } else { *chain });
            if let Some(slot) = at.ok().and_then(|at| out.get_mut(at)) {
                *slot = (*slot).max(if ring.len() == 1 { 4 } else { 3 });
            }
        }
    }
    out
}

/// The first point, and the steps from one to the next.
fn steps(points: &[Point]) -> Vec<i32> {
    let mut before = (0, 0);
    let mut out = Vec::with_capacity(2 * points.len());
    for point in points {
        out.extend([point.0 - before.0, point.1 - before.1]);
        before = *point;
    }
    out
}
