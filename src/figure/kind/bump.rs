//! `bump`: how ranks change over time, the first on top.
//!
//! Each series has a rank at each time, by its value: the greatest is first, or the least with
//! `better: lower`; equal values as printed share a rank. Highlight at most four series; the
//! others stay in the background. Use it where the order is the message. Do not use it where it
//! matters how far values are apart, which ranks hide: draw `line`.
//!
//! ```yaml
//! region_ranks:
//!   kind: bump
//!   headline: How the regions rank
//!   subtitle: Rank of regions by local business units per 1,000 people
//!   data: units_by_region
//!   x: year
//!   series: region
//!   highlight: [R4]
//!   source: Synthetic data
//! ```

use crate::figure::draw::Need;
use crate::figure::draw::first;
use crate::figure::draw::frame;
use crate::figure::draw::frame::Axes;
use crate::figure::draw::frame::Word;
use crate::figure::draw::key::Mark;
use crate::figure::draw::less::Less;
use crate::figure::draw::places::Place;
use crate::figure::draw::places::places;
use crate::figure::draw::places::range;
use crate::figure::kind::Kind;
use crate::figure::kind::Names;
use crate::figure::kind::without_intervals;
use crate::figure::place::Area;
use crate::figure::plan::Planner;
use crate::figure::scale::Ticks;
use crate::figure::svg::Svg;
use crate::figure::theme::Hue;
use crate::figure::theme::Ink;
use crate::figure::theme::Look;
use crate::labels::text;
use crate::model::chart::Chart;
use crate::model::chart::Series;
use crate::model::diagnostic::Result;
use crate::say;

/// The most series that may stand out.
const MOST: usize = 4;
const RADIUS: f64 = 4.5;

pub(super) struct Bump;

impl Kind for Bump {
    fn manual(&self) -> &'static str {
        include_str!("bump.rs")
    }

    fn panels(&self) -> Option<Names> {
        Some(Names::Each)
    }

    fn settings(&self) -> &'static [&'static str] {
        &["highlight", "better", "x_axis"]
    }

    fn finish(&self, planner: &Planner<'_>, chart: &mut Chart) -> Result<()> {
        without_intervals(chart);
        if chart.highlight.len() > MOST {
            let message =
                format!("{} series stand out, more than {MOST}", chart.highlight.len());
            return Err(planner
                .fault("highlight", message)
                .help("highlight those that the headline is about")
                .into());
        }
        if first(chart).len() < 2 || places_of(chart).len() < 2 {
            return Err(planner
                .fault(
                    "series",
                    "ranks need at least two series and two times".to_owned(),
                )
                .help("give `x:` the times and `series:` what is ranked")
                .into());
        }
        Ok(())
    }

    fn highlights<'a>(&self, chart: &'a Chart) -> Vec<&'a str> {
        first(chart).iter().map(|series| series.key.as_str()).collect()
    }

    fn need(&self, chart: &Chart, look: &Look, width: f64) -> Need {
        frame::need(&axes(chart, look, width, &places_of(chart)), look, width)
    }

    fn paint(&self, chart: &Chart, svg: &Svg, area: Area) {
        let places = places_of(chart);
        let axes = axes(chart, svg.look(), area.w, &places);
        let plot = frame::open(&axes, svg, area);
        let mut order: Vec<&Series> = first(chart).iter().collect();
        // What stands out lies on top.
        order.sort_by_key(|series| chart.highlight.contains(&series.key));
        for series in order {
            let ink = Ink::Mark(hue(chart, series));
            let width = if chart.highlight.contains(&series.key) { 3.4 } else { 2.0 };
            let mut run: Vec<(f64, f64)> = Vec::new();
            let draw = |run: &mut Vec<(f64, f64)>| {
                if run.len() > 1 {
                    plot.path(run.clone(), ink, width, false);
                }
                run.iter().for_each(|at| plot.dot(*at, RADIUS, ink, 1.0));
                run.clear();
            };
            for place in &places {
                match rank(chart, series, &place.key) {
                    Some(rank) => {
                        let at = (place.x, -(rank as f64));
                        plot.spot(
                            (&series.key, &place.key),
                            at,
                            hue(chart, series),
                            RADIUS,
                        );
                        run.push(at);
                    }
                    None => draw(&mut run),
                }
            }
            draw(&mut run);
        }
        frame::close(&axes, svg, &plot);
    }

    fn sentences(&self, chart: &Chart) -> (Vec<String>, Vec<String>) {
        let places = places_of(chart);
        let (Some(start), Some(end)) = (places.first(), places.last()) else {
            return (Vec::new(), Vec::new());
        };
        let say = |series: &Series| -> Option<String> {
            let (from, to) =
                (rank(chart, series, &start.key)?, rank(chart, series, &end.key)?);
            let word = match to.cmp(&from) {
                std::cmp::Ordering::Less => "rise",
                std::cmp::Ordering::Greater => "fall",
                std::cmp::Ordering::Equal => {
                    return Some(say!(
                        "bump-same",
                        name = text(&series.label),
                        rank = from,
                        start = text(&start.label),
                        end = text(&end.label),
                    ));
                }
            };
            Some(say!(
                "bump-moves",
                name = text(&series.label),
                way = word,
                from = from,
                start = text(&start.label),
                to = to,
                end = text(&end.label),
            ))
        };
        let long: Vec<String> = first(chart).iter().filter_map(say).collect();
        let marked: Vec<String> = first(chart)
            .iter()
            .filter(|series| chart.highlight.contains(&series.key))
            .filter_map(say)
            .collect();
        let short = if marked.is_empty() { long.clone() } else { marked };
        (short, long)
    }

    fn takes_reference(&self) -> bool {
        false
    }

    fn less<'a>(&self, _whole: Less<'a>, _level: usize) -> Option<Less<'a>> {
        None
    }

    fn most_series(&self) -> Option<usize> {
        None
    }
}

fn places_of(chart: &Chart) -> Vec<Place> {
    places(chart)
}

/// The rank of a series at a place: one more than how many are better as printed.
fn rank(chart: &Chart, series: &Series, key: &str) -> Option<usize> {
    let value = |series: &Series| {
        let point = series.points.iter().find(|point| point.key == key)?;
        Some(chart.format.rounded(point.value))
    };
    let own = value(series)?;
    let better =
        |other: f64| if chart.lower_is_better { other < own } else { other > own };
    Some(1 + first(chart).iter().filter_map(value).filter(|other| better(*other)).count())
}

fn hue(chart: &Chart, series: &Series) -> Hue {
    if chart.highlight.is_empty() {
        let all = first(chart);
        let at = all.iter().position(|other| other.key == series.key);
        // A few are told apart by colour; of many, each is followed by its own line alone.
        return at.filter(|_| all.len() <= MOST).map_or(Hue::Treated, Hue::Other);
    }
    match chart.highlight.iter().position(|key| *key == series.key) {
        Some(at) => Hue::Other(at),
        None => Hue::Faded,
    }
}

fn axes<'a>(chart: &'a Chart, look: &Look, width: f64, places: &'a [Place]) -> Axes<'a> {
    let series = first(chart);
    let count = series.len().max(1);
    let last = places.last().map_or("", |place| place.key.as_str());
    let words: Vec<Word> = series
        .iter()
        .filter_map(|series| {
            Some(Word {
                label: series.label.clone(),
                printed: String::new(),
                value: -(rank(chart, series, last)? as f64),
                hue: hue(chart, series),
                dashed: false,
            })
        })
        .collect();
    let (ends, named) = frame::words(look, width, Mark::Line, &words);
    let ranks = (1..=count).rev();
    Axes {
        ticks: Some(Ticks {
            values: ranks.clone().map(|rank| -(rank as f64)).collect(),
            texts: ranks.map(|rank| rank.to_string()).collect(),
        }),
        range: range(places, 0.15),
        texts: places.iter().map(|place| (place.x, place.label.clone())).collect(),
        places,
        ends,
        named,
        shape: 0.5,
        ..Axes::new(chart, (-(count as f64) - 0.5, -0.5))
    }
}
