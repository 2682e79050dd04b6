//! A chart in words and as a table, for those who cannot see it or want its numbers.

mod course;
mod rank;
mod table;

pub use table::csv;
pub use table::harmless;

use crate::figure::chart::Chart;
use crate::figure::describe::table::table;
use crate::figure::draw::Texts;
use crate::model::format::Format;
use crate::model::format::Unit;
use crate::project::FigureKind;
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
    let (main, long) = sentences(chart);
    let alt = if texts.alt.is_empty() {
        let finding = texts.headline.trim_end_matches(['.', '!', '?']);
        let mut alt = if finding.is_empty() {
            format!("{}.", sort(chart))
        } else {
            format!("{}: {finding}.", sort(chart))
        };
        for sentence in main.iter().take(SHORT) {
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
pub fn sort(chart: &Chart) -> &'static str {
    match chart.kind {
        FigureKind::Line => "Line chart",
        FigureKind::Bar => "Bar chart",
        FigureKind::Dot => "Dot chart with intervals",
        FigureKind::Dumbbell => "Dumbbell chart",
        FigureKind::Slope => "Slope chart",
        FigureKind::Strip => "Strip chart, one dot an area",
        FigureKind::Scatter => "Scatter chart, one dot an area",
        FigureKind::EventStudy => "Event-study chart",
        FigureKind::Love => "Balance chart",
        FigureKind::Specification => "Specification chart",
        FigureKind::Multiples => "Small line charts",
        FigureKind::Heat => "Table coloured by value",
        FigureKind::Tiles => "Tile map",
    }
}

/// The sentences that matter most, and all of them.
fn sentences(chart: &Chart) -> (Vec<String>, Vec<String>) {
    match chart.kind {
        FigureKind::Line | FigureKind::Slope | FigureKind::EventStudy => {
            let long = course::of_panel(chart, chart.panels.first());
            (long.clone(), long)
        }
        FigureKind::Multiples => {
            let each = chart.panels.iter().flat_map(|panel| {
                course::of_panel(chart, Some(panel))
                    .into_iter()
                    .map(|sentence| format!("{}. {sentence}", panel.label))
            });
            (course::of_panels(chart), each.collect())
        }
        FigureKind::Strip => {
            let long = rank::spreads(chart);
            (long.clone(), long)
        }
        FigureKind::Scatter => {
            let long = course::fits(chart);
            (long.clone(), long)
        }
        FigureKind::Bar
        | FigureKind::Dot
        | FigureKind::Dumbbell
        | FigureKind::Love
        | FigureKind::Specification
        | FigureKind::Heat
        | FigureKind::Tiles => rank::sentences(chart),
    }
}

/// A value without the long words of its unit, for where they were said already.
fn bare(format: &Format, value: f64) -> String {
    match format.unit {
        Unit::Points | Unit::Rate => format.number(value),
        _ => format.full(value),
    }
}

/// Joins words as English does: "a", "a and b", "a, b and c".
fn listed(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// What the chart shows, by which words about it are judged.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Facts {
    pub rises: bool,
    pub falls: bool,
    pub crosses: bool,
    pub widens: bool,
    pub narrows: bool,
}

/// Returns what the lines of a chart do; nothing for a chart without a course.
pub(super) fn facts(chart: &Chart) -> Option<Facts> {
    let timed = matches!(
        chart.kind,
        FigureKind::Line
            | FigureKind::Slope
            | FigureKind::EventStudy
            | FigureKind::Multiples
    );
    timed.then(|| course::facts(chart))
}

#[cfg(test)]
mod tests;
