//! A plot area over plotters' coordinates, with ticks and grid lines.

use crate::figure::backend::FINE;
use crate::figure::place::Area;
use crate::figure::scale::Ticks;
use crate::figure::shape::Spot;
use crate::figure::svg::Anchor;
use crate::figure::svg::Pen;
use crate::figure::svg::Svg;
use crate::figure::svg::Type;
use crate::figure::theme::Hue;
use crate::figure::theme::Ink;
use crate::figure::theme::Look;
use crate::model::chart::Point;
use crate::model::chart::Scale;
use plotters::coord::Shift;
use plotters::coord::types::RangedCoordf64;
use plotters::drawing::DrawingArea;
use plotters::drawing::IntoDrawingArea as _;
use plotters::element::Circle;
use plotters::element::PathElement;
use plotters::element::Polygon;
use plotters::element::Rectangle;
use plotters::prelude::Cartesian2d;
use plotters::style::BLACK;
use plotters::style::Color as _;
use plotters::style::ShapeStyle;
use std::ops::Range;

/// How much wider than a line the ground under it is, where it crosses marks.
const CASING: f64 = 2.4;

/// A plot area with coordinates of the data.
pub(in crate::figure) struct Plot {
    svg: Svg,
    plane: DrawingArea<Svg, Cartesian2d<RangedCoordf64, RangedCoordf64>>,
    x: Range<f64>,
    y: Range<f64>,
    /// How values stand along x and along y.
    scales: (Scale, Scale),
    area: Area,
}

fn style(filled: bool, width: f64) -> ShapeStyle {
    ShapeStyle { color: BLACK.to_rgba(), filled, stroke_width: (width * FINE) as u32 }
}

impl Plot {
    pub(in crate::figure) fn new(
        svg: &Svg,
        area: Area,
        x: (f64, f64),
        y: (f64, f64),
    ) -> Self {
        Self::scaled(svg, area, x, y, (Scale::Linear, Scale::Linear))
    }

    /// The same with axes of some scales.
    pub(in crate::figure) fn scaled(
        svg: &Svg,
        area: Area,
        (x0, x1): (f64, f64),
        (y0, y1): (f64, f64),
        scales: (Scale, Scale),
    ) -> Self {
        let (x0, x1) = (scales.0.place(x0), scales.0.place(x1));
        let (y0, y1) = (scales.1.place(y0), scales.1.place(y1));
        let fine = |value: f64| (value * FINE).round() as i32;
        let root: DrawingArea<Svg, Shift> = svg.clone().into_drawing_area();
        let actual =
            (fine(area.x)..fine(area.right()), fine(area.bottom())..fine(area.y));
        let plane = root.apply_coord_spec(
            Cartesian2d::<RangedCoordf64, RangedCoordf64>::new(x0..x1, y0..y1, actual),
        );
        Self { svg: svg.clone(), plane, x: x0..x1, y: y0..y1, scales, area }
    }

    /// A plane whose coordinates are the page's own.
    pub(in crate::figure) fn of_page(svg: &Svg) -> Self {
        let (w, h) = svg.size();
        Self::new(svg, Area { x: 0.0, y: 0.0, w, h }, (0.0, w), (h, 0.0))
    }

    pub(in crate::figure) fn look(&self) -> &Look {
        self.svg.look()
    }

    /// Returns the page's x of a value.
    pub(in crate::figure) fn px(&self, value: f64) -> f64 {
        let value = self.scales.0.place(value);
        let share = (value - self.x.start) / (self.x.end - self.x.start);
        self.area.x + share * self.area.w
    }

    /// Returns the page's y of a value.
    pub(in crate::figure) fn py(&self, value: f64) -> f64 {
        let value = self.scales.1.place(value);
        let share = (value - self.y.start) / (self.y.end - self.y.start);
        self.area.bottom() - share * self.area.h
    }

    pub(in crate::figure) fn area(&self) -> Area {
        self.area
    }

    /// Says where a value of a series stands, so that words can point at it; `radius` is how far
    /// its mark reaches, zero on a line.
    pub(in crate::figure) fn spot(
        &self,
        (series, key): (&str, &str),
        (x, y): (f64, f64),
        hue: Hue,
        radius: f64,
    ) {
        self.svg.within(self.area);
        let at = (self.px(x), self.py(y));
        let (series, key) = (series.to_owned(), key.to_owned());
        self.svg.spot(Spot { series, key, at, hue, radius, joined: false });
    }

    /// Says where the values of a line stand that nothing parts, in the order of the line.
    pub(in crate::figure) fn spots<'p>(
        &self,
        series: &str,
        run: impl IntoIterator<Item = (f64, &'p Point)>,
        hue: Hue,
    ) {
        self.svg.within(self.area);
        for (index, (x, point)) in run.into_iter().enumerate() {
            let (series, key) = (series.to_owned(), point.key.clone());
            let at = (self.px(x), self.py(point.value));
            self.svg.spot(Spot { series, key, at, hue, radius: 0.0, joined: index > 0 });
        }
    }

    fn at(&self, (x, y): (f64, f64)) -> (f64, f64) {
        (self.scales.0.place(x), self.scales.1.place(y))
    }

    fn all(&self, points: Vec<(f64, f64)>) -> Vec<(f64, f64)> {
        points.into_iter().map(|point| self.at(point)).collect()
    }

    fn pen(&self, ink: Ink, opacity: f64, dashed: bool) {
        self.svg.take(Pen { ink, opacity, dashed });
    }

    pub(in crate::figure) fn path(
        &self,
        points: Vec<(f64, f64)>,
        ink: Ink,
        width: f64,
        dashed: bool,
    ) {
        self.pen(ink, 1.0, dashed);
        // Nothing is written that could fail.
        let _ = self.plane.draw(&PathElement::new(self.all(points), style(false, width)));
    }

    /// A straight line between places on the axes.
    fn straight(&self, ends: [(f64, f64); 2], ink: Ink, width: f64, dashed: bool) {
        self.pen(ink, 1.0, dashed);
        let _ = self.plane.draw(&PathElement::new(ends.to_vec(), style(false, width)));
    }

    pub(in crate::figure) fn band(
        &self,
        points: Vec<(f64, f64)>,
        ink: Ink,
        opacity: f64,
    ) {
        self.pen(ink, opacity, false);
        let _ = self.plane.draw(&Polygon::new(self.all(points), style(true, 0.0)));
    }

    pub(in crate::figure) fn dot(
        &self,
        at: (f64, f64),
        radius: f64,
        ink: Ink,
        opacity: f64,
    ) {
        self.pen(ink, opacity, false);
        let radius = (radius * FINE) as i32;
        let _ = self.plane.draw(&Circle::new(self.at(at), radius, style(true, 0.0)));
    }

    /// Draws a hollow dot: a ring over the ground.
    pub(in crate::figure) fn ring(&self, at: (f64, f64), radius: f64, ink: Ink) {
        self.dot(at, radius, Ink::Ground, 1.0);
        self.pen(ink, 1.0, false);
        let radius = (radius * FINE) as i32;
        let _ = self.plane.draw(&Circle::new(self.at(at), radius, style(false, 2.0)));
    }

    /// Draws the line of a circle, over whatever is there.
    pub(in crate::figure) fn circle(
        &self,
        at: (f64, f64),
        radius: f64,
        ink: Ink,
        width: f64,
    ) {
        self.pen(ink, 1.0, false);
        let radius = (radius * FINE) as i32;
        let _ = self.plane.draw(&Circle::new(self.at(at), radius, style(false, width)));
    }

    pub(in crate::figure) fn rect(&self, from: (f64, f64), to: (f64, f64), ink: Ink) {
        self.pen(ink, 1.0, false);
        let _ = self
            .plane
            .draw(&Rectangle::new([self.at(from), self.at(to)], style(true, 0.0)));
    }

    /// Draws a horizontal line from edge to edge.
    pub(in crate::figure) fn across(&self, value: f64, ink: Ink, width: f64) {
        let y = self.scales.1.place(value);
        self.straight([(self.x.start, y), (self.x.end, y)], ink, width, false);
    }

    /// Draws a vertical line from edge to edge.
    pub(in crate::figure) fn upright(
        &self,
        value: f64,
        ink: Ink,
        width: f64,
        dashed: bool,
    ) {
        let x = self.scales.0.place(value);
        self.straight([(x, self.y.start), (x, self.y.end)], ink, width, dashed);
    }

    /// Draws a line that is seen over any mark: a wider one in the colour of the ground is under it.
    pub(in crate::figure) fn path_over(
        &self,
        points: Vec<(f64, f64)>,
        ink: Ink,
        width: f64,
    ) {
        self.path(points.clone(), Ink::Ground, width + CASING, false);
        self.path(points, ink, width, false);
    }

    /// Draws a horizontal line from edge to edge that is seen over any mark.
    pub(in crate::figure) fn across_over(&self, value: f64, ink: Ink, width: f64) {
        self.across(value, Ink::Ground, width + CASING);
        self.across(value, ink, width);
    }

    /// Draws a vertical line from edge to edge that is seen over any mark.
    pub(in crate::figure) fn upright_over(
        &self,
        value: f64,
        ink: Ink,
        width: f64,
        dashed: bool,
    ) {
        self.upright(value, Ink::Ground, width + CASING, false);
        self.upright(value, ink, width, dashed);
    }

    /// Draws horizontal grid lines, and their numbers to the left unless `bare`.
    pub(in crate::figure) fn y_axis(&self, ticks: &Ticks, bare: bool) {
        let grid = self.look().theme.stroke.grid;
        let size = self.look().theme.sizes.small;
        for (value, text) in ticks.values.iter().zip(&ticks.texts) {
            let ink = if *value == 0.0 { Ink::Base } else { Ink::Grid };
            self.across(*value, ink, grid);
            if !bare {
                let kind = small(self.look(), Ink::Muted, Anchor::End);
                self.svg.text(
                    self.area.x - 8.0,
                    self.py(*value) + size * 0.34,
                    text,
                    kind,
                );
            }
        }
    }
}

/// Returns the type of ticks and notes.
pub(in crate::figure) fn small(look: &Look, ink: Ink, anchor: Anchor) -> Type {
    Type { size: look.theme.sizes.small, bold: false, ink, anchor }
}

/// Returns the type of names.
pub(in crate::figure) fn label(look: &Look, ink: Ink, anchor: Anchor) -> Type {
    Type { size: look.theme.sizes.label, bold: false, ink, anchor }
}

/// Returns the type of values.
pub(in crate::figure) fn strong(look: &Look, ink: Ink, anchor: Anchor) -> Type {
    Type { bold: true, ..label(look, ink, anchor) }
}
