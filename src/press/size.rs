//! The sizes and tones in which a figure leaves the report.

use crate::figure::Placement;
use crate::press::words::Length;

/// A picture for one use.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Size {
    /// Its name: `social`.
    pub name: &'static str,
    /// Pixels across.
    across: u32,
    /// Pixels down; what the chart needs unless given.
    down: Option<u32>,
    /// Pixels that the smallest letters are high at least, so that they can be read at the
    /// size at which the picture is seen.
    pub letters: u32,
    /// Pixels to a point of paper, in a PDF.
    pub(super) dots: f64,
    /// How many words it has room for.
    pub(super) length: Length,
    /// What it is for.
    pub purpose: &'static str,
}

impl Size {
    /// Returns the pixels across and, where it has a height of its own, down.
    pub(super) fn pixels(&self) -> (u32, Option<u32>) {
        (self.across, self.down)
    }

    /// Returns whether it is for paper.
    pub(super) fn on_paper(&self) -> bool {
        self.name.starts_with("print")
    }

    /// Returns where a figure of this size stands.
    pub fn placement(&self) -> Placement {
        Placement::Picture { across: self.across, down: self.down, letters: self.letters }
    }
}

const fn screen(
    name: &'static str,
    (across, down): (u32, Option<u32>),
    letters: u32,
    purpose: &'static str,
) -> Size {
    // The smallest letters of its PDF are nine points high.
    let dots = letters as f64 / 9.0;
    let length = match down {
        Some(down) if down < across => Length::Shortest,
        Some(_) => Length::Short,
        None => Length::Whole,
    };
    Size { name, across, down, letters, dots, length, purpose }
}

/// A picture for paper at 300 dots to the inch; 36 of them are 8.6 points.
const fn print(name: &'static str, across: u32, purpose: &'static str) -> Size {
    let dots = 300.0 / 72.0;
    Size { name, across, down: None, letters: 36, dots, length: Length::Whole, purpose }
}

/// Every size, each laid out anew. A card is seen at half its size or more, a post at half on
/// a screen and at a third on a telephone, where a story fills it: letters come out at no
/// less than eight pixels of the reader's own, and mostly at ten and more.
pub const SIZES: &[Size] = &[
    screen("social", (1200, Some(628)), 24, "1200 × 628 px, social media"),
    screen("card", (800, Some(418)), 16, "800 × 418 px, link cards"),
    screen("square", (1080, Some(1080)), 26, "1080 × 1080 px, square posts"),
    screen("story", (1080, Some(1920)), 30, "1080 × 1920 px, stories"),
    screen("column", (600, None), 12, "600 px wide, the column of a page"),
    print("print-single", 1004, "85 mm at 300 dpi, one column in print"),
    print("print-double", 2055, "174 mm at 300 dpi, two columns in print"),
];

/// The tones a picture comes in.
pub const TONES: &[&str] = &["light", "dark"];
