//! The author's words to the document tree: Tera, then Markdown, then numbering,
//! references, citations, claims and the checks of the prose.
//!
//! **In:** the project's chapters and declared texts, the tables, the statistics.
//! **Out:** a [`Document`] with its warnings.
//! **Guarantees:** every fault of every chapter is reported at once, at the author's own
//! characters; nothing from the data is read as Markdown; a claim that fails stops the
//! build unless a draft was asked for.

mod appendix;
mod cite;
mod claims;
mod front;
mod instrument;
mod lint;
mod local;
mod parse;
mod place;
mod resolve;
mod show;
mod tables;
mod weave;

pub use claims::Judged;

use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::diag::Findings;
use crate::diag::Result;
use crate::diag::Severity;
use crate::diag::Span;
use crate::diag::Warned;
use crate::doc::Chapter;
use crate::doc::Document;
use crate::doc::Footnote;
use crate::doc::Inline;
use crate::doc::Part;
use crate::doc::visit_mut;
use crate::frame::Frames;
use crate::memo::Memo;
use crate::narrative::cite::Call;
use crate::narrative::cite::Cited;
use crate::narrative::lint::Lint;
use crate::narrative::parse::Claimed;
use crate::narrative::parse::Reading;
use crate::narrative::place::Make;
use crate::narrative::place::Placed;
use crate::narrative::place::Texts;
use crate::narrative::place::figure_texts;
use crate::narrative::place::table_texts;
use crate::narrative::weave::Names;
use crate::narrative::weave::Piece;
use crate::narrative::weave::Weaver;
use crate::project::ChapterFile;
use crate::project::Generated;
use crate::project::Project;
use crate::stat::Statistics;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

/// How strictly the prose is read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Options {
    /// Build although claims fail.
    pub draft: bool,
    /// Treat bare numbers and wording as errors.
    pub strict: bool,
}

fn names(
    project: &Project,
    statistics: &Arc<Statistics>,
    citations: BTreeSet<String>,
) -> Names {
    let ids = |list: &mut dyn Iterator<Item = &String>| list.cloned().collect();
    Names {
        statistics: Arc::clone(statistics),
        figures: ids(&mut project.figures.iter().map(|entry| &entry.id)),
        tables: ids(&mut project.tables.iter().map(|entry| &entry.id)),
        claims: ids(&mut project.claims.iter().map(|entry| &entry.id)),
        citations,
        row: project.row.clone(),
    }
}

/// Begins what the narrative of a project will need and data do not change.
pub fn prepare(project: &Project, memo: &dyn Memo) {
    if let Some(file) = &project.bibliography {
        cite::prepare(file, memo);
    }
}

/// Judges one claim; none when it is not declared or its declaration is at fault.
pub fn judge(project: &Project, statistics: &Statistics, id: &str) -> Option<Judged> {
    let shared = Arc::new(statistics.clone());
    let mut weaver = Weaver::new(names(project, &shared, BTreeSet::new()));
    let mut found = Findings::new();
    claims::judge_all(project, statistics, &mut weaver, &mut found).remove(id)
}

/// Builds the document.
pub fn narrate(
    project: &Project,
    frames: &Frames<'_>,
    statistics: &Arc<Statistics>,
    options: Options,
    memo: &dyn Memo,
) -> Result<Warned<Document>> {
    let mut found = Findings::new();
    let library = match project.bibliography.as_ref().map(cite::library).transpose() {
        Ok(library) => library,
        Err(faults) => {
            found.extend(faults);
            None
        }
    };
    let keys: BTreeSet<String> =
        library.iter().flat_map(|library| library.keys().map(str::to_owned)).collect();
    let mut weaver = Weaver::new(names(project, statistics, keys.clone()));
    let (judged, unjudged) = judged(project, statistics, &mut weaver, &mut found);

    // Weave everything first: markers are numbered across the whole report.
    let files: Vec<(Part, &ChapterFile)> = project
        .front
        .iter()
        .map(|file| (Part::Front, file))
        .chain(project.chapters.iter().map(|file| (Part::Body, file)))
        .chain(project.appendices.iter().map(|file| (Part::Appendix, file)))
        .collect();
    let sources =
        |list: &mut dyn Iterator<Item = &ChapterFile>| -> Vec<(String, Arc<str>)> {
            list.map(|file| (file.path.as_str().to_owned(), Arc::clone(&file.text)))
                .collect()
        };
    let texts = sources(&mut files.iter().map(|(_, file)| *file));
    let parts = sources(&mut project.parts.iter());
    let woven = weaver.chapters(&texts, &parts);
    let place = |path: &[&str]| project.report_yaml.place(path);
    let notice_place = place(&["notice"]);
    let notice = weaver.text(&project.report.notice, &notice_place);
    let mut findings = Vec::new();
    for (index, decl) in project.report.findings.iter().enumerate() {
        let index = index.to_string();
        let at = place(&["findings", &index, "text"]);
        findings.push((weaver.text(&decl.text, &at), at));
    }
    let figures: BTreeMap<&str, Texts> = project
        .figures
        .iter()
        .map(|entry| (entry.id.as_str(), figure_texts(&mut weaver, entry)))
        .collect();
    let tables: BTreeMap<&str, Texts> = project
        .tables
        .iter()
        .map(|entry| (entry.id.as_str(), table_texts(&mut weaver, entry)))
        .collect();
    found.extend(weaver.found());

    let lint = Lint::new(project.report.design, &project.report.allow, options.strict);
    let mut reading = Reading {
        pieces: weaver.pieces(),
        judged: &judged,
        lint: &lint,
        weaver: &weaver,
        found: Vec::new(),
        claimed: Vec::new(),
        referred: Vec::new(),
        footnotes: Vec::new(),
        noted: Vec::new(),
    };
    let notice =
        parse::line(&mut reading, notice.as_deref().unwrap_or_default(), &notice_place);
    let findings =
        front::findings(project, statistics, &findings, &mut reading, &mut found);
    let mut placed = Placed::default();
    let mut chapters = Vec::new();
    for ((part, file), woven) in files.iter().zip(&woven) {
        let Some(woven) = woven else { continue };
        let read = parse::chapter(&mut reading, file.path.as_str(), &woven.traced);
        let mut chapter = Chapter {
            id: read.id.unwrap_or_default(),
            number: String::new(),
            part: *part,
            title: read.title,
            file: file.path.as_str().to_owned(),
            blocks: read.blocks,
        };
        let make =
            Make { project, frames, statistics, figures: &figures, tables: &tables };
        placed.put(&mut chapter.blocks, &make, &mut reading, &mut found, true);
        chapters.push(chapter);
    }
    let mut ledger = Vec::new();
    if appendix::wanted(project, Generated::Published) {
        let draft = options.draft;
        chapters.push(appendix::published(
            project,
            statistics,
            &keys,
            &mut ledger,
            draft,
            &mut found,
        ));
    }
    let mut document = Document {
        meta: front::meta(project, notice),
        findings,
        chapters,
        footnotes: footnotes(&mut reading),
        references: Vec::new(),
        local: local::facts(project, statistics, &mut found),
    };
    if appendix::wanted(project, Generated::Provenance) {
        let chapter = appendix::provenance(project, statistics, &document);
        document.chapters.push(chapter);
    }
    if appendix::wanted(project, Generated::References) {
        document.chapters.push(appendix::references());
    }
    if let (Some(library), Some(file)) = (&library, &project.bibliography) {
        let calls = calls(&mut document, &reading.pieces, &ledger);
        if let Some(cited) = found.keep(cite::cited(&file.text, library, &calls, memo)) {
            put_citations(&mut document, cited);
        }
    }
    let Reading { found: read, claimed, referred, .. } = reading;
    found.extend(read);
    resolve::resolve(&mut document, judgeable(&referred, &woven), &mut found);
    if claimed.iter().any(|claim| !judged.contains_key(&claim.id)) {
        found.join(unjudged);
    }
    failed_claims(project, &judged, &claimed, options, &mut found);
    // An edition places what its row has values for.
    if project.row.is_none() {
        unused(project, &placed, &claimed, &mut found);
    }
    found.finish(document)
}

/// Returns the references that can be judged: none where a chapter could not be read, since
/// what it would have held cannot be missed.
fn judgeable<'a, T>(
    referred: &'a [(String, Span)],
    woven: &[Option<T>],
) -> &'a [(String, Span)] {
    if woven.iter().all(Option::is_some) { referred } else { &[] }
}

/// Judges every claim. An edition may lack what a claim looks at, as long as it does not make
/// the claim: what was found so comes back beside the judgements.
fn judged(
    project: &Project,
    statistics: &Statistics,
    weaver: &mut Weaver,
    found: &mut Findings,
) -> (BTreeMap<String, Judged>, Findings) {
    let mut apart = Findings::new();
    if project.row.is_none() {
        return (claims::judge_all(project, statistics, weaver, found), apart);
    }
    let judged = claims::judge_all(project, statistics, weaver, &mut apart);
    apart.extend(weaver.found());
    (judged, apart)
}

/// Returns the footnotes in the order of their first mark.
fn footnotes(reading: &mut Reading<'_>) -> Vec<Footnote> {
    let mut notes = std::mem::take(&mut reading.footnotes);
    let mut out = Vec::new();
    for (file, label) in &reading.noted {
        let at = notes.iter().position(|note| note.file == *file && note.label == *label);
        let blocks = at.map(|at| notes.remove(at).blocks).unwrap_or_default();
        out.push(Footnote { label: label.clone(), blocks });
    }
    for note in notes {
        let message = format!("footnote `{}` has no mark in the text", note.label);
        reading.found.push(
            Diagnostic::warning(Code::R0510, message).at(note.span, "").help(format!(
                "write `[^{}]` where it belongs, or remove it",
                note.label
            )),
        );
    }
    out
}

/// Returns the citations in reading order; each node keeps the number of its call.
fn calls(document: &mut Document, pieces: &[Piece], ledger: &[Call]) -> Vec<Call> {
    let mut calls: Vec<Call> = Vec::new();
    visit_mut(document, &mut |node| {
        if let Inline::Cite { text, .. } = node {
            let call = if let Some(at) = text.strip_prefix('+') {
                at.parse().ok().and_then(|at: usize| ledger.get(at)).cloned()
            } else {
                let piece = text.parse().ok().and_then(|at: usize| pieces.get(at));
                match piece {
                    Some(Piece::Cite { keys, prose, page, .. }) => Some(Call {
                        keys: keys.clone(),
                        prose: *prose,
                        page: page.clone(),
                    }),
                    _ => None,
                }
            };
            if let Some(call) = call {
                calls.push(call);
                *text = (calls.len() - 1).to_string();
            }
        }
    });
    calls
}

/// Puts formatted citations in the place of their calls, and the works at the end.
fn put_citations(document: &mut Document, (texts, references): Cited) {
    visit_mut(document, &mut |node| {
        if let Inline::Cite { text, .. } = node {
            let formatted = text.parse().ok().and_then(|at: usize| texts.get(at));
            *text = formatted.cloned().unwrap_or_default();
        }
    });
    document.references = references;
}

/// Reports claims that the data do not bear out, or whose words say something other than
/// what is tested, where they are made.
fn failed_claims(
    project: &Project,
    judged: &BTreeMap<String, Judged>,
    claimed: &[Claimed],
    options: Options,
    found: &mut Findings,
) {
    for Claimed { id, words, span } in claimed {
        let entry = project.claims.iter().find(|entry| entry.id == *id);
        if let Some((message, help)) = entry.and_then(|e| claims::unfit(words, &e.decl)) {
            let severity =
                if options.strict { Severity::Error } else { Severity::Warning };
            let fault = Diagnostic::warning(Code::R0511, message).at(span.clone(), "");
            let fault = match entry {
                Some(entry) => fault.related(entry.span(), "what is tested"),
                None => fault,
            };
            found.push(Diagnostic { severity, ..fault.help(help) });
        }
        let Some(judged) = judged.get(id).filter(|judged| !judged.holds) else {
            continue;
        };
        let message = format!("claim `{id}` does not hold: {}", judged.because);
        let mut fault = Diagnostic::error(Code::R0505, message)
            .at(span.clone(), "the data do not bear this out");
        if let Some(entry) = entry {
            fault = fault.related(entry.span(), "what must hold");
        }
        let fault = match &judged.proposal {
            Some(proposal) => fault.help(proposal.clone()),
            None => fault.help("change the words, or what must hold"),
        };
        let severity = if options.draft { Severity::Warning } else { Severity::Error };
        found.push(Diagnostic { severity, ..fault });
    }
}

/// Warns of what was declared and is not used.
fn unused(project: &Project, placed: &Placed, claimed: &[Claimed], found: &mut Findings) {
    let mut warn = |what: &str, id: &str, span: Span| {
        found.push(
            Diagnostic::warning(Code::R0510, format!("{what} `{id}` is not used"))
                .at(span, "")
                .help(format!("call `{what}(\"{id}\")` in a chapter, or remove it")),
        );
    };
    for entry in &project.figures {
        if !placed.figures.contains_key(&entry.id) {
            warn("figure", &entry.id, entry.span());
        }
    }
    for entry in &project.tables {
        if !placed.tables.contains_key(&entry.id) {
            warn("table", &entry.id, entry.span());
        }
    }
    for entry in &project.claims {
        if !claimed.iter().any(|claimed| claimed.id == entry.id) {
            warn("claim", &entry.id, entry.span());
        }
    }
}
