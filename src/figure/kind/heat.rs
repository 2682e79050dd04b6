//! `heat`: a table coloured by value, with its numbers where they fit.
//!
//! Where not every column has room for its numbers, fewer columns are shown; where not even
//! one has, cells go without numbers under a key. Colours turn at zero, at 100 of an index,
//! or at the `reference:`; `better: lower` makes the higher side orange.
//!
//! Use it for a pattern in a table of two dimensions. Do not use it where single values are to be
//! compared exactly: a table or `bar` does that.
//!
//! ```yaml
//! crime_heat:
//!   kind: heat
//!   headline: Vehicle crime fell in every region
//!   subtitle: Change in offences per 1,000 residents
//!   data: crime_by_region
//!   x: region
//!   series: type
//!   better: lower
//!   highlight: [vehicle]
//!   source: Synthetic data
//! ```

use crate::figure::describe::rank;
use crate::figure::draw::Need;
use crate::figure::draw::first;
use crate::figure::draw::less::Less;
use crate::figure::draw::plot::label;
use crate::figure::draw::plot::small;
use crate::figure::draw::under::XTexts;
use crate::figure::kind::Kind;
use crate::figure::kind::Names;
use crate::figure::kind::without_intervals;
use crate::figure::measure;
use crate::figure::place::Area;
use crate::figure::plan::Planner;
use crate::figure::scale::beside;
use crate::figure::scale::short;
use crate::figure::shape::Spot;
use crate::figure::svg::Anchor;
use crate::figure::svg::Svg;
use crate::figure::svg::Type;
use crate::figure::theme::Ink;
use crate::figure::theme::Look;
use crate::figure::theme::STEPS;
use crate::model::chart::Chart;
use crate::model::chart::Point;
use crate::model::chart::Series;
use crate::model::diagnostic::Result;
use crate::model::format::Format;
use crate::model::format::Unit;
use crate::model::geography::Class;
use crate::say;

pub(super) struct Heat;

impl Kind for Heat {
    fn manual(&self) -> &'static str {
        include_str!("heat.rs")
    }

    fn panels(&self) -> Option<Names> {
        Some(Names::Each)
    }

    fn settings(&self) -> &'static [&'static str] {
        &["highlight", "zero", "better"]
    }

    fn finish(&self, _planner: &Planner<'_>, chart: &mut Chart) -> Result<()> {
        without_intervals(chart);
        Ok(())
    }

    fn highlights<'a>(&self, chart: &'a Chart) -> Vec<&'a str> {
        let series = chart.panels.iter().flat_map(|panel| &panel.series);
        series.map(|series| series.key.as_str()).collect()
    }

    fn sentences(&self, chart: &Chart) -> (Vec<String>, Vec<String>) {
        rank::of_cells(chart)
    }

    fn less<'a>(&self, whole: Less<'a>, level: usize) -> Option<Less<'a>> {
        let rows = first(&whole.chart).len();
        let count = rows.checked_sub(level).filter(|n| *n > 0)?;
        Some(whole.table_rows(count))
    }

    fn narrowed(
        &self,
        chart: &Chart,
        look: &Look,
        width: f64,
    ) -> Option<(Chart, String)> {
        narrowed(chart, look, width)
    }

    fn most_series(&self) -> Option<usize> {
        None
    }

    fn need(&self, chart: &Chart, look: &Look, width: f64) -> Need {
        need(chart, look, width)
    }

    fn paint(&self, chart: &Chart, svg: &Svg, area: Area) {
        paint(chart, svg, area);
    }
}

const CELL: f64 = 34.0;
const LOWEST: f64 = 18.0;
/// The height of the band of colours of a key, and its width.
const BAND: f64 = 9.0;
const SCALE: f64 = 240.0;

/// From values to steps of the ramp, around a value that has no colour: the reference, 100
/// of an index, else zero.
pub(in crate::figure) struct Shades {
    base: f64,
    most: f64,
    /// Whether the colours of the two sides change places.
    mirrored: bool,
}

impl Shades {
    pub(in crate::figure) fn of(chart: &Chart) -> Self {
        let usual = if chart.format.unit == Unit::Index { 100.0 } else { 0.0 };
        let base = chart.rules.first().map_or(usual, |rule| rule.value);
        let far = chart.scaled_points().map(|point| (point.value - base).abs());
        Self { base, most: far.fold(0.0, f64::max), mirrored: chart.lower_is_better }
    }

    pub(in crate::figure) fn step(&self, value: f64) -> u8 {
        let half = f64::from(STEPS / 2);
        let share = if self.most > 0.0 { (value - self.base) / self.most } else { 0.0 };
        let share = if self.mirrored { -share } else { share };
        (half + (share * half).round()).clamp(0.0, 2.0 * half) as u8
    }

    /// Returns the values that each step of the ramp stands for, as they print, from the lowest.
    pub(in crate::figure) fn classes(&self, chart: &Chart) -> Vec<Class> {
        let rounded = |value: f64| chart.format.rounded(value);
        let values = || chart.scaled_points().map(|point| rounded(point.value));
        let least = values().fold(f64::INFINITY, f64::min);
        let most = values().fold(f64::NEG_INFINITY, f64::max);
        let half = f64::from(STEPS / 2);
        let starts = |at: u8| {
            let from = self.base + self.most * (f64::from(at) - half - 0.5) / half;
            if at == 0 { f64::NEG_INFINITY } else { rounded(from) }
        };
        let classes = (0..STEPS).filter_map(|at| {
            let to = if at + 1 == STEPS { f64::INFINITY } else { starts(at + 1) };
            let from = starts(at);
            let step = if self.mirrored { STEPS - 1 - at } else { at };
            values().any(|value| from <= value && value < to).then(|| Class {
                from: from.max(least),
                to: to.min(most),
                step,
            })
        });
        classes.collect()
    }

    /// Returns the room a key of the colours takes.
    pub(in crate::figure) fn height(look: &Look) -> f64 {
        BAND + look.small_line() + 14.0
    }

    /// Draws the colours from the lowest to the highest value that they stand for, with the
    /// value that has none between them.
    pub(in crate::figure) fn key(&self, chart: &Chart, svg: &Svg, area: Area) {
        let kind = small(svg.look(), Ink::Muted, Anchor::Start);
        let values = || chart.scaled_points().map(|point| point.value);
        let least = values().fold(f64::INFINITY, f64::min);
        let most = values().fold(f64::NEG_INFINITY, f64::max);
        if least > most {
            return;
        }
        let ends = [short(&chart.format, least), short(&chart.format, most)];
        let words: f64 =
            ends.iter().map(|end| measure::width(end, kind.size, false)).sum();
        let wide = (words + 60.0).max(SCALE).min(area.w);
        let (first, last) = (self.step(least), self.step(most));
        let each = wide / (f64::from(last.abs_diff(first)) + 1.0);
        let steps: Vec<u8> = if first <= last {
            (first..=last).collect()
        } else {
            (last..=first).rev().collect()
        };
        for (at, step) in steps.into_iter().enumerate() {
            let x = area.x + at as f64 * each;
            svg.tile(Area { x, y: area.y, w: each - 0.5, h: BAND }, Ink::Ramp(step));
        }
        let base = area.y + BAND + 3.0 + kind.size;
        let [low, high] = &ends;
        svg.text(area.x, base, low, kind);
        let right = Type { anchor: Anchor::End, ..kind };
        if least < most {
            svg.text_if_free(area.x + wide, base, high, right);
        }
        if least < self.base && self.base < most {
            let step = STEPS / 2;
            let x = area.x + (f64::from(step.abs_diff(first)) + 0.5) * each;
            let middle = Type { anchor: Anchor::Middle, ..kind };
            svg.text_if_free(x, base, &short(&chart.format, self.base), middle);
        }
    }
}

fn columns(chart: &Chart) -> Vec<(&str, &str)> {
    let points = chart.first_of_keys().into_iter();
    points.map(|point| (point.key.as_str(), point.label.as_str())).collect()
}

/// Returns a table of fewer columns whose numbers fit a width, and what was chosen: of years
/// every so many back from the last, of other columns the first. Nothing where all fit, or
/// not even one does.
pub(in crate::figure) fn narrowed(
    chart: &Chart,
    look: &Look,
    width: f64,
) -> Option<(Chart, String)> {
    let area = Area { x: 0.0, y: 0.0, w: width, h: 0.0 };
    let numbers = |chart: &Chart| {
        let layout = Layout::new(chart, look, area);
        layout.format.is_some() && layout.heads.lost() == 0
    };
    if numbers(chart) {
        return None;
    }
    let columns: Vec<String> =
        columns(chart).iter().map(|(key, _)| (*key).to_owned()).collect();
    let all = columns.len();
    let times = columns.iter().all(|key| key.parse::<f64>().is_ok());
    (2..=all).find_map(|step| {
        let kept: Vec<&String> = if times {
            let back = columns.iter().rev().step_by(step);
            back.collect()
        } else {
            columns.iter().take(all + 1 - step).collect()
        };
        let mut less = chart.clone();
        for series in less.panels.iter_mut().flat_map(|panel| &mut panel.series) {
            series.points.retain(|point| kept.contains(&&point.key));
        }
        let part = if times {
            say!("less-every", step = step, of = all)
        } else {
            say!("less-first", count = kept.len(), of = all, noun = "columns")
        };
        numbers(&less).then_some((less, part))
    })
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
        let bold = |series: &Series| chart.highlight.contains(&series.key);
        let wrap = |limit: f64| -> Vec<Vec<String>> {
            series
                .iter()
                .map(|series| measure::wrap(&series.label, size, bold(series), limit))
                .collect()
        };
        let mut names = wrap(limit);
        let whole = series.iter().all(|series| {
            measure::breaks_between_words(&series.label, size, bold(series), limit)
        });
        let above = !whole || names.iter().any(|lines| lines.len() > 3);
        let widest = names
            .iter()
            .zip(series)
            .map(|(lines, series)| measure::widest(lines, size, bold(series)))
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
            chart.scaled_points().all(|point| {
                measure::width(&beside(format, point), small, false) <= cell - 5.0
            })
        };
        // Without decimals large numbers still differ, small ones do not.
        let most = chart.scaled_points().map(|point| point.value.abs());
        let large = most.fold(0.0, f64::max) >= 10.0;
        let whole_numbers = large.then(|| chart.format.clone().decimals(0));
        let formats = std::iter::once(chart.format.clone()).chain(whole_numbers);
        let format = formats.into_iter().find(fits);
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

fn need(chart: &Chart, look: &Look, width: f64) -> Need {
    let layout = Layout::new(chart, look, Area { x: 0.0, y: 0.0, w: width, h: 0.0 });
    Need {
        least: layout.total(LOWEST),
        natural: layout.total(CELL),
        most: layout.total(CELL * 1.6),
    }
    .plus(layout.head(look))
}

fn paint(chart: &Chart, svg: &Svg, area: Area) {
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
        let bold = chart.highlight.contains(&series.key);
        svg.lines((area.x, base), names, layout.line, Type { bold, ..kind });
        for (at, (key, _)) in columns.iter().enumerate() {
            let x = area.x + layout.left + at as f64 * layout.cell;
            let Some(point) = series.points.iter().find(|point| point.key == *key) else {
                continue;
            };
            let cell = Area { x, ..cell };
            svg.spot(Spot::within(&series.key, &point.key, cell));
            paint_cell(svg, &layout, &shades, point, cell);
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
