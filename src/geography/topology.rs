//! Rings to chains: a border between two areas becomes one line that both refer to.

use foldhash::fast::FixedState;
use std::collections::HashMap;
use std::hash::BuildHasher as _;

pub(super) type Point = (i32, i32);

/// Chains, and for each ring the chains it is made of: `n` forwards, `-n - 1` backwards.
#[derive(Debug, Default)]
pub(super) struct Topology {
    pub chains: Vec<Vec<Point>>,
    pub rings: Vec<Vec<i32>>,
}

/// The neighbours of a point along a ring, in order of size.
#[derive(Clone, Copy, PartialEq)]
struct Between {
    pair: (Point, Point),
    junction: bool,
}

/// Cuts rings where more than two lines meet, and finds the pieces that are the same.
pub(super) fn cut(rings: &[Vec<Point>]) -> Topology {
    let total = rings.iter().map(Vec::len).sum();
    let mut known: HashMap<Point, Between, FixedState> =
        HashMap::with_capacity_and_hasher(total, FixedState::default());
    for ring in rings {
        for (at, point) in ring.iter().enumerate() {
            let before = around(ring, at + ring.len() - 1);
            let after = around(ring, at + 1);
            let pair = (before.min(after), before.max(after));
            let found = known.entry(*point).or_insert(Between { pair, junction: false });
            found.junction |= found.pair != pair;
        }
    }
    let junction = |point: &Point| known.get(point).is_some_and(|found| found.junction);
    let mut cutter = Cutter::default();
    let rings = rings.iter().map(|ring| {
        let ends: Vec<usize> = ring
            .iter()
            .enumerate()
            .filter_map(|(at, point)| junction(point).then_some(at))
            .collect();
        if ends.is_empty() {
            let least = ring.iter().enumerate().min_by_key(|(_, point)| **point);
            let start = least.map_or(0, |(at, _)| at);
            return vec![cutter.chain(piece(ring, start, start + ring.len()))];
        }
        let next = ends.iter().skip(1).copied();
        let last = ends.first().map_or(0, |first| first + ring.len());
        ends.iter()
            .zip(next.chain([last]))
            .map(|(from, to)| cutter.chain(piece(ring, *from, to)))
            .collect()
    });
    let rings = rings.collect();
    Topology { chains: cutter.chains, rings }
}

fn around(ring: &[Point], at: usize) -> Point {
    ring.get(at % ring.len().max(1)).copied().unwrap_or_default()
}

/// The points from one place to another, both included.
fn piece(ring: &[Point], from: usize, to: usize) -> Vec<Point> {
    (from..=to).map(|at| around(ring, at)).collect()
}

#[derive(Default)]
struct Cutter {
    chains: Vec<Vec<Point>>,
    known: HashMap<u64, Vec<i32>, FixedState>,
}

impl Cutter {
    /// Returns the reference to a chain, which is kept in one direction.
    fn chain(&mut self, points: Vec<Point>) -> i32 {
        let mut back = points.clone();
        back.reverse();
        let reversed = back < points;
        let kept = if reversed { back } else { points };
        let hash = FixedState::default().hash_one(&kept);
        let same = self.known.entry(hash).or_default();
        let found = same.iter().find(|at| {
            usize::try_from(**at).ok().and_then(|at| self.chains.get(at)) == Some(&kept)
        });
        let at = found.copied().unwrap_or_else(|| {
            let at = i32::try_from(self.chains.len()).unwrap_or(i32::MAX);
            self.chains.push(kept);
            same.push(at);
            at
        });
        if reversed { -at - 1 } else { at }
    }
}

#[cfg(test)]
mod tests {
    use super::cut;

    #[test]
    fn neighbours_share_their_border_whatever_their_winding() {
        let left = vec![(0, 0), (1, 0), (1, 1), (1, 2), (0, 2)];
        let mut right = vec![(1, 0), (2, 0), (2, 2), (1, 2), (1, 1)];
        for _ in 0..2 {
            let found = cut(&[left.clone(), right.clone()]);
            assert_eq!(found.chains.len(), 3);
            let common: Vec<i32> = found.rings[0]
                .iter()
                .filter(|at| {
                    found.rings[1].contains(at) || found.rings[1].contains(&(-**at - 1))
                })
                .copied()
                .collect();
            assert_eq!(common.len(), 1);
            right.reverse();
        }
    }

    #[test]
    fn an_area_within_another_has_its_hole_for_a_border() {
        let outer = vec![(0, 0), (9, 0), (9, 9), (0, 9)];
        let hole = vec![(3, 3), (3, 6), (6, 6), (6, 3)];
        let inner = vec![(6, 6), (6, 3), (3, 3), (3, 6)];
        let found = cut(&[outer, hole, inner]);
        assert_eq!(found.chains.len(), 2);
        assert_eq!(found.rings[1][0].max(-found.rings[1][0] - 1), 1);
        assert_eq!(found.rings[2][0].max(-found.rings[2][0] - 1), 1);
    }
}
