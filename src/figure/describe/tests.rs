//! What charts are told as, sentence by sentence.

use crate::figure::Texts;
use crate::figure::describe::csv;
use crate::figure::describe::describe;
use crate::figure::describe::table::table;
use crate::model::chart::Chart;
use crate::model::chart::Event;
use crate::model::chart::FigureKind;
use crate::model::chart::Node;
use crate::model::chart::Panel;
use crate::model::chart::Point;
use crate::model::chart::Role;
use crate::model::chart::Series;
use crate::model::chart::Sizes;
use crate::model::format::Format;
use crate::model::format::Unit;

fn series(name: &str, values: &[(&str, f64)], format: &Format) -> Series {
    let point = |(key, value): &(&str, f64)| Point {
        key: (*key).to_owned(),
        label: (*key).to_owned(),
        x: key.parse().ok(),
        value: *value,
        low: None,
        high: None,
        printed: format.full(*value),
        size: None,
        stat: String::new(),
    };
    Series {
        key: name.to_owned(),
        label: name.to_owned(),
        role: Role::Other,
        points: values.iter().map(point).collect(),
        fit: Vec::new(),
    }
}

fn chart(kind: &'static str, unit: Unit, lists: &[(&str, &[(&str, f64)])]) -> Chart {
    let format = Format::of(unit).decimals(0);
    let series = lists.iter().map(|(name, values)| series(name, values, &format));
    Chart {
        id: "c".to_owned(),
        panels: vec![Panel {
            key: String::new(),
            label: String::new(),
            series: series.collect(),
        }],
        ..Chart::new(FigureKind::new(kind), format)
    }
}

fn alt(chart: &Chart) -> String {
    let texts = Texts { headline: "A finding".to_owned(), ..Texts::default() };
    describe(chart, &texts).alt
}

#[test]
fn two_lines_are_told_by_course_gap_and_crossing() {
    let treated: &[(&str, f64)] = &[("2010", 40.0), ("2011", 30.0), ("2012", 50.0)];
    let control: &[(&str, f64)] = &[("2010", 42.0), ("2011", 41.0), ("2012", 40.0)];
    let chart = chart("line", Unit::Percent, &[("Here", treated), ("There", control)]);
    assert_eq!(
        alt(&chart),
        "Line chart: A finding. Here: a rise from 40% in 2010 to 50% in 2012, with a low of 30% in 2011. There: a fall from 42% in 2010 to 40% in 2012. The gap between the two widens from 2\u{a0}percentage points in 2010 to 10 in 2012."
    );
    let long = describe(&chart, &Texts::default()).long;
    assert_eq!(long[3], "The lines cross between 2011 and 2012.");
}

#[test]
fn a_line_that_ends_as_it_began_did_not_change() {
    let values: &[(&str, f64)] = &[("2010", 40.0), ("2011", 60.0), ("2012", 40.0)];
    let chart = chart("line", Unit::Count, &[("", values)]);
    assert_eq!(
        alt(&chart),
        "Line chart: A finding. No change between 2010 and 2012, 40 in both, with a peak of 60 in 2011."
    );
}

#[test]
fn rows_are_told_by_the_highest_and_the_lowest_and_pairs_by_the_widest_gap() {
    let many: &[(&str, f64)] =
        &[("a", 1.0), ("b", 5.0), ("c", 3.0), ("d", -2.0), ("e", 0.0)];
    let one = chart("dot", Unit::Count, &[("", many)]);
    assert_eq!(
        alt(&one),
        "Dot chart: A finding. Highest b (5), lowest d (\u{2212}2), of 5."
    );
    let other: &[(&str, f64)] =
        &[("a", 0.0), ("b", 1.0), ("c", 2.0), ("d", -3.0), ("e", 1.0)];
    let two = chart("bar", Unit::Count, &[("Here", many), ("There", other)]);
    assert_eq!(
        alt(&two),
        "Bar chart: A finding. Here: higher than There in 4 of 5 rows, lower in 1. The widest gap is b: 5 against 1."
    );
}

#[test]
fn answers_and_names_under_columns_neither_rise_nor_fall() {
    let answers: &[(&str, f64)] =
        &[("Agree", 10.0), ("Neither", 22.0), ("Disagree", 6.0)];
    let columns = chart("column", Unit::Count, &[("", answers)]);
    assert_eq!(
        alt(&columns),
        "Column chart: A finding. Agree 10, Neither 22 and Disagree 6."
    );
    for times in [["2010", "2012"], ["2017/18", "2018/19"], ["Jan", "Mar"]] {
        let columns =
            chart("column", Unit::Count, &[("", &[(times[0], 1.0), (times[1], 2.0)])]);
        let said = format!("A rise from 1 in {} to 2 in {}.", times[0], times[1]);
        assert_eq!(alt(&columns), format!("Column chart: A finding. {said}"));
    }
}

#[test]
fn values_that_print_alike_are_told_together() {
    let alike = |values: &[(&str, f64)]| alt(&chart("bar", Unit::Count, &[("", values)]));
    assert_eq!(
        alike(&[("a", 5.2), ("b", 4.9), ("c", 3.0), ("d", 1.0), ("e", 1.0)]),
        "Bar chart: A finding. Highest a and b (5), lowest d and e (1), of 5."
    );
    assert_eq!(
        alike(&[("a", 5.0), ("b", 5.0), ("c", 5.0), ("d", 5.0), ("e", 5.0)]),
        "Bar chart: A finding. All 5 have 5."
    );
    assert_eq!(
        alike(&[("Under 16", 22.0), ("16 to 24", 15.0), ("Others", 3.0)]),
        "Bar chart: A finding. Under 16: 22, 16 to 24: 15 and Others 3."
    );
}

#[test]
fn every_series_of_every_kind_is_named() {
    let names = ["North", "South", "East", "West", "Coast", "Islands"];
    for kind in crate::figure::kinds() {
        for count in 1..=names.len() {
            let lists: Vec<(&str, &[(&str, f64)])> = names
                .iter()
                .take(count)
                .map(|name| (*name, &[("2010", 40.0), ("2011", 60.0)][..]))
                .collect();
            let drawn = chart(kind, Unit::Count, &lists);
            let alt = alt(&drawn);
            for name in names.iter().take(count) {
                assert!(alt.contains(name), "{kind}: {alt}");
            }
        }
    }
    let four: Vec<(&str, &[(&str, f64)])> =
        names.map(|name| (name, &[("2010", 40.0), ("2011", 60.0)][..])).to_vec();
    assert_eq!(
        alt(&chart("heat", Unit::Count, &four)),
        "Table coloured by value: A finding. The highest value is 60 (North, 2011; South, 2011; East, 2011; and 3 more), the lowest 40 (North, 2010; South, 2010; East, 2010; and 3 more). Also shown: West, Coast and Islands."
    );
}

#[test]
fn a_table_of_colours_is_told_by_its_extreme_cells() {
    let a: &[(&str, f64)] = &[("2010", 100.0), ("2011", 90.0)];
    let b: &[(&str, f64)] = &[("2010", 100.0), ("2011", 130.0)];
    let chart = chart("heat", Unit::Index, &[("Here", a), ("There", b)]);
    assert_eq!(
        alt(&chart),
        "Table coloured by value: A finding. The highest value is 130 (There, 2011), the lowest 90 (Here, 2011)."
    );
}

#[test]
fn the_table_of_several_lines_has_the_series_or_the_times_as_columns() {
    let here: &[(&str, f64)] = &[("2011", 30.0), ("2010", 40.0)];
    let there: &[(&str, f64)] = &[("2010", 42.0)];
    let two = chart("line", Unit::Percent, &[("Here", here), ("There", there)]);
    let said = describe(&two, &Texts::default());
    assert_eq!(said.head, ["Year", "Here", "There"]);
    assert_eq!(said.rows, [["2010", "40%", "42%"], ["2011", "30%", ""]]);
    let lists = [("A", here), ("B", there), ("C", here), ("D", here), ("E", here)];
    let five = describe(&chart("line", Unit::Percent, &lists), &Texts::default());
    assert_eq!(five.head, ["Series", "2010", "2011"]);
    assert_eq!(five.rows[..2], [["A", "40%", "30%"], ["B", "42%", ""]]);
    assert_eq!(five.rows.len(), 5);
}

#[test]
fn the_table_of_one_line_and_of_rows_that_are_no_times_has_a_row_for_each_value() {
    let years: &[(&str, f64)] = &[("2010", 40.0), ("2011", 30.0)];
    let one = describe(&chart("line", Unit::Percent, &[("", years)]), &Texts::default());
    assert_eq!(one.head, ["Year", "Value"]);
    assert_eq!(one.rows, [["2010", "40%"], ["2011", "30%"]]);
    let months: &[(&str, f64)] = &[("2010-01", 40.0), ("2010-02", 30.0)];
    let months = chart("column", Unit::Percent, &[("", months)]);
    assert_eq!(describe(&months, &Texts::default()).head, ["Month", "Value"]);
    let names: &[(&str, f64)] = &[("North", 40.0)];
    let two = chart("dot", Unit::Percent, &[("Here", names), ("There", names)]);
    let two = describe(&two, &Texts::default());
    assert_eq!(two.head, ["Series", "Item", "Value"]);
    assert_eq!(two.rows, [["Here", "North", "40%"], ["There", "North", "40%"]]);
}

#[test]
fn a_short_text_of_a_timeline_names_every_event() {
    let event = |at: i32| Event {
        from: f64::from(at),
        to: None,
        when: at.to_string(),
        text: format!("Wave {at}"),
    };
    let events = (2011..2016).map(event).collect();
    let chart = Chart { events, ..chart("timeline", Unit::Count, &[]) };
    assert_eq!(
        alt(&chart),
        "Timeline: A finding. 2011: Wave 2011; 2012: Wave 2012; 2013: Wave 2013; 2014: Wave 2014; 2015: Wave 2015."
    );
}

#[test]
fn sizes_are_in_the_table_and_in_the_data() {
    let mut chart = Chart::new(FigureKind::new("bubble"), Format::of(Unit::Percent))
        .series("", [("north", 40.0), ("south", 30.0)]);
    let format = Format::of(Unit::Count);
    chart.x_format = Some(Format::of(Unit::Number));
    chart.sizes = Some(Sizes { title: "Residents".to_owned(), format });
    for (at, point) in chart.panels[0].series[0].points.iter_mut().enumerate() {
        (point.x, point.size) = (Some(at as f64), Some(9_000.0 / (at as f64 + 1.0)));
    }
    let (head, rows) = table(&chart);
    assert_eq!(head, ["Item", "x", "Residents", "Value"]);
    assert_eq!(rows[0], ["north", "0.00", "9,000", "40.0%"]);
    let data = String::from_utf8(csv(&chart)).unwrap();
    let mut lines = data.lines();
    assert_eq!(
        lines.next(),
        Some("panel,series,key,label,x,value,low,high,printed,statistic,size")
    );
    assert_eq!(lines.next(), Some(",,north,north,0,40,,,40.0%,,9000"));
}

#[test]
fn events_and_boxes_are_in_the_data() {
    let rows = |chart: &Chart| -> Vec<String> {
        let data = String::from_utf8(csv(chart)).unwrap();
        data.lines().map(str::to_owned).collect()
    };
    let event = Event {
        from: 2011.2,
        to: None,
        when: "March 2011".to_owned(),
        text: "Announced".to_owned(),
    };
    let timeline = Chart { events: vec![event], ..chart("timeline", Unit::Count, &[]) };
    assert_eq!(rows(&timeline)[1], ",,March 2011,Announced,,,,,,");
    let node = |id: &str, to: &[&str]| Node {
        id: id.to_owned(),
        text: format!("Box {id}"),
        to: to.iter().map(|id| (*id).to_owned()).collect(),
    };
    let nodes = vec![node("a", &["b", "c"]), node("b", &[]), node("c", &[])];
    let flow = Chart { nodes, ..chart("flow", Unit::Count, &[]) };
    assert!(rows(&flow)[0].ends_with(",statistic,to"));
    assert_eq!(rows(&flow)[1], ",,a,Box a,,,,,,,b c");
}
