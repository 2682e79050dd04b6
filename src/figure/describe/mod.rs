//! A chart in words and as a table, for those who cannot see it or want its numbers.

pub(in crate::figure) mod course;
mod facts;
mod notes;
pub(in crate::figure) mod rank;
mod table;

use crate::say;
pub(in crate::figure) use facts::Facts;
pub use table::csv;
pub use table::harmless;
pub(in crate::figure) use table::naming;

use crate::figure::describe::table::table;
use crate::figure::draw::Texts;
use crate::figure::kind;
use crate::model::chart::Chart;
use crate::model::chart::Panel;
use crate::model::chart::Scale;
use crate::model::words::listed;
use serde::Deserialize;
use serde::Serialize;

/// A chart in words and as a table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Alternatives {
    /// A few sentences: the sort of chart, the finding, the main trend.
    pub alt: String,
    /// Every series in words.
    pub long: Vec<String>,
    /// Heads of the data table.
    pub head: Vec<String>,
    /// Rows of the data table.
    pub rows: Vec<Vec<String>>,
}

/// The most sentences of an alternative text after the finding; series that they leave out are
/// named in one more.
const SHORT: usize = 3;

/// Returns the chart in words and as a table.
pub fn describe(chart: &Chart, texts: &Texts) -> Alternatives {
    let (main, mut long) = kind::of(chart).sentences(chart);
    let log = |axis: &str, scale: Scale| {
        (scale == Scale::Log).then(|| say!("chart-log", axis = axis))
    };
    let logs = [log("value", chart.scale), log("x", chart.x_scale)];
    let mut notes: Vec<String> = logs.into_iter().flatten().collect();
    notes.extend(notes::of(&chart.worded(&texts.annotations)));
    long.extend(notes.iter().cloned());
    let alt = if texts.alt.is_empty() {
        let finding = texts.headline.trim_end_matches(['.', '!', '?']);
        let mut alt = if finding.is_empty() {
            format!("{}.", sort(chart))
        } else {
            format!("{}: {finding}.", sort(chart))
        };
        // Of four series, each may have its own.
        let series = chart.panels.first().map_or(0, |panel| panel.series.len());
        let most = if series == SHORT + 1 { series } else { SHORT };
        for sentence in main.iter().take(most) {
            alt.push(' ');
            alt.push_str(sentence);
        }
        let left = unnamed(chart, &alt);
        if !left.is_empty() {
            notes.insert(0, say!("alt-also", names = listed(&left)));
        }
        for sentence in &notes {
            alt.push(' ');
            alt.push_str(sentence);
        }
        alt
    } else {
        texts.alt.clone()
    };
    let (head, rows) = table(chart);
    Alternatives { alt, long, head, rows }
}

/// The panels and series that a text does not name, each once.
fn unnamed<'a>(chart: &'a Chart, said: &str) -> Vec<&'a str> {
    let mut out: Vec<&str> = Vec::new();
    let series = |panel: &'a Panel| panel.series.iter().map(|series| &series.label);
    let panels = chart.panels.iter().map(|panel| &panel.label);
    for label in panels.chain(chart.panels.iter().flat_map(series)) {
        if !label.is_empty() && !out.contains(&label.as_str()) && !names(said, label) {
            out.push(label);
        }
    }
    out
}

/// Whether a text has a name as a whole word, in letters of either case.
pub(in crate::figure) fn names(text: &str, name: &str) -> bool {
    let (text, name) = (text.to_lowercase(), name.to_lowercase());
    text.match_indices(&name).any(|(at, _)| {
        let before = text.get(..at).and_then(|text| text.chars().next_back());
        let after = text.get(at + name.len()..).and_then(|text| text.chars().next());
        let apart = |letter: Option<char>| letter.is_none_or(|c| !c.is_alphanumeric());
        apart(before) && apart(after)
    })
}

/// Returns the sort of a chart in words.
pub fn sort(chart: &Chart) -> String {
    let ranged = chart.points().any(|(.., point)| point.low.is_some());
    say!(
        &format!("chart-{}", chart.kind.name().replace('_', "-")),
        intervals = if ranged { "yes" } else { "no" }
    )
}

/// Returns what the lines of a chart do; nothing for a chart without a course.
pub(in crate::figure) fn facts(chart: &Chart) -> Option<Facts> {
    kind::of(chart).facts(chart)
}

#[cfg(test)]
mod tests;
