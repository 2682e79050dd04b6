//! What lines do over time: rise, fall, cross, part and close up.

use crate::figure::describe::facts::Facts;
use crate::figure::describe::facts::bare;
use crate::labels::capital;
use crate::labels::text;
use crate::model::chart::Chart;
use crate::model::chart::Panel;
use crate::model::chart::Point;
use crate::model::chart::Series;
use crate::model::format::Format;
use crate::model::format::Unit;
use crate::model::order::Scheme;
use crate::model::order::ranks;
use crate::say;

/// The share of a line's range by which a peak or a low must stand out from its ends.
const STANDS_OUT: f64 = 0.15;

/// One line, in the order of its places.
struct Line<'a> {
    series: &'a Series,
    points: Vec<&'a Point>,
}

impl<'a> Line<'a> {
    fn of(series: &'a Series) -> Self {
        let mut points: Vec<&Point> = series.points.iter().collect();
        if points.iter().all(|point| point.x.is_some()) {
            points.sort_by(|a, b| match (a.x, b.x) {
                (Some(a), Some(b)) => a.total_cmp(&b),
                _ => std::cmp::Ordering::Equal,
            });
        }
        Self { series, points }
    }

    fn ends(&self) -> Option<(&'a Point, &'a Point)> {
        Some((*self.points.first()?, *self.points.last()?))
    }

    /// A peak, then a low, that stand out from both ends.
    fn turns(&self) -> (Option<&'a Point>, Option<&'a Point>) {
        let Some((first, last)) = self.ends() else { return (None, None) };
        let by = |a: &&&Point, b: &&&Point| a.value.total_cmp(&b.value);
        let high = self.points.iter().max_by(by).copied();
        let low = self.points.iter().min_by(by).copied();
        let range = high.zip(low).map_or(0.0, |(high, low)| high.value - low.value);
        let top = first.value.max(last.value) + STANDS_OUT * range;
        let bottom = first.value.min(last.value) - STANDS_OUT * range;
        (high.filter(|high| high.value > top), low.filter(|low| low.value < bottom))
    }
}

/// Returns the sentences about one panel: each line, then the two against one another.
pub(in crate::figure) fn of_panel(chart: &Chart, panel: Option<&Panel>) -> Vec<String> {
    let Some(panel) = panel else { return Vec::new() };
    let lines: Vec<Line<'_>> = panel.series.iter().map(Line::of).collect();
    let mut out: Vec<String> =
        lines.iter().filter_map(|line| sentence(chart, line)).collect();
    if let [a, b] = lines.as_slice() {
        out.extend(gap(chart, a, b));
        out.extend(crossings(a, b));
    }
    out
}

/// Whether values follow one another along the x axis: times, numbers, months, days; answers and names
/// do not, and nothing rises from one to the next.
pub(in crate::figure) fn runs(chart: &Chart) -> bool {
    let keys = chart.keys();
    let dated = |key: &&str| {
        let mut years = key.split(|c: char| !c.is_ascii_digit());
        years.any(|digits| digits.len() == 4)
    };
    let known =
        matches!(ranks(&keys, None).0, Scheme::Numbers | Scheme::Time | Scheme::Cycle);
    let numbers = chart.points().all(|(.., point)| point.x.is_some());
    keys.len() < 2 || numbers || known || keys.iter().all(dated)
}

fn sentence(chart: &Chart, line: &Line<'_>) -> Option<String> {
    let (first, last) = line.ends()?;
    let name = &line.series.label;
    let what = if line.points.len() == 1 {
        say!("line-one", value = text(&first.printed), at = text(&first.label))
    } else if chart.format.number(first.value) == chart.format.number(last.value) {
        say!(
            "line-level",
            from = text(&first.label),
            to = text(&last.label),
            value = text(&first.printed),
        )
    } else {
        say!(
            "line-moves",
            way = if last.value > first.value { "rise" } else { "fall" },
            old = bare(&chart.format, first.value),
            from = text(&first.label),
            new = text(&last.printed),
            to = text(&last.label),
        )
    };
    let mut turns = Vec::new();
    let (peak, low) = line.turns();
    for (word, point) in [("peak", peak), ("low", low)] {
        if let Some(point) = point {
            let value = bare(&chart.format, point.value);
            turns.push(say!(
                "line-turn",
                turn = word,
                value = value,
                at = text(&point.label)
            ));
        }
    }
    let turns = if turns.is_empty() {
        String::new()
    } else {
        say!("line-turns", turns = turns.join(&say!("line-turns-and")))
    };
    Some(if name.is_empty() {
        format!("{}{turns}.", capital(&what))
    } else {
        format!("{name}: {what}{turns}.")
    })
}

/// The format of a difference: of two percentages it is points.
fn difference(format: &Format) -> Format {
    if format.unit == Unit::Percent {
        Format { unit: Unit::Points, ..format.clone() }
    } else {
        format.clone()
    }
}

/// Pairs of values at the places that both lines have.
fn pairs<'a>(a: &Line<'a>, b: &Line<'a>) -> Vec<(&'a Point, &'a Point)> {
    a.points
        .iter()
        .filter_map(|point| {
            let other = b.points.iter().find(|other| other.key == point.key)?;
            Some((*point, *other))
        })
        .collect()
}

fn gap(chart: &Chart, a: &Line<'_>, b: &Line<'_>) -> Option<String> {
    let pairs = pairs(a, b);
    let ((a0, b0), (a1, b1)) = (pairs.first()?, pairs.last()?);
    let format = difference(&chart.format);
    let before = (a0.value - b0.value).abs();
    let after = (a1.value - b1.value).abs();
    let (old, new) = (format.full(before), format.number(after));
    Some(if pairs.len() < 2 || format.number(before) == new {
        say!("gap-level", value = format.full(after), at = text(&a1.label))
    } else {
        say!(
            "gap-moves",
            way = if after > before { "widens" } else { "narrows" },
            old = old,
            from = text(&a0.label),
            new = new,
            to = text(&a1.label),
        )
    })
}

/// The places between which the line above changes.
fn crossed<'a>(a: &Line<'a>, b: &Line<'a>) -> Vec<(&'a Point, &'a Point)> {
    let mut out = Vec::new();
    let mut before: Option<(&Point, bool)> = None;
    for (point, other) in pairs(a, b) {
        if point.printed == other.printed {
            continue;
        }
        let above = point.value > other.value;
        if let Some((last, was)) = before
            && was != above
        {
            out.push((last, point));
        }
        before = Some((point, above));
    }
    out
}

fn crossings(a: &Line<'_>, b: &Line<'_>) -> Option<String> {
    let crossed = crossed(a, b);
    let between = |(from, to): &(&Point, &Point)| {
        say!("cross-between", from = text(&from.label), to = text(&to.label))
    };
    match crossed.as_slice() {
        [] => None,
        [once] => Some(say!("cross-once", when = between(once))),
        [.., last] => {
            Some(say!("cross-times", count = crossed.len(), when = between(last)))
        }
    }
}

/// Returns a sentence a line: how many intervals lie to one side of zero.
pub(in crate::figure) fn beyond_zero(panel: Option<&Panel>) -> Vec<String> {
    let series = panel.map(|panel| panel.series.as_slice()).unwrap_or_default();
    series.iter().map(Line::of).filter_map(|line| beyond(&line)).collect()
}

fn beyond(line: &Line<'_>) -> Option<String> {
    let ranged: Vec<(f64, f64)> =
        line.points.iter().filter_map(|point| Some((point.low?, point.high?))).collect();
    let beyond = ranged.iter().filter(|(low, high)| *low > 0.0 || *high < 0.0).count();
    (!ranged.is_empty()).then(|| say!("beyond-places", count = beyond, of = ranged.len()))
}

/// Returns the sentences about all panels: how many there are, and which stand out.
pub(in crate::figure) fn of_panels(chart: &Chart) -> Vec<String> {
    let mut out = vec![say!("panels-scale", count = chart.panels.len())];
    let mut moves: Vec<(&Panel, &Series, &Point, &Point)> = Vec::new();
    for panel in &chart.panels {
        for series in &panel.series {
            if let Some((first, last)) = Line::of(series).ends() {
                moves.push((panel, series, first, last));
            }
        }
    }
    let by = |moved: &(&Panel, &Series, &Point, &Point)| moved.3.value - moved.2.value;
    let order =
        |a: &&(&Panel, &Series, &Point, &Point),
         b: &&(&Panel, &Series, &Point, &Point)| by(a).total_cmp(&by(b));
    let told =
        |word: &str, (panel, series, first, last): &(&Panel, &Series, &Point, &Point)| {
            let name = if series.label.is_empty() {
                panel.label.clone()
            } else {
                format!("{}, {}", panel.label, series.label)
            };
            let (from, to) = (bare(&chart.format, first.value), &last.printed);
            say!("panels-most", way = word, name = name, from = from, to = text(to))
        };
    if let Some(most) = moves.iter().max_by(order).filter(|most| by(most) > 0.0) {
        out.push(told("rise", most));
    }
    if let Some(least) = moves.iter().min_by(order).filter(|least| by(least) < 0.0) {
        out.push(told("fall", least));
    }
    out
}

/// Returns the sentences about the fitted lines of a scatter.
pub(in crate::figure) fn fits(chart: &Chart) -> Vec<String> {
    let across = chart.x_format.as_ref().unwrap_or(&chart.format);
    let panel = chart.panels.first();
    let series = panel.map(|panel| panel.series.as_slice()).unwrap_or_default();
    series
        .iter()
        .map(|series| {
            let name = match series.label.as_str() {
                "" => say!("fit-all"),
                label => label.to_owned(),
            };
            let count = series.points.len();
            let ends = series.fit.first().zip(series.fit.last());
            let Some((first, last)) = ends else {
                return say!("fit-none", name = name, count = count);
            };
            let (from, to) =
                (bare(&chart.format, first.value), chart.format.full(last.value));
            let word =
                if chart.format.number(first.value) == chart.format.number(last.value) {
                    "level"
                } else if last.value > first.value {
                    "rise"
                } else {
                    "fall"
                };
            say!(
                "fit-line",
                name = name,
                count = count,
                way = word,
                old = from,
                from = across.full(first.x),
                new = to,
                to = across.full(last.x),
            )
        })
        .collect()
}

pub(in crate::figure) fn facts(chart: &Chart) -> Facts {
    let mut facts = Facts::default();
    for panel in &chart.panels {
        let lines: Vec<Line<'_>> = panel.series.iter().map(Line::of).collect();
        for line in &lines {
            // Any step counts: "rose until 2019" is true of a line that ends lower.
            for pair in line.points.windows(2) {
                if let [a, b] = pair {
                    facts.rises |= b.value > a.value;
                    facts.falls |= b.value < a.value;
                }
            }
        }
        for (at, a) in lines.iter().enumerate() {
            for b in lines.iter().skip(at + 1) {
                facts.crosses |= !crossed(a, b).is_empty();
                let gaps: Vec<f64> =
                    pairs(a, b).iter().map(|(a, b)| (a.value - b.value).abs()).collect();
                for pair in gaps.windows(2) {
                    if let [before, after] = pair {
                        facts.widens |= after > before;
                        facts.narrows |= after < before;
                    }
                }
            }
        }
    }
    facts
}
