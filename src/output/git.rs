//! The `git` program as a child process: a revision of a project as files in memory. With
//! `child` this is the only place that starts another program.

use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Failure;
use crate::model::diagnostic::Result;
use crate::output::archive::unzip;
use crate::project::Memory;
use std::path::Path;
use std::process::Stdio;

/// Returns the files of a revision: of the project's folder in it, or of `path`.
pub fn revision(root: &Path, rev: &str, path: Option<&str>) -> Result<Memory> {
    let (tree, top) = named(root, rev, path)?;
    let bytes = git(Path::new(&top), rev, &["archive", "--format=zip", "-0", &tree])?;
    let mut files = Memory::new();
    unzip(&bytes)?.into_iter().for_each(|(name, bytes)| files.insert(name, bytes));
    Ok(files)
}

/// Returns how git calls a revision's folder, and the repository's own folder: git takes a
/// tree's paths from the folder it runs in.
fn named(root: &Path, rev: &str, path: Option<&str>) -> Result<(String, String)> {
    if rev.is_empty() || rev.starts_with('-') {
        return Err(failed(rev, "it is not the name of a revision"));
    }
    let prefix = if let Some(path) = path {
        path.trim_matches('/').to_owned()
    } else {
        let out = git(root, rev, &["rev-parse", "--show-prefix"])?;
        String::from_utf8_lossy(&out).trim().trim_end_matches('/').to_owned()
    };
    let top = git(root, rev, &["rev-parse", "--show-toplevel"])?;
    let top = String::from_utf8_lossy(&top).trim().to_owned();
    Ok((format!("{rev}:{prefix}"), top))
}

/// Returns the name of the tree that a revision's folder is: the same files, the same name.
pub fn tree(root: &Path, rev: &str, path: Option<&str>) -> Result<String> {
    let (name, top) = named(root, rev, path)?;
    let out = git(Path::new(&top), rev, &["rev-parse", "--verify", &name])?;
    Ok(String::from_utf8_lossy(&out).trim().to_owned())
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
