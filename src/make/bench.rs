//! The steps of a run that have keys: what earlier runs kept, what this one keeps, and why a
//! step had to run.

use crate::labels;
use crate::make::cache::Cache;
use crate::make::cache::Found;
use crate::make::last::LastRun;
use crate::make::last::StepKeys;
use crate::make::step::Steps;
use crate::memo::Memo;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::key::Key;
use crate::output::Busy;
use std::collections::BTreeSet;
use std::num::NonZero;
use std::sync::Mutex;
use std::sync::OnceLock;
use std::time::Duration;

/// How often is looked whether there is a core.
const PAUSE: Duration = Duration::from_millis(2);

/// How long small results wait for others before they are written: what is lost with a run that is
/// killed.
const WAITING: Duration = Duration::from_secs(1);

/// How many threads can work at once.
fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, NonZero::get)
}

/// What the steps of one run share.
pub(super) struct Bench<'a> {
    pub steps: &'a Steps<'a>,
    cache: Option<Cache>,
    last: LastRun,
    keys: Mutex<StepKeys>,
    damaged: Mutex<BTreeSet<String>>,
    /// When results were written last.
    written: Mutex<Duration>,
    /// The program that goes before all that is made beside it.
    first: OnceLock<Busy>,
}

impl<'a> Bench<'a> {
    /// Returns the bench of a run; without a cache every step runs.
    pub(super) fn new(steps: &'a Steps<'a>, cache: Option<Cache>, last: LastRun) -> Self {
        let (keys, damaged, written) = Default::default();
        Self { steps, cache, last, keys, damaged, written, first: OnceLock::new() }
    }

    /// Does work beside a program, on the cores that it leaves: one is always left to it, and no
    /// step begins while it has work for all.
    pub(super) fn beside<T: Send>(
        &self,
        first: Option<Busy>,
        work: impl FnOnce() -> T + Send,
    ) -> T {
        let Some(first) = first else { return work() };
        let _ = self.first.set(first);
        let pool =
            rayon::ThreadPoolBuilder::new().num_threads(cores().max(2) - 1).build();
        match pool {
            Ok(pool) => {
                let labels = labels::current();
                pool.install(|| {
                    let _within = labels::enter(&labels);
                    work()
                })
            }
            Err(_) => work(),
        }
    }

    /// Waits until the program that goes first leaves a core.
    pub(super) fn make_way(&self) {
        while self.first.get().is_some_and(|first| first.threads() >= cores()) {
            std::thread::sleep(PAUSE);
        }
    }

    /// Returns the record of the last run.
    pub(super) fn last(&self) -> &LastRun {
        &self.last
    }

    /// Returns the fields of the keys of all steps.
    pub(super) fn keys(&self) -> StepKeys {
        self.keys.lock().map(|keys| keys.clone()).unwrap_or_default()
    }

    /// Returns a warning if results were found damaged.
    pub(super) fn warning(&self) -> Option<Diagnostic> {
        let damaged = self.damaged.lock().ok()?;
        let first = damaged.first()?;
        let more = match damaged.len() - 1 {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let message =
            format!("the kept result of `{first}`{more} is damaged and was made anew");
        Some(Diagnostic::warning(Code::R0802, message).help(
            "it was kept by another user or machine, or altered, or the disk is failing; removing \
             `.reissue/` is always safe",
        ))
    }

    /// Makes room in the cache.
    pub(super) fn clear(&self) {
        if let Some(cache) = &self.cache {
            cache.clear();
        }
    }

    fn know(&self, key: &Key) {
        if let Ok(mut keys) = self.keys.lock() {
            keys.insert(key.step().to_owned(), key.fields().clone());
        }
    }
}

impl Memo for Bench<'_> {
    fn find(&self, key: &Key) -> Option<Vec<u8>> {
        match self.cache.as_ref()?.get(key) {
            Found::Hit(bytes) => Some(bytes),
            Found::Miss => None,
            Found::Damaged => {
                if let Ok(mut damaged) = self.damaged.lock() {
                    damaged.insert(key.step().to_owned());
                }
                None
            }
        }
    }

    fn keep(&self, key: &Key, bytes: Vec<u8>) {
        let Some(cache) = &self.cache else { return };
        cache.put(key, &bytes);
        let now = self.steps.elapsed();
        let due = self.written.lock().is_ok_and(|mut written| {
            let due = now.saturating_sub(*written) > WAITING;
            if due {
                *written = now;
            }
            due
        });
        if due {
            cache.write();
        }
    }

    fn begin(&self, key: &Key) -> Duration {
        self.make_way();
        self.steps.begin(key.step())
    }

    fn end(&self, key: &Key, begun: Duration) {
        let before = self.last.steps.get(key.step());
        let changed = before.map(|before| key.changed(before)).unwrap_or_default();
        self.steps.end(key.step(), begun, changed);
        self.know(key);
    }

    fn reused(&self, key: &Key) {
        self.steps.reused(key.step());
        self.know(key);
    }
}
