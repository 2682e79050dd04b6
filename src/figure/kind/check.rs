//! The keys of declared figures, held to their kinds when the project is loaded.

use super::kinds;
use super::settings;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Thing;
use crate::project::PartDecl;
use crate::project::Yaml;
use schemars::schema_for;

/// Holds the kind and the settings of a declared figure, and of its panels, to what there is. Other
/// faults of the entry do not matter here: every typo is told at once.
pub fn check(yaml: &Yaml) -> Vec<Diagnostic> {
    let mut found = held(yaml, |known| known);
    let panels = yaml.listed("panels");
    if !panels.is_empty() {
        let schema = schema_for!(PartDecl);
        let keys = schema.get("properties").and_then(|keys| keys.as_object());
        let of_panels = |known: Vec<&'static str>| {
            let known = known.into_iter().chain(["title"]);
            known
                .filter(|name| keys.is_some_and(|keys| keys.contains_key(*name)))
                .collect()
        };
        found.extend(panels.iter().flat_map(|panel| held(panel, of_panels)));
    }
    found
}

/// Holds a chart to its kind, where it has one: to those of its settings that can stand there.
fn held(
    yaml: &Yaml,
    here: impl Fn(Vec<&'static str>) -> Vec<&'static str>,
) -> Vec<Diagnostic> {
    let Some(kind) = yaml.text("kind") else { return Vec::new() };
    match settings(&kind) {
        Some(known) => yaml.unknown_keys(&here(known)),
        None => vec![unknown_kind(&kind, yaml)],
    }
}

fn unknown_kind(kind: &str, yaml: &Yaml) -> Diagnostic {
    Diagnostic::unknown(Thing::Kind, kind, kinds()).at(yaml.place(&["kind"]), "")
}
