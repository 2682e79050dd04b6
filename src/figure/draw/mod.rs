//! A planned chart to SVG, at the width of its place.

mod axes;
mod cells;
mod cloud;
mod key;
mod line;
mod rows;

use crate::figure::chart::Chart;
use crate::figure::chart::Role;
use crate::figure::chart::Series;
use crate::figure::describe::describe;
use crate::figure::draw::axes::Area;
use crate::figure::measure;
use crate::figure::svg::Anchor;
use crate::figure::svg::Svg;
use crate::figure::svg::Type;
use crate::figure::theme;
use crate::figure::theme::Ink;
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

/// The colour of a series' marks.
fn series_ink(series: &Series, index: usize) -> Ink {
    tone(&theme::SERIES, series, index)
}

/// The colour of a series' words.
fn label_ink(series: &Series, index: usize) -> Ink {
    tone(&theme::LABELS, series, index)
}

fn tone(tones: &[Ink; 6], series: &Series, index: usize) -> Ink {
    let at = match series.role {
        Role::Treated => 0,
        Role::Control => 1,
        Role::Other => index % tones.len(),
    };
    tones.get(at).copied().unwrap_or(theme::INK)
}

/// Draws a chart.
pub fn draw(chart: &Chart, texts: &Texts, placement: Placement) -> String {
    if let Placement::Sized { width, height } = placement {
        return sized(chart, texts, f64::from(width), height.map(f64::from));
    }
    let width = match placement {
        Placement::OnPage => theme::WIDE,
        Placement::OnPageNarrow => theme::NARROW,
        Placement::Alone | Placement::Sized { .. } => theme::ALONE,
    };
    let alone = placement == Placement::Alone;
    let edge = if alone { 20.0 } else { 2.0 };
    let inner = width - 2.0 * edge;
    let words = if alone { around(texts, inner) } else { Around::default() };
    let height = plot_height(chart, inner);
    compose(chart, texts, &words, (width, edge), height, alone)
}

/// Lays a figure out for a picture of a given size. What does not fit at the size of type
/// wanted is drawn a little smaller, step by step; nothing is cut.
fn sized(chart: &Chart, texts: &Texts, width: f64, height: Option<f64>) -> String {
    let mut factor = 1.0;
    loop {
        let (width, edge) = (width * factor, 18.0);
        let inner = width - 2.0 * edge;
        let words = around(texts, inner);
        let needed = plot_height(chart, inner);
        let Some(height) = height.map(|height| height * factor) else {
            return compose(chart, texts, &words, (width, edge), needed, true);
        };
        let free = height - words.top - words.bottom - 4.0;
        let least = if stretches(chart) { 150.0_f64.min(needed) } else { needed };
        if free >= least || factor > 4.0 {
            let plot = if stretches(chart) { free.max(least) } else { free.max(needed) };
            return compose(chart, texts, &words, (width, edge), plot, true);
        }
        factor *= 1.06;
    }
}

/// Returns whether a chart fills whatever height it is given.
fn stretches(chart: &Chart) -> bool {
    matches!(chart.kind, FigureKind::Line | FigureKind::EventStudy | FigureKind::Scatter)
}

fn compose(
    chart: &Chart,
    texts: &Texts,
    words: &Around,
    (width, edge): (f64, f64),
    height: f64,
    alone: bool,
) -> String {
    let inner = width - 2.0 * edge;
    let page = Svg::new(width, words.top + height + words.bottom + 4.0);
    words.paint(&page, edge, height);
    let area = Area { x: edge, y: words.top + 2.0, w: inner, h: height };
    match chart.kind {
        FigureKind::Line | FigureKind::EventStudy | FigureKind::Multiples => {
            line::paint(chart, &page, area);
        }
        FigureKind::Bar
        | FigureKind::Dot
        | FigureKind::Dumbbell
        | FigureKind::Love
        | FigureKind::Specification => rows::paint(chart, &page, area),
        FigureKind::Strip | FigureKind::Scatter => cloud::paint(chart, &page, area),
        FigureKind::Heat | FigureKind::Tiles => cells::paint(chart, &page, area),
    }
    page.finish(&describe(chart, texts).alt, alone)
}

fn plot_height(chart: &Chart, width: f64) -> f64 {
    match chart.kind {
        FigureKind::Line | FigureKind::EventStudy | FigureKind::Multiples => {
            line::height(chart, width)
        }
        FigureKind::Bar
        | FigureKind::Dot
        | FigureKind::Dumbbell
        | FigureKind::Love
        | FigureKind::Specification => rows::height(chart, width),
        FigureKind::Strip | FigureKind::Scatter => cloud::height(chart, width),
        FigureKind::Heat | FigureKind::Tiles => cells::height(chart, width),
    }
}

/// The words above and below a figure that stands alone.
#[derive(Debug, Default)]
struct Around {
    above: Vec<(String, f64, bool, Ink)>,
    below: Vec<(String, f64, bool, Ink)>,
    top: f64,
    bottom: f64,
}

fn around(texts: &Texts, width: f64) -> Around {
    let mut out = Around::default();
    let lines = |text: &str, size: f64, bold: bool, ink: Ink| {
        measure::wrap(text, size, bold, width)
            .into_iter()
            .map(move |line| (line, size, bold, ink))
            .collect::<Vec<_>>()
    };
    out.above.extend(lines(&texts.headline, theme::HEADLINE, true, theme::INK));
    out.above.extend(lines(&texts.subtitle, theme::SUBTITLE, false, theme::MUTED));
    out.below.extend(lines(&texts.note, theme::SMALL, false, theme::MUTED));
    if !texts.source.is_empty() {
        let source = format!("Source: {}", texts.source);
        out.below.extend(lines(&source, theme::SMALL, false, theme::MUTED));
    }
    out.below.extend(lines(&texts.notice, theme::SMALL, true, theme::INK));
    out.below.extend(lines(&texts.credit, theme::SMALL, false, theme::MUTED));
    let height = |list: &[(String, f64, bool, Ink)]| {
        list.iter().map(|(_, size, ..)| size * 1.35).sum::<f64>()
    };
    out.top = 16.0 + height(&out.above) + 10.0;
    out.bottom = 12.0 + height(&out.below) + 14.0;
    out
}

impl Around {
    fn paint(&self, page: &Svg, x: f64, height: f64) {
        let mut y = 16.0;
        for (text, size, bold, ink) in &self.above {
            y += size * 1.35;
            let kind =
                Type { size: *size, bold: *bold, ink: *ink, anchor: Anchor::Start };
            page.text(x, y - size * 0.3, text, kind);
        }
        let mut y = self.top + height + 12.0;
        for (text, size, bold, ink) in &self.below {
            y += size * 1.35;
            let kind =
                Type { size: *size, bold: *bold, ink: *ink, anchor: Anchor::Start };
            page.text(x, y - size * 0.3, text, kind);
        }
    }
}
