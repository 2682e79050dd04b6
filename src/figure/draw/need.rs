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
    /// The higher of two at each.
    pub(in crate::figure) fn higher(self, other: Self) -> Self {
        Self {
            least: self.least.max(other.least),
            natural: self.natural.max(other.natural),
            most: self.most.max(other.most),
        }
    }

    pub(in crate::figure) fn times(self, count: f64) -> Self {
        Self {
            least: self.least * count,
            natural: self.natural * count,
            most: self.most * count,
        }
    }

    pub(in crate::figure) fn plus(self, height: f64) -> Self {
        Self {
            least: self.least + height,
            natural: self.natural + height,
            most: self.most + height,
        }
    }
}
