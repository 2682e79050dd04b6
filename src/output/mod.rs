//! Writers: the document as HTML, and as Typst source and PDF.
//!
//! **In:** the document tree, the statistics, and the drawn figures.
//! **Out:** the bytes of each output.
//! **Guarantees:** writers are pure; text is escaped for where it lands; only
//! `typst/program` starts another program.

pub mod html;
pub mod typst;

/// The files of `templates/`, embedded.
static BUILTIN: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/templates.rs"));

/// Returns an embedded template by its path under `templates/`.
pub fn builtin(path: &str) -> Option<&'static [u8]> {
    BUILTIN.iter().find(|(name, _)| *name == path).map(|(_, bytes)| *bytes)
}

/// Returns the embedded files under a folder of `templates/`, by their path within it.
pub fn builtin_under(folder: &str) -> impl Iterator<Item = (&'static str, &'static [u8])> {
    BUILTIN.iter().filter_map(move |(name, bytes)| {
        name.strip_prefix(folder).map(|rest| (rest, *bytes))
    })
}
