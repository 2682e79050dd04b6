//! Why a query is not run, and where in its text.
//!
//! In: what a reader of the query found. Out: [`Refusal`].

use sqlparser::tokenizer::Span;

/// Why a query is not run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::frame) enum Refusal {
    /// The text is not SQL, or uses what the engine does not have.
    Syntax(String),
    /// A column that does not exist.
    Column(String),
    /// Anything else, in the engine's words.
    Other(String),
    /// A part of the query, in our words.
    Part(Box<Part>),
}

/// A part of a query that cannot be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::frame) struct Part {
    /// What is wrong.
    pub message: String,
    /// Where in the text of the query.
    pub at: Span,
    /// What to do.
    pub help: String,
}

impl Part {
    /// Returns the refusal of a part.
    pub(in crate::frame) fn refusal(
        message: impl Into<String>,
        at: Span,
        help: impl Into<String>,
    ) -> Refusal {
        Refusal::Part(Box::new(Self { message: message.into(), at, help: help.into() }))
    }
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Syntax(text) | Self::Other(text) => f.write_str(text),
            Self::Column(name) => write!(f, "unknown column `{name}`"),
            Self::Part(part) => f.write_str(&part.message),
        }
    }
}
