//! What a chart has beside its series: lines and words at places, fitted lines, numbers that
//! are marked, events, boxes.

use crate::model::format::Format;
use serde::Deserialize;
use serde::Serialize;

/// A line at a value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Rule {
    /// The value.
    pub value: f64,
    /// What it is; may be empty.
    pub label: String,
}

/// What the sizes of bubbles are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sizes {
    /// In words for a reader.
    pub title: String,
    /// How they print.
    pub format: Format,
}

/// Words at a place along the x axis.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Mark {
    /// The key on the x axis.
    pub x: String,
    /// The words.
    pub text: String,
}

/// A place on a fitted line, with its interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct FitPoint {
    /// Where along the x axis.
    pub x: f64,
    /// The fitted value.
    pub value: f64,
    /// Lower end of the 95% interval of the mean.
    pub low: Option<f64>,
    /// Upper end of the same.
    pub high: Option<f64>,
}

/// A number that a chart prints beside the values it draws.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Marked {
    /// What it is: `mean`.
    pub what: String,
    /// What it belongs to, such as the key of a series.
    pub keys: Vec<String>,
    /// The number.
    pub value: f64,
    /// Its statistic.
    pub stat: String,
}

/// Something that happened, in years.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// When it began.
    pub from: f64,
    /// When it ended, if it lasted.
    pub to: Option<f64>,
    /// The same in words.
    pub when: String,
    /// What happened.
    pub text: String,
}

/// A box of a diagram.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Node {
    /// Its id.
    pub id: String,
    /// What it says.
    pub text: String,
    /// The boxes that its arrows point to.
    pub to: Vec<String>,
}
