//! The publication in other languages: each is the whole report again, from the same frames, with its own words.
//!
//! They are woven with the report, so that `check`, `diff` and a release see them all, and are written to
//! `out/languages/TAG/`.

use crate::figure;
use crate::frame::Frames;
use crate::labels;
use crate::make::Desk;
use crate::make::Request;
use crate::make::companion::Beside;
use crate::make::companion::Companion;
use crate::make::companion::Makings;
use crate::make::companion::Writing;
use crate::make::files::Files as OutFiles;
use crate::memo::Memo;
use crate::model::diagnostic::Findings;
use crate::model::diagnostic::Result;
use crate::model::diagnostic::Warned;
use crate::model::statistic::Statistics;
use crate::output::Publication;
use crate::output::Tongue;
use crate::output::html::Templates;
use crate::project::Files;
use crate::project::Project;
use crate::project::TRANSLATIONS;
use crate::stat;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The report in another language.
#[derive(Debug)]
pub struct Translation {
    /// The report, before it is written.
    pub companion: Companion,
    /// The statistics, whose titles and labels are in its language.
    pub statistics: Arc<Statistics>,
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
        if let Some(made) = one(project, frames, makings, &mut own) {
            out.insert(project.report.language.as_str().to_owned(), made);
        }
        // What every language meets at one place is reported once.
        found.join_new(own);
    }
    out
}

fn one(
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
    let makings = Makings { statistics: Arc::clone(&statistics), ..*makings };
    let Warned { value: companion, warnings } =
        found.keep(makings.woven(project.clone()))?;
    found.extend(warnings);
    Some(Translation { companion, statistics })
}

/// Returns the languages of a publication as the page in one of them leads to them.
pub(super) fn tongues(whole: &Project, own: &str) -> Vec<Tongue> {
    if whole.translations.is_empty() {
        return Vec::new();
    }
    let first = whole.report.language.as_str();
    let up = if own == first { "" } else { "../../" };
    let each = std::iter::once(whole).chain(&whole.translations).map(|project| {
        let tag = project.report.language.as_str();
        let folder =
            if tag == first { String::new() } else { format!("{TRANSLATIONS}/{tag}/") };
        Tongue {
            tag: tag.to_owned(),
            name: project.labels.say("language-name", &[]),
            page: format!("{up}{folder}index.html"),
            address: project.report.url.as_str().to_owned(),
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
    for (tag, Translation { companion, statistics }) in translations {
        let _within = labels::enter(&companion.project.labels);
        let writing = Writing::new(request, desk, files, publication, beside, memo)?;
        let languages = tongues(whole, tag);
        writing.with(statistics, companion, |own| -> Result<()> {
            let own = &Publication { languages: &languages, ..*own };
            writing.page(tag, own, &Templates::read(files)?, &mut out)?;
            writing.pdf(tag, own, companion, &mut out)
        })?;
    }
    Ok(out)
}
