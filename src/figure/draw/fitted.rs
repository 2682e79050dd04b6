//! What is left of a chart, as its kind leaves things out, says its height and paints it.

use crate::figure::describe::sort;
use crate::figure::draw::Need;
use crate::figure::draw::Texts;
use crate::figure::draw::annotate;
use crate::figure::draw::around::Around;
use crate::figure::draw::less::Less;
use crate::figure::draw::plot::small;
use crate::figure::draw::size::Frame;
use crate::figure::draw::style::Marks;
use crate::figure::kind;
use crate::figure::measure;
use crate::figure::place::Area;
use crate::figure::svg::Anchor;
use crate::figure::svg::Svg;
use crate::figure::theme::Ink;
use crate::figure::theme::Look;
use crate::model::chart::Chart;
use crate::say;
use std::borrow::Cow;

impl<'a> Less<'a> {
    /// The whole chart.
    pub(super) fn of(chart: &'a Chart) -> Self {
        let style = kind::of(chart).rows(chart);
        Self::whole(chart, style.marks == Marks::Dumbbell)
    }

    /// Returns less of a chart the higher the level; nothing beyond the last.
    pub(super) fn at(chart: &'a Chart, level: usize) -> Option<Self> {
        let whole = Self::of(chart);
        if level == 0 {
            return Some(whole);
        }
        kind::of(chart).less(whole, level)
    }

    /// Leaves out what a width has no room for: columns of a table whose numbers would not
    /// fit their cells.
    pub(super) fn across(&self, look: &Look, width: f64) -> Self {
        let found = kind::of(&self.chart).narrowed(&self.chart, look, width);
        let mut out = self.clone();
        if let Some((chart, part)) = found {
            out.chart = Cow::Owned(chart);
            out.parts.insert(0, part);
        }
        let lost = out.nameless(look, width);
        if lost > 0 {
            let of = out.chart.keys().len();
            out.names.push(say!(
                "less-columns",
                count = of.saturating_sub(lost),
                of = of
            ));
        }
        out
    }

    /// All of it, in less room.
    pub(in crate::figure) fn closer(mut self) -> Self {
        self.chart.to_mut().close = true;
        self
    }

    /// The words around what is shown: a headline is about the whole, and stands over the whole alone.
    /// Part of it is headed by what it is.
    fn headed<'t>(&self, texts: &'t Texts) -> Cow<'t, Texts> {
        if self.parts.is_empty() {
            return Cow::Borrowed(texts);
        }
        let title = texts.subtitle.clone();
        let headline = if title.is_empty() { sort(&self.chart) } else { title };
        Cow::Owned(Texts { headline, subtitle: String::new(), ..texts.clone() })
    }

    /// The words around what is left of a chart.
    pub(super) fn around(
        &self,
        look: &Look,
        texts: &Texts,
        widths: (f64, f64),
        frame: Frame,
    ) -> Around {
        let texts = self.headed(texts);
        Around::new(look, (&texts, !self.parts.is_empty()), widths, frame)
    }

    /// How many names under the plot are left out at a width, or broken within a word.
    pub(super) fn nameless(&self, look: &Look, width: f64) -> usize {
        kind::of(&self.chart).unnamed(&self.chart, look, width)
    }

    /// The lines that say what is not shown, and the room they take.
    fn words(&self, look: &Look, width: f64) -> (Vec<String>, f64) {
        let lines = measure::balance(&self.said(), look.theme.sizes.small, false, width);
        let tall = lines.len() as f64 * look.small_line();
        (lines, if tall > 0.0 { tall + 5.0 } else { 0.0 })
    }

    /// The heights at which what is left of a chart can be drawn.
    pub(super) fn need(&self, look: &Look, width: f64) -> Need {
        kind::of(&self.chart)
            .need(&self.chart, look, width)
            .plus(self.words(look, width).1)
    }

    pub(super) fn paint(&self, svg: &Svg, area: Area) {
        let look = svg.look();
        let (lines, tall) = self.words(look, area.w);
        let kind = small(look, Ink::Text, Anchor::Start);
        let foot = area.bottom() - tall + 5.0;
        svg.lines((area.x, foot + kind.size), &lines, look.small_line(), kind);
        kind::of(&self.chart).paint(&self.chart, svg, Area { h: area.h - tall, ..area });
        svg.leave_out(&self.said());
        svg.crowd(annotate::paint(&self.chart, svg));
    }
}
