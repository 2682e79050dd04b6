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
    /// Declarations by name (`frame panel`, `statistic growth`, `claim grew_faster`), in
    /// their canonical form.
    #[serde(default)]
    pub definitions: BTreeMap<String, String>,
    /// Rows of the data files, by path; files of many rows are left out.
    #[serde(default)]
    pub rows: BTreeMap<String, Rows>,
    /// Content hashes of every input: project path → hash.
    pub inputs: BTreeMap<String, String>,
    /// Content hashes of every output but this record: path in `out/` → hash.
    pub outputs: BTreeMap<String, String>,
}

/// The rows of a data file, whatever their order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rows {
    /// Column names, in the file's order.
    pub columns: Vec<String>,
    /// How many rows there are.
    pub count: usize,
    /// A hash of all rows that does not depend on their order.
    pub hash: String,
    /// Key → hash of the row; empty for a file without a primary key, or of many rows.
    pub keys: BTreeMap<String, String>,
}
