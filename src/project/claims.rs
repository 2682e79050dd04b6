//! `report/claims.yaml`: what the prose asserts, and what must hold for it; and
//! `report/published.yaml`: figures already in print.

use serde::Deserialize;
use serde::Deserializer;
use serde::Serialize;

/// What must hold for a claim: `holds:`, or one of the typed kinds.
#[derive(
    Debug, Clone, Default, PartialEq, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(deny_unknown_fields)]
pub struct ClaimDecl {
    /// What the claim says, in words, for the list of claims.
    #[serde(default)]
    pub says: String,
    /// A Tera expression over `value("id")`, such as `value("a.x") > value("a.y")`.
    #[serde(default)]
    pub holds: Option<String>,
    /// `direction`, `comparison`, `ratio`, `rank`, `majority`, `threshold`, `trend`,
    /// `significance` or `coverage`.
    #[serde(default)]
    pub kind: Option<ClaimKind>,
    /// The statistic spoken of; for `rank` and `trend`, a member of the family.
    #[serde(default)]
    pub of: Option<String>,
    /// The statistic it is compared with (`comparison`, `ratio`).
    #[serde(default)]
    pub than: Option<String>,
    /// What is said of it: `rise`, `fall`, `flat`; `greater`, `less`, `similar`; `above`, `below`,
    /// `at_least`, `at_most`; `highest`, `lowest` or a place counted from the highest; a ratio word such
    /// as `doubled`, `almost_double`, `more_than_double`, `half`, `tripled`; `significant`, `not_significant`.
    #[serde(default, deserialize_with = "word")]
    pub is: Option<String>,
    /// A number to compare with (`threshold`, `coverage`, `ratio`, `majority`).
    #[serde(default)]
    pub value: Option<f64>,
    /// The family ranked or followed over time.
    #[serde(default)]
    pub family: Option<String>,
    /// The keys held fixed within the family, in the order of its other dimensions.
    #[serde(default)]
    pub at: Vec<String>,
    /// Significance level in percent; 5 unless said.
    #[serde(default)]
    pub level: Option<f64>,
    /// Correction for several outcomes: a p value of the statistic's details, such as `p_holm`.
    #[serde(default)]
    pub correction: Option<String>,
    /// How far apart "similar" may be, in the unit of the values.
    #[serde(default)]
    pub tolerance: Option<f64>,
    /// Words that may state the claim, beside those that the program knows to fit the rule:
    /// `[almost double, nearly twice]`. They are held to the rule where they are declared.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub words: Vec<String>,
    /// Whether a document beside the report may make the claim although the report does not.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub new: bool,
}

/// Reads a word; a place in a rank may be written as a number.
fn word<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged, expecting = "expected a word or a place")]
    enum Word {
        Word(String),
        Place(u64),
    }
    Ok(Some(match Word::deserialize(deserializer)? {
        Word::Word(word) => word,
        Word::Place(place) => place.to_string(),
    }))
}

/// The typed kinds of claim.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ClaimKind {
    /// A change rose, fell or stayed flat.
    Direction,
    /// One value against another.
    Comparison,
    /// One value as a multiple of another: `doubled`, `almost_double`.
    Ratio,
    /// A place among a family.
    Rank,
    /// Over 50 % of the members of a family, or a share above 50 %.
    Majority,
    /// Against a number.
    Threshold,
    /// Every step of a series goes one way.
    Trend,
    /// A test's p value below its level.
    Significance,
    /// A count equals all there are.
    Coverage,
}

/// A figure already in print.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PublishedDecl {
    /// What is said there, in a few words.
    pub says: String,
    /// The figure.
    pub value: f64,
    /// The statistic that must reproduce it.
    pub statistic: String,
    /// How far apart the two may be, in the statistic's unit.
    pub tolerance: f64,
    /// The work it stands in: a key of the bibliography.
    pub source: String,
    /// Page or section.
    #[serde(default)]
    pub place: String,
}
