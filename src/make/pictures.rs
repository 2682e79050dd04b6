//! The figures of an edition: drawn for the page, and as files of their own.

use crate::figure;
use crate::figure::Look;
use crate::figure::Placement;
use crate::figure::Texts;
use crate::figure::Variant;
use crate::labels;
use crate::make::OutFiles;
use crate::make::Woven;
use crate::make::files::json;
use crate::make::texts::texts;
use crate::memo;
use crate::memo::Json;
use crate::memo::Memo;
use crate::model::chart::Chart;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Findings;
use crate::model::diagnostic::Result;
use crate::model::document::Document;
use crate::model::document::FigureBlock;
use crate::model::document::sentences;
use crate::model::key::Key;
use crate::output::Drawn;
use crate::project::Entry;
use crate::project::FigureDecl;
use crate::project::Project;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Pixels of a PNG to a unit of the picture.
const SCALE: f32 = 1.5;

/// Checks the figures of a document against the rules of charts.
pub(super) fn lint(
    project: &Project,
    document: &Document,
    charts: &BTreeMap<String, Chart>,
) -> Findings {
    let mut found = Findings::new();
    if let Some(yaml) = &project.theme_yaml {
        found.extend(figure::lint_theme(&project.theme, yaml));
    }
    let mut shown: Vec<(&FigureBlock, &Entry<FigureDecl>, &Chart)> = Vec::new();
    for block in document.figures() {
        let entry = project.figures.iter().find(|entry| entry.id == block.id);
        if let (Some(entry), Some(chart)) = (entry, charts.get(&block.id)) {
            shown.push((block, entry, chart));
        }
    }
    let linted: Vec<Vec<Diagnostic>> = shown
        .par_iter()
        .map(|(block, entry, chart)| {
            let _within = labels::enter(&project.labels);
            figure::lint(entry, chart, &texts(document, block), &project.theme)
        })
        .collect();
    found.extend(linted.into_iter().flatten());
    let set: Vec<_> = shown.iter().map(|(_, entry, chart)| (*entry, *chart)).collect();
    found.extend(figure::lint_set(&set));
    found
}

/// Returns the figures that have a chart, with their words, in order.
pub fn charted(woven: &Woven) -> Vec<(&str, &Chart, Texts)> {
    woven
        .document
        .figures()
        .filter_map(|block| {
            let chart = woven.charts.get(&block.id)?;
            Some((block.id.as_str(), chart, texts(&woven.document, block)))
        })
        .collect()
}

/// The key of a step over one figure: its chart and its words.
fn key(sort: &str, chart: &Chart, texts: &Texts, look: &Look) -> Key {
    let bytes = serde_json::to_vec(chart).unwrap_or_default();
    Key::new(format!("{sort} {}", chart.id))
        .content("chart", &bytes)
        .content("words", format!("{texts:?}").as_bytes())
        .content("look", format!("{look:?}").as_bytes())
}

/// Draws every figure for the page.
pub(super) fn drawn(woven: &Woven, memo: &dyn Memo) -> Result<BTreeMap<String, Drawn>> {
    let looks = [Variant::Light, Variant::Print]
        .map(|variant| Look::new(&woven.project.theme, variant));
    let [look, paper] = &looks;
    let beside = woven.document.beside();
    charted(woven)
        .par_iter()
        .map(|(id, chart, texts)| {
            let _within = labels::enter(&woven.project.labels);
            let Json(mut drawn) =
                memo::through(memo, &key("figure", chart, texts, look), || {
                    let narrow = Placement::OnPageNarrow;
                    let pages =
                        figure::draw_each(chart, texts, Placement::OnPage, &looks);
                    let mut pages = pages.into_iter().map(|drawn| drawn.svg);
                    Ok(Json(Drawn {
                        wide: pages.next().unwrap_or_default(),
                        narrow: figure::draw(chart, texts, narrow, look),
                        print: pages.next().unwrap_or_default(),
                        half: None,
                        alternatives: figure::describe(chart, texts),
                    }))
                })?;
            if beside.contains(*id) {
                let half = figure::draw(chart, texts, Placement::OnPageNarrow, paper);
                drawn.half = Some(half);
            }
            Ok(((*id).to_owned(), drawn))
        })
        .collect()
}

/// Makes the files of every figure, by their path in the output folder.
pub(super) fn files(woven: &Woven, memo: &dyn Memo) -> Result<OutFiles> {
    let look = Look::new(&woven.project.theme, Variant::Light);
    let files: Result<Vec<OutFiles>> = charted(woven)
        .par_iter()
        .map(|(id, chart, texts)| {
            let _within = labels::enter(&woven.project.labels);
            let name = |ending: &str| format!("figures/{id}.{ending}");
            let (svg, json) = record(chart, texts, &look, memo)?;
            let theme = &woven.project.theme;
            let png = figure::set_in(theme, || png(chart, &svg, memo))?;
            Ok(OutFiles::from([
                (name("csv"), figure::csv(chart)),
                (name("json"), json.into_bytes()),
                (name("png"), png),
                (name("svg"), svg.into_bytes()),
            ]))
        })
        .collect();
    Ok(files?.into_iter().flatten().collect())
}

/// Returns a figure that stands alone, and its record.
fn record(
    chart: &Chart,
    texts: &Texts,
    look: &Look,
    memo: &dyn Memo,
) -> Result<(String, String)> {
    let Json(files) = memo::through(memo, &key("alone", chart, texts, look), || {
        let alone = figure::draw(chart, texts, Placement::Alone, look);
        let record = serde_json::json!({
            "figure": chart,
            "headline": texts.headline,
            "subtitle": texts.subtitle,
            "note": texts.note,
            "source": texts.source,
            "notice": sentences(&[&texts.embargo, &texts.notice]),
            "alternatives": figure::describe(chart, texts),
        });
        let record = String::from_utf8_lossy(&json(&record)?).into_owned();
        Ok(Json((alone, record)))
    })?;
    Ok(files)
}

fn png(chart: &Chart, svg: &str, memo: &dyn Memo) -> Result<Vec<u8>> {
    let key = Key::new(format!("png {}", chart.id))
        .content("svg", svg.as_bytes())
        .field("fonts", figure::fonts_key());
    memo::through(memo, &key, || {
        figure::png(svg, SCALE).map_err(|why| {
            Diagnostic::error(
                Code::R0401,
                format!("figure `{}` cannot become a PNG: {why}", chart.id),
            )
            .into()
        })
    })
}
