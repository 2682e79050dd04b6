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
mod instrument;
mod lint;
mod parse;
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
use crate::diag::did_you_mean;
use crate::doc::Author;
use crate::doc::BigNumber;
use crate::doc::Block;
use crate::doc::Chapter;
use crate::doc::Contact;
use crate::doc::Document;
use crate::doc::FigureBlock;
use crate::doc::Finding;
use crate::doc::Footnote;
use crate::doc::Inline;
use crate::doc::Licence;
use crate::doc::Meta;
use crate::doc::Part;
use crate::doc::TableBlock;
use crate::frame::Frames;
use crate::narrative::cite::Call;
use crate::narrative::lint::Lint;
use crate::narrative::parse::FIGURE_MARK;
use crate::narrative::parse::Reading;
use crate::narrative::parse::TABLE_MARK;
use crate::narrative::weave::Names;
use crate::narrative::weave::Piece;
use crate::narrative::weave::Weaver;
use crate::project::AuthorKind;
use crate::project::ChapterFile;
use crate::project::Entry;
use crate::project::FigureDecl;
use crate::project::Generated;
use crate::project::Project;
use crate::project::TableDecl;
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

/// Texts of a figure or table, woven.
type Texts = BTreeMap<&'static str, String>;

fn names(
    project: &Project,
    statistics: &Statistics,
    citations: BTreeSet<String>,
) -> Names {
    let ids = |list: &mut dyn Iterator<Item = &String>| list.cloned().collect();
    Names {
        statistics: Arc::new(statistics.clone()),
        figures: ids(&mut project.figures.iter().map(|entry| &entry.id)),
        tables: ids(&mut project.tables.iter().map(|entry| &entry.id)),
        claims: ids(&mut project.claims.iter().map(|entry| &entry.id)),
        citations,
    }
}

/// Judges one claim; none when it is not declared or its declaration is at fault.
pub fn judge(project: &Project, statistics: &Statistics, id: &str) -> Option<Judged> {
    let mut weaver = Weaver::new(names(project, statistics, BTreeSet::new()));
    let mut found = Findings::new();
    claims::judge_all(project, statistics, &mut weaver, &mut found).remove(id)
}

/// Builds the document.
pub fn narrate(
    project: &Project,
    frames: &Frames,
    statistics: &Statistics,
    options: Options,
) -> Result<Warned<Document>> {
    let mut found = Findings::new();
    let library =
        project.bibliography.as_ref().and_then(|file| match cite::library(file) {
            Ok(library) => Some(library),
            Err(faults) => {
                found.extend(faults);
                None
            }
        });
    let keys: BTreeSet<String> = library
        .as_ref()
        .map(|library| library.keys().map(str::to_owned).collect())
        .unwrap_or_default();
    let mut weaver = Weaver::new(names(project, statistics, keys.clone()));
    let judged = claims::judge_all(project, statistics, &mut weaver, &mut found);

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
        read_findings(project, statistics, &findings, &mut reading, &mut found);
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
        meta: meta(project, notice),
        findings,
        chapters,
        footnotes: footnotes(&mut reading),
        references: Vec::new(),
    };
    if appendix::wanted(project, Generated::Provenance) {
        let chapter = appendix::provenance(project, statistics, &document);
        document.chapters.push(chapter);
    }
    if appendix::wanted(project, Generated::References) {
        document.chapters.push(appendix::references());
    }
    cited(&mut document, library.as_ref(), &reading.pieces, &ledger);
    let Reading { found: read, claimed, referred, .. } = reading;
    found.extend(read);
    resolve::resolve(&mut document, &referred, &mut found);
    failed_claims(project, &judged, &claimed, options, &mut found);
    unused(project, &placed, &claimed, &mut found);
    found.finish(document)
}

fn figure_texts(weaver: &mut Weaver, entry: &Entry<FigureDecl>) -> Texts {
    let decl = &entry.decl;
    [
        ("headline", &decl.headline),
        ("subtitle", &decl.subtitle),
        ("note", &decl.note),
        ("source", &decl.source),
        ("alt", &decl.alt),
    ]
    .into_iter()
    .map(|(name, text)| {
        (name, weaver.text(text, &entry.place(&[name])).unwrap_or_default())
    })
    .collect()
}

fn table_texts(weaver: &mut Weaver, entry: &Entry<TableDecl>) -> Texts {
    let decl = &entry.decl;
    [
        ("title", &decl.title),
        ("subtitle", &decl.subtitle),
        ("note", &decl.note),
        ("source", &decl.source),
    ]
    .into_iter()
    .map(|(name, text)| {
        (name, weaver.text(text, &entry.place(&[name])).unwrap_or_default())
    })
    .collect()
}

fn read_findings(
    project: &Project,
    statistics: &Statistics,
    woven: &[(Option<String>, Span)],
    reading: &mut Reading<'_>,
    found: &mut Findings,
) -> Vec<Finding> {
    let mut out = Vec::new();
    for (index, (decl, (text, at))) in
        project.report.findings.iter().zip(woven).enumerate()
    {
        let index = index.to_string();
        let place = |inner: &[&str]| {
            let mut path = vec!["findings", index.as_str()];
            path.extend_from_slice(inner);
            project.report_yaml.place(&path)
        };
        let mut numbers = Vec::new();
        for (number, decl) in decl.numbers.iter().enumerate() {
            let number = number.to_string();
            let at = place(&["numbers", &number, "stat"]);
            let Some(stat) = statistics.get(&decl.stat) else {
                found.push(
                    Diagnostic::error(
                        Code::R0306,
                        format!("unknown statistic `{}`", decl.stat),
                    )
                    .at(at, "")
                    .help(did_you_mean(
                        &decl.stat,
                        statistics.ids(),
                        "statistics",
                    )),
                );
                continue;
            };
            let mode = decl.show.as_deref().unwrap_or("value");
            match show::show(stat, mode, None, None) {
                Ok(text) => numbers.push(BigNumber {
                    stat: Inline::Stat {
                        id: decl.stat.clone(),
                        show: mode.to_owned(),
                        text,
                        span: at,
                    },
                    label: decl.label.clone(),
                }),
                Err(message) => {
                    found.push(Diagnostic::error(Code::R0502, message).at(at, ""));
                }
            }
        }
        if let Some(figure) = &decl.figure
            && !project.figures.iter().any(|entry| entry.id == *figure)
        {
            let known = project.figures.iter().map(|entry| entry.id.as_str());
            found.push(
                Diagnostic::error(Code::R0502, format!("unknown figure `{figure}`"))
                    .at(place(&["figure"]), "")
                    .help(did_you_mean(figure, known, "figures")),
            );
        }
        out.push(Finding {
            id: decl.id.clone(),
            title: decl.title.clone(),
            content: parse::line(reading, text.as_deref().unwrap_or_default(), at),
            figure: decl.figure.clone(),
            numbers,
        });
    }
    out
}

/// What figures and tables are made of.
struct Make<'a> {
    project: &'a Project,
    frames: &'a Frames,
    statistics: &'a Statistics,
    figures: &'a BTreeMap<&'a str, Texts>,
    tables: &'a BTreeMap<&'a str, Texts>,
}

/// Which figures and tables have their place, and where.
#[derive(Debug, Default)]
struct Placed {
    figures: BTreeMap<String, Span>,
    tables: BTreeMap<String, Span>,
}

impl Placed {
    /// Puts figures and tables in the place of their marks.
    fn put(
        &mut self,
        blocks: &mut [Block],
        make: &Make<'_>,
        reading: &mut Reading<'_>,
        found: &mut Findings,
        top: bool,
    ) {
        for block in blocks {
            match block {
                Block::Paragraph { content, .. } => {
                    let Some(Inline::Ref { target, text }) = content.first() else {
                        continue;
                    };
                    let piece =
                        text.parse().ok().and_then(|at: usize| reading.pieces.get(at));
                    let span = match piece {
                        Some(Piece::Figure { span, .. } | Piece::Table { span, .. }) => {
                            span.clone()
                        }
                        _ => continue,
                    };
                    let new = if let Some(id) = target.strip_prefix(FIGURE_MARK) {
                        let id = id.to_owned();
                        once(&mut self.figures, &id, "figure", &span, found);
                        figure(make, &id, span.clone(), reading)
                    } else if let Some(id) = target.strip_prefix(TABLE_MARK) {
                        let id = id.to_owned();
                        once(&mut self.tables, &id, "table", &span, found);
                        table(make, &id, span.clone(), reading, found)
                    } else {
                        continue;
                    };
                    if !top {
                        found.push(
                            Diagnostic::error(
                                Code::R0502,
                                "a figure or table stands within a list or a quotation",
                            )
                            .at(span, "")
                            .help("put the call on a line of its own, outside the list"),
                        );
                    }
                    if let Some(new) = new {
                        *block = new;
                    }
                }
                Block::List { items, .. } => {
                    for item in items {
                        self.put(item, make, reading, found, false);
                    }
                }
                Block::Quote { blocks } | Block::Alert { blocks, .. } => {
                    self.put(blocks, make, reading, found, false);
                }
                Block::Definitions { items } => {
                    for meaning in items.iter_mut().flat_map(|(_, meanings)| meanings) {
                        self.put(meaning, make, reading, found, false);
                    }
                }
                _ => {}
            }
        }
    }
}

fn once(
    placed: &mut BTreeMap<String, Span>,
    id: &str,
    what: &str,
    span: &Span,
    found: &mut Findings,
) {
    if let Some(first) = placed.get(id) {
        found.push(
            Diagnostic::error(Code::R0502, format!("{what} `{id}` is placed twice"))
                .at(span.clone(), "")
                .related(first.clone(), "first here")
                .help(format!("refer to it with `ref(\"{id}\")`")),
        );
    } else {
        placed.insert(id.to_owned(), span.clone());
    }
}

fn figure(
    make: &Make<'_>,
    id: &str,
    span: Span,
    reading: &mut Reading<'_>,
) -> Option<Block> {
    let entry = make.project.figures.iter().find(|entry| entry.id == id)?;
    let texts = make.figures.get(id)?;
    let mut line = |name: &'static str| {
        let text = texts.get(name).map_or("", String::as_str);
        parse::line(reading, text, &entry.place(&[name]))
    };
    Some(Block::Figure(FigureBlock {
        id: id.to_owned(),
        number: String::new(),
        headline: line("headline"),
        subtitle: line("subtitle"),
        note: line("note"),
        source: line("source"),
        alt: line("alt"),
        span,
    }))
}

fn table(
    make: &Make<'_>,
    id: &str,
    span: Span,
    reading: &mut Reading<'_>,
    found: &mut Findings,
) -> Option<Block> {
    let entry = make.project.tables.iter().find(|entry| entry.id == id)?;
    let texts = make.tables.get(id)?;
    let body = tables::body(make.project, make.frames, make.statistics, entry, found);
    let mut line = |name: &'static str| {
        let text = texts.get(name).map_or("", String::as_str);
        parse::line(reading, text, &entry.place(&[name]))
    };
    Some(Block::Table(TableBlock {
        id: id.to_owned(),
        number: String::new(),
        title: line("title"),
        subtitle: line("subtitle"),
        columns: body.columns,
        rows: body.rows,
        row_heads: body.row_heads,
        note: line("note"),
        source: line("source"),
        span,
    }))
}

fn meta(project: &Project, notice: Vec<Inline>) -> Meta {
    let report = &project.report;
    Meta {
        title: report.title.clone(),
        subtitle: report.subtitle.clone(),
        edition: report.edition.clone(),
        date: report.date.clone(),
        language: report.language.clone(),
        authors: report
            .authors
            .iter()
            .map(|author| Author {
                name: author.name.clone(),
                kind: match author.kind {
                    AuthorKind::Organisation => "organisation".to_owned(),
                    AuthorKind::Person => "person".to_owned(),
                },
                role: author.role.clone(),
                url: author.url.clone(),
            })
            .collect(),
        description: report.description.clone(),
        keywords: report.keywords.clone(),
        notice,
        licence: Licence {
            name: report.licence.name.clone(),
            url: report.licence.url.clone(),
        },
        contacts: report
            .contacts
            .iter()
            .map(|contact| Contact {
                role: contact.role.clone(),
                name: contact.name.clone(),
                address: contact.address.clone(),
            })
            .collect(),
        citation: report.citation.clone(),
    }
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

/// Formats citations, in reading order, and the list of works.
fn cited(
    document: &mut Document,
    library: Option<&hayagriva::Library>,
    pieces: &[Piece],
    ledger: &[Call],
) {
    let Some(library) = library else { return };
    let mut calls: Vec<Call> = Vec::new();
    resolve::each_inline(document, &mut |node| {
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
    let (texts, references) = cite::format(library, &calls);
    resolve::each_inline(document, &mut |node| {
        if let Inline::Cite { text, .. } = node {
            let formatted = text.parse().ok().and_then(|at: usize| texts.get(at));
            *text = formatted.cloned().unwrap_or_default();
        }
    });
    document.references = references;
}

/// Reports claims that the data do not bear out, where they are made.
fn failed_claims(
    project: &Project,
    judged: &BTreeMap<String, Judged>,
    claimed: &[(String, Span)],
    options: Options,
    found: &mut Findings,
) {
    for (id, span) in claimed {
        let Some(judged) = judged.get(id).filter(|judged| !judged.holds) else {
            continue;
        };
        let message = format!("claim `{id}` does not hold: {}", judged.because);
        let mut fault = Diagnostic::error(Code::R0505, message)
            .at(span.clone(), "the data do not bear this out");
        if let Some(entry) = project.claims.iter().find(|entry| entry.id == *id) {
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
fn unused(
    project: &Project,
    placed: &Placed,
    claimed: &[(String, Span)],
    found: &mut Findings,
) {
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
        if !claimed.iter().any(|(id, _)| *id == entry.id) {
            warn("claim", &entry.id, entry.span());
        }
    }
}
