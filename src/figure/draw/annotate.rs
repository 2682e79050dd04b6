//! Words at what is drawn: beside a value with a thin line to it, along a part of a line, between
//! two series. They are set last, where they touch no mark and no other words; those that find
//! no such place are left out, and the picture says how many.

use crate::figure::draw::plot::Plot;
use crate::figure::draw::room::APART;
use crate::figure::draw::room::Fit;
use crate::figure::draw::room::Placed;
use crate::figure::draw::room::alongside;
use crate::figure::draw::room::beside;
use crate::figure::draw::room::strays;
use crate::figure::draw::room::words;
use crate::figure::place::Area;
use crate::figure::shape::Shape;
use crate::figure::shape::Spot;
use crate::figure::svg::Svg;
use crate::figure::theme::Ink;
use crate::model::calendar::periods;
use crate::model::chart::Chart;
use crate::model::chart::Target;

/// The ring around a value on a line.
const RING: f64 = 4.5;
/// The least length of an arrow between two series.
const ARROW: f64 = 16.0;
/// The length of an arrow's head.
const HEAD: f64 = 4.0;

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

fn spot(svg: &Svg, series: &str, key: &str) -> Option<Spot> {
    svg.spots(series).into_iter().find(|spot| spot.key == key)
}

fn point(svg: &Svg, series: &str, key: &str, text: &str) -> Option<Placed> {
    let spot = spot(svg, series, key)?;
    let clear = if spot.radius > 0.0 { spot.radius + 2.0 } else { RING + 1.5 };
    let all = svg.every_spot();
    let placed = beside(svg, (spot.at, clear), text, &|area| {
        if strays(&all, &spot, area) { Fit::Led } else { Fit::Good }
    })?;
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
    let placed = beside(svg, (middle, width / 2.0 + 1.0), text, &|_| Fit::Good)?;
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
    let width = svg.look().theme.stroke.axis * 1.3;
    let upright = unit.1.abs() > unit.0.abs();
    // Where there is no room at its side, a line leads to the words.
    let apart = || {
        let arrow = Area {
            x: start.0.min(end.0),
            y: start.1.min(end.1),
            w: (start.0 - end.0).abs(),
            h: (start.1 - end.1).abs(),
        };
        let middle = (f64::midpoint(start.0, end.0), f64::midpoint(start.1, end.1));
        let arrow = arrow.grown(APART);
        beside(svg, (middle, width), text, &|area| {
            if arrow.touches(area) { Fit::None } else { Fit::Led }
        })
    };
    let placed = alongside(svg, (start, end), upright, text).or_else(apart)?;
    let plane = Plot::of_page(svg);
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

    /// The picture of a chart with one annotation.
    fn pictured(mut chart: Chart, target: Target, width: u32) -> String {
        let text = "Far ahead of all".to_owned();
        let panel = String::new();
        chart.annotations = vec![Annotation { panel, target, text, left_out: false }];
        let place = Placement::Sized { width, height: None };
        let look = Look::new(&Arc::default(), Variant::Light);
        draw(&chart, &Texts::default(), place, &look)
    }

    #[test]
    fn words_in_the_row_of_another_bar_have_a_line_to_their_own() {
        let values = [("north", 156.0), ("south", 122.8), ("west", 133.6)];
        let chart = Chart::new(FigureKind::new("bar"), Format::of(Unit::Index))
            .series("", values.map(|(key, value)| (key.to_owned(), value)));
        let series = chart.panels[0].series[0].key.clone();
        let plain = pictured(
            chart.clone(),
            Target::Point { series: series.clone(), x: "nothing".into() },
            850,
        );
        let led = pictured(chart, Target::Point { series, x: "north".into() }, 850);
        assert!(led.contains(">Far ahead") && !plain.contains(">Far ahead"), "{led}");
        let lines = |svg: &str| svg.matches("<path").count();
        assert_eq!(lines(&led), lines(&plain) + 1, "{led}");
    }

    #[test]
    fn the_words_of_a_difference_stand_apart_from_it_where_its_sides_have_no_room() {
        let series = |from: f64, by: f64| {
            (2008..=2024)
                .map(move |year| (year.to_string(), from + by * f64::from(year - 2008)))
        };
        let chart = Chart::new(FigureKind::new("line"), Format::of(Unit::Index))
            .series("North", series(100.0, 3.4))
            .series("West", series(99.0, 2.2))
            .series("South", series(98.0, 1.4));
        let [a, b] = [0, 2].map(|at: usize| chart.panels[0].series[at].key.clone());
        let target = Target::Difference { between: (a, b), x: "2024".into() };
        let svg = pictured(chart, target, 340);
        assert!(svg.contains(">Far ahead"), "{svg}");
    }

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
