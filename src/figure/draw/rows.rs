//! Charts of rows: bars, dots with intervals, dumbbells, balance and specification charts.

use crate::figure::chart::Chart;
use crate::figure::chart::Panel;
use crate::figure::chart::Point;
use crate::figure::chart::Role;
use crate::figure::chart::Series;
use crate::figure::draw::axes::Area;
use crate::figure::draw::axes::Plot;
use crate::figure::draw::axes::label;
use crate::figure::draw::axes::small;
use crate::figure::draw::key;
use crate::figure::draw::label_ink;
use crate::figure::draw::series_ink;
use crate::figure::measure;
use crate::figure::scale;
use crate::figure::svg::Anchor;
use crate::figure::svg::Svg;
use crate::figure::theme;
use crate::project::FigureKind;
use crate::project::Layout;

const LINE: f64 = 16.0;

/// One row: its words and the points of each series.
struct Row<'a> {
    lines: Vec<String>,
    points: Vec<(usize, &'a Series, &'a Point)>,
    height: f64,
}

fn rows<'a>(chart: &Chart, panel: &'a Panel, width: f64) -> Vec<Row<'a>> {
    let mut keys: Vec<(&str, &str)> = Vec::new();
    for point in panel.series.iter().flat_map(|series| &series.points) {
        if !keys.iter().any(|(key, _)| *key == point.key) {
            keys.push((&point.key, &point.label));
        }
    }
    let limit = width * if width > 500.0 { 0.34 } else { 0.36 };
    keys.iter()
        .map(|(key, words)| {
            let lines = measure::wrap(words, theme::LABEL, false, limit);
            let points: Vec<(usize, &Series, &Point)> = panel
                .series
                .iter()
                .enumerate()
                .filter_map(|(index, series)| {
                    let point = series.points.iter().find(|point| point.key == *key)?;
                    Some((index, series, point))
                })
                .collect();
            let marks = match (chart.kind, chart.layout) {
                (FigureKind::Bar, Layout::Grouped) => 19.0 * panel.series.len() as f64,
                (FigureKind::Dot | FigureKind::Specification, _)
                    if panel.series.len() > 1 =>
                {
                    16.0 * panel.series.len() as f64
                }
                (FigureKind::Specification, _) => 14.0,
                _ => 20.0,
            };
            let height = marks.max(lines.len() as f64 * LINE) + 9.0;
            Row { lines, points, height }
        })
        .collect()
}

fn keyed(panel: &Panel) -> Vec<&Series> {
    panel.series.iter().collect()
}

pub(super) fn height(chart: &Chart, width: f64) -> f64 {
    let Some(panel) = chart.panels.first() else { return 0.0 };
    let rows: f64 = rows(chart, panel, width).iter().map(|row| row.height).sum();
    let axis = if has_axis(chart) { 30.0 } else { 8.0 };
    let rules = if ruled(chart) { 18.0 } else { 0.0 };
    let title = if chart.axis.is_empty() { 0.0 } else { 18.0 };
    key::height(&keyed(panel), width) + rows + axis + rules + title
}

/// Bars say their values; other marks need an axis to be read.
fn has_axis(chart: &Chart) -> bool {
    chart.kind != FigureKind::Bar || chart.layout == Layout::Stacked
}

fn ruled(chart: &Chart) -> bool {
    chart.rules.iter().any(|rule| !rule.label.is_empty())
}

/// The value as written beside a mark: without the long words of its unit.
fn short(point: &Point) -> &str {
    point.printed.split('\u{a0}').next().unwrap_or_default()
}

pub(super) fn paint(chart: &Chart, svg: &Svg, area: Area) {
    let Some(panel) = chart.panels.first() else { return };
    let keyed = keyed(panel);
    let mark =
        if chart.kind == FigureKind::Bar { key::Mark::Bar } else { key::Mark::Dot };
    key::paint(svg, &keyed, area, mark);
    let mut top = area.y + key::height(&keyed, area.w);
    if ruled(chart) {
        top += 18.0;
    }
    let rows = rows(chart, panel, area.w);
    let widest = rows
        .iter()
        .flat_map(|row| &row.lines)
        .map(|line| measure::width(line, theme::LABEL, false))
        .fold(0.0, f64::max);
    let value_width = rows
        .iter()
        .flat_map(|row| &row.points)
        .map(|(_, _, point)| measure::width(short(point), theme::LABEL, true))
        .fold(0.0, f64::max);
    let total: f64 = rows.iter().map(|row| row.height).sum();
    let (low, high) = if chart.layout == Layout::Stacked && chart.kind == FigureKind::Bar
    {
        stacked_extent(&rows)
    } else if chart.kind == FigureKind::Bar {
        // Intervals are not drawn on bars: only their ends count.
        let values = || rows.iter().flat_map(|row| &row.points).map(|(_, _, p)| p.value);
        (values().fold(0.0, f64::min), values().fold(0.0, f64::max))
    } else {
        chart.extent()
    };
    let axis = has_axis(chart);
    let ticks = scale::ticks(low, high, if area.w > 500.0 { 5 } else { 3 });
    let (start, end) = if axis {
        (ticks.first().copied().unwrap_or(low), ticks.last().copied().unwrap_or(high))
    } else if high > low {
        (low, high)
    } else {
        (0.0, 1.0)
    };
    let pad = value_width + 8.0;
    let (before, after) = if axis {
        (12.0, if prints_values(chart) { pad + 6.0 } else { 14.0 })
    } else {
        (if low < 0.0 { pad } else { 4.0 }, if high > 0.0 { pad } else { 4.0 })
    };
    let plot_area = Area {
        x: area.x + widest + 10.0 + before,
        y: top,
        w: (area.w - widest - 10.0 - before - after).max(50.0),
        h: total,
    };
    let plot = Plot::new(svg, plot_area, start..end, total..0.0);
    if axis {
        plot.x_axis(&ticks, &chart.format);
        if !chart.axis.is_empty() {
            let kind = small(theme::MUTED, Anchor::End);
            svg.text(plot_area.right(), plot_area.bottom() + 36.0, &chart.axis, kind);
        }
    }
    for rule in &chart.rules {
        plot.path(vec![(rule.value, 0.0), (rule.value, total)], theme::BASE, 1.0, true);
        if !rule.label.is_empty() {
            let half = measure::width(&rule.label, theme::SMALL, false) / 2.0;
            let x = plot
                .px(rule.value)
                .clamp(area.x + half, (area.right() - half).max(area.x + half));
            svg.text(x, top - 6.0, &rule.label, small(theme::MUTED, Anchor::Middle));
        }
    }
    let mut y = 0.0;
    for row in &rows {
        let middle = y + row.height / 2.0;
        let first = top + middle - row.lines.len() as f64 * LINE / 2.0;
        for (at, text) in row.lines.iter().enumerate() {
            let kind = label(theme::INK, Anchor::Start);
            svg.text(area.x, first + (at as f64 + 0.76) * LINE, text, kind);
        }
        match chart.kind {
            FigureKind::Bar => bars(chart, svg, &plot, row, y, top),
            FigureKind::Dumbbell => dumbbell(svg, &plot, row, middle, top),
            _ => dots(chart, svg, &plot, plot_area, row, y, top),
        }
        y += row.height;
    }
    // The zero line goes over the bars, so that both ends are seen.
    if start <= 0.0 && end >= 0.0 && chart.zero {
        plot.path(vec![(0.0, 0.0), (0.0, total)], theme::BASE, 1.2, false);
    }
}

fn prints_values(chart: &Chart) -> bool {
    matches!(chart.kind, FigureKind::Dot | FigureKind::Love)
        && chart.panels.first().is_some_and(|panel| panel.series.len() == 1)
}

fn stacked_extent(rows: &[Row<'_>]) -> (f64, f64) {
    let mut extent = (0.0_f64, 0.0_f64);
    for row in rows {
        let up: f64 = row.points.iter().map(|(_, _, p)| p.value.max(0.0)).sum();
        let down: f64 = row.points.iter().map(|(_, _, p)| p.value.min(0.0)).sum();
        extent = (extent.0.min(down), extent.1.max(up));
    }
    extent
}

fn bars(chart: &Chart, svg: &Svg, plot: &Plot, row: &Row<'_>, y: f64, top: f64) {
    if chart.layout == Layout::Stacked {
        let (mut up, mut down) = (0.0, 0.0);
        for (index, series, point) in &row.points {
            let from = if point.value >= 0.0 { &mut up } else { &mut down };
            let to = *from + point.value;
            let ink = series_ink(series, *index);
            plot.rect((*from, y + 4.0), (to, y + row.height - 5.0), ink);
            *from = to;
        }
        return;
    }
    let count = row.points.len().max(1) as f64;
    let each = (row.height - 9.0) / count;
    for (place, (index, series, point)) in row.points.iter().enumerate() {
        let from = y + 4.5 + each * place as f64 + 1.0;
        let to = from + each - 2.0;
        plot.rect((0.0, from), (point.value, to), series_ink(series, *index));
        let negative = point.value < 0.0;
        let anchor = if negative { Anchor::End } else { Anchor::Start };
        let mut kind = label(label_ink(series, *index), anchor);
        kind.bold = true;
        let x = plot.px(point.value) + if negative { -6.0 } else { 6.0 };
        svg.text(x, top + f64::midpoint(from, to) + 4.5, short(point), kind);
    }
}

fn dots(
    chart: &Chart,
    svg: &Svg,
    plot: &Plot,
    area: Area,
    row: &Row<'_>,
    y: f64,
    top: f64,
) {
    let count = row.points.len().max(1) as f64;
    let each = (row.height - 9.0) / count;
    for (place, (index, series, point)) in row.points.iter().enumerate() {
        let middle = y + 4.5 + each * (place as f64 + 0.5);
        let ink = series_ink(series, *index);
        if let (Some(low), Some(high)) = (point.low, point.high) {
            plot.path(vec![(low, middle), (high, middle)], ink, 2.2, false);
        }
        if series.role == Role::Control {
            plot.ring((point.value, middle), 4.5, ink);
        } else {
            plot.dot((point.value, middle), 5.0, ink, 1.0);
        }
        if prints_values(chart) {
            let mut kind = label(theme::INK, Anchor::End);
            kind.bold = true;
            let x =
                area.right() + measure::width(short(point), theme::LABEL, true) + 12.0;
            svg.text(x, top + middle + 4.5, short(point), kind);
        }
    }
}

fn dumbbell(svg: &Svg, plot: &Plot, row: &Row<'_>, middle: f64, top: f64) {
    let values: Vec<f64> = row.points.iter().map(|(_, _, point)| point.value).collect();
    if let [a, b] = values.as_slice() {
        plot.path(vec![(*a, middle), (*b, middle)], theme::GRID, 4.0, false);
    }
    let least = values.iter().copied().fold(f64::INFINITY, f64::min);
    for (index, series, point) in &row.points {
        let ink = series_ink(series, *index);
        if series.role == Role::Control {
            plot.ring((point.value, middle), 5.0, ink);
        } else {
            plot.dot((point.value, middle), 5.5, ink, 1.0);
        }
        let left = point.value <= least && values.len() == 2;
        let kind = small(
            label_ink(series, *index),
            if left { Anchor::End } else { Anchor::Start },
        );
        let x = plot.px(point.value) + if left { -9.0 } else { 9.0 };
        // A mark at the very edge has no room beside it.
        let width = measure::width(short(point), theme::SMALL, false);
        let fits = !left || x - width > plot.left() - 8.0;
        if fits {
            svg.text_over(x, top + middle + 4.0, short(point), kind);
        }
    }
}
