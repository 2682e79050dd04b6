//! Databases and clusters that answer the query of a frame.
//!
//! **In:** a profile by its name, and SQL. **Out:** rows as CSV, and what the engine says of itself.
//! **Guarantees:** a profile is a file of the person who asks, never of the project; a variable
//! that it needs and that is not set is reported before anything is connected to; a value that has
//! no exact text is refused.

mod alone;
#[cfg(feature = "engines")]
mod answer;
#[cfg(feature = "engines")]
mod cells;
mod profile;

pub use alone::not_alone;
#[cfg(feature = "engines")]
pub use answer::answer;
#[cfg(feature = "engines")]
pub use answer::cancel;
pub use profile::lacks;

use serde::Deserialize;
use serde::Serialize;

/// What is asked of an engine.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// The name of the profile.
    pub profile: String,
    /// The query; empty where only the version is asked for.
    pub sql: String,
    /// The query that says which data these are.
    pub version: Option<String>,
    /// The most rows that may come.
    pub most: usize,
}

/// What an engine answers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// What it is called; may be empty.
    pub name: String,
    /// Its version; may be empty.
    pub version: String,
    /// What it says of its data before the query ran; empty unless asked.
    pub before: String,
    /// The same afterwards.
    pub after: String,
    /// The rows, with a header.
    pub csv: String,
}

/// Why an engine gives no answer: words that go on after its name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// What happened.
    pub message: String,
    /// The engine's SQLSTATE; empty where it gives none.
    pub state: String,
    /// Whether there was a connection, so that the query is at fault.
    pub connected: bool,
}

impl Fault {
    /// Returns the fault of a step.
    pub fn of(step: &str, error: impl std::fmt::Display) -> Self {
        let error = error.to_string();
        // Drivers repeat the query, which the author has before them.
        let error = error.split("Producer error: ").last().unwrap_or_default();
        let error = ["\nQuery was:", "\nquery:", "\nLINE "]
            .iter()
            .fold(error, |error, end| error.split(end).next().unwrap_or(error));
        let lines = error.lines().map(str::trim).filter(|line| !line.is_empty());
        let error = lines.collect::<Vec<_>>().join(" | ");
        Self { message: format!("{step}: {error}"), ..Self::default() }
    }

    /// Returns the fault of an answer that cannot be kept, which has something in it.
    #[cfg(feature = "engines")]
    fn answered(what: impl std::fmt::Display) -> Self {
        let message = format!("answers with {what}");
        Self { message, connected: true, ..Self::default() }
    }
}

/// Nothing is under way.
#[cfg(not(feature = "engines"))]
pub fn cancel() {}

/// Answers a question, where this program was compiled with drivers.
#[cfg(not(feature = "engines"))]
pub fn answer(_: &Question) -> Result<Answer, Fault> {
    Err(Fault {
        message:
            "cannot be asked: this `reissue` was compiled without the feature `engines`"
                .to_owned(),
        ..Fault::default()
    })
}
