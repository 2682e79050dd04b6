//! The data contract: `data/datapackage.yaml`, Data Package v2 with Table Schema.

use crate::project::dialect::DialectDecl;
use crate::project::reading::ExpectDecl;
use crate::project::reading::FileColumnDecl;
use crate::project::reading::HiddenDecl;
use crate::project::reading::Names;
use crate::project::reading::Paths;
use crate::project::reading::PivotDecl;
use crate::project::reading::SheetDecl;
use crate::project::reading::SplitDecl;
use crate::project::reading::UnpivotDecl;
use serde::Deserialize;
use serde::Serialize;
use std::collections::BTreeMap;

/// A data package.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct PackageDecl {
    /// Short name.
    pub name: String,
    /// Title.
    #[serde(default)]
    pub title: String,
    /// What the data are, and are not.
    #[serde(default)]
    pub description: String,
    /// Version of the data.
    #[serde(default)]
    pub version: String,
    /// Terms of use.
    #[serde(default)]
    pub licenses: Vec<Term>,
    /// Where the data come from.
    #[serde(default)]
    pub sources: Vec<Term>,
    /// The files.
    pub resources: Vec<ResourceDecl>,
    /// Anything else the standard or another tool puts here.
    #[serde(flatten)]
    #[schemars(skip)]
    pub other: BTreeMap<String, serde_yaml::Value>,
}

/// A licence or a source.
#[derive(
    Debug, Clone, Default, PartialEq, Serialize, Deserialize, schemars::JsonSchema,
)]
pub struct Term {
    /// Short name.
    #[serde(default)]
    pub name: String,
    /// Title.
    #[serde(default)]
    pub title: String,
    /// Web address.
    #[serde(default)]
    pub path: String,
    /// Anything else.
    #[serde(flatten)]
    #[schemars(skip)]
    pub other: BTreeMap<String, serde_yaml::Value>,
}

/// A file with its schema.
#[derive(
    Debug, Clone, Default, PartialEq, Serialize, Deserialize, schemars::JsonSchema,
)]
pub struct ResourceDecl {
    /// Its name, as SQL sees it.
    pub name: String,
    /// Its path from the contract's folder; several files, or a pattern, make one table. A CSV file may
    /// be compressed: `trees.csv.gz`, `trees.csv.zst`.
    pub path: Paths,
    /// `csv`, `parquet`, `xlsx`, `xls`, `xlsb` or `ods`; by the path's ending otherwise.
    #[serde(default)]
    pub format: Option<String>,
    /// How the bytes of a text file become characters: `utf-8`, `windows-1252`, `utf-16`, or any
    /// other label of the WHATWG.
    #[serde(default)]
    pub encoding: Option<String>,
    /// Whether a CSV file is read in blocks, or held; by its size otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stream: Option<bool>,
    /// The reference system of boundaries whose file does not say it, such as `EPSG:27700`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub crs: Option<String>,
    /// A column made of the names of the files.
    #[serde(default, rename = "fileColumn")]
    pub file_column: Option<FileColumnDecl>,
    /// Other names for columns, by their name in the file.
    #[serde(default)]
    pub rename: BTreeMap<String, String>,
    /// Columns that the file names but leaves empty, by regular expressions of whole names.
    #[serde(default, rename = "emptyColumns")]
    pub empty_columns: Vec<String>,
    /// A column whose cells hold several values: a column for each of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub split: Option<SplitDecl>,
    /// Columns that become rows.
    #[serde(default)]
    pub unpivot: Option<UnpivotDecl>,
    /// Rows that become columns.
    #[serde(default)]
    pub pivot: Option<PivotDecl>,
    /// The sheet of a workbook.
    #[serde(default)]
    pub sheet: Option<SheetDecl>,
    /// The cells of the sheet, such as `A6:F40`; else the table is found by its columns.
    #[serde(default)]
    pub range: Option<String>,
    /// What becomes of hidden rows and columns of the sheet.
    #[serde(default)]
    pub hidden: Option<HiddenDecl>,
    /// How many rows must come out.
    #[serde(default)]
    pub expect: Option<ExpectDecl>,
    /// Columns of which every combination of values must occur.
    #[serde(default)]
    pub complete: Vec<String>,
    /// Title.
    #[serde(default)]
    pub title: String,
    /// What the file holds.
    #[serde(default)]
    pub description: String,
    /// How a CSV file is written, where it differs from the usual.
    #[serde(default)]
    pub dialect: DialectDecl,
    /// Columns and rules.
    pub schema: SchemaDecl,
    /// Terms of use, where they differ from the package's.
    #[serde(default)]
    pub licenses: Vec<Term>,
    /// Where this file comes from.
    #[serde(default)]
    pub sources: Vec<Term>,
    /// Anything else.
    #[serde(flatten)]
    #[schemars(skip)]
    pub other: BTreeMap<String, serde_yaml::Value>,
}

impl ResourceDecl {
    /// Returns what is owed to whoever publishes the file, in the publisher's own words: its
    /// sources and its licence.
    pub fn attribution(&self) -> Option<String> {
        let title = |term: &Term| {
            let title = if term.title.is_empty() { &term.name } else { &term.title };
            (!title.is_empty()).then(|| title.clone())
        };
        let terms: Vec<String> =
            self.sources.iter().chain(&self.licenses).filter_map(title).collect();
        (!terms.is_empty()).then(|| terms.join("; "))
    }
}

/// Columns and rules.
#[derive(
    Debug, Clone, Default, PartialEq, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "camelCase")]
pub struct SchemaDecl {
    /// Columns in the file's order.
    pub fields: Vec<FieldDecl>,
    /// Which columns of the file must be declared here, and which of these must be there.
    #[serde(default)]
    pub fields_match: FieldsMatch,
    /// Cells that stand for a missing value; the empty cell unless said.
    #[serde(default = "blank")]
    pub missing_values: Vec<MissingDecl>,
    /// The columns that identify a row.
    #[serde(default)]
    pub primary_key: Names,
    /// Other columns that identify a row, where none of them is missing.
    #[serde(default)]
    pub unique_keys: Vec<Names>,
    /// References to other files.
    #[serde(default)]
    pub foreign_keys: Vec<ForeignKeyDecl>,
    /// Anything else.
    #[serde(flatten)]
    #[schemars(skip)]
    pub other: BTreeMap<String, serde_yaml::Value>,
}

/// How the columns of a file and of its schema go together; always by name.
#[derive(
    Debug,
    Clone,
    Copy,
    Default,
    PartialEq,
    Eq,
    Serialize,
    Deserialize,
    schemars::JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum FieldsMatch {
    /// The same.
    #[default]
    Exact,
    /// The same.
    Equal,
    /// The file has all that are declared, and may have more.
    Subset,
    /// The file has none but those declared, and may have fewer.
    Superset,
    /// The file has some of those declared, and may have others.
    Partial,
}

impl FieldsMatch {
    /// Returns whether the file may have columns that are not declared.
    pub fn more(self) -> bool {
        matches!(self, Self::Subset | Self::Partial)
    }

    /// Returns whether the file may lack columns that are declared.
    pub fn fewer(self) -> bool {
        matches!(self, Self::Superset | Self::Partial)
    }
}

/// Returns the markers of a missing value where none are declared: the empty cell.
pub(super) fn blank() -> Vec<MissingDecl> {
    vec![MissingDecl::Marker(String::new())]
}

/// A marker of a missing value, with its reason where it is given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(
    untagged,
    deny_unknown_fields,
    expecting = "expected a marker, or `{value: MARKER, label: REASON}`"
)]
pub enum MissingDecl {
    /// The marker alone.
    Marker(String),
    /// The marker and why the value is missing.
    Labelled {
        /// The marker.
        value: String,
        /// The reason.
        #[serde(default)]
        label: String,
    },
}

impl MissingDecl {
    /// Returns the marker.
    pub fn marker(&self) -> &str {
        match self {
            Self::Marker(marker) => marker,
            Self::Labelled { value, .. } => value,
        }
    }

    /// Returns the reason.
    pub fn reason(&self) -> &str {
        match self {
            Self::Labelled { label, .. } if !label.is_empty() => label,
            Self::Marker(marker) | Self::Labelled { value: marker, .. } => {
                if marker.is_empty() { "blank" } else { marker }
            }
        }
    }
}

/// A reference to another file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ForeignKeyDecl {
    /// Columns here.
    pub fields: Names,
    /// Where they point.
    pub reference: ReferenceDecl,
}

/// Where a foreign key points.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReferenceDecl {
    /// The other resource; this one when empty.
    #[serde(default)]
    pub resource: String,
    /// Its columns.
    pub fields: Names,
}

/// The type of a column.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum FieldType {
    /// Text.
    String,
    /// Whole number.
    Integer,
    /// Number.
    Number,
    /// Calendar year.
    Year,
    /// `true` or `false`.
    Boolean,
    /// A date, kept as its text.
    Date,
    /// A month, kept as its text.
    Yearmonth,
    /// Anything, kept as its text.
    Any,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct FieldDecl {
    /// Its name.
    pub name: String,
    /// Its type; text unless said.
    #[serde(rename = "type", default = "string")]
    pub kind: FieldType,
    /// Title.
    #[serde(default)]
    pub title: String,
    /// What it holds.
    #[serde(default)]
    pub description: String,
    /// Rules.
    #[serde(default)]
    pub constraints: Constraints,
    /// Cells that stand for a missing value, where they differ from the schema's.
    #[serde(default)]
    pub missing_values: Option<Vec<MissingDecl>>,
    /// How a date or month is written, such as `%d/%m/%Y`; of a number, `percent` reads a
    /// percentage as 12.3 and `fraction` as 0.123, `accounting` reads (4) as -4, and `scaled` reads
    /// 1.2m as 1200000.
    #[serde(default)]
    pub format: Option<String>,
    /// Whether marks of footnotes, such as `[note 3]`, are taken off the cells into a column
    /// `NAME_note`.
    #[serde(default)]
    pub footnotes: bool,
    /// What groups the digits of a number: `,` in 1,234.
    #[serde(default)]
    pub group_char: Option<String>,
    /// What stands before the decimals of a number.
    #[serde(default)]
    pub decimal_char: Option<String>,
    /// Whether a number has nothing around it; else a currency or `%` is passed over.
    #[serde(default = "yes")]
    pub bare_number: bool,
    /// Digits after the point that the source gives: values of this column print with as many.
    #[serde(default)]
    pub decimals: Option<u8>,
    /// Cells that mean true.
    #[serde(default = "truths")]
    pub true_values: Vec<String>,
    /// Cells that mean false.
    #[serde(default = "falsehoods")]
    pub false_values: Vec<String>,
    /// The categories: their values, or each with a `label`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Vec<String>>")]
    pub categories: Option<Vec<serde_yaml::Value>>,
    /// Whether the categories, or else the values of `enum`, are in their order.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub categories_ordered: bool,
    /// Anything else.
    #[serde(flatten)]
    #[schemars(skip)]
    pub other: BTreeMap<String, serde_yaml::Value>,
}

impl FieldDecl {
    /// Returns the categories in their order, where `categoriesOrdered` says that they have one.
    pub fn ordered(&self) -> Option<Vec<String>> {
        if !self.categories_ordered {
            return None;
        }
        let Some(listed) = &self.categories else {
            return self.constraints.allowed_texts();
        };
        let text = |value: &serde_yaml::Value| {
            let value = value.get("value").unwrap_or(value);
            match value {
                serde_yaml::Value::String(text) => Some(text.clone()),
                other => {
                    serde_yaml::to_string(other).ok().map(|text| text.trim().to_owned())
                }
            }
        };
        listed.iter().map(text).collect()
    }
}

fn yes() -> bool {
    true
}

fn truths() -> Vec<String> {
    ["true", "True", "TRUE", "1"].map(str::to_owned).to_vec()
}

fn falsehoods() -> Vec<String> {
    ["false", "False", "FALSE", "0"].map(str::to_owned).to_vec()
}

fn string() -> FieldType {
    FieldType::String
}

/// Rules for the cells of a column.
#[derive(
    Debug, Clone, Default, PartialEq, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Constraints {
    /// No cell is missing.
    #[serde(default)]
    pub required: bool,
    /// No value occurs twice.
    #[serde(default)]
    pub unique: bool,
    /// The least.
    #[serde(default)]
    pub minimum: Option<f64>,
    /// The greatest.
    #[serde(default)]
    pub maximum: Option<f64>,
    /// Less than every value.
    #[serde(default)]
    pub exclusive_minimum: Option<f64>,
    /// Greater than every value.
    #[serde(default)]
    pub exclusive_maximum: Option<f64>,
    /// The fewest characters.
    #[serde(default)]
    pub min_length: Option<usize>,
    /// The most characters.
    #[serde(default)]
    pub max_length: Option<usize>,
    /// The whole cell matches this regular expression.
    #[serde(default)]
    pub pattern: Option<String>,
    /// The values there may be.
    #[serde(default, rename = "enum")]
    #[schemars(with = "Option<Vec<serde_json::Value>>")]
    pub allowed: Option<Vec<serde_yaml::Value>>,
}

impl Constraints {
    /// Returns the values there may be, as texts.
    pub fn allowed_texts(&self) -> Option<Vec<String>> {
        self.allowed.as_ref().map(|values| {
            values
                .iter()
                .map(|value| match value {
                    serde_yaml::Value::String(text) => text.clone(),
                    other => {
                        serde_yaml::to_string(other).unwrap_or_default().trim().to_owned()
                    }
                })
                .collect()
        })
    }
}
