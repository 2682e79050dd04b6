//! Build again whenever something the last run read changes.
//!
//! **In:** a request, and what to do after each build.
//! **Out:** builds, one after another, until told to stop.
//! **Guarantees:** every file the last run asked for is watched, also one that was missing;
//! a burst of changes is one build; a failed build leaves the last edition where it is.

use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::diag::Result;
use crate::make;
use crate::make::Outcome;
use crate::make::Progress;
use crate::make::Request;
use crate::project::ProjectPath;
use notify::Config;
use notify::Event;
use notify::EventKind;
use notify::PollWatcher;
use notify::RecommendedWatcher;
use notify::RecursiveMode;
use notify::Watcher;
use std::collections::BTreeSet;
use std::path::Path;
use std::path::PathBuf;
use std::sync::mpsc::Receiver;
use std::sync::mpsc::RecvTimeoutError;
use std::sync::mpsc::channel;
use std::time::Duration;

/// How long the files must be quiet before a build.
const QUIET: Duration = Duration::from_millis(60);
/// How often a caller is asked whether to go on while nothing happens.
const IDLE: Duration = Duration::from_millis(250);

/// What is told to whoever watches the watching.
pub trait Follower {
    /// A build begins.
    fn begin(&mut self);
    /// A build ended.
    fn end(&mut self, outcome: &Outcome);
    /// Returns whether to go on; asked between builds.
    fn goes_on(&mut self) -> bool;
}

/// Builds, and builds again on each change, until the follower has enough. `poll` looks at
/// the files at an interval instead of waiting for events, for network mounts.
pub fn watch(
    request: &Request,
    poll: Option<Duration>,
    progress: &dyn Progress,
    follower: &mut dyn Follower,
) -> Result<()> {
    let failed = |error: &notify::Error| {
        Diagnostic::error(Code::R0801, format!("cannot watch the project: {error}"))
            .help("run with `--poll 2` where the file system reports no changes")
    };
    let (send, events) = channel();
    let tell = move |event: notify::Result<Event>| {
        // The receiver goes away only when the watching ends.
        let _ = send.send(event);
    };
    let mut watcher: Box<dyn Watcher> = if let Some(interval) = poll {
        let config =
            Config::default().with_poll_interval(interval).with_compare_contents(true);
        Box::new(PollWatcher::new(tell, config).map_err(|error| failed(&error))?)
    } else {
        let made = RecommendedWatcher::new(tell, Config::default());
        Box::new(made.map_err(|error| failed(&error))?)
    };
    let mut watched: BTreeSet<PathBuf> = BTreeSet::new();
    let mut reads: BTreeSet<ProjectPath> = BTreeSet::new();
    loop {
        follower.begin();
        let outcome = make::build(request, progress);
        // A run that failed early read less than the last good one.
        if outcome.done {
            reads.clear();
        }
        reads.extend(outcome.reads.keys().cloned());
        follower.end(&outcome);
        for folder in folders(&request.root, &reads) {
            if watched.contains(&folder) || !folder.is_dir() {
                continue;
            }
            watcher
                .watch(&folder, RecursiveMode::NonRecursive)
                .map_err(|error| failed(&error))?;
            watched.insert(folder);
        }
        if !changed(&events, &request.root, &reads, follower) {
            return Ok(());
        }
    }
}

/// The folders of everything that was read. Editors write by rename: a folder sees both.
fn folders(root: &Path, reads: &BTreeSet<ProjectPath>) -> BTreeSet<PathBuf> {
    reads
        .iter()
        .filter_map(|path| root.join(path.as_str()).parent().map(Path::to_owned))
        .collect()
}

/// Waits for a change of something that was read; none when the follower has enough.
fn changed(
    events: &Receiver<notify::Result<Event>>,
    root: &Path,
    reads: &BTreeSet<ProjectPath>,
    follower: &mut dyn Follower,
) -> bool {
    let ours = |event: &notify::Result<Event>| match event {
        Ok(event) if matches!(event.kind, EventKind::Access(_)) => false,
        Ok(event) => event.paths.iter().any(|path| concerns(path, root, reads)),
        // An overflow of events may have lost one of ours.
        Err(_) => true,
    };
    let mut seen = false;
    loop {
        match events.recv_timeout(if seen { QUIET } else { IDLE }) {
            Ok(event) => seen = seen || ours(&event),
            Err(RecvTimeoutError::Timeout) if seen => return true,
            Err(RecvTimeoutError::Timeout) => {
                if !follower.goes_on() {
                    return false;
                }
            }
            Err(RecvTimeoutError::Disconnected) => return false,
        }
    }
}

/// Returns whether a path on disk is one that was read.
fn concerns(path: &Path, root: &Path, reads: &BTreeSet<ProjectPath>) -> bool {
    let real_root = root.canonicalize().unwrap_or_else(|_| root.to_owned());
    let inside = path.strip_prefix(root).or_else(|_| path.strip_prefix(&real_root));
    let Ok(inside) = inside else { return false };
    let inside = inside.to_string_lossy().replace('\\', "/");
    ProjectPath::new(&inside).is_ok_and(|path| reads.contains(&path))
}
