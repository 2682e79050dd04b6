//! `report/pictures.yaml`: pictures from files, with all that must be said of them.

use crate::project::ProjectPath;
use serde::Deserialize;
use serde::Serialize;

/// A picture from a file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PictureDecl {
    /// The file: JPEG, PNG, WebP or SVG.
    pub file: ProjectPath,
    /// What it shows, for those who cannot see it; Tera. Must be given unless the picture is
    /// decorative.
    #[serde(default)]
    pub alt: String,
    /// Words under it; Tera.
    #[serde(default)]
    pub caption: String,
    /// Who made it.
    #[serde(default)]
    pub credit: String,
    /// On what terms it may be used.
    #[serde(default)]
    pub licence: String,
    /// The point that stays in sight when the picture is cut, from the left and from the top, 0
    /// to 1.
    #[serde(default)]
    pub focal: Option<(f64, f64)>,
    /// Whether it says nothing: readers who cannot see it miss nothing.
    #[serde(default)]
    pub decorative: bool,
    /// Whether it is counted among the figures, so that the text can refer to it.
    #[serde(default)]
    pub numbered: bool,
}
