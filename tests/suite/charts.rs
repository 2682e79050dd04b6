//! Random charts, measured in the finished picture: no text meets another, leaves the page,
//! or lies on a mark.

use crate::random_charts::in_panels;
use crate::random_charts::random;
use crate::random_charts::tame;
use rayon::prelude::*;
use regex::Regex;
use reissue::figure::Look;
use reissue::figure::Placement;
use reissue::figure::Texts;
use reissue::figure::Variant;
use reissue::figure::draw;
use reissue::figure::kinds;
use reissue::model::chart::Chart;
use reissue::model::chart::Layout;
use reissue::model::chart::Point;
use reissue::model::chart::Role;
use reissue::model::format::Format;
use reissue::model::format::Unit;
use reissue::model::statistic::Choice;
use reissue::model::theme::Theme;
use reissue::press::SIZES;
use resvg::usvg::Group;
use resvg::usvg::Node as UsvgNode;
use resvg::usvg::Options;
use resvg::usvg::Tree;
use resvg::usvg::fontdb::Database;
use resvg::usvg::roxmltree::Document;
use resvg::usvg::roxmltree::Node;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The place of a kind in the list, from which its random charts are drawn.
fn ordinal(kind: &str) -> u64 {
    kinds().position(|known| known == kind).unwrap_or(0) as u64
}

#[derive(Debug, Clone, Copy)]
struct Box {
    left: f64,
    top: f64,
    right: f64,
    bottom: f64,
}

impl Box {
    fn meets(self, other: Self, slack: f64) -> bool {
        self.left + slack < other.right
            && other.left + slack < self.right
            && self.top + slack < other.bottom
            && other.top + slack < self.bottom
    }

    /// Whether a line from one point to another passes through.
    fn crossed(self, (x0, y0): (f64, f64), (x1, y1): (f64, f64), half: f64) -> bool {
        let steps = ((x1 - x0).hypot(y1 - y0) / 1.5).ceil().max(1.0) as usize;
        (0..=steps).any(|step| {
            let share = step as f64 / steps as f64;
            let (x, y) = (x0 + (x1 - x0) * share, y0 + (y1 - y0) * share);
            x + half > self.left
                && x - half < self.right
                && y + half > self.top
                && y - half < self.bottom
        })
    }
}

struct Words {
    /// How many elements are drawn before it.
    place: usize,
    text: String,
    over: bool,
    on: bool,
    area: Box,
}

fn number(node: Node<'_, '_>, name: &str) -> f64 {
    node.attribute(name).and_then(|value| value.parse().ok()).unwrap_or(0.0)
}

fn words(place: usize, node: Node<'_, '_>) -> Words {
    let (x, y, size, width) = (
        number(node, "x"),
        number(node, "y"),
        number(node, "font-size"),
        number(node, "textLength"),
    );
    let left = match node.attribute("text-anchor") {
        Some("middle") => x - width / 2.0,
        Some("end") => x - width,
        _ => x,
    };
    let class = node.attribute("class").unwrap_or_default();
    Words {
        place,
        text: node.text().unwrap_or_default().to_owned(),
        over: class.contains("k-ground"),
        on: class.contains("f-on-"),
        area: Box {
            left,
            top: y - 0.74 * size,
            right: left + width,
            bottom: y + 0.22 * size,
        },
    }
}

fn is_mark(node: Node<'_, '_>, prefix: &str, text: &Words) -> bool {
    let class = node.attribute("class").unwrap_or_default();
    let Some(ink) = class.strip_prefix(prefix) else { return false };
    match ink {
        "grid" | "ground" => false,
        "base" | "ink" => !text.over && !text.on,
        ramp if ramp.strip_prefix('r').is_some_and(|step| step.parse::<u8>().is_ok()) => {
            !text.on
        }
        _ => true,
    }
}

fn points(d: &str) -> Vec<(f64, f64)> {
    d.split(['M', 'L'])
        .filter_map(|pair| {
            let (x, y) = pair.split_once(' ')?;
            Some((x.parse().ok()?, y.parse().ok()?))
        })
        .collect()
}

/// Returns what is wrong with a picture.
fn faults(svg: &str) -> Vec<String> {
    let document = Document::parse(svg).unwrap();
    let root = document.root_element();
    let page = Box {
        left: 0.0,
        top: 0.0,
        right: number(root, "width"),
        bottom: number(root, "height"),
    };
    let nodes: Vec<Node<'_, '_>> = root.children().filter(Node::is_element).collect();
    let texts: Vec<Words> = nodes
        .iter()
        .enumerate()
        .filter(|(_, node)| node.has_tag_name("text"))
        .map(|(place, node)| words(place, *node))
        .collect();
    let mut out = Vec::new();
    for (at, text) in texts.iter().enumerate() {
        let area = text.area;
        if area.left < -0.6
            || area.top < -0.6
            || area.right > page.right + 0.6
            || area.bottom > page.bottom + 0.6
        {
            out.push(format!("`{}` leaves the page: {area:?} in {page:?}", text.text));
        }
        for other in &texts[at + 1..] {
            if area.meets(other.area, 0.6) {
                out.push(format!(
                    "`{}` meets `{}`: {area:?} {:?}",
                    text.text, other.text, other.area
                ));
            }
        }
        for (place, node) in nodes.iter().enumerate() {
            let name = node.tag_name().name();
            // Words that may stand over a line are not covered by one.
            let drawn_over = text.over && place > text.place;
            let covers = drawn_over && node.attribute("class") != Some("k-grid");
            let hit = match name {
                "path" if covers || is_mark(*node, "k-", text) => {
                    let half = number(*node, "stroke-width") / 2.0 - 0.3;
                    let points = points(node.attribute("d").unwrap());
                    points.windows(2).any(|pair| area.crossed(pair[0], pair[1], half))
                }
                "circle" if is_mark(*node, "f-", text) || is_mark(*node, "k-", text) => {
                    let centre = (number(*node, "cx"), number(*node, "cy"));
                    area.crossed(centre, centre, number(*node, "r") * 0.7)
                }
                "rect" if is_mark(*node, "f-", text) => {
                    let (x, y) = (number(*node, "x"), number(*node, "y"));
                    let (right, bottom) =
                        (x + number(*node, "width"), y + number(*node, "height"));
                    let mark = Box { left: x, top: y, right, bottom };
                    let within = area.left >= x - 0.6
                        && area.right <= right + 0.6
                        && area.top >= y - 0.6
                        && area.bottom <= bottom + 0.6;
                    area.meets(mark, 0.6) && !(text.on && within)
                }
                _ => false,
            };
            if hit {
                out.push(format!(
                    "`{}` lies on a mark: {}",
                    text.text,
                    &svg[node.range()]
                ));
            }
        }
    }
    for node in &nodes {
        let outside = |x: f64, y: f64| {
            x < -1.0 || y < -1.0 || x > page.right + 1.0 || y > page.bottom + 1.0
        };
        let gone = match node.tag_name().name() {
            "path" => {
                let points = points(node.attribute("d").unwrap());
                points.is_empty() || points.iter().any(|(x, y)| outside(*x, *y))
            }
            "circle" => outside(number(*node, "cx"), number(*node, "cy")),
            "rect" => {
                outside(number(*node, "x"), number(*node, "y"))
                    || outside(
                        number(*node, "x") + number(*node, "width"),
                        number(*node, "y") + number(*node, "height"),
                    )
            }
            _ => false,
        };
        if gone {
            out.push(format!("a mark leaves the page: {}", &svg[node.range()]));
        }
    }
    if svg.contains("rotate") || svg.contains("NaN") || svg.contains("inf") {
        out.push("a text is turned, or a number is none".to_owned());
    }
    out
}

fn run(seeds: std::ops::Range<u64>) -> (usize, Vec<String>) {
    let look = Look::new(&Arc::new(Theme::default()), Variant::Light);
    let charts: Vec<(u64, &'static str)> =
        seeds.flat_map(|seed| kinds().map(move |kind| (seed, kind))).collect();
    let bad = charts.par_iter().filter_map(|(seed, kind)| {
        let (mut chart, texts, placement) = random(seed * 31 + ordinal(kind), kind);
        // Every third in panels, where its kind takes some.
        if seed % 3 == 1 {
            let count = 1 + (seed / 3) as usize % 9;
            chart = in_panels(*seed, &chart, count).unwrap_or(chart);
        }
        let faults = faults(&draw(&chart, &texts, placement, &look));
        let first = faults.first()?;
        let count = faults.len();
        Some(format!(
            "seed {seed} {kind:?} {placement:?}: {count} faults, first: {first}"
        ))
    });
    (charts.len(), bad.collect())
}

#[test]
fn nothing_overlaps_or_leaves_the_page_in_random_charts() {
    let (count, bad) = run(0..15);
    assert!(bad.is_empty(), "{} of {count} charts:\n{}", bad.len(), bad.join("\n"));
}

/// Seeds of kinds whose pictures once had a fault.
const MENDED: [(&str, &[u64]); 6] = [
    // A mark of an inset beyond the frame of the map, and its letter on the words of the inset.
    ("map", &[1068, 1080, 1217, 1256, 1277, 1529]),
    // A legend beside tiles that is wider than the room.
    ("tiles", &[1251]),
    // A line beyond all bars.
    ("bar", &[1412, 1461, 1626, 1737, 1776]),
    ("strip", &[1461, 1619]),
    // A bubble beyond the plot, and an axis for ratios without a value.
    ("bubble", &[1032, 1160, 1263, 1331, 1459, 1496, 1506, 1586, 1615, 1620, 1647]),
    // A part of a line drawn thicker.
    ("line", &[1286, 1739]),
];

#[test]
fn pictures_that_were_at_fault_are_mended() {
    let look = Look::new(&Arc::new(Theme::default()), Variant::Light);
    let seeds =
        MENDED.iter().flat_map(|(kind, all)| all.iter().map(|seed| (*kind, *seed)));
    let bad: Vec<String> = seeds
        .filter_map(|(kind, seed)| {
            let (chart, texts, placement) = random(seed * 31 + ordinal(kind), kind);
            let first =
                faults(&draw(&chart, &texts, placement, &look)).into_iter().next()?;
            Some(format!("{kind} {seed} {placement:?}: {first}"))
        })
        .collect();
    assert!(bad.is_empty(), "{}", bad.join("\n"));
}

/// The seeds of the long run: 320 of each kind, or `REISSUE_SEEDS=1000..1016`, a piece of about 500 charts.
fn seeds() -> std::ops::Range<u64> {
    let Ok(text) = std::env::var("REISSUE_SEEDS") else { return 1000..1320 };
    let (from, to) = text.split_once("..").unwrap();
    from.parse().unwrap()..to.parse().unwrap()
}

#[test]
#[ignore = "takes minutes; run when the layout changes"]
fn nothing_overlaps_or_leaves_the_page_in_ten_thousand_random_charts() {
    let seeds = seeds();
    let all = seeds.end - seeds.start;
    let (count, bad) = run(seeds);
    assert_eq!(count as u64, all * kinds().count() as u64);
    assert!(bad.is_empty(), "{} of {count} charts:\n{}", bad.len(), bad.join("\n"));
}

#[test]
fn letters_of_press_pictures_are_never_smaller_than_can_be_read() {
    let look = Look::new(&Arc::new(Theme::default()), Variant::Light);
    let mut bad = Vec::new();
    let mut count = 0;
    for (seed, kind) in (0..4).flat_map(|seed| kinds().map(move |kind| (seed, kind))) {
        let (chart, mut texts) = tame(seed * 37 + ordinal(kind), kind);
        if seed % 2 == 1 {
            texts.embargo =
                "EMBARGOED until 00:01 on Wednesday 1 July 2099 (UTC+01:00)".to_owned();
        }
        for size in SIZES {
            let svg = draw(&chart, &texts, size.placement(), &look);
            let Placement::Picture { across, down, letters, .. } = size.placement()
            else {
                panic!("{}", size.name)
            };
            count += 1;
            let page = Document::parse(&svg).unwrap();
            let page = page.root_element();
            let (width, height) = (number(page, "width"), number(page, "height"));
            let pixels = f64::from(across) / width;
            let sizes = page.descendants().map(|node| number(node, "font-size"));
            let least = sizes.filter(|size| *size > 0.0).fold(f64::INFINITY, f64::min);
            // The words of an embargo lie on their band, and on nothing else.
            let band = |line: &&str| {
                line.starts_with("<rect x=\"0\"") && line.contains(" class=\"f-ink\"")
            };
            let bare: Vec<&str> = svg.lines().filter(|line| !band(line)).collect();
            assert!(texts.embargo.is_empty() || bare.len() + 1 == svg.lines().count());
            let mut faults = faults(&bare.join("\n"));
            // In a flat picture full of words the band of an embargo may take the room of an eighth of the letters.
            let floor = if texts.embargo.is_empty() { 1.0 } else { 0.875 };
            if least * pixels < f64::from(letters) * floor - 0.2 {
                faults.push(format!("letters of {:.1} pixels", least * pixels));
            }
            if down.is_none() && least * pixels > f64::from(letters) + 0.2 {
                faults.push(format!("large letters of {:.1} pixels", least * pixels));
            }
            if down.is_some_and(|down| (height * pixels - f64::from(down)).abs() > 1.0) {
                faults.push(format!("{} pixels high", height * pixels));
            }
            if let Some(first) = faults.first() {
                bad.push(format!("seed {seed} {kind:?} {}: {first}", size.name));
            }
        }
    }
    assert!(count > 500);
    assert!(bad.is_empty(), "{} of {count}:\n{}", bad.len(), bad.join("\n"));
}

const CARD: Placement =
    Placement::Picture { across: 800, down: Some(418), letters: 16, clear: 0 };

/// The texts of a picture, in the order in which they are set.
fn texts_of(svg: &str) -> Vec<String> {
    let document = Document::parse(svg).unwrap();
    let texts = document.descendants().filter(|node| node.has_tag_name("text"));
    texts.map(|node| node.text().unwrap_or_default().to_owned()).collect()
}

/// A chart of one list of values, rows named `Row 1` and so on.
fn listed(kind: &'static str, values: &[f64]) -> Chart {
    let (mut chart, _) = tame(1, kind);
    let point = |(at, value): (usize, &f64)| Point {
        key: format!("r{}", at + 1),
        label: format!("Row {}", at + 1),
        x: None,
        value: *value,
        low: Some(value - 1.0),
        high: Some(value + 1.0),
        printed: value.to_string(),
        size: None,
        stat: "s".to_owned(),
    };
    let series = &mut chart.panels[0].series;
    series.truncate(1);
    series[0].role = Role::Treated;
    series[0].label.clear();
    series[0].points = values.iter().enumerate().map(point).collect();
    chart.rules.clear();
    chart.highlight.clear();
    chart.choices.clear();
    (chart.axis, chart.zero) = (String::new(), true);
    chart
}

#[test]
fn a_small_picture_shows_the_marked_rows_and_the_ends_and_says_so() {
    let values: Vec<f64> = (0..20).map(|at| 10.0 - f64::from(at)).collect();
    let mut chart = listed("dot", &values);
    chart.highlight = vec!["r7".to_owned()];
    let look = Look::new(&Arc::new(Theme::default()), Variant::Light);
    let (_, words) = tame(1, "dot");
    let texts = texts_of(&draw(&chart, &words, CARD, &look));
    let rows: Vec<&str> = texts
        .iter()
        .map(String::as_str)
        .filter(|text| text.starts_with("Row "))
        .collect();
    assert!(rows.len() < 20, "{rows:?}");
    for row in ["Row 1", "Row 7", "Row 20"] {
        assert!(rows.contains(&row), "{row} of {rows:?}");
    }
    let said = format!("Shown: {} of 20 rows, those in bold", rows.len());
    let all = texts.join(" ");
    assert!(
        all.contains(&said) && all.contains("All are in the figure’s table."),
        "{all}"
    );
    let page = texts_of(&draw(&chart, &words, Placement::OnPage, &look));
    assert_eq!(page.iter().filter(|text| text.starts_with("Row ")).count(), 20);
    assert!(!page.join(" ").contains("Shown:"));
    assert_eq!(reissue::figure::describe(&chart, &words).rows.len(), 20);
}

#[test]
fn a_specification_chart_tells_the_choices_where_there_is_room() {
    let mut chart = listed("specification", &[3.0, 1.0, 2.0, 4.0]);
    chart.highlight = vec!["r3".to_owned()];
    let choice = |group: &str, label: &str, members: &[&str]| Choice {
        group: group.to_owned(),
        label: label.to_owned(),
        members: members.iter().map(|key| (*key).to_owned()).collect(),
    };
    chart.choices = vec![
        choice("Period", "All years", &["r1", "r3", "r4"]),
        choice("Period", "Later years", &["r2"]),
    ];
    let look = Look::new(&Arc::new(Theme::default()), Variant::Light);
    let (_, words) = tame(1, "specification");
    let page = draw(&chart, &words, Placement::OnPage, &look);
    let texts = texts_of(&page);
    for text in ["Period", "All years", "Later years", "Row 3 2.0"] {
        assert!(texts.iter().any(|found| found.starts_with(text)), "{text}: {texts:?}");
    }
    // A dot for each estimate, and one for each choice made.
    let radius = |r: &str| page.matches(&format!("r=\"{r}\"")).count();
    assert_eq!((radius("5"), radius("4"), radius("1.3")), (1, 3 + 4, 4));
    let narrow = texts_of(&draw(&chart, &words, Placement::OnPageNarrow, &look));
    assert!(narrow.iter().any(|text| text == "Row 2"), "{narrow:?}");
    assert!(!narrow.iter().any(|text| text == "Later years"), "{narrow:?}");
}

#[test]
fn a_table_on_a_telephone_keeps_its_numbers_and_says_which_columns_it_shows() {
    let (mut chart, words) = tame(1, "heat");
    let row = listed("heat", &[100.0; 13]).panels[0].series[0].clone();
    chart.panels[0].series = vec![row];
    for (at, point) in chart.panels[0].series[0].points.iter_mut().enumerate() {
        point.key = (2012 + at).to_string();
        (point.label, point.value) = (point.key.clone(), 100.0 + at as f64);
    }
    chart.panels[0].series[0].label = "Anti-social behaviour".to_owned();
    chart.format = Format::of(Unit::Index).decimals(1);
    let look = Look::new(&Arc::new(Theme::default()), Variant::Light);
    let texts = texts_of(&draw(&chart, &words, Placement::OnPageNarrow, &look));
    for text in ["2012", "2024", "100.0", "112.0"] {
        assert!(texts.iter().any(|found| found == text), "{text}: {texts:?}");
    }
    let said = "Shown: every second of 13 columns.";
    assert!(texts.join(" ").contains(said), "{texts:?}");
}

/// A value as it stands beside a mark.
fn beside(chart: &Chart, value: f64) -> String {
    format!("{}%", chart.format.number(value))
}

#[test]
fn a_table_says_what_its_colours_stand_for_and_hatches_what_has_no_value() {
    let mut chart = listed("heat", &[3.0, -1.0, 7.5]);
    chart.format = Format::of(Unit::Percent).decimals(1);
    chart.panels[0].series[0].label = "Burglary".to_owned();
    let mut other = chart.panels[0].series[0].clone();
    (other.key, other.label) = ("other".to_owned(), "Arson".to_owned());
    chart.panels[0].series.push(other);
    let look = Look::new(&Arc::new(Theme::default()), Variant::Light);
    let drawn = |chart: &Chart| draw(chart, &Texts::default(), Placement::OnPage, &look);
    // The ends and the value without a colour, over the numbers of the cells.
    let whole = drawn(&chart);
    let count = |svg: &str, text: &str| {
        texts_of(svg).iter().filter(|found| *found == text).count()
    };
    let low = beside(&chart, -1.0);
    assert_eq!([&low, "No data"].map(|text| count(&whole, text)), [3, 0]);
    chart.panels[0].series[1].points.remove(1);
    let lacking = drawn(&chart);
    assert_eq!([&low, "No data"].map(|text| count(&lacking, text)), [2, 1]);
    assert!(lacking.matches("k-ground").count() > whole.matches("k-ground").count() + 5);
    assert!(faults(&lacking).is_empty(), "{:?}", faults(&lacking));
}

#[test]
fn a_bar_of_a_pyramid_that_is_too_short_for_its_number_has_it_beside_its_end() {
    let mut chart = listed("pyramid", &[9000.0, 1.0, 0.0]);
    chart.format = Format::of(Unit::Count);
    chart.panels[0].series[0].label = "Men".to_owned();
    let mut other = chart.panels[0].series[0].clone();
    (other.key, other.label) = ("other".to_owned(), "Women".to_owned());
    other.points[2].value = 110.0;
    chart.panels[0].series.push(other);
    let look = Look::new(&Arc::new(Theme::default()), Variant::Light);
    let svg = draw(&chart, &Texts::default(), Placement::OnPage, &look);
    let texts = texts_of(&svg);
    for (text, count) in [("9,000", 2), ("1", 2), ("110", 1)] {
        assert_eq!(texts.iter().filter(|found| *found == text).count(), count, "{text}");
    }
    assert!(faults(&svg).is_empty(), "{:?}", faults(&svg));
}

#[test]
fn a_tile_without_a_value_is_hatched_and_named() {
    let mut chart = listed("tiles", &[3.0, -1.0]);
    let place = |column: u32| (format!("r{column}"), (column, 1));
    chart.grid = (1..4).map(place).collect();
    chart.missing = vec![("r3".to_owned(), "Row 3".to_owned())];
    let look = Look::new(&Arc::new(Theme::default()), Variant::Light);
    let svg = draw(&chart, &Texts::default(), Placement::OnPage, &look);
    let texts = texts_of(&svg);
    for text in ["Row 1", "Row 2", "Row 3", "No data (1)"] {
        assert!(texts.iter().any(|found| found == text), "{text}: {texts:?}");
    }
    assert!(svg.matches("k-ground").count() > 10);
    assert!(faults(&svg).is_empty(), "{:?}", faults(&svg));
}

#[test]
fn bars_are_named_at_the_first_row_where_the_names_fit() {
    let mut chart = listed("bar", &[30.0, 20.0, 10.0]);
    chart.layout = Layout::Grouped;
    let series = &mut chart.panels[0].series;
    let mut control = series[0].clone();
    (control.key, control.role) = ("control".to_owned(), Role::Control);
    series.push(control);
    series[0].label = "With".to_owned();
    series[1].label = "Without".to_owned();
    let look = Look::new(&Arc::new(Theme::default()), Variant::Light);
    let svg = draw(&chart, &Texts::default(), Placement::OnPage, &look);
    let document = Document::parse(&svg).unwrap();
    let set: Vec<(String, f64)> = document
        .descendants()
        .filter(|node| node.has_tag_name("text"))
        .map(|node| (node.text().unwrap().to_owned(), number(node, "y")))
        .collect();
    let at = |text: &str| {
        let found: Vec<f64> =
            set.iter().filter(|(found, _)| found == text).map(|(_, y)| *y).collect();
        assert_eq!(found.len(), 1, "{text}: {set:?}");
        found[0]
    };
    let row = at("Row 1");
    assert!(at("With") < row + 1.0 && at("Without") > row - 1.0);
    assert!(at("Without") < at("Row 2"), "{set:?}");
    assert!(faults(&svg).is_empty(), "{:?}", faults(&svg));
    chart.panels[0].series[0].label =
        "A name that is much too long to stand beside its bar \
        in any picture of this width"
            .to_owned();
    let svg = draw(&chart, &Texts::default(), Placement::OnPageNarrow, &look);
    assert!(faults(&svg).is_empty(), "{:?}", faults(&svg));
}

/// The widths of all texts of a picture as resvg lays them out, in order.
fn laid_out(group: &Group, out: &mut Vec<f64>) {
    for node in group.children() {
        match node {
            UsvgNode::Group(group) => laid_out(group, out),
            UsvgNode::Text(text) => out.push(f64::from(text.bounding_box().width())),
            UsvgNode::Path(_) | UsvgNode::Image(_) => {}
        }
    }
}

#[test]
fn texts_are_as_wide_as_another_program_lays_them_out() {
    let mut fonts = Database::new();
    fonts.load_font_data(ttf_noto_sans::REGULAR.to_vec());
    fonts.load_font_data(ttf_noto_sans::BOLD.to_vec());
    let options = Options {
        font_family: "Noto Sans".to_owned(),
        fontdb: Arc::new(fonts),
        ..Options::default()
    };
    let length =
        Regex::new(" textLength=\"([0-9.]+)\" lengthAdjust=\"[A-Za-z]+\"").unwrap();
    let look = Look::new(&Arc::new(Theme::default()), Variant::Light);
    let mut compared = 0;
    for kind in kinds() {
        let (chart, texts, placement) = random(5, kind);
        let svg = draw(&chart, &texts, placement, &look);
        let declared: Vec<f64> =
            length.captures_iter(&svg).map(|found| found[1].parse().unwrap()).collect();
        let tree = Tree::from_str(&length.replace_all(&svg, ""), &options).unwrap();
        let mut found = Vec::new();
        laid_out(tree.root(), &mut found);
        assert_eq!(found.len(), declared.len(), "{kind:?}");
        for (declared, found) in declared.iter().zip(&found) {
            assert!(
                (declared - found).abs() < 0.5 + 0.01 * found,
                "{kind:?}: {declared} {found}"
            );
            compared += 1;
        }
    }
    assert!(compared > 200, "{compared}");
}

/// The share of light a pixel gives, from 0 to 1.
fn luminance(pixel: &[u8]) -> f64 {
    let channel = |value: u8| {
        let c = f64::from(value) / 255.0;
        if c <= 0.03928 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * channel(pixel[0]) + 0.7152 * channel(pixel[1]) + 0.0722 * channel(pixel[2])
}

#[test]
fn treated_and_control_are_told_apart_on_a_print_without_colours() {
    let (mut chart, ..) = random(3, "bar");
    chart.layout = Layout::Grouped;
    let series = &mut chart.panels[0].series;
    let mut control = series[0].clone();
    (control.key, control.role) = ("control".to_owned(), Role::Control);
    series.truncate(1);
    series[0].role = Role::Treated;
    series.push(control);
    for series in &mut chart.panels[0].series {
        for point in &mut series.points {
            point.value = 10.0;
        }
    }
    let theme = Arc::new(Theme::default());
    for (variant, grey) in [(Variant::Print, false), (Variant::Grey, true)] {
        let look = Look::new(&theme, variant);
        let svg = draw(&chart, &Texts::default(), Placement::Alone, &look);
        let bytes = reissue::figure::png(&svg.replace("role=\"img\"", ""), 1.0).unwrap();
        let (pixels, _) = reissue::figure::decode(&bytes).unwrap();
        let mut counts: BTreeMap<[u8; 3], usize> = BTreeMap::new();
        for pixel in pixels.rgb.chunks_exact(3) {
            assert!(!grey || (pixel[0] == pixel[1] && pixel[1] == pixel[2]));
            *counts.entry([pixel[0], pixel[1], pixel[2]]).or_default() += 1;
        }
        let mut common: Vec<([u8; 3], usize)> = counts.into_iter().collect();
        common.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        let light: Vec<f64> =
            common.iter().take(3).map(|(pixel, _)| luminance(pixel) + 0.05).collect();
        for (one, other) in [(0, 1), (0, 2), (1, 2)] {
            let ratio = light[one].max(light[other]) / light[one].min(light[other]);
            assert!(ratio >= 2.95, "{variant:?} {ratio} {:?}", &common[..3]);
        }
    }
    let (mut lines, ..) = random(3, "line");
    lines.panels = chart.panels;
    let look = Look::new(&theme, Variant::Grey);
    let svg = draw(&lines, &Texts::default(), Placement::OnPage, &look);
    let trace = |ink: &str| {
        let line =
            svg.lines().find(|line| line.starts_with("<path") && line.contains(ink));
        line.unwrap().contains("stroke-dasharray")
    };
    assert_eq!([trace("k-treated"), trace("k-control")], [false, true]);
}
