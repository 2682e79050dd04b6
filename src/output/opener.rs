//! Shows a file in whatever the user reads such files with.
//!
//! **In:** the file, and the folders in which programs are looked for. **Out:** whether a program was started.
//! **Guarantees:** it is not waited for, and gets nothing of our input and output.
#![expect(clippy::disallowed_types, reason = "the user asked for it to be shown")]

use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::process::Stdio;

/// Programs that open a file as the desktop would.
const OPENERS: &[&str] = &["xdg-open", "open"];

/// Opens a file; false where there is no program that does.
pub fn open(file: &Path, path: &[PathBuf]) -> bool {
    let found = OPENERS
        .iter()
        .flat_map(|name| path.iter().map(move |folder| folder.join(name)))
        .find(|program| program.is_file());
    let Some(program) = found else { return false };
    let mut command = Command::new(program);
    command.arg(file).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn().is_ok()
}
