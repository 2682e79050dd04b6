//! `report/statistics.yaml`: frames in SQL, and what is computed from them.

mod decode;

pub(super) use decode::decode;

use crate::model::diagnostic::Span;
use crate::project::Filter;
use crate::project::Measure;
use crate::project::Scalar;
use crate::project::Suppressed;
use crate::project::yaml::Yaml;
use serde::Deserialize;
use serde::Serialize;
use std::collections::BTreeMap;

/// A table made by SQL over the resources and earlier frames.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FrameDecl {
    /// The query; resources and frames are its tables.
    pub sql: String,
    /// The columns that identify a row; the frame is sorted by them.
    pub key: Vec<String>,
    /// What a row is, in words.
    #[serde(default)]
    pub description: String,
    /// The engine that runs the query; `polars` is the one built in.
    #[serde(default)]
    pub engine: Option<String>,
    /// Whether a frame without rows is nothing to warn of.
    #[serde(default)]
    pub may_be_empty: bool,
}

fn level() -> f64 {
    95.0
}

/// How the rows of a group become one number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Summary {
    /// The group's total; of a share or rate, the pooled one.
    Total,
    /// The unweighted mean over rows or areas.
    Mean,
    /// The median.
    Median,
    /// The least.
    Min,
    /// The greatest.
    Max,
    /// The standard deviation, divisor n − 1.
    Sd,
}

/// What a change is expressed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangeAs {
    /// 100·(end/start − 1).
    Percent,
    /// End − start of a percentage.
    Points,
    /// End − start, in the measure's own unit.
    Absolute,
}

/// Which groups are compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Compare {
    /// The key of the treated group.
    pub treated: String,
    /// The key of the control group.
    pub control: String,
}

/// How numbers print, where the default of the unit is not wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Print {
    /// `count`, `percent`, `points`, `rate`, `ratio`, `index`, `currency`, `p`, `effect`
    /// or `number`.
    #[serde(default)]
    pub unit: Option<String>,
    /// Digits after the decimal point.
    #[serde(default)]
    pub decimals: Option<u8>,
    /// Words of the unit: "local units", "£".
    #[serde(default)]
    pub noun: Option<String>,
}

/// `kind: level` — one number for each group, from the rows of a frame.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Level {
    /// The frame read.
    pub frame: String,
    /// What is measured.
    pub measure: Measure,
    /// How rows become one number; a mean has an interval.
    #[serde(default = "mean")]
    pub summary: Summary,
    /// Rows to keep.
    #[serde(default, rename = "where")]
    pub filter: Filter,
    /// Columns whose values make the groups.
    #[serde(default)]
    pub by: Vec<String>,
    /// Express as index: the value of the column at which the series is 100.
    #[serde(default)]
    pub index: Option<IndexBase>,
    /// What counts withheld may be; a total gains the least and the most it may come to.
    #[serde(default)]
    pub suppressed: Option<Suppressed>,
    /// Level of intervals, in percent.
    #[serde(default = "level")]
    pub level: f64,
}

/// The point at which an indexed series is 100.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IndexBase {
    /// The column, one of `by`.
    pub column: String,
    /// Its value.
    pub at: Scalar,
    /// The column that identifies a unit: each unit is rebased before averaging, for means.
    #[serde(default)]
    pub unit: Option<String>,
}

fn mean() -> Summary {
    Summary::Mean
}

/// `kind: change` — how a measure moved between two times, by group, and the difference.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// The frame read: one row for each area and time.
    pub frame: String,
    /// What is measured.
    pub measure: Measure,
    /// The column of areas.
    pub area: String,
    /// The column of times.
    pub time: String,
    /// The start.
    pub from: Scalar,
    /// The end.
    pub to: Scalar,
    /// What the change is expressed in.
    #[serde(rename = "as")]
    pub form: ChangeAs,
    /// `mean` of the areas' changes, or change of the `total`.
    #[serde(default = "mean")]
    pub summary: Summary,
    /// Rows to keep.
    #[serde(default, rename = "where")]
    pub filter: Filter,
    /// Columns whose values make the groups.
    #[serde(default)]
    pub by: Vec<String>,
    /// Which groups are compared, in the first column of `by`; gives `.difference`, and
    /// for means `.effect`.
    #[serde(default)]
    pub compare: Option<Compare>,
    /// The column by whose value at the start areas count in the mean; equally otherwise.
    #[serde(default)]
    pub weights: Option<String>,
    /// What counts withheld may be; a total gains the least and the most it may come to.
    #[serde(default)]
    pub suppressed: Option<Suppressed>,
    /// Level of intervals, in percent.
    #[serde(default = "level")]
    pub level: f64,
}

/// `kind: count` — how many rows, or how many distinct values.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Count {
    /// The frame read.
    pub frame: String,
    /// The column whose distinct values are counted; rows otherwise.
    #[serde(default)]
    pub distinct: Option<String>,
    /// The column whose missing cells are counted.
    #[serde(default)]
    pub missing: Option<String>,
    /// Rows to keep.
    #[serde(default, rename = "where")]
    pub filter: Filter,
    /// Columns whose values make the groups.
    #[serde(default)]
    pub by: Vec<String>,
}

/// `kind: sql` — a value for each row of a query, typed by the author.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sql {
    /// The query. Without `by` it must give one row.
    pub sql: String,
    /// The column of the values; needed when there are several.
    #[serde(default)]
    pub value: Option<String>,
    /// Columns of the result that make the groups.
    #[serde(default)]
    pub by: Vec<String>,
}

/// `kind: difference` — one statistic less another, before rounding.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Difference {
    /// From this statistic
    pub of: String,
    /// this one is taken.
    pub minus: String,
}

/// `kind: ratio` — one statistic over another.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ratio {
    /// Numerator.
    pub of: String,
    /// Denominator.
    pub to: String,
}

/// A declared estimate that `stat/` computes through its estimators: every kind with
/// settings of its own beyond those above. The settings stay a table of named values here;
/// the kind's own decoder in `stat/kind/` gives them their types.
#[derive(Debug, Clone)]
pub struct Estimated {
    /// The kind's name.
    pub kind: String,
    /// Its settings, with their places.
    pub settings: Yaml,
}

/// What a block computes.
#[derive(Debug, Clone)]
pub enum Kind {
    /// One number for each group.
    Level(Level),
    /// Movement between two times.
    Change(Change),
    /// How many.
    Count(Count),
    /// SQL.
    Sql(Sql),
    /// One statistic less another.
    Difference(Difference),
    /// One statistic over another.
    Ratio(Ratio),
    /// Any estimator with settings of its own.
    Estimated(Estimated),
}

/// One block of `statistics:`.
#[derive(Debug, Clone)]
pub struct StatDecl {
    /// Its id.
    pub id: String,
    /// What it is, in words for a reader.
    pub title: String,
    /// What a reader should know about its definition.
    pub description: String,
    /// How its numbers print.
    pub print: Print,
    /// What it computes.
    pub kind: Kind,
    /// The kind's name.
    pub kind_name: String,
    /// The whole declaration, canonical: for hashing.
    pub canonical: String,
    /// The declaration with its places.
    pub yaml: Yaml,
}

impl StatDecl {
    /// Returns the place of the block's id.
    pub fn span(&self) -> Span {
        self.yaml.span()
    }

    /// Returns the place of one of its settings.
    pub fn place(&self, setting: &[&str]) -> Span {
        self.yaml.place(setting)
    }
}

/// One frame with its place.
#[derive(Debug, Clone)]
pub struct Frame {
    /// Its name, as SQL sees it.
    pub name: String,
    /// The declaration.
    pub decl: FrameDecl,
    /// The declaration with its places.
    pub yaml: Yaml,
}

/// The whole file.
#[derive(Debug, Clone, Default)]
pub struct StatisticsFile {
    /// Frames, in the file's order.
    pub frames: Vec<Frame>,
    /// Blocks, in the file's order.
    pub statistics: Vec<StatDecl>,
    /// Words for the values of columns: column → value → words.
    pub labels: BTreeMap<String, BTreeMap<String, String>>,
}
