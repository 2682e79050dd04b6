//! Pictures of the sizes for paper, and cards: one Typst document that makes every PDF of a pack.

use crate::figure;
use crate::figure::Look;
use crate::figure::Placement;
use crate::figure::Variant;
use crate::figure::extent;
use crate::model::diagnostic::Result;
use crate::output::brand;
use crate::press::Files;
use crate::press::Order;
use crate::press::entry::Entry;
use crate::press::json::json;
use crate::press::picture::Subject;
use crate::press::picture::Taken;
use crate::press::picture::Words;
use crate::press::size::DOTS;
use crate::press::words::Length;
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;

/// One PDF.
#[derive(Debug, Clone, Serialize)]
pub(super) struct PrintSheet {
    /// Its path in the pack.
    pub path: String,
    kind: &'static str,
    title: String,
    alt: String,
    caption: String,
    record: String,
    /// The drawing's file beside the document.
    picture: String,
    /// Width of a picture's page, in points.
    width: f64,
    height: f64,
    #[serde(skip)]
    svg: Arc<str>,
    card: Option<Card>,
}

/// What a card says beside its picture.
#[derive(Debug, Clone, Serialize)]
struct Card {
    headline: String,
    subtitle: String,
    caption: Vec<String>,
    quote: String,
    caveat: String,
    cite: String,
}

/// What Typst makes the PDFs of a pack from.
#[derive(Debug)]
pub struct Press {
    /// Files beside the document, `main.typ`.
    pub files: Files,
    /// The PDFs it makes, by path in the pack.
    pub pdfs: Vec<String>,
}

impl PrintSheet {
    /// A picture of a size for paper as the whole page.
    pub(super) fn picture(taken: Taken<'_>) -> Self {
        let Taken { shot, svg, tags, stamp, .. } = taken;
        let (width, height) = extent(&svg).unwrap_or((1.0, 1.0));
        let points = f64::from(shot.size.pixels().0) / DOTS / width;
        let id = &shot.subject.block.id;
        Self {
            path: format!("{id}/{}.pdf", shot.name()),
            kind: "picture",
            title: tags.title.clone(),
            alt: tags.alt.clone(),
            caption: tags.caption.clone(),
            record: stamp.json(),
            picture: format!("pictures/{}.svg", shot.name()),
            width: round(width * points),
            height: round(height * points),
            svg,
            card: None,
        }
    }

    /// A page of paper with the chart and its words. They are text of the page, so the picture has none of them.
    pub(super) fn card(
        subject: Subject<'_>,
        entry: &Entry<'_>,
        Words { tags, stamp }: &Words,
    ) -> Self {
        let id = entry.id;
        let Subject { voice, block, chart } = subject;
        let look = Look::new(&voice.edition.theme, Variant::Print);
        let texts = voice.texts(block, Length::Whole);
        let finding = entry.finding.as_ref();
        Self {
            path: format!("{id}/card.pdf"),
            kind: "card",
            title: tags.title.clone(),
            alt: tags.alt.clone(),
            caption: tags.caption.clone(),
            record: stamp.json(),
            picture: format!("pictures/{id}-card.svg"),
            width: 0.0,
            height: 0.0,
            svg: figure::draw(chart, &texts, Placement::OnPage, &look).into(),
            card: Some(Card {
                headline: entry.headline.clone(),
                subtitle: entry.subtitle.clone(),
                caption: entry.caption.lines().skip(2).map(str::to_owned).collect(),
                quote: finding.map(|fact| fact.quote.clone()).unwrap_or_default(),
                caveat: finding.map(|fact| fact.caveat.clone()).unwrap_or_default(),
                cite: entry.cite.clone(),
            }),
        }
    }
}

fn round(length: f64) -> f64 {
    (length * 100.0).round() / 100.0
}

/// Puts the document together.
pub(super) fn press(order: &Order<'_>, sheets: Vec<PrintSheet>) -> Result<Press> {
    let meta = order.voice().meta();
    let mut files = brand::typst(&order.voice().edition.theme);
    files.insert("main.typ".to_owned(), order.text("press/press.typ")?.into_bytes());
    for sheet in &sheets {
        files.insert(sheet.picture.clone(), sheet.svg.as_bytes().to_vec());
    }
    let contacts: Vec<String> = meta
        .contacts
        .iter()
        .map(|contact| {
            let words = format!("{}: {} {}", contact.role, contact.name, contact.address);
            words.trim_end().to_owned()
        })
        .collect();
    let mut pack: BTreeMap<&str, serde_json::Value> = BTreeMap::new();
    pack.insert("language", meta.language.clone().into());
    pack.insert("report", meta.title.clone().into());
    pack.insert("issue", order.voice().issue().into());
    pack.insert("publishers", order.voice().publishers().into());
    pack.insert("licence", format!("{} {}", meta.licence.name, meta.licence.url).into());
    pack.insert("contacts", contacts.into());
    pack.insert("embargo", order.voice().embargo().into());
    pack.insert("sheets", serde_json::to_value(&sheets).unwrap_or_default());
    files.insert("pack.json".to_owned(), json(&pack)?);
    let pdfs = sheets.into_iter().map(|sheet| sheet.path).collect();
    Ok(Press { files, pdfs })
}
