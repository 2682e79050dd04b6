//! A panel of a combined figure: a chart of its own, without words of its own but a title.

use crate::model::chart::Curve;
use crate::model::chart::FigureKind;
use crate::model::chart::Layout;
use crate::model::chart::Scale;
use crate::project::Entry;
use crate::project::FigureDecl;
use crate::project::ItemDecl;
use crate::project::MarkDecl;
use crate::project::Order;
use crate::project::RuleDecl;
use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;
use std::collections::BTreeMap;

/// A chart in a panel of a combined figure. Its settings are those of a figure of its kind.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PartDecl {
    /// What sort of chart it is.
    pub kind: FigureKind,
    /// What it shows: measure, places, period.
    pub title: String,
    /// The family drawn.
    #[serde(default)]
    pub data: Option<String>,
    /// The statistics drawn, listed, instead of a family.
    #[serde(default)]
    pub items: Vec<ItemDecl>,
    /// The dimension along the x axis or of the rows.
    #[serde(default)]
    pub x: Option<String>,
    /// The second family of a scatter: its values stand on the y axis.
    #[serde(default)]
    pub y: Option<String>,
    /// The dimension whose values are the series.
    #[serde(default)]
    pub series: Option<String>,
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
    /// Words for the y axis where it needs a title.
    #[serde(default)]
    pub axis: Option<String>,
    /// Words for the x axis.
    #[serde(default)]
    pub x_axis: Option<String>,
    /// Keys to draw, of the `x` dimension; all unless given.
    #[serde(default)]
    pub only: Vec<String>,
    /// Keys to draw, by dimension; all unless given.
    #[serde(default)]
    pub keep: BTreeMap<String, Vec<String>>,
    /// Keys of rows that stand out.
    #[serde(default)]
    pub highlight: Vec<String>,
    /// Whether the value axis starts at zero; bars always do.
    #[serde(default)]
    pub zero: bool,
    /// How values stand along the value axis.
    #[serde(default)]
    pub scale: Scale,
    /// How wide the bins of a histogram are.
    #[serde(default)]
    pub bin: Option<f64>,
    /// A curve over the bins of a histogram.
    #[serde(default)]
    pub curve: Option<Curve>,
}

impl Entry<FigureDecl> {
    /// Returns a panel of a combined figure as a figure of its own.
    pub(crate) fn part(&self, at: usize) -> Option<Self> {
        let decl = self.decl.panels.get(at)?.figure();
        let yaml = self.yaml.listed("panels").into_iter().nth(at);
        let yaml = yaml.unwrap_or_else(|| self.yaml.clone());
        Some(Self { id: self.id.clone(), decl, yaml })
    }
}

impl PartDecl {
    /// Returns the figure that it is by itself.
    fn figure(&self) -> FigureDecl {
        let own = self.clone();
        FigureDecl {
            kind: own.kind,
            data: own.data,
            items: own.items,
            x: own.x,
            y: own.y,
            series: own.series,
            labels: own.labels,
            treated: own.treated,
            control: own.control,
            layout: own.layout,
            order: own.order,
            reference: own.reference,
            marks: own.marks,
            axis: own.axis,
            x_axis: own.x_axis,
            only: own.only,
            keep: own.keep,
            highlight: own.highlight,
            zero: own.zero,
            scale: own.scale,
            bin: own.bin,
            curve: own.curve,
            ..FigureDecl::default()
        }
    }
}
