//! What a companion is woven from, and what it is before it is written.

use crate::figure;
use crate::figure::Texts;
use crate::frame::Frames;
use crate::make::texts::texts;
use crate::memo::Memo;
use crate::model::chart::Chart;
use crate::model::diagnostic::Findings;
use crate::model::diagnostic::Result;
use crate::model::diagnostic::Warned;
use crate::model::document::Document;
use crate::model::geography::Atlas;
use crate::model::graph::Graph;
use crate::model::name::Name;
use crate::model::statistic::Statistics;
use crate::narrative;
use crate::narrative::Narrated;
use crate::project::Files;
use crate::project::Project;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

/// What every companion is woven from.
pub(in crate::make) struct Makings<'a> {
    pub files: &'a dyn Files,
    pub frames: &'a Frames<'a>,
    pub atlas: &'a Atlas,
    pub statistics: Arc<Statistics>,
    /// The report, where what is woven may refer to it.
    pub report: Option<&'a Document>,
    pub options: narrative::Options,
    pub memo: &'a dyn Memo,
}

/// A document beside the report, before it is written.
#[derive(Debug)]
pub struct Companion {
    /// The project that it is.
    pub project: Project,
    /// Its tree.
    pub document: Arc<Document>,
    /// The pictures it shows.
    pub pictures: narrative::Pictures,
    /// The values that it says, with titles and labels in its language.
    pub statistics: Arc<Statistics>,
    /// Its figures.
    pub charts: BTreeMap<String, (Chart, Texts)>,
    /// The figures, tables, pictures and claims that it shows or makes.
    pub used: BTreeSet<Name>,
    /// What its chapters looked at.
    pub looked_at: Graph,
}

impl Makings<'_> {
    /// Weaves a companion and plans its figures.
    pub fn woven(&self, project: Project) -> Result<Warned<Companion>> {
        let Makings { files, frames, statistics, report, options, memo, .. } = self;
        let woven = narrative::narrate(
            &project, *files, frames, statistics, *report, *options, *memo,
        )?;
        let Narrated { document, pictures, used, looked_at } = woven.value;
        let mut found = Findings::new();
        found.extend(woven.warnings);
        let mut charts = BTreeMap::new();
        for block in document.figures() {
            let entry = project.figures.iter().find(|entry| entry.id == block.id);
            let Some(entry) = entry else { continue };
            let labels = &project.statistics.labels;
            let planned = figure::plan(entry, labels, statistics, self.atlas);
            let Some(Warned { value, warnings }) = found.keep(planned) else { continue };
            let (chart, _) = value;
            found.extend(warnings);
            let words = texts(&document, block);
            found.extend(figure::lint(entry, &chart, &words, &project.theme));
            charts.insert(block.id.clone(), (chart, words));
        }
        let document = Arc::new(document);
        let statistics = Arc::clone(statistics);
        found.finish(Companion {
            project,
            document,
            pictures,
            statistics,
            charts,
            used,
            looked_at,
        })
    }
}
