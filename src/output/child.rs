//! Programs under way: waited for with patience, and stopped with all they started when they
//! hang or when this program ends, however that comes.

use std::fmt;
use std::io::ErrorKind;
use std::io::Read;
use std::io::Write as _;
use std::path::Path;
use std::process::Child;
use std::process::ExitStatus;
use std::process::Stdio;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use std::sync::Weak;
use std::sync::mpsc::Receiver;
use std::sync::mpsc::channel;
use std::thread::JoinHandle;
use std::time::Duration;
use std::time::Instant;

/// Every program under way.
static ALL: Mutex<Vec<Arc<Mutex<Held>>>> = Mutex::new(Vec::new());

/// A program, and how long it may take to end by itself once its standard input does.
#[derive(Debug)]
struct Held {
    child: Child,
    leave: Duration,
}

/// Stops every program under way and lets no other start: for a program that is about to end.
pub fn stop_all() {
    let all = held(&ALL);
    all.iter().for_each(|child| stop(&mut held(child)));
    // Whoever would start another waits here until the end.
    std::mem::forget(all);
}

/// Programs that have done their work and are on their way out.
static LEAVING: Mutex<Vec<JoinHandle<()>>> = Mutex::new(Vec::new());

/// Waits until every program that was sent away is gone: for a program that is about to end.
pub fn see_off() {
    let leaving = std::mem::take(&mut *held(&LEAVING));
    // One that cannot be waited for is gone.
    leaving.into_iter().for_each(|leaving| drop(leaving.join()));
}

/// The program that its arguments name, in the place of the shell that reads this, and beside it
/// somebody who ends both when nothing holds the other end of the standard input any more.
const LEASH: &str =
    "exec 3<&0; { read -r line <&3; kill -s KILL 0; } & exec \"$@\" </dev/null 3<&-";

/// Returns the command of a program that would not end by itself: it does not outlive this one,
/// even if this one is killed. It cannot be started where there is no such shell.
#[expect(clippy::disallowed_types, reason = "the one home of other programs")]
pub(super) fn leashed(program: &Path, args: &[&str]) -> std::process::Command {
    let mut command = std::process::Command::new("/bin/sh");
    command.args(["-c", LEASH, "sh"]).arg(program).args(args).stdin(Stdio::piped());
    command
}

/// As much as a pipe holds.
const PIECE: usize = 64 * 1024;
/// How many of the last bytes that a program complains in are kept.
const COMPLAINTS: usize = 1024 * 1024;

fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A program that was started; it is reaped in any case.
#[derive(Debug)]
pub(super) struct Running(Arc<Mutex<Held>>);

/// A look at how busy a program is, for whoever works beside it.
#[derive(Debug)]
pub struct Busy(Weak<Mutex<Held>>);

impl Busy {
    /// Returns whether it has ended, and was waited for.
    pub fn ended(&self) -> bool {
        self.0.strong_count() == 0
    }

    /// Returns how many of its threads have work, where the system tells; none has once it ended.
    #[expect(clippy::disallowed_methods, reason = "the system's word, no input")]
    pub fn threads(&self) -> usize {
        let Some(child) = self.0.upgrade() else { return 0 };
        let threads = format!("/proc/{}/task", held(&child).child.id());
        let Ok(threads) = std::fs::read_dir(threads) else { return 0 };
        let stats = threads.filter_map(|thread| {
            std::fs::read_to_string(thread.ok()?.path().join("stat")).ok()
        });
        // The name may hold blanks, but is in brackets: the state comes after it.
        stats
            .filter(|stat| stat.rsplit(") ").next().is_some_and(|s| s.starts_with('R')))
            .count()
    }
}

/// What a program wrote, and how it ended.
#[derive(Debug)]
pub(super) struct Output {
    pub status: ExitStatus,
    pub out: Vec<u8>,
    pub err: Vec<u8>,
}

/// A program that was stopped.
#[derive(Debug)]
pub(super) struct Late(pub Duration);

impl fmt::Display for Late {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.0.as_secs();
        let plural = if seconds == 1 { "" } else { "s" };
        write!(f, "did not end within {seconds} second{plural} and was stopped")
    }
}

impl Running {
    /// Starts a program, in a group of processes with all that it starts itself.
    #[expect(clippy::disallowed_types, reason = "the one home of other programs")]
    pub(super) fn start(command: &mut std::process::Command) -> std::io::Result<Self> {
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(command, 0);
        let mut all = held(&ALL);
        let held = Held { child: command.spawn()?, leave: Duration::ZERO };
        let held = Arc::new(Mutex::new(held));
        all.push(Arc::clone(&held));
        Ok(Self(held))
    }

    /// Has it told by the end of its standard input that it is to stop, and stops it only where it has
    /// not ended a moment later.
    pub(super) fn leaving(self, moment: Duration) -> Self {
        held(&self.0).leave = moment;
        self
    }

    /// Limits the memory that it may address, where the system can: past it an allocation fails.
    pub(super) fn within(self, memory: u64) -> Self {
        #[cfg(target_os = "linux")]
        {
            use rustix::process::Pid;
            use rustix::process::Resource;
            use rustix::process::Rlimit;
            let limit = Rlimit { current: Some(memory), maximum: Some(memory) };
            let pid = Pid::from_child(&held(&self.0).child);
            let _ = rustix::process::prlimit(Some(pid), Resource::As, limit);
        }
        self
    }

    /// Returns a look at how busy it is.
    pub(super) fn busy(&self) -> Busy {
        Busy(Arc::downgrade(&self.0))
    }

    /// Returns what it says of its work, to be read as it goes.
    pub(super) fn stderr(&self) -> Option<impl Read + Send + use<>> {
        held(&self.0).child.stderr.take()
    }

    /// Returns whether it has come to an end.
    pub(super) fn ended(&self) -> bool {
        !matches!(held(&self.0).child.try_wait(), Ok(None))
    }

    /// Returns how much memory it has, in bytes, where the system tells.
    #[expect(clippy::disallowed_methods, reason = "the system's word, no input")]
    pub(super) fn memory(&self) -> Option<u64> {
        let path = format!("/proc/{}/status", held(&self.0).child.id());
        let status = std::fs::read_to_string(path).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
        Some(line.trim().strip_suffix(" kB")?.parse::<u64>().ok()? * 1024)
    }

    /// Writes the last that it has to hear.
    pub(super) fn tell(&self, text: &[u8]) {
        let stdin = held(&self.0).child.stdin.take();
        // One that has ended hears nothing any more: what came of it is told by its output.
        let _ = stdin.map(|mut stdin| stdin.write_all(text));
    }

    /// Waits for it, but not for ever: one that hangs is stopped.
    pub(super) fn wait(self, patience: Duration) -> Result<Output, Late> {
        self.wait_for(|_| false, patience)
    }

    /// Waits for it, or for as much as makes what it writes whole: then it has done its work, and
    /// is stopped beside the caller, rather than waited for while it tidies up.
    #[expect(
        clippy::disallowed_methods,
        reason = "how long a program takes reaches no output"
    )]
    pub(super) fn wait_for(
        self,
        whole: fn(&[u8]) -> bool,
        patience: Duration,
    ) -> Result<Output, Late> {
        let start = Instant::now();
        let left = || patience.saturating_sub(start.elapsed());
        let (out, err) = {
            let child = &mut held(&self.0).child;
            (
                drained(child.stdout.take(), whole, usize::MAX),
                drained(child.stderr.take(), |_| false, COMPLAINTS),
            )
        };
        let out = out.recv_timeout(left()).map_err(|_| Late(patience))?;
        if whole(&out) {
            let mut leaving = held(&LEAVING);
            leaving.retain(|leaving| !leaving.is_finished());
            leaving.push(std::thread::spawn(move || drop(self)));
            return Ok(Output { status: ExitStatus::default(), out, err: Vec::new() });
        }
        let ended = err.recv_timeout(left()).ok().and_then(|err| {
            // Closed pipes mean the end is near, not that it has come.
            loop {
                let status = held(&self.0).child.try_wait();
                match status {
                    Ok(Some(status)) => return Some(Output { status, out, err }),
                    Ok(None) if !left().is_zero() => {
                        std::thread::sleep(Duration::from_millis(1));
                    }
                    Ok(None) | Err(_) => return None,
                }
            }
        });
        ended.ok_or(Late(patience))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let mut all = held(&ALL);
        all.retain(|child| !Arc::ptr_eq(child, &self.0));
        stop(&mut held(&self.0));
    }
}

/// Stops a program, unless it has ended, with all that it started, and reaps it.
#[expect(
    clippy::disallowed_methods,
    reason = "how long a program takes reaches no output"
)]
fn stop(held: &mut Held) {
    let Held { child, leave } = held;
    let told = Instant::now();
    if !leave.is_zero() {
        drop(child.stdin.take());
    }
    loop {
        if matches!(child.try_wait(), Ok(Some(_))) {
            return;
        }
        if told.elapsed() >= *leave {
            break;
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    #[cfg(unix)]
    {
        use rustix::process::Pid;
        use rustix::process::Signal;
        // What has not been reaped keeps its number: this is no stranger.
        let _ = rustix::process::kill_process_group(Pid::from_child(child), Signal::KILL);
    }
    let _ = child.kill();
    let _ = child.wait();
}

/// Reads a pipe until all that came is whole, or to its end, beside the caller, and keeps the
/// last bytes. The end may never come: a program's own programs can hold the pipe open.
fn drained(
    mut pipe: Option<impl Read + Send + 'static>,
    whole: fn(&[u8]) -> bool,
    most: usize,
) -> Receiver<Vec<u8>> {
    let (sender, receiver) = channel();
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        let mut piece = vec![0; PIECE];
        while let Some(pipe) = &mut pipe
            && !whole(&bytes)
        {
            match pipe.read(&mut piece) {
                Ok(0) => break,
                Ok(count) => {
                    bytes.extend_from_slice(piece.get(..count).unwrap_or_default());
                    if bytes.len() > most {
                        bytes.drain(..bytes.len() - most / 2);
                    }
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(_) => break,
            }
        }
        let _ = sender.send(bytes);
    });
    receiver
}

#[cfg(all(test, target_os = "linux"))]
#[expect(
    clippy::disallowed_types,
    clippy::disallowed_methods,
    reason = "a test of the one home of other programs"
)]
mod tests {
    use super::Running;
    use std::process::Command;
    use std::process::Stdio;
    use std::time::Duration;

    #[test]
    fn a_program_that_is_to_leave_is_told_and_ends_by_itself() {
        let folder = tempfile::tempdir().unwrap();
        let left = folder.path().join("left");
        let script = format!("read -r line; echo gone > '{}'", left.display());
        let mut command = Command::new("/bin/sh");
        command.args(["-c", &script]).stdin(Stdio::piped());
        drop(Running::start(&mut command).unwrap());
        assert!(!left.exists());
        drop(Running::start(&mut command).unwrap().leaving(Duration::from_mins(1)));
        assert_eq!(std::fs::read_to_string(left).unwrap(), "gone\n");
    }

    #[test]
    fn a_program_is_busy_while_it_works_and_not_while_it_waits_or_once_it_is_gone() {
        let mut command = Command::new("/bin/sh");
        command.args(["-c", "read -r line; while :; do :; done"]).stdin(Stdio::piped());
        let running = Running::start(&mut command).unwrap();
        let busy = running.busy();
        let becomes = |count: usize| {
            let mut looks = 0;
            while busy.threads() != count {
                looks += 1;
                assert!(looks < 2000, "it never has {count} at work");
                std::thread::sleep(Duration::from_millis(5));
            }
        };
        becomes(0);
        running.tell(b"go\n");
        becomes(1);
        drop(running);
        assert_eq!(busy.threads(), 0);
    }
}
