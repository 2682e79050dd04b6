//! A `typst watch` that is kept from one build to the next: it sets again only what changed.
//!
//! Which inputs a PDF belongs to is certain. [`ENTRY`] is read by Typst before any other file
//! and written after all of them; it looks at an empty file that is named by the content of the
//! others, and Typst writes down at which files it looked. Whoever saw that name saw them all as
//! they are now. One that has nothing to do, and did not see that name, missed the news: another is
//! started. Whatever else is not as expected ends the keeping; the document is then compiled by a
//! program of its own, as it is where nothing is kept.

use crate::output::child::Late;
use crate::output::child::Running;
use crate::output::child::leashed;
use crate::output::typst::Bundle;
use crate::output::typst::is_whole;
use crate::output::typst::place::Place;
use crate::output::typst::setting::MEMORY;
use crate::output::typst::setting::Setting;
use crate::output::typst::setting::confine;
use crate::output::typst::setting::options;
use serde::Deserialize;
use std::path::Path;
use std::process::Stdio;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::time::Duration;
use std::time::Instant;

/// The file that a kept program begins with.
pub const ENTRY: &str = "kept.typ";
/// The memory that it may have, in bytes. It grows with each run by about a third of what a run
/// needs, until what was not used in ten runs is let go: at five times as much.
const ROOM: u64 = 1 << 30;
/// How many runs it may do where the system does not tell its memory.
const RUNS: usize = 8;
/// How long it may have nothing to do, and not be ready, once it watches: then it has missed that
/// there is news, and another is started.
const IDLE: Duration = Duration::from_secs(2);
/// How often is looked whether it is ready.
const PAUSE: Duration = Duration::from_millis(3);

/// Returns the text of [`ENTRY`]: `main`, after a look at the file that stands for all.
pub(super) fn entry(main: &str, made: &str) -> String {
    format!("#{{ let _ = read(\"{made}\"); include \"{main}\" }}\n")
}

/// The program between builds.
#[derive(Debug, Default)]
pub(super) struct Kept(Mutex<State>);

#[derive(Debug, Default)]
enum State {
    /// Nothing is under way.
    #[default]
    Idle,
    /// The program watches a folder.
    Busy(Watching),
    /// It did what was not expected, and is not asked any more.
    GivenUp,
}

#[derive(Debug)]
struct Watching {
    running: Running,
    place: Place,
    setting: Setting,
    /// What its files are called: those of another one are not looked at.
    name: String,
    /// How long its first run took.
    first: Option<Duration>,
    runs: usize,
}

/// What Typst writes after each run.
#[derive(Debug, Deserialize)]
struct Seen {
    inputs: Vec<String>,
    outputs: Option<Vec<String>>,
}

/// Why there is no PDF.
#[derive(Debug)]
enum Ending {
    /// The document was refused.
    Refused,
    /// It took longer than this.
    Late(Duration),
    /// It waits, and has missed that there is news.
    Missed,
    /// Anything else.
    Strange,
}

impl Kept {
    /// Returns the PDF of a bundle that was laid into a folder, [`ENTRY`] last; none where it
    /// must be compiled by a program of its own.
    pub(super) fn pdf(
        &self,
        program: (&Path, bool),
        patience: Duration,
        folder: &Path,
        bundle: &Bundle,
    ) -> Result<Option<Vec<u8>>, Late> {
        let Some(made) = &bundle.made else { return Ok(None) };
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let before = match std::mem::replace(&mut *state, State::GivenUp) {
            State::GivenUp => return Ok(None),
            State::Busy(watching) if watching.fits(folder, bundle) => Some(watching),
            // One that does not fit ends before another begins.
            State::Busy(_) | State::Idle => None,
        };
        let start = || Watching::start(program, folder, bundle);
        let Some(mut watching) = before.or_else(start) else { return Ok(None) };
        let mut early = watching.first.is_none();
        let mut ending = watching.pdf(made, patience);
        if matches!(ending, Err(Ending::Missed)) {
            drop(watching);
            let Some(another) = start() else { return Ok(None) };
            watching = another;
            early = true;
            ending = watching.pdf(made, patience);
        }
        match ending {
            Ok(pdf) => {
                let full = watching.is_full();
                *state = if full { State::Idle } else { State::Busy(watching) };
                Ok(Some(pdf))
            }
            Err(Ending::Refused) => {
                *state = State::Busy(watching);
                Ok(None)
            }
            Err(Ending::Late(patience)) if early => {
                *state = State::Idle;
                Err(Late(patience))
            }
            Err(Ending::Late(_) | Ending::Missed | Ending::Strange) => Ok(None),
        }
    }
}

impl Watching {
    /// Starts the program in a folder.
    fn start(
        (program, packages): (&Path, bool),
        folder: &Path,
        bundle: &Bundle,
    ) -> Option<Self> {
        use std::sync::atomic::AtomicUsize;
        use std::sync::atomic::Ordering;
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("kept-{}-{count}", std::process::id());
        let (pdf, seen) = (format!("{name}.pdf"), format!("{name}.json"));
        let place = Place::of(folder).ok()?;
        let mut command = leashed(program, &["watch", "--no-serve"]);
        command
            .current_dir(place.path())
            .args(options(bundle.setting))
            .args(["--deps", &seen, "--deps-format", "json", ENTRY, &pdf])
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        confine(&mut command, packages);
        let setting = bundle.setting;
        let running = Running::start(&mut command).ok()?.within(MEMORY);
        Some(Self { running, place, setting, name, first: None, runs: 0 })
    }

    /// Returns whether it does what is asked now.
    fn fits(&self, folder: &Path, bundle: &Bundle) -> bool {
        self.place.is(folder) && self.setting == bundle.setting
    }

    /// Returns whether its memory is as large as it may be.
    fn is_full(&self) -> bool {
        self.running.memory().map_or(self.runs >= RUNS, |memory| memory > ROOM)
    }

    /// Waits for the PDF of what the file `made` stands for.
    #[expect(
        clippy::disallowed_methods,
        reason = "how long a program takes reaches no output"
    )]
    fn pdf(&mut self, made: &str, patience: Duration) -> Result<Vec<u8>, Ending> {
        let begun = Instant::now();
        let mut worked = begun;
        loop {
            if let Some(seen) = self.seen()
                && seen.inputs.iter().any(|input| Path::new(input).ends_with(made))
            {
                self.runs += 1;
                self.first.get_or_insert(begun.elapsed());
                return match seen.outputs {
                    Some(_) => self.read().ok_or(Ending::Strange),
                    None => Err(Ending::Refused),
                };
            }
            if self.running.ended() {
                return Err(Ending::Strange);
            }
            if begun.elapsed() > patience {
                return Err(Ending::Late(patience));
            }
            // On a busy machine one that has work may get its turn late.
            if self.running.busy().threads() > 0 {
                worked = Instant::now();
            } else if self.first.is_some() && worked.elapsed() > IDLE {
                return Err(Ending::Missed);
            }
            std::thread::sleep(PAUSE);
        }
    }

    /// Returns what Typst looked at in its last run, once that is written down.
    #[expect(clippy::disallowed_methods, reason = "what the program wrote, no input")]
    fn seen(&self) -> Option<Seen> {
        let path = self.place.path().join(format!("{}.json", self.name));
        serde_json::from_slice(&std::fs::read(path).ok()?).ok()
    }

    /// Returns the PDF, if it is whole.
    #[expect(clippy::disallowed_methods, reason = "what the program wrote, no input")]
    fn read(&self) -> Option<Vec<u8>> {
        let pdf =
            std::fs::read(self.place.path().join(format!("{}.pdf", self.name))).ok()?;
        is_whole(&pdf).then_some(pdf)
    }
}
