//! `histogram`: how the areas of a family are spread, counted in bins of equal width.
//!
//! `bin:` is the width of a bin; a round number is chosen unless it is given, and the picture
//! says which. The median is marked. A bin holds its lower end and not its upper one. `curve:`
//! draws an outline over the bins, scaled to their counts: `density` by a Gaussian kernel with the
//! bandwidth of Silverman's rule (R's `bw.nrd0`), `normal` by the mean and the standard deviation
//! of the values; the picture says which, and neither is drawn for fewer than ten values. What is
//! drawn is a statistic: `figure.growth_histogram.median`, `.bandwidth`, `.mean`, `.sd`, and
//! `figure.growth_histogram.count.10.20` for the bin from 10 to under 20.
//!
//! Use it for the spread of one group. Do not use it to compare groups: `box`, `violin` or `strip` put
//! them one under the other.
//!
//! ```yaml
//! growth_histogram:
//!   kind: histogram
//!   headline: Areas differ in how fast they grew
//!   subtitle: Areas by change in local business units, %
//!   data: growth_of_areas
//!   x: area
//!   bin: 10
//!   curve: density
//!   source: Synthetic data
//! ```

use crate::figure::draw::Need;
use crate::figure::draw::columns;
use crate::figure::draw::columns::Bar;
use crate::figure::draw::columns::Columns;
use crate::figure::draw::first;
use crate::figure::draw::hues;
use crate::figure::draw::less::Less;
use crate::figure::draw::over;
use crate::figure::draw::said::Said;
use crate::figure::kind::Kind;
use crate::figure::kind::Names;
use crate::figure::kind::outline::Outline;
use crate::figure::kind::without_intervals;
use crate::figure::place::Area;
use crate::figure::plan::Marking;
use crate::figure::plan::Planner;
use crate::figure::scale::Ticks;
use crate::figure::scale::decimals;
use crate::figure::scale::short;
use crate::figure::svg::Svg;
use crate::figure::theme::Hue;
use crate::figure::theme::Look;
use crate::model::chart::Chart;
use crate::model::diagnostic::Result;
use crate::model::format::Format;
use crate::model::format::Unit;
use crate::say;
use crate::stat::estimate;

/// The most bins a histogram may have.
const MOST: f64 = 100.0;
/// The fewest values that have a shape.
const LEAST: usize = 10;

pub(super) struct Histogram;

impl Kind for Histogram {
    fn manual(&self) -> &'static str {
        include_str!("histogram.rs")
    }

    fn panels(&self) -> Option<Names> {
        Some(Names::Each)
    }

    fn settings(&self) -> &'static [&'static str] {
        &["bin", "curve", "x_axis"]
    }

    fn finish(&self, planner: &Planner<'_>, chart: &mut Chart) -> Result<()> {
        without_intervals(chart);
        if first(chart).len() != 1 {
            return Err(planner
                .fault("series", "a histogram has one series".to_owned())
                .help("draw a histogram for each, or `kind: strip`")
                .into());
        }
        let values = scaled(chart);
        let (low, high) = ends(&values);
        let bin = match planner.decl().bin {
            Some(bin) if !(bin > 0.0 && bin.is_finite()) => {
                let message = format!("a bin cannot be {bin} wide");
                return Err(planner
                    .fault("bin", message)
                    .help("write a number above zero, in the unit of the values")
                    .into());
            }
            Some(bin) if (high - low) / bin > MOST => {
                let message = format!(
                    "bins of {bin} would be {:.0}, more than {MOST}",
                    (high - low) / bin
                );
                return Err(planner
                    .fault("bin", message)
                    .help("write a wider one, or leave `bin:` out")
                    .into());
            }
            Some(bin) => bin,
            None => chosen(&values, &chart.format),
        };
        chart.bin = Some(bin);
        let drawn = self::values(chart);
        if chart.curve.is_some() && drawn.len() < LEAST {
            let message = format!("{} values have no shape to outline", drawn.len());
            return Err(planner
                .fault("curve", message)
                .help(format!("leave `curve:` out where there are fewer than {LEAST}"))
                .into());
        }
        if chart.curve.is_some() && Outline::of(chart).is_none() {
            let message =
                "all values are equal: they have no shape to outline".to_owned();
            return Err(planner
                .fault("curve", message)
                .help("leave `curve:` out")
                .into());
        }
        Ok(())
    }

    fn marked(&self, chart: &Chart) -> Vec<Marking> {
        let points = || first(chart).iter().flat_map(|series| &series.points);
        let count = |what, value: usize| {
            Marking::new(what, value as f64, chart, points())
                .printed(Format::of(Unit::Number).decimals(0))
        };
        let values = values(chart);
        let mut out = vec![
            count("n", values.len())
                .named("Values drawn", "")
                .by("Number of values that the chart draws", "n"),
        ];
        if let Ok(median) = estimate::quantile(&values, 0.5) {
            out.push(
                Marking::new("median", median, chart, points())
                    .named("Median of the values drawn", "")
                    .by(
                        "Median of the values that the chart draws",
                        "quantile 0.5 of y, type 7",
                    ),
            );
        }
        out.extend(
            Outline::of(chart).into_iter().flat_map(|outline| outline.marked(chart)),
        );
        out.extend(bins(chart).into_iter().map(|bin| {
            let format = edges(chart);
            let from = format.full(bin.low);
            let title = format!("Values from {from} to under {}", format.full(bin.high));
            count("count", bin.count)
                .named(&title, "")
                .of([number(bin.low).as_str(), number(bin.high).as_str()])
                .by(
                    "Number of values in the bin: its lower end is in it, its upper end is not",
                    "number of y with low ≤ y < high",
                )
        }));
        out
    }

    fn need(&self, chart: &Chart, look: &Look, width: f64) -> Need {
        columns::need(&columns::of_set(chart, laid), chart, look, width)
    }

    fn paint(&self, chart: &Chart, svg: &Svg, area: Area) {
        columns::paint(&columns::of_set(chart, laid), chart, svg, area);
    }

    fn sentences(&self, chart: &Chart) -> (Vec<String>, Vec<String>) {
        let bins = bins(chart);
        let values = values(chart);
        let (low, high) = ends(&values);
        let mut out = vec![say!(
            "histogram-all",
            count = values.len(),
            low = chart.format.full(low),
            high = chart.format.full(high),
            median =
                median(chart).map(|value| chart.format.full(value)).unwrap_or_default(),
            bin = edges(chart).full(width(chart)),
        )];
        let most = bins.iter().map(|bin| bin.count).max().unwrap_or(0);
        let fullest: Vec<&Bin> = bins.iter().filter(|bin| bin.count == most).collect();
        if let [bin] = fullest.as_slice() {
            out.push(say!(
                "histogram-most",
                count = bin.count,
                low = edges(chart).full(bin.low),
                high = edges(chart).full(bin.high),
            ));
        }
        if let Some(outline) = Outline::of(chart) {
            out.push(outline.sentence());
        }
        let main = out.clone();
        out.extend(bins.iter().map(|bin| format!("{}.", bin.words(chart))));
        (main, out)
    }

    fn said(&self, chart: &Chart) -> Vec<Said> {
        let panel = chart.panels.first().map_or("", |panel| &panel.key);
        let bins = bins(chart).into_iter();
        let said =
            bins.map(|bin| Said::new(panel, ("", &number(bin.low)), bin.words(chart)));
        said.collect()
    }

    /// Its value axis counts: a line there would not stand at a value of what is counted.
    fn takes_reference(&self) -> bool {
        false
    }

    fn less<'a>(&self, _whole: Less<'a>, _level: usize) -> Option<Less<'a>> {
        None
    }
}

struct Bin {
    low: f64,
    high: f64,
    count: usize,
}

impl Bin {
    fn words(&self, chart: &Chart) -> String {
        let format = edges(chart);
        let under = say!(
            "range-under",
            low = format.full(self.low),
            high = format.full(self.high),
        );
        format!("{under}: {}", self.count)
    }
}

fn values(chart: &Chart) -> Vec<f64> {
    chart.points().map(|(_, _, point)| point.value).collect()
}

/// The values of all panels of its set.
fn scaled(chart: &Chart) -> Vec<f64> {
    chart.scaled_points().map(|point| point.value).collect()
}

fn ends(values: &[f64]) -> (f64, f64) {
    let low = values.iter().copied().fold(f64::INFINITY, f64::min);
    let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if low <= high { (low, high) } else { (0.0, 1.0) }
}

/// A round width that gives about as many bins as Sturges' rule: 1 + log2 n.
fn chosen(values: &[f64], format: &Format) -> f64 {
    let count = (values.len().max(1) as f64).log2().ceil() as usize + 1;
    let ticks = Ticks::cover(format, ends(values), count).values;
    match ticks.as_slice() {
        [first, second, ..] => second - first,
        _ => 1.0,
    }
}

/// The width of a bin.
fn width(chart: &Chart) -> f64 {
    let own = chart.bin.filter(|bin| *bin > 0.0);
    own.unwrap_or_else(|| chosen(&scaled(chart), &chart.format))
}

/// How the ends of bins print: with the digits of their width, of which they are multiples; that may
/// be more than the values have, or fewer.
fn edges(chart: &Chart) -> Format {
    let needed = u8::try_from(decimals(width(chart))).unwrap_or(0);
    chart.format.clone().decimals(needed)
}

/// The bins from the lowest to the highest value, empty ones among them.
fn bins(chart: &Chart) -> Vec<Bin> {
    let values = values(chart);
    let (low, high) = ends(&scaled(chart));
    let wide = width(chart);
    // A value is printed with fewer digits than it has: noise must not move it down a bin.
    let slot = |value: f64| (value / wide + 1e-9).floor();
    let start = slot(low);
    let count = ((slot(high) - start) as usize).min(MOST as usize + 1) + 1;
    let mut out: Vec<Bin> = (0..count)
        .map(|at| Bin {
            low: (start + at as f64) * wide,
            high: (start + at as f64 + 1.0) * wide,
            count: 0,
        })
        .collect();
    for value in values {
        let at = (slot(value) - start).max(0.0) as usize;
        if let Some(bin) = out.get_mut(at) {
            bin.count += 1;
        }
    }
    out
}

fn median(chart: &Chart) -> Option<f64> {
    chart.marked("median", &[])
}

/// An end of a bin as a part of an id, without the noise of computing it.
fn number(end: f64) -> String {
    let end = (end * 1e9).round() / 1e9;
    (if end == 0.0 { 0.0 } else { end }).to_string()
}

/// The colour of a curve over the bins of a panel that is neither group.
const BESIDE: Hue = Hue::Other(1);

/// The colour of its group, where it has one: a panel that is neither is grey.
fn own_hue(chart: &Chart) -> Hue {
    match first(chart) {
        [only] => hues([only]).first().copied().unwrap_or(Hue::Treated),
        _ => Hue::Treated,
    }
}

fn laid(chart: &Chart) -> Columns {
    let bins = bins(chart);
    let wide = width(chart);
    let outline = Outline::of(chart);
    let hue = if outline.is_some() { Hue::Faded } else { own_hue(chart) };
    let bars = bins.iter().map(|bin| Bar {
        of: (String::new(), number(bin.low)),
        across: (bin.low + wide * 0.012, bin.high - wide * 0.012),
        up: (0.0, bin.count as f64),
        hue,
        printed: String::new(),
        inside: true,
        interval: None,
    });
    let (low, high) = match (bins.first(), bins.last()) {
        (Some(first), Some(last)) => (first.low, last.high),
        _ => (0.0, 1.0),
    };
    // A line of the colour of the bins under it would not be seen.
    let line = if own_hue(chart) == Hue::Faded { BESIDE } else { own_hue(chart) };
    let curve = outline.map(|outline| outline.drawn(chart, (low, high), wide, line));
    let format = edges(chart);
    let ends = bins.iter().map(|bin| bin.low).chain([high]);
    let median =
        median(chart).filter(|value| (low..=high).contains(value)).map(|value| {
            (
                value,
                say!(
                    "histogram-median",
                    median = short(&chart.format, value),
                    bin = short(&format, wide),
                ),
            )
        });
    Columns {
        bars: bars.collect(),
        texts: ends.map(|edge| (edge, short(&format, edge))).collect(),
        range: (low, high),
        curve,
        said: over::Said { marks: median.into_iter().collect(), ..Default::default() },
        format: Some(Format::of(Unit::Count)),
        ..Columns::default()
    }
}
