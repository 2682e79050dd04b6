//! A connection to an engine: this program, started again in a process of its own, which a driver may
//! crash. When its standard input ends, it asks the engine to stop and ends itself: after its time, at
//! Ctrl-C, and with this one, even if this one is killed.

use crate::output::child::Running;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

/// How long a connection may take to have its engine stop.
const LEAVE: Duration = Duration::from_secs(2);

/// Why nothing came back.
#[derive(Debug)]
pub enum Unheard {
    /// There was no answer in time.
    Late,
    /// The process ended without one: words that go on after the name of the engine.
    Ended(String),
}

/// Starts a program with a word and a question, and returns what it prints.
#[expect(clippy::disallowed_types, reason = "the one home of other programs")]
pub fn asked(
    program: &Path,
    word: &str,
    question: &str,
    patience: Duration,
) -> Result<Vec<u8>, Unheard> {
    let mut command = std::process::Command::new(program);
    command
        .args([word, question])
        // A profile is looked for in one folder alone.
        .env_remove("ADBC_PROFILE_PATH")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let ended = |why: String| Unheard::Ended(format!("gave no answer: {why}"));
    let running =
        Running::start(&mut command).map_err(|error| ended(error.to_string()))?;
    let output = running.leaving(LEAVE).wait(patience).map_err(|_| Unheard::Late)?;
    if output.status.success() {
        return Ok(output.out);
    }
    let said = String::from_utf8_lossy(&output.err).into_owned();
    let last = said.lines().map(str::trim).rfind(|line| !line.is_empty());
    let last = last.map_or(String::new(), |line| format!(": {line}"));
    Err(ended(format!("its driver ended ({}){last}", output.status)))
}
