//! `area`: parts of a total over time, one on the other.
//!
//! Use it where the total matters and is made of a few parts; put the steadiest part first, so
//! that the others rest on a calm base. `layout: shares` fills from 0 to 100%, for shares that
//! add up to 100. Every series needs a value at every time. Do not use it where the course of the
//! parts themselves is the message: `line` reads better.
//!
//! ```yaml
//! offences_by_type:
//!   kind: area
//!   headline: Violence made up a growing part of a falling total
//!   subtitle: Recorded offences by type, 2012 to 2024
//!   data: offences_by_type
//!   x: year
//!   series: type
//!   source: Synthetic data
//! ```

use crate::figure::describe::Facts;
use crate::figure::describe::course;
use crate::figure::draw::Need;
use crate::figure::draw::first;
use crate::figure::draw::frame;
use crate::figure::draw::frame::Axes;
use crate::figure::draw::frame::Word;
use crate::figure::draw::hues;
use crate::figure::draw::key::Mark;
use crate::figure::draw::less::Less;
use crate::figure::draw::over::Said;
use crate::figure::draw::places::Place;
use crate::figure::draw::places::places;
use crate::figure::draw::places::range;
use crate::figure::kind::Kind;
use crate::figure::kind::Names;
use crate::figure::kind::shares_add_up;
use crate::figure::kind::without_intervals;
use crate::figure::place::Area as Room;
use crate::figure::plan::About;
use crate::figure::plan::Planner;
use crate::figure::scale::beside;
use crate::figure::svg::Svg;
use crate::figure::theme::Ink;
use crate::figure::theme::Look;
use crate::model::chart::Chart;
use crate::model::diagnostic::Result;

pub(super) struct Area;

impl Kind for Area {
    fn manual(&self) -> &'static str {
        include_str!("area.rs")
    }

    fn touches(&self, _chart: &Chart) -> bool {
        true
    }

    fn panels(&self) -> Option<Names> {
        Some(Names::Each)
    }

    fn annotated(&self) -> &'static [About] {
        &[About::Range]
    }

    fn settings(&self) -> &'static [&'static str] {
        &["layout", "marks", "x_axis"]
    }

    fn finish(&self, planner: &Planner<'_>, chart: &mut Chart) -> Result<()> {
        chart.zero = true;
        without_intervals(chart);
        if let Some((_, _, point)) =
            chart.points().find(|(_, _, point)| point.value < 0.0)
        {
            let message = format!(
                "`{}` is {}: parts of a total are not negative",
                point.label, point.printed
            );
            return Err(planner.fault("data", message).help("draw `kind: line`").into());
        }
        let keys: Vec<String> = chart.keys().into_iter().map(str::to_owned).collect();
        for series in first(chart) {
            if let Some(key) = keys
                .iter()
                .find(|key| !series.points.iter().any(|point| point.key == **key))
            {
                let message = format!("`{}` has no value at `{key}`", series.label);
                return Err(planner
                    .fault("data", message)
                    .help("a total that lacks a part is no total: draw `kind: line`, or leave the time out with `only:`")
                    .into());
            }
        }
        shares_add_up(planner, chart)
    }

    fn need(&self, chart: &Chart, look: &Look, width: f64) -> Need {
        let places = places(chart);
        frame::need(&axes(chart, look, width, &places), look, width)
    }

    fn paint(&self, chart: &Chart, svg: &Svg, area: Room) {
        let look = svg.look();
        let places = places(chart);
        let axes = axes(chart, look, area.w, &places);
        let plot = frame::open(&axes, svg, area);
        let series = first(chart);
        for ((band, hue), series) in
            bands(chart, &places).into_iter().zip(hues(series)).zip(series)
        {
            for (place, (x, _, high)) in places.iter().zip(&band) {
                plot.spot((&series.key, &place.key), (*x, *high), hue, 0.0);
            }
            let ink = Ink::Mark(hue);
            if let [(x, low, high)] = band.as_slice() {
                plot.path(vec![(*x, *low), (*x, *high)], ink, 12.0, false);
                continue;
            }
            let top = band.iter().map(|(x, _, high)| (*x, *high));
            let base = band.iter().rev().map(|(x, low, _)| (*x, *low));
            plot.band(top.clone().chain(base).collect(), ink, 1.0);
            plot.path(top.collect(), Ink::Ground, 1.0, false);
        }
        plot.across(0.0, Ink::Base, look.theme.stroke.axis);
        frame::close(&axes, svg, &plot);
    }

    fn sentences(&self, chart: &Chart) -> (Vec<String>, Vec<String>) {
        let long = course::of_panel(chart, chart.panels.first());
        (long.clone(), long)
    }

    fn facts(&self, chart: &Chart) -> Option<Facts> {
        Some(course::facts(chart))
    }

    fn less<'a>(&self, _whole: Less<'a>, _level: usize) -> Option<Less<'a>> {
        // Part of a stack is no stack.
        None
    }

    fn most_series(&self) -> Option<usize> {
        Some(6)
    }
}

/// For each series its lower and upper edge at each place.
fn bands(chart: &Chart, places: &[Place]) -> Vec<Vec<(f64, f64, f64)>> {
    let mut base = vec![0.0; places.len()];
    first(chart)
        .iter()
        .map(|series| {
            let edges = places.iter().zip(&mut base).map(|(place, base)| {
                let found = series.points.iter().find(|point| point.key == place.key);
                let low = *base;
                *base += found.map_or(0.0, |point| point.value.max(0.0));
                (place.x, low, *base)
            });
            edges.collect()
        })
        .collect()
}

fn axes<'a>(chart: &'a Chart, look: &Look, width: f64, places: &'a [Place]) -> Axes<'a> {
    let bands = bands(chart, places);
    let others = chart.others();
    let others = others.iter().flat_map(|one| self::bands(one, places));
    let all = bands.iter().cloned().chain(others).flatten();
    let most = all.map(|(_, _, high)| high).fold(0.0, f64::max);
    let series = first(chart);
    let last = places.last().map_or("", |place| place.key.as_str());
    let words: Vec<Word> = series
        .iter()
        .zip(hues(series))
        .zip(&bands)
        .map(|((series, hue), band)| {
            let point = series.points.iter().find(|point| point.key == last);
            let (_, low, high) = band.last().copied().unwrap_or_default();
            Word {
                label: series.label.clone(),
                printed: point
                    .map(|point| beside(&chart.format, point))
                    .unwrap_or_default(),
                value: f64::midpoint(low, high),
                hue,
                dashed: false,
            }
        })
        .collect();
    let (ends, named) = frame::words(look, width, Mark::Bar, &words);
    let range = range(places, 0.0);
    Axes {
        range,
        texts: places.iter().map(|place| (place.x, place.label.clone())).collect(),
        places,
        ends,
        named,
        said: Said::of(chart, places, range),
        ..Axes::new(chart, (0.0, if most > 0.0 { most } else { 1.0 }))
    }
}
