//! Files that are not on disk.

use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Result;
use crate::project::files::Files;
use crate::project::path::ProjectPath;
use crate::project::reading::is_pattern;
use crate::project::reading::matches;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Files held in memory, for tests and for the built-in project.
#[derive(Debug, Clone, Default)]
pub struct Memory(BTreeMap<String, Arc<[u8]>>);

impl Memory {
    /// Returns an empty set of files.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds or replaces a file.
    pub fn insert(&mut self, path: impl Into<String>, bytes: impl AsRef<[u8]>) {
        self.0.insert(path.into(), Arc::from(bytes.as_ref()));
    }

    /// Adds or replaces a file.
    #[must_use]
    pub fn with(mut self, path: impl Into<String>, bytes: impl AsRef<[u8]>) -> Self {
        self.insert(path, bytes);
        self
    }
}

impl Files for Memory {
    fn read(&self, path: &ProjectPath) -> Result<Arc<[u8]>> {
        if is_pattern(path.as_str()) {
            let fits = |name: &&String| matches(path.as_str(), name);
            let names: Vec<&str> =
                self.0.keys().filter(fits).map(String::as_str).collect();
            return Ok(Arc::from(names.join("\n").into_bytes()));
        }
        self.0.get(path.as_str()).cloned().ok_or_else(|| {
            Diagnostic::error(
                Code::R0101,
                format!("cannot read `{path}`: there is no such file"),
            )
            .into()
        })
    }

    fn exists(&self, path: &ProjectPath) -> bool {
        is_pattern(path.as_str()) || self.0.contains_key(path.as_str())
    }
}

/// Files of which one is another's, or is missing.
#[derive(Debug)]
pub struct Overlay<'a> {
    inner: &'a dyn Files,
    path: ProjectPath,
    bytes: Option<Arc<[u8]>>,
}

impl<'a> Overlay<'a> {
    /// Returns the files of `inner` with other bytes, or none, at one path.
    pub fn new(
        inner: &'a dyn Files,
        path: ProjectPath,
        bytes: Option<Arc<[u8]>>,
    ) -> Self {
        Self { inner, path, bytes }
    }
}

impl Files for Overlay<'_> {
    fn read(&self, path: &ProjectPath) -> Result<Arc<[u8]>> {
        match &self.bytes {
            Some(bytes) if *path == self.path => Ok(Arc::clone(bytes)),
            None if *path == self.path => Memory::new().read(path),
            _ => self.inner.read(path),
        }
    }

    fn exists(&self, path: &ProjectPath) -> bool {
        if *path == self.path { self.bytes.is_some() } else { self.inner.exists(path) }
    }
}
