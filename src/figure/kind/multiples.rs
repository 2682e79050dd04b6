//! `multiples`: small line charts with one scale, a panel for each value of `panel:`.
//!
//! As many columns as leave every panel readable. Use it for more than four series.
//!
//! Do not use it where series are to be compared at one time: `bar` or `dumbbell` does that.
//!
//! ```yaml
//! crime_panels:
//!   kind: multiples
//!   headline: Vehicle crime fell most
//!   subtitle: Recorded offences per 1,000 residents
//!   data: crime_by_year
//!   x: year
//!   series: group
//!   panel: type
//!   highlight: [vehicle]
//!   source: Synthetic data
//! ```

use crate::figure::describe::Facts;
use crate::figure::describe::course;
use crate::figure::draw::Need;
use crate::figure::draw::hues;
use crate::figure::draw::key::Key;
use crate::figure::draw::key::Mark;
use crate::figure::draw::key::Named;
use crate::figure::draw::less::Less;
use crate::figure::draw::named;
use crate::figure::draw::places::at;
use crate::figure::draw::places::places;
use crate::figure::draw::places::range;
use crate::figure::draw::plot::Plot;
use crate::figure::draw::plot::small;
use crate::figure::draw::under::value_title;
use crate::figure::kind::Kind;
use crate::figure::kind::line::spots;
use crate::figure::kind::line::trace;
use crate::figure::measure;
use crate::figure::place::Area;
use crate::figure::plan::About;
use crate::figure::scale::Ticks;
use crate::figure::svg::Anchor;
use crate::figure::svg::Svg;
use crate::figure::svg::Type;
use crate::figure::theme::Hue;
use crate::figure::theme::Ink;
use crate::figure::theme::Look;
use crate::labels::text;
use crate::model::chart::Chart;
use crate::model::chart::Scale;
use crate::model::chart::Series;
use crate::say;

pub(super) struct Multiples;

impl Kind for Multiples {
    fn manual(&self) -> &'static str {
        include_str!("multiples.rs")
    }

    fn takes_log(&self) -> bool {
        true
    }

    fn annotated(&self) -> &'static [About] {
        &[About::Point, About::Stretch, About::Difference]
    }

    fn settings(&self) -> &'static [&'static str] {
        &["highlight", "panel", "marks", "zero"]
    }

    fn highlights<'a>(&self, chart: &'a Chart) -> Vec<&'a str> {
        chart.panels.iter().map(|panel| panel.key.as_str()).collect()
    }

    fn sentences(&self, chart: &Chart) -> (Vec<String>, Vec<String>) {
        let each = chart.panels.iter().enumerate().flat_map(|(at, panel)| {
            let title = chart.panel_title(at);
            course::of_panel(chart, Some(panel))
                .into_iter()
                .map(move |sentence| format!("{title}. {sentence}"))
        });
        (course::of_panels(chart), each.collect())
    }

    fn facts(&self, chart: &Chart) -> Option<Facts> {
        Some(course::facts(chart))
    }

    fn less<'a>(&self, whole: Less<'a>, level: usize) -> Option<Less<'a>> {
        let count = whole.chart.panels.len().checked_sub(level).filter(|n| *n > 0)?;
        Some(whole.panels(count))
    }

    fn need(&self, chart: &Chart, look: &Look, width: f64) -> Need {
        need(chart, look, width)
    }

    fn paint(&self, chart: &Chart, svg: &Svg, area: Area) {
        paint(chart, svg, area);
    }
}

const GAP: f64 = 16.0;
/// The narrowest panel, without its numbers.
const NARROWEST: f64 = 96.0;
/// The lowest plot.
const LOWEST: f64 = 48.0;

/// One way to lay the panels out.
struct Grid {
    columns: usize,
    rows: usize,
    /// Width of a panel's plot.
    width: f64,
    /// Room for the numbers of the first column.
    left: f64,
    /// Lines of the longest title.
    title: usize,
}

/// The series of all panels, each once.
fn union(chart: &Chart) -> Vec<&Series> {
    let mut out: Vec<&Series> = Vec::new();
    for series in chart.panels.iter().flat_map(|panel| &panel.series) {
        if !out.iter().any(|known| known.key == series.key) {
            out.push(series);
        }
    }
    out
}

/// The range of the values with a little room, and the ticks within it: small plots have no
/// height to give away. Where that leaves fewer than two ticks, the range is from tick to tick.
fn tight(chart: &Chart, height: f64, line: f64) -> ((f64, f64), Ticks) {
    let (low, high) = chart.extent();
    if chart.scale == Scale::Log {
        let ticks = Ticks::up(Scale::Log, &chart.format, (low, high), (height, line));
        return (ticks.ends(), ticks);
    }
    let room = (high - low) * 0.06;
    // An axis that begins or ends at zero stays there.
    let span = (
        if low == 0.0 { low } else { low - room },
        if high == 0.0 { high } else { high + room },
    );
    let fits = |ticks: &Ticks| {
        let step = match ticks.values.as_slice() {
            [a, b, ..] => b - a,
            _ => return false,
        };
        step / (span.1 - span.0) * height >= line * 1.15
    };
    let tight = (1..=6)
        .rev()
        .map(|count| Ticks::cover(&chart.format, (low, high), count).within(span))
        .find(fits);
    tight.map_or_else(
        || {
            let ticks = Ticks::along(&chart.format, (low, high), height, line);
            (ticks.ends(), ticks)
        },
        |ticks| (span, ticks),
    )
}

fn left(chart: &Chart, look: &Look) -> f64 {
    let size = look.theme.sizes.small;
    Ticks::widest(chart.scale, &chart.format, chart.extent(), size) + 10.0
}

fn titles(chart: &Chart) -> Vec<String> {
    (0..chart.panels.len()).map(|at| chart.panel_title(at)).collect()
}

fn grid(chart: &Chart, look: &Look, width: f64, columns: usize) -> Grid {
    let left = left(chart, look);
    let gaps = GAP * (columns as f64 - 1.0);
    let each = ((width - left - gaps - 4.0) / columns as f64).max(40.0);
    let size = look.theme.sizes.small;
    let titles = titles(chart);
    let lines = |title: &String| measure::wrap(title, size, true, each).len();
    Grid {
        columns,
        rows: chart.panels.len().div_ceil(columns),
        width: each,
        left,
        title: titles.iter().map(lines).max().unwrap_or(0),
    }
}

impl Grid {
    /// Height of everything but the plots.
    fn words(&self, look: &Look) -> f64 {
        let line = look.small_line();
        let each = self.title as f64 * line + 12.0;
        self.rows as f64 * each + line + 10.0
    }
}

/// Layouts from few columns to many, while panels stay readable.
fn grids(chart: &Chart, look: &Look, width: f64) -> Vec<Grid> {
    let count = chart.panels.len().max(1);
    let size = look.theme.sizes.small;
    let readable = |grid: &Grid| {
        grid.columns == 1
            || grid.width >= NARROWEST
                && grid.title <= 3
                && titles(chart).iter().all(|title| {
                    measure::breaks_between_words(title, size, true, grid.width)
                })
    };
    (1..=count.min(6))
        .map(|columns| grid(chart, look, width, columns))
        .filter(readable)
        .collect()
}

/// What is said once over all panels: the names of lines, the title of the value axis, what the
/// dashed lines are.
struct Head {
    key: Key,
    words: Vec<String>,
    line: f64,
}

impl Head {
    fn new(chart: &Chart, look: &Look, width: f64) -> Self {
        let mut names = named(union(chart), Mark::Line);
        let rules = chart.rules.iter().filter(|rule| !rule.label.is_empty());
        names.extend(rules.map(|rule| Named {
            label: rule.label.clone(),
            hue: Hue::Faded,
            dashed: false,
            mark: Mark::Rule,
        }));
        let places = places(chart);
        let marks = chart.marks.iter().map(|mark| {
            let place = places.iter().find(|place| place.key == mark.x);
            let value = place.map_or(mark.x.as_str(), |place| place.label.as_str());
            say!("box-dashed", name = text(&mark.text), value = value)
        });
        let size = look.theme.sizes.small;
        let said = [value_title(chart)].into_iter().chain(marks);
        let words = said.flat_map(|said| measure::wrap(&said, size, false, width));
        Self {
            key: Key::new(look, names, width),
            words: words.collect(),
            line: look.small_line(),
        }
    }

    fn height(&self) -> f64 {
        let gap = if self.words.is_empty() { 0.0 } else { 6.0 };
        self.key.height() + self.words.len() as f64 * self.line + gap
    }

    fn paint(&self, svg: &Svg, area: Area) {
        self.key.paint(svg, area);
        let kind = small(svg.look(), Ink::Muted, Anchor::Start);
        let top = area.y + self.key.height() + kind.size;
        svg.lines((area.x, top), &self.words, self.line, kind);
    }
}

fn need(chart: &Chart, look: &Look, width: f64) -> Need {
    let grids = grids(chart, look, width);
    let usual = usual(&grids, width);
    let heights = |grid: &Grid, plot: f64| grid.rows as f64 * plot + grid.words(look);
    let natural = usual.map_or(0.0, |grid| heights(grid, 92.0));
    let least = grids.iter().map(|grid| heights(grid, LOWEST)).fold(natural, f64::min);
    Need { least, natural, most: natural * 1.9 }
        .plus(Head::new(chart, look, width).height())
}

/// The layout of a page: three columns where there is room, two on a telephone.
fn usual(grids: &[Grid], width: f64) -> Option<&Grid> {
    let most = if width > 500.0 { 3 } else { 2 };
    grids.iter().rfind(|grid| grid.columns <= most)
}

fn paint(chart: &Chart, svg: &Svg, area: Area) {
    let look = svg.look();
    let head = Head::new(chart, look, area.w);
    head.paint(svg, area);
    let area = area.below(head.height());
    let grids = grids(chart, look, area.w);
    // The usual layout where its plots are high enough, else the one with the highest.
    let plot = |grid: &Grid| (area.h - grid.words(look)) / grid.rows as f64;
    let best = grids.iter().max_by(|a, b| plot(a).total_cmp(&plot(b)));
    let usual = usual(&grids, area.w).filter(|grid| plot(grid) >= 60.0);
    let Some(grid) = usual.or(best) else { return };
    let height = plot(grid);
    let union = union(chart);
    let shared = hues(union.iter().copied());
    let hue = |series: &Series| {
        // Panels of one series without a name may be the groups themselves.
        if series.key.is_empty() {
            return hues([series]).first().copied().unwrap_or(Hue::Treated);
        }
        let at = union.iter().position(|known| known.key == series.key);
        at.and_then(|at| shared.get(at)).copied().unwrap_or(Hue::Faded)
    };
    let line = look.small_line();
    let title = grid.title as f64 * line;
    let places = places(chart);
    let across = range(&places, 0.0);
    let scales = (Scale::Linear, chart.scale);
    for (index, panel) in chart.panels.iter().enumerate() {
        let (column, row) = (index % grid.columns, index / grid.columns);
        let x = area.x + grid.left + column as f64 * (grid.width + GAP);
        let y = area.y + row as f64 * (title + 12.0 + height);
        let bold = chart.highlight.is_empty() || chart.highlight.contains(&panel.key);
        let kind = Type { bold, ..small(look, Ink::Text, Anchor::Start) };
        let lines = measure::wrap(&chart.panel_title(index), kind.size, true, grid.width);
        let lower = (grid.title - lines.len().min(grid.title)) as f64 * line;
        svg.lines((x, y + lower + kind.size), &lines, line, kind);
        let plot_area = Area { x, y: y + title + 7.0, w: grid.width, h: height };
        let (span, ticks) = tight(chart, height, line);
        let plot = Plot::scaled(svg, plot_area, across, span, scales);
        plot.y_axis(&ticks, column > 0);
        for rule in &chart.rules {
            plot.across(rule.value, Ink::Base, look.theme.stroke.axis);
        }
        for x in chart.marks.iter().filter_map(|mark| at(&mark.x, &places, across)) {
            plot.upright(x, Ink::Base, look.theme.stroke.axis, true);
        }
        // Words of the x axis stand under the last panel of each column.
        if index + grid.columns >= chart.panels.len() {
            let y = plot_area.bottom() + 6.0 + kind.size;
            let muted = |anchor| small(look, Ink::Muted, anchor);
            if let Some(last) = places.last() {
                let only = places.len() == 1;
                let (x, anchor) = if only {
                    (plot.px(last.x), Anchor::Middle)
                } else {
                    (plot_area.right(), Anchor::End)
                };
                if measure::width(&last.label, kind.size, false) <= grid.width {
                    svg.text_if_free(x, y, &last.label, muted(anchor));
                }
                if let Some(first) = places.first().filter(|_| !only) {
                    svg.text_if_free(plot_area.x, y, &first.label, muted(Anchor::Start));
                }
            }
        }
        svg.enter(&panel.key);
        for series in &panel.series {
            spots(&plot, series, hue(series), &places);
            trace(&plot, series, hue(series), &places, look.theme.stroke.line * 0.8);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::figure::draw::Placement;
    use crate::figure::draw::Texts;
    use crate::figure::draw::draw;
    use crate::figure::theme::Look;
    use crate::figure::theme::Variant;
    use crate::model::chart::Chart;
    use crate::model::chart::FigureKind;
    use crate::model::chart::Mark;
    use crate::model::chart::Panel;
    use crate::model::chart::Rule;
    use crate::model::chart::Scale;
    use crate::model::format::Format;
    use crate::model::format::Unit;
    use std::sync::Arc;

    #[test]
    fn the_value_axis_marks_and_lines_at_values_are_said_once_over_all_panels() {
        let format = Format::of(Unit::Count);
        let mut chart = Chart::new(FigureKind::new("multiples"), format)
            .series("", [("2019", 10.0), ("2020", 20.0), ("2021", 15.0)]);
        let named = |label: &str| Panel {
            key: label.to_owned(),
            label: label.to_owned(),
            series: chart.panels[0].series.clone(),
        };
        chart.panels = vec![named("North"), named("South")];
        chart.axis = "Offences".to_owned();
        chart.scale = Scale::Log;
        chart.marks = vec![Mark { x: "2020".to_owned(), text: "New law".to_owned() }];
        chart.rules = vec![Rule { value: 12.0, label: "Target".to_owned() }];
        let place = Placement::Sized { width: 850, height: None };
        let look = Look::new(&Arc::default(), Variant::Light);
        let svg = draw(&chart, &Texts::default(), place, &look);
        for words in
            [">Offences (logarithmic scale)<", ">Dashed: New law (2020)<", ">Target<"]
        {
            assert_eq!(svg.matches(words).count(), 1, "{words}: {svg}");
        }
        // In each panel.
        assert_eq!(svg.matches("stroke-dasharray").count(), 2);
    }
}
