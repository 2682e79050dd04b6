//! The values of a chart on a page, at the pointer and by keyboard: over each mark a disc that is not
//! seen. In the wide picture it has the value as its title, which needs no script; the narrow one has
//! the places alone, since the words are there already: a script joins the two, in the order of the
//! chart's values, and lets keys go from one to the next.

use crate::figure::svg::Svg;
use crate::figure::svg::escape;
use crate::figure::svg::shown;
use crate::model::chart::Chart;
use crate::model::chart::Panel;
use crate::model::chart::Point;
use crate::model::chart::Series;
use std::collections::HashMap;

/// The least radius that a pointer finds; the page's style gives it to discs that say none.
const RADIUS: f64 = 8.0;

/// Lays the values of a chart over its marks, with their words or only by place.
pub(in crate::figure) fn add(chart: &Chart, svg: &Svg, with_words: bool) {
    let spots = svg.every_spot();
    let mut places = HashMap::new();
    for (panel, spot) in &spots {
        places.entry([panel, &spot.series, &spot.key]).or_insert(spot);
    }
    if places.is_empty() {
        return;
    }
    let mut discs = String::new();
    let mut at: Vec<String> = Vec::new();
    for (panel, series, point) in chart.points() {
        let Some(spot) = places.get(&[&panel.key, &series.key, &point.key]) else {
            discs.push_str("<g/>");
            at.push(String::new());
            continue;
        };
        let (x, y) = (shown(spot.at.0), shown(spot.at.1));
        let radius = Some(spot.radius + 2.0).filter(|radius| *radius > RADIUS).map(shown);
        if with_words {
            let radius =
                radius.map(|radius| format!(" r=\"{radius}\"")).unwrap_or_default();
            let words = escape(&words(chart, panel, series, point));
            discs.push_str(&format!(
                "<circle cx=\"{x}\" cy=\"{y}\"{radius}><title>{words}</title></circle>"
            ));
        } else {
            let radius = radius.map(|radius| format!(" {radius}")).unwrap_or_default();
            at.push(format!("{x} {y}{radius}"));
        }
    }
    let group = "<g class=\"values\" fill=\"none\"";
    svg.line(&if with_words {
        format!("{group}>{discs}</g>")
    } else {
        format!("{group} data-at=\"{}\"/>", at.join(","))
    });
}

/// What a value is of, and the value with its interval.
fn words(chart: &Chart, panel: &Panel, series: &Series, point: &Point) -> String {
    let names = [&panel.label, &series.label, &point.label];
    let names: Vec<&str> =
        names.into_iter().map(String::as_str).filter(|name| !name.is_empty()).collect();
    let of =
        chart.parts.iter().find(|part| part.panels.iter().any(|it| it.key == panel.key));
    let format = &of.unwrap_or(chart).format;
    let interval = point.low.zip(point.high).map(|(low, high)| format.range(low, high));
    let interval = interval.map(|range| format!(" ({range})")).unwrap_or_default();
    format!("{}: {}{interval}", names.join(", "), point.printed)
}

#[cfg(test)]
mod tests {
    use crate::figure::draw::Placement;
    use crate::figure::draw::Texts;
    use crate::figure::draw::draw;
    use crate::figure::theme::Look;
    use crate::figure::theme::Variant;
    use crate::model::chart::Chart;
    use crate::model::chart::FigureKind;
    use crate::model::format::Format;
    use crate::model::format::Unit;
    use std::sync::Arc;

    #[test]
    fn every_value_on_a_page_has_its_words_once_at_its_mark_and_files_have_none() {
        let kinds =
            ["line", "bar", "column", "dot", "strip", "area", "heat", "bump", "lollipop"];
        for kind in kinds {
            let format = Format::of(Unit::Percent).decimals(0);
            let chart = Chart::new(FigureKind::new(kind), format)
                .series("North & east", [("2019", 10.0), ("2020", 20.0)])
                .series("South", [("2019", 12.0), ("2020", 15.0)]);
            let look = Look::new(&Arc::default(), Variant::Light);
            let svg = |place| draw(&chart, &Texts::default(), place, &look);
            let page = svg(Placement::OnPage);
            for words in [
                "North &amp; east, 2019: 10%",
                "North &amp; east, 2020: 20%",
                "South, 2019: 12%",
                "South, 2020: 15%",
            ] {
                let title = format!("<title>{words}</title>");
                assert_eq!((kind, page.matches(&title).count()), (kind, 1));
            }
            let narrow = svg(Placement::OnPageNarrow);
            assert_eq!((kind, narrow.matches("<title>").count()), (kind, 0));
            let (_, places) = narrow.split_once("data-at=\"").unwrap();
            let (places, _) = places.split_once('"').unwrap();
            assert_eq!(
                (kind, places.split(',').filter(|it| !it.is_empty()).count()),
                (kind, 4)
            );
            assert!(!svg(Placement::Alone).contains("class=\"values\""));
        }
    }

    #[test]
    fn a_curve_and_a_waterfall_have_their_values_too() {
        for kind in ["specification", "waterfall"] {
            let format = Format::of(Unit::Percent).decimals(0);
            let mut chart = Chart::new(FigureKind::new(kind), format)
                .series("Estimate", [("a", 10.0), ("b", 20.0)]);
            if kind == "specification" {
                for point in &mut chart.panels[0].series[0].points {
                    point.label = String::new();
                }
            }
            let look = Look::new(&Arc::default(), Variant::Light);
            let page = draw(&chart, &Texts::default(), Placement::OnPage, &look);
            assert_eq!((kind, page.matches("<title>Estimate").count()), (kind, 2));
        }
    }
}
