//! The kinds of charts, a file each: what a kind is called, which settings it knows, how it
//! is planned, drawn, told in words, and what it leaves out where there is little room.
//!
//! **In:** a declaration, or a planned chart. **Out:** what [`Kind`] asks for.
//! **Guarantees:** a kind that is not listed below does not exist, and a setting that a kind
//! does not know is an unknown key, reported when the project is loaded.

mod area;
mod bar;
mod boxes;
mod bubble;
mod bump;
mod check;
mod column;
mod combined;
mod connected;
mod diverging;
mod donut;
mod dot;
mod dumbbell;
mod event_study;
mod fan;
mod flow;
mod heat;
mod histogram;
pub(in crate::figure) mod line;
mod lollipop;
mod love;
mod map;
mod multiples;
mod outline;
mod panels;
mod pyramid;
mod scatter;
mod shades;
mod slope;
mod specification;
mod squares;
mod strip;
mod tiles;
mod timeline;
mod violin;
mod waterfall;

pub use check::check;

use crate::figure::describe::Facts;
use crate::figure::describe::rank;
use crate::figure::draw::Need;
use crate::figure::draw::key::Mark;
use crate::figure::draw::less::Less;
use crate::figure::draw::rows;
use crate::figure::draw::said;
use crate::figure::draw::said::Said;
use crate::figure::draw::style::Marks;
use crate::figure::draw::style::RowStyle;
use crate::figure::place::Area;
use crate::figure::plan::About;
use crate::figure::plan::Marking;
use crate::figure::plan::Planner;
use crate::figure::svg::Svg;
use crate::figure::theme::Look;
use crate::model::chart::Chart;
use crate::model::chart::FigureKind;
use crate::model::chart::Layout;
use crate::model::chart::Point;
use crate::model::chart::Series;
use crate::model::diagnostic::Result;

/// Every kind, by the name it has in `figures.yaml`.
const KINDS: &[(&str, &dyn Kind)] = &[
    ("line", &line::Line),
    ("bar", &bar::Bar),
    ("dot", &dot::Dot),
    ("dumbbell", &dumbbell::Dumbbell),
    ("slope", &slope::Slope),
    ("strip", &strip::Strip),
    ("scatter", &scatter::Scatter),
    ("event_study", &event_study::EventStudy),
    ("love", &love::Love),
    ("specification", &specification::Specification),
    ("multiples", &multiples::Multiples),
    ("heat", &heat::Heat),
    ("tiles", &tiles::Tiles),
    ("column", &column::Column),
    ("histogram", &histogram::Histogram),
    ("lollipop", &lollipop::Lollipop),
    ("pyramid", &pyramid::Pyramid),
    ("diverging", &diverging::Diverging),
    ("waterfall", &waterfall::Waterfall),
    ("map", &map::Map),
    ("area", &area::Area),
    ("bump", &bump::Bump),
    ("fan", &fan::Fan),
    ("box", &boxes::Boxes),
    ("violin", &violin::Violin),
    ("bubble", &bubble::Bubble),
    ("connected", &connected::Connected),
    ("squares", &squares::Squares),
    ("donut", &donut::Donut),
    ("timeline", &timeline::Timeline),
    ("flow", &flow::Flow),
    ("combined", &combined::Combined),
];

/// Settings that every kind knows.
const COMMON: &[&str] = &[
    "kind",
    "headline",
    "subtitle",
    "note",
    "source",
    "alt",
    "data",
    "items",
    "x",
    "series",
    "labels",
    "treated",
    "control",
    "order",
    "reference",
    "axis",
    "scale",
    "only",
    "keep",
];

/// A kind of chart. What is not overridden is that of a chart of rows.
pub(in crate::figure) trait Kind: Sync {
    /// Its page in the manual: the head of its file.
    fn manual(&self) -> &'static str;

    /// Settings it knows beside those that all kinds have.
    fn settings(&self) -> &'static [&'static str] {
        &[]
    }

    /// A declaration to panels of series of points.
    fn plan(&self, planner: &Planner<'_>) -> Result<Chart> {
        planner.listed_or_family()
    }

    /// Adds what belongs to the kind, and refuses what does not suit it.
    fn finish(&self, _planner: &Planner<'_>, _chart: &mut Chart) -> Result<()> {
        Ok(())
    }

    /// The numbers that the picture or its words print beside the values drawn; each becomes a
    /// statistic of the record.
    fn marked(&self, _chart: &Chart) -> Vec<Marking> {
        Vec::new()
    }

    /// What its marks say on a page, at the pointer and by keyboard, in the order of reading.
    fn said(&self, chart: &Chart) -> Vec<Said> {
        said::points(chart)
    }

    /// What annotations can be about in it.
    fn annotated(&self) -> &'static [About] {
        &[]
    }

    /// How its series are named where `panel:` makes several charts of it; nothing where it cannot.
    fn panels(&self) -> Option<Names> {
        None
    }

    /// Whether rows are in the order of their values whatever is declared.
    fn by_value(&self) -> bool {
        false
    }

    /// Whether `treated:` and `control:` may name values, where there are no series to name.
    fn colours_values(&self) -> bool {
        false
    }

    /// Keys of what can be highlighted.
    fn highlights<'a>(&self, chart: &'a Chart) -> Vec<&'a str> {
        chart.keys()
    }

    /// The heights at which it can be drawn at a width.
    fn need(&self, chart: &Chart, look: &Look, width: f64) -> Need {
        rows::need(chart, self.rows(chart), look, width)
    }

    /// Draws it into an area.
    fn paint(&self, chart: &Chart, svg: &Svg, area: Area) {
        rows::paint(chart, self.rows(chart), svg, area);
    }

    /// What is said once under the panels of a set.
    fn foot(&self, _chart: &Chart) -> String {
        String::new()
    }

    /// How its rows are drawn.
    fn rows(&self, _chart: &Chart) -> RowStyle {
        RowStyle::default()
    }

    /// Whether a line at a value (`reference:`) has a place in it.
    fn takes_reference(&self) -> bool {
        true
    }

    /// Whether its value axis can be logarithmic; none can on which bars start from zero.
    fn takes_log(&self) -> bool {
        false
    }

    /// The sentences that matter most, and all of them.
    fn sentences(&self, chart: &Chart) -> (Vec<String>, Vec<String>) {
        rank::of_rows(chart, self.rows(chart).are_bars(), &|_| None)
    }

    /// What lines do over time, by which words about them are judged; nothing for a chart
    /// without a course.
    fn facts(&self, _chart: &Chart) -> Option<Facts> {
        None
    }

    /// Less of the chart the higher the level; nothing beyond the last.
    fn less<'a>(&self, whole: Less<'a>, level: usize) -> Option<Less<'a>> {
        whole.rows_and_series(level)
    }

    /// What is left of it at a width that has no room for all, and which part that is.
    fn narrowed(
        &self,
        _chart: &Chart,
        _look: &Look,
        _width: f64,
    ) -> Option<(Chart, String)> {
        None
    }

    /// How many names have no room at a width, so that a reader cannot tell what is drawn.
    fn unnamed(&self, _chart: &Chart, _look: &Look, _width: f64) -> usize {
        0
    }

    /// Whether the marks of one series touch those of the next.
    fn touches(&self, chart: &Chart) -> bool {
        self.rows(chart).marks == Marks::Stack
    }

    /// The most series a reader can follow; any number unless given.
    fn most_series(&self) -> Option<usize> {
        Some(4)
    }
}

/// How panels of a kind name their series.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::figure) enum Names {
    /// Once over all panels, with this mark.
    Once(Mark),
    /// In each panel.
    Each,
}

/// Returns the kind of a planned chart: one with panels is drawn as a set of charts.
pub(in crate::figure) fn of(chart: &Chart) -> &'static dyn Kind {
    let kind = named(&chart.kind);
    let panel = chart.panels.first().is_some_and(|panel| !panel.label.is_empty());
    let set = panel && chart.set.is_empty() && kind.panels().is_some();
    if set { &panels::Panels } else { kind }
}

/// Returns a kind by its name; the name of a planned chart is always known.
pub(in crate::figure) fn named(kind: &FigureKind) -> &'static dyn Kind {
    find(kind.name()).unwrap_or(&line::Line)
}

fn find(name: &str) -> Option<&'static dyn Kind> {
    KINDS.iter().find(|(known, _)| *known == name).map(|(_, kind)| *kind)
}

/// Returns the names of all kinds, in the order of the manual.
pub fn kinds() -> impl Iterator<Item = &'static str> {
    KINDS.iter().map(|(name, _)| *name)
}

/// Returns the manual page of a kind: the head of its file, and the settings it knows.
pub fn manual(name: &str) -> Option<String> {
    let head = find(name)?.manual().lines().map_while(|line| line.strip_prefix("//!"));
    let lines: Vec<&str> =
        head.map(|line| line.strip_prefix(' ').unwrap_or(line)).collect();
    let own = own_settings(find(name)?).join("`, `");
    let own = if own.is_empty() { String::new() } else { format!("`{own}`; ") };
    Some(format!(
        "{}\n\nSettings: {own}as all charts `{}`.\n",
        lines.join("\n"),
        COMMON.join("`, `")
    ))
}

/// Returns the list of kinds with the first sentence about each.
pub fn index() -> String {
    let mut out = String::new();
    for (name, kind) in KINDS {
        let line = kind.manual().lines().next().unwrap_or_default();
        let about = line.split_once(": ").map_or("", |(_, about)| about);
        out.push_str(&format!("{name}\n    {}\n", about.trim_end_matches('.')));
    }
    out
}

/// Returns the settings a kind knows, those of all kinds included.
pub fn settings(name: &str) -> Option<Vec<&'static str>> {
    let own = own_settings(find(name)?);
    Some(COMMON.iter().copied().chain(own).collect())
}

/// The settings that a kind knows beside those of all.
fn own_settings(kind: &dyn Kind) -> Vec<&'static str> {
    let notes = (!kind.annotated().is_empty()).then_some("annotations");
    let panel = kind.panels().map(|_| "panel");
    let all = kind.settings().iter().copied().chain(panel);
    let all: Vec<&str> = all.chain(notes).collect();
    let letters = all.contains(&"panel").then_some("letters");
    all.into_iter().chain(letters).collect()
}

/// Takes the intervals away, where they would hide what is drawn.
pub(in crate::figure) fn without_intervals(chart: &mut Chart) {
    let series = chart.panels.iter_mut().flat_map(|panel| &mut panel.series);
    for point in series.flat_map(|series: &mut Series| &mut series.points) {
        let point: &mut Point = point;
        (point.low, point.high) = (None, None);
    }
}

/// Refuses shares that do not add up to 100 as they are printed.
pub(in crate::figure) fn shares_add_up(
    planner: &Planner<'_>,
    chart: &Chart,
) -> Result<()> {
    if chart.layout != Layout::Shares {
        return Ok(());
    }
    for key in chart.keys() {
        let values: Vec<f64> = chart
            .points()
            .filter(|(_, _, point)| point.key == key)
            .map(|(_, _, point)| point.value)
            .collect();
        let sum: f64 = values.iter().sum();
        // Each may be rounded to half a point.
        let slack = 0.5 * values.len() as f64;
        if (sum - 100.0).abs() > slack || values.iter().any(|value| *value < 0.0) {
            let message = format!("the shares of `{key}` add up to {sum:.1}, not to 100");
            return Err(planner
                .fault("layout", message)
                .help("draw statistics that are shares of one whole, in percent; or use `layout: stacked`")
                .into());
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::index;
    use super::kinds;
    use super::manual;

    #[test]
    fn every_kind_has_a_page_with_an_example_and_its_settings() {
        for name in kinds() {
            let page = manual(name).unwrap();
            assert!(page.starts_with(&format!("`{name}`: ")), "{page}");
            for part in [&format!("kind: {name}"), "```yaml", "Settings: "] {
                assert!(page.contains(part), "{name}: {part}");
            }
            // It says when not to use it; a donut is refused where it says less.
            let words = page.split_whitespace().collect::<Vec<&str>>().join(" ");
            assert!(
                words.contains("Do not use it") || words.contains("are refused"),
                "{name}"
            );
            assert!(index().contains(&format!("{name}\n    ")));
        }
    }
}
