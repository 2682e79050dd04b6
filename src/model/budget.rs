//! How much work a run may be asked to do by what it reads. Set once, by who starts the program.
//!
//! A report that a stranger wrote can ask for more than any machine can give in a few words: a
//! loop in a loop, a join of everything with everything. Such work is refused at its place.

use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;

/// Turns of loops in a chapter, unless another number is set.
pub const TURNS: u64 = 100_000;
/// Rows that a query may make, unless another number is set.
pub const ROWS: u64 = 10_000_000;

static TURNS_SET: AtomicU64 = AtomicU64::new(TURNS);
static ROWS_SET: AtomicU64 = AtomicU64::new(ROWS);

/// Returns how many turns the loops of a chapter may take together.
pub fn turns() -> u64 {
    TURNS_SET.load(Ordering::Relaxed)
}

/// Returns how many rows a query may make, at the end or on the way.
pub fn rows() -> u64 {
    ROWS_SET.load(Ordering::Relaxed)
}

/// Sets both for the whole process.
pub fn set(turns: u64, rows: u64) {
    TURNS_SET.store(turns, Ordering::Relaxed);
    ROWS_SET.store(rows, Ordering::Relaxed);
}
