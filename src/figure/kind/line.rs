//! `line`: values over time, with bands for intervals.
//!
//! Names and last values stand at the ends of the lines. `marks:` puts words at times,
//! `reference:` a line at a value. At most four series: more are better as `multiples`.
//! `annotations:` says something about a value (`x:`), a part of the x axis (`from:`, `to:`), a part
//! of a line (with `series:`) or the distance of two lines (`between:`, `x:`). `scale: log` draws
//! equal ratios as equal distances.
//!
//! Do not use it for categories that have no order, between which nothing lies: draw `bar` or
//! `dot`; for two or three times alone, `slope` or `column` shows them.
//!
//! ```yaml
//! business_line:
//!   kind: line
//!   headline: Business grew faster in areas with initiatives
//!   subtitle: Local business units, 2012 = 100
//!   data: business_index
//!   x: year
//!   series: group
//!   treated: nbi
//!   control: benchmark
//!   source: Synthetic data
//! ```

use crate::figure::describe::Facts;
use crate::figure::describe::course;
use crate::figure::draw::Need;
use crate::figure::draw::dashed;
use crate::figure::draw::first;
use crate::figure::draw::hollow;
use crate::figure::draw::hues;
use crate::figure::draw::key::Key;
use crate::figure::draw::key::Mark;
use crate::figure::draw::key::Named;
use crate::figure::draw::keyed;
use crate::figure::draw::less::Less;
use crate::figure::draw::margin;
use crate::figure::draw::margin::End;
use crate::figure::draw::margin::Side;
use crate::figure::draw::over::Over;
use crate::figure::draw::over::Said;
use crate::figure::draw::places::Place;
use crate::figure::draw::places::places;
use crate::figure::draw::places::range;
use crate::figure::draw::plot::Plot;
use crate::figure::draw::plot::small;
use crate::figure::draw::under::XTexts;
use crate::figure::draw::under::value_title;
use crate::figure::kind::Kind;
use crate::figure::kind::Names;
use crate::figure::measure;
use crate::figure::place::Area;
use crate::figure::plan::About;
use crate::figure::scale;
use crate::figure::scale::Ticks;
use crate::figure::svg::Anchor;
use crate::figure::svg::Svg;
use crate::figure::theme::Hue;
use crate::figure::theme::Ink;
use crate::figure::theme::Look;
use crate::model::calendar::pace;
use crate::model::calendar::periods;
use crate::model::chart::Chart;
use crate::model::chart::Point;
use crate::model::chart::Scale;
use crate::model::chart::Series;

pub(super) struct Line;

impl Kind for Line {
    fn manual(&self) -> &'static str {
        include_str!("line.rs")
    }

    fn takes_log(&self) -> bool {
        true
    }

    fn annotated(&self) -> &'static [About] {
        &[About::Point, About::Range, About::Stretch, About::Difference]
    }

    fn panels(&self) -> Option<Names> {
        Some(Names::Once(Mark::Line))
    }

    fn settings(&self) -> &'static [&'static str] {
        &["marks", "zero"]
    }

    fn need(&self, chart: &Chart, look: &Look, width: f64) -> Need {
        need(chart, look, width, false)
    }

    fn paint(&self, chart: &Chart, svg: &Svg, area: Area) {
        paint(chart, svg, area, false);
    }

    fn sentences(&self, chart: &Chart) -> (Vec<String>, Vec<String>) {
        let long = course::of_panel(chart, chart.panels.first());
        (long.clone(), long)
    }

    fn facts(&self, chart: &Chart) -> Option<Facts> {
        Some(course::facts(chart))
    }

    fn less<'a>(&self, whole: Less<'a>, level: usize) -> Option<Less<'a>> {
        whole.fewer_series(level, "lines")
    }
}

/// Everything that is known before the height.
struct Layout {
    title: Vec<String>,
    key: Key,
    said: Said,
    over: Over,
    ends: Vec<End>,
    places: Vec<Place>,
    range: (f64, f64),
    left: f64,
    width: f64,
    x: XTexts,
}

impl Layout {
    fn new(chart: &Chart, look: &Look, area: Area, beside: Beside, study: bool) -> Self {
        let size = look.theme.sizes.small;
        let places = places(chart);
        let range = range(&places, if study { 0.4 } else { 0.0 });
        // The widest of all ticks there could be, so that the width knows no height.
        let widest = Ticks::widest(chart.scale, &chart.format, chart.extent(), size);
        let left = widest + 10.0;
        let (ends, names) = ends(chart, look, area.w, beside, study);
        let right = margin::width(&ends).max(10.0);
        let width = (area.w - left - right).max(40.0);
        let px = |x: f64| area.x + left + (x - range.0) / (range.1 - range.0) * width;
        let xs: Vec<f64> = places.iter().map(|place| px(place.x)).collect();
        let texts: Vec<String> = places.iter().map(|place| place.label.clone()).collect();
        let said = Said::of(chart, &places, range);
        let edges = (area.x, area.right());
        Self {
            title: measure::wrap(&value_title(chart), size, false, area.w),
            key: Key::new(look, names, area.w),
            over: Over::new(look, &said, &[], &px, edges),
            said,
            ends,
            x: XTexts::timed(look, &places, &px, edges)
                .unwrap_or_else(|| XTexts::new(look, &xs, &texts, edges)),
            places,
            range,
            left,
            width,
        }
    }

    /// The first of all layouts that fits a height, else the lowest.
    fn within(chart: &Chart, look: &Look, area: Area, study: bool) -> Self {
        let layouts =
            Beside::ALL.map(|beside| Self::new(chart, look, area, beside, study));
        let height = |layout: &Self| layout.least(look, area.w);
        let lowest = layouts.iter().map(height).fold(f64::INFINITY, f64::min);
        let fits = |layout: &Self| height(layout) <= area.h.max(lowest) + 1e-6;
        let [first, second, third] = layouts;
        [first, second].into_iter().find(fits).unwrap_or(third)
    }

    /// The height below which something would overlap.
    fn least(&self, look: &Look, width: f64) -> f64 {
        let plot = if width > 450.0 { 84.0 } else { 100.0 };
        let words = margin::height(&self.ends) - 2.0 * margin::OVER;
        words.max(plot) + self.above(look) + self.x.height()
    }

    /// Room above and below the plot.
    fn above(&self, look: &Look) -> f64 {
        let line = look.small_line();
        let title = self.title.len() as f64 * line;
        let title = title + if title > 0.0 { 6.0 } else { 0.0 };
        self.key.height() + title + self.over.height() + 10.0
    }
}

fn last(series: &Series) -> Option<&Point> {
    series.points.iter().max_by(|a, b| match (a.x, b.x) {
        (Some(a), Some(b)) => a.total_cmp(&b),
        _ => std::cmp::Ordering::Less,
    })
}

/// The height of a plot that looks right at a width.
fn natural(width: f64) -> f64 {
    (width * 0.44).clamp(190.0, 330.0)
}

/// What stands beside the ends of the lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Beside {
    /// Names, each with its value under it.
    Names,
    /// Names, each with its value in its last line.
    Lines,
    /// Values; names go to the key.
    Values,
}

impl Beside {
    const ALL: [Self; 3] = [Self::Names, Self::Lines, Self::Values];
}

/// What stands beside the ends of the lines, and what has to go to the key.
fn ends(
    chart: &Chart,
    look: &Look,
    width: f64,
    beside: Beside,
    study: bool,
) -> (Vec<End>, Vec<Named>) {
    let series = first(chart);
    let limit = if width > 500.0 { 150.0 } else { width * 0.29 };
    let rules: Vec<Option<End>> = chart
        .rules
        .iter()
        .filter(|rule| !rule.label.is_empty())
        .map(|rule| End::quiet(look, &rule.label, rule.value, limit))
        .collect();
    let make = |name: bool| -> Option<Vec<End>> {
        let mut out = Vec::new();
        for (series, hue) in series.iter().zip(hues(series)) {
            let Some(point) = last(series) else { continue };
            let printed = scale::beside(&chart.format, point);
            let name = if name { series.label.as_str() } else { "" };
            let ink = Ink::Words(hue);
            let one = format!("{name} {printed}");
            let words = match beside {
                Beside::Lines if !name.is_empty() => (one.as_str(), ""),
                _ => (name, printed.as_str()),
            };
            out.push(End::new(look, words, point.value, ink, limit)?);
        }
        Some(out)
    };
    let room = natural(width);
    let rule_key = |out: &mut Vec<Named>| {
        out.extend(chart.rules.iter().filter(|rule| !rule.label.is_empty()).map(
            |rule| Named {
                label: rule.label.clone(),
                hue: Hue::Faded,
                dashed: false,
                mark: Mark::Rule,
            },
        ));
    };
    let mut names = Vec::new();
    let mut out: Vec<End> = Vec::new();
    let fits = |ends: &[End], most: f64| margin::height(ends) <= most;
    if study || series.iter().all(|series| series.label.is_empty()) {
        names = keyed(chart, Mark::Dot);
        if !study && let Some(values) = make(false).filter(|ends| fits(ends, room)) {
            out = values;
        }
    } else {
        let most = if series.len() <= 4 { room * 1.5 } else { room };
        let named_ends =
            make(true).filter(|_| beside != Beside::Values && chart.set.is_empty());
        if let Some(ends) = named_ends.filter(|ends| fits(ends, most)) {
            out = ends;
        } else {
            names = keyed(chart, Mark::Line);
            out = make(false).filter(|ends| fits(ends, room)).unwrap_or_default();
        }
    }
    let quiet: Option<Vec<End>> = rules.into_iter().collect();
    match quiet {
        Some(quiet) if fits(&quiet, room * 1.5 - margin::height(&out)) => {
            out.extend(quiet);
        }
        _ => rule_key(&mut names),
    }
    (out, names)
}

pub(in crate::figure) fn need(
    chart: &Chart,
    look: &Look,
    width: f64,
    study: bool,
) -> Need {
    let area = Area { x: 0.0, y: 0.0, w: width, h: 0.0 };
    let layout = Layout::new(chart, look, area, Beside::Names, study);
    let natural = natural(width).max(margin::height(&layout.ends));
    let words = layout.above(look) + layout.x.height();
    Need {
        least: Layout::within(chart, look, area, study).least(look, width),
        natural: natural + words,
        most: (width * 1.2).max(natural) + words,
    }
}

pub(in crate::figure) fn paint(chart: &Chart, svg: &Svg, area: Area, study: bool) {
    let Some(panel) = chart.panels.first() else { return };
    let look = svg.look();
    let layout = Layout::within(chart, look, area, study);
    layout.key.paint(svg, area);
    let line = look.small_line();
    let mut y = area.y + layout.key.height();
    let muted = small(look, Ink::Muted, Anchor::Start);
    svg.lines((area.x, y + muted.size), &layout.title, line, muted);
    y = area.y + layout.above(look);
    let plot_area = Area {
        x: area.x + layout.left,
        y,
        w: layout.width,
        h: area.bottom() - y - layout.x.height(),
    };
    let room = (plot_area.h, line);
    let ticks = Ticks::up(chart.scale, &chart.format, chart.extent(), room);
    let scales = (Scale::Linear, chart.scale);
    let plot = Plot::scaled(svg, plot_area, layout.range, ticks.ends(), scales);
    plot.y_axis(&ticks, false);
    layout.x.paint(svg, plot_area.bottom());
    layout.over.paint(svg, plot_area);
    let axis = look.theme.stroke.axis;
    for (x, _) in &layout.said.marks {
        plot.upright(*x, Ink::Base, axis, true);
    }
    for rule in &chart.rules {
        plot.across(rule.value, Ink::Base, axis);
    }
    let hues = hues(&panel.series);
    for (series, hue) in panel.series.iter().zip(&hues) {
        if !study {
            band(&plot, series, *hue, &layout.places);
        }
    }
    for (series, hue) in panel.series.iter().zip(&hues) {
        spots(&plot, series, *hue, &layout.places);
    }
    let count = panel.series.len();
    for (index, (series, hue)) in panel.series.iter().zip(&hues).enumerate() {
        if study {
            let shift = (index as f64 - (count as f64 - 1.0) / 2.0)
                * (0.5 / count as f64)
                * (layout.range.1 - layout.range.0)
                / layout.places.len().max(1) as f64;
            coefficients(&plot, series, *hue, &layout.places, shift);
        } else {
            trace(&plot, series, *hue, &layout.places, look.theme.stroke.line);
            lead(&plot, series, &layout);
        }
    }
    margin::paint(svg, &plot, &layout.ends, Side::Right);
}

/// A thin line from the last value of a series that ends early to its words.
fn lead(plot: &Plot, series: &Series, layout: &Layout) {
    let (Some(point), false) = (last(series), layout.ends.is_empty()) else { return };
    let x =
        layout.places.iter().find(|place| place.key == point.key).map(|place| place.x);
    if let Some(x) = x.filter(|x| *x < layout.range.1) {
        let grid = plot.look().theme.stroke.grid;
        let to = (layout.range.1, point.value);
        plot.path(vec![(x, point.value), to], Ink::Base, grid, true);
    }
}

/// A series' points along the axis, cut where a place is missing.
pub(in crate::figure) fn runs<'a>(
    series: &'a Series,
    places: &[Place],
) -> Vec<Vec<(f64, &'a Point)>> {
    let mut out: Vec<Vec<(f64, &Point)>> = vec![Vec::new()];
    // A time without a place is a gap, too, where times follow one another at a pace.
    let timed = periods(places.iter().map(|place| place.key.as_str())).is_some();
    let xs: Vec<f64> = places.iter().map(|place| place.x).collect();
    let pace = pace(&xs).filter(|_| timed);
    let mut before: Option<f64> = None;
    for place in places {
        if let (Some(pace), Some(before)) = (pace, before)
            && place.x - before > 1.5 * pace
        {
            out.push(Vec::new());
        }
        before = Some(place.x);
        match series.points.iter().find(|point| point.key == place.key) {
            Some(point) => {
                if let Some(run) = out.last_mut() {
                    run.push((place.x, point));
                }
            }
            None => out.push(Vec::new()),
        }
    }
    out.retain(|run| !run.is_empty());
    out
}

/// Says where the values of a series stand.
pub(in crate::figure) fn spots(plot: &Plot, series: &Series, hue: Hue, places: &[Place]) {
    for run in runs(series, places) {
        plot.spots(&series.key, run, hue);
    }
}

fn band(plot: &Plot, series: &Series, hue: Hue, places: &[Place]) {
    for run in runs(series, places) {
        // A point without an interval parts the band.
        let points: Vec<Option<(f64, f64, f64)>> =
            run.iter().map(|(x, point)| Some((*x, point.low?, point.high?))).collect();
        for points in points.split(Option::is_none).filter(|points| points.len() > 1) {
            let points = || points.iter().flatten();
            let mut outline: Vec<(f64, f64)> =
                points().map(|(x, _, h)| (*x, *h)).collect();
            outline.extend(points().rev().map(|(x, l, _)| (*x, *l)));
            plot.band(outline, Ink::Mark(hue), 0.16);
        }
    }
}

/// Draws the line of a series; a point between gaps is a dot.
pub(in crate::figure) fn trace(
    plot: &Plot,
    series: &Series,
    hue: Hue,
    places: &[Place],
    width: f64,
) {
    let ink = Ink::Mark(hue);
    for run in runs(series, places) {
        let points: Vec<(f64, f64)> =
            run.iter().map(|(x, point)| (*x, point.value)).collect();
        if let [only] = points.as_slice() {
            plot.dot(*only, 3.5, ink, 1.0);
        } else {
            plot.path(points, ink, width, dashed(series, hue));
        }
    }
}

fn coefficients(plot: &Plot, series: &Series, hue: Hue, places: &[Place], shift: f64) {
    let ink = Ink::Mark(hue);
    let width = plot.look().theme.stroke.interval;
    for (x, point) in runs(series, places).into_iter().flatten() {
        let x = x + shift;
        let hollow = hollow(series, hue);
        match (point.low, point.high) {
            (Some(low), Some(high)) => {
                plot.path(vec![(x, low), (x, high)], ink, width, false);
                if hollow {
                    plot.ring((x, point.value), 4.5, ink);
                } else {
                    plot.dot((x, point.value), 4.5, ink, 1.0);
                }
            }
            // The base year has no estimate: a ring at zero.
            _ => plot.ring((x, point.value), 4.5, ink),
        }
    }
}
