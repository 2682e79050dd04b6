//! What stands out among rows, cells and tiles: the highest, the lowest, the widest gap.

use crate::figure::describe::facts::bare;
use crate::labels::capital;
use crate::labels::text;
use crate::model::chart::Chart;
use crate::model::chart::Point;
use crate::model::chart::Series;
use crate::model::words::listed;
use crate::model::words::some;
use crate::say;

/// The most values that are all told.
const FEW: usize = 4;

fn by_value(a: &Point, b: &Point) -> std::cmp::Ordering {
    a.value.total_cmp(&b.value).then(b.key.cmp(&a.key))
}

fn named(series: &Series, sentence: &str) -> String {
    if series.label.is_empty() {
        capital(sentence)
    } else {
        format!("{}: {sentence}", series.label)
    }
}

/// A value with its name; a colon keeps the figures of both apart.
pub(in crate::figure) fn told(point: &Point, printed: &str) -> String {
    let figure = |c: char| c.is_ascii_digit() || "+%)".contains(c);
    let colon = if point.label.ends_with(figure) { ":" } else { "" };
    format!("{}{colon} {printed}", point.label)
}

/// Returns every value of the first series in one sentence.
pub(in crate::figure) fn whole(chart: &Chart) -> (Vec<String>, Vec<String>) {
    let series = chart.panels.first().and_then(|panel| panel.series.first());
    let points = series.map_or(&[][..], |series| series.points.as_slice());
    let values: Vec<String> =
        points.iter().map(|point| told(point, &point.printed)).collect();
    let all: Vec<String> = match values.as_slice() {
        [] => Vec::new(),
        values => vec![format!("{}.", capital(&listed(values)))],
    };
    (all.clone(), all)
}

/// A sentence more about one series.
type Aside<'a> = &'a dyn Fn(&Series) -> Option<String>;

/// Returns the sentences that matter most, and all of them.
pub(in crate::figure) fn sentences(chart: &Chart) -> (Vec<String>, Vec<String>) {
    of_rows(chart, false, &|_| None)
}

/// Returns the same of a chart of rows, whose marks may be bars.
pub(in crate::figure) fn of_rows(
    chart: &Chart,
    bars: bool,
    aside: Aside<'_>,
) -> (Vec<String>, Vec<String>) {
    let panel = chart.panels.first();
    let series = panel.map(|panel| panel.series.as_slice()).unwrap_or_default();
    let each: Vec<String> =
        series.iter().filter_map(|series| one(chart, series, bars, aside)).collect();
    match series {
        [a, b] => {
            let mut main: Vec<String> = pair(chart, a, b);
            let short = main.clone();
            main.extend(each);
            (short, main)
        }
        _ => (each.clone(), each),
    }
}

/// Returns the same of a table of cells.
pub(in crate::figure) fn of_cells(chart: &Chart) -> (Vec<String>, Vec<String>) {
    let panel = chart.panels.first();
    let series = panel.map(|panel| panel.series.as_slice()).unwrap_or_default();
    let mut main: Vec<String> = cells(series).into_iter().collect();
    main.extend(series.iter().filter_map(|series| one(chart, series, false, &|_| None)));
    let short = main.first().cloned().into_iter().collect();
    (short, main)
}

/// The values of one series.
fn one(chart: &Chart, series: &Series, bars: bool, aside: Aside<'_>) -> Option<String> {
    let least = series.points.iter().min_by(|a, b| by_value(a, b))?;
    let most = series.points.iter().max_by(|a, b| by_value(a, b))?;
    let mut sentence = if series.points.len() <= FEW {
        let values: Vec<String> =
            series.points.iter().map(|point| told(point, &point.printed)).collect();
        format!("{}.", listed(&values))
    } else if most.printed == least.printed {
        say!("rank-same", count = series.points.len(), value = text(&most.printed))
    } else {
        let like = |end: &Point| {
            let own = series.points.iter().filter(|point| point.printed == end.printed);
            let names: Vec<String> = own.map(|point| point.label.clone()).collect();
            some(&names, FEW - 1)
        };
        say!(
            "rank-ends",
            most = text(&like(most)),
            high = text(&most.printed),
            least = text(&like(least)),
            low = bare(&chart.format, least.value),
            count = series.points.len(),
        )
    };
    let ranged: Vec<(f64, f64)> = series
        .points
        .iter()
        .filter_map(|point| Some((point.low?, point.high?)))
        .collect();
    if chart.zero && !bars && !ranged.is_empty() {
        let beyond =
            ranged.iter().filter(|(low, high)| *low > 0.0 || *high < 0.0).count();
        sentence.push(' ');
        sentence.push_str(&say!("rank-beyond", count = beyond, of = ranged.len()));
    }
    if let Some(aside) = aside(series) {
        sentence.push(' ');
        sentence.push_str(&aside);
    }
    Some(named(series, &sentence))
}

/// Two series against one another.
fn pair(chart: &Chart, a: &Series, b: &Series) -> Vec<String> {
    let pairs: Vec<(&Point, &Point)> = a
        .points
        .iter()
        .filter_map(|point| {
            let other = b.points.iter().find(|other| other.key == point.key)?;
            Some((point, other))
        })
        .collect();
    let higher =
        pairs.iter().filter(|(a, b)| a.printed != b.printed && a.value > b.value).count();
    let equal = pairs.iter().filter(|(a, b)| a.printed == b.printed).count();
    let mut out = Vec::new();
    if a.label.is_empty() || pairs.is_empty() {
        return out;
    }
    let lower = pairs.len() - higher - equal;
    out.push(match (higher, lower) {
        (_, 0) if equal == 0 => {
            say!(
                "rank-all-higher",
                name = text(&a.label),
                other = text(&b.label),
                count = higher
            )
        }
        (0, _) if equal == 0 => {
            say!(
                "rank-all-lower",
                name = text(&a.label),
                other = text(&b.label),
                count = lower
            )
        }
        _ => say!(
            "rank-mixed",
            name = text(&a.label),
            other = text(&b.label),
            higher = higher,
            lower = lower,
            count = pairs.len(),
        ),
    });
    let far = |pair: &&(&Point, &Point)| (pair.0.value - pair.1.value).abs();
    let widest = pairs.iter().max_by(|a, b| far(a).total_cmp(&far(b)));
    if let Some((point, other)) = widest.filter(|_| pairs.len() > 1) {
        out.push(say!(
            "rank-widest",
            name = text(&point.label),
            value = bare(&chart.format, point.value),
            other = text(&other.printed),
        ));
    }
    out
}

/// The highest and lowest of all cells.
fn cells(series: &[Series]) -> Option<String> {
    let all = || {
        series
            .iter()
            .flat_map(|series| series.points.iter().map(move |point| (series, point)))
    };
    let (_, most) = all().max_by(|a, b| by_value(a.1, b.1))?;
    let (_, least) = all().min_by(|a, b| by_value(a.1, b.1))?;
    let place = |series: &Series, point: &Point| {
        if series.label.is_empty() {
            point.label.clone()
        } else {
            format!("{}, {}", series.label, point.label)
        }
    };
    if most.printed == least.printed {
        let count = all().count();
        return Some(capital(&say!(
            "rank-same",
            count = count,
            value = text(&most.printed)
        )));
    }
    // Of cells that print alike the first three are named.
    let like = |end: &Point| {
        let own = all().filter(|(_, point)| point.printed == end.printed);
        let names: Vec<String> =
            own.map(|(series, point)| place(series, point)).collect();
        let (first, rest) = names.split_at(names.len().min(FEW - 1));
        let first = first.join("; ");
        if rest.is_empty() {
            first
        } else {
            say!("cells-more", names = first, count = rest.len())
        }
    };
    Some(say!(
        "cells-ends",
        high = text(&most.printed),
        most = like(most),
        low = text(&least.printed),
        least = like(least),
    ))
}

/// Returns how the areas of each group are spread.
pub(in crate::figure) fn spreads(chart: &Chart) -> Vec<String> {
    let panel = chart.panels.first();
    let series = panel.map(|panel| panel.series.as_slice()).unwrap_or_default();
    series
        .iter()
        .filter_map(|series| {
            let least = series.points.iter().min_by(|a, b| by_value(a, b))?;
            let most = series.points.iter().max_by(|a, b| by_value(a, b))?;
            let get = |what: &str| {
                let value = chart.marked(what, &[&series.key])?;
                Some(bare(&chart.format, value))
            };
            let middle = match (get("mean"), get("median")) {
                (Some(mean), Some(median)) => {
                    say!("spread-middle", mean = mean, median = median)
                }
                _ => String::new(),
            };
            let sentence = say!(
                "spread",
                count = series.points.len(),
                low = bare(&chart.format, least.value),
                least = text(&least.label),
                high = text(&most.printed),
                most = text(&most.label),
                middle = middle,
            );
            Some(named(series, &sentence))
        })
        .collect()
}
