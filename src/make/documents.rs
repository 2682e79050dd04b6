//! Documents beside the report: each is a project of its own, made from the report's values.
//!
//! They are woven with the report, so that `check`, `diff` and a release see them all, and
//! written beside its page.

use crate::labels;
use crate::labels::base;
use crate::make::Desk;
use crate::make::Request;
use crate::make::companion::Beside;
use crate::make::companion::Companion;
use crate::make::companion::Makings;
use crate::make::companion::Writing;
use crate::make::files::Files as OutFiles;
use crate::make::pages;
use crate::memo::Memo;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Findings;
use crate::model::diagnostic::Result;
use crate::model::diagnostic::Warned;
use crate::model::diagnostic::did_you_mean;
use crate::model::document::Meta;
use crate::output::Linked;
use crate::output::Publication;
use crate::output::Tongue;
use crate::output::html::Templates;
use crate::output::plain;
use crate::project::DocumentOutput;
use crate::project::DocumentSource;
use crate::project::Files;
use crate::project::Generated;
use crate::project::HtmlDecl;
use crate::project::PageForm;
use crate::project::PressDecl;
use crate::project::Project;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The folder of documents in the output folder, and in the working folder.
pub(super) const FOLDER: &str = "documents";

/// Documents by id.
pub type Documents = BTreeMap<String, Companion>;

/// Weaves every document; all faults of all documents are found at once.
pub(super) fn woven(
    whole: &Project,
    makings: &Makings<'_>,
    found: &mut Findings,
) -> Option<Documents> {
    let sources = whole.documents.par_iter();
    let weave = |source: &DocumentSource| {
        let project = project_of(whole, source);
        let _within = labels::enter(&project.labels);
        makings.woven(project)
    };
    let all: Vec<Result<Warned<Companion>>> = sources.map(weave).collect();
    let mut out = Documents::new();
    for (source, made) in whole.documents.iter().zip(all) {
        let mut own = Findings::new();
        if let Some(Warned { value, warnings }) = own.keep(made) {
            own.extend(warnings);
            own.extend(foreign(whole, &value));
            out.insert(source.decl.id.clone(), value);
        }
        // What several documents find at one place is reported once.
        found.join_new(own);
    }
    (out.len() == whole.documents.len()).then_some(out)
}

/// Warns of what a document in a language of its own shows in the words of the report's.
fn foreign(whole: &Project, companion: &Companion) -> Vec<Diagnostic> {
    let document = &companion.document;
    let (own, report) = (&document.meta.language, whole.report.language.as_str());
    if base(own) == base(report) {
        return Vec::new();
    }
    let figures = document.figures().map(|block| ("figure", &block.id, &block.span));
    let tables = document.tables().map(|block| ("table", &block.id, &block.span));
    let told = figures.chain(tables).map(|(what, id, span)| {
        let message = format!("the words of {what} `{id}` are in `{report}`, and the document is in `{own}`");
        Diagnostic::warning(Code::R0528, message).at(span.clone(), "").help(
            "say its numbers in a sentence; or publish the report in both languages, and this document with it: `reissue explain bilingual`",
        )
    });
    told.collect()
}

/// Weaves the documents that the report has in the language of a translation, too.
pub(super) fn translated(
    whole: &Project,
    project: &Project,
    makings: &Makings<'_>,
    found: &mut Findings,
) -> Documents {
    let words = |source: &DocumentSource| {
        let DocumentSource { decl, chapters, .. } = source;
        (decl.title.clone(), decl.standfirst.clone(), chapters.clone())
    };
    let both = whole.documents.iter().zip(&project.documents);
    let own = both.filter(|(first, own)| words(first) != words(own));
    let documents = own.map(|(_, own)| own.clone()).collect();
    woven(&Project { documents, ..project.clone() }, makings, found).unwrap_or_default()
}

/// Reports what the pages of documents leave out.
pub(super) fn said(files: &dyn Files, documents: &Documents, found: &mut Findings) {
    for companion in documents.values() {
        let Companion { project, document, pictures, statistics, .. } = companion;
        let _within = labels::enter(&project.labels);
        pages::said(files, project, (document, pictures), statistics, found);
    }
}

/// Returns the documents as pages of the publication lead to them.
pub(super) fn linked(documents: &Documents) -> Vec<Linked> {
    let linked = documents.iter().filter_map(|(id, companion)| {
        let source = companion.project.document.as_ref()?;
        let has = |output| source.decl.outputs.contains(&output);
        Some(Linked {
            id: id.clone(),
            name: in_its_words(companion, Meta::called),
            language: companion.document.meta.language.clone(),
            title: companion.document.meta.title.clone(),
            index: source.index,
            page: has(DocumentOutput::Page),
            pdf: has(DocumentOutput::Pdf),
            text: has(DocumentOutput::Text),
        })
    });
    let mut out: Vec<Linked> = linked.collect();
    out.sort_by_key(|linked| linked.index);
    // Two of one kind are told apart by whom they are for.
    let names: Vec<String> = out.iter().map(|one| one.name.clone()).collect();
    for one in &mut out {
        let alike = names.iter().filter(|name| **name == one.name).count() > 1;
        if let Some(companion) = documents.get(&one.id).filter(|_| alike) {
            one.name = in_its_words(companion, Meta::called_for);
        }
    }
    out
}

/// Returns words about a document in its own language.
fn in_its_words(companion: &Companion, words: impl Fn(&Meta) -> String) -> String {
    let _within = labels::enter(&companion.project.labels);
    words(&companion.document.meta)
}

/// Refuses ids of documents that are not declared.
pub(super) fn known(project: &Project, ids: &[String]) -> Result<()> {
    let declared: Vec<&str> =
        project.documents.iter().map(|source| source.decl.id.as_str()).collect();
    let mut found = Findings::new();
    for id in ids.iter().filter(|id| !declared.contains(&id.as_str())) {
        let message = format!("there is no document `{id}`");
        let help = if declared.is_empty() {
            "declare it under `documents:`: `reissue manual documents` shows how"
                .to_owned()
        } else {
            did_you_mean(id, declared.iter().copied(), "documents")
        };
        let fault = Diagnostic::error(Code::R0718, message).help(help);
        found.push(fault.at(project.report_yaml.place(&["documents"]), ""));
    }
    found.finish(()).map(|_| ())
}

/// Writes the documents: those that are asked for alone, or all.
pub(super) fn files(
    request: &Request,
    desk: &Desk,
    files: &dyn Files,
    (folder, documents): (&str, &Documents),
    versions: &(dyn Fn(&str) -> Vec<Tongue> + Sync),
    publication: &Publication<'_>,
    memo: &dyn Memo,
) -> Result<OutFiles> {
    if documents.is_empty() {
        return Ok(OutFiles::new());
    }
    let beside = Beside { folder, report: true, list: None };
    let mut writing: BTreeMap<String, Writing<'_>> = BTreeMap::new();
    for companion in documents.values() {
        let labels = &companion.project.labels;
        let _within = labels::enter(labels);
        if !writing.contains_key(labels.language()) {
            let look = (files, &*companion.project.theme);
            let own = Writing::new(request, desk, look, publication, beside, memo)?;
            writing.insert(labels.language().to_owned(), own);
        }
    }
    let made: Result<Vec<OutFiles>> = documents
        .par_iter()
        .filter(|(id, _)| request.only.is_empty() || request.only.contains(id))
        .map(|(id, companion)| {
            let labels = &companion.project.labels;
            let _within = labels::enter(labels);
            let Some(own) = writing.get(labels.language()) else {
                return Ok(OutFiles::new());
            };
            one(own, files, &versions(id), id, companion)
        })
        .collect();
    Ok(made?.into_iter().flatten().collect())
}

fn one(
    writing: &Writing<'_>,
    files: &dyn Files,
    languages: &[Tongue],
    id: &str,
    companion: &Companion,
) -> Result<OutFiles> {
    let Some(source) = &companion.project.document else { return Ok(OutFiles::new()) };
    let mut out = OutFiles::new();
    writing.with(companion, |publication| {
        let with_pdf = source.decl.outputs.contains(&DocumentOutput::Pdf);
        let publication =
            &Publication { pdf: publication.pdf && with_pdf, languages, ..*publication };
        for output in &source.decl.outputs {
            let name = |ending: &str| format!("{}/{id}/{id}.{ending}", writing.folder());
            match output {
                DocumentOutput::Page => {
                    let own = source.template.as_deref();
                    let own = own.map(|file| (file.path.as_str(), &*file.text));
                    let templates = Templates::with(files, own)?;
                    writing.page(id, publication, &templates, &mut out)?;
                }
                DocumentOutput::Pdf => {
                    writing.pdf(id, publication, companion, &mut out)?;
                }
                DocumentOutput::Text => {
                    out.insert(name("txt"), plain::text(publication).into_bytes());
                }
                DocumentOutput::Markdown => {
                    out.insert(name("md"), plain::markdown(publication).into_bytes());
                }
            }
        }
        Ok(out)
    })
}

/// Returns the project that a document is.
fn project_of(whole: &Project, source: &DocumentSource) -> Project {
    let decl = &source.decl;
    let mut report = whole.report.clone();
    report.title.clone_from(&decl.title);
    report.subtitle.clone_from(&decl.standfirst);
    report.findings = Vec::new();
    report.cover = None;
    report.generated = vec![Generated::References];
    report.press = PressDecl::default();
    report.html = HtmlDecl { form: PageForm::File, landing: false };
    report.url = report.url.under(&format!("{FOLDER}/{}/", decl.id));
    if let Some(language) = &decl.language {
        report.language = language.clone();
        report.guard = decl.guard;
    }
    if !decl.notice.is_empty() {
        report.notice.clone_from(&decl.notice);
    }
    if !decl.contacts.is_empty() {
        report.contacts.clone_from(&decl.contacts);
    }
    // One text needs no number; several are counted as chapters are.
    let (front, chapters) = match source.chapters.as_slice() {
        [_] => (source.chapters.clone(), Vec::new()),
        _ => (Vec::new(), source.chapters.clone()),
    };
    // It may include what the report is made of.
    let own = |file: &&crate::project::ChapterFile| !source.chapters.contains(file);
    let parts = [&whole.front, &whole.chapters, &whole.appendices, &whole.parts];
    let parts = parts.into_iter().flatten().filter(own).cloned().collect();
    let (own_labels, words) = match &source.voice {
        Some((labels, words)) => (labels, words),
        None => (&whole.labels, &whole.words),
    };
    Project {
        report,
        warnings: Vec::new(),
        labels: Arc::clone(own_labels),
        words: words.clone(),
        published: Vec::new(),
        front,
        chapters,
        appendices: Vec::new(),
        parts,
        editions: None,
        documents: Vec::new(),
        translations: Vec::new(),
        row: None,
        document: Some(Arc::new(source.clone())),
        ..whole.clone()
    }
}
