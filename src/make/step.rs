//! Steps of a run: what ran, what was reused and why, and how long it took.

use std::sync::Mutex;
use std::time::Duration;
use std::time::Instant;

/// One step of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Its name: `frames`, `png business_index`, `pdf`.
    pub name: String,
    /// Whether the result of an earlier run was used.
    pub reused: bool,
    /// Fields of the key that changed since the earlier run; empty when there was none.
    pub changed: Vec<String>,
    /// When it began, from the start of the run.
    pub start: Duration,
    /// How long it took.
    pub took: Duration,
}

/// Told of each step as it begins and ends.
pub trait Progress: Sync {
    /// A step begins.
    fn begin(&self, name: &str);
    /// A step ends.
    fn end(&self, name: &str);
}

/// Tells nobody.
#[derive(Debug, Clone, Copy, Default)]
pub struct Silent;

impl Progress for Silent {
    fn begin(&self, _: &str) {}
    fn end(&self, _: &str) {}
}

/// The steps of one run, in the order they ended.
pub struct Steps<'a> {
    progress: &'a dyn Progress,
    start: Instant,
    done: Mutex<Vec<Step>>,
}

impl std::fmt::Debug for Steps<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Steps")
    }
}

#[expect(clippy::disallowed_methods, reason = "times are shown, and reach no output")]
fn now() -> Instant {
    Instant::now()
}

impl<'a> Steps<'a> {
    /// Returns an empty list.
    pub fn new(progress: &'a dyn Progress) -> Self {
        Self { progress, start: now(), done: Mutex::default() }
    }

    /// Notes that a step begins; returns the time since the start of the run.
    pub fn begin(&self, name: &str) -> Duration {
        self.progress.begin(name);
        now().duration_since(self.start)
    }

    /// Notes that a step ended; how long it took is reckoned from its beginning.
    pub fn end(&self, step: Step) {
        self.progress.end(&step.name);
        let took = now().duration_since(self.start).saturating_sub(step.start);
        self.note(Step { took, ..step });
    }

    /// Runs a step that has no key.
    pub fn run<T>(&self, name: &str, work: impl FnOnce() -> T) -> T {
        let start = self.begin(name);
        let value = work();
        self.end(Step {
            name: name.to_owned(),
            reused: false,
            changed: Vec::new(),
            start,
            took: Duration::ZERO,
        });
        value
    }

    /// Notes a step whose earlier result was used.
    pub fn reused(&self, name: &str) {
        self.note(Step {
            name: name.to_owned(),
            reused: true,
            changed: Vec::new(),
            start: now().duration_since(self.start),
            took: Duration::ZERO,
        });
    }

    fn note(&self, step: Step) {
        if let Ok(mut done) = self.done.lock() {
            done.push(step);
        }
    }

    /// Returns the steps.
    pub fn into_steps(self) -> Vec<Step> {
        self.done.into_inner().unwrap_or_default()
    }
}
