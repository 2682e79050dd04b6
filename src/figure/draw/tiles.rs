//! Regions as tiles in about their places: names and values where all tiles have room.

use crate::figure::chart::Chart;
use crate::figure::chart::Point;
use crate::figure::draw::Need;
use crate::figure::draw::heat::Shades;
use crate::figure::draw::plot::small;
use crate::figure::draw::plot::strong;
use crate::figure::measure;
use crate::figure::place::Area;
use crate::figure::scale::beside;
use crate::figure::svg::Anchor;
use crate::figure::svg::Svg;
use crate::figure::theme::Ink;
use crate::figure::theme::Look;

const PAD: f64 = 12.0;
const WIDEST: f64 = 260.0;

/// What every tile says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Words {
    Name,
    Key,
    None,
}

struct Layout {
    side: f64,
    rows: u32,
    words: Words,
    values: bool,
    lines: usize,
}

impl Layout {
    fn new(chart: &Chart, look: &Look, width: f64) -> Self {
        let columns = chart.grid.values().map(|(column, _)| *column).max().unwrap_or(1);
        let rows = chart.grid.values().map(|(_, row)| *row).max().unwrap_or(1);
        let side = (width / f64::from(columns.max(1))).min(WIDEST);
        let room = side - PAD;
        let (name, value) = (look.theme.sizes.small, look.theme.sizes.label);
        let points: Vec<&Point> = chart.points().map(|(_, _, point)| point).collect();
        let whole = |text: &str| measure::breaks_between_words(text, name, false, room);
        let lines = |point: &&Point| measure::wrap(&point.label, name, false, room).len();
        let most = points.iter().map(lines).max().unwrap_or(0);
        let words = if most <= 3 && points.iter().all(|point| whole(&point.label)) {
            Words::Name
        } else if points
            .iter()
            .all(|point| measure::width(&point.key, name, false) <= room)
        {
            Words::Key
        } else {
            Words::None
        };
        let values = points.iter().all(|point| {
            measure::width(&beside(&chart.format, point), value, true) <= side - 8.0
        });
        let lines = match words {
            Words::Name => most,
            Words::Key => 1,
            Words::None => 0,
        };
        Self { side, rows, words, values, lines }
    }

    fn key(&self, look: &Look) -> f64 {
        if self.values { 0.0 } else { Shades::height(look) }
    }

    /// Returns the height of the words of a tile.
    fn tall(&self, look: &Look) -> f64 {
        let value = if self.values { look.line() } else { 0.0 };
        self.lines as f64 * look.small_line() + value
    }
}

pub(super) fn need(chart: &Chart, look: &Look, width: f64) -> Need {
    let layout = Layout::new(chart, look, width);
    let least = layout.tall(look) + 10.0;
    let natural = least.max((layout.side * 0.62).min(96.0));
    let rows = f64::from(layout.rows);
    Need {
        least: least * rows,
        natural: natural * rows,
        most: natural.max((layout.side * 0.9).min(190.0)) * rows,
    }
    .plus(layout.key(look))
}

pub(super) fn paint(chart: &Chart, svg: &Svg, area: Area) {
    let look = svg.look();
    let layout = Layout::new(chart, look, area.w);
    let shades = Shades::of(chart);
    if !layout.values {
        shades.key(chart, svg, area);
    }
    let area = area.below(layout.key(look));
    let tall = area.h / f64::from(layout.rows.max(1));
    for (_, _, point) in chart.points() {
        let Some((column, row)) = chart.grid.get(&point.key) else { continue };
        let tile = Area {
            x: area.x + f64::from(column.saturating_sub(1)) * layout.side,
            y: area.y + f64::from(row.saturating_sub(1)) * tall,
            w: layout.side - 4.0,
            h: tall - 4.0,
        };
        let step = shades.step(point.value);
        svg.tile(tile, Ink::Ramp(step));
        let ink = Ink::OnRamp(step);
        let name = small(look, ink, Anchor::Middle);
        let lines = match layout.words {
            Words::Name => {
                measure::wrap(&point.label, name.size, false, layout.side - PAD)
            }
            Words::Key => vec![point.key.clone()],
            Words::None => Vec::new(),
        };
        let value = strong(look, ink, Anchor::Middle);
        let line = look.small_line();
        let words = lines.len() as f64 * line;
        let both = words + if layout.values { look.line() } else { 0.0 };
        let middle = tile.x + tile.w / 2.0;
        let top = tile.y + (tile.h - both) / 2.0;
        svg.lines((middle, top + name.size), &lines, line, name);
        if layout.values {
            let base = top + words + value.size;
            svg.text(middle, base, &beside(&chart.format, point), value);
        }
    }
}
