//! The country: an outline for each area, as GeoJSON. It lies in the open ocean and is no place.
//!
//! Regions are squares of a lattice, cut into as many pieces as they have areas; then every
//! point of the lattice is moved, so that borders bend and neighbours keep them in common. There
//! is no sine in it: what is not exact would differ between machines.

use super::places::{Area, REGIONS, region_code};
use super::random::Random;
use std::collections::BTreeMap;

/// Steps of the lattice along the side of a region.
const STEPS: usize = 30;
/// Regions in a row.
const ACROSS: usize = 3;
/// Degrees from one step to the next.
const STEP: f64 = 0.036;
/// The middle of the country, in degrees.
const MIDDLE: (f64, f64) = (-25.0, 0.0);

/// A piece of the lattice: left, top, width and height in steps.
#[derive(Clone, Copy)]
struct Piece {
    x: usize,
    y: usize,
    w: usize,
    h: usize,
}

/// Cuts a piece into so many, the longer side first.
fn cut(piece: Piece, count: usize, random: &mut Random, out: &mut Vec<Piece>) {
    if count < 2 {
        out.push(piece);
        return;
    }
    let first = count / 2;
    let wide = piece.w >= piece.h;
    let side = if wide { piece.w } else { piece.h };
    let share = first as f64 / count as f64 + 0.12 * (random.uniform() - 0.5);
    let at = ((side as f64 * share + 0.5) as usize).clamp(2, side - 2);
    let (a, b) = if wide {
        (Piece { w: at, ..piece }, Piece { x: piece.x + at, w: piece.w - at, ..piece })
    } else {
        (Piece { h: at, ..piece }, Piece { y: piece.y + at, h: piece.h - at, ..piece })
    };
    cut(a, first, random, out);
    cut(b, count - first, random, out);
}

/// Noise between the points of a coarse lattice, smooth in between.
struct Noise {
    side: usize,
    values: Vec<(f64, f64)>,
}

impl Noise {
    fn new(side: usize, random: &mut Random) -> Self {
        let mut draw = || 2.0 * random.uniform() - 1.0;
        let values = (0..(side + 1) * (side + 1)).map(|_| (draw(), draw())).collect();
        Self { side, values }
    }

    /// The noise at a place from 0 to 1 in both directions.
    fn at(&self, x: f64, y: f64) -> (f64, f64) {
        let side = self.side as f64;
        let cell = |value: f64| ((value * side) as usize).min(self.side - 1);
        let (column, line) = (cell(x), cell(y));
        let smooth = |value: f64| value * value * (3.0 - 2.0 * value);
        let (right, down) =
            (smooth(x * side - column as f64), smooth(y * side - line as f64));
        let corner = |dx: usize, dy: usize| {
            self.values[(line + dy) * (self.side + 1) + column + dx]
        };
        let mix = |a: f64, b: f64, share: f64| a + (b - a) * share;
        let along = |dy: usize| {
            let (a, b) = (corner(0, dy), corner(1, dy));
            (mix(a.0, b.0, right), mix(a.1, b.1, right))
        };
        let (top, bottom) = (along(0), along(1));
        (mix(top.0, bottom.0, down), mix(top.1, bottom.1, down))
    }
}

/// Returns the boundaries of all areas.
pub(crate) fn boundaries(areas: &[&Area], random: &mut Random) -> String {
    let whole = (ACROSS * STEPS) as f64;
    let (broad, fine) = (Noise::new(4, random), Noise::new(13, random));
    let rough = Noise::new(ACROSS * STEPS, random);
    // The corners of the square come in, so that the coast is round, and everything bends.
    let place = |x: usize, y: usize| -> String {
        let (u, v) = (x as f64 / whole, y as f64 / whole);
        let (a, b) = (2.0 * u - 1.0, 2.0 * v - 1.0);
        let (round_a, round_b) = (a * (1.0 - 0.22 * b * b), b * (1.0 - 0.22 * a * a));
        let (n1, n2, n3) = (broad.at(u, v), fine.at(u, v), rough.at(u, v));
        let moved = |at: f64, broad: f64, fine: f64, rough: f64| {
            at + 0.105 * broad + 0.013 * fine + 0.0028 * rough
        };
        let half = whole * STEP / 2.0;
        let longitude = MIDDLE.0 + half * 0.9 * moved(round_a, n1.0, n2.0, n3.0);
        let latitude = MIDDLE.1 - half * 1.1 * moved(round_b, n1.1, n2.1, n3.1);
        format!("[{longitude:.4},{latitude:.4}]")
    };
    let outline = |piece: &Piece| -> String {
        let (right, bottom) = (piece.x + piece.w, piece.y + piece.h);
        let top = (piece.x..right).map(|x| place(x, piece.y));
        let east = (piece.y..bottom).map(|y| place(right, y));
        let base = (piece.x + 1..=right).rev().map(|x| place(x, bottom));
        let west = (piece.y..=bottom).rev().map(|y| place(piece.x, y));
        let points: Vec<String> = top.chain(east).chain(base).chain(west).collect();
        format!("[{}]", points.join(","))
    };
    let mut pieces: BTreeMap<&str, (String, String)> = BTreeMap::new();
    for region in 0..REGIONS {
        let own: Vec<&&Area> =
            areas.iter().filter(|area| area.region == region).collect();
        let (x, y) = (region % ACROSS * STEPS, region / ACROSS * STEPS);
        let mut cuts = Vec::new();
        cut(Piece { x, y, w: STEPS, h: STEPS }, own.len(), random, &mut cuts);
        for (area, piece) in own.into_iter().zip(&cuts) {
            pieces.insert(&area.code, (region_code(region), outline(piece)));
        }
    }
    let features: Vec<String> = pieces
        .iter()
        .map(|(code, (region, ring))| {
            format!(
                "{{\"type\":\"Feature\",\"properties\":{{\"area\":\"{code}\",\"region\":\"{region}\"}},\
                 \"geometry\":{{\"type\":\"Polygon\",\"coordinates\":[{ring}]}}}}"
            )
        })
        .collect();
    format!(
        "{{\"type\":\"FeatureCollection\",\"features\":[\n{}\n]}}\n",
        features.join(",\n")
    )
}
