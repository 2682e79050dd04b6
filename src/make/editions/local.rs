//! An edition for one row, before it is written.

use crate::figure::Texts;
use crate::frame::Frames;
use crate::memo::Memo;
use crate::model::chart::Chart;
use crate::model::document::Document;
use crate::model::geography::Atlas;
use crate::model::statistic::Statistics;
use crate::narrative;
use crate::project::Editions;
use crate::project::Files;
use crate::project::Project;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The folder of editions in the output folder, and in the working folder.
pub(super) const FOLDER: &str = "editions";

/// What every edition is woven from.
pub(super) struct Press<'a> {
    pub project: &'a Project,
    pub files: &'a dyn Files,
    pub editions: &'a Editions,
    pub frames: &'a Frames<'a>,
    pub atlas: Atlas,
    pub statistics: Arc<Statistics>,
    pub options: narrative::Options,
    pub memo: &'a dyn Memo,
}

/// An edition before it is written.
pub(super) struct Local {
    pub project: Project,
    pub document: Document,
    pub pictures: narrative::Pictures,
    pub charts: BTreeMap<String, (Chart, Texts)>,
}
