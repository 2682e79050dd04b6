//! `bubble`: a scatter whose dots have a size, their area in proportion to a third value.
//!
//! `data:` stands along the x axis, `y:` up, `size:` is the family of the sizes, all with the
//! same keys. The largest and the highlighted bubbles are named where they have room. Sizes are
//! amounts: a negative one is refused.
//!
//! ```yaml
//! wealth:
//!   kind: bubble
//!   headline: Large regions grew less
//!   subtitle: Growth by deprivation, nine regions; area of circles by residents
//!   data: deprivation_by_region
//!   y: growth_by_region
//!   size: residents_by_region
//!   x: region
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
use crate::figure::draw::labels;
use crate::figure::draw::labels::Obstacles;
use crate::figure::draw::less::Less;
use crate::figure::draw::named;
use crate::figure::draw::plot::small;
use crate::figure::kind::Kind;
use crate::figure::place::Area;
use crate::figure::plan::About;
use crate::figure::plan::Planner;
use crate::figure::scale::Ticks;
use crate::figure::svg::Anchor;
use crate::figure::svg::Svg;
use crate::figure::theme::Ink;
use crate::figure::theme::Look;
use crate::model::chart::Chart;
use crate::model::chart::Point;
use crate::model::chart::Scale;
use crate::model::diagnostic::Result;

/// How many of the largest bubbles are named.
const NAMED: usize = 5;

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

    fn settings(&self) -> &'static [&'static str] {
        &["y", "size", "x_axis", "x_scale", "zero"]
    }

    fn plan(&self, planner: &Planner<'_>) -> Result<Chart> {
        let mut chart = planner.scatter()?;
        chart.sizes = planner.sizes()?;
        Ok(chart)
    }

    fn finish(&self, planner: &Planner<'_>, chart: &mut Chart) -> Result<()> {
        for (_, _, point) in chart.points() {
            let size = chart.sizes.get(&point.key).copied();
            if size.is_none_or(|size| size < 0.0) {
                let message = match size {
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
        frame::need(&axes(chart, width), look, width)
    }

    fn paint(&self, chart: &Chart, svg: &Svg, area: Area) {
        let look = svg.look();
        let axes = axes(chart, area.w);
        let plot = frame::open(&axes, svg, area);
        let room = plot.area();
        let most = chart.sizes.values().copied().fold(0.0, f64::max).max(1e-300);
        let largest = (room.w.min(room.h) * 0.09).clamp(5.0, 26.0);
        let mut bubbles: Vec<(&Point, (f64, f64), f64, Ink)> = Vec::new();
        let series = first(chart);
        for (series, hue) in series.iter().zip(hues(series)) {
            for point in &series.points {
                let Some(x) = point.x else { continue };
                let size = chart.sizes.get(&point.key).copied().unwrap_or(0.0);
                let radius = (largest * (size / most).sqrt()).max(1.2);
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
        let kind = small(look, Ink::Text, Anchor::Start);
        let marked = |point: &Point| chart.highlight.contains(&point.key);
        let chosen = bubbles.iter().filter(|bubble| marked(bubble.0));
        let rest = bubbles.iter().filter(|bubble| !marked(bubble.0)).take(NAMED);
        for (point, at, radius, _) in chosen.chain(rest) {
            let place = (plot.px(at.0), plot.py(at.1));
            labels::beside(svg, room, (place, *radius), &point.label, kind, &obstacles);
        }
        frame::close(&axes, svg, &plot);
    }

    fn sentences(&self, chart: &Chart) -> (Vec<String>, Vec<String>) {
        rank::sentences(chart)
    }

    fn less<'a>(&self, whole: Less<'a>, level: usize) -> Option<Less<'a>> {
        whole.fewer_series(level, "groups")
    }
}

/// The ends of some values, with room around them.
fn padded(values: impl Iterator<Item = f64>, zero: bool, scale: Scale) -> (f64, f64) {
    let (low, high) = values
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| {
            (low.min(value), high.max(value))
        });
    if low > high {
        return (0.0, 1.0);
    }
    if scale == Scale::Log {
        return (low * 0.9, high * 1.1);
    }
    let pad = (high - low) * 0.08;
    let (low, high) = (low - pad, high + pad);
    if zero { (low.min(0.0), high.max(0.0)) } else { (low, high) }
}

/// The axes of two values.
pub(super) fn axes(chart: &Chart, width: f64) -> Axes<'_> {
    let format = chart.x_format.as_ref().unwrap_or(&chart.format);
    let xs = chart.points().filter_map(|(_, _, point)| point.x);
    let xs = padded(xs, false, chart.x_scale);
    let ys = chart.points().map(|(_, _, point)| point.value);
    let ys = padded(ys, chart.zero, chart.scale);
    let count = ((width / 110.0).round() as usize).clamp(2, 6);
    let ticks = Ticks::of(chart.x_scale, format, xs, count);
    Axes {
        range: ticks.ends(),
        texts: ticks.values.iter().copied().zip(ticks.texts.iter().cloned()).collect(),
        upright: ticks.values,
        named: named(first(chart), Mark::Dot),
        shape: 0.56,
        ..Axes::new(chart, ys)
    }
}
