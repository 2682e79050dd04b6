//! Settings that several kinds share, and the macros that put them beside a kind's own.

use crate::project::Filter;
use crate::project::Measure;
use serde::Deserialize;

/// Returns the usual level of intervals, in percent.
pub(super) fn percent() -> f64 {
    95.0
}

/// How the rows of a group become one number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(in crate::stat) enum Summary {
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

impl Summary {
    /// Returns the usual one.
    pub(super) fn mean() -> Self {
        Self::Mean
    }
}

/// What a change is expressed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(in crate::stat) enum ChangeAs {
    /// 100·(end/start − 1).
    Percent,
    /// End − start of a percentage.
    Points,
    /// End − start, in the measure's own unit.
    Absolute,
}

/// Which groups are compared.
#[derive(Debug, Clone, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::stat) struct Compare {
    /// The key of the treated group.
    pub treated: String,
    /// The key of the control group.
    pub control: String,
}

/// Which areas are treated and which are the control.
#[derive(Debug, Clone, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::stat) struct Groups {
    /// The column.
    pub column: String,
    /// The value of the treated group.
    pub treated: String,
    /// The value of the control group.
    pub control: String,
}

/// The column of the weights; at one time, where they are to stay the same.
#[derive(Debug, Clone, Deserialize, schemars::JsonSchema)]
#[serde(
    untagged,
    deny_unknown_fields,
    expecting = "expected a column or `{column: COLUMN, at: TIME}`"
)]
pub(in crate::stat) enum Weights {
    /// Each row counts by the value it has.
    Column(String),
    /// Each area counts by its value at one time.
    Fixed {
        /// The column.
        column: String,
        /// The time.
        at: i64,
    },
}

/// What the kinds that look at a panel of areas share.
#[derive(Debug, Clone)]
pub(in crate::stat) struct Panelled {
    pub frame: String,
    pub measure: Measure,
    pub area: String,
    pub time: String,
    pub group: Groups,
    pub weights: Option<Weights>,
    pub cluster: Option<String>,
    pub filter: Filter,
    pub level: f64,
    /// Whether areas that lack a time are left out.
    pub complete: bool,
}

impl Panelled {
    /// Returns how errors are clustered, in words.
    pub fn clustered(&self) -> &str {
        self.cluster.as_deref().unwrap_or(&self.area)
    }

    /// Returns what stands behind the model in a formula: who is treated, and how errors go together.
    fn behind(&self) -> String {
        let Groups { column, treated, control } = &self.group;
        format!(
            "treated(i): {column} = {treated} (1) or {control} (0); CR2 by {}",
            self.clustered()
        )
    }

    /// Returns the model of two times.
    pub fn two_times(&self, from: i64, to: i64) -> String {
        format!(
            "y(i,t) = α + δ·treated(i) + γ·1(t = {to}) + β·treated(i)·1(t = {to}) + ε, t in {from}, {to}; {}",
            self.behind()
        )
    }

    /// Returns the model of all times with a first one under treatment.
    pub fn fixed_effects(&self, first: i64) -> String {
        format!(
            "y(i,t) = α(i) + γ(t) + β·treated(i)·1(t ≥ {first}) + ε; {}",
            self.behind()
        )
    }

    /// Returns the model of all times, each against a base.
    pub fn against(&self, base: i64) -> String {
        format!(
            "y(i,t) = α(i) + γ(t) + Σ β(k)·treated(i)·1(t = k) + ε, k ≠ {base}; {}",
            self.behind()
        )
    }
}

/// Declares the settings of a kind that looks at a panel: its own beside those of
/// [`Panelled`].
macro_rules! panelled {
    ($(#[$doc:meta])* $name:ident { $($(#[$attr:meta])* $field:ident: $kind:ty),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, serde::Deserialize, schemars::JsonSchema)]
        #[serde(deny_unknown_fields)]
        pub(in crate::stat) struct $name {
            /// The frame read: one row for each area, or for each area and time.
            frame: String,
            /// What is measured: a column, a share or a rate.
            measure: crate::project::Measure,
            /// The column of areas.
            area: String,
            /// The column of times.
            time: String,
            /// The groups compared: the column, and the values that are treated and control.
            group: crate::stat::kind::settings::Groups,
            /// The column by which rows count; equally unless given.
            #[serde(default)]
            weights: Option<crate::stat::kind::settings::Weights>,
            /// The column whose values share their errors; the area unless given.
            #[serde(default)]
            cluster: Option<String>,
            /// Rows to keep: a column, and a value or a list of values.
            #[serde(default, rename = "where")]
            filter: crate::project::Filter,
            /// Level of intervals, in percent.
            #[serde(default = "crate::stat::kind::settings::percent")]
            level: f64,
            $($(#[$attr])* pub(in crate::stat) $field: $kind,)*
        }

        impl $name {
            pub(in crate::stat) fn panel(&self) -> crate::stat::kind::settings::Panelled {
                crate::stat::kind::settings::Panelled {
                    frame: self.frame.clone(),
                    measure: self.measure.clone(),
                    area: self.area.clone(),
                    time: self.time.clone(),
                    group: self.group.clone(),
                    weights: self.weights.clone(),
                    cluster: self.cluster.clone(),
                    filter: self.filter.clone(),
                    level: self.level,
                    complete: false,
                }
            }
        }
    };
}
pub(super) use panelled;
