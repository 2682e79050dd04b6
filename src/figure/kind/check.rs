//! The keys of declared figures, held to their kinds when the project is loaded.

use super::kinds;
use super::settings;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::did_you_mean;
use crate::project::Entry;
use crate::project::FigureDecl;
use crate::project::PartDecl;
use crate::project::Yaml;

/// Holds the kind and the settings of a declared figure to what there is.
pub fn check(entry: &Entry<FigureDecl>) -> Vec<Diagnostic> {
    let name = entry.decl.kind.name();
    let Some(known) = settings(name) else {
        let message = format!("unknown kind `{name}`");
        return vec![
            Diagnostic::error(Code::R0103, message)
                .at(entry.place(&["kind"]), "")
                .help(did_you_mean(name, kinds(), "kinds")),
        ];
    };
    let mut found = entry.yaml.unknown_keys(&known);
    let panels = entry.decl.panels.iter().zip(entry.yaml.listed("panels"));
    found.extend(panels.flat_map(|(decl, yaml)| part(decl, &yaml)));
    found
}

/// Holds a panel of a combined figure to its kind.
fn part(decl: &PartDecl, yaml: &Yaml) -> Vec<Diagnostic> {
    let name = decl.kind.name();
    let Some(known) = settings(name) else {
        let message = format!("unknown kind `{name}`");
        return vec![
            Diagnostic::error(Code::R0103, message)
                .at(yaml.place(&["kind"]), "")
                .help(did_you_mean(name, kinds(), "kinds")),
        ];
    };
    let known: Vec<&str> = known.into_iter().chain(["title"]).collect();
    yaml.unknown_keys(&known)
}
