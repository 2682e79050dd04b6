//! `box`: how the values of each group are spread: median, quartiles, whiskers.
//!
//! The box holds the middle half (quartiles of type 7), the line in it is the median, and
//! whiskers reach to the farthest values within 1.5 times the length of the box; values beyond
//! are dots. Groups of fewer than 30 show every value. The median and the quartiles are
//! statistics: `figure.growth_box.median.nbi`. Use it for two or more groups; `histogram` shows
//! one in more detail, `violin` adds the shape. Do not use it for values with two peaks, which a
//! box hides, or for a few values: `strip` shows each.
//!
//! ```yaml
//! growth_box:
//!   kind: box
//!   headline: The groups overlap, and the middle of one is higher
//!   subtitle: Change in local business units of each area in percent, 2012 to 2024
//!   data: growth_by_area
//!   x: area
//!   series: group
//!   source: Synthetic data
//! ```

use crate::figure::draw::Need;
use crate::figure::draw::first;
use crate::figure::draw::hues;
use crate::figure::draw::less::Less;
use crate::figure::draw::plot::Plot;
use crate::figure::draw::plot::small;
use crate::figure::draw::plot::strong;
use crate::figure::draw::said;
use crate::figure::draw::said::Said;
use crate::figure::draw::under::XTexts;
use crate::figure::draw::under::value_title;
use crate::figure::kind::Kind;
use crate::figure::kind::Names;
use crate::figure::kind::without_intervals;
use crate::figure::measure;
use crate::figure::place::Area;
use crate::figure::plan::Marking;
use crate::figure::plan::Planner;
use crate::figure::scale::Ticks;
use crate::figure::scale::short;
use crate::figure::svg::Anchor;
use crate::figure::svg::Svg;
use crate::figure::theme::Hue;
use crate::figure::theme::Ink;
use crate::figure::theme::Look;
use crate::labels::text;
use crate::model::chart::Chart;
use crate::model::chart::Point;
use crate::model::chart::Series;
use crate::model::diagnostic::Result;
use crate::say;
use crate::stat::estimate;
use crate::stat::estimate::kernel;

pub(super) struct Boxes;

/// Below so many values each is drawn.
const FEW: usize = 30;
/// Half the height of a box, and of the room around it.
const HALF: f64 = 12.0;
const ROOM: f64 = 20.0;
const SIDE: f64 = 12.0;

impl Kind for Boxes {
    fn manual(&self) -> &'static str {
        include_str!("boxes.rs")
    }

    fn panels(&self) -> Option<Names> {
        Some(Names::Each)
    }

    fn settings(&self) -> &'static [&'static str] {
        &["zero"]
    }

    fn finish(&self, _planner: &Planner<'_>, chart: &mut Chart) -> Result<()> {
        without_intervals(chart);
        Ok(())
    }

    fn marked(&self, chart: &Chart) -> Vec<Marking> {
        first(chart).iter().flat_map(|series| quartiles(chart, series)).collect()
    }

    fn said(&self, chart: &Chart) -> Vec<Said> {
        said(chart, false)
    }

    fn need(&self, chart: &Chart, look: &Look, width: f64) -> Need {
        need(chart, look, width)
    }

    fn paint(&self, chart: &Chart, svg: &Svg, area: Area) {
        paint(chart, svg, area, false);
    }

    fn foot(&self, _chart: &Chart) -> String {
        say!("box-foot")
    }

    fn sentences(&self, chart: &Chart) -> (Vec<String>, Vec<String>) {
        sentences(chart)
    }

    fn less<'a>(&self, whole: Less<'a>, level: usize) -> Option<Less<'a>> {
        whole.fewer_series(level, "groups")
    }

    fn most_series(&self) -> Option<usize> {
        None
    }
}

/// The five numbers of a box: lower whisker, quartiles with the median, upper whisker.
pub(super) fn five(series: &Series) -> Option<[f64; 5]> {
    let values: Vec<f64> = series.points.iter().map(|point| point.value).collect();
    let quantile = |p: f64| estimate::quantile(&values, p).ok();
    let (low, median, high) = (quantile(0.25)?, quantile(0.5)?, quantile(0.75)?);
    let reach = 1.5 * (high - low);
    let within = |value: &&f64| **value >= low - reach && **value <= high + reach;
    let least = values.iter().filter(within).copied().fold(low, f64::min);
    let most = values.iter().filter(within).copied().fold(high, f64::max);
    Some([least, low, median, high, most])
}

pub(super) fn quartiles(chart: &Chart, series: &Series) -> Vec<Marking> {
    let Some([_, low, median, high, _]) = five(series) else { return Vec::new() };
    let marking = |what, value, title: &str, definition, formula| {
        Marking::new(what, value, chart, &series.points)
            .named(title, &series.label)
            .of([series.key.as_str()])
            .by(definition, formula)
    };
    vec![
        marking(
            "q25",
            low,
            "Lower quartile of the values drawn",
            "A quarter of the values that the chart draws are lower",
            "quantile 0.25 of y, type 7",
        ),
        marking(
            "median",
            median,
            "Median of the values drawn",
            "Median of the values that the chart draws",
            "quantile 0.5 of y, type 7",
        ),
        marking(
            "q75",
            high,
            "Upper quartile of the values drawn",
            "A quarter of the values that the chart draws are higher",
            "quantile 0.75 of y, type 7",
        ),
    ]
}

pub(super) fn sentences(chart: &Chart) -> (Vec<String>, Vec<String>) {
    let all = first(chart).iter().filter_map(|series| sentence(chart, series));
    let all: Vec<String> = all.collect();
    (all.clone(), all)
}

/// What a box shows.
fn sentence(chart: &Chart, series: &Series) -> Option<String> {
    let [_, low, median, high, _] = five(series)?;
    let said = say!(
        "box-sentence",
        median = chart.format.full(median),
        low = chart.format.number(low),
        high = chart.format.full(high),
        count = series.points.len(),
    );
    let named = !series.label.is_empty();
    Some(if named { format!("{}: {said}", series.label) } else { said })
}

/// Each box, then the values that are drawn beside it.
pub(super) fn said(chart: &Chart, shaped: bool) -> Vec<Said> {
    let panel = chart.panels.first().map_or("", |panel| &panel.key);
    let values = said::points(chart);
    let mut out = Vec::new();
    for series in first(chart) {
        let shown: Vec<&str> = beside(series, shaped).map(|it| it.key.as_str()).collect();
        let words = sentence(chart, series);
        out.extend(words.map(|words| Said::new(panel, (&series.key, ""), words)));
        let own = values.iter().filter(|said| said.series == series.key);
        out.extend(own.filter(|said| shown.contains(&said.key.as_str())).cloned());
    }
    out
}

/// The values of a group that are drawn one by one: those beyond the whiskers and, where there are
/// few and no shape, all.
fn beside(series: &Series, shaped: bool) -> impl Iterator<Item = &Point> {
    let (least, most) =
        five(series).map_or((0.0, 0.0), |[least, .., most]| (least, most));
    let all = series.points.len() < FEW && !shaped;
    let points = series.points.iter();
    points.filter(move |point| all || point.value < least || point.value > most)
}

struct Layout {
    ticks: Ticks,
    x: XTexts,
    title: Vec<String>,
    rows: Vec<(Vec<String>, Vec<String>)>,
    rules: Vec<String>,
    /// What a box and its whiskers are, said once under a chart of its own.
    foot: Vec<String>,
}

impl Layout {
    fn new(chart: &Chart, look: &Look, area: Area) -> Self {
        let (label, small) = (look.theme.sizes.label, look.theme.sizes.small);
        let values = chart.scaled_points().map(|point| point.value);
        let values = values.chain(chart.rules.iter().map(|rule| rule.value));
        let (mut low, mut high) = values
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| {
                (low.min(value), high.max(value))
            });
        if chart.zero || low > high {
            (low, high) = (low.min(0.0), high.max(0.0));
        }
        let width = area.w - 2.0 * SIDE;
        let count = ((width / 85.0).round() as usize).clamp(2, 6);
        let ticks = Ticks::across(&chart.format, (low, high), count);
        let (start, end) = ticks.ends();
        let px = |value: f64| area.x + SIDE + (value - start) / (end - start) * width;
        let places: Vec<f64> = ticks.values.iter().map(|value| px(*value)).collect();
        let row = |series: &Series| {
            let words = five(series).map(|[_, low, median, high, _]| {
                say!(
                    "box-row",
                    median = short(&chart.format, median),
                    low = short(&chart.format, low),
                    high = short(&chart.format, high),
                    count = series.points.len(),
                )
            });
            (
                measure::wrap(&series.label, label, true, area.w),
                measure::wrap(&words.unwrap_or_default(), small, false, area.w),
            )
        };
        let rules = chart.rules.iter().filter(|rule| !rule.label.is_empty());
        let rules = rules.flat_map(|rule| {
            let text = say!(
                "box-dashed",
                name = text(&rule.label),
                value = short(&chart.format, rule.value),
            );
            measure::wrap(&text, small, false, area.w)
        });
        let foot = if chart.set.is_empty() { say!("box-foot") } else { String::new() };
        Self {
            x: XTexts::new(look, &places, &ticks.texts, (area.x, area.right())),
            title: measure::wrap(&value_title(chart), small, false, area.w),
            rows: first(chart).iter().map(row).collect(),
            rules: rules.collect(),
            foot: measure::wrap(&foot, small, false, area.w),
            ticks,
        }
    }

    fn words(&self, look: &Look, row: usize) -> f64 {
        let Some((name, summary)) = self.rows.get(row) else { return 0.0 };
        name.len() as f64 * look.line() + summary.len() as f64 * look.small_line() + 6.0
    }

    /// The height of the axis, and of the words under it.
    fn below(&self, look: &Look, said: bool) -> f64 {
        let lines = if said { self.foot.len() } else { 0 };
        self.x.height() + lines as f64 * look.small_line()
    }

    fn least(&self) -> f64 {
        self.rows.len() as f64 * (HALF + 6.0)
    }

    fn head(&self, look: &Look) -> f64 {
        let lines = self.title.len() + self.rules.len();
        if lines > 0 { lines as f64 * look.small_line() + 6.0 } else { 0.0 }
    }
}

pub(super) fn need(chart: &Chart, look: &Look, width: f64) -> Need {
    let area = Area { x: 0.0, y: 0.0, w: width, h: 0.0 };
    let layout = Layout::new(chart, look, area);
    let count = layout.rows.len() as f64;
    let words: f64 = (0..layout.rows.len()).map(|row| layout.words(look, row)).sum();
    let said = layout.below(look, true) - layout.below(look, false);
    Need {
        least: layout.least(),
        natural: count * 2.0 * (ROOM + 4.0) + said,
        most: count * 4.0 * ROOM + said,
    }
    .plus(words + layout.head(look) + layout.below(look, false))
}

pub(super) fn paint(chart: &Chart, svg: &Svg, area: Area, shaped: bool) {
    let look = svg.look();
    let layout = Layout::new(chart, look, area);
    let muted = small(look, Ink::Muted, Anchor::Start);
    let line = look.small_line();
    let head: Vec<String> = layout.title.iter().chain(&layout.rules).cloned().collect();
    svg.lines((area.x, area.y + muted.size), &head, line, muted);
    let inner = area.below(layout.head(look));
    let words: f64 = (0..layout.rows.len()).map(|row| layout.words(look, row)).sum();
    let said = inner.h >= words + layout.least() * 1.5 + layout.below(look, true);
    let below = layout.below(look, said);
    if said {
        let base = inner.bottom() - below + layout.x.height() + muted.size;
        svg.lines((area.x, base), &layout.foot, line, muted);
    }
    let plot_area =
        Area { x: area.x + SIDE, w: area.w - 2.0 * SIDE, h: inner.h - below, ..inner };
    let plot =
        Plot::new(svg, plot_area, layout.ticks.ends(), (plot_area.bottom(), plot_area.y));
    layout.x.paint(svg, plot_area.bottom());
    let each = (plot_area.h - words) / layout.rows.len().max(1) as f64;
    let mut y = plot_area.y;
    let series = first(chart);
    for (at, (series, hue)) in series.iter().zip(hues(series)).enumerate() {
        let Some((name, summary)) = layout.rows.get(at) else { continue };
        let kind = strong(look, Ink::Words(hue), Anchor::Start);
        svg.lines((area.x, y + kind.size), name, look.line(), kind);
        let under = y + name.len() as f64 * look.line();
        svg.lines((area.x, under + muted.size), summary, line, muted);
        let top = y + layout.words(look, at);
        let (from, to) = (top + 1.0, top + each - 6.0);
        for value in &layout.ticks.values {
            let grid = vec![(*value, from), (*value, to)];
            plot.path(grid, Ink::Grid, look.theme.stroke.grid, false);
        }
        for rule in &chart.rules {
            let dashes = vec![(rule.value, from), (rule.value, to)];
            plot.path(dashes, Ink::Base, look.theme.stroke.axis, true);
        }
        group(&plot, series, hue, (from, to), shaped);
        y = top + each;
    }
}

fn group(plot: &Plot, series: &Series, hue: Hue, (from, to): (f64, f64), shaped: bool) {
    let Some([least, low, median, high, most]) = five(series) else { return };
    let middle = f64::midpoint(from, to);
    let half = HALF.min((to - from) / 2.0);
    let ink = Ink::Mark(hue);
    if shaped {
        let outline = density(series);
        let wide = (to - from) / 2.0;
        let above = outline.iter().map(|(x, d)| (*x, middle - d * wide));
        let below = outline.iter().rev().map(|(x, d)| (*x, middle + d * wide));
        plot.band(above.chain(below).collect(), ink, 0.3);
    }
    let half = if shaped { half * 0.4 } else { half };
    plot.spot((&series.key, ""), (median, middle), hue, half);
    for (start, end) in [(least, low), (high, most)] {
        plot.path(vec![(start, middle), (end, middle)], ink, 1.4, false);
    }
    let box_of = vec![
        (low, middle - half),
        (high, middle - half),
        (high, middle + half),
        (low, middle + half),
        (low, middle - half),
    ];
    plot.band(box_of.clone(), Ink::Ground, 1.0);
    plot.band(box_of.clone(), ink, 0.25);
    plot.path(box_of, ink, 1.4, false);
    for point in beside(series, shaped) {
        plot.dot((point.value, middle), 2.4, ink, 0.8);
        plot.spot((&series.key, &point.key), (point.value, middle), hue, 0.0);
    }
    plot.path(
        vec![(median, middle - half), (median, middle + half)],
        Ink::Text,
        2.6,
        false,
    );
}

/// The density of values from the least to the greatest, its peak 1: a Gaussian kernel with
/// Silverman's width.
fn density(series: &Series) -> Vec<(f64, f64)> {
    let values: Vec<f64> = series.points.iter().map(|point| point.value).collect();
    let Ok(width) = kernel::bandwidth(&values) else { return Vec::new() };
    let least = values.iter().copied().fold(f64::INFINITY, f64::min);
    let most = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let steps: Vec<(f64, f64)> = (0..=60)
        .map(|step| least + (most - least) * f64::from(step) / 60.0)
        .map(|x| (x, kernel::density(&values, width, x)))
        .collect();
    let peak = steps.iter().map(|(_, d)| *d).fold(0.0, f64::max);
    steps.into_iter().map(|(x, d)| (x, d / peak)).collect()
}
