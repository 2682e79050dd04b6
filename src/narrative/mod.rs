//! The author's words to the document tree: Tera, then Markdown, then numbering,
//! references, citations, claims and the checks of the prose.
//!
//! **In:** the project's chapters and declared texts, the tables, the statistics.
//! **Out:** [`Narrated`]: a [`Document`], what was looked at for it, and its warnings.
//! **Guarantees:** every fault of every chapter is reported at once, at the author's own
//! characters; nothing from the data is read as Markdown; a claim that fails stops the
//! build unless a draft was asked for.

mod appendix;
mod beside;
mod bibtex;
mod borne;
pub(crate) mod budget;
mod chapter;
mod cite;
mod claims;
mod closing;
#[cfg(test)]
mod corpus;
mod extent;
mod fonts;
mod foreign;
mod front;
mod gaps;
mod held;
mod measured;
mod instrument;
mod judged;
mod latex;
mod listings;
mod local;
mod met;
mod numbered;
mod offered;
mod parse;
mod pictures;
mod place;
mod prose;
mod quotations;
mod resolve;
mod set;
mod show;
mod sided;
mod style;
mod style_limits;
mod style_mends;
mod tables;
mod unheld;
mod used;
mod weave;
mod works;
mod works_mends;
mod world;

use crate::labels;
pub use held::held;
pub(crate) use instrument::Ready;
pub(crate) use instrument::counted;
pub use judged::Judged;
pub use measured::Measured;
pub use measured::measured;
pub use offered::printing;
pub use pictures::Pictures;
pub use used::unused;
pub use world::Options;

use crate::figure::fonts_key;
use crate::figure::set_in;
use crate::frame::Frames;
use crate::memo;
use crate::memo::Forgetful;
use crate::memo::Json;
use crate::memo::Memo;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Findings;
use crate::model::diagnostic::Result;
use crate::model::diagnostic::Severity;
use crate::model::diagnostic::Warned;
use crate::model::document::Document;
use crate::model::document::Part;
use crate::model::document::plain;
use crate::model::graph::Graph;
use crate::model::key::Key;
use crate::model::key::content;
use crate::model::name::Name;
use crate::model::statistic::Statistics;
use crate::narrative::borne::Borne;
use crate::narrative::chapter::Read;
use crate::narrative::claims::MemberNames;
use crate::narrative::claims::Rules;
use crate::narrative::claims::Words;
use crate::narrative::met::Claimed;
use crate::narrative::met::Met;
use crate::narrative::met::Stated;
use crate::narrative::numbered::calls;
use crate::narrative::numbered::footnotes;
use crate::narrative::numbered::put_citations;
use crate::narrative::prose::Guard;
use crate::narrative::used::used;
use crate::narrative::weave::Names;
use crate::narrative::weave::Weaver;
use crate::narrative::world::World;
use crate::project::ChapterFile;
use crate::project::Files;
use crate::project::Generated;
use crate::project::GuardDecl;
use crate::project::Project;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::Mutex;

/// A narrative that was read.
#[derive(Debug)]
pub struct Narrated {
    /// The document.
    pub document: Document,
    /// The pictures it shows.
    pub pictures: Pictures,
    /// What claims and chapters looked at.
    pub looked_at: Graph,
    /// The figures, tables, pictures, quotations and claims that it shows or makes.
    pub used: BTreeSet<Name>,
}

fn names(
    project: &Project,
    statistics: &Arc<Statistics>,
    citations: BTreeSet<String>,
) -> Arc<Names> {
    let ids = |list: &mut dyn Iterator<Item = &String>| list.cloned().collect();
    Arc::new(Names {
        statistics: Arc::clone(statistics),
        figures: ids(&mut project.figures.iter().map(|entry| &entry.id)),
        tables: ids(&mut project.tables.iter().map(|entry| &entry.id)),
        pictures: ids(&mut project.pictures.iter().map(|entry| &entry.id)),
        claims: ids(&mut project.claims.iter().map(|entry| &entry.id)),
        quotations: ids(&mut project.quotations.iter().map(|entry| &entry.id)),
        citations,
        columns: project.row.as_ref().map(|row| row.columns.clone()).unwrap_or_default(),
        row: project.row.clone(),
    })
}

/// Returns the names of the calls that a text may hold.
pub fn functions() -> impl Iterator<Item = &'static str> {
    instrument::functions()
}

/// Returns the names of the arguments of a call.
pub fn arguments(function: &str) -> Vec<&'static str> {
    instrument::arguments(function)
}

/// Returns the ways of showing a statistic: `show=`.
pub fn shows() -> impl Iterator<Item = &'static str> {
    show::MODES.iter().copied()
}

/// Begins what the narrative of a project will need and data do not change.
pub fn prepare(project: &Project, memo: &dyn Memo) {
    prose::prepare(project.words.as_deref());
    if let Some(file) = &project.bibliography {
        cite::prepare(project, file, memo);
    }
}

/// Judges one claim; none when it is not declared or its declaration is at fault.
pub fn judge(project: &Project, statistics: &Statistics, id: &str) -> Option<Judged> {
    let shared = Arc::new(statistics.clone());
    let mut weaver = Weaver::new(&names(project, &shared, BTreeSet::new()));
    let mut found = Findings::new();
    let graph = &mut Graph::default();
    claims::judge_all(&project.claims, statistics, &mut weaver, graph, &mut found)
        .remove(id)
}

/// Reports once that sentences cannot be read in the report's language.
fn unread_language(project: &Project, strict: bool) -> Option<Diagnostic> {
    let own = project.document.as_ref().is_none_or(|one| one.decl.language.is_some());
    if project.row.is_some() || !own {
        return None;
    }
    let language = project.report.language.as_str();
    let tag = language.split('-').next().unwrap_or_default();
    let place = |key: &str| match (&project.document, project.translation) {
        (Some(document), _) => {
            let index = document.index.to_string();
            project.report_yaml.place(&["documents", &index, key])
        }
        (None, Some(index)) => {
            project.report_yaml.place(&["translations", &index.to_string(), key])
        }
        (None, None) => project.report_yaml.place(&[key]),
    };
    let declared = project.report.guard == GuardDecl::Digits;
    let strictly = |message: String, help: String| {
        let severity = if strict { Severity::Error } else { Severity::Warning };
        let fault = Diagnostic { severity, ..Diagnostic::error(Code::R0541, message) };
        Some(fault.at(place("language"), "").help(help))
    };
    let partial = project.words.as_ref().map(|words| words.partial);
    match (declared, partial) {
        (false, Some(false)) => None,
        (true, Some(false)) => {
            let message =
                format!("sentences in `{language}` are held to the data by their words");
            let help =
                "remove `guard: digits`: it is for languages without a file of words";
            Some(
                Diagnostic::error(Code::R0526, message).at(place("guard"), "").help(help),
            )
        }
        (true, partial) => {
            let by = match partial {
                Some(_) => "their digits and their words for directions and comparisons",
                None => "their digits",
            };
            let message = format!(
                "sentences in `{language}` are held to the data by {by} alone, as declared"
            );
            let help =
                "let somebody who reads the language hold their words to the numbers";
            Some(
                Diagnostic::warning(Code::R0541, message)
                    .at(place("guard"), "")
                    .help(help),
            )
        }
        (false, Some(true)) => strictly(
            format!(
                "sentences in `{language}` are held to the data by their digits and their words for directions and comparisons alone"
            ),
            format!(
                "copy these with `reissue templates --copy words/{tag}.yaml`, and add the other keys of `words/en.yaml`; or declare `guard: digits` beside `language:`, so that people answer for the other words"
            ),
        ),
        (false, None) => strictly(
            format!(
                "sentences in `{language}` are not held to the data: there is no `templates/words/{tag}.yaml`"
            ),
            format!(
                "copy the words of English with `reissue templates --copy words/en.yaml`, translate them, and save them as `templates/words/{tag}.yaml`; or declare `guard: digits` beside `language:`, so that only digits are read and people answer for the words"
            ),
        ),
    }
}

/// Reads the chapters side by side, in the language of this thread.
fn read_all(
    world: &World<'_>,
    texts: &[(Part, &ChapterFile)],
    memo: &dyn Memo,
) -> Vec<Result<(Read, BTreeSet<Name>)>> {
    let labels = labels::current();
    texts
        .par_iter()
        .map(|(part, file)| {
            let _within = labels::enter(&labels);
            // The fonts of the project may have letters that ours lack.
            set_in(&world.project.theme, || chapter::read(world, *part, file, memo))
        })
        .collect()
}

/// Builds the document; `report` is the one that it is published beside, to which it may refer.
#[expect(clippy::too_many_lines, reason = "the steps stand in their order")]
pub fn narrate(
    project: &Project,
    files: &dyn Files,
    frames: &Frames<'_>,
    statistics: &Arc<Statistics>,
    report: Option<&Document>,
    options: Options,
    memo: &dyn Memo,
) -> Result<Warned<Narrated>> {
    let mut looked_at = Graph::default();
    let mut found = Findings::new();
    found.extend(unread_language(project, options.strict));
    let library = project.bibliography.as_ref();
    let library = library.and_then(|file| works::library(file, &mut found));
    let keys: BTreeSet<String> = match (&library, &project.bibliography) {
        (Some(library), _) => library.keys().map(str::to_owned).collect(),
        // A fault in one work makes none of the others unknown.
        (None, Some(file)) => works::typed_keys(&file.text),
        (None, None) => BTreeSet::new(),
    };
    let names = names(project, statistics, keys.clone());
    let mut weaver = Weaver::new(&names);
    let (judged, unjudged) =
        judged(project, statistics, &mut weaver, &mut looked_at, &mut found);
    let guard = Guard::new(
        project.words.as_deref(),
        project.report.design,
        &project.report.allow,
        statistics,
        &project.sources,
    )
    .graded(options.strict || project.document.is_some(), options.draft)
    .bearing(Borne::of(&project.claims, &judged, project.words.as_deref()));
    let world = World {
        project,
        frames,
        statistics,
        names: &names,
        components: &project.components(),
        judged: &judged,
        guard: &guard,
        options,
        blocks: Mutex::default(),
    };
    let parts = [
        (Part::Front, &project.front),
        (Part::Body, &project.chapters),
        (Part::Appendix, &project.appendices),
    ];
    let texts: Vec<(Part, &ChapterFile)> = parts
        .into_iter()
        .flat_map(|(part, files)| files.iter().map(move |file| (part, file)))
        .collect();
    // An edition's chapters are read once for each of its rows.
    let whole_memo = memo;
    let memo = if project.row.is_some() { &Forgetful } else { memo };
    let member_names = MemberNames::new(statistics, &project.statistics.labels);
    let rules = Rules::of(project, statistics, &member_names);
    let ((read, front), declared) = labels::join(
        || {
            labels::join(
                || read_all(&world, &texts, memo),
                || set_in(&project.theme, || front::read(&world, weaver)),
            )
        },
        || declared(&world, rules, whole_memo),
    );
    let front::Front { meta, findings, mut met } = front;
    let mut chapters = Vec::new();
    let mut whole = true;
    for ((_, file), read) in texts.iter().zip(read) {
        let Some((read, names)) = found.keep(read) else { continue };
        let Read { mut chapter, met: more } = read;
        looked_at.note(Name::Chapter(file.path.as_str().to_owned()), names);
        whole &= chapter.is_some();
        met.join(more, chapter.as_mut());
        chapters.extend(chapter);
    }
    place::once(&met.placed, &mut found);
    place::unplaced(&world, &mut met);
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
        meta,
        findings,
        chapters,
        footnotes: footnotes(&mut met),
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
    if project.bibliography.is_none() && project.report_yaml.has("style") {
        found.keep(style::setting(project).map(drop));
    }
    if let (Some(library), Some(file)) = (&library, &project.bibliography) {
        let calls = calls(&mut document, &met.cited, &ledger);
        let cited = cite::cited(project, &file.text, library, &calls, memo);
        if let Some(cited) = found.keep(cited) {
            put_citations(&mut document, cited);
        }
        found.extend(appendix::unlisted(project, &document));
    }
    appendix::without_empty_list(project, &mut document);
    if project.is_whole() {
        pictures::check(&project.pictures, &mut found);
    }
    // An edition's pictures are kept beside those of the report.
    let pictures = pictures::read(&mut document, files, whole_memo, &mut found);
    let Met { found: read, claimed, stated, referred, placed, pictured, quoted, .. } =
        met;
    found.join(read);
    // What a chapter would have held that could not be read cannot be missed.
    let referred = if whole { referred.as_slice() } else { &[] };
    let report = report.filter(|_| project.document.is_some());
    resolve::resolve(&mut document, referred, report, &mut found);
    closing::check(&document, &mut found);
    listings::read(&mut document, &mut found);
    if claimed.iter().any(|claim| !judged.contains_key(&claim.id)) {
        found.join(unjudged);
    }
    let (declared, titled) = declared?;
    found.join(declared);
    failed_claims(rules, &judged, &guard, &claimed, &mut found);
    set_in(&project.theme, || fonts::check(project, files, &document, &mut found));
    if let Some(source) = &project.document {
        held::asserted(source, &document, &guard, &mut found);
    }
    let stated: Vec<_> = stated.into_iter().chain(titled).collect();
    let unheld = unheld::read(&world, files, &stated, found.so_far());
    found.extend(unheld);
    let used = used(placed, pictured, quoted, claimed);
    // What documents beside the report use is known when they are woven.
    if project.is_whole() && project.documents.is_empty() {
        unused(project, &used, &mut found);
    }
    offered::named(found, statistics).finish(Narrated {
        document,
        pictures,
        looked_at,
        used,
    })
}

/// Reads what the report declares beside its chapters: the words of claims, titles and labels.
fn declared(
    world: &World<'_>,
    rules: Rules<'_>,
    memo: &dyn Memo,
) -> Result<(Findings, Stated)> {
    let World { project, frames, options, .. } = world;
    if project.document.is_some() {
        return Ok((Findings::new(), Stated::new()));
    }
    let key = || {
        let key = project.declared(Key::new("declared texts"));
        let key = key.field("tables", content(&frames.digests()));
        let key = key.field("fonts", set_in(&project.theme, fonts_key));
        project.row.is_none().then(|| key.field("options", format!("{options:?}")))
    };
    let read = memo::lasting(memo, key, || {
        let (mut claims, (texts, stated)) = labels::join(
            || rules.declared(world.guard),
            || set_in(&project.theme, || beside::read(world)),
        );
        claims.join(texts);
        Ok(Json((claims, stated)))
    });
    read.map(|Json(read)| read)
}

/// Judges every claim. An edition may lack what a claim looks at, as long as it does not make
/// the claim: what was found so comes back beside the judgements.
fn judged(
    project: &Project,
    statistics: &Statistics,
    weaver: &mut Weaver,
    graph: &mut Graph,
    found: &mut Findings,
) -> (BTreeMap<String, Judged>, Findings) {
    let mut apart = Findings::new();
    if project.row.is_none() {
        return (
            claims::judge_all(&project.claims, statistics, weaver, graph, found),
            apart,
        );
    }
    let judged =
        claims::judge_all(&project.claims, statistics, weaver, graph, &mut apart);
    apart.extend(weaver.found());
    (judged, apart)
}

/// Reports the words of a claim that say something other than what is tested.
fn misworded(rules: Rules<'_>, guard: &Guard<'_>, claimed: &Claimed) -> Vec<Diagnostic> {
    let Claimed { id, content, before, after, span } = claimed;
    let Some(entry) = rules.find(id) else { return Vec::new() };
    let text = plain(content);
    let own = guard.narrowed(span, &text, 0);
    let faults = rules.misworded(entry, guard, &Words { content, before, after });
    faults
        .into_iter()
        .map(|fault| {
            let words = text.get(fault.range.clone()).unwrap_or_default();
            let place = guard.narrowed(&own, words, 0);
            guard.finding(fault, place).related(entry.span(), "what is tested")
        })
        .collect()
}

/// Reports claims that the data do not bear out, or whose words say something other than
/// what is tested, where they are made.
fn failed_claims(
    rules: Rules<'_>,
    judged: &BTreeMap<String, Judged>,
    guard: &Guard<'_>,
    claimed: &[Claimed],
    found: &mut Findings,
) {
    let labels = labels::current();
    let misworded: Vec<Vec<Diagnostic>> = claimed
        .par_iter()
        .map(|one| {
            let _within = labels::enter(&labels);
            // Where the claim itself fails, its words are not the point.
            let fails = judged.get(&one.id).is_some_and(|judged| !judged.holds);
            if fails { Vec::new() } else { misworded(rules, guard, one) }
        })
        .collect();
    for (Claimed { id, span, .. }, misworded) in claimed.iter().zip(misworded) {
        found.extend(misworded);
        let Some(judged) = judged.get(id).filter(|judged| !judged.holds) else {
            continue;
        };
        let entry = rules.find(id);
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
        found.push(Diagnostic { severity: guard.severity(), ..fault });
    }
}
