//! A connection to an engine: this program, started again in a process of its own, which a driver may
//! crash. It ends when its standard input does, and so with this one, even if this one is killed.

use crate::output::child::Running;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

/// Starts a program with a word and a question, and returns what it prints; what went wrong is said in
/// words that go on after the name of the engine.
#[expect(clippy::disallowed_types, reason = "the one home of other programs")]
pub fn asked(
    program: &Path,
    word: &str,
    question: &str,
    patience: Duration,
) -> Result<Vec<u8>, String> {
    let mut command = std::process::Command::new(program);
    command
        .args([word, question])
        // A profile is looked for in one folder alone.
        .env_remove("ADBC_PROFILE_PATH")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let running = Running::start(&mut command).map_err(|error| error.to_string())?;
    let output = running
        .wait(patience)
        .map_err(|late| format!("gave no answer: the connection {late}"))?;
    if output.status.success() {
        return Ok(output.out);
    }
    let said = String::from_utf8_lossy(&output.err).into_owned();
    let last = said.lines().map(str::trim).rfind(|line| !line.is_empty());
    let last = last.map_or(String::new(), |line| format!(": {line}"));
    Err(format!("gave no answer: its driver ended ({}){last}", output.status))
}
