//! What a picture has drawn, in its own coordinates: marks that words must not lie on, and where
//! each value stands.

use crate::figure::place::Area;
use crate::figure::theme::Hue;

/// A mark on the page.
#[derive(Debug, Clone)]
pub(super) enum Shape {
    /// A line through points, and half its width.
    Line { points: Vec<(f64, f64)>, half: f64 },
    /// A disc.
    Disc { at: (f64, f64), radius: f64 },
    /// A filled rectangle.
    Rect(Area),
    /// A filled polygon.
    Fill(Vec<(f64, f64)>),
}

/// Where a value stands on the page.
#[derive(Debug, Clone)]
pub(super) struct Spot {
    pub series: String,
    pub key: String,
    pub at: (f64, f64),
    pub hue: Hue,
    /// How far its mark reaches; zero on a line.
    pub radius: f64,
    /// Whether a line leads to it from the one before.
    pub joined: bool,
}

impl Spot {
    /// The value of a cell that it fills.
    pub(super) fn within(series: &str, key: &str, cell: Area) -> Self {
        Self {
            series: series.to_owned(),
            key: key.to_owned(),
            at: (cell.x + cell.w / 2.0, cell.y + cell.h / 2.0),
            hue: Hue::Treated,
            radius: cell.w.min(cell.h) / 2.0 - 2.0,
            joined: false,
        }
    }
}

impl Shape {
    /// Returns whether the mark reaches into an area.
    pub(super) fn meets(&self, area: Area) -> bool {
        match self {
            Self::Line { points, half } => {
                let wide = area.grown(*half);
                let ends = points.first().is_some_and(|at| wide.holds(*at));
                ends || points.array_windows().any(|[a, b]| passes(*a, *b, wide))
            }
            Self::Disc { at: (x, y), radius } => {
                let near =
                    (x.clamp(area.x, area.right()), y.clamp(area.y, area.bottom()));
                (near.0 - x).hypot(near.1 - y) < *radius
            }
            Self::Rect(own) => own.touches(area),
            Self::Fill(points) => {
                edges(points).any(|(a, b)| passes(a, b, area))
                    || around(points, (area.x, area.y))
            }
        }
    }

    /// Returns whether a straight line passes through the mark.
    pub(super) fn crossed(&self, from: (f64, f64), to: (f64, f64)) -> bool {
        match self {
            Self::Line { points, .. } => {
                points.array_windows().any(|[a, b]| cross(*a, *b, from, to))
            }
            Self::Disc { at, radius } => {
                let side = radius * 2.0;
                let area = Area { x: at.0 - radius, y: at.1 - radius, w: side, h: side };
                passes(from, to, area)
            }
            Self::Rect(own) => passes(from, to, *own),
            Self::Fill(points) => {
                edges(points).any(|(a, b)| cross(a, b, from, to)) || around(points, from)
            }
        }
    }
}

/// The edges of a closed polygon.
fn edges(points: &[(f64, f64)]) -> impl Iterator<Item = ((f64, f64), (f64, f64))> {
    let next = points.iter().cycle().skip(1);
    points.iter().copied().zip(next.copied())
}

/// Whether a point lies within a polygon.
fn around(points: &[(f64, f64)], (x, y): (f64, f64)) -> bool {
    let crossed = edges(points).filter(|((x0, y0), (x1, y1))| {
        (*y0 > y) != (*y1 > y) && x < (x1 - x0) * (y - y0) / (y1 - y0) + x0
    });
    crossed.count() % 2 == 1
}

/// Whether a straight line from one point to another has a part within an area.
fn passes((x0, y0): (f64, f64), (x1, y1): (f64, f64), area: Area) -> bool {
    let (dx, dy) = (x1 - x0, y1 - y0);
    let (mut start, mut end) = (0.0_f64, 1.0_f64);
    for (step, low, high) in
        [(dx, area.x - x0, area.right() - x0), (dy, area.y - y0, area.bottom() - y0)]
    {
        if step == 0.0 {
            if low >= 0.0 || high <= 0.0 {
                return false;
            }
            continue;
        }
        let (near, far) = (low / step, high / step);
        start = start.max(near.min(far));
        end = end.min(near.max(far));
    }
    start < end
}

/// Whether two straight lines cross.
fn cross(a: (f64, f64), b: (f64, f64), c: (f64, f64), d: (f64, f64)) -> bool {
    let side = |p: (f64, f64), q: (f64, f64), r: (f64, f64)| {
        (q.0 - p.0) * (r.1 - p.1) - (q.1 - p.1) * (r.0 - p.0)
    };
    side(a, b, c) * side(a, b, d) < 0.0 && side(c, d, a) * side(c, d, b) < 0.0
}

#[cfg(test)]
mod tests {
    use super::Shape;
    use crate::figure::place::Area;

    const AREA: Area = Area { x: 10.0, y: 10.0, w: 20.0, h: 10.0 };

    #[test]
    fn a_line_meets_an_area_that_it_passes_through_or_ends_in() {
        let line =
            |points: &[(f64, f64)]| Shape::Line { points: points.to_vec(), half: 1.0 };
        assert!(line(&[(0.0, 0.0), (40.0, 30.0)]).meets(AREA));
        assert!(line(&[(15.0, 15.0)]).meets(AREA));
        assert!(line(&[(9.5, 0.0), (9.5, 40.0)]).meets(AREA), "its width counts");
        assert!(!line(&[(0.0, 0.0), (40.0, 5.0)]).meets(AREA));
    }

    #[test]
    fn a_fill_meets_an_area_within_it() {
        let wide = vec![(0.0, 0.0), (50.0, 0.0), (50.0, 50.0), (0.0, 50.0)];
        assert!(Shape::Fill(wide.clone()).meets(AREA));
        let beside = wide.iter().map(|(x, y)| (x + 60.0, *y)).collect();
        assert!(!Shape::Fill(beside).meets(AREA));
    }

    #[test]
    fn a_leader_crosses_what_lies_between_its_ends() {
        let disc = Shape::Disc { at: (20.0, 20.0), radius: 3.0 };
        assert!(disc.crossed((0.0, 20.0), (40.0, 20.0)));
        assert!(!disc.crossed((0.0, 20.0), (10.0, 20.0)));
    }
}
