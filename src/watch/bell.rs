//! What says that it is time to look at the files again: the system's events in their
//! folders, or an interval where the system reports none.

use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Result;
use crate::project::Reads;
use notify::Config;
use notify::ErrorKind;
use notify::Event;
use notify::EventKind;
use notify::RecommendedWatcher;
use notify::RecursiveMode;
use notify::Watcher as _;
use std::collections::BTreeSet;
use std::path::Path;
use std::path::PathBuf;
use std::sync::mpsc::Receiver;
use std::sync::mpsc::RecvTimeoutError;
use std::sync::mpsc::channel;
use std::time::Duration;

/// How often a caller is asked whether to go on while nothing happens.
const IDLE: Duration = Duration::from_millis(250);
/// The rest of a burst of events is waited for this long, and taken together.
const BURST: Duration = Duration::from_millis(15);

/// A bell that hangs in the folders of a project.
#[derive(Debug)]
pub(super) struct Bell {
    root: PathBuf,
    way: Way,
}

#[derive(Debug)]
enum Way {
    Events(RecommendedWatcher, Receiver<notify::Result<Event>>),
    /// Rings at this interval; the second is how long it was silent.
    Clock(Duration, Duration),
}

fn failed(error: &notify::Error) -> Diagnostic {
    Diagnostic::error(Code::R0801, format!("cannot watch the project: {error}"))
        .help("run with `--poll 2` where the file system reports no changes")
}

impl Bell {
    /// Returns a bell for a project's folder.
    pub(super) fn new(root: &Path, poll: Option<Duration>) -> Result<Self> {
        let root = root.to_owned();
        if let Some(interval) = poll {
            return Ok(Self { root, way: Way::Clock(interval, Duration::ZERO) });
        }
        let (send, events) = channel();
        let tell = move |event: notify::Result<Event>| {
            // The receiver goes away only when the watching ends.
            let _ = send.send(event);
        };
        let watcher = RecommendedWatcher::new(tell, Config::default())
            .map_err(|error| failed(&error))?;
        Ok(Self { root, way: Way::Events(watcher, events) })
    }

    /// Hangs the bell where it must hear of these files, also of those that are missing.
    /// A folder that was deleted and made again is another one: each is told anew, those above
    /// first, so that whatever comes into them later rings.
    pub(super) fn hang(&mut self, reads: &Reads) -> Result<()> {
        let Way::Events(watcher, _) = &mut self.way else { return Ok(()) };
        for folder in folders(&self.root, reads) {
            match watcher.watch(&folder, RecursiveMode::NonRecursive) {
                // It is not there; the one above tells when it is.
                Err(error) if !gone(&error) => return Err(failed(&error).into()),
                _ => {}
            }
        }
        Ok(())
    }

    /// Waits a while; returns whether it is time to look.
    pub(super) fn rang(&mut self) -> Result<bool> {
        match &mut self.way {
            Way::Clock(interval, silent) => {
                let pause = IDLE.min(*interval);
                std::thread::sleep(pause);
                *silent += pause;
                let due = *silent >= *interval;
                if due {
                    *silent = Duration::ZERO;
                }
                Ok(due)
            }
            Way::Events(_, events) => match events.recv_timeout(IDLE) {
                Ok(event) if matters(&event) => {
                    std::thread::sleep(BURST);
                    while events.try_recv().is_ok() {}
                    Ok(true)
                }
                Ok(_) | Err(RecvTimeoutError::Timeout) => Ok(false),
                Err(RecvTimeoutError::Disconnected) => {
                    let error = notify::Error::generic("the system's events ended");
                    Err(failed(&error).into())
                }
            },
        }
    }
}

/// Returns whether there is no such folder.
fn gone(error: &notify::Error) -> bool {
    match &error.kind {
        ErrorKind::PathNotFound => true,
        ErrorKind::Io(error) => error.kind() == std::io::ErrorKind::NotFound,
        _ => false,
    }
}

/// Reading is no change; an overflow of events may have lost one.
fn matters(event: &notify::Result<Event>) -> bool {
    !matches!(event, Ok(event) if matches!(event.kind, EventKind::Access(_)))
}

/// The folders of everything that was read, with those above them up to the project's own:
/// a folder tells of files that are saved by rename, and of folders that come and go.
fn folders(root: &Path, reads: &Reads) -> BTreeSet<PathBuf> {
    let mut found = BTreeSet::from([root.to_owned()]);
    for path in reads.keys() {
        let above = Path::new(path.as_str()).ancestors().skip(1);
        let below_root = above.filter(|folder| !folder.as_os_str().is_empty());
        found.extend(below_root.map(|folder| root.join(folder)));
        // A link's target lives elsewhere.
        let real = root.join(path.as_str()).canonicalize().ok();
        found.extend(real.and_then(|real| Some(real.parent()?.to_owned())));
    }
    found
}
