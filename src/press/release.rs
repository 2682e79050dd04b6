//! The news releases of a publication as they go out with a pack, first of all.
//!
//! **In:** an order. **Out:** of each release its page, text and Markdown, what Typst makes its PDF from,
//! and what the gallery says of it.
//! **Guarantees:** the words are those of the edition's tree, on the terms of the order; what editors need
//! (figures, sentences that may be quoted, what each number is) follows them, from the same values.

use crate::figure;
use crate::figure::Look;
use crate::figure::Picture;
use crate::figure::Placement;
use crate::figure::Variant;
use crate::labels;
use crate::labels::Labels;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Result;
use crate::model::diagnostic::Sources;
use crate::model::diagnostic::Span;
use crate::model::document;
use crate::model::document::Block;
use crate::model::document::Chapter;
use crate::model::document::Document;
use crate::model::document::FigureBlock;
use crate::model::document::Finding;
use crate::model::document::Inline;
use crate::model::document::Part;
use crate::model::document::REPORT;
use crate::model::document::visit;
use crate::model::document::visit_mut;
use crate::model::edition::Edition;
use crate::model::format::NBSP;
use crate::output::Drawn;
use crate::output::Publication;
use crate::output::html;
use crate::output::plain;
use crate::output::typst;
use crate::output::typst::Bundle;
use crate::press::Files;
use crate::press::Order;
use crate::press::fact::fact;
use crate::press::fact::told as told_number;
use crate::press::words::Length;
use crate::press::words::Voice;
use crate::project;
use crate::project::Paper;
use crate::project::PdfDecl;
use crate::project::ProjectPath;
use crate::say;
use serde::Serialize;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

/// The template of its page.
const PAGE: &str = "press/release.html";

/// A news release, ready to go out.
#[derive(Debug)]
pub(super) struct Release {
    pub listed: Listed,
    pub files: Files,
    /// What Typst makes its PDF from.
    pub paper: Bundle,
}

/// What the gallery says of a release.
#[derive(Debug, Serialize)]
pub(super) struct Listed {
    pub id: String,
    /// "News release for journalists".
    pub called: String,
    pub title: String,
    pub standfirst: String,
    /// All of it as text.
    pub text: String,
}

/// Returns the news releases of an edition, by id.
pub(super) fn releases(edition: &Edition) -> impl Iterator<Item = (&str, &Document)> {
    let all = edition.documents.iter();
    all.filter(|(_, document)| document.meta.kind == "news")
        .map(|(id, document)| (id.as_str(), &**document))
}

/// Returns a release as text for e-mail and as Markdown, in the language of this thread.
pub(super) fn texts(voice: Voice<'_>, document: &Document) -> [String; 2] {
    let makings = Makings::new(voice, document, BTreeMap::new());
    let document = told(voice, document, false);
    let publication = makings.publication(&document);
    [plain::text(&publication), plain::markdown(&publication)]
}

/// Returns the words by which the outputs of a release are written.
pub(super) fn labels_of(order: &Order<'_>, document: &Document) -> Arc<Labels> {
    project::spoken(order.templates, &document.meta.language)
}

/// Makes all of a release.
pub(super) fn release(
    order: &Order<'_>,
    id: &str,
    document: &Document,
) -> Result<Release> {
    let _within = labels::enter(&labels_of(order, document));
    let voice = order.voice();
    let makings = Makings::new(voice, document, pictures(order, document)?);
    let (alone, within) = (told(voice, document, false), told(voice, document, true));
    let page = order.text(PAGE)?;
    let page = html::Templates::with(order.templates, Some((PAGE, &page)))?;
    let page = html::write(&makings.publication(&within), &page)?;
    let [text, markdown] = texts(voice, document);
    let files = [("html", page), ("txt", text.clone()), ("md", markdown)]
        .map(|(ending, text)| (format!("{id}.{ending}"), text.into_bytes()));
    let settings = order.edition.definitions.get("report").map(|own| &own.settings);
    let paper = settings.and_then(|settings| settings.get("pdf.paper"));
    let paper = match paper.map(String::as_str) {
        Some("us-letter") => Paper::UsLetter,
        _ => Paper::A4,
    };
    let listed = Listed {
        id: id.to_owned(),
        called: document.meta.called_for(),
        title: document.meta.title.clone(),
        standfirst: spoken(&document.meta.standfirst),
        text,
    };
    let pdf = PdfDecl { paper, ..PdfDecl::default() };
    let paper = typst::edition(&makings.publication(&alone), &pdf, Vec::new(), id);
    Ok(Release { listed, files: files.into(), paper })
}

/// Returns words as they are pasted: spaces are plain.
fn spoken(content: &[Inline]) -> String {
    document::plain(content).replace(NBSP, " ")
}

/// Its figures and pictures.
struct Makings<'a> {
    edition: &'a Edition,
    figures: BTreeMap<String, Drawn>,
    pictures: BTreeMap<String, Arc<Picture>>,
    sources: Sources,
}

impl<'a> Makings<'a> {
    fn new(
        voice: Voice<'a>,
        document: &Document,
        pictures: BTreeMap<String, Arc<Picture>>,
    ) -> Self {
        let edition = voice.edition;
        let light = Look::new(&edition.theme, Variant::Light);
        let print = Look::new(&edition.theme, Variant::Print);
        let figures = document.figures().filter_map(|block| {
            let chart = edition.figures.get(&block.id)?;
            let words = voice.texts(block, Length::Whole);
            let words = figure::Texts { credit: String::new(), ..words };
            let drawn = Drawn {
                wide: figure::draw(chart, &words, Placement::OnPage, &light),
                narrow: figure::draw(chart, &words, Placement::OnPageNarrow, &light),
                print: figure::draw(chart, &words, Placement::OnPage, &print),
                half: None,
                alternatives: figure::describe(chart, &words),
            };
            Some((block.id.clone(), drawn))
        });
        Self { edition, figures: figures.collect(), pictures, sources: Sources::new() }
    }

    fn publication<'p>(&'p self, document: &'p Document) -> Publication<'p> {
        Publication {
            document,
            statistics: &self.edition.statistics,
            figures: &self.figures,
            pictures: &self.pictures,
            theme: &self.edition.theme,
            inputs: &self.edition.inputs,
            extracts: &self.edition.extracts,
            sources: &self.sources,
            draft: self.edition.draft,
            pdf: false,
            whole: Some(&self.edition.document),
            beside: false,
            editions: None,
            documents: &[],
            landing: false,
            languages: &[],
        }
    }
}

/// Reads the pictures of a release from the project; they must be those of the edition.
fn pictures(
    order: &Order<'_>,
    document: &Document,
) -> Result<BTreeMap<String, Arc<Picture>>> {
    let mut out = BTreeMap::new();
    for block in document.pictures() {
        let refused = |why: String| {
            let message =
                format!("the picture `{}` of the news release {why}", block.path);
            Diagnostic::error(Code::R0702, message).help("build the edition again")
        };
        let path = ProjectPath::new(&block.path)
            .map_err(|_| refused("is no file of the project".to_owned()))?;
        let bytes = order.templates.read(&path)?;
        if *blake3::hash(&bytes).to_hex() != *block.hash {
            return Err(
                refused("has changed since the edition was built".to_owned()).into()
            );
        }
        let picture = figure::picture(&bytes)
            .map_err(|why| refused(format!("cannot be shown: {}", why.message)))?;
        out.insert(block.path.clone(), Arc::new(picture));
    }
    Ok(out)
}

/// Returns a release on the terms of a pack, with what editors need behind it. Links lead to other
/// files of the pack from the page `within` it, and to the report from everything else.
fn told(voice: Voice<'_>, document: &Document, within: bool) -> Document {
    let mut out = document.clone();
    out.meta.lifted = voice.lifted().cloned();
    let mark = voice.mark();
    if !mark.is_empty() {
        let content = vec![Inline::text(format!("{mark}. "))];
        out.meta.notice.insert(0, Inline::Strong { content });
    }
    out.meta.citation = voice.noted(&out.meta.citation);
    if voice.held().is_some() {
        out.meta.url.clear();
    }
    // There is no report beside a pack, and under embargo none at its address.
    let held = voice.held().is_some();
    let mut named = false;
    visit_mut(&mut out, &mut |node| match node {
        Inline::Link { url, content } if url.starts_with(REPORT) => {
            *node = Inline::text(document::plain(content));
        }
        Inline::Link { url, content } if held && voice.names_report(url) => {
            *node = Inline::text(document::plain(content));
            named = true;
        }
        Inline::Text { text } => named |= held && voice.names_report(text),
        _ => {}
    });
    let related = Related::of(voice, document);
    let mut blocks = Vec::new();
    related.figures(within, &mut blocks);
    related.quotes(&mut blocks);
    related.numbers(&mut blocks);
    if named {
        let address = format!("{}: {}", say!("ods-address"), voice.meta().url);
        blocks.push(paragraph(vec![Inline::text(format!(
            "{address} ({})",
            voice.works_from()
        ))]));
    }
    if !blocks.is_empty() {
        out.chapters.push(Chapter {
            id: "figures-and-facts".to_owned(),
            number: String::new(),
            part: Part::Front,
            title: vec![Inline::text(say!("release-notes"))],
            file: String::new(),
            blocks,
        });
    }
    out
}

fn paragraph(content: Vec<Inline>) -> Block {
    Block::Paragraph { content, span: Span::new("", 0..0) }
}

/// What of the report belongs to a release.
struct Related<'a> {
    voice: Voice<'a>,
    /// The statistics that it prints, in order.
    numbers: Vec<String>,
    /// The key findings that rest on the same statistics or claims.
    findings: Vec<&'a Finding>,
    /// Its own figures, and those of these findings.
    figures: Vec<&'a FigureBlock>,
}

impl<'a> Related<'a> {
    fn of(voice: Voice<'a>, release: &Document) -> Self {
        let document = &*voice.edition.document;
        let mut numbers = Vec::new();
        let mut said = BTreeSet::new();
        visit(release, &mut |node| {
            if let Inline::Stat { id, .. } = node
                && !said.contains(id)
            {
                numbers.push(id.clone());
            }
            said.extend(named(node));
        });
        let rests = |finding: &&Finding| {
            let mut shared = false;
            let numbers = finding.numbers.iter().map(|number| &number.stat);
            numbers.chain(&finding.content).for_each(|node| {
                shared |= named(node).is_some_and(|name| said.contains(&name));
            });
            shared
        };
        let findings: Vec<&Finding> = document.findings.iter().filter(rests).collect();
        let own: BTreeSet<&str> = release
            .figures()
            .map(|figure| figure.id.as_str())
            .chain(findings.iter().filter_map(|finding| finding.figure.as_deref()))
            .collect();
        let figures = document
            .figures()
            .filter(|figure| own.contains(figure.id.as_str()))
            .collect();
        Self { voice, numbers, findings, figures }
    }

    /// Adds a list under a heading; nothing without items.
    fn list(label: String, items: Vec<Vec<Inline>>, out: &mut Vec<Block>) {
        if items.is_empty() {
            return;
        }
        let strong = Inline::Strong { content: vec![Inline::text(label)] };
        out.push(paragraph(vec![strong]));
        let items = items.into_iter().map(|content| vec![paragraph(content)]).collect();
        out.push(Block::List { start: None, loose: false, items });
    }

    fn figures(&self, within: bool, out: &mut Vec<Block>) {
        let items = self.figures.iter().map(|figure| {
            let number = say!("figure-caption", number = figure.number.as_str());
            let words = format!("{number}: {}", spoken(&figure.headline));
            let url = if within {
                format!("index.html#{}", figure.id)
            } else {
                self.voice.permalink(&format!("figure-{}", figure.id))
            };
            let content = vec![Inline::text(words)];
            if url.is_empty() { content } else { vec![Inline::Link { url, content }] }
        });
        Self::list(say!("release-figures"), items.collect(), out);
    }

    fn quotes(&self, out: &mut Vec<Block>) {
        let items = self.findings.iter().map(|finding| {
            let fact = fact(self.voice, finding);
            vec![Inline::text(document::sentences(&[&fact.quote, &finding.caveat]))]
        });
        Self::list(say!("release-quotes"), items.collect(), out);
    }

    fn numbers(&self, out: &mut Vec<Block>) {
        let items = self.numbers.iter().filter_map(|id| {
            let stat = self.voice.edition.statistics.get(id)?;
            let number = told_number(stat, "", &stat.printed());
            let interval = number.interval.map(|range| format!(" ({})", range.printed));
            let value = format!("{}{}", number.printed, interval.unwrap_or_default());
            let title = labels::phrase(&stat.title);
            let what = [title.as_str(), &number.definition];
            let what: Vec<&str> =
                what.into_iter().filter(|one| !one.is_empty()).collect();
            Some(document::coded(&format!("{value}: {}", what.join(". "))))
        });
        Self::list(say!("release-numbers"), items.collect(), out);
    }
}

/// The statistic or the claim that a node is.
fn named(node: &Inline) -> Option<String> {
    match node {
        Inline::Stat { id, .. } => Some(id.clone()),
        Inline::Claim(claim) => Some(format!("claim {}", claim.id)),
        _ => None,
    }
}
