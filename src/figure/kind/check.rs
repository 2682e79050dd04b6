//! The keys of declared figures, held to their kinds when the project is loaded.

use super::kinds;
use super::settings;
use crate::model::chart::FigureKind;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::did_you_mean;
use crate::project::Entry;
use crate::project::FigureDecl;
use crate::project::PartDecl;
use crate::project::Yaml;

/// Holds the kind and the settings of a declared figure to what there is.
pub fn check(entry: &Entry<FigureDecl>) -> Vec<Diagnostic> {
    let Some(known) = settings(entry.decl.kind.name()) else {
        return vec![unknown(&entry.decl.kind, &entry.yaml)];
    };
    let mut found = entry.yaml.unknown_keys(&known);
    let panels = entry.decl.panels.iter().zip(entry.yaml.listed("panels"));
    found.extend(panels.flat_map(|(decl, yaml)| part(decl, &yaml)));
    found
}

/// Holds a panel of a combined figure to its kind.
fn part(decl: &PartDecl, yaml: &Yaml) -> Vec<Diagnostic> {
    let Some(known) = settings(decl.kind.name()) else {
        return vec![unknown(&decl.kind, yaml)];
    };
    let known: Vec<&str> = known.into_iter().chain(["title"]).collect();
    yaml.unknown_keys(&known)
}

fn unknown(kind: &FigureKind, yaml: &Yaml) -> Diagnostic {
    let name = kind.name();
    Diagnostic::error(Code::R0103, format!("unknown kind `{name}`"))
        .at(yaml.place(&["kind"]), "")
        .help(did_you_mean(name, kinds(), "kinds"))
}
