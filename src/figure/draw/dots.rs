//! Dots in rows: with intervals, or joined in pairs.

use crate::figure::draw::direct;
use crate::figure::draw::plot::Plot;
use crate::figure::draw::plot::strong;
use crate::figure::draw::row::Item;
use crate::figure::draw::row::Row;
use crate::figure::draw::row::Slot;
use crate::figure::svg::Anchor;
use crate::figure::svg::Svg;
use crate::figure::theme::Ink;

/// Draws a dot with its interval for each mark of a row; the value in a column at the right
/// when `printed`.
pub(in crate::figure) fn dots(
    svg: &Svg,
    plot: &Plot,
    row: &Row<'_>,
    slot: Slot,
    printed: bool,
) {
    let look = svg.look();
    let each = slot.height / row.items.len().max(1) as f64;
    for (place, item) in row.items.iter().enumerate() {
        let y = slot.top + each * (place as f64 + 0.5);
        let ink = Ink::Mark(item.hue);
        plot.spot(item.keys(), (item.point.value, y), item.hue, 5.0);
        if let (Some(low), Some(high)) = (item.point.low, item.point.high) {
            let width = look.theme.stroke.interval;
            plot.path(vec![(low, y), (high, y)], ink, width, false);
        }
        if item.hollow {
            plot.ring((item.point.value, y), 4.5, ink);
        } else {
            plot.dot((item.point.value, y), 5.0, ink, 1.0);
        }
        if let Some((name, _)) = &item.name {
            let kind = strong(look, Ink::Words(item.hue), Anchor::Start);
            let x = plot.px(item.span().1) + direct::BESIDE;
            svg.text_over(x, y + kind.size * 0.35, name, kind);
        }
        if printed {
            let kind = strong(look, Ink::Text, Anchor::End);
            let x = plot.area().right() + item.width + 16.0;
            svg.text(x, y + kind.size * 0.35, &item.printed, kind);
        }
    }
}

/// How near two marks of a row are, in pixels, where the one hides the other.
const TIED: f64 = 3.0;

/// Draws two dots joined by a line, each with its value on its outer side.
pub(in crate::figure) fn dumbbell(svg: &Svg, plot: &Plot, row: &Row<'_>, slot: Slot) {
    let look = svg.look();
    let y = slot.top + slot.height / 2.0;
    if let [a, b] = row.items.as_slice() {
        let ends = vec![(a.point.value, y), (b.point.value, y)];
        plot.path(ends, Ink::Grid, 4.0, false);
    }
    let lowest = row
        .items
        .iter()
        .enumerate()
        .min_by(|(_, a), (_, b)| a.point.value.total_cmp(&b.point.value))
        .map(|(at, _)| at);
    // Of two values at one place the dot stands within the ring, which would hide it.
    let tied = match row.items.as_slice() {
        [a, b] => (plot.px(a.point.value) - plot.px(b.point.value)).abs() < TIED,
        _ => false,
    };
    let ringed = |item: &Item<'_>| item.hollow;
    let mut items: Vec<_> = row.items.iter().enumerate().collect();
    if tied {
        items.sort_by_key(|(_, item)| !ringed(item));
    }
    for (at, item) in items {
        let ink = Ink::Mark(item.hue);
        plot.spot(item.keys(), (item.point.value, y), item.hue, 5.5);
        if ringed(item) {
            plot.ring((item.point.value, y), 5.0, ink);
        } else {
            let size = if tied { 2.6 } else { 5.5 };
            plot.dot((item.point.value, y), size, ink, 1.0);
        }
        let left = row.items.len() == 2 && lowest == Some(at);
        let (anchor, out) =
            if left { (Anchor::End, -10.0) } else { (Anchor::Start, 10.0) };
        let kind = strong(look, Ink::Words(item.hue), anchor);
        let x = plot.px(item.point.value) + out;
        svg.text_over(x, y + kind.size * 0.35, &item.printed, kind);
    }
}
