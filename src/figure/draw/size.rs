//! The size of a picture that stands alone, and what keeps clear of its edges.

/// The size of a picture, in units in which letters are as small as they may be.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame {
    pub width: f64,
    /// What the chart needs unless given.
    pub height: Option<f64>,
    /// What stays clear at the top and at the foot, at least.
    pub clear: f64,
    /// Whether letters may be larger where there is room.
    pub larger: bool,
    /// Whether words take less room than they would choose: the headline is smaller, and those below run on.
    pub tight: bool,
    /// Whether the publisher's mark is in it.
    pub marked: bool,
}

impl Frame {
    pub(super) fn wide(width: f64) -> Self {
        Self {
            width,
            height: None,
            clear: 0.0,
            larger: false,
            tight: false,
            marked: true,
        }
    }

    pub(super) fn tight(self) -> Self {
        Self { tight: true, ..self }
    }

    /// Returns it in letters that are so much smaller.
    pub(super) fn times(self, factor: f64) -> Self {
        let height = self.height.map(|height| height * factor);
        Self { width: self.width * factor, height, clear: self.clear * factor, ..self }
    }
}
