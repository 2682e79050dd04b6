//! A planned chart to SVG, at the width of its place.
//!
//! Each kind says how much height it needs at a width ([`Need`]) and paints itself into an
//! area. Room for words is found before marks are placed: margins follow the longest label,
//! rows follow their lines, and what has no room beside its mark goes to the key.

mod alone;
mod annotate;
mod around;
mod bars;
pub(in crate::figure) mod columns;
mod direct;
mod dots;
mod fitted;
pub(in crate::figure) mod frame;
pub(in crate::figure) mod key;
pub(in crate::figure) mod labels;
pub(in crate::figure) mod less;
pub(in crate::figure) mod margin;
mod mark;
mod need;
pub(in crate::figure) mod over;
pub(in crate::figure) mod places;
pub(in crate::figure) mod plot;
mod room;
pub(in crate::figure) mod row;
pub(in crate::figure) mod rows;
pub(in crate::figure) mod said;
mod series;
mod size;
pub(in crate::figure) mod sizes;
pub(in crate::figure) mod style;
mod texts;
pub(in crate::figure) mod under;
mod values;

pub(in crate::figure) use need::Need;
pub(in crate::figure) use series::dashed;
pub(in crate::figure) use series::first;
pub(in crate::figure) use series::hollow;
pub(in crate::figure) use series::hue_at;
pub(in crate::figure) use series::hues;
pub(in crate::figure) use series::hues_of;
pub(in crate::figure) use series::hues_of_parts;
pub(in crate::figure) use series::keyed;
pub(in crate::figure) use series::named;
pub(in crate::figure) use series::named_of;
pub use texts::Texts;

use crate::figure::describe::describe;
use crate::figure::describe::names;
use crate::figure::draw::alone::alone;
use crate::figure::draw::less::Less;
use crate::figure::draw::size::Frame;
use crate::figure::faces;
use crate::figure::place::Area;
use crate::figure::svg::Svg;
use crate::figure::theme::Look;
use crate::model::chart::Chart;
use crate::model::chart::Panel;

/// Where a figure stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Placement {
    /// On a page that sets the words around it.
    OnPage,
    /// The same on a telephone.
    OnPageNarrow,
    /// On its own, with its words, the notice and the publisher's mark inside the picture.
    Alone,
    /// The same without the mark, laid out anew for this width and, where it is given, height.
    Sized {
        /// Width in units of type: labels are 13 of them high.
        width: u32,
        /// Height in the same unit; what the chart needs unless given.
        height: Option<u32>,
    },
    /// With the mark, as a picture of so many pixels, in letters that can be read.
    Picture {
        /// Pixels across.
        across: u32,
        /// Pixels down; what the chart needs unless given.
        down: Option<u32>,
        /// How many pixels the smallest letters are high, at least.
        letters: u32,
        /// How many pixels stay clear at the top and at the foot, at least.
        clear: u32,
    },
}

/// A chart that is drawn.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Drawn {
    /// The picture.
    pub svg: String,
    /// What of the chart it does not show, in words; empty where it shows all.
    pub left_out: String,
}

/// Draws a chart.
pub fn draw(chart: &Chart, texts: &Texts, placement: Placement, look: &Look) -> String {
    draw_whole(chart, texts, placement, look).svg
}

/// The same, with what is left out.
pub fn draw_whole(
    chart: &Chart,
    texts: &Texts,
    placement: Placement,
    look: &Look,
) -> Drawn {
    let drawn = draw_each(chart, texts, placement, std::slice::from_ref(look));
    drawn.into_iter().next().unwrap_or_default()
}

/// Draws a chart in several looks of one theme. What stands where does not depend on colours, and is found once.
pub fn draw_each(
    chart: &Chart,
    texts: &Texts,
    placement: Placement,
    looks: &[Look],
) -> Vec<Drawn> {
    let Some(first) = looks.first() else { return Vec::new() };
    // Forms of a logo may be of different widths.
    if looks.iter().any(|look| look.sign() != first.sign()) {
        let each = looks.iter();
        return each.map(|look| draw_whole(chart, texts, placement, look)).collect();
    }
    faces::set_in(&first.theme, || drawn(chart, texts, placement, looks))
}

fn drawn(
    chart: &Chart,
    texts: &Texts,
    placement: Placement,
    looks: &[Look],
) -> Vec<Drawn> {
    let (pages, _) = settled(chart, texts, placement, looks);
    let on_page = matches!(placement, Placement::OnPage | Placement::OnPageNarrow);
    let alt = describe(chart, texts).alt;
    let finished = pages.iter().map(|svg| {
        if on_page {
            values::add(chart, svg, matches!(placement, Placement::OnPage));
        }
        let left_out = svg.left_out();
        let alt = format!("{alt} {left_out}");
        Drawn { svg: svg.finish(alt.trim_end(), !on_page), left_out }
    });
    finished.collect()
}

/// Returns which annotations have no room on the page, where it is wide.
pub(in crate::figure) fn crowded(
    chart: &Chart,
    texts: &Texts,
    look: &Look,
) -> Vec<usize> {
    faces::set_in(&look.theme, || {
        settled(chart, texts, Placement::OnPage, std::slice::from_ref(look)).1
    })
}

/// Lays a chart out, without the annotations that have no room in it; returns it in each look, and those, too.
fn settled(
    chart: &Chart,
    texts: &Texts,
    placement: Placement,
    looks: &[Look],
) -> (Vec<Svg>, Vec<usize>) {
    let mut chart = chart.worded(&texts.annotations);
    if let Some(panel) = foremost(&chart, &texts.headline) {
        chart.to_mut().foremost = panel;
    }
    let mut out = Vec::new();
    loop {
        let pages = placed(&chart, texts, placement, looks);
        let crowded = pages.first().map(Svg::crowded).unwrap_or_default();
        if crowded.is_empty() {
            return (pages, out);
        }
        for at in crowded {
            if let Some(annotation) = chart.to_mut().annotations.get_mut(at) {
                annotation.left_out = true;
            }
            out.push(at);
        }
    }
}

/// Returns the panel that a headline names, where it names one alone.
fn foremost(chart: &Chart, headline: &str) -> Option<String> {
    let named = |panel: &&Panel| !panel.label.is_empty() && names(headline, &panel.label);
    let mut found = chart.panels.iter().filter(named);
    found.next().filter(|_| found.next().is_none()).map(|panel| panel.key.clone())
}

fn placed(
    chart: &Chart,
    texts: &Texts,
    placement: Placement,
    looks: &[Look],
) -> Vec<Svg> {
    let Some(look) = looks.first() else { return Vec::new() };
    let width = look.theme.width;
    match placement {
        Placement::OnPage => on_page(chart, width.page, (look, looks)),
        Placement::OnPageNarrow => on_page(chart, width.phone, (look, looks)),
        Placement::Alone => alone(chart, texts, Frame::wide(width.alone), looks),
        Placement::Sized { width, height } => {
            let height = height.map(f64::from);
            let frame = Frame { height, marked: false, ..Frame::wide(f64::from(width)) };
            alone(chart, texts, frame, looks)
        }
        Placement::Picture { across, down, letters, clear } => {
            let unit = look.theme.sizes.small / f64::from(letters);
            let side = |pixels: u32| f64::from(pixels) * unit;
            let frame = Frame {
                width: side(across),
                height: down.map(side),
                clear: side(clear),
                larger: down.is_some(),
                tight: false,
                marked: true,
            };
            alone(chart, texts, frame, looks)
        }
    }
}

/// Room that keeps strokes at the edge whole.
const HAIR: f64 = 2.0;

fn on_page(chart: &Chart, width: f64, (look, looks): (&Look, &[Look])) -> Vec<Svg> {
    let inner = width - 2.0 * HAIR;
    let shown = Less::of(chart).across(look, inner);
    let height = shown.need(look, inner).natural;
    let page = |look: &Look| {
        let svg = Svg::new(width, height + 2.0 * HAIR, look);
        shown.paint(&svg, Area { x: HAIR, y: HAIR, w: inner, h: height });
        svg
    };
    looks.iter().map(page).collect()
}

#[cfg(test)]
mod tests {
    use super::Drawn;
    use super::Placement;
    use super::Texts;
    use super::draw;
    use super::draw_whole;
    use crate::figure::theme::Look;
    use crate::figure::theme::Variant;
    use crate::model::chart::Chart;
    use crate::model::chart::FigureKind;
    use crate::model::chart::Node;
    use crate::model::format::Format;
    use crate::model::format::Unit;
    use std::sync::Arc;

    fn social(rows: usize) -> Drawn {
        let names: Vec<String> = (0..rows).map(|at| format!("Ward {at}")).collect();
        let values = names.iter().zip(1..);
        let values = values.map(|(name, value)| (name.as_str(), f64::from(value)));
        let chart = Chart::new(FigureKind::new("bar"), Format::of(Unit::Count))
            .series("", values);
        let texts = Texts {
            headline: "Felled".to_owned(),
            subtitle: "Trees".to_owned(),
            ..Texts::default()
        };
        let place =
            Placement::Picture { across: 1200, down: Some(628), letters: 24, clear: 0 };
        let look = Look::new(&Arc::default(), Variant::Light);
        draw_whole(&chart, &texts, place, &look)
    }

    #[test]
    fn a_headline_stands_over_the_whole_and_a_title_over_part_of_it() {
        let Drawn { svg, left_out } = social(5);
        assert_eq!(left_out, "");
        assert!(svg.contains(">Felled</text>") && svg.contains(">Trees</text>"), "{svg}");
        let Drawn { svg, .. } = social(40);
        let title = svg.lines().find(|line| line.ends_with(">Trees</text>"));
        assert!(
            title.is_some_and(|title| title.contains("font-weight=\"700\"")),
            "{svg}"
        );
        assert!(!svg.contains(">Felled</text>"), "{svg}");
    }

    #[test]
    fn what_a_picture_leaves_out_ends_its_alternative_text() {
        let Drawn { svg, left_out } = social(40);
        let said = left_out.starts_with("Shown: ") && left_out.contains(" of 40 rows, ");
        assert!(said, "{left_out}");
        assert!(svg.contains(&format!(" {left_out}</title>")), "{svg}");
    }

    #[test]
    fn boxes_of_a_narrow_flow_have_whole_words() {
        let mut chart = Chart::new(FigureKind::new("flow"), Format::of(Unit::Number));
        let node = |id: &str, text: &str, to: &[&str]| Node {
            id: id.to_owned(),
            text: text.to_owned(),
            to: to.iter().map(|it| (*it).to_owned()).collect(),
        };
        chart.nodes = vec![
            node("a", "Clubhouses, playgrounds, small grants", &["b", "c", "d"]),
            node("b", "Shops", &["e"]),
            node("c", "Homes", &[]),
            node("d", "Crime", &[]),
            node("e", "Trade", &[]),
        ];
        let look = Look::new(&Arc::default(), Variant::Light);
        let place = Placement::Sized { width: 300, height: None };
        let svg = draw(&chart, &Texts::default(), place, &look);
        assert!(svg.contains(">Clubhouses, playgrounds,</text>"), "{svg}");
    }
}
