//! Words beside the ends of lines, moved apart where they would meet.

use crate::figure::draw::plot::Plot;
use crate::figure::measure;
use crate::figure::place::spread;
use crate::figure::svg::Anchor;
use crate::figure::svg::Svg;
use crate::figure::svg::Type;
use crate::figure::theme::Ink;
use crate::figure::theme::Look;

/// Room between the plot and the words, in which a thin line leads from one to the other.
const GAP: f64 = 12.0;

/// The words at one end.
#[derive(Debug, Clone)]
pub(in crate::figure) struct End {
    /// The value they stand for.
    pub value: f64,
    pub lines: Vec<(String, bool)>,
    pub ink: Ink,
    pub size: f64,
}

impl End {
    /// A name, and a value under it; either may be empty. Nothing when the name would be
    /// broken within a word or take more than three lines.
    pub(in crate::figure) fn new(
        look: &Look,
        (name, printed): (&str, &str),
        value: f64,
        ink: Ink,
        limit: f64,
    ) -> Option<Self> {
        let size = look.theme.sizes.label;
        let whole = measure::breaks_between_words(name, size, true, limit)
            && measure::width(printed, size, false) <= limit;
        let names = measure::wrap(name, size, true, limit);
        if !whole || names.len() > 3 {
            return None;
        }
        let mut lines: Vec<(String, bool)> =
            names.into_iter().map(|line| (line, true)).collect();
        if !printed.is_empty() {
            lines.push((printed.to_owned(), lines.is_empty()));
        }
        Some(Self { value, lines, ink, size })
    }

    /// Words of less weight: what a line at a value is.
    pub(in crate::figure) fn quiet(
        look: &Look,
        text: &str,
        value: f64,
        limit: f64,
    ) -> Option<Self> {
        let size = look.theme.sizes.small;
        let whole = measure::breaks_between_words(text, size, false, limit);
        let lines = measure::wrap(text, size, false, limit);
        if !whole || lines.len() > 3 {
            return None;
        }
        let lines = lines.into_iter().map(|line| (line, false)).collect();
        Some(Self { value, lines, ink: Ink::Muted, size })
    }

    fn step(&self) -> f64 {
        self.size * 1.22
    }

    pub(in crate::figure) fn height(&self) -> f64 {
        self.lines.len() as f64 * self.step() + 5.0
    }

    fn width(&self) -> f64 {
        self.lines
            .iter()
            .map(|(line, bold)| measure::width(line, self.size, *bold))
            .fold(0.0, f64::max)
    }
}

/// On which side of the plot words stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::figure) enum Side {
    Left,
    Right,
}

/// Returns the room that words beside a plot take in width.
pub(in crate::figure) fn width(ends: &[End]) -> f64 {
    let widest = ends.iter().map(End::width).fold(0.0, f64::max);
    if widest > 0.0 { widest + GAP } else { 0.0 }
}

/// Returns the room that words beside a plot take in height.
pub(in crate::figure) fn height(ends: &[End]) -> f64 {
    ends.iter().map(End::height).sum()
}

/// How far words may stand above and below the plot.
pub(in crate::figure) const OVER: f64 = 8.0;

/// Sets the words beside a plot.
pub(in crate::figure) fn paint(svg: &Svg, plot: &Plot, ends: &[End], side: Side) {
    let area = plot.area();
    let plane = Plot::of_page(svg);
    let centres: Vec<f64> = ends.iter().map(|end| plot.py(end.value)).collect();
    let heights: Vec<f64> = ends.iter().map(End::height).collect();
    let middles = spread(&centres, &heights, area.y - OVER, area.bottom() + OVER);
    for ((end, middle), centre) in ends.iter().zip(middles).zip(centres) {
        let (edge, anchor, out) = match side {
            Side::Right => (area.right(), Anchor::Start, 1.0),
            Side::Left => (area.x, Anchor::End, -1.0),
        };
        if (middle - centre).abs() > 7.0 {
            let from = (edge + out * 2.0, centre);
            let to = (edge + out * (GAP - 3.0), middle);
            let grid = svg.look().theme.stroke.grid;
            plane.path(vec![from, to], Ink::Base, grid, false);
        }
        let top = middle - end.lines.len() as f64 * end.step() / 2.0;
        for (row, (text, bold)) in end.lines.iter().enumerate() {
            let kind = Type { size: end.size, bold: *bold, ink: end.ink, anchor };
            let base = top + row as f64 * end.step() + end.size * 0.97;
            svg.text(edge + out * GAP, base, text, kind);
        }
    }
}
