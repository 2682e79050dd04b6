//! Where words have room beside what they are about: on no mark and on no other words.

use crate::figure::draw::plot::small;
use crate::figure::measure;
use crate::figure::place::Area;
use crate::figure::shape::Spot;
use crate::figure::svg::Anchor;
use crate::figure::svg::Svg;
use crate::figure::svg::Type;
use crate::figure::theme::Ink;

/// Widths at which words are broken into lines, the best first.
const WIDTHS: [f64; 4] = [150.0, 110.0, 210.0, 84.0];
/// How far words are from what they are about, the best first.
const REACHES: [f64; 7] = [12.0, 20.0, 32.0, 48.0, 70.0, 100.0, 140.0];
/// The directions in which they may be.
const DIRECTIONS: usize = 16;
/// The most lines of words.
const LINES: usize = 4;
/// How far words keep from marks and other words.
pub(super) const APART: f64 = 4.0;

/// Words that have found their place.
pub(super) struct Placed {
    pub lines: Vec<String>,
    pub area: Area,
    /// The ends of the thin line that leads to what they are about.
    pub leader: Option<((f64, f64), (f64, f64))>,
}

/// How words of an annotation are set.
pub(super) fn words(svg: &Svg) -> Type {
    small(svg.look(), Ink::Text, Anchor::Start)
}

/// Words as blocks of lines, at each width at which they may be broken.
fn blocks(svg: &Svg, text: &str) -> Vec<(Vec<String>, f64, f64)> {
    let kind = words(svg);
    let mut out: Vec<(Vec<String>, f64, f64)> = Vec::new();
    for limit in WIDTHS {
        let lines = measure::balance(text, kind.size, false, limit);
        let whole = measure::breaks_between_words(text, kind.size, false, limit);
        if !whole || lines.len() > LINES || out.iter().any(|(known, ..)| *known == lines)
        {
            continue;
        }
        let wide = measure::widest(&lines, kind.size, false);
        let rows = lines.len().saturating_sub(1) as f64;
        let tall = rows * svg.look().small_line() + kind.size * 1.04;
        out.push((lines, wide, tall));
    }
    out
}

/// Whether an area is free for words: within the plot, on nothing.
fn free(svg: &Svg, area: Area) -> bool {
    let (w, h) = svg.size();
    let page = Area { x: 0.0, y: 0.0, w, h };
    let plot = svg.plot().unwrap_or(page);
    plot.encloses(area) && page.encloses(area) && svg.is_clear(area, APART)
}

/// Whether words in an area would seem to be about another bar: they stand in its row or column, and not in
/// that of their own.
pub(super) fn strays(all: &[(String, Spot)], own: &Spot, area: Area) -> bool {
    let across = |spot: &Spot| spot.at.0 > area.x && spot.at.0 < area.right();
    let down = |spot: &Spot| spot.at.1 > area.y && spot.at.1 < area.bottom();
    let others = || all.iter().map(|(_, spot)| spot);
    own.radius > 0.0
        && ((!across(own) && others().any(across)) || (!down(own) && others().any(down)))
}

/// How words fit into an area: not at all, only with a line that leads to them, or well.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Fit {
    None,
    Led,
    Good,
}

/// The best place around a point: near it, with a line to it that crosses no words and few marks.
pub(super) fn beside(
    svg: &Svg,
    (at, clear): ((f64, f64), f64),
    text: &str,
    fit: &dyn Fn(Area) -> Fit,
) -> Option<Placed> {
    let mut best: Option<(f64, Placed)> = None;
    for (order, (lines, wide, tall)) in blocks(svg, text).into_iter().enumerate() {
        for (near, reach) in REACHES.into_iter().enumerate() {
            for step in 0..DIRECTIONS {
                let angle = step as f64 / DIRECTIONS as f64 * std::f64::consts::TAU;
                let way = (angle.cos(), -angle.sin());
                let from = clear + reach;
                // The edge that faces the point is `from` away from it.
                let x = at.0 + way.0 * from + (way.0 - 1.0) * wide / 2.0;
                let y = at.1 + way.1 * from + (way.1 - 1.0) * tall / 2.0;
                let area = Area { x, y, w: wide, h: tall };
                if !free(svg, area) {
                    continue;
                }
                let fit = fit(area);
                if fit == Fit::None {
                    continue;
                }
                let edge = area.grown(2.0);
                let start =
                    (at.0.clamp(edge.x, edge.right()), at.1.clamp(edge.y, edge.bottom()));
                let length = (at.0 - start.0).hypot(at.1 - start.1);
                let share = (length - clear) / length;
                let end = (
                    start.0 + (at.0 - start.0) * share,
                    start.1 + (at.1 - start.1) * share,
                );
                let (marks, texts) = svg.crossings(start, end);
                if texts > 0 {
                    continue;
                }
                let cost = reach + 12.0 * order as f64 + 60.0 * marks as f64
                    // Straight above or below reads best, then beside.
                    + if step % 4 == 0 { 0.0 } else { 4.0 };
                if best.as_ref().is_none_or(|(least, _)| cost < *least) {
                    let led = near > 0 || marks > 0 || fit == Fit::Led;
                    let leader = led.then_some((start, end));
                    let placed = Placed { lines: lines.clone(), area, leader };
                    best = Some((cost, placed));
                }
            }
        }
    }
    best.map(|(_, placed)| placed)
}

/// The best place at a side of a straight line.
pub(super) fn alongside(
    svg: &Svg,
    (start, end): ((f64, f64), (f64, f64)),
    upright: bool,
    text: &str,
) -> Option<Placed> {
    let shares = [0.5, 0.35, 0.65, 0.2, 0.8];
    for (lines, wide, tall) in blocks(svg, text) {
        for share in shares {
            let x = start.0 + (end.0 - start.0) * share;
            let y = start.1 + (end.1 - start.1) * share;
            let places = if upright {
                [(x + 7.0, y - tall / 2.0), (x - 7.0 - wide, y - tall / 2.0)]
            } else {
                [(x - wide / 2.0, y - 7.0 - tall), (x - wide / 2.0, y + 7.0)]
            };
            for (x, y) in places {
                let area = Area { x, y, w: wide, h: tall };
                if free(svg, area) {
                    return Some(Placed { lines, area, leader: None });
                }
            }
        }
    }
    None
}
