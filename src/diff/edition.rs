//! An edition's record: everything a later comparison, or another program, needs.

use crate::doc::Document;
use crate::figure::Chart;
use crate::stat::Statistics;
use serde::Deserialize;
use serde::Serialize;
use std::collections::BTreeMap;

/// The name and version of the record's form.
pub const SCHEMA: &str = "reissue-edition/1";

/// One edition.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Edition {
    /// `reissue-edition/1`.
    pub schema: String,
    /// Version of this program.
    pub reissue: String,
    /// What `typst --version` says; empty when no PDF was made.
    pub typst: String,
    /// Whether it was built as a draft.
    pub draft: bool,
    /// The document tree.
    pub document: Document,
    /// Every statistic with its provenance.
    pub statistics: Statistics,
    /// What each figure draws.
    pub figures: BTreeMap<String, Chart>,
    /// Content hashes of every input: project path → hash.
    pub inputs: BTreeMap<String, String>,
    /// Content hashes of every output but this record: path in `out/` → hash.
    pub outputs: BTreeMap<String, String>,
}
