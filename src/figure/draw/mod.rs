//! A planned chart to SVG, at the width of its place.
//!
//! Each kind says how much height it needs at a width ([`Need`]) and paints itself into an
//! area. Room for words is found before marks are placed: margins follow the longest label,
//! rows follow their lines, and what has no room beside its mark goes to the key.

mod around;
mod bars;
mod dots;
mod heat;
mod key;
mod line;
mod margin;
mod multiples;
mod plot;
mod rows;
mod scatter;
mod slope;
mod strip;
mod tiles;

use crate::figure::chart::Chart;
use crate::figure::chart::Role;
use crate::figure::chart::Series;
use crate::figure::describe::describe;
use crate::figure::draw::around::Around;
use crate::figure::draw::key::Mark;
use crate::figure::draw::key::Named;
use crate::figure::place::Area;
use crate::figure::svg::Svg;
use crate::figure::theme::Hue;
use crate::figure::theme::Look;
use crate::project::FigureKind;

/// The words of a figure, as plain text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Texts {
    /// The finding.
    pub headline: String,
    /// Measure, places, period.
    pub subtitle: String,
    /// Note.
    pub note: String,
    /// Source line.
    pub source: String,
    /// The notice that travels with the figure.
    pub notice: String,
    /// Alternative text by the author; empty for the chart's own.
    pub alt: String,
    /// Edition and date, for a figure that travels; may be empty.
    pub credit: String,
}

/// Where a figure stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Placement {
    /// On a page that sets the words around it.
    OnPage,
    /// The same on a telephone.
    OnPageNarrow,
    /// On its own, with its words and the notice inside the picture.
    Alone,
    /// The same, laid out anew for a picture of this width and, where it is given, height.
    Sized {
        /// Width in units of type: labels are 13 of them high.
        width: u32,
        /// Height in the same unit; what the chart needs unless given.
        height: Option<u32>,
    },
}

/// The heights at which a chart can be drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Need {
    /// Below this something would overlap.
    least: f64,
    /// What looks right.
    natural: f64,
    /// Above this there would be dead space.
    most: f64,
}

impl Need {
    fn plus(self, height: f64) -> Self {
        Self {
            least: self.least + height,
            natural: self.natural + height,
            most: self.most + height,
        }
    }
}

/// Draws a chart.
pub fn draw(chart: &Chart, texts: &Texts, placement: Placement, look: &Look) -> String {
    let width = look.theme.width;
    match placement {
        Placement::OnPage => on_page(chart, texts, width.page, look),
        Placement::OnPageNarrow => on_page(chart, texts, width.phone, look),
        Placement::Alone => alone(chart, texts, (width.alone, None), look),
        Placement::Sized { width, height } => {
            alone(chart, texts, (f64::from(width), height.map(f64::from)), look)
        }
    }
}

/// Room that keeps strokes at the edge whole.
const HAIR: f64 = 2.0;

fn on_page(chart: &Chart, texts: &Texts, width: f64, look: &Look) -> String {
    let inner = width - 2.0 * HAIR;
    let height = need(chart, look, inner).natural;
    let svg = Svg::new(width, height + 2.0 * HAIR, look);
    paint(chart, &svg, Area { x: HAIR, y: HAIR, w: inner, h: height });
    svg.finish(&describe(chart, texts).alt, false)
}

/// Lays a figure out for a picture of its own. What does not fit into a given height at the
/// size of type wanted is drawn a little smaller, step by step; nothing is cut.
fn alone(
    chart: &Chart,
    texts: &Texts,
    (width, height): (f64, Option<f64>),
    look: &Look,
) -> String {
    let mut factor = 1.0;
    loop {
        let (width, edge) = (width * factor, look.theme.space.edge);
        let inner = width - 2.0 * edge;
        let words = Around::new(look, texts, inner);
        let need = need(chart, look, inner);
        let (page, plot) = match height.map(|height| height * factor) {
            None => (words.top + need.natural + words.bottom, need.natural),
            Some(height) => {
                let free = height - words.top - words.bottom;
                if free < need.least && factor < 4.0 {
                    factor *= 1.05;
                    continue;
                }
                let plot = free.min(need.most).max(need.least);
                (height.max(words.top + plot + words.bottom), plot)
            }
        };
        let svg = Svg::new(width, page, look);
        words.paint(&svg, edge, page - words.bottom);
        paint(chart, &svg, Area { x: edge, y: words.top, w: inner, h: plot });
        return svg.finish(&describe(chart, texts).alt, true);
    }
}

fn need(chart: &Chart, look: &Look, width: f64) -> Need {
    match chart.kind {
        FigureKind::Line | FigureKind::EventStudy => line::need(chart, look, width),
        FigureKind::Multiples => multiples::need(chart, look, width),
        FigureKind::Slope => slope::need(chart, look, width),
        FigureKind::Bar
        | FigureKind::Dot
        | FigureKind::Dumbbell
        | FigureKind::Love
        | FigureKind::Specification => rows::need(chart, look, width),
        FigureKind::Strip => strip::need(chart, look, width),
        FigureKind::Scatter => scatter::need(chart, look, width),
        FigureKind::Heat => heat::need(chart, look, width),
        FigureKind::Tiles => tiles::need(chart, look, width),
    }
}

fn paint(chart: &Chart, svg: &Svg, area: Area) {
    match chart.kind {
        FigureKind::Line | FigureKind::EventStudy => line::paint(chart, svg, area),
        FigureKind::Multiples => multiples::paint(chart, svg, area),
        FigureKind::Slope => slope::paint(chart, svg, area),
        FigureKind::Bar
        | FigureKind::Dot
        | FigureKind::Dumbbell
        | FigureKind::Love
        | FigureKind::Specification => rows::paint(chart, svg, area),
        FigureKind::Strip => strip::paint(chart, svg, area),
        FigureKind::Scatter => scatter::paint(chart, svg, area),
        FigureKind::Heat => heat::paint(chart, svg, area),
        FigureKind::Tiles => tiles::paint(chart, svg, area),
    }
}

/// Series that are neither treated nor control, beside those: colours that neither has.
const BESIDE: [usize; 4] = [1, 2, 4, 5];

/// The colours of each of some series.
pub(super) fn hues<'a>(series: impl IntoIterator<Item = &'a Series>) -> Vec<Hue> {
    let series: Vec<&Series> = series.into_iter().collect();
    let others = series.iter().filter(|series| series.role == Role::Other).count();
    let beside = others < series.len();
    let mut next = 0;
    series
        .iter()
        .map(|series| match series.role {
            Role::Treated => Hue::Treated,
            Role::Control => Hue::Control,
            // Many others are there to compare with, not to be told apart.
            Role::Other if beside && others > 2 => Hue::Faded,
            Role::Other => {
                next += 1;
                let at = next - 1;
                Hue::Other(if beside {
                    BESIDE.get(at).copied().unwrap_or(at)
                } else {
                    at
                })
            }
        })
        .collect()
}

/// Whether a series' lines are dashed and its dots hollow: control, and colours used twice.
fn dashed(series: &Series, hue: Hue) -> bool {
    series.role == Role::Control || matches!(hue, Hue::Other(index) if index % 12 >= 6)
}

/// Whether a series' dots are hollow: of two that lie side by side always one, so that they
/// are told apart without colour.
fn hollow(series: &Series, hue: Hue) -> bool {
    dashed(series, hue) || matches!(hue, Hue::Other(index) if index % 2 == 1)
}

/// The names of series for a key; none where there is nothing to tell apart.
fn named<'a>(series: impl IntoIterator<Item = &'a Series>, mark: Mark) -> Vec<Named> {
    let series: Vec<&Series> = series.into_iter().collect();
    if series.len() < 2 || series.iter().any(|series| series.label.is_empty()) {
        return Vec::new();
    }
    let hues = hues(series.iter().copied());
    series
        .iter()
        .zip(hues)
        .map(|(series, hue)| Named {
            label: series.label.clone(),
            hue,
            dashed: match mark {
                Mark::Dot => hollow(series, hue),
                Mark::Line | Mark::Bar | Mark::Rule => dashed(series, hue),
            },
            mark,
        })
        .collect()
}

/// The series of the first panel.
fn first(chart: &Chart) -> &[Series] {
    chart.panels.first().map_or(&[], |panel| panel.series.as_slice())
}
