//! Areas of a map as shapes on the page, with no more points than its size shows.

use crate::figure::map::clip::Frame;
use crate::figure::place::Area;
use crate::geography::least;
use crate::geography::simplified;
use crate::model::geography::Map;
use crate::model::geography::Outline;
use std::fmt::Write as _;

/// The smallest bend that is drawn, in square units of the picture.
const BEND: f64 = 0.4;
/// More areas than this are drawn on a coarser grid, and a class is one shape.
pub(super) const MANY: usize = 600;

/// From the grid of a map to the page.
#[derive(Debug, Clone, Copy)]
pub(super) struct View {
    /// Page units to one of the grid.
    scale: f64,
    left: f64,
    top: f64,
}

impl View {
    /// Fits bounds of the grid into an area, in its middle.
    pub(super) fn fit([west, north, east, south]: [i32; 4], area: Area) -> Self {
        let wide = f64::from(east - west).max(1.0);
        let tall = f64::from(south - north).max(1.0);
        let scale = (area.w / wide).min(area.h / tall);
        let left = area.x + (area.w - wide * scale) / 2.0 - f64::from(west) * scale;
        let top = area.y + (area.h - tall * scale) / 2.0 - f64::from(north) * scale;
        Self { scale, left, top }
    }

    pub(super) fn at(&self, (x, y): (i32, i32)) -> (f64, f64) {
        (self.left + f64::from(x) * self.scale, self.top + f64::from(y) * self.scale)
    }

    /// The part of the grid that an area of the page shows.
    fn shown(&self, area: Area) -> [i32; 4] {
        let grid = |page: f64, start: f64| ((page - start) / self.scale).round() as i32;
        [
            grid(area.x, self.left),
            grid(area.y, self.top),
            grid(area.right(), self.left),
            grid(area.bottom(), self.top),
        ]
    }
}

/// Chains as the page shows them.
pub(super) struct Shapes<'a> {
    /// Those that are drawn.
    areas: Vec<&'a Outline>,
    /// The chains of these areas; others are empty.
    chains: Vec<Vec<(i32, i32)>>,
    view: View,
    /// Where shapes end, unless they are shown whole.
    frame: Option<Frame>,
    /// Page units to a step of the shapes' own grid.
    pub fine: f64,
}

/// The bounds of some areas: west, north, east, south.
pub(super) fn bounds<'a>(
    map: &Map,
    areas: impl Iterator<Item = &'a Outline>,
) -> Option<[i32; 4]> {
    let mut out: Option<[i32; 4]> = None;
    let chains = areas.flat_map(|area| area.rings.iter().flatten());
    let mut seen = vec![false; map.chains.len()];
    for chain in chains {
        let at = index(*chain);
        if seen.get(at).copied().unwrap_or(true) {
            continue;
        }
        if let Some(slot) = seen.get_mut(at) {
            *slot = true;
        }
        for (x, y) in map.chain(at) {
            let [west, north, east, south] = out.unwrap_or([x, y, x, y]);
            out = Some([west.min(x), north.min(y), east.max(x), south.max(y)]);
        }
    }
    out
}

fn index(chain: i32) -> usize {
    usize::try_from(if chain < 0 { -chain - 1 } else { chain }).unwrap_or(usize::MAX)
}

impl<'a> Shapes<'a> {
    /// Shapes of areas, shown whole.
    pub(super) fn new(map: &Map, areas: Vec<&'a Outline>, view: View) -> Self {
        let kept = least(areas.iter().map(|area| &*area.rings), map.chains.len());
        let mut drawn = vec![false; map.chains.len()];
        for chain in areas.iter().flat_map(|area| area.rings.iter().flatten()) {
            if let Some(drawn) = drawn.get_mut(index(*chain)) {
                *drawn = true;
            }
        }
        let many = areas.len() > MANY;
        let bend = BEND * if many { 1.6 } else { 1.0 } / (view.scale * view.scale);
        let chains = kept.iter().zip(&drawn).enumerate();
        let chains = chains.map(|(at, (least, drawn))| {
            if *drawn { simplified(&map.chain(at), bend, *least) } else { Vec::new() }
        });
        let fine = match areas.len() {
            0..=MANY => 0.1,
            601..=2500 => 0.25,
            _ => 0.5,
        };
        Self { chains: chains.collect(), areas, view, frame: None, fine }
    }

    /// Shapes of whatever lies in a part of the page, as far as they do.
    pub(super) fn cut(map: &'a Map, view: View, area: Area) -> Self {
        let [west, north, east, south] = view.shown(area);
        let chains = (0..map.chains.len()).map(|at| {
            let points = map.chain(at);
            let within = |of: fn(&(i32, i32)) -> i32, from: i32, to: i32| {
                points.iter().map(of).min().is_some_and(|least| least <= to)
                    && points.iter().map(of).max().is_some_and(|most| most >= from)
            };
            within(|point| point.0, west, east) && within(|point| point.1, north, south)
        });
        let near: Vec<bool> = chains.collect();
        let areas = map.areas.iter().filter(|area| {
            let mut chains = area.rings.iter().flatten();
            map.shows(area) && chains.any(|chain| near.get(index(*chain)) == Some(&true))
        });
        let mut out = Self::new(map, areas.collect(), view);
        let local = |page: f64| (page / out.fine).round() as i64;
        out.frame = Some(Frame([
            local(area.x),
            local(area.y),
            local(area.right()),
            local(area.bottom()),
        ]));
        out
    }

    /// The areas that are drawn.
    pub(super) fn areas(&self) -> &[&'a Outline] {
        &self.areas
    }

    fn local(&self, point: (i32, i32)) -> (i64, i64) {
        let (x, y) = self.view.at(point);
        ((x / self.fine).round() as i64, (y / self.fine).round() as i64)
    }

    /// The points of a ring on the shapes' own grid.
    fn ring(&self, ring: &[i32]) -> Vec<(i64, i64)> {
        let mut out: Vec<(i64, i64)> = Vec::new();
        for chain in ring {
            let points =
                self.chains.get(index(*chain)).map(Vec::as_slice).unwrap_or_default();
            let mut add = |point: &(i32, i32)| {
                let local = self.local(*point);
                if out.last() != Some(&local) {
                    out.push(local);
                }
            };
            if *chain < 0 {
                points.iter().rev().for_each(&mut add);
            } else {
                points.iter().for_each(&mut add);
            }
        }
        if out.len() > 1 && out.first() == out.last() {
            out.pop();
        }
        match self.frame {
            Some(frame) => frame.ring(out),
            None => out,
        }
    }

    /// The rings of an area on the page.
    pub(super) fn rings(&self, area: &Outline) -> Vec<Vec<(f64, f64)>> {
        let page = |(x, y): (i64, i64)| (x as f64 * self.fine, y as f64 * self.fine);
        let rings =
            area.rings.iter().map(|ring| self.ring(ring).into_iter().map(page).collect());
        rings.collect()
    }

    /// The path of an area. One too small for a shape is a step of the grid wide.
    pub(super) fn path(&self, area: &Outline) -> String {
        let mut out = String::new();
        for ring in &area.rings {
            let points = self.ring(ring);
            if points.len() > 2 {
                closed(&points, &mut out);
            }
        }
        if out.is_empty() {
            let (x, y) = self.local(area.at);
            if self.frame.is_none_or(|frame| frame.holds((x, y))) {
                let _ = write!(out, "M{x} {y}h1v1h-1z");
            }
        }
        out
    }

    /// The path of the chains between areas of different groups, and around all of them.
    pub(super) fn outlines(&self) -> String {
        let mut sides: Vec<Vec<&str>> = vec![Vec::new(); self.chains.len()];
        for area in &self.areas {
            for chain in area.rings.iter().flatten() {
                if let Some(sides) = sides.get_mut(index(*chain)) {
                    sides.push(&area.group);
                }
            }
        }
        let mut out = String::new();
        for (chain, sides) in self.chains.iter().zip(sides) {
            let within =
                sides.len() > 1 && sides.windows(2).all(|pair| pair[0] == pair[1]);
            if within || sides.is_empty() {
                continue;
            }
            let mut points: Vec<(i64, i64)> =
                chain.iter().map(|at| self.local(*at)).collect();
            points.dedup();
            let pieces = match self.frame {
                Some(frame) => frame.line(&points),
                None => vec![points],
            };
            for piece in pieces.iter().filter(|piece| piece.len() > 1) {
                open(piece, &mut out);
            }
        }
        out
    }
}

fn open(points: &[(i64, i64)], out: &mut String) {
    let mut before: Option<(i64, i64)> = None;
    let mut separate = false;
    for (x, y) in points {
        match before {
            None => {
                let _ = write!(out, "M{x} {y}l");
            }
            Some((x0, y0)) => {
                for number in [x - x0, y - y0] {
                    // A sign parts numbers as well as a space does.
                    if separate && number >= 0 {
                        out.push(' ');
                    }
                    let _ = write!(out, "{number}");
                    separate = true;
                }
            }
        }
        before = Some((*x, *y));
    }
}

fn closed(points: &[(i64, i64)], out: &mut String) {
    open(points, out);
    out.push('z');
}

/// Whether a place lies within some rings.
pub(super) fn inside(rings: &[Vec<(f64, f64)>], (x, y): (f64, f64)) -> bool {
    let mut odd = false;
    for ring in rings {
        for (at, a) in ring.iter().enumerate() {
            let Some(b) = ring.get((at + 1) % ring.len()) else { continue };
            if (a.1 > y) != (b.1 > y) {
                let share = (y - a.1) / (b.1 - a.1);
                odd ^= x < a.0 + share * (b.0 - a.0);
            }
        }
    }
    odd
}
