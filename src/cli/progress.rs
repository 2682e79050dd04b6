//! Progress: a live line for each running stage on a terminal, plain lines in CI.

use crate::cli::ui::Ui;
use crate::make::Progress;
use crate::model::diagnostic::Style;
use indicatif::MultiProgress;
use indicatif::ProgressBar;
use indicatif::ProgressStyle;
use std::collections::BTreeMap;
use std::io::IsTerminal as _;
use std::sync::LazyLock;
use std::sync::Mutex;
use std::time::Duration;
use std::time::Instant;

/// The live lines of the terminal, of which there is one.
static LIVE: LazyLock<MultiProgress> = LazyLock::new(MultiProgress::new);

/// Does something while no live line is on the terminal.
pub(super) fn apart(work: impl FnOnce()) {
    LIVE.suspend(work);
}

/// Where progress is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    /// On a terminal: lines that come and go.
    Live,
    /// In a log: a line for each stage when it ends.
    Plain,
    /// Nowhere.
    Silent,
}

/// The lines of a run. Steps over single things are counted together: `statistic 128`.
#[derive(Debug)]
pub(super) struct Lines {
    ui: Ui,
    way: Way,
    stages: Mutex<Stages>,
}

#[derive(Debug)]
struct Stage {
    /// Its name: `statistics`, `png`.
    name: String,
    running: usize,
    /// Single things that are done.
    done: usize,
    began: Instant,
    bar: Option<ProgressBar>,
}

#[expect(clippy::disallowed_methods, reason = "times are shown, and reach no output")]
fn now() -> Instant {
    Instant::now()
}

/// The stages of a run, by name.
type Stages = BTreeMap<String, Stage>;

/// Returns the stage that a step is told in: `statistic growth` within `statistics`, where that
/// is under way, and else with its like.
fn told_in(stages: &Stages, step: &str) -> String {
    let sort = step.split(' ').next().unwrap_or(step);
    let around = format!("{sort}s");
    if sort != step && stages.contains_key(&around) { around } else { sort.to_owned() }
}

impl Ui {
    /// Returns the lines of progress: live on a terminal, plain in CI, none elsewhere.
    pub(super) fn progress(self) -> Lines {
        let full = !self.quiet && matches!(self.style, Style::Full { .. });
        let way = if full && std::io::stderr().is_terminal() {
            Way::Live
        } else if full && self.ci {
            Way::Plain
        } else {
            Way::Silent
        };
        Lines::new(self, way)
    }
}

impl Lines {
    fn new(ui: Ui, way: Way) -> Self {
        Self { ui, way, stages: Mutex::default() }
    }

    /// Takes the lines away; the next run counts from nothing.
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
        if self.way != Way::Live {
            return None;
        }
        let bar = LIVE.add(ProgressBar::new_spinner());
        if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} {elapsed}") {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(120));
        Some(bar)
    }
}

impl Stage {
    fn show(&self) {
        if let Some(bar) = &self.bar {
            bar.set_message(match self.done {
                0 => self.name.clone(),
                done => format!("{} {done}", self.name),
            });
        }
    }
}

impl Progress for Lines {
    fn begin(&self, name: &str) {
        if self.way == Way::Silent {
            return;
        }
        if let Ok(mut stages) = self.stages.lock() {
            let told = told_in(&stages, name);
            let stage = stages.entry(told).or_insert_with_key(|told| Stage {
                name: told.clone(),
                running: 0,
                done: 0,
                began: now(),
                bar: None,
            });
            if stage.bar.is_none() {
                stage.bar = self.bar();
            }
            stage.running += 1;
            stage.show();
        }
    }

    fn end(&self, name: &str) {
        if let Ok(mut stages) = self.stages.lock() {
            let told = told_in(&stages, name);
            let Some(stage) = stages.get_mut(&told) else { return };
            stage.running = stage.running.saturating_sub(1);
            stage.done += usize::from(told != name);
            stage.show();
            if stage.running > 0 {
                return;
            }
            if let Some(bar) = stage.bar.take() {
                bar.finish_and_clear();
            }
            if self.way == Way::Plain && told == name {
                let took = now().duration_since(stage.began).as_millis();
                self.ui.urgent(&format!("{name}: {took} ms"));
            }
            if told == name {
                stages.remove(&told);
            }
        }
    }

    fn wait(&self, holder: Option<&str>) {
        let who = holder.map_or(String::new(), |id| format!(" (process {id})"));
        self.ui.say(&format!("waiting for another build of this project{who}"));
    }
}
