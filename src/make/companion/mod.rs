//! What is published beside the report and made from the same values: an edition for each row of
//! a frame, and the documents declared under `documents:`.
//!
//! **In:** the project that such a document is, and what it is woven from.
//! **Out:** a [`Companion`], before it is written; `written` writes its files.
//! **Guarantees:** both sorts go through the same code.

pub(in crate::make) mod makings;
mod written;

pub use makings::Companion;
pub(super) use makings::Makings;
pub(super) use written::Beside;
pub(super) use written::Writing;
