//! The pipeline up to the document, run in order; nothing is written.

use crate::figure;
use crate::frame::Frames;
use crate::labels;
use crate::make::atlas::atlas;
use crate::make::companion::Makings;
use crate::make::documents;
use crate::make::documents::Documents;
use crate::make::pages;
use crate::make::rows;
use crate::make::step::Steps;
use crate::make::translations;
use crate::make::translations::Translations;
use crate::make::woven::Woven;
use crate::memo;
use crate::memo::Memo;
use crate::model::chart::Chart;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Failure;
use crate::model::diagnostic::Findings;
use crate::model::diagnostic::Result;
use crate::model::diagnostic::Severity;
use crate::model::diagnostic::Sources;
use crate::model::diagnostic::Warned;
use crate::model::document::Block;
use crate::model::document::Document;
use crate::model::document::Inline;
use crate::model::document::visit_blocks;
use crate::model::geography::Atlas;
use crate::model::graph::Graph;
use crate::model::key::Key;
use crate::model::key::content;
use crate::model::name::Name;
use crate::model::statistic::Statistics;
use crate::narrative;
use crate::narrative::Narrated;
use crate::project;
use crate::project::Files;
use crate::project::Project;
use crate::stat;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Runs the pipeline up to the document, and checks the figures; writes nothing.
pub fn weave(
    files: &dyn Files,
    options: narrative::Options,
    steps: &Steps<'_>,
    memo: &dyn Memo,
) -> (Result<Woven, Failure>, Vec<Diagnostic>, Sources) {
    weave_with(files, options, steps, memo, (|_: &_| (), |_: &_| ()))
}

/// Does the same, and tells the statistics as soon as they are computed: the prose may be wrong.
pub fn weave_telling(
    files: &dyn Files,
    options: narrative::Options,
    steps: &Steps<'_>,
    memo: &dyn Memo,
    computed: impl FnOnce(&Arc<Statistics>),
) -> (Result<Woven, Failure>, Vec<Diagnostic>, Sources) {
    weave_with(files, options, steps, memo, (|_: &_| (), computed))
}

/// Does the same, and tells the project and the statistics as soon as each is there.
#[expect(clippy::too_many_lines, reason = "the steps stand in their order")]
pub(super) fn weave_with(
    files: &dyn Files,
    options: narrative::Options,
    steps: &Steps<'_>,
    memo: &dyn Memo,
    (loaded, computed): (impl FnOnce(&Project), impl FnOnce(&Arc<Statistics>)),
) -> (Result<Woven, Failure>, Vec<Diagnostic>, Sources) {
    let (project, mut sources) =
        steps.run("project", || project::load(files, &crate::make::kinds::KINDS));
    let project = match project {
        Ok(project) => project,
        Err(failure) => return (Err(failure), Vec::new(), sources),
    };
    let _within = labels::enter(&project.labels);
    loaded(&project);
    narrative::prepare(&project, memo);
    let frames =
        steps.run("frames", || crate::frame::load(&project, files, memo, &mut sources));
    let frames = match frames {
        Ok(frames) => frames,
        Err(failure) => return (Err(failure), project.warnings, sources),
    };
    let severity = if options.draft { Severity::Warning } else { Severity::Error };
    let stale = match frames.stale(severity).finish(()) {
        Ok(warned) => warned.warnings,
        Err(failure) => return (Err(failure), project.warnings, sources),
    };
    let warned = [project.warnings.clone(), stale, frames.warnings()].concat();
    let ground = memo::held(
        memo,
        || ground_key(&project, &frames, files),
        || ground(&project, &frames, steps, memo),
    );
    let Ground { statistics, atlas, charts, found: known } = match ground {
        Ok(ground) => ground,
        Err(failure) => return (Err(failure), warned, sources),
    };
    let mut found = Findings::new();
    found.extend(warned);
    found.join(known);
    computed(&statistics);
    // The rows are hashed beside the weaving: only the record needs them.
    let (narrated, (rows, units)) = labels::join(
        || {
            steps.run("narrative", || {
                narrative::narrate(
                    &project,
                    files,
                    &frames,
                    &statistics,
                    None,
                    options,
                    memo,
                )
            })
        },
        || {
            steps.run("rows", || {
                let rows = rows::rows(&project, &frames, memo);
                (rows, rows::units(&project, &frames, memo))
            })
        },
    );
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
    let Some(Narrated { document, pictures, mut looked_at, used }) = narrated else {
        return (Err(failed(found)), Vec::new(), sources);
    };
    let makings = Makings {
        files,
        frames: &frames,
        atlas: &atlas,
        statistics: Arc::clone(&statistics),
        report: Some(&document),
        options,
        memo,
    };
    // Figures are checked beside the documents; their findings are reported after those.
    let ((documents, translations, beside), linted) = labels::join(
        || {
            let mut found = Findings::new();
            let documents = steps
                .run("documents", || documents::woven(&project, &makings, &mut found));
            let translations = steps.run("translations", || {
                translations::woven(&project, &frames, &makings, &mut found)
            });
            (documents, translations, found)
        },
        || crate::make::pictures::lint(&project, &document, &charts),
    );
    found.join(beside);
    if let Some(documents) = documents.as_ref().filter(|documents| !documents.is_empty())
    {
        let others = translations.values().map(|one| &one.documents);
        for documents in std::iter::once(documents).chain(others) {
            documents::said(files, documents, &mut found);
        }
        held(&project, (documents, &translations), used, &mut looked_at, &mut found);
    }
    for translation in translations.values() {
        looked_at.join(translation.companion.looked_at.clone());
    }
    pages::said(files, &project, (&document, &pictures), &statistics, &mut found);
    found.join_new(linted);
    if options.strict {
        found.harden(UNBORNE);
    }
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
            let document = Arc::new(document);
            let woven = Woven {
                project,
                rows,
                units,
                tables,
                statistics,
                document,
                pictures,
                documents: documents.unwrap_or_default(),
                translations,
                charts,
                looked_at: Arc::new(looked_at),
            };
            (Ok(woven), warned.warnings, sources)
        }
    }
}

/// Words of figures and tables that what they show does not bear out: errors where a check is strict.
const UNBORNE: &[Code] = &[Code::R0421, Code::R0422, Code::R0441, Code::R0547];

/// What is computed of declarations and tables alone: no chapter can touch it.
#[derive(Clone)]
struct Ground {
    statistics: Arc<Statistics>,
    atlas: Arc<Atlas>,
    charts: Arc<BTreeMap<String, Chart>>,
    found: Findings,
}

fn ground(
    project: &Project,
    frames: &Frames<'_>,
    steps: &Steps<'_>,
    memo: &dyn Memo,
) -> Result<Ground> {
    let computed = steps.run("statistics", || stat::compute(project, frames, memo));
    let Warned { value: mut statistics, warnings } = computed?;
    let mut found = Findings::new();
    found.extend(warnings);
    let atlas = atlas(project, &project.figures, frames, &mut found);
    let charts = planned(project, &atlas, &mut statistics, steps, &mut found);
    Ok(Ground {
        statistics: Arc::new(statistics),
        atlas: Arc::new(atlas),
        charts: Arc::new(charts),
        found,
    })
}

/// The key of that; none where the file of a figure's boundaries cannot be told.
fn ground_key(project: &Project, frames: &Frames<'_>, files: &dyn Files) -> Option<Key> {
    let mut key = project.declared(Key::new("ground"));
    for name in project.figures.iter().filter_map(|it| it.decl.boundaries.as_ref()) {
        // The digest of a table does not know the outlines.
        let resource = project.resources().find(|resource| resource.name == *name)?;
        let path = project.package_path.beside(resource.path.single()?).ok()?;
        let hash = files.hash(&path).ok()?;
        key = key.field(format!("outlines {name}"), hash.to_hex().as_str());
    }
    Some(key.field("tables", content(&frames.digests())))
}

/// Holds documents to what the report says, and reports what none of them and not the report shows.
fn held(
    project: &Project,
    (documents, translations): (&Documents, &Translations),
    mut used: BTreeSet<Name>,
    looked_at: &mut Graph,
    found: &mut Findings,
) {
    let claimed = used.clone();
    let own = documents.values().map(|companion| (project, companion));
    let others = translations.values().flat_map(|one| {
        one.documents.values().map(|companion| (&one.companion.project, companion))
    });
    for (report, companion) in own.chain(others) {
        let _within = labels::enter(&companion.project.labels);
        if let Some(source) = &companion.project.document {
            narrative::held(report, source, &companion.document, &claimed, found);
        }
        used.extend(companion.used.iter().cloned());
        looked_at.join(companion.looked_at.clone());
    }
    narrative::unused(project, &used, found);
}

/// Plans the figures; the numbers that they mark become statistics.
fn planned(
    project: &Project,
    atlas: &Atlas,
    statistics: &mut Statistics,
    steps: &Steps<'_>,
    found: &mut Findings,
) -> BTreeMap<String, Chart> {
    let named = &project.statistics.labels;
    let drawn = &*statistics;
    let planned = steps.run("figures", || -> Vec<Result<_>> {
        let entries = project.figures.par_iter();
        let plan = |entry| {
            let _within = labels::enter(&project.labels);
            figure::plan(entry, named, drawn, atlas)
        };
        entries.map(plan).collect()
    });
    let mut charts: BTreeMap<String, Chart> = BTreeMap::new();
    for (entry, planned) in project.figures.iter().zip(planned) {
        if entry.decl.boundaries.is_some() && !atlas.contains_key(&entry.id) {
            // Why there are no boundaries has been said.
            continue;
        }
        let Some(Warned { value, warnings }) = found.keep(planned) else { continue };
        let (chart, marked) = value;
        found.extend(warnings);
        figure::add(statistics, marked);
        charts.insert(entry.id.clone(), chart);
    }
    charts
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
        let map = chart.map.iter().map(|map| Name::Resource(map.resource.clone()));
        graph.note(Name::Figure(id.clone()), drawn.chain(map));
    }
    for block in document.blocks() {
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

fn failed(found: Findings) -> Failure {
    match found.finish(()) {
        Err(failure) => failure,
        Ok(_) => Diagnostic::error(Code::R0501, "the narrative failed").into(),
    }
}
