//! Small maps beside the main one, and the marks that say where they lie.

use crate::figure::draw::plot::Plot;
use crate::figure::draw::plot::small;
use crate::figure::map::layout::Placed;
use crate::figure::map::layout::main;
use crate::figure::map::paint::BORDER;
use crate::figure::map::paint::GROUP;
use crate::figure::map::paint::Hexagon;
use crate::figure::map::paint::Painter;
use crate::figure::map::paint::around;
use crate::figure::map::shapes::Shapes;
use crate::figure::map::shapes::View;
use crate::figure::map::shapes::bounds;
use crate::figure::measure;
use crate::figure::place::Area;
use crate::figure::svg::Anchor;
use crate::figure::svg::Type;
use crate::figure::theme::Ink;
use crate::model::geography::MapStyle;
use crate::model::geography::Outline;
use crate::model::geography::Purpose;
use std::collections::BTreeSet;

/// The sides of the smallest mark.
const LEAST: f64 = 9.0;
/// How far from the frame names stay.
const INSIDE: f64 = 4.0;

impl Painter<'_> {
    /// Draws an inset with its words and its frame.
    pub(super) fn inset(&self, placed: &Placed<'_>, frame: Area) {
        let kind = small(self.svg.look(), Ink::Muted, Anchor::Start);
        let line = self.svg.look().small_line();
        let base = frame.y - 5.0 - (placed.caption.len().saturating_sub(1)) as f64 * line;
        self.svg.lines((frame.x, base), &placed.caption, line, kind);
        let view = View::fit(placed.bounds, frame);
        let own = || {
            let keys = &placed.inset.keys;
            self.map.areas.iter().filter(|area| keys.contains(&area.key)).collect()
        };
        match placed.inset.purpose {
            Purpose::Zoom if self.style == MapStyle::Hexes => {
                let all: Vec<&Outline> = main(self.map).collect();
                self.hexagons(&all, Some(&placed.inset.keys), (view, frame), false);
            }
            Purpose::Zoom => {
                let shapes = Shapes::cut(self.map, view, frame);
                self.areas(&shapes, view, frame, false);
                self.names(&shapes, view, frame.grown(-INSIDE));
            }
            Purpose::Apart => {
                let shapes = Shapes::new(self.map, own(), view);
                self.areas(&shapes, view, frame, true);
                self.names(&shapes, view, frame.grown(-INSIDE));
            }
            Purpose::Overview => {
                let shown = main(self.map).map(|area| area.key.as_str());
                let painter = Painter {
                    style: MapStyle::Locator,
                    pointed: shown.collect(),
                    points: self.points.clone(),
                    ..*self
                };
                let shapes = Shapes::new(self.map, self.map.areas.iter().collect(), view);
                painter.areas(&shapes, view, frame, false);
                if let Some(bounds) = bounds(self.map, main(self.map)) {
                    self.mark((view, frame), bounds);
                }
            }
        }
        self.framed(frame, Ink::Base, BORDER);
    }

    /// Draws a rectangle around each part that an inset shows larger, and then their letters, which
    /// no line may cross.
    pub(super) fn marks(
        &self,
        insets: &[Placed<'_>],
        (view, frame): (View, Area),
        hexagons: &[Hexagon<'_>],
    ) {
        let zooms = insets.iter().filter(|placed| placed.inset.purpose == Purpose::Zoom);
        let mark = |placed: &Placed<'_>| match self.style {
            MapStyle::Hexes => self.ringed(&placed.inset.keys, hexagons),
            _ => Some(self.mark((view, frame), placed.bounds)),
        };
        let marks: Vec<(Area, Option<&str>)> = zooms
            .filter_map(|placed| Some((mark(placed)?, placed.letter.as_deref())))
            .collect();
        for (area, letter) in marks {
            let Some(letter) = letter else { continue };
            let kind =
                Type { bold: true, ..small(self.svg.look(), Ink::Text, Anchor::Start) };
            let before = area.x - measure::width(letter, kind.size, true) - 4.0;
            let places = [
                (area.x, area.y - 4.0),
                (area.right() + 4.0, area.y + kind.size),
                (before, area.y + kind.size),
                (area.x, area.bottom() + 3.0 + kind.size),
                (area.x + 4.0, area.y + 4.0 + kind.size),
            ];
            // Below the map stand the words of insets. One place is free, but where insets lie on one another.
            let above = |(x, y): &&(f64, f64)| {
                kind.area(*x, *y, letter).bottom() <= frame.bottom() + 2.0
            };
            let mut places = places.iter().filter(above);
            places.any(|(x, y)| self.svg.text_over_if_free(*x, *y, letter, kind));
        }
    }

    /// Draws a line around each of some hexagons, which may lie apart, and returns where they are.
    fn ringed(&self, keys: &BTreeSet<String>, hexagons: &[Hexagon<'_>]) -> Option<Area> {
        let own = hexagons.iter().filter(|(key, _)| keys.contains(*key));
        let rings: Vec<Vec<(f64, f64)>> =
            own.map(|(_, corners)| corners.clone()).collect();
        for ring in &rings {
            let closed = ring.iter().chain(ring.first()).copied().collect();
            Plot::of_page(self.svg).path_over(closed, Ink::Text, GROUP);
        }
        let start = *rings.first()?.first()?;
        Some(around(&rings, start))
    }

    /// Draws a rectangle around a part of the grid, as far as the map goes, and returns it.
    fn mark(
        &self,
        (view, frame): (View, Area),
        [west, north, east, south]: [i32; 4],
    ) -> Area {
        let ((left, top), (right, bottom)) =
            (view.at((west, north)), view.at((east, south)));
        let wider = ((LEAST - (right - left).min(bottom - top)) / 2.0).max(0.0);
        let area = Area { x: left, y: top, w: right - left, h: bottom - top }
            .grown(wider)
            .cut(frame);
        self.framed(area, Ink::Text, GROUP);
        area
    }

    fn framed(&self, area: Area, ink: Ink, width: f64) {
        let corners = vec![
            (area.x, area.y),
            (area.right(), area.y),
            (area.right(), area.bottom()),
            (area.x, area.bottom()),
            (area.x, area.y),
        ];
        Plot::of_page(self.svg).path_over(corners, ink, width);
    }
}
