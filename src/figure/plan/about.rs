//! What annotations can be about: each kind of chart says which of these it has a place for.

/// What annotations can be about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::figure) enum About {
    Point,
    Range,
    Stretch,
    Difference,
}

impl About {
    /// The settings that say so.
    pub(super) fn settings(self) -> &'static str {
        match self {
            Self::Point => "`x:`",
            Self::Range => "`from:` with `to:`",
            Self::Stretch => "`from:` with `to:` and `series:`",
            Self::Difference => "`between:` with `x:`",
        }
    }
}
