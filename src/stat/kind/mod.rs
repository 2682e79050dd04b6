//! The kinds of statistics: one file each, from a block's settings to its values.

pub(super) mod change;
pub(super) mod count;
pub(super) mod derived;
pub(super) mod level;
pub(super) mod sql;
