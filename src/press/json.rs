//! Records as JSON, for programs and for people who look into them.

use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Result;
use serde::Serialize;

/// Returns a value as JSON, a line a member.
pub(super) fn json<T: Serialize>(value: &T) -> Result<Vec<u8>> {
    let mut bytes = serde_json::to_vec_pretty(value).map_err(|error| {
        Diagnostic::error(Code::R0702, format!("cannot write the record: {error}"))
    })?;
    bytes.push(b'\n');
    Ok(bytes)
}
