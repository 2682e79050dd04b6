//! The steps of a run that have keys: what earlier runs kept, what this one keeps, and why a
//! step had to run.

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
use std::cell::Cell;
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
    /// How many threads are at steps beside it.
    working: Mutex<usize>,
}

thread_local! {
    /// How many steps this thread is at beside the program that goes first: one within another.
    static DEPTH: Cell<usize> = const { Cell::new(0) };
}

impl<'a> Bench<'a> {
    /// Returns the bench of a run; without a cache every step runs.
    pub(super) fn new(steps: &'a Steps<'a>, cache: Option<Cache>, last: LastRun) -> Self {
        let (keys, damaged, written, working) = Default::default();
        let first = OnceLock::new();
        Self { steps, cache, last, keys, damaged, written, first, working }
    }

    /// Does work beside a program, on the cores that it leaves: one is always left to it, and no
    /// step begins while it has work for all. Once it has ended, all are there for the rest.
    pub(super) fn beside<T: Send>(
        &self,
        first: Option<Busy>,
        work: impl FnOnce() -> T + Send,
    ) -> T {
        if let Some(first) = first {
            let _ = self.first.set(first);
        }
        work()
    }

    /// Runs a step that has no key.
    pub(super) fn run<T>(&self, name: &str, work: impl FnOnce() -> T) -> T {
        self.enter();
        let made = self.steps.run(name, work);
        self.leave();
        made
    }

    /// Waits until the program that goes first leaves a core to this thread, unless it has one.
    fn enter(&self) {
        let Some(first) = self.first.get() else { return };
        let depth = DEPTH.get();
        while depth == 0 && !self.takes(first) {
            std::thread::sleep(PAUSE);
        }
        DEPTH.set(depth + 1);
    }

    /// Gives the core back.
    fn leave(&self) {
        let depth = DEPTH.get();
        DEPTH.set(depth.saturating_sub(1));
        if depth == 1
            && let Ok(mut working) = self.working.lock()
        {
            *working = working.saturating_sub(1);
        }
    }

    /// Takes a core, if there is one.
    fn takes(&self, first: &Busy) -> bool {
        let Ok(mut working) = self.working.lock() else { return true };
        let free =
            first.ended() || *working < (cores() - 1).max(1) && first.threads() < cores();
        *working += usize::from(free);
        free
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
        self.enter();
        self.steps.begin(key.step())
    }

    fn end(&self, key: &Key, begun: Duration) {
        let before = self.last.steps.get(key.step());
        let changed = before.map(|before| key.changed(before)).unwrap_or_default();
        self.steps.end(key.step(), begun, changed);
        self.know(key);
        self.leave();
    }

    fn reused(&self, key: &Key) {
        self.steps.reused(key.step());
        self.know(key);
    }
}
