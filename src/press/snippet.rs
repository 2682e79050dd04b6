//! One figure in all its forms, and one finding as a fact that may be quoted.

use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::diag::Result;
use crate::diag::did_you_mean;
use crate::diff::Edition;
use crate::doc::Block;
use crate::doc::Document;
use crate::doc::FigureBlock;
use crate::doc::Finding;
use crate::doc::Inline;
use crate::doc::Meta;
use crate::doc::plain;
use crate::figure;
use crate::figure::Chart;
use crate::figure::Look;
use crate::figure::Placement;
use crate::figure::Texts;
use crate::figure::Variant;
use crate::figure::escape;
use crate::press::Files;
use serde::Serialize;

/// A picture for one use.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Size {
    /// Its name: `social`.
    pub name: &'static str,
    /// Width in units of type.
    width: u32,
    /// Height in the same; what the chart needs unless given.
    height: Option<u32>,
    /// Pixels to a unit.
    scale: f32,
    /// What it is for.
    pub purpose: &'static str,
}

/// Every size, each laid out anew.
pub const SIZES: &[Size] = &[
    Size {
        name: "social",
        width: 600,
        height: Some(314),
        scale: 2.0,
        purpose: "1200 × 628 px, social media",
    },
    Size {
        name: "card",
        width: 400,
        height: Some(209),
        scale: 2.0,
        purpose: "800 × 418 px, link cards",
    },
    Size {
        name: "square",
        width: 540,
        height: Some(540),
        scale: 2.0,
        purpose: "1080 × 1080 px, square posts",
    },
    Size {
        name: "story",
        width: 360,
        height: Some(640),
        scale: 3.0,
        purpose: "1080 × 1920 px, stories",
    },
    Size {
        name: "column",
        width: 400,
        height: None,
        scale: 1.5,
        purpose: "600 px wide, a column of a page",
    },
    Size {
        name: "print-single",
        width: 335,
        height: None,
        scale: 3.0,
        purpose: "85 mm at 300 dpi, one column in print",
    },
    Size {
        name: "print-double",
        width: 685,
        height: None,
        scale: 3.0,
        purpose: "174 mm at 300 dpi, two columns in print",
    },
];

/// The figures of a document.
pub(super) fn figures(document: &Document) -> impl Iterator<Item = &FigureBlock> {
    document.chapters.iter().flat_map(|chapter| &chapter.blocks).filter_map(|block| {
        match block {
            Block::Figure(figure) => Some(figure),
            _ => None,
        }
    })
}

fn credit(meta: &Meta) -> String {
    let authors: Vec<&str> =
        meta.authors.iter().map(|author| author.name.as_str()).collect();
    let mut parts = vec![meta.title.clone(), format!("{}, {}", meta.edition, meta.date)];
    if !authors.is_empty() {
        parts.push(authors.join(", "));
    }
    parts.join(" · ")
}

fn texts(edition: &Edition, block: &FigureBlock) -> Texts {
    Texts {
        headline: plain(&block.headline),
        subtitle: plain(&block.subtitle),
        note: plain(&block.note),
        source: plain(&block.source),
        notice: plain(&edition.document.meta.notice),
        alt: plain(&block.alt),
        credit: credit(&edition.document.meta),
    }
}

fn chart<'a>(edition: &'a Edition, block: &FigureBlock) -> Result<&'a Chart> {
    edition.figures.get(&block.id).ok_or_else(|| {
        let message = format!("the edition has no chart for `{}`", block.id);
        Diagnostic::error(Code::R0702, message).help("build the edition again").into()
    })
}

fn look(edition: &Edition) -> Look {
    Look::new(&edition.theme, Variant::Light)
}

fn svg(edition: &Edition, chart: &Chart, texts: &Texts, size: &Size) -> String {
    let placement = Placement::Sized { width: size.width, height: size.height };
    figure::draw(chart, texts, placement, &look(edition))
}

fn png(edition: &Edition, chart: &Chart, texts: &Texts, size: &Size) -> Result<Vec<u8>> {
    let svg = svg(edition, chart, texts, size);
    // A picture drawn larger to hold its words comes out at the size asked for.
    let drawn = width_of(&svg).unwrap_or_else(|| f64::from(size.width));
    let scale = size.scale * (f64::from(size.width) / drawn) as f32;
    figure::png(&svg, scale).map_err(|why| {
        Diagnostic::error(
            Code::R0702,
            format!("`{}` cannot become a PNG: {why}", chart.id),
        )
        .into()
    })
}

fn width_of(svg: &str) -> Option<f64> {
    svg.split_once("viewBox=\"0 0 ")?.1.split(' ').next()?.parse().ok()
}

/// Everything of one figure.
pub(super) fn figure(edition: &Edition, block: &FigureBlock) -> Result<Files> {
    let chart = chart(edition, block)?;
    let texts = texts(edition, block);
    let id = &block.id;
    let mut files = Files::new();
    for size in SIZES {
        files.insert(
            format!("{id}/{id}-{}.png", size.name),
            png(edition, chart, &texts, size)?,
        );
    }
    let alone = figure::draw(chart, &texts, Placement::Alone, &look(edition));
    files.insert(format!("{id}/{id}.svg"), alone.clone().into_bytes());
    files.insert(format!("{id}/data.csv"), figure::csv(chart));
    files.insert(format!("{id}/caption.txt"), caption(&texts).into_bytes());
    let words = figure::describe(chart, &texts);
    files.insert(format!("{id}/alt.txt"), format!("{}\n", words.alt).into_bytes());
    files.insert(format!("{id}/embed.html"), embed(edition, &texts, &alone).into_bytes());
    let meta = &edition.document.meta;
    let metadata = serde_json::json!({
        "id": id,
        "number": block.number,
        "title": texts.headline,
        "subtitle": texts.subtitle,
        "alt": words.alt,
        "description": words.long,
        "note": texts.note,
        "source": texts.source,
        "notice": texts.notice,
        "licence": meta.licence,
        "citation": meta.citation,
        "report": meta.title,
        "edition": meta.edition,
        "date": meta.date,
        "draft": edition.draft,
        "statistics": chart.statistics(),
        "hashes": edition.outputs.iter().filter(|(name, _)| name.starts_with(&format!("figures/{id}."))).collect::<std::collections::BTreeMap<_, _>>(),
    });
    files.insert(format!("{id}/metadata.json"), json(&metadata)?);
    Ok(files)
}

/// One form of a figure.
pub(super) fn one(
    edition: &Edition,
    block: &FigureBlock,
    form: &str,
    size: &str,
) -> Result<Vec<u8>> {
    let chart = chart(edition, block)?;
    let texts = texts(edition, block);
    let Some(size) = SIZES.iter().find(|known| known.name == size) else {
        let known = SIZES.iter().map(|size| size.name);
        return Err(Diagnostic::error(Code::R0702, format!("there is no size `{size}`"))
            .help(did_you_mean(size, known, "sizes"))
            .into());
    };
    match form {
        "png" => png(edition, chart, &texts, size),
        "svg" => Ok(svg(edition, chart, &texts, size).into_bytes()),
        "csv" => Ok(figure::csv(chart)),
        "caption" => Ok(caption(&texts).into_bytes()),
        "alt" => Ok(format!("{}\n", figure::describe(chart, &texts).alt).into_bytes()),
        other => {
            Err(Diagnostic::error(Code::R0702, format!("there is no format `{other}`"))
                .help(did_you_mean(
                    other,
                    ["png", "svg", "csv", "caption", "alt"],
                    "formats",
                ))
                .into())
        }
    }
}

/// The words that go under a figure.
fn caption(texts: &Texts) -> String {
    let mut out = format!("{}\n{}\n", texts.headline, texts.subtitle);
    for line in [&texts.note, &texts.notice, &texts.credit] {
        if !line.is_empty() {
            out.push_str(line);
            out.push('\n');
        }
    }
    if !texts.source.is_empty() {
        out.push_str(&format!("Source: {}\n", texts.source));
    }
    out
}

/// A page of its own for a frame in another page: no script, any width, light and dark.
fn embed(edition: &Edition, texts: &Texts, svg: &str) -> String {
    format!(
        "<!doctype html>\n<html lang=\"{}\">\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{}</title>\n<style>html,body{{margin:0;background:#fff}} svg{{display:block;width:100%;height:auto;max-width:720px;margin:0 auto}}</style>\n{svg}</html>\n",
        escape(&edition.document.meta.language),
        escape(&texts.headline),
    )
}

/// A finding that may be quoted, with what must be said beside it.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Fact {
    pub id: String,
    pub title: String,
    /// The sentence, as checked.
    pub sentence: String,
    pub numbers: Vec<FactNumber>,
    /// What must stand beside it.
    pub caveat: String,
    /// How to cite it.
    pub cite: String,
    /// The figure that shows it.
    pub figure: Option<String>,
}

/// A number of a fact.
#[derive(Debug, Clone, Serialize)]
pub(super) struct FactNumber {
    pub statistic: String,
    pub label: String,
    pub printed: String,
    pub value: Option<f64>,
    pub interval: Option<String>,
    pub definition: String,
}

pub(super) fn fact(edition: &Edition, finding: &Finding) -> Fact {
    let meta = &edition.document.meta;
    let numbers = finding.numbers.iter().filter_map(|number| {
        let Inline::Stat { id, text, .. } = &number.stat else { return None };
        let stat = edition.statistics.get(id)?;
        let interval = stat.interval.as_ref().map(|interval| {
            format!(
                "{} ({}%)",
                stat.format.range(interval.low, interval.high),
                interval.level
            )
        });
        Some(FactNumber {
            statistic: id.clone(),
            label: number.label.clone(),
            printed: text.clone(),
            value: stat.number(),
            interval,
            definition: stat.provenance.definition.clone(),
        })
    });
    Fact {
        id: finding.id.clone(),
        title: finding.title.clone(),
        sentence: plain(&finding.content),
        numbers: numbers.collect(),
        caveat: plain(&meta.notice),
        cite: if meta.citation.is_empty() { credit(meta) } else { meta.citation.clone() },
        figure: finding.figure.clone(),
    }
}

pub(super) fn fact_text(fact: &Fact) -> String {
    let mut out = format!("{}\n\n{}\n\n", fact.title, fact.sentence);
    for number in &fact.numbers {
        let interval = number.interval.as_ref().map(|text| format!(", interval {text}"));
        out.push_str(&format!(
            "{}: {}{}\n",
            number.label,
            number.printed,
            interval.unwrap_or_default()
        ));
    }
    out.push_str(&format!("\nSay beside it: {}\nCite as: {}\n", fact.caveat, fact.cite));
    out
}

pub(super) fn json<T: Serialize>(value: &T) -> Result<Vec<u8>> {
    let mut bytes = serde_json::to_vec_pretty(value).map_err(|error| {
        Diagnostic::error(Code::R0702, format!("cannot write the record: {error}"))
    })?;
    bytes.push(b'\n');
    Ok(bytes)
}
