//! The areas of a map on the page.

use crate::figure::map::hatch::hatch;
use crate::figure::map::hexes::hexes;
use crate::figure::map::layout::Layout;
use crate::figure::map::layout::main;
use crate::figure::map::names;
use crate::figure::map::shapes::MANY;
use crate::figure::map::shapes::Shapes;
use crate::figure::map::shapes::View;
use crate::figure::place::Area;
use crate::figure::shape::Spot;
use crate::figure::svg::Svg;
use crate::figure::theme::Hue;
use crate::figure::theme::Ink;
use crate::figure::theme::STEPS;
use crate::model::chart::Chart;
use crate::model::chart::Point;
use crate::model::chart::Series;
use crate::model::escape::escape_line;
use crate::model::geography::Map;
use crate::model::geography::MapStyle;
use crate::model::geography::Outline;
use crate::say;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// From one line of a hatch to the next.
const HATCH: f64 = 5.0;
/// The widths of borders: between areas, between groups, around what is pointed out.
pub(super) const BORDER: f64 = 0.7;
pub(super) const GROUP: f64 = 1.2;
const POINTED: f64 = 2.0;

/// Draws a map into an area.
pub(in crate::figure) fn paint(chart: &Chart, map: &Map, svg: &Svg, area: Area) {
    let layout = Layout::new(chart, map, svg.look(), area.w);
    let (frame, key, insets) = layout.areas(area);
    let points =
        chart.points().map(|(_, series, point)| (point.key.as_str(), (series, point)));
    let painter = Painter {
        chart,
        map,
        style: map.style,
        pointed: chart.highlight.iter().map(String::as_str).collect(),
        svg,
        points: points.collect(),
        rough: layout.rough,
    };
    let view = View::fit(layout.bounds, frame);
    let shapes = Shapes::new(map, main(map).collect(), view);
    let hexagons = painter.areas(&shapes, view, frame, true);
    painter.marks(&layout.insets, (view, frame), &hexagons);
    painter.names(&shapes, view, frame);
    layout.legend.paint(svg, key);
    for (placed, own) in layout.insets.iter().zip(insets) {
        painter.inset(placed, own);
    }
}

/// What is drawn, and on what.
pub(super) struct Painter<'a> {
    pub chart: &'a Chart,
    pub map: &'a Map,
    pub style: MapStyle,
    /// Keys of the areas that are pointed out.
    pub pointed: BTreeSet<&'a str>,
    pub svg: &'a Svg,
    pub points: BTreeMap<&'a str, (&'a Series, &'a Point)>,
    pub rough: (f64, f64),
}

/// The key of an area that is drawn as a hexagon, and its corners.
pub(super) type Hexagon<'a> = (&'a str, Vec<(f64, f64)>);

/// What an area is filled with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fill {
    /// Land that carries no colour of its own.
    Land,
    Step(u8),
    Missing,
    Marked,
}

impl Fill {
    fn ink(self) -> Ink {
        match self {
            Self::Land => Ink::Grid,
            Self::Step(step) => Ink::Ramp(step),
            Self::Missing => Ink::Ground,
            Self::Marked => Ink::Mark(Hue::Treated),
        }
    }
}

impl Painter<'_> {
    pub(super) fn step(&self, value: f64) -> u8 {
        let value = self.chart.format.rounded(value);
        let classes = &self.map.classes;
        let found = classes.iter().rev().find(|class| value >= class.from);
        found.or(classes.first()).map_or(0, |class| class.step)
    }

    fn fill(&self, area: &Outline) -> Fill {
        let point = self.points.get(area.key.as_str());
        match (self.style, point) {
            (MapStyle::Locator, _) if self.pointed.contains(area.key.as_str()) => {
                Fill::Marked
            }
            (MapStyle::Locator, _) => Fill::Land,
            (_, None) => Fill::Missing,
            (MapStyle::Choropleth, Some((_, point))) => {
                Fill::Step(self.step(point.value))
            }
            _ => Fill::Land,
        }
    }

    /// The words of an area under the pointer.
    fn title(&self, area: &Outline) -> String {
        let value =
            self.points.get(area.key.as_str()).map(|(_, point)| point.printed.as_str());
        let panel = self.chart.panels.first().map_or("", |panel| panel.label.as_str());
        let name = match panel {
            "" => area.name.clone(),
            panel => format!("{panel}, {}", area.name),
        };
        match (value, self.style) {
            (Some(value), _) => format!("{name}: {value}"),
            (None, MapStyle::Locator) => name,
            (None, _) if self.map.no_data.is_empty() => {
                format!("{name}: {}", say!("map-no-data-small"))
            }
            (None, _) => format!("{name}: {}", self.map.no_data),
        }
    }

    /// Draws areas; `first` where they are drawn nowhere else before. Returns the hexagons.
    pub(super) fn areas<'s>(
        &self,
        shapes: &Shapes<'s>,
        view: View,
        frame: Area,
        first: bool,
    ) -> Vec<Hexagon<'s>> {
        let areas = shapes.areas();
        if self.style == MapStyle::Hexes {
            return self.hexagons(areas, None, (view, frame), first);
        }
        self.fills(shapes, first);
        self.svg.line("<g>");
        match self.style {
            MapStyle::Symbols => self.symbols(areas, view, frame, first),
            MapStyle::Dots => self.dots(areas, view, frame, first),
            MapStyle::Choropleth if first && self.map.areas.len() > MANY => {
                areas.iter().for_each(|area| self.spot(area, view.at(area.at), 0.0));
            }
            _ => {}
        }
        self.svg.line("</g>");
        Vec::new()
    }

    /// Says where the value of an area stands.
    pub(super) fn spot(&self, area: &Outline, at: (f64, f64), radius: f64) {
        let Some((series, _)) = self.points.get(area.key.as_str()) else { return };
        let (series, key) = (series.key.clone(), area.key.clone());
        self.svg.spot(Spot { series, key, at, hue: Hue::Treated, radius, joined: false });
    }

    /// The class of areas that are marks themselves: each is reached by keyboard once, where it is
    /// drawn first.
    fn class(&self, first: bool) -> &'static str {
        let filled = !matches!(self.style, MapStyle::Symbols | MapStyle::Dots);
        let few = self.map.areas.len() <= MANY || self.style == MapStyle::Hexes;
        if first && filled && few { " class=\"areas\"" } else { "" }
    }

    fn fills(&self, shapes: &Shapes<'_>, first: bool) {
        let areas = shapes.areas();
        let many = areas.len() > MANY;
        let (fine, class) = (shapes.fine, self.class(first));
        self.svg.line(&format!(
            "<g{class} transform=\"scale({fine})\" fill-rule=\"evenodd\">"
        ));
        let mut by_fill: BTreeMap<Fill, String> = BTreeMap::new();
        for area in areas {
            let fill = self.fill(area);
            let path = shapes.path(area);
            if path.is_empty() {
                continue;
            }
            if many {
                by_fill.entry(fill).or_default().push_str(&path);
            } else {
                let borders = self.borders(fill.ink(), border(fill.ink()), BORDER / fine);
                let title = escape_line(&self.title(area));
                self.svg.line(&format!(
                    "<path d=\"{path}\" {borders}><title>{title}</title></path>"
                ));
            }
        }
        for (fill, path) in by_fill {
            // A stroke in its own colour closes the seams between neighbours of one class.
            let borders = self.borders(fill.ink(), fill.ink(), 0.3 / fine);
            self.svg.line(&format!("<path d=\"{path}\" {borders}/>"));
        }
        self.svg.line("</g>");
        self.missing(areas, shapes);
        let grouped = areas.iter().any(|area| !area.group.is_empty());
        if grouped {
            let ink = if many { Ink::Ground } else { Ink::Base };
            self.outline(&shapes.outlines(), ink, GROUP, fine);
        }
        for area in areas {
            if self.style != MapStyle::Locator && self.pointed.contains(area.key.as_str())
            {
                self.outline(&shapes.path(area), Ink::Text, POINTED, fine);
            }
        }
    }

    fn borders(&self, fill: Ink, stroke: Ink, width: f64) -> String {
        let fills = self.svg.fill(fill);
        let strokes = self.svg.stroke(stroke);
        // One attribute holds both classes.
        let (class, rest) = strokes.split_once("\" ").unwrap_or_default();
        let class = class.trim_start_matches("class=\"");
        let both = fills.replacen("\" fill", &format!(" {class}\" fill"), 1);
        format!(
            "{both} {rest} stroke-width=\"{}\" stroke-linejoin=\"round\"",
            round(width)
        )
    }

    fn outline(&self, path: &str, ink: Ink, width: f64, fine: f64) {
        self.svg.line(&format!(
            "<g transform=\"scale({fine})\"><path d=\"{path}\" fill=\"none\" {} stroke-width=\"{}\" stroke-linejoin=\"round\"/></g>",
            self.svg.stroke(ink),
            round(width / fine)
        ));
    }

    /// Hatches the areas without a value, and draws their outlines.
    fn missing(&self, areas: &[&Outline], shapes: &Shapes<'_>) {
        let mut lines = String::new();
        let mut edges = String::new();
        for area in areas.iter().filter(|area| self.fill(area) == Fill::Missing) {
            lines += &hatched(&shapes.rings(area));
            edges.push_str(&shapes.path(area));
        }
        if !edges.is_empty() {
            self.outline(&lines, Ink::Muted, 1.0, 1.0);
            self.outline(&edges, Ink::Muted, BORDER, shapes.fine);
        }
    }

    /// Draws areas as hexagons that fill a frame, or of them those with some keys: where each stands to
    /// the others is decided by all.
    pub(super) fn hexagons<'s>(
        &self,
        areas: &[&'s Outline],
        keys: Option<&BTreeSet<String>>,
        (view, frame): (View, Area),
        first: bool,
    ) -> Vec<Hexagon<'s>> {
        let mut drawn = Vec::new();
        let class = self.class(first);
        let middles: Vec<(f64, f64)> =
            areas.iter().map(|area| view.at(area.at)).collect();
        let (placed, step) = hexes(&middles);
        let own = |area: &Outline| keys.is_none_or(|keys| keys.contains(&area.key));
        let both = areas.iter().zip(placed).filter(|(area, _)| own(area));
        let (areas, placed): (Vec<&'s Outline>, Vec<(f64, f64)>) = both.unzip();
        // Hexagons reach beyond the middles: all of them are brought back into the frame.
        let low = |of: fn(&(f64, f64)) -> f64| {
            placed.iter().map(of).fold(f64::INFINITY, f64::min)
        };
        let high = |of: fn(&(f64, f64)) -> f64| {
            placed.iter().map(of).fold(f64::NEG_INFINITY, f64::max)
        };
        let (left, top) = (low(|at| at.0) - step * 0.6, low(|at| at.1) - step * 0.7);
        let (wide, tall) =
            (high(|at| at.0) + step * 0.6 - left, high(|at| at.1) + step * 0.7 - top);
        let scale = (frame.w / wide).min(frame.h / tall);
        let (x0, y0) = (
            frame.x + (frame.w - wide * scale) / 2.0,
            frame.y + (frame.h - tall * scale) / 2.0,
        );
        let side = step * scale / 3_f64.sqrt() * 0.96;
        for (area, (x, y)) in areas.iter().zip(placed) {
            let (x, y) = (x0 + (x - left) * scale, y0 + (y - top) * scale);
            let corner = |at: i32| {
                let angle = f64::from(60 * at - 30).to_radians();
                (x + side * angle.cos(), y + side * angle.sin())
            };
            let corners: Vec<(f64, f64)> = (0..6).map(corner).collect();
            let mut path = String::new();
            for (at, (x, y)) in corners.iter().enumerate() {
                let command = if at == 0 { 'M' } else { 'L' };
                let _ = write!(path, "{command}{} {}", round(*x), round(*y));
            }
            path.push('Z');
            let ink = match self.points.get(area.key.as_str()) {
                Some((_, point)) => Ink::Ramp(self.step(point.value)),
                None => Ink::Ground,
            };
            let pointed = self.pointed.contains(area.key.as_str());
            let (stroke, width) =
                if pointed { (Ink::Text, POINTED) } else { (border(ink), BORDER) };
            let title = escape_line(&self.title(area));
            let borders = self.borders(ink, stroke, width);
            self.svg.line(&format!(
                "<g{class}><path d=\"{path}\" {borders}><title>{title}</title></path></g>"
            ));
            if ink == Ink::Ground {
                let ring = std::slice::from_ref(&corners);
                self.outline(&hatched(ring), Ink::Muted, 1.0, 1.0);
                self.outline(&path, Ink::Muted, BORDER, 1.0);
            }
            drawn.push((area.key.as_str(), corners));
        }
        drawn
    }

    pub(super) fn names(&self, shapes: &Shapes<'_>, view: View, frame: Area) {
        if self.style == MapStyle::Hexes {
            return;
        }
        let areas = shapes.areas();
        let pointed =
            areas.iter().filter(|area| self.pointed.contains(area.key.as_str()));
        for area in pointed.filter(|area| frame.holds(view.at(area.at))) {
            let bounds = around(&shapes.rings(area), view.at(area.at));
            names::pointed(self.svg, frame, bounds, &area.name);
        }
        let fills = matches!(self.style, MapStyle::Choropleth | MapStyle::Locator);
        if !fills || areas.len() > names::FEW || !self.chart.highlight.is_empty() {
            return;
        }
        for area in areas {
            let point = self.points.get(area.key.as_str()).map(|(_, point)| *point);
            let value = point.map(|point| (point, Ink::OnRamp(self.step(point.value))));
            if value.is_none() && self.style == MapStyle::Choropleth {
                continue;
            }
            let rings = shapes.rings(area);
            names::within_outline(
                self.svg,
                self.chart,
                area,
                &rings,
                view.at(area.at),
                value,
            );
        }
    }
}

/// The rectangle around some rings, or around a place where there is none.
pub(super) fn around(rings: &[Vec<(f64, f64)>], at: (f64, f64)) -> Area {
    let places = rings.iter().flatten();
    let [left, top, right, bottom] =
        places.fold([at.0, at.1, at.0, at.1], |[left, top, right, bottom], (x, y)| {
            [left.min(*x), top.min(*y), right.max(*x), bottom.max(*y)]
        });
    Area { x: left, y: top, w: right - left, h: bottom - top }
}

/// The ink of a border: the ground's, but around what is nearly as pale as the ground.
fn border(fill: Ink) -> Ink {
    if fill == Ink::Ramp(STEPS / 2) { Ink::Grid } else { Ink::Ground }
}

fn round(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}

/// Returns the path of the lines that hatch rings.
fn hatched(rings: &[Vec<(f64, f64)>]) -> String {
    let mut path = String::new();
    for ((x0, y0), (x1, y1)) in hatch(rings, HATCH) {
        let _ = write!(path, "M{} {}L{} {}", round(x0), round(y0), round(x1), round(y1));
    }
    path
}
