//! Data files and SQL views as checked tables.
//!
//! **In:** the data contract, the declared frames, and the bytes of the data files.
//! **Out:** [`Frames`]: named tables as plain columns, and queries over them.
//! **Guarantees:** every breach of the contract in every file is reported at once, with
//! file, row and column; a frame is sorted by its key; no type of the engine leaves; a
//! table whose making is known is read only when somebody looks at its cells.

mod boundaries;
mod breaches;
mod check;
mod digits;
mod engine;
mod expect;
mod extract;
mod fetched;
mod files;
mod guard;
mod heads;
mod hollow;
mod infer;
mod lookup;
mod nearly;
mod notes;
mod packed;
mod place;
mod query;
mod raw;
mod records;
mod remark;
mod resource;
mod shape;
mod sheet;
mod sql;
mod summed;
mod stream;
mod text;
mod years;

pub use fetched::Kept;
pub use fetched::fetched;
pub use fetched::given;
pub use infer::Draft;
pub use infer::Group;
pub use infer::Start;
pub use infer::draft;
pub use infer::grouped;
pub use infer::inserted;
pub use infer::names_in;
pub use infer::start;
pub(crate) use packed::bare;
pub use sql::is_ordered;
pub use sql::tables_read;
pub use summed::SUM_HELP;
pub use years::gives_years;
pub use years::is_year;

use crate::frame::engine::Ready;
use crate::memo;
use crate::memo::Memo;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Findings;
use crate::model::diagnostic::Result;
use crate::model::diagnostic::Sources;
use crate::model::diagnostic::Span;
use crate::model::graph::Graph;
use crate::model::key::content;
use crate::model::name::Name;
use crate::model::table::Digest;
use crate::model::table::Table;
use crate::project::Files;
use crate::project::Frame;
use crate::project::Project;
use crate::project::ResourceDecl;
use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::OnceLock;
use std::sync::PoisonError;

/// Resources and frames by name.
#[derive(Debug)]
pub struct Frames<'a> {
    project: &'a Project,
    files: &'a dyn Files,
    memo: &'a dyn Memo,
    slots: BTreeMap<String, Slot<'a>>,
    /// Answers to queries over large files that came with the check of the file.
    answered: Mutex<BTreeMap<String, Table>>,
    /// Warnings of the files.
    said: Vec<Diagnostic>,
    /// The digits of columns that somebody asked for.
    digits: Mutex<BTreeMap<(String, String), Option<u8>>>,
    /// Bytes of a block of a large file, where tests want few.
    block: Option<usize>,
}

/// A table: what is known of it, where it comes from, and its cells once they are wanted.
#[derive(Debug)]
struct Slot<'a> {
    digest: Digest,
    origin: Origin<'a>,
    table: OnceLock<Table>,
    ready: OnceLock<Ready>,
}

#[derive(Debug, Clone, Copy)]
enum Origin<'a> {
    Resource(&'a ResourceDecl),
    /// Read in passes; a table only where it is not too large to hold and somebody asks for its cells.
    Large(&'a ResourceDecl),
    Frame(&'a Frame),
}

/// Loads, checks and derives every table; texts of data files that had to be read join
/// `sources`, so that findings can point into them.
pub fn load<'a>(
    project: &'a Project,
    files: &'a dyn Files,
    memo: &'a dyn Memo,
    sources: &mut Sources,
) -> Result<Frames<'a>> {
    let mut found = Findings::new();
    let mut frames = Frames {
        project,
        files,
        memo,
        slots: BTreeMap::new(),
        answered: Mutex::default(),
        said: Vec::new(),
        digits: Mutex::default(),
        block: None,
    };
    resource::load(&mut frames, sources, &mut found);
    if !found.failed() {
        // Frames over broken data would only repeat the findings.
        sql::derive(&mut frames, &mut found);
    }
    found.finish(frames).map(|warned| Frames { said: warned.warnings, ..warned.value })
}

impl<'a> Frames<'a> {
    /// Returns the tables' names, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.slots.keys().map(String::as_str)
    }

    /// Returns what is known of a table without its cells.
    pub fn digest(&self, name: &str) -> Option<&Digest> {
        self.slots.get(name).map(|slot| &slot.digest)
    }

    /// Returns the digits after the point that are declared of a column, or of the one that a query gives
    /// this name.
    pub fn decimals(&self, table: &str, column: &str) -> Option<u8> {
        let mut known = self.digits.lock().unwrap_or_else(PoisonError::into_inner);
        *known
            .entry((table.to_owned(), column.to_owned()))
            .or_insert_with(|| digits::followed(self.project, table, column))
    }

    /// Returns the digits after the point that the values of a column have, two at most; none where all are whole, or
    /// where they are read in passes.
    pub fn fraction(&self, table: &str, column: &str) -> Option<u8> {
        match self.slots.get(table)?.origin {
            Origin::Large(_) => None,
            Origin::Resource(_) | Origin::Frame(_) => {
                self.table(table).ok().flatten()?.column(column)?.fraction()
            }
        }
    }

    /// Returns the hash of a column, and of how its numbers print.
    pub fn column_hash(&self, table: &str, column: &str) -> Option<String> {
        let cells = self.digest(table)?.column(column)?;
        Some(match self.decimals(table, column) {
            Some(decimals) => content(&(cells, decimals)),
            None => cells.to_owned(),
        })
    }

    /// Returns the name of a table: that of a resource, or of a frame.
    pub fn name_of(&self, table: &str) -> Name {
        match self.slots.get(table).map(|slot| slot.origin) {
            Some(Origin::Resource(_) | Origin::Large(_))
                if self.project.statistics.extract(table).is_none() =>
            {
                Name::Resource(table.to_owned())
            }
            Some(_) | None => Name::Frame(table.to_owned()),
        }
    }

    /// Returns what each resource and frame was made from.
    pub fn looked_at(&self) -> Graph {
        let mut graph = Graph::default();
        for (name, slot) in &self.slots {
            match slot.origin {
                Origin::Resource(_) | Origin::Large(_) => {
                    let made_from = self.made_from(name).map(str::to_owned);
                    let files = slot.digest.files.iter().cloned().chain(made_from);
                    graph.note(self.name_of(name), files.map(Name::File));
                }
                Origin::Frame(frame) => {
                    let tables = self.tables_of(&frame.decl.sql);
                    let tables = tables.iter().map(|table| self.name_of(table));
                    graph.note(Name::Frame(name.clone()), tables);
                }
            }
        }
        graph
    }

    /// Returns what is known of every table.
    pub fn digests(&self) -> BTreeMap<String, Digest> {
        let slots = self.slots.iter();
        slots.map(|(name, slot)| (name.clone(), slot.digest.clone())).collect()
    }

    /// Returns a table, read or made now if nobody looked at it before.
    pub fn table(&self, name: &str) -> Result<Option<&Table>> {
        let Some(slot) = self.slots.get(name) else { return Ok(None) };
        if let Some(table) = slot.table.get() {
            return Ok(Some(table));
        }
        // Two may come here at once and make the same table; a lock could wait for itself.
        let table = match slot.origin {
            Origin::Resource(declared) => resource::read(self, declared)?,
            Origin::Large(declared) if stream::may_be_held(self, declared) => {
                resource::read(self, declared)?
            }
            Origin::Large(declared) => return Err(stream::not_held(declared).into()),
            Origin::Frame(declared) => {
                let key = sql::cells_key(self, declared);
                match memo::find(self.memo, &key) {
                    Some(table) => table,
                    None => sql::make(self, declared)?,
                }
            }
        };
        Ok(Some(slot.table.get_or_init(|| table)))
    }

    /// Runs a query over the tables; a refusal is an error at the query's place.
    pub fn query(&self, sql: &str, at: &Span) -> Result<Table> {
        self.query_by(sql, &[], at)
    }

    /// The same; rows that the order of the query takes for equal are ordered by a key.
    fn query_by(&self, sql: &str, key: &[String], at: &Span) -> Result<Table> {
        let named = self.tables_of(sql);
        let refused = |refusal| sql::refused(&refusal, sql, at, self);
        let passes = |declared: &&ResourceDecl| {
            !stream::may_be_held(self, declared)
                || stream::is_answered(self, declared, sql)
        };
        let large = named.iter().find_map(|name| self.large(name)).filter(passes);
        let table = if let Some(declared) = large {
            stream::query(self, declared, sql, at)?
        } else {
            let ready = self.ready(&named, sql, at)?;
            let table = engine::query(sql, key, &ready).map_err(refused)?;
            Table { files: sql::files(sql, self), ..table }
        };
        engine::printable(&table).map_err(refused)?;
        Ok(table)
    }

    /// Returns the declaration of a resource that is too large to hold.
    fn large(&self, name: &str) -> Option<&'a ResourceDecl> {
        match self.slots.get(name)?.origin {
            Origin::Large(declared) => Some(declared),
            Origin::Resource(_) | Origin::Frame(_) => None,
        }
    }

    /// Returns whether the cells of a table can be looked at.
    pub fn is_held(&self, name: &str) -> bool {
        self.slots.contains_key(name)
            && self.large(name).is_none_or(|large| stream::may_be_held(self, large))
    }

    /// Returns tables as the engine holds them.
    fn ready(
        &self,
        names: &[String],
        sql: &str,
        at: &Span,
    ) -> Result<Vec<(String, &Ready)>> {
        let mut tables = Vec::new();
        for name in names {
            if let (Some(table), Some(slot)) = (self.table(name)?, self.slots.get(name)) {
                if slot.ready.get().is_none() {
                    let ready = engine::ready(table)
                        .map_err(|refusal| sql::refused(&refusal, sql, at, self))?;
                    let _ = slot.ready.set(ready);
                }
                tables.extend(slot.ready.get().map(|ready| (name.clone(), ready)));
            }
        }
        Ok(tables)
    }

    /// Returns the tables there are that a query names, in order.
    pub fn tables_of(&self, sql: &str) -> Vec<String> {
        let query = query::parse(sql);
        let mut named = query.map(|query| query::tables(&query)).unwrap_or_default();
        named.retain(|name| self.slots.contains_key(name));
        named
    }

    fn insert(
        &mut self,
        name: &str,
        digest: Digest,
        origin: Origin<'a>,
        table: Option<Table>,
    ) {
        let slot =
            Slot { digest, origin, table: OnceLock::new(), ready: OnceLock::new() };
        if let Some(table) = table {
            let _ = slot.table.set(table);
        }
        self.slots.insert(name.to_owned(), slot);
    }
}
