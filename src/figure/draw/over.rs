//! What is over a plot: words at places of its x axis, and words over parts of it, each with
//! a bracket under them.

use crate::figure::draw::places::Place;
use crate::figure::draw::places::at;
use crate::figure::draw::plot::Plot;
use crate::figure::draw::plot::small;
use crate::figure::place::Area;
use crate::figure::place::Laned;
use crate::figure::place::lanes;
use crate::figure::svg::Anchor;
use crate::figure::svg::Svg;
use crate::figure::theme::Ink;
use crate::figure::theme::Look;
use crate::model::chart::Chart;
use crate::model::chart::Target;

/// The height of a bracket.
const BRACKET: f64 = 5.0;
/// From one bracket to another above it.
const LEVEL: f64 = 8.0;

/// What is said over an x axis, in its own values.
#[derive(Debug, Clone, Default)]
pub(in crate::figure) struct Said {
    /// Words at a place, which has a dashed line.
    pub marks: Vec<(f64, String)>,
    /// Words over a part.
    pub parts: Vec<((f64, f64), String)>,
}

impl Said {
    /// What a chart says over places whose axis has these ends.
    pub(in crate::figure) fn of(
        chart: &Chart,
        places: &[Place],
        range: (f64, f64),
    ) -> Self {
        let find = |key: &str| at(key, places, range);
        let marks = chart.marks.iter();
        let marks = marks.filter_map(|mark| Some((find(&mark.x)?, mark.text.clone())));
        let panel = chart.panels.first().map_or("", |panel| panel.key.as_str());
        let own = chart.annotations.iter().filter(|it| it.panel == panel);
        let parts = own.filter_map(|annotation| {
            let Target::Range { from, to } = &annotation.target else { return None };
            Some(((find(from)?, find(to)?), annotation.text.clone()))
        });
        Self { marks: marks.collect(), parts: parts.collect() }
    }

    /// Parts that reach as far beyond their places as bars do.
    #[must_use]
    pub(in crate::figure) fn reaching(mut self, by: f64) -> Self {
        for ((from, to), _) in &mut self.parts {
            (*from, *to) = (*from - by, *to + by);
        }
        self
    }
}

/// The same on the page, before its height is known.
#[derive(Debug, Default)]
pub(in crate::figure) struct Over {
    words: Vec<Laned>,
    rows: usize,
    /// Left and right end of each bracket, and how many are under it.
    brackets: Vec<(f64, f64, usize)>,
    line: f64,
}

impl Over {
    /// Puts words above their places, those of lines at values (`rules`) too.
    pub(in crate::figure) fn new(
        look: &Look,
        said: &Said,
        rules: &[(f64, &str)],
        px: &dyn Fn(f64) -> f64,
        edges: (f64, f64),
    ) -> Self {
        let marks = said.marks.iter().map(|(x, text)| (px(*x), text.as_str()));
        let parts = said
            .parts
            .iter()
            .map(|((from, to), text)| (f64::midpoint(px(*from), px(*to)), text.as_str()));
        let texts: Vec<(f64, &str)> =
            marks.chain(rules.iter().copied()).chain(parts).collect();
        let (words, rows) = lanes(&texts, look.theme.sizes.small, edges);
        let mut brackets: Vec<(f64, f64, usize)> = Vec::new();
        for ((from, to), _) in &said.parts {
            let (left, right) = (px(*from), px(*to));
            let under =
                brackets.iter().filter(|(a, b, _)| *a <= right + 4.0 && left <= b + 4.0);
            let level = under.map(|(.., level)| level + 1).max().unwrap_or(0);
            brackets.push((left, right, level));
        }
        Self { words, rows, brackets, line: look.small_line() }
    }

    /// Returns the room that all of it takes.
    pub(in crate::figure) fn height(&self) -> f64 {
        let levels = self.brackets.iter().map(|(.., level)| level + 1).max();
        self.rows as f64 * self.line + levels.map_or(0.0, |all| all as f64 * LEVEL)
    }

    /// Sets the words and the brackets over a plot, and shades what is under a bracket.
    pub(in crate::figure) fn paint(&self, svg: &Svg, plot: Area) {
        let kind = small(svg.look(), Ink::Muted, Anchor::Start);
        let top = plot.y - 8.0 - self.height();
        for text in &self.words {
            let y = top + text.row as f64 * self.line + kind.size;
            svg.lines((text.x, y), &text.lines, self.line, kind);
        }
        let page = Plot::of_page(svg);
        let axis = svg.look().theme.stroke.axis;
        for (left, right, level) in &self.brackets {
            let y = plot.y - 2.0 - BRACKET - *level as f64 * LEVEL;
            let foot = y + BRACKET;
            let ends = vec![(*left, foot), (*left, y), (*right, y), (*right, foot)];
            page.path(ends, Ink::Muted, axis, false);
            let bottom = plot.bottom();
            let under = vec![
                (*left, plot.y),
                (*right, plot.y),
                (*right, bottom),
                (*left, bottom),
            ];
            page.band(under, Ink::Muted, 0.1);
        }
    }
}
