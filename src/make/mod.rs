//! Which steps to run, in what order, what is still true of an earlier run, and the
//! publication of the result.
//!
//! **In:** a [`Request`]: a project's folder and how to build it.
//! **Out:** the edition in `out/`, and an [`Outcome`]: findings, steps and what was read.
//! **Guarantees:** `out/` holds the old edition or the new one, never a mixture; same
//! inputs give the same bytes; a damaged cache costs time, never truth.

mod bench;
mod cache;
mod changes;
mod compare;
mod drift;
mod edition;
mod editions;
mod folder;
mod last;
mod outbox;
mod pictures;
mod record;
mod release;
mod rows;
mod seal;
mod staged;
mod step;

pub use cache::Cache;
pub use changes::changes_page;
pub use changes::changes_pdf;
pub use compare::Side;
pub use compare::compare;
pub use folder::Folder;
pub use outbox::Desk;
pub use outbox::Files as OutFiles;
pub use outbox::write_file;
pub use outbox::write_new;
pub use pictures::charted;
pub use record::record;
pub use release::Wanted;
pub use release::check_release;
pub use release::held_back;
pub use release::is_whole;
pub use release::opened;
pub use release::place as release_place;
pub use release::release;
pub use release::write_review;
pub use seal::Seal;
pub use staged::Sort;
pub use staged::Staged;
pub use step::Progress;
pub use step::Silent;
pub use step::Step;
pub use step::Steps;

use crate::frame::Frames;
use crate::make::bench::Bench;
use crate::memo::Forgetful;
use crate::memo::Memo;
use crate::model::chart::Chart;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Failure;
use crate::model::diagnostic::Result;
use crate::model::diagnostic::Severity;
use crate::model::diagnostic::Sources;
use crate::model::document::Block;
use crate::model::document::Document;
use crate::model::document::Inline;
use crate::model::document::visit_blocks;
use crate::model::edition::Rows;
use crate::model::graph::Graph;
use crate::model::moment::Moment;
use crate::model::name::Name;
use crate::model::statistic::Statistics;
use crate::model::table::Digest;
use crate::narrative;
use crate::narrative::Narrated;
use crate::output::typst;
use crate::output::typst::Program;
use crate::project;
use crate::project::Disk;
use crate::project::Files;
use crate::project::Lift;
use crate::project::Project;
use crate::project::Reads;
use crate::project::Recorded;
use crate::project::Stamps;
use crate::stat;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

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
            lift: None,
            seal: Seal::default(),
        }
    }

    /// Returns whether one build follows another, with a typst that is kept.
    fn follows(&self) -> bool {
        self.typst.as_ref().is_some_and(Program::is_kept)
    }

    /// Returns what the typst program says of its version; nothing without one.
    fn typst_version(&self) -> Result<&str> {
        self.typst.as_ref().map_or(Ok(""), Program::version)
    }
}

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
    /// What each figure draws.
    pub charts: Arc<BTreeMap<String, Chart>>,
    /// What each result looked at.
    pub looked_at: Arc<Graph>,
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
}

impl Outcome {
    /// Returns whether an error was found.
    pub fn failed(&self) -> bool {
        self.diagnostics.iter().any(|found| found.severity == Severity::Error)
    }
}

/// Runs the pipeline up to the document, and checks the figures; writes nothing.
pub fn weave(
    files: &dyn Files,
    options: narrative::Options,
    steps: &Steps<'_>,
    memo: &dyn Memo,
) -> (Result<Woven, Failure>, Vec<Diagnostic>, Sources) {
    weave_with(files, options, steps, memo, |_| ())
}

/// Does the same, and tells the project as soon as it is loaded.
fn weave_with(
    files: &dyn Files,
    options: narrative::Options,
    steps: &Steps<'_>,
    memo: &dyn Memo,
    loaded: impl FnOnce(&Project),
) -> (Result<Woven, Failure>, Vec<Diagnostic>, Sources) {
    let (project, mut sources) =
        steps.run("project", || project::load(files, stat::DECODERS));
    let project = match project {
        Ok(project) => project,
        Err(failure) => return (Err(failure), Vec::new(), sources),
    };
    loaded(&project);
    narrative::prepare(&project, memo);
    let frames =
        steps.run("frames", || crate::frame::load(&project, files, memo, &mut sources));
    let frames = match frames {
        Ok(frames) => frames,
        Err(failure) => return (Err(failure), Vec::new(), sources),
    };
    let hollow = frames.hollow();
    let statistics = steps.run("statistics", || stat::compute(&project, &frames, memo));
    let statistics = match statistics {
        Ok(statistics) => statistics,
        Err(failure) => return (Err(failure), hollow, sources),
    };
    let mut found = crate::model::diagnostic::Findings::new();
    found.extend(hollow);
    found.extend(statistics.warnings);
    let statistics = Arc::new(statistics.value);
    // The rows are hashed beside the weaving: only the record needs them.
    let (narrated, ((rows, units), planned)) = rayon::join(
        || {
            steps.run("narrative", || {
                narrative::narrate(&project, &frames, &statistics, options, memo)
            })
        },
        || {
            let rows = steps.run("rows", || {
                let rows = rows::rows(&project, &frames, memo);
                (rows, rows::units(&project, &frames, memo))
            });
            let labels = &project.statistics.labels;
            let planned = steps.run("figures", || -> Vec<Result<Chart>> {
                let entries = project.figures.par_iter();
                entries
                    .map(|entry| crate::figure::plan(entry, labels, &statistics))
                    .collect()
            });
            (rows, planned)
        },
    );
    let charts =
        project.figures.iter().zip(planned).filter_map(|(entry, planned)| {
            Some((entry.id.clone(), found.keep(planned)?))
        });
    let charts: BTreeMap<String, Chart> = charts.collect();
    let narrated = match narrated {
        Ok(warned) => {
            found.extend(warned.warnings);
            Some(warned.value)
        }
        Err(failure) => {
            found.extend(failure.into_diagnostics());
            None
        }
    };
    let Some(Narrated { document, mut looked_at }) = narrated else {
        return (Err(failed(found)), Vec::new(), sources);
    };
    pictures::lint(&project, &document, &charts, &mut found);
    let (rows, units) = (found.keep(rows), found.keep(units));
    let tables = frames.digests();
    looked_at.join(frames.looked_at());
    looked_at.join(statistics.looked_at.clone());
    shown(&project, &frames, &document, &charts, &mut looked_at);
    drop(frames);
    match found.finish(()) {
        Err(failure) => (Err(failure), Vec::new(), sources),
        Ok(warned) => {
            let (rows, units) = (rows.unwrap_or_default(), units.unwrap_or_default());
            let (document, charts) = (Arc::new(document), Arc::new(charts));
            let woven = Woven {
                project,
                rows,
                units,
                tables,
                statistics,
                document,
                charts,
                looked_at: Arc::new(looked_at),
            };
            (Ok(woven), warned.warnings, sources)
        }
    }
}

/// Notes what figures draw and tables show.
fn shown(
    project: &Project,
    frames: &Frames<'_>,
    document: &Document,
    charts: &BTreeMap<String, Chart>,
    graph: &mut Graph,
) {
    for (id, chart) in charts {
        let drawn = chart.statistics().into_iter();
        let drawn = drawn.map(|id| Name::Statistic(id.to_owned()));
        graph.note(Name::Figure(id.clone()), drawn);
    }
    for block in document.chapters.iter().flat_map(|chapter| &chapter.blocks) {
        let Block::Table(table) = block else { continue };
        let name = Name::Table(table.id.clone());
        visit_blocks(std::slice::from_ref(block), &mut |node| {
            if let Inline::Stat { id, .. } = node {
                graph.note(name.clone(), [Name::Statistic(id.clone())]);
            }
        });
        let declared = project.tables.iter().find(|entry| entry.id == table.id);
        let frame = declared.and_then(|entry| entry.decl.frame.as_deref());
        graph.note(name, frame.map(|frame| frames.name_of(frame)));
    }
}

fn failed(found: crate::model::diagnostic::Findings) -> Failure {
    match found.finish(()) {
        Err(failure) => failure,
        Ok(_) => Diagnostic::error(
            crate::model::diagnostic::Code::R0501,
            "the narrative failed",
        )
        .into(),
    }
}

/// Checks a project and writes nothing.
pub fn check(request: &Request, progress: &dyn Progress) -> Outcome {
    let disk = Disk::new(&request.root);
    let files = Recorded::new(&disk);
    let steps = Steps::new(progress);
    let options = narrative::Options { draft: request.draft, strict: request.strict };
    let (woven, mut warnings, sources) = weave(&files, options, &steps, &Forgetful);
    let mut unwoven = false;
    let result = woven.and_then(|woven| {
        unwoven = woven.project.editions.is_some() && !request.editions;
        if request.editions {
            let (project, statistics) = (&woven.project, &woven.statistics);
            warnings.extend(steps.run("editions", || {
                let memo = &Forgetful;
                editions::check(request, &files, project, statistics, &sources, memo)
            })?);
        }
        Ok(())
    });
    Outcome { unwoven, ..outcome(result, warnings, sources, &files, steps) }
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
    let last = last::last_run(&desk, &request.seal);
    let disk = disk.with(if request.cache { last.stamps() } else { Stamps::new() });
    let files = Recorded::new(&disk);
    if request.cache && last::up_to_date(request, &last, &disk) {
        steps.reused("edition");
        let mut outcome = outcome(Ok(()), Vec::new(), Sources::new(), &files, steps);
        outcome.reads = last::last_reads(&last);
        outcome.embargo = last.embargo;
        return outcome;
    }
    let options = narrative::Options { draft: request.draft, strict: request.strict };
    let cache = request.cache.then(|| Cache::new(desk.folder(), &request.seal));
    let bench = Bench::new(&steps, cache, last);
    let loaded = |project: &Project| begin(request, &desk, &files, project);
    let (woven, mut warnings, sources) =
        weave_with(&files, options, &steps, &bench, loaded);
    let mut embargo = None;
    let result = woven.and_then(|mut woven| {
        lift(request, &mut woven)?;
        embargo = woven.document.meta.held().cloned();
        let quiet = warnings.is_empty();
        let local =
            edition::publish(request, &desk, &files, &woven, &sources, &bench, quiet)?;
        warnings.extend(local);
        // Nobody waits for the memory to be given back.
        rayon::spawn(|| drop(woven));
        Ok(())
    });
    warnings.extend(bench.warning());
    Outcome { embargo, ..outcome(result, warnings, sources, &files, steps) }
}

/// Starts Typst before there is anything to set: it takes its time to get up. What is wrong with
/// its template is told when the document is written.
fn begin(request: &Request, desk: &Desk, files: &dyn Files, project: &Project) {
    let program = request.typst.as_ref().filter(|program| !program.is_kept());
    let Some((program, read)) = program.zip(typst::beginning(files).ok()) else { return };
    if let Some(folder) = desk.gate("typst", &read, typst::GATE) {
        program.begin(folder.path(), typst::timestamp(&project.report.date), read);
    }
}

/// Takes the embargo off the report and its local editions, if that is asked for.
fn lift(request: &Request, woven: &mut Woven) -> Result<(), Failure> {
    if let Some(lift) = &request.lift {
        let lifted = lift.of(woven.document.meta.embargo.as_ref())?;
        Arc::make_mut(&mut woven.document).meta.lifted = Some(lifted.clone());
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
    Outcome {
        diagnostics,
        sources,
        reads: files.reads(),
        stamps: files.stamps(),
        steps: steps.into_steps(),
        done,
        unwoven: false,
        embargo: None,
    }
}
