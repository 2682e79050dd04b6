//! `fan`: a projection with nested ranges, apart from the data before it.
//!
//! `series:` are quantiles or scenarios; `bands:` names the pairs that are ends of a range, the
//! widest first, and the one series that is left is the middle. `forecast:` is the time at which
//! the projection begins: a line divides it from the data, and the middle is dashed after it.
//!
//! Use it only where the ranges are computed or published with the projection. Do not use it for a
//! single guess: that is a dashed part of a `line`.
//!
//! ```yaml
//! population_fan:
//!   kind: fan
//!   headline: The population is likely to grow
//!   subtitle: Residents, estimates to 2024, then projections with a narrow and a wide range
//!   data: projection
//!   x: year
//!   series: quantile
//!   bands: [[q5, q95], [q20, q80]]
//!   forecast: "2024"
//!   source: Synthetic data
//! ```

use crate::figure::describe::Facts;
use crate::figure::describe::course;
use crate::figure::draw::Need;
use crate::figure::draw::first;
use crate::figure::draw::frame;
use crate::figure::draw::frame::Axes;
use crate::figure::draw::frame::Word;
use crate::figure::draw::key::Mark;
use crate::figure::draw::less::Less;
use crate::figure::draw::over::Said;
use crate::figure::draw::places::Place;
use crate::figure::draw::places::at;
use crate::figure::draw::places::places;
use crate::figure::draw::places::range;
use crate::figure::kind::Kind;
use crate::figure::kind::Names;
use crate::figure::kind::line::runs;
use crate::figure::kind::without_intervals;
use crate::figure::place::Area;
use crate::figure::plan::About;
use crate::figure::plan::Planner;
use crate::figure::scale::beside;
use crate::figure::svg::Svg;
use crate::figure::theme::Hue;
use crate::figure::theme::Ink;
use crate::figure::theme::Look;
use crate::model::chart::Chart;
use crate::model::chart::Series;
use crate::model::diagnostic::Result;
use crate::model::diagnostic::did_you_mean;
use crate::say;

pub(super) struct Fan;

impl Kind for Fan {
    fn manual(&self) -> &'static str {
        include_str!("fan.rs")
    }

    fn takes_log(&self) -> bool {
        true
    }

    fn annotated(&self) -> &'static [About] {
        &[About::Point, About::Range, About::Stretch]
    }

    fn panels(&self) -> Option<Names> {
        Some(Names::Each)
    }

    fn settings(&self) -> &'static [&'static str] {
        &["bands", "forecast", "marks", "zero", "x_axis"]
    }

    fn finish(&self, planner: &Planner<'_>, chart: &mut Chart) -> Result<()> {
        without_intervals(chart);
        let decl = planner.decl();
        let known: Vec<&str> =
            first(chart).iter().map(|series| series.key.as_str()).collect();
        for key in decl.bands.iter().flat_map(|(low, high)| [low, high]) {
            if !known.contains(&key.as_str()) {
                return Err(planner
                    .fault("bands", format!("there is no series `{key}`"))
                    .help(did_you_mean(key, known, "series"))
                    .into());
            }
        }
        chart.bands.clone_from(&decl.bands);
        chart.forecast.clone_from(&decl.forecast);
        let middles = first(chart).iter().filter(|series| !is_end(chart, series)).count();
        if middles != 1 || decl.bands.is_empty() {
            let message =
                format!("{middles} series are in none of the `bands:`, not one");
            return Err(planner
                .fault("bands", message)
                .help("name the ends of each range, the widest first; the series left is the middle")
                .into());
        }
        let crossed = decl.bands.iter().find_map(|(low, high)| {
            pairs(chart, low, high)
                .into_iter()
                .flatten()
                .find(|(_, low, high)| low > high)
        });
        if let Some((x, ..)) = crossed {
            let message = format!("the ends of a range change places at {x}");
            return Err(planner
                .fault("bands", message)
                .help("write the lower end first")
                .into());
        }
        Ok(())
    }

    fn need(&self, chart: &Chart, look: &Look, width: f64) -> Need {
        let places = places(chart);
        frame::need(&axes(chart, look, width, &places), look, width)
    }

    fn paint(&self, chart: &Chart, svg: &Svg, area: Area) {
        let look = svg.look();
        let places = places(chart);
        let axes = axes(chart, look, area.w, &places);
        let plot = frame::open(&axes, svg, area);
        let ink = Ink::Mark(Hue::Treated);
        for (low, high) in &chart.bands {
            for points in pairs(chart, low, high).split(Option::is_none) {
                let points = || points.iter().flatten();
                let upper = points().map(|(x, _, high)| (*x, *high));
                let lower = points().rev().map(|(x, low, _)| (*x, *low));
                let outline: Vec<(f64, f64)> = upper.chain(lower).collect();
                match outline.len() {
                    0 => {}
                    2 => plot.path(outline, Ink::Mark(Hue::Faded), 2.0, false),
                    _ => plot.band(outline, ink, 0.2),
                }
            }
        }
        let start = forecast(chart, &places, axes.range);
        for series in first(chart).iter().filter(|series| !is_end(chart, series)) {
            for run in runs(series, &places) {
                let points: Vec<(f64, f64)> =
                    run.iter().map(|(x, point)| (*x, point.value)).collect();
                plot.spots(&series.key, run, Hue::Treated);
                if let [only] = points.as_slice() {
                    plot.dot(*only, 3.5, ink, 1.0);
                    continue;
                }
                // The projection goes on from the last value of the data.
                let data = start.map_or(points.len(), |start| {
                    points.iter().take_while(|(x, _)| *x <= start).count()
                });
                let (before, ahead) =
                    (points.get(..data), points.get(data.saturating_sub(1)..));
                for (points, dashed) in [(before, false), (ahead, true)] {
                    if let Some(points @ [_, _, ..]) = points {
                        let points = points.to_vec();
                        plot.path(points, ink, look.theme.stroke.line, dashed);
                    }
                }
            }
        }
        frame::close(&axes, svg, &plot);
    }

    fn sentences(&self, chart: &Chart) -> (Vec<String>, Vec<String>) {
        let long = course::of_panel(chart, chart.panels.first());
        (long.clone(), long)
    }

    fn facts(&self, chart: &Chart) -> Option<Facts> {
        Some(course::facts(chart))
    }

    fn less<'a>(&self, whole: Less<'a>, level: usize) -> Option<Less<'a>> {
        if level > 1 {
            return None;
        }
        let bands = whole.chart.bands.clone();
        Some(whole.nameless_but(&say!("less-middle"), |chart| {
            for series in chart.panels.iter_mut().flat_map(|panel| &mut panel.series) {
                if bands
                    .iter()
                    .any(|(low, high)| *low == series.key || *high == series.key)
                {
                    series.label.clear();
                }
            }
        }))
    }

    fn most_series(&self) -> Option<usize> {
        Some(7)
    }
}

fn is_end(chart: &Chart, series: &Series) -> bool {
    chart.bands.iter().any(|(low, high)| *low == series.key || *high == series.key)
}

/// The places at which both ends of a range have values, with these; nothing where they have none.
fn pairs(chart: &Chart, low: &str, high: &str) -> Vec<Option<(f64, f64, f64)>> {
    let places = places(chart);
    let value = |key: &str, place: &Place| {
        let series = first(chart).iter().find(|series| series.key == key)?;
        let point = series.points.iter().find(|point| point.key == place.key)?;
        Some(point.value)
    };
    places
        .iter()
        .map(|place| Some((place.x, value(low, place)?, value(high, place)?)))
        .collect()
}

/// Where the projection begins.
fn forecast(chart: &Chart, places: &[Place], range: (f64, f64)) -> Option<f64> {
    at(chart.forecast.as_deref()?, places, range)
}

fn axes<'a>(chart: &'a Chart, look: &Look, width: f64, places: &'a [Place]) -> Axes<'a> {
    let series = first(chart);
    let named = series.iter().any(|series| !series.label.is_empty());
    let words: Vec<Word> = series
        .iter()
        .filter(|series| !named || !series.label.is_empty())
        .filter_map(|series| {
            let last = places.iter().rev().find_map(|place| {
                series.points.iter().find(|point| point.key == place.key)
            })?;
            Some(Word {
                label: series.label.clone(),
                printed: beside(&chart.format, last),
                value: last.value,
                hue: if is_end(chart, series) { Hue::Faded } else { Hue::Treated },
                dashed: false,
            })
        })
        .collect();
    let (ends, named) = frame::words(look, width, Mark::Line, &words);
    let range = range(places, 0.0);
    let mut said = Said::of(chart, places, range);
    let begins = forecast(chart, places, range).map(|x| (x, say!("fan-projection")));
    said.marks.extend(begins);
    Axes {
        range,
        texts: places.iter().map(|place| (place.x, place.label.clone())).collect(),
        places,
        ends,
        named,
        said,
        ..Axes::new(chart, chart.extent())
    }
}

#[cfg(test)]
mod tests {
    use super::pairs;
    use crate::model::chart::Chart;
    use crate::model::chart::FigureKind;
    use crate::model::format::Format;
    use crate::model::format::Unit;

    #[test]
    fn a_range_is_cut_where_an_end_has_no_value() {
        let chart = Chart::new(FigureKind::new("fan"), Format::of(Unit::Count))
            .series("middle", [("a", 2.0), ("b", 2.0), ("c", 2.0), ("d", 2.0)])
            .series("low", [("a", 1.0), ("b", 1.0), ("d", 1.0)])
            .series("high", [("a", 3.0), ("c", 3.0), ("d", 3.0)]);
        assert_eq!(
            pairs(&chart, "low", "high"),
            [Some((0.0, 1.0, 3.0)), None, None, Some((3.0, 1.0, 3.0))]
        );
    }
}
