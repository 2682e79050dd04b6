//! `reissue lsp`: the report as an editor sees it, by the Language Server Protocol over stdio.
//!
//! **In:** messages of an editor; texts that are open there, over the files on disk.
//! **Out:** findings as `check` has them, completion, cards, definitions, references, renames,
//! fixes, symbols, values and folds.
//! **Guarantees:** nothing is written; what is open in the editor is what is read.

mod complete;
mod edit;
mod find;
mod fix;
mod hover;
mod remember;
mod server;
mod session;
mod text;
mod wire;

pub use server::serve;
