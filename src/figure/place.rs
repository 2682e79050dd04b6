//! Rectangles, and texts put where they touch nothing.

use crate::figure::measure;

/// A rectangle on the page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Area {
    pub x: f64,
    pub y: f64,
    pub w: f64,
    pub h: f64,
}

impl Area {
    pub(super) fn right(self) -> f64 {
        self.x + self.w
    }

    pub(super) fn bottom(self) -> f64 {
        self.y + self.h
    }

    /// Returns whether two rectangles share more than an edge.
    pub(super) fn touches(self, other: Self) -> bool {
        self.x < other.right()
            && other.x < self.right()
            && self.y < other.bottom()
            && other.y < self.bottom()
    }

    /// Returns the area with room around it.
    pub(super) fn grown(self, by: f64) -> Self {
        Self {
            x: self.x - by,
            y: self.y - by,
            w: self.w + 2.0 * by,
            h: self.h + 2.0 * by,
        }
    }

    /// Returns what of it lies in another.
    pub(super) fn cut(self, other: Self) -> Self {
        let (x, y) = (self.x.max(other.x), self.y.max(other.y));
        let w = (self.right().min(other.right()) - x).max(0.0);
        Self { x, y, w, h: (self.bottom().min(other.bottom()) - y).max(0.0) }
    }

    /// Returns whether a point lies within.
    pub(super) fn holds(self, (x, y): (f64, f64)) -> bool {
        x > self.x && x < self.right() && y > self.y && y < self.bottom()
    }

    /// Returns whether another area lies within.
    pub(super) fn encloses(self, other: Self) -> bool {
        other.x >= self.x
            && other.right() <= self.right()
            && other.y >= self.y
            && other.bottom() <= self.bottom()
    }

    /// Returns the area without a strip at its top.
    pub(super) fn below(self, height: f64) -> Self {
        Self { y: self.y + height, h: self.h - height, ..self }
    }
}

/// Moves a span of a width around a centre between two edges.
pub(super) fn within(centre: f64, width: f64, left: f64, right: f64) -> f64 {
    (centre - width / 2.0).min(right - width).max(left)
}

/// A text in a lane: its left edge, its first row, its lines.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Laned {
    pub x: f64,
    pub row: usize,
    pub lines: Vec<String>,
    /// The width of the widest line.
    pub width: f64,
}

/// Puts texts above their places, in as few rows as they need; returns them with the
/// number of rows.
pub(super) fn lanes(
    texts: &[(f64, &str)],
    size: f64,
    (left, right): (f64, f64),
) -> (Vec<Laned>, usize) {
    let limit = ((right - left) * 0.45).max(90.0).min(right - left);
    let mut out: Vec<Laned> = Vec::new();
    for (centre, text) in texts {
        let lines = measure::balance(text, size, false, limit);
        if lines.is_empty() {
            continue;
        }
        let width = measure::widest(&lines, size, false);
        let x = within(*centre, width, left, right);
        let meets = |row: usize, other: &Laned| {
            let apart = x + width + 10.0 <= other.x || other.x + other.width + 10.0 <= x;
            !apart && row < other.row + other.lines.len() && other.row < row + lines.len()
        };
        // Above all others there is always room.
        let most = out.iter().map(|other| other.row + other.lines.len()).max();
        let row = (0..most.unwrap_or(0))
            .find(|row| !out.iter().any(|other| meets(*row, other)))
            .or(most);
        out.push(Laned { x, row: row.unwrap_or(0), lines, width });
    }
    let rows = out.iter().map(|text| text.row + text.lines.len()).max().unwrap_or(0);
    // The last row stands next to the plot.
    for text in &mut out {
        text.row = rows - text.row - text.lines.len();
    }
    (out, rows)
}

/// Neighbours that meet, which stand around the mean of their centres.
struct Group {
    members: Vec<usize>,
    /// Sum of what the group's top would be, were it for each member alone.
    wanted: f64,
    height: f64,
    top: f64,
}

/// Moves intervals of given heights apart: each keeps its order, none overlaps, all stay
/// between `top` and `bottom` where they fit, and the moves are small.
pub(super) fn spread(
    centres: &[f64],
    heights: &[f64],
    top: f64,
    bottom: f64,
) -> Vec<f64> {
    let mut order: Vec<usize> = (0..centres.len()).collect();
    let centre = |index: usize| centres.get(index).copied().unwrap_or(0.0);
    let height = |index: usize| heights.get(index).copied().unwrap_or(0.0);
    order.sort_by(|a, b| centre(*a).total_cmp(&centre(*b)).then(a.cmp(b)));
    let mut groups: Vec<Group> = Vec::new();
    for index in order {
        let tall = height(index);
        let mut group = Group {
            members: vec![index],
            wanted: centre(index) - tall / 2.0,
            height: tall,
            top: 0.0,
        };
        loop {
            let mean = group.wanted / group.members.len() as f64;
            group.top = mean.min(bottom - group.height).max(top);
            match groups.last() {
                Some(before) if before.top + before.height > group.top + 1e-9 => {}
                _ => break,
            }
            if let Some(mut before) = groups.pop() {
                let shift = before.height * group.members.len() as f64;
                before.wanted += group.wanted - shift;
                before.height += group.height;
                before.members.append(&mut group.members);
                group = before;
            }
        }
        groups.push(group);
    }
    let mut out = vec![0.0; centres.len()];
    for group in groups {
        let mut edge = group.top;
        for index in group.members {
            if let Some(slot) = out.get_mut(index) {
                *slot = edge + height(index) / 2.0;
            }
            edge += height(index);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::lanes;
    use super::spread;
    use proptest::prelude::*;

    #[test]
    fn labels_that_meet_stand_around_their_common_middle() {
        assert_eq!(
            spread(&[100.0, 104.0, 200.0], &[20.0; 3], 0.0, 300.0),
            [92.0, 112.0, 200.0]
        );
        assert_eq!(spread(&[2.0, 3.0], &[20.0; 2], 0.0, 300.0), [10.0, 30.0]);
    }

    #[test]
    fn texts_that_meet_stand_in_rows() {
        let (placed, rows) =
            lanes(&[(100.0, "Pandemic"), (110.0, "Programme ends")], 12.0, (0.0, 400.0));
        assert_eq!((rows, placed[0].row, placed[1].row), (2, 1, 0));
    }

    proptest! {
        #[test]
        fn labels_never_overlap(centres in prop::collection::vec(-50.0..350.0f64, 1..12)) {
            let heights: Vec<f64> =
                (0..centres.len()).map(|at| 12.0 + (at % 3) as f64 * 5.0).collect();
            let placed = spread(&centres, &heights, 0.0, 300.0);
            let mut sorted: Vec<(f64, f64)> =
                placed.into_iter().zip(heights).collect();
            sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
            for pair in sorted.windows(2) {
                let room = f64::midpoint(pair[0].1, pair[1].1);
                prop_assert!(pair[1].0 - pair[0].0 >= room - 1e-6);
            }
            prop_assert!(sorted[0].0 >= sorted[0].1 / 2.0 - 1e-6);
            let last = sorted[sorted.len() - 1];
            prop_assert!(last.0 + last.1 / 2.0 <= 300.0 + 1e-6);
        }
    }
}
