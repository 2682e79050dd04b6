//! `bubble`: a scatter whose dots have a size, their area in proportion to a third value.
//!
//! `data:` stands along the x axis, `y:` up, `size:` is the family of the sizes, all with the
//! same keys. The largest and the highlighted bubbles are named where they have room. Sizes are
//! amounts: a negative one is refused.
//!
//! Use it where size matters beside two measures, for some dozens of places at the utmost. Do not use
//! it where the sizes are the message, since areas are compared roughly: draw `bar`.
//!
//! ```yaml
//! wealth:
//!   kind: bubble
//!   headline: Growth and deprivation of the regions
//!   subtitle: Growth by deprivation, by region; area of circles by residents
//!   data: deprivation_by_region
//!   y: growth_by_region
//!   size: residents_by_region
//!   x: region
//!   axis: Growth to 2024, %
//!   x_axis: Deprivation score
//!   source: Synthetic data
//! ```

use crate::figure::describe::rank;
use crate::figure::draw::Need;
use crate::figure::draw::first;
use crate::figure::draw::frame;
use crate::figure::draw::frame::Axes;
use crate::figure::draw::hues;
use crate::figure::draw::key::Mark;
use crate::figure::draw::keyed;
use crate::figure::draw::labels;
use crate::figure::draw::labels::Obstacles;
use crate::figure::draw::less::Less;
use crate::figure::draw::plot::small;
use crate::figure::draw::sizes::Sizes;
use crate::figure::kind::Kind;
use crate::figure::kind::Names;
use crate::figure::place::Area;
use crate::figure::plan::About;
use crate::figure::plan::Planner;
use crate::figure::scale::Ticks;
use crate::figure::svg::Anchor;
use crate::figure::svg::Svg;
use crate::figure::theme::Ink;
use crate::figure::theme::Look;
use crate::labels::text;
use crate::model::chart::Chart;
use crate::model::chart::Point;
use crate::model::chart::Scale;
use crate::model::diagnostic::Result;
use crate::say;

/// How many of the largest bubbles are named.
const NAMED: usize = 12;

pub(super) struct Bubble;

impl Kind for Bubble {
    fn manual(&self) -> &'static str {
        include_str!("bubble.rs")
    }

    fn takes_log(&self) -> bool {
        true
    }

    fn annotated(&self) -> &'static [About] {
        &[About::Point]
    }

    fn panels(&self) -> Option<Names> {
        Some(Names::Once(Mark::Dot))
    }

    fn settings(&self) -> &'static [&'static str] {
        &["highlight", "y", "size", "x_axis", "x_scale", "zero"]
    }

    fn plan(&self, planner: &Planner<'_>) -> Result<Chart> {
        let mut chart = planner.scatter()?;
        planner.size(&mut chart)?;
        Ok(chart)
    }

    fn finish(&self, planner: &Planner<'_>, chart: &mut Chart) -> Result<()> {
        for (_, _, point) in chart.points() {
            if point.size.is_none_or(|size| size < 0.0) {
                let message = match point.size {
                    Some(size) => format!("`{}` has the size {size}", point.label),
                    None => format!("`{}` has no size", point.label),
                };
                return Err(planner
                    .fault("size", message)
                    .help("sizes are amounts from zero, one for each key")
                    .into());
            }
        }
        Ok(())
    }

    fn need(&self, chart: &Chart, look: &Look, width: f64) -> Need {
        let key = sizes(chart, look, width).map_or(0.0, |sizes| sizes.height());
        frame::need(&axes(chart, width), look, width).plus(key)
    }

    fn foot(&self, chart: &Chart) -> String {
        let Some(sizes) = &chart.sizes else { return String::new() };
        say!(
            "bubble-largest",
            title = sizes.title.as_str(),
            value = sizes.format.full(greatest(chart)),
        )
    }

    fn paint(&self, chart: &Chart, svg: &Svg, area: Area) {
        let look = svg.look();
        let sizes = sizes(chart, look, area.w);
        let whole = area;
        let key = sizes.as_ref().map_or(0.0, Sizes::height);
        let area = Area { h: (area.h - key).max(1.0), ..area };
        let axes = axes(chart, area.w);
        let plot = frame::open(&axes, svg, area);
        let room = plot.area();
        let most = greatest(chart);
        let share = |point: &Point| (point.size.unwrap_or(0.0) / most).sqrt();
        // Ticks reach beyond the values: what would then pass an edge makes all smaller.
        let ceiling = (room.w.min(room.h) * LARGEST).min(MOST);
        let inside = chart.scaled_points().filter_map(|point| {
            let (x, y) = (plot.px(point.x?), plot.py(point.value));
            let sides = [x - room.x, room.right() - x, y - room.y, room.bottom() - y];
            Some(sides.into_iter().fold(f64::INFINITY, f64::min) / share(point))
        });
        let largest = inside.fold(ceiling, f64::min).max(LEAST);
        if let Some(sizes) = &sizes {
            let under = Area { y: area.bottom(), h: key, ..whole };
            sizes.paint(svg, under, largest);
        }
        let mut bubbles: Vec<(&Point, (f64, f64), f64, Ink)> = Vec::new();
        let series = first(chart);
        for (series, hue) in series.iter().zip(hues(series)) {
            for point in &series.points {
                let Some(x) = point.x else { continue };
                let radius = (largest * share(point)).max(1.2);
                plot.spot((&series.key, &point.key), (x, point.value), hue, radius);
                bubbles.push((point, (x, point.value), radius, Ink::Mark(hue)));
            }
        }
        bubbles.sort_by(|a, b| b.2.total_cmp(&a.2).then(a.0.key.cmp(&b.0.key)));
        let mut obstacles = Obstacles::default();
        for (_, at, radius, ink) in &bubbles {
            plot.dot(*at, *radius, *ink, 0.4);
            plot.circle(*at, *radius, *ink, 1.0);
            obstacles.dots.push(((plot.px(at.0), plot.py(at.1)), *radius));
        }
        frame::close(&axes, svg, &plot);
        let kind = small(look, Ink::Text, Anchor::Start);
        let marked = |point: &Point| chart.highlight.contains(&point.key);
        let chosen = bubbles.iter().filter(|bubble| marked(bubble.0));
        let rest = bubbles.iter().filter(|bubble| !marked(bubble.0)).take(NAMED);
        for (point, at, radius, _) in chosen.chain(rest) {
            let place = (plot.px(at.0), plot.py(at.1));
            labels::beside(svg, room, (place, *radius), &point.label, kind, &obstacles);
        }
    }

    fn sentences(&self, chart: &Chart) -> (Vec<String>, Vec<String>) {
        let (mut short, mut long) = rank::sentences(chart);
        let sized = chart.points().filter_map(|(.., point)| Some((point, point.size?)));
        let largest = sized.max_by(|a, b| a.1.total_cmp(&b.1));
        let words = largest.zip(chart.sizes.as_ref()).map(|((point, size), sizes)| {
            say!(
                "bubble-most",
                name = text(&point.label),
                size = text(&sizes.format.full(size)),
            )
        });
        short.extend(words.clone());
        long.extend(words);
        (short, long)
    }

    fn less<'a>(&self, whole: Less<'a>, level: usize) -> Option<Less<'a>> {
        whole.fewer_series(level, "groups")
    }
}

/// The greatest size of all bubbles.
fn greatest(chart: &Chart) -> f64 {
    chart.scaled_points().filter_map(|point| point.size).fold(0.0, f64::max).max(1e-300)
}

/// The circles that say what sizes mean; of a set its foot says it.
fn sizes(chart: &Chart, look: &Look, width: f64) -> Option<Sizes> {
    let known = chart.sizes.as_ref().filter(|_| chart.set.is_empty())?;
    let title = say!("bubble-sizes", title = known.title.as_str());
    let largest = (width * LARGEST).clamp(LEAST, MOST);
    Some(Sizes::new(look, &title, (&known.format, greatest(chart)), (width, largest)))
}

/// The greatest and the least radius of the largest bubble.
const MOST: f64 = 26.0;
const LEAST: f64 = 5.0;
/// What part of the shorter side of a plot the radius of the largest bubble is.
const LARGEST: f64 = 0.09;
/// The same of a dot without a size.
const DOT: f64 = 0.05;

/// The ends of an axis on which dots lie whole, each with its radius as a part of the axis;
/// other values lie on it, too.
fn around(
    dots: impl Iterator<Item = (f64, f64)>,
    others: impl Iterator<Item = f64>,
    scale: Scale,
) -> (f64, f64) {
    let dots: Vec<(f64, f64)> =
        dots.map(|(value, radius)| (scale.place(value), radius)).collect();
    let values = dots.iter().map(|(value, _)| *value);
    let (mut low, mut high) = values
        .chain(others.map(|value| scale.place(value)))
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| {
            (low.min(value), high.max(value))
        });
    if low > high {
        (low, high) = (0.0, 1.0);
    }
    // Room makes the axis longer, and a radius more of it: this settles at once.
    for _ in 0..8 {
        let span = high - low;
        for (value, radius) in &dots {
            low = low.min(value - radius * span);
            high = high.max(value + radius * span);
        }
    }
    match scale {
        Scale::Linear => (low, high),
        Scale::Log => (10_f64.powf(low), 10_f64.powf(high)),
    }
}

/// The axes of two values.
pub(super) fn axes(chart: &Chart, width: f64) -> Axes<'_> {
    let format = chart.x_format.as_ref().unwrap_or(&chart.format);
    let most = greatest(chart);
    let radius = |point: &Point| match point.size {
        Some(size) => (LARGEST * (size / most).sqrt()).max(DOT),
        None => DOT,
    };
    let xs = chart.scaled_points().filter_map(|point| Some((point.x?, radius(point))));
    let xs = around(xs, std::iter::empty(), chart.x_scale);
    let ys = chart.scaled_points().map(|point| (point.value, radius(point)));
    let rules = chart.rules.iter().map(|rule| rule.value);
    let ys = around(ys, rules.chain(chart.zero.then_some(0.0)), chart.scale);
    let count = ((width / 110.0).round() as usize).clamp(2, 6);
    let ticks = Ticks::of(chart.x_scale, format, xs, count);
    Axes {
        range: ticks.ends(),
        texts: ticks.values.iter().copied().zip(ticks.texts.iter().cloned()).collect(),
        upright: ticks.values,
        named: keyed(chart, Mark::Dot),
        shape: 0.56,
        ..Axes::new(chart, ys)
    }
}

#[cfg(test)]
mod tests {
    use super::Bubble;
    use crate::figure::draw::Placement;
    use crate::figure::draw::Texts;
    use crate::figure::draw::draw;
    use crate::figure::kind::Kind as _;
    use crate::figure::theme::Look;
    use crate::figure::theme::Variant;
    use crate::model::chart::Chart;
    use crate::model::chart::FigureKind;
    use crate::model::chart::Sizes;
    use crate::model::format::Format;
    use crate::model::format::Unit;
    use std::sync::Arc;

    #[test]
    fn a_picture_says_what_the_sizes_of_its_circles_are() {
        let mut chart = Chart::new(FigureKind::new("bubble"), Format::of(Unit::Percent))
            .series(
                "",
                [("north", 40.0), ("south", 30.0)].map(|(k, v)| (k.to_owned(), v)),
            );
        let format = Format::of(Unit::Count);
        chart.x_format = Some(Format::of(Unit::Number));
        chart.sizes = Some(Sizes { title: "Residents".to_owned(), format });
        for (at, point) in chart.panels[0].series[0].points.iter_mut().enumerate() {
            (point.x, point.size) = (Some(at as f64), Some(9_000.0 / (at as f64 + 1.0)));
        }
        let (short, _) = Bubble.sentences(&chart);
        let most = short.last().map(String::as_str);
        assert_eq!(most, Some("The largest circle is north, 9,000."));
        let look = Look::new(&Arc::default(), Variant::Light);
        for width in [340, 850] {
            let place = Placement::Sized { width, height: None };
            let svg = draw(&chart, &Texts::default(), place, &look);
            for words in ["Area of circles: Residents", ">5,000<"] {
                assert!(svg.contains(words), "{width} {words}: {svg}");
            }
        }
    }
}
