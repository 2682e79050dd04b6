//! An edition's record: everything a later comparison, or another program, needs.

use crate::model::chart::Chart;
use crate::model::diagnostic::Span;
use crate::model::document::Document;
use crate::model::extract::Extracts;
use crate::model::graph::Graph;
use crate::model::statistic::Statistics;
use crate::model::theme::Theme;
use serde::Deserialize;
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The name and version of the record's form.
pub const SCHEMA: &str = "reissue-edition/3";

/// The schemas that can be read: the one before has no graph of its own.
pub const READ: [&str; 2] = ["reissue-edition/2", SCHEMA];

/// One edition.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Edition {
    /// `reissue-edition/3`.
    pub schema: String,
    /// Version of this program.
    pub reissue: String,
    /// What `typst --version` says; empty when no PDF was made.
    pub typst: String,
    /// Whether it was built as a draft.
    pub draft: bool,
    /// The document tree.
    pub document: Arc<Document>,
    /// The trees of the documents beside the report, by id.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub documents: BTreeMap<String, Arc<Document>>,
    /// The trees of the report in other languages, by tag.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub translations: BTreeMap<String, Arc<Document>>,
    /// Every statistic with its provenance.
    pub statistics: Arc<Statistics>,
    /// What each figure draws.
    pub figures: Arc<BTreeMap<String, Chart>>,
    /// What each result looked at; empty in records of the schema before.
    #[serde(default)]
    pub looked_at: Arc<Graph>,
    /// What figures look like.
    #[serde(default)]
    pub theme: Arc<Theme>,
    /// Declarations by name: `frame panel`, `statistic growth`, `claim grew_faster`,
    /// `figure line`, `table t`, `resource trees`, `published x`, `labels group`, `report`.
    #[serde(default)]
    pub definitions: BTreeMap<String, Definition>,
    /// The units that statistics are made of, by the frame's column: `panel.area` → keys.
    #[serde(default)]
    pub units: BTreeMap<String, Vec<String>>,
    /// Rows of the data files, by path; files of many rows are left out.
    #[serde(default)]
    pub rows: BTreeMap<String, Rows>,
    /// How the extracts were made, by the name of their frame.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub extracts: Extracts,
    /// The bytes of each line of the author's files, as `12 0 40`: turns a span to its line.
    #[serde(default)]
    pub lines: BTreeMap<String, String>,
    /// Content hashes of every input: project path → hash.
    pub inputs: BTreeMap<String, String>,
    /// Content hashes of every output but this record: path in `out/` → hash.
    pub outputs: BTreeMap<String, String>,
}

/// Puts statistics that are written already into a record that was written without any; nothing where it has no
/// place for them.
pub fn with_statistics(record: &[u8], statistics: &[u8]) -> Option<Vec<u8>> {
    let none = serde_json::to_vec(&Statistics::default()).ok()?;
    let name = b"\"statistics\":".as_slice();
    // No text of a record reads so: quotation marks in a text have a stroke before them.
    let at = memchr::memmem::find(record, &[name, &none].concat())? + name.len();
    let (before, after) = record.split_at(at);
    Some([before, statistics, after.get(none.len()..)?].concat())
}

/// One declaration.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Definition {
    /// The file it stands in.
    pub file: String,
    /// Its first line, from 1.
    pub line: usize,
    /// Its lines as the author wrote them.
    pub text: String,
    /// Its settings by path (`where.year`), each as text.
    pub settings: BTreeMap<String, String>,
}

/// The rows of a data file, whatever their order.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Rows {
    /// Columns, in the file's order.
    pub columns: Vec<Profile>,
    /// How many rows there are.
    pub count: usize,
    /// A hash of all rows that does not depend on their order.
    pub hash: String,
    /// Key → hash of the row; empty for a file without a primary key, or of many rows.
    pub keys: BTreeMap<String, String>,
}

/// A column of a data file.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Profile {
    /// Its name.
    pub name: String,
    /// A hash of its cells with the keys of their rows; does not depend on the order of rows.
    pub hash: String,
    /// How many cells are missing.
    pub missing: usize,
    /// The least number; none for texts.
    pub low: Option<f64>,
    /// The greatest number.
    pub high: Option<f64>,
}

impl Edition {
    /// Returns `file:line` of a span, or the file where its lines are not kept.
    pub fn place(&self, span: &Span) -> String {
        let Some(lines) = self.lines.get(&*span.file) else {
            return span.file.to_string();
        };
        let mut start = 0;
        let mut number = 1;
        for length in lines.split(' ').filter_map(|length| length.parse::<usize>().ok()) {
            // One more for the end of the line.
            if start + length + 1 > span.start {
                break;
            }
            start += length + 1;
            number += 1;
        }
        format!("{}:{number}", span.file)
    }
}

/// Returns the bytes of each line of a text, as the record keeps them.
pub fn line_lengths(text: &str) -> String {
    text.lines().map(|line| line.len().to_string()).collect::<Vec<_>>().join(" ")
}

/// Returns the name that the translation of a document has among the documents of an edition. No other has it: an id
/// holds no hyphen.
pub fn translated(id: &str, tag: &str) -> String {
    format!("{id}-{tag}")
}

#[cfg(test)]
mod tests {
    use super::line_lengths;

    #[test]
    fn lines_are_kept_by_their_lengths() {
        assert_eq!(line_lengths("# One\n\ntwo\n"), "5 0 3");
    }
}
