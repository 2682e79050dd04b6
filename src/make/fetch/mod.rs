//! Makes a frame by its program or engine, and keeps what comes out as an extract.
//!
//! In: a project, and a frame that a person asked for by name. Out: the extract and its entry in
//! `extracts.yaml`, both written, or why the extract from before was kept. Guarantees: the program
//! sees a copy of the files it reads, which is removed afterwards; nothing is written that does
//! not keep the contract of the frame.

mod query;

pub use query::CONNECTION;

use crate::engine::Answer;
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
use crate::project::Maker;
use crate::project::ProgramDecl;
use crate::project::Project;
use crate::project::ProjectPath;
use crate::project::QueryDecl;
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

/// Where a program runs, in the working folder.
const SCRATCH: &str = "fetch";

/// What of the person's environment a program may have, and where their engines are.
#[derive(Debug, Clone)]
pub struct Surroundings {
    /// Where the system looks for programs.
    pub path: Vec<PathBuf>,
    /// Variables, each named by the person.
    pub variables: Vec<(String, OsString)>,
    /// Where the profiles of engines are.
    pub profiles: Option<PathBuf>,
    /// Looks a variable of a profile up.
    pub variable: fn(&str) -> Option<OsString>,
    /// This program.
    pub own: Option<PathBuf>,
}

/// An extract that was made.
#[derive(Debug)]
pub struct Fetched {
    /// How it was made.
    pub entry: Extracted,
    /// Whether the file holds other bytes than before.
    pub changed: bool,
    /// How many cells were withheld.
    pub withheld: usize,
    /// Whether a program ran that could not be kept from the network.
    pub exposed: bool,
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

/// Makes a frame and keeps what comes out.
pub fn fetch(
    root: &Path,
    project: &Project,
    extract: &Extract,
    surroundings: &Surroundings,
    sources: &mut Sources,
) -> Result<Warned<Fetched>> {
    let entry = Extracted { declaration: extract.declaration(), ..Extracted::default() };
    let (entry, bytes, exposed) = match &extract.maker {
        Maker::Program(program) => {
            let given = frame::given(&Disk::new(root), extract)?;
            let (ran, bytes) = run(root, (extract, program), &given, surroundings)?;
            let hash = |bytes: &Arc<[u8]>| blake3::hash(bytes).to_hex().to_string();
            let reads =
                given.iter().map(|(path, it)| (path.as_str().to_owned(), hash(it)));
            let (by, version) = (command(&program.run), ran.version);
            (
                Extracted { by, version, reads: reads.collect(), ..entry },
                bytes,
                !ran.apart,
            )
        }
        Maker::Query(query) => {
            let answer = query::asked(project, extract, query, surroundings, true)?;
            let Answer { name, version, before, csv, .. } = answer;
            let name = if name.is_empty() { "an engine".to_owned() } else { name };
            let by = format!("{name} ({})", query.engine);
            (
                Extracted { by, version, data: before, ..entry },
                csv.into_bytes().into(),
                false,
            )
        }
    };
    let Warned { value: Kept { bytes, rows, withheld }, warnings } =
        frame::fetched(project, extract, &bytes, sources)?;
    let (entry, changed) =
        keep(root, project, extract, (Extracted { rows, ..entry }, &bytes))?;
    Ok(Warned { value: Fetched { entry, changed, withheld, exposed }, warnings })
}

/// Returns what the engine of a frame calls its data now.
pub fn data(
    project: &Project,
    extract: &Extract,
    query: &QueryDecl,
    surroundings: &Surroundings,
) -> Result<String> {
    query::asked(project, extract, query, surroundings, false).map(|answer| answer.before)
}

/// Writes an extract and its entry; returns the entry, and whether the file differs from before.
fn keep(
    root: &Path,
    project: &Project,
    extract: &Extract,
    (entry, bytes): (Extracted, &[u8]),
) -> Result<(Extracted, bool)> {
    let beside = |name: &str| {
        let path = project.package_path.beside(name);
        path.map_err(|why| Failure::from(Diagnostic::error(Code::R0104, why)))
    };
    let path = beside(extract.resource.path.single().unwrap_or_default())?;
    let hash = blake3::hash(bytes);
    let disk = Disk::new(root);
    let before = disk.exists(&path).then(|| disk.hash(&path).ok()).flatten();
    let path = path.as_str().to_owned();
    let entry = Extracted { path, hash: hash.to_hex().to_string(), ..entry };
    let mut all = project.extracts.clone();
    all.retain(|name, _| project.statistics.extract(name).is_some());
    all.insert(extract.name.clone(), entry.clone());
    write_within(root, &entry.path, bytes)?;
    let text = project::extracts_text(&all);
    write_within(root, beside(EXTRACTS)?.as_str(), text.as_bytes())?;
    Ok((entry, before != Some(hash)))
}

/// Runs a program on a copy of what it is given; returns what it made.
fn run(
    root: &Path,
    (extract, program): (&Extract, &ProgramDecl),
    given: &BTreeMap<ProjectPath, Arc<[u8]>>,
    surroundings: &Surroundings,
) -> Result<(Ran, Arc<[u8]>)> {
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
        Diagnostic::error(Code::R0347, message).at(extract.made_at(), "").into()
    })
}

#[cfg(test)]
mod tests {
    use super::command;
    use super::keep;
    use crate::frame;
    use crate::make::KINDS;
    use crate::make::write_source;
    use crate::memo::Forgetful;
    use crate::model::diagnostic::Severity;
    use crate::model::diagnostic::Sources;
    use crate::model::extract::Extracted;
    use crate::output::builtin_under;
    use crate::project;
    use crate::project::Disk;
    use std::path::Path;

    const DECLARED: &str = "report/statistics.yaml";
    const FRAMES: &str = "engines:\n  store: {profile: store}\nframes:\n  counted:\n    engine: store\n    sql: SELECT * FROM counts\n    key: [district]\n    fields:\n      - {name: district}\n      - {name: trees, type: integer}\n";

    #[test]
    fn a_command_is_shown_as_it_would_be_typed() {
        let words = ["sh", "-c", "echo 'a b'", ""].map(str::to_owned);
        assert_eq!(command(&words), r"sh -c 'echo '\''a b'\''' ''");
    }

    /// Returns what is found wrong with the tables of a project.
    fn found(root: &Path) -> Vec<String> {
        let disk = Disk::new(root);
        let project = project::load(&disk, &KINDS).0.unwrap();
        let messages = |all: &[crate::model::diagnostic::Diagnostic]| {
            all.iter().map(|one| format!("{}: {}", one.code, one.message)).collect()
        };
        match frame::load(&project, &disk, &Forgetful, &mut Sources::new()) {
            Ok(frames) => messages(frames.stale(Severity::Error).so_far()),
            Err(failure) => messages(failure.diagnostics()),
        }
    }

    #[test]
    fn an_answer_is_kept_until_its_sql_changes() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        let mut statistics = String::new();
        for (path, bytes) in builtin_under("new/") {
            write_source(root, path, bytes).unwrap();
            if path == DECLARED {
                statistics = String::from_utf8(bytes.to_vec()).unwrap();
            }
        }
        let statistics = statistics.replacen("frames:\n", FRAMES, 1);
        write_source(root, DECLARED, statistics.as_bytes()).unwrap();
        assert_eq!(found(root), ["R0343: frame `counted` has not been fetched"]);

        let project = project::load(&Disk::new(root), &KINDS).0.unwrap();
        let extract = project.statistics.extract("counted").unwrap();
        let answer = std::sync::Arc::from(&b"district,trees\nD2,7\nD1,5\n"[..]);
        let mut sources = Sources::new();
        let kept = frame::fetched(&project, extract, &answer, &mut sources).unwrap();
        assert_eq!(kept.value.bytes, b"district,trees\nD1,5\nD2,7\n");
        let entry =
            Extracted { declaration: extract.declaration(), ..Extracted::default() };
        let (_, changed) =
            keep(root, &project, extract, (entry, &kept.value.bytes)).unwrap();
        assert!(changed);
        assert_eq!(found(root), Vec::<String>::new());

        let other = statistics.replace("FROM counts", "FROM counts WHERE trees > 5");
        write_source(root, DECLARED, other.as_bytes()).unwrap();
        assert_eq!(
            found(root),
            ["R0344: `counted` was fetched under another declaration"]
        );
    }
}
