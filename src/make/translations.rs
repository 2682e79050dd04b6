//! The publication in other languages: each is the whole report again, from the same frames, with its own words.
//!
//! They are woven with the report, so that `check`, `diff` and a release see them all, and are written to
//! `out/languages/TAG/`, with the documents beside the report that are given in their language.

use crate::figure;
use crate::frame::Frames;
use crate::labels;
use crate::make::Desk;
use crate::make::Request;
use crate::make::companion::Beside;
use crate::make::companion::Companion;
use crate::make::companion::Makings;
use crate::make::companion::Writing;
use crate::make::documents;
use crate::make::documents::Documents;
use crate::make::files::Files as OutFiles;
use crate::memo::Memo;
use crate::model::diagnostic::Findings;
use crate::model::diagnostic::Result;
use crate::model::diagnostic::Warned;
use crate::model::document::Inline;
use crate::model::document::visit;
use crate::model::name::Name;
use crate::output::Publication;
use crate::output::Tongue;
use crate::output::html::Templates;
use crate::project::Files;
use crate::project::Project;
use crate::project::TRANSLATIONS;
use crate::project::given_once;
use crate::stat;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

/// The report in another language.
#[derive(Debug)]
pub struct Translation {
    /// The report, before it is written.
    pub companion: Companion,
    /// What is published beside it, by id.
    pub documents: Documents,
}

/// Translations by the tag of their language.
pub type Translations = BTreeMap<String, Translation>;

/// Weaves every translation.
pub(super) fn woven(
    whole: &Project,
    frames: &Frames<'_>,
    makings: &Makings<'_>,
    found: &mut Findings,
) -> Translations {
    let mut out = Translations::new();
    for project in &whole.translations {
        let _within = labels::enter(&project.labels);
        let mut own = Findings::new();
        if let Some(made) = one(whole, project, frames, makings, &mut own) {
            out.insert(project.report.language.as_str().to_owned(), made);
        }
        // What every language meets at one place is reported once.
        found.join_new(own);
    }
    out
}

fn one(
    whole: &Project,
    project: &Project,
    frames: &Frames<'_>,
    makings: &Makings<'_>,
    found: &mut Findings,
) -> Option<Translation> {
    let computed = stat::compute(project, frames, makings.memo);
    let Warned { value: mut statistics, warnings } = found.keep(computed)?;
    found.extend(warnings);
    let named = &project.statistics.labels;
    for entry in &project.figures {
        let planned = figure::plan(entry, named, &statistics, makings.atlas);
        let Some(Warned { value, .. }) = found.keep(planned) else { continue };
        figure::add(&mut statistics, value.1);
    }
    let statistics = Arc::new(statistics);
    let makings = Makings { statistics, report: None, ..*makings };
    let Warned { value: companion, warnings } =
        found.keep(makings.woven(project.clone()))?;
    found.extend(warnings);
    let beside = Makings {
        statistics: Arc::clone(&companion.statistics),
        report: Some(&companion.document),
        ..makings
    };
    let documents = documents::translated(whole, project, &beside, found);
    let mut shown = shown(&companion);
    documents.values().for_each(|document| shown.extend(self::shown(document)));
    let ids = documents.keys().map(String::as_str).collect();
    found.extend(given_once(project, &shown, &ids));
    Some(Translation { companion, documents })
}

/// Returns what a companion shows: figures, tables, pictures, quotations, and the blocks of its values.
fn shown(companion: &Companion) -> BTreeSet<Name> {
    let mut out = companion.used.clone();
    let mut add = |id: &str| {
        let stat = companion.statistics.get(id);
        out.extend(stat.map(|stat| Name::Block(stat.provenance.block.clone())));
    };
    for (chart, _) in companion.charts.values() {
        chart.statistics().into_iter().for_each(&mut add);
    }
    visit(&companion.document, &mut |node| {
        if let Inline::Stat { id, .. } = node {
            add(id);
        }
    });
    out
}

/// Returns the languages of a publication as the page in one of them leads to them.
pub(super) fn tongues(whole: &Project, own: &str) -> Vec<Tongue> {
    let all: Vec<&Project> = whole.translations.iter().collect();
    languages(whole, &all, own, "")
}

/// Returns the languages of a document beside the report, likewise.
pub(super) fn versions(
    (whole, translations): (&Project, &Translations),
    own: &str,
    id: &str,
) -> Vec<Tongue> {
    let has = |one: &&Translation| one.documents.contains_key(id);
    let all: Vec<&Project> =
        translations.values().filter(has).map(|one| &one.companion.project).collect();
    languages(whole, &all, own, &format!("{}/{id}/", documents::FOLDER))
}

/// Returns the pages `within/index.html` of languages, as that in one of them leads to them.
fn languages(
    whole: &Project,
    translations: &[&Project],
    own: &str,
    within: &str,
) -> Vec<Tongue> {
    if translations.is_empty() {
        return Vec::new();
    }
    let first = whole.report.language.as_str();
    let up = if own == first { "" } else { "../../" };
    let out = "../".repeat(within.matches('/').count());
    let each = std::iter::once(&whole).chain(translations).map(|project| {
        let tag = project.report.language.as_str();
        let folder =
            if tag == first { String::new() } else { format!("{TRANSLATIONS}/{tag}/") };
        Tongue {
            tag: tag.to_owned(),
            name: project.labels.say("language-name", &[]),
            page: format!("{out}{up}{folder}{within}index.html"),
            address: project.report.url.under(within).as_str().to_owned(),
            own: tag == own,
        }
    });
    each.collect()
}

/// Writes every translation.
pub(super) fn files(
    request: &Request,
    desk: &Desk,
    files: &dyn Files,
    (whole, translations): (&Project, &Translations),
    publication: &Publication<'_>,
    memo: &dyn Memo,
) -> Result<OutFiles> {
    let mut out = OutFiles::new();
    if translations.is_empty() {
        return Ok(out);
    }
    let beside = Beside { folder: TRANSLATIONS, report: false, list: None };
    for (tag, Translation { companion, documents }) in translations {
        let _within = labels::enter(&companion.project.labels);
        // A publisher's name and logo may be others in another language.
        let look = (files, &*companion.project.theme);
        let writing = Writing::new(request, desk, look, publication, beside, memo)?;
        let languages = tongues(whole, tag);
        let linked = documents::linked(documents);
        let folder = format!("{TRANSLATIONS}/{tag}/{}", documents::FOLDER);
        let versions = |id: &str| versions((whole, translations), tag, id);
        writing.with(companion, |own| -> Result<()> {
            let own = &Publication { languages: &languages, documents: &linked, ..*own };
            writing.page(tag, own, &Templates::read(files)?, &mut out)?;
            writing.pdf(tag, own, companion, &mut out)?;
            let beside = (folder.as_str(), documents);
            out.extend(documents::files(
                request, desk, files, beside, &versions, own, memo,
            )?);
            Ok(())
        })?;
    }
    Ok(out)
}
