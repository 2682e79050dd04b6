//! From the woven document to the files of an edition.

use crate::labels;
use crate::make::Desk;
use crate::make::FolderSort;
use crate::make::Request;
use crate::make::Woven;
use crate::make::attached::attached;
use crate::make::bench::Bench;
use crate::make::documents;
use crate::make::editions;
use crate::make::files::Files as OutFiles;
use crate::make::files::ROOM;
use crate::make::files::json;
use crate::make::files::long_json;
use crate::make::last::remember;
use crate::make::pictures;
use crate::make::record;
use crate::make::translations;
use crate::memo;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Result;
use crate::model::diagnostic::Sources;
use crate::model::document::LANDING;
use crate::model::edition::Edition;
use crate::model::key::Key;
use crate::model::moment::Moment;
use crate::model::statistic::Statistics;
use crate::output;
use crate::output::Busy;
use crate::output::Publication;
use crate::output::feed;
use crate::output::html;
use crate::output::sheet;
use crate::output::typst;
use crate::project;
use crate::project::Files;
use crate::project::PageForm;
use crate::project::Recorded;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::OnceLock;
use std::sync::mpsc::Sender;
use std::sync::mpsc::channel;

/// The statistics as the record has them, written once for all that holds them.
#[derive(Default)]
struct Numbers(OnceLock<Vec<u8>>);

impl Numbers {
    /// Returns them, without the end of the line.
    fn json(&self, statistics: &Statistics) -> Result<&[u8]> {
        if let Some(known) = self.0.get() {
            return Ok(known);
        }
        let mut made = long_json(statistics, ROOM)?;
        made.truncate(made.trim_ascii_end().len());
        Ok(self.0.get_or_init(|| made))
    }

    /// Returns the file that holds them alone: every number for programs.
    fn alone(
        &self,
        statistics: &Statistics,
        embargo: Option<&Moment>,
    ) -> Result<Vec<u8>> {
        let own = self.json(statistics)?;
        let mut out = Vec::with_capacity(own.len() + 256);
        if let Some(embargo) = embargo {
            out.extend_from_slice(b"{\"embargo\":");
            out.extend_from_slice(json(embargo)?.trim_ascii_end());
            out.push(b',');
            out.extend_from_slice(own.strip_prefix(b"{").unwrap_or(own));
        } else {
            out.extend_from_slice(own);
        }
        out.push(b'\n');
        Ok(out)
    }
}

/// Draws, writes and publishes the edition; returns the warnings of the run. Typst runs beside the drawing of pictures.
pub(super) fn publish(
    request: &Request,
    desk: &Desk,
    files: &Recorded<'_>,
    woven: &Woven,
    sources: &Sources,
    bench: &Bench<'_>,
    mut warnings: Vec<Diagnostic>,
) -> Result<Vec<Diagnostic>> {
    let _within = labels::enter(&woven.project.labels);
    let steps = bench.steps;
    let whole = request.only.is_empty();
    // What a document shows it draws itself.
    let drawn = if whole { pictures::drawn(woven, bench)? } else { BTreeMap::new() };
    let inputs = record::inputs(files);
    let beside = woven.project.report.html.form != PageForm::File;
    let listed =
        woven.project.editions.as_ref().map(|made| made.decl.index.title.as_str());
    let linked = documents::linked(&woven.documents);
    let publication = Publication {
        document: &woven.document,
        statistics: &woven.statistics,
        figures: &drawn,
        pictures: &woven.pictures,
        theme: &woven.project.theme,
        inputs: &inputs,
        extracts: &woven.project.extracts,
        sources,
        draft: request.draft,
        pdf: request.typst.is_some() && beside,
        whole: None,
        beside,
        editions: listed.filter(|_| request.editions),
        documents: &linked,
        languages: &translations::tongues(
            &woven.project,
            woven.project.report.language.as_str(),
        ),
        landing: woven.project.report.html.landing,
    };
    let known = bench.last().wrote(request);
    let mut staged =
        desk.stage((&request.root, &request.out), FolderSort::Edition, &known)?;
    let numbers = Numbers::default();
    let recorded = || -> Result<Vec<u8>> {
        let edition = Edition {
            typst: request.typst_version()?.to_owned(),
            draft: request.draft,
            ..record::made_of(
                record::edition(woven, sources),
                sources,
                record::inputs(files),
            )
        };
        let numbers = numbers.json(&woven.statistics)?;
        record::written(edition, numbers)
    };
    // They are small, and made while Typst is at work on the report.
    let companions = || -> Result<OutFiles> {
        if woven.documents.is_empty() {
            return Ok(OutFiles::new());
        }
        steps.run("documents", || {
            let beside = (documents::FOLDER, &woven.documents);
            let versions = |id: &str| {
                let first = woven.project.report.language.as_str();
                let both = (&woven.project, &woven.translations);
                translations::versions(both, first, id)
            };
            documents::files(request, desk, files, beside, &versions, &publication, bench)
        })
    };
    let (begun, begins) = channel();
    let (pdf, rest) = std::thread::scope(|scope| {
        let pdf = scope.spawn(|| {
            let _within = labels::enter(&woven.project.labels);
            let pdf = || pdf(request, desk, files, woven, &publication, bench, begun);
            if whole { pdf() } else { Ok(None) }
        });
        // Typst takes longest: until it has begun nothing is done beside, and then what it leaves
        // cores for; but who follows the changes sees the page first.
        let rest = bench.beside(begins.recv().ok(), || {
            if !whole {
                let kept = bench.last().kept(request, files, &woven.project);
                return staged.keep(&kept).map(|()| (None, companions()));
            }
            let out = Arc::new(texts_and_pictures(
                woven,
                files,
                &publication,
                &numbers,
                bench,
            )?);
            if request.typst.is_some() {
                steps.page(&out);
            }
            // Local editions read more than is known here.
            let early = || (!request.editions).then(recorded).transpose();
            let (added, early) = labels::join(|| staged.add_all(&out), early);
            added?;
            Ok((early?, companions()))
        });
        bench.clear();
        let failed = || Diagnostic::error(Code::R0603, "the PDF's thread died").into();
        (pdf.join().unwrap_or_else(|_| Err(failed())), rest)
    });
    let (early, documents) = rest?;
    if let Some(bytes) = pdf? {
        staged.add("report.pdf", &bytes)?;
    }
    staged.add_all(&documents?)?;
    if whole && !woven.translations.is_empty() {
        let made = steps.run("translations", || {
            let both = (&woven.project, &woven.translations);
            translations::files(request, desk, files, both, &publication, bench)
        })?;
        staged.add_all(&made)?;
    }
    if request.editions {
        let local = steps.run("editions", || {
            let (to, project) = ((desk, &staged), &woven.project);
            editions::write(request, to, files, project, &publication, bench)
        })?;
        staged.join(local.value);
        warnings.extend(local.warnings);
    }
    let outputs = steps.run("publish", || {
        let record = early.map_or_else(recorded, Ok)?;
        let record = record::with_outputs(record, &json(staged.hashes())?);
        staged.add("edition.json", &record)?;
        let outputs = staged.hashes().clone();
        staged.publish().map(|()| outputs)
    })?;
    let found = (warnings.as_slice(), sources);
    remember(desk, request, files, outputs, found, woven, bench.keys())?;
    Ok(warnings)
}

/// Makes every file but the PDF and the record.
fn texts_and_pictures(
    woven: &Woven,
    files: &dyn Files,
    publication: &Publication<'_>,
    numbers: &Numbers,
    bench: &Bench<'_>,
) -> Result<OutFiles> {
    let numbers = || numbers.alone(&woven.statistics, woven.document.meta.held());
    let page = || {
        let write = || html::pages(publication, &html::Templates::read(files)?);
        bench.run("html", write)
    };
    let (page, (pictures, numbers)) =
        labels::join(page, || labels::join(|| pictures::files(woven, bench), numbers));
    let mut out = pictures?;
    out.extend(page?);
    out.insert("statistics.json".to_owned(), numbers?);
    if publication.landing {
        let releases = project::releases(files)?;
        let page = html::landing(publication, &releases, &html::Templates::read(files)?)?;
        out.insert(LANDING.to_owned(), page.into_bytes());
        let feed = feed::feed(&woven.document.meta, &releases);
        out.extend(feed.map(|feed| (feed::FILE.to_owned(), feed.into_bytes())));
    }
    if publication.beside {
        out.extend(output::picture::files(publication));
    }
    for table in woven.document.tables() {
        out.insert(
            format!("tables/{}.csv", table.id),
            sheet::csv(&sheet::sheet(table, &woven.statistics)),
        );
    }
    Ok(out)
}

/// Makes the PDF, unless it is left out; `begun` is told how busy Typst is once it has all it
/// reads, where it is begun for this document, and is dropped in any case.
fn pdf(
    request: &Request,
    desk: &Desk,
    files: &dyn Files,
    woven: &Woven,
    publication: &Publication<'_>,
    bench: &Bench<'_>,
    begun: Sender<Busy>,
) -> Result<Option<Vec<u8>>> {
    let Some(program) = &request.typst else { return Ok(None) };
    let decl = &woven.project.report.pdf;
    let attached = attached(decl, publication, |id| woven.charts.get(id));
    let bundle = typst::write(publication, decl, attached, files)?;
    let mut key = bundle.setting.keyed(program.keyed(Key::new("pdf"))?);
    for (name, bytes) in &bundle.files {
        key = key.content(name.clone(), bytes);
    }
    let bytes = memo::through(bench, &key, move || {
        let bundle = bundle.marked();
        let folder = desk.lay("typst", &bundle.files, typst::ENTRY)?;
        if request.follows() {
            drop(begun);
            return program.compile(&folder.inside(), &bundle);
        }
        // The first process that is begun is made way for: another only follows if it was no use.
        program
            .compile_beside(&folder.inside(), &bundle, &mut |busy| drop(begun.send(busy)))
    })?;
    Ok(Some(bytes))
}
