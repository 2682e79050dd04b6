//! `column`: amounts over time, one column a time, from zero.
//!
//! Use it for counts in a few periods. One series reads best; `layout: stacked` puts series one on
//! the other, `layout: shares` does so from 0 to 100% for shares that add up to 100. Times without a
//! value keep their room. Do not use it for the course of many periods: `line` shows that better.
//!
//! ```yaml
//! burglaries:
//!   kind: column
//!   headline: Burglaries have become rarer
//!   subtitle: Recorded burglaries a year
//!   data: burglaries_by_year
//!   x: year
//!   source: Synthetic data
//! ```

use crate::figure::describe::Facts;
use crate::figure::describe::course;
use crate::figure::describe::rank;
use crate::figure::draw::Need;
use crate::figure::draw::columns;
use crate::figure::draw::columns::Bar;
use crate::figure::draw::columns::Columns;
use crate::figure::draw::first;
use crate::figure::draw::hue_at;
use crate::figure::draw::hues;
use crate::figure::draw::key::Mark;
use crate::figure::draw::less::Less;
use crate::figure::draw::named;
use crate::figure::draw::over::Said;
use crate::figure::draw::places::Place;
use crate::figure::draw::places::places;
use crate::figure::draw::row::faded;
use crate::figure::kind::Kind;
use crate::figure::kind::Names;
use crate::figure::kind::shares_add_up;
use crate::figure::place::Area;
use crate::figure::plan::About;
use crate::figure::plan::Planner;
use crate::figure::scale::beside;
use crate::figure::svg::Svg;
use crate::figure::theme::Hue;
use crate::figure::theme::Look;
use crate::model::chart::Chart;
use crate::model::chart::Layout;
use crate::model::chart::Point;
use crate::model::chart::Series;
use crate::model::diagnostic::Result;

/// How much of its room a column fills.
const FULL: f64 = 0.76;

pub(super) struct Column;

impl Kind for Column {
    fn manual(&self) -> &'static str {
        include_str!("column.rs")
    }

    fn touches(&self, chart: &Chart) -> bool {
        chart.layout != Layout::Grouped
    }

    fn colours_values(&self) -> bool {
        true
    }

    fn panels(&self) -> Option<Names> {
        Some(Names::Once(Mark::Bar))
    }

    fn annotated(&self) -> &'static [About] {
        &[About::Point, About::Range]
    }

    fn settings(&self) -> &'static [&'static str] {
        &["highlight", "layout", "marks", "x_axis"]
    }

    fn finish(&self, planner: &Planner<'_>, chart: &mut Chart) -> Result<()> {
        chart.zero = true;
        shares_add_up(planner, chart)
    }

    fn need(&self, chart: &Chart, look: &Look, width: f64) -> Need {
        columns::need(&columns::of_set(chart, laid), chart, look, width)
    }

    fn unnamed(&self, chart: &Chart, look: &Look, width: f64) -> usize {
        columns::unnamed(&laid(chart), chart, look, width)
    }

    fn paint(&self, chart: &Chart, svg: &Svg, area: Area) {
        columns::paint(&columns::of_set(chart, laid), chart, svg, area);
    }

    fn sentences(&self, chart: &Chart) -> (Vec<String>, Vec<String>) {
        if !course::runs(chart) {
            return rank::of_rows(chart, true, &|_| None);
        }
        let long = course::of_panel(chart, chart.panels.first());
        (long.clone(), long)
    }

    fn facts(&self, chart: &Chart) -> Option<Facts> {
        course::runs(chart).then(|| course::facts(chart))
    }

    fn less<'a>(&self, whole: Less<'a>, level: usize) -> Option<Less<'a>> {
        // Part of a stack is no stack.
        if whole.chart.layout != Layout::Grouped {
            return None;
        }
        whole.fewer_series(level, "series")
    }
}

/// The room of one place: the least distance from one to the next.
pub(super) fn room(places: &[Place]) -> f64 {
    let gaps = places.windows(2).map(|pair| match pair {
        [a, b] => b.x - a.x,
        _ => f64::INFINITY,
    });
    let least = gaps.fold(f64::INFINITY, f64::min);
    if least.is_finite() && least > 0.0 { least } else { 1.0 }
}

fn laid(chart: &Chart) -> Columns {
    let places = places(chart);
    let room = room(&places);
    let series = first(chart);
    let mut bars = Vec::new();
    for place in &places {
        let found = |series: &'_ Series| -> Option<Point> {
            series.points.iter().find(|point| point.key == place.key).cloned()
        };
        let at = |share: f64| place.x + room * FULL * (share - 0.5);
        let (mut up, mut down) = (0.0, 0.0);
        let count = series.len().max(1) as f64;
        for ((index, series), hue) in series.iter().enumerate().zip(hues(series)) {
            let Some(point) = found(series) else { continue };
            let hue = hue_at(chart, &point.key, hue);
            let hue = if faded(chart, &point.key) { Hue::Faded } else { hue };
            let printed = beside(&chart.format, &point);
            let grouped = chart.layout == Layout::Grouped;
            let (across, ends) = if grouped {
                let gap = if count > 1.0 { 0.04 } else { 0.0 };
                let left = (index as f64 + gap) / count;
                let right = (index as f64 + 1.0 - gap) / count;
                ((at(left), at(right)), (0.0, point.value))
            } else {
                let end = if point.value >= 0.0 { &mut up } else { &mut down };
                let start = *end;
                *end += point.value;
                ((at(0.0), at(1.0)), (start, *end))
            };
            let interval = point.low.zip(point.high).filter(|_| grouped);
            bars.push(Bar {
                of: (series.key.clone(), point.key.clone()),
                across,
                up: ends,
                hue,
                printed,
                inside: !grouped,
                interval,
            });
        }
    }
    let (first, last) = match (places.first(), places.last()) {
        (Some(first), Some(last)) => (first.x, last.x),
        _ => (0.0, 0.0),
    };
    // One or two columns are no wider than three would be.
    let side = 0.5 + 0.5 * 3_usize.saturating_sub(places.len()) as f64;
    Columns {
        bars,
        texts: places.iter().map(|place| (place.x, place.label.clone())).collect(),
        range: (first - room * side, last + room * side),
        named: named(series, Mark::Bar),
        said: Said::of(chart, &places, (first, last)).reaching(room * FULL * 0.5),
        places,
        ..Columns::default()
    }
}
