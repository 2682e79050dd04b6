//! What a figure draws, as plain data: panels of series of points.

mod annotation;
mod parts;
mod settings;

pub use annotation::Annotation;
pub use annotation::Target;
pub use parts::Event;
pub use parts::FitPoint;
pub use parts::Mark;
pub use parts::Marked;
pub use parts::Node;
pub use parts::Rule;
pub use parts::Sizes;
pub use settings::Curve;
pub use settings::FigureKind;
pub use settings::Layout;
pub use settings::Scale;

use crate::model::calendar::Period;
use crate::model::calendar::periods;
use crate::model::format::Format;
use crate::model::geography::Map;
use crate::model::statistic::Choice;
use serde::Deserialize;
use serde::Serialize;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::collections::HashMap;
use std::collections::HashSet;
use std::sync::Arc;

/// One value with its place and its interval.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// Key on the x axis or of the row.
    pub key: String,
    /// Words for the key.
    pub label: String,
    /// Where it stands along a numeric x axis.
    pub x: Option<f64>,
    /// The value.
    pub value: f64,
    /// Lower end of its interval.
    pub low: Option<f64>,
    /// Upper end of its interval.
    pub high: Option<f64>,
    /// The value as printed.
    pub printed: String,
    /// The size of a bubble.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<f64>,
    /// The statistic.
    pub stat: String,
}

/// What a series stands for, which decides how it is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Solid, dark blue.
    Treated,
    /// Dashed, orange.
    Control,
    /// Any other, in the order of the palette.
    Other,
}

/// Values that belong together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Series {
    /// Its key.
    pub key: String,
    /// Its name.
    pub label: String,
    /// What it stands for.
    pub role: Role,
    /// Its values.
    pub points: Vec<Point>,
    /// The line fitted through the dots of a scatter.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fit: Vec<FitPoint>,
}

/// A part of a figure with axes of its own.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Panel {
    /// Its key; empty for the only one.
    pub key: String,
    /// Its name; empty for the only one.
    pub label: String,
    /// Its series.
    pub series: Vec<Series>,
}

/// What a figure draws.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Chart {
    /// The figure's id.
    pub id: String,
    /// Its sort.
    pub kind: FigureKind,
    /// How bars stand to one another.
    pub layout: Layout,
    /// How the values print.
    pub format: Format,
    /// How values along the x axis of a scatter print.
    pub x_format: Option<Format>,
    /// What the sizes of bubbles are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sizes: Option<Sizes>,
    /// Words for the value axis; may be empty.
    pub axis: String,
    /// Words for the x axis; may be empty.
    pub x_axis: String,
    /// The panels; one, but for small multiples.
    pub panels: Vec<Panel>,
    /// The charts of a combined figure, one for each panel.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Self>,
    /// Whether panels have letters, by which a text can speak of them.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub letters: bool,
    /// The panels of the set that it is one of: it shares their scales and their order. Empty for a
    /// chart of its own.
    #[serde(skip)]
    pub set: Arc<[Panel]>,
    /// Which values have the colours of the groups, by their keys; none where series or panels have them.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub groups: BTreeMap<String, Role>,
    /// Lines at values.
    pub rules: Vec<Rule>,
    /// Words along the x axis.
    pub marks: Vec<Mark>,
    /// Words at what is drawn.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub annotations: Vec<Annotation>,
    /// Whether the value axis must hold zero.
    pub zero: bool,
    /// How values stand along the value axis.
    #[serde(default, skip_serializing_if = "Scale::is_linear")]
    pub scale: Scale,
    /// How values stand along the x axis of a scatter.
    #[serde(default, skip_serializing_if = "Scale::is_linear")]
    pub x_scale: Scale,
    /// Columns and rows of tiles.
    pub grid: BTreeMap<String, (u32, u32)>,
    /// Numbers that it prints beside its values.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub marked: Vec<Marked>,
    /// Keys of the rows that stand out; none unless declared.
    #[serde(default)]
    pub highlight: Vec<String>,
    /// The panel that its headline is about, which stays where there is room for few; it is found when the chart is drawn.
    #[serde(skip)]
    pub foremost: String,
    /// Whether its panels stand closer together than they would choose; it is found when the chart is drawn.
    #[serde(skip)]
    pub close: bool,
    /// The order of keys, where no series has all of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub order: Vec<String>,
    /// Whether the order along the x axis is declared.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub ordered: bool,
    /// Which choices each row of a specification chart makes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<Choice>,
    /// Tiles without a value: key and name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<(String, String)>,
    /// The width of a histogram's bins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bin: Option<f64>,
    /// The curve over a histogram's bins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub curve: Option<Curve>,
    /// How many series are at the left of zero, in a diverging chart.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub left: usize,
    /// Whether the next series is for neither side.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub neutral: bool,
    /// Names of the bars of a waterfall that are totals.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub totals: Vec<String>,
    /// Whether lower values are the better ones, so that colours change sides.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub lower_is_better: bool,
    /// Series that are the lower and the upper end of a range, the widest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bands: Vec<(String, String)>,
    /// The time at which a projection begins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub forecast: Option<String>,
    /// What happened when.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub events: Vec<Event>,
    /// Boxes, and where they lead.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub nodes: Vec<Node>,
    /// The areas of a map.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub map: Option<Arc<Map>>,
}

impl Point {
    /// Returns a value at a key, which is its own label.
    pub fn new(key: impl Into<String>, value: f64, format: &Format) -> Self {
        let key = key.into();
        Self {
            label: key.clone(),
            key,
            x: None,
            value,
            low: None,
            high: None,
            printed: format.full(value),
            size: None,
            stat: String::new(),
        }
    }

    /// Sets its interval.
    #[must_use]
    pub fn interval(mut self, low: f64, high: f64) -> Self {
        (self.low, self.high) = (Some(low), Some(high));
        self
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_zero(count: &usize) -> bool {
    *count == 0
}

/// The numbers that belong to a panel, as its chart knows them.
fn of_panel(all: &[Marked], panel: &str) -> Vec<Marked> {
    let own =
        all.iter().filter(|marked| marked.keys.first().is_some_and(|key| key == panel));
    let own = own.map(|marked| Marked {
        keys: marked.keys.iter().skip(1).cloned().collect(),
        ..marked.clone()
    });
    own.collect()
}

impl Chart {
    /// Returns a chart without values; its id is the name of its kind.
    pub fn new(kind: FigureKind, format: Format) -> Self {
        let panel =
            Panel { key: String::new(), label: String::new(), series: Vec::new() };
        Self {
            id: kind.name().to_owned(),
            kind,
            layout: Layout::default(),
            format,
            x_format: None,
            sizes: None,
            axis: String::new(),
            x_axis: String::new(),
            panels: vec![panel],
            parts: Vec::new(),
            letters: false,
            set: Arc::default(),
            groups: BTreeMap::new(),
            rules: Vec::new(),
            marks: Vec::new(),
            annotations: Vec::new(),
            zero: false,
            scale: Scale::Linear,
            x_scale: Scale::Linear,
            grid: BTreeMap::new(),
            marked: Vec::new(),
            highlight: Vec::new(),
            foremost: String::new(),
            close: false,
            order: Vec::new(),
            ordered: false,
            choices: Vec::new(),
            missing: Vec::new(),
            bin: None,
            curve: None,
            left: 0,
            neutral: false,
            totals: Vec::new(),
            lower_is_better: false,
            bands: Vec::new(),
            forecast: None,
            events: Vec::new(),
            nodes: Vec::new(),
            map: None,
        }
    }

    /// Adds a series of values, each with its key.
    #[must_use]
    pub fn series<K: Into<String>>(
        mut self,
        label: &str,
        values: impl IntoIterator<Item = (K, f64)>,
    ) -> Self {
        let points =
            values.into_iter().map(|(key, value)| Point::new(key, value, &self.format));
        let series = Series {
            key: label.to_owned(),
            label: label.to_owned(),
            role: Role::Other,
            points: points.collect(),
            fit: Vec::new(),
        };
        if let Some(panel) = self.panels.first_mut() {
            panel.series.push(series);
        }
        self
    }

    /// Returns the chart with the words of its annotations.
    pub(crate) fn worded(&self, words: &[String]) -> Cow<'_, Self> {
        if self.annotations.is_empty() {
            return Cow::Borrowed(self);
        }
        let mut out = self.clone();
        for (annotation, words) in out.annotations.iter_mut().zip(words) {
            annotation.text.clone_from(words);
        }
        Cow::Owned(out)
    }

    /// Returns the title of a panel, with its letter where panels have some.
    pub(crate) fn panel_title(&self, at: usize) -> String {
        let label = self.panels.get(at).map_or("", |panel| panel.label.as_str());
        let letter = u32::try_from(at).ok().and_then(|at| char::from_digit(at + 10, 36));
        match letter.filter(|_| self.letters) {
            Some(letter) => format!("({letter}) {label}"),
            None => label.to_owned(),
        }
    }

    /// Returns a chart for each of its panels, which share their scales; all have the same series.
    pub(crate) fn each(&self) -> Vec<Self> {
        let mut union: Vec<&Series> = Vec::new();
        for series in self.panels.iter().flat_map(|panel| &panel.series) {
            if !union.iter().any(|known| known.key == series.key) {
                union.push(series);
            }
        }
        let whole = |panel: &Panel| {
            let own = |known: &&Series| {
                let found = panel.series.iter().find(|series| series.key == known.key);
                let empty = || Series {
                    key: known.key.clone(),
                    label: known.label.clone(),
                    role: known.role,
                    points: Vec::new(),
                    fit: Vec::new(),
                };
                found.cloned().unwrap_or_else(empty)
            };
            Panel { series: union.iter().map(own).collect(), ..panel.clone() }
        };
        let set = self.panels.iter().map(whole).collect();
        Self { set, ..self.clone() }.others()
    }

    /// Gives each part of a combined figure the numbers that belong to it.
    pub(crate) fn share_marked(&mut self) {
        let all = &self.marked;
        for part in &mut self.parts {
            let key = part.panels.first().map_or("", |panel| panel.key.as_str());
            part.marked = of_panel(all, key);
        }
    }

    /// Returns a chart for each panel of its set, itself among them; none for a chart of its own.
    pub(crate) fn others(&self) -> Vec<Self> {
        let one = |panel: &Panel| {
            let marked = of_panel(&self.marked, &panel.key);
            Self { panels: vec![panel.clone()], marked, ..self.clone() }
        };
        self.set.iter().map(one).collect()
    }

    /// The panels whose values its scales hold.
    pub(crate) fn scaled(&self) -> &[Panel] {
        if self.set.is_empty() { &self.panels } else { &self.set }
    }

    /// Returns every point that its scales hold.
    pub(crate) fn scaled_points(&self) -> impl Iterator<Item = &Point> {
        let series = self.scaled().iter().flat_map(|panel| &panel.series);
        series.flat_map(|series| &series.points)
    }

    /// Returns every point with its series and panel, in order.
    pub fn points(&self) -> impl Iterator<Item = (&Panel, &Series, &Point)> {
        self.panels.iter().flat_map(|panel| {
            panel.series.iter().flat_map(move |series| {
                series.points.iter().map(move |point| (panel, series, point))
            })
        })
    }

    /// Returns what stands along the x axis of a scatter, in words.
    pub(crate) fn across(&self) -> &str {
        let all = std::iter::once(self).chain(&self.parts);
        let mut words = all.map(|part| part.x_axis.as_str());
        words.find(|words| !words.is_empty()).unwrap_or("x")
    }

    /// Returns the keys of its points, each once, in order.
    pub fn keys(&self) -> Vec<&str> {
        self.first_of_keys().into_iter().map(|point| point.key.as_str()).collect()
    }

    /// Returns the first point of each key, in the order of the keys.
    pub(crate) fn first_of_keys(&self) -> Vec<&Point> {
        let mut seen = HashSet::new();
        let mut out: Vec<&Point> = self
            .scaled_points()
            .filter(|point| seen.insert(point.key.as_str()))
            .collect();
        if !self.order.is_empty() {
            let order = self.order.iter().enumerate();
            let rank: HashMap<&str, usize> =
                order.map(|(at, key)| (key.as_str(), at)).collect();
            let of = |key: &str| rank.get(key).copied().unwrap_or(rank.len());
            out.sort_by_key(|point| of(&point.key));
        }
        out
    }

    /// Returns what has no value in it: of a map or of tiles, and of a panel what others of its
    /// set have; key and name.
    pub(crate) fn without_value(&self) -> Vec<(&str, &str)> {
        let missing =
            self.missing.iter().map(|(key, name)| (key.as_str(), name.as_str()));
        if self.set.is_empty() {
            return missing.collect();
        }
        let own: HashSet<&str> =
            self.points().map(|(_, _, point)| point.key.as_str()).collect();
        let others = self.first_of_keys().into_iter();
        let others = others.filter(|point| !own.contains(point.key.as_str()));
        missing
            .chain(others.map(|point| (point.key.as_str(), point.label.as_str())))
            .collect()
    }

    /// Returns the keys of its points with the periods that they are, where all are periods of one
    /// step; sorted by time.
    pub fn times(&self) -> Option<Vec<(&str, Period)>> {
        let keys = self.keys();
        let times = periods(keys.iter().copied())?;
        let mut out: Vec<(&str, Period)> = keys.into_iter().zip(times).collect();
        out.sort_by_key(|(_, time)| *time);
        Some(out)
    }

    /// Returns the statistics drawn, in order, and those marked beside them.
    pub fn statistics(&self) -> Vec<&str> {
        let drawn = self.points().map(|(_, _, point)| point.stat.as_str());
        drawn.chain(self.marked.iter().map(|marked| marked.stat.as_str())).collect()
    }

    /// Returns a number marked beside its values.
    pub fn marked(&self, what: &str, keys: &[&str]) -> Option<f64> {
        let found = self.marked.iter().find(|marked| {
            marked.what == what
                && marked.keys.iter().map(String::as_str).eq(keys.iter().copied())
        });
        found.map(|marked| marked.value)
    }

    /// Returns the least and greatest of all values and intervals.
    pub(crate) fn extent(&self) -> (f64, f64) {
        let mut low = f64::INFINITY;
        let mut high = f64::NEG_INFINITY;
        for point in self.scaled_points() {
            for value in [Some(point.value), point.low, point.high].into_iter().flatten()
            {
                low = low.min(value);
                high = high.max(value);
            }
        }
        for rule in &self.rules {
            low = low.min(rule.value);
            high = high.max(rule.value);
        }
        if self.zero {
            low = low.min(0.0);
            high = high.max(0.0);
        }
        if low > high { (0.0, 1.0) } else { (low, high) }
    }
}
