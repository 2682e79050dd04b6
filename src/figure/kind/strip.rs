//! `strip`: each area as a dot, with the mean and the median of each group.
//!
//! Use it to show the spread that a mean hides. The mean and the median that it marks are those
//! of the dots drawn, and statistics like any other: `figure.business_strip.mean.nbi`.
//!
//! Do not use it for hundreds of areas, whose dots would cover one another: draw `histogram` or `box`.
//!
//! ```yaml
//! business_strip:
//!   kind: strip
//!   headline: Growth differs more within the groups than between them
//!   subtitle: Change in local business units of each area in percent, 2012 to 2024
//!   data: growth_by_area
//!   x: area
//!   series: group
//!   source: Synthetic data
//! ```

use crate::figure::describe::rank;
use crate::figure::draw::Need;
use crate::figure::draw::first;
use crate::figure::draw::hollow;
use crate::figure::draw::hues;
use crate::figure::draw::less::Less;
use crate::figure::draw::plot::Plot;
use crate::figure::draw::plot::small;
use crate::figure::draw::plot::strong;
use crate::figure::draw::under::XTexts;
use crate::figure::kind::Kind;
use crate::figure::kind::Names;
use crate::figure::measure;
use crate::figure::place::Area;
use crate::figure::place::Laned;
use crate::figure::place::lanes;
use crate::figure::place::within;
use crate::figure::plan::Marking;
use crate::figure::scale::Ticks;
use crate::figure::scale::short;
use crate::figure::svg::Anchor;
use crate::figure::svg::Svg;
use crate::figure::theme::Ink;
use crate::figure::theme::Look;
use crate::model::chart::Chart;
use crate::model::chart::Series;
use crate::model::format::Format;
use crate::model::format::Unit;
use crate::say;
use crate::stat::estimate;

pub(super) struct Strip;

impl Kind for Strip {
    fn manual(&self) -> &'static str {
        include_str!("strip.rs")
    }

    fn panels(&self) -> Option<Names> {
        Some(Names::Each)
    }

    fn settings(&self) -> &'static [&'static str] {
        &["highlight", "zero"]
    }

    fn marked(&self, chart: &Chart) -> Vec<Marking> {
        first(chart).iter().flat_map(|series| middles(chart, series)).collect()
    }

    fn sentences(&self, chart: &Chart) -> (Vec<String>, Vec<String>) {
        let long = rank::spreads(chart);
        (long.clone(), long)
    }

    fn less<'a>(&self, whole: Less<'a>, level: usize) -> Option<Less<'a>> {
        whole.fewer_series(level, "groups")
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

const RADIUS: f64 = 3.2;
/// How far a swarm may rise above its middle line before dots overlap instead.
const TALLEST: f64 = 46.0;
/// The lowest strip, with the room under it.
const LOWEST: f64 = 34.0;
/// Room to the left and right for dots at the ends.
const SIDE: f64 = 12.0;

/// One strip: its words, and how far each dot is moved so that none hides another.
struct Band {
    title: Vec<String>,
    summary: Vec<String>,
    /// Where the summary stands in the line of the title.
    inline: Option<f64>,
    offsets: Vec<f64>,
    half: f64,
}

struct Layout {
    ticks: Ticks,
    x: XTexts,
    rules: (Vec<Laned>, usize),
    strips: Vec<Band>,
}

impl Layout {
    /// Where it is low, the words of a strip stand in one line if they fit.
    fn new(chart: &Chart, look: &Look, area: Area, low: bool) -> Self {
        let width = area.w - 2.0 * SIDE;
        let count = ((width / 90.0).round() as usize).clamp(2, 6);
        let ticks = Ticks::across(&chart.format, extent(chart), count);
        let (start, end) = ticks.ends();
        let px = |value: f64| area.x + SIDE + (value - start) / (end - start) * width;
        let places: Vec<f64> = ticks.values.iter().map(|value| px(*value)).collect();
        let x = XTexts::new(look, &places, &ticks.texts, (area.x, area.right()));
        let small = look.theme.sizes.small;
        let named: Vec<(f64, &str)> = chart
            .rules
            .iter()
            .filter(|rule| !rule.label.is_empty())
            .map(|rule| (px(rule.value), rule.label.as_str()))
            .collect();
        let strips = first(chart)
            .iter()
            .map(|series| {
                let xs: Vec<f64> =
                    series.points.iter().map(|point| px(point.value)).collect();
                let offsets = swarm(&xs);
                let half = offsets.iter().map(|y| y.abs()).fold(0.0, f64::max).max(12.0)
                    + RADIUS;
                let size = look.theme.sizes.label;
                let title = measure::wrap(&series.label, size, true, area.w);
                let summary =
                    measure::wrap(&summary(chart, series), small, false, area.w);
                let first = measure::widest(&title, size, true) + 12.0;
                let second = measure::widest(&summary, small, false);
                let one = title.len() == 1 && summary.len() == 1;
                Band {
                    inline: (low && one && first + second <= area.w).then_some(first),
                    title,
                    summary,
                    offsets,
                    half,
                }
            })
            .collect();
        let rules = lanes(&named, small, (area.x, area.right()));
        Self { ticks, x, rules, strips }
    }

    fn head(&self, look: &Look) -> f64 {
        if self.rules.1 == 0 {
            2.0
        } else {
            self.rules.1 as f64 * look.small_line() + 6.0
        }
    }

    /// The height below which words would meet dots.
    fn least(&self, look: &Look) -> f64 {
        self.strips.iter().map(|strip| strip.words(look) + LOWEST).sum()
    }

    /// How high the dots of each strip may be in a height: what is missing is taken from those
    /// that have more than they need, what is left is given to all.
    fn talls(&self, look: &Look, height: f64) -> Vec<f64> {
        let spare = height - self.least(look);
        let wanted: f64 = self.strips.iter().map(|strip| strip.dots() - LOWEST).sum();
        let extra = (spare - wanted).max(0.0) / self.strips.len().max(1) as f64;
        let share = if wanted > 0.0 { (spare / wanted).clamp(0.0, 1.0) } else { 1.0 };
        let tall = |strip: &Band| LOWEST + (strip.dots() - LOWEST) * share + extra;
        self.strips.iter().map(tall).collect()
    }

    fn height(&self, look: &Look) -> f64 {
        self.strips.iter().map(|strip| strip.words(look) + strip.dots()).sum()
    }
}

impl Band {
    fn words(&self, look: &Look) -> f64 {
        let summary = if self.inline.is_some() { 0 } else { self.summary.len() };
        self.title.len() as f64 * look.line() + summary as f64 * look.small_line() + 6.0
    }

    fn dots(&self) -> f64 {
        2.0 * self.half + 22.0
    }
}

/// How many dots a group has, their mean and their median.
fn middles(chart: &Chart, series: &Series) -> Vec<Marking> {
    let values: Vec<f64> = series.points.iter().map(|point| point.value).collect();
    let marking = |what, title: &str, value| {
        Marking::new(what, value, chart, &series.points)
            .named(title, &series.label)
            .of([series.key.as_str()])
    };
    let mut out = vec![
        marking("n", "Values drawn", values.len() as f64)
            .printed(Format::of(Unit::Number).decimals(0))
            .by("Number of values that the chart draws", "n"),
    ];
    if let Ok(mean) = estimate::mean(&values) {
        let mean = marking("mean", "Mean of the values drawn", mean);
        out.push(mean.by("Unweighted mean of the values that the chart draws", "Σy / n"));
    }
    if let Ok(median) = estimate::quantile(&values, 0.5) {
        let median = marking("median", "Median of the values drawn", median);
        out.push(median.by(
            "Median of the values that the chart draws",
            "quantile 0.5 of y, type 7",
        ));
    }
    out
}

/// The range of the values and the lines among them; intervals are not drawn.
fn extent(chart: &Chart) -> (f64, f64) {
    let values = || {
        let points = chart.scaled_points().map(|point| point.value);
        points.chain(chart.rules.iter().map(|rule| rule.value))
    };
    let zero = if chart.zero { 0.0 } else { f64::NAN };
    let low = values().fold(f64::INFINITY, f64::min).min(zero);
    let high = values().fold(f64::NEG_INFINITY, f64::max).max(zero);
    if low <= high { (low, high) } else { (0.0, 1.0) }
}

fn summary(chart: &Chart, series: &Series) -> String {
    let get = |what: &str| chart.marked(what, &[&series.key]);
    let words = match (get("mean"), get("median")) {
        (Some(mean), Some(median)) => say!(
            "strip-row",
            mean = short(&chart.format, mean),
            median = short(&chart.format, median),
        ),
        _ => String::new(),
    };
    let marked =
        series.points.iter().filter(|point| chart.highlight.contains(&point.key)).map(
            |point| format!("{} {}", point.label, short(&chart.format, point.value)),
        );
    let marked: Vec<String> = marked.collect();
    if marked.is_empty() {
        return words;
    }
    // A name beside its dot would lie on others.
    format!("{} {words}", say!("strip-marked", names = marked.join(", ")))
}

/// Moves each dot to the nearest free place to the middle line, above and below in turn.
fn swarm(xs: &[f64]) -> Vec<f64> {
    let x = |at: usize| xs.get(at).copied().unwrap_or(0.0);
    let mut order: Vec<usize> = (0..xs.len()).collect();
    order.sort_by(|a, b| x(*a).total_cmp(&x(*b)).then(a.cmp(b)));
    let mut placed: Vec<(f64, f64)> = Vec::new();
    let mut offsets = vec![0.0; xs.len()];
    for at in order {
        let near: Vec<(f64, f64)> = placed
            .iter()
            .rev()
            .take_while(|(other, _)| x(at) - other < 2.0 * RADIUS)
            .copied()
            .collect();
        let free = |y: f64| {
            near.iter().all(|(other, up)| {
                (x(at) - other).powi(2) + (y - up).powi(2) >= (2.0 * RADIUS - 0.4).powi(2)
            })
        };
        let steps = (0..200).map(|step| {
            let size = f64::from((step + 1) / 2) * RADIUS;
            if step % 2 == 0 { size } else { -size }
        });
        let best = steps.into_iter().find(|y| free(*y)).unwrap_or(0.0);
        placed.push((x(at), best));
        if let Some(slot) = offsets.get_mut(at) {
            *slot = best;
        }
    }
    let most = offsets.iter().map(|y: &f64| y.abs()).fold(0.0, f64::max);
    if most > TALLEST {
        for offset in &mut offsets {
            *offset *= TALLEST / most;
        }
    }
    offsets
}

fn need(chart: &Chart, look: &Look, width: f64) -> Need {
    let area = Area { x: 0.0, y: 0.0, w: width, h: 0.0 };
    let layout = Layout::new(chart, look, area, false);
    let strips = layout.height(look);
    let low = Layout::new(chart, look, area, true).least(look);
    let least = low.min(strips);
    Need { least, natural: strips, most: strips * 1.5 }
        .plus(layout.head(look) + layout.x.height())
}

fn paint(chart: &Chart, svg: &Svg, area: Area) {
    let look = svg.look();
    let layout = Layout::new(chart, look, area, false);
    let words = layout.head(look) + layout.x.height();
    let low = area.h < layout.height(look) + words - 1e-6;
    let layout = if low { Layout::new(chart, look, area, true) } else { layout };
    let head = layout.head(look);
    let plot_area = Area {
        x: area.x + SIDE,
        y: area.y + head,
        w: area.w - 2.0 * SIDE,
        h: area.h - head - layout.x.height(),
    };
    let plot =
        Plot::new(svg, plot_area, layout.ticks.ends(), (plot_area.bottom(), plot_area.y));
    let line = look.small_line();
    let muted = small(look, Ink::Muted, Anchor::Start);
    for text in &layout.rules.0 {
        let top = area.y + text.row as f64 * line;
        svg.lines((text.x, top + muted.size), &text.lines, line, muted);
    }
    layout.x.paint(svg, plot_area.bottom());
    let talls = layout.talls(look, plot_area.h);
    let mut y = plot_area.y;
    let series = first(chart);
    let hues = hues(series);
    let strips = layout.strips.iter().zip(talls);
    for ((series, (strip, tall)), hue) in series.iter().zip(strips).zip(hues) {
        let name = strong(look, Ink::Words(hue), Anchor::Start);
        svg.lines((area.x, y + name.size), &strip.title, look.line(), name);
        let under = y + strip.title.len() as f64 * look.line();
        let words = strip.words(look);
        let (top, bottom) = (y + words, y + words + tall - 10.0);
        let span = |value: f64| vec![(value, top), (value, bottom)];
        for value in &layout.ticks.values {
            plot.path(span(*value), Ink::Grid, look.theme.stroke.grid, false);
        }
        for rule in &chart.rules {
            plot.path(span(rule.value), Ink::Base, look.theme.stroke.axis, true);
        }
        let middle = f64::midpoint(top, bottom);
        let squeeze = ((bottom - top) / 2.0 - RADIUS) / strip.half;
        for (point, offset) in series.points.iter().zip(&strip.offsets) {
            let at = (point.value, middle + offset * squeeze.min(1.0));
            plot.spot((&series.key, &point.key), at, hue, RADIUS);
            if hollow(series, hue) {
                plot.ring(at, RADIUS - 0.4, Ink::Mark(hue));
            } else {
                plot.dot(at, RADIUS, Ink::Mark(hue), 0.62);
            }
        }
        for (point, offset) in series.points.iter().zip(&strip.offsets) {
            if chart.highlight.contains(&point.key) {
                let at = (point.value, middle + offset * squeeze.min(1.0));
                plot.dot(at, RADIUS + 4.0, Ink::Ground, 1.0);
                plot.dot(at, RADIUS + 2.5, Ink::Text, 1.0);
            }
        }
        let get = |what: &str| chart.marked(what, &[&series.key]);
        if let (Some(mean), Some(median)) = (get("mean"), get("median")) {
            plot.path(span(mean), Ink::Text, 2.0, false);
            plot.path(span(median), Ink::Text, 1.4, true);
            let kind = small(look, Ink::Text, Anchor::Start);
            let width = measure::widest(&strip.summary, kind.size, false);
            let x = within(plot.px(mean), width, area.x, area.right());
            let (x, base) = match strip.inline {
                Some(x) => (area.x + x, y + name.size),
                None => (x, under + kind.size),
            };
            svg.lines((x, base), &strip.summary, line, kind);
        }
        y += words + tall;
    }
}
