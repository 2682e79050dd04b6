//! From values to colours of a ramp, the key that says which stand for what, and what has no value.

use crate::figure::draw::plot::Plot;
use crate::figure::draw::plot::small;
use crate::figure::measure;
use crate::figure::place::Area;
use crate::figure::scale::short;
use crate::figure::svg::Anchor;
use crate::figure::svg::Svg;
use crate::figure::svg::Type;
use crate::figure::theme::Ink;
use crate::figure::theme::Look;
use crate::figure::theme::STEPS;
use crate::model::chart::Chart;
use crate::model::format::Unit;
use crate::model::geography::Class;
use crate::say;

/// The height of the band of colours of a key, and its width.
const BAND: f64 = 9.0;
const SCALE: f64 = 240.0;
/// The width of a sample of what has no value.
const SAMPLE: f64 = 18.0;
/// From one hatch to the next.
const HATCH: f64 = 7.0;

/// From values to steps of the ramp, around a value that has no colour: the reference, 100
/// of an index, else zero.
pub(in crate::figure) struct Shades {
    base: f64,
    most: f64,
    /// Whether the colours of the two sides change places.
    mirrored: bool,
}

impl Shades {
    pub(in crate::figure) fn of(chart: &Chart) -> Self {
        let usual = if chart.format.unit == Unit::Index { 100.0 } else { 0.0 };
        let base = chart.rules.first().map_or(usual, |rule| rule.value);
        let far = chart.scaled_points().map(|point| (point.value - base).abs());
        Self { base, most: far.fold(0.0, f64::max), mirrored: chart.lower_is_better }
    }

    pub(in crate::figure) fn step(&self, value: f64) -> u8 {
        let half = f64::from(STEPS / 2);
        let share = if self.most > 0.0 { (value - self.base) / self.most } else { 0.0 };
        let share = if self.mirrored { -share } else { share };
        (half + (share * half).round()).clamp(0.0, 2.0 * half) as u8
    }

    /// Returns the values that each step of the ramp stands for, as they print, from the lowest.
    pub(in crate::figure) fn classes(&self, chart: &Chart) -> Vec<Class> {
        let rounded = |value: f64| chart.format.rounded(value);
        let values = || chart.scaled_points().map(|point| rounded(point.value));
        let least = values().fold(f64::INFINITY, f64::min);
        let most = values().fold(f64::NEG_INFINITY, f64::max);
        let half = f64::from(STEPS / 2);
        let starts = |at: u8| {
            let from = self.base + self.most * (f64::from(at) - half - 0.5) / half;
            if at == 0 { f64::NEG_INFINITY } else { rounded(from) }
        };
        let classes = (0..STEPS).filter_map(|at| {
            let to = if at + 1 == STEPS { f64::INFINITY } else { starts(at + 1) };
            let from = starts(at);
            let step = if self.mirrored { STEPS - 1 - at } else { at };
            values().any(|value| from <= value && value < to).then(|| Class {
                from: from.max(least),
                to: to.min(most),
                step,
            })
        });
        classes.collect()
    }

    /// Returns the room a key of the colours takes.
    pub(in crate::figure) fn height(look: &Look) -> f64 {
        BAND + look.small_line() + 14.0
    }

    /// Draws the colours from the lowest to the highest value that they stand for, with the
    /// value that has none between them.
    pub(in crate::figure) fn key(&self, chart: &Chart, svg: &Svg, area: Area) {
        let kind = small(svg.look(), Ink::Muted, Anchor::Start);
        let values = || chart.scaled_points().map(|point| point.value);
        let least = values().fold(f64::INFINITY, f64::min);
        let most = values().fold(f64::NEG_INFINITY, f64::max);
        if least > most {
            return;
        }
        let ends = [short(&chart.format, least), short(&chart.format, most)];
        let words: f64 =
            ends.iter().map(|end| measure::width(end, kind.size, false)).sum();
        let none = lacks(chart).then(|| say!("map-no-data"));
        let beside = none
            .as_ref()
            .map_or(0.0, |none| SAMPLE + 6.0 + measure::width(none, kind.size, false));
        let apart = if beside > 0.0 { beside + 18.0 } else { 0.0 };
        let wide = (words + 60.0).max(SCALE).min(area.w - apart);
        if let Some(none) = none {
            let x = area.x + wide + apart - beside;
            hatched(svg, Area { x, y: area.y, w: SAMPLE, h: BAND });
            svg.text(x + SAMPLE + 6.0, area.y + BAND, &none, kind);
        }
        let (first, last) = (self.step(least), self.step(most));
        let each = wide / (f64::from(last.abs_diff(first)) + 1.0);
        let steps: Vec<u8> = if first <= last {
            (first..=last).collect()
        } else {
            (last..=first).rev().collect()
        };
        for (at, step) in steps.into_iter().enumerate() {
            let x = area.x + at as f64 * each;
            svg.tile(Area { x, y: area.y, w: each - 0.5, h: BAND }, Ink::Ramp(step));
        }
        let base = area.y + BAND + 3.0 + kind.size;
        let [low, high] = &ends;
        svg.text(area.x, base, low, kind);
        let right = Type { anchor: Anchor::End, ..kind };
        if least < most {
            svg.text_if_free(area.x + wide, base, high, right);
        }
        if least < self.base && self.base < most {
            let step = STEPS / 2;
            let x = area.x + (f64::from(step.abs_diff(first)) + 0.5) * each;
            let middle = Type { anchor: Anchor::Middle, ..kind };
            svg.text_if_free(x, base, &short(&chart.format, self.base), middle);
        }
    }
}

/// Whether a cell of the table, or of another of its set, has no value.
fn lacks(chart: &Chart) -> bool {
    let keys = chart.keys().len();
    let mut series = chart.scaled().iter().flat_map(|panel| &panel.series);
    series.any(|series| series.points.len() < keys)
}

/// Draws a tile without a value: lines from edge to edge.
pub(in crate::figure) fn hatched(svg: &Svg, tile: Area) {
    let plane = Plot::of_page(svg);
    svg.tile(tile, Ink::Grid);
    let (w, h) = (tile.w, tile.h);
    let count = ((w + h) / HATCH).ceil() as usize;
    for at in 1..count {
        let along = at as f64 * HATCH;
        // From the left or lower edge to the upper or right one.
        let from = if along <= h { (0.0, along) } else { (along - h, h) };
        let to = if along <= w { (along, 0.0) } else { (w, along - w) };
        let on = |(x, y): (f64, f64)| (tile.x + x, tile.y + y);
        plane.path(vec![on(from), on(to)], Ink::Ground, 2.0, false);
    }
}
