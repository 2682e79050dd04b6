//! Rows of a block of which something is to be said whatever the contract is.

use crate::frame::remark;
use crate::frame::remark::Remark;
use crate::model::twice::decoded_twice;

/// Rows of which something is to be said whatever the contract is.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Odd {
    /// Those with fewer cells than the header, or more that are not empty.
    pub ragged: Vec<usize>,
    /// Those with a cell that is too long.
    pub long: Vec<usize>,
    /// Those that are no records, with the first text.
    pub remarks: Vec<(usize, Remark, String)>,
    /// Those with letters that were encoded twice.
    pub encoded: Vec<usize>,
}

impl Odd {
    /// Notes a row of several columns that is no record.
    pub(super) fn look(&mut self, row: usize, cells: &[&str]) {
        if let Some(remark) = remark::of(cells).filter(|_| cells.len() > 1) {
            let first = cells.first().map_or("", |cell| cell.trim());
            self.remarks.push((row, remark, first.to_owned()));
        }
    }
}

/// Returns whether a cell holds nothing, or a line that is drawn.
pub(super) fn is_bare(cell: &str) -> bool {
    cell.chars().all(|sign| sign.is_whitespace() || "-=_–—".contains(sign))
}

/// Returns the rows of a text with letters that were encoded twice; so many cells make a row, and they end
/// there.
pub(super) fn encoded(text: &str, ends: &[u32], width: usize) -> Vec<usize> {
    let mut rows = Vec::new();
    if text.is_ascii() {
        return rows;
    }
    // All signs with which such letters begin have the same first byte.
    for at in memchr::memchr_iter(b'\xc3', text.as_bytes()) {
        let rest = text.get(at..).unwrap_or_default();
        let signs: String = rest.chars().take(3).collect();
        if rest.starts_with(['Ã', 'Â', 'â', 'ï']) && decoded_twice(&signs).is_some() {
            let row = ends.partition_point(|end| (*end as usize) < at) / width;
            if rows.last() != Some(&row) {
                rows.push(row);
            }
        }
    }
    rows
}
