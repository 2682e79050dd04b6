//! A table as the engine holds it.

use polars::prelude::DataFrame;

/// A table as the engine holds it.
#[derive(Clone)]
pub(in crate::frame) struct Ready(pub(super) DataFrame);

impl Ready {
    /// Returns how many rows there are.
    pub(in crate::frame) fn rows(&self) -> usize {
        self.0.height()
    }
}

impl std::fmt::Debug for Ready {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Ready")
    }
}
