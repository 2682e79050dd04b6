//! `editions:` in `report.yaml`: a short report for each row of a frame, from templates,
//! figures, claims and statistics of its own.

use crate::project::BaseDecl;
use crate::project::ChapterFile;
use crate::project::ClaimDecl;
use crate::project::Entry;
use crate::project::FigureDecl;
use crate::project::StatisticsFile;
use crate::project::TableDecl;
use crate::project::path::ProjectPath;
use serde::Deserialize;
use serde::Serialize;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// A short report for each row of a frame. In every text `{column}` stands for the name that the
/// row's value of a column has for a reader; where an id is meant, as in `stat("x.{column}")`, for
/// the value as a part of an id.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EditionsDecl {
    /// The frame; its key names each edition.
    pub each: String,
    /// Title.
    pub title: String,
    /// Second title.
    #[serde(default)]
    pub subtitle: String,
    /// How the page that lists them does.
    #[serde(default)]
    pub index: IndexDecl,
    /// Templates, in order.
    pub chapters: Vec<ProjectPath>,
    /// Statistics that editions need and the report does not.
    #[serde(default)]
    pub statistics: Option<ProjectPath>,
    /// Figures of an edition.
    #[serde(default)]
    pub figures: Option<ProjectPath>,
    /// Tables of an edition.
    #[serde(default)]
    pub tables: Option<ProjectPath>,
    /// Claims of an edition.
    #[serde(default)]
    pub claims: Option<ProjectPath>,
    /// Families of which values that rest on too few are shown in no edition.
    #[serde(default)]
    pub withhold: Vec<WithholdDecl>,
}

/// The page that lists all editions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct IndexDecl {
    /// Its title.
    pub title: String,
    /// The column of which each value has a list of its own; empty for one list.
    pub group: String,
    /// What stands beside each title; the second title unless said.
    pub says: Option<String>,
}

impl Default for IndexDecl {
    fn default() -> Self {
        Self { title: "Local editions".to_owned(), group: String::new(), says: None }
    }
}

/// Which values are shown in no edition.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WithholdDecl {
    /// The families.
    pub families: Vec<String>,
    /// The number of things behind a value.
    pub base: BaseDecl,
}

/// What editions are made of.
#[derive(Debug, Clone)]
pub struct Editions {
    /// The declaration.
    pub decl: EditionsDecl,
    /// Templates.
    pub chapters: Vec<ChapterFile>,
    /// Statistics of their own.
    pub statistics: StatisticsFile,
    /// Figures.
    pub figures: Vec<Entry<FigureDecl>>,
    /// Tables.
    pub tables: Vec<Entry<TableDecl>>,
    /// Claims.
    pub claims: Vec<Entry<ClaimDecl>>,
}

/// The row that one edition is made for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// The frame.
    pub frame: String,
    /// The value of the frame's key.
    pub name: String,
    /// The folder of the edition.
    pub folder: String,
    /// Values as parts of ids, by column.
    pub ids: BTreeMap<String, String>,
    /// Values as the data have them, by column.
    pub values: BTreeMap<String, String>,
    /// Texts for a reader, by column; numbers have none.
    pub words: BTreeMap<String, String>,
    /// The columns of the frame.
    pub columns: BTreeSet<String>,
}

/// What `{column}` stands for at a place of a declaration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sense {
    /// A part of an id.
    Id,
    /// A value of the data.
    Value,
    /// A text for a reader.
    Words,
    /// It is put in where the text is woven.
    Woven,
}

/// Settings of figures, tables and claims by what they hold; any other holds values.
const SENSES: &[(Sense, &[&str])] = &[
    (
        Sense::Id,
        &[
            "stat",
            "of",
            "than",
            "data",
            "y",
            "family",
            "from",
            "correction",
            "holds",
            "key",
        ],
    ),
    (
        Sense::Words,
        &["label", "labels", "axis", "x_axis", "head", "spanner", "totals", "says"],
    ),
    (Sense::Woven, &["headline", "subtitle", "title", "note", "source", "alt", "text"]),
];

fn sense(path: &[&str]) -> Sense {
    let known = |key: &&str| {
        SENSES.iter().find(|(_, keys)| keys.contains(key)).map(|(sense, _)| *sense)
    };
    path.iter().rev().find_map(known).unwrap_or(Sense::Value)
}

impl Row {
    /// Puts the row's values in the place of `{column}`, as parts of ids.
    pub fn keyed(&self, text: &str) -> String {
        put(text, &self.ids)
    }

    /// Puts the row's texts in the place of `{column}`.
    pub fn worded(&self, text: &str) -> String {
        put(text, &self.words)
    }

    /// Puts the row in the place of `{column}` as what is meant under these settings.
    pub fn filled(&self, path: &[&str], text: &str) -> String {
        match sense(path) {
            Sense::Id => self.keyed(text),
            Sense::Value => put(text, &self.values),
            Sense::Words => self.worded(text),
            Sense::Woven => text.to_owned(),
        }
    }
}

fn put(text: &str, values: &BTreeMap<String, String>) -> String {
    if !text.contains('{') {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    // What is put in is not read again.
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let value = after
            .split_once('}')
            .and_then(|(name, tail)| values.get(name).map(|value| (value, tail)));
        if let Some((value, tail)) = value {
            out.push_str(value);
            rest = tail;
        } else {
            out.push('{');
            rest = after;
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::Row;
    use std::collections::BTreeMap;

    #[test]
    fn a_row_stands_in_the_place_of_its_columns_and_is_not_read_again() {
        let keys = [("area", "B01"), ("odd", "{area}")];
        let keys = keys.map(|(name, key)| (name.to_owned(), key.to_owned()));
        let row = Row { ids: BTreeMap::from(keys), ..Row::default() };
        assert_eq!(row.keyed("x.{area}.{odd}.{other} {"), "x.B01.{area}.{other} {");
    }

    #[test]
    fn a_setting_says_what_a_column_stands_for() {
        let one = |value: &str| BTreeMap::from([("area".to_owned(), value.to_owned())]);
        let row = Row {
            ids: one("A-star"),
            values: one("A*"),
            words: one("Area A*"),
            ..Row::default()
        };
        for (path, filled) in [
            (&["items", "0", "stat"][..], "A-star"),
            (&["keep", "area", "0"], "A*"),
            (&["highlight", "0"], "A*"),
            (&["items", "0", "label"], "Area A*"),
            (&["headline"], "{area}"),
        ] {
            assert_eq!(row.filled(path, "{area}"), filled, "{path:?}");
        }
    }
}
