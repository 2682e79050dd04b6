//! The page of a press pack: every figure and finding, with its words to copy.

use crate::diff::Edition;
use crate::doc::FigureBlock;
use crate::doc::plain;
use crate::figure::escape;
use crate::press::snippet::Fact;
use crate::press::snippet::SIZES;
use crate::press::snippet::fact_text;
use std::fmt::Write as _;

const STYLE: &str = "body{font:1rem/1.55 'Noto Sans','Segoe UI',system-ui,sans-serif;margin:0 auto;max-width:62rem;padding:1.5rem;color:#1d1d1f;background:#fff}h1{font-size:1.8rem}h2{font-size:1.2rem;margin:0 0 .3rem}article{border-top:4px solid #12436d;padding:1rem 0;margin:1.6rem 0}img{width:100%;max-width:40rem;height:auto;display:block;border:1px solid #d5d9de}pre{white-space:pre-wrap;background:#f5f6f8;padding:.8rem;font:inherit;font-size:.92rem}.notice{background:#fff4d6;padding:.6rem 1rem}ul{padding-left:1.2rem}button{font:inherit;padding:.2rem .7rem}input{font:inherit;padding:.4rem .6rem;width:min(24rem,100%)}@media(prefers-color-scheme:dark){body{background:#14171b;color:#ececee}pre{background:#1e2227}a{color:#8fc1f2}.notice{background:#40340f}}";

const SCRIPT: &str = "for(const b of document.querySelectorAll('button[data-copy]'))b.addEventListener('click',async()=>{await navigator.clipboard.writeText(document.getElementById(b.dataset.copy).textContent);b.textContent='Copied'});const q=document.getElementById('search');q.addEventListener('input',()=>{for(const a of document.querySelectorAll('article'))a.hidden=!a.textContent.toLowerCase().includes(q.value.toLowerCase())});";

/// Returns the page.
pub(super) fn page(
    edition: &Edition,
    figures: &[&FigureBlock],
    facts: &[Fact],
) -> String {
    let meta = &edition.document.meta;
    let mut out = format!(
        "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>Press: {title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<h1>Press: {title}</h1>\n<p>{}, {}</p>\n<p class=\"notice\" role=\"note\">{}</p>\n<p><label>Search <input id=\"search\" type=\"search\"></label></p>\n<main>\n",
        escape(&meta.language),
        escape(&meta.edition),
        escape(&meta.date),
        escape(&plain(&meta.notice)),
        title = escape(&meta.title),
    );
    for fact in facts {
        let id = format!("fact-{}", escape(&fact.id));
        let _ = writeln!(
            out,
            "<article>\n<h2>{}</h2>\n<pre id=\"{id}\">{}</pre>\n<button data-copy=\"{id}\">Copy the finding</button>\n</article>",
            escape(&fact.title),
            text(&fact_text(fact))
        );
    }
    for figure in figures {
        let id = escape(&figure.id);
        let caption = caption(edition, figure);
        let _ = writeln!(
            out,
            "<article>\n<h2>Figure {}: {}</h2>\n<img src=\"{id}/{id}-print-double.png\" alt=\"{}\" loading=\"lazy\">",
            escape(&figure.number),
            escape(&plain(&figure.headline)),
            escape(&alt(edition, figure))
        );
        let _ = writeln!(out, "<pre id=\"caption-{id}\">{}</pre>", text(&caption));
        let _ =
            writeln!(out, "<button data-copy=\"caption-{id}\">Copy the caption</button>");
        out.push_str("<ul>\n");
        for size in SIZES {
            let _ = writeln!(
                out,
                "<li><a href=\"{id}/{id}-{name}.png\" download>{name}</a>, {}</li>",
                size.purpose,
                name = size.name
            );
        }
        let _ = writeln!(
            out,
            "<li><a href=\"{id}/{id}.svg\" download>SVG</a>, <a href=\"{id}/data.csv\" download>data</a>, <a href=\"{id}/alt.txt\">alternative text</a>, <a href=\"{id}/embed.html\">embed</a>, <a href=\"{id}/metadata.json\">everything else</a></li>\n</ul>\n</article>"
        );
    }
    let _ = write!(out, "</main>\n<script>{SCRIPT}</script>\n</body>\n</html>\n");
    out
}

/// Characters of a text of several lines.
fn text(lines: &str) -> String {
    lines.lines().map(escape).collect::<Vec<_>>().join("\n")
}

fn caption(edition: &Edition, figure: &FigureBlock) -> String {
    let parts = [
        plain(&figure.headline),
        plain(&figure.subtitle),
        plain(&figure.note),
        format!("Source: {}", plain(&figure.source)),
        plain(&edition.document.meta.notice),
    ];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n")
}

fn alt(edition: &Edition, figure: &FigureBlock) -> String {
    let texts = crate::figure::Texts {
        headline: plain(&figure.headline),
        alt: plain(&figure.alt),
        ..crate::figure::Texts::default()
    };
    edition
        .figures
        .get(&figure.id)
        .map(|chart| crate::figure::describe(chart, &texts).alt)
        .unwrap_or_default()
}
