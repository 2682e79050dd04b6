//! Progress: a live line for each running stage on a terminal, plain lines in CI.

use crate::make::Progress;
use indicatif::MultiProgress;
use indicatif::ProgressBar;
use indicatif::ProgressStyle;
use std::collections::BTreeMap;
use std::io::Write as _;
use std::sync::Mutex;
use std::time::Duration;
use std::time::Instant;

/// Where progress is told.
#[derive(Debug)]
pub(super) enum Way {
    /// On a terminal: lines that come and go.
    Live(MultiProgress),
    /// In a log: a line for each stage when it ends.
    Plain,
    /// Nowhere.
    Silent,
}

/// The lines of a run. Steps over single things are counted together: `statistic 128`.
#[derive(Debug)]
pub(super) struct Lines {
    way: Way,
    stages: Mutex<BTreeMap<String, Stage>>,
}

#[derive(Debug)]
struct Stage {
    running: usize,
    done: usize,
    began: Instant,
    bar: Option<ProgressBar>,
}

#[expect(clippy::disallowed_methods, reason = "times are shown, and reach no output")]
fn now() -> Instant {
    Instant::now()
}

fn sort(name: &str) -> &str {
    name.split(' ').next().unwrap_or(name)
}

impl Lines {
    pub(super) fn new(way: Way) -> Self {
        Self { way, stages: Mutex::default() }
    }

    /// Takes the lines away.
    pub(super) fn clear(&self) {
        if let Ok(mut stages) = self.stages.lock() {
            for bar in
                std::mem::take(&mut *stages).into_values().filter_map(|one| one.bar)
            {
                bar.finish_and_clear();
            }
        }
    }

    fn bar(&self) -> Option<ProgressBar> {
        let Way::Live(lines) = &self.way else { return None };
        let bar = lines.add(ProgressBar::new_spinner());
        if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} {elapsed}") {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(120));
        Some(bar)
    }
}

impl Stage {
    fn show(&self, sort: &str) {
        if let Some(bar) = &self.bar {
            bar.set_message(if self.done + self.running > 1 {
                format!("{sort} {}", self.done)
            } else {
                sort.to_owned()
            });
        }
    }
}

impl Progress for Lines {
    fn begin(&self, name: &str) {
        if matches!(self.way, Way::Silent) {
            return;
        }
        if let Ok(mut stages) = self.stages.lock() {
            let sort = sort(name);
            let stage = stages.entry(sort.to_owned()).or_insert_with(|| Stage {
                running: 0,
                done: 0,
                began: now(),
                bar: None,
            });
            stage.running += 1;
            if stage.bar.is_none() {
                stage.bar = self.bar();
            }
            stage.show(sort);
        }
    }

    fn end(&self, name: &str) {
        if let Ok(mut stages) = self.stages.lock() {
            let sort = sort(name);
            let Some(stage) = stages.get_mut(sort) else { return };
            stage.running = stage.running.saturating_sub(1);
            stage.done += 1;
            stage.show(sort);
            if stage.running == 0
                && let Some(bar) = stage.bar.take()
            {
                bar.finish_and_clear();
            }
            if matches!(self.way, Way::Plain) && sort == name {
                let took = now().duration_since(stage.began).as_millis();
                let _ = writeln!(std::io::stderr().lock(), "{name}: {took} ms");
                stages.remove(sort);
            }
        }
    }
}
