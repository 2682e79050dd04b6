//! `donut`: two or three parts of one whole.
//!
//! Listed statistics in percent that add up to 100. More than three parts are refused: a `bar`
//! with `layout: shares`, or a sorted `bar`, says it better, because lengths compare and angles
//! do not.
//!
//! ```yaml
//! funding:
//!   kind: donut
//!   headline: More of the money came from the fund than from others
//!   subtitle: Income of the programme, % of the total, 2024
//!   items:
//!     - {stat: funding.fund, label: The fund}
//!     - {stat: funding.other, label: Others}
//!   source: Synthetic data
//! ```

use crate::figure::describe::rank;
use crate::figure::draw::Need;
use crate::figure::draw::first;
use crate::figure::draw::hues_of_parts;
use crate::figure::draw::less::Less;
use crate::figure::draw::plot::Plot;
use crate::figure::draw::plot::label;
use crate::figure::draw::plot::strong;
use crate::figure::kind::Kind;
use crate::figure::kind::Names;
use crate::figure::kind::without_intervals;
use crate::figure::measure;
use crate::figure::place::Area;
use crate::figure::plan::Planner;
use crate::figure::scale::beside;
use crate::figure::svg::Anchor;
use crate::figure::svg::Svg;
use crate::figure::theme::Hue;
use crate::figure::theme::Ink;
use crate::figure::theme::Look;
use crate::model::chart::Chart;
use crate::model::chart::Point;
use crate::model::diagnostic::Result;

/// The most parts.
const MOST: usize = 3;
const GAP: f64 = 24.0;

pub(super) struct Donut;

impl Kind for Donut {
    fn manual(&self) -> &'static str {
        include_str!("donut.rs")
    }

    fn touches(&self, _chart: &Chart) -> bool {
        true
    }

    fn colours_values(&self) -> bool {
        true
    }

    fn panels(&self) -> Option<Names> {
        Some(Names::Each)
    }

    fn finish(&self, planner: &Planner<'_>, chart: &mut Chart) -> Result<()> {
        without_intervals(chart);
        let count = parts(chart).count();
        if count > MOST || first(chart).len() != 1 {
            let message =
                format!("a donut of {count} parts cannot be read: three are the most");
            return Err(planner
                .fault("kind", message)
                .help("draw `kind: bar` with `order: value`: lengths compare, angles do not")
                .into());
        }
        whole(planner, chart)
    }

    fn need(&self, chart: &Chart, look: &Look, width: f64) -> Need {
        let (words, beside) = words(chart, look, width);
        let tall: f64 = words.iter().map(|word| word.height(look)).sum();
        let ring = (width * 0.4).clamp(110.0, 240.0);
        if beside {
            let least = tall.max(90.0);
            return Need { least, natural: ring.max(least), most: 320.0_f64.max(least) };
        }
        Need { least: 90.0, natural: ring, most: 320.0 }.plus(tall + 8.0)
    }

    fn paint(&self, chart: &Chart, svg: &Svg, area: Area) {
        let look = svg.look();
        let (words, aside) = words(chart, look, area.w);
        let tall: f64 = words.iter().map(|word| word.height(look)).sum();
        let room = if aside { area.h } else { area.h - tall - 8.0 };
        let radius = (room / 2.0).min(area.w * if aside { 0.24 } else { 0.45 });
        let centre = (area.x + radius + 1.0, area.y + room / 2.0);
        let plane = Plot::of_page(svg);
        let total: f64 = parts(chart).map(|point| point.value).sum();
        let mut turn = 0.0;
        for (point, hue) in parts(chart).zip(hues_of_parts(chart, parts(chart))) {
            let end = turn + point.value / total.max(1e-300);
            plane.band(sector(centre, radius, (turn, end)), Ink::Mark(hue), 1.0);
            if let Some(series) = first(chart).first() {
                let middle = around(centre, radius * 0.79, f64::midpoint(turn, end));
                let of = (series.key.as_str(), point.key.as_str());
                plane.spot(of, middle, hue, radius * 0.21 - 2.0);
            }
            turn = end;
        }
        // Thin lines of the ground part neighbours without colour.
        let mut at = 0.0;
        for point in parts(chart) {
            let on = |r: f64| around(centre, r, at);
            plane.path(vec![on(radius * 0.58), on(radius)], Ink::Ground, 2.0, false);
            at += point.value / total.max(1e-300);
        }
        let (x, mut y) = if aside {
            (area.x + 2.0 * radius + GAP, area.y + (area.h - tall) / 2.0)
        } else {
            (area.x, area.y + room + 8.0)
        };
        for word in &words {
            let value = strong(look, Ink::Words(word.hue), Anchor::Start);
            svg.text(x, y + value.size, &word.value, value);
            let name = label(look, Ink::Text, Anchor::Start);
            let top = y + look.line();
            svg.lines((x, top + name.size), &word.lines, look.line(), name);
            y += word.height(look);
        }
    }

    fn sentences(&self, chart: &Chart) -> (Vec<String>, Vec<String>) {
        rank::sentences(chart)
    }

    fn takes_reference(&self) -> bool {
        false
    }

    fn less<'a>(&self, _whole: Less<'a>, _level: usize) -> Option<Less<'a>> {
        None
    }
}

/// Refuses parts that are not those of one whole.
pub(super) fn whole(planner: &Planner<'_>, chart: &Chart) -> Result<()> {
    let sum: f64 = parts(chart).map(|point| point.value).sum();
    let slack = 0.5 * parts(chart).count() as f64 + 1e-9;
    let negative = parts(chart).any(|point| point.value < 0.0);
    if negative || (sum - 100.0).abs() > slack {
        let message = format!("the parts add up to {sum:.1}, not to 100");
        return Err(planner
            .fault("items", message)
            .help("draw statistics that are shares of one whole, in percent")
            .into());
    }
    Ok(())
}

pub(super) fn parts(chart: &Chart) -> impl Iterator<Item = &Point> {
    first(chart).iter().flat_map(|series| &series.points)
}

/// A place around a centre, a share of a turn from the top.
fn around((x, y): (f64, f64), radius: f64, turn: f64) -> (f64, f64) {
    let angle = (turn - 0.25) * std::f64::consts::TAU;
    (x + radius * angle.cos(), y + radius * angle.sin())
}

/// A part of a ring, clockwise from the top.
fn sector(centre: (f64, f64), radius: f64, (from, to): (f64, f64)) -> Vec<(f64, f64)> {
    let steps = ((to - from) * 120.0).ceil().max(1.0) as usize;
    let turn = |step: usize| from + (to - from) * step as f64 / steps as f64;
    let on = |step: usize, r: f64| around(centre, r, turn(step));
    let outer = (0..=steps).map(|step| on(step, radius));
    let inner = (0..=steps).rev().map(|step| on(step, radius * 0.58));
    outer.chain(inner).collect()
}

/// The words of a part.
struct Word {
    hue: Hue,
    value: String,
    lines: Vec<String>,
}

impl Word {
    fn height(&self, look: &Look) -> f64 {
        (self.lines.len() + 1) as f64 * look.line() + 10.0
    }
}

/// The words, and whether they stand beside the ring.
fn words(chart: &Chart, look: &Look, width: f64) -> (Vec<Word>, bool) {
    let size = look.theme.sizes.label;
    let room = width * 0.5 - GAP;
    let whole = parts(chart)
        .all(|point| measure::breaks_between_words(&point.label, size, false, room));
    let limit = if whole { room } else { width };
    let words =
        parts(chart).zip(hues_of_parts(chart, parts(chart))).map(|(point, hue)| Word {
            hue,
            value: beside(&chart.format, point),
            lines: measure::wrap(&point.label, size, false, limit),
        });
    (words.collect(), whole)
}
