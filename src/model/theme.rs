//! What charts look like: sizes, strokes and colours.

use crate::model::brand::Brand;
pub use crate::model::colour::Colour;
use serde::Deserialize;
use serde::Serialize;

/// Fonts, sizes, spacing, strokes and colours of every chart.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Theme {
    /// Font families, as CSS has them.
    pub font: String,
    /// Sizes of type.
    #[serde(rename = "type")]
    pub sizes: TypeSizes,
    /// Widths of pictures.
    pub width: Widths,
    /// Room between things.
    pub space: Spaces,
    /// Widths of lines.
    pub stroke: Strokes,
    /// Colours on a light page.
    pub light: Palette,
    /// Colours on a dark page.
    pub dark: Palette,
    /// Colours on paper.
    pub print: Palette,
    /// The publisher's identity, from `report/brand.yaml`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(skip)]
    pub brand: Option<Brand>,
}

/// Sizes of type.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TypeSizes {
    /// The headline of a figure that stands alone.
    pub headline: f64,
    /// The subtitle of a figure that stands alone.
    pub subtitle: f64,
    /// Names and values.
    pub label: f64,
    /// Ticks and notes.
    pub small: f64,
}

/// Widths of pictures.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Widths {
    /// On a page.
    pub page: f64,
    /// On a telephone.
    pub phone: f64,
    /// On its own.
    pub alone: f64,
}

/// Room between things.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Spaces {
    /// Around a figure that stands alone.
    pub edge: f64,
    /// Between a mark and its words, and between words.
    pub gap: f64,
    /// Between rows.
    pub row: f64,
    /// Thickness of a bar.
    pub bar: f64,
}

/// Widths of lines.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Strokes {
    /// Lines of series.
    pub line: f64,
    /// Intervals.
    pub interval: f64,
    /// Lines at zero or at a reference.
    pub axis: f64,
    /// Lines that only guide the eye.
    pub grid: f64,
    /// Length of a dash.
    pub dash: f64,
    /// Room between dashes.
    pub pause: f64,
}

/// Colours.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Palette {
    /// What charts stand on.
    pub ground: Colour,
    /// Text.
    pub ink: Colour,
    /// Text of less weight.
    pub muted: Colour,
    /// Lines that only guide the eye.
    pub grid: Colour,
    /// Lines at zero or at a reference.
    pub base: Colour,
    /// Series that are there for comparison only.
    pub faded: Tone,
    /// The treated group.
    pub treated: Tone,
    /// The control group.
    pub control: Tone,
    /// Series that are neither, in order.
    pub series: [Tone; 6],
    /// From the lowest value over the middle to the highest.
    pub ramp: [Colour; 3],
}

/// Colours of a series.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(deny_unknown_fields)]
pub struct Tone {
    /// Of its marks.
    pub mark: Colour,
    /// Of its words.
    pub text: Colour,
}

impl Theme {
    /// Black on white: what is left when even the built-in theme cannot be read.
    pub(crate) fn plain() -> Self {
        let (black, white) = (Colour(0, 0, 0), Colour(255, 255, 255));
        let tone = Tone { mark: black, text: black };
        let palette = Palette {
            ground: white,
            ink: black,
            muted: black,
            grid: Colour(221, 224, 228),
            base: black,
            faded: tone,
            treated: tone,
            control: tone,
            series: [tone; 6],
            ramp: [white, white, white],
        };
        Self {
            font: "sans-serif".to_owned(),
            sizes: TypeSizes { headline: 19.0, subtitle: 14.0, label: 13.0, small: 12.0 },
            width: Widths { page: 680.0, phone: 350.0, alone: 720.0 },
            space: Spaces { edge: 20.0, gap: 10.0, row: 9.0, bar: 17.0 },
            stroke: Strokes {
                line: 2.6,
                interval: 2.2,
                axis: 1.2,
                grid: 1.0,
                dash: 7.0,
                pause: 4.0,
            },
            light: palette.clone(),
            dark: palette.clone(),
            print: palette,
            brand: None,
        }
    }
}
