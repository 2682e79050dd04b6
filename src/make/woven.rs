//! A project as far as it is known before a page is written.

use crate::make::documents::Documents;
use crate::make::translations::Translations;
use crate::model::chart::Chart;
use crate::model::document::Document;
use crate::model::edition::Rows;
use crate::model::graph::Graph;
use crate::model::statistic::Statistics;
use crate::model::table::Digest;
use crate::narrative::Measured;
use crate::narrative::Pictures;
use crate::narrative::measured;
use crate::project::Project;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Everything known before a page is written.
#[derive(Debug)]
pub struct Woven {
    /// What the author declared.
    pub project: Project,
    /// The rows of the data files, by path; files of many rows are left out.
    pub rows: BTreeMap<String, Rows>,
    /// The units that statistics count or follow, by the frame's column.
    pub units: BTreeMap<String, Vec<String>>,
    /// What is known of each resource and frame.
    pub tables: BTreeMap<String, Digest>,
    /// The statistics.
    pub statistics: Arc<Statistics>,
    /// The document.
    pub document: Arc<Document>,
    /// The pictures it shows, by file.
    pub pictures: Pictures,
    /// What is published beside the report, by id.
    pub documents: Documents,
    /// The same in other languages, by tag.
    pub translations: Translations,
    /// What each figure draws.
    pub charts: Arc<BTreeMap<String, Chart>>,
    /// What each result looked at.
    pub looked_at: Arc<Graph>,
}

impl Woven {
    /// Measures the documents beside the report, those in other languages, too.
    pub(super) fn measured(&self) -> Vec<Measured> {
        let of = |documents: &Documents, tag: &str| -> Vec<Measured> {
            let each = documents.values().filter_map(|companion| {
                let source = companion.project.document.as_ref()?;
                let measured = measured(source, &companion.document);
                Some(Measured { id: format!("{}{tag}", measured.id), ..measured })
            });
            each.collect()
        };
        let others = self.translations.iter().flat_map(|(tag, translation)| {
            of(&translation.documents, &format!("-{tag}"))
        });
        of(&self.documents, "").into_iter().chain(others).collect()
    }
}
