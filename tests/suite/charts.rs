//! Random charts, measured in the finished picture: no text meets another, leaves the page,
//! or lies on a mark.

use crate::random_charts::random;
use regex::Regex;
use reissue::figure::Look;
use reissue::figure::Placement;
use reissue::figure::Role;
use reissue::figure::Texts;
use reissue::figure::Variant;
use reissue::figure::draw;
use reissue::project::FigureKind;
use reissue::project::Layout;
use reissue::project::Theme;
use resvg::usvg::Group;
use resvg::usvg::Node as UsvgNode;
use resvg::usvg::Options;
use resvg::usvg::Tree;
use resvg::usvg::fontdb::Database;
use resvg::usvg::roxmltree::Document;
use resvg::usvg::roxmltree::Node;
use std::collections::BTreeMap;
use std::sync::Arc;

const KINDS: [FigureKind; 13] = [
    FigureKind::Line,
    FigureKind::Bar,
    FigureKind::Dot,
    FigureKind::Dumbbell,
    FigureKind::Slope,
    FigureKind::Strip,
    FigureKind::Scatter,
    FigureKind::EventStudy,
    FigureKind::Love,
    FigureKind::Specification,
    FigureKind::Multiples,
    FigureKind::Heat,
    FigureKind::Tiles,
];

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
    text: String,
    over: bool,
    on: bool,
    area: Box,
}

fn number(node: Node<'_, '_>, name: &str) -> f64 {
    node.attribute(name).and_then(|value| value.parse().ok()).unwrap_or(0.0)
}

fn words(node: Node<'_, '_>) -> Words {
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
        .filter(|node| node.has_tag_name("text"))
        .map(|node| words(*node))
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
        for node in &nodes {
            let name = node.tag_name().name();
            let hit = match name {
                "path" if is_mark(*node, "k-", text) => {
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
    let mut bad = Vec::new();
    let mut count = 0;
    for seed in seeds {
        for kind in KINDS {
            let (chart, texts, placement) = random(seed * 31 + kind as u64, kind);
            let svg = draw(&chart, &texts, placement, &look);
            count += 1;
            let faults = faults(&svg);
            if let Some(first) = faults.first() {
                bad.push(format!(
                    "seed {seed} {kind:?} {placement:?}: {} faults, first: {first}",
                    faults.len()
                ));
            }
        }
    }
    (count, bad)
}

#[test]
fn nothing_overlaps_or_leaves_the_page_in_random_charts() {
    let (count, bad) = run(0..25);
    assert!(bad.is_empty(), "{} of {count} charts:\n{}", bad.len(), bad.join("\n"));
}

#[test]
#[ignore = "takes minutes; run when the layout changes"]
fn nothing_overlaps_or_leaves_the_page_in_ten_thousand_random_charts() {
    let (count, bad) = run(1000..1800);
    assert!(count >= 10_000);
    assert!(bad.is_empty(), "{} of {count} charts:\n{}", bad.len(), bad.join("\n"));
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
    for kind in KINDS {
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
    let (mut chart, ..) = random(3, FigureKind::Bar);
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
        let mut reader =
            png::Decoder::new(std::io::Cursor::new(bytes)).read_info().unwrap();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        reader.next_frame(&mut pixels).unwrap();
        let mut counts: BTreeMap<[u8; 3], usize> = BTreeMap::new();
        for pixel in pixels.chunks_exact(3) {
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
    let (mut lines, ..) = random(3, FigureKind::Line);
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
