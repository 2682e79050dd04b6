//! Lines over time with bands, event studies, and small multiples of them.

use crate::figure::chart::Chart;
use crate::figure::chart::Panel;
use crate::figure::chart::Role;
use crate::figure::chart::Series;
use crate::figure::draw::axes::Area;
use crate::figure::draw::axes::Plot;
use crate::figure::draw::axes::label;
use crate::figure::draw::axes::small;
use crate::figure::draw::axes::ticks_width;
use crate::figure::draw::label_ink;
use crate::figure::draw::series_ink;
use crate::figure::measure;
use crate::figure::scale;
use crate::figure::svg::Anchor;
use crate::figure::svg::Svg;
use crate::figure::theme;
use crate::project::FigureKind;

const LINE: f64 = 16.0;

/// Where a point stands along the x axis: its number, or its place in the list.
fn xs(panel: &Panel) -> Vec<(String, f64, String)> {
    let mut out: Vec<(String, f64, String)> = Vec::new();
    for point in panel.series.iter().flat_map(|series| &series.points) {
        if !out.iter().any(|(key, ..)| *key == point.key) {
            let x = point.x.unwrap_or(out.len() as f64);
            out.push((point.key.clone(), x, point.label.clone()));
        }
    }
    out.sort_by(|a, b| a.1.total_cmp(&b.1));
    out
}

pub(super) fn height(chart: &Chart, width: f64) -> f64 {
    if chart.kind == FigureKind::Multiples {
        let columns = columns(width);
        let rows = chart.panels.len().div_ceil(columns);
        return rows as f64 * 150.0 + key_height(chart, width);
    }
    let marks = if chart.marks.is_empty() { 0.0 } else { 18.0 };
    (width * 0.5).max(250.0) + marks + axis_height(chart)
}

fn axis_height(chart: &Chart) -> f64 {
    if chart.axis.is_empty() { 0.0 } else { 20.0 }
}

fn columns(width: f64) -> usize {
    if width > 500.0 { 3 } else { 2 }
}

fn key_height(chart: &Chart, width: f64) -> f64 {
    let series: Vec<&Series> = chart
        .panels
        .first()
        .map(|panel| panel.series.iter().collect())
        .unwrap_or_default();
    super::key::height(&series, width)
}

pub(super) fn paint(chart: &Chart, svg: &Svg, area: Area) {
    if chart.kind == FigureKind::Multiples {
        multiples(chart, svg, area);
        return;
    }
    let Some(panel) = chart.panels.first() else { return };
    let mut area = area;
    if !chart.axis.is_empty() {
        svg.text(area.x, area.y + 12.0, &chart.axis, small(theme::MUTED, Anchor::Start));
        area.y += 20.0;
        area.h -= 20.0;
    }
    let (low, high) = chart.extent();
    let ticks = scale::ticks(low, high, 5);
    let left = ticks_width(&chart.format, &ticks) + 10.0;
    let labels = labels(panel, area.w);
    let right = labels.iter().map(|label| label.width).fold(0.0, f64::max);
    let right = if right > 0.0 { right + 12.0 } else { 14.0 };
    let top = if chart.marks.is_empty() { 10.0 } else { 26.0 };
    let plot_area = Area {
        x: area.x + left,
        y: area.y + top,
        w: (area.w - left - right).max(60.0),
        h: area.h - top - 28.0,
    };
    let places = xs(panel);
    let (first, last) = range(&places);
    let (bottom, ceiling) = ends(&ticks);
    let plot = Plot::new(svg, plot_area, first..last, bottom..ceiling);
    plot.y_axis(&ticks, &chart.format);
    let texts: Vec<(f64, String)> =
        places.iter().map(|(_, x, label)| (plot.px(*x), label.clone())).collect();
    plot.x_texts(&texts);
    marks(chart, svg, &plot, plot_area, &places);
    for rule in &chart.rules {
        plot.rule(rule.value, &rule.label);
    }
    for (index, series) in panel.series.iter().enumerate() {
        band(&plot, series, index, &places);
    }
    for (index, series) in panel.series.iter().enumerate() {
        if chart.kind == FigureKind::EventStudy {
            coefficients(&plot, series, index, &places);
        } else {
            line(&plot, series, index, &places, 2.6);
        }
    }
    ends_of_lines(svg, &plot, plot_area, panel, &labels, &places);
}

fn range(places: &[(String, f64, String)]) -> (f64, f64) {
    let first = places.first().map_or(0.0, |(_, x, _)| *x);
    let last = places.last().map_or(1.0, |(_, x, _)| *x);
    if last > first { (first, last) } else { (first - 1.0, first + 1.0) }
}

fn ends(ticks: &[f64]) -> (f64, f64) {
    (ticks.first().copied().unwrap_or(0.0), ticks.last().copied().unwrap_or(1.0))
}

/// A series' points along the axis, cut where a place is missing.
fn runs(series: &Series, places: &[(String, f64, String)]) -> Vec<Vec<(f64, usize)>> {
    let mut out: Vec<Vec<(f64, usize)>> = vec![Vec::new()];
    for (key, x, _) in places {
        let at = series.points.iter().position(|point| point.key == *key);
        match at {
            Some(at) => {
                if let Some(run) = out.last_mut() {
                    run.push((*x, at));
                }
            }
            None => out.push(Vec::new()),
        }
    }
    out.retain(|run| !run.is_empty());
    out
}

fn band(plot: &Plot, series: &Series, index: usize, places: &[(String, f64, String)]) {
    for run in runs(series, places) {
        let points: Option<Vec<(f64, f64, f64)>> = run
            .iter()
            .map(|(x, at)| {
                let point = series.points.get(*at)?;
                Some((*x, point.low?, point.high?))
            })
            .collect();
        let Some(points) = points.filter(|points| points.len() > 1) else { continue };
        let mut outline: Vec<(f64, f64)> =
            points.iter().map(|(x, _, h)| (*x, *h)).collect();
        outline.extend(points.iter().rev().map(|(x, l, _)| (*x, *l)));
        plot.band(outline, series_ink(series, index), 0.16);
    }
}

fn line(
    plot: &Plot,
    series: &Series,
    index: usize,
    places: &[(String, f64, String)],
    width: f64,
) {
    let ink = series_ink(series, index);
    for run in runs(series, places) {
        let points: Vec<(f64, f64)> = run
            .iter()
            .filter_map(|(x, at)| Some((*x, series.points.get(*at)?.value)))
            .collect();
        if let [only] = points.as_slice() {
            plot.dot(*only, 3.5, ink, 1.0);
        } else {
            plot.path(points, ink, width, series.role == Role::Control);
        }
    }
}

fn coefficients(
    plot: &Plot,
    series: &Series,
    index: usize,
    places: &[(String, f64, String)],
) {
    let ink = series_ink(series, index);
    for (x, at) in runs(series, places).into_iter().flatten() {
        let Some(point) = series.points.get(at) else { continue };
        if let (Some(low), Some(high)) = (point.low, point.high) {
            plot.path(vec![(x, low), (x, high)], ink, 2.0, false);
            plot.dot((x, point.value), 4.5, ink, 1.0);
        } else {
            // The base year has no estimate: a ring at zero.
            plot.ring((x, point.value), 4.5, ink);
        }
    }
}

/// The words at the end of a line.
struct EndLabel {
    lines: Vec<String>,
    width: f64,
}

fn labels(panel: &Panel, width: f64) -> Vec<EndLabel> {
    let limit = if width > 500.0 { 150.0 } else { 92.0 };
    panel
        .series
        .iter()
        .map(|series| {
            if series.label.is_empty() {
                return EndLabel { lines: Vec::new(), width: 0.0 };
            }
            let mut lines = measure::wrap(&series.label, theme::LABEL, true, limit);
            if let Some(last) = series.points.last() {
                lines.push(
                    last.printed.split('\u{a0}').next().unwrap_or_default().to_owned(),
                );
            }
            let width = lines
                .iter()
                .map(|line| measure::width(line, theme::LABEL, true))
                .fold(0.0, f64::max);
            EndLabel { lines, width }
        })
        .collect()
}

fn ends_of_lines(
    svg: &Svg,
    plot: &Plot,
    area: Area,
    panel: &Panel,
    labels: &[EndLabel],
    places: &[(String, f64, String)],
) {
    let last_value = |series: &Series| {
        places.iter().rev().find_map(|(key, ..)| {
            series.points.iter().find(|point| point.key == *key).map(|point| point.value)
        })
    };
    let centres: Vec<f64> = panel
        .series
        .iter()
        .map(|series| last_value(series).map_or(area.y, |value| plot.py(value)))
        .collect();
    let heights: Vec<f64> =
        labels.iter().map(|label| label.lines.len() as f64 * LINE + 4.0).collect();
    let middle = scale::spread(&centres, &heights, area.y - 8.0, area.bottom() + 8.0);
    for (index, (series, words)) in panel.series.iter().zip(labels).enumerate() {
        let Some(centre) = middle.get(index) else { continue };
        let top = centre - words.lines.len() as f64 * LINE / 2.0;
        for (row, text) in words.lines.iter().enumerate() {
            let mut kind = label(label_ink(series, index), Anchor::Start);
            kind.bold = row + 1 < words.lines.len() || words.lines.len() == 1;
            let y = top + (row as f64 + 0.78) * LINE;
            svg.text(area.right() + 10.0, y, text, kind);
        }
    }
}

fn marks(
    chart: &Chart,
    svg: &Svg,
    plot: &Plot,
    area: Area,
    places: &[(String, f64, String)],
) {
    let mut free = f64::NEG_INFINITY;
    for mark in &chart.marks {
        let at = places.iter().find(|(key, ..)| *key == mark.x).map(|(_, x, _)| *x);
        let Some(x) = at.or_else(|| mark.x.parse().ok()) else { continue };
        let (low, high) =
            (places.first().map_or(x, |p| p.1), places.last().map_or(x, |p| p.1));
        if x < low || x > high {
            continue;
        }
        let (px, width) = (plot.px(x), measure::width(&mark.text, theme::SMALL, false));
        let left = (px - width / 2.0).clamp(area.x, (area.right() - width).max(area.x));
        let top = plot_top(area);
        svg.dashed(true);
        let rule = Plot::new(svg, area, low..high.max(low + 1e-9), 0.0..1.0);
        rule.path(vec![(x, 0.0), (x, 1.0)], theme::BASE, 1.0, true);
        if left > free {
            svg.text(left, top, &mark.text, small(theme::MUTED, Anchor::Start));
            free = left + width + 10.0;
        }
    }
}

fn plot_top(area: Area) -> f64 {
    area.y - 8.0
}

fn multiples(chart: &Chart, svg: &Svg, area: Area) {
    let columns = columns(area.w);
    let (low, high) = chart.extent();
    let ticks = scale::ticks(low, high, 3);
    let left = ticks_width(&chart.format, &ticks) + 8.0;
    let series: Vec<&Series> = chart
        .panels
        .first()
        .map(|panel| panel.series.iter().collect())
        .unwrap_or_default();
    let key = super::key::height(&series, area.w);
    super::key::paint(svg, &series, area, super::key::Mark::Line);
    let gap = 12.0;
    let width = (area.w - gap * (columns as f64 - 1.0)) / columns as f64;
    for (index, panel) in chart.panels.iter().enumerate() {
        let (column, row) = (index % columns, index / columns);
        let x = area.x + column as f64 * (width + gap);
        let y = area.y + key + row as f64 * 150.0;
        let mut kind = small(theme::INK, Anchor::Start);
        kind.bold = true;
        let title = measure::wrap(&panel.label, theme::SMALL, true, width);
        for (at, text) in title.iter().take(2).enumerate() {
            svg.text(x, y + 12.0 + 14.0 * at as f64, text, kind);
        }
        let plot_area = Area { x: x + left, y: y + 36.0, w: width - left - 6.0, h: 82.0 };
        let places = xs(panel);
        let (first, last) = range(&places);
        let (bottom, ceiling) = ends(&ticks);
        let plot = Plot::new(svg, plot_area, first..last, bottom..ceiling);
        plot.y_axis(&ticks, &chart.format);
        let texts: Vec<(f64, String)> = [places.first(), places.last()]
            .into_iter()
            .flatten()
            .map(|(_, x, label)| (plot.px(*x), label.clone()))
            .collect();
        for (at, (px, text)) in texts.iter().enumerate() {
            let anchor = if at == 0 { Anchor::Start } else { Anchor::End };
            svg.text(*px, plot_area.bottom() + 16.0, text, small(theme::MUTED, anchor));
        }
        for (index, series) in panel.series.iter().enumerate() {
            line(&plot, series, index, &places, 2.0);
        }
    }
}
