//! What the colours and circles of a map mean: breaks as they are, and how many areas each class
//! holds.

use crate::figure::draw::plot::Plot;
use crate::figure::draw::plot::small;
use crate::figure::draw::sizes::amounts;
use crate::figure::map::hatch::hatch;
use crate::figure::measure;
use crate::figure::place::Area;
use crate::figure::scale::short;
use crate::figure::svg::Anchor;
use crate::figure::svg::Svg;
use crate::figure::theme::Hue;
use crate::figure::theme::Ink;
use crate::figure::theme::Look;
use crate::labels::capital;
use crate::labels::phrase;
use crate::model::chart::Chart;
use crate::model::chart::Panel;
use crate::model::chart::Point;
use crate::model::format::spanned;
use crate::model::geography::Class;
use crate::model::geography::Map;
use crate::model::geography::MapStyle;
use crate::say;

const SWATCH: f64 = 18.0;
const GAP: f64 = 8.0;
/// Room between columns of the legend.
const COLUMN: f64 = 18.0;

/// What stands before the words of a row.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::figure) enum Sample {
    Step(u8),
    Hatch,
    /// A circle of this radius.
    Circle(f64),
}

/// The rows of a legend, and words under them.
pub(in crate::figure) struct Legend {
    rows: Vec<(Sample, String)>,
    /// Rows in each column.
    each: usize,
    column: f64,
    foot: Vec<String>,
    /// Height of a row.
    row: f64,
    line: f64,
}

/// Returns a class in words.
pub(in crate::figure) fn class(chart: &Chart, class: &Class, last: bool) -> String {
    let value = |value: f64| short(&chart.format, value);
    if class.from >= class.to {
        value(class.from)
    } else if last {
        spanned(&value(class.from), &value(class.to))
    } else {
        say!("range-under", low = value(class.from), high = value(class.to))
    }
}

/// The points of a chart whose values, as they print, are in a class.
pub(in crate::figure) fn within<'a>(
    chart: &'a Chart,
    class: &'a Class,
    last: bool,
) -> impl Iterator<Item = &'a Point> {
    let points = chart.points().map(|(_, _, point)| point);
    points.filter(move |point| {
        let value = chart.format.rounded(point.value);
        value >= class.from && (value < class.to || last)
    })
}

/// How many values of a chart are in each class.
pub(in crate::figure) fn counts(chart: &Chart, classes: &[Class]) -> Vec<usize> {
    let mut out = vec![0; classes.len()];
    for (_, _, point) in chart.points() {
        let value = chart.format.rounded(point.value);
        let above = classes.iter().take_while(|class| class.from <= value).count();
        if let Some(count) = above.checked_sub(1).and_then(|at| out.get_mut(at)) {
            *count += 1;
        }
    }
    out
}

/// The radius of the circle of the greatest value: all circles together cover a third of the
/// map at most.
pub(super) fn largest(chart: &Chart, (wide, tall): (f64, f64)) -> f64 {
    let most = most(chart).max(1e-300);
    let of_panel = |panel: &Panel| -> f64 {
        let points = panel.series.iter().flat_map(|series| &series.points);
        points.map(|point| point.value.max(0.0) / most).sum()
    };
    let sum = chart.scaled().iter().map(of_panel).fold(0.0, f64::max);
    let covered = (wide * tall * 0.33 / (std::f64::consts::PI * sum.max(1.0))).sqrt();
    (wide * 0.05).clamp(8.0, 30.0).min(covered.max(2.5))
}

/// The greatest value of a map.
pub(super) fn most(chart: &Chart) -> f64 {
    chart.scaled_points().map(|point| point.value.abs()).fold(0.0, f64::max)
}

/// What stands before the words of each row of a legend, and the words.
pub(super) fn rows(chart: &Chart, map: &Map, size: (f64, f64)) -> Vec<(Sample, String)> {
    let mut out: Vec<(Sample, String)> = Vec::new();
    match map.style {
        MapStyle::Locator => {}
        MapStyle::Symbols => {
            let most = most(chart);
            for value in amounts(&chart.format, most, most * 1.3) {
                let radius = largest(chart, size) * (value / most.max(1e-300)).sqrt();
                out.push((Sample::Circle(radius), short(&chart.format, value)));
            }
        }
        MapStyle::Choropleth | MapStyle::Hexes | MapStyle::Dots => {
            let counts = counts(chart, &map.classes);
            // The greatest on top, as on a scale.
            for (at, (found, count)) in map.classes.iter().zip(counts).enumerate().rev() {
                let words = class(chart, found, at + 1 == map.classes.len());
                out.push((Sample::Step(found.step), format!("{words} ({count})")));
            }
        }
    }
    let missing = chart.without_value().len();
    if missing > 0 {
        let words = match map.no_data.as_str() {
            "" => say!("map-no-data"),
            words => words.to_owned(),
        };
        out.push((Sample::Hatch, format!("{words} ({missing})")));
    }
    out
}

/// What the legend says in words; a set says it once for all its maps.
pub(in crate::figure) fn foot(map: &Map) -> String {
    let mut out = Vec::new();
    if !map.classes.is_empty() {
        out.push(say!("map-brackets"));
        out.push(phrase(&map.method));
    }
    if map.style == MapStyle::Symbols {
        out.push(say!("map-circles"));
    }
    if map.style == MapStyle::Hexes {
        out.push(say!("map-hexagons"));
    } else {
        out.push(phrase(&map.projection));
    }
    if !map.insets.is_empty() {
        out.push(say!("map-insets"));
    }
    sentences(out)
}

/// Returns words as sentences, one after the other.
pub(in crate::figure) fn sentences(mut words: Vec<String>) -> String {
    words.retain(|text| !text.is_empty());
    let sentences = words.into_iter().map(|text| format!("{}.", capital(&text)));
    sentences.collect::<Vec<_>>().join(" ")
}

impl Legend {
    pub(in crate::figure) fn new(
        look: &Look,
        width: f64,
        rows: Vec<(Sample, String)>,
        foot: &str,
    ) -> Self {
        let size = look.theme.sizes.small;
        let widest = rows
            .iter()
            .map(|(sample, text)| {
                sample.width() + GAP + measure::width(text, size, false)
            })
            .fold(0.0, f64::max);
        let column = widest + COLUMN;
        let columns = ((width + COLUMN) / column.max(1.0)).floor().max(1.0) as usize;
        // Two columns at most, so that the scale can be followed.
        let columns = columns.min(2).min(rows.len().max(1));
        let tallest = rows.iter().map(|(sample, _)| sample.height()).fold(0.0, f64::max);
        Self {
            each: rows.len().div_ceil(columns),
            column,
            foot: if foot.is_empty() {
                Vec::new()
            } else {
                measure::wrap(foot, size, false, width)
            },
            row: (look.small_line() + 3.0).max(tallest + 3.0),
            line: look.small_line(),
            rows,
        }
    }

    /// The width that the rows alone need.
    pub(in crate::figure) fn wanted(look: &Look, rows: &[(Sample, String)]) -> f64 {
        let size = look.theme.sizes.small;
        let widest = rows.iter().map(|(sample, text)| {
            sample.width() + GAP + measure::width(text, size, false)
        });
        widest.fold(120.0, f64::max)
    }

    pub(in crate::figure) fn height(&self) -> f64 {
        self.each as f64 * self.row + 6.0 + self.foot.len() as f64 * self.line + 4.0
    }

    pub(in crate::figure) fn paint(&self, svg: &Svg, area: Area) {
        let look = svg.look();
        let kind = small(look, Ink::Text, Anchor::Start);
        for (at, (sample, text)) in self.rows.iter().enumerate() {
            let x = area.x + (at / self.each.max(1)) as f64 * self.column;
            let y = area.y + (at % self.each.max(1)) as f64 * self.row;
            let middle = y + self.row / 2.0;
            sample.paint(svg, x, middle);
            svg.text(x + sample.width() + GAP, middle + kind.size * 0.36, text, kind);
        }
        let kind = small(look, Ink::Muted, Anchor::Start);
        let y = area.y + self.each as f64 * self.row + 6.0 + kind.size;
        svg.lines((area.x, y), &self.foot, self.line, kind);
    }
}

impl Sample {
    fn width(self) -> f64 {
        match self {
            Self::Circle(radius) => 2.0 * radius,
            _ => SWATCH,
        }
        .max(SWATCH)
    }

    fn height(self) -> f64 {
        match self {
            Self::Circle(radius) => 2.0 * radius,
            _ => 12.0,
        }
    }

    fn paint(self, svg: &Svg, x: f64, middle: f64) {
        let plane = Plot::of_page(svg);
        let box_of = Area { x, y: middle - 6.0, w: SWATCH, h: 12.0 };
        match self {
            Self::Step(step) => svg.tile(box_of, Ink::Ramp(step)),
            Self::Circle(radius) => {
                let at = (x + self.width() / 2.0, middle);
                plane.dot(at, radius, Ink::Mark(Hue::Treated), 0.35);
                plane.circle(at, radius, Ink::Mark(Hue::Treated), 1.0);
            }
            Self::Hatch => {
                let ring = vec![
                    (x, middle - 6.0),
                    (x + SWATCH, middle - 6.0),
                    (x + SWATCH, middle + 6.0),
                    (x, middle + 6.0),
                ];
                for (from, to) in hatch(std::slice::from_ref(&ring), 6.0) {
                    plane.path(vec![from, to], Ink::Muted, 1.0, false);
                }
                let mut edge = ring;
                edge.extend(edge.first().copied());
                plane.path(edge, Ink::Muted, 0.8, false);
            }
        }
    }
}
