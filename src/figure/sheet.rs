//! Every figure on one page, in every variant and at three widths, to be looked at.

use crate::figure::draw::Placement;
use crate::figure::draw::Texts;
use crate::figure::draw::draw;
use crate::figure::theme::Look;
use crate::figure::theme::Variant;
use crate::labels;
use crate::model::chart::Chart;
use crate::model::escape::escape_line;
use crate::model::theme::Theme;
use rayon::prelude::*;
use std::fmt::Write as _;
use std::sync::Arc;

/// The places a sheet shows: a telephone, a page, and a card of 1200 × 628 pixels.
const PLACES: [(&str, u32, Placement); 3] = [
    ("360 pixels", 360, Placement::Sized { width: 360, height: None }),
    ("850 pixels", 850, Placement::Sized { width: 850, height: None }),
    (
        "1200 × 628 pixels",
        1200,
        Placement::Picture { across: 1200, down: Some(628), letters: 24, clear: 0 },
    ),
];

const STYLE: &str = "body{font:15px/1.5 'Noto Sans','Segoe UI',sans-serif;margin:20px;background:#8a8f96;color:#000}section{margin:0 0 60px}.row{display:flex;gap:20px;align-items:flex-start;margin:0 0 20px}figure{margin:0}figcaption{font-size:13px}svg{display:block}nav a{margin-right:1em;color:#000}";

/// Returns the page.
pub fn sheet(title: &str, figures: &[(&Chart, Texts)], theme: &Arc<Theme>) -> String {
    let title = escape_line(title);
    let mut out = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>Figures: {title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<h1>Figures: {title}</h1>\n<nav>"
    );
    for (chart, _) in figures {
        let id = escape_line(&chart.id);
        let _ = writeln!(out, "<a href=\"#{id}\">{id}</a>");
    }
    out.push_str("</nav>\n");
    let labels = labels::current();
    let sections: Vec<String> = figures
        .par_iter()
        .map(|(chart, texts)| {
            let _within = labels::enter(&labels);
            section(chart, texts, theme)
        })
        .collect();
    for section in sections {
        out.push_str(&section);
    }
    out.push_str("</body>\n</html>\n");
    out
}

fn section(chart: &Chart, texts: &Texts, theme: &Arc<Theme>) -> String {
    let id = escape_line(&chart.id);
    let mut out = format!("<section id=\"{id}\">\n<h2>{id}</h2>\n");
    for (variant, name) in Variant::ALL {
        let look = Look::new(theme, variant);
        out.push_str("<div class=\"row\">\n");
        for (place, pixels, placement) in PLACES {
            let svg = draw(chart, texts, placement, &look);
            let _ = writeln!(
                out,
                "<figure style=\"width:{pixels}px;flex:none\"><figcaption>{name}, {place}</figcaption>\n{}</figure>",
                scaled(&svg, pixels)
            );
        }
        out.push_str("</div>\n");
    }
    out.push_str("</section>\n");
    out
}

/// Returns a picture as wide as its place; its height follows.
fn scaled(svg: &str, pixels: u32) -> String {
    let (head, rest) = svg.split_once(" role=").unwrap_or((svg, ""));
    let size = head.find(" width=").unwrap_or(head.len());
    let start = head.get(..size).unwrap_or(head);
    format!("{start} style=\"width:{pixels}px;height:auto\" role={rest}")
}
