//! The heights at which a chart can be drawn.

/// The heights at which a chart can be drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::figure) struct Need {
    /// Below this something would overlap.
    pub least: f64,
    /// What looks right.
    pub natural: f64,
    /// Above this there would be dead space.
    pub most: f64,
}

impl Need {
    pub(in crate::figure) fn plus(self, height: f64) -> Self {
        Self {
            least: self.least + height,
            natural: self.natural + height,
            most: self.most + height,
        }
    }
}
