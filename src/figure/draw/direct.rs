//! Names of series at the marks of the first row, in place of a key: beside bars and dots,
//! above the ends of dumbbells and the parts of stacks, wherever all of them fit.

use crate::figure::draw::bars::spans;
use crate::figure::draw::plot::strong;
use crate::figure::draw::row::Row;
use crate::figure::draw::style::Marks;
use crate::figure::draw::style::RowStyle;
use crate::figure::measure;
use crate::figure::place::Area;
use crate::figure::svg::Anchor;
use crate::figure::svg::Svg;
use crate::figure::theme::Hue;
use crate::figure::theme::Ink;
use crate::figure::theme::Look;
use crate::model::chart::Chart;

/// Room between names.
const GAP: f64 = 8.0;
/// Room between the end of a mark and its name.
pub(in crate::figure) const BESIDE: f64 = 11.0;

/// A name above the first row.
#[derive(Debug, Clone)]
pub(in crate::figure) struct Name {
    x: f64,
    text: String,
    hue: Hue,
}

/// Whether the first row can say what the series are: it has all of them, in full colours.
pub(in crate::figure) fn may(chart: &Chart, series: usize, row: &Row<'_>) -> bool {
    series > 1
        && row.items.len() == series
        && row.items.iter().all(|item| {
            !item.series.label.is_empty()
                && (item.hue != Hue::Faded || chart.highlight.is_empty())
        })
}

/// Returns the names above the first row of a dumbbell chart or of stacks, if they fit.
pub(in crate::figure) fn above(
    (chart, style): (&Chart, RowStyle),
    look: &Look,
    row: &Row<'_>,
    px: &dyn Fn(f64) -> f64,
    area: Area,
) -> Option<Vec<Name>> {
    let size = look.theme.sizes.label;
    let width = |text: &str| measure::width(text, size, true);
    let mut out: Vec<(Name, f64)> = Vec::new();
    let mut put = |x: f64, text: &str, hue: Hue| {
        out.push((Name { x, text: text.to_owned(), hue }, width(text)));
    };
    match (style.marks, row.items.as_slice()) {
        (Marks::Dumbbell, [a, b]) => {
            let (low, high) =
                if a.point.value <= b.point.value { (a, b) } else { (b, a) };
            let (left, right) = (px(low.point.value), px(high.point.value));
            let middle = f64::midpoint(left, right);
            let end = (left + 6.0).min(middle - GAP / 2.0);
            let name = &low.series.label;
            put(end - width(name), name, low.hue);
            put((right - 6.0).max(middle + GAP / 2.0), &high.series.label, high.hue);
        }
        (Marks::Stack, items) => {
            for (item, (from, to)) in items.iter().zip(spans(chart, style, row)) {
                if item.point.value <= 0.0 {
                    return None;
                }
                put(px(from.min(to)), &item.series.label, item.hue);
            }
        }
        _ => return None,
    }
    let apart = out.windows(2).all(|pair| match pair {
        [(a, width), (b, _)] => a.x + width + GAP <= b.x,
        _ => true,
    });
    let inside = out
        .iter()
        .all(|(name, width)| name.x >= area.x && name.x + width <= area.right());
    (apart && inside).then(|| out.into_iter().map(|(name, _)| name).collect())
}

/// Returns whether every name fits at the right of the dot and interval of its mark, on no
/// line at a value.
pub(in crate::figure) fn beside_dots(
    look: &Look,
    row: &Row<'_>,
    px: &dyn Fn(f64) -> f64,
    lines: &[f64],
    right: f64,
) -> bool {
    let size = look.theme.sizes.label;
    row.items.iter().all(|item| {
        let start = px(item.span().1) + BESIDE;
        let end = start + measure::width(&item.series.label, size, true);
        let free = |line: &f64| px(*line) < start - 2.0 || px(*line) > end + 2.0;
        end <= right && lines.iter().all(free)
    })
}

/// Sets names above a plot; `base` is their line.
pub(in crate::figure) fn paint(svg: &Svg, names: &[Name], base: f64) {
    for name in names {
        let kind = strong(svg.look(), Ink::Words(name.hue), Anchor::Start);
        svg.text(name.x, base, &name.text, kind);
    }
}
