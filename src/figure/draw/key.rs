//! The names of series in rows over a chart, each with its own mark.

use crate::figure::draw::plot::Plot;
use crate::figure::draw::plot::strong;
use crate::figure::measure;
use crate::figure::place::Area;
use crate::figure::svg::Anchor;
use crate::figure::svg::Svg;
use crate::figure::theme::Hue;
use crate::figure::theme::Ink;
use crate::figure::theme::Look;

const MARK: f64 = 24.0;

/// How the marks of a chart look in its key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::figure) enum Mark {
    Line,
    Bar,
    Dot,
    /// A thin line at a value.
    Rule,
}

/// A name with its mark.
#[derive(Debug, Clone)]
pub(in crate::figure) struct Named {
    pub label: String,
    pub hue: Hue,
    pub dashed: bool,
    pub mark: Mark,
}

/// Names with their places: x, first row, lines.
#[derive(Debug, Default)]
pub(in crate::figure) struct Key {
    placed: Vec<(Named, f64, usize, Vec<String>)>,
    line: f64,
}

impl Key {
    /// Places names in rows no wider than `width`.
    pub(in crate::figure) fn new(look: &Look, names: Vec<Named>, width: f64) -> Self {
        let size = look.theme.sizes.label;
        let (mut x, mut row, mut tall) = (0.0, 0, 0);
        let mut placed = Vec::new();
        for named in names {
            let lines = measure::wrap(&named.label, size, true, width - MARK);
            let needed = MARK + measure::widest(&lines, size, true);
            if x > 0.0 && x + needed > width {
                x = 0.0;
                row += tall;
                tall = 0;
            }
            tall = tall.max(lines.len());
            placed.push((named, x, row, lines));
            x += needed + 18.0;
        }
        Self { placed, line: look.line() + 3.0 }
    }

    pub(in crate::figure) fn height(&self) -> f64 {
        let rows = self.placed.iter().map(|(.., row, lines)| row + lines.len()).max();
        rows.map_or(0.0, |rows| rows as f64 * self.line + 8.0)
    }

    pub(in crate::figure) fn paint(&self, svg: &Svg, area: Area) {
        let plane = Plot::of_page(svg);
        let look = svg.look();
        for (named, x, row, lines) in &self.placed {
            let (x, y) = (area.x + x, area.y + (*row as f64 + 0.5) * self.line);
            let ink = Ink::Mark(named.hue);
            match named.mark {
                Mark::Line => {
                    plane.path(vec![(x, y), (x + 18.0, y)], ink, 3.0, named.dashed);
                }
                Mark::Bar => plane.rect((x + 3.0, y - 6.0), (x + 16.0, y + 6.0), ink),
                Mark::Dot if named.dashed => plane.ring((x + 10.0, y), 4.5, ink),
                Mark::Dot => plane.dot((x + 10.0, y), 5.0, ink, 1.0),
                Mark::Rule => {
                    plane.path(vec![(x, y), (x + 18.0, y)], Ink::Base, 1.4, false);
                }
            }
            let words =
                if named.mark == Mark::Rule { Ink::Muted } else { Ink::Words(named.hue) };
            let kind = strong(look, words, Anchor::Start);
            let base = y + kind.size * 0.35;
            svg.lines((x + MARK, base), lines, self.line, kind);
        }
    }
}
