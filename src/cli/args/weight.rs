//! How much a change must matter.

use clap::ValueEnum;

/// How much a change must matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Weight {
    /// Conclusions, and guards that were loosened
    Conclusions,
    /// All that a release waits for: conclusions, guards, numbers, statements and method
    Numbers,
    /// These, figures, tables and words
    Words,
    /// Anything, method, data and layout included
    Any,
}
