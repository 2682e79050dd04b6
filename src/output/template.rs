//! Templates: those of the program, and those that a project has in their place.
//!
//! **In:** the path of a template under `templates/`. **Out:** its text, in the language of the thread.
//! **Guarantees:** a template that is there and cannot be read is a fault, and never the built-in one.

use crate::labels::filled;
use crate::labels::in_script;
use crate::labels::in_typst;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Result;
use crate::model::diagnostic::Span;
use crate::model::escape::escape;
use crate::project::BRANCHES;
use crate::project::Files;
use crate::project::ProjectPath;
use crate::project::branch_too_many;
use std::sync::Arc;

/// The files of `templates/`, embedded.
static BUILTIN: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/templates.rs"));

/// Returns an embedded template by its path under `templates/`.
pub fn builtin(path: &str) -> Option<&'static [u8]> {
    BUILTIN.iter().find(|(name, _)| *name == path).map(|(_, bytes)| *bytes)
}

/// Returns the embedded files under a folder of `templates/`, by their path within it.
pub fn builtin_under(
    folder: &str,
) -> impl Iterator<Item = (&'static str, &'static [u8])> {
    BUILTIN.iter().filter_map(move |(name, bytes)| {
        name.strip_prefix(folder).map(|rest| (rest, *bytes))
    })
}

/// Returns a template's text: the project's own where it has one, else the embedded one.
pub fn template(files: &dyn Files, path: &str) -> Result<Arc<str>> {
    let own = ProjectPath::new(&format!("templates/{path}"));
    if let Ok(own) = own
        && files.found(&own)
    {
        // One that is there and cannot be read is a fault, and not as good as none.
        let text = files.text(&own)?;
        readable(own.as_str(), &text)?;
        return Ok(in_language(path, &text));
    }
    match builtin(path).map(std::str::from_utf8) {
        Some(Ok(text)) => Ok(in_language(path, text)),
        _ => {
            Err(Diagnostic::error(Code::R0604, format!("there is no template `{path}`"))
                .into())
        }
    }
}

/// Refuses a template that Tera could not read.
pub(super) fn readable(path: &str, text: &str) -> Result<()> {
    let Some(range) = branch_too_many(text) else { return Ok(()) };
    let message = format!("an `if` has more than {BRANCHES} branches");
    let fault = Diagnostic::error(Code::R0604, message).at(Span::new(path, range), "");
    Err(fault.help("divide it, or look the words up in a list").into())
}

/// Returns a template with its messages in the language of the text.
fn in_language(path: &str, text: &str) -> Arc<str> {
    match path.rsplit_once('.').map(|(_, end)| end) {
        Some("html") => filled(text, escaped),
        Some("js") => filled(text, in_script),
        Some("typ") => filled(text, in_typst),
        _ => filled(text, str::to_owned),
    }
    .into()
}

/// Returns text as it is written in a template of HTML.
fn escaped(text: &str) -> String {
    escape(text).replace('{', "&#123;")
}
