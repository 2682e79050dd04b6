//! `scatter`: one dot an area, two measures, with a fitted line and its interval.
//!
//! `data:` is the family along the x axis, `y:` the one along the y axis; both have the same
//! dimensions. Say in the note that a fitted line is an association. Its slope and its two ends
//! are statistics: `figure.growth_by_size.slope.nbi`, `.start.nbi`, `.end.nbi`.
//!
//! Use it where two measures of the same areas may go together. Do not use it for one measure over
//! time: `line` does that, and `connected` shows two.
//!
//! ```yaml
//! growth_by_size:
//!   kind: scatter
//!   headline: Growth does not depend on size
//!   subtitle: Each dot is an area
//!   data: units_at_start
//!   y: growth_by_area
//!   x: area
//!   series: group
//!   x_axis: Local units in 2012
//!   axis: Growth to 2024, %
//!   source: Synthetic data
//! ```

use crate::figure::describe::course;
use crate::figure::draw::Need;
use crate::figure::draw::dashed;
use crate::figure::draw::first;
use crate::figure::draw::hollow;
use crate::figure::draw::hues;
use crate::figure::draw::key::Key;
use crate::figure::draw::key::Mark;
use crate::figure::draw::keyed;
use crate::figure::draw::less::Less;
use crate::figure::draw::plot::Plot;
use crate::figure::draw::plot::small;
use crate::figure::draw::under::XTexts;
use crate::figure::draw::under::value_title;
use crate::figure::draw::under::x_title;
use crate::figure::kind::Kind;
use crate::figure::kind::Names;
use crate::figure::measure;
use crate::figure::place::Area;
use crate::figure::plan::About;
use crate::figure::plan::Marking;
use crate::figure::plan::Planner;
use crate::figure::plan::fit::fit;
use crate::figure::scale::Ticks;
use crate::figure::svg::Anchor;
use crate::figure::svg::Svg;
use crate::figure::theme::Ink;
use crate::figure::theme::Look;
use crate::model::chart::Chart;
use crate::model::chart::FitPoint;
use crate::model::chart::Series;
use crate::model::diagnostic::Result;
use crate::model::format::Format;
use crate::model::format::Unit;
use crate::model::statistic::Interval;

pub(super) struct Scatter;

impl Kind for Scatter {
    fn manual(&self) -> &'static str {
        include_str!("scatter.rs")
    }

    fn takes_log(&self) -> bool {
        true
    }

    fn annotated(&self) -> &'static [About] {
        &[About::Point]
    }

    fn panels(&self) -> Option<Names> {
        Some(Names::Once(Mark::Dot))
    }

    fn settings(&self) -> &'static [&'static str] {
        &["y", "x_axis", "x_scale", "zero"]
    }

    fn plan(&self, planner: &Planner<'_>) -> Result<Chart> {
        planner.scatter()
    }

    fn finish(&self, _planner: &Planner<'_>, chart: &mut Chart) -> Result<()> {
        for series in chart.panels.iter_mut().flat_map(|panel| &mut panel.series) {
            series.fit = fit(series).map(|fit| fit.places).unwrap_or_default();
        }
        Ok(())
    }

    fn marked(&self, chart: &Chart) -> Vec<Marking> {
        first(chart).iter().flat_map(|series| line(chart, series)).collect()
    }

    fn sentences(&self, chart: &Chart) -> (Vec<String>, Vec<String>) {
        let long = course::fits(chart);
        (long.clone(), long)
    }

    fn less<'a>(&self, whole: Less<'a>, level: usize) -> Option<Less<'a>> {
        whole.fewer_series(level, "groups")
    }

    fn need(&self, chart: &Chart, look: &Look, width: f64) -> Need {
        need(chart, look, width)
    }

    fn paint(&self, chart: &Chart, svg: &Svg, area: Area) {
        paint(chart, svg, area);
    }
}

/// How many dots a series has, the slope of its fitted line, and the line's two ends.
fn line(chart: &Chart, series: &Series) -> Vec<Marking> {
    let marking = |what, title: &str, value| {
        Marking::new(what, value, chart, &series.points)
            .named(title, &series.label)
            .of([series.key.as_str()])
    };
    let mut out = vec![
        marking("n", "Dots drawn", series.points.len() as f64)
            .printed(Format::of(Unit::Number).decimals(0))
            .by("Number of dots that the chart draws", "n"),
    ];
    let Some(fit) = fit(series) else { return out };
    let interval = |ends: Option<(f64, f64)>| {
        ends.map(|(low, high)| Interval {
            low,
            high,
            level: 95.0,
            method: "t interval, classical errors".to_owned(),
        })
    };
    let (slope, ends) = fit.slope;
    out.push(
        marking("slope", "Slope of the fitted line", slope)
            .printed(Format::of(Unit::Number).decimals(4))
            .within(interval(ends))
            .by(
                "Least-squares line through the dots: how much higher it is where x is one more",
                "b = Σ(x − x̄)(y − ȳ) / Σ(x − x̄)²; b ± t(n − 2)·se",
            ),
    );
    for (what, place) in [("start", fit.places.first()), ("end", fit.places.last())] {
        let Some(place) = place else { continue };
        let across = chart.x_format.as_ref().unwrap_or(&chart.format);
        let title = format!("Fitted line where x is {}", across.full(place.x));
        out.push(
            marking(what, &title, place.value)
                .within(interval(place.low.zip(place.high)))
                .by(
                    "Least-squares line through the dots, at the lowest or highest x",
                    "ȳ + b·(x − x̄); ± t(n − 2)·s·√(1/n + (x − x̄)² / Σ(x − x̄)²)",
                ),
        );
    }
    out
}

const RADIUS: f64 = 3.2;

/// Everything that is known before the height.
struct Layout {
    key: Key,
    title: Vec<String>,
    x_title: Vec<String>,
    ticks: Ticks,
    x: XTexts,
    left: f64,
    width: f64,
}

fn range(values: impl Iterator<Item = f64>) -> (f64, f64) {
    let (low, high) = values
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| {
            (low.min(value), high.max(value))
        });
    if low <= high { (low, high) } else { (0.0, 1.0) }
}

impl Layout {
    fn new(chart: &Chart, look: &Look, area: Area) -> Self {
        let size = look.theme.sizes.small;
        let format = chart.x_format.as_ref().unwrap_or(&chart.format);
        let (xs, ys) = (across(chart), up(chart));
        let left = Ticks::widest(chart.scale, &chart.format, ys, size) + 10.0;
        let width = (area.w - left - 14.0).max(40.0);
        let count = ((width / 90.0).round() as usize).clamp(2, 6);
        let ticks = Ticks::of(chart.x_scale, format, xs, count);
        let (start, end) = ticks.ends();
        let on = |x: f64| chart.x_scale.place(x);
        let share = |x: f64| (on(x) - on(start)) / (on(end) - on(start));
        let px = |x: f64| area.x + left + share(x) * width;
        let places: Vec<f64> = ticks.values.iter().map(|value| px(*value)).collect();
        Self {
            key: Key::new(look, keyed(chart, Mark::Dot), area.w),
            title: measure::wrap(&value_title(chart), size, false, area.w),
            x_title: measure::wrap(&x_title(chart), size, false, area.w),
            x: XTexts::new(look, &places, &ticks.texts, (area.x, area.right())),
            ticks,
            left,
            width,
        }
    }

    fn above(&self, look: &Look) -> f64 {
        self.key.height() + self.title.len() as f64 * look.small_line() + 14.0
    }

    fn below(&self, look: &Look) -> f64 {
        self.x.height() + self.x_title.len() as f64 * look.small_line() + 2.0
    }
}

fn across(chart: &Chart) -> (f64, f64) {
    range(chart.scaled_points().filter_map(|point| point.x))
}

/// The range of the values; that of the fits is cut to it.
fn up(chart: &Chart) -> (f64, f64) {
    let (low, high) = range(chart.scaled_points().map(|point| point.value));
    if chart.zero { (low.min(0.0), high.max(0.0)) } else { (low, high) }
}

fn need(chart: &Chart, look: &Look, width: f64) -> Need {
    let layout = Layout::new(chart, look, Area { x: 0.0, y: 0.0, w: width, h: 0.0 });
    let natural = (width * 0.52).clamp(230.0, 420.0);
    Need { least: 110.0, natural, most: (width * 1.2).max(natural) }
        .plus(layout.above(look) + layout.below(look))
}

fn paint(chart: &Chart, svg: &Svg, area: Area) {
    let look = svg.look();
    let layout = Layout::new(chart, look, area);
    layout.key.paint(svg, area);
    let line = look.small_line();
    let start = small(look, Ink::Muted, Anchor::Start);
    let top = area.y + layout.key.height() + start.size;
    svg.lines((area.x, top), &layout.title, line, start);
    let above = layout.above(look);
    let plot_area = Area {
        x: area.x + layout.left,
        y: area.y + above,
        w: layout.width,
        h: area.h - above - layout.below(look),
    };
    let ticks = Ticks::up(chart.scale, &chart.format, up(chart), (plot_area.h, line));
    let scales = (chart.x_scale, chart.scale);
    let plot = Plot::scaled(svg, plot_area, layout.ticks.ends(), ticks.ends(), scales);
    plot.y_axis(&ticks, false);
    for value in &layout.ticks.values {
        plot.upright(*value, Ink::Grid, look.theme.stroke.grid, false);
    }
    layout.x.paint(svg, plot_area.bottom());
    let end = small(look, Ink::Muted, Anchor::End);
    let foot = area.bottom() - layout.x_title.len() as f64 * line;
    svg.lines((area.right(), foot + end.size - 2.0), &layout.x_title, line, end);
    let series = first(chart);
    let hues = hues(series);
    let (bottom, ceiling) = ticks.ends();
    let (first_x, last_x) = layout.ticks.ends();
    let inside = |at: &&FitPoint| at.x >= first_x && at.x <= last_x;
    for (series, hue) in series.iter().zip(&hues) {
        let fit = &series.fit;
        let cut = |value: f64| value.clamp(bottom, ceiling);
        let upper =
            fit.iter().filter(inside).filter_map(|at| Some((at.x, cut(at.high?))));
        let lower =
            fit.iter().rev().filter(inside).filter_map(|at| Some((at.x, cut(at.low?))));
        let outline: Vec<(f64, f64)> = upper.chain(lower).collect();
        if outline.len() > 3 {
            plot.band(outline, Ink::Mark(*hue), 0.16);
        }
    }
    for (series, hue) in series.iter().zip(&hues) {
        for point in &series.points {
            let Some(x) = point.x else { continue };
            plot.spot((&series.key, &point.key), (x, point.value), *hue, RADIUS);
            if hollow(series, *hue) {
                plot.ring((x, point.value), RADIUS - 0.2, Ink::Mark(*hue));
            } else {
                plot.dot((x, point.value), RADIUS, Ink::Mark(*hue), 0.62);
            }
        }
    }
    for (series, hue) in series.iter().zip(&hues) {
        let fit = &series.fit;
        let points: Vec<(f64, f64)> = fit
            .iter()
            .filter(inside)
            .filter(|at| at.value >= bottom && at.value <= ceiling)
            .map(|at| (at.x, at.value))
            .collect();
        if points.len() > 1 {
            plot.path(points, Ink::Mark(*hue), 2.4, dashed(series, *hue));
        }
    }
}
