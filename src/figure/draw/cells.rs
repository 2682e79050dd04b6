//! Values as coloured cells: a table of them, or tiles in the places of regions.

use crate::figure::chart::Chart;
use crate::figure::chart::Point;
use crate::figure::draw::axes::Area;
use crate::figure::draw::axes::label;
use crate::figure::draw::axes::small;
use crate::figure::measure;
use crate::figure::svg::Anchor;
use crate::figure::svg::Svg;
use crate::figure::theme;
use crate::figure::theme::Ink;
use crate::project::FigureKind;
use crate::stat::number::Unit;

const LINE: f64 = 16.0;
const CELL: f64 = 34.0;

/// Colours from one end of the values to the other: blue above zero, orange below.
fn shade(value: f64, most: f64) -> (u8, u8, u8) {
    let share = if most > 0.0 { (value.abs() / most).min(1.0) } else { 0.0 };
    let end = if value < 0.0 { (0xf4, 0x6a, 0x25) } else { (0x12, 0x43, 0x6d) };
    let start = (0xf2, 0xf4, 0xf6);
    let mix = |from: u8, to: u8| {
        (f64::from(from) + (f64::from(to) - f64::from(from)) * share).round() as u8
    };
    (mix(start.0, end.0), mix(start.1, end.1), mix(start.2, end.2))
}

/// Returns the text colour that is read best on a cell.
fn over(rgb: (u8, u8, u8)) -> Ink {
    let dark = Ink { rgb: theme::INK.rgb, class: "on-light" };
    let light = Ink { rgb: theme::GROUND.rgb, class: "on-dark" };
    if theme::contrast(rgb, dark.rgb) >= theme::contrast(rgb, light.rgb) {
        dark
    } else {
        light
    }
}

/// The value that has no colour: the reference, 100 of an index, else zero.
fn base(chart: &Chart) -> f64 {
    let usual = if chart.format.unit == Unit::Index { 100.0 } else { 0.0 };
    chart.rules.first().map_or(usual, |rule| rule.value)
}

fn most(chart: &Chart) -> f64 {
    let base = base(chart);
    chart.points().map(|(_, _, point)| (point.value - base).abs()).fold(0.0, f64::max)
}

fn short(point: &Point) -> &str {
    point.printed.split('\u{a0}').next().unwrap_or_default()
}

fn columns(chart: &Chart) -> Vec<(&str, &str)> {
    let mut out: Vec<(&str, &str)> = Vec::new();
    for (_, _, point) in chart.points() {
        if !out.iter().any(|(key, _)| *key == point.key) {
            out.push((&point.key, &point.label));
        }
    }
    out
}

fn left(chart: &Chart, width: f64) -> f64 {
    let series =
        chart.panels.first().map(|panel| panel.series.as_slice()).unwrap_or_default();
    let widest = series
        .iter()
        .flat_map(|series| measure::wrap(&series.label, theme::LABEL, false, width * 0.3))
        .map(|line| measure::width(&line, theme::LABEL, false))
        .fold(0.0, f64::max);
    if widest > 0.0 { widest + 10.0 } else { 0.0 }
}

fn head(chart: &Chart, width: f64) -> (f64, f64) {
    let columns = columns(chart);
    let cell = (width - left(chart, width)) / columns.len().max(1) as f64;
    let lines = columns
        .iter()
        .map(|(_, words)| measure::wrap(words, theme::SMALL, false, cell - 4.0).len())
        .max()
        .unwrap_or(1);
    (cell, lines as f64 * 15.0 + 6.0)
}

fn tile(chart: &Chart, width: f64) -> (f64, u32) {
    let columns = chart.grid.values().map(|(column, _)| *column).max().unwrap_or(1);
    let rows = chart.grid.values().map(|(_, row)| *row).max().unwrap_or(1);
    ((width / f64::from(columns)).min(170.0), rows)
}

pub(super) fn height(chart: &Chart, width: f64) -> f64 {
    if chart.kind == FigureKind::Tiles {
        let (side, rows) = tile(chart, width);
        return f64::from(rows) * side * 0.72 + 4.0;
    }
    let rows = chart.panels.first().map_or(0, |panel| panel.series.len());
    head(chart, width).1 + rows as f64 * CELL
}

pub(super) fn paint(chart: &Chart, svg: &Svg, area: Area) {
    let (base, most) = (base(chart), most(chart));
    if chart.kind == FigureKind::Tiles {
        let (side, _) = tile(chart, area.w);
        for (_, _, point) in chart.points() {
            let Some((column, row)) = chart.grid.get(&point.key) else { continue };
            let x = area.x + f64::from(column.saturating_sub(1)) * side;
            let y = area.y + f64::from(row.saturating_sub(1)) * side * 0.72;
            let rgb = shade(point.value - base, most);
            svg.tile(x, y, side - 4.0, side * 0.72 - 4.0, rgb);
            let middle = x + (side - 4.0) / 2.0;
            let words = measure::wrap(&point.label, theme::SMALL, false, side - 12.0);
            let top = y + side * 0.36 - (words.len() as f64 + 1.0) * 8.0;
            for (at, text) in words.iter().enumerate() {
                let kind = small(over(rgb), Anchor::Middle);
                svg.text(middle, top + (at as f64 + 0.8) * LINE, text, kind);
            }
            let mut kind = label(over(rgb), Anchor::Middle);
            kind.bold = true;
            let y = top + (words.len() as f64 + 0.8) * LINE;
            svg.text(middle, y, short(point), kind);
        }
        return;
    }
    let Some(panel) = chart.panels.first() else { return };
    let left = left(chart, area.w);
    let (cell, top) = head(chart, area.w);
    let columns = columns(chart);
    for (at, (_, words)) in columns.iter().enumerate() {
        let lines = measure::wrap(words, theme::SMALL, false, cell - 4.0);
        let x = area.x + left + (at as f64 + 0.5) * cell;
        for (row, text) in lines.iter().enumerate() {
            let y = area.y + top - 6.0 - (lines.len() - row - 1) as f64 * 15.0;
            svg.text(x, y, text, small(theme::MUTED, Anchor::Middle));
        }
    }
    for (row, series) in panel.series.iter().enumerate() {
        let y = area.y + top + row as f64 * CELL;
        let lines = measure::wrap(&series.label, theme::LABEL, false, area.w * 0.3);
        for (at, text) in lines.iter().take(2).enumerate() {
            let first = y + CELL / 2.0 - lines.len().min(2) as f64 * 8.0;
            let kind = label(theme::INK, Anchor::Start);
            svg.text(area.x, first + (at as f64 + 0.72) * LINE, text, kind);
        }
        for (at, (key, _)) in columns.iter().enumerate() {
            let Some(point) = series.points.iter().find(|point| point.key == *key) else {
                continue;
            };
            let rgb = shade(point.value - base, most);
            let x = area.x + left + at as f64 * cell;
            svg.tile(x + 1.0, y + 1.0, cell - 2.0, CELL - 2.0, rgb);
            let kind = small(over(rgb), Anchor::Middle);
            svg.text(x + cell / 2.0, y + CELL / 2.0 + 4.5, short(point), kind);
        }
    }
}
