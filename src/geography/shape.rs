//! What shape an area has: whether its rings cross themselves, where its middle is.

use crate::geography::topology::Point;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;

/// How often a side of a file's outlines may be held against another: some hundred times as often
/// as any coast needs.
const MOST_LOOKS: u64 = 1_000_000_000;

/// How often sides were held against others.
#[derive(Debug, Default)]
pub(super) struct Looks(AtomicU64);

impl Looks {
    /// Counts more of them; says whether there may be more.
    pub(super) fn add(&self, count: usize) -> bool {
        let before = self.0.fetch_add(count as u64, Ordering::Relaxed);
        before + count as u64 <= MOST_LOOKS
    }

    /// Returns whether there were more than allowed, so that nothing is known.
    pub(super) fn too_many(&self) -> bool {
        self.0.load(Ordering::Relaxed) > MOST_LOOKS
    }
}

/// Whether two sides of a ring cross, other than where they meet.
pub(super) fn crosses_itself(ring: &[Point], looks: &Looks) -> bool {
    let next = |at: usize| ring.get((at + 1) % ring.len()).copied().unwrap_or_default();
    let mut sides: Vec<(Point, Point)> =
        ring.iter().enumerate().map(|(at, from)| (*from, next(at))).collect();
    sides.sort_unstable_by_key(|(a, b)| a.0.min(b.0));
    let mut open: Vec<(Point, Point)> = Vec::new();
    for side in sides {
        let left = side.0.0.min(side.1.0);
        if !looks.add(open.len()) {
            return false;
        }
        open.retain(|(a, b)| a.0.max(b.0) >= left);
        if open.iter().any(|other| cross(side, *other)) {
            return true;
        }
        open.push(side);
    }
    false
}

fn cross((a, b): (Point, Point), (c, d): (Point, Point)) -> bool {
    let (low, high) = (a.1.min(b.1), a.1.max(b.1));
    if c.1.max(d.1) < low || c.1.min(d.1) > high {
        return false;
    }
    let turn = |a: Point, b: Point, c: Point| {
        let wide = |n: i32| i64::from(n);
        ((wide(b.0) - wide(a.0)) * (wide(c.1) - wide(a.1))
            - (wide(b.1) - wide(a.1)) * (wide(c.0) - wide(a.0)))
        .signum()
    };
    turn(a, b, c) * turn(a, b, d) < 0 && turn(c, d, a) * turn(c, d, b) < 0
}

/// A place inside an area: the centroid of its largest ring, or, where that lies outside, the
/// middle of the widest part at its height.
pub(super) fn middle(area: &[Vec<Point>]) -> Option<Point> {
    let size = |ring: &&Vec<Point>| (doubled(ring).abs() * 1e3) as i128;
    let ring = area.iter().max_by_key(size)?;
    let total = doubled(ring);
    let origin = ring.first()?;
    let (mut x, mut y) = (0.0, 0.0);
    for (at, point) in ring.iter().enumerate() {
        let next = ring.get((at + 1) % ring.len())?;
        let local = |p: &Point| (f64::from(p.0 - origin.0), f64::from(p.1 - origin.1));
        let ((x0, y0), (x1, y1)) = (local(point), local(next));
        let part = x0 * y1 - x1 * y0;
        x += (x0 + x1) * part;
        y += (y0 + y1) * part;
    }
    if total.abs() < 1e-9 {
        return Some(*origin);
    }
    let x = (x / (3.0 * total)).round() as i32 + origin.0;
    let y = (y / (3.0 * total)).round() as i32 + origin.1;
    // Where the height of the centroid crosses the area.
    let level = f64::from(y) + 0.5;
    let mut cuts: Vec<f64> = area
        .iter()
        .flat_map(|ring| {
            ring.iter().enumerate().filter_map(|(at, a)| {
                let b = ring.get((at + 1) % ring.len())?;
                let (ay, by) = (f64::from(a.1), f64::from(b.1));
                ((ay < level) != (by < level)).then(|| {
                    let share = (level - ay) / (by - ay);
                    f64::from(a.0) + share * (f64::from(b.0) - f64::from(a.0))
                })
            })
        })
        .collect();
    cuts.sort_by(f64::total_cmp);
    let spans: Vec<(f64, f64)> =
        cuts.as_chunks::<2>().0.iter().map(|[from, to]| (*from, *to)).collect();
    let at = f64::from(x);
    if spans.is_empty() || spans.iter().any(|(from, to)| at > *from && at < *to) {
        return Some((x, y));
    }
    let widest = spans.iter().max_by(|a, b| (a.1 - a.0).total_cmp(&(b.1 - b.0)))?;
    Some((f64::midpoint(widest.0, widest.1) as i32, y))
}

/// Twice the area of a ring, signed by its direction.
fn doubled(ring: &[Point]) -> f64 {
    let Some(origin) = ring.first() else { return 0.0 };
    let local = |p: &Point| (f64::from(p.0 - origin.0), f64::from(p.1 - origin.1));
    let mut sum = 0.0;
    for (at, point) in ring.iter().enumerate() {
        let Some(next) = ring.get((at + 1) % ring.len()) else { continue };
        let ((x0, y0), (x1, y1)) = (local(point), local(next));
        sum += x0 * y1 - x1 * y0;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::Looks;
    use super::MOST_LOOKS;
    use super::crosses_itself;
    use std::sync::atomic::AtomicU64;

    #[test]
    fn sides_are_held_against_others_only_so_often() {
        // A comb, whose sides all lie beside one another.
        let teeth = (0..100).map(|at| (9 * (at % 2), at));
        let comb: Vec<_> = teeth.chain([(20, 99), (20, -1), (0, -1)]).collect();
        let after = |looked: u64| {
            let looks = Looks(AtomicU64::new(looked));
            (crosses_itself(&comb, &looks), looks.too_many())
        };
        assert_eq!(after(0), (false, false));
        assert_eq!(after(MOST_LOOKS - 1_000), (false, true));
    }
}
