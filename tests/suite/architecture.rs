//! The module table of `ARCHITECTURE.md`, held.

use std::collections::BTreeMap;
use std::path::Path;

/// Modules in the order of the pipeline; imports point up this list only.
const ORDER: &[&str] = &[
    "labels",
    "model",
    "memo",
    "project",
    "geography",
    "frame",
    "stat",
    "figure",
    "narrative",
    "diff",
    "output",
    "press",
    "engine",
    "manual",
    "make",
    "watch",
    "serve",
    "lsp",
    "cli",
];

/// Large dependencies and the modules that may name them.
const HOMES: &[(&str, &[&str])] = &[
    ("fluent_bundle::", &["labels"]),
    ("icu_collator::", &["labels"]),
    ("icu_locale::", &["labels"]),
    ("annotate_snippets::", &["model"]),
    ("serde_yaml::", &["project", "manual"]),
    ("saphyr_parser::", &["project"]),
    ("polars::", &["frame"]),
    ("polars_io::", &["frame"]),
    ("sqlparser::", &["frame"]),
    ("memchr::", &["frame", "model", "press"]),
    ("statrs::", &["stat"]),
    ("plotters::", &["figure"]),
    ("plotters_backend::", &["figure"]),
    ("resvg::", &["figure"]),
    ("ab_glyph::", &["figure"]),
    ("ttf_parser::", &["output", "project"]),
    ("flate2::", &["frame", "output"]),
    ("zstd::", &["frame"]),
    ("base64::", &["model", "output"]),
    ("pulldown_cmark::", &["narrative"]),
    ("pulldown_latex::", &["narrative"]),
    ("hayagriva::", &["narrative"]),
    ("biblatex::", &["narrative"]),
    ("ciborium::", &["narrative"]),
    ("tera::", &["narrative", "output"]),
    ("similar::", &["diff"]),
    ("zip::", &["frame", "geography", "output"]),
    ("proj4rs::", &["geography"]),
    ("proj4wkt::", &["geography"]),
    ("crs_definitions::", &["geography"]),
    ("shapefile::", &["geography"]),
    ("calamine::", &["frame"]),
    ("adbc_core::", &["engine"]),
    ("adbc_driver_manager::", &["engine"]),
    ("arrow_array::", &["engine"]),
    ("arrow_schema::", &["engine"]),
    ("quick_xml::", &["frame"]),
    ("encoding_rs::", &["frame"]),
    ("std::process::Command", &["output"]),
    ("sha2::", &["output", "press"]),
    ("rustix::", &["make", "output", "project"]),
    ("notify::", &["watch"]),
    ("clap::", &["cli"]),
    ("signal_hook::", &["cli"]),
    ("indicatif::", &["cli"]),
    ("console::", &["cli"]),
    ("image::Image", &["figure"]),
];

/// Every file of Rust in `src/` by its path, with its text.
pub(crate) fn sources() -> BTreeMap<String, String> {
    fn walk(folder: &Path, root: &Path, files: &mut BTreeMap<String, String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, root, files);
            } else if path.extension().is_some_and(|end| end == "rs") {
                let name =
                    path.strip_prefix(root).unwrap().to_string_lossy().into_owned();
                files.insert(name, std::fs::read_to_string(&path).unwrap());
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = BTreeMap::new();
    walk(&root, &root, &mut files);
    assert!(files.len() > 50);
    files
}

fn module(path: &str) -> Option<&str> {
    path.split_once('/').map(|(module, _)| module).filter(|module| ORDER.contains(module))
}

/// The text without its tests, which may reach anywhere.
pub(crate) fn without_tests(text: &str) -> &str {
    text.split("#[cfg(test)]").next().unwrap_or(text)
}

#[test]
fn imports_point_up_the_pipeline_only() {
    let place = |name: &str| ORDER.iter().position(|known| *known == name);
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let Some(own) = module(&path) else { continue };
        for piece in without_tests(&text).split("crate::").skip(1) {
            let name: String =
                piece.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            if place(&name) > place(own) {
                wrong.push(format!("{path} reaches down to {name}"));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn every_module_of_the_crate_stands_in_the_list() {
    let files = sources();
    let lib = files.get("lib.rs").unwrap();
    let declared: Vec<&str> = lib
        .lines()
        .filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'))
        .collect();
    let known: Vec<&str> =
        ORDER.iter().copied().filter(|name| declared.contains(name)).collect();
    assert_eq!(declared, known, "lib.rs keeps the order of the pipeline");
}

#[test]
fn every_large_dependency_has_its_home() {
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let Some(own) = module(&path) else { continue };
        for (name, homes) in HOMES {
            if without_tests(&text).contains(name) && !homes.contains(&own) {
                wrong.push(format!("{path} names {name}"));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn every_file_says_what_it_is_for_and_every_stage_what_it_promises() {
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        if !text.starts_with("//! ") {
            wrong.push(format!("{path} has no header"));
        }
        let stage = path.ends_with("/mod.rs") && path.matches('/').count() == 1;
        if stage && module(&path).is_some_and(|name| !matches!(name, "cli")) {
            for word in ["**In:**", "**Out:**", "**Guarantees:**"] {
                if !text.contains(word) {
                    wrong.push(format!("{path} lacks {word}"));
                }
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}
