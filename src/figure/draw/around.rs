//! The words above and below a figure that stands alone.

use crate::figure::draw::Texts;
use crate::figure::draw::mark::Mark;
use crate::figure::draw::size::Frame;
use crate::figure::measure;
use crate::figure::svg::Anchor;
use crate::figure::svg::Svg;
use crate::figure::svg::Type;
use crate::figure::theme::Ink;
use crate::figure::theme::Look;
use crate::model::document::sentences;
use crate::say;

const LEADING: f64 = 1.35;

/// The lines above and below, and the room they take.
#[derive(Debug, Default)]
pub(in crate::figure) struct Around {
    above: Vec<(String, Type)>,
    below: Vec<(String, Type)>,
    mark: Option<Mark>,
    edge: f64,
    pub top: f64,
    pub bottom: f64,
}

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
        let height = |list: &[(String, Type)]| {
            list.iter().map(|(_, kind)| kind.size * LEADING).sum::<f64>()
        };
        let edge = (look.theme.space.edge * 0.8).max(frame.clear);
        let top = edge + height(&above) + 10.0;
        let marked = mark.as_ref().map_or(0.0, |mark| mark.height);
        let bottom = 10.0 + height(&below).max(marked) + edge;
        Self { above, below, mark, edge, top, bottom }
    }

    /// Sets the lines; those below start at `foot`.
    pub(in crate::figure) fn paint(&self, svg: &Svg, x: f64, foot: f64) {
        for (mut y, list) in [(self.edge, &self.above), (foot + 10.0, &self.below)] {
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
