//! The pages of a pack: the one to pick from, the one of areas, and the words to begin with.

use crate::model::diagnostic::Result;
use crate::model::order::natural;
use crate::output::sheet::TableSheet;
use crate::press::Files;
use crate::press::Order;
use crate::press::entry::Entry;
use crate::press::fact;
use crate::press::fact::AreaFact;
use crate::press::fact::Fact;
use crate::press::json::json;
use crate::press::release::Listed;
use crate::press::size::packed;
use crate::press::words::Voice;
use crate::say;
use serde::Serialize;
use std::collections::BTreeMap;

/// What a page of the pack is filled with.
#[derive(Debug, Serialize)]
struct GalleryPage<'a> {
    language: &'a str,
    title: &'a str,
    issue: String,
    notice: String,
    embargo: String,
    mark: String,
    lifted: &'a str,
    licence: &'a crate::model::document::Licence,
    contacts: &'a [crate::model::document::Contact],
    cite: String,
    url: &'a str,
    /// That this address works only from the end of the embargo; else empty.
    works_from: String,
    releases: &'a [Listed],
    findings: &'a [Fact],
    /// The words by which a finding or a news release is found, by its id.
    words: BTreeMap<&'a str, String>,
    figures: &'a [Entry<'a>],
    sizes: Vec<Use>,
    tables: Vec<Tabled<'a>>,
    areas: &'a [Area<'a>],
    area_caveat: String,
    pdf: bool,
    /// The names of the sizes for paper.
    paper: String,
    archive: String,
    /// What changed since the last release, in words; empty without one.
    changes: Vec<String>,
    before: String,
    style: String,
    /// Markup.
    logo: String,
    script: String,
}

/// A size of pictures.
#[derive(Debug, Serialize)]
struct Use {
    name: &'static str,
    purpose: String,
}

/// A table that can be taken.
#[derive(Debug, Serialize)]
struct Tabled<'a> {
    id: &'a str,
    number: &'a str,
    title: &'a str,
    subtitle: &'a str,
}

/// The facts of one area.
#[derive(Debug, Serialize)]
struct Area<'a> {
    key: &'a str,
    name: &'a str,
    facts: Vec<&'a AreaFact>,
}

/// What the pages show.
#[derive(Debug)]
pub(super) struct GalleryContents<'a> {
    pub releases: &'a [Listed],
    pub figures: &'a [Entry<'a>],
    pub findings: &'a [Fact],
    pub words: BTreeMap<&'a str, String>,
    pub areas: &'a [AreaFact],
    pub tables: &'a [TableSheet],
    pub pdf: bool,
    pub archive: String,
}

/// Makes the pages.
pub(super) fn pages(order: &Order<'_>, shown: &GalleryContents<'_>) -> Result<Files> {
    let voice = order.voice();
    let meta = voice.meta();
    let mut by_area: BTreeMap<&str, Vec<&AreaFact>> = BTreeMap::new();
    for fact in shown.areas {
        by_area.entry(&fact.area).or_default().push(fact);
    }
    let mut areas: Vec<Area<'_>> = by_area
        .into_iter()
        .map(|(key, facts)| Area {
            key,
            name: facts.first().map_or(key, |fact| &fact.name),
            facts,
        })
        .collect();
    areas.sort_by(|a, b| natural(a.name, b.name));
    let page = GalleryPage {
        language: &meta.language,
        title: &meta.title,
        issue: voice.issue(),
        notice: crate::model::document::plain(&meta.notice),
        embargo: voice.embargo(),
        mark: voice.mark(),
        lifted: early(voice),
        licence: &meta.licence,
        contacts: &meta.contacts,
        cite: voice.citation(),
        url: &meta.url,
        works_from: voice.works_from(),
        releases: shown.releases,
        findings: shown.findings,
        words: shown.words.clone(),
        figures: shown.figures,
        sizes: packed()
            .map(|size| Use { name: size.name, purpose: size.purpose() })
            .collect(),
        tables: shown
            .tables
            .iter()
            .map(|sheet| Tabled {
                id: &sheet.id,
                number: &sheet.number,
                title: &sheet.title,
                subtitle: &sheet.subtitle,
            })
            .collect(),
        areas: &areas,
        area_caveat: fact::local_caveat(voice),
        pdf: shown.pdf,
        paper: paper_sizes(),
        archive: shown.archive.clone(),
        changes: order.changes(),
        before: order.before_words(),
        style: order.pages_style()?,
        logo: order.logo(),
        script: order.text("press/script.js")?,
    };
    let mut files = Files::new();
    let mut put = |name: &str, text: String| {
        files.insert(name.to_owned(), text.into_bytes());
    };
    put("index.html", order.fill("press/index.html", &page)?);
    // A site with a strict policy runs no script and takes no style that stands in the page.
    put("style.css", page.style.clone());
    put("script.js", order.fill("press/script.js", &page)?);
    put("README.txt", order.fill("press/README.txt", &page)?);
    if !areas.is_empty() {
        put("areas/index.html", order.fill("press/areas.html", &page)?);
        put("areas/facts.csv", csv(shown.areas));
        let record = serde_json::json!({
            "embargo": voice.embargo_moment(),
            "caveat": page.area_caveat,
            "cite": page.cite,
            "edition": page.issue,
            "facts": shown.areas,
        });
        put("areas/facts.json", String::from_utf8(json(&record)?).unwrap_or_default());
    }
    Ok(files)
}

/// The names of the sizes for paper.
fn paper_sizes() -> String {
    let paper = packed().filter(|size| size.on_paper());
    paper.map(|size| size.name).collect::<Vec<_>>().join(", ")
}

/// Why the embargo was lifted before its time; empty when it was not.
fn early(voice: Voice<'_>) -> &str {
    let lifted = voice.lifted().filter(|_| voice.meta().embargo.is_some());
    lifted.and_then(|lifted| lifted.because.as_deref()).unwrap_or_default()
}

/// The facts of areas as rows.
fn csv(facts: &[AreaFact]) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    // Writing to memory cannot fail.
    let _ = writer.write_record([
        say!("press-fact-area"),
        say!("press-fact-name"),
        say!("press-fact-fact"),
        say!("press-fact-title"),
        say!("press-fact-value"),
        say!("press-fact-unit"),
        say!("press-fact-sentence"),
        say!("press-fact-withheld"),
    ]);
    for fact in facts {
        let value = fact.value.map(|value| value.to_string()).unwrap_or_default();
        let harmless = crate::figure::harmless;
        let _ = writer.write_record([
            harmless(&fact.area),
            harmless(&fact.name),
            harmless(&fact.id),
            harmless(&fact.title),
            value,
            harmless(&fact.unit),
            harmless(&fact.sentence),
            harmless(&fact.withheld),
        ]);
    }
    String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
}
