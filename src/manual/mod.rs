//! The manual: what every file, key, call, kind and message means.
//!
//! **In:** the declarations' own types, the heads of the kinds' files, and the pages and
//! examples under `templates/manual/`.
//! **Out:** pages for `explain`, schemas for editors, the whole manual as a project.
//! **Guarantees:** it needs no project and no network; keys come from the types that decode
//! them, so what is documented is what is read.

mod book;
mod by_language;
mod example;
mod keys;
mod markup;
mod page;
mod schema;
mod search;
mod templates;
mod written;

pub use book::book;
pub use by_language::for_editors;
pub use keys::Key;
pub use keys::keys;
pub use page::bare;
pub use page::page;
pub use schema::FILES;
pub use schema::File;
pub use search::search;
pub use templates::template;
pub use templates::templates;
pub use templates::templates_list;
