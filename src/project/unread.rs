//! Files of declarations in the folder of the report that nothing reads: one with a slip in its name
//! would leave out what its author declares.

use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Findings;
use crate::model::diagnostic::Sources;
use crate::model::diagnostic::Span;
use crate::model::diagnostic::did_you_mean;
use crate::project::Files;
use crate::project::ProjectPath;
use crate::project::REVIEW;

/// The files that are read wherever they are.
const READ: &[&str] = &[
    "brand.yaml",
    "claims.yaml",
    "figures.yaml",
    "pictures.yaml",
    "published.yaml",
    "quotations.yaml",
    "report.yaml",
    "review.yaml",
    "statistics.yaml",
    "synonyms.yaml",
    "tables.yaml",
    "theme.yaml",
    "words.yaml",
];

/// Warns of each file of YAML beside `report.yaml` that was not read, once all declarations were.
/// One whose name begins with `_` is the author's own.
pub(super) fn unread(files: &dyn Files, sources: &Sources, found: &mut Findings) {
    for pattern in ["report/*.yaml", "report/*.yml"] {
        let listed =
            ProjectPath::new(pattern).ok().and_then(|path| files.text(&path).ok());
        for path in listed.as_deref().unwrap_or_default().lines() {
            let Some(name) = path.strip_prefix("report/") else { continue };
            let own = name.starts_with('_') || name.contains('/') || path == REVIEW;
            if own || sources.text(path).is_some() {
                continue;
            }
            let near = did_you_mean(name, READ.iter().copied(), "files of declarations");
            found.push(
                Diagnostic::warning(Code::R0109, format!("nothing reads `{path}`"))
                    .at(Span::new(path, 0..0), "")
                    .help(format!(
                        "{near}; a file of your own that nothing is to read begins with `_`"
                    )),
            );
        }
    }
}
