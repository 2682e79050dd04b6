//! A chart as a table, and its data as CSV.

use crate::model::calendar::Period;
use crate::model::calendar::Step;
use crate::model::chart::Chart;
use crate::model::chart::Panel;
use crate::model::chart::Series;
use crate::model::chart::Sizes;
use crate::say;
use std::collections::HashMap;

/// The most columns of a table, beside those that name its rows.
const COLUMNS: usize = 15;
/// The most series that are columns.
const SERIES: usize = 4;

/// Returns the heads and rows of the data table. Of several series over time either the series or
/// the times are columns; of other charts there is a row for each value.
pub(in crate::figure) fn table(chart: &Chart) -> (Vec<String>, Vec<Vec<String>>) {
    over_time(chart).unwrap_or_else(|| listed(chart))
}

/// Returns how many cells of a row name its value, where each value has a row.
pub(in crate::figure) fn naming(chart: &Chart) -> Option<usize> {
    let names = usize::from(chart.panels.len() > 1) + usize::from(named(chart)) + 1;
    over_time(chart).is_none().then_some(names)
}

fn named(chart: &Chart) -> bool {
    chart.points().any(|(_, series, _)| !series.label.is_empty())
}

/// Returns the table of several series over time; nothing for other charts, and where neither
/// series nor times are few.
fn over_time(chart: &Chart) -> Option<(Vec<String>, Vec<Vec<String>>)> {
    let times = chart.times()?;
    let all = chart.panels.iter();
    let lines: Vec<(&Panel, &Series)> = all
        .flat_map(|panel| panel.series.iter().map(move |series| (panel, series)))
        .collect();
    if times.len() < 2
        || lines.len() < 2
        || chart.x_format.is_some()
        || !chart.parts.is_empty()
    {
        return None;
    }
    let first = chart.first_of_keys();
    let label = |key: &str| {
        let point = first.iter().find(|point| point.key == key);
        point.map_or_else(|| key.to_owned(), |point| point.label.clone())
    };
    let cell = |series: &Series, key: &str| {
        let point = series.points.iter().find(|point| point.key == key);
        point.map_or_else(String::new, |point| match point.low.zip(point.high) {
            Some((low, high)) => {
                format!("{} ({})", point.printed, chart.format.range(low, high))
            }
            None => point.printed.clone(),
        })
    };
    if lines.len() <= SERIES {
        let names = lines.iter().map(|(panel, series)| {
            let names = [panel.label.as_str(), series.label.as_str()];
            let names = names.into_iter().filter(|name| !name.is_empty());
            names.collect::<Vec<_>>().join(", ")
        });
        let head = std::iter::once(item(chart)).chain(names).collect();
        let rows = times.iter().map(|(key, _)| {
            let cells = lines.iter().map(|(_, series)| cell(series, key));
            std::iter::once(label(key)).chain(cells).collect()
        });
        return Some((head, rows.collect()));
    }
    // A column of a time is as wide as a value without its interval.
    if times.len() > COLUMNS || chart.points().any(|(.., point)| point.low.is_some()) {
        return None;
    }
    let panelled = chart.panels.len() > 1;
    let named = lines.iter().any(|(_, series)| !series.label.is_empty());
    let mut head = Vec::new();
    head.extend(panelled.then(|| say!("data-panel")));
    head.extend(named.then(|| say!("data-series")));
    head.extend(times.iter().map(|(key, _)| label(key)));
    let row = |(panel, series): &(&Panel, &Series)| {
        let mut row = Vec::new();
        row.extend(panelled.then(|| panel.label.clone()));
        row.extend(named.then(|| series.label.clone()));
        row.extend(times.iter().map(|(key, _)| cell(series, key)));
        row
    };
    Some((head, lines.iter().map(row).collect()))
}

/// The head over what values are of: years, quarters, months, days or whatever else.
fn item(chart: &Chart) -> String {
    let times = chart.times().unwrap_or_default();
    match times.first().map(|(_, time)| time.step) {
        Some(Step::Year | Step::Season) => say!("data-time", step = "year"),
        Some(Step::Quarter) => say!("data-time", step = "quarter"),
        Some(Step::Month) => say!("data-time", step = "month"),
        Some(Step::Day) => say!("data-time", step = "day"),
        None => say!("data-item"),
    }
}

/// The part of a combined figure that has a panel; the chart itself of others.
fn part_of<'a>(chart: &'a Chart, panel: &Panel) -> &'a Chart {
    let has = |part: &&Chart| part.panels.iter().any(|it| it.key == panel.key);
    chart.parts.iter().find(has).unwrap_or(chart)
}

/// What the sizes of bubbles are, in a chart or in one of its parts.
fn part_with_sizes(chart: &Chart) -> Option<&Sizes> {
    let mut all = std::iter::once(chart).chain(&chart.parts);
    all.find_map(|part| part.sizes.as_ref())
}

/// Returns the table with a row for each value.
fn listed(chart: &Chart) -> (Vec<String>, Vec<Vec<String>>) {
    let panelled = chart.panels.len() > 1;
    let named = named(chart);
    let ranged = chart.points().any(|(_, _, point)| point.low.is_some());
    let scatter = chart.x_format.is_some()
        || chart.parts.iter().any(|part| part.x_format.is_some());
    let own = |panel: &Panel| part_of(chart, panel);
    let mut head = Vec::new();
    if panelled {
        head.push(say!("data-panel"));
    }
    if named {
        head.push(say!("data-series"));
    }
    head.push(item(chart));
    if scatter {
        head.push(chart.across().to_owned());
    }
    let sizes = part_with_sizes(chart);
    head.extend(sizes.map(|sizes| sizes.title.clone()));
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
                let x = point.x.zip(own(panel).x_format.as_ref());
                row.push(x.map(|(x, format)| format.full(x)).unwrap_or_default());
            }
            if let Some(sizes) = sizes {
                let size = point.size.map(|size| sizes.format.full(size));
                row.push(size.unwrap_or_default());
            }
            row.push(point.printed.clone());
            if ranged {
                row.push(match (point.low, point.high) {
                    (Some(low), Some(high)) => own(panel).format.range(low, high),
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
    let mut head = vec![
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
    let sized = part_with_sizes(chart).is_some();
    head.extend(sized.then(|| say!("csv-size")));
    let boxes = !chart.nodes.is_empty();
    head.extend(boxes.then(|| say!("csv-to")));
    let columns = head.len();
    // Writing to memory cannot fail.
    let _ = writer.write_record(head);
    let number =
        |value: Option<f64>| value.map(|value| value.to_string()).unwrap_or_default();
    // Of a time the place on the axis is a count of months or days, which means nothing to a reader.
    let times = |panel: &Panel| -> HashMap<&str, Period> {
        let part = part_of(chart, panel);
        let times = part.times().filter(|_| part.x_format.is_none());
        times.unwrap_or_default().into_iter().collect()
    };
    let times: HashMap<&str, HashMap<&str, Period>> =
        chart.panels.iter().map(|panel| (panel.key.as_str(), times(panel))).collect();
    for (panel, series, point) in chart.points() {
        let known = times.get(panel.key.as_str());
        let time = known.and_then(|times| times.get(point.key.as_str()));
        let x =
            point.x.zip(time).map_or_else(|| number(point.x), |(_, time)| time.code());
        let mut row = vec![
            harmless(&panel.label),
            harmless(&series.label),
            harmless(&point.key),
            harmless(&point.label),
            x,
            number(Some(point.value)),
            number(point.low),
            number(point.high),
            point.printed.clone(),
            point.stat.clone(),
        ];
        row.extend(sized.then(|| number(point.size)));
        let _ = writer.write_record(row);
    }
    // What happened when, and boxes with those to which their arrows lead, have no values.
    let events =
        chart.events.iter().map(|event| (&event.when, &event.text, String::new()));
    let boxes = chart.nodes.iter().map(|node| (&node.id, &node.text, node.to.join(" ")));
    for (key, label, to) in events.chain(boxes) {
        let mut row = vec![String::new(); columns];
        let cells = [(2, harmless(key)), (3, harmless(label)), (columns - 1, to)];
        for (at, cell) in cells {
            if let Some(slot) = row.get_mut(at) {
                *slot = cell;
            }
        }
        let _ = writer.write_record(row);
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
