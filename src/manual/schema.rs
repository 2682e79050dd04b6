//! JSON Schemas of the files of a project, from the types that they are decoded into.
//!
//! **In:** the declarations of `project/`, the kinds of `stat/` and `figure/`.
//! **Out:** a schema for each file.
//! **Guarantees:** a key that is decoded is in the schema, and no other.

use crate::figure;
use crate::model::theme::Theme;
use crate::project::BrandDecl;
use crate::project::ClaimDecl;
use crate::project::EngineDecl;
use crate::project::ExtractDecl;
use crate::project::FigureDecl;
use crate::project::FrameDecl;
use crate::project::PackageDecl;
use crate::project::PictureDecl;
use crate::project::Print;
use crate::project::PublishedDecl;
use crate::project::QuotationDecl;
use crate::project::ReportDecl;
use crate::project::TableDecl;
use crate::stat;
use schemars::JsonSchema;
use schemars::SchemaGenerator;
use schemars::generate::SchemaSettings;
use serde_json::Map;
use serde_json::Value;
use serde_json::json;

/// A file that a project may have.
#[derive(Debug)]
pub struct File {
    /// Its name.
    pub name: &'static str,
    /// Where it lies in a project.
    pub path: &'static str,
    /// What it is for.
    pub about: &'static str,
    make: fn(&mut SchemaGenerator) -> Value,
}

/// Every file that is decoded by a schema.
pub const FILES: &[File] = &[
    File {
        name: "report.yaml",
        path: "report/report.yaml",
        about: "title, edition, chapters in order, key findings, outputs, notice, contacts",
        make: of::<ReportDecl>,
    },
    File {
        name: "datapackage.yaml",
        path: "data/datapackage.yaml",
        about: "the data contract: files, columns, types, keys, what missing looks like",
        make: of::<PackageDecl>,
    },
    File {
        name: "statistics.yaml",
        path: "report/statistics.yaml",
        about: "frames in SQL, words for values, and what is computed",
        make: statistics,
    },
    File {
        name: "figures.yaml",
        path: "report/figures.yaml",
        about: "charts: their kind, their words, and the statistics that they draw",
        make: figures,
    },
    File {
        name: "tables.yaml",
        path: "report/tables.yaml",
        about: "tables of statistics, or of the rows of a frame",
        make: |schemas| entries::<TableDecl>(schemas, "tables", "The tables, by id."),
    },
    File {
        name: "pictures.yaml",
        path: "report/pictures.yaml",
        about: "pictures from files: what they show, who made them, on what terms",
        make: |schemas| {
            entries::<PictureDecl>(schemas, "pictures", "The pictures, by id.")
        },
    },
    File {
        name: "claims.yaml",
        path: "report/claims.yaml",
        about: "what the prose asserts, and what must hold for it",
        make: |schemas| entries::<ClaimDecl>(schemas, "claims", "The claims, by id."),
    },
    File {
        name: "quotations.yaml",
        path: "report/quotations.yaml",
        about: "what somebody said, word for word, who said it, and whether it is approved",
        make: |schemas| {
            entries::<QuotationDecl>(schemas, "quotations", "The quotations, by id.")
        },
    },
    File {
        name: "published.yaml",
        path: "report/published.yaml",
        about: "figures already in print, which the data must reproduce",
        make: |schemas| {
            entries::<PublishedDecl>(schemas, "published", "Figures in print, by id.")
        },
    },
    File {
        name: "brand.yaml",
        path: "report/brand.yaml",
        about: "the publisher's identity: logo, fonts and colours of every output",
        make: |schemas| of::<BrandDecl>(schemas),
    },
    File {
        name: "theme.yaml",
        path: "report/theme.yaml",
        about: "colours, fonts and sizes of charts, where they differ from the built-in ones",
        make: |schemas| optional(of::<Theme>(schemas)),
    },
];

/// Returns the schema of a file, complete in itself.
pub fn schema(file: &File) -> Value {
    let mut schemas = SchemaSettings::draft2020_12().into_generator();
    let root = (file.make)(&mut schemas);
    let mut out = Map::new();
    out.insert("$schema".into(), "https://json-schema.org/draft/2020-12/schema".into());
    out.insert("title".into(), file.path.into());
    out.insert("description".into(), file.about.into());
    if let Value::Object(root) = root {
        for (key, value) in root {
            out.entry(key).or_insert(value);
        }
    }
    out.insert("$defs".into(), Value::Object(schemas.take_definitions(true)));
    Value::Object(out)
}

/// Returns what a `$ref` leads to, or the schema itself.
pub fn resolved<'a>(root: &'a Value, schema: &'a Value) -> &'a Value {
    let target = schema.get("$ref").and_then(Value::as_str);
    target
        .and_then(|target| root.pointer(target.trim_start_matches('#')))
        .unwrap_or(schema)
}

fn of<T: JsonSchema>(schemas: &mut SchemaGenerator) -> Value {
    let schema = schemas.subschema_for::<T>().to_value();
    let root = json!({ "$defs": schemas.definitions() });
    resolved(&root, &schema).clone()
}

/// A schema none of whose keys must be given.
fn optional(mut schema: Value) -> Value {
    if let Some(schema) = schema.as_object_mut() {
        schema.remove("required");
    }
    schema
}

/// A mapping from ids to what a schema describes.
fn by_id(about: &str, inner: &Value) -> Value {
    json!({ "type": "object", "description": about, "additionalProperties": inner })
}

fn entries<T: JsonSchema>(
    schemas: &mut SchemaGenerator,
    key: &str,
    about: &str,
) -> Value {
    let inner = schemas.subschema_for::<T>().to_value();
    json!({
        "type": "object",
        "properties": { key: by_id(about, &inner) },
        "additionalProperties": false,
    })
}

/// One of several kinds, each with keys of its own; `kind:` says which.
fn kinds(kinds: Vec<(&'static str, Value)>) -> Value {
    let names: Vec<&str> = kinds.iter().map(|(name, _)| *name).collect();
    let cases: Vec<Value> = kinds
        .into_iter()
        .map(|(name, schema)| {
            json!({
                "if": { "properties": { "kind": { "const": name } }, "required": ["kind"] },
                "then": schema,
            })
        })
        .collect();
    json!({
        "type": "object",
        "properties": { "kind": { "enum": names } },
        "required": ["kind"],
        "allOf": cases,
    })
}

fn statistics(schemas: &mut SchemaGenerator) -> Value {
    let print = of::<Print>(schemas);
    let frame = schemas.subschema_for::<FrameDecl>().to_value();
    let engine = schemas.subschema_for::<EngineDecl>().to_value();
    let extract = schemas.subschema_for::<ExtractDecl>().to_value();
    let frame = json!({ "anyOf": [frame, extract] });
    let blocks = stat::schemas(schemas)
        .into_iter()
        .map(|(name, mut block)| {
            if let Some(own) = block.get_mut("properties").and_then(Value::as_object_mut) {
                let shared = json!({
                    "kind": { "const": name, "description": "The kind of statistic." },
                    "title": {
                        "type": "string",
                        "description": "What it is, in words for a reader; the id unless given.",
                    },
                    "description": {
                        "type": "string",
                        "description": "What a reader should know about its definition.",
                    },
                    "better": {
                        "enum": ["higher", "lower"],
                        "description": "Whether higher or lower values are the better ones: “improved”, “worse” and the like beside its numbers are held to it.",
                    },
                });
                let print = print.get("properties").cloned().unwrap_or_default();
                for shared in [shared, print] {
                    if let Value::Object(shared) = shared {
                        own.extend(shared);
                    }
                }
            }
            (name, block)
        })
        .collect();
    json!({
        "type": "object",
        "properties": {
            "engines": by_id("Databases and clusters that answer queries of frames, by name.", &engine),
            "frames": by_id("Tables made by SQL over data files and earlier frames, by programs or by engines, by name.", &frame),
            "labels": by_id("Words for the values of a column, by column.", &json!({
                "type": "object",
                "properties": {
                    "order": {
                        "type": "array",
                        "items": { "type": "string" },
                        "description":
                            "The values of the column in the order that tables, charts and \
                             lists keep; natural order unless given.",
                    },
                },
                "additionalProperties": {
                    "type": "string",
                    "description": "The words that a reader sees for a value of the column.",
                },
            })),
            "statistics": by_id("What is computed, by id.", &kinds(blocks)),
        },
        "additionalProperties": false,
    })
}

fn figures(schemas: &mut SchemaGenerator) -> Value {
    let whole = of::<FigureDecl>(schemas);
    let kind = |name: &'static str| {
        let known = figure::settings(name).unwrap_or_default();
        let mut own = whole.clone();
        if let Some(keys) = own.get_mut("properties").and_then(Value::as_object_mut) {
            keys.retain(|key, _| known.contains(&key.as_str()));
            keys.insert(
                "kind".into(),
                json!({ "const": name, "description": "The kind of chart." }),
            );
        }
        (name, own)
    };
    let figures = kinds(figure::kinds().map(kind).collect());
    json!({
        "type": "object",
        "properties": { "figures": by_id("The figures, by id.", &figures) },
        "additionalProperties": false,
    })
}
