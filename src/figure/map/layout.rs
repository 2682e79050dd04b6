//! Where the parts of a map stand: the areas, the legend beside or under them, insets.

use crate::figure::draw::Need;
use crate::figure::draw::plot::small;
use crate::figure::map::legend::Legend;
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

/// From here on the legend is beside the map.
const WIDE: f64 = 470.0;
const GUTTER: f64 = 20.0;
/// The tallest and the lowest map.
const TALLEST: f64 = 560.0;
const LOWEST: f64 = 110.0;
/// The sides of an inset.
const INSET: f64 = 130.0;

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
    /// What it shows, in lines.
    pub caption: Vec<String>,
}

/// Whether an area belongs to an inset.
pub(super) fn belongs(inset: &Inset, area: &Outline) -> bool {
    inset.keys.contains(&area.key)
}

/// The areas of the main map.
pub(super) fn main(map: &Map) -> impl Iterator<Item = &Outline> {
    map.areas.iter().filter(|area| {
        !map.insets.iter().any(|inset| inset.moved && belongs(inset, area))
    })
}

impl<'a> Layout<'a> {
    pub(super) fn new(chart: &Chart, map: &'a Map, look: &Look, width: f64) -> Self {
        let bounds = bounds(map, main(map)).unwrap_or([0, 0, 1, 1]);
        // Circles are as large in the legend as on a map of about this size.
        let rough = if width >= WIDE { width * 0.68 } else { width };
        let rough = (rough, (rough * aspect(bounds)).min(TALLEST));
        let bare = Legend::new(chart, map, look, width, rough).is_empty();
        let beside = width >= WIDE && !(bare && map.insets.is_empty());
        let wanted = Legend::wanted(chart, map, look, rough);
        let column = if beside { wanted.clamp(130.0, width * 0.4) } else { width };
        let insets = map.insets.iter().filter_map(|inset| {
            let own = map.areas.iter().filter(|area| belongs(inset, area));
            let bounds = shapes::bounds(map, own)?;
            let aspect = aspect(bounds);
            let wide = if beside {
                column.min(INSET * 1.3)
            } else {
                (width / 3.0 - 12.0).min(INSET)
            };
            let size = ((INSET / aspect).min(wide), (wide * aspect).min(INSET));
            let room = if beside { column } else { width / 3.0 - 12.0 };
            let small = look.theme.sizes.small;
            let caption = measure::wrap(&inset.label, small, false, room);
            Some(Placed { inset, bounds, size, caption })
        });
        let insets: Vec<Placed<'_>> = insets.collect();
        let lines = insets.iter().map(|placed| placed.caption.len()).max().unwrap_or(1);
        Self {
            legend: Legend::new(chart, map, look, column, rough),
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
            x += self.width / 3.0;
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
