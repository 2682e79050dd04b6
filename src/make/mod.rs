//! Which steps to run, in what order, what is still true of an earlier run, and the
//! publication of the result.
//!
//! **In:** a [`Request`]: a project's folder and how to build it.
//! **Out:** the edition in `out/`, and an [`Outcome`]: findings, steps and what was read.
//! **Guarantees:** `out/` holds the old edition or the new one, never a mixture; same
//! inputs give the same bytes; a damaged cache costs time, never truth.

mod atlas;
mod attached;
mod bench;
mod cache;
mod changes;
mod compare;
mod companion;
mod documents;
mod drift;
mod earlier;
mod edition;
mod editions;
mod fetch;
mod files;
mod folder;
mod kinds;
mod last;
mod outbox;
mod pack;
mod pages;
mod pictures;
mod record;
mod release;
mod request;
mod rows;
mod seal;
mod staged;
mod step;
mod texts;
mod translations;
mod vintage;
mod weave;
mod woven;

use crate::make::weave::weave_with;
pub use atlas::atlas;
pub use cache::Cache;
pub use changes::changes_page;
pub use changes::changes_pdf;
pub use companion::Companion;
pub use compare::OpenedSide;
pub use compare::compare;
pub use compare::edited;
pub use earlier::Earlier;
pub use fetch::CONNECTION;
pub use fetch::Fetched;
pub use fetch::Surroundings;
pub use fetch::command;
pub use fetch::data;
pub use fetch::fetch;
pub use files::Files as OutFiles;
pub use folder::Folder;
pub use kinds::KINDS;
pub use outbox::Desk;
pub use outbox::write_file;
pub use outbox::write_new;
pub use outbox::write_source;
pub use outbox::write_template;
pub use pictures::charted;
pub use record::record;
pub use release::Wanted;
pub use release::altered;
pub use release::check_release;
pub use release::held_back;
pub use release::is_whole;
pub use release::opened;
pub use release::place as release_place;
pub use release::release;
pub use release::write_review;
pub use request::Outcome;
pub use request::Request;
pub use seal::Seal;
pub use staged::FolderSort;
pub use staged::Staged;
pub use step::Progress;
pub use step::Silent;
pub use step::Step;
pub use step::Steps;
pub use vintage::Refusal;
pub use vintage::Vintage;
pub use vintage::vintage;
pub use weave::weave;
pub use weave::weave_telling;
pub use woven::Woven;

use crate::make::bench::Bench;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Failure;
use crate::model::diagnostic::Result;
use crate::model::diagnostic::Sources;
use crate::narrative;
use crate::output;
use crate::output::typst;
use crate::project::Disk;
use crate::project::Files;
use crate::project::Project;
use crate::project::ProjectPath;
use crate::project::Recorded;
use crate::project::Stamps;
use std::sync::Arc;

/// Checks a project and writes nothing; uses what builds have kept.
pub fn check(request: &Request, progress: &dyn Progress) -> Outcome {
    let steps = Steps::new(progress);
    let (earlier, last) = Earlier::of(&request.root, &request.seal);
    let disk = Disk::new(&request.root).with(last.stamps());
    if last::checked(request, &last, &disk) {
        return last.again(request, steps);
    }
    let files = Recorded::new(&disk);
    let options = narrative::Options { draft: request.draft, strict: request.strict };
    let (woven, mut warnings, sources) = weave(&files, options, &steps, &earlier);
    let mut unwoven = false;
    let mut measured = Vec::new();
    let result = woven.and_then(|woven| {
        measured = woven.measured();
        unwoven = woven.project.editions.is_some() && !request.editions;
        if request.editions {
            let (project, statistics) = (&woven.project, &woven.statistics);
            warnings.extend(steps.run("editions", || {
                editions::check(request, &files, project, statistics, &sources, &earlier)
            })?);
        }
        Ok(())
    });
    Outcome { unwoven, measured, ..outcome(result, warnings, sources, &files, steps) }
}

/// Builds a project into its output folder.
pub fn build(request: &Request, progress: &dyn Progress) -> Outcome {
    let steps = Steps::new(progress);
    let disk = Disk::new(&request.root);
    let desk = match Desk::open(&request.root, request.wait.then_some(progress)) {
        Ok(desk) => desk,
        Err(failure) => {
            let files = Recorded::new(&disk);
            return outcome(Err(failure), Vec::new(), Sources::new(), &files, steps);
        }
    };
    let last = last::last_run(desk.folder(), &request.seal);
    let disk = disk.with(if request.cache { last.stamps() } else { Stamps::new() });
    if request.cache && last::up_to_date(request, &last, &disk) {
        return last.again(request, steps);
    }
    let files = Recorded::new(&disk);
    let options = narrative::Options { draft: request.draft, strict: request.strict };
    let cache = request.cache.then(|| Cache::new(desk.folder(), &request.seal));
    let bench = Bench::new(&steps, cache, last);
    let loaded = |project: &Project| begin(request, &desk, &files, project);
    let (woven, found, sources) =
        weave_with(&files, options, &steps, &bench, (loaded, |_: &_| ()));
    let mut embargo = None;
    let mut measured = Vec::new();
    let result = woven.and_then(|mut woven| {
        measured = woven.measured();
        documents::known(&woven.project, &request.only)?;
        lift(request, &mut woven)?;
        embargo = woven.document.meta.held().cloned();
        let found = found.clone();
        output::recall_fonts(&bench);
        let all =
            edition::publish(request, &desk, &files, &woven, &sources, &bench, found)?;
        output::keep_fonts(&bench);
        // Nobody waits for the memory to be given back.
        rayon::spawn(|| drop(woven));
        Ok(all)
    });
    // What stops a build takes none of the warnings away.
    let (result, mut warnings) = match result {
        Ok(all) => (Ok(()), all),
        Err(failure) => (Err(failure), found),
    };
    warnings.extend(bench.warning());
    Outcome { embargo, measured, ..outcome(result, warnings, sources, &files, steps) }
}

/// Starts Typst before there is anything to set: it takes its time to get up. What is wrong with
/// its template is told when the document is written.
fn begin(request: &Request, desk: &Desk, files: &dyn Files, project: &Project) {
    let whole = request.only.is_empty();
    let program = request.typst.as_ref().filter(|program| whole && !program.is_kept());
    let Some((program, read)) = program.zip(typst::beginning(files, &project.theme).ok())
    else {
        return;
    };
    if let Some(folder) = desk.gate("typst", &read, typst::GATE) {
        program.begin(
            &folder.inside(),
            typst::Setting::of(&project.report.pdf, project.report.date.as_str()),
            read,
        );
    }
}

/// Takes the embargo off the report and its local editions, if that is asked for.
fn lift(request: &Request, woven: &mut Woven) -> Result<(), Failure> {
    if let Some(lift) = &request.lift {
        let lifted = lift.of(woven.document.meta.embargo.as_ref())?;
        Arc::make_mut(&mut woven.document).meta.lifted = Some(lifted.clone());
        let translations = woven.translations.values_mut().flat_map(|one| {
            std::iter::once(&mut one.companion).chain(one.documents.values_mut())
        });
        for companion in woven.documents.values_mut().chain(translations) {
            Arc::make_mut(&mut companion.document).meta.lifted = Some(lifted.clone());
        }
        woven.project.report.lifted = Some(lifted);
    }
    Ok(())
}

fn outcome(
    result: Result<(), Failure>,
    warnings: Vec<Diagnostic>,
    sources: Sources,
    files: &Recorded<'_>,
    steps: Steps<'_>,
) -> Outcome {
    let done = result.is_ok();
    let mut diagnostics = match result {
        Ok(()) => Vec::new(),
        Err(failure) => failure.into_diagnostics(),
    };
    diagnostics.extend(warnings);
    diagnostics.sort_by_key(|found| found.severity);
    let mut sources = sources;
    // Templates are read when something is written, and only a fault points into them.
    for span in diagnostics.iter().filter_map(Diagnostic::span) {
        if span.file.starts_with("templates/")
            && let Ok(path) = ProjectPath::new(&span.file)
            && let Ok(text) = files.text(&path)
        {
            sources.insert(path.as_str(), text);
        }
    }
    Outcome {
        diagnostics,
        sources,
        reads: files.reads(),
        stamps: files.stamps(),
        steps: steps.into_steps(),
        done,
        unwoven: false,
        embargo: None,
        measured: Vec::new(),
    }
}
