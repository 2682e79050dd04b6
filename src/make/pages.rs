//! Pages by templates of the project's own: whether they say what every page must say.

use crate::model::diagnostic::Findings;
use crate::model::diagnostic::Sources;
use crate::model::document::Document;
use crate::model::statistic::Statistics;
use crate::narrative::Pictures;
use crate::output::Publication;
use crate::output::html;
use crate::project::ChapterFile;
use crate::project::Files;
use crate::project::Project;
use crate::project::ProjectPath;
use crate::project::leaves_out;
use std::collections::BTreeMap;

/// The template of a project's own that every page has.
const PAGE: &str = "templates/html/page.html";

/// Reports what the page of a project leaves out that it must say, where its template is the project's own.
pub(super) fn said(
    files: &dyn Files,
    project: &Project,
    (document, pictures): (&Document, &Pictures),
    statistics: &Statistics,
    found: &mut Findings,
) {
    let own = project.document.as_ref().and_then(|source| source.template.as_deref());
    let shared = || {
        // What all pages share is reported once, of the report.
        if !project.is_whole() {
            return None;
        }
        let path = ProjectPath::new(PAGE).ok()?;
        let text = files.exists(&path).then(|| files.text(&path).ok())??;
        Some(ChapterFile { path, text })
    };
    let Some(file) = own.cloned().or_else(shared) else { return };
    let publication = Publication {
        document,
        statistics,
        figures: &BTreeMap::new(),
        pictures,
        theme: &project.theme,
        inputs: &BTreeMap::new(),
        extracts: &BTreeMap::new(),
        sources: &Sources::new(),
        draft: false,
        pdf: false,
        whole: None,
        beside: false,
        editions: None,
        documents: &[],
        landing: false,
        languages: &[],
    };
    let own = own.map(|file| (file.path.as_str(), &*file.text));
    let unsaid = html::Templates::with(files, own)
        .and_then(|templates| html::unsaid(&publication, &templates));
    for what in found.keep(unsaid).unwrap_or_default() {
        found.push(leaves_out(&file, what));
    }
}
