//! A stranger's project, workspace, archive or file: nothing is written, run, read or believed
//! that should not be, and all work has an end.

mod archives;
mod bombs;
mod bounded;
mod cells;
mod data;
mod repositories;
mod templates;
mod words;
mod workspaces;
mod writing;

use crate::harness::Ran;
use crate::harness::program;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;
use std::time::Instant;

/// A run, with what it took.
struct Measured {
    ran: Ran,
    /// The most memory it held, in MB.
    memory: u64,
    took: Duration,
}

/// Runs the program in a folder and watches its memory; after a minute it is killed.
fn measured(folder: &Path, args: &[&str]) -> Measured {
    let mut command = program(folder);
    command.args(args).env_remove("REISSUE_TYPST").env("NO_COLOR", "1");
    let started = Instant::now();
    let mut child =
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let (mut out, mut err) = (child.stdout.take().unwrap(), child.stderr.take().unwrap());
    let read = |from: &mut dyn std::io::Read| {
        let mut bytes = Vec::new();
        from.read_to_end(&mut bytes).unwrap();
        String::from_utf8_lossy(&bytes).into_owned()
    };
    std::thread::scope(|scope| {
        let out = scope.spawn(move || read(&mut out));
        let err = scope.spawn(move || read(&mut err));
        let status = format!("/proc/{}/status", child.id());
        let mut memory = 0;
        let code = loop {
            let peak = std::fs::read_to_string(&status).ok().and_then(|text| {
                let line = text.lines().find(|line| line.starts_with("VmHWM"))?;
                line.split_whitespace().nth(1)?.parse::<u64>().ok()
            });
            memory = memory.max(peak.unwrap_or(0));
            match child.try_wait().unwrap() {
                Some(status) => break status.code().unwrap_or(-1),
                None if started.elapsed() > Duration::from_mins(1) => {
                    child.kill().unwrap();
                }
                None => std::thread::sleep(Duration::from_millis(2)),
            }
        };
        let took = started.elapsed();
        let ran = Ran { code, out: out.join().unwrap(), err: err.join().unwrap() };
        Measured { ran, memory: memory / 1024, took }
    })
}
