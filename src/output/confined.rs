//! A program that a person asked for by name, run on a copy of what it reads.
//!
//! In: its words, a folder of its own, limits of time and memory. Out: what it wrote to its standard
//! output, and whether it was kept from the network. Guarantees: of the user's environment it has
//! `PATH` and the variables that the person names; a file it writes and the memory of each of its
//! processes are bounded; where the system has namespaces it reaches no network, and nothing that it
//! started outlives it, not even what left its group of processes. It may read and write what the
//! user may: who asks for it must trust it.

use crate::output::child::Late;
use crate::output::child::Output;
use crate::output::child::Running;
use std::ffi::OsString;
use std::path::Path;
use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;

/// The most bytes that it may write to its standard output, or to one file.
pub const MOST: usize = 256 * 1024 * 1024;
/// How many of the last lines that it complained in are shown.
const SHOWN: usize = 8;
/// How long it may take to say its version.
const VERSION: Duration = Duration::from_secs(10);
/// Sets the limits in the shell that becomes the program, so that it never runs without them.
const LIMITED: &str = "ulimit -v \"$1\" && ulimit -f \"$2\" && shift 2 && exec \"$@\"";
/// No network, and processes of its own that end with it.
const APART: &[&str] = &[
    "unshare",
    "--user",
    "--map-current-user",
    "--net",
    "--pid",
    "--fork",
    "--kill-child",
    "--",
];

/// What is to run, and within what.
#[derive(Debug)]
pub struct Confined<'a> {
    /// The program and its arguments.
    pub run: &'a [String],
    /// Where it runs: the copy of what it reads.
    pub folder: &'a Path,
    /// Where the system looks for programs.
    pub path: &'a [PathBuf],
    /// Variables that the person lets it have.
    pub variables: &'a [(String, OsString)],
    /// How long it may take.
    pub timeout: Duration,
    /// How many bytes each of its processes may address.
    pub memory: u64,
}

/// What came of it.
#[derive(Debug)]
pub struct Ran {
    /// What it wrote to its standard output.
    pub out: Vec<u8>,
    /// What it says of its version; may be empty.
    pub version: String,
    /// Whether it was kept from the network.
    pub apart: bool,
}

impl Confined<'_> {
    /// Runs it to its end; what went wrong is said in words.
    pub fn run(&self) -> Result<Ran, String> {
        let name = self.run.first().map_or("", String::as_str);
        if !self.is_there(name) {
            return Err(format!("`{name}` is not installed: no folder of `PATH` has it"));
        }
        let apart = self.succeeds(&[APART, &["true"]].concat());
        let before: &[&str] = if apart { APART } else { &[] };
        let version = self.version(&[before, &[name, "--version"]].concat());
        let words: Vec<&str> =
            before.iter().copied().chain(self.run.iter().map(String::as_str)).collect();
        let running = self.start(&words).map_err(|error| error.to_string())?;
        let output = running
            .wait_for(|out| out.len() > MOST, self.timeout)
            .map_err(|late: Late| format!("`{name}` {late}"))?;
        if output.out.len() > MOST {
            return Err(format!("`{name}` wrote more than {} MB", MOST >> 20));
        }
        if output.status.success() {
            return Ok(Ran { out: output.out, version, apart });
        }
        let said = String::from_utf8_lossy(&output.err).into_owned();
        let said: Vec<&str> =
            said.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        let last = said.get(said.len().saturating_sub(SHOWN)..).unwrap_or_default();
        let said = match last {
            [] => String::new(),
            last => format!(": {}", last.join(" | ")),
        };
        Err(format!("`{name}` failed ({}){said}", output.status))
    }

    /// Returns whether there is a program of this name.
    fn is_there(&self, name: &str) -> bool {
        let here = name.contains('/') && self.folder.join(name).is_file();
        here || self.path.iter().any(|folder| folder.join(name).is_file())
    }

    fn succeeds(&self, words: &[&str]) -> bool {
        self.output(words).is_some_and(|output| output.status.success())
    }

    /// Returns the first line that a program says of its version.
    fn version(&self, words: &[&str]) -> String {
        let output = self.output(words).filter(|output| output.status.success());
        let said = output.map(|output| [output.out, output.err].concat());
        let said = String::from_utf8_lossy(&said.unwrap_or_default()).into_owned();
        said.lines().next().unwrap_or_default().trim().chars().take(100).collect()
    }

    fn output(&self, words: &[&str]) -> Option<Output> {
        self.start(words).ok()?.wait(VERSION.min(self.timeout)).ok()
    }

    #[expect(clippy::disallowed_types, reason = "the one home of other programs")]
    fn start(&self, words: &[&str]) -> std::io::Result<Running> {
        let kilobytes = (self.memory / 1024).to_string();
        let blocks = (MOST / 512).to_string();
        let path = std::env::join_paths(self.path).unwrap_or_default();
        let mut command = std::process::Command::new("/bin/sh");
        command
            .args(["-c", LIMITED, "sh", &kilobytes, &blocks])
            .args(words)
            .current_dir(self.folder)
            .env_clear()
            .envs(self.variables.iter().map(|(name, value)| (name, value)))
            .env("PATH", path)
            .envs([("LC_ALL", "C.UTF-8"), ("TZ", "UTC")])
            .envs([("HOME", self.folder), ("TMPDIR", self.folder)])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        Running::start(&mut command)
    }
}

#[cfg(test)]
#[cfg(target_os = "linux")]
#[expect(clippy::disallowed_methods, reason = "a test of other programs")]
mod tests {
    use super::Confined;
    use super::Ran;
    use std::time::Duration;

    fn ran(script: &str, timeout: Duration, memory: u64) -> Result<Ran, String> {
        let folder = tempfile::tempdir().unwrap();
        let run = ["sh", "-c", script].map(str::to_owned);
        let path = ["/usr/local/bin", "/usr/bin", "/bin"].map(std::path::PathBuf::from);
        let variables = [("GIVEN".to_owned(), "yes".into())];
        let (folder, path, variables) = (folder.path(), &path, &variables);
        Confined { run: &run, folder, path, variables, timeout, memory }.run()
    }

    fn within(script: &str) -> Result<Ran, String> {
        ran(script, Duration::from_secs(20), 1 << 30)
    }

    #[test]
    fn a_program_runs_in_its_folder_with_only_the_variables_it_is_given() {
        let script = "test \"$PWD\" = \"$HOME\" && env | cut -d= -f1 | grep -v _ | sort";
        let out = String::from_utf8(within(script).unwrap().out).unwrap();
        assert_eq!(out, "GIVEN\nHOME\nPATH\nPWD\nTMPDIR\nTZ\n");
    }

    #[test]
    fn what_a_program_complained_of_when_it_failed_is_in_the_message() {
        let failed = within("echo half; echo no such area >&2; exit 3").unwrap_err();
        assert_eq!(failed, "`sh` failed (exit status: 3): no such area");
        assert_eq!(within("exit 1").unwrap_err(), "`sh` failed (exit status: 1)");
    }

    #[test]
    fn a_program_may_complain_as_long_as_it_likes() {
        let script =
            "yes on-and-on | head -c 3000000 >&2; echo a,b; echo last >&2; exit 1";
        let failed = within(script).unwrap_err();
        assert!(failed.ends_with("| on-and-on | last"), "{failed}");
    }

    #[test]
    fn a_program_that_does_not_end_is_stopped() {
        let late = ran("sleep 30", Duration::from_millis(300), 1 << 30).unwrap_err();
        assert_eq!(late, "`sh` did not end within 0 seconds and was stopped");
    }

    #[test]
    fn a_program_that_wants_more_memory_than_it_may_have_fails() {
        let script = "awk 'BEGIN { s = \"x\"; while (1) s = s s }'";
        assert!(ran(script, Duration::from_secs(20), 100 << 20).is_err());
    }

    #[test]
    fn a_program_kept_from_the_network_leaves_no_process_behind() {
        let ran = within(
            "tail -n +3 /proc/net/dev | cut -d: -f1 | tr -d ' '; setsid sleep 7531 >/dev/null 2>&1 &",
        );
        let ran = ran.unwrap();
        if !ran.apart {
            // This system has no namespaces for users.
            return;
        }
        assert_eq!(ran.out, b"lo\n");
        let alive = std::fs::read_dir("/proc")
            .unwrap()
            .filter_map(|entry| std::fs::read(entry.ok()?.path().join("cmdline")).ok());
        assert_eq!(alive.filter(|line| line == b"sleep\x007531\0").count(), 0);
    }
}
