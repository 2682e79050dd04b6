//! What is measured of a row, and which rows: the words that statistics share.

use serde::Deserialize;
use serde::Serialize;
use std::collections::BTreeMap;

/// A single value in a filter.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(untagged)]
pub enum Scalar {
    /// A truth value.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// A number.
    Number(f64),
    /// A text.
    Text(String),
}

/// One value or several.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(untagged, expecting = "expected a value or a list of values")]
pub enum OneOrMany {
    /// One value.
    One(Scalar),
    /// Several: any of them.
    Many(Vec<Scalar>),
}

/// Rows to keep: column → value or values.
pub type Filter = BTreeMap<String, OneOrMany>;

/// What is measured of a row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(
    untagged,
    expecting = "expected a column, `{share: COLUMN, of: COLUMN}` or `{rate: COLUMN, of: COLUMN, per: NUMBER, noun: TEXT}`"
)]
pub enum Measure {
    /// A column's value.
    Column(String),
    /// A part of a whole, in percent.
    Share(Share),
    /// A number of things per so many others.
    Rate(Rate),
}

/// A part of a whole, in percent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Share {
    /// The part's column.
    pub share: String,
    /// The whole's column.
    pub of: String,
}

/// A number of things per so many others.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rate {
    /// The column of the things.
    pub rate: String,
    /// The column of the others.
    pub of: String,
    /// Per how many.
    #[serde(default = "thousand", deserialize_with = "above_zero")]
    pub per: f64,
    /// Of what: "pupils". Unless given, people where the column counts them, else the name of the column.
    #[serde(default)]
    pub noun: Option<String>,
    /// What says that the things of a row were counted over the whole of its period.
    #[serde(default)]
    pub complete: Option<Complete>,
}

/// What makes a period complete; a rate over one that is not is an error.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Complete {
    /// The column that says how much of the period was counted, such as months.
    pub column: String,
    /// How much is all of it.
    pub at_least: f64,
    /// Why rates over less may stand all the same.
    #[serde(default)]
    pub waived: Option<String>,
}

/// Counts withheld because they are small: what they may be.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Suppressed {
    /// The reason by which the data's contract marks them.
    #[serde(default = "suppressed")]
    pub reason: String,
    /// The least they may be.
    #[serde(default)]
    pub low: f64,
    /// The most they may be.
    #[serde(default = "four")]
    pub high: f64,
}

fn suppressed() -> String {
    "suppressed".to_owned()
}

fn four() -> f64 {
    4.0
}

fn above_zero<'de, D: serde::Deserializer<'de>>(from: D) -> Result<f64, D::Error> {
    let per = f64::deserialize(from)?;
    if per > 0.0 && per.is_finite() {
        return Ok(per);
    }
    Err(serde::de::Error::custom(format!("`per` must be above zero, found {per}")))
}

fn thousand() -> f64 {
    1000.0
}

/// Names of columns that count people.
const PEOPLE: &[&str] =
    &["population", "pop", "people", "persons", "residents", "inhabitants"];

impl Rate {
    /// Returns of what it is a rate.
    pub fn noun(&self) -> String {
        let name = self.of.to_lowercase();
        let counts = name.split('_').any(|word| PEOPLE.contains(&word));
        let of = || if counts { "people".to_owned() } else { self.of.replace('_', " ") };
        self.noun.clone().unwrap_or_else(of)
    }
}

#[cfg(test)]
mod tests {
    use super::Measure;

    #[test]
    fn a_rate_is_of_people_only_where_its_column_counts_them() {
        let noun = |written: &str| match serde_yaml::from_str(written) {
            Ok(Measure::Rate(rate)) => rate.noun(),
            other => panic!("{other:?}"),
        };
        assert_eq!(noun("{rate: offences, of: population}"), "people");
        assert_eq!(noun("{rate: trees, of: residents_all}"), "people");
        assert_eq!(noun("{rate: energy, of: homes}"), "homes");
        assert_eq!(noun("{rate: energy, of: new_homes}"), "new homes");
        assert_eq!(noun("{rate: exclusions, of: pupils, noun: children}"), "children");
    }
}
