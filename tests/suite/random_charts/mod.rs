//! Random charts of every kind: long names, negative, tiny and huge values, gaps, one point.

mod dice;
mod make;
mod maps;
pub(crate) mod notes;

pub(crate) use dice::Dice;

use crate::random_charts::make::Make;
use reissue::figure::Placement;
use reissue::figure::Texts;
use reissue::figure::settings;
use reissue::model::chart::Chart;
use reissue::model::chart::Curve;
use reissue::model::chart::Event;
use reissue::model::chart::FigureKind;
use reissue::model::chart::FitPoint;
use reissue::model::chart::Layout;
use reissue::model::chart::Marked;
use reissue::model::chart::Node;
use reissue::model::chart::Panel;
use reissue::model::chart::Point;
use reissue::model::chart::Scale;
use reissue::model::chart::Series;
use std::collections::BTreeMap;
use std::sync::Arc;

type Fits = BTreeMap<String, Vec<FitPoint>>;

/// Means, medians and fitted lines of some series.
fn summed(series: &[Series], scale: (f64, f64)) -> (Vec<Marked>, Fits) {
    let (mut marked, mut fits) = (Vec::new(), BTreeMap::new());
    let mut mark = |what: &str, keys: Vec<String>, value: f64| {
        let stat = format!("figure.random.{what}");
        marked.push(Marked { what: what.to_owned(), keys, value, stat });
    };
    for series in series {
        let values: Vec<f64> = series.points.iter().map(|point| point.value).collect();
        if !values.is_empty() {
            let mean = values.iter().map(|v| v / values.len() as f64).sum::<f64>();
            mark("mean", vec![series.key.clone()], mean);
            mark("median", vec![series.key.clone()], values[values.len() / 2]);
            mark("median", Vec::new(), values[values.len() / 2]);
        }
        let line = (0..21).map(|at| {
            let value = scale.0 + scale.1 * f64::from(at) / 20.0;
            let (low, high) = (Some(value - scale.1), Some(value + scale.1));
            FitPoint { x: value, value, low, high }
        });
        fits.insert(series.key.clone(), line.collect());
    }
    (marked, fits)
}

fn texts(dice: &mut Dice) -> Texts {
    Texts {
        headline: dice.words(20),
        subtitle: dice.words(20),
        note: dice.words(30),
        source: dice.words(10),
        embargo: String::new(),
        notice: dice.words(15),
        credit: dice.words(6),
        alt: String::new(),
        annotations: Vec::new(),
    }
}

fn placement(dice: &mut Dice) -> Placement {
    let sized = |width: usize, height: Option<usize>| Placement::Sized {
        width: width as u32,
        height: height.map(|height| height as u32),
    };
    match dice.below(9) {
        0 | 1 => Placement::OnPage,
        2 | 3 => Placement::OnPageNarrow,
        4 => Placement::Alone,
        5 => sized(300 + dice.below(900), None),
        6 => sized(300 + dice.below(900), Some(200 + dice.below(800))),
        7 => sized(600, Some(314)),
        _ => sized(360, Some(640)),
    }
}

/// Returns a chart of a kind, its words and its place.
pub(crate) fn random(seed: u64, kind: &'static str) -> (Chart, Texts, Placement) {
    let dice = &mut Dice::wild(seed);
    let (mut chart, mut texts) = made(dice, kind);
    let placement = placement(dice);
    // From other dice, so that a chart stays what it was.
    let dice = &mut Dice::wild(!seed);
    if dice.chance(0.5) {
        notes::add(dice, kind, &mut chart, &mut texts);
    }
    if kind == "histogram" {
        chart.curve = dice.of(&[None, Some(Curve::Density), Some(Curve::Normal)]);
    }
    let log =
        matches!(kind, "line" | "scatter" | "dot" | "dumbbell" | "multiples" | "bubble");
    if log && dice.chance(0.15) {
        logarithmic(&mut chart);
    }
    (chart, texts, placement)
}

/// Returns a chart that keeps the rules, and words of usual length.
pub(crate) fn tame(seed: u64, kind: &'static str) -> (Chart, Texts) {
    let dice = &mut Dice::tame(seed);
    let (chart, _) = made(dice, kind);
    let texts = Texts {
        headline: dice.words(13),
        subtitle: dice.words(16),
        note: dice.words(14),
        source: dice.words(10),
        embargo: String::new(),
        notice: "The data are synthetic.".to_owned(),
        credit: "Publisher and others · First edition, 1 July 2025 · example.org/report/#figure-random".to_owned(),
        alt: String::new(),
        annotations: Vec::new(),
    };
    (chart, texts)
}

/// Returns a chart in several panels of other values, where its kind takes them.
pub(crate) fn in_panels(seed: u64, chart: &Chart, count: usize) -> Option<Chart> {
    settings(chart.kind.name())?.contains(&"panel").then_some(())?;
    let dice = &mut Dice::wild(seed.rotate_left(17));
    let only = chart.panels.first()?;
    let mut out = Chart { panels: Vec::new(), marked: Vec::new(), ..chart.clone() };
    for at in 0..count {
        let key = format!("p{at}");
        let label = if chart.annotations.is_empty() {
            dice.name()
        } else {
            format!("Panel {at}")
        };
        let part = 0.3 + 0.7 * dice.share();
        let mut panel = Panel { key: key.clone(), label, series: only.series.clone() };
        let shares = matches!(chart.kind.name(), "donut" | "squares");
        for point in panel.series.iter_mut().flat_map(|series| &mut series.points) {
            if !shares {
                point.value *= part;
                point.low = point.low.map(|low| low * part);
                point.high = point.high.map(|high| high * part);
                point.printed = chart.format.full(point.value);
            }
        }
        out.panels.push(panel);
        out.marked.extend(chart.marked.iter().map(|marked| {
            let mut keys = marked.keys.clone();
            keys.insert(0, key.clone());
            Marked { keys, value: marked.value * part, ..marked.clone() }
        }));
    }
    for (at, annotation) in out.annotations.iter_mut().enumerate() {
        annotation.panel = format!("p{}", at % count);
    }
    Some(out)
}

/// Puts all values above zero, on an axis for their ratios.
fn logarithmic(chart: &mut Chart) {
    chart.scale = Scale::Log;
    chart.zero = false;
    chart.rules.retain(|rule| rule.value > 0.0);
    let series = chart.panels.iter_mut().flat_map(|panel| &mut panel.series);
    let points = series.flat_map(|series| {
        series.fit.clear();
        &mut series.points
    });
    for point in points {
        point.value = point.value.abs().max(1e-6);
        point.low = point.low.map(|_| point.value * 0.6);
        point.high = point.high.map(|_| point.value * 1.5);
    }
}

/// A width that makes eight bins of some values.
fn widest(values: &[f64]) -> Option<f64> {
    let low = values.iter().copied().fold(f64::INFINITY, f64::min);
    let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    Some((high - low) / 8.0).filter(|bin| *bin > 0.0)
}

/// Makes values shares of a whole, without decimals.
fn percent(panels: &mut [Panel]) {
    let points = panels.iter_mut().flat_map(|panel| &mut panel.series);
    let points: Vec<&mut Point> = points.flat_map(|series| &mut series.points).collect();
    let count = points.len();
    for (at, point) in points.into_iter().enumerate() {
        point.value = (100 / count + usize::from(at < 100 % count)) as f64;
        point.printed = format!("{}%", point.value);
    }
}

/// Puts each series above the one before.
fn fanned(panels: &mut [Panel], size: f64) {
    for (at, series) in panels.iter_mut().flat_map(|panel| &mut panel.series).enumerate()
    {
        for point in &mut series.points {
            point.value += at as f64 * size;
        }
    }
}

fn events(dice: &mut Dice) -> Vec<Event> {
    let count = 1 + dice.below(6);
    let event = |dice: &mut Dice| {
        let from = 2000.0 + 20.0 * dice.share();
        Event {
            from,
            to: dice.chance(0.5).then(|| from + 5.0 * dice.share()),
            when: "March 2012".to_owned(),
            text: dice.name(),
        }
    };
    (0..count).map(|_| event(dice)).collect()
}

fn nodes(dice: &mut Dice) -> Vec<Node> {
    let count = 1 + dice.below(6);
    let node = |at: usize, dice: &mut Dice| Node {
        id: format!("n{at}"),
        text: dice.words(5),
        to: (at + 1..count)
            .filter(|_| dice.chance(0.4))
            .map(|to| format!("n{to}"))
            .collect(),
    };
    (0..count).map(|at| node(at, dice)).collect()
}

/// A figure of two to four charts of other kinds.
fn combined(dice: &mut Dice) -> (Chart, Texts) {
    let kinds = ["line", "bar", "column", "dot", "scatter", "box", "area", "lollipop"];
    let count = 2 + dice.below(3);
    let part = |at: usize, dice: &mut Dice| {
        let kind = dice.of(&kinds);
        let (mut part, _) = made(dice, kind);
        for panel in &mut part.panels {
            (panel.key, panel.label) = (format!("p{at}"), dice.name());
        }
        part
    };
    let parts: Vec<Chart> = (0..count).map(|at| part(at, dice)).collect();
    let chart = Chart {
        id: "random".to_owned(),
        panels: parts.iter().flat_map(|part| part.panels.clone()).collect(),
        letters: true,
        ..Chart::new(FigureKind::new("combined"), parts[0].format.clone())
    };
    (Chart { parts, ..chart }, texts(dice))
}

fn made(dice: &mut Dice, kind: &'static str) -> (Chart, Texts) {
    if kind == "combined" {
        return combined(dice);
    }
    let make = Make::new(dice, kind);
    let mut panels = make.panels(dice);
    let values: Vec<f64> =
        panels[0].series.iter().flat_map(|s| &s.points).map(|p| p.value).collect();
    if matches!(kind, "pyramid" | "diverging" | "area" | "donut" | "squares") {
        let series = panels.iter_mut().flat_map(|panel| &mut panel.series);
        for point in series.flat_map(|series| &mut series.points) {
            point.value = point.value.abs();
            point.printed = point.printed.replace('−', "");
            (point.low, point.high) = (None, None);
        }
    }
    let (marked, fits) = summed(&panels[0].series, make.scale);
    let title = |dice: &mut Dice| {
        if dice.chance(0.3) { dice.words(12) } else { String::new() }
    };
    let (choices, missing) = (make.choices(dice), make.missing(dice));
    let mut grid = make.grid(dice);
    let under = grid.values().map(|(_, row)| row + 1).max().unwrap_or(1);
    for (at, (key, _)) in missing.iter().enumerate() {
        grid.insert(key.clone(), (at as u32 + 1, under));
    }
    if matches!(kind, "donut" | "squares") {
        percent(&mut panels);
    }
    if kind == "fan" {
        fanned(&mut panels, make.scale.1);
    }
    let layout = dice.of(&[Layout::Grouped, Layout::Stacked]);
    let (axis, x_axis) = (title(dice), title(dice));
    let (rules, marks) = (make.rules(dice), make.marks(dice));
    let zero = dice.chance(0.5) || matches!(kind, "bar" | "lollipop");
    let sizes: BTreeMap<&str, f64> =
        make.keys.iter().map(|(key, _)| (key.as_str(), dice.share())).collect();
    for series in panels.iter_mut().flat_map(|panel| &mut panel.series) {
        series.fit = fits.get(&series.key).cloned().unwrap_or_default();
        for point in &mut series.points {
            point.size = sizes.get(point.key.as_str()).copied();
        }
    }
    let map = (kind == "map").then(|| maps::random(dice, &make.keys, &missing));
    let chart = Chart {
        id: "random".to_owned(),
        layout,
        axis,
        x_axis,
        panels,
        rules,
        marks,
        zero,
        grid,
        marked,
        bin: widest(&values).filter(|_| kind == "histogram"),
        left: usize::from(kind == "diverging") * 2,
        neutral: kind == "diverging",
        choices,
        missing,
        map: map.map(Arc::new),
        bands: [("s0", "s4"), ("s1", "s3")]
            .map(|(low, high)| (low.to_owned(), high.to_owned()))
            .into_iter()
            .filter(|_| kind == "fan")
            .collect(),
        forecast: (kind == "fan").then(|| make.keys[make.keys.len() / 2].0.clone()),
        events: if kind == "timeline" { events(dice) } else { Vec::new() },
        nodes: if kind == "flow" { nodes(dice) } else { Vec::new() },
        highlight: if dice.chance(0.2) {
            vec![make.keys[0].0.clone()]
        } else {
            Vec::new()
        },
        ..Chart::new(FigureKind::new(kind), make.format)
    };
    (chart, texts(dice))
}
