//! The names of series in a row over a chart, each with its own mark.

use crate::figure::chart::Role;
use crate::figure::chart::Series;
use crate::figure::draw::axes::Area;
use crate::figure::draw::axes::Plot;
use crate::figure::draw::label_ink;
use crate::figure::draw::series_ink;
use crate::figure::measure;
use crate::figure::svg::Anchor;
use crate::figure::svg::Svg;
use crate::figure::svg::Type;
use crate::figure::theme;

const ROW: f64 = 20.0;
const MARK: f64 = 24.0;

/// Returns where each name stands: x and row.
fn places(series: &[&Series], width: f64) -> Vec<(f64, usize)> {
    let (mut x, mut row) = (0.0, 0);
    series
        .iter()
        .map(|series| {
            let needed = MARK + measure::width(&series.label, theme::LABEL, true);
            if x > 0.0 && x + needed > width {
                x = 0.0;
                row += 1;
            }
            let place = (x, row);
            x += needed + 20.0;
            place
        })
        .collect()
}

fn named(series: &[&Series]) -> bool {
    series.len() > 1 && series.iter().all(|series| !series.label.is_empty())
}

pub(super) fn height(series: &[&Series], width: f64) -> f64 {
    if !named(series) {
        return 0.0;
    }
    let rows = places(series, width).iter().map(|(_, row)| row + 1).max().unwrap_or(0);
    rows as f64 * ROW + 6.0
}

/// How the marks of a chart look in its key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    Line,
    Bar,
    Dot,
}

pub(super) fn paint(svg: &Svg, series: &[&Series], area: Area, mark: Mark) {
    if !named(series) {
        return;
    }
    let plane = Plot::new(
        svg,
        Area { x: 0.0, y: 0.0, w: 1000.0, h: 1000.0 },
        0.0..1000.0,
        1000.0..0.0,
    );
    for (index, (series, (x, row))) in
        series.iter().zip(places(series, area.w)).enumerate()
    {
        let (x, y) = (area.x + x, area.y + row as f64 * ROW + 10.0);
        let ink = series_ink(series, index);
        let dashed = series.role == Role::Control;
        match mark {
            Mark::Line => plane.path(vec![(x, y), (x + 18.0, y)], ink, 3.0, dashed),
            Mark::Bar => plane.rect((x + 3.0, y - 6.0), (x + 16.0, y + 6.0), ink),
            Mark::Dot if dashed => plane.ring((x + 10.0, y), 4.5, ink),
            Mark::Dot => plane.dot((x + 10.0, y), 5.0, ink, 1.0),
        }
        let kind = Type {
            size: theme::LABEL,
            bold: true,
            ink: label_ink(series, index),
            anchor: Anchor::Start,
        };
        svg.text(x + MARK, y + 4.5, &series.label, kind);
    }
}
