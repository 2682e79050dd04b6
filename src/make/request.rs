//! What is asked of a run, and what came of it.

use crate::make::seal::Seal;
use crate::make::step::Step;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Result;
use crate::model::diagnostic::Severity;
use crate::model::diagnostic::Sources;
use crate::model::moment::Moment;
use crate::narrative::Measured;
use crate::output::typst::Program;
use crate::project::Lift;
use crate::project::Reads;
use crate::project::Stamps;
use std::path::PathBuf;

/// How to build.
#[derive(Debug, Clone)]
pub struct Request {
    /// The project's folder.
    pub root: PathBuf,
    /// The folder to write.
    pub out: PathBuf,
    /// Build although claims fail.
    pub draft: bool,
    /// Treat bare numbers and wording as errors.
    pub strict: bool,
    /// The typst program; none leaves the PDF out.
    pub typst: Option<Program>,
    /// Wait for another build to end.
    pub wait: bool,
    /// Use results of earlier runs.
    pub cache: bool,
    /// Make an edition for each row of the frame that is declared.
    pub editions: bool,
    /// Make these documents alone, by id; everything when there are none.
    pub only: Vec<String>,
    /// Take the embargo off, if it may be.
    pub lift: Option<Lift>,
    /// The seal on what is kept between runs.
    pub seal: Seal,
}

impl Request {
    /// Returns the plain request: the page of a project into its `out/`, as quickly as what is
    /// kept allows, once any other build has ended.
    pub fn of(root: impl Into<PathBuf>) -> Self {
        let root = root.into();
        Self {
            out: root.join("out"),
            root,
            draft: false,
            strict: false,
            typst: None,
            wait: true,
            cache: true,
            editions: false,
            only: Vec::new(),
            lift: None,
            seal: Seal::default(),
        }
    }

    /// Returns whether one build follows another, with a typst that is kept.
    pub(super) fn follows(&self) -> bool {
        self.typst.as_ref().is_some_and(Program::is_kept)
    }

    /// Returns what the typst program says of its version; nothing without one.
    pub(super) fn typst_version(&self) -> Result<&str> {
        self.typst.as_ref().map_or(Ok(""), Program::version)
    }
}

/// What came of a run.
#[derive(Debug)]
pub struct Outcome {
    /// Findings, errors first.
    pub diagnostics: Vec<Diagnostic>,
    /// The texts they point into.
    pub sources: Sources,
    /// What was read, for watching.
    pub reads: Reads,
    /// How large files looked when they were hashed.
    pub stamps: Stamps,
    /// What ran, and why.
    pub steps: Vec<Step>,
    /// Whether an edition was written, or found up to date.
    pub done: bool,
    /// Whether a check left out the local editions that are declared.
    pub unwoven: bool,
    /// The embargo that stands on what was written.
    pub embargo: Option<Moment>,
    /// How long the documents beside the report are.
    pub measured: Vec<Measured>,
}

impl Outcome {
    /// Returns whether an error was found.
    pub fn failed(&self) -> bool {
        self.diagnostics.iter().any(|found| found.severity == Severity::Error)
    }
}
