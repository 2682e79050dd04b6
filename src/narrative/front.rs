//! What stands before the chapters: the cover's words and the key findings.

use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Span;
use crate::model::diagnostic::Thing;
use crate::model::document::Author;
use crate::model::document::BigNumber;
use crate::model::document::Contact;
use crate::model::document::Finding;
use crate::model::document::Inline;
use crate::model::document::Licence;
use crate::model::document::Meta;
use crate::model::document::plain;
use crate::model::statistic::Statistics;
use crate::narrative::met::Met;
use crate::narrative::parse;
use crate::narrative::parse::Reading;
use crate::narrative::pictures;
use crate::narrative::show;
use crate::narrative::weave::Weaver;
use crate::narrative::world::World;
use crate::project::AuthorKind;
use crate::project::PageForm;
use crate::project::Project;

/// What stands before the chapters, as it was read.
pub(super) struct Front {
    pub meta: Meta,
    pub findings: Vec<Finding>,
    pub met: Met,
}

/// Weaves and reads the notice, the key findings, and the title of a document beside the report.
pub(super) fn read(world: &World<'_>, mut weaver: Weaver) -> Front {
    let report = &world.project.report;
    let place = |path: &[&str]| world.project.report_yaml.place(path);
    let document = world.project.document.as_deref();
    let notice_place = match document.filter(|source| !source.decl.notice.is_empty()) {
        Some(source) => place(&["documents", &source.index.to_string(), "notice"]),
        None => place(&["notice"]),
    };
    let notice = weaver.text(&report.notice, &notice_place).unwrap_or_default();
    let title = document.map(|source| {
        let index = source.index.to_string();
        let text = |key: &str, text: &str, weaver: &mut Weaver| {
            let at = place(&["documents", &index, key]);
            (weaver.text(text, &at).unwrap_or_default(), at)
        };
        let title = text("title", &source.decl.title, &mut weaver);
        (title, text("standfirst", &source.decl.standfirst, &mut weaver))
    });
    let mut woven = Vec::new();
    for (index, decl) in report.findings.iter().enumerate() {
        let at = place(&["findings", &index.to_string(), "text"]);
        woven.push((weaver.text(&decl.text, &at), at));
    }
    let entries = &world.project.pictures;
    let wanted = report.cover.as_ref();
    let entry = wanted.and_then(|id| entries.iter().find(|entry| entry.id == *id));
    let texts = entry.map(|entry| pictures::texts(&mut weaver, entry));
    let mut reading = Reading::new(&weaver, world.judged, world.guard);
    let cover = entry.map(|entry| {
        reading.met.pictured.insert(entry.id.clone());
        pictures::declared(entry, texts.as_ref(), entry.span(), &mut reading)
    });
    if let (Some(id), None) = (wanted, &cover) {
        let names = entries.iter().map(|entry| entry.id.as_str());
        reading.met.found.push(
            Diagnostic::unknown(Thing::Picture, id, names).at(place(&["cover"]), ""),
        );
    }
    let notice = parse::line(&mut reading, &notice, &notice_place);
    let findings = findings(world.project, world.statistics, &woven, &mut reading);
    let mut meta = Meta { cover, ..meta(world.project, notice) };
    if let (Some(source), Some((title, standfirst))) = (document, title) {
        meta.headline = parse::line(&mut reading, &title.0, &title.1);
        meta.standfirst = parse::line(&mut reading, &standfirst.0, &standfirst.1);
        meta.title = plain(&meta.headline);
        meta.subtitle = plain(&meta.standfirst);
        meta.description.clone_from(&meta.subtitle);
        source.decl.kind.as_str().clone_into(&mut meta.kind);
        meta.audience.clone_from(&source.decl.audience);
    }
    Front { meta, findings, met: reading.met }
}

/// Reads the key findings with their large numbers.
fn findings(
    project: &Project,
    statistics: &Statistics,
    woven: &[(Option<String>, Span)],
    reading: &mut Reading<'_>,
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
            let Some(stat) = statistics.find(&decl.stat) else {
                reading.met.found.push(statistics.unknown(&decl.stat).at(at, ""));
                continue;
            };
            let mode = decl.show.as_deref().unwrap_or("value");
            match show::show(stat, mode, None, None) {
                Ok(text) => numbers.push(BigNumber {
                    stat: Inline::Stat {
                        id: stat.id.clone(),
                        show: mode.to_owned(),
                        text,
                        span: at,
                    },
                    label: decl.label.clone(),
                }),
                Err(message) => {
                    reading
                        .met
                        .found
                        .push(Diagnostic::error(Code::R0502, message).at(at, ""));
                }
            }
        }
        if let Some(figure) = &decl.figure
            && !project.figures.iter().any(|entry| entry.id == *figure)
        {
            let known = project.figures.iter().map(|entry| entry.id.as_str());
            reading.met.found.push(
                Diagnostic::unknown(Thing::Figure, figure, known)
                    .at(place(&["figure"]), ""),
            );
        }
        out.push(Finding {
            id: decl.id.clone(),
            title: decl.title.clone(),
            content: parse::line(reading, text.as_deref().unwrap_or_default(), at),
            caveat: decl.caveat.clone(),
            figure: decl.figure.clone(),
            numbers,
        });
    }
    out
}

/// Returns what stands on the cover and in the metadata.
pub(super) fn meta(project: &Project, notice: Vec<Inline>) -> Meta {
    let report = &project.report;
    Meta {
        title: report.title.clone(),
        subtitle: report.subtitle.clone(),
        kind: String::new(),
        audience: String::new(),
        headline: Vec::new(),
        standfirst: Vec::new(),
        edition: report.edition.clone(),
        date: report.date.clone().into(),
        language: report.language.clone().into(),
        url: report.url.as_str().to_owned(),
        pages: report.html.form == PageForm::Pages,
        paragraphs: report.numbered_paragraphs,
        cover: None,
        embargo: report.embargo.clone(),
        lifted: report.lifted.clone(),
        design: report.design,
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
                url: author.url.clone().into(),
            })
            .collect(),
        description: report.description.clone(),
        keywords: report.keywords.clone(),
        notice,
        licence: Licence {
            name: report.licence.name.clone(),
            url: report.licence.url.clone().into(),
        },
        contacts: report
            .contacts
            .iter()
            .map(|contact| Contact {
                role: contact.role.clone(),
                name: contact.name.clone(),
                address: contact.address.clone().into(),
            })
            .collect(),
        citation: report.citation.clone(),
    }
}
