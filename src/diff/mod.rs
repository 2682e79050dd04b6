//! Editions, and what changed between two of them.
//!
//! **In:** two [`Edition`]s.
//! **Out:** a [`Comparison`], ordered by how much it matters, and its telling in words.
//! **Guarantees:** an edition compared with itself shows no change; a number that merely
//! followed the data is not reported as changed words.

mod compare;
mod edition;
mod places;
mod tell;

pub use compare::Comparison;
pub use compare::Conclusion;
pub use compare::FigureChange;
pub use compare::FileChange;
pub use compare::MethodChange;
pub use compare::NumberChange;
pub use compare::TableChange;
pub use compare::WordsChange;
pub use compare::compare;
pub use edition::Edition;
pub use edition::SCHEMA;
pub use tell::tell;
