//! The words of a figure.

/// The words of a figure, as plain text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Texts {
    /// The finding.
    pub headline: String,
    /// Measure, places, period.
    pub subtitle: String,
    /// Note.
    pub note: String,
    /// Source line.
    pub source: String,
    /// Until when it may not be published, on a band over the picture; empty without an embargo.
    pub embargo: String,
    /// The notice that travels with the figure.
    pub notice: String,
    /// Alternative text by the author; empty for the chart's own.
    pub alt: String,
    /// The words of its annotations, in order.
    pub annotations: Vec<String>,
    /// Edition and date, for a figure that travels; may be empty.
    pub credit: String,
}
