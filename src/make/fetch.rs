//! Makes a frame by its program, and keeps what comes out as an extract.
//!
//! In: a project, and a frame that a person asked for by name. Out: the extract and its entry in
//! `extracts.yaml`, both written, or why the extract from before was kept. Guarantees: the program
//! sees a copy of the files it reads, which is removed afterwards; nothing is written that does
//! not keep the contract of the frame.

use crate::frame;
use crate::frame::Kept;
use crate::make::files::Files as Contents;
use crate::make::outbox::Desk;
use crate::make::outbox::write_within;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Failure;
use crate::model::diagnostic::Result;
use crate::model::diagnostic::Sources;
use crate::model::diagnostic::Warned;
use crate::model::extract::Extracted;
use crate::output::confined::Confined;
use crate::output::confined::Ran;
use crate::project;
use crate::project::Disk;
use crate::project::EXTRACTS;
use crate::project::Extract;
use crate::project::Files as _;
use crate::project::Project;
use crate::project::ProjectPath;
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

/// Where a program runs, in the working folder.
const SCRATCH: &str = "fetch";

/// What of the person's environment a program may have.
#[derive(Debug, Clone, Default)]
pub struct Surroundings {
    /// Where the system looks for programs.
    pub path: Vec<PathBuf>,
    /// Variables, each named by the person.
    pub variables: Vec<(String, OsString)>,
}

/// An extract that was made.
#[derive(Debug)]
pub struct Fetched {
    /// How it was made.
    pub entry: Extracted,
    /// Whether the file holds other bytes than before.
    pub changed: bool,
    /// Whether the program was kept from the network.
    pub apart: bool,
}

/// Returns a command as a person would type it.
pub fn command(run: &[String]) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./=:,+@%".contains(c);
    let word = |word: &String| {
        if !word.is_empty() && word.chars().all(plain) {
            word.clone()
        } else {
            format!("'{}'", word.replace('\'', "'\\''"))
        }
    };
    run.iter().map(word).collect::<Vec<_>>().join(" ")
}

/// Runs the program of a frame and keeps what it makes.
pub fn fetch(
    root: &Path,
    project: &Project,
    extract: &Extract,
    surroundings: &Surroundings,
    sources: &mut Sources,
) -> Result<Warned<Fetched>> {
    let disk = Disk::new(root);
    let given = frame::given(&disk, extract)?;
    let (ran, bytes) = run(root, extract, &given, surroundings)?;
    let Warned { value: Kept { bytes, rows }, warnings } =
        frame::fetched(project, extract, &bytes, sources)?;
    let beside = |name: &str| {
        let path = project.package_path.beside(name);
        path.map_err(|why| Failure::from(Diagnostic::error(Code::R0104, why)))
    };
    let path = beside(extract.resource.path.single().unwrap_or_default())?;
    let hash = |bytes: &[u8]| blake3::hash(bytes).to_hex().to_string();
    let reads = given.iter().map(|(path, bytes)| (path.as_str().to_owned(), hash(bytes)));
    let entry = Extracted {
        path: path.as_str().to_owned(),
        declaration: extract.declaration(),
        by: command(&extract.decl.program.run),
        version: ran.version,
        reads: reads.collect(),
        rows,
        hash: hash(&bytes),
    };
    let before = disk.exists(&path).then(|| disk.hash(&path).ok()).flatten();
    let changed = before.is_none_or(|before| before.to_hex().as_str() != entry.hash);
    let mut all = project.extracts.clone();
    all.retain(|name, _| project.statistics.extract(name).is_some());
    all.insert(extract.name.clone(), entry.clone());
    write_within(root, path.as_str(), &bytes)?;
    let text = project::extracts_text(&all);
    write_within(root, beside(EXTRACTS)?.as_str(), text.as_bytes())?;
    let fetched = Fetched { entry, changed, apart: ran.apart };
    Ok(Warned { value: fetched, warnings })
}

/// Runs a program on a copy of what it is given; returns what it made.
fn run(
    root: &Path,
    extract: &Extract,
    given: &BTreeMap<ProjectPath, Arc<[u8]>>,
    surroundings: &Surroundings,
) -> Result<(Ran, Arc<[u8]>)> {
    let program = &extract.decl.program;
    let desk = Desk::open(root, None)?;
    let files: Contents = given
        .iter()
        .map(|(path, bytes)| (path.as_str().to_owned(), bytes.to_vec()))
        .collect();
    let scratch = desk.fill(SCRATCH, &files)?;
    let made = (|| {
        let folder = scratch.path().canonicalize();
        let folder = folder.map_err(|error| error.to_string())?;
        let confined = Confined {
            run: &program.run,
            folder: &folder,
            path: &surroundings.path,
            variables: &surroundings.variables,
            timeout: program.timeout.duration(),
            memory: program.memory.count(),
        };
        let mut ran = confined.run()?;
        let bytes: Arc<[u8]> = match &program.writes {
            None => std::mem::take(&mut ran.out).into(),
            Some(path) => {
                let read = Disk::new(&folder).read(path);
                read.map_err(|_| format!("the program did not write `{path}`"))?
            }
        };
        Ok((ran, bytes))
    })();
    // What cannot be removed now is removed before the next program runs.
    let _ = desk.folder().remove(SCRATCH);
    made.map_err(|why: String| {
        let message = format!("frame `{}` was not fetched: {why}", extract.name);
        let at = extract.yaml.place(&["program", "run"]);
        Diagnostic::error(Code::R0347, message).at(at, "").into()
    })
}

#[cfg(test)]
mod tests {
    use super::command;

    #[test]
    fn a_command_is_shown_as_it_would_be_typed() {
        let words = ["sh", "-c", "echo 'a b'", ""].map(str::to_owned);
        assert_eq!(command(&words), r"sh -c 'echo '\''a b'\''' ''");
    }
}
