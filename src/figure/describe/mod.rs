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

use crate::figure::describe::table::table;
use crate::figure::draw::Texts;
use crate::figure::kind;
use crate::model::chart::Chart;
use crate::model::chart::Scale;
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

/// The most sentences of an alternative text after the finding.
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
        for sentence in main.iter().take(SHORT).chain(&notes) {
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

/// Returns the sort of a chart in words.
pub fn sort(chart: &Chart) -> String {
    say!(&format!("chart-{}", chart.kind.name().replace('_', "-")))
}

/// Returns what the lines of a chart do; nothing for a chart without a course.
pub(in crate::figure) fn facts(chart: &Chart) -> Option<Facts> {
    kind::of(chart).facts(chart)
}

#[cfg(test)]
mod tests;
