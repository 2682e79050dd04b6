//! Frames that are made elsewhere, by a program or an engine, and kept in the project as extracts.
//!
//! In: an entry of `frames:` with `program:` or `engine:`, and `extracts.yaml` beside the data contract. Out:
//! [`Extract`], and what is known of each. Guarantees: an extract is a data file with a contract of
//! its own, at a place that its name alone decides.

use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Result;
use crate::model::diagnostic::Span;
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
use crate::project::yaml::quoted;
use serde::Deserialize;
use serde::Serialize;
use std::fmt::Write as _;

/// The file beside the data contract that says how each extract was made.
pub const EXTRACTS: &str = "extracts.yaml";

/// A frame that a program makes, or the engine of a profile.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExtractDecl {
    /// The program that makes the frame; it runs when `reissue fetch --run NAME` asks for it.
    #[serde(default)]
    pub program: Option<ProgramDecl>,
    /// The engine that answers `sql:`, by its name under `engines:`; `reissue fetch NAME` asks it.
    #[serde(default)]
    pub engine: Option<String>,
    /// The query, in the engine's own SQL.
    #[serde(default)]
    pub sql: Option<String>,
    /// A query for one cell by which the engine says which data these are; `fetch --check` asks it.
    #[serde(default)]
    pub version: Option<String>,
    /// The columns that identify a row; the frame is sorted by them.
    pub key: Vec<String>,
    /// The columns that must come out, with their types and rules.
    pub fields: Vec<FieldDecl>,
    /// Cells that stand for a missing value; the empty cell unless said.
    #[serde(default, rename = "missingValues")]
    pub missing_values: Option<Vec<MissingDecl>>,
    /// Small numbers that are not kept.
    #[serde(default)]
    pub withhold: Option<SmallNumbersDecl>,
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

/// Numbers that are too small to be kept: others than 0, and below a limit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SmallNumbersDecl {
    /// The columns in which they are looked for.
    pub fields: Vec<String>,
    /// The least number that is kept.
    pub below: u32,
    /// What is kept in the place of one; it stands for a missing value.
    #[serde(default = "withheld")]
    pub mark: String,
}

fn withheld() -> String {
    "*".to_owned()
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

/// A database or cluster that answers queries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EngineDecl {
    /// The name of a profile of the person who fetches: `NAME.toml` in their folder of ADBC profiles.
    pub profile: String,
    /// How long an answer may take: `30s`, `10m`, `2h`.
    #[serde(default)]
    pub timeout: Period,
    /// How many rows may come.
    #[serde(default = "rows")]
    pub max_rows: usize,
}

fn rows() -> usize {
    100_000
}

/// A query that an engine answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueryDecl {
    /// The engine's name.
    pub engine: String,
    /// The query.
    pub sql: String,
    /// The query for what the engine calls its data.
    pub version: Option<String>,
}

/// What makes a frame elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Maker {
    /// A program.
    Program(ProgramDecl),
    /// An engine.
    Query(QueryDecl),
}

/// A frame that is made elsewhere, with its places.
#[derive(Debug, Clone)]
pub struct Extract {
    /// Its name, as SQL sees it.
    pub name: String,
    /// What makes it.
    pub maker: Maker,
    /// The declaration.
    pub decl: ExtractDecl,
    /// The declaration with its places.
    pub yaml: Yaml,
    /// The file in which it is kept, with its contract.
    pub resource: ResourceDecl,
}

impl SmallNumbersDecl {
    /// Adds the mark to those of missing values, unless it is among them.
    fn marked(&self, missing: &mut Vec<MissingDecl>) {
        if !missing.iter().any(|own| own.marker() == self.mark) {
            let label = "withheld".to_owned();
            missing.push(MissingDecl::Labelled { value: self.mark.clone(), label });
        }
    }
}

impl Extract {
    /// Returns a declaration with the file in which the extract is kept.
    pub fn new(name: String, decl: ExtractDecl, yaml: Yaml) -> Result<Self> {
        let fault = |message: &str| {
            let help = "a frame has `program:`, or `engine:` and `sql:`, or `sql:` alone";
            Diagnostic::error(Code::R0103, message).at(yaml.span(), "").help(help)
        };
        let maker = match (decl.program.clone(), decl.engine.clone(), decl.sql.clone()) {
            (Some(program), None, None) => Maker::Program(program),
            (None, Some(engine), Some(sql)) => {
                Maker::Query(QueryDecl { engine, sql, version: decl.version.clone() })
            }
            (None, _, None) => return Err(fault("missing key `sql`").into()),
            _ => {
                return Err(
                    fault("a program and a query cannot both make a frame").into()
                );
            }
        };
        let mut fields = decl.fields.clone();
        let mut missing = decl.missing_values.clone().unwrap_or_else(blank);
        if let Some(withhold) = &decl.withhold {
            for (at, name) in withhold.fields.iter().enumerate() {
                let field = fields.iter_mut().find(|field| field.name == *name);
                let Some(field) = field.filter(|_| !decl.key.contains(name)) else {
                    let message = format!("`{name}` is no column that can be withheld");
                    let at = yaml.place(&["withhold", "fields", &at.to_string()]);
                    let help = "name columns of `fields` that are not in `key`";
                    let found = Diagnostic::error(Code::R0103, message).at(at, "");
                    return Err(found.help(help).into());
                };
                field.missing_values.iter_mut().for_each(|own| withhold.marked(own));
            }
            withhold.marked(&mut missing);
        }
        let resource = ResourceDecl {
            name: name.clone(),
            path: Paths::One(format!("extracts/{name}.csv")),
            description: decl.description.clone(),
            expect: decl.expect.clone(),
            complete: decl.complete.clone(),
            schema: SchemaDecl {
                fields,
                primary_key: Names::Many(decl.key.clone()),
                missing_values: missing,
                ..SchemaDecl::default()
            },
            ..ResourceDecl::default()
        };
        Ok(Self { name, maker, decl, yaml, resource })
    }

    /// Returns the files that are read to make it.
    pub fn reads(&self) -> &[ProjectPath] {
        match &self.maker {
            Maker::Program(program) => &program.reads,
            Maker::Query(_) => &[],
        }
    }

    /// Returns the place where it is declared what makes it.
    pub fn made_at(&self) -> Span {
        self.yaml.place(match &self.maker {
            Maker::Program(_) => &["program", "run"],
            Maker::Query(_) => &["sql"],
        })
    }

    /// Returns a hash of what decides which rows come out, and in which order.
    pub fn declaration(&self) -> String {
        let fields = self.decl.fields.iter().map(|field| (&field.name, field.kind));
        let rows = (&self.decl.key, fields.collect::<Vec<_>>());
        let text = match &self.maker {
            Maker::Program(program) => {
                let parts = (&program.run, &program.reads, &program.writes);
                serde_json::to_string(&(parts, rows))
            }
            Maker::Query(query) => {
                let parts = (&query.engine, query.sql.trim(), &query.version);
                serde_json::to_string(&(parts, rows))
            }
        };
        let mut text = text.unwrap_or_default();
        if let Some(withhold) = &self.decl.withhold {
            text += &serde_json::to_string(withhold).unwrap_or_default();
        }
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
        let Extracted { path, declaration, by, version, data, reads, rows, hash } = one;
        let _ = writeln!(out, "  {}:", quoted(name));
        for (key, value) in [
            ("path", path),
            ("by", by),
            ("version", version),
            ("declaration", declaration),
        ] {
            let _ = writeln!(out, "    {key}: {}", quoted(value));
        }
        if !data.is_empty() {
            let _ = writeln!(out, "    data: {}", quoted(data));
        }
        let _ = writeln!(out, "    reads:{}", if reads.is_empty() { " {}" } else { "" });
        for (path, hash) in reads {
            let _ = writeln!(out, "      {}: {}", quoted(path), quoted(hash));
        }
        let _ = writeln!(out, "    rows: {rows}\n    hash: {}", quoted(hash));
    }
    out
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
            data: "no: 7".to_owned(),
            reads: [("data/a b.csv".to_owned(), "00".to_owned())].into(),
            rows: 3,
            hash: "1e5".to_owned(),
        };
        let none = Extracted { reads: [].into(), data: String::new(), ..one.clone() };
        let all = [("fit".to_owned(), one), ("yes".to_owned(), none)].into();
        let yaml = Yaml::parse("extracts.yaml", &extracts_text(&all)).unwrap();
        assert_eq!(yaml.decode::<ExtractsFile>().unwrap().extracts, all);
    }
}
