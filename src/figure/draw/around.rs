//! The words above and below a figure that stands alone, and the band over them that says its embargo.

use crate::figure::draw::Texts;
use crate::figure::draw::mark::Mark;
use crate::figure::draw::size::Frame;
use crate::figure::measure;
use crate::figure::svg::Anchor;
use crate::figure::svg::Svg;
use crate::figure::svg::Type;
use crate::figure::svg::shown;
use crate::figure::theme::Ink;
use crate::figure::theme::Look;
use crate::model::document::sentences;
use crate::say;

const LEADING: f64 = 1.35;

/// The lines above and below, and the room they take.
#[derive(Debug, Default)]
pub(in crate::figure) struct Around {
    band: Vec<(String, Type)>,
    above: Vec<(String, Type)>,
    below: Vec<(String, Type)>,
    mark: Option<Mark>,
    edge: f64,
    /// What stays clear over the band.
    clear: f64,
    /// Where the lines above begin.
    start: f64,
    /// Where the band ends and the rest begins; nought without one.
    pub under_band: f64,
    pub top: f64,
    pub bottom: f64,
}

/// Room over and under the words of the band.
const PADDING: f64 = 6.0;

impl Around {
    /// Breaks the words into lines, those above and those below each no wider than a limit; the publisher's mark
    /// stands at the end of those below. Part of a chart has a heading of less weight than a finding.
    pub(in crate::figure) fn new(
        look: &Look,
        (texts, part): (&Texts, bool),
        (width, foot): (f64, f64),
        frame: Frame,
    ) -> Self {
        let sizes = look.theme.sizes;
        let heading = match (part, frame.tight) {
            (true, _) => sizes.subtitle,
            (false, true) => f64::midpoint(sizes.headline, sizes.subtitle),
            (false, false) => sizes.headline,
        };
        let mark = if frame.marked { Mark::new(look, foot) } else { None };
        let foot = foot - mark.as_ref().map_or(0.0, Mark::room);
        // "2012 = 100" is one thing.
        let held = |text: &str| text.replace(" = ", "\u{a0}=\u{a0}");
        let lines = |text: &str, size: f64, bold: bool, ink: Ink| {
            let kind = Type { size, bold, ink, anchor: Anchor::Start };
            let lines = measure::balance(&held(text), size, bold, width);
            lines.into_iter().map(move |line| (line, kind)).collect::<Vec<_>>()
        };
        let mut above = lines(&texts.headline, heading, true, Ink::Text);
        above.extend(lines(&texts.subtitle, sizes.subtitle, false, Ink::Muted));
        let lines = |text: &str, size: f64, bold: bool, ink: Ink| {
            let kind = Type { size, bold, ink, anchor: Anchor::Start };
            let lines = measure::wrap(&held(text), size, bold, foot);
            lines.into_iter().map(move |line| (line, kind)).collect::<Vec<_>>()
        };
        let source = match texts.source.as_str() {
            "" => String::new(),
            source => say!("source-line", source = source),
        };
        let below = if frame.tight {
            vec![
                (sentences(&[&texts.note, &source]), Ink::Muted),
                (sentences(&[&texts.notice, &texts.credit]), Ink::Text),
            ]
        } else {
            vec![
                (texts.note.clone(), Ink::Muted),
                (source, Ink::Muted),
                (texts.notice.clone(), Ink::Text),
                (texts.credit.clone(), Ink::Muted),
            ]
        };
        let below: Vec<(String, Type)> = below
            .iter()
            .flat_map(|(text, ink)| lines(text, sizes.small, false, *ink))
            .collect();
        // In letters between those of the headline and those under it, and over the whole width.
        let size = f64::midpoint(sizes.headline, sizes.subtitle);
        let kind = Type { size, bold: true, ink: Ink::Ground, anchor: Anchor::Start };
        let whole = frame.width - 2.0 * look.theme.space.edge;
        let band: Vec<(String, Type)> = if texts.embargo.is_empty() {
            Vec::new()
        } else {
            let lines = measure::balance(&texts.embargo, size, true, whole);
            lines.into_iter().map(|line| (line, kind)).collect()
        };
        let height = |list: &[(String, Type)]| {
            list.iter().map(|(_, kind)| kind.size * LEADING).sum::<f64>()
        };
        let margin = look.theme.space.edge * 0.8;
        let edge = margin.max(frame.clear);
        let (under_band, start) = if band.is_empty() {
            (0.0, edge)
        } else {
            let end = frame.clear + height(&band) + 2.0 * PADDING;
            (end, end + 0.5 * margin)
        };
        let top = start + height(&above) + 10.0;
        let marked = mark.as_ref().map_or(0.0, |mark| mark.height);
        let bottom = 10.0 + height(&below).max(marked) + edge;
        let clear = frame.clear;
        Self { band, above, below, mark, edge, clear, start, under_band, top, bottom }
    }

    /// Sets the lines; those below start at `foot`.
    pub(in crate::figure) fn paint(&self, svg: &Svg, x: f64, foot: f64) {
        if !self.band.is_empty() {
            let (width, _) = svg.size();
            let h = self.under_band - self.clear;
            let fill = svg.fill(Ink::Text);
            svg.line(&format!(
                "<rect x=\"0\" y=\"{}\" width=\"{}\" height=\"{}\" {fill}/>",
                shown(self.clear),
                shown(width),
                shown(h)
            ));
        }
        let lists = [
            (self.clear + PADDING, &self.band),
            (self.start, &self.above),
            (foot + 10.0, &self.below),
        ];
        for (mut y, list) in lists {
            for (text, kind) in list {
                y += kind.size * LEADING;
                svg.text(x, y - kind.size * 0.3, text, *kind);
            }
        }
        if let Some(mark) = &self.mark {
            mark.paint(svg, x, foot + self.bottom - self.edge);
        }
    }
}
