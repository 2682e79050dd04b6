//! The values of a chart on a page, at the pointer and by keyboard: over each mark a disc that is not
//! seen. In the wide picture it has the value as its title, which needs no script; the narrow one has
//! the places alone, since the words are there already: a script joins the two, in the order of what
//! the chart says, and lets keys go from one to the next. Of many values both pictures have the places
//! alone, and the words are those of the figure's table, row by row.

use crate::figure::describe::naming;
use crate::figure::draw::said::Said;
use crate::figure::kind;
use crate::figure::shape::Spot;
use crate::figure::svg::Svg;
use crate::figure::svg::shown;
use crate::model::chart::Chart;
use crate::model::escape::escape_line;
use std::collections::HashMap;

/// The least radius that a pointer finds; the page's style gives it to discs that say none.
const RADIUS: f64 = 8.0;
/// The least radius where there are many discs.
const SMALLEST: f64 = 2.0;
/// The most values that have their words in the picture.
const MANY: usize = 600;

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
    let said = kind::of(chart).said(chart);
    let spot = |said: &Said| places.get(&[&said.panel, &said.series, &said.key]).copied();
    let group = "<g class=\"values\" fill=\"none\"";
    svg.line(&match (rows(chart, &said), with_words) {
        (Some(names), _) => {
            let (w, h) = svg.size();
            let radius =
                ((w * h / said.len() as f64).sqrt() / 2.0).clamp(SMALLEST, RADIUS);
            let at = said.iter().map(|said| spot(said).map_or_else(String::new, coarse));
            let at = at.collect::<Vec<_>>().join(",");
            let radius = shown(radius);
            format!(
                "{group} data-names=\"{names}\" data-r=\"{radius}\" data-at=\"{at}\"/>"
            )
        }
        (None, true) => {
            let name = |panel: &str| {
                let panel = chart.panels.iter().find(|it| it.key == panel);
                panel.map(|it| it.label.as_str()).filter(|label| !label.is_empty())
            };
            let disc = |said: &Said| {
                let Some(spot) = spot(said) else { return "<g/>".to_owned() };
                let words = match name(&said.panel) {
                    Some(name) => format!("{name}, {}", said.words),
                    None => said.words.clone(),
                };
                let radius = radius(spot).map(|radius| format!(" r=\"{radius}\""));
                format!(
                    "<circle cx=\"{}\" cy=\"{}\"{}><title>{}</title></circle>",
                    shown(spot.at.0),
                    shown(spot.at.1),
                    radius.unwrap_or_default(),
                    escape_line(&words)
                )
            };
            format!("{group}>{}</g>", said.iter().map(disc).collect::<String>())
        }
        (None, false) => {
            let at = said.iter().map(|said| spot(said).map_or_else(String::new, place));
            format!("{group} data-at=\"{}\"/>", at.collect::<Vec<_>>().join(","))
        }
    });
}

/// The radius of a disc, where its mark is larger than what a pointer finds.
fn radius(spot: &Spot) -> Option<String> {
    Some(spot.radius + 2.0).filter(|radius| *radius > RADIUS).map(shown)
}

fn place(spot: &Spot) -> String {
    let radius = radius(spot).map(|radius| format!(" {radius}")).unwrap_or_default();
    format!("{} {}{radius}", shown(spot.at.0), shown(spot.at.1))
}

/// A place among many, in whole units.
fn coarse(spot: &Spot) -> String {
    format!("{:.0} {:.0}", spot.at.0, spot.at.1)
}

/// How many cells of a row of the table name its value, where there are so many values that their
/// words are read from there, and each has a row of its own.
fn rows(chart: &Chart, said: &[Said]) -> Option<usize> {
    let keys = |said: &Said| [said.panel.clone(), said.series.clone(), said.key.clone()];
    let points = chart.points().map(|(panel, series, point)| {
        [panel.key.clone(), series.key.clone(), point.key.clone()]
    });
    let many = said.len() > MANY && said.iter().map(keys).eq(points);
    many.then(|| naming(chart)).flatten()
}

#[cfg(test)]
mod tests {
    use crate::figure::draw::Placement;
    use crate::figure::draw::Texts;
    use crate::figure::draw::draw;
    use crate::figure::theme::Look;
    use crate::figure::theme::Variant;
    use crate::model::chart::Chart;
    use crate::model::chart::Event;
    use crate::model::chart::FigureKind;
    use crate::model::chart::Panel;
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

    fn page(chart: &Chart) -> String {
        let look = Look::new(&Arc::default(), Variant::Light);
        draw(chart, &Texts::default(), Placement::OnPage, &look)
    }

    /// The words at the marks of a page, in the order of the keys.
    fn words(page: &str) -> Vec<&str> {
        let (_, values) = page.split_once("class=\"values\"").unwrap();
        let titles = values.split("<title>").skip(1);
        titles.map(|title| title.split_once('<').unwrap().0).collect()
    }

    #[test]
    fn a_box_says_its_quartiles_and_the_values_drawn_beside_it() {
        let format = Format::of(Unit::Percent).decimals(0);
        let values = (0..40).map(|at| (at.to_string(), f64::from(at % 5)));
        let values = values.chain([("far".to_owned(), 90.0)]);
        let chart = |kind| {
            let values = values.clone();
            Chart::new(FigureKind::new(kind), format.clone())
                .series("North", [("a", 1.0), ("b", 3.0), ("c", 8.0)])
                .series("South", values)
        };
        let north = "North: median 3%, the middle half from 2 to 6%, of 3 values.";
        let south = "South: median 2%, the middle half from 1 to 3%, of 41 values.";
        let few = ["North, a: 1%", "North, b: 3%", "North, c: 8%"];
        let boxes = [&[north][..], &few, &[south, "South, far: 90%"]].concat();
        assert_eq!(words(&page(&chart("box"))), boxes);
        assert_eq!(words(&page(&chart("violin"))), [north, south, "South, far: 90%"]);
    }

    #[test]
    fn a_bin_an_event_and_a_part_of_a_whole_have_their_words() {
        let format = Format::of(Unit::Percent).decimals(0);
        let parts = [("a", 70.0), ("b", 30.0)];
        let of =
            |kind| Chart::new(FigureKind::new(kind), format.clone()).series("", parts);
        for kind in ["donut", "squares"] {
            assert_eq!((kind, words(&page(&of(kind)))), (kind, vec!["a: 70%", "b: 30%"]));
        }
        let bins = Chart { bin: Some(20.0), ..of("histogram") };
        let said = ["20% to under 40%: 1", "40% to under 60%: 0", "60% to under 80%: 1"];
        assert_eq!(words(&page(&bins)), said);
        let event = |from, when: &str, text: &str| Event {
            from,
            to: None,
            when: when.to_owned(),
            text: text.to_owned(),
        };
        let events = vec![event(2011.0, "2011", "Began"), event(2014.0, "2014", "Ended")];
        let panels = Vec::new();
        let history = Chart { panels, events, ..of("timeline") };
        assert_eq!(words(&page(&history)), ["2011: Began", "2014: Ended"]);
    }

    #[test]
    fn panels_of_other_kinds_have_the_words_of_their_kind() {
        let format = Format::of(Unit::Percent).decimals(0);
        let mut chart =
            Chart { bin: Some(20.0), ..Chart::new(FigureKind::new("histogram"), format) }
                .series("", [("a", 10.0), ("b", 30.0)]);
        let panel = |label: &str| Panel {
            key: label.to_owned(),
            label: label.to_owned(),
            series: chart.panels[0].series.clone(),
        };
        chart.panels = vec![panel("North"), panel("South")];
        let said = |name: &str| {
            [
                format!("{name}, 0% to under 20%: 1"),
                format!("{name}, 20% to under 40%: 1"),
            ]
        };
        assert_eq!(words(&page(&chart)), [said("North"), said("South")].concat());
    }

    #[test]
    fn the_words_of_many_values_are_those_of_the_table() {
        let format = Format::of(Unit::Percent).decimals(0);
        let values = (0..601).map(|at| (format!("k{at}"), f64::from(at % 90)));
        let chart = Chart::new(FigureKind::new("strip"), format).series("", values);
        let page = page(&chart);
        let (_, values) = page.split_once("class=\"values\"").unwrap();
        assert!(!values.contains("<title>") && values.contains("data-names=\"1\""));
        let (_, at) = values.split_once("data-at=\"").unwrap();
        let (at, _) = at.split_once('"').unwrap();
        assert_eq!(at.split(',').filter(|place| !place.is_empty()).count(), 601);
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
