//! `heat`: a table coloured by value, with its numbers where they fit.
//!
//! Where not every column has room for its numbers, fewer columns are shown; where not even
//! one has, cells go without numbers. A key over the table says what the colours stand for, and
//! cells without a value are hatched. Colours turn at zero, at 100 of an index,
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
use crate::figure::kind::shades::Shades;
use crate::figure::kind::shades::hatched;
use crate::figure::kind::without_intervals;
use crate::figure::measure;
use crate::figure::place::Area;
use crate::figure::plan::Planner;
use crate::figure::scale::beside;
use crate::figure::shape::Spot;
use crate::figure::svg::Anchor;
use crate::figure::svg::Svg;
use crate::figure::svg::Type;
use crate::figure::theme::Ink;
use crate::figure::theme::Look;
use crate::model::chart::Chart;
use crate::model::chart::Point;
use crate::model::chart::Series;
use crate::model::diagnostic::Result;
use crate::model::format::Format;
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
/// The height of cells that leaves room for a key, where their numbers are read without one.
const ROOMY: f64 = 24.0;

/// Whether it is a chart of its own, or the first of its set, over which the key of all stands.
fn is_first(chart: &Chart) -> bool {
    let own = chart.panels.first().map(|panel| &panel.key);
    chart.set.first().is_none_or(|first| Some(&first.key) == own)
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

    /// The height of the heads, under the key where it is drawn.
    fn head(&self, look: &Look, keyed: bool) -> f64 {
        let key = if keyed { Shades::height(look) } else { 0.0 };
        key + self.heads.height()
    }

    /// Whether a height has room for the key; cells without numbers are nothing without it.
    fn keyed(&self, look: &Look, height: f64) -> bool {
        self.format.is_none() || height >= self.total(ROOMY) + self.head(look, true)
    }
}

fn need(chart: &Chart, look: &Look, width: f64) -> Need {
    let layout = Layout::new(chart, look, Area { x: 0.0, y: 0.0, w: width, h: 0.0 });
    let head = layout.head(look, true);
    Need {
        least: layout.total(LOWEST) + layout.head(look, layout.format.is_none()),
        natural: layout.total(CELL) + head,
        most: layout.total(CELL * 1.6) + head,
    }
}

fn paint(chart: &Chart, svg: &Svg, area: Area) {
    let look = svg.look();
    let layout = Layout::new(chart, look, area);
    let shades = Shades::of(chart);
    let keyed = layout.keyed(look, area.h);
    if keyed && is_first(chart) {
        shades.key(chart, svg, area);
    }
    let head = layout.head(look, keyed);
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
            let cell = Area { x, ..cell };
            let Some(point) = series.points.iter().find(|point| point.key == *key) else {
                hatched(svg, within(cell));
                continue;
            };
            svg.spot(Spot::within(&series.key, &point.key, cell));
            paint_cell(svg, &layout, &shades, point, cell);
        }
        y += tall;
    }
}

/// A cell without the ground between it and its neighbours.
fn within(cell: Area) -> Area {
    cell.grown(-1.0)
}

fn paint_cell(svg: &Svg, layout: &Layout, shades: &Shades, point: &Point, cell: Area) {
    let step = shades.step(point.value);
    svg.tile(within(cell), Ink::Ramp(step));
    if let Some(format) = &layout.format {
        let kind = small(svg.look(), Ink::OnRamp(step), Anchor::Middle);
        let base = cell.y + cell.h / 2.0 + kind.size * 0.36;
        svg.text(cell.x + cell.w / 2.0, base, &beside(format, point), kind);
    }
}
