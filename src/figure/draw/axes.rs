//! A plot area over plotters' coordinates, with ticks and grid lines.

use crate::figure::measure;
use crate::figure::svg::Anchor;
use crate::figure::svg::FINE;
use crate::figure::svg::Svg;
use crate::figure::svg::Type;
use crate::figure::theme;
use crate::figure::theme::Ink;
use crate::stat::number::Format;
use crate::stat::number::Unit;
use crate::stat::number::fixed;
use plotters::coord::Shift;
use plotters::coord::types::RangedCoordf64;
use plotters::drawing::DrawingArea;
use plotters::drawing::IntoDrawingArea as _;
use plotters::element::Circle;
use plotters::element::PathElement;
use plotters::element::Polygon;
use plotters::element::Rectangle;
use plotters::prelude::Cartesian2d;
use plotters::style::Color as _;
use plotters::style::RGBColor;
use plotters::style::ShapeStyle;
use std::ops::Range;

/// A rectangle on the page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Area {
    pub x: f64,
    pub y: f64,
    pub w: f64,
    pub h: f64,
}

impl Area {
    pub(super) fn right(self) -> f64 {
        self.x + self.w
    }

    pub(super) fn bottom(self) -> f64 {
        self.y + self.h
    }
}

/// A plot area with coordinates of the data.
pub(super) struct Plot {
    svg: Svg,
    plane: DrawingArea<Svg, Cartesian2d<RangedCoordf64, RangedCoordf64>>,
    x: Range<f64>,
    y: Range<f64>,
    area: Area,
}

fn colour(ink: Ink) -> RGBColor {
    RGBColor(ink.rgb.0, ink.rgb.1, ink.rgb.2)
}

fn stroke(ink: Ink, width: f64) -> ShapeStyle {
    ShapeStyle {
        color: colour(ink).to_rgba(),
        filled: false,
        stroke_width: (width * FINE) as u32,
    }
}

impl Plot {
    pub(super) fn new(svg: &Svg, area: Area, x: Range<f64>, y: Range<f64>) -> Self {
        let fine = |value: f64| (value * FINE).round() as i32;
        let root: DrawingArea<Svg, Shift> = svg.clone().into_drawing_area();
        let actual =
            (fine(area.x)..fine(area.right()), fine(area.bottom())..fine(area.y));
        let plane =
            root.apply_coord_spec(Cartesian2d::<RangedCoordf64, RangedCoordf64>::new(
                x.clone(),
                y.clone(),
                actual,
            ));
        Self { svg: svg.clone(), plane, x, y, area }
    }

    /// Returns the page's x of a value.
    pub(super) fn px(&self, value: f64) -> f64 {
        let share = (value - self.x.start) / (self.x.end - self.x.start);
        self.area.x + share * self.area.w
    }

    /// Returns the page's y of a value.
    pub(super) fn py(&self, value: f64) -> f64 {
        let share = (value - self.y.start) / (self.y.end - self.y.start);
        self.area.bottom() - share * self.area.h
    }

    /// Returns the page's x of the left edge.
    pub(super) fn left(&self) -> f64 {
        self.area.x
    }

    pub(super) fn path(
        &self,
        points: Vec<(f64, f64)>,
        ink: Ink,
        width: f64,
        dashed: bool,
    ) {
        self.svg.dashed(dashed);
        // Nothing is written that could fail.
        let _ = self.plane.draw(&PathElement::new(points, stroke(ink, width)));
        self.svg.dashed(false);
    }

    pub(super) fn band(&self, points: Vec<(f64, f64)>, ink: Ink, alpha: f64) {
        let style =
            ShapeStyle { color: colour(ink).mix(alpha), filled: true, stroke_width: 0 };
        let _ = self.plane.draw(&Polygon::new(points, style));
    }

    pub(super) fn dot(&self, at: (f64, f64), radius: f64, ink: Ink, alpha: f64) {
        let style =
            ShapeStyle { color: colour(ink).mix(alpha), filled: true, stroke_width: 0 };
        let _ = self.plane.draw(&Circle::new(at, (radius * FINE) as i32, style));
    }

    /// Draws a hollow dot: a ring over the ground.
    pub(super) fn ring(&self, at: (f64, f64), radius: f64, ink: Ink) {
        self.dot(at, radius, theme::GROUND, 1.0);
        let style = stroke(ink, 2.0);
        let _ = self.plane.draw(&Circle::new(at, (radius * FINE) as i32, style));
    }

    pub(super) fn rect(&self, from: (f64, f64), to: (f64, f64), ink: Ink) {
        let style =
            ShapeStyle { color: colour(ink).to_rgba(), filled: true, stroke_width: 0 };
        let _ = self.plane.draw(&Rectangle::new([from, to], style));
    }

    /// Draws horizontal grid lines with their numbers to the left.
    pub(super) fn y_axis(&self, ticks: &[f64], format: &Format) {
        for tick in ticks {
            let ink = if *tick == 0.0 { theme::BASE } else { theme::GRID };
            self.path(vec![(self.x.start, *tick), (self.x.end, *tick)], ink, 1.0, false);
            let text = tick_text(format, *tick, ticks);
            self.svg.text(
                self.area.x - 8.0,
                self.py(*tick) + 4.0,
                &text,
                small(theme::MUTED, Anchor::End),
            );
        }
    }

    /// Draws vertical grid lines with their numbers below; those that would touch are left
    /// out, the first and last last.
    pub(super) fn x_axis(&self, ticks: &[f64], format: &Format) {
        for tick in ticks {
            let ink = if *tick == 0.0 { theme::BASE } else { theme::GRID };
            self.path(vec![(*tick, self.y.start), (*tick, self.y.end)], ink, 1.0, false);
        }
        let texts: Vec<(f64, String)> = ticks
            .iter()
            .map(|tick| (self.px(*tick), tick_text(format, *tick, ticks)))
            .collect();
        self.x_texts(&texts);
    }

    /// Sets texts along the bottom, every so many, so that none touches the next.
    pub(super) fn x_texts(&self, texts: &[(f64, String)]) {
        let half = |text: &str| measure::width(text, theme::SMALL, false) / 2.0;
        let fits = |step: usize| {
            let kept = thinned(texts, step);
            kept.windows(2).all(|pair| match pair {
                [(a, left), (b, right)] => b - a > half(left) + half(right) + 8.0,
                _ => true,
            })
        };
        let step = (1..=texts.len().max(1))
            .find(|step| fits(*step))
            .unwrap_or(texts.len().max(1));
        for (x, text) in thinned(texts, step) {
            let y = self.area.bottom() + 18.0;
            self.svg.text(*x, y, text, small(theme::MUTED, Anchor::Middle));
        }
    }

    /// Draws a line across at a value, with its words above the right end.
    pub(super) fn rule(&self, value: f64, label: &str) {
        self.path(
            vec![(self.x.start, value), (self.x.end, value)],
            theme::BASE,
            1.2,
            false,
        );
        if !label.is_empty() {
            let kind = small(theme::MUTED, Anchor::Start);
            self.svg.text_over(self.area.x + 4.0, self.py(value) - 5.0, label, kind);
        }
    }
}

/// Keeps every nth text counted from the last, which always stays.
fn thinned(texts: &[(f64, String)], step: usize) -> Vec<&(f64, String)> {
    let last = texts.len().saturating_sub(1);
    texts
        .iter()
        .enumerate()
        .filter(|(index, _)| (last - index).is_multiple_of(step.max(1)))
        .map(|(_, text)| text)
        .collect()
}

/// Returns the type of ticks and notes.
pub(super) fn small(ink: Ink, anchor: Anchor) -> Type {
    Type { size: theme::SMALL, bold: false, ink, anchor }
}

/// Returns the type of labels.
pub(super) fn label(ink: Ink, anchor: Anchor) -> Type {
    Type { size: theme::LABEL, bold: false, ink, anchor }
}

/// Returns a tick's number, with the unit where it is short.
pub(super) fn tick_text(format: &Format, value: f64, ticks: &[f64]) -> String {
    let step = match ticks {
        [a, b, ..] => (b - a).abs(),
        _ => 1.0,
    };
    let figure = fixed(value, crate::figure::scale::decimals(step));
    match format.unit {
        Unit::Percent => format!("{figure}%"),
        Unit::Currency => format!("{}{figure}", format.noun),
        _ => figure,
    }
}

/// Returns the width of the widest tick.
pub(super) fn ticks_width(format: &Format, ticks: &[f64]) -> f64 {
    ticks
        .iter()
        .map(|tick| measure::width(&tick_text(format, *tick, ticks), theme::SMALL, false))
        .fold(0.0, f64::max)
}
