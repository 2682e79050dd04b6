//! `slope`: each series at a start and an end, with its values at both ends.
//!
//! Choose the times with `only:`. Use it for several series of which the change matters,
//! not the way between.
//!
//! Do not use it where the way between the two times matters: draw `line`.
//!
//! ```yaml
//! poverty_slope:
//!   kind: slope
//!   headline: Child poverty rose by less in areas with initiatives
//!   subtitle: Share of children in low-income families, %
//!   data: poverty_share
//!   x: year
//!   only: ["2014", "2021"]
//!   series: group
//!   source: Synthetic data
//! ```

use crate::figure::describe::Facts;
use crate::figure::describe::course;
use crate::figure::draw::Need;
use crate::figure::draw::dashed;
use crate::figure::draw::first;
use crate::figure::draw::hues;
use crate::figure::draw::key::Key;
use crate::figure::draw::key::Mark;
use crate::figure::draw::less::Less;
use crate::figure::draw::margin;
use crate::figure::draw::margin::End;
use crate::figure::draw::margin::Side;
use crate::figure::draw::named;
use crate::figure::draw::places::places;
use crate::figure::draw::plot::Plot;
use crate::figure::draw::plot::small;
use crate::figure::kind::Kind;
use crate::figure::kind::Names;
use crate::figure::measure;
use crate::figure::place::Area;
use crate::figure::place::within;
use crate::figure::plan::Planner;
use crate::figure::scale::Ticks;
use crate::figure::scale::beside;
use crate::figure::svg::Anchor;
use crate::figure::svg::Svg;
use crate::figure::svg::Type;
use crate::figure::theme::Ink;
use crate::figure::theme::Look;
use crate::model::chart::Chart;
use crate::model::chart::Point;
use crate::model::diagnostic::Result;

pub(super) struct Slope;

impl Kind for Slope {
    fn manual(&self) -> &'static str {
        include_str!("slope.rs")
    }

    fn panels(&self) -> Option<Names> {
        Some(Names::Each)
    }

    fn settings(&self) -> &'static [&'static str] {
        &["zero"]
    }

    fn finish(&self, planner: &Planner<'_>, chart: &mut Chart) -> Result<()> {
        let places = chart.keys().len();
        if places != 2 {
            return Err(planner
                .fault("x", format!("a slope joins two times, and there are {places}"))
                .help("choose two with `only:`")
                .into());
        }
        Ok(())
    }

    fn sentences(&self, chart: &Chart) -> (Vec<String>, Vec<String>) {
        let long = course::of_panel(chart, chart.panels.first());
        (long.clone(), long)
    }

    fn facts(&self, chart: &Chart) -> Option<Facts> {
        Some(course::facts(chart))
    }

    fn less<'a>(&self, whole: Less<'a>, level: usize) -> Option<Less<'a>> {
        whole.fewer_series(level, "lines")
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

/// Everything that is known before the height.
struct Layout {
    key: Key,
    left: Vec<End>,
    right: Vec<End>,
    heads: [Vec<String>; 2],
}

/// A series' points at the first and the last place.
fn pair<'a>(points: &'a [Point], keys: &[String]) -> Option<(&'a Point, &'a Point)> {
    let find = |key: &String| points.iter().find(|point| point.key == *key);
    Some((find(keys.first()?)?, find(keys.last()?)?))
}

fn keys(chart: &Chart) -> Vec<String> {
    let places = places(chart);
    places.into_iter().map(|place| place.key).collect()
}

impl Layout {
    fn new(chart: &Chart, look: &Look, width: f64) -> Self {
        let keys = keys(chart);
        let series = first(chart);
        let hues = hues(series);
        let ends = |named: bool, last: bool, limit: f64| -> Option<Vec<End>> {
            let mut out = Vec::new();
            for (series, hue) in series.iter().zip(&hues) {
                let Some((a, b)) = pair(&series.points, &keys) else { continue };
                let point = if last { b } else { a };
                let printed = beside(&chart.format, point);
                let name = if named { series.label.as_str() } else { "" };
                let ink = Ink::Words(*hue);
                // One line where it fits: the value before the name.
                let one = format!("{printed}\u{a0} {name}");
                let words = if named
                    && measure::width(&one, look.theme.sizes.label, true) <= limit
                {
                    (one.as_str(), "")
                } else {
                    (name, printed.as_str())
                };
                out.push(End::new(look, words, point.value, ink, limit)?);
            }
            Some(out)
        };
        let direct = ends(true, true, width * 0.42);
        let key = if direct.is_some() { Vec::new() } else { named(series, Mark::Line) };
        let places = places(chart);
        let head = |text: Option<&str>| {
            let size = look.theme.sizes.small;
            measure::wrap(text.unwrap_or_default(), size, true, width * 0.45)
        };
        Self {
            key: Key::new(look, key, width),
            left: ends(false, false, width).unwrap_or_default(),
            right: direct.or_else(|| ends(false, true, width)).unwrap_or_default(),
            heads: [
                head(places.first().map(|place| place.label.as_str())),
                head(places.last().map(|place| place.label.as_str())),
            ],
        }
    }

    fn above(&self, look: &Look) -> f64 {
        let lines = self.heads.iter().map(Vec::len).max().unwrap_or(0);
        self.key.height() + lines as f64 * look.small_line() + 14.0
    }
}

fn need(chart: &Chart, look: &Look, width: f64) -> Need {
    let layout = Layout::new(chart, look, width);
    let words = margin::height(&layout.left).max(margin::height(&layout.right));
    let natural = (width * 0.5).clamp(220.0, 340.0).max(words * 1.2);
    Need { least: words.max(90.0), natural, most: natural.max(width * 1.3) }
        .plus(layout.above(look) + 10.0)
}

fn paint(chart: &Chart, svg: &Svg, area: Area) {
    let look = svg.look();
    let layout = Layout::new(chart, look, area.w);
    layout.key.paint(svg, area);
    let above = layout.above(look);
    let (left, right) = (margin::width(&layout.left), margin::width(&layout.right));
    let plot_area = Area {
        x: area.x + left,
        y: area.y + above,
        w: (area.w - left - right).max(30.0),
        h: area.h - above - 10.0,
    };
    let low = |a: f64, b: &f64| a.min(*b);
    let values: Vec<f64> = chart.scaled_points().map(|point| point.value).collect();
    let least = values.iter().fold(f64::INFINITY, low);
    let most = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let range = if least < most && (most - least).is_finite() {
        (least, most)
    } else {
        Ticks::cover(&chart.format, chart.extent(), 1).ends()
    };
    let plot = Plot::new(svg, plot_area, (0.0, 1.0), range);
    let axis = look.theme.stroke.axis;
    for (x, lines) in [0.0, 1.0].into_iter().zip(&layout.heads) {
        plot.upright(x, Ink::Base, axis, false);
        let kind = Type { bold: true, ..small(look, Ink::Muted, Anchor::Start) };
        let width = measure::widest(lines, kind.size, true);
        let middle = area.x + area.w / 2.0;
        let (from, to) =
            if x == 0.0 { (area.x, middle - 6.0) } else { (middle + 6.0, area.right()) };
        let start = within(plot.px(x), width, from, to);
        let top = plot_area.y - 12.0 - lines.len() as f64 * look.small_line();
        svg.lines((start, top + kind.size), lines, look.small_line(), kind);
    }
    let keys = keys(chart);
    let series = first(chart);
    for (series, hue) in series.iter().zip(hues(series)) {
        let Some((a, b)) = pair(&series.points, &keys) else { continue };
        let ink = Ink::Mark(hue);
        let path = vec![(0.0, a.value), (1.0, b.value)];
        plot.path(path, ink, look.theme.stroke.line, dashed(series, hue));
        for (x, point) in [(0.0, a), (1.0, b)] {
            plot.spot((&series.key, &point.key), (x, point.value), hue, 4.0);
            plot.dot((x, point.value), 4.0, ink, 1.0);
        }
    }
    margin::paint(svg, &plot, &layout.left, Side::Left);
    margin::paint(svg, &plot, &layout.right, Side::Right);
}
