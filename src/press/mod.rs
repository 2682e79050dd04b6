//! A figure or a finding, ready to publish, with everything that must travel with it.
//!
//! **In:** an edition, and with it the one released before; which of its figures and
//! findings are wanted, on what terms; the templates.
//! **Out:** files: pictures laid out for each use, words, data, tables, pages to frame and to
//! pick from, a sealed list; the judgement of a file or a pack.
//! **Guarantees:** nothing leaves without its source, the notice and its edition; under
//! embargo everything says so; the same edition gives the same bytes; nothing is computed
//! anew; no clock is read here.

mod downloads;
mod embed;
mod entry;
mod exposure;
mod fact;
mod gallery;
mod json;
mod kit;
mod number;
mod ods;
mod order;
mod own;
mod picture;
mod print;
mod release;
mod seal;
mod search;
mod size;
mod stamp;
mod verify;
mod words;

use crate::labels;
use crate::say;
pub use exposure::Exposure;
pub use kit::USUAL;
pub use order::Order;
pub use order::parts;
pub use print::Press;
pub use seal::Checked;
pub use seal::Contents;
pub use seal::Manifest;
pub use seal::check;
pub use search::found;
pub use search::meant;
pub use search::sought;
pub use size::SIZES;
pub use size::Size;
pub use verify::Earlier;
pub use verify::Judge;
pub use verify::Judgement;
pub use verify::MOST;
pub use verify::State;

use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Findings;
use crate::model::diagnostic::Result;
use crate::model::diagnostic::did_you_mean;
use crate::model::document::FigureBlock;
use crate::model::document::plain;
use crate::model::edition::Edition;
use crate::model::moment::Lifted;
use crate::output::archive;
use crate::output::sheet;
use crate::output::typst::Bundle;
use crate::project::Synonyms;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Files by path.
pub type Files = BTreeMap<String, Vec<u8>>;

/// On what terms files are handed out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Terms {
    /// That the embargo is lifted from what is handed out.
    pub lifted: Option<Lifted>,
    /// Whose copy it is.
    pub recipient: Option<String>,
}

/// A pack that is still to be sealed.
#[derive(Debug)]
pub struct Pack {
    /// Its files, but for the PDFs and the pixels.
    pub files: Files,
    /// Its pictures that are to become pixels.
    pub exposures: Vec<Exposure>,
    /// What Typst makes the PDFs from; none when they are left out.
    pub press: Option<Press>,
    /// What Typst makes the PDFs of news releases from, by path in the pack.
    pub releases: Vec<(String, Bundle)>,
}

/// Something that can be pulled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// By this it is pulled.
    pub id: String,
    /// `release`, `figure` or `finding`.
    pub kind: &'static str,
    /// What it says.
    pub title: String,
    /// The words by which it is found.
    pub words: String,
}

/// Returns what can be pulled: news releases, figures, findings.
pub fn items(edition: &Edition, synonyms: &Synonyms) -> Vec<Item> {
    let releases = release::releases(edition).map(|(id, document)| Item {
        id: id.to_owned(),
        kind: "release",
        title: document.meta.title.clone(),
        words: search::of_release(document, synonyms),
    });
    let figures = edition.document.figures().map(|figure| Item {
        id: figure.id.clone(),
        kind: "figure",
        title: plain(&figure.headline),
        words: search::of_figure(edition, figure, synonyms),
    });
    let findings = edition.document.findings.iter().map(|finding| Item {
        id: finding.id.clone(),
        kind: "finding",
        title: plain(&finding.content),
        words: search::of_finding(finding, synonyms),
    });
    releases.chain(figures).chain(findings).collect()
}

/// Makes the files of the figures and findings asked for, and of all when none is; `pdf`
/// says whether there will be PDFs beside the pictures.
pub fn press(order: &Order<'_>, wanted: &[String], pdf: bool) -> Result<Pack> {
    let edition = order.edition;
    let items = items(edition, &order.synonyms);
    let mut found = Findings::new();
    for id in wanted.iter().filter(|id| !items.iter().any(|item| item.id == **id)) {
        found.push(unknown(id, &items));
    }
    let asked = |id: &str| wanted.is_empty() || wanted.iter().any(|name| name == id);
    let shown: Vec<&FigureBlock> =
        edition.document.figures().filter(|figure| asked(&figure.id)).collect();
    let labels = labels::current();
    let made: Vec<Result<kit::Made<'_>>> = shown
        .par_iter()
        .map(|block| {
            let _within = labels::enter(&labels);
            kit::figure(order, block)
        })
        .collect();
    let (mut files, mut entries, mut sheets) = (Files::new(), Vec::new(), Vec::new());
    let mut exposures = Vec::new();
    for made in made {
        if let Some(made) = found.keep(made) {
            files.extend(made.files);
            exposures.extend(made.exposures);
            entries.push(made.entry);
            sheets.extend(made.sheets);
        }
    }
    // What shows a key finding is what most come for.
    entries.sort_by_key(|entry| entry.finding.is_none());
    let (mut releases, mut papers) = (Vec::new(), Vec::new());
    for (id, document) in release::releases(edition).filter(|(id, _)| asked(id)) {
        let Some(made) = found.keep(release::release(order, id, document)) else {
            continue;
        };
        files.extend(made.files);
        releases.push(made.listed);
        if pdf {
            papers.push((format!("{id}.pdf"), made.paper));
        }
    }
    let voice = order.voice();
    let mut facts = Vec::new();
    for finding in edition.document.findings.iter().filter(|one| asked(&one.id)) {
        let fact = fact::fact(voice, finding);
        let text = fact::text(&fact).into_bytes();
        files.insert(format!("findings/{}.txt", finding.id), text);
        facts.push(fact);
    }
    files.insert("facts.json".to_owned(), json::json(&facts)?);
    let whole = wanted.is_empty();
    let tables = if whole { sheet::sheets(edition) } else { Vec::new() };
    for sheet in &tables {
        files.insert(format!("tables/{}.csv", sheet.id), sheet::csv(sheet));
    }
    if !tables.is_empty() {
        files.insert("tables/tables.ods".to_owned(), ods::workbook(voice, &tables)?);
    }
    let areas = if whole { fact::local(voice) } else { Vec::new() };
    let shown = gallery::GalleryContents {
        releases: &releases,
        figures: &entries,
        findings: &facts,
        words: items
            .iter()
            .filter(|item| item.kind != "figure")
            .map(|item| (item.id.as_str(), item.words.clone()))
            .collect(),
        areas: &areas,
        tables: &tables,
        pdf,
        archive: order.archive(),
    };
    files.extend(gallery::pages(order, &shown)?);
    let press = if pdf { Some(print::press(order, sheets)?) } else { None };
    let pack = Pack { files, exposures, press, releases: papers };
    found.finish(pack).map(|warned| warned.value)
}

/// Turns the pictures of a pack to pixels.
pub fn pictures(exposures: &[Exposure]) -> Result<Files> {
    let labels = labels::current();
    let made: Vec<Result<_>> = exposures
        .par_iter()
        .map(|exposure| {
            let _within = labels::enter(&labels);
            exposure.files()
        })
        .collect();
    let mut found = Findings::new();
    let files = made.into_iter().filter_map(|made| found.keep(made)).flatten().collect();
    found.finish(files).map(|warned| warned.value)
}

/// Seals a pack that is complete: adds what its page hands out, and the lists of what it holds. Returns the seal.
pub fn seal(order: &Order<'_>, files: &mut Files) -> Result<String> {
    files.insert(downloads::NAME.to_owned(), downloads::script(files));
    seal::seal(order.voice(), files)
}

/// Returns the whole as one file.
pub fn archive(files: &Files) -> Result<Vec<u8>> {
    archive::zip(files)
}

/// Makes one form of one figure, or of a finding: a picture at a size and in a tone, or its
/// words or data.
pub fn one(
    order: &Order<'_>,
    id: &str,
    form: &str,
    picture: (Option<&str>, &str),
) -> Result<Vec<u8>> {
    let document = &order.edition.document;
    if let Some(block) = document.figures().find(|figure| figure.id == id) {
        return kit::one(order, block, form, picture);
    }
    if let Some((_, document)) = release::releases(order.edition).find(|one| one.0 == id)
    {
        let _within = labels::enter(&release::labels_of(order, document));
        let [text, markdown] = release::texts(order.voice(), document);
        return match form {
            "text" => Ok(text.into_bytes()),
            "markdown" => Ok(markdown.into_bytes()),
            other => Err(kit::unknown("format", other, ["text", "markdown"].into_iter())),
        };
    }
    let Some(finding) = document.findings.iter().find(|finding| finding.id == id) else {
        return Err(unknown(id, &items(order.edition, &order.synonyms)).into());
    };
    let fact = fact::fact(order.voice(), finding);
    match form {
        "quote" => Ok(fact.quoted().into_bytes()),
        "citation" => Ok(order.voice().on_terms(&fact.cite).into_bytes()),
        "text" => Ok(fact::text(&fact).into_bytes()),
        "post" => {
            kit::post(order.voice(), id, &[&fact.sentence, &fact.title], &fact.permalink)
        }
        "json" => json::json(&fact),
        other => Err(kit::unknown(
            "format",
            other,
            ["quote", "citation", "text", "post", "json"].into_iter(),
        )),
    }
}

/// Returns everything of a figure or a finding that is pasted as text.
pub fn text(order: &Order<'_>, id: &str) -> Result<String> {
    let document = &order.edition.document;
    if !document.figures().any(|figure| figure.id == id) {
        return one(order, id, "text", (None, ""))
            .map(|bytes| String::from_utf8(bytes).unwrap_or_default());
    }
    let part = |title: &str, form: &str| -> Result<String> {
        let bytes = one(order, id, form, (None, "light"))?;
        let text = String::from_utf8(bytes).unwrap_or_default();
        Ok(format!("{title}\n{}\n\n", text.trim_end()))
    };
    let mut out = part(&say!("press-caption"), "caption")?;
    out.push_str(&part(&say!("press-alt"), "alt")?);
    if let Ok(quote) = part(&say!("press-quoted"), "quote") {
        out.push_str(&quote);
    }
    out.push_str(&part(&say!("cite"), "citation")?);
    if let Ok(post) = part(&say!("press-post-title"), "post") {
        out.push_str(&post);
    }
    out.push_str(&part(&say!("press-to-embed"), "embed")?);
    Ok(out.trim_end().to_owned() + "\n")
}

/// How many that mention a word are named.
const MENTIONED: usize = 3;

fn unknown(id: &str, items: &[Item]) -> Diagnostic {
    let known = items.iter().map(|item| item.id.as_str());
    let message = format!("there is no figure, finding or news release `{id}`");
    let fault = Diagnostic::error(Code::R0702, message);
    // A word was given in the place of an id.
    let words: Vec<String> =
        id.to_lowercase().split_whitespace().map(str::to_owned).collect();
    let mentions = |item: &&Item| {
        found(&format!("{} {} {}", item.id, item.title, item.words), &words).is_some()
    };
    let mentioned: Vec<String> = items
        .iter()
        .filter(mentions)
        .map(|item| format!("`{}` ({})", item.id, item.title))
        .collect();
    if let Some(first) =
        mentioned.get(..mentioned.len().min(MENTIONED)).filter(|some| !some.is_empty())
    {
        return fault.help(format!(
            "`{id}` is mentioned in {}; `reissue press --list {id}` lists all",
            first.join(", ")
        ));
    }
    fault.help(did_you_mean(id, known, "figures, findings and news releases"))
}
