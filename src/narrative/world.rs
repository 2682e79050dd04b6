//! What there is to look at while texts are read.

use crate::frame::Frames;
use crate::model::statistic::Statistics;
use crate::narrative::judged::Judged;
use crate::narrative::prose::Guard;
use crate::narrative::weave::Names;
use crate::project::ChapterFile;
use crate::project::Project;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::Mutex;

/// How strictly the prose is read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Options {
    /// Build although claims fail.
    pub draft: bool,
    /// Treat bare numbers and wording as errors.
    pub strict: bool,
}

/// What chapters may look at: every name that is noted has its hash here.
pub(super) struct World<'a> {
    pub project: &'a Project,
    pub frames: &'a Frames<'a>,
    pub statistics: &'a Statistics,
    pub names: &'a Arc<Names>,
    /// The files that hold components.
    pub components: &'a [&'a ChapterFile],
    pub judged: &'a BTreeMap<String, Judged>,
    pub guard: &'a Guard<'a>,
    pub options: Options,
    /// The hashes of blocks that were asked for: of one with thousands of values every chapter may.
    pub blocks: Mutex<BTreeMap<String, String>>,
}

/// Texts of a figure or table, woven.
pub(super) type Texts = BTreeMap<String, String>;

/// What figures and tables are made of.
pub(super) struct Make<'a> {
    pub project: &'a Project,
    pub frames: &'a Frames<'a>,
    pub statistics: &'a Statistics,
    pub figures: &'a BTreeMap<String, Texts>,
    pub tables: &'a BTreeMap<String, Texts>,
    pub pictures: &'a BTreeMap<String, Texts>,
}
