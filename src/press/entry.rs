//! What the page of a pack says of a figure, as plain data.

use crate::press::fact::Fact;
use serde::Serialize;

/// What the page of a pack says of a figure.
#[derive(Debug, Serialize)]
pub(super) struct Entry<'a> {
    pub id: &'a str,
    pub number: &'a str,
    pub headline: String,
    pub subtitle: String,
    pub alt: String,
    pub long: Vec<String>,
    pub caption: String,
    pub cite: String,
    pub code: String,
    /// The words of a post; empty where they do not fit.
    pub post: String,
    /// The words by which it is found.
    pub words: String,
    pub link: String,
    pub pictures: Vec<ShownPicture>,
    /// What changed since the last release; empty when nothing did.
    pub changed: String,
    /// The finding that it shows.
    pub finding: Option<Fact>,
}

/// A picture on the page of a pack.
#[derive(Debug, Clone, Serialize)]
pub(super) struct ShownPicture {
    pub file: String,
    pub size: &'static str,
    pub tone: &'static str,
    pub purpose: String,
    /// Whether it is for paper, and so comes as PDF.
    pub paper: bool,
    pub width: u32,
    pub height: u32,
    /// Height of the smallest letters, in pixels or, on paper, in points.
    pub type_size: f64,
    /// What of the figure it does not show.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub left_out: String,
}
