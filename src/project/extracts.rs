//! Frames that are made elsewhere, by a program, and kept in the project as extracts.
//!
//! In: an entry of `frames:` with `program:`, and `extracts.yaml` beside the data contract. Out:
//! [`Extract`], and what is known of each. Guarantees: an extract is a data file with a contract of
//! its own, at a place that its name alone decides.

use crate::model::extract::Extracted;
use crate::model::extract::Extracts;
use crate::project::contract::FieldDecl;
use crate::project::contract::MissingDecl;
use crate::project::contract::ResourceDecl;
use crate::project::contract::SchemaDecl;
use crate::project::contract::blank;
use crate::project::limits::Bytes;
use crate::project::limits::Period;
use crate::project::path::ProjectPath;
use crate::project::reading::ExpectDecl;
use crate::project::reading::Names;
use crate::project::reading::Paths;
use crate::project::yaml::Yaml;
use serde::Deserialize;
use serde::Serialize;
use std::fmt::Write as _;

/// The file beside the data contract that says how each extract was made.
pub const EXTRACTS: &str = "extracts.yaml";

/// A frame that a program makes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExtractDecl {
    /// The program that makes the frame; it runs when `reissue fetch --run NAME` asks for it.
    pub program: ProgramDecl,
    /// The columns that identify a row; the frame is sorted by them.
    pub key: Vec<String>,
    /// The columns that must come out, with their types and rules.
    pub fields: Vec<FieldDecl>,
    /// Cells that stand for a missing value; the empty cell unless said.
    #[serde(default, rename = "missingValues")]
    pub missing_values: Option<Vec<MissingDecl>>,
    /// What a row is, in words.
    #[serde(default)]
    pub description: String,
    /// How many rows must come out.
    #[serde(default)]
    pub expect: Option<ExpectDecl>,
    /// Columns of which every combination of values must occur.
    #[serde(default)]
    pub complete: Vec<String>,
}

/// A program, what it reads and what it may use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProgramDecl {
    /// The program and its arguments, such as `[Rscript, analysis/model.R]`.
    pub run: Vec<String>,
    /// The files that it is given, from the project's folder, its scripts among them; `*` stands
    /// for any part of a name.
    pub reads: Vec<ProjectPath>,
    /// The CSV or Parquet file that it writes; its standard output unless said.
    #[serde(default)]
    pub writes: Option<ProjectPath>,
    /// How long it may take: `30s`, `10m`, `2h`.
    #[serde(default)]
    pub timeout: Period,
    /// How much memory each of its processes may address: `500MB`, `2GB`.
    #[serde(default)]
    pub memory: Bytes,
}

/// A frame that is made elsewhere, with its places.
#[derive(Debug, Clone)]
pub struct Extract {
    /// Its name, as SQL sees it.
    pub name: String,
    /// The declaration.
    pub decl: ExtractDecl,
    /// The declaration with its places.
    pub yaml: Yaml,
    /// The file in which it is kept, with its contract.
    pub resource: ResourceDecl,
}

impl Extract {
    /// Returns a declaration with the file in which the extract is kept.
    pub fn new(name: String, decl: ExtractDecl, yaml: Yaml) -> Self {
        let resource = ResourceDecl {
            name: name.clone(),
            path: Paths::One(format!("extracts/{name}.csv")),
            description: decl.description.clone(),
            expect: decl.expect.clone(),
            complete: decl.complete.clone(),
            schema: SchemaDecl {
                fields: decl.fields.clone(),
                primary_key: Names::Many(decl.key.clone()),
                missing_values: decl.missing_values.clone().unwrap_or_else(blank),
                ..SchemaDecl::default()
            },
            ..ResourceDecl::default()
        };
        Self { name, decl, yaml, resource }
    }

    /// Returns a hash of what decides which rows come out, and in which order.
    pub fn declaration(&self) -> String {
        let fields = self.decl.fields.iter().map(|field| (&field.name, field.kind));
        let program = &self.decl.program;
        let parts = (
            (&program.run, &program.reads, &program.writes),
            (&self.decl.key, fields.collect::<Vec<_>>()),
        );
        let text = serde_json::to_string(&parts).unwrap_or_default();
        blake3::hash(text.as_bytes()).to_hex().to_string()
    }
}

/// What `extracts.yaml` holds.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ExtractsFile {
    #[serde(default)]
    pub extracts: Extracts,
}

/// Returns the text of `extracts.yaml`.
pub fn extracts_text(extracts: &Extracts) -> String {
    let mut out = "# How each extract was made. `reissue fetch` writes this file; do not edit it.\nextracts:\n".to_owned();
    for (name, one) in extracts {
        let Extracted { path, declaration, by, version, reads, rows, hash } = one;
        let _ = writeln!(out, "  {}:", quoted(name));
        for (key, value) in [
            ("path", path),
            ("by", by),
            ("version", version),
            ("declaration", declaration),
        ] {
            let _ = writeln!(out, "    {key}: {}", quoted(value));
        }
        let _ = writeln!(out, "    reads:{}", if reads.is_empty() { " {}" } else { "" });
        for (path, hash) in reads {
            let _ = writeln!(out, "      {}: {}", quoted(path), quoted(hash));
        }
        let _ = writeln!(out, "    rows: {rows}\n    hash: {}", quoted(hash));
    }
    out
}

/// Returns a text in quotes that YAML and JSON read alike.
fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::ExtractsFile;
    use super::extracts_text;
    use crate::model::extract::Extracted;
    use crate::project::Yaml;

    #[test]
    fn what_is_written_of_extracts_is_read_again() {
        let one = Extracted {
            path: "data/extracts/fit.csv".to_owned(),
            declaration: "0e1".to_owned(),
            by: "sh -c \"x: y # z\"".to_owned(),
            version: "1.0: beta".to_owned(),
            reads: [("data/a b.csv".to_owned(), "00".to_owned())].into(),
            rows: 3,
            hash: "1e5".to_owned(),
        };
        let none = Extracted { reads: [].into(), ..one.clone() };
        let all = [("fit".to_owned(), one), ("yes".to_owned(), none)].into();
        let yaml = Yaml::parse("extracts.yaml", &extracts_text(&all)).unwrap();
        assert_eq!(yaml.decode::<ExtractsFile>().unwrap().extracts, all);
    }
}
