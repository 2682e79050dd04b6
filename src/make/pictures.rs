//! The figures of an edition: drawn for the page, and as files of their own.

use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::diag::Findings;
use crate::diag::Result;
use crate::doc::Block;
use crate::doc::Document;
use crate::doc::FigureBlock;
use crate::doc::plain;
use crate::figure;
use crate::figure::Chart;
use crate::figure::Placement;
use crate::figure::Texts;
use crate::make::Woven;
use crate::make::edition::Bench;
use crate::make::edition::json;
use crate::make::key::Key;
use crate::output::Drawn;
use crate::project::Project;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Pixels of a PNG to a unit of the picture.
const SCALE: f32 = 1.5;

/// The figures of a document by id.
fn figures(document: &Document) -> impl Iterator<Item = &FigureBlock> {
    document.chapters.iter().flat_map(|chapter| &chapter.blocks).filter_map(|block| {
        match block {
            Block::Figure(figure) => Some(figure),
            _ => None,
        }
    })
}

/// Returns the words of a figure as plain text.
pub(super) fn texts(document: &Document, figure: &FigureBlock) -> Texts {
    Texts {
        headline: plain(&figure.headline),
        subtitle: plain(&figure.subtitle),
        note: plain(&figure.note),
        source: plain(&figure.source),
        notice: plain(&document.meta.notice),
        alt: plain(&figure.alt),
        credit: String::new(),
    }
}

/// Checks the figures of a document against the rules of charts.
pub(super) fn lint(
    project: &Project,
    document: &Document,
    charts: &BTreeMap<String, Chart>,
    found: &mut Findings,
) {
    for block in figures(document) {
        let entry = project.figures.iter().find(|entry| entry.id == block.id);
        if let (Some(entry), Some(chart)) = (entry, charts.get(&block.id)) {
            found.extend(figure::lint(chart, &texts(document, block), &entry.span()));
        }
    }
}

/// The figures that have a chart, with their words, in order.
fn charted(woven: &Woven) -> Vec<(&str, &Chart, Texts)> {
    figures(&woven.document)
        .filter_map(|block| {
            let chart = woven.charts.get(&block.id)?;
            Some((block.id.as_str(), chart, texts(&woven.document, block)))
        })
        .collect()
}

/// Draws every figure for the page.
pub(super) fn drawn(woven: &Woven) -> BTreeMap<String, Drawn> {
    charted(woven)
        .par_iter()
        .map(|(id, chart, texts)| {
            let drawn = Drawn {
                wide: figure::draw(chart, texts, Placement::OnPage),
                narrow: figure::draw(chart, texts, Placement::OnPageNarrow),
                alternatives: figure::describe(chart, texts),
            };
            ((*id).to_owned(), drawn)
        })
        .collect()
}

/// The files of a figure by ending, and the key of the costly one.
#[derive(Debug)]
pub(super) struct Picture {
    pub files: Vec<(&'static str, Vec<u8>)>,
    pub key: Key,
}

/// Makes the files of every figure.
pub(super) fn files(
    woven: &Woven,
    bench: &Bench<'_>,
) -> Result<BTreeMap<String, Picture>> {
    charted(woven)
        .par_iter()
        .map(|(id, chart, texts)| Ok(((*id).to_owned(), picture(chart, texts, bench)?)))
        .collect()
}

fn picture(chart: &Chart, texts: &Texts, bench: &Bench<'_>) -> Result<Picture> {
    let alone = figure::draw(chart, texts, Placement::Alone);
    let key = Key::new(format!("png-{}", chart.id)).content("svg", alone.as_bytes());
    let png = bench.through(&key, &format!("png {}", chart.id), || {
        figure::png(&alone, SCALE).map_err(|why| {
            Diagnostic::error(
                Code::R0401,
                format!("figure `{}` cannot become a PNG: {why}", chart.id),
            )
            .into()
        })
    })?;
    let record = serde_json::json!({
        "figure": chart,
        "headline": texts.headline,
        "subtitle": texts.subtitle,
        "note": texts.note,
        "source": texts.source,
        "notice": texts.notice,
        "alternatives": figure::describe(chart, texts),
    });
    Ok(Picture {
        files: vec![
            ("csv", figure::csv(chart)),
            ("json", json(&record)?),
            ("png", png),
            ("svg", alone.into_bytes()),
        ],
        key,
    })
}
