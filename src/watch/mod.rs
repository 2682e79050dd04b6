//! Build again whenever something the last run read changes.
//!
//! **In:** a request, and what to do after each build.
//! **Out:** builds, one after another, until told to stop.
//! **Guarantees:** whatever the last run asked for is watched, also a file that was missing;
//! its content decides whether there is a change, so that none is missed, also while a build
//! runs, and a touch is none; a burst of changes is one build; a failed build leaves the last
//! edition where it is; the typst that is kept between builds ends with the watching.

mod bell;

use crate::make;
use crate::make::Outcome;
use crate::make::Progress;
use crate::make::Request;
use crate::model::diagnostic::Result;
use crate::output::typst::Program;
use crate::project::Disk;
use crate::project::Files as _;
use crate::project::ProjectPath;
use crate::project::Reads;
use crate::watch::bell::Bell;
use std::time::Duration;

/// How long what changed must stand still before a build.
const QUIET: Duration = Duration::from_millis(60);
/// How often that is waited for: a file that is always written to does not hold up the rest.
const PATIENCE: usize = 20;

/// What is told to whoever watches the watching.
pub trait Follower {
    /// A build begins.
    fn begin(&mut self);
    /// A build ended, of files that still are as it read them, or a good one.
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
    let typst = request.typst.clone().map(Program::kept);
    let request = &Request { typst, ..request.clone() };
    let mut bell = Bell::new(&request.root, poll)?;
    let mut known = Reads::new();
    loop {
        follower.begin();
        let outcome = make::build(request, progress);
        let disk = Disk::new(&request.root).with(outcome.stamps.clone());
        // A run that failed early read less than the last good one: what it did not come to
        // is waited for from how it is now.
        known.retain(|path, _| !outcome.done && !outcome.reads.contains_key(path));
        known = look(&disk, &known);
        known.extend(outcome.reads.clone());
        // Nobody is told of a fault in a file that was half written.
        if !outcome.done {
            std::thread::sleep(QUIET);
            if changed(&disk, &known) {
                continue;
            }
        }
        follower.end(&outcome);
        loop {
            bell.hang(&known)?;
            if changed(&disk, &known) {
                break;
            }
            loop {
                if !follower.goes_on() {
                    return Ok(());
                }
                if bell.rang()? {
                    break;
                }
            }
        }
    }
}

/// Returns whether something is not as it was read, once it stands still.
fn changed(disk: &Disk, known: &Reads) -> bool {
    let mut now = look(disk, known);
    for _ in 0..PATIENCE {
        if now == *known {
            return false;
        }
        std::thread::sleep(QUIET);
        let then = std::mem::replace(&mut now, look(disk, known));
        if now == then {
            break;
        }
    }
    now != *known
}

/// Returns the same files as they are now.
fn look(disk: &Disk, known: &Reads) -> Reads {
    let now =
        |path: &ProjectPath| disk.exists(path).then(|| disk.hash(path).ok()).flatten();
    known.keys().map(|path| (path.clone(), now(path))).collect()
}
