//! Names on a map: of areas that are pointed out, or of all where there are few, wherever they
//! have room.

use crate::figure::draw::plot::small;
use crate::figure::map::shapes::inside;
use crate::figure::measure;
use crate::figure::place::Area;
use crate::figure::place::within;
use crate::figure::scale::short;
use crate::figure::svg::Anchor;
use crate::figure::svg::Svg;
use crate::figure::svg::Type;
use crate::figure::theme::Ink;
use crate::model::chart::Chart;
use crate::model::chart::Point;
use crate::model::geography::Outline;

/// The most areas of which all are named.
pub(super) const FEW: usize = 30;

/// Sets the name of an area that is pointed out: in its middle where it is larger than the name,
/// else above or below it, as near as is free, so that the area stays in sight.
pub(super) fn pointed(svg: &Svg, frame: Area, area: Area, name: &str) {
    let kind = Type { bold: true, ..small(svg.look(), Ink::Text, Anchor::Start) };
    let width = measure::width(name, kind.size, true);
    if width > frame.w {
        return;
    }
    let left = within(area.x + area.w / 2.0, width, frame.x, frame.right());
    let middle = area.y + area.h / 2.0;
    let large = area.w > 1.3 * width && area.h > 2.5 * kind.size;
    let inside = [0.35, -1.0, 1.7, -2.3, 3.0].map(|step| middle + kind.size * step);
    let above = [0.4, 1.6].map(|step| area.y - kind.size * step);
    let below = [1.1, 2.3].map(|step| area.bottom() + kind.size * step);
    let beside = [above[0], below[0], above[1], below[1]];
    let bases: Vec<f64> = if large {
        inside.into_iter().chain(beside).collect()
    } else {
        beside.into_iter().chain(inside).collect()
    };
    for base in bases {
        let fits = base - kind.size > frame.y && base + kind.size * 0.3 < frame.bottom();
        if fits && svg.text_over_if_free(left, base, name, kind) {
            return;
        }
    }
}

/// Sets name and value within an area, if both have room inside its outline.
pub(super) fn within_outline(
    svg: &Svg,
    chart: &Chart,
    area: &Outline,
    rings: &[Vec<(f64, f64)>],
    (x, y): (f64, f64),
    value: Option<(&Point, Ink)>,
) {
    let ink = value.map_or(Ink::Text, |(_, ink)| ink);
    let name = small(svg.look(), ink, Anchor::Middle);
    let strong = Type { bold: true, ..name };
    let mut lines: Vec<(String, Type)> =
        measure::wrap(&area.name, name.size, false, 110.0)
            .into_iter()
            .map(|line| (line, name))
            .collect();
    if let Some((point, _)) = value {
        lines.push((short(&chart.format, point.value), strong));
    }
    let line = svg.look().small_line();
    let tall = lines.len() as f64 * line;
    let wide = lines
        .iter()
        .map(|(text, kind)| measure::width(text, kind.size, kind.bold))
        .fold(0.0, f64::max)
        + 6.0;
    let corners = [-0.5, -0.25, 0.0, 0.25, 0.5];
    let fits = |(x, y): (f64, f64)| {
        let place = Area { x: x - wide / 2.0, y: y - tall / 2.0, w: wide, h: tall };
        svg.is_clear(place, 0.0)
            && corners.iter().all(|across| {
                let x = x + across * wide;
                corners.iter().all(|down| inside(rings, (x, y + down * tall)))
            })
    };
    // A little to any side of the middle there may be more room.
    let shifts = [0.0, -8.0, 8.0, -16.0, 16.0, -24.0, 24.0];
    let places =
        shifts.iter().flat_map(|dy| shifts.iter().map(move |dx| (x + dx, y + dy)));
    let Some((x, y)) = places.into_iter().find(|at| fits(*at)) else { return };
    for (at, (text, kind)) in lines.iter().enumerate() {
        let base = y - tall / 2.0 + at as f64 * line + kind.size;
        svg.text(x, base, text, *kind);
    }
}
