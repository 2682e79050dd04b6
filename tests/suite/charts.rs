//! Random charts, measured in the finished picture: no text meets another, leaves the page,
//! or lies on a mark.

use reissue::figure::Chart;
use reissue::figure::FitPoint;
use reissue::figure::Look;
use reissue::figure::Mark;
use reissue::figure::Panel;
use reissue::figure::Placement;
use reissue::figure::Point;
use reissue::figure::Role;
use reissue::figure::Rule;
use reissue::figure::Series;
use reissue::figure::Texts;
use reissue::figure::Variant;
use reissue::figure::draw;
use reissue::project::FigureKind;
use reissue::project::Layout;
use reissue::project::Theme;
use reissue::stat::number::Format;
use reissue::stat::number::Unit;
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

/// SplitMix64: the same charts on every machine.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }

    fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    fn chance(&mut self, share: f64) -> bool {
        self.share() < share
    }

    fn of<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(list.len())]
    }

    fn words(&mut self, most: usize) -> String {
        const WORDS: [&str; 14] = [
            "areas",
            "with",
            "initiatives",
            "of",
            "Benchmark",
            "anti-social",
            "behaviour",
            "a",
            "Ñandú & <b>",
            "2012",
            "neighbourhoods",
            "Öffentlichkeitsbeteiligung",
            "rate",
            "W",
        ];
        let count = 1 + self.below(most);
        (0..count).map(|_| self.of(&WORDS)).collect::<Vec<_>>().join(" ")
    }

    fn name(&mut self) -> String {
        match self.below(12) {
            0 => "Donaudampfschifffahrtsgesellschaftskapitänswitwe".to_owned(),
            1 => self.words(18),
            2 | 3 => self.words(7),
            4 => "W".repeat(1 + self.below(30)),
            _ => self.words(3),
        }
    }

    fn scale(&mut self) -> (f64, f64) {
        let size = self
            .of(&[1.0, 1.0, 10.0, 100.0, 100.0, 1e4, 1e6, 1e9, 1e13, 1e-3, 1e-9, 1e200]);
        let base = self.of(&[0.0, 0.0, -0.5, -1.0, 1.0, 10.0]);
        (base * size, size)
    }
}

fn point(
    dice: &mut Dice,
    key: &str,
    label: &str,
    (base, size): (f64, f64),
    ranged: bool,
    format: &Format,
) -> Point {
    let value = match dice.below(12) {
        0 => 0.0,
        1 => base,
        _ => base + size * dice.share(),
    };
    let half = size * 0.3 * dice.share();
    Point {
        key: key.to_owned(),
        label: label.to_owned(),
        x: key.parse().ok(),
        value,
        low: ranged.then_some(value - half),
        high: ranged.then_some(value + half),
        printed: format.full(value),
        stat: "s".to_owned(),
    }
}

fn keys(dice: &mut Dice, numeric: bool, count: usize) -> Vec<(String, String)> {
    (0..count)
        .map(|at| {
            if numeric {
                let year = (2000 + at).to_string();
                (year.clone(), year)
            } else {
                (format!("k{at}"), dice.name())
            }
        })
        .collect()
}

fn random(seed: u64, kind: FigureKind) -> (Chart, Texts, Placement) {
    let dice = &mut Dice(seed);
    let units = [
        Unit::Count,
        Unit::Percent,
        Unit::Points,
        Unit::Rate,
        Unit::Index,
        Unit::Currency,
        Unit::Number,
        Unit::Effect,
    ];
    let unit = dice.of(&units);
    let noun = match unit {
        Unit::Currency => "£",
        Unit::Rate => "per 1,000 people",
        _ => "",
    };
    let format = Format::of(unit).decimals(dice.below(4) as u8).noun(noun);
    let scale = dice.scale();
    let times =
        matches!(kind, FigureKind::Line | FigureKind::EventStudy | FigureKind::Multiples);
    let numeric = times && dice.chance(0.8);
    let count = match kind {
        FigureKind::Slope => 2,
        FigureKind::Strip | FigureKind::Scatter => 1 + dice.below(150),
        FigureKind::Tiles => 1 + dice.below(30),
        _ => 1 + dice.below(18),
    };
    let lists = match kind {
        FigureKind::Dumbbell => 2,
        FigureKind::Tiles => 1,
        FigureKind::Multiples => 1 + dice.below(4),
        FigureKind::Heat | FigureKind::Slope => 1 + dice.below(14),
        _ => 1 + dice.below(6),
    };
    let panels = if kind == FigureKind::Multiples { 1 + dice.below(14) } else { 1 };
    let ranged = dice.chance(0.5);
    let gaps = dice.chance(0.4);
    let roles = dice.chance(0.6);
    let keys = keys(dice, numeric, count);
    let names: Vec<String> = (0..lists).map(|_| dice.name()).collect();
    let panels: Vec<Panel> = (0..panels)
        .map(|at| Panel {
            key: format!("p{at}"),
            label: if kind == FigureKind::Multiples {
                dice.name()
            } else {
                String::new()
            },
            series: (0..lists)
                .map(|list| {
                    let mut points: Vec<Point> = keys
                        .iter()
                        .filter_map(|(key, label)| {
                            let kept = !gaps || dice.chance(0.8);
                            let point = point(dice, key, label, scale, ranged, &format);
                            kept.then_some(point)
                        })
                        .collect();
                    if kind == FigureKind::Scatter {
                        for point in &mut points {
                            point.x = Some(scale.0 + scale.1 * dice.share());
                        }
                    }
                    Series {
                        key: format!("s{list}"),
                        label: if lists == 1 && dice.chance(0.5) {
                            String::new()
                        } else {
                            names[list].clone()
                        },
                        role: match list {
                            0 if roles => Role::Treated,
                            1 if roles => Role::Control,
                            _ => Role::Other,
                        },
                        points,
                    }
                })
                .collect(),
        })
        .collect();
    let rules = (0..dice.below(3))
        .map(|_| Rule {
            value: scale.0 + scale.1 * dice.share(),
            label: if dice.chance(0.7) { dice.words(6) } else { String::new() },
        })
        .collect();
    let marks = (0..if times { dice.below(4) } else { 0 })
        .map(|_| {
            let at = dice.below(keys.len());
            Mark { x: keys[at].0.clone(), text: dice.words(5) }
        })
        .collect();
    let columns = 1 + dice.below(9);
    let grid: BTreeMap<String, (u32, u32)> = keys
        .iter()
        .enumerate()
        .map(|(at, (key, _))| {
            (key.clone(), ((at % columns + 1) as u32, (at / columns + 1) as u32))
        })
        .collect();
    let mut summaries = BTreeMap::new();
    let mut fits = BTreeMap::new();
    for series in &panels[0].series {
        let values: Vec<f64> = series.points.iter().map(|point| point.value).collect();
        if !values.is_empty() {
            let mean = values.iter().map(|v| v / values.len() as f64).sum::<f64>();
            summaries.insert(format!("{} mean", series.key), mean);
            summaries.insert(format!("{} median", series.key), values[values.len() / 2]);
        }
        let line = (0..21)
            .map(|at| {
                let share = f64::from(at) / 20.0;
                let value = scale.0 + scale.1 * share;
                FitPoint {
                    x: value,
                    value,
                    low: Some(value - scale.1),
                    high: Some(value + scale.1),
                }
            })
            .collect();
        fits.insert(series.key.clone(), line);
    }
    let chart = Chart {
        id: "random".to_owned(),
        kind,
        layout: if dice.chance(0.5) { Layout::Grouped } else { Layout::Stacked },
        format,
        x_format: None,
        axis: if dice.chance(0.3) { dice.words(12) } else { String::new() },
        x_axis: if dice.chance(0.3) { dice.words(12) } else { String::new() },
        panels,
        rules,
        marks,
        zero: dice.chance(0.5) || kind == FigureKind::Bar,
        grid,
        summaries,
        fits,
    };
    let texts = Texts {
        headline: dice.words(20),
        subtitle: dice.words(20),
        note: dice.words(30),
        source: dice.words(10),
        notice: dice.words(15),
        credit: dice.words(6),
        alt: String::new(),
    };
    let placement = match dice.below(9) {
        0 | 1 => Placement::OnPage,
        2 | 3 => Placement::OnPageNarrow,
        4 => Placement::Alone,
        5 => Placement::Sized { width: 300 + dice.below(900) as u32, height: None },
        6 => Placement::Sized {
            width: 300 + dice.below(900) as u32,
            height: Some(200 + dice.below(800) as u32),
        },
        7 => Placement::Sized { width: 600, height: Some(314) },
        _ => Placement::Sized { width: 360, height: Some(640) },
    };
    (chart, texts, placement)
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
