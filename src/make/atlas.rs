//! The boundaries that figures draw from, read before they are planned.

use crate::frame::Frames;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Findings;
use crate::model::diagnostic::Thing;
use crate::model::geography::Atlas;
use crate::project::Entry;
use crate::project::FigureDecl;
use crate::project::Project;

/// Reads the boundaries that some figures name.
pub fn atlas(
    project: &Project,
    figures: &[Entry<FigureDecl>],
    frames: &Frames<'_>,
    found: &mut Findings,
) -> Atlas {
    let mut atlas = Atlas::new();
    for entry in figures {
        let Some(name) = &entry.decl.boundaries else { continue };
        let at = entry.place(&["projection"]);
        match found.keep(frames.page(name, entry.decl.projection.as_deref(), &at)) {
            Some(Some(page)) => {
                if project.attribution(name).is_none() {
                    let message = format!(
                        "boundaries `{name}` have neither a source nor a licence"
                    );
                    found.push(
                        Diagnostic::warning(Code::R0696, message)
                            .at(entry.place(&["boundaries"]), "")
                            .help("declare `sources:` and `licenses:` of the resource: the map prints them"),
                    );
                }
                atlas.insert(entry.id.clone(), page);
            }
            Some(None) => found.push(
                Diagnostic::unknown(Thing::Resource, name, frames.names())
                    .at(entry.place(&["boundaries"]), ""),
            ),
            None => {}
        }
    }
    atlas
}
