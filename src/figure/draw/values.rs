//! The values of a chart on a page, at the pointer and by keyboard: over each mark a disc that is not
//! seen and has the value as its title. It needs no script; a script lets keys go from one to the next.

use crate::figure::svg::Svg;
use crate::figure::svg::escape;
use crate::figure::svg::shown;
use crate::model::chart::Chart;
use crate::model::chart::Panel;
use crate::model::chart::Point;
use crate::model::chart::Series;
use std::collections::HashMap;

/// The least radius that a pointer finds.
const RADIUS: f64 = 8.0;

/// Lays the values of a chart over its marks.
pub(in crate::figure) fn add(chart: &Chart, svg: &Svg) {
    let points: HashMap<[&str; 3], (&Panel, &Series, &Point)> = chart
        .points()
        .map(|(panel, series, point)| {
            let key = [&panel.key, &series.key, &point.key].map(String::as_str);
            (key, (panel, series, point))
        })
        .collect();
    for (panel, spot) in svg.every_spot() {
        let key = [&panel, &spot.series, &spot.key].map(String::as_str);
        let Some((panel, series, point)) = points.get(&key) else { continue };
        let words = escape(&words(chart, panel, series, point));
        let (x, y) = spot.at;
        let radius = (spot.radius + 2.0).max(RADIUS);
        svg.line(&format!(
            "<circle class=\"value\" cx=\"{}\" cy=\"{}\" r=\"{}\" fill=\"none\" pointer-events=\"all\"><title>{words}</title></circle>",
            shown(x),
            shown(y),
            shown(radius),
        ));
    }
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
    fn every_value_on_a_page_has_its_words_at_its_mark_and_files_have_none() {
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
            assert!(!svg(Placement::Alone).contains("class=\"value\""));
        }
    }
}
