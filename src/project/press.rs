//! `press:` in `report.yaml`: what the press is handed beside figures and findings.

use serde::Deserialize;
use serde::Serialize;

/// What the press is handed beside figures and findings.
#[derive(
    Debug, Clone, Default, PartialEq, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(deny_unknown_fields)]
pub struct PressDecl {
    /// Facts for each area, from statistics by area.
    #[serde(default)]
    pub local: Vec<LocalDecl>,
}

/// A fact for each area. In its sentences `{area}` is the area's name, `{size}` the value
/// without its sign, `{value}` the value, `{against}` the value it is set against, and the
/// name of any dimension of the family stands for the words of its key.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LocalDecl {
    /// Its id.
    pub id: String,
    /// A few words over it.
    pub title: String,
    /// The statistics, one an area.
    pub family: String,
    /// The family's dimension that names the area.
    #[serde(default = "area")]
    pub area: String,
    /// The sentence for a value above zero.
    pub rise: String,
    /// The sentence for a value below zero.
    pub fall: String,
    /// The sentence for a value that prints as zero.
    pub level: String,
    /// The statistic to set it against, with `{dimension}` for keys.
    #[serde(default)]
    pub against: Option<String>,
    /// The number of things behind it, below which the fact is withheld.
    #[serde(default)]
    pub base: Option<BaseDecl>,
}

fn area() -> String {
    "area".to_owned()
}

/// The number of things behind a fact.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BaseDecl {
    /// The statistic, with `{dimension}` for keys.
    pub stat: String,
    /// The least number with which the fact may be told.
    pub least: f64,
}
