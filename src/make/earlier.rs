//! What builds have kept, for commands that write nothing: `check`, `stats`, `explain`.

use crate::make::cache::Cache;
use crate::make::cache::Found;
use crate::make::folder::Folder;
use crate::make::last::LastRun;
use crate::make::last::last_run;
use crate::make::outbox::WORKING;
use crate::make::seal::Seal;
use crate::memo::Memo;
use crate::model::key::Key;
use std::path::Path;

/// The cache of a project, read only; empty where nothing was built.
#[derive(Debug)]
pub struct Earlier(Option<Cache>);

impl Earlier {
    /// Opens the cache of a project.
    pub fn open(root: &Path, seal: &Seal) -> Self {
        Self::of(root, seal).0
    }

    /// Opens it, and reads the record of the last build.
    pub(super) fn of(root: &Path, seal: &Seal) -> (Self, LastRun) {
        let desk = Folder::open(root).and_then(|root| root.within(WORKING)).ok();
        let last = desk.as_ref().map(|desk| last_run(desk, seal)).unwrap_or_default();
        (Self(desk.map(|desk| Cache::read_only(&desk, seal))), last)
    }
}

impl Memo for Earlier {
    fn find(&self, key: &Key) -> Option<Vec<u8>> {
        match self.0.as_ref()?.get(key) {
            Found::Hit(bytes) => Some(bytes),
            // The next build reports a damaged entry.
            Found::Miss | Found::Damaged => None,
        }
    }
}
