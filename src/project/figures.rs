//! `report/figures.yaml`: what is drawn.

use crate::model::chart::Curve;
use crate::model::chart::FigureKind;
use crate::model::chart::Layout;
use crate::model::chart::Scale;
use crate::model::diagnostic::Span;
use crate::model::geography::MapStyle;
use crate::model::statistic::Better;
use crate::project::PartDecl;
use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;
use std::collections::BTreeMap;

/// A figure: its words, its kind, and the statistics it draws.
#[derive(
    Debug, Clone, Default, PartialEq, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(deny_unknown_fields)]
pub struct FigureDecl {
    /// What sort of chart it is.
    pub kind: FigureKind,
    /// The finding it shows, in at most 15 words; Tera, usually a `claim()`.
    pub headline: String,
    /// Measure, places, period; Tera.
    pub subtitle: String,
    /// Note under the figure; Tera.
    #[serde(default)]
    pub note: String,
    /// Source line; Tera.
    #[serde(default)]
    pub source: String,
    /// Alternative text, where the chart's own is not wanted; Tera.
    #[serde(default)]
    pub alt: String,
    /// The family drawn.
    #[serde(default)]
    pub data: Option<String>,
    /// The statistics drawn, listed, instead of a family.
    #[serde(default)]
    pub items: Vec<ItemDecl>,
    /// The dimension along the x axis (lines, columns) or of the rows (bars, dots).
    #[serde(default)]
    pub x: Option<String>,
    /// The dimension whose values are the series.
    #[serde(default)]
    pub series: Option<String>,
    /// The dimension whose values have a panel each: small charts of one kind that share their scales.
    #[serde(default)]
    pub panel: Option<String>,
    /// Charts of other kinds, a panel each (`combined`).
    #[serde(default)]
    pub panels: Vec<PartDecl>,
    /// Whether panels have letters, (a), (b), (c), so that a text can speak of one.
    #[serde(default)]
    pub letters: bool,
    /// The second family of a scatter: its values stand on the y axis.
    #[serde(default)]
    pub y: Option<String>,
    /// Words for keys; those of `statistics.yaml` otherwise.
    #[serde(default)]
    pub labels: BTreeMap<String, String>,
    /// The series, else the panel or the value, drawn as treated: solid, dark blue.
    #[serde(default)]
    pub treated: Option<String>,
    /// The series, else the panel or the value, drawn as control: dashed, orange.
    #[serde(default)]
    pub control: Option<String>,
    /// How bars stand to one another.
    #[serde(default)]
    pub layout: Layout,
    /// `value`, greatest first, or `key`.
    #[serde(default)]
    pub order: Order,
    /// A line at a value.
    #[serde(default)]
    pub reference: Option<RuleDecl>,
    /// Words at places along the x axis.
    #[serde(default)]
    pub marks: Vec<MarkDecl>,
    /// Words at what is drawn: at a value, over a part of the x axis, along a part of a line,
    /// between two series.
    #[serde(default)]
    pub annotations: Vec<AnnotationDecl>,
    /// Words for the y axis where it needs a title.
    #[serde(default)]
    pub axis: Option<String>,
    /// Words for the x axis of a scatter.
    #[serde(default)]
    pub x_axis: Option<String>,
    /// Keys to draw, of the `x` dimension; all unless given.
    #[serde(default)]
    pub only: Vec<String>,
    /// Keys to draw, by dimension; all unless given.
    #[serde(default)]
    pub keep: BTreeMap<String, Vec<String>>,
    /// Keys of rows that stand out (of a table the series, of small charts the panels): others
    /// are faded, and small pictures keep these.
    #[serde(default)]
    pub highlight: Vec<String>,
    /// Whether the value axis starts at zero; bars always do.
    #[serde(default)]
    pub zero: bool,
    /// How values stand along the value axis: `log` where they are of different sizes and none is
    /// zero; said in the picture.
    #[serde(default)]
    pub scale: Scale,
    /// The same along the x axis of a scatter.
    #[serde(default)]
    pub x_scale: Scale,
    /// Columns and rows of tiles: key → [column, row] (`tiles`).
    #[serde(default)]
    pub grid: BTreeMap<String, (u32, u32)>,
    /// How wide the bins of a histogram are; a round number unless given.
    #[serde(default)]
    pub bin: Option<f64>,
    /// A curve over the bins of a histogram, scaled to their counts: `density`, by a Gaussian kernel
    /// whose bandwidth the picture says, or `normal`, by mean and standard deviation.
    #[serde(default)]
    pub curve: Option<Curve>,
    /// The series at the left of a diverging bar, from the outermost to the innermost.
    #[serde(default)]
    pub left: Vec<String>,
    /// The series of a diverging bar that is for neither side.
    #[serde(default)]
    pub neutral: Option<String>,
    /// Keys of a waterfall that are totals: their bars stand on zero.
    #[serde(default)]
    pub totals: Vec<String>,
    /// The family of the sizes of bubbles.
    #[serde(default)]
    pub size: Option<String>,
    /// The series that are ends of a range, in pairs, the widest first (`fan`).
    #[serde(default)]
    pub bands: Vec<(String, String)>,
    /// The time at which a projection begins (`fan`).
    #[serde(default)]
    pub forecast: Option<String>,
    /// What happened when (`timeline`).
    #[serde(default)]
    pub events: Vec<EventDecl>,
    /// Boxes, and where they lead (`flow`).
    #[serde(default)]
    pub nodes: Vec<NodeDecl>,
    /// Whether higher or lower values are the better ones, where colours turn at a middle: orange
    /// is the worse side. Higher ones, unless given.
    #[serde(default)]
    pub better: Option<Better>,
    /// The resource with the boundaries of areas (`map`).
    #[serde(default)]
    pub boundaries: Option<String>,
    /// The attribute of the boundaries that is the key; the resource's primary key unless given.
    #[serde(default)]
    pub join: Option<String>,
    /// The attribute of the boundaries that names an area.
    #[serde(default)]
    pub names: Option<String>,
    /// The attribute of the boundaries whose changes are drawn as thicker borders.
    #[serde(default)]
    pub outline: Option<String>,
    /// How a map shows values.
    #[serde(default)]
    pub style: MapStyle,
    /// How values are put into classes.
    #[serde(default)]
    pub classes: ClassesDecl,
    /// The projection, where it is not to be chosen by the place.
    #[serde(default)]
    pub projection: Option<String>,
    /// What areas without a value are called, where it is meant that there are some.
    #[serde(default)]
    pub no_data: Option<String>,
    /// Keys of the areas that a map is about, where the boundaries hold more; an ending `*` stands
    /// for all that begin alike.
    #[serde(default)]
    pub areas: Vec<String>,
    /// Small maps beside the main one.
    #[serde(default)]
    pub insets: Vec<InsetDecl>,
    /// Where the figure is declared.
    #[serde(skip)]
    pub span: Option<Span>,
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EventDecl {
    /// When, or since when: a year, a month, a day, a quarter, a financial year.
    pub from: String,
    /// Until when, where it lasted.
    #[serde(default)]
    pub to: Option<String>,
    /// What happened.
    pub text: String,
}

/// A box of a diagram.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NodeDecl {
    /// Its id.
    pub id: String,
    /// What it says.
    pub text: String,
    /// The boxes that its arrows point to.
    #[serde(default)]
    pub to: Vec<String>,
}

/// How values are put into classes: given breaks, or a rule that finds them.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ClassesDecl {
    /// The rule, where no breaks are given.
    #[serde(default)]
    pub method: Method,
    /// How many classes the rule makes: 2 to 7; five unless given.
    #[serde(default)]
    pub count: Option<usize>,
    /// The breaks, from the lowest to the highest value that the classes cover.
    #[serde(default)]
    pub breaks: Vec<f64>,
}

/// How breaks are found.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// As many areas in each class.
    #[default]
    Quantile,
    /// Classes of equal width.
    Equal,
    /// Natural breaks: the least spread within classes (Jenks; Fisher).
    Jenks,
}

/// A small map beside the main one: a part of it, larger, with a mark where it lies.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct InsetDecl {
    /// What it shows.
    pub label: String,
    /// Keys of its areas; an ending `*` stands for all that begin alike. Without it, the inset shows
    /// all boundaries, and where the map's own `areas:` lie among them.
    #[serde(default)]
    pub areas: Vec<String>,
    /// Whether the areas are left out of the main map, which grows by their distance.
    #[serde(default)]
    pub moved: bool,
}

/// The order of rows.
#[derive(
    Debug,
    Clone,
    Copy,
    Default,
    PartialEq,
    Eq,
    Serialize,
    Deserialize,
    schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// As the keys come.
    #[default]
    Key,
    /// By value, greatest first.
    Value,
    /// By the difference of two series, greatest first.
    Gap,
}

/// A listed statistic.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ItemDecl {
    /// The statistic.
    pub stat: String,
    /// Its name in the chart.
    pub label: String,
    /// The series it belongs to.
    #[serde(default)]
    pub series: Option<String>,
}

/// A line at a value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RuleDecl {
    /// The value.
    pub value: f64,
    /// What it is.
    #[serde(default)]
    pub label: String,
}

/// Words at a place along the x axis.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MarkDecl {
    /// The key on the x axis.
    pub x: String,
    /// The words.
    pub text: String,
}

/// Words at what is drawn. With `x:` they are about one value, with `from:` and `to:` about a part
/// of the x axis or, with `series:`, of a line, with `between:` about the distance of two series.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AnnotationDecl {
    /// The words; Tera, usually a `claim()` or a `stat()`.
    pub text: String,
    /// The panel they are in, where there are several.
    #[serde(default)]
    pub panel: Option<String>,
    /// The series they are about, where there are several.
    #[serde(default)]
    pub series: Option<String>,
    /// The key, or the time, of the value they are about.
    #[serde(default)]
    pub x: Option<String>,
    /// Where the part that they are about begins.
    #[serde(default)]
    pub from: Option<String>,
    /// Where it ends.
    #[serde(default)]
    pub to: Option<String>,
    /// Two series whose distance they are about, at `x:`.
    #[serde(default)]
    pub between: Option<(String, String)>,
}
