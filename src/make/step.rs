//! Steps of a run: what ran, what was reused and why, and how long it took.

use crate::make::files::Files;
use std::sync::Arc;
use std::sync::Mutex;
use std::thread::ThreadId;
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
    /// Which of the run's threads did it, from 0 in the order they came.
    pub lane: usize,
}

/// Told of each step as it begins and ends.
pub trait Progress: Sync {
    /// A step begins.
    fn begin(&self, name: &str);
    /// A step ends.
    fn end(&self, name: &str);
    /// Another build is waited for, of this process where it is known.
    fn wait(&self, holder: Option<&str>);
    /// The page is made, with all that stands beside it but the PDF, the local editions and the
    /// record: these follow, or the build fails.
    fn page(&self, _files: &Arc<Files>) {}
}

/// Tells nobody.
#[derive(Debug, Clone, Copy, Default)]
pub struct Silent;

impl Progress for Silent {
    fn begin(&self, _: &str) {}
    fn end(&self, _: &str) {}
    fn wait(&self, _: Option<&str>) {}
}

/// The steps of one run, in the order they ended.
pub struct Steps<'a> {
    progress: &'a dyn Progress,
    start: Instant,
    done: Mutex<Vec<Step>>,
    lanes: Mutex<Vec<ThreadId>>,
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
        let (done, lanes) = (Mutex::default(), Mutex::default());
        Self { progress, start: now(), done, lanes }
    }

    /// Notes that a step begins; returns the time since the start of the run.
    pub fn begin(&self, name: &str) -> Duration {
        self.progress.begin(name);
        self.elapsed()
    }

    /// Returns the time since the start of the run.
    pub(super) fn elapsed(&self) -> Duration {
        now().duration_since(self.start)
    }

    /// Notes that a step ended that began at `start`, and what changed since it ran last.
    pub fn end(&self, name: &str, start: Duration, changed: Vec<String>) {
        self.progress.end(name);
        let took = self.elapsed().saturating_sub(start);
        self.note(Step { changed, start, took, ..self.step(name) });
    }

    /// Tells that the page is made.
    pub(super) fn page(&self, files: &Arc<Files>) {
        self.progress.page(files);
    }

    /// Runs a step that has no key.
    pub fn run<T>(&self, name: &str, work: impl FnOnce() -> T) -> T {
        let start = self.begin(name);
        let value = work();
        self.end(name, start, Vec::new());
        value
    }

    /// Notes a step whose earlier result was used.
    pub fn reused(&self, name: &str) {
        let start = self.elapsed();
        self.note(Step { reused: true, start, ..self.step(name) });
    }

    /// Returns a step of this thread.
    fn step(&self, name: &str) -> Step {
        let own = std::thread::current().id();
        let lane = self.lanes.lock().map(|mut lanes| {
            lanes.iter().position(|known| *known == own).unwrap_or_else(|| {
                lanes.push(own);
                lanes.len() - 1
            })
        });
        Step {
            name: name.to_owned(),
            reused: false,
            changed: Vec::new(),
            start: Duration::ZERO,
            took: Duration::ZERO,
            lane: lane.unwrap_or_default(),
        }
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
