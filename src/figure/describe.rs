//! A chart in words and as a table, for those who cannot see it or want its numbers.

use crate::figure::chart::Chart;
use crate::figure::chart::Point;
use crate::figure::chart::Series;
use crate::figure::draw::Texts;
use crate::project::FigureKind;
use serde::Deserialize;
use serde::Serialize;

/// A chart in words and as a table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Alternatives {
    /// One or two sentences: the sort of chart and its main trend.
    pub alt: String,
    /// Every series in words.
    pub long: Vec<String>,
    /// Heads of the data table.
    pub head: Vec<String>,
    /// Rows of the data table.
    pub rows: Vec<Vec<String>>,
}

/// Returns the chart in words and as a table.
pub fn describe(chart: &Chart, texts: &Texts) -> Alternatives {
    let long = sentences(chart);
    let alt = if texts.alt.is_empty() {
        let mut alt =
            format!("{}: {}.", name(chart.kind), texts.headline.trim_end_matches('.'));
        for sentence in long.iter().take(if chart.panels.len() > 1 { 0 } else { 2 }) {
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
    name(chart.kind)
}

fn name(kind: FigureKind) -> &'static str {
    match kind {
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

fn sentences(chart: &Chart) -> Vec<String> {
    chart
        .panels
        .iter()
        .flat_map(|panel| {
            panel.series.iter().filter_map(move |series| {
                let mut names = Vec::new();
                for part in [&panel.label, &series.label] {
                    if !part.is_empty() {
                        names.push(part.as_str());
                    }
                }
                let who = names.join(", ");
                sentence(chart, series, &who)
            })
        })
        .collect()
}

fn sentence(chart: &Chart, series: &Series, who: &str) -> Option<String> {
    let subject =
        |words: &str| if who.is_empty() { words.to_owned() } else { who.to_owned() };
    let order =
        |a: &&Point, b: &&Point| a.value.total_cmp(&b.value).then(a.key.cmp(&b.key));
    let least = series.points.iter().min_by(order)?;
    let most = series.points.iter().max_by(order)?;
    Some(match chart.kind {
        FigureKind::Line
        | FigureKind::EventStudy
        | FigureKind::Multiples
        | FigureKind::Slope => {
            let (first, last) = (series.points.first()?, series.points.last()?);
            format!(
                "{}: {} in {}, {} in {}.",
                subject("The line"),
                first.printed,
                first.label,
                last.printed,
                last.label
            )
        }
        FigureKind::Strip => {
            let get = |what: &str| chart.summaries.get(&format!("{} {what}", series.key));
            format!(
                "{}: {} areas from {} to {}, mean {}.",
                subject("All"),
                series.points.len(),
                least.printed,
                most.printed,
                get("mean").map(|mean| chart.format.full(*mean)).unwrap_or_default()
            )
        }
        FigureKind::Scatter => {
            format!("{}: {} areas.", subject("All"), series.points.len())
        }
        _ if series.points.len() <= 2 => {
            let parts: Vec<String> = series
                .points
                .iter()
                .map(|point| format!("{} {}", point.label, point.printed))
                .collect();
            format!("{}: {}.", subject("Values"), parts.join(", "))
        }
        _ => format!(
            "{}: highest {} ({}), lowest {} ({}).",
            subject("Values"),
            most.label,
            most.printed,
            least.label,
            least.printed
        ),
    })
}

fn table(chart: &Chart) -> (Vec<String>, Vec<Vec<String>>) {
    let panelled = chart.panels.len() > 1;
    let named = chart.points().any(|(_, series, _)| !series.label.is_empty());
    let ranged = chart.points().any(|(_, _, point)| point.low.is_some());
    let scatter = chart.kind == FigureKind::Scatter;
    let mut head = Vec::new();
    if panelled {
        head.push("Panel".to_owned());
    }
    if named {
        head.push("Series".to_owned());
    }
    head.push("Item".to_owned());
    if scatter {
        head.push("x".to_owned());
    }
    head.push("Value".to_owned());
    if ranged {
        head.push("Interval".to_owned());
    }
    let rows = chart
        .points()
        .map(|(panel, series, point)| {
            let mut row = Vec::new();
            if panelled {
                row.push(panel.label.clone());
            }
            if named {
                row.push(series.label.clone());
            }
            row.push(point.label.clone());
            if scatter {
                let format = chart.x_format.as_ref().unwrap_or(&chart.format);
                row.push(point.x.map(|x| format.full(x)).unwrap_or_default());
            }
            row.push(point.printed.clone());
            if ranged {
                row.push(match (point.low, point.high) {
                    (Some(low), Some(high)) => chart.format.range(low, high),
                    _ => String::new(),
                });
            }
            row
        })
        .collect();
    (head, rows)
}

/// Returns the data of a chart as CSV, values unrounded. A cell that a spreadsheet would
/// run as a formula is quoted with an apostrophe.
pub fn csv(chart: &Chart) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let head = [
        "panel",
        "series",
        "key",
        "label",
        "x",
        "value",
        "low",
        "high",
        "printed",
        "statistic",
    ];
    // Writing to memory cannot fail.
    let _ = writer.write_record(head);
    let number =
        |value: Option<f64>| value.map(|value| value.to_string()).unwrap_or_default();
    for (panel, series, point) in chart.points() {
        let _ = writer.write_record([
            harmless(&panel.label),
            harmless(&series.label),
            harmless(&point.key),
            harmless(&point.label),
            number(point.x),
            number(Some(point.value)),
            number(point.low),
            number(point.high),
            point.printed.clone(),
            point.stat.clone(),
        ]);
    }
    writer.into_inner().unwrap_or_default()
}

/// Returns a text that no spreadsheet takes for a formula.
pub fn harmless(text: &str) -> String {
    let risky = text.starts_with(['=', '+', '-', '@', '\t', '\r'])
        && text.parse::<f64>().is_err();
    if risky { format!("'{text}") } else { text.to_owned() }
}
