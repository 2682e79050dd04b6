//! Results of earlier runs, found again by the content of everything they depend on.
//!
//! **In:** a [`Key`], or the key of what is declared and a way to look at the rest; the work.
//! **Out:** the work's result, from an earlier run where one had the same key.
//! **Guarantees:** a result is used again only if all it was made from is the same, what
//! the work looked at included; a failure is never kept.

mod columns;

use crate::model::diagnostic::Result;
use crate::model::key::Key;
use crate::model::name::Name;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::any::Any;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::Mutex;
use std::time::Duration;

/// Where results are kept, and who hears what was done. By default nothing is kept and nobody hears.
pub trait Memo: Sync {
    /// Returns what is kept under a key.
    fn find(&self, _key: &Key) -> Option<Vec<u8>> {
        None
    }
    /// Returns whether anything is kept or reported at all: keys are not worth making otherwise.
    fn remembers(&self) -> bool {
        true
    }
    /// Keeps a result.
    fn keep(&self, _key: &Key, _bytes: Vec<u8>) {}
    /// Returns where results are kept as they are, and not as bytes: in the memory of a process
    /// that goes on.
    fn values(&self) -> Option<&dyn Values> {
        None
    }
    /// Notes that a step's work begins; returns the time since the start of the run.
    fn begin(&self, _key: &Key) -> Duration {
        Duration::ZERO
    }
    /// Notes that it ended.
    fn end(&self, _key: &Key, _begun: Duration) {}
    /// Notes a step whose earlier result was used.
    fn reused(&self, _key: &Key) {}
}

/// A result of any type.
pub type Value = Arc<dyn Any + Send + Sync>;

/// Results as they are.
pub trait Values {
    /// Returns what is kept under a key.
    fn find(&self, key: &Key) -> Option<Value>;
    /// Keeps a result.
    fn keep(&self, key: &Key, value: Value);
}

impl std::fmt::Debug for dyn Memo + '_ {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Memo")
    }
}

/// Keeps nothing and tells nobody.
#[derive(Debug, Clone, Copy, Default)]
pub struct Forgetful;

impl Memo for Forgetful {
    fn remembers(&self) -> bool {
        false
    }
}

/// A result that can be kept: as it is, or as bytes.
pub trait Kept: Clone + Send + Sync + 'static {
    /// Returns whether it is worth keeping.
    fn lasts(&self) -> bool {
        true
    }
    /// Returns the bytes.
    fn bytes(&self) -> Option<Vec<u8>>;
    /// Reads them back.
    fn read(bytes: Vec<u8>) -> Option<Self>;
}

impl Kept for Vec<u8> {
    fn bytes(&self) -> Option<Vec<u8>> {
        Some(self.clone())
    }

    fn read(bytes: Vec<u8>) -> Option<Self> {
        Some(bytes)
    }
}

/// A value kept as JSON.
#[derive(Debug, Clone, PartialEq)]
pub struct Json<T>(pub T);

impl<T: Serialize + DeserializeOwned + Clone + Send + Sync + 'static> Kept for Json<T> {
    fn bytes(&self) -> Option<Vec<u8>> {
        serde_json::to_vec(&self.0).ok()
    }

    fn read(bytes: Vec<u8>) -> Option<Self> {
        serde_json::from_slice(&bytes).ok().map(Self)
    }
}

/// Returns what is kept under a key.
pub fn find<T: Kept>(memo: &dyn Memo, key: &Key) -> Option<T> {
    match memo.values() {
        Some(values) => values.find(key)?.downcast_ref::<T>().cloned(),
        None => memo.find(key).and_then(T::read),
    }
}

/// Keeps a result.
pub fn keep<T: Kept>(memo: &dyn Memo, key: &Key, made: &T) {
    if !made.lasts() || !memo.remembers() {
        return;
    }
    match memo.values() {
        Some(values) => values.keep(key, Arc::new(made.clone())),
        None => {
            if let Some(bytes) = made.bytes() {
                memo.keep(key, bytes);
            }
        }
    }
}

/// Returns what is kept under a key, or does the work and keeps it, where results are kept as they
/// are: what many small results make up is not worth its bytes. None is the key of what is not kept.
pub fn held<T: Clone + Send + Sync + 'static>(
    memo: &dyn Memo,
    key: impl FnOnce() -> Option<Key>,
    work: impl FnOnce() -> Result<T>,
) -> Result<T> {
    let Some((values, key)) = memo.values().and_then(|values| Some((values, key()?)))
    else {
        return work();
    };
    let kept = values.find(&key);
    if let Some(kept) = kept.as_ref().and_then(|kept| kept.downcast_ref::<T>()) {
        return Ok(kept.clone());
    }
    let made = work()?;
    values.keep(&key, Arc::new(made.clone()));
    Ok(made)
}

/// Returns what an earlier run kept under a key, or does the work and keeps it: for what is no step of its own.
/// None is the key of what is not kept.
pub fn lasting<T: Kept>(
    memo: &dyn Memo,
    key: impl FnOnce() -> Option<Key>,
    work: impl FnOnce() -> Result<T>,
) -> Result<T> {
    let key = if memo.remembers() { key() } else { None };
    let Some(key) = key else { return work() };
    if let Some(kept) = find(memo, &key) {
        return Ok(kept);
    }
    let made = work()?;
    keep(memo, &key, &made);
    Ok(made)
}

/// Returns the result of an earlier run under this key, or does the work and keeps it.
pub fn through<T: Kept>(
    memo: &dyn Memo,
    key: &Key,
    work: impl FnOnce() -> Result<T>,
) -> Result<T> {
    if let Some(kept) = find(memo, key) {
        memo.reused(key);
        return Ok(kept);
    }
    let begun = memo.begin(key);
    let made = work();
    memo.end(key, begun);
    let made = made?;
    keep(memo, key, &made);
    Ok(made)
}

/// What a piece of work looked at, by name.
#[derive(Debug, Default)]
pub struct Seen(Mutex<BTreeSet<Name>>);

impl Seen {
    /// Notes that something was looked at.
    pub fn note(&self, name: Name) {
        if let Ok(mut names) = self.0.lock() {
            names.insert(name);
        }
    }

    /// Returns the names that were noted.
    pub fn names(self) -> BTreeSet<Name> {
        self.0.into_inner().unwrap_or_default()
    }
}

/// The same for work that looks at things as it goes: `own` holds what is declared, the work
/// notes whatever else it looks at, and `now` returns the hash of such a thing.
///
/// The names that were noted are kept under `own`; a later run looks those things up, and
/// finds a result only where a run that noted just these names saw the same contents. The
/// names come back with the result.
pub fn observed<T: Kept>(
    memo: &dyn Memo,
    own: &Key,
    now: &dyn Fn(&Name) -> String,
    work: impl FnOnce(&Seen) -> Result<T>,
) -> Result<(T, BTreeSet<Name>)> {
    if !memo.remembers() {
        let seen = Seen::default();
        return Ok((work(&seen)?, seen.names()));
    }
    let names_of = own.clone().part("looks at");
    let full = |names: &BTreeSet<Name>| {
        let fields = names.iter().map(|name| (name.to_string(), now(name)));
        fields.fold(own.clone(), |key, (name, hash)| key.field(name, hash))
    };
    let names: Option<BTreeSet<Name>> = find(memo, &names_of).map(|Json(names)| names);
    let known = names.as_ref().map(&full);
    if let Some((key, names)) = known.as_ref().zip(names.as_ref())
        && let Some(kept) = find(memo, key)
    {
        memo.reused(key);
        return Ok((kept, names.clone()));
    }
    let seen = Seen::default();
    let begun = memo.begin(own);
    let made = work(&seen);
    let seen = seen.names();
    let key = full(&seen);
    memo.end(&key, begun);
    let made = made?;
    if made.lasts() {
        keep(memo, &key, &made);
        if names.as_ref() != Some(&seen) {
            keep(memo, &names_of, &Json(seen.clone()));
        }
    }
    Ok((made, seen))
}

#[cfg(test)]
mod tests {
    use super::Json;
    use super::Memo;
    use super::lasting;
    use crate::model::diagnostic::Code;
    use crate::model::diagnostic::Diagnostic;
    use crate::model::key::Key;
    use std::collections::BTreeMap;
    use std::sync::Mutex;

    #[derive(Default)]
    struct Kept(Mutex<BTreeMap<String, Vec<u8>>>);

    impl Memo for Kept {
        fn find(&self, key: &Key) -> Option<Vec<u8>> {
            self.0.lock().unwrap().get(&key.hash().to_string()).cloned()
        }

        fn keep(&self, key: &Key, bytes: Vec<u8>) {
            self.0.lock().unwrap().insert(key.hash().to_string(), bytes);
        }
    }

    #[test]
    fn work_is_done_once_for_a_key_and_again_where_it_failed_or_has_none() {
        let memo = Kept::default();
        let key = |of: &str| Some(Key::new("texts").field("of", of));
        let failed = || Err(Diagnostic::error(Code::R0101, "no").into());
        let first = lasting::<Json<u8>>(&memo, || key("a"), failed);
        assert!(first.is_err());
        assert_eq!(lasting(&memo, || key("a"), || Ok(Json(1))).unwrap(), Json(1));
        assert_eq!(lasting(&memo, || key("a"), || Ok(Json(2))).unwrap(), Json(1));
        assert_eq!(lasting(&memo, || key("b"), || Ok(Json(3))).unwrap(), Json(3));
        assert_eq!(lasting(&memo, || None, || Ok(Json(4))).unwrap(), Json(4));
        assert_eq!(lasting(&memo, || None, || Ok(Json(5))).unwrap(), Json(5));
    }
}
