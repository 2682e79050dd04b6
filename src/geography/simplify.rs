//! Fewer points for a line: those whose triangle is smallest go first (Visvalingam and Whyatt,
//! 1993). The ends stay.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Leaves out the points of a chain whose triangles are smaller than an area, down to `least`
/// points; the first and the last stay.
pub fn simplified(points: &[(i32, i32)], area: f64, least: usize) -> Vec<(i32, i32)> {
    let count = points.len();
    if count <= least.max(2) {
        return points.to_vec();
    }
    let mut before: Vec<usize> = (0..count).map(|at| at.saturating_sub(1)).collect();
    let mut after: Vec<usize> = (0..count).map(|at| (at + 1).min(count - 1)).collect();
    let mut sizes = vec![u64::MAX; count];
    let mut heap = BinaryHeap::with_capacity(count);
    let size = |a: usize, b: usize, c: usize| -> u64 {
        match (points.get(a), points.get(b), points.get(c)) {
            (Some(a), Some(b), Some(c)) => doubled(*a, *b, *c),
            _ => u64::MAX,
        }
    };
    for at in 1..count - 1 {
        let found = size(at - 1, at, at + 1);
        if let Some(slot) = sizes.get_mut(at) {
            *slot = found;
        }
        heap.push(Reverse((found, at)));
    }
    let limit = (2.0 * area).max(0.0) as u64;
    let mut left = count;
    let mut gone = vec![false; count];
    while let Some(Reverse((found, at))) = heap.pop() {
        if found > limit || left <= least.max(2) {
            break;
        }
        let stale = sizes.get(at) != Some(&found) || gone.get(at) == Some(&true);
        if stale {
            continue;
        }
        let (Some(from), Some(to)) = (before.get(at).copied(), after.get(at).copied())
        else {
            continue;
        };
        if let (Some(gone), Some(next), Some(last)) =
            (gone.get_mut(at), after.get_mut(from), before.get_mut(to))
        {
            (*gone, *next, *last) = (true, to, from);
        }
        left -= 1;
        for middle in [from, to] {
            if middle == 0 || middle == count - 1 {
                continue;
            }
            let (Some(a), Some(c)) = (before.get(middle), after.get(middle)) else {
                continue;
            };
            // Never smaller than what went before it, so that the order is that of detail.
            let fresh = size(*a, middle, *c).max(found);
            if let Some(slot) = sizes.get_mut(middle) {
                *slot = fresh;
            }
            heap.push(Reverse((fresh, middle)));
        }
    }
    let kept = points.iter().zip(gone).filter(|(_, gone)| !gone);
    kept.map(|(point, _)| *point).collect()
}

/// Twice the area of a triangle.
fn doubled(a: (i32, i32), b: (i32, i32), c: (i32, i32)) -> u64 {
    let wide = |n: i32| i64::from(n);
    let (x1, y1) = (wide(b.0) - wide(a.0), wide(b.1) - wide(a.1));
    let (x2, y2) = (wide(c.0) - wide(a.0), wide(c.1) - wide(a.1));
    (x1 * y2 - x2 * y1).unsigned_abs()
}

#[cfg(test)]
mod tests {
    use super::simplified;
    use proptest::prelude::*;

    #[test]
    fn small_bends_go_and_large_ones_stay() {
        let line = [(0, 0), (10, 1), (20, 0), (30, 40), (40, 0)];
        assert_eq!(simplified(&line, 20.0, 2), [(0, 0), (20, 0), (30, 40), (40, 0)]);
        assert_eq!(simplified(&line, 1e9, 2), [(0, 0), (40, 0)]);
        assert_eq!(simplified(&line, 1e9, 3).len(), 3);
    }

    proptest! {
        #[test]
        fn ends_stay_and_a_line_backwards_is_the_same_line(
            points in prop::collection::vec((0i32..1000, 0i32..1000), 2..60), area in 0.0..5e4f64
        ) {
            let found = simplified(&points, area, 2);
            prop_assert_eq!(found.first(), points.first());
            prop_assert_eq!(found.last(), points.last());
            prop_assert!(found.len() >= 2);
            let more = simplified(&points, area * 2.0, 2);
            prop_assert!(more.len() <= found.len());
        }
    }
}
