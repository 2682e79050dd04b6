//! A table coloured by value. Cells too small for their numbers go without, under a key.

use crate::figure::chart::Chart;
use crate::figure::chart::Point;
use crate::figure::draw::Need;
use crate::figure::draw::first;
use crate::figure::draw::plot::XTexts;
use crate::figure::draw::plot::label;
use crate::figure::draw::plot::small;
use crate::figure::measure;
use crate::figure::place::Area;
use crate::figure::scale::beside;
use crate::figure::scale::short;
use crate::figure::svg::Anchor;
use crate::figure::svg::Svg;
use crate::figure::theme::Ink;
use crate::figure::theme::Look;
use crate::figure::theme::STEPS;
use crate::stat::number::Format;
use crate::stat::number::Unit;

const CELL: f64 = 34.0;
const LOWEST: f64 = 18.0;

/// From values to steps of the ramp, around a value that has no colour: the reference, 100
/// of an index, else zero.
pub(super) struct Shades {
    base: f64,
    most: f64,
}

impl Shades {
    pub(super) fn of(chart: &Chart) -> Self {
        let usual = if chart.format.unit == Unit::Index { 100.0 } else { 0.0 };
        let base = chart.rules.first().map_or(usual, |rule| rule.value);
        let far = chart.points().map(|(_, _, point)| (point.value - base).abs());
        Self { base, most: far.fold(0.0, f64::max) }
    }

    pub(super) fn step(&self, value: f64) -> u8 {
        let half = f64::from(STEPS / 2);
        let share = if self.most > 0.0 { (value - self.base) / self.most } else { 0.0 };
        (half + (share * half).round()).clamp(0.0, 2.0 * half) as u8
    }

    /// Returns the room a key of the colours takes.
    pub(super) fn height(look: &Look) -> f64 {
        look.small_line() + 12.0
    }

    /// Draws the colours from the lowest to the highest value that they stand for.
    pub(super) fn key(&self, chart: &Chart, svg: &Svg, area: Area) {
        let look = svg.look();
        let kind = small(look, Ink::Muted, Anchor::Start);
        let values = || chart.points().map(|(_, _, point)| point.value);
        let least = values().fold(f64::INFINITY, f64::min);
        let most = values().fold(f64::NEG_INFINITY, f64::max);
        if least > most {
            return;
        }
        let low = short(&chart.format, least);
        let high = short(&chart.format, most);
        let steps = self.step(least)..=self.step(most);
        let count = f64::from(steps.end() - steps.start()) + 1.0;
        let left = measure::width(&low, kind.size, false) + 8.0;
        let right = measure::width(&high, kind.size, false) + 8.0;
        let each = ((area.w - left - right) / count).clamp(4.0, 18.0);
        let base = area.y + kind.size;
        svg.text(area.x, base, &low, kind);
        for (at, step) in steps.enumerate() {
            let x = area.x + left + at as f64 * each;
            let tile = Area { x, y: area.y + 1.0, w: each - 0.5, h: kind.size };
            svg.tile(tile, Ink::Ramp(step));
        }
        svg.text(area.x + left + count * each + 8.0, base, &high, kind);
    }
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

struct Layout {
    names: Vec<Vec<String>>,
    above: bool,
    left: f64,
    cell: f64,
    heads: XTexts,
    /// How numbers print that have room; none where they have not.
    format: Option<Format>,
    line: f64,
}

impl Layout {
    fn new(chart: &Chart, look: &Look, area: Area) -> Self {
        let size = look.theme.sizes.label;
        let limit = area.w * if area.w > 500.0 { 0.28 } else { 0.34 };
        let series = first(chart);
        let wrap = |limit: f64| -> Vec<Vec<String>> {
            series
                .iter()
                .map(|series| measure::wrap(&series.label, size, false, limit))
                .collect()
        };
        let mut names = wrap(limit);
        let whole = series.iter().all(|series| {
            measure::breaks_between_words(&series.label, size, false, limit)
        });
        let above = !whole || names.iter().any(|lines| lines.len() > 3);
        let widest = names
            .iter()
            .map(|lines| measure::widest(lines, size, false))
            .fold(0.0, f64::max);
        let mut left = if widest > 0.0 { widest + 10.0 } else { 0.0 };
        if above {
            names = wrap(area.w);
            left = 0.0;
        }
        let columns = columns(chart);
        let cell = (area.w - left) / columns.len().max(1) as f64;
        let small = look.theme.sizes.small;
        let fits = |format: &Format| {
            chart.points().all(|(_, _, point)| {
                measure::width(&beside(format, point), small, false) <= cell - 5.0
            })
        };
        let whole_numbers = chart.format.clone().decimals(0);
        let format = [chart.format.clone(), whole_numbers].into_iter().find(fits);
        let places: Vec<f64> = (0..columns.len())
            .map(|at| area.x + left + (at as f64 + 0.5) * cell)
            .collect();
        let texts: Vec<String> =
            columns.iter().map(|(_, words)| (*words).to_owned()).collect();
        let heads = XTexts::new(look, &places, &texts, (area.x, area.right()));
        Self { names, above, left, cell, heads, format, line: look.line() }
    }

    fn row(&self, names: &[String], cell: f64) -> f64 {
        let words = names.len() as f64 * self.line + 4.0;
        if self.above { words + cell } else { words.max(cell) }
    }

    fn total(&self, cell: f64) -> f64 {
        self.names.iter().map(|names| self.row(names, cell)).sum()
    }

    fn head(&self, look: &Look) -> f64 {
        let key = if self.format.is_some() { 0.0 } else { Shades::height(look) };
        key + self.heads.height()
    }
}

pub(super) fn need(chart: &Chart, look: &Look, width: f64) -> Need {
    let layout = Layout::new(chart, look, Area { x: 0.0, y: 0.0, w: width, h: 0.0 });
    Need {
        least: layout.total(LOWEST),
        natural: layout.total(CELL),
        most: layout.total(CELL * 1.6),
    }
    .plus(layout.head(look))
}

pub(super) fn paint(chart: &Chart, svg: &Svg, area: Area) {
    let look = svg.look();
    let layout = Layout::new(chart, look, area);
    let shades = Shades::of(chart);
    if layout.format.is_none() {
        shades.key(chart, svg, area);
    }
    let head = layout.head(look);
    // The heads stand on the table.
    layout.heads.paint(svg, area.y + head - layout.heads.height() - 3.0);
    let columns = columns(chart);
    let height = area.h - head;
    // The height of cells by which the rows fill the area.
    let (mut low, mut high) = (0.0, height);
    for _ in 0..40 {
        let middle = f64::midpoint(low, high);
        if layout.total(middle) > height { high = middle } else { low = middle }
    }
    let mut y = area.y + head;
    for (series, names) in first(chart).iter().zip(&layout.names) {
        let tall = layout.row(names, low);
        let words = names.len() as f64 * layout.line;
        let kind = label(look, Ink::Text, Anchor::Start);
        let (first, cell) = if layout.above {
            (y, Area { y: y + words + 2.0, x: 0.0, w: layout.cell, h: low - 2.0 })
        } else {
            let cell = Area { y, x: 0.0, w: layout.cell, h: tall };
            (y + (tall - words) / 2.0, cell)
        };
        let base = first + layout.line * 0.5 + kind.size * 0.36;
        svg.lines((area.x, base), names, layout.line, kind);
        for (at, (key, _)) in columns.iter().enumerate() {
            let x = area.x + layout.left + at as f64 * layout.cell;
            let Some(point) = series.points.iter().find(|point| point.key == *key) else {
                continue;
            };
            paint_cell(svg, &layout, &shades, point, Area { x, ..cell });
        }
        y += tall;
    }
}

fn paint_cell(svg: &Svg, layout: &Layout, shades: &Shades, point: &Point, cell: Area) {
    let step = shades.step(point.value);
    let inner =
        Area { x: cell.x + 1.0, y: cell.y + 1.0, w: cell.w - 2.0, h: cell.h - 2.0 };
    svg.tile(inner, Ink::Ramp(step));
    if let Some(format) = &layout.format {
        let kind = small(svg.look(), Ink::OnRamp(step), Anchor::Middle);
        let base = cell.y + cell.h / 2.0 + kind.size * 0.36;
        svg.text(cell.x + cell.w / 2.0, base, &beside(format, point), kind);
    }
}
