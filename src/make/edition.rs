//! From the woven document to the files of an edition.

use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::diag::Findings;
use crate::diag::Result;
use crate::diag::Sources;
use crate::diff::Edition;
use crate::diff::SCHEMA;
use crate::doc::Block;
use crate::doc::Document;
use crate::doc::FigureBlock;
use crate::doc::TableBlock;
use crate::doc::plain;
use crate::figure;
use crate::figure::Chart;
use crate::figure::Placement;
use crate::figure::Texts;
use crate::make::Desk;
use crate::make::Request;
use crate::make::Woven;
use crate::make::cache::Cache;
use crate::make::cache::Found;
use crate::make::key::Key;
use crate::make::outbox::Files as OutFiles;
use crate::make::outbox::write_one;
use crate::make::step::Steps;
use crate::output::Drawn;
use crate::output::Publication;
use crate::output::html;
use crate::output::typst;
use crate::project::Disk;
use crate::project::Files;
use crate::project::Project;
use crate::project::ProjectPath;
use crate::project::Reads;
use crate::project::Recorded;
use rayon::prelude::*;
use serde::Deserialize;
use serde::Serialize;
use std::collections::BTreeMap;

/// Pixels of a PNG to a unit of the picture.
const SCALE: f32 = 2.0;

/// The figures of a document by id.
fn figures(document: &Document) -> impl Iterator<Item = &FigureBlock> {
    document.chapters.iter().flat_map(|chapter| &chapter.blocks).filter_map(|block| {
        match block {
            Block::Figure(figure) => Some(figure),
            _ => None,
        }
    })
}

fn tables(document: &Document) -> impl Iterator<Item = &TableBlock> {
    document.chapters.iter().flat_map(|chapter| &chapter.blocks).filter_map(|block| {
        match block {
            Block::Table(table) if !table.id.is_empty() => Some(table),
            _ => None,
        }
    })
}

/// Returns the words of a figure as plain text.
pub(super) fn texts(document: &Document, figure: &FigureBlock) -> Texts {
    Texts {
        headline: plain(&figure.headline),
        subtitle: plain(&figure.subtitle),
        note: plain(&figure.note),
        source: plain(&figure.source),
        notice: plain(&document.meta.notice),
        alt: plain(&figure.alt),
    }
}

/// Checks the figures of a document against the rules of charts.
pub(super) fn lint(
    project: &Project,
    document: &Document,
    charts: &BTreeMap<String, Chart>,
    found: &mut Findings,
) {
    for block in figures(document) {
        let entry = project.figures.iter().find(|entry| entry.id == block.id);
        if let (Some(entry), Some(chart)) = (entry, charts.get(&block.id)) {
            found.extend(figure::lint(chart, &texts(document, block), &entry.span()));
        }
    }
}

/// What the last run read and was asked, to know whether anything changed since.
#[derive(Debug, Default, Serialize, Deserialize)]
struct LastRun {
    key: BTreeMap<String, String>,
    /// Project path → hash, or none when the file was looked for and missing.
    reads: BTreeMap<String, Option<String>>,
    /// Path in the output folder → hash.
    outputs: BTreeMap<String, String>,
    /// Fields of the keys of single steps.
    steps: BTreeMap<String, BTreeMap<String, String>>,
}

fn run_key(request: &Request) -> Key {
    Key::new("edition")
        .field("commit", env!("REISSUE_COMMIT"))
        .field("draft", request.draft.to_string())
        .field("strict", request.strict.to_string())
        .field("typst", request.typst.as_ref().map_or("", |typst| typst.version()))
}

#[expect(
    clippy::disallowed_methods,
    reason = "the record of the last run, written by make alone"
)]
fn last_run(desk: &Desk) -> LastRun {
    let bytes = std::fs::read(desk.folder().join("last.json")).unwrap_or_default();
    serde_json::from_slice(&bytes).unwrap_or_default()
}

/// Returns whether the edition in the output folder is what a run would write.
#[expect(
    clippy::disallowed_methods,
    reason = "make compares what it wrote with what is there"
)]
pub(super) fn up_to_date(request: &Request, desk: &Desk, disk: &Disk) -> bool {
    let last = last_run(desk);
    let same_inputs = last.reads.iter().all(|(path, hash)| {
        let now = ProjectPath::new(path).ok().filter(|path| disk.exists(path)).and_then(
            |path| {
                disk.read(&path)
                    .ok()
                    .map(|bytes| blake3::hash(&bytes).to_hex().to_string())
            },
        );
        now == *hash
    });
    !last.outputs.is_empty()
        && last.key == *run_key(request).fields()
        && same_inputs
        && last.outputs.iter().all(|(name, hash)| {
            std::fs::read(request.out.join(name))
                .is_ok_and(|bytes| blake3::hash(&bytes).to_hex().as_str() == hash)
        })
}

/// Returns what the last run read.
pub(super) fn last_reads(desk: &Desk) -> Reads {
    last_run(desk)
        .reads
        .into_iter()
        .filter_map(|(path, hash)| {
            let hash = hash.and_then(|hash| blake3::Hash::from_hex(hash).ok());
            Some((ProjectPath::new(&path).ok()?, hash))
        })
        .collect()
}

/// Draws, writes and publishes the edition. A run with findings is not remembered as up to
/// date (`quiet` is false): the next one says them again.
pub(super) fn publish(
    request: &Request,
    desk: &Desk,
    files: &Recorded<'_>,
    woven: &Woven,
    sources: &Sources,
    steps: &Steps<'_>,
    quiet: bool,
) -> Result<()> {
    let last = last_run(desk);
    let bench = Bench {
        cache: request.cache.then(|| Cache::new(desk.folder())),
        last: &last,
        steps,
    };
    let drawn = steps.run("draw", || draw(woven, &bench))?;
    let mut out = OutFiles::new();
    let mut keys: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    let mut pages = BTreeMap::new();
    for (id, picture) in drawn {
        for (ending, bytes) in picture.files {
            out.insert(format!("figures/{id}.{ending}"), bytes);
        }
        keys.insert(picture.key.step().to_owned(), picture.key.fields().clone());
        pages.insert(id, picture.drawn);
    }
    for table in tables(&woven.document) {
        out.insert(format!("tables/{}.csv", table.id), table_csv(table));
    }
    let inputs = inputs(files);
    let publication = Publication {
        document: &woven.document,
        statistics: &woven.statistics,
        figures: &pages,
        inputs: &inputs,
        sources,
        draft: request.draft,
        pdf: request.typst.is_some(),
    };
    let page = steps.run("html", || html::write(&publication, files))?;
    out.insert("index.html".to_owned(), page.into_bytes());
    if let Some(program) = &request.typst {
        let bundle = typst::write(&publication, woven.project.report.pdf.paper, files)?;
        let mut key = Key::new("pdf")
            .field("typst", program.version())
            .field("timestamp", bundle.timestamp.to_string());
        for (name, bytes) in &bundle.files {
            key = key.content(name.clone(), bytes);
        }
        keys.insert("pdf".to_owned(), key.fields().clone());
        let pdf = bench.through(&key, "pdf", || {
            let folder = desk.fill("typst", &bundle.files)?;
            program.compile(&folder, &bundle)
        })?;
        out.insert("report.pdf".to_owned(), pdf);
    }
    out.insert("statistics.json".to_owned(), json(&woven.statistics)?);
    let inputs = self::inputs(files);
    let outputs = hashes(&out);
    let edition = Edition {
        schema: SCHEMA.to_owned(),
        reissue: env!("CARGO_PKG_VERSION").to_owned(),
        typst: request.typst.as_ref().map_or("", |typst| typst.version()).to_owned(),
        draft: request.draft,
        document: woven.document.clone(),
        statistics: woven.statistics.clone(),
        figures: woven.charts.clone(),
        inputs,
        outputs,
    };
    out.insert("edition.json".to_owned(), json(&edition)?);
    steps.run("publish", || desk.publish(&request.out, &out))?;
    remember(desk, request, files, &out, keys, quiet)?;
    if let Some(cache) = &bench.cache {
        cache.clear();
    }
    Ok(())
}

fn inputs(files: &Recorded<'_>) -> BTreeMap<String, String> {
    files
        .reads()
        .into_iter()
        .filter_map(|(path, hash)| {
            Some((path.as_str().to_owned(), hash?.to_hex().to_string()))
        })
        .collect()
}

fn hashes(out: &OutFiles) -> BTreeMap<String, String> {
    out.iter()
        .map(|(name, bytes)| (name.clone(), blake3::hash(bytes).to_hex().to_string()))
        .collect()
}

fn json<T: Serialize>(value: &T) -> Result<Vec<u8>> {
    let mut bytes = serde_json::to_vec_pretty(value).map_err(|error| {
        Diagnostic::error(Code::R0801, format!("cannot write the record: {error}"))
    })?;
    bytes.push(b'\n');
    Ok(bytes)
}

fn remember(
    desk: &Desk,
    request: &Request,
    files: &Recorded<'_>,
    out: &OutFiles,
    steps: BTreeMap<String, BTreeMap<String, String>>,
    quiet: bool,
) -> Result<()> {
    let reads = files
        .reads()
        .into_iter()
        .map(|(path, hash)| {
            (path.as_str().to_owned(), hash.map(|hash| hash.to_hex().to_string()))
        })
        .collect();
    let outputs = if quiet { hashes(out) } else { BTreeMap::new() };
    let last = LastRun { key: run_key(request).fields().clone(), reads, outputs, steps };
    write_one(&desk.folder().join("last.json"), &json(&last)?)
}

/// What steps with a cache share.
struct Bench<'a> {
    cache: Option<Cache>,
    last: &'a LastRun,
    steps: &'a Steps<'a>,
}

impl Bench<'_> {
    /// Returns the result of an earlier run under this key, or does the work and keeps it.
    fn through(
        &self,
        key: &Key,
        name: &str,
        work: impl FnOnce() -> Result<Vec<u8>>,
    ) -> Result<Vec<u8>> {
        if let Some(Found::Hit(bytes)) = self.cache.as_ref().map(|cache| cache.get(key)) {
            self.steps.reused(name);
            return Ok(bytes);
        }
        let bytes = self.steps.run(name, work)?;
        if let Some(before) = self.last.steps.get(key.step()) {
            self.steps.because(name, key.changed(before));
        }
        if let Some(cache) = &self.cache {
            cache.put(key, &bytes);
        }
        Ok(bytes)
    }
}

/// A figure in all its forms.
struct Picture {
    drawn: Drawn,
    files: Vec<(&'static str, Vec<u8>)>,
    key: Key,
}

fn draw(woven: &Woven, bench: &Bench<'_>) -> Result<BTreeMap<String, Picture>> {
    let blocks: Vec<&FigureBlock> = figures(&woven.document).collect();
    let pictures: Vec<Result<Option<(String, Picture)>>> = blocks
        .par_iter()
        .map(|block| {
            let Some(chart) = woven.charts.get(&block.id) else { return Ok(None) };
            let texts = texts(&woven.document, block);
            let picture = picture(chart, &texts, bench)?;
            Ok(Some((block.id.clone(), picture)))
        })
        .collect();
    let mut out = BTreeMap::new();
    for picture in pictures {
        if let Some((id, picture)) = picture? {
            out.insert(id, picture);
        }
    }
    Ok(out)
}

fn picture(chart: &Chart, texts: &Texts, bench: &Bench<'_>) -> Result<Picture> {
    let alone = figure::draw(chart, texts, Placement::Alone);
    let key = Key::new(format!("png-{}", chart.id)).content("svg", alone.as_bytes());
    let png = bench.through(&key, &format!("png {}", chart.id), || {
        figure::png(&alone, SCALE).map_err(|why| {
            Diagnostic::error(
                Code::R0401,
                format!("figure `{}` cannot become a PNG: {why}", chart.id),
            )
            .into()
        })
    })?;
    let record = serde_json::json!({
        "figure": chart,
        "headline": texts.headline,
        "subtitle": texts.subtitle,
        "note": texts.note,
        "source": texts.source,
        "notice": texts.notice,
        "alternatives": figure::describe(chart, texts),
    });
    Ok(Picture {
        drawn: Drawn {
            wide: figure::draw(chart, texts, Placement::OnPage),
            narrow: figure::draw(chart, texts, Placement::OnPageNarrow),
            alternatives: figure::describe(chart, texts),
        },
        files: vec![
            ("csv", figure::csv(chart)),
            ("json", json(&record)?),
            ("png", png),
            ("svg", alone.into_bytes()),
        ],
        key,
    })
}

/// Returns a table as CSV, as it is printed.
fn table_csv(table: &TableBlock) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let head = table.columns.iter().map(|column| figure::harmless(&plain(&column.label)));
    // Writing to memory cannot fail.
    let _ = writer.write_record(head);
    for row in &table.rows {
        let cells = row.iter().map(|cell| figure::harmless(&plain(&cell.content)));
        let _ = writer.write_record(cells);
    }
    writer.into_inner().unwrap_or_default()
}
