//! Editions, and what changed between two of them.
//!
//! **In:** two [`Edition`]s.
//! **Out:** a [`Comparison`], ordered by how much it matters, and its telling in words.
//! **Guarantees:** an edition compared with itself shows no change; a number that merely
//! followed the data is not reported as changed words; a change names the inputs behind it.

mod cause;
mod change;
mod compare;
mod content;
mod edition;
mod places;
mod tell;

pub use change::Comparison;
pub use change::Conclusion;
pub use change::FigureChange;
pub use change::FileChange;
pub use change::MethodChange;
pub use change::NumberChange;
pub use change::TableChange;
pub use change::WordsChange;
pub use compare::compare;
pub use edition::Edition;
pub use edition::Rows;
pub use edition::SCHEMA;
pub use tell::tell;
