//! The `git` program as a child process: a revision of a project as files in memory.
//!
//! A repository from elsewhere brings its own configuration, which may name programs. None of
//! them is run: git is asked for names and contents of objects only, outside of which no
//! filter, hook or transport has work to do, and what could start one all the same is switched
//! off. A folder that only looks like a repository, inside of another, is none.

use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Failure;
use crate::model::diagnostic::Result;
use crate::project::Files as _;
use crate::project::LARGEST;
use crate::project::Memory;
use crate::project::ProjectPath;
use std::ffi::OsString;
use std::io::BufRead as _;
use std::io::BufReader;
use std::io::Read as _;
use std::io::Write as _;
use std::path::Path;
use std::process::Stdio;

/// The most files of a revision.
const MOST: usize = 100_000;
/// The most bytes of all files of a revision.
const ROOM: u64 = 2 * 1024 * 1024 * 1024;

/// Switched off, whatever the repository says: bare repositories that a working tree holds,
/// programs that watch it, hooks, attributes, and every way to fetch what is not there.
const OFF: &[&str] = &[
    "safe.bareRepository=explicit",
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "core.attributesFile=/dev/null",
    "core.sshCommand=false",
    "core.gitProxy=",
    "core.askPass=",
    "core.pager=cat",
    "core.alternateRefsCommand=false",
    "credential.helper=",
    "diff.external=",
    "protocol.allow=never",
    "submodule.recurse=false",
    "uploadpack.packObjectsHook=",
    "gc.auto=0",
    "maintenance.auto=false",
];

/// Returns the files of a revision: of the project's folder in it, or of `path`.
pub fn revision(root: &Path, rev: &str, path: Option<&str>) -> Result<Memory> {
    let tree = tree(root, rev, path)?;
    let entries = entries(root, rev, &tree)?;
    let blobs: Vec<&Entry> = entries.iter().filter(|entry| entry.is_blob()).collect();
    let contents = contents(root, rev, &blobs)?;
    let mut files = Memory::new();
    let mut links = Vec::new();
    for (entry, bytes) in blobs.into_iter().zip(contents) {
        if entry.mode == LINK {
            links.push((
                entry.path.as_str(),
                String::from_utf8_lossy(&bytes).into_owned(),
            ));
        } else {
            files.insert(entry.path.clone(), bytes);
        }
    }
    // As on disk: a link to a file of the project is that file, any other is not there.
    let found: Vec<_> = links
        .iter()
        .filter_map(|(path, target)| Some((*path, linked(&files, &links, path, target)?)))
        .collect();
    found.into_iter().for_each(|(path, bytes)| files.insert(path, bytes));
    Ok(files)
}

/// How git marks a symbolic link.
const LINK: &str = "120000";

/// An entry of a tree.
#[derive(Debug)]
struct Entry {
    mode: String,
    hash: String,
    size: u64,
    path: String,
}

impl Entry {
    /// Returns whether it has contents; a submodule has none.
    fn is_blob(&self) -> bool {
        self.mode.starts_with("100") || self.mode == LINK
    }
}

/// Returns what a link leads to within the project, over a few more links.
fn linked(
    files: &Memory,
    links: &[(&str, String)],
    path: &str,
    target: &str,
) -> Option<Vec<u8>> {
    let (mut path, mut target) = (path.to_owned(), target.to_owned());
    for _ in 0..8 {
        let beside = ProjectPath::new(&path).ok()?.beside(&target).ok()?;
        if let Ok(bytes) = files.read(&beside) {
            return Some(bytes.to_vec());
        }
        let next = links.iter().find(|(link, _)| *link == beside.as_str())?;
        (path, target) = (next.0.to_owned(), next.1.clone());
    }
    None
}

/// Lists the files under a tree.
fn entries(root: &Path, rev: &str, tree: &str) -> Result<Vec<Entry>> {
    let out = git(root, rev, &["ls-tree", "-r", "-z", "-l", "--full-tree", tree])?;
    let mut entries = Vec::new();
    for line in out.split(|byte| *byte == 0).filter(|line| !line.is_empty()) {
        let line = String::from_utf8_lossy(line);
        let read = || -> Option<Entry> {
            let (about, path) = line.split_once('\t')?;
            let mut words = about.split_whitespace();
            let (mode, _, hash) = (words.next()?, words.next()?, words.next()?);
            let size = words.next()?.parse().unwrap_or(0);
            let (mode, hash, path) = (mode.to_owned(), hash.to_owned(), path.to_owned());
            Some(Entry { mode, hash, size, path })
        };
        entries
            .push(read().ok_or_else(|| failed(rev, "its list of files cannot be read"))?);
        if entries.len() > MOST {
            return Err(failed(rev, &format!("it has more than {MOST} files")));
        }
    }
    if let Some(large) = entries.iter().find(|entry| entry.size > LARGEST) {
        let why = format!("`{}` has more than the {LARGEST} bytes allowed", large.path);
        return Err(failed(rev, &why));
    }
    if entries.iter().map(|entry| entry.size).sum::<u64>() > ROOM {
        return Err(failed(rev, &format!("its files have more than {ROOM} bytes")));
    }
    Ok(entries)
}

/// Reads the contents of objects, in their order.
fn contents(root: &Path, rev: &str, blobs: &[&Entry]) -> Result<Vec<Vec<u8>>> {
    let mut child = command(root)
        .args(["cat-file", "--batch"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| failed(rev, &format!("git cannot be run: {error}")))?;
    let asked: String = blobs.iter().map(|entry| format!("{}\n", entry.hash)).collect();
    let stdin = child.stdin.take();
    // Both pipes are full at some time: who writes must not wait for who reads.
    let asking = std::thread::spawn(move || {
        stdin.map(|mut stdin| stdin.write_all(asked.as_bytes()))
    });
    let mut read = || -> Option<Vec<Vec<u8>>> {
        let mut out = BufReader::new(child.stdout.take()?);
        let mut contents = Vec::with_capacity(blobs.len());
        for entry in blobs {
            let mut head = String::new();
            out.read_line(&mut head).ok()?;
            let mut words = head.split_whitespace();
            let size: u64 = match (words.next(), words.next(), words.next()) {
                (Some(hash), Some("blob"), Some(size)) if hash == entry.hash => {
                    size.parse().ok().filter(|size| *size <= LARGEST)?
                }
                _ => return None,
            };
            let mut bytes = Vec::new();
            out.by_ref().take(size).read_to_end(&mut bytes).ok()?;
            let mut end = [0];
            out.read_exact(&mut end).ok()?;
            if bytes.len() as u64 != size {
                return None;
            }
            contents.push(bytes);
        }
        Some(contents)
    };
    let contents = read();
    if contents.is_none() {
        let _ = child.kill();
    }
    drop(asking.join());
    let _ = child.wait();
    contents.ok_or_else(|| {
        failed(rev, "an object of it cannot be read; nothing is fetched to complete it")
    })
}

/// Returns the name of the tree that a revision's folder is: the same files, the same name.
pub fn tree(root: &Path, rev: &str, path: Option<&str>) -> Result<String> {
    if rev.is_empty() || rev.starts_with('-') || rev.contains(':') {
        return Err(failed(rev, "it is not the name of a revision"));
    }
    refuse_alternates(root, rev)?;
    let prefix = if let Some(path) = path {
        path.trim_matches('/').to_owned()
    } else {
        let out = git(root, rev, &["rev-parse", "--show-prefix"])?;
        String::from_utf8_lossy(&out)
            .trim_end_matches('\n')
            .trim_end_matches('/')
            .to_owned()
    };
    let name = format!("{rev}:{prefix}");
    let out = git(root, rev, &["rev-parse", "--verify", "--end-of-options", &name])?;
    Ok(String::from_utf8_lossy(&out).trim().to_owned())
}

/// Refuses a repository that takes objects from another folder: it could be any.
fn refuse_alternates(root: &Path, rev: &str) -> Result<()> {
    let out = git(
        root,
        rev,
        &["rev-parse", "--path-format=absolute", "--git-path", "objects/info"],
    )?;
    let folder = String::from_utf8_lossy(&out).trim_end_matches('\n').to_owned();
    for name in ["alternates", "http-alternates"] {
        if Path::new(&folder).join(name).exists() {
            let why = format!(
                "the repository takes objects from elsewhere (`objects/info/{name}`)"
            );
            return Err(Diagnostic::error(
                Code::R0701,
                format!("cannot read revision `{rev}`: {why}"),
            )
            .help("make it whole: run `git repack -a -d`, and remove that file")
            .into());
        }
    }
    Ok(())
}

/// Returns the command, in a repository's folder, with nothing of ours or of the repository that
/// could start another program.
#[expect(clippy::disallowed_types, reason = "the home of git")]
fn command(folder: &Path) -> std::process::Command {
    let mut command = std::process::Command::new("git");
    command.arg("--no-pager").arg("--no-optional-locks").arg("-C").arg(folder);
    for off in OFF {
        command.args(["-c", off]);
    }
    for name in git_variables() {
        command.env_remove(name);
    }
    command
        .env("GIT_NO_LAZY_FETCH", "1")
        .env("GIT_NO_REPLACE_OBJECTS", "1")
        .env("GIT_TERMINAL_PROMPT", "0")
        .env("GIT_ATTR_NOSYSTEM", "1")
        .env("LC_ALL", "C");
    command
}

/// Returns what the environment says to git: another repository, programs, configuration.
fn git_variables() -> Vec<OsString> {
    let names = std::env::vars_os().map(|(name, _)| name);
    names.filter(|name| name.to_string_lossy().starts_with("GIT_")).collect()
}

fn git(folder: &Path, rev: &str, arguments: &[&str]) -> Result<Vec<u8>> {
    let output = command(folder)
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
             the project is in the same folder, or name the folder: `git:REV:PATH`",
        )
        .into()
}
