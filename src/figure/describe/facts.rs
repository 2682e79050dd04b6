//! What sentences about charts share: what a chart shows, and a value in few words.

use crate::model::format::Format;
use crate::model::format::Unit;

/// What the chart shows, by which words about it are judged.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::figure) struct Facts {
    pub rises: bool,
    pub falls: bool,
    pub crosses: bool,
    pub widens: bool,
    pub narrows: bool,
}

/// A value without the long words of its unit, for where they were said already.
pub(super) fn bare(format: &Format, value: f64) -> String {
    match format.unit {
        Unit::Points | Unit::Rate => format.number(value),
        _ => format.full(value),
    }
}
