//! The kinds of statistics: one file each, from a block's settings to its values.

pub(super) mod adjust;
pub(super) mod balance;
pub(super) mod change;
pub(super) mod comparison;
pub(super) mod correlation;
pub(super) mod count;
pub(super) mod derived;
pub(super) mod event_study;
pub(super) mod level;
pub(super) mod panel;
pub(super) mod robustness;
pub(super) mod sql;
#[cfg(test)]
mod trial;
pub(super) mod twfe;
