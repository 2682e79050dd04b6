//! What of a shape lies within a frame.

use crate::figure::place::Area;

pub(super) type Place = (i64, i64);
/// The corners of a line on the page.
pub(super) type Line = Vec<(f64, f64)>;

/// A frame: left, top, right, bottom.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame(pub [i64; 4]);

/// Steps of the grid on which circles are cut, to a unit of the page.
const FINE: f64 = 20.0;
/// Sides of a circle that is cut.
const SIDES: u32 = 64;

/// What of a circle lies within an area of the page: its filling, and the pieces of its line.
pub(super) fn circle((x, y): (f64, f64), radius: f64, area: Area) -> (Line, Vec<Line>) {
    let fine = |page: f64| (page * FINE).round() as i64;
    let frame =
        Frame([fine(area.x), fine(area.y), fine(area.right()), fine(area.bottom())]);
    let corner = |at: u32| {
        let angle = f64::from(at) / f64::from(SIDES) * std::f64::consts::TAU;
        (fine(x + radius * angle.cos()), fine(y + radius * angle.sin()))
    };
    let line: Vec<Place> = (0..=SIDES).map(|at| corner(at % SIDES)).collect();
    let page = |places: Vec<Place>| -> Line {
        places.into_iter().map(|(x, y)| (x as f64 / FINE, y as f64 / FINE)).collect()
    };
    let filling = frame.ring(line.iter().skip(1).copied().collect());
    (page(filling), frame.line(&line).into_iter().map(page).collect())
}

/// A side of a frame.
#[derive(Debug, Clone, Copy)]
struct Bound {
    /// Whether it is upright.
    upright: bool,
    at: i64,
    /// Whether what lies at higher places is inside.
    above: bool,
}

impl Bound {
    fn holds(self, (x, y): Place) -> bool {
        let place = if self.upright { x } else { y };
        if self.above { place >= self.at } else { place <= self.at }
    }

    /// Where a line meets the side: the same in both directions, so that borders stay common.
    fn meets(self, a: Place, b: Place) -> Place {
        let ((x0, y0), (x1, y1)) = (a.min(b), a.max(b));
        let along = |from: i64, to: i64, low: i64, high: i64| -> i64 {
            let share = (self.at - from) as f64 / (to - from) as f64;
            low + (share * (high - low) as f64).round() as i64
        };
        if self.upright {
            (self.at, along(x0, x1, y0, y1))
        } else {
            (along(y0, y1, x0, x1), self.at)
        }
    }
}

impl Frame {
    fn sides(self) -> [Bound; 4] {
        let [left, top, right, bottom] = self.0;
        [
            Bound { upright: true, at: left, above: true },
            Bound { upright: false, at: top, above: true },
            Bound { upright: true, at: right, above: false },
            Bound { upright: false, at: bottom, above: false },
        ]
    }

    pub(super) fn holds(self, place: Place) -> bool {
        self.sides().iter().all(|side| side.holds(place))
    }

    /// The part of a ring inside the frame, closed along its sides (Sutherland and Hodgman, 1974).
    pub(super) fn ring(self, ring: Vec<Place>) -> Vec<Place> {
        if ring.iter().all(|place| self.holds(*place)) {
            return ring;
        }
        self.sides().into_iter().fold(ring, |ring, side| {
            let mut out: Vec<Place> = Vec::with_capacity(ring.len());
            let mut add = |place: Place| {
                if out.last() != Some(&place) {
                    out.push(place);
                }
            };
            let before = ring.last().copied().into_iter().chain(ring.iter().copied());
            for (from, to) in before.zip(ring.iter().copied()) {
                if side.holds(from) != side.holds(to) {
                    add(side.meets(from, to));
                }
                if side.holds(to) {
                    add(to);
                }
            }
            if out.len() > 1 && out.first() == out.last() {
                out.pop();
            }
            out
        })
    }

    /// The pieces of a line inside the frame.
    pub(super) fn line(self, line: &[Place]) -> Vec<Vec<Place>> {
        let mut out: Vec<Vec<Place>> = Vec::new();
        for pair in line.windows(2) {
            let [from, to] = pair else { continue };
            let mut piece = Some((*from, *to));
            for side in self.sides() {
                piece = piece.and_then(|(a, b)| match (side.holds(a), side.holds(b)) {
                    (true, true) => Some((a, b)),
                    (true, false) => Some((a, side.meets(a, b))),
                    (false, true) => Some((side.meets(a, b), b)),
                    (false, false) => None,
                });
            }
            let Some((from, to)) = piece else { continue };
            match out.last_mut() {
                Some(last) if last.last() == Some(&from) => last.push(to),
                _ => out.push(vec![from, to]),
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::Frame;
    use super::Place;
    use proptest::prelude::*;

    const FRAME: Frame = Frame([0, 0, 10, 10]);

    #[test]
    fn a_ring_around_a_corner_is_closed_along_the_sides() {
        let ring = vec![(5, 5), (15, 5), (15, 15), (5, 15)];
        let mut found = FRAME.ring(ring);
        found.sort_unstable();
        assert_eq!(found, [(5, 5), (5, 10), (10, 5), (10, 10)]);
        assert!(FRAME.ring(vec![(20, 0), (30, 0), (30, 10)]).is_empty());
    }

    #[test]
    fn a_line_that_comes_back_is_two_pieces() {
        let line = [(-5, 5), (5, 5), (15, 5), (15, 8), (5, 8)];
        assert_eq!(
            FRAME.line(&line),
            [vec![(0, 5), (5, 5), (10, 5)], vec![(10, 8), (5, 8)]]
        );
    }

    proptest! {
        #[test]
        fn nothing_is_left_outside_the_frame_and_a_ring_backwards_is_the_same_ring(
            ring in prop::collection::vec((-20_i64..30, -20_i64..30), 3..12)
        ) {
            let found = FRAME.ring(ring.clone());
            prop_assert!(found.iter().all(|place| FRAME.holds(*place)));
            let back: Vec<Place> = ring.iter().rev().copied().collect();
            let set = |ring: Vec<Place>| {
                let mut ring = ring;
                ring.sort_unstable();
                ring.dedup();
                ring
            };
            prop_assert_eq!(set(FRAME.ring(back)), set(found));
            let pieces = FRAME.line(&ring);
            prop_assert!(pieces.iter().flatten().all(|place| FRAME.holds(*place)));
        }
    }
}
