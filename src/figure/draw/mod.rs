//! A planned chart to SVG, at the width of its place.
//!
//! Each kind says how much height it needs at a width ([`Need`]) and paints itself into an
//! area. Room for words is found before marks are placed: margins follow the longest label,
//! rows follow their lines, and what has no room beside its mark goes to the key.

mod alone;
mod around;
mod bars;
pub(in crate::figure) mod columns;
mod direct;
mod dots;
pub(in crate::figure) mod frame;
pub(in crate::figure) mod key;
pub(in crate::figure) mod labels;
pub(in crate::figure) mod less;
pub(in crate::figure) mod margin;
pub(in crate::figure) mod plot;
mod row;
pub(in crate::figure) mod rows;

use crate::figure::describe::describe;
use crate::figure::draw::alone::Frame;
use crate::figure::draw::alone::alone;
use crate::figure::draw::key::Mark;
use crate::figure::draw::key::Named;
use crate::figure::draw::less::Less;
use crate::figure::draw::plot::small;
use crate::figure::kind;
use crate::figure::measure;
use crate::figure::place::Area;
use crate::figure::svg::Anchor;
use crate::figure::svg::Svg;
use crate::figure::theme::Hue;
use crate::figure::theme::Ink;
use crate::figure::theme::Look;
use crate::model::chart::Chart;
use crate::model::chart::Role;
use crate::model::chart::Series;

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
#[non_exhaustive]
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
    /// The same as a picture of so many pixels, in letters that can be read.
    Picture {
        /// Pixels across.
        across: u32,
        /// Pixels down; what the chart needs unless given.
        down: Option<u32>,
        /// How many pixels the smallest letters are high, at least.
        letters: u32,
    },
}

/// The heights at which a chart can be drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::figure) struct Need {
    /// Below this something would overlap.
    pub least: f64,
    /// What looks right.
    pub natural: f64,
    /// Above this there would be dead space.
    pub most: f64,
}

impl Need {
    pub(in crate::figure) fn plus(self, height: f64) -> Self {
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
        Placement::Alone => alone(chart, texts, Frame::wide(width.alone), look),
        Placement::Sized { width, height } => {
            let height = height.map(f64::from);
            let frame = Frame { height, ..Frame::wide(f64::from(width)) };
            alone(chart, texts, frame, look)
        }
        Placement::Picture { across, down, letters } => {
            let unit = look.theme.sizes.small / f64::from(letters);
            let side = |pixels: u32| f64::from(pixels) * unit;
            let (width, height) = (side(across), down.map(side));
            alone(chart, texts, Frame { width, height, larger: down.is_some() }, look)
        }
    }
}

/// Room that keeps strokes at the edge whole.
const HAIR: f64 = 2.0;

fn on_page(chart: &Chart, texts: &Texts, width: f64, look: &Look) -> String {
    let inner = width - 2.0 * HAIR;
    let shown = Less::whole(chart).across(look, inner);
    let height = shown.need(look, inner).natural;
    let svg = Svg::new(width, height + 2.0 * HAIR, look);
    shown.paint(&svg, Area { x: HAIR, y: HAIR, w: inner, h: height });
    svg.finish(&describe(chart, texts).alt, false)
}

impl Less<'_> {
    /// The lines that say what is not shown, and the room they take.
    fn words(&self, look: &Look, width: f64) -> (Vec<String>, f64) {
        let lines = measure::balance(&self.said(), look.theme.sizes.small, false, width);
        let tall = lines.len() as f64 * look.small_line();
        (lines, if tall > 0.0 { tall + 5.0 } else { 0.0 })
    }

    /// The heights at which what is left of a chart can be drawn.
    fn need(&self, look: &Look, width: f64) -> Need {
        kind::of(&self.chart.kind)
            .need(&self.chart, look, width)
            .plus(self.words(look, width).1)
    }

    fn paint(&self, svg: &Svg, area: Area) {
        let look = svg.look();
        let (lines, tall) = self.words(look, area.w);
        let kind = small(look, Ink::Text, Anchor::Start);
        let foot = area.bottom() - tall + 5.0;
        svg.lines((area.x, foot + kind.size), &lines, look.small_line(), kind);
        kind::of(&self.chart.kind).paint(
            &self.chart,
            svg,
            Area { h: area.h - tall, ..area },
        );
    }
}

/// Series that are neither treated nor control, beside those: colours that neither has.
const BESIDE: [usize; 4] = [1, 2, 4, 5];

/// The colours of each of some series.
pub(in crate::figure) fn hues<'a>(
    series: impl IntoIterator<Item = &'a Series>,
) -> Vec<Hue> {
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
pub(in crate::figure) fn dashed(series: &Series, hue: Hue) -> bool {
    series.role == Role::Control || matches!(hue, Hue::Other(index) if index % 12 >= 6)
}

/// Whether a series' dots are hollow: of two that lie side by side always one, so that they
/// are told apart without colour.
pub(in crate::figure) fn hollow(series: &Series, hue: Hue) -> bool {
    dashed(series, hue) || matches!(hue, Hue::Other(index) if index % 2 == 1)
}

/// The names of series for a key; none where there is nothing to tell apart.
pub(in crate::figure) fn named<'a>(
    series: impl IntoIterator<Item = &'a Series>,
    mark: Mark,
) -> Vec<Named> {
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
pub(in crate::figure) fn first(chart: &Chart) -> &[Series] {
    chart.panels.first().map_or(&[], |panel| panel.series.as_slice())
}
