//! Bars with their values inside or outside, as they fit; and stacks.

use crate::figure::draw::plot::Plot;
use crate::figure::draw::plot::small;
use crate::figure::draw::plot::strong;
use crate::figure::draw::row::Item;
use crate::figure::draw::row::Row;
use crate::figure::draw::row::Slot;
use crate::figure::draw::style::RowStyle;
use crate::figure::measure;
use crate::figure::svg::Anchor;
use crate::figure::svg::Svg;
use crate::figure::svg::Type;
use crate::figure::theme::Ink;
use crate::model::chart::Chart;
use crate::model::chart::Layout;
use crate::model::chart::Rule;
use crate::model::chart::Series;

/// The thickest bar.
const THICKEST: f64 = 34.0;

/// Returns the range of values over a width in which every bar has room for its value: all
/// outside where the bars stay long enough, else inside those that hold theirs.
pub(in crate::figure) fn fit(
    rows: &[Row<'_>],
    rules: &[Rule],
    width: f64,
    gap: f64,
) -> (f64, f64) {
    let items = || rows.iter().flat_map(|row| &row.items);
    let lines = || rules.iter().map(|rule| rule.value);
    let low = items().map(|item| item.point.value).chain(lines()).fold(0.0, f64::min);
    let high = items().map(|item| item.point.value).chain(lines()).fold(0.0, f64::max);
    if high - low <= 0.0 || !(high - low).is_finite() {
        return (0.0, 1.0);
    }
    let full = width / (high - low);
    let sides = |scale: f64, inside: bool| {
        let reach =
            |side: f64| lines().map(|line| line * side * scale).fold(0.0, f64::max);
        let (mut left, mut right) = (reach(-1.0), reach(1.0));
        for item in items() {
            let length = scale * item.point.value.abs();
            let holds = inside && holds(item, length, gap);
            let needed = if holds { length } else { length + item.width + 2.0 * gap };
            let side = if item.point.value < 0.0 { &mut left } else { &mut right };
            *side = side.max(needed);
        }
        (left, right)
    };
    let solve = |inside: bool| {
        let mut scale = full;
        for _ in 0..400 {
            let (left, right) = sides(scale, inside);
            if left + right <= width {
                break;
            }
            scale *= 0.985;
        }
        scale
    };
    let outside = solve(false);
    let scale = if outside >= full * 0.55 { outside } else { solve(true) };
    let (left, right) = sides(scale, scale > outside);
    let spare = (width - left - right).max(0.0);
    let zero = if right > 0.0 { left } else { left + spare };
    (-zero / scale, (width - zero) / scale)
}

/// Returns the range of values in which the first row has room for the names of its bars too,
/// all outside; nothing where bars would become much shorter, or point to the left.
pub(in crate::figure) fn fit_named(
    rows: &[Row<'_>],
    rules: &[Rule],
    width: f64,
    gap: f64,
) -> Option<(f64, f64)> {
    let plain = fit(rows, rules, width, gap);
    let first = rows.first()?;
    let high = plain.1 - plain.0;
    let zero = -plain.0 / high * width;
    let free = width - zero;
    let mut scale = width / high;
    for item in &first.items {
        let (_, name) = item.name.as_ref()?;
        if item.point.value < 0.0 {
            return None;
        }
        let words = item.width + name + 4.0 * gap;
        if item.point.value > 0.0 {
            scale = scale.min((free - words) / item.point.value);
        }
        if words > free {
            return None;
        }
    }
    let enough = scale > 0.0 && scale * high >= 0.62 * width;
    enough.then(|| (-zero / scale, free / scale))
}

fn holds(item: &Item<'_>, length: f64, gap: f64) -> bool {
    length >= item.width + 2.5 * gap
}

/// Draws the bars of a row side by side.
pub(in crate::figure) fn group(svg: &Svg, plot: &Plot, row: &Row<'_>, slot: Slot) {
    let look = svg.look();
    let gap = look.theme.space.gap * 0.6;
    let count = row.items.len().max(1) as f64;
    let each = (slot.height / count).min(THICKEST);
    let first = slot.top + (slot.height - each * count) / 2.0;
    for (place, item) in row.items.iter().enumerate() {
        let (value, hue) = (item.point.value, item.hue);
        let from = first + each * place as f64 + 1.0;
        let to = from + each - 2.0;
        plot.rect((0.0, from), (value, to), Ink::Mark(hue));
        plot.spot(item.keys(), (value, f64::midpoint(from, to)), hue, 2.0);
        let negative = value < 0.0;
        let tip = plot.px(value);
        let area = plot.area();
        let free = if negative { tip - area.x } else { area.right() - tip };
        let inside =
            free < item.width + gap && holds(item, (tip - plot.px(0.0)).abs(), gap);
        let (ink, out) =
            if inside { (Ink::On(hue), -gap) } else { (Ink::Words(hue), gap) };
        let anchor = if negative == inside { Anchor::Start } else { Anchor::End };
        let kind = strong(look, ink, anchor);
        let x = if negative { tip - out } else { tip + out };
        let y = f64::midpoint(from, to) + kind.size * 0.35;
        if inside {
            svg.text(x, y, &item.printed, kind);
        } else {
            svg.text_over(x, y, &item.printed, kind);
        }
        if let Some((name, _)) = &item.name {
            let x = x + item.width + gap;
            svg.text_over(x, y, name, Type { anchor: Anchor::Start, ..kind });
        }
    }
}

/// Returns the least and greatest end of all parts, and of the lines at values.
pub(in crate::figure) fn stacked_extent(
    chart: &Chart,
    style: RowStyle,
    rows: &[Row<'_>],
) -> (f64, f64) {
    let lines = chart.rules.iter().map(|rule| rule.value);
    let parts = rows.iter().flat_map(|row| spans(chart, style, row));
    let ends = lines.chain(parts.flat_map(|(from, to)| [from, to]));
    let (low, high) = ends
        .fold((0.0, 0.0), |(low, high): (f64, f64), end| (low.min(end), high.max(end)));
    match chart.layout {
        Layout::Shares => (0.0, 100.0),
        // Two groups back to back are compared side with side; answers need no room that they do
        // not fill.
        Layout::Grouped | Layout::Stacked if style.mirrored && chart.left == 0 => {
            let far = high.max(-low);
            (-far, far)
        }
        Layout::Grouped | Layout::Stacked => (low, high),
    }
}

/// Where the parts of a row begin and end.
pub(in crate::figure) fn spans(
    chart: &Chart,
    style: RowStyle,
    row: &Row<'_>,
) -> Vec<(f64, f64)> {
    let parts: Vec<(&Series, f64)> =
        row.items.iter().map(|item| (item.series, item.point.value)).collect();
    (style.spans)(chart, &parts)
}

/// Draws the parts of a row; a part says its value where it has room.
pub(in crate::figure) fn stack(
    svg: &Svg,
    plot: &Plot,
    (chart, style): (&Chart, RowStyle),
    row: &Row<'_>,
    slot: Slot,
) {
    let tall = slot.height.min(THICKEST);
    let from = slot.top + (slot.height - tall) / 2.0;
    let to = from + tall;
    let parts = spans(chart, style, row);
    for (item, (start, end)) in row.items.iter().zip(&parts) {
        let (left, right) = (plot.px(start.min(*end)), plot.px(start.max(*end)));
        let words = measure::width(&item.printed, svg.look().theme.sizes.small, false);
        let inside = right - left >= words + 8.0;
        let side = end.signum() * f64::from(u8::from(*start == 0.0 && *end != 0.0));
        let alone = parts.iter().filter(|(_, end)| end * side > 0.0).count() == 1;
        if style.mirrored && alone && !inside {
            beyond(svg, plot, item, (*end, side), f64::midpoint(from, to));
        }
        // Ground shows between neighbours.
        if right - left < 1.2 {
            continue;
        }
        let plane = Plot::of_page(svg);
        plane.rect((left + 0.5, from), (right - 0.5, to), Ink::Mark(item.hue));
        plot.spot(item.keys(), (f64::midpoint(*start, *end), from), item.hue, 2.0);
        let kind = small(svg.look(), Ink::On(item.hue), Anchor::Middle);
        if inside && tall >= kind.size * 1.1 {
            let middle = f64::midpoint(left, right);
            let base = f64::midpoint(from, to) + kind.size * 0.35;
            svg.text(middle, base, &item.printed, kind);
        }
    }
}

/// Sets the value of a part that is alone on its side of zero, and too short for it, beside its end,
/// as far as the plot goes.
fn beyond(svg: &Svg, plot: &Plot, item: &Item<'_>, (end, side): (f64, f64), y: f64) {
    let anchor = if side < 0.0 { Anchor::End } else { Anchor::Start };
    let kind = small(svg.look(), Ink::Words(item.hue), anchor);
    let tip = plot.px(end) + side * 4.0;
    let reach = tip + side * measure::width(&item.printed, kind.size, false);
    let area = plot.area();
    if reach >= area.x && reach <= area.right() {
        svg.text_over_if_free(tip, y + kind.size * 0.35, &item.printed, kind);
    }
}

/// Draws a thin line from zero to a dot for each mark of a row, with its value beside it.
pub(in crate::figure) fn lollipops(svg: &Svg, plot: &Plot, row: &Row<'_>, slot: Slot) {
    let look = svg.look();
    let each = slot.height / row.items.len().max(1) as f64;
    for (place, item) in row.items.iter().enumerate() {
        let y = slot.top + each * (place as f64 + 0.5);
        let (value, ink) = (item.point.value, Ink::Mark(item.hue));
        plot.path(vec![(0.0, y), (value, y)], ink, 2.0, false);
        plot.spot(item.keys(), (value, y), item.hue, 5.0);
        if item.hollow {
            plot.ring((value, y), 4.5, ink);
        } else {
            plot.dot((value, y), 5.0, ink, 1.0);
        }
        let left = value < 0.0;
        let (anchor, out) =
            if left { (Anchor::End, -11.0) } else { (Anchor::Start, 11.0) };
        let kind = strong(look, Ink::Words(item.hue), anchor);
        svg.text_over(plot.px(value) + out, y + kind.size * 0.35, &item.printed, kind);
    }
}
