//! What a declaration says of how a chart is drawn: its kind, and how its values stand.

use serde::Deserialize;
use serde::Serialize;
use std::borrow::Cow;

/// The name of a kind of chart, as declared; which there are, the figures know.
#[derive(
    Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(transparent)]
pub struct FigureKind(Cow<'static, str>);

impl FigureKind {
    /// Names a kind.
    pub const fn new(name: &'static str) -> Self {
        Self(Cow::Borrowed(name))
    }

    /// Returns the name, as in `figures.yaml`.
    pub fn name(&self) -> &str {
        &self.0
    }
}

/// How bars stand to one another.
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
pub enum Layout {
    /// Side by side.
    #[default]
    Grouped,
    /// One on the other, adding up.
    Stacked,
    /// One on the other, from 0 to 100 %.
    Shares,
}

/// How values stand along an axis.
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
pub enum Scale {
    /// The same distance for the same difference.
    #[default]
    Linear,
    /// The same distance for the same ratio.
    Log,
}

impl Scale {
    /// Returns where a value stands.
    pub(crate) fn place(self, value: f64) -> f64 {
        match self {
            Self::Linear => value,
            Self::Log => value.max(f64::MIN_POSITIVE).log10(),
        }
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
    pub(super) fn is_linear(&self) -> bool {
        *self == Self::Linear
    }
}

/// The curve over the bins of a histogram.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Curve {
    /// The density of the values: a Gaussian kernel with the bandwidth of Silverman's rule.
    Density,
    /// The normal law with their mean and standard deviation.
    Normal,
}
