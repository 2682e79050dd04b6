//! A plot area over plotters' coordinates, with ticks and grid lines.

use crate::figure::backend::FINE;
use crate::figure::draw::places::Place;
use crate::figure::measure;
use crate::figure::place::Area;
use crate::figure::place::within;
use crate::figure::scale::Ticks;
use crate::figure::svg::Anchor;
use crate::figure::svg::Pen;
use crate::figure::svg::Svg;
use crate::figure::svg::Type;
use crate::figure::theme::Ink;
use crate::figure::theme::Look;
use crate::model::calendar::Period;
use crate::model::calendar::Step;
use crate::model::calendar::periods;
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

/// Room under a plot before the words of its x axis: to their first baseline.
const BASELINE: f64 = 6.0;

/// A plot area with coordinates of the data.
pub(in crate::figure) struct Plot {
    svg: Svg,
    plane: DrawingArea<Svg, Cartesian2d<RangedCoordf64, RangedCoordf64>>,
    x: Range<f64>,
    y: Range<f64>,
    area: Area,
}

fn style(filled: bool, width: f64) -> ShapeStyle {
    ShapeStyle { color: BLACK.to_rgba(), filled, stroke_width: (width * FINE) as u32 }
}

impl Plot {
    pub(in crate::figure) fn new(
        svg: &Svg,
        area: Area,
        (x0, x1): (f64, f64),
        (y0, y1): (f64, f64),
    ) -> Self {
        let fine = |value: f64| (value * FINE).round() as i32;
        let root: DrawingArea<Svg, Shift> = svg.clone().into_drawing_area();
        let actual =
            (fine(area.x)..fine(area.right()), fine(area.bottom())..fine(area.y));
        let plane = root.apply_coord_spec(
            Cartesian2d::<RangedCoordf64, RangedCoordf64>::new(x0..x1, y0..y1, actual),
        );
        Self { svg: svg.clone(), plane, x: x0..x1, y: y0..y1, area }
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
        let share = (value - self.x.start) / (self.x.end - self.x.start);
        self.area.x + share * self.area.w
    }

    /// Returns the page's y of a value.
    pub(in crate::figure) fn py(&self, value: f64) -> f64 {
        let share = (value - self.y.start) / (self.y.end - self.y.start);
        self.area.bottom() - share * self.area.h
    }

    pub(in crate::figure) fn area(&self) -> Area {
        self.area
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
        let _ = self.plane.draw(&PathElement::new(points, style(false, width)));
    }

    pub(in crate::figure) fn band(
        &self,
        points: Vec<(f64, f64)>,
        ink: Ink,
        opacity: f64,
    ) {
        self.pen(ink, opacity, false);
        let _ = self.plane.draw(&Polygon::new(points, style(true, 0.0)));
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
        let _ = self.plane.draw(&Circle::new(at, radius, style(true, 0.0)));
    }

    /// Draws a hollow dot: a ring over the ground.
    pub(in crate::figure) fn ring(&self, at: (f64, f64), radius: f64, ink: Ink) {
        self.dot(at, radius, Ink::Ground, 1.0);
        self.pen(ink, 1.0, false);
        let radius = (radius * FINE) as i32;
        let _ = self.plane.draw(&Circle::new(at, radius, style(false, 2.0)));
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
        let _ = self.plane.draw(&Circle::new(at, radius, style(false, width)));
    }

    pub(in crate::figure) fn rect(&self, from: (f64, f64), to: (f64, f64), ink: Ink) {
        self.pen(ink, 1.0, false);
        let _ = self.plane.draw(&Rectangle::new([from, to], style(true, 0.0)));
    }

    /// Draws a horizontal line from edge to edge.
    pub(in crate::figure) fn across(&self, value: f64, ink: Ink, width: f64) {
        self.path(vec![(self.x.start, value), (self.x.end, value)], ink, width, false);
    }

    /// Draws a vertical line from edge to edge.
    pub(in crate::figure) fn upright(
        &self,
        value: f64,
        ink: Ink,
        width: f64,
        dashed: bool,
    ) {
        self.path(vec![(value, self.y.start), (value, self.y.end)], ink, width, dashed);
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

/// The words under a plot: every so many, so that none meets the next.
pub(in crate::figure) struct XTexts {
    kept: Vec<(f64, Vec<String>)>,
    line: f64,
    size: f64,
    /// Names, not numbers or times, that are left out or broken within a word.
    lost: usize,
}

impl XTexts {
    /// Chooses which texts to set at which places between two edges, and where they break.
    pub(in crate::figure) fn new(
        look: &Look,
        places: &[f64],
        texts: &[String],
        (left, right): (f64, f64),
    ) -> Self {
        let room = right - left;
        let size = look.theme.sizes.small;
        let gaps = places.windows(2).map(|pair| match pair {
            [a, b] => (b - a).abs(),
            _ => f64::INFINITY,
        });
        let least = gaps.fold(room, f64::min);
        let numeric = texts.iter().all(|text| text.chars().any(|c| c.is_ascii_digit()));
        // Words break where they have room for it; numbers never do.
        let limit = if numeric { room } else { least.max(58.0).min(room) };
        let blocks: Vec<(f64, Vec<String>)> = places
            .iter()
            .zip(texts)
            .map(|(x, text)| (*x, measure::wrap(text, size, false, limit)))
            .collect();
        let span = |block: &(f64, Vec<String>)| {
            let width = measure::widest(&block.1, size, false);
            let start = within(block.0, width, left, right);
            (start, start + width)
        };
        let thinned = |step: usize| -> Vec<&(f64, Vec<String>)> {
            let last = blocks.len().saturating_sub(1);
            let keep = |index: &usize| (last - index).is_multiple_of(step);
            (0..blocks.len()).filter(keep).filter_map(|at| blocks.get(at)).collect()
        };
        let fits = |step: &usize| {
            thinned(*step).windows(2).all(|pair| match pair {
                [a, b] => span(b).0 - span(a).1 >= 8.0,
                _ => true,
            })
        };
        let step = (1..=blocks.len()).find(fits).unwrap_or(blocks.len().max(1));
        let broken =
            |text: &&String| !measure::breaks_between_words(text, size, false, limit);
        let lost = if numeric {
            0
        } else {
            (texts.len() - thinned(step).len()).max(texts.iter().filter(broken).count())
        };
        let kept = thinned(step)
            .into_iter()
            .map(|block| (f64::midpoint(span(block).0, span(block).1), block.1.clone()))
            .collect();
        Self { kept, line: look.small_line(), size, lost }
    }

    /// Returns how many names are left out or broken within a word. Numbers and times are
    /// understood from their neighbours, names are not.
    pub(in crate::figure) fn lost(&self) -> usize {
        self.lost
    }

    /// The same for months and quarters: those that have room, to scale, and under the first of each
    /// year the year. None for other places.
    pub(in crate::figure) fn timed(
        look: &Look,
        places: &[Place],
        px: &dyn Fn(f64) -> f64,
        (left, right): (f64, f64),
    ) -> Option<Self> {
        let times = periods(places.iter().map(|place| place.key.as_str()))?;
        let (first, last) = (times.iter().min()?, times.iter().max()?);
        let in_year = match first.step {
            Step::Month => 12,
            Step::Quarter => 4,
            Step::Year | Step::Season | Step::Day => return None,
        };
        if first == last {
            return None;
        }
        let size = look.theme.sizes.small;
        let steps = [1, 3, 6, 12, 24, 60, 120, 240].into_iter().filter(|step| {
            // Quarters are every one, every other or whole years.
            in_year == 12 || step % 3 == 0
        });
        let blocks = |every: i64| -> Vec<(f64, Vec<String>)> {
            let every = if in_year == 4 { (every / 3).max(1) } else { every };
            let mut before: Option<i64> = None;
            (first.number..=last.number)
                .filter(|number| number.rem_euclid(every) == 0)
                .map(|number| {
                    let period = Period { number, ..*first };
                    let year = period.year();
                    let mut lines = Vec::new();
                    if every % in_year != 0 {
                        lines.push(period.short());
                    }
                    if before != Some(year) {
                        lines.push(year.to_string());
                    }
                    before = Some(year);
                    (px(number as f64), lines)
                })
                .collect()
        };
        let span = |block: &(f64, Vec<String>)| {
            let width = measure::widest(&block.1, size, false);
            let start = within(block.0, width, left, right);
            (start, start + width)
        };
        let fits = |blocks: &Vec<(f64, Vec<String>)>| {
            blocks.array_windows().all(|[a, b]| span(b).0 - span(a).1 >= 8.0)
        };
        let kept = steps.map(blocks).find(|blocks| !blocks.is_empty() && fits(blocks))?;
        let kept = kept
            .into_iter()
            .map(|block| (f64::midpoint(span(&block).0, span(&block).1), block.1))
            .collect();
        Some(Self { kept, line: look.small_line(), size, lost: 0 })
    }

    /// Returns the height of the words with the room above them.
    pub(in crate::figure) fn height(&self) -> f64 {
        let lines = self.kept.iter().map(|(_, lines)| lines.len()).max().unwrap_or(0);
        BASELINE + lines as f64 * self.line + 4.0
    }

    pub(in crate::figure) fn paint(&self, svg: &Svg, bottom: f64) {
        let kind = small(svg.look(), Ink::Muted, Anchor::Middle);
        for (x, lines) in &self.kept {
            svg.lines((*x, bottom + BASELINE + self.size), lines, self.line, kind);
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
