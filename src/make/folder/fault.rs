//! Why something could not be written, and how that is reported.

use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use rustix::io::Errno;
use std::path::Component;
use std::path::Path;

/// Why something could not be written.
#[derive(Debug)]
pub(in crate::make) enum Fault {
    /// The system refused.
    System(std::io::Error),
    /// This name is a symbolic link.
    Link(String),
    /// This name is one of several for the same file.
    Shared(String),
    /// This name is that of a pipe, a folder or something else that is no plain file.
    Kind(String),
    /// This folder belongs to somebody else.
    Foreign(String),
    /// This name leads out of the folder, or is none.
    Name(String),
}

impl From<std::io::Error> for Fault {
    fn from(error: std::io::Error) -> Self {
        Self::System(error)
    }
}

impl From<Errno> for Fault {
    fn from(error: Errno) -> Self {
        Self::System(error.into())
    }
}

impl Fault {
    /// Returns the finding about a path that could not be written.
    pub(in crate::make) fn about(self, path: &Path) -> Diagnostic {
        let path = shown(path);
        let refused = |why: String| Diagnostic::error(Code::R0810, why);
        match self {
            Self::System(error) => {
                Diagnostic::error(Code::R0801, format!("cannot write `{path}`: {error}"))
                    .help("make room or allow writing there; what was in the output folder is untouched")
            }
            Self::Link(link) => refused(format!("cannot write `{path}`: `{link}` is a symbolic link"))
                .help("remove the link; reissue writes to real folders and files only, so that a project cannot lead it elsewhere"),
            Self::Shared(file) => refused(format!("cannot write `{path}`: `{file}` is a hard link to another file"))
                .help("remove it; reissue does not write to a file that has a second name"),
            Self::Kind(file) => refused(format!("cannot write `{path}`: `{file}` is not a plain file"))
                .help("remove it; reissue writes to plain files only"),
            Self::Foreign(folder) => refused(format!("cannot write `{path}`: `{folder}` belongs to another user"))
                .help("remove it; what is set there must come from nobody else"),
            Self::Name(name) => refused(format!("cannot write `{name}`: the name leads out of its folder"))
                .help("the record that gives this name was not written by reissue, or was altered"),
        }
    }
}

/// Returns the last two parts of a path: enough to know it, nothing of the machine.
pub(in crate::make) fn shown(path: &Path) -> String {
    let parts = path.components().filter(|part| !matches!(part, Component::CurDir));
    let parts: Vec<String> =
        parts.map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
    parts.iter().rev().take(2).rev().cloned().collect::<Vec<_>>().join("/")
}
