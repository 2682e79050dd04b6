//! What the engine knows of its tables before a query is run over them.

use crate::frame::engine::ready::Ready;
use crate::frame::query::Known;
use polars::prelude::DataFrame;
use polars::prelude::IntoLazy as _;
use polars::prelude::col;
use polars::prelude::len;

/// The tables of a query.
pub(super) struct Sizes<'a>(pub &'a [(String, &'a Ready)]);

impl Sizes<'_> {
    fn frame(&self, table: &str) -> Option<&DataFrame> {
        self.0.iter().find(|(name, _)| name == table).map(|(_, ready)| &ready.0)
    }

    /// Returns the bytes of the longest text.
    pub(super) fn longest(&self) -> usize {
        let columns = self.0.iter().flat_map(|(_, ready)| ready.0.columns());
        let texts = columns.filter_map(|column| column.str().ok());
        let lengths = texts.flat_map(|texts| texts.iter().flatten().map(str::len));
        lengths.max().unwrap_or(0)
    }
}

impl Known for Sizes<'_> {
    fn rows(&self, table: &str) -> Option<u64> {
        Some(self.frame(table)?.height() as u64)
    }

    fn most(&self, table: &str, columns: &[String]) -> Option<u64> {
        let frame = self.frame(table)?;
        if columns.iter().any(|name| frame.column(name).is_err()) {
            return None;
        }
        let by: Vec<_> = columns.iter().map(|name| col(name.as_str())).collect();
        let counts = frame.clone().lazy().group_by(by).agg([len().alias("*")]);
        let most = counts.select([col("*").max()]).collect().ok()?;
        let most = most.column("*").ok()?.get(0).ok()?.try_extract::<u64>().ok()?;
        Some(most)
    }
}
