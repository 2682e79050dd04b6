//! Files before they are written, and records as their bytes.

use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Result;
use serde::Serialize;
use std::collections::BTreeMap;

/// Files to write: path within the folder → bytes.
pub type Files = BTreeMap<String, Vec<u8>>;

/// Room for a record of the whole, so that it does not move while it grows.
pub(super) const ROOM: usize = 4 * 1024 * 1024;

/// Returns a value as JSON on one line: records are long, and read by programs.
pub(super) fn json<T: Serialize>(value: &T) -> Result<Vec<u8>> {
    long_json(value, 0)
}

/// The same, with room for so many bytes.
pub(super) fn long_json<T: Serialize>(value: &T, room: usize) -> Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(room);
    serde_json::to_writer(&mut bytes, value).map_err(|error| {
        Diagnostic::error(Code::R0801, format!("cannot write the record: {error}"))
    })?;
    bytes.push(b'\n');
    Ok(bytes)
}
