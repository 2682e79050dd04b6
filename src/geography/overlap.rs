//! Areas that cover the same ground, as far as a reader would see it.

use crate::geography::shape::Looks;
use crate::geography::topology::Point;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// Heights at which an area is looked at, and places at each height.
const LEVELS: usize = 4;
/// How many of the sixteen places have to lie in another area: borders that were drawn twice differ a little.
const ENOUGH: usize = 2;
/// The most cells along a side of the index, and the most entries of it.
const SIDE: usize = 256;
const ENTRIES: usize = 4_000_000;

type Area = [Vec<Point>];

/// Returns pairs of areas of which an eighth or more of one lies in the other.
pub(super) fn overlapping(
    areas: &[Vec<Vec<Point>>],
    looks: &Looks,
) -> Vec<(usize, usize)> {
    let boxes: Vec<Option<Bounds>> =
        areas.par_iter().map(|area| Bounds::of(area)).collect();
    let index = Index::new(&boxes);
    let found: BTreeSet<(usize, usize)> = areas
        .par_iter()
        .enumerate()
        .flat_map_iter(|(own, area)| {
            let mut within: BTreeMap<usize, usize> = BTreeMap::new();
            for (x, y) in places(area, boxes.get(own).copied().flatten()) {
                for other in index.at(x, y).iter().copied().filter(|other| *other != own)
                {
                    let bounds = boxes.get(other).copied().flatten();
                    let near = bounds.is_some_and(|bounds| bounds.holds(x, y));
                    let Some(rings) = areas.get(other).filter(|_| near) else { continue };
                    if looks.add(rings.iter().map(Vec::len).sum()) && holds(rings, (x, y))
                    {
                        *within.entry(other).or_default() += 1;
                    }
                }
            }
            within
                .into_iter()
                .filter(|(_, count)| *count >= ENOUGH)
                .map(move |(other, _)| (own.min(other), own.max(other)))
        })
        .collect();
    found.into_iter().collect()
}

#[derive(Debug, Clone, Copy)]
struct Bounds {
    west: i32,
    north: i32,
    east: i32,
    south: i32,
}

impl Bounds {
    fn of(area: &Area) -> Option<Self> {
        let mut points = area.iter().flatten();
        let (x, y) = *points.next()?;
        let start = Self { west: x, north: y, east: x, south: y };
        Some(points.fold(start, |all, (x, y)| Self {
            west: all.west.min(*x),
            north: all.north.min(*y),
            east: all.east.max(*x),
            south: all.south.max(*y),
        }))
    }

    fn holds(self, x: f64, y: f64) -> bool {
        x > f64::from(self.west)
            && x < f64::from(self.east)
            && y > f64::from(self.north)
            && y < f64::from(self.south)
    }
}

/// Places spread over the inside of an area: none on a corner.
fn places(area: &Area, bounds: Option<Bounds>) -> Vec<(f64, f64)> {
    let Some(bounds) = bounds else { return Vec::new() };
    let share = |at: usize| (at as f64 + 0.5) / LEVELS as f64;
    let tall = f64::from(bounds.south) - f64::from(bounds.north);
    let mut out = Vec::with_capacity(LEVELS * LEVELS);
    for level in 0..LEVELS {
        let y = (f64::from(bounds.north) + tall * share(level)).floor() + 0.5;
        let mut cuts: Vec<f64> = sides(area).filter_map(|side| cut(side, y)).collect();
        cuts.sort_by(f64::total_cmp);
        let spans: Vec<[f64; 2]> = cuts.as_chunks::<2>().0.to_vec();
        let whole: f64 = spans.iter().map(|[from, to]| to - from).sum();
        for at in 0..LEVELS {
            let mut left = whole * share(at);
            for [from, to] in &spans {
                if left <= to - from {
                    out.push((from + left, y));
                    break;
                }
                left -= to - from;
            }
        }
    }
    out
}

fn sides(area: &Area) -> impl Iterator<Item = (Point, Point)> {
    area.iter().flat_map(|ring| {
        let next = ring.iter().skip(1).chain(ring.first());
        ring.iter().copied().zip(next.copied())
    })
}

/// Where a side crosses a height.
fn cut((a, b): (Point, Point), y: f64) -> Option<f64> {
    let (ay, by) = (f64::from(a.1), f64::from(b.1));
    ((ay < y) != (by < y)).then(|| {
        let share = (y - ay) / (by - ay);
        f64::from(a.0) + share * (f64::from(b.0) - f64::from(a.0))
    })
}

fn holds(area: &Area, (x, y): (f64, f64)) -> bool {
    sides(area).filter_map(|side| cut(side, y)).filter(|at| *at < x).count() % 2 == 1
}

/// Which areas may lie at a place.
struct Index {
    cells: Vec<Vec<usize>>,
    side: usize,
    /// Units of the grid in a cell.
    cell: f64,
}

impl Index {
    fn new(boxes: &[Option<Bounds>]) -> Self {
        let known = || boxes.iter().flatten();
        let most = known().map(|it| it.east.max(it.south)).max().unwrap_or(0);
        let mut side = ((boxes.len() as f64).sqrt().ceil() as usize).clamp(1, SIDE);
        loop {
            let cell = (f64::from(most) + 1.0) / side as f64;
            let at =
                |value: i32| ((f64::from(value) / cell).max(0.0) as usize).min(side - 1);
            let span =
                |it: &Bounds| (at(it.west)..=at(it.east), at(it.north)..=at(it.south));
            let entries: usize = known()
                .map(span)
                .map(|(across, down)| across.count() * down.count())
                .fold(0, usize::saturating_add);
            if entries > ENTRIES && side > 1 {
                side /= 2;
                continue;
            }
            let mut cells = vec![Vec::new(); side * side];
            for (area, bounds) in boxes.iter().enumerate() {
                let Some((across, down)) = bounds.as_ref().map(span) else { continue };
                for y in down {
                    for x in across.clone() {
                        if let Some(cell) = cells.get_mut(y * side + x) {
                            cell.push(area);
                        }
                    }
                }
            }
            return Self { cells, side, cell };
        }
    }

    fn at(&self, x: f64, y: f64) -> &[usize] {
        let at = |value: f64| ((value / self.cell).max(0.0) as usize).min(self.side - 1);
        self.cells.get(at(y) * self.side + at(x)).map_or(&[], Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use super::Looks;
    use super::Point;
    use super::overlapping;

    fn square(x: i32, y: i32, side: i32) -> Vec<Point> {
        vec![(x, y), (x + side, y), (x + side, y + side), (x, y + side)]
    }

    fn found(areas: &[Vec<Vec<Point>>]) -> Vec<(usize, usize)> {
        overlapping(areas, &Looks::default())
    }

    #[test]
    fn areas_that_share_a_border_or_fill_a_hole_do_not_overlap() {
        let hole = vec![square(0, 0, 90), square(30, 30, 30)];
        let beside = vec![square(90, 0, 90)];
        assert_eq!(found(&[hole.clone(), beside, vec![square(30, 30, 30)]]), []);
        // Nor do those whose common border was drawn twice.
        assert_eq!(found(&[hole, vec![square(89, 0, 90)]]), []);
        assert_eq!(found(&[Vec::new(), vec![square(0, 0, 9)]]), []);
    }

    #[test]
    fn areas_that_lie_on_one_another_are_found() {
        let whole = vec![square(0, 0, 100)];
        assert_eq!(found(&[whole.clone(), whole.clone()]), [(0, 1)]);
        assert_eq!(found(&[whole.clone(), vec![square(40, 40, 10)]]), [(0, 1)]);
        assert_eq!(found(&[vec![square(80, 0, 100)], whole.clone()]), [(0, 1)]);
        let islands = vec![square(200, 0, 50), square(10, 10, 50)];
        assert_eq!(found(&[vec![square(500, 0, 100)], whole, islands]), [(1, 2)]);
    }
}
