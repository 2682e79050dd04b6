//! Frames to named statistics, and how a number is printed.
//!
//! **In:** checked tables and the blocks of `statistics.yaml`.
//! **Out:** [`Statistics`]: values with unit, interval, test, counts and provenance.
//! **Guarantees:** nothing depends on the order of rows; an undefined value is an error at
//! the block's own line, never a NaN.

pub mod number;
mod value;

pub use value::*;
