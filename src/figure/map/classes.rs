//! The classes of a map's values: declared, or found by a rule; their breaks as they print.

use crate::figure::plan::Planner;
use crate::model::chart::Chart;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Result;
use crate::model::format::Unit;
use crate::model::geography::Class;
use crate::model::geography::Map;
use crate::model::geography::MapStyle;
use crate::project::Method;
use crate::stat::estimate::breaks;

/// Steps of the ramp for so many classes from pale to strong; 5 is the middle of it.
const STRONGER: [&[u8]; 6] = [
    &[10],
    &[7, 10],
    &[6, 8, 10],
    &[7, 8, 9, 10],
    &[6, 7, 8, 9, 10],
    &[5, 6, 7, 8, 9, 10],
];
/// The most classes on one side of the middle.
const MOST: usize = 6;

/// Puts the values of a map into classes.
pub(in crate::figure) fn classify(
    planner: &Planner<'_>,
    chart: &Chart,
    map: &mut Map,
) -> Result<()> {
    let decl = planner.decl();
    if matches!(map.style, MapStyle::Symbols | MapStyle::Locator) {
        return Ok(());
    }
    // Values are looked at as they print, so that no reader finds one in a class not its own.
    let mut values: Vec<f64> =
        chart.scaled_points().map(|point| chart.format.rounded(point.value)).collect();
    values.sort_by(f64::total_cmp);
    let (Some(low), Some(high)) = (values.first().copied(), values.last().copied())
    else {
        return Ok(());
    };
    let centre = chart.rules.first().map(|rule| rule.value).or(match chart.format.unit {
        Unit::Index => Some(100.0),
        _ => Some(0.0),
    });
    let centre = centre.map(|centre| chart.format.rounded(centre));
    let turns = centre.filter(|centre| low < *centre && *centre < high);
    let edges = if decl.classes.breaks.is_empty() {
        let count = decl.classes.count.unwrap_or(5);
        if !(2..=7).contains(&count) {
            let message = format!("a map has 2 to 7 classes, not {count}");
            return Err(fault(
                planner,
                "count",
                message,
                "four to six can be told apart",
            ));
        }
        found(&values, decl.classes.method, count, turns, chart)
    } else {
        declared(planner, chart, low, high)?
    };
    map.method = match (decl.classes.breaks.is_empty(), decl.classes.method) {
        (false, _) => "breaks: given".to_owned(),
        (true, Method::Quantile) => "breaks: quantiles".to_owned(),
        (true, Method::Equal) => "breaks: equal steps".to_owned(),
        (true, Method::Jenks) => "breaks: natural (Jenks)".to_owned(),
    };
    let turns = turns.filter(|centre| edges.contains(centre));
    let spans: Vec<(f64, f64)> = edges
        .windows(2)
        .filter_map(|pair| match pair {
            [from, to] => Some((*from, *to)),
            _ => None,
        })
        .collect();
    let spans = if spans.is_empty() { vec![(low, high)] } else { spans };
    let below =
        turns.map_or(0, |centre| spans.iter().filter(|span| span.1 <= centre).count());
    // Where all values lie below the middle, the lowest is the strongest.
    let falling =
        turns.is_none() && centre.is_some_and(|centre| high <= centre && low < centre);
    let count = spans.len();
    for (at, (from, to)) in spans.iter().enumerate() {
        let step = if at < below {
            10 - strength(below, below - 1 - at)
        } else if falling {
            strength(count, count - 1 - at)
        } else {
            strength(count - below, at - below)
        };
        let turned = turns.is_some() && chart.lower_is_better;
        let step = if turned { 10 - step } else { step };
        map.classes.push(Class { from: *from, to: *to, step });
    }
    Ok(())
}

fn strength(count: usize, at: usize) -> u8 {
    let steps = STRONGER.get(count.clamp(1, MOST) - 1).copied().unwrap_or_default();
    steps.get(at.min(steps.len().saturating_sub(1))).copied().unwrap_or(10)
}

/// The ends and breaks that a rule finds; about a middle value where values turn.
fn found(
    values: &[f64],
    method: Method,
    count: usize,
    turns: Option<f64>,
    chart: &Chart,
) -> Vec<f64> {
    let starts = |values: &[f64], count: usize| -> Vec<f64> {
        let raw = match method {
            Method::Quantile => breaks::quantile(values, count),
            Method::Equal => breaks::equal(values, count),
            Method::Jenks => breaks::jenks(values, count),
        };
        raw.into_iter().map(|value| chart.format.rounded(value)).collect()
    };
    let low = values.first().copied().unwrap_or(0.0);
    let high = values.last().copied().unwrap_or(1.0);
    let mut edges = vec![low];
    match turns {
        Some(centre) => {
            let (below, above): (Vec<f64>, Vec<f64>) =
                values.iter().partition(|value| **value < centre);
            let share = below.len() as f64 / values.len().max(1) as f64;
            let under = ((count as f64 * share).round() as usize).clamp(1, count - 1);
            edges.extend(starts(&below, under));
            edges.push(centre);
            edges.extend(starts(&above, count - under));
        }
        None => edges.extend(starts(values, count)),
    }
    edges.push(high);
    edges.sort_by(f64::total_cmp);
    edges.dedup();
    edges
}

fn declared(
    planner: &Planner<'_>,
    chart: &Chart,
    low: f64,
    high: f64,
) -> Result<Vec<f64>> {
    let given = &planner.decl().classes.breaks;
    let wrong =
        "breaks go up: from the lowest value that the classes cover to the highest";
    if given.len() < 2 || given.windows(2).any(|pair| pair[0] >= pair[1]) {
        return Err(fault(
            planner,
            "breaks",
            "these breaks make no classes".to_owned(),
            wrong,
        ));
    }
    if given.len() > 2 * MOST + 1 {
        let message = format!("{} classes cannot be told apart", given.len() - 1);
        return Err(fault(planner, "breaks", message, "four to six can"));
    }
    if let Some(long) = given.iter().find(|value| {
        (chart.format.rounded(**value) - **value).abs() > 1e-9 * value.abs().max(1.0)
    }) {
        let message =
            format!("the break {long} would print as {}", chart.format.number(*long));
        let help = "write breaks with no more decimals than the values have";
        return Err(fault(planner, "breaks", message, help));
    }
    let (first, last) = (given[0], given[given.len() - 1]);
    if low < first || high > last {
        let outside =
            chart.scaled_points().map(|point| chart.format.rounded(point.value));
        let outside = outside.filter(|value| *value < first || *value > last).count();
        let (values, lie) =
            if outside == 1 { ("value", "lies") } else { ("values", "lie") };
        let message = format!(
            "{outside} {values} {lie} outside the breaks: they go from {} to {}, the values from {} to {}",
            chart.format.full(first),
            chart.format.full(last),
            chart.format.full(low),
            chart.format.full(high)
        );
        return Err(fault(planner, "breaks", message, wrong));
    }
    Ok(given.clone())
}

fn fault(
    planner: &Planner<'_>,
    setting: &str,
    message: String,
    help: &str,
) -> crate::model::diagnostic::Failure {
    Diagnostic::error(Code::R0694, message)
        .at(planner.place(&["classes", setting]), "")
        .help(help)
        .into()
}
