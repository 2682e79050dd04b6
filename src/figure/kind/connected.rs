//! `connected`: how two values move together over time, one point a time, joined in order.
//!
//! `data:` stands along the x axis, `y:` up; `x:` is the dimension of times. At most 15 points a
//! series, each named by its time where there is room, the first and the last always first. Use
//! it where the two values part from their usual relation. Do not use it where each course alone
//! says enough: two lines are easier to read.
//!
//! ```yaml
//! crime_and_trade:
//!   kind: connected
//!   headline: Trade grew while crime fell
//!   subtitle: Business units against offences, mean of areas, 2012 to 2024
//!   data: units_by_year
//!   y: offences_by_year
//!   x: year
//!   axis: Offences
//!   x_axis: Local business units
//!   source: Synthetic data
//! ```

use crate::figure::describe::course;
use crate::figure::draw::Need;
use crate::figure::draw::dashed;
use crate::figure::draw::first;
use crate::figure::draw::frame;
use crate::figure::draw::hues;
use crate::figure::draw::key::Mark;
use crate::figure::draw::labels;
use crate::figure::draw::labels::Obstacles;
use crate::figure::draw::less::Less;
use crate::figure::draw::plot::small;
use crate::figure::draw::said;
use crate::figure::kind::Kind;
use crate::figure::kind::Names;
use crate::figure::kind::bubble::axes;
use crate::figure::place::Area;
use crate::figure::plan::About;
use crate::figure::plan::Planner;
use crate::figure::svg::Anchor;
use crate::figure::svg::Svg;
use crate::figure::theme::Ink;
use crate::figure::theme::Look;
use crate::model::calendar::period;
use crate::model::chart::Chart;
use crate::model::chart::Point;
use crate::model::diagnostic::Result;

/// The most points of a series.
const MOST: usize = 15;
const RADIUS: f64 = 3.6;

pub(super) struct Connected;

impl Kind for Connected {
    fn manual(&self) -> &'static str {
        include_str!("connected.rs")
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

    fn finish(&self, planner: &Planner<'_>, chart: &mut Chart) -> Result<()> {
        for series in chart.panels.iter_mut().flat_map(|panel| &mut panel.series) {
            if let Some(point) =
                series.points.iter().find(|point| period(&point.key).is_none())
            {
                let message =
                    format!("`{}` is no time, and points are joined in time", point.key);
                return Err(planner
                    .fault("x", message)
                    .help("give `x:` the dimension of times, or draw `kind: scatter`")
                    .into());
            }
            series.points.sort_by_key(|point| period(&point.key));
            if series.points.len() > MOST {
                let message = format!(
                    "{} points cannot be followed: {MOST} are the most",
                    series.points.len()
                );
                return Err(planner
                    .fault("x", message)
                    .help("leave times out with `only:`, or draw two lines")
                    .into());
            }
        }
        Ok(())
    }

    fn need(&self, chart: &Chart, look: &Look, width: f64) -> Need {
        frame::need(&axes(chart, width), look, width)
    }

    fn paint(&self, chart: &Chart, svg: &Svg, area: Area) {
        let look = svg.look();
        let axes = axes(chart, area.w);
        let plot = frame::open(&axes, svg, area);
        let series = first(chart);
        let mut obstacles = Obstacles::default();
        let page = |(x, y): (f64, f64)| (plot.px(x), plot.py(y));
        let place = |point: &Point| Some((point.x?, point.value));
        for (series, hue) in series.iter().zip(hues(series)) {
            let points: Vec<(f64, f64)> =
                series.points.iter().filter_map(place).collect();
            let ink = Ink::Mark(hue);
            for point in &series.points {
                if let Some(at) = place(point) {
                    plot.spot((&series.key, &point.key), at, hue, RADIUS);
                }
            }
            if points.len() > 1 {
                plot.path(points.clone(), ink, 1.8, dashed(series, hue));
            }
            for pair in points.windows(2) {
                if let [a, b] = pair {
                    obstacles.lines.push((page(*a), page(*b)));
                }
            }
            for at in points {
                plot.dot(at, RADIUS, ink, 1.0);
                obstacles.dots.push((page(at), RADIUS));
            }
        }
        frame::close(&axes, svg, &plot);
        for series in series {
            let ends = [series.points.last(), series.points.first()];
            let inner =
                series.points.iter().skip(1).take(series.points.len().saturating_sub(2));
            let bold =
                |point: &Point| ends.iter().flatten().any(|end| end.key == point.key);
            let mut seen: Vec<&str> = Vec::new();
            for point in ends.into_iter().flatten().chain(inner) {
                if seen.contains(&point.key.as_str()) {
                    continue;
                }
                seen.push(&point.key);
                let Some(at) = place(point) else { continue };
                let mut kind = small(look, Ink::Text, Anchor::Start);
                kind.bold = bold(point);
                labels::beside(
                    svg,
                    plot.area(),
                    (page(at), RADIUS),
                    &point.label,
                    kind,
                    &obstacles,
                );
            }
        }
    }

    fn sentences(&self, chart: &Chart) -> (Vec<String>, Vec<String>) {
        let timed = by_time(chart);
        let mut long = course::of_panel(&timed, timed.panels.first());
        // Both values at both ends: the course is that of one of them.
        let said = said::points(chart);
        let ends = first(&timed).iter().flat_map(|series| {
            let both = [series.points.first(), series.points.last()];
            both.into_iter().flatten().map(|point| (&series.key, &point.key))
        });
        let words = ends.filter_map(|(series, key)| {
            let own = said.iter().find(|it| it.series == *series && it.key == *key)?;
            Some(format!("{}.", own.words))
        });
        let words: Vec<String> = words.collect();
        long.extend(words);
        (long.clone(), long)
    }

    fn less<'a>(&self, whole: Less<'a>, level: usize) -> Option<Less<'a>> {
        whole.fewer_series(level, "lines")
    }
}

/// The chart with its points in the order of their times, for words about their course.
fn by_time(chart: &Chart) -> Chart {
    let mut out = chart.clone();
    for series in out.panels.iter_mut().flat_map(|panel| &mut panel.series) {
        series.points.iter_mut().for_each(|point| point.x = None);
    }
    out
}
