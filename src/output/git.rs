//! The `git` program as a child process: a revision of a project as files in memory. With
//! `typst/program` this is the only place that starts another program.

use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::diag::Failure;
use crate::diag::Result;
use crate::project::Memory;
use std::io::Cursor;
use std::io::Read as _;
use std::path::Path;
use std::process::Stdio;

/// Returns the files of a revision: of the project's folder in it, or of `path`.
pub fn revision(root: &Path, rev: &str, path: Option<&str>) -> Result<Memory> {
    if rev.is_empty() || rev.starts_with('-') {
        return Err(failed(rev, "it is not the name of a revision"));
    }
    let prefix = if let Some(path) = path {
        path.trim_matches('/').to_owned()
    } else {
        let out = git(root, rev, &["rev-parse", "--show-prefix"])?;
        String::from_utf8_lossy(&out).trim().trim_end_matches('/').to_owned()
    };
    let tree = format!("{rev}:{prefix}");
    // Run from the top: git takes a tree's paths from the folder it runs in.
    let top = git(root, rev, &["rev-parse", "--show-toplevel"])?;
    let top = String::from_utf8_lossy(&top).trim().to_owned();
    let zip = git(Path::new(&top), rev, &["archive", "--format=zip", "-0", &tree])?;
    unpack(rev, zip)
}

fn unpack(rev: &str, bytes: Vec<u8>) -> Result<Memory> {
    let broken = |error: &dyn std::fmt::Display| failed(rev, &error.to_string());
    let mut archive =
        zip::ZipArchive::new(Cursor::new(bytes)).map_err(|error| broken(&error))?;
    let mut files = Memory::new();
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).map_err(|error| broken(&error))?;
        if file.is_file() {
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).map_err(|error| broken(&error))?;
            let name = file.name().map_err(|error| broken(&error))?;
            files.insert(name.into_owned(), bytes);
        }
    }
    Ok(files)
}

#[expect(clippy::disallowed_types, reason = "the home of git")]
fn git(folder: &Path, rev: &str, arguments: &[&str]) -> Result<Vec<u8>> {
    let output = std::process::Command::new("git")
        .arg("-C")
        .arg(folder)
        .args(arguments)
        .stdin(Stdio::null())
        .output()
        .map_err(|error| failed(rev, &format!("git cannot be run: {error}")))?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let line = said.lines().next().unwrap_or("git failed").trim();
    Err(failed(rev, line.trim_start_matches("fatal: ")))
}

fn failed(rev: &str, why: &str) -> Failure {
    Diagnostic::error(Code::R0701, format!("cannot read revision `{rev}`: {why}"))
        .help(
            "name a revision that `git log` of the project's repository shows, and in which \
             the project stands in the same folder, or name the folder: `git:REV:PATH`",
        )
        .into()
}
