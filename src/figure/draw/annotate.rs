//! Words at what is drawn: beside a value with a thin line to it, along a part of a line, between
//! two series. They are set last, where they touch no mark and no other words; those that find
//! no such place are left out, and the picture says how many.

use crate::figure::draw::plot::Plot;
use crate::figure::draw::plot::small;
use crate::figure::measure;
use crate::figure::place::Area;
use crate::figure::shape::Shape;
use crate::figure::shape::Spot;
use crate::figure::svg::Anchor;
use crate::figure::svg::Svg;
use crate::figure::svg::Type;
use crate::figure::theme::Ink;
use crate::model::calendar::periods;
use crate::model::chart::Chart;
use crate::model::chart::Target;

/// Widths at which words are broken into lines, the best first.
const WIDTHS: [f64; 4] = [150.0, 110.0, 210.0, 84.0];
/// How far words are from what they are about, the best first.
const REACHES: [f64; 7] = [12.0, 20.0, 32.0, 48.0, 70.0, 100.0, 140.0];
/// The directions in which they may be.
const DIRECTIONS: usize = 16;
/// The most lines of words.
const LINES: usize = 4;
/// How far words keep from marks and other words.
const APART: f64 = 4.0;
/// The ring around a value on a line.
const RING: f64 = 4.5;
/// The least length of an arrow between two series.
const ARROW: f64 = 16.0;
/// The length of an arrow's head.
const HEAD: f64 = 4.0;

/// Words that have found their place.
struct Placed {
    lines: Vec<String>,
    area: Area,
    /// The ends of the thin line that leads to what they are about.
    leader: Option<((f64, f64), (f64, f64))>,
}

/// Sets the annotations of a chart that is painted; returns which have no room.
pub(in crate::figure) fn paint(chart: &Chart, svg: &Svg) -> Vec<usize> {
    let annotations = chart.annotations.iter().enumerate();
    let said = annotations.filter(|(_, it)| !it.text.is_empty() && !it.left_out);
    // What is not drawn has no room for words, but was left out with its panel.
    let drawn = |panel: &str| chart.panels.iter().any(|own| own.key == panel);
    let said = said.filter(|(_, it)| drawn(&it.panel));
    let crowded = said.filter(|(_, it)| {
        svg.enter(&it.panel);
        !set(svg, &it.target, &it.text)
    });
    crowded.map(|(at, _)| at).collect()
}

/// Sets one annotation; returns whether it has room.
fn set(svg: &Svg, target: &Target, text: &str) -> bool {
    let placed = match target {
        // Parts of the x axis have their room over the plot.
        Target::Range { .. } => return true,
        Target::Point { series, x } => point(svg, series, x, text),
        Target::Stretch { series, from, to } => stretch(svg, series, (from, to), text),
        Target::Difference { between, x } => difference(svg, between, x, text),
    };
    let Some(placed) = placed else { return false };
    let plane = Plot::of_page(svg);
    if let Some((from, to)) = placed.leader {
        plane.path(vec![from, to], Ink::Muted, svg.look().theme.stroke.axis, false);
    }
    let kind = words(svg);
    let (x, y) = (placed.area.x, placed.area.y + kind.size * 0.8);
    for (row, line) in placed.lines.iter().enumerate() {
        svg.text_over(x, y + row as f64 * svg.look().small_line(), line, kind);
    }
    true
}

fn words(svg: &Svg) -> Type {
    small(svg.look(), Ink::Text, Anchor::Start)
}

fn spot(svg: &Svg, series: &str, key: &str) -> Option<Spot> {
    svg.spots(series).into_iter().find(|spot| spot.key == key)
}

fn point(svg: &Svg, series: &str, key: &str, text: &str) -> Option<Placed> {
    let spot = spot(svg, series, key)?;
    let clear = if spot.radius > 0.0 { spot.radius + 2.0 } else { RING + 1.5 };
    let placed = beside(svg, spot.at, clear, text)?;
    if spot.radius == 0.0 {
        Plot::of_page(svg).circle(spot.at, RING, Ink::Text, 1.4);
    }
    Some(placed)
}

/// Draws a part of a line thicker, with gaps where the line has them, and words at its middle.
fn stretch(
    svg: &Svg,
    series: &str,
    (from, to): (&str, &str),
    text: &str,
) -> Option<Placed> {
    let spots = svg.spots(series);
    let part = within(&spots, from, to);
    let runs = || part.chunk_by(|_, next| next.joined).filter(|run| run.len() > 1);
    // The words stand at the longest run, of equal ones at the first.
    let longest = runs().rev().max_by_key(|run| run.len())?;
    let (middle, hue) = (half_way(longest), longest.first()?.hue);
    let width = svg.look().theme.stroke.line * 2.2;
    let line = |run: &[&Spot]| run.iter().map(|spot| spot.at).collect::<Vec<_>>();
    let covers = |run: &[&Spot]| {
        svg.lies_on_words(&Shape::Line { points: line(run), half: width / 2.0 + 1.0 })
    };
    if runs().any(covers) {
        return None;
    }
    let placed = beside(svg, middle, width / 2.0 + 1.0, text)?;
    for run in runs() {
        Plot::of_page(svg).path(line(run), Ink::Mark(hue), width, false);
    }
    Some(placed)
}

/// The spots from one key to another.
fn within<'a>(spots: &'a [Spot], from: &str, to: &str) -> Vec<&'a Spot> {
    let keys = spots.iter().map(|spot| spot.key.as_str());
    if let Some(times) = periods(keys.chain([from, to])) {
        let [.., start, end] = times.as_slice() else { return Vec::new() };
        let all = spots.iter().zip(&times);
        return all.filter(|(_, t)| *t >= start && *t <= end).map(|(s, _)| s).collect();
    }
    let place = |key: &str| spots.iter().position(|spot| spot.key == key);
    let ends = place(from).zip(place(to));
    ends.and_then(|(from, to)| spots.get(from..=to)).unwrap_or_default().iter().collect()
}

/// The point half way along some spots.
fn half_way(part: &[&Spot]) -> (f64, f64) {
    let lengths =
        part.array_windows().map(|[a, b]| (b.at.0 - a.at.0).hypot(b.at.1 - a.at.1));
    let mut left = lengths.clone().sum::<f64>() / 2.0;
    for ([a, b], length) in part.array_windows().zip(lengths) {
        if left <= length && length > 0.0 {
            let share = left / length;
            let along = |from: f64, to: f64| from + (to - from) * share;
            return (along(a.at.0, b.at.0), along(a.at.1, b.at.1));
        }
        left -= length;
    }
    part.first().map_or((0.0, 0.0), |spot| spot.at)
}

/// Draws an arrow from one series to another, with words at its side.
fn difference(
    svg: &Svg,
    (a, b): &(String, String),
    key: &str,
    text: &str,
) -> Option<Placed> {
    let (a, b) = (spot(svg, a, key)?, spot(svg, b, key)?);
    let clear = |spot: &Spot| spot.radius.max(2.5) + 2.0;
    let along = (b.at.0 - a.at.0, b.at.1 - a.at.1);
    let length = along.0.hypot(along.1);
    if length - clear(&a) - clear(&b) < ARROW {
        return None;
    }
    let unit = (along.0 / length, along.1 / length);
    let on = |from: (f64, f64), by: f64| (from.0 + unit.0 * by, from.1 + unit.1 * by);
    let (start, end) = (on(a.at, clear(&a)), on(b.at, -clear(&b)));
    let upright = unit.1.abs() > unit.0.abs();
    let placed = alongside(svg, (start, end), upright, text)?;
    let plane = Plot::of_page(svg);
    let width = svg.look().theme.stroke.axis * 1.3;
    plane.path(vec![start, end], Ink::Text, width, false);
    for (tip, way) in [(start, 1.0), (end, -1.0)] {
        let back = on(tip, way * HEAD);
        let aside = (-unit.1 * HEAD * 0.8, unit.0 * HEAD * 0.8);
        let wings = [
            (back.0 + aside.0, back.1 + aside.1),
            tip,
            (back.0 - aside.0, back.1 - aside.1),
        ];
        plane.path(wings.to_vec(), Ink::Text, width, false);
    }
    Some(placed)
}

/// Words as blocks of lines, at each width at which they may be broken.
fn blocks(svg: &Svg, text: &str) -> Vec<(Vec<String>, f64, f64)> {
    let kind = words(svg);
    let mut out: Vec<(Vec<String>, f64, f64)> = Vec::new();
    for limit in WIDTHS {
        let lines = measure::balance(text, kind.size, false, limit);
        let whole = measure::breaks_between_words(text, kind.size, false, limit);
        if !whole || lines.len() > LINES || out.iter().any(|(known, ..)| *known == lines)
        {
            continue;
        }
        let wide = measure::widest(&lines, kind.size, false);
        let rows = lines.len().saturating_sub(1) as f64;
        let tall = rows * svg.look().small_line() + kind.size * 1.04;
        out.push((lines, wide, tall));
    }
    out
}

/// Whether an area is free for words: within the plot, on nothing.
fn free(svg: &Svg, area: Area) -> bool {
    let (w, h) = svg.size();
    let page = Area { x: 0.0, y: 0.0, w, h };
    let plot = svg.plot().unwrap_or(page);
    plot.encloses(area) && page.encloses(area) && svg.is_clear(area, APART)
}

/// The best place around a point: near it, with a line to it that crosses no words and few marks.
fn beside(svg: &Svg, at: (f64, f64), clear: f64, text: &str) -> Option<Placed> {
    let mut best: Option<(f64, Placed)> = None;
    for (order, (lines, wide, tall)) in blocks(svg, text).into_iter().enumerate() {
        for (near, reach) in REACHES.into_iter().enumerate() {
            for step in 0..DIRECTIONS {
                let angle = step as f64 / DIRECTIONS as f64 * std::f64::consts::TAU;
                let way = (angle.cos(), -angle.sin());
                let from = clear + reach;
                // The edge that faces the point is `from` away from it.
                let x = at.0 + way.0 * from + (way.0 - 1.0) * wide / 2.0;
                let y = at.1 + way.1 * from + (way.1 - 1.0) * tall / 2.0;
                let area = Area { x, y, w: wide, h: tall };
                if !free(svg, area) {
                    continue;
                }
                let edge = area.grown(2.0);
                let start =
                    (at.0.clamp(edge.x, edge.right()), at.1.clamp(edge.y, edge.bottom()));
                let length = (at.0 - start.0).hypot(at.1 - start.1);
                let share = (length - clear) / length;
                let end = (
                    start.0 + (at.0 - start.0) * share,
                    start.1 + (at.1 - start.1) * share,
                );
                let (marks, texts) = svg.crossings(start, end);
                if texts > 0 {
                    continue;
                }
                let cost = reach + 12.0 * order as f64 + 60.0 * marks as f64
                    // Straight above or below reads best, then beside.
                    + if step % 4 == 0 { 0.0 } else { 4.0 };
                if best.as_ref().is_none_or(|(least, _)| cost < *least) {
                    let leader = (near > 0 || marks > 0).then_some((start, end));
                    let placed = Placed { lines: lines.clone(), area, leader };
                    best = Some((cost, placed));
                }
            }
        }
    }
    best.map(|(_, placed)| placed)
}

/// The best place at a side of a straight line.
fn alongside(
    svg: &Svg,
    (start, end): ((f64, f64), (f64, f64)),
    upright: bool,
    text: &str,
) -> Option<Placed> {
    let shares = [0.5, 0.35, 0.65, 0.2, 0.8];
    for (lines, wide, tall) in blocks(svg, text) {
        for share in shares {
            let x = start.0 + (end.0 - start.0) * share;
            let y = start.1 + (end.1 - start.1) * share;
            let places = if upright {
                [(x + 7.0, y - tall / 2.0), (x - 7.0 - wide, y - tall / 2.0)]
            } else {
                [(x - wide / 2.0, y - 7.0 - tall), (x - wide / 2.0, y + 7.0)]
            };
            for (x, y) in places {
                let area = Area { x, y, w: wide, h: tall };
                if free(svg, area) {
                    return Some(Placed { lines, area, leader: None });
                }
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use crate::figure::draw::Placement;
    use crate::figure::draw::Texts;
    use crate::figure::draw::draw;
    use crate::figure::theme::Look;
    use crate::figure::theme::Variant;
    use crate::model::chart::Annotation;
    use crate::model::chart::Chart;
    use crate::model::chart::FigureKind;
    use crate::model::chart::Target;
    use crate::model::format::Format;
    use crate::model::format::Unit;
    use std::sync::Arc;

    #[test]
    fn a_stretch_has_the_order_and_the_gaps_of_its_line() {
        // Out of order, and without a time that the other series has.
        let mut chart = Chart::new(FigureKind::new("line"), Format::of(Unit::Count))
            .series("Shrubs", (2018..=2024).map(|year| (year.to_string(), 4.0)))
            .series(
                "Trees",
                [2024, 2019, 2020, 2022, 2023, 2018].map(|year| (year.to_string(), 40.0)),
            );
        let series = chart.panels[0].series[1].key.clone();
        chart.annotations = vec![Annotation {
            panel: String::new(),
            target: Target::Stretch { series, from: "2018".into(), to: "2023".into() },
            text: "Dry years".to_owned(),
            left_out: false,
        }];
        let place = Placement::Sized { width: 850, height: None };
        let look = Look::new(&Arc::default(), Variant::Light);
        let svg = draw(&chart, &Texts::default(), place, &look);
        assert!(svg.contains(">Dry years<"));
        let paths = svg.split("<path d=\"M").skip(1);
        let thick = paths.filter(|path| path.contains("stroke-width=\"5.7\""));
        let along: Vec<Vec<f64>> = thick
            .map(|path| {
                let data = path.split('"').next().unwrap();
                let places = data.split('L').map(|at| at.split(' ').next().unwrap());
                places.map(|x| x.parse().unwrap()).collect()
            })
            .collect();
        assert_eq!(along.iter().map(Vec::len).collect::<Vec<_>>(), [3, 2], "{svg}");
        assert!(along.concat().is_sorted(), "{along:?}");
    }
}
