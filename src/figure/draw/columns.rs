//! Upright bars along an x axis: columns side by side or stacked, bins that touch, and steps
//! that float. A kind says which bars stand where; this lays them out and draws them.

use crate::figure::draw::Need;
use crate::figure::draw::key::Key;
use crate::figure::draw::key::Named;
use crate::figure::draw::over::Over;
use crate::figure::draw::over::Said;
use crate::figure::draw::places::Place;
use crate::figure::draw::plot::Plot;
use crate::figure::draw::plot::small;
use crate::figure::draw::plot::strong;
use crate::figure::draw::under::XTexts;
use crate::figure::draw::under::value_title;
use crate::figure::draw::under::x_title;
use crate::figure::measure;
use crate::figure::place::Area;
use crate::figure::scale::Ticks;
use crate::figure::svg::Anchor;
use crate::figure::svg::Svg;
use crate::figure::theme::Hue;
use crate::figure::theme::Ink;
use crate::figure::theme::Look;
use crate::model::chart::Chart;
use crate::model::format::Format;

/// One bar, in values of both axes.
#[derive(Debug, Clone)]
pub(in crate::figure) struct Bar {
    /// The keys of its series and of its point; empty for what nothing points at.
    pub of: (String, String),
    /// Its left and right edge.
    pub across: (f64, f64),
    /// Where it begins and ends.
    pub up: (f64, f64),
    pub hue: Hue,
    /// What it says, where there is room.
    pub printed: String,
    /// Whether it says so inside; else over its end, if all bars can.
    pub inside: bool,
    /// Its interval.
    pub interval: Option<(f64, f64)>,
}

/// Everything a kind says about its columns.
#[derive(Debug, Clone, Default)]
pub(in crate::figure) struct Columns {
    pub bars: Vec<Bar>,
    /// Words under the axis, at values of it.
    pub texts: Vec<(f64, String)>,
    /// The same as times, which nest; none where they are none.
    pub places: Vec<Place>,
    /// The ends of the x axis.
    pub range: (f64, f64),
    pub named: Vec<Named>,
    /// Thin lines from the end of one bar to the start of the next.
    pub links: Vec<((f64, f64), (f64, f64))>,
    /// A line over the bars, and its name.
    pub curve: Option<(Vec<(f64, f64)>, Named)>,
    /// Words over the plot.
    pub said: Said,
    /// What the bars of all panels of a set reach, at least.
    pub reach: (f64, f64),
    /// The format of the y axis, where it is not the chart's own.
    pub format: Option<Format>,
}

impl Columns {
    fn format<'a>(&'a self, chart: &'a Chart) -> &'a Format {
        self.format.as_ref().unwrap_or(&chart.format)
    }

    /// The range of all bars, intervals and lines at values, with zero.
    fn extent(&self, chart: &Chart) -> (f64, f64) {
        let ends = self.bars.iter().flat_map(|bar| {
            let interval = bar.interval.unwrap_or(bar.up);
            [bar.up.0, bar.up.1, interval.0, interval.1]
        });
        let curve = self.curve.iter().flat_map(|(points, _)| points);
        let all = ends
            .chain(chart.rules.iter().map(|rule| rule.value))
            .chain(curve.map(|(_, y)| *y));
        all.fold(self.reach, |(low, high): (f64, f64), value| {
            (low.min(value), high.max(value))
        })
    }
}

/// Lays out a chart, within the reach of all panels of its set.
pub(in crate::figure) fn of_set(
    chart: &Chart,
    laid: impl Fn(&Chart) -> Columns,
) -> Columns {
    let mut out = laid(chart);
    for other in chart.others() {
        let (low, high) = laid(&other).extent(&other);
        out.reach = (out.reach.0.min(low), out.reach.1.max(high));
    }
    out
}

struct Layout {
    key: Key,
    title: Vec<String>,
    over: Over,
    left: f64,
    width: f64,
    x: XTexts,
    foot: Vec<String>,
    /// Whether every bar has room for its value over it.
    values: bool,
}

impl Layout {
    fn new(columns: &Columns, chart: &Chart, look: &Look, area: Area) -> Self {
        let size = look.theme.sizes.small;
        let format = columns.format(chart);
        let extent = columns.extent(chart);
        let ticks = (1..=8).map(|count| Ticks::cover(format, extent, count));
        let left = ticks.map(|ticks| ticks.width(size)).fold(0.0, f64::max) + 10.0;
        let width = (area.w - left - 4.0).max(40.0);
        let (start, end) = columns.range;
        let px = |x: f64| area.x + left + (x - start) / (end - start) * width;
        let places: Vec<f64> = columns.texts.iter().map(|(x, _)| px(*x)).collect();
        let texts: Vec<String> =
            columns.texts.iter().map(|(_, text)| text.clone()).collect();
        let rules = chart.rules.iter().filter(|rule| !rule.label.is_empty());
        // A line across the plot is named at its left end.
        let rules: Vec<(f64, &str)> =
            rules.map(|rule| (px(start), rule.label.as_str())).collect();
        let edges = (area.x, area.right());
        let label = look.theme.sizes.label;
        let names = if chart.set.is_empty() { columns.named.as_slice() } else { &[] };
        let curve = columns.curve.iter().map(|(_, named)| named);
        let names = names.iter().chain(curve).cloned().collect();
        let room = |bar: &Bar| (bar.across.1 - bar.across.0) / (end - start) * width;
        let fits =
            |bar: &Bar| measure::width(&bar.printed, label, true) + 4.0 <= room(bar);
        Self {
            key: Key::new(look, names, area.w),
            title: measure::wrap(&value_title(chart), size, false, area.w),
            over: Over::new(look, &columns.said, &rules, &px, edges),
            left,
            width,
            x: XTexts::timed(look, &columns.places, &px, edges)
                .unwrap_or_else(|| XTexts::new(look, &places, &texts, edges)),
            foot: measure::wrap(&x_title(chart), size, false, area.w),
            // In a set the axis says them, so that all plots are of one height.
            values: chart.set.is_empty()
                && columns
                    .bars
                    .iter()
                    .all(|bar| bar.inside || bar.interval.is_none() && fits(bar)),
        }
    }

    fn above(&self, look: &Look) -> f64 {
        let line = look.small_line();
        let title = self.title.len() as f64 * line;
        let values = if self.values { look.line() } else { 0.0 };
        self.key.height()
            + title
            + if title > 0.0 { 6.0 } else { 0.0 }
            + self.over.height()
            + values
            + 10.0
    }

    fn below(&self, look: &Look, below: bool) -> f64 {
        let foot = self.foot.len() as f64 * look.small_line();
        let values = if below && self.values { look.line() } else { 0.0 };
        self.x.height() + foot + values + if foot > 0.0 { 2.0 } else { 0.0 }
    }
}

/// Whether some bar points down to about where the plot ends, so that its value needs room under that.
fn falls(columns: &Columns, chart: &Chart) -> bool {
    let (low, high) = columns.extent(chart);
    let near = |end: f64| end - low < (high - low) * 0.2;
    columns.bars.iter().any(|bar| !bar.inside && bar.up.1 < bar.up.0 && near(bar.up.1))
}

/// The heights at which columns can be drawn at a width.
pub(in crate::figure) fn need(
    columns: &Columns,
    chart: &Chart,
    look: &Look,
    width: f64,
) -> Need {
    let area = Area { x: 0.0, y: 0.0, w: width, h: 0.0 };
    let layout = Layout::new(columns, chart, look, area);
    let natural = (width * 0.44).clamp(190.0, 330.0);
    let least = if width > 450.0 { 84.0 } else { 100.0 };
    Need { least, natural, most: (width * 1.2).max(natural) }
        .plus(layout.above(look) + layout.below(look, falls(columns, chart)))
}

/// How many names under the columns have no room at a width.
pub(in crate::figure) fn unnamed(
    columns: &Columns,
    chart: &Chart,
    look: &Look,
    width: f64,
) -> usize {
    let area = Area { x: 0.0, y: 0.0, w: width, h: 0.0 };
    Layout::new(columns, chart, look, area).x.lost()
}

/// Draws columns into an area.
pub(in crate::figure) fn paint(columns: &Columns, chart: &Chart, svg: &Svg, area: Area) {
    let look = svg.look();
    let layout = Layout::new(columns, chart, look, area);
    let line = look.small_line();
    let muted = small(look, Ink::Muted, Anchor::Start);
    layout.key.paint(svg, area);
    let under = area.y + layout.key.height();
    svg.lines((area.x, under + muted.size), &layout.title, line, muted);
    let y = area.y + layout.above(look);
    let below = layout.below(look, falls(columns, chart));
    let plot_area = Area {
        x: area.x + layout.left,
        y,
        w: layout.width,
        h: area.bottom() - y - below,
    };
    let ticks =
        Ticks::along(columns.format(chart), columns.extent(chart), plot_area.h, line);
    let plot = Plot::new(svg, plot_area, columns.range, ticks.ends());
    plot.y_axis(&ticks, false);
    let foot = area.bottom() - layout.foot.len() as f64 * line;
    let end = small(look, Ink::Muted, Anchor::End);
    svg.lines((area.right(), foot + end.size - 2.0), &layout.foot, line, end);
    let values = if layout.values { look.line() } else { 0.0 };
    layout.over.paint(
        svg,
        Area { y: plot_area.y - values, h: plot_area.h + values, ..plot_area },
    );
    for bar in &columns.bars {
        draw(svg, &plot, bar);
    }
    for (from, to) in &columns.links {
        plot.path(vec![*from, *to], Ink::Base, look.theme.stroke.grid, false);
    }
    plot.across(0.0, Ink::Base, look.theme.stroke.axis);
    if let Some((points, named)) = &columns.curve {
        plot.path_over(points.clone(), Ink::Mark(named.hue), look.theme.stroke.line);
    }
    for rule in &chart.rules {
        plot.across_over(rule.value, Ink::Text, look.theme.stroke.axis);
    }
    for (x, _) in &columns.said.marks {
        plot.upright_over(*x, Ink::Text, look.theme.stroke.axis, true);
    }
    if layout.values {
        for bar in &columns.bars {
            value(svg, &plot, bar);
        }
    }
    layout
        .x
        .paint(svg, area.bottom() - layout.foot.len() as f64 * line - layout.x.height());
}

fn draw(svg: &Svg, plot: &Plot, bar: &Bar) {
    let (left, right) = (plot.px(bar.across.0), plot.px(bar.across.1));
    let (from, to) = (plot.py(bar.up.0), plot.py(bar.up.1));
    let plane = Plot::of_page(svg);
    let middle = f64::midpoint(bar.across.0, bar.across.1);
    let (_, tip) = bar.up;
    plot.spot((&bar.of.0, &bar.of.1), (middle, tip), bar.hue, 2.0);
    if (from - to).abs() > 0.2 {
        plane.rect((left, from.max(to)), (right, from.min(to)), Ink::Mark(bar.hue));
    }
    if let Some((low, high)) = bar.interval {
        let width = svg.look().theme.stroke.interval;
        plot.path_over(vec![(middle, low), (middle, high)], Ink::Text, width);
    }
}

fn value(svg: &Svg, plot: &Plot, bar: &Bar) {
    if bar.printed.is_empty() {
        return;
    }
    let look = svg.look();
    let middle = f64::midpoint(plot.px(bar.across.0), plot.px(bar.across.1));
    let (from, to) = (plot.py(bar.up.0), plot.py(bar.up.1));
    if bar.inside {
        let kind = small(look, Ink::On(bar.hue), Anchor::Middle);
        let wide = plot.px(bar.across.1) - plot.px(bar.across.0);
        let fits = (from - to).abs() >= kind.size * 1.5
            && measure::width(&bar.printed, kind.size, false) + 6.0 <= wide;
        if fits {
            let base = f64::midpoint(from, to) + kind.size * 0.35;
            svg.text(middle, base, &bar.printed, kind);
        }
        return;
    }
    let kind = strong(look, Ink::Words(bar.hue), Anchor::Middle);
    let down = bar.up.1 < bar.up.0;
    let base = if down { to + kind.size * 1.05 } else { to - kind.size * 0.4 };
    svg.text_over(middle, base, &bar.printed, kind);
}
