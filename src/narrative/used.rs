//! What was declared and what of it is used.

use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Findings;
use crate::model::diagnostic::Span;
use crate::model::name::Name;
use crate::narrative::met::Claimed;
use crate::narrative::met::Placed;
use crate::project::Project;
use std::collections::BTreeSet;

/// Returns the names of what was shown or made.
pub(super) fn used(
    placed: Vec<Placed>,
    pictured: BTreeSet<String>,
    quoted: BTreeSet<String>,
    claimed: Vec<Claimed>,
) -> BTreeSet<Name> {
    let placed = placed.into_iter().map(|placed| {
        if placed.table { Name::Table(placed.id) } else { Name::Figure(placed.id) }
    });
    let claimed = claimed.into_iter().map(|claimed| Name::Claim(claimed.id));
    let pictured = pictured.into_iter().map(Name::Picture);
    let quoted = quoted.into_iter().map(Name::Quotation);
    placed.chain(pictured).chain(quoted).chain(claimed).collect()
}

/// Warns of what was declared and is used in neither the report nor a document beside it.
pub fn unused(project: &Project, used: &BTreeSet<Name>, found: &mut Findings) {
    let mut warn = |what: &str, id: &str, span: Span| {
        found.push(
            Diagnostic::warning(Code::R0510, format!("{what} `{id}` is not used"))
                .at(span, "")
                .help(format!("call `{what}(\"{id}\")` in a chapter, or remove it")),
        );
    };
    for entry in &project.figures {
        if !used.contains(&Name::Figure(entry.id.clone())) {
            warn("figure", &entry.id, entry.span());
        }
    }
    for entry in &project.tables {
        if !used.contains(&Name::Table(entry.id.clone())) {
            warn("table", &entry.id, entry.span());
        }
    }
    for entry in &project.pictures {
        if !used.contains(&Name::Picture(entry.id.clone())) {
            warn("picture", &entry.id, entry.span());
        }
    }
    for entry in &project.quotations {
        // A slot that is empty and called nowhere yet loses nothing.
        let name = Name::Quotation(entry.id.clone());
        if !used.contains(&name) && !entry.decl.is_empty() {
            warn("quotation", &entry.id, entry.span());
        }
    }
    for entry in &project.claims {
        if !used.contains(&Name::Claim(entry.id.clone())) {
            warn("claim", &entry.id, entry.span());
        }
    }
}
