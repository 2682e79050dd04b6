//! `specification`: the estimate under every declared alternative, in order of size.
//!
//! The curve of all estimates from the lowest to the highest, and under it which choices each
//! of them makes. Where that has no room, a row for each; where names have none, the curve
//! alone with the names of the reported estimate and of the ends. Draws the family of a
//! `specification` statistic.
//!
//! Use it where readers may ask what another choice would have given. Do not use it for estimates of
//! different things: `dot` lists those.
//!
//! ```yaml
//! choices:
//!   kind: specification
//!   headline: The difference does not depend on one choice
//!   subtitle: Difference in growth, percentage points, with 95% intervals
//!   data: business_choices
//!   x: specification
//!   source: Synthetic data
//! ```

use crate::figure::draw::Need;
use crate::figure::draw::first;
use crate::figure::draw::less::Less;
use crate::figure::draw::plot::Plot;
use crate::figure::draw::plot::small;
use crate::figure::draw::rows;
use crate::figure::draw::style::RowStyle;
use crate::figure::draw::under::value_title;
use crate::figure::kind::Kind;
use crate::figure::measure;
use crate::figure::place::Area;
use crate::figure::place::Laned;
use crate::figure::place::lanes;
use crate::figure::plan::Planner;
use crate::figure::scale::Ticks;
use crate::figure::scale::beside;
use crate::figure::svg::Anchor;
use crate::figure::svg::Svg;
use crate::figure::svg::Type;
use crate::figure::theme::Hue;
use crate::figure::theme::Ink;
use crate::figure::theme::Look;
use crate::model::chart::Chart;
use crate::model::chart::Point;
use crate::model::diagnostic::Result;

pub(super) struct Specification;

impl Kind for Specification {
    fn manual(&self) -> &'static str {
        include_str!("specification.rs")
    }

    fn settings(&self) -> &'static [&'static str] {
        &["highlight", "zero"]
    }

    fn finish(&self, planner: &Planner<'_>, chart: &mut Chart) -> Result<()> {
        chart.zero |= planner.decl().reference.is_none();
        chart.choices = planner.choices();
        Ok(())
    }

    fn by_value(&self) -> bool {
        true
    }

    fn rows(&self, _chart: &Chart) -> RowStyle {
        RowStyle { height: 15.0, ..RowStyle::default() }
    }

    fn less<'a>(&self, whole: Less<'a>, level: usize) -> Option<Less<'a>> {
        if !whole.chart.choices.is_empty() && first(&whole.chart).len() == 1 {
            return (level == 1).then(|| whole.unnamed());
        }
        whole.rows_and_series(level)
    }

    fn need(&self, chart: &Chart, look: &Look, width: f64) -> Need {
        need(chart, look, width)
    }

    fn paint(&self, chart: &Chart, svg: &Svg, area: Area) {
        paint(chart, svg, area);
    }
}

/// The narrowest picture with a panel of choices.
const WIDE: f64 = 480.0;
/// The narrowest column of an estimate.
const COLUMN: f64 = 11.0;
/// Room between groups of choices.
const APART: f64 = 7.0;
/// Room between the names of groups, of choices, and their dots.
const GAP: f64 = 12.0;

/// Everything that is known before the height.
struct Layout<'a> {
    /// The key of the one series.
    series: &'a str,
    points: Vec<&'a Point>,
    /// Group, shown at its first choice; lines of the name; the keys that make it.
    choices: Vec<(&'a str, Vec<String>, &'a [String])>,
    /// Where the names of choices begin.
    names: f64,
    left: f64,
    width: f64,
    words: (Vec<Laned>, usize),
    title: Vec<String>,
}

impl<'a> Layout<'a> {
    /// Nothing where a curve cannot be drawn: rows can.
    fn new(chart: &'a Chart, look: &Look, area: Area) -> Option<Self> {
        let series = first(chart);
        let [only] = series else { return None };
        let unnamed = only.points.iter().any(|point| point.label.is_empty());
        let grid = !chart.choices.is_empty() && area.w >= WIDE;
        if only.points.is_empty() || !(grid || unnamed) {
            return None;
        }
        let mut points: Vec<&Point> = only.points.iter().collect();
        points.sort_by(|a, b| a.value.total_cmp(&b.value).then(a.key.cmp(&b.key)));
        let size = look.theme.sizes.small;
        let ticks =
            (1..=8).map(|count| Ticks::cover(&chart.format, chart.extent(), count));
        let ticks = ticks.map(|ticks| ticks.width(size)).fold(0.0, f64::max) + 10.0;
        let shown = if grid { chart.choices.as_slice() } else { &[] };
        let limit = area.w * 0.36;
        let mut choices = Vec::new();
        let mut groups: f64 = 0.0;
        let mut last = "";
        for choice in shown {
            let first = if choice.group == last { "" } else { choice.group.as_str() };
            last = &choice.group;
            groups = groups.max(measure::width(first, size, true));
            let lines = measure::wrap(&choice.label, size, false, limit);
            choices.push((first, lines, choice.members.as_slice()));
        }
        let widest =
            choices.iter().map(|(_, lines, _)| measure::widest(lines, size, false));
        let widest = widest.fold(0.0, f64::max);
        let names = groups + GAP;
        let left = if grid { (names + widest + GAP).max(ticks) } else { ticks };
        let width = area.w - left - 4.0;
        if width < COLUMN * points.len() as f64 {
            return None;
        }
        let mut out = Self {
            series: &only.key,
            points,
            choices,
            names,
            left,
            width,
            words: (Vec::new(), 0),
            title: measure::wrap(&value_title(chart), size, false, area.w),
        };
        let named: Vec<(f64, String)> = out.named(chart, unnamed);
        let texts: Vec<(f64, &str)> =
            named.iter().map(|(x, text)| (area.x + x, text.as_str())).collect();
        out.words = lanes(&texts, size, (area.x + left, area.right()));
        Some(out)
    }

    /// The words over the curve, at their places: the marked estimates; the ends where no
    /// other words say what they are.
    fn named(&self, chart: &Chart, ends: bool) -> Vec<(f64, String)> {
        let last = self.points.len().saturating_sub(1);
        let named = |(at, point): (usize, &&Point)| {
            let strong = chart.highlight.contains(&point.key);
            let end = ends && (at == 0 || at == last);
            let words = format!("{} {}", point.label, beside(&chart.format, point));
            ((strong || end) && !point.label.is_empty()).then(|| (self.px(at), words))
        };
        self.points.iter().enumerate().filter_map(named).collect()
    }

    fn column(&self) -> f64 {
        self.width / self.points.len().max(1) as f64
    }

    fn px(&self, at: usize) -> f64 {
        self.left + (at as f64 + 0.5) * self.column()
    }

    fn above(&self, look: &Look) -> f64 {
        let line = look.small_line();
        let title = self.title.len() as f64 * line;
        let words = self.words.1 as f64 * line;
        title + words + if words > 0.0 { 12.0 } else { 8.0 }
    }

    /// The room of the choices under the curve.
    fn below(&self, look: &Look) -> f64 {
        let rows = self.choices.iter().map(|(group, lines, _)| {
            let apart = if group.is_empty() { 0.0 } else { APART };
            apart + row(lines, look)
        });
        rows.sum::<f64>() + if self.choices.is_empty() { 4.0 } else { 10.0 }
    }
}

/// The height of a choice.
fn row(lines: &[String], look: &Look) -> f64 {
    lines.len().max(1) as f64 * look.small_line() + 3.0
}

fn need(chart: &Chart, look: &Look, width: f64) -> Need {
    let area = Area { x: 0.0, y: 0.0, w: width, h: 0.0 };
    let Some(layout) = Layout::new(chart, look, area) else {
        return rows::need(chart, Specification.rows(chart), look, width);
    };
    let natural = (width * 0.32).clamp(130.0, 210.0);
    Need { least: 80.0, natural, most: natural * 2.2 }
        .plus(layout.above(look) + layout.below(look))
}

fn paint(chart: &Chart, svg: &Svg, area: Area) {
    let look = svg.look();
    let Some(layout) = Layout::new(chart, look, area) else {
        rows::paint(chart, Specification.rows(chart), svg, area);
        return;
    };
    let line = look.small_line();
    let muted = small(look, Ink::Muted, Anchor::Start);
    svg.lines((area.x, area.y + muted.size), &layout.title, line, muted);
    let above = layout.above(look);
    let curve = Area {
        x: area.x + layout.left,
        y: area.y + above,
        w: layout.width,
        h: area.h - above - layout.below(look),
    };
    let ticks = Ticks::along(&chart.format, chart.extent(), curve.h, line);
    let plot = Plot::new(svg, curve, (0.0, layout.points.len() as f64), ticks.ends());
    let strong = |point: &Point| chart.highlight.contains(&point.key);
    let hue = |point: &Point| if strong(point) { Hue::Treated } else { Hue::Faded };
    // The reported estimate is followed through the choices.
    for (at, point) in layout.points.iter().enumerate().filter(|(_, one)| strong(one)) {
        let x = area.x + layout.px(at);
        let half = layout.column() / 2.0;
        let foot = if layout.choices.is_empty() { curve.bottom() } else { area.bottom() };
        let corners = [
            (x - half, curve.y - 2.0),
            (x + half, curve.y - 2.0),
            (x + half, foot),
            (x - half, foot),
        ];
        Plot::of_page(svg).band(corners.to_vec(), Ink::Mark(hue(point)), 0.1);
    }
    plot.y_axis(&ticks, false);
    for rule in &chart.rules {
        plot.across(rule.value, Ink::Base, look.theme.stroke.axis);
    }
    for (at, point) in layout.points.iter().enumerate() {
        let x = at as f64 + 0.5;
        let ink = Ink::Mark(hue(point));
        if let (Some(low), Some(high)) = (point.low, point.high) {
            let width = look.theme.stroke.interval;
            plot.path(vec![(x, low), (x, high)], ink, width, false);
        }
        let radius = if strong(point) { 5.0 } else { 4.0 };
        plot.dot((x, point.value), radius, ink, 1.0);
        plot.spot((layout.series, &point.key), (x, point.value), hue(point), radius);
    }
    words(chart, svg, &layout, &plot, area);
    choices(chart, svg, &layout, curve.bottom() + 10.0, area);
}

/// The names over the curve, each with a thin line to its estimate.
fn words(chart: &Chart, svg: &Svg, layout: &Layout<'_>, plot: &Plot, area: Area) {
    let look = svg.look();
    let line = look.small_line();
    let top = plot.area().y - 8.0 - layout.words.1 as f64 * line;
    let last = layout.points.len().saturating_sub(1);
    let ends = layout.points.iter().any(|point| point.label.is_empty());
    for (at, point) in layout.points.iter().enumerate() {
        let strong = chart.highlight.contains(&point.key);
        let end = ends && (at == 0 || at == last);
        if !(strong || end) || point.label.is_empty() {
            continue;
        }
        let high = point.high.unwrap_or(point.value).max(point.value);
        let (x, tip) = (area.x + layout.px(at), plot.py(high) - 7.0);
        if tip > plot.area().y - 4.0 {
            let grid = look.theme.stroke.grid;
            let from = (x, plot.area().y - 5.0);
            Plot::of_page(svg).path(vec![from, (x, tip)], Ink::Base, grid, false);
        }
    }
    let named = layout.named(chart, ends);
    for (text, (x, _)) in layout.words.0.iter().zip(&named) {
        let at = layout.points.iter().enumerate();
        let strong = at
            .filter(|(at, _)| (layout.px(*at) - x).abs() < 0.1)
            .any(|(_, point)| chart.highlight.contains(&point.key));
        let ink = if strong { Ink::Words(Hue::Treated) } else { Ink::Text };
        let kind = small(look, ink, Anchor::Start);
        let base = top + text.row as f64 * line + kind.size;
        svg.lines((text.x, base), &text.lines, line, kind);
    }
}

/// The choices, a row each: a dot where an estimate makes it.
fn choices(chart: &Chart, svg: &Svg, layout: &Layout<'_>, top: f64, area: Area) {
    let look = svg.look();
    let plane = Plot::of_page(svg);
    let mut y = top;
    for (group, lines, members) in &layout.choices {
        if !group.is_empty() {
            y += APART;
            let from = (area.x, y - APART / 2.0);
            let to = (area.right(), y - APART / 2.0);
            plane.path(vec![from, to], Ink::Grid, look.theme.stroke.grid, false);
        }
        let kind = small(look, Ink::Text, Anchor::Start);
        let base = y + 1.5 + kind.size * 0.98;
        let heading = Type { bold: true, ..small(look, Ink::Muted, Anchor::Start) };
        svg.text(area.x, base, group, heading);
        svg.lines((area.x + layout.names, base), lines, look.small_line(), kind);
        let middle = y + row(lines, look) / 2.0;
        for (at, point) in layout.points.iter().enumerate() {
            let x = area.x + layout.px(at);
            let strong = chart.highlight.contains(&point.key);
            if members.contains(&point.key) {
                let hue = if strong { Hue::Treated } else { Hue::Faded };
                plane.dot((x, middle), 4.0, Ink::Mark(hue), 1.0);
            } else {
                plane.dot((x, middle), 1.3, Ink::Base, 0.5);
            }
        }
        y += row(lines, look);
    }
}
