//! A plot with a value axis at the left, places along the x axis, and words at the right: what
//! charts of courses and of pairs of values share. A kind says what stands where, and draws the
//! marks into the [`Plot`] that it gets back.

use crate::figure::draw::Need;
use crate::figure::draw::key::Key;
use crate::figure::draw::key::Mark;
use crate::figure::draw::key::Named;
use crate::figure::draw::margin;
use crate::figure::draw::margin::End;
use crate::figure::draw::margin::Side;
use crate::figure::draw::over::Over;
use crate::figure::draw::over::Said;
use crate::figure::draw::places::Place;
use crate::figure::draw::plot::Plot;
use crate::figure::draw::plot::small;
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
use crate::model::chart::Rule;
use crate::model::format::Format;
use crate::model::words::listed;
use crate::say;

/// What a kind says about its axes and words.
pub(in crate::figure) struct Axes<'a> {
    pub chart: &'a Chart,
    /// The values that the value axis covers, and how they print.
    pub extent: (f64, f64),
    pub format: &'a Format,
    /// Ticks of its own, where the value axis has no usual ones.
    pub ticks: Option<Ticks>,
    /// The ends of the x axis.
    pub range: (f64, f64),
    /// Words under the x axis.
    pub texts: Vec<(f64, String)>,
    /// The same as times, which nest.
    pub places: &'a [Place],
    /// Upright grid lines.
    pub upright: Vec<f64>,
    pub named: Vec<Named>,
    pub ends: Vec<End>,
    /// Words over the plot.
    pub said: Said,
    /// What part of its width a plot is high.
    pub shape: f64,
}

impl<'a> Axes<'a> {
    /// Axes over some values, without words.
    pub(in crate::figure) fn new(chart: &'a Chart, extent: (f64, f64)) -> Self {
        Self {
            chart,
            extent,
            format: &chart.format,
            ticks: None,
            range: (0.0, 1.0),
            texts: Vec::new(),
            places: &[],
            upright: Vec::new(),
            named: Vec::new(),
            ends: Vec::new(),
            said: Said::default(),
            shape: 0.44,
        }
    }

    /// Lines at values, where the value axis has usual ticks.
    fn rules(&self) -> impl Iterator<Item = &'a Rule> {
        let usual = self.ticks.is_none();
        self.chart.rules.iter().filter(move |_| usual)
    }

    /// The values that the value axis covers, lines at values among them.
    fn covered(&self) -> (f64, f64) {
        self.rules().fold(self.extent, |(low, high), rule| {
            (low.min(rule.value), high.max(rule.value))
        })
    }
}

/// Everything that is known before the height.
struct Layout {
    title: Vec<String>,
    foot: Vec<String>,
    key: Key,
    over: Over,
    left: f64,
    width: f64,
    x: XTexts,
}

impl Layout {
    fn new(axes: &Axes<'_>, look: &Look, area: Area) -> Self {
        let size = look.theme.sizes.small;
        let widest =
            || Ticks::widest(axes.chart.scale, axes.format, axes.covered(), size);
        let left =
            axes.ticks.as_ref().map_or_else(widest, |ticks| ticks.width(size)) + 10.0;
        let right = margin::width(&axes.ends).max(10.0);
        let width = (area.w - left - right).max(40.0);
        let (start, end) = axes.range;
        let on = |x: f64| axes.chart.x_scale.place(x);
        let share = |x: f64| (on(x) - on(start)) / (on(end) - on(start));
        let px = |x: f64| area.x + left + share(x) * width;
        let places: Vec<f64> = axes.texts.iter().map(|(x, _)| px(*x)).collect();
        let texts: Vec<String> =
            axes.texts.iter().map(|(_, text)| text.clone()).collect();
        let rules = axes.rules().filter(|rule| !rule.label.is_empty());
        // A line across the plot is named at its left end.
        let rules: Vec<(f64, &str)> =
            rules.map(|rule| (px(start), rule.label.as_str())).collect();
        let edges = (area.x, area.right());
        let timed = (!axes.places.is_empty())
            .then(|| XTexts::timed(look, axes.places, &px, edges))
            .flatten();
        Self {
            title: measure::wrap(&value_title(axes.chart), size, false, area.w),
            foot: measure::wrap(&x_title(axes.chart), size, false, area.w),
            key: Key::new(look, axes.named.clone(), area.w),
            over: Over::new(look, &axes.said, &rules, &px, edges),
            left,
            width,
            x: timed.unwrap_or_else(|| XTexts::new(look, &places, &texts, edges)),
        }
    }

    fn above(&self, look: &Look) -> f64 {
        let title = self.title.len() as f64 * look.small_line();
        let title = if title > 0.0 { title + 6.0 } else { 0.0 };
        self.key.height() + title + self.over.height() + 10.0
    }

    fn below(&self, look: &Look) -> f64 {
        let foot = self.foot.len() as f64 * look.small_line();
        self.x.height() + if foot > 0.0 { foot + 2.0 } else { 0.0 }
    }
}

/// The heights at which a plot can be drawn at a width.
pub(in crate::figure) fn need(axes: &Axes<'_>, look: &Look, width: f64) -> Need {
    let area = Area { x: 0.0, y: 0.0, w: width, h: 0.0 };
    let layout = Layout::new(axes, look, area);
    let words = margin::height(&axes.ends);
    let natural = (width * axes.shape).clamp(190.0, 420.0).max(words);
    let least = if width > 450.0 { 90.0 } else { 104.0 };
    let least = words.max(match &axes.ticks {
        // Ticks of its own are all set.
        Some(ticks) => ticks.values.len() as f64 * look.small_line() * 1.15,
        None => least,
    });
    let natural = natural.max(least);
    Need { least, natural, most: (width * 1.2).max(natural) }
        .plus(layout.above(look) + layout.below(look))
}

/// Draws axes and words into an area, and returns the plot between them.
pub(in crate::figure) fn open(axes: &Axes<'_>, svg: &Svg, area: Area) -> Plot {
    let look = svg.look();
    let layout = Layout::new(axes, look, area);
    let line = look.small_line();
    let muted = small(look, Ink::Muted, Anchor::Start);
    layout.key.paint(svg, area);
    let under = area.y + layout.key.height();
    svg.lines((area.x, under + muted.size), &layout.title, line, muted);
    let y = area.y + layout.above(look);
    let plot_area = Area {
        x: area.x + layout.left,
        y,
        w: layout.width,
        h: area.bottom() - y - layout.below(look),
    };
    let scales = (axes.chart.x_scale, axes.chart.scale);
    let room = (plot_area.h, line);
    let ticks = axes
        .ticks
        .clone()
        .unwrap_or_else(|| Ticks::up(scales.1, axes.format, axes.covered(), room));
    let ends = if axes.ticks.is_some() { axes.extent } else { ticks.ends() };
    let plot = Plot::scaled(svg, plot_area, axes.range, ends, scales);
    plot.y_axis(&ticks, false);
    for value in &axes.upright {
        plot.upright(*value, Ink::Grid, look.theme.stroke.grid, false);
    }
    let foot = area.bottom() - layout.foot.len() as f64 * line;
    let end = small(look, Ink::Muted, Anchor::End);
    svg.lines((area.right(), foot + end.size - 2.0), &layout.foot, line, end);
    layout.x.paint(svg, plot_area.bottom());
    layout.over.paint(svg, plot_area);
    for (x, _) in &axes.said.marks {
        plot.upright(*x, Ink::Base, look.theme.stroke.axis, true);
    }
    plot
}

/// Draws lines at values over the marks, and sets the words at the right.
pub(in crate::figure) fn close(axes: &Axes<'_>, svg: &Svg, plot: &Plot) {
    for rule in axes.rules() {
        plot.across_over(rule.value, Ink::Text, svg.look().theme.stroke.axis);
    }
    margin::paint(svg, plot, &axes.ends, Side::Right);
}

/// What stands for a series at the right edge: its name, its value, the height of the words.
pub(in crate::figure) struct Word {
    pub label: String,
    pub printed: String,
    pub value: f64,
    pub hue: Hue,
    pub dashed: bool,
}

/// Puts words at the right edge where they have room, else names into the key.
pub(in crate::figure) fn words(
    look: &Look,
    width: f64,
    mark: Mark,
    words: &[Word],
) -> (Vec<End>, Vec<Named>) {
    let limit = if width > 500.0 { 150.0 } else { width * 0.29 };
    let room = (width * 0.44).clamp(190.0, 330.0) * 1.2;
    let ends: Option<Vec<End>> = words
        .iter()
        .map(|word| {
            let ink = Ink::Words(word.hue);
            End::new(look, (&word.label, &word.printed), word.value, ink, limit)
        })
        .collect();
    if let Some(ends) = ends.filter(|ends| margin::height(ends) <= room) {
        return (ends, Vec::new());
    }
    let all = words.iter().filter(|word| !word.label.is_empty());
    let named = |word: &Word| Named {
        label: word.label.clone(),
        hue: word.hue,
        dashed: word.dashed,
        mark,
    };
    // Lines that are there to compare with look alike: they have one name.
    let (faded, own): (Vec<&Word>, Vec<&Word>) =
        all.partition(|word| word.hue == Hue::Faded);
    let mut out: Vec<Named> = own.into_iter().map(named).collect();
    let labels: Vec<&str> = faded.iter().map(|word| word.label.as_str()).collect();
    let label = match labels.len() {
        0 => return (Vec::new(), out),
        1..=3 => listed(&labels),
        count if out.is_empty() => say!("key-all", count = count),
        count => say!("key-others", count = count),
    };
    out.push(Named { label, hue: Hue::Faded, dashed: false, mark });
    (Vec::new(), out)
}
