//! Words at what a chart draws, and where they point.

use serde::Deserialize;
use serde::Serialize;

/// Words at what a chart draws.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Annotation {
    /// The panel they are in; empty in a chart without panels.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub panel: String,
    /// What the words are about.
    pub target: Target,
    /// The words; empty until those of the figure are woven.
    #[serde(skip)]
    pub text: String,
    /// Whether a picture has no room for it.
    #[serde(skip)]
    pub left_out: bool,
}

/// What an annotation is about. Series and keys are those of the points.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// One value, to which a thin line leads.
    Point {
        /// Its series.
        series: String,
        /// Its key.
        x: String,
    },
    /// A part of the x axis, under a bracket.
    Range {
        /// Where it begins.
        from: String,
        /// Where it ends.
        to: String,
    },
    /// A part of a line, drawn thicker.
    Stretch {
        /// The line.
        series: String,
        /// Where it begins.
        from: String,
        /// Where it ends.
        to: String,
    },
    /// How far two series are apart at one place, as an arrow from one to the other.
    Difference {
        /// The two series.
        between: (String, String),
        /// The place.
        x: String,
    },
}

impl Annotation {
    /// Returns an annotation without words yet.
    pub fn new(target: Target) -> Self {
        Self { panel: String::new(), target, text: String::new(), left_out: false }
    }

    /// Puts it into a panel.
    #[must_use]
    pub fn within(mut self, panel: impl Into<String>) -> Self {
        self.panel = panel.into();
        self
    }
}
