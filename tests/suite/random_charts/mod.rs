//! Random charts of every kind: long names, negative, tiny and huge values, gaps, one point.

mod maps;
pub(crate) mod notes;

use reissue::figure::Placement;
use reissue::figure::Texts;
use reissue::figure::settings;
use reissue::model::chart::Chart;
use reissue::model::chart::Curve;
use reissue::model::chart::Event;
use reissue::model::chart::FigureKind;
use reissue::model::chart::FitPoint;
use reissue::model::chart::Layout;
use reissue::model::chart::Mark;
use reissue::model::chart::Marked;
use reissue::model::chart::Node;
use reissue::model::chart::Panel;
use reissue::model::chart::Point;
use reissue::model::chart::Role;
use reissue::model::chart::Rule;
use reissue::model::chart::Scale;
use reissue::model::chart::Series;
use reissue::model::format::Format;
use reissue::model::format::Unit;
use reissue::model::statistic::Choice;
use std::collections::BTreeMap;
use std::sync::Arc;

/// `SplitMix64`: the same charts on every machine; tame ones are such as `check` has nothing
/// to say against.
pub(crate) struct Dice {
    state: u64,
    tame: bool,
}

impl Dice {
    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
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

    pub(crate) fn tame(seed: u64) -> Self {
        Self { state: seed, tame: true }
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
        let word = |chance: &mut Self| match (chance.tame, chance.of(&WORDS)) {
            (true, "Ñandú & <b>") => "fell",
            (true, "neighbourhoods") => "region",
            (true, "Öffentlichkeitsbeteiligung") => "growth",
            (_, word) => word,
        };
        (0..count).map(|_| word(self)).collect::<Vec<_>>().join(" ")
    }

    fn name(&mut self) -> String {
        match self.below(12) {
            _ if self.tame => self.words(3),
            0 => "Donaudampfschifffahrtsgesellschaftskapitänswitwe".to_owned(),
            1 => self.words(18),
            2 | 3 => self.words(7),
            4 => "W".repeat(1 + self.below(30)),
            _ => self.words(3),
        }
    }

    fn scale(&mut self) -> (f64, f64) {
        if self.tame {
            let size = self.of(&[1.0, 10.0, 100.0, 1e4]);
            return (self.of(&[0.0, -0.5, -1.0, 1.0]) * size, size);
        }
        let size = self
            .of(&[1.0, 1.0, 10.0, 100.0, 100.0, 1e4, 1e6, 1e9, 1e13, 1e-3, 1e-9, 1e200]);
        let base = self.of(&[0.0, 0.0, -0.5, -1.0, 1.0, 10.0]);
        (base * size, size)
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

/// What the series of one chart share.
struct Make {
    kind: &'static str,
    ranged: bool,
    gaps: bool,
    roles: bool,
    keys: Vec<(String, String)>,
    names: Vec<String>,
    format: Format,
    scale: (f64, f64),
}

impl Make {
    fn new(dice: &mut Dice, kind: &'static str) -> Self {
        let count = match kind {
            "slope" => 2,
            "strip" | "scatter" | "map" | "box" | "violin" => 1 + dice.below(150),
            "connected" => 1 + dice.below(15),
            "donut" => 1 + dice.below(3),
            "squares" => 1 + dice.below(5),
            "tiles" => 1 + dice.below(30),
            _ => 1 + dice.below(18),
        };
        let lists = match kind {
            "dumbbell" | "pyramid" => 2,
            "tiles" | "histogram" | "waterfall" | "map" | "donut" | "squares" => 1,
            "timeline" | "flow" => 0,
            "fan" => 5,
            "multiples" => 1 + dice.below(4),
            "heat" | "slope" => 1 + dice.below(14),
            _ => 1 + dice.below(if dice.tame { 3 } else { 6 }),
        };
        let numeric = times(kind) && dice.chance(0.8);
        Self {
            kind,
            ranged: dice.chance(0.5),
            gaps: dice.chance(0.4)
                && !matches!(kind, "area" | "donut" | "squares" | "fan"),
            roles: dice.chance(0.6),
            keys: keys(dice, numeric, count),
            names: (0..lists).map(|_| dice.name()).collect(),
            format: format(dice),
            scale: dice.scale(),
        }
    }

    fn panels(&self, dice: &mut Dice) -> Vec<Panel> {
        let many = self.kind == "multiples";
        let count = if many { 1 + dice.below(14) } else { 1 };
        (0..count)
            .map(|at| Panel {
                key: format!("p{at}"),
                label: if many { dice.name() } else { String::new() },
                series: self.series(dice),
            })
            .collect()
    }

    fn series(&self, dice: &mut Dice) -> Vec<Series> {
        let only = self.names.len() == 1;
        self.names
            .iter()
            .enumerate()
            .map(|(list, name)| Series {
                key: format!("s{list}"),
                points: self.points(dice),
                fit: Vec::new(),
                label: if only && dice.chance(0.5) {
                    String::new()
                } else {
                    name.clone()
                },
                role: match list {
                    0 if self.roles => Role::Treated,
                    1 if self.roles => Role::Control,
                    _ => Role::Other,
                },
            })
            .collect()
    }

    fn points(&self, dice: &mut Dice) -> Vec<Point> {
        let mut out = Vec::new();
        for (key, label) in &self.keys {
            let mut point = self.point(dice, key, label);
            if matches!(self.kind, "scatter" | "bubble" | "connected") {
                point.x = Some(self.value(dice));
            }
            if !self.gaps || dice.chance(0.8) {
                out.push(point);
            }
        }
        out
    }

    fn value(&self, dice: &mut Dice) -> f64 {
        self.scale.0 + self.scale.1 * dice.share()
    }

    fn point(&self, dice: &mut Dice, key: &str, label: &str) -> Point {
        let value = match dice.below(12) {
            0 => 0.0,
            1 => self.scale.0,
            _ => self.value(dice),
        };
        let half = self.scale.1 * 0.3 * dice.share();
        Point {
            key: key.to_owned(),
            label: label.to_owned(),
            x: key.parse().ok(),
            value,
            low: self.ranged.then_some(value - half),
            high: self.ranged.then_some(value + half),
            printed: self.format.full(value),
            size: None,
            stat: "s".to_owned(),
        }
    }

    fn rules(&self, dice: &mut Dice) -> Vec<Rule> {
        let count = dice.below(3);
        let label = |dice: &mut Dice| {
            let most = if dice.tame { 3 } else { 6 };
            if dice.chance(0.7) { dice.words(most) } else { String::new() }
        };
        (0..count).map(|_| Rule { value: self.value(dice), label: label(dice) }).collect()
    }

    fn marks(&self, dice: &mut Dice) -> Vec<Mark> {
        let count = if times(self.kind) { dice.below(4) } else { 0 };
        let at = |dice: &mut Dice| self.keys[dice.below(self.keys.len())].0.clone();
        (0..count)
            .map(|_| Mark {
                x: at(dice),
                text: dice.words(if dice.tame { 3 } else { 5 }),
            })
            .collect()
    }

    fn choices(&self, dice: &mut Dice) -> Vec<Choice> {
        let some = self.kind == "specification" && dice.chance(0.7);
        let count = if some { 1 + dice.below(20) } else { 0 };
        let choice = |at: usize, dice: &mut Dice| Choice {
            group: format!("Group {}", at / 4),
            label: dice.words(5),
            members: self
                .keys
                .iter()
                .filter(|_| dice.chance(0.3))
                .map(|(key, _)| key.clone())
                .collect(),
        };
        (0..count).map(|at| choice(at, dice)).collect()
    }

    fn missing(&self, dice: &mut Dice) -> Vec<(String, String)> {
        let some = matches!(self.kind, "tiles" | "map") && dice.chance(0.3);
        let count = if some { 1 + dice.below(3) } else { 0 };
        (0..count).map(|at| (format!("m{at}"), dice.name())).collect()
    }

    fn grid(&self, dice: &mut Dice) -> BTreeMap<String, (u32, u32)> {
        let columns = if dice.tame { 4 + dice.below(4) } else { 1 + dice.below(9) };
        let place = |at: usize| ((at % columns + 1) as u32, (at / columns + 1) as u32);
        let keys = self.keys.iter().enumerate();
        keys.map(|(at, (key, _))| (key.clone(), place(at))).collect()
    }
}

fn times(kind: &'static str) -> bool {
    matches!(
        kind,
        "line" | "event_study" | "multiples" | "area" | "bump" | "fan" | "connected"
    )
}

fn format(dice: &mut Dice) -> Format {
    let unit = dice.of(&[
        Unit::Count,
        Unit::Percent,
        Unit::Points,
        Unit::Rate,
        Unit::Index,
        Unit::Currency,
        Unit::Number,
        Unit::Effect,
        Unit::P,
    ]);
    let noun = match unit {
        Unit::Currency => "£",
        Unit::Rate => "per 1,000 people",
        _ => "",
    };
    Format::of(unit).decimals(dice.below(4) as u8).noun(noun)
}

type Fits = BTreeMap<String, Vec<FitPoint>>;

/// Means, medians and fitted lines of some series.
fn summed(series: &[Series], scale: (f64, f64)) -> (Vec<Marked>, Fits) {
    let (mut marked, mut fits) = (Vec::new(), BTreeMap::new());
    let mut mark = |what: &str, keys: Vec<String>, value: f64| {
        let stat = format!("figure.random.{what}");
        marked.push(Marked { what: what.to_owned(), keys, value, stat });
    };
    for series in series {
        let values: Vec<f64> = series.points.iter().map(|point| point.value).collect();
        if !values.is_empty() {
            let mean = values.iter().map(|v| v / values.len() as f64).sum::<f64>();
            mark("mean", vec![series.key.clone()], mean);
            mark("median", vec![series.key.clone()], values[values.len() / 2]);
            mark("median", Vec::new(), values[values.len() / 2]);
        }
        let line = (0..21).map(|at| {
            let value = scale.0 + scale.1 * f64::from(at) / 20.0;
            let (low, high) = (Some(value - scale.1), Some(value + scale.1));
            FitPoint { x: value, value, low, high }
        });
        fits.insert(series.key.clone(), line.collect());
    }
    (marked, fits)
}

fn texts(dice: &mut Dice) -> Texts {
    Texts {
        headline: dice.words(20),
        subtitle: dice.words(20),
        note: dice.words(30),
        source: dice.words(10),
        notice: dice.words(15),
        credit: dice.words(6),
        alt: String::new(),
        annotations: Vec::new(),
    }
}

fn placement(dice: &mut Dice) -> Placement {
    let sized = |width: usize, height: Option<usize>| Placement::Sized {
        width: width as u32,
        height: height.map(|height| height as u32),
    };
    match dice.below(9) {
        0 | 1 => Placement::OnPage,
        2 | 3 => Placement::OnPageNarrow,
        4 => Placement::Alone,
        5 => sized(300 + dice.below(900), None),
        6 => sized(300 + dice.below(900), Some(200 + dice.below(800))),
        7 => sized(600, Some(314)),
        _ => sized(360, Some(640)),
    }
}

/// Returns a chart of a kind, its words and its place.
pub(crate) fn random(seed: u64, kind: &'static str) -> (Chart, Texts, Placement) {
    let dice = &mut Dice { state: seed, tame: false };
    let (mut chart, mut texts) = made(dice, kind);
    let placement = placement(dice);
    // From other dice, so that a chart stays what it was.
    let dice = &mut Dice { state: !seed, tame: false };
    if dice.chance(0.5) {
        notes::add(dice, kind, &mut chart, &mut texts);
    }
    if kind == "histogram" {
        chart.curve = dice.of(&[None, Some(Curve::Density), Some(Curve::Normal)]);
    }
    let log =
        matches!(kind, "line" | "scatter" | "dot" | "dumbbell" | "multiples" | "bubble");
    if log && dice.chance(0.15) {
        logarithmic(&mut chart);
    }
    (chart, texts, placement)
}

/// Returns a chart that keeps the rules, and words of usual length.
pub(crate) fn tame(seed: u64, kind: &'static str) -> (Chart, Texts) {
    let dice = &mut Dice { state: seed, tame: true };
    let (chart, _) = made(dice, kind);
    let texts = Texts {
        headline: dice.words(13),
        subtitle: dice.words(16),
        note: dice.words(14),
        source: dice.words(10),
        notice: "The data are synthetic.".to_owned(),
        credit: "Publisher and others · First edition, 1 July 2025 · example.org/report/#figure-random".to_owned(),
        alt: String::new(),
        annotations: Vec::new(),
    };
    (chart, texts)
}

/// Returns a chart in several panels of other values, where its kind takes them.
pub(crate) fn in_panels(seed: u64, chart: &Chart, count: usize) -> Option<Chart> {
    settings(chart.kind.name())?.contains(&"panel").then_some(())?;
    let dice = &mut Dice { state: seed.rotate_left(17), tame: false };
    let only = chart.panels.first()?;
    let mut out = Chart { panels: Vec::new(), marked: Vec::new(), ..chart.clone() };
    for at in 0..count {
        let key = format!("p{at}");
        let label = if chart.annotations.is_empty() {
            dice.name()
        } else {
            format!("Panel {at}")
        };
        let part = 0.3 + 0.7 * dice.share();
        let mut panel = Panel { key: key.clone(), label, series: only.series.clone() };
        let shares = matches!(chart.kind.name(), "donut" | "squares");
        for point in panel.series.iter_mut().flat_map(|series| &mut series.points) {
            if !shares {
                point.value *= part;
                point.low = point.low.map(|low| low * part);
                point.high = point.high.map(|high| high * part);
                point.printed = chart.format.full(point.value);
            }
        }
        out.panels.push(panel);
        out.marked.extend(chart.marked.iter().map(|marked| {
            let mut keys = marked.keys.clone();
            keys.insert(0, key.clone());
            Marked { keys, value: marked.value * part, ..marked.clone() }
        }));
    }
    for (at, annotation) in out.annotations.iter_mut().enumerate() {
        annotation.panel = format!("p{}", at % count);
    }
    Some(out)
}

/// Puts all values above zero, on an axis for their ratios.
fn logarithmic(chart: &mut Chart) {
    chart.scale = Scale::Log;
    chart.zero = false;
    chart.rules.retain(|rule| rule.value > 0.0);
    let series = chart.panels.iter_mut().flat_map(|panel| &mut panel.series);
    let points = series.flat_map(|series| {
        series.fit.clear();
        &mut series.points
    });
    for point in points {
        point.value = point.value.abs().max(1e-6);
        point.low = point.low.map(|_| point.value * 0.6);
        point.high = point.high.map(|_| point.value * 1.5);
    }
}

/// A width that makes eight bins of some values.
fn widest(values: &[f64]) -> Option<f64> {
    let low = values.iter().copied().fold(f64::INFINITY, f64::min);
    let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    Some((high - low) / 8.0).filter(|bin| *bin > 0.0)
}

/// Makes values shares of a whole, without decimals.
fn percent(panels: &mut [Panel]) {
    let points = panels.iter_mut().flat_map(|panel| &mut panel.series);
    let points: Vec<&mut Point> = points.flat_map(|series| &mut series.points).collect();
    let count = points.len();
    for (at, point) in points.into_iter().enumerate() {
        point.value = (100 / count + usize::from(at < 100 % count)) as f64;
        point.printed = format!("{}%", point.value);
    }
}

/// Puts each series above the one before.
fn fanned(panels: &mut [Panel], size: f64) {
    for (at, series) in panels.iter_mut().flat_map(|panel| &mut panel.series).enumerate()
    {
        for point in &mut series.points {
            point.value += at as f64 * size;
        }
    }
}

fn events(dice: &mut Dice) -> Vec<Event> {
    let count = 1 + dice.below(6);
    let event = |dice: &mut Dice| {
        let from = 2000.0 + 20.0 * dice.share();
        Event {
            from,
            to: dice.chance(0.5).then(|| from + 5.0 * dice.share()),
            when: "March 2012".to_owned(),
            text: dice.name(),
        }
    };
    (0..count).map(|_| event(dice)).collect()
}

fn nodes(dice: &mut Dice) -> Vec<Node> {
    let count = 1 + dice.below(6);
    let node = |at: usize, dice: &mut Dice| Node {
        id: format!("n{at}"),
        text: dice.words(5),
        to: (at + 1..count)
            .filter(|_| dice.chance(0.4))
            .map(|to| format!("n{to}"))
            .collect(),
    };
    (0..count).map(|at| node(at, dice)).collect()
}

/// A figure of two to four charts of other kinds.
fn combined(dice: &mut Dice) -> (Chart, Texts) {
    let kinds = ["line", "bar", "column", "dot", "scatter", "box", "area", "lollipop"];
    let count = 2 + dice.below(3);
    let part = |at: usize, dice: &mut Dice| {
        let kind = dice.of(&kinds);
        let (mut part, _) = made(dice, kind);
        for panel in &mut part.panels {
            (panel.key, panel.label) = (format!("p{at}"), dice.name());
        }
        part
    };
    let parts: Vec<Chart> = (0..count).map(|at| part(at, dice)).collect();
    let chart = Chart {
        id: "random".to_owned(),
        panels: parts.iter().flat_map(|part| part.panels.clone()).collect(),
        letters: true,
        ..Chart::new(FigureKind::new("combined"), parts[0].format.clone())
    };
    (Chart { parts, ..chart }, texts(dice))
}

fn made(dice: &mut Dice, kind: &'static str) -> (Chart, Texts) {
    if kind == "combined" {
        return combined(dice);
    }
    let make = Make::new(dice, kind);
    let mut panels = make.panels(dice);
    let values: Vec<f64> =
        panels[0].series.iter().flat_map(|s| &s.points).map(|p| p.value).collect();
    if matches!(kind, "pyramid" | "diverging" | "area" | "donut" | "squares") {
        let series = panels.iter_mut().flat_map(|panel| &mut panel.series);
        for point in series.flat_map(|series| &mut series.points) {
            point.value = point.value.abs();
            point.printed = point.printed.replace('−', "");
            (point.low, point.high) = (None, None);
        }
    }
    let (marked, fits) = summed(&panels[0].series, make.scale);
    let title = |dice: &mut Dice| {
        if dice.chance(0.3) { dice.words(12) } else { String::new() }
    };
    let (choices, missing) = (make.choices(dice), make.missing(dice));
    let mut grid = make.grid(dice);
    let under = grid.values().map(|(_, row)| row + 1).max().unwrap_or(1);
    for (at, (key, _)) in missing.iter().enumerate() {
        grid.insert(key.clone(), (at as u32 + 1, under));
    }
    if matches!(kind, "donut" | "squares") {
        percent(&mut panels);
    }
    if kind == "fan" {
        fanned(&mut panels, make.scale.1);
    }
    let layout = dice.of(&[Layout::Grouped, Layout::Stacked]);
    let (axis, x_axis) = (title(dice), title(dice));
    let (rules, marks) = (make.rules(dice), make.marks(dice));
    let zero = dice.chance(0.5) || matches!(kind, "bar" | "lollipop");
    let sizes: BTreeMap<&str, f64> =
        make.keys.iter().map(|(key, _)| (key.as_str(), dice.share())).collect();
    for series in panels.iter_mut().flat_map(|panel| &mut panel.series) {
        series.fit = fits.get(&series.key).cloned().unwrap_or_default();
        for point in &mut series.points {
            point.size = sizes.get(point.key.as_str()).copied();
        }
    }
    let map = (kind == "map").then(|| maps::random(dice, &make.keys, &missing));
    let chart = Chart {
        id: "random".to_owned(),
        layout,
        axis,
        x_axis,
        panels,
        rules,
        marks,
        zero,
        grid,
        marked,
        bin: widest(&values).filter(|_| kind == "histogram"),
        left: usize::from(kind == "diverging") * 2,
        neutral: kind == "diverging",
        choices,
        missing,
        map: map.map(Arc::new),
        bands: [("s0", "s4"), ("s1", "s3")]
            .map(|(low, high)| (low.to_owned(), high.to_owned()))
            .into_iter()
            .filter(|_| kind == "fan")
            .collect(),
        forecast: (kind == "fan").then(|| make.keys[make.keys.len() / 2].0.clone()),
        events: if kind == "timeline" { events(dice) } else { Vec::new() },
        nodes: if kind == "flow" { nodes(dice) } else { Vec::new() },
        highlight: if dice.chance(0.2) {
            vec![make.keys[0].0.clone()]
        } else {
            Vec::new()
        },
        ..Chart::new(FigureKind::new(kind), make.format)
    };
    (chart, texts(dice))
}
