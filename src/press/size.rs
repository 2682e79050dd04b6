//! The sizes and tones in which a figure leaves the report.

/// A picture for one use.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Size {
    /// Its name: `social`.
    pub name: &'static str,
    /// Width in units of type.
    pub(super) width: u32,
    /// Height in the same; what the chart needs unless given.
    pub(super) height: Option<u32>,
    /// Pixels to a unit.
    pub(super) scale: f32,
    /// Points of paper to a unit, in a PDF.
    pub(super) points: f64,
    /// Whether there is room for the short words only.
    pub(super) short: bool,
    /// What it is for.
    pub purpose: &'static str,
}

impl Size {
    /// Returns the pixels across and, where it has a height of its own, down.
    pub(super) fn pixels(&self) -> (u32, Option<u32>) {
        let pixels = |units: u32| (units as f32 * self.scale).round() as u32;
        (pixels(self.width), self.height.map(pixels))
    }

    /// Returns whether it is for paper.
    pub(super) fn on_paper(&self) -> bool {
        self.name.starts_with("print")
    }

    /// Returns the least height of letters that can be read at the size it is seen: in
    /// points on paper; on a screen in pixels, of which a telephone shows three to one.
    pub(super) fn legible(&self) -> f64 {
        match self.name {
            "story" => 24.0,
            "square" | "social" => 15.0,
            "card" => 14.0,
            "column" => 10.0,
            _ => 5.0,
        }
    }
}

const fn screen(
    name: &'static str,
    (width, height): (u32, Option<u32>),
    scale: f32,
    purpose: &'static str,
) -> Size {
    Size { name, width, height, scale, points: 0.75, short: width < 450, purpose }
}

/// A picture for paper: `width` units are `mm` wide at 300 dots to the inch.
const fn print(name: &'static str, width: u32, mm: f64, purpose: &'static str) -> Size {
    let points = mm / 25.4 * 72.0 / width as f64;
    let scale = (mm / 25.4 * 300.0 / width as f64) as f32;
    Size { name, width, height: None, scale, points, short: false, purpose }
}

/// Every size, each laid out anew.
pub const SIZES: &[Size] = &[
    screen("social", (600, Some(314)), 2.0, "1200 × 628 px, social media"),
    screen("card", (400, Some(209)), 2.0, "800 × 418 px, link cards"),
    screen("square", (540, Some(540)), 2.0, "1080 × 1080 px, square posts"),
    screen("story", (360, Some(640)), 3.0, "1080 × 1920 px, stories"),
    screen("column", (600, None), 1.0, "600 px wide, the column of a page"),
    print("print-single", 335, 85.0, "85 mm at 300 dpi, one column in print"),
    print("print-double", 685, 174.0, "174 mm at 300 dpi, two columns in print"),
];

/// The tones a picture comes in.
pub const TONES: &[&str] = &["light", "dark"];
