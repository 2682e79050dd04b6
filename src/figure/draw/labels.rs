//! Words beside points, where they touch neither one another nor the marks; thin lines of the
//! axes may pass behind them.

use crate::figure::measure;
use crate::figure::place::Area;
use crate::figure::svg::Anchor;
use crate::figure::svg::Svg;
use crate::figure::svg::Type;

/// What words keep away from: lines, and dots with their radius.
#[derive(Debug, Default)]
pub(in crate::figure) struct Obstacles {
    pub lines: Vec<((f64, f64), (f64, f64))>,
    pub dots: Vec<((f64, f64), f64)>,
}

impl Obstacles {
    fn meet(&self, area: Area) -> bool {
        let inside = |(x, y): (f64, f64), pad: f64| {
            x > area.x - pad
                && x < area.right() + pad
                && y > area.y - pad
                && y < area.bottom() + pad
        };
        let crossed = self.lines.iter().any(|((x0, y0), (x1, y1))| {
            let steps =
                ((x1 - x0).hypot(y1 - y0) / 2.0).ceil().clamp(1.0, 2000.0) as usize;
            (0..=steps).any(|step| {
                let share = step as f64 / steps as f64;
                inside((x0 + (x1 - x0) * share, y0 + (y1 - y0) * share), 2.5)
            })
        });
        crossed
            || self.dots.iter().any(|((x, y), radius)| {
                let near =
                    (x.clamp(area.x, area.right()), y.clamp(area.y, area.bottom()));
                (near.0 - x).hypot(near.1 - y) < radius + 1.5
            })
    }
}

/// Sets a text beside a dot, on whichever side it has room within a frame; returns whether it
/// has.
pub(in crate::figure) fn beside(
    svg: &Svg,
    frame: Area,
    ((x, y), radius): ((f64, f64), f64),
    text: &str,
    kind: Type,
    obstacles: &Obstacles,
) -> bool {
    let kind = Type { anchor: Anchor::Start, ..kind };
    let wide = measure::width(text, kind.size, kind.bold);
    let (out, size) = (radius + 4.0, kind.size);
    let places = [
        (x + out, y + size * 0.35),
        (x - out - wide, y + size * 0.35),
        (x - wide / 2.0, y - out),
        (x - wide / 2.0, y + out + size * 0.8),
        (x + out * 0.8, y - out * 0.8),
        (x - wide - out * 0.8, y - out * 0.8),
        (x + out * 0.8, y + out * 0.8 + size * 0.7),
        (x - wide - out * 0.8, y + out * 0.8 + size * 0.7),
    ];
    places.into_iter().any(|(left, base)| {
        let area = Area { x: left, y: base - 0.8 * size, w: wide, h: 1.04 * size };
        let within = area.x >= frame.x
            && area.right() <= frame.right()
            && area.y >= frame.y
            && area.bottom() <= frame.bottom();
        within && !obstacles.meet(area) && svg.text_over_if_free(left, base, text, kind)
    })
}
