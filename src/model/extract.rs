//! What is known of an extract: a frame that was made elsewhere and is kept in the project.

use serde::Deserialize;
use serde::Serialize;
use std::collections::BTreeMap;

/// How an extract was made.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Extracted {
    /// Its file, by its path in the project.
    pub path: String,
    /// A hash of the part of the declaration that decides what is made.
    pub declaration: String,
    /// What made it: the command of a program, or an engine and its profile.
    pub by: String,
    /// What that says of its version; may be empty.
    #[serde(default)]
    pub version: String,
    /// What an engine calls the data that it answered from; empty unless it was asked.
    #[serde(default)]
    pub data: String,
    /// Content hashes of the files that were read: project path → hash.
    #[serde(default)]
    pub reads: BTreeMap<String, String>,
    /// How many rows came out.
    pub rows: usize,
    /// The content hash of the file.
    pub hash: String,
}

/// Extracts by the name of their frame.
pub type Extracts = BTreeMap<String, Extracted>;
