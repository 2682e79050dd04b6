//! The sizes and tones in which a figure leaves the report.

use crate::figure::Placement;
use crate::labels;
use crate::press::words::Length;

/// Dots to a point of paper: 300 to the inch.
pub(super) const DOTS: f64 = 300.0 / 72.0;

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
    /// Pixels at the top and at the foot over which a program that shows it lays controls of its own.
    clear: u32,
    /// How many words it has room for.
    pub(super) length: Length,
    /// Whether a pack holds it; else it is made where one asks for it.
    pub(super) packed: bool,
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

    /// Returns the tones in which a pack holds it: paper is white.
    pub(super) fn tones(&self) -> &'static [&'static str] {
        if self.on_paper() { &TONES[..1] } else { TONES }
    }

    /// Returns what it is for, in the language of this thread.
    pub fn purpose(&self) -> String {
        labels::say(&format!("size-{}", self.name), &[])
    }

    /// Returns where a figure of this size is drawn.
    pub fn placement(&self) -> Placement {
        Placement::Picture {
            across: self.across,
            down: self.down,
            letters: self.letters,
            clear: self.clear,
        }
    }
}

const fn screen(
    name: &'static str,
    (across, down): (u32, Option<u32>),
    letters: u32,
) -> Size {
    let length = match down {
        Some(down) if down < across => Length::Shortest,
        Some(_) => Length::Short,
        None => Length::Whole,
    };
    // Taller than a screen's other pictures: a story, which fills a telephone.
    let clear = match down {
        Some(down) if 9 * down >= 16 * across => 250,
        _ => 0,
    };
    Size { name, across, down, letters, clear, length, packed: true }
}

/// The same for a use that is not everybody's.
const fn on_request(name: &'static str, size: (u32, u32), letters: u32) -> Size {
    let size = screen(name, (size.0, Some(size.1)), letters);
    Size { packed: false, ..size }
}

/// A picture for paper at 300 dots to the inch; 36 of them are 8.6 points.
const fn print(name: &'static str, across: u32) -> Size {
    let length = Length::Whole;
    Size { name, across, down: None, letters: 36, clear: 0, length, packed: true }
}

/// Every size, each laid out anew. A card is seen at half its size or more, a post at half on
/// a screen and at a third on a telephone, where a story fills it: letters come out at no
/// less than eight pixels of the reader's own, and mostly at ten and more. A slide is seen from afar: its
/// letters are 16 points of a slide of 960.
pub const SIZES: &[Size] = &[
    screen("social", (1200, Some(628)), 24),
    screen("card", (800, Some(418)), 16),
    screen("square", (1080, Some(1080)), 26),
    screen("story", (1080, Some(1920)), 30),
    screen("column", (600, None), 12),
    print("print-single", 1004),
    print("print-double", 2055),
    on_request("slide", (1920, 1080), 32),
    on_request("portrait", (1080, 1350), 26),
];

/// Returns the sizes that a pack holds.
pub(super) fn packed() -> impl Iterator<Item = &'static Size> {
    SIZES.iter().filter(|size| size.packed)
}

/// The tones a picture comes in.
pub const TONES: &[&str] = &["light", "dark"];
