//! Several charts of one kind side by side, a panel for each value of `panel:`. They share
//! their scales, the order and the colours of what they draw, and their names where these are
//! said once.

use crate::figure::describe::Facts;
use crate::figure::draw::Need;
use crate::figure::draw::key::Key;
use crate::figure::draw::less::Less;
use crate::figure::draw::named_of;
use crate::figure::draw::plot::small;
use crate::figure::draw::plot::strong;
use crate::figure::draw::said::Said;
use crate::figure::draw::style::RowStyle;
use crate::figure::draw::under::value_title;
use crate::figure::draw::under::x_title;
use crate::figure::kind;
use crate::figure::kind::Kind;
use crate::figure::kind::Names;
use crate::figure::measure;
use crate::figure::place::Area;
use crate::figure::plan::Marking;
use crate::figure::plan::Planner;
use crate::figure::svg::Anchor;
use crate::figure::svg::Svg;
use crate::figure::theme::Ink;
use crate::figure::theme::Look;
use crate::model::chart::Chart;
use crate::model::diagnostic::Result;
use crate::say;

/// A chart with several panels, whatever its kind.
pub(super) struct Panels;

/// Room between panels.
const GAP: f64 = 24.0;
/// The narrowest panel beside another.
const NARROWEST: f64 = 230.0;
/// The same where there is little room.
const CLOSE: f64 = 180.0;
/// The most panels side by side.
const MOST: usize = 3;

/// The kind of each panel.
fn inner(chart: &Chart) -> &'static dyn Kind {
    kind::named(&chart.kind)
}

/// How panels are laid out at a width.
struct Grid {
    charts: Vec<Chart>,
    columns: usize,
    /// The width of a panel.
    width: f64,
    titles: Vec<Vec<String>>,
    key: Key,
    /// The titles of the axes, over all panels and under them.
    over: Vec<String>,
    under: Vec<String>,
    /// What the kind says of all panels.
    foot: Vec<String>,
}

impl Grid {
    fn new(chart: &Chart, look: &Look, width: f64) -> Self {
        let charts = chart.each();
        let each = |columns: usize| {
            (width - GAP * (columns as f64 - 1.0)) / columns.max(1) as f64
        };
        let narrowest = if chart.close { CLOSE } else { NARROWEST };
        let most = (1..=MOST).rev().find(|columns| each(*columns) >= narrowest);
        // Four panels are two and two rather than three and one.
        let rows = charts.len().div_ceil(most.unwrap_or(1)).max(1);
        let columns = charts.len().div_ceil(rows).max(1);
        let size = look.theme.sizes.label;
        let title =
            |at: usize| measure::wrap(&chart.panel_title(at), size, true, each(columns));
        let said = |text: &str| measure::wrap(text, look.theme.sizes.small, false, width);
        let names = match (inner(chart).panels(), charts.first()) {
            (Some(Names::Once(mark)), Some(chart)) => named_of(chart, mark),
            _ => Vec::new(),
        };
        Self {
            titles: (0..charts.len()).map(title).collect(),
            over: said(&value_title(chart)),
            under: said(&x_title(chart)),
            foot: said(&inner(chart).foot(chart)),
            columns,
            width: each(columns),
            key: Key::new(look, names, width),
            charts,
        }
    }

    fn rows(&self) -> f64 {
        self.charts.len().div_ceil(self.columns) as f64
    }

    /// The height of the titles of a row of panels, and of the room between two rows.
    fn head(&self, look: &Look) -> f64 {
        let most = self.titles.iter().map(Vec::len).max().unwrap_or(0);
        most as f64 * look.line() + 6.0
    }

    /// The height of all but the panels.
    fn around(&self, look: &Look) -> f64 {
        let words = self.above(look) + self.below(look);
        words + self.rows() * (self.head(look) + GAP) - GAP
    }

    /// The height of what is over all panels.
    fn above(&self, look: &Look) -> f64 {
        let gap = if self.over.is_empty() { 0.0 } else { 8.0 };
        self.key.height() + self.over.len() as f64 * look.small_line() + gap
    }

    /// The height of what is under all panels.
    fn below(&self, look: &Look) -> f64 {
        let each = [&self.under, &self.foot].map(|lines| {
            let gap = if lines.is_empty() { 0.0 } else { 8.0 };
            lines.len() as f64 * look.small_line() + gap
        });
        each.iter().sum()
    }

    /// Sets the words over and under all panels.
    fn words(&self, svg: &Svg, area: Area) {
        let look = svg.look();
        let line = look.small_line();
        let start = small(look, Ink::Muted, Anchor::Start);
        let end = small(look, Ink::Muted, Anchor::End);
        let top = area.y + self.key.height() + start.size;
        svg.lines((area.x, top), &self.over, line, start);
        let mut base = area.bottom() - self.below(look) + 8.0 + start.size;
        svg.lines((area.right(), base), &self.under, line, end);
        if !self.under.is_empty() {
            base += self.under.len() as f64 * line + 8.0;
        }
        svg.lines((area.x, base), &self.foot, line, start);
    }
}

impl Kind for Panels {
    fn manual(&self) -> &'static str {
        include_str!("panels.rs")
    }

    fn finish(&self, planner: &Planner<'_>, chart: &mut Chart) -> Result<()> {
        let mut panels = Vec::new();
        let mut last = None;
        for mut one in chart.each() {
            inner(chart).finish(planner, &mut one)?;
            panels.append(&mut one.panels);
            last = Some(one);
        }
        if let Some(last) = last {
            *chart = Chart { panels, set: std::sync::Arc::default(), ..last };
        }
        Ok(())
    }

    fn marked(&self, chart: &Chart) -> Vec<Marking> {
        let each = chart.each().into_iter().flat_map(|one| {
            let panel = one.panels.first().cloned();
            inner(chart).marked(&one).into_iter().filter_map(move |mut marking| {
                let panel = panel.as_ref()?;
                marking.keys.insert(0, panel.key.clone());
                marking.title = format!("{}, {}", marking.title, panel.label);
                Some(marking)
            })
        });
        each.collect()
    }

    fn said(&self, chart: &Chart) -> Vec<Said> {
        let each = chart.each();
        each.iter().flat_map(|one| inner(chart).said(one)).collect()
    }

    fn by_value(&self) -> bool {
        false
    }

    fn highlights<'a>(&self, chart: &'a Chart) -> Vec<&'a str> {
        inner(chart).highlights(chart)
    }

    fn need(&self, chart: &Chart, look: &Look, width: f64) -> Need {
        let grid = Grid::new(chart, look, width);
        let needs = grid.charts.iter().map(|one| inner(one).need(one, look, grid.width));
        let need = needs.fold(Need { least: 0.0, natural: 0.0, most: 0.0 }, Need::higher);
        need.times(grid.rows()).plus(grid.around(look))
    }

    fn paint(&self, chart: &Chart, svg: &Svg, area: Area) {
        let look = svg.look();
        let grid = Grid::new(chart, look, area.w);
        grid.key.paint(svg, area);
        grid.words(svg, area);
        let (top, head) = (area.y + grid.above(look), grid.head(look));
        let height = (area.h - grid.around(look)) / grid.rows();
        let kind = strong(look, Ink::Text, Anchor::Start);
        for (at, (one, title)) in grid.charts.iter().zip(&grid.titles).enumerate() {
            let (column, row) = (at % grid.columns, at / grid.columns);
            let x = area.x + column as f64 * (grid.width + GAP);
            let y = top + row as f64 * (head + height + GAP);
            svg.lines((x, y + kind.size), title, look.line(), kind);
            let place = Area { x, y: y + head, w: grid.width, h: height };
            svg.enter(one.panels.first().map_or("", |panel| panel.key.as_str()));
            inner(one).paint(one, svg, place);
        }
    }

    fn touches(&self, chart: &Chart) -> bool {
        inner(chart).touches(chart)
    }

    fn rows(&self, chart: &Chart) -> RowStyle {
        inner(chart).rows(chart)
    }

    fn sentences(&self, chart: &Chart) -> (Vec<String>, Vec<String>) {
        let mut short = vec![say!("panels-scale", count = chart.panels.len())];
        let mut long = short.clone();
        for (at, mut one) in chart.each().into_iter().enumerate() {
            // In words each is a chart of its own.
            one.set = std::sync::Arc::default();
            let label = chart.panel_title(at);
            let (main, all) = inner(&one).sentences(&one);
            let said = |sentence: String| format!("{label}. {sentence}");
            short.extend(main.into_iter().take(1).map(said));
            long.extend(all.into_iter().map(said));
        }
        (short, long)
    }

    fn facts(&self, chart: &Chart) -> Option<Facts> {
        inner(chart).facts(chart)
    }

    fn less<'a>(&self, whole: Less<'a>, level: usize) -> Option<Less<'a>> {
        let all = whole.chart.panels.len();
        let count = (all + 1).checked_sub(level).filter(|count| *count > 0)?;
        let closer = whole.closer();
        Some(if count < all { closer.first_panels(count) } else { closer })
    }

    fn unnamed(&self, chart: &Chart, look: &Look, width: f64) -> usize {
        let grid = Grid::new(chart, look, width);
        let lost =
            grid.charts.iter().map(|one| inner(one).unnamed(one, look, grid.width));
        lost.max().unwrap_or(0)
    }

    fn most_series(&self) -> Option<usize> {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::Panels;
    use crate::figure::describe::describe;
    use crate::figure::draw::Placement;
    use crate::figure::draw::Texts;
    use crate::figure::draw::draw;
    use crate::figure::draw::less::Less;
    use crate::figure::kind::Kind as _;
    use crate::figure::theme::Look;
    use crate::figure::theme::Variant;
    use crate::model::chart::Annotation;
    use crate::model::chart::Chart;
    use crate::model::chart::FigureKind;
    use crate::model::chart::Panel;
    use crate::model::chart::Target;
    use crate::model::format::Format;
    use crate::model::format::Unit;
    use std::sync::Arc;

    fn set() -> Chart {
        let format = Format::of(Unit::Count);
        let one = |values: &[(&str, f64)]| {
            Chart::new(FigureKind::new("bar"), format.clone())
                .series("", values.iter().copied())
        };
        let mut out = one(&[("a", 10.0), ("b", 20.0)]);
        let other = one(&[("a", 900.0)]);
        let named = |label: &str, chart: &Chart| Panel {
            key: label.to_owned(),
            label: label.to_owned(),
            series: chart.panels[0].series.clone(),
        };
        out.panels = vec![named("North", &out), named("South", &other)];
        out
    }

    #[test]
    fn panels_share_their_scale_and_their_rows_and_draw_their_own_values() {
        let each = set().each();
        let seen: Vec<_> = each
            .iter()
            .map(|one| (one.extent(), one.keys(), one.points().count()))
            .collect();
        let (extent, keys) = ((10.0, 900.0), vec!["a", "b"]);
        assert_eq!(seen, [(extent, keys.clone(), 2), (extent, keys, 1)]);
    }

    fn drawn(chart: &Chart) -> String {
        let place = Placement::Sized { width: 850, height: None };
        let look = Look::new(&Arc::default(), Variant::Light);
        draw(chart, &Texts::default(), place, &look)
    }

    #[test]
    fn panels_come_closer_before_one_is_left_out() {
        let chart = set();
        let less = |level: usize| {
            let less = Panels.less(Less::whole(&chart, false), level)?;
            Some((less.chart.close, less.chart.panels.len(), less.said()))
        };
        assert_eq!(less(1), Some((true, 2, String::new())));
        assert_eq!(less(2).map(|(_, count, _)| count), Some(1));
        assert_eq!(less(3), None);
    }

    #[test]
    fn titles_of_axes_are_said_once_for_all_panels() {
        for kind in ["bar", "column", "dot", "line", "histogram", "box"] {
            let chart = Chart {
                axis: "Share of areas".to_owned(),
                x_axis: "Years of age".to_owned(),
                kind: FigureKind::new(kind),
                ..set()
            };
            let svg = drawn(&chart);
            let count = |words: &str| svg.matches(words).count();
            assert_eq!((kind, count("Share of areas")), (kind, 1));
            assert_eq!((kind, count("Years of age")), (kind, 1));
        }
    }

    #[test]
    fn panels_have_letters_in_the_picture_and_in_words() {
        let chart = Chart { letters: true, ..set() };
        let svg = drawn(&chart);
        assert!(svg.contains("(a) North") && svg.contains("(b) South"), "{svg}");
        let words = describe(&chart, &Texts::default()).long;
        assert_eq!(words[1], "(a) North. A 10 and b 20.");
        assert!(!drawn(&set()).contains("(a)"));
    }

    #[test]
    fn an_annotation_stands_in_its_own_panel_and_is_said_with_its_name() {
        let about = |panel: &str| {
            let target = Target::Point { series: String::new(), x: "a".to_owned() };
            Annotation::new(target).within(panel)
        };
        let texts = Texts { annotations: vec!["Most".to_owned()], ..Texts::default() };
        let place = Placement::Sized { width: 850, height: None };
        let look = Look::new(&Arc::default(), Variant::Light);
        let at = |panel: &str| -> Option<f64> {
            let chart = Chart { annotations: vec![about(panel)], ..set() };
            let svg = draw(&chart, &texts, place, &look);
            let before = svg.split(">Most<").next()?;
            let x = before.rsplit(" x=\"").next()?.split('"').next()?;
            x.parse().ok()
        };
        let (left, right) = (at("North").unwrap(), at("South").unwrap());
        assert!(left < right - 300.0, "{left} {right}");
        let chart = Chart { annotations: vec![about("South")], ..set() };
        let words = describe(&chart, &texts).long;
        assert_eq!(words.last().unwrap(), "South. Note at a: Most.");
    }

    #[test]
    fn every_panel_is_named_in_words() {
        let words = describe(&set(), &Texts::default()).long;
        assert_eq!(
            words,
            ["2 panels share one scale.", "North. A 10 and b 20.", "South. A 900.",]
        );
    }
}
