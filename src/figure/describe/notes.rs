//! What the annotations of a chart say, and of what; what the insets of a map show.

use crate::labels::text;
use crate::model::chart::Chart;
use crate::model::chart::Target;
use crate::model::geography::Inset;
use crate::model::geography::Map;
use crate::model::geography::Purpose;
use crate::say;

/// Returns a sentence for each inset and annotation.
pub(super) fn of(chart: &Chart) -> Vec<String> {
    let said = chart.annotations.iter().filter(|annotation| !annotation.text.is_empty());
    let said = said.map(|annotation| {
        let words = annotation.text.trim_end_matches('.');
        let words = text(words);
        let sentence = match &annotation.target {
            Target::Point { series, x } => {
                let name = name(chart, series);
                let at = label(chart, x);
                let at = if name.is_empty() { at } else { format!("{name}, {at}") };
                say!("note-point", at = at, words = words)
            }
            Target::Range { from, to } => {
                let (from, to) = (label(chart, from), label(chart, to));
                say!("note-range", from = from, to = to, words = words)
            }
            Target::Stretch { series, from, to } => {
                let (from, to) = (label(chart, from), label(chart, to));
                match name(chart, series) {
                    "" => say!("note-range", from = from, to = to, words = words),
                    name => say!(
                        "note-stretch",
                        name = text(name),
                        from = from,
                        to = to,
                        words = words
                    ),
                }
            }
            Target::Difference { between: (a, b), x } => say!(
                "note-difference",
                one = text(name(chart, a)),
                other = text(name(chart, b)),
                at = label(chart, x),
                words = words
            ),
        };
        let panel = chart.panels.iter().position(|panel| panel.key == annotation.panel);
        match panel.map(|at| chart.panel_title(at)).filter(|title| !title.is_empty()) {
            Some(title) => format!("{title}. {sentence}"),
            None => sentence,
        }
    });
    let maps = chart.map.iter();
    let insets = maps.flat_map(|map| map.insets.iter().map(|inset| beside(map, inset)));
    insets.chain(said).collect()
}

fn name<'a>(chart: &'a Chart, key: &'a str) -> &'a str {
    let found = chart.points().find(|(_, series, _)| series.key == key);
    found.map_or(key, |(_, series, _)| &series.label)
}

fn label(chart: &Chart, key: &str) -> String {
    let found = chart.points().find(|(.., point)| point.key == key);
    found.map_or(key, |(.., point)| &point.label).to_owned()
}

/// What an inset shows.
fn beside(map: &Map, inset: &Inset) -> String {
    let shown = map.areas.iter().filter(|area| map.shows(area)).count();
    let (label, count) = (inset.label.as_str(), inset.keys.len());
    match inset.purpose {
        Purpose::Zoom => say!("map-inset-zoom", label = label, count = count),
        Purpose::Apart => say!("map-inset-apart", label = label, count = count),
        Purpose::Overview => {
            say!("map-inset-all", label = label, count = shown, of = map.areas.len())
        }
    }
}
