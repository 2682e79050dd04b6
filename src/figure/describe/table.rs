//! A chart as a table, and its data as CSV.

use crate::model::chart::Chart;
use crate::say;

/// Returns the heads and rows of the data table.
pub(in crate::figure) fn table(chart: &Chart) -> (Vec<String>, Vec<Vec<String>>) {
    let panelled = chart.panels.len() > 1;
    let named = chart.points().any(|(_, series, _)| !series.label.is_empty());
    let ranged = chart.points().any(|(_, _, point)| point.low.is_some());
    let scatter = chart.x_format.is_some();
    let mut head = Vec::new();
    if panelled {
        head.push(say!("data-panel"));
    }
    if named {
        head.push(say!("data-series"));
    }
    head.push(say!("data-item"));
    if scatter {
        head.push("x".to_owned());
    }
    head.push(say!("data-value"));
    if ranged {
        head.push(say!("data-interval"));
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
        say!("csv-panel"),
        say!("csv-series"),
        say!("csv-key"),
        say!("csv-label"),
        "x".to_owned(),
        say!("csv-value"),
        say!("csv-low"),
        say!("csv-high"),
        say!("csv-printed"),
        say!("csv-statistic"),
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
    // Some programs skip what is not seen, and take the wide forms of the signs for these.
    let unseen =
        |c: char| c.is_whitespace() || c.is_control() || "\u{200b}\u{feff}".contains(c);
    let start = text.trim_start_matches(unseen);
    let signs = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];
    let risky = (text.starts_with(['\t', '\r', '\n']) || start.starts_with(signs))
        && !text.parse::<f64>().is_ok_and(f64::is_finite);
    if risky { format!("'{text}") } else { text.to_owned() }
}
