//! Values of areas as circles: by size, or small ones coloured by class.

use crate::figure::draw::plot::Plot;
use crate::figure::map::clip;
use crate::figure::map::legend::largest;
use crate::figure::map::legend::most;
use crate::figure::map::paint::Painter;
use crate::figure::map::shapes::View;
use crate::figure::place::Area;
use crate::figure::theme::Hue;
use crate::figure::theme::Ink;
use crate::model::chart::Point;
use crate::model::geography::Outline;

impl Painter<'_> {
    /// Circles by size, the largest first, so that small ones stay in sight.
    pub(super) fn symbols(
        &self,
        areas: &[&Outline],
        view: View,
        frame: Area,
        first: bool,
    ) {
        let (most, largest) =
            (most(self.chart).max(1e-300), largest(self.chart, self.rough));
        let mut circles: Vec<(&Outline, &Point)> = areas
            .iter()
            .filter_map(|area| Some((*area, self.points.get(area.key.as_str())?.1)))
            .collect();
        circles
            .sort_by(|a, b| b.1.value.total_cmp(&a.1.value).then(a.0.key.cmp(&b.0.key)));
        for (area, point) in circles {
            let radius = largest * (point.value / most).max(0.0).sqrt();
            if radius < 0.3 {
                continue;
            }
            let at = view.at(area.at);
            let within = (!first).then_some(frame);
            self.disc(at, radius, within, (Ink::Mark(Hue::Treated), 0.35), true);
            if first {
                self.spot(area, at, radius);
            }
        }
    }

    pub(super) fn dots(&self, areas: &[&Outline], view: View, frame: Area, first: bool) {
        let room = (frame.w * frame.h / areas.len().max(1) as f64).sqrt();
        let radius = (room * 0.3).clamp(1.6, 7.0);
        for area in areas {
            let Some((_, point)) = self.points.get(area.key.as_str()) else { continue };
            let at = view.at(area.at);
            let within = (!first).then_some(frame);
            self.disc(at, radius + 0.8, within, (Ink::Text, 1.0), false);
            let ink = Ink::Ramp(self.step(point.value));
            self.disc(at, radius, within, (ink, 1.0), false);
            if first {
                self.spot(area, at, radius);
            }
        }
    }

    /// A circle as far as it lies within the frame, with a line of its own or without.
    fn disc(
        &self,
        at: (f64, f64),
        radius: f64,
        frame: Option<Area>,
        (ink, opacity): (Ink, f64),
        line: bool,
    ) {
        let plane = Plot::of_page(self.svg);
        let around =
            Area { x: at.0 - radius, y: at.1 - radius, w: 2.0 * radius, h: 2.0 * radius };
        match frame.filter(|frame| !frame.encloses(around)) {
            Some(frame) if !frame.touches(around) => {}
            Some(frame) => {
                let (filling, lines) = clip::circle(at, radius, frame);
                if filling.len() > 2 {
                    plane.band(filling, ink, opacity);
                }
                for piece in lines.into_iter().filter(|_| line) {
                    plane.path(piece, ink, 1.0, false);
                }
            }
            None => {
                plane.dot(at, radius, ink, opacity);
                if line {
                    plane.circle(at, radius, ink, 1.0);
                }
            }
        }
    }
}
