//! Data files and SQL views as checked tables.
//!
//! **In:** the data contract, the declared frames, and the bytes of the data files.
//! **Out:** [`Frames`]: named tables as plain columns.
//! **Guarantees:** every breach of the contract in every file is reported at once, with
//! file, row and column; a frame is sorted by its key; no type of the engine leaves.

mod table;

pub use table::Cells;
pub use table::Column;
pub use table::Table;

use std::collections::BTreeMap;

/// Resources and frames by name.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Frames {
    /// The tables.
    pub tables: BTreeMap<String, Table>,
}
