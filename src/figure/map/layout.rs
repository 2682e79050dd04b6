//! Where the parts of a map stand: the areas, the legend beside or under them, insets.

use crate::figure::draw::Need;
use crate::figure::draw::plot::small;
use crate::figure::map::legend::Legend;
use crate::figure::map::legend::foot;
use crate::figure::map::legend::rows;
use crate::figure::map::shapes;
use crate::figure::map::shapes::bounds;
use crate::figure::measure;
use crate::figure::place::Area;
use crate::figure::svg::Anchor;
use crate::figure::theme::Ink;
use crate::figure::theme::Look;
use crate::model::chart::Chart;
use crate::model::geography::Inset;
use crate::model::geography::Map;
use crate::model::geography::Outline;
use crate::model::geography::Purpose;

/// From here on the legend is beside the map.
const WIDE: f64 = 470.0;
const GUTTER: f64 = 20.0;
/// The tallest and the lowest map.
const TALLEST: f64 = 560.0;
const LOWEST: f64 = 110.0;
/// The sides of an inset, beside the map and under it.
const INSET: f64 = 190.0;
const LOW: f64 = 140.0;

/// Everything that is known before the height.
pub(super) struct Layout<'a> {
    pub legend: Legend,
    pub beside: bool,
    pub column: f64,
    /// The bounds of the main map.
    pub bounds: [i32; 4],
    pub insets: Vec<Placed<'a>>,
    /// About how large the map is.
    pub rough: (f64, f64),
    width: f64,
    /// The room of the caption of an inset.
    caption: f64,
}

/// An inset with its bounds on the grid and its size on the page.
pub(super) struct Placed<'a> {
    pub inset: &'a Inset,
    pub bounds: [i32; 4],
    pub size: (f64, f64),
    /// The letter of its mark, where there are several.
    pub letter: Option<String>,
    /// What it shows, in lines.
    pub caption: Vec<String>,
}

/// The areas of the main map.
pub(super) fn main(map: &Map) -> impl Iterator<Item = &Outline> {
    map.areas.iter().filter(|area| {
        let apart = |inset: &Inset| {
            inset.purpose == Purpose::Apart && inset.keys.contains(&area.key)
        };
        map.shows(area) && !map.insets.iter().any(apart)
    })
}

/// Bounds with a margin, so that nothing lies on the frame.
fn with_margin([west, north, east, south]: [i32; 4]) -> [i32; 4] {
    let by = ((east - west).max(south - north) / 20).max(1);
    [west - by, north - by, east + by, south + by]
}

/// The letters of the marks: one inset alone needs none.
fn letters(map: &Map) -> Vec<Option<String>> {
    let marked = |inset: &&Inset| inset.purpose == Purpose::Zoom;
    let several = map.insets.iter().filter(marked).count() > 1;
    let mut letters = 'A'..='Z';
    let letters = map.insets.iter().map(|inset| {
        let own = if marked(&inset) { letters.next() } else { None };
        own.filter(|_| several).map(String::from)
    });
    letters.collect()
}

impl<'a> Layout<'a> {
    pub(super) fn new(chart: &Chart, map: &'a Map, look: &Look, width: f64) -> Self {
        let bounds = bounds(map, main(map)).unwrap_or([0, 0, 1, 1]);
        // Circles are as large in the legend as on a map of about this size.
        let rough = if width >= WIDE { width * 0.68 } else { width };
        let rough = (rough, (rough * aspect(bounds)).min(TALLEST));
        let rows = rows(chart, map, rough);
        let beside = width >= WIDE && !(rows.is_empty() && map.insets.is_empty());
        let wanted = Legend::wanted(look, &rows);
        let column = if beside { wanted.clamp(130.0, width * 0.4) } else { width };
        let side = if beside { INSET } else { LOW };
        let abreast = width / map.insets.len().clamp(1, 3) as f64 - 12.0;
        let room = if beside { column } else { abreast };
        let insets = map.insets.iter().zip(letters(map));
        let insets = insets.filter_map(|(inset, letter)| {
            let own = map.areas.iter().filter(|area| {
                inset.purpose == Purpose::Overview || inset.keys.contains(&area.key)
            });
            let bounds = with_margin(shapes::bounds(map, own)?);
            let aspect = aspect(bounds);
            let wide = room.min(side * 1.3);
            let size = ((side / aspect).min(wide), (wide * aspect).min(side));
            let small = look.theme.sizes.small;
            let label = match &letter {
                Some(letter) => format!("{letter}: {}", inset.label),
                None => inset.label.clone(),
            };
            let caption = measure::wrap(&label, small, false, room);
            Some(Placed { inset, bounds, size, letter, caption })
        });
        let insets: Vec<Placed<'_>> = insets.collect();
        let lines = insets.iter().map(|placed| placed.caption.len()).max().unwrap_or(1);
        // A set of maps says it once.
        let foot = if chart.set.is_empty() { foot(map) } else { String::new() };
        Self {
            legend: Legend::new(look, column, rows, &foot),
            beside,
            column,
            bounds,
            rough,
            insets,
            width,
            caption: look.small_line() * lines as f64 + 8.0,
        }
    }

    /// The height of the insets: one under the other in the column, or side by side.
    fn insets(&self) -> f64 {
        let each = self.insets.iter().map(|placed| placed.size.1 + self.caption);
        if self.beside { each.sum() } else { each.fold(0.0, f64::max) }
    }

    fn map_width(&self) -> f64 {
        if self.beside { self.width - self.column - GUTTER } else { self.width }
    }

    /// The areas of the map, the legend and the insets within an area.
    pub(super) fn areas(&self, area: Area) -> (Area, Area, Vec<Area>) {
        let (legend, insets) = (self.legend.height(), self.insets());
        if self.beside {
            let map = Area { w: self.map_width(), ..area };
            let x = area.x + self.map_width() + GUTTER;
            let key = Area { x, w: self.column, h: legend, ..area };
            let mut y = area.y + legend + self.caption - 4.0;
            let insets = self.insets.iter().map(|placed| {
                let own = Area { x, y, w: placed.size.0, h: placed.size.1 };
                y += placed.size.1 + self.caption;
                own
            });
            return (map, key, insets.collect());
        }
        let map = Area { h: (area.h - legend - insets - 8.0).max(1.0), ..area };
        let mut x = area.x;
        let y = map.bottom() + self.caption;
        let insets_at = self.insets.iter().map(|placed| {
            let own = Area { x, y, w: placed.size.0, h: placed.size.1 };
            x += self.width / self.insets.len().clamp(1, 3) as f64;
            own
        });
        let insets_at = insets_at.collect();
        let key = Area { y: map.bottom() + insets + 8.0, h: legend, ..area };
        (map, key, insets_at)
    }
}

/// How much taller than wide some bounds are.
fn aspect([west, north, east, south]: [i32; 4]) -> f64 {
    (f64::from(south - north).max(1.0) / f64::from(east - west).max(1.0))
        .clamp(0.05, 20.0)
}

/// The heights at which a map can be drawn at a width.
pub(in crate::figure) fn need(chart: &Chart, map: &Map, look: &Look, width: f64) -> Need {
    let layout = Layout::new(chart, map, look, width);
    let full = layout.map_width() * aspect(layout.bounds);
    let natural = full.clamp(LOWEST, TALLEST.min(layout.map_width() * 1.25));
    let aside = layout.legend.height() + layout.insets();
    // Room for the letters of names at the edges.
    let edge = small(look, Ink::Text, Anchor::Start).size;
    if layout.beside {
        let least = aside.max(LOWEST);
        Need {
            least,
            natural: natural.max(least),
            most: full.max(natural).max(least) + edge,
        }
    } else {
        Need { least: LOWEST, natural, most: full.max(natural) + edge }.plus(aside + 8.0)
    }
}
