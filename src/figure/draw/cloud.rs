//! Every area as a dot: strips with the mean and median of each group, and scatters with a
//! fitted line.

use crate::figure::chart::Chart;
use crate::figure::chart::Panel;
use crate::figure::chart::Role;
use crate::figure::chart::Series;
use crate::figure::draw::axes::Area;
use crate::figure::draw::axes::Plot;
use crate::figure::draw::axes::label;
use crate::figure::draw::axes::small;
use crate::figure::draw::axes::ticks_width;
use crate::figure::draw::key;
use crate::figure::draw::label_ink;
use crate::figure::draw::series_ink;
use crate::figure::measure;
use crate::figure::scale;
use crate::figure::svg::Anchor;
use crate::figure::svg::Svg;
use crate::figure::theme;
use crate::project::FigureKind;
use crate::stat::number::Format;

const LINE: f64 = 16.0;
const RADIUS: f64 = 3.2;

fn series(chart: &Chart) -> Vec<&Series> {
    chart.panels.first().map(|panel| panel.series.iter().collect()).unwrap_or_default()
}

pub(super) fn height(chart: &Chart, width: f64) -> f64 {
    if chart.kind == FigureKind::Scatter {
        return (width * 0.62).max(300.0) + key::height(&series(chart), width);
    }
    let panel = chart.panels.first();
    panel.map_or(0.0, |panel| {
        strips(chart, panel, width).iter().map(|strip| strip.height).sum()
    }) + 30.0
}

/// One strip: how far each dot is moved up or down so that none hides another.
struct Strip {
    title: Vec<String>,
    offsets: Vec<f64>,
    height: f64,
}

fn extent(chart: &Chart) -> (f64, f64) {
    let values = || chart.points().map(|(_, _, point)| point.value);
    let zero = if chart.zero { 0.0 } else { f64::NAN };
    let low = values().fold(f64::INFINITY, f64::min).min(zero);
    let high = values().fold(f64::NEG_INFINITY, f64::max).max(zero);
    if low < high { (low, high) } else { (low - 1.0, low + 1.0) }
}

fn strips(chart: &Chart, panel: &Panel, width: f64) -> Vec<Strip> {
    let (low, high) = extent(chart);
    let ticks = scale::ticks(low, high, 5);
    let (start, end) =
        (ticks.first().copied().unwrap_or(low), ticks.last().copied().unwrap_or(high));
    let scale = (width - 30.0) / (end - start);
    panel
        .series
        .iter()
        .map(|series| {
            let mut order: Vec<usize> = (0..series.points.len()).collect();
            let value =
                |at: usize| series.points.get(at).map_or(0.0, |point| point.value);
            order.sort_by(|a, b| value(*a).total_cmp(&value(*b)).then(a.cmp(b)));
            let mut placed: Vec<(f64, f64)> = Vec::new();
            let mut offsets = vec![0.0; series.points.len()];
            for at in order {
                let x = value(at) * scale;
                let near: Vec<(f64, f64)> = placed
                    .iter()
                    .rev()
                    .take_while(|(other, _)| x - other < 2.0 * RADIUS)
                    .copied()
                    .collect();
                // The nearest free place to the middle line, above and below in turn.
                let mut best = 0.0;
                for step in 0..200 {
                    let size = f64::from((step + 1) / 2) * RADIUS;
                    let y = if step % 2 == 0 { size } else { -size };
                    let free = near.iter().all(|(other, up)| {
                        (x - other).powi(2) + (y - up).powi(2)
                            >= (2.0 * RADIUS - 0.4).powi(2)
                    });
                    if free {
                        best = y;
                        break;
                    }
                }
                placed.push((x, best));
                if let Some(slot) = offsets.get_mut(at) {
                    *slot = best;
                }
            }
            let most = offsets.iter().map(|y: &f64| y.abs()).fold(0.0, f64::max);
            let title = measure::wrap(&series.label, theme::LABEL, true, width);
            let height = 2.0 * (most + RADIUS) + 46.0 + title.len() as f64 * LINE;
            Strip { title, offsets, height }
        })
        .collect()
}

pub(super) fn paint(chart: &Chart, svg: &Svg, area: Area) {
    if chart.kind == FigureKind::Scatter {
        scatter(chart, svg, area);
        return;
    }
    let Some(panel) = chart.panels.first() else { return };
    let strips = strips(chart, panel, area.w);
    let total: f64 = strips.iter().map(|strip| strip.height).sum();
    let (low, high) = extent(chart);
    let ticks = scale::ticks(low, high, if area.w > 500.0 { 6 } else { 3 });
    let wide = scale::ticks(low, high, 5);
    let start = wide.first().copied().unwrap_or(low);
    let end = wide.last().copied().unwrap_or(high);
    let ticks: Vec<f64> =
        ticks.into_iter().filter(|t| *t >= start && *t <= end).collect();
    let plot_area = Area { x: area.x + 15.0, y: area.y, w: area.w - 30.0, h: total };
    let plot = Plot::new(svg, plot_area, start..end, total..0.0);
    plot.x_axis(&ticks, &chart.format);
    for rule in &chart.rules {
        plot.path(vec![(rule.value, 0.0), (rule.value, total)], theme::BASE, 1.0, true);
    }
    let mut y = 0.0;
    for (index, (series, strip)) in panel.series.iter().zip(&strips).enumerate() {
        for (at, text) in strip.title.iter().enumerate() {
            let mut kind = label(label_ink(series, index), Anchor::Start);
            kind.bold = true;
            svg.text(area.x, area.y + y + (at as f64 + 0.8) * LINE, text, kind);
        }
        let head = strip.title.len() as f64 * LINE + 22.0;
        let middle = y + head + (strip.height - head - 12.0) / 2.0;
        let ink = series_ink(series, index);
        for (point, offset) in series.points.iter().zip(&strip.offsets) {
            if series.role == Role::Control {
                plot.ring((point.value, middle + offset), RADIUS - 0.4, ink);
            } else {
                plot.dot((point.value, middle + offset), RADIUS, ink, 0.62);
            }
        }
        summary(chart, svg, &plot, area, series, y + head - 6.0, y + strip.height - 10.0);
        y += strip.height;
    }
}

/// Draws the mean as a line with its value; the median as a short dashed one.
fn summary(
    chart: &Chart,
    svg: &Svg,
    plot: &Plot,
    area: Area,
    series: &Series,
    top: f64,
    bottom: f64,
) {
    let get =
        |what: &str| chart.summaries.get(&format!("{} {what}", series.key)).copied();
    let (Some(mean), Some(median)) = (get("mean"), get("median")) else { return };
    plot.path(vec![(mean, top), (mean, bottom)], theme::INK, 2.0, false);
    plot.path(vec![(median, top), (median, bottom)], theme::INK, 1.4, true);
    let text = format!(
        "mean {}, median {} (dashed)",
        plain(&chart.format, mean),
        plain(&chart.format, median)
    );
    let half = measure::width(&text, theme::SMALL, false) / 2.0;
    let x = plot.px(mean).clamp(area.x + half, (area.right() - half).max(area.x + half));
    svg.text_over(x, area.y + top - 4.0, &text, small(theme::INK, Anchor::Middle));
}

/// A value with the sign of its unit, without its long words.
fn plain(format: &Format, value: f64) -> String {
    format.full(value).split('\u{a0}').next().unwrap_or_default().to_owned()
}

fn scatter(chart: &Chart, svg: &Svg, area: Area) {
    let Some(panel) = chart.panels.first() else { return };
    let list: Vec<&Series> = panel.series.iter().collect();
    key::paint(svg, &list, area, key::Mark::Dot);
    let top = area.y + key::height(&list, area.w);
    let xs = || chart.points().filter_map(|(_, _, point)| point.x);
    let bounds = |low: f64, high: f64| {
        if low < high { (low, high) } else { (low - 1.0, low + 1.0) }
    };
    let (x0, x1) = bounds(
        xs().fold(f64::INFINITY, f64::min),
        xs().fold(f64::NEG_INFINITY, f64::max),
    );
    let (y0, y1) = extent(chart);
    let x_format = chart.x_format.clone().unwrap_or_else(|| chart.format.clone());
    let x_ticks = scale::ticks(x0, x1, if area.w > 500.0 { 6 } else { 3 });
    let y_ticks = scale::ticks(y0, y1, 5);
    let left = ticks_width(&chart.format, &y_ticks) + 10.0;
    let plot_area = Area {
        x: area.x + left,
        y: top + 24.0,
        w: area.w - left - 16.0,
        h: area.bottom() - top - 24.0 - 46.0,
    };
    let range = |ticks: &[f64]| {
        ticks.first().copied().unwrap_or(0.0)..ticks.last().copied().unwrap_or(1.0)
    };
    let plot = Plot::new(svg, plot_area, range(&x_ticks), range(&y_ticks));
    plot.y_axis(&y_ticks, &chart.format);
    plot.x_axis(&x_ticks, &x_format);
    svg.text(area.x, top + 12.0, &chart.axis, small(theme::MUTED, Anchor::Start));
    let kind = small(theme::MUTED, Anchor::End);
    svg.text(plot_area.right(), plot_area.bottom() + 38.0, &chart.x_axis, kind);
    for (index, series) in panel.series.iter().enumerate() {
        let ink = series_ink(series, index);
        for point in &series.points {
            let Some(x) = point.x else { continue };
            if series.role == Role::Control {
                plot.ring((x, point.value), RADIUS - 0.2, ink);
            } else {
                plot.dot((x, point.value), RADIUS, ink, 0.62);
            }
        }
    }
    for (index, series) in panel.series.iter().enumerate() {
        if let Some((from, to)) = fitted(series) {
            let dashed = series.role == Role::Control;
            plot.path(vec![from, to], series_ink(series, index), 2.4, dashed);
        }
    }
}

/// Returns the ends of the least-squares line through a series.
fn fitted(series: &Series) -> Option<((f64, f64), (f64, f64))> {
    let points: Vec<(f64, f64)> =
        series.points.iter().filter_map(|point| Some((point.x?, point.value))).collect();
    if points.len() < 3 {
        return None;
    }
    let n = points.len() as f64;
    let mean_x = points.iter().map(|(x, _)| x).sum::<f64>() / n;
    let mean_y = points.iter().map(|(_, y)| y).sum::<f64>() / n;
    let sxx: f64 = points.iter().map(|(x, _)| (x - mean_x).powi(2)).sum();
    let sxy: f64 = points.iter().map(|(x, y)| (x - mean_x) * (y - mean_y)).sum();
    if sxx <= 0.0 {
        return None;
    }
    let slope = sxy / sxx;
    let low = points.iter().map(|(x, _)| *x).fold(f64::INFINITY, f64::min);
    let high = points.iter().map(|(x, _)| *x).fold(f64::NEG_INFINITY, f64::max);
    let y = |x: f64| mean_y + slope * (x - mean_x);
    Some(((low, y(low)), (high, y(high))))
}
